"""How a report was made, as a record that makes it once more: versions, options, inputs, files."""

from __future__ import annotations

import datetime
import hashlib
import inspect
import json
import os
import pathlib
import platform
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import pandas as pd

import analysis as package

from ..contract import FRAMES
from ..reading import typed
from ..segmentation import Segmenter
from ..statistics import keyness
from .job import Analysis
from .settings import plain_settings, read_settings, settings_of

FORM = 1  # of the record, for readers to come
# What the numbers and the bytes of a report depend on.
PACKAGES = (
    *("jieba", "lxml", "matplotlib", "numpy", "opencc", "openpyxl", "pandas", "pypdfium2"),
    *("python-docx", "rjieba", "scipy", "zhplot"),
)


def record_of(
    analysis: Analysis, typed: list[str] | None, options: Mapping[str, Any], date: datetime.date
) -> dict[str, Any]:
    """Everything that makes the same report again, for JSON; no path of the machine is in it.

    `typed` are the paths (see `as_typed`), `options` are those of `write_report`.
    """
    corpus = analysis.corpus
    segmenter, usual = corpus.options.segmenter, inspect.signature(keyness).parameters
    engine = segmenter.engine if isinstance(segmenter.engine, str) else "own"
    return {
        "form": FORM,
        "date": date.isoformat(),
        "versions": versions(),
        "paths": typed,
        "inputs": inputs_of(corpus.documents),
        "options": _settings(analysis, options),
        "method": {
            "engine": engine,
            "hmm": segmenter.hmm,
            "found_terms": analysis.terms["term"].astype(str).tolist(),
            "measure": usual["measure"].default,
            "permutations": usual["permutations"].default,
            "seed": usual["seed"].default,
        },
    }


def versions() -> dict[str, str]:
    """The versions of this package, of Python, and of what results depend on."""
    found = {"analysis": package.__version__, "python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def as_typed(paths: object) -> list[str] | None:
    """The paths as they were given, where they say nothing of the machine; else None."""
    if isinstance(paths, pd.DataFrame):
        return None
    given = [paths] if isinstance(paths, str | os.PathLike) else list(_iterable(paths))
    plain = [pathlib.Path(path) for path in given]
    if any(path.is_absolute() or ".." in path.parts for path in plain):
        return None
    return [path.as_posix() for path in plain]


def _iterable(paths: object) -> Iterator[Any]:
    yield from paths if isinstance(paths, Iterable) else ()


def inputs_of(documents: pd.DataFrame) -> list[dict[str, str]]:
    """Name and SHA-256 of every document: of its file, or of its text where it has none."""
    texts = zip(documents["document"].astype(str), documents["text"], strict=True)
    paths = documents["path"] if "path" in documents else [""] * len(documents)
    rows = []
    for (name, text), path in zip(texts, paths, strict=True):
        file = _file_of(str(path))
        data = file.read_bytes() if file else str(text).encode("utf-8", "surrogatepass")
        digest = hashlib.sha256(data).hexdigest()
        rows.append({"document": name, "file": file.name if file else "", "sha256": digest})
    return rows


def _file_of(path: str) -> pathlib.Path | None:
    """The file behind the path of a document, which may lie in an archive."""
    if not path:
        return None
    parts = [pathlib.Path(path), *pathlib.Path(path).parents]
    return next((part for part in parts if part.is_file()), None)


def _settings(analysis: Analysis, options: Mapping[str, Any]) -> dict[str, Any]:
    """The options of a report with the words that their files held."""
    corpus, terms, stop = analysis.corpus, options.get("terms", "auto"), options.get("stop")
    own = terms is not None and not (isinstance(terms, str) and terms == "auto")
    template = options.get("template")
    chosen = options.get("settings")
    held = None if chosen is None else read_settings(chosen)
    mended = () if held is None else held.headings  # they are in the settings
    return {
        "terms": [list(word) for word in Segmenter(terms).words.values()] if own else terms,
        "found": bool(options.get("found", True)),
        "stop": None if stop is None else sorted(stop),
        "synonyms": {term: list(variants) for term, variants in corpus.options.synonyms},
        "corrections": [
            each._asdict() for each in corpus.options.corrections if each not in mended
        ],
        "settings": None if held is None else plain_settings(held),
        "roles": _listed(options.get("roles")),
        "metadata": _metadata_of(analysis, options.get("metadata")),
        "text_column": options.get("text_column"),
        "by": options.get("by"),
        "level": options.get("level"),
        "parts": options.get("parts"),
        "encoding": options.get("encoding"),
        "formats": list(options["formats"]),
        "language": options["language"],
        "text": options["text"],
        "template": None if template is None else _digest(pathlib.Path(template)),
    }


def _metadata_of(analysis: Analysis, given: object) -> object:
    """The pattern of metadata, or the columns that a table gave each document."""
    documents = analysis.corpus.documents
    own = [name for name in documents if name not in FRAMES["documents"].columns]
    of_table = documents.get("path", pd.Series()).duplicated().any()  # its columns are read again
    if isinstance(given, str) and "{" in given:
        return given
    if not own or (given is None and of_table):
        return None
    plain = documents[["document", *own]]
    told = plain.astype("str").astype(object).where(plain.notna(), None)
    kinds = {
        name: {"ordered": bool(kind.ordered), "values": kind.categories.astype("str").tolist()}
        for name, kind in plain.dtypes.items()
        if isinstance(kind, pd.CategoricalDtype)
    }
    return {"table": told.to_dict("records"), "categories": kinds}


def _listed(names: object) -> list[str] | None:
    """One name, several or none as a list."""
    return None if names is None else [names] if isinstance(names, str) else list(_iterable(names))


def _digest(path: pathlib.Path) -> dict[str, str]:
    return {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def files_of(folder: pathlib.Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder, by its name there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def as_json(record: Mapping[str, Any]) -> str:
    """A record as the text of its file."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def read_record(path: str | os.PathLike) -> dict[str, Any]:
    """The record in a file.

    Raises ValueError for a file that holds none, OSError where there is none.
    """
    try:
        record = json.loads(pathlib.Path(path).read_text("utf-8"))
    except ValueError:
        record = None
    if not isinstance(record, dict) or record.get("form") != FORM:
        raise ValueError(f"{path} is no record of a report: name the report.json of one")
    return record


def options_of(record: Mapping[str, Any], folder: pathlib.Path) -> dict[str, Any]:
    """The options of `write_report` in a record; a dictionary is written into a `folder`."""
    options = dict(record["options"])
    if isinstance(options["terms"], list):
        words = folder / "terms.txt"
        lines = ["\t".join(str(part) for part in word if part) for word in options["terms"]]
        words.write_text("".join(f"{line}\n" for line in lines), "utf-8")
        options["terms"] = words
    for name in ("synonyms", "corrections"):
        options[name] = options[name] or None
    if isinstance(options.get("metadata"), dict):
        options["metadata"] = _metadata_in(options["metadata"])
    if options.get("settings") is not None:
        options["settings"] = settings_of(options["settings"])
    options["date"] = datetime.date.fromisoformat(record["date"])
    return options


def _metadata_in(record: Mapping[str, Any]) -> pd.DataFrame:
    """The columns of the documents in a record, categories in the order that they had."""
    frame = typed(pd.DataFrame(record["table"]))
    for name, kind in record.get("categories", {}).items():
        values = typed(pd.DataFrame({name: kind["values"]}))[name].tolist()
        frame[name] = pd.Categorical(frame[name], values, ordered=kind["ordered"])
    return frame


def changed_inputs(record: Mapping[str, Any], documents: pd.DataFrame) -> list[str]:
    """What is not there any more, is new, or is not what it was, each as a clause."""
    before = {row["document"]: row for row in record["inputs"]}
    now = {row["document"]: row for row in inputs_of(documents)}
    return [
        *(f"{name} is missing" for name in before if name not in now),
        *(f"{name} is new" for name in now if name not in before),
        *(
            f"{row['file'] or name} has changed"
            for name, row in before.items()
            if name in now and now[name]["sha256"] != row["sha256"]
        ),
    ]


def changed_versions(record: Mapping[str, Any]) -> list[str]:
    """The packages whose version is another one, each as a clause."""
    before, now = record["versions"], versions()
    return [
        f"{name} is {now.get(name) or 'missing'} and was {before.get(name) or 'missing'}"
        for name in {**before, **now}
        if before.get(name) != now.get(name)
    ]
