"""Units shuffled between the groups: what would chance alone give?

`shuffled` deals the units of a comparison again and again, as `sampling` made them. Of a shuffle
only the largest statistic is wanted, and only cells that may be it are worked out: what it takes
is known from the shuffles before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from scipy import special
from tqdm import tqdm

from .cells import Cells
from .coding import ranks, spread_out
from .sampling import UnitGroups, positive

Job = tuple[UnitGroups, np.ndarray]  # what is shuffled, and which of its terms are shown
Progress = Callable[[float], object]
ROOM = 32  # cells of a table for each row that is counted in it: beyond, rows are sorted
LOT = 100_000  # rows or cells of the shuffles that are looked at together: what the cache holds


class Cancelled(Exception):
    """A long calculation was stopped, because its `progress` gave back False."""


class Answer(NamedTuple):
    """The largest statistic of every shuffle in order, and what that of a pair depends on.

    `bursts` is the design effect of each term, NaN for those that no shuffle can distinguish.
    """

    tops: np.ndarray
    bursts: np.ndarray

    @property
    def limit(self) -> float:
        """What the largest statistic exceeds in 5 of 100 shuffles."""
        return float(np.quantile(self.tops, 0.95, method="higher"))

    def p(self, column: np.ndarray, cells: Cells) -> np.ndarray:
        """The share of shuffles in which some term does as well, of rows with these terms."""
        bursts = self.bursts[column]
        observed = surprise(*cells, np.where(np.isnan(bursts), 1, bursts))
        better = 1 + len(self.tops) - np.searchsorted(self.tops, observed)
        return np.where(np.isnan(bursts), 1.0, better / (1 + len(self.tops)))


def shuffled(
    jobs: Sequence[Job], *, permutations: int, seed: int, progress: Progress | None = None
) -> list[Answer]:
    """For each job what the largest statistic over all targets and terms shown is by chance.

    The statistic is that of `surprise`. The p of a pair is that of the largest over all (Westfall
    & Young 1993); it is 1 for terms of one unit, which no shuffle can distinguish.

    Units of one kind are dealt in the same way in every job. `progress` is called with the share
    of the work that is done; where it gives back False, `Cancelled` is raised.
    """
    positive(permutations, "permutations")
    answers = []
    with Rounds(permutations, len(jobs), progress) as rounds:
        for groups, shown in jobs:
            movable = shown & (np.bincount(groups.term, minlength=groups.n_terms) > 1)
            deck, random = _Deck(groups.only(movable)), np.random.default_rng(seed)
            tops = np.sort([*deck.largest(random, rounds.of_one())])
            bursts = np.full(groups.n_terms, np.nan)
            bursts[movable] = deck.bursts_of_terms
            # so that equal counts as equal after rounding
            answers.append(Answer(tops * (1 + 1e-9), bursts))
    return answers


class Rounds:
    """Counts the shuffles of all jobs, shows how many are done, and may be stopped."""

    def __init__(self, permutations: int, jobs: int, progress: Progress | None) -> None:
        """Ready to count so many shuffles of so many jobs."""
        self.each, self.total, self.done = permutations, permutations * jobs, 0
        self.progress = progress
        self.bar = tqdm(
            total=self.total,
            desc="permutations",
            delay=2,
            leave=False,
            disable=None if progress is None else True,
        )

    def __enter__(self) -> Rounds:
        """The counter itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away."""
        self.bar.close()

    def of_one(self) -> Iterator[int]:
        """The numbers of the shuffles of one job."""
        for number in range(self.each):
            yield number
            self.done += 1
            self.bar.update()
            new_hundredth = self.done * 100 // self.total > (self.done - 1) * 100 // self.total
            if self.progress and new_hundredth and self.progress(self.done / self.total) is False:
                raise Cancelled(f"stopped after {self.done:,} of {self.total:,} shuffles")


class _Deck:
    """The units of a job, ready to be dealt; its terms by how much they can say at most."""

    def __init__(self, job: UnitGroups) -> None:
        self.group = job.group
        self.length = job.length
        total = np.bincount(job.term, job.n, job.n_terms)
        self.bursts_of_terms = design_effect(job) if job.n_terms else np.ones(0)
        order = np.argsort(-total / self.bursts_of_terms, kind="stable")
        self.total, self.bursts = total[order], self.bursts_of_terms[order]
        self.strength = self.total / self.bursts
        # no statistic is this much more than its divergence (Ash, R. B. 1965, lemma 4.7.2)
        self.slack = 0.5 * np.log(8 * np.maximum(self.strength, 1)) + 1
        # the rows in the order of units; whole counts as so many rows, which is faster
        rows, whole = np.argsort(job.unit, kind="stable"), job.n.astype(np.int64)
        self.whole = np.array_equal(whole, job.n)
        times = whole[rows] if self.whole else 1
        self.term = np.repeat(ranks(order)[job.term[rows]], times)
        self.unit = np.repeat(job.unit[rows], times)
        self.weights = None if self.whole else job.n[rows]
        self.rows = np.bincount(self.unit, minlength=len(self.length))
        values = np.arange(total.max(initial=0) + 1 if self.whole else 0)
        self.x_log_x = special.xlogy(values, values)
        self.tables = list(_tables(job))
        self.usual = [np.log(max(job.n_terms * each.n, 1)) + 1 for each in self.tables]

    def largest(self, random: np.random.Generator, rounds: Iterable[int]) -> Iterator[float]:
        """The largest statistic after each shuffle; short ones are looked at in lots."""
        cells = max((each.n + 1 for each in self.tables), default=1) * len(self.total)
        many = max(1, LOT // max(len(self.term), cells, 1))
        lot: list[np.ndarray] = []
        for _ in rounds:
            lot.append(random.permutation(self.group))
            if len(lot) == many:
                yield from self._largest_of(np.array(lot))
                lot = []
        if lot:
            yield from self._largest_of(np.array(lot))

    def _largest_of(self, lot: np.ndarray) -> list[float]:
        """The largest statistic of each shuffle (shuffles x units: the groups)."""
        if not len(self.total):
            return [0.0] * len(lot)
        found = [
            _Dealt(self, table, lot).largest(usual)
            for table, usual in zip(self.tables, self.usual, strict=True)
        ]
        self.usual = [
            min(usual, best.min()) for usual, best in zip(self.usual, found, strict=True)
        ]
        return np.max(found, axis=0).tolist()

    def divergence(self, a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
        """As `_divergence`, with x ln x looked up."""
        if not self.whole:
            return _divergence(a, b, share)
        a, b = a.astype(np.int64), b.astype(np.int64)
        found = self.x_log_x[a] + self.x_log_x[b] - self.x_log_x[a + b]
        return found - a * np.log(share) - b * np.log1p(-share)


class _Targets(NamedTuple):
    """Targets that share no group: the one of each group (`n` of none), and the base.

    Each is in the base as a whole or not at all (`inside`).
    """

    n: int
    of_group: np.ndarray
    base: np.ndarray
    inside: np.ndarray


def _tables(job: UnitGroups) -> Iterator[_Targets]:
    """The targets of a job in as few lots as can be; nearly always one."""
    left = [
        (job.target.indices[first:last], job.base)
        for first, last in zip(job.target.indptr[:-1], job.target.indptr[1:], strict=True)
    ]
    whole = [pair for pair in left if len(set(job.base[pair[0]].tolist())) < 2]
    for groups, base in left:  # what is half in the base is taken out of it
        if len(set(base[groups].tolist())) == 2:
            rest = base.copy()
            rest[groups] = False
            yield _targets([groups], rest)
    while whole:
        taken: set[int] = set()
        lot: list[tuple[np.ndarray, np.ndarray]] = []
        later: list[tuple[np.ndarray, np.ndarray]] = []
        for pair in whole:
            groups = pair[0].tolist()
            (later if taken.intersection(groups) else lot).append(pair)
            taken.update(groups)
        yield _targets([groups for groups, _ in lot], job.base)
        whole = later


def _targets(targets: list[np.ndarray], base: np.ndarray) -> _Targets:
    of_group = np.full(len(base), len(targets))
    for number, groups in enumerate(targets):
        of_group[groups] = number
    inside = np.array([base[groups].all() for groups in targets], dtype=float)
    return _Targets(len(targets), of_group, base, inside)


class _Dealt:
    """Some shuffles: how often each target of each of them has each term.

    Targets are numbered through all shuffles, with one more of each for the groups of none.
    """

    def __init__(self, deck: _Deck, table: _Targets, group: np.ndarray) -> None:
        self.deck, self.table, self.n_deals = deck, table, len(group)
        self.n_terms, self.n_sides = len(deck.total), table.n + 1
        deal = np.arange(self.n_deals)[:, None]
        target = table.of_group[group] + deal * self.n_sides
        length = np.broadcast_to(deck.length, group.shape).ravel()
        size = np.bincount(target.ravel(), length, self.n_deals * self.n_sides)
        base = table.base[group]
        inside = np.append(table.inside, 0.0)
        rest = np.where(base, deck.length, 0).sum(axis=1)[:, None]
        size = size.reshape(self.n_deals, self.n_sides)
        self.share = (size / (size + rest - inside * size)).ravel()
        # what one occurrence says at most, in the target and outside; nothing in no target
        own = np.tile(np.arange(self.n_sides) < table.n, self.n_deals)
        self.own, self.inside = own, np.tile(inside, self.n_deals)
        with np.errstate(divide="ignore"):
            self.more = np.where(own, -np.log(self.share), 0.0)
            self.less = np.where(own, -np.log1p(-self.share), 0.0)
        self._count(target)
        self.base = np.broadcast_to(deck.total, (self.n_deals, self.n_terms))
        if not base.all():
            self.base = np.array([self._of_base(kept) for kept in base[:, deck.unit]])

    def _of_base(self, kept: np.ndarray) -> np.ndarray:
        """How often each term is in the rows that count."""
        weights = None if self.deck.weights is None else self.deck.weights[kept]
        return np.bincount(self.deck.term[kept], weights, self.n_terms)

    def _count(self, target: np.ndarray) -> None:
        """The occupied cells: a table where that is not much larger than the rows, or a list."""
        deck, size = self.deck, self.n_deals * self.n_sides * self.n_terms
        if size <= ROOM * len(deck.term) * self.n_deals or deck.weights is not None:
            keys = np.repeat(target * self.n_terms, deck.rows, axis=1) + deck.term
            weights = deck.weights
            if weights is not None:
                weights = np.broadcast_to(weights, keys.shape).ravel()
            self.keys, self.n = None, np.bincount(keys.ravel(), weights, size)
            return
        kind = np.int32 if size < 2**31 else np.int64
        rows = np.repeat((target * self.n_terms).astype(kind), deck.rows, axis=1)
        rows += deck.term.astype(kind)
        keys = rows.ravel()
        keys.sort()
        first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        self.keys, self.n = keys[first], np.diff(first, append=len(keys))

    def _at(self, keys: np.ndarray) -> np.ndarray:
        """How often there is something in these cells."""
        if self.keys is None:
            return self.n[keys]
        at = np.searchsorted(self.keys, keys)
        same = np.append(self.keys, -1)[at] == keys
        return np.where(same, np.append(self.n, 0)[at], 0)

    def largest(self, usual: float) -> np.ndarray:
        """The largest statistic of each: of cells that may exceed `usual`, or else a bit less."""
        while True:
            cells = zip(self._much(usual), self._little(usual), strict=True)
            best = self._best(*map(np.concatenate, cells))
            if best.min() >= usual or usual < 1e-9:
                return best
            usual = max(best.min(), usual / 2)

    def _much(self, least: float) -> tuple[np.ndarray, np.ndarray]:
        """The cells with so much that the statistic may be `least`, and what is in them.

        A statistic is at most a/D times -ln c/N, that of a term with nothing outside.
        """
        enough = least / self.more.max() * self.deck.bursts.min()
        places = np.flatnonzero(self.n >= max(enough, 1e-300))
        n = self.n[places]
        keys = (places if self.keys is None else self.keys[places]).astype(np.int64)
        target, term = np.divmod(keys, self.n_terms)
        may = n * self.more[target] >= least * self.deck.bursts[term] * (1 - 1e-9)
        may &= self.own[target]
        return keys[may], n[may]

    def _little(self, least: float) -> tuple[np.ndarray, np.ndarray]:
        """The cells in which so much can be missing that the statistic may be `least`."""
        with np.errstate(divide="ignore"):
            needed = least * (1 - 1e-9) / self.less
        many = np.searchsorted(-self.deck.strength, -needed, side="right")
        many[~self.own] = 0
        target, term = spread_out(np.zeros_like(many), many)
        keys = target * self.n_terms + term
        return keys, self._at(keys)

    def _best(self, keys: np.ndarray, n_target: np.ndarray) -> np.ndarray:
        """The largest `surprise` of some cells of each, worked out only where it may be that.

        With d the divergence over the design effect, d <= surprise <= d + ln(8 n / D) / 2
        (Chernoff; Ash, R. B. 1965, Information Theory, lemma 4.7.2).
        """
        tops, best = np.zeros((2, self.n_deals))
        target, term = np.divmod(keys, self.n_terms)
        deal = target // self.n_sides
        bursts, share = self.deck.bursts[term], self.share[target]
        n_reference = self.base[deal, term] - n_target * self.inside[target]
        least = self.deck.divergence(n_target, n_reference, share) / bursts
        np.maximum.at(tops, deal, least)
        near = np.flatnonzero(least + self.deck.slack[term] >= tops[deal])
        a, b, part = n_target[near], n_reference[near], share[near]
        np.maximum.at(best, deal[near], surprise(a, b, part, 1 - part, bursts[near]))
        return best


# --- the statistic ----------------------------------------------------------------------------


def surprise(
    n_target: np.ndarray,
    n_reference: np.ndarray,
    size_target: np.ndarray,
    size_reference: np.ndarray,
    bursts: np.ndarray | float = 1.0,
) -> np.ndarray:
    """How little a count agrees with the share of the tokens that a target has.

    It is -ln P(Bin(n/D, c/N) >= a/D), with <= where the term is rarer than expected: `a` of the
    `n` occurrences are in the target, which has `c` of the `N` tokens; `bursts` is the design
    effect D of the term, so that n/D is its effective number of occurrences. P is the incomplete
    beta function, which is defined for broken numbers too. Larger means less expected.

    Korn, E. L. & Graubard, B. I. (1998). Confidence intervals for proportions with small expected
    number of positive counts estimated from survey data. Survey Methodology 24(2), 193-201.
    """
    n = n_target + n_reference
    share = size_target / (size_target + size_reference)
    more = n_target >= n * share
    inside = np.where(more, n_target, n_reference) / bursts
    outside = np.where(more, n_reference, n_target) / bursts
    tail = special.betainc(np.maximum(inside, 1e-9), outside + 1, np.where(more, share, 1 - share))
    with np.errstate(divide="ignore"):
        exact = -np.log(tail)
    if not np.isfinite(exact).all():
        # beyond the smallest float the bound of Chernoff, which is never larger, keeps the order
        bound = _divergence(n_target, n_reference, share) / bursts
        exact = np.where(np.isfinite(exact), exact, bound)
    return np.where(n > 0, exact, 0.0)


def _divergence(a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
    """n times the divergence of the shares of the occurrences from those of the tokens."""
    n = np.maximum(a + b, 1e-300)
    return special.xlogy(a, a / (n * share)) + special.xlogy(b, b / (n * (1 - share)))


def design_effect(groups: UnitGroups) -> np.ndarray:
    """Variance of each term's count in units over that of independent tokens, at least 1.

    Rao, J. N. K. & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with
    cell proportions estimated from survey data. Annals of Statistics 12(1), 46-60.
    """
    total = np.bincount(groups.term, groups.n, groups.n_terms)
    rate = total / groups.length.sum()
    # the sum over all units of (n - rate * length)², multiplied out
    squares = np.bincount(groups.term, groups.n**2, groups.n_terms)
    lengths = groups.length[groups.unit]
    products = np.bincount(groups.term, groups.n * lengths, groups.n_terms)
    spread = squares - 2 * rate * products + rate**2 * (groups.length**2).sum()
    m = len(groups.length)
    return np.maximum(spread / total * m / (m - 1), 1)
