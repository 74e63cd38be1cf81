"""Headings known by themselves: 第一章, 第一条, 前言, 附件1, and the forms of the user."""

from __future__ import annotations

import re

from .contents import entries, entry_of
from .lines import Line, ended, join_lines, punctuated
from .shapes import APART, LONGEST, MENTIONS, SHORT, names_division, shape_of, stands_apart

# --- numbers alone on their line -----------------------------------------------------------

_TITLE_LINES = 2  # lines below a number that may hold its title, in two halves
_HALF = (5, 12)  # characters of the first half, at least and at most: 第一回 of novels
_AFTER = 3  # characters after a number that can only be signs that close it, not a title


def join_split_titles(text: str, lines: list[Line]) -> list[Line]:
    """A number alone on its line and the title on the next one are one heading."""
    taken = set()
    for place, line in enumerate(lines):
        if line.match and len(line.text) < line.match.end + _AFTER:
            for below in range(place + 1, min(place + 1 + _TITLE_LINES, len(lines))):
                if lacks_title(line) and could_be_title(lines[below]):
                    join_lines(text, line, lines[below])
                    taken.add(below)
    return [line for place, line in enumerate(lines) if place not in taken] if taken else lines


def lacks_title(line: Line) -> bool:
    """Whether a line is a number alone, or with the first half of its title on a line below."""
    annex = line.kind == "annex" and line.head.number and "件" in line.head.marker
    if (
        not (annex or line.kind in ("division", "number"))
        or not line.undecided
        or line.head.form.untitled
    ):
        return False
    number, _, half = line.text.partition("\n")
    if number[line.head.end :].strip(" \u3000】*：:"):
        return False
    return not half or (line.head.form.couplet and _HALF[0] <= len(half) <= _HALF[1])


def could_be_title(line: Line) -> bool:
    """Whether a line may be the title of the number above it: short, not a sentence."""
    plain = line.undecided and line.match is None and not line.cut
    return plain and len(line.text) <= SHORT and not punctuated(line.text)


# --- divisions, words, annexes -------------------------------------------------------------


_RUNS_ON = frozenset("：:】〕] \u3000")  # after 摘要, before its text
_KNOWN = ("division", "own", "named", "annex")


def find_divisions(lines: list[Line]) -> None:
    """Mark the headings known by themselves: 第一章, 第一条, 前言, 附件1 and the user's own."""
    last: dict[str, int] = {}  # the last number of each form of division
    listed = entries(lines)
    articles: list[tuple[Line, bool]] = []  # … with whether the line before is at its end
    for place, line in enumerate(lines):
        if line.match is None or not line.undecided:
            continue
        kind = line.match.form.kind
        before = lines[place - 1] if place else None
        if kind == "article":
            articles.append((line, is_complete(before)))
        elif kind in _KNOWN:
            after = lines[place + 1] if place + 1 < len(lines) else None
            if kind == "division" and (names_division(line) or entry_of(line) in listed):
                _judge_division(line, before, last)
            elif kind != "division":
                _judge(line, after)
    _find_articles(articles)


def _judge_division(line: Line, before: Line | None, last: dict[str, int]) -> None:
    if is_in_place(line, before, last):
        last[line.head.form.name] = line.head.number
        line.accept("names a division of the text")


def _judge(line: Line, after: Line | None) -> None:
    kind = line.kind
    if kind == "own":
        line.accept(f"the form {line.head.form.name}", _own_stop(line))
    elif kind == "named":
        if line.text[line.head.end - 1] in _RUNS_ON and line.head.end < len(line.text):
            line.accept("a name that runs on into its paragraph", line.head.end)
        elif len(line.text) <= SHORT and after is not None:
            line.accept("a word that is a heading when it stands alone")
    elif kind == "annex":
        _judge_annex(line, after)


def is_in_place(line: Line, before: Line | None, last: dict[str, int]) -> bool:
    """Whether the number of a division follows the last one of its form, or begins anew.

    Any other number has to stand apart from its title, where the line before is at its end.
    """
    number = line.head.number
    if number == 1 or number - last.get(line.head.form.name, 0) in (0, 1):
        return True
    return stands_apart(line) and is_complete(before)


def is_complete(before: Line | None) -> bool:
    """Whether the line before is at its end, so that a new one may begin."""
    if before is None or before.role != "body":
        return True
    return before.text[-1] in ";；" or ended(before.text)


def _own_stop(line: Line) -> int:
    """Where a heading in a form of the user's ends: a long sentence is text, not its title."""
    kind, stop = shape_of(line)
    return line.head.end if kind in ("clause", "item") else stop


def _judge_annex(line: Line, after: Line | None) -> None:
    """附件1 begins an annex; 附件：… names one that is not here; 附： begins one unnamed."""
    if "\n" in line.text:
        line.accept("begins an annex, named on the line below")
    elif lists_annexes(line, after):
        line.label("boilerplate", "list of annexes")
    elif line.text[-1] in "：:" or line.text == "附":
        line.label("title", "begins an annex")
    elif len(line.text) <= LONGEST:
        line.accept("begins an annex")


def lists_annexes(line: Line, after: Line | None) -> bool:
    """Whether 附件 only names annexes: 附件：检查评分表, or at the end, or one below another."""
    rest = line.text[line.head.end :]
    name = rest.strip(" \u3000：:")
    if after is None or after.kind == "annex":
        return True
    return bool(name) and (rest[0] in "：:" or punctuated(name))


# --- articles ------------------------------------------------------------------------------

_CAPTION = re.compile(r"\s*(?:【[^】]{1,30}】|[（(][^）)。]{1,30}[）)](?=\s|$))|\*+")
_CAPTION_SIGNS = frozenset("【（(*")
_GLUED = re.compile(r"[与與和及](?!\s*第)")  # 第三条与各方保持…: no mention where it comes next
_AHEAD = 3  # articles further on that may be the one that is missing here


def _find_articles(found: list[tuple[Line, bool]]) -> None:
    """Mark the articles that stand in sequence; a mention of 第三条 in a sentence does not."""
    accepted: list[Line] = []
    last = 0
    for place, (line, begins) in enumerate(found):
        number = line.head.number
        if number in (last, last + 1):
            goes_on = begins and number > last and _GLUED.match(line.text, line.head.end)
            good = bool(goes_on) or not mentions_article(line)
        else:
            coming = [other.head.number for other, _ in found[place + 1 : place + 1 + _AHEAD]]
            good = jumps_to_article(line, last, coming)
        if good:
            accepted.append(line)
            last = number
    if len(accepted) > 1 or (accepted and accepted[0].head.number == 1):
        for line in accepted:
            line.accept("article, in its place in the sequence", _caption_end(line))


def mentions_article(line: Line) -> bool:
    """Whether 第三条 is part of a sentence: 第三条的规定, 第三条、第四条."""
    return line.text[line.head.end : line.head.end + 1] in MENTIONS


def jumps_to_article(line: Line, last: int, coming: list[int]) -> bool:
    """Whether an article begins here although its number is not the one after the `last`.

    Either the count begins anew, or the one that is missing is not among those `coming`. The
    number has to stand apart.
    """
    number, sign = line.head.number, line.text[line.head.end : line.head.end + 1]
    if sign not in APART and sign not in _CAPTION_SIGNS:
        return False
    return number == 1 or (number > last and last + 1 not in coming)


def _caption_end(line: Line) -> int:
    """Where the heading of an article ends: after its number and a name in brackets."""
    start = line.head.end
    if _CAPTION_SIGNS.isdisjoint(line.text[start : start + 2]):
        return start
    found = _CAPTION.match(line.text, start)
    return found.end() if found else start
