"""The words that a reader sees: one glossary for figures, page, explorer, notes and Word file.

In: nothing.  Out: the words of a language by their keys, as `data/words.json` holds them, and
what is said to the reader of a result in them (`Note`, `tell`).
"""

from __future__ import annotations

import functools
import json
import re
import sys
import warnings
from collections.abc import Mapping
from importlib.resources import files
from types import MappingProxyType
from typing import Any

LANGUAGES = ("zh", "en")


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


class Note(str):
    """What a reader has to know of a result, with what is needed to say it in each language.

    `key` is that of a sentence among the `notes` of the glossary, `parts` fill its places; a
    part may be a note.  The text is in `language`, as that of a warning English by default.

    >>> note = Note("sameHeadings", "报告")
    >>> str(note), str(note.said("zh"))
    ('报告 has headings and is not cut into parts', '《报告》有标题，没有另分成几部分')
    """

    key: str
    parts: tuple[object, ...]

    def __new__(cls, key: str, *parts: object, language: str = "en") -> Note:
        """Say it in a language."""
        there = (part.said(language) if isinstance(part, Note) else part for part in parts)
        note = super().__new__(cls, words(language)["notes"][key].format(*there))
        note.key, note.parts = key, parts
        return note

    def __getnewargs__(self) -> tuple[Any, ...]:
        """Give what a copy is made of."""
        return (self.key, *self.parts)

    def said(self, language: str) -> Note:
        """The same in a language."""
        return Note(self.key, *self.parts, language=language)


@functools.lru_cache(maxsize=4096)
def reason_in(language: str, reason: str) -> str:
    """Say in a language why a block is what it is: a text of the column ``reason``.

    Its parts are said in it, too; what is not in the glossary (a reason of one's own) stays.

    >>> reason_in("zh", "line of its own, 2 in a series of 3"), reason_in("zh", "见第 3 行")
    ('独立成行，一组 3 个中的第 2 个', '见第 3 行')
    """
    known = words(language)["reasons"]
    if reason in known:
        return known[reason]
    for pattern, said in _with_places(language):
        if found := pattern.fullmatch(reason):
            return said.format(*(reason_in(language, part) for part in found.groups()))
    return reason


@functools.cache
def _with_places(language: str) -> list[tuple[re.Pattern[str], str]]:
    """The reasons that have places, as patterns, and what is said of them."""
    return [
        (re.compile(re.sub(r"\\{\d\\}", "(.+)", re.escape(reason)), re.DOTALL), said)
        for reason, said in words(language)["reasons"].items()
        if "{0}" in reason
    ]


def tell(message: str, category: type[Warning] = UserWarning) -> None:
    """Warn with a message, as of the line outside this package that called."""
    frame, level = sys._getframe(1), 2  # who called this
    while frame.f_back and frame.f_globals.get("__name__", "").split(".")[0] == __package__:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)
