"""Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...characters import HAN
from ..marks import Mark, Reading
from .plain import read_plain

OPENERS = frozenset(" \t#`~<=-*+_0123456789")  # what may begin a line that is no plain text
FRONT_MATTER = re.compile(r"---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
COMMENT = re.compile(r" {0,3}<!--")
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
# A blank must follow the hashes, but in Chinese many leave it out.
ATX = re.compile(rf" {{0,3}}(#{{1,6}})(?:[ \t\u3000]+\S|(?=[{HAN}“《（][^#\n]*$)|[ \t]*$)", re.M)
RULE = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$", re.M)
UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$", re.M)
ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\S")
LINK_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[[^\]\n]*\]\(#[^)\n]*\)[ \t]*$", re.M)
TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$", re.M)


def read_markdown(data: bytes, encoding: str | None = None) -> Reading:
    """Read markdown: the text stays as it is written; headings, tables, code, lists are marked."""
    plain = read_plain(data, encoding)
    marks = list(_markdown_marks(plain.text))
    if not any(mark.role == "heading" for mark in marks):
        # Without a heading of markdown's, 1. 2. 3. may be the headings, not a list.
        marks = [mark for mark in marks if mark.reason != "list item"]
    return plain._replace(marks=tuple(marks))


def _markdown_marks(text: str) -> Iterator[Mark]:
    """The marks of a markdown text, block by block."""
    front = FRONT_MATTER.match(text)
    place = front.end() if front else 0
    if front:
        yield Mark(0, place, "boilerplate", reason="front matter")
    paragraph = None  # where a paragraph began, if its next line may underline it
    while place < len(text):
        mark = _markdown_mark(text, place, paragraph)
        end = _line_end(text, place)
        if mark is None:
            if not text[place:end].strip():
                paragraph = None
            elif paragraph is None:
                paragraph = place
        else:
            paragraph, end = None, mark.end
            yield mark
        place = end + 1


def _markdown_mark(text: str, place: int, paragraph: int | None) -> Mark | None:
    """The mark of what begins on the line at this place, or None for running text."""
    end = _line_end(text, place)
    if text[place] not in OPENERS and text.find("|", place, end) < 0:
        return None
    if fence := FENCE.match(text, place):
        close = re.compile(rf"^ {{0,3}}{fence[1]}{fence[1][0]}*[ \t]*$", re.M).search(text, end)
        return Mark(place, close.end() if close else len(text), "body", reason="code")
    close = text.find("-->", place, place + 20_000) if COMMENT.match(text, place) else -1
    if close >= 0:
        return Mark(place, _line_end(text, close), "boilerplate", reason="comment")
    if atx := ATX.match(text, place):
        return Mark(place, end, "heading", len(atx[1]), reason=f"markdown {atx[1]}")
    line = UNDERLINE.match(text, place)
    if line and paragraph is not None and place - paragraph <= 120:
        level = 1 if line[1][0] == "=" else 2
        return Mark(paragraph, end, "heading", level, reason="markdown heading, underlined")
    if RULE.match(text, place):
        return Mark(place, end, "furniture", reason="rule")
    if LINK_ITEM.match(text, place):
        return Mark(place, end, "contents", reason="link into this document")
    if ITEM.match(text, place):
        return Mark(place, end, "body", reason="list item")
    if "|" in text[place:end] and TABLE_RULE.match(text, end + 1):
        while "|" in text[end + 1 : _line_end(text, end + 1)]:
            end = _line_end(text, end + 1)
        return Mark(place, end, "table", reason="table")
    return None


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
