"""Sections to tokens: words, numbers and dates, each a span of the text, in either script.

In: the frames **documents**, **sections**, **blocks**. Out: **tokens** (``document``,
``section``, ``sentence``, ``position``, ``start``, ``token`` [, ``tag``]).

`lists` reads dictionaries and stop words (`read_words`, `stop_words`, `stop_set`, `dropped`),
`numerals` finds numbers and dates, `script` says how a token is written as a term (`spelt`) and
reads traditional script as simplified (`fold`), `segmenter` cuts text (`Segmenter`), `tokens`
makes the frame (`tokenize`), `terms` finds terms of several words in it (`discover_terms`).
"""

from .lists import dropped, read_words, stop_set, stop_words
from .script import fold, spelt
from .segmenter import Segmenter
from .terms import discover_terms, merge_log, write_terms
from .tokens import place_tokens, tokenize

__all__ = [
    "Segmenter",
    "discover_terms",
    "dropped",
    "fold",
    "merge_log",
    "place_tokens",
    "read_words",
    "spelt",
    "stop_set",
    "stop_words",
    "tokenize",
    "write_terms",
]
