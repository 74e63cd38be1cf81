"""A text as lines, which `analysis.blocks` labels one by one and puts together to paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from ..characters import HAN, is_han
from ..reading import Mark
from .grammar import Match

Matcher = Callable[[str], Match | None]


class Line:
    """One line of text that is not blank, and what was found out about it.

    ``begin`` is where its first character stands (after the indent), ``text`` is without blanks
    around it, ``match`` is the heading form that it begins with. A block reaches from one line's
    ``begin`` to that of the next.
    """

    role = "body"
    reason = "text"
    level = 0
    marker = ""
    stop = 0  # where a heading ends inside the text; 0 where it takes the whole line
    fixed = False  # the file format decided
    cut = False  # cut off from the line before, in a text that has lost its line breaks

    def __init__(self, begin: int, text: str, match: Match | None) -> None:
        """Make a line of text."""
        self.begin = begin
        self.text = text
        self.match = match

    @property
    def kind(self) -> str:
        """The kind of the heading form that the line begins with, or ""."""
        return self.match.form.kind if self.match else ""

    def label(self, role: str, reason: str) -> None:
        """Say what it is, and why."""
        self.role, self.reason = role, reason

    def accept(self, reason: str, stop: int = 0) -> None:
        """Make it a heading, up to `stop`."""
        self.role, self.reason, self.marker = "heading", reason, self.match.marker
        self.stop = 0 if stop >= len(self.text) else stop


_CLOSERS = "”’」』）)》】〉\"'*"


def ended(text: str) -> bool:
    """Whether a line ends as a sentence does, and is not broken off inside one."""
    return text[-1] in _ENDS or (text[-1] in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _ENDS)


_ENDS = tuple("。！？!?…：:︰")


def punctuated(text: str) -> bool:
    """Whether a line ends in a way that no title does."""
    return text[-1] in "。；;，,、：:︰！？!?"


def read_lines(text: str, marks: Iterable[Mark], match: Matcher) -> list[Line]:
    """The lines that are not blank; each span that the format has marked is one line."""
    lines: list[Line] = []
    place = 0
    for mark in marks:
        if not place <= mark.start <= mark.end <= len(text):
            raise ValueError(
                f"mark {tuple(mark)} is out of order or outside the text: marks are sorted, "
                "do not overlap, and count characters of documents.text"
            )
        own = text[mark.start : mark.end].strip()
        if own and mark.role != "blank":
            lines += _plain_lines(text, place, mark.start, match)
            lines.append(_marked_line(mark, own, text.index(own, mark.start), match))
            place = mark.end
    lines += _plain_lines(text, place, len(text), match)
    return _unwrap(text, lines)


def _marked_line(mark: Mark, own: str, begin: int, match: Matcher) -> Line:
    head = match(own.lstrip("#* \t\u3000") or own) if mark.role == "heading" else None
    line = Line(begin, own, head)
    line.label(mark.role, mark.reason or "file format")
    line.level, line.fixed = mark.level, True
    line.marker = mark.marker or (head.marker if head else "")
    return line


_LINE = re.compile(r"\S[^\n]*")
_DEBRIS = re.compile(r"(?:&nbsp;|[\s\u200b\u2060\ufeff])+")
_LONG = 400  # characters; a longer line may hold several paragraphs


def _plain_lines(text: str, start: int, end: int, match: Matcher) -> list[Line]:
    lines: list[Line] = []
    for found in _LINE.finditer(text, start, end):
        own, begin = found[0].rstrip(), found.start()
        if own[0] in "&\u200b\u2060\ufeff" and (debris := _DEBRIS.match(own)):
            lines.append(Line(begin, debris[0], None))
            lines[-1].label("blank", "debris of a web page")
            own, begin = own[debris.end() :], begin + debris.end()
            if not own:
                continue
        line = Line(begin, own, match(own))
        if len(own) > _LONG:
            lines += _cut(line, match)
        else:
            lines.append(line)
    return lines


_SPACES = re.compile(rf"[ \t\u3000]+(?=[{HAN}“《（(\d—X×])")
_INSIDE = re.compile(
    r"第\s*[〇零一二三四五六七八九十百千0-9]+\s*(?:[编編章节節条條]|部分|分[编編])(?=\s)"
    r"|[一二三四五六七八九十百]{1,5}、|[（(][一二三四五六七八九十]{1,4}[）)]"
)
_STOPS = frozenset("。！？；：”’） \t\n\u3000\xa0")


def _cut(line: Line, match: Matcher) -> list[Line]:
    """A long line in pieces, where blanks or numbers show that line breaks were lost."""
    blanks = _blanks_inside(line.text, match)
    cuts = sorted({0, *blanks, *_numbers_inside(line, match)})
    if len(cuts) == 1:
        return [line]
    pieces = []
    for left, right in pairwise([*cuts, len(line.text)]):
        own = line.text[left:right].strip()
        piece = Line(line.begin + left, own, match(own))
        piece.cut = True
        pieces.append(piece)
    pieces[0].cut = False
    return pieces


def _blanks_inside(text: str, match: Matcher) -> list[int]:
    """Where pieces start if blanks stand for line breaks: some, far apart, not after 第一章."""
    blanks = [0]
    for found in _SPACES.finditer(text):
        start, last = found.start(), blanks[-1]
        if not (is_han(text[start - 1]) or text[start - 1] in _STOPS):
            continue
        head = match(text[last:start]) if start < last + 12 else None
        if head is None or head.end < start - last:
            blanks.append(found.end())
    return blanks if len(blanks) > 5 and len(text) > 15 * len(blanks) else []


def _numbers_inside(line: Line, match: Matcher) -> list[int]:
    """Where numbers stand in a line that count on from the ones before them."""
    text = line.text
    last = {line.match.form.name: line.match.number} if line.match else {}
    cuts, longest = [0], 0
    for found in _INSIDE.finditer(text, 1):
        start, before = found.start(), text[found.start() - 1]
        if before not in _STOPS:
            # Without a stop before it, （一） has to follow upon a short title: 一、总则（一）…
            titled = start - cuts[-1] <= 45 and "。" not in text[cuts[-1] : start]
            if found[0][0] not in "（(" or not is_han(before) or not titled:
                continue
        head = match(text[start : start + 40])
        if head and head.number in (1, last.get(head.form.name, 0) + 1):
            last[head.form.name] = head.number
            longest = max(longest, head.number)
            cuts.append(start)
    return cuts[1:] if longest > 1 else []


def _unwrap(text: str, lines: list[Line]) -> list[Line]:
    """Join the lines of a text that was broken at a fixed width, as the text of a PDF is."""
    long = [line for line in lines if len(line.text) >= 15 and not line.fixed]
    broken = [line for line in long if is_han(line.text[-1])]
    if len(broken) < 20 or len(broken) < 0.3 * len(long):
        return lines
    widths = sorted(_width(line.text) for line in broken)
    full = widths[int(0.9 * len(widths))] - 6
    if sum(full <= width <= full + 8 for width in widths) < 0.7 * len(widths):
        return lines
    joined = [[lines[0], lines[0]]]  # the first and the last line of each paragraph
    for line in lines[1:]:
        last = joined[-1][1]
        breaks = line.fixed or last.fixed or ended(last.text) or gap_between(text, last, line)
        if breaks or _width(last.text) < full:
            joined.append([line, line])
        else:
            joined[-1][1] = line
    for first, last in joined:
        if first is not last:
            join_lines(text, first, last)
    return [first for first, _ in joined]


def _width(text: str) -> int:
    """Columns in print: two for a Chinese character."""
    return len(text) + sum(character > "\u2e7f" for character in text)


def gap_between(text: str, first: Line, last: Line) -> bool:
    """Whether a blank line stands between two neighbours."""
    return text.count("\n", first.begin + len(first.text), last.begin) > 1


def join_lines(text: str, first: Line, last: Line) -> None:
    """Make one line reach to the end of another one below it."""
    first.text = text[first.begin : last.begin + len(last.text)]
