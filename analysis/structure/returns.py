"""Text after a series of points in mid-paragraph: it returns to the section around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from .grammar import FORMS, C
from .lines import ended
from .numbers import number_of

_CHINESE = "[一二三四五六七八九十]{1,3}"


class Heading(NamedTuple):
    """One heading block."""

    start: int
    end: int
    level: int
    marker: str


class Return(NamedTuple):
    """Where a series of points ends: the last of its headings, the section around it, the places.

    The text between `start`, the end of the paragraph, and `end`, where the next heading stands,
    is that of the heading with the number `around`.
    """

    last: int
    around: int
    start: int
    end: int


def find_returns(
    text: str, headings: Sequence[Heading], counted: Sequence[tuple[int, int]]
) -> list[Return]:
    """Where text goes on in the section around a series of points, in text order.

    `counted` are the blocks whose words are counted. The last point of a series ends with its
    paragraph, if it begins in the middle of it: 要做三件事。一是…。二是…。三是…。 One that begins
    a paragraph of its own may have several, and so may one whose paragraph ends in ：.
    """
    points = [n for n, heading in enumerate(headings) if _in_mid_paragraph(text, heading)]
    if not points:
        return []
    paragraphs = dict(counted)
    found = []
    for place in points:
        after = _after(headings, place)
        if _counts_on(headings[place], headings[after : after + 1]):
            continue
        end = _paragraph_end(text, headings[place:after], paragraphs)
        until = headings[after].start if after < len(headings) else len(text)
        around = _around(headings, place)
        if end and around is not None and any(end <= start < until for start in paragraphs):
            found.append(Return(after - 1, around, end, until))
    return _outermost(found)


@lru_cache(maxsize=1)
def _point() -> re.Pattern[str]:
    """The markers of points."""
    forms = [form for form in FORMS if form.kind == "point"]
    patterns = [part for form in forms for part in (form.pattern, form.following) if part]
    return re.compile("|".join(f"(?:{part.replace(C, _CHINESE)})" for part in patterns))


def _in_mid_paragraph(text: str, heading: Heading) -> bool:
    """Whether it is a point with words before it in its line."""
    if not heading.start or text[heading.start - 1] == "\n":
        return False
    line = text[text.rfind("\n", 0, heading.start) + 1 : heading.start]
    return bool(line.strip()) and _point().match(text, heading.start, heading.end) is not None


def _after(headings: Sequence[Heading], place: int) -> int:
    """The number of the next heading that does not lie below this one."""
    level = headings[place].level
    later = range(place + 1, len(headings))
    return next((n for n in later if headings[n].level <= level), len(headings))


def _counts_on(heading: Heading, following: Sequence[Heading]) -> bool:
    """Whether the series goes on: the next heading stands beside it and is no first one."""
    return any(
        other.level == heading.level
        and _point().fullmatch(other.marker) is not None
        and number_of(other.marker) > 1
        for other in following
    )


def _paragraph_end(text: str, own: Sequence[Heading], paragraphs: dict[int, int]) -> int:
    """Where the paragraph of a point and of the points below it ends; 0 where it does not.

    They stand in one paragraph, which ends as a sentence does; ： announces more.
    """
    *inner, last = [paragraphs.get(heading.end, 0) for heading in own]
    if inner != [heading.start for heading in own[1:]]:
        return 0
    closing = text[own[-1].end : last].rstrip()
    return last if closing and ended(closing) and closing[-1] not in "：:︰" else 0


def _around(headings: Sequence[Heading], place: int) -> int | None:
    """The number of the heading below which this one lies."""
    level = headings[place].level
    return next((n for n in range(place - 1, -1, -1) if headings[n].level < level), None)


def _outermost(found: list[Return]) -> list[Return]:
    """Of series inside one another that end together, the outermost: it is found first."""
    return list({each.last: each for each in reversed(found)}.values())[::-1]
