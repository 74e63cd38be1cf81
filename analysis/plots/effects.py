"""Effects with their intervals: what marks one section off, and how sure that is."""

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.transforms import Affine2D, ScaledTranslation

from ..contract import frame_of
from ..statistics import key_terms
from .fonts import font
from .groups import grouping, rows_of
from .style import (
    INK,
    PALE,
    axes,
    beside,
    empty,
    finish,
    labels,
    plain,
    renamed,
    row_labels,
    title,
)

DASHED = (0, (3, 2))
BELOW = -0.48  # inches from the axes to the legend: there is a label between them
NEEDED = (
    *("target", "term", "n_target", "n_reference", "rate_target", "rate_reference"),
    *("effect", "lower", "upper", "supported"),
)


@renamed(target="group")
def keyness(
    scores: pd.DataFrame,
    *,
    group: object,
    top: int = 12,
    language: str = "zh",
    ax: Axes | None = None,
) -> Axes:
    """The terms that mark one section off: effect (log ratio) with its interval and counts.

    `scores` is from `keyness(counts)`, `group` one of its targets, `top` the number of terms.
    The order is that of `score`, best on top, and only terms more frequent in the target.
    A filled dot is supported; a hollow grey one with a dashed interval is not: a difference
    of that size is what chance gives.  At the right stand the counts, target : reference.
    `language` of the labels is "zh" or "en"; `ax` are the axes to draw into.
    """
    scores = frame_of(scores, "scores", NEEDED)
    groups = grouping(scores)
    words = labels(language, groups.by)
    rows = key_terms(rows_of(scores, group)).head(top)
    ax = axes(ax, len(rows) + 1)
    if rows.empty:
        return empty(ax, language)
    shade = groups.colour(group)
    for place, row in enumerate(rows.to_dict("records")):
        _interval(ax, place, row, shade)
    ax.axvline(0, color=INK, linewidth=0.8)
    row_labels(ax, rows["term"])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(words["effect"], fontsize=9)
    corner = (1.08, 1.01)
    other = _reference(scores, words)
    sides = words["counts"].format(other)
    ax.annotate(sides, corner, xycoords="axes fraction", ha="right", va="bottom", fontsize=8)
    title(ax, words["keyness"].format("{}", other), groups.name(group, language), below="\n")
    plain(ax)
    _legend(ax, rows["supported"].tolist(), shade, words)
    return finish(ax)


def _reference(scores: pd.DataFrame, words: dict[str, str]) -> str:
    """What the targets were compared with: all others, where the sizes say so."""
    if {"size_target", "size_reference"} <= set(scores.columns):
        sizes = scores.drop_duplicates("target")
        both = sizes["size_target"] + sizes["size_reference"]
        if (both == sizes["size_target"].sum()).all():
            return words["rest"]
    return words["other"]


def _interval(ax: Axes, place: int, row: dict, shade: str) -> None:
    """The effect of one term as a dot on its interval, its counts at the right."""
    line = {"color": shade} if row["supported"] else {"color": PALE, "linestyle": DASHED}
    ax.plot([row["lower"], row["upper"]], [place, place], linewidth=1.6, **line)
    face = shade if row["supported"] else "white"
    ax.plot(row["effect"], place, "o", markersize=6, markerfacecolor=face, **line)
    beside(ax, place, f"{row['n_target']:.0f} : {row['n_reference']:.0f}", color=INK)


def _legend(ax: Axes, supported: Sequence[bool], shade: str, words: dict[str, str]) -> None:
    """What filled and hollow dots mean, as far as there are such."""
    handles = []
    if any(supported):
        handles.append(Line2D([], [], label=words["supported"], marker="o", color=shade))
    if not all(supported):
        hollow = Line2D([], [], label=words["unsupported"], marker="o", color=PALE)
        hollow.set(markerfacecolor="white", linestyle=DASHED)
        handles.append(hollow)
    figure = ax.get_figure(root=True)
    below = ScaledTranslation(0, BELOW, figure.dpi_scale_trans) if figure else Affine2D()
    ax.legend(
        handles=handles,
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        bbox_transform=ax.transAxes + below,
        ncols=2,
        frameon=False,
        prop=font(8),
    )
