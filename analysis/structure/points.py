"""Points that are headings, also in mid-paragraph: 一是…。二是…。, 首先，…。其次，…。"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from .grammar import C, Form, Match
from .lines import Line
from .shapes import LONGEST, SHORT

WINDOW = 1500  # characters within which the next point of a series stands
TEXT = 4  # characters that are said, at least, between a point and the next
_MARKER = 3  # characters of a marker, which do not count as part of the title
_BACK = 8  # characters before a point that show whether it begins a line: its indent
_NUMERALS = ["", *"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九")]
_ENDING = re.compile(r"[。！？；;：:\n]")
_NO_TITLE = frozenset("；;：:")  # a clause of a sentence, or one that announces something
_SETTLED = frozenset(" \t\n\u3000\xa0。！？；;”’）)")  # what may stand before a point
_OPENS = _SETTLED | frozenset("，,：:、")  # … before the first one

Span = tuple[int, int]


def find_points(text: str, headings: list[int], forms: Iterable[Form]) -> list[Line]:
    """Points such as 一是…。 that are headings, in text order.

    `headings` are the places of the other headings, beyond which no series goes on. A point is
    a heading if its first sentence is short and more is said before the next point.
    """
    points: list[Line] = []
    for form in forms:
        if form.kind == "point":
            spans = [found.span() for found in _member(form, 1).finditer(text)]
            firsts = [span for span in spans if not span[0] or text[span[0] - 1] in _OPENS]
            for first, following in pairwise([*firsts, (len(text), 0)]):
                after = bisect_right(headings, first[0])
                limit = min([following[0], *headings[after : after + 1]])
                chain = _chain(text, form, first, limit)
                if len(chain) > 1:
                    points += _judge_points(text, chain, form, limit)
    return sorted(points, key=lambda point: point.begin)


@lru_cache(maxsize=256)
def _member(form: Form, number: int) -> re.Pattern[str]:
    """The marker of the point of that number."""
    if number > 1 and form.following:
        return re.compile(form.following)
    return re.compile(form.pattern.replace(C, _NUMERALS[number]))


def _chain(text: str, form: Form, first: Span, limit: int) -> list[Span]:
    """The spans of the markers that count on from the first one, within reach of each other."""
    chain = [first]
    while len(chain) < len(_NUMERALS) - 1:
        start = chain[-1][1]
        end = min(start + WINDOW, limit)
        member = _member(form, len(chain) + 1)
        found = member.search(text, start, end)
        while found and text[found.start() - 1] not in _SETTLED:
            found = member.search(text, found.end(), end)
        if found is None:
            break
        chain.append(found.span())
    return chain


def _judge_points(text: str, chain: list[Span], form: Form, limit: int) -> list[Line]:
    """The points of a chain as headings, if all of them have a title and a text."""
    points: list[Line] = []
    ends = [start for start, _ in chain[1:]] + [min(chain[-1][0] + WINDOW, limit)]
    for number, ((start, stop), end) in enumerate(zip(chain, ends, strict=True), 1):
        title = title_end(text, start)
        if title is None or not says_more(text, title, end):
            return []
        match = Match(form, number, stop - start, text[start:stop])
        point = Line(start, text[start:title], match)
        point.accept(f"first sentence of a point, {number} in a series of {len(chain)}")
        points.append(point)
    return points


def title_end(text: str, start: int) -> int | None:
    """Where the first sentence of a point ends; None if it is too long, or a clause of one."""
    before = text[max(start - _BACK, 0) : start].rstrip(" \t\u3000\xa0")
    begins_line = not before or before[-1] == "\n"
    longest = LONGEST if begins_line else SHORT
    found = _ENDING.search(text, start, start + longest + _MARKER)
    return None if found is None or found[0] in _NO_TITLE else found.end()


def says_more(text: str, title: int, end: int) -> bool:
    """Whether text follows upon the title of a point, before the next one."""
    return len(text[title:end].strip()) >= TEXT
