"""Who is compared with whom: counts as an array, its groups, and the two sides of a comparison."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..characters import is_han
from ..contract import INSIDE, frame_of
from ..segmentation import fold
from ..structure import roll_up
from .coding import (
    coded_terms,
    complete,
    counted_by,
    group_sizes,
    groups_of,
    held_in,
    occurs,
    shown,
    word_list,
)

# --- counts as an array -----------------------------------------------------------------------


class Table(NamedTuple):
    """Counts as an array, one row a group and one column a term, both in order.

    `sizes` are the tokens of the groups, those of terms that have no column among them; `inside`
    says how often each term stands inside longer tokens, where counts say so.
    """

    by: list[str]
    groups: list[tuple[str, ...]]
    terms: np.ndarray
    n: np.ndarray
    sizes: np.ndarray
    inside: np.ndarray | None = None

    @property
    def labels(self) -> list[str]:
        """The names of the groups; of groups by several columns the values joined by "/"."""
        return ["/".join(group) for group in self.groups]


def table_of(
    counts: pd.DataFrame, *, level: int | None = None, names: Sequence[str] = ()
) -> Table:
    """The array of a counts frame, sections cut to the level of the comparison.

    The level is the coarsest that has two sections, or that of the finest section in `names`.
    Raises ValueError for a frame without counts, without rows or without sections to cut.
    """
    counts = frame_of(counts, "counts")
    by = counted_by(counts)
    counts = counts[occurs(counts)]
    if counts.empty:
        raise ValueError("counts is empty: there is no token to compare")
    rows, groups = compared_groups(counts, by, level, names)
    sizes = group_sizes(counts, by, rows, len(groups))
    columns, terms = coded_terms(counts["term"])
    cells = rows.astype(np.int64) * len(terms) + columns

    def summed(column: str) -> np.ndarray:
        """A column of counts as groups x terms."""
        size = len(groups) * len(terms)
        return np.bincount(cells, counts[column], minlength=size).reshape(len(groups), -1)

    n = summed("n")
    there = n.any(axis=0)  # of categorical terms, some may not occur
    inside = summed(INSIDE)[:, there] if INSIDE in counts else None
    return Table(by, groups, terms.to_numpy(dtype=object)[there], n[:, there], sizes, inside)


def compared_groups(
    frame: pd.DataFrame, by: list[str], level: int | None, names: Sequence[str] = ()
) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """The group of every row as a number, and the groups in order, sections cut to the level."""
    if level is not None and "section" not in by:
        raise ValueError("level= is for sections: make counts with count_terms(…, by='section')")
    if not by:
        return np.zeros(len(frame), dtype=np.int64), [("all",)]
    if "section" in by:
        others = {str(value) for name in by if name != "section" for value in frame[name].unique()}
        sections = [name for name in names if name not in others]  # "2019.5" may be a year
        frame = frame[by].assign(section=_cut(frame["section"], level, sections))
    rows, groups = groups_of(frame, by)
    return rows, list(groups.astype(str).itertuples(index=False, name=None))


def _cut(column: pd.Series, level: int | None, names: Sequence[str]) -> pd.Series:
    """The sections at the level of the comparison; categories keep their order."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("str")  # paths that a CSV file gave back as numbers
    codes, paths = pd.factorize(column)
    complete(column, codes)
    level = _level(paths, names) if level is None else level
    return roll_up(column.to_frame("section"), level=level)["section"]


def _level(sections: Iterable[str], names: Sequence[str]) -> int:
    """The coarsest level with two sections ("0" aside), or that of the finest section named."""
    paths = {tuple(str(name).split(".")) for name in sections if str(name) != "0"}
    levels = range(1, max(map(len, paths), default=1) + 1)
    coarsest = next((level for level in levels if len({p[:level] for p in paths}) > 1), 1)
    return max([coarsest, *map(_depth, names)])


def _depth(name: str) -> int:
    """The level of the section that a name names, also as "甲/2.1"; 0 for other names."""
    path = name.rpartition("/")[2]
    return path.count(".") + 1 if re.fullmatch(r"[0-9]+(\.[0-9]+)*", path) else 0


def kept_terms(terms: np.ndarray, stop: Iterable[str] | None) -> np.ndarray:
    """Which terms are not stop words, as a mask; a comparison needs some."""
    kept = shown(terms, stop)
    if not kept.any():
        raise ValueError("every term of counts is a stop word: pass stop=() to keep them")
    return kept


OTHERS, BACKGROUND = "all others", "background"  # references that are no names of groups

# --- the two sides ----------------------------------------------------------------------------


class Sides(NamedTuple):
    """For every target its name, and which groups are it and its reference (rows of bools).

    `against` is how the reference is called: its names, or "all others".
    """

    names: list[str]
    target: np.ndarray
    reference: np.ndarray
    against: str


def sides_of(table: Table, targets: list[str], references: list[str]) -> Sides:
    """Each target (each group, if none is named) against the references (all others)."""
    _need_two(table)
    everyone = np.ones(len(table.groups), dtype=bool)
    named = np.any([chosen(table, name) for name in references], axis=0)
    if targets:
        target = np.array([chosen(table, name) for name in targets])
    else:  # every group that is not a reference by itself
        target = np.diag(everyone)[~named if references else everyone]
        targets = [table.labels[row.argmax()] for row in target]
    reference = ~target & (named if references else everyone)
    for name, row in zip(targets, reference, strict=True):
        if not row.any():
            raise ValueError(f"nothing is left to compare {name!r} with: name another reference")
    return Sides(targets, target, reference, ", ".join(references) or OTHERS)


def _need_two(table: Table) -> None:
    if len(table.groups) < 2:
        one = f"{table.by[0]} {table.labels[0]!r}" if table.by else "the whole text"
        raise ValueError(
            f"keyness needs two groups to compare, and counts has one: {one}; "
            "count by another column, or compare with reference='background'"
        )


def chosen(table: Table, name: str) -> np.ndarray:
    """The groups that a name stands for, as a mask.

    A name is that of a whole group ("甲/2.1"), or else a value of any of its columns ("甲"). A
    section stands for all that is below it, "2" for "2.1" too; other names stand for themselves.
    """
    found = np.array([name in _whole_names(table.by, group) for group in table.groups])
    if not found.any():
        found = np.array([name in _part_names(table.by, group) for group in table.groups])
    if not found.any():
        what = table.by[0] if len(table.by) == 1 else "group"
        raise ValueError(f"no {what} {name!r}; there are: {', '.join(table.labels)}")
    return found


def _whole_names(by: list[str], group: tuple[str, ...]) -> set[str]:
    """What a whole group can be called: its label, and that with the sections above its own."""
    if "section" not in by:
        return {"/".join(group)}
    place = by.index("section")
    return {
        "/".join([*group[:place], path, *group[place + 1 :]]) for path in _upwards(group[place])
    }


def _part_names(by: list[str], group: tuple[str, ...]) -> set[str]:
    """The values of a group, and the sections above its own."""
    names = set(group)
    if "section" in by:
        names.update(_upwards(group[by.index("section")]))
    return names


def _upwards(path: str) -> list[str]:
    """A section and all sections above it: "2.1.3", "2.1", "2"."""
    numbers = path.split(".")
    return [".".join(numbers[:depth]) for depth in range(len(numbers), 0, -1)]


# --- the counts of both sides -----------------------------------------------------------------

# The cells of the table behind every measure: n in the target and in the reference, and the sizes
# of both, as arrays that numpy can broadcast.
Cells = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]


class Compared(NamedTuple):
    """The counts of both sides as arrays, targets x terms (the sizes: targets x 1).

    `range` says in how many of the groups compared a term occurs, `sets` in how many if the target
    is taken as one group (targets x terms), `shown` whether it is in the
    result: stop words are counted, but not shown. `inside_target` and `inside_reference` are how
    often it also stands inside longer terms (NaN where that is not known). `by` are the columns
    of the groups, joined by "/", `against` is how the reference is called.
    """

    names: list[str]
    terms: np.ndarray
    n_target: np.ndarray
    n_reference: np.ndarray
    size_target: np.ndarray
    size_reference: np.ndarray
    range: np.ndarray
    sets: np.ndarray
    shown: np.ndarray
    inside_target: np.ndarray
    inside_reference: np.ndarray
    by: str
    against: str

    @property
    def cells(self) -> Cells:
        """The table as `measures` takes it."""
        return self.n_target, self.n_reference, self.size_target, self.size_reference

    @property
    def present(self) -> np.ndarray:
        """Which pairs of target and term have a row: those that are shown and occur."""
        return (self.n_target + self.n_reference > 0) & self.shown


def compared(table: Table, sides: Sides, stop: Iterable[str] | None) -> Compared:
    """The counts of both sides."""
    target, reference = sides.target.astype(float), sides.reference.astype(float)
    sizes = table.sizes
    taking_part = (sides.target | sides.reference).any(axis=0)
    n_target, n_reference = target @ table.n, reference @ table.n
    inside_target, inside_reference = _inside(table, target, reference)
    return Compared(
        names=sides.names,
        terms=table.terms,
        n_target=n_target,
        n_reference=n_reference,
        size_target=(target @ sizes)[:, None],
        size_reference=(reference @ sizes)[:, None],
        range=(table.n[taking_part] > 0).sum(axis=0),
        sets=(n_target > 0) + reference @ (table.n > 0),
        shown=kept_terms(table.terms, stop),
        inside_target=inside_target,
        inside_reference=inside_reference,
        by="/".join(map(str, table.by)),
        against=sides.against,
    )


def _inside(table: Table, *sides: np.ndarray) -> list[np.ndarray]:
    """How often each term stands inside longer terms of each side (targets x groups)."""
    if table.inside is not None:
        return [side @ table.inside for side in sides]
    words = dict(enumerate(table.terms))
    own = np.arange(len(words))
    held = held_in(words, own, {term: code for code, term in words.items()})
    found = []
    for side in sides:
        n = (side @ table.n)[:, held.word] * held.times
        rows = [np.bincount(held.term, weights, minlength=len(words)) for weights in n]
        found.append(np.array(rows))
    return found


def with_general_chinese(table: Table, targets: list[str], stop: Iterable[str] | None) -> Compared:
    """Each target against the word list of jieba; terms that it cannot have are not shown.

    These are the terms that are not all Han characters: numbers, Latin words. The list is in
    simplified script; terms are looked up in it in either.
    """
    rows = [chosen(table, name) for name in targets] or np.eye(len(table.groups), dtype=bool)
    target = np.asarray(rows, dtype=float)
    frequencies, total = _general_chinese()
    n_target, size_target = target @ table.n, (target @ table.sizes)[:, None]
    background = [float(frequencies.get(term, 0)) for term in fold(table.terms)]
    han = np.array(list(map(is_han, table.terms)), dtype=bool)
    if not (han & kept_terms(table.terms, stop)).any():
        raise ValueError(
            "no term of counts can be in the word list of general Chinese, which has words of "
            "Chinese characters only: name another reference"
        )
    return Compared(
        names=targets or table.labels,
        terms=table.terms,
        n_target=n_target,
        n_reference=np.broadcast_to(background, n_target.shape),
        size_target=size_target,
        size_reference=np.full_like(size_target, total),
        range=(table.n > 0).sum(axis=0),
        sets=(n_target > 0) + (np.array(background) > 0).astype(float),
        shown=han & kept_terms(table.terms, stop),
        inside_target=_inside(table, target)[0],
        inside_reference=np.full(n_target.shape, np.nan),
        by="/".join(map(str, table.by)),
        against=BACKGROUND,
    )


@functools.cache
def _general_chinese() -> tuple[dict[str, int], int]:
    """Word -> frequency of the dictionary in the jieba package, and the sum of all of them."""
    lines = word_list("dict.txt")
    return {word: int(n) for word, n, *_ in lines}, sum(int(n) for _, n, *_ in lines)
