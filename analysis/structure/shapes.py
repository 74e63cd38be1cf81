"""How a line that begins like a heading is built: a title, a title and text, an item, a clause."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..characters import HAN
from .lines import Line

LONGEST = 60  # characters of a title; the longest of the 1,100 that were read had 38
SHORT = 30  # … of a title that nothing but its length tells from a sentence

# After a number that stands apart from what follows; "" at the end of the line.
APART = frozenset(["", "\n", " ", "\t", "\u3000", "\xa0"])
# Signs that divide 第X章 from its title, or close it.
_DIVIDERS = frozenset("：:、.．】〗（(")
_AROUND = " \t\u3000\xa0：:、.．】〗*"
# After 第X条 and 第X章 these go on with a sentence: 第三条规定的…, 第五章至第七章 …
MENTIONS = frozenset("的中里之与與和及至到或等、，,。）)》”规規所款项項")
_GOES_ON = MENTIONS | frozenset(
    "第是为為有以对對在也就将將把从從其不被由關关于於課课天次年月日代个個名位"
)
_ITEM_ENDS = frozenset(";；")
_BROKEN_OFF = frozenset("；;，,")  # what ends so goes on in the next line
_STOP = re.compile(r"[。！？!?；;](?:[”’」』）)]+)?")
_COLON = re.compile(r"[^，。、：:]{2,12}[：:](?=\s*\S{6})")
_SPACED = re.compile(rf"[^\s。，；：]{{1,20}}[{HAN}”）][ \u3000]+(?=[{HAN}“《]\S{{11}})")


class Shape(NamedTuple):
    """How a numbered line is built after its marker, and where its title ends.

    ``kind`` is "line": all of it is a title; "closed": a title with a full stop; "runin": a
    first sentence that could be a title, and text after it; "item": it ends in ；; "clause": a
    long sentence.
    """

    kind: str
    stop: int


def shape(line: str, start: int, *, in_lists: bool = False) -> Shape:
    """The shape of a line whose marker ends at `start`.

    A colon or a blank may divide the title from its text, but not in the forms `in_lists`.

    >>> lines = ["一、总则", "一、总则。", "一、目的。为了…", "一、其他；"]
    >>> [shape(line, 2).kind for line in lines]
    ['line', 'closed', 'runin', 'item']
    """
    if not in_lists and (early := _COLON.match(line, start) or _SPACED.match(line, start)):
        return Shape("runin", early.end())
    found = _STOP.search(line, start)
    if found is None:
        return Shape("clause" if _is_unfinished(line, start) else "line", len(line))
    stop, listed = found.end(), found[0][0] in _ITEM_ENDS
    if stop - start <= LONGEST and not listed:
        return Shape("closed" if stop == len(line) else "runin", stop)
    return Shape("item" if listed or line[-1] in _ITEM_ENDS else "clause", stop)


def _is_unfinished(line: str, start: int) -> bool:
    """Whether a line without a stop is too long for a title, or goes on in the next one."""
    return len(line) - start > LONGEST or line[-1] in "，,、"


def shape_of(line: Line) -> Shape:
    """The shape of a line that begins with a heading form."""
    return shape(line.text, line.head.end, in_lists=line.head.form.in_lists)


def stands_apart(line: Line) -> bool:
    """Whether a blank, or nothing, follows upon the number."""
    return line.text[line.head.end : line.head.end + 1] in APART


def names_division(line: Line) -> bool:
    """Whether a line that begins with 第X章 is the heading of that chapter, and no sentence."""
    rest = line.text[line.head.end :]
    title = rest.strip(_AROUND)
    if not title:
        return True
    if len(line.text) > LONGEST or "。" in title or title[-1] in _BROKEN_OFF:
        return False
    if rest[0] in APART or rest[0] in _DIVIDERS:
        return True
    return rest[0] not in _GOES_ON and "，" not in title and len(title) <= SHORT
