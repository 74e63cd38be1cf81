"""The laws that hold for every text, on every file of the evaluation corpora, as a table.

    python -m benchmarks.laws [FOLDER] [--limit N]

A row a file that can be read: `characters` of the text, its `tokens`, `masked` (names made
unreadable and addresses of links, which are no tokens) and `lost`: letters, digits and signs of
the counted text that are in no token, for no reason.  The first law: `lost` is 0 everywhere.

Then the terms of each of its documents: how many are held (`terms`) and how many are left out
because they overlap themselves (`selves`: 人人), how often they stand as themselves (`n`),
`inside` longer tokens, `across` several, and in `no` token (a masked name); `search` is what a
plain search of the counted blocks finds.  The second law: n + inside + across + no = search for
every term of every document, where n and inside are those of `frequency`; `wrong` counts the
terms for which it is not.
"""

import argparse
import pathlib
import warnings
from collections import Counter

import numpy as np
import pandas as pd

import analysis as an
from analysis.segmentation import view_of
from analysis.structure import COUNTED

from .scores import CORPORA

PLACES = ["terms", "selves", "n", "inside", "across", "no", "search", "wrong"]
COLUMNS = ["file", "characters", "tokens", "masked", "lost", *PLACES]
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
    masked = corpus.lost["reason"] != "no token"
    sizes = corpus.documents["text"].str.len().sum(), len(corpus.tokens)
    places = places_of(corpus)
    row = str(path.relative_to(folder)), *sizes, int(masked.sum()), int((~masked).sum())
    return (*row, *(places[name] for name in PLACES))


# --- n + inside + across = search -----------------------------------------------------------


def overlaps_itself(term):
    """Whether two places of a term can share a character."""
    return any(term.startswith(term[at:]) for at in range(1, len(term)))


def searched(corpus, document):
    """The view of the counted blocks of a document, and the offset of each of its characters."""
    text = corpus.documents.set_index("document")["text"][document]
    blocks = corpus.blocks[corpus.blocks["role"].isin(COUNTED)]
    texts, offsets = [""], [[-1]]  # the line ends that keep blocks apart
    for block in blocks[blocks["document"] == document].itertuples():
        view = view_of(text, block.start, block.end)
        ends = [*view.places[1:], len(view.text)]
        for first, last, start in zip(view.places, ends, view.starts, strict=True):
            offsets.append(np.arange(start, start + last - first))
        offsets.append([-1])
        texts.append(view.text)
    return "\n".join([*texts, ""]), np.concatenate(offsets)


def spans_of(corpus, document, offsets):
    """The token of each character of a view as a number, -1 where none is."""
    tokens = corpus.tokens[corpus.tokens["document"] == document]
    starts = tokens["start"].to_numpy()
    ends = starts + tokens["token"].astype(str).str.len().to_numpy()
    number = np.searchsorted(starts, offsets, "right") - 1
    return np.where((number >= 0) & (offsets < np.append(ends, 0)[number]), number, -1)


def how_at(number, start, end):
    """How a place of a view is counted: as a token, inside one, across several, or not."""
    there = set(number[start:end].tolist())
    if there == {-1}:
        return "no"
    if len(there) > 1:
        return "across"
    one = there.pop()
    whole = one not in (number[start - 1], number[end])
    return "itself" if whole else "inside"


def places_of(corpus):
    """The terms of all documents, their places, and for how many the law does not hold."""
    table = an.frequency(an.count_terms(corpus, by="document"), stop=())
    total = Counter()
    for document, rows in table.groupby("document", observed=True):
        view, offsets = searched(corpus, document)
        number = spans_of(corpus, document, offsets)
        for row in rows.itertuples():
            if overlaps_itself(row.term):
                total["selves"] += 1
                continue
            total.update(law_of(row, view, number))
    return total


def law_of(row, view, number):
    """The places of one term, and whether the tables tell of the same."""
    how, start = Counter(), view.find(row.term)
    while start >= 0:
        how[how_at(number, start, start + len(row.term))] += 1
        start = view.find(row.term, start + len(row.term))
    search = view.count(row.term)
    holds = row.n + row.inside + how["across"] + how["no"] == search
    holds = holds and (row.n, row.inside) == (how["itself"], how["inside"])
    others = {"across": how["across"], "no": how["no"], "search": search}
    return {"terms": 1, "n": row.n, "inside": row.inside, "wrong": int(not holds), **others}


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
    sums = found[PLACES].sum()
    print(", ".join(f"{sums[name]:,} {name}" for name in PLACES))


if __name__ == "__main__":
    main()
