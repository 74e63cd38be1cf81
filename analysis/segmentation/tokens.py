"""Blocks to tokens: the frame that everything is counted from."""

from __future__ import annotations

import bisect
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..structure import COUNTED, natural_key
from .segmenter import Segmenter

WITH_HEADINGS = (*COUNTED, "heading", "title")
STRETCH = 2000  # characters that an engine is given at a time
_SENTENCE_END = re.compile("[。！？!?…]")
_MASK = re.compile("[XＸ]+|[xｘ]{2,}")  # a name that was made unreadable: XX县, X同志
_SOFT_BREAK = re.compile(r"[^\S\n]*\n\s*")


def tokenize(
    documents: pd.DataFrame,
    sections: pd.DataFrame,
    blocks: pd.DataFrame,
    *,
    segmenter: Segmenter | None = None,
    headings: bool = False,
    tags: bool = False,
) -> pd.DataFrame:
    """Cut the bodies of documents into tokens: words, numbers, Latin words.

    Blocks of the roles body, table and note are cut, with ``headings=True`` headings and
    titles too.  Punctuation, white space and masked names (XX, ××) are the gaps between
    tokens.  Returns a frame with one row a token in text order: ``document``, ``section``,
    ``sentence`` and ``position`` (from 0 in each document), ``start`` (offset in the
    document's text) and ``token``; with ``tags=True`` also ``tag`` (see `Segmenter.tag`).
    ``text[start:start + len(token)] == token``, so a token that a soft line break divides
    has the line break in it.

    Raises ValueError if a column is missing, a block's document is not among the documents,
    or the segmenter changes the text.
    """
    documents = frame_of(documents, "documents", ["document", "text"])
    sections = frame_of(sections, "sections", ["document", "section", "start"])
    blocks = frame_of(blocks, "blocks", ["document", "start", "end", "role"])
    segmenter = segmenter or Segmenter()
    names = documents["document"].astype(str).tolist()
    blocks = _counted(names, blocks, WITH_HEADINGS if headings else COUNTED)
    types, codes = _cut_blocks(documents["text"].tolist(), blocks, segmenter)
    return _frame(names, sections, blocks, types, codes, segmenter if tags else None)


def _counted(names: list[str], blocks: pd.DataFrame, roles: tuple[str, ...]) -> pd.DataFrame:
    """The blocks to be cut, in text order, with the number of their document."""
    numbers = pd.Index(names).get_indexer(blocks["document"].astype(str))
    if (numbers < 0).any():
        unknown = blocks["document"].astype(str)[numbers < 0].iloc[0]
        raise ValueError(f"no document {unknown!r} in documents, but blocks of it")
    chosen = blocks.assign(number=numbers)[blocks["role"].isin(roles).to_numpy()]
    return chosen.sort_values(["number", "start"], kind="stable")


def _cut_blocks(
    texts: list[str], blocks: pd.DataFrame, segmenter: Segmenter
) -> tuple[list[str], np.ndarray]:
    """Every piece of every block as the number of its type; and the types.

    Pieces become numbers at once, without a step of Python for each.
    """
    table = defaultdict(itertools.count().__next__)
    columns = (blocks[column].tolist() for column in ("number", "start", "end"))
    cut = _cut_stretches(texts, zip(*columns, strict=True), segmenter)
    pieces = itertools.chain.from_iterable(cut)
    codes = np.fromiter(map(table.__getitem__, pieces), np.int32)
    return list(table), codes


def _cut_stretches(
    texts: list[str], blocks: Iterable[tuple[int, int, int]], segmenter: Segmenter
) -> Iterator[list[str]]:
    """The pieces of all blocks, in order.

    Neighbours that a line end keeps apart are cut in one call, since calls cost time; a
    block with soft line breaks is cut alone.
    """
    number, start, end = -1, 0, 0  # the stretch not yet cut
    for here, first, last in blocks:
        text = texts[here]
        inner = text.find("\n", first, last)
        soft = -1 < inner < last - 1 and "\n" in text[first:last].strip()
        grows = here == number and first == end and text[end - 1 : end] == "\n"
        if soft or not grows or end - start > STRETCH:
            if start < end:
                yield segmenter.cut(texts[number][start:end], numbers=True)
            number, start = here, first
        if soft:
            yield _cut_soft(text[first:last], segmenter)
            start = last
        end = last
    if start < end:
        yield segmenter.cut(texts[number][start:end], numbers=True)


def _cut_soft(text: str, segmenter: Segmenter) -> list[str]:
    """Pieces of a block as if its soft line breaks were not there; they join up to it."""
    clean, breaks, done = "", [], 0
    for found in _SOFT_BREAK.finditer(text):
        beside = text[: found.start()][-1:] + text[found.end() :][:1]
        if beside.isascii() and beside.isalnum():
            continue  # a break between Latin words parts them
        clean += text[done : found.start()]
        breaks.append((len(clean), found[0]))
        done = found.end()
    pieces = segmenter.cut(clean + text[done:], numbers=True)
    begins = list(itertools.accumulate(map(len, pieces), initial=0))
    for where, blank in reversed(breaks):
        number = bisect.bisect_left(begins, where)
        if begins[number] == where:
            pieces.insert(number, blank)
        else:
            cut = where - begins[number - 1]
            pieces[number - 1] = pieces[number - 1][:cut] + blank + pieces[number - 1][cut:]
    return pieces


def _is_word(text: str) -> bool:
    return (text.isalnum() or any(map(str.isalnum, text))) and not _MASK.fullmatch(text)


def _frame(
    names: list[str],
    sections: pd.DataFrame,
    blocks: pd.DataFrame,
    types: list[str],
    codes: np.ndarray,
    tagger: Segmenter | None,
) -> pd.DataFrame:
    """Tokens from numbered pieces: facts about a type are looked up, never computed twice."""
    is_word = np.fromiter(map(_is_word, types), bool, len(types))
    closes = np.fromiter((bool(_SENTENCE_END.search(t)) for t in types), bool, len(types))
    closes &= ~is_word
    lengths = np.fromiter(map(len, types), np.int64, len(types))

    # Offsets in the blocks laid end to end, of all pieces, then of the words among them.
    after = np.cumsum(lengths[codes])
    words = np.flatnonzero(is_word[codes])
    codes_of_words = codes[words]
    laid = after[words] - lengths[codes_of_words]
    number, starts, ends = (blocks[name].to_numpy(np.int64) for name in ("number", "start", "end"))
    begins = np.cumsum(ends - starts) - (ends - starts)
    bounds = np.append(np.searchsorted(laid, begins), len(words))
    sizes = np.diff(bounds)
    documents = np.bincount(number, sizes, minlength=len(names)).astype(np.int64)
    first = np.cumsum(documents) - documents
    # A sentence is over after its closing mark and at the end of its block.
    over = np.zeros(len(words) + 1, bool)
    over[bounds] = over[np.searchsorted(words, np.flatnonzero(closes[codes]))] = True
    sentence = np.cumsum(over, dtype=np.int32)
    columns = {
        "document": _repeated(np.arange(len(names)), documents, names),
        "section": _sections(names, sections, blocks, begins, laid, first, documents),
        "sentence": sentence[:-1] - np.repeat(sentence[first], documents),
        "position": np.arange(len(words), dtype=np.int32)
        - np.repeat(first.astype(np.int32), documents),
        "start": (laid + np.repeat(starts - begins, sizes)).astype(np.int32),
        "token": _categorical(
            (np.cumsum(is_word, dtype=np.int32) - 1)[codes_of_words],
            list(itertools.compress(types, is_word)),
        ),
    }
    if tagger:
        known = tagger.tags_of(columns["token"].categories)
        tags = sorted(set(known))
        numbers = np.array([tags.index(tag) for tag in known], np.int32)
        columns["tag"] = _categorical(numbers[columns["token"].codes], tags)
    return pd.DataFrame(columns, copy=False)


def _sections(
    names: list[str],
    sections: pd.DataFrame,
    blocks: pd.DataFrame,
    begins: np.ndarray,
    laid: np.ndarray,
    first: np.ndarray,
    documents: np.ndarray,
) -> pd.Categorical:
    """The section in which each token starts: found once a section, not once a token."""
    numbers = pd.Index(names).get_indexer(sections["document"].astype(str))
    sections = sections.assign(number=numbers)[numbers >= 0]
    sections = sections.sort_values(["number", "start"], kind="stable")
    number, start = sections["number"].to_numpy(), sections["start"].to_numpy(np.int64)
    span = np.int64(1) << 40  # longer than any text, so that documents do not meet
    held, starts, ends = (blocks[name].to_numpy(np.int64) for name in ("number", "start", "end"))
    block = np.searchsorted(held * span + ends, number * span + start, "right")
    within = np.append(begins, np.int64(1) << 62)[block]
    within += np.maximum(start - np.append(starts, start.max(initial=0))[block], 0)
    bounds = np.searchsorted(laid, within)
    covered = np.isin(np.arange(len(names)), number[bounds <= first[number]])
    if not covered[documents > 0].all():
        name = names[np.flatnonzero(~covered & (documents > 0))[0]]
        raise ValueError(f"no section at the beginning of {name!r}: make them with split_sections")
    paths = sections["section"].astype(str)
    categories = sorted(set(paths), key=natural_key)
    codes = pd.Index(categories, dtype="str").get_indexer(paths)
    return _repeated(codes, np.diff(bounds, append=len(laid)), categories)


def _repeated(codes: np.ndarray, times: np.ndarray, categories: list[str]) -> pd.Categorical:
    return _categorical(np.repeat(codes.astype(np.int32), times), categories)


def _categorical(codes: np.ndarray, categories: list[str]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(pd.Index(categories, dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)
