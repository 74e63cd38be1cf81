"""Which terms become more frequent or rarer over groups in an order, such as years."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import spelt
from .coding import counted_by
from .comparison import LEVEL
from .counts import PER
from .groups import Table, kept_terms, sides_of, table_of
from .sampling import UNITS, UnitGroups, positive, unit_groups, unit_over
from .shuffling import Progress, Rounds

STEEPEST = 20.0  # a slope; what is in the first or last group alone has none
WIDE = 1.959964  # deviations on either side of a slope that hold 95 of 100
NONE = 1e-9  # a z below it is none: the slope, too, is 0 but for rounding
STEPS = 60  # of halving, by which a slope is known to the last digit


def trend(
    counts: pd.DataFrame,
    terms: Iterable[str] | None = None,
    *,
    tokens: Corpus | pd.DataFrame,
    stop: Iterable[str] | None = None,
    unit: str | None = None,
    permutations: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Which terms rise or fall over groups in an order, and is that more than random variation?

    `counts` is from `count_terms(tokens, by="year")` or another column whose groups have an order
    (numbers, text in natural order, categories in theirs), `tokens` the corpus or tokens that were
    counted, with that column. `terms` are those that are looked at; by default all but stop words
    (the default list and `stop`; `()`: none).

    One row per term, the surest first, then by term:

    - `n` in all, `range` in how many groups, `first` and `last` rate per 10,000 tokens, `n_first`
      and `n_last` the counts of these groups;
    - `slope`: log2 of the rate of a group by that of the one before it, fitted to all (+1: it
      doubles each time, at most 20; Poisson regression on the number of the group, or on its value
      where all are whole numbers: then it is that of a year), `slope_lower` and `slope_upper` its
      95 % interval, from the same test (Miettinen 1976; none where a single end has the term);
    - `z`: the slope by how much it varies in shuffles (score test); above 0 where it rises;
    - `p_permuted`: the share of shuffles in which some term looked at has a larger z, either way,
      and `supported`: it is at most 0.05, so that chance alone gives any of all terms in 5 of 100;
    - `kind`: "rising" or "falling" where supported, "appears" and "vanishes" where the first or
      the last group has none of it, "unclear" where it is not supported;
    - `unit`: what is shuffled over the groups, `permutations` times (`seed` makes this
      repeatable): whole documents where every group has two or more, so that it can be told how
      far documents of one group differ, and the claim is about that kind of document; otherwise
      paragraphs (or sentences, where tokens do not tell them), and the claim is about these texts
      alone. `unit=` asks for another one; `by`: the column of the groups.

    A trend is a straight one on the scale of logarithms: what rises and falls again is not found.
    `progress` is as in `keyness`. `rates(counts, rows["term"])` gives the rates that
    `plots.trend` draws.

    Armitage, P. (1955). Tests for linear trends in proportions and frequencies. Biometrics 11(3),
    375-386. https://doi.org/10.2307/3001775. Westfall, P. H. & Young, S. S. (1993).
    Resampling-Based Multiple Testing. Wiley. Miettinen, O. (1976). Estimability and estimation in
    case-referent studies. American Journal of Epidemiology 103(2), 226-235.
    https://doi.org/10.1093/oxfordjournals.aje.a112220.

    Raises ValueError for fewer than three groups, several columns, a term that is not there, and
    tokens that are not those of counts; Cancelled where `progress` says so.

    >>> tokens = pd.DataFrame({"document": list("aabbccddeeff"), "sentence": [0, 1] * 6,
    ...     "year": np.repeat([2021, 2022, 2023], 4), "paragraph": 0,
    ...     "token": ["安全"] * 4 + ["安全", "创新"] * 2 + ["创新"] * 4})
    >>> from analysis.statistics import count_terms
    >>> rows = trend(count_terms(tokens, by="year"), tokens=tokens, permutations=99)
    >>> rows[["term", "first", "last", "unit"]].values.tolist()
    [['创新', 0.0, 10000.0, 'document'], ['安全', 10000.0, 0.0, 'document']]
    """
    positive(permutations, "permutations")
    if unit is not None and unit not in UNITS:
        raise ValueError(f"no unit {unit!r}; there are: {', '.join(UNITS)}")
    table = _in_order(counts)
    unit = unit_over(tokens, table.by) if unit is None else unit
    chosen = _looked_at(table, terms, stop)
    groups = unit_groups(tokens, table, sides_of(table, [], []), unit=unit)
    test = _Test(groups.only(chosen))
    x = _places(table)
    at = x[groups.target.tocsc().indices[groups.group]]  # each part is one of the groups
    with Rounds(permutations, 1, progress) as rounds:
        z, p = test.shuffled(at, np.random.default_rng(seed), rounds, permutations)
    n = table.n[:, chosen].toarray()
    rates = PER * n / table.sizes[:, None]
    slopes = _slopes(n, table.sizes, x)
    lower, upper = _intervals(slopes, z, test.error(at))
    frame = pd.DataFrame(
        {
            "term": pd.array(table.terms[chosen], dtype="str"),
            "n": n.sum(axis=0).astype(np.int64),
            "range": (n > 0).sum(axis=0),
            "first": rates[0],
            "last": rates[-1],
            "n_first": n[0].astype(np.int64),
            "n_last": n[-1].astype(np.int64),
            "slope": slopes,
            "slope_lower": lower,
            "slope_upper": upper,
            "z": z,
            "p_permuted": p,
            "supported": p <= LEVEL,
            "kind": _kinds(n, z, p <= LEVEL),
            "unit": unit,
            "by": table.by[0],
        }
    )
    return frame.iloc[np.argsort(-np.abs(z), kind="stable")].reset_index(drop=True)


def _in_order(counts: pd.DataFrame) -> Table:
    """The groups of counts, which are by one column and three at least."""
    by = counted_by(frame_of(counts, "counts"))
    if len(by) != 1:
        raise ValueError(
            f"a trend is over one column, and counts are by {', '.join(map(str, by)) or 'none'}: "
            "count by that alone, such as count_terms(tokens, by='year')"
        )
    table = table_of(counts)
    if len(table.groups) < 3:
        raise ValueError(
            f"a trend needs three groups and more, and {by[0]!r} has {len(table.groups)}: compare "
            "two with keyness"
        )
    return table


def _looked_at(
    table: Table, terms: Iterable[str] | None, stop: Iterable[str] | None
) -> np.ndarray:
    """Which terms are tested, as a mask."""
    if terms is None:
        return kept_terms(table.terms, stop)
    if isinstance(terms, str):
        raise ValueError(f"terms={terms!r}: it takes a list of terms, such as [{terms!r}]")
    wanted = spelt(terms)
    missing = [term for term in wanted if term not in set(table.terms)]
    if missing or not wanted:
        raise ValueError(f"no term {missing[0]!r} in counts" if missing else "terms is empty")
    return np.isin(table.terms, np.array(wanted, dtype=object))


def _places(table: Table) -> np.ndarray:
    """Where each group lies: its value where all are whole numbers (years), or its number."""
    labels = table.labels
    numbers = map(int, labels) if all(map(str.isdecimal, labels)) else range(len(labels))
    return np.array(list(numbers), dtype=float)


class _Test:
    """The score test of a slope, for every term, wherever the units lie."""

    def __init__(self, groups: UnitGroups) -> None:
        shape = groups.n_terms, len(groups.length)
        self.n = sparse.csr_array((groups.n, (groups.term, groups.unit)), shape=shape)
        self.length = groups.length
        self.rate = self.n.sum(axis=1) / self.length.sum()
        # the sum over all units of (n - rate * length)², multiplied out
        squares = self.n.power(2).sum(axis=1) + self.rate**2 * (self.length**2).sum()
        self.spread = squares - 2 * self.rate * (self.n @ self.length)

    def z(self, at: np.ndarray) -> np.ndarray:
        """The sum of what is above the rate, times its place, by its deviation in shuffles."""
        above = self.n @ at - self.rate * (self.length @ at)
        variance = self.spread * at.var(ddof=1)
        return np.divide(
            above, np.sqrt(variance), out=np.zeros(len(above)), where=variance > 1e-12
        )

    def shuffled(
        self, at: np.ndarray, random: np.random.Generator, rounds: Rounds, permutations: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """The z of all terms, and how often a shuffle has a larger one of some term."""
        tops, z = np.zeros(permutations), self.z(at)
        for number in rounds.of_one():
            tops[number] = np.abs(self.z(random.permutation(at))).max(initial=0)
        equal = np.sort(tops) * (1 + 1e-9)  # so that equal counts as equal after rounding
        return z, (1 + permutations - np.searchsorted(equal, np.abs(z))) / (1 + permutations)

    def error(self, at: np.ndarray) -> np.ndarray:
        """How much a slope of 0 varies, in log2: the deviation by what the counts tell."""
        inside = at - self.length @ at / self.length.sum()
        variance = np.maximum(self.spread, 0) * at.var(ddof=1)
        return np.sqrt(variance) / (self.rate * (self.length @ inside**2)) / np.log(2)


def _slopes(n: np.ndarray, sizes: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The slopes of greatest likelihood, in log2: where the mean place is that of the counts."""
    x = x - x.mean()
    wanted = x @ n / n.sum(axis=0)
    low = np.full(n.shape[1], -STEEPEST)
    high = -low
    for _ in range(STEPS):
        middle = (low + high) / 2
        power = np.log(2) * np.outer(x, middle)
        weight = sizes[:, None] * np.exp(power - power.max(axis=0))
        less = x @ weight / weight.sum(axis=0) < wanted
        low, high = np.where(less, middle, low), np.where(less, high, middle)
    return (low + high) / 2


def _intervals(
    slopes: np.ndarray, z: np.ndarray, level: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The intervals whose ends are 0 where the test is just at its 5 in 100 (for one term).

    A slope of 0 has z 0 as well: its error is that of the test, in `level`.
    """
    error = np.divide(np.abs(slopes), np.abs(z), out=level.copy(), where=np.abs(z) > NONE)
    error[np.abs(slopes) > 0.99 * STEEPEST] = np.nan
    return slopes - WIDE * error, slopes + WIDE * error


def _kinds(n: np.ndarray, z: np.ndarray, supported: np.ndarray) -> pd.Categorical:
    """What each term does, in a word."""
    kinds = ["unclear", "rising", "falling", "appears", "vanishes"]
    code = np.where(z > 0, np.where(n[0] == 0, 3, 1), np.where(n[-1] == 0, 4, 2))
    return pd.Categorical.from_codes(
        np.where(supported, code, 0), categories=pd.Index(kinds, dtype="str")
    )
