"""OpenDocument texts (.odt): paragraphs, headings by their outline level, tables and notes.

Read as OASIS OpenDocument 1.3 describes them, with lxml. Deleted and hidden text and comments
are left out; numbers that the program counts itself are not in the file, and a remark says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..archives import open_archive
from ..marks import Lines, Reading
from .package import Element, Package, attribute, child, children, local, whole
from .page import word_set

UNREAD = word_set("""
    tracked-changes annotation annotation-end ruby-text hidden-text hidden-paragraph forms
    sequence-decls variable-decls user-field-decls object script desc title
""")
MOST_BLANKS = 100  # that one element may stand for
LONGEST_CELL = 500  # characters; a table with a longer cell is one of layout
DEEPEST = 100  # elements one in another


def read_odt(data: bytes, encoding: str | None = None) -> Reading:
    """Read an OpenDocument text from the bytes `data`; `encoding` is not used, the file says it.

    Raises ValueError for a file that is encrypted, broken, or not an OpenDocument text.
    """
    with open_archive(data) as archive:
        package = Package(archive)
        if "content.xml" not in package:
            raise ValueError("it is not an OpenDocument text: content.xml is missing")
        if "META-INF/manifest.xml" in package and b"encryption-data" in package.bytes_of(
            "META-INF/manifest.xml"
        ):
            raise ValueError("it is encrypted: open it with its password and save it without one")
        return _Document(package).reading()


class _Document:
    """One document being read, from its parts to lines."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.lines = Lines()
        self.hidden: set[str] = set()  # styles whose text is not shown
        self.notes: list[tuple[str, str]] = []
        self.numbered: set[str] = set()  # styles of lists with numbers
        self.counted = 0

    def reading(self) -> Reading:
        """The text, then page headers and footers."""
        furniture = self._styles()
        found = False
        for element in self.package.elements("content.xml", 2):
            self._style(element)
            if local(element) == "text":
                found = True
                for inner in element:
                    self._block(inner, 0)
        if not found:
            raise ValueError("it is not an OpenDocument text (a table or a presentation?)")
        for kind, text in dict.fromkeys(furniture):
            self.lines.add(text, "furniture", reason=f"page {kind}")
        remarks = (
            (f"automatic numbers of {self.counted} list items were not read: save it as .docx",)
            if self.counted
            else ()
        )
        return self.lines.reading()._replace(remarks=remarks)

    def _styles(self) -> list[tuple[str, str]]:
        """Take up the common styles; what stands at the head and foot of pages."""
        furniture: list[tuple[str, str]] = []
        if "styles.xml" in self.package:
            for element in self.package.elements("styles.xml", 2):
                self._style(element)
                if local(element) == "master-page":
                    for part in element:
                        kind, text = local(part).partition("-")[0], self._text(part).strip()
                        if kind in ("header", "footer") and text:
                            furniture.append((kind, " ".join(text.split())))
        self.notes = []
        return furniture

    def _style(self, element: Element) -> None:
        name = attribute(element, "name") or ""
        if local(element) == "style":
            properties = child(element, "text-properties")
            if attribute(properties, "display") == "none":
                self.hidden.add(name)
        elif local(element) == "list-style" and any(
            local(level) == "list-level-style-number" and attribute(level, "num-format")
            for level in element
        ):
            self.numbered.add(name)

    def _block(self, element: Element, depth: int, role: str = "") -> None:
        """Add a paragraph, a table, or what a container holds."""
        name = local(element)
        if depth > DEEPEST:
            raise ValueError(f"its elements are nested more than {DEEPEST} deep")
        if name in ("p", "h"):
            self._paragraph(element, role)
        elif name == "table":
            self._table(element, depth)
        elif name == "list":
            numbered = attribute(element, "style-name") in self.numbered
            self.counted += numbered * sum(1 for _ in children(element, "list-item"))
            for inner in element:
                self._block(inner, depth + 1, role)
        elif name and name not in UNREAD and not name.endswith("-source"):
            contents = "contents" if name == "table-of-content" else role
            for inner in element:
                self._block(inner, depth + 1, contents)

    def _paragraph(self, element: Element, role: str) -> None:
        text = self._text(element).rstrip()
        level = whole(attribute(element, "outline-level")) or 1
        style = attribute(element, "style-name") or ""
        if not text.strip():
            self.lines.add(text)
        elif role:
            self.lines.add(text, role, reason="table of contents")
        elif local(element) == "h":
            self.lines.add(
                text, "heading", level=max(level, 1), reason=f"outline level {max(level, 1)}"
            )
        elif style == "Title":
            self.lines.add(text, "title", reason="style Title")
        else:
            self.lines.add(text, "paragraph", reason="paragraph of the file")
        self._add_notes()

    def _add_notes(self) -> None:
        notes, self.notes = self.notes, []
        for kind, text in notes:
            self.lines.add(text, "note", reason=kind)

    def _text(self, element: Element, depth: int = 0) -> str:
        """The text of an element; notes and boxes in it are kept for later."""
        if depth > DEEPEST:
            raise ValueError(f"its elements are nested more than {DEEPEST} deep")
        if attribute(element, "style-name") in self.hidden:
            return ""
        pieces = [element.text or ""]
        for inner in element:
            pieces += [self._piece(inner, depth), inner.tail or ""]
        return "".join(pieces)

    def _piece(self, inner: Element, depth: int) -> str:
        name = local(inner)
        if name == "s":
            return " " * min(whole(attribute(inner, "c")) or 1, MOST_BLANKS)
        if name in ("tab", "line-break"):
            return "\t" if name == "tab" else "\n"
        if name in ("note", "text-box"):
            self._aside(inner, name, depth)
        elif name and name not in UNREAD:
            text = self._text(inner, depth + 1)
            return text + "\n" if name == "p" else text  # one of several within a cell
        return ""

    def _aside(self, element: Element, name: str, depth: int) -> None:
        """Keep a note or a text box, to stand after its paragraph."""
        place = len(self.notes)
        if name == "note":
            kind = attribute(element, "note-class") or "footnote"
            body = child(element, "note-body")
            citation = child(element, "note-citation")
            label = "" if citation is None else "".join(citation.itertext())
        else:
            kind, body, label = "text box", element, ""
        text = "" if body is None else " ".join(self._text(body, depth + 1).split())
        if text:
            self.notes.insert(place, (kind, f"[{label}] {text}" if label else text))

    # --- tables

    def _table(self, element: Element, depth: int) -> None:
        """Add a table of data row by row; one of layout paragraph by paragraph."""
        rows = [list(_cells(row)) for row in _rows(element)]
        texts = [[" ".join(self._text(cell, depth).split()) for cell in row] for row in rows]
        if _is_data(texts):
            for row in texts:
                if any(row):
                    self.lines.add("\t".join(row).rstrip(), "table", reason="table")
            self._add_notes()
            return
        self.notes = []  # they come again with their paragraphs
        for cell in (cell for row in rows for cell in row):
            for inner in cell:
                self._block(inner, depth + 1)


def _rows(element: Element) -> Iterator[Element]:
    """The rows of a table, also those in groups of rows."""
    for inner in element:
        if local(inner) == "table-row":
            yield inner
        elif local(inner) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(inner)


def _is_data(texts: list[list[str]]) -> bool:
    """Whether a table has several rows of several cells, all of them short."""
    several = [row for row in texts if sum(map(bool, row)) > 1]
    return len(several) > 1 and all(len(cell) <= LONGEST_CELL for row in texts for cell in row)


def _cells(row: Element) -> Iterator[Element]:
    return children(row, "table-cell")
