"""Every place of many terms in the text at once, and the tokens that stand there."""

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

_BREAK = "\n"  # stands between paragraphs, and in no line of them


class Places(NamedTuple):
    """Places of terms: the number of the term, and that of the token at which the place begins.

    Where no token stands (a masked name), it is the next one of the paragraph, else the last
    one before it.
    """

    term: np.ndarray
    token: np.ndarray


def places_in(corpus: Corpus, terms: Sequence[str]) -> Places:
    """The places of `terms` in the counted blocks of a corpus, those of each term apart."""
    headings = isinstance(corpus, Corpus) and corpus.options.cut_headings
    laid = laid_of(corpus, (*COUNTED, "heading", "title") if headings else COUNTED)
    spots = spots_of(corpus, laid, terms)
    tokens = _tokens_at(words_of(corpus), laid, spots.start)
    return Places(spots.term[: len(tokens)], tokens)


# --- the texts and the tokens, laid end to end --------------------------------------------------


class Laid(NamedTuple):
    """All passages of a corpus as one text, a line break between paragraphs.

    `shown` are the same characters as the documents have them. `pieces` are the places in `text`
    where a piece of a document begins, `starts` its offset in the documents laid end to end,
    `passage` the number of the passage it belongs to; `paragraphs` are the spans of the
    paragraphs. `bases` are, for each passage, where its document begins in the documents.
    """

    passages: list[Passage]
    text: str
    shown: str
    pieces: np.ndarray
    starts: np.ndarray
    passage: np.ndarray
    paragraphs: np.ndarray
    bases: np.ndarray

    def offset(self, places: np.ndarray) -> np.ndarray:
        """Where characters of the text are in the documents laid end to end."""
        piece = np.searchsorted(self.pieces, places, "right") - 1
        return self.starts[piece] + places - self.pieces[piece]

    def passage_of(self, places: np.ndarray) -> np.ndarray:
        """The numbers of the passages of these characters."""
        return self.passage[np.searchsorted(self.pieces, places, "right") - 1]


def laid_of(corpus: Corpus, roles: Sequence[str]) -> Laid:
    """The texts of a corpus, laid end to end."""
    passages, base = passages_of(corpus, None, roles), _bases(corpus)
    bases = [base[flat.document] for flat in passages]
    texts: list[str] = []
    shown: list[str] = []
    pieces: list[int] = []
    starts: list[int] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for flat, begin in zip(passages, bases, strict=True):
        # what stands between two paragraphs of a passage is one blank: it becomes a line break
        parts = list(flat.spans())
        texts += [flat.text[first:end] for first, end in parts]
        shown += [flat.shown[first:end] for first, end in parts]
        pieces += [length + place for place in flat.pieces]
        starts += [begin + start for start in flat.starts]
        spans += [(length + first, length + end) for first, end in parts]
        length += len(flat.text) + 1 if parts else 0
    return Laid(
        passages,
        _BREAK.join(texts),
        _BREAK.join(shown),
        np.array(pieces, dtype=np.int64),
        np.array(starts, dtype=np.int64),
        np.repeat(np.arange(len(passages)), [len(flat.pieces) for flat in passages]),
        np.array(spans, dtype=np.int64).reshape(-1, 2),
        np.array(bases, dtype=np.int64),
    )


class Words(NamedTuple):
    """Where the tokens of a corpus begin and end, all documents laid end to end.

    They are in this order; `order` is the row of each in the tokens.
    """

    start: np.ndarray
    end: np.ndarray
    order: np.ndarray


def words_of(corpus: Corpus) -> Words:
    """The tokens of a corpus, ready to be looked up."""
    base = _bases(corpus)
    tokens = frame_of(corpus, "tokens", ["document", "start", "token"])
    column = tokens["document"].astype("category")
    shift = np.array([base[str(name)] for name in column.cat.categories], dtype=np.int64)
    start = tokens["start"].to_numpy(np.int64)
    if len(shift):
        start = start + shift[column.cat.codes.to_numpy()]
    words = tokens["token"].astype("category")
    lengths = np.array([len(word) for word in words.cat.categories], dtype=np.int64)
    length = lengths[words.cat.codes.to_numpy()] if len(lengths) else start
    order = np.argsort(start, kind="stable")
    start = start[order]
    return Words(start, start + length[order], order)


def _bases(corpus: Corpus) -> dict[str, int]:
    """Where each document begins in all documents laid end to end, a character between them."""
    documents = frame_of(corpus, "documents", ["document", "text"])
    after = np.cumsum(documents["text"].str.len().to_numpy(np.int64) + 1)
    names = documents["document"].astype("str").tolist()
    return dict(zip(names, [0, *after.tolist()], strict=False))


def _tokens_at(words: Words, laid: Laid, places: np.ndarray) -> np.ndarray:
    """The number of the token at which each place of the text begins (see `Places`)."""
    if not len(words.order):
        return words.order  # nothing but masked names
    token = np.searchsorted(words.end, laid.offset(places), "right")
    begins, ends = laid.paragraphs.T
    last = laid.offset(ends - 1)[np.searchsorted(begins, places, "right") - 1]
    after = np.append(words.start, np.iinfo(np.int64).max)[token] > last
    return words.order[np.maximum(token - after, 0)]


# --- the search ---------------------------------------------------------------------------------


class Spots(NamedTuple):
    """Places of terms in the text: the number of the term, the first character, and the end."""

    term: np.ndarray
    start: np.ndarray
    end: np.ndarray


def spots_of(corpus: Corpus, laid: Laid, terms: Sequence[str]) -> Spots:
    """The places of terms in the texts of a corpus, term by term, then from the left.

    A place lies in one paragraph. Places of one term do not overlap, the first one from the left
    counts; those of several terms may. The text is searched in the common view (see
    `segmentation.view_of`), a term with synonyms in all its variants, of two at one place the
    longer.
    """
    wanted = sorted(
        (word, term)
        for term, name in enumerate(terms)
        for word in variants_of(corpus, name)
        if _BREAK not in word
    )
    words = list(dict.fromkeys(word for word, _ in wanted))
    start, word = found_in(laid.text, words)
    # a word stands for one term, or for several where one of them is a variant of another
    number = pd.Index(words).get_indexer(pd.Index([word for word, _ in wanted]))
    bounds = np.searchsorted(number, np.arange(len(words) + 1))
    rows, which = spread_out(bounds[word], bounds[word + 1])
    term = np.array([term for _, term in wanted], dtype=np.int64)[which]
    start, length = start[rows], np.array([len(one) for one in words], dtype=np.int64)[word[rows]]
    kept = _apart(start, length, term)
    return Spots(term[kept], start[kept], (start + length)[kept])


def found_in(text: str, words: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Where each of the words begins in a text, and its number; places may overlap.

    All of them are looked for at once, character by character: after each, the places and the
    words are left that begin alike.

    >>> start, word = found_in("内生动力，国内生产", ["内生", "生动", "产"])
    >>> start.tolist(), word.tolist()
    ([8, 0, 1, 6], [2, 0, 1, 0])
    """
    laid = _BREAK.join([text, *words, ""])
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
