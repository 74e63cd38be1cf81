"""Clouds: words as large as they are frequent, for the eye; the figures stand in the tables."""

import math
from collections.abc import Iterable
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
from .fonts import font, font_path, warn_of_boxes, writable
from .groups import colour, group_name, only_group, rows_of, side_by_side
from .style import PALETTE, axes, empty, finish, labels, renamed, title

SEED = 20240601
SHEET = (630, 400)  # units: width and height of a cloud, origin at the upper left
SMALLEST = 9  # of these units: 6.5 points on half an A4 page
TRIES = 4  # layouts, each smaller than the one before
COVERED = 0.1  # the share of a word's area that may lie in another word
NEEDED = ("target", "term", "score", "rate_target", "rate_reference", "supported")


class Word(NamedTuple):
    """A word of a cloud: its size and outline, and the box it takes on the sheet."""

    word: str
    size: float
    outline: TextPath
    box: Bbox


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

    `counts` is from `count_terms` or `frequency`; `group` takes one section with all that
    lies under it (or one of the groups that were counted by), and the `top` terms are drawn.
    Stop words are left out: the default list, `stop`, or none of them with `stop=()`.
    `language` of the labels is "zh" or "en"; `ax` are the axes to draw into.  A cloud is a
    picture for the eye; the figures stand in the table.
    """
    counts = frame_of(counts, "counts")
    words = labels(language)
    rows = counts if group is None else rows_of(counts, group)
    rows = rows[~rows["term"].isin(stop_set(stop))]
    group = only_group(counts) if group is None else group
    totals = rows.groupby("term", observed=True)["n"].sum()
    weights = totals[totals > 0].rename_axis("term").reset_index()
    weights = weights.sort_values(["n", "term"], ascending=[False, True]).head(top)
    ax = axes(ax)
    if weights.empty:
        return empty(ax, language)
    shade = PALETTE[1] if group is None else colour(group, [group])
    _sheet(ax)
    _place_words(ax, dict(zip(weights["term"], weights["n"], strict=True)), SHEET, shade)
    name = words["whole"] if group is None else group_name(group, language)
    title(ax, words["cloud"].format(name))
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
    words = labels(language)
    ax = axes(ax)
    chosen = key_terms(scores[scores["score"] > 0])
    targets = side_by_side(chosen["target"])
    if not targets:
        return empty(ax, language)
    _sheet(ax)
    columns = 1 if len(targets) == 1 else 2 if len(targets) <= 4 else 3
    width, height = SHEET[0] / columns, SHEET[1] / -(-len(targets) // columns)
    for number, target in enumerate(targets):
        part = chosen[chosen["target"].astype(str) == target].head(top)
        panel = Bbox.from_bounds(
            number % columns * width + 4, number // columns * height, width - 8, height
        )
        _panel(ax, part, panel, group_name(target, language), colour(target, targets))
    title(ax, words["comparison"])
    return finish(ax)


def _panel(ax: Axes, part: pd.DataFrame, panel: Bbox, name: str, shade: str) -> None:
    """The key terms of one target, under its name and a line."""
    head, gap = 20, 8
    ax.text(panel.x0, panel.y0 + head / 2, name, va="center", fontsize=9)
    ax.plot([panel.x0, panel.x1], [panel.y0 + head] * 2, color=shade, linewidth=1.5)
    weights = dict(zip(part["term"], part["score"], strict=True))
    weak = set(part.loc[~part["supported"].astype(bool), "term"])
    box = (panel.width, panel.height - head - gap)
    _place_words(ax, weights, box, shade, (panel.x0, panel.y0 + head + gap / 2), weak)


# --- placing words -------------------------------------------------------------------------


def _sheet(ax: Axes) -> None:
    """Lay the axes out as a sheet of 630 x 400 units, origin at the upper left."""
    ax.set_xlim(0, SHEET[0])
    ax.set_ylim(SHEET[1], 0)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _place_words(
    ax: Axes,
    weights: dict[str, float],
    box: tuple[float, float],
    shade: str,
    corner: tuple[float, float] = (0, 0),
    weak: Iterable[str] = (),
) -> None:
    """Draw words as outlines, sharp at any size, where word_cloud places them."""
    warn_of_boxes(weights)
    words = _arrange({word: float(weight) for word, weight in weights.items()}, box)
    largest = max(word.size for word in words)
    for word, size, outline, place in words:
        left, top = outline.vertices[:, 0].min(), outline.vertices[:, 1].max()
        move = Affine2D().translate(-left, -top).scale(1, -1)
        move.translate(corner[0] + place.x0, corner[1] + place.y0)
        alpha = 0.45 if word in weak else 0.65 + 0.35 * (size / largest)
        patch = PathPatch(outline, transform=move + ax.transData, color=shade, alpha=alpha)
        patch.set(linewidth=0, label=word, in_layout=False)
        ax.add_artist(patch)  # add_patch would measure every curve anew


def _arrange(weights: dict[str, float], box: tuple[float, float]) -> list[Word]:
    """Every word with its size and place, laid out small and with a fixed seed.

    The area of a word is proportional to its weight.  word_cloud shrinks words for which no
    room is left, and puts others into the gaps of larger characters: then all are made
    smaller and laid out anew; what still lies in another word is left out.
    """
    roots = {word: math.sqrt(weight / max(weights.values())) for word, weight in weights.items()}
    ink = sum(len(word) * root**2 for word, root in roots.items())
    largest = min(math.sqrt(0.5 * box[0] * box[1] / ink), box[1] / 4)
    for _ in range(TRIES):
        words = _laid_out(roots, box, int(largest))
        if len(words) >= 0.95 * sum(root * largest >= SMALLEST for root in roots.values()):
            break
        largest *= 0.88
    return words


def _laid_out(roots: dict[str, float], box: tuple[float, float], largest: int) -> list[Word]:
    """The words that word_cloud neither shrinks nor puts into one another."""
    from wordcloud import WordCloud  # costs 0.2 s, and only clouds need it

    layout = WordCloud(
        font_path=str(font_path()),
        width=int(box[0]),
        height=int(box[1]),
        prefer_horizontal=1.0,
        relative_scaling=1.0,
        min_font_size=SMALLEST,
        max_font_size=largest,
        margin=4,
        random_state=SEED,
    ).generate_from_frequencies(roots)
    kept: list[Word] = []
    for (word, root), size, (row, column), *_ in layout.layout_:
        outline = _outline(word, size)
        place = Bbox.from_bounds(column, row, *np.ptp(outline.vertices, axis=0))
        shrunk = size < 0.9 * root * largest
        if not shrunk and all(_share_covered(place, other.box) <= COVERED for other in kept):
            kept.append(Word(word, size, outline, place))
    return kept


def _outline(word: str, size: float) -> TextPath:
    """The letters of a word as curves; a $ is a sign and begins no formula."""
    word = writable(word)
    return TextPath((0, 0), word.replace("$", r"\$"), size=size, prop=font(text=word))


def _share_covered(box: Bbox, other: Bbox) -> float:
    """The share of one box's area that lies in another."""
    common = Bbox.intersection(box, other)
    return 0.0 if common is None else common.width * common.height / (box.width * box.height)
