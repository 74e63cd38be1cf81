"""What a viewer of markdown shows inside the lines: escapes, entities, tags and links resolved.

The signs at the beginning of lines (#, -, |), those of emphasis and links to web addresses stay as
they are written. Tags of the layout (<p>, <td>, <h2>) stay too, and are marked as no text.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..marks import Mark
from .page import BLOCKS, HEADINGS

# Tags that stand for nothing, beside those of the layout. Others (<某某>, List<T>) are text.
INLINE = """
    a abbr b big br cite code del em font hr i img input ins kbd label mark q rb ruby s samp small
    span strike strong sub sup tt u var wbr
"""
TAG_NAMES = "|".join(sorted([*BLOCKS, *INLINE.split()], key=len, reverse=True))
# The target of a link to a file or a place. A name in brackets without any of /.#: is not a target
# (国发[2023](5号)).
TARGET = (
    r"""\(\s*(?:<[^<>\n]*>|(?!https?:)(?=[^\s()]*[/.#:])[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)"""
    + (r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)""")
)
ATTRIBUTE = r"""[a-z_:][a-z0-9_.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
TAG = rf"</?(?:{TAG_NAMES})(?:\s+{ATTRIBUTE})*\s*/?>"
PIECE = re.compile(
    rf"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`)[^\n]*?[^`\n](?P=ticks)(?!`))
    |(?P<escape>\\[!-/:-@\[-`{{-~])
    |(?P<hard>\\(?=\n))
    |(?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
    |(?P<comment><!--.{{0,500}}?-->)
    |(?P<reading><(?P<of>rt|rp)\b[^<>]*>[^<>]*</(?P=of)>)
    |(?P<tag></?(?P<name>{TAG_NAMES})(?:\s+{ATTRIBUTE})*\s*/?>)
    |(?P<link>!?\[(?=(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]{TARGET}))
    |(?P<target>\]{TARGET})
    """,
    re.X | re.I | re.S | re.A,
)
KINDS = ("code", "escape", "hard", "entity", "comment", "reading", "tag", "link", "target")
BESIDE = 200  # characters that are looked at to see whether something stands beside a tag
ATTRIBUTES = re.compile(r"(?<![ \t])[ \t]*+\{[ \t]*[#.][^{}\n]*\}[ \t]*(?=\n|$)")

# What is left as it is written, and what stays on one line.
AS_WRITTEN = ("code", "comment", "front matter", "link into this document", "script", "tags")
ON_ONE_LINE = ("heading", "table")
IN_HTML = {"<table>", *(f"<{name}>" for name in HEADINGS)}


class Edit(NamedTuple):
    """A span of the text as it is written, and what a viewer shows for it."""

    start: int
    end: int
    shown: str


def shown(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """Give the text of a markdown file as a viewer shows it, and its marks.

    `text` is what is written, `marks` are those of its blocks, in order.
    """
    changes = list(_changes(text, marks))
    pieces, starts, shifts, place, shift = [], [0], [0], 0, 0
    for edit in changes:
        if isinstance(edit, Edit):
            pieces += [text[place : edit.start], edit.shown]
            place = edit.end
            shift += len(edit.shown) - (edit.end - edit.start)
            starts.append(place)
            shifts.append(shift)

    def moved(place: int) -> int:
        return place + shifts[bisect_right(starts, place) - 1]

    return "".join([*pieces, text[place:]]), [
        mark._replace(start=moved(mark.start), end=moved(mark.end))
        for mark in changes
        if isinstance(mark, Mark)
    ]


def _changes(text: str, marks: Sequence[Mark]) -> Iterator[Edit | Mark]:
    """What is shown otherwise than it is written, in order, and the marks of the text."""
    place = 0
    for mark in marks:
        yield from _plain(text, place, mark.start)
        if mark.reason in IN_HTML:
            yield from _plain(text, mark.start, mark.end, mark)
        elif mark.reason in AS_WRITTEN:
            yield mark
        else:
            end = _before_attributes(text, mark)
            for found, kind in _pieces(text, mark.start, end):
                line = " " if mark.role in ON_ONE_LINE else "\n"
                yield Edit(found.start(), found.end(), _replaced(found, kind, line))
            if end < mark.end:
                yield Edit(end, mark.end, "")
            yield mark
        place = mark.end
    yield from _plain(text, place, len(text))


def _plain(text: str, start: int, end: int, within: Mark | None = None) -> Iterator[Edit | Mark]:
    """The changes in a span of plain text or, with the mark of it, of a block of HTML."""
    for found, kind in _pieces(text, start, end):
        if kind == "tag" and found["name"].lower() in BLOCKS:
            if within:
                yield from _trimmed(text, start, found.start(), within)
            yield Mark(found.start(), found.end(), "furniture", reason="tag")
            start = found.end()
        else:
            line = "\n" if within is None else " "
            yield Edit(found.start(), found.end(), _replaced(found, kind, line))
    if within:
        yield from _trimmed(text, start, end, within)


def _trimmed(text: str, start: int, end: int, mark: Mark) -> Iterator[Mark]:
    """A mark for a span without the blanks around it, or none for blanks alone."""
    span = text[start:end]
    start += len(span) - len(span.lstrip())
    if span.strip():
        yield mark._replace(start=start, end=start + len(span.strip()))


def _before_attributes(text: str, mark: Mark) -> int:
    """Where a heading ends before its attributes, {#name}; the end of other marks."""
    found = ATTRIBUTES.search(text, mark.start, mark.end) if mark.role == "heading" else None
    return found.start() if found and found.end() == mark.end else mark.end


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], str]]:
    """What is shown otherwise than it is written in a span, and the kind of it."""
    links = 0
    for found in PIECE.finditer(text, start, end):
        kind = next(key for key in KINDS if found[key] is not None)
        links += {"link": 1, "target": -1}.get(kind, 0)
        if links < 0:  # a bracket without one before it
            links = 0
        elif kind != "code":
            yield found, kind


def _replaced(found: re.Match[str], kind: str, line: str) -> str:
    """What a viewer shows for one piece, with `line` for the end of a line."""
    if kind == "escape":
        return found[0][1]
    if kind == "entity":
        return html.unescape(found[0])
    if kind == "tag" and found["name"].lower() in (*BLOCKS, "br"):
        text, start, end = found.string, found.start(), found.end()
        before = text[max(start - BESIDE, 0) : start].rpartition("\n")[2]
        after = text[end : end + BESIDE].partition("\n")[0]
        return line if before.strip() and after.strip() else ""
    return ""
