"""Who is compared with whom: counts as an array, its groups, and the two sides of a comparison."""

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..segmentation import stop_words
from ..structure import natural_key, roll_up
from .coding import word_list

# --- counts as an array -----------------------------------------------------------------------


class Table(NamedTuple):
    """Counts as an array, one row a group and one column a term, both in order."""

    by: list[str]
    groups: list[tuple[str, ...]]
    terms: np.ndarray
    n: np.ndarray

    @property
    def labels(self) -> list[str]:
        """The names of the groups; of groups by several columns the values joined by "/"."""
        return ["/".join(group) for group in self.groups]


def table_of(
    counts: pd.DataFrame, *, level: int | None = None, names: Sequence[str] = ()
) -> Table:
    """The array of a counts frame, sections cut to the level of the comparison.

    The level is the coarsest that has two sections, or that of the finest section in `names`.
    Raises ValueError for counts without `term` and `n`, without rows or without sections to cut.
    """
    for column in ("term", "n"):
        if column not in counts:
            raise ValueError(f"no column {column!r} in counts: make it with count_terms(tokens)")
    counts = counts[counts["n"] > 0]
    if counts.empty:
        raise ValueError("counts is empty: there is no token to compare")
    by = [column for column in counts if column not in ("term", "n")]
    rows, groups = groups_of(counts, by, level, names)
    columns, terms = _coded(counts["term"])
    cells = rows * len(terms) + columns
    n = np.bincount(cells, counts["n"], minlength=len(groups) * len(terms))
    return Table(by, groups, terms, n.reshape(len(groups), -1))


def _coded(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A column of strings as numbers, and its values in order."""
    codes, values = pd.factorize(column)
    values = np.asarray(values, dtype=object)
    order = np.argsort(values, kind="stable")
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places[codes], values[order]


def groups_of(
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
    groups = sorted(set(keys), key=lambda key: [natural_key(part) for part in key])
    place = {group: number for number, group in enumerate(groups)}
    return np.array([place[key] for key in keys], dtype=np.int64)[numbers], groups


def _level(sections: pd.Series, names: Sequence[str]) -> int:
    """The coarsest level with two sections ("0" aside), or that of the finest section named."""
    paths = {tuple(name.split(".")) for name in sections if name != "0"}
    levels = range(1, max(map(len, paths), default=1) + 1)
    coarsest = next((level for level in levels if len({p[:level] for p in paths}) > 1), 1)
    named = [name.rpartition("/")[2] for name in names]
    numbered = [path for path in named if re.fullmatch(r"[0-9]+(\.[0-9]+)*", path)]
    return max([coarsest, *(path.count(".") + 1 for path in numbered)])


def no_stop_word(terms: np.ndarray, stop: Iterable[str] | None) -> np.ndarray:
    """Which terms are no stop words, as a mask."""
    if isinstance(stop, str):
        raise ValueError(f"stop={stop!r}: it takes a list of terms, such as [{stop!r}]")
    dropped = stop_words() if stop is None else frozenset(stop)
    return np.array([term not in dropped for term in terms], dtype=bool)


def kept_terms(terms: np.ndarray, stop: Iterable[str] | None) -> np.ndarray:
    """The same, for a comparison: it needs some that are none."""
    kept = no_stop_word(terms, stop)
    if not kept.any():
        raise ValueError("every term of counts is a stop word: pass stop=() to keep them")
    return kept


# --- the two sides ----------------------------------------------------------------------------


class Sides(NamedTuple):
    """For every target its name, and which groups are it and its reference (rows of bools)."""

    names: list[str]
    target: np.ndarray
    reference: np.ndarray


def as_names(value: str | Sequence[str] | None) -> list[str]:
    """The names in an argument that takes none, one or several."""
    if value is None:
        return []
    return [value] if isinstance(value, str) else [str(name) for name in value]


def sides_of(table: Table, targets: list[str], references: list[str]) -> Sides:
    """Each target (each group, if none is named) against the references (all others)."""
    if len(table.groups) < 2:
        one = f"{table.by[0]} {table.labels[0]!r}" if table.by else "the whole text"
        raise ValueError(
            f"keyness needs two groups to compare, and counts has one: {one}; "
            "count by another column, or compare with reference='background'"
        )
    everyone = np.ones(len(table.groups), dtype=bool)
    picked = [chosen(table, name) for name in references]
    outside = np.any(picked, axis=0) if references else everyone
    if targets:
        target = np.array([chosen(table, name) for name in targets])
    else:
        target = np.eye(len(table.groups), dtype=bool)[~outside if references else everyone]
        targets = [table.labels[row.argmax()] for row in target]
    reference = ~target & outside
    for name, row in zip(targets, reference, strict=True):
        if not row.any():
            raise ValueError(f"nothing is left to compare {name!r} with: name another reference")
    return Sides(targets, target, reference)


def chosen(table: Table, name: str) -> np.ndarray:
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


class Compared(NamedTuple):
    """The letters of `measures` as arrays, targets x terms (`c`, `d`: targets x 1)."""

    names: list[str]
    terms: np.ndarray
    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray
    range: np.ndarray
    shown: np.ndarray


def compared(table: Table, sides: Sides, stop: Iterable[str] | None) -> Compared:
    """The counts of both sides, and which terms are shown (stop words are counted, not shown)."""
    playing = (sides.target | sides.reference).any(axis=0)
    target, reference = sides.target.astype(float), sides.reference.astype(float)
    a, b = target @ table.n, reference @ table.n
    sizes = table.n.sum(axis=1)
    c, d = (target @ sizes)[:, None], (reference @ sizes)[:, None]
    spread = (table.n[playing] > 0).sum(axis=0)
    shown = kept_terms(table.terms, stop)
    return Compared(sides.names, table.terms, a, b, c, d, spread, shown)


# --- general Chinese --------------------------------------------------------------------------


def with_general_chinese(table: Table, targets: list[str], stop: Iterable[str] | None) -> Compared:
    """Each target against the word list of jieba; terms it cannot have (numbers) are left out."""
    rows = [chosen(table, name) for name in targets] or np.eye(len(table.groups), dtype=bool)
    target = np.asarray(rows, dtype=float)
    frequencies, total = _general_chinese()
    a, c = target @ table.n, (target @ table.n.sum(axis=1))[:, None]
    b = np.broadcast_to([float(frequencies.get(term, 0)) for term in table.terms], a.shape)
    d = np.full_like(c, total)
    written = np.array([bool(_CHINESE.fullmatch(term)) for term in table.terms])
    shown = written & kept_terms(table.terms, stop)
    spread = (table.n > 0).sum(axis=0)
    return Compared(targets or table.labels, table.terms, a, b, c, d, spread, shown)


_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")


@functools.cache
def _general_chinese() -> tuple[dict[str, int], int]:
    """Word -> frequency of the dictionary in the jieba package, and the sum of all of them."""
    lines = word_list("dict.txt")
    return {word: int(n) for word, n, *_ in lines}, sum(int(n) for _, n, *_ in lines)
