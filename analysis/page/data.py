"""From a corpus to the one object that a page lives on (see docs/page.md).

What the browser cannot work out is sent, and nothing else: the text and where it was cut, the
headings, and which differences would survive chance.
"""

from __future__ import annotations

import bisect
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date as day
from importlib.metadata import version
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..characters import soft_breaks
from ..contract import frame_of
from ..corpus import Corpus
from ..glossary import words
from ..reading import Mark
from ..segmentation import counted_as, dropped, spelt
from ..statistics import (
    SmallSectionWarning,
    count_terms,
    key_terms,
    keyness,
    keyness_together,
    sentence_spans,
    similarity,
)
from ..structure import COUNTED
from ..wording import section_names
from .cutting import Sent, cuts, gaps, sent
from .front import said

Progress = Callable[[float], object]
FORM = 2  # of the object; a page refuses a higher one
TEXTS = ("full", "evidence", "none")
NEAR = 0.2  # a p above it is not sent: the term is not supported, and that is all one needs
LEVELS = 2  # of sections that can be chosen on the page
TERMS, QUOTED = 8, 2  # key terms of a part with evidence, and sentences of each
SHARE = 0.25  # of all sentences that evidence may be
# Reasons that hold of a term wherever it stands.
OF_TERMS = ("number", "character", "light word", "wrong cut")
ALIKE = 40  # groups of which a table of similarity is sent


class _Part(NamedTuple):
    """One document of the page: its number, what of its text is sent, and its rows."""

    number: int
    name: str
    whole: str
    sent: Sent
    blocks: pd.DataFrame
    tokens: pd.DataFrame
    sentences: pd.DataFrame


def page_data(
    corpus: Corpus,
    *,
    text: str = "full",
    by: str | None = None,
    language: str = "zh",
    title: str | None = None,
    scores: pd.DataFrame | None = None,
    stop: Iterable[str] | None = None,
    date: str | None = None,
    permutations: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Everything that a page shows of a corpus, as one object for JSON.

    `corpus` is from `load`.  `text` says what is sent of it: "full", the whole text; "evidence",
    counts, and up to two sentences for each key term of each part, a quarter of all at most;
    "none", counts alone.
    `by` is what is compared: "section", "document" or another column of the tokens that is the
    same throughout a document, such as a year (None: sections of one document, otherwise
    documents).  `scores` is a comparison from `keyness` that is there already; others are made
    with `stop`, `permutations`, `seed` and `progress`, as `keyness` takes them; with
    ``permutations=0`` nothing is tested, and the page says so.  `language` ("zh", "en") is the
    one it opens in, `title` its title, and `date` stands under it (None: today).

    Raises ValueError for a corpus without tokens, another `text`, `by` or `language`.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n学习理论。\\n二、实践\\n服务群众。"))
    >>> data = page_data(corpus, permutations=20)
    >>> data["documents"][0]["cuts"], [section["title"] for section in data["sections"]]
    ('E[(bbA./F[(bbA./', ['一、学习', '二、实践'])
    """
    if text not in TEXTS:
        raise ValueError(f"no text={text!r}: it is one of {', '.join(TEXTS)}")
    words(language)  # refuses another
    corpus, by = grouped(corpus, by)
    counts = count_terms(corpus, by=by)
    made = list(_comparisons(corpus, counts, by, scores, stop, permutations, seed, progress))
    parts = _parts(corpus, text, [frame for _, frame in made], by)
    known = _spelt(parts)
    marks, titles = _known(corpus, "marks", ()), _known(corpus, "title", "")
    data = {
        "form": FORM,
        "text": text,
        "language": language,
        "title": title or "",
        "made": {"package": version("chinese-text-analysis"), "date": date or str(day.today())},
        "words": said(),
        "documents": [
            _document(part, titles[part.name], by, known) | _pages(part, marks[part.name])
            for part in parts
        ],
        "sections": list(_sections(corpus, parts)),
        "asides": list(_asides(parts)),
        "spelt": known,
        "stop": dropped(counts, stop)["term"].astype(str).tolist(),
        "hidden": _hidden([frame for _, frame in made]),
        "comparisons": [entry for entry, _ in made],
        "alike": _alike(counts, stop) if by != "section" else None,
    }
    if text != "full":
        data["counts"] = _counts(corpus)
        data["sentences"] = len(sentence_spans(corpus))
    return data


def _known(corpus: Corpus, column: str, without: Any) -> dict[str, Any]:
    """A column of the documents by their names, which frames of one's own may lack."""
    documents = corpus.documents
    values = documents[column].tolist() if column in documents else [without] * len(documents)
    return {
        str(name): value if isinstance(value, type(without)) else without
        for name, value in zip(documents["document"], values, strict=True)
    }


# --- what is compared ---------------------------------------------------------------------------


def grouped(corpus: Corpus, by: str | None = None) -> tuple[Corpus, str]:
    """The corpus with the column that is compared in its tokens, and its name.

    `corpus` is from `load`; `by` is "section", "document" or another column of its documents or
    tokens (None: sections of one document, otherwise documents).  Raises ValueError for a corpus
    without tokens, a column that is not there, and one with several values in a document.
    """
    frame_of(corpus, "documents", ["document", "text"])
    if corpus.tokens.empty:
        raise ValueError("there is no word that is counted in these documents: nothing to show")
    if by is None:
        by = "section" if corpus.tokens["document"].nunique() == 1 else "document"
    if by in ("section", "document"):
        return corpus, by
    if by in corpus.documents and by not in corpus.tokens:
        corpus = corpus._replace(tokens=corpus.tokens_with(by))
    if by not in corpus.tokens:
        raise ValueError(f"by={by!r}: it is section, document, or a column of tokens")
    several = corpus.tokens.groupby("document", observed=True)[by].nunique() > 1
    if several.any():
        raise ValueError(
            f"by={by!r}: document {several.index[several][0]!r} has several values of it, and a "
            "page shows a document in one group"
        )
    return corpus, by


def _comparisons(
    corpus: Corpus,
    counts: pd.DataFrame,
    by: str,
    scores: pd.DataFrame | None,
    stop: Iterable[str] | None,
    permutations: int,
    seed: int,
    progress: Progress | None,
) -> Iterator[tuple[dict[str, Any], pd.DataFrame]]:
    """What is compared, as the page has it and as `keyness` gives it; `scores` first."""
    if counts[by].nunique() < 2:
        return
    levels = _levels(counts) if by == "section" else [None]
    made: dict[Any, pd.DataFrame] = {}
    if scores is not None:
        own = _depth(scores) if by == "section" else None
        made[own] = scores
    wanted: dict[Any, Any] = {level: {"level": level} for level in levels if level not in made}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallSectionWarning)  # the page says it itself
        if not permutations:
            made |= {level: keyness(counts, level=level, stop=stop) for level in wanted}
        elif wanted:
            made |= keyness_together(
                wanted,
                counts=counts,
                tokens=corpus.tokens,
                stop=stop,
                permutations=permutations,
                seed=seed,
                progress=progress,
            )
    for level, frame in made.items():
        yield comparison(frame, by=by, level=level, permutations=permutations), frame


def comparison(
    scores: pd.DataFrame,
    *,
    by: str,
    level: int | None,
    reference: str | list[str] = "rest",
    permutations: int = 1000,
) -> dict[str, Any]:
    """One comparison as the page has it: what it cannot work out itself.

    `scores` is from `keyness`; `by`, `level` and `reference` ("rest", "background", or the names
    of groups) say what was compared, and `permutations` how often was shuffled (0: nothing was
    tested).  `p` is sent up to 0.2, `survives` are the terms that hold for a larger unit than the
    first, `burst` those in one sentence that it has more than once, `hidden` those that are not
    shown for another reason that depends on the target, and `small` the targets too small for any
    term to be supported.  Of general Chinese, which the page does not have, the numbers go with
    it, and `p` is 0 where the interval, adjusted for all terms, is off 1.

    Raises ValueError for scores that were not tested by shuffling, if `permutations` is not 0.
    """
    scores = frame_of(scores, "scores")
    shuffled = bool((scores["support"] == "permutation").all())
    if permutations and not shuffled and reference != "background":
        raise ValueError("these scores were not tested by shuffling: pass keyness(…, tokens=…)")
    unit = str(scores["unit"].iloc[0])
    above = scores["rate_target"] > scores["rate_reference"]
    shown = scores[(above & (scores["n_target"] > 1)) | scores["supported"]]
    others = shown[~shown["hidden"].isin(["", "one sentence", "small part", *OF_TERMS])]
    entry: dict[str, Any] = {
        "by": by,
        "level": level,
        "reference": reference,
        "measure": str(scores["measure"].iloc[0]),
        "permutations": permutations if shuffled else 0,
        "unit": unit,
        "groups": _groups(scores),
        "small": scores["target"][scores["small"]].astype(str).unique().tolist(),
        "p": _near(scores, shuffled, permutations),
        "hidden": {
            str(reason): _by_target(rows)
            for reason, rows in others.groupby("hidden", observed=True, sort=False)
        },
    }
    if not permutations:
        return entry | {"small": [], "tested": False}
    more = scores[~scores["survives"].isin(["", f"{unit}s"])]
    entry |= {
        "survives": _by_target(more),
        "claim": next(iter(more["survives"].astype(str)), ""),
        "burst": _by_target(shown[shown["hidden"] == "one sentence"]),
    }
    if reference == "background":
        once = scores.drop_duplicates("term")
        entry["outside"] = dict(zip(once["term"].astype(str), _whole(once), strict=True))
        entry["size"] = int(scores["size_reference"].iloc[0])
    return entry


def _groups(scores: pd.DataFrame) -> list[str]:
    """The targets in order, also those that have no term to show."""
    target = scores["target"]
    if isinstance(target.dtype, pd.CategoricalDtype):
        return target.cat.categories.astype(str).tolist()
    return target.astype(str).unique().tolist()


def _near(scores: pd.DataFrame, shuffled: bool, permutations: int) -> dict[str, dict[str, float]]:
    """By target, the p of the terms that are supported or not far from it."""
    p: dict[str, dict[str, float]] = {name: {} for name in _groups(scores)}
    if not permutations:
        return p
    near = scores[scores["p_permuted"] <= NEAR] if shuffled else scores[scores["supported"]]
    values = near["p_permuted"] if shuffled else near["p_permuted"].fillna(0.0)
    for target, term, value in zip(near["target"], near["term"], values, strict=True):
        p[str(target)][str(term)] = round(float(value), 4)
    return p


def _whole(rows: pd.DataFrame) -> list[int]:
    return rows["n_reference"].astype(int).tolist()


def _by_target(rows: pd.DataFrame) -> dict[str, list[str]]:
    terms: dict[str, list[str]] = defaultdict(list)
    for target, term in _rows(rows, "target", "term"):
        terms[str(target)].append(str(term))
    return dict(terms)


def _levels(counts: pd.DataFrame) -> list[int]:
    """The coarsest levels of sections at which there is something to compare."""
    paths = {str(path) for path in counts["section"].unique()}
    deepest = max(path.count(".") + 1 for path in paths)
    levels, seen = [], 1
    for level in range(1, deepest + 1):
        groups = {".".join(path.split(".")[:level]) for path in paths}
        if len(groups - {"0"}) > 1 and len(groups) > seen:
            levels.append(level)
            seen = len(groups)
    return levels[:LEVELS] or [1]


def _depth(scores: pd.DataFrame) -> int:
    return 1 + int(scores["target"].astype(str).str.count(r"\.").max())


def _hidden(scores: Iterable[pd.DataFrame]) -> dict[str, list[str]]:
    """Terms that charts do not show wherever they stand, by the reason."""
    found: dict[str, dict[str, None]] = {name: {} for name in OF_TERMS}
    for frame in scores:
        for name in OF_TERMS:
            terms = frame["term"][frame["hidden"] == name].astype(str)
            found[name] |= dict.fromkeys(terms)
    return {name: sorted(terms) for name, terms in found.items()}


def _alike(counts: pd.DataFrame, stop: Iterable[str] | None) -> dict[str, Any] | None:
    """How similar the groups are, in thousandths; nothing where there are too many of them."""
    groups = counts[counts.columns[0]].nunique()
    if not 2 < groups <= ALIKE:
        return None
    table = similarity(counts, stop=stop)
    values = np.rint(1000 * table.to_numpy()).astype(int).tolist()
    return {"measure": "cosine", "groups": table.index.astype(str).tolist(), "values": values}


# --- the parts of the text that are sent ---------------------------------------------------------


def _parts(corpus: Corpus, text: str, scores: list[pd.DataFrame], by: str) -> list[_Part]:
    """The documents that have sections, each with what is sent of it."""
    sentences = sentence_spans(corpus, roles=_roles(corpus))
    tokens = corpus.tokens.assign(term=_terms(corpus.tokens))
    frames = {
        "blocks": _by_document(corpus.blocks),
        "tokens": _by_document(tokens),
        "sentences": _by_document(sentences),
    }
    chosen = _evidence(tokens, sentences, scores, by) if text == "evidence" else {}
    there = set(corpus.sections["document"].astype(str))
    parts: list[_Part] = []
    for name, whole in _rows(corpus.documents, "document", "text"):
        name = str(name)
        if name not in there:
            continue
        blocks, own, spans = (
            frames[frame].get(name, source.head(0))
            for frame, source in (
                ("blocks", corpus.blocks),
                ("tokens", tokens),
                ("sentences", sentences),
            )
        )
        kept = list(_rows(blocks, "start", "end")) if text == "full" else chosen.get(name, [])
        parts.append(_Part(len(parts), name, whole, sent(whole, kept), blocks, own, spans))
    return parts


def _by_document(frame: pd.DataFrame) -> dict[str, pd.DataFrame]:
    return {str(name): own for name, own in frame.groupby("document", observed=True, sort=False)}


def _roles(corpus: Corpus) -> tuple[str, ...]:
    """The roles of the blocks whose words are counted."""
    return (*COUNTED, "heading", "title") if corpus.options.cut_headings else tuple(COUNTED)


def _terms(tokens: pd.DataFrame) -> list[str]:
    """What each token is counted as: as it is spelt, or the synonym that stands for it."""
    column = counted_as(tokens).astype("category")
    known = np.array(spelt(column.cat.categories.tolist()), dtype=object)
    return known[column.cat.codes.to_numpy()].tolist() if len(column) else []


def _evidence(
    tokens: pd.DataFrame, sentences: pd.DataFrame, scores: list[pd.DataFrame], by: str
) -> dict[str, list[tuple[int, int]]]:
    """By document, the sentences that stand for the key terms: the first of each in each part.

    The strongest terms come first, and no more than a share of all sentences is taken.
    """
    spans = {
        name: list(_rows(own, "start", "end")) for name, own in _by_document(sentences).items()
    }
    most = int(SHARE * len(sentences))
    chosen: set[tuple[str, int]] = set()
    places = _places_of(tokens, spans, {_depth(one) for one in scores}, by)
    for group, term in _wanted(tokens, scores):
        some = set(list(places.get((group, term), ()))[:QUOTED])
        if len(chosen | some) <= most:
            chosen |= some
    return {
        name: [spans[name][at] for at in sorted(at for other, at in chosen if other == name)]
        for name in spans
    }


def _wanted(tokens: pd.DataFrame, scores: list[pd.DataFrame]) -> list[tuple[str, str]]:
    """Groups and terms that need evidence, the supported first, then by score."""
    if not scores:
        most = tokens["term"].value_counts().head(10 * TERMS).index
        return [("", str(term)) for term in most]
    wanted = []
    for frame in scores:
        shown = key_terms(frame, top=TERMS)
        sure = key_terms(frame[frame["supported"]])
        wanted += list(_rows(pd.concat([sure, shown]), "supported", "score", "target", "term"))
    wanted.sort(key=lambda row: (not row[0], -row[1], str(row[2]), str(row[3])))
    return list(dict.fromkeys((str(target), str(term)) for *_, target, term in wanted))


def _places_of(
    tokens: pd.DataFrame, spans: Mapping[str, list[tuple[int, int]]], depths: set[int], by: str
) -> dict[tuple[str, str], dict[tuple[str, int], None]]:
    """In which sentences (document and number) each group has each term, in order."""
    begins = {name: [start for start, _ in own] for name, own in spans.items()}
    found: dict[tuple[str, str], dict[tuple[str, int], None]] = defaultdict(dict)
    columns = (tokens[name].astype(str) for name in (by, "term", "document"))
    for group, term, name, start in zip(*columns, tokens["start"], strict=True):
        at = bisect.bisect_right(begins.get(name, []), start) - 1
        if at < 0:
            continue
        keys = (
            {".".join(group.split(".")[:depth]) for depth in depths}
            if by == "section"
            else {group}
        )
        for key in keys if depths else {""}:
            found[key, term][name, at] = None
    return found


def _document(part: _Part, title: str, by: str, known: Mapping[str, str]) -> dict[str, Any]:
    """One document: its names, what is sent of its text, and where that is cut."""
    kept = part.tokens[part.sent.holds(part.tokens["start"])]
    lengths = kept["token"].astype(str).str.len()
    inside = part.sentences[part.sent.holds(part.sentences["start"])]
    spans = list(_rows(inside, "start", "end"))
    paragraphs = list(_paragraphs(part, spans))
    document = {
        "name": part.name,
        "title": title or part.name,
        "characters": len("".join(part.whole.split())),
        "text": part.sent.text,
        "cuts": cuts(
            _moved(part, zip(kept["start"], kept["start"] + lengths, strict=True)),
            _moved(part, spans),
            _moved(part, ((start, end) for _, start, end in paragraphs)),
        ),
    }
    numbers = [number for number, _, _ in paragraphs]
    if numbers != list(range(1, len(numbers) + 1)):
        document["numbers"] = numbers
    if by not in ("section", "document"):
        document["group"] = str(part.tokens[by].iloc[0]) if len(part.tokens) else ""
    soft = [
        span
        for _, first, last in paragraphs
        for span in soft_breaks(part.whole, first, last)
        if part.sent.holds(span[:1]).all()
    ]
    if soft:
        document["soft"] = gaps(_moved(part, soft))
    pairs = zip(_displayed(kept["token"]), kept["term"], strict=True)
    said = [
        [place, term]
        for place, (shown, term) in enumerate(pairs)
        if term != known.get(shown, shown)
    ]
    if said:
        document["said"] = said
    return document


def _pages(part: _Part, marks: Iterable[Mark]) -> dict[str, Any]:
    """Where the first paragraph of each page begins, if the file has pages."""
    found = [(mark.start, mark.page) for mark in marks if mark.page]
    pairs = zip(found, [(0, 0), *found], strict=False)
    begins = [here for here, before in pairs if here[1] != before[1]]
    if not begins:
        return {}
    places = part.sent.at(start for start, _ in begins).tolist()
    return {"pages": [[place, page] for place, (_, page) in zip(places, begins, strict=True)]}


def _paragraphs(part: _Part, sentences: list[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each counted paragraph of which something is sent."""
    blocks = part.blocks[part.blocks["role"].isin(COUNTED)]
    begins = [start for start, _ in sentences]
    for number, (start, end) in enumerate(_rows(blocks, "start", "end"), start=1):
        text = part.whole[start:end]
        first, last = start + len(text) - len(text.lstrip()), start + len(text.rstrip())
        if first >= last:
            continue
        if not part.sent.holds([first, last - 1]).all():  # only sentences of it are sent
            own = sentences[bisect.bisect_left(begins, start) : bisect.bisect_left(begins, end)]
            if not own:
                continue
            first, last = own[0][0], own[-1][1]
        yield number, first, last


def _moved(part: _Part, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of the whole text as spans of what is sent."""
    places = list(spans)
    starts = part.sent.at(start for start, _ in places).tolist()
    return list(zip(starts, part.sent.at(end for _, end in places).tolist(), strict=True))


def _displayed(tokens: pd.Series) -> list[str]:
    """Tokens as the page shows them: without soft breaks, every white space a blank."""
    column = tokens.astype("category")
    known = [_shown(token) for token in column.cat.categories]
    return [known[code] for code in column.cat.codes]


def _shown(token: str) -> str:
    if token.isprintable() and " " not in token:
        return token
    pieces, done = [], 0
    for start, end in soft_breaks(token):
        pieces.append(token[done:start])
        done = end
    return re.sub(r"\s", " ", "".join([*pieces, token[done:]]))


def _spelt(parts: list[_Part]) -> dict[str, str]:
    """What is counted otherwise than it is shown: the term of each such token."""
    counted: dict[str, Counter[str]] = {}
    for part in parts:
        kept = part.tokens[part.sent.holds(part.tokens["start"])]
        pairs = Counter(zip(_displayed(kept["token"]), kept["term"].tolist(), strict=True))
        for (shown, term), n in pairs.items():
            counted.setdefault(shown, Counter())[term] += n
    usual = {
        shown: max(terms, key=lambda one: (terms[one], one)) for shown, terms in counted.items()
    }
    return {shown: term for shown, term in sorted(usual.items()) if shown != term}


def _sections(corpus: Corpus, parts: list[_Part]) -> Iterator[dict[str, Any]]:
    """The headings in order, each with where it, its text and its end are."""
    own = _by_document(corpus.sections.sort_values("start", kind="stable"))
    names = section_names(corpus)
    called = dict(
        zip(zip(names["document"], names["section"], strict=True), names["name"], strict=True)
    )
    for part in parts:
        heads = part.blocks[part.blocks["role"] == "heading"]
        bodies = dict(_rows(heads, "start", "end"))
        columns = ("section", "level", "title", "start", "end")
        for path, level, title, start, end in _rows(own[part.name], *columns):
            # a heading that is not sent takes no room in the text
            body = bodies.get(start, start) if part.sent.holds([start]).all() else start
            places = part.sent.at([start, body, end]).tolist()
            yield {
                "doc": part.number,
                "path": str(path),
                "level": int(level),
                "title": called[part.name, str(path)] if title else "",
                **dict(zip(("start", "body", "end"), places, strict=True)),
            }


def _asides(parts: list[_Part]) -> Iterator[list]:
    """What is shown but not counted: document, start, end and role of each span."""
    for part in parts:
        rows = part.blocks[~part.blocks["role"].isin([*COUNTED, "heading", "blank"])]
        rows = rows[part.sent.holds(rows["start"])]
        for start, end, role in _rows(rows, "start", "end", "role"):
            yield [part.number, *part.sent.at([start, end]).tolist(), str(role)]


def _counts(corpus: Corpus) -> dict[str, Any]:
    """How often each term stands in each section, where the text does not say so."""
    table = count_terms(corpus, by=["document", "section"])
    table = table.assign(
        document=table["document"].astype(str), section=table["section"].astype(str)
    )
    terms = sorted(table["term"].astype(str).unique())
    place = {term: number for number, term in enumerate(terms)}
    rows = []
    for (name, path), own in table.groupby(["document", "section"], sort=False):
        pairs = zip(own["term"].astype(str), own["n"].astype(int), strict=True)
        rows.append([name, path, [int(x) for term, n in pairs for x in (place[term], n)]])
    return {"terms": terms, "rows": rows}


def _rows(frame: pd.DataFrame, *columns: str) -> Iterator[tuple]:
    """The rows of some columns as tuples of plain values."""
    return zip(*(frame[column].tolist() for column in columns), strict=True)
