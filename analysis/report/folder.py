"""The folder of a report: everything is made beside it first, then moved there, or not at all."""

from __future__ import annotations

import datetime
import os
import pathlib
import re
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..corpus import Paths
from ..files import file_names
from ..segmentation import write_terms
from ..wording import words
from .document import save_document
from .gallery import KINDS, figures
from .images import save_figure
from .job import Analysis, analyse
from .tables import save_table, save_workbook

if TYPE_CHECKING:  # opening matplotlib takes half a second
    from matplotlib.axes import Axes

OURS = re.compile(f"({'|'.join(KINDS)})(_|$)")  # names that reports give to files
ROWS = 2000  # of a sheet that people read; the CSV files have all
NOTES = "Notes on this report\n"  # the first line of its notes


def write_report(
    paths: Paths | pd.DataFrame,
    folder: str | os.PathLike,
    *,
    formats: Sequence[str] = ("png",),
    language: str = "zh",
    date: datetime.date | None = None,
    template: str | os.PathLike | None = None,
    **options: Any,
) -> Analysis:
    """Write a Word file, tables, figures, `terms.txt` and `notes.txt` into `folder`.

    `paths` and the `options` are those of `analyse`; `formats` are those of `save_figure`.
    `language` is that of figures, sheets and words, "zh" or "en"; `date` stands in the files
    (today where it is not given), and nothing else in them changes from one run to the next.

    The CSV files have every row in full precision under the names of the columns; the workbook
    has at most 2,000 rows a sheet, rounded and with words for people; `report.docx` is what
    `save_document` writes, in the styles of your own `template` where there is one.

    What an earlier report left in the folder is replaced, other files are left alone; everything
    is made in a folder beside it first, so a failure changes nothing.  A figure that cannot be
    drawn, or a text that a cell cannot hold, is a note, and all the rest is there.

    Returns what it drew from, with all notes; warns of each of them, too.  Raises ValueError and
    OSError as `analyse` does, and OSError where it cannot write.
    """
    folder = pathlib.Path(folder)
    words(language)  # before the work, where there is no such language
    date = date or datetime.date.today()
    _check_writable(folder)
    analysis = analyse(paths, **options)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".report-") as scratch:
        made = pathlib.Path(scratch)
        given = options.get("terms", "auto")
        own = given is not None and not (isinstance(given, str) and given == "auto")
        if len(analysis.terms) and not own:  # the user's own may stand in that file
            write_terms(analysis.terms, made / "terms.txt")
        drawings = dict(figures(analysis))
        files = dict(zip(file_names(drawings), drawings, strict=True))
        notes = [
            *analysis.notes,
            *_write_tables(analysis, made, language, date),
            *_draw(drawings, files, made / "figures", formats),
        ]
        analysis = analysis._replace(notes=tuple(notes))
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            save_document(
                analysis,
                made / "report.docx",
                language=language,
                template=template,
                date=date,
                index=files,
            )
        known = " ".join(notes)  # the same figures are drawn in it once more
        notes += [text for text in _messages(told) if text.rpartition(": ")[2] not in known]
        if notes:
            text = "".join(f"- {note}\n" for note in notes)
            (made / "notes.txt").write_text(f"{NOTES}\n{text}", "utf-8")
        _move(made, folder)
    for note in notes:
        warnings.warn(note, stacklevel=2)
    return analysis._replace(notes=tuple(notes))


def _messages(told: list[warnings.WarningMessage]) -> list[str]:
    """What was warned of, each once."""
    return list(dict.fromkeys(str(each.message) for each in told))


def _write_tables(
    analysis: Analysis, folder: pathlib.Path, language: str, date: datetime.date
) -> Iterator[str]:
    """Every table as CSV, and a workbook for people; notes on what was cut in it."""
    for name, table in analysis.tables.items():
        save_table(table, folder / "tables" / f"{name}.csv")
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        path = folder / "tables.xlsx"
        save_workbook(analysis.tables, path, language=language, rows=ROWS, date=date)
    yield from _messages(told)


def _draw(
    drawings: Mapping[str, Callable[[], Axes]],
    files: Mapping[str, str],
    folder: pathlib.Path,
    formats: Sequence[str],
) -> list[str]:
    """Every figure into files of a folder; notes on what is not as it should be, and where."""
    import matplotlib.pyplot as plt
    from tqdm import tqdm

    notes: dict[str, list[str]] = {}
    for file, name in tqdm(files.items(), desc="figures", disable=None):
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                save_figure(drawings[name](), folder / file, formats=formats)
            except OSError:  # the disk is full, or the like
                raise
            except Exception as error:  # one broken figure costs one figure
                told_of = " ".join(str(error).split())
                notes[f"{name} could not be drawn: {told_of}"] = []
            finally:
                plt.close()
        for message in _messages(told):
            notes.setdefault(message, []).append(name)
    return [f"{note} (in {', '.join(names)})" if names else note for note, names in notes.items()]


def _check_writable(folder: pathlib.Path) -> None:
    """Stop before the work where the result could not be written."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file: name a folder for the report")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise PermissionError(f"cannot write into {folder} ({reason}): name another") from None


def _move(made: pathlib.Path, folder: pathlib.Path) -> None:
    """Put what was made into its place, and take away what an earlier report left there."""
    for path in [*folder.glob("figures/*.*"), *folder.glob("tables/*.csv")]:
        if OURS.match(path.stem):  # sections of an earlier document, which this one lacks
            path.unlink()
    notes = folder / "notes.txt"
    if notes.is_file() and notes.read_bytes().startswith(NOTES.encode()):
        notes.unlink()
    for path in sorted(made.rglob("*")):
        target = folder / path.relative_to(made)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            shutil.move(path, target)
