"""The outline that a person reads at a glance: what is where, and how much of it."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..glossary import words
from .doubts import questions

_COLUMNS = ["document", "section", "level", "title", "n_chars"]
_BAR = 20  # signs (in a notebook 0.4 em each) of a bar that stands for the whole document


def outline(sections: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """What is where, and how much of it: one row per section, subsections included.

    `sections` is what `split_sections` gives, `tokens` what `tokenize` gives of the same
    documents; or `sections` is a corpus, which has both.

    Columns: ``document``, ``section``, ``level``, ``title``, ``n_chars``, ``n_tokens`` (missing
    where no tokens are given), ``share`` (of the tokens of the document; of its characters
    where no tokens are given). Numbers *include* the subsections: the row "2" counts 2, 2.1
    and 2.2, so the shares of the first level sum to 1. (In `split_sections` and in counts
    each section stands for its own text alone.)

    Raises ValueError for a column that is missing.

    >>> from analysis import mark_blocks, split_sections
    >>> text = "一、认识\\n要学习。\\n（一）学什么。学理论。\\n（二）怎么学。多读书。\\n"
    >>> text += "二、行动\\n要实干。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> frame = outline(split_sections(documents, mark_blocks(documents)))
    >>> frame[["section", "title", "n_chars", "share"]]
      section   title  n_chars  share
    0       1    一、认识       12   0.75
    1     1.1  （一）学什么        4   0.25
    2     1.2  （二）怎么学        4   0.25
    3       2    二、行动        4   0.25
    """
    if tokens is None and not isinstance(sections, pd.DataFrame):
        tokens = getattr(sections, "tokens", None)  # of a corpus
    sections = frame_of(sections, "sections", _COLUMNS)
    frame = sections[_COLUMNS].reset_index(drop=True)
    documents, paths = (frame[name].astype(str) for name in ("document", "section"))
    keys = list(zip(documents, paths, strict=True))
    own = frame["n_chars"].tolist()
    frame["n_chars"] = _with_subsections(keys, own)
    frame["n_tokens"] = pd.array([pd.NA] * len(keys), dtype="Int64")
    if tokens is not None:
        own = _tokens_of(keys, frame_of(tokens, "tokens", ["document", "section"]))
        frame["n_tokens"] = _with_subsections(keys, own)
    whole = pd.Series(own, dtype=np.int64).groupby(documents).transform("sum")
    parts = frame["n_chars" if tokens is None else "n_tokens"]
    frame["share"] = (parts / whole.where(whole > 0, 1)).astype("float64")
    return frame


def _tokens_of(keys: list[tuple[str, str]], tokens: pd.DataFrame) -> list[int]:
    sizes = tokens.groupby(["document", "section"], observed=True).size().to_dict()
    return [int(sizes.get(key, 0)) for key in keys]


def _with_subsections(keys: list[tuple[str, str]], own: list[int]) -> list[int]:
    """Each number with those of the sections below it added."""
    totals = dict.fromkeys(keys, 0)
    for (document, section), number in zip(keys, own, strict=True):
        names = section.split(".")
        for depth in range(1, len(names) + 1):
            above = (document, ".".join(names[:depth]))
            if above in totals:
                totals[above] += number
    return [totals[key] for key in keys]


# --- as text and as a table ----------------------------------------------------------------


class Rendering(str):
    """An outline as text, which a notebook shows as a table."""

    table: str

    def _repr_html_(self) -> str:
        return self.table


class _Row(NamedTuple):
    """One row of an outline as it is shown."""

    document: str
    section: str
    title: str
    depth: int  # below the first level
    numbers: list[str]
    share: float


def show_outline(frame: Any, *, language: str = "zh") -> Rendering:
    """An outline to read at a glance: aligned text for a terminal, a table in a notebook.

    `frame` is what `outline` gives, or a corpus: then the one or two families of lines that are
    most in doubt stand below (see `doubts`). Titles are indented by level; the bar is the share of
    the document, subsections included.  Heads are in the `language`, "zh" or "en".

    Raises ValueError for another language.

    >>> from analysis import mark_blocks, split_sections
    >>> text = "一、认识\\n要学习。\\n（一）学什么。学理论。\\n（二）怎么学。多读书。\\n"
    >>> text += "二、行动\\n要实干。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> sections = split_sections(documents, mark_blocks(documents))
    >>> print(show_outline(outline(sections), language="en"))
    Section  Title           Characters  Share
    1        一、认识                12    75%  ███████████████
    1.1        （一）学什么           4    25%  █████
    1.2        （二）怎么学           4    25%  █████
    2        二、行动                 4    25%  █████
    """
    entries = words(language)
    asked: list[str] = []
    if not isinstance(frame, pd.DataFrame):
        asked = [note.said(language) for note in questions(frame)]
        frame = outline(frame)
    several = frame["document"].nunique() > 1
    counted = bool(frame["n_tokens"].notna().any())
    columns = ["section", "title", "n_chars", *(["n_tokens"] if counted else []), "share"]
    names = [*(entries["columns"][name][0].removesuffix(" %") for name in columns), ""]
    lines, cells = [names], []
    document = None
    for row in _shown(frame, counted, entries["front" if len(frame) > 1 else "whole"]):
        if several and row.document != document:
            document = row.document
            lines.append([document])
            cells.append(f'<tr><th colspan="{len(names)}">{html.escape(document)}</th></tr>')
        bar = "█" * round(_BAR * row.share)
        lines.append([row.section, "  " * row.depth + row.title, *row.numbers, bar])
        cells.append(_table_row(row))
    result = Rendering("\n".join([_align(lines), *([""] if asked else []), *asked]))
    heads = "".join(f"<th>{name}</th>" for name in names)
    below = "".join(f"<p>{html.escape(note)}</p>" for note in asked)
    result.table = (
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(cells)}</tbody></table>{below}"
    )
    return result


def _shown(frame: pd.DataFrame, counted: bool, unnamed: str) -> Iterator[_Row]:
    columns = [frame[name].tolist() for name in (*_COLUMNS, "n_tokens", "share")]
    for document, section, level, title, chars, tokens, share in zip(*columns, strict=True):
        numbers = [f"{chars:,}", *([f"{tokens:,}"] if counted else []), f"{share:.0%}"]
        depth = max(level - 1, 0)
        yield _Row(str(document), str(section), title or unnamed, depth, numbers, share)


def _table_row(row: _Row) -> str:
    left = 'style="text-align:left'
    cells = "".join(f"<td>{number}</td>" for number in row.numbers)
    wide = max(row.share, 0) * _BAR * 0.4
    bar = f'<div style="background:#4477aa;height:0.8em;width:{wide:.2f}em"></div>'
    return (
        f'<tr><td {left}">{row.section}</td>'
        f'<td {left};padding-left:{0.5 + 1.5 * row.depth}em">{html.escape(row.title)}</td>'
        f'{cells}<td {left}">{bar}</td></tr>'
    )


def width(text: str) -> int:
    """Columns in a terminal: two for full-width characters, none for marks that combine.

    `text` is one line.

    >>> width("（一）GDP")
    9
    """
    return sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.east_asian_width(sign) in "WF":
        return 2
    return 0 if unicodedata.combining(sign) else 1


def _align(lines: list[list[str]]) -> str:
    """Columns of equal width: the first two and the last to the left, numbers to the right.

    A line of one cell is the name of a document and stands as it is.
    """
    rows = [line for line in lines if len(line) > 1]
    widest = [max(map(width, column)) for column in zip(*rows, strict=True)]
    to_the_left = {0, 1, len(widest) - 1}
    aligned = []
    for line in lines:
        cells = line
        if len(line) > 1:
            gaps = [" " * (most - width(cell)) for most, cell in zip(widest, line, strict=True)]
            cells = [
                cell + gap if place in to_the_left else gap + cell
                for place, (cell, gap) in enumerate(zip(line, gaps, strict=True))
            ]
        aligned.append("  ".join(cells).rstrip())
    return "\n".join(aligned)
