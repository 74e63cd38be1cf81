"""Characters drawn twice are read once; all others stay."""

import time

import pytest
from makers import column, pdf, read

from analysis.reading.formats.glyphs import Frame, Glyph, once, rows

LONG = "各地区各部门要把这项工作摆上重要位置，结合实际制定实施方案，明确责任分工，强化督促检查，"


def glyphs(text, left=50.0, bottom=500.0, size=12.0, wide=1.0):
    """A line of characters, each `wide` em."""
    step = size * wide
    return [
        Glyph(character, left + step * n, bottom, left + step * (n + 1), bottom + size)
        for n, character in enumerate(text)
    ]


def text_of(lines):
    return ["".join(glyph.character for glyph in line) for line in once(lines)]


@pytest.mark.parametrize(("right", "up"), [(0, 0), (0.3, 0), (0.5, 0.5), (-0.3, -0.2), (1, 0)])
def test_a_line_drawn_again_beside_itself_is_read_once(right, up):
    again = glyphs("工作总结", 50 + right, 500 + up)
    assert text_of([glyphs("工作总结"), again]) == ["工作总结", ""]
    assert text_of([glyphs("工作总结") + again]) == ["工作总结"]


@pytest.mark.parametrize("text", ["谢谢", "天天向上", "《《", "——", "……", "一一一"])
def test_the_same_character_twice_in_a_row_stays(text):
    assert text_of([glyphs(text)]) == [text]
    assert text_of([glyphs("ill....", wide=0.2)]) == ["ill...."]


def test_the_letters_of_one_sign_stay():
    one = Glyph("f", 50, 500, 56, 512)
    assert text_of([[one, one, *glyphs("ect", 56)]]) == ["ffect"]
    again = Glyph("f", 50.3, 500, 56.3, 512)
    assert text_of([[one, one], [again, again]]) == ["ff", ""]


def test_a_gap_around_doubles_is_one_blank():
    two, three = glyphs("2011"), glyphs("年报", 110)
    blank = glyphs(" ", 100)
    assert text_of([two + blank + two + blank + three + blank + three]) == ["2011 年报 "]
    assert text_of([two + two + blank + three]) == ["2011 年报"]
    assert text_of([two + blank + blank + three + three]) == ["2011  年报"]


def test_the_same_line_elsewhere_stays():
    assert text_of([glyphs("工作"), glyphs("工作", bottom=490)]) == ["工作", "工作"]
    assert text_of([glyphs("工作"), glyphs("工作", left=53)]) == ["工作", "工作"]


def test_a_page_drawn_twice_is_read_once():
    lines = [(50, 550, 12, "一、总体要求"), *column(LONG + "落实好。", top=520)]
    again = [(x + 0.3, y, points, text) for x, y, points, text in lines]
    assert read("a.pdf", pdf([[*lines, *again]])) == read("a.pdf", pdf([lines]))


@pytest.mark.parametrize(
    ("turn", "box", "size"),
    [
        (0, (5, 10, 25, 20), (100, 200)),
        (90, (10, 75, 20, 95), (200, 100)),
        (180, (75, 180, 95, 190), (100, 200)),
        (270, (180, 5, 190, 25), (200, 100)),
    ],
)
def test_a_box_on_a_turned_page(turn, box, size):
    frame = Frame(10, 20, 110, 220, turn=turn)
    assert frame.box(15, 30, 35, 40) == box
    assert (frame.width, frame.height) == size


# --- rows that PDFium runs together ---------------------------------------------------


@pytest.mark.parametrize(("bottom", "size"), [(480, 12), (469, 30), (491, 8), (514, 12)])
def test_characters_wholly_above_or_below_the_last_begin_another_row(bottom, size):
    heading = glyphs("第二章", 120, bottom, size)
    assert [len(row) for row in rows([*glyphs("自我监督。"), *heading])] == [5, 3]


def test_a_blank_without_height_begins_no_row():
    blank = Glyph(" ", 110, 490, 110, 490)
    assert [len(row) for row in rows([*glyphs("工作"), blank, *glyphs("总结", 120)])] == [5]


@pytest.mark.parametrize(("bottom", "size"), [(505, 7), (497, 7), (503, 12), (496, 24)])
def test_signs_set_higher_lower_or_larger_are_of_the_same_row(bottom, size):
    assert [len(row) for row in rows([*glyphs("平方"), *glyphs("二", 74, bottom, size)])] == [3]


def test_a_pile_of_one_character_takes_no_longer_than_a_line_of_it():
    pile = [Glyph("工", 50, 500, 62, 512)] * 4_000
    start = time.process_time()
    assert list(map(len, once([[glyph] for glyph in pile]))) == [1, 1] + [0] * 3_998
    assert time.process_time() - start < 1
