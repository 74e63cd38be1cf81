"""Where terms occur in a document."""

from collections.abc import Sequence
from typing import NamedTuple, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..corpus import Corpus
from ..glossary import Note, tell, words
from ..segmentation import counted_as, spelt
from ..statistics import key_terms
from ..structure import roll_up
from ..wording import short_names
from .groups import Groups, Names, grouping
from .heads import SIZE, Heads
from .setting import SMALL, TINY, spaced
from .sheet import INK, RULE, SOFT, Look, Sheet, drawing

NEEDED = ("document", "section", "position", "token")
STEP, LEAST_STEP = 0.42, 0.28  # centimetres of a row
BANDS, KEY = ("#f8f9fa", "#eceff2"), "#cfe0f0"
HEADS, AXIS = 2.2, 0.5  # centimetres above and below the rows
NARROW = 0.25  # a band that has no room for a character
TERMS = 2.6
DENSE = 120  # strokes of a row that can be told apart
ROWS, FEW = 16, 6  # terms of scores that are drawn, at most and about at least


class Row(NamedTuple):
    """A term with its places, and the sections in which it is supported."""

    name: str
    places: np.ndarray
    key: frozenset[str]


@drawing
def dispersion(
    tokens: pd.DataFrame | Corpus,
    terms: Sequence[str] | pd.DataFrame,
    *,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """Where each term occurs: one row a term, one stroke an occurrence, bands for sections.

    Draws one document: its `tokens`, or a corpus of it.  `terms` is a list, or **scores** from
    `keyness`: then the first supported terms of every section are drawn, and the section in
    which each is supported is marked.  Bands are as wide as their sections are long, and named;
    the axis counts running tokens, and the number of places stands at the right, the same as in a
    table of counts.  Of several documents it draws one term, a row a document, by per cent of the
    document.  `names` is what sections are called: a corpus, its sections, a table of
    `section_names`, or a dict; the corpus itself where `tokens` is one.

    Warns of a term that is no token: it may be part of longer ones.  Raises ValueError for
    several terms of several documents, and for a single string where a list of terms is meant.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n群众学习。\\n二、实践\\n服务群众。"))
    >>> [line.get_label() for line in dispersion(corpus, ["群众"]).collections]
    ['群众']
    """
    names = tokens if names is None and isinstance(tokens, Corpus) else names
    tokens = frame_of(tokens, "tokens", NEEDED)
    if isinstance(terms, str):
        raise ValueError(f"terms={terms!r}: it takes a list of terms, such as [{terms!r}]")
    if tokens.empty:
        raise ValueError("tokens are empty: there is no place to draw")
    wanted, key = _wanted(terms)
    documents = list(dict.fromkeys(tokens["document"].astype(str)))
    if len(documents) > 1 and len(wanted) > 1:
        raise ValueError(
            "dispersion draws several terms of one document, or one term of several: choose a "
            "document with tokens[tokens.document == …]"
        )
    entries = words(look.get("language", "zh"))
    if not wanted:
        return Sheet(ax, look, title=entries["figDispersion"], content=1.0).empty(
            entries["nothingToDraw"]
        )
    written = _terms_of(tokens)
    place = f"{documents[0]!r}" if len(documents) == 1 else f"these {len(documents)} documents"
    _warn_of_absent(written, wanted, place)
    if len(documents) == 1:
        return _one_document(ax, tokens, written, (wanted, key), names, look)
    return _one_term(ax, tokens, written == spelt(wanted)[0], documents, wanted[0], look)


def _wanted(terms: Sequence[str] | pd.DataFrame) -> tuple[list[str], dict[str, set[str]]]:
    """The terms to draw, and the sections in which each is supported."""
    if not isinstance(terms, pd.DataFrame):
        return list(terms), {}
    rows = key_terms(frame_of(terms, "scores", ["target", "term", "supported"]))
    rows = rows.astype({"target": str, "term": str})
    sure = rows[rows["supported"].astype(bool)]
    each = max(1, ROWS // max(sure["target"].nunique(), 1))
    first = sure[sure.groupby("target", sort=False).cumcount() < each]
    if first["term"].nunique() < FEW:  # sections without a supported term have their first hint
        others = rows[~rows["target"].isin(set(sure["target"]))]
        first = pd.concat([first, others.drop_duplicates("target").head(FEW)]).sort_index()
    key: dict[str, set[str]] = {}
    for target, term in zip(sure["target"], sure["term"], strict=True):
        key.setdefault(term, set()).add(target)
    return list(dict.fromkeys(first["term"])), key


def _terms_of(tokens: pd.DataFrame) -> np.ndarray:
    """The term of every token, as it is counted: a line break inside it is taken out."""
    codes, values = pd.factorize(counted_as(tokens))
    return np.array(spelt(values), dtype=object)[codes]


def _warn_of_absent(written: np.ndarray, terms: Sequence[str], place: str) -> None:
    """Say of a term that is no token which tokens it is part of."""
    there = set(written)
    for term in terms:
        if spelt([term])[0] in there:
            continue
        longer = pd.Series([word for word in written if term in word], dtype="str").value_counts()
        parts = ", ".join(f"{word} ({n})" for word, n in longer.sort_index().head(5).items())
        remedy = Note("partOf", parts) if parts else Note("keepWhole", repr(term))
        tell(Note("emptyRow", repr(term), place, remedy))


# --- one document ----------------------------------------------------------------------------


def _one_document(
    ax: Axes | None,
    tokens: pd.DataFrame,
    written: np.ndarray,
    wanted: tuple[list[str], dict[str, set[str]]],
    names: Names,
    look: Look,
) -> Axes:
    """A row for each term, over bands for the sections."""
    terms, key = wanted
    rolled = roll_up(tokens, level=1)
    sections = rolled["section"].astype(str).to_numpy()
    positions = tokens["position"].to_numpy()
    language = look.get("language", "zh")
    frame = pd.DataFrame({"section": sections[:0], "term": ""})
    groups = grouping(frame, names, language=language)._replace(by="section")
    entries = groups.words
    told = [entries["tokens"].format(f"{len(tokens):,}"), entries["dispersionIs"]]
    sheet = Sheet(
        ax,
        look,
        title=entries["figDispersion"],
        below=entries["semicolon"].join([*told, *([entries["dispersionKey"]] if key else [])]),
        content=HEADS + AXIS + STEP * len(terms),
    )
    room = sheet.rows(HEADS + AXIS, LEAST_STEP)
    places = [positions[written == term] for term in spelt(terms)]
    rows = [
        Row(term, own, frozenset(key.get(term, ())))
        for term, own in zip(terms[:room], places, strict=False)
    ]
    most = max((len(row.places) for row in rows), default=0)
    frame_left, frame_right = _frame(sheet, [row.name for row in rows], most)
    bands = _Bands(sections, positions, frame_left, frame_right)
    top = bands.names(sheet, groups)
    bottom = min(sheet.bottom - AXIS, top + 0.6 * len(rows))
    bands.draw(sheet, top, bottom)
    _rows(sheet, rows, bands, top, bottom)
    bands.axis(sheet, bottom)
    return sheet.finish()


def _frame(sheet: Sheet, names: list[str], most: int) -> tuple[float, float]:
    """Left and right of the strokes: names stand before, counts of so many at `most` behind."""
    room = sheet.for_terms(names, SMALL, TERMS)
    counts = sheet.room(f"{most:,}", SMALL) + 0.12
    head = sheet.room(sheet.words["figColumns"]["n"], TINY)
    return sheet.left + room + 0.15, sheet.right - max(0.6, counts, head)


class _Bands:
    """The runs of sections along a text, as wide as they are long."""

    def __init__(
        self, sections: np.ndarray, positions: np.ndarray, left: float, right: float
    ) -> None:
        starts = np.flatnonzero(np.r_[True, sections[1:] != sections[:-1]])
        self.first = int(positions[0])
        self.last = int(positions[-1]) + 1
        self.left, self.right = left, right
        self.sections = [str(section) for section in sections[starts]]
        edges = np.r_[positions[starts], self.last]
        self.edges = [self.at(edge) for edge in edges]

    def at(self, position: float) -> float:
        """The place of a token."""
        share = (position - self.first) / max(self.last - self.first, 1)
        return self.left + float(share) * (self.right - self.left)

    def names(self, sheet: Sheet, groups: Groups) -> float:
        """Name every band, and give the height at which they begin; narrow ones have a line."""
        if self.sections == ["0"]:
            return sheet.top + 0.1
        widths = np.diff(self.edges)
        middles = np.array(self.edges[:-1]) + widths / 2
        room = np.maximum(widths, NARROW)
        whole = self.right - self.left
        named = np.ones(len(widths), dtype=bool)
        if len(widths) * NARROW > whole:  # more than can be named: those with room of their own
            named = widths >= NARROW
            room = widths
        elif room.sum() > whole:
            wide = room - NARROW
            room = NARROW + wide * (whole - NARROW * len(room)) / wide.sum()
        if not named.any():
            return sheet.top + 0.1
        called = groups.short(
            [s for s, there in zip(self.sections, named, strict=True) if there], 40
        )
        heads = Heads(sheet, called, room[named].tolist(), HEADS - 0.5)
        half = NARROW / 2
        places = spaced(
            middles[named].tolist(), room[named].tolist(), self.left + half, self.right - half
        )
        bottom = sheet.top + heads.high
        heads.draw(places, bottom)
        if np.abs(middles[named] - places).max() < 0.02:
            return bottom + 0.08
        for place, middle in zip(places, middles[named], strict=True):
            sheet.line([place, middle], [bottom + 0.05, bottom + 0.28], RULE, 0.7)
        return bottom + 0.28

    def draw(self, sheet: Sheet, top: float, bottom: float) -> None:
        """The bands themselves."""
        for number, (start, end) in enumerate(zip(self.edges, self.edges[1:], strict=False)):
            sheet.box(start, top, end - start, bottom - top, BANDS[number % 2])

    def axis(self, sheet: Sheet, bottom: float) -> None:
        """Running tokens, at round numbers."""
        length = self.last - self.first
        step = _round_step(length / 6)
        end = sheet.words["tokens"].format(f"{length:,}")
        sheet.text(self.right, bottom + 0.2, end, SIZE, SOFT, ha="right")
        clear = self.right - sheet.room(end, SIZE) - 0.3
        for place in range(0, length, step):
            label = f"{place:,}"
            x = self.at(self.first + place)
            if x + sheet.room(label, SIZE) / 2 < clear:
                sheet.text(x, bottom + 0.2, label, SIZE, SOFT, ha="center", gid="tick")


def _round_step(step: float) -> int:
    """The next round number: 1, 2 or 5, with noughts.

    >>> _round_step(2181), _round_step(3)
    (5000, 5)
    """
    size = 10 ** int(np.floor(np.log10(max(step, 1))))
    return int(next(n * size for n in (1, 2, 5, 10) if n * size >= step))


def _rows(sheet: Sheet, rows: list[Row], bands: _Bands, top: float, bottom: float) -> None:
    """A row of strokes for each term, and their number."""
    step = (bottom - top) / len(rows)
    sheet.text(sheet.right, top - 0.15, sheet.words["figColumns"]["n"], SIZE, SOFT, ha="right")
    for number, row in enumerate(rows):
        y = top + number * step
        for place, section in enumerate(bands.sections):
            if section in row.key:
                start, end = bands.edges[place : place + 2]
                sheet.box(
                    start, y + 0.03, end - start, step - 0.06, KEY, label=f"{section} {row.name}"
                )
        strokes(sheet, [bands.at(place + 0.5) for place in row.places], y, step, row.name)
        room = bands.left - 0.15 - sheet.left
        sheet.term(bands.left - 0.15, y + step / 2, row.name, room, SMALL, high=step, ha="right")
        sheet.text(
            sheet.right, y + step / 2, f"{len(row.places):,}", SMALL, SOFT, ha="right", gid="n"
        )


def strokes(sheet: Sheet, places: list[float], y: float, step: float, name: str) -> None:
    """A stroke at every place."""
    many = len(places) > DENSE  # where they lie on one another, they are darker
    width = (0.5 if many else 0.7) * sheet.scale
    alpha = max(0.12, DENSE / len(places)) if many else 1.0
    gap = 0.18 * step
    drawn = sheet.ax.vlines(
        places, y + gap, y + step - gap, color=INK, linewidth=width, label=name
    )
    drawn.set_alpha(alpha)


# --- one term in several documents -----------------------------------------------------------


def _one_term(
    ax: Axes | None,
    tokens: pd.DataFrame,
    there: np.ndarray,
    documents: list[str],
    term: str,
    look: Look,
) -> Axes:
    """A row for each document, which differ in length."""
    first = tokens.groupby("document", observed=True)["position"].transform("min")
    length = tokens.groupby("document", observed=True)["position"].transform("max") - first + 1
    share = ((tokens["position"] - first + 0.5) / length).to_numpy()
    document = tokens["document"].astype(str).to_numpy()
    entries = words(look.get("language", "zh"))
    sheet = Sheet(
        ax,
        look,
        title=entries["figPlaces"].format(term),
        below=entries["semicolon"].join(
            [entries["documents"].format(len(documents)), entries["placesIs"]]
        ),
        content=0.4 + AXIS + STEP * len(documents),
    )
    shown = documents[: sheet.rows(0.4 + AXIS, LEAST_STEP)]
    called = short_names(documents, 14)[: len(shown)]
    left, right = _frame(sheet, called, int(there.sum()))
    top = sheet.top + 0.3
    bottom = min(sheet.bottom - AXIS, top + 0.6 * len(shown))
    step = (bottom - top) / len(shown)
    sheet.text(sheet.right, top - 0.15, entries["figColumns"]["n"], SIZE, SOFT, ha="right")
    for number, name in enumerate(shown):
        y, own = top + number * step, share[there & (document == name)]
        sheet.box(left, y + 0.03, right - left, step - 0.06, BANDS[1])
        strokes(sheet, [left + place * (right - left) for place in own], y, step, name)
        room = left - 0.15 - sheet.left
        sheet.term(left - 0.15, y + step / 2, called[number], room, SMALL, high=step, ha="right")
        sheet.text(sheet.right, y + step / 2, f"{len(own):,}", SMALL, SOFT, ha="right", gid="n")
    for tick in (0, 25, 50, 75, 100):
        x = left + tick / 100 * (right - left)
        sheet.text(x, bottom + 0.2, f"{tick}%", SIZE, SOFT, ha="center", gid="tick")
    if len(shown) < len(documents):
        rest = entries["groupsLeftOut"].format(len(documents) - len(shown))
        sheet.text(sheet.left, bottom + 0.2, rest, TINY, SOFT)
    return sheet.finish()
