"""What marks a part off from the others, and how alike parts are.

`keyness` answers "which terms does this part use more than the others, and would the difference
survive chance?"; `stability` and `sensitivity` how far the answer hangs on single sentences and
on the segmentation; `similarity`, `cluster` and `correspondence` how near the parts are.
Everything is a table made of tables; the arithmetic is in `measures`.
"""

import functools
import importlib.util
import pathlib
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from tqdm import tqdm

from .counts import count_terms
from .measures import (
    MEASURES,
    conservative_log_ratio,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    p_value,
)
from .measures import adjust as adjusted
from .sections import roll_up
from .segmentation import stop_words

LEVEL = 0.05  # of significance: what `supported` holds over all terms and targets together
SENTENCE = ["document", "sentence"]


class SmallSectionWarning(UserWarning):
    """A part of the text is so small that none of its terms could be supported."""


# --- the table behind every comparison -------------------------------------------------------


class _Table(NamedTuple):
    """Counts as an array, one row a group and one column a term, both in order."""

    by: list[str]
    groups: list[tuple[str, ...]]
    terms: np.ndarray
    n: np.ndarray

    @property
    def labels(self) -> list[str]:
        return ["/".join(group) for group in self.groups]


def _table(counts: pd.DataFrame, level: int | None, names: Sequence[str] = ()) -> _Table:
    """The array of a counts frame, its sections cut to the level of the comparison."""
    for column in ("term", "n"):
        if column not in counts:
            raise ValueError(f"no column {column!r} in counts: make it with count_terms(tokens)")
    counts = counts[counts["n"] > 0]
    if counts.empty:
        raise ValueError("counts is empty: there is no token to compare")
    by = [column for column in counts if column not in ("term", "n")]
    rows, groups = _groups(counts, by, level, names)
    columns, terms = _coded(counts["term"])
    cells = rows * len(terms) + columns
    n = np.bincount(cells, counts["n"], minlength=len(groups) * len(terms))
    return _Table(by, groups, terms, n.reshape(len(groups), -1))


def _coded(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A column of strings as numbers, and its values in order."""
    codes, values = pd.factorize(column)
    values = np.asarray(values, dtype=object)
    order = np.argsort(values, kind="stable")
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places[codes], values[order]


def _groups(
    frame: pd.DataFrame, by: list[str], level: int | None, names: Sequence[str] = ()
) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """The group of every row, as a number, and the groups in natural order ("2" before "10")."""
    if level is not None and "section" not in by:
        raise ValueError("level= is for sections: make counts with count_terms(…, by='section')")
    if not by:
        return np.zeros(len(frame), dtype=np.int64), [("all",)]
    numbers = frame.groupby(by, observed=True, sort=False).ngroup().to_numpy()
    first = np.unique(numbers, return_index=True)[1]
    unique = frame.iloc[first][by].astype(str).reset_index(drop=True)
    if "section" in by:
        level = _level(unique["section"], names) if level is None else level
        unique["section"] = roll_up(unique[["section"]], level=level)["section"].astype(str)
    keys = list(unique.itertuples(index=False, name=None))
    groups = sorted(set(keys), key=lambda key: [_natural(part) for part in key])
    place = {group: number for number, group in enumerate(groups)}
    return np.array([place[key] for key in keys], dtype=np.int64)[numbers], groups


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts = re.findall(r"[0-9]+|[^0-9]+", name)
    return [(0, int(part), part) if part[0] in "0123456789" else (1, 0, part) for part in parts]


def _level(sections: pd.Series, names: Sequence[str]) -> int:
    """The coarsest level with two sections ("0" aside), or that of the finest section named."""
    paths = {tuple(name.split(".")) for name in sections if name != "0"}
    levels = range(1, max(map(len, paths), default=1) + 1)
    coarsest = next((level for level in levels if len({p[:level] for p in paths}) > 1), 1)
    named = [name.rpartition("/")[2] for name in names]
    numbered = [path for path in named if re.fullmatch(r"[0-9]+(\.[0-9]+)*", path)]
    return max([coarsest, *(path.count(".") + 1 for path in numbered)])


# --- who is compared with whom ---------------------------------------------------------------


class _Sides(NamedTuple):
    """For every target its name, and which groups are it and its reference (rows of bools)."""

    names: list[str]
    target: np.ndarray
    reference: np.ndarray


def _sides(table: _Table, targets: list[str], references: list[str]) -> _Sides:
    if len(table.groups) < 2:
        one = f"{table.by[0]} {table.labels[0]!r}" if table.by else "the whole text"
        raise ValueError(
            f"keyness needs two groups to compare, and counts has one: {one}; "
            "count by another column, or compare with reference='background'"
        )
    outside = _any_of(table, references) if references else np.ones(len(table.groups), bool)
    if targets:
        chosen = np.array([_chosen(table, name) for name in targets])
    else:
        everyone = np.eye(len(table.groups), dtype=bool)
        chosen = everyone[~outside] if references else everyone
        targets = [label for label, row in zip(table.labels, chosen.T, strict=True) if row.any()]
    others = ~chosen & outside
    for name, row in zip(targets, others, strict=True):
        if not row.any():
            raise ValueError(f"nothing is left to compare {name!r} with: name another reference")
    return _Sides(targets, chosen, others)


def _any_of(table: _Table, names: list[str]) -> np.ndarray:
    return np.any([_chosen(table, name) for name in names], axis=0)


def _chosen(table: _Table, name: str) -> np.ndarray:
    """The groups a name stands for: itself and, for a section, all that is below it."""

    def fits(part: str) -> bool:
        return part == name or part.startswith(f"{name}.")

    found = np.array([fits(label) for label in table.labels])
    if not found.any():
        found = np.array([any(map(fits, group)) for group in table.groups])
    if not found.any():
        what = table.by[0] if len(table.by) == 1 else "group"
        raise ValueError(f"no {what} {name!r}; there are: {', '.join(table.labels)}")
    return found


def _names(value: str | Sequence[str] | None) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(name) for name in value]


class _Compared(NamedTuple):
    """The letters of `measures` as arrays, targets x terms (`c`, `d`: targets x 1)."""

    names: list[str]
    terms: np.ndarray
    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray
    range: np.ndarray


def _compared(table: _Table, sides: _Sides, stop: Iterable[str] | None) -> _Compared:
    """Sizes are those of all tokens; stop words leave the terms."""
    sizes = table.n.sum(axis=1)
    kept = _kept(table.terms, stop)
    n, terms = table.n[:, kept], table.terms[kept]
    target, reference = sides.target.astype(float), sides.reference.astype(float)
    c, d = (target @ sizes)[:, None], (reference @ sizes)[:, None]
    return _Compared(sides.names, terms, target @ n, reference @ n, c, d, (n > 0).sum(axis=0))


def _kept(terms: np.ndarray, stop: Iterable[str] | None) -> np.ndarray:
    dropped = stop_words() if stop is None else frozenset(stop)
    kept = np.array([term not in dropped for term in terms], dtype=bool)
    if not kept.any():
        raise ValueError("every term of counts is a stop word: pass stop=() to keep them")
    return kept


def _with_general_chinese(
    table: _Table, targets: list[str], stop: Iterable[str] | None
) -> _Compared:
    """Each target against the word list of jieba; terms it cannot have (numbers) are left out."""
    chosen = [_chosen(table, name) for name in targets] or np.eye(len(table.groups), dtype=bool)
    target = np.asarray(chosen, dtype=float)
    written = np.array([bool(_CHINESE.fullmatch(term)) for term in table.terms])
    kept = written & _kept(table.terms, stop)
    frequencies = _general_chinese()
    n, terms = table.n[:, kept], table.terms[kept]
    a = target @ n
    b = np.broadcast_to([float(frequencies.get(term, 0)) for term in terms], a.shape)
    c = (target @ table.n.sum(axis=1))[:, None]
    d = np.full_like(c, sum(frequencies.values()))
    return _Compared(targets or table.labels, terms, a, b, c, d, (n > 0).sum(axis=0))


_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


@functools.cache
def _general_chinese() -> dict[str, int]:
    """Word -> frequency of the dictionary in the jieba package (read, jieba is not imported)."""
    place = importlib.util.find_spec("jieba").submodule_search_locations[0]
    lines = (pathlib.Path(place) / "dict.txt").read_text("utf-8").splitlines()
    return {word: int(n) for word, n, *_ in (line.split(" ") for line in lines)}


# --- keyness ---------------------------------------------------------------------------------


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
    that is named stands for all that is below it.

    One row per target and term, the targets in order, then by descending `score` (ties by term):

    - `n_target`, `n_reference` occurrences; `size_target`, `size_reference` tokens;
      `rate_target`, `rate_reference` per 10,000 tokens;
    - `score`: the `measure`, one of `measures.MEASURES`;
    - `effect`: log ratio (+1: twice the rate, -1: half), `lower` to `upper` its 95 % interval,
      `lrc` its conservative value (0 where the interval, adjusted for all terms, reaches 0);
    - `p`, `p_adjusted` of the measure, token by token: too sure of itself, as words of one
      topic come in bursts. Missing for a measure without a p;
    - `range`: how many groups have the term;
    - `supported`: would the difference survive chance, at 5 % over all terms and targets
      together? `support` names the basis. "permutation", where `tokens` are given: sentences
      are dealt to the groups at random, `permutations` times, and `p_permuted` is the share
      of deals in which any term does as well. "interval" otherwise: `lrc` is not 0.

    The statistic of the permutation is the log-likelihood divided by the burstiness of the term
    (its design effect in sentences); the largest over all terms and targets is compared, which holds the
    family-wise level by construction. Stop words (`stop=None`: the default list, `()`: none)
    leave the result, not the sizes. With `tokens`, the frame may also be counts by document
    and sentence, where terms were counted with other options.

    Westfall, P. H. & Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley, 42-54.

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
    if measure not in MEASURES:
        raise ValueError(f"no measure {measure!r}; there are: {', '.join(MEASURES)}")
    targets, references = _names(target), _names(reference)
    general = references == ["background"]
    table = _table(counts, level, targets if general else targets + references)
    if general:
        compared = _with_general_chinese(table, targets, stop)
    else:
        sides = _sides(table, targets, references)
        compared = _compared(table, sides, stop)
    scores, present = _scores(compared, measure, adjust)
    if general or tokens is None:
        scores["supported"] = scores["lrc"] != 0
        _warn_of_small(compared, _interval_holds(len(scores)))
    else:
        deals = _deals(tokens, table, sides, compared, level, targets + references)
        p, limit = _deal(deals, compared, permutations, seed)
        scores["p_permuted"] = p[present]
        apart = (scores["lower"] > 0) | (scores["upper"] < 0)
        scores["supported"] = apart & (scores["p_permuted"] <= LEVEL)
        scores["support"] = "permutation"
        _warn_of_small(compared, lambda *cells: log_likelihood(*cells) >= limit)
    number = np.nonzero(present)[0]
    return scores.iloc[np.lexsort((-scores["score"], number))].reset_index(drop=True)


def _scores(compared: _Compared, measure: str, method: str) -> tuple[pd.DataFrame, np.ndarray]:
    """The rows of `keyness`, targets and terms in order; and which of target x term they are."""
    present = compared.a + compared.b > 0
    number, column = np.nonzero(present)
    a, b = compared.a[present], compared.b[present]
    c, d = compared.c[number, 0], compared.d[number, 0]
    function, distribution = MEASURES[measure].function, MEASURES[measure].distribution
    score = function(a, b, c, d)
    p = p_value(score, distribution) if distribution else np.full(len(score), np.nan)
    lower, upper = log_ratio_interval(a, b, c, d)
    scores = pd.DataFrame(
        {
            "target": pd.array(compared.names, dtype="str").take(number),
            "term": pd.array(compared.terms, dtype="str").take(column),
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
            "lrc": _conservative(a, b, c, d),
            "p": p,
            "p_adjusted": adjusted(p, method) if distribution else p,
            "p_permuted": np.nan,
            "range": compared.range[column],
            "supported": False,
            "support": "interval",
        }
    )
    return scores, present


def _conservative(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> np.ndarray:
    """`conservative_log_ratio`, adjusted for all rows, worked out only where it may not be 0.

    It is 0 unless a binomial tail is under level / 2m, and no tail is under
    exp(-G2 / 2) / sqrt(2n) (Ash, R. B. 1965, Information Theory, lemma 4.7.2).
    """
    tests = len(a)
    lrc = np.zeros(tests)
    least = 2 * np.log(2 * tests / LEVEL) - np.log(2 * (a + b))
    far = np.abs(log_likelihood(a, b, c, d)) >= least
    lrc[far] = conservative_log_ratio(a[far], b[far], c[far], d[far], tests=tests)
    return lrc


# --- support: what a random deal of the sentences would give ----------------------------------


class _Deals(NamedTuple):
    """Sentences as cards: which term stands in which how often, and which hand each is in."""

    sentence: np.ndarray
    term: np.ndarray
    n: np.ndarray
    length: np.ndarray
    hand: np.ndarray
    target: np.ndarray
    reference: np.ndarray


def _deals(
    tokens: pd.DataFrame,
    table: _Table,
    sides: _Sides,
    compared: _Compared,
    level: int | None,
    names: list[str],
) -> _Deals:
    """The cards of the groups compared; groups that play the same part are one hand."""
    sentences = _sentences(tokens, table, level, names)
    roles, hands = np.unique(
        np.vstack([sides.target, sides.reference]), axis=1, return_inverse=True
    )
    hand = hands.reshape(-1)[sentences.group]
    playing = roles.any(axis=0)[hand]
    number = np.cumsum(playing) - 1
    place = pd.Index(compared.terms).get_indexer(table.terms)[sentences.term]
    kept = playing[sentences.sentence] & (place >= 0)
    half = len(sides.names)
    return _Deals(
        sentence=number[sentences.sentence[kept]],
        term=place[kept],
        n=sentences.n[kept],
        length=sentences.length[playing],
        hand=hand[playing],
        target=roles[:half].astype(float),
        reference=roles[half:].astype(float),
    )


class _Sentences(NamedTuple):
    """Counts by sentence: parallel arrays a row of counts, and one length and group a sentence."""

    sentence: np.ndarray
    term: np.ndarray
    n: np.ndarray
    length: np.ndarray
    group: np.ndarray


def _sentences(
    tokens: pd.DataFrame, table: _Table, level: int | None, names: list[str]
) -> _Sentences:
    """Count the terms of every sentence, and check that they are those of the table."""
    by = list(dict.fromkeys([*table.by, *SENTENCE]))
    for column in by:
        if column not in tokens:
            raise ValueError(f"no column {column!r} in tokens: they need {', '.join(by)}")
    rows = tokens if "term" in tokens else count_terms(tokens, by=by)
    group, groups = _groups(rows, table.by, level, names)
    terms, values = pd.factorize(rows["term"])
    term = pd.Index(table.terms).get_indexer(values)[terms]
    n = rows["n"].to_numpy(dtype=float)
    counted = (
        np.bincount(group * len(table.terms) + term, n, minlength=table.n.size)
        if groups == table.groups and (term >= 0).all()
        else None
    )
    if counted is None or not np.array_equal(counted, table.n.ravel()):
        raise ValueError(
            "tokens are not those of counts: count them by "
            f"{', '.join(by)}, with the same options, and pass these counts as tokens"
        )
    sentence = rows.groupby(SENTENCE, observed=True, sort=True).ngroup().to_numpy()
    length = np.bincount(sentence, n)
    home = np.zeros(len(length), dtype=np.int64)
    home[sentence] = group
    if not np.array_equal(home[sentence], group):
        raise ValueError(
            f"a sentence lies in two groups of {', '.join(table.by)}: leave out tokens"
        )
    return _Sentences(sentence, term, n, length, home)


def _deal(
    deals: _Deals, compared: _Compared, permutations: int, seed: int
) -> tuple[np.ndarray, float]:
    """p of every target x term, and the limit that the largest statistic of a deal seldom passes.

    The statistic is the log-likelihood over the design effect of the term in sentences (Rao,
    J. N. K. & Scott, A. J. 1984, Annals of Statistics 12(1), 46-60): without it a few frequent
    words that come in bursts decide what the largest is, and hide everything else.
    """
    if permutations < 1:
        raise ValueError(f"permutations={permutations}: the number of deals is at least 1")
    effect = _design_effect(deals, len(compared.terms))
    movable = np.bincount(deals.term, minlength=len(effect)) > 1  # not in one sentence only
    column = (np.cumsum(movable) - 1)[deals.term]
    kept = movable[deals.term]
    sentence, column, n = deals.sentence[kept], column[kept], deals.n[kept]
    effect, width, hands = effect[movable], int(movable.sum()), deals.target.shape[1]

    def statistic(hand: np.ndarray) -> np.ndarray:
        cells = np.bincount(hand[sentence] * width + column, n, minlength=hands * width)
        cells = cells.reshape(hands, width)
        sizes = np.bincount(hand, deals.length, minlength=hands)[:, None]
        a, b = deals.target @ cells, deals.reference @ cells
        c, d = deals.target @ sizes, deals.reference @ sizes
        return np.abs(log_likelihood(a, b, c, d)) / effect

    random = np.random.default_rng(seed)
    rounds = tqdm(range(permutations), desc="permutations", delay=2, leave=False)
    largest = [statistic(random.permutation(deals.hand)).max(initial=0) for _ in rounds]
    largest = np.sort(largest) * (1 - 1e-9)  # so that equal stays equal after rounding
    p = np.ones(compared.a.shape)
    as_large = permutations - np.searchsorted(largest, statistic(deals.hand))
    p[:, movable] = (1 + as_large) / (1 + permutations)
    return p, float(np.quantile(largest, 1 - LEVEL, method="higher"))


def _design_effect(deals: _Deals, width: int) -> np.ndarray:
    """Variance of each term's count in sentences over that of independent tokens, at least 1."""
    total = np.bincount(deals.term, deals.n, minlength=width)
    rate = total / deals.length.sum()
    squares = np.bincount(deals.term, deals.n**2, minlength=width)
    products = np.bincount(deals.term, deals.n * deals.length[deals.sentence], minlength=width)
    spread = squares - 2 * rate * products + rate**2 * (deals.length**2).sum()
    m = len(deals.length)
    present = np.maximum(total, 1)  # a term of stop lists only has no sentence here
    return np.maximum(spread / present * m / max(m - 1, 1), 1)


# --- parts that are too small -----------------------------------------------------------------


def _interval_holds(tests: int) -> Callable[..., np.ndarray]:
    return lambda *cells: conservative_log_ratio(*cells, tests=tests) > 0


def _warn_of_small(compared: _Compared, holds: Callable[..., np.ndarray]) -> None:
    """Name the targets whose terms would not be supported even if they occurred nowhere else."""
    small = []
    for name, a, c, d in zip(compared.names, compared.a, compared.c, compared.d, strict=True):
        most = a.max(initial=0)
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
        message = "too small for any term to be supported: " + "; ".join(small)
        warnings.warn(message, SmallSectionWarning, stacklevel=3)
