"""Subtitles (.srt, .vtt): what is said; numbers, times and notes are furniture.

Read as https://www.w3.org/TR/webvtt1/ describes WebVTT; SubRip has no standard and is nearly the
same. A sentence that goes on in the next cue is one paragraph, in subtitles with full stops.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..encodings import decode
from ..marks import Lines, Reading
from .page import squeezed

TIMES = re.compile(r"\s*(?:\d+:)?\d+:\d\d[.,]\d+\s*-->")
TAGS = re.compile(
    r"</?(?:[biucv]|font|ruby|lang|\d[\d:.]*)(?:[.\s][^<>\n]*)?>|\{\\[^{}\n]*\}", re.I
)
READING = re.compile(r"<rt>[^<\n]*(?:</rt>)?", re.I)
SENTENCE_ENDS = re.compile("[。！？!?…][”’」』）)]*$")
SPEAKER = re.compile("[-－–—]")
PUNCTUATED = 0.1  # a larger share of cues that end a sentence: where none ends, it goes on


class _Cue(NamedTuple):
    """What stands above a cue (number, times), or beside all, and what is said in it."""

    head: list[str]
    said: str


def read_subtitles(data: bytes, encoding: str | None = None) -> Reading:
    """Read subtitles: the words of each cue or sentence after its numbers and times.

    `data` are the bytes of the file, `encoding` is its encoding if it is known (it is found
    from the bytes otherwise). Raises ValueError, as `decode` does, if they are not text, and if
    there is no cue in it.

    >>> read_subtitles("1\\n00:00:01,000 --> 00:00:02,000\\n<i>你好</i>\\n".encode()).text
    '1 00:00:01,000 --> 00:00:02,000\\n你好'
    """
    decoded = decode(data, encoding=encoding)
    cues = list(_cues(decoded.text))
    said = [cue.said for cue in cues if cue.said]
    if not said:
        raise ValueError("no cue with times (00:00:01,000 --> 00:00:04,000) and words in it")
    ends = sum(SENTENCE_ENDS.search(each) is not None for each in said)
    lines = Lines()
    for head, text in _paragraphs(cues, ends > PUNCTUATED * len(said)):
        if head:
            lines.add(head, "furniture", reason="subtitle times")
        if text:
            lines.add(text, "body", reason="subtitle")
    return lines.reading()._replace(encoding=decoded.encoding, margin=decoded.margin)


def _cues(text: str) -> Iterator[_Cue]:
    """The cues, and the notes and styles between them."""
    for block in re.split(r"\n[ \t]*\n+", text.strip("\n")):
        lines = block.split("\n")
        at = [number for number, line in enumerate(lines) if TIMES.match(line)]
        if not at:
            yield _Cue(lines, "")
            continue
        # A number stands above its times, also where the blank line before it is missing.
        starts = [
            n - (n > 0 and (number == 0 or lines[n - 1].strip().isdigit()))
            for number, n in enumerate(at)
        ]
        if starts[0]:
            yield _Cue(lines[: starts[0]], "")
        for start, n, end in zip(starts, at, [*starts[1:], len(lines)], strict=True):
            said = TAGS.sub("", READING.sub("", "\n".join(lines[n + 1 : end])))
            yield _Cue(lines[start : n + 1], squeezed(said))


def _paragraphs(cues: list[_Cue], joined: bool) -> Iterator[tuple[str, str]]:
    """Furniture and the text after it; the cues of a sentence together where they are `joined`."""
    head: list[str] = []
    text = ""
    for cue in cues:
        if text and (not joined or SENTENCE_ENDS.search(text) or SPEAKER.match(cue.said)):
            yield " ".join(head), text
            head, text = [], ""
        head += [line.strip() for line in cue.head if line.strip()]
        text = squeezed(f"{text}\n{cue.said}") if cue.said else text
    yield " ".join(head), text
