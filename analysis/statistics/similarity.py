"""How similar the parts of a text are: similarity, hierarchical clustering, correspondence.

All of it starts from counts and takes the same groups as `keyness`: sections at the coarsest level
that has two of them (or `level`), documents, years. Stop words are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from scipy import special

from .counts import IDF
from .groups import kept_terms, table_of

# --- similarity -------------------------------------------------------------------------------


def _cosine(n: np.ndarray) -> np.ndarray:
    """The cosine of the tf-idf weights of every pair of groups."""
    weights = n * IDF["sklearn"](len(n), (n > 0).sum(axis=0))
    unit = weights / np.linalg.norm(weights, axis=1, keepdims=True)
    return unit @ unit.T


def _jensen_shannon(n: np.ndarray) -> np.ndarray:
    """1 less the Jensen-Shannon divergence: the entropy of both together less that of each."""
    shares = n / n.sum(axis=1, keepdims=True)
    own = special.entr(shares).sum(axis=1)
    both = np.array([special.entr((shares + row) / 2).sum(axis=1) for row in shares])
    return 1 - (both - (own + own[:, None]) / 2) / np.log(2)


def _jaccard(n: np.ndarray) -> np.ndarray:
    """The terms that two groups share, by the terms that either has."""
    there = (n > 0).astype(float)
    shared, sizes = there @ there.T, there.sum(axis=1)
    return shared / (sizes + sizes[:, None] - shared)


SIMILARITY = {"cosine": _cosine, "jensen_shannon": _jensen_shannon, "jaccard": _jaccard}


def similarity(
    counts: pd.DataFrame,
    *,
    measure: str = "cosine",
    level: int | None = None,
    stop: Iterable[str] | None = None,
) -> pd.DataFrame:
    """How similar groups are in their words: 1 the same, 0 nothing in common.

    `counts` is from `count_terms`; sections are compared at `level` (by default the coarsest that
    has two of them), stop words left out (the default list and `stop`; `()`: none).

    `measure`: "cosine" of the tf-idf weights (idf smoothed as in scikit-learn, so that terms of
    all groups count, but little); "jensen_shannon", 1 less the divergence in bits of the shares
    of terms (Lin 1991); "jaccard", the part of their vocabulary that two groups have in common
    (it grows with the length of the groups).

    Returns a square frame, groups in rows and columns, symmetric, with ones on the diagonal.

    Salton, G. & Buckley, C. (1988). Term-weighting approaches in automatic text retrieval.
    Information Processing & Management 24(5), 513-523.
    https://doi.org/10.1016/0306-4573(88)90021-0. Lin, J. (1991). Divergence measures based on
    the Shannon entropy. IEEE Transactions on Information Theory 37(1), 145-151.
    https://doi.org/10.1109/18.61115. Jaccard, P. (1912). The distribution of the flora in the
    alpine zone. New Phytologist 11(2), 37-50. https://doi.org/10.1111/j.1469-8137.1912.tb05611.x

    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "活动", "群众", "舆论"], "n": [1, 1, 1, 1]})
    >>> similarity(counts, measure="jaccard").round(2)
    section     1     2
    section
    1        1.00  0.33
    2        0.33  1.00
    """
    if measure not in SIMILARITY:
        raise ValueError(f"no measure {measure!r}; there are: {', '.join(SIMILARITY)}")
    name, labels, _, n = _array(counts, level, stop)
    values = SIMILARITY[measure](n)
    values = np.clip((values + values.T) / 2, 0, 1)  # rounding must not make it asymmetric
    np.fill_diagonal(values, 1)
    groups = pd.Index(labels, name=name, dtype="str")
    return pd.DataFrame(values, index=groups, columns=groups)


def _array(
    counts: pd.DataFrame, level: int | None, stop: Iterable[str] | None
) -> tuple[str, np.ndarray, np.ndarray, np.ndarray]:
    """Name and labels of the groups, the terms, and groups x terms without stop words."""
    table = table_of(counts, level=level)
    kept = kept_terms(table.terms, stop)
    n = table.n[:, kept].toarray()
    there = n.any(axis=1)
    labels = np.array(table.labels, dtype=object)[there]
    if len(labels) < 2:
        raise ValueError(
            f"similarity needs two groups with terms, and there is: {', '.join(labels)}"
        )
    return "/".join(table.by), labels, table.terms[kept], n[there]


# --- hierarchical clustering ------------------------------------------------------------------


class Clustering(NamedTuple):
    """`linkage`, a frame with one row a step, and `order`, the groups as a tree draws them."""

    linkage: pd.DataFrame
    order: list[str]


Method = Literal["average", "single", "complete"]
METHODS = get_args(Method)


def hierarchical_clustering(
    similarities: pd.DataFrame, *, method: Method = "average"
) -> Clustering:
    """Join the groups step by step, the most similar first: the tree that a dendrogram draws.

    `similarities` is the square frame from `similarity`; distance is 1 less similarity. `method`
    says how far two clusters are apart: "average" (the mean over their members), "single" (their
    nearest members) or "complete" (their farthest).

    `linkage` is scipy's matrix as a frame: `first`, `second` (numbers of the clusters joined: the
    groups are 0, 1, … in the order of the frame, the cluster of step i is i + number of groups),
    `distance`, `n` (groups in the new cluster); a dendrogram takes it as `linkage.to_numpy()`.
    `order` lists the groups so that neighbours are alike.

    Sokal, R. R. & Michener, C. D. (1958). A statistical method for evaluating systematic
    relationships. University of Kansas Science Bulletin 38, 1409-1438.

    >>> similarities = [[1, 0.2, 0.9], [0.2, 1, 0.1], [0.9, 0.1, 1]]
    >>> hierarchical_clustering(pd.DataFrame(similarities, columns=list("甲乙丙"))).order
    ['乙', '甲', '丙']
    """
    from scipy.cluster import hierarchy  # 0.3 s that only trees need
    from scipy.spatial.distance import squareform

    if method not in METHODS:
        raise ValueError(f"no method {method!r}; there are: {', '.join(METHODS)}")
    values = similarities.to_numpy(dtype=float)
    if values.shape[0] != values.shape[1] or not np.allclose(values, values.T):
        raise ValueError(
            "clustering takes a square, symmetric frame: make it with similarity(counts)"
        )
    distance = squareform(1 - values, checks=False)
    steps = hierarchy.linkage(distance, method=method, optimal_ordering=True)
    linkage = pd.DataFrame(steps, columns=["first", "second", "distance", "n"])
    linkage = linkage.astype({"first": int, "second": int, "n": int})
    names = similarities.columns.astype(str)
    return Clustering(linkage, names.take(hierarchy.leaves_list(steps)).tolist())


# --- correspondence ---------------------------------------------------------------------------


class Correspondence(NamedTuple):
    """`points`, a frame with one row a group or term, and `inertia`, one row a dimension."""

    points: pd.DataFrame
    inertia: pd.DataFrame


def correspondence(
    counts: pd.DataFrame,
    *,
    top: int | None = 60,
    dimensions: int = 2,
    level: int | None = None,
    stop: Iterable[str] | None = None,
) -> Correspondence:
    """Groups and terms as points of one map: terms lie towards the groups that use them more.

    `counts` is from `count_terms`; sections are compared at `level` (by default the coarsest that
    has two of them), stop words left out (the default list and `stop`; `()`: none).

    The `top` most frequent terms take part (None: all). `points` has one row per group, then per
    term by descending `n` (then by term): `kind` ("group" or "term"), `name`, `n`, `mass` (share
    of the table), one column `x1`, `x2`, … for each of the `dimensions` (principal coordinates of
    both, as a symmetric map shows them) and `cos2`, how much of the point's place the dimensions
    show (0 to 1: do not interpret the place of a point with a low one). `inertia` has one row per
    dimension of the whole table: `dimension`, `inertia`, `explained` (its part of all inertia, 0
    to 1) and `cumulative` (the same of all dimensions so far).

    In a symmetric map the distances between groups, and between terms, have a meaning;
    between a group and a term only the direction has one, not the distance. A dimension is turned
    so that the group farthest out on it lies on the positive side.

    Greenacre, M. (2017). Correspondence Analysis in Practice, 3rd ed., chapters 6-13. Chapman &
    Hall/CRC. https://doi.org/10.1201/9781315369983

    >>> counts = pd.DataFrame({"section": list("112233"), "n": [9, 1, 1, 9, 5, 5],
    ...     "term": ["群众", "舆论"] * 3})
    >>> correspondence(counts, dimensions=1).points[["kind", "name", "x1"]].round(2)
        kind name   x1
    0  group    1  0.80
    1  group    2 -0.80
    2  group    3  0.00
    3   term   群众  0.65
    4   term   舆论 -0.65
    """
    if dimensions < 1 or (top is not None and top < 2):
        raise ValueError(f"dimensions={dimensions}, top={top}: 1 dimension and 2 terms at least")
    _, labels, terms, n = _array(counts, level, stop)
    most = np.argsort(-n.sum(axis=0), kind="stable")[:top]
    n, terms = n[:, most], terms[most]
    there = n.any(axis=1)
    n, labels = n[there], labels[there]
    if min(n.shape) < 2:
        raise ValueError("correspondence needs two groups and two terms: raise top=")
    groups, places, sizes = _coordinates(n)
    points = [
        _points("group", labels, n.sum(axis=1), groups, dimensions),
        _points("term", terms, n.sum(axis=0), places, dimensions),
    ]
    return Correspondence(pd.concat(points, ignore_index=True), _inertia(sizes**2))


def _coordinates(n: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Principal coordinates of groups and of terms, and the singular values (Greenacre 2017)."""
    total = n.sum()
    rows, columns = n.sum(axis=1) / total, n.sum(axis=0) / total
    # the standardised residuals; their singular values and vectors hold the whole analysis
    residual = (n / total - np.outer(rows, columns)) / np.sqrt(np.outer(rows, columns))
    u, sizes, v = np.linalg.svd(residual, full_matrices=False)
    kept = min(n.shape) - 1  # the margins take one dimension away
    u, sizes, v = u[:, :kept], sizes[:kept], v[:kept].T
    groups = u * sizes / np.sqrt(rows)[:, None]
    terms = v * sizes / np.sqrt(columns)[:, None]
    # the sign of a singular vector is arbitrary: let the outermost group decide it
    outermost = np.abs(groups).round(9).argmax(axis=0)
    turn = np.where(groups[outermost, range(len(sizes))] < 0, -1, 1)
    return groups * turn, terms * turn, sizes


def _points(
    kind: str, names: np.ndarray, n: np.ndarray, places: np.ndarray, dimensions: int
) -> pd.DataFrame:
    """The rows of `correspondence(…).points` of one kind."""
    squares = places**2
    far = squares.sum(axis=1)
    shown = np.divide(
        squares[:, :dimensions].sum(axis=1), far, out=np.ones(len(far)), where=far > 0
    )
    frame = pd.DataFrame(
        {
            "kind": kind,
            "name": pd.array(names, dtype="str"),
            "n": n.astype(int),
            "mass": n / n.sum(),
        }
    )
    for number in range(min(dimensions, places.shape[1])):
        x = places[:, number]
        frame[f"x{number + 1}"] = np.where(np.abs(x) < 1e-12, 0, x)
    return frame.assign(cos2=shown)


def _inertia(inertia: np.ndarray) -> pd.DataFrame:
    """How much each dimension explains."""
    explained = inertia / inertia.sum() if inertia.sum() else np.zeros(len(inertia))
    return pd.DataFrame(
        {
            "dimension": np.arange(1, len(inertia) + 1),
            "inertia": inertia,
            "explained": explained,
            "cumulative": explained.cumsum(),
        }
    )
