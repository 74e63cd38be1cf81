"""How alike groups are: their similarities, beside the tree that joins them."""

from typing import Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..statistics import hierarchical_clustering
from .groups import Groups, Names, called_by, of_look
from .heads import Heads
from .heatmaps import shade_of
from .setting import CM, LEAST, SMALL, TINY
from .sheet import INK, SOFT, Look, Sheet, drawing

STEP = 0.42  # centimetres of a row
CELL, WRITTEN = 0.15, 0.3  # the least width of a cell, and of one with a figure
MANY = 45  # groups that can be told apart
TREE = 0.22  # of the width
EMPTY = "#eef0f3"


@drawing
def similarity(
    similarities: pd.DataFrame,
    *,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """How alike groups are in their words, in per cent, beside the tree that joins them.

    `similarities` is the square frame of `similarity(counts)`.  Groups stand in the order of the
    tree, so that neighbours are alike; groups that are joined further right are more so.  The
    darkest cell is the most alike pair.  `names` is what sections are called: a corpus, its
    sections, a table of `section_names`, or a dict.

    Raises ValueError for a frame that is not square and symmetric, and for fewer than two groups.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"year": ["2020", "2020", "2021", "2022"],
    ...     "term": ["群众", "活动", "群众", "活动"], "n": [5, 5, 5, 5]})
    >>> ax = similarity(an.similarity(counts))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "cell"]
    ['71', '0', '71', '71', '0', '71']
    """
    if len(similarities) < 2:
        raise ValueError("there are fewer than two groups: similarity needs others to compare")
    tree = hierarchical_clustering(similarities)
    kind = str(similarities.columns.name or "group").replace("/", " and ")
    labels = [str(name) for name in similarities.columns]
    called = called_by(names, look.get("language", "zh"))
    groups = Groups(kind, labels, called=called, **of_look(look))
    entries = groups.words
    sheet = Sheet(
        ax,
        look,
        title=entries["figSimilarity" if kind == "section" else "figSimilarityGroup"],
        below=entries["similarityIs"],
        content=1.6 + min(STEP, 12 / len(labels)) * len(labels) if len(labels) <= MANY else 1,
    )
    values = similarities.set_axis(labels, axis=0).set_axis(labels, axis=1)
    order = tree.order
    width = sheet.right - sheet.left
    most = min(MANY, int(0.5 * width / CELL))
    if len(order) > most:
        return sheet.empty(entries["tooMany"].format(len(order), most))
    shown = groups.short(order, max(6, int(0.26 * width / (SMALL * CM))))
    text = min(sheet.widest(shown, SMALL), 0.28 * width)
    left = sheet.left + TREE * width + text + 0.25
    cell = (sheet.right - left) / len(order)
    top = sheet.top + 0.08
    if cell > 0.25:  # narrower columns are called by their rows, which have the same order
        heads = Heads(sheet, groups.short(order, 30), [cell] * len(order), 1.4)
        heads.draw([left + (k + 0.5) * cell for k in range(len(order))], top + heads.high)
        top += heads.high + 0.08
    step = min(0.6, (sheet.bottom - top) / len(order))
    _cells(sheet, values.loc[order, order].to_numpy(float), (left, top, cell, step))
    high = min(step, 0.42)
    for k, name in enumerate(shown):
        y = top + (k + 0.5) * step
        sheet.term(left - 0.12, y, name, text, SMALL, high=high, ha="right")
    at = {number: top + (order.index(label) + 0.5) * step for number, label in enumerate(labels)}
    _tree(sheet, tree.linkage, at, (sheet.left + 0.05, left - text - 0.3))
    return sheet.finish()


def _cells(sheet: Sheet, values: np.ndarray, place: tuple[float, float, float, float]) -> None:
    """Per cent in every cell but those of a group with itself."""
    left, top, cell, step = place
    others = values[~np.eye(len(values), dtype=bool)]
    most = max(float(others.max()), 1e-9)
    size = TINY if min(cell, 2 * step) > 0.42 else LEAST
    for row, column in np.ndindex(values.shape):
        x, y = left + column * cell, top + row * step
        share = max(float(values[row, column]), 0.0) / most
        shade = EMPTY if row == column else shade_of(share**1.5)
        sheet.box(x + 0.02, y + 0.02, cell - 0.04, step - 0.04, shade)
        if row != column and min(cell, step + 0.06) >= WRITTEN:
            ink = "white" if share > 0.86 else INK
            figure = f"{100 * values[row, column]:.0f}"
            sheet.text(x + cell / 2, y + step / 2, figure, size, ink, ha="center", gid="cell")


def _tree(
    sheet: Sheet, linkage: pd.DataFrame, leaves: dict[int, float], sides: tuple[float, float]
) -> None:
    """The steps of the clustering as a tree, its leaves at the right."""
    left, right = sides
    at = {number: (right, y) for number, y in leaves.items()}
    far = max(float(linkage["distance"].max()), 1e-9)
    near = 0.97 * float(linkage["distance"].min())
    columns = (linkage[name].tolist() for name in ("first", "second", "distance"))
    for step, (first, second, distance) in enumerate(zip(*columns, strict=True)):
        (ax, ay), (bx, by) = at[first], at[second]
        x = right - (distance - near) / max(far - near, 1e-9) * (right - left)
        sheet.line([ax, x, x, bx], [ay, ay, by, by], SOFT, 0.7, gid="tree")
        at[len(leaves) + step] = (x, (ay + by) / 2)
