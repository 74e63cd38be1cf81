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
from ..reading import decode
from .signs import carries


class Word(NamedTuple):
    """A word of a user's dictionary: ``frequency`` 0 and ``tag`` "" where not given."""

    word: str
    frequency: int = 0
    tag: str = ""


STOP_LISTS = ("function", "genre")
DATA = Path(__file__).parent.parent / "data"
# The tags of jieba: a word without a frequency may have one of them only, if it is not Han.
_TAGS = re.compile(
    "n(?:g|r|rt|rfg|s|t|z)?|v[dginq]?|a[dgn]?|eng|[b-mo-uxyz]|[dmrtz]g|df|mq|r[rz]|u[dgjlvz]"
)
_FIELDS = re.compile(r"\s*[\t,，]\s*")
_NUMBER = re.compile("[0-9]+")
_TAG = re.compile("[A-Za-z][A-Za-z0-9_-]*")


def lines_of(path: str | os.PathLike) -> list[tuple[str, str]]:
    """The lines of a list that are no comments, each with its place for messages."""
    data = Path(path).read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = decode(data).text
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from None
    lines = [(f"{path}, line {n}", line.strip()) for n, line in enumerate(text.splitlines(), 1)]
    return [(place, line) for place, line in lines if line and not line.startswith("#")]


def read_words(path: str | os.PathLike) -> list[Word]:
    """Read a user dictionary in jieba's format: a word a line, with frequency and tag if any.

    Fields are set off by a tab, a comma or a blank, in this order or the tag first.  A tag is
    jieba's or one of your own (ORG).  A word of Latin letters may have blanks in it (machine
    learning).  The file is in any encoding that documents are read in; a byte order mark, CRLF,
    blank lines and lines that begin with ``#`` are passed over.  Returns the words in the order
    of the file.

    Raises OSError if there is no such file, and ValueError if it cannot be decoded or a line is
    not of this form or can be read in two ways (its number is named).
    """
    return [_parsed(line, place) for place, line in lines_of(path)]


def _parsed(line: str, place: str) -> Word:
    """The word in a line of a dictionary."""
    word, *rest = _FIELDS.split(line)
    if not rest:
        word, rest = _parted(line, place)
    frequency = [field for field in rest if _NUMBER.fullmatch(field)]
    tag = [field for field in rest if _TAG.fullmatch(field)]
    if len(frequency) > 1 or len(tag) > 1 or len(frequency) + len(tag) < len(rest):
        raise _refusal(place, f"{' '.join(rest)!r} is no frequency and tag of {word!r}")
    if re.search(r"\s", word) and HAN_RUN.search(word):
        raise _refusal(place, f"{word!r} has a blank in it")
    if frequency and int(frequency[0]) < 1:
        raise _refusal(place, f"the frequency of {word!r} is {frequency[0]}")
    return Word(_checked(word, place), int((frequency or ["0"])[0]), (tag or [""])[0])


def _parted(line: str, place: str) -> tuple[str, list[str]]:
    """Word and fields of a line that has blanks alone: 词 100 n, machine learning 10 n."""
    parts = line.split()
    if len(parts) > 1 and HAN_RUN.search(parts[0]):
        given = 1
        while given < len(parts) and not (
            _NUMBER.fullmatch(parts[given]) or _TAG.fullmatch(parts[given])
        ):
            given += 1
        return " ".join(parts[:given]), parts[given:]
    if len(parts) > 2 and _NUMBER.fullmatch(parts[-2]) and _TAG.fullmatch(parts[-1]):
        return " ".join(parts[:-2]), parts[-2:]
    if len(parts) > 1 and _NUMBER.fullmatch(parts[-1]):
        raise _refusal(place, f"{parts[-1]!r} may belong to the word or be its frequency")
    if len(parts) > 1 and _TAGS.fullmatch(parts[-1]):
        return " ".join(parts[:-1]), parts[-1:]
    return line, []


def _checked(word: str, place: str) -> str:
    """A word with a letter, a digit or a sign that carries meaning in it."""
    if not any(map(carries, word)):
        raise _refusal(place, f"{word!r} has no letter or digit")
    return word


def _refusal(place: str, wrong: str) -> ValueError:
    advice = "write 词 or 词 100 n (frequency and tag if you like, set off by tabs to be clear)"
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
    auxiliaries, plain numerals and measure words, 一是 二是 一要 …, and those of English; no
    word that could be a topic), "genre" (verbs that every report uses, such as 坚持 推进 加强;
    never on by default), the path of your own list (one word a line as it stands, ``#`` for
    comments, in any encoding; marks such as —— are passed over, as they are no tokens), or the
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
    return frozenset(line for _, line in lines_of(path) if any(map(carries, line)))


def stop_set(stop: Iterable[str] | None) -> frozenset[str]:
    """What an argument `stop=` means: None the default list, () nothing, words: these as well.

    The words given come to the default list, in every function and in the command alike.  To
    leave out your own words alone, take nothing out and then their rows of the result.

    Raises ValueError for a single string, which may be a word or the path of a list.

    >>> "的" in stop_set(None), stop_set(()), stop_set(["工作"]) - stop_set(None)
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
    words = frozenset(() if stop is None else stop)
    return stop_words() | words if stop is None or words else words


def dropped(counts: object, stop: Iterable[str] | None = None) -> pd.DataFrame:
    """What the stop words take out of a result, and how often it occurs.

    `counts` is from `count_terms`; `stop=None` means `stop_words()`, a list these words as well,
    `stop=()` none.
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
