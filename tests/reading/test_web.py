"""A web page is the text that a browser shows, and its site is told apart."""

import pytest
from makers import marked, read

PARAGRAPH = "各地区要把这项工作摆上重要位置，结合实际制定方案，明确责任，强化督促检查。"


def test_html_headings_and_site_text_are_told_apart():
    page = f"""<html><head><title>管理办法_某网</title><style>p {{}}</style></head><body>
    <header><a href="/">首页</a></header><nav><h3>目录</h3><a href="#1">第一章 总则</a></nav>
    <main><h1>管理办法</h1><h2>第一章 总则</h2><p>{PARAGRAPH}</p><h2>第二章 附则</h2>
    <p>{PARAGRAPH}</p><p>落款</p></main><footer><p>版权声明，联系我们</p></footer>
    <script>var x = "一、不是";</script></body></html>"""
    reading = read("a.html", page.encode("gb18030"))
    assert reading.encoding == "gb18030"
    main = [mark for mark in marked(reading) if mark[0] != "boilerplate"]
    assert main == [
        ("title", 0, "管理办法"),
        ("heading", 2, "第一章 总则"),
        ("heading", 2, "第二章 附则"),
    ]
    site = [text for role, _, text in marked(reading) if role == "boilerplate"]
    assert site == ["首页", "目录", "第一章 总则", "版权声明，联系我们"]
    assert "不是" not in reading.text
    assert "落款" in reading.text


def test_html_laid_out_in_tables_keeps_the_text_and_marks_the_rest():
    page = f"""<table><tr><td><b>索引号：</b></td><td>0001</td></tr><tr><td>发文机关：</td>
    <td>办公厅</td></tr></table><table><tr><td><div>{f"<p>{PARAGRAPH}</p>" * 8}
    <table><tr><td>指标</td><td>数值</td></tr><tr><td>增速</td><td>5%</td></tr></table></div>
    </td></tr></table><div>扫一扫打开</div>"""
    reading = read("a.html", page.encode())
    assert marked(reading) == [
        ("boilerplate", 0, "索引号：\t0001"),
        ("boilerplate", 0, "发文机关：\t办公厅"),
        ("table", 0, "指标\t数值"),
        ("table", 0, "增速\t5%"),
        ("boilerplate", 0, "扫一扫打开"),
    ]


def test_html_chapters_beside_each_other_are_all_kept():
    sections = f"<section><h2>一、甲</h2><p>{PARAGRAPH * 30}</p></section>"
    sections += f"<section><h2>二、乙</h2><p>短。</p><p>{PARAGRAPH * 3}</p></section>"
    reading = read("a.html", f"<div>{sections}</div><div>版权所有</div>".encode())
    assert marked(reading) == [
        ("heading", 2, "一、甲"),
        ("heading", 2, "二、乙"),
        ("boilerplate", 0, "版权所有"),
    ]


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>第一章\n   总则</p><p>两 字　空</p>", "第一章总则\n两 字　空"),
        ("<p>one\n two</p>", "one two"),
        ("甲<br>乙<!-- 丙 -->丁", "甲\n乙丁"),
        ("<ol start=1><li>甲<li><p>乙</p></ol><ul><li>丙</ul>", "1. 甲\n2. 乙\n丙"),
        ("<pre>甲\n乙</pre>", "甲\n乙"),
        ("<p>&nbsp;&nbsp;甲&amp;乙&nbsp;</p>", "甲&乙"),
        ("<form><p>甲，乙。</p></form>", "甲，乙。"),
        ("<div class='menu'><p>甲，乙。</p></div>", "甲，乙。"),
        ("没有标签", "没有标签"),
    ],
)
def test_html_text_is_what_a_browser_shows(page, text):
    reading = read("a.html", page.encode())
    assert reading.text == text
    assert not any(mark.role == "boilerplate" for mark in reading.marks)


def test_html_links_into_the_page_are_its_contents_and_hidden_text_is_site_text():
    page = f'<a href="#1">第一章 总则</a><p style="display: none">甲，乙。</p><p>{PARAGRAPH}</p>'
    assert marked(read("a.htm", page.encode())) == [
        ("contents", 0, "第一章 总则"),
        ("boilerplate", 0, "甲，乙。"),
    ]


@pytest.mark.parametrize("tag", ["div", "table><tr><td", "b", "ul><li"])
def test_html_nested_ten_thousand_deep_is_one_clear_error(tag):
    with pytest.raises(ValueError, match="nested more than 2,000 deep"):
        read("a.html", (f"<{tag}>" * 10_000 + PARAGRAPH).encode())
