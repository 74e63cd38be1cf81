"""Labels at points: where they find room, none on another, the important ones first."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import textalloc

from .fonts import CM, Faces
from .sheet import Sheet

NEAR = 0.08  # centimetres from a point to its label, at least
FAR, LED = 0.5, 0.42  # at most, and from where on a line leads to it
GRID = 0.12  # centimetres between points that stand for a label
TRIES = 60  # places that are tried for each label


class Label(NamedTuple):
    """What is to be written at a point."""

    x: float
    y: float
    text: str
    size: float
    colour: str


def place_labels(
    sheet: Sheet,
    labels: Sequence[Label],
    points: np.ndarray,
    box: tuple[float, float, float, float],
    *,
    lines: Sequence[tuple[Sequence[float], Sequence[float]]] = (),
    far: float = FAR,
    gid: str = "label",
) -> tuple[list[Label], np.ndarray]:
    """Write labels near their points, the first ones first; give those that found no room.

    No label lies on another, on a point or on a line, nor outside the `box` (left, right, top,
    bottom), nor farther than `far` from its point.  The second of what is given are points all
    over the labels that were written, for others to keep off.
    """
    if not labels:
        return [], np.empty((0, 2))
    left, right, top, bottom = box
    across = right - left
    across_lines: Any = [np.asarray(xs) for xs, _ in lines] or None
    down_lines: Any = [np.asarray(ys) for _, ys in lines] or None
    found: list[Any] = textalloc.allocate(
        sheet.ax,
        [label.x for label in labels],
        [label.y for label in labels],
        [label.text for label in labels],
        x_scatter=points[:, 0],
        y_scatter=points[:, 1],
        x_lines=across_lines,
        y_lines=down_lines,
        textsize=[label.size * sheet.scale for label in labels],
        xlims=(left, right),
        ylims=(bottom, top),
        min_distance=NEAR / across,
        max_distance=far / across,
        margin=0.03 / across,
        nbr_candidates=TRIES,
        draw_lines=False,
        draw_all=False,
        auto_ha=False,
        parse_math=False,
        fontproperties=Faces(face=sheet.face),
    )[2]
    missing, covered = [], [np.empty((0, 2))]
    for label, drawn in zip(labels, found, strict=True):
        if drawn is None:
            missing.append(label)
            continue
        place = drawn.get_position()
        drawn.remove()
        covered.append(_write(sheet, label, place, gid))
    return missing, np.vstack(covered)


def _write(sheet: Sheet, label: Label, place: tuple[float, float], gid: str) -> np.ndarray:
    """Write a label from its lower left corner; give points all over it."""
    x, y = place
    sheet.text(x, y, label.text, label.size, label.colour, va="bottom", gid=gid)
    wide, high = sheet.room(label.text, label.size), 1.3 * label.size * CM
    near = np.clip(label.x, x, x + wide), np.clip(label.y, y - high, y)
    if np.hypot(label.x - near[0], label.y - near[1]) > LED:
        sheet.line([label.x, near[0]], [label.y, near[1]], label.colour, 0.4, gid="leader")
    xs, ys = np.arange(0, wide + GRID, GRID), np.arange(0, high + GRID, GRID)
    grid = np.meshgrid(x + xs.clip(max=wide), y - ys.clip(max=high))
    return np.stack(grid, axis=-1).reshape(-1, 2)
