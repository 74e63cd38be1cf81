"""Bytes to text: the encoding under which the bytes are the most plausible Chinese text.

Nearly any bytes can be read as GB18030 or as UTF-16 without an error, so that a codec does not
fail says little. Every encoding is tried here, and the text it gives is weighed: how surprising
is it as Chinese text (see `plausibility`)? Five characters usually suffice.
"""

from __future__ import annotations

import codecs
import math
import re
from contextlib import suppress
from typing import NamedTuple

from .foreign import FOREIGN, complaint, escaped, foreign_text
from .plausibility import DAMAGE, surprise

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

# HZ, in ASCII with pairs of bytes between ~{ and ~} (on one line), and the bits for it.
HZ = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
SEVEN_BITS = {"utf-8": 0, "hz": 6}

# Codecs of Chinese that have kana as well, and the bits for a text in Japanese.
WITH_KANA = ("gb18030", "cp950", "big5hkscs")
OTHER_LANGUAGE = 12

# What stands in a file for a character that was lost before, and the bits for it.
LOST = "\ufffd".encode()
LOST_BITS = 18

# Bits that it counts if the file itself names its encoding (as web pages do, often wrongly).
DECLARED = 9
# Bits by which bytes may be more surprising as text than as noise, or as text in a foreign
# encoding, and pass for text.
NOISY = 10
# One control character in so many characters, and the file is not text.
CONTROLS = 50
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
NOT_PRINTED = re.compile(rb"[^\t\n\r -~]")
CONTROL_BYTES = re.compile(CONTROL.pattern.encode())

# Bytes that are weighed. Printed ASCII says nothing: runs longer than `RUN` are left out.
SAMPLE = 1 << 14
RUN = 64
# No UTF-16 has a run so long and various; twelve characters may chance to be bytes of ASCII.
LONG_RUN = re.compile(rb"[\t\n\r -~]{%d,}" % (RUN + 1))
VARIOUS = 12
SHORT_ASCII = 24
# Bytes that are weighed before the rest, and the bits by which an encoding may be behind the
# best one and is still weighed (540 are a margin of 1 in floating point).
STEP = 1 << 10
HOPELESS = 1000
ISLAND = re.compile(rb"[^\t\n\r -~](?:[\t\n\r -~]{0,%d}[^\t\n\r -~])*[\t\n\r -~]{0,16}" % RUN)

BINARY = "it is a binary file, not a text"
NO_TEXT = (
    "its bytes are not Chinese text in UTF-8, UTF-16, GB18030 or Big5: it is a binary file, "
    "or name its encoding with encoding="
)


class Decoded(NamedTuple):
    """The text of some bytes, the encoding it was read with and how clear the choice was."""

    text: str
    encoding: str
    margin: float


def decode(data: bytes, *, encoding: str | None = None, declared: str = "") -> Decoded:
    """Decode the bytes of a text file: byte order mark removed, CRLF and CR made LF.

    `data` are the bytes, `encoding` is their encoding if you know it: a name that Python knows,
    such as "gb18030". Without it the most plausible one of UTF-8, UTF-16, UTF-32, GB18030 (with
    GB2312 and GBK), Big5 (with HKSCS and cp950) and HZ is taken. `declared` is what the file
    says of itself, as web pages do: it counts for something and is not relied on.

    Returns the text, the name of the encoding, and ``margin``: ``1 - 2 ** (-d / 10)``, where
    ``d`` is by how many bits the text is less surprising than the best reading of another
    family of encodings, or than bytes thrown at random. 0 is a toss-up, 0.5 a lead of 10
    bits, more than 0.99 beyond reasonable doubt; 1.0 where a byte order mark, `encoding` or
    pure ASCII leaves no choice.

    Raises ValueError, with the offset and the remedy, if some byte has no reading in the
    encoding, if the bytes are not text, or text in an encoding that is known but not read by
    itself (EUC-JP, Shift-JIS, EUC-KR, EUC-TW, ISO-2022), or if there is no encoding of the name.

    >>> decode("一、总体要求".encode("gbk"))[:2]
    ('一、总体要求', 'gb18030')
    >>> decode("一、總則".encode("big5")).text
    '一、總則'
    """
    if encoding is not None:
        encoding, margin = _asked_for(data, encoding), 1.0
    else:
        encoding, margin = _most_plausible(data, declared)
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
        raise ValueError(f"it has a NUL character at {text.index(chr(0))}: it is not text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"it has half of a surrogate pair at character {error.start}: "
            "read its source again, with the right encoding"
        ) from None


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
        sample = _sample(data)
        return min(("cp950", "big5hkscs"), key=lambda codec: _weigh(sample, codec)[0])
    return WIDER.get(name, name)


def _most_plausible(data: bytes, declared: str) -> tuple[str, float]:
    """The encoding that makes the bytes the least surprising text, and its margin."""
    for mark, encoding in MARKED.items():
        if data.startswith(mark):
            return encoding, 1.0
    if advice := escaped(data):
        raise ValueError(advice)
    sample = _sample(data)
    weighed: dict[str, tuple[float, str]] = {}
    for encoding in sample.encodings:
        most = min((bits for bits, _ in weighed.values()), default=math.inf) + HOPELESS
        weighed[encoding] = _weigh(sample, encoding, most)
    for encoding in _family(declared) & weighed.keys():
        bits, text = weighed[encoding]
        weighed[encoding] = bits - DECLARED, text
    best = min(weighed, key=lambda encoding: weighed[encoding][0])
    bits, text = weighed[best]
    rivals = [
        rival_bits
        for rival, (rival_bits, rival_text) in weighed.items()
        if FAMILY.get(rival, rival) != FAMILY.get(best, best) and rival_text != text
    ]
    if best not in ("utf-8", "hz"):  # what passes for these is not noise, in whatever language
        rivals += _strangers(sample, bits)
    lead = min(rivals, default=float("inf")) - bits
    return best, 1 - 2 ** (-max(lead, 0) / 10)


def _strangers(sample: _Sample, bits: float) -> list[float]:
    """The surprise of a sample as noise and as text in foreign encodings.

    ValueError if it is much less surprising as one of these than the best text of `bits`.
    """
    noise = _noise(sample)
    foreign = {name: _weigh_foreign(sample, name) for name in FOREIGN}
    likely = min(foreign, key=foreign.__getitem__)
    if foreign[likely] < min(bits, noise) - NOISY:
        raise ValueError(complaint(likely))
    if noise < bits - NOISY:
        raise ValueError(NO_TEXT)
    return [noise, *foreign.values()]


class _Sample(NamedTuple):
    """Bytes to judge by, and whether they reach to the end of the file."""

    data: bytes
    whole: bool
    encodings: tuple[str, ...]  # those that the file may have
    size: int  # of the file


def _sample(data: bytes) -> _Sample:
    """Bytes to judge by: from the first that is not ASCII, where a character must begin.

    (From the multiple of four before it, which is the beginning of a character in UTF-16 and
    UTF-32 as well.) A file with long runs of ASCII is neither: there only the bytes around those
    that are not ASCII are taken, so that a long script hides no text.
    """
    if data.isascii() and not CONTROL_BYTES.search(data):
        if hz := HZ.search(data):
            return _cut(data, hz.start(), tuple(SEVEN_BITS))
        if len(data) > SHORT_ASCII or len(data) % 2:
            return _cut(data, 0, ("utf-8",))
    first = re.search(rb"[\x80-\xff\0]", data)
    sample = _cut(data, first.start() & ~3 if first else 0, tuple(UNMARKED))
    if not any(len(set(run[0])) >= VARIOUS for run in LONG_RUN.finditer(sample.data)):
        return sample
    narrow = tuple(name for name in UNMARKED if not name.startswith(("utf-16", "utf-32")))
    return _Sample(_islands(data), False, narrow, len(data))


def _cut(data: bytes, start: int, encodings: tuple[str, ...]) -> _Sample:
    """The bytes to weigh from a place on, or all of them if they are few."""
    start = start if len(data) > SAMPLE else 0
    end = start + SAMPLE
    return _Sample(data[start:end], end >= len(data), encodings, len(data))


def _islands(data: bytes) -> bytes:
    """The bytes around those that are not ASCII, as many as are weighed."""
    islands, n = [], 0
    for found in ISLAND.finditer(data):
        islands.append(found[0])
        n += len(found[0])
        if n >= SAMPLE:
            break
    return b"".join(islands)[:SAMPLE]


def _weigh(sample: _Sample, encoding: str, most: float = math.inf) -> tuple[float, str]:
    """The surprise of a sample read in this encoding, and its text.

    A byte that cannot be read costs dearly but does not rule the encoding out. No more is read
    once the surprise is above `most`.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    width = {"utf-16": 2, "utf-32": 4}.get(encoding[:6], 1)
    fixed: float = UNMARKED.get(encoding, SEVEN_BITS.get(encoding, 0))
    fixed += DAMAGE * len(sample.data) if sample.size % width else 0
    if encoding == "utf-8":  # what stands in the file was not lost here
        fixed -= sample.data.count(LOST) * (DAMAGE - LOST_BITS)
    text, bits = "", fixed
    in_japanese = fixed + OTHER_LANGUAGE if encoding in WITH_KANA else math.inf
    start = end = 0
    while end < len(sample.data) and min(bits, in_japanese) <= most:
        start, end = end, 2 * end or STEP
        final = sample.whole and end >= len(sample.data)
        more = decoder.decode(sample.data[start:end], final=final)
        text, bits = text + more, bits + surprise(more)
        in_japanese += surprise(more, "Japanese") if encoding in WITH_KANA else 0
    return min(bits, in_japanese), text


def _weigh_foreign(sample: _Sample, encoding: str) -> float:
    """The surprise of a sample read in a foreign encoding."""
    text = foreign_text(sample.data, encoding, sample.whole)
    return FOREIGN[encoding].bits + surprise(text, FOREIGN[encoding].language)


def _noise(sample: _Sample) -> float:
    """The surprise of the sample as printed ASCII among bytes thrown at random."""
    ascii_part = NOT_PRINTED.sub(b"", sample.data)
    return surprise(ascii_part.decode("ascii")) + 8 * (len(sample.data) - len(ascii_part))


def _family(name: str) -> set[str]:
    """The encodings that a file may mean by a name, or none."""
    try:
        codec = codecs.lookup(name).name
    except (LookupError, ValueError):
        return set()
    codec = WIDER.get(codec, codec)
    return {one for one in UNMARKED if codec in (one, FAMILY.get(one))}


# --- decoding ------------------------------------------------------------------------


def _strictly(data: bytes, encoding: str, *, sure: bool) -> str:
    """All bytes decoded, or an error that names the first one that cannot be."""
    wide = encoding.startswith(("utf-16", "utf-32"))
    # With the mark taken off, the codec would count from the byte after it.
    codec = "utf-8" if encoding == "utf-8-sig" else encoding
    try:
        text = data.decode(codec)
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
