"""Site text, office lines and page numbers: what is one, and what only looks so."""

import pytest
from texts import blocks_of, line_of, pieces

from analysis.structure.site import (
    SITE_LINE,
    find_site,
    is_office_line,
    is_page_number,
    site_reason,
)

TEXT = "各单位要认真组织学习，结合实际抓好落实。\n"


@pytest.mark.parametrize(
    "line",
    ["- 3 -", "— 12 —", "第3页", "第 3 页 共 9 页", "第3页/共9页", "3/9", "Page 3 of 9"],
)
def test_a_page_number(line):
    assert is_page_number(line)


@pytest.mark.parametrize(
    "line", ["3", "2024", "第3页说到", "- 3 -的", "3/9的人", "3-9", "Pages", "12345/3", "共9页"]
)
def test_no_page_number(line):
    assert not is_page_number(line)


@pytest.mark.parametrize(
    "line",
    [
        *[
            "抄送：市委办公室。",
            "抄 报：省厅",
            "主题词：教育 通知",
            "分送：各处室",
            "（此件公开发布）",
        ],
        *["(此页无正文)", "（共印50份）", "更新时间:2007-11-16 本章字数:4804"],
        *["某市办公室 2024年3月1日印发", "报社办公室  2024年3月1日印发"],
        "抄送：" + "各" * 197,
    ],
)
def test_an_office_line(line):
    assert is_office_line(line)


@pytest.mark.parametrize(
    "line",
    [
        *["抄送给有关单位", "主题词是什么", "（此件是原件）的复印件", "更新时间：三月"],
        *["2024年3月1日印发", "通知已于2024年3月1日印发。", "某市2024年3月1日印发", "文件印发"],
        "抄送：" + "各" * 198,
    ],
)
def test_no_office_line(line):
    assert not is_office_line(line)


REASONS = {
    "site's introduction": ["本文由某某范文网整理", "以下是小编收集的范文，供大家参考", "txt下载"],
    "reading list": ["相关阅读：", "【推荐文章】", "上一篇：总结", "热门资讯"],
    "copyright, record number or address of the site": ["版权所有 某网", "京ICP备1号", "www.a.cn"],
    "source and editor": ["责任编辑：某某", "来源: 某报", "（编 辑：某）", "浏览次数：3"],
    "navigation": ["打印本页", "首页 > 新闻", "扫一扫关注", "网站地图"],
    "": [
        "这次学习收获很大",
        "来源于生活",
        "相关的内容很多",
        "首页写得很好",
        "下一步打算",
        "编辑部的故事",
    ],
}


@pytest.mark.parametrize(
    ("reason", "line"), [(reason, line) for reason in REASONS for line in REASONS[reason]]
)
def test_site_text(reason, line):
    assert site_reason(line) == reason


def test_a_sentence_about_a_source_is_none():
    assert site_reason("来源：某报") == "source and editor"
    assert site_reason("来源：民间传说，作者不详。") == ""


def test_a_long_line_is_no_site_text():
    assert site_reason("版权所有" + "，" * (SITE_LINE - 4))
    assert not site_reason("版权所有" + "，" * (SITE_LINE - 3))


def test_site_text_is_sought_at_both_ends_only():
    text = "责任编辑：某甲\n" + TEXT * 50 + "责任编辑：某乙\n" + TEXT * 41 + "责任编辑：某丙\n"
    assert pieces(text, blocks_of(text), "boilerplate") == ["责任编辑：某甲", "责任编辑：某丙"]
    for before, found in [(5, True), (6, False)]:
        text = TEXT * before + "责任编辑：某甲\n" + TEXT * 50
        assert bool(pieces(text, blocks_of(text), "boilerplate")) is found
    for after, found in [(39, True), (40, False)]:
        text = TEXT * 50 + "责任编辑：某甲\n" + TEXT * after
        assert bool(pieces(text, blocks_of(text), "boilerplate")) is found


def test_a_reading_list_ends_the_page_if_all_of_it_is_short():
    links = "工作总结范文\n个人述职报告\n"
    text = TEXT * 2 + "相关阅读\n" + links
    assert pieces(text, blocks_of(text), "boilerplate") == ["相关阅读", *links.split()]
    text = TEXT * 2 + "相关阅读\n" + links + "要" * 61 + "\n"
    assert pieces(text, blocks_of(text), "boilerplate") == ["相关阅读"]


def test_what_the_format_says_is_kept():
    line = line_of("- 3 -")
    line.fixed = True
    find_site([line])
    assert line.role == "body"
