"""The data contract: the frames of the package, their columns, and the one check for them.

Everything is a plain pandas DataFrame and the columns are the interface.  `FRAMES` lists them;
`frame_of` is how every public function takes one: from a corpus, or the frame itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd


class Frame(NamedTuple):
    """One frame of the contract: what a row is, its columns (at least), and what makes it."""

    row: str
    columns: tuple[str, ...]
    made_by: str


FRAMES = {
    "documents": Frame(
        "file",
        ("document", "path", "format", "encoding", "margin", "title", "text", "marks", "problem"),
        "read_documents(paths) or read_text(text)",
    ),
    "blocks": Frame(
        "span of text, tiling it",
        ("document", "start", "end", "role", "level", "marker", "reason"),
        "mark_blocks(documents)",
    ),
    "sections": Frame(
        "heading",
        ("document", "section", "level", "marker", "title", "start", "end", "n_chars"),
        "split_sections(documents, blocks)",
    ),
    "tokens": Frame(
        "running word",
        ("document", "section", "sentence", "position", "start", "token"),
        "tokenize(documents, sections, blocks) or load(paths).tokens",
    ),
    "terms": Frame(
        "term of several words",
        ("term", "n", "range", "cohesion", "left", "right", "c_value", "score"),
        "discover_terms(tokens)",
    ),
    "counts": Frame("group x term", ("term", "n"), "count_terms(tokens, by='section')"),
    "frequencies": Frame(
        "group x term",
        ("term", "n", "rate", "range", "relative_range"),
        "frequency(counts)",
    ),
    "scores": Frame(
        "target x term",
        (
            *("target", "term", "n_target", "n_reference", "rate_target", "rate_reference"),
            *("score", "measure", "effect", "lower", "upper", "p", "p_adjusted", "range"),
            "supported",
        ),
        "keyness(counts)",
    ),
    "spread": Frame("term", ("term", "n", "range", "dp"), "dispersion(counts)"),
    "lines": Frame(
        "concordance hit",
        ("document", "section", "start", "left", "keyword", "right"),
        "kwic(corpus, pattern)",
    ),
    "pairs": Frame(
        "pair of terms",
        ("node", "collocate", "n", "score", "measure"),
        "collocates(tokens, node)",
    ),
}


def frame_of(
    value: object, name: str, columns: Iterable[str] | None = None, *, called: str = ""
) -> pd.DataFrame:
    """The frame called `name`: of a corpus, or `value` itself, with the columns that are needed.

    `columns` are those the caller needs; without them all of the contract are.  `called` is what
    the caller calls it, where that is another name (the `reference` of `discover_terms`).

    Raises ValueError for something that is no such frame, and for a column that is missing; it
    says which columns there are and what makes the frame.

    >>> frame_of(pd.DataFrame({"token": ["工作"]}), "spread")
    Traceback (most recent call last):
    ValueError: no column 'term' in spread (there are: token): make it with dispersion(counts)
    """
    made_by, shown = FRAMES[name].made_by, called or name
    frame = value if isinstance(value, pd.DataFrame) else getattr(value, name, None)
    if not isinstance(frame, pd.DataFrame):
        kind = type(value).__name__
        raise ValueError(f"{shown} is a DataFrame, not a {kind}: make it with {made_by}")
    needed = FRAMES[name].columns if columns is None else columns
    missing = [column for column in needed if column not in frame.columns]
    if missing:
        there = ", ".join(map(str, frame.columns)) or "none"
        raise ValueError(
            f"no column {missing[0]!r} in {shown} (there are: {there}): make it with {made_by}"
        )
    return frame
