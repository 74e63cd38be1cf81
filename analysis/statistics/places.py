"""Every place of many terms in the text, as a search of the whole text finds them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..corpus import Corpus
from ..structure import COUNTED
from .coding import spread_out
from .passages import Passage, passages_of, variants_of

_SPAN = np.int64(1) << 40  # longer than any text: documents laid end to end do not meet
_END = "\x00"  # stands between paragraphs, and in no term


class Places(NamedTuple):
    """Places of terms: the number of the term, and that of the token at which the place begins.

    Where no token stands (a masked name), it is the next one of the paragraph, else the last
    one before it.
    """

    term: np.ndarray
    token: np.ndarray


def places_in(corpus: Corpus, terms: Sequence[str]) -> Places:
    """The places of `terms` in the counted blocks of a corpus, those of each term apart.

    A place lies in one paragraph. Places of one term do not overlap, the first one from the left
    counts; those of several terms may. The text is searched in the common view (see
    `segmentation.view_of`), a term with synonyms in all its variants.
    """
    headings = isinstance(corpus, Corpus) and corpus.options.cut_headings
    flats = passages_of(corpus, None, (*COUNTED, "heading", "title") if headings else COUNTED)
    wanted = [
        (word, term) for term, name in enumerate(terms) for word in variants_of(corpus, name)
    ]
    wanted.sort()
    words = list(dict.fromkeys(word for word, _ in wanted))
    laid = _laid(flats)
    start, word = found_in(laid.text, words)
    # a word stands for one term, or for several where one of them is a variant of another
    number = pd.Index(words).get_indexer(pd.Index([word for word, _ in wanted]))
    bounds = np.searchsorted(number, np.arange(len(words) + 1))
    rows, which = spread_out(bounds[word], bounds[word + 1])
    term = np.array([term for _, term in wanted], dtype=np.int64)[which]
    length = np.array([len(word) for word in words], dtype=np.int64)[word]
    kept = _apart(start[rows], length[rows], term)
    tokens = _tokens_at(corpus, laid, start[rows][kept])
    return Places(term[kept][: len(tokens)], tokens)


def found_in(text: str, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Where each of the words begins in a text, and its number; places may overlap.

    All of them are looked for at once, character by character: after each, the places and the
    words are left that begin alike.

    >>> start, word = found_in("内生动力，国内生产", ["内生", "生动", "产"])
    >>> start.tolist(), word.tolist()
    ([8, 0, 6, 1], [2, 0, 0, 1])
    """
    laid = _END.join([text, *words, ""])
    codes, kinds = pd.factorize(np.frombuffer(laid.encode("utf-32-le", "surrogatepass"), "<u4"))
    codes, size = codes.astype(np.int64), len(kinds)
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    begins = np.array(list(accumulate(lengths + 1, initial=len(text) + 1))[:-1], dtype=np.int64)
    number, place = np.arange(len(words)), np.arange(len(text))
    of_word, of_place = np.zeros(len(number), np.int64), np.zeros(len(place), np.int64)
    starts, numbers = [place[:0]], [number[:0]]
    for depth in range(int(lengths.max(initial=0))):
        keys, of_word = np.unique(
            of_word * size + codes[begins[number] + depth], return_inverse=True
        )
        wanted = of_place * size + codes[place + depth]
        of_place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        alike = keys[of_place] == wanted
        place, of_place = place[alike], of_place[alike]
        whole = lengths[number] == depth + 1
        word_of = np.full(len(keys), -1)
        word_of[of_word[whole]] = number[whole]
        there = word_of[of_place] >= 0
        starts.append(place[there])
        numbers.append(word_of[of_place[there]])
        number, of_word = number[~whole], of_word[~whole]
    return np.concatenate(starts), np.concatenate(numbers)


def _apart(start: np.ndarray, length: np.ndarray, term: np.ndarray) -> np.ndarray:
    """Which places of each term do not overlap, from the left; the longest of those at one."""
    order = np.lexsort((-length, start, term))
    start, end, term = start[order], (start + length)[order], term[order]
    kept = np.ones(len(order), dtype=bool)
    over = (term[1:] == term[:-1]) & (start[1:] < end[:-1])
    reach: dict[int, int] = {}
    for row in np.flatnonzero(np.isin(term, term[1:][over])).tolist():  # few overlap themselves
        kept[row] = start[row] >= reach.get(term[row], 0)
        if kept[row]:
            reach[term[row]] = end[row]
    return order[kept]


# --- from the text that is searched to the tokens -----------------------------------------------


class _Laid(NamedTuple):
    """The paragraphs of all passages as one text, and where its pieces are in the documents.

    `pieces` are the places in the text where a piece of a document begins, `starts` its offset
    in the documents laid end to end; `paragraphs` are the places where paragraphs begin, `ends`
    the offsets of their last characters; `names` are the documents in order.
    """

    text: str
    pieces: np.ndarray
    starts: np.ndarray
    paragraphs: np.ndarray
    ends: np.ndarray
    names: list[str]

    def offsets(self, places: np.ndarray) -> np.ndarray:
        """Where places of the text are in the documents laid end to end."""
        piece = np.searchsorted(self.pieces, places, "right") - 1
        return self.starts[piece] + places - self.pieces[piece]


def _laid(flats: Sequence[Passage]) -> _Laid:
    texts, pieces, starts, paragraphs, ends, done = [], [], [], [], [], 0
    names = {name: place for place, name in enumerate(dict.fromkeys(f.document for f in flats))}
    for flat in flats:
        spans = list(flat.spans())
        texts.extend(flat.text[first:last] for first, last in spans)
        paragraphs.extend(done + first for first, _ in spans)
        ends.extend(done + last - 1 for _, last in spans)
        pieces.extend(done + piece for piece in flat.pieces)
        starts.extend(names[flat.document] * _SPAN + start for start in flat.starts)
        done += len(flat.text) + bool(spans)
    arrays = (np.array(values, dtype=np.int64) for values in (pieces, starts, paragraphs, ends))
    laid = _Laid(_END.join(texts), *arrays, list(names))
    return laid._replace(ends=laid.offsets(laid.ends))


def _tokens_at(corpus: Corpus, laid: _Laid, places: np.ndarray) -> np.ndarray:
    """The number of the token at which each place of the text begins (see `Places`)."""
    tokens = frame_of(corpus, "tokens", ["document", "start", "token"])
    document = pd.Index(laid.names).get_indexer(pd.Index(tokens["document"].astype(str)))
    starts = document * _SPAN + tokens["start"].to_numpy(np.int64)
    order = np.argsort(starts, kind="stable")
    if not len(order):
        return order  # nothing but masked names
    starts = starts[order]
    ends = starts + tokens["token"].astype(str).str.len().to_numpy(np.int64)[order]
    token = np.searchsorted(ends, laid.offsets(places), "right")
    last = laid.ends[np.searchsorted(laid.paragraphs, places, "right") - 1]
    after = np.append(starts, np.iinfo(np.int64).max)[token] > last
    return order[np.maximum(token - after, 0)]
