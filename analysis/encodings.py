"""Bytes to text: which encoding gives text that somebody could have written."""

from __future__ import annotations

from typing import NamedTuple


class Decoded(NamedTuple):
    """The text of some bytes, the encoding it was read with and how clear the choice was."""

    text: str
    encoding: str
    margin: float


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """Decode bytes: byte order mark removed, CRLF and CR made LF.

    >>> decode("一、总体要求".encode("gb18030")).text
    '一、总体要求'
    """
    for codec in [encoding] if encoding else ["utf-8-sig", "gb18030"]:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), codec, 1.0)
    raise ValueError("the bytes are neither UTF-8 nor GB18030")


def check_text(text: str) -> None:
    """Raise ValueError for a text that is empty or that no file of text can hold."""
    if not text or text.isspace():
        raise ValueError("it holds no text")
    if "\0" in text:
        raise ValueError(f"it has a NUL character at {text.index(chr(0))}: it is no text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"it has half of a surrogate pair at character {error.start}: "
            "read the source again with its right encoding"
        ) from None
