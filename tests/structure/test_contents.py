"""Tables of contents: where one begins, where it ends, and lists that are none."""

import pytest
from texts import blocks_of, line_of, lines_of, pieces

from analysis.reading import Look, Mark
from analysis.structure.contents import (
    begins_contents,
    contents_end,
    could_be_entry,
    has_page_number,
    repeats,
)

TEXT = "各单位要认真组织学习，结合实际抓好落实。\n"


def contents(text):
    return pieces(text, blocks_of(text), "contents")


@pytest.mark.parametrize("line", ["目录", "目　录", "【目录】", "# 目录", "目次：", "Contents"])
def test_the_heading_of_a_contents(line):
    assert begins_contents(line_of(line))


@pytest.mark.parametrize("line", ["目录如下", "目前", "图书目录", "目录" + "　" * 18 + "："])
def test_no_heading_of_a_contents(line):
    assert not begins_contents(line_of(line))


@pytest.mark.parametrize(
    "line", ["总则………3", "总则  12", "总则\t5", "总则...(3)", "总则。。。-3-"]
)
def test_dots_or_blanks_lead_to_a_page_number(line):
    assert has_page_number(line_of(line))


@pytest.mark.parametrize(
    "line", ["总则 3", "总则3", "总则………", "总则…共3", "总则……3", "甲………12345"]
)
def test_no_page_number(line):
    assert not has_page_number(line_of(line))


@pytest.mark.parametrize("line", ["总则", "一、总则；", "说明如下。………3", "总" * 60])
def test_what_could_be_an_entry(line):
    assert could_be_entry(line_of(line))


@pytest.mark.parametrize("line", ["要学习。", "说明如下：", "总" * 61])
def test_what_could_be_none(line):
    assert not could_be_entry(line_of(line))


def test_an_entry_comes_again_in_the_same_words_or_with_the_same_number():
    assert repeats(line_of("总　则"), line_of("总则………3"))
    assert repeats(line_of("第一章 总则"), line_of("第一章 总则与附则"))
    assert not repeats(line_of("第二章 总则"), line_of("第一章 总则"))
    assert not repeats(line_of("第一节 总则"), line_of("第一章 总则"))
    assert not repeats(line_of("总则一"), line_of("总则"))


def test_a_contents_ends_where_the_text_begins():
    assert contents_end(lines_of("甲\n乙\n丙\n甲\n要学习。\n"), 0) == 3
    assert contents_end(lines_of("甲\n乙\n要学习。\n甲\n"), 0) == 2
    assert contents_end(lines_of("甲\n乙\n"), 0) == 2
    assert contents_end(lines_of("甲\n"), 0) == 1
    assert contents_end(lines_of("".join(f"第{n}项\n" for n in range(600))), 0) == 500


def test_a_contents_and_its_text():
    text = "目录\n前言\n一、甲………3\n前言\n" + TEXT + "一、甲\n" + TEXT
    assert contents(text) == ["目录", "前言", "一、甲………3"]


HEADS = ["一、甲", "二、乙", "三、丙"]


def listing(*lines):
    return "".join(f"{line}\n" for line in lines)


def test_headings_that_all_come_again_are_a_contents():
    below = "".join(f"{head}\n{TEXT}" for head in HEADS)
    assert contents(listing(*HEADS) + below) == HEADS
    assert contents(listing(*HEADS[:2]) + below) == [], "two of them"
    assert contents(listing(*HEADS) + below.replace("丙", "丁")) == [], "the third does not"
    assert contents(listing(*HEADS[:2], "甲", HEADS[2]) + below) == [], "not in a row"
    numbered = [f"{head}………3" for head in HEADS]
    assert contents(listing(*numbered)) == numbered, "page numbers are enough"


def test_entries_have_so_many_characters_at_most():
    for size, found in [(60, True), (61, False)]:
        long = [head + "要" * (size - 3) for head in HEADS]
        assert bool(contents(listing(*long, *long))) is found


def test_sentences_that_come_again_are_none():
    items = ["一、甲；", "二、乙；", "三、丙。"]
    assert contents(listing(*items, *items)) == []
    long = [head + "要" * 60 for head in HEADS]
    assert contents(listing(*long, *long)) == []


def test_a_page_number_ends_no_contents():
    """Entries go on over the pages of a PDF: the furniture between them is none of theirs."""
    text = "目录\n第一章 总则\n1\n第二章 附则\n第三章 其他\n"
    text += "第一章 总则\n要学习。\n第二章 附则\n要实干。\n"
    marks = [Mark(10, 11, "furniture", reason="at the edge of page 1")]
    found = blocks_of(text, marks)
    assert pieces(text, found, "contents")[-1] == "第三章 其他"
    assert pieces(text, found, "furniture") == ["1"]
    assert pieces(text, found, "heading") == ["第一章 总则", "第二章 附则"]


@pytest.mark.parametrize(("look", "begins"), [(Look(size=12), True), (None, False)])
def test_the_outline_of_a_pdf_calls_its_contents_a_heading(look, begins):
    """Where the format knows no looks, as in markdown, 目录 is a heading with links below it."""
    line = line_of("目录")
    line.label("heading", "outline of the PDF")
    line.fixed, line.look = True, look
    assert begins_contents(line) is begins


def test_a_chapter_that_the_contents_lists_is_a_heading_whatever_its_name_begins_with():
    listed = "目录\n第一章总则\n第二章代理\n第三章不动产登记\n"
    body = "第一章总则\n要学习。\n第二章代理\n要实干。\n第三章不动产登记\n要登记。\n"
    assert pieces(listed + body, blocks_of(listed + body), "heading") == [
        *("第一章总则", "第二章代理", "第三章不动产登记")
    ]
    assert pieces(body, blocks_of(body), "heading") == ["第一章总则"]
