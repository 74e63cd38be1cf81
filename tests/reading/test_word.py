"""What each format knows is used, and what a reader shows is what its program shows."""

import io
import pathlib
import zipfile

import pytest
from makers import column, docx, p, pdf, r, zipped

from analysis.reading import READERS


def marked(reading):
    """The marks of a reading as (role, level, text)."""
    return [(m.role, m.level, reading.text[m.start : m.end]) for m in reading.marks]


def read(name, data):
    """What the reader of this suffix makes of the bytes."""
    return READERS[pathlib.PurePath(name).suffix](data, None)


# --- markdown ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 一\n正文", [("heading", 1, "# 一")]),
        ("### 总则 ###\n", [("heading", 3, "### 总则 ###")]),
        ("#总则\n", [("heading", 1, "#总则")]),
        ("#话题#\n", []),
        ("    # 缩进的是代码\n", []),
        ("标题\n====\n正文", [("heading", 1, "标题\n====")]),
        ("标题\n----\n正文", [("heading", 2, "标题\n----")]),
        ("正文\n\n----\n", [("furniture", 0, "----")]),
        ("```\n# 代码\n```\n", [("body", 0, "```\n# 代码\n```")]),
        ("~~~py\n# 代码\n```\n", [("body", 0, "~~~py\n# 代码\n```\n")]),
        ("|甲|乙|\n|-|-|\n|1|2|\n\n后", [("table", 0, "|甲|乙|\n|-|-|\n|1|2|")]),
        ("- [总则](#总则)\n", [("contents", 0, "- [总则](#总则)")]),
        ("---\nlang: zh\n---\n正文", [("boilerplate", 0, "---\nlang: zh\n---\n")]),
        ("<!-- # 不是 -->\n正文", [("boilerplate", 0, "<!-- # 不是 -->")]),
        ("# 一\n\n1. 甲", [("heading", 1, "# 一"), ("body", 0, "1. 甲")]),
        ("1. 甲\n2. 乙", []),
        ("**第一条**　为了规范……", []),
    ],
)
def test_markdown_stays_as_it_is_written_and_is_marked(text, expected):
    reading = read("a.md", text.encode())
    assert reading.text == text
    assert marked(reading) == expected


# --- Word --------------------------------------------------------------------------------

STYLES = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr>
 <w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="节标题"/><w:basedOn w:val="1"/><w:pPr>
 <w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="正文加粗"/><w:basedOn w:val="1"/><w:pPr>
 <w:outlineLvl w:val="9"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
"""


def _lvl(place, form, text, more=""):
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + _lvl(0, "chineseCountingThousand", "第%1章", '<w:suff w:val="space"/>')
    + _lvl(1, "chineseCounting", "第%2节")
    + _lvl(2, "decimal", "%3．", '<w:lvlRestart w:val="0"/>')
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + _lvl(0, "japaneseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + _lvl(1, "decimal", "%1.%2", "<w:isLgl/>")
    + _lvl(2, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_word_styles_make_titles_headings_and_contents():
    body = p("办法", "a") + p("总则\t1", "TOC1") + p("总则", "1") + p("正文。")
    body += p("一般规定", "2") + p("强调的话", "b")
    body += p("附件", properties='<w:outlineLvl w:val="2"/>')
    reading = read("a.docx", docx(body, styles=STYLES))
    assert marked(reading) == [
        ("title", 0, "办法"),
        ("contents", 0, "总则\t1"),
        ("heading", 1, "总则"),
        ("heading", 2, "一般规定"),
        ("heading", 3, "附件"),
    ]


def test_word_numbers_that_are_not_in_the_text_are_put_back():
    body = p("总则", "1") + p("范围", "2") + p("对象", "2") + p("罚则", "1") + p("罚款", "2")
    body += p("甲", numbered="1 2") + p("附则", "1") + p("乙", numbered="1 2")
    reading = read("a.docx", docx(body, styles=STYLES, numbering=NUMBERING))
    assert reading.text.split("\n") == [
        "第一章 总则",
        "第一节 范围",
        "第二节 对象",
        "第二章 罚则",
        "第一节 罚款",
        "1．甲",
        "第三章 附则",
        "2．乙",
    ]
    assert [mark.marker for mark in reading.marks[:2]] == ["第一章", "第一节"]


def test_word_lists_count_on_together_and_begin_anew_where_they_say_so():
    body = p("甲", numbered="2 0") + p("乙", numbered="2 0") + p("丙", numbered="2 1")
    body += p("丁", numbered="3 0") + p("戊", numbered="2 0") + p("己", numbered="2 2")
    body += p("庚", numbered="0 0") + p("辛", numbered="99 0")
    reading = read("a.docx", docx(body, numbering=NUMBERING))
    expected = ["一、甲", "二、乙", "2.1 丙", "一、丁", "二、戊", "• 己", "庚", "辛"]
    assert reading.text.split("\n") == expected


def test_word_tracked_deletions_and_hidden_text_are_left_out_insertions_kept():
    body = (
        f"<w:p>{r('保留')}<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        f"<w:ins>{r('插入')}</w:ins><w:moveFrom>{r('移走')}</w:moveFrom>"
        f"<w:moveTo>{r('移来')}</w:moveTo>{r('隐藏', '<w:vanish/>')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('前半，')}</w:p><w:p>{r('后半。')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('文末')}</w:p>"
    )
    assert read("a.docx", docx(body)).text.split("\n") == ["保留插入移来", "前半，后半。", "文末"]


def test_word_fields_give_their_result_and_signs_their_blanks():
    body = (
        "<w:p><w:r><w:fldChar/><w:instrText>PAGEREF _Toc1</w:instrText></w:r>"
        f"<w:hyperlink>{r('总则')}</w:hyperlink><w:r><w:tab/><w:t>3</w:t><w:br/></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>zé</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>则</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert read("a.docx", docx(body)).text == "总则\t3\n则"


def test_word_text_boxes_and_notes_follow_their_paragraph_once():
    box = f"<w:txbxContent>{p('框中文字')}</w:txbxContent>"
    body = (
        f"<w:p>{r('正文')}<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p>' + p("下一段")
    )
    notes = f'<w:footnote w:type="separator" w:id="0">{p("—")}</w:footnote>'
    notes += f'<w:footnote w:id="2">{p("见前文。")}</w:footnote>'
    reading = read("a.docx", docx(body, footnotes=notes))
    assert reading.text == "正文\n框中文字\n[2] 见前文。\n下一段"
    assert marked(reading) == [("note", 0, "框中文字"), ("note", 0, "[2] 见前文。")]


def _table(*rows):
    cells = (f"<w:tr>{''.join(f'<w:tc>{p(cell)}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(cells)}</w:tbl>"


def test_word_tables_are_rows_in_reading_order_and_layout_is_no_table():
    body = p("前") + _table(("指标", "数值"), ("增速", "5%")) + p("后")
    reading = read("a.docx", docx(body))
    assert reading.text == "前\n指标\t数值\n增速\t5%\n后"
    assert marked(reading) == [("table", 0, "指标\t数值"), ("table", 0, "增速\t5%")]
    layout = _table(("一、总体要求",), ("正文。" * 300,))
    assert marked(read("a.docx", docx(layout))) == []


def test_word_page_headers_are_kept_as_furniture():
    reading = read("a.docx", docx(p("正文"), header=p("内部文件"), footer=p("第1页")))
    assert marked(reading) == [("furniture", 0, "内部文件"), ("furniture", 0, "第1页")]


def test_a_real_word_file_made_by_another_program(tmp_path):
    docx_library = pytest.importorskip("docx")
    document = docx_library.Document()
    document.add_heading("总结", 0)
    document.add_heading("一、成绩", 1)
    document.add_paragraph("粮食增产。")
    document.add_table(2, 2).cell(0, 0).text = "甲"
    document.save(tmp_path / "a.docx")
    reading = read("a.docx", (tmp_path / "a.docx").read_bytes())
    assert marked(reading)[:2] == [("title", 0, "总结"), ("heading", 1, "一、成绩")]
    assert "粮食增产。" in reading.text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "it is encrypted"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .doc file"),
        (zipped({"a.txt": "x"}), "no Word document"),
        (docx("<w:p>"), "broken XML"),
        (docx(p("a" * (40 << 20))), "unpacks to"),
        (docx("<w:sdt>" * 2000 + "</w:sdt>" * 2000), "broken XML"),
    ],
)
def test_hostile_word_files_are_one_clear_error(data, reason):
    with pytest.raises(ValueError, match=reason):
        read("a.docx", data)


def test_entities_in_a_word_file_are_not_expanded():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE d [<!ENTITY a0 "炸弹">{entities}]>'
    files = {}
    with zipfile.ZipFile(io.BytesIO(docx(p("&a9;")))) as archive:
        for name in archive.namelist():
            files[name] = archive.read(name).decode()
    files["word/document.xml"] = bomb + files["word/document.xml"]
    with pytest.raises(ValueError, match="declares entities"):
        read("a.docx", zipped(files))


# --- PDF ---------------------------------------------------------------------------------

LONG = "各地区各部门要把这项工作摆上重要位置，结合实际制定实施方案，明确责任分工，强化督促检查，"


def test_pdf_lines_become_paragraphs_across_pages_without_the_furniture():
    first, second = LONG + "确保各项任务落到实处。", "要加强宣传引导，及时总结推广好的经验做法。"
    lines = column(first + "\n" + second)
    half = len(lines) // 2
    pages = [
        [(50, 570, 9, "内部资料"), *lines[:half], (200, 30, 9, "- 1 -")],
        [(50, 570, 9, "内部资料"), *lines[half:], (200, 30, 9, "- 2 -")],
    ]
    reading = read("a.pdf", pdf(pages))
    edges = ["- 1 -", "- 2 -", "内部资料", "内部资料"]
    assert [line for line in reading.text.split("\n") if line not in edges] == [first, second]
    assert sorted(marked(reading)) == [("furniture", 0, edge) for edge in edges]


def test_pdf_paragraphs_without_indent_are_told_by_their_distance():
    one = column(LONG + "落实好。", top=520, indent=0)
    two = column(LONG + "检查好。", top=one[-1][1] - 35, indent=0)
    three = column(LONG + "总结好。", top=two[-1][1] - 35, indent=0)
    reading = read("a.pdf", pdf([[*one, *two, *three]]))
    assert reading.text.split("\n") == [LONG + end for end in ("落实好。", "检查好。", "总结好。")]


def test_pdf_outline_and_contents_are_used():
    pages = [
        [(160, 540, 20, "管理办法"), (50, 480, 12, "第一章 总则" + "." * 40 + "2")],
        [(50, 520, 12, "第一章 总则"), *column(LONG + "落实好。", top=480)],
    ]
    outline = [(0, "管理办法", 0), (1, "第一章 总则", 1)]
    reading = read("a.pdf", pdf(pages, outline))
    roles = [(role, level) for role, level, _ in marked(reading)]
    assert roles == [("title", 0), ("contents", 0), ("heading", 2)]
    assert marked(reading)[2][2] == "第一章 总则"


def test_pdf_page_numbers_glued_to_a_heading_are_taken_off():
    text = column(LONG + "落实好。", top=480)
    pages = [[(50, 570, 12, f"第{n}章 总则{page}"), *text] for page, n in enumerate("一二三", 4)]
    pages.append([*text, (200, 30, 9, "7")])
    lines = read("a.pdf", pdf(pages)).text.split("\n")
    assert [line for line in lines if "总则" in line] == [f"第{n}章 总则" for n in "一二三"]
    assert [line for line in lines if line.isdigit()] == ["4", "5", "6", "7"]


def test_pdf_footnotes_are_notes_and_do_not_cut_the_paragraph():
    lines = column(LONG + LONG + "落实好。", top=200)
    note = (50, 60, 8, "① 见国务院公报二〇二三年第三号，全文附后。")
    reading = read("a.pdf", pdf([[*lines[:3], note], lines[3:]]))
    assert reading.text.split("\n")[0] == LONG + LONG + "落实好。"
    assert marked(reading) == [("note", 0, note[3])]


def test_pdf_radicals_become_the_characters_they_stand_for():
    reading = read("a.pdf", pdf([[(50, 500, 12, "工作要求")]]))
    assert reading.text == "工作要求"
    from analysis.reading.formats.pdf import _mended

    assert _mended("⼯作⽤⼼") == "工作用心"


def test_pdfs_without_text_or_with_a_password_say_what_to_do():
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawImage(ImageReader(Image.new("L", (50, 50), 90)), 0, 0)
    canvas.save()
    with pytest.raises(ValueError, match=r"no text layer.*ocrmypdf -l chi_sim"):
        read("a.pdf", stream.getvalue())
    with pytest.raises(ValueError, match="it is encrypted"):
        read("a.pdf", pdf([[(50, 500, 12, "密")]], encrypt="secret"))


# --- web pages ---------------------------------------------------------------------------

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
