"""Similarity, hierarchical clustering, correspondence: scikit-learn, scipy and prince agree."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples
from scipy.spatial.distance import jensenshannon
from small_frames import COUNTS, counts_from, counts_of, tables

from analysis.statistics import correspondence, hierarchical_clustering, similarity

# --- similarity ----------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["cosine", "jensen_shannon", "jaccard"])
@examples(30)
@given(table=tables)
def test_similarity_is_symmetric_with_ones_on_the_diagonal(measure, table):
    frame = similarity(counts_from(table), measure=measure, stop=())
    values = frame.to_numpy()
    assert (values == values.T).all()
    assert (np.diag(values) == 1).all()
    assert ((values >= 0) & (values <= 1)).all()
    assert frame.index.tolist() == frame.columns.tolist()


def test_cosine_of_tf_idf_is_scikit_learns():
    text = pytest.importorskip("sklearn.feature_extraction.text")
    pairwise = pytest.importorskip("sklearn.metrics.pairwise")
    wide = COUNTS.pivot_table(index="section", columns="term", values="n", fill_value=0)
    expected = pairwise.cosine_similarity(text.TfidfTransformer().fit_transform(wide))
    np.testing.assert_allclose(similarity(COUNTS, stop=()), expected, atol=1e-12)


def test_jensen_shannon_is_scipys_and_jaccard_the_shared_vocabulary():
    wide = COUNTS.pivot_table(index="section", columns="term", values="n", fill_value=0).to_numpy()
    frame = similarity(COUNTS, measure="jensen_shannon", stop=())
    assert frame.loc["1", "2"] == pytest.approx(1 - jensenshannon(wide[0], wide[1], base=2) ** 2)
    assert similarity(COUNTS, measure="jaccard", stop=()).loc["1", "2"] == pytest.approx(2 / 4)


def test_similarity_leaves_out_stop_words_and_names_what_is_wrong():
    assert similarity(COUNTS, measure="jaccard").loc["1", "2"] == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="no measure 'luck'; there are: cosine"):
        similarity(COUNTS, measure="luck")
    with pytest.raises(ValueError, match="needs two groups"):
        similarity(COUNTS[COUNTS["section"] == "1"])


# --- hierarchical clustering ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "last"), [("single", 1 - 0.4), ("complete", 1 - 0.1), ("average", 1 - 0.25)]
)
def test_clusters_are_as_far_apart_as_their_members(method, last):
    alike = pd.DataFrame([[1, 0.9, 0.4], [0.9, 1, 0.1], [0.4, 0.1, 1]], columns=list("甲乙丙"))
    tree = hierarchical_clustering(alike, method=method)
    assert tree.linkage["distance"].tolist() == pytest.approx([1 - 0.9, last])
    assert tree.linkage[["first", "second", "n"]].values.tolist() == [[0, 1, 2], [2, 3, 3]]
    assert "".join(tree.order) in ("丙甲乙", "乙甲丙")


def test_clusters_join_the_most_alike_first():
    counts = counts_of(
        {"1": {"甲": 9, "乙": 1}, "2": {"丙": 9, "丁": 1}, "3": {"甲": 8, "乙": 2}, "4": {"丙": 5}}
    )
    tree = hierarchical_clustering(similarity(counts, stop=()))
    first = tree.linkage.iloc[:2][["first", "second"]].to_numpy().tolist()
    assert sorted(map(sorted, first)) == [[0, 2], [1, 3]]
    assert tree.linkage["n"].tolist()[-1] == 4
    assert tree.linkage["distance"].is_monotonic_increasing
    places = {name: place for place, name in enumerate(tree.order)}
    assert abs(places["1"] - places["3"]) == 1
    assert abs(places["2"] - places["4"]) == 1
    with pytest.raises(ValueError, match="no method 'ward'"):
        hierarchical_clustering(similarity(counts, stop=()), method="ward")
    with pytest.raises(ValueError, match="square, symmetric"):
        hierarchical_clustering(counts[["n"]])


# --- correspondence ------------------------------------------------------------------------------


@examples(15)
@given(st.lists(st.lists(st.integers(1, 30), min_size=5, max_size=5), min_size=3, max_size=5))
def test_correspondence_is_that_of_prince(table):
    prince = pytest.importorskip("prince")
    names = [str(i + 1) for i in range(len(table))]
    wide = pd.DataFrame(table, index=names, columns=list("甲乙丙丁戊"))
    counts = (
        wide.rename_axis("section").reset_index().melt("section", var_name="term", value_name="n")
    )
    ours = correspondence(counts, stop=(), top=None)
    if ours.inertia["inertia"].iloc[1] < 1e-6:
        return  # the second dimension is rounding noise, and any two programs differ there
    theirs = prince.CA(n_components=2, random_state=0).fit(wide)
    np.testing.assert_allclose(ours.inertia["inertia"][:2], theirs.eigenvalues_, atol=1e-9)
    np.testing.assert_allclose(
        ours.inertia["explained"][:2], theirs.percentage_of_variance_ / 100, atol=1e-9
    )
    gap = ours.inertia["inertia"].diff().abs().iloc[1:3].min()
    if gap < 1e-6:
        return  # equal dimensions may be turned in any way
    points = ours.points.set_index(["kind", "name"])[["x1", "x2"]]
    groups, terms = theirs.row_coordinates(wide), theirs.column_coordinates(wide)
    turn = np.sign((points.loc["group"].loc[names].to_numpy() * groups.to_numpy()).sum(axis=0))
    np.testing.assert_allclose(points.loc["group"].loc[names], groups * turn, atol=1e-8)
    np.testing.assert_allclose(points.loc["term"].loc[wide.columns], terms * turn, atol=1e-8)


def test_correspondence_is_turned_the_same_way_every_time():
    points = correspondence(COUNTS, stop=()).points
    groups = points[points["kind"] == "group"]
    for column in ("x1", "x2"):
        assert groups[column].iloc[groups[column].abs().argmax()] > 0
    turned = correspondence(COUNTS.iloc[::-1], stop=()).points
    pd.testing.assert_frame_equal(points, turned)


def test_correspondence_takes_the_most_frequent_terms_and_says_what_it_shows():
    result = correspondence(COUNTS, top=3, stop=())
    assert result.points.loc[result.points["kind"] == "term", "name"].tolist() == [
        "的",
        "舆论",
        "活动",
    ]
    assert result.inertia["cumulative"].iloc[-1] == pytest.approx(1)
    assert ((result.points["cos2"] >= 0) & (result.points["cos2"] <= 1 + 1e-12)).all()
    with pytest.raises(ValueError, match="top=1"):
        correspondence(COUNTS, top=1)
    with pytest.raises(ValueError, match="needs two groups"):
        correspondence(COUNTS[COUNTS["section"] == "1"])
