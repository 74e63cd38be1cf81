"""Blanks between all characters go; all other blanks stay."""

import pytest
from makers import docx, p, pdf, read

from analysis import read_documents, read_text
from analysis.reading import Mark, Reading
from analysis.reading.spacing import REMARK, closed, without_gaps

TEXT = "全面贯彻新发展理念，推进乡村振兴，保障粮食安全。"
SPACED = " ".join(TEXT)


def test_blanks_between_all_characters_go():
    assert closed(SPACED) == TEXT
    assert closed(f"一 、 总 体 要 求\n{SPACED}") == f"一、总体要求\n{TEXT}"


def test_numbers_and_latin_words_are_closed_only_if_they_are_spaced_as_well():
    assert closed(f"2024 年 GDP 增 长\n{SPACED}") == f"2024 年 GDP 增长\n{TEXT}"
    assert closed(f"2 0 2 4 年 G D P\n{SPACED}") == f"2024年GDP\n{TEXT}"


def test_wide_gaps_stay():
    assert closed(f"张 三  李 四\n{SPACED}") == f"张三  李四\n{TEXT}"


@pytest.mark.parametrize(
    "text",
    [
        f"目 录\n总 则\n{TEXT}",  # a few words set wide
        "全面 贯彻 新 发展 理念 ， 推进 乡村 振兴 ， 保障 粮食 安全 。 " * 3,  # words set apart
        "张三 李四 王五 赵六 钱七 孙八 周九 吴十 郑一 冯二 陈三 褚四",
        "序 号 名 称",
        "G D P and C P I are set wide, but there is no Chinese in this text at all.",
        "",
    ],
)
def test_other_blanks_stay(text):
    assert closed(text) == text


def test_bare_text_is_closed_and_a_warning_says_so():
    with pytest.warns(UserWarning, match=REMARK):
        assert read_text(SPACED)["text"].tolist() == [TEXT]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", f"一 、 总 则\n{SPACED}".encode("gb18030")),
        ("a.md", f"# 一 、 总 则\n{SPACED}".encode()),
        ("a.html", f"<h1>一 、 总 则</h1><p>{SPACED}</p>".encode()),
        ("a.docx", docx(p("一 、 总 则", properties='<w:outlineLvl w:val="0"/>') + p(SPACED))),
    ],
)
def test_files_are_closed_and_their_marks_with_them(name, data, tmp_path):
    tmp_path.joinpath(name).write_bytes(data)
    with pytest.warns(UserWarning, match=f"{name}: {REMARK}"):
        (document,) = read_documents(tmp_path / name).itertuples()
    assert document.text.split("\n")[1:] == [TEXT]
    headings = [m for m in document.marks if m.role in ("heading", "title")]
    assert [document.text[m.start : m.end].lstrip("# ") for m in headings] == (
        ["一、总则"] if name != "a.txt" else []
    )


def test_a_reading_that_is_not_spaced_is_left_as_it_is():
    reading = Reading(f"目 录\n{TEXT}", (Mark(0, 3, "contents"),))
    assert without_gaps(reading) is reading


def test_marks_keep_to_their_text():
    spaced = f"一 、 总 则\n{SPACED}\n2024 年"
    marks = Mark(0, 7, "heading", 1, "一 、"), Mark(len(spaced) - 6, len(spaced), "note")
    reading = without_gaps(Reading(spaced, marks))
    assert reading.text == f"一、总则\n{TEXT}\n2024 年"
    assert [reading.text[m.start : m.end] for m in reading.marks] == ["一、总则", "2024 年"]
    assert reading.marks[0].marker == "一、"


def test_a_recognised_page_among_others_is_closed():
    pages = [[(50, 500, 12, text)] for text in (TEXT, SPACED, "目 录")]
    reading = read("a.pdf", pdf(pages))
    assert reading.text.split("\n") == [TEXT, TEXT, "目 录"]
    assert reading.remarks == (f"page 2: {REMARK}",)
