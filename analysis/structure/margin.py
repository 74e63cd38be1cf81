"""The margin: how likely each line is a heading, whoever decided, and which are alike.

The sum of the features (see `families`) is too sure of itself in the middle, and knows nothing of
what the rules say. So each case has a line of its own in `data/heading_margin.csv`, a logistic
regression of one slope on lines judged with weights that were fitted without their repository
(`benchmarks/fit_margin.py`).
"""

from __future__ import annotations

import csv
import functools
import io
from collections.abc import Hashable
from importlib.resources import files

import numpy as np

from .candidates import Item

CASES = ("families", "heading", "text", "article", "no article")
LEAST = 1e-9  # the least probability that is told from none


@functools.cache
def slopes() -> np.ndarray:
    """Slope and constant of each case, in the order of `CASES`."""
    text = (files("analysis") / "data" / "heading_margin.csv").read_text("utf-8")
    rows = {row["case"]: row for row in csv.DictReader(io.StringIO(text))}
    return np.array([[float(rows[name][key]) for key in ("slope", "constant")] for name in CASES])


def case_of(item: Item, *, settled: bool) -> int:
    """The place in `CASES` of a line, before the families have changed it.

    They decide where the outline of the rules is not `settled`; articles are the rules' own.
    """
    heading = item.line.role == "heading"
    if item.line.kind == "article":
        return 3 if heading else 4
    return (1 if heading else 2) if settled else 0


def set_margin(items: list[Item], chances: np.ndarray, *, settled: bool) -> None:
    """Give the lines that may be headings their probability, and the number of their family."""
    numbers: dict[Hashable, int] = {}
    chances = np.clip(chances, LEAST, 1 - LEAST)
    cases = [case_of(item, settled=settled) for item in items]
    slope, constant = slopes()[cases].T if cases else np.zeros((2, 0))
    sums = slope * np.log(chances / (1 - chances)) + constant
    for item, p in zip(items, (1 / (1 + np.exp(-sums))).tolist(), strict=True):
        if not item.barred:
            item.line.p = p
            item.line.family = numbers.setdefault(item.family, len(numbers) + 1)
