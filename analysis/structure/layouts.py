"""Lines from any layout: with its line breaks, without them, or broken at a fixed width."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from ..characters import HAN, INVISIBLE, is_han
from ..reading import Mark
from .lines import Line, Matcher, ended, gap_between, join_lines
from .shapes import names_division

_DEBRIS = re.compile(rf"(?:&nbsp;|[\s\u200d{INVISIBLE}])+")  # of a web page, and what is not seen
_LONG = 400  # characters; a longer line may hold several paragraphs


def read_lines(text: str, marks: Iterable[Mark], match: Matcher) -> list[Line]:
    """The lines that are not blank; each span that the format has marked is one line.

    But a span that is marked as a paragraph may have several, and the first of them opens it.
    """
    lines: list[Line] = []
    place, opens = 0, False
    for mark in list(marks) or page_numbers(text):
        if not place <= mark.start <= mark.end <= len(text):
            raise ValueError(
                f"mark {tuple(mark)} is out of order or outside the text: marks are sorted, "
                "do not overlap, and count characters of documents.text"
            )
        own = text[mark.start : mark.end].strip()
        if own and mark.role != "blank":
            lines += _plain_lines(text, place, mark.start, match, opens)
            opens = mark.role == "paragraph"
            if opens or mark.role == "look":
                inner = _plain_lines(text, mark.start, mark.end, match, opens)
                for line in inner:
                    line.look = mark.look
                lines += inner
            else:
                lines.append(_marked_line(mark, own, text.index(own, mark.start), match))
            place = mark.end
    lines += _plain_lines(text, place, len(text), match, opens)
    return unwrap(text, lines)


def _marked_line(mark: Mark, own: str, begin: int, match: Matcher) -> Line:
    head = match(own.lstrip("#* \t\u3000") or own) if mark.role == "heading" else None
    line = Line(begin, own, head)
    line.label(mark.role, mark.reason or "file format")
    line.level, line.fixed, line.look = mark.level, True, mark.look
    line.marker = mark.marker or (head.marker if head else "")
    return line


def _plain_lines(text: str, start: int, end: int, match: Matcher, opens: bool) -> list[Line]:
    """The lines of a span; `opens` says whether the first one opens a paragraph."""
    lines: list[Line] = []
    after = start
    for whole in text[start:end].split("\n"):
        after += len(whole) + 1
        own = whole.lstrip()
        begin = after - 1 - len(own)
        if not (own := own.rstrip()):
            continue
        odd = own[0] == "&" or not own[0].isprintable()
        if odd and (debris := _DEBRIS.match(own)):
            lines.append(Line(begin, debris[0], None))
            lines[-1].label("blank", "debris of a web page, or not seen")
            own, begin = own[debris.end() :], begin + debris.end()
            if not own:
                continue
        line = Line(begin, own, match(own))
        if len(own) > _LONG:
            lines += cut_line(line, match)
        else:
            lines.append(line)
    if opens and lines:
        lines[0].opens = True
    return lines


# --- page numbers inside lines --------------------------------------------------------------

# The digit stands before the look behind it: so the search passes over all that is none.
_INSIDE_LINE = re.compile(rf"\d(?<=[{HAN}。；：，、）”]\d)\d{{0,3}}(?=[{HAN}（“])")
_PAGES = 20  # page numbers, at least, that count on without a gap …
_FIRST = 20  # … from one of the first pages on
_MIXED = 4  # signs that stand before them, at least: never the same one, as in 第1回, 图1
_EVEN = 3  # … and no page is so many times as long as a usual one, or a part of it


def page_numbers(text: str) -> list[Mark]:
    """Page numbers that a converter left inside lines, where a page ends: …的责任。18第四节….

    They count on by one, at distances that are about the same; notes and figures do not.
    """
    spans: list[tuple[int, int]] = []
    for found in _INSIDE_LINE.finditer(text):
        if spans and int(found[0]) == int(text[slice(*spans[-1])]) + 1:
            spans.append(found.span())
        elif len(spans) < _PAGES and int(found[0]) <= _FIRST:
            spans = [found.span()]
    pages = sorted(two[0] - one[0] for one, two in pairwise(spans))
    if len(spans) < _PAGES or len({text[start - 1] for start, _ in spans}) < _MIXED:
        return []
    if not pages[-1] / _EVEN < pages[len(pages) // 2] < pages[0] * _EVEN:
        return []
    return [Mark(*span, "furniture", reason="page number inside a line") for span in spans]


# --- line breaks that were lost ------------------------------------------------------------

_SPACES = re.compile(rf"[ \t\u3000]+(?=[{HAN}“《（(\d—X×])")
_NUMBER = re.compile(
    r"第\s*[〇零一二三四五六七八九十百千0-9]+\s*(?:[编編章节節条條]|部分|分[编編])(?=\s)"
    r"|[一二三四五六七八九十百]{1,5}、|[（(][一二三四五六七八九十]{1,4}[）)]"
)
_STOPS = frozenset("。！？；：”’） \t\n\u3000\xa0")
_NARROW = re.compile("[\0-\u2e7f]+")
_MARKER = 12  # characters, at most, of a number such as 第一百二十三条 with the blanks in it
_PIECES = 5  # pieces that blanks have to make at least, so that they may be line breaks
_PIECE = 15  # … and characters of a piece on average; words with blanks between are shorter
_TITLE = 45  # characters before a number that may be the title it stands below: 一、总则（一）
_AHEAD = 40  # characters that decide with which form a piece begins


def cut_line(line: Line, match: Matcher) -> list[Line]:
    """A long line in pieces, where blanks or numbers show that line breaks were lost."""
    blanks = _blanks_inside(line.text, match)
    cuts = sorted({0, *blanks, *_numbers_inside(line, match)})
    if len(cuts) == 1:
        return [line]
    pieces = []
    for left, right in pairwise([*cuts, len(line.text)]):
        own = line.text[left:right].strip()
        piece = Line(line.begin + left, own, match(own))
        piece.cut = left > 0
        pieces.append(piece)
    return pieces


def _blanks_inside(text: str, match: Matcher) -> list[int]:
    """Where pieces start, if blanks stand for line breaks: several of them, far apart."""
    starts = [0]
    for found in _SPACES.finditer(text):
        place, last = found.start(), starts[-1]
        may_end = is_han(text[place - 1]) or text[place - 1] in _STOPS
        if may_end and not _is_number_alone(text[last:place], match):
            starts.append(found.end())
    return starts if len(starts) > _PIECES and len(text) > _PIECE * len(starts) else []


def _is_number_alone(piece: str, match: Matcher) -> bool:
    """Whether a piece is 第一章 alone: the blank after it is not a line break."""
    head = match(piece) if 0 < len(piece) < _MARKER else None
    return head is not None and head.end >= len(piece)


def _numbers_inside(line: Line, match: Matcher) -> list[int]:
    """Where numbers stand in a line that count on from the ones before them."""
    text = line.text
    last = {line.match.form.name: line.match.number} if line.match else {}
    cuts, longest = [0], 0
    for found in _NUMBER.finditer(text, 1):
        start = found.start()
        if text[start - 1] not in _STOPS and not _follows_title(text, cuts[-1], start):
            continue
        head = match(text[start : start + _AHEAD])
        if head and head.number in (1, last.get(head.form.name, 0) + 1):
            last[head.form.name] = head.number
            longest = max(longest, head.number)
            cuts.append(start)
    return cuts[1:] if longest > 1 else []


def _follows_title(text: str, before: int, start: int) -> bool:
    """Whether （一） without a stop before it follows upon a short title: 一、总则（一）…"""
    short = start - before <= _TITLE and "。" not in text[before:start]
    return short and text[start] in "（(" and is_han(text[start - 1])


# --- lines broken at a fixed width ---------------------------------------------------------

_BROKEN_LINE = 15  # characters; a line that is broken off is at least as long
_BROKEN = 20  # such lines that a text has at least …
_OF_LONG = 0.3  # … and their share of its long lines
_FULL = 0.9  # of the broken lines are no wider than the text; a few stick out
_SLACK = 6  # columns that a full line may be short of it, where no sign may begin a line …
_SPREAD = 8  # … and the columns among which the widths then lie
_ALIKE = 0.7  # of the broken lines are as wide, if the width is fixed


def unwrap(text: str, lines: list[Line]) -> list[Line]:
    """Join the lines of a text that was broken at a fixed width, as the text of a PDF is."""
    full = full_width(lines)
    if full is None:
        return lines
    joined = [[lines[0], lines[0]]]  # the first and the last line of each paragraph
    for line in lines[1:]:
        if _goes_on(text, joined[-1][1], line, full):
            joined[-1][1] = line
        else:
            joined.append([line, line])
    for first, last in joined:
        if first is not last:
            join_lines(text, first, last)
    return [first for first, _ in joined]


def full_width(lines: list[Line]) -> int | None:
    """The columns from which on a line is full; None if the text has no fixed width."""
    long = [line for line in lines if len(line.text) >= _BROKEN_LINE and not line.fixed]
    ends = (line.text for line in long if line.text[-1] not in _STOPS)  # most end in 。
    broken = [text for text in ends if is_han(text[-1])]
    if len(broken) < _BROKEN or len(broken) < _OF_LONG * len(long):
        return None
    widths = sorted(map(_width, broken))
    full = widths[int(_FULL * len(widths))] - _SLACK
    alike = sum(full <= width <= full + _SPREAD for width in widths)
    return full if alike >= _ALIKE * len(widths) else None


def _goes_on(text: str, last: Line, line: Line, full: int) -> bool:
    """Whether a line goes on with the paragraph of the last one, which is full."""
    if line.opens or line.fixed or last.fixed or ended(last.text):
        return False
    begins = line.kind == "named" or (line.kind == "division" and names_division(line))
    if begins or gap_between(text, last, line):
        return False
    return _width(last.text) >= full


def _width(text: str) -> int:
    """Columns in print: two for a Chinese character."""
    return 2 * len(text) - sum(map(len, _NARROW.findall(text)))
