"""What Word knows is used, and what a reader shows is what Word shows."""

import io
import zipfile

import pytest
from makers import docx, marked, p, r, read, zipped

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
        (zipped({"a.txt": "x"}), "not a Word document"),
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
