"""What each stretch of a text *is*: title, heading, body, contents, site text, page furniture, blank."""

from __future__ import annotations

from typing import NamedTuple


class Mark(NamedTuple):
    """What a file format knows about one span of the text, in offsets of ``documents.text``.

    ``start`` and ``end`` are character offsets, ``role`` one of the roles of a block,
    ``level`` the rank of a heading (1, 2, 3 ...; 0 where there is none), ``marker`` its
    number as written in the text or "", ``reason`` a few words for `explain`.
    """

    start: int
    end: int
    role: str
    level: int = 0
    marker: str = ""
    reason: str = ""
