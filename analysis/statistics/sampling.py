"""Sentences as the unit of sampling: shuffled between the groups, or drawn with replacement.

Tokens of one topic come in bursts, so they are not independent; sentences nearly are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special
from tqdm import tqdm

from ..contract import frame_of
from ..corpus import Corpus
from .counts import count_terms
from .groups import Cells, Sides, Table, compared_groups
from .measures import log_likelihood, log_ratio

SENTENCE = ["document", "sentence"]


class SentenceGroups(NamedTuple):
    """The sentences that take part in a comparison, sorted by their group.

    Here groups that are on the same side in every comparison count as one. `sentence`, `term` and
    `n` say how often which term occurs in which sentence; `length` and `group` are the tokens and
    the group of each sentence; `target` and `reference` say which groups are the two sides of
    each comparison (rows of 0 and 1); `n_terms` is how many terms there are.
    """

    sentence: np.ndarray
    term: np.ndarray
    n: np.ndarray
    length: np.ndarray
    group: np.ndarray
    target: np.ndarray
    reference: np.ndarray
    n_terms: int

    def cells(self, group: np.ndarray, times: np.ndarray | None = None) -> Cells:
        """The table of every target x term if the sentences were in these groups.

        `times` says how often each sentence counts, if not once.
        """
        n = self.n if times is None else self.n * times[self.sentence]
        length = self.length if times is None else self.length * times
        n_groups = self.target.shape[1]
        places = group[self.sentence] * self.n_terms + self.term
        table = np.bincount(places, n, n_groups * self.n_terms).reshape(n_groups, self.n_terms)
        sizes = np.bincount(group, length, n_groups)[:, None]
        target, reference = self.target, self.reference
        return target @ table, reference @ table, target @ sizes, reference @ sizes

    def only(self, terms: np.ndarray) -> SentenceGroups:
        """The same sentences with these terms alone (a mask)."""
        kept, place = terms[self.term], np.cumsum(terms) - 1
        return self._replace(
            sentence=self.sentence[kept],
            term=place[self.term[kept]],
            n=self.n[kept],
            n_terms=int(terms.sum()),
        )


def sentence_groups(
    tokens: Corpus | pd.DataFrame,
    table: Table,
    sides: Sides,
    *,
    level: int | None = None,
    names: list[str] | None = None,
) -> SentenceGroups:
    """The sentences of the groups compared.

    `level` and `names` are those that the table was made with. Raises ValueError where the
    tokens are not those of the table.
    """
    rows = by_sentence(tokens, table.by)
    group, term = _as_in_table(rows, table, level, names or [])
    n = rows["n"].to_numpy(dtype=float)
    number = rows.groupby(SENTENCE, observed=True, sort=True).ngroup().to_numpy()

    # groups with the same column in both arrays of sides become one
    parts: np.ndarray = np.vstack([sides.target, sides.reference])
    merged = pd.factorize(np.array([part.tobytes() for part in parts.T], dtype=object))[0]
    roles = parts[:, np.unique(merged, return_index=True)[1]]

    # sentences in the order of their groups, without those that are on no side
    group_of_sentence = merged[_group_of_each(number, group, table)]
    order = np.argsort(group_of_sentence, kind="stable")
    on_a_side = np.any(roles, axis=0)
    order = order[on_a_side[group_of_sentence[order]]]
    place = np.full(len(group_of_sentence), -1)
    place[order] = np.arange(len(order))
    kept = place[number] >= 0
    half = len(sides.names)
    return SentenceGroups(
        sentence=place[number[kept]],
        term=term[kept],
        n=n[kept],
        length=np.bincount(number, n)[order],
        group=group_of_sentence[order],
        target=roles[:half].astype(float),
        reference=roles[half:].astype(float),
        n_terms=len(table.terms),
    )


def by_sentence(tokens: Corpus | pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The counts of every sentence: of tokens, or counts by sentence as they are."""
    columns = list(dict.fromkeys([*by, *SENTENCE]))
    if isinstance(tokens, pd.DataFrame) and "term" in tokens.columns:
        return frame_of(tokens, "counts", [*columns, "term", "n"])
    return count_terms(tokens, by=columns)


def _as_in_table(
    rows: pd.DataFrame, table: Table, level: int | None, names: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """The number of the group and of the term of every row, as the table numbers them."""
    group, groups = compared_groups(rows, table.by, level, names)
    codes, values = pd.factorize(rows["term"])
    term = pd.Index(table.terms).get_indexer(pd.Index(values))[codes]
    known = {name: number for number, name in enumerate(table.groups)}
    group = np.array([known.get(name, -1) for name in groups], dtype=np.int64)[group]
    same = len(groups) == len(known) and (group >= 0).all() and (term >= 0).all()
    if same:
        cells = group * len(table.terms) + term
        same = np.array_equal(np.bincount(cells, rows["n"], table.n.size), table.n.ravel())
    if not same:
        raise ValueError(
            "tokens are not those of counts; if terms were counted with other options, pass as "
            f"tokens the counts by {', '.join(dict.fromkeys([*table.by, *SENTENCE]))}"
        )
    return group, term


def _group_of_each(number: np.ndarray, group: np.ndarray, table: Table) -> np.ndarray:
    """The group of every sentence, from the numbers of sentence and group of every row."""
    found = np.zeros(number.max() + 1, dtype=np.int64)
    found[number] = group
    if not np.array_equal(found[number], group):
        raise ValueError(
            f"a sentence lies in two groups by {', '.join(table.by)}, so sentences cannot be "
            "shuffled: leave out tokens"
        )
    return found


# --- shuffling --------------------------------------------------------------------------------


def shuffled(
    groups: SentenceGroups, shown: np.ndarray, *, permutations: int, seed: int
) -> tuple[np.ndarray, float]:
    """p of every target x term, and what the largest statistic of a shuffle exceeds in 5 of 100.

    The statistic is the log-likelihood divided by the design effect of the term in sentences
    (Rao, J. N. K. & Scott, A. J. 1984, Annals of Statistics 12(1), 46-60): without it a few
    frequent words that come in bursts decide what the largest is, and hide everything else. p is
    that of the largest over all targets and terms shown (Westfall & Young 1993); it is 1 for
    terms of one sentence, which no shuffle can distinguish.
    """
    _positive(permutations, "permutations")
    movable = shown & (np.bincount(groups.term, minlength=groups.n_terms) > 1)
    moving = groups.only(movable)
    effect = design_effect(moving)

    def statistic(group: np.ndarray) -> np.ndarray:
        return np.abs(log_likelihood(*moving.cells(group))) / effect

    random = np.random.default_rng(seed)
    rounds = tqdm(range(permutations), desc="permutations", delay=2, leave=False)
    largest = np.array(
        [statistic(random.permutation(groups.group)).max(initial=0) for _ in rounds]
    )
    largest = np.sort(largest) * (1 + 1e-9)  # so that equal counts as equal after rounding
    p = np.ones((len(groups.target), groups.n_terms))
    as_large = permutations - np.searchsorted(largest, statistic(groups.group))
    p[:, movable] = (1 + as_large) / (1 + permutations)
    return p, float(np.quantile(largest, 0.95, method="higher"))


def design_effect(groups: SentenceGroups) -> np.ndarray:
    """Variance of each term's count in sentences over that of independent tokens, at least 1."""
    total = np.bincount(groups.term, groups.n, groups.n_terms)
    rate = total / groups.length.sum()
    # the sum over all sentences of (n - rate * length)², multiplied out
    squares = np.bincount(groups.term, groups.n**2, groups.n_terms)
    lengths = groups.length[groups.sentence]
    products = np.bincount(groups.term, groups.n * lengths, groups.n_terms)
    spread = squares - 2 * rate * products + rate**2 * (groups.length**2).sum()
    m = len(groups.length)
    return np.maximum(spread / total * m / (m - 1), 1)


def _positive(number: int, name: str) -> None:
    if number < 1:
        raise ValueError(f"{name}={number}: at least 1 is needed, 1000 is usual")


# --- drawing with replacement -----------------------------------------------------------------


def resampled(groups: SentenceGroups, *, resamples: int, seed: int) -> Iterator[Cells]:
    """The tables of samples of the same size: each group's sentences drawn with replacement."""
    _positive(resamples, "resamples")
    sizes = np.bincount(groups.group)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    size = np.repeat(sizes, sizes)
    random = np.random.default_rng(seed)
    for _ in tqdm(range(resamples), desc="resamples", delay=2, leave=False):
        drawn = first + random.integers(size)
        yield groups.cells(groups.group, np.bincount(drawn, minlength=len(size)))


def bca_interval(
    effect: np.ndarray, drawn: np.ndarray, acceleration: np.ndarray, *, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """The bias-corrected and accelerated interval of each effect.

    `drawn` holds the effects of the samples (resamples x effects), `acceleration` is that of each
    effect. The interval always contains its effect.

    Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical
    Association 82(397), 171-185. https://doi.org/10.1080/01621459.1987.10478410
    """
    resamples = len(drawn)
    below = ((drawn < effect).sum(axis=0) + 0.5 * (drawn == effect).sum(axis=0)) / resamples
    bias = special.ndtri(np.clip(below, 1 / (resamples + 1), resamples / (resamples + 1)))
    ordered = np.sort(drawn, axis=0)
    limits = []
    for tail in ((1 - confidence) / 2, (1 + confidence) / 2):
        z = bias + special.ndtri(tail)
        # where this end of the interval lies among the ordered effects of the samples
        place = special.ndtr(bias + z / (1 - acceleration * z)) * resamples
        place = np.clip(place.astype(np.int64), 0, resamples - 1)
        limits.append(np.take_along_axis(ordered, place[None], axis=0)[0])
    return np.minimum(limits[0], effect), np.maximum(limits[1], effect)


def acceleration(groups: SentenceGroups, target: int, term: int) -> float:
    """How skewed the influence of single sentences on a log ratio is (Efron 1987, formula 7.3)."""
    own = groups.term == term
    n = np.bincount(groups.sentence[own], groups.n[own], len(groups.length))
    influence = np.zeros(len(n))
    for side, sign in ((groups.target[target], 1), (groups.reference[target], -1)):
        inside = side[groups.group] > 0
        total = n[inside].sum()
        expected = groups.length[inside] * total / groups.length[inside].sum()
        influence[inside] = sign * (n[inside] - expected) / max(total, 0.5)
    spread = (influence**2).sum() ** 1.5
    return float((influence**3).sum() / (6 * spread)) if spread else 0.0


def log_ratios(cells: Cells, targets: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """The log ratio of chosen pairs of target and term."""
    n_target, n_reference, size_target, size_reference = cells
    sizes = size_target[targets, 0], size_reference[targets, 0]
    return log_ratio(n_target[targets, terms], n_reference[targets, terms], *sizes)
