"""How headings nest: learned from the document, or else by the usual order of the forms.

Headings of one key are siblings: of one form, of one level of the file format, or, where they
have neither, of one look. Two keys are compared by the levels of the format, by what stands
inside what, by the usual order of the forms, and by how much they stand out from the text.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from .grammar import Form
from .lines import Line

BESIDE = 0  # the rank of what stands beside the highest headings: 前言, 附件
UNNUMBERED = 0.5  # of headings of the format without a number: above all forms, level by level
ORDERED = 9  # the last rank of the forms whose order holds whatever the document says
_BEFORE = 0.5  # what stands straight before the articles ranks as much above them
_LOOSE = 34  # the rank of 1. where 1.1 does not count inside it
_ANNEX = -1  # the place of an annex: above all else, until the numbers before it go on
_MOSTLY = 0.6  # of the headings have a level of the format: it goes before all else
_STRAY = 0.15  # of the headings of a form have another level than most: a slip
_ENOUGH = 5  # headings of a form that tell such a slip; _SOME give their level to the others
_SOME = 3
_TWICE = 2  # times a series starts anew below headings of its level, before they stand above it
_LARGER, _CENTRED = 2.5, 0.4  # how much size (its logarithm) and place stand out beside bold
_PLAIN = 0.15  # of prominence, and below, a heading looks like text
_OTHER = 0.08  # of prominence is the difference between two looks
_TOP = re.compile(
    r"[\s【〔\[#*]*(?:(?:中文|英文)?摘\s*要|abstract|关\s*键\s*词|key\s*words|目\s*[录錄次]|致\s*[谢謝]"
    r"|(?:插?图|表格?|图表|符号)(?:索引|目录|清单)|声\s*明|参\s*考\s*文\s*[献獻]|參\s*考\s*文\s*獻|references|[附附]\s*[录錄]|前\s*言|[后後]\s*[记記])s?"
    r"(?=$|[\s】〕\]：:])",
    re.IGNORECASE,
)


class Key(NamedTuple):
    """What makes headings siblings: a level of the format with a form, a form, or a look."""

    level: int = 0
    form: str = ""
    look: tuple[str, float, bool, bool] | None = None


TOP = Key(form="named")  # 摘要, 致谢 …: beside the highest


class Head(NamedTuple):
    """What decides the level of a heading.

    ``key`` is the same for siblings, ``number`` that of the heading, ``rank`` the usual place of
    its form, ``shown`` how much it stands out from the text; ``apart`` says that an annex begins
    here, ``joined`` that it stands straight below the heading before, ``named`` that it is a
    heading, and not the title of an annex without one, ``given`` that the format gives its level.
    """

    key: Key
    number: int = 0
    rank: float = UNNUMBERED
    shown: float = 0.0
    apart: bool = False
    joined: bool = False
    named: bool = True
    given: bool = False


def set_levels(lines: list[Line], points: list[Line]) -> None:
    """Give the headings among these lines, and the points, the levels in which they nest."""
    found = [(place, line) for place, line in enumerate(lines) if _has_level(line)]
    found += [(-1, point) for point in points]
    found.sort(key=lambda item: item[1].begin)
    headings = [line for _, line in found]
    keys, ranks = _keys(headings), _ranks(headings)
    size, bold = body_look(lines)
    heads: list[Head] = []
    last = -1
    for (place, line), key in zip(found, keys, strict=True):
        match = line.match
        rank = ranks[match.form] if match and not _is_level(key) else UNNUMBERED + key.level / 100
        shown, number = prominence(line, size, bold), match.number if match else 0
        apart, joined = line.kind == "annex" and not key.level, 0 <= last == place - 1
        named = line.role == "heading"
        given = line.fixed and line.level > 0
        heads.append(Head(key, number, rank, shown, apart, joined, named, given))
        last = place
    for line, level in zip(headings, nest(heads), strict=True):
        line.level = level if line.role == "heading" else 0


def _is_level(key: Key) -> bool:
    """Whether a level of the format alone makes headings siblings."""
    return bool(key.level) and not key.form


def _has_level(line: Line) -> bool:
    """A heading, or the title that begins an annex: the numbers after it start anew."""
    return line.role == "heading" or (line.role == "title" and line.kind == "annex")


# --- what each heading is ------------------------------------------------------------------


def body_look(lines: Iterable[Line]) -> tuple[float, float]:
    """The size of most of the text, and the share of it that is bold."""
    sizes: Counter[float] = Counter()
    bold = 0.0
    for line in lines:
        if line.look is not None:
            sizes[line.look.size] += len(line.text)
            bold += len(line.text) * line.look.bold
    if not sizes:
        return 0.0, 0.0
    return max(sizes, key=lambda size: (sizes[size], size)), bold / sizes.total()


def prominence(line: Line, size: float, bold: float) -> float:
    """How much a line stands out of a text of this `size`, so much of which is `bold`."""
    look = line.look
    if look is None:
        return 0.0
    larger = math.log(look.size / size) if look.size and size else 0.0
    return _LARGER * larger + look.bold - bold + _CENTRED * look.centred


def _keys(headings: list[Line]) -> list[Key]:
    """The keys of headings: numbers without a level of the format take that of their form."""
    levels: dict[Form, Counter[int]] = defaultdict(Counter)
    for line in headings:
        if line.match:
            levels[line.match.form][line.level if line.fixed else 0] += 1
    known = {form: found for form, counts in levels.items() if (found := _known_level(counts))}
    last: dict[Form, int] = {}
    keys = []
    for line in headings:
        level = line.level if line.fixed else 0
        if line.match is None or line.kind in ("named", "annex"):
            keys.append(_key_without_number(line, level))
            continue
        form, number = line.match.form, line.match.number
        if last.get(form) == number - 1 and _is_slip(level, levels[form]):
            level = known.get(form, level)
        last[form] = number
        keys.append(Key(level or known.get(form, 0), form.name))
    return keys


def _known_level(counts: Counter[int]) -> int:
    """The level of a form, where enough of its headings have one from the format; else 0."""
    given = {level: number for level, number in counts.items() if level}
    if not given:
        return 0
    level = max(given, key=lambda level: (given[level], -level))
    return level if counts[0] < _SOME or given[level] >= max(_SOME, counts[0]) else 0


def _is_slip(level: int, counts: Counter[int]) -> bool:
    """Whether hardly any other heading of a form has this level from the format."""
    most = max(number for given, number in counts.items() if given) if level else 0
    return level > 0 and most >= _ENOUGH and counts[level] <= _STRAY * most


def _key_without_number(line: Line, level: int) -> Key:
    if level:
        return Key(level)
    if line.kind == "annex":
        return Key(form="annex")
    if line.kind == "named" or _TOP.match(line.text):
        return TOP
    look = line.look
    if look is None:
        return Key(form=line.kind) if line.match else Key(look=("", 0.0, False, False))
    return Key(look=(look.face, round(look.size), look.bold > 0.5, look.centred))


def _ranks(headings: list[Line]) -> dict[Form, float]:
    """The rank of each form: its usual one, but above the articles that it stands before …"""
    ranks = {line.match.form: float(line.match.form.rank) for line in headings if line.match}
    for line, after in pairwise(headings):
        if line.kind == "number" and after.kind == "article":
            ranks[line.head.form] = after.head.form.rank - _BEFORE
    if _has_loose_figures(headings):  # … and 1. below 1.1 that does not count inside it
        ranks |= {form: float(_LOOSE) for form in ranks if form.name == "figure"}
    return ranks


def _has_loose_figures(headings: list[Line]) -> bool:
    """Whether 1.1 counts on without regard to 1., which then numbers something below it."""
    last, inside, outside = 0, 0, 0
    for line in headings:
        name = line.match.form.name if line.match else ""
        if name in ("figure", "decimal1", "chapter"):
            last = line.head.number
        elif name == "decimal2" and (first := re.search(r"\d+", line.head.marker)):
            inside += int(first[0]) == last
            outside += int(first[0]) != last
    return outside > inside


# --- levels --------------------------------------------------------------------------------


def nest(heads: list[Head]) -> list[int]:
    """The level of each heading, in text order.

    What starts anew inside another series lies below it; where the document does not say so,
    the usual order of the forms holds. Rank 0 (前言) stands beside the highest. An annex stands
    above what follows, until the numbers before it go on. What comes before the first heading
    of the highest rank lies below the "0" in front of it; a look that is there once changes
    nothing.

    >>> first, second = Head(Key(form="一、"), 1, 22), Head(Key(form="（一）"), 1, 24)
    >>> nest([first, second, second, first])
    [1, 2, 2, 1]
    """
    order = Order(heads)
    top = min(order.places.values(), default=0)
    ranked = [head for head in heads if head.key in order.places]
    waits = bool(ranked) and order.places[ranked[0].key] != top and not ranked[0].key.level
    stack = [top] if waits else []  # the places of the headings that the next one may lie below
    last: dict[Key, int] = {}  # the last number of each key …
    before: dict[Key, int] = {}  # … and what it was where the annex began
    levels = []
    for head in heads:
        if head.key in order.single:
            levels.append(len(stack) + 1)
            continue
        goes_on = 1 < head.number == before.pop(head.key, -1) + 1
        if goes_on and stack[:1] == [_ANNEX]:
            stack.clear()
        place = _ANNEX if head.apart else order.places.get(head.key, top)
        while stack and stack[-1] >= place:
            stack.pop()
        levels.append(len(stack) + 1)
        if head.named:
            stack.append(place)
        if head.apart:
            before = dict(last)
        last[head.key] = head.number
    return levels


class Order:
    """The hierarchy of the keys of a document, and those that are no part of it."""

    def __init__(self, heads: list[Head]) -> None:
        """Learn it from the headings in text order."""
        self.groups: dict[Key, list[Head]] = defaultdict(list)
        for head in heads:
            self.groups[head.key].append(head)
        self.formatted = sum(head.given for head in heads) >= _MOSTLY * len(heads)
        self.shown = {
            key: sum(head.shown for head in group) / len(group)
            for key, group in self.groups.items()
        }
        self.single = {key for key in self.groups if self._is_single(key, len(heads))}
        self.ranks = {
            key: group[0].rank
            for key, group in self.groups.items()
            if key != TOP and group[0].rank != BESIDE and key not in self.single
        }
        self.above = evidence(heads)
        self._rank_levels()
        self._rank_looks()
        self.places = self._places()

    def _is_single(self, key: Key, size: int) -> bool:
        """Whether a key is too rare to change how the others nest."""
        number = len(self.groups[key])
        if key == TOP:
            return False
        rare = key.look is not None and number == 1 and len(self.groups) > 1 and size > _SOME
        return rare or (self.formatted and not key.level and number < _SOME)

    def _rank_levels(self) -> None:
        """Headings of the format without a number: beside the forms of their level."""
        forms = [(key.level, rank) for key, rank in self.ranks.items() if key.level and key.form]
        for key in filter(_is_level, self.ranks):
            higher = [rank for level, rank in forms if level < key.level]
            same = [rank for level, rank in forms if level == key.level]
            lower = [rank for level, rank in forms if level > key.level]
            if same or lower:
                self.ranks[key] = min(same) if same else min(lower) - UNNUMBERED
            elif higher:
                self.ranks[key] = max(higher) + UNNUMBERED

    def _rank_looks(self) -> None:
        """Headings known by their look alone: above the forms that stand out less."""
        forms = {key: rank for key, rank in self.ranks.items() if key.look is None}
        for key in self.ranks:
            if key.look is None:
                continue
            shown = self.shown[key]
            less = [rank for form, rank in forms.items() if self.shown[form] < shown - _OTHER / 2]
            plain = shown <= _PLAIN and all(self.shown[form] <= _PLAIN for form in forms)
            if forms and plain:
                tells = any(
                    self.above[pair] for form in forms for pair in ((key, form), (form, key))
                )
                self.ranks[key] = min(forms.values()) - UNNUMBERED * tells
            elif forms:
                self.ranks[key] = min(less) - UNNUMBERED if less else max(forms.values()) + 1
            self.ranks[key] -= shown / 1000

    def compare(self, one: Key, other: Key) -> float:
        """Below 0 where the first stands above the second."""
        if one.level and other.level and one.level != other.level:
            return one.level - other.level
        if self.formatted and bool(one.level) != bool(other.level):
            return -1 if one.level else 1
        ranks = self.ranks[one], self.ranks[other]
        if all(self._is_ordered(key) for key in (one, other)):
            return ranks[0] - ranks[1]
        told = self.above[other, one] - self.above[one, other]
        beside = one.level == other.level > 0 and bool(one.form) != bool(other.form)
        if beside and abs(told) < _TWICE:  # 前言 and 附录 around 第一章 … 第九章 of their level
            told = 0.0
        return told or ranks[0] - ranks[1]

    def _is_ordered(self, key: Key) -> bool:
        return bool(key.form) and 0 < self.ranks[key] <= ORDERED

    def _places(self) -> dict[Key, int]:
        """The place of each key, from 0 for the highest; equal ones stand side by side."""
        keys = list(self.ranks)
        wins = {key: sum(self.compare(key, other) > 0 for other in keys) for key in keys}
        ordered = sorted(keys, key=lambda key: (wins[key], self.ranks[key]))
        places, place = dict.fromkeys(ordered[:1], 0), 0
        for before, key in pairwise(ordered):
            place += self._differ(before, key)
            places[key] = place
        return places

    def _differ(self, one: Key, other: Key) -> bool:
        if one.look and other.look and abs(self.shown[one] - self.shown[other]) <= _OTHER:
            return abs(self.compare(one, other)) > 1 / 3
        return self.compare(other, one) != 0


Evidence = dict[tuple[Key, Key], float]


def evidence(heads: list[Head]) -> Evidence:
    """How much the document says that the first key stands above the second.

    A whole series 1, 2, … stands between n and n + 1 of another, or after its last number (less
    sure); headings without numbers stand between two numbers; one heading stands straight below
    another.
    """
    above: Evidence = defaultdict(float)
    for upper, lower in pairwise(heads):
        if lower.joined and _tells(upper, lower):
            above[upper.key, lower.key] += 0.5 if upper.number and lower.number else 1
    places: dict[Key, list[int]] = defaultdict(list)
    for place, head in enumerate(heads):
        places[head.key].append(place)
    for upper_key, own in places.items():
        numbered = any(heads[place].number for place in own)
        for begin, end in pairwise([*own, len(heads)]):
            if _bounds(heads, begin, end, numbered, len(own)):
                _add_inside(above, upper_key, heads, (begin, end), numbered, places)
    return above


def _tells(upper: Head, lower: Head) -> bool:
    """Whether it says something that a heading stands straight below another."""
    same = upper.key.level and upper.key.level == lower.key.level
    looks = upper.key.look and lower.key.look and abs(upper.shown - lower.shown) < _OTHER / 2
    return upper.key != lower.key and not same and not looks


def _add_inside(
    above: Evidence,
    upper: Key,
    heads: list[Head],
    span: tuple[int, int],
    numbered: bool,
    places: dict[Key, list[int]],
) -> None:
    """Add what the headings between two of one key say; `numbered` are these."""
    begin, end = span
    inside = {heads[place].key: place for place in range(end - 1, begin, -1)}
    for lower, first in inside.items():
        if any(heads[place].number for place in places[lower]):
            after = bisect_left(places[lower], end)
            whole = after == len(places[lower]) or heads[places[lower][after]].number <= 1
            if heads[first].number == 1 and whole:
                above[upper, lower] += 0.4 if end == len(heads) else 1
        elif numbered:
            above[upper, lower] += 1


def _bounds(heads: list[Head], begin: int, end: int, numbered: bool, size: int) -> bool:
    """Whether what stands between two headings of one key says that it lies below them."""
    if end == begin + 1:
        return False
    if end == len(heads):
        return not numbered and size >= _SOME
    return not numbered or heads[end].number == heads[begin].number + 1
