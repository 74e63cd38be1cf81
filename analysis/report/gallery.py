"""The figures of a report: which there are, what each is called, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from ..statistics import key_terms
from .job import Analysis

if TYPE_CHECKING:  # opening matplotlib takes half a second
    from matplotlib.axes import Axes

KINDS = ("frequency", "cloud", "heatmap", "comparison_cloud", "dispersion", "keyness")
ROWS = 24  # terms that one figure has room for
FREQUENT = 12  # of the most frequent ones, where there is no comparison


def figures(analysis: Analysis) -> Iterator[tuple[str, Callable[[], Axes]]]:
    """Name and drawing function of every figure of a report, in order.

    `analysis` is what `analyse` or `write_report` returned.  A name is one of `KINDS`, with the
    group or the number of the page after it: "frequency", "heatmap_2", "keyness_1". The
    functions take no argument and return the Axes.
    """
    from .. import plots

    group, scores, table = analysis.group, analysis.scores, analysis.frequency
    whole = analysis.tables["frequency"]
    names = table[group].astype(str)
    groups = [] if scores.empty else list(dict.fromkeys(names))
    # the tables are without stop words already
    yield "frequency", partial(plots.frequency, whole)
    yield "cloud", partial(plots.cloud, whole, stop=())
    pages = range(0, len(groups), plots.PANELS)
    for number, first in enumerate(pages, start=1):
        side = scores[scores["target"].isin(groups[first : first + plots.PANELS])]
        page = f"_{number}" if len(pages) > 1 else ""
        yield f"heatmap{page}", partial(plots.heatmap, side)
        yield f"comparison_cloud{page}", partial(plots.comparison_cloud, side)
    if group == "section":
        yield "dispersion", partial(plots.dispersion, analysis.corpus.tokens, _terms(analysis))
    for each in groups:
        own = table[names == each]  # what was compared: not what lies under a section as well
        yield f"frequency_{each}", partial(plots.frequency, own)
        yield f"keyness_{each}", partial(plots.keyness, scores, group=each)
        yield f"cloud_{each}", partial(plots.cloud, own, stop=())


def _terms(analysis: Analysis) -> list[str]:
    """The terms whose places are drawn: those that mark sections off, else the most frequent."""
    if analysis.scores.empty:
        return analysis.tables["frequency"]["term"].head(FREQUENT).tolist()
    groups = analysis.scores["target"].nunique()
    best = key_terms(analysis.scores, top=max(2, 20 // groups))
    return list(dict.fromkeys(best["term"]))[:ROWS]
