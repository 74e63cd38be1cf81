"""Corpora of several documents: what tables say is what a plain search of the texts finds."""

from collections import Counter

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.segmentation import view_of
from analysis.structure import COUNTED
from benchmarks import laws

QUICK = examples(25)
PIECES = st.sampled_from(
    [
        *[
            "一、学习\n",
            "二、实践\n",
            "（一）读书\n",
            "\n",
            "。",
            "，",
            "国内生产",
            "内生动力",
            "GDP",
        ],
        *[
            "文明实践",
            "新时代文明实践站",
            "群众",
            "关心群众",
            "網絡",
            "人\u200b民",
            "⻓江",
            "好",
            "Москва",
        ],
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


@QUICK
@given(st.lists(TEXTS, min_size=2, max_size=3).filter(lambda texts: any(map(str.strip, texts))))
def test_itself_inside_and_across_are_all_that_a_search_finds(texts):
    names = list("甲乙丙")[: len(texts)]
    corpus = an.load(pd.DataFrame({"document": names, "text": texts}))
    whole = dict(zip(names, texts, strict=True))
    blocks = corpus.blocks[corpus.blocks["role"].isin(COUNTED)].itertuples()
    searched = [view_of(whole[b.document], b.start, b.end).text for b in blocks]
    table = an.frequency(an.count_terms(corpus), stop=())
    for row in table.itertuples():
        if laws.overlaps_itself(row.term):
            continue
        how = Counter(an.kwic(corpus, row.term)["how"])
        assert (how["itself"], how["inside"]) == (row.n, row.inside), row.term
        assert sum(how.values()) == sum(text.count(row.term) for text in searched), row.term
        assert set(how) <= {"itself", "inside", "across"}


@QUICK
@given(st.lists(TEXTS, min_size=2, max_size=3))
def test_a_document_is_counted_as_it_is_alone(texts):
    names = list("甲乙丙")[: len(texts)]
    frame = pd.DataFrame({"document": names, "text": texts})
    together = an.count_terms(an.load(frame), by=["document", "section"]).drop(columns="n_all")
    for name in names:
        alone = an.load(frame[frame["document"] == name].reset_index(drop=True))
        part = together[together["document"] == name].reset_index(drop=True)
        own = an.count_terms(alone, by=["document", "section"]).drop(columns="n_all")
        assert part.astype(str).values.tolist() == own.astype(str).values.tolist()


def two_documents():
    texts = [
        "一、学习\n国内生产要内生动力。人人学习。\n",
        "XX县\n二、实践\n新时代文明实践站，文明\n实践。",
    ]
    return an.load(pd.DataFrame({"document": ["甲", "乙"], "text": texts}))


def test_the_bench_of_the_law_counts_by_document_and_sets_apart_what_overlaps_itself():
    found = laws.places_of(two_documents())
    assert found["wrong"] == 0
    assert found["selves"] == 1  # 人人
    assert found["across"] >= 1  # 内生 in 国内|生产
    assert found["n"] + found["inside"] + found["across"] + found["no"] == found["search"]


def test_the_bench_of_the_law_sees_a_token_that_is_not_counted():
    corpus = two_documents()
    gone = corpus.tokens.drop(corpus.tokens.index[-1])  # one of two 文明实践
    broken = an.frequency(an.count_terms(gone, by="document"), stop=())
    view, offsets = laws.searched(corpus, "乙")
    number = laws.spans_of(corpus, "乙", offsets)
    rows = broken[broken["document"] == "乙"].itertuples()
    assert sum(laws.law_of(row, view, number)["wrong"] for row in rows) == 1


def test_the_law_holds_on_the_corpora(corpora):
    assert laws.table(corpora, limit=15)["wrong"].sum() == 0
