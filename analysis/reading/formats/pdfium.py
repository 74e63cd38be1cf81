"""The pages of a PDF as PDFium reads them: lines of text and where they stand.

PDFium (by pypdfium2) gives the characters of a page one by one, with a line break where it sees
one. Here they become lines, and what it could not read is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from .layout import Line
from .unshaped import show_unshaped

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


class Glyph(NamedTuple):
    """A character and its place in a line, in points from the lower left corner of the page."""

    character: str
    left: float
    bottom: float
    right: float
    top: float


class Pages(NamedTuple):
    """The lines of all pages, the width of the first, and what the user should know."""

    lines: list[Line]
    width: float
    remarks: tuple[str, ...]


def read_pages(document: PdfDocument) -> Pages:
    """The lines of all pages. Raises ValueError where there is no text at all."""
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
    remarks = (f"{_named(pictures)}: pictures without text, not read",) if pictures else ()
    return Pages(lines, width, remarks)


def is_odd(text: str) -> bool:
    """Whether much of a text is no characters at all, but the numbers of glyphs."""
    return sum(unicodedata.category(c) in ODD for c in text) > MOST_ODD * len(text)


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))


def _named(numbers: list[int]) -> str:
    """These pages, counted from 1 for the user."""
    shown = ", ".join(str(number + 1) for number in numbers[:NAMED_PAGES])
    more = " …" if len(numbers) > NAMED_PAGES else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}{more}"


# --- the lines of a page -------------------------------------------------------------


def _page_lines(page: PdfPage, number: int) -> Iterator[Line]:
    """The lines of one page, in the order of the file."""
    show_unshaped(page)
    textpage = page.get_textpage()
    for glyphs in _glyph_lines(textpage):
        if line := _line(glyphs, number, page.get_height()):
            yield line
    textpage.close()


def _glyph_lines(textpage: PdfTextPage) -> Iterator[list[Glyph]]:
    """The characters of each line. (Raw calls, as a book has a million characters.)"""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    for place in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, place)
        if code in LINE_BREAKS:
            yield glyphs
            glyphs = []
        elif code >= ord(" ") and code not in NO_CHARACTERS:
            raw.FPDFText_GetLooseCharBox(textpage, place, box)
            glyphs.append(Glyph(chr(code), box.left, box.bottom, box.right, box.top))
    yield glyphs


def _line(glyphs: list[Glyph], page: int, page_height: float) -> Line | None:
    """The line of these characters, if they are more than blanks."""
    text = "".join(glyph.character for glyph in glyphs)
    kept = text.strip()
    if not kept:
        return None
    begin = len(text) - len(text.lstrip())
    glyphs = glyphs[begin : begin + len(kept)]
    first, last = glyphs[0], glyphs[-1]
    bottom, top = min(first.bottom, last.bottom), max(first.top, last.top)
    return Line(
        text=mended(kept),
        page=page,
        left=first.left,
        right=last.right,
        bottom=bottom,
        height=top - bottom,
        where=(bottom + top) / 2 / (page_height or 1),
        ends=_number_gaps(kept, glyphs),
    )


def _number_gaps(text: str, glyphs: list[Glyph]) -> tuple[float, float]:
    """How far a number at either end of the line stands from the rest."""
    before = after = 0.0
    if front := re.match(r"(\d{1,4})(?=\s*\D)\s*", text):
        before = glyphs[front.end()].left - glyphs[front.end(1) - 1].right
    if end := re.search(r"(?<=\D)\d{1,4}$", text):
        rest = len(text[: end.start()].rstrip()) - 1
        after = glyphs[end.start()].left - glyphs[rest].right
    return before, after


def mended(text: str) -> str:
    """The text with radicals that stand for characters, and halves of characters, put right."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.translate(KANGXI)
