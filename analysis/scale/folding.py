"""Many tables of counts to one, by adding, whatever their number."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

import numpy as np

SHIFT = 32  # a cell is a number of 64 bits: its group above, its term below
LEAST = 1 << 21  # cells that wait before they are added up


class Numbers(dict[Hashable, int]):
    """A number for every value, in the order in which they come."""

    def of(self, values: Iterable[Hashable]) -> np.ndarray:
        """The number of each value; a new one gets the next."""
        number = [self.setdefault(value, len(self)) for value in values]
        return np.array(number, dtype=np.int64)


class Cells(NamedTuple):
    """Group, term and count of every cell in which anything is."""

    group: np.ndarray
    term: np.ndarray
    n: np.ndarray


class Sums:
    """Counts of cells that are added up as they come, in memory that grows with the cells."""

    def __init__(self) -> None:  # noqa: D107
        self._keys = np.empty(0, dtype=np.int64)
        self._n = np.empty(0, dtype=np.int64)
        self._waiting: list[tuple[np.ndarray, np.ndarray]] = []
        self._size = 0

    def add(self, group: np.ndarray, term: np.ndarray, n: np.ndarray) -> None:
        """Add counts; the same cell may come any number of times."""
        self._waiting.append((group << SHIFT | term, n))
        self._size += len(n)
        if self._size > max(LEAST, len(self._keys)):
            self._settle()

    def _settle(self) -> None:
        keys = np.concatenate([self._keys, *(keys for keys, _ in self._waiting)])
        n = np.concatenate([self._n, *(n for _, n in self._waiting)])
        self._waiting, self._size = [], 0
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
        self._keys = keys[first]
        self._n = np.add.reduceat(n[order], first) if len(first) else n

    def cells(self) -> Cells:
        """All cells, by group and term."""
        self._settle()
        return Cells(self._keys >> SHIFT, self._keys & ((1 << SHIFT) - 1), self._n)


def batches(sizes: Iterable[int], *, most: int, files: int) -> Iterator[slice]:
    """Neighbours together up to so many bytes and files; a larger one is alone."""
    begin = end = total = 0
    for size in sizes:
        if end > begin and (total + size > most or end - begin >= files):
            yield slice(begin, end)
            begin, total = end, 0
        end, total = end + 1, total + size
    if end > begin:
        yield slice(begin, end)
