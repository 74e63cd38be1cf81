"""Heads of columns and of bands: level where there is room, upright where there is not."""

import re
from collections.abc import Sequence

from ..wording import short_names
from .setting import CM, PITCH, TINY, columns, fitted, wrapped
from .sheet import INK, SOFT, Sheet

SIZE = 6  # points
LEVEL = 1.5  # centimetres from which a head is level, in lines
LINE = 0.27
MARKER = re.compile(r"([一二三四五六七八九十]+)、(?=.)")  # stands level above what it numbers


class Heads:
    """Heads for columns of certain widths, and how high they are."""

    def __init__(
        self, sheet: Sheet, names: Sequence[str], room: Sequence[float], most: float
    ) -> None:
        """Heads for columns as wide as `room` says, at most so many centimetres high."""
        self.sheet, self.room = sheet, room
        self.level = min(room) >= LEVEL or sheet.widest(names, TINY) <= min(room) - 0.1
        if self.level:
            lines = int(most / LINE)
            fits = int(min(room) * lines / (TINY * CM * 1.15))
            self.names = short_names(names, max(4, min(24, fits)))
            self.lines = [
                wrapped(name, wide - 0.1, TINY, sheet.face)
                for name, wide in zip(self.names, room, strict=True)
            ]
            self.high = LINE * max(map(len, self.lines)) + 0.1
            return
        self.rows = max(3, int((most - LINE) / (SIZE * CM * PITCH)))
        self.across = [max(1, int(each / (SIZE * CM * 1.15))) for each in room]
        self.names = self._short(names)
        latin = [name for name in self.names if is_latin(name)]
        self.high = max(
            *(self._upright(k)[2] for k in range(len(names))),
            min(most, sheet.widest(latin, SIZE) + 0.1),
        )

    def _short(self, names: Sequence[str]) -> list[str]:
        """Names that fit into their columns, and differ."""
        each = [
            short_names(names, max(4, self.rows * across + 2))[k]
            for k, across in enumerate(self.across)
        ]
        return each if len(set(each)) == len(set(names)) else short_names(names, self.rows + 2)

    def _upright(self, place: int) -> tuple[str, list[tuple[float, str]], float]:
        """Number, columns and height of a head that stands upright."""
        name = self.names[place]
        if is_latin(name):
            return "", [], 0.0
        found = MARKER.match(name)
        if found and self.sheet.room(found[1], SIZE) > self.room[place] - 0.02:
            name = f"{found[1]}\u3000{name[found.end() :]}"  # it stands upright with the rest
            found = None
        bare = name[found.end() :] if found else name
        parts = columns(bare, max(self.rows, -(-len(bare) // self.across[place])))
        longest = max(len(part.split("\n")) for _, part in parts)
        high = longest * SIZE * CM * PITCH + 0.1 + (LINE if found else 0)
        return (found[1] if found else ""), parts, high

    def draw(self, places: Sequence[float], bottom: float) -> None:
        """Write them at these places, ending at `bottom`."""
        for number, (name, x) in enumerate(zip(self.names, places, strict=True)):
            if self.level:
                lines = self.lines[number]
                for k, line in enumerate(lines):
                    y = bottom - 0.15 - LINE * (len(lines) - 1 - k)
                    self.sheet.text(x, y, line, TINY, INK, ha="center", gid="head")
            elif is_latin(name):
                line = fitted(name, self.high - 0.1, SIZE, self.sheet.face)
                at = (x, bottom - 0.05)
                self.sheet.text(*at, line, SIZE, va="bottom", ha="center", rotation=90, gid="head")
            else:
                self._stand(number, x, bottom)

    def _stand(self, number: int, x: float, bottom: float) -> None:
        """A head from top to bottom, in columns from right to left, its number level above."""
        marker, parts, _ = self._upright(number)
        top = bottom - self.high
        if marker:
            self.sheet.text(x, top + LINE / 2, marker, SIZE, SOFT, ha="center", gid="marker")
            top += LINE
        for shift, part in parts:
            for k, sign in enumerate(part.split("\n")):
                y = top + (k + 0.5) * SIZE * CM * PITCH
                place = x + shift * SIZE * CM * 1.12
                self.sheet.text(place, y, sign, SIZE, INK, ha="center", va="center", gid="head")


def is_latin(name: str) -> bool:
    """Whether a name is turned, as upright letters cannot be read.

    >>> is_latin("Opening"), is_latin("2020年回顾")
    (True, False)
    """
    return sum(sign.isascii() for sign in name) > 0.6 * len(name) and len(name) > 4
