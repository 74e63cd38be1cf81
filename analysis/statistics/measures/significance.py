"""Significance: the p of a score, and p adjusted for the number of tests."""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .contingency import Array


def log_p_value(score: ArrayLike, distribution: str = "chi2") -> Array:
    """Natural logarithm of the two-sided p of a score, exact where p is too small to be written.

    `distribution`: "chi2" (one degree of freedom), "normal" (z-scores) or "log10" (`fisher`);
    `MEASURES` names it for each measure. The sign of the score does not matter.

    >>> (log_p_value(4000) / np.log(10)).round(2).item()
    -870.49
    """
    size = np.abs(np.asarray(score, dtype=float))
    if distribution == "log10":
        return -size * np.log(10)
    if distribution not in {"chi2", "normal"}:
        raise ValueError(f"no distribution {distribution!r}; there are: chi2, normal, log10")
    z = np.sqrt(size) if distribution == "chi2" else size
    return np.minimum(np.log(2) + special.log_ndtr(-z), 0)


def p_value(score: ArrayLike, distribution: str = "chi2") -> Array:
    """Two-sided p of a score, as `log_p_value`; 0 below 1e-323, so rank by score, not by p.

    >>> p_value([3.84, 6.63, 10.83]).round(3).tolist()
    [0.05, 0.01, 0.001]
    """
    return np.exp(log_p_value(score, distribution))


def adjust(p: ArrayLike, method: str = "holm", times: ArrayLike = 1) -> Array:
    """p adjusted for all the tests given, in their order; NaN stays NaN and is not counted.

    `times` says how many tests each p stands for, where many have the same.

    "holm" and "bonferroni" limit the probability of any false finding (Holm's is never worse),
    "bh" the expected share of false ones among the findings.

    Holm, S. (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal
    of Statistics 6(2), 65-70. https://www.jstor.org/stable/4615733. Benjamini, Y. & Hochberg, Y.
    (1995). Controlling the false discovery rate: a practical and powerful approach to multiple
    testing. Journal of the Royal Statistical Society B 57(1), 289-300.
    https://doi.org/10.1111/j.2517-6161.1995.tb02031.x

    >>> adjust([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    if method not in {"holm", "bonferroni", "bh"}:
        raise ValueError(f"no method {method!r}; there are: holm, bonferroni, bh")
    p = np.asarray(p, dtype=float)
    if ((p < 0) | (p > 1)).any():
        raise ValueError("a p is not between 0 and 1: adjust takes p, not scores (see p_value)")
    order = np.argsort(p, axis=None, kind="stable")
    order = order[: p.size - np.isnan(p).sum()]
    ranked = p.ravel()[order]
    each = np.broadcast_to(np.asarray(times, dtype=float), p.shape).ravel()[order]
    place = np.cumsum(each)  # of the last test of each
    m = place[-1] if len(place) else 0
    if method == "holm":
        ranked = np.maximum.accumulate(ranked * (m - place + each))
    elif method == "bh":
        ranked = np.minimum.accumulate((ranked * m / place)[::-1])[::-1]
    else:
        ranked = ranked * m
    adjusted = np.full(p.size, np.nan)
    adjusted[order] = np.minimum(ranked, 1)
    return adjusted.reshape(p.shape)


def rank_sum(target: ArrayLike, reference: ArrayLike) -> tuple[float, float]:
    """Mann-Whitney test of a term's rates in the documents of each: (rank sum of the target, p).

    A test on documents rather than on tokens: one document that repeats a term cannot make it a
    key term. p is two-sided, normal approximation with ties, no continuity correction.

    Kilgarriff, A. (2001). Comparing corpora. International Journal of Corpus Linguistics 6(1),
    97-133. https://doi.org/10.1075/ijcl.6.1.05kil

    >>> rank_sum([12, 15, 18, 24, 88], [3, 3, 13, 27, 33])[0]
    31.0
    """
    target, reference = np.asarray(target, dtype=float), np.asarray(reference, dtype=float)
    n, m = target.size, reference.size
    if not n or not m:
        raise ValueError("rank_sum needs at least one rate on each side")
    _, rank, ties = np.unique(
        np.concatenate([target, reference]), return_inverse=True, return_counts=True
    )
    middle = np.cumsum(ties) - (ties - 1) / 2
    total = float(middle[rank[:n]].sum())
    variance = n * m / 12 * (n + m + 1 - (ties**3 - ties).sum() / max((n + m) * (n + m - 1), 1))
    z = (total - n * (n + m + 1) / 2) / np.sqrt(variance) if variance > 0 else 0.0
    return total, float(p_value(z, "normal"))
