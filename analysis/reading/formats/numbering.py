"""The automatic numbers of Word, which its files do not hold as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from .package import Element, attribute, child, children, local, switched_on, value, whole

DIGITS = "〇一二三四五六七八九"
LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
UNITS = "十百千"
LEGAL_UNITS = "拾佰仟"
LARGEST_COUNTED = 9999  # with these units
LARGEST_ROMAN = 32767  # beyond these Word has no letters either
LARGEST_LETTERS = 780
LONGEST_TEXT = 255  # characters of a level's text, as in Word
CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
PRIVATE = "\ue000"  # bullets from here on are places in a font of symbols
CLOSE = "、．.：；)）】"  # numbers that end so stand close to their text, whatever the tab stop


def write_number(n: int, form: str) -> str:
    """The number `n` as Word writes it in the format `form`; decimal where it has no other way.

    The formats are those of ST_NumberFormat, ISO/IEC 29500-1:2016, 17.18.59.

    >>> write_number(12, "chineseCounting"), write_number(12, "chineseLegalSimplified")
    ('十二', '壹拾贰')
    >>> write_number(4, "upperRoman"), write_number(3, "decimalEnclosedCircle")
    ('IV', '③')
    """
    cycle = CYCLES.get(form, "")
    if 1 <= n <= len(cycle):
        return cycle[n - 1]
    writer = _WRITERS.get(form) or (_chinese if "Counting" in form else str)
    return writer(n) if n >= 1 else str(n)


def _roman(n: int) -> str:
    if n > LARGEST_ROMAN:
        return str(n)
    text = ""
    for amount, letters in ROMAN:
        count, n = divmod(n, amount)
        text += letters * count
    return text


def _letters(n: int) -> str:
    """A to z, then aa to zz, then aaa."""
    if n > LARGEST_LETTERS:
        return str(n)
    times, place = divmod(n - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def _chinese(n: int) -> str:
    text = _counted(n, "零" + DIGITS[1:], UNITS)
    return text[1:] if text.startswith("一十") else text


def _counted(n: int, digits: str, units: str) -> str:
    """A number below ten thousand with units: 一百零二."""
    if n > LARGEST_COUNTED:
        return str(n)
    text = ""
    for place, digit in enumerate(reversed(str(n))):
        unit = units[place - 1] if place else ""
        text = (digits[int(digit)] + (unit if digit != "0" else "")) + text
    zero = digits[0]
    return re.sub(f"{zero}+", zero, text).strip(zero)


def _digits(n: int, first: str) -> str:
    """The decimal digits in a row of ten characters that begins with `first`."""
    return "".join(chr(ord(first) + int(digit)) for digit in str(n))


_legal_traditional = partial(_counted, digits=LEGAL_TRADITIONAL, units=LEGAL_UNITS)


def _chinese_digits(n: int) -> str:
    return "".join(DIGITS[int(digit)] for digit in str(n))


_WRITERS: dict[str, Callable[[int], str]] = {
    "upperRoman": lambda n: _roman(n).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "chineseLegalSimplified": partial(_counted, digits=LEGAL_SIMPLIFIED, units=LEGAL_UNITS),
    "ideographLegalTraditional": _legal_traditional,
    "japaneseLegal": _legal_traditional,
    "ideographDigital": _chinese_digits,
    "japaneseDigitalTenThousand": _chinese_digits,
    "taiwaneseDigital": _chinese_digits,
    "decimalFullWidth": partial(_digits, first="０"),
    "decimalZero": "{:02}".format,
}


# --- lists ---------------------------------------------------------------------------


class Level(NamedTuple):
    """How one level of a list is numbered: w:lvl."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str = ""
    spaced: bool = True


class Instance(NamedTuple):
    """A list as paragraphs refer to it.

    ``name`` is that of the abstract list, ``starts`` where levels begin to count anew, and
    ``levels`` are those that it has in place of the abstract list's.
    """

    name: str = ""
    starts: Mapping[int, int] = {}
    levels: Mapping[int, Level] = {}


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(
        self, lists: Mapping[str, Mapping[int, Level]], instances: Mapping[str, Instance]
    ) -> None:
        """Take the levels of the abstract `lists`, and the `instances` by their numId."""
        self._instances = instances
        self._levels = {
            number: {**lists.get(instance.name, {}), **instance.levels}
            for number, instance in instances.items()
        }
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of(self, instance: str, style: str) -> int:
        """The level that the list `instance` ties to the paragraph style with this id."""
        levels = self._levels.get(instance, {})
        return next((place for place, level in levels.items() if level.style == style), 0)

    def next(self, instance: str, place: int) -> str:
        """Count one paragraph of the list `instance` at the level `place`: its number as shown."""
        levels = self._levels.get(instance, {})
        if place not in levels:
            return ""
        counter = self._count(instance, place, levels)
        level = levels[place]
        if level.form in ("bullet", "none"):
            bullet = level.text if level.text and level.text[0] < PRIVATE else "•"
            return f"{bullet} " if level.form == "bullet" else level.text

        def number(match: re.Match[str]) -> str:
            other = int(match[1]) - 1
            form = levels[other].form if other in levels and not level.legal else "decimal"
            return write_number(counter.get(other, 1), form)

        text = re.sub(r"%([1-9])", number, level.text)
        close = not level.spaced or not text or text[-1] in CLOSE
        return text if close else f"{text} "

    def _count(self, instance: str, place: int, levels: Mapping[int, Level]) -> dict[int, int]:
        """The counter of the list, after this paragraph; instances of a list count together."""
        name, starts, _ = self._instances[instance]
        counter = self._counters.setdefault(name, {})
        if place in starts and (instance, place) not in self._begun:
            counter[place] = starts[place] - 1
            self._begun.add((instance, place))
        counter[place] = counter.get(place, levels[place].start - 1) + 1
        for other, level in levels.items():
            if other < place:
                counter.setdefault(other, level.start)
            elif other > place and (level.restart is None or place < level.restart):
                counter.pop(other, None)
        return counter


# --- the part of lists ------------------------------------------------------------------


def read_numbering(elements: Iterable[Element], style_lists: Mapping[str, str]) -> Numbering:
    """The lists among the `elements` of the part of lists.

    `style_lists` has the numId of each style: a list may borrow the levels of a style's.
    """
    lists: dict[str, dict[int, Level]] = {}
    instances: dict[str, Instance] = {}
    lenders: dict[str, str] = {}  # the list that each style of lists stands for
    borrowers: dict[str, str] = {}  # the style that a list without levels of its own names
    for element in elements:
        if local(element) == "abstractNum":
            name = attribute(element, "abstractNumId") or ""
            lists[name] = dict(map(_level, children(element, "lvl")))
            lenders[value(child(element, "styleLink")) or ""] = name
            borrowers[name] = value(child(element, "numStyleLink")) or ""
        elif local(element) == "num":
            instances[attribute(element, "numId") or ""] = _instance(element)
    borrowed = {}
    for number, instance in instances.items():
        style = borrowers.get(instance.name)
        if style and not lists[instance.name]:
            through = instances.get(style_lists.get(style, ""), instance)
            instance = instance._replace(name=lenders.get(style, through.name))
        borrowed[number] = instance
    return Numbering(lists, borrowed)


def _level(element: Element) -> tuple[int, Level]:
    start = whole(value(child(element, "start")))
    level = Level(
        form=value(child(element, "numFmt")) or "decimal",
        text=(value(child(element, "lvlText")) or "")[:LONGEST_TEXT],
        start=1 if start is None else start,
        restart=whole(value(child(element, "lvlRestart"))),
        legal=switched_on(child(element, "isLgl")),
        style=value(child(element, "pStyle")) or "",
        spaced=value(child(element, "suff")) != "nothing",
    )
    return whole(attribute(element, "ilvl")) or 0, level


def _instance(element: Element) -> Instance:
    """A list as paragraphs refer to it, with what it says itself about its levels."""
    starts, levels = {}, {}
    for override in children(element, "lvlOverride"):
        place = whole(attribute(override, "ilvl")) or 0
        own = child(override, "lvl")
        if own is not None:
            levels[place] = _level(own)[1]
        start = child(override, "startOverride")
        if value(start) is not None:
            number = whole(value(start))
            starts[place] = 1 if number is None else number
    return Instance(value(child(element, "abstractNumId")) or "", starts, levels)
