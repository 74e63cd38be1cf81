"""Which terms occur together: collocates of a word, co-occurrence of all, n-grams of a word.

All of it counts in the tokens, by position and sentence; the lines and sentences behind the
figures are in `concordance`.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import spelt
from .cells import Cells
from .coding import shown, terms_of
from .concordance import not_found
from .measures import MEASURES, expected

if TYPE_CHECKING:
    from scipy.sparse import coo_array

# --- tokens as numbers ------------------------------------------------------------------------


class _Stream(NamedTuple):
    """Tokens as arrays in text order: what term, in which sentence, at which position."""

    codes: np.ndarray
    terms: np.ndarray
    document: np.ndarray
    sentence: np.ndarray
    position: np.ndarray

    @property
    def total(self) -> np.ndarray:
        """How often each term occurs."""
        return np.bincount(self.codes, minlength=len(self.terms))

    def beside(self, rows: np.ndarray, step: int, window: int, across: bool) -> np.ndarray:
        """Which of these rows have a neighbour `step` rows on, in the window: the mask."""
        others = rows + step
        inside = (others >= 0) & (others < len(self.codes))
        others = np.where(inside, others, 0)  # any row will do, the mask is False there
        inside &= self.document[rows] == self.document[others]
        inside &= np.abs(self.position[rows] - self.position[others]) <= window
        if not across:
            inside &= self.sentence[rows] == self.sentence[others]
        return inside


def _stream(tokens: Corpus | pd.DataFrame) -> _Stream:
    tokens = frame_of(tokens, "tokens", ["document", "sentence", "position", "token"])
    if tokens.empty:
        raise ValueError("tokens is empty: there is nothing to count")
    document = pd.factorize(tokens["document"])[0]
    position = tokens["position"].to_numpy(dtype=np.int64)
    if ((np.diff(position) <= 0) & (np.diff(document) == 0)).any():
        raise ValueError("tokens are not in text order: sort them by document and position")
    codes, terms = terms_of(tokens)
    sentence = tokens["sentence"].to_numpy()
    return _Stream(codes, terms.to_numpy(dtype=object), document, sentence, position)


def _rows_of(stream: _Stream, node: str, tokens: Corpus | pd.DataFrame) -> np.ndarray:
    """The rows of a term; raises ValueError if there are none."""
    number = pd.Index(stream.terms).get_indexer(pd.Index(spelt([node])))[0]
    rows = np.flatnonzero(stream.codes == number)
    if not len(rows):
        tokens = frame_of(tokens, "tokens", ["token"])
        raise ValueError(f"{not_found(tokens, node, None)} (a node is one whole token)")
    return rows


def _checked(measure: str, window: int | None) -> None:
    if measure not in MEASURES:
        raise ValueError(f"no measure {measure!r}; there are: {', '.join(MEASURES)}")
    if window is not None and window < 1:
        raise ValueError(f"window={window}: it is 1 token or more on either side of the node")


# --- collocates -------------------------------------------------------------------------------


def collocates(
    tokens: Corpus | pd.DataFrame,
    node: str,
    *,
    window: int | tuple[int, int] = 5,
    measure: str = "log_dice",
    across: bool = False,
    min_n: int = 1,
    stop: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Which terms occur near `node` more often than expected by chance.

    `tokens` is a corpus or its tokens. The window of the node are the tokens at most `window`
    positions from any of its occurrences, in the same sentence (`across=True`: also beyond it),
    each counted once; with `window=(2, 0)` those at most two before it, and none after it.
    Occurrences of the node itself are not counted in it. Positions count all tokens, so neither
    stop words nor a filter on tokens bring distant words near.

    One row per collocate by descending `score` (ties by term): `node`, `collocate`, `n` (in the
    window of the node), `n_node`, `n_collocate` (in all tokens), `expected` (n by chance),
    `score`, `measure`: one of `measures.MEASURES` on the table window x collocate, without the
    tokens of the node (Evert 2008); for `log_dice` and `dice` on n, n_node and n_collocate, with
    n at most n_node. `min_n` leaves out rarer pairs, `stop` further stop words (`()`: none
    at all, not those of the default list either).

    Evert, S. (2008). Corpora and collocations. In Lüdeling & Kytö (eds.), Corpus Linguistics. An
    International Handbook, 1212-1248. Mouton de Gruyter.
    https://doi.org/10.1515/9783110213881.2.1212

    Raises ValueError for a node that does not occur, a window under 1 and an unknown measure.

    >>> tokens = pd.DataFrame({"document": "d", "sentence": [0, 0, 0, 1, 1], "position": range(5),
    ...     "token": ["服务", "群众", "活动", "服务", "群众"]})
    >>> collocates(tokens, "群众", window=1)[["collocate", "n", "n_collocate", "score"]]
      collocate  n  n_collocate      score
    0        服务  2            2  14.000000
    1        活动  1            1  13.415037
    """
    before, after = window if isinstance(window, tuple) else (window, window)
    if min(before, after) < 0:
        raise ValueError(f"window={window}: it is 0 tokens or more on each side of the node")
    _checked(measure, max(before, after))
    stream = _stream(tokens)
    rows = _rows_of(stream, node, tokens)
    steps = [(step, before if step < 0 else after) for step in range(-before, after + 1) if step]
    near = [rows[stream.beside(rows, step, reach, across)] + step for step, reach in steps]
    # the rows in the window: each once, however many occurrences it is near to, the node left out
    inside = np.unique(np.concatenate(near))
    number = stream.codes[rows[0]]
    inside = inside[stream.codes[inside] != number]
    n = np.bincount(stream.codes[inside], minlength=len(stream.terms))
    kept = np.flatnonzero((n >= max(min_n, 1)) & shown(stream.terms, stop))
    n, total = n[kept], stream.total[kept]
    rest = len(stream.codes) - len(rows) - len(inside)
    pairs = _Pairs(
        node=np.full(len(kept), number),
        other=kept,
        n=n,
        n_node=np.full(len(kept), len(rows)),
        n_other=total,
        size=len(stream.codes),
        cells=_cells(n, total - n, len(inside), rest),
    )
    return _scored(pairs, stream.terms, measure)


class _Pairs(NamedTuple):
    """Pairs of term numbers, n of both together and of each, and the cells of `measures`."""

    node: np.ndarray
    other: np.ndarray
    n: np.ndarray
    n_node: np.ndarray
    n_other: np.ndarray
    size: int
    cells: Cells


def _cells(*values: np.ndarray | int) -> Cells:
    """The cells of the table as arrays of one shape."""
    n, n_rest, size, size_rest = np.broadcast_arrays(*values)
    return n.astype(float), n_rest.astype(float), size.astype(float), size_rest.astype(float)


def _scored(pairs: _Pairs, terms: np.ndarray, measure: str) -> pd.DataFrame:
    """By descending score, then by node and collocate.

    Only `dice` and `log_dice` have a score where nothing is left to compare with: every token is
    in the window of the node, or the node in every sentence.
    """
    cells = pairs.cells
    defined = cells[3] > 0
    by_chance, score = np.full((2, len(pairs.n)), np.nan)
    by_chance[defined] = expected(*(values[defined] for values in cells))[0]
    function = MEASURES[measure].function
    if measure in ("dice", "log_dice"):  # the only ones that look at n of the node itself
        both = np.minimum(pairs.n, pairs.n_node)
        rest = pairs.n_other - both
        score = function(both, rest, pairs.n_node, np.maximum(pairs.size - pairs.n_node, rest + 1))
    elif defined.any():  # some measures refuse to be asked about no pair
        score[defined] = function(*(values[defined] for values in cells))
    frame = pd.DataFrame(
        {
            "node": pd.array(terms[pairs.node], dtype="str"),
            "collocate": pd.array(terms[pairs.other], dtype="str"),
            "n": pairs.n,
            "n_node": pairs.n_node,
            "n_collocate": pairs.n_other,
            "expected": by_chance,
            "score": score,
            "measure": measure,
        }
    )
    order = ["score", "node", "collocate"]
    return frame.sort_values(order, ascending=[False, True, True], ignore_index=True)


# --- co-occurrence ----------------------------------------------------------------------------


def cooccurrence(
    tokens: Corpus | pd.DataFrame,
    *,
    window: int | None = None,
    measure: str = "log_dice",
    top: int | None = 100,
    min_n: int = 2,
    stop: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Which terms occur together: the edges of a network.

    `tokens` is a corpus or its tokens. Together is in the same sentence (`window=None`: `n` counts
    sentences, once each) or at most `window` positions apart in one (`n` counts pairs of tokens).
    The `top` most frequent terms take part (None: all), without stop words (the default
    list and `stop`; `()`: none), and pairs that are together at least `min_n` times.

    One row per pair, each pair once (`node` before `collocate` in order of characters), by
    descending `score` (ties by the pair): `node`, `collocate`, `n`, `n_node`, `n_collocate` (in
    how many sentences, or pairs, each is), `expected` (n by chance), `score`, `measure`: one of
    `measures.MEASURES` on the table of sentences (or pairs) with and without either.

    Raises ValueError for empty tokens, a window under 1 and an unknown measure.

    >>> tokens = pd.DataFrame({"document": "d", "sentence": [0, 0, 1, 1, 1, 2],
    ...     "position": range(6), "token": ["服务", "群众", "服务", "群众", "活动", "活动"]})
    >>> cooccurrence(tokens)[["node", "collocate", "n", "n_node", "n_collocate", "score"]]
      node collocate  n  n_node  n_collocate  score
    0   服务        群众  2       2            2   14.0
    """
    _checked(measure, window)
    stream = _stream(tokens)
    terms = _most_frequent(stream, top, stop)
    if window is None:
        together, alone, size = _in_sentences(stream, terms)
    else:
        together, alone, size = _in_windows(stream, terms, window)
    node, other = together.coords
    kept = together.data >= min_n
    node, other, n = node[kept], other[kept], together.data[kept]
    n_node, n_other = alone[node], alone[other]
    cells = _cells(n, n_other - n, n_node, size - n_node)
    pairs = _Pairs(node, other, n, n_node, n_other, size, cells)
    return _scored(pairs, stream.terms[terms], measure)


def _most_frequent(stream: _Stream, top: int | None, stop: Iterable[str] | None) -> np.ndarray:
    """The numbers of the terms that take part, in order."""
    n = stream.total * shown(stream.terms, stop)
    most = np.argsort(-n, kind="stable")[:top]
    return np.sort(most[n[most] > 0])


def _places(stream: _Stream, terms: np.ndarray) -> np.ndarray:
    """The place among the chosen terms of every term; -1 if it is not chosen."""
    places = np.full(len(stream.terms), -1)
    places[terms] = np.arange(len(terms))
    return places


def _in_sentences(stream: _Stream, terms: np.ndarray) -> tuple[coo_array, np.ndarray, int]:
    """Sentences with both of two terms, sentences with each, and sentences."""
    from scipy import sparse  # 0.2 s that only networks need

    new = (np.diff(stream.sentence) != 0) | (np.diff(stream.document) != 0)
    sentence = np.cumsum(np.append(0, new))
    place = _places(stream, terms)[stream.codes]
    there = place >= 0
    size = int(sentence[-1]) + 1
    shape = (size, len(terms))
    cells = (np.ones(there.sum(), dtype=np.int64), (sentence[there], place[there]))
    has = sparse.coo_array(cells, shape=shape).tocsr()
    has.data[:] = 1  # a term twice in a sentence is in one sentence
    together = sparse.triu(has.T @ has, k=1).tocoo()
    return together, has.sum(axis=0), size


def _in_windows(
    stream: _Stream, terms: np.ndarray, window: int
) -> tuple[coo_array, np.ndarray, int]:
    """Pairs of tokens of two terms within the window, pairs with each term, and pairs at all."""
    from scipy import sparse

    # Pairs with each term are counted over all terms, pairs of two only over those that take part.
    rows, place = np.arange(len(stream.codes)), _places(stream, terms)
    alone, size = np.zeros(len(stream.terms), dtype=np.int64), 0
    together = sparse.csr_array((len(terms), len(terms)), dtype=np.int64)
    for step in range(1, window + 1):
        left = rows[stream.beside(rows, step, window, False)]
        one, two = stream.codes[left], stream.codes[left + step]
        one, two = np.minimum(one, two)[one != two], np.maximum(one, two)[one != two]
        alone += np.bincount(one, minlength=len(alone)) + np.bincount(two, minlength=len(alone))
        size += len(one)
        one, two = place[one], place[two]
        both = (one >= 0) & (two >= 0)
        cells = (np.ones(both.sum(), dtype=np.int64), (one[both], two[both]))
        together = together + sparse.coo_array(cells, shape=together.shape).tocsr()
    return together.tocoo(), alone[terms], size


# --- n-grams ----------------------------------------------------------------------------------


def ngrams(tokens: Corpus | pd.DataFrame, node: str, *, n: int = 3) -> pd.DataFrame:
    """The n-grams around a term: runs of `n` tokens of one sentence that hold `node`.

    `tokens` is a corpus or its tokens. One row per n-gram, its tokens joined by blanks as in
    `count_terms(n=…)`, by descending `n` (ties by n-gram): `node`, `ngram`, `n`. Stop words stay
    in n-grams.

    Raises ValueError for a node that does not occur and `n` under 2.

    >>> tokens = pd.DataFrame({"document": "d", "sentence": 0, "position": range(5),
    ...     "token": ["服务", "群众", "活动", "服务", "群众"]})
    >>> ngrams(tokens, "群众", n=2)[["ngram", "n"]]
       ngram  n
    0  服务 群众  2
    1  群众 活动  1
    """
    if n < 2:
        raise ValueError(f"n={n}: an n-gram around a term has 2 tokens or more")
    stream = _stream(tokens)
    rows = _rows_of(stream, node, tokens)
    # an n-gram that holds the node starts at it or up to n - 1 tokens before it
    starts = np.unique(np.concatenate([rows - step for step in range(n)]))
    starts = starts[(starts >= 0) & (starts + n <= len(stream.codes))]
    whole = stream.beside(starts, n - 1, n - 1, False)
    runs = stream.terms[stream.codes[starts[whole][:, None] + np.arange(n)]]
    counted = collections.Counter(map(" ".join, runs))
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    frame = pd.DataFrame(ordered, columns=["ngram", "n"])
    frame.insert(0, "node", node)
    return frame
