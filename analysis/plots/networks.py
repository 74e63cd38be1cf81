"""Which terms stand together: a network, pruned to what can be read."""

import itertools
from typing import NamedTuple, Unpack

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..glossary import words
from .fonts import Face, measured
from .setting import CM
from .sheet import BLUE, INK, Look, Sheet, drawing, room_for

EDGES = 46  # pairs that can be read on half a page
EACH = 5  # pairs of one term, its strongest
SIZES = (6.5, 12.0)  # points of the rarest and the most frequent term
HUB = 4  # terms from which on a term is blue
EDGE = "#c3ccd6"
ROUNDS, PUSHES = 300, 400  # of the layout, and to keep words apart
HIGH, HEADS = 8.0, 1.9  # centimetres of the drawing, and of what stands above and below it
AIR = ((0.22, 0.16), (0.1, 0.06))  # centimetres between words, and at least
NEEDED = ("node", "collocate", "n", "score")


class Word(NamedTuple):
    """Where a word stands, how large it is, and to how many others it is tied."""

    x: float
    y: float
    wide: float
    high: float
    size: float
    tied: int


@drawing
def network(
    pairs: pd.DataFrame,
    *,
    top: int = EDGES,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """Which terms occur together: the strongest pairs as lines between words.

    `pairs` is from `cooccurrence(tokens)`.  The `top` pairs with the highest score are drawn, of
    each term its five strongest at most, fewer where there is little room.  Lines are the wider
    the more often two terms occur together, words the larger the more often they occur at all;
    those that are tied to four and more others are blue.  Where a word stands means nothing but
    that it is near the words it is tied to.

    >>> import analysis as an
    >>> tokens = pd.DataFrame({"document": "d", "sentence": [0, 0, 1, 1, 1, 2],
    ...     "position": range(6), "token": ["服务", "群众", "服务", "群众", "活动", "活动"]})
    >>> ax = network(an.cooccurrence(tokens))
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "word"]
    ['服务', '群众']
    """
    pairs = frame_of(pairs, "pairs", NEEDED)
    entries = words(look.get("language", "zh"))
    if pairs.empty:
        sheet = Sheet(ax, look, title=entries["figNetwork"], content=1.0)
        return sheet.empty(entries["nothingToDraw"])
    strongest = pairs.sort_values("score", ascending=False, kind="stable")
    strongest = strongest.astype({"node": str, "collocate": str})
    width, height = room_for(ax, look)
    height = max(height - HEADS, 2.0) if height else HIGH
    rows, placed = _laid_out(strongest, top, (width, height), look.get("font", "sans"))
    measure = str(pairs["measure"].iloc[0]) if "measure" in pairs else "score"
    sheet = Sheet(
        ax,
        look,
        title=entries["figNetwork"],
        below=entries["networkIs"].format(len(rows), measure, int(rows["n"].min())),
        content=HIGH + 0.1,
    )
    _draw(sheet, rows, placed)
    return sheet.finish()


def _laid_out(
    strongest: pd.DataFrame, top: int, room: tuple[float, float], face: Face
) -> tuple[pd.DataFrame, dict[str, Word]]:
    """As many of the strongest pairs as there is room for, and the place of every word."""
    number = min(top, max(3, int(room[0] * room[1] / 2.1)))
    while True:
        rows = _pruned(strongest, number)
        found = _placed(rows, room, face)
        if found is not None or number <= 3:
            return rows, found or _placed(rows.head(1), room, face) or {}
        number -= max(1, number // 12)


def _placed(rows: pd.DataFrame, room: tuple[float, float], face: Face) -> dict[str, Word] | None:
    """The place of every word, or None where they cannot be kept apart."""
    nodes, edges = _graph(rows)
    often = np.sqrt([_frequency(rows, node) for node in nodes])
    sizes = SIZES[0] + (SIZES[1] - SIZES[0]) * often / max(float(often.max()), 1e-9)
    sized = list(zip(nodes, sizes, strict=True))
    wide = [measured(node, size, face) + 0.14 for node, size in sized]
    boxes = np.column_stack([wide, sizes * CM * 1.3])
    half = boxes.max(axis=0) / 2
    at = _spring(len(nodes), edges)
    span = np.maximum(np.ptp(at, axis=0), 1e-9)
    at = half + (at - at.min(axis=0)) / span * (np.array(room) - 2 * half)
    tries = (_apart(at, boxes + np.array(air), np.array(room)) for air in AIR)
    apart = next((places for places in tries if places is not None), None)
    if apart is None:
        return None
    ties = np.bincount(np.array(edges).ravel(), minlength=len(nodes))
    columns = (nodes, apart.tolist(), boxes.tolist(), sizes.tolist(), ties.tolist())
    return {
        node: Word(x, y, wide, high, size, tied)
        for node, (x, y), (wide, high), size, tied in zip(*columns, strict=True)
    }


def _graph(rows: pd.DataFrame) -> tuple[list[str], list[tuple[int, int]]]:
    """The words of pairs, and the pairs by their numbers."""
    pairs = list(zip(rows["node"], rows["collocate"], strict=True))
    nodes = list(dict.fromkeys(itertools.chain.from_iterable(pairs)))
    number = {node: place for place, node in enumerate(nodes)}
    return nodes, [(number[node], number[other]) for node, other in pairs]


def _pruned(rows: pd.DataFrame, top: int) -> pd.DataFrame:
    """The strongest pairs, of each term not more than some."""
    ties: dict[str, int] = {}
    kept: list[int] = []
    for number, (node, other) in enumerate(zip(rows["node"], rows["collocate"], strict=True)):
        if len(kept) == top:
            break
        if max(ties.get(node, 0), ties.get(other, 0)) < EACH:
            kept.append(number)
            ties[node], ties[other] = ties.get(node, 0) + 1, ties.get(other, 0) + 1
    return rows.iloc[kept]


def _draw(sheet: Sheet, rows: pd.DataFrame, placed: dict[str, Word]) -> None:
    """Lines, and words on them."""
    most = float(rows["n"].max())
    for node, other, n in zip(rows["node"], rows["collocate"], rows["n"].tolist(), strict=True):
        if node in placed and other in placed:
            ends = [placed[node], placed[other]]
            xs, ys = ([sheet.left + end.x for end in ends], [sheet.top + end.y for end in ends])
            sheet.line(xs, ys, EDGE, 0.5 + 2.2 * n / most, zorder=1, gid="edge")
    for node, word in placed.items():
        x, y = sheet.left + word.x, sheet.top + word.y
        corner = (x - word.wide / 2 + 0.04, y - word.high / 2 + 0.03)
        sheet.box(*corner, word.wide - 0.08, word.high - 0.06, "white", zorder=2)
        ink = BLUE if word.tied >= HUB else INK
        text = sheet.text(x, y, node, word.size, ink, ha="center", gid="word")
        text.set(verticalalignment="center_baseline", zorder=3)


def _frequency(rows: pd.DataFrame, node: str) -> float:
    """How often a term occurs, or in how many of these pairs, where the table does not say."""
    for side in ("node", "collocate"):
        own = rows[rows[side] == node]
        if len(own) and f"n_{side}" in rows:
            return float(own[f"n_{side}"].iloc[0])
    return float(rows["n"][(rows["node"] == node) | (rows["collocate"] == node)].sum())


# --- places ----------------------------------------------------------------------------------


def _spring(nodes: int, edges: list[tuple[int, int]]) -> np.ndarray:
    """Places such that distances on paper follow the number of steps in the network.

    Stress majorization: Gansner, E. R., Koren, Y. & North, S. (2005). Graph drawing by stress
    majorization. Graph Drawing 2004, LNCS 3383, 239-250. https://doi.org/10.1007/978-3-540-31843-9_25
    """
    steps = np.full((nodes, nodes), np.inf)
    np.fill_diagonal(steps, 0)
    for a, b in edges:
        steps[a, b] = steps[b, a] = 1
    for k in range(nodes):
        steps = np.minimum(steps, steps[:, [k]] + steps[[k]])
    far = np.isinf(steps)
    steps[far] = max(steps[~far].max() * 0.5, 2)  # parts that do not meet
    weights = np.where(steps > 0, 1 / np.maximum(steps, 1) ** 2, 0)
    inverse = np.linalg.pinv(np.diag(weights.sum(axis=1)) - weights)
    at = np.random.default_rng(3).normal(size=(nodes, 2))
    for _ in range(ROUNDS):
        distance = np.linalg.norm(at[:, None] - at[None], axis=2)
        pull = np.where(distance > 1e-9, -weights * steps / np.maximum(distance, 1e-9), 0)
        np.fill_diagonal(pull, 0)
        np.fill_diagonal(pull, -pull.sum(axis=1))
        at = inverse @ pull @ at
    centred = at - at.mean(axis=0)
    turn = np.linalg.svd(centred, full_matrices=False)[2]
    return centred @ turn.T  # the longer way across the sheet


def _apart(at: np.ndarray, boxes: np.ndarray, room: np.ndarray) -> np.ndarray | None:
    """Push words apart until none lies on another, in their room; None where that fails."""
    at, half = at.copy(), boxes / 2
    reach = half[:, None] + half[None]
    upper = np.triu(np.ones((len(at), len(at)), dtype=bool), 1)
    shake = np.random.default_rng(5)
    for turn in range(PUSHES):
        meets = (reach - np.abs(at[:, None] - at[None]) > 1e-6).all(axis=2) & upper
        if not meets.any():
            return at
        for i, j in np.argwhere(meets):
            gap = reach[i, j] - np.abs(at[i] - at[j])
            axis = int(gap[1] < gap[0])
            sign = 1 if at[i][axis] >= at[j][axis] else -1
            at[i][axis] += sign * gap[axis] / 2
            at[j][axis] -= sign * gap[axis] / 2
        if turn % 40 == 39:  # what is stuck at an edge finds another way
            at += shake.normal(scale=0.25, size=at.shape)
        at = np.clip(at, half, room - half)
    return None
