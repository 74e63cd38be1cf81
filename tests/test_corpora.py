"""Corpora of several documents: what tables say is what a plain search of the texts finds."""

from collections import Counter

import pandas as pd
from collected import corpora
from hypothesis import given
from makers import examples

import analysis as an
from analysis.segmentation import view_of
from analysis.structure import COUNTED
from benchmarks import laws


@examples(25)
@given(corpora(min_size=2, max_size=3))
def test_itself_inside_and_across_are_all_that_a_search_finds(corpus):
    whole = corpus.documents.set_index("document")["text"]
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
