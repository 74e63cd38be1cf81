"""A Word file from blocks: headings, text with references, pictures and three-line tables.

Captions are numbered by SEQ fields and references are REF fields to their bookmarks, both with
their results in them, so that nothing has to be updated to be read and all of it can be.
"""

from __future__ import annotations

import datetime
import io
import os
import pathlib
import zipfile
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..files import whole
from ..glossary import words
from ..structure import width
from .cells import plain
from .dates import dated

if TYPE_CHECKING:  # opened where it is used
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table as DocxTable
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

SHORT = 8  # rows of a table that is kept on one page
ENDS = 2  # rows of a longer one that are never alone, at its head and at its end
LONGEST = 60  # characters of a cell
EDITED = {"new": "1F5FA8", "dropped": "A33A2B"}  # colours of words that came and went
TABLE, QUOTE = "Report Table", "Report Quotation"  # styles of our own
# Typefaces that Word has in China, with the name by which other systems know them.
FACES = {"宋体": "SimSun", "黑体": "SimHei", "楷体": "KaiTi"}
LATIN = "Times New Roman"


class See(NamedTuple):
    """References to pictures and tables by their keys, in brackets; those that are missing go."""

    keys: tuple[str, ...]


class Strong(NamedTuple):
    """Words that stand out."""

    text: str


class Edited(NamedTuple):
    """Words that a new version has ("new": underlined) or has no more ("dropped": struck out)."""

    text: str
    change: str


Part = str | See | Strong | Edited


class Heading(NamedTuple):
    """A heading; level 0 is the title."""

    text: str
    level: int = 1


class Text(NamedTuple):
    """A paragraph: `kind` is "body", "quote" or "small"; `together` keeps it with the next."""

    parts: Sequence[Part]
    kind: str = "body"
    together: bool = False


class Picture(NamedTuple):
    """A picture (PNG) with its caption below and its words for those who cannot see it."""

    key: str
    data: bytes
    caption: str
    alternative: str


class Table(NamedTuple):
    """A three-line table with its caption above; `widths` are shares of the width of the text.

    `right` are the columns that stand at the right, as numbers do; below the first `rule` rows
    there is a thin rule.
    """

    key: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str
    widths: Sequence[float]
    right: Sequence[int] = ()
    rule: int | None = None


Block = Heading | Text | Picture | Table


def write_word(
    blocks: Iterable[Block],
    path: pathlib.Path,
    *,
    language: str,
    date: datetime.date,
    template: str | os.PathLike | None = None,
    title: str = "",
) -> None:
    """Write `blocks` to `path`, in the styles of a `template` or in ours."""
    document = _sheet(template, language)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = plain(title)[:200], "analysis", ""
    properties.created = properties.modified = datetime.datetime(*date.timetuple()[:3])
    properties.last_modified_by, properties.revision = "analysis", 1
    _Writer(document, list(blocks), words(language)["paper"]).write()
    buffer = io.BytesIO()
    document.save(buffer)
    with whole(path) as file:
        file.write_bytes(dated(buffer.getvalue(), date))


# --- the sheet -----------------------------------------------------------------------------


def _sheet(template: str | os.PathLike | None, language: str) -> Document:
    """An empty document in our styles, or the user's own without its text."""
    import docx
    from docx.shared import Cm

    if template is None:
        document = docx.Document()
        section = document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        section.top_margin = section.bottom_margin = Cm(2.4)
        _set_styles(document, language)
        _name_faces(document)
    else:
        document = opened(template)
        body = document.element.body
        for child in list(body):
            if not child.tag.endswith("}sectPr"):
                body.remove(child)
    _add_styles(document)
    return document


def opened(template: str | os.PathLike) -> Document:
    """A template, as a document.

    Raises ValueError for what is no Word file, OSError where there is none.
    """
    import docx

    try:
        return docx.Document(_as_document(pathlib.Path(template)))
    except (KeyError, ValueError, zipfile.BadZipFile):
        raise ValueError(f"{template} is no Word file: save it as .docx or .dotx") from None


def _as_document(template: pathlib.Path) -> io.BytesIO:
    """A template of Word (.dotx) as a document: they differ in one word of their contents."""
    with zipfile.ZipFile(template) as old:
        members = {name: old.read(name) for name in old.namelist()}
    kinds = members["[Content_Types].xml"]
    members["[Content_Types].xml"] = kinds.replace(b".template.main+xml", b".document.main+xml")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as new:
        for name, content in members.items():
            new.writestr(name, content)
    buffer.seek(0)
    return buffer


def _set_styles(document: Document, language: str) -> None:
    """Song for text, Hei for headings, black, as a report in China is printed."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm, Pt, RGBColor

    sizes = {"Title": 20, "Heading 1": 15, "Heading 2": 13, "Heading 3": 12, "Caption": 10}
    styles: Any = document.styles
    normal = styles["Normal"]
    _set_face(normal, "宋体")
    normal.font.size = Pt(11)
    normal.paragraph_format.line_spacing = 1.4
    normal.paragraph_format.space_after = Pt(4)
    for name, size in sizes.items():
        style = styles[name]
        _set_face(style, "黑体")
        style.font.size, style.font.bold = Pt(size), False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.space_before = Pt(12 if size > 10 else 4)
        style.paragraph_format.space_after = Pt(6 if size > 10 else 8)
        style.paragraph_format.keep_with_next = name != "Caption"
    for name in ("Title", "Caption"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in styles["Title"].element.xpath(".//w:pBdr"):
        border.getparent().remove(border)
    body = styles["Body Text"]
    body.paragraph_format.first_line_indent = Cm(0.78) if language == "zh" else None
    body.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for lang in styles.element.xpath(".//w:docDefaults//w:lang"):
        lang.set(_w("eastAsia"), "zh-CN")


def _add_styles(document: Document) -> None:
    """The styles that the blocks need, where the document does not have them."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    styles: Any = document.styles
    there = {style.name for style in styles}
    for name in ("Title", "Heading 1", "Heading 2", "Caption", "Body Text", TABLE, QUOTE):
        if name in there:
            continue
        style: ParagraphStyle = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        if name == TABLE:
            style.font.size = Pt(9.5)
            style.paragraph_format.line_spacing = 1.15
            style.paragraph_format.space_after = Pt(0)
        elif name == QUOTE:
            _set_face(style, "楷体")
            style.font.size = Pt(10.5)
            style.paragraph_format.left_indent = style.paragraph_format.right_indent = Cm(0.8)
        elif name.startswith("Heading"):
            style.font.bold = True
            style.paragraph_format.keep_with_next = True


def _set_face(style: ParagraphStyle, face: str) -> None:
    """A face for Chinese and one for Latin letters, in place of those of a theme."""
    style.font.name = LATIN
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[name]
    fonts.set(_w("eastAsia"), face)
    fonts.set(_w("cs"), LATIN)


def _name_faces(document: Document) -> None:
    """Tell the other names of the faces, by which a system without the first one finds them."""
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            told = "".join(
                f'<w:font w:name="{face}"><w:altName w:val="{other}"/>'
                '<w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
                for face, other in FACES.items()
            )
            end = b"</w:fonts>"
            part._blob = part.blob.replace(end, told.encode() + end)


def _w(name: str) -> str:
    """The name of an element or attribute of Word."""
    from docx.oxml.ns import qn

    return qn(f"w:{name}")


# --- the blocks ----------------------------------------------------------------------------


class _Writer:
    """Puts blocks into a document, with one number for each picture and each table."""

    def __init__(self, document: Document, blocks: list[Block], entries: dict[str, Any]) -> None:
        self.document, self.blocks, self.entries = document, blocks, entries
        section = document.sections[-1]
        edges = section.left_margin, section.right_margin
        self.width = int(section.page_width or 0) - sum(int(edge or 0) for edge in edges)
        self.marks: dict[str, tuple[str, int]] = {}  # key: kind and number
        for kind, wanted in (("figure", Picture), ("table", Table)):
            keys = [block.key for block in blocks if isinstance(block, wanted)]
            self.marks |= {key: (kind, n) for n, key in enumerate(keys, start=1)}
        self.order = {key: n for n, key in enumerate(self.marks, start=1)}

    def write(self) -> None:
        """All blocks, in order."""
        for block in self.blocks:
            if isinstance(block, Heading):
                name = f"Heading {block.level}" if block.level else "Title"
                self._paragraph(name).add_run(plain(block.text))
            elif isinstance(block, Text):
                self._text(block)
            elif isinstance(block, Picture):
                self._picture(block)
            else:
                self._table(block)

    def _paragraph(self, style: str, together: bool | None = None) -> Paragraph:
        paragraph = self.document.add_paragraph(style=style)
        if together is not None:
            paragraph.paragraph_format.keep_with_next = together
        return paragraph

    def _text(self, block: Text) -> None:
        style = {"quote": QUOTE, "small": TABLE}.get(block.kind, "Body Text")
        paragraph = self._paragraph(style, block.together or None)
        paragraph.paragraph_format.keep_together = block.together or None
        for part in block.parts:
            if isinstance(part, See):
                self._refer(paragraph, [key for key in part.keys if key in self.marks])
            elif isinstance(part, Strong):
                paragraph.add_run(plain(part.text)).bold = True
            elif isinstance(part, Edited):
                _edit(paragraph.add_run(plain(part.text)), part.change)
            else:
                paragraph.add_run(plain(part))

    def _refer(self, paragraph: Paragraph, keys: list[str]) -> None:
        """（见图 1、表 2）, each a field that leads to its caption."""
        if not keys:
            return
        before, between, after = self.entries["see"]
        paragraph.add_run(before)
        for place, key in enumerate(keys):
            if place:
                paragraph.add_run(between)
            _field(paragraph, f"REF {self._mark(key)} \\h", self._label(key))
        paragraph.add_run(after)

    def _mark(self, key: str) -> str:
        return f"_Ref{self.marks[key][0]}{self.marks[key][1]}"

    def _label(self, key: str) -> str:
        kind, number = self.marks[key]
        return f"{self.entries[kind]} {number}"

    def _caption(self, key: str, text: str, together: bool | None = None) -> None:
        """图 1 and what it shows: label and number are marked, the number is a field."""
        paragraph = self._paragraph("Caption", together)
        kind, number = self.marks[key]
        start, end = _element("bookmarkStart"), _element("bookmarkEnd")
        for mark in (start, end):
            mark.set(_w("id"), str(self.order[key]))
        start.set(_w("name"), self._mark(key))
        paragraph._p.append(start)
        paragraph.add_run(f"{self.entries[kind]} ")
        _field(paragraph, f"SEQ {self.entries[kind]} \\* ARABIC", str(number))
        paragraph._p.append(end)
        paragraph.add_run(f"{self.entries['afterLabel']}{plain(text)}")

    def _picture(self, block: Picture) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Emu

        paragraph = self._paragraph("Normal", together=True)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.line_spacing = 1.0
        shape = paragraph.add_run().add_picture(io.BytesIO(block.data))
        if shape.width > self.width:
            shape.height = Emu(shape.height * self.width // shape.width)
            shape.width = Emu(self.width)
        shape._inline.docPr.set("descr", plain(block.alternative))
        shape._inline.docPr.set("title", plain(block.caption))
        self._caption(block.key, block.caption)

    def _table(self, block: Table) -> None:
        self._caption(block.key, block.caption, together=True)
        table = self.document.add_table(rows=0, cols=len(block.heads))
        table.autofit = False
        widths = [int(self.width * share / sum(block.widths)) for share in block.widths]
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide  # LibreOffice reads these, Word those of the cells
        _set_rules(table)
        last = len(block.rows)
        for number, row in enumerate([block.heads, *block.rows]):
            within = ENDS <= number <= last - ENDS  # of a long table: here it may be parted
            together = number < last and not (last > SHORT and within)
            cells = [_cell(plain(str(text))) for text in row]
            below = 6 if number == 0 else 4 if number == block.rule else 0
            _add_row(table, cells, widths, block.right, below=below, together=together)
            if number == 0:
                table.rows[0]._tr.get_or_add_trPr().append(_element("tblHeader"))
        self._paragraph(TABLE)  # room below


def _edit(run: Run, change: str) -> None:
    """Mark words as new or as dropped, so that it is seen without colours too."""
    from docx.shared import RGBColor

    new = change == "new"
    run.font.underline, run.font.strike = new or None, not new or None
    run.font.color.rgb = RGBColor.from_string(EDITED[change])


def _cell(text: str) -> str:
    """The text of a cell, cut where it is too long; two Latin letters count as one character."""
    if width(text[: 2 * LONGEST + 1]) <= 2 * LONGEST:
        return text
    kept = LONGEST - 1
    while width(text[: kept + 1]) < 2 * LONGEST - 1:
        kept += 1
    return f"{text[:kept]}…"


def _element(name: str) -> Any:
    from docx.oxml import OxmlElement

    return OxmlElement(f"w:{name}")


def _field(paragraph: Paragraph, instruction: str, result: str) -> None:
    """A field with its result."""
    for kind in ("begin", None, "separate", result, "end"):
        run = paragraph.add_run()
        if kind is None:
            code = _element("instrText")
            code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            code.text = f" {instruction} "
            run._r.append(code)
        elif kind is result:
            run.text = result
        else:
            sign = _element("fldChar")
            sign.set(_w("fldCharType"), kind)
            run._r.append(sign)


def _set_rules(table: DocxTable) -> None:
    """The thick rules above and below a three-line table; none between."""
    properties = table._tbl.tblPr
    borders = _element("tblBorders")
    for side, size in (("top", 12), ("bottom", 12)):  # eighths of a point
        borders.append(_rule(side, size))
    layout = properties.find(_w("tblLayout"))
    (layout if layout is not None else properties[-1]).addprevious(borders)


def _rule(side: str, size: int) -> Any:
    rule = _element(side)
    for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", "000000")):
        rule.set(_w(name), value)
    return rule


def _add_row(
    table: DocxTable,
    cells: Sequence[str],
    widths: Sequence[int],
    right: Sequence[int],
    *,
    below: int,
    together: bool,
) -> None:
    """A row, with a rule of so many eighths of a point `below` it; it stays on one page."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Emu
    from docx.table import _Row

    row = table._tbl.add_tr()
    properties = row.get_or_add_trPr()
    properties.append(_element("cantSplit"))
    for wide in widths:
        cell = row.add_tc()
        cell.width = Emu(wide)
        if below:
            borders = _element("tcBorders")
            borders.append(_rule("bottom", below))
            cell.get_or_add_tcPr().append(borders)
        middle = _element("vAlign")
        middle.set(_w("val"), "center")
        cell.get_or_add_tcPr().append(middle)
    for place, made in enumerate(_Row(row, table).cells):
        paragraph = made.paragraphs[0]
        paragraph.style = TABLE
        paragraph.paragraph_format.keep_with_next = together or None
        if place in right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.add_run(cells[place])
