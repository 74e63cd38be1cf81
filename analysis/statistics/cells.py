"""The cells of a comparison, target x term, worked out only where there is something in them.

A term that a target has none of stands in its reference as often as in all groups of the base, so
that what is absent need not be listed: it is known from how often the terms occur at all.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import NamedTuple

import numpy as np
from scipy import sparse

from ..characters import is_han
from ..segmentation import fold
from .coding import held_in, spread_out, word_list
from .groups import BACKGROUND, Sides, Table, chosen, kept_terms
from .measures import MEASURES, p_value
from .measures import adjust as adjusted

# The table behind every measure: n in the target and in the reference, and the sizes of both, as
# arrays that numpy can broadcast.
Cells = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


class Both(NamedTuple):
    """How often something is there, of every term, on both sides.

    `target` is what the targets have (targets x terms), `base` all groups that a reference can be
    made of, and `own` what a target has of these, which is not in its reference.
    """

    target: sparse.csr_array
    base: np.ndarray
    own: sparse.csr_array

    def at(self, number: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The values in the target and in the reference, by the numbers of target and term."""
        there = _picked(self.target, number, column)
        return there, self.base[column] - _picked(self.own, number, column)


def _picked(table: sparse.csr_array, number: np.ndarray, column: np.ndarray) -> np.ndarray:
    """The values of a sparse table at these places; of none, scipy gives a sparse array."""
    return table[number, column] if len(number) else np.zeros(0)


def on_both(sides: Sides, table: sparse.csr_array) -> Both:
    """The two sides of a sparse table of groups x terms."""
    return Both(
        product(sides.target, table), sides.base.astype(float) @ table, product(sides.own, table)
    )


def product(sides: sparse.csr_array, table: sparse.csr_array) -> sparse.csr_array:
    """What the groups of each side have together, in order."""
    found = sparse.csr_array(sides @ table)
    found.sort_indices()
    return found


class Rows(NamedTuple):
    """Pairs of target and term by their numbers, with n on both sides and the sizes of these."""

    number: np.ndarray
    column: np.ndarray
    n_target: np.ndarray
    n_reference: np.ndarray
    size_target: np.ndarray
    size_reference: np.ndarray

    @property
    def cells(self) -> Cells:
        """The table as `measures` takes it."""
        return self.n_target, self.n_reference, self.size_target, self.size_reference

    def taken(self, places: np.ndarray) -> Rows:
        """Some of the rows, in this order."""
        return Rows(*(values[places] for values in self))


class Compared(NamedTuple):
    """The counts of both sides.

    `n` are the occurrences, `spread` the groups that have a term; `range` says how many of the
    groups compared have it, `shown` whether it is in the result: stop words are counted, but not
    shown. `by` are the columns of the groups, joined by "/", `against` is how the reference is
    called.
    """

    names: list[str]
    terms: np.ndarray
    n: Both
    size_target: np.ndarray
    size_reference: np.ndarray
    range: np.ndarray
    spread: Both
    shown: np.ndarray
    by: str
    against: str

    @property
    def dense(self) -> Cells:
        """The whole table, targets x terms (the sizes: targets x 1)."""
        n_target = self.n.target.toarray()
        n_reference = self.n.base - self.n.own.toarray()
        return n_target, n_reference, self.size_target[:, None], self.size_reference[:, None]

    @property
    def there(self) -> np.ndarray:
        """Which terms are shown and occur, as a mask."""
        occurs = np.bincount(self.n.target.indices, minlength=len(self.terms)) > 0
        return self.shown & (occurs | (self.n.base > 0))

    @property
    def n_terms(self) -> np.ndarray:
        """How many terms each target and its reference have."""
        number, column = self.n.target.nonzero()
        alone = number[self.n.base[column] == 0]
        return (self.n.base > 0).sum() + np.bincount(alone, minlength=len(self.names))

    @property
    def tests(self) -> int:
        """How many pairs of target and term there are that could differ."""
        _, column = self.n.target.nonzero()
        alone = (self.shown & (self.n.base == 0))[column].sum()
        return int(len(self.names) * ((self.n.base > 0) & self.shown).sum() + alone)


def compared(table: Table, sides: Sides, stop: Iterable[str] | None) -> Compared:
    """The counts of both sides."""
    there = (table.n > 0).astype(float)
    taking_part = sides.base | (sides.target.sum(axis=0) > 0)
    return Compared(
        names=sides.names,
        terms=table.terms,
        n=on_both(sides, table.n),
        size_target=sides.target @ table.sizes,
        size_reference=sides.base @ table.sizes - sides.own @ table.sizes,
        range=(taking_part.astype(float) @ there).astype(np.int64),
        spread=on_both(sides, there),
        shown=kept_terms(table.terms, stop),
        by="/".join(map(str, table.by)),
        against=sides.against,
    )


def inside(table: Table, both: Compared, sides: Sides | None) -> Both:
    """How often each term stands inside longer terms of each side (nowhere in general Chinese)."""
    if table.inside is not None and sides is not None:
        return on_both(sides, table.inside)
    words = dict(enumerate(table.terms))
    held = held_in(words, np.arange(len(words)), {term: code for code, term in words.items()})
    shape = len(words), len(words)
    longer = sparse.csr_array((held.times.astype(float), (held.word, held.term)), shape=shape)
    of_target = product(both.n.target, longer)
    if sides is None:
        unknown = np.full(len(words), np.nan)
        return Both(of_target, unknown, sparse.csr_array(of_target.shape))
    return Both(of_target, both.n.base @ longer, product(both.n.own, longer))


def with_general_chinese(table: Table, targets: list[str], stop: Iterable[str] | None) -> Compared:
    """Each target against the word list of jieba; terms that it cannot have are not shown.

    These are the terms that are not all Han characters: numbers, Latin words. The list is in
    simplified script; terms are looked up in it in either.
    """
    rows = np.array([chosen(table, name) for name in targets], dtype=float)
    target = sparse.csr_array(rows) if targets else sparse.eye_array(len(table.groups)).tocsr()
    frequencies, total = _general_chinese()
    background = np.array([float(frequencies.get(term, 0)) for term in fold(table.terms)])
    han = np.array(list(map(is_han, table.terms)), dtype=bool)
    if not (han & kept_terms(table.terms, stop)).any():
        raise ValueError(
            "no term of counts can be in the word list of general Chinese, which has words of "
            "Chinese characters only: name another reference"
        )
    n_target = product(target, table.n)
    nothing = sparse.csr_array(n_target.shape)
    size_target = target @ table.sizes
    return Compared(
        names=targets or table.labels,
        terms=table.terms,
        n=Both(n_target, background, nothing),
        size_target=size_target,
        size_reference=np.full_like(size_target, total),
        range=np.bincount(table.n.indices, minlength=len(table.terms)),
        spread=Both(nothing, (background > 0).astype(float), nothing),
        shown=han & kept_terms(table.terms, stop),
        by="/".join(map(str, table.by)),
        against=BACKGROUND,
    )


@functools.cache
def _general_chinese() -> tuple[dict[str, int], int]:
    """Word -> frequency of the dictionary in the jieba package, and the sum of all of them."""
    lines = word_list("dict.txt")
    return {word: int(n) for word, n, *_ in lines}, sum(int(n) for _, n, *_ in lines)


# --- which cells there are --------------------------------------------------------------------


def rows_at(both: Compared, number: np.ndarray, column: np.ndarray) -> Rows:
    """These pairs with what is known of them."""
    sizes = both.size_target[number], both.size_reference[number]
    return Rows(number, column, *both.n.at(number, column), *sizes)


def occurring(both: Compared, strength: np.ndarray, least: np.ndarray) -> Rows:
    """The pairs of which the target has the term, and those absent that are as strong as `least`.

    By target and term. A term of this `strength` is absent from a target where nothing of it is
    there; `least` is what it takes, target by target.
    """
    number, column = both.n.target.nonzero()
    there = both.shown[column]
    number, column = number[there].astype(np.int64), column[there].astype(np.int64)
    keys = number * len(both.terms) + column
    may = np.flatnonzero(both.shown & (both.n.base > 0))
    order = may[np.argsort(-strength[may], kind="stable")]
    many = np.searchsorted(-strength[order], -least, side="right")
    rows, at = spread_out(np.zeros_like(many), many)
    absent = np.setdiff1d(rows * len(both.terms) + order[at], keys, assume_unique=True)
    return rows_at(both, *np.divmod(np.union1d(keys, absent), len(both.terms)))


def not_listed(both: Compared, rows: Rows) -> tuple[Rows, np.ndarray]:
    """What is absent and has no row: one for each target and n, and how many terms it stands for.

    Their column is -1.
    """
    counted = both.shown & (both.n.base > 0)
    values, kind = np.unique(both.n.base[counted], return_inverse=True)
    kind_of = np.full(len(both.terms), -1)
    kind_of[counted] = kind
    listed = kind_of[rows.column] >= 0
    keys = rows.number[listed] * len(values) + kind_of[rows.column[listed]]
    shape = len(both.names), len(values)
    times = np.bincount(kind, minlength=len(values)) - np.bincount(
        keys, minlength=shape[0] * shape[1]
    ).reshape(shape)
    number, place = np.nonzero(times)
    sizes = both.size_target[number], both.size_reference[number]
    column = np.full(len(number), -1)
    rest = Rows(number, column, np.zeros(len(number)), values[place], *sizes)
    return rest, times[number, place]


# --- a measure of them ------------------------------------------------------------------------


def score_of(both: Compared, rows: Rows, measure: str) -> np.ndarray:
    """The measure of every row; some need to know how many tests, terms or sets there are."""
    function = MEASURES[measure].function
    asked = inspect.signature(function).parameters
    if "sets" in asked:  # it looks at all terms of the two sides
        return _by_rows_of_target(function, both, rows)
    known = {"tests": lambda: both.tests, "n_terms": lambda: both.n_terms[rows.number]}
    return function(*rows.cells, **{name: get() for name, get in known.items() if name in asked})


def _by_rows_of_target(
    function: Callable[..., np.ndarray], both: Compared, rows: Rows
) -> np.ndarray:
    """A measure that needs all terms of a target at once, one target after the other."""
    score = np.full(len(rows.number), np.nan)
    columns = np.arange(len(both.terms))
    for target, own in _places(rows.number):
        number = np.full(len(columns), target)
        n_target, n_reference, size, rest = rows_at(both, number, columns).cells
        there = n_target + n_reference > 0
        sets = (n_target > 0) + both.spread.at(number, columns)[1]
        every = np.full(len(columns), np.nan)
        every[there] = function(
            n_target[there], n_reference[there], size[0], rest[0], sets=sets[there]
        )
        listed = rows.column[own] >= 0
        score[own[listed]] = every[rows.column[own[listed]]]
    return score


def _places(number: np.ndarray) -> Iterable[tuple[int, np.ndarray]]:
    """Every target with the places of its rows."""
    order = np.argsort(number, kind="stable")
    targets, first = np.unique(number[order], return_index=True)
    return zip(targets.tolist(), np.split(order, first[1:]), strict=True)


def p_of(score: np.ndarray, measure: str) -> np.ndarray:
    """The p of every score; missing for a measure without one."""
    distribution = MEASURES[measure].distribution
    return p_value(score, distribution) if distribution else np.full(len(score), np.nan)


def adjusted_p(both: Compared, rows: Rows, p: np.ndarray, measure: str, method: str) -> np.ndarray:
    """The p of the rows, adjusted for all pairs, those without a row among them."""
    if not MEASURES[measure].distribution:
        return adjusted(p, method)
    rest, times = not_listed(both, rows)
    every = np.concatenate([p, p_of(score_of(both, rest, measure), measure)])
    return adjusted(every, method, np.concatenate([np.ones(len(p)), times]))[: len(p)]
