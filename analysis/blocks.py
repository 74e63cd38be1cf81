"""What each stretch of a text *is*: title, heading, body, contents, site text, furniture, blank.

Nothing is deleted: `mark_blocks` gives every span a role and the reason for it, and the spans
in order are the text. Labels can be corrected in the frame before the next step.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from .edges import find_contents, find_site, find_titles
from .grammar import ANNEX, Form, Head, choose_forms, matcher, nest
from .lines import Line, Mark, Matcher, ended, read_lines
from .structure import find_divisions, find_points, find_series, join_split_titles

__all__ = ["ROLES", "Mark", "explain", "mark_blocks"]

ROLES = (
    "title",
    "heading",
    "body",
    "contents",
    "boilerplate",
    "furniture",
    "blank",
    "note",
    "table",
)


def mark_blocks(
    documents: pd.DataFrame, *, headings: Iterable[str | Form] | None = None
) -> pd.DataFrame:
    """Give every span of every text a role; the spans in order are the text.

    `headings` restricts the heading forms to those named, by name or by example
    (``["一、", "（一）"]``; ``[]`` for none but those of the file format), or adds forms of your
    own: ``[*FORMS, Form("box", r"专栏\\d+", 3, "own", "专栏1")]``; see `analysis.grammar`.

    Columns: ``document``, ``start``, ``end`` (offsets in the text), ``role`` (title, heading,
    body, contents, boilerplate, furniture, blank, note, table), ``level`` (1, 2, 3 … for
    headings, else 0), ``marker`` (the number as written: 一、, 第三章, else ""), ``reason``
    (what decided). Rows are in text order. A body block is one paragraph; a heading that
    runs on into its paragraph is a block of its own, up to and with the full stop.

    Raises ValueError for a heading form that does not exist.

    >>> text = "学习体会\\n一、认识\\n（一）学什么。学理论。\\n（二）怎么学。多读书。\\n"
    >>> blocks = mark_blocks(pd.DataFrame({"document": ["a"], "text": [text]}))
    >>> for block in blocks.itertuples():
    ...     print(block.role, block.level, text[block.start : block.end].strip())
    title 0 学习体会
    heading 1 一、认识
    heading 2 （一）学什么。
    body 0 学理论。
    heading 2 （二）怎么学。
    body 0 多读书。
    """
    forms = choose_forms(headings)
    match = matcher(forms)
    texts = documents["text"]
    marks = documents["marks"] if "marks" in documents.columns else [()] * len(documents)
    counts, rows = [], []
    for text, known in zip(texts, marks, strict=True):
        before = len(rows)
        rows += _mark(text, known, forms, match)
        counts.append(len(rows) - before)
    return _frame(documents["document"], counts, rows)


def _frame(names: pd.Series, counts: list[int], rows: list[tuple]) -> pd.DataFrame:
    """The rows as a frame with small columns: names, roles and reasons are categories."""
    names = names.astype("str")
    categories = pd.Index(names.unique())
    codes = np.repeat(categories.get_indexer(names), counts)
    start, end, role, level, marker, reason = zip(*rows, strict=True) if rows else [()] * 6
    return pd.DataFrame(
        {
            "document": pd.Categorical.from_codes(codes, categories),
            "start": np.array(start, dtype=np.int64),
            "end": np.array(end, dtype=np.int64),
            "role": pd.Categorical(role, categories=ROLES),
            "level": np.array(level, dtype=np.int64),
            "marker": pd.Series(marker, dtype="str"),
            "reason": pd.Series(reason, dtype="str").astype("category"),
        }
    )


Row = tuple[int, int, str, int, str, str]  # start, end, role, level, marker, reason


def _mark(text: str, marks: Iterable[Mark], forms: tuple[Form, ...], match: Matcher) -> list[Row]:
    """The blocks of one text."""
    lines = read_lines(text, marks, match)
    find_site(lines)
    find_contents(lines)
    lines = join_split_titles(text, lines)
    find_titles(lines)
    find_divisions(lines)
    find_series(lines)
    heads = [line for line in lines if line.role == "heading"]
    points: list[Line] = []
    if not any(line.kind == "article" for line in heads):
        places = [line.begin for line in lines]
        found = find_points(text, [line.begin for line in heads], forms)
        points = [point for point in found if _in_body(lines, places, point.begin)]
    heads += [line for line in lines if line.role == "title" and line.kind == "annex"]
    _set_levels(sorted([*heads, *points], key=lambda line: line.begin))
    return list(_emit(text, lines, points))


def _in_body(lines: list[Line], places: list[int], place: int) -> bool:
    line = lines[bisect_right(places, place) - 1]
    if line.role == "heading":
        return 0 < line.stop <= place - line.begin
    return line.role == "body" and not line.fixed


def _set_levels(heads: list[Line]) -> None:
    """Nest the headings as the document does."""
    over = {  # forms whose headings stand straight before an article: 一、… then 第五条
        line.match.form.name
        for line, after in pairwise(heads)
        if line.kind == "number" and after.kind == "article"
    }
    known = {
        line.match.form.name: line.level for line in reversed(heads) if line.fixed and line.match
    }
    keys = []
    for line in heads:
        if line.match is None:
            keys.append(Head(f"level {line.level}", 0, 0.5 + line.level / 100, line.level))
            continue
        form = line.match.form
        level = line.level if line.fixed else known.get(form.name, 0)
        rank = 8.5 if form.name in over else form.rank
        key = ANNEX if form.kind == "annex" else f"{form.name} {level}"
        keys.append(Head(key, line.match.number, rank, level))
    for line, level in zip(heads, nest(keys), strict=True):
        line.level = level if line.role == "heading" else 0


# --- blocks from lines ---------------------------------------------------------------------


def _emit(text: str, lines: list[Line], points: list[Line]) -> Iterator[Row]:
    """The blocks in order: lines of text are put together to paragraphs."""
    place = 0
    body: tuple[int, int, str] | None = None  # the paragraph that is being put together
    last = None
    for line in lines:
        if body and line.role == "body" and _goes_on(last, line):
            body = (body[0], line.end, body[2])
            place, last = line.end, line
            continue
        if body:
            yield from _paragraph(text, *body, points)
            body = None
        start = line.begin if line.role == "heading" else line.start
        if start > place:
            yield (place, start, "blank", 0, "", "white space")
        place, last = line.end, line
        if line.role == "body":
            body = (start, place, line.reason)
        elif line.role == "heading" and line.stop:
            stop = line.begin + line.stop
            yield (start, stop, "heading", line.level, line.marker, line.reason)
            body = (stop, place, "text")
        else:
            yield (start, place, line.role, line.level, line.marker, line.reason)
    if body:
        yield from _paragraph(text, *body, points)
    if place < len(text):
        yield (place, len(text), "blank", 0, "", "white space")


def _paragraph(text: str, start: int, end: int, reason: str, points: list[Line]) -> Iterator[Row]:
    """One paragraph, divided at its points; `points` is used up from the front."""
    while points and points[0].begin < end:
        point = points.pop(0)
        if start < point.begin:
            yield _span(text, start, point.begin, "text")
        start = point.end if text[point.end : end].strip() else end
        yield (point.begin, start, "heading", point.level, point.marker, point.reason)
    if start < end:
        yield _span(text, start, end, reason)


def _span(text: str, start: int, end: int, reason: str) -> Row:
    if text[start:end].isspace():
        return (start, end, "blank", 0, "", "white space")
    return (start, end, "body", 0, "", reason)


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a paragraph that the line before breaks off goes on in this one."""
    if line.cut:
        return True
    if last.fixed or line.fixed or line.match is not None or ended(last.text):
        return False
    if last.text[-1] in "，,、；;":
        return True
    broken = len(last.text) >= 15 and any(sign in last.text for sign in "，。；,;")
    return broken and (not line.gap or line.text[0] in "（(，。、；：”》")


# --- account -------------------------------------------------------------------------------


def explain(blocks: pd.DataFrame, documents: pd.DataFrame | None = None) -> str:
    """An account of the blocks: where, which role, what decided it; and how each begins.

    One line per block but blanks, under the name of its document. With `documents` the
    first characters of each block stand beside it.

    >>> text = "一、认识\\n要学习。\\n二、行动\\n要做。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> print(explain(mark_blocks(documents), documents))
    a
           0-5      heading 1    line of its own, 1 in a series of 2: 一、认识
           5-10     body         text: 要学习。
          10-15     heading 1    line of its own, 2 in a series of 2: 二、行动
          15-19     body         text: 要做。
    """
    texts = {}
    if documents is not None:
        texts = dict(zip(documents["document"], documents["text"], strict=True))
    account, name = [], None
    for block in blocks[blocks["role"] != "blank"].itertuples():
        if block.document != name:
            name = block.document
            account.append(str(name))
        role = f"{block.role} {block.level}" if block.role == "heading" else block.role
        quote = " ".join(texts.get(name, "")[block.start : block.end].split())
        quote = f": {quote[:24]}{'…' if len(quote) > 24 else ''}" if quote else ""
        account.append(f"{block.start:>8}-{block.end:<7}{role:<12} {block.reason}{quote}")
    return "\n".join(account)
