"""Terms in company: concordance lines and whole sentences, collocates, co-occurrence, clusters.

The way back from a figure to the text: `kwic` and `sentences` search the text itself, `collocates`,
`cooccurrence` and `clusters` count which terms keep company in the tokens.
"""

import bisect
import difflib
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

ROLES = ("body", "table", "note")
LINES = ["document", "section", "start", "left", "keyword", "right"]
SORTS = ("position", "left", "right", "section")


# --- text that can be searched ----------------------------------------------------------------


class _Flat(NamedTuple):
    """The text of a section without its line breaks, and where each piece of it comes from."""

    document: str
    section: str
    text: str
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


_BREAK = re.compile(r"[^\S\n]*\n\s*")


def _flattened(corpus: NamedTuple, section: str | None, roles: Sequence[str]) -> Iterator[_Flat]:
    """Every section's searchable text, in text order; a blank stands between paragraphs."""
    blocks = corpus.blocks[corpus.blocks["role"].isin(roles)]
    texts = dict(zip(corpus.documents["document"], corpus.documents["text"], strict=True))
    own = {name: rows for name, rows in blocks.groupby("document", observed=True, sort=False)}
    for row in _within(corpus.sections, section).itertuples():
        rows = own.get(row.document, blocks.iloc[:0])
        first, last = rows["start"].searchsorted([row.start, row.end])
        spans = rows.iloc[first:last]
        yield _flat(row, texts[row.document], zip(spans["start"], spans["end"], spans["role"]))


def _flat(section: NamedTuple, text: str, spans: Iterator[tuple[int, int, str]]) -> _Flat:
    parts, pieces, starts, length = [], [], [], 0

    def add(part: str, start: int) -> None:
        nonlocal length
        parts.append(part)
        pieces.append(length)
        starts.append(start)
        length += len(part)

    for start, end, role in spans:
        paragraph = text[start:end].rstrip()
        place = len(paragraph) - len(paragraph.lstrip())
        if parts and place < len(paragraph):
            add(" ", start)
        for gap in itertools.chain(_BREAK.finditer(paragraph, place), [None]):
            stop = len(paragraph) if gap is None else gap.start()
            add(paragraph[place:stop], start + place)
            if gap is not None:
                place = gap.end()
                if role == "table" or _latin(
                    paragraph[stop - 1 : stop], paragraph[place : place + 1]
                ):
                    add(" ", start + stop)
    return _Flat(section.document, section.section, "".join(parts), pieces, starts)


def _latin(before: str, after: str) -> bool:
    """A line break between two Latin words stands for a blank, between Chinese ones for nothing."""
    return all(char.isascii() and char.isalnum() for char in (before, after) if char)


def _within(sections: pd.DataFrame, section: str | None) -> pd.DataFrame:
    """The rows of a section and of all that is below it."""
    if section is None:
        return sections
    names = sections["section"].astype(str)
    inside = (names == section) | names.str.startswith(f"{section}.")
    if not inside.any():
        known = ", ".join(dict.fromkeys(names))
        raise ValueError(f"no section {section!r}; there are: {known}")
    return sections[inside]


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
    roles: Sequence[str] = ROLES,
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
    >>> corpus = an.load(an.read_text("一、开头\\n要关心群\\n众、服务群众。"))
    >>> an.kwic(corpus, "群众", width=4)[["section", "start", "left", "keyword", "right"]]
      section  start left keyword right
    0       1      8  要关心      群众  、服务群
    1       1     14  众、服务      群众     。
    """
    if width < 0:
        raise ValueError(f"width={width}: the context is 0 characters or more on either side")
    if sort not in SORTS:
        raise ValueError(f"no sort {sort!r}; there are: {', '.join(SORTS)}")
    flats = list(_flattened(corpus, section, roles))
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
        raise ValueError(_nothing(corpus.tokens, pattern, section))
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
    found = tokens[_is_term(tokens, term)]
    own = {key: rows for key, rows in found.groupby(["document", "section"], observed=True)}
    for flat in flats:
        for row in own.get((flat.document, flat.section), found.iloc[:0]).itertuples():
            start = flat.place(row.start)
            yield flat, start, start + len("".join(row.token.split()))


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


def _nothing(tokens: pd.DataFrame, pattern: str, section: str | None) -> str:
    """What to say where nothing is found: the terms most like what was asked for."""
    known = list(dict.fromkeys("".join(str(token).split()) for token in tokens["token"].unique()))
    holding = [word for word in known if pattern in word or word in pattern]
    like = holding or difflib.get_close_matches(pattern, known, n=5, cutoff=0.5)
    place = "the text" if section is None else f"section {section!r}"
    hint = f"; terms like it: {', '.join(like[:5])}" if like else ""
    return f"{pattern!r} does not occur in {place}{hint}"


# --- tokens as numbers ------------------------------------------------------------------------


def _terms(tokens: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """The term of every token as a number, and the terms in order (no white space in them)."""
    if "token" not in tokens:
        raise ValueError("no column 'token' in tokens: make them with tokenize(…) or load(…)")
    codes, values = pd.factorize(tokens["token"])
    terms, merged = np.unique(
        ["".join(str(value).split()) for value in values], return_inverse=True
    )
    return merged[codes] if len(codes) else codes, terms.astype(object)


def _is_term(tokens: pd.DataFrame, term: str) -> np.ndarray:
    codes, terms = _terms(tokens)
    return terms[codes] == term if len(codes) else np.zeros(0, dtype=bool)
