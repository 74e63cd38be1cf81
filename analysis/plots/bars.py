"""Bars of the most frequent terms."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..contract import frame_of
from .style import (
    INK,
    PALETTE,
    axes,
    colour,
    empty,
    finish,
    group_name,
    labels,
    plain,
    rows_of,
    title,
)


def frequency(
    table: pd.DataFrame,
    *,
    group: object = None,
    top: int = 15,
    measure: str = "n",
    language: str = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Bars of the most frequent terms of a `table` from `frequency(counts)`.

    `group` chooses one section (or other group) of the table; `top` terms are drawn; `measure`
    is "n" (occurrences) or "rate" (per 10,000 tokens).  Longest bar on top, the figure at its
    end.  `language` of the labels is "zh" or "en"; `ax` are the axes to draw into.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"term": ["群众", "活动"], "n": [5, 3], "rate": [50.0, 30.0]})
    >>> [int(bar.get_width()) for bar in frequency(table).patches]
    [5, 3]
    """
    table = frame_of(table, "frequencies", ["term", measure])
    words = labels(language)
    rows = rows_of(table, group).head(top)
    ax = axes(ax, len(rows))
    if rows.empty:
        return empty(ax, language)
    shade = PALETTE[1] if group is None else colour(group, [group])
    bars = ax.barh(range(len(rows)), rows[measure], height=0.68, color=shade)
    form = "{:.0f}" if measure == "n" else "{:.1f}"
    ax.bar_label(bars, fmt=form, padding=3, fontsize=8, color=INK)
    ax.set_yticks(range(len(rows)), rows["term"])
    ax.invert_yaxis()
    ax.margins(x=0.08, y=0.02)
    ax.set_xlabel(words[measure], fontsize=9)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=measure == "n"))
    name = words["whole"] if group is None else group_name(group, language)
    title(ax, words["frequency"].format(name))
    plain(ax)
    return finish(ax)
