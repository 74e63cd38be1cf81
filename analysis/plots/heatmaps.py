"""A heat map: the key terms of each section across all sections."""

from collections.abc import Sequence
from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from ..contract import frame_of
from ..statistics import key_terms
from .effects import reference
from .groups import Names, grouping
from .heads import SIZE, Heads
from .setting import SMALL, TINY
from .sheet import INK, SOFT, Look, Sheet, drawing

NEEDED = (
    "target",
    "term",
    "n_target",
    "n_reference",
    "rate_target",
    "rate_reference",
    "supported",
)
STEP, LEAST_STEP = 0.36, 0.25  # centimetres of a row
CELL = 0.27  # the least width of a cell
FEW = 8  # supported terms that make a map without hints
TERMS = 2.6
HEADS = 2.3  # centimetres that heads may be high
FOOT = 0.32  # the line of sizes below the cells
EMPTY = "#f6f7f8"


@drawing
def heatmap(
    scores: pd.DataFrame,
    *,
    top: int = 3,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """The key terms of each section (rows) across all sections (columns), on one scale.

    `scores` is from `keyness(counts)`.  A cell holds the count, and is the darker the higher the
    rate per 10,000 tokens; a frame says that the term is supported for that section.  Each section
    has `top` terms at most, the best of all first where there is no room for so many; hints
    (pale, unframed) only where few are supported.  `names` is what sections are called: a corpus,
    its sections, a table of `section_names`, or a dict.  `colours` is not used: all cells are of
    one blue, as colours of sections would be read as heat.

    Raises ValueError for scores of which rows were left out.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"section": list("1122"), "term": ["群众", "活动", "群众", "舆论"],
    ...     "n": [40, 60, 10, 90]})
    >>> ax = heatmap(an.keyness(counts))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "cell"]
    ['60', '40', '10', '90']
    """
    scores = frame_of(scores, "scores", NEEDED)
    groups = grouping(scores, names, language=look.get("language", "zh"))
    entries = groups.words
    targets = list(dict.fromkeys(scores["target"].astype(str)))
    best = _best(key_terms(scores), top)
    rows = best["term"].nunique()
    sheet = Sheet(
        ax,
        look,
        title=entries["figHeatmap" if groups.by == "section" else "figHeatmapGroup"],
        below=entries["heatmapIs"].format(reference(scores, groups) if len(scores) else ""),
        content=HEADS + STEP * rows + FOOT if rows else 1,
    )
    if best.empty:
        return sheet.empty(entries["nothingToDraw"])
    left = sheet.left + sheet.for_terms(best["term"], SMALL, TERMS) + 0.12
    shown = _columns(targets, best, int((sheet.right - left) / CELL))
    best = best[best["target"].astype(str).isin(shown)]
    cell = (sheet.right - left) / len(shown)
    heads = Heads(sheet, groups.short(shown, 40), [cell] * len(shown), HEADS)
    most = sheet.rows(heads.high + FOOT + 0.1, LEAST_STEP)
    terms = _rows(best, most)
    if len(shown) < len(targets):
        left_out = entries["groupsLeftOut"].format(len(targets) - len(shown))
        sheet.text(sheet.left, sheet.bottom - 0.1, left_out, TINY, SOFT, va="bottom")
    heads.draw([left + (k + 0.5) * cell for k in range(len(shown))], sheet.top + heads.high)
    _cells(sheet, scores, terms, shown, best, (left, sheet.top + heads.high + 0.1, cell))
    return sheet.finish()


def _best(rows: pd.DataFrame, top: int) -> pd.DataFrame:
    """At most so many terms of each target, supported ones first, hints where these are few."""
    sure = rows["supported"].astype(bool)
    order = rows.assign(hint=~sure).sort_values("hint", kind="stable")
    order["place"] = order.groupby("target", sort=False, observed=True).cumcount()
    best = order[order["place"] < top]
    if (~best["hint"]).sum() >= FEW:
        best = best[~best["hint"]]
    return best.loc[[index for index in rows.index if index in set(best.index)]]


def _columns(targets: Sequence[str], best: pd.DataFrame, most: int) -> list[str]:
    """The targets that have a column: those with the first terms, where there is little room."""
    if len(targets) <= most:
        return list(targets)
    by_place = best.sort_values(["hint", "place"], kind="stable")["target"].astype(str)
    chosen = set(list(dict.fromkeys([*by_place, *targets]))[:most])
    return [target for target in targets if target in chosen]


def _rows(best: pd.DataFrame, most: int) -> list[str]:
    """The terms that have a row, in the order of sections: the first of each, then others."""
    wanted = best.sort_values(["place", "hint"], kind="stable")["term"].astype(str)
    chosen = set(list(dict.fromkeys(wanted))[:most])
    return [term for term in dict.fromkeys(best["term"].astype(str)) if term in chosen]


def _table(scores: pd.DataFrame, column: str, terms: list[str], targets: list[str]) -> np.ndarray:
    """A column of scores as terms x targets.

    Where there is no row of a term, the target has none of it; but not where rows were taken out,
    which the sums show if the targets are the whole text, or if nothing is left but key terms.
    """
    table = scores.assign(target=scores["target"].astype(str), term=scores["term"].astype(str))
    wide = table.pivot(index="term", columns="target", values=column)
    wide = wide.reindex(index=terms, columns=targets)
    n = table.assign(both=table["n_target"] + table["n_reference"]).groupby("term")
    elsewhere = set()
    if _is_whole(table) or len(key_terms(scores)) == len(scores):
        elsewhere = set(n.size().index[n["n_target"].sum() < n["both"].max()])
    for row, place in np.argwhere(wide.isna().to_numpy()):
        if terms[row] in elsewhere:
            raise ValueError(
                f"there is no row of {terms[row]!r} in {targets[place]!r}, where it may occur: "
                "pass all rows of keyness(counts), the key terms are chosen here"
            )
    return wide.fillna(0).to_numpy()


def _is_whole(table: pd.DataFrame) -> bool:
    """Whether the targets together are all that is compared."""
    if not {"size_target", "size_reference"} <= set(table):
        return False
    sizes = table.drop_duplicates("target")[["size_target", "size_reference"]]
    return bool(np.all(sizes["size_target"].sum() == sizes.sum(axis=1)))


def _cells(
    sheet: Sheet,
    scores: pd.DataFrame,
    terms: list[str],
    targets: list[str],
    best: pd.DataFrame,
    corner: tuple[float, float, float],
) -> None:
    """Counts on rates, frames around what is supported, sizes below."""
    left, top, cell = corner
    n, rates = (_table(scores, name, terms, targets) for name in ("n_target", "rate_target"))
    step = min(0.5, (sheet.bottom - FOOT - top) / len(terms))
    size = TINY if cell > 0.42 else 5.5
    pairs = zip(
        best["target"].astype(str), best["term"].astype(str), best["supported"], strict=True
    )
    sure = {(target, term) for target, term, supported in pairs if supported}
    known = {term for _, term in sure}
    for row, term in enumerate(terms):
        y = top + row * step
        ink = INK if term in known else SOFT
        at = left - 0.12
        sheet.term(at, y + step / 2, term, at - sheet.left, SMALL, ink, high=step, ha="right")
        for place, target in enumerate(targets):
            x = left + place * cell
            share = float(np.sqrt(rates[row, place] / rates.max()))
            shade = shade_of(share) if n[row, place] else EMPTY
            sheet.box(x + 0.02, y + 0.02, cell - 0.04, step - 0.04, shade)
            if n[row, place]:
                ink = "white" if share > 0.8 else INK
                count = f"{n[row, place]:.0f}"
                sheet.text(x + cell / 2, y + step / 2, count, size, ink, ha="center", gid="cell")
            if (target, term) in sure:
                frame = sheet.frame(x + 0.03, y + 0.03, cell - 0.06, step - 0.06)
                frame.set_label(f"{target} {term}")
    _sizes(sheet, scores, targets, (left, top + len(terms) * step + 0.16, cell))


def shade_of(share: float) -> str:
    """The blue of a share of the strongest cell."""
    return to_hex(colormaps["Blues"](0.1 + 0.62 * share))


def _sizes(
    sheet: Sheet, scores: pd.DataFrame, targets: list[str], corner: tuple[float, float, float]
) -> None:
    """The tokens of every column, below it; upright where there is little room."""
    if "size_target" not in scores:
        return
    left, y, cell = corner
    firsts = scores.drop_duplicates("target").astype({"target": str}).set_index("target")
    figures = [f"{int(firsts['size_target'][target]):,}" for target in targets]
    if sheet.widest(figures, SIZE) > cell - 0.04:
        return
    sheet.text(left - 0.12, y, sheet.words["tokensHead"], SIZE, SOFT, ha="right")
    for place, figure in enumerate(figures):
        sheet.text(left + (place + 0.5) * cell, y, figure, SIZE, SOFT, ha="center")
