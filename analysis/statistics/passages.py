"""The text as it is searched: one passage a section, paragraph by paragraph, in the common view.

Every place in it is a place in `documents.text`, and every hit lies in one paragraph.
"""

from __future__ import annotations

import bisect
import collections
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from ..characters import CLOSERS, SENTENCE_ENDS
from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import view_of
from ..structure import COUNTED, section_spans, within


class Passage(NamedTuple):
    """The text of a section without its line breaks, and where each piece of it comes from.

    `text` is what is searched (see `segmentation.view_of`), `shown` the same characters as the
    document has them. `paragraphs` are the places in `text` where one begins; `pieces` the places
    where a piece of the document begins, and `starts` the offsets of these pieces in the document.
    `later` are the sections that begin inside a paragraph of it, as parts of equal length do:
    where in the document, and which.
    """

    document: str
    section: str
    text: str
    shown: str
    paragraphs: list[int]
    pieces: list[int]
    starts: list[int]
    later: list[tuple[int, str]]

    def section_at(self, offset: int) -> str:
        """The section in which a character of the document stands."""
        place = bisect.bisect_right(self.later, offset, key=lambda begin: begin[0])
        return self.later[place - 1][1] if place else self.section

    def offset(self, place: int) -> int:
        """Where a character of the flat text is in the document."""
        piece = bisect.bisect_right(self.pieces, place) - 1
        return self.starts[piece] + place - self.pieces[piece]

    def place(self, offset: int) -> int:
        """Where a character of the document is in the flat text."""
        piece = bisect.bisect_right(self.starts, offset) - 1
        return self.pieces[piece] + offset - self.starts[piece]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Where each paragraph begins and ends."""
        ends = [*(place - 1 for place in self.paragraphs[1:]), len(self.text)]
        return zip(self.paragraphs, ends, strict=False)  # no end where there is no paragraph

    def sentence(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence around a place in the flat text."""
        number = bisect.bisect_right(self.paragraphs, place)
        first = self.paragraphs[number - 1]
        last = ([*self.paragraphs, len(self.text) + 1][number]) - 1
        for found in SENTENCE.finditer(self.text, first, last):
            if found.start() <= place < found.end():
                return found.span()
        return first, last


SENTENCE = re.compile(
    f"[^{SENTENCE_ENDS}\\s][^{SENTENCE_ENDS}]*(?:[{SENTENCE_ENDS}]+[{CLOSERS}]*)?"
)


def passages_of(corpus: Corpus, section: str | None, roles: Sequence[str]) -> list[Passage]:
    """Every section's searchable text, in text order; a blank stands between paragraphs.

    A paragraph stands whole in the section in which it begins, also where others begin inside
    it; of one `section`, the passages are those that it has a part of.
    """
    documents = frame_of(corpus, "documents", ["document", "text"])
    blocks = frame_of(corpus, "blocks", ["document", "start", "end", "role"])
    columns = ["document", "section", "start", "end"]
    sections = section_spans(frame_of(corpus, "sections", columns)).reset_index(drop=True)
    wanted = set(within(sections, section).index)
    begins: dict[str, list[tuple[int, str, bool]]] = collections.defaultdict(list)
    for row, (document, name, start) in enumerate(rows_of(sections, columns[:3])):
        bisect.insort(begins[document], (start, name, row in wanted))
    texts = dict(rows_of(documents, ["document", "text"]))
    spans = collections.defaultdict(list)
    for document, *span in rows_of(
        blocks[blocks["role"].isin(roles)], ["document", "start", "end"]
    ):
        spans[document].append(tuple(span))
    flats = []
    for row, (document, name, start, end) in enumerate(rows_of(sections, columns)):
        own = spans[document]
        first, last = (bisect.bisect_left(own, (place,)) for place in (start, end))
        reach = own[last - 1][1] if last > first else end
        first_later, after = (bisect.bisect_left(begins[document], (at,)) for at in (end, reach))
        later = begins[document][first_later:after]
        if row in wanted or any(is_wanted for *_, is_wanted in later):
            flat = _flat(document, name, texts[document], own[first:last])
            flats.append(flat._replace(later=[begin[:2] for begin in later]))
    return flats


def variants_of(corpus: Corpus, term: str) -> list[str]:
    """A term with its synonyms, the longest first, so that none is found in place of a longer."""
    known = dict(corpus.options.synonyms) if isinstance(corpus, Corpus) else {}
    return sorted({term, *known.get(term, ())}, key=lambda word: (-len(word), word))


def rows_of(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple]:
    """The rows of a frame as tuples of plain values."""
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _flat(document: str, section: str, text: str, spans: Iterable[tuple[int, int]]) -> Passage:
    """The paragraphs in these spans as one text."""
    parts: list[str] = []
    seen: list[str] = []
    flat = Passage(document, section, "", "", [], [], [], [])
    length = 0

    def add(part: str, shown: str, start: int) -> None:
        nonlocal length
        flat.pieces.append(length)
        flat.starts.append(start)
        parts.append(part)
        seen.append(shown)
        length += len(part)

    for start, end in spans:
        paragraph = text[start:end]
        first = start + len(paragraph) - len(paragraph.lstrip())
        view = view_of(text, first, start + len(paragraph.rstrip()))
        if not view.text:
            continue
        if parts:
            add(" ", " ", first)
        flat.paragraphs.append(length)
        ends = [*view.places[1:], len(view.text)]
        for place, after, offset in zip(view.places, ends, view.starts, strict=True):
            add(view.text[place:after], view.shown[place:after], offset)
    return flat._replace(text="".join(parts), shown="".join(seen))


def sentence_spans(corpus: Corpus, *, roles: Sequence[str] = COUNTED) -> pd.DataFrame:
    """Where every sentence of the text stands: those that `sentences` quotes.

    `corpus` is from `load`, `roles` are those of the blocks that are looked at.  One row per
    sentence, in text order: `document`, `section`, `start` and `end` (offsets in
    `documents.text`, without white space around the sentence).

    >>> import analysis as an
    >>> spans = sentence_spans(an.load(an.read_text("一、学习\\n学理论。 读原著！")))
    >>> spans[["section", "start", "end"]].values.tolist()
    [['1', 5, 9], ['1', 10, 14]]
    """
    rows = []
    for flat in passages_of(corpus, None, roles):
        for first, last in flat.spans():
            for found in SENTENCE.finditer(flat.text, first, last):
                after = found.start() + len(found.group().rstrip())
                span = flat.offset(found.start()), flat.offset(after - 1) + 1
                rows.append((flat.document, flat.section_at(span[0]), *span))
    frame = pd.DataFrame(rows, columns=["document", "section", "start", "end"])
    return frame.astype({"document": "str", "section": "str", "start": int, "end": int})
