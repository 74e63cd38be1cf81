"""Dispersion: how evenly a term is spread over the parts of a corpus, of any size."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from .contingency import Array, over


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
    return np.minimum(over(dp(p), most), 1)


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
    # around the mean, not mean of squares less square of mean, which loses half of the digits
    squares = p.sum((p.rate - mean[p.term]) ** 2) + (k - part_range(p)) * mean**2
    deviation = np.sqrt(squares / k)
    return _where_any(p, np.clip(1 - over(deviation, mean) / np.sqrt(max(k - 1, 1)), 0, 1))


def carroll_d2(p: Parts) -> Array:
    """Carroll's D2, relative entropy of the rates in the parts: 1 even, 0 in one part only.

    Carroll, J. B. (1970). An alternative to Juilland's usage coefficient for lexical frequencies,
    and a proposal for a standard frequency index. Computer Studies in the Humanities and Verbal
    Behavior 3(2), 61-65. Also in ETS Research Bulletin Series 1970(2), i-15,
    https://doi.org/10.1002/j.2333-8504.1970.tb00778.x
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
    return _where_any(p, 1 - over(pairs / max(k * (k - 1) / 2, 1), 2 * mean))


def _where_any(p: Parts, values: Array) -> Array:
    """NaN for terms that do not occur: there is nothing to be spread."""
    return np.where(part_range(p) > 0, values, np.nan)


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
