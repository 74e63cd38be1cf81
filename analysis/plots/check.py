"""What the printer would send back: text that is cut off, overlaps, or is too small to read."""

from collections.abc import Iterator

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from .setting import LEAST

TOUCH = 0.9  # points: text may come so near, as its boxes have air in them


def check(figure: Figure | Axes) -> list[str]:
    """Say which texts of a figure are cut off, lie on one another, or are under 5.5 points.

    `figure` is a figure or its axes.  Returns a sentence for each, none where all is well.

    >>> from analysis import plots
    >>> import pandas as pd
    >>> check(plots.frequency(pd.DataFrame({"term": ["群众"], "n": [5]})))
    []
    """
    sheet = figure.get_figure(root=True) if isinstance(figure, Axes) else figure
    if not isinstance(sheet, Figure):
        raise ValueError("these axes are in no figure any more: draw them anew")
    sheet.draw_without_rendering()
    texts = [text for text in _texts(sheet) if text.get_text().strip() and text.get_visible()]
    if not texts:
        return []
    inset = TOUCH * sheet.dpi / 72
    boxes = np.array([text.get_window_extent().padded(-inset).extents for text in texts])
    whole = sheet.bbox.extents
    out = (boxes[:, :2] < whole[:2]) | (boxes[:, 2:] > whole[2:])
    told = [f"cut off: {_said(texts[i])}" for i in np.flatnonzero(out.any(axis=1))]
    for i in range(len(texts)):
        rest = boxes[i + 1 :]
        meets = (rest[:, :2] < boxes[i, 2:]).all(axis=1) & (rest[:, 2:] > boxes[i, :2]).all(axis=1)
        told += [
            f"overlap: {_said(texts[i])} / {_said(texts[i + 1 + j])}"
            for j in np.flatnonzero(meets)
        ]
    sizes = [text.get_fontproperties().get_size_in_points() for text in texts]
    return told + [
        f"{size:.1f} points: {_said(text)}"
        for text, size in zip(texts, sizes, strict=True)
        if size < LEAST - 0.01
    ]


def _texts(figure: Figure) -> Iterator[Text]:
    """Every text that a figure draws: not the labels of an axis that is off, or beyond its end."""
    yield from figure.texts
    for ax in figure.axes:
        if not ax.get_visible():
            continue
        legend = ax.get_legend()
        yield from legend.get_texts() if legend else ()
        yield from (text for text in ax.get_children() if isinstance(text, Text))  # titles, too
        for axis in (ax.xaxis, ax.yaxis) if ax.axison else ():
            low, high = sorted(axis.get_view_interval())
            ticks = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            yield from [
                axis.label,
                *(text for tick in ticks for text in (tick.label1, tick.label2)),
            ]


def _said(text: Text) -> str:
    return "".join(text.get_text().split("\n"))
