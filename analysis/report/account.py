"""The account that a report gives in words: what was read, what is supported, what is not, how.

In: an `Analysis`.  Out: the blocks of a Word file, written from the results; see `account`.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ..glossary import words
from ..statistics import evidence, key_terms, keyness
from ..wording import claims, section_names
from .gallery import changing, moving
from .job import Analysis
from .word import Block, Heading, Part, Picture, See, Strong, Table, Text

TERMS = 6  # of a section, in its figure and in its table
FREQUENT = 10  # of the frequent terms of the whole text
NAMED = 5  # terms that a sentence names
SENTENCES = 2  # of evidence for each section
QUOTED = 110  # characters of a sentence that is quoted
PARTS = 16  # sections or documents that have a figure and a table of their own
ROWS = 50  # of the outline
INDEXED = 200  # groups in the index of those without a figure

# What draws a picture for a key: "main", "frequency", "dispersion" or "key_2"; None if it cannot.
Draw = Callable[[str], bytes | None]


class _Told(NamedTuple):
    """An analysis with the words of its language, and what every sentence about it needs."""

    analysis: Analysis
    entries: Mapping[str, Any]
    paper: Mapping[str, Any]
    names: Mapping[str, str]  # of what is compared, by target
    sizes: Mapping[str, int]  # tokens of each target
    rows: Mapping[str, list[dict]]  # key terms of each target, supported ones first
    rarer: Mapping[str, list[str]]  # terms that are supported as rarer
    small: frozenset[str]  # targets too small for any term to be supported
    quotes: pd.DataFrame  # sentences for the key terms of each target

    def name(self, target: str) -> str:
        return self.paper["quote"].format(self.names[target])

    def supported(self, target: str) -> list[dict]:
        return [row for row in self.rows[target] if row["supported"]]

    def joined(self, texts: Iterable[str]) -> str:
        return self.paper["and"].join(texts)


def account(analysis: Analysis, draw: Draw, *, language: str, version: str) -> list[Block]:
    """Everything that a report says, as blocks; `draw` gives the picture of each key."""
    told = _told(analysis, language)
    paper = told.paper
    blocks: list[Block] = [Heading(_title(told), 0), Heading(paper["summary"])]
    blocks += _summary(told)
    blocks.append(_outline(told))
    if told.names:
        many = {"section": "", "document": "Many"}.get(analysis.group, "Groups")
        blocks += _picture(told, draw, "main", paper[f"mainCaption{many}"])
        blocks += _trends(told, draw)
        blocks.append(Heading(paper[f"each{many}"]))
        for target in _own_place(told):
            blocks += _section(told, draw, target)
        blocks += _others(told)
    blocks.append(Heading(paper["whole"]))
    blocks += _whole(told, draw)
    blocks += [Heading(paper["methods"]), *_methods(told, version)]
    blocks += [
        Heading(paper["sources"], 2),
        *(Text([each], "small") for each in paper["sourceList"]),
    ]
    if analysis.notes:
        said = (note.said(language) for note in analysis.notes)
        blocks += [Heading(paper["notes"]), *(Text([note], "small") for note in said)]
    return blocks


def _told(analysis: Analysis, language: str) -> _Told:
    entries = words(language)
    names, sizes, rows, rarer = {}, {}, {}, {}
    small: frozenset[str] = frozenset()
    quotes = pd.DataFrame()
    scores = analysis.scores
    if not scores.empty:
        called = _names(analysis, language)
        small = frozenset(scores["target"][scores["small"]].astype(str))
        best = key_terms(scores)
        worst = scores[(scores["effect"] < 0) & scores["supported"]]
        for target in dict.fromkeys(scores["target"].astype(str)):
            names[target] = called.get(target, target)
            own = scores[scores["target"] == target]
            sizes[target] = int(own["size_target"].iloc[0])
            kept = best[(best["target"] == target) & ((best["n_target"] > 1) | best["supported"])]
            order = kept.sort_values("supported", ascending=False, kind="stable")
            shown = max(TERMS, int(kept["supported"].sum()))
            rows[target] = order.head(shown).to_dict("records")
            rarer[target] = worst["term"][worst["target"] == target].astype(str).tolist()
    told = _Told(analysis, entries, entries["paper"], names, sizes, rows, rarer, small, quotes)
    if names:  # only those that have a place of their own are quoted
        own = scores[scores["target"].astype(str).isin(_own_place(told))]
        quotes = evidence(own, analysis.corpus, n=1, top=None, by=analysis.group)
    return told._replace(quotes=quotes)


def _names(analysis: Analysis, language: str) -> dict[str, str]:
    """What the targets are called: sections by their headings, documents by their names."""
    if analysis.group != "section":
        return {}
    corpus = analysis.corpus
    counted = corpus.tokens["document"].astype(str).iloc[0]
    sections = corpus.sections[corpus.sections["document"].astype(str) == counted]
    named = section_names(sections, language=language)
    return dict(zip(named["section"], named["name"], strict=True))


# --- the summary ---------------------------------------------------------------------------


def _title(told: _Told) -> str:
    """What the report is about: one document by its title, several by their number."""
    documents = told.analysis.corpus.documents
    if len(documents) == 1:
        return told.paper["title"].format(_called(documents.iloc[0]))
    return told.paper["titleMany"].format(len(documents))


def _called(document: pd.Series) -> str:
    return " ".join(str(document.get("title") or document["document"]).split())


def _summary(told: _Told) -> Iterator[Text]:
    """What was read; what is supported, for which sections; what is not, and why."""
    analysis, paper, stop = told.analysis, told.paper, told.entries["stop"]
    corpus = analysis.corpus
    sizes = f"{_n_chars(analysis):,}", f"{len(corpus.tokens):,}"
    if len(corpus.documents) == 1:
        read = paper["read"].format(_called(corpus.documents.iloc[0]), *sizes)
    else:
        read = paper["readMany"].format(len(corpus.documents), *sizes)
    if analysis.group == "section" and told.names:
        read += paper["parts"].format(len(told.names))
    parts: list[Part] = [read, See(("outline",)), stop]
    if told.names:
        which = f"compared{_kind(analysis)}"
        parts += [paper[which].format(analysis.group), See(("main",)), stop]
    else:
        parts.append(paper["one"])
    if len(analysis.terms):
        kept = analysis.terms["term"].astype(str).tolist()
        parts.append(
            paper["kept"].format(
                len(kept), told.joined(kept[: NAMED * 2]) + ("…" if len(kept) > NAMED * 2 else "")
            )
        )
    yield Text(parts)
    if told.names:
        yield from _verdicts(told)


def _kind(analysis: Analysis) -> str:
    """What is compared: sections, documents, or groups of them."""
    return analysis.group.title() if analysis.group in ("section", "document") else "Group"


def _n_chars(analysis: Analysis) -> int:
    outline = analysis.tables["outline"]
    return int(outline["n_chars"][~outline["section"].astype(str).str.contains(r"\.")].sum())


def _verdicts(told: _Told) -> Iterator[Text]:
    """What is supported and where; then what is not, and why."""
    paper = told.paper
    marked = [target for target in told.names if told.supported(target) or told.rarer[target]]
    n = sum(len(told.supported(target)) + len(told.rarer[target]) for target in marked)
    which = f"supported{_kind(told.analysis)}"
    if marked:
        yield Text([Strong(paper[which].format(n, len(marked), len(told.names)))])
    else:
        yield Text([paper["nothing"]])
    shown = [target for target in marked if target in _own_place(told)]
    for target in shown:
        yield Text([*_marked(told, target), told.entries["stop"]])
    if len(shown) < len(marked):
        more = paper["markedMore"].format(len(marked) - len(shown))
        yield Text([more, See(("others",)), told.entries["stop"]])
    if len(marked) < len(told.names):
        yield Text([*_unmarked(told, marked), paper["notEqual"]])


def _unmarked(told: _Told, marked: Sequence[str]) -> Iterator[str]:
    """Which sections have nothing that is supported, those with too little text apart."""
    rest = [target for target in told.names if target not in marked]
    few = [target for target in rest if target in told.small]
    if few:
        sized = (told.paper["size"].format(told.name(t), f"{told.sizes[t]:,}") for t in few)
        yield told.paper["small"].format(_few(told, list(sized)))
    if marked and len(rest) > len(few):
        named = (told.name(target) for target in rest if target not in few)
        yield told.paper["without"].format(_few(told, list(named)))


def _few(told: _Told, named: Sequence[str]) -> str:
    """Names in a row, the first ones of many."""
    row = told.joined(named[:PARTS])
    return row if len(named) <= PARTS else told.paper["few"].format(row, len(named))


def _marked(told: _Told, target: str) -> Iterator[Part]:
    """What one section has more and less of, with counts, and where that is shown."""
    found, less = told.supported(target), told.rarer[target]
    if found:
        yield told.paper["marked"].format(told.name(target), _listed(told, found))
    else:
        yield told.name(target)
    if less:
        quoted = told.joined(told.paper["quote"].format(term) for term in less[:NAMED])
        yield told.entries["comma"] if found else ""
        yield told.paper["rarer"].format(quoted)
    yield See((f"key_{target}", f"table_{target}"))


def _listed(told: _Told, rows: Sequence[dict]) -> str:
    """Terms with their counts, the first few of them."""
    named = told.joined(
        told.paper["counts" if row["n_reference"] else "countsOnly"].format(
            row["term"], f"{row['n_target']:.0f}", f"{row['n_reference']:.0f}"
        )
        for row in rows[:NAMED]
    )
    return named + (told.paper["more"].format(len(rows)) if len(rows) > NAMED else "")


def _outline(told: _Told) -> Table:
    """Documents and sections with their lengths, lower ones indented, down to where they fit."""
    frame = told.analysis.tables["outline"]
    names = section_names(told.analysis.corpus, language=_language(told))["title"].tolist()
    depths = frame["section"].astype(str).str.count(r"\.")
    several = len(told.analysis.corpus.documents) > 1
    tops = depths == 0
    room = ROWS - (frame["document"].nunique() if several else 0)
    deepest = max((d for d in depths.unique() if (depths <= d).sum() <= room), default=-1)
    rows: list[tuple[str, str, str, str]] = []
    total = int(frame["n_tokens"][tops].sum()) or 1
    before = None
    for row, name, depth in zip(frame.to_dict("records"), names, depths, strict=True):
        if several and row["document"] != before:
            before = row["document"]
            own = frame[tops & (frame["document"] == before)]
            sizes = int(own["n_chars"].sum()), int(own["n_tokens"].sum())
            rows.append(_sized(str(before), *sizes, sizes[1] / total))
        if depth <= deepest:
            indent = "　" * (depth + several)
            rows.append(_sized(indent + name, row["n_chars"], row["n_tokens"], row["share"]))
    heads, caption = told.paper["outlineHeads"], told.paper["outlineCaption"]
    hidden = int((depths > deepest).sum())
    if hidden or len(rows) > ROWS:
        hidden += max(0, len(rows) - ROWS)
        rows = [*rows[:ROWS], (told.paper["outlineMore"].format(hidden), "", "", "")]
    return Table("outline", heads, rows, caption, (9, 2.6, 2, 2), right=(1, 2, 3))


def _sized(name: str, chars: int, tokens: int, share: float) -> tuple[str, str, str, str]:
    return name, f"{chars:,}", f"{tokens:,}", f"{100 * share:.1f}"


def _language(told: _Told) -> str:
    return "zh" if told.entries is words("zh") else "en"


def _trends(told: _Told, draw: Draw) -> Iterator[Block]:
    """Of groups in an order: which terms rise and fall, in words and as a figure."""
    paper, rows = told.paper, moving(told.analysis)
    if "trends" in told.analysis.tables:
        kinds = {
            "rising": rows["term"][rows["z"] > 0].tolist(),
            "falling": rows["term"][rows["z"] < 0].tolist(),
        }
        said = [
            paper[kind].format(len(terms), told.joined(terms[:TERMS]), "…" * (len(terms) > TERMS))
            for kind, terms in kinds.items()
            if terms
        ]
        yield Text([*(said or [paper["steady"]])])
    if changing(told.analysis) is not None:
        yield from _picture(told, draw, "trend", paper["trendCaption"])
    if len(rows):
        yield from _picture(told, draw, "slopes", paper["slopesCaption"])


# --- section by section --------------------------------------------------------------------


def _own_place(told: _Told) -> list[str]:
    """The targets that have a figure: all, or of many those with something supported."""
    if len(told.names) <= PARTS:
        return list(told.names)
    return [target for target in told.names if told.supported(target)][:PARTS]


def _others(told: _Told) -> Iterator[Block]:
    """The targets without a place of their own: an index of their sizes and first terms."""
    shown = set(_own_place(told))
    rest = [target for target in told.names if target not in shown]
    if not rest:
        return
    rows = [
        (
            told.names[target],
            f"{told.sizes[target]:,}",
            f"{len(told.supported(target)) + len(told.rarer[target]):,}",
            told.joined(str(row["term"]) for row in told.rows[target][:NAMED]),
        )
        for target in rest[:INDEXED]
    ]
    if len(rest) > INDEXED:
        rows.append((told.paper["othersMore"].format(len(rest) - INDEXED), "", "", ""))
    yield Text([told.paper["others"].format(len(rest)), See(("others",)), told.entries["stop"]])
    heads, caption = told.paper["othersHeads"], told.paper["othersTable"]
    yield Table("others", heads, rows, caption, (5, 1.6, 1.6, 7), right=(1, 2))


def _section(told: _Told, draw: Draw, target: str) -> Iterator[Block]:
    """One section: what is found, two sentences that show it, its figure and its table.

    Each of these stays whole, and the heading with the words; together they would need most of
    a page, and leave the rest of it empty.
    """
    paper, rows = told.paper, told.rows[target][:TERMS]
    yield Heading(told.names[target], 2)
    size, found = f"{told.sizes[target]:,}", told.supported(target)
    if not rows:
        few = "leadSmall" if target in told.small else "leadNone"
        yield Text([paper[few].format(size)])
        return
    lead = paper["lead"].format(size, _listed(told, found)) if found else ""
    see = See((f"key_{target}", f"table_{target}"))
    quotes = list(_quotes(told, target, [str(row["term"]) for row in rows]))
    said = lead or paper["leadHints"].format(size)
    yield Text([said, see, told.entries["stop"]], together=bool(quotes))
    yield from quotes
    caption = paper["keyCaption"].format(told.name(target))
    shown = told.joined(
        paper["alternativeTerm"].format(
            row["term"], f"{row['n_target']:.0f}", f"{row['n_reference']:.0f}", _sure(told, row)
        )
        for row in rows
    )
    alternative = paper["alternative"].format(caption, shown)
    yield from _picture(told, draw, f"key_{target}", caption, alternative)
    yield Table(
        f"table_{target}",
        paper["termHeads"],
        [_cells(told, row) for row in rows],
        paper["keyTable"].format(told.name(target)),
        (5, 1.6, 1.6, 2.6, 3, 4),
        right=(1, 2, 3, 4),
        rule=len(found) if found and len(found) < len(rows) else None,
    )


def _cells(told: _Told, row: dict) -> tuple[str, ...]:
    """A key term as a row: counts, multiple or bound, interval, evidence."""
    only = not row["n_reference"]
    if only and row["supported"]:
        times = told.entries["atLeast"].format(_multiple(row["lower"]))
    elif only:
        times = told.paper["onlyHere"]
    else:
        times = told.entries["times"].format(_multiple(row["effect"]))
    interval = f"{_multiple(row['lower'])}–{_multiple(row['upper'])}"
    if only:
        interval = told.paper["upTo"].format(_multiple(row["lower"]))
    counts = f"{row['n_target']:.0f}", f"{row['n_reference']:.0f}"
    return (str(row["term"]), *counts, times, interval, _sure(told, row))


def _sure(told: _Told, row: dict) -> str:
    """How strong the claim is."""
    if not row["supported"]:
        return told.paper["sure"][""]
    return told.paper["sure"].get(str(row["survives"]), told.paper["sure"]["interval"])


def _multiple(log_ratio: float) -> str:
    """A log ratio as a multiple: one decimal under 10, two under 1."""
    times = 2.0**log_ratio
    return f"{times:,.{0 if times >= 9.95 else 1 if times >= 0.95 else 2}f}"


def _quotes(told: _Told, target: str, terms: list[str]) -> Iterator[Text]:
    """Two sentences in which the terms stand, with their places; none twice."""
    own = told.quotes[told.quotes["target"].astype(str) == target]
    best = own.drop_duplicates("term").set_index("term")
    seen: list[str] = []
    rows = best.loc[[term for term in terms if term in best.index]].reset_index()
    for row in rows.to_dict("records"):
        if row["text"] in seen or len(seen) == SENTENCES:
            continue
        seen.append(row["text"])
        place = told.paper["place"].format(row["paragraph"] + 1)
        yield Text([*_with_term(row["text"], row["term"]), place], "quote")


def _with_term(text: str, term: str) -> list[Part]:
    """A sentence, or what stands around the term in a long one, with the term in bold."""
    place = max(text.find(term), 0)
    first = 0 if len(text) <= QUOTED else max(0, place - QUOTED // 3)
    last = min(len(text), first + QUOTED)
    before, after = ("…" if first else ""), ("…" if last < len(text) else "")
    pieces = text[first:last].split(term)
    parts: list[Part] = [f"{before}{pieces[0]}"]
    for piece in pieces[1:]:
        parts += [Strong(term), piece]
    return [*parts, after]


# --- the whole text, and how it was done ---------------------------------------------------


def _picture(
    told: _Told, draw: Draw, key: str, caption: str, alternative: str = ""
) -> Iterator[Picture]:
    """A picture, where it can be drawn."""
    data = draw(key)
    if data is not None:
        yield Picture(key, data, caption, alternative or caption)


def _whole(told: _Told, draw: Draw) -> Iterator[Block]:
    """The frequent terms of the whole text, and where terms stand in it."""
    paper, table = told.paper, told.analysis.tables["frequency"].head(FREQUENT)
    caption = paper["frequencyCaption"]
    shown = told.joined(f"{row.term} {row.n}" for row in table.itertuples())
    alternative = paper["alternativeTerms"].format(caption, shown)
    yield from _picture(told, draw, "frequency", caption, alternative)
    if not told.names:
        rows = [(str(row.term), f"{row.n:,}", f"{row.rate:.1f}") for row in table.itertuples()]
        heads = paper["frequentHeads"]
        yield Table("frequent", heads, rows, paper["frequentTable"], (6, 2, 2), right=(1, 2))
    if told.analysis.group == "section":
        yield from _picture(told, draw, "dispersion", paper["dispersionCaption"])


def _methods(told: _Told, version: str) -> Iterator[Text]:
    """A paragraph that could stand in a paper: versions, segmenter, unit, number, correction."""
    analysis, paper = told.analysis, told.paper
    segmenter = analysis.corpus.options.segmenter
    engine = segmenter.engine if isinstance(segmenter.engine, str) else "own"
    own = paper["methodTerms"].format(len(segmenter.words)) if segmenter.words else ""
    if n := len(analysis.corpus.options.synonyms):
        own += paper["methodSynonyms"].format(n)
    n = len(analysis.corpus.options.corrections)
    by_hand = paper["methodCorrections"].format(n) if n else ""
    hmm = "HMM" if segmenter.hmm else "no HMM"
    first, *rest = paper["methodText"]
    there = set(analysis.corpus.blocks["role"])
    counted = told.joined(what for role, what in paper["roles"].items() if role in there)
    yield Text([first.format(version, engine, hmm, own, counted, by_hand)])
    if not told.names:
        return
    yield from (Text([text]) for text in rest)
    scores = analysis.scores
    unit = str(scores["unit"].iloc[0])
    if unit:
        usual = inspect.signature(keyness).parameters
        numbers = usual["permutations"].default, usual["seed"].default
        dealt = told.entries["values"]["unit" if _language(told) == "zh" else "survives"]
        name = dealt[unit if _language(told) == "zh" else f"{unit}s"]
        deals, meaning = paper["methodDeals"]
        colon, stop = told.entries["colon"], told.entries["stop"]
        yield Text([deals.format(name, f"{numbers[0]:,}", numbers[1], f"{len(scores):,}")])
        claimed = claims(scores, _language(told)).items()
        said = (f"{paper['sure'][name]}{colon}{what}{stop}" for name, what in claimed)
        yield Text([meaning.format("".join(said))])
