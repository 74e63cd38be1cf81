"""The tree of headings: one section for each, and other parts for documents without headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..characters import BLANKS, CLOSERS, SENTENCE_ENDS, codes_of, soft_breaks, table_of
from ..contract import FRAMES, frame_of
from .blocks import COUNTED, LABELS
from .returns import Heading, find_returns

_COLUMNS = FRAMES["sections"].columns
_NUMBERS = ("level", "start", "end", "n_chars")


class _Section(NamedTuple):
    """One row of the frame, without its document and its size."""

    section: str
    level: int
    marker: str
    title: str
    start: int
    end: int


class _Blocks(NamedTuple):
    """What the sections of one document are made from."""

    begins: int  # where the first block stands that is not blank
    headings: list[Heading]
    counted: list[tuple[int, int]]  # start and end of each block whose words are counted


def split_sections(
    documents: pd.DataFrame,
    blocks: pd.DataFrame | None = None,
    *,
    fallback: str | int | None = None,
) -> pd.DataFrame:
    """The sections of every document: one row per heading, in text order.

    A section is its *own* text, from its heading to the next heading of any level; its
    subsections have rows of their own. The row "0" is what stands before the first heading
    (or the whole of a document without headings); "0.1" is a subsection that comes before the
    first chapter. The last point of a series in mid-paragraph (一是…。二是…。) ends with its
    paragraph; what follows is text of the section around the series, whose ``end`` is then
    behind the points (`section_spans` gives the two stretches of its own text).

    `documents` is a frame of documents and `blocks` what `mark_blocks` made of it; or
    `documents` is a corpus, which has both. `fallback` divides documents without headings:
    "paragraphs" (each body block), or a number of parts of about equal length that end where a
    paragraph or a sentence ends.

    Columns: ``document``; ``section`` (dotted path, "2.1"); ``level`` (numbers in the path; 0
    for "0"); ``marker`` (一、); ``title`` (the heading as written, without the punctuation that
    closes it); ``start``, ``end`` (offsets in the text); ``n_chars`` (characters of body, tables
    and notes of the section itself, blanks not counted).

    Raises ValueError for a fallback that does not exist, and for a column that is missing.

    >>> from analysis import mark_blocks
    >>> text = "一、认识\\n要学习。\\n（一）学什么。学理论。\\n（二）怎么学。多读书。\\n"
    >>> text += "二、行动\\n要实干。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> sections = split_sections(documents, mark_blocks(documents))
    >>> sections[["section", "title", "start", "end", "n_chars"]]
      section   title  start  end  n_chars
    0       1    一、认识      0   10        4
    1     1.1  （一）学什么     10   22        4
    2     1.2  （二）怎么学     22   34        4
    3       2    二、行动     34   44        4
    """
    if fallback not in (None, "paragraphs") and not (isinstance(fallback, int) and fallback > 0):
        raise ValueError(f'no fallback {fallback!r}: "paragraphs", a number of parts, or None')
    blocks = frame_of(documents if blocks is None else blocks, "blocks", LABELS)
    documents = frame_of(documents, "documents", ["document", "text"])
    names, texts = documents["document"].tolist(), documents["text"].tolist()
    own = _by_document(blocks, names, texts)
    found = [list(_sections_of(*pair, fallback)) for pair in zip(texts, own, strict=True)]
    again = [_go_on(*each) for each in zip(texts, own, found, strict=True)]
    sizes = iter(_sizes(texts, [blocks.counted for blocks in own], found, again))
    rows = [
        (name, *section, next(sizes))
        for name, sections in zip(names, found, strict=True)
        for section in sections
    ]
    return _frame(rows)


def _sections_of(text: str, own: _Blocks, fallback: str | int | None) -> Iterator[_Section]:
    if own.headings or fallback is None:
        return _by_headings(text, own)
    if isinstance(fallback, int):
        return _parts(text, _equal_starts(text, own.counted, fallback), "第{}部分")
    return _parts(text, [start for start, _ in own.counted], "第{}段")


def _by_document(blocks: pd.DataFrame, names: list, texts: list[str]) -> list[_Blocks]:
    """The blocks of each document, in text order."""
    number = pd.Index(names).get_indexer(pd.Index(blocks["document"]))
    blocks = blocks.assign(number=number)[number >= 0]
    blocks = blocks.sort_values(["number", "start"], kind="stable")
    counted = _rows(blocks[blocks["role"].isin(COUNTED)], len(names), "start", "end")
    titled = blocks[blocks["role"] == "heading"]
    headings = _rows(titled, len(names), "start", "end", "level", "marker")
    filled = blocks[blocks["role"] != "blank"].drop_duplicates("number")
    begins = dict(zip(filled["number"].tolist(), filled["start"].tolist(), strict=True))
    return [
        _Blocks(begins.get(place, len(text)), [Heading(*row) for row in titles], spans)
        for place, (text, titles, spans) in enumerate(zip(texts, headings, counted, strict=True))
    ]


def _rows(blocks: pd.DataFrame, number: int, *columns: str) -> list[list[tuple[Any, ...]]]:
    """The rows of these columns, a list for each of so many documents."""
    rows = list(zip(*(blocks[name].tolist() for name in columns), strict=True))
    ends = np.searchsorted(blocks["number"], np.arange(number + 1)).tolist()
    return [rows[start:end] for start, end in pairwise(ends)]


def _frame(rows: list[tuple]) -> pd.DataFrame:
    columns = {name: [row[place] for row in rows] for place, name in enumerate(_COLUMNS)}
    return pd.DataFrame(
        {
            name: pd.Series(column, dtype="int64" if name in _NUMBERS else "str")
            for name, column in columns.items()
        }
    )


def _by_headings(text: str, own: _Blocks) -> Iterator[_Section]:
    """A section for each heading, and "0" for what stands before them."""
    headings = own.headings
    first = headings[0].start if headings else len(text)
    # A first heading below the highest level needs a section above it: 0.1 lies in 0.
    orphan = bool(headings) and headings[0].level > 1
    if own.begins < first or not headings or orphan:
        yield _Section("0", 0, "", "", 0, first)
    path: list[int] = []
    above = ""
    ends = [heading.start for heading in headings[1:]] + [len(text)]
    for heading, end in zip(headings, ends, strict=False):  # no heading, but one end: the text's
        level = max(heading.level, 1)
        if level != len(path):
            path = path[:level] + [0] * (level - len(path))
            above = "".join(f"{number}." for number in path[:-1])
        path[-1] += 1
        title = title_of(text[heading.start : heading.end])
        yield _Section(f"{above}{path[-1]}", level, heading.marker, title, heading.start, end)


def _go_on(text: str, own: _Blocks, found: list[_Section]) -> list[tuple[int, int]]:
    """Let the last points of series end early, and the sections around them go on: which, where.

    Changes the list `found`.
    """
    first = len(found) - len(own.headings)  # 1 where there is a section "0"
    returns = find_returns(text, own.headings, own.counted)
    for last, around, start, end in returns:
        found[first + last] = found[first + last]._replace(end=start)
        found[first + around] = found[first + around]._replace(end=end)
    return [(first + each.around, each.start) for each in returns]


# --- titles --------------------------------------------------------------------------------

_CLOSING = "。：；，:;, \t\n\u3000\xa0"
_MARKDOWN = re.compile(r"^[#>\s]+|\s+#+\s*$|\*\*|__")
_UNDERLINE = re.compile(r"\n[ \t]*(?:=+|-+)\s*$")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*[/#.][^)\n]*\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")
_NUMBER_ALONE = 6  # characters of a first line that is only the number of a heading


def title_of(heading: str) -> str:
    """A heading as a title: in one line, without closing punctuation and marks of markdown.

    `heading` is its text, with the white space around it.

    >>> title_of("## **第一章**　总则\\n"), title_of("（一）坚持改革，\\n扩大开放。")
    ('第一章　总则', '（一）坚持改革，扩大开放')
    >>> title_of("特点\\n========\\n"), title_of("## 2、[Wt](https://www.webtoolkit.eu/wt/)")
    ('特点', '2、Wt')
    """
    marked = heading.lstrip()[:1] == "#"
    if marked or "](http" in heading:
        heading = _LINK.sub(r"\1", heading)
    if marked:
        heading = _TAG.sub("", heading)
    if "#" in heading or "*" in heading or "_" in heading:
        heading = _MARKDOWN.sub("", heading)
    if "\n" in heading:
        heading = _UNDERLINE.sub("", heading)
    title = heading.strip().strip(_CLOSING) or heading.strip()
    if not title.isprintable():  # line breaks, and lone surrogates that no table can hold
        title = _in_one_line(title).encode("utf-8", "replace").decode()
    return title


def _in_one_line(title: str) -> str:
    """A title whose lines were the number, the halves of a couplet, or broken anywhere."""
    number, _, rest = title.partition("\n")
    number, rest = number.rstrip(), rest.lstrip()
    if not rest or len(number) > _NUMBER_ALONE:
        return _joined(title)
    between = "" if number[-1] in "、.．）)：:" else " "
    halves = [line.strip() for line in rest.split("\n") if line.strip()]
    couplet = len(halves) == 2 and len(halves[0]) == len(halves[1])
    return number + between + (" ".join(halves) if couplet else _joined(rest))


def _joined(text: str) -> str:
    """The text without its soft line breaks."""
    for start, end in reversed(list(soft_breaks(text))):
        text = text[:start] + text[end:]
    return text.replace("\n", " ")


# --- sizes ---------------------------------------------------------------------------------

# Whether the character with that code is a blank; all above U+3000 are as the last one.
_IS_BLANK = table_of(BLANKS)[:0x3002]


def _sizes(
    texts: list[str],
    counted: list[list[tuple[int, int]]],
    sections: list[list[_Section]],
    again: list[list[tuple[int, int]]],
) -> list[int]:
    """Characters without blanks of the counted blocks in each section, of all texts at once.

    `again` are the sections that go on, each with the place where.
    """
    begins = [0, *accumulate(map(len, texts))]  # of the texts, laid end to end
    pairs = list(zip(begins, counted, sections, strict=False))
    bounds = [begin + place for begin, spans, _ in pairs for span in spans for place in span]
    starts = [begin + section.start for begin, _, found in pairs for section in found]
    owners = list(range(len(starts)))
    rows = accumulate(map(len, sections), initial=0)  # the number of each text's first section
    for begin, row, more in zip(begins, rows, again, strict=False):
        owners += [row + number for number, _ in more]
        starts += [begin + place for _, place in more]
    codes = codes_of("".join(texts))
    inside = np.arange(len(bounds) + 1) % 2 == 1
    letters = np.repeat(inside, np.diff([0, *bounds, len(codes)]))
    letters &= ~_IS_BLANK.take(codes, mode="clip")
    before = np.append(0, np.cumsum(letters, dtype=np.int32))
    places = np.array([*starts, len(codes)])
    order = np.argsort(places, kind="stable")
    sizes = np.diff(before[places[order]])
    return np.bincount(np.array(owners, np.intp)[order[:-1]], sizes).astype(int).tolist()


# --- documents without headings ------------------------------------------------------------

_SENTENCE = re.compile(rf"[{SENTENCE_ENDS}][{CLOSERS}]*\s*")
_PARAGRAPHS_A_PART = 3  # with fewer, parts may also start at a sentence


def _parts(text: str, starts: list[int], name: str) -> Iterator[_Section]:
    """Sections without headings, from where each starts, called by their number."""
    if not starts or text[: starts[0]].strip():
        yield _Section("0", 0, "", "", 0, starts[0] if starts else len(text))
    ends = [*starts[1:], len(text)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=False), 1):
        yield _Section(str(number), 1, "", name.format(number), start, end)


def _equal_starts(text: str, counted: list[tuple[int, int]], number: int) -> list[int]:
    """Where parts of about equal length start: at a paragraph, or else at a sentence."""
    if not counted:
        return []
    starts = [start for start, _ in counted]
    if len(starts) < _PARAGRAPHS_A_PART * number:
        starts += _sentence_starts(text, counted)
    spots = np.array(sorted(starts))
    goals = np.linspace(spots[0], counted[-1][1], number, endpoint=False)
    return sorted({int(spots[0]), *_nearest(spots, goals).tolist()})


def _sentence_starts(text: str, counted: list[tuple[int, int]]) -> list[int]:
    """Where the sentences of the blocks start, but the first of each block."""
    return [
        found.end()
        for start, end in counted
        for found in _SENTENCE.finditer(text, start, end)
        if found.end() < end
    ]


def _nearest(spots: np.ndarray, goals: np.ndarray) -> np.ndarray:
    """For every goal the nearest of the sorted spots, the earlier one of two as near."""
    if len(spots) == 1:
        return spots
    after = np.clip(np.searchsorted(spots, goals), 1, len(spots) - 1)
    left, right = spots[after - 1], spots[after]
    return np.where(goals - left <= right - goals, left, right)
