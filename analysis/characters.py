"""What a Han character is, and a soft one: one definition of each, for every step.

``HAN`` is a class for patterns (``f"[{HAN}]"``), `HAN_RUN` matches a run of such characters,
`is_han` asks it of a whole string, `soft_breaks` finds line breaks inside a paragraph and the
characters that are not seen (``INVISIBLE``, `has_unseen`), ``RADICALS`` says which characters
radicals stand for, ``EMOJI`` is a class of pictures, ``SENTENCE_ENDS`` of the marks that end a
sentence; `codes_of` and `table_of` make arrays of a text and of a class.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator

import numpy as np

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

# With these a sentence ends, and these may follow upon its end; in classes for patterns. Not ．,
# which also stands in names (冯．诺伊曼) and numbers.
SENTENCE_ENDS = "。｡！？!?…"
CLOSERS = "”’」』）)】》〉\\]\"'"

# Pictures, also those that stand as text unless told otherwise (❤); no arrows and no bullets.
EMOJI = (
    "\u231a\u231b\u23e9-\u23f3\u2600-\u2604\u260e\u2614\u2615\u2618\u261d\u2620-\u2623\u262e"
    "\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660\u2663\u2665\u2666\u2668\u267b"
    "\u267e\u267f\u2692-\u2697\u2699-\u269c\u26a0-\u26ff\u2702\u2705\u2708-\u270d\u270f\u2728"
    "\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27b0\u27bf\u2b1b\u2b1c\u2b50"
    "\u2b55\U0001f004\U0001f0cf\U0001f18e\U0001f191-\U0001f19a\U0001f1e6-\U0001f1ff"
    "\U0001f201-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7f0\U0001f90c-\U0001faff"
)
# Characters that are not seen: marks of direction, places to break a word, forms of a character.
# The joiner is none between two pictures, where it makes one of them (👩‍🌾), nor are the tags
# that make a flag.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0001\U000e0100-\U000e01ef"
)
_ZWJ = f"(?<![{EMOJI}\\ufe0f\U0001f3fb-\U0001f3ff])\u200d|\u200d(?![{EMOJI}])"
_TAG = "(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+"
# A plain class of characters, which is searched ten times as fast, says that there are none.
MAYBE_UNSEEN = f"{INVISIBLE}\u200d\U000e0020-\U000e007f"
_MAYBE_UNSEEN = re.compile(f"[{MAYBE_UNSEEN}]")
BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))  # there are none beyond
_UNSEEN = re.compile(f"[{INVISIBLE}]|{_ZWJ}|{_TAG}")
_BLANKS = re.compile(r"\s+")
_SOFT = re.compile(f"(?:[\\s{INVISIBLE}]|{_ZWJ}|{_TAG})+")


def is_han(text: str) -> bool:
    """Whether a string is made of Han characters alone, and of at least one.

    `text` is a character, a word or any other string.

    >>> [is_han(text) for text in ["人", "二〇二四", "𠮷", "T恤", "⼈", "の", ""]]
    [True, True, True, False, False, False, False]
    """
    return HAN_RUN.fullmatch(text) is not None


def soft_breaks(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where the characters stand that have to go if a paragraph is to be read as it is meant.

    A paragraph may be broken over several lines, anywhere, also inside a word: 营商环 / 境.
    Such a break, with the blanks around it, stands for nothing. Only between two Latin words
    or numbers it stands for a blank, as any white space there does, and so its first character
    is kept:

    >>> paragraph = "优化营商环\\n　　境，落实 Regional\\n  Plan"
    >>> list(soft_breaks(paragraph))
    [(5, 8), (22, 24)]

    Characters that are not seen (a soft hyphen, U+200B …) stand for nothing anywhere:

    >>> list(soft_breaks("意识\\u200b形态"))
    [(2, 3)]

    `start` and `end` bound the part of `text` that is looked at. White space at either edge of
    it is inside no paragraph and is not given. Yields the spans in order, none of them empty.
    """
    end = len(text) if end is None else end
    soft = _SOFT if _MAYBE_UNSEEN.search(text, start, end) else _BLANKS
    for found in soft.finditer(text, start, end):
        kept = _kept_blanks(text, *found.span(), start, end)
        done = found.start()
        for place in [*kept, found.end()]:
            if done < place:
                yield done, place
            done = place + 1


def _kept_blanks(text: str, first: int, last: int, start: int, end: int) -> list[int]:
    """The places in a run of blanks and unseen characters that stay."""
    inside = start < first and last < end
    latin = inside and is_latin(text[first - 1]) and is_latin(text[last])
    if inside and not latin and "\n" in text[first:last]:
        return []
    blanks = [place for place in range(first, last) if text[place].isspace()]
    return blanks[:1] if latin else blanks


def has_unseen(text: str) -> bool:
    """Whether a text has a character that is not seen."""
    return _MAYBE_UNSEEN.search(text) is not None and _UNSEEN.search(text) is not None


def codes_of(text: str) -> np.ndarray:
    """The characters of a text as numbers; a lone surrogate is one of them."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def table_of(characters: str) -> np.ndarray:
    """Whether each character of Unicode is one of these, by its code; "a-z" is a range.

    >>> table = table_of("一0-9")
    >>> [bool(table[ord(character)]) for character in "一5二"]
    [True, True, False]
    """
    table = np.zeros(sys.maxunicode + 1, bool)
    for first, last, one in re.findall("(?s)(.)-(.)|(.)", characters):
        table[ord(first or one) : ord(last or one) + 1] = True
    return table


def is_latin(character: str) -> bool:
    """Whether a character is of a script that sets its words off by blanks."""
    if not (character < "\u2e80" or "\uac00" <= character <= "\ud7a3"):
        return False
    return character.isalnum() or unicodedata.category(character)[0] == "M"
