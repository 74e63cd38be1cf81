"""Dotted paths of sections: which lie under which, their order, and coarser sections."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from ..contract import CARRIED, GROUP_SIZE, INSIDE, WHOLE_SIZE, frame_of
from .numbers import chinese_number

_CHINESE = "〇零一二三四五六七八九十百千"
_NUMERAL = re.compile(f"[0-9]|[{_CHINESE}]")
_PARTS = re.compile(f"[0-9]+|[{_CHINESE}]+|[^0-9{_CHINESE}]+")


def within(frame: pd.DataFrame, section: str | None) -> pd.DataFrame:
    """The rows of one section and of all that lies under it (all rows for None).

    `frame` has a column ``section`` (tokens, counts, sections …) and `section` is a dotted path
    in it: "2" takes 2, 2.1 and 2.2. A frame without that column is selected by its first one,
    such as ``document``, and only by the whole name: the name of a document is not a path.

    Raises ValueError that lists the names there are.

    >>> frame = pd.DataFrame({"section": ["1", "2", "2.1", "20"]})
    >>> within(frame, "2")["section"].tolist()
    ['2', '2.1']
    >>> within(pd.DataFrame({"document": ["报告", "报告.修订"]}), "报告")["document"].tolist()
    ['报告']
    """
    frame = frame_of(frame, "counts", ())
    if section is None:
        return frame
    column = "section" if "section" in frame else frame.columns[0]
    names = frame[column].astype(str)
    inside = names == section
    if column == "section":
        inside |= names.str.startswith(f"{section}.")
    if not inside.any():
        known = ", ".join(dict.fromkeys(names))
        raise ValueError(f"no {column} {section!r}; there are: {known}")
    return frame[inside]


def natural_key(name: object) -> list[tuple[int, int, str]]:
    """A sorting key that puts "2" before "10", "2.9" before "2.10" and 第二章 before 第十章.

    `name` is the name of a section or of any other group.

    >>> sorted(["10", "2.10", "2", "2.9"], key=natural_key)
    ['2', '2.9', '2.10', '10']
    """
    return [
        (0, int(part) if part.isascii() else chinese_number(part), part)
        if _NUMERAL.match(part)
        else (1, 0, part)
        for part in _PARTS.findall(str(name))
    ]


def roll_up(frame: pd.DataFrame, *, level: int = 1) -> pd.DataFrame:
    """The same frame by coarser sections: at level 1, "2.1" and "2.2" become "2".

    `frame` has a column ``section`` (tokens, counts, sections …). The path is cut to `level`
    numbers. Counts (columns ``n``, ``n_group`` and ``inside``) are summed per group, in the order
    in which the groups first appear; of `sections` the rows above the cut remain, each with the
    ends and the sizes of those below it. Categorical columns stay so.

    Raises ValueError where there is no column ``section``, or for a level below 1.

    >>> counts = pd.DataFrame({"section": ["1", "2.1", "2.2"], "term": "群众", "n": [1, 2, 3]})
    >>> roll_up(counts)
      section term  n
    0       1   群众  1
    1       2   群众  5
    """
    frame = frame_of(frame, "counts", ["section"])
    if level < 1:
        raise ValueError(f"level {level}: give 1 for the coarsest sections, or more")
    result = frame.assign(section=_cut(frame["section"], level))
    if "n" in frame.columns:
        return _summed(frame, result)
    if {"title", "n_chars", "end"} <= set(frame.columns):
        groups = result.groupby(["document", "section"], observed=True, sort=False)
        result = result.assign(
            end=groups["end"].transform("max"), n_chars=groups["n_chars"].transform("sum")
        )
        return result.drop_duplicates(["document", "section"]).reset_index(drop=True)
    return result


def _summed(fine: pd.DataFrame, coarse: pd.DataFrame) -> pd.DataFrame:
    """The counts of coarser sections; a group is as large as those that became part of it."""
    keys = [name for name in coarse.columns if name not in ("n", *CARRIED)]
    how = {"n": "sum", INSIDE: "sum", WHOLE_SIZE: "max"}
    how = {name: how[name] for name in coarse.columns if name in how}
    result = coarse.groupby(keys, observed=True, sort=False).agg(how).reset_index()
    if GROUP_SIZE not in coarse:
        return result
    by = [name for name in keys if name != "term"]
    once = ~fine.duplicated([*by, GROUP_SIZE])  # one row for each group
    sizes = coarse[once].groupby(by, observed=True, sort=False)[GROUP_SIZE].sum()
    return result.join(sizes, on=by)[list(coarse.columns)]


def _cut(section: pd.Series, level: int) -> pd.Series:
    """Paths cut to their first numbers; categories keep their order and stay categories."""
    if isinstance(section.dtype, pd.CategoricalDtype):
        short = [_short(name, level) for name in section.cat.categories]
        kept = list(dict.fromkeys(short))
        codes = np.array([kept.index(name) for name in short] + [-1])[section.cat.codes]
        dtype = pd.CategoricalDtype(kept, ordered=section.cat.ordered)
        values = pd.Categorical.from_codes(codes, dtype=dtype)
        return pd.Series(values, index=section.index, name=section.name)
    cut = {name: _short(name, level) for name in section.dropna().unique()}  # missing stays so
    return section.map(cut).astype(section.dtype)


def _short(path: object, level: int) -> str:
    return ".".join(str(path).split(".")[:level])
