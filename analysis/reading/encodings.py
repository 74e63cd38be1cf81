"""Bytes to text: the encoding under which the bytes are the most plausible Chinese text.

Nearly any bytes can be read as GB18030 or as UTF-16 without an error, so that a codec does not
fail says little. Every encoding is tried here, and the text it gives is weighed: how surprising
is it, in bits, if its characters were drawn one by one from Chinese text (simplified and
traditional alike)? Characters that a wrong encoding brings forth are rare ones, at 15 to 20
bits against 8 to 12, so five characters usually suffice.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Byte order marks, the longer first: that of UTF-32 begins with that of UTF-16.
MARKED = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}

# Bits of surprise that a file is in this encoding at all, before its text is looked at.
UNMARKED = {
    "utf-8": 0,
    "gb18030": 3,
    "cp950": 4,
    "big5hkscs": 5,
    "utf-16-le": 8,
    "utf-16-be": 10,
    "utf-32-le": 12,
    "utf-32-be": 12,
}

# Codecs that give the same text but for a few rare characters: the choice between the members
# of a family is no reason to doubt the text.
FAMILY = {"cp950": "big5", "big5hkscs": "big5"}

# What a user asks for, and what reads that and more without reading anything differently.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "euc_cn": "gb18030"}

# Bytes that are weighed; bits of surprise of a byte that cannot be read.
SAMPLE = 1 << 14
DAMAGE = 40.0
# So many bytes of ASCII may chance to be twelve characters of UTF-16; more will not.
SHORT_ASCII = 24
# Bits by which bytes may be more surprising as text than as noise, and pass for text.
NOISY = 10
# One control character in so many characters, and the file is no text.
CONTROLS = 50
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
NOT_PRINTED = re.compile(rb"[^\t\n\r -~]")
CONTROL_BYTES = re.compile(CONTROL.pattern.encode())

BINARY = "it is a binary file, not a text"
FOREIGN = (
    "its bytes are no Chinese text in UTF-8, UTF-16, GB18030 or Big5: it is a binary file, "
    "or name its encoding with encoding="
)


class Decoded(NamedTuple):
    """The text of some bytes, the encoding it was read with and how clear the choice was."""

    text: str
    encoding: str
    margin: float


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """Decode the bytes of a text file: byte order mark removed, CRLF and CR made LF.

    `data` are the bytes, `encoding` is their encoding if you know it: a name that Python knows,
    such as "gb18030". Without it the most plausible one of UTF-8, UTF-16, UTF-32, GB18030 (with
    GB2312 and GBK) and Big5 (with HKSCS and cp950) is taken.

    Returns the text, the name of the encoding, and ``margin``: ``1 - 2 ** (-d / 10)``, where
    ``d`` is by how many bits the text is less surprising than the best reading of another
    family of encodings, or than bytes thrown at random. 0 is a toss-up, 0.5 a lead of 10
    bits, more than 0.99 beyond reasonable doubt; 1.0 where a byte order mark, `encoding` or
    pure ASCII leaves no choice.

    Raises ValueError, with the offset and the remedy, if some byte has no reading in the
    encoding, if the bytes are no text, or if there is no encoding of that name.

    >>> decode("一、总体要求".encode("gbk"))[:2]
    ('一、总体要求', 'gb18030')
    >>> decode("一、總則".encode("big5")).text
    '一、總則'
    """
    if encoding is not None:
        encoding, margin = _asked_for(data, encoding), 1.0
    else:
        encoding, margin = _most_plausible(data)
    text = _strictly(data, encoding, sure=margin == 1.0)
    return Decoded(unify(text), encoding, margin)


def unify(text: str) -> str:
    """Give the text without its byte order mark and with LF as line ends.

    `text` is any decoded text; nothing but the mark at its start and the line ends changes.
    """
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def check_text(text: str) -> None:
    """Raise ValueError for a text that is blank or that no text file can hold.

    `text` is what a reader or a user gives. No file holds NUL characters, or halves of
    surrogate pairs: both come from bytes read with a wrong encoding.
    """
    if not text or text.isspace():
        raise ValueError("it holds no text")
    if "\0" in text:
        raise ValueError(f"it has a NUL character at {text.index(chr(0))}: it is no text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"it has half of a surrogate pair at character {error.start}: "
            "read its source again, with the right encoding"
        ) from None


def surprise(text: str) -> float:
    """Give the bits of surprise of a text, its characters taken one by one.

    `text` is any text. Chinese text has 8 to 12 bits a character, what a wrong encoding brings
    forth 15 to 20; the table of characters is described in ``data/characters.txt``.

    >>> surprise("总体要求") < surprise("軞极猁")
    True
    """
    return sum(n * _bits(character) for character, n in Counter(text).items())


# --- choosing ------------------------------------------------------------------------


def _asked_for(data: bytes, encoding: str) -> str:
    """The codec for an encoding that the user names."""
    try:
        name = codecs.lookup(encoding).name
        with suppress(UnicodeError):
            b" ".decode(name)
    except LookupError:
        raise ValueError(
            f"no encoding {encoding!r}: name one such as utf-8, gb18030, big5 or utf-16"
        ) from None
    if name == "big5":
        return min(("cp950", "big5hkscs"), key=lambda codec: _weigh(data, codec)[0])
    return WIDER.get(name, name)


def _most_plausible(data: bytes) -> tuple[str, float]:
    """The encoding that makes the bytes the least surprising text, and its margin."""
    for mark, encoding in MARKED.items():
        if data.startswith(mark):
            return encoding, 1.0
    if _is_ascii(data):
        return "utf-8", 1.0
    weighed = {encoding: _weigh(data, encoding) for encoding in UNMARKED}
    best = min(weighed, key=lambda encoding: weighed[encoding][0])
    bits, text = weighed[best]
    rivals = [
        rival_bits
        for rival, (rival_bits, rival_text) in weighed.items()
        if FAMILY.get(rival, rival) != FAMILY.get(best, best) and rival_text != text
    ]
    if best != "utf-8":  # what passes for UTF-8 is no noise, in whatever language
        rivals.append(_noise(data))
        if rivals[-1] < bits - NOISY:
            raise ValueError(FOREIGN)
    return best, 1 - 2 ** (-max(min(rivals) - bits, 0) / 10)


def _is_ascii(data: bytes) -> bool:
    """Whether the bytes are ASCII beyond doubt."""
    if not data.isascii() or CONTROL_BYTES.search(data):
        return False
    return len(data) > SHORT_ASCII or len(data) % 2 == 1 or not data


def _weigh(data: bytes, encoding: str) -> tuple[float, str]:
    """The surprise of a sample of the bytes read in this encoding, and its text.

    A byte that cannot be read costs dearly but does not rule the encoding out.
    """
    sample, whole = _sample(data)
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    text = decoder.decode(sample, final=whole)
    width = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
    damage = DAMAGE * len(sample) if len(data) % width else 0
    return UNMARKED[encoding] + damage + surprise(text), text


def _sample(data: bytes) -> tuple[bytes, bool]:
    """Bytes to judge by: from the first that is not ASCII, where a character must begin.

    (From the multiple of four before it, which is the beginning of a character in UTF-16 and
    UTF-32 as well.) With them, whether they reach to the end.
    """
    if len(data) <= SAMPLE:
        return data, True
    first = re.search(rb"[\x80-\xff\0]", data)
    start = first.start() & ~3 if first else 0
    return data[start : start + SAMPLE], start + SAMPLE >= len(data)


def _noise(data: bytes) -> float:
    """The surprise of the sample as printed ASCII among bytes thrown at random."""
    sample, _ = _sample(data)
    ascii_part = NOT_PRINTED.sub(b"", sample)
    return surprise(ascii_part.decode("ascii")) + 8 * (len(sample) - len(ascii_part))


@cache
def _table() -> dict[str, int]:
    """Bits of surprise of the characters that are common in Chinese text."""
    table = {"\n": 6, "\r": 1, "\t": 9, "\f": 12, "\v": 14, "\ufeff": 20}
    lines = Path(__file__).parent.with_name("data").joinpath("characters.txt").read_text("utf-8")
    for line in lines.split("\n"):
        if line and line[0] != "#":
            bits, _, characters = line.partition(" ")
            table.update(dict.fromkeys(characters, int(bits)))
    return table


def _bits(character: str) -> float:
    """The surprise of one character."""
    known = _table().get(character)
    if known is not None:
        return known
    if character == "\ufffd":
        return DAMAGE
    if "\u4e00" <= character <= "\u9fff":
        return 21
    kind = unicodedata.category(character)
    if kind in ("Cc", "Cn"):
        return 32
    if kind == "Co":
        return 26
    if kind == "Lo":
        return 14 if "\u3040" <= character <= "\u30ff" else 18
    return 14 if character < "\u0500" else 16


# --- decoding ------------------------------------------------------------------------


def _strictly(data: bytes, encoding: str, *, sure: bool) -> str:
    """All bytes decoded, or an error that names the first one that cannot be."""
    wide = encoding.startswith(("utf-16", "utf-32"))
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data and not (wide and sure):
            raise ValueError(BINARY) from None
        raise ValueError(_damage(data, encoding, error)) from None
    controls = len(CONTROL.findall(text, 0, SAMPLE))
    if (b"\0" in data and not wide) or controls > len(text) / CONTROLS:
        raise ValueError(BINARY)
    return text


def _damage(data: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    """What to tell about a byte that has no reading."""
    end = " (the file ends within a character)" if error.end >= len(data) else ""
    return (
        f"byte 0x{data[error.start]:02x} at offset {error.start} cannot be read as {encoding}"
        f"{end}: mend the file there, or name its encoding with encoding="
    )
