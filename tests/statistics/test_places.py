"""Terms counted wherever they stand, held against a plain search of the text."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.segmentation import view_of
from analysis.statistics.places import found_in
from analysis.structure import COUNTED

QUICK = examples(60)
WORDS = [
    "国内",
    "生产",
    "内生",
    "内",
    "人人",
    "人人人",
    "营商环境",
    "GDP",
    "machine learning",
    "𠮷",
]
PIECES = st.sampled_from(
    [
        *WORDS,
        *"国内生产人",
        "优化营商",
        "环境",
        "\n\n",
        "\n",
        "\u200b",
        "，",
        "。",
        "XX",
        " ",
        "⼈",
    ]
)
TEXTS = st.lists(PIECES, max_size=16).map("".join)


def several(texts):
    names = list("甲乙丙")[: len(texts)]
    return an.load(pd.DataFrame({"document": names, "text": texts}))


def searched(corpus):
    """Document, section and text of every counted block, in the view that is searched."""
    whole = dict(corpus.documents[["document", "text"]].values)
    for block in corpus.blocks[corpus.blocks["role"].isin(COUNTED)].itertuples():
        own = corpus.sections[corpus.sections["document"] == block.document]
        section = own["section"][own["start"] <= block.start].iloc[-1]
        text = view_of(whole[block.document], block.start, block.end).text
        yield (block.document, section), text.strip()


def as_dict(counts):
    rows = counts[["document", "section", "term", "n"]].itertuples(index=False)
    return {((document, section), term): n for document, section, term, n in rows}


@QUICK
@given(st.lists(TEXTS, min_size=2, max_size=3).filter(lambda texts: any(map(str.strip, texts))))
def test_nested_counts_are_those_of_a_plain_search(texts):
    corpus = several(texts)
    blocks = list(searched(corpus))
    spans = {key: n for key, n in corpus.tokens.groupby(["document", "section"], observed=True)}
    for terms in (WORDS, sorted(set(an.count_terms(corpus)["term"]))):
        found = as_dict(an.count_terms(corpus, by=["document", "section"], nested=terms))
        expected = {}
        for key, text in blocks:
            for term in terms:
                if text.count(term) and key in spans:
                    expected[key, term] = expected.get((key, term), 0) + text.count(term)
        assert found == expected


@QUICK
@given(st.lists(TEXTS, min_size=2, max_size=3).filter(lambda texts: any(map(str.strip, texts))))
def test_all_terms_are_those_of_the_corpus(texts):
    corpus = several(texts)
    plain = an.count_terms(corpus, by="document").set_index(["document", "term"])["n"]
    every = an.count_terms(corpus, by="document", nested=True).set_index(["document", "term"])["n"]
    assert set(every.index) >= set(plain.index)
    assert (every.reindex(plain.index) >= plain).all()
    assert set(every.index.get_level_values("term")) == set(plain.index.get_level_values("term"))


@QUICK
@given(
    st.text("甲乙丙", max_size=30), st.sets(st.text("甲乙丙", min_size=1, max_size=4), max_size=9)
)
def test_every_place_of_every_word_is_found(text, words):
    words = sorted(words)
    start, number = found_in(text, words)
    found = sorted(zip(start.tolist(), (words[n] for n in number), strict=True))
    assert found == sorted(
        (match.start(), word) for word in words for match in re.finditer(f"(?={word})", text)
    )


def test_a_term_is_counted_inside_words_across_them_and_where_it_is_none():
    corpus = several(["优化营商环境，营商\u200b环境。\n\n国内生产要内生动力。", "营商环境"])
    corpus = corpus.with_terms(["优化营商环境", "营商环境"])
    counts = an.count_terms(corpus, by="document", nested=["内生", "营商环境", "化营"])
    assert counts.values.tolist() == [
        ["甲", "内生", 2, 7, 8],
        ["甲", "营商环境", 2, 7, 8],
        ["甲", "化营", 1, 7, 8],
        ["乙", "营商环境", 1, 1, 8],
    ]


def test_synonyms_are_found_in_all_variants_the_longest_first():
    corpus = several(["人民群众和老百姓，群众路线。", "群众"])
    corpus = corpus.with_synonyms({"群众": ["老百姓", "人民群众"]})
    counts = an.count_terms(corpus, by="document", nested=["群众", "老百姓"])
    assert counts[["document", "term", "n"]].values.tolist() == [
        ["甲", "群众", 3],
        ["甲", "老百姓", 1],
        ["乙", "群众", 1],
    ]
    assert len(an.kwic(corpus, "群众")) == 4


def test_masked_names_headings_and_groups_by_other_columns():
    text = "XX县学习。\n一、学习XX\n张XX学习。"
    corpus = several([text, text])
    counts = an.count_terms(corpus, by=["document", "section"], nested=["XX", "学习"])
    assert as_dict(counts) == {
        (("甲", "0"), "XX"): 1,
        (("甲", "0"), "学习"): 1,
        (("甲", "1"), "XX"): 1,
        (("甲", "1"), "学习"): 1,
        (("乙", "0"), "XX"): 1,
        (("乙", "0"), "学习"): 1,
        (("乙", "1"), "XX"): 1,
        (("乙", "1"), "学习"): 1,
    }
    with_headings = corpus.recut(cut_headings=True)
    counts = an.count_terms(with_headings, by="document", nested=["学习"])
    assert counts["n"].tolist() == [3, 3]
    years = corpus._replace(
        tokens=corpus.tokens.assign(year=np.where(corpus.tokens["document"] == "甲", 2020, 2021))
    )
    assert an.count_terms(years, by="year", nested=["学习"])["n"].tolist() == [2, 2]


def test_what_nested_cannot_do_is_refused():
    corpus = several(["学习。", "实践。"])
    with pytest.raises(ValueError, match="nested='学习': it takes a list"):
        an.count_terms(corpus, nested="学习")
    with pytest.raises(ValueError, match="pass the corpus, not its tokens"):
        an.count_terms(corpus.tokens, nested=True)
    for options in ({"n": 2}, {"terms": "folded"}):
        with pytest.raises(ValueError, match="leave out n= and terms="):
            an.count_terms(corpus, nested=True, **options)
    with pytest.raises(ValueError, match="a term is empty"):
        an.count_terms(corpus, nested=["学习", ""])


def test_a_text_of_masked_names_has_no_group_to_count_in():
    counts = an.count_terms(several(["XX", "××"]), by="document", nested=["XX"])
    assert counts.empty
    assert counts.columns.tolist() == ["document", "term", "n", "n_group", "n_all"]


@QUICK
@given(st.lists(TEXTS, min_size=2, max_size=3).filter(lambda texts: any(map(str.strip, texts))))
def test_nested_counts_are_the_hits_in_texts_that_have_words(texts):
    corpus = several(texts).with_synonyms({"生产": ["国内生产", "内生"], "人人": ["GDP"]})
    worded = set(corpus.tokens["document"])
    counts = an.count_terms(corpus, by="document", nested=WORDS)
    found = an.hits(corpus, WORDS).groupby(["document", "term"]).size()
    expected = {key: n for key, n in found.items() if key[0] in worded}
    assert counts.set_index(["document", "term"])["n"].to_dict() == expected
