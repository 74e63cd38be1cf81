"""Evidence: is the difference between target and reference more than random variation?

The letters a, b, c, d are those of the table in `measures`.
"""

import numpy as np
from numpy.typing import ArrayLike

from .contingency import Array, Table, over, table

# -- tests of the table ---------------------------------------------------------------------------


def _cell(observed: Array, excess: Array, expected: Array) -> Array:
    """O ln(O / E) from the excess O - E, so that a huge cell loses no digits."""
    # where E is 0, so is the excess; where O is 0, the logarithm must stay finite
    share = excess / np.maximum(expected, 1e-300)
    return observed * np.log1p(np.maximum(share, -1 + 1e-16))


def log_likelihood(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Log-likelihood ratio G2 over all four cells of the table, signed.

    2 * the sum of O ln(O / E); chi-squared with one degree of freedom if there is no difference.
    UCREL's calculator shows another one, `log_likelihood_2term`.

    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence.
    Computational Linguistics 19(1), 61-74. https://aclanthology.org/J93-1003

    >>> log_likelihood(40, 10, 1000, 1000).round(6).item()
    19.736032
    """
    t = table(a, b, c, d)
    e_a, e_b = t.expected
    g2 = _cell(t.a, t.excess, e_a)
    g2 = g2 + _cell(t.b, -t.excess, e_b)
    g2 += _cell(t.c - t.a, -t.excess, t.c - e_a)
    g2 += _cell(t.d - t.b, t.excess, t.d - e_b)
    return t.signed(np.maximum(2 * g2, 0))


def log_likelihood_2term(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Log-likelihood over the two cells of the term alone, signed, as UCREL's calculator shows it.

    2 (a ln(a / Ea) + b ln(b / Eb)): less than the full G2, the more so the more frequent the term.

    Rayson, P. & Garside, R. (2000). Comparing corpora using frequency profiling. Proceedings of
    the Workshop on Comparing Corpora, 1-6. https://doi.org/10.3115/1117729.1117730

    >>> log_likelihood_2term(40, 10, 1000, 1000).round(6).item()
    19.274476
    """
    t = table(a, b, c, d)
    e_a, e_b = t.expected
    g2 = _cell(t.a, t.excess, e_a) + _cell(t.b, -t.excess, e_b)
    return t.signed(np.maximum(2 * g2, 0))


def log_likelihood_williams(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Log-likelihood G2 divided by Williams's q, nearer to chi-squared in small samples; signed.

    q = 1 + (N/(a+b) + N/(N-a-b) - 1) (N/c + N/d - 1) / 6N

    Williams, D. A. (1976). Improved likelihood ratio tests for complete contingency tables.
    Biometrika 63(1), 33-37. https://doi.org/10.1093/biomet/63.1.33

    >>> log_likelihood_williams(7, 2, 10, 9).round(6).item()
    4.200833
    """
    t = table(a, b, c, d)
    n = t.a + t.b
    rows = over(t.total, n) + over(t.total, t.total - n) - 1
    columns = t.total / t.c + t.total / t.d - 1
    return log_likelihood(a, b, c, d) / (1 + rows * columns / (6 * t.total))


def chi_squared(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Pearson's chi-squared of the table, one degree of freedom, signed.

    Pearson, K. (1900). On the criterion that a given system of deviations ... Philosophical
    Magazine 50(302), 157-175. https://doi.org/10.1080/14786440009463897

    >>> chi_squared(7, 2, 10, 9).round(6).item()
    4.33716
    """
    t = table(a, b, c, d)
    return t.signed(_pearson(t, np.abs(t.excess)))


def chi_squared_yates(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Chi-squared with Yates's correction: every cell 0.5 nearer to what is expected; signed.

    Yates, F. (1934). Contingency tables involving small numbers and the chi-squared test.
    Supplement to the Journal of the Royal Statistical Society 1(2), 217-235.
    https://doi.org/10.2307/2983604

    >>> chi_squared_yates(7, 2, 10, 9).round(6).item()
    2.632438
    """
    t = table(a, b, c, d)
    return t.signed(_pearson(t, np.maximum(np.abs(t.excess) - 0.5, 0)))


def _pearson(t: Table, excess: Array) -> Array:
    e_a, e_b = t.expected
    square = excess**2
    return sum(square / np.maximum(e, 1e-300) for e in (e_a, e_b, t.c - e_a, t.d - e_b))


def bayes_factor(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Evidence of a difference as a Bayes factor, by BIC: four-term G2 - ln N; not signed.

    Below 0 for "no difference"; 0-2 hardly worth a mention, 2-6 positive, 6-10 strong, above 10
    very strong.

    Wilson, A. (2013). Embracing Bayes factors for key item analysis in corpus linguistics. In
    New Approaches to the Study of Linguistic Variability, 3-11. Frankfurt: Peter Lang.

    >>> bayes_factor(40, 10, 1000, 1000).round(6).item()
    12.13513
    """
    return np.abs(log_likelihood(a, b, c, d)) - np.log(table(a, b, c, d).total)


def bayes_factor_2term(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """`bayes_factor` from the two-term G2, which is what UCREL's calculator shows (Wilson 2013).

    >>> bayes_factor_2term(40, 10, 1000, 1000).round(6).item()
    11.673573
    """
    return np.abs(log_likelihood_2term(a, b, c, d)) - np.log(table(a, b, c, d).total)


# -- weighted log-odds ----------------------------------------------------------------------------


def dirichlet_log_odds(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    prior: ArrayLike,
    prior_size: ArrayLike,
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
    t = table(a, b, c, d)
    added, size = np.asarray(prior, dtype=float), np.asarray(prior_size, dtype=float)
    if not ((added > 0).all() and np.all(added <= size)):
        raise ValueError("the prior must be greater than 0 for each term, and prior_size its sum")
    cells = (t.a + added, t.c + size - t.a - added)
    others = (t.b + added, t.d + size - t.b - added)
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
    n_terms: ArrayLike | None = None,
) -> Array:
    """Weighted log-odds with an uninformative Dirichlet prior: a z-score, signed.

    `alpha` is added to each term; `n_terms` is how many terms there are at all, by default the
    length of the last axis. The variant: target against the rest, four-term variance
    (`dirichlet_log_odds`; Monroe et al. 2008, section 3.3.3).

    >>> weighted_log_odds([1, 5, 1, 9], [100, 510, 100, 199], 16, 909).round(3).tolist()
    [-0.59, -1.906, -0.59, 2.983]
    """
    size = alpha * np.asarray(_last_axis(a, b) if n_terms is None else n_terms)
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
    t = table(a, b, c, d)
    counts = np.asarray(t.a + t.b if prior is None else prior, dtype=float)
    counts = np.maximum(counts, 0.01)
    size = t.total if prior is None else counts.sum()
    size = size if prior_size is None else prior_size
    return dirichlet_log_odds(a, b, c, d, prior=counts, prior_size=size)[1]


def weighted_log_odds_tidylo(
    a: ArrayLike,
    b: ArrayLike,
    c: ArrayLike,
    d: ArrayLike,
    *,
    uninformative: bool = False,
    sets: ArrayLike | None = None,
) -> Array:
    """Weighted log-odds as R's tidylo has it: target against *all* sets together, a z-score.

    The prior (the term's count in all sets, or 1 if `uninformative`) is added once for each set
    that has the term; `sets` says how many they are where the reference is several sets (default:
    it is one). The variance is 1/y_target + 1/y_both, two terms. NaN where the target has
    none of the term, for which tidylo has no row. All terms must be given, along the last axis.

    Silge, J., Hayes, A. & Schnoebelen, T. tidylo: weighted tidy log odds ratio.
    https://juliasilge.github.io/tidylo/

    >>> weighted_log_odds_tidylo([2, 1, 3], [0, 1, 3], 6, 4).round(3).tolist()
    [0.98, -0.236, -0.824]
    """
    t = table(a, b, c, d)
    prior = np.ones_like(t.a + t.b) if uninformative else t.a + t.b
    here = t.a > 0
    sets = here.astype(float) + (t.b > 0) if sets is None else np.asarray(sets, dtype=float)
    y, y_both = t.a + prior, t.a + t.b + sets * prior
    n = t.c + np.where(here, prior, 0).sum(axis=-1, keepdims=True)
    n_both = t.total + (sets * prior).sum(axis=-1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(y / (n - y)) - np.log(y_both / (n_both - y_both))
        return np.where(here, delta / np.sqrt(1 / y + 1 / y_both), np.nan)


def _last_axis(a: ArrayLike, b: ArrayLike) -> int:
    shape = np.broadcast_shapes(np.shape(a), np.shape(b))
    return shape[-1] if shape else 1
