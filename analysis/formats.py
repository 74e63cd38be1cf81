"""What every reader gives, and the readers of plain text and markdown."""

from __future__ import annotations

from typing import NamedTuple

from .blocks import Mark
from .encodings import decode


class Reading(NamedTuple):
    """What a reader makes of the bytes of one file."""

    text: str
    marks: tuple[Mark, ...] = ()
    title: str = ""
    encoding: str = ""
    margin: float = 1.0


def read_plain(data: bytes, encoding: str | None = None) -> Reading:
    """Read plain text: the text is all there is."""
    decoded = decode(data, encoding=encoding)
    return Reading(decoded.text, encoding=decoded.encoding, margin=decoded.margin)
