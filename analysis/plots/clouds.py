"""Clouds: words as large as they are frequent, for the eye; the figures stand in the tables."""

import os
import pathlib
from collections.abc import Iterable
from typing import NamedTuple, Unpack

import numpy as np
import pandas as pd
from matplotlib import image
from matplotlib.axes import Axes

from ..contract import frame_of
from ..segmentation import stop_set
from ..statistics import key_terms
from .groups import Names, grouping, of_look, only_group, rows_of
from .packing import GRAIN, packed
from .setting import CM, LEAST, TINY, wrapped
from .sheet import BLUE, SOFT, Look, Sheet, drawing, renamed

LARGEST = 46.0  # points of the most frequent word, at most
WIDEST = 0.6  # of the sheet, for a long word, which else would shrink all others
FILLED = 0.72  # the share of the sheet that words are tried to fill; less where it is too much
STEP = 0.94  # from one size that was too much to the next
GAPS = (0.45, 0.12)  # beside and above a word, in ems
UNITS = 50 * GRAIN  # of the grid, in a centimetre: a cell is a fifth of a millimetre
PLAIN, KEY = "#7d8792", "#0b4f8a"

Shape = str | os.PathLike[str] | np.ndarray | None


class Word(NamedTuple):
    """A word of a cloud: its lines, the size of its type, and its middle, in centimetres."""

    word: str
    size: float
    x: float
    y: float


@drawing
@renamed(section="group")
def cloud(
    counts: pd.DataFrame,
    *,
    group: object = None,
    stop: Iterable[str] | None = None,
    top: int = 80,
    scores: pd.DataFrame | None = None,
    shape: Shape = None,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """A word cloud of counts: the area of the letters is the count.

    `counts` is from `count_terms` or `frequency`; `group` takes one section with all that
    lies under it (or one of the groups that were counted by), and the `top` terms are drawn.
    Stop words are left out: the default list and `stop`, or none of them with `stop=()`.  No word
    is smaller than can be read, and none wider than three fifths of the sheet: there the area
    says less than the count.  What has no room is counted below the cloud.  With `scores` from
    `keyness`, the words that are supported for a section are dark, all others grey.  `shape` is
    a picture (a file, or an array) whose dark parts are filled.  `names` is what sections are
    called: a corpus, its sections, a table of `section_names`, or a dict.  A cloud is a picture
    for the eye; the figures stand in the table.

    Raises ValueError for a shape without dark parts, OSError for a picture that cannot be read.

    >>> ax = cloud(pd.DataFrame({"term": ["群众", "活动"], "n": [5, 3]}))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "word"]
    ['群众', '活动']
    """
    counts = frame_of(counts, "counts")
    groups = grouping(counts, names, **of_look(look))
    rows = counts if group is None else rows_of(counts, group)
    rows = rows[~rows["term"].isin(stop_set(stop))]
    group = only_group(counts) if group is None else group
    weights = _weights(rows, top)
    entries = groups.words
    name = entries["whole"] if group is None else groups.name(group)
    told = entries["nothingToDraw"]
    if len(weights):
        most, least = weights.index[0], int(weights.iloc[-1])
        told = entries["cloudIs"].format(len(weights), most, f"{weights.iloc[0]:,}", f"{least:,}")
    key = _supported(scores)
    sheet = Sheet(
        ax,
        look,
        title=entries["figCloud"].format(name),
        below=entries["semicolon"].join([told, *([entries["cloudKey"]] if key else [])]),
        content=6.6,
    )
    if weights.empty:
        return sheet.empty(entries["nothingToDraw"])
    words = _place(sheet, weights, _free(shape, sheet))
    asked = look.get("colours")
    own = BLUE if group is None else groups.colour(group)
    _write(sheet, words, key, asked if isinstance(asked, str) else own)
    if len(words) < len(weights):
        left_out = entries["noRoom"].format(len(weights) - len(words))
        sheet.text(sheet.right, sheet.bottom, left_out, TINY, SOFT, ha="right", va="bottom")
    return sheet.finish()


def _write(sheet: Sheet, words: list[Word], key: set[str], shade: str) -> None:
    """The words in their places: dark ones among grey ones, or all in one colour."""
    largest = max((word.size for word in words), default=1.0)
    for word in words:
        ink = (KEY if word.word in key else PLAIN) if key else shade
        alpha = 1.0 if key else 0.72 + 0.28 * word.size / largest
        text = sheet.text(word.x, word.y, word.word, word.size, ink, ha="center", gid="word")
        text.set(alpha=alpha, linespacing=1.0)
        if "\n" not in word.word:
            text.set_verticalalignment("center_baseline")


def _weights(rows: pd.DataFrame, top: int) -> pd.Series:
    """The counts of the most frequent terms, largest first."""
    totals = rows.groupby("term", observed=True)["n"].sum()
    totals.index = totals.index.astype(str)
    table = totals[totals > 0].rename_axis("term").reset_index()
    table = table.sort_values(["n", "term"], ascending=[False, True]).head(top)
    return table.set_index("term")["n"]


def _supported(scores: pd.DataFrame | None) -> set[str]:
    """The terms that are supported for some target."""
    if scores is None:
        return set()
    rows = key_terms(frame_of(scores, "scores", ["target", "term", "supported"]))
    return set(rows.loc[rows["supported"].astype(bool), "term"].astype(str))


# --- placing words -------------------------------------------------------------------------


def _place(sheet: Sheet, weights: pd.Series, free: np.ndarray) -> list[Word]:
    """Every word that has room, with its size and middle, in the order of the weights.

    The area of a word is proportional to its weight, between the smallest size that can be read
    and the one at which the word is as wide as the sheet.  Where not all words have room, all
    are made smaller and laid out anew.
    """
    roots = np.sqrt(weights.to_numpy(dtype=float) / weights.max())
    width, height = sheet.right - sheet.left, sheet.bottom - sheet.top - 0.3
    names = [_lines(str(term), WIDEST * width, sheet) for term in weights.index]
    widths = np.array([sheet.widest(lines, 1) for lines in names])
    heights = np.array([len(lines) for lines in names]) * CM
    units = np.array([widths + GAPS[0] * CM, heights * (1 + GAPS[1])]).T
    widest = np.maximum(WIDEST * width / widths, TINY)
    largest = min(LARGEST, height / 3 / CM)
    while True:
        sizes = np.maximum(roots * largest, TINY if largest > TINY else LEAST)
        sizes = np.minimum(sizes, widest)
        boxes = units * sizes[:, None]
        last = largest <= LEAST
        fits = boxes.prod(axis=1).sum() <= FILLED * free.mean() * width * height
        corners = packed(boxes * UNITS, free) if fits or last else [None]
        if None not in corners or last:
            break
        largest = max(LEAST, largest * STEP)
    words = []
    for name, size, box, corner in zip(names, sizes, boxes, corners, strict=True):
        if corner is not None:
            x, y = corner[0] / UNITS + box[0] / 2, corner[1] / UNITS + box[1] / 2
            words.append(Word("\n".join(name), size, sheet.left + x, sheet.top + 0.05 + y))
    return words


def _lines(term: str, width: float, sheet: Sheet) -> list[str]:
    """A word in one line; in several where it is too long to be read in one."""
    return wrapped(" ".join(term.split()), width, TINY, sheet.face)


def _free(shape: Shape, sheet: Sheet) -> np.ndarray:
    """The cells that words may stand in: all of the sheet, or the dark ones of a picture."""
    width, height = sheet.right - sheet.left, sheet.bottom - sheet.top - 0.3
    across, down = (max(1, int(side * UNITS / GRAIN)) for side in (width, height))
    if shape is None:
        return np.ones((down, across), dtype=bool)
    dark = _dark(shape)
    scale = min(down / dark.shape[0], across / dark.shape[1])
    high, wide = max(1, int(dark.shape[0] * scale)), max(1, int(dark.shape[1] * scale))
    rows = (np.arange(high) / scale).astype(int).clip(max=dark.shape[0] - 1)
    columns = (np.arange(wide) / scale).astype(int).clip(max=dark.shape[1] - 1)
    free = np.zeros((down, across), dtype=bool)
    top, left = (down - high) // 2, (across - wide) // 2
    free[top : top + high, left : left + wide] = dark[np.ix_(rows, columns)]
    return free


def _dark(shape: str | os.PathLike[str] | np.ndarray) -> np.ndarray:
    """The dark parts of a picture, cut to them; what is transparent is not dark."""
    if isinstance(shape, np.ndarray):
        picture = shape.astype(float)
        told = "shape"
    else:
        told = pathlib.Path(shape).name
        picture = np.asarray(image.imread(os.fspath(shape))).astype(float)
    if picture.ndim not in (2, 3):
        raise ValueError(f"{told} is no picture: it has {picture.ndim} dimensions and not 2 or 3")
    top = 255.0 if picture.max(initial=0) > 1 else 1.0
    light = picture if picture.ndim == 2 else picture[..., : min(3, picture.shape[2])].mean(axis=2)
    dark = light < 0.5 * top
    if picture.ndim == 3 and picture.shape[2] in (2, 4):
        dark &= picture[..., -1] > 0.5 * top
    if not dark.any():
        raise ValueError(f"{told} has no dark parts to be filled: make the shape black on white")
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
