"""Columns of the documents' own: year, author, source; from a table, a pattern, or names."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from ..contract import CARRIED, FRAMES
from ..glossary import Note, tell
from .tables import TABLES, read_table, typed

# Names that frames of the package have for something else.
RESERVED = frozenset({*FRAMES["documents"].columns, *FRAMES["tokens"].columns})
RESERVED |= {"tag", "term", "n", *CARRIED}
KEYS = ("document", "file", "文件", "文件名", "文档")  # the column that says whose row it is
MOST_NAMED = 3  # files that one warning names
_FIELD = re.compile(r"\{(\w+)\}|(…|\*+)|([^{…*]+)|(.)", re.DOTALL)
_YEAR = r"(?:19|20)\d\d"
# A year of four figures by itself, or at the head of a date such as 20210315.
_YEARS = re.compile(rf"(?<!\d)({_YEAR})(?=(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])?(?!\d)|(?!\d))")
_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile("[一二][〇○零一二三四五六七八九]{3}(?=年|$)")


def with_metadata(documents: pd.DataFrame, metadata: Any) -> pd.DataFrame:
    """The documents with columns of their own.

    `metadata` is a table (a DataFrame, or a csv, tsv, xlsx or jsonl file) with a column
    ``document`` or ``file`` that names them, with or without suffix and folders; or a pattern of
    their paths such as ``"{year}_{city}.docx"`` or ``"{year}/…"``, where … stands for anything.

    A document without a row and a row without a document are named in a warning.

    Raises ValueError for a column that has the name of another of the contract, a table without
    a column that names documents, a document that is there twice, and metadata that fits none.
    """
    if isinstance(metadata, str) and "{" in metadata:
        found = _by_pattern(documents, metadata)
    elif isinstance(metadata, pd.DataFrame):
        found = _by_table(documents, metadata)
    elif isinstance(metadata, str | os.PathLike):
        path = Path(metadata)
        if path.suffix.lower() not in TABLES:
            raise ValueError(
                f"metadata={str(metadata)!r} is no table ({', '.join(TABLES)}) and no pattern "
                "with a field, such as '{year}.docx'"
            )
        found = _by_table(documents, read_table(path.read_bytes(), path.suffix.lower()).frame)
    else:
        raise ValueError(
            f"metadata is a table, its file or a pattern, not {type(metadata).__name__}"
        )
    return documents.assign(**settled(found))


def with_years(documents: pd.DataFrame) -> pd.DataFrame:
    """The documents with a column ``year`` where the name of each has one; a warning says so."""
    found = [year_of(name) for name in documents["document"]]
    years = [year for year in found if year is not None]
    whole = len(years) == len(found) and not documents["path"].duplicated().any()
    if not whole or len(set(years)) < 2:
        return documents
    tell(Note("years", min(years), max(years)))
    return documents.assign(year=years)


def year_of(name: str) -> int | None:
    """The year in a name, if there is exactly one.

    >>> [year_of(name) for name in ("2021", "报告20210315", "二〇二一年", "2019-2021", "GB 18030")]
    [2021, 2021, 2021, None, None]
    """
    name = _CHINESE_YEAR.sub(lambda found: found[0].translate(_CHINESE), name)
    found = set(_YEARS.findall(unicodedata.normalize("NFKC", name)))
    return int(found.pop()) if len(found) == 1 else None


def settled(columns: pd.DataFrame) -> pd.DataFrame:
    """Columns with the dtype of what they hold: whole numbers stay whole where some are missing.

    Raises ValueError for the name of another column of the contract.
    """
    for name in columns.columns:
        if name in RESERVED:
            raise ValueError(
                f"metadata cannot have a column {name!r}, which means something else here: call "
                f"it {name + '_'!r}, or the like"
            )
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"a column of metadata is called {name!r}: give it a name")
    return columns.apply(_settled) if len(columns.columns) else columns


def _settled(column: pd.Series) -> pd.Series:
    column = column.infer_objects()
    whole = pd.api.types.is_float_dtype(column.dtype) and column.notna().any()
    if whole and (column.dropna() % 1 == 0).all():
        column = column.astype("Int64")
    if column.dtype == "Int64" and column.notna().all():
        return column.astype("int64")
    return column.map(str).where(column.notna(), None) if _is_mixed(column) else column


def _is_mixed(column: pd.Series) -> bool:
    """Whether values of several kinds stand in a column (2021 and 不详): they are text then."""
    return column.dtype == object and pd.api.types.infer_dtype(column) not in ("string", "date")


# --- from a table ----------------------------------------------------------------------


def _by_table(documents: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table in the order of the documents."""
    key = next((name for name in KEYS if name in table.columns), None)
    if key is None:
        raise ValueError(
            f"metadata has no column {KEYS[0]!r} or {KEYS[1]!r} that names the documents; there "
            f"are: {', '.join(map(str, table.columns))}"
        )
    names = [_plain(str(name)) for name in table[key]]
    rows = {name: row for row, name in enumerate(names)}
    if len(rows) < len(names):
        twice = next(name for row, name in enumerate(names) if rows[name] != row)
        raise ValueError(f"metadata has two rows for {twice!r}: leave one out")
    pairs = zip(documents["document"].astype(str), documents["path"], strict=True)
    found = [
        next((rows[name] for name in _names_of(document, path) if name in rows), -1)
        for document, path in pairs
    ]
    if max(found, default=-1) < 0:
        raise ValueError(
            f"no row of metadata names a document: {key!r} has {names[0] if names else 'none'!r} "
            f"…, and the documents are {documents['document'].iloc[0]!r} …"
        )
    _tell("noRow", _missed(documents, found))
    unused = sorted(set(range(len(names))) - set(found))
    _tell("noDocument", [names[row] for row in unused])
    columns = table.drop(columns=key).reset_index(drop=True)
    return columns.reindex(found).set_axis(documents.index)


def _names_of(document: str, path: str) -> Iterator[str]:
    """What a table may call a document, the fullest name first."""
    yield _plain(document)
    parts = _plain(Path(path).as_posix()).split("/")
    for first in range(len(parts)):
        tail = "/".join(parts[first:])
        yield tail
        yield re.sub(r"\.[^./]+$", "", tail)


def _plain(name: str) -> str:
    """A name as it is compared: composed characters, one kind of slash."""
    return unicodedata.normalize("NFC", name.strip()).replace("\\", "/").removeprefix("./")


# --- from a pattern --------------------------------------------------------------------


def _by_pattern(documents: pd.DataFrame, pattern: str) -> pd.DataFrame:
    """What the fields of a pattern are in the path of every document."""
    known = _as_regex(pattern)
    paths = [
        _plain(Path(path or name).as_posix())
        for path, name in zip(documents["path"], documents["document"].astype(str), strict=True)
    ]
    found = [known.search(path) for path in paths]
    if not any(found):
        raise ValueError(f"metadata={pattern!r} fits no document, such as {paths[0]!r}")
    _tell("noFit", _missed(documents, [0 if one else -1 for one in found]), repr(pattern))
    values = {
        name: [one[name] if one else "" for one in found]
        for name in sorted(known.groupindex, key=known.groupindex.__getitem__)
    }
    return typed(pd.DataFrame(values, index=documents.index))


def _as_regex(pattern: str) -> re.Pattern[str]:
    """The pattern for the end of a path, with or without suffix."""
    told, names = "", []
    for field, anything, text, odd in _FIELD.findall(_plain(pattern)):
        if odd:
            raise ValueError(
                f"metadata={pattern!r}: a field is a name in braces, as in '{{year}}'"
            )
        if field in names or (field and not field.isidentifier()):
            raise ValueError(f"metadata={pattern!r}: {field!r} is no name for one field")
        names += [field] if field else []
        inside = _YEAR if field == "year" else "[^/]+?"
        told += f"(?P<{field}>{inside})" if field else ".*" if anything else re.escape(text)
    return re.compile(rf"(?:^|/){told}(?:\.[^./]+)?$")


# --- what is said ----------------------------------------------------------------------


def _missed(documents: pd.DataFrame, found: list[int]) -> list[str]:
    """The documents that were read, and for which nothing was found."""
    read = documents["problem"] == "" if "problem" in documents else [True] * len(documents)
    rows = zip(documents["document"].astype(str), found, read, strict=True)
    return [name for name, row, was_read in rows if row < 0 and was_read]


def _tell(key: str, names: list[str], *parts: str) -> None:
    """Warn by a note of the glossary that names documents, the first few of many."""
    named: str = ", ".join(names[:MOST_NAMED])
    if len(names) > MOST_NAMED:
        named = Note("namedMore", named, len(names) - MOST_NAMED)
    if names:
        tell(Note(key, named, *parts))
