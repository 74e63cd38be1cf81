"""The words that a reader sees: one glossary for figures, page, explorer and Word file.

In: nothing, or the frame **sections**.  Out: the words of a language by their keys, as
`data/words.json` holds them, and the names by which sections are called everywhere.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import pandas as pd

from .contract import frame_of
from .corpus import Corpus
from .structure import width

LANGUAGES = ("zh", "en")
CLAUSE = re.compile(r"[，,；;：:。—…]+")  # where a heading may be cut
LEAST = 4  # characters that a clause has, to stand for a heading


def words(language: str = "zh") -> Mapping[str, Any]:
    """Give every word of the glossary in a language: "zh" or "en".

    `{0}`, `{1}` … in a word are places for `str.format`; a list holds words that belong
    together.  Raises ValueError for a `language` that the glossary does not have.

    >>> words("zh")["atLeast"].format(8.5)
    '至少 8.5 倍'
    """
    if language not in LANGUAGES:
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}, not {language!r}")
    return glossary()[language]


@functools.cache
def glossary() -> Mapping[str, Mapping[str, Any]]:
    """Give the words of all languages, by language and key."""
    text = (files(__package__) / "data" / "words.json").read_text("utf-8")
    return MappingProxyType({k: MappingProxyType(v) for k, v in json.loads(text).items()})


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
    kept = len(name)
    while width(name[:kept]) > 2 * room:
        kept -= 1
    word = re.search(r"\s+[!-~]*$", name[:kept])  # a Latin word stays whole
    return name[: word.start()] if word and name[kept : kept + 1].isascii() else name[:kept]
