"""第一章, 第一条, 前言, 附件1: what is a heading by itself, and what only mentions one."""

import pytest
from texts import blocks_of, line_of, lines_of, pieces

from analysis.structure import FORMS, Form
from analysis.structure.divisions import (
    could_be_title,
    is_complete,
    is_in_place,
    join_split_titles,
    jumps_to_article,
    lacks_title,
    lists_annexes,
    mentions_article,
)

TEXT = "各单位要认真组织学习，结合实际抓好落实。\n"


def headings(text, **options):
    return pieces(text, blocks_of(text, **options), "heading")


# --- numbers alone on their line -----------------------------------------------------------


def joined(text):
    return [line.text for line in join_split_titles(text, lines_of(text))]


@pytest.mark.parametrize("line", ["第一章", "一、", "（一）", "第一章：", "第三节 "])
def test_a_number_that_lacks_its_title(line):
    assert lacks_title(line_of(line))


@pytest.mark.parametrize("line", ["第一章 总则", "第一条", "一", "①", "前言", "总则"])
def test_a_line_that_lacks_none(line):
    """Articles have text and no title; a numeral alone on its line is one."""
    assert not lacks_title(line_of(line))


def test_a_line_that_is_decided_lacks_no_title():
    line = line_of("第一章")
    line.label("contents", "table of contents")
    assert not lacks_title(line)


@pytest.mark.parametrize("line", ["总则", "总" * 30, "“总则”"])
def test_a_line_that_could_be_the_title(line):
    assert could_be_title(line_of(line))


@pytest.mark.parametrize("line", ["总则。", "总则，", "总" * 31, "第二章", "一、总则"])
def test_a_line_that_could_not(line):
    assert not could_be_title(line_of(line))


def test_titles_below_their_number():
    assert joined("第一章\n总则\n" + TEXT) == ["第一章\n总则", TEXT.strip()]
    assert joined("第一章\n" + TEXT) == ["第一章", TEXT.strip()]
    assert joined("第一章 甲\n乙\n") == ["第一章 甲", "乙"]
    assert joined("一\n总则\n") == ["一", "总则"]


def test_only_chapters_have_titles_in_two_halves():
    assert joined("第一回\n桃园三结义\n斩黄巾立功\n") == ["第一回\n桃园三结义\n斩黄巾立功"]
    assert joined("第一节\n桃园三结义\n斩黄巾立功\n") == ["第一节\n桃园三结义", "斩黄巾立功"]
    assert joined("第一回\n桃园结义\n英雄立功\n") == ["第一回\n桃园结义", "英雄立功"], "too short"
    assert joined(f"第一回\n{'桃' * 13}\n英雄立功\n") == [f"第一回\n{'桃' * 13}", "英雄立功"]


# --- divisions -----------------------------------------------------------------------------


@pytest.mark.parametrize("before", [None, "完。", "完；", "如下："])
def test_a_line_may_begin_after_a_whole_one(before):
    assert is_complete(before and line_of(before))


@pytest.mark.parametrize("before", ["完", "完，", "依照"])
def test_a_line_after_a_broken_one_may_be_part_of_it(before):
    assert not is_complete(line_of(before))
    title = line_of(before)
    title.label("title", "at the head")
    assert is_complete(title)


@pytest.mark.parametrize(
    ("line", "last", "before"),
    [
        ("第一章总则", 7, "依照"),  # begins anew
        ("第三章总则", 2, "依照"),  # counts on
        ("第三章之一总则", 3, "依照"),  # the same number again
        ("第五章 总则", 2, "完。"),  # stands apart, after a whole line
        ("第五章 总则", 0, None),
    ],
)
def test_a_division_in_its_place(line, last, before):
    assert is_in_place(line_of(line), before and line_of(before), {"chapter": last})


@pytest.mark.parametrize(
    ("line", "last", "before"),
    [("第五章总则", 2, "完。"), ("第五章 总则", 2, "依照"), ("第二章总则", 4, "完。")],
)
def test_a_division_out_of_place(line, last, before):
    assert not is_in_place(line_of(line), line_of(before), {"chapter": last, "section": 4})


def test_forms_of_the_user_end_with_their_title():
    box = [*FORMS, Form("box", r"专栏\d+", 23, "own", "专栏1")]
    long = "各单位要认真组织学习，结合实际抓好落实" * 4
    text = f"专栏1 工程\n{TEXT}专栏2：重点工程。{TEXT}专栏3 {long}。\n专栏4 甲；\n"
    found = headings(text, headings=box)
    assert found == ["专栏1 工程", "专栏2：重点工程。", "专栏3", "专栏4"]


def test_words_that_are_headings_when_they_stand_alone():
    assert headings("前言\n" + TEXT) == ["前言"]
    assert headings(TEXT + "前言\n") == [], "nothing follows"
    assert headings("前言不搭后语\n" + TEXT) == []
    assert headings("楔子 " + "往" * 27 + "\n" + TEXT) == ["楔子 " + "往" * 27]
    assert headings("楔子 " + "往" * 28 + "\n" + TEXT) == []


# --- annexes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "after"),
    [("附件：评分表", "某局"), ("附件1", None), ("附件1", "附件2"), ("附件1 见后。", "某局")],
)
def test_annexes_that_are_only_named(line, after):
    assert lists_annexes(line_of(line), after and line_of(after))


@pytest.mark.parametrize("line", ["附件1", "附件1 评分表", "附件：", "附：", "附录A"])
def test_annexes_that_begin(line):
    assert not lists_annexes(line_of(line), line_of("评分表"))


def test_what_an_annex_begins_with():
    assert headings("附件1\n评分表\n" + TEXT) == ["附件1\n评分表"]
    assert headings("附件1：\n评分表\n" + TEXT) == ["附件1：\n评分表"]
    assert headings("附录一：\n评分表\n" + TEXT) == [], "the name of an appendix is its title"
    assert headings("附件1\n请各单位填写后盖章上报。\n" + TEXT) == ["附件1"], "a sentence"
    text = "正文。\n附：\n评分表\n" + TEXT
    assert "附：" in pieces(text, blocks_of(text), "title")
    assert headings("附件1 " + "评" * 57 + "\n" + TEXT) == [], "too long"


# --- articles ------------------------------------------------------------------------------


@pytest.mark.parametrize("line", ["第三条的规定", "第三条、第四条", "第三条至第五条", "第三条）"])
def test_a_mention_of_an_article(line):
    assert mentions_article(line_of(line))


@pytest.mark.parametrize(
    "line", ["第三条 读者", "第三条读者", "第三条", "第三条（目的）", "第三条之一"]
)
def test_no_mention_of_an_article(line):
    assert not mentions_article(line_of(line))


@pytest.mark.parametrize(
    ("line", "last", "coming"),
    [
        ("第五条 读者", 2, [6, 7]),  # two are missing
        ("第五条 读者", 2, []),
        ("第一条 读者", 9, [2]),  # another law
        ("第一条（目的）为了", 9, [2]),
        ("第五条【目的】为了", 2, []),
    ],
)
def test_an_article_after_a_gap_or_of_another_law(line, last, coming):
    assert jumps_to_article(line_of(line), last, coming)


@pytest.mark.parametrize(
    ("line", "last", "coming"),
    [
        ("第五条读者", 2, []),  # no blank
        ("第五条 读者", 2, [3, 4]),  # the third comes below
        ("第二条 读者", 5, [6]),  # back to one that was there
        ("第一条读者", 5, []),
    ],
)
def test_an_article_out_of_the_sequence(line, last, coming):
    assert not jumps_to_article(line_of(line), last, coming)


def test_articles_count_on_whatever_follows_their_number():
    assert headings("第一条为了读者。\n第二条读者凭证。\n第二条之一 甲。\n第三条的规定。\n") == [
        *["第一条", "第二条", "第二条之一"],
    ]


def test_the_missing_article_is_looked_for_among_the_next_three():
    near, far = (
        "第一条 甲。\n第五条 乙。\n第六条 丙。\n" + rest
        for rest in (
            "第七条 丁。\n第二条 戊。\n",
            "第七条 丁。\n第八条 戊。\n第二条 己。\n",
        )
    )
    assert headings(near) == ["第一条", "第二条"]
    assert headings(far) == ["第一条", "第五条", "第六条", "第七条", "第八条"]


def test_one_article_alone_has_to_be_the_first():
    assert headings("第一条 总则如下。\n") == ["第一条"]
    assert headings("第七条 总则如下。\n") == []
    assert headings("第七条 总则如下。\n第八条 附则如下。\n") == ["第七条", "第八条"]


def test_the_heading_of_an_article_has_its_caption():
    text = "第一条（目的） 为了。\n第二条【范围】适用。\n**第三条** 施行。\n第四条（一）甲。\n"
    assert headings(text) == ["第一条（目的）", "第二条【范围】", "**第三条**", "第四条"]


# --- names that run on into their paragraph --------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("摘要：本文研究文本的情感。", "摘要："),
        ("摘　要: 对现状与进展进行了总结。", "摘　要:"),
        ("〔摘要〕情感分析关注评价。", "〔摘要〕"),
        ("【摘要】情感分析关注评价。", "【摘要】"),
        ("Abstract: This paper surveys texts.", "Abstract:"),
    ],
)
def test_an_abstract_is_a_heading_that_runs_on(line, name):
    text = line + "\n" + TEXT
    assert headings(text) == [name]
    assert pieces(text, blocks_of(text), "body")[0].startswith(line[len(name) :].strip())


@pytest.mark.parametrize("line", ["参考文献：", "References:", "附中文参考文献："])
def test_the_name_of_a_list_of_references(line):
    assert headings(line + "\n" + TEXT) == [line]


@pytest.mark.parametrize(
    "line",
    [
        *("摘要如下。", "摘要写得好，参考文献：不全。", "参考文献见附件。"),
        *("Abstract thinking is hard.", "References to it are rare.", "论文摘要：见下。"),
    ],
)
def test_words_that_name_no_abstract(line):
    assert headings(line + "\n" + TEXT) == []


def test_an_article_glued_to_a_word_that_mentions_come_with():
    """第三条与…: the next article, where the line before is at its end and no 第四条 follows."""
    text = "第一条遵守法律法规。\n第二条遵循公平原则。\n第三条与各方正常交往。\n第四条执行合同。\n"
    assert headings(text) == ["第一条", "第二条", "第三条", "第四条"]
    assert headings("第一条甲。\n第二条依照\n第三条与各方的规定。\n") == ["第一条", "第二条"]
    assert headings("第一条甲。\n第二条乙。\n第三条与第四条的规定适用。\n") == ["第一条", "第二条"]


def test_a_sentence_that_begins_with_a_number_spoils_no_series():
    text = "标准术语\n5.1 通则\n" + TEXT + "5.2的试验适用于手持设备。\n5.2 要求\n" + TEXT
    assert headings(text + "5.3 方法\n" + TEXT) == ["5.1 通则", "5.2 要求", "5.3 方法"]
