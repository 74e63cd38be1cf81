"""Where words, sentences and paragraphs stand, as one string: a letter a word.

Offsets are UTF-16 units, as browsers count: a character beyond U+FFFF is two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

Spans = Sequence[tuple[int, int]]
# What stands at one place, in this order: what ends there before what begins there.
SENTENCE_ENDS, PARAGRAPH_ENDS, PARAGRAPH, SENTENCE, WORD = range(5)
SIGNS = {SENTENCE_ENDS: ".", PARAGRAPH_ENDS: "/", PARAGRAPH: "[", SENTENCE: "("}


class Sent(NamedTuple):
    """The part of a text that a page holds, and where the characters of the text are in it.

    `begins` and `ends` are the pieces of the whole text, `bases` where each begins in `text`;
    `units` is the UTF-16 offset of every character of `text` (None: the same number).
    """

    text: str
    begins: np.ndarray
    ends: np.ndarray
    bases: np.ndarray
    units: np.ndarray | None

    def at(self, offsets: Iterable[int]) -> np.ndarray:
        """Where characters of the whole text are; the end of the piece before, if not sent."""
        wanted = np.asarray(list(offsets), dtype=np.int64)
        piece = np.searchsorted(self.begins, wanted, "right") - 1
        if not len(self.begins):
            return np.zeros(len(wanted), dtype=np.int64)
        inside = np.minimum(wanted, self.ends[piece]) - self.begins[piece]
        places = np.where(piece < 0, 0, self.bases[piece] + inside)
        return places if self.units is None else self.units[places]

    def holds(self, offsets: Iterable[int]) -> np.ndarray:
        """Which of these characters are sent, as a mask."""
        wanted = np.asarray(list(offsets), dtype=np.int64)
        if not len(self.begins):
            return np.zeros(len(wanted), dtype=bool)
        piece = np.searchsorted(self.begins, wanted, "right") - 1
        return (piece >= 0) & (wanted < self.ends[piece])


def sent(text: str, spans: Spans) -> Sent:
    """The pieces of a `text` in these `spans`, in order; a line break between two of them.

    >>> part = sent("学理论。𡋾读原著。", [(0, 4), (5, 9)])
    >>> part.text, part.at([0, 5]).tolist(), sent("𡋾好", [(0, 2)]).at([1]).tolist()
    ('学理论。\\n读原著。', [0, 5], [2])
    """
    begins: list[int] = []
    ends: list[int] = []
    bases: list[int] = []
    pieces: list[str] = []
    length = 0
    for start, end in spans:
        if begins and ends[-1] == start:  # goes on from the piece before
            ends[-1] = end
            pieces[-1] += text[start:end]
        else:
            length += 1 if begins else 0
            begins.append(start)
            ends.append(end)
            bases.append(length)
            pieces.append(text[start:end])
        length += end - start
    made = "\n".join(pieces)
    starts, stops, places = (np.array(one, dtype=np.int64) for one in (begins, ends, bases))
    return Sent(made, starts, stops, places, _units(made))


def _units(text: str) -> np.ndarray | None:
    """The UTF-16 offset of every character and of the end; None where all are one unit."""
    if not text or max(text) <= "\uffff":
        return None
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.concatenate([[0], np.cumsum(1 + (codes > 0xFFFF))])


def cuts(words: Spans, sentences: Spans, paragraphs: Spans) -> str:
    """Where `words`, `sentences` and `paragraphs` stand, as one string.

    A small letter is a word of 1 to 26 units (a 0 before it: 26 more), a capital skips as many;
    "[" and "/" are the ends of a paragraph, "(" and "." those of a sentence.

    >>> cuts([(0, 2), (2, 4), (6, 7)], [(0, 5), (6, 8)], [(0, 5), (6, 8)])
    '[(bbA./A[(aA./'
    """
    events = [(start, WORD, end - start) for start, end in words]
    for spans, begins, over in (
        (sentences, SENTENCE, SENTENCE_ENDS),
        (paragraphs, PARAGRAPH, PARAGRAPH_ENDS),
    ):
        for start, end in spans:
            events += [(start, begins, 0), (end, over, 0)]
    letters, place = [], 0
    for start, kind, length in sorted(events):
        if start > place:
            letters.append(_skip(start - place))
            place = start
        if kind == WORD:
            letters.append("0" * ((length - 1) // 26) + chr(97 + (length - 1) % 26))
            place += length
        else:
            letters.append(SIGNS[kind])
    return "".join(letters)


def _skip(number: int) -> str:
    return "Z" * (number // 26) + (chr(64 + number % 26) if number % 26 else "")


def gaps(spans: Spans) -> list[int]:
    """Spans as the steps between their ends, which are short numbers.

    >>> gaps([(5, 8), (22, 24)])
    [5, 3, 14, 2]
    """
    return np.diff(np.array(list(spans), dtype=np.int64).ravel(), prepend=0).tolist()
