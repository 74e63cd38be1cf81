"""Tables on paper: CSV and xlsx, the same bytes for the same table."""

from __future__ import annotations

import datetime
import io
import math
import numbers
import os
import pathlib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..files import distinct, whole
from ..glossary import Note, tell, words
from ..structure import width
from ..wording import decimals, known_as, labels
from .cells import is_formula, plain, without_formulas
from .dates import NO_DATE, dated

if TYPE_CHECKING:  # opened where it is used
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

# Excel's own limits: rows (the names of the columns take one more), columns, characters.
ROWS, COLUMNS, TEXT, SHEET_NAME = 1_048_575, 16_384, 32_767, 31
WIDEST = 60  # of a column, in characters


def save_table(frame: pd.DataFrame, path: str | os.PathLike) -> pathlib.Path:
    """Write a table as CSV: UTF-8 with a mark, so that Excel shows Chinese, in full precision.

    `frame` is the table, `path` the file, which is returned.  Names of rows (as `matrix` and
    `similarity` have them) are the first columns.  A text that a spreadsheet would take for a
    formula (=HYPERLINK(…), @SUM, +, -, a tab) gets a ' in front; numbers are as they are.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "terms.csv"
    >>> pd.read_csv(save_table(pd.DataFrame({"term": ["群众"], "n": [5]}), path))
      term  n
    0   群众  5
    """
    path = pathlib.Path(path)
    with whole(path) as file:
        file.write_text("\ufeff" + csv_of(frame), "utf-8", errors="replace", newline="")
    return path


def csv_of(frame: pd.DataFrame) -> str:
    """A table (`frame`) as the text of a CSV file, without formulas (see `save_table`).

    >>> csv_of(pd.DataFrame({"term": ["群众", "=1+1"], "n": [5, 1]}))
    "term,n\\n群众,5\\n'=1+1,1\\n"
    """
    return without_formulas(_with_row_names(frame)).to_csv(index=False, lineterminator="\n")


def save_workbook(
    frames: Mapping[str, pd.DataFrame],
    path: str | os.PathLike,
    *,
    language: str | None = None,
    rows: int | None = None,
    date: datetime.date = NO_DATE,
) -> pathlib.Path:
    """Write tables into one Excel workbook, a sheet each, with filters and wide enough columns.

    `frames` are the tables by the names of their sheets, `path` is the file, which is returned.
    Names of rows are the first columns.  With a `language` ("zh" or "en") the tables are as
    `labels` shows them, and a first sheet explains every table and column.  With `rows` a sheet
    has at most so many, equally many of each target, section or document; the first sheet says
    so.  `date` stands in the properties of the file.

    A text that begins with = is written as text, never as a formula; what is no text, number or
    date is written as text.  Names that Excel does not take (longer than 31 characters, with a /
    or a colon …) are changed.

    Warns of texts that are cut, as a cell holds 32,767 characters.  Raises ValueError for a
    table of more than 1,048,575 rows or 16,384 columns.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "tables.xlsx"
    >>> frame = pd.DataFrame({"term": ["群众"], "n": [5]})
    >>> pd.read_excel(save_workbook({"词频": frame}, path), sheet_name="词频")
      term  n
    0   群众  5
    """
    from openpyxl import Workbook

    path = pathlib.Path(path)
    cut = {
        name: frame if rows is None else first_rows(frame, rows) for name, frame in frames.items()
    }
    for name, frame in cut.items():
        if not fits_a_sheet(frame):
            raise ValueError(
                f"table {name!r} has {len(frame):,} rows and {frame.shape[1]:,} columns, and a "
                f"sheet holds {ROWS:,} and {COLUMNS:,}: write it with save_table"
            )
    book = Workbook()
    book.remove(book.active)
    titles = _sheet_names([_title_of(name, language) for name in cut])
    if language is not None:
        told = _explained(frames, cut, titles, language)
        _fill_sheet(book.create_sheet(_sheet_names([*titles, words(language)["about"]])[-1]), told)
    for title, frame in zip(titles, cut.values(), strict=True):
        shown = frame if language is None else labels(frame, language)
        formats = [None if language is None else decimals(name) for name in known_as(frame)]
        named = _with_row_names(shown)
        formats = [*[None] * (named.shape[1] - len(formats)), *formats]
        _fill_sheet(book.create_sheet(title), named, formats)
    buffer = io.BytesIO()
    book.save(buffer)
    with whole(path) as file:
        file.write_bytes(dated(buffer.getvalue(), date))
    return path


def _title_of(name: str, language: str | None) -> str:
    """What the sheet of a table is called."""
    known = {} if language is None else words(language)["tables"]
    return known[name][0] if name in known else name


def first_rows(frame: pd.DataFrame, rows: int) -> pd.DataFrame:
    """At most so many rows: the first of each target, section or document, equally many."""
    if len(frame) <= rows:
        return frame
    by = next((name for name in ("target", "section", "document") if name in frame.columns), None)
    groups = frame[by].nunique() if by else 1
    if by is None or groups > rows:
        return frame.head(rows)
    return frame.groupby(by, sort=False, observed=True).head(rows // groups)


def _explained(
    frames: Mapping[str, pd.DataFrame],
    cut: Mapping[str, pd.DataFrame],
    titles: Sequence[str],
    language: str,
) -> pd.DataFrame:
    """What each table holds and each of its columns means."""
    entries = words(language)
    rows = []
    for (name, frame), title in zip(frames.items(), titles, strict=True):
        meaning = entries["tables"].get(name, ["", ""])[1]
        kept = len(cut[name])
        size = entries["rowsAll"].format(f"{kept:,}")
        if kept < len(frame):
            size = entries["rowsCut"].format(f"{len(frame):,}", f"{kept:,}", name)
        rows.append((title, "", entries["comma"].join(filter(None, [meaning, size]))))
        columns = [*frame.index.names, *known_as(frame)] if frame.columns.name is None else []
        for column in filter(entries["columns"].__contains__, columns):
            rows.append((title, *entries["columns"][column]))
    return pd.DataFrame(rows, columns=entries["aboutHeads"])


def fits_a_sheet(frame: pd.DataFrame) -> bool:
    """Whether a sheet of Excel has room for a table."""
    return len(frame) <= ROWS and frame.shape[1] + frame.index.nlevels <= COLUMNS


def _with_row_names(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with the names of its rows as columns; mere numbers of rows are no names."""
    index = frame.index
    if index.names == [None] and pd.api.types.is_integer_dtype(index.dtype):
        return frame
    return frame.reset_index(allow_duplicates=True)


def _sheet_names(names: Iterable[str]) -> list[str]:
    """Names that Excel takes, all different: 31 characters, no []:*?/\\, no ' at the ends."""
    legal = (re.sub(r"[\[\]:*?/\\]", "_", name)[:SHEET_NAME].strip("' ") for name in names)
    return distinct((name or "table" for name in legal), SHEET_NAME)


def _fill_sheet(
    sheet: Worksheet, frame: pd.DataFrame, formats: Sequence[str | None] | None = None
) -> None:
    """The names of the columns in bold, kept in view and with filters; the values below them."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    bold = Font(bold=True)
    for place, column in enumerate(frame.columns, start=1):
        head = sheet.cell(1, place)
        _put(head, str(column))
        head.font = bold
        values = frame.iloc[:, place - 1].tolist()
        number_format = formats[place - 1] if formats else None
        for row, value in enumerate(values, start=2):
            cell = sheet.cell(row, place)
            _put(cell, value)
            if number_format not in (None, "General") and cell.data_type == "n":
                cell.number_format = number_format
        _tell_of_cut((repr(sheet.title), repr(str(column))), values)
        widest = max([width(str(column)) + 2, *(_width(value) for value in values)])
        sheet.column_dimensions[get_column_letter(place)].width = min(widest + 2, WIDEST)
    sheet.freeze_panes = "A2"
    if len(frame):
        sheet.auto_filter.ref = sheet.dimensions


def _put(cell: Cell, value: Any) -> None:
    """A value into a cell: numbers and dates as they are, all else as text; missing is empty."""
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return
    real = isinstance(value, numbers.Real) and math.isfinite(value)
    date = isinstance(value, datetime.date) and getattr(value, "tzinfo", None) is None
    if real or date:
        cell.value = value
        return
    text = plain(str(value))[:TEXT]
    cell.value = text
    cell.data_type = "s"
    if is_formula(text):
        cell.quotePrefix = True  # it stays text also when a person edits the cell


def _tell_of_cut(place: tuple[str, str], values: list) -> None:
    """Warn of texts that no cell holds; `place` is sheet and column."""
    cut = [
        (row, len(value))
        for row, value in enumerate(values, start=2)
        if isinstance(value, str) and len(value) > TEXT
    ]
    if cut:
        row, length = cut[0]
        more = Note("cutMore", len(cut) - 1) if len(cut) > 1 else ""
        tell(Note("cut", *place, row, f"{TEXT:,}", f"{length:,}", more))


def _width(value: object) -> int:
    """Columns a value takes in a sheet."""
    return width(value[:WIDEST]) if isinstance(value, str) else 8
