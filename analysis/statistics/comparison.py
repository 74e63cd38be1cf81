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

from ..segmentation import Segmenter, tokenize
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

    One row per target and term, the targets in order, then by descending `score` (ties by term).

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
      deals in which some term does as well. "interval" otherwise, and against the background,
      which has no sentences: `lrc` is not 0. A term whose interval reaches 0 is never supported,
      and never left out.

    `target`, `term`, `measure` and `support` are categorical.

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
    present = (both.a + both.b > 0) & both.shown
    tests = int(present.sum())
    if general or tokens is None:
        dealt = None
        _warn_of_small(both, lambda *cells: conservative_log_ratio(*cells, tests=tests) > 0)
    else:
        cards = cards_of(tokens, table, sides, both.terms, level=level, names=named)
        dealt, limit = permuted(cards, both.shown, permutations=permutations, seed=seed)
        # a term of one sentence is never supported
        _warn_of_small(both, lambda a, *rest: (a > 1) & (log_likelihood(a, *rest) >= limit))
    return _scores(both, present, measure, adjust, dealt)


def _known(measure: str) -> None:
    if measure not in MEASURES:
        raise ValueError(f"no measure {measure!r}; there are: {', '.join(MEASURES)}")


def _scores(
    both: Compared, present: np.ndarray, measure: str, method: str, dealt: np.ndarray | None
) -> pd.DataFrame:
    """The rows of `keyness`, for the cells of target x term that are present."""
    letters = both.a, both.b, both.c, both.d
    score = _score(letters, measure, present.sum())
    order = np.argsort(-score, axis=1, kind="stable")  # terms are in order, so ties are too
    cells = (order + np.arange(len(order))[:, None] * order.shape[1]).ravel()
    cells = cells[present.ravel()[cells]]
    number, column = np.divmod(cells, order.shape[1])

    def picked(table: np.ndarray) -> np.ndarray:
        return table.ravel()[cells]

    distribution = MEASURES[measure].distribution
    p = p_value(picked(score), distribution) if distribution else np.full(len(cells), np.nan)
    lower, upper = log_ratio_interval(*letters)
    g2 = score if measure == "log_likelihood" else _by_target(log_likelihood, letters)
    lrc = picked(_conservative(letters, g2, present))
    scores = {
        "target": _categories(number, both.names),
        "term": _categories(column, both.terms),
        "n_target": picked(both.a).astype(np.int64),
        "n_reference": picked(both.b).astype(np.int64),
        "size_target": both.c[number, 0].astype(np.int64),
        "size_reference": both.d[number, 0].astype(np.int64),
        "rate_target": picked(1e4 * both.a / both.c),
        "rate_reference": picked(1e4 * both.b / both.d),
        "score": picked(score),
        "measure": _categories(np.zeros(len(cells), dtype=np.int8), [measure]),
        "effect": picked(log_ratio(*letters)),
        "lower": picked(lower),
        "upper": picked(upper),
        "lrc": lrc,
        "p": p,
        "p_adjusted": adjusted(p, method),
        "p_permuted": np.full(len(cells), np.nan) if dealt is None else picked(dealt),
        "range": both.range[column],
    }
    if dealt is None:
        supported, support = lrc != 0, "interval"
    else:
        apart = (scores["lower"] > 0) | (scores["upper"] < 0)
        supported, support = apart & (scores["p_permuted"] <= LEVEL), "permutation"
    scores["supported"] = supported
    scores["support"] = _categories(np.zeros(len(cells), dtype=np.int8), [support])
    return pd.DataFrame(scores, copy=False)


def _categories(codes: np.ndarray, values: Iterable[str]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(pd.Index(values, dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=dtype)


def _score(letters: Letters, measure: str, tests: int) -> np.ndarray:
    """The measure for every target x term; some need to know how many tests are made."""
    function = MEASURES[measure].function
    if "tests" in inspect.signature(function).parameters:
        function = functools.partial(function, tests=int(tests))
    return _by_target(function, letters)


def _by_target(function: Callable[..., np.ndarray], letters: Letters) -> np.ndarray:
    """A measure for one target after the other, as some of them look at all terms of a text."""
    a, b, c, d = letters
    rows = zip(a, b, c[:, 0], d[:, 0], strict=True)
    return np.array([function(*row) for row in rows])


def _conservative(letters: Letters, g2: np.ndarray, present: np.ndarray) -> np.ndarray:
    """`conservative_log_ratio`, adjusted for all rows, worked out only where it may not be 0.

    It is 0 unless a binomial tail is under 0.05 / 2m, and no tail is under
    exp(-G2 / 2) / sqrt(2n) (Ash, R. B. 1965, Information Theory, lemma 4.7.2).
    """
    tests = int(present.sum())
    n = np.maximum(letters[0] + letters[1], 1)
    least = 2 * np.log(2 * tests / LEVEL) - np.log(2 * n)
    far = present & (np.abs(g2) >= least)
    lrc = np.zeros(present.shape)
    cells = (np.broadcast_to(letter, present.shape)[far] for letter in letters)
    lrc[far] = conservative_log_ratio(*cells, tests=tests)
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


def key_terms(scores: pd.DataFrame, *, top: int | None = None) -> pd.DataFrame:
    """The rows of `keyness` whose term is more frequent in the target, `top` of each target.

    By the rates as they are, not by `effect`: its half occurrences turn the sign where a term
    is absent from a very small section.  The order is that of `scores`.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "活动", "群众", "舆论"], "n": [40, 60, 10, 90]})
    >>> an.key_terms(an.keyness(counts), top=1)[["target", "term"]].values.tolist()
    [['1', '活动'], ['2', '舆论']]
    """
    rows = scores[scores["rate_target"] > scores["rate_reference"]]
    return rows if top is None else rows.groupby("target", sort=False, observed=True).head(top)


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
    terms: Iterable[str] | None = None,
    top: int = 10,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How far the top key terms hang on single sentences.

    The sentences of every group are drawn again with replacement, `resamples` times, and the
    comparison (arguments as for `keyness`) is made again. One row per target and each of its
    `top` terms, or each of `terms`, in the order of `keyness`: `target`, `term`, `n_target`,
    `n_reference`; `sentences_target`, `sentences_reference`: in how many sentences; `effect`
    (log ratio), `lower`, `upper`: its 95 % interval (BCa, see `sampling.bca_interval`);
    `stays`: the share of samples in which the term is among the `top`.

    The interval covers the true effect in 93-97 % of cases for terms with at least 10 sentences
    on both sides, whatever their place; with less it is a rough guide. What stands at the top
    does so by good luck too: the effects of the `top` terms are on the whole smaller than here
    (see docs/keyness.md).

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
    score = np.where(both.shown, _by_target(function, letters), -np.inf)
    number, column = _best(score, top) if terms is None else _named(score, both.terms, terms)
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


def _named(
    score: np.ndarray, known: np.ndarray, terms: Iterable[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Target and term of each of `terms` for every target, best first."""
    wanted = list(dict.fromkeys(terms))
    column = np.sort(pd.Index(known).get_indexer(wanted))
    if (column < 0).any():
        missing = next(term for term in wanted if term not in set(known))
        raise ValueError(f"no term {missing!r} in counts")
    order = column[np.argsort(-score[:, column], axis=1, kind="stable")]
    return np.repeat(np.arange(len(score)), len(column)), order.ravel()


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
    best; missing where it is not among the `top`) in one column per segmenter; `agreement`:
    in how many of them it is, 0 to 1. Ordered by target, then descending `agreement`, then best
    place.
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
    cells = best.set_index(["target", "term", "segmenter"])["place"].unstack()
    wide = cells.reindex(columns=names).astype("Int64").rename_axis(columns=None).reset_index()
    wide["agreement"] = wide[names].notna().mean(axis=1)
    keys = {
        "number": wide["target"].map(targets),
        "less": -wide["agreement"],
        "place": wide[names].min(axis=1),
        "term": wide["term"],
    }
    order = pd.DataFrame(keys).sort_values(list(keys), kind="stable").index
    return wide.loc[order].reset_index(drop=True)
