"""A line: how it ends, and what is found out about it."""

import pytest
from texts import line_of, lines_of

from analysis.structure.lines import Line, ended, gap_between, join_lines, punctuated


@pytest.mark.parametrize(
    "text", ["完。", "完！”", "完？》）", "完…", "如下：", "完。**", "如下︰", 'a?"']
)
def test_ended(text):
    assert ended(text)


@pytest.mark.parametrize("text", ["完", "完，", "完；", "“完”", "（完）", "”", "完.", "完、"])
def test_not_ended(text):
    assert not ended(text)


@pytest.mark.parametrize("text", ["完。", "完；", "完，", "完、", "如下：", "吗？", "a;"])
def test_punctuated(text):
    assert punctuated(text)


@pytest.mark.parametrize("text", ["完", "“完”", "（完）", "完…", "完."])
def test_not_punctuated(text):
    """A title may stand in quotation marks or brackets."""
    assert not punctuated(text)


def test_a_line_that_no_form_begins_has_no_head():
    line = line_of("要学习。")
    assert (line.match, line.kind) == (None, "")
    with pytest.raises(ValueError, match="no heading form at the beginning of '要学习。'"):
        line.accept("a heading")


def test_a_heading_takes_the_whole_line_or_a_part_of_it():
    whole, part = line_of("一、总则"), line_of("一、总则。甲。")
    whole.accept("because", 4)
    part.accept("because", 5)
    assert (whole.role, whole.reason, whole.marker, whole.stop) == (
        "heading",
        "because",
        "一、",
        0,
    )
    assert part.stop == 5


def test_a_line_is_undecided_until_a_rule_or_the_format_says_what_it_is():
    line = line_of("甲")
    assert line.undecided
    line.label("title", "at the head")
    assert not line.undecided
    fixed = Line(0, "甲", None)
    fixed.fixed = True
    assert not fixed.undecided


def test_a_blank_line_is_a_gap():
    for text, gap in {
        "甲\n乙": False,
        "甲\n\n乙": True,
        "甲\n \n乙": True,
        "甲 \n  乙": False,
    }.items():
        first, last = lines_of(text)
        assert gap_between(text, first, last) is gap


def test_joined_lines_keep_what_stands_between_them():
    text = "第一章\n\n  总则\n"
    first, last = lines_of(text)
    join_lines(text, first, last)
    assert (first.begin, first.text) == (0, "第一章\n\n  总则")
