"""The pages of a PDF as PDFium reads them: lines of text and where they stand.

PDFium (by pypdfium2) gives the characters of a page one by one, with a line break where it sees
one. Here they become lines, and what it could not read is named.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...characters import RADICALS, is_han
from ..encodings import surprise
from ..spacing import REMARK, closed
from .forms import values_of, with_values
from .glyphs import Face, Frame, Glyph, once, rows
from .layout import Line, is_large
from .ruled import Rules, boxes_of, find_cells
from .unshaped import show_unshaped

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

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
# So many characters of a page tell how it is turned; upright but for this share of a quarter.
SAMPLED = 50
STRAIGHT = 0.05
# The face is asked for of every so manieth character.
ASKED = 8
FONT_NAME = 128  # bytes of the name of a font that are read
SUBSET = re.compile(r"^[A-Z]{6}\+")  # before the name of a font of which a part is embedded
BOLD_WEIGHT = 600
BOLD_NAME = re.compile(r"bold|black|heavy|hei|黑|[-,]b$|demi", re.I)
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


@dataclass(slots=True)
class Pages:
    """The lines of all pages, and the numbers of pages of which something has to be said."""

    lines: list[Line] = field(default_factory=list)
    width: float = 0.0  # of the first page
    size: int = 0
    odd: int = 0
    broken: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    doubtful: list[int] = field(default_factory=list)
    spaced: list[int] = field(default_factory=list)

    def add(self, page: PdfPage, number: int) -> None:
        """Add what a page says."""
        glyph_lines, frame = _read(page)
        self.width = self.width or frame.width
        lines = [line for one in glyph_lines for line in _lines(one, number, frame.height)]
        find_cells(lines, Rules(boxes_of(page, frame)))
        glyphs = [glyph for one in glyph_lines for glyph in one]
        self.size += len(glyphs)
        self.odd += count_odd(glyphs)
        if not lines and _has_picture(page):
            self.pictures.append(number)
        if is_doubtful(glyphs):
            self.doubtful.append(number)
        if _close(lines):
            self.spaced.append(number)
        self.lines += lines

    def remarks(self) -> Iterator[str]:
        """What the user should know."""
        if self.broken:
            yield f"{_named(self.broken)}: broken, not read"
        if self.pictures:
            yield f"{_named(self.pictures)}: pictures without text, not read"
        if self.doubtful:
            yield (
                f"{_named(self.doubtful)}: text that is hardly Chinese; if it makes no sense, its "
                f"fonts do not say which characters they draw: {AS_PICTURE}"
            )
        if self.spaced:
            yield f"{_named(self.spaced)}: {REMARK}"


def read_pages(document: PdfDocument) -> Pages:
    """Read what the pages of `document` say. Raises ValueError where there is no text at all."""
    pages = Pages()
    for number in range(len(document)):
        if page := _loaded(document, number):
            pages.add(page, number)
            page.close()
        else:
            pages.broken.append(number)
    if pages.odd > MOST_ODD * pages.size:
        raise ValueError(NO_MAP)
    if not pages.lines:
        raise ValueError(_no_text(pages))
    return pages


def _loaded(document: PdfDocument, number: int) -> PdfPage | None:
    import pypdfium2

    try:
        return document[number]
    except pypdfium2.PdfiumError:
        return None


def _no_text(pages: Pages) -> str:
    """Why pages have no text."""
    if pages.pictures:
        return NO_TEXT
    return "its pages are broken" if pages.broken else "it holds no text"


def _read(page: PdfPage) -> tuple[list[list[Glyph]], Frame]:
    """The glyphs of a page, line by line, with what was filled into it."""
    show_unshaped(page)
    textpage = page.get_textpage()
    turn = main_turn(_angles(textpage))
    if turn is not None and turn != page.get_rotation():
        textpage.close()
        page.set_rotation(turn)  # PDFium then reads the text as if it stood upright
        textpage = page.get_textpage()
    left, bottom, right, top = page.get_bbox()
    frame = Frame(left, bottom, right, top, page.get_rotation())
    lines = once(list(_glyph_lines(textpage, frame)))
    textpage.close()
    return with_values(lines, values_of(page, frame)), frame


def _angles(textpage: PdfTextPage) -> list[float]:
    """The angles of some characters of a page."""
    from pypdfium2 import raw

    size = textpage.count_chars()
    places = range(0, size, max(1, size // SAMPLED))
    signs = (n for n in places if raw.FPDFText_GetUnicode(textpage, n) > ord(" "))
    return [raw.FPDFText_GetCharAngle(textpage, n) for n in signs]


def main_turn(angles: list[float]) -> int | None:
    """How a page has to be turned, clockwise, for most of its text to stand upright.

    `angles` are those of its characters, clockwise in radians; slanting text does not count.
    None where there is no other.
    """
    quarters = [angle / (math.pi / 2) for angle in angles]
    straight = [round(quarter) for quarter in quarters if abs(quarter - round(quarter)) < STRAIGHT]
    counted = Counter(-quarter * 90 % 360 for quarter in straight)
    return counted.most_common(1)[0][0] if counted else None


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
    signs = [character for character in mended(text) if not character.isspace()]
    strange = [character for character in signs if not " " < character < "\x7f"]
    if len(strange) < max(few, len(signs) / 2):
        return False
    return surprise("".join(strange)) > IMPLAUSIBLE * len(strange)


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))


def _named(numbers: list[int]) -> str:
    """These pages, counted from 1 for the user."""
    shown = ", ".join(str(number + 1) for number in numbers[:NAMED_PAGES])
    more = " …" if len(numbers) > NAMED_PAGES else ""
    return f"{'page' if len(numbers) == 1 else 'pages'} {shown}{more}"


# --- the lines of a page -------------------------------------------------------------


def _glyph_lines(textpage: PdfTextPage, frame: Frame) -> Iterator[list[Glyph]]:
    """The glyphs of each line, in the order of the file.

    Called raw, as a book has a million of them.
    """
    from pypdfium2 import raw

    box, face_of = raw.FS_RECTF(), _faces(textpage)
    glyphs: list[Glyph] = []
    for n in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, n)
        mapped = raw.FPDFText_HasUnicodeMapError(textpage, n) != 1
        if code in LINE_BREAKS and mapped:
            yield glyphs
            glyphs = []
        elif (code >= ord(" ") or not mapped) and code not in NO_CHARACTERS:
            raw.FPDFText_GetLooseCharBox(textpage, n, box)
            place = frame.box(box.left, box.bottom, box.right, box.top)
            face = face_of(n) if len(glyphs) % ASKED == 0 and code > ord(" ") else None
            glyphs.append(Glyph(chr(code), *place, mapped, face=face))
    yield glyphs


def _faces(textpage: PdfTextPage) -> Callable[[int], Face]:
    """A function from the place of a character on a page to its face."""
    from pypdfium2 import raw

    name, flags = ctypes.create_string_buffer(FONT_NAME), ctypes.c_int()

    def face_of(place: int) -> Face:
        raw.FPDFText_GetFontInfo(textpage, place, name, FONT_NAME, ctypes.byref(flags))
        font = SUBSET.sub("", name.value.decode("utf-8", "replace"))
        heavy = raw.FPDFText_GetFontWeight(textpage, place) >= BOLD_WEIGHT
        return Face(heavy or bool(BOLD_NAME.search(font)), font)

    return face_of


def _lines(glyphs: list[Glyph], page: int, page_height: float) -> Iterator[Line]:
    """The line of these glyphs, if they are more than blanks, a large initial by itself."""
    glyphs = [glyph for glyph in glyphs if glyph.character >= " "]
    kept = _without_blanks(glyphs)
    if len(kept) > 1 and _is_initial(*kept[:2]):
        yield _line(kept[:1], page, page_height)
        kept = kept[1:]
    for row in rows(kept):
        if row := _without_blanks(row):
            yield _line(row, page, page_height)


def _without_blanks(glyphs: list[Glyph]) -> list[Glyph]:
    """These glyphs without the blanks at both ends."""
    solid = [place for place, glyph in enumerate(glyphs) if not glyph.character.isspace()]
    return glyphs[solid[0] : solid[-1] + 1] if solid else []


def _is_initial(first: Glyph, second: Glyph) -> bool:
    """Whether the first character of a line is much larger than the next."""
    large = second.height > 0 and is_large(first.height, second.height)
    return is_han(first.character) and large


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
        filled=any(glyph.filled for glyph in glyphs),
        face=_face_of(glyphs),
    )


def _face_of(glyphs: list[Glyph]) -> Face | None:
    """The face of most of the characters that were asked for it."""
    faces = Counter(glyph.face for glyph in glyphs if glyph.face)
    return max(faces, key=lambda face: (faces[face], face)) if faces else None


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
    return text.translate(RADICALS)
