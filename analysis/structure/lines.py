"""A text as lines, which are labelled one by one and put together to paragraphs by `blocks`."""

from __future__ import annotations

import math
from collections.abc import Callable

from ..characters import SENTENCE_ENDS
from ..reading import Look
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
    opens = False  # the file format begins a paragraph here
    look: Look | None = None  # how it looks, where the file format says so
    p = math.nan  # the probability that it is a heading, where that was asked
    family = 0  # the number of those that look and are numbered alike; 0 for what is no heading
    cut = False  # cut off from the line before, in a text that has lost its line breaks

    def __init__(self, begin: int, text: str, match: Match | None) -> None:
        """Make a line of text."""
        self.begin = begin
        self.text = text
        self.match = match

    @property
    def head(self) -> Match:
        """The heading form of a line that is known to begin with one."""
        if self.match is None:
            raise ValueError(f"no heading form at the beginning of {self.text!r}")
        return self.match

    @property
    def kind(self) -> str:
        """The kind of the heading form that the line begins with, or ""."""
        return self.match.form.kind if self.match else ""

    @property
    def undecided(self) -> bool:
        """Whether nothing has decided yet what the line is: neither the format nor a rule."""
        return self.role == "body" and not self.fixed

    def label(self, role: str, reason: str) -> None:
        """Say what it is, and why."""
        self.role, self.reason = role, reason

    def accept(self, reason: str, stop: int = 0) -> None:
        """Make it a heading, up to `stop`."""
        self.role, self.reason, self.marker = "heading", reason, self.head.marker
        self.stop = 0 if stop >= len(self.text) else stop


_ENDS = frozenset(SENTENCE_ENDS + "：:︰")
_CLOSERS = "”’」』）)》】〉\"'*"
_NO_TITLE = frozenset("。；;，,、：:︰！？!?")


def ended(text: str) -> bool:
    """Whether a line ends as a sentence does, and is not broken off inside one."""
    return text[-1] in _ENDS or (text[-1] in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _ENDS)


def punctuated(text: str) -> bool:
    """Whether a line ends with a sign that does not end a title."""
    return text[-1] in _NO_TITLE


def gap_between(text: str, first: Line, last: Line) -> bool:
    """Whether a blank line stands between two neighbours."""
    return text.count("\n", first.begin + len(first.text), last.begin) > 1


def join_lines(text: str, first: Line, last: Line) -> None:
    """Make one line reach to the end of another one below it."""
    first.text = text[first.begin : last.begin + len(last.text)]
