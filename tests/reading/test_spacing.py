"""Blanks between all characters go; all other blanks stay."""

import pytest
from makers import pdf, read

from analysis import read_text
from analysis.reading.spacing import REMARK, closed

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


def test_bare_text_is_closed_and_a_remark_says_so():
    reading = read("a.txt", SPACED.encode())
    assert (reading.text, reading.remarks) == (TEXT, (REMARK,))
    assert read("a.txt", TEXT.encode()).remarks == ()
    with pytest.warns(UserWarning, match=REMARK):
        assert read_text(SPACED)["text"].tolist() == [TEXT]


def test_a_recognised_page_among_others_is_closed():
    pages = [[(50, 500, 12, text)] for text in (TEXT, SPACED, "目 录")]
    reading = read("a.pdf", pdf(pages))
    assert reading.text.split("\n") == [TEXT, TEXT, "目 录"]
    assert reading.remarks == (f"page 2: {REMARK}",)
