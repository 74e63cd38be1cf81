"""Calibrate the margin of headings: `python -m benchmarks.fit_margin FILES [--write]`

FILES is as in `benchmarks.fit_headings`, whose folds by repository are used: the lines of a file
are judged with weights that were fitted without its repository, and so are slope and constant of
each case (see `analysis/structure/margin.py`). Prints the reliability table in ten bins, and the
share of all errors that lies in the most doubtful tenth of the lines. With --write the slopes
fitted to all files are written to `analysis/data/heading_margin.csv`. The two lines of articles
are set by hand: their sequence is right in every law of the corpora.
"""

import argparse
import csv
import pathlib
import warnings

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from analysis.structure import families, grammar, layouts, margin
from analysis.structure.blocks import ruled_lines

from . import fit_headings as heads

TARGET = heads.TARGET.with_name("heading_margin.csv")
FITTED = margin.CASES[:3]


def lines_of(one):
    """The lines of a file that may be headings: case, logit, what they are, what is right."""
    text, source = one.frame["text"].iloc[0], one.frame["format"].iloc[0]
    lines = layouts.read_lines(text, one.frame["marks"].iloc[0], grammar.matcher())
    ruled = ruled_lines(text, lines, source)
    items, chances = families.probabilities(text, ruled)
    settled = not families.is_doubtful(ruled) or families.are_settled(items, chances)
    rows = [
        (margin.case_of(item, settled=settled), chance, item.line.role == "heading")
        for item, chance in zip(items, chances, strict=True)
        if not item.barred and item.line.kind != "article"
    ]
    frame = pd.DataFrame(rows, columns=["case", "chance", "heading"])
    chance = frame["chance"].clip(margin.LEAST, 1 - margin.LEAST)
    frame["logit"] = np.log(chance / (1 - chance))
    frame["heading"] = frame["heading"].where(frame["case"] > 0, frame["chance"] >= families.SURE)
    return frame.assign(right=one.right, document=one.name, repository=one.repository).dropna()


def slopes_of(lines):
    """Slope and constant of each fitted case; a file of n lines weighs √n."""
    found = []
    for case in range(len(FITTED)):
        own = lines[lines["case"] == case]
        weight = own.groupby("document")["right"].transform("size") ** -0.5
        model = LogisticRegression(C=1.0).fit(own[["logit"]], own["right"], weight)
        found.append((model.coef_[0, 0], model.intercept_[0]))
    return np.array(found)


def calibrated(lines, slopes):
    slope, constant = slopes[lines["case"].to_numpy()].T
    return 1 / (1 + np.exp(-(slope * lines["logit"] + constant)))


def show(lines):
    bins = np.minimum((lines["p"] * 10).astype(int), 9)
    table = lines.groupby(bins).agg(
        lines=("p", "size"), said=("p", "mean"), true=("right", "mean")
    )
    print(table.round(3).to_string())
    wrong = lines["heading"] != lines["right"].astype(bool)
    doubt = np.where(lines["heading"], 1 - lines["p"], lines["p"])
    order = np.argsort(-doubt, kind="stable")
    for share in (0.05, 0.1, 0.2):
        first = order[: round(share * len(order))]
        print(
            f"the most doubtful {share:.0%}: {wrong.iloc[first].sum() / wrong.sum():.1%} of errors"
        )
    error = (table["lines"] * (table["said"] - table["true"]).abs()).sum() / len(lines)
    print(f"{len(lines)} lines, {wrong.sum()} errors; expected calibration error {error:.3f}")


def write(slopes, path=TARGET):
    with open(path, "w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["case", "slope", "constant"])
        for name, (slope, constant) in zip(FITTED, slopes, strict=True):
            table.writerow([name, f"{slope:.4f}", f"{constant:.4f}"])
        table.writerows([(margin.CASES[3], 0, 5), (margin.CASES[4], 0, -5)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", type=pathlib.Path, help="the folder with the real files")
    parser.add_argument("--write", action="store_true", help="write the slopes")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    wild, sections = heads.scorer("score_wild"), heads.scorer("score_sections")
    found = [*heads.read_wild(options.files, wild), *heads.read_corpora(sections)]
    documents = [one for one in found if one is not None]
    names, fold = list(documents[0].values), heads.folds(documents)
    parts = []
    for number in range(heads.FOLDS):
        heads.use(heads.fit([one for one in documents if fold[one.repository] != number]), names)
        parts += [lines_of(one) for one in documents if fold[one.repository] == number]
    lines = pd.concat(parts, ignore_index=True)
    folds = lines["repository"].map(fold)
    lines["p"] = 0.0
    for number in range(heads.FOLDS):
        own = folds == number
        lines.loc[own, "p"] = calibrated(lines[own], slopes_of(lines[~own]))
    real = lines[lines["document"].isin([one.name for one in documents if one.gold is not None])]
    for name, some in (("real files", real), ("with the corpora", lines)):
        print(f"--- {name}")
        show(some)
    if options.write:
        write(slopes_of(lines))


if __name__ == "__main__":
    main()
