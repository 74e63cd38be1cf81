"""Where terms occur in a document."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import counted_as, spelt
from ..structure import roll_up
from .groups import colour, group_name
from .notes import tell
from .style import INK, axes, beside, empty, finish, labels, plain, row_labels, title

NEEDED = ("document", "section", "position", "token")


def dispersion(
    tokens: pd.DataFrame | Corpus,
    terms: Sequence[str],
    *,
    language: str = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Where each term occurs: one row a term, one stroke an occurrence, bands for sections.

    Draws one document: its `tokens`, or a corpus of it.  Each of `terms` has a row, in their
    order; the axis counts running tokens, and the number of places stands at the right, the
    same as in a table of counts.  Of several documents it draws one term, a row a document, by
    per cent of the document.  `language` of the labels is "zh" or "en"; `ax` are the axes to
    draw into.

    Warns of a term that is no token: it may be part of longer ones.  Raises ValueError for
    several terms of several documents, and for a single string where a list of terms is meant.
    """
    tokens = frame_of(tokens, "tokens", NEEDED)
    if isinstance(terms, str):
        raise ValueError(f"terms={terms!r}: it takes a list of terms, such as [{terms!r}]")
    if tokens.empty:
        raise ValueError("tokens are empty: there is no place to draw")
    names = list(dict.fromkeys(tokens["document"].astype(str)))
    if len(names) > 1 and len(terms) > 1:
        raise ValueError(
            "dispersion draws several terms of one document, or one term of several: choose a "
            "document with tokens[tokens.document == …]"
        )
    ax = axes(ax, 1 + (len(terms) if len(names) == 1 else len(names)))
    if not len(terms):
        return empty(ax, language)
    written = _terms_of(tokens)
    place = f"{names[0]!r}" if len(names) == 1 else f"these {len(names)} documents"
    _warn_of_absent(written, terms, place)
    if len(names) == 1:
        _one_document(ax, tokens, written, terms, language)
    else:
        _one_term(ax, tokens, written == spelt(terms)[0], names, terms[0], language)
    plain(ax)
    return finish(ax)


def _one_document(
    ax: Axes, tokens: pd.DataFrame, written: np.ndarray, terms: Sequence[str], language: str
) -> None:
    """A row for each term, over bands for the sections."""
    sections = roll_up(tokens, level=1)["section"].astype(str).to_numpy()
    positions = tokens["position"].to_numpy()
    _bands(ax, sections, positions, language)
    _rows(ax, terms, [positions[written == term] for term in spelt(terms)])
    ax.set_xlim(positions.min() - 1, positions.max() + 1)
    ax.set_xlabel(labels(language)["position"], fontsize=9)
    title(ax, labels(language)["dispersion"], below="\n")


def _one_term(
    ax: Axes, tokens: pd.DataFrame, there: np.ndarray, names: list[str], term: str, language: str
) -> None:
    """A row for each document, which differ in length."""
    first = tokens.groupby("document", observed=True)["position"].transform("min")
    length = tokens.groupby("document", observed=True)["position"].transform("max") - first + 1
    share = (100 * (tokens["position"] - first) / length).to_numpy()
    document = tokens["document"].astype(str).to_numpy()
    _rows(ax, names, [share[there & (document == name)] for name in names])
    ax.set_xlim(-1, 101)
    ax.set_xlabel(labels(language)["share"], fontsize=9)
    title(ax, labels(language)["places"], term)


def _rows(ax: Axes, names: Sequence[str], places: Sequence[np.ndarray]) -> None:
    """A row of strokes for each name, and their number."""
    for row, own in enumerate(places):
        ax.vlines(own, row - 0.36, row + 0.36, color=INK, linewidth=1.1)
        beside(ax, row, str(len(own)))
    row_labels(ax, names)
    ax.set_ylim(len(names) - 0.4, -0.6)


def _terms_of(tokens: pd.DataFrame) -> np.ndarray:
    """The term of every token, as it is counted: a line break inside it is taken out."""
    codes, values = pd.factorize(counted_as(tokens))
    return np.array(spelt(values), dtype=object)[codes]


def _warn_of_absent(written: np.ndarray, terms: Sequence[str], place: str) -> None:
    """Say of a term that is no token which tokens it is part of."""
    for term in terms:
        if spelt([term])[0] in set(written):
            continue
        longer = pd.Series([word for word in written if term in word], dtype="str").value_counts()
        parts = ", ".join(f"{word} ({n})" for word, n in longer.sort_index().head(5).items())
        remedy = f"it is part of {parts}" if parts else f"with_terms(corpus, [{term!r}]) keeps it"
        tell(f"{term!r} is no token of {place}, so its row is empty: {remedy}")


def _bands(ax: Axes, sections: np.ndarray, positions: np.ndarray, language: str) -> None:
    """A band for every run of one section, named above it where there is room."""
    starts = np.flatnonzero(np.r_[True, sections[1:] != sections[:-1]])
    ends = np.r_[positions[starts[1:]], positions[-1] + 1]
    width = positions[-1] + 1 - positions[0]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        section, left = sections[start], positions[start]
        ax.axvspan(left, end, color=colour(section, [section]), alpha=0.16 if number % 2 else 0.07)
        name = group_name(section, language) if (end - left) / width > 0.12 else section
        if (end - left) / width > 0.02:
            middle = ((left + end) / 2, 1.01)
            place = ("data", "axes fraction")
            ax.annotate(name, middle, xycoords=place, ha="center", va="bottom", fontsize=8)
