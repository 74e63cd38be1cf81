"""The tree of headings: sections, the outline a person reads at a glance, and coarser grains."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

COUNTED = ("body", "table", "note")  # the roles whose words are counted
_CLOSING = "。：；，:;, \t\n\u3000\xa0"


def split_sections(
    documents: pd.DataFrame, blocks: pd.DataFrame, *, fallback: str | int | None = None
) -> pd.DataFrame:
    """The sections of every document: one row per heading, in text order.

    A section is its *own* text, from its heading to the next heading of any level; its
    subsections have rows of their own. The row "0" is what stands before the first heading
    (or the whole of a document without headings); "0.1" is a subsection that comes before the
    first chapter. `fallback` divides documents without headings: "paragraphs" (each body
    block), or a number of parts of about equal length that end where a paragraph or a
    sentence ends.

    Columns: ``document``; ``section`` (dotted path, "2.1"); ``level`` (numbers in the path; 0
    for "0"); ``marker`` (一、); ``title`` (the heading as it stands in the text, without the
    closing punctuation); ``start``, ``end`` (offsets in the text); ``n_chars`` (characters of
    body, tables and notes of the section itself, blanks not counted).

    Raises ValueError for a fallback that does not exist.

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
    if fallback not in (None, "paragraphs") and (isinstance(fallback, str) or fallback < 1):
        raise ValueError(f'no fallback {fallback!r}: "paragraphs", a number of parts, or None')
    rows: list[tuple] = []
    spots = blocks.groupby("document", observed=True, sort=False).indices
    starts, ends, levels = (blocks[name].to_numpy() for name in ("start", "end", "level"))
    markers = blocks["marker"].to_numpy(dtype=object)
    is_heading, is_blank = (blocks["role"] == role for role in ("heading", "blank"))
    is_heading, is_blank = is_heading.to_numpy(), is_blank.to_numpy()
    is_counted = np.logical_or.reduce([(blocks["role"] == role).to_numpy() for role in COUNTED])
    for name, text in zip(documents["document"], documents["text"], strict=True):
        own = spots.get(name, np.array([], dtype=np.intp))
        own = own[np.argsort(starts[own], kind="stable")]
        filled, titled, full = own[~is_blank[own]], own[is_heading[own]], own[is_counted[own]]
        begins = int(starts[filled[0]]) if len(filled) else len(text)
        heads = _rows(titled, starts, ends, levels, markers)
        counted = _rows(full, starts, ends)
        if heads or fallback is None:
            found = list(_by_headings(text, heads, begins))
        elif fallback == "paragraphs":
            found = _parts(text, counted, [start for start, _ in counted], "第{}段")
        else:
            found = _parts(text, counted, _equal(text, counted, int(fallback)), "第{}部分")
        sizes = _sizes(text, counted, [row[4] for row in found])
        rows += [(name, *row, size) for row, size in zip(found, sizes, strict=True)]
    return _frame(rows)


def _rows(places: np.ndarray, *columns: np.ndarray) -> list[tuple]:
    return list(zip(*(column[places].tolist() for column in columns), strict=True))


def _frame(rows: list[tuple]) -> pd.DataFrame:
    names = ["document", "section", "level", "marker", "title", "start", "end", "n_chars"]
    numbers = ("level", "start", "end", "n_chars")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return pd.DataFrame(
        {
            name: pd.Series(column, dtype="int64" if name in numbers else "str")
            for name, column in columns.items()
        }
    )


def _by_headings(text: str, heads: list[tuple], begins: int) -> Iterator[tuple]:
    """(section, level, marker, title, start, end) for each heading, and "0" before them."""
    first = heads[0][0] if heads else len(text)
    orphans = bool(heads) and heads[0][2] > 1
    if begins < first or not heads or orphans:
        yield ("0", 0, "", "", 0, first)
    path, above = [], ""
    ends = [start for start, *_ in [*heads, (len(text),)][1:]]
    for (start, stop, level, marker), end in zip(heads, ends, strict=True):
        level = max(level, 1)
        if level != len(path):
            path = path[:level] + [0] * (level - len(path))
            above = "".join(f"{number}." for number in path[:-1])
        path[-1] += 1
        yield (f"{above}{path[-1]}", level, marker, title_of(text[start:stop]), start, end)


_MARKDOWN = re.compile(r"^[#>\s]+|\s+#+\s*$|\*\*|__")
_BREAK = re.compile(r"\s*\n\s*")


def title_of(heading: str) -> str:
    """A heading as a title: in one line, without closing punctuation and marks of markdown.

    >>> title_of("## **第一章**　总则\\n"), title_of("（一）坚持改革，\\n扩大开放。")
    ('第一章　总则', '（一）坚持改革，扩大开放')
    """
    if "#" in heading or "*" in heading or "_" in heading:
        heading = _MARKDOWN.sub("", heading)
    title = heading.strip(_CLOSING) or heading.strip()
    if not title.isprintable():  # line breaks, and lone surrogates that no table can hold
        title = _in_one_line(title).encode("utf-8", "replace").decode()
    return title


def _in_one_line(title: str) -> str:
    """A title whose lines were the number, the halves of a couplet, or broken anywhere."""
    pieces = _BREAK.split(title)
    if len(pieces) > 1 and len(pieces[0]) <= 6:
        between = "" if pieces[0][-1] in "、.．）)" else " "
        couplet = len(pieces) == 3 and len(pieces[1]) == len(pieces[2])
        return pieces[0] + between + (" " if couplet else "").join(pieces[1:])
    return "".join(pieces)


_IS_BLANK = np.array([chr(code).isspace() for code in range(0x3001)] + [False])


def _sizes(text: str, counted: list[tuple[int, int]], starts: list[int]) -> list[int]:
    """Characters without blanks of the counted blocks in each section."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    bounds = [0, *(place for span in counted for place in span), len(text)]
    inside = np.repeat(np.arange(len(bounds) - 1) % 2 == 1, np.diff(bounds))
    letters = np.flatnonzero(inside & ~_IS_BLANK.take(codes, mode="clip"))
    return np.diff(np.searchsorted(letters, [*starts, len(text)])).tolist()


def _parts(text: str, counted: list, starts: list[int], name: str) -> list[tuple]:
    """Sections without headings, from where each starts."""
    if not starts:
        return [("0", 0, "", "", 0, len(text))]
    before = [("0", 0, "", "", 0, starts[0])] if text[: starts[0]].strip() else []
    parts = [
        (str(number), 1, "", name.format(number), start, end)
        for number, (start, end) in enumerate(
            zip(starts, [*starts[1:], len(text)], strict=True), 1
        )
    ]
    return before + parts


_SENTENCE = re.compile(r"[。！？!?…][”’」』）)]*\s*")


def _equal(text: str, counted: list[tuple[int, int]], number: int) -> list[int]:
    """Where parts of about equal length start: at a paragraph, or else at a sentence."""
    if not counted:
        return []
    spots = [start for start, _ in counted]
    if len(spots) < 3 * number:
        for start, end in counted:
            found = (match.end() for match in _SENTENCE.finditer(text, start, end))
            spots += [place for place in found if place < end]
    spots = np.array(sorted(spots))
    goals = np.linspace(spots[0], counted[-1][1], number, endpoint=False)
    after = np.clip(np.searchsorted(spots, goals), 1, len(spots) - 1) if len(spots) > 1 else 0
    nearer = np.where(
        goals - spots[after - 1] <= spots[after] - goals, spots[after - 1], spots[after]
    )
    return sorted({int(spots[0]), *np.atleast_1d(nearer).tolist()})
