"""Strokes stand where the terms stand."""

import pandas as pd
import pytest
from drawn import SCORES, TOKENS, labels_of, texts_of, title_of, words_of

import analysis as an
from analysis import plots


def strokes_of(ax):
    """The tokens at which the strokes of each row stand, counted from the first."""
    edges = [patch for patch in ax.patches if not patch.get_label()]
    left = min(patch.get_x() for patch in edges)
    right = max(patch.get_x() + patch.get_width() for patch in edges)
    places = [[s[0][0] for s in row.get_segments()] for row in ax.collections]
    return [[round((x - left) / (right - left) * 6 - 0.5) for x in row] for row in places]


def test_strokes_stand_where_the_terms_stand():
    ax = plots.dispersion(TOKENS, ["防范", "活动"])
    assert strokes_of(ax) == [[0, 2], [3, 4]]
    assert texts_of(ax, "n") == ["2", "2"]


def test_scores_choose_the_terms_and_mark_their_sections():
    scores = SCORES[SCORES["term"] != "意识形态"].replace({"supported": {False: True}})
    ax = plots.dispersion(TOKENS, scores)
    assert labels_of(ax) == ["防范", "活动"]
    marked = [
        patch.get_label() for patch in ax.patches if patch.get_label() in ("1 防范", "2 活动")
    ]
    assert marked == ["1 防范", "2 活动"]


def test_bands_are_called_by_their_headings():
    corpus = an.load(an.read_text("一、学习\n群众学习。\n二、实践\n服务群众。"))
    ax = plots.dispersion(corpus, ["群众"])
    assert texts_of(ax, "head") == ["一、学习", "二、实践"]
    assert texts_of(plots.dispersion(corpus.tokens, ["群众"]), "head") == [
        "第 1 部分",
        "第 2 部分",
    ]


@pytest.mark.parametrize("sections", [3, 12, 40, 90])
def test_narrow_bands_have_names_that_do_not_overlap(sections):
    headings = "".join(
        f"第{number}条\u3000关于第{number}件事的规定，以及其他\n"
        + "学习理论。" * (1 + 90 // number)
        + "\n"
        for number in range(1, sections + 1)
    )
    corpus = an.load(an.read_text(headings))
    assert plots.check(plots.dispersion(corpus, ["学习", "理论"])) == []


def test_a_term_that_a_line_break_divides_is_drawn_as_it_is_counted():
    broken = TOKENS.assign(token=["防范", "风险", "防\n　　范", "活动", "活动", "群众"])
    ax = plots.dispersion(broken, ["防范"])
    assert strokes_of(ax) == [[0, 2]]
    assert texts_of(ax, "n") == ["2"]
    counted = an.count_terms(broken).set_index("term")["n"]
    assert counted["防范"] == 2
    categories = broken.astype({"token": "category"})
    assert strokes_of(plots.dispersion(categories, ["防范", "群众"])) == [[0, 2], [5]]


def test_synonyms_have_one_row_and_one_word_in_the_cloud():
    tokens = TOKENS.assign(term=TOKENS["token"].replace({"活动": "防范"}))
    ax = plots.dispersion(tokens, ["防范"])
    assert strokes_of(ax) == [[0, 2, 3, 4]]
    words = set(words_of(plots.cloud(an.count_terms(tokens))))
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
    assert labels_of(ax) == ["a", "b", "丙 丙"]
    assert strokes_of(ax) == [[0, 2], [], [2, 5]], "by their place in the document"
    assert texts_of(ax, "n") == ["2", "0", "2"]
    assert title_of(ax) == "“防范”在各文件中的位置"
    assert texts_of(ax, "tick") == ["0%", "25%", "50%", "75%", "100%"]
    english = plots.dispersion(SEVERAL, ["防范"], language="en")
    assert title_of(english) == "Where “防范” occurs in the documents"


def test_several_terms_of_several_documents_are_refused():
    with pytest.raises(ValueError, match=r"several terms of one document, or one term of several"):
        plots.dispersion(SEVERAL, ["防范", "活动"])
    with pytest.raises(ValueError, match="tokens are empty"):
        plots.dispersion(SEVERAL.head(0), ["防范"])


def test_a_term_that_no_document_has_says_so():
    with pytest.warns(UserWarning, match=r"'舆论' is no token of these 3 documents"):
        plots.dispersion(SEVERAL, ["舆论"])


def test_counts_stand_apart_from_the_strokes():
    tokens = pd.DataFrame({"document": "d", "section": "1", "token": ["群众"] * 12_345})
    tokens["position"] = range(len(tokens))
    ax = plots.dispersion(tokens, ["群众"])
    (count,) = [text for text in ax.texts if text.get_gid() == "n"]
    assert count.get_text() == "12,345"
    ax.figure.draw_without_rendering()
    end = max(
        place[0] for row in ax.collections for segment in row.get_segments() for place in segment
    )
    assert count.get_window_extent().x0 > ax.transData.transform((end, 0))[0] + 2
