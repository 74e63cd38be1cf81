"""What is on the screen as Python that runs as it is, and the same done at once.

Nothing that a user typed goes into code but by `repr`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from ..corpus import Corpus
from ..report import Settings
from ..statistics import key_terms

if TYPE_CHECKING:  # opening matplotlib takes half a second
    from matplotlib.axes import Axes

ROWS = 6  # of a panel, where all groups are shown


class Shown(NamedTuple):
    """What a screen is made of: the corpus, what it is compared by, and what was chosen."""

    corpus: Corpus
    by: str
    level: int | None
    settings: Settings
    language: str


def code(shown: Shown, source: str) -> str:
    """The lines that make the corpus, table and figure that are on the screen.

    `source` is the expression that gives the corpus, such as ``an.load('seed.txt')``.
    """
    chosen = shown.settings
    lines = [
        "import analysis as an",
        "from analysis import plots",
        "",
        f"corpus = {source}",
        *_mended(chosen),
        *_counted(shown),
    ]
    options = ["tokens=corpus"]
    if shown.by == "section":
        options.append(f"level={shown.level!r}")
    if chosen.reference is not None:
        options.append(f"reference={chosen.reference!r}")
    if chosen.measure != "log_likelihood":
        options.append(f"measure={chosen.measure!r}")
    if chosen.drop:
        options.append(f"stop={list(chosen.drop)!r}")
    options += [f"permutations={chosen.permutations!r}", f"seed={chosen.seed!r}"]
    lines.append(f"scores = an.keyness(counts, {', '.join(options)})")
    lines += _filtered(chosen)
    if chosen.target is None:
        lines.append(f"table = an.key_terms(scores, top={chosen.top!r})")
    else:
        lines.append(f"own = scores[scores['target'].astype(str) == {chosen.target!r}]")
        lines.append(f"table = an.key_terms(own, top={chosen.top!r})")
    lines += _drawn(shown)
    return "\n".join(lines) + "\n"


def _mended(chosen: Settings) -> list[str]:
    lines = []
    if chosen.headings:
        rows = [
            {key: value for key, value in heading._asdict().items() if value is not None}
            for heading in chosen.headings
        ]
        lines.append(f"corpus = corpus.correct_headings({rows!r})")
    if chosen.documents is not None:
        lines.append(f"corpus = corpus.select(documents={list(chosen.documents)!r})")
    if chosen.terms:
        lines.append(f"corpus = corpus.with_terms({chosen.words!r})")
    return lines


def _counted(shown: Shown) -> list[str]:
    by, lines = shown.by, []
    if by not in ("section", "document") and by in shown.corpus.documents:
        lines = [
            f"known = dict(zip(corpus.documents['document'], corpus.documents[{by!r}]))",
            "column = corpus.tokens['document'].astype(str).map(known)",
            f"corpus = corpus._replace(tokens=corpus.tokens.assign(**{{{by!r}: column}}))",
        ]
    return [*lines, f"counts = an.count_terms(corpus, by={by!r})"]


def _filtered(chosen: Settings) -> list[str]:
    lines = []
    if not chosen.single:
        lines.append("scores = scores[scores['term'].astype(str).str.len() > 1]")
    if chosen.tags:
        lines += [
            "tagged = corpus.recut(tags=True).tokens",
            "by_token = tagged.groupby('token', observed=True)['tag']",
            "usual = by_token.agg(lambda tags: tags.mode()[0])",
            f"kind = usual[usual.astype(str).str.startswith({chosen.tags!r})].index",
            "scores = scores[scores['term'].astype(str).isin(kind.astype(str))]",
        ]
    if also := _also_shown(chosen):
        lines.append(f"hidden = scores['hidden'].astype(str).replace({also!r}, '')")
        lines.append("scores = scores.assign(hidden=hidden)")
    return lines


def _also_shown(chosen: Settings) -> list[str]:
    """Reasons for which rows are not left out: what was asked for by name is shown."""
    small = ["small part"] if chosen.target is not None else []
    return [*small, *(["number"] if chosen.numbers else [])]


def _drawn(shown: Shown) -> list[str]:
    look = f"language={shown.language!r}"
    if shown.by == "section":
        lines, names = [], "corpus"
    elif shown.by == "document":
        lines = [
            "documents = corpus.documents",
            "names = dict(zip(documents['document'], documents['title'].mask("
            "documents['title'] == '', documents['document'])))",
        ]
        names = "names"
    else:
        lines, names = [], "None"
    if shown.settings.target is None:
        size = "size='a4', "
        drawn = f"plots.facets(scores, top={ROWS}, names={names}, {size}{look})"
    else:
        group, top = shown.settings.target, shown.settings.top
        drawn = f"plots.keyness(scores, group={group!r}, top={top!r}, names={names}, {look})"
    return [*lines, f"ax = {drawn}"]


# --- the same at once, from scores that are there ----------------------------------------------


def filtered(scores: pd.DataFrame, chosen: Settings, kinds: Mapping[str, str]) -> pd.DataFrame:
    """The rows of `scores` that may be shown; `kinds` gives the part of speech of each term."""
    terms = scores["term"].astype(str)
    if not chosen.single:
        scores = scores[terms.str.len() > 1]
    if chosen.tags:
        terms = scores["term"].astype(str)
        scores = scores[[kinds.get(term, "").startswith(chosen.tags) for term in terms]]
    if also := _also_shown(chosen):
        scores = scores.assign(hidden=scores["hidden"].astype(str).replace(also, ""))
    return scores


def kinds_of(corpus: Corpus) -> dict[str, str]:
    """The usual part of speech of every term, as jieba tags it."""
    tagged = corpus.recut(tags=True).tokens
    columns = [tagged["token"].astype(str), tagged["tag"].astype(str)]
    n = pd.DataFrame(dict(zip(("token", "tag"), columns, strict=True))).value_counts()
    rows = n.reset_index().sort_values(["count", "tag"], ascending=[False, True], kind="stable")
    first = rows.drop_duplicates("token")
    return dict(zip(first["token"], first["tag"], strict=True))


def table(scores: pd.DataFrame, chosen: Settings) -> pd.DataFrame:
    """The key terms on the screen."""
    if chosen.target is not None:
        scores = scores[scores["target"].astype(str) == chosen.target]
    return key_terms(scores, top=chosen.top)


def figure(scores: pd.DataFrame, shown: Shown) -> Axes:
    """The figure of what is on the screen: its rows, order and names."""
    from .. import plots

    names: Any = None
    if shown.by == "section":
        names = shown.corpus
    elif shown.by == "document":
        documents = shown.corpus.documents
        titles = documents["title"].mask(documents["title"] == "", documents["document"])
        names = dict(zip(documents["document"], titles, strict=True))
    if shown.settings.target is None:
        return plots.facets(scores, top=ROWS, names=names, size="a4", language=shown.language)
    return plots.keyness(
        scores,
        group=shown.settings.target,
        top=shown.settings.top,
        names=names,
        language=shown.language,
    )
