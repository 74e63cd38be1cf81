"""Word documents (.docx): the text as Word shows it, and what its styles say.

Automatic numbers, which are not in the text of the file, are put back; deleted and hidden text
is left out; tables, text boxes, footnotes, page headers and footers are kept and marked, and so
is where each paragraph begins. The files are read as ISO/IEC 29500-1:2016 (WordprocessingML)
describes them, with lxml: python-docx knows neither numbers nor notes nor text boxes nor tracked
changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from ..archives import MAX_BYTES, open_archive
from ..marks import Lines, Look, Reading
from .mhtml import is_archive
from .numbering import read_numbering
from .package import Element, Package, attribute, child, local, switched_on, value, whole
from .plain import read_plain
from .runs import UNREAD, Aside, Runs, is_prompt
from .styles import USUAL_SIZE, Style, hides, outlined, read_styles, said
from .web import read_html

LONGEST_HEADING = 120  # characters; a longer paragraph is text, whatever its style
LONGEST_CELL = 500  # characters; a table with a longer cell is one of layout
FEWEST_ROWS = 2  # with several filled cells: what makes a table one of data
DEEPEST = 1  # documents within the document that are read: those in the document itself
CONTAINERS = ("sdt", "sdtContent", "customXml", "ins")  # round the rows or cells of a table
NOTES = ("footnote", "endnote")

OLE_HEAD = b"\xd0\xcf\x11\xe0"  # how the older files of Office begin, and encrypted ones
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_docx(data: bytes, encoding: str | None = None) -> Reading:
    """Read a Word document from the bytes `data`; `encoding` is not used, the file says it.

    Raises ValueError for a file that is encrypted, broken, or not a Word document.
    """
    if data.startswith(OLE_HEAD):
        raise ValueError(_reason_of_ole(data))
    with open_archive(data) as archive:
        return _Document(Package(archive)).reading()


def _reason_of_ole(data: bytes) -> str:
    """What an OLE file with the suffix .docx is: an encrypted document, or an old one."""
    if ENCRYPTED in data:
        return "it is encrypted: open it with its password and save it without one"
    return "it is an old .doc file with the suffix .docx: open it and save it as .docx"


class _Paragraph(NamedTuple):
    """A paragraph; one that does not end goes on in the next, as its mark is deleted."""

    text: str
    marker: str = ""
    style: Style = Style()
    ends: bool = True
    look: Look | None = None

    def in_one_line(self) -> str:
        """The text with its number, without line breaks."""
        return (self.marker + " ".join(self.text.split())).strip()


class _Document:
    """One document being read, from its parts to lines."""

    def __init__(self, package: Package, depth: int = 0) -> None:
        self.package = package
        self.depth = depth
        related = package.related("")
        self.main = next((one.target for one in related if one.kind == "officeDocument"), "")
        if self.main not in package:
            raise ValueError("it is not a Word document: its main part is missing")
        self.related = package.related(self.main)
        self.remarks: list[str] = []
        self.taken: set[str] = set()  # parts that were read: each is, once
        self.styles = read_styles(self._part("styles", 1))
        style_lists = {name: style.list for name, style in self.styles.items()}
        self.numbering = read_numbering(self._part("numbering", 1), style_lists)
        self.runs = Runs(self.styles)
        self.notes = self._read_notes()
        self.lines = Lines()
        self.carried = ""  # of a paragraph that does not end
        self.in_contents = False
        self.room = MAX_BYTES  # for documents within this one

    def reading(self) -> Reading:
        """The text of all parts: the document, then page headers and footers."""
        for element in self.package.elements(self.main, 2):
            self._block(element)
        if self.carried:
            self._add(_Paragraph(self.carried))
            self._add_asides()
        self._furniture()
        if objects := self.runs.objects:
            n, programs = objects.total(), ", ".join(sorted(objects))
            self.remarks.append(f"{n} embedded objects were not read ({programs})")
        return self.lines.reading()._replace(remarks=tuple(self.remarks))

    # --- other parts

    def _part(self, kind: str, depth: int) -> Iterator[Element]:
        """The elements of the first part of a kind, if the document has one."""
        for part in self._parts(kind)[:1]:
            yield from self._elements(part, depth)

    def _parts(self, kind: str) -> list[str]:
        return [one.target for one in self.related if one.kind == kind]

    def _elements(self, part: str, depth: int) -> Iterator[Element]:
        """The elements of a part that the text does not hang on: broken, it is a remark."""
        try:
            if part in self.package and self._take(part):
                yield from self.package.elements(part, depth)
        except ValueError as error:
            self.remarks.append(f"a part of the file was not read: {error}")

    def _take(self, part: str) -> bool:
        """Whether a part is read for the first time; no document needs one twice."""
        before = len(self.taken)
        self.taken.add(part.casefold())
        return len(self.taken) > before

    def _read_notes(self) -> dict[tuple[str, str], str]:
        notes = {}
        for kind in NOTES:
            for element in self._part(f"{kind}s", 1):
                if attribute(element, "type") in (None, "normal"):
                    notes[kind, attribute(element, "id") or ""] = self._plain_text(element)
        return notes

    def _plain_text(self, element: Element) -> str:
        """The text of the paragraphs and boxes in an element, in one line, without numbers."""
        runs = Runs(self.styles)
        texts = [
            " ".join(runs.text(paragraph, self._style(child(paragraph, "pPr"))).split())
            for paragraph in _descendants(element, "p")
        ]
        boxes = [aside.element for aside in runs.asides() if aside.element is not None]
        return " ".join(filter(None, [*texts, *map(self._plain_text, boxes)]))

    def _furniture(self) -> None:
        """Page headers and footers, each text once."""
        seen = set()
        for kind in ("header", "footer"):
            for part in self._parts(kind):
                for root in self._elements(part, 0):
                    text = self._plain_text(root)
                    if text and text not in seen:
                        seen.add(text)
                        self.lines.add(text, "furniture", reason=f"page {kind}")

    def _drawn(self, key: str) -> Iterator[str]:
        """The texts in a chart or diagram, each once."""
        target = next((one.target for one in self.related if one.id == key), "")
        for root in self._elements(target, 0):
            found = (_drawn_text(element) for element in root.iter())
            yield from dict.fromkeys(filter(None, found))

    # --- paragraphs

    def _block(self, element: Element) -> None:
        """Add a paragraph, a table, or what a container holds."""
        name = local(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name == "altChunk":
            self._chunk(element)
        elif name == "sdt":
            self._control(element)
        elif name not in UNREAD:
            for inner in element:
                self._block(inner)

    def _control(self, element: Element) -> None:
        """Add what a content control holds, but the prompt of an empty one."""
        if is_prompt(element):
            return
        before = self.in_contents
        part = child(child(child(element, "sdtPr"), "docPartObj"), "docPartGallery")
        self.in_contents = before or value(part) == "Table of Contents"
        for inner in element:
            if local(inner) not in UNREAD:
                self._block(inner)
        self.in_contents = before

    def _paragraph(self, element: Element) -> None:
        """Add a paragraph with its number, then its text boxes and the notes it cites."""
        paragraph = self._read(element, self.carried)
        self.carried = "" if paragraph.ends else paragraph.text
        if paragraph.ends:
            self._add(paragraph)
            self._add_asides()

    def _read(self, element: Element, carried: str) -> _Paragraph:
        """A paragraph after the text that is carried over from the one before."""
        properties = child(element, "pPr")
        style = self._style(properties)
        text = carried + self.runs.text(element, style)
        if _goes_on(child(properties, "rPr"), style, text):
            return _Paragraph(text, ends=False)
        number, outline = self._number(properties, style), outlined(properties, style)
        return _Paragraph(text, number, outline, look=self._look(element, properties, style))

    def _look(self, element: Element, properties: Element | None, style: Style) -> Look:
        """How a paragraph looks: what its runs say, over its own properties and its style."""
        around = said(properties, None).over(style.said)
        sizes: Counter[float] = Counter()
        faces: Counter[str] = Counter()
        bold = 0
        for run in _descendants(element, "r"):
            size = sum(len("".join((t.text or "").split())) for t in run if local(t) == "t")
            if size:
                own = child(run, "rPr")
                named = self.styles.get(value(child(own, "rStyle")) or "-", Style())
                look = said(None, own).over(named.said).over(around)
                sizes[look.size or USUAL_SIZE] += size
                faces[look.face or ""] += size
                bold += size * bool(look.bold)
        most = max(sizes, key=lambda size: (sizes[size], size)) if sizes else USUAL_SIZE
        face = max(faces, key=lambda face: (faces[face], face)) if faces else ""
        name = f"{style.name} {face}"
        return around._replace(face=name).look(bold / max(sizes.total(), 1), most)

    def _inner(self, element: Element) -> Iterator[_Paragraph]:
        """The paragraphs of a cell or box, which go on in no paragraph outside of it."""
        carried = ""
        for inner in _descendants(element, "p"):
            paragraph = self._read(inner, carried)
            carried = "" if paragraph.ends else paragraph.text
            if paragraph.ends:
                yield paragraph
        if carried:
            yield _Paragraph(carried)

    def _style(self, properties: Element | None) -> Style:
        return self.styles.get(value(child(properties, "pStyle")) or "", Style())

    def _number(self, properties: Element | None, style: Style) -> str:
        """The automatic number of a paragraph, or ""."""
        own = child(properties, "numPr")
        instance = value(child(own, "numId")) or style.list
        if instance in ("", "0"):
            return ""
        place = whole(value(child(own, "ilvl")))
        if place is None and style.list == instance:
            place = style.place
        if place is None:
            name = value(child(properties, "pStyle")) or ""
            place = self.numbering.level_of(instance, name) if name else 0
        return self.numbering.next(instance, place)

    def _add(self, paragraph: _Paragraph) -> None:
        """Add the line of a paragraph with the mark of its style."""
        marker, style = paragraph.marker, paragraph.style
        text = paragraph.text.rstrip()
        line = marker + text.lstrip() if marker and text else text
        if not line.strip():
            self.lines.add(line)
        elif self.in_contents:
            self.lines.add(line, "contents", reason="table of contents")
        elif style.role == "heading" and len(line) <= LONGEST_HEADING:
            reason = f"style {style.name}" if style.name else f"outline level {style.level}"
            marker = marker.strip()
            self.lines.add(
                line,
                "heading",
                level=style.level,
                marker=marker,
                reason=reason,
                look=paragraph.look,
            )
        elif style.role in ("title", "contents"):
            self.lines.add(line, style.role, reason=f"style {style.name}")
        else:
            self.lines.add(line, "paragraph", reason="paragraph of the file", look=paragraph.look)

    def _add_asides(self) -> None:
        """Add the boxes, drawings and notes that the last paragraph or table holds."""
        while asides := self.runs.asides():
            for aside in sorted(asides, key=lambda aside: aside.kind in NOTES):
                for text in self._aside_texts(aside):
                    if text := text.strip():
                        self.lines.add(text, "note", reason=aside.kind)

    def _aside_texts(self, aside: Aside) -> Iterator[str]:
        if aside.kind == "text box":
            for paragraph in self._inner(aside.element):
                yield paragraph.marker + paragraph.text.strip()
        elif aside.kind == "WordArt":
            yield aside.key
        elif aside.kind == "chart":
            yield "\t".join(self._drawn(aside.key))
        elif aside.kind == "diagram":
            yield from self._drawn(aside.key)
        elif text := self.notes.pop((aside.kind, aside.key), ""):
            yield f"[{aside.label}] {text}"

    # --- tables

    def _table(self, element: Element) -> None:
        """Add a table of data row by row; one of layout paragraph by paragraph."""
        rows = [
            [cell for cell in _own(row, "tc") if not _deleted(cell, "tcPr", "cellDel")]
            for row in _own(element, "tr")
            if not _deleted(row, "trPr", "del")
        ]
        if _is_data(rows):
            for row in rows:
                line = "\t".join(map(self._cell, row))
                if line.strip():
                    self.lines.add(line.rstrip(), "table", reason="table")
            self._add_asides()
            return
        for cell in (cell for row in rows for cell in row):
            for inner in cell:
                self._block(inner)

    def _cell(self, cell: Element) -> str:
        """The text of a cell in one line."""
        return " ".join(filter(None, (one.in_one_line() for one in self._inner(cell))))

    # --- files within the document

    def _chunk(self, element: Element) -> None:
        """Add what another program left in the file to be read in: a page, a text, a document."""
        key = attribute(element, "id")
        part = next((one.target for one in self.related if one.id == key), "")
        try:
            reading = self._read_chunk(part)
        except ValueError as error:
            self.remarks.append(f"a part of the text was not read ({part or 'altChunk'}): {error}")
            return
        marks = tuple(  # there is no site around it, but there may be text that is not shown
            mark
            for mark in reading.marks
            if mark.role != "boilerplate" or "not shown" in mark.reason
        )
        if self.lines.has_text:
            marks = tuple(
                mark._replace(role="heading", level=1) if mark.role == "title" else mark
                for mark in marks
            )
        self.lines.add_reading(reading._replace(marks=marks))
        self.remarks += reading.remarks

    def _read_chunk(self, part: str) -> Reading:
        """What the reader for a file within the document makes of it; told by how it begins."""
        if part not in self.package:
            raise ValueError("it is not in the file")
        if not self._take(part):
            raise ValueError("it is there twice")
        data = self.package.bytes_of(part)
        if data.startswith(b"PK"):
            with open_archive(data) as archive:
                package = Package(archive)
                self.room -= package.size
                if self.depth >= DEEPEST or self.room < 0:
                    raise ValueError("a document in a document in a document")
                return _Document(package, self.depth + 1).reading()
        head = data[:1000].lstrip().lower()
        if head.startswith((b"{\\rtf", b"<?mso", b"<?xml")) and b"<html" not in head:
            raise ValueError("open the file in Word and save it")
        return read_html(data) if is_archive(data) or b"<" in head else read_plain(data)


# --- elements ------------------------------------------------------------------------


def _own(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or cells of a row, in content controls and insertions too."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) in CONTAINERS:
            yield from _own(inner, name)


def _descendants(element: Element, name: str) -> Iterator[Element]:
    """The elements of a name inside, none within another or in what is not read."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) not in UNREAD and not (local(inner) == "sdt" and is_prompt(inner)):
            yield from _descendants(inner, name)


def _deleted(element: Element, properties: str, name: str) -> bool:
    """Whether a row or cell was deleted while changes were tracked."""
    return child(child(element, properties), name) is not None


def _goes_on(properties: Element | None, style: Style, text: str) -> bool:
    """Whether a paragraph does not end: its mark was deleted or moved, or all of it is hidden."""
    if any(child(properties, name) is not None for name in ("del", "moveFrom")):
        return True
    own = hides(properties)
    hidden = style.hidden if own is None else own
    return bool(hidden) and not text.strip() and not switched_on(child(properties, "specVanish"))


def _is_data(rows: list[list[Element]]) -> bool:
    """Whether a table is one of data, not of layout: several rows of several short cells."""
    cells = [cell for row in rows for cell in row]
    if any(next(_descendants(cell, "altChunk"), None) is not None for cell in cells):
        return False
    several = [sizes for row in rows if sum(map(bool, sizes := list(map(_size, row)))) > 1]
    return len(several) >= FEWEST_ROWS and max(map(max, several)) <= LONGEST_CELL


def _size(cell: Element) -> int:
    """The characters in a cell; an automatic number is one."""
    paragraphs = list(_descendants(cell, "p"))
    texts = (text.text or "" for paragraph in paragraphs for text in _descendants(paragraph, "t"))
    numbered = any(child(child(one, "pPr"), "numPr") is not None for one in paragraphs)
    return sum(map(len, texts)) + numbered


def _drawn_text(element: Element) -> str:
    """The text of a paragraph of a drawing, or of a name in a chart; "" for all else."""
    name = local(element)
    if name == "p":
        text = "".join(inner.text or "" for inner in element.iter() if local(inner) == "t")
    elif name == "v" and local(element.getparent().getparent()) == "strCache":
        text = element.text or ""
    else:
        return ""
    return " ".join(text.split())
