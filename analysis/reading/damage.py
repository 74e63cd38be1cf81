"""What a text shows of damage that was done to it before: it is named, never mended in silence.

A file in UTF-8 that some program read as GB18030 and saved as UTF-8 is a good file of nonsense
(鍥伴毦 for 困难). No encoding is wrong then; but the characters are rare ones, and what the wrong
way back gives is plausible text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..characters import HAN
from .plausibility import surprise

# Bits of surprise of a character (of those that are not ASCII) in a stretch of 250: below 12 in
# real text, poems and lists of names among it, and above 13.5 in damaged text.
DOUBTFUL = 12.8
STRANGE = 16.0
# Bits that the right reading has at most, and how many less it has: it may lack characters.
SENSIBLE = 14.0
BETTER = 3.0
# Stretches that are looked at, their length, and the fewest characters that say something.
STRETCHES = 8
LENGTH = 250
FEWEST = 8
# The share of a stretch that has to make sense the other way.
MENDED = 0.5
# So many question marks, in this share of the text, do not ask anything.
QUESTIONS = 20
QUESTION_SHARE = 0.2
SHOWN = 12  # characters in a message

NOT_ASCII = re.compile("[^\0-\x7f]")
ASCII = re.compile("[\0-\x7f]+")
HAN_CHARACTER = re.compile(f"[{HAN}]")
LOST = re.compile("\ufffd|锟斤拷")  # the second is the first, twice, read as GB18030

# The bytes behind the characters of the code page of Western Windows; where it has none, those
# of the control characters that browsers put there.
WESTERN = {
    (bytes([byte]).decode("cp1252", "ignore") or chr(byte)): bytes([byte]) for byte in range(256)
}

# What a file was in, and what it was read as: codecs and their names.
MISREADINGS = (
    ("utf-8", "gb18030"),
    ("utf-8", "cp1252"),
    ("utf-8", "cp950"),
    ("gb18030", "cp1252"),
    ("gb18030", "cp950"),
    ("cp950", "cp1252"),
    ("cp950", "gb18030"),
)
NAMES = {"utf-8": "UTF-8", "gb18030": "GB18030", "cp950": "Big5", "cp1252": "Western text"}


def damage(text: str) -> tuple[str, ...]:
    """Say what damage a text shows, in no sentence or in one for each kind of it.

    `text` is what a reader gives. A stretch that another encoding turns into plausible Chinese
    is named with both encodings, as are characters that stand for what could not be read.

    >>> damage("一、总体要求")
    ()
    >>> damage("困难。多渠道做好工作".encode().decode("gb18030", "replace"))[0][:58]
    'its text is UTF-8 that was once read as GB18030 and saved '
    """
    misread = next(filter(None, map(_misread, _stretches(text))), "")
    return tuple(filter(None, [misread, "" if misread else _lost(text), _questions(text)]))


def _stretches(text: str) -> Iterator[str]:
    """A few stretches of a text from its beginning to its end."""
    step = max(len(text) // STRETCHES, LENGTH)
    for start in range(0, len(text), step):
        yield text[start : start + LENGTH]


def _misread(stretch: str) -> str:
    """Say how a stretch was misread and what it should be, or "" for plausible text."""
    bits = _bits(stretch)
    if bits < DOUBTFUL:
        return ""
    found = []
    for was, read_as in MISREADINGS:
        data = _bytes(stretch, read_as)
        mended = data.decode(was, "ignore")
        if len(mended.encode(was)) >= MENDED * len(data) and 0 < _bits(mended) < bits - BETTER:
            found.append((_bits(mended), was, read_as, mended))
    if found and min(found)[0] < SENSIBLE:
        _, was, read_as, mended = min(found)
        return (
            f"its text is {NAMES[was]} that was once read as {NAMES[read_as]} and saved "
            f"({_excerpt(stretch)} should be {_excerpt(mended)}): take the original file, "
            "for part of the text is lost"
        )
    if (
        bits > STRANGE
        and len(HAN_CHARACTER.findall(stretch)) > len(NOT_ASCII.findall(stretch)) / 2
    ):
        return (
            f"its characters are rare ones such as {_excerpt(stretch)}: if that is not text, "
            "take the original file or name its encoding with encoding="
        )
    return ""


def _bits(stretch: str) -> float:
    """The bits of surprise of a character that is not ASCII, or 0 where there are too few."""
    characters = ASCII.sub("", stretch)
    if len(characters) < FEWEST:
        return 0
    return surprise(characters) / len(characters)


def _bytes(text: str, codec: str) -> bytes:
    """The bytes that a text was read from, "?" for those that are lost."""
    if codec == "cp1252":
        return b"".join(WESTERN.get(character, b"?") for character in text)
    if codec == "gb18030":  # in that of Windows, € is a byte
        halves = text.replace("\ufffd", "?").split("€")
        return b"\x80".join(half.encode(codec) for half in halves)
    return text.encode(codec, "replace")


def _excerpt(text: str) -> str:
    """The first characters that are not ASCII, and those around them."""
    first = NOT_ASCII.search(text)
    start = first.start() if first else 0
    return '"' + " ".join(text[start : start + SHOWN].split()) + '"'


def _lost(text: str) -> str:
    """Say how many characters stand for something that could not be read."""
    found = LOST.findall(text) if LOST.search(text) else []
    if not found:
        return ""
    line = text.count("\n", 0, text.index(found[0])) + 1
    times = "once" if len(found) == 1 else f"{len(found)} times"
    return (
        f"it holds {found[0]!r} {times}, first in line {line}, in place of text that could not be "
        "read when the file was made: take the original file"
    )


def _questions(text: str) -> str:
    """Say that a text is full of question marks."""
    n = text.count("?")
    if n < QUESTIONS or n < QUESTION_SHARE * len(text):
        return ""
    return (
        f"{n} of its {len(text)} characters are question marks, in place of text that the "
        "program that saved it could not write: take the original file, saved as UTF-8"
    )
