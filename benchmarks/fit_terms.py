"""Fit the weights of `discover_terms`: `python -m benchmarks.fit_terms`

Fitted to the terms that readers listed for eleven documents; the laws that define their own take
no part in the fit, and a third of them, by the hash of their name, none in any figure. The figures
are those of `../shared/tools/score_terms.py`, of corpora and of frames of tokens alone, once with
weights fitted without the document, once with those of `analysis/segmentation/terms.py` as they
are. Printed at the end are the weights fitted to all.

The figures themselves are raised, with their ranks blurred, and the weights drawn to those that a
search for recall at 50 found (PRIOR). Only candidates that are near the terms take part.
"""

import hashlib
from typing import NamedTuple

import numpy as np
import pandas as pd

import analysis as an
from analysis.segmentation import terms

from .scores import CORPORA, rows_of, terms_asked

STEPS, RATE = 120, 0.6
DRAWN, SOFT = 1.0, 0.8  # how strongly to the prior; the score over which a rank is blurred
NAMES = list(terms.WEIGHTS)
PRIOR = {
    **{"frequency": 0.45, "twice": -1.2, "freedom": 0.45, "cohesion": 0.14, "bound": 0.1},
    **{"loose": -0.14, "extension": 0.56, "length": 0.56, "rarity": 0.07, "inner_stop": -0.8},
    **{"verb_before": 0.45, "verb_after": 0.3, "begins_verb": -0.67, "begins_action": -0.35},
    **{"begins_badly": -0.84, "begins_genre": -0.42, "ends_badly": -0.2, "ends_genre": -0.63},
    **{"fragment": -0.35, "named": 2.5, "defined": 4.2, "explained": -2},
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
    is_asked: np.ndarray
    is_also: np.ndarray

    @property
    def right(self):
        """Which candidates are listed."""
        return self.is_asked | self.is_also


def document(name, asked, also, law, bare):
    """A document with the evidence for its candidates, as `discover_terms` weighs it."""
    corpus = an.load(CORPORA / name)
    found = terms.candidates(terms.running_words(corpus.tokens if bare else corpus))
    is_asked, is_also = (found["term"].isin(listed).to_numpy() for listed in (asked, also))
    values = found[[f"{column}?" for column in NAMES]].to_numpy(float)
    return Document(name, asked, also, law, found["term"].to_numpy(), values, is_asked, is_also)


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


def fit(known):
    """The weights that bring the listed terms of these documents among the first.

    What is maximised is each figure with its rank blurred: the share of listed terms above the
    term at that rank, by a logistic curve; less the distance from PRIOR, in standard deviations.
    """
    read = [one for one in known if not one.law]
    spread = np.vstack([one.values for one in read]).std(axis=0) + 1e-9
    spread[0] = 1  # the constant
    prior = np.array([PRIOR.get(name, 0) for name in NAMES]) * spread
    fitted, pace = prior.copy(), np.zeros(len(prior))
    parts = [(one, near(one, fitted / spread)) for one in read]
    share = 1 / max(sum(ABSTRACTS not in one.name for one in read), 1)
    for _ in range(STEPS):
        slope = -DRAWN * (fitted - prior)
        for one, rows in parts:
            values = one.values[rows] / spread
            asked, also = one.is_asked[rows], one.is_also[rows]
            others = np.flatnonzero(~also)
            if ABSTRACTS in one.name:
                slope += 0.4 * raised(values, fitted, asked, others, 2 * len(one.asked))
                continue
            slope += share * raised(values, fitted, asked, others, 2 * len(one.asked))
            right, every = asked | also, np.arange(len(values))
            slope += share * raised(values, fitted, right, every, 20) * right.sum() / 20
        pace = 0.8 * pace + 0.2 * slope
        fitted += RATE * pace
    return fitted / spread


def near(one, weights):
    """The candidates that are not easily told from terms, and the terms."""
    score = one.values @ weights
    number = min(1600 if ABSTRACTS in one.name else 400, len(score))
    return np.flatnonzero(one.right | (score >= np.sort(score)[-number]))


def raised(values, weights, right, ranked, rank):
    """The slope of the share of the `right` above the one at `rank` of the `ranked`."""
    score = values @ weights
    order = ranked[np.argsort(-score[ranked], kind="stable")]
    rank = min(rank, len(order) - 1)
    window = order[max(0, rank - 3) : rank + 4]
    above = 1 / (1 + np.exp(-np.clip((score[right] - score[window].mean()) / SOFT, -30, 30)))
    steep = above * (1 - above) / SOFT
    return (steep @ values[right] - steep.sum() * values[window].mean(axis=0)) / right.sum()


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
    known = [one for one in documents() if not left_out(one)]
    bare = [one for one in documents(bare=True) if not left_out(one)]
    here = np.array(list(terms.WEIGHTS.values()))
    for title, every in (("corpora", known), ("frames of tokens", bare)):
        print(title)
        read = [one for one in every if not one.law]
        turns = [(one, fit([other for other in read if other is not one])) for one in read]
        show("left out in turn", [(one, figures(one, weights)) for one, weights in turns])
        show("as they are", [(one, figures(one, here)) for one in every])
    fitted = fit(known)
    fitted[0] -= zero(known, fitted)
    show("fitted to all", [(one, figures(one, fitted)) for one in known])
    print(
        *(f'    "{name}": {value:.2f},' for name, value in zip(NAMES, fitted, strict=True)),
        sep="\n",
    )


if __name__ == "__main__":
    main()
