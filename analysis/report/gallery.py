"""The figures of a report: which there are, what each is called, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from ..statistics import key_terms
from ..wording import section_names, words
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


def printed(analysis: Analysis, language: str) -> dict[str, Callable[[], Axes]]:
    """The figures of the Word file by its keys, without titles, as a caption stands below them.

    "main" is the comparison of all groups, "key_…" that of one; "frequency" and "dispersion" are
    about the whole text.
    """
    from .. import plots

    scores = analysis.scores
    drawings: dict[str, Callable[[], Axes]] = {}

    def add(key: str, drawing: Callable[..., Axes], *given: object, **options: object) -> None:
        drawings[key] = partial(_untitled, drawing, *given, language=language, **options)

    add("frequency", plots.frequency, analysis.tables["frequency"])
    if analysis.group == "section":
        add("dispersion", plots.dispersion, analysis.corpus.tokens, _terms(analysis))
    if not scores.empty:
        targets = list(dict.fromkeys(scores["target"].astype(str)))
        first = scores[scores["target"].isin(targets[: plots.PANELS])]
        add("main", plots.heatmap, first)
        for target in targets:
            add(f"key_{target}", plots.keyness, scores, group=target)
    return drawings


def _untitled(drawing: Callable[..., Axes], *given: object, **options: object) -> Axes:
    ax = drawing(*given, **options)
    ax.set_title("", loc="left")
    return ax


def described(name: str, analysis: Analysis, language: str) -> str:
    """What a figure of `figures` shows, in words."""
    kinds = words(language)["kinds"]
    kind = max((each for each in KINDS if name.startswith(each)), key=len)
    rest = name.removeprefix(kind).lstrip("_")
    if analysis.group == "section" and rest:
        names = section_names(analysis.corpus, language=language)
        titles = dict(zip(names["section"], names["name"], strict=True))
        rest = titles.get(rest, rest) if not kind.startswith(("heatmap", "comparison")) else rest
    return words(language)["colon"].join(filter(None, [kinds[kind], rest]))


def _terms(analysis: Analysis) -> list[str]:
    """The terms whose places are drawn: those that mark sections off, else the most frequent."""
    if analysis.scores.empty:
        return analysis.tables["frequency"]["term"].head(FREQUENT).tolist()
    groups = analysis.scores["target"].nunique()
    best = key_terms(analysis.scores, top=max(2, 20 // groups))
    return list(dict.fromkeys(best["term"]))[:ROWS]
