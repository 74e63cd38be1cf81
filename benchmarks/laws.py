"""The laws that hold for every text, on every file of the evaluation corpora, as a table.

    python -m benchmarks.laws [FOLDER] [--limit N]

A row a file that can be read: `characters` of the text, its `tokens`, `masked` (names made
unreadable, which are no tokens) and `lost`: letters, digits and signs of the counted text that
are in no token, for no reason.  The law: `lost` is 0 everywhere.
"""

import argparse
import pathlib
import warnings

import pandas as pd

import analysis as an

from .scores import CORPORA

COLUMNS = ["file", "characters", "tokens", "masked", "lost"]
NO_TEXTS = (".tsv", ".jsonl", ".json", ".conllu", ".py")


def files_of(folder, limit=None):
    """The files of a folder, in order; with `limit` so many, spread over all of them."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    paths = [path for path in paths if path.suffix not in NO_TEXTS]
    return paths[:: max(len(paths) // limit, 1)] if limit else paths


def row_of(path, folder):
    """What the laws say of one file, or None if it cannot be read."""
    try:
        corpus = an.load(path)
    except (OSError, ValueError):
        return None
    masked = corpus.lost["reason"] == "masked name"
    sizes = corpus.documents["text"].str.len().sum(), len(corpus.tokens)
    return (str(path.relative_to(folder)), *sizes, int(masked.sum()), int((~masked).sum()))


def table(folder=CORPORA, limit=None):
    """A row a file that can be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = [row_of(path, folder) for path in files_of(folder, limit)]
    return pd.DataFrame([row for row in rows if row], columns=COLUMNS)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=CORPORA)
    parser.add_argument("--limit", type=int)
    given = parser.parse_args()
    found = table(given.folder, given.limit)
    print(found.to_string(index=False))
    print(f"{len(found)} files, {found['lost'].sum()} places lost without a reason")


if __name__ == "__main__":
    main()
