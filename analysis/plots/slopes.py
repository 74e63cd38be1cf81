"""Which terms rise and which fall over groups in an order: by how much a step, and how sure."""

from typing import Any, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..glossary import words
from .effects import Scale, records_of
from .setting import SMALL, TEXT, TINY
from .sheet import FAINT, INK, PALETTE, RULE, SOFT, Look, Sheet, drawing

STEP, LEAST_STEP = 0.42, 0.3  # centimetres of a row
HEAD, BLOCK = 0.5, 0.42  # above the rows: the axis; the name of rows that belong together
HINTS = 3  # at least, of what is not supported
TERMS = 2.8
KINDS = {"rising": PALETTE[3], "falling": PALETTE[1], "unclear": SOFT}  # as in `trend`
TICKS = (-90, -75, -50, -25, -10, 0, 10, 25, 50, 100, 300, 900)  # per cent


@drawing
def slopes(
    table: pd.DataFrame, *, top: int = 12, ax: Axes | None = None, **look: Unpack[Look]
) -> Axes:
    """Which terms rise and fall from group to group: by how many per cent, and how sure that is.

    `table` is from `an.trend(counts, tokens=corpus)`, of which the first `top` terms at most are
    drawn: those that rise and those that fall, the surest first, then hints, hollow and pale.  The
    dot is the change of the rate with each year or group, the line its 95 % interval; beside stand
    that change in figures and the counts of the first and of the last group.  A term that only one
    of these two ends has may have no slope: it is said so, and nothing is drawn.

    >>> import analysis as an
    >>> years = {"2021": "扶贫为重。大家扶贫。\\n", "2022": "扶贫为重。大家振兴。\\n",
    ...     "2023": "振兴为重。大家振兴。\\n"}
    >>> texts = pd.DataFrame({"document": years.keys(), "text": [t * 20 for t in years.values()]})
    >>> corpus = an.load(texts)
    >>> table = an.trend(an.count_terms(corpus, by="document"), tokens=corpus, permutations=99)
    >>> ax = slopes(table)
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "counts"][:2]
    ['0 → 40', '40 → 0']
    """
    rows = _chosen(frame_of(table, "trends"), top)
    entries = words(look.get("language", "zh"))
    sheet = Sheet(
        ax,
        look,
        title=entries["figSlopes"],
        below=entries[_step_of(table, "slopesIs")],
        note=entries["slopesNote"] if len(rows) else "",
        content=HEAD + BLOCK * rows["way"].nunique() + STEP * len(rows),
    )
    if rows.empty:
        return sheet.empty(sheet.words["nothingToDraw"])
    room = sheet.rows(HEAD + BLOCK * rows["way"].nunique(), LEAST_STEP)
    _draw(sheet, records_of(rows.head(room)), sheet.words[_step_of(table, "slope")])
    return sheet.finish()


def _step_of(table: pd.DataFrame, key: str) -> str:
    """The word of the glossary, as it is for years or for other groups."""
    by = str(table["by"].iloc[0]).lower() if len(table) else ""
    return f"{key}Year" if by in ("year", "年", "年份") else f"{key}Group"


def _chosen(table: pd.DataFrame, top: int) -> pd.DataFrame:
    """What rises, what falls, and hints, in blocks: `way` is the block of a row."""
    sure = table["supported"].astype(bool)
    way = np.where(sure, np.where(table["slope"] > 0, "rising", "falling"), "unclear")
    rows = table.assign(way=way)
    found = rows[sure].head(top)
    hints = rows[~sure].head(min(top - len(found), max(HINTS, 9 - len(found))))
    order = {kind: n for n, kind in enumerate(KINDS)}
    chosen = pd.concat([found, hints])
    return chosen.sort_values("way", key=lambda ways: ways.map(order), kind="stable")


def percent(slope: float) -> str:
    """A slope as the change of the rate with each step.

    >>> percent(0.2), percent(-1), percent(2), percent(0)
    ('+15%', '−50%', '×4', '0%')
    """
    change = 100 * (2**slope - 1)
    if change >= 199.5:
        return f"×{2**slope:,.1f}".removesuffix(".0")
    return f"{change:+.0f}%".replace("-", "−").replace("+0%", "0%").replace("−0%", "0%")


def _said(row: dict[str, Any], word: str, only: str) -> str:
    return only if np.isnan(row["slope_lower"]) else word.format(percent(row["slope"]))


# --- the chart -------------------------------------------------------------------------------


def _draw(sheet: Sheet, rows: list[dict[str, Any]], word: str) -> None:
    """Rows in their blocks, over one axis."""
    counts = [f"{row['n_first']:,} → {row['n_last']:,}" for row in rows]
    said = [_said(row, word, sheet.words["slopesOnly"]) for row in rows]
    head = sheet.words["slopesCounts"]
    figures = max(sheet.widest(counts, SMALL), sheet.room(head, TINY))
    words_at = sheet.right - figures - 0.3 - sheet.widest(said, SMALL)
    term = sheet.for_terms([row["term"] for row in rows], TEXT, TERMS)
    left = sheet.left + term + 0.25
    scale = Scale(left, words_at - 0.3, *_limits(rows))
    blocks = len({row["way"] for row in rows})
    room = sheet.bottom - sheet.top - HEAD - BLOCK * blocks
    step = min(STEP * 1.5, room / len(rows))
    _ticks(sheet, scale)
    sheet.text(sheet.right, sheet.top + 0.15, head, TINY, SOFT, ha="right")
    y, before = sheet.top + HEAD, ""
    for row, change, count in zip(rows, said, counts, strict=True):
        if row["way"] != before:
            before = row["way"]
            title = sheet.words["slopesWays"][before]
            sheet.text(sheet.left, y + BLOCK / 2, title, SMALL, KINDS[before], gid="way")
            y += BLOCK
        middle, ink = y + step / 2, SOFT if before == "unclear" else INK
        sheet.term(left - 0.2, middle, row["term"], term, TEXT, ink, high=step, ha="right")
        _mark(sheet, scale, middle, row)
        sheet.text(words_at, middle, change, SMALL, ink, gid="said")
        sheet.text(sheet.right, middle, count, SMALL, ink, ha="right", gid="counts")
        y += step


def _limits(rows: list[dict[str, Any]]) -> tuple[float, float]:
    """The ends of the axis: what the intervals need, from a tenth to ten times a step."""
    known = [row for row in rows if not np.isnan(row["slope_lower"])]
    low = min([-0.2, *(row["slope_lower"] for row in known)])
    high = max([0.2, *(row["slope_upper"] for row in known)])
    return max(low * 1.05, -3.4), min(high * 1.05, 3.4)


def _ticks(sheet: Sheet, scale: Scale) -> None:
    """Upright lines at round changes; the one of no change is ink."""
    last = scale.left - 1.0
    sheet.line([scale.at(0)] * 2, [sheet.top + 0.32, sheet.bottom], INK, 0.8)
    for tick in TICKS:
        slope = float(np.log2(1 + tick / 100))
        label, x = percent(slope), scale.at(slope)
        half = sheet.room(label, TINY) / 2 + 0.08
        clear = tick == 0 or abs(x - scale.at(0)) > 2.2 * half
        if scale.low <= slope <= scale.high and x - half > last and clear:
            if tick:
                sheet.line([x, x], [sheet.top + 0.32, sheet.bottom], RULE, 0.5)
            sheet.text(x, sheet.top + 0.15, label, TINY, SOFT, ha="center", gid="tick")
            last = x + half


def _mark(sheet: Sheet, scale: Scale, y: float, row: dict[str, Any]) -> None:
    """The interval of a slope and its dot; none where there is no slope."""
    if np.isnan(row["slope_lower"]):
        return
    sure = row["way"] != "unclear"
    pen, width = (KINDS[row["way"]], 1.4) if sure else (FAINT, 0.7)
    begin, end = scale.at(row["slope_lower"]), scale.at(row["slope_upper"])
    sheet.line([begin, end], [y, y], pen, width, gid="interval")
    if row["slope_lower"] < scale.low:
        sheet.arrow(begin, y, pen, left=True)
    if row["slope_upper"] > scale.high:
        sheet.arrow(end, y, pen)
    sheet.dot(scale.at(row["slope"]), y, KINDS[row["way"]], 4.6, hollow=not sure)
