"""How far a comparison can be trusted: single sentences, and the segmentation.

`stability` says how much the key terms depend on single sentences, `sensitivity` how much on how
the text is cut into words.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import Segmenter
from .cells import Cells, Compared, compared
from .coding import names_of
from .comparison import SmallSectionWarning, keyness, known, named
from .counts import count_terms
from .groups import sides_of, table_of
from .measures import MEASURES
from .sampling import (
    UnitGroups,
    acceleration,
    bca_interval,
    by_unit,
    log_ratios,
    resampled,
    unit_groups,
)

Pairs = tuple[np.ndarray, np.ndarray]  # numbers of targets and of terms

# --- how much the answer depends on single sentences ------------------------------------------


def stability(
    tokens: Corpus | pd.DataFrame,
    *,
    by: str | Sequence[str] = "section",
    target: str | Sequence[str] | None = None,
    reference: str | Sequence[str] | None = None,
    measure: str = "log_likelihood",
    level: int | None = None,
    stop: Iterable[str] | None = None,
    terms: Iterable[str] | None = None,
    top: int = 10,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How much the top key terms depend on single sentences.

    `tokens` is a corpus or its tokens, or counts by group, document and sentence; `by` says what
    is compared, and `target`, `reference`, `measure`, `level` and `stop` are as in `keyness`. The
    sentences of every group are drawn again with replacement, `resamples` times (`seed` makes
    this repeatable), and the comparison is made again. One row per target and each of its `top`
    terms, or each of `terms`, in the order of `keyness`: `target`, `term`, `n_target`,
    `n_reference`; `sentences_target`, `sentences_reference`: in how many sentences; `effect`
    (log ratio), `lower`, `upper`: its 95 % interval (BCa, Efron 1987); `stays`: the share of
    samples in which the term is among the `top`.

    The interval covers the true effect in 93-97 % of cases for terms with at least 10 sentences
    on both sides, whatever their place; with less it is a rough guide. What is at the top of a
    list is there by good luck too: the effects of the `top` terms are on the whole smaller than
    here (see docs/keyness.md).

    Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical
    Association 82(397), 171-185. https://doi.org/10.1080/01621459.1987.10478410

    Raises ValueError as `keyness` does, for `top` or `resamples` under 1 and for a term that does
    not occur.

    >>> tokens = pd.DataFrame({"document": "d", "section": list("111122223333"),
    ...     "sentence": [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
    ...     "token": ["群众", "活动"] * 3 + ["舆论", "活动"] * 3})
    >>> stability(tokens, target="3", top=1)[["term", "n_target", "n_reference", "effect"]]
      term  n_target  n_reference    effect
    0   舆论         2            1  1.654503
    """
    if top < 1:
        raise ValueError(f"top={top}: at least 1 term is needed")
    known(measure)
    by = names_of(by)
    rows = by_unit(tokens, by)
    targets, references = named(target), named(reference)
    asked = targets + references
    table = table_of(rows[[*by, "term", "n"]], level=level, names=asked)
    sides = sides_of(table, targets, references)
    both = compared(table, sides, stop)
    whole = both.dense
    groups = unit_groups(rows, table, sides, level=level, names=asked)

    def scored(cells: Cells) -> np.ndarray:
        """The measure of every target x term; what is not shown is never at the top."""
        return np.where(both.shown, _by_target(MEASURES[measure].function, cells), -np.inf)

    # the same comparison for the text itself and for every sample of it
    score = scored(whole)
    pairs = _best(score, top) if terms is None else _asked(score, both.terms, terms)
    samples = resampled(groups, resamples=resamples, seed=seed)
    stays, effects = _again(samples, scored, pairs, top)
    skew = np.array([acceleration(groups, *pair) for pair in zip(*pairs, strict=True)])
    effect = log_ratios(whole, *pairs)
    lower, upper = bca_interval(effect, effects, skew)
    rows = _sampled(both, groups, pairs)
    return rows.assign(effect=effect, lower=lower, upper=upper, stays=stays)


def _by_target(function: Callable[..., np.ndarray], cells: Cells) -> np.ndarray:
    """A measure for one target after the other, as some of them look at all terms of a text.

    They see the terms of the two sides alone: a third group changes nothing between two others.
    """
    n_target, n_reference, size_target, size_reference = cells
    scores = np.zeros(n_target.shape)
    for row, (size, rest) in enumerate(zip(size_target[:, 0], size_reference[:, 0], strict=True)):
        there = n_target[row] + n_reference[row] > 0
        scores[row, there] = function(n_target[row, there], n_reference[row, there], size, rest)
    return scores


def _sampled(both: Compared, groups: UnitGroups, pairs: Pairs) -> pd.DataFrame:
    """The counts of each pair, in tokens and in sentences."""
    # as if each term were in a sentence once: in how many sentences it is
    sentences = groups._replace(n=np.ones(len(groups.n))).cells(groups.group)
    number, column = pairs
    n_target, n_reference = both.n.at(number, column)
    return pd.DataFrame(
        {
            "target": pd.array(both.names, dtype="str").take(number),
            "term": pd.array(both.terms, dtype="str").take(column),
            "n_target": n_target.astype(np.int64),
            "n_reference": n_reference.astype(np.int64),
            "sentences_target": sentences[0][pairs].astype(np.int64),
            "sentences_reference": sentences[1][pairs].astype(np.int64),
        }
    )


def _best(score: np.ndarray, top: int) -> Pairs:
    """Target and term of the `top` highest positive scores of every target, best first."""
    order = np.argsort(-score, axis=1, kind="stable")[:, :top]
    number = np.repeat(np.arange(len(score)), order.shape[1])
    column = order.ravel()
    positive = score[number, column] > 0
    return number[positive], column[positive]


def _asked(score: np.ndarray, known: np.ndarray, terms: Iterable[str]) -> Pairs:
    """Target and term of each of `terms` for every target, best first."""
    wanted = list(dict.fromkeys(terms))
    column = np.sort(pd.Index(known).get_indexer(pd.Index(wanted)))
    if (column < 0).any():
        missing = next(term for term in wanted if term not in set(known))
        raise ValueError(f"no term {missing!r} in counts")
    order = column[np.argsort(-score[:, column], axis=1, kind="stable")]
    return np.repeat(np.arange(len(score)), len(column)), order.ravel()


def _again(
    samples: Iterable[Cells],
    scored: Callable[[Cells], np.ndarray],
    pairs: Pairs,
    top: int,
) -> tuple[np.ndarray, np.ndarray]:
    """In what share of the samples each pair is among the `top`, and its effect in each."""
    stays, effects = [], []
    for cells in samples:
        score = scored(cells)
        least = -np.sort(-score, axis=1)[:, min(top, score.shape[1]) - 1]
        # `least` is what it takes to be among the top of each target in this sample
        stays.append(score[pairs] >= least[pairs[0]])
        effects.append(log_ratios(cells, *pairs))
    return np.mean(stays, axis=0), np.array(effects)


# --- how much the answer depends on the segmentation ------------------------------------------


def sensitivity(
    corpus: Corpus,
    segmenters: Mapping[str, Segmenter | None] | None = None,
    *,
    top: int = 10,
    by: str | Sequence[str] = "section",
    **options: Any,
) -> pd.DataFrame:
    """How the top key terms change when the text is cut into words in another way.

    `corpus` is from `load`. Its text is cut by each of `segmenters` (name -> Segmenter, or None
    for the tokens of the corpus) and compared again (`by`, and `options` as for `keyness`). The
    default: "corpus", the tokens of the corpus; "no words", the default engine without a user
    dictionary; "jieba", the reference engine; "no HMM", new words not guessed.

    One row per target and term that is among the `top` anywhere, with its place there (1 =
    best; missing where it is not among the `top`) in one column per segmenter; `agreement`:
    in how many of them it is, 0 to 1. Ordered by target, then descending `agreement`, then best
    place.

    Raises ValueError as `keyness` does.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、群众\\n服务群众。\\n二、活动\\n开展活动。"))
    >>> rows = an.sensitivity(corpus, {"corpus": None, "characters": an.Segmenter(engine=list)})
    >>> rows[["target", "term", "corpus", "characters", "agreement"]].head(3)
      target term  corpus  characters  agreement
    0      1    众    <NA>           1        0.5
    1      1   服务       1        <NA>        0.5
    2      1    务    <NA>           2        0.5
    """
    if segmenters is None:
        segmenters = {
            "corpus": None,
            "no words": Segmenter(),
            "jieba": Segmenter(engine="jieba"),
            "no HMM": Segmenter(hmm=False),
        }
    parts = []
    for name, segmenter in segmenters.items():
        counts = count_terms(_cut_by(corpus, segmenter), by=by)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSectionWarning)
            scores = keyness(counts, **options)
        # place 1, 2 … in the list of each target
        best = scores[scores["score"] > 0].groupby("target", sort=False).head(top)
        place = best.groupby("target", sort=False).cumcount() + 1
        parts.append(best[["target", "term"]].assign(segmenter=name, place=place))
    return _places(pd.concat(parts), list(segmenters))


def _cut_by(corpus: Corpus, segmenter: Segmenter | None) -> pd.DataFrame:
    """The tokens of a corpus as a segmenter cuts it, or as they are."""
    frame_of(corpus, "documents", ["document", "text"])
    return corpus.tokens if segmenter is None else corpus.recut(segmenter).tokens


def _places(best: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The places of each target and term side by side, one column a segmenter."""
    targets = {target: number for number, target in enumerate(best["target"].unique())}
    places = best.set_index(["target", "term", "segmenter"])["place"].unstack()
    wide = places.reindex(columns=names).astype("Int64").rename_axis(columns=None).reset_index()
    wide["agreement"] = wide[names].notna().mean(axis=1)
    keys = {
        "number": wide["target"].map(targets),
        "less": -wide["agreement"],
        "place": wide[names].min(axis=1),
        "term": wide["term"],
    }
    order = pd.DataFrame(keys).sort_values(list(keys), kind="stable").index
    return wide.loc[order].reset_index(drop=True)
