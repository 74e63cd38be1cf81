"""Clouds: words as large as they are frequent, for the eye; the figures stand in the tables."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox

from ..contract import frame_of
from ..segmentation import stop_set
from ..statistics import key_terms
from .fonts import font, warn_of_boxes, writable
from .groups import grouping, only_group, rows_of, side_by_side
from .packing import packed
from .style import INK, PALETTE, axes, empty, finish, labels, renamed, title

SHEET = (630, 400)  # units: width and height of a cloud, origin at the upper left
SMALLEST = 9  # of these units: 6.5 points on half an A4 page
LARGEST = 0.25  # of the height of the sheet, for the most frequent word
FILLED = 0.62  # the share of the sheet that words are tried to fill; less where it is too much
STEP = 0.94  # from one size that was too much to the next
GAPS = np.array([0.4, 0.2])  # beside and above a word, as shares of its size
UNIT = 100  # the size at which words are measured
NEEDED = ("target", "term", "score", "rate_target", "rate_reference", "supported")


class Word(NamedTuple):
    """A word of a cloud: its outline, and how strong, how large and where it stands in a box."""

    word: str
    strength: float
    size: float
    outline: TextPath
    left: float
    top: float


@renamed(section="group")
def cloud(
    counts: pd.DataFrame,
    *,
    group: object = None,
    stop: Iterable[str] | None = None,
    top: int = 80,
    language: str = "zh",
    ax: Axes | None = None,
) -> Axes:
    """A word cloud of counts: the area of a word is its count, darkness says it again.

    No word is smaller than can be read, and none wider than the sheet: there the area says
    less than the count.  What has no room is counted below the cloud.

    `counts` is from `count_terms` or `frequency`; `group` takes one section with all that
    lies under it (or one of the groups that were counted by), and the `top` terms are drawn.
    Stop words are left out: the default list, `stop`, or none of them with `stop=()`.
    `language` of the labels is "zh" or "en"; `ax` are the axes to draw into.  A cloud is a
    picture for the eye; the figures stand in the table.
    """
    counts = frame_of(counts, "counts")
    words, groups = labels(language), grouping(counts)
    rows = counts if group is None else rows_of(counts, group)
    rows = rows[~rows["term"].isin(stop_set(stop))]
    group = only_group(counts) if group is None else group
    totals = rows.groupby("term", observed=True)["n"].sum()
    weights = totals[totals > 0].rename_axis("term").reset_index()
    weights["term"] = weights["term"].astype(str)
    weights = weights.sort_values(["n", "term"], ascending=[False, True]).head(top)
    ax = axes(ax)
    if weights.empty:
        return empty(ax, language)
    shade = PALETTE[1] if group is None else groups.colour(group)
    _sheet(ax)
    drawn = _place_words(ax, dict(zip(weights["term"], weights["n"], strict=True)), SHEET, shade)
    _tell_of_others(ax, len(weights) - drawn, words)
    name = words["whole"] if group is None else groups.name(group, language)
    title(ax, words["cloud"], name)
    return finish(ax)


def comparison_cloud(
    scores: pd.DataFrame, *, top: int = 25, language: str = "zh", ax: Axes | None = None
) -> Axes:
    """One panel a section with its key terms, area by score; pale ones are not supported.

    `scores` is from `keyness(counts)`, for at most nine targets; of each the `top` terms are
    drawn that are more frequent there.  `language` of the labels is "zh" or "en"; `ax` are the
    axes to draw into.
    """
    scores = frame_of(scores, "scores", NEEDED)
    groups = grouping(scores)
    words = labels(language, groups.by)
    ax = axes(ax)
    chosen = key_terms(scores[scores["score"] > 0])
    targets = side_by_side(chosen["target"])
    if not targets:
        return empty(ax, language)
    _sheet(ax)
    columns = 1 if len(targets) == 1 else 2 if len(targets) <= 4 else 3
    width, height = SHEET[0] / columns, SHEET[1] / -(-len(targets) // columns)
    left_out, names = 0, groups.short(targets, language)
    for number, target in enumerate(targets):
        part = chosen[chosen["target"].astype(str) == target].head(top)
        panel = Bbox.from_bounds(
            number % columns * width + 4, number // columns * height, width - 8, height
        )
        drawn = _panel(ax, part, panel, names[number], groups.colour(target))
        left_out += len(part) - drawn
    _tell_of_others(ax, left_out, words)
    title(ax, words["comparison"])
    return finish(ax)


def _panel(ax: Axes, part: pd.DataFrame, panel: Bbox, name: str, shade: str) -> int:
    """The key terms of one target, under its name and a line; how many have room."""
    head, gap = 20, 8
    ax.text(panel.x0, panel.y0 + head / 2, name, va="center", fontsize=9)
    ax.plot([panel.x0, panel.x1], [panel.y0 + head] * 2, color=shade, linewidth=1.5)
    weights = dict(zip(part["term"], part["score"], strict=True))
    weak = set(part.loc[~part["supported"].astype(bool), "term"])
    box = (panel.width, panel.height - head - gap)
    return _place_words(ax, weights, box, shade, (panel.x0, panel.y0 + head + gap / 2), weak)


# --- placing words -------------------------------------------------------------------------


def _sheet(ax: Axes) -> None:
    """Lay the axes out as a sheet of 630 x 400 units, origin at the upper left."""
    ax.set_xlim(0, SHEET[0])
    ax.set_ylim(SHEET[1], 0)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _tell_of_others(ax: Axes, number: int, words: dict[str, str]) -> None:
    """How many words have no room, below the sheet."""
    if number > 0:
        corner, text = (SHEET[0], SHEET[1] + 4), words["others"].format(number)
        ax.text(*corner, text, ha="right", va="top", fontsize=7, color=INK)


def _place_words(
    ax: Axes,
    weights: Mapping[str, float],
    box: tuple[float, float],
    shade: str,
    corner: tuple[float, float] = (0, 0),
    weak: Iterable[str] = (),
) -> int:
    """Draw words as outlines, sharp at any size, large ones in the middle; how many have room."""
    warn_of_boxes(weights)
    words = _arrange(weights, box)
    for word, strength, size, outline, left, top in words:
        begin, ceiling = outline.vertices[:, 0].min(), outline.vertices[:, 1].max()
        move = Affine2D().translate(-begin, -ceiling).scale(size / UNIT, -size / UNIT)
        move.translate(corner[0] + left, corner[1] + top)
        alpha = 0.45 if word in weak else 0.65 + 0.35 * strength
        patch = PathPatch(outline, transform=move + ax.transData, color=shade, alpha=alpha)
        patch.set(linewidth=0, label=word, in_layout=False)
        ax.add_artist(patch)  # add_patch would measure every curve anew
    return len(words)


def _arrange(weights: Mapping[str, float], box: tuple[float, float]) -> list[Word]:
    """Every word that has room, with its size and place, in the order of the weights.

    The area of a word is proportional to its weight, between the smallest size that can be read
    and the one at which the word is as wide as the box.  Where not all words have room, all are
    made smaller and laid out anew.
    """
    roots = np.sqrt(np.array(list(weights.values()), dtype=float))
    roots /= roots.max()
    outlines = [_outline(word) for word in weights]
    extents = np.array([np.ptp(outline.vertices, axis=0) for outline in outlines]) / UNIT + GAPS
    widest = box[0] / extents[:, 0]
    largest = LARGEST * box[1]
    while True:
        sizes = np.minimum(np.maximum(roots * largest, SMALLEST), widest)
        boxes = extents * sizes[:, None]
        fits = boxes.prod(axis=1).sum() <= FILLED * box[0] * box[1]
        corners = packed(boxes, box) if fits or largest <= SMALLEST else [None]
        if None not in corners or largest <= SMALLEST:
            break
        largest = max(SMALLEST, largest * STEP)
    words = []
    found = zip(weights, roots, sizes, outlines, corners, strict=True)
    for word, root, size, outline, corner in found:
        if corner is not None:
            left, top = corner + GAPS / 2 * size
            words.append(Word(word, root, size, outline, left, top))
    return words


def _outline(word: str) -> TextPath:
    """The letters of a word as curves; a $ is a sign and begins no formula."""
    word = writable(word)
    return TextPath((0, 0), word.replace("$", r"\$"), size=UNIT, prop=font(text=word))
