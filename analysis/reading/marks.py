"""What a reader makes of a file: its text, and what the format says about spans of it."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    """How a paragraph looks, as far as its format knows.

    ``size`` is that of most of its characters in points (0 where it is not known), ``bold`` the
    share of its characters that are, ``face`` their style or font, ``centred`` whether it stands
    in the middle, ``indent`` how far its first line begins after the margin, in characters,
    ``before`` the space above it, in lines.
    """

    size: float = 0.0
    bold: float = 0.0
    face: str = ""
    centred: bool = False
    indent: float = 0.0
    before: float = 0.0


class Mark(NamedTuple):
    """What a file format knows about one span of the text, in offsets of ``documents.text``.

    ``start`` and ``end`` are character offsets, ``role`` one of the roles of a block,
    ``level`` the rank of a heading (1, 2, 3 ...; 0 where there is none), ``marker`` its
    number as written in the text or "", ``reason`` a few words for `explain`.
    A mark of role "body" says that the span is text whatever it looks like (a list item,
    a block of code): nothing in it is taken for a heading. One of role "paragraph" says only
    that the span is a paragraph, which goes on neither from the text before it nor in that
    after it; what it is, is for its words to say. One of role "look" says nothing but how the
    span looks; others may say that too, by ``look``. ``page`` is the page of the file on which
    the span begins, from 1; 0 where the file has none.
    """

    start: int
    end: int
    role: str
    level: int = 0
    marker: str = ""
    reason: str = ""
    look: Look | None = None
    page: int = 0


class Reading(NamedTuple):
    """What a reader makes of the bytes of one file.

    ``remarks`` are for the user, who reads them in a warning after the name of the file: what
    was not read, or may have been read wrongly, and what to do about it.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    title: str = ""
    encoding: str = ""
    margin: float = 1.0
    remarks: tuple[str, ...] = ()


class Lines:
    """A text being put together line by line, with what the format knows about each."""

    def __init__(self) -> None:
        """Begin with no line."""
        self._lines: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0

    def add(
        self,
        line: str,
        role: str = "",
        *,
        level: int = 0,
        marker: str = "",
        reason: str = "",
        look: Look | None = None,
        page: int = 0,
    ) -> None:
        """Add a `line`, or several with breaks between.

        A `role` marks it, with `level`, `marker`, `reason`, `look` and `page` of a `Mark`.
        """
        if role:
            end = self._length + len(line)
            self._marks.append(Mark(self._length, end, role, level, marker, reason, look, page))
        self._lines.append(line)
        self._length += len(line) + 1

    @property
    def has_text(self) -> bool:
        """Whether any line added so far is more than blanks."""
        return any(line.strip() for line in self._lines)

    def add_reading(self, reading: Reading) -> None:
        """Add the text of another `reading` with its marks."""
        self._marks += [
            mark._replace(start=mark.start + self._length, end=mark.end + self._length)
            for mark in reading.marks
        ]
        self._lines.append(reading.text)
        self._length += len(reading.text) + 1

    def reading(self) -> Reading:
        """The text and the marks."""
        return Reading("\n".join(self._lines), tuple(self._marks))
