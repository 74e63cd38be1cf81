"""A heat map: the key terms of each section across all sections."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..statistics import key_terms
from .groups import Groups, grouping, side_by_side
from .style import INK, axes, empty, finish, labels, plain, row_labels, title

ROWS = 24  # terms that half a page has room for
NEEDED = ("target", "term", "n_reference", "rate_target", "rate_reference", "supported")


def heatmap(
    scores: pd.DataFrame, *, top: int = 5, language: str = "zh", ax: Axes | None = None
) -> Axes:
    """The best key terms of each section (rows) across all sections (columns).

    `scores` is from `keyness(counts)`.  A cell shows the rate per 10,000 tokens, as its
    darkness and in figures; a frame around it marks the section for which the term is key, a
    dotted one that it is not supported.  At most nine sections, and about 24 terms in all (so
    fewer than `top` for many sections).  `language` of the labels is "zh" or "en"; `ax` are the
    axes to draw into.
    """
    scores = frame_of(scores, "scores", NEEDED)
    groups = grouping(scores)
    words = labels(language, groups.by)
    targets = side_by_side(scores["target"])
    best = key_terms(scores, top=min(top, max(2, ROWS // max(len(targets), 1))))
    terms = list(dict.fromkeys(best["term"]))
    ax = axes(ax, len(terms) + 1)
    if not terms:
        return empty(ax, language)
    _cells(ax, _rates(scores, terms, targets))
    _frames(ax, best, terms, targets, groups)
    row_labels(ax, terms)
    ax.set_xticks(range(len(targets)), groups.in_columns(targets, 40 // len(targets), language))
    title(ax, words["heatmap"])
    ax.set_xlabel(words["frames"], fontsize=9, labelpad=8)
    plain(ax)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0, labelsize=9)
    return finish(ax)


def _rates(scores: pd.DataFrame, terms: list[str], targets: list[str]) -> np.ndarray:
    """The rate of every term in every target.

    Scores have a row for every term that the target or its reference has, so where one is not
    there, the rate is 0; but not where it was taken out, which shows in the other rows.
    """
    table = scores.assign(target=scores["target"].astype(str), term=scores["term"].astype(str))
    wide = table.pivot(index="term", columns="target", values="rate_target")
    wide = wide.reindex(index=terms, columns=targets)
    elsewhere = set(table[table["n_reference"] > 0]["term"])
    for row, column in np.argwhere(wide.isna().to_numpy()):
        if terms[row] in elsewhere:
            raise ValueError(
                f"there is no row of {terms[row]!r} in {targets[column]!r}, where it may occur: "
                "pass all rows of keyness(counts), the key terms are chosen here"
            )
    return wide.fillna(0).to_numpy()


def _cells(ax: Axes, rates: np.ndarray) -> None:
    """Rates as darkness and in figures."""
    # the square root keeps rare terms visible; half the scale keeps figures and frames so
    ax.imshow(np.sqrt(rates), cmap="Greys", aspect="auto", vmin=0, vmax=np.sqrt(rates.max()) * 2)
    for row, column in np.ndindex(rates.shape):
        rate = rates[row, column]
        figure = f"{rate:.0f}" if rate else "·"
        ax.text(column, row, figure, ha="center", va="center", fontsize=8, color=INK)


def _frames(
    ax: Axes, best: pd.DataFrame, terms: list[str], targets: list[str], groups: Groups
) -> None:
    """A frame around each key term of a target, in the colour of the target."""
    for target, term, supported in best[["target", "term", "supported"]].to_numpy():
        style = {"linewidth": 2.2} if supported else {"linewidth": 1.2, "linestyle": ":"}
        corner = (targets.index(str(target)) - 0.47, terms.index(term) - 0.44)
        edge = groups.colour(target)
        ax.add_patch(plt.Rectangle(corner, 0.94, 0.88, fill=False, edgecolor=edge, **style))
