"""How a numbered line is built, and where its title ends."""

import pytest
from texts import line_of

from analysis.structure.shapes import LONGEST, SHORT, names_division, shape, shape_of, stands_apart

SENTENCE = "各单位要认真组织学习，结合实际抓好落实"


def title(line):
    """The kind of a line and the title in it."""
    kind, stop = shape_of(line_of(line))
    return kind, line[:stop]


SHAPES = {
    "一、总则": ("line", "一、总则"),
    "一、总则。": ("closed", "一、总则。"),
    "一、要做什么？": ("closed", "一、要做什么？"),
    "一、“总则。”": ("closed", "一、“总则。”"),
    f"一、目的。{SENTENCE}。": ("runin", "一、目的。"),
    "一、其他；": ("item", "一、其他；"),
    "一、甲；乙。": ("item", "一、甲；"),
    f"一、{SENTENCE * 4}；": ("item", f"一、{SENTENCE * 4}；"),
    "一、要认真学习，": ("clause", "一、要认真学习，"),
    f"一、{SENTENCE * 4}": ("clause", f"一、{SENTENCE * 4}"),
    f"一、{SENTENCE * 4}。": ("clause", f"一、{SENTENCE * 4}。"),
    "一、经济建设：全年增长较快": ("runin", "一、经济建设："),
    "一、说明：详见附": ("line", "一、说明：详见附"),
    "一、经济，民生：全年增长较快": ("line", "一、经济，民生：全年增长较快"),
    "一、经济建设 全年增长较快，高于上年水平": ("runin", "一、经济建设 "),
    "一、经济建设 全年增长较快": ("line", "一、经济建设 全年增长较快"),
    "1.经济建设：全年增长较快": ("line", "1.经济建设：全年增长较快"),
    "1.经济建设 全年增长较快，高于上年水平": ("line", "1.经济建设 全年增长较快，高于上年水平"),
}


@pytest.mark.parametrize("line", SHAPES)
def test_shape_of_a_line(line):
    assert title(line) == SHAPES[line]


def test_a_title_has_so_many_characters_at_most():
    assert shape("一、" + "要" * LONGEST, 2).kind == "line"
    assert shape("一、" + "要" * (LONGEST + 1), 2).kind == "clause"
    assert shape("一、" + "要" * (LONGEST - 1) + "。", 2).kind == "closed"
    assert shape("一、" + "要" * LONGEST + "。", 2).kind == "clause"


@pytest.mark.parametrize("line", ["第一章 总则", "第一章", "第一章\u3000总则", "第一章\t总则"])
def test_a_number_that_stands_apart(line):
    assert stands_apart(line_of(line))


def test_a_title_on_the_next_line_stands_apart():
    line = line_of("第一章")
    line.text = "第一章\n总则"
    assert stands_apart(line)


@pytest.mark.parametrize("line", ["第一章总则", "第一章：总则", "一、总则"])
def test_a_number_that_does_not_stand_apart(line):
    assert not stands_apart(line_of(line))


@pytest.mark.parametrize(
    "line",
    [
        *[
            "第一章",
            "第一章 总则",
            "第一章：总则",
            "第三章（总则）",
            "【第一章】总则",
            "第一章总则",
        ],
        *["第一章 天下大势，分久必合", "第一回 为什么？", "第三章 的的"],
        "第一章" + "总" * SHORT,
        "第一章 " + "总" * (LONGEST - 4),
    ],
)
def test_the_name_of_a_division(line):
    assert names_division(line_of(line))


@pytest.mark.parametrize(
    "line",
    [
        *[
            "第四回中说到的好汉",
            "第一章至第三章",
            "第一章写少年，第二章写中年",
            "第一节课好",
        ],
        *["第一章 总则。", "第一章 先说。再做", "第一章 总则；", "第一章 总则，", "第二章的内容"],
        "第一章" + "总" * (SHORT + 1),
        "第一章 " + "总" * (LONGEST - 3),
    ],
)
def test_a_sentence_that_begins_with_a_division(line):
    assert not names_division(line_of(line))
