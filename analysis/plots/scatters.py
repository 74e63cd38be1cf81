"""Rate against rate: the same term in two parts, and a map of parts and terms."""

from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..statistics import Correspondence
from .effects import reference
from .groups import Groups, Names, grouping, of_look, rows_of
from .labelling import Label, place_labels
from .setting import SMALL, TINY
from .sheet import BLUE, FAINT, INK, RULE, SOFT, Look, Sheet, drawing

LEAST, POINTS = 3, 350  # occurrences of a term, both sides together, and terms at most
LABELS = 70  # that are tried
NEEDED = (
    *("target", "term", "n_target", "n_reference", "rate_target", "rate_reference"),
    *("score", "supported"),
)
HALF, CORNERS = 0.1, ((-1, -1), (-1, 1), (1, -1), (1, 1))  # of a square, in centimetres
FEW = 7  # groups that have room for longer names on a map
TICKS = (0.3, 1, 3, 10, 30, 100, 300, 1000, 3000)


@drawing
def scatter(
    scores: pd.DataFrame,
    *,
    group: object = None,
    least: int | None = None,
    top: int = LABELS,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """How common each term is in one part and in the other: rate against rate.

    `scores` is from `keyness(counts, target=…, reference=…)` or of all parts, of which `group`
    chooses one; terms that occur `least` times in both together are drawn (None: at least three
    times, or so often that there are 350 terms at most).  Above the line a term
    is more common in the target, on it equally so; both axes are logarithmic, and what does not
    occur on a side stands at the edge (`keyness(…, absent=True)` has all that the part lacks).
    Supported terms are blue and named first; of all others, the most different that find room,
    `top` in all.  `names` is what sections are called: a corpus, its sections, a table of
    `section_names`, or a dict.

    Raises ValueError for scores of several targets where none is chosen.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"year": list("1122"), "term": ["群众", "活动", "群众", "舆论"],
    ...     "n": [40, 60, 10, 90]})
    >>> ax = scatter(an.keyness(counts, target="1", reference="2"))
    >>> sorted(text.get_text() for text in ax.texts if text.get_gid() == "label")
    ['活动', '群众', '舆论']
    """
    scores = frame_of(scores, "scores", NEEDED)
    groups = grouping(scores, names, **of_look(look))
    targets = list(dict.fromkeys(scores["target"].astype(str)))
    if group is None and len(targets) > 1:
        raise ValueError(f"scores have {len(targets)} targets: choose one, group={targets[0]!r}")
    chosen = targets[0] if group is None and targets else str(group)
    own = rows_of(scores, chosen) if targets else scores
    entries, here, other = groups.words, groups.name(chosen, 16), reference(scores, groups)
    both = own["n_target"] + own["n_reference"]
    least = _least(both) if least is None else least
    rows = own[both >= least]
    there = other.strip("“”")
    sheet = Sheet(
        ax,
        look,
        title=entries["figScatter"].format(here, there),
        below=entries["scatterIs"].format(len(rows), least),
        note=entries["scatterNote"],
        content=8.4,
    )
    if rows.empty:
        return sheet.empty(entries["nothingToDraw"])
    sides = [f"size_{side}" for side in ("target", "reference")]
    sizes = [f"{int(own[name].iloc[0]):,}" if name in own else "" for name in sides]
    titles = [
        f"{name}{entries['comma']}{entries['tokens'].format(size)}" if size else name
        for name, size in zip((here, there), sizes, strict=True)
    ]
    _rates(sheet, rows, titles, top)
    return sheet.finish()


def _least(both: pd.Series) -> int:
    """From how many occurrences on there are no more terms than can be told apart."""
    ordered = both.sort_values(ascending=False).to_numpy()
    return max(LEAST, int(ordered[POINTS]) + 1 if len(ordered) > POINTS else LEAST)


def _rates(sheet: Sheet, rows: pd.DataFrame, titles: list[str], top: int) -> None:
    """Points, the line of equal rates, and labels."""
    rates = rows[["rate_reference", "rate_target"]].to_numpy(float)
    low = rates[rates > 0].min() / 1.7  # where a side has none
    high = rates.max() * 1.4
    left, right = sheet.left + 0.85, sheet.right - 0.1
    top_, bottom = sheet.top + 0.4, sheet.bottom - 0.8
    span = np.log(high / low)
    share = np.log(np.maximum(rates, low) / low) / span
    x, y = left + share[:, 0] * (right - left), bottom - share[:, 1] * (bottom - top_)
    for tick in TICKS:
        if low * 1.2 < tick < high:
            at = np.log(tick / low) / span
            across, up = left + at * (right - left), bottom - at * (bottom - top_)
            sheet.line([across] * 2, [top_, bottom], RULE, 0.5)
            sheet.line([left, right], [up] * 2, RULE, 0.5)
            sheet.text(across, bottom + 0.17, f"{tick:g}", TINY, SOFT, ha="center", gid="tick")
            sheet.text(left - 0.1, up, f"{tick:g}", TINY, SOFT, ha="right", gid="tick")
    sheet.text(left - 0.1, bottom, "0", TINY, SOFT, ha="right", gid="tick")
    sheet.text(left, bottom + 0.17, "0", TINY, SOFT, ha="center", gid="tick")
    sheet.line([left, right], [bottom, top_], FAINT, 0.8, gid="equal")
    sheet.text((left + right) / 2, bottom + 0.48, titles[1], SMALL, ha="center", gid="axis")
    sheet.text(sheet.left, sheet.top + 0.1, titles[0], SMALL, gid="axis")
    sure = rows["supported"].astype(bool).to_numpy()
    for size, shade, mask in ((2.0, FAINT, ~sure), (2.8, BLUE, sure)):
        style: dict[str, Any] = {"markersize": size * sheet.scale, "markeredgewidth": 0}
        sheet.ax.plot(x[mask], y[mask], "o", color=shade, clip_on=False, gid="points", **style)
    order = np.lexsort((-np.abs(rows["score"].to_numpy(float)), ~sure))[:top]
    terms = rows["term"].astype(str).to_numpy()
    labels = [
        Label(x[i], y[i], terms[i], SMALL if sure[i] else TINY, INK if sure[i] else SOFT)
        for i in order
    ]
    line = ([left, right], [bottom, top_])
    place_labels(sheet, labels, np.c_[x, y], (left, right, top_, bottom), lines=[line])


# --- correspondence --------------------------------------------------------------------------


@drawing
def correspondence(
    result: Correspondence,
    *,
    top: int = 45,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """A map of groups and terms: terms lie in the direction of the groups that use them more.

    `result` is from `correspondence(counts)`.  At each axis stands the share of all differences
    that it holds; what the two do not hold is not on the map.  Groups are squares, terms points;
    of the terms the `top` ones are named that the map shows best (`cos2`) and that are frequent,
    as far as they find room.  `names` is what sections are called: a corpus, its sections, a table
    of `section_names`, or a dict.

    Raises ValueError for a result of one dimension.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"year": list("112233"), "term": ["群众", "舆论", "群众", "活动",
    ...     "舆论", "活动"], "n": [9, 1, 2, 9, 5, 5]})
    >>> ax = correspondence(an.correspondence(counts))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "axis"]
    ['第 1 轴（占 71%）', '第 2 轴（占 29%）']
    """
    points, inertia = result
    if "x2" not in points:
        raise ValueError("a map needs two dimensions: correspondence(counts) of three groups has")
    own = points[points["kind"] == "group"].rename(columns={"name": "target"})
    groups = grouping(own.assign(term="", n=1)[["target", "term", "n"]], names, **of_look(look))
    entries = groups.words
    sheet = Sheet(
        ax,
        look,
        title=entries["figMap"],
        below=entries["mapIs"].format(f"{inertia['explained'].head(2).sum():.0%}"),
        note=entries["mapNote"],
        content=9.0,
    )
    box = (sheet.left + 0.1, sheet.right - 0.1, sheet.top + 0.15, sheet.bottom - 0.45)
    x, y = _scaled(points[["x1", "x2"]].to_numpy(float), box)
    zero = _scaled(points[["x1", "x2"]].to_numpy(float), box, np.zeros((1, 2)))
    sheet.line(box[:2], [zero[1][0]] * 2, RULE, 0.6)
    sheet.line([zero[0][0]] * 2, box[2:], RULE, 0.6)
    for number in (0, 1):
        told = entries["axisShare"].format(number + 1, f"{inertia['explained'].iloc[number]:.0%}")
        place = (
            (sheet.right, sheet.bottom - 0.12) if number == 0 else (sheet.left, sheet.top + 0.02)
        )
        sheet.text(*place, told, TINY, SOFT, ha="right" if number == 0 else "left", gid="axis")
    _map(sheet, points, (x, y), groups, box, top)
    return sheet.finish()


def _map(
    sheet: Sheet,
    points: pd.DataFrame,
    places: tuple[np.ndarray, np.ndarray],
    groups: Groups,
    box: tuple[float, float, float, float],
    top: int,
) -> None:
    """Squares and points, and their names."""
    x, y = places
    is_group = (points["kind"] == "group").to_numpy()
    style: dict[str, Any] = {"markeredgewidth": 0, "clip_on": False}
    sheet.ax.plot(x[~is_group], y[~is_group], "o", markersize=2.2, color=FAINT, **style)
    targets = points["name"][is_group].astype(str).tolist()
    labels = []
    around = [np.c_[x, y]]
    called = groups.short(targets, 14 if len(targets) < FEW else 9)
    for target, name, a, b in zip(targets, called, x[is_group], y[is_group], strict=True):
        shade = groups.colour(target)
        sheet.ax.plot([a], [b], "s", markersize=5, color=shade, label=target, **style)
        labels.append(Label(a, b, name, SMALL, shade))
        around.append(np.array([[a, b]]) + HALF * np.array(CORNERS))
    terms = points[~is_group].assign(x=x[~is_group], y=y[~is_group])
    best = terms.assign(weight=terms["mass"] * terms["cos2"]).nlargest(top, "weight")
    named = [
        Label(a, b, str(name), TINY, SOFT)
        for name, a, b in zip(best["name"], best["x"], best["y"], strict=True)
    ]
    missing, covered = place_labels(sheet, labels, np.vstack(around), box, gid="group")
    for far in (1.0, 2.0, 4.0):  # every group has its name, if it has to cover points
        squares = np.vstack([*around[1:], covered])
        missing, more = place_labels(sheet, missing, squares, box, far=far, gid="group")
        covered = np.vstack([covered, more])
    place_labels(sheet, named, np.vstack([*around, covered]), box)


def _scaled(
    places: np.ndarray, box: tuple[float, float, float, float], of: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Places on the sheet, with one scale for both directions, as distances mean something."""
    left, right, top, bottom = box
    everything = np.vstack([places, np.zeros((1, 2))])
    low, high = everything.min(axis=0), everything.max(axis=0)
    room = np.array([right - left - 1.6, bottom - top - 0.8])
    scale = float((room / np.maximum(high - low, 1e-9)).min())
    middle = (low + high) / 2
    moved = ((places if of is None else of) - middle) * scale
    return (left + right) / 2 + moved[:, 0], (top + bottom) / 2 - moved[:, 1]
