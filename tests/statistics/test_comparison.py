"""Keyness: are the figures those of the formulas, and is support honest?"""

import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from makers import examples
from scipy import stats
from small_frames import (
    COUNTS,
    TALK,
    counts_from,
    counts_of,
    row,
    tables,
    tokens_of,
)

from analysis.corpus import Corpus
from analysis.segmentation import Segmenter, tokenize
from analysis.statistics import (
    SmallSectionWarning,
    count_terms,
    key_terms,
    keyness,
    measures,
    sensitivity,
    stability,
)

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")

SIGNED = [
    name for name, one in measures.MEASURES.items() if one.signed and one.kind != "association"
]


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


@examples(40)
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


@examples(40)
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
    options = {"measure": measure, "absent": True}
    there = keyness(COUNTS, target="1", reference="2", **options).set_index("term")
    back = keyness(COUNTS, target="2", reference="1", **options).set_index("term")
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


@pytest.mark.parametrize("measure", list(measures.MEASURES))
def test_a_third_group_changes_nothing_between_two_others(measure):
    """quanteda, issue 1269: the vocabulary of C was in the prior of A and B."""
    more = counts_of({"9": {f"别的{i}": 1 + i % 5 for i in range(400)}})
    pair = {"target": "1", "reference": "2", "measure": measure, "stop": ()}
    alone = keyness(COUNTS[COUNTS["section"] != "3"], **pair)
    among = keyness(pd.concat([COUNTS, more]), **pair)
    columns = ["score", "effect", "lower", "upper", "lrc", "p", "p_adjusted"]
    alone, among = (frame.set_index(frame["term"].astype("str")) for frame in (alone, among))
    assert set(alone.index) == set(among.index)
    pd.testing.assert_frame_equal(alone[columns], among.loc[alone.index, columns])


def test_tidylo_of_three_groups():
    """tidylo, R/bind_log_odds.R: the prior is added once for each set that has the term."""
    random = np.random.default_rng(2)
    rows = [(g, f"词{i}", int(random.poisson(0.7 + i % 4))) for g in "ABC" for i in range(9)]
    t = pd.DataFrame(rows, columns=["group", "term", "n"]).query("n > 0")
    y = t["n"] + t.groupby("term")["n"].transform("sum")
    y_all, n = y.groupby(t["term"]).transform("sum"), y.groupby(t["group"]).transform("sum")
    odds, odds_all = y / (n - y), y_all / (y.sum() - y_all)
    t["tidylo"] = (np.log(odds) - np.log(odds_all)) / np.sqrt(1 / y + 1 / y_all)
    scores = keyness(t[["group", "term", "n"]], measure="weighted_log_odds_tidylo", stop=())
    names = {"target": "str", "term": "str"}
    scores = scores.astype(names).rename(columns={"target": "group"})
    both = t.merge(scores, on=["group", "term"], validate="one_to_one")
    assert len(both) == len(t) < 27, "some term is missing somewhere"
    np.testing.assert_allclose(both["score"], both["tidylo"])


def test_a_term_of_one_side_has_an_exact_limit():
    scores = keyness(counts_of({"1": {"甲乙": 8, "工作": 992}, "2": {"工作": 1000}}), stop=())
    there, back = row(scores, "1", "甲乙"), row(scores, "2", "甲乙")
    limit = stats.binomtest(8, 8).proportion_ci(0.95).low
    assert (
        there.lower
        == pytest.approx(np.log2(limit / (1 - limit)))
        == pytest.approx(0.771, abs=1e-3)
    )
    assert back.upper == pytest.approx(-there.lower)
    assert there.lower < there.effect < there.upper < np.inf
    few = keyness(counts_of({"1": {"甲乙": 5, "工作": 995}, "2": {"工作": 1000}}), stop=())
    assert row(few, "1", "甲乙").lower < 0, "5 : 0 happens by chance in 1 of 16 cases"


def test_measures_that_look_at_all_terms_see_stop_words_too():
    shown = keyness(COUNTS, measure="weighted_log_odds").set_index(["target", "term"])["score"]
    every = keyness(COUNTS, measure="weighted_log_odds", stop=()).set_index(["target", "term"])
    np.testing.assert_allclose(shown, every.loc[shown.index, "score"])


def test_the_conservative_ratio_is_worked_out_wherever_it_is_not_zero():
    random = np.random.default_rng(3)
    table = random.negative_binomial(0.3, 0.02, size=(3, 400))
    names = [f"词{i}" for i in range(400)]
    counts = counts_of({str(i): dict(zip(names, r, strict=True)) for i, r in enumerate(table)})
    scores = keyness(counts[counts["n"] > 0], stop=(), absent=True)
    cells = scores[["n_target", "n_reference", "size_target", "size_reference"]].to_numpy().T
    expected = measures.conservative_log_ratio(*cells, tests=len(scores))
    assert 0 < (expected != 0).sum() < len(scores)
    np.testing.assert_allclose(scores["lrc"], expected)


def test_the_conservative_ratio_does_not_depend_on_the_measure():
    key = ["target", "term"]
    names = ["log_likelihood", "log_ratio", "dice", "percent_difference"]
    ones = [keyness(COUNTS, measure=name).set_index(key) for name in names]
    assert (ones[0]["lrc"] != 0).any()
    for other in ones[1:]:
        pd.testing.assert_series_equal(other["lrc"].sort_index(), ones[0]["lrc"].sort_index())


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


def test_key_terms_are_those_more_frequent_in_the_target():
    scores = keyness(COUNTS)
    best = key_terms(scores, top=1)
    assert best["target"].tolist() == ["1", "2", "3"]
    assert best["term"].tolist() == ["活动", "舆论", "媒体"]
    every = key_terms(scores)
    assert (every["rate_target"] > every["rate_reference"]).all()
    assert len(every) == (scores["rate_target"] > scores["rate_reference"]).sum()
    with pytest.raises(ValueError, match=r"no column 'target' in scores .* make it with keyness"):
        key_terms(COUNTS)


# --- what is absent ---------------------------------------------------------------------------


@pytest.mark.parametrize("adjust", ["holm", "bonferroni", "bh"])
@pytest.mark.parametrize("measure", ["chi_squared", "weighted_log_odds", "log_ratio"])
def test_a_table_has_what_occurs_and_what_is_supported_as_missing(measure, adjust):
    random = np.random.default_rng(5)
    table = random.negative_binomial(0.4, 0.05, size=(6, 200))
    names = [f"词{i}" for i in range(200)]
    counts = counts_of({str(i): dict(zip(names, r, strict=True)) for i, r in enumerate(table)})
    options = {"measure": measure, "adjust": adjust, "stop": ()}
    every = keyness(counts, absent=True, **options)
    missing = every["n_target"] == 0
    assert 0 < (missing & every["supported"]).sum() < missing.sum()
    expected = every[~missing | every["supported"]].reset_index(drop=True)
    pd.testing.assert_frame_equal(keyness(counts, **options), expected)


def test_what_is_missing_by_permutation_is_in_the_table():
    tokens = tokens_of({"1": ["甲乙 丙丁"] * 30, "2": ["戊己 丙丁"] * 60, "3": ["庚辛 丙丁"] * 3})
    counts = count_terms(tokens, by="section")
    options = {"tokens": tokens, "permutations": 99}
    every = keyness(counts, absent=True, **options)
    scores = keyness(counts, **options)
    assert row(scores, "1", "戊己").supported
    assert row(scores, "1", "戊己").n_target == 0
    absent = every[(every["n_target"] == 0) & ~every["supported"]]
    assert "庚辛" in set(absent["term"])
    assert len(scores) == len(every) - len(absent)


def test_tables_grow_with_what_occurs():
    """Groups of words of their own: rows as many as words, not words times groups."""
    counts = counts_of({str(i): {f"词{i}": 3, "共有": 5} for i in range(300)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSectionWarning)
        assert len(keyness(counts)) == 600


def test_a_warning_names_ten_small_parts_and_counts_the_others():
    counts = counts_of({str(i): {f"词{i}": 1, "共有": 1} for i in range(12)})
    with pytest.warns(SmallSectionWarning, match="; and 2 others$"):
        keyness(counts)


# --- support ----------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("rest", "needed"),
    [(13, "more often than it has tokens"), (14, "3 times"), (34, "3 times"), (36, "2 times")],
)
def test_what_it_would_take_is_looked_for_among_all_counts_that_a_part_can_have(rest, needed):
    counts = counts_of({"1": {"甲": 1, "乙": 1, "丙": 1}, "2": {"丁": rest}})
    lower = [measures.conservative_log_ratio(n, 0, 3, rest, tests=len(counts)) > 0 for n in (2, 3)]
    assert lower == [needed == "2 times", "times" in needed]
    with pytest.warns(SmallSectionWarning, match=f"would have to occur {needed}, and nowhere"):
        keyness(counts, target="1", stop=())


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


def test_stability_of_parts_without_a_difference_is_an_empty_table():
    tokens = tokens_of({"1": ["群众"] * 4, "2": ["群众"] * 4})
    assert stability(tokens, resamples=5, top=2).empty
    assert stability(tokens_of(TALK), resamples=5, top=2).shape[0]


def test_stability_of_terms_that_are_named():
    rows = stability(tokens_of(TALK), target="2", terms=["群众", "爆发"], resamples=50, top=2)
    assert rows["term"].tolist() == ["爆发", "群众"]
    assert rows["stays"].iloc[1] == 0
    with pytest.raises(ValueError, match="no term '九天' in counts"):
        stability(tokens_of(TALK), terms=["九天"])


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


def test_sensitivity_tells_what_depends_on_the_segmentation():
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


# --- what was compared with what ----------------------------------------------------------------


def test_scores_say_what_they_were_counted_by_and_compared_with(tmp_path):
    tokens = pd.DataFrame(
        {
            "document": list("1122334"),
            "section": list("1212121"),
            "token": ["群众", "工作", "群众", "舆论", "工作", "舆论", "群众"],
        }
    )

    def said(by, **options):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSectionWarning)
            scores = keyness(count_terms(tokens, by=by), stop=(), **options)
        path = tmp_path / "scores.csv"
        scores.to_csv(path, index=False)
        back = pd.read_csv(path, dtype={"reference": "str"})
        assert back["by"].tolist() == scores["by"].tolist()
        assert back["reference"].tolist() == scores["reference"].tolist()
        return scores[["by", "reference"]].drop_duplicates().values.tolist()

    assert said("document") == [["document", "all others"]]
    assert said("section", target="1", reference="2") == [["section", "2"]]
    assert said("document", target="1", reference=["2", "3"]) == [["document", "2, 3"]]
    assert said(["document", "section"]) == [["document/section", "all others"]]
    assert said("document", reference="background") == [["document", "background"]]
