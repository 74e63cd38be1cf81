"""Lines of a PDF become paragraphs, and its outline and fonts say what they are."""

import io
import math

import pytest
from makers import column, marked, pdf, raw_pdf, read, stream

from analysis.reading.formats.pdfium import is_implausible, main_turn, mended

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


def test_pdf_paragraphs_know_their_page():
    pages = [column(LONG + "落实好。"), column(LONG + "检查好。"), [(50, 500, 12, "工作要求")]]
    reading = read("a.pdf", pdf([[*page, (200, 30, 9, "- 1 -")] for page in pages]))
    of = {reading.text[mark.start : mark.end]: mark.page for mark in reading.marks}
    assert [of[LONG + end] for end in ("落实好。", "检查好。")] == [1, 2]
    assert of["工作要求"] == 3


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


def test_an_outline_names_headings_whatever_their_characters():
    outline = [(0, "⼀、⻓期规划", 0)]
    pages = [[(50, 520, 12, "一、长期规划"), *column(LONG + "落实好。", top=480)]]
    assert marked(read("a.pdf", pdf(pages, outline)))[0][2] == "一、长期规划"


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
    assert mended("⼯作⽤⼼") == "工作用心"
    assert mended("⻓期以来，⺠⽣见效，⻛险可控") == "长期以来，民生见效，风险可控"
    assert mended("㇐々の長") == "㇐々の長"


def test_halves_of_a_character_are_put_together():
    assert mended("\ud842\udfb7\u5bb6") == "𠮷家"


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


def test_pages_that_are_pictures_among_others_are_named():
    from PIL import Image

    picture = Image.new("L", (50, 50), 90)
    pages = [[(50, 500, 12, "工作要求")], [(50, 300, picture)], [], [(50, 300, picture)]]
    reading = read("a.pdf", pdf(pages))
    assert reading.text == "工作要求"
    assert reading.remarks == ("pages 2, 4: pictures without text, not read",)
    assert read("a.pdf", pdf(pages[:1])).remarks == ()


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"no PDF at all"])
def test_a_broken_pdf_is_one_clear_error(data):
    with pytest.raises(ValueError, match="it is no PDF, or a broken one"):
        read("a.pdf", data)


def test_a_large_initial_begins_the_text_and_is_no_title():
    opening = "天来了，万物复苏，田野里一片生机勃勃的景象，"
    rest = "农民们开始忙碌起来，播种希望，收获幸福，日子也", "越过越红火。"
    lines = [
        *[(50, 510, 28, "春"), (80, 518, 12, opening), (80, 500, 12, rest[0])],
        *[(50, 482, 12, rest[1]), (50, 440, 12, "一、耕作")],
        *column(LONG + "落实好。", top=420),
    ]
    paragraphs = read("a.pdf", pdf([lines])).text.split("\n")
    assert paragraphs == [f"春{opening}{rest[0]}{rest[1]}", "一、耕作", LONG + "落实好。"]
    narrow = [(50, 510, 28, "春"), (80, 518, 12, opening[:12]), (80, 500, 12, rest[1])]
    paragraphs = read("b.pdf", pdf([[*narrow, *column(LONG + "落实好。", top=450)]])).text
    assert paragraphs.split("\n") == [f"春{opening[:12]}{rest[1]}", LONG + "落实好。"]


# --- fonts that are not embedded -----------------------------------------------------


def spread(text, y=500, left=50, points=12):
    """A line set one character at a time, as many programs do."""
    return [(left + points * n, y, points, character) for n, character in enumerate(text)]


@pytest.mark.parametrize("heading", ["一、总体要求", "一、한국어"])
def test_text_set_one_by_one_in_a_font_that_is_not_there_is_read(heading):
    reading = read("a.pdf", pdf([[*spread(heading), *column(LONG + "落实好。", top=460)]]))
    assert reading.text == f"{heading}\n{LONG}落实好。"
    assert reading.remarks == ()


def test_a_page_of_such_text_alone_is_read():
    assert read("a.pdf", pdf([spread("工作要求")])).text == "工作要求"


def test_blanks_of_a_font_that_is_not_there_add_nothing():
    line = [(50, 500, 12, "工作要求"), (62, 500, 12, " "), (98, 500, 12, "落实")]
    assert read("a.pdf", pdf([line])).text == "工作要求落实"


# --- fonts without a map to characters -----------------------------------------------


def without_map(texts, *, mapped=""):
    """A PDF of glyphs by their numbers in a font that does not say which characters they are.

    Below them stands a line in a font that does.
    """
    lines = ["".join(f"{glyph:04X}" for glyph in text) for text in texts]
    shown = "".join(f"<{line}> Tj T* " for line in lines)
    known = f"/F2 12 Tf <{mapped.encode('utf-16-be').hex()}> Tj"
    content = f"BT /F1 12 Tf 20 TL 50 700 Td {shown}{known} ET"
    kind = "/Type/Font/Subtype/Type0/BaseFont/F"
    inner = "/Type/Font/Subtype/CIDFontType2/BaseFont/F/DW 1000/FontDescriptor 9 0 R"
    order = "/CIDSystemInfo<</Registry(Adobe)/Supplement 0/Ordering"
    return raw_pdf(
        stream(content),
        "<</F1 5 0 R/F2 7 0 R>>",
        f"<<{kind}/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        f"<<{inner}{order}(Identity)>>>>",
        f"<<{kind}/Encoding/UniGB-UTF16-H/DescendantFonts[8 0 R]>>",
        f"<<{inner}{order}(GB1)>>>>",
        "<</Type/FontDescriptor/FontName/F/Flags 4/FontBBox[0 -120 1000 880]>>",
    )


GLYPHS = [[0x21F9, 0x466, 0x3410, 0x234C, 0x5D33, 0x4015, 0x2561, 0x31C7, 0x4903, 0x4F3A]] * 3


def test_a_font_without_a_map_is_an_error_that_says_what_to_do():
    with pytest.raises(ValueError, match=r"do not say which characters.*--force-ocr -l chi_sim"):
        read("a.pdf", without_map(GLYPHS))
    with pytest.raises(ValueError, match="do not say which characters"):
        read("a.pdf", without_map([range(1, 9), range(14, 30)]))  # numbers of control characters


@pytest.mark.parametrize(
    ("text", "implausible"),
    [
        ("⇹Ѩ㐘⍌崳䀕", True),
        ("工作要求", False),
        ("⼯⽤⼼⼈⼀⼆⼩⼤", False),  # radicals for characters
        ("𠮷𠀋", False),  # too few
        ("Équipe à l'étranger, naïve", False),  # mostly plain letters
        ("", False),
    ],
)
def test_what_is_hardly_chinese(text, implausible):
    assert is_implausible(text, few=3) == implausible


def test_a_few_characters_without_a_map_are_named_with_their_page():
    reading = read("a.pdf", without_map(GLYPHS[:1], mapped=LONG))
    assert LONG in reading.text
    assert [remark.split(":")[0] for remark in reading.remarks] == ["page 1"]
    assert "hardly Chinese" in reading.remarks[0]


def test_a_font_without_a_map_whose_numbers_are_the_characters_is_read():
    reading = read("a.pdf", without_map([list(map(ord, LONG))]))
    assert (reading.text, reading.remarks) == (LONG, ())


# --- turned pages --------------------------------------------------------------------

HEAD = "某某市人民政府工作报告"


def turned(text, page):
    """Two pages of 420 x 600 whose text is turned left and whose sheet is turned right."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    width, height = (600, 420) if text % 180 else (420, 600)
    shown = (height, width) if page % 180 else (width, height)
    canvas = Canvas(stream, pagesize=shown, invariant=True)
    for number in "12":
        canvas.saveState()
        canvas.translate(width if text in (90, 180) else 0, height if text >= 180 else 0)
        canvas.rotate(text)
        lines = column(LONG + "落实好。\n" + LONG + "检查好。")
        for x, y, points, words in [(50, 575, 9, HEAD), *lines, (200, 30, 9, number)]:
            canvas.setFont("STSong-Light", points)
            canvas.drawString(x, y, words)
        canvas.restoreState()
        canvas.setPageRotation(page)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


@pytest.mark.parametrize("text", [0, 90, 180, 270])
@pytest.mark.parametrize("page", [0, 90, 180, 270])
def test_text_that_lies_on_its_side_is_read_as_if_it_stood(text, page):
    pdf([[(0, 0, 9, "")]])  # makes the typeface known
    reading = read("a.pdf", turned(text, page))
    lines = [f"{LONG}落实好。", f"{LONG}检查好。"] * 2
    furniture = [HEAD, "1", HEAD, "2"]
    assert [one for one in reading.text.split("\n") if one not in furniture] == lines
    assert sorted(text for _, _, text in marked(reading)) == sorted(furniture)


@pytest.mark.parametrize(
    ("quarters", "turn"),
    [
        ([0, 0, 0], 0),
        ([3, 3, 0], 90),  # PDFium counts clockwise
        ([1.001, 0.999, 1], 270),
        ([0.5, 0.5, 0.5, 0], 0),  # a slanting stamp over a little text
        ([0.5, 0.5, 2], 180),
        ([0.5], None),
        ([], None),
    ],
)
def test_the_turn_of_a_page_is_that_of_most_of_its_text(quarters, turn):
    assert main_turn([quarter * math.pi / 2 for quarter in quarters]) == turn


# --- what is not read ----------------------------------------------------------------


def plain(content="BT /F1 12 Tf 50 700 Td (Hello) Tj ET", **more):
    """A PDF of one page that says hello."""
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return raw_pdf(stream(content), "<</F1 5 0 R>>", font, **more)


def test_a_broken_page_costs_only_itself():
    file = plain(pages="3 0 R 9 0 R 3 0 R")
    reading = read("a.pdf", file)
    assert reading.text == "Hello Hello"
    assert reading.remarks == ("page 2: broken, not read",)
    with pytest.raises(ValueError, match="its pages are broken"):
        read("a.pdf", plain(pages="9 0 R"))


def test_attached_files_are_named():
    names = "/Names<</EmbeddedFiles<</Names[(a)6 0 R]>>>>"
    attached = "<</Type/Filespec/F(plan.docx)/UF(plan.docx)/EF<</F 7 0 R>>>>", stream("PK")
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    content = stream("BT /F1 12 Tf 50 700 Td (Hello) Tj ET")
    reading = read("a.pdf", raw_pdf(content, "<</F1 5 0 R>>", font, *attached, catalog=names))
    assert reading.remarks == ("files are attached to it, and are not read: plan.docx",)


def test_forms_that_are_no_pages_are_named():
    xfa = "/NeedsRendering true/AcroForm<</Fields[]/XFA[(template)4 0 R]>>"
    (remark,) = read("a.pdf", plain(catalog=xfa)).remarks
    assert remark.startswith("its form is written in XML (XFA), which is not read")
    assert read("a.pdf", plain(catalog="/AcroForm<</Fields[]>>")).remarks == ()
