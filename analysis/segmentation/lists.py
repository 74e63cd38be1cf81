"""Lists of words: dictionaries of the user's, stop words."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..characters import HAN_RUN
from ..contract import frame_of


class Word(NamedTuple):
    """A word of a user's dictionary: ``frequency`` 0 and ``tag`` "" where not given."""

    word: str
    frequency: int = 0
    tag: str = ""


STOP_LISTS = ("function", "genre")
DATA = Path(__file__).parent.parent / "data"
_LINE = re.compile(r"(?P<word>\S.*?)(?:\s+(?P<frequency>[0-9]+))?(?:\s+(?P<tag>[a-z]+))?")


def read_words(path: str | os.PathLike) -> list[Word]:
    """Read a user dictionary in jieba's format: a word a line, with frequency and tag if any.

    The file is UTF-8; a byte order mark, CRLF, blank lines and lines that begin with ``#``
    are passed over.  Returns the words in the order of the file.

    Raises OSError if there is no such file, and ValueError if it is not UTF-8 or a line
    is not of this form (its number is named).
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path}: not UTF-8 (byte {error.start + 1}): save the dictionary as UTF-8"
        ) from None
    lines = [(f"{path}, line {n}", line.strip()) for n, line in enumerate(text.splitlines(), 1)]
    return [_parsed(line, place) for place, line in lines if line and not line.startswith("#")]


def _parsed(line: str, place: str) -> Word:
    """The word in a line of a dictionary."""
    found = _LINE.fullmatch(line)
    word, frequency, tag = found.groups() if found else (line, None, None)
    if re.search(r"\s", word) and HAN_RUN.search(word):
        raise _refusal(place, f"{word!r} has a blank in it")
    if frequency is not None and int(frequency) < 1:
        raise _refusal(place, f"the frequency of {word!r} is {frequency}")
    return Word(_checked(word, place), int(frequency or 0), tag or "")


def _checked(word: str, place: str) -> str:
    """A word with a letter or a digit in it."""
    if not any(map(str.isalnum, word)):
        raise _refusal(place, f"{word!r} has no letter or digit")
    return word


def _refusal(place: str, wrong: str) -> ValueError:
    advice = "write 词 or 词 100 n (frequency and tag if you like)"
    return ValueError(f"{place}: {wrong}; {advice}")


def user_words(words: object) -> list[Word]:
    """The words given as a path, a list of terms, or a frame with a column ``term``."""
    if words is None:
        return []
    if isinstance(words, (str, os.PathLike)):
        if not Path(words).is_file():
            raise FileNotFoundError(
                f"no dictionary file {os.fspath(words)!r}; terms themselves go into a list"
            )
        return read_words(words)
    if isinstance(words, pd.DataFrame):
        words = frame_of(words, "terms", ["term"], called="words")["term"]
    if not isinstance(words, Iterable):
        raise ValueError(f"words={words!r}: it takes a list of terms, or the path of a dictionary")
    made = []
    for number, term in enumerate(words, 1):
        if not isinstance(term, str):
            raise ValueError(f"words, item {number}: {term!r} is not a str")
        made.append(Word(_checked(term.strip(), f"words, item {number}")))
    return made


def stop_words(kind: str | os.PathLike | Iterable[str] = "function") -> frozenset[str]:
    """Words to leave out of results (never out of counts, sizes or positions).

    `kind` is "function" (the default: particles, pronouns, prepositions, conjunctions,
    auxiliaries, plain numerals and measure words, 一是 二是 一要 …; no word that could be a
    topic), "genre" (verbs that every report uses, such as 坚持 推进 加强; never on by
    default), the path of your own list (UTF-8, one word a line, ``#`` for comments), or the
    words themselves.  Join lists with ``|``.

    Raises ValueError if there is no such list.

    >>> "的" in stop_words(), "坚持" in stop_words(), "坚持" in stop_words("genre")
    (True, False, True)
    """
    if not isinstance(kind, (str, os.PathLike)):
        return frozenset(kind)
    path = DATA / f"stop_words_{kind}.txt" if kind in STOP_LISTS else Path(kind)
    if not path.is_file():
        raise ValueError(
            f"no list of stop words {os.fspath(kind)!r}; there are: {', '.join(STOP_LISTS)},"
            " the path of a file, or a list of words"
        )
    return frozenset(entry.word for entry in read_words(path))


def stop_set(stop: Iterable[str] | None) -> frozenset[str]:
    """What an argument `stop=` means: None the default list, () nothing, else the words given.

    Raises ValueError for a single string, which may be a word or the path of a list.

    >>> "的" in stop_set(None), stop_set(()), stop_set(["工作"])
    (True, frozenset(), frozenset({'工作'}))
    >>> stop_set("的")
    Traceback (most recent call last):
    ValueError: stop='的': it takes a list of terms, such as ['的']; for a file, stop_words('的')
    """
    if isinstance(stop, (str, os.PathLike)):
        name = os.fspath(stop)
        raise ValueError(
            f"stop={name!r}: it takes a list of terms, such as [{name!r}]; "
            f"for a file, stop_words({name!r})"
        )
    return stop_words() if stop is None else frozenset(stop)


def dropped(counts: object, stop: Iterable[str] | None = None) -> pd.DataFrame:
    """What the stop words take out of a result, and how often it occurs.

    `counts` is from `count_terms`; `stop=None` means `stop_words()`, `stop=()` none.
    Returns ``term``, ``n`` and ``share`` (of all counted tokens), most frequent first,
    then by term.

    Raises ValueError if a column is missing or `stop` is a single string.

    >>> counts = pd.DataFrame({"term": ["的", "工作", "的"], "n": [3, 2, 5]})
    >>> dropped(counts).to_dict("records")
    [{'term': '的', 'n': 8, 'share': 0.8}]
    """
    table = frame_of(counts, "counts", ["term", "n"])
    chosen = table.loc[table["term"].isin(stop_set(stop)), ["term", "n"]].astype({"term": "str"})
    found = chosen.groupby("term")["n"].sum().reset_index()
    found["share"] = found["n"] / max(table["n"].sum(), 1)
    return found.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)
