"""A corpus: documents, their blocks, sections and tokens, read and cut in one call."""

from __future__ import annotations

import html
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, NoReturn

import numpy as np
import pandas as pd

from .contract import FRAMES, frame_of
from .reading import completed, read_documents
from .segmentation import (
    Segmenter,
    Synonyms,
    discover_terms,
    joined_synonyms,
    lost_text,
    place_tokens,
    read_synonyms,
    tokenize,
    warn_of_gaps,
    with_synonyms,
)
from .structure import (
    COUNTED,
    LABELS,
    Correction,
    Form,
    correct_blocks,
    correct_titles,
    document_title,
    joined_corrections,
    mark_blocks,
    natural_key,
    read_corrections,
    section_spans,
    split_sections,
    title_of,
    within,
)

SURE, AT_MOST = 3, 50  # occurrences of a term that is kept whole unasked; of such terms
SHOWN = 20  # documents in the table of a notebook
Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
Forms = str | Form | Iterable[str | Form] | None
# What a frame needs to be part of a corpus.
NEEDED = {
    "documents": ("document", "text"),
    "blocks": ("document", "start", "end", "role"),
    "sections": ("document", "section", "start"),
    "tokens": ("document", "section", "start", "token"),
}


@dataclass(frozen=True)
class Options:
    """How a corpus was read and cut, which what is made of it keeps to.

    ``segmenter`` cut the words; ``cut_headings``, whether those of headings and titles too.
    ``headings`` are the heading forms that were looked for (None: all), ``parts`` is what
    documents without headings were cut into (None: nothing), ``encoding`` what plain text was
    said to be written in (None: it was found out).  Whether tokens have tags, they show.
    ``found`` are the terms that `with_found_terms` found and keeps whole (None: not looked for),
    ``synonyms`` the words that are counted as one term, each term with its variants.
    ``corrections`` are the headings that were put right by hand (see `Corpus.correct_headings`).
    """

    segmenter: Segmenter = field(default_factory=Segmenter)
    headings: tuple[str | Form, ...] | None = None
    encoding: str | None = None
    parts: int | str | None = None
    cut_headings: bool = False
    found: tuple[str, ...] | None = None
    synonyms: Synonyms = ()
    corrections: tuple[Correction, ...] = ()


class _Frames(NamedTuple):
    documents: pd.DataFrame
    blocks: pd.DataFrame
    sections: pd.DataFrame
    tokens: pd.DataFrame


class Corpus(_Frames):
    """What was read, as four frames, and how it was read and cut; see `load`.

    The frames are `documents`, `blocks`, `sections` and `tokens`; `options` says how they were
    made (see `Options`).  A corpus is the tuple of its frames (``documents, blocks, sections,
    tokens = corpus``) and does not change: `with_terms`, `with_found_terms`, `with_synonyms`,
    `correct_headings`,
    `with_headings`, `with_blocks`, `with_sections`, `parts`, `recut` and `select` give another
    one, where all else stays as it was asked for.
    ``corpus._replace(tokens=…)`` puts in a frame of your own, and leaves the others alone.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n文明实践站。\\n二、实践\\n开展文明实践。"))
    >>> corpus
    <Corpus: 1 document, 2 sections, 6 tokens>
    >>> list(corpus.with_terms(["文明实践"]).select(sections="2").tokens["token"])
    ['开展', '文明实践']
    """

    options: Options

    def __new__(  # noqa: D102
        cls,
        documents: pd.DataFrame,
        blocks: pd.DataFrame,
        sections: pd.DataFrame,
        tokens: pd.DataFrame,
        *,
        options: Options | None = None,
    ) -> Corpus:
        given = zip(NEEDED, (documents, blocks, sections, tokens), strict=True)
        frames = [frame_of(frame, name, NEEDED[name]) for name, frame in given]
        made = super().__new__(cls, *frames)
        made.__dict__["options"] = options or Options()
        return made

    # --- what was left out ---

    @property
    def lost(self) -> pd.DataFrame:
        """Letters, digits and signs of the counted text in no token, with the reason.

        Columns ``document``, ``start``, ``end``, ``text``, ``reason``; see `lost_text`.

        >>> import analysis as an
        >>> an.load(an.read_text("XX县学习。")).lost[["start", "text", "reason"]].values.tolist()
        [[0, 'XX', 'masked name']]
        """
        headings = self.options.cut_headings
        return lost_text(self.documents, self.blocks, self.tokens, headings=headings)

    # --- other words, other sections, a part ---

    def with_terms(self, words: object) -> Corpus:
        """The corpus with its text cut again so that `words` stay whole as well.

        `words` is what ``Segmenter(words=…)`` takes: the path of a dictionary file, a list of
        terms, or a table from `discover_terms`.  They come to those that are kept already.

        Raises ValueError for a word without letter or digit, OSError for a dictionary file that
        does not exist.

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("新时代文明实践站开展文明实践活动。"))
        >>> list(corpus.with_terms(["文明实践"]).with_terms(["新时代"]).tokens["token"])
        ['新时代', '文明实践', '站', '开展', '文明实践', '活动']
        """
        made = self.recut(self.options.segmenter.with_words(words))
        return made._replace(options=replace(made.options, found=self.options.found))

    def found_terms(self) -> pd.DataFrame:
        """The terms of several words found in these texts that may be kept whole unasked.

        Those of `discover_terms` in what is counted (not in headings) that are safe enough
        without a person's look, with its columns: a score above 0, three occurrences or more, at
        most 50 (see `accepted`).

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("优化营商环境。" * 3 + "营商环境很重要。"))
        >>> corpus.found_terms()[["term", "n"]].values.tolist()
        [['营商环境', 4]]
        """
        return accepted(discover_terms(self.tokens))

    def with_found_terms(self, words: object = None) -> Corpus:
        """The corpus with the terms found in its texts kept whole, and `words` of your own.

        `words` is what `with_terms` takes; they are kept first, and what is found comes to them
        (`with_terms` alone keeps your own only).  The list is fixed in one pass over all texts
        of the corpus: parts taken of it with `select` keep to it, and a second call adds your
        words but looks for no more.  ``options.found`` lists what was found, and the corpus says
        how many there are where it is printed.

        Raises what `with_terms` raises.

        >>> import analysis as an
        >>> text = "优化营商环境。" * 3 + "营商环境很重要。"
        >>> corpus = an.load(an.read_text(text)).with_found_terms()
        >>> corpus, corpus.options.found
        (<Corpus: 1 document, 1 section, 9 tokens, 1 found term kept whole>, ('营商环境',))
        """
        corpus = self if words is None else self.with_terms(words)
        if corpus.options.found is not None:
            return corpus
        found = corpus.found_terms()
        corpus = corpus if found.empty else corpus.with_terms(found)
        return corpus._replace(options=replace(corpus.options, found=tuple(found["term"])))

    def with_synonyms(self, synonyms: object) -> Corpus:
        """The corpus with several words counted as one term.

        `synonyms` is a mapping of each term to a list of its variants, or the path of a file
        with a line a term: ``群众 老百姓 人民群众``.  They come to those that are there already.
        Term and variants are as they are written; those that would be cut apart are kept whole
        (see `with_terms`).

        The tokens get a column ``term``, what each is counted as; ``token`` stays what stands
        in the text.  Counts, collocates, key terms, clouds and all that is made of tokens
        follow it.  A search for the term (`kwic`, `sentences`) finds the variants too, and its
        columns say which one stands there; a search for a variant finds this variant.

        Raises ValueError for a word that is a variant of two terms, a variant that has variants
        of its own, and a string where a list is meant; OSError for a file that does not exist.

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("老百姓满意，服务群众。"))
        >>> corpus = corpus.with_synonyms({"群众": ["老百姓"]})
        >>> corpus.tokens[["token", "term"]].values.tolist()[0]
        ['老百姓', '群众']
        >>> an.kwic(corpus, "群众")["keyword"].tolist()
        ['老百姓', '群众']
        """
        more = [("synonyms", term, [*variants]) for term, variants in read_synonyms(synonyms)]
        known = joined_synonyms(self.options.synonyms, more)
        return self._replace(options=replace(self.options, synonyms=known)).recut()

    def recut(
        self,
        segmenter: Segmenter | None = None,
        *,
        tags: bool | None = None,
        cut_headings: bool | None = None,
    ) -> Corpus:
        """The corpus with its text cut again; what is not given is as before.

        `segmenter` cuts the words; `tags` says whether tokens get their part of speech, and
        `cut_headings` whether the words of headings and titles are counted too (see `tokenize`).

        Raises what `tokenize` raises.

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("走进群众。"))
        >>> corpus.recut(tags=True).tokens[["token", "tag"]].values.tolist()
        [['走进', 'v'], ['群众', 'n']]
        """
        options = replace(
            self.options,
            segmenter=_keeping(segmenter or self.options.segmenter, self.options.synonyms),
            cut_headings=self.options.cut_headings if cut_headings is None else cut_headings,
            found=self.options.found if segmenter is None else None,
        )
        tokens = tokenize(
            self,
            segmenter=options.segmenter,
            headings=options.cut_headings,
            tags="tag" in self.tokens if tags is None else tags,
        )
        if options.synonyms:
            tokens = with_synonyms(tokens, options.synonyms)
        return self._replace(tokens=tokens, options=options)

    def with_headings(self, headings: Forms) -> Corpus:
        """The corpus with its headings looked for again, and what follows from them.

        `headings` adds or restricts heading forms, see `mark_blocks`; None is all there are.
        Blocks and sections are found anew in the whole of the texts, so blocks of your own and
        a selection of sections have to come after it; corrections of headings are kept.

        Raises what `mark_blocks` raises.

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("一、学习\\n学理论。\\n（一）读书\\n读原著。\\n"))
        >>> list(corpus.with_headings("（一）").sections["title"])
        ['', '（一）读书']
        """
        options = replace(self.options, headings=_as_tuple(headings))
        told = options.corrections
        blocks = mark_blocks(self.documents, headings=options.headings, corrections=told)
        blocks = correct_blocks(self.documents, blocks, told)
        return self._replace(options=options).with_blocks(blocks)

    def correct_headings(self, corrections: object, *, like: bool = False) -> Corpus:
        """The corpus with headings put right: none, a new one, another level or another title.

        `corrections` is a mapping of sections ("2.1") or lines ("加强学习") to what they are: None
        for no heading, a level (1, 2 …), a title, or a level and a title; of several documents
        the key is ``(document, section or line)``.  Or it is a list or table of rows with
        ``document``, ``section`` or ``line`` (and its ``number``, where it stands several
        times), ``level`` (0 for no heading) and ``title``, or a file that `write_corrections`
        wrote.  Sections are called as they are before the call.  None takes all corrections
        back, and finds blocks and sections anew.

        With `like` each is an answer for all lines that look and are numbered as this one does
        (see `doubts`): None or False for no headings, True for headings that nest by themselves,
        or a level; in rows it is a column of its own.  Blocks are then found anew, as by
        `with_headings`; what is said of single lines comes last.

        Texts and offsets stay; blocks, sections and tokens follow, also those put in by hand.
        ``options.corrections`` holds all that were made, each with its line, so that it
        holds for the same text in another file.

        Raises ValueError for a document, section or line that is not there, or stands several
        times, for a correction that says nothing or would change nothing, and for an answer of a
        line that is like no other, or of lines that are alike and are said to be different.

        >>> import analysis as an
        >>> text = "一、学习\\n学理论。\\n工作打算\\n要实干。\\n二、实践\\n去实践。"
        >>> corpus = an.load(an.read_text(text))
        >>> mended = corpus.correct_headings({"工作打算": 2, "2": "二、行动"})
        >>> mended.sections[["section", "title", "start"]].values.tolist()
        [['1', '一、学习', 0], ['1.1', '工作打算', 10], ['2', '二、行动', 20]]
        >>> list(mended.correct_headings({"1.1": None}).sections["title"])
        ['一、学习', '二、行动']
        >>> text = "【目标】\\n认真学习，写下笔记。\\n【过程】\\n先读原文，再作讨论。\\n"
        >>> corpus = an.load(an.read_text(text))
        >>> list(corpus.correct_headings({"【目标】": True}, like=True).sections["title"])
        ['【目标】', '【过程】']
        """
        if corrections is None:
            options = replace(self.options, corrections=())
            return self._replace(options=options).with_headings(options.headings)
        frames = self.documents, self.blocks, self.sections
        more = read_corrections(corrections, *frames, like=like)
        known = joined_corrections(self.options.corrections, more)
        options = replace(self.options, corrections=known)
        if any(each.like for each in more):
            return self._replace(options=options).with_headings(options.headings)
        blocks = correct_blocks(self.documents, self.blocks, more)
        return self._replace(options=options).with_blocks(blocks)

    def with_blocks(self, blocks: pd.DataFrame) -> Corpus:
        """The corpus with these blocks, such as its own with labels put right.

        `blocks` is a frame as `mark_blocks` gives it.  Titles, sections and tokens are made
        anew, also sections that were put in by hand.

        Raises ValueError if a column is missing.

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("学习体会\\n一、学习\\n学理论。\\n二、实践\\n去实践。"))
        >>> wrong = (corpus.blocks["role"] == "heading") & (corpus.blocks["marker"] == "二、")
        >>> mended = corpus.blocks.assign(role=corpus.blocks["role"].mask(wrong, "body"))
        >>> corpus.with_blocks(mended)
        <Corpus: 1 document, 2 sections, 6 tokens>
        """
        blocks = frame_of(blocks, "blocks", LABELS)
        documents = _with_titles(_without_titles(self.documents, self.blocks), blocks)
        sections = split_sections(documents, blocks, fallback=self.options.parts)
        sections = correct_titles(documents, sections, self.options.corrections)
        return self._replace(documents=documents, blocks=blocks, sections=sections).recut()

    def with_sections(self, sections: pd.DataFrame) -> Corpus:
        """The corpus divided into these sections; the tokens are the same.

        `sections` has the columns ``document``, ``section`` and ``start``, and those of
        `split_sections` for whatever shows titles and sizes.  A token belongs to the section
        of its document that began last, among those that have not ended (see `section_spans`).

        Raises ValueError if a column is missing, a document is unknown, or a document has no
        section at its first token.

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("学理论。读原著。"))
        >>> parts = an.load(an.read_text("学理论。读原著。"), parts=2).sections
        >>> corpus.with_sections(parts).tokens[["section", "token"]].values.tolist()
        [['1', '学'], ['1', '理论'], ['2', '读'], ['2', '原著']]
        """
        sections = frame_of(sections, "sections", NEEDED["sections"])
        unknown = set(sections["document"].astype(str)) - set(self._names())
        if unknown:
            raise ValueError(
                f"no document {min(unknown)!r} in this corpus, but sections of it; there are: "
                f"{', '.join(self._names())}"
            )
        tokens = place_tokens(self.tokens, sections)
        options = replace(self.options, parts=None)
        return self._replace(sections=sections, tokens=tokens, options=options)

    def parts(self, parts: int | str | None) -> Corpus:
        """The corpus with its documents that have no headings cut into parts.

        `parts` is a number of parts of about equal length, "paragraphs", or None for none (see
        `split_sections`).  Documents with headings have their sections.

        Raises ValueError for anything else.

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("学理论。\\n\\n读原著。"))
        >>> list(corpus.parts("paragraphs").sections["title"])
        ['第1段', '第2段']
        """
        sections = split_sections(self.documents, self.blocks, fallback=parts)
        sections = correct_titles(self.documents, sections, self.options.corrections)
        made = self.with_sections(sections)
        return made._replace(options=replace(made.options, parts=parts))

    def select(
        self,
        *,
        documents: str | Iterable[str] | None = None,
        sections: str | Iterable[str] | None = None,
        roles: str | Iterable[str] | None = None,
        **columns: Any,
    ) -> Corpus:
        """A part of the corpus: some documents, some sections with all that is below them.

        `columns` are columns of the documents with a value or several, such as ``year=2021`` or
        ``city=["北京", "上海"]``: the documents that have one of them.  `documents` are names,
        `sections` paths ("2", "3.1"), one or several; documents that have none of these sections
        are left out.  `roles` says what is counted: "body" (the paragraphs), "table", "note"
        (footnotes and text boxes), one or several.  Texts stay whole and tokens keep their
        numbers, so that everything still points to its place; what is not selected has no block,
        and so is neither counted nor found.

        Raises ValueError for a name that is not there, or not text, for another role, and for a
        column or a value that no document has.

        >>> import analysis as an
        >>> corpus = an.load(an.read_text("一、学习\\n学理论。\\n二、实践\\n走进群众。"))
        >>> some = corpus.select(sections="2")
        >>> list(some.tokens["token"]), some.tokens["start"].tolist()
        (['走进', '群众'], [15, 17])
        """
        if roles is not None:
            some = self._of_roles(roles)
            return some.select(documents=documents, sections=sections, **columns)
        if columns:
            whole = self if documents is None else self.select(documents=documents)
            return whole.select(documents=whole._having(columns), sections=sections)
        names = self._names()
        if documents is not None:
            names = _chosen(names, documents)
        inside = self.sections["document"].astype(str).isin(names).to_numpy()
        blocks = self.blocks
        if sections is not None:
            inside = self._lies_under(sections, inside)
            there = set(self.sections["document"].astype(str)[inside])
            names = [name for name in names if name in there]
            blocks = self._blocks_of(inside)
        rows = self.sections[inside].reset_index(drop=True)
        tokens = _only(self.tokens, "document", names)
        kept = tuple(each for each in self.options.corrections if each.document in set(names))
        return self._replace(
            options=replace(self.options, corrections=kept),
            documents=_only(self.documents, "document", names),
            blocks=_only(blocks, "document", names),
            sections=rows,
            tokens=_only(tokens, "section", list(dict.fromkeys(rows["section"].astype(str)))),
        )

    def _having(self, columns: Mapping[str, Any]) -> list[str]:
        """The documents that have these values in columns of their own."""
        kept = np.ones(len(self.documents), dtype=bool)
        for name, value in columns.items():
            known = self._own_column(name).astype(str)
            several = isinstance(value, Iterable) and not isinstance(value, str)
            wanted = set(map(str, value if several else [value]))
            if unknown := sorted(wanted - set(known)):
                there = ", ".join(sorted(set(known.dropna())))
                raise ValueError(f"no document has {name}={unknown[0]!r}; there are: {there}")
            kept &= known.isin(wanted).to_numpy()
        if not kept.any():
            raise ValueError(f"no document has all of {', '.join(map(str, columns))} as asked for")
        return [name for name, keep in zip(self._names(), kept, strict=True) if keep]

    def _own_column(self, name: str) -> pd.Series:
        """A column that the documents have besides those of the contract."""
        own = [str(each) for each in self.documents if each not in FRAMES["documents"].columns]
        if name not in own:
            raise ValueError(
                f"the documents have no column {name!r} of their own; there are: "
                f"{', '.join(own) or 'none'} (load takes metadata=)"
            )
        return self.documents[name]

    def tokens_with(self, columns: str | Iterable[str]) -> pd.DataFrame:
        """The tokens with columns of their documents, such as the year of each.

        `columns` are names of columns that the documents have besides those of the contract (see
        ``metadata`` of `load`); those that tokens have stay.  Every function that takes a corpus
        and ``by=`` does this by itself.  Text becomes categories in natural order; categories
        keep theirs.

        Raises ValueError for a column that is not there, and for a document with tokens and
        without a value.

        >>> import analysis as an
        >>> documents = an.read_text("走进群众。", "甲").assign(year=2021)
        >>> an.load(documents).tokens_with("year")[["token", "year"]].values.tolist()
        [['走进', 2021], ['群众', 2021]]
        """
        tokens = self.tokens
        place = pd.Index(self._names()).get_indexer(tokens["document"].cat.categories.astype(str))
        place = place[tokens["document"].cat.codes]
        for name in [columns] if isinstance(columns, str) else columns:
            if name in tokens:
                continue
            self._own_column(name)
            values = grouping(self.documents, name, np.unique(place))
            tokens = tokens.assign(**{name: values.array.take(place)})
        return tokens

    def _of_roles(self, roles: str | Iterable[str]) -> Corpus:
        """The corpus without the blocks that are counted as another role, and their tokens."""
        wanted = _listed(roles, "roles")
        unknown = [role for role in wanted if role not in COUNTED]
        if unknown:
            raise ValueError(f"no role {unknown[0]!r} is counted; there are: {', '.join(COUNTED)}")
        gone = self.blocks["role"].isin(set(COUNTED) - set(wanted)).to_numpy()
        documents = {name: number for number, name in enumerate(self._names())}
        width = int(self.documents["text"].str.len().max() or 0) + 1

        def places(frame: pd.DataFrame, column: str) -> np.ndarray:
            number = frame["document"].astype(str).map(documents).to_numpy(np.int64)
            return number * width + frame[column].to_numpy(np.int64)

        begins = np.sort(places(self.blocks[gone], "start"))
        ends = np.sort(places(self.blocks[gone], "end"))  # blocks do not overlap
        starts = places(self.tokens, "start")
        inside = np.searchsorted(begins, starts, "right") > np.searchsorted(ends, starts, "right")
        tokens = self.tokens[~inside].reset_index(drop=True)
        for name in ("token", "tag", "term"):
            if name in tokens and isinstance(tokens[name].dtype, pd.CategoricalDtype):
                tokens[name] = tokens[name].cat.remove_unused_categories()
        return self._replace(blocks=self.blocks[~gone].reset_index(drop=True), tokens=tokens)

    def _lies_under(self, sections: str | Iterable[str], inside: np.ndarray) -> np.ndarray:
        """Which of the sections inside are these, or lie below them."""
        rows = self.sections.reset_index(drop=True)[inside]
        under = np.zeros(len(inside), dtype=bool)
        for path in _listed(sections, "sections"):
            under[within(rows, path).index] = True
        return under

    def _blocks_of(self, inside: np.ndarray) -> pd.DataFrame:
        """The parts of blocks that lie in these sections; all offsets laid end to end."""
        sizes = self.documents["text"].str.len().to_numpy(np.int64)
        after = np.cumsum(sizes + 1)  # one apart, so that sections of two documents do not touch
        offsets = dict(zip(self._names(), after - sizes - 1, strict=True))
        ends_of = dict(zip(self._names(), after - 1, strict=True))

        def places(frame: pd.DataFrame, column: str) -> np.ndarray:
            offset = frame["document"].astype(str).map(offsets)
            return offset.to_numpy(np.int64) + frame[column].to_numpy(np.int64)

        sections = self.sections  # which may be a user's own, with starts alone
        stretches = section_spans(sections if "end" in sections else sections.assign(end=0))
        begins = places(stretches, "start")
        order = np.argsort(begins, kind="stable")
        last = stretches["document"].astype(str).map(ends_of).to_numpy(np.int64)
        ends = np.minimum(np.append(begins[order][1:], after[-1:]), last[order])
        chosen = inside[stretches.index[order]] & (begins[order] < ends)
        spans = _joined(begins[order][chosen], ends[chosen])
        return _clipped(
            self.blocks, places(self.blocks, "start"), places(self.blocks, "end"), spans
        )

    def _names(self) -> list[str]:
        return self.documents["document"].astype(str).tolist()

    # --- how it is shown ---

    def __repr__(self) -> str:
        """How much there is, and what was not read."""
        failed = self._not_read()
        kept = len(self.options.found or ())
        found = f", {kept} found term{'' if kept == 1 else 's'} kept whole" if kept else ""
        several = len(self.options.synonyms)
        found += f", {several} term{'' if several == 1 else 's'} with synonyms" if several else ""
        told = ", ".join(f"{name} ({why.partition(';')[0]})" for name, why in failed[:3])
        more = f" and {len(failed) - 3} more" if len(failed) > 3 else ""
        return f"<Corpus: {self._sizes()}{found}{f'; not read: {told}{more}' if failed else ''}>"

    def _repr_html_(self) -> str:
        """The same as a table: a row a document, and those that were not read."""
        failed = dict(self._not_read())
        sections = self.sections["document"].astype(str).value_counts()
        tokens = self.tokens["document"].astype(str).value_counts()
        rows = []
        for name, title in list(zip(self._names(), _titles_of(self.documents), strict=True))[
            :SHOWN
        ]:
            numbers = [f"{sections.get(name, 0):,}", f"{tokens.get(name, 0):,}"]
            if name in failed:
                numbers = [f"not read: {failed[name]}", ""]
            cells = "".join(f"<td>{html.escape(str(cell))}</td>" for cell in (title, *numbers))
            rows.append(f"<tr><th>{html.escape(name)}</th>{cells}</tr>")
        if len(self.documents) > SHOWN:
            rows.append(f'<tr><td colspan="4">… {len(self.documents) - SHOWN} more</td></tr>')
        heads = "".join(f"<th>{name}</th>" for name in ("", "title", "sections", "tokens"))
        size = f"{self._sizes()}{f', {len(failed)} not read' if failed else ''}"
        caption = f"{size}; {html.escape(repr(self.options.segmenter)[1:-1])}"
        return (
            f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead>"
            f"<tbody>{''.join(rows)}</tbody></table>"
        )

    def _sizes(self) -> str:
        failed = [name for name, _ in self._not_read()]
        read = ~self.sections["document"].astype(str).isin(failed)
        sizes = {
            "document": len(self.documents) - len(failed),
            "section": int(read.sum()),
            "token": len(self.tokens),
        }
        return ", ".join(f"{n:,} {name}{'' if n == 1 else 's'}" for name, n in sizes.items())

    def _not_read(self) -> list[tuple[str, str]]:
        """Name and problem of each file that could not be read."""
        if "problem" not in self.documents:
            return []
        failed = self.documents[self.documents["problem"].fillna("") != ""]
        return list(zip(failed["document"].astype(str), failed["problem"], strict=True))

    # --- a tuple that keeps its options and does not change ---

    @classmethod
    def _make(cls, iterable: Iterable[Any]) -> Corpus:  # type: ignore[override]
        return cls(*iterable)

    def _replace(self, **frames: Any) -> Corpus:
        return type(self)(**(self._asdict() | {"options": self.options} | frames))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        """Refuse: nothing in a corpus is ever replaced."""
        raise AttributeError(
            f"a corpus does not change: corpus._replace({name}=…) gives another one"
        )

    def __delattr__(self, name: str) -> NoReturn:
        """Refuse likewise."""
        raise AttributeError(f"a corpus does not change: {name} cannot be taken out")

    def __eq__(self, other: object) -> bool:
        """Whether frames and options of two corpora are the same."""
        if not isinstance(other, Corpus):
            return False
        pairs = zip(self, other, strict=True)
        return self.options == other.options and all(one.equals(two) for one, two in pairs)

    def __ne__(self, other: object) -> bool:  # noqa: D105 - the one of tuples compares frames
        return not self == other

    __hash__ = None  # type: ignore[assignment]  # frames have none


def load(
    paths: Paths | pd.DataFrame,
    *,
    segmenter: Segmenter | None = None,
    encoding: str | None = None,
    headings: Forms = None,
    parts: int | str | None = None,
    tags: bool = False,
    cut_headings: bool = False,
    corrections: object = None,
    metadata: object = None,
    text: str | None = None,
) -> Corpus:
    """Read documents and find their blocks, sections and tokens.

    `paths` is a file, a folder, a glob, a list of them, or a frame of documents (from
    `read_documents`, `read_text`, or your own with the columns ``document`` and ``text``).
    `segmenter` cuts the words, `encoding` is for plain text whose encoding you know, and
    `headings` adds or restricts heading forms (see `mark_blocks`).  `parts` cuts documents
    without headings into so many parts of about equal length, or into "paragraphs".  With
    `tags` tokens have their part of speech; with `cut_headings` the words of headings and
    titles are counted too.  `corrections` puts headings right: a file, or what else
    `Corpus.correct_headings` takes.

    `metadata` gives the documents columns of their own (a year, a city): a table of them or its
    file, or a pattern of their paths such as ``"{year}_{city}.docx"``; `text` names the column of
    the text where `paths` is a table (both see `read_documents`).  ``by=`` and `Corpus.select`
    take these columns.

    Returns a `Corpus` of the frames ``documents``, ``blocks``, ``sections`` and ``tokens``,
    with ``documents.title`` filled from the first title block where the format gave none.

    Warns of collections of more than 2,000 files or 100 MB, which `count_corpus` counts without
    keeping every word in memory.

    Raises what `read_documents`, `mark_blocks`, `split_sections` and `Corpus.correct_headings`
    raise.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、总体要求\\n坚持稳中求进。\\n二、重点任务\\n扩大内需。"))
    >>> list(corpus.sections["title"])
    ['一、总体要求', '二、重点任务']
    """
    if isinstance(paths, pd.DataFrame):
        documents = completed(paths, metadata)
    else:
        documents = read_documents(paths, encoding=encoding, text=text, metadata=metadata)
    options = Options(segmenter or Segmenter(), _as_tuple(headings), encoding, parts, cut_headings)
    blocks = mark_blocks(documents, headings=options.headings)
    if corrections is not None:
        found = split_sections(documents, blocks)
        mended = joined_corrections((), read_corrections(corrections, documents, blocks, found))
        options = replace(options, corrections=mended)
        if any(each.like for each in mended):
            blocks = mark_blocks(documents, headings=options.headings, corrections=mended)
        blocks = correct_blocks(documents, blocks, mended)
    documents = _with_titles(documents, blocks)
    sections = split_sections(documents, blocks, fallback=parts)
    sections = correct_titles(documents, sections, options.corrections)
    tokens = tokenize(
        documents,
        sections,
        blocks,
        segmenter=options.segmenter,
        headings=cut_headings,
        tags=tags,
    )
    warn_of_gaps(documents, tokens)
    return Corpus(documents, blocks, sections, tokens, options=options)


def grouping(
    documents: pd.DataFrame, name: str, counted: np.ndarray | slice = slice(None)
) -> pd.Series:
    """A column of the documents by which is counted: text as categories, in natural order.

    Raises ValueError where one of those that are `counted` (their places) has no value.
    """
    lacking = documents[name].iloc[counted].isna()
    if lacking.any():
        one = documents["document"].iloc[counted][lacking.to_numpy()].iloc[0]
        raise ValueError(
            f"document {one!r} has no value in its column {name!r}: fill it in, or leave the "
            "document out with select"
        )
    return in_natural_order(documents[name], given=name == "document")


def in_natural_order(values: pd.Series, *, given: bool = False) -> pd.Series:
    """Text as categories, 2.9 before 2.10, or as `given`; what has an order of its own stays."""
    if not (pd.api.types.is_string_dtype(values.dtype) or values.dtype == object):
        return values
    known = list(map(str, values.dropna().unique()))
    order = known if given else sorted(known, key=natural_key)
    return values.astype(str).astype(pd.CategoricalDtype(order))


def accepted(found: pd.DataFrame) -> pd.DataFrame:
    """The candidates safe enough to be kept whole without a person's look.

    Those in `found` (from `discover_terms`) with a score above 0 that occur three times or
    more, at most 50.  Of terms inside one another the longer one is left out where it makes up
    less than half of the shorter one, so that 文明实践活动 does not take 文明实践 apart, and
    where it is the shorter one after a verb: 优化营商环境 would take 营商环境 out of the counts.

    Raises ValueError for a frame that lacks a column.
    """
    found = frame_of(found, "terms", ["term", "n", "score"])
    sure = found[(found["score"] > 0) & (found["n"] >= SURE)].head(AT_MOST)
    n = dict(zip(sure["term"], sure["n"], strict=True))
    known = set(found["term"])
    segmenter = Segmenter()
    apart = [
        any(s != t and s in t and 2 * n[t] < n[s] for s in n) or _governed(t, known, segmenter)
        for t in n
    ]
    return sure[~np.array(apart, dtype=bool)].reset_index(drop=True)


def _keeping(segmenter: Segmenter, synonyms: Synonyms) -> Segmenter:
    """A segmenter that cuts none of these words, which is the same where it cuts none already."""
    words = [word for term, variants in synonyms for word in (term, *variants)]
    apart = [word for word in words if segmenter.cut(word) != [word]]
    return segmenter.with_words(apart) if apart else segmenter


def _governed(term: str, known: set[str], segmenter: Segmenter) -> bool:
    """Whether a term is a verb and another term of the list: 优化 + 营商环境."""
    verb = segmenter.cut(term)[0]
    return term[len(verb) :] in known and segmenter.tags_of([verb])[0].startswith("v")


def _as_tuple(headings: Forms) -> tuple[str | Form, ...] | None:
    """Heading forms that can be looked through more than once."""
    if headings is None:
        return None
    return (headings,) if isinstance(headings, str | Form) else tuple(headings)


# --- titles --------------------------------------------------------------------------------


def _with_titles(documents: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """The documents, each without a title given the text of its first title block."""
    found = _titles_in(documents, blocks)
    pairs = zip(documents["document"].astype(str), _titles_of(documents), strict=True)
    titles = [title or found.get(name, title) for name, title in pairs]
    return documents.assign(title=pd.Series(titles, index=documents.index, dtype="str"))


def _without_titles(documents: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """The documents without the titles that their title blocks gave them."""
    found = _titles_in(documents, blocks)
    pairs = zip(documents["document"].astype(str), _titles_of(documents), strict=True)
    titles = ["" if title == found.get(name) else title for name, title in pairs]
    return documents.assign(title=pd.Series(titles, index=documents.index, dtype="str"))


def _titles_of(documents: pd.DataFrame) -> pd.Series:
    """The titles, or blanks in a frame that has none."""
    return documents.get("title", pd.Series("", index=documents.index, dtype="str"))


def _titles_in(documents: pd.DataFrame, blocks: pd.DataFrame) -> dict[str, str]:
    """The title of each document that has one: of its first title blocks, with no text between."""
    between = ~blocks["role"].isin(("title", "blank", "boilerplate", "furniture"))
    titles = blocks.assign(before=between.cumsum())[blocks["role"] == "title"]
    first = titles.groupby("document", observed=True)["before"].transform("first")
    head = titles[titles["before"] == first]
    texts = dict(zip(documents["document"].astype(str), documents["text"], strict=True))
    lines: dict[str, list[str]] = {}
    spans = zip(head["document"].astype(str), head["start"], head["end"], strict=True)
    for name, start, end in spans:
        lines.setdefault(name, []).append(title_of(texts[name][start:end]))
    return {name: document_title(own) for name, own in lines.items()}


# --- parts of frames -----------------------------------------------------------------------


def _chosen(names: list[str], documents: str | Iterable[str]) -> list[str]:
    """Those of the names that are wanted, in their order."""
    wanted = _listed(documents, "documents")
    unknown = [name for name in wanted if name not in set(names)]
    if unknown:
        raise ValueError(f"no document {unknown[0]!r}; there are: {', '.join(names)}")
    return [name for name in names if name in set(wanted)]


def _listed(value: str | Iterable[str], name: str) -> list[str]:
    """One name or several, all of them text: 2.10 as a number would be 2.1."""
    if isinstance(value, str):
        return [value]
    given = list(value) if isinstance(value, Iterable) else [value]
    for one in given:
        if not isinstance(one, str):
            raise ValueError(f"{name}={one!r}: give it as text, such as {str(one)!r}")
    return given


def _only(frame: pd.DataFrame, column: str, names: list[str]) -> pd.DataFrame:
    """The rows with one of these values, and of every category those that are left."""
    rows = frame[frame[column].astype(str).isin(names).to_numpy()].reset_index(drop=True)
    for name in rows.columns:
        if not isinstance(rows[name].dtype, pd.CategoricalDtype):
            continue
        if name == column:
            rows[name] = rows[name].cat.set_categories(
                [value for value in rows[name].cat.categories if value in set(names)]
            )
        elif name in ("token", "tag", "term", "reason"):
            rows[name] = rows[name].cat.remove_unused_categories()
    return rows


def _joined(begins: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Begins and ends of spans in order, those that touch put together."""
    new, over = np.ones(len(begins), dtype=bool), np.ones(len(begins), dtype=bool)
    new[1:] = over[:-1] = begins[1:] != ends[:-1]
    return begins[new], ends[over]


def _clipped(
    blocks: pd.DataFrame, starts: np.ndarray, ends: np.ndarray, spans: tuple[np.ndarray, ...]
) -> pd.DataFrame:
    """What of the blocks lies in the spans; a block that reaches over a gap becomes two."""
    begins, stops = spans
    first = np.searchsorted(stops, starts, "right")
    times = np.maximum(np.searchsorted(begins, ends, "left") - first, 0)
    rows = np.repeat(np.arange(len(blocks)), times)
    span = np.repeat(first - np.cumsum(times) + times, times) + np.arange(len(rows))
    kept = blocks.iloc[rows]
    return kept.assign(
        start=kept["start"] + np.maximum(begins[span] - starts[rows], 0),
        end=kept["end"] - np.maximum(ends[rows] - stops[span], 0),
    )
