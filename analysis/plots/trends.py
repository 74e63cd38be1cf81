"""How often terms occur in groups that have an order: years, documents, sections."""

import itertools
from typing import NamedTuple, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from .groups import Names, grouping, of_look
from .heads import Heads
from .setting import SMALL, TEXT, TINY, spaced
from .sheet import FAINT, PALETTE, RULE, SOFT, Look, Sheet, drawing

NEEDED = ("term", "group", "n", "rate", "lower", "upper")
LINE = 0.36  # centimetres between two labels at the lines
AXIS = 0.75  # below the lines: names of groups, and their tokens
MANY = 14  # terms that lines can tell apart
INTERVALS = 100  # points with an interval that can be told apart
# Terms are told apart by where they are most frequent: first, last, or between.
KINDS = {
    "first": (PALETTE[1], "-"),
    "middle": (PALETTE[2], (0, (5, 1.5))),
    "last": (PALETTE[3], (0, (1.5, 1.2))),
}


class Line(NamedTuple):
    """A term with its rates, their intervals, and where it is most frequent."""

    term: str
    rate: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    kind: str


@drawing
def trend(
    table: pd.DataFrame,
    *,
    top: int = 9,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """How often terms occur from group to group: lines of rates, with their intervals.

    `table` is from `rates(counts, terms)`, whose groups have an order; the first `top` terms are
    drawn.  A thin upright line is the 95 % interval.  The name of a term stands at the end of its
    line, with its last rate; colour and dashes say whether it is most frequent in the first group,
    in the last, or between.  Below every group stand its name and its tokens.  `names` is what
    sections are called: a corpus, its sections, a table of `section_names`, or a dict.

    Raises ValueError for a single group, which has no trend.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"year": ["2020", "2020", "2021"], "term": ["群众", "活动", "群众"],
    ...     "n": [5, 95, 60]})
    >>> ax = trend(an.rates(counts, ["群众", "活动"]))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "term"]
    ['群众', '活动']
    """
    table = frame_of(table, "rates", NEEDED)
    order = table["group"]
    groups = list(dict.fromkeys(order.astype(str)))
    if len(groups) == 1:
        raise ValueError(f"there is one group, {groups[0]!r}: a trend needs two and more")
    spoken = grouping(
        table.rename(columns={"group": "target"})[["target", "term", "n"]], names, **of_look(look)
    )
    entries = spoken.words
    lines = _lines(table, groups)[: min(top, MANY)]
    clear = len(lines) * len(groups) <= INTERVALS
    sheet = Sheet(
        ax,
        look,
        title=entries["figTrend"],
        below=entries["trendIs" if clear else "trendOnly"],
        note=entries["trendKinds"] if len({line.kind for line in lines}) > 1 else "",
        content=max(5.2, LINE * len(lines) + AXIS + 1),
    )
    if not lines:
        return sheet.empty(entries["nothingToDraw"])
    first = table.drop_duplicates("group")
    sizes = first["n_group"].astype(int).tolist() if "n_group" in table else []
    frame = _Frame(sheet, lines, len(groups), clear)
    gap = frame.places[1] - frame.places[0]
    short = spoken.short(groups, 24)
    every, named = _named(sheet, short, gap)
    heads = Heads(sheet, [short[k] for k in named], [gap * every] * len(named), 1.5)
    frame.bottom = sheet.bottom - heads.high - (0.35 if heads.level and sizes else 0.1)
    frame.axis(sheet)
    places = [frame.places[k] for k in named]
    _groups(sheet, places, frame.bottom, heads, [sizes[k] for k in named if sizes])
    for number, line in enumerate(lines):
        _draw(sheet, frame, line, (number - (len(lines) - 1) / 2) * frame.nudge, clear)
    _labels(sheet, frame, lines)
    return sheet.finish()


def _lines(table: pd.DataFrame, groups: list[str]) -> list[Line]:
    """The terms in order, each with its rates by group."""
    lines = []
    for term, own in table.groupby(table["term"].astype(str), sort=False):
        own = own.assign(group=own["group"].astype(str)).set_index("group").reindex(groups)
        rate, lower, upper = (own[name].to_numpy(float) for name in ("rate", "lower", "upper"))
        peak = int(np.nanargmax(rate))
        kind = {0: "first", len(groups) - 1: "last"}.get(peak, "middle")
        lines.append(Line(str(term), rate, lower, upper, kind))
    return lines


class _Frame:
    """Where groups and rates lie on the sheet."""

    def __init__(self, sheet: Sheet, lines: list[Line], groups: int, intervals: bool) -> None:
        self.high = float(max(np.nanmax(line.upper) for line in lines)) or 1.0
        most = float(max(np.nanmax(line.rate) for line in lines)) or 1.0
        self.high = min(self.high, 1.6 * most) if intervals else 1.05 * most
        step = _step(self.high)
        self.ticks = np.arange(0, self.high, step)
        self.figure = "{:,.0f}" if step >= 1 else "{:.1f}"
        widest = sheet.widest([self.figure.format(tick) for tick in self.ticks], TINY)
        names = sheet.for_terms([line.term for line in lines], TEXT, 2.4)
        self.left = sheet.left + widest + 0.2
        self.names = sheet.right - names - 0.75
        self.right = self.names - 0.5
        self.top, self.bottom = sheet.top + 0.15, sheet.bottom
        gap = (self.right - self.left) / max(groups - 0.4, 1)
        self.places = [self.left + gap * (0.45 + k) for k in range(groups)]
        self.places = [min(place, self.right - 0.1) for place in self.places]
        self.nudge = min(0.05, 0.4 * gap / max(len(lines), 1))

    def at(self, rate: float) -> float:
        """The height of a rate."""
        return self.bottom - min(rate, self.high) / self.high * (self.bottom - self.top)

    def axis(self, sheet: Sheet) -> None:
        """Rates at round numbers."""
        for tick in self.ticks:
            y = self.at(float(tick))
            sheet.line([self.left, self.right], [y, y], SOFT if tick == 0 else RULE, 0.5)
            label = self.figure.format(tick)
            sheet.text(self.left - 0.1, y, label, TINY, SOFT, ha="right", gid="tick")


def _step(high: float) -> float:
    """The distance of ticks: 1, 2 or 5, with noughts."""
    size = 10 ** np.floor(np.log10(high / 5))
    return float(next(n * size for n in (1, 2, 5, 10) if n * size >= high / 6))


def _named(sheet: Sheet, names: list[str], gap: float) -> tuple[int, list[int]]:
    """Of very many groups every second, fifth, tenth … is named, and the last one.

    Numbers, as of years, stand level and need more room than names, which may stand upright.
    """
    numbers = all(map(str.isdecimal, names))
    least = sheet.widest(names, TINY) + 0.14 if numbers else 0.26
    steps = (step * 10**n for n in itertools.count() for step in (1, 2, 5))
    every = next(step for step in steps if step * gap >= least)
    last = len(names) - 1
    before = [k for k in range(0, last, every) if (last - k) * gap >= least]
    return every, [*before, last]


def _groups(
    sheet: Sheet, places: list[float], bottom: float, heads: Heads, sizes: list[int]
) -> None:
    """The name of every group, and its tokens where there is room."""
    heads.draw(places, bottom + 0.06 + heads.high)
    gap = min((b - a for a, b in itertools.pairwise(places)), default=1.0)
    figures = [sheet.words["tokens"].format(f"{size:,}") for size in sizes]
    if heads.level and sizes and sheet.widest(figures, TINY) + 0.1 < gap:
        for x, figure in zip(places, figures, strict=True):
            y = bottom + heads.high + 0.2
            sheet.text(x, y, figure, TINY, SOFT, ha="center", gid="size")


def _draw(sheet: Sheet, frame: _Frame, line: Line, nudge: float, intervals: bool) -> None:
    """A line with its points and intervals, beside those of other terms."""
    shade, dash = KINDS[line.kind]
    places = [x + nudge for x in frame.places]
    for x, low, high in zip(places, line.lower, line.upper, strict=True) if intervals else ():
        sheet.line([x, x], [frame.at(low), frame.at(high)], shade, 0.5, alpha=0.55, gid="interval")
    heights = [frame.at(rate) for rate in line.rate]
    sheet.line(places, heights, shade, 1.3, linestyle=dash, gid="line", label=line.term)
    for x, y in zip(places, heights, strict=True):
        sheet.dot(x, y, shade, 2.6)


def _labels(sheet: Sheet, frame: _Frame, lines: list[Line]) -> None:
    """Every term at the end of its line, with its last rate."""
    ends = [frame.at(line.rate[-1]) for line in lines]
    order = sorted(range(len(lines)), key=lambda number: (ends[number], number))
    places = spaced([ends[number] for number in order], LINE, frame.top, frame.bottom - 0.1)
    for number, y in zip(order, places, strict=True):
        line, (shade, _) = lines[number], KINDS[lines[number].kind]
        start = frame.places[-1] + 0.1
        sheet.line([start, frame.names - 0.12], [ends[number], y], FAINT, 0.4)
        room = sheet.right - 0.7 - frame.names
        sheet.term(frame.names, y, line.term, room, TEXT, shade, high=LINE)
        rate = line.rate[-1]
        figure = f"{rate:,.0f}" if rate >= 9.95 or rate == 0 else f"{rate:.1f}"
        sheet.text(sheet.right, y, figure, SMALL, SOFT, ha="right", gid="rate")
