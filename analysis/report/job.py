"""The main job: every table and figure for one document, or for a folder of them.

`write_report` is what `make report` and `python -m analysis report` run.  It reads, finds the
sections and the terms of several words, counts, compares, and writes tables and figures into
a folder, all of them or none.
"""

import os
import pathlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..corpus import Corpus, load, with_terms
from ..segmentation import discover_terms, dropped, tokenize, write_terms
from ..statistics import count_terms, dispersion, frequency, key_terms, keyness, kwic
from ..structure import outline, roll_up, split_sections

EVIDENCE = 5  # key terms of each section whose concordance lines are written
OURS = re.compile("(comparison_cloud|frequency|cloud|heatmap|dispersion|keyness)(_|$)")
LINES = 10  # concordance lines for each of them


class Analysis(NamedTuple):
    """What a report is drawn from: the frames of the corpus and the tables made of them."""

    corpus: Corpus
    group: str
    terms: pd.DataFrame
    counts: pd.DataFrame
    frequency: pd.DataFrame
    scores: pd.DataFrame
    tables: dict[str, pd.DataFrame]


def analyse(
    paths: object,
    *,
    terms: object = "auto",
    stop: Iterable[str] | None = None,
    level: int | None = None,
    parts: int | str | None = None,
    encoding: str | None = None,
) -> Analysis:
    """Everything a report needs, as frames.

    One document is compared by section (the coarsest level with two of them, or `level`),
    several documents with one another.  `terms` is "auto" (the terms of several words that
    `discover_terms` finds are kept whole), None, or what `Segmenter(words=…)` takes.  A
    document without headings is cut into `parts`: a number of equal ones, or "paragraphs".

    Raises ValueError and OSError as `load` does, and ValueError where there is nothing to
    compare: a document without headings, and no `parts`.
    """
    corpus = load(paths, encoding=encoding)
    if parts is not None:
        sections = split_sections(corpus.documents, corpus.blocks, fallback=parts)
        tokens = tokenize(corpus.documents, sections, corpus.blocks)
        corpus = corpus._replace(sections=sections, tokens=tokens)
    if len(corpus.documents) == len(corpus.sections) == 1:
        raise ValueError(
            f"{corpus.documents['document'].iloc[0]}: no headings, so one section, and keyness "
            "needs two: cut the text into equal parts, as with parts=4 (--parts 4)"
        )
    found = discover_terms(corpus.tokens)
    auto = isinstance(terms, str) and terms == "auto"
    kept = accepted(found) if auto else found.head(0)
    if terms is not None and not (auto and kept.empty):
        corpus = with_terms(corpus, kept if auto else terms)
    group = "section" if corpus.tokens["document"].nunique() == 1 else "document"
    counts = count_terms(corpus.tokens, by=group)
    scores = keyness(counts, level=level, tokens=corpus.tokens, stop=stop)
    if group == "section":  # the sections that were compared, each with all that lies under it
        counts = roll_up(counts, level=1 + scores["target"].str.count(r"\.").max())
    table = frequency(counts, stop=stop)
    tables = {
        "documents": corpus.documents.drop(columns=["text", "marks"]),
        "outline": outline(corpus.sections, corpus.tokens),
        "blocks": corpus.blocks,
        "terms_found": found,
        "frequency": frequency(count_terms(corpus.tokens), stop=stop),
        "frequency_by_" + group: table,
        "keyness": scores,
        "dispersion": dispersion(counts),
        "evidence": _evidence(corpus, scores),
        "stop_words": dropped(counts, stop),
    }
    return Analysis(corpus, group, kept, counts, table, scores, tables)


def accepted(found: pd.DataFrame) -> pd.DataFrame:
    """The candidates safe enough to be kept whole without a person's look.

    Those of `discover_terms` with a score above 0 that occur three times or more, at most 50;
    and a longer term only where it makes up half of the shorter one in it, so that 文明实践活动
    does not take 文明实践 apart.  The file `terms.txt` of a report lists them, to be edited and
    handed back with `--terms`.
    """
    sure = found[(found["score"] > 0) & (found["n"] >= 3)].head(50)
    n = dict(zip(sure["term"], sure["n"], strict=True))
    apart = [any(s != t and s in t and 2 * n[t] < n[s] for s in n) for t in sure["term"]]
    return sure[~np.array(apart, dtype=bool)].reset_index(drop=True)


def _evidence(corpus: Corpus, scores: pd.DataFrame) -> pd.DataFrame:
    """Concordance lines of the first key terms of each target, in that order."""
    terms = dict.fromkeys(key_terms(scores, top=EVIDENCE)["term"])
    parts = [kwic(corpus, term).head(LINES).assign(term=term) for term in terms]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["term"])


# --- figures -------------------------------------------------------------------------------


def figures(analysis: Analysis) -> Iterator[tuple[str, Callable[[], object]]]:
    """Name and drawing function of every figure of a report, in order."""
    from .. import plots

    group, scores, table = analysis.group, analysis.scores, analysis.frequency
    whole = analysis.tables["frequency"]
    groups = list(dict.fromkeys(table[group].astype(str)))
    best = key_terms(scores, top=max(2, 20 // len(groups)))
    terms = list(dict.fromkeys(best["term"]))[:24]
    yield "frequency", lambda: plots.frequency(whole)
    yield "cloud", lambda: plots.cloud(whole)
    for page in range(0, len(groups), plots.PANELS):
        side = scores[scores["target"].isin(groups[page : page + plots.PANELS])]
        number = "" if len(groups) <= plots.PANELS else f"_{page // plots.PANELS + 1}"
        yield f"heatmap{number}", lambda side=side: plots.heatmap(side)
        yield f"comparison_cloud{number}", lambda side=side: plots.comparison_cloud(side)
    if group == "section":
        yield "dispersion", lambda: plots.dispersion(analysis.corpus.tokens, terms)
    for each in groups:
        yield f"frequency_{each}", lambda each=each: plots.frequency(table, group=each)
        yield f"keyness_{each}", lambda each=each: plots.keyness(scores, target=each)
        yield f"cloud_{each}", lambda each=each: plots.cloud(table, section=each)


# --- the folder ----------------------------------------------------------------------------


def write_report(
    paths: object,
    folder: str | os.PathLike,
    *,
    formats: Sequence[str] = ("png",),
    **options: object,
) -> Analysis:
    """Write tables (CSV and one workbook), figures and `terms.txt` into `folder`.

    The options are those of `analyse`.  What an earlier report left in the folder is
    replaced, other files are left alone; everything is made in a folder beside it first, so
    a failure changes nothing.  Returns what it drew from.
    """
    import matplotlib.pyplot as plt
    from tqdm import tqdm

    from .tables import save_figure, save_table, save_workbook

    folder = pathlib.Path(folder)
    _check_writable(folder)
    analysis = analyse(paths, **options)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".report-") as scratch:
        made = pathlib.Path(scratch)
        if len(analysis.terms):  # not where the user gave his own: they may stand in that file
            write_terms(analysis.terms, made / "terms.txt")
        for name, table in analysis.tables.items():
            save_table(table, made / "tables" / f"{name}.csv")
        save_workbook(analysis.tables, made / "tables.xlsx")
        for name, draw in tqdm(list(figures(analysis)), desc="figures", disable=None):
            ax = draw()
            save_figure(ax, made / "figures" / _file_name(name), formats=formats)
            plt.close(ax.figure)
        _move(made, folder)
    return analysis


def _file_name(name: str) -> str:
    return "".join("_" if character in '/\\:*?"<>|' else character for character in name)


def _check_writable(folder: pathlib.Path) -> None:
    """Stop before the work where the result could not be written."""
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file: name a folder for the report")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        reason = error.strerror or error
        raise PermissionError(f"cannot write into {folder} ({reason}): name another") from None


def _move(made: pathlib.Path, folder: pathlib.Path) -> None:
    for path in [*folder.glob("figures/*.*"), *folder.glob("tables/*.csv")]:
        if OURS.match(path.stem):  # sections of an earlier document, which this one lacks
            path.unlink()
    for path in sorted(made.rglob("*")):
        target = folder / path.relative_to(made)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            shutil.move(path, target)
