"""Files of every format, made on the spot for the tests of reading; how many examples to draw."""

import io
import pathlib
import zipfile

from hypothesis import settings

from analysis.reading import READERS

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def examples(number):
    """Settings of a property that draws so many examples, ten times as many in long runs."""
    return settings(max_examples=number * settings().max_examples // 100)


def read(name, data):
    """What the reader of this suffix makes of the bytes."""
    return READERS[pathlib.PurePath(name).suffix](data, None)


def marked(reading):
    """The marks of a reading as (role, level, text), without those of plain paragraphs."""
    marks = [mark for mark in reading.marks if mark.role not in ("paragraph", "look")]
    return [(m.role, m.level, reading.text[m.start : m.end]) for m in marks]


def docx(body, files=(), related=(), **parts):
    """A Word file with this XML in its body and in its other parts (styles=, numbering= ...).

    `files` are further members by name, `related` the (id, kind, target) of further relations.
    """
    names = {f"word/{kind}.xml": xml for kind, xml in parts.items()}
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{KINDS}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(parts)
    )
    relations += "".join(
        f'<Relationship Id="{key}" Type="{KINDS}/{kind}" Target="{target}"/>'
        for key, kind, target in related
    )
    files = {
        **dict(files),
        "_rels/.rels": _rels(
            f'<Relationship Id="r" Type="{KINDS}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _rels(relations),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for name, xml in names.items():
        kind = name.removeprefix("word/").removesuffix(".xml")
        files[name] = _part(roots.get(kind, kind), xml)
    return zipped(files)


def _rels(relations):
    return f'<Relationships xmlns="r">{relations}</Relationships>'


def _part(root, xml):
    more = 'xmlns:v="v" xmlns:o="o" xmlns:c="c" xmlns:dgm="d" xmlns:r="r"'
    return f'<w:{root} xmlns:w="{W}" xmlns:mc="{MC}" {more}>{xml}</w:{root}>'


def p(text, style="", numbered="", properties=""):
    """A paragraph of a Word file; `numbered` is "list level"."""
    if style:
        properties += f'<w:pStyle w:val="{style}"/>'
    if numbered:
        instance, level = numbered.split()
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{instance}"/></w:numPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text, properties=""):
    """A run of a Word file."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def zipped(files, **options):
    """A zip file of these names and contents."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content, **options)
    return stream.getvalue()


def pdf(pages, outline=(), size=(420, 600), **options):
    """A PDF of pages of (x, y, points, text) or (x, y, picture).

    Outline entries are (level, title, page).
    """
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=True, **options)
    for number, page in enumerate(pages):
        for x, y, what, *text in page:
            if text:
                canvas.setFont("STSong-Light", what)
                canvas.drawString(x, y, *text)
            else:
                canvas.drawImage(ImageReader(what), x, y)
        canvas.bookmarkPage(f"page{number}")
        for level, title, at in outline:
            if at == number:
                canvas.addOutlineEntry(title, f"page{number}", level)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def raw_pdf(content, fonts, *objects, page="", resources="", catalog="", pages="3 0 R"):
    """A PDF of one page, written by hand: its content, its fonts, and objects from 5 on.

    `page`, `resources` and `catalog` are put into these dictionaries; `pages` are the numbers of
    the pages, of which there is one, 3.
    """
    parts = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        f"<</Type/Pages/Count {pages.count('R')}/Kids[{pages}]>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{page}"
        f"/Resources<</Font{fonts}{resources}>>>>",
        content,
        *objects,
    ]
    text, places = "%PDF-1.5\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(text))
        text += f"{number} 0 obj\n{part}\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(parts) + 1
    text += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
    return f"{text}startxref\n{text.index('xref')}\n%%EOF".encode("latin-1")


def stream(content, entries=""):
    """A stream of a PDF written by hand; `content` is text, or bytes that are packed."""
    text = content if isinstance(content, str) else content.decode("latin-1")
    return f"<</Length {len(text)}{entries}>>stream\n{text}\nendstream"


def column(text, top=520, left=50, width=26, points=12, indent=2, step=20):
    """The lines of paragraphs set in a column: each begins with an indent of `indent` ems."""
    lines, y = [], top
    for paragraph in text.split("\n"):
        offset, rest = indent, paragraph
        while rest:
            lines.append((left + offset * points, y, points, rest[: width - offset]))
            rest, offset, y = rest[width - offset :], 0, y - step
    return lines
