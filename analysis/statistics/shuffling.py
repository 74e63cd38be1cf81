"""Units shuffled between the groups: what would chance alone give?

`shuffled` deals the units of one comparison or several again and again, as `sampling` made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from scipy import special
from tqdm import tqdm

from .coding import ranks
from .sampling import UnitGroups, positive

Job = tuple[UnitGroups, np.ndarray]  # what is shuffled, and which of its terms are shown
Answer = tuple[np.ndarray, float]  # p of every target x term, and the limit of the statistic
Progress = Callable[[float], object]


class Cancelled(Exception):
    """A long calculation was stopped, because its `progress` gave back False."""


def shuffled(
    jobs: Sequence[Job], *, permutations: int, seed: int, progress: Progress | None = None
) -> list[Answer]:
    """For each job p of every target x term, and what the largest statistic exceeds in 5 of 100.

    The statistic is that of `surprise`. p is that of the largest over all targets and terms shown
    (Westfall & Young 1993); it is 1 for terms of one unit, which no shuffle can distinguish.

    Jobs with the same units, such as two levels of sections, are dealt together, and the answer
    of each is as if it were alone. `progress` is called with the share of the work that is done;
    where it gives back False, `Cancelled` is raised.
    """
    positive(permutations, "permutations")
    movable = [
        shown & (np.bincount(groups.term, minlength=groups.n_terms) > 1) for groups, shown in jobs
    ]
    moving = [groups.only(terms) for (groups, _), terms in zip(jobs, movable, strict=True)]
    largest = np.zeros((len(jobs), permutations))
    with _Rounds(permutations, len(decks := _decks(moving)), progress) as rounds:
        for numbers in decks:
            deck, random = _Deck([moving[job] for job in numbers]), np.random.default_rng(seed)
            for place in rounds.of_one():
                largest[numbers, place] = deck.largest(random)
    return [
        _answer(*job, terms, tops) for job, terms, tops in zip(jobs, movable, largest, strict=True)
    ]


def _answer(
    groups: UnitGroups, shown: np.ndarray, movable: np.ndarray, tops: np.ndarray
) -> Answer:
    """p and limit of one job, from the largest statistic of each shuffle."""
    moving = groups.only(movable)
    observed = surprise(*moving.cells(groups.group), design_effect(moving))
    tops = np.sort(tops) * (1 + 1e-9)  # so that equal counts as equal after rounding
    p = np.ones((len(groups.target), groups.n_terms))
    p[:, movable] = (1 + len(tops) - np.searchsorted(tops, observed)) / (1 + len(tops))
    return p, float(np.quantile(tops, 0.95, method="higher"))


class _Rounds:
    """Counts the shuffles of all decks, shows how many are done, and may be stopped."""

    def __init__(self, permutations: int, decks: int, progress: Progress | None) -> None:
        self.each, self.total, self.done = permutations, permutations * decks, 0
        self.progress = progress
        self.bar = tqdm(
            total=self.total,
            desc="permutations",
            delay=2,
            leave=False,
            disable=None if progress is None else True,
        )

    def __enter__(self) -> _Rounds:
        return self

    def __exit__(self, *_: object) -> None:
        self.bar.close()

    def of_one(self) -> Iterator[int]:
        """The numbers of the shuffles of one deck."""
        for number in range(self.each):
            yield number
            self.done += 1
            self.bar.update()
            new_hundredth = self.done * 100 // self.total > (self.done - 1) * 100 // self.total
            if self.progress and new_hundredth and self.progress(self.done / self.total) is False:
                raise Cancelled(f"stopped after {self.done:,} of {self.total:,} shuffles")


def _decks(jobs: Sequence[UnitGroups]) -> list[list[int]]:
    """The numbers of the jobs, those together whose units hold the same."""
    decks: list[list[int]] = []
    for number, job in enumerate(jobs):
        same = (deck for deck in decks if _same(jobs[deck[0]], job))
        if (deck := next(same, None)) is None:
            decks.append([number])
        else:
            deck.append(number)
    return decks


def _same(one: UnitGroups, other: UnitGroups) -> bool:
    names = ("length", "unit", "term", "n")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in names)


def _by_size(job: UnitGroups) -> list[UnitGroups]:
    """The comparisons of a job, those together whose targets are of about one size.

    A rare term may say much in a tiny target, and nothing in a large one.
    """
    sizes = np.bincount(job.group, job.length, job.target.shape[1])
    target, reference = job.target @ sizes, job.reference @ sizes
    share = target / (target + reference)
    kind = np.floor(np.log2(-np.log([share, 1 - share]).min(axis=0)))
    rows = (kind == each for each in np.unique(kind))
    return [job._replace(target=job.target[row], reference=job.reference[row]) for row in rows]


class _Deck:
    """The units that several jobs share, ready to be dealt.

    They are dealt to the parts in which no job sees a difference, and each job adds up its own.
    """

    def __init__(self, jobs: Sequence[UnitGroups]) -> None:
        groups = np.stack([job.group for job in jobs])
        parts, self.part = np.unique(groups, axis=1, return_inverse=True)
        self.part = self.part.ravel()
        sides = zip(jobs, parts, strict=True)
        self.classes = [
            _by_size(
                job._replace(
                    group=self.part, target=job.target[:, part], reference=job.reference[:, part]
                )
            )
            for job, part in sides
        ]
        one = jobs[0]
        self.length, self.n_parts, self.n_terms = one.length, parts.shape[1], one.n_terms
        # the rows in the order of units; whole counts as so many rows, which is faster
        order, whole = np.argsort(one.unit, kind="stable"), one.n.astype(np.int64)
        self.whole = np.array_equal(whole, one.n)
        times = whole[order] if self.whole else 1
        self.term = np.repeat(one.term[order], times)
        self.rows = np.bincount(np.repeat(one.unit[order], times), minlength=len(one.length))
        self.weights = None if self.whole else one.n[order]

        # terms by how much they can say, so that most of them need not be looked at
        total = np.bincount(one.term, one.n, one.n_terms)
        bursts = design_effect(one) if one.n_terms else np.ones(0)
        by_strength = np.argsort(-total / bursts, kind="stable")
        self.term = ranks(by_strength)[self.term]
        self.bursts = bursts[by_strength]
        self.strength = (total / bursts)[by_strength]
        self.slack = 0.5 * np.log(8 * np.maximum(self.strength, 1)) + 1
        self.usual = 0.0
        values = np.arange(total.max(initial=0) + 1 if self.whole else 0)
        self.x_log_x = special.xlogy(values, values)

    def largest(self, random: np.random.Generator) -> list[float]:
        """The largest statistic of each job, after one shuffle."""
        if not self.n_terms:
            return [0.0] * len(self.classes)
        part = random.permutation(self.part)
        places = np.repeat(part * self.n_terms, self.rows) + self.term
        table = np.bincount(places, self.weights, self.n_parts * self.n_terms)
        table = table.reshape(self.n_parts, -1)
        sizes = np.bincount(part, self.length, self.n_parts)[:, None]
        found = [self._largest(classes, table, sizes) for classes in self.classes]
        self.usual = min([self.usual or np.inf, *found])
        return found

    def _largest(self, classes: list[UnitGroups], table: np.ndarray, sizes: np.ndarray) -> float:
        """The largest statistic of one job; of terms that cannot reach it, none is worked out.

        No statistic is more than n / D times the largest of -ln c/N and -ln d/N: that of a term
        with all occurrences on one side.
        """
        best, weak = 0.0, []
        for job in classes:
            _, _, size_target, size_reference = job.both_sides(table[:, :0], sizes)
            share = size_target / (size_target + size_reference)
            most = self.strength * -np.log([share, 1 - share]).min() * (1 + 1e-9)
            few = int(np.searchsorted(-most, -self.usual))
            best = max(best, self._best(job, table, sizes, slice(0, few)))
            weak.append((job, most, few))
        for job, most, few in weak:
            some = slice(few, int(np.searchsorted(-most, -best)))
            best = max(best, self._best(job, table, sizes, some))
        return best

    def _best(self, job: UnitGroups, table: np.ndarray, sizes: np.ndarray, some: slice) -> float:
        """The largest `surprise` of some terms, worked out only where it may be the largest.

        With d the divergence over the design effect, d <= surprise <= d + ln(8 n / D) / 2
        (Chernoff; Ash, R. B. 1965, Information Theory, lemma 4.7.2).
        """
        bursts = self.bursts[some]
        if not len(bursts):
            return 0.0
        cells = job.both_sides(table[:, some].astype(float), sizes)
        n_target, n_reference, size_target, size_reference = cells
        share = size_target / (size_target + size_reference)
        least = self._divergence(n_target, n_reference, share) / bursts
        row, column = np.nonzero(least + self.slack[some] >= least.max())
        near = n_target[row, column], n_reference[row, column]
        of_row = size_target[row, 0], size_reference[row, 0]
        return float(surprise(*near, *of_row, bursts[column]).max())

    def _divergence(self, a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
        """As `_divergence`, with x ln x looked up."""
        if not self.whole:
            return _divergence(a, b, share)
        whole_a, whole_b = a.astype(np.int64), b.astype(np.int64)
        found = self.x_log_x[whole_a]
        found += self.x_log_x[whole_b]
        found -= self.x_log_x[whole_a + whole_b]
        found -= a * np.log(share)
        found -= b * np.log1p(-share)
        return found


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
    # beyond the smallest float the bound of Chernoff, which is never larger, keeps the order
    bound = _divergence(n_target, n_reference, share) / bursts
    return np.where(n > 0, np.where(np.isfinite(exact), exact, bound), 0.0)


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
