"""Figures and tables on paper: PNG, SVG and PDF; CSV and xlsx.

The same input gives the same bytes: no dates, no random identifiers.  A file is written
beside its place and then moved there, so a failure leaves nothing half-written.
"""

import contextlib
import io
import os
import pathlib
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from ..structure import width

FIGURE_FORMATS = ("png", "svg", "pdf")
DPI = 300
SHEET_NAME_LIMIT = 31  # characters; Excel's own limit
# PDF: TrueType, so that the text can be searched; SVG: outlines, so that no font is needed.
SETTINGS = {"pdf.fonttype": 42, "svg.fonttype": "path", "svg.hashsalt": "analysis"}
OPTIONS = {
    "png": {"pil_kwargs": {"compress_level": 3}},  # half the time of 6, files a tenth larger
    "svg": {"metadata": {"Date": None}},
    "pdf": {"metadata": {"CreationDate": None}},
}


@contextlib.contextmanager
def _beside(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """A temporary file that takes the place of `path` once it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    try:
        yield pathlib.Path(name)
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        pathlib.Path(name).unlink(missing_ok=True)


def save_figure(
    figure: object, path: str | os.PathLike, *, formats: Sequence[str] | None = None
) -> list[pathlib.Path]:
    """Write a figure (or the figure of an Axes) and return the paths written.

    The format is that of the suffix of `path`; with `formats`, one file for each of them
    ("png" at 300 dpi, "svg" with letters as outlines, "pdf" with searchable text).  Pixels
    of a figure of half an A4 page at 300 dpi: 1890 x 1320.

    Raises ValueError for another format.

    >>> import tempfile, pathlib, matplotlib.pyplot as plt
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> [path.name for path in save_figure(plt.figure(), folder / "blank", formats=["svg"])]
    ['blank.svg']
    """
    import matplotlib as mpl

    path = pathlib.Path(path)
    figure = getattr(figure, "figure", figure)
    suffix = path.suffix.lstrip(".").lower()
    stem = path.with_suffix("") if suffix in FIGURE_FORMATS else path
    if formats is None:
        formats = [suffix]
    unknown = [each for each in formats if each not in FIGURE_FORMATS]
    if unknown:
        known = ", ".join(FIGURE_FORMATS)
        raise ValueError(f"{path.name}: no figure format {unknown[0]!r}; there are: {known}")
    written = []
    with mpl.rc_context(SETTINGS), _laid_out(figure):
        for each in formats:
            target = stem.with_name(f"{stem.name}.{each}")
            with _beside(target) as file:
                figure.savefig(file, format=each, dpi=DPI, **OPTIONS[each])
            written.append(target)
    return written


@contextlib.contextmanager
def _laid_out(figure: object) -> Iterator[None]:
    """Lay the figure out once for all formats; it costs more than the drawing."""
    engine, dpi = figure.get_layout_engine(), figure.get_dpi()
    figure.set_dpi(DPI)
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    try:
        yield
    finally:
        figure.set_layout_engine(engine)
        figure.set_dpi(dpi)


def save_table(frame: pd.DataFrame, path: str | os.PathLike) -> pathlib.Path:
    """Write one table as CSV: UTF-8 with a mark, so that Excel shows Chinese; full precision.

    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp()) / "terms.csv"
    >>> pd.read_csv(save_table(pd.DataFrame({"term": ["群众"], "n": [5]}), path))
      term  n
    0   群众  5
    """
    path = pathlib.Path(path)
    with _beside(path) as file:
        frame.to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\n")
    return path


def save_workbook(frames: Mapping[str, pd.DataFrame], path: str | os.PathLike) -> pathlib.Path:
    """Write tables into one Excel workbook, a sheet each, with wide enough columns.

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
    with _beside(path) as file:
        file.write_bytes(_without_dates(buffer.getvalue()))
    return path


def _fill_sheet(sheet: object, frame: pd.DataFrame) -> None:
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
        sheet.column_dimensions[get_column_letter(place)].width = min(widest + 2, 60)
    sheet.freeze_panes = "A2"


def _width(value: object) -> int:
    """Columns a value takes in a sheet."""
    if not isinstance(value, str):
        return 8
    return width(value)


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
