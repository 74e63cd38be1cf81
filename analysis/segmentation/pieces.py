"""Blocks as numbered pieces: many blocks in one call, and no step of Python for each of them.

The texts are laid end to end, and the blocks, without what is soft in them, put together to flat
texts; of each character of a flat text it is known where it stands.
"""

from __future__ import annotations

import itertools
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

import numpy as np

from ..characters import (
    BLANKS,
    MAYBE_UNSEEN,
    codes_of,
    has_unseen,
    is_latin,
    soft_breaks,
    table_of,
)
from .segmenter import Segmenter
from .view import cut_form, other_forms, traditional_forms

CHUNK = 100_000  # characters that are laid out at a time: as many as the cache holds
STRETCH = 2000  # characters that are cut in one call where a line depends on those beside it
_NEWLINE = ord("\n")


class Pieces(NamedTuple):
    """The pieces of all blocks, in order.

    ``codes`` says of each piece which of the ``types`` it is, ``places`` where it begins in the
    texts laid end to end; ``firsts`` is the first piece of each block, and the end.
    """

    types: list[str]
    codes: np.ndarray
    places: np.ndarray
    firsts: np.ndarray


class _Flat(NamedTuple):
    """Blocks as they are cut.

    ``at`` is where each character stands in the texts laid end to end, ``begins`` where each
    block begins, ``gaps`` where something soft is left out, ``changed`` what is cut in another
    form; ``soft`` says which blocks have soft breaks.
    """

    at: np.ndarray
    begins: np.ndarray
    gaps: np.ndarray
    soft: np.ndarray
    changed: np.ndarray = np.array([], np.int64)


class _Texts(NamedTuple):
    """Texts laid end to end, and a line end.

    The characters, their codes and kinds, and where each text begins.
    """

    whole: str
    codes: np.ndarray
    kinds: np.ndarray
    begins: np.ndarray

    def text(self, at: np.ndarray) -> str:
        """The characters at these places."""
        return self.codes[at].tobytes().decode("utf-32-le", "surrogatepass")


class _Types:
    """The different pieces, numbered as they come, and their lengths."""

    def __init__(self) -> None:
        self.table: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        self.lengths = np.array([], np.int64)

    def of(self, pieces: Iterable[str]) -> np.ndarray:
        """The types of pieces as numbers, without a step of Python for each."""
        codes = np.fromiter(map(self.table.__getitem__, pieces), np.int32)
        new = list(itertools.islice(reversed(self.table), len(self.table) - len(self.lengths)))
        self.lengths = np.append(self.lengths, np.array([*map(len, reversed(new))], np.int64))
        return codes


def cut_blocks(
    texts: list[str], number: np.ndarray, spans: np.ndarray, segmenter: Segmenter
) -> Pieces:
    """Cut the blocks at these spans (rows of start and end) of the texts of these numbers.

    Blocks that a line end keeps apart are cut in one call, since calls cost time.  In a text
    that is not cut line by line only neighbours are, and a soft block (with soft line breaks or
    characters that are not seen) is cut alone.
    """
    laid = _laid(texts)
    spans = spans + laid.begins[number][:, None]
    by_line = _are_cut_by_line(laid, segmenter)[number]
    types, n = _Types(), 0
    found = [(np.array([], np.int32), np.array([], np.int64), np.array([], np.int64))]
    for own in _chunks(number, spans, by_line):
        flat = _flat(laid, spans[own])
        if by_line[own.start]:
            flat, view = _view(laid, _apart(laid, flat))
            pieces = segmenter.cut_plain(view)
        else:
            pieces = _cut_stretches(laid, spans[own], flat, segmenter)
        codes, starts = _placed(laid, flat, pieces, types)
        found.append((codes, flat.at[starts], n + np.searchsorted(starts, flat.begins)))
        n += len(codes)
    codes, places, firsts = map(np.concatenate, zip(*found, strict=True))
    return Pieces(list(types.table), codes, places, np.append(firsts, n))


def _cut_stretches(
    laid: _Texts, spans: np.ndarray, flat: _Flat, segmenter: Segmenter
) -> Iterator[str]:
    """The pieces of blocks of a text that is not cut line by line."""
    text, nexts = laid.text(flat.at), flat.begins[1:]
    joined = (spans[1:, 0] == spans[:-1, 1]) & ~flat.soft[1:] & ~flat.soft[:-1]
    joined &= _after_line(laid, flat)
    bounds = [0]
    for begin, goes_on in zip(nexts.tolist(), joined.tolist(), strict=True):
        if not goes_on or begin - bounds[-1] > STRETCH:
            bounds.append(begin)
    pairs = itertools.pairwise([*bounds, len(text)])
    return itertools.chain.from_iterable(
        segmenter.cut(text[start:end], numbers=True) for start, end in pairs
    )


def _placed(
    laid: _Texts, flat: _Flat, pieces: Iterable[str], types: _Types
) -> tuple[np.ndarray, np.ndarray]:
    """The type of each piece, and where in the flat text it begins.

    A piece around a gap, or with a character of another form, is what stands in its text.
    """
    codes = types.of(pieces)
    lengths = types.lengths[codes]
    ends = np.cumsum(lengths)
    starts = ends - lengths
    around = np.searchsorted(ends, flat.gaps, "right")
    around = around[np.append(starts, len(flat.at))[around] < flat.gaps]
    around = np.union1d(around, np.searchsorted(ends, flat.changed, "right"))
    spans = zip(flat.at[starts[around]].tolist(), flat.at[ends[around] - 1].tolist(), strict=True)
    codes[around] = types.of([laid.whole[start : end + 1] for start, end in spans])
    return codes, starts


# --- texts as arrays -----------------------------------------------------------------------

_BLANK, _UNSEEN, _OTHER, _TRADITIONAL, _LATIN = 1, 2, 4, 8, 16


@cache
def _kinds() -> np.ndarray:
    """Of each character what it is: some of the kinds above."""
    latin = "".join(filter(is_latin, map(chr, range(0x2E80)))) + "\uac00-\ud7a3"
    classes = {_BLANK: BLANKS, _UNSEEN: MAYBE_UNSEEN, _OTHER: other_forms(), _LATIN: latin}
    classes[_TRADITIONAL] = traditional_forms()
    kinds = np.zeros(sys.maxunicode + 1, np.uint8)
    for kind, characters in classes.items():
        kinds[table_of(characters)] |= kind
    return kinds


def _laid(texts: list[str]) -> _Texts:
    whole = "".join([*texts, "\n"])
    codes = codes_of(whole)
    return _Texts(whole, codes, _kinds()[codes], np.cumsum([0, *map(len, texts)]))


def _are_cut_by_line(laid: _Texts, segmenter: Segmenter) -> np.ndarray:
    """Of each text whether any line of it is cut as it is whatever other lines stand beside it.

    Not so if a word of one's own may reach over a line end, or in traditional script: OpenCC
    writes some characters otherwise only beside traditional ones.
    """
    yes = np.full(len(laid.begins) - 1, not segmenter.reaches_over_lines)
    other = np.flatnonzero(laid.kinds & _TRADITIONAL)
    yes[np.searchsorted(laid.begins, other, "right") - 1] = False
    return yes


def _chunks(number: np.ndarray, spans: np.ndarray, by_line: np.ndarray) -> Iterator[slice]:
    """Runs of blocks that are laid out together; where lines matter, those of one text."""
    after = np.cumsum(spans[:, 1] - spans[:, 0])
    chunk = np.where(by_line, after // CHUNK, -1 - number)
    edges = [0, *(np.flatnonzero(np.diff(chunk)) + 1).tolist(), len(chunk)]
    return (slice(*edge) for edge in itertools.pairwise(edges) if edge[0] < edge[1])


# --- flat texts ----------------------------------------------------------------------------


def _flat(laid: _Texts, spans: np.ndarray) -> _Flat:
    """Blocks without what is soft in them."""
    sizes = spans[:, 1] - spans[:, 0]
    begins = np.cumsum(sizes) - sizes
    at = np.repeat(spans[:, 0] - begins, sizes) + np.arange(sizes.sum())
    breaks, soft = _soft_breaks(laid, spans, at, begins)
    bounds = np.concatenate([[0], breaks.ravel(), [len(at)]])
    kept = np.repeat(np.arange(len(bounds) - 1) % 2 == 0, np.diff(bounds))
    left = np.append(0, np.cumsum(kept))
    return _Flat(at[kept], left[begins], left[breaks[:, 0]], soft)


def _soft_breaks(
    laid: _Texts, spans: np.ndarray, at: np.ndarray, begins: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What is soft in blocks laid out (rows of start and end), and which blocks have such.

    It is what `soft_breaks` finds, which is asked only where there may be characters unseen.
    """
    codes, kinds = laid.codes[at], laid.kinds[at]
    unseen = np.unique(np.searchsorted(begins, np.flatnonzero(kinds & _UNSEEN), "right") - 1)
    breaks, soft = _line_breaks(codes, kinds, begins)
    breaks = breaks[~np.isin(np.searchsorted(begins, breaks[:, 0], "right") - 1, unseen)]
    for place in unseen.tolist():
        text = laid.whole[slice(*spans[place].tolist())]
        soft[place] |= has_unseen(text)
        if soft[place] and (found := list(soft_breaks(text))):
            breaks = np.concatenate([breaks, begins[place] + found])
    return breaks[np.argsort(breaks[:, 0])], soft


def _line_breaks(
    codes: np.ndarray, kinds: np.ndarray, begins: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What of the blanks is soft in blocks that are broken over lines, and which these are."""
    edges = np.diff((kinds & _BLANK).view(np.int8), prepend=np.int8(0), append=np.int8(0))
    first, last = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    block = np.searchsorted(begins, first, "right") - 1
    inside = (first > begins[block]) & (last < np.append(begins, len(codes))[block + 1])
    first, last, block = first[inside], last[inside], block[inside]
    lines = np.append(0, np.cumsum(codes == _NEWLINE))
    broken = lines[last] > lines[first]
    soft = np.zeros(len(begins), bool)
    soft[block[broken]] = True
    latin = kinds[first - 1] & kinds[last] & _LATIN > 0
    # Between two Latin words the first blank stays.
    taken = soft[block] & (broken | latin) & (first + latin < last)
    return np.column_stack([first + latin, last])[taken], soft


def _view(laid: _Texts, flat: _Flat) -> tuple[_Flat, str]:
    """A flat text in the form in which it is cut, and what of it is in another form."""
    text = laid.text(flat.at)
    parts, done = [], 0
    for place in np.flatnonzero(laid.kinds[flat.at] & _OTHER).tolist():
        if place >= done:  # the lines with such characters, as most have none
            first = text.rfind("\n", 0, place) + 1
            last = text.find("\n", place) % (len(text) + 1)  # -1 is the end
            parts += [text[done:first], cut_form(text[first:last])]
            done = last
    if not parts:
        return flat, text
    view = "".join([*parts, text[done:]])
    return flat._replace(changed=np.flatnonzero(codes_of(view) != laid.codes[flat.at])), view


def _after_line(laid: _Texts, flat: _Flat) -> np.ndarray:
    """Which blocks but the first stand after a line end."""
    before = np.append(len(laid.whole) - 1, flat.at)[flat.begins[1:]]
    return laid.codes[before] == _NEWLINE


def _apart(laid: _Texts, flat: _Flat) -> _Flat:
    """The same with a line end after each block that has none, which keeps it from the next."""
    where = np.unique(flat.begins[1:][~_after_line(laid, flat)])
    at = np.insert(flat.at, where, len(laid.whole) - 1)
    begins, gaps = (of + np.searchsorted(where, of, "right") for of in (flat.begins, flat.gaps))
    return flat._replace(at=at, begins=begins, gaps=gaps)
