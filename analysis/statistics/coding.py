"""Columns as numbers: the groups and terms of a table, in order, and tables made of them."""

import importlib.util
import pathlib
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ..segmentation import fold, stop_words
from ..structure import natural_key

FORMS = ("written", "folded", "simplified")
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}


def names_of(by: str | Sequence[str]) -> list[str]:
    """The columns that `by=` names."""
    return [by] if isinstance(by, str) else list(by)


def need(frame: pd.DataFrame, name: str, columns: Iterable[str], advice: str) -> None:
    """Raise a ValueError that says which column is not there, and what to do."""
    missing = [column for column in columns if column not in frame]
    if missing:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(f"no column {missing[0]!r} in {name} (there are: {there}): {advice}")


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
            order = sorted(range(size), key=[natural_key(value) for value in values].__getitem__)
        place = np.empty(size + 1, dtype=np.int64)
        place[order], place[-1] = np.arange(size), -1
        codes = place[codes]
    if len(codes) and codes.min() < 0:
        raise ValueError(f"a value is missing in column {column.name!r}: fill it first")
    return codes, size


def groups_of(frame: pd.DataFrame, by: list[str]) -> tuple[np.ndarray, pd.DataFrame]:
    """The group of every row as a number, and one row for each group, in order."""
    if not by:
        return np.zeros(len(frame), dtype=np.int32), pd.DataFrame(index=range(min(len(frame), 1)))
    codes, size = codes_of(frame[by[0]])
    for name in by[1:]:
        column, values = codes_of(frame[name])
        codes, size = codes.astype(np.int64) * values + column, size * values
        if size > 4 * len(frame) + 1000:
            codes, found = pd.factorize(codes, sort=True)
            size = len(found)
    # groups come in long runs: look for the first row of each among the beginnings of runs
    runs = np.flatnonzero(np.append([True], codes[1:] != codes[:-1])[: len(codes)])[::-1]
    first = np.full(size, -1)
    first[codes[runs]] = runs
    there = first >= 0
    if not there.all():
        codes = (np.cumsum(there, dtype=np.int32) - 1)[codes]
    return codes, frame[by].iloc[first[there]].reset_index(drop=True)


def terms_of(tokens: pd.DataFrame, form: str) -> tuple[np.ndarray, pd.Index]:
    """The term of every token as a number, and the terms, sorted. Only types are looked at."""
    if form not in FORMS:
        raise ValueError(f"no terms={form!r}; there are: {', '.join(FORMS)}")
    column = tokens["token"]
    if not isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype("category")
    codes = column.cat.codes.to_numpy()
    if len(codes) and codes.min() < 0:
        raise ValueError("a token is missing in column 'token': drop the row first")
    index = column.cat.categories
    everything = "".join(index.tolist())
    if form != "written" or everything.split() not in ([everything], []):
        place, index = pd.factorize(pd.Index(_written(index, form), dtype="str"))
        codes = place[codes]
    order = index.argsort()
    place = np.empty(len(index), dtype=np.int32)
    place[order] = np.arange(len(index), dtype=np.int32)
    return place[codes], index.take(order)


def _written(words: Iterable[str], form: str) -> list[str]:
    """The terms that tokens stand for."""
    words = ["".join(word.split()) for word in words]
    if form != "written":
        words = [word.translate(_FULL_WIDTH).lower() for word in words]
    return fold(words) if form == "simplified" else words


def frame_of(
    groups: pd.DataFrame | None,
    group: np.ndarray | None,
    codes: np.ndarray,
    terms: pd.Index,
    **columns: np.ndarray,
) -> pd.DataFrame:
    """A table by group (or without groups) and term; the terms that occur are its categories."""
    there = np.zeros(len(terms), dtype=bool)
    there[codes] = True
    dtype = pd.CategoricalDtype(terms[there])
    term = pd.Categorical.from_codes((np.cumsum(there) - 1)[codes], dtype=dtype)
    if groups is None:
        return pd.DataFrame({"term": term, **columns})
    return groups.take(group).reset_index(drop=True).assign(term=term, **columns)


def without_stop(frame: pd.DataFrame, stop: Iterable[str] | None) -> pd.DataFrame:
    """The rows whose term is no stop word; None means the default list."""
    if isinstance(stop, str):
        raise ValueError(f"stop={stop!r}: it takes a list of terms, such as ['{stop}']")
    drop = stop_words() if stop is None else list(stop)
    return frame[~frame["term"].isin(drop)].reset_index(drop=True)


def word_list(*path: str) -> list[list[str]]:
    """The fields of each line of a list that the package jieba carries (jieba is not imported)."""
    folder = importlib.util.find_spec("jieba").submodule_search_locations[0]
    lines = pathlib.Path(folder, *path).read_text("utf-8").splitlines()
    return [line.split(" ") for line in lines]
