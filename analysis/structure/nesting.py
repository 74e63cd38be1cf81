"""How headings nest: learned from the document, or else by the usual order of the forms."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from .grammar import Form
from .lines import Line

BESIDE = 0  # the rank of what stands beside the highest headings: 前言, 附件
UNNUMBERED = 0.5  # of headings of the format without a number: above all forms, level by level
_BEFORE = 0.5  # what stands straight before the articles ranks as much above them


class Head(NamedTuple):
    """What decides the level of a heading.

    ``key`` is the same for headings of the same level: their form, or their form and level in
    the file format; ``level`` is that level, or 0. ``ordered`` is as in `Form`; ``apart`` says
    that the numbers after it start at the top again, as after an annex.
    """

    key: str
    number: int
    rank: float
    level: int = 0
    ordered: bool = False
    apart: bool = False


def set_levels(lines: list[Line]) -> None:
    """Give the headings among these lines, in text order, the levels in which they nest."""
    before = _before_articles(lines)
    known = {line.head.form: line.level for line in reversed(lines) if line.fixed and line.match}
    heads = [_head_of(line, known, before) for line in lines]
    for line, level in zip(lines, nest(heads), strict=True):
        line.level = level if line.role == "heading" else 0


def _before_articles(lines: list[Line]) -> dict[Form, float]:
    """Forms with a heading straight before an article (一、… then 第五条), and their rank."""
    return {
        line.head.form: after.head.form.rank - _BEFORE
        for line, after in pairwise(lines)
        if line.kind == "number" and after.kind == "article"
    }


def _head_of(line: Line, known: dict[Form, int], before: dict[Form, float]) -> Head:
    if line.match is None:
        return Head(f"level {line.level}", 0, UNNUMBERED + line.level / 100, line.level)
    form, number = line.match.form, line.match.number
    level = line.level if line.fixed else known.get(form, 0)
    if form.kind == "annex":
        return Head(form.name, number, form.rank, level, apart=True)
    key = f"{form.name} {level}" if level else form.name
    ordered = form.ordered or form in before
    return Head(key, number, before.get(form, form.rank), level, ordered)


def nest(heads: list[Head]) -> list[int]:
    """The level of each heading, in text order.

    What starts anew inside another series lies below it; where the document does not say so,
    the usual order of the forms holds. Rank 0 (前言, 附件) stands beside the highest, and the
    numbers of an annex start at the top again, as those of a document of its own. What comes
    before the first heading of the highest rank lies below the "0" in front of it.

    >>> rank = {"一、": 22, "（一）": 24}
    >>> nest([Head(key, 1, rank[key]) for key in ["一、", "（一）", "（一）", "一、"]])
    [1, 2, 2, 1]
    """
    ranked = [head for head in heads if head.rank != BESIDE]
    order = _order(ranked)
    top = min(order.values(), default=0)
    waits = bool(ranked) and order[ranked[0].key] != top and not ranked[0].level
    stack = [top] if waits else []  # the places of the headings that the next one may lie below
    levels = []
    for head in heads:
        place = top if head.rank == BESIDE else order[head.key]
        while stack and stack[-1] >= place:
            stack.pop()
        levels.append(len(stack) + 1)
        if not head.apart:
            stack.append(place)
    return levels


def _order(heads: list[Head]) -> dict[str, int]:
    """The place of each key in the document's own hierarchy; equal ones stand side by side."""
    first = {head.key: head for head in reversed(heads)}
    ranks = {head.key: head.rank for head in heads}
    marked = {head.key: head.level for head in reversed(heads) if head.level}
    above = _evidence(heads)

    def compare(one: str, two: str) -> float:
        """Below 0 where the first stands above the second."""
        if one in marked and two in marked and marked[one] != marked[two]:
            return marked[one] - marked[two]
        if first[one].ordered and first[two].ordered:
            return ranks[one] - ranks[two]
        return (above[two, one] - above[one, two]) or ranks[one] - ranks[two]

    wins = {key: sum(compare(key, other) > 0 for other in ranks) for key in ranks}
    ordered = sorted(ranks, key=lambda key: (wins[key], ranks[key]))
    places, place = dict.fromkeys(ordered[:1], 0), 0
    for before, key in pairwise(ordered):
        place += compare(key, before) != 0
        places[key] = place
    return places


def _evidence(heads: list[Head]) -> dict[tuple[str, str], int]:
    """How often a whole series 1, 2, … of the second stands between n and n + 1 of the first."""
    places: dict[str, list[int]] = defaultdict(list)
    numbers: dict[str, list[int]] = defaultdict(list)
    for place, head in enumerate(heads):
        places[head.key].append(place)
        numbers[head.key].append(head.number)
    above: dict[tuple[str, str], int] = defaultdict(int)
    for lower, spots in places.items():
        starts = [at for at, number in enumerate(numbers[lower]) if number == 1]
        for at, following in pairwise([*starts, len(spots)]):
            for upper, others in places.items():
                after = bisect_left(others, spots[at])
                if upper == lower or not 0 < after < len(others):
                    continue
                counted = numbers[upper][after] == numbers[upper][after - 1] + 1
                above[upper, lower] += counted and others[after] > spots[following - 1]
    return above
