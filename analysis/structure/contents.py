"""Tables of contents: under 目录, with page numbers, or repeated by the text below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from .lines import Line, ended, punctuated

_CONTENTS = re.compile(r"[【\[#*\s]*(?:目\s*[录錄次]|contents)[】\]*\s：:]*$", re.IGNORECASE)
_BEGINS = frozenset("目【[#*cC")
_LEADER = re.compile(
    r"(?:\s*+[.．…·。⋯_\-]{3,}+\s*+|\s{2,}+|\t)[-—（(]*+(?:\d{1,4}|[IVXivx]{1,6})[-—）)]*+\s*$"
)
_PAGE_ENDS = frozenset("IVXivx-—）)")  # what a page number ends in, beside digits
_LONGEST_LEADER = 200  # characters before the end of a line among which a page number is sought
HEADING = 20  # characters of the line 目录, at most
ENTRY = 60  # … of an entry
FURTHEST = 500  # entries of a table of contents, at most
FEWEST = 3  # entries, at least, of one without the line 目录


def find_contents(lines: list[Line]) -> None:
    """Label tables of contents: under 目录, with page numbers, or repeated by the text below."""
    lines = [line for line in lines if line.role not in ("furniture", "blank")]  # page numbers
    end = 0
    for place, line in enumerate(lines):
        if place >= end and line.text[0] in _BEGINS and begins_contents(line):
            line.level, end = 0, contents_end(lines, place + 1)
            for other in lines[place:end]:
                other.label("contents", "table of contents")
    for run in _runs(_repeated(lines)):
        if len(run) >= FEWEST:
            for place in run:
                lines[place].label("contents", "comes again below")


def entries(lines: list[Line]) -> set[str]:
    """The entries of the tables of contents: a line below that repeats one names a part."""
    return {entry_of(line) for line in lines if line.role == "contents"}


def begins_contents(line: Line) -> bool:
    """Whether a line consists of 目录 alone; the outline of a PDF may call it a heading."""
    listed = line.undecided or (line.role == "heading" and line.look is not None)
    short = len(line.text) <= HEADING and listed
    return short and names_contents(line.text)


def contents_end(lines: list[Line], place: int) -> int:
    """Where the text begins: its first line repeats the first entry, or cannot be an entry."""
    end = min(place + FURTHEST, len(lines))
    for here in range(place, end):
        line = lines[here]
        if not could_be_entry(line) or (here > place and repeats(line, lines[place])):
            return here
    return end


def could_be_entry(line: Line) -> bool:
    """Whether a line may be an entry: short, and no sentence unless a page number closes it."""
    if line.fixed or len(line.text) > ENTRY:
        return False
    return not ended(line.text) or has_page_number(line)


def has_page_number(line: Line) -> bool:
    """Whether dots or blanks lead to a number at the end of a line: 总则……………3."""
    return without_page(line.text) != line.text


def without_page(text: str) -> str:
    """A text without the dots or blanks, and the page number, to which they lead."""
    if not text or not (text[-1] in _PAGE_ENDS or text[-1].isdigit()):
        return text
    return text[:-_LONGEST_LEADER] + _LEADER.sub("", text[-_LONGEST_LEADER:])


def names_contents(text: str) -> bool:
    """Whether a text is 目录 alone."""
    return _CONTENTS.match(text) is not None


def repeats(line: Line, first: Line) -> bool:
    """Whether a line is an entry that comes again: in the same words, or with the same number."""
    if line.match and first.match and line.match[:2] == first.match[:2]:
        return True
    return entry_of(line) == entry_of(first)


def entry_of(line: Line) -> str:
    """A line of a table of contents without its page number and blanks."""
    return "".join(without_page(line.text).split())


def _repeated(lines: list[Line]) -> Iterator[int]:
    """Where lines like headings stand that come again below, or lead to a page number."""
    entries = [
        (place, entry_of(line))
        for place, line in enumerate(lines)
        if line.match and len(line.text) <= ENTRY and not punctuated(line.text)
        if line.undecided
    ]
    left = Counter(entry for _, entry in entries)
    for place, entry in entries:
        left[entry] -= 1
        if left[entry] > 0 or has_page_number(lines[place]):
            yield place


def _runs(places: Iterator[int]) -> list[list[int]]:
    """Places in runs without a gap."""
    runs: list[list[int]] = []
    for place in places:
        if not runs or place != runs[-1][-1] + 1:
            runs.append([])
        runs[-1].append(place)
    return runs
