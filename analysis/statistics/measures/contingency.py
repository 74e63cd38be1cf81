"""The table behind every measure of keyness and association, as drawn in `measures`."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

Array = np.ndarray


class Table(NamedTuple):
    """The letters of `measures` as checked arrays of floats, their sum N and the excess a - Ea."""

    a: Array
    b: Array
    c: Array
    d: Array
    total: Array
    excess: Array

    @property
    def expected(self) -> tuple[Array, Array]:
        """Ea and Eb: the counts to be expected if there were no difference."""
        rate = (self.a + self.b) / self.total
        return rate * self.c, rate * self.d

    def signed(self, size: Array) -> Array:
        """`size` with the sign of the difference."""
        return np.copysign(size, self.excess)


def table(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Table:
    """Check the letters; raises a ValueError that says which of them is impossible."""
    a, b, c, d = (np.asarray(x, dtype=float) for x in (a, b, c, d))
    if not ((a >= 0).all() and (b >= 0).all()):
        raise ValueError("a count is negative or missing: a and b must be 0 or more")
    if not ((c > 0).all() and (d > 0).all()):
        raise ValueError("the target or the reference is empty: c and d must be at least 1")
    if not ((a <= c).all() and (b <= d).all()):
        raise ValueError("a term is counted more often than there are tokens: a <= c, b <= d")
    total = c + d
    # a*d - b*c is exact as long as the products stay under 2**53; a - Ea would lose digits
    return Table(a, b, c, d, total, (a * d - b * c) / total)


def expected(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> tuple[Array, Array]:
    """How often the term is to be expected in the target and in the reference: (Ea, Eb).

    >>> [float(e) for e in expected(40, 10, 1000, 3000)]
    [12.5, 37.5]
    """
    return table(a, b, c, d).expected


def over(x: ArrayLike, y: ArrayLike) -> Array:
    """x / y, and 0 where y is 0: an empty row of the table adds nothing."""
    x, y = np.broadcast_arrays(x, y)
    return np.divide(x, y, out=np.zeros(x.shape), where=y != 0)
