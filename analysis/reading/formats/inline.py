"""What a viewer of markdown shows inside the lines: escapes, entities, tags, links resolved.

The signs at the beginning of lines (#, -, |) and those of emphasis stay as they are written.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..marks import Mark
from .page import BLOCKS, collect, parse_page

# Tags that stand for nothing, beside those of the layout. Others (<某某>, List<T>) are text.
INLINE = """
    a abbr b big br cite code del em font hr i img input ins kbd label mark q rb ruby s samp small
    span strike strong sub sup tt u var wbr
"""
TAG_NAMES = "|".join(sorted([*BLOCKS, *INLINE.split()], key=len, reverse=True))
# The target of a link; a name in brackets without any of /.#: is no target (国发[2023](5号)).
TARGET = r"""\(\s*(?:<[^<>\n]*>|(?=[^\s()]*[/.#:])[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)""" + (
    r"""(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)"""
)
ATTRIBUTE = r"""[a-z_:][a-z0-9_.:-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
PIECE = re.compile(
    rf"""
    (?P<code>(?<!`)(?P<ticks>`+)(?!`)[^\n]*?[^`\n](?P=ticks)(?!`))
    |(?P<escape>\\[!-/:-@\[-`{{-~])
    |(?P<hard>\\(?=\n))
    |(?P<entity>&(?:\#\d{{1,7}}|\#[xX][0-9a-fA-F]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});)
    |(?P<comment><!--.{{0,500}}?-->)
    |(?P<reading><(?P<of>rt|rp)\b[^<>]*>[^<>]*</(?P=of)>)
    |(?P<address><(?=(?:https?|ftp|mailto):)(?P<bare>[^<>\s]*)>)
    |(?P<tag></?(?P<name>{TAG_NAMES})(?:\s+{ATTRIBUTE})*\s*/?>)
    |(?P<link>!?\[(?=(?:[^\[\]\n]|\[[^\[\]\n]*\])*\]{TARGET}))
    |(?P<target>\]{TARGET})
    """,
    re.X | re.I | re.S | re.A,
)
KINDS = (
    *("code", "escape", "hard", "entity", "comment", "reading", "address", "tag", "link"),
    "target",
)
BESIDE = 200  # characters that are looked at to see whether something stands beside a tag
LINE_ENDS = BLOCKS | {"br"}
ANY_TAG = re.compile("<[^<>]*>")
ATTRIBUTES = re.compile(r"[ \t]*\{[ \t]*[#.][^{}\n]*\}[ \t]*(?=\n|$)")

# What is left as it is written, and what stays on one line.
AS_WRITTEN = ("code", "comment", "front matter", "script")
ON_ONE_LINE = ("heading", "contents", "table")


class Edit(NamedTuple):
    """A span of the text as it is written, and what a viewer shows for it."""

    start: int
    end: int
    shown: str


def shown(text: str, marks: Sequence[Mark]) -> tuple[str, list[Mark]]:
    """Give the text of a markdown file as a viewer shows it, and its marks.

    `text` is what is written, `marks` are those of its blocks, in order.
    """
    edits = list(_edits(text, marks))
    if not edits:
        return text, list(marks)
    pieces, starts, shifts, place, shift = [], [0], [0], 0, 0
    for edit in edits:
        pieces += [text[place : edit.start], edit.shown]
        place = edit.end
        shift += len(edit.shown) - (edit.end - edit.start)
        starts.append(place)
        shifts.append(shift)

    def moved(place: int) -> int:
        return place + shifts[bisect_right(starts, place) - 1]

    text = "".join([*pieces, text[place:]])
    return text, [mark._replace(start=moved(mark.start), end=moved(mark.end)) for mark in marks]


def _edits(text: str, marks: Sequence[Mark]) -> Iterator[Edit]:
    """What is shown otherwise than it is written, in order."""
    place = 0
    for mark in marks:
        yield from _pieces(text, place, mark.start, "\n")
        if mark.reason == "<table>":
            yield Edit(mark.start, mark.end, _rows(text[mark.start : mark.end]))
        elif mark.reason not in AS_WRITTEN:
            line = " " if mark.role in ON_ONE_LINE else "\n"
            end = _before_attributes(text, mark)
            yield from _pieces(text, mark.start, end, line)
            if end < mark.end:
                yield Edit(end, mark.end, "")
        place = mark.end
    yield from _pieces(text, place, len(text), "\n")


def _rows(table: str) -> str:
    """The rows of a table of HTML, with tabs between the cells."""
    lines, _ = collect(parse_page(table), set(), names=False)
    return "\n".join(line.text for line in lines)


def _before_attributes(text: str, mark: Mark) -> int:
    """Where a heading ends before its attributes, {#name}; the end of other marks."""
    found = ATTRIBUTES.search(text, mark.start, mark.end) if mark.role == "heading" else None
    return found.start() if found and found.end() == mark.end else mark.end


def _pieces(text: str, start: int, end: int, line: str) -> Iterator[Edit]:
    """What is shown otherwise in a span, with `line` for tags that end a line."""
    links = 0
    for found in PIECE.finditer(text, start, end):
        kind = next(key for key in KINDS if found[key] is not None)
        links += {"link": 1, "target": -1}.get(kind, 0)
        if links < 0:  # a bracket without one before it
            links = 0
        elif kind != "code":
            yield Edit(found.start(), found.end(), _replaced(found, kind, line))


def _replaced(found: re.Match[str], kind: str, line: str) -> str:
    """What a viewer shows for one piece."""
    if kind == "escape":
        return found[0][1]
    if kind == "entity":
        return html.unescape(found[0])
    if kind == "address":
        return found["bare"]
    if kind == "tag" and found["name"].lower() in LINE_ENDS:
        text, start, end = found.string, found.start(), found.end()
        before = text[max(start - BESIDE, 0) : start].rpartition("\n")[2]
        after = text[end : end + BESIDE].partition("\n")[0]
        return line if ANY_TAG.sub("", before).strip() and ANY_TAG.sub("", after).strip() else ""
    return ""
