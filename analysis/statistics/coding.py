"""Columns as numbers: the groups and terms of a table, in order, and tables made of them."""

from __future__ import annotations

import bisect
import importlib.util
import pathlib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..contract import CARRIED, GROUP_SIZE, INSIDE, WHOLE_SIZE
from ..glossary import tell
from ..segmentation import counted_as, fold, spelt, stop_set
from ..structure import natural_key
from .measures import DISPERSION

SPELLINGS = ("written", "folded", "simplified")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
# Columns that tables made of counts have, and that no table is counted by.
DERIVED = frozenset({*DISPERSION, "rate", "relative_range", "across", "share", "tf_idf", "arf"})


def names_of(value: object) -> list:
    """The names in an argument that takes none, one or several."""
    if value is None:
        return []
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [value]
    return list(value)


def counted_by(counts: pd.DataFrame) -> list[str]:
    """The columns that a frame of counts was counted by: all but `term`, `n` and what is carried.

    Raises ValueError for a table that was made of counts (`frequency`, `tf_idf` …): its rates
    would be taken for groups.
    """
    by = [name for name in counts.columns if name not in ("term", "n", *CARRIED)]
    derived = [name for name in by if name in DERIVED]
    if derived:
        raise ValueError(
            f"column {derived[0]!r} was worked out from counts, not counted by: pass the counts "
            "themselves, as count_terms(tokens, by=…) gives them"
        )
    return by


def occurs(counts: pd.DataFrame) -> pd.Series:
    """Which rows of counts say something: where the term occurs, or stands inside longer ones."""
    there = counts["n"] > 0
    return there | (counts[INSIDE] > 0) if INSIDE in counts else there


# --- groups and terms as numbers --------------------------------------------------------------


def codes_of(column: pd.Series) -> tuple[np.ndarray, int]:
    """A column as numbers in the order of its values, and how many there can be.

    Categories are in their own order, strings in natural order, anything else sorted.
    """
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, size = column.cat.codes.to_numpy(), len(column.cat.categories)
    else:
        codes, values = pd.factorize(column)
        size = len(values)
        if pd.api.types.is_numeric_dtype(values.dtype):
            order = np.argsort(values)
        else:
            keys = [natural_key(value) for value in values]
            order = np.array(sorted(range(size), key=keys.__getitem__), dtype=np.int64)
        codes = np.append(ranks(order), -1)[codes]  # a missing value keeps its -1
    complete(column, codes)
    return codes, size


def complete(column: pd.Series, codes: np.ndarray) -> None:
    """Raise ValueError if a value of a column has no code, because it is missing."""
    if len(codes) and codes.min() < 0:
        raise ValueError(f"a value is missing in column {column.name!r}: fill it first")


def ranks(order: np.ndarray) -> np.ndarray:
    """The place of every item in an order (the inverse of the permutation)."""
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def groups_of(frame: pd.DataFrame, by: list[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """The group of every row as a number, and one row for each group, in order.

    The order is that of `codes_of`, the first column before the second; groups that no row is
    in are left out.
    """
    if not by:
        return np.zeros(len(frame), dtype=np.int32), pd.DataFrame(index=range(min(len(frame), 1)))
    codes, size = codes_of(frame[by[0]])
    for name in by[1:]:
        column, values = codes_of(frame[name])
        codes, size = codes.astype(np.int64) * values + column, size * values
        if size > 4 * len(frame) + 1000:  # most pairs do not occur: number those that do
            codes, found = pd.factorize(codes, sort=True)
            size = len(found)
    # Groups come in long runs: look for the first row of each among the beginnings of runs,
    # backwards, so that of several runs the first one stays.
    runs = np.flatnonzero(np.append([True], codes[1:] != codes[:-1])[: len(codes)])[::-1]
    first = np.full(size, -1)
    first[codes[runs]] = runs
    there = first >= 0
    if not there.all():
        codes = (np.cumsum(there, dtype=np.int32) - 1)[codes]
    return codes, frame[by].iloc[first[there]].reset_index(drop=True)


def group_sizes(
    counts: pd.DataFrame, by: list[str], group: np.ndarray, n: int, *, needs_all: bool = True
) -> np.ndarray:
    """The tokens of each of the `n` groups, whatever rows are left of them.

    They are those of the column `n_group`, added up where groups have become one (sections that
    are cut to a level); without the column, or where a group has more, the sum of its counts.

    Where rows of single terms were left out, a group may have lost them all, and nothing tells of
    it but the tokens of all groups, `n_all`: what `needs_all` groups is refused then, and the
    rest warns. Whole groups may be taken: they keep all their rows. Without `n_all` there is a
    warning wherever rows were left out.
    """
    sums = np.bincount(group, weights=counts["n"].to_numpy(), minlength=n)
    if GROUP_SIZE not in counts:
        return sums
    once = ~counts.duplicated([*by, GROUP_SIZE]).to_numpy()
    told = counts[GROUP_SIZE].to_numpy()[once]
    sizes = np.maximum(np.bincount(group[once], weights=told, minlength=n), sums)
    if not by or not (sums < sizes).any():
        return sizes
    whole = whole_size(counts)
    if whole is None:
        lost = "a group of which no row is left is missing"
    elif sizes.sum() < whole:
        lost = f"groups of {whole - sizes.sum():,.0f} of {whole:,.0f} tokens have no row left"
    else:
        return sizes
    message = (
        f"rows of counts were left out, and {lost}: filter the result, not counts (choose groups "
        "before counting, or take all rows of some)"
    )
    if whole is not None and needs_all:
        raise ValueError(message)
    tell(message)
    return sizes


def whole_size(counts: pd.DataFrame) -> float | None:
    """The tokens of all groups, also of those that have no row; None where it is not known."""
    if WHOLE_SIZE not in counts:
        return None
    told = counts[WHOLE_SIZE].unique()
    return float(told[0]) if len(told) == 1 else None  # several: counts that were put together


def terms_of(tokens: pd.DataFrame, form: str = "written") -> tuple[np.ndarray, pd.Index]:
    """The term of every token as a number, and the terms in order.

    A term is the token as `spelt` writes it, since it may be broken over two lines; "folded" also
    writes full width as half width and capitals as small letters, "simplified" traditional
    script as simplified too. Of categorical tokens the terms are those of all categories. Where
    tokens have a column `term` (of synonyms, see `Corpus.with_synonyms`), it is that one.

    >>> tokens = pd.DataFrame({"token": ["文明\\n实践", "ＧＤＰ", "文明实践", "gdp"]})
    >>> codes, terms = terms_of(tokens, "folded")
    >>> codes.tolist(), terms.tolist()
    ([1, 0, 1, 0], ['gdp', '文明实践'])
    """
    if form not in SPELLINGS:
        raise ValueError(f"no terms={form!r}; there are: {', '.join(SPELLINGS)}")
    column = counted_as(tokens).astype("category")
    codes, index = column.cat.codes.to_numpy(), column.cat.categories
    complete(column, codes)
    terms = written_as(index, form)  # only the different tokens are looked at
    if terms != index.tolist():
        place, index = pd.factorize(pd.Index(terms, dtype="str"))
        codes = place[codes]
    order = index.argsort()
    return ranks(order).astype(np.int32)[codes], index.take(order)


def written_as(tokens: Iterable[str], form: str) -> list[str]:
    """Different tokens as terms, one for each (see `terms_of`)."""
    terms = spelt(tokens)
    if form != "written":
        terms = [term.translate(_HALF_WIDTH).lower() for term in terms]
    return fold(terms) if form == "simplified" else terms


def coded_terms(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """The terms of counts as numbers, and the terms in order; those of all its categories."""
    column = column.astype("category")
    codes, index = column.cat.codes.to_numpy(), column.cat.categories
    complete(column, codes)
    order = np.argsort(index.to_numpy(dtype=object), kind="stable")
    return ranks(order)[codes], index.take(order)


# --- terms inside longer words ----------------------------------------------------------------


class Held(NamedTuple):
    """Which words hold which terms, and how many times; sorted by word, all as numbers."""

    word: np.ndarray
    term: np.ndarray
    times: np.ndarray

    def within(self, group: np.ndarray, word: np.ndarray, n: np.ndarray) -> _Cells:
        """Group and term of all that is held where each word stands n times in its group."""
        first, last = (np.searchsorted(self.word, word, side) for side in ("left", "right"))
        rows, at = spread_out(first, last)
        return group[rows].astype(np.int64), self.term[at], n[rows] * self.times[at]


_Cells = tuple[np.ndarray, np.ndarray, np.ndarray]


def held_in(words: Mapping[int, str], own: np.ndarray, known: Mapping[str, int]) -> Held:
    """The terms that stand inside words which are counted as another term.

    `words` are by their numbers, in order; `own` is the term of each word as a number, `known`
    that of each way to write a term. Places of a term in a word do not overlap.
    """
    lengths = sorted({len(part) for part in known})
    rows: list[tuple[int, int, int]] = []
    for number, word in words.items():
        parts = {
            word[at : at + length]
            for length in lengths[: bisect.bisect_left(lengths, len(word))]
            for at in range(len(word) - length + 1)
        }
        written: dict[int, list[str]] = {}
        for part in parts & known.keys():
            written.setdefault(known[part], []).append(part)
        written.pop(own[number], None)
        rows.extend((number, term, _times(word, each)) for term, each in written.items())
    return Held(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)


def _times(word: str, parts: list[str]) -> int:
    """How often one of the parts stands in a word, the longest first."""
    if len(parts) == 1:
        return word.count(parts[0])
    parts = sorted(parts, key=len, reverse=True)
    return len(re.findall("|".join(map(re.escape, parts)), word))


def spread_out(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All numbers from each `first` to before its `last`, and the row of each.

    >>> [values.tolist() for values in spread_out(np.array([0, 5, 2]), np.array([2, 5, 3]))]
    [[0, 0, 2], [0, 1, 2]]
    """
    times = last - first
    rows = np.repeat(np.arange(len(times)), times)
    return rows, np.arange(len(rows)) + (first - np.cumsum(times) + times)[rows]


def inside_longer(
    group: np.ndarray, codes: np.ndarray, n: np.ndarray, terms: pd.Index
) -> np.ndarray:
    """How often the term of each row stands inside longer terms of its group.

    The rows are pairs of group and term with their n, each pair once.
    """
    words = {code: terms[code] for code in np.unique(codes).tolist()}
    known = {term: code for code, term in words.items()}
    held = held_in(words, np.arange(len(terms)), known)
    wanted = group.astype(np.int64) * len(terms) + codes
    return inside_at(held, (group, codes, n), wanted, len(terms))


def inside_at(held: Held, counted: _Cells, wanted: np.ndarray, n_terms: int) -> np.ndarray:
    """How often a term stands inside the words counted, for each pair group * n_terms + term.

    `counted` are group, word and n. What is inside but has no pair of its own is left out.
    """
    group, term, times = held.within(*counted)
    order = np.argsort(wanted)
    found = np.searchsorted(wanted[order], keys := group * n_terms + term)
    at = np.append(order, 0)[found]
    there = np.append(wanted, -1)[np.where(found < len(order), at, len(wanted))] == keys
    inside = np.zeros(len(wanted), dtype=counted[2].dtype)
    np.add.at(inside, at[there], times[there].astype(inside.dtype))
    return inside


# --- tables by term ---------------------------------------------------------------------------


def by_term(codes: np.ndarray, terms: pd.Index, **columns: np.ndarray) -> pd.DataFrame:
    """A table with one row for each code; the terms that occur in it are its categories."""
    there = np.zeros(len(terms), dtype=bool)
    there[codes] = True
    dtype = pd.CategoricalDtype(terms[there])
    term = pd.Categorical.from_codes((np.cumsum(there) - 1)[codes], dtype=dtype)
    return pd.DataFrame({"term": term, **columns})


def by_group_and_term(
    groups: pd.DataFrame,
    group: np.ndarray,
    codes: np.ndarray,
    terms: pd.Index,
    **columns: np.ndarray,
) -> pd.DataFrame:
    """The same with the columns of the group of each row before it."""
    own = {name: column.array.take(group) for name, column in groups.items()}
    return pd.DataFrame({**own, **by_term(codes, terms, **columns)})


def shown(terms: pd.Series | pd.Index | np.ndarray, stop: Iterable[str] | None) -> np.ndarray:
    """Which terms are not stop words, as a mask."""
    return ~pd.Series(terms).isin(stop_set(stop)).to_numpy()


def without_stop(table: pd.DataFrame, stop: Iterable[str] | None) -> pd.DataFrame:
    """The rows of a table whose term is not a stop word."""
    return table[shown(table["term"], stop)].reset_index(drop=True)


def word_list(*path: str) -> list[list[str]]:
    """The fields of each line of a list that the package jieba carries (jieba is not imported)."""
    spec = importlib.util.find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the word list of general Chinese needs the package jieba")
    lines = pathlib.Path(spec.origin).parent.joinpath(*path).read_text("utf-8").splitlines()
    return [line.split(" ") for line in lines]
