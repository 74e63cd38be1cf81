"""The arithmetic, with its sources, on arrays.

Every measure of keyness and of association reads the same table, and every formula uses its letters:

               target    reference  |  both
  term           a           b      |  a + b
  other terms  c - a       d - b    |
  ----------------------------------+--------
  all            c           d      |  N = c + d

`a` and `b` are how often the term occurs in the target and in the reference, `c` and `d` how many
tokens there are in each. For collocations the target is the company of the node (the tokens in
its windows), the reference everything else, and the term is the collocate; for `dice` and
`log_dice` the target is the node itself (`c` = n of the node).

`E` is what the term's share in both together leads one to expect, `(a + b) c / N` in the target.
A measure that is *signed* is positive where the term is more frequent in the target, and swapping
target and reference negates it. The letters are numbers or arrays that numpy can broadcast; the
result is an array of floats. `MEASURES` lists the measures by name, `DISPERSION` those that say
how evenly a term is spread over the parts of a corpus.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

LN2 = np.log(2)


# -- the table ----------------------------------------------------------------------------------


class Table(NamedTuple):
    """The letters as checked float arrays, with the size of both and the excess of `a` over E."""

    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray
    total: np.ndarray
    excess: np.ndarray


def _table(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Table:
    a, b, c, d = (np.asarray(x, dtype=float) for x in (a, b, c, d))
    if (a < 0).any() or (b < 0).any():
        raise ValueError("a count is negative: a and b are how often the term occurs, from 0 up")
    if not ((a <= c).all() and (b <= d).all()):
        raise ValueError("a term occurs more often than there are tokens: a <= c and b <= d")
    if (c <= 0).any() or (d <= 0).any():
        raise ValueError("the target or the reference is empty: c and d must be at least 1")
    total = c + d
    # a*d - b*c is exact while the products stay under 2**53; a - E would lose digits
    return Table(a, b, c, d, total, (a * d - b * c) / total)


def _signed(size: np.ndarray, t: Table) -> np.ndarray:
    return np.copysign(size, t.excess)


def _over(x: ArrayLike, y: ArrayLike) -> np.ndarray:
    """x / y, and 0 where y is 0 (an empty row of the table adds nothing)."""
    x, y = np.broadcast_arrays(x, y)
    return np.divide(x, y, out=np.zeros(x.shape), where=y != 0)


def _expected(t: Table) -> tuple[np.ndarray, np.ndarray]:
    """How often the term is to be expected in target and reference."""
    share = (t.a + t.b) / t.total
    return share * t.c, share * t.d


# -- evidence: is there a difference? -----------------------------------------------------------


def log_likelihood(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> np.ndarray:
    """Log-likelihood ratio G2 over all four cells, signed.

    2 * sum of O ln(O / E); chi-squared with one degree of freedom where there is no difference.
    This is the full statistic; UCREL's calculator shows `log_likelihood_2term`.

    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics 19(1), 61-74. https://aclanthology.org/J93-1003

    >>> log_likelihood(40, 10, 1000, 1000).round(6).item()
    19.736032
    """
    t = _table(a, b, c, d)
    e_a, e_b = _expected(t)
    g2 = _cell(t.a, t.excess, e_a)
    g2 += _cell(t.b, -t.excess, e_b)
    g2 += _cell(t.c - t.a, -t.excess, t.c - e_a)
    g2 += _cell(t.d - t.b, t.excess, t.d - e_b)
    return _signed(np.maximum(2 * g2, 0), t)


def _cell(observed: np.ndarray, excess: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """O ln(O / E); by way of the excess O - E, so that a huge cell loses no digits."""
    return special.xlog1py(observed, _over(excess, expected))


def log_likelihood_2term(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> np.ndarray:
    """Log-likelihood over the two cells of the term only, signed, as UCREL's calculator gives it.

    2 * (a ln(a / Ea) + b ln(b / Eb)); a little under the four-term G2 for frequent terms.

    Rayson, P. & Garside, R. (2000). Comparing corpora using frequency profiling. Proceedings of
    the Workshop on Comparing Corpora, 1-6. https://doi.org/10.3115/1117729.1117730

    >>> log_likelihood_2term(40, 10, 1000, 1000).round(6).item()
    19.274476
    """
    t = _table(a, b, c, d)
    e_a, e_b = _expected(t)
    g2 = _cell(t.a, t.excess, e_a) + _cell(t.b, -t.excess, e_b)
    return _signed(np.maximum(2 * g2, 0), t)


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> np.ndarray:
    """log2 of the ratio of the two rates, with Walter's 0.5 added everywhere, signed.

    >>> log_ratio(40, 10, 1000, 1000).round(6).item()
    1.947533
    """
    t = _table(a, b, c, d)
    return np.log2((t.a + 0.5) / (t.c + 0.5)) - np.log2((t.b + 0.5) / (t.d + 0.5))


def log_ratio_interval(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    confidence: float = 0.95,
    tests: int = 1,
) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper limit of `log_ratio`; always finite, always around it."""
    t = _table(a, b, c, d)
    z = special.ndtri(1 - (1 - confidence) / 2 / tests)
    variance = 1 / (t.a + 0.5) - 1 / (t.c + 0.5) + 1 / (t.b + 0.5) - 1 / (t.d + 0.5)
    middle = log_ratio(a, b, c, d)
    half = z * np.sqrt(variance) / LN2
    return middle - half, middle + half


def conservative_log_ratio(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    confidence: float = 0.95,
    tests: int = 1,
) -> np.ndarray:
    """LRC: the limit nearest 0 of the exact interval of the log ratio; 0 if that holds 0."""
    t = _table(a, b, c, d)
    tail = (1 - confidence) / 2 / tests
    low, high = _ratio_limits(t, tail)
    return np.where(t.excess >= 0, np.maximum(low, 0), np.minimum(high, 0))


def _ratio_limits(t: Table, tail: float) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(t.a > 0, special.betaincinv(t.a, t.b + 1, tail), 0)
        high = np.where(t.b > 0, special.betainccinv(t.a + 1, t.b, tail), 1)
        size = np.log2(t.d / t.c)
        return size + np.log2(low / (1 - low)), size + np.log2(high / (1 - high))


# -- how likely by chance? ----------------------------------------------------------------------


def log_p_value(score: ArrayLike, distribution: str = "chi2") -> np.ndarray:
    """Natural logarithm of the two-sided p of a score: exact where p itself is too small to write.

    `distribution`: "chi2" (one degree of freedom), "normal" (a z-score) or "log10" (the score is
    -log10 p already, as `fisher` gives it). The sign of the score does not matter.
    """
    size = np.abs(np.asarray(score, dtype=float))
    if distribution == "log10":
        return -size * np.log(10)
    if distribution not in {"chi2", "normal"}:
        raise ValueError(f"no distribution {distribution!r}; there are: chi2, normal, log10")
    z = np.sqrt(size) if distribution == "chi2" else size
    return np.minimum(LN2 + special.log_ndtr(-z), 0)


def p_value(score: ArrayLike, distribution: str = "chi2") -> np.ndarray:
    """Two-sided p of a score (see `log_p_value`); 0 below 1e-308, so rank by score, not by p.

    >>> p_value(3.841458820694124).round(6).item()
    0.05
    """
    return np.exp(log_p_value(score, distribution))


def adjust(p: ArrayLike, method: str = "holm") -> np.ndarray:
    """p adjusted for the number of tests made, in the order given.

    "holm" (default) and "bonferroni" hold the chance of any false finding, "bh" the share of
    false findings among all findings.
    """
    p = np.asarray(p, dtype=float)
    m = p.size
    if method == "bonferroni":
        return np.minimum(p * m, 1)
    order = np.argsort(p, axis=None, kind="stable")
    ranked = p.ravel()[order]
    if method == "holm":
        ranked = np.maximum.accumulate(ranked * np.arange(m, 0, -1))
    elif method == "bh":
        ranked = np.minimum.accumulate((ranked * m / np.arange(1, m + 1))[::-1])[::-1]
    else:
        raise ValueError(f"no method {method!r}; there are: holm, bonferroni, bh")
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(ranked, 1)
    return adjusted.reshape(p.shape)


# -- the lists ----------------------------------------------------------------------------------


class Measure(NamedTuple):
    """A measure by name: `function(a, b, c, d)`, and what its number means."""

    function: Callable[..., np.ndarray]
    label: str
    kind: str
    signed: bool
    distribution: str
    source: str


MEASURES: dict[str, Measure] = {
    "log_likelihood": Measure(
        log_likelihood, "对数似然值 G²", "evidence", True, "chi2", "Dunning 1993"
    ),
    "log_likelihood_2term": Measure(
        log_likelihood_2term,
        "对数似然值 G²（两项）",
        "evidence",
        True,
        "chi2",
        "Rayson & Garside 2000",
    ),
    "log_ratio": Measure(log_ratio, "对数比", "effect", True, "", "Hardie 2014; Walter 1975"),
    "conservative_log_ratio": Measure(
        conservative_log_ratio, "保守对数比 LRC", "effect", True, "", "Evert 2022"
    ),
}
