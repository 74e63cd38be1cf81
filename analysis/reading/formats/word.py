"""Word documents (.docx): the text as Word shows it, and what its styles say.

Automatic numbers, which are not in the text of the file, are put back; deleted and hidden text
is left out; tables, text boxes, footnotes, page headers and footers are kept and marked. The
files are read as ISO/IEC 29500-1:2016 (WordprocessingML) describes them, with lxml: python-docx
knows neither numbers nor notes nor text boxes nor tracked changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archives import open_archive
from ..marks import Lines, Reading
from .numbering import read_numbering
from .package import Element, Package, attribute, child, local, switched_on, value, whole
from .styles import Style, outlined, read_styles

LONGEST_HEADING = 120  # characters; a longer paragraph is text, whatever its style
LONGEST_CELL = 500  # characters; a table with a longer cell is one of layout
FEWEST_ROWS = 2  # with several filled cells: what makes a table one of data

# Elements without text of the document: properties, what was deleted, codes of fields, pinyin.
_UNREAD = """
    pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr del moveFrom delText instrText
    delInstrText rt rubyPr Fallback
"""
UNREAD = frozenset(_UNREAD.split())
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "□", "ptab": "\t"}
CONTAINERS = ("sdt", "sdtContent", "customXml", "ins")  # round the rows or cells of a table

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


class _Document:
    """One document being read, from its parts to lines."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.main = package.related("").get("officeDocument", [""])[0]
        if self.main not in package:
            raise ValueError("it is not a Word document: its main part is missing")
        self.parts = package.related(self.main)
        self.styles = read_styles(self._part("styles", 1))
        style_lists = {name: style.list for name, style in self.styles.items()}
        self.numbering = read_numbering(self._part("numbering", 1), style_lists)
        self.notes = self._read_notes()
        self.lines = Lines()
        self.carried = ""  # of a paragraph whose end was deleted
        self.boxes: list[Element] = []
        self.cited: list[tuple[str, str]] = []

    def reading(self) -> Reading:
        """The text of all parts: the document, then page headers and footers."""
        for element in self.package.elements(self.main, 2):
            self._block(element)
        if self.carried:
            self.lines.add(self.carried)
        self._furniture()
        return self.lines.reading()

    # --- other parts

    def _part(self, kind: str, depth: int) -> Iterator[Element]:
        """The elements of the first part of a kind, if the document has one."""
        for name in self.parts.get(kind, [])[:1]:
            if name in self.package:
                yield from self.package.elements(name, depth)

    def _read_notes(self) -> dict[tuple[str, str], str]:
        notes = {}
        for kind in ("footnote", "endnote"):
            for element in self._part(f"{kind}s", 1):
                if attribute(element, "type") in (None, "normal"):
                    notes[kind, attribute(element, "id") or ""] = _plain_text(element)
        return notes

    def _furniture(self) -> None:
        """Page headers and footers, each text once."""
        seen = set()
        for kind in ("header", "footer"):
            for part in self.parts.get(kind, []):
                for root in self.package.elements(part, 0) if part in self.package else ():
                    text = _plain_text(root)
                    if text and text not in seen:
                        seen.add(text)
                        self.lines.add(text, "furniture", reason=f"page {kind}")

    # --- paragraphs

    def _block(self, element: Element) -> None:
        """Add a paragraph, a table, or what a container holds."""
        name = local(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name not in UNREAD:
            for inner in element:
                self._block(inner)

    def _paragraph(self, element: Element) -> None:
        """Add a paragraph with its number, then its text boxes and the notes it cites."""
        properties = child(element, "pPr")
        style = self._style(properties)
        marker = self._number(properties, style)
        text = self.carried + "".join(self._pieces(element))
        self.carried = ""
        if child(child(properties, "rPr"), "del") is not None:
            self.carried = text
            return
        self._add(marker, text, outlined(properties, style))
        self._add_asides()

    def _style(self, properties: Element | None) -> Style:
        return self.styles.get(value(child(properties, "pStyle")) or "", Style())

    def _add(self, marker: str, text: str, style: Style) -> None:
        """Add the line of a paragraph with the mark of its style."""
        text = text.rstrip()
        line = marker + text.lstrip() if marker and text else text
        role = style.role if line.strip() else ""
        if role == "heading" and len(line) <= LONGEST_HEADING:
            reason = f"style {style.name}" if style.name else f"outline level {style.level}"
            self.lines.add(line, role, level=style.level, marker=marker.strip(), reason=reason)
        elif role in ("title", "contents"):
            self.lines.add(line, role, reason=f"style {style.name}")
        else:
            self.lines.add(line)

    def _add_asides(self) -> None:
        """Add the text boxes and notes that the last paragraph or table holds."""
        boxes, self.boxes = self.boxes, []
        cited, self.cited = self.cited, []
        for box in boxes:
            for paragraph in _descendants(box, "p"):
                text = "".join(self._pieces(paragraph)).strip()
                if text:
                    self.lines.add(text, "note", reason="text box")
        for kind, number in cited:
            text = self.notes.get((kind, number), "")
            if text:
                self.lines.add(f"[{number}] {text}", "note", reason=kind)

    def _number(self, properties: Element | None, style: Style) -> str:
        """The automatic number of a paragraph, or ""."""
        own = child(properties, "numPr")
        instance = value(child(own, "numId")) or style.list
        if instance in ("", "0"):
            return ""
        place = whole(value(child(own, "ilvl")))
        if place is None and style.list == instance:
            name = value(child(properties, "pStyle")) or ""
            place = style.place or self.numbering.level_of(instance, name)
        return self.numbering.next(instance, place or 0)

    def _pieces(self, element: Element) -> Iterator[str]:
        """The text of a paragraph; what it only points to is kept for afterwards."""
        for inner in element:
            name = local(inner)
            if name in UNREAD or (name == "r" and _hidden(inner)):
                continue
            if name == "t":
                yield inner.text or ""
            elif name in SIGNS:
                yield SIGNS[name]
            elif name == "txbxContent":
                self.boxes.append(inner)
            elif name in ("footnoteReference", "endnoteReference"):
                number = attribute(inner, "id") or ""
                self.cited.append((name.removesuffix("Reference"), number))
            else:
                yield from self._pieces(inner)

    # --- tables

    def _table(self, element: Element) -> None:
        """Add a table of data row by row; one of layout paragraph by paragraph."""
        rows = [list(_own(row, "tc")) for row in _own(element, "tr")]
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
        return " ".join(filter(None, map(self._cell_paragraph, _descendants(cell, "p"))))

    def _cell_paragraph(self, paragraph: Element) -> str:
        properties = child(paragraph, "pPr")
        marker = self._number(properties, self._style(properties))
        text = " ".join("".join(self._pieces(paragraph)).split())
        return marker + text if text else ""


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
        elif local(inner) not in UNREAD:
            yield from _descendants(inner, name)


def _is_data(rows: list[list[Element]]) -> bool:
    """Whether a table is one of data, not of layout: several rows of several short cells."""
    sizes = [
        [sum(len(text.text or "") for text in _descendants(c, "t")) for c in row] for row in rows
    ]
    several = [row for row in sizes if sum(n > 0 for n in row) > 1]
    return len(several) >= FEWEST_ROWS and max(map(max, several)) <= LONGEST_CELL


def _plain_text(element: Element) -> str:
    """The text of the paragraphs in an element, in one line."""
    paragraphs = (_descendants(paragraph, "t") for paragraph in _descendants(element, "p"))
    texts = (" ".join("".join(text.text or "" for text in one).split()) for one in paragraphs)
    return " ".join(filter(None, texts))


def _hidden(run: Element) -> bool:
    return switched_on(child(child(run, "rPr"), "vanish"))
