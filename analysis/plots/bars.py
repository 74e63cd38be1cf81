"""Bars of the most frequent terms."""

from collections.abc import Mapping
from typing import Any, Unpack

import pandas as pd
from matplotlib.axes import Axes

from ..contract import GROUP_SIZE, frame_of
from ..segmentation import stop_words
from .groups import Names, grouping, groups_of, of_look, rows_of, whole_or_one
from .setting import SMALL, TEXT, TINY
from .sheet import BLUE, SOFT, Look, Sheet, drawing

PER = 10_000  # tokens that a rate is given for
FIGURES = {"n": "{:,.0f}", "rate": "{:.1f}"}  # how a measure is written at the end of a bar
STEP, LEAST_STEP = 0.44, 0.3  # centimetres of a row
TERMS = 3.2  # centimetres that terms may take


@drawing
def frequency(
    table: pd.DataFrame,
    *,
    group: object = None,
    top: int = 15,
    measure: str = "n",
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """Bars of the most frequent terms of a `table` from `frequency(counts)`.

    `group` chooses one section with all that lies under it (or one of the groups that were
    counted by); `top` terms are drawn, as many as there is room for; `measure` is "n"
    (occurrences) or "rate" (per 10,000 tokens).  Longest bar on top, the figure at its end, the
    other measure and the number of groups with the term at the right.  `names` is what sections
    are called: a corpus, its sections, a table of `section_names`, or a dict.

    Raises ValueError for a table of several groups where none is chosen.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"term": ["群众", "活动"], "n": [5, 3], "rate": [50.0, 30.0]})
    >>> [bar.get_label() for bar in frequency(table).patches]
    ['群众', '活动']
    """
    table = frame_of(table, "frequencies", ["term", measure])
    if measure not in FIGURES:
        raise ValueError(f"measure={measure!r}: bars are of {' or '.join(FIGURES)}")
    groups = grouping(table, names, **of_look(look))
    if group is None:
        rows, group = table, whole_or_one(table)
    else:
        rows = _together(rows_of(table, group))
    best = rows.sort_values(measure, ascending=False, kind="stable").head(top)
    entries = groups.words
    name = entries["whole"] if group is None else groups.name(group)
    sheet = Sheet(
        ax,
        look,
        title=entries["figFrequency"].format(name),
        below=_below(rows, measure, groups.words),
        content=0.4 + STEP * len(best),
    )
    if best.empty:
        return sheet.empty(entries["nothingToDraw"])
    shade = groups.colour(group) if group is not None else _colour_of_all(look)
    _bars(sheet, best.head(sheet.rows(0.4, LEAST_STEP)), measure, shade, _beside(best, measure))
    return sheet.finish()


def _colour_of_all(look: Look) -> str:
    """The colour of bars that are of no group."""
    asked = look.get("colours")
    return asked if isinstance(asked, str) else BLUE


def _below(rows: pd.DataFrame, measure: str, entries: Mapping[str, Any]) -> str:
    """How many tokens there are, what the bars are, and what was left out."""
    told = []
    if size := _size(rows):
        told.append(entries["tokens"].format(f"{size:,}"))
    told.append(entries["barsOf"][measure])
    if not set(rows["term"].astype(str)) & stop_words():
        told.append(entries["stopLeftOut"])
    return entries["semicolon"].join(told)


def _size(rows: pd.DataFrame) -> int:
    """The tokens that rates are of, where the table says so."""
    if GROUP_SIZE in rows and len(rows):
        return int(
            rows[GROUP_SIZE].groupby(groups_of(rows)).first().sum() or rows[GROUP_SIZE].iloc[0]
        )
    if {"n", "rate"} <= set(rows.columns) and len(rows):
        n, rate = (float(rows[column].max()) for column in ("n", "rate"))
        return round(PER * n / rate) if rate else 0
    return 0


def _beside(rows: pd.DataFrame, measure: str) -> list[str]:
    """The columns that stand at the right of the bars."""
    other = {"n": "rate", "rate": "n"}[measure]
    wanted = [other] if other in rows else []
    return [*wanted, "range"] if "range" in rows and rows["range"].max() > 1 else wanted


def _bars(sheet: Sheet, rows: pd.DataFrame, measure: str, shade: str, beside: list[str]) -> None:
    """A bar a row, and what stands beside it."""
    top, step = sheet.top + 0.4, min(1.5 * STEP, (sheet.bottom - sheet.top - 0.4) / len(rows))
    terms = rows["term"].tolist()
    left = sheet.left + sheet.for_terms(terms, TEXT, TERMS) + 0.15
    right = sheet.right - (
        0.4 + sheet.widest([FIGURES[measure].format(rows[measure].max())], TEXT)
    )
    ends: list[float] = []
    for column in reversed(beside):
        ends.insert(0, right + 0.35)
        right -= sheet.room(sheet.words["figColumns"][column], TINY) + 0.35
    ends = [sheet.right - (ends[-1] - end) for end in ends] if ends else []
    for column, end in zip(beside, ends, strict=True):
        head = sheet.words["figColumns"][column]
        sheet.text(end, top - 0.2, head, TINY, SOFT, ha="right", gid="head")
    most = rows[measure].max()
    for place, row in enumerate(rows.to_dict("records")):
        y, middle = top + place * step, top + (place + 0.5) * step
        wide = row[measure] / most * (right - left)
        room = left - 0.15 - sheet.left
        sheet.term(left - 0.15, middle, row["term"], room, high=step, ha="right")
        sheet.box(left, y + 0.16 * step, wide, 0.68 * step, shade, label=str(row["term"]))
        figure = FIGURES[measure].format(row[measure])
        sheet.text(left + wide + 0.1, middle, figure, TEXT, gid="figure")
        for column, end in zip(beside, ends, strict=True):
            figure = FIGURES.get(column, "{:.0f}").format(row[column])
            sheet.text(end, middle, figure, SMALL, SOFT, ha="right", gid="beside")


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
