"""How headings nest: by the document where it says so, else by the usual order."""

import pytest
from texts import blocks_of, sections_of

from analysis.reading import Mark
from analysis.structure.nesting import BESIDE, UNNUMBERED, Head, nest

RANKS = {"章": 5, "条": 9, "一、": 22, "（一）": 24, "1.": 30}


def heads(*markers):
    """Heads from strings such as "一、 2": a form and a number."""
    pairs = (marker.split() for marker in markers)
    return [Head(form, int(number), RANKS[form], ordered=form in "章条") for form, number in pairs]


def test_nothing_has_no_levels():
    assert nest([]) == []


def test_the_usual_order_holds_where_the_document_says_nothing():
    assert nest(heads("一、 1", "（一） 1", "（一） 2", "一、 2")) == [1, 2, 2, 1]


def test_a_whole_series_inside_another_lies_below_it():
    """1. above 一、, since 一、 二、 stand between 1. and 2., twice."""
    found = heads("1. 1", "一、 1", "一、 2", "1. 2", "一、 1", "一、 2", "1. 3")
    assert nest(found) == [1, 2, 2, 1, 2, 2, 1]


def test_no_series_inside_where_the_numbers_do_not_count_on():
    """Between 1. and 3. it says nothing; the usual order holds, and 1. waits below the 0."""
    assert nest(heads("1. 1", "一、 1", "一、 2", "1. 3")) == [2, 1, 1, 2]


def test_articles_are_never_above_chapters():
    """In a code of articles that run through, one chapter stands between two articles."""
    assert nest(heads("条 1", "章 1", "条 2", "章 1", "条 3")) == [2, 1, 2, 1, 2]
    free = [head._replace(ordered=False) for head in heads("条 1", "章 1", "条 2", "章 1", "条 3")]
    assert nest(free) == [1, 2, 1, 2, 1]


def test_levels_of_the_format_go_before_the_usual_order():
    marked = [Head("1. 1", 1, 30, 1), Head("一、 2", 1, 22, 2), Head("1. 1", 2, 30, 1)]
    assert nest(marked) == [1, 2, 1]


def test_what_stands_beside_the_highest_and_what_begins_anew():
    preface, annex = Head("named", 0, BESIDE), Head("annex", 1, BESIDE, apart=True)
    assert nest([preface, *heads("一、 1", "（一） 1"), preface]) == [1, 1, 2, 1]
    assert nest([*heads("章 1", "一、 1"), annex, *heads("一、 1")]) == [1, 2, 1, 1]
    assert nest([*heads("章 1", "一、 1"), annex._replace(apart=False), *heads("一、 1")]) == [
        *[1, 2, 1, 2],
    ]


def test_headings_without_a_number_lie_above_those_with_one():
    unnumbered = Head("level 2", 0, UNNUMBERED + 0.02, 2)
    assert nest([unnumbered, *heads("章 1"), unnumbered]) == [1, 2, 1]


# --- in documents --------------------------------------------------------------------------


def test_titles_straight_before_articles_lie_above_them():
    text = "一、总则\n第一条 为了管理，制定本法。\n二、附则\n第二条 本法自公布之日起施行。\n"
    assert sections_of(text)["section"].tolist() == ["1", "1.1", "2", "2.1"]


def test_levels_of_the_format_lie_above_numbers_without_a_mark():
    text = "总论\n（一）起源。起源很早。\n（二）流变。流变很多。\n分论\n内容如下。\n"
    places = (text.index("总论"), text.index("分论"))
    blocks = blocks_of(text, [Mark(place, place + 2, "heading", 1) for place in places])
    assert blocks.loc[blocks["role"] == "heading", "level"].tolist() == [1, 2, 2, 1]


def test_numbers_without_a_mark_take_the_level_that_their_form_has_in_the_format():
    text = "（一）总论\n一、甲\n内容如下。\n一、乙\n内容如下。\n二、丙\n内容如下。\n"
    place = text.index("一、甲")
    blocks = blocks_of(text, [Mark(0, 5, "heading", 1), Mark(place, place + 3, "heading", 2)])
    assert blocks.loc[blocks["role"] == "heading", "level"].tolist() == [1, 2, 2, 2]


@pytest.mark.parametrize("levels", [(1, 2, 2, 1), (2, 3, 3, 2)])
def test_marked_headings_of_two_levels_with_the_same_numbers(levels):
    text = "1. 甲\n1. 子\n内容。\n2. 丑\n内容。\n2. 乙\n内容。\n"
    spans = [(0, 4), (5, 9), (14, 18), (23, 27)]
    marks = [Mark(*span, "heading", level) for span, level in zip(spans, levels, strict=True)]
    blocks = blocks_of(text, marks)
    headings = blocks[blocks["role"] == "heading"]
    assert headings["level"].tolist() == [1, 2, 2, 1]
    assert headings["marker"].tolist() == ["1.", "1.", "2.", "2."]
