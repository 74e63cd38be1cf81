"""The automatic numbers of Word, which its files do not hold as text."""

from __future__ import annotations

import re
from typing import NamedTuple

DIGITS = "〇一二三四五六七八九"
LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
CYCLES = {
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"))
ROMAN += ((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def write_number(n: int, form: str) -> str:
    """A number as Word writes it in one of its formats (ST_NumberFormat); decimal otherwise.

    >>> write_number(12, "chineseCounting"), write_number(12, "chineseLegalSimplified")
    ('十二', '壹拾贰')
    >>> write_number(4, "upperRoman"), write_number(3, "decimalEnclosedCircle")
    ('IV', '③')
    """
    if n < 1:
        return str(n)
    if form in CYCLES and n <= len(CYCLES[form]):
        return CYCLES[form][n - 1]
    if form in ("upperRoman", "lowerRoman"):
        return _roman(n).upper() if form == "upperRoman" else _roman(n)
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (n - 1) % 26) * ((n - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form == "chineseLegalSimplified":
        return _counted(n, LEGAL_SIMPLIFIED, "拾佰仟")
    if form in ("ideographLegalTraditional", "japaneseLegal"):
        return _counted(n, LEGAL_TRADITIONAL, "拾佰仟")
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(DIGITS[int(digit)] for digit in str(n))
    if "Counting" in form:
        text = _counted(n, "零" + DIGITS[1:], "十百千")
        return text[1:] if text.startswith("一十") else text
    if form == "decimalFullWidth":
        return "".join(chr(ord("０") + int(digit)) for digit in str(n))
    return f"{n:02}" if form == "decimalZero" else str(n)


def _counted(n: int, digits: str, units: str) -> str:
    """A number below ten thousand with units: 一百零二."""
    if n > 9999:
        return str(n)
    text = ""
    for place, digit in enumerate(reversed(str(n))):
        unit = units[place - 1] if place else ""
        text = (digits[int(digit)] + (unit if digit != "0" else "")) + text
    zero = digits[0]
    return re.sub(f"{zero}+", zero, text).strip(zero)


def _roman(n: int) -> str:
    text = ""
    for value, letters in ROMAN:
        count, n = divmod(n, value)
        text += letters * count
    return text


class Level(NamedTuple):
    """How one level of a list is numbered: w:lvl."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False
    style: str = ""
    spaced: bool = True


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, lists: dict, instances: dict) -> None:
        """Take the abstract lists {id: {level: Level}} and {numId: (id, {level: start})}."""
        self.lists = lists
        self.instances = instances
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def level_of(self, instance: str, style: str) -> int:
        """The level that a list ties to a paragraph style."""
        levels = self._levels(instance)
        return next((place for place, level in levels.items() if level.style == style), 0)

    def next(self, instance: str, place: int) -> str:
        """Count one paragraph of a list and give its number as Word shows it."""
        levels = self._levels(instance)
        if place not in levels:
            return ""
        counter = self._count(instance, place, levels)
        level = levels[place]
        if level.form in ("bullet", "none"):
            bullet = level.text if level.text and level.text[0] < "\ue000" else "•"
            return f"{bullet} " if level.form == "bullet" else level.text

        def number(match: re.Match) -> str:
            other = int(match[1]) - 1
            form = levels[other].form if other in levels and not level.legal else "decimal"
            return write_number(counter.get(other, 1), form)

        text = re.sub(r"%([1-9])", number, level.text)
        # 一、 and （一） stand close to their text whatever the tab stop.
        close = not level.spaced or not text or text[-1] in "、．.：；)）】"
        return text if close else f"{text} "

    def _levels(self, instance: str) -> dict[int, Level]:
        return self.lists.get(self.instances.get(instance, ("", {}))[0], {})

    def _count(self, instance: str, place: int, levels: dict[int, Level]) -> dict[int, int]:
        """The counter of the list, after this paragraph; instances of a list count together."""
        name, starts = self.instances[instance]
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
