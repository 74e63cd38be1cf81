"""What all functions of the step have in common: they take a corpus or its frame."""

import functools
import inspect

import pandas as pd
import pytest

import analysis as an
from analysis import statistics

TEXT = "一、群众\n群众工作。群众满意，工作有力。\n二、活动\n开展活动。活动丰富，群众参加。"
CALLS = {
    "collocates": lambda tokens: an.collocates(tokens, "群众", window=2),
    "cooccurrence": lambda tokens: an.cooccurrence(tokens, min_n=1),
    "count_terms": lambda tokens: an.count_terms(tokens, by="section"),
    "diversity": lambda tokens: an.diversity(tokens, by="section"),
    "keyness": lambda tokens: an.keyness(counts(), tokens=tokens, permutations=20),
    "ngrams": lambda tokens: an.ngrams(tokens, "群众", n=2),
    "reduced_frequency": lambda tokens: an.reduced_frequency(tokens),
    "stability": lambda tokens: an.stability(tokens, resamples=20),
}
OF_CORPUS = {"kwic", "sentences", "readability", "sensitivity"}  # need several of its frames
QUOTING = {"evidence", "hits", "sentence_spans", "trend"}  # these too, each with its own tests


@functools.cache
def corpus():
    return an.load(an.read_text(TEXT))


def counts():
    return an.count_terms(corpus().tokens, by="section")


@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
@pytest.mark.parametrize("name", CALLS)
def test_a_corpus_serves_as_its_tokens(name):
    of_frame = CALLS[name](corpus().tokens)
    assert len(of_frame)
    pd.testing.assert_frame_equal(CALLS[name](corpus()), of_frame)


def test_these_are_all_functions_that_take_tokens():
    taking = {
        name
        for name in statistics.__all__
        if inspect.isfunction(getattr(statistics, name))
        and {"tokens", "corpus"} & set(inspect.signature(getattr(statistics, name)).parameters)
    }
    assert taking == {*CALLS, *OF_CORPUS, *QUOTING}


@pytest.mark.parametrize("name", sorted(CALLS))
def test_something_else_is_refused(name):
    with pytest.raises(ValueError, match="tokens is a DataFrame, not a str: make it with"):
        CALLS[name]("群众工作")
    with pytest.raises(ValueError, match=r"no column '\w+' in tokens \(there are: word\)"):
        CALLS[name](pd.DataFrame({"word": ["群众"]}))


@pytest.mark.parametrize("name", sorted(OF_CORPUS))
def test_a_frame_is_not_enough_for_what_needs_the_text(name):
    call = getattr(an, name)
    arguments = ["群众"] if name in ("kwic", "sentences") else []
    with pytest.raises(ValueError, match="no column 'text' in documents"):
        call(corpus().tokens, *arguments)


@pytest.mark.parametrize(
    "call", [an.frequency, an.tf_idf, an.matrix, an.keyness, an.similarity, an.correspondence]
)
def test_counts_are_made_first(call):
    with pytest.raises(
        ValueError, match="counts is a DataFrame, not a Corpus: make it with count"
    ):
        call(corpus())
    with pytest.raises(ValueError, match="no column 'term' in counts"):
        call(corpus().tokens)
