"""The outline of a document, as bars of length."""

from typing import Any, NamedTuple, Unpack

import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..corpus import Corpus
from ..glossary import words
from ..structure import outline as outlined
from ..wording import section_names, short_names
from .groups import Colours, colour
from .setting import CM, SMALL, TEXT, TINY
from .sheet import INK, SOFT, Look, Sheet, drawing

STEP, LOWER, LEAST_STEP = 0.42, 0.33, 0.27  # centimetres of a row, of lower headings, at least
INDENT = 0.35
ROWS = 60  # of a figure whose size is not given


class Row(NamedTuple):
    """A heading with its length."""

    document: str
    section: str
    name: str
    depth: int
    n: int
    share: float

    @property
    def step(self) -> float:
        """How high it is, in centimetres."""
        return LOWER if self.depth else STEP

    @property
    def size(self) -> float:
        """Of its heading, in points."""
        return TINY if self.depth else TEXT


@drawing
def outline(
    sections: Corpus | pd.DataFrame, *, ax: Axes | None = None, **look: Unpack[Look]
) -> Axes:
    """What is where and how long it is: a bar for every heading, lower ones under their own.

    `sections` is a corpus, or what `outline(corpus)` gives.  Bars are as long as the tokens of the
    section (its characters, where no tokens are known), subsections included; the number and its
    share of the document stand at the right.  Where not all headings have room, the lowest levels
    are left out, and a line says so.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n群众学习。\\n二、实践\\n服务群众，走进群众。"))
    >>> [bar.get_label() for bar in outline(corpus).patches]
    ['一、学习', '二、实践']
    """
    known = isinstance(sections, pd.DataFrame) and "share" in sections.columns
    table: Any = sections if known else outlined(sections)  # type: ignore[arg-type]
    table = frame_of(table, "sections", ["document", "section", "level", "title", "n_chars"])
    language = look.get("language", "zh")
    entries = words(language)
    rows = _rows(table, language)
    documents = list(dict.fromkeys(row.document for row in rows))
    counted = bool(table["n_tokens"].notna().all()) if "n_tokens" in table else False
    unit = entries["tokens" if counted else "characters"]
    total = sum(row.n for row in rows if row.depth == 0)
    shown = _fewer(rows, ROWS)
    name = entries["whole"] if len(documents) > 1 else short_names(documents, 20)[0]
    sheet = Sheet(
        ax,
        look,
        title=entries["figOutline"].format(name),
        below=entries["semicolon"].join([unit.format(f"{total:,}"), entries["outlineIs"]]),
        content=sum(row.step for row in shown) + 0.35,
    )
    if not rows:
        return sheet.empty(entries["nothingToDraw"])
    shown = _fewer(rows, sheet.rows(0.35, LEAST_STEP))
    if len(shown) < len(rows):
        left_out = entries["headingsLeftOut"].format(len(rows) - len(shown))
        sheet.text(sheet.left, sheet.bottom - 0.1, left_out, TINY, SOFT)
    _bars(sheet, shown, look.get("colours"))
    return sheet.finish()


def _rows(table: pd.DataFrame, language: str) -> list[Row]:
    """The headings in order; of several documents, each under the name of its own."""
    names = section_names(table, language=language)["name"].tolist()
    known = table["n_tokens"] if "n_tokens" in table else table["n_chars"]
    sizes = [int(n) for n in known.fillna(table["n_chars"])]
    several = table["document"].nunique() > 1
    keys = zip(table["document"].astype(str), table["section"].astype(str), strict=True)
    rows: list[Row] = []
    document = None
    upper = ~table["section"].astype(str).str.contains(".", regex=False)
    own = pd.Series(sizes, index=table.index)[upper]
    totals = own.groupby(table["document"].astype(str)[upper]).sum().to_dict()
    for (name, section), heading, n in zip(keys, names, sizes, strict=True):
        whole = max(totals.get(name, 0), 1)
        if several and name != document:
            rows.append(Row(name, "", name, 0, whole, 1.0))
            document = name
        depth = section.count(".") + several
        rows.append(Row(name, section, heading, depth, n, n / whole))
    return rows


def _fewer(rows: list[Row], most: int) -> list[Row]:
    """The rows that fit: the upper levels, and of the lowest one the longest; in their order."""
    chosen = sorted(range(len(rows)), key=lambda k: (rows[k].depth, -rows[k].n, k))[:most]
    return [rows[number] for number in sorted(chosen)]


def _bars(sheet: Sheet, rows: list[Row], colours: Colours) -> None:
    """A heading, its bar, its length and share in every row."""
    needed = sum(row.step for row in rows)
    scale = min(1.6, (sheet.bottom - sheet.top - 0.3) / needed)
    n_at = sheet.right - 1.0
    room = 0.52 * (sheet.right - sheet.left)
    heads = short_names([row.name for row in rows], int(room / (TINY * CM * 1.05)))
    widths = [
        INDENT * row.depth + sheet.room(head, row.size)
        for row, head in zip(rows, heads, strict=True)
    ]
    left = sheet.left + min(room, max(widths)) + 0.2
    wide = (n_at - 1.1 - left) / max(row.n for row in rows)
    shades = _shades(rows, colours)
    y = sheet.top + 0.05
    for row, head, shade in zip(rows, heads, shades, strict=True):
        step, upper = scale * row.step, row.depth == 0
        middle, x = y + step / 2, sheet.left + INDENT * row.depth
        high = step * (0.62 if upper else 0.5)
        bar = sheet.box(left, middle - high / 2, row.n * wide, high, shade)
        bar.set(label=row.name, alpha=1.0 if upper else 0.5)
        ink, gid = SOFT if row.depth > 1 else INK, "heading" if upper else "lower"
        sheet.term(x, middle, head, left - 0.2 - x, row.size, ink, high=step, gid=gid)
        sheet.text(n_at, middle, f"{row.n:,}", SMALL if upper else TINY, ha="right")
        sheet.text(sheet.right, middle, f"{row.share:.0%}", TINY, SOFT, ha="right")
        y += step


def _shades(rows: list[Row], colours: Colours) -> list[str]:
    """The colours of sections; of several documents, those of the documents."""
    documents = list(dict.fromkeys(row.document for row in rows))
    if len(documents) > 1:
        return [colour(row.document, documents, by="document", colours=colours) for row in rows]
    sections = [row.section for row in rows]
    return [colour(row.section, sections, colours=colours) for row in rows]
