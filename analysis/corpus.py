"""A corpus: documents, their blocks, sections and tokens, read and cut in one call."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from .reading import completed, read_documents
from .segmentation import Segmenter, tokenize
from .structure import mark_blocks, split_sections, title_of


class Corpus(NamedTuple):
    """What was read, as four frames; see `load`."""

    documents: pd.DataFrame
    blocks: pd.DataFrame
    sections: pd.DataFrame
    tokens: pd.DataFrame


def load(
    paths: str | os.PathLike | Iterable | pd.DataFrame,
    *,
    segmenter: Segmenter | None = None,
    encoding: str | None = None,
    headings: object = None,
) -> Corpus:
    """Read documents and find their blocks, sections and tokens.

    `paths` is a file, a folder, a glob, a list of them, or a frame of documents (from
    `read_documents`, `read_text`, or your own with the columns ``document`` and ``text``).
    `segmenter` cuts the words, `encoding` is for plain text whose encoding you know, and
    `headings` adds or restricts heading forms (see `mark_blocks`).

    Returns a `Corpus` of the frames ``documents``, ``blocks``, ``sections`` and ``tokens``,
    with ``documents.title`` filled from the first title block where the format gave none.

    Raises what `read_documents` raises.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、总体要求\\n坚持稳中求进。\\n二、重点任务\\n扩大内需。"))
    >>> list(corpus.sections["title"])
    ['一、总体要求', '二、重点任务']
    """
    if isinstance(paths, pd.DataFrame):
        documents = completed(paths)
    else:
        documents = read_documents(paths, encoding=encoding)
    blocks = mark_blocks(documents, headings=headings)
    documents = _with_titles(documents, blocks)
    sections = split_sections(documents, blocks)
    tokens = tokenize(documents, sections, blocks, segmenter=segmenter)
    return Corpus(documents, blocks, sections, tokens)


def with_terms(corpus: Corpus, words: object, **options: object) -> Corpus:
    """The same corpus with its text cut again so that `words` stay whole.

    `words` is what `Segmenter(words=…)` takes: the path of a dictionary file, a list of
    terms, or a table from `discover_terms`.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("新时代文明实践站开展文明实践活动。"))
    >>> list(an.with_terms(corpus, ["文明实践"]).tokens["token"])
    ['新', '时代', '文明实践', '站', '开展', '文明实践', '活动']
    """
    segmenter = Segmenter(words=words, **options)
    tokens = tokenize(corpus.documents, corpus.sections, corpus.blocks, segmenter=segmenter)
    return corpus._replace(tokens=tokens)


def _with_titles(documents: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """The documents, each without a title given the text of its first title block."""
    first = blocks[blocks["role"] == "title"].drop_duplicates("document").set_index("document")
    titles = []
    for name, title, text in documents[["document", "title", "text"]].itertuples(index=False):
        if not title and name in first.index:
            title = title_of(text[first.loc[name, "start"] : first.loc[name, "end"]])
        titles.append(title)
    return documents.assign(title=pd.Series(titles, index=documents.index, dtype="str"))
