"""What each stretch of a text *is*: title, heading, body, contents, site text, furniture, blank.

Nothing is deleted: `mark_blocks` gives every span a role and the reason for it, and the spans
in order are the text. Labels can be corrected in the frame before the next step.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterable

import numpy as np
import pandas as pd

from ..characters import RADICALS, codes_of, table_of
from ..contract import frame_of
from ..glossary import reason_in, words
from .answers import Answers, Correction, answers_for, settle
from .apparatus import find_apparatus
from .candidates import find_decimals
from .contents import find_contents
from .divisions import find_divisions, join_split_titles
from .families import find_families
from .grammar import FORMS, Form, choose_forms, matcher
from .layouts import read_lines
from .lines import Line, ended, gap_between
from .nesting import set_levels
from .outlines import width
from .points import find_points
from .series import find_series
from .site import find_empty_headings, find_site, reach_of
from .titles import find_title_alone, find_titles

Span = tuple[int, int, str, int, str, str]  # start, end, role, level, marker, reason
Row = tuple[int, int, str, int, str, str, float, int]  # … and p, family
UNJUDGED = (math.nan, 0)

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
    "reference",
    "code",
    "signature",
)
RULED = ("html", "markdown")  # formats that are left to their own headings and to the rules
# What blocks of one's own need to have; `p` and `family` only tell.
LABELS = ("document", "start", "end", "role", "level", "marker", "reason")
COUNTED = ("body", "table", "note")  # the roles whose words are counted


_RADICAL = table_of("\u2e80-\u2fdf")


def mark_blocks(
    documents: pd.DataFrame,
    *,
    headings: Iterable[str | Form] | None = None,
    corrections: Iterable[Correction] = (),
) -> pd.DataFrame:
    """Give every span of every text a role; the spans in order are the text.

    `documents` is a frame with the columns ``document`` and ``text``, or a corpus. Where there are
    columns ``marks`` (what the file format says of spans) and ``format``, these are heeded: site
    text is sought at the ends of files, not in what came as a string or a frame ("text").
    `headings` restricts the heading forms to those named, by name or by example
    (``["一、", "（一）"]``; ``[]`` for none but those of the file format), or adds forms of your
    own: ``[*FORMS, Form("box", r"专栏\\d+", 3, "own", "专栏1")]``; see `analysis.structure.Form`.
    `corrections` are answers of a reader, as ``corpus.options.corrections`` holds them: those for
    all lines of a kind (`Correction.like`) are heeded, as the headings nest after them.

    Columns: ``document``, ``start``, ``end`` (offsets in the text), ``role`` (title, heading,
    body, contents, boilerplate, furniture, blank, note, table, reference, code, signature),
    ``level`` (1, 2, 3 … for
    headings, else 0), ``marker`` (the number as written: 一、, 第三章, else ""), ``reason``
    (what decided), ``p`` (the probability that the line at its head is a heading, whoever
    decided; missing for what cannot be one, and in mid-paragraph), ``family`` (the same number
    for lines that look and are numbered alike; else 0). Rows are in text order. A body block is
    one paragraph; a heading that runs on into its paragraph is a block of its own, up to and
    with the full stop.

    Raises ValueError for a heading form that does not exist, for a column that is missing, for
    marks that are out of order, and for answers that disagree or are of a line without its like.

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
    documents = frame_of(documents, "documents", ["document", "text"])
    forms = choose_forms(headings)
    match = matcher(forms)
    texts = documents["text"].tolist()
    marks = documents["marks"].tolist() if "marks" in documents else [()] * len(texts)
    formats = documents["format"].tolist() if "format" in documents else ["text"] * len(texts)
    told = [each for each in corrections if each.like]
    names = documents["document"].astype(str) if told else [""] * len(texts)
    answers = [answers_for(*pair, told) for pair in zip(names, texts, strict=True)]
    if _RADICAL[codes_of("".join(texts))].any():  # character for character: all offsets stay
        texts = [text.translate(RADICALS) for text in texts]
    counts: list[int] = []
    rows: list[Row] = []
    for text, known, source, own in zip(texts, marks, formats, answers, strict=True):
        before = len(rows)
        lines = read_lines(text, known, match)
        rows += _mark(text, lines, forms, source, own)
        counts.append(len(rows) - before)
    return _frame(documents["document"], counts, rows)


def _frame(names: pd.Series, counts: list[int], rows: list[Row]) -> pd.DataFrame:
    """The rows as a frame with small columns: names, roles and reasons are categories."""
    names = names.astype("str")
    documents = pd.Index(names.unique())
    # Not zip(*rows): an iterator for each row is much work for the garbage collector.
    reasons = [row[5] for row in rows]
    return pd.DataFrame(
        {
            "document": pd.Categorical.from_codes(
                np.repeat(documents.get_indexer(names), counts), documents
            ),
            "start": np.array([row[0] for row in rows], dtype=np.int64),
            "end": np.array([row[1] for row in rows], dtype=np.int64),
            "role": _categories([row[2] for row in rows], ROLES),
            "level": np.array([row[3] for row in rows], dtype=np.int64),
            "marker": pd.Series([row[4] for row in rows], dtype="str"),
            "reason": _categories(reasons, sorted(set(reasons))),
            "p": np.array([row[6] for row in rows], dtype=np.float64),
            "family": np.array([row[7] for row in rows], dtype=np.int64),
        }
    )


def _categories(values: list[str], known: Iterable[str]) -> pd.Categorical:
    names = pd.Index(list(known), dtype="str")
    codes = {value: code for code, value in enumerate(names)}
    return pd.Categorical.from_codes([codes[value] for value in values], names)


def _mark(
    text: str, lines: list[Line], forms: tuple[Form, ...], source: str, answers: Answers
) -> list[Row]:
    """The blocks of one text, of a file of the format `source`."""
    lines = ruled_lines(text, lines, source)
    items = find_families(text, lines, decide_all=forms is FORMS and source not in RULED)
    levels = settle(items, answers) if answers else {}
    points = _points(text, lines, forms)
    set_levels(lines, points)
    for line in lines if levels else ():
        line.level = levels.get(line.family, line.level)
    find_apparatus(lines)
    judged = {line.begin: (line.p, line.family) for line in lines if line.family}
    return [(*row, *judged.get(row[0], UNJUDGED)) for row in _emit(text, lines, points)]


def ruled_lines(text: str, lines: list[Line], source: str) -> list[Line]:
    """The lines of a text, labelled by the rules; `source` is the format of its file."""
    find_decimals(lines)
    find_site(lines, reach_of(source))
    if source == "html":
        find_empty_headings(lines)
    find_contents(lines)
    lines = join_split_titles(text, lines)
    find_titles(text, lines)
    find_divisions(lines)
    find_series(lines)
    find_title_alone(lines)
    return lines


def _points(text: str, lines: list[Line], forms: tuple[Form, ...]) -> list[Line]:
    """The points that are headings; there are none in a text of articles."""
    headings = [line for line in lines if line.role == "heading"]
    if any(line.kind == "article" for line in headings):
        return []
    places = [line.begin for line in lines]
    found = find_points(text, [line.begin for line in headings], forms)
    return [point for point in found if _in_body(lines, places, point.begin)]


def _in_body(lines: list[Line], places: list[int], place: int) -> bool:
    """Whether a place lies in a paragraph, and not in a heading, a title or a contents."""
    line = lines[bisect_right(places, place) - 1]
    if line.role == "heading":
        return 0 < line.stop <= place - line.begin
    return line.undecided


# --- blocks from lines ---------------------------------------------------------------------

_WORD = re.compile(r"\S")


def _emit(text: str, lines: list[Line], points: list[Line]) -> list[Span]:
    """The blocks in order; lines of text are put together to paragraphs."""
    begins = [*(line.begin for line in lines), len(text)]
    rows: list[Span] = [(0, begins[0], "blank", 0, "", "white space")] if begins[0] else []
    waiting = deque(points)
    start, reason, last = 0, "", None  # the paragraph that is being put together
    for line, end in zip(lines, begins[1:], strict=True):
        if last is not None:
            divided = bool(waiting) and waiting[0].begin < line.begin
            over = divided and _broke_off(text, last, line)
            if line.role == "body" and not over and _goes_on(text, last, line):
                last = line
                continue
            _add_paragraph(rows, text, (start, line.begin), reason, waiting)
            last = None
        if line.role == "body":
            start, reason, last = line.begin, line.reason, line
        elif line.stop:
            start, reason, last = line.begin + line.stop, "text", line
            rows.append((line.begin, start, "heading", line.level, line.marker, line.reason))
        else:
            rows.append((line.begin, end, line.role, line.level, line.marker, line.reason))
    if last is not None:
        _add_paragraph(rows, text, (start, len(text)), reason, waiting)
    return rows


def _add_paragraph(
    rows: list[Span], text: str, span: tuple[int, int], reason: str, points: deque[Line]
) -> None:
    """Add a paragraph, divided at its points."""
    start, end = span
    while points and points[0].begin < end:
        point = points.popleft()
        if _WORD.search(text, start, point.begin):
            rows.append((start, point.begin, "body", 0, "", "text"))
        elif start < point.begin:
            rows.append((start, point.begin, "blank", 0, "", "white space"))
        start = point.begin + len(point.text)
        start = start if _WORD.search(text, start, end) else end
        rows.append((point.begin, start, "heading", point.level, point.marker, point.reason))
    if start < end:
        rows.append((start, end, "body", 0, "", reason))


_BROKEN = 15  # characters; a line that is broken off is at least as long, and has a comma
_INSIDE = frozenset("，。；,;")  # signs that show a line to be part of a sentence
_UNFINISHED = frozenset("，,、；;")  # … and at its end, that the sentence goes on
_CONTINUES = frozenset("（(，。、；：”》")  # … and at the beginning, that it goes on here


def _goes_on(text: str, last: Line, line: Line) -> bool:
    """Whether a paragraph that the line before breaks off goes on in this one."""
    if line.cut:
        return True
    if line.opens or line.match is not None or last.fixed or line.fixed or ended(last.text):
        return False
    if last.text[-1] in _UNFINISHED:
        return True
    if len(last.text) < _BROKEN or _INSIDE.isdisjoint(last.text):
        return False
    return not gap_between(text, last, line) or line.text[0] in _CONTINUES


def _broke_off(text: str, last: Line, line: Line) -> bool:
    """Whether a blank stands for a line break that ended a paragraph.

    It shows where the last of the points in it ends; elsewhere paragraphs are left as they are.
    """
    return line.cut and ended(last.text) and text[line.begin - 1].isspace()


# --- account -------------------------------------------------------------------------------


def explain(
    blocks: pd.DataFrame, documents: pd.DataFrame | None = None, *, language: str = "zh"
) -> str:
    """An account of the blocks: where, which role, what decided it; and how each begins.

    `blocks` is what `mark_blocks` gives. One line per block but blanks, under the name of its
    document. With `documents`, of which the blocks were made, the first characters of each block
    stand beside it; of a corpus, which may be given in the place of `blocks`, its own are taken.
    Roles and reasons are said in the `language`, "zh" or "en".

    Raises ValueError for a column that is missing, or another language.

    >>> text = "一、认识\\n要学习。\\n二、行动\\n要做。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> print(explain(mark_blocks(documents), documents, language="en"))
    a
           0-5      heading 1      line of its own, 1 in a series of 2: 一、认识
           5-10     body           text: 要学习。
          10-15     heading 1      line of its own, 2 in a series of 2: 二、行动
          15-19     body           text: 要做。
    """
    if documents is None and not isinstance(blocks, pd.DataFrame):
        documents = getattr(blocks, "documents", None)  # of a corpus
    blocks = frame_of(blocks, "blocks", ["document", "start", "end", "role", "level", "reason"])
    texts: dict[str, str] = {}
    if documents is not None:
        documents = frame_of(documents, "documents", ["document", "text"])
        texts = dict(zip(documents["document"], documents["text"], strict=True))
    roles = words(language)["values"]["role"]
    shown = blocks[blocks["role"] != "blank"]
    columns = (shown[name].tolist() for name in ("document", "start", "end", "role", "level"))
    account: list[str] = []
    last = None
    for name, start, end, role, level, reason in zip(*columns, shown["reason"], strict=True):
        if name != last:
            last = name
            account.append(str(name))
        label = f"{roles.get(role, role)} {level}" if role == "heading" else roles.get(role, role)
        gap = " " * (_LABEL - width(label))
        quote = _quote(texts.get(name, "")[start:end])
        account.append(f"{start:>8}-{end:<7}{label}{gap} {reason_in(language, reason)}{quote}")
    return "\n".join(account)


_QUOTED = 24  # characters of a block that stand in the account
_LABEL = 14  # columns for a role


def _quote(text: str) -> str:
    quote = " ".join(text.split())
    more = "…" if len(quote) > _QUOTED else ""
    return f": {quote[:_QUOTED]}{more}" if quote else ""
