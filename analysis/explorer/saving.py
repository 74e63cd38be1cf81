"""Files in the notebook's folder: under names that every system takes, never over another."""

from __future__ import annotations

import json
import pathlib
import pickle
import subprocess
import sys
import tempfile
from typing import Any

from ..files import file_names
from ..report import Settings, write_settings

REPORT = """
import json, pickle, sys, warnings
from analysis.report import read_settings, write_report
with open(sys.argv[1], "rb") as file:
    paths, options = pickle.load(file)
warnings.simplefilter("ignore")
made = write_report(paths, sys.argv[2], settings=read_settings(sys.argv[3]), **options)
print(json.dumps(list(made.notes)))
"""


def free(folder: pathlib.Path, name: str, *suffixes: str) -> pathlib.Path:
    """A path in `folder` that is not taken with any of the `suffixes`, which it is without.

    >>> import tempfile
    >>> place = pathlib.Path(tempfile.mkdtemp())
    >>> (place / "a_b.csv").touch()
    >>> free(place, "a/b", ".csv").name, free(place, "../x", ".csv").name
    ('a_b_2', '.._x')
    """
    stem = file_names([name])[0].strip() or "_"
    number, made = 1, stem
    taken = {path.name.casefold() for path in folder.iterdir()}
    while any(f"{made}{suffix}".casefold() in taken for suffix in suffixes or ("",)):
        number += 1
        made = f"{stem}_{number}"
    return folder / made


def write_report_apart(
    source: Any, folder: pathlib.Path, settings: Settings, options: dict[str, Any]
) -> list[str]:
    """Write a report in a process of its own, which draws without the notebook's figures.

    `source` is what `write_report` takes as paths.  Returns its notes; raises ValueError with
    what went wrong.
    """
    with tempfile.TemporaryDirectory() as scratch:
        given = pathlib.Path(scratch) / "given.pickle"
        try:
            given.write_bytes(pickle.dumps((source, options)))
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            raise ValueError(f"this corpus cannot be handed on ({error})") from None
        chosen = write_settings(settings, pathlib.Path(scratch) / "settings.json")
        run = [sys.executable, "-c", REPORT, str(given), str(folder), str(chosen)]
        done = subprocess.run(run, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        told = done.stderr.strip().splitlines() or ["it ended without a word"]
        raise ValueError(told[-1])
    return list(json.loads(done.stdout.strip().splitlines()[-1]))
