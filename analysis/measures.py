"""The arithmetic, with its sources, on arrays.

Every measure of keyness and of association reads the same table, and its formula these letters:

               target    reference  |  both
  term            a           b      |  a + b
  other terms   c - a       d - b    |
  ----------------------------------+--------
  all             c           d      |  N = c + d

`a` and `b` are how often the term occurs in the target and in the reference, `c` and `d` how many
tokens there are in each. For collocations the term is the collocate, the target the company of the
node (the tokens in its windows) and the reference everything else; only for `dice` and `log_dice`
the target is the node itself (`c` = n of the node). `Ea = (a + b) c / N` and `Eb = (a + b) d / N`
are the counts to be expected if there were no difference.

A measure that is *signed* is positive where the term is more frequent in the target, and swapping
target and reference negates it. The letters are numbers or arrays that numpy can broadcast; the
result is an array of floats; counts that cannot be raise a ValueError. `MEASURES` lists the
measures by name, `DISPERSION` those that say how evenly a term is spread over the parts.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

Array = np.ndarray
LN2 = np.log(2)


# -- the table ------------------------------------------------------------------------------------


class Table(NamedTuple):
    """The letters as checked arrays of floats, their sum N, and the excess a - Ea."""

    a: Array
    b: Array
    c: Array
    d: Array
    total: Array
    excess: Array


def _table(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Table:
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


def _expected(t: Table) -> tuple[Array, Array]:
    share = (t.a + t.b) / t.total
    return share * t.c, share * t.d


def expected(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> tuple[Array, Array]:
    """How often the term is to be expected in the target and in the reference: (Ea, Eb).

    >>> [float(e) for e in expected(40, 10, 1000, 3000)]
    [12.5, 37.5]
    """
    return _expected(_table(a, b, c, d))


def _over(x: ArrayLike, y: ArrayLike) -> Array:
    """x / y, and 0 where y is 0: an empty row of the table adds nothing."""
    x, y = np.broadcast_arrays(x, y)
    return np.divide(x, y, out=np.zeros(x.shape), where=y != 0)


def _signed(size: Array, t: Table) -> Array:
    return np.where(t.excess == 0, 0.0, np.copysign(size, t.excess))


# -- evidence: is there a difference? -------------------------------------------------------------


def _cell(observed: Array, excess: Array, expected: Array) -> Array:
    """O ln(O / E) by way of the excess O - E, so that a huge cell loses no digits."""
    return special.xlog1py(observed, _over(excess, expected))


def log_likelihood(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Log-likelihood ratio G2 over all four cells of the table, signed.

    2 * the sum of O ln(O / E); chi-squared with one degree of freedom if there is no difference.
    UCREL's calculator shows another one, `log_likelihood_2term`.

    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics 19(1), 61-74. https://aclanthology.org/J93-1003

    >>> log_likelihood(40, 10, 1000, 1000).round(6).item()
    19.736032
    """
    t = _table(a, b, c, d)
    e_a, e_b = _expected(t)
    g2 = _cell(t.a, t.excess, e_a)
    g2 = g2 + _cell(t.b, -t.excess, e_b)
    g2 += _cell(t.c - t.a, -t.excess, t.c - e_a)
    g2 += _cell(t.d - t.b, t.excess, t.d - e_b)
    return _signed(np.maximum(2 * g2, 0), t)


def log_likelihood_2term(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Log-likelihood over the two cells of the term alone, signed, as UCREL's calculator has it.

    2 (a ln(a / Ea) + b ln(b / Eb)): less than the full G2, the more so the more frequent the term.

    Rayson, P. & Garside, R. (2000). Comparing corpora using frequency profiling. Proceedings of
    the Workshop on Comparing Corpora, 1-6. https://doi.org/10.3115/1117729.1117730

    >>> log_likelihood_2term(40, 10, 1000, 1000).round(6).item()
    19.274476
    """
    t = _table(a, b, c, d)
    e_a, e_b = _expected(t)
    g2 = _cell(t.a, t.excess, e_a) + _cell(t.b, -t.excess, e_b)
    return _signed(np.maximum(2 * g2, 0), t)


def log_likelihood_williams(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Log-likelihood G2 divided by Williams's q, nearer to chi-squared in small samples; signed.

    q = 1 + (N/(a+b) + N/(N-a-b) - 1) (N/c + N/d - 1) / 6N

    Williams, D. A. (1976). Improved likelihood ratio tests for complete contingency tables.
    Biometrika 63(1), 33-37. https://doi.org/10.1093/biomet/63.1.33

    >>> log_likelihood_williams(7, 2, 10, 9).round(6).item()
    4.200833
    """
    t = _table(a, b, c, d)
    n = t.a + t.b
    rows = _over(t.total, n) + _over(t.total, t.total - n) - 1
    columns = t.total / t.c + t.total / t.d - 1
    return log_likelihood(a, b, c, d) / (1 + rows * columns / (6 * t.total))


def chi_squared(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Pearson's chi-squared of the table, one degree of freedom, signed.

    Pearson, K. (1900). On the criterion that a given system of deviations ... Philosophical
    Magazine 50(302), 157-175. https://doi.org/10.1080/14786440009463897

    >>> chi_squared(7, 2, 10, 9).round(6).item()
    4.33716
    """
    t = _table(a, b, c, d)
    return _signed(_pearson(t, np.abs(t.excess)), t)


def chi_squared_yates(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Chi-squared with Yates's correction: every cell 0.5 nearer to what is expected; signed.

    Yates, F. (1934). Contingency tables involving small numbers and the chi-squared test.
    Supplement to the Journal of the Royal Statistical Society 1(2), 217-235.
    https://doi.org/10.2307/2983604

    >>> chi_squared_yates(7, 2, 10, 9).round(6).item()
    2.632438
    """
    t = _table(a, b, c, d)
    return _signed(_pearson(t, np.maximum(np.abs(t.excess) - 0.5, 0)), t)


def _pearson(t: Table, excess: Array) -> Array:
    e_a, e_b = _expected(t)
    return sum(_over(excess**2, e) for e in (e_a, e_b, t.c - e_a, t.d - e_b))


def bayes_factor(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Evidence against chance as a Bayes factor, by BIC: four-term G2 - ln N; not signed.

    Below 0 for "no difference"; 0-2 hardly worth a mention, 2-6 positive, 6-10 strong, above 10
    very strong.

    Wilson, A. (2013). Embracing Bayes factors for key item analysis in corpus linguistics. In
    New Approaches to the Study of Linguistic Variability, 3-11. Frankfurt: Peter Lang.

    >>> bayes_factor(40, 10, 1000, 1000).round(6).item()
    12.13513
    """
    return np.abs(log_likelihood(a, b, c, d)) - np.log(_table(a, b, c, d).total)


def bayes_factor_2term(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """`bayes_factor` from the two-term G2, which is what UCREL's calculator shows (Wilson 2013).

    >>> bayes_factor_2term(40, 10, 1000, 1000).round(6).item()
    11.673573
    """
    return np.abs(log_likelihood_2term(a, b, c, d)) - np.log(_table(a, b, c, d).total)


# -- Fisher's exact test --------------------------------------------------------------------------


def fisher(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Fisher's exact test, two-sided, as signed -log10 p: 1.3 is p = 0.05, 3 is p = 0.001.

    p is the chance of all tables with the same margins that are no more likely than this one
    (R and SciPy define it so too). For p as such use `p_value(score, "log10")`.

    Fisher, R. A. (1935). The logic of inductive inference. Journal of the Royal Statistical
    Society 98(1), 39-82. https://doi.org/10.2307/2342435. For words: Pedersen, T. (1996). Fishing
    for exactness. Proceedings of SCSUG 96, 188-200. https://arxiv.org/abs/cmp-lg/9608010

    >>> p_value(fisher(7, 2, 10, 9), "log10").round(8).item()
    0.06977852
    """
    t = _table(a, b, c, d)
    return _signed(-fisher_log_p(a, b, c, d) / np.log(10), t)


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
    t = _table(a, b, c, d)
    table = np.stack([x.ravel() for x in np.broadcast_arrays(t.a, t.a + t.b, t.c, t.d)])
    # most terms share their table with others: compute each table once
    order = np.lexsort(table)
    new = np.ones(order.size, dtype=bool)
    new[1:] = (np.diff(table[:, order], axis=1) != 0).any(axis=0)
    log_p = _LOG_P[alternative](*table[:, order[new]])
    result = np.empty(order.size)
    result[order] = np.minimum(log_p, 0)[np.cumsum(new) - 1]
    return result.reshape(np.broadcast_shapes(*(x.shape for x in t)))


def _log_greater(k: Array, n: Array, c: Array, d: Array) -> Array:
    """Log of the chance of k or more of the term's n tokens in the target (of c)."""
    beyond = k * d >= (n - k) * c
    # short of the mode it is 1 less the chance of k - 1 or fewer, that is n - k + 1 or more in d
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
    """Log of the chance of k or more, for k beyond the mode: there each step up is less likely."""
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
    """Log of the chance that exactly k of n tokens drawn from c + d come from the c."""
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


# -- effect: how large is the difference? ---------------------------------------------------------


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """log2 of the ratio of the rates, 0.5 added to all counts and sizes; signed, always finite.

    1 is twice as frequent in the target, 2 four times, -1 half as frequent. The 0.5 takes away
    most of the bias and draws rare terms towards 0.

    Walter, S. D. (1975). The distribution of Levin's measure of attributable risk. Biometrika
    62(2), 371-372. https://doi.org/10.1093/biomet/62.2.371. As a measure of keyness: Hardie, A.
    (2014), see `log_ratio_hardie`.

    >>> log_ratio([40, 5], [10, 0], 1000, 1000).round(6).tolist()
    [1.947533, 3.459432]
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
) -> tuple[Array, Array]:
    """Lower and upper limit of `log_ratio`: always finite, always on both sides of it.

    Normal approximation with variance 1/(a+½) - 1/(c+½) + 1/(b+½) - 1/(d+½). `tests` widens the
    interval for so many terms looked at together (Bonferroni).

    Pettigrew, H. M., Gart, J. J. & Thomas, D. G. (1986). The bias and higher cumulants of the
    logarithm of a binomial variate. Biometrika 73(2), 425-435.
    https://doi.org/10.1093/biomet/73.2.425

    >>> [limit.round(3).item() for limit in log_ratio_interval(40, 10, 1000, 1000)]
    [0.976, 2.919]
    """
    t = _table(a, b, c, d)
    middle = log_ratio(a, b, c, d)
    variance = 1 / (t.a + 0.5) - 1 / (t.c + 0.5) + 1 / (t.b + 0.5) - 1 / (t.d + 0.5)
    half = -special.ndtri(_tail(confidence, tests) / 2) * np.sqrt(variance) / LN2
    return middle - half, middle + half


def _tail(confidence: float, tests: int) -> float:
    if not 0 < confidence < 1 or tests < 1:
        raise ValueError(f"confidence {confidence}, tests {tests}: 0 < confidence < 1 <= tests")
    return (1 - confidence) / tests


def log_ratio_hardie(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """log2 of the ratio of the rates as they are; only a count of 0 is taken for 0.5; signed.

    Hardie, A. (2014). Log Ratio: an informal introduction. Lancaster: ESRC Centre for Corpus
    Approaches to Social Science. http://cass.lancs.ac.uk/log-ratio-an-informal-introduction/

    >>> log_ratio_hardie([40, 5], [10, 0], 1000, 1000).round(6).tolist()
    [2.0, 3.321928]
    """
    t = _table(a, b, c, d)
    n_a, n_b = np.where(t.a == 0, 0.5, t.a), np.where(t.b == 0, 0.5, t.b)
    return np.where(t.a + t.b == 0, 0.0, np.log2(n_a / t.c) - np.log2(n_b / t.d))


def conservative_log_ratio(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    confidence: float = 0.95,
    tests: int | None = None,
) -> Array:
    """LRC: the log ratio that one can be sure of; 0 where no difference is certain; signed.

    The limit nearest 0 of the exact interval of log2 (a/c : b/d), at `confidence` for all terms
    together: `tests` is how many they are, by default the number of tables given.

    Evert, S. (2022). Measuring keyness. In Digital Humanities 2022: Conference Abstracts,
    202-205. https://osf.io/cy6mw. First in Evert, S., Dykes, N. & Peters, J. (2018). A
    quantitative evaluation of keyword measures for corpus-based discourse analysis. Corpora and
    Discourse International Conference, Lancaster.

    >>> conservative_log_ratio([40, 7], [10, 2], 1000, 1000).round(6).tolist()
    [0.850101, 0.0]
    """
    t = _table(a, b, c, d)
    low, high = _ratio_limits(t, _tail(confidence, tests or t.excess.size) / 2)
    return np.where(t.excess >= 0, np.maximum(low, 0), np.minimum(high, 0))


def conservative_log_ratio_positive(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    confidence: float = 0.95,
    tests: int | None = None,
) -> Array:
    """PositiveLRC: the one-sided lower limit of the log ratio, to rank terms of the target only.

    Like `conservative_log_ratio`, but not cut off at 0, and -inf where the target has none.
    (Evert 2022)

    >>> conservative_log_ratio_positive(7, 2, 1000, 1000).round(6).item()
    -0.287418
    """
    t = _table(a, b, c, d)
    return _ratio_limits(t, _tail(confidence, tests or t.excess.size))[0]


def _ratio_limits(t: Table, tail: float) -> tuple[Array, Array]:
    """Clopper-Pearson limits of a / (a + b), as log2 of the ratio of the rates."""
    low = np.where(t.a > 0, special.betaincinv(np.maximum(t.a, 1), t.b + 1, tail), 0)
    high = np.where(t.b > 0, special.betainccinv(t.a + 1, np.maximum(t.b, 1), tail), 1)
    with np.errstate(divide="ignore"):
        sizes = np.log2(t.d / t.c)
        return sizes + np.log2(low / (1 - low)), sizes + np.log2(high) - np.log2(1 - high)


def conservative_log_ratio_normal(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    confidence: float = 0.99,
    tests: int | None = None,
) -> Array:
    """CLR: as `conservative_log_ratio`, by Hardie's log ratio and normal approximation; signed.

    Variance of the natural logarithm: 1/a + 1/b - 1/c - 1/d. Too sure of itself for rare terms.
    It is what CQPweb's keywords show (Hardie 2014).

    >>> conservative_log_ratio_normal(40, 10, 1000, 1000, confidence=0.95).round(6).item()
    1.008312
    """
    t = _table(a, b, c, d)
    ratio = log_ratio_hardie(a, b, c, d)
    variance = 1 / np.maximum(t.a, 0.5) + 1 / np.maximum(t.b, 0.5) - 1 / t.c - 1 / t.d
    z = -special.ndtri(_tail(confidence, tests or t.excess.size) / 2)
    sure = np.maximum(np.abs(ratio) - z * np.sqrt(variance) / LN2, 0)
    return np.copysign(sure, ratio)


def percent_difference(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """%DIFF: by how many per cent the rate in the target exceeds that in the reference.

    100 is twice as frequent, -100 none in the target, inf none in the reference.

    Gabrielatos, C. (2018). Keyness analysis: nature, metrics and techniques. In Corpus Approaches
    to Discourse: A Critical Review, 225-258. London: Routledge.
    https://doi.org/10.4324/9781315179346-11

    >>> percent_difference(7, 2, 1000, 1000).item()
    250.0
    """
    return 100 * (_rate_ratio(_table(a, b, c, d)) - 1)


def _rate_ratio(t: Table) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (t.a / t.c) / (t.b / t.d)
    return np.where(t.a + t.b == 0, 1.0, ratio)


def odds_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """How many times greater the odds of the term are in the target; inf if only there.

    a (d - b) / b (c - a), the sample odds ratio (R's Fisher test gives the conditional one).

    Pojanapunya, P. & Watson Todd, R. (2018). Log-likelihood and odds ratio: keyness statistics
    for different purposes of keyword analysis. Corpus Linguistics and Linguistic Theory 14(1),
    133-167. https://doi.org/10.1515/cllt-2015-0030

    >>> odds_ratio(12, 5, 300, 2000).item()
    16.625
    """
    t = _table(a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (t.a * (t.d - t.b)) / (t.b * (t.c - t.a))
    return np.where(np.isnan(ratio), 1.0, ratio)


def log_odds_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Natural logarithm of the odds ratio, 0.5 added to each cell; signed, always finite.

    Called lambda where it ranks collocations (quanteda). Its standard error is the root of the
    sum of 1/(cell + 0.5); `log_odds_ratio_z` divides by it.

    Blaheta, D. & Johnson, M. (2001). Unsupervised learning of multi-word verbs. Proceedings of
    the ACL/EACL Workshop on Collocation, 54-60. The 0.5: Haldane, J. B. S. (1956). The estimation
    and significance of the logarithm of a ratio of frequencies. Annals of Human Genetics 20(4),
    309-311. https://doi.org/10.1111/j.1469-1809.1955.tb01285.x

    >>> log_odds_ratio(2, 0, 2, 7).round(6).item()
    4.317488
    """
    t = _table(a, b, c, d)
    inside = np.log(t.a + 0.5) - np.log(t.c - t.a + 0.5)
    return inside - (np.log(t.b + 0.5) - np.log(t.d - t.b + 0.5))


def log_odds_ratio_z(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """`log_odds_ratio` by its standard error: a z-score; signed (Blaheta & Johnson 2001).

    >>> log_odds_ratio_z(2, 0, 2, 7).round(6).item()
    2.027787
    """
    t = _table(a, b, c, d)
    variance = sum(1 / (cell + 0.5) for cell in (t.a, t.b, t.c - t.a, t.d - t.b))
    return log_odds_ratio(a, b, c, d) / np.sqrt(variance)


def difference_coefficient(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Difference of the rates by their sum, from -1 (only reference) to 1 (only target); signed.

    Hofland, K. & Johansson, S. (1982). Word Frequencies in British and American English, 14.
    Bergen: Norwegian Computing Centre for the Humanities.

    >>> difference_coefficient(18, 35, 10**6, 10**6).round(2).item()
    -0.32
    """
    t = _table(a, b, c, d)
    return _over(t.a / t.c - t.b / t.d, t.a / t.c + t.b / t.d)


def simple_maths(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, *, smoothing: float = 100
) -> Array:
    """Ratio of the rates per million, `smoothing` added to both: the more, the less rare terms.

    1 is no difference. 100 is Kilgarriff's proposal; Sketch Engine starts with 1.

    Kilgarriff, A. (2009). Simple maths for keywords. Proceedings of Corpus Linguistics 2009,
    Liverpool.

    >>> simple_maths(40, 10, 1000, 1000).round(6).item()
    3.970297
    """
    t = _table(a, b, c, d)
    if smoothing <= 0:
        raise ValueError(f"smoothing {smoothing}: it must be greater than 0")
    return (1e6 * t.a / t.c + smoothing) / (1e6 * t.b / t.d + smoothing)


def ell(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Effect size of the two-term log-likelihood, 0 to 1: G2 / (N ln min(Ea, Eb)); not signed.

    NaN where the smaller expected count is 1 or less: there it is not defined.

    Johnston, J. E., Berry, K. J. & Mielke, P. W. (2006). Measures of effect size for chi-squared
    and likelihood-ratio goodness-of-fit tests. Perceptual and Motor Skills 103(2), 412-414.
    https://doi.org/10.2466/pms.103.2.412-414

    >>> ell(40, 10, 1000, 1000).round(8).item()
    0.00299398
    """
    t = _table(a, b, c, d)
    least = np.minimum(*_expected(t))
    scale = np.where(least > 1, t.total * np.log(np.maximum(least, 1)), np.nan)
    return np.abs(log_likelihood_2term(a, b, c, d)) / scale


# -- weighted log-odds ----------------------------------------------------------------------------


def dirichlet_log_odds(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, *, prior: ArrayLike, prior_size: float
) -> tuple[Array, Array]:
    """Log-odds of a term under a Dirichlet prior, and the same by its standard error (z); signed.

    `prior` is what is added to `a` and to `b`, `prior_size` its sum over *all* terms. Target
    against the rest; the variance is that of all four odds: 1/(a+p) + 1/(c+P-a-p) + the same of
    b and d.

    Monroe, B. L., Colaresi, M. P. & Quinn, K. M. (2008). Fightin' words: lexical feature selection
    and evaluation for identifying the content of political conflict. Political Analysis 16(4),
    372-403, equations 15, 19 and 22. https://doi.org/10.1093/pan/mpn018

    >>> delta, z = dirichlet_log_odds(9, 199, 16, 909, prior=0.01, prior_size=0.04)
    >>> delta.round(6).item(), z.round(6).item()
    (1.520101, 2.983064)
    """
    t, prior = _table(a, b, c, d), np.asarray(prior, dtype=float)
    if not ((prior > 0).all() and np.all(prior <= prior_size)):
        raise ValueError("the prior must be greater than 0 for each term, and prior_size its sum")
    cells = (t.a + prior, t.c + prior_size - t.a - prior)
    others = (t.b + prior, t.d + prior_size - t.b - prior)
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(cells[0] / cells[1]) - np.log(others[0] / others[1])
        z = delta / np.sqrt(sum(1 / cell for cell in cells + others))
    return delta, np.nan_to_num(z, nan=0.0)


def weighted_log_odds(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    alpha: float = 0.01,
    n_terms: int | None = None,
) -> Array:
    """Weighted log-odds with an uninformative Dirichlet prior: a z-score, signed.

    `alpha` is added to each term; `n_terms` is how many terms there are at all, by default the
    length of the last axis. The variant: target against the rest, four-term variance
    (`dirichlet_log_odds`; Monroe et al. 2008, section 3.3.3).

    >>> weighted_log_odds([1, 5, 1, 9], [100, 510, 100, 199], 16, 909).round(3).tolist()
    [-0.59, -1.906, -0.59, 2.983]
    """
    size = alpha * (n_terms or _last_axis(a, b))
    return dirichlet_log_odds(a, b, c, d, prior=alpha, prior_size=size)[1]


def weighted_log_odds_informative(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    prior: ArrayLike | None = None,
    prior_size: float | None = None,
) -> Array:
    """Weighted log-odds with an informative Dirichlet prior ("Fightin' words"): z-score, signed.

    What is common anywhere is drawn towards 0. `prior` holds counts of the terms in a background
    (default: in target and reference together), `prior_size` their sum over all terms (default:
    N with the default prior, else the sum of `prior`). A count of 0 in the background is taken for
    0.01. Scale both to make the prior weaker. The variant: target against the rest, four-term
    variance (`dirichlet_log_odds`; Monroe et al. 2008, section 3.4.1).

    >>> weighted_log_odds_informative([1, 9], [101, 99], 100, 1000).round(3).tolist()
    [-1.032, -0.1]
    """
    t = _table(a, b, c, d)
    if prior is None:
        prior, prior_size = t.a + t.b, prior_size or t.total
    prior = np.maximum(np.asarray(prior, dtype=float), 0.01)
    return dirichlet_log_odds(a, b, c, d, prior=prior, prior_size=prior_size or prior.sum())[1]


def weighted_log_odds_tidylo(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, *, uninformative: bool = False
) -> Array:
    """Weighted log-odds as R's tidylo has it for two sets: target against *both*, a z-score.

    The prior (the term's count in both sets, or 1 if `uninformative`) is added once for each set
    that has the term; the variance is 1/y_target + 1/y_both, two terms. NaN where the target has
    none of the term, for which tidylo has no row. All terms must be given, along the last axis.

    Silge, J., Hayes, A. & Schnoebelen, T. tidylo: weighted tidy log odds ratio.
    https://juliasilge.github.io/tidylo/

    >>> weighted_log_odds_tidylo([2, 1, 3], [0, 1, 3], 6, 4).round(3).tolist()
    [0.98, -0.236, -0.824]
    """
    t = _table(a, b, c, d)
    prior = np.ones_like(t.a + t.b) if uninformative else t.a + t.b
    here, sets = t.a > 0, (t.a > 0).astype(float) + (t.b > 0)
    y, y_both = t.a + prior, t.a + t.b + sets * prior
    n = t.c + np.where(here, prior, 0).sum(axis=-1, keepdims=True)
    n_both = t.total + (sets * prior).sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(y / (n - y)) - np.log(y_both / (n_both - y_both))
        return np.where(here, delta / np.sqrt(1 / y + 1 / y_both), np.nan)


def _last_axis(a: ArrayLike, b: ArrayLike) -> int:
    shape = np.broadcast_shapes(np.shape(a), np.shape(b))
    return shape[-1] if shape else 1


# -- association: does the term keep company with the node? ---------------------------------------


def mutual_information(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """MI, log2 (a / Ea): in bits; loves rare terms, so give it a minimum of `a`. -inf if a = 0.

    Church, K. W. & Hanks, P. (1990). Word association norms, mutual information, and
    lexicography. Computational Linguistics 16(1), 22-29. https://aclanthology.org/J90-1003

    >>> mutual_information(8, 36, 1105, 15_000_000 - 1105).round(1).item()
    11.3
    """
    return _log2_to_expected(a, b, c, d, power=1)


def mi3(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """MI3, log2 (a³ / Ea): mutual information that favours frequent pairs. -inf if a = 0.

    Daille, B. (1994). Approche mixte pour l'extraction automatique de terminologie. Thesis,
    Université Paris 7. In English: Oakes, M. P. (1998). Statistics for Corpus Linguistics,
    171-172. Edinburgh University Press.

    >>> mi3(8, 36, 1105, 15_000_000 - 1105).round(1).item()
    17.3
    """
    return _log2_to_expected(a, b, c, d, power=3)


def _log2_to_expected(a, b, c, d, *, power: int) -> Array:
    t = _table(a, b, c, d)
    with np.errstate(divide="ignore"):
        bits = power * np.log2(t.a) - np.log2(_expected(t)[0])
    return np.where(t.a == 0, -np.inf, bits)


def npmi(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Normalised MI: -1 never together, 0 as by chance, 1 never apart.

    MI / -log2 (a / N)

    Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction.
    Proceedings of GSCL, 31-40.

    >>> npmi([10, 1, 0], [0, 9, 10], 10, 90).tolist()
    [1.0, 0.0, -1.0]
    """
    t = _table(a, b, c, d)
    bits = np.where(t.a > 0, _log2_to_expected(a, b, c, d, power=1), 0)
    width = -np.log2(np.maximum(t.a, 1) / t.total)
    return np.where(t.a > 0, np.where(width > 0, _over(bits, width), 1.0), -1.0)


def t_score(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """(a - Ea) / √a: favours frequent pairs; a ranking, not a test. -inf if a = 0 < b.

    Church, K., Gale, W., Hanks, P. & Hindle, D. (1991). Using statistics in lexical analysis. In
    Lexical Acquisition: Exploiting On-Line Resources to Build a Lexicon, 115-164. Hillsdale:
    Lawrence Erlbaum.

    >>> t_score(8, 15820, 4675, 14302993).round(6).item()
    0.999932
    """
    t = _table(a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(t.excess == 0, 0.0, t.excess / np.sqrt(t.a))


def z_score(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """(a - Ea) / √Ea: favours rare pairs.

    Berry-Rogghe, G. L. M. (1973). The computation of collocations and their relevance in lexical
    studies. In The Computer and Literary Studies, 103-112. Edinburgh University Press.

    >>> z_score(1, 1, 15334, 176664).round(6).item()
    2.102442
    """
    t = _table(a, b, c, d)
    return _over(t.excess, np.sqrt(_expected(t)[0]))


def dice(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """2a / (n of the node + n of the collocate), 0 to 1; does not depend on the corpus size.

    Here `c` is the n of the node and `a + b` that of the collocate.

    Dice, L. R. (1945). Measures of the amount of ecologic association between species. Ecology
    26(3), 297-302. https://doi.org/10.2307/1932409

    >>> dice(130, 13, 3121, 10**6).round(2).item()
    0.08
    """
    t = _table(a, b, c, d)
    return 2 * t.a / (t.c + t.a + t.b)


def log_dice(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """14 + log2 Dice: at most 14; one more is twice as close; comparable between corpora.

    Here `c` is the n of the node and `a + b` that of the collocate. -inf if a = 0.

    Rychlý, P. (2008). A lexicographer-friendly association score. Proceedings of RASLAN 2008, 6-9.

    >>> log_dice([130, 5], [13, 0], [3121, 5], 10**6).round(3).tolist()
    [10.35, 14.0]
    """
    with np.errstate(divide="ignore"):
        return 14 + np.log2(dice(a, b, c, d))


def delta_p(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Delta-P of the collocate given the node: a/c - b/d, -1 to 1; signed.

    By how much the node raises the chance of the collocate.

    Gries, S. T. (2013). 50-something years of work on collocations: what is or should be next ...
    International Journal of Corpus Linguistics 18(1), 137-166.
    https://doi.org/10.1075/ijcl.18.1.09gri

    >>> delta_p(5610, 2257, 174548, 10235320).round(3).item()
    0.032
    """
    t = _table(a, b, c, d)
    return t.a / t.c - t.b / t.d


def delta_p_reversed(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Delta-P of the node given the collocate: a/(a+b) - (c-a)/(N-a-b); signed (Gries 2013).

    By how much the collocate raises the chance of the node.

    >>> delta_p_reversed(5610, 2257, 174548, 10235320).round(3).item()
    0.697
    """
    t = _table(a, b, c, d)
    n = t.a + t.b
    return np.where(n == 0, 0.0, _over(t.a, n) - _over(t.c - t.a, t.total - n))


def phi_squared(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Chi-squared by N: 0 independent, 1 always together or never.

    Gale, W. A. & Church, K. W. (1991). Concordances for parallel text. Proceedings of the Seventh
    Annual Conference of the UW Centre for the New OED and Text Research, 40-62.

    >>> phi_squared(31950, 4793, 43954, 853123).round(2).item()
    0.62
    """
    return np.abs(chi_squared(a, b, c, d)) / _table(a, b, c, d).total


# -- by chance? -----------------------------------------------------------------------------------


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
    return np.minimum(LN2 + special.log_ndtr(-z), 0)


def p_value(score: ArrayLike, distribution: str = "chi2") -> Array:
    """Two-sided p of a score, as `log_p_value`; 0 below 1e-323, so rank by score, not by p.

    >>> p_value([3.84, 6.63, 10.83]).round(3).tolist()
    [0.05, 0.01, 0.001]
    """
    return np.exp(log_p_value(score, distribution))


def adjust(p: ArrayLike, method: str = "holm") -> Array:
    """p adjusted for all the tests given, in their order; NaN stays NaN and is not counted.

    "holm" and "bonferroni" hold the chance of any false finding (Holm's is never worse), "bh" the
    expected share of false ones among the findings.

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
    ranked, m = p.ravel()[order], order.size
    if method == "holm":
        ranked = np.maximum.accumulate(ranked * np.arange(m, 0, -1))
    elif method == "bh":
        ranked = np.minimum.accumulate((ranked * m / np.arange(1, m + 1))[::-1])[::-1]
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


# -- dispersion: how evenly is a term spread? -----------------------------------------------------


class Parts(NamedTuple):
    """How often each term occurs in each part, without the zeros; made by `parts`.

    One entry per term and part where it occurs; `term` and `part` are codes from 0.
    """

    term: Array
    part: Array
    n: Array
    sizes: Array
    n_terms: int

    def sum(self, values: Array) -> Array:
        """The sum over the parts, for each term."""
        return np.bincount(self.term, weights=values, minlength=self.n_terms)

    @property
    def total(self) -> Array:
        """How often each term occurs in all."""
        return self.sum(self.n)

    @property
    def v(self) -> Array:
        """The share of the term's occurrences that this part has."""
        return self.n / self.total[self.term]

    @property
    def s(self) -> Array:
        """The share of all tokens that this part has."""
        return (self.sizes / self.sizes.sum())[self.part]

    @property
    def rate(self) -> Array:
        """The share of the part's tokens that the term has."""
        return self.n / self.sizes[self.part]


def parts(n: ArrayLike, sizes: ArrayLike | None = None) -> Parts:
    """Counts as the measures of dispersion take them: rows are terms, columns are parts.

    `sizes` are the tokens of each part; without them the parts count as equally long.

    >>> dp(parts([[2, 2, 2, 2, 2], [1, 0, 0, 0, 0]], [9, 10, 10, 10, 11])).round(2).tolist()
    [0.02, 0.82]
    """
    n = np.atleast_2d(np.asarray(n, dtype=float))
    sizes = np.full(n.shape[1], n.sum()) if sizes is None else np.asarray(sizes, dtype=float)
    if sizes.shape != (n.shape[1],) or not ((sizes > 0).all() and (n >= 0).all()):
        raise ValueError(f"needs {n.shape[1]} sizes above 0, one for each part, and counts from 0")
    if not (n <= sizes).all():
        raise ValueError("a term is counted more often than its part has tokens")
    term, part = np.nonzero(n)
    return Parts(term, part, n[term, part], sizes, n.shape[0])


def part_range(p: Parts) -> Array:
    """Range: in how many parts the term occurs."""
    return np.bincount(p.term, minlength=p.n_terms)


def dp(p: Parts) -> Array:
    """Deviation of proportions, for parts of any size: 0 as even as can be, towards 1 in one part.

    Half the sum of |share of the term's occurrences - share of all tokens| over the parts: the
    share of its occurrences that would have to move.

    Gries, S. T. (2008). Dispersions and adjusted frequencies in corpora. International Journal of
    Corpus Linguistics 13(4), 403-437. https://doi.org/10.1075/ijcl.13.4.02gri
    """
    # a part without the term adds its share of tokens; the shares of all parts add up to 1
    deviation = (1 + p.sum(np.abs(p.v - p.s) - p.s)) / 2
    return _where_any(p, np.clip(deviation, 0, 1))


def dp_norm(p: Parts) -> Array:
    """DP by its greatest possible value, so that 1 is reached: DP / (1 - least share of tokens).

    Lijffijt, J. & Gries, S. T. (2012). Correction to Stefan Th. Gries' "Dispersions and adjusted
    frequencies in corpora". International Journal of Corpus Linguistics 17(1), 147-149.
    https://doi.org/10.1075/ijcl.17.1.08lij
    """
    most = 1 - p.sizes.min() / p.sizes.sum()
    return np.minimum(_over(dp(p), most), 1)


def kl_divergence(p: Parts) -> Array:
    """Kullback-Leibler divergence from an even spread, in bits: 0 even, no upper limit.

    Gries, S. T. (2020). Analyzing dispersion. In A Practical Handbook of Corpus Linguistics,
    99-118. Cham: Springer. https://doi.org/10.1007/978-3-030-46216-1_5
    """
    return _where_any(p, np.maximum(p.sum(p.v * np.log2(p.v / p.s)), 0))


def juilland_d(p: Parts) -> Array:
    """Juilland's D on the *rates* in the parts: 1 even, 0 in one part only.

    1 - V / √(k - 1), V the variation coefficient (population form) of the rates in the k parts.
    Taken on rates it serves for parts of different size. Near 1 for nearly every term if there
    are many parts.

    Juilland, A. & Chang-Rodríguez, E. (1964). Frequency Dictionary of Spanish Words. The Hague:
    Mouton. The variant: Gries (2020).
    """
    k = p.sizes.size
    mean = p.sum(p.rate) / k
    deviation = np.sqrt(np.maximum(p.sum(p.rate**2) / k - mean**2, 0))
    return _where_any(p, np.clip(1 - _over(deviation, mean) / np.sqrt(max(k - 1, 1)), 0, 1))


def carroll_d2(p: Parts) -> Array:
    """Carroll's D2, relative entropy of the rates in the parts: 1 even, 0 in one part only.

    Carroll, J. B. (1970). An alternative to Juilland's usage coefficient for lexical frequencies,
    and a proposal for a standard frequency index. Computer Studies in the Humanities and Verbal
    Behavior 3(2), 61-65. https://doi.org/10.1002/j.2333-8504.1970.tb00778.x
    """
    share = p.rate / p.sum(p.rate)[p.term]
    return _where_any(p, p.sum(special.entr(share)) / np.log(max(p.sizes.size, 2)))


def rosengren_s(p: Parts) -> Array:
    """Rosengren's S: 1 even, down to the smallest share of tokens; parts of any size.

    (Sum of √(share of occurrences x share of tokens))²; Zhang's distributional consistency is
    the same for equal parts.

    Rosengren, I. (1971). The quantitative concept of language and its relation to the structure of
    frequency dictionaries. Études de linguistique appliquée (n.s.) 1, 103-127.
    """
    return np.minimum(p.sum(np.sqrt(p.v * p.s)) ** 2, 1)


def lyne_d3(p: Parts) -> Array:
    """Lyne's D3: 1 - chi-squared against an even spread / 4n; 1 even, below 0 if very uneven.

    Lyne, A. A. (1985). Dispersion. In The Vocabulary of French Business Correspondence, 101-124.
    Geneva: Slatkine.
    """
    # the sum of (n - E)² / E over all parts, zeros too, is the sum of n² / E, less n
    total = p.total
    return _where_any(p, 1 - (p.sum(p.v**2 / p.s) - 1) / 4 * np.where(total > 0, 1, np.nan))


def da(p: Parts) -> Array:
    """DA: 1 - half the mean difference between the rates of any two parts, by their mean; 1 even.

    Burch, B., Egbert, J. & Biber, D. (2017). Measuring and interpreting lexical dispersion in
    corpus linguistics. Journal of Research Design and Statistics in Linguistics and Communication
    Science 3(2), 189-216. https://doi.org/10.1558/jrds.33066
    """
    k = p.sizes.size
    order = np.lexsort((p.rate, p.term))
    present = part_range(p)
    first = np.cumsum(present) - present
    term = p.term[order]
    # in ascending order the i-th of k rates is i - 1 times the greater and k - i times the lesser
    place = k - present[term] + np.arange(order.size) - first[term] + 1
    pairs = np.bincount(term, p.rate[order] * (2 * place - k - 1), minlength=p.n_terms)
    mean = p.sum(p.rate) / k
    return _where_any(p, 1 - _over(pairs / max(k * (k - 1) / 2, 1), 2 * mean))


def _where_any(p: Parts, values: Array) -> Array:
    """NaN for terms that do not occur: there is nothing to be spread."""
    return np.where(part_range(p) > 0, values, np.nan)


# -- the lists ------------------------------------------------------------------------------------


class Measure(NamedTuple):
    """A measure by its name.

    `function(a, b, c, d)`; `kind` is "evidence" (is there a difference?), "effect" (how large?) or
    "association" (for collocations); `signed` as the module says; `distribution` is how `p_value`
    reads the score, "" if it has no p; `source` is spelled out in the function's docstring.
    """

    function: Callable[..., Array]
    label: str
    kind: str
    signed: bool
    distribution: str
    source: str


_BY_KIND = {
    ("evidence", True, "chi2"): [
        (log_likelihood, "对数似然值（四项）", "Dunning 1993"),
        (log_likelihood_2term, "对数似然值（两项）", "Rayson & Garside 2000"),
        (log_likelihood_williams, "对数似然值（Williams 校正）", "Williams 1976"),
        (chi_squared, "卡方值", "Pearson 1900"),
        (chi_squared_yates, "卡方值（Yates 校正）", "Yates 1934"),
    ],
    ("evidence", True, "log10"): [(fisher, "Fisher 精确检验（-log10 p）", "Fisher 1935")],
    ("evidence", True, "normal"): [
        (weighted_log_odds, "加权对数优势（无信息先验）", "Monroe et al. 2008"),
        (weighted_log_odds_informative, "加权对数优势（信息先验）", "Monroe et al. 2008"),
        (log_odds_ratio_z, "对数优势比 z 值", "Blaheta & Johnson 2001"),
    ],
    ("evidence", False, ""): [
        (weighted_log_odds_tidylo, "加权对数优势（tidylo）", "Silge et al., tidylo"),
        (bayes_factor, "贝叶斯因子 BIC（四项）", "Wilson 2013"),
        (bayes_factor_2term, "贝叶斯因子 BIC（两项）", "Wilson 2013"),
    ],
    ("effect", True, ""): [
        (log_ratio, "对数比（Walter）", "Walter 1975; Hardie 2014"),
        (log_ratio_hardie, "对数比（Hardie）", "Hardie 2014"),
        (conservative_log_ratio, "保守对数比 LRC", "Evert 2022"),
        (conservative_log_ratio_normal, "保守对数比 CLR（正态近似）", "Hardie 2014"),
        (log_odds_ratio, "对数优势比", "Blaheta & Johnson 2001"),
        (difference_coefficient, "差异系数", "Hofland & Johansson 1982"),
    ],
    ("effect", False, ""): [
        (conservative_log_ratio_positive, "保守对数比 PositiveLRC", "Evert 2022"),
        (percent_difference, "百分比差 %DIFF", "Gabrielatos 2018"),
        (odds_ratio, "优势比", "Pojanapunya & Watson Todd 2018"),
        (simple_maths, "Simple Maths 比值", "Kilgarriff 2009"),
        (ell, "对数似然效应量 ELL", "Johnston et al. 2006"),
    ],
    ("association", False, ""): [
        (log_dice, "logDice", "Rychlý 2008"),
        (dice, "Dice 系数", "Dice 1945"),
        (mutual_information, "互信息 MI", "Church & Hanks 1990"),
        (mi3, "MI3", "Daille 1994"),
        (npmi, "归一化互信息 NPMI", "Bouma 2009"),
        (t_score, "t 值", "Church et al. 1991"),
        (z_score, "z 值", "Berry-Rogghe 1973"),
        (phi_squared, "φ²", "Gale & Church 1991"),
    ],
    ("association", True, ""): [
        (delta_p, "ΔP（节点词→搭配词）", "Gries 2013"),
        (delta_p_reversed, "ΔP（搭配词→节点词）", "Gries 2013"),
    ],
}

MEASURES: dict[str, Measure] = {
    function.__name__: Measure(function, label, *kind, source)
    for kind, rows in _BY_KIND.items()
    for function, label, source in rows
}


class Dispersion(NamedTuple):
    """A measure of dispersion by its name: `function(parts(n, sizes))`."""

    function: Callable[[Parts], Array]
    label: str
    source: str


DISPERSION: dict[str, Dispersion] = {
    "range": Dispersion(part_range, "出现的部分数", ""),
    "dp": Dispersion(dp, "离散度 DP", "Gries 2008"),
    "dp_norm": Dispersion(dp_norm, "离散度 DPnorm", "Lijffijt & Gries 2012"),
    "juilland_d": Dispersion(
        juilland_d, "Juilland D（按比率）", "Juilland & Chang-Rodríguez 1964"
    ),
    "carroll_d2": Dispersion(carroll_d2, "Carroll D2", "Carroll 1970"),
    "rosengren_s": Dispersion(rosengren_s, "Rosengren S", "Rosengren 1971"),
    "lyne_d3": Dispersion(lyne_d3, "Lyne D3", "Lyne 1985"),
    "da": Dispersion(da, "DA", "Burch et al. 2017"),
    "kl_divergence": Dispersion(kl_divergence, "KL 散度", "Gries 2020"),
}
