"""Blocks to tokens: the frame that everything is counted from."""

from __future__ import annotations

import functools
import itertools
import re

import numpy as np
import pandas as pd

from ..characters import SENTENCE_ENDS
from ..contract import frame_of
from ..structure import COUNTED, natural_key, section_spans
from .pieces import Pieces, cut_blocks
from .segmenter import Segmenter
from .signs import carries, link_addresses

WITH_HEADINGS = (*COUNTED, "heading", "title")
_SENTENCE_END = re.compile(f"[{SENTENCE_ENDS}]")
MASK = re.compile("[XＸ]+|[xｘ]{2,}")  # a name that was made unreadable: XX县, X同志
_SPAN = 1 << 40  # longer than any text: documents laid end to end do not meet


def tokenize(
    documents: object,
    sections: object = None,
    blocks: object = None,
    *,
    segmenter: Segmenter | None = None,
    headings: bool = False,
    tags: bool = False,
) -> pd.DataFrame:
    """Cut the bodies of documents into tokens: words, numbers, Latin words.

    `documents` is a corpus, whose `sections` and `blocks` are taken where they are not given,
    or the frame of documents with both.  `segmenter` cuts the words (by default as
    ``Segmenter()`` does).

    Blocks of the roles body, table and note are cut, with ``headings=True`` headings and
    titles too.  Every letter, digit and sign that carries meaning (👍, ㎡) is in a token;
    punctuation, white space, masked names (XX, ××) and the addresses of links
    ([通知](https://…)) are the gaps between them (see `lost_text`).  Returns a frame with one
    row a token in text order: ``document``, ``section``, ``sentence`` and ``position`` (from
    0 in each document), ``start`` (offset in the document's text), ``token`` and
    ``paragraph`` (the number of its block among those cut, from 0 in each document); with
    ``tags=True`` also ``tag`` (see `Segmenter.tag`).  ``text[start:start + len(token)] ==
    token``, so a token that a soft line break divides has the line break in it.

    Raises ValueError if a column is missing, a block's document is not among the documents,
    a document has no section at its first token, or the segmenter changes the text.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n学习理论。"))
    >>> tokenize(corpus, headings=True)[["section", "start", "token"]].values.tolist()
    [['1', 0, '一'], ['1', 2, '学习'], ['1', 5, '学习'], ['1', 7, '理论']]
    """
    where, what = (documents if given is None else given for given in (sections, blocks))
    sections = frame_of(where, "sections", ["document", "section", "start"])
    blocks = frame_of(what, "blocks", ["document", "start", "end", "role"])
    documents = frame_of(documents, "documents", ["document", "text"])
    segmenter = segmenter or Segmenter()
    names = documents["document"].astype(str).tolist()
    blocks = _counted(names, blocks, WITH_HEADINGS if headings else COUNTED)
    number = blocks["number"].to_numpy(np.int64)
    texts, spans = documents["text"].tolist(), blocks[["start", "end"]].to_numpy(np.int64)
    pieces = cut_blocks(texts, number, spans, segmenter)
    begins = np.cumsum([0, *map(len, texts)])[number]  # of the text of each block
    addresses = [
        (place * _SPAN + start, place * _SPAN + end)
        for place, text in enumerate(texts)
        for start, end in link_addresses(text)
    ]
    return _frame(names, sections, number, begins, pieces, segmenter if tags else None, addresses)


def _counted(names: list[str], blocks: pd.DataFrame, roles: tuple[str, ...]) -> pd.DataFrame:
    """The blocks to be cut, in text order, with the number of their document."""
    numbers = pd.Index(names).get_indexer(pd.Index(blocks["document"].astype(str)))
    if (numbers < 0).any():
        unknown = blocks["document"].astype(str)[numbers < 0].iloc[0]
        raise ValueError(f"no document {unknown!r} in documents, but blocks of it")
    chosen = blocks.assign(number=numbers)[blocks["role"].isin(roles).to_numpy()]
    return chosen.sort_values(["number", "start"], kind="stable")


def _is_word(text: str) -> bool:
    return (text.isalnum() or any(map(carries, text))) and not MASK.fullmatch(text)


def _frame(
    names: list[str],
    sections: pd.DataFrame,
    number: np.ndarray,
    begins: np.ndarray,
    pieces: Pieces,
    tagger: Segmenter | None,
    addresses: list[tuple[int, int]],
) -> pd.DataFrame:
    """Tokens from numbered pieces: facts about a type are looked up, never computed twice.

    `number` is the document of each block, `begins` where its text begins; `addresses` are spans
    of the documents laid end to end that hold no words.
    """
    types = pieces.types
    is_word = np.fromiter(map(_is_word, types), bool, len(types))
    closes = np.zeros(len(types), bool)
    for number_of_type in np.flatnonzero(~is_word).tolist():
        closes[number_of_type] = _SENTENCE_END.search(types[number_of_type]) is not None

    laid = number * _SPAN - begins  # what makes a place in the texts one in the documents
    outside = functools.partial(_outside, pieces, laid, addresses)
    words = outside(np.flatnonzero(is_word[pieces.codes]))
    codes = pieces.codes[words]
    bounds = np.searchsorted(words, pieces.firsts)  # the first word of each block
    sizes = np.diff(bounds)
    start = pieces.places[words] - np.repeat(begins, sizes)
    documents = np.bincount(number, sizes, minlength=len(names)).astype(np.int64)
    first = np.cumsum(documents) - documents
    # A sentence is over after its closing mark and at the end of its block.
    over = np.zeros(len(words) + 1, bool)
    over[bounds] = over[np.searchsorted(words, outside(np.flatnonzero(closes[pieces.codes])))] = (
        True
    )
    sentence = np.cumsum(over, dtype=np.int32)
    block = np.repeat(np.arange(len(number), dtype=np.int32), sizes)
    first_block = np.searchsorted(number, np.arange(len(names))).astype(np.int32)
    # Of the types only those that stand as words: not the 营商环境 of 营商环\n境.
    there = np.bincount(codes, minlength=len(types)) > 0
    columns = {
        "document": _repeated(np.arange(len(names)), documents, names),
        "section": _sections_at(np.repeat(number * _SPAN, sizes) + start, names, sections),
        "sentence": sentence[:-1] - np.repeat(sentence[first], documents),
        "position": np.arange(len(words), dtype=np.int32)
        - np.repeat(first.astype(np.int32), documents),
        "start": start.astype(np.int32),
        "token": _categorical(
            (np.cumsum(there, dtype=np.int32) - 1)[codes], list(itertools.compress(types, there))
        ),
        "paragraph": block - np.repeat(first_block, documents),
    }
    if tagger:
        columns["tag"] = _tags(columns["token"], tagger)
    return pd.DataFrame(columns, copy=False)


def _outside(
    pieces: Pieces, laid: np.ndarray, addresses: list[tuple[int, int]], which: np.ndarray
) -> np.ndarray:
    """Those of the pieces that are in no address."""
    if not addresses:
        return which
    places = pieces.places[which] + laid[np.searchsorted(pieces.firsts, which, "right") - 1]
    starts, ends = np.array(addresses, dtype=np.int64).T
    return which[places >= np.append(ends, 0)[np.searchsorted(starts, places, "right") - 1]]


def _tags(tokens: pd.Categorical, tagger: Segmenter) -> pd.Categorical:
    known = tagger.tags_of(tokens.categories)
    tags = sorted(set(known))
    numbers = np.array([tags.index(tag) for tag in known], np.int32)
    return _categorical(numbers[tokens.codes], tags)


def place_tokens(tokens: object, sections: object) -> pd.DataFrame:
    """The same tokens with the sections in which they stand: each in the last one begun.

    `tokens` and `sections` are the frames of the contract (or a corpus); of the sections only
    ``document``, ``section`` and ``start`` are looked at, and ``end`` where there is one: a
    section that reaches over others goes on after them (see `section_spans`).  Nothing is cut
    again.

    Raises ValueError if a column is missing, or a document has no section at its first token.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n学习理论。\\n二、实践\\n服务群众。"))
    >>> sections = corpus.sections.assign(start=[0, 7])  # the second begins before 理论
    >>> place_tokens(corpus.tokens, sections)[["section", "token"]].values.tolist()
    [['1', '学习'], ['2', '理论'], ['2', '服务'], ['2', '群众']]
    """
    tokens = frame_of(tokens, "tokens", ["document", "section", "start"])
    sections = frame_of(sections, "sections", ["document", "section", "start"])
    names = list(pd.unique(tokens["document"].astype(str)))
    number = pd.Index(names).get_indexer(pd.Index(tokens["document"].astype(str)))
    places = number * _SPAN + tokens["start"].to_numpy(np.int64)
    order = np.argsort(places, kind="stable")
    placed = _sections_at(places[order], names, sections)
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return tokens.assign(section=placed[back])


def _sections_at(places: np.ndarray, names: list[str], sections: pd.DataFrame) -> pd.Categorical:
    """The section at each of the places, which are in order: found once a section."""
    numbers = pd.Index(names).get_indexer(pd.Index(sections["document"].astype(str)))
    sections = sections.assign(number=numbers)[numbers >= 0]
    sections = _in_stretches(sections.sort_values(["number", "start"], kind="stable"))
    number, start = (sections[name].to_numpy(np.int64) for name in ("number", "start"))
    bounds = np.searchsorted(places, number * _SPAN + start)
    first = np.searchsorted(places, np.arange(len(names) + 1) * _SPAN)
    covered = np.isin(np.arange(len(names)), number[bounds <= first[number]])
    bare = np.flatnonzero(~covered & (np.diff(first) > 0))
    if len(bare):
        raise ValueError(
            f"no section at the beginning of {names[bare[0]]!r}: make them with split_sections"
        )
    paths = sections["section"].astype(str)
    categories = sorted(set(paths), key=natural_key)
    codes = pd.Index(categories, dtype="str").get_indexer(pd.Index(paths))
    return _repeated(codes, np.diff(bounds, append=len(places)), categories)


def _in_stretches(sections: pd.DataFrame) -> pd.DataFrame:
    """Rows in text order, those twice whose text goes on after a series of points."""
    if "end" not in sections:
        return sections
    ends = frame_of(sections, "sections", ["end"])["end"].to_numpy(np.int64)
    ends = ends + sections["number"].to_numpy(np.int64) * _SPAN
    goes_on = (np.maximum.accumulate(ends) > ends).any()
    return section_spans(sections) if goes_on else sections


def _repeated(codes: np.ndarray, times: np.ndarray, categories: list[str]) -> pd.Categorical:
    return _categorical(np.repeat(codes.astype(np.int32), times), categories)


def _categorical(codes: np.ndarray, categories: list[str]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(pd.Index(categories, dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)
