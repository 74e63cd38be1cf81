"""A web page is the text that a browser shows, and its site is told apart."""

from base64 import encodebytes
from quopri import encodestring as quoted

import pandas as pd
import pytest
from makers import marked, read

import analysis as an

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


def test_html_cells_are_read_once_and_whole_whatever_stands_around_them():
    rows = "<tr><!-- 表 --><td>指标<td>数值</tr><tr><form><td>增速<td>5%</form></tr>"
    page = f"<h1>公报</h1><p>{PARAGRAPH}</p><table>{rows}</table>"
    assert marked(read("a.html", page.encode()))[-2:] == [
        ("table", 0, "指标\t数值"),
        ("table", 0, "增速\t5%"),
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


def kept(page):
    """The lines of a page that are neither site text nor contents."""
    reading = read("a.html", page.encode())
    site = {m.start for m in reading.marks if m.role in ("boilerplate", "contents")}
    starts = [0, *(n + 1 for n, sign in enumerate(reading.text) if sign == "\n")]
    lines = zip(starts, reading.text.split("\n"), strict=True)
    return [line for start, line in lines if start not in site]


# --- what is hidden ------------------------------------------------------------------------

SECTIONS = f"<p>一、背景</p><p>{PARAGRAPH}</p><p>二、做法</p><p>{PARAGRAPH}</p>"
SECTION_LINES = ["一、背景", PARAGRAPH, "二、做法", PARAGRAPH]


@pytest.mark.parametrize(
    "page",
    [
        f'<div id="js_content" style="visibility: hidden; opacity: 0;">{SECTIONS}</div>',
        f'<div style="display:none"><div style="visibility:hidden">{SECTIONS}</div></div>',
        f"<style>.rich {{ visibility: hidden }}</style><div class=rich>{SECTIONS}</div>",
        f"<style>body {{opacity: 0}} #text{{display:none}}</style><div id=text>{SECTIONS}</div>",
        f"<article hidden>{SECTIONS}</article>",
        f'<span style="display:none">{SECTIONS}</span>',
        f'<div class="share-box"><div style="display:none">{SECTIONS}</div></div>',
    ],
)
def test_html_an_article_that_a_script_shows_is_read(page):
    """WeChat and others send the article hidden; what else is hidden stays hidden."""
    popup = '<div style="display:none"><p>扫一扫，关注我们。</p></div>'
    assert kept(f"<div>某某研究</div>{popup}{page}") == SECTION_LINES


def test_html_a_page_that_a_script_shows_is_read():
    page = f'<body style="display:none"><h1>通知</h1>{SECTIONS}</body>'
    assert kept(page) == ["通知", *SECTION_LINES]
    assert read("a.html", page.encode()).remarks == ()


def test_html_more_hidden_than_shown_is_said_whichever_is_the_article():
    long = f"<p>{PARAGRAPH}</p>" * 20
    shown = "<p>" + PARAGRAPH * 6 + "</p>"
    reading = read("a.html", f'{shown}<div style="display:none">{long}</div>'.encode())
    assert "the larger part of its text" in reading.remarks[0]
    assert not any(mark.role == "boilerplate" for mark in reading.marks)
    policy = f'<div class="privacy-policy" style="display:none">{long}</div>'
    reading = read("a.html", (shown + policy).encode())
    assert "is hidden and was not counted" in reading.remarks[0]
    reasons = {mark.reason for mark in reading.marks if mark.role != "paragraph"}
    assert reasons == {"site text: not shown"}


def test_html_paragraphs_without_a_full_stop_stay_apart():
    first = "全市上下认真贯彻落实会议精神，切实抓好各项工作任务"
    second = "各部门密切配合，群众满意度明显提升，经济运行总体平稳"
    page = (
        f"<h1>报告</h1><p>一、总体</p><p>{first}</p><p>{second}</p><p>二、打算</p><p>{first}</p>"
    )
    corpus = an.load(pd.DataFrame([read("a.html", page.encode())._asdict() | {"document": "甲"}]))
    bodies = corpus.blocks[corpus.blocks["role"] == "body"]
    text = corpus.documents["text"].iloc[0]
    pieces = [text[s:e].strip() for s, e in zip(bodies["start"], bodies["end"], strict=True)]
    assert pieces == [first, second, first]
    broken = f"<p>{first}<br>{second}</p>"  # one paragraph, broken by hand
    assert not any(mark.role == "paragraph" for mark in read("a.html", broken.encode()).marks)


def test_html_what_is_hidden_beside_an_article_stays_hidden_without_a_remark():
    hidden = "".join(
        f"<{tag}><p>请登录，查看全文。</p></{name}>"
        for tag, name in [
            ('div style="display: none;"', "div"),
            ("dialog", "dialog"),
            ("section hidden", "section"),
        ]
    )
    page = f"{SECTIONS}{hidden}"
    assert kept(page) == SECTION_LINES
    assert read("a.html", page.encode()).remarks == ()


def test_html_tabs_are_text_though_one_is_shown_at_a_time():
    tabs = "".join(
        f'<div role="tabpanel" style="display:{how}"><p>{name}。{PARAGRAPH}</p></div>'
        for name, how in [("条件", "block"), ("材料", "none"), ("流程", "none")]
    )
    assert kept(tabs) == [f"{name}。{PARAGRAPH}" for name in ("条件", "材料", "流程")]


@pytest.mark.parametrize(
    ("style", "name"),
    [
        (".zz{display:none}", "zz"),
        ("p{color:red}\n.a, span.zz { color: red; visibility: hidden }", "a zz"),
        ("/* .b{} */ .zz.off{display : none!important}", "off x zz"),
    ],
)
def test_html_fragments_that_a_style_hides_are_not_in_the_text(style, name):
    """Pages scatter hidden characters in the text against those who copy it."""
    junk = f"<span class='{name}'>垃圾文字</span>"
    page = f"<style>{style}</style><p>全市粮食{junk}产量稳定，增收。</p>"
    assert kept(page) == ["全市粮食产量稳定，增收。"]


@pytest.mark.parametrize(
    "style",
    [
        "@media print { .zz { display: none } }",
        ".zz { display: none } .zz.on { display: inline }",
        ".zz { display: none } .box:hover .zz { visibility: visible; display: inline }",
        ".box .zz { display: none }",
        ".zz:empty { display: none }",
        "/* .zz { display: none } */",
        ".zzz { display: none }",
    ],
)
def test_html_a_style_that_hides_only_sometimes_hides_nothing(style):
    page = f"<style>{style}</style><p>全市粮食<span class='zz'>作物</span>产量稳定，增收。</p>"
    assert kept(page) == ["全市粮食作物产量稳定，增收。"]


def test_html_a_style_for_paper_hides_nothing():
    page = '<style media="print">.zz{display:none}</style><p class="zz">粮食增产，农民增收。</p>'
    assert kept(page) == ["粮食增产，农民增收。"]


def test_html_a_page_made_by_scripts_says_what_to_do():
    with pytest.raises(ValueError, match=r"only scripts .* save the whole page"):
        read("a.html", b'<div id="app"></div><script src="app.js"></script>')


# --- what the text is ----------------------------------------------------------------------


def test_html_readings_above_characters_are_no_text():
    ruby = "<ruby>幢<rp>(</rp><rt>chuáng</rt><rp>)</rp></ruby>"
    page = f"<p>有一座{ruby}经石刻，<ruby>饕餮<rtc><rt>tāotiè</rt></rtc></ruby>纹饰精美。</p>"
    page += f"<table><tr><td>名</td><td>{ruby}</td></tr><tr><td>年</td><td>2023</td></tr></table>"
    assert kept(page) == ["有一座幢经石刻，饕餮纹饰精美。", "名\t幢", "年\t2023"]


def test_html_cells_are_what_they_show():
    """No blank inside a word that is partly bold, no scripts, no comments; one between lines."""
    cell = (
        "粮<b>食</b>产<!-- 一 --><script>var a;</script>量<br>万<i style='display:none'>零</i>吨"
    )
    rows = f"<tr><td>{cell}</td><td>5&amp;ndash;6</td></tr><tr><td>甲</td><td>乙</td></tr>"
    assert kept(f"<table>{rows}</table>") == ["粮食产量 万吨\t5–6", "甲\t乙"]


@pytest.mark.parametrize(
    ("escaped", "shown"),
    [
        ("一、要求&amp;mdash;&amp;mdash;总体", "一、要求——总体"),
        ("&amp;ldquo;三农&amp;rdquo;&amp;nbsp;工作", "“三农”\xa0工作"),
        ("&amp;#19968;、&amp;#x603b;则", "一、总则"),
        ("甲&amp;amp;hellip;乙", "甲…乙"),
    ],
)
def test_html_entities_that_were_escaped_twice_are_signs(escaped, shown):
    assert kept(f"<h2>{escaped}</h2><p>{PARAGRAPH}</p>") == [shown, PARAGRAPH]


@pytest.mark.parametrize(
    ("escaped", "shown"),
    [
        ("写<code>&amp;nbsp;</code>表示空格，不换行。", "写&nbsp;表示空格，不换行。"),
        ("研发&amp;销售；设计&amp;制造。", "研发&销售；设计&制造。"),
        ("AT&amp;T; R&amp;D;，&amp;某某;。", "AT&T; R&D;，&某某;。"),
    ],
)
def test_html_what_is_no_entity_or_code_stays(escaped, shown):
    assert kept(f"<p>{escaped}</p>") == [shown]


# --- links -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "paragraph",
    [
        '<a href="/x.html">《关于加强基层治理的实施意见》</a>已经审议通过。',
        '<a href="/x.html">《关于加强基层治理的实施意见》</a>',
        '<a href="#yj">《关于加强基层治理的实施意见》</a>已经审议通过。',
        '<a href="/1.html">《实施意见》</a></p><p><a href="/2.html">《实施细则》</a>',
    ],
)
def test_html_a_paragraph_that_is_a_link_is_text_between_paragraphs(paragraph):
    page = f"<article><p>{PARAGRAPH}</p><p>{paragraph}</p><p>{PARAGRAPH}</p></article>"
    assert kept(page) == [PARAGRAPH, *_texts(paragraph), PARAGRAPH]


def test_html_links_to_files_are_annexes():
    annexes = '<p><a href="/P1.docx">附件1：实施方案</a></p><p><a href="/P2.xls?v=1">附件2</a></p>'
    page = f"<div><p>{PARAGRAPH}</p>{annexes}<p>某某局</p></div>"
    assert kept(page) == [PARAGRAPH, "附件1：实施方案", "附件2", "某某局"]


def _texts(paragraph):
    from lxml import html

    return [one.text_content() for one in html.fromstring(f"<div><p>{paragraph}</p></div>")]


@pytest.mark.parametrize(
    "links",
    [
        '<p><a href="/1.html">上一篇：某市召开会议</a></p>',
        '<ul><li><a href="/1.html">某市开会</a></li><li><a href="/2.html">某省开会</a></li></ul>',
        '<p><a href="/1.html">首页</a> <a href="/2.html">新闻</a></p>' * 4,
    ],
)
def test_html_links_beside_the_text_are_site_text(links):
    text = f"<p>{PARAGRAPH}</p><p>{PARAGRAPH}</p>"
    assert kept(f"<div>{text}{links}</div>") == [PARAGRAPH] * 2
    if links.count("<p>") != 1:
        assert kept(f"<div>{text}{links}{text}</div>") == [PARAGRAPH] * 4


# --- encodings and archives ------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize(
    "declared",
    [
        '<meta charset="{}">',
        "<meta http-equiv=Content-Type content='text/html; charset={}'>",
        '<?xml version="1.0" encoding="{}"?>',
    ],
)
def test_html_what_a_page_declares_of_its_encoding_is_heard(encoding, declared):
    """Of one character the bytes say little."""
    text = "公" if encoding != "big5" else "則"
    page = "{}<p>{}</p>" + "<!-- script -->" * 9
    plain = read("a.html", page.format("", text).encode(encoding))
    told = read("a.html", page.format(declared.format(encoding), text).encode(encoding))
    assert text in told.text
    assert told.margin > 0.5 or told.margin > plain.margin


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("wrong", ["utf-8", "gb2312", "big5", "iso-8859-1", "euc-kr", "", "x"])
def test_html_what_a_page_declares_wrongly_does_no_harm(encoding, wrong):
    page = f'<meta charset="{wrong}"><p>主管機關應定期公告，受理申請。</p>'
    reading = read("a.html", page.encode(encoding))
    assert reading.text == "主管機關應定期公告，受理申請。"


def archive(page, encoding, head="Content-Transfer-Encoding: quoted-printable", pack=quoted):
    """A web archive as browsers save it."""
    return (
        b"From: <Saved by Blink>\r\nSubject: =?utf-8?Q?=E4=B8=80?=\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--x--"\r\n\r\n'
        b"----x--\r\nContent-Type: text/css\r\n\r\np {}\r\n"
        b'----x--\r\nContent-Type: text/html; charset="'
        + encoding.encode()
        + b'"\r\n'
        + head.encode()
        + b"\r\n\r\n"
        + pack(page.encode(encoding))
        + b"\r\n----x----\r\n"
    )


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312"])
@pytest.mark.parametrize("suffix", [".mht", ".mhtml", ".html"])
def test_html_web_archives_are_read(encoding, suffix):
    page = f"<h1>通知</h1><p>{PARAGRAPH}</p>"
    assert read(f"a{suffix}", archive(page, encoding)).text == f"通知\n{PARAGRAPH}"
    base64 = archive(page, encoding, "Content-Transfer-Encoding: base64", encodebytes)
    assert read(f"a{suffix}", base64).text == f"通知\n{PARAGRAPH}"


def test_html_the_longest_frame_of_an_archive_is_its_page():
    frames = archive('<frameset><frame src="1"><frame src="2"></frameset>', "utf-8")
    part = b"----x--\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    parts = [part + text.encode() + b"\r\n" for text in ("<p>菜单</p>", f"<p>{PARAGRAPH}</p>")]
    data = frames.replace(b"----x----", b"".join(parts) + b"----x----")
    assert read("a.mht", data).text == PARAGRAPH


def test_html_an_archive_without_a_page_is_one_clear_error():
    data = b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nabc"
    with pytest.raises(ValueError, match="web archive without a page"):
        read("a.mht", data)


def test_html_a_page_about_messages_is_no_archive():
    page = f"<pre>Content-Type: text/plain\nMIME-Version: 1.0</pre><p>{PARAGRAPH}</p>"
    assert read("a.html", page.encode()).text.endswith(PARAGRAPH)
