"""Association: does a term occur near the node more often than expected?

The letters a, b, c, d are those of the table in `measures`: the target is the window of the
node, the term the collocate.
"""

import numpy as np
from numpy.typing import ArrayLike

from .contingency import Array, over, table
from .evidence import chi_squared


def mutual_information(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """MI, log2 (a / Ea): in bits; favours rare terms, so give it a minimum of `a`. -inf if a = 0.

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


def _log2_to_expected(
    a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike, *, power: int
) -> Array:
    """log2 (a ** power / Ea)."""
    t = table(a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        bits = power * np.log2(t.a) - np.log2(t.expected[0])
    return np.where(t.a == 0, -np.inf, bits)


def npmi(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Normalised MI: -1 never together, 0 as often as expected, 1 never apart.

    MI / -log2 (a / N)

    Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction.
    Proceedings of GSCL, 31-40.

    >>> npmi([10, 1, 0], [0, 9, 10], 10, 90).tolist()
    [1.0, 0.0, -1.0]
    """
    t = table(a, b, c, d)
    bits = np.where(t.a > 0, _log2_to_expected(a, b, c, d, power=1), 0)
    width = -np.log2(np.maximum(t.a, 1) / t.total)
    return np.where(t.a > 0, bits / width, -1.0)  # of the N tokens some are not in the target


def t_score(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """(a - Ea) / √a: favours frequent pairs; a ranking, not a test. -inf if a = 0 < b.

    Church, K., Gale, W., Hanks, P. & Hindle, D. (1991). Using statistics in lexical analysis. In
    Lexical Acquisition: Exploiting On-Line Resources to Build a Lexicon, 115-164. Hillsdale:
    Lawrence Erlbaum.

    >>> t_score(8, 15820, 4675, 14302993).round(6).item()
    0.999932
    """
    t = table(a, b, c, d)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(t.excess == 0, 0.0, t.excess / np.sqrt(t.a))


def z_score(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """(a - Ea) / √Ea: favours rare pairs.

    Berry-Rogghe, G. L. M. (1973). The computation of collocations and their relevance in lexical
    studies. In The Computer and Literary Studies, 103-112. Edinburgh University Press.

    >>> z_score(1, 1, 15334, 176664).round(6).item()
    2.102442
    """
    t = table(a, b, c, d)
    return over(t.excess, np.sqrt(t.expected[0]))


def dice(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """2a / (n of the node + n of the collocate), 0 to 1; does not depend on the corpus size.

    Here `c` is the n of the node and `a + b` that of the collocate.

    Dice, L. R. (1945). Measures of the amount of ecologic association between species. Ecology
    26(3), 297-302. https://doi.org/10.2307/1932409

    >>> dice(130, 13, 3121, 10**6).round(2).item()
    0.08
    """
    t = table(a, b, c, d)
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

    By how much the node raises the probability of the collocate.

    Gries, S. T. (2013). 50-something years of work on collocations: what is or should be next ...
    International Journal of Corpus Linguistics 18(1), 137-166.
    https://doi.org/10.1075/ijcl.18.1.09gri

    >>> delta_p(5610, 2257, 174548, 10235320).round(3).item()
    0.032
    """
    t = table(a, b, c, d)
    return t.a / t.c - t.b / t.d


def delta_p_reversed(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Delta-P of the node given the collocate: a/(a+b) - (c-a)/(N-a-b); signed (Gries 2013).

    By how much the collocate raises the probability of the node.

    >>> delta_p_reversed(5610, 2257, 174548, 10235320).round(3).item()
    0.697
    """
    t = table(a, b, c, d)
    n = t.a + t.b
    return np.where(n == 0, 0.0, over(t.a, n) - over(t.c - t.a, t.total - n))


def phi_squared(a: ArrayLike, b: ArrayLike, c: ArrayLike, d: ArrayLike) -> Array:
    """Chi-squared by N: 0 independent, 1 always together or never.

    Gale, W. A. & Church, K. W. (1991). Concordances for parallel text. Proceedings of the Seventh
    Annual Conference of the UW Centre for the New OED and Text Research, 40-62.

    >>> phi_squared(31950, 4793, 43954, 853123).round(2).item()
    0.62
    """
    return np.abs(chi_squared(a, b, c, d)) / table(a, b, c, d).total
