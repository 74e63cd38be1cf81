"""Effect: how large is the difference between the rates in target and reference?

The letters a, b, c, d are those of the table in `measures`.
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .contingency import Array, Table, over, table
from .evidence import log_likelihood_2term


def log_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """log2 of the ratio of the rates, 0.5 added to all counts and sizes; signed, always finite.

    1 is twice as frequent in the target, 2 four times, -1 half as frequent. The 0.5 takes away
    most of the bias and draws rare terms towards 0.

    Walter, S. D. (1975). The distribution of Levin's measure of attributable risk. Biometrika
    62(2), 371-374. https://doi.org/10.1093/biomet/62.2.371. As a measure of keyness: Hardie, A.
    (2014), see `log_ratio_hardie`.

    >>> log_ratio([40, 5], [10, 0], 1000, 1000).round(6).tolist()
    [1.947533, 3.459432]
    """
    t = table(a, b, c, d)
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

    Normal approximation with variance 1/(a+½) - 1/(c+½) + 1/(b+½) - 1/(d+½). Where a or b is 0 the
    ratio has no other end, and the limit nearest 0 is the exact one, given a + b (Clopper &
    Pearson 1934). `tests` widens the interval for so many terms looked at together (Bonferroni).

    Clopper, C. J. & Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in
    the case of the binomial. Biometrika 26(4), 404-413. https://doi.org/10.1093/biomet/26.4.404
    Pettigrew, H. M., Gart, J. J. & Thomas, D. G. (1986). The bias and higher cumulants of the
    logarithm of a binomial variate. Biometrika 73(2), 425-435.
    https://doi.org/10.1093/biomet/73.2.425

    >>> [limit.round(3).item() for limit in log_ratio_interval(40, 10, 1000, 1000)]
    [0.976, 2.919]
    >>> [limit.round(3).item() for limit in log_ratio_interval(8, 0, 1000, 1000)]
    [0.771, 8.2]
    """
    t = table(a, b, c, d)
    middle = log_ratio(a, b, c, d)
    variance = 1 / (t.a + 0.5) - 1 / (t.c + 0.5) + 1 / (t.b + 0.5) - 1 / (t.d + 0.5)
    tail = _tail(confidence, tests) / 2
    half = -special.ndtri(tail) * np.sqrt(variance) / np.log(2)
    least = _lower_limit(np.maximum(t.a, 1), t.b, t.c, t.d, tail)
    most = -_lower_limit(np.maximum(t.b, 1), t.a, t.d, t.c, tail)
    lower = np.where((t.b == 0) & (t.a > 0), np.minimum(least, middle), middle - half)
    upper = np.where((t.a == 0) & (t.b > 0), np.maximum(most, middle), middle + half)
    return lower, upper


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
    t = table(a, b, c, d)
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
    t = table(a, b, c, d)
    tail = _tail(confidence, tests or t.excess.size) / 2
    # look from the side where the term is more frequent; most terms are not surely so
    more = t.excess >= 0
    x, y = np.where(more, t.a, t.b), np.where(more, t.b, t.a)
    size, rest = np.where(more, t.c, t.d), np.where(more, t.d, t.c)
    sure = (t.excess != 0) & (special.betainc(np.maximum(x, 1), y + 1, size / t.total) < tail)
    least = np.zeros(sure.shape)
    least[sure] = np.maximum(_lower_limit(x[sure], y[sure], size[sure], rest[sure], tail), 0)
    return t.signed(least)


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
    t = table(a, b, c, d)
    tail = _tail(confidence, tests or t.excess.size)
    return np.where(t.a > 0, _lower_limit(np.maximum(t.a, 1), t.b, t.c, t.d, tail), -np.inf)


def _lower_limit(a: Array, b: Array, c: Array, d: Array, tail: float) -> Array:
    """Clopper-Pearson's lower limit of a / (a + b), as log2 of the ratio of the rates."""
    low = special.betaincinv(a, b + 1, tail)
    return np.log2(d / c) + np.log2(low / (1 - low))


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

    Variance of the natural logarithm: 1/a + 1/b - 1/c - 1/d. Overconfident for rare terms.
    It is what CQPweb's keywords show (Hardie 2014).

    >>> conservative_log_ratio_normal(40, 10, 1000, 1000, confidence=0.95).round(6).item()
    1.008312
    """
    t = table(a, b, c, d)
    ratio = log_ratio_hardie(a, b, c, d)
    variance = 1 / np.maximum(t.a, 0.5) + 1 / np.maximum(t.b, 0.5) - 1 / t.c - 1 / t.d
    z = -special.ndtri(_tail(confidence, tests or t.excess.size) / 2)
    half = z * np.sqrt(np.maximum(variance, 0)) / np.log(2)
    sure = np.maximum(np.abs(ratio) - half, 0)
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
    return 100 * (_rate_ratio(table(a, b, c, d)) - 1)


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
    t = table(a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (t.a * (t.d - t.b)) / (t.b * (t.c - t.a))
    return np.where(np.isnan(ratio), 1.0, ratio)


def log_odds_ratio(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Natural logarithm of the odds ratio, 0.5 added to each cell; signed, always finite.

    The 0.5 can turn the sign where target or reference is very small: 1 of 1 against 8 of 10 is
    below 0. Called lambda where it ranks collocations (quanteda). Its standard error is the root
    of the sum of 1/(cell + 0.5); `log_odds_ratio_z` divides by it.

    Blaheta, D. & Johnson, M. (2001). Unsupervised learning of multi-word verbs. Proceedings of
    the ACL/EACL Workshop on Collocation, 54-60. The 0.5: Haldane, J. B. S. (1956). The estimation
    and significance of the logarithm of a ratio of frequencies. Annals of Human Genetics 20(4),
    309-311. https://doi.org/10.1111/j.1469-1809.1955.tb01285.x

    >>> log_odds_ratio(2, 0, 2, 7).round(6).item()
    4.317488
    """
    t = table(a, b, c, d)
    inside = np.log(t.a + 0.5) - np.log(t.c - t.a + 0.5)
    return inside - (np.log(t.b + 0.5) - np.log(t.d - t.b + 0.5))


def log_odds_ratio_z(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """`log_odds_ratio` by its standard error: a z-score; signed (Blaheta & Johnson 2001).

    Its sign is that of the cells with the halves, which need not be that of the rates where these
    are nearly equal or a side is very small: 5 of 8 against 122 of 197 is below 0.

    >>> log_odds_ratio_z(2, 0, 2, 7).round(6).item()
    2.027787
    """
    t = table(a, b, c, d)
    variance = sum(1 / (cell + 0.5) for cell in (t.a, t.b, t.c - t.a, t.d - t.b))
    return log_odds_ratio(a, b, c, d) / np.sqrt(variance)


def difference_coefficient(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Difference of the rates by their sum, from -1 (only reference) to 1 (only target); signed.

    Hofland, K. & Johansson, S. (1982). Word Frequencies in British and American English. Bergen:
    Norwegian Computing Centre for the Humanities. The example is theirs, p. 471.

    >>> difference_coefficient(18, 35, 10**6, 10**6).round(2).item()
    -0.32
    """
    t = table(a, b, c, d)
    return over(t.a / t.c - t.b / t.d, t.a / t.c + t.b / t.d)


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
    t = table(a, b, c, d)
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
    t = table(a, b, c, d)
    least = np.minimum(*t.expected)
    scale = np.where(least > 1, t.total * np.log(np.maximum(least, 1)), np.nan)
    return np.abs(log_likelihood_2term(a, b, c, d)) / scale
