"""From a figure back to the text: concordance lines and whole sentences.

Both search the text itself, as it reads without its soft line breaks; every row says where in
`documents.text` it is. Which terms occur together is counted in `collocation`.
"""

from __future__ import annotations

import bisect
import collections
import difflib
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import pandas as pd

from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import mended, spelt, view_of
from ..structure import COUNTED, within
from .coding import terms_of

LINES = ["document", "section", "start", "left", "keyword", "right"]
SORTS = ("position", "left", "right", "section")


# --- text that can be searched ----------------------------------------------------------------


class _Flat(NamedTuple):
    """The text of a section without its line breaks, and where each piece of it comes from.

    `text` is what is searched (see `segmentation.view_of`), `shown` the same characters as the
    document has them. `paragraphs` are the places in `text` where one begins; `pieces` the places
    where a piece of the document begins, and `starts` the offsets of these pieces in the document.
    """

    document: str
    section: str
    text: str
    shown: str
    paragraphs: list[int]
    pieces: list[int]
    starts: list[int]

    def offset(self, place: int) -> int:
        """Where a character of the flat text is in the document."""
        piece = bisect.bisect_right(self.pieces, place) - 1
        return self.starts[piece] + place - self.pieces[piece]

    def place(self, offset: int) -> int:
        """Where a character of the document is in the flat text."""
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


_SENTENCE = re.compile("[^。！？!?…\\s][^。！？!?…]*(?:[。！？!?…]+[”’」』）)】》〉\\]\"']*)?")


def _flattened(corpus: Corpus, section: str | None, roles: Sequence[str]) -> list[_Flat]:
    """Every section's searchable text, in text order; a blank stands between paragraphs."""
    documents = frame_of(corpus, "documents", ["document", "text"])
    blocks = frame_of(corpus, "blocks", ["document", "start", "end", "role"])
    columns = ["document", "section", "start", "end"]
    sections = within(frame_of(corpus, "sections", columns), section)
    texts = dict(_rows(documents, ["document", "text"]))
    spans = collections.defaultdict(list)
    for document, *span in _rows(blocks[blocks["role"].isin(roles)], ["document", "start", "end"]):
        spans[document].append(tuple(span))
    flats = []
    for document, name, start, end in _rows(sections, columns):
        own = spans[document]
        first, last = (bisect.bisect_left(own, (place,)) for place in (start, end))
        flats.append(_flat(document, name, texts[document], own[first:last]))
    return flats


def _rows(frame: pd.DataFrame, columns: list[str]) -> Iterator[tuple]:
    return zip(*(frame[column].tolist() for column in columns), strict=True)


def _flat(document: str, section: str, text: str, spans: Iterable[tuple[int, int]]) -> _Flat:
    """The paragraphs in these spans as one text."""
    parts: list[str] = []
    seen: list[str] = []
    flat = _Flat(document, section, "", "", [], [], [])
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


# --- concordance ------------------------------------------------------------------------------


def kwic(
    corpus: Corpus,
    pattern: str,
    *,
    width: int = 20,
    sort: str = "position",
    regex: bool = False,
    term: bool = False,
    section: str | None = None,
    roles: Sequence[str] = COUNTED,
) -> pd.DataFrame:
    """Every place of a string, a pattern or a term in the text, with the text around it.

    `corpus` is from `load`. `pattern` is found as it is written (`regex=True`: as a regular
    expression of Python's `re`; `term=True`: only where it is a whole token), also across a soft
    line break, in paragraphs, tables and notes (`roles`; add "heading" to search headings).
    `section` takes one section with all that is below it.

    One row per hit: `document`, `section`, `start` (where the hit begins in `documents.text`),
    `left`, `keyword`, `right`: up to `width` characters of the same section on either side,
    without line breaks, a blank between paragraphs. In text order; `sort="left"` by the context
    read leftwards from the keyword, `"right"` by that to its right, `"section"` by section
    across documents.

    Raises ValueError where nothing is found (naming similar terms), for a regular expression
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
    rows = [
        (
            flat.document,
            flat.section,
            flat.offset(start),
            flat.shown[max(start - width, 0) : start],
            flat.shown[start:end],
            flat.shown[end : end + width],
        )
        for flat, start, end in _hits(corpus, pattern, regex, term, section, roles)
    ]
    return _sorted(pd.DataFrame(rows, columns=LINES), sort)


Hit = tuple[_Flat, int, int]  # with start and end in the flat text


def _hits(
    corpus: Corpus,
    pattern: str,
    regex: bool,
    term: bool,
    section: str | None,
    roles: Sequence[str],
) -> list[Hit]:
    """The places of a pattern in text order, at least one."""
    flats = _flattened(corpus, section, roles)
    pattern = spelt([pattern])[0] if term else mended(pattern)
    if term:
        tokens = frame_of(corpus, "tokens", ["document", "section", "start", "token"])
        hits = list(_places(flats, tokens, pattern))
    else:
        hits = list(_matches(flats, _compiled(pattern, regex)))
    if not hits:
        tokens = frame_of(corpus, "tokens", ["token"])
        raise ValueError(not_found(tokens, pattern, section))
    return hits


def _matches(flats: list[_Flat], expression: re.Pattern) -> Iterator[Hit]:
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
            f"{pattern!r} is not a regular expression ({error}); "
            "put \\ before a sign that is meant literally, or leave out regex=True"
        ) from None


def _places(flats: list[_Flat], tokens: pd.DataFrame, term: str) -> Iterator[Hit]:
    """Where a term is a whole token."""
    codes, terms = terms_of(tokens)
    own = collections.defaultdict(list)
    found = tokens[codes == terms.get_indexer(pd.Index([term]))[0]]
    for document, section, start in _rows(found, ["document", "section", "start"]):
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


def not_found(tokens: pd.DataFrame, pattern: str, section: str | None) -> str:
    """What to say where nothing is found: the terms most similar to what was asked for."""
    codes, terms = terms_of(tokens)
    known = terms.take(pd.unique(codes)).tolist()  # in the order in which they occur
    place = "the text" if section is None else f"section {section!r}"
    similar = _similar(known, pattern)
    hint = f"; terms like it: {', '.join(similar[:5])}" if similar else ""
    return f"{pattern!r} does not occur in {place}, headings left out{hint}"


def _similar(known: list[str], pattern: str) -> list[str]:
    """Terms that hold the pattern, then those inside it; if there are none, those spelt alike."""
    longer = [word for word in known if pattern in word]
    inside = [word for word in known if len(word) > 1 and word in pattern]
    return longer + inside or difflib.get_close_matches(pattern, known, n=5, cutoff=0.5)


# --- sentences --------------------------------------------------------------------------------


def sentences(
    corpus: Corpus,
    pattern: str,
    *,
    regex: bool = False,
    term: bool = False,
    section: str | None = None,
    roles: Sequence[str] = COUNTED,
) -> pd.DataFrame:
    """Every sentence that holds a string, a pattern or a term: the evidence, to be quoted.

    `corpus`, `pattern`, `regex`, `term`, `section` and `roles` are those of `kwic`. One row per
    sentence, in text order: `document`, `section`, `start` (where the sentence begins in
    `documents.text`), `text` (without line breaks), `n` (hits in it).

    Raises ValueError as `kwic` does.

    >>> import analysis as an
    >>> text = "一、开头\\n做工作，要关心群众；\\n要服务群众。他说：“好！”大家都关心群众。"
    >>> an.sentences(an.load(an.read_text(text)), "群众")[["section", "start", "text", "n"]]
      section  start              text  n
    0       1      5  做工作，要关心群众；要服务群众。  2
    1       1     29          大家都关心群众。  1
    """
    rows: dict[tuple[str, int], tuple] = {}
    n: collections.Counter[tuple[str, int]] = collections.Counter()
    for flat, start, _ in _hits(corpus, pattern, regex, term, section, roles):
        first, end = flat.sentence(start)
        offset = flat.offset(first)
        key = flat.document, offset
        rows[key] = (flat.document, flat.section, offset, flat.shown[first:end].strip())
        n[key] += 1
    frame = pd.DataFrame(list(rows.values()), columns=["document", "section", "start", "text"])
    return frame.assign(n=[n[key] for key in rows])
