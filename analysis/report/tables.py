"""Tables on paper: CSV and xlsx, the same bytes for the same table."""

from __future__ import annotations

import datetime
import io
import math
import numbers
import os
import pathlib
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..structure import width
from .files import whole

if TYPE_CHECKING:  # opened where it is used
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

# Excel's own limits: rows (the names of the columns take one more), columns, characters.
ROWS, COLUMNS, TEXT, SHEET_NAME = 1_048_575, 16_384, 32_767, 31
WIDEST = 60  # of a column, in characters


def save_table(frame: pd.DataFrame, path: str | os.PathLike) -> pathlib.Path:
    """Write a table as CSV: UTF-8 with a mark, so that Excel shows Chinese, in full precision.

    `frame` is the table, `path` the file, which is returned.  Names of rows (as `matrix` and
    `similarity` have them) are the first columns.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "terms.csv"
    >>> pd.read_csv(save_table(pd.DataFrame({"term": ["群众"], "n": [5]}), path))
      term  n
    0   群众  5
    """
    path = pathlib.Path(path)
    with whole(path) as file:
        _with_row_names(frame).to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\n")
    return path


def save_workbook(frames: Mapping[str, pd.DataFrame], path: str | os.PathLike) -> pathlib.Path:
    """Write tables into one Excel workbook, a sheet each, with wide enough columns.

    `frames` are the tables by the names of their sheets, `path` is the file, which is returned.
    Names of rows are the first columns.  A text that begins with = is written as text, never as
    a formula; what is no text, number or date is written as text.  Names that Excel does not
    take (longer than 31 characters, with a / or a colon …) are changed.

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
    for name, frame in frames.items():
        if not fits_a_sheet(frame):
            raise ValueError(
                f"table {name!r} has {len(frame):,} rows and {frame.shape[1]:,} columns, and a "
                f"sheet holds {ROWS:,} and {COLUMNS:,}: write it with save_table"
            )
    book = Workbook()
    book.remove(book.active)
    for name, frame in zip(_sheet_names(frames), frames.values(), strict=True):
        _fill_sheet(book.create_sheet(name), _with_row_names(frame))
    buffer = io.BytesIO()
    book.save(buffer)
    with whole(path) as file:
        file.write_bytes(_without_dates(buffer.getvalue()))
    return path


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
    made: dict[str, str] = {}
    for name in names:
        legal = re.sub(r"[\[\]:*?/\\]", "_", name)[:SHEET_NAME].strip("' ") or "table"
        other, number = legal, 1
        while other.lower() in made:
            number += 1
            other = f"{legal[: SHEET_NAME - 5]}_{number}"
        made[other.lower()] = other
    return list(made.values())


def _fill_sheet(sheet: Worksheet, frame: pd.DataFrame) -> None:
    """The names of the columns in bold, kept in view, and the values below them."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(frame.columns, start=1):
        values = frame.iloc[:, place - 1].tolist()
        sheet.cell(1, place, str(column)).font = Font(bold=True)
        for row, value in enumerate(values, start=2):
            _put(sheet.cell(row, place), value)
        _tell_of_cut(f"sheet {sheet.title!r}, column {str(column)!r}", values)
        widest = max([len(str(column)), *(_width(value) for value in values)])
        sheet.column_dimensions[get_column_letter(place)].width = min(widest + 2, WIDEST)
    sheet.freeze_panes = "A2"


def _put(cell: Cell, value: Any) -> None:
    """A value into a cell: numbers and dates as they are, all else as text; missing is empty."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return
    real = isinstance(value, numbers.Real) and math.isfinite(value)
    date = isinstance(value, datetime.date) and getattr(value, "tzinfo", None) is None
    if real or date:
        cell.value = value
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:TEXT]
        cell.data_type = "s"


def _tell_of_cut(place: str, values: list) -> None:
    """Warn of the texts of a column that are longer than a cell holds."""
    cut = [
        (row, len(value))
        for row, value in enumerate(values, start=2)
        if isinstance(value, str) and len(value) > TEXT
    ]
    if cut:
        row, length = cut[0]
        more = f", and {len(cut) - 1} more" if len(cut) > 1 else ""
        warnings.warn(
            f"{place}, row {row}: the first {TEXT:,} of {length:,} characters are written, more "
            f"a cell does not hold{more}; save_table writes all",
            stacklevel=4,
        )


def _width(value: object) -> int:
    """Columns a value takes in a sheet."""
    return width(value[:WIDEST]) if isinstance(value, str) else 8


def _without_dates(data: bytes) -> bytes:
    """The same zip archive with the dates of its making taken out."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2000-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return buffer.getvalue()
