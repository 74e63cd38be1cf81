"""Fit the weights of `discover_terms`: `python -m benchmarks.fit_terms`

Fitted to the terms that readers listed for eleven documents and to those that laws define
themselves; a third of the laws, by the hash of their name, is left out of the fit and of every
figure but the last line. The figures are those of `../shared/tools/score_terms.py`, once with
weights fitted without the document (a law: without a third of the laws), once with the weights
of `analysis/segmentation/terms.py` as they are. Printed at the end are the weights fitted to all.

Logistic regression with evidence in standard deviations, drawn to weights that a search for recall
at 50 found (PRIOR): by itself it orders what is listed less well. Each document weighs the same.
Only candidates that are near the terms are told from them: the best third of a first fit.
"""

import hashlib
from typing import NamedTuple

import numpy as np
import pandas as pd

import analysis as an
from analysis.segmentation import terms

from .scores import CORPORA, rows_of, terms_asked

PENALTY, HARD, FEWEST, FOLDS = 100, 0.3, 250, 3
NAMES = list(terms.WEIGHTS)
PRIOR = {
    **{"frequency": 0.45, "twice": -1.2, "freedom": 0.45, "cohesion": 0.14, "bound": 0.1},
    **{"loose": -0.14, "extension": 0.56, "length": 0.56, "rarity": 0.07, "inner_stop": -0.8},
    **{"verb_before": 0.45, "verb_after": 0.3, "begins_verb": -0.67, "begins_action": -0.35},
    **{"begins_badly": -0.84, "begins_genre": -0.42, "ends_badly": -0.2, "ends_genre": -0.63},
    **{"fragment": -0.35, "named": 1.6, "defined": 2.6},
}
ABSTRACTS = "keyphrases/"


class Document(NamedTuple):
    """A document with its candidates, and which terms are asked of it."""

    name: str
    asked: list[str]
    also: set[str]
    law: bool
    terms: np.ndarray
    values: np.ndarray
    right: np.ndarray


def document(name, asked, also, law, bare):
    """A document with the evidence for its candidates, as `discover_terms` weighs it."""
    corpus = an.load(CORPORA / name)
    found = terms.candidates(terms.running_words(corpus.tokens if bare else corpus))
    right = found["term"].isin({*asked, *also}).to_numpy()
    values = found[[f"{column}?" for column in NAMES]].to_numpy(float)
    return Document(name, asked, also, law, found["term"].to_numpy(), values, right)


def documents(bare=False):
    """The documents with listed terms, then the laws that define theirs."""
    for name, listed in terms_asked(CORPORA):
        asked = [term for term, kind in listed if kind == "probe"]
        yield document(name, asked, {term for term, kind in listed if kind == "also"}, False, bare)
    laws = pd.DataFrame(rows_of(CORPORA / "defined_terms.tsv"))
    for name, rows in laws.groupby("path"):
        yield document(name, rows["term"].tolist(), set(), True, bare)


def left_out(one):
    return one.law and int(hashlib.sha256(one.name.encode()).hexdigest(), 16) % 3 == 0


# --- fitting ---------------------------------------------------------------------------------


def logistic(values, right, weight, prior):
    """Newton's method for logistic regression; the first column is the constant."""
    fitted = np.zeros(values.shape[1])
    penalty = PENALTY * np.eye(len(fitted))
    penalty[0, 0] = 1e-6
    for _ in range(30):
        share = 1 / (1 + np.exp(-np.clip(values @ fitted, -30, 30)))
        slope = values.T @ (weight * (right - share)) - penalty @ (fitted - prior)
        curve = (values * (weight * share * (1 - share))[:, None]).T @ values + penalty
        step = np.linalg.solve(curve, slope)
        fitted += step * min(1, 2 / np.abs(step).max())
    return fitted


def fit(known):
    """The weights that tell the terms of these documents from their other candidates."""
    every = np.vstack([one.values for one in known if not one.law])
    mean, spread = every.mean(axis=0), every.std(axis=0) + 1e-9
    mean[0], spread[0] = 0, 1
    prior = np.array([PRIOR.get(name, 0) for name in NAMES]) * spread
    chosen = [np.ones(len(one.right), bool) for one in known]
    for _ in range(2):
        weight = [
            np.full(rows.sum(), 1 / max(one.right.sum(), 1))
            for one, rows in zip(known, chosen, strict=True)
        ]
        values, right = (
            np.concatenate(
                [getattr(one, what)[rows] for one, rows in zip(known, chosen, strict=True)]
            )
            for what in ("values", "right")
        )
        fitted = logistic((values - mean) / spread, right, np.concatenate(weight), prior) / spread
        fitted[0] -= mean @ fitted
        chosen = [hard(one, fitted) for one in known]
    return fitted


def hard(one, weights):
    """The candidates that are not easily told from terms, and the terms."""
    score = one.values @ weights
    number = min(max(FEWEST, int(HARD * len(score))), len(score))
    return one.right | (score >= np.sort(score)[-number])


def zero(known, weights):
    """The score above which there are seven candidates for four listed terms of the readers.

    Their lists are not complete: more is right than they hold.
    """
    scores = np.concatenate([one.values @ weights for one in known if not one.law])
    listed = sum(len(one.asked) + len(one.also) for one in known if not one.law)
    return np.sort(scores)[-int(1.75 * listed)]


# --- the figures -----------------------------------------------------------------------------


def figures(one, weights):
    """recall and precision as the scorer has them; of a law the shares among 20 and 50."""
    ranked = one.terms[np.lexsort((one.terms, -(one.values @ weights)))].tolist()
    asked = len(one.asked)
    if one.law:
        return [sum(term in ranked[:depth] for term in one.asked) / asked for depth in (20, 50)]
    near = [term for term in ranked if term not in one.also][: 2 * asked]
    listed = {*one.asked, *one.also}
    return [
        len({*near} & {*one.asked}) / asked,
        sum(term in listed for term in ranked[:20]) / 20,
        len({*ranked[: max(50, asked)]} & {*one.asked}) / asked,
    ]


def show(title, scored):
    """Print the means over (document, its figures)."""
    groups = {
        "recall precision at_50": [
            f for one, f in scored if not one.law and ABSTRACTS not in one.name
        ],
        "defined_20 defined_50": [f for one, f in scored if one.law],
        "abstracts": [f[:1] for one, f in scored if ABSTRACTS in one.name],
    }
    shown = [
        f"{name} {value:.3f}"
        for names, rows in groups.items()
        if rows
        for name, value in zip(names.split(), np.mean(rows, axis=0), strict=True)
    ]
    print(f"{title:<20}", *shown)


def main():
    every = list(documents())
    known = [one for one in every if not left_out(one)]
    laws = [one for one in known if one.law]
    folds = [[one] for one in known if not one.law] + [laws[n::FOLDS] for n in range(FOLDS)]
    scored = []
    for fold in folds:
        names = {one.name for one in fold}
        weights = fit([one for one in known if one.name not in names])
        scored += [(one, figures(one, weights)) for one in fold]
    show("left out in turn", scored)
    here = np.array(list(terms.WEIGHTS.values()))
    show("as they are", [(one, figures(one, here)) for one in known])
    fitted = fit(known)
    fitted[0] -= zero(known, fitted)
    show("fitted to all", [(one, figures(one, fitted)) for one in known])
    print(
        *(f'    "{name}": {value:.2f},' for name, value in zip(NAMES, fitted, strict=True)),
        sep="\n",
    )
    show("the third left out", [(one, figures(one, here)) for one in every if left_out(one)])


if __name__ == "__main__":
    main()
