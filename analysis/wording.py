"""What a reader sees instead of numbers of sections and of columns: names, claims, tables.

In: the frame **sections**, or any table.  Out: the names by which sections are called everywhere,
what is claimed of key terms (`claims`), and tables with heads and values for people (`labels`),
in the words of the `glossary`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from .contract import frame_of
from .corpus import Corpus
from .glossary import reason_in, words
from .structure import width

CLAUSE = re.compile(r"[，,；;：:。—…]+")  # where a heading may be cut
LEAST = 4  # characters that a clause has, to stand for a heading

# --- names -------------------------------------------------------------------------------------


def section_names(
    sections: Corpus | pd.DataFrame, *, short: int | None = None, language: str = "zh"
) -> pd.DataFrame:
    """What sections are called wherever they are shown: by their headings, never two alike.

    `sections` is a corpus or its frame.  One row per section, in order, with the columns
    ``document``, ``section``, ``title`` (the whole heading; for the text before the first one
    the word for it in `language`, "zh" or "en", and likewise for a text without headings) and
    ``name``: the heading in at most `short` characters (a Latin letter is half a one; None:
    whole), cut at a clause where there is one.  In one document no two names are the same:
    those that a cut would make alike are cut elsewhere, and headings that are the same have the
    number of the heading above in front.

    Raises ValueError for `short` below 4, another language, or a column that is missing.

    >>> import analysis as an
    >>> text = "引言。\\n一、坚定文化自信，推动文化繁荣\\n学习。\\n二、实践\\n服务群众。"
    >>> an.section_names(an.load(an.read_text(text)), short=10)[["section", "name"]]
      section      name
    0       0        首部
    1       1  一、坚定文化自信
    2       2      二、实践
    """
    if short is not None and short < LEAST:
        raise ValueError(f"short={short}: a name needs {LEAST} characters at least")
    entries = words(language)
    frame = frame_of(sections, "sections", ["document", "section", "title"])
    rows = frame[["document", "section"]].astype(str).reset_index(drop=True)
    rows["title"] = rows["name"] = ""
    for _, own in rows.groupby("document", sort=False):
        paths = own["section"].tolist()
        titles = [str(title) for title in frame["title"].iloc[own.index].fillna("")]
        whole = [
            " ".join(title.split()) or _untitled(path, len(paths), entries)
            for title, path in zip(titles, paths, strict=True)
        ]
        rows.loc[own.index, "title"] = whole
        distinct = _with_heading_above(whole, paths)
        rows.loc[own.index, "name"] = distinct if short is None else short_names(distinct, short)
    return rows


def _untitled(path: str, sections: int, entries: Mapping[str, Any]) -> str:
    """What a section without a heading is called."""
    if path != "0":
        return entries["part"].format(path)
    return entries["front"] if sections > 1 else entries["whole"]


def _with_heading_above(titles: list[str], paths: list[str]) -> list[str]:
    """Headings that are the same, with the number of the one above, or at last their own."""
    names, above = list(titles), dict(zip(paths, titles, strict=True))
    for number, path in enumerate(paths):
        if titles.count(titles[number]) > 1:
            parent = above.get(path.rpartition(".")[0], "")
            marker = re.match(
                r"[^\s、，,.．]{1,6}?[、.．]|（[^）]{1,3}）|第[^\s]{1,5}[章节编部条篇]", parent
            )
            names[number] = (marker[0] if marker else "") + titles[number]
    return [
        f"{name}（{path}）" if names.count(name) > 1 else name
        for name, path in zip(names, paths, strict=True)
    ]


def short_names(names: Sequence[str], room: int) -> list[str]:
    """Names in `room` characters, cut at a clause; those that are different stay different.

    >>> short_names(["七、坚定文化自信，推动文化繁荣兴盛", "工作报告"], 9)
    ['七、坚定文化自信', '工作报告']
    >>> short_names(["关于国民经济计划2023年执行情况", "关于国民经济计划2024年执行情况"], 8)
    ['…2023年执行情况', '…2024年执行情况']
    """
    wanted = list(dict.fromkeys(names))
    short = {name: _cut(name, room) for name in wanted}
    for cut in dict.fromkeys(short.values()):
        alike = [name for name in wanted if short[name] == cut]
        if len(alike) > 1:
            short |= dict(zip(alike, _apart(alike, room), strict=True))
    taken: dict[str, str] = {}
    for name in wanted:  # what still meets another is numbered
        number, base = 1, short[name]
        while taken.setdefault(short[name], name) != name:
            number += 1
            short[name] = f"{base}{number}"
    return [short[name] for name in names]


def _apart(names: list[str], room: int) -> list[str]:
    """Names that begin alike, cut where they differ: after what they share, or at the end."""
    unlike = [len(set(signs)) > 1 for signs in zip(*names, strict=False)]
    start = [*unlike, True].index(True)
    digits = re.search(r"[0-9A-Za-z]*$", names[0][:start])
    start -= len(digits[0]) if digits else 0
    behind = ["…" + _cut(name[start:], room - 1) for name in names]
    ends = [f"…{_head(name[::-1], room - 1)[::-1]}" for name in names]
    return behind if len(set(behind)) == len(names) or start == 0 else ends


def _cut(name: str, room: int) -> str:
    """A name in so many characters: as many clauses as there is room for, else its beginning."""
    if width(name) <= 2 * room:
        return name
    ends = [found.start() for found in CLAUSE.finditer(name)]
    clauses = [name[:end] for end in ends if 2 * LEAST <= width(name[:end]) <= 2 * room]
    if clauses and width(clauses[-1]) >= room:
        return clauses[-1]
    return f"{_head(name, room - 1).rstrip()}…"


def _head(name: str, room: int) -> str:
    """The beginning of a name that has so many characters."""
    kept = min(len(name), 4 * room + 8)  # no more of it can have room
    while width(name[:kept]) > 2 * room:
        kept -= 1
    word = re.search(r"\s+[!-~]*$", name[:kept])  # a Latin word stays whole
    return name[: word.start()] if word and name[kept : kept + 1].isascii() else name[:kept]


# --- what is claimed ---------------------------------------------------------------------------


def claims(scores: pd.DataFrame, language: str = "zh") -> dict[str, str]:
    """What is said of a supported term, in plain words, the weakest claim first.

    `scores` is from `keyness`, `language` "zh" or "en".  By the values that its column
    ``survives`` can have ("sentences", "paragraphs", "documents"): what was dealt at random, and
    how seldom chance does as well.  Where nothing was dealt there is one claim, "interval".

    Raises ValueError for another language, or a column that is missing.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n学习理论。\\n二、实践\\n服务群众。"))
    >>> counts = an.count_terms(corpus, by="section")
    >>> list(claims(an.keyness(counts, tokens=corpus, permutations=9)))
    ['sentences', 'paragraphs']
    >>> list(claims(an.keyness(counts)))
    ['interval']
    """
    told = words(language)["claims"]
    scores = frame_of(scores, "scores", ["unit", "survives"])
    units = [str(unit) for unit in scores["unit"].unique() if unit == unit and unit]
    if not units:
        return {"interval": told["interval"]}
    if units == ["paragraph"]:
        return {"paragraphs": told["paragraphsOnly"]}
    if units == ["document"]:
        return {"documents": told["documents"]}
    known = ("sentences", "paragraphs")
    column = scores["survives"]
    possible = column.cat.categories if hasattr(column, "cat") else known
    return {name: told[name] for name in known if name in set(possible)}


# --- tables for people -------------------------------------------------------------------------

TIMES = frozenset(["effect", "lower", "upper", "lrc"])  # log ratios, said as multiples
SHARES = frozenset(
    [
        *["share", "relative_range", "stays", "agreement", "explained", "cumulative"],
        *["rare_share", "adverb_conjunction_share"],
    ]
)
CHANCES = frozenset(["p", "p_adjusted", "p_permuted"])
RATES = frozenset(["rate", "rate_target", "rate_reference", "rate_lower", "rate_upper"])


def labels(frame: pd.DataFrame, language: str = "zh") -> pd.DataFrame:
    """A table as people read it: heads in Chinese or English, numbers rounded, words for codes.

    `frame` is any table of the package, `language` "zh" or "en".  Rows, their names and their
    order stay.  Rates have one decimal, shares are per cent, log ratios (``effect``, ``lower``,
    ``upper``, ``lrc``) are multiples: 2 for twice the rate, .5 for half.  There is no multiple
    where one side lacks the term, only the limit that can be said.  Other numbers have three
    figures; yes, no and the words for reasons, roles and units are those of the language.  Heads
    that are no columns of the package stay, and so do the terms over a matrix.

    Raises ValueError for another language.

    >>> labels(pd.DataFrame({"term": ["群众"], "rate": [33.333], "share": [0.0512]}))
        词  每万词  占比 %
    0  群众  33.3   5.1
    """
    entries = words(language)
    columns = entries["columns"]
    over = frame.columns.name  # of a wide table, whose columns are terms or groups
    names = known_as(frame)
    shown = frame.copy()
    for place, name in enumerate(names):
        cells = _readable(frame.iloc[:, place], name, language)
        cells = cells.mask(_made_up(frame, name)) if name in TIMES else cells
        shown.isetitem(place, cells.array)
    if over is None:
        shown.columns = pd.Index(
            [_head_of(*each, columns) for each in zip(frame.columns, names, strict=True)]
        )
    else:
        shown.columns.name = _head_of(over, over, columns)
    shown.index.names = [_head_of(name, name, columns) for name in frame.index.names]
    return shown


def known_as(frame: pd.DataFrame) -> list[str]:
    """By which name the glossary knows each column; "" for the terms of a wide table.

    >>> known_as(pd.DataFrame(columns=["rate", "lower"]))
    ['rate', 'rate_lower']
    """
    if frame.columns.name is not None:
        return [""] * frame.shape[1]
    of_rate = "rate" in frame.columns and "effect" not in frame.columns
    limits = {"lower": "rate_lower", "upper": "rate_upper"} if of_rate else {}
    likely = {"p": "p_heading"} if "family" in frame.columns else {}
    names = limits | likely
    return [names.get(str(name), str(name)) for name in frame.columns]


def _head_of(name: Any, known: Any, columns: Mapping[str, Any]) -> Any:
    """What a column is called, or its own name where it is none of the package."""
    return columns[known][0] if known in columns else name


def decimals(name: str) -> str:
    """How many decimals the numbers of a column have for a reader, as Excel writes formats."""
    if name in CHANCES:
        return '[<0.001]"<0.001";0.000'
    if name in TIMES:
        return "[>=10]0;[>=1]0.0;0.00"
    return "0.0" if name in RATES | SHARES else "General"


def _readable(column: pd.Series, name: str, language: str) -> pd.Series:
    """The values of one column for a reader."""
    values = words(language)["values"]
    if pd.api.types.is_bool_dtype(column):
        return column.map({True: values["bool"]["True"], False: values["bool"]["False"]})
    if name == "reason":
        return column.astype("object").map(lambda cell: reason_in(language, str(cell)))
    if name in values:
        known = values[name]
        text = column.astype("object").fillna("")
        return text.map(lambda cell: "/".join(known.get(p, p) for p in str(cell).split("/")))
    if not pd.api.types.is_float_dtype(column):
        return column
    if name in TIMES:
        times = 2.0 ** column.astype("float64")
        return times.where(times < 10, times.round(0)).where(times >= 10, _figures(times, 2))
    if name in RATES | SHARES:
        return (column * (100 if name in SHARES else 1)).round(1)
    return _figures(column, 2 if name in CHANCES else 3)


def _figures(column: pd.Series, figures: int) -> pd.Series:
    """Numbers with so many figures; whole ones of more stay whole."""
    size = np.floor(np.log10(column.abs().where(column != 0, 1))).fillna(0)
    scale = 10.0 ** (figures - 1 - size).clip(lower=0)
    return (column * scale).round(0) / scale


# The side that has to have the term, for a limit that does not rest on half occurrences.
SIDES = {"effect": ["n_target", "n_reference"], "lower": ["n_target"], "upper": ["n_reference"]}


def _made_up(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Which multiples rest on half occurrences alone, as one side lacks the term."""
    sides = SIDES.get(name, []) if set(SIDES["effect"]) <= set(frame.columns) else []
    return (frame[sides] == 0).any(axis=1).to_numpy()
