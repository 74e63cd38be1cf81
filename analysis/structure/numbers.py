"""The number of a heading: 第二十三条, （十）, 1.2, ③, 丙."""

from __future__ import annotations

import re
from functools import lru_cache

_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {character: value for value, character in enumerate("〇壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {"○": 0, "两": 2, "貳": 2, "參": 3, "陸": 6}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_ORDERS = (
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
    "ABCDEFGH",
    "ＡＢＣＤＥＦＧＨ",
    "abcdefgh",
    "首其再最",
)
_SPANS = (("①", 20), ("⑴", 20), ("⒈", 20), ("Ⅰ", 12), ("㈠", 10))
_NUMERAL = re.compile(
    r"[0-9０-９]+(?:[.．-][0-9０-９]+)*|[〇○零一二三四五六七八九十百千两廿卅壹贰叁肆伍陆柒捌玖拾貳參陸]+"
)


@lru_cache(maxsize=4096)
def number_of(marker: str) -> int:
    """The number in a marker; the last one of 1.2.3; 0 where there is none.

    >>> [number_of(marker) for marker in ["第二十三条", "（十）", "1.2", "③", "丙、", "——"]]
    [23, 10, 2, 3, 3, 0]
    """
    found = _NUMERAL.search(marker)
    if found is None:
        return _order_of(marker)
    numeral = found[0].translate(_FIGURES)
    if numeral[0].isascii():
        parts = re.split(r"[.．]", numeral)
        return int(parts[-1].split("-")[0] or 0)
    return chinese_number(numeral)


def chinese_number(numeral: str) -> int:
    """The value of a Chinese numeral, by units (二十三) or by places (二三).

    >>> [chinese_number(n) for n in ["十", "十二", "二十", "一百零八", "一〇八", "廿一"]]
    [10, 12, 20, 108, 108, 21]
    """
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if not any(character in _UNITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _order_of(marker: str) -> int:
    """The place of the marker's first sign in a series such as 甲乙丙 or ①②③."""
    if roman := re.match("[IVX]+", marker):
        return _roman(roman[0])
    for sign in marker:
        for series in _ORDERS:
            if sign in series:
                return series.index(sign) + 1
        for first, length in _SPANS:
            if 0 <= ord(sign) - ord(first) < length:
                return ord(sign) - ord(first) + 1
    return 0


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[sign] for sign in numeral]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
