"""Bars of the most frequent terms."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from ..contract import frame_of
from .groups import grouping, groups_of, rows_of, whole_or_one
from .style import INK, PALETTE, axes, empty, finish, labels, plain, row_labels, title

PER = 10_000  # tokens that a rate is given for
FIGURES = {"n": "{:.0f}", "rate": "{:.1f}"}  # how a measure is written at the end of a bar


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

    `group` chooses one section with all that lies under it (or one of the groups that were
    counted by); `top` terms are drawn; `measure` is "n" (occurrences) or "rate" (per 10,000
    tokens).  Longest bar on top, the figure at its end.  `language` of the labels is "zh" or
    "en"; `ax` are the axes to draw into.

    Raises ValueError for a table of several groups where none is chosen.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"term": ["群众", "活动"], "n": [5, 3], "rate": [50.0, 30.0]})
    >>> [int(bar.get_width()) for bar in frequency(table).patches]
    [5, 3]
    """
    table = frame_of(table, "frequencies", ["term", measure])
    if measure not in FIGURES:
        raise ValueError(f"measure={measure!r}: bars are of {' or '.join(FIGURES)}")
    words, groups = labels(language), grouping(table)
    if group is None:
        rows, group = table, whole_or_one(table)
    else:
        rows = _together(rows_of(table, group))
    rows = rows.sort_values(measure, ascending=False, kind="stable").head(top)
    ax = axes(ax, len(rows))
    if rows.empty:
        return empty(ax, language)
    shade = PALETTE[1] if group is None else groups.colour(group)
    bars = ax.barh(range(len(rows)), rows[measure], height=0.68, color=shade)
    ax.bar_label(bars, fmt=FIGURES[measure], padding=3, fontsize=8, color=INK)
    row_labels(ax, rows["term"])
    ax.invert_yaxis()
    ax.margins(x=0.08, y=0.02)
    ax.set_xlabel(words[measure], fontsize=9)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=measure == "n"))
    name = words["whole"] if group is None else groups.name(group, language)
    title(ax, words["frequency"], name)
    plain(ax)
    return finish(ax)


def _together(rows: pd.DataFrame) -> pd.DataFrame:
    """A section and what lies under it as one: counts added up, rates of all their tokens."""
    groups = groups_of(rows)
    if groups.nunique() < 2:
        return rows
    rows = frame_of(rows, "frequencies", ["term", "n"])
    joined = rows.groupby("term", observed=True)["n"].sum().reset_index()
    if "rate" in rows:
        sizes = (PER * rows["n"] / rows["rate"]).groupby(groups).first()
        joined["rate"] = PER * joined["n"] / sizes.sum()
    return joined.sort_values("term")
