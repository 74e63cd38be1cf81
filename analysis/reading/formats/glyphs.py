"""Characters and their places on a page, whichever way the page is turned, each of them once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# Characters of one row have at least so much of the lower one's height in common.
SHARED = 0.2
# Bold type is often made by drawing characters twice, up to .06 em apart. Two narrow ones side
# by side (ll, ..) are .13 em apart at least.
TWICE = 0.1


class Face(NamedTuple):
    """What a character is set in: whether that is bold, and the name of the font."""

    bold: bool
    font: str


class Glyph(NamedTuple):
    """A character and its place in a line, in points from the lower left corner of the page."""

    character: str
    left: float
    bottom: float
    right: float
    top: float
    mapped: bool = True  # the font says which character it is
    filled: bool = False  # it was filled into a field
    face: Face | None = None  # where it was asked for

    @property
    def height(self) -> float:
        """The height of the line that it makes; 0 for a blank that only a gap tells of."""
        return self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges of a page as the file has them, and how it is turned to be read.

    `turn` is clockwise, in degrees: 0, 90, 180 or 270.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def width(self) -> float:
        """The width of the page as it is read."""
        return self.top - self.bottom if self.turn % 180 else self.right - self.left

    @property
    def height(self) -> float:
        """The height of the page as it is read."""
        return self.right - self.left if self.turn % 180 else self.top - self.bottom

    def box(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """A box of the file as left, bottom, right and top of the page as it is read.

        >>> Frame(0, 0, 500, 800, turn=90).box(490, 10, 500, 30)
        (10, 0, 30, 10)
        """
        if self.turn == 90:
            return bottom - self.bottom, self.right - right, top - self.bottom, self.right - left
        if self.turn == 180:
            return self.right - right, self.top - top, self.right - left, self.top - bottom
        if self.turn == 270:
            return self.top - top, left - self.left, self.top - bottom, right - self.left
        return left - self.left, bottom - self.bottom, right - self.left, top - self.bottom


def rows(line: list[Glyph]) -> Iterator[list[Glyph]]:
    """The rows of a line: PDFium runs two together where it sees no break between them.

    What stands higher or lower beside the others (m², a note mark) is of the same row.

    >>> upper, lower = Glyph("上", 50, 500, 62, 512), Glyph("下", 50, 480, 62, 492)
    >>> [len(row) for row in rows([upper, lower])], [len(row) for row in rows([upper])]
    ([1, 1], [1])
    """
    solid = [place for place, glyph in enumerate(line) if glyph.height > 0]
    cut = 0
    for before, place in pairwise(solid):
        if not _beside(line[before], line[place]):
            yield line[cut:place]
            cut = place
    yield line[cut:]


def _beside(one: Glyph, other: Glyph) -> bool:
    """Whether two characters share some of their height."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > SHARED * min(one.height, other.height)


def once(lines: list[list[Glyph]]) -> list[list[Glyph]]:
    """The lines of a page without the characters that are drawn a second time.

    >>> line = [Glyph("工", 50, 500, 62, 512)]
    >>> once([line, [Glyph("工", 50.3, 500, 62.3, 512)]]) == [line, []]
    True
    """
    spots: defaultdict[str, list[tuple[Glyph, int]]] = defaultdict(list)
    for place, glyph in enumerate(glyph for line in lines for glyph in line):
        if not glyph.character.isspace():
            spots[glyph.character].append((glyph, place))
    doubles = {place for same in spots.values() for place in _doubles(same)}
    if not doubles:
        return lines
    places = iter(range(sum(map(len, lines))))
    return [_without([(glyph, next(places) in doubles) for glyph in line]) for line in lines]


def _doubles(same: list[tuple[Glyph, int]]) -> Iterator[int]:
    """Which of these places of one character hold it a second time."""
    same.sort(key=lambda spot: spot[0].left)
    first = 0
    for last, (glyph, place) in enumerate(same):
        reach = TWICE * glyph.height
        while glyph.left - same[first][0].left > reach:
            first += 1
        for number in range(first, last):
            other, before = same[number]
            if _is_double(glyph, place, other, before):
                yield max(place, before)
                if before < place:  # in a pile of a thousand each is compared with the lowest
                    break


def _is_double(glyph: Glyph, place: int, other: Glyph, before: int) -> bool:
    """Whether of two like characters, one above the other or nearly so, one is drawn again.

    Neighbours in the very same box are the letters of one sign, such as ﬀ.
    """
    one_sign = abs(place - before) == 1 and glyph[1:5] == other[1:5]
    return abs(glyph.bottom - other.bottom) <= TWICE * glyph.height and not one_sign


def _without(line: list[tuple[Glyph, bool]]) -> list[Glyph]:
    """A line without the doubles in it, and with one blank where they stood between two."""
    kept: list[Glyph] = []
    gone = False
    for glyph, is_double in line:
        blank = glyph.character.isspace()
        if not is_double and not (gone and blank and kept and kept[-1].character.isspace()):
            kept.append(glyph)
        gone = is_double or (gone and blank)
    return kept
