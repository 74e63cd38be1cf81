"""What a reader said of lines: of one alone (see `corrections`), or of all that are like it.

An answer for all comes after the families were found and before the headings nest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from .candidates import Item
from .doubts import BY_HAND
from .families import make_heading, make_text


class Correction(NamedTuple):
    """What one line is: by its words, so that it holds for the same text in another file.

    `line` is the text of a line of `document`, `number` says which of its places in the text is
    meant (from 1). `level` is 0 for a line that is no heading, None where it stays as it is; so
    is `title`. With `like` it is said of all lines of the family of this one, and a `level` of
    None makes them headings that nest by themselves.
    """

    document: str
    line: str
    number: int
    level: int | None = None
    title: str | None = None
    like: bool = False


def places_of(text: str, line: str) -> list[int]:
    """Where the words of a line stand in a text."""
    return [found.start() for found in re.finditer(re.escape(line), text)]


def place_of(text: str, correction: Correction) -> int:
    """Where the line of a correction stands in this text; -1 where it does not."""
    return dict(enumerate(places_of(text, correction.line), 1)).get(correction.number, -1)


Answers = Mapping[int, Correction]  # by the place of the line that stands for its family


def answers_for(name: str, text: str, corrections: Iterable[Correction]) -> Answers:
    """The answers for all lines of a kind in one document."""
    own = [each for each in corrections if each.like and each.document == name]
    placed = {place_of(text, each): each for each in own}
    return {place: each for place, each in placed.items() if place >= 0}


def settle(items: list[Item], answers: Answers) -> dict[int, int]:
    """Make the lines of the families that were answered what they are.

    Returns the level of each family that was given one. Raises ValueError for a line that is of
    no family, and for answers that disagree.
    """
    told: dict[int, Correction] = {}
    families = {item.line.begin: item.line.family for item in items}
    for place, each in answers.items():
        family = families.get(place, 0)
        if not family:
            raise ValueError(
                f"line {each.line!r} of {each.document} is of no family, so no other is like it: "
                "give its level without like"
            )
        before = told.setdefault(family, each)
        if before.level != each.level:
            raise ValueError(
                f"lines {before.line!r} and {each.line!r} of {each.document} are alike, and are "
                "said to be different: give one answer for both, or correct one without like"
            )
    for item in items:
        if item.line.family in told:
            _settle_one(item, told[item.line.family].level)
    return {family: each.level for family, each in told.items() if each.level}


def _settle_one(item: Item, level: int | None) -> None:
    """Make a line a heading, of this level where one is given; or text, where it is 0."""
    line = item.line
    line.p = float(level != 0)
    if level == 0:
        if line.role == "heading":
            make_text(line, BY_HAND)
        return
    if line.role != "heading":
        make_heading(item, BY_HAND)
    line.reason = BY_HAND
    if level:
        line.level, line.fixed = level, True
