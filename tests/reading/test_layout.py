"""Each rule that tells paragraphs and furniture apart: where it fires and where it must not."""

from dataclasses import replace

import pytest

from analysis.reading.formats import layout
from analysis.reading.formats.glyphs import Face
from analysis.reading.formats.layout import Line, Setting

FULL = "各地区各部门要把这项工作摆上重要位置结合实际制定实施方案"  # 28 characters: a full line
LEFT, EM, PITCH, WIDTH, HEIGHT = 50.0, 12.0, 20.0, 420.0, 600.0


def line(text, bottom=400.0, page=0, left=LEFT, size=EM, role="", ends=(0.0, 0.0)):
    """A line of Chinese characters of this size."""
    where = (bottom + size / 2) / HEIGHT
    right = left + size * len(text)
    return Line(text, page, left, right, bottom, size, where, ends, role)


def setting(**options):
    """How a column of 28 characters is set."""
    right = {False: LEFT + 28 * EM, True: LEFT + 28 * EM}
    return Setting(EM, PITCH, WIDTH, {False: LEFT, True: LEFT}, right, **options)


def below(last, text, lines=1.0, **options):
    """A line so many line distances below another."""
    return line(text, last.bottom - lines * PITCH, **options)


def paragraphs(lines):
    return layout.paragraphs(lines, layout.setting_of(lines, WIDTH))


def texts(paragraphs):
    return [[one.text for one in paragraph] for paragraph in paragraphs]


# --- does the paragraph go on? -------------------------------------------------------


def test_a_full_line_goes_on():
    last = line(FULL)
    assert layout.goes_on([last], below(last, "落实好。"), setting())


@pytest.mark.parametrize(("missing", "short"), [(0, False), (2, False), (3, True), (20, True)])
def test_a_line_is_short_if_more_than_two_characters_are_missing(missing, short):
    last = line(FULL[missing:])
    assert layout.is_short(last, setting()) == short
    assert layout.goes_on([last], below(last, FULL), setting()) != short


@pytest.mark.parametrize(
    ("size", "other"), [(12, False), (13.5, False), (10.5, False), (14, True)]
)
def test_text_of_another_size_is_another_paragraph(size, other):
    last = line(FULL)
    after = below(last, FULL, size=size)
    assert layout.is_of_other_size(last, after) == other
    assert layout.goes_on([last], after, setting()) != other


@pytest.mark.parametrize(("ems", "indented"), [(0, False), (1, False), (2, True)])
def test_an_indented_line_begins_a_paragraph(ems, indented):
    last = line(FULL)
    after = below(last, FULL, left=LEFT + ems * EM)
    assert layout.is_indented(after, setting()) == indented
    assert layout.goes_on([last], after, setting()) != indented


def test_a_paragraph_that_is_indented_as_a_whole_goes_on():
    first = line(FULL[4:], left=LEFT + 4 * EM)
    second = below(first, FULL[2:], left=LEFT + 2 * EM)
    third = below(second, FULL[2:], left=LEFT + 2 * EM)
    assert not layout.begins_indented([first, second], third, setting())
    assert layout.begins_indented([second], third, setting())


SONG, HEI = Face(False, "SimSun"), Face(True, "SimHei")


def in_face(one, face):
    return replace(one, face=face)


def test_a_full_heading_in_another_face_is_a_paragraph_of_its_own():
    heading = in_face(line(FULL), HEI)
    assert not layout.goes_on([heading], in_face(below(heading, FULL), SONG), setting())
    assert layout.goes_on([heading], in_face(below(heading, FULL), HEI), setting())
    assert layout.goes_on([heading], below(heading, FULL), setting())  # nothing is known of it


def test_a_short_heading_in_another_face_begins_after_a_full_line():
    last = in_face(line(FULL), SONG)
    before = [in_face(line(FULL, 420.0), SONG), last]
    assert not layout.goes_on(before, in_face(below(last, "总体要求"), HEI), setting())
    # a whole line in bold within a paragraph is none, nor is another face of the same weight
    assert layout.goes_on(before, in_face(below(last, FULL), HEI), setting())
    other = Face(False, "KaiTi")
    assert layout.goes_on(before, in_face(below(last, "总体要求"), other), setting())


@pytest.mark.parametrize("heading", ["第二章 组织机构", "第十节　附则"])
def test_a_short_line_that_names_a_chapter_ends_a_full_paragraph(heading):
    last = line(FULL)
    assert not layout.goes_on([last], below(last, heading), setting(indents=True))
    assert layout.goes_on([last], below(last, "第二章的规定执行"), setting(indents=True))


@pytest.mark.parametrize(
    "heading", ["二、主要任务", "（三）保障措施", "2.1 目标", "3、步骤", "附件2"]
)
def test_a_short_numbered_line_follows_a_full_stop_also_after_a_full_line(heading):
    stop = line(FULL[:-1] + "。")
    assert not layout.goes_on([stop], below(stop, heading), setting(indents=True))
    # not in mid-sentence, and not where it is a full line itself
    last = line(FULL)
    assert layout.goes_on([last], below(last, heading), setting(indents=True))
    full = (heading + FULL)[:28]
    assert layout.goes_on([stop], below(stop, full), setting(indents=True))


@pytest.mark.parametrize(("lines", "far"), [(1, False), (1.2, False), (1.5, True)])
def test_space_between_two_lines_divides_them(lines, far):
    last = line(FULL)
    after = below(last, FULL, lines)
    assert layout.is_far_below(last, after, setting()) == far
    assert layout.goes_on([last], after, setting()) != far


def test_the_next_page_and_the_next_column_are_not_far_below():
    last = line(FULL, bottom=50)
    for after in (line(FULL, bottom=20, page=1), line(FULL, bottom=500)):
        assert not layout.is_below(last, after)
        assert layout.goes_on([last], after, setting())


def test_a_line_of_contents_is_a_paragraph_of_its_own():
    last = line("第一章总则" + "." * 22 + "3")
    assert not layout.goes_on([last], below(last, FULL), setting())
    no_page = line("第一章总则" + "." * 23)
    assert layout.goes_on([no_page], below(no_page, FULL), setting())


@pytest.mark.parametrize(
    ("options", "same_column", "next_page"),
    [
        ({}, False, False),
        ({"indents": True}, True, True),
        ({"gaps": True}, True, False),
    ],
)
def test_after_a_sentence_a_paragraph_goes_on_where_its_end_would_show(
    options, same_column, next_page
):
    last = line(FULL[:-1] + "。")
    after = setting(**options)
    assert layout.goes_on([last], below(last, FULL), after) == same_column
    assert layout.goes_on([last], line(FULL, page=1), after) == next_page


def test_a_line_of_a_form_is_a_paragraph_of_its_own():
    last = line(FULL)
    filled = replace(last, filled=True)
    assert not layout.goes_on([filled], below(last, FULL), setting())
    assert not layout.goes_on([last], replace(below(last, FULL), filled=True), setting())


@pytest.mark.parametrize("end", ["。", "！”", "；", "：", "?)"])
def test_what_ends_a_sentence(end):
    assert layout.ends_sentence(line("落实好" + end))
    assert not layout.ends_sentence(line(end + "落实好，"))


# --- how the text is set -------------------------------------------------------------


def set_text(paragraphs, indent=0, apart=1.0):
    """Lines of paragraphs, each a list of texts."""
    lines, bottom = [], 560.0
    for paragraph in paragraphs:
        for number, text in enumerate(paragraph):
            lines.append(line(text, bottom, left=LEFT + (0 if number else indent * EM)))
            bottom -= PITCH
        bottom -= (apart - 1) * PITCH
    return lines


TWO_LINES = [FULL[2:], "落实好。"]


def test_em_is_the_width_of_a_character_and_without_chinese_the_height_of_a_line():
    chinese = [line(FULL), line("12")]
    assert layout.measure(chinese, WIDTH).em == EM
    latin = [Line("planning and control", 0, 50, 170, 400, 14, 0.7)] * 3
    assert layout.measure(latin, WIDTH).em == 14


def test_pitch_is_the_distance_inside_paragraphs_not_between_them():
    lines = set_text([[FULL, FULL, "落实好。"]] * 4, apart=2.0)
    assert layout.measure(lines, WIDTH).pitch == PITCH
    beside = [line(FULL), line(FULL, bottom=399)]
    assert layout.measure(beside, WIDTH).pitch == layout.USUAL_PITCH * EM


def test_margins_are_those_of_most_lines():
    lines = [*set_text([[FULL, FULL, FULL, "落实好。"]] * 3), line(FULL + "，", bottom=90)]
    set_ = layout.measure(lines, WIDTH)
    assert (set_.left[False], set_.right[False]) == (LEFT, LEFT + 28 * EM)


def test_the_margin_of_a_few_lines_is_that_of_the_longest():
    lines = set_text([["一、总体要求"], [FULL, "落实好。"], ["二、任务"]])
    assert layout.measure(lines, WIDTH).right[False] == LEFT + 28 * EM
    assert len(list(paragraphs(lines))) == 3


def test_columns_have_margins_of_their_own():
    left = [line(FULL[:13], bottom=500 - 20 * n, left=30) for n in range(5)]
    right = [line(FULL[:13], bottom=500 - 20 * n, left=230) for n in range(5)]
    set_ = layout.measure(left + right, WIDTH)
    assert set_.left == {False: 30, True: 230}
    assert set_.right == {False: 186, True: 386}


def test_paragraphs_are_told_by_their_indent_or_by_their_distance():
    indented = layout.measure(set_text([TWO_LINES] * 4, indent=2), WIDTH)
    assert (indented.indents, indented.gaps) == (True, False)
    apart = layout.measure(set_text([[FULL, *TWO_LINES]] * 4, apart=2.0), WIDTH)
    assert (apart.indents, apart.gaps) == (False, True)
    neither = layout.measure(set_text([TWO_LINES] * 4), WIDTH)
    assert (neither.indents, neither.gaps) == (False, False)


# --- paragraphs ----------------------------------------------------------------------


def test_what_stands_between_the_lines_of_a_paragraph_follows_it():
    lines = [
        line(FULL, bottom=100),
        line("①见公报。", bottom=60, role="note"),
        line("全文附后。", bottom=48, role="note"),
        line("②见年鉴。", bottom=36, role="note"),
        line("12", bottom=20, role="furniture"),
        line("落实好。", bottom=500, page=1),
    ]
    expected = [[FULL, "落实好。"], ["①见公报。", "全文附后。"], ["②见年鉴。"], ["12"]]
    assert texts(paragraphs(lines)) == expected


def test_pages_of_furniture_alone_have_no_paragraphs_to_measure():
    lines = [line("1", role="furniture"), line("2", page=1, role="furniture")]
    assert texts(paragraphs(lines)) == [["1"], ["2"]]


def test_lines_are_joined_with_a_blank_between_latin_words_only():
    assert layout.joined([line("plan"), line("and control")]) == "plan and control"
    assert layout.joined([line("使用GDP"), line("数据")]) == "使用GDP数据"
    assert layout.joined([line("总则，"), line("GDP")]) == "总则，GDP"


# --- large initials ------------------------------------------------------------------


def with_initial(size, bottom, left=LEFT):
    """A paragraph of three lines whose first character is set large, on the left of two lines."""
    beside = [
        line(FULL[4:], 400 - PITCH * n, left=LEFT + 4 * EM) for n in range(2 if size > 20 else 1)
    ]
    return [line("春", bottom, left=left, size=size), *beside, line("落实好。", 360)]


@pytest.mark.parametrize(("size", "bottom"), [(44, 378), (30, 385)])
def test_a_large_initial_is_part_of_its_paragraph(size, bottom):
    lines = list(layout.with_initials(with_initial(size, bottom)))
    assert [one.text for one in lines] == ["春" + FULL[4:], FULL[4:], "落实好。"]
    assert {one.left for one in lines} == {LEFT}
    assert [one.height for one in lines] == [EM, EM, EM]
    assert len(list(paragraphs(lines))) == 1


@pytest.mark.parametrize(
    "lines",
    [
        with_initial(14, 400),  # hardly larger
        [line("序", 420, size=30), line(FULL, 390)],  # above the text
        [line("序", 400, size=30), line(FULL, 400)],  # not on its left
        [line("序", 400, size=30), line(FULL[4:], 400, page=1, left=LEFT + 48)],
        [line("1", 395, size=30), line(FULL[4:], 400, left=LEFT + 48)],  # the number of a chapter
        [line("序言", 395, left=10, size=20), line(FULL[4:], 400, left=LEFT + 48)],
        [line("序", 400, size=30)],
    ],
)
def test_no_large_initial(lines):
    assert list(layout.with_initials(lines)) == lines


def test_a_paragraph_below_an_initial_may_be_indented():
    first, *_ = list(layout.with_initials(with_initial(30, 385)))
    new = line(FULL[2:], 340, left=LEFT + 4 * EM)
    assert list(layout.with_initials([*with_initial(30, 385), new]))[-1] == new
    assert first.left == LEFT


@pytest.mark.parametrize(("end", "together"), [("", True), ("。", False)])
def test_lines_beside_one_initial_go_on_although_they_end_before_the_margin(end, together):
    first, *rest = with_initial(44, 378)
    beside = [replace(one, text=one.text[:8] + end, right=LEFT + 12 * EM) for one in rest[:2]]
    lines = [line(FULL, 500), first, *beside, line("二、任务", 340), line(FULL, 320)]
    found = texts(paragraphs(list(layout.with_initials(lines))))
    short = beside[0].text
    own = [["春" + short, short]] if together else [["春" + short], [short]]
    assert found == [[FULL], *own, ["二、任务"], [FULL]]


# --- furniture -----------------------------------------------------------------------


def furniture_of(lines):
    layout.find_furniture(lines)
    return [one.text for one in lines if one.role]


@pytest.mark.parametrize("number", ["3", "- 3 -", "第3页", "第 3 页 共 9 页", "iv", "3/9", "—3—"])
def test_a_page_number_at_the_edge_is_furniture(number):
    assert furniture_of([line(number, bottom=30)]) == [number]
    assert furniture_of([line(number, bottom=300)]) == []


def test_a_number_that_was_filled_in_is_no_page_number():
    assert furniture_of([replace(line("3", bottom=30), filled=True)]) == []


@pytest.mark.parametrize("text", ["第三条", "2023年", "3.1", "三、总结"])
def test_what_is_more_than_a_number_is_no_page_number(text):
    assert furniture_of([line(text, bottom=30)]) == []


def test_a_running_head_stands_at_one_height_on_several_pages():
    heads = [line("内部资料", 570 + n, page=n) for n in range(2)]
    assert furniture_of(heads) == ["内部资料"] * 2
    assert furniture_of([line("第1期", 570), line("第2期", 570, page=1)]) == ["第1期", "第2期"]


def test_no_running_head_is_said_once_or_at_another_height_or_within_the_page():
    assert furniture_of([line("内部资料", 570), line("公开资料", 570, page=1)]) == []
    assert furniture_of([line("内部资料", 590), line("内部资料", 535, page=1)]) == []
    assert furniture_of([line("内部资料", 300, page=n) for n in range(3)]) == []


def numbers_off(one, ahead):
    return [(part.text, part.role) for part in layout.without_numbers([one], ahead)]


def test_a_number_glued_to_a_heading_is_taken_off_where_it_is_the_number_of_the_page():
    head = line("第三章总则7", bottom=570, page=5)
    assert numbers_off(head, ahead=2) == [("第三章总则", ""), ("7", "furniture")]
    assert numbers_off(head, ahead=1) == [("第三章总则7", "")]
    assert numbers_off(line("本年增长7", bottom=570, page=5), ahead=2) == [("本年增长7", "")]
    assert numbers_off(line("第三章总则7", bottom=300, page=5), 2) == [("第三章总则7", "")]


def test_a_number_far_from_its_line_is_taken_off_unless_another_one_is_expected():
    def head(gap):
        return line("工作报告7", bottom=570, page=5, ends=(0.0, gap))

    assert numbers_off(head(60), ahead=None) == [("工作报告", ""), ("7", "furniture")]
    assert numbers_off(head(60), ahead=2) == [("工作报告", ""), ("7", "furniture")]
    assert numbers_off(head(60), ahead=9) == [("工作报告7", "")]
    assert numbers_off(head(20), ahead=None) == [("工作报告7", "")]


def test_a_number_in_front_is_taken_off_and_that_of_a_line_of_contents_stays():
    head = line("7第三章总则", bottom=570, page=5)
    assert numbers_off(head, ahead=2) == [("第三章总则", ""), ("7", "furniture")]
    contents = line("第三章总则......7", bottom=570, page=5)
    assert numbers_off(contents, ahead=2) == [("第三章总则......7", "")]


# --- notes ---------------------------------------------------------------------------


def notes_of(lines):
    layout.find_notes(lines)
    return [one.text for one in lines if one.role]


def test_notes_are_small_print_at_the_end_of_a_page_from_a_note_mark_on():
    body = [line(FULL, 400), line(FULL, 380), line(FULL, 360)]
    notes = [line("①见公报", 60, size=9), line("第三号。", 50, size=9)]
    assert notes_of([*body, *notes]) == ["①见公报", "第三号。"]


@pytest.mark.parametrize(
    "last",
    [
        line("资料来源：统计局", 60, size=9),  # no mark
        line("①见公报", 60, size=11),  # as large as the text
        line("①见公报", 500, page=1, size=12),  # another page, of the same size
    ],
)
def test_other_lines_at_the_end_are_no_notes(last):
    assert notes_of([line(FULL, 400), line(FULL, 380), line(FULL, 360), last]) == []


def test_small_print_before_the_text_is_no_note():
    small = line("①见公报", 500, size=9)
    assert notes_of([small, line(FULL, 400), line(FULL, 380), line(FULL, 360)]) == []
