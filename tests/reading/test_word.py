"""What Word knows is used, and what a reader shows is what Word shows."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import docx, examples, marked, p, r, read, zipped


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
    assert reading.text == "正文\n框中文字\n[1] 见前文。\n下一段"
    assert marked(reading) == [("note", 0, "框中文字"), ("note", 0, "[1] 见前文。")]


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
        (zipped({"a.txt": "x"}), "not a Word document"),
        (docx("<w:p>"), "broken XML"),
        (docx(p("a" * (40 << 20))), "unpacks to"),
        (docx("<w:sdt>" * 2000 + "</w:sdt>" * 2000), "broken XML"),
    ],
)
def test_hostile_word_files_are_one_clear_error(data, reason):
    with pytest.raises(ValueError, match=reason):
        read("a.docx", data)


def test_every_paragraph_that_is_nothing_else_is_marked_as_one():
    body = p("甲，", "") + p("") + "<w:p><w:r><w:t>乙</w:t><w:br/><w:t>丙</w:t></w:r></w:p>"
    reading = read("a.docx", docx(body + _table(("指标", "数值"), ("增速", "5%"))))
    spans = [(mark.role, reading.text[mark.start : mark.end]) for mark in reading.marks]
    expected = [("paragraph", "甲，"), ("paragraph", "乙\n丙")]
    assert spans == [*expected, ("table", "指标\t数值"), ("table", "增速\t5%")]


def test_word_notes_are_numbered_as_they_are_cited():
    def cite(kind, number, more="", mark=""):
        return f'<w:r><w:{kind}Reference w:id="{number}" {more}/>{mark}</w:r>'

    def notes(kind):
        return "".join(f'<w:{kind} w:id="{n}">{p(f"{kind}{n}")}</w:{kind}>' for n in (2, 3, 5))

    body = f"<w:p>{r('甲')}{cite('footnote', 3)}{cite('endnote', 2)}</w:p>"
    body += f"<w:p><w:del>{cite('footnote', 2)}</w:del>{r('乙')}{cite('footnote', 5)}</w:p>"
    starred = cite("footnote", 2, 'w:customMarkFollows="1"', "<w:t>*</w:t>")
    body += f"<w:p>{starred}{cite('endnote', 5)}{cite('endnote', 5)}</w:p>"
    data = docx(body, footnotes=notes("footnote"), endnotes=notes("endnote"))
    first = ["甲", "[1] footnote3", "[1] endnote2", "乙", "[2] footnote5"]
    last = ["*", "[*] footnote2", "[2] endnote5"]
    assert read("a.docx", data).text.split("\n") == first + last


def test_word_boxes_within_boxes_and_notes_of_the_last_box_are_not_lost():
    inner = f"<w:txbxContent>{p('里面的框')}</w:txbxContent>"
    cited = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    box = f"<w:txbxContent><w:p>{r('外面的框')}<w:r>{inner}</w:r>{cited}</w:p></w:txbxContent>"
    notes = f'<w:footnote w:id="1">{p("框的注。")}</w:footnote>'
    reading = read("a.docx", docx(f"<w:p>{r('正文')}<w:r>{box}</w:r></w:p>", footnotes=notes))
    assert reading.text.split("\n") == ["正文", "外面的框", "里面的框", "[1] 框的注。"]


def test_word_art_is_a_note_and_a_watermark_is_not_read():
    art = '<w:p><w:r><w:pict><v:shape><v:textpath string="{}"/></v:shape></w:pict></w:r></w:p>'
    body = art.format("某某市人民政府文件") + p("一、总体要求")
    reading = read("a.docx", docx(body, header=art.format("内部资料 注意保存") + p("页眉")))
    assert reading.text.split("\n") == ["", "某某市人民政府文件", "一、总体要求", "页眉"]
    assert marked(reading)[0] == ("note", 0, "某某市人民政府文件")


def test_word_headers_keep_what_their_tabs_keep_apart_and_hide_what_is_hidden():
    header = f"<w:p>{r('内部文件')}<w:r><w:tab/></w:r>{r('第1页')}{r('密', '<w:vanish/>')}</w:p>"
    reading = read("a.docx", docx(p("正文"), header=header))
    assert marked(reading) == [("furniture", 0, "内部文件 第1页")]


def test_word_contents_that_no_style_marks_are_contents():
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    entries = p("目录") + p("一、总体要求\t1")
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    body = control.format(gallery, entries) + control.format("", p("正文。")) + p("后。")
    assert marked(read("a.docx", docx(body))) == [
        ("contents", 0, "目录"),
        ("contents", 0, "一、总体要求\t1"),
    ]


def test_word_rows_and_cells_that_were_deleted_are_left_out():
    row = "<w:tr>{}<w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>"
    gone = "<w:tcPr><w:cellDel/></w:tcPr>"
    rows = [("", p("指标"), p("数值")), ("<w:trPr><w:del/></w:trPr>", p("旧"), p("1"))]
    rows += [("", p("增速"), p("5%")), ("", p("减速"), gone + p("3%"))]
    table = "".join(row.format(*one) for one in rows)
    reading = read("a.docx", docx(f"<w:tbl>{table}</w:tbl>"))
    assert reading.text.split("\n") == ["指标\t数值", "增速\t5%", "减速"]


CHUNK = '<w:altChunk r:id="c"/>'
PAGE = "<html><body><h1>一、总体要求</h1><p>全面落实各项任务，确保成效。</p></body></html>"
MHT = """From: x
MIME-Version: 1.0
Content-Type: multipart/related; boundary=b

--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

{}
--b--"""


@pytest.mark.parametrize(
    ("name", "chunk", "headings"),
    [
        ("a.html", PAGE, 1),
        ("a.xhtml", f'<?xml version="1.0"?><!DOCTYPE html>{PAGE}', 1),
        ("a.mht", MHT.format(base64.b64encode(PAGE.encode()).decode()), 1),
        ("a.txt", "一、总体要求\n全面落实各项任务，确保成效。", 0),
        ("a.docx", docx(p("一、总体要求") + p("全面落实各项任务，确保成效。")), 0),
        ("A.DAT", PAGE.encode("gb18030"), 1),
    ],
)
def test_word_files_within_the_document_are_read(name, chunk, headings):
    """Programs that turn pages into documents leave that to Word."""
    data = docx(
        p("关于某事的报告") + CHUNK + p("特此报告。"),
        files={f"word/{name}": chunk},
        related=[("c", "aFChunk", name)],
    )
    reading = read("a.docx", data)
    lines = ["关于某事的报告", "一、总体要求", "全面落实各项任务，确保成效。", "特此报告。"]
    assert reading.text.split("\n") == lines
    assert reading.remarks == ()
    assert marked(reading) == [("heading", 1, "一、总体要求")] * headings


NESTED = docx(CHUNK, {"word/a.docx": docx(p("里"))}, [("c", "aFChunk", "a.docx")])


@pytest.mark.parametrize(
    ("name", "chunk", "reason"),
    [
        ("a.rtf", "{\\rtf1 甲}", "a.rtf.*open the file in Word and save it"),
        ("b.html", "", "it is not in the file"),
        (
            "a.mht",
            "MIME-Version: 1.0\nContent-Type: text/plain\n\nx",
            "a web archive without a page",
        ),
        ("a.docx", NESTED, "a document in a document in a document"),
        ("a.docx", b"PK", "not a zip file"),
    ],
)
def test_word_files_within_the_document_that_cannot_be_read_are_named(name, chunk, reason):
    files = {"word/a." + name.rpartition(".")[2]: chunk} if name[0] == "a" else {}
    reading = read("a.docx", docx(p("前。") + CHUNK + p("后。"), files, [("c", "aFChunk", name)]))
    assert [line for line in reading.text.split("\n") if line] == ["前。", "后。"]
    assert len(reading.remarks) == 1
    assert re.search(reason, reading.remarks[0])


def test_a_page_within_the_document_has_no_site_around_it_but_its_hidden_text_stays_hidden():
    link, hidden = (
        '<p><a href="x.html">全文见附件</a></p>',
        '<p style="display: none">隐藏的话。</p>',
    )
    page = f"<body>{link}{hidden}<p>全面落实各项任务，确保成效。</p></body>"
    data = docx(p("前。") + CHUNK, {"word/a.html": page}, [("c", "aFChunk", "a.html")])
    reading = read("a.docx", data)
    assert "全文见附件" in reading.text
    assert marked(reading) == [("boilerplate", 0, "隐藏的话。")]


def test_word_files_within_the_document_are_read_once():
    data = docx(p("前。") + CHUNK * 3, {"word/a.txt": "中。"}, [("c", "aFChunk", "a.txt")])
    reading = read("a.docx", data)
    assert reading.text == "前。\n中。"
    assert len(reading.remarks) == 2


def test_word_drawings_of_one_part_are_read_once():
    drawn = '<w:p><w:r><c:chart r:id="c"/></w:r></w:p>'
    chart = {"word/a.xml": '<c xmlns:a="a"><a:p><a:t>各季度增速</a:t></a:p></c>'}
    reading = read("a.docx", docx(drawn * 3, chart, [("c", "chart", "a.xml")]))
    assert reading.text.count("各季度增速") == 1


def test_word_files_in_a_cell_are_read():
    cell = f"<w:tr><w:tc>{p('甲')}</w:tc><w:tc>{CHUNK}{p('乙')}</w:tc></w:tr>"
    data = docx(f"<w:tbl>{cell * 2}</w:tbl>", {"word/a.txt": "中。"}, [("c", "aFChunk", "a.txt")])
    assert read("a.docx", data).text == "甲\n中。\n乙\n甲\n乙"


def test_word_text_in_charts_and_diagrams_is_kept_and_objects_are_named():
    drawn = "<w:p><w:r><w:drawing><{}/></w:drawing></w:r></w:p>"
    body = p("图一") + drawn.format('c:chart r:id="c"') + drawn.format('dgm:relIds r:dm="d"')
    body += '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>' * 2
    title = "<a:p><a:r><a:t>各季度</a:t></a:r><a:r><a:t>增速</a:t></a:r></a:p>"
    names = "<c:strCache><c:pt><c:v>一季度</c:v></c:pt><c:pt><c:v>二季度</c:v></c:pt></c:strCache>"
    values = "<c:numCache><c:pt><c:v>5.1</c:v></c:pt></c:numCache>"
    chart = f'<c:c xmlns:c="c" xmlns:a="a">{title}{names * 2}{values}</c:c>'
    diagram = '<d xmlns:a="a"><a:p><a:t>摸底</a:t></a:p><a:p/><a:p><a:t>整治</a:t></a:p></d>'
    files = {"word/chart.xml": chart, "word/diagram.xml": diagram}
    related = [("c", "chart", "chart.xml"), ("d", "diagramData", "diagram.xml")]
    reading = read("a.docx", docx(body, files, related))
    expected = ["各季度增速\t一季度\t二季度", "摸底", "整治"]
    assert marked(reading) == [("note", 0, text) for text in expected]
    assert reading.remarks == ("2 embedded objects were not read (Excel.Sheet.12)",)


# --- laws ----------------------------------------------------------------------------------

INSIDE = [
    *["r", "hyperlink", "ins", "smartTag", "sdt/sdtContent", "fldSimple", "customXml", "p"],
    *["r/AlternateContent/Choice", "pict/txbxContent/p", "tbl/tr/tc/p", "tbl/tr/sdt/tc/p"],
    "field",
]
BLOCKS = ["p", "tbl/tr/tc/p", "sdt/sdtContent/p", "customXml/p", "tbl/tr/tc/tbl/tr/tc/p"]
TURN = "<w:r><w:fldChar w:fldCharType='{}'/></w:r>".format
EMPTY = [
    *["<w:tab/>", "<w:br/>", "<w:sym w:char='41'/>", "<w:footnoteReference/>", "<w:altChunk/>"],
    *["<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "<w:pPr><w:pStyle w:val='x'/></w:pPr>"],
    *["<w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr>", "<!-- x -->", "<w:unheard/>"],
    *[TURN("begin"), "<w:instrText>EQ \\o(</w:instrText>"],
]


def within(path, inner):
    """These elements, one in the other, round what is inside."""
    if path == "field":
        code = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        return TURN("begin") + code + TURN("separate") + inner + TURN("end")
    names = path.split("/")
    ends = "".join(f"</w:{name}>" for name in reversed(names))
    return "".join(f"<w:{name}>" for name in names) + inner + ends


CONTENT = st.recursive(
    st.sampled_from(EMPTY) | st.sampled_from(["甲", "，乙", "。"]).map(lambda text: r(text)),
    lambda inner: st.builds(
        within, st.sampled_from(INSIDE), st.lists(inner, max_size=4).map("".join)
    ),
    max_leaves=12,
)


@given(st.lists(st.builds(within, st.sampled_from(BLOCKS), CONTENT), max_size=4))
@examples(200)
def test_any_elements_in_any_order_are_read_and_no_character_is_lost(content):
    body = "".join(content)
    reading = read("a.docx", docx(body))
    place = 0
    for mark in reading.marks:
        assert place <= mark.start < mark.end <= len(reading.text)
        place = mark.end
    for sign in "甲乙。":
        assert reading.text.count(sign) == body.count(sign)
