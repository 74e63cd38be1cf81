"""Boxes on a sheet: each where it is nearest to the middle and in no other."""

from collections.abc import Sequence

import numpy as np

POWER = 4  # of distances: 2 fills an ellipse, more fills the corners too
GRAIN = 2.0  # units of the sheet that a cell of the grid is wide


def packed(
    sizes: Sequence[Sequence[float]] | np.ndarray, free: np.ndarray
) -> list[tuple[float, float] | None]:
    """The upper left corner of every box on a sheet, None for those that find no room.

    `sizes` are widths and heights; `free` says of every cell of the sheet, which is `GRAIN` wide
    and high, whether a box may stand there.  Large boxes are placed first, each at the free
    place whose middle is nearest to that of the sheet, distances measured by its sides.

    >>> packed([(4, 2), (40, 2), (60, 2)], np.ones((3, 20), dtype=bool))
    [(18.0, 0.0), (0.0, 2.0), None]
    """
    height, width = free.shape
    filled = ~free
    across = np.arange(width + 1) - width / 2
    down = np.arange(height + 1) - height / 2
    corners: list[tuple[float, float] | None] = [None] * len(sizes)
    order = sorted(range(len(sizes)), key=lambda i: (-sizes[i][0] * sizes[i][1], i))
    for number in order:
        wide, high = (max(1, int(np.ceil(side / GRAIN))) for side in sizes[number])
        if wide > width or high > height:
            continue
        beside = np.abs((across[: width - wide + 1] + wide / 2) / width) ** POWER
        above = np.abs((down[: height - high + 1] + high / 2) / height) ** POWER
        distance = beside + above[:, None]
        distance[_taken(filled, wide, high)] = np.inf
        row, column = np.unravel_index(distance.argmin(), distance.shape)
        if np.isfinite(distance[row, column]):
            filled[row : row + high, column : column + wide] = True
            corners[number] = (float(column * GRAIN), float(row * GRAIN))
    return corners


def _taken(filled: np.ndarray, wide: int, high: int) -> np.ndarray:
    """For every corner whether a box of this size there would cover something."""
    # sums[i, j] is how many cells above and left of (i, j) are filled: Crow, F. C. (1984),
    # Summed-area tables for texture mapping. Computer Graphics 18(3), 207-212.
    sums = np.zeros((filled.shape[0] + 1, filled.shape[1] + 1), dtype=np.int32)
    sums[1:, 1:] = filled.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)
    return (
        sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    ) > 0
