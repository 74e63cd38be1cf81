"""Who is compared with whom: counts as an array, its groups, and the two sides of a comparison.

Most groups have few of the terms and most targets are few of the groups, so both are sparse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from ..contract import INSIDE, frame_of
from ..structure import roll_up
from .coding import coded_terms, complete, counted_by, group_sizes, groups_of, occurs, shown

# --- counts as an array -----------------------------------------------------------------------


class Table(NamedTuple):
    """Counts as a sparse array, one row a group and one column a term, both in order.

    `sizes` are the tokens of the groups, those of terms that have no column among them; `inside`
    says how often each term stands inside longer tokens, where counts say so.
    """

    by: list[str]
    groups: list[tuple[str, ...]]
    terms: np.ndarray
    n: sparse.csr_array
    sizes: np.ndarray
    inside: sparse.csr_array | None = None

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
    there = np.bincount(columns, counts["n"], len(terms)) > 0  # of categories, some do not occur
    kept = there[columns]
    columns = (np.cumsum(there) - 1)[columns]
    shape = len(groups), int(there.sum())

    def summed(column: str) -> sparse.csr_array:
        """A column of counts as groups x terms."""
        return summed_up(rows[kept], columns[kept], counts[column].to_numpy()[kept], shape)

    inside = summed(INSIDE) if INSIDE in counts else None
    return Table(by, groups, terms.to_numpy(dtype=object)[there], summed("n"), sizes, inside)


def summed_up(
    rows: np.ndarray, columns: np.ndarray, n: np.ndarray, shape: tuple[int, int]
) -> sparse.csr_array:
    """A sparse array of what is added up in each cell, in order and without zeros."""
    table = sparse.csr_array((n.astype(float), (rows, columns)), shape=shape)
    table.sum_duplicates()
    table.eliminate_zeros()
    return table


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
    """For every target its name, and which groups are it (a sparse row of ones).

    Its reference are the groups of `base` that are not its own; `against` is how that is called:
    its names, or "all others".
    """

    names: list[str]
    target: sparse.csr_array
    base: np.ndarray
    against: str

    @property
    def own(self) -> sparse.csr_array:
        """The groups of every target that are in the base, and so not in its reference."""
        return sparse.csr_array(self.target.multiply(self.base[None, :].astype(float)))


def sides_of(table: Table, targets: list[str], references: list[str]) -> Sides:
    """Each target (each group, if none is named) against the references (all others)."""
    _need_two(table)
    everyone = np.ones(len(table.groups), dtype=bool)
    named = np.any([chosen(table, name) for name in references], axis=0)
    base = named if references else everyone
    if targets:
        target = sparse.csr_array(np.array([chosen(table, name) for name in targets], dtype=float))
    else:  # every group that is not a reference by itself
        places = np.flatnonzero(~named if references else everyone)
        ones, rows = np.ones(len(places)), np.arange(len(places))
        target = sparse.csr_array((ones, (rows, places)), shape=(len(places), len(everyone)))
        labels = table.labels
        targets = [labels[place] for place in places]
    sides = Sides(targets, target, base, ", ".join(references) or OTHERS)
    left = base.sum() - sides.own.sum(axis=1)
    if not left.all():
        name = targets[int(np.argmin(left))]
        raise ValueError(f"nothing is left to compare {name!r} with: name another reference")
    return sides


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
