"""The folder of a report: everything is made beside it first, then moved there, or not at all."""

from __future__ import annotations

import os
import pathlib
import re
import shutil
import tempfile
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..corpus import Paths
from ..segmentation import write_terms
from .files import file_name
from .gallery import KINDS, figures
from .images import save_figure
from .job import Analysis, analyse
from .tables import save_table, save_workbook

OURS = re.compile(f"({'|'.join(KINDS)})(_|$)")  # names that reports give to files


def write_report(
    paths: Paths | pd.DataFrame,
    folder: str | os.PathLike,
    *,
    formats: Sequence[str] = ("png",),
    **options: Any,
) -> Analysis:
    """Write tables (CSV and one workbook), figures and `terms.txt` into `folder`.

    `paths` and the `options` are those of `analyse`; `formats` are those of `save_figure`.  What
    an earlier report left in the folder is replaced, other files are left alone; everything is
    made in a folder beside it first, so a failure changes nothing.  Returns what it drew from.

    Raises ValueError and OSError as `analyse` does, and OSError where it cannot write.
    """
    folder = pathlib.Path(folder)
    _check_writable(folder)
    analysis = analyse(paths, **options)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".report-") as scratch:
        made = pathlib.Path(scratch)
        if len(analysis.terms):  # not where the user gave his own: they may stand in that file
            write_terms(analysis.terms, made / "terms.txt")
        for name, table in analysis.tables.items():
            save_table(table, made / "tables" / f"{name}.csv")
        save_workbook(analysis.tables, made / "tables.xlsx")
        _draw(analysis, made / "figures", formats)
        _move(made, folder)
    return analysis


def _draw(analysis: Analysis, folder: pathlib.Path, formats: Sequence[str]) -> None:
    """Every figure into files of a folder."""
    import matplotlib.pyplot as plt
    from tqdm import tqdm

    for name, draw in tqdm(list(figures(analysis)), desc="figures", disable=None):
        ax = draw()
        save_figure(ax, folder / file_name(name), formats=formats)
        plt.close(ax.get_figure(root=True))


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
    for path in sorted(made.rglob("*")):
        target = folder / path.relative_to(made)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            shutil.move(path, target)
