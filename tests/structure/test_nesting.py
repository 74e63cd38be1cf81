"""How headings nest: by the document where it says so, else by the usual order."""

import pytest
from texts import blocks_of, sections_of

from analysis.reading import Look, Mark
from analysis.structure.nesting import BESIDE, TOP, UNNUMBERED, Head, Key, evidence, nest

RANKS = {"章": 5, "条": 9, "一、": 22, "（一）": 24, "1.": 30}


def heads(*markers, level=0):
    """Heads from strings such as "一、 2": a form and a number."""
    pairs = (marker.split() for marker in markers)
    return [Head(Key(level, form), int(number), RANKS[form]) for form, number in pairs]


def look(face, shown, **options):
    return Head(Key(look=(face, 12, False, False)), shown=shown, **options)


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
    free = [
        head._replace(rank=head.rank + 10)
        for head in heads("条 1", "章 1", "条 2", "章 1", "条 3")
    ]
    assert nest(free) == [1, 2, 1, 2, 1]


def test_levels_of_the_format_go_before_the_usual_order():
    marked = [*heads("1. 1", level=1), *heads("一、 2", level=2), *heads("1. 2", level=1)]
    assert nest(marked) == [1, 2, 1]


def test_what_most_headings_have_from_the_format_goes_before_forms():
    given = [head._replace(given=True) for head in heads("1. 1", "1. 2", "1. 3", level=1)]
    chapters = heads("章 1", "章 2", "章 3")
    assert nest([chapters[0], *given, *chapters[1:]]) == [1, 2, 2, 2, 1, 1]
    most = [*given, *given]
    assert nest([given[0], *chapters, *most]) == [1, 2, 2, 2, *[1] * 6]


def test_what_stands_beside_the_highest_and_what_begins_anew():
    preface, annex = Head(TOP, 0, BESIDE), Head(Key(form="annex"), 1, BESIDE, apart=True)
    assert nest([preface, *heads("一、 1", "（一） 1"), preface]) == [1, 1, 2, 1]
    assert nest([*heads("章 1", "一、 1"), annex, *heads("一、 1")]) == [1, 2, 1, 2]
    untitled = annex._replace(named=False)
    assert nest([*heads("章 1", "一、 1"), untitled, *heads("一、 1")]) == [1, 2, 1, 1]


def test_an_annex_ends_where_the_numbers_before_it_go_on():
    annex = Head(Key(form="annex"), 1, BESIDE, apart=True)
    found = [*heads("一、 1", "一、 2"), annex, *heads("（一） 1", "（一） 2", "一、 3")]
    assert nest(found) == [1, 1, 1, 2, 2, 1]
    anew = [*heads("一、 1", "一、 2"), annex, *heads("一、 1", "一、 2", "一、 3")]
    assert nest(anew) == [1, 1, 1, 2, 2, 2]


def test_headings_without_a_number_lie_above_those_with_one():
    unnumbered = Head(Key(2), 0, UNNUMBERED + 0.02)
    assert nest([unnumbered, *heads("章 1"), unnumbered]) == [1, 2, 1]


def test_headings_of_one_level_are_siblings_with_a_number_and_without():
    preface = Head(Key(2), 0, UNNUMBERED + 0.02)
    assert nest([preface, *heads("章 1", "章 2", level=2)]) == [1, 1, 1]


def test_a_look_stands_above_the_forms_that_stand_out_less():
    small = [head._replace(shown=0.1) for head in heads("一、 1", "一、 2")]
    assert nest([look("黑体", 1.5), *small, look("黑体", 1.5), *small]) == [1, 2, 2, 1, 2, 2]
    large = [head._replace(shown=2.5) for head in heads("一、 1", "一、 2")]
    found = [large[0], look("黑体", 1.5), look("黑体", 1.5), large[1], look("黑体", 1.5)]
    assert nest(found) == [1, 2, 2, 1, 2]


def test_a_look_that_is_there_once_changes_nothing():
    found = heads("一、 1", "（一） 1", "（一） 2", "一、 2")
    assert nest([*found[:2], look("黑体", 9.0), *found[2:]]) == [1, 2, 3, 2, 1]


def test_two_looks_that_stand_out_alike_are_siblings():
    one, other = look("黑体", 1.50), look("楷体", 1.52)
    assert nest([one, one, other, other, one, other]) == [1] * 6
    lower = look("楷体", 0.2)
    assert nest([one, lower, lower, one, lower, lower]) == [1, 2, 2, 1, 2, 2]


def test_a_heading_straight_below_another_says_that_it_is_lower():
    first, second = heads("一、 1", "1. 1")
    assert evidence([first, second._replace(joined=True)])[first.key, second.key] == 0.5
    assert not any(evidence([first, second]).values())
    same = [*heads("一、 1", level=1), *heads("1. 1", level=1)]
    assert not any(evidence([same[0], same[1]._replace(joined=True)]).values())


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


def looks(text, marks):
    """Blocks of a text whose lines look so: (line, size, share that is bold)."""
    spans = []
    for line, size, bold in marks:
        start = text.index(line)
        spans.append(Mark(start, start + len(line), "look", look=Look(size, bold)))
    return blocks_of(text, spans)


def test_a_slip_in_the_levels_of_the_format_is_put_right():
    lines = [f"{n}、第{n}部分" for n in "一二三四五六七八九"]
    text = "".join(f"{line}\n各单位要认真组织学习，结合实际抓好落实。\n" for line in lines)
    places = [text.index(line) for line in lines]
    levels = [2, 2, 2, 3, 2, 2, 2, 2, 2]
    marks = [
        Mark(place, place + len(line), "heading", level)
        for place, line, level in zip(places, lines, levels, strict=True)
    ]
    blocks = blocks_of(text, marks)
    assert set(blocks.loc[blocks["role"] == "heading", "level"]) == {1}


@pytest.mark.parametrize(("second", "levels"), [("1.1", [1, 2, 1]), ("5.3", [2, 1, 2])])
def test_a_figure_is_above_the_decimals_that_count_inside_it(second, levels):
    body = "各单位要认真组织学习，结合实际抓好落实。\n"
    text = f"1. 目标\n{body}{second} 内容\n{body}2. 步骤\n{body}"
    spans = [
        (text.index(m), text.index(m) + len(m)) for m in ("1. 目标", f"{second} 内容", "2. 步骤")
    ]
    blocks = blocks_of(text, [Mark(*span, "heading") for span in spans])
    assert blocks.loc[blocks["role"] == "heading", "level"].tolist() == levels


def test_regulations_stand_above_the_chapters_of_their_level_that_start_anew():
    title = Head(Key(1), rank=UNNUMBERED)
    chapters = heads("章 1", "章 2", "章 3", level=1)
    assert nest([title, *chapters, title, *chapters, title, *chapters[:2]]) == [
        *[1, 2, 2, 2] * 2,
        *[1, 2, 2],
    ]


@pytest.mark.parametrize("others", [1, 2])
def test_a_preface_of_the_level_of_the_chapters_stands_beside_them(others):
    title = Head(Key(1), rank=UNNUMBERED)
    chapters = heads("章 1", "章 2", "章 3", level=1)
    assert set(nest([title, *chapters, *[title] * others])) == {1}


def test_plain_names_before_plain_numbers_stand_beside_them():
    plain = Head(Key(look=("", 0, False, False)))
    numbers = heads("1. 5", "1. 7", "1. 8")
    assert nest([plain, plain, *numbers]) == [1] * 5
    begun = heads("1. 1", "1. 2")
    assert nest([plain, *begun, plain, *begun]) == [1, 2, 2, 1, 2, 2], "they start anew"


@pytest.mark.parametrize(
    ("name", "level"), [("插图索引", 1), ("表格目录", 1), ("声 明", 1), ("插图", 3), ("声明书", 3)]
)
def test_lists_and_statements_of_a_thesis_stand_at_the_top(name, level):
    lines = ["第一章 甲", "第一节 乙", "第二节 丙", name]
    text = "".join(f"{line}\n各单位要认真组织学习，结合实际抓好落实。\n" for line in lines)
    places = [text.index(line) for line in lines]
    marks = [
        Mark(at, at + len(line), "heading", look=Look(12, 1.0) if line == name else None)
        for at, line in zip(places, lines, strict=True)
    ]
    blocks = blocks_of(text, marks)
    assert blocks.loc[blocks["role"] == "heading", "level"].tolist() == [1, 2, 2, level]
