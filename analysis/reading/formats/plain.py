"""Plain text."""

from __future__ import annotations

from ..encodings import decode
from ..marks import Reading


def read_plain(data: bytes, encoding: str | None = None) -> Reading:
    """Read plain text: the text is all there is.

    `data` are the bytes of the file, `encoding` is its encoding if it is known (it is found
    from the bytes otherwise). Raises ValueError, as `decode` does, if they are not text.

    >>> read_plain("一、总体要求".encode("gbk")).encoding
    'gb18030'
    """
    decoded = decode(data, encoding=encoding)
    return Reading(decoded.text, encoding=decoded.encoding, margin=decoded.margin)
