"""Several comparisons on one shuffle, another measure without one, progress, and small parts."""

import warnings

import numpy as np
import pandas as pd
import pytest
from small_frames import COUNTS, TALK, counts_of, row, tokens_of

import analysis as an
from analysis.statistics import (
    Cancelled,
    SmallSectionWarning,
    count_terms,
    key_terms,
    keyness,
    keyness_together,
    measures,
    rescore,
    shuffling,
)
from analysis.statistics.groups import sides_of, table_of
from analysis.statistics.sampling import unit_groups
from analysis.statistics.shuffling import design_effect, shuffled, surprise

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")

KEYNESS = [name for name, one in measures.MEASURES.items() if one.kind != "association"]
NAMES = "甲乙丙丁戊己庚辛壬癸子丑"


@pytest.fixture(scope="module")
def corpus():
    """Two documents of sections and subsections, one with more than nine of them."""
    random = np.random.default_rng(1)
    words = ["学习", "理论", "文化", "经济", "教育", "医院", "道路", "农业"]
    texts = {}
    for document, many in (("一号", 11), ("二号", 3)):
        lines = []
        for n in range(many):
            lines.append(
                f"{'一二三四五六七八九十'[n % 10]}、部分{NAMES[n]}" if n < 10 else "十一、部分"
            )
            for half in "一二":
                lines.append(f"（{half}）小节")
                for _ in range(3):
                    topics = "，".join(random.choice(words[n % 3 :], 5))
                    lines.append(f"要讲{document}的{NAMES[n]}词。{topics}。")
        texts[document] = "\n".join(lines)
    return an.load(pd.DataFrame({"document": list(texts), "text": list(texts.values())}))


def test_together_each_comparison_is_as_if_it_were_alone(corpus):
    one = corpus.select(documents="一号")
    by_section, by_both = (count_terms(one, by="section"), count_terms(corpus, by="document"))
    options = {
        "coarse": {"counts": by_section, "tokens": one, "level": 1},
        "fine": {"counts": by_section, "tokens": one, "level": 2},
        "ratio": {"counts": by_section, "tokens": one, "measure": "log_ratio"},
        "one": {"counts": by_section, "tokens": one, "target": "10", "reference": ["2", "3"]},
        "documents": {"counts": by_both, "tokens": corpus},
        "general": {"counts": by_section, "tokens": one, "reference": "background"},
        "interval": {"counts": by_section},
    }
    tables = keyness_together(options, permutations=60, seed=3)
    assert list(tables) == list(options)
    for name, given in options.items():
        alone = keyness(**given, permutations=60, seed=3)
        pd.testing.assert_frame_equal(tables[name], alone, obj=name)
    assert len(tables["fine"]["target"].cat.categories) == 22
    assert tables["coarse"]["p_permuted"].nunique() > 3


def test_sections_of_several_documents_are_shuffled_together_too(corpus):
    counts = count_terms(corpus, by=["document", "section"])
    tables = keyness_together(
        {1: {"level": 1}, 2: {"level": 2}}, counts=counts, tokens=corpus, permutations=40
    )
    for level in (1, 2):
        alone = keyness(counts, tokens=corpus, level=level, permutations=40)
        pd.testing.assert_frame_equal(tables[level], alone)
    assert "二号/3.2" in set(tables[2]["target"])


TARGETS = [
    {},
    {"references": ["2"]},
    {"targets": ["1", "2"]},
    {"targets": ["1", "1.1", "2"], "references": ["2", "3"]},
    {"targets": ["二号", "2"], "references": ["一号"]},
]


@pytest.mark.parametrize("room", [0, 32], ids=["sorted", "table"])
@pytest.mark.parametrize("lot", [1, shuffling.LOT], ids=["one by one", "in lots"])
@pytest.mark.parametrize("names", TARGETS, ids=str)
def test_the_largest_of_a_shuffle_is_that_of_all_cells(names, lot, room, corpus, monkeypatch):
    """By sparse lists and bounds as by working out every cell of the table."""
    monkeypatch.setattr(shuffling, "ROOM", room)
    monkeypatch.setattr(shuffling, "LOT", lot)
    counts = count_terms(corpus, by=["document", "section"])
    asked = [*names.get("targets", []), *names.get("references", [])]
    table = table_of(counts, level=2, names=asked)
    sides = sides_of(table, names.get("targets", []), names.get("references", []))
    groups = unit_groups(corpus, table, sides, level=2, names=asked)
    (answer,) = shuffled([(groups, np.ones(groups.n_terms, bool))], permutations=30, seed=4)
    moving = groups.only(~np.isnan(answer.bursts))
    random, bursts = np.random.default_rng(4), design_effect(moving)
    tables = (moving.cells(random.permutation(moving.group)) for _ in range(30))
    expected = np.sort([surprise(*cells, bursts).max() for cells in tables])
    np.testing.assert_allclose(answer.tops, expected, rtol=1e-8)


def test_counts_that_are_not_whole_are_shuffled_as_they_are():
    tokens = tokens_of(TALK)
    counts = count_terms(tokens, by="section")
    by_sentence = count_terms(tokens, by=["section", "document", "sentence"])
    whole = keyness(counts, tokens=by_sentence, permutations=80)
    # parts of occurrences, as a user may weight them: all the same p, as every count is halved
    two = [frame.assign(n=frame["n"] * 1.25) for frame in (counts, by_sentence)]
    broken = keyness(two[0].drop(columns="n_group"), tokens=two[1], permutations=80)
    assert broken["p_permuted"].min() == whole["p_permuted"].min()
    assert row(broken, "1", "群众").supported
    assert not row(broken, "2", "爆发").supported


# --- another measure --------------------------------------------------------------------------


@pytest.mark.parametrize("measure", KEYNESS)
def test_another_measure_gives_the_table_of_a_fresh_call(measure, corpus):
    counts = count_terms(corpus, by=["document", "section"])
    scores = keyness(counts, tokens=corpus, permutations=30, level=1)
    fresh = keyness(counts, tokens=corpus, permutations=30, level=1, measure=measure, adjust="bh")
    again = rescore(scores, counts, measure=measure, level=1, adjust="bh")
    pd.testing.assert_frame_equal(again, fresh)
    assert scores["survives"].astype(bool).any()


@pytest.mark.parametrize(
    "options",
    [
        {"target": "2", "reference": ["1", "3"]},
        {"reference": "background"},
        {"target": ["1", "2"], "stop": ["群众"]},
    ],
)
def test_another_measure_of_named_sides(options):
    scores = keyness(COUNTS, **options)
    for measure in ("weighted_log_odds", "weighted_log_odds_tidylo", "conservative_log_ratio"):
        fresh = keyness(COUNTS, measure=measure, **options)
        pd.testing.assert_frame_equal(rescore(scores, COUNTS, measure=measure, **options), fresh)
    back = rescore(rescore(scores, COUNTS, measure="log_ratio", **options), COUNTS, **options)
    pd.testing.assert_frame_equal(back, scores)


def test_scores_of_other_counts_are_refused():
    scores = keyness(COUNTS)
    with pytest.raises(ValueError, match="scores are not those of counts: pass the counts"):
        rescore(scores, COUNTS.assign(n=COUNTS["n"] + 1))
    with pytest.raises(ValueError, match="scores are not those of counts"):
        rescore(scores, COUNTS, reference="2", target="1")
    with pytest.raises(ValueError, match="the same target, reference, level and stop"):
        rescore(keyness(COUNTS, stop=()), COUNTS)
    with pytest.raises(ValueError, match="scores are not those of counts"):
        rescore(scores, COUNTS.replace({"term": {"群众": "人民"}}))
    with pytest.raises(ValueError, match="no measure 'luck'"):
        rescore(scores, COUNTS, measure="luck")


# --- progress ---------------------------------------------------------------------------------


def test_progress_goes_from_little_to_all_of_the_work(corpus):
    counts = count_terms(corpus, by=["document", "section"])
    told = []
    scores = keyness(counts, tokens=corpus, permutations=150, progress=told.append)
    assert len(told) == 100
    assert told == sorted(told)
    assert told[0] == pytest.approx(0.01, abs=0.005)
    assert told[-1] == 1
    pd.testing.assert_frame_equal(scores, keyness(counts, tokens=corpus, permutations=150))
    few = []
    keyness(counts, tokens=corpus, permutations=2, unit="sentence", progress=few.append)
    assert few == [0.5, 1]


def test_progress_can_stop_the_work():
    tokens = tokens_of(TALK)
    counts = count_terms(tokens, by="section")
    told = []

    def until_a_quarter(share):
        told.append(share)
        return share < 0.25

    with pytest.raises(Cancelled, match="stopped after 25 of 100 shuffles"):
        keyness(counts, tokens=tokens, permutations=100, progress=until_a_quarter)
    assert told[-1] == 0.25

    def broken(share):
        raise RuntimeError("closed")

    with pytest.raises(RuntimeError, match="closed"):
        keyness(counts, tokens=tokens, permutations=100, progress=broken)
    assert not issubclass(Cancelled, ValueError), "it is no mistake of the caller"


# --- parts too small for any support ----------------------------------------------------------


def test_small_parts_are_data_too():
    tokens = tokens_of({**TALK, "3": ["两 句", "短 话"]})
    counts = count_terms(tokens, by="section")
    for given in ({}, {"tokens": tokens, "permutations": 99}):
        with pytest.warns(SmallSectionWarning) as told:
            scores = keyness(counts, **given)
        small = list(scores.loc[scores["small"], "target"].unique())
        assert small == ["3"]
        assert all(f"'{name}'" in str(told[0].message) for name in small)
        assert len(told) == 1
        assert told[0].filename == __file__
        assert key_terms(scores, show="all")["small"].any(), "key_terms keeps the column"
        assert rescore(scores, counts, measure="log_ratio")["small"].sum() == scores["small"].sum()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not keyness(counts, target="1", reference="2", **given)["small"].any()


def test_the_limit_of_a_small_part_is_that_of_its_own_comparison():
    """Two comparisons together: what is small in one need not be so in the other."""
    groups = {"1": {"甲乙": 60, "丙丁": 40}, "2": {"甲乙": 40, "丙丁": 60}, "3": {"丙丁": 1}}
    counts = counts_of(groups)
    tables = keyness_together(
        {"all": {}, "pair": {"target": "1", "reference": "2"}}, counts=counts
    )
    assert set(tables["all"].loc[tables["all"]["small"], "target"]) == {"3"}
    assert not tables["pair"]["small"].any()
    assert np.array_equal(tables["all"]["small"], tables["all"]["target"] == "3")
