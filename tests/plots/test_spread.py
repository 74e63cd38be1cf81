"""Strokes stand where the terms stand."""

import pandas as pd
import pytest
from drawn import TOKENS

import analysis as an
from analysis import plots


def test_dispersion_strokes_stand_where_the_terms_stand():
    ax = plots.dispersion(TOKENS, ["防范", "活动"])
    strokes = [
        [segment[0][0] for segment in collection.get_segments()] for collection in ax.collections
    ]
    assert strokes == [[0, 2], [3, 4]]


def strokes_of(ax):
    return [
        [segment[0][0] for segment in collection.get_segments()] for collection in ax.collections
    ]


def test_a_term_that_a_line_break_divides_is_drawn_as_it_is_counted():
    broken = TOKENS.assign(token=["防范", "风险", "防\n　　范", "活动", "活动", "群众"])
    ax = plots.dispersion(broken, ["防范"])
    assert strokes_of(ax) == [[0, 2]]
    assert [text.get_text() for text in ax.texts][-1] == "2"
    counted = an.count_terms(broken).set_index("term")["n"]
    assert counted["防范"] == 2
    categories = broken.astype({"token": "category"})
    assert strokes_of(plots.dispersion(categories, ["防范", "群众"])) == [[0, 2], [5]]


def test_synonyms_have_one_row_and_one_word_in_the_cloud():
    tokens = TOKENS.assign(term=TOKENS["token"].replace({"活动": "防范"}))
    ax = plots.dispersion(tokens, ["防范"])
    assert strokes_of(ax) == [[0, 2, 3, 4]]
    words = {patch.get_label() for patch in plots.cloud(an.count_terms(tokens)).patches}
    assert "防范" in words
    assert "活动" not in words


def test_terms_are_a_list_and_no_string():
    with pytest.raises(ValueError, match=r"terms='防范': it takes a list of terms"):
        plots.dispersion(TOKENS, "防范")


def test_a_term_that_is_no_token_says_so():
    longer = TOKENS.assign(token=["防范风险", "风险", "防范", "活动", "活动", "群众"])
    with pytest.warns(UserWarning, match=r"'风' is no token .* of 防范风险 \(1\), 风险 \(1\)"):
        ax = plots.dispersion(longer, ["防范", "风"])
    assert strokes_of(ax) == [[2], []]
    with pytest.warns(UserWarning, match=r"'舆论' is no token of 'a'.*with_terms"):
        plots.dispersion(longer, ["舆论"])


def test_a_corpus_is_as_good_as_its_tokens():
    corpus = an.load(an.read_text("一、学习\n学习理论。\n二、实践\n走进群众，学习群众。"))
    assert strokes_of(plots.dispersion(corpus, ["群众"])) == strokes_of(
        plots.dispersion(corpus.tokens, ["群众"])
    )


SEVERAL = pd.concat(
    [
        TOKENS,
        TOKENS.assign(document="b", token=list("甲乙丙丁戊己")),
        TOKENS.head(4).assign(document="丙\n丙", token=["群众", "防\n范", "甲", "防范"]),
    ]
)


def test_one_term_is_drawn_over_several_documents():
    ax = plots.dispersion(SEVERAL, ["防范"])
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b", "丙 丙"]
    assert strokes_of(ax) == [[0, pytest.approx(100 * 2 / 6)], [], [25, 75]]
    assert [text.get_text() for text in ax.texts] == ["2", "0", "2"]
    assert ax.get_title(loc="left").strip() == "“防范”在各文件中的位置"
    assert "百分比" in ax.get_xlabel()
    assert [round(edge) for edge in ax.get_xlim()] == [-1, 101]
    english = plots.dispersion(SEVERAL, ["防范"], language="en")
    assert english.get_title(loc="left").strip() == "where “防范” occurs"


def test_several_terms_of_several_documents_are_refused():
    with pytest.raises(ValueError, match=r"several terms of one document, or one term of several"):
        plots.dispersion(SEVERAL, ["防范", "活动"])
    with pytest.raises(ValueError, match="tokens are empty"):
        plots.dispersion(SEVERAL.head(0), ["防范"])


def test_a_term_that_no_document_has_says_so():
    with pytest.warns(UserWarning, match=r"'舆论' is no token of these 3 documents"):
        plots.dispersion(SEVERAL, ["舆论"])
