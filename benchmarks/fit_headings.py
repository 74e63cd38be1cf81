"""Fit the weights of families of headings: `python -m benchmarks.fit_headings FILES [--write]`

FILES holds the files of `../shared/wild/gold.jsonl` (its `restore.py` brings them); with them go
the corpora. A third of the repositories, by the hash of their name, is left out of the fit and of
every figure here: score it once, at the end. The figures are cross-validated by repository, ten
folds: the headings of a file are judged with weights that were fitted without its repository, and
scored by `../shared/tools/score_wild.py` itself. With --write the weights fitted to all files that
are not left out are written to `analysis/data/heading_weights.csv`.

Logistic regression with features in standard deviations (C = 0.3); a file of n lines weighs √n, so
that a long one does not drown the others.
"""

import argparse
import csv
import hashlib
import importlib.util
import json
import pathlib
import sys
import warnings
from collections import Counter
from itertools import compress
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

import analysis as an
from analysis.reading import read_documents
from analysis.structure import families, features, grammar, layouts
from analysis.structure.blocks import RULED, ruled_lines

from .scores import CORPORA, ROOT

WILD = CORPORA.parent / "wild"
TARGET = ROOT / "analysis" / "data" / "heading_weights.csv"
FOLDS, STRENGTH, FEWEST_LINES = 10, 0.3, 20


class Document(NamedTuple):
    """A file with its features, and which of its lines are headings (nan: either is right)."""

    name: str
    repository: str
    gold: list
    frame: pd.DataFrame
    values: pd.DataFrame
    right: np.ndarray


def scorer(name):
    """A scorer of the evaluation corpora as a module."""
    folder = CORPORA.parent / "tools"
    sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def left_out(repository):
    return int(hashlib.sha256(repository.encode()).hexdigest(), 16) % 3 == 0


# --- the files and what is right for them ----------------------------------------------------


def document(name, repository, gold, frame, right_of):
    """A file with the features of the lines that may be headings; None where there are none."""
    text, source = frame["text"].iloc[0], frame["format"].iloc[0]
    lines = layouts.read_lines(text, frame["marks"].iloc[0], grammar.matcher())
    items, rows = features.features(text, ruled_lines(text, lines, source))
    judged = [not item.barred and item.line.kind != "article" for item in items]
    if source in RULED or not any(judged):
        return None
    right = right_of(list(compress(items, judged)), text)
    return Document(name, repository, gold, frame, pd.DataFrame(compress(rows, judged)), right)


def read_wild(folder, wild):
    """The real files with an outline read by eye, but those of repositories that are left out."""
    for line in (WILD / "gold.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        path = folder / pathlib.Path(record.get("file", f"{record['id']}.{record['kind']}")).name
        if left_out(record["repository"]) or not path.exists():
            continue
        yield document(
            record["id"],
            record["repository"],
            record["headings"],
            read_documents(path),
            lambda items, text, record=record: right_in_wild(items, record, wild),
        )


def right_in_wild(items, record, wild):
    """Headings are told by the scorer's own alignment; the title is neither right nor wrong."""
    gold, right = record["headings"], np.zeros(len(items))
    for asked, found in wild.align(gold, [{"title": item.line.text[:80]} for item in items]):
        right[found] = 1 if gold[asked]["kind"] in wild.ASKED else np.nan
    title = wild.plain("".join(record.get("title") or ""))
    for place, item in enumerate(items):
        words = wild.plain(item.line.text)
        same = words == title or (len(words) >= 4 and words in title)
        if right[place] == 0 and title and same:
            right[place] = np.nan
    return right


def read_corpora(sections):
    """The documents of the corpora, whose headings are known by their places."""
    for line in (CORPORA / "gold.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        yield document(
            record["id"],
            record["genre"],
            None,
            read_documents(CORPORA / record["path"]),
            lambda items, text, record=record: right_in_corpora(items, text, record, sections),
        )


def right_in_corpora(items, text, record, sections):
    path = record.get("reference", record["path"])
    encoding = "utf-8" if "reference" in record else record["encoding"]
    reference = sections.corpora.read_text(CORPORA, path, encoding)
    entries = sorted(record["sections"], key=lambda entry: entry["start"])
    places = {sections.skip_marks(text, item.line.begin): n for n, item in enumerate(items)}
    right = np.zeros(len(items))
    for entry, start in zip(entries, sections.locate(reference, text, entries), strict=True):
        place = None if start is None else places.get(sections.skip_marks(text, start))
        if place is not None:
            either = entry.get("optional") or entry["level"] == 0
            right[place] = np.nan if either else 1
    return right


# --- fit and figures -------------------------------------------------------------------------


class Model(NamedTuple):
    """The weights of all features, and the constant."""

    weight: np.ndarray
    mean: np.ndarray
    deviation: np.ndarray
    constant: float


def fit(documents):
    values = np.vstack([one.values.to_numpy() for one in documents])
    right = np.concatenate([one.right for one in documents])
    sizes = [max(len(one.right), FEWEST_LINES) for one in documents]
    weight = np.concatenate(
        [np.full(len(one.right), size**-0.5) for one, size in zip(documents, sizes, strict=True)]
    )
    told = ~np.isnan(right)
    values, right, weight = values[told], right[told], weight[told]
    mean, deviation = values.mean(0), values.std(0) + 1e-9
    found = LogisticRegression(C=STRENGTH, solver="newton-cholesky", max_iter=25, tol=1e-3)
    found.fit(np.clip((values - mean) / deviation, -6, 6), right, weight / weight.mean())
    return Model(found.coef_[0], mean, deviation, float(found.intercept_[0]))


def folds(documents):
    """The fold of each repository; folds have about as many documents."""
    sizes = Counter(one.repository for one in documents)
    loads, fold = [0] * FOLDS, {}
    for name in sorted(sizes, key=lambda name: (-sizes[name], left_out(name), name)):
        fold[name] = loads.index(min(loads))
        loads[fold[name]] += sizes[name]
    return fold


def use(model, names):
    """Let the package judge by these weights."""
    table = {
        name: families.Weight(*map(float, row))
        for name, row in zip(names, zip(*model[:3], strict=True), strict=True)
    }
    families.weights = lambda: (table, model.constant)


def outline(frame):
    sections = an.split_sections(frame, an.mark_blocks(frame))
    sections = sections[sections["level"] > 0]
    pairs = zip(sections["section"], sections["title"], strict=True)
    return [{"section": str(section), "title": str(title)} for section, title in pairs]


def cross_validated(documents, names, wild):
    """The scores of the real files, each judged without its repository."""
    fold, scores = folds(documents), {}
    for number in range(FOLDS):
        own = [one for one in documents if fold[one.repository] == number and one.gold is not None]
        if own:
            use(fit([one for one in documents if fold[one.repository] != number]), names)
            scores |= {one.name: wild.score(one.gold, outline(one.frame)) for one in own}
    return scores


def write(model, names, path=TARGET):
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["feature", "weight", "mean", "deviation"])
        table.writerow(["constant", f"{model.constant:.4f}", 0, 1])
        for name, *row in zip(names, *model[:3], strict=True):
            table.writerow([name, *(f"{value:.4f}" for value in row)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=pathlib.Path, help="the folder with the real files")
    parser.add_argument("--write", action="store_true", help="write the weights")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    wild, sections = scorer("score_wild"), scorer("score_sections")
    found = [*read_wild(options.files, wild), *read_corpora(sections)]
    documents = [one for one in found if one is not None]
    names = list(documents[0].values)
    scores = cross_validated(documents, names, wild).values()
    print(
        f"{len(documents)} documents; {len(scores)} real ones, cross-validated by repository: "
        f"F1 by document {np.mean([one['f1'] for one in scores]):.3f}, good "
        f"{np.mean([one['good'] for one in scores]):.3f}, parents "
        f"{sum(one['right'] for one in scores) / sum(one['found'] for one in scores):.3f}"
    )
    if options.write:
        write(fit(documents), names)


if __name__ == "__main__":
    main()
