"""The figures of a report: which there are, what each is called, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from ..glossary import words
from ..statistics import key_terms, rates, similarity
from ..wording import section_names
from .job import Analysis, in_order

if TYPE_CHECKING:  # opening matplotlib takes half a second
    from matplotlib.axes import Axes

KINDS = (
    *("frequency", "cloud", "outline", "facets", "heatmap", "dispersion", "trend", "slopes"),
    *("similarity", "keyness"),
)
FREQUENT = 12  # of the most frequent terms, where there is no comparison
EACH = 20  # groups that have three figures each
OWN = 40  # figures of single groups, where there are more; the tables have every group
ALIKE = 3  # documents from which on it is worth asking which are alike


def figures(
    analysis: Analysis, *, language: str = "zh"
) -> Iterator[tuple[str, Callable[[], Axes]]]:
    """Name and drawing function of every figure of a report, in order.

    `analysis` is what `analyse` or `write_report` returned, `language` "zh" or "en".  A name is
    one of `KINDS`, with the group after it where it is of one: "frequency", "heatmap",
    "keyness_1". The functions take no argument and return the Axes.

    Groups have three figures each where there are at most 20 of them; of more, those with
    something supported have their key terms, 40 of them at most.
    """
    from .. import plots

    group, scores, table = analysis.group, analysis.scores, analysis.frequency
    whole = analysis.tables["frequency"]
    called = section_names(analysis.corpus, language=language) if group == "section" else None
    look: dict[str, Any] = {"language": language}
    names = table[group].astype(str)
    groups = [] if scores.empty else list(dict.fromkeys(names))
    # the tables are without stop words already
    yield "frequency", partial(plots.frequency, whole, **look)
    compared = None if scores.empty else scores
    yield "cloud", partial(plots.cloud, whole, stop=(), scores=compared, **look)
    if groups:
        yield "facets", partial(plots.facets, scores, names=called, **look)
        yield "heatmap", partial(plots.heatmap, scores, names=called, **look)
    if group == "section":
        terms = _terms(analysis)
        yield "dispersion", partial(plots.dispersion, analysis.corpus, terms, names=called, **look)
        if len(analysis.corpus.sections) > 1:
            yield "outline", partial(plots.outline, analysis.corpus, **look)
    elif groups:
        yield from _of_documents(analysis, look)
    few = len(groups) <= EACH
    marked = set(scores["target"][scores["supported"].astype(bool)].astype(str))
    for each in groups if few else [name for name in groups if name in marked][:OWN]:
        own = table[names == each]  # what was compared: not what lies under a section as well
        if few:
            yield f"frequency_{each}", partial(plots.frequency, own, names=called, **look)
        yield f"keyness_{each}", partial(plots.keyness, scores, group=each, names=called, **look)
        if few:
            yield f"cloud_{each}", partial(plots.cloud, own, stop=(), names=called, **look)


def _of_documents(
    analysis: Analysis, look: dict[str, Any]
) -> Iterator[tuple[str, Callable[[], Axes]]]:
    """What changes from document or group to the next, and which are alike."""
    from .. import plots

    terms, rows = changing(analysis), moving(analysis)
    if terms is not None:
        yield "trend", partial(plots.trend, rates(analysis.counts, terms), **look)
    if len(rows):
        yield "slopes", partial(plots.slopes, rows, **look)
    if analysis.scores["target"].nunique() >= ALIKE:
        alike = similarity(analysis.counts)
        yield "similarity", partial(plots.similarity, alike, **look)


def changing(analysis: Analysis) -> pd.DataFrame | list[str] | None:
    """What is followed from group to group: what rises or falls for sure, else what marks one off.

    None where nothing is supported, and where the groups have no order.
    """
    if not in_order(analysis.corpus, analysis.group):
        return None
    if len(rows := moving(analysis)):
        return rows["term"].astype(str).tolist()
    return analysis.scores if analysis.scores["supported"].any() else None


def moving(analysis: Analysis) -> pd.DataFrame:
    """The rows of the trends of key terms that rise or fall for sure; none without an order."""
    trends = analysis.tables.get("trends")
    if trends is None:
        return pd.DataFrame()
    shown = key_terms(analysis.scores)["term"].astype(str)
    return trends[trends["supported"] & trends["term"].isin(shown)]


def printed(
    analysis: Analysis, language: str, *, top: int, frequent: int
) -> dict[str, Callable[[], Axes]]:
    """The figures of the Word file by its keys, without titles, as a caption stands below them.

    "main" is the comparison of all groups, "key_…" that of one, by `top` terms; "frequency" (of so
    many `frequent` ones) and "dispersion" are about the whole text.
    """
    from .. import plots

    scores, sections = analysis.scores, analysis.group == "section"
    called = section_names(analysis.corpus, language=language) if sections else None
    drawings: dict[str, Callable[[], Axes]] = {}

    def add(key: str, drawing: Callable[..., Axes], *given: object, **options: object) -> None:
        own = {"language": language, "title": None, "names": called}
        drawings[key] = partial(drawing, *given, **own, **options)

    add("frequency", plots.frequency, analysis.tables["frequency"], top=frequent)
    if sections:
        add("dispersion", plots.dispersion, analysis.corpus, _terms(analysis))
    plain: dict[str, Any] = {"language": language, "title": None}
    if (terms := changing(analysis)) is not None:
        drawings["trend"] = partial(plots.trend, rates(analysis.counts, terms), **plain)
    if len(rows := moving(analysis)):
        drawings["slopes"] = partial(plots.slopes, rows, **plain)
    if not scores.empty:
        add("main", plots.facets, scores)
        for target in dict.fromkeys(scores["target"].astype(str)):
            add(f"key_{target}", plots.keyness, scores, group=target, top=top)
    return drawings


def described(name: str, analysis: Analysis, language: str) -> str:
    """What a figure of `figures` shows, in words."""
    kinds = words(language)["figureKinds"]
    kind = max((each for each in KINDS if name.startswith(each)), key=len)
    rest = name.removeprefix(kind).lstrip("_")
    if analysis.group == "section" and rest:
        names = section_names(analysis.corpus, language=language)
        titles = dict(zip(names["section"], names["name"], strict=True))
        rest = titles.get(rest, rest)
    return words(language)["colon"].join(filter(None, [kinds[kind], rest]))


def _terms(analysis: Analysis) -> pd.DataFrame | list[str]:
    """The terms whose places are drawn: those that mark sections off, else the most frequent."""
    scores = analysis.scores
    if not scores.empty and scores["supported"].any():
        return scores
    return analysis.tables["frequency"]["term"].head(FREQUENT).tolist()
