"""Fisher's exact test for arrays of tables, in logarithms: no p is too small; exact intervals.

The letters a, b, c, d are those of the table in `measures`.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .contingency import Array, table


def fisher(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Fisher's exact test, two-sided, as signed -log10 p: 1.3 is p = 0.05, 3 is p = 0.001.

    p is the probability of all tables with the same margins that are no more likely than this one
    (R and SciPy define it so too). For p as such use `p_value(score, "log10")`.

    Fisher, R. A. (1935). The logic of inductive inference. Journal of the Royal Statistical
    Society 98(1), 39-82. https://doi.org/10.2307/2342435. For words: Pedersen, T. (1996). Fishing
    for exactness. Proceedings of SCSUG 96, 188-200. https://arxiv.org/abs/cmp-lg/9608010

    >>> (10 ** -fisher(7, 2, 10, 9)).round(8).item()
    0.06977852
    """
    t = table(a, b, c, d)
    size = -fisher_log_p(a, b, c, d) / np.log(10)
    return np.where(t.excess == 0, 0.0, t.signed(size))


def fisher_log_p(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, *, alternative: str = "two-sided"
) -> Array:
    """Natural logarithm of Fisher's p; `alternative` as seen from the target.

    "two-sided", "greater" (more in the target than expected) or "less".

    >>> np.exp(fisher_log_p(1, 3, 4, 4, alternative="less")).round(3).item()
    0.243
    """
    if alternative not in {"two-sided", "greater", "less"}:
        raise ValueError(f"no alternative {alternative!r}; there are: two-sided, greater, less")
    t = table(a, b, c, d)
    rows = np.stack([x.ravel() for x in np.broadcast_arrays(t.a, t.a + t.b, t.c, t.d)])
    # most terms share their table with others: compute each table once
    order = np.lexsort(rows)
    new = np.ones(order.size, dtype=bool)
    new[1:] = (np.diff(rows[:, order], axis=1) != 0).any(axis=0)
    log_p = _LOG_P[alternative](*rows[:, order[new]])
    result = np.empty(order.size)
    result[order] = np.minimum(log_p, 0)[np.cumsum(new) - 1]
    return result.reshape(np.broadcast_shapes(*(x.shape for x in t)))


def _log_greater(k: Array, n: Array, c: Array, d: Array) -> Array:
    """Log of the probability of k or more of the term's n tokens in the target (of c)."""
    beyond = k * d >= (n - k) * c
    # short of the mode it is 1 less the probability of k - 1 or fewer (n - k + 1 or more in d)
    start, c, d = np.where(beyond, k, n - k + 1), np.where(beyond, c, d), np.where(beyond, d, c)
    most = np.minimum(n, c)
    tail = np.where(start > most, -np.inf, _log_tail(np.minimum(start, most), n, c, d))
    with np.errstate(divide="ignore"):
        return np.where(beyond, tail, np.log1p(-np.exp(np.minimum(tail, 0))))


def _log_less(k: Array, n: Array, c: Array, d: Array) -> Array:
    return _log_greater(n - k, n, d, c)


def _log_two_sided(k: Array, n: Array, c: Array, d: Array) -> Array:
    beyond = k * d >= (n - k) * c  # look from the side where the term is the more frequent
    k, c, d = np.where(beyond, k, n - k), np.where(beyond, c, d), np.where(beyond, d, c)
    # the tables no likelier than this one: k and up, and on the other side `low` and down
    least = np.maximum(0, n - d)
    limit = _log_hypergeometric(k, n, c, d) + 1e-7
    low, high = least - 1, k
    while (open_ := high - low > 1).any():
        middle = np.floor((low + high) / 2)
        rare = _log_hypergeometric(np.maximum(middle, least), n, c, d) <= limit
        low, high = np.where(open_ & rare, middle, low), np.where(open_ & ~rare, middle, high)
    other = _log_tail(n - np.maximum(low, least), n, d, c)
    return np.logaddexp(_log_tail(k, n, c, d), np.where(low >= least, other, -np.inf))


_LOG_P = {"two-sided": _log_two_sided, "greater": _log_greater, "less": _log_less}


def _log_tail(k: Array, n: Array, c: Array, d: Array) -> Array:
    """Log of the probability of k or more, k beyond the mode: each step up is less likely."""
    total, term, j = np.ones(k.size), np.ones(k.size), k
    active, block = np.arange(k.size), 8
    while active.size:
        steps = j[:, None] + np.arange(block)
        n_, c_, d_ = (x[active, None] for x in (n, c, d))
        ratio = (c_ - steps) * (n_ - steps) / ((steps + 1) * (d_ - n_ + steps + 1))
        terms = term[:, None] * np.cumprod(ratio, axis=1)
        total[active] += terms.sum(axis=1)
        go_on = np.abs(terms[:, -1]) > 1e-17 * total[active]
        active, term, j = active[go_on], terms[go_on, -1], j[go_on] + block
        block = min(2 * block, 1024)
    return _log_hypergeometric(k, n, c, d) + np.log(total)


def _log_hypergeometric(k: Array, n: Array, c: Array, d: Array) -> Array:
    """Log of the probability that exactly k of n tokens drawn from c + d come from the c."""
    p = n / (c + d)
    return _log_binomial(k, c, p) + _log_binomial(n - k, d, p) - _log_binomial(n, c + d, p)


def _log_binomial(k: Array, n: Array, p: Array) -> Array:
    """Log of the binomial density in Loader's form, which loses no digits where n is large.

    Loader, C. (2000). Fast and accurate computation of binomial probabilities. Murray Hill:
    Bell Laboratories.
    """
    inside = (k > 0) & (k < n)
    k_in, rest = np.where(inside, k, 1), np.where(inside, n - k, 1)
    density = (
        _stirling_error(n)
        - _stirling_error(k_in)
        - _stirling_error(rest)
        - special.kl_div(k_in, n * p)
        - special.kl_div(rest, n * (1 - p))
        + 0.5 * np.log(n / (2 * np.pi * k_in * rest))
    )
    edge = special.xlogy(k, p) + special.xlog1py(n - k, -p)
    return np.where(inside, density, edge)


def _stirling_error(n: Array) -> Array:
    """ln n! minus Stirling's formula for it."""
    small = np.minimum(n, 15)
    exact = special.gammaln(small + 1) - (small + 0.5) * np.log(small) + small
    series = (1 / 12 - (1 / 360 - (1 / 1260 - 1 / (1680 * n**2)) / n**2) / n**2) / n
    return np.where(n > 15, series, exact - 0.5 * np.log(2 * np.pi))


def share_interval(n: ArrayLike, size: ArrayLike, confidence: float = 0.95) -> tuple[Array, Array]:
    """Lower and upper limit of a share of which `n` of `size` were seen.

    The exact interval: the shares that a test at 1 - `confidence` does not reject.

    Clopper, C. J. & Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated
    in the case of the binomial. Biometrika 26(4), 404-413. https://doi.org/10.1093/biomet/26.4.404

    >>> [limit.round(4).item() for limit in share_interval(5, 100)]
    [0.0164, 0.1128]
    """
    n, size = (np.asarray(values, dtype=float) for values in (n, size))
    tail = (1 - confidence) / 2
    # the limits are quantiles of beta distributions, whose parameters are 0 at the two ends
    lower = special.betaincinv(np.maximum(n, 1), size - n + 1, tail)
    upper = special.betaincinv(n + 1, np.maximum(size - n, 1), 1 - tail)
    return np.where(n > 0, lower, 0.0), np.where(n < size, upper, 1.0)
