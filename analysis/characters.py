"""What a Han character is, and a soft line break: one definition of each, for every step.

``HAN`` is a class for patterns (``f"[{HAN}]"``), `HAN_RUN` matches a run of such characters,
`is_han` asks it of a whole string, `soft_breaks` finds the breaks inside a paragraph, ``RADICALS``
says which characters radicals stand for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# 〇, which is written as a character (二〇二四); extension A; the unified ideographs; the
# compatibility ideographs (豈 …); and the planes of the further extensions. Not radicals (⼈),
# hexagrams, kana or hangul.
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN_RUN = re.compile(f"[{HAN}]+")

# For `str.translate`: radicals (U+2E80-2FDF) that programs write for the characters that they
# look like. Those of the dictionary of Kangxi have a compatibility form; for the supplement the
# characters are named in EquivalentUnifiedIdeograph.txt of Unicode.
_KANGXI = {code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)}
_SUPPLEMENT = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭"
    "⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙"
    "⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小尐兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爬丬牛犭王𤴔目示礻"
    "𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艺艻虎衤覀西见角𧢲讠贝𧾷车辶辷辸邑钅長镸长门𨸏阝雨青韦"
    "页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
RADICALS: dict[int, int] = _KANGXI | _SUPPLEMENT

_LINE_BREAK = re.compile(r"[^\S\n]*\n\s*")


def is_han(text: str) -> bool:
    """Whether a string is made of Han characters alone, and of at least one.

    `text` is a character, a word or any other string.

    >>> [is_han(text) for text in ["人", "二〇二四", "𠮷", "T恤", "⼈", "の", ""]]
    [True, True, True, False, False, False, False]
    """
    return HAN_RUN.fullmatch(text) is not None


def soft_breaks(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where the white space stands that has to go if a paragraph is to be read in one line.

    A paragraph may be broken over several lines, anywhere, also inside a word: 营商环 / 境.
    Such a break, with the blanks around it, stands for nothing. Only between two Latin words
    or numbers it stands for a blank, and so its first character is kept:

    >>> paragraph = "优化营商环\\n　　境，落实 Regional\\n  Plan"
    >>> list(soft_breaks(paragraph))
    [(5, 8), (22, 24)]

    `start` and `end` bound the part of `text` that is looked at. A break at either edge of it
    is inside no paragraph and is not given. Yields the spans in order, none of them empty.
    """
    end = len(text) if end is None else end
    for found in _LINE_BREAK.finditer(text, start, end):
        first, last = found.span()
        if first == start or last == end:
            continue
        first += _is_latin(text[first - 1]) and _is_latin(text[last])
        if first < last:
            yield first, last


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
