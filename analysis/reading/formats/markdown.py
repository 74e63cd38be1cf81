"""Markdown: its blocks, line by line; what stands inside the lines is for `inline`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...characters import HAN
from ..marks import Mark, Reading
from .inline import TAG, shown
from .plain import read_plain

OPENERS = frozenset(" \t#`~<=-*+_![0123456789")  # what may begin a line that is not plain text
FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
COMMENT = re.compile(r" {0,3}<!--")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# A blank must follow the hashes, but in Chinese many leave it out.
ATX = re.compile(rf" {{0,3}}(#{{1,6}})(?:[ \t\u3000]+\S|(?=[{HAN}“《（][^#\n]*$)|[ \t]*$)", re.M)
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.M)
UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$", re.M)
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
# A number before an underlined title makes it an item in the standard, and a heading in old texts.
NUMBERED = re.compile(r" {0,3}\d{1,3}[.)][ \t]+\S.{0,120}\n {0,3}(={4,}|-{4,})[ \t]*$", re.M)
LINK_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]\n]*\]\(#[^)\n]*\)[ \t]*$", re.M)
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.M)

# Blocks of HTML: a heading alone on its lines, a table, what is not text.
HTML_HEADING = re.compile(
    r"[ \t]*(?:<(?!h[1-6])[a-z][^<>\n]*>[ \t]*)*<h([1-6])\b[^<>]*>.{0,400}?</h\1>"
    r"(?:[ \t]*</[a-z]+>)*[ \t]*$",
    re.I | re.M | re.S,
)
PICTURE = r"!\[[^\[\]\n]*\]\([^()\n]*\)"
TAGS_ALONE = re.compile(
    rf"[ \t]*(?:(?:{TAG}|{PICTURE}|\[{PICTURE}\]\([^()\n]*\))[ \t]*)+$", re.I | re.M | re.A
)
HTML_BLOCK = re.compile(r"[ \t]*<(table|script|style)\b", re.I)

# Characters within which a comment and a block of HTML must close, and of a paragraph that a line
# under it may make a heading.
MOST_COMMENT = 20_000
MOST_HTML = 100_000
MOST_UNDERLINED = 120


def read_markdown(data: bytes, encoding: str | None = None) -> Reading:
    """Read markdown: headings, tables, code and lists are marked.

    The signs at the beginning of lines (#, -, |), those of emphasis and links to web addresses
    stay in the text. Otherwise it is what a viewer shows inside the lines: escapes, entities,
    tags and links to files are resolved.

    `data` are the bytes of the file, `encoding` is its encoding if it is known (it is found
    from the bytes otherwise). Raises ValueError, as `decode` does, if they are not text.

    >>> reading = read_markdown("## 总则".encode())
    >>> [(mark.role, mark.level) for mark in reading.marks]
    [('heading', 2)]
    """
    plain = read_plain(data, encoding)
    marks = list(_markdown_marks(plain.text))
    if not any(mark.role == "heading" for mark in marks):
        # Without a heading of markdown's, 1. 2. 3. may be the headings, not a list.
        marks = [mark for mark in marks if mark.reason != "list item"]
    text, marks = shown(plain.text, marks)
    return plain._replace(text=text, marks=tuple(marks))


class _Line(NamedTuple):
    """A line of a markdown text, and where the paragraph before it began (None: no paragraph)."""

    text: str
    start: int
    end: int
    paragraph: int | None


def _markdown_marks(text: str) -> Iterator[Mark]:
    """The marks of a markdown text, block by block."""
    front = FRONT_MATTER.match(text)
    place = front.end() if front else 0
    if front:
        yield Mark(0, place, "boilerplate", reason="front matter")
    paragraph = None  # where a paragraph began, if its next line may underline it
    while place < len(text):
        line = _Line(text, place, _line_end(text, place), paragraph)
        mark = _mark(line)
        if mark is not None:
            yield mark
        if mark is not None or not text[place : line.end].strip():
            paragraph = None
        elif paragraph is None:
            paragraph = place
        place = (mark.end if mark else line.end) + 1


def _mark(line: _Line) -> Mark | None:
    """The mark of what begins on this line, or None for running text."""
    if line.text[line.start] not in OPENERS and line.text.find("|", line.start, line.end) < 0:
        return None
    for rule in (_code, _comment, _heading, _underlined, _rule, _item, _table, _html):
        if mark := rule(line):
            return mark
    return None


def _code(line: _Line) -> Mark | None:
    """A block of code between fences; without a closing one it reaches to the end."""
    fence = FENCE.match(line.text, line.start)
    if not fence:
        return None
    close = re.compile(rf"^ {{0,3}}{fence[1]}{fence[1][0]}*[ \t]*$", re.M)
    found = close.search(line.text, line.end)
    return Mark(line.start, found.end() if found else len(line.text), "code", reason="code")


def _comment(line: _Line) -> Mark | None:
    """A comment, to the end of its last line."""
    if not COMMENT.match(line.text, line.start):
        return None
    close = line.text.find("-->", line.start, line.start + MOST_COMMENT)
    if close < 0:
        return None
    return Mark(line.start, _line_end(line.text, close), "boilerplate", reason="comment")


def _heading(line: _Line) -> Mark | None:
    """A heading with hashes before it."""
    atx = ATX.match(line.text, line.start)
    if not atx:
        return None
    return Mark(line.start, line.end, "heading", len(atx[1]), reason=f"markdown {atx[1]}")


def _underlined(line: _Line) -> Mark | None:
    """A heading that this line underlines."""
    stroke = UNDERLINE.match(line.text, line.start)
    start = line.paragraph
    if not stroke or start is None or line.start - start > MOST_UNDERLINED:
        return None
    level = 1 if stroke[1][0] == "=" else 2
    return Mark(start, line.end, "heading", level, reason="markdown heading, underlined")


def _rule(line: _Line) -> Mark | None:
    """A line across the page."""
    if not RULE.match(line.text, line.start):
        return None
    return Mark(line.start, line.end, "furniture", reason="rule")


def _item(line: _Line) -> Mark | None:
    """An item of a list, or of a list of contents, or an underlined title with a number."""
    if stroke := NUMBERED.match(line.text, line.start):
        level, reason = 1 + (stroke[1][0] == "-"), "markdown heading, underlined"
        return Mark(line.start, stroke.end(), "heading", level, reason=reason)
    if LINK_ITEM.match(line.text, line.start):
        return Mark(line.start, line.end, "contents", reason="link into this document")
    if ITEM.match(line.text, line.start):
        return Mark(line.start, line.end, "body", reason="list item")
    return None


def _table(line: _Line) -> Mark | None:
    """A table: a row, a line of dashes under it, more rows."""
    text, end = line.text, line.end
    if "|" not in text[line.start : end] or not TABLE_RULE.match(text, end + 1):
        return None
    while "|" in text[end + 1 : _line_end(text, end + 1)]:
        end = _line_end(text, end + 1)
    return Mark(line.start, end, "table", reason="table")


def _html(line: _Line) -> Mark | None:
    """A heading, a table or a script of HTML, or a line of nothing but tags and pictures."""
    if heading := HTML_HEADING.match(line.text, line.start):
        level = int(heading[1])
        return Mark(line.start, heading.end(), "heading", level, reason=f"<h{level}>")
    block = HTML_BLOCK.match(line.text, line.start)
    if block:
        end = re.compile(rf"</{block[1]}>[ \t]*$", re.I | re.M)
        close = end.search(line.text, block.end(), block.end() + MOST_HTML)
        if close and block[1].lower() == "table":
            return Mark(line.start, close.end(), "table", reason="<table>")
        if close:
            return Mark(line.start, close.end(), "boilerplate", reason="script")
    if TAGS_ALONE.match(line.text, line.start):
        return Mark(line.start, line.end, "furniture", reason="tags")
    return None


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
