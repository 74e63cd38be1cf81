"""The numbers that headings bear."""

import pytest

from analysis.structure.numbers import chinese_number, number_of

MARKERS = {
    **{"第二十三条": 23, "（十）": 10, "(一)": 1, "1.2.7": 7, "第 5-1 條": 5, "第一百零八章": 108},
    **{"③": 3, "⑽": 10, "⒛": 20, "Ⅻ": 12, "㈥": 6, "IV.": 4, "XIX.": 19, "丙、": 3, "癸、": 10},
    **{"C.": 3, "Ｂ．": 2, "h.": 8, "首先，": 1, "其次，": 2, "再次，": 3, "最后，": 4, "——": 0},
    **{"１２．": 12, "其三，": 3, "附件2": 2, "廿一、": 21, "卅": 30, "贰、": 2, "叁": 3, "參": 3},
    **{"○": 0, "二〇二四": 2024, "两": 2, "前言": 0, "": 0, "第三十六计": 36, "拾、": 10},
}


@pytest.mark.parametrize("marker", MARKERS)
def test_number_of_a_marker(marker):
    assert number_of(marker) == MARKERS[marker]


@pytest.mark.parametrize("number", [1, 9, 10, 11, 19, 20, 25, 99, 100, 101, 110, 111, 999, 1024])
def test_chinese_numbers_by_units(number):
    """Written out and read again."""
    digits, units = "零一二三四五六七八九", ["", "十", "百", "千"]
    written = ""
    for place, digit in enumerate(reversed(str(number))):
        written = (digits[int(digit)] + units[place] if digit != "0" else "零") + written
    written = written.rstrip("零").replace("零零", "零")
    assert chinese_number(written) == number
    assert chinese_number(written.removeprefix("一") or "一") in (number, chinese_number("一"))
    assert chinese_number("".join(digits[int(digit)] for digit in str(number))) == number
