"""Lines on pages to paragraphs: what belongs together is told by its shape.

A paragraph goes on while its lines are full, keep the same distance and are not indented. What
stands at the top or foot of several pages, and the number of the page, is furniture. Nothing here
knows a file format: a `Line` is a text and a place.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise, takewhile
from statistics import median

from ...characters import is_han
from ..marks import Look
from .glyphs import Face

LEADER = re.compile(r"(?:[.．·…⋯‥]\s?){3,}\s*[-－—]?[\dIVXivx]{1,5}[-－—]?\s*$")
PAGE_NUMBER = re.compile(
    r"[-－—–─·•~\s]*第?\s*(\d{1,4}|[ivxlIVXL]{1,6})\s*[页頁]?\s*"
    r"(?:[/／,，共of\s]+\d{1,4}\s*[页頁]?)?[-－—–─·•~\s]*$"
)
NUMBER_AFTER = re.compile(r"(.*?\S)\s*(?<!\d)(\d{1,4})$", re.S)
NUMBER_BEFORE = re.compile(r"(\d{1,4})(?!\d)\s*(\D.*)$", re.S)
HEADING_START = re.compile(
    r"第\s*\S{1,5}\s*[编篇章节編節]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]"
)
DIVISION = re.compile(r"第\s*[〇零一二三四五六七八九十百\d]{1,5}\s*[编篇章节編節][\s\u3000]\S")
NUMBERED = re.compile(
    r"第\s*[〇零一二三四五六七八九十百\d]{1,5}\s*[编篇章节条編節條][\s\u3000]"
    r"|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|\d{1,2}(?:[.．]\d{1,2})*(?:[.．、]|\s+)\s*(?=[\u4e00-\u9fff])|附\s*[件录]"
)
NOTE_START = re.compile(r"[①-⑳⑴-⒇*＊※]|注|[\[［〔【(（]?\d{1,3}[\]］〕】)）.．\s]")
SENTENCE_END = re.compile(r"[。！？：；!?:;][”’」』）)]*$")
LATIN = re.compile(r"[A-Za-z0-9,.;:)%]")

# Where page headers, footers and numbers stand: this share of the page, from either edge.
EDGE = 0.12
# Running heads are set at one height, but for rounding: within this share of the page.
SAME_HEIGHT = 0.01
# A page number set on the line of a running head stands at least this many heights apart.
NUMBER_GAP = 2.0
# Footnotes are set at most this large, next to the text: 9 points under 10.5 are .86.
SMALL_PRINT = 0.9
# The width of a Chinese character is measured on lines of at least so many of them.
FULL_LINE = 10
# Chinese script, with its radicals and punctuation, begins here.
CJK = "\u2e80"
# Lines nearer than this (in em) stand beside each other: they say nothing of the line distance.
BESIDE = 0.5
# The distance of lines inside paragraphs: of all distances the one at a third (1 / 3) of their
# order, as those between paragraphs and around headings are larger, a few (tables) smaller.
PITCH_RANK = 3
# The smallest width of a character, and the usual one, in points.
SMALLEST, USUAL_EM = 0.1, 12.0
# Where no two lines are below each other: the usual line distance, in em.
USUAL_PITCH = 1.5
# The right margin: a few lines hang over it with their punctuation.
MARGIN_QUANTILE = 0.9
# A line ends a paragraph if it ends so far (in em) before the margin; one or two characters are
# also missing where the next word did not fit.
SHORT = 2.2
# A first line is indented by two em as a rule, by more than this (in em) in any case.
INDENT = 1.2
# Lines of one paragraph begin at one place, but for half an em (an opening quote).
ALIGNED = 0.5
# Text of another size (a heading) differs by more than this share: 12 points and 14 are .17.
OTHER_SIZE = 0.15
# Text of another face differs by more than this share in size.
OTHER_FACE = 0.06
# A large initial is at least so many times as high as the text beside it.
INITIAL = 1.5
# A blank line or space between paragraphs makes the distance so many times the usual one.
FAR = 1.3


@dataclass(eq=False, slots=True)
class Line:
    """A line of text and where it stands on its page, in points from the lower left corner."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    height: float
    where: float  # the middle of the line, as a share of the page from its foot
    ends: tuple[float, float] = (0.0, 0.0)  # gaps after a number in front, before one at the end
    role: str = ""
    filled: bool = False  # what was filled into a form is in it
    beside: bool = False  # of the same large initial as the line before
    face: Face | None = None  # of most of its characters
    cell: tuple[float, int] | None = None  # of a table: the height of its upper rule, its column


@dataclass(eq=False, slots=True)
class Setting:
    """How a document is set: measures in points; margins by column (False: the left one)."""

    em: float
    pitch: float
    middle: float
    left: dict[bool, float] = field(default_factory=dict)
    right: dict[bool, float] = field(default_factory=dict)
    indents: bool = False  # paragraphs begin with an indent
    gaps: bool = False  # paragraphs stand apart

    def column(self, line: Line) -> bool:
        """Whether a line stands in the right one of two columns."""
        return line.left > self.middle


# --- large initials ------------------------------------------------------------------


def with_initials(lines: list[Line]) -> Iterator[Line]:
    """The lines, a large initial put before the first of those on its right.

    They begin where it begins, so that none of them looks indented.
    """
    initial: Line | None = None
    fresh = False
    for line, after in zip(lines, [*lines[1:], None], strict=True):
        if after and is_initial(line, after):
            initial, fresh = line, True
        elif initial and is_beside(initial, line):
            text = initial.text * fresh + line.text
            yield replace(line, text=text, left=initial.left, beside=not fresh)
            fresh = False
        else:
            initial = None
            yield line


def is_initial(line: Line, after: Line) -> bool:
    """Whether a line is one large character on the left of the line after it."""
    return (
        is_han(line.text)
        and len(line.text) == 1
        and is_large(line.height, after.height)
        and is_beside(line, after)
    )


def is_large(height: float, usual: float) -> bool:
    """Whether a character is so much higher than others that it may be an initial."""
    return height >= INITIAL * usual


def is_beside(initial: Line, line: Line) -> bool:
    """Whether a line stands on the right of an initial, and no lower than it."""
    top = line.bottom + line.height
    on_the_right = line.left > initial.right - ALIGNED * line.height
    return line.page == initial.page and on_the_right and top > initial.bottom


# --- furniture -----------------------------------------------------------------------


def find_furniture(lines: list[Line]) -> int | None:
    """Give what stands at the edges of the pages its role: page numbers, headers, footers.

    Returns what the page numbers are ahead of the count of pages, if they are known.
    """
    edge = [line for line in lines if _at_edge(line) and not line.filled]
    seen = Counter((_shape(line), round(line.where, 2)) for line in edge)
    ahead: Counter[int] = Counter()
    for line in edge:
        number = PAGE_NUMBER.match(line.text)
        if number or _is_running_head(line, seen):
            line.role = "furniture"
        if number and number[1].isdigit():
            ahead[int(number[1]) - line.page] += 1
    return ahead.most_common(1)[0][0] if ahead else None


def _at_edge(line: Line) -> bool:
    return not EDGE <= line.where <= 1 - EDGE


def _is_running_head(line: Line, seen: Counter[tuple[str, float]]) -> bool:
    """Whether the same line stands at the same height more than once."""
    heights = (round(line.where + d, 2) for d in (-SAME_HEIGHT, 0, SAME_HEIGHT))
    return len(line.text) > 1 and sum(seen[_shape(line), height] for height in heights) > 1


def _shape(line: Line) -> str:
    """The line with its digits made equal: page numbers differ from page to page."""
    return re.sub(r"\d+", "0", compact(line.text))


def without_numbers(lines: list[Line], ahead: int | None) -> Iterator[Line]:
    """The lines, with page numbers that are glued to one taken off and put after it."""
    for line in lines:
        number = "" if line.role or not _at_edge(line) else _glued_number(line, ahead)
        if not number:
            yield line
            continue
        front = line.text.startswith(number) and not line.text.endswith(number)
        rest = line.text.removeprefix(number) if front else line.text.removesuffix(number)
        yield replace(line, text=rest.strip())
        yield replace(line, text=number, role="furniture")


def _glued_number(line: Line, ahead: int | None) -> str:
    """The page number that a line begins or ends with, or ""."""
    if LEADER.search(line.text):
        return ""
    for number, rest, gap in _numbers_at_ends(line):
        expected = ahead is not None and int(number) == line.page + ahead
        apart = gap > NUMBER_GAP * line.height and (expected or ahead is None)
        if apart or (expected and HEADING_START.match(rest)):
            return number
    return ""


def _numbers_at_ends(line: Line) -> Iterator[tuple[str, str, float]]:
    """A number at the end and one in front, each with the rest and its distance from that."""
    if after := NUMBER_AFTER.match(line.text):
        yield after[2], after[1], line.ends[1]
    if before := NUMBER_BEFORE.match(line.text):
        yield before[1], before[2], line.ends[0]


def find_notes(lines: list[Line]) -> None:
    """Mark footnotes: small print that ends a page, from a line that begins with a note mark."""
    body = [line for line in lines if not line.role]
    usual = median(line.height for line in body) if body else 0.0
    for _, page in groupby(body, key=lambda line: line.page):
        for line in _notes_of(list(page), usual):
            line.role = "note"


def _notes_of(page: list[Line], usual: float) -> list[Line]:
    """The footnotes of one page, last line first."""
    small = list(takewhile(lambda line: line.height < SMALL_PRINT * usual, reversed(page)))
    while small and not NOTE_START.match(small[-1].text):
        small.pop()
    return small


# --- paragraphs ----------------------------------------------------------------------


def paragraphs(lines: list[Line], setting: Setting | None) -> Iterator[list[Line]]:
    """Lines that belong together; furniture and notes follow the paragraph they stand in.

    `setting` is how the text is set; None where there is none.
    """
    paragraph: list[Line] = []
    waiting: list[list[Line]] = []
    for line in lines:
        if paragraph and ends_before(paragraph, line, setting):
            yield paragraph
            yield from waiting
            paragraph, waiting = [], []
        if line.role or setting is None:
            _put_aside(line, waiting)
        else:
            paragraph.append(line)
    if paragraph:
        yield paragraph
    yield from waiting


def _put_aside(line: Line, waiting: list[list[Line]]) -> None:
    """Keep a line of furniture, of a note or a table until the paragraph around it ends."""
    last = waiting[-1][-1] if waiting else None
    noted = line.role == "note" and not NOTE_START.match(line.text)
    in_cell = last is not None and line.cell is not None and line.cell == last.cell
    if last is not None and last.role == line.role and (noted or in_cell):
        waiting[-1].append(line)
    else:
        waiting.append([line])


def setting_of(lines: list[Line], width: float) -> Setting | None:
    """How the text of these lines is set on pages of this width; None where there is none."""
    body = [line for line in lines if not line.role]
    return measure(body, width) if body else None


def measure(body: list[Line], width: float) -> Setting:
    """How the text is set on pages of this width."""
    em = _em(body)
    pairs = [(a, b) for a, b in pairwise(body) if a.page == b.page]
    setting = Setting(em, _pitch(pairs, em), width / 2)
    _find_margins(body, setting)
    ends = [(a, b) for a, b in pairs if _ends_paragraph(a, setting)]
    setting.indents = _mostly(is_indented(b, setting) for _, b in ends)
    setting.gaps = _mostly(_fall(a, b) > FAR * setting.pitch for a, b in ends)
    return setting


def _find_margins(body: list[Line], setting: Setting) -> None:
    """Where most lines of each column begin, and where its full lines end."""
    for column in (False, True):
        own = [line for line in body if setting.column(line) == column] or body
        setting.left[column] = _mode([line.left for line in own], setting.em)
        rights = sorted(line.right for line in own)
        setting.right[column] = rights[math.ceil(MARGIN_QUANTILE * (len(rights) - 1))]


def _em(body: list[Line]) -> float:
    """The width of a Chinese character; the height of a line where there is too little Chinese."""
    wide = [line for line in body if len(line.text) >= FULL_LINE and line.text[0] > CJK]
    if wide:
        em = median((line.right - line.left) / len(line.text) for line in wide)
    else:
        em = median(line.height for line in body)
    return em if SMALLEST < em < math.inf else USUAL_EM  # damaged files have text of no size


def _pitch(pairs: list[tuple[Line, Line]], em: float) -> float:
    """The distance from one line of a paragraph to the next."""
    distances = sorted(_fall(a, b) for a, b in pairs if _fall(a, b) > BESIDE * em)
    return distances[len(distances) // PITCH_RANK] if distances else USUAL_PITCH * em


def _mode(values: list[float], em: float) -> float:
    """The most frequent value, to half an em; the smallest of those as frequent."""
    counts = Counter(round(2 * value / em) for value in values)
    best = min(counts, key=lambda key: (-counts[key], key))
    return median(value for value in values if round(2 * value / em) == best)


def _mostly(answers: Iterator[bool]) -> bool:
    """Whether more than half of the answers are yes."""
    said = list(answers)
    return sum(said) > len(said) / 2


def _ends_paragraph(line: Line, setting: Setting) -> bool:
    """Whether a line surely is the last of its paragraph."""
    return is_short(line, setting) and ends_sentence(line)


# --- does the paragraph go on? -------------------------------------------------------


def ends_before(paragraph: list[Line], line: Line, setting: Setting | None) -> bool:
    """Whether a paragraph ends before a line: another one, or a table below it on the page."""
    if line.role or setting is None:
        return line.role == "table" and is_below(paragraph[-1], line)
    return not goes_on(paragraph, line, setting)


def goes_on(paragraph: list[Line], line: Line, setting: Setting) -> bool:
    """Whether a line continues a paragraph."""
    last = paragraph[-1]
    if line.beside and not ends_sentence(last):
        return True
    if (
        last.filled
        or line.filled
        or is_short(last, setting)
        or LEADER.search(last.text)
        or is_of_other_size(last, line)
        or is_in_other_face(paragraph, line, setting)
        or begins_numbered(last, line, setting)
        or begins_indented(paragraph, line, setting)
        or is_far_below(last, line, setting)
    ):
        return False
    return not ends_sentence(last) or may_follow_sentence(last, line, setting)


def is_short(line: Line, setting: Setting) -> bool:
    """Whether a line ends well before the margin."""
    return line.right < setting.right[setting.column(line)] - SHORT * setting.em


def is_indented(line: Line, setting: Setting) -> bool:
    """Whether a line begins well after the margin."""
    return line.left > setting.left[setting.column(line)] + INDENT * setting.em


def is_of_other_size(last: Line, line: Line) -> bool:
    """Whether a line is set larger or smaller than the one before: a heading, a note."""
    return abs(last.height - line.height) > OTHER_SIZE * last.height


def is_in_other_face(paragraph: list[Line], line: Line, setting: Setting) -> bool:
    """Whether a heading of one line ends, or a short one begins: set in another face and size."""
    last = paragraph[-1]
    if not last.face or not line.face or last.face == line.face:
        return False
    sizes = abs(last.height - line.height) > OTHER_FACE * last.height
    heavier = last.face.bold != line.face.bold
    return (sizes or heavier) and (len(paragraph) == 1 or is_short(line, setting))


def begins_numbered(last: Line, line: Line, setting: Setting) -> bool:
    """Whether a short line begins as a heading does, after a full line too."""
    if not is_short(line, setting):
        return False
    return bool(DIVISION.match(line.text) or (ends_sentence(last) and NUMBERED.match(line.text)))


def begins_indented(paragraph: list[Line], line: Line, setting: Setting) -> bool:
    """Whether a line is indented, and not because all of the paragraph is."""
    hangs = len(paragraph) > 1 and abs(line.left - paragraph[-1].left) < ALIGNED * setting.em
    return is_indented(line, setting) and not hangs


def is_far_below(last: Line, line: Line, setting: Setting) -> bool:
    """Whether there is space between two lines of one column."""
    return is_below(last, line) and _fall(last, line) > FAR * setting.pitch


def is_below(last: Line, line: Line) -> bool:
    """Whether a line stands lower on the same page: not on the next, nor in the next column."""
    return last.page == line.page and _fall(last, line) > 0


def ends_sentence(line: Line) -> bool:
    """Whether a line ends with the punctuation of a sentence."""
    return bool(SENTENCE_END.search(line.text))


def may_follow_sentence(last: Line, line: Line, setting: Setting) -> bool:
    """Whether a full line that ends a sentence may be followed by its own paragraph.

    Where paragraphs are indented, one that begins would be; where they stand apart, one that
    begins in the same column would.
    """
    return setting.indents or (setting.gaps and is_below(last, line))


def _fall(last: Line, line: Line) -> float:
    """How far below another a line stands."""
    return last.bottom - line.bottom


# --- look ----------------------------------------------------------------------------

# A line in the middle of the page, or of its column, is off it by so much (in em) at most …
OFF_MIDDLE = 1.5
# … and begins so far (in em) after the margin.
INSIDE = 2.0


def look_of(paragraph: list[Line], above: Line | None, setting: Setting) -> Look:
    """How a paragraph looks; `above` is the line before it."""
    line, em = paragraph[0], setting.em
    face = line.face or Face(False, "")
    space = 0.0
    if above is not None:
        space = _fall(above, line) / setting.pitch - 1 if is_below(above, line) else 1.0
    return Look(
        size=round(line.height, 1),
        bold=float(face.bold),
        face=face.font,
        centred=len(paragraph) == 1 and is_centred(line, setting),
        indent=(line.left - setting.left[setting.column(line)]) / em,
        before=space,
    )


def is_centred(line: Line, setting: Setting) -> bool:
    """Whether a line stands in the middle of its column or of the page, away from the margin."""
    column, em = setting.column(line), setting.em
    left, right = line.left - setting.left[column], setting.right[column] - line.right
    if left <= INSIDE * em:
        return False
    middle = (line.left + line.right) / 2
    off = min(abs(left - right) / 2, abs(middle - setting.middle))
    return off < OFF_MIDDLE * em


# --- text ----------------------------------------------------------------------------


def joined(paragraph: list[Line]) -> str:
    """The lines as one, with a blank between words of Latin letters."""
    text = paragraph[0].text
    for line in paragraph[1:]:
        blank = LATIN.match(text[-1]) and LATIN.match(line.text[0])
        text += (" " if blank else "") + line.text
    return text


def compact(text: str) -> str:
    """The text without its white space."""
    return "".join(text.split())
