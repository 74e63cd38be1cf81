"""The way back from a figure to the text: concordance lines and whole sentences.

Both search the text itself, as it reads without its line breaks; every row says where in
`documents.text` it stands. Which terms keep company is counted in `collocation`.
"""

import bisect
import collections
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..structure import COUNTED, within

LINES = ["document", "section", "start", "left", "keyword", "right"]
SORTS = ("position", "left", "right", "section")


# --- text that can be searched ----------------------------------------------------------------


class _Flat(NamedTuple):
    """The text of a section without its line breaks, and where each piece of it comes from."""

    document: str
    section: str
    text: str
    paragraphs: list[int]
    pieces: list[int]
    starts: list[int]

    def offset(self, place: int) -> int:
        """Where a character of the flat text stands in the document."""
        piece = bisect.bisect_right(self.pieces, place) - 1
        return self.starts[piece] + place - self.pieces[piece]

    def place(self, offset: int) -> int:
        """Where a character of the document stands in the flat text."""
        piece = bisect.bisect_right(self.starts, offset) - 1
        return self.pieces[piece] + offset - self.starts[piece]

    def sentence(self, place: int) -> tuple[int, int]:
        """Start and end of the sentence around a place in the flat text."""
        number = bisect.bisect_right(self.paragraphs, place)
        first = self.paragraphs[number - 1]
        last = ([*self.paragraphs, len(self.text) + 1][number]) - 1
        for found in _SENTENCE.finditer(self.text, first, last):
            if found.start() <= place < found.end():
                return found.span()
        return first, last


_BREAK = re.compile(r"[^\S\n]*\n\s*")
_SENTENCE = re.compile("[^。！？!?…\\s][^。！？!?…]*(?:[。！？!?…]+[”’」』）)】》〉\\]\"']*)?")


def _flattened(corpus: NamedTuple, section: str | None, roles: Sequence[str]) -> list[_Flat]:
    """Every section's searchable text, in text order; a blank stands between paragraphs."""
    texts = dict(zip(corpus.documents["document"], corpus.documents["text"], strict=True))
    blocks = corpus.blocks[corpus.blocks["role"].isin(roles)]
    spans = collections.defaultdict(list)
    for document, *span in _rows(blocks, ["document", "start", "end"]):
        spans[document].append(tuple(span))
    flats = []
    sections = within(corpus.sections, section)
    for document, name, start, end in _rows(sections, ["document", "section", "start", "end"]):
        own = spans[document]
        first, last = (bisect.bisect_left(own, (place,)) for place in (start, end))
        flats.append(_flat(document, name, texts[document], own[first:last]))
    return flats


def _rows(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple]:
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _flat(document: str, section: str, text: str, spans: Iterable[tuple[int, int]]) -> _Flat:
    parts, paragraphs, pieces, starts, length = [], [], [], [], 0
    for number, place, end in _kept_spans(text, spans):
        if number == len(paragraphs) and parts:
            pieces.append(length)
            starts.append(place)
            parts.append(" ")
            length += 1
        if number == len(paragraphs):
            paragraphs.append(length)
        pieces.append(length)
        starts.append(place)
        parts.append(text[place:end].replace("\n", " "))
        length += end - place
    return _Flat(document, section, "".join(parts), paragraphs, pieces, starts)


def _kept_spans(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Number of the paragraph, start and end of every stretch between soft line breaks."""
    number = 0
    for start, end in spans:
        paragraph = text[start:end].rstrip()
        place = start + len(paragraph) - len(paragraph.lstrip())
        if not paragraph:
            continue
        for gap in _BREAK.finditer(text, place, start + len(paragraph)):
            before, after = text[gap.start() - 1], text[gap.end()]
            # between two Latin words the break stands for a blank, between Chinese for nothing
            latin = all(char.isascii() and char.isalnum() for char in (before, after))
            yield number, place, gap.start() + latin
            place = gap.end()
        yield number, place, start + len(paragraph)
        number += 1


# --- concordance ------------------------------------------------------------------------------


def kwic(
    corpus: NamedTuple,
    pattern: str,
    *,
    width: int = 20,
    sort: str = "position",
    regex: bool = False,
    term: bool = False,
    section: str | None = None,
    roles: Sequence[str] = COUNTED,
) -> pd.DataFrame:
    """Every place of a string, a pattern or a term in the text, with what stands around it.

    `pattern` is found as it is written (`regex=True`: as a regular expression of Python's `re`;
    `term=True`: only where it is a whole token), also across a soft line break, in paragraphs,
    tables and notes (`roles`; add "heading" to search headings). `section` takes one section
    with all that is below it.

    One row per hit: `document`, `section`, `start` (where the hit begins in `documents.text`),
    `left`, `keyword`, `right`: up to `width` characters of the same section on either side,
    without line breaks, a blank between paragraphs. In text order; `sort="left"` by the context
    read leftwards from the keyword, `"right"` by that to its right, `"section"` by section
    across documents.

    Raises ValueError where nothing is found (naming terms like it), for a regular expression
    that does not compile, a negative width and an unknown section.

    >>> import analysis as an
    >>> text = "一、开头\\n做工作，要关心群众；\\n要服务群众。他说：“好！”大家都关心群众。"
    >>> corpus = an.load(an.read_text(text))
    >>> an.kwic(corpus, "群众", width=4)[["section", "start", "left", "keyword", "right"]]
      section  start  left keyword right
    0       1     12  ，要关心      群众  ；要服务
    1       1     19  ；要服务      群众  。他说：
    2       1     34  家都关心      群众     。
    """
    if width < 0:
        raise ValueError(f"width={width}: the context is 0 characters or more on either side")
    if sort not in SORTS:
        raise ValueError(f"no sort {sort!r}; there are: {', '.join(SORTS)}")
    flats = _flattened(corpus, section, roles)
    hits = _places(flats, corpus.tokens, pattern) if term else _matches(flats, pattern, regex)
    rows = [
        (
            flat.document,
            flat.section,
            flat.offset(start),
            flat.text[max(start - width, 0) : start],
            flat.text[start:end],
            flat.text[end : end + width],
        )
        for flat, start, end in hits
    ]
    if not rows:
        raise ValueError(not_found(corpus.tokens, pattern, section))
    return _sorted(pd.DataFrame(rows, columns=LINES), sort)


def _matches(flats: list[_Flat], pattern: str, regex: bool) -> Iterator[tuple[_Flat, int, int]]:
    expression = _compiled(pattern, regex)
    for flat in flats:
        for match in expression.finditer(flat.text):
            if match.end() > match.start():
                yield flat, match.start(), match.end()


def _compiled(pattern: str, regex: bool) -> re.Pattern:
    if not pattern:
        raise ValueError("the pattern is empty: give a word or a regular expression")
    try:
        return re.compile(pattern if regex else re.escape(pattern))
    except re.error as error:
        raise ValueError(
            f"{pattern!r} is no regular expression ({error}); "
            "put \\ before a sign that is meant as it stands, or leave out regex=True"
        ) from None


def _places(
    flats: list[_Flat], tokens: pd.DataFrame, term: str
) -> Iterator[tuple[_Flat, int, int]]:
    """Where a term stands as a whole token."""
    codes, terms = coded_terms(tokens)
    own = collections.defaultdict(list)
    for document, section, start in _rows(
        tokens[terms[codes] == term], ["document", "section", "start"]
    ):
        own[document, section].append(start)
    for flat in flats:
        for start in own.get((flat.document, flat.section), ()):
            place = flat.place(start)
            yield flat, place, place + len(term)


def _sorted(lines: pd.DataFrame, sort: str) -> pd.DataFrame:
    if sort == "position":
        return lines
    keys = {
        "left": lines["left"].str[::-1],
        "right": lines["right"],
        "section": lines["section"].map(lambda name: tuple(map(int, name.split(".")))),
    }
    order = keys[sort].sort_values(kind="stable").index
    return lines.loc[order].reset_index(drop=True)


def coded_terms(tokens: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The term of every token as a number, and the terms in order (no white space in them)."""
    codes, values = pd.factorize(tokens["token"])
    written = ["".join(str(value).split()) for value in values]
    terms, merged = np.unique(np.array(written, dtype=object), return_inverse=True)
    return merged[codes] if len(codes) else codes, terms


def not_found(tokens: pd.DataFrame, pattern: str, section: str | None) -> str:
    """What to say where nothing is found: the terms most like what was asked for."""
    known = list(dict.fromkeys("".join(str(token).split()) for token in tokens["token"].unique()))
    longer = [word for word in known if pattern in word]
    inside = [word for word in known if len(word) > 1 and word in pattern]
    like = longer + inside or difflib.get_close_matches(pattern, known, n=5, cutoff=0.5)
    place = "the text" if section is None else f"section {section!r}"
    hint = f"; terms like it: {', '.join(like[:5])}" if like else ""
    return f"{pattern!r} does not occur in {place}, headings left out{hint}"


# --- sentences --------------------------------------------------------------------------------


def sentences(
    corpus: NamedTuple,
    pattern: str,
    *,
    regex: bool = False,
    term: bool = False,
    section: str | None = None,
    roles: Sequence[str] = COUNTED,
) -> pd.DataFrame:
    """Every sentence that holds a string, a pattern or a term: the evidence, to be quoted.

    The arguments are those of `kwic`. One row per sentence, in text order: `document`,
    `section`, `start` (where the sentence begins in `documents.text`), `text` (without line
    breaks), `n` (hits in it).

    >>> import analysis as an
    >>> text = "一、开头\\n做工作，要关心群众；\\n要服务群众。他说：“好！”大家都关心群众。"
    >>> an.sentences(an.load(an.read_text(text)), "群众")[["section", "start", "text", "n"]]
      section  start              text  n
    0       1      5  做工作，要关心群众；要服务群众。  2
    1       1     29          大家都关心群众。  1
    """
    flats = _flattened(corpus, section, roles)
    hits = _places(flats, corpus.tokens, pattern) if term else _matches(flats, pattern, regex)
    rows, n = {}, collections.Counter()
    for flat, start, _ in hits:
        first, end = flat.sentence(start)
        offset = flat.offset(first)
        rows[flat.document, offset] = (
            *(flat.document, flat.section, offset),
            flat.text[first:end].strip(),
        )
        n[flat.document, offset] += 1
    if not rows:
        raise ValueError(not_found(corpus.tokens, pattern, section))
    frame = pd.DataFrame(rows.values(), columns=["document", "section", "start", "text"])
    return frame.assign(n=[n[key] for key in rows])
