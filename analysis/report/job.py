"""The main job: every table of one document, or of a folder of them.

It reads, finds the sections and the terms of several words, counts and compares.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath
from typing import NamedTuple

import pandas as pd

from ..contract import FRAMES
from ..corpus import Corpus, Paths, load
from ..glossary import Note
from ..reading import year_of
from ..segmentation import discover_terms, dropped
from ..statistics import (
    Concordance,
    count_terms,
    dispersion,
    frequency,
    key_terms,
    keyness,
    trend,
)
from ..structure import outline, questions, roll_up
from .settings import Settings, read_settings

EVIDENCE = 5  # key terms of each section whose concordance lines are written
FREQUENT = 20  # frequent terms, where there is no comparison
LINES = 10  # concordance lines for each of them
LISTED = 8  # terms of each group in the table of groups
FEWEST = 3  # groups in an order, for a trend
# A year with what follows it in a date: 2021, 2021-03, 2021年3月, 2021Q1.
_DATE = re.compile(r"(?:19|20)\d\d[-./年月日季度第QqHh\d\s]*")


class Analysis(NamedTuple):
    """What a report is drawn from: the frames of the corpus and the tables made of them.

    `corpus` is the corpus with the terms kept whole, `group` what was compared ("section",
    "document" or a column of the documents), `terms` the found terms that are kept whole; `counts`
    and `frequency` are by that group, `scores` are the comparison (empty where there is but one
    group); `tables` holds all tables of a report by name, `notes` what a reader has to know
    (English texts, each `said` in the other language, too).
    """

    corpus: Corpus
    group: str
    terms: pd.DataFrame
    counts: pd.DataFrame
    frequency: pd.DataFrame
    scores: pd.DataFrame
    tables: dict[str, pd.DataFrame]
    notes: tuple[Note, ...] = ()


def analyse(
    paths: Paths | pd.DataFrame,
    *,
    terms: object = "auto",
    stop: Iterable[str] | None = None,
    level: int | None = None,
    parts: int | str | None = None,
    encoding: str | None = None,
    found: bool = True,
    synonyms: object = None,
    corrections: object = None,
    roles: str | Iterable[str] | None = None,
    metadata: object = None,
    text_column: str | None = None,
    by: str | None = None,
    settings: Settings | str | os.PathLike | None = None,
) -> Analysis:
    """Everything a report needs, as frames.

    `paths` are files, folders or globs as `load` takes them, or a frame of documents;
    `encoding` is that of text files, found out where it is not given.  One document is compared
    by section (the coarsest level with two of them, or `level`), several documents with one
    another.

    `terms` is "auto" (the terms of several words that are found in the texts are kept whole, as
    `Corpus.with_found_terms` does), None (no terms), or words of your own, as
    `Corpus.with_terms` takes them: the found ones come to them, unless `found` is False.
    `synonyms` are the words that are counted as one term, as `Corpus.with_synonyms` takes them.
    `corrections` puts headings right, as `Corpus.correct_headings` does.
    `roles` says what is counted, as for `Corpus.select`: "body", "table", "note" (None: all).
    `stop` are words to leave out of all tables besides the default list; () leaves out none.  A
    document without headings is cut into `parts`: a number of equal ones, or "paragraphs";
    without them nothing is compared, and a note says so.
    `metadata` gives the documents columns, and `text_column` names that of the text of a table, as
    ``metadata`` and ``text`` of `load`; `by` is what is compared where it is not as above:
    "section", "document", or a column of the documents, such as "year".
    `settings` is what an explorer was set to, or its file: documents, level, words that count as
    one, words left out and headings put right are as they were there.

    Raises ValueError and OSError as `load` does, and ValueError for a text without words.
    """
    corpus = load(
        paths,
        encoding=encoding,
        parts=parts,
        corrections=corrections,
        metadata=metadata,
        text=text_column,
    )
    corpus = _as_asked_for(corpus, roles, terms, synonyms)
    corpus, kept, candidates = _with_terms(corpus, found and terms is not None, settings)
    group = by or ("section" if corpus.tokens["document"].nunique() == 1 else "document")
    if settings is not None:
        chosen = read_settings(settings)
        stop, own = chosen.stop_with(stop), chosen.level if group == "section" else None
        level = own if level is None else level
    return _analysed(corpus, group, (kept, candidates), stop, level, parts)


def _analysed(
    corpus: Corpus,
    group: str,
    terms: tuple[pd.DataFrame, pd.DataFrame],
    stop: Iterable[str] | None,
    level: int | None,
    parts: int | str | None,
) -> Analysis:
    """The tables of a corpus by a group; `terms` are those kept whole, and all candidates."""
    kept, candidates = terms
    counts = count_terms(corpus, by=group)
    nested = count_terms(corpus, by=group, nested=True)
    tables = {
        "documents": _without_folders(corpus.documents.drop(columns=["text", "marks"])),
        "outline": outline(corpus.sections, corpus.tokens),
        "blocks": corpus.blocks,
        "terms_found": candidates,
        "frequency": frequency(counts, stop=stop, together=True, nested=nested),
        "stop_words": dropped(counts, stop),
    }
    named = f"frequency_by_{group if group in ('section', 'document') else 'group'}"
    if counts[group].nunique() > 1:
        scores = keyness(counts, level=level, tokens=corpus, stop=stop)
        if group == "section":  # those that were compared, each with all that lies under it
            level_of_all = 1 + scores["target"].str.count(r"\.").max()
            counts, nested = (roll_up(each, level=level_of_all) for each in (counts, nested))
        tables |= {
            named: frequency(counts, stop=stop, nested=nested),
            "keyness": scores,
            "dispersion": dispersion(counts, stop=stop),
            "groups": _groups(scores, corpus),
        }
        if in_order(corpus, group) and counts[group].nunique() >= FEWEST:
            tables["trends"] = trend(counts, tokens=corpus, stop=stop)
        shown = key_terms(scores, top=EVIDENCE)["term"]
    else:
        scores = pd.DataFrame(columns=list(FRAMES["scores"].columns))
        shown = tables["frequency"]["term"].head(FREQUENT)
    tables["evidence"], missing = _evidence(corpus, shown)
    table = tables[named] if named in tables else frequency(counts, stop=stop, nested=nested)
    notes = (*_notes(corpus, group, scores, level, parts), *missing)
    return Analysis(corpus, group, kept, counts, table, scores, tables, notes)


def in_order(corpus: Corpus, group: str) -> bool:
    """Whether groups have an order of their own: numbers, dates, ordered categories, years.

    Documents have one where the names, or a column ``year``, give each a later year.
    """
    documents = corpus.documents
    if group == "document":
        column = documents.get("year", documents["document"].map(str).map(year_of))
        years = pd.Series(column, dtype="object")
        return bool(years.notna().all() and (years.astype("float64").diff().dropna() > 0).all())
    if group not in documents:
        return False
    column = documents[group]
    if isinstance(column.dtype, pd.CategoricalDtype):
        return bool(column.dtype.ordered)
    told = pd.api.types
    if told.is_bool_dtype(column) or told.is_numeric_dtype(column):
        return not told.is_bool_dtype(column)
    dated = (_DATE.fullmatch(str(value)) for value in column.dropna())
    return told.is_datetime64_any_dtype(column) or all(dated)


def _groups(scores: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """An index of what was compared: size, supported differences, and the first key terms."""
    targets = scores["target"].astype(str)
    first = scores.groupby(targets, sort=False)["size_target"].first()
    best = key_terms(scores).sort_values("supported", ascending=False, kind="stable")
    terms = best["term"].astype(str).groupby(best["target"].astype(str))
    listed = {target: own.head(LISTED) for target, own in terms}
    frame = pd.DataFrame(
        {
            "target": first.index,
            "size_target": first.to_numpy(),
            "n_supported": scores["supported"].groupby(targets, sort=False).sum().to_numpy(),
            "key_terms": ["、".join(listed.get(target, [])) for target in first.index],
        }
    )
    if scores["by"].iloc[0] == "section":
        titles = corpus.sections.drop_duplicates("section").set_index("section")["title"]
        frame.insert(1, "title", titles.reindex(frame["target"]).fillna("").to_numpy())
    return frame


def _as_asked_for(
    corpus: Corpus, roles: str | Iterable[str] | None, terms: object, synonyms: object
) -> Corpus:
    """The corpus with the roles that are counted, and with the user's terms and synonyms."""
    corpus = corpus if roles is None else corpus.select(roles=roles)
    if corpus.tokens.empty:
        raise ValueError("there is no word that is counted in these documents")
    if terms is not None and not (isinstance(terms, str) and terms == "auto"):
        corpus = corpus.with_terms(terms)
    return corpus if synonyms is None else corpus.with_synonyms(synonyms)


def _with_terms(
    corpus: Corpus, finds: bool, settings: Settings | str | os.PathLike | None
) -> tuple[Corpus, pd.DataFrame, pd.DataFrame]:
    """The corpus with found terms kept whole and mended by settings, these terms, and candidates.

    An explorer looks for terms before anything is mended.
    """
    kept = corpus.found_terms() if finds else None
    if settings is None:
        candidates = discover_terms(corpus)
        corpus = corpus if kept is None or kept.empty else corpus.with_terms(kept)
    else:
        corpus = read_settings(settings).applied(corpus.with_found_terms() if finds else corpus)
        candidates = discover_terms(corpus)
    return corpus, candidates.head(0) if kept is None else kept, candidates


def _without_folders(documents: pd.DataFrame) -> pd.DataFrame:
    """The table with names of files in place of paths, which tell of the machine."""
    if "path" not in documents:
        return documents
    return documents.assign(path=[PurePath(path).name for path in documents["path"]])


def _notes(
    corpus: Corpus, group: str, scores: pd.DataFrame, level: int | None, parts: int | str | None
) -> Iterator[Note]:
    """What was not done, and how to get it."""
    documents = corpus.documents
    if "problem" in documents:
        for name in documents["document"][documents["problem"].fillna("") != ""].astype(str):
            yield Note("unread", name)
    counted = list(corpus.tokens["document"].astype(str).unique())
    if scores.empty:
        yield Note("onePart", counted[0])
    elif level is not None and group == "section":
        finest = 1 + scores["target"].str.count(r"\.").max()
        if level > finest:
            yield Note("noLevel", level, finest)
    if len(scores) and in_order(corpus, group) and not scores["supported"].any():
        yield Note("noTrend")
    headings = corpus.blocks["document"][corpus.blocks["role"] == "heading"].astype(str)
    for name in counted if parts is not None else ():
        if name in set(headings):
            yield Note("sameHeadings", name)
    yield from questions(corpus)


def _evidence(corpus: Corpus, terms: Iterable[str]) -> tuple[pd.DataFrame, list[Note]]:
    """Concordance lines of terms, where they are counted, and notes on terms without any."""
    parts, notes, lines_of = [], [], Concordance(corpus)
    for term in dict.fromkeys(terms):
        try:
            parts.append(lines_of(term, LINES).assign(term=term))
        except Exception as error:  # one term that is not found costs one term
            notes.append(Note("noEvidence", repr(term), " ".join(str(error).split())))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["term"])
    return table, notes
