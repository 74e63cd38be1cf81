"""Keyness and likeness: are the figures those of the formulas, and is support honest?"""

import warnings
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.spatial.distance import jensenshannon

from analysis.statistics import (
    SmallSectionWarning,
    correspondence,
    count_terms,
    hierarchical_clustering,
    keyness,
    measures,
    sensitivity,
    similarity,
    stability,
)

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")

SIGNED = [
    name for name, one in measures.MEASURES.items() if one.signed and one.kind != "association"
]


def counts_of(groups, by="section"):
    """Counts of groups given as {name: {term: n}}."""
    rows = [(name, term, n) for name, terms in groups.items() for term, n in terms.items()]
    return pd.DataFrame(rows, columns=[by, "term", "n"])


def tokens_of(sections):
    """Tokens of sections given as {name: [sentence, …]}, a sentence being words with blanks."""
    rows, sentence = [], 0
    for section, texts in sections.items():
        for text in texts:
            rows += [("d", section, sentence, word) for word in text.split()]
            sentence += 1
    frame = pd.DataFrame(rows, columns=["document", "section", "sentence", "token"])
    return frame.assign(position=range(len(frame)), start=range(len(frame)))


def row(scores, target, term):
    (one,) = scores[(scores["target"] == target) & (scores["term"] == term)].itertuples()
    return one


COUNTS = counts_of(
    {
        "1": {"群众": 40, "活动": 60, "的": 100},
        "2": {"群众": 10, "舆论": 90, "的": 120},
        "3": {"群众": 5, "媒体": 30, "的": 70},
    }
)

tables = st.lists(
    st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(any), min_size=2, max_size=4
)


def counts_from(table):
    groups = {str(i + 1): dict(zip("甲乙丙丁", row, strict=True)) for i, row in enumerate(table)}
    return counts_of(groups)


# --- the rows ---------------------------------------------------------------------------------


def test_a_row_carries_counts_sizes_rates_and_the_measure():
    one = row(keyness(COUNTS), "1", "群众")
    assert (one.n_target, one.n_reference, one.size_target, one.size_reference) == (
        40,
        15,
        200,
        325,
    )
    assert one.rate_target == pytest.approx(2000)
    assert one.rate_reference == pytest.approx(10_000 * 15 / 325)
    assert one.score == pytest.approx(float(measures.log_likelihood(40, 15, 200, 325)))
    assert one.effect == pytest.approx(float(measures.log_ratio(40, 15, 200, 325)))
    assert one.range == 3
    assert one.support == "interval"


def test_rows_are_ordered_by_target_then_score_then_term():
    scores = keyness(
        counts_of({"10": {"乙": 5, "甲": 5}, "2": {"丙": 9}, "1": {"丙": 9, "丁": 1}})
    )
    assert scores["target"].drop_duplicates().tolist() == ["1", "2", "10"]
    last = scores[scores["target"] == "10"]
    assert last["term"].tolist()[:2] == sorted(["甲", "乙"])
    for _, rows in scores.groupby("target"):
        assert rows["score"].is_monotonic_decreasing


def test_stop_words_leave_the_result_and_not_the_sizes():
    scores = keyness(COUNTS)
    assert "的" not in set(scores["term"])
    assert set(keyness(COUNTS, stop=())["term"]) == {"群众", "活动", "舆论", "媒体", "的"}
    assert "群众" not in set(keyness(COUNTS, stop=["群众"])["term"])
    assert row(scores, "1", "群众").size_target == 200


@settings(max_examples=40, deadline=None)
@given(tables)
def test_log_likelihood_of_any_table_is_scipys(table):
    counts = counts_from(table)
    for one in keyness(counts, stop=()).itertuples():
        a, b = one.n_target, one.n_reference
        cells = [[a, b], [one.size_target - a, one.size_reference - b]]
        if one.size_target - a + one.size_reference - b:
            expected = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
            assert abs(one.score) == pytest.approx(expected.statistic, abs=1e-9)
            assert one.p == pytest.approx(expected.pvalue, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_an_interval_contains_its_effect_and_rows_add_up(table):
    counts = counts_from(table)
    scores = keyness(counts, stop=())
    assert (scores["lower"] <= scores["effect"]).all()
    assert (scores["effect"] <= scores["upper"]).all()
    total = counts.groupby("term")["n"].sum()
    assert (scores["n_target"] + scores["n_reference"] == scores["term"].map(total)).all()


@pytest.mark.parametrize("measure", SIGNED)
def test_swapping_target_and_reference_negates_every_signed_score(measure):
    there = keyness(COUNTS, target="1", reference="2", measure=measure).set_index("term")
    back = keyness(COUNTS, target="2", reference="1", measure=measure).set_index("term")
    for column in ("score", "effect", "lrc"):
        np.testing.assert_allclose(there[column], -back[column].loc[there.index], atol=1e-12)


@pytest.mark.parametrize("measure", list(measures.MEASURES))
def test_every_measure_scores_every_row(measure):
    scores = keyness(COUNTS, measure=measure)
    assert (scores["measure"] == measure).all()
    if measure not in ("weighted_log_odds_tidylo", "ell"):  # not defined for some rows
        assert scores["score"].notna().all()
    has_p = bool(measures.MEASURES[measure].distribution)
    assert scores["p"].notna().all() == has_p
    if has_p:
        assert (scores["p_adjusted"] >= scores["p"]).all()


def test_measures_that_look_at_all_terms_see_stop_words_too():
    shown = keyness(COUNTS, measure="weighted_log_odds").set_index(["target", "term"])["score"]
    every = keyness(COUNTS, measure="weighted_log_odds", stop=()).set_index(["target", "term"])
    np.testing.assert_allclose(shown, every.loc[shown.index, "score"])


def test_the_conservative_ratio_is_worked_out_wherever_it_is_not_zero():
    random = np.random.default_rng(3)
    table = random.negative_binomial(0.3, 0.02, size=(3, 400))
    names = [f"词{i}" for i in range(400)]
    counts = counts_of({str(i): dict(zip(names, r, strict=True)) for i, r in enumerate(table)})
    scores = keyness(counts[counts["n"] > 0], stop=())
    letters = scores[["n_target", "n_reference", "size_target", "size_reference"]].to_numpy().T
    expected = measures.conservative_log_ratio(*letters, tests=len(scores))
    assert 0 < (expected != 0).sum() < len(scores)
    np.testing.assert_allclose(scores["lrc"], expected)


# --- who is compared with whom ----------------------------------------------------------------


SECTIONS = counts_of(
    {
        "0": {"丙": 2},
        "1": {"甲": 3},
        "1.1": {"甲": 4, "乙": 1},
        "1.2": {"乙": 6},
        "2": {"乙": 1, "丙": 5},
    }
)


def test_the_coarsest_level_with_two_sections_is_compared():
    assert keyness(SECTIONS)["target"].drop_duplicates().tolist() == ["0", "1", "2"]
    assert row(keyness(SECTIONS), "1", "甲").n_target == 7
    one_chapter = SECTIONS[SECTIONS["section"].isin(["0", "1", "1.1", "1.2"])]
    assert keyness(one_chapter)["target"].drop_duplicates().tolist() == ["0", "1", "1.1", "1.2"]


def test_a_finer_level_is_compared_when_asked_for():
    scores = keyness(SECTIONS, level=2)
    assert scores["target"].drop_duplicates().tolist() == ["0", "1", "1.1", "1.2", "2"]
    fine = keyness(SECTIONS, target="1.1")
    assert set(fine["target"]) == {"1.1"}
    assert row(fine, "1.1", "甲").n_reference == 3
    whole = keyness(SECTIONS, target="1.1", reference="2")
    assert row(whole, "1.1", "乙").n_reference == 1


def test_a_named_section_stands_for_all_that_is_below_it():
    rest = keyness(SECTIONS, target="1.1", reference="1")
    assert (row(rest, "1.1", "乙").n_reference, rest["size_reference"].iloc[0]) == (6, 9)


def test_several_columns_are_joint_groups():
    counts = pd.DataFrame(
        {
            "document": ["a", "a", "b", "b"],
            "section": ["1", "2", "1", "2"],
            "term": list("甲乙甲丙"),
            "n": [1, 2, 3, 4],
        }
    )
    scores = keyness(counts)
    assert scores["target"].drop_duplicates().tolist() == ["a/1", "a/2", "b/1", "b/2"]
    assert row(keyness(counts, target="b", reference="a"), "b", "甲").n_target == 3
    assert row(keyness(counts, target="1"), "1", "甲").n_target == 4


def test_years_are_compared_by_the_same_call():
    scores = keyness(
        COUNTS.rename(columns={"section": "year"}).assign(year=[2020] * 6 + [2021] * 3)
    )
    assert scores["target"].drop_duplicates().tolist() == ["2020", "2021"]


@pytest.mark.parametrize(
    ("counts", "options", "message"),
    [
        (COUNTS, {"target": "9"}, "no section '9'; there are: 1, 2, 3"),
        (COUNTS, {"reference": "9"}, "no section '9'"),
        (COUNTS, {"target": "1", "reference": "1"}, "nothing is left to compare '1' with"),
        (COUNTS[COUNTS["section"] == "1"], {}, "needs two groups .* one: section '1'"),
        (COUNTS[["term", "n"]], {}, "one: the whole text"),
        (COUNTS.drop(columns="term"), {}, "no column 'term' in counts"),
        (COUNTS.iloc[:0], {}, "counts is empty"),
        (COUNTS.assign(n=0), {}, "counts is empty"),
        (COUNTS, {"measure": "luck"}, "no measure 'luck'; there are: log_likelihood"),
        (COUNTS, {"adjust": "luck"}, "no method 'luck'"),
        (COUNTS, {"stop": ["群众", "活动", "的", "舆论", "媒体"]}, "every term .* is a stop word"),
        (COUNTS, {"stop": "群众"}, r"it takes a list of terms, such as \['群众'\]"),
        (COUNTS, {"level": 0}, "level 0: give 1"),
        (COUNTS.rename(columns={"section": "year"}), {"level": 1}, "level= is for sections"),
    ],
)
def test_bad_input_is_told_in_one_sentence(counts, options, message):
    with pytest.raises(ValueError, match=message):
        keyness(counts, **options)


def test_an_empty_section_takes_no_part():
    scores = keyness(pd.concat([COUNTS, pd.DataFrame([("0", "群众", 0)], columns=COUNTS.columns)]))
    assert "0" not in set(scores["target"])


def test_general_chinese_is_a_reference_like_any_other():
    jieba = pytest.importorskip("jieba")
    jieba.setLogLevel(60)
    counts = counts_of({"1": {"群众": 30, "意识形态": 20, "文明实践": 9, "2022": 9, "的": 40}})
    scores = keyness(counts, reference="background")
    frequency = jieba.Tokenizer()
    frequency.initialize()
    one = row(scores, "1", "意识形态")
    assert (one.n_reference, one.size_reference) == (frequency.FREQ["意识形态"], frequency.total)
    assert row(scores, "1", "文明实践").n_reference == 0
    assert "2022" not in set(scores["term"])
    assert set(keyness(counts.drop(columns="section"), reference="background")["target"]) == {
        "all"
    }


def test_no_argument_is_changed_and_two_calls_agree():
    counts, tokens = COUNTS.copy(deep=True), tokens_of(TALK)
    before = tokens.copy(deep=True)
    pd.testing.assert_frame_equal(keyness(counts), keyness(counts))
    by_section = count_terms(tokens, by="section")
    one, two = (keyness(by_section, tokens=tokens, permutations=50) for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    pd.testing.assert_frame_equal(stability(tokens, resamples=20), stability(tokens, resamples=20))
    pd.testing.assert_frame_equal(counts, COUNTS)
    pd.testing.assert_frame_equal(tokens, before)


# --- support ----------------------------------------------------------------------------------

FILLER = ["工作 开展 情况", "情况 工作 大家", "大家 开展 会议 工作", "会议 情况 安排"]
TALK = {
    "1": [f"群众 {FILLER[i % 4]}" for i in range(20)],
    "2": [f"舆论 {FILLER[i % 4]}" for i in range(20)] + ["爆发 " * 12],
}


def test_spread_terms_are_supported_and_a_burst_in_one_sentence_is_not():
    tokens = tokens_of(TALK)
    scores = keyness(count_terms(tokens, by="section"), tokens=tokens, permutations=200)
    assert (scores["support"] == "permutation").all()
    assert row(scores, "1", "群众").supported
    assert row(scores, "2", "舆论").supported
    burst = row(scores, "2", "爆发")
    assert burst.p < 0.001, "a test by tokens takes the burst for a finding"
    assert not burst.supported
    assert not scores.loc[scores["term"].isin(["工作", "情况"]), "supported"].any()
    assert row(scores, "1", "工作").term == "工作", "what is not supported is not hidden"


def test_support_needs_an_interval_that_does_not_reach_zero():
    tokens = tokens_of(TALK)
    scores = keyness(count_terms(tokens, by="section"), tokens=tokens, permutations=200)
    supported = scores[scores["supported"]]
    assert ((supported["lower"] > 0) | (supported["upper"] < 0)).all()
    plain = keyness(count_terms(tokens, by="section"))
    assert (plain["supported"] == (plain["lrc"] != 0)).all()
    assert plain["p_permuted"].isna().all()


def slow_p(sections, permutations, seed):
    """The permutation p by plain counting, the cards dealt in the same order."""
    cards = [(name, text.split()) for name, texts in sections.items() for text in texts]
    homes = np.array([name for name, _ in cards])
    terms = sorted({word for _, words in cards for word in words})
    lengths = np.array([len(words) for _, words in cards])
    n = np.array([[words.count(term) for term in terms] for _, words in cards])
    movable = (n > 0).sum(axis=0) > 1
    m, rate = len(cards), n.sum(axis=0) / lengths.sum()
    spread = ((n - np.outer(lengths, rate)) ** 2).sum(axis=0) / n.sum(axis=0) * m / (m - 1)
    effect = np.maximum(spread, 1)

    def statistic(homes):
        table = []
        for name in sorted(sections):
            inside = homes == name
            letters = n[inside].sum(axis=0), n[~inside].sum(axis=0)
            sizes = lengths[inside].sum(), lengths[~inside].sum()
            table.append(np.abs(measures.log_likelihood(*letters, *sizes)) / effect)
        return np.where(movable, table, 0)

    random, observed = np.random.default_rng(seed), statistic(homes)
    largest = [statistic(random.permutation(homes)).max() for _ in range(permutations)]
    p = (1 + (np.array(largest)[:, None, None] >= observed - 1e-7).sum(axis=0)) / (
        1 + permutations
    )
    return pd.DataFrame(np.where(movable, p, 1), index=sorted(sections), columns=terms)


def test_the_permutation_agrees_with_a_slow_one():
    sections = {"1": TALK["1"][:6], "2": TALK["2"][:5], "3": ["群众 舆论 工作", "群众 群众 安排"]}
    tokens = tokens_of(sections)
    scores = keyness(
        count_terms(tokens, by="section"), tokens=tokens, stop=(), permutations=99, seed=5
    )
    expected = slow_p(sections, 99, 5)
    for one in scores.itertuples():
        assert one.p_permuted == pytest.approx(expected.loc[one.target, one.term]), one


def test_a_named_pair_deals_only_its_own_sentences():
    tokens = tokens_of({**TALK, "3": ["别的 东西 很多"] * 9})
    counts = count_terms(tokens, by="section")
    pair = keyness(counts, target="1", reference="2", tokens=tokens, permutations=99)
    two = tokens[tokens["section"] != "3"]
    alone = keyness(count_terms(two, by="section"), tokens=two, target="1", permutations=99)
    columns = ["term", "n_target", "p_permuted", "supported"]
    pair, alone = (frame[columns].astype({"term": str}) for frame in (pair, alone))
    pd.testing.assert_frame_equal(pair, alone)


def test_counts_by_sentence_serve_where_terms_were_counted_with_options():
    tokens = tokens_of(TALK).replace({"token": {"群众": "ＰＡＲＴＹ"}})
    by_section = count_terms(tokens, by="section", terms="folded")
    with pytest.raises(ValueError, match="tokens are not those of counts"):
        keyness(by_section, tokens=tokens)
    by_sentence = count_terms(tokens, by=["section", "document", "sentence"], terms="folded")
    scores = keyness(by_section, tokens=by_sentence, permutations=99)
    assert row(scores, "1", "party").supported


def test_tokens_must_be_those_of_counts():
    tokens = tokens_of(TALK)
    counts = count_terms(tokens, by="section")
    with pytest.raises(ValueError, match="tokens are not those of counts"):
        keyness(counts, tokens=tokens.iloc[5:])
    with pytest.raises(ValueError, match="no column 'sentence' in tokens"):
        keyness(counts, tokens=tokens.drop(columns="sentence"))
    odd = tokens.assign(half=np.arange(len(tokens)) % 2)
    with pytest.raises(ValueError, match="a sentence lies in two groups by half"):
        keyness(count_terms(odd, by="half"), tokens=odd)
    with pytest.raises(ValueError, match="permutations=0"):
        keyness(counts, tokens=tokens, permutations=0)


def test_a_part_too_small_for_support_is_told_with_its_counts():
    tokens = tokens_of({**TALK, "3": ["两 句", "短 话"]})
    counts = count_terms(tokens, by="section")
    with pytest.warns(
        SmallSectionWarning, match=r"'3' \(4 tokens, its most frequent term occurs 1"
    ):
        keyness(counts)
    with pytest.warns(SmallSectionWarning, match=r"'3' \(4 tokens"):
        keyness(counts, tokens=tokens, permutations=99)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        keyness(counts, target="1", reference="2", tokens=tokens, permutations=99)


def test_random_deals_seldom_have_a_supported_term():
    """Sentences without any difference between the sections: at most 5 in 100 find one."""
    random = np.random.default_rng(11)
    words = np.array([f"词{i}" for i in range(60)])
    chance = 1 / np.arange(1, 61)
    found = 0
    for deal in range(60):
        sentences = [
            " ".join(np.repeat(random.choice(words, 4, p=chance / chance.sum()), 2))
            for _ in range(40)
        ]
        tokens = tokens_of({"1": sentences[:10], "2": sentences[10:18], "3": sentences[18:]})
        counts = count_terms(tokens, by="section")
        found += keyness(counts, tokens=tokens, permutations=99, seed=deal)["supported"].any()
    assert stats.binomtest(int(found), 60, 0.05, alternative="greater").pvalue > 0.01


# --- stability --------------------------------------------------------------------------------


def test_stability_knows_the_burst_from_the_spread_term():
    tokens = tokens_of(TALK)
    rows = stability(tokens, target="2", resamples=200, top=2).set_index("term")
    assert rows.loc["舆论", "sentences_target"] == 20
    assert rows.loc["爆发", "sentences_target"] == 1
    assert rows.loc["舆论", "stays"] == 1
    assert 0.4 < rows.loc["爆发", "stays"] < 0.9, "the sentence is drawn in 63 of 100 samples"
    assert (rows["lower"] <= rows["effect"]).all()
    assert (rows["effect"] <= rows["upper"]).all()
    burst, spread = (rows.loc[t, "upper"] - rows.loc[t, "lower"] for t in ("爆发", "舆论"))
    assert burst > 2 * spread


def test_stability_lists_the_terms_that_keyness_puts_first():
    tokens = tokens_of(TALK)
    scores = keyness(count_terms(tokens, by="section"))
    first = scores[scores["score"] > 0].groupby("target").head(3)
    rows = stability(tokens, resamples=10, top=3)
    for column in ("target", "term", "n_target", "n_reference", "effect"):
        assert rows[column].tolist() == first[column].tolist()


def test_stability_of_terms_that_are_named():
    rows = stability(tokens_of(TALK), target="2", terms=["群众", "爆发"], resamples=50, top=2)
    assert rows["term"].tolist() == ["爆发", "群众"]
    assert rows["stays"].iloc[1] == 0
    with pytest.raises(ValueError, match="no term '九天' in counts"):
        stability(tokens_of(TALK), terms=["九天"])


def test_intervals_cover_the_true_effect():
    """Two languages with known rates: 95 of 100 intervals hold the true ratio."""
    random = np.random.default_rng(2)
    covered = total = 0
    for _ in range(60):
        one = [" ".join(["甲"] * random.binomial(3, 0.30) + ["乙"] * 8) for _ in range(60)]
        two = [" ".join(["甲"] * random.binomial(3, 0.15) + ["乙"] * 8) for _ in range(80)]
        tokens = tokens_of({"1": one, "2": two})
        rows = stability(tokens, target="1", resamples=300, top=1, stop=())
        true = np.log2((0.9 / 8.9) / (0.45 / 8.45))
        rows = rows[rows["term"] == "甲"]
        covered += ((rows["lower"] <= true) & (true <= rows["upper"])).sum()
        total += len(rows)
    assert total >= 58
    assert stats.binomtest(int(covered), int(total), 0.95).pvalue > 0.01


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"top": 0}, "top=0"),
        ({"resamples": 0}, "resamples=0"),
        ({"target": "9"}, "no section '9'"),
        ({"measure": "luck"}, "no measure 'luck'"),
        ({"by": "year"}, "no column 'year' in tokens"),
    ],
)
def test_bad_input_for_stability_is_told(options, message):
    with pytest.raises(ValueError, match=message):
        stability(tokens_of(TALK), **options)


# --- sensitivity ------------------------------------------------------------------------------


class Corpus(NamedTuple):
    """The frames that a segmentation starts from."""

    documents: pd.DataFrame
    blocks: pd.DataFrame
    sections: pd.DataFrame
    tokens: pd.DataFrame


class Letters:
    """A segmenter that cuts every letter off."""


def test_sensitivity_tells_what_hangs_on_the_segmentation():
    from analysis.segmentation import Segmenter, tokenize

    text = "文明实践活动。文明实践站。舆论引导工作。舆论引导。"
    documents = pd.DataFrame({"document": ["d"], "text": [text]})
    blocks = pd.DataFrame(
        {"document": "d", "start": [0, 13], "end": [13, len(text)], "role": "body"}
    )
    sections = pd.DataFrame(
        {"document": "d", "section": ["1", "2"], "start": [0, 13], "end": [13, len(text)]}
    )
    tokens = tokenize(documents, sections, blocks, segmenter=Segmenter(words=["文明实践"]))
    corpus = Corpus(documents, blocks, sections, tokens)
    rows = sensitivity(corpus, top=3)
    assert rows.columns.tolist() == [
        "target",
        "term",
        "corpus",
        "no words",
        "jieba",
        "no HMM",
        "agreement",
    ]
    kept = rows.set_index(["target", "term"])
    assert kept.loc[("1", "文明实践"), "agreement"] == 0.25
    assert kept.loc[("1", "文明实践"), "corpus"] == 1
    assert pd.isna(kept.loc[("1", "文明实践"), "jieba"])
    assert kept.loc[("2", "舆论"), "agreement"] == 1
    assert rows["target"].is_monotonic_increasing
    one = sensitivity(corpus, {"letters": Segmenter(engine=list)}, top=1)
    assert one["letters"].tolist() == [1, 1]


# --- likeness ---------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", ["cosine", "jensen_shannon", "jaccard"])
@settings(max_examples=30, deadline=None)
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


@settings(max_examples=15, deadline=None)
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


# --- the user's own document ------------------------------------------------------------------


def test_the_key_terms_of_the_seed_are_those_a_reader_would_name(seed):
    from analysis import load
    from analysis.segmentation import Segmenter

    accepted = ["文明实践", "新时代文明实践", "意识形态工作", "网络舆论"]
    plain, merged = load(seed), load(seed, segmenter=Segmenter(words=accepted))
    for corpus in (plain, merged):
        counts = count_terms(corpus.tokens, by="section")
        scores = keyness(counts, tokens=corpus.tokens)
        best = scores.groupby("target").head(5).groupby("target")["term"].agg(set)
        assert "防范" in best["1"]
        assert best["1"] & {"意识形态", "意识形态工作"}
        assert {"活动", "群众"} <= best["2"]
        assert best["3"] & {"网络舆论", "舆论"}
        few = scores[scores["supported"]]
        assert len(few) < 6, "one page supports next to nothing, and says so"
    assert best["2"] & {"文明实践", "新时代文明实践"}
