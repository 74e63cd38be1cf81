"""The pages of a PDF as PDFium reads them: lines of text and where they stand.

PDFium (by pypdfium2) gives the characters of a page one by one, with a line break where it sees
one. Here they become lines, and what it could not read is named.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ...characters import is_han
from ..encodings import surprise
from ..spacing import REMARK, closed
from .layout import Line, is_large
from .unshaped import show_unshaped

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
LINE_BREAKS = (10, 13)
# What PDFium gives for a hyphen at the end of a line, and a sign that no text holds.
NO_CHARACTERS = (0xFFFE, 0xFFFF)
# Categories of code points that are no characters: of private use, unassigned, control.
ODD = ("Co", "Cn", "Cc")
# A text of which more than this share is odd comes from fonts without a map to characters.
MOST_ODD = 1 / 4
# Chinese text, poetry and names too, has up to 12 bits of surprise a character; the numbers of
# glyphs taken for characters have 15 and more.
IMPLAUSIBLE = 13.0
# So many strange characters are enough to judge, where a font has no map, and where it has one.
FEW_UNMAPPED = 3
FEW = 20
# So many pages are named; of the others it is said that there are more.
NAMED_PAGES = 10

NO_TEXT = (
    "it has no text layer, only pictures of pages: recognise the text first, for example with "
    "`ocrmypdf -l chi_sim in.pdf out.pdf`"
)
AS_PICTURE = (
    "treat it as a picture and recognise the text, for example with "
    "`ocrmypdf --force-ocr -l chi_sim in.pdf out.pdf`"
)
NO_MAP = f"its fonts do not say which characters they draw: {AS_PICTURE}"


class Glyph(NamedTuple):
    """A character and its place in a line, in points from the lower left corner of the page."""

    character: str
    left: float
    bottom: float
    right: float
    top: float
    mapped: bool = True  # the font says which character it is


class Pages(NamedTuple):
    """The lines of all pages, the width of the first, and what the user should know."""

    lines: list[Line]
    width: float
    remarks: tuple[str, ...]


def read_pages(document: PdfDocument) -> Pages:
    """The lines of all pages. Raises ValueError where there is no text at all."""
    lines: list[Line] = []
    pictures, doubtful, spaced = [], [], []
    size = odd = 0
    for number in range(len(document)):
        page = document[number]
        show_unshaped(page)
        glyphs = list(_glyph_lines(page))
        height = page.get_height()
        own = [line for one in glyphs for line in _lines(one, number, height)]
        if _close(own):
            spaced.append(number)
        if not own and _has_picture(page):
            pictures.append(number)
        page.close()
        lines += own
        said = [glyph for one in glyphs for glyph in one]
        if is_doubtful(said):
            doubtful.append(number)
        size, odd = size + len(said), odd + count_odd(said)
    if odd > MOST_ODD * size:
        raise ValueError(NO_MAP)
    if not lines:
        raise ValueError(NO_TEXT if pictures else "it holds no text")
    return Pages(lines, document[0].get_width(), tuple(_remarks(pictures, doubtful, spaced)))


def count_odd(glyphs: list[Glyph]) -> int:
    """How many glyphs are surely not the characters that they are given as."""
    known = [glyph.character for glyph in glyphs if glyph.mapped]
    odd = sum(unicodedata.category(character) in ODD for character in known)
    return odd + (len(glyphs) - len(known)) * _has_no_map(glyphs)


def is_doubtful(glyphs: list[Glyph]) -> bool:
    """Whether the glyphs of a page, or some of them, make no sense as Chinese text."""
    text = "".join(glyph.character for glyph in glyphs)
    return _has_no_map(glyphs) or is_implausible(text, FEW)


def _has_no_map(glyphs: list[Glyph]) -> bool:
    """Whether there is a font whose numbers of glyphs are taken for characters."""
    unmapped = "".join(glyph.character for glyph in glyphs if not glyph.mapped)
    return is_implausible(unmapped, FEW_UNMAPPED)


def is_implausible(text: str, few: int) -> bool:
    """Whether a text is hardly Chinese: not `few` characters and mostly strange ones."""
    signs = [character for character in text if not character.isspace()]
    strange = [character for character in signs if not " " < character < "\x7f"]
    if len(strange) < max(few, len(signs) / 2):
        return False
    return surprise("".join(strange)) > IMPLAUSIBLE * len(strange)


def _remarks(pictures: list[int], doubtful: list[int], spaced: list[int]) -> Iterator[str]:
    if pictures:
        yield f"{_named(pictures)}: pictures without text, not read"
    if doubtful:
        yield (
            f"{_named(doubtful)}: text that is hardly Chinese; if it makes no sense, its fonts "
            f"do not say which characters they draw: {AS_PICTURE}"
        )
    if spaced:
        yield f"{_named(spaced)}: {REMARK}"


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))


def _named(numbers: list[int]) -> str:
    """These pages, counted from 1 for the user."""
    shown = ", ".join(str(number + 1) for number in numbers[:NAMED_PAGES])
    more = " …" if len(numbers) > NAMED_PAGES else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}{more}"


# --- the lines of a page -------------------------------------------------------------


def _glyph_lines(page: PdfPage) -> Iterator[list[Glyph]]:
    """The glyphs of each line, in the order of the file.

    Called raw, as a book has a million of them.
    """
    from pypdfium2 import raw

    textpage = page.get_textpage()
    box = raw.FS_RECTF()
    glyphs: list[Glyph] = []
    for place in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, place)
        mapped = raw.FPDFText_HasUnicodeMapError(textpage, place) != 1
        if code in LINE_BREAKS and mapped:
            yield glyphs
            glyphs = []
        elif (code >= ord(" ") or not mapped) and code not in NO_CHARACTERS:
            raw.FPDFText_GetLooseCharBox(textpage, place, box)
            glyphs.append(Glyph(chr(code), box.left, box.bottom, box.right, box.top, mapped))
    yield glyphs
    textpage.close()


def _lines(glyphs: list[Glyph], page: int, page_height: float) -> Iterator[Line]:
    """The line of these glyphs, if they are more than blanks, a large initial by itself."""
    glyphs = [glyph for glyph in glyphs if glyph.character >= " "]
    text = "".join(glyph.character for glyph in glyphs)
    begin = len(text) - len(text.lstrip())
    kept = glyphs[begin : len(text.rstrip())]
    if len(kept) > 1 and _is_initial(*kept[:2]):
        yield _line(kept[:1], page, page_height)
        kept = kept[1:]
    if kept:
        yield _line(kept, page, page_height)


def _is_initial(first: Glyph, second: Glyph) -> bool:
    """Whether the first character of a line is much larger than the next."""
    usual = second.top - second.bottom  # a blank has no height
    return is_han(first.character) and usual > 0 and is_large(first.top - first.bottom, usual)


def _line(glyphs: list[Glyph], page: int, page_height: float) -> Line:
    """The line of these glyphs, of which neither the first nor the last is a blank."""
    text = "".join(glyph.character for glyph in glyphs)
    first, last = glyphs[0], glyphs[-1]
    bottom, top = min(first.bottom, last.bottom), max(first.top, last.top)
    return Line(
        text=mended(text),
        page=page,
        left=first.left,
        right=last.right,
        bottom=bottom,
        height=top - bottom,
        where=(bottom + top) / 2 / (page_height or 1),
        ends=_number_gaps(text, glyphs),
    )


def _close(lines: list[Line]) -> bool:
    """Take out the blanks of a page that has one between all its characters."""
    text = "\n".join(line.text for line in lines)
    new = closed(text)
    if new == text:
        return False
    for line, words in zip(lines, new.split("\n"), strict=True):
        line.text = words
    return True


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
