"""The report as a Word file: the account of `account`, its pictures, and an index of the files."""

from __future__ import annotations

import datetime
import os
import pathlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import analysis as package

from ..glossary import Note, tell, words
from .account import FREQUENT, TERMS, account
from .gallery import described, printed
from .images import png_of
from .job import Analysis
from .word import Block, Heading, Table, write_word

if TYPE_CHECKING:
    from .account import Draw

DPI = 200  # of pictures in the file: half the size of those at 300 that lie beside it


def save_document(
    analysis: Analysis,
    path: str | os.PathLike,
    *,
    language: str = "zh",
    template: str | os.PathLike | None = None,
    date: datetime.date | None = None,
    index: Mapping[str, str] | None = None,
) -> pathlib.Path:
    """Write the results of `analyse` as a Word file (.docx) and return its `path`.

    It says what was read and what is supported, shows the outline, then for each section (or
    document) its figure, a three-line table and two sentences of the text, and says how all of
    that was done, in words that may stand in a paper.  Headings have heading styles, captions
    are numbered fields and references lead to them; pictures have alternative texts.

    `analysis` is what `analyse` returned, `language` "zh" or "en", `date` that of the file
    (today where it is not given).  `template` is a .docx or .dotx of your own: its styles, page
    and heads are used, its text goes.  `index` are the figures that are saved beside it, for the
    list at the end: the names of files, each with the name that `figures` gives it.

    Warns of figures that could not be drawn.  Raises ValueError for another language or a
    template that is no Word file, OSError where it cannot write.

    >>> import tempfile, pathlib, analysis as an
    >>> from analysis.report import analyse
    >>> results = analyse(an.read_text("走进群众，服务群众。学习理论。"))
    >>> path = save_document(results, pathlib.Path(tempfile.mkdtemp()) / "report.docx")
    >>> path.name
    'report.docx'
    """
    path = pathlib.Path(path)
    blocks = account(
        analysis, _drawer(analysis, language), language=language, version=package.__version__
    )
    blocks += _index(analysis, index or {}, language)
    title = blocks[0].text if isinstance(blocks[0], Heading) else ""
    write_word(
        blocks,
        path,
        language=language,
        date=date or datetime.date.today(),
        template=template,
        title=title,
    )
    return path


def _drawer(analysis: Analysis, language: str) -> Draw:
    """A function that gives the picture of a key, or None and a warning."""
    drawings = printed(analysis, language, top=TERMS, frequent=FREQUENT)

    def draw(key: str) -> bytes | None:
        if key not in drawings:
            return None
        try:
            return png_of(drawings[key](), dpi=DPI)
        except Exception as error:  # one broken figure costs one figure
            told_of = " ".join(str(error).split())
            tell(Note("notDrawn", key, told_of))
            return None

    return draw


def _index(analysis: Analysis, saved: Mapping[str, str], language: str) -> list[Block]:
    """The figures and tables that lie beside the file, and what each shows."""
    entries = words(language)
    paper = entries["paper"]
    figures = [(file, described(name, analysis, language)) for file, name in saved.items()]
    if not figures:
        return []
    tables = [(name, entries["comma"].join(entries["tables"][name])) for name in analysis.tables]
    blocks: list[Block] = [Heading(paper["index"])]
    for key, rows in (("indexFigures", figures), ("indexTables", tables)):
        blocks.append(Table(key, paper["indexHeads"], rows, paper[key], (5, 9)))
    return blocks
