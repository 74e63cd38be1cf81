"""Tables: csv, tsv, xlsx and lines of JSON, as frames, and which of their columns is the text."""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import pandas as pd

from ..characters import HAN_RUN
from .archives import open_archive
from .encodings import decode

SAMPLE = 500  # rows that are looked at to find the column of the text
CLEARLY = 3  # times as many Chinese characters as the column with the second most
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?")
_DATE = re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?")


class Table(NamedTuple):
    """A table as it was read; its index is the row in the file, from 1.

    ``encoding`` and ``margin`` are those of text (see `decode`), ``formulas`` the rows with
    formulas of which the file holds no value, each with its columns.
    """

    frame: pd.DataFrame
    encoding: str = ""
    margin: float = 1.0
    formulas: tuple[tuple[int, str], ...] = ()


def read_table(data: bytes, suffix: str, encoding: str | None = None) -> Table:
    """Read the bytes of a table, the first row its heads, every column as what it holds.

    Whole numbers, numbers and dates are such where the whole column is; 007 is text. `suffix`
    is one of `TABLES`, `encoding` that of text (found from the bytes where it is not given).

    Raises ValueError for a table that is broken, or has no row.
    """
    table = TABLES[suffix](data, encoding)
    if table.frame.empty:
        raise ValueError("it holds a table without rows: the first row is for the heads")
    return table._replace(frame=typed(table.frame))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with the columns of text that are all numbers, or all dates, as such.

    >>> frame = pd.DataFrame({"year": ["2021", ""], "code": ["007", "12"], "on": ["2021-3-5", ""]})
    >>> typed(frame).dtypes.astype(str).tolist()
    ['Int64', 'str', 'datetime64[us]']
    """
    return frame.apply(_typed) if len(frame.columns) else frame


def _typed(column: pd.Series) -> pd.Series:
    if not pd.api.types.is_string_dtype(column.dtype):
        return column
    values = column.str.strip().where(column.notna(), "")
    told = values[values != ""]
    if told.empty:
        return column.where(values != "", None)
    if all(map(_WHOLE.fullmatch, told)):
        return values.where(values != "", None).astype("Int64")
    if all(map(_NUMBER.fullmatch, told)):
        return pd.to_numeric(values.where(values != "", None))
    if all(map(_DATE.fullmatch, told)):
        plain = values.where(values != "", None).str.replace(r"[/.]", "-", regex=True)
        dates = pd.to_datetime(plain, format="mixed", errors="coerce")
        if dates.notna().sum() == len(told):
            return dates
    return column.where(values != "", None)


# --- the formats -----------------------------------------------------------------------


def _read_csv(data: bytes, encoding: str | None, separator: str = "") -> Table:
    found = decode(data, encoding=encoding)
    heads = found.text.partition("\n")[0]
    separator = separator or max(",;\t，", key=heads.count)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(found.text),
                sep=separator,
                dtype="str",
                keep_default_na=False,
                index_col=False,
                skip_blank_lines=False,
                engine="python" if ord(separator) > 127 else "c",
            )
    except pd.errors.ParserWarning:
        raise ValueError(
            "it has rows with more cells than heads: put quotation marks around text with commas"
        ) from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise ValueError(f"it is no table, or a broken one ({error})") from None
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    return Table(frame.fillna(""), found.encoding, found.margin)


def _read_tsv(data: bytes, encoding: str | None) -> Table:
    return _read_csv(data, encoding, "\t")


def _read_json(data: bytes, encoding: str | None) -> Table:
    found = decode(data, encoding=encoding)
    rows: dict[int, Any] = {}
    if found.text.lstrip().startswith("["):
        try:
            rows = dict(enumerate(json.loads(found.text), 1))
        except json.JSONDecodeError as error:
            raise ValueError(f"it is no JSON ({error})") from None
    else:
        for number, line in enumerate(found.text.split("\n"), 1):
            try:
                rows |= {number: json.loads(line)} if line.strip() else {}
            except json.JSONDecodeError as error:
                raise ValueError(f"line {number} is no JSON ({error.msg})") from None
    for number, row in rows.items():
        if not isinstance(row, dict):
            raise ValueError(f'row {number} is no object with names: write {{"text": …}}')
    told = [{name: _cell(value) for name, value in row.items()} for row in rows.values()]
    return Table(pd.DataFrame(told, index=list(rows)), found.encoding, found.margin)


def _cell(value: object) -> object:
    """A value of JSON; lists and objects in it as JSON."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _read_xlsx(data: bytes, encoding: str | None) -> Table:
    open_archive(data).close()  # which refuses what would not fit in memory
    sheets = _sheets(data, values=True)
    parts = [_sheet(name, rows) for name, rows in sheets.items() if rows]
    parts = [part for part in parts if len(part)]
    if not parts:
        return Table(pd.DataFrame())
    if len(parts) == 1:
        frame = parts[0].drop(columns="sheet")
    else:
        frame = pd.concat(parts)
        frame = frame if frame.index.is_unique else frame.reset_index(drop=True)
    return Table(frame, formulas=_formulas(data, sheets))


def _sheets(data: bytes, *, values: bool) -> dict[str, list[tuple]]:
    """The cells of every sheet by its name: values, or formulas as they are written."""
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values)
            found = {}
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a sheet says of its size may be a mistake
                found[sheet.title] = list(sheet.iter_rows(values_only=True))
            book.close()
    except Exception as error:
        raise ValueError(f"it is no workbook, or a broken one ({error})") from None
    return found


def _sheet(name: str, rows: list[tuple]) -> pd.DataFrame:
    """The rows of a sheet below its heads, those without any cell left out."""
    first = next((at for at, row in enumerate(rows) if _is_filled(row)), len(rows) - 1)
    heads = ["" if head is None else str(head).strip() for head in rows[first]]
    own = [at for at, head in enumerate(heads) if head]
    if len({heads[at] for at in own}) < len(own):
        raise ValueError(f"two columns of sheet {name!r} have one name: call one otherwise")
    body = {at + 1: rows[at] for at in range(first + 1, len(rows)) if _is_filled(rows[at])}
    columns = {
        heads[at]: [row[at] if at < len(row) else None for row in body.values()] for at in own
    }
    return pd.DataFrame(columns, index=list(body)).assign(sheet=name)


def _is_filled(row: tuple) -> bool:
    return any(cell is not None and str(cell).strip() for cell in row)


def _formulas(data: bytes, sheets: dict[str, list[tuple]]) -> tuple[tuple[int, str], ...]:
    """Rows with formulas that no program has worked out yet, with what stands there."""
    found = []
    for name, rows in _sheets(data, values=False).items():
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    known = sheets[name][number]
                    if place >= len(known) or known[place] is None:
                        found.append((number + 1, cell))
    return tuple(found)


# One reader a suffix: a function of the bytes and of the encoding asked for (or None).
TABLES: dict[str, Callable[[bytes, str | None], Table]] = {
    ".csv": _read_csv,
    ".tsv": _read_tsv,
    ".xlsx": _read_xlsx,
    ".xlsm": _read_xlsx,
    ".jsonl": _read_json,
    ".ndjson": _read_json,
    ".json": _read_json,
}


# --- the column of the text --------------------------------------------------------------


def text_column(frame: pd.DataFrame, text: str | None) -> tuple[str, str]:
    """The column that holds the text, and what is to be said of it.

    It is `text` where that is given; otherwise the one with clearly the most Chinese characters.

    Raises ValueError for a column that is not there, and where none is clearly the text.
    """
    names = list(map(str, frame.columns))
    if text is not None:
        if text not in names:
            raise ValueError(f"it has no column {text!r}; there are: {', '.join(names)}")
        return text, ""
    han = {name: _han_in(frame[name].head(SAMPLE)) for name in frame.columns}
    best, *others = sorted(han, key=han.__getitem__, reverse=True)
    if not han[best] or any(CLEARLY * han[other] > han[best] for other in others[:1]):
        raise ValueError(
            f"which column is the text? Name it with text= (--text-column): {', '.join(names)}"
        )
    return best, f"its text is taken from column {best!r} (text= names another)"


def _han_in(column: pd.Series) -> int:
    values = (value for value in column if isinstance(value, str))
    return sum(map(len, HAN_RUN.findall("".join(values))))
