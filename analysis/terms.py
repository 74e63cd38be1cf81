"""Terms of several words: found in the text itself, with the evidence for each."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from .segmentation import stop_words

LONGEST = 6  # tokens of a term
COLUMNS = ["term", "n", "range", "cohesion", "left", "right", "free", "c_value", "score"]


def discover_terms(
    tokens: pd.DataFrame, *, reference: pd.DataFrame | None = None, min_n: int | None = None
) -> pd.DataFrame:
    """Find terms of two to six words in a text, the best first."""
    _check(tokens, min_n)
    runs = _runs(tokens)
    if min_n is None:
        min_n = max(2, round(np.log10(max(len(tokens), 1))) - 1)
    levels = _grams(runs, min_n)
    found = pd.concat(
        [_evidence(runs, levels, size) for size in range(2, LONGEST + 1)], ignore_index=True
    )
    found = found[found["head"] & (found["n"] >= min_n)]
    found["score"] = (
        np.log2(found["n"])
        + np.log2(1e-6 + np.minimum(found["left"], found["right"]))
        + 0.2 * found["cohesion"]
    )
    found = found.sort_values(["score", "term"], ascending=[False, True])
    return found.drop_duplicates("term")[COLUMNS].reset_index(drop=True)


def _check(tokens: pd.DataFrame, min_n: int | None) -> None:
    for column in ("document", "section", "sentence", "start", "token"):
        if column not in tokens:
            raise ValueError(f"no column {column!r} in tokens: make them with tokenize or load")
    if min_n is not None and min_n < 2:
        raise ValueError(f"min_n is {min_n}: what occurs once is no evidence; give 2 or more")


# --- counting what follows what ------------------------------------------------------------


class _Runs(NamedTuple):
    """Tokens as numbers: what follows what without a gap."""

    codes: np.ndarray  # the term of each token
    terms: list[str]
    joined: np.ndarray  # does token i stand directly before token i + 1, in one sentence?
    place: np.ndarray  # section (or document) of each token


def _runs(tokens: pd.DataFrame) -> _Runs:
    written = tokens["token"].astype("category")
    categories = written.cat.categories.astype(str)
    plain = [re.sub(r"\s", "", word) for word in categories]
    terms = list(dict.fromkeys(plain))
    codes = pd.Index(terms).get_indexer(plain)[written.cat.codes]
    start = tokens["start"].to_numpy(np.int64)
    length = np.array([len(word) for word in categories], np.int64)[written.cat.codes]
    document = pd.factorize(tokens["document"])[0]
    sentence = tokens["sentence"].to_numpy()
    joined = (
        (start[1:] == (start + length)[:-1])
        & (document[1:] == document[:-1])
        & (sentence[1:] == sentence[:-1])
    )
    section = pd.factorize(tokens["section"])[0]
    place = document if document.max(initial=0) else section
    return _Runs(codes, terms, np.append(joined, False)[: len(codes)], place)


def _grams(runs: _Runs, min_n: int) -> list[np.ndarray]:
    """For each length from 1: the number of the frequent n-gram at each token, or -1."""
    levels = [runs.codes.astype(np.int64)]
    follows = runs.joined[:-1]
    for _ in range(2, LONGEST + 1):
        shorter, grams = levels[-1], np.full(len(runs.codes), -1, np.int64)
        # A frequent n-gram is two frequent (n-1)-grams that overlap in all but one token.
        at = np.flatnonzero(follows & (shorter[:-1] >= 0) & (shorter[1:] >= 0))
        key = shorter[at] * len(runs.codes) + shorter[at + 1]
        _, inverse, n = np.unique(key, return_inverse=True, return_counts=True)
        keep = n >= min_n
        grams[at] = np.where(keep, np.cumsum(keep) - 1, -1)[inverse]
        levels.append(grams)
        follows = True
    return levels


def _evidence(runs: _Runs, levels: list[np.ndarray], size: int) -> pd.DataFrame:
    grams = levels[size - 1]
    at = np.flatnonzero(grams >= 0)
    ids = grams[at]
    n = np.bincount(ids)
    first = np.full(len(n), len(grams))
    np.minimum.at(first, ids, at)
    width = runs.place.max(initial=0) + 1
    places = np.unique(ids * width + runs.place[at]) // width
    before = np.where(runs.joined[at - 1] & (at > 0), runs.codes[at - 1], -1)
    after = np.append(runs.codes, -1)[at + size]
    after = np.where(runs.joined[at + size - 1], after, -1)
    words = [[runs.terms[code] for code in runs.codes[i : i + size]] for i in first]
    stop = stop_words()
    return pd.DataFrame(
        {
            "term": ["".join(each) for each in words],
            "n": n,
            "range": np.bincount(places, minlength=len(n)),
            "cohesion": _cohesion(levels, size, first, n),
            "left": _entropy(ids, before, n),
            "right": _entropy(ids, after, n),
            "free": n,
            "c_value": np.log2(size) * n,
            "head": [each[0] not in stop and each[-1] not in stop for each in words],
        }
    )


def _cohesion(levels: list[np.ndarray], size: int, first: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Pointwise mutual information at the weakest joint, in bits."""
    counts = [np.bincount(level[level >= 0]) for level in levels[: size - 1]]
    total, weakest = len(levels[0]), np.full(len(n), np.inf)
    for split in range(1, size):
        head = counts[split - 1][levels[split - 1][first]]
        tail = counts[size - split - 1][levels[size - split - 1][first + split]]
        weakest = np.minimum(weakest, np.log2(n / head / tail * total))
    return weakest


def _entropy(ids: np.ndarray, neighbour: np.ndarray, n: np.ndarray) -> np.ndarray:
    """How freely the neighbours of a gram vary, in bits; a gap is a new neighbour each time."""
    gap = neighbour < 0
    width = neighbour.max(initial=0) + 1
    pair, times = np.unique(ids[~gap] * width + neighbour[~gap], return_counts=True)
    gram = pair // width
    share = times / n[gram]
    known = np.bincount(gram, -share * np.log2(share), minlength=len(n)).astype(float)
    return known + np.bincount(ids[gap], minlength=len(n)) / n * np.log2(n)


# --- what comes of it ----------------------------------------------------------------------


def write_terms(terms: pd.DataFrame, path: str | os.PathLike) -> Path:
    """Write terms as a dictionary that `Segmenter(words=path)` reads: term, frequency, tag."""
    path = Path(path)
    lines = [f"{term} {n} n\n" for term, n in zip(terms["term"], terms["n"], strict=True)]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return path


def merge_log(before_tokens: pd.DataFrame, after_tokens: pd.DataFrame) -> pd.DataFrame:
    """Which tokens became which terms, and how often.

    Returns ``term``, ``parts`` (as they were cut before, joined by /) and ``n``.
    """
    keys = ["document", "start"]
    starts = after_tokens.sort_values(keys, kind="stable")
    old = before_tokens.sort_values(keys, kind="stable")
    names = pd.Index(pd.unique(starts["document"].astype(str)))
    span = np.int64(1) << 40
    new_at = names.get_indexer(starts["document"].astype(str)) * span + starts["start"]
    old_at = names.get_indexer(old["document"].astype(str)) * span + old["start"]
    lengths = starts["token"].astype(str).str.len().to_numpy()
    owner = np.searchsorted(new_at.to_numpy(), old_at.to_numpy(), "right") - 1
    inside = (owner >= 0) & (old_at.to_numpy() < new_at.to_numpy()[owner] + lengths[owner])
    parts = old["token"].astype(str)[inside].groupby(owner[inside])
    joined = parts.agg("/".join)[parts.size() > 1]
    log = pd.DataFrame({"term": starts["token"].astype(str).to_numpy()[joined.index]})
    log["parts"] = joined.to_numpy()
    log = log.groupby(["term", "parts"], as_index=False).size().rename(columns={"size": "n"})
    return log.sort_values(["n", "term", "parts"], ascending=[False, True, True], ignore_index=True)
