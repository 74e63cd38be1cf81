"""Blocks to tokens: the frame that everything is counted from."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from ..characters import has_unseen, soft_breaks
from ..contract import frame_of
from ..structure import COUNTED, natural_key, section_spans
from .segmenter import Segmenter
from .signs import carries
from .view import refilled

WITH_HEADINGS = (*COUNTED, "heading", "title")
STRETCH = 2000  # characters that an engine is given at a time
_SENTENCE_END = re.compile("[。！？!?…]")
MASK = re.compile("[XＸ]+|[xｘ]{2,}")  # a name that was made unreadable: XX县, X同志
_SPAN = np.int64(1) << 40  # longer than any text: documents laid end to end do not meet


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
    punctuation, white space and masked names (XX, ××) are the gaps between them (see
    `lost_text`).  Returns a frame with one row a token in text order: ``document``, ``section``,
    ``sentence`` and ``position`` (from 0 in each document), ``start`` (offset in the
    document's text), ``token`` and ``paragraph`` (the number of its block among those cut,
    from 0 in each document); with ``tags=True`` also ``tag`` (see `Segmenter.tag`).
    ``text[start:start + len(token)] == token``, so a token that a soft line break divides
    has the line break in it.

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
    types, codes = _cut_blocks(documents["text"].tolist(), blocks, segmenter)
    return _frame(names, sections, blocks, types, codes, segmenter if tags else None)


def _counted(names: list[str], blocks: pd.DataFrame, roles: tuple[str, ...]) -> pd.DataFrame:
    """The blocks to be cut, in text order, with the number of their document."""
    numbers = pd.Index(names).get_indexer(pd.Index(blocks["document"].astype(str)))
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
    table: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    columns = (blocks[column].tolist() for column in ("number", "start", "end"))
    cut = _cut_stretches(texts, zip(*columns, strict=True), segmenter)
    pieces = itertools.chain.from_iterable(cut)
    codes = np.fromiter(map(table.__getitem__, pieces), np.int32)
    return list(table), codes


def _cut_stretches(
    texts: list[str], blocks: Iterable[tuple[int, int, int]], segmenter: Segmenter
) -> Iterator[list[str]]:
    """The pieces of all blocks, in order; they join up to the blocks.

    Blocks that a line end keeps apart are cut in one call, since calls cost time.  In a text
    that is not cut line by line only neighbours are, and a soft block (with soft line breaks or
    characters that are not seen) is cut alone.
    """
    unseen = [has_unseen(text) for text in texts]
    by_line = [segmenter.cuts_by_line(text) for text in texts]
    parts: list[str] = []  # the stretch not yet cut, without what is soft
    gaps: list[tuple[int, str]] = []  # what was soft, and where
    size, before, was_soft = 0, (-1, -1), False
    for here, first, last in blocks:
        block = texts[here][first:last]
        soft = _is_soft(block, unseen[here])
        alone = soft or was_soft or before != (here, first)
        grows = (by_line[here] and by_line[before[0]]) or not alone
        if parts and not (grows and parts[-1].endswith("\n") and size <= STRETCH):
            yield refilled(segmenter.cut("".join(parts), numbers=True), gaps)
            parts, gaps, size = [], [], 0
        done = 0
        for start, end in soft_breaks(block) if soft else ():
            parts.append(block[done:start])
            size += start - done
            gaps.append((size, block[start:end]))
            done = end
        parts.append(block[done:])
        size += len(block) - done
        before, was_soft = (here, last), soft
    if parts:
        yield refilled(segmenter.cut("".join(parts), numbers=True), gaps)


def _is_soft(block: str, unseen: bool) -> bool:
    inner = block.find("\n")
    return (-1 < inner < len(block) - 1 and "\n" in block.strip()) or (
        unseen and has_unseen(block)
    )


def _is_word(text: str) -> bool:
    return any(map(carries, text)) and not MASK.fullmatch(text)


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
    # The place of each word: its offset in the documents laid end to end.
    places = laid + np.repeat(number * _SPAN + starts - begins, np.diff(bounds))
    documents = np.bincount(number, np.diff(bounds), minlength=len(names)).astype(np.int64)
    first = np.cumsum(documents) - documents
    # A sentence is over after its closing mark and at the end of its block.
    over = np.zeros(len(words) + 1, bool)
    over[bounds] = over[np.searchsorted(words, np.flatnonzero(closes[codes]))] = True
    sentence = np.cumsum(over, dtype=np.int32)
    block = np.repeat(np.arange(len(number), dtype=np.int32), np.diff(bounds))
    first_block = np.searchsorted(number, np.arange(len(names))).astype(np.int32)
    columns = {
        "document": _repeated(np.arange(len(names)), documents, names),
        "section": _sections_at(places, names, sections),
        "sentence": sentence[:-1] - np.repeat(sentence[first], documents),
        "position": np.arange(len(words), dtype=np.int32)
        - np.repeat(first.astype(np.int32), documents),
        "start": (places % _SPAN).astype(np.int32),
        "token": _categorical(
            (np.cumsum(is_word, dtype=np.int32) - 1)[codes_of_words],
            list(itertools.compress(types, is_word)),
        ),
        "paragraph": block - np.repeat(first_block, documents),
    }
    if tagger:
        columns["tag"] = _tags(columns["token"], tagger)
    return pd.DataFrame(columns, copy=False)


def _tags(tokens: pd.Categorical, tagger: Segmenter) -> pd.Categorical:
    known = tagger.tags_of(tokens.categories)
    tags = sorted(set(known))
    numbers = np.array([tags.index(tag) for tag in known], np.int32)
    return _categorical(numbers[tokens.codes], tags)


def place_tokens(tokens: object, sections: object) -> pd.DataFrame:
    """The same tokens with the sections in which they stand: each in the last one begun.

    `tokens` and `sections` are the frames of the contract (or a corpus); of the sections only
    ``document``, ``section`` and ``start`` are looked at.  Nothing is cut again.

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
