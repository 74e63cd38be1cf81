"""The folder of a report: everything is made beside it first, then moved there, or not at all."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import pathlib
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..corpus import Paths
from ..files import beside, file_names, put_in_place
from ..glossary import LANGUAGES, Note, tell, words
from ..page import write_page
from ..reading import read_documents
from ..segmentation import write_terms
from .document import save_document
from .gallery import KINDS, figures
from .images import save_figure
from .job import Analysis, analyse
from .provenance import (
    as_json,
    as_typed,
    changed_inputs,
    changed_versions,
    files_of,
    options_of,
    read_record,
    record_of,
)
from .tables import save_table, save_workbook
from .word import opened

if TYPE_CHECKING:  # opening matplotlib takes half a second
    from matplotlib.axes import Axes

OURS = re.compile(f"({'|'.join(KINDS)})(_|$)")  # names that reports give to files
QUIET = frozenset(["doubted", "noTrend", "noEvidence", "in"])  # notes that only the report says
ROWS = 2000  # of a sheet that people read; the CSV files have all


def write_report(
    paths: Paths | pd.DataFrame,
    folder: str | os.PathLike,
    *,
    formats: Sequence[str] = ("png",),
    language: str = "zh",
    date: datetime.date | None = None,
    template: str | os.PathLike | None = None,
    text: str = "full",
    **options: Any,
) -> Analysis:
    """Write a Word file, a page, tables, figures, terms, notes and a record into `folder`.

    `paths` and the `options` are those of `analyse`; `formats` are those of `save_figure`.
    `language` is that of figures, sheets and words, "zh" or "en"; `date` stands in the files
    (today where it is not given), and nothing else in them changes from one run to the next.

    The CSV files have every row in full precision under the names of the columns; the workbook
    has at most 2,000 rows a sheet, rounded and with words for people; `report.docx` is what
    `save_document` writes, in the styles of your own `template` where there is one; `report.html`
    is the page of `page.write_page`, with so much of the `text` as that says ("full", "evidence"
    or "none").  `report.json` holds versions, options and the SHA-256 of inputs and files: from it
    `write_again` makes the same report.

    What an earlier report left in the folder is replaced, other files are left alone; everything
    is made in a folder beside it first, so a failure changes nothing.  A figure that cannot be
    drawn, or a text that a cell cannot hold, is a note, and all the rest is there.

    Returns what it drew from, with all notes, which stand in the report; warns of those that tell
    of what the report lacks, or of an option without effect.  Raises ValueError and
    OSError as `analyse` does, and OSError where it cannot write.
    """
    folder = pathlib.Path(folder)
    words(language)  # before the work, where there is no such language
    if template is not None:
        opened(template)
    if not isinstance(paths, str | os.PathLike | pd.DataFrame):
        paths = list(paths)
    look = Look(formats, language, date or datetime.date.today(), template, text)
    return _make(paths, folder, look, options, as_typed(paths))


def _make(
    paths: Paths | pd.DataFrame,
    folder: pathlib.Path,
    look: Look,
    options: dict[str, Any],
    typed: list[str] | None,
) -> Analysis:
    """Everything, beside its place, then moved there; `typed` are the paths for the record."""
    _check_writable(folder)
    with _collected() as told:  # of reading: a report that is made again does not know of it
        analysis = analyse(paths, **options)
    with beside(folder) as scratch:
        made = scratch / "report"
        made.mkdir()
        given = options.get("terms", "auto")
        own = given is not None and not (isinstance(given, str) and given == "auto")
        if len(analysis.terms) and not own:  # the user's own may stand in that file
            write_terms(analysis.terms, made / "terms.txt")
        notes = _write_all(analysis, made, look, options.get("stop"))
        record = record_of(analysis, typed, options | look._asdict(), look.date)
        record["files"] = files_of(made)
        (made / "report.json").write_text(as_json(record), "utf-8", errors="replace")
        if not (_is_all_ours(folder, made) and put_in_place(made, folder.resolve(), scratch)):
            _move(made, folder)
    notes = [note.said(look.language) for note in notes]
    for note in (*told, *(note for note in notes if note.key not in QUIET)):
        tell(note.said(look.language))
    return analysis._replace(notes=tuple(notes))


def write_again(
    record: str | os.PathLike,
    folder: str | os.PathLike | None = None,
    *,
    paths: Paths | pd.DataFrame | None = None,
    template: str | os.PathLike | None = None,
) -> list[str]:
    """Make a report once more from its `record`, the report.json that lies in its folder.

    With the same inputs and versions the files are the same, byte for byte.  `folder` is where
    they go (None: where the record lies), `paths` are the documents (None: those that were
    named, if they were named by relative paths), `template` is the user's own, where one was
    used: the record knows inputs and template by name and SHA-256 alone.  Dictionary, stop
    words, synonyms and corrections are in the record.

    Returns what differs, a clause each: versions, and files that are not what they were; [] where
    nothing does.  Raises ValueError, and writes nothing, where an input is not what it was, and
    for a file that is no record.
    """
    made = read_record(record)
    documents = _documents_again(made, record, paths)
    chosen = (made["options"].get("settings") or {}).get("documents")
    read = documents if chosen is None else documents[documents["document"].isin(chosen)]
    if changed := changed_inputs(made, read):
        raise ValueError(f"not the documents of {record}: {'; '.join(changed)}")
    with tempfile.TemporaryDirectory() as scratch:
        options = options_of(made, pathlib.Path(scratch))
        options["template"] = _same_template(options["template"], template)
        into = pathlib.Path(record).parent if folder is None else pathlib.Path(folder)
        look = Look(*(options.pop(name) for name in Look._fields))
        _make(documents, into, look, options, made["paths"])
    now = read_record(into / "report.json")["files"]
    names = sorted(name for name in {**made["files"], **now})
    other = [name for name in names if made["files"].get(name) != now.get(name)]
    return [*changed_versions(made), *(f"{name} is not what it was" for name in other)]


def _documents_again(
    made: Mapping[str, Any], record: str | os.PathLike, paths: Paths | pd.DataFrame | None
) -> pd.DataFrame:
    """The documents of a record, from the `paths` or those that it names."""
    paths = made["paths"] if paths is None else paths
    if paths is None:
        called = ", ".join(row["file"] or row["document"] for row in made["inputs"][:3])
        raise ValueError(f"{record} does not say where the documents lie: name them ({called})")
    if isinstance(paths, pd.DataFrame):
        return paths
    asked = made["options"]
    documents = read_documents(
        paths, encoding=asked["encoding"], text=asked.get("text_column"), metadata=()
    )
    there = {row["document"] for row in made["inputs"]}  # a table of metadata is not
    return documents[(documents["problem"] == "") | documents["document"].isin(there)]


def _same_template(
    before: dict[str, str] | None, template: str | os.PathLike | None
) -> str | os.PathLike | None:
    """The template, where it is the one that was used."""
    if before is None:
        return None
    if template is None:
        raise ValueError(f"the report was made with the template {before['file']}: name it, too")
    if hashlib.sha256(pathlib.Path(template).read_bytes()).hexdigest() != before["sha256"]:
        raise ValueError(f"{template} is not the template that was used ({before['file']})")
    return template


class Look(NamedTuple):
    """How the files of a report look: the options of `write_report` that no number depends on."""

    formats: Sequence[str]
    language: str
    date: datetime.date
    template: str | os.PathLike | None
    text: str


def _write_all(
    analysis: Analysis, made: pathlib.Path, look: Look, stop: Iterable[str] | None
) -> list[Note]:
    """Figures, tables, page and Word file; the notes, which are a file as well."""
    drawings = dict(figures(analysis, language=look.language))
    files = dict(zip(file_names(drawings), drawings, strict=True))
    notes = [
        *analysis.notes,
        *_write_tables(analysis, made, look.language, look.date),
        *_draw(drawings, files, made / "figures", look.formats),
    ]
    with _collected() as told:
        _write_page(analysis, made / "report.html", look, stop)
        told_of = analysis._replace(notes=tuple(notes))
        _write_word(told_of, made / "report.docx", look, files)
    known = [part for note in notes for part in (note, *note.parts)]
    notes += [note for note in told if not {note, *note.parts[1:]} & {*known}]  # drawn once more
    if notes:
        listed = "".join(f"- {note.said(look.language)}\n" for note in notes)
        (made / "notes.txt").write_text(f"{_head_of_notes(look.language)}\n\n{listed}", "utf-8")
    return notes


def _costs_itself(
    write: Callable[[Analysis, pathlib.Path, Look, Any], None],
) -> Callable[[Analysis, pathlib.Path, Look, Any], None]:
    """The same, with a warning in place of an error: one broken file costs one file."""

    def guarded(analysis: Analysis, path: pathlib.Path, look: Look, more: Any) -> None:
        try:
            write(analysis, path, look, more)
        except OSError:  # the disk is full, or the like
            raise
        except Exception as error:
            told_of = " ".join(str(error).split())
            tell(Note("notMade", path.name, told_of))

    return guarded


@_costs_itself
def _write_word(
    analysis: Analysis, path: pathlib.Path, look: Look, files: Mapping[str, str]
) -> None:
    """The Word file, with a list of the figures that lie beside it."""
    save_document(
        analysis,
        path,
        language=look.language,
        template=look.template,
        date=look.date,
        index=files,
    )


@_costs_itself
def _write_page(
    analysis: Analysis, path: pathlib.Path, look: Look, stop: Iterable[str] | None
) -> None:
    """The page for a browser, with the comparison that is there already."""
    write_page(
        analysis.corpus,
        path,
        text=look.text,
        language=look.language,
        by=analysis.group,
        scores=None if analysis.scores.empty else analysis.scores,
        stop=stop,
        date=look.date.isoformat(),
    )


@contextlib.contextmanager
def _collected() -> Iterator[list[Note]]:
    """A list that has, at the end, the notes of what is done meanwhile, each once.

    What libraries warn of is none of them: it is passed on.
    """
    notes: list[Note] = []
    told: list[warnings.WarningMessage] = []
    try:
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            yield notes
    finally:
        for each in told:
            text = each.message.args[0] if isinstance(each.message, Warning) else each.message
            if isinstance(text, Note):
                notes += [text] if text not in notes else []
            else:
                warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)


def _write_tables(
    analysis: Analysis, folder: pathlib.Path, language: str, date: datetime.date
) -> list[Note]:
    """Every table as CSV, and a workbook for people; notes on what was cut in it."""
    for name, table in analysis.tables.items():
        save_table(table, folder / "tables" / f"{name}.csv")
    with _collected() as notes:
        path = folder / "tables.xlsx"
        save_workbook(analysis.tables, path, language=language, rows=ROWS, date=date)
    return notes


def _draw(
    drawings: Mapping[str, Callable[[], Axes]],
    files: Mapping[str, str],
    folder: pathlib.Path,
    formats: Sequence[str],
) -> list[Note]:
    """Every figure into files of a folder; notes on what is not as it should be, and where."""
    import matplotlib.pyplot as plt
    from tqdm import tqdm

    notes: dict[Note, list[str]] = {}
    for file, name in tqdm(files.items(), desc="figures", disable=None):
        with _collected() as told:
            try:
                save_figure(drawings[name](), folder / file, formats=formats)
            except OSError:  # the disk is full, or the like
                raise
            except Exception as error:  # one broken figure costs one figure
                told_of = " ".join(str(error).split())
                notes[Note("notDrawn", name, told_of)] = []
            finally:
                plt.close()
        for note in told:
            notes.setdefault(note, []).append(name)
    return [Note("in", note, ", ".join(names)) if names else note for note, names in notes.items()]


def _head_of_notes(language: str) -> str:
    """The first line of the notes, by which those of an earlier report are known."""
    return words(language)["paper"]["notesOf"]


def _check_writable(folder: pathlib.Path) -> None:
    """Stop before the work where the result could not be written."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file: name a folder for the report")
    there = folder.is_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
        if not there:  # it comes with the report, or not at all
            folder.rmdir()
    except OSError as error:
        reason = error.strerror or error
        raise PermissionError(f"cannot write into {folder} ({reason}): name another") from None


def _is_all_ours(folder: pathlib.Path, made: pathlib.Path) -> bool:
    """Whether a folder holds only what this report has, too, or an earlier one has left there."""
    files = [path for path in folder.rglob("*") if not path.is_dir()]
    own = {path for path in files if (made / path.relative_to(folder)).is_file()}
    return own.issuperset(set(files) - set(_left_in(folder)))


def _left_in(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """What an earlier report left in a folder, and a new one may lack."""
    for path in [*folder.glob("figures/*.*"), *folder.glob("tables/*.csv")]:
        if OURS.match(path.stem):  # sections of an earlier document
            yield path
    notes, heads = folder / "notes.txt", tuple(f"{_head_of_notes(each)}\n" for each in LANGUAGES)
    if notes.is_file() and notes.read_text("utf-8", errors="replace").startswith(heads):
        yield notes


def _move(made: pathlib.Path, folder: pathlib.Path) -> None:
    """Put what was made into its place, and take away what an earlier report left there."""
    folder.mkdir(exist_ok=True)
    for path in list(_left_in(folder)):
        path.unlink()
    for path in sorted(made.rglob("*")):
        target = folder / path.relative_to(made)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            shutil.move(path, target)
