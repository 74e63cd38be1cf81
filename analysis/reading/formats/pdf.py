"""PDF files with a text layer: lines put together into paragraphs, page furniture told apart.

A PDF knows lines on pages, not paragraphs. `pdfium` gives the lines, `layout` puts them together;
here they become text, with the marks of what the file itself says (its outline).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from ..marks import Lines, Reading
from .cost import check_cost
from .layout import (
    LEADER,
    Line,
    Setting,
    compact,
    find_furniture,
    find_notes,
    joined,
    look_of,
    paragraphs,
    setting_of,
    with_initials,
    without_numbers,
)
from .pdfium import mended, read_pages

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

# A heading's number.
MARKER = re.compile(
    r"第\S{1,5}?[编篇章节条編節條]|(?:[A-Z]\.)?\d{1,3}(?:[.．]\d+)*[.．、]?"
    r"|[（(]?[一二三四五六七八九十]+[）)、]"
)


AS_PAGES = "open it in Adobe Acrobat, and print it to a new PDF"


class Entry(NamedTuple):
    """An entry of the outline: its level (0 the highest), its name without blanks, its page."""

    level: int
    name: str
    page: int


def read_pdf(data: bytes, encoding: str | None = None) -> Reading:
    """Read a PDF; `encoding` is not used, the file says it."""
    import pypdfium2

    document = _opened(data)
    try:
        pages = read_pages(document)
        outline = _outline(document)
        remarks = (*pages.remarks(), *_remarks(document))
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"it is a broken PDF ({error})") from None
    finally:
        document.close()
    lines = list(with_initials(pages.lines))
    lines = list(without_numbers(lines, find_furniture(lines)))
    find_notes(lines)
    setting = setting_of(lines, pages.width)
    reading = _written(list(paragraphs(lines, setting)), outline, setting)
    return reading._replace(remarks=remarks)


def _opened(data: bytes) -> PdfDocument:
    """The file as PDFium opens it."""
    import pypdfium2

    check_cost(data)
    try:
        document = pypdfium2.PdfDocument(data)
        document.init_forms()  # for the values of their fields
        return document
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ValueError("it is encrypted: save it without its password") from None
        raise ValueError(f"it is no PDF, or a broken one ({error})") from None


def _remarks(document: PdfDocument) -> Iterator[str]:
    """What a file holds besides its pages."""
    from pypdfium2 import raw

    if document.get_formtype() == raw.FORMTYPE_XFA_FULL:
        yield f"its form is written in XML (XFA), which is not read: {AS_PAGES}"
    if count := document.count_attachments():
        names = [document.get_attachment(number).get_name() for number in range(count)]
        yield f"files are attached to it, and are not read: {', '.join(names)}"


def _outline(document: PdfDocument) -> list[Entry]:
    """The entries of the outline (the bookmarks) that have a name and a page."""
    entries = []
    for item in document.get_toc():
        name, target = compact(mended(item.get_title() or "")), item.get_dest()
        if name and target:
            entries.append(Entry(item.level, name, target.get_index()))
    return entries


# --- marks ---------------------------------------------------------------------------


def _written(
    paragraphs: list[list[Line]], outline: list[Entry], setting: Setting | None
) -> Reading:
    """The text, with the marks of furniture, contents and the headings of the outline."""
    named = _outlined(paragraphs, outline)
    text = Lines()
    above: Line | None = None  # the last line of the text before
    for number, paragraph in enumerate(paragraphs):
        line = joined(paragraph)
        role = paragraph[0].role
        look = None if role or setting is None else look_of(paragraph, above, setting)
        above = above if role else paragraph[-1]
        page = paragraph[0].page + 1
        if role == "table":
            text.add(line, role, reason="between the rules of a table", page=page)
        elif role:
            foot, edge = f"at the foot of page {page}", f"at the edge of page {page}"
            text.add(line, role, reason=foot if role == "note" else edge, page=page)
        elif LEADER.search(line):
            text.add(line, "contents", reason="dots to a page number", page=page)
        elif number in named:
            role, level = named[number]
            text.add(line, role, level=level, reason="outline of the PDF", look=look, page=page)
        elif paragraph[0].filled:
            text.add(line, "body", reason="filled into a form", page=page)
        else:
            text.add(line, "look", look=look, page=page)
    return text.reading()


def _outlined(paragraphs: list[list[Line]], outline: list[Entry]) -> dict[int, tuple[str, int]]:
    """The paragraphs that the outline names, with their role and level."""
    texts = [number for number, paragraph in enumerate(paragraphs) if not paragraph[0].role]
    places: dict[tuple[str, int], int] = {}
    for number in texts:
        line = compact(joined(paragraphs[number]))
        for name in (_bare(line), line):
            places[name, paragraphs[number][0].page] = number
    alone = sum(entry.level == 0 for entry in outline) == 1
    named: dict[int, tuple[str, int]] = {}
    for level, name, page in outline:
        number = places.get((name, page), places.get((_bare(name), page), -1))
        if number < 0:
            continue
        # The one entry over all others, where it begins the text, is the title.
        title = alone and level == 0 and number == texts[0]
        named[number] = ("title", 0) if title else ("heading", level + 1)
    return named


def _bare(name: str) -> str:
    """A heading without its number, which outlines leave out as often as not."""
    marker = MARKER.match(name)
    return name[marker.end() :] or name if marker else name
