"""Tables on paper: CSV and xlsx, the same bytes for the same table."""

from __future__ import annotations

import io
import os
import pathlib
import re
import zipfile
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from ..structure import width
from .files import whole

if TYPE_CHECKING:  # opened where it is used
    from openpyxl.worksheet.worksheet import Worksheet

SHEET_NAME_LIMIT = 31  # characters; Excel's own limit
WIDEST = 60  # of a column, in characters


def save_table(frame: pd.DataFrame, path: str | os.PathLike) -> pathlib.Path:
    """Write a table as CSV: UTF-8 with a mark, so that Excel shows Chinese, in full precision.

    `frame` is the table, `path` the file, which is returned.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "terms.csv"
    >>> pd.read_csv(save_table(pd.DataFrame({"term": ["群众"], "n": [5]}), path))
      term  n
    0   群众  5
    """
    path = pathlib.Path(path)
    with whole(path) as file:
        frame.to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\n")
    return path


def save_workbook(frames: Mapping[str, pd.DataFrame], path: str | os.PathLike) -> pathlib.Path:
    """Write tables into one Excel workbook, a sheet each, with wide enough columns.

    `frames` are the tables by the names of their sheets, `path` is the file, which is returned.
    A text that begins with = is written as text, never as a formula.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "tables.xlsx"
    >>> frame = pd.DataFrame({"term": ["群众"], "n": [5]})
    >>> pd.read_excel(save_workbook({"词频": frame}, path), sheet_name="词频")
      term  n
    0   群众  5
    """
    from openpyxl import Workbook

    path = pathlib.Path(path)
    book = Workbook()
    book.remove(book.active)
    for name, frame in frames.items():
        _fill_sheet(book.create_sheet(name[:SHEET_NAME_LIMIT]), frame)
    buffer = io.BytesIO()
    book.save(buffer)
    with whole(path) as file:
        file.write_bytes(_without_dates(buffer.getvalue()))
    return path


def _fill_sheet(sheet: Worksheet, frame: pd.DataFrame) -> None:
    """The names of the columns in bold, kept in view, and the values below them."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    for place, column in enumerate(frame.columns, start=1):
        values = frame[column].tolist()
        sheet.cell(1, place, str(column)).font = Font(bold=True)
        for row, value in enumerate(values, start=2):
            cell = sheet.cell(row, place)
            if isinstance(value, str):
                cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
                cell.data_type = "s"
            elif not pd.isna(value):
                cell.value = value
        widest = max([len(str(column)), *(_width(value) for value in values)])
        sheet.column_dimensions[get_column_letter(place)].width = min(widest + 2, WIDEST)
    sheet.freeze_panes = "A2"


def _width(value: object) -> int:
    """Columns a value takes in a sheet."""
    return width(value) if isinstance(value, str) else 8


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
