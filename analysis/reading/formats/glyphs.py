"""Characters and their places on a page, whichever way the page is turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Glyph(NamedTuple):
    """A character and its place in a line, in points from the lower left corner of the page."""

    character: str
    left: float
    bottom: float
    right: float
    top: float
    mapped: bool = True  # the font says which character it is
    filled: bool = False  # it was filled into a field

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
