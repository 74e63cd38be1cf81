"""Files to text: any file a user has, read once, nothing lost, every failure named."""

from __future__ import annotations

import glob
import math
import os
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pandas as pd

from ..contract import FRAMES, frame_of
from ..glossary import tell
from . import office
from .apart import problem_of, read_apart
from .archives import MAX_BYTES, check_name, is_bomb, member_name, open_archive, unpack
from .damage import damage
from .encodings import check_text
from .formats import (
    is_rtf,
    read_docx,
    read_epub,
    read_html,
    read_markdown,
    read_odt,
    read_pdf,
    read_plain,
    read_rtf,
    read_subtitles,
)
from .marks import Reading
from .metadata import RESERVED, settled, with_metadata, with_years
from .spacing import REMARK, closed, without_gaps
from .tables import TABLES, Table, read_table, text_column

COLUMNS = list(FRAMES["documents"].columns)

# One reader a suffix: a function of the bytes and of the encoding asked for (or None).
READERS = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".docx": read_docx,
    ".docm": read_docx,
    ".dotx": read_docx,
    ".dotm": read_docx,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".mht": read_html,
    ".mhtml": read_html,
    ".odt": read_odt,
    ".ott": read_odt,
    ".epub": read_epub,
    ".rtf": read_rtf,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
}

# A reader works in this process on so many bytes, on more in one of its own, which has limits:
# PDFium can do harm with any file, the others with what unpacks or branches out.
HERE: dict[Callable, int] = {read_pdf: 0, read_html: 1 << 20, read_rtf: 1 << 20}
HERE |= dict.fromkeys((read_markdown, read_subtitles), 1 << 23)
HERE |= dict.fromkeys((read_docx, read_odt, read_epub), 1 << 16)
# Files of text pack to a third, pages to a tenth; a zip file of many that pack further is a trick.
USUAL_RATIO, LARGE_ZIP = 50, 1 << 25
# Bytes of memory that the files in a zip file may take together; what a character and a mark take.
MOST_IN_ZIP = 1 << 27
OF_CHARACTER, OF_MARK = 2, 250
TOO_MUCH = {"problem": "the files before it in the zip file hold too much: unpack the zip file"}
LONGEST_NAME = 100  # characters; a longer "path" is more likely a text
UNSURE = 0.5  # an encoding with a smaller margin is a guess
MANY_FILES, MANY_BYTES = 2_000, 100_000_000  # of a collection that is better counted than loaded
MOST_NAMED = 3  # files that one warning names
NAMING = ("document", "id", "ID", "编号", "序号")  # columns of a table that may name documents

# What to do with common files that cannot be read.
ADVICE = {
    **dict.fromkeys(office.SUFFIXES, "save it as .docx, or install LibreOffice, which reads it"),
    ".pages": "save it as .docx",
    ".ofd": "save it as .pdf",
    ".caj": "save it as .pdf",
    ".rar": "unpack it, or pack it as .zip",
    ".7z": "unpack it, or pack it as .zip",
}


class _Source(NamedTuple):
    """One file to be read: where it stands, and how to get its bytes."""

    path: str
    get: Callable[[], bytes]


def read_text(text: str, name: str = "text") -> pd.DataFrame:
    """Make a frame of one document from a string, such as text pasted into a notebook.

    `text` is the whole text: CRLF and CR become LF, a byte order mark is removed, and so are
    blanks between all its characters (a warning says so). `name` is what the document is
    called. Give the result to `load`. A warning names damage that the text shows, such as
    characters lost when it was read with a wrong encoding.

    Raises ValueError if the text is empty or has characters that no file can hold.

    >>> read_text("第一章 总则", "草案")[["document", "text"]].values.tolist()
    [['草案', '第一章 总则']]
    """
    if not isinstance(text, str):
        raise ValueError(f"text must be a str, not {type(text).__name__}: decode bytes first")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    check_text(text)
    given, text = text, closed(text)
    for remark in (REMARK, *damage(text)) if text != given else damage(text):
        tell(f"{name}: {remark}")
    row = {"document": name, "format": "text", "margin": 1.0, "text": text}
    return _frame([_blank("") | row])


def read_documents(
    paths: str | os.PathLike | Iterable[str | os.PathLike],
    *,
    encoding: str | None = None,
    text: str | None = None,
    metadata: object = None,
) -> pd.DataFrame:
    """Read files into a frame of documents, one row a file, in the order of their paths.

    `paths` is a file, a folder (with its subfolders), a glob, or a list of them. A ``.zip`` is
    read like a folder. `encoding` is for plain text and web pages whose encoding you know; it
    is found from the bytes otherwise.

    A table (``.csv``, ``.tsv``, ``.xlsx``, ``.jsonl``) has a document in every row, the first one
    for the heads. `text` names the column of their text (without it, the one with by far the most
    Chinese characters, and a warning says which); a column ``document`` or ``id`` names them,
    ``title`` is their title, and the others are columns of the documents.

    `metadata` gives documents columns of their own, such as a year, by which they are counted and
    compared: a table (a DataFrame, or a csv, tsv, xlsx or jsonl file) with a column ``document``
    or ``file``, or a pattern of their paths (``"{year}_{city}.docx"``, ``"{year}/…"``). Without
    it, where the name of every document has one year, this is a column ``year``, and a warning
    says so; () is for none. Whole numbers, numbers and dates are such, and a table's categories
    keep their order.

    Columns: ``document`` (a unique name: the file name without suffix, with the suffix and
    folders where that is not enough), ``path``, ``format``, ``encoding``, ``margin`` (how
    clearly the encoding was the best one: 0 a toss-up, 1 beyond doubt), ``title`` (or ""),
    ``text``, ``marks`` (what the format says about spans of the text), ``problem``.

    A file among several that cannot be read keeps its row, at the end, with an empty text and
    the reason in ``problem``, and a warning names it; another warning says which files hold
    something that was not read, or that looks damaged. ``README*``, hidden files and lock files
    of editors in a folder are passed over.

    Raises FileNotFoundError for a path that does not exist, ValueError for a file that cannot
    be read, for a folder without a document that can be, and for metadata that fits no document
    or has a column with the name of another.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = pathlib.Path(folder, "报告.txt").write_text("一、总则", encoding="gb18030")
    ...     documents = read_documents(folder)
    >>> documents.loc[0, ["document", "format", "encoding", "text"]].tolist()
    ['报告', 'txt', 'gb18030', '一、总则']
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not given:
        raise ValueError("no paths given: name a file, a folder or a glob")
    sources = _found(given, metadata)
    _warn_of_size([source.path for source in sources])
    rows = [
        row for source in _progress(_with_old(sources)) for row in _rows(source, encoding, text)
    ]
    documents = _frame(_told_of(rows))
    return given_metadata(documents, metadata)


def given_metadata(documents: pd.DataFrame, metadata: object) -> pd.DataFrame:
    """The documents with the columns of `metadata`, or the year in their names (see above)."""
    if isinstance(metadata, tuple) and not metadata:  # () says: none, and look for none
        return documents
    return with_years(documents) if metadata is None else with_metadata(documents, metadata)


def _warn_of_size(paths: list[str]) -> None:
    """Say of a collection that is better counted than loaded how that is done."""
    size = sum(os.path.getsize(path) for path in paths if os.path.isfile(path))
    if len(paths) > MANY_FILES or size > MANY_BYTES:
        tell(
            f"{len(paths):,} files of {size / 1e6:,.0f} MB are loaded, and every word of them is "
            "kept in memory: count_corpus counts them in several processes and keeps none"
        )


def _told_of(rows: list[dict]) -> list[dict]:
    """The rows, those that were read first; warns of the others and of what was left out."""
    good = [row for row in rows if not row["problem"]]
    bad = [row for row in rows if row["problem"]]
    if not good:
        raise ValueError(complaint(bad))
    if bad:
        tell(complaint(bad))
    remarks = [f"{row['path']}: {remark}" for row in good for remark in row["remarks"]]
    if remarks:
        tell(_listed(remarks))
    return good + bad


def _is_same(path: str, *others: str | os.PathLike) -> bool:
    """Whether a file is one of the others, which may be no files at all."""
    return any(_exists(Path(other)) and os.path.samefile(path, other) for other in others)


def list_files(paths: Iterable[str | os.PathLike], metadata: object = None) -> list[str]:
    """The files that `read_documents` would read, in its order; a file of `metadata` is none.

    Raises FileNotFoundError for a path that does not exist, ValueError for a folder without a
    document.
    """
    return [source.path for source in _found(list(paths), metadata)]


def read_file(
    path: str, *, encoding: str | None = None, text: str | None = None, problem: str = ""
) -> pd.DataFrame:
    """The documents in one file (several in a zip file), and what would be warned of.

    Columns of `read_documents`, and ``remark``: what looks damaged or was left out, or "".
    Nothing is raised and nothing warned of; a `problem` that is known already is put down
    without a look at the file.
    """
    source = _Source(path, partial(_read_bytes, Path(path)))
    rows = [_blank(path) | {"problem": problem}] if problem else [*_rows(source, encoding, text)]
    return _frame(rows).assign(remark=["; ".join(row["remarks"]) for row in rows])


# --- finding the files ---------------------------------------------------------------


def _found(given: list[str | os.PathLike], metadata: object = None) -> list[_Source]:
    """Every file that the paths name, each once, in order; without that of `metadata`."""
    paths: dict[str, Path] = {}
    for item in given:
        if not isinstance(item, str | os.PathLike):
            raise ValueError(
                f"a path is a str or Path, not {type(item).__name__}; "
                "for text that you have as a string there is read_text"
            )
        for path in _expanded(item):
            paths.setdefault(os.path.realpath(path), path)
    beside = [metadata] if isinstance(metadata, str | os.PathLike) else []
    kept = [path for path in paths.values() if not _is_same(str(path), *beside)]
    return [_Source(str(path), partial(_read_bytes, path)) for path in kept]


def _expanded(item: str | os.PathLike) -> list[Path]:
    """The files behind one path: itself, those of a folder, or the hits of a glob."""
    path = Path(item)
    if _exists(path):
        files = _folder_files(path) if path.is_dir() else [path]
    elif glob.has_magic(str(item)):
        hits = [Path(hit) for hit in sorted(glob.glob(str(item), recursive=True))]
        files = [hit for hit in hits if hit.is_file() and is_document(hit.name)]
    else:
        name = str(item)
        raise FileNotFoundError(
            f"no file or folder {name[:LONGEST_NAME]!r}"
            + "; for text that you have as a string there is read_text"
            * (len(name) > LONGEST_NAME or any(sign in name for sign in "\n。，；"))
        )
    if not files:
        raise ValueError(f"no document in {str(item)!r} (readable: {_readable()})")
    return files


def _exists(path: Path) -> bool:
    """Whether there is such a file; there is none where no file can have the name."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _folder_files(folder: Path) -> list[Path]:
    """The documents in a folder and its subfolders, by path."""
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if is_document(name))
        files += [Path(root, name) for name in names if is_document(name)]
    return sorted(files)


def is_document(name: str) -> bool:
    """Whether a name in a folder is a document's, not a read-me, hidden or lock file."""
    return not (
        name.startswith((".", "~$", "__MACOSX"))
        or name.lower().startswith("readme")
        or name.lower() in ("thumbs.db", "desktop.ini")
    )


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        raise ValueError("it is not a regular file")
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"it is larger than {MAX_BYTES >> 20} MB: divide it")
    return path.read_bytes()


def _members(data: bytes, path: str) -> Iterator[_Source]:
    """The documents in a zip file, each unpacked when its turn comes."""
    with open_archive(data) as archive:
        size = sum(info.file_size for info in archive.infolist() if not is_bomb(info))
        if size > LARGE_ZIP and size > USUAL_RATIO * len(data):
            raise ValueError(f"it unpacks to {size // len(data)} times its size: not opened")
        for info in archive.infolist():
            name = member_name(info) or "(without a name)"
            parts = [part for part in name.replace("\\", "/").split("/") if part != ".."]
            if parts[-1] and all(map(is_document, parts)):
                yield _Source(f"{path}/{name}", partial(_member, archive, info))


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    check_name(info.filename)
    return unpack(archive, info)


# --- reading them --------------------------------------------------------------------


def _rows(source: _Source, encoding: str | None, text: str | None = None) -> Iterator[dict]:
    """The row of one file, or the rows of a table, or of the files in a zip file."""
    if PurePosixPath(source.path).suffix.lower() != ".zip":
        yield from _rows_of(source, encoding, text)
        return
    empty, room = True, MOST_IN_ZIP
    try:
        for member in _members(source.get(), source.path):
            rows = (
                _rows_of(member, encoding, text) if room > 0 else [_blank(member.path) | TOO_MUCH]
            )
            yield from rows
            room -= sum(
                len(row["text"]) * OF_CHARACTER + len(row["marks"]) * OF_MARK for row in rows
            )
            empty = False
    except Exception as error:
        yield _blank(source.path) | {"problem": problem_of(error, "zip")}
    else:
        if empty:
            yield _blank(source.path) | {"problem": "the zip file holds no document"}


def _rows_of(source: _Source, encoding: str | None, text: str | None) -> list[dict]:
    """The row of one file, or those of the documents in a table."""
    is_table = PurePosixPath(source.path).suffix.lower() in TABLES
    return _rows_of_table(source, encoding, text) if is_table else [_row(source, encoding)]


def _rows_of_table(source: _Source, encoding: str | None, text: str | None) -> list[dict]:
    """The documents of a table, or why there are none."""
    blank = _blank(source.path)
    try:
        table = read_table(source.get(), f".{blank['format']}", encoding)
        column, remark = text_column(table.frame, text)
        rows, remarks = _documents_of(table, column, blank)
    except Exception as error:
        return [blank | {"problem": problem_of(error, blank["format"])}]
    if not rows:
        return [blank | {"problem": f"column {column!r} holds no text"}]
    whole = Reading("\n".join(row["text"] for row in rows), (), "", table.encoding, table.margin)
    rows[0]["remarks"] = (*filter(None, [remark]), *remarks, *_doubts(whole))
    return rows


def _documents_of(table: Table, column: str, blank: dict) -> tuple[list[dict], list[str]]:
    """The rows of a table that hold text, as documents, and what is to be said of the others."""
    frame, names = table.frame, _names_in(table.frame, column, blank["document"])
    title = [] if "title" in (column, names.name) or "title" not in frame else ["title"]
    others = frame.drop(columns=list({column, names.name, *title} & set(frame.columns)))
    taken = [name for name in others.columns if name in RESERVED]
    others = others.rename(columns={name: f"{name}_" for name in taken})
    known = blank | {"encoding": table.encoding, "margin": table.margin}
    rows, empty = [], []
    columns = others.to_dict("records") if len(others.columns) else [{}] * len(frame)
    titles = frame["title"] if title else [None] * len(frame)
    told = zip(frame.index, names, frame[column], titles, columns, strict=True)
    for number, name, value, head, own in told:
        text = _as_text(value)
        try:
            check_text(text)
        except ValueError:
            empty.append(number)
            continue
        row = {"document": name, "title": _as_text(head), "text": text, "columns": own}
        rows.append(known | row)
    remarks = [f"column {name!r} is called {name + '_'!r} here" for name in taken]
    if table.formulas:
        number, cell = table.formulas[0]
        remarks.append(
            f"{len(table.formulas)} formulas have no value in the file, such as {cell[:30]} in "
            f"row {number}: save it once in a spreadsheet program"
        )
    if empty:
        remarks.append(f"no text in {len(empty)} rows: {_listed(list(map(str, empty)), ', ')}")
    return rows, remarks


def _names_in(frame: pd.DataFrame, column: str, stem: str) -> pd.Series:
    """The names of the documents of a table: from a column of names, or the rows' numbers."""
    for name in NAMING:
        if name in frame and name != column and frame[name].notna().all():
            names = frame[name].astype("str").str.strip()
            if names.is_unique and (names != "").all():
                return names
    return pd.Series([f"{stem}-{number}" for number in frame.index], frame.index)


def _as_text(value: object) -> str:
    """What stands in a cell, as the text of a document."""
    if not isinstance(value, str):
        return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]
    return closed(value.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))


def _row(source: _Source, encoding: str | None) -> dict:
    """One row of documents: what was read, or why not.

    Whatever a reader raises, the other files are read.
    """
    row = _blank(source.path)
    try:
        reader, data = _opened(source, row["format"])
        apart = len(data) > HERE.get(reader, math.inf)
        read = partial(read_apart, reader) if apart else reader
        reading = without_gaps(read(data, encoding))
        check_text(reading.text)
    except Exception as error:
        return row | {"problem": problem_of(error, row["format"])}
    return row | reading._asdict() | {"remarks": reading.remarks + _doubts(reading)}


def _opened(source: _Source, name: str) -> tuple[Callable[[bytes, str | None], Reading], bytes]:
    """The reader of a file and its bytes: programs give .doc or .txt to what is neither."""
    if f".{name}" not in office.SUFFIXES:
        reader, data = _reader(name), source.get()
        return (read_rtf if is_rtf(data) else reader), data
    data = source.get()
    if office.is_old(data) and office.program():
        data = _made(office.as_docx([data])[0])
    if is_rtf(data):
        return read_rtf, data
    return (read_docx if data.startswith(b"PK") else _reader(name)), data


def _with_old(sources: list[_Source]) -> list[_Source]:
    """The sources, old Word files among them converted together."""
    old = [
        (number, data)
        for number, source in enumerate(sources)
        if source.path.lower().endswith(office.SUFFIXES) and (data := _old_bytes(source))
    ]
    sources = list(sources)
    if len(old) > 1 and office.program():
        made = office.as_docx(data for _, data in old)
        for (number, _), data in zip(old, made, strict=True):
            sources[number] = sources[number]._replace(get=partial(_made, data))
    return sources


def _old_bytes(source: _Source) -> bytes:
    """The bytes of an old Word file; none of any other, or of one that cannot be opened."""
    try:
        data = source.get()
    except (OSError, ValueError):
        return b""  # its own row says so
    return data if office.is_old(data) else b""


def _made(data: bytes) -> bytes:
    """What was made of an old Word file."""
    if not data:
        raise ValueError(office.FAILED)
    return data


def _doubts(reading: Reading) -> tuple[str, ...]:
    """What may have been read wrongly, whatever the format."""
    if reading.margin >= UNSURE:
        return damage(reading.text)
    guess = f"its encoding is a guess ({reading.encoding}, margin {reading.margin:.2f})"
    return (f"{guess}: if the text is wrong, name the encoding with encoding=",)


def _reader(name: str) -> Callable[[bytes, str | None], Reading]:
    """The reader of a format; an error that says what to do for one without."""
    suffix = f".{name}"
    if suffix in READERS:
        return READERS[suffix]
    if suffix == ".zip":
        raise ValueError("it is a zip file inside a zip file: unpack the outer one")
    kind = f"{suffix} cannot be read" if name else "a file without suffix cannot be read"
    raise ValueError(f"{kind}; {ADVICE.get(suffix, 'save it as text')} (readable: {_readable()})")


def _readable() -> str:
    return ", ".join([*READERS, *TABLES, ".zip"])


def _blank(path: str) -> dict:
    """The row of a file of which nothing is known yet."""
    name = PurePosixPath(Path(path).as_posix())
    row = {"document": name.stem, "path": path, "format": name.suffix.lower()[1:]}
    return row | {
        "encoding": "",
        "margin": 0.0,
        "title": "",
        "text": "",
        "marks": (),
        "problem": "",
        "remarks": (),
        "columns": {},
    }


def _progress(sources: list[_Source]) -> Iterable[_Source]:
    """A progress bar where reading takes longer than a second and somebody looks on."""
    if len(sources) == 1:
        return sources
    from tqdm.auto import tqdm

    return tqdm(sources, desc="reading", unit="file", delay=1, leave=False, disable=None)


def complaint(bad: list[dict]) -> str:
    """One sentence about the files that could not be read."""
    told = _listed([f"{row['path']}: {row['problem']}" for row in bad])
    return told if len(bad) == 1 else f"{len(bad)} files could not be read: {told}"


def _listed(lines: list[str], between: str = "; ") -> str:
    """The first lines as one, and how many more there are."""
    more = f"{between}and {len(lines) - MOST_NAMED} more" if len(lines) > MOST_NAMED else ""
    return between.join(lines[:MOST_NAMED]) + more


# --- the frame -----------------------------------------------------------------------


def _frame(rows: list[dict]) -> pd.DataFrame:
    """The rows as a frame, every document with a name of its own."""
    names = unique_names([row["document"] for row in rows], [row["path"] for row in rows])
    frame = pd.DataFrame(rows, columns=COLUMNS)
    own = pd.DataFrame([row["columns"] for row in rows], index=frame.index)
    return frame.assign(document=pd.Series(names, dtype="str"), **settled(own))


def unique_names(names: list[str], paths: list[str]) -> list[str]:
    """Stems where they are unique, else as much of the end of the path as it takes."""
    parts = [Path(path).as_posix().split("/") for path in paths]
    depth = 0
    while True:
        clashing = {name for name, n in Counter(names).items() if n > 1}
        if not clashing or depth > max(map(len, parts)):
            return names
        depth += 1
        names = [
            "/".join(part[-depth:]) if name in clashing else name
            for name, part in zip(names, parts, strict=True)
        ]


def completed(documents: pd.DataFrame, metadata: object = None) -> pd.DataFrame:
    """A user's own frame of `documents`, with the columns that it lacks, and `metadata`.

    Raises ValueError if ``document`` or ``text`` is missing, two documents have one name, or
    a text has characters that no file can hold.
    """
    numbers = "document" in documents and pd.api.types.infer_dtype(documents["document"])
    if numbers == "integer":  # years and running numbers are names, too
        documents = documents.assign(document=documents["document"].astype("str"))
    documents = frame_of(documents, "documents", ["document", "text"])
    for name, text in documents[["document", "text"]].itertuples(index=False):
        if not isinstance(text, str):
            raise ValueError(f"the text of {name!r} is not a str but {type(text).__name__}")
        if text.strip():
            check_text(text)
    blank = _blank("") | {"format": "text", "margin": 1.0}
    lacking = {column: blank[column] for column in COLUMNS if column not in documents}
    marks = {"marks": [()] * len(documents)} if "marks" in lacking else {}
    documents = documents.assign(**lacking | marks)
    return documents if metadata is None else with_metadata(documents, metadata)
