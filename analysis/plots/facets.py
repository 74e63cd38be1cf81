"""The main comparison: a few supported terms of every section, all on one axis."""

from collections.abc import Mapping
from typing import Any, NamedTuple, Unpack

import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..statistics import key_terms
from ..wording import short_names
from .effects import (
    NEEDED,
    Scale,
    interval,
    meaning,
    multiple,
    records_of,
    reference,
    with_tiers,
)
from .fonts import Face, measured
from .groups import Groups, Names, grouping, of_look
from .setting import CM, LEAST, SMALL, TEXT, TINY, fitted, wrapped
from .sheet import INK, RULE, SOFT, Look, Sheet, drawing, room_for

PANEL = 4.1  # the least width of a panel in centimetres
WIDEST = 6.6  # the greatest
GAP = 0.45  # between panels
STEP, LINE = 0.4, 0.3  # of a row, and of a line of a heading
TALL = 0.52  # of a row in a panel with a term in two lines
SHARE = 0.33  # of a panel, for its terms
TERMS, AXIS = 1.36, 0.9  # centimetres that they take in a panel, at least
TICK = 0.2  # centimetres of the axis for each step, from which on a label has room
LOW, HIGH = 0.0, 8.0  # ×1 to ×256
HINTS = 6  # in a line
NAMED = 8  # sections without a supported term that are named


class Panel(NamedTuple):
    """One section: its heading in lines, its tokens, and its rows."""

    group: str
    heading: list[str]
    size: int
    rows: list[dict[str, Any]]
    step: float

    @property
    def high(self) -> float:
        """What it needs, in centimetres."""
        return 0.2 + LINE * len(self.heading) + 0.3 + self.step * len(self.rows) + 0.2


@drawing
def facets(
    scores: pd.DataFrame,
    *,
    top: int = 3,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """What every section uses more than the others: its supported terms, on one axis for all.

    `scores` is from `keyness(counts)`.  A panel for each section that has a supported term, with
    its heading and size, and of its terms the first `top`: the 95 % interval of the multiple on an
    axis from ×1 to ×256, the multiple in figures ("only" and an arrow where no other section has
    the term), and the counts.  Sections without one are named below.  Where nothing is supported,
    a sentence says so, and hints stand in words.  `names` is what sections are called: a corpus,
    its sections, a table of `section_names`, or a dict.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"section": list("1122"), "term": ["群众", "活动", "群众", "舆论"],
    ...     "n": [40, 60, 10, 90]})
    >>> ax = facets(an.keyness(counts), names={"1": "一、学习", "2": "二、宣传"})
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "heading"]
    ['一、学习', '二、宣传']
    """
    scores = frame_of(scores, "scores", NEEDED)
    groups = grouping(scores, names, **of_look(look))
    entries = groups.words
    targets = list(dict.fromkeys(scores["target"].astype(str)))
    rows = with_tiers(key_terms(scores)).sort_index()
    rows = rows.assign(target=rows["target"].astype(str))
    sure = rows[rows["supported"].astype(bool)]
    title, told = _head(scores, groups, targets)
    if sure.empty:
        return _hints(ax, look, rows, groups, title, told)
    held = set(sure["target"])
    with_any = [target for target in targets if target in held]
    without = [target for target in targets if target not in with_any]
    width, _ = room_for(ax, look)
    face = look.get("font", "sans")
    panel = max(PANEL, _needed(sure, face, entries))
    shown = sure.groupby("target", sort=False).head(top)["term"].astype(str)
    terms = max(measured(term, SMALL, face) for term in shown)
    grids = [
        _grid(sure, groups, with_any, (most, lines), across, (_wide(width, across), face))
        for most in range(top, 0, -1)
        for lines in (2, 1)  # of a heading, which is cut at a clause rather than a term left out
        for across in _numbers(len(with_any), width, panel, terms)
    ]
    sheet = Sheet(
        ax,
        look,
        title=title,
        below=entries["semicolon"].join([*told, entries["facetsIs"]]),
        note=_foot(without, sure, scores, groups),
        content=_high(grids[0]) - 0.1,
    )
    room = sheet.bottom - sheet.top + 0.15
    grid = next((grid for grid in grids if _high(grid) <= room), grids[-1])
    fit = _that_fit(grid, room)
    if fit < len(grid):
        left_out = entries["groupsLeftOut"].format(sum(map(len, grid[fit:])))
        sheet.text(sheet.left, sheet.bottom, left_out, TINY, SOFT, va="bottom")
    _draw(sheet, grid[:fit], _wide(width, len(grid[0])), groups)
    return sheet.finish()


def _numbers(panels: int, width: float, least: float, terms: float) -> list[int]:
    """How many panels side by side: so many that terms stay in a line, then all that have room."""
    most = max(1, min(panels, int((width + GAP) / (least + GAP))))
    fits = (number for number in range(most, 1, -1) if terms <= SHARE * _wide(width, number))
    return list(dict.fromkeys((next(fits, min(most, 2)), most)))


def _wide(width: float, across: int) -> float:
    """The width of a panel, of so many side by side."""
    return min((width - GAP * (across - 1)) / across, WIDEST)


def _head(scores: pd.DataFrame, groups: Groups, targets: list[str]) -> tuple[str, list[str]]:
    """The title, and how many tokens and sections there are."""
    entries, sections = groups.words, groups.by == "section"
    title = entries["figFacets" if sections else "figFacetsGroup"]
    told = [entries["sections" if sections else "groups"].format(len(targets))]
    if total := _total(scores):
        told.insert(0, entries["tokens"].format(f"{total:,}"))
    return title.format(reference(scores, groups)), told


def _that_fit(grid: list[list[Panel]], room: float) -> int:
    """How many rows of panels fit, and a line that tells of the others; one at least."""
    shown = len(grid)
    while shown > 1 and _high(grid[:shown]) + (LINE if shown < len(grid) else 0) > room:
        shown -= 1
    return shown


def _needed(sure: pd.DataFrame, face: Face, entries: Mapping[str, Any]) -> float:
    """The width of a panel whose axis can be read, beside its terms and figures."""
    records = records_of(sure)
    counts = max(measured(_counts(row), TINY, face) for row in records)
    times = max(measured(_times(row, entries), SMALL, face) for row in records)
    return TERMS + AXIS + times + counts + 0.4


def _total(scores: pd.DataFrame) -> int:
    """The tokens of all targets, where the table says so."""
    if "size_target" not in scores:
        return 0
    return int(scores.drop_duplicates("target")["size_target"].sum())


def _grid(
    sure: pd.DataFrame,
    groups: Groups,
    targets: list[str],
    most: tuple[int, int],
    across: int,
    look: tuple[float, Face],
) -> list[list[Panel]]:
    """Panels in rows, each section with its first terms."""
    (top, lines), (wide, face) = most, look
    room = int(0.95 * lines * wide / (SMALL * CM * 1.03) - 0.5 * (lines - 1))
    names = short_names([groups.name(target) for target in targets], max(room, 6))
    panels, rows_of = [], sure.groupby(sure["target"].astype(str), sort=False).indices
    for target, name in zip(targets, names, strict=True):
        own = sure.iloc[rows_of[target]]
        size = int(own["size_target"].iloc[0]) if "size_target" in own else 0
        heading = wrapped(name, wide, SMALL)[:lines]
        rows = records_of(own.head(top))
        whole = all(measured(row["term"], TINY, face) <= SHARE * wide for row in rows)
        panels.append(Panel(target, heading, size, rows, STEP if whole else TALL))
    return [panels[start : start + across] for start in range(0, len(panels), across)]


def _high(grid: list[list[Panel]]) -> float:
    """How high rows of panels are."""
    return sum(max(panel.high for panel in row) for row in grid)


def _foot(without: list[str], sure: pd.DataFrame, scores: pd.DataFrame, groups: Groups) -> str:
    """What the marks mean, and which sections have nothing that is supported."""
    entries = groups.words
    told = meaning(sure, scores, groups)
    if without:
        named = entries["list"].join(groups.short(without, 10)[:NAMED])
        more = entries["andMore"].format(len(without)) if len(without) > NAMED else ""
        told += entries["space"] + entries["facetsNone"].format(named + more)
    return told


# --- panels ----------------------------------------------------------------------------------


def _draw(sheet: Sheet, grid: list[list[Panel]], wide: float, groups: Groups) -> None:
    """All panels, and what their columns hold."""
    y = sheet.top + 0.05
    shown = [row for panels in grid for panel in panels for row in panel.rows]
    for panels in grid:
        for number, panel in enumerate(panels):
            _panel(sheet, panel, (sheet.left + number * (wide + GAP), y, wide), groups, shown)
        y += max(panel.high for panel in panels)


def _panel(
    sheet: Sheet,
    panel: Panel,
    place: tuple[float, float, float],
    groups: Groups,
    shown: list[dict[str, Any]],
) -> None:
    """One section: its rule, heading and size, then its rows over an axis."""
    x, y, wide = place
    shade = groups.colour(panel.group)
    sheet.line([x, x + wide], [y, y], shade, 1.6)
    for number, line in enumerate(panel.heading):
        sheet.text(x, y + 0.22 + LINE * number, line, SMALL, INK, gid="heading")
    y += 0.2 + LINE * len(panel.heading)
    counts = [_counts(row) for row in shown]
    times = [_times(row, groups.words) for row in shown]
    end = x + wide - sheet.widest(counts, TINY) - 0.12
    right = end - sheet.widest(times, SMALL) - 0.1
    terms = max(sheet.widest([row["term"] for row in shown], SMALL), 1.0)
    left = x + min(terms, SHARE * wide) + 0.14
    told = groups.words["tokens"].format(f"{panel.size:,}") if panel.size else ""
    sheet.text(x, y + 0.13, told, TINY, SOFT, gid="size")
    left = max(left, x + sheet.room(told, TINY) + 0.2 + sheet.room("×1", LEAST) / 2)
    scale = Scale(left, right, LOW, HIGH)
    bottom = y + 0.28 + panel.step * len(panel.rows)
    for tick in (0, 4, 8):
        at = scale.at(tick)
        sheet.line([at, at], [y + 0.26, bottom], SOFT if tick == 0 else RULE, 0.5)
        if tick == 0 or right - left > TICK * tick:
            sheet.text(at, y + 0.13, f"×{2**tick}", LEAST, SOFT, ha="center", gid="tick")
    for number, row in enumerate(panel.rows):
        middle = y + 0.28 + panel.step * (number + 0.5)
        at = left - 0.12
        sheet.term(at, middle, row["term"], at - x, SMALL, high=panel.step, ha="right")
        interval(sheet, scale, middle, row, shade, small=True)
        sheet.text(end, middle, _times(row, groups.words), SMALL, ha="right", gid="said")
        sheet.text(x + wide, middle, _counts(row), TINY, SOFT, ha="right", gid="counts")


def _counts(row: dict[str, Any]) -> str:
    """The counts of both sides."""
    return f"{row['n_target']:,.0f}:{row['n_reference']:,.0f}"


def _times(row: dict[str, Any], entries: Mapping[str, Any]) -> str:
    """The multiple, or that there is none."""
    return f"×{multiple(row['effect'])}" if row["n_reference"] > 0 else entries["onlyShort"]


# --- nothing supported -----------------------------------------------------------------------


def _hints(
    ax: Axes | None,
    look: Look,
    rows: pd.DataFrame,
    groups: Groups,
    title: str,
    told: list[str],
) -> Axes:
    """A sentence that says that nothing is supported, and hints in words, a line a section."""
    entries = groups.words
    several = rows[rows["n_target"] > 1]
    lines = {
        str(target): own["term"].astype(str).head(HINTS).tolist()
        for target, own in several.groupby("target", sort=False)
    }
    sheet = Sheet(
        ax,
        look,
        title=title,
        below=entries["semicolon"].join(told),
        note=entries["hintsAre"] if lines else "",
        content=0.7 + 0.45 * len(lines),
    )
    sheet.text(sheet.left, sheet.top + 0.2, entries["none"], TEXT, INK, gid="empty")
    targets = list(lines)[: sheet.rows(0.7, 0.36)]
    names = groups.short(targets, int(0.4 * (sheet.right - sheet.left) / (SMALL * CM)))
    left = sheet.left + sheet.widest(names, SMALL) + 0.4
    for number, (target, name) in enumerate(zip(targets, names, strict=True)):
        y = (
            sheet.top
            + 0.7
            + 0.45
            * min(1.0, (sheet.bottom - sheet.top - 0.7) / (0.45 * len(targets)))
            * (number + 0.4)
        )
        sheet.text(sheet.left, y, name, SMALL, INK, gid="heading")
        words = entries["list"].join(lines[target])
        line = fitted(words, sheet.right - left, SMALL, sheet.face)
        sheet.text(left, y, line, SMALL, SOFT, gid="hints")
    return sheet.finish()
