"""Tables of a PDF, told by their rules: what stands between them is a cell.

A PDF draws a table as thin lines, one for each border or one for each side of each cell. Text
that has two columns or more beside it, and a rule above and below, stands in a cell of one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from .glyphs import Frame
from .layout import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

Box = tuple[float, float, float, float]  # left, bottom, right, top of a page as it is read
Cell = tuple[float, int]  # the height of the rule above it, and its column

# A rule is at most so thick, and at least so long, in points.
THICK, LONG = 3.0, 6.0
# Rules nearer than this (in points) are one: borders of neighbours, double ones.
SAME = 4.0
# A table has at least so many vertical rules at one height: two columns.
COLUMNS = 3
CORNERS = (4, 5)  # points of the path of a rectangle


def boxes_of(page: PdfPage, frame: Frame) -> list[Box]:
    """The rules of a page, the four sides of a drawn rectangle among them."""
    from pypdfium2 import raw

    rules: list[Box] = []
    for item in page.get_objects([raw.FPDF_PAGEOBJ_PATH]):
        sides = tuple(ctypes.c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(item, *sides):
            continue
        box = frame.box(*(side.value for side in sides))
        if is_rule(box):
            rules.append(box)
        elif _is_drawn(item) and raw.FPDFPath_CountSegments(item) in CORNERS:
            rules += sides_of(box)
    return rules


def _is_drawn(item: object) -> bool:
    """Whether the outline of a path is drawn, and not its inside alone."""
    from pypdfium2 import raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroke)
    return bool(stroke.value)


def is_rule(box: Box) -> bool:
    """Whether a box is a thin line, upright or level."""
    width, height = box[2] - box[0], box[3] - box[1]
    return min(width, height) <= THICK and max(width, height) >= LONG


def sides_of(box: Box) -> Iterator[Box]:
    """The four sides of a rectangle.

    >>> list(sides_of((0, 0, 9, 5)))
    [(0, 0, 9, 0), (0, 5, 9, 5), (0, 0, 0, 5), (9, 0, 9, 5)]
    """
    left, bottom, right, top = box
    yield from ((left, bottom, right, bottom), (left, top, right, top))
    yield from ((left, bottom, left, top), (right, bottom, right, top))


class Rules:
    """The rules of one page."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        """Take level and upright ones apart."""
        boxes = list(boxes)
        self.level = [box for box in boxes if box[2] - box[0] > box[3] - box[1]]
        self.upright = [box for box in boxes if box[2] - box[0] <= box[3] - box[1]]

    def cell(self, left: float, right: float, height: float) -> Cell | None:
        """The cell of a table in which text from `left` to `right` stands; None outside tables.

        `height` is that of the middle of the text.

        >>> boxes = [(x, y, x + 50, y + 20) for x in (0, 50) for y in (0, 20)]
        >>> grid = Rules(side for box in boxes for side in sides_of(box))
        >>> grid.cell(5, 30, 10), grid.cell(60, 80, 30), grid.cell(60, 80, 45)
        ((20, 0), (40, 1), None)
        """
        xs = distinct(box[0] for box in self.upright if box[1] <= height <= box[3])
        if len(xs) < COLUMNS or left < xs[0] - SAME or right > xs[-1] + SAME:
            return None
        middle = left + SAME
        ys = [box[1] for box in self.level if box[0] - SAME <= middle <= box[2] + SAME]
        above, below = [y for y in ys if y > height], [y for y in ys if y < height]
        if not above or not below:
            return None
        return min(above), sum(x <= left + SAME for x in xs) - 1


def distinct(places: Iterable[float]) -> list[float]:
    """The places in order, without those that are next to the one before.

    >>> distinct([100, 0, 1, 50, 51.5])
    [0, 50, 100]
    """
    ordered = sorted(places)
    return [*ordered[:1], *(b for a, b in pairwise(ordered) if b - a > SAME)]


def find_cells(lines: Iterable[Line], rules: Rules) -> None:
    """Give the lines that stand in cells of tables their role, and the cell."""
    if len(rules.upright) < COLUMNS:
        return
    for line in lines:
        line.cell = rules.cell(line.left, line.right, line.bottom + line.height / 2)
        if line.cell is not None:
            line.role = "table"
