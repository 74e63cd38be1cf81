"""Encodings that are known in order to be named, not read: Japanese, Korean, EUC-TW, ISO-2022.

Nearly all of their bytes can be read as GB18030 or Big5 without an error.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple


class Foreign(NamedTuple):
    """An encoding that is named: bits before the text is looked at, language, what to do."""

    bits: int
    language: str
    advice: str


_NAME_IT = "if it is that, name it with encoding={!r}"
_CONVERT = "convert it, as with iconv -f {} -t UTF-8"

FOREIGN = {
    "euc_jp": Foreign(16, "Japanese", _NAME_IT.format("euc_jp")),
    "cp932": Foreign(16, "Japanese", _NAME_IT.format("cp932")),
    "cp949": Foreign(16, "Korean", _NAME_IT.format("cp949")),
    "euc_tw": Foreign(16, "Chinese", _CONVERT.format("EUC-TW")),
}
NAMES = {"euc_jp": "EUC-JP", "cp932": "Shift-JIS", "cp949": "EUC-KR", "euc_tw": "EUC-TW"}

# ISO-2022 goes from one set of characters to another by escapes, all in bytes of ASCII.
ESCAPES = (
    (re.compile(rb"\x1b\$\)C"), "ISO-2022-KR", _NAME_IT.format("iso2022_kr")),
    (re.compile(rb"\x1b\$(?:\)A|\)G|\*H)"), "ISO-2022-CN", _CONVERT.format("ISO-2022-CN")),
    (re.compile(rb"\x1b\$[@AB]|\x1b\$\(D"), "ISO-2022-JP", _NAME_IT.format("iso2022_jp_2")),
)


def escaped(data: bytes) -> str:
    """Say what to do about bytes with the escapes of ISO-2022, or "" if they have none."""
    for escape, name, advice in ESCAPES:
        if data.isascii() and b"\0" not in data and escape.search(data):
            return f"its escapes are those of {name}: {advice}"
    return ""


def complaint(encoding: str) -> str:
    """Say that bytes are more plausible in a foreign `encoding` than as Chinese text."""
    of = FOREIGN[encoding]
    return (
        f"its bytes are plausible {of.language} text in {NAMES[encoding]}, "
        f"and no plausible text in UTF-8, UTF-16, GB18030 or Big5: {of.advice}"
    )


def foreign_text(data: bytes, encoding: str, whole: bool) -> str:
    """Decode a sample of bytes in a foreign encoding, with U+FFFD for what cannot be read.

    `whole` says that the sample reaches to the end of the file.
    """
    if encoding == "euc_tw":
        return EUC_TW.sub(_euc_tw, data).decode("cp950", "replace")
    return codecs.getincrementaldecoder(encoding)("replace").decode(data, final=whole)


# Python has no codec for EUC-TW. Its first two planes of characters have nearly the order of the
# two levels of Big5: near enough to see what a text is, not to read it.
EUC_TW = re.compile(rb"\x8e[\xa1-\xb0][\xa1-\xfe]{2}|[\x80-\xff]{1,2}")
BIG5_ROW = 157  # characters in a row of Big5, 63 of them before a gap


def _euc_tw(found: re.Match[bytes]) -> bytes:
    """The bytes of Big5 for one character of EUC-TW; those of no character for no such one."""
    *plane, row, column = b"\0\0" + found[0]
    if plane[-1] == 0xA2:  # after 0x8E: the second plane
        place, first = row - 0xA1, 0xC9
    elif row >= 0xC4:
        place, first = row - 0xC4, 0xA4
    else:  # signs
        place, first = row - 0xA1, 0xA1
    if place < 0 or column < 0xA1 or plane[-1] not in (0, 0xA2):
        return b"\xff"
    down, across = divmod(place * 94 + column - 0xA1, BIG5_ROW)
    return bytes([min(first + down, 0xF9), across + (0x40 if across < 63 else 0xA1 - 63)])
