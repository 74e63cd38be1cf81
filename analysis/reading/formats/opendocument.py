"""OpenDocument texts (.odt): paragraphs, headings by their outline level, tables and notes.

Read as OASIS OpenDocument 1.3 (2021, part 3) describes them, with lxml. Deleted and hidden text
and comments are left out; numbers of lists and headings, which the file does not hold as text, are
counted as those of Word are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..archives import open_archive
from ..marks import Lines, Reading
from .numbering import Instance, Level, Numbering
from .package import Element, Package, attribute, child, children, local, whole
from .page import folded, word_set

UNREAD = word_set("""
    tracked-changes annotation annotation-end ruby-text hidden-text hidden-paragraph forms
    sequence-decls variable-decls user-field-decls object script desc title
""")
MOST_BLANKS = 100  # that one element may stand for
LONGEST_CELL = 500  # characters; a table with a longer cell is one of layout
DEEPEST = 100  # elements one in another
LEVELS = 10  # of a list
FORMS = {  # how numbers are written, by the names that Word has for it
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一, 二, 三, ...": "chineseCounting", "壹, 贰, 叁, ...": "chineseLegalSimplified",
    "壹, 貳, 參, ...": "ideographLegalTraditional", "甲, 乙, 丙, ...": "ideographTraditional",
    "子, 丑, 寅, ...": "ideographZodiac", "①, ②, ③, ...": "decimalEnclosedCircle",
    "１, ２, ３, ...": "decimalFullWidth",
}  # fmt: skip
HEADING = re.compile("Heading ([1-9])")  # the style of a heading
ALONE = ""  # the name of the one list of a `Numbering`


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
        self.parents: dict[str, str] = {}  # of styles
        self.list_of: dict[str, str] = {}  # the style of list that a style of paragraphs has
        self.lists: dict[str, dict[int, Level]] = {}
        self.counting: dict[str, Numbering] = {}  # by the style of the list
        self.outline = _numbering({})

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
        return self.lines.reading()

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
            self.parents[name] = attribute(element, "parent-style-name") or ""
            self.list_of[name] = attribute(element, "list-style-name") or ""
        elif local(element) == "list-style":
            self.lists[name] = dict(_levels(element))
        elif local(element) == "outline-style":
            self.outline = _numbering(dict(_levels(element)))

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
            self._list(element, depth, role)
        elif name and name not in UNREAD and not name.endswith("-source"):
            contents = "contents" if name == "table-of-content" else role
            for inner in element:
                self._block(inner, depth + 1, contents)

    def _list(
        self, element: Element, depth: int, role: str, level: int = 0, style: str = ""
    ) -> None:
        """Add the items of a list with their numbers; a list inside it is a level deeper."""
        style = attribute(element, "style-name") or style or self._style_within(element)
        goes_on = attribute(element, "continue-numbering") == "true"
        goes_on |= attribute(element, "continue-list") is not None
        if level == 0 and not (goes_on and style in self.counting):
            self.counting[style] = _numbering(self.lists.get(style, {}))
        for item in element:
            fresh = local(item) == "list-item"  # the first paragraph of an item has its number
            for inner in item:
                if local(inner) == "list" and level < LEVELS:
                    self._list(inner, depth + 1, role, level + 1, style)
                elif local(inner) == "p" and fresh:
                    numbers = self.counting.get(style)
                    self._paragraph(inner, role, numbers.next(ALONE, level) if numbers else "")
                    fresh = False
                else:
                    self._block(inner, depth + 1, role)

    def _style_within(self, element: Element) -> str:
        """The style of a list that only its paragraphs name."""
        first = next((each for each in element.iter() if local(each) == "p"), None)
        return self.list_of.get(attribute(first, "style-name") or "", "")

    def _number_of(self, element: Element) -> str:
        """The number of a heading."""
        level = whole(attribute(element, "outline-level")) or 1
        header = attribute(element, "is-list-header") == "true"
        return "" if header else self.outline.next(ALONE, max(level, 1) - 1)

    def _ranks(self, style: str) -> Iterator[str]:
        """The names of a style and of those that it is made of, with blanks in place of _20_."""
        for _ in range(LEVELS):
            yield style.replace("_20_", " ")
            style = self.parents.get(style, "")

    def _paragraph(self, element: Element, role: str, marker: str = "") -> None:
        text = self._text(element).rstrip()
        if local(element) == "h" and text.strip() and not role:
            marker = self._number_of(element)
        text = marker + text
        ranks = list(self._ranks(attribute(element, "style-name") or ""))
        level = max(whole(attribute(element, "outline-level")) or 1, 1)
        styled = next(filter(None, map(HEADING.fullmatch, ranks)), None)
        if styled and local(element) == "p":
            level = int(styled[1])
        if not text.strip():
            self.lines.add(text)
        elif role:
            self.lines.add(text, role, reason="table of contents")
        elif local(element) == "h" or styled:
            reason = f"outline level {level}"
            self.lines.add(text, "heading", level=level, marker=marker.strip(), reason=reason)
        elif "Title" in ranks or "Subtitle" in ranks:
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
        pieces = [folded(element.text or "")]
        for inner in element:
            pieces += [self._piece(inner, depth), folded(inner.tail or "")]
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


def _numbering(levels: dict[int, Level]) -> Numbering:
    return Numbering({ALONE: levels}, {ALONE: Instance()})


def _levels(element: Element) -> Iterator[tuple[int, Level]]:
    """How each level of a list is numbered."""
    for each in element:
        level = whole(attribute(each, "level"))
        if level is None or not 1 <= level <= LEVELS:
            continue
        form = FORMS.get(attribute(each, "num-format") or "")
        if local(each) == "list-level-style-bullet":
            yield level - 1, Level("bullet", attribute(each, "bullet-char") or "•")
        elif form is None:
            yield level - 1, Level("none", "")
        else:
            several = min(whole(attribute(each, "display-levels")) or 1, level)
            number = ".".join(f"%{one}" for one in range(level - several + 1, level + 1))
            ends = (attribute(each, "num-prefix") or "", attribute(each, "num-suffix") or "")
            start = whole(attribute(each, "start-value"))
            yield level - 1, Level(form, number.join(ends), 1 if start is None else start)


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
