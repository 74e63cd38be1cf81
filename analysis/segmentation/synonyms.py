"""Words that are counted as one term: lists of synonyms, and what each token counts as."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pandas as pd

from .lists import lines_of
from .signs import carries
from .view import spelt

Synonyms = tuple[tuple[str, tuple[str, ...]], ...]
_FIELDS = re.compile(r"\s*[\t,，、;；]\s*")


def read_synonyms(given: object) -> Synonyms:
    """Terms with their variants, from a mapping or a file; each term once, in order.

    `given` is a mapping of each term to a list of variants, or the path of a file with a line a
    term: the term and its variants, set off by blanks, or by tabs or commas where one of them
    has a blank in it (``#`` begins a comment; any encoding that documents are read in).

    Raises ValueError that says where: for a string where a list is meant, a term without
    variants, a word without letter or digit, a variant of two terms, and a variant that has
    variants of its own; OSError for a file that does not exist.

    >>> read_synonyms({"群众": ["老百姓", "人民群众"]})
    (('群众', ('老百姓', '人民群众')),)
    """
    if isinstance(given, (str, os.PathLike)):
        if not Path(given).is_file():
            raise FileNotFoundError(
                f"no file of synonyms {os.fspath(given)!r}; terms themselves go into a mapping, "
                "such as {'群众': ['老百姓']}"
            )
        return joined_synonyms((), _in_file(given))
    if not isinstance(given, Mapping):
        raise ValueError(
            "synonyms are a mapping of terms to lists of variants, such as "
            f"{{'群众': ['老百姓']}}, or the path of a file, not a {type(given).__name__}"
        )
    return joined_synonyms((), _in_mapping(given))


def _in_file(path: str | os.PathLike) -> Iterator[tuple[str, str, list[str]]]:
    for place, line in lines_of(path):
        term, *variants = _FIELDS.split(line) if _FIELDS.search(line) else line.split()
        yield place, term, [variant for variant in variants if variant]


def _in_mapping(given: Mapping) -> Iterator[tuple[str, object, list]]:
    for term, variants in given.items():
        place = f"synonyms of {term!r}"
        if isinstance(variants, str) or not isinstance(variants, Iterable):
            raise ValueError(f"{place}: {variants!r} is no list: write [{variants!r}]")
        yield place, term, list(variants)


def joined_synonyms(known: Synonyms, more: Iterable[tuple[str, object, list]]) -> Synonyms:
    """Terms with their variants, and those of `more` (where it stands, the term, its variants).

    Raises ValueError as `read_synonyms` does.
    """
    made = {term: list(variants) for term, variants in known}
    term_of = {variant: term for term, variants in known for variant in variants}
    for place, term, variants in more:
        term, *variants = (_word(word, place) for word in [term, *variants])
        if not variants:
            raise ValueError(f"{place}: {term!r} stands alone: write its variants after it")
        own = made.setdefault(term, [])
        for variant in variants:
            other = term_of.setdefault(variant, term)
            if other != term:
                raise ValueError(
                    f"{place}: {variant!r} is a variant of {other!r} and of {term!r}: a word is "
                    "counted as one term"
                )
            if variant != term and variant not in own:
                own.append(variant)
    chained = [term for term in made if term_of.get(term, term) != term]
    if chained:
        term, above = chained[0], term_of[chained[0]]
        raise ValueError(
            f"{term!r} is a variant of {above!r} and has variants of its own: write them all to "
            f"{above!r}"
        )
    return tuple((term, tuple(variants)) for term, variants in made.items())


def _word(word: object, place: str) -> str:
    if not isinstance(word, str):
        raise ValueError(f"{place}: {word!r} is not a str")
    if not any(map(carries, word)):
        raise ValueError(f"{place}: {word!r} has no letter or digit")
    return spelt([word])[0]


def with_synonyms(tokens: pd.DataFrame, synonyms: Synonyms) -> pd.DataFrame:
    """The tokens with a column ``term``: what each is counted as; the token itself stays.

    >>> tokens = pd.DataFrame({"token": ["老百姓", "工作"]})
    >>> with_synonyms(tokens, (("群众", ("老百姓",)),))["term"].tolist()
    ['群众', '工作']
    """
    term_of = {variant: term for term, variants in synonyms for variant in variants}
    column = tokens["token"].astype("category")
    terms = [term_of.get(word, word) for word in spelt(column.cat.categories)]
    kinds = pd.Index(sorted(set(terms)), dtype="str")
    codes = kinds.get_indexer(pd.Index(terms, dtype="str"))[column.cat.codes]
    dtype = pd.CategoricalDtype(kinds)
    return tokens.assign(term=pd.Categorical.from_codes(codes, dtype=dtype))


def counted_as(tokens: pd.DataFrame) -> pd.Series:
    """What the tokens are counted as: the column ``term`` where there is one, else ``token``.

    >>> counted_as(pd.DataFrame({"token": ["老百姓"], "term": ["群众"]})).tolist()
    ['群众']
    """
    return tokens["term" if "term" in tokens else "token"]
