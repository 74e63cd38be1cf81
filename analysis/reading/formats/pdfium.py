"""The pages of a PDF as PDFium reads them: lines of text and where they stand.

PDFium (by pypdfium2) gives the characters of a page one by one, with a line break where it sees
one. Here they become lines, and what it could not read is named.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .layout import Line

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
LINE_BREAKS = (10, 13)
# What PDFium gives for a hyphen at the end of a line, and a sign that no text holds.
NO_CHARACTERS = (0xFFFE, 0xFFFF)
# Categories of code points that are no characters: of private use, unassigned, control.
ODD = ("Co", "Cn", "Cc")
# A text of which more than this share is odd comes from fonts without a map to characters.
MOST_ODD = 1 / 4
# So many pages without text are named; of the others it is said that there are more.
NAMED_PAGES = 10

NO_TEXT = (
    "it has no text layer, only pictures of pages: recognise the text first, for example with "
    "`ocrmypdf -l chi_sim in.pdf out.pdf`"
)
NO_MAP = f"its fonts do not say which characters they draw; treat it as a picture: {NO_TEXT}"


def all_lines(document: PdfDocument) -> tuple[list[Line], float]:
    """The lines of all pages, and the width of the first.

    Warns of pages that are pictures. Raises ValueError where there is no text at all.
    """
    lines: list[Line] = []
    pictures, width = [], 0.0
    for number in range(len(document)):
        page = document[number]
        width = width or page.get_width()
        own = list(_page_lines(page, number))
        if not own and _has_picture(page):
            pictures.append(number)
        lines += own
        page.close()
    if not lines:
        raise ValueError(NO_TEXT if pictures else "it holds no text")
    if is_odd("".join(line.text for line in lines)):
        raise ValueError(NO_MAP)
    if pictures:
        warnings.warn(_pictures(pictures), stacklevel=2)
    return lines, width


def is_odd(text: str) -> bool:
    """Whether much of a text is no characters at all, but the numbers of glyphs."""
    return sum(unicodedata.category(c) in ODD for c in text) > MOST_ODD * len(text)


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))


def _pictures(numbers: list[int]) -> str:
    """One sentence about the pages without text; counted from 1 for the user."""
    shown = ", ".join(str(number + 1) for number in numbers[:NAMED_PAGES])
    more = " …" if len(numbers) > NAMED_PAGES else ""
    return f"pages {shown}{more} are pictures without text: they are not read"


# --- the lines of a page -------------------------------------------------------------


def _page_lines(page: PdfPage, number: int) -> Iterator[Line]:
    """The lines of one page, in the order of the file."""
    textpage = page.get_textpage()
    for codes, places in _broken(textpage):
        if line := _line(textpage, codes, places, number, page.get_height()):
            yield line
    textpage.close()


def _broken(textpage: PdfTextPage) -> Iterator[tuple[list[int], list[int]]]:
    """The characters of each line: their code points, and their places in the page's list."""
    from pypdfium2 import raw

    codes: list[int] = []
    places: list[int] = []
    for place in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, place)
        if code in LINE_BREAKS:
            yield codes, places
            codes, places = [], []
        elif code >= ord(" ") and code not in NO_CHARACTERS:
            codes.append(code)
            places.append(place)
    yield codes, places


def _line(
    textpage: PdfTextPage, codes: list[int], places: list[int], page: int, page_height: float
) -> Line | None:
    """The line of these characters, if they are more than blanks."""
    text = "".join(map(chr, codes))
    kept = text.strip()
    if not kept:
        return None
    begin = len(text) - len(text.lstrip())
    places = places[begin : begin + len(kept)]
    first, last = _box(textpage, places[0]), _box(textpage, places[-1])
    bottom, top = min(first[1], last[1]), max(first[3], last[3])
    return Line(
        text=mended(kept),
        page=page,
        left=first[0],
        right=last[2],
        bottom=bottom,
        height=top - bottom,
        where=(bottom + top) / 2 / (page_height or 1),
        ends=_number_gaps(textpage, kept, places),
    )


def _box(textpage: PdfTextPage, place: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of a character's place in its line."""
    return textpage.get_charbox(place, loose=True)


def _number_gaps(textpage: PdfTextPage, text: str, places: list[int]) -> tuple[float, float]:
    """How far a number at either end of the line stands from the rest."""
    before = after = 0.0
    if front := re.match(r"(\d{1,4})(?=\s*\D)\s*", text):
        before = _gap(textpage, places[front.end(1) - 1], places[front.end()])
    if end := re.search(r"(?<=\D)\d{1,4}$", text):
        rest = len(text[: end.start()].rstrip()) - 1
        after = _gap(textpage, places[rest], places[end.start()])
    return before, after


def _gap(textpage: PdfTextPage, one: int, next_one: int) -> float:
    """The space between two characters of a line."""
    return _box(textpage, next_one)[0] - _box(textpage, one)[2]


def mended(text: str) -> str:
    """The text with radicals that stand for characters, and halves of characters, put right."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.translate(KANGXI)
