"""Sentences as the unit of chance: dealt to the groups at random, or drawn again with replacement.

Tokens of one topic come in bursts, so they are no independent evidence; sentences nearly are.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import special
from tqdm import tqdm

from .counts import count_terms
from .groups import Sides, Table, groups_of
from .measures import log_likelihood, log_ratio

SENTENCE = ["document", "sentence"]
Letters = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


class Cards(NamedTuple):
    """Sentences as cards, sorted by the hand they are in.

    `sentence`, `term` and `n` say which term is how often on which card; `length` and `hand` are
    the tokens and the hand of each card; `target` and `reference` say which hands make each side.
    """

    sentence: np.ndarray
    term: np.ndarray
    n: np.ndarray
    length: np.ndarray
    hand: np.ndarray
    target: np.ndarray
    reference: np.ndarray
    width: int

    def letters(self, hand: np.ndarray, weight: np.ndarray | None = None) -> Letters:
        """The letters of `measures` if the cards were in these hands, so often each."""
        n = self.n if weight is None else self.n * weight[self.sentence]
        length = self.length if weight is None else self.length * weight
        hands = self.target.shape[1]
        cells = np.bincount(hand[self.sentence] * self.width + self.term, n, hands * self.width)
        cells = cells.reshape(hands, self.width)
        sizes = np.bincount(hand, length, hands)[:, None]
        target, reference = self.target, self.reference
        return target @ cells, reference @ cells, target @ sizes, reference @ sizes

    def only(self, terms: np.ndarray) -> "Cards":
        """The same cards with these terms alone (a mask)."""
        kept, place = terms[self.term], np.cumsum(terms) - 1
        return self._replace(
            sentence=self.sentence[kept],
            term=place[self.term[kept]],
            n=self.n[kept],
            width=int(terms.sum()),
        )


def cards_of(
    tokens: pd.DataFrame,
    table: Table,
    sides: Sides,
    terms: np.ndarray,
    *,
    level: int | None = None,
    names: list[str] | None = None,
) -> Cards:
    """The sentences of the groups compared; groups that play the same part are one hand.

    Raises ValueError where the tokens are not those of the table.
    """
    rows = by_sentence(tokens, table.by)
    group, number, length = _checked(rows, table, level, names or [])
    parts = np.vstack([sides.target, sides.reference])
    hands = pd.factorize(np.array([part.tobytes() for part in parts.T], dtype=object))[0]
    roles = parts[:, np.unique(hands, return_index=True)[1]]
    home = np.zeros(len(length), dtype=np.int64)
    home[number] = hands[group]
    order = np.argsort(home, kind="stable")
    order = order[roles.any(axis=0)[home[order]]]
    place = np.full(len(length), -1)
    place[order] = np.arange(len(order))
    codes, values = pd.factorize(rows["term"])
    term = pd.Index(terms).get_indexer(values)[codes]
    kept = (term >= 0) & (place[number] >= 0)
    half = len(sides.names)
    return Cards(
        sentence=place[number[kept]],
        term=term[kept],
        n=rows["n"].to_numpy(dtype=float)[kept],
        length=length[order],
        hand=home[order],
        target=roles[:half].astype(float),
        reference=roles[half:].astype(float),
        width=len(terms),
    )


def by_sentence(tokens: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """The counts of every sentence: of tokens, or counts by sentence as they are."""
    columns = list(dict.fromkeys([*by, *SENTENCE]))
    for column in columns:
        if column not in tokens:
            raise ValueError(f"no column {column!r} in tokens: they need {', '.join(columns)}")
    return tokens if "term" in tokens else count_terms(tokens, by=columns)


def _checked(
    rows: pd.DataFrame, table: Table, level: int | None, names: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Group and sentence of every row, and the length of every sentence."""
    group, groups = groups_of(rows, table.by, level, names)
    n = rows["n"].to_numpy(dtype=float)
    codes, values = pd.factorize(rows["term"])
    term = pd.Index(table.terms).get_indexer(values)[codes]
    same = groups == table.groups and (term >= 0).all()
    if same:
        cells = np.bincount(group * len(table.terms) + term, n, table.n.size)
        same = np.array_equal(cells, table.n.ravel())
    if not same:
        raise ValueError(
            "tokens are not those of counts; if terms were counted with other options, pass as "
            f"tokens the counts by {', '.join(dict.fromkeys([*table.by, *SENTENCE]))}"
        )
    number = rows.groupby(SENTENCE, observed=True, sort=True).ngroup().to_numpy()
    home = np.zeros(number.max() + 1, dtype=np.int64)
    home[number] = group
    if not np.array_equal(home[number], group):
        raise ValueError(
            f"a sentence lies in two groups by {', '.join(table.by)}, so sentences cannot be "
            "dealt: leave out tokens"
        )
    return group, number, np.bincount(number, n)


# --- dealing ----------------------------------------------------------------------------------


def permuted(
    cards: Cards, shown: np.ndarray, *, permutations: int, seed: int
) -> tuple[np.ndarray, float]:
    """p of every target x term, and what the largest statistic of a deal passes in 5 of 100.

    The statistic is the log-likelihood over the design effect of the term in sentences (Rao,
    J. N. K. & Scott, A. J. 1984, Annals of Statistics 12(1), 46-60): without it a few frequent
    words that come in bursts decide what the largest is, and hide everything else. p is that of
    the largest over all targets and terms shown (Westfall & Young 1993); it is 1 for terms of
    one sentence, which no deal can tell from chance.
    """
    _positive(permutations, "permutations")
    movable = shown & (np.bincount(cards.term, minlength=cards.width) > 1)
    moving = cards.only(movable)
    effect = design_effect(moving)

    def statistic(hand: np.ndarray) -> np.ndarray:
        return np.abs(log_likelihood(*moving.letters(hand))) / effect

    random = np.random.default_rng(seed)
    rounds = tqdm(range(permutations), desc="permutations", delay=2, leave=False)
    largest = [statistic(random.permutation(cards.hand)).max(initial=0) for _ in rounds]
    largest = np.sort(largest) * (1 + 1e-9)  # so that equal counts as equal after rounding
    p = np.ones((len(cards.target), cards.width))
    as_large = permutations - np.searchsorted(largest, statistic(cards.hand))
    p[:, movable] = (1 + as_large) / (1 + permutations)
    return p, float(np.quantile(largest, 0.95, method="higher"))


def design_effect(cards: Cards) -> np.ndarray:
    """Variance of each term's count in sentences over that of independent tokens, at least 1."""
    total = np.bincount(cards.term, cards.n, cards.width)
    rate = total / cards.length.sum()
    squares = np.bincount(cards.term, cards.n**2, cards.width)
    products = np.bincount(cards.term, cards.n * cards.length[cards.sentence], cards.width)
    spread = squares - 2 * rate * products + rate**2 * (cards.length**2).sum()
    m = len(cards.length)
    return np.maximum(spread / total * m / (m - 1), 1)


def _positive(number: int, name: str) -> None:
    if number < 1:
        raise ValueError(f"{name}={number}: at least 1 is needed, 1000 is usual")


# --- drawing again ----------------------------------------------------------------------------


def resampled(cards: Cards, *, resamples: int, seed: int) -> Iterator[Letters]:
    """The letters of samples of the same size: each hand's sentences drawn with replacement."""
    _positive(resamples, "resamples")
    sizes = np.bincount(cards.hand)
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    size = np.repeat(sizes, sizes)
    random = np.random.default_rng(seed)
    for _ in tqdm(range(resamples), desc="resamples", delay=2, leave=False):
        drawn = first + random.integers(size)
        yield cards.letters(cards.hand, np.bincount(drawn, minlength=len(size)))


def bca_interval(
    effect: np.ndarray, drawn: np.ndarray, acceleration: np.ndarray, *, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """Bias-corrected and accelerated interval; `drawn` is resamples x effects.

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
        place = special.ndtr(bias + z / (1 - acceleration * z)) * resamples
        place = np.clip(place.astype(np.int64), 0, resamples - 1)
        limits.append(np.take_along_axis(ordered, place[None], axis=0)[0])
    return np.minimum(limits[0], effect), np.maximum(limits[1], effect)


def acceleration(cards: Cards, target: int, term: int) -> float:
    """How skewed the influence of single sentences on a log ratio is (Efron 1987, formula 7.3)."""
    own = cards.term == term
    n = np.bincount(cards.sentence[own], cards.n[own], len(cards.length))
    influence = np.zeros(len(n))
    for side, sign in ((cards.target[target], 1), (cards.reference[target], -1)):
        inside = side[cards.hand] > 0
        total = n[inside].sum()
        rest = n[inside] - cards.length[inside] * total / cards.length[inside].sum()
        influence[inside] = sign * rest / max(total, 0.5)
    spread = (influence**2).sum() ** 1.5
    return float((influence**3).sum() / (6 * spread)) if spread else 0.0


def log_ratios(letters: Letters, targets: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """The log ratio of chosen pairs of target and term."""
    a, b, c, d = letters
    return log_ratio(a[targets, terms], b[targets, terms], c[targets, 0], d[targets, 0])
