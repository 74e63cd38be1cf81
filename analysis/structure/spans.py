"""Where the text of each section stands: in one stretch, or in two around a series of points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
import pandas as pd

from ..contract import frame_of


def stretches(starts: Sequence[int], ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The number of a section and the place from where on text is its own, in text order.

    `starts` and `ends` are those of the sections of one document, in text order. A place is in
    the section begun last among those that have not ended; in the one begun last if all have.

    >>> list(stretches([0, 10, 20, 60], [50, 20, 30, 70]))  # the first one goes on at 30
    [(0, 0), (1, 10), (2, 20), (0, 30), (3, 60)]
    """
    farthest = list(accumulate(ends, max))
    for number, bound in enumerate([*starts[1:], *farthest[-1:]]):
        yield number, starts[number]
        place = ends[number]
        while place < bound and place < farthest[number]:
            number = next(n for n in range(number - 1, -1, -1) if ends[n] > place)
            yield number, place
            place = ends[number]


def section_spans(sections: pd.DataFrame) -> pd.DataFrame:
    """Where the own text of each section stands: one row a stretch of text, in text order.

    `sections` is what `split_sections` gives, or a corpus. Most sections are one stretch, from
    their heading to the next one. A section in which a series of points stands in mid-paragraph
    (一是…。二是…。) goes on after the paragraph, and is two.

    Returns the rows of `sections`, each as often as it has stretches, with the index of its
    place there; ``start`` and ``end`` are those of the stretch. The stretches of a document do
    not overlap, and leave nothing out but blanks before the first heading.

    Raises ValueError for a column that is missing.

    >>> from analysis import mark_blocks, split_sections
    >>> text = "一、行动\\n要做到：一是早谋划。提前研究。二是快行动。马上办。\\n都要落实。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> sections = split_sections(documents, mark_blocks(documents))
    >>> section_spans(sections)[["section", "start", "end"]].values.tolist()
    [['1', 0, 9], ['1.1', 9, 20], ['1.2', 20, 31], ['1', 31, 37]]
    """
    columns = ["document", "section", "start", "end"]
    sections = frame_of(sections, "sections", columns).reset_index(drop=True)
    rows: list[int] = []
    begins: list[int] = []
    stops: list[int] = []
    places: dict = sections.groupby("document", observed=True, sort=False).indices
    start, end = (sections[name].to_numpy(np.int64) for name in ("start", "end"))
    for own in places.values():
        own = own[np.argsort(start[own], kind="stable")]
        found = list(stretches(start[own].tolist(), end[own].tolist()))
        rows += own[[number for number, _ in found]].tolist()
        begins += [place for _, place in found]
        stops += [*(place for _, place in found[1:]), int(end[own].max())]
    spans = sections.take(rows)
    return spans.assign(start=np.array(begins, np.int64), end=np.array(stops, np.int64))
