"""Every table of the front door, on drawn collections: it is made or refused in a sentence.

A table is the same when it is made again, and leaves what it was made of as it was. What it says
is held against a plain recount in `tests/statistics/test_collected.py`.
"""

import inspect
import pathlib
import traceback
import warnings

import pandas as pd
import pytest
from collected import corpora, documents_of
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.segmentation import Segmenter
from analysis.statistics.measures import DISPERSION

COLUMNS = [(), "document", "section", ["document", "section"], "paragraph", "token"]
STOP = [None, (), ["群众"]]
WORD = ["群众", "文明实践", "的", "GDP", "网络", "人人", "没有的"]
CHARACTERS = {"words": None, "characters": Segmenter(engine=list)}
BY_CHARACTER = an.load(documents_of("文明实践。文明实践。"), segmenter=Segmenter(engine=list))
MEASURE = list(an.MEASURES)


def counts(corpus, choose):
    by, n, terms = (choose(COLUMNS), choose([1, 1, 2]), choose(["written", "simplified"]))
    return an.count_terms(corpus, by=by, n=n, terms=terms)


def one(corpus, choose):
    return corpus.select(documents=choose(corpus.documents["document"].tolist()))


def options(choose, **values):
    return {name: choose(some) for name, some in values.items()}


def scores(corpus, choose):
    counted = an.count_terms(corpus, by=choose(COLUMNS))
    asked = options(choose, measure=MEASURE, stop=STOP, level=[None, None, 1, 2])
    tokens, unit = choose([None, corpus]), choose([None, "sentence", "paragraph", "document"])
    against = choose([None, None, "background"])
    return an.keyness(
        counted, tokens=tokens, unit=unit, reference=against, permutations=9, **asked
    )


def section_scores(corpus):
    return an.keyness(an.count_terms(corpus, by="section"), stop=())


def concordance(function):
    def call(corpus, choose):
        asked = options(choose, regex=[False, True], term=[False, True], section=[None, "1"])
        roles = choose([["body"], ["heading", "title", "body"]])
        return function(corpus, choose([*WORD, "."]), roles=roles, **asked)

    return call


def sorted_lines(corpus, choose):
    asked = options(choose, sort=["left", "right", "section"], width=[0, 1, 20])
    return an.kwic(corpus, choose(WORD), missing=choose(["refuse", "empty"]), **asked)


def similarities(corpus, choose):
    measure = choose(["cosine", "jensen_shannon", "jaccard"])
    return an.similarity(counts(corpus, choose), measure=measure, stop=choose(STOP))


# Every function of a table, with the options that a user has.
CALLS = {
    "changed_terms": lambda c, o: an.changed_terms(one(c, o), one(c, o), stop=o(STOP)),
    "compare_versions": lambda c, o: an.compare_versions(
        one(c, o), one(c, o), same=o([False, True])
    ),
    "collocates": lambda c, o: an.collocates(
        c,
        o(WORD),
        **options(o, window=[1, 5, (0, 2)], measure=MEASURE, across=[0, 1], stop=STOP),
    ),
    "cooccurrence": lambda c, o: an.cooccurrence(
        c, **options(o, window=[None, 1, 3], measure=MEASURE, top=[None, 3], min_n=[1, 2])
    ),
    "correspondence": lambda c, o: pd.concat(
        an.correspondence(counts(c, o), **options(o, top=[None, 2], stop=STOP, dimensions=[1, 3]))
    ),
    "count_terms": counts,
    "discover_terms": lambda c, o: an.discover_terms(c, reference=o([None, BY_CHARACTER])),
    "dispersion": lambda c, o: an.dispersion(counts(c, o), measures=list(DISPERSION)),
    "diversity": lambda c, o: an.diversity(c, by=o(COLUMNS), window=o([1, 50])),
    "dropped": lambda c, o: an.dropped(counts(c, o), o(STOP)),
    "doubts": lambda c, o: an.doubts(o([c, c.blocks])),
    "evidence": lambda c, o: an.evidence(section_scores(c), c, n=o([1, 2]), show=o([(), "all"])),
    "frequency": lambda c, o: an.frequency(counts(c, o), stop=o(STOP)),
    "hierarchical_clustering": lambda c, o: (
        an.hierarchical_clustering(
            similarities(c, o), method=o(["average", "single", "complete"])
        ).linkage
    ),
    "hits": lambda c, o: an.hits(c, o([WORD, [], "群众"]), roles=o([["body"], ["heading"]])),
    "key_terms": lambda c, o: an.key_terms(scores(c, o), top=o([None, 1]), show=o(["all", ()])),
    "keyness": scores,
    "keyness_together": lambda c, o: an.keyness_together(
        {level: {"level": level} for level in (1, 2)},
        counts=an.count_terms(c, by="section"),
        tokens=o([None, c]),
        permutations=9,
    )[2],
    "kwic": concordance(an.kwic),
    "labels": lambda c, o: an.labels(o([c.sections, scores(c, o), counts(c, o)]), o(["zh", "en"])),
    "load": lambda c, o: an.load(c.documents, parts=o([None, 2, "paragraphs"])).tokens,
    "mark_blocks": lambda c, o: an.mark_blocks(c.documents, headings=o([None, "（一）"])),
    "matrix": lambda c, o: an.matrix(counts(c, o)),
    "merge_log": lambda c, o: an.merge_log(BY_CHARACTER, c),
    "ngrams": lambda c, o: an.ngrams(c, o(WORD), n=o([2, 3])),
    "outline": lambda c, o: an.outline(o([c, c.sections])),
    "rates": lambda c, o: an.rates(
        counts(c, o), o([WORD, section_scores(c)]), level=o([None, 1, 2])
    ),
    "readability": lambda c, o: an.readability(c, by=o(COLUMNS)),
    "reduced_frequency": lambda c, o: an.reduced_frequency(c, stop=o(STOP)),
    "rescore": lambda c, o: an.rescore(
        section_scores(c), an.count_terms(c, by="section"), measure=o(MEASURE)
    ),
    "roll_up": lambda c, o: an.roll_up(o([c.sections, c.tokens, counts(c, o)]), level=o([1, 2])),
    "section_names": lambda c, o: an.section_names(c, short=o([None, 4, 10])),
    "section_spans": lambda c, o: an.section_spans(c),
    "sensitivity": lambda c, o: an.sensitivity(c, CHARACTERS, by=o(COLUMNS)),
    "sentences": concordance(an.sentences),
    "similarity": similarities,
    "split_sections": lambda c, o: an.split_sections(c, fallback=o([None, 2, "paragraphs"])),
    "stability": lambda c, o: an.stability(
        c, by=o(COLUMNS), measure=o(MEASURE), stop=o(STOP), resamples=5, top=2
    ),
    "tf_idf": lambda c, o: an.tf_idf(
        counts(c, o), **options(o, idf=["plain", "sklearn"], norm=[None, "l1", "l2"], stop=STOP)
    ),
    "trend": lambda c, o: an.trend(
        an.count_terms(c, by=o(["document", "section", []])),
        tokens=c,
        **options(o, terms=[None, ["群众"]], stop=STOP, unit=[None, "sentence", "document"]),
        permutations=9,
    ),
    "tokenize": lambda c, o: an.tokenize(c, **options(o, headings=[False, True])),
}
FURTHER = {
    "sorted_lines": sorted_lines,
    "lost": lambda c, o: c.lost,
    "selected": lambda c, o: c.select(**o([{"documents": "甲"}, {"sections": "1"}])).tokens,
}


def test_no_table_is_left_out():
    known = {name: getattr(an, name) for name in an.__all__}
    functions = {name: one for name, one in known.items() if inspect.isfunction(one)}
    tables = {name for name, one in functions.items() if "DataFrame" in str(annotation(one))}
    assert tables - {"read_documents", "read_text"} <= set(CALLS), "give each an entry in CALLS"


def annotation(function):
    return inspect.signature(function).return_annotation


class Choices(list):
    """What was chosen, to make the same choices again."""

    def __init__(self, draw):
        self.draw = draw

    def __call__(self, some):
        self.append(self.draw(st.integers(0, len(some) - 1)))
        return some[self[-1]]


PACKAGE = pathlib.Path(inspect.getfile(an)).parent


def made(call, corpus, choose):
    """A table, or the sentence that refuses it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return call(corpus, choose)
        except ValueError as error:
            refused = error
    place = traceback.extract_tb(refused.__traceback__)[-1].filename
    assert PACKAGE in pathlib.Path(place).parents, f"not from the package: {refused}"
    return str(refused)


@examples(10)
@given(corpora(), st.data())
@pytest.mark.parametrize("name", [*CALLS, *FURTHER])
def test_a_table_is_made_or_refused_and_changes_nothing(name, corpus, data):
    before = [frame.copy(deep=True) for frame in corpus]
    call = {**CALLS, **FURTHER}[name]
    choose = Choices(data.draw)
    first = made(call, corpus, choose)
    again = iter(choose)
    second = made(call, corpus, lambda some: some[next(again)])
    if isinstance(first, str):
        assert first == second
        assert len(first.splitlines()) == 1
    else:
        pd.testing.assert_frame_equal(first, second)
    for frame, was in zip(corpus, before, strict=True):
        pd.testing.assert_frame_equal(frame, was)
