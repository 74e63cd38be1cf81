"""The words that a reader sees: one glossary for figures, page, explorer, notes and Word file.

In: nothing.  Out: the words of a language by their keys, as `data/words.json` holds them, and
what is said to the reader of a result in them (`Note`, `tell`).
"""

from __future__ import annotations

import functools
import json
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


def tell(message: str, category: type[Warning] = UserWarning) -> None:
    """Warn with a message, as of the line outside this package that called."""
    frame, level = sys._getframe(1), 2  # who called this
    while frame.f_back and frame.f_globals.get("__name__", "").split(".")[0] == __package__:
        frame, level = frame.f_back, level + 1
    warnings.warn(message, category, stacklevel=level)
