"""What the signs of markdown say about lines is marked; inside the lines is what is shown."""

import time

import pytest
from makers import marked, read

from analysis import load, read_documents
from analysis.reading.formats.markdown import read_markdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 一\n正文", [("heading", 1, "# 一")]),
        ("### 总则 ###\n", [("heading", 3, "### 总则 ###")]),
        ("#总则\n", [("heading", 1, "#总则")]),
        ("#㙟水\n", [("heading", 1, "#㙟水")]),
        ("#𡋾口村\n", [("heading", 1, "#𡋾口村")]),
        ("#话题#\n", []),
        ("    # 缩进的是代码\n", []),
        ("标题\n====\n正文", [("heading", 1, "标题\n====")]),
        ("标题\n----\n正文", [("heading", 2, "标题\n----")]),
        ("正文\n\n----\n", [("furniture", 0, "----")]),
        ("```\n# 代码\n```\n", [("code", 0, "```\n# 代码\n```")]),
        ("~~~py\n# 代码\n```\n", [("code", 0, "~~~py\n# 代码\n```\n")]),
        ("|甲|乙|\n|-|-|\n|1|2|\n\n后", [("table", 0, "|甲|乙|\n|-|-|\n|1|2|")]),
        ("---\nlang: zh\n---\n正文", [("boilerplate", 0, "---\nlang: zh\n---\n")]),
        ("<!-- # 不是 -->\n正文", [("boilerplate", 0, "<!-- # 不是 -->")]),
        ("# 一\n\n1. 甲", [("heading", 1, "# 一"), ("body", 0, "1. 甲")]),
        ("1. 甲\n2. 乙", []),
        ("**第一条**　为了规范……", []),
    ],
)
def test_signs_of_lines_stay_and_are_marked(text, expected):
    reading = read("a.md", text.encode())
    assert reading.text == text
    assert marked(reading) == expected


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        # escapes
        ("1\\. 总体要求", "1. 总体要求"),
        ("\\# 不是标题，是\\*号\\*", "# 不是标题，是*号*"),
        ("第一行\\\n第二行", "第一行\n第二行"),
        # entities
        ("&emsp;&emsp;一、总则&mdash;&#8212;要点", "\u2003\u2003一、总则——要点"),
        # tags
        ("落实。<br>第二行。<br/>", "落实。\n第二行。"),
        ('<a id="yi"></a>正<font color="red">文</font>字<sup>2</sup>', "正文字2"),
        ("<ruby>幢<rt>chuáng</rt></ruby>经石刻<!-- 待查 -->", "幢经石刻"),
        # links and pictures
        ('见[通知](docs/a_(1).md "题")和[第一章](#yi)。', "见通知和第一章。"),
        ("如图![图](images/a.png)。", "如图图。"),
        ("如[![图](a.png)](b.html)，", "如图，"),
    ],
)
def test_inside_the_lines_is_what_a_viewer_shows(written, shown):
    assert read("a.md", written.encode()).text == shown


@pytest.mark.parametrize(
    "text",
    [
        "写作 `\\#` 或 ``<br>&emsp;`[a](b.c)``。",
        "```\n<br>&emsp;\\#[a](b.c)\n```",
        "<!-- <br> -->",
        "路径是C:\\用户\\文档，换行是\\n。",
        "A&B公司；R&D;，&某某;。",
        "若 a<b 且 c>d，用<某某>代替，List<T>不变。",
        "国发[2023](5号)、[注](见下)。",
        "a](b.c)",
        "见[网页](https://a.cn/x)和<https://a.cn/b>。",
        "*强调*，**很强**，_下划_，~~删去~~。",
        "> 引文\n- 项目\n\n| 甲 | 乙 |\n|-|-|\n| 1 | 2 |",
    ],
)
def test_code_and_what_only_looks_like_markdown_stay(text):
    assert read("a.md", text.encode()).text == text


def test_marks_stand_where_their_text_does():
    text = (
        "&emsp;序言<br>如下。\n\n## 1\\. 重点<br>任务 {#zd}\n\n- [总则](#zz)\n\n"
        "正文。\n<style>p {}</style>\n| 甲<br>乙 | 1 |\n|-|-|\n| &lt; | 2 |\n"
    )
    assert marked(read("a.md", text.encode())) == [
        ("heading", 2, "## 1. 重点 任务"),
        ("contents", 0, "- [总则](#zz)"),
        ("boilerplate", 0, "<style>p {}</style>"),
        ("table", 0, "| 甲 乙 | 1 |\n|-|-|\n| < | 2 |"),
    ]


def test_tags_of_the_layout_stay_and_are_no_text():
    text = (
        '<h2 align="center">\n  二、重点任务\n</h2>\n\n<div><h3>（一）甲</h3></div>\n\n'
        "<p>甲。</p><p>乙。</p>\n\n"
        '<table>\n<tr>\n <td class="x">粮<b>食</b></td><td>1</td>\n</tr>\n</table>\n\n'
        '<a id="yi"></a> <img src="a.png">\n![图](https://a.cn/a.png)\n'
        "[![图](a.png)](https://a.cn/)\n<某某>\n"
    )
    reading = read("a.md", text.encode())
    assert reading.text == text.replace("<b>", "").replace("</b>", "")
    assert [mark for mark in marked(reading) if mark[0] != "furniture"] == [
        ("heading", 2, "二、重点任务"),
        ("heading", 3, "（一）甲"),
        ("table", 0, "粮食"),
        ("table", 0, "1"),
    ]
    left = reading.text
    for mark in reversed(reading.marks):
        left = left[: mark.start] + left[mark.end :]
    assert left.split() == ["甲。乙。", "<某某>"]


def test_headings_that_converters_have_escaped_or_written_as_html_are_found(tmp_path):
    body = "本月工作情况如下，要认真落实。"
    texts = {
        "a": f"1\\. 总体要求\n\n{body}\n\n2\\. 重点任务\n\n{body}\n",
        "b": f"&emsp;&emsp;一、总体要求\n\n&emsp;&emsp;{body}\n\n<h2>二、任务</h2>\n\n{body}\n",
        "c": f"# 总则\n\n{body}\n\n## 2\\. 重点任务 {{#zd}}\n\n{body}\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    corpus = load(read_documents(tmp_path))
    titles = corpus.sections.groupby("document")["title"].agg(list)
    assert titles["a"] == ["1. 总体要求", "2. 重点任务"]
    assert titles["b"] == ["一、总体要求", "二、任务"]
    assert titles["c"] == ["总则", "2. 重点任务"]
    assert not {"emsp", "zd", "h2"} & set(corpus.tokens["token"])


@pytest.mark.parametrize("sign", ["[", "<p ", "`", "[a](b", "<table>", "<h1>", "<div>", "<!--"])
def test_signs_without_end_take_no_time(sign):
    started = time.process_time()
    read("a.md", (sign * 10_000 + "\n" + f"{sign}\n" * 2_000).encode())
    assert time.process_time() - started < 5


def test_an_underlined_title_with_a_number_is_a_heading():
    """The standard sees an item and a rule; the stroke is as long as titles are underlined."""
    text = "1. 分词\n--------\n* 方法\n\n2. 词典\n=======\n要载入。\n"
    found = [mark for mark in read_markdown(text.encode()).marks if mark.role == "heading"]
    assert [(mark.level, text[mark.start : mark.end]) for mark in found] == [
        (2, "1. 分词\n--------"),
        (1, "2. 词典\n======="),
    ]


@pytest.mark.parametrize("text", ["1. 甲\n2. 乙\n---\n", "1. 甲\n\n--------\n", "- 甲\n-----\n"])
def test_an_item_above_a_rule_is_none(text):
    assert "heading" not in {mark.role for mark in read_markdown(text.encode()).marks}
