"""Word documents (.docx): the text as Word shows it, and what its styles say.

Automatic numbers, which are not in the text of the file, are put back; deleted and hidden text
is left out; tables, text boxes, footnotes, page headers and footers are kept and marked. The
files are read as ISO/IEC 29500-1:2016 (WordprocessingML) describes them, with lxml: python-docx
knows neither numbers nor notes nor text boxes nor tracked changes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from ..archives import open_archive, unpack
from ..marks import Lines, Reading
from .numbering import Level, Numbering

HEADING_NAME = re.compile(r"(?:heading|标题|標題) ?([1-9])$", re.I)
TITLE_NAME = re.compile(r"(?:sub)?title$|副?标题$|副?標題$", re.I)
CONTENTS_NAME = re.compile(r"(?:toc|目录|目錄) ?(?:\d|heading|标题)?$", re.I)
LONGEST_HEADING = 120
LONGEST_CELL = 500

# Elements without text of the document: properties, what was deleted, codes of fields, pinyin.
_UNREAD = """
    pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr del moveFrom delText instrText
    delInstrText rt rubyPr Fallback
"""
UNREAD = frozenset(_UNREAD.split())
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "□", "ptab": "\t"}


def read_docx(data: bytes, encoding: str | None = None) -> Reading:
    """Read a Word document; `encoding` is not used, the file says it."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError(_reason_of_ole(data))
    with open_archive(data) as archive:
        return _Document(archive).reading()


def _reason_of_ole(data: bytes) -> str:
    """What an OLE file with the suffix .docx is: an encrypted document, or an old one."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "it is encrypted: open it with its password and save it without one"
    return "it is an old .doc file with the suffix .docx: open it and save it as .docx"


class _Style(NamedTuple):
    """What a paragraph style says: a role, a level of outline, a list."""

    role: str = ""
    level: int = 0
    list: str = ""
    place: int | None = None
    name: str = ""


class _Document:
    """One document being read, from its parts to lines."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.members = {info.filename: info for info in archive.infolist()}
        main = self._related("").get("officeDocument", [""])[0]
        if main not in self.members:
            raise ValueError("it is no Word document: its main part is missing")
        self.main = main
        self.parts = self._related(main)
        self.styles = self._read_styles()
        self.numbering = self._read_numbering()
        self.notes = self._read_notes()
        self.lines = Lines()
        self.carried = ""  # of a paragraph whose end was deleted
        self.boxes: list = []
        self.cited: list[tuple[str, str]] = []

    def reading(self) -> Reading:
        """The text of all parts: the document, then page headers and footers."""
        for element in self._elements(self.main, 2):
            self._block(element)
        if self.carried:
            self.lines.add(self.carried)
        self._furniture()
        return self.lines.reading()

    # --- parts of the package

    def _elements(self, part: str, depth: int) -> Iterator:
        """The elements at this depth of a part, one at a time, each forgotten afterwards."""
        from lxml import etree

        stream = io.BytesIO(unpack(self.archive, self.members[part]))
        try:
            walk = etree.iterparse(stream, ("start", "end"), resolve_entities=False)
            inside = 0
            for event, element in walk:
                inside += 1 if event == "start" else -1
                if event == "start" and inside == 1 and element.getroottree().docinfo.doctype:
                    raise ValueError(f"{part} declares entities, which Word never does")
                if event == "end" and inside == depth:
                    yield element
                    element.clear()
                    while element.getprevious() is not None:
                        del element.getparent()[0]
        except etree.XMLSyntaxError as error:
            raise ValueError(f"{part} is broken XML: {error.msg}") from None

    def _related(self, part: str) -> dict[str, list[str]]:
        """The parts that a part refers to, by kind."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        related: dict[str, list[str]] = {}
        for relation in self._elements(rels, 1) if rels in self.members else ():
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or ""))
            related.setdefault(kind, []).append(target.lstrip("/"))
        return related

    def _part(self, kind: str, depth: int) -> Iterator:
        """The elements of the first part of a kind, if the document has one."""
        for name in self.parts.get(kind, [])[:1]:
            if name in self.members:
                yield from self._elements(name, depth)

    def _read_styles(self) -> dict[str, _Style]:
        found: dict[str, tuple[_Style, str]] = {}
        for element in self._part("styles", 1):
            if _local(element) == "style" and _get(element, "type") in (None, "paragraph"):
                based = _value(_child(element, "basedOn")) or ""
                found[_get(element, "styleId")] = (_own_style(element), based)
        return {name: _resolved(name, found) for name in found}

    def _read_numbering(self) -> Numbering:
        lists, instances, links = {}, {}, {}
        for element in self._part("numbering", 1):
            if _local(element) == "abstractNum":
                name = _get(element, "abstractNumId")
                lists[name] = dict(_level(level) for level in _children(element, "lvl"))
                links[name] = _value(_child(element, "numStyleLink"))
            elif _local(element) == "num":
                name = _value(_child(element, "abstractNumId"))
                instances[_get(element, "numId")] = (name, _starts(element))
        for name, style in links.items():  # a list that borrows that of a style
            other = instances.get(self.styles.get(style, _Style()).list)
            if other and not lists[name]:
                lists[name] = lists.get(other[0], {})
        return Numbering(lists, instances)

    def _read_notes(self) -> dict[tuple[str, str], str]:
        notes = {}
        for kind in ("footnote", "endnote"):
            for element in self._part(f"{kind}s", 1):
                if _get(element, "type") in (None, "normal"):
                    text = " ".join(filter(None, map(_plain, _descendants(element, "p"))))
                    notes[kind, _get(element, "id")] = text
        return notes

    def _furniture(self) -> None:
        """Page headers and footers, each text once."""
        seen = set()
        for kind in ("header", "footer"):
            for part in self.parts.get(kind, []):
                for root in self._elements(part, 0) if part in self.members else ():
                    text = " ".join(filter(None, map(_plain, _descendants(root, "p"))))
                    if text and text not in seen:
                        seen.add(text)
                        self.lines.add(text, "furniture", reason=f"page {kind}")

    # --- blocks

    def _block(self, element) -> None:
        """Add a paragraph, a table, or what a container holds."""
        name = _local(element)
        if name == "p":
            self._paragraph(element)
        elif name == "tbl":
            self._table(element)
        elif name not in UNREAD:
            for child in element:
                self._block(child)

    def _paragraph(self, element) -> None:
        """Add a paragraph with its number, then its text boxes and the notes it cites."""
        properties = _child(element, "pPr")
        style = self.styles.get(_value(_child(properties, "pStyle")) or "", _Style())
        marker = self._number(properties, style)
        text = self.carried + "".join(self._pieces(element))
        self.carried = ""
        if _child(_child(properties, "rPr"), "del") is not None:
            self.carried = text
            return
        self._add(marker, text, _outlined(properties, style))
        self._add_asides()

    def _add(self, marker: str, text: str, style: _Style) -> None:
        """Add the line of a paragraph with the mark of its style."""
        text = text.rstrip()
        line = marker + text.lstrip() if marker and text else text
        role = style.role if line.strip() else ""
        if role == "heading" and len(line) <= LONGEST_HEADING:
            marker = marker.strip()
            reason = f"style {style.name}" if style.name else f"outline level {style.level}"
            self.lines.add(line, role, level=style.level, marker=marker, reason=reason)
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

    def _number(self, properties, style: _Style) -> str:
        """The automatic number of a paragraph, or ""."""
        own = _child(properties, "numPr")
        instance = _value(_child(own, "numId")) or style.list
        if instance in ("", "0"):
            return ""
        place = _whole(_value(_child(own, "ilvl")), None)
        if place is None and style.list == instance:
            name = _value(_child(properties, "pStyle")) or ""
            place = style.place or self.numbering.level_of(instance, name)
        return self.numbering.next(instance, place or 0)

    def _pieces(self, element) -> Iterator[str]:
        """The text of a paragraph; what it only points to is kept for afterwards."""
        for child in element:
            name = _local(child)
            if name in UNREAD or (name == "r" and _hidden(child)):
                continue
            if name == "t":
                yield child.text or ""
            elif name in SIGNS:
                yield SIGNS[name]
            elif name == "txbxContent":
                self.boxes.append(child)
            elif name in ("footnoteReference", "endnoteReference"):
                self.cited.append((name.removesuffix("Reference"), _get(child, "id")))
            else:
                yield from self._pieces(child)

    def _table(self, element) -> None:
        """Add a table of data row by row; one of layout paragraph by paragraph."""
        rows = [list(_own(row, "tc")) for row in _own(element, "tr")]
        paragraphs = [[list(_descendants(cell, "p")) for cell in row] for row in rows]
        sizes = [[sum(map(_size, cell)) for cell in row] for row in paragraphs]
        several = [row for row in sizes if sum(n > 0 for n in row) > 1]
        if len(several) < 2 or max(map(max, several)) > LONGEST_CELL:
            for cell in (cell for row in rows for cell in row):
                for child in cell:
                    self._block(child)
            return
        for row in paragraphs:
            line = "\t".join(" ".join(filter(None, map(self._cell, cell))) for cell in row)
            if line.strip():
                self.lines.add(line.rstrip(), "table", reason="table")
        self._add_asides()

    def _cell(self, paragraph) -> str:
        properties = _child(paragraph, "pPr")
        style = self.styles.get(_value(_child(properties, "pStyle")) or "", _Style())
        marker = self._number(properties, style)
        text = " ".join("".join(self._pieces(paragraph)).split())
        return marker + text if text else ""


# --- elements ------------------------------------------------------------------------


def _local(element) -> str:
    """The name of an element without its namespace; "" for a comment."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def _children(element, name: str) -> Iterator:
    return (child for child in element if _local(child) == name)


def _child(element, name: str):
    return None if element is None else next(_children(element, name), None)


def _get(element, name: str) -> str | None:
    """An attribute, whatever its namespace."""
    return next((v for k, v in element.items() if k.rpartition("}")[2] == name), None)


def _value(element) -> str | None:
    return None if element is None else _get(element, "val")


def _whole(text: str | None, otherwise: int | None) -> int | None:
    """The number that an attribute holds."""
    return int(text) if text and re.fullmatch("-?[0-9]{1,9}", text) else otherwise


def _on(element) -> bool:
    """Whether a switch is there and not turned off."""
    return element is not None and _value(element) not in ("0", "false", "off")


def _own(element, name: str) -> Iterator:
    """The rows of a table or cells of a row, in content controls and insertions too."""
    for child in element:
        local = _local(child)
        if local == name:
            yield child
        elif local in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _own(child, name)


def _descendants(element, name: str) -> Iterator:
    """The elements of a name inside, none within another or in what is not read."""
    for child in element:
        local = _local(child)
        if local == name:
            yield child
        elif local not in UNREAD:
            yield from _descendants(child, name)


def _plain(paragraph) -> str:
    """The text of a paragraph apart from the document's."""
    texts = (text.text or "" for text in _descendants(paragraph, "t"))
    return " ".join("".join(texts).split())


def _size(paragraph) -> int:
    return sum(len(text.text or "") for text in _descendants(paragraph, "t"))


def _hidden(run) -> bool:
    return _on(_child(_child(run, "rPr"), "vanish"))


# --- styles and lists -----------------------------------------------------------------


def _own_style(element) -> _Style:
    """What a style says itself."""
    name = _value(_child(element, "name")) or _get(element, "styleId") or ""
    properties = _child(element, "pPr")
    numbers = _child(properties, "numPr")
    place = _value(_child(numbers, "ilvl"))
    style = _Style(
        list=_value(_child(numbers, "numId")) or "",
        place=_whole(place, None),
        name=name,
    )
    heading = HEADING_NAME.match(name)
    if CONTENTS_NAME.match(name):
        style = style._replace(role="contents")
    elif TITLE_NAME.match(name):
        style = style._replace(role="title")
    elif heading:
        style = style._replace(role="heading", level=int(heading[1]))
    return _outlined(properties, style)


def _outlined(properties, style: _Style) -> _Style:
    """The style with the outline level of these properties, if they have one."""
    level = _value(_child(properties, "outlineLvl"))
    if level is None or style.role in ("title", "contents"):
        return style
    if (place := _whole(level, 9)) < 9:
        return style._replace(role="heading", level=place + 1)
    return style._replace(role="body", level=0)


def _resolved(name: str, found: dict[str, tuple[_Style, str]]) -> _Style:
    """A style with what it does not say itself taken from those it is based on."""
    style, based = found[name]
    for _ in range(20):
        if based not in found:
            break
        above, based = found[based]
        if not style.role and above.role in ("heading", "contents", "title"):
            style = style._replace(role=above.role, level=above.level)
        if not style.list:
            place = above.place if style.place is None else style.place
            style = style._replace(list=above.list, place=place)
    return style


def _level(element) -> tuple[int, Level]:
    start, restart = (_value(_child(element, name)) for name in ("start", "lvlRestart"))
    level = Level(
        form=_value(_child(element, "numFmt")) or "decimal",
        text=_value(_child(element, "lvlText")) or "",
        start=_whole(start, 1),
        restart=_whole(restart, None),
        legal=_on(_child(element, "isLgl")),
        style=_value(_child(element, "pStyle")) or "",
        spaced=_value(_child(element, "suff")) != "nothing",
    )
    return _whole(_get(element, "ilvl"), 0), level


def _starts(element) -> dict[int, int]:
    """Where the levels of a list begin to count in this instance of it."""
    starts = {}
    for override in _children(element, "lvlOverride"):
        start = _value(_child(override, "startOverride"))
        if start is not None:
            starts[_whole(_get(override, "ilvl"), 0)] = _whole(start, 1)
    return starts
