"""What marks a part off from the others, and how far the answer can be trusted.

`keyness` answers "which terms does this part use more than the others, and would the difference
survive chance?"; `stability` how far the answer hangs on single sentences, `sensitivity` how far
on the segmentation. How near whole parts are is in `likeness`.
"""

import functools
import inspect
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from .counts import count_terms
from .groups import (
    Compared,
    as_names,
    compared,
    sides_of,
    table_of,
    with_general_chinese,
)
from .measures import (
    MEASURES,
    conservative_log_ratio,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    p_value,
)
from .measures import adjust as adjusted
from .sampling import (
    Letters,
    acceleration,
    bca_interval,
    by_sentence,
    cards_of,
    log_ratios,
    permuted,
    resampled,
)
from .segmentation import Segmenter, tokenize

LEVEL = 0.05  # of `supported`, over all terms and targets together


class SmallSectionWarning(UserWarning):
    """A part of the text is so small that none of its terms could be supported."""


def keyness(
    counts: pd.DataFrame,
    *,
    target: str | Sequence[str] | None = None,
    reference: str | Sequence[str] | None = None,
    measure: str = "log_likelihood",
    level: int | None = None,
    tokens: pd.DataFrame | None = None,
    stop: Iterable[str] | None = None,
    adjust: str = "holm",
    permutations: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Which terms mark each part off from the others, and whether that would survive chance.

    Every group of `counts` (sections, documents, years: any columns) is compared with all the
    others together, or `target` with `reference`; `reference="background"` is general Chinese,
    the word frequencies that come with jieba. Sections are compared at the coarsest level that
    has two of them, unless `level` or a finer target such as "2.1" asks otherwise; a section
    that is named stands for all that is below it. Groups by several columns are named by their
    values, joined by "/".

    One row per target and term, the targets in order, then by descending `score` (ties by term):

    - `n_target`, `n_reference` occurrences; `size_target`, `size_reference` tokens;
      `rate_target`, `rate_reference` per 10,000 tokens;
    - `score`: the `measure`, one of `measures.MEASURES`;
    - `effect`: log ratio (+1: twice the rate, -1: half), `lower` to `upper` its 95 % interval,
      `lrc` its conservative value (0 where the interval, adjusted for all rows, reaches 0);
    - `p`, `p_adjusted` of the measure, token by token: too sure of itself, as words of one
      topic come in bursts. Missing for a measure without a p;
    - `range`: how many of the groups have the term;
    - `supported`: would the difference survive chance, at 5 % over all terms and targets
      together? `support` names the basis. "permutation", where `tokens` are given: sentences
      are dealt to the groups at random, `permutations` times, and `p_permuted` is the share of
      deals in which some term does as well. "interval" otherwise: `lrc` is not 0. A term whose
      interval reaches 0 is never supported, and never left out.

    The statistic that is permuted is the log-likelihood divided by the design effect of the term
    in sentences (its burstiness); the largest over all terms and targets is compared, which
    holds the family-wise level where the groups do not differ. Stop words (`stop=None`: the
    default list, `()`: none) leave the result, not the sizes. Where terms were counted with
    options, `tokens` is not the tokens but their counts by group, document and sentence.

    Westfall, P. H. & Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley. Rao, J. N. K.
    & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with cell
    proportions estimated from survey data. Annals of Statistics 12(1), 46-60.
    https://doi.org/10.1214/aos/1176346391

    Warns (`SmallSectionWarning`) of groups too small to support anything. Raises ValueError for
    less than two groups, a name that does not exist, and tokens that are not those of counts.

    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "活动", "群众", "舆论"], "n": [40, 60, 10, 90]})
    >>> keyness(counts)[["target", "term", "n_target", "n_reference", "score"]].round(2)
      target term  n_target  n_reference   score
    0      1   活动        60            0  109.74
    1      1   群众        40           10   25.32
    2      1   舆论         0           90 -210.24
    3      2   舆论        90            0  210.24
    4      2   群众        10           40  -25.32
    5      2   活动         0           60 -109.74
    """
    _known(measure)
    targets, references = as_names(target), as_names(reference)
    general = references == ["background"]
    named = targets if general else targets + references
    table = table_of(counts, level=level, names=named)
    if general:
        both = with_general_chinese(table, targets, stop)
    else:
        sides = sides_of(table, targets, references)
        both = compared(table, sides, stop)
    scores, present = _scores(both, measure, adjust)
    if general or tokens is None:
        tests = len(scores)
        _warn_of_small(both, lambda *cells: conservative_log_ratio(*cells, tests=tests) > 0)
    else:
        cards = cards_of(tokens, table, sides, both.terms, level=level, names=named)
        p, limit = permuted(cards, both.shown, permutations=permutations, seed=seed)
        apart = (scores["lower"] > 0) | (scores["upper"] < 0)
        scores["p_permuted"] = p[present]
        scores["supported"] = apart & (scores["p_permuted"] <= LEVEL)
        scores["support"] = "permutation"
        # a term of one sentence is never supported
        _warn_of_small(both, lambda a, *rest: (a > 1) & (log_likelihood(a, *rest) >= limit))
    order = np.lexsort((-scores["score"], np.nonzero(present)[0]))
    return scores.iloc[order].reset_index(drop=True)


def _known(measure: str) -> None:
    if measure not in MEASURES:
        raise ValueError(f"no measure {measure!r}; there are: {', '.join(MEASURES)}")


def _scores(both: Compared, measure: str, method: str) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows of `keyness`, targets and terms in order; and which of target x term they are."""
    present = (both.a + both.b > 0) & both.shown
    number, column = np.nonzero(present)
    a, b = both.a[present], both.b[present]
    c, d = both.c[number, 0], both.d[number, 0]
    distribution = MEASURES[measure].distribution
    score = _score(both, measure, tests=len(a))[present]
    p = p_value(score, distribution) if distribution else np.full(len(score), np.nan)
    lower, upper = log_ratio_interval(a, b, c, d)
    lrc = _conservative(a, b, c, d)
    scores = pd.DataFrame(
        {
            "target": pd.array(both.names, dtype="str").take(number),
            "term": pd.array(both.terms, dtype="str").take(column),
            "n_target": a.astype(np.int64),
            "n_reference": b.astype(np.int64),
            "size_target": c.astype(np.int64),
            "size_reference": d.astype(np.int64),
            "rate_target": 1e4 * a / c,
            "rate_reference": 1e4 * b / d,
            "score": score,
            "measure": measure,
            "effect": log_ratio(a, b, c, d),
            "lower": lower,
            "upper": upper,
            "lrc": lrc,
            "p": p,
            "p_adjusted": adjusted(p, method) if distribution else p,
            "p_permuted": np.nan,
            "range": both.range[column],
            "supported": lrc != 0,
            "support": "interval",
        }
    )
    return scores, present


def _score(both: Compared, measure: str, tests: int) -> np.ndarray:
    """The measure for every target x term: some need to see all terms, some how many tests."""
    function = MEASURES[measure].function
    if "tests" in inspect.signature(function).parameters:
        function = functools.partial(function, tests=tests)
    return _by_target(function, (both.a, both.b, both.c, both.d))


def _by_target(function: Callable[..., np.ndarray], letters: Letters) -> np.ndarray:
    """A measure for one target after the other, as some of them look at all terms of a text."""
    a, b, c, d = letters
    rows = zip(a, b, c[:, 0], d[:, 0], strict=True)
    return np.array([function(*row) for row in rows])


def _conservative(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """`conservative_log_ratio`, adjusted for all rows, worked out only where it may not be 0.

    It is 0 unless a binomial tail is under 0.05 / 2m, and no tail is under
    exp(-G2 / 2) / sqrt(2n) (Ash, R. B. 1965, Information Theory, lemma 4.7.2).
    """
    tests = len(a)
    lrc = np.zeros(tests)
    least = 2 * np.log(2 * tests / LEVEL) - np.log(2 * (a + b))
    far = np.abs(log_likelihood(a, b, c, d)) >= least
    lrc[far] = conservative_log_ratio(a[far], b[far], c[far], d[far], tests=tests)
    return lrc


def _warn_of_small(both: Compared, holds: Callable[..., np.ndarray]) -> None:
    """Name the targets whose terms would not be supported even if they occurred nowhere else."""
    small = []
    for name, a, c, d in zip(both.names, both.a, both.c, both.d, strict=True):
        most = a[both.shown].max()
        if most and holds(most, 0, c, d):
            continue
        more = np.arange(most + 1, min(c[0], most + 1000) + 1)
        enough = more[holds(more, 0, c, d)]
        needed = f"{enough[0]:.0f} times" if len(enough) else "more often than it has tokens"
        small.append(
            f"{name!r} ({c[0]:.0f} tokens, its most frequent term occurs {most:.0f} times and "
            f"would have to occur {needed}, and nowhere else)"
        )
    if small:
        message = f"too small for any term to be supported: {'; '.join(small)}"
        warnings.warn(message, SmallSectionWarning, stacklevel=3)


# --- how far the answer hangs on single sentences ---------------------------------------------


def stability(
    tokens: pd.DataFrame,
    *,
    by: str | Sequence[str] = "section",
    target: str | Sequence[str] | None = None,
    reference: str | Sequence[str] | None = None,
    measure: str = "log_likelihood",
    level: int | None = None,
    stop: Iterable[str] | None = None,
    top: int = 10,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How far the top key terms hang on single sentences.

    The sentences of every group are drawn again with replacement, `resamples` times, and the
    comparison (arguments as for `keyness`) is made again. One row per target and each of its
    `top` terms, in the order of `keyness`: `target`, `term`, `n_target`, `n_reference`;
    `sentences_target`, `sentences_reference`: in how many sentences; `effect` (log ratio),
    `lower`, `upper`: its 95 % interval (BCa, Efron 1987); `stays`: the share of samples in
    which the term is among the `top` again.

    The interval covers the true effect in 93-97 % of cases for terms with at least 10 sentences
    on both sides; with less it is a rough guide (see docs/keyness.md).

    >>> tokens = pd.DataFrame({"document": "d", "section": list("111122223333"),
    ...     "sentence": [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
    ...     "token": ["群众", "活动"] * 3 + ["舆论", "活动"] * 3})
    >>> stability(tokens, target="3", top=1)[["term", "n_target", "n_reference", "effect"]]
      term  n_target  n_reference    effect
    0   舆论         2            1  1.654503
    """
    if top < 1:
        raise ValueError(f"top={top}: at least 1 term is needed")
    _known(measure)
    by = as_names(by)
    rows = by_sentence(tokens, by)
    targets, references = as_names(target), as_names(reference)
    named = targets + references
    table = table_of(rows[[*by, "term", "n"]], level=level, names=named)
    sides = sides_of(table, targets, references)
    both = compared(table, sides, stop)
    cards = cards_of(rows, table, sides, both.terms, level=level, names=named)
    function = MEASURES[measure].function
    letters = both.a, both.b, both.c, both.d
    number, column = _best(np.where(both.shown, _by_target(function, letters), -np.inf), top)
    effect = log_ratios(letters, number, column)
    stays, effects = np.zeros(len(number)), []
    for letters in resampled(cards, resamples=resamples, seed=seed):
        score = np.where(both.shown, _by_target(function, letters), -np.inf)
        least = -np.sort(-score, axis=1)[:, min(top, score.shape[1]) - 1]
        stays += score[number, column] >= least[number]
        effects.append(log_ratios(letters, number, column))
    skew = np.array([acceleration(cards, *pair) for pair in zip(number, column, strict=True)])
    lower, upper = bca_interval(effect, np.array(effects), skew)
    there = cards._replace(n=np.ones(len(cards.n))).letters(cards.hand)
    return pd.DataFrame(
        {
            "target": pd.array(both.names, dtype="str").take(number),
            "term": pd.array(both.terms, dtype="str").take(column),
            "n_target": both.a[number, column].astype(np.int64),
            "n_reference": both.b[number, column].astype(np.int64),
            "sentences_target": there[0][number, column].astype(np.int64),
            "sentences_reference": there[1][number, column].astype(np.int64),
            "effect": effect,
            "lower": lower,
            "upper": upper,
            "stays": stays / resamples,
        }
    )


def _best(score: np.ndarray, top: int) -> tuple[np.ndarray, np.ndarray]:
    """Target and term of the `top` highest positive scores of every target, best first."""
    order = np.argsort(-score, axis=1, kind="stable")[:, :top]
    number = np.repeat(np.arange(len(score)), order.shape[1])
    column = order.ravel()
    positive = score[number, column] > 0
    return number[positive], column[positive]


# --- how far the answer hangs on the segmentation ---------------------------------------------


def sensitivity(
    corpus: NamedTuple,
    segmenters: Mapping[str, Segmenter] | None = None,
    *,
    top: int = 10,
    by: str = "section",
    **options: object,
) -> pd.DataFrame:
    """How the top key terms change when the text is cut into words in another way.

    The text is cut by each of `segmenters` (name -> Segmenter) and compared again (`by`, and
    `options` as for `keyness`). The default: "corpus", the tokens as they stand; "no words",
    the default engine without a user dictionary; "jieba", the reference engine; "no HMM", new
    words not guessed.

    One row per target and term that is among the `top` anywhere, with its place there (1 =
    best; missing where it is not among the `top`) in one column per segmenter; `share`: in
    how many of them it is. Ordered by target, then descending share, then best place.
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
        tokens = corpus.tokens
        if segmenter is not None:
            frames = corpus.documents, corpus.sections, corpus.blocks
            tokens = tokenize(*frames, segmenter=segmenter)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSectionWarning)
            scores = keyness(count_terms(tokens, by=by), **options)
        best = scores[scores["score"] > 0].groupby("target", sort=False).head(top)
        place = best.groupby("target", sort=False).cumcount() + 1
        parts.append(best[["target", "term"]].assign(segmenter=name, place=place))
    return _places(pd.concat(parts), list(segmenters))


def _places(best: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    targets = {target: number for number, target in enumerate(best["target"].unique())}
    cells = best.set_index(["target", "term", "segmenter"])["place"].unstack()  # noqa: PD010
    wide = cells.reindex(columns=names).astype("Int64").rename_axis(columns=None).reset_index()
    wide["share"] = wide[names].notna().mean(axis=1)
    keys = {
        "number": wide["target"].map(targets),
        "less": -wide["share"],
        "place": wide[names].min(axis=1),
        "term": wide["term"],
    }
    order = pd.DataFrame(keys).sort_values(list(keys), kind="stable").index
    return wide.loc[order].reset_index(drop=True)
