"""The data contract: the frames of the package, their columns, and the one check for them.

Everything is a plain pandas DataFrame and the columns are the interface.  `FRAMES` lists them;
`frame_of` is how every public function takes one: from a corpus, or the frame itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd


class Frame(NamedTuple):
    """One frame of the contract: what a row is, its columns (at least), and what makes it.

    ``columns`` are in order, each with what it holds: ``str`` text (as such or as categories),
    ``int`` whole numbers, ``float`` any numbers, ``bool`` yes or no, ``tuple`` the marks of a
    format.  Counts and frequencies have the columns they were counted by in front.
    """

    row: str
    columns: dict[str, type]
    made_by: str


# Columns of counts that users may leave out: the tokens of the group that a row belongs to, those
# of all groups, and how often its term stands inside longer tokens (where its spelling does not
# say: synonyms).
GROUP_SIZE, WHOLE_SIZE, INSIDE = "n_group", "n_all", "inside"
CARRIED = (GROUP_SIZE, WHOLE_SIZE, INSIDE)

KINDS = {"": str, "int": int, "float": float, "bool": bool, "marks": tuple}


def _columns(told: str) -> dict[str, type]:
    """Columns in order; what holds no text says what it holds after a colon."""
    pairs = (column.partition(":") for column in told.split())
    return {name: KINDS[kind] for name, _, kind in pairs}


FRAMES = {
    "documents": Frame(
        "file",
        _columns("document path format encoding margin:float title text marks:marks problem"),
        "read_documents(paths) or read_text(text)",
    ),
    "blocks": Frame(
        "span of text, tiling it",
        _columns("document start:int end:int role level:int marker reason p:float family:int"),
        "mark_blocks(documents)",
    ),
    "sections": Frame(
        "heading",
        _columns("document section level:int marker title start:int end:int n_chars:int"),
        "split_sections(documents, blocks)",
    ),
    "tokens": Frame(
        "running word",
        _columns("document section sentence:int position:int start:int token paragraph:int"),
        "tokenize(documents, sections, blocks) or load(paths).tokens",
    ),
    "terms": Frame(
        "term of several words",
        _columns(
            "term n:int range:int cohesion:float left:float right:float c_value:float score:float"
        ),
        "discover_terms(tokens)",
    ),
    "counts": Frame("group x term", _columns("term n:int"), "count_terms(tokens, by='section')"),
    "frequencies": Frame(
        "group x term",
        _columns("term n:int rate:float range:int relative_range:float inside:int"),
        "frequency(counts)",
    ),
    "scores": Frame(
        "target x term",
        _columns(
            "target term n_target:float n_reference:float rate_target:float rate_reference:float "
            "score:float measure effect:float lower:float upper:float p:float p_adjusted:float "
            "range:int inside_target:float inside_reference:float by reference supported:bool"
        ),
        "keyness(counts)",
    ),
    "rates": Frame(
        "term x group",
        _columns("term group n:int n_group:int rate:float lower:float upper:float"),
        "rates(counts, terms)",
    ),
    "trends": Frame(
        "term of ordered groups",
        _columns(
            "term n:int n_first:int n_last:int slope:float slope_lower:float slope_upper:float "
            "supported:bool by"
        ),
        "trend(counts, tokens=corpus)",
    ),
    "spread": Frame("term", _columns("term n:int range:int dp:float"), "dispersion(counts)"),
    "lines": Frame(
        "concordance hit",
        _columns("document section start:int left keyword right how token"),
        "kwic(corpus, pattern)",
    ),
    "pairs": Frame(
        "pair of terms",
        _columns("node collocate n:int score:float measure"),
        "collocates(tokens, node)",
    ),
}


def frame_of(
    value: object, name: str, columns: Iterable[str] | None = None, *, called: str = ""
) -> pd.DataFrame:
    """The frame called `name`: of a corpus, or `value` itself, with the columns that are needed.

    `columns` are those the caller needs; without them all of the contract are.  `called` is what
    the caller calls it, where that is another name (the `reference` of `discover_terms`).

    Raises ValueError for something that is no such frame, for a column that is missing (it says
    which columns there are and what makes the frame), for names of documents or sections that
    are not text, for a value that is missing, and for a document that is there twice.

    >>> frame_of(pd.DataFrame({"token": ["工作"]}), "spread")
    Traceback (most recent call last):
    ValueError: no column 'term' in spread (there are: token): make it with dispersion(counts)
    """
    made_by, shown = FRAMES[name].made_by, called or name
    frame = value if isinstance(value, pd.DataFrame) else getattr(value, name, None)
    if not isinstance(frame, pd.DataFrame):
        kind = type(value).__name__
        raise ValueError(f"{shown} is a DataFrame, not a {kind}: make it with {made_by}")
    needed = list(FRAMES[name].columns if columns is None else columns)
    missing = [column for column in needed if column not in frame.columns]
    if missing and name == "tokens" and hasattr(value, "tokens_with"):
        frame = value.tokens_with(missing)  # a year, or what else the documents have
        missing = [column for column in needed if column not in frame.columns]
    if missing:
        raise ValueError(_lacking(frame, name, shown, missing[0]))
    _check_values(frame, name, shown, needed)
    return frame


def _lacking(frame: pd.DataFrame, name: str, shown: str, column: str) -> str:
    """What to do about a column that a frame does not have."""
    there = ", ".join(map(str, frame.columns)) or "none"
    is_own = name == "tokens" and column not in [*FRAMES[name].columns, "tag", "term"]
    made_by = f"make it with {FRAMES[name].made_by}"
    advice = "pass the corpus, if its documents have it" if is_own else made_by
    return f"no column {column!r} in {shown} (there are: {there}): {advice}"


# --- what the columns hold ------------------------------------------------------------------

NAMES = ("document", "section")  # what is called by a text: 1.1 and 1.10 are two sections
# Columns without which a row means nothing; others may have no value (p of an untested term).
COMPLETE = {*NAMES, "start", "end", "position", "sentence", "token", "term", "n"}


def is_text(column: pd.Series) -> bool:
    """Whether a column holds text, as such or as categories; values may be missing."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.cat.categories.to_series()
    if isinstance(column.dtype, pd.StringDtype) or not len(column):
        return True
    return pd.api.types.infer_dtype(column, skipna=True) in ("string", "empty")


def _check_values(frame: pd.DataFrame, name: str, shown: str, needed: list[str]) -> None:
    """Refuse names that are no text, values that are missing, and documents that are twice."""
    for column in dict.fromkeys([*needed, *(key for key in NAMES if key in frame)]):
        if column in COMPLETE and frame[column].isna().any():
            raise ValueError(
                f"a value is missing in column {column!r} of {shown}: fill it first, or leave "
                "its row out"
            )
        if column in NAMES and not is_text(frame[column]):
            raise ValueError(
                f"column {column!r} of {shown} holds {frame[column].dtype} and not text (as "
                f"numbers, 1.1 and 1.10 are one): read it with dtype={{{column!r}: 'str'}}, or "
                "make it anew"
            )
    if name == "documents" and (twice := frame["document"].duplicated()).any():
        raise ValueError(
            f"two documents are called {frame['document'][twice].iloc[0]!r}: give each a name of "
            "its own"
        )
    if name == "tokens" and {"document", "position"} <= set(frame.columns):
        _check_positions(frame[["document", "position"]], shown)


def _check_positions(tokens: pd.DataFrame, shown: str) -> None:
    """Refuse two tokens at one place: two documents of one name were put together."""
    document = tokens["document"].astype("category").cat.codes.to_numpy()
    other = document[1:] != document[:-1]
    rising = tokens["position"].to_numpy()[1:] > tokens["position"].to_numpy()[:-1]
    runs = document[np.flatnonzero(np.append(True, other)[: len(document)])]
    if (rising | other).all() and len(np.unique(runs)) == len(runs):
        return  # in text order, each document in one run
    twice = tokens.duplicated()
    if twice.any():
        raise ValueError(
            f"{shown} has two tokens at position {tokens['position'][twice].iloc[0]} of document "
            f"{tokens['document'][twice].iloc[0]!r}: give each document a name of its own before "
            "putting corpora together"
        )
