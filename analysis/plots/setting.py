"""Text in its place: lines that fit, terms that are whole, upright columns, places in order.

All is measured in centimetres on paper, by the widths of the characters in their typeface.
"""

import itertools
import math
import re
from collections.abc import Sequence

from .fonts import CM, Face, measured

TITLE, TEXT, SMALL, TINY, LEAST = 10, 8, 7, 6.5, 5.5  # points
# What stays together in a line: Latin words and numbers, blanks; all else breaks anywhere,
# but no line begins with a closing sign.
PIECES = re.compile(r"[!-~\u00c0-\u024f]+|\s+|.")
THIN = 0.2  # of an em: no letter is narrower
CLOSING = "，。、；：？！…）》〉」』】”’%"

PITCH = 1.06  # from one upright character to the next, in ems
# signs that lie on their side where Chinese stands upright, as Unicode has them
UPRIGHT = str.maketrans("（）【】《》—…", "︵︶︻︼︽︾︱︙", "“”‘’ ，、")
LONG, MANY = 120, 1000  # characters of a term, of a text: more has room on no sheet


def wrapped(text: str, room: float, size: float, face: Face = "sans") -> list[str]:
    """Lines at most so many centimetres wide, at `size` points.

    >>> wrapped("坚持和完善中国特色社会主义制度", 3.0, 10)
    ['坚持和完善中国特', '色社会主义制度']
    """
    lines = [""]
    text = text if len(text) <= MANY else f"{text[: MANY - 1]}…"
    for piece in PIECES.findall(" ".join(text.split())):
        full = lines[-1] and measured(lines[-1] + piece.rstrip(), size, face) > room
        if full and piece not in CLOSING and measured(piece, size, face) <= room:
            lines.append("")
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
        while len(lines[-1]) > 1 and measured(lines[-1].rstrip(CLOSING), size, face) > room:
            kept = _that_fit(lines[-1], room, size, face)  # a word that is longer than a line
            lines[-1:] = [lines[-1][:kept], lines[-1][kept:]]
    return [line.rstrip() for line in lines if line.strip()] or [""]


def _that_fit(text: str, room: float, size: float, face: Face) -> int:
    """How many characters of a text fit, one at least."""
    kept = 1
    while kept < len(text) and measured(text[: kept + 1], size, face) <= room:
        kept += 1
    return kept


def fitted(text: str, room: float, size: float, face: Face = "sans") -> str:
    """A text cut where there is no more room.

    >>> fitted("坚持和完善中国特色社会主义制度", 1.5, 10)
    '坚持和…'
    """
    if measured(text, size, face) <= room:
        return text
    return text[: _that_fit(text, room - measured("…", size, face), size, face)].rstrip() + "…"


def term_lines(
    term: str, room: float, size: float, face: Face, most: int = 2
) -> tuple[list[str], float]:
    """A term whole in at most so many centimetres and lines, and the size of its type.

    In one line where there is room for it at `LEAST` points, else in lines of about one length.
    One that is too long even for these lacks its middle.
    """
    term = " ".join(term.split())
    if len(term) > most * room / (LEAST * CM * THIN):
        short = without_middle(term, room, most, face)
        return wrapped(short, room, LEAST, face)[:most], LEAST
    if len(term) > LONG:
        term = f"{term[: LONG // 2]}…{term[-LONG // 2 :]}"
    for smaller in (size, (size + TINY) / 2, TINY, *((LEAST,) if most == 1 else ())):
        if smaller <= size and measured(term, smaller, face) <= room:
            return [term], smaller
    for smaller in (TINY, 6.0, LEAST):
        for number in range(2, most + 1):
            share = measured(term, smaller, face) / number
            lines = wrapped(term, min(room, share + smaller * CM), smaller, face)
            if len(lines) <= number and max(measured(n, smaller, face) for n in lines) <= room:
                return lines, smaller
    return wrapped(without_middle(term, room, most, face), room, LEAST, face)[:most], LEAST


def without_middle(term: str, room: float, lines: int, face: Face) -> str:
    """A term that fits into so many lines at the least size, cut in its middle.

    >>> without_middle("中华人民共和国反不正当竞争法实施条例", 1.4, 1, "sans")
    '中华人民…例'
    """
    kept = min(len(term), int(lines * room / (LEAST * CM * THIN)) + 8)
    shown = term
    if kept < len(term):
        shown = f"{term[: kept - kept // 3]}…{term[len(term) - kept // 3 :]}"
    while kept > 4 and len(wrapped(shown, room, LEAST, face)) > lines:
        kept -= 1
        shown = f"{term[: kept - kept // 3]}…{term[len(term) - kept // 3 :]}"
    return shown


def columns(name: str, rows: int) -> list[tuple[float, str]]:
    """A name from top to bottom in columns of about one length: shift (in columns) and column.

    >>> columns("坚定文化自信", 4)
    [(0.5, '坚\\n定\\n文'), (-0.5, '化\\n自\\n信')]
    """
    name = name.translate(UPRIGHT)
    number = max(1, math.ceil(len(name) / rows))
    length = math.ceil(len(name) / number)
    parts = [name[start : start + length] for start in range(0, len(name), length)]
    number = len(parts)
    return [((number - 1) / 2 - k, "\n".join(part)) for k, part in enumerate(parts)]


# --- places in order -------------------------------------------------------------------------


def spaced(
    wanted: Sequence[float], step: float | Sequence[float], top: float, bottom: float
) -> list[float]:
    """The nearest places at least `step` apart, in order, between top and bottom.

    With a step for each, neighbours are apart by the mean of theirs.

    >>> spaced([1.0, 1.1, 4.0], 0.5, 0, 5)
    [0.8, 1.3, 4.0]
    """
    sizes = [step] * len(wanted) if isinstance(step, int | float) else list(step)
    offsets = [0.0]
    for one, other in itertools.pairwise(sizes):
        offsets.append(offsets[-1] + (one + other) / 2)
    if offsets[-1] > bottom - top:
        offsets = [offset * (bottom - top) / offsets[-1] for offset in offsets]
    # groups of places that touch: their middle is the mean of what their members want
    groups: list[tuple[float, int]] = []
    for place, offset in zip(wanted, offsets, strict=False):
        groups.append((place - offset, 1))
        while len(groups) > 1 and groups[-2][0] > groups[-1][0]:
            (one, n), (other, m) = groups.pop(), groups.pop()
            groups.append(((one * n + other * m) / (n + m), n + m))
    firsts = [place for place, members in groups for _ in range(members)]
    last = bottom - offsets[-1]
    return [
        round(min(max(place, top), last) + offset, 6)
        for place, offset in zip(firsts, offsets, strict=False)
    ]
