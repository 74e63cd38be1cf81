"""The words that a reader sees: one glossary for figures, page, explorer and Word file.

In: nothing.  Out: the words of a language by their keys, as `data/words.json` holds them.
"""

from __future__ import annotations

import functools
import json
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
