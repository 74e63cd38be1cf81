"""Headings by families: lines that look alike and are numbered alike are judged together.

`features` says what a line, its series and its family are like, `data/heading_weights.csv` what
each of these weighs (`benchmarks/fit_headings.py` fits them, a logistic regression). The weighted
sum is drawn to that of the series or family, and is a probability for every line. Where the
headings that the rules have found are likely under these, they stand; else the families decide.
"""

from __future__ import annotations

import csv
import functools
import io
import itertools
import operator
from collections import defaultdict
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from .candidates import INLINE, SHORT, Item
from .features import Row, features
from .lines import Line, ended
from .margin import set_margin
from .shapes import shape_of

# --- the judgement ---------------------------------------------------------------------------

LAW = 2  # articles in sequence make a law, whose numbered lines are left to the rules
AGREED = 0.7  # the expected F1 of the headings found by rules, from which on they stand
CLEAR = 0.95  # … but for lines that are so likely a heading, or text
TOLD = 2  # terms of the sum that a reader is told
SURE = 0.5  # the probability from which on a line is a heading
NUMBERED, PLAIN = 0.6, 0.3  # how far a line is drawn to the mean of its series, or its family
FEWEST = 3  # lines that may be headings and are none by the rules: fewer change nothing
_INSIDE = frozenset("，,；;")  # signs that a sentence has, and seldom a title
LINES, MANY = 20, 100  # lines of a text in which there are families; of one that is not short


class Weight(NamedTuple):
    """What a feature weighs: its weight per standard deviation, its mean and its deviation."""

    weight: float
    mean: float
    deviation: float


@functools.cache
def weights() -> tuple[dict[str, Weight], float]:
    """The weights of the features by their names, and the constant beside them."""
    text = (files("analysis") / "data" / "heading_weights.csv").read_text("utf-8")
    table = {
        row["feature"]: Weight(float(row["weight"]), float(row["mean"]), float(row["deviation"]))
        for row in csv.DictReader(io.StringIO(text))
    }
    return table, table.pop("constant").weight


def logits(rows: list[Row]) -> np.ndarray:
    """The weighted sums of the features of each line."""
    table, constant = weights()
    nothing = dict.fromkeys(table, 0.0)  # of a line that cannot be a heading
    picked = itertools.chain.from_iterable(
        map(operator.itemgetter(*table), (row or nothing for row in rows))
    )
    values = np.fromiter(picked, float, len(rows) * len(table)).reshape(len(rows), len(table))
    weight, mean, deviation = np.array(list(table.values())).T
    return constant + np.clip((values - mean) / deviation, -6, 6) @ weight


@functools.cache
def sayings() -> dict[str, tuple[str, str]]:
    """What is said of each feature: where it is above its mean, and where it is not."""
    text = (files("analysis") / "data" / "heading_features.csv").read_text("utf-8")
    rows = csv.DictReader(io.StringIO(text))
    return {row["feature"]: (row["high"], row["low"]) for row in rows}


def largest_terms(item: Item, side: int) -> list[str]:
    """The two features that weigh most for a heading (`side` 1), or against one (-1), in words."""
    table, row, terms = weights()[0], item.row or {}, {}
    for name, (weight, mean, deviation) in table.items():
        far = (row.get(name, 0.0) - mean) / deviation
        terms[name] = side * weight * max(-6.0, min(far, 6.0))
    best = sorted(terms, key=lambda name: -terms[name])[:TOLD]
    return [sayings()[name][row.get(name, 0.0) <= table[name].mean] for name in best]


def drawn_together(items: list[Item], sums: np.ndarray) -> np.ndarray:
    """The sums, each drawn to the mean of its series or, without a number, of its family."""
    groups: dict[object, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        if not item.barred:
            groups[item.family, item.group].append(place)
    drawn = sums.copy()
    for places in groups.values():
        share = NUMBERED if items[places[0]].form else PLAIN
        drawn[places] = (1 - share) * sums[places] + share * sums[places].mean()
    return drawn


def probabilities(text: str, lines: list[Line]) -> tuple[list[Item], np.ndarray]:
    """The lines, and the probability of each to be a heading."""
    items, rows = features(text, lines)
    if not items:
        return [], np.zeros(0)
    for item, row in zip(items, rows, strict=True):
        item.row = row
    sums = drawn_together(items, logits(rows))
    barred = np.array([item.barred for item in items], dtype=bool)
    return items, np.where(barred, 0.0, 1 / (1 + np.exp(-sums)))


def find_families(text: str, lines: list[Line], *, decide_all: bool = True) -> list[Item]:
    """Judge the lines that may be headings, and decide where the rules have hardly found them.

    Without `decide_all` the rules stand in any case. Each line is given its family and its `p`.
    """
    doubtful = is_doubtful(lines)
    items, chances = probabilities(text, lines)
    decides = decide_all and doubtful
    settled = not decides or are_settled(items, chances)
    set_margin(items, chances, settled=settled)
    for item, chance in zip(items, chances, strict=True):
        clear = not settled or not 1 - CLEAR <= chance <= CLEAR
        if decides and clear and item.line.kind != "article" and not item.barred:
            decide(item, chance)
    return items


def are_settled(items: list[Item], chances: np.ndarray) -> bool:
    """Whether the headings that the rules have found stand where they may be doubted."""
    ruled = np.array([item.line.role == "heading" for item in items], dtype=bool)
    free = np.array([item.line.kind != "article" for item in items], dtype=bool)
    return expected(chances[free], ruled[free]) >= AGREED


def is_doubtful(lines: list[Line]) -> bool:
    """Whether there are lines, and no law, in which the families may find other headings.

    In a text of few lines the rules stand if they have found a third of all that may be headings.
    """
    if len(lines) < LINES:
        return False
    articles = sum(line.kind == "article" and line.role == "heading" for line in lines)
    others = sum(map(may_be_heading, lines))
    if articles >= LAW or others < FEWEST:
        return False
    found = sum(line.role == "heading" for line in lines)
    return len(lines) >= MANY or 2 * found < others


def may_be_heading(line: Line) -> bool:
    """Whether a line that is none by the rules may be a heading."""
    if not line.undecided:
        return False
    if line.match is not None:
        return True
    return len(line.text) <= SHORT and not ended(line.text) and _INSIDE.isdisjoint(line.text)


def expected(chances: np.ndarray, ruled: np.ndarray) -> float:
    """The F1 that the headings found by rules may be expected to have."""
    right, wrong = chances[ruled].sum(), (1 - chances[ruled]).sum()
    total = 2 * right + wrong + chances[~ruled].sum()
    return float(2 * right / total) if total else 1.0


def decide(item: Item, chance: float) -> None:
    """Make a line a heading, or text, by how likely it is one; the format's own stay."""
    line = item.line
    if line.role == "heading":
        if chance < SURE and not line.fixed and line.kind != "named":
            one, two = largest_terms(item, -1)
            make_text(line, f"hardly a heading among its like ({chance:.0%}): {one}; {two}")
    elif chance >= SURE and line.role in ("body", "title"):
        one, two = largest_terms(item, 1)
        make_heading(item, f"a heading as its like are ({chance:.0%}): {one}; {two}")


def make_heading(item: Item, reason: str) -> None:
    """Make a line a heading, with its number."""
    item.line.label("heading", reason)
    item.line.match = item.match
    item.line.marker = item.match.marker if item.match else ""
    item.line.stop = end_of(item)


def make_text(line: Line, reason: str) -> None:
    """Make a heading text."""
    line.label("body", reason)
    line.marker, line.stop = "", 0


def end_of(item: Item) -> int:
    """Where the heading in a line ends; 0 where it takes the whole line."""
    text = item.line.text
    if item.match is not None:
        kind, end = shape_of(item.line)
        return end if kind == "runin" else 0
    found = INLINE.match(text) if item.inline else None
    return found.end() if found and found.end() < len(text) else 0
