"""Sections to tokens: words, numbers and dates, each a span of the text, in either script.

In: the frames **documents**, **sections**, **blocks**. Out: **tokens** (``document``,
``section``, ``sentence``, ``position``, ``start``, ``token``, ``paragraph`` [, ``tag``]
[, ``term``]).

`lists` reads dictionaries and stop words (`read_words`, `stop_words`, `stop_set`, `dropped`),
`signs` says what carries meaning, `numerals` finds numbers and dates, `script` reads traditional
script as simplified (`fold`), `view` says how a text is read to be cut, counted and searched
(`view_of`, `mended`) and how a token is written as a term (`spelt`), `synonyms` says which words
are counted as one term (`read_synonyms`, `counted_as`), `segmenter` cuts text
(`Segmenter`), `tokens` makes the frame (`tokenize`), `lost` names what is in no token
(`lost_text`), `terms` finds terms of several words (`discover_terms`).
"""

from .lists import dropped, read_words, stop_set, stop_words
from .lost import lost_text, warn_of_gaps
from .script import fold
from .segmenter import Segmenter
from .synonyms import Synonyms, counted_as, joined_synonyms, read_synonyms, with_synonyms
from .terms import discover_terms, merge_log, write_terms
from .tokens import place_tokens, tokenize
from .view import View, mended, spelt, view_of

__all__ = [
    "Segmenter",
    "Synonyms",
    "View",
    "counted_as",
    "discover_terms",
    "dropped",
    "fold",
    "joined_synonyms",
    "lost_text",
    "mended",
    "merge_log",
    "place_tokens",
    "read_synonyms",
    "read_words",
    "spelt",
    "stop_set",
    "stop_words",
    "tokenize",
    "view_of",
    "warn_of_gaps",
    "with_synonyms",
    "write_terms",
]
