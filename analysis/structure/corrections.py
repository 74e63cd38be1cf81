"""Headings put right by a reader: a line is one, is none, has another level or another title.

Blocks and sections follow; texts and offsets stay as they are.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from numbers import Real
from typing import Any, NamedTuple

import pandas as pd

from ..contract import frame_of
from .answers import Correction, place_of, places_of
from .doubts import BY_HAND
from .grammar import matcher

Block = dict[Hashable, Any]  # one row of the frame


class _Wish(NamedTuple):
    """A correction as it was given: with the section or the line, and what may be left out."""

    document: str
    section: str
    line: str
    number: int
    level: int | None
    title: str | None
    like: bool

    @property
    def where(self) -> str:
        """How it is called in a message."""
        return f"section {self.section!r}" if self.section else f"line {self.line!r}"


# --- as they are given -----------------------------------------------------------------------

_PATH = re.compile(r"\d+(?:\.\d+)*")
_NAMED = 20  # sections that a message lists
_KEYS = {"document", "section", "line", "number", "level", "title", "like"}


def read_corrections(
    corrections: object,
    documents: pd.DataFrame,
    blocks: pd.DataFrame,
    sections: pd.DataFrame,
    *,
    like: bool = False,
) -> tuple[Correction, ...]:
    """Corrections in one form, each with the line that it means.

    `corrections` is a mapping of sections ("2.1") or lines ("加强学习") to what they are: None for
    no heading, a level, a title, or a level and a title; of several documents the key is
    ``(document, section or line)``. Or it is a list or table of rows with ``document``,
    ``section`` or ``line`` (with its ``number``, where it stands several times), ``level`` and
    ``title``, and with ``like`` for all lines of the family of this one; or the path of a file
    that `write_corrections` wrote. With `like` each pair of a mapping is for a whole family: None
    or False for no headings, True for headings that nest by themselves, or a level. `documents`,
    `blocks` and `sections` are the frames of the contract: sections are called as they are there.

    Raises ValueError for what is none of these, for a document, section or line that is not
    there, for a line that stands several times, for a heading that is to have no level but a
    title, and for a line that is said to be none and is none; OSError for a missing file.
    """
    documents = frame_of(documents, "documents", ["document", "text"])
    sections = frame_of(sections, "sections", ["document", "section", "level", "start"])
    blocks = frame_of(blocks, "blocks", ["document", "start", "end", "role"])
    families = _families(blocks)
    blocks = blocks[blocks["role"] == "heading"]
    texts = dict(zip(documents["document"].astype(str), documents["text"], strict=True))
    headings = {name: _spans(blocks, name) for name in texts}
    starts = sections[sections["level"] > 0]
    places = zip(starts["document"].astype(str), starts["section"].astype(str), strict=True)
    starts_of = dict(zip(places, starts["start"].tolist(), strict=True))
    wishes = list(_wishes(corrections, like))
    known = _Known(texts, headings, starts_of, families, any(wish.like for wish in wishes))
    return tuple(_settled(wish, known) for wish in wishes)


class _Known(NamedTuple):
    """What the frames say of the documents: by name, or by name and section or place.

    `changing`: families are answered as well, so that other lines are headings than now.
    """

    texts: dict[str, str]
    headings: dict[str, dict[int, int]]
    starts: dict[tuple[str, str], int]
    families: dict[tuple[str, int], int]
    changing: bool


def _families(blocks: pd.DataFrame) -> dict[tuple[str, int], int]:
    """The families of lines by document and place; blocks of one's own have none."""
    if "family" not in blocks:
        return {}
    judged = blocks[blocks["family"] > 0]
    places = zip(judged["document"].astype(str), judged["start"].tolist(), strict=True)
    return dict(zip(places, judged["family"].tolist(), strict=True))


def _spans(headings: pd.DataFrame, name: str) -> dict[int, int]:
    """Start and end of the heading blocks of a document."""
    own = headings[headings["document"].astype(str) == name]
    return dict(zip(own["start"].tolist(), own["end"].tolist(), strict=True))


def _wishes(corrections: object, like: bool) -> Iterator[_Wish]:
    if isinstance(corrections, str | os.PathLike):
        corrections = _file(corrections)
    elif isinstance(corrections, pd.DataFrame):
        corrections = corrections.to_dict("records")
    elif isinstance(corrections, Mapping):
        corrections = [_row(*pair, like) for pair in corrections.items()]
    if not isinstance(corrections, Iterable):
        raise ValueError(
            f"corrections={corrections!r}: give a mapping such as {{'2.1': None}}, rows, or a file"
        )
    for row in corrections:
        yield _wish(row._asdict() if isinstance(row, Correction) else row)


def _file(path: str | os.PathLike[str]) -> object:
    with open(path, encoding="utf-8") as file:
        try:
            return json.load(file)
        except ValueError as error:
            raise ValueError(
                f"{path} holds no corrections ({error}): write them with write_corrections"
            ) from None


def _row(key: object, value: object, like: bool) -> Block:
    """A pair of a mapping as a row."""
    document, where = key if isinstance(key, tuple) and len(key) == 2 else ("", key)
    if not isinstance(where, str) or not where.strip():
        raise ValueError(f"{key!r} is no section or line: give its path or its words as text")
    if value is True and not like:
        raise ValueError(
            f"level True of a heading, {where!r}: give 1, 2, 3 … (with like True will do)"
        )
    if value is True:
        return {"document": document, _name(where): where, "like": like}
    value = None if value is False else value
    level, title = value if isinstance(value, tuple) and len(value) == 2 else (value, None)
    if isinstance(level, str) and title is None:
        level, title = None, level
    elif level is None:
        level = 0 if title is None else None
    name = _name(where)
    return {"document": document, name: where, "level": level, "title": title, "like": like}


def _name(where: str) -> str:
    """Whether a line is named by its section or by its words."""
    return "section" if _PATH.fullmatch(where) else "line"


def _wish(row: object) -> _Wish:
    """A row, where what is missing or blank is not given."""
    if not isinstance(row, Mapping) or not row.keys() <= _KEYS:
        raise ValueError(
            f"{row!r} is no correction: it has document, section or line, number, level, title, "
            "like"
        )
    given = {key: value for key, value in row.items() if not _is_missing(value)}
    for key in ("document", "section", "line", "title"):
        if not isinstance(given.get(key, ""), str):
            raise ValueError(f"{key} {given[key]!r} of a correction: give it as text")
    document, section, line = (
        given.get(key, "").strip() for key in ("document", "section", "line")
    )
    title = given["title"].strip() if "title" in given else None
    number = _whole(given.get("number", 0), "number {!r} of a line: give 1 for its first place")
    level = given.get("level")
    if level is not None:
        level = _whole(level, "level {!r} of a heading: give 1, 2, 3 …, or 0 for no heading")
    like = given.get("like", False)
    if like not in (True, False):
        raise ValueError(f"like {like!r} of a correction: give True for all lines like this one")
    wish = _Wish(document, section, line, number, level, title, bool(like))
    _check_sense(wish)
    return wish


def _check_sense(wish: _Wish) -> None:
    """Refuse a correction that says nothing, or one thing and its opposite."""
    if not wish.section and not wish.line:
        raise ValueError("a correction of nothing: it says neither section nor line")
    if wish.level == 0 and wish.title:
        raise ValueError(f"{wish.where} is to be no heading, and to be called {wish.title!r}")
    if wish.like and wish.title:
        raise ValueError(f"{wish.where} and all lines like it cannot be called {wish.title!r}")
    if wish.level is None and wish.title is None and not wish.like:
        raise ValueError(f"nothing is said of {wish.where}: give its level or its title")


def _whole(value: Any, message: str) -> int:
    """A number from 0, also one of a table, in which 2 is 2.0 beside a missing value."""
    number = -1.0 if isinstance(value, bool) or not isinstance(value, Real) else float(value)
    if number < 0 or not number.is_integer():
        raise ValueError(message.format(value))
    return int(number)


def _is_missing(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and value != value)


# --- the lines that they mean ----------------------------------------------------------------


def _settled(wish: _Wish, known: _Known) -> Correction:
    """The correction with the line that it means."""
    texts, starts = known.texts, known.starts
    document = wish.document or (next(iter(texts)) if len(texts) == 1 else "")
    if document not in texts:
        named = f"no document {document!r}" if document else f"of which document is {wish.where}"
        raise ValueError(f"{named}? There are: {', '.join(texts)}")
    text, own = texts[document], known.headings[document]
    if wish.section:
        start = starts.get((document, wish.section), -1)
        if start not in own:
            paths = [path for name, path in starts if name == document]
            more = f" … ({len(paths)})" if len(paths) > _NAMED else ""
            raise ValueError(
                f"no heading of section {wish.section!r} in {document}; there are: "
                f"{', '.join(paths[:_NAMED]) or 'none'}{more}"
            )
        line = text[start : own[start]].strip()
    else:
        line = wish.line
        start = _start_of(wish, document, text, known.families)
    if start not in own and not wish.level and not known.changing:
        told = "it is none already" if wish.level == 0 else "say its level as well"
        raise ValueError(f"{wish.where} of {document} is no heading: {told}")
    number = places_of(text, line).index(start) + 1
    return Correction(document, line, number, wish.level, wish.title, wish.like)


def _start_of(wish: _Wish, document: str, text: str, families: dict[tuple[str, int], int]) -> int:
    """Where the line stands: at the beginning of a line, or else the only place of its words."""
    places = places_of(text, wish.line)
    if wish.number:
        if not 0 < wish.number <= len(places):
            raise ValueError(f"{wish.where} stands {len(places)} times in {document}")
        return places[wish.number - 1]
    begin = [place for place in places if _begins_line(text, place)] or places
    if not begin:
        raise ValueError(f"{wish.where} does not stand in {document}: give its words as they are")
    same = {families.get((document, place)) for place in begin}
    if len(begin) > 1 and not (wish.like and len(same) == 1 and None not in same):
        raise ValueError(
            f"{wish.where} stands {len(begin)} times in {document}: give the section, or the "
            "number of the place"
        )
    return begin[0]


def _begins_line(text: str, place: int) -> bool:
    return not text[text.rfind("\n", 0, place) + 1 : place].strip(" \t\u3000\xa0#*>")


# --- what follows from them ------------------------------------------------------------------

_CLOSING = re.compile(r"[。：；，、:;,！？!?]*\s*")


def correct_blocks(
    documents: pd.DataFrame, blocks: pd.DataFrame, corrections: Iterable[Correction]
) -> pd.DataFrame:
    """The blocks with the corrected lines as what they are; all others stay, and tile the text.

    `documents` and `blocks` are the frames of the contract, `corrections` as `read_corrections`
    gives them; those of other documents, of families, and of lines that are so already, change
    nothing.
    """
    texts = dict(zip(documents["document"].astype(str), documents["text"], strict=True))
    by_document: dict[str, list[Correction]] = {}
    for each in corrections:
        if each.document in texts and each.level is not None and not each.like:
            by_document.setdefault(each.document, []).append(each)
    if not by_document:
        return blocks
    names = blocks["document"].astype(str)
    rows: list[Block] = []
    for name, own in blocks.astype(object).groupby(names, sort=False):
        found = own.to_dict("records")
        for each in by_document.get(str(name), ()):
            found = _corrected(texts[each.document], found, each)
        rows += found
    made = pd.DataFrame(rows, columns=blocks.columns)
    return made.astype({name: _kind(blocks[name], made[name]) for name in made})


def _kind(before: pd.Series, now: pd.Series) -> Any:
    """The type of a column, with the categories that have come to it."""
    if not isinstance(before.dtype, pd.CategoricalDtype):
        return before.dtype
    known = before.cat.categories
    return pd.CategoricalDtype([*known, *sorted(set(now) - set(known))])


def _corrected(text: str, rows: list[Block], correction: Correction) -> list[Block]:
    """The blocks of one document with one line as what it is."""
    start = place_of(text, correction)
    for number, row in enumerate(rows):
        if row["start"] == start and row["role"] == "heading":
            changed = row | {"level": correction.level, "reason": BY_HAND} | _sure(row, correction)
            if not correction.level:
                changed |= {"role": "body", "marker": ""}
            rows = [*rows[:number], changed, *rows[number + 1 :]]
            return rows if correction.level else _joined(text, rows)
    return _with_heading(text, rows, correction, start) if start >= 0 else rows


def _sure(row: Block, correction: Correction) -> Block:
    """The probability of a line that a reader has spoken of, in blocks that have one."""
    return {"p": float(bool(correction.level))} if "p" in row else {}


def _with_heading(text: str, rows: list[Block], correction: Correction, start: int) -> list[Block]:
    """The blocks with a new heading, which takes its part of those that are there."""
    if not correction.level:
        return rows
    end = _end_of(text, start + len(correction.line))
    head = matcher()(correction.line)
    made: Block = {"start": start, "end": end, "role": "heading", "level": correction.level}
    made |= {"marker": head.marker if head else "", "reason": BY_HAND} | _sure(rows[0], correction)
    before = [row | {"end": min(row["end"], start)} for row in rows if row["start"] < start]
    after = [row | {"start": max(row["start"], end)} for row in rows if row["end"] > end]
    return [*before, rows[0] | made, *after]


def _end_of(text: str, place: int) -> int:
    """Where a heading ends whose words end here: after the sign and the blanks that follow."""
    found = _CLOSING.match(text, place)
    return found.end() if found else place


def _joined(text: str, rows: list[Block]) -> list[Block]:
    """Body blocks that no line end keeps apart put together."""
    kept: list[Block] = []
    for row in rows:
        last = kept[-1] if kept else row
        both = last["role"] == row["role"] == "body" and last is not row
        if both and BY_HAND in (last["reason"], row["reason"]) and text[row["start"] - 1] != "\n":
            kept[-1] = last | {"end": row["end"], "reason": BY_HAND}
        else:
            kept.append(row)
    return kept


def correct_titles(
    documents: pd.DataFrame, sections: pd.DataFrame, corrections: Iterable[Correction]
) -> pd.DataFrame:
    """The sections with the titles that a reader gave them.

    The frames and `corrections` are as in `correct_blocks`; a title counts where a section
    begins with its line.
    """
    texts = dict(zip(documents["document"].astype(str), documents["text"], strict=True))
    titles = {
        (each.document, place_of(texts[each.document], each)): each.title
        for each in corrections
        if each.title is not None and each.document in texts
    }
    if not titles:
        return sections
    keys = zip(sections["document"].astype(str), sections["start"], sections["level"], strict=True)
    old = sections["title"].tolist()
    new = [
        titles.get((name, start), title) if level else title
        for (name, start, level), title in zip(keys, old, strict=True)
    ]
    return sections.assign(title=pd.Series(new, index=sections.index, dtype="str"))


def joined_corrections(
    known: Iterable[Correction], more: Iterable[Correction]
) -> tuple[Correction, ...]:
    """The corrections of both, one for each line or family: what `more` says of it holds.

    `known` come first, in their order.
    """
    found: dict[tuple[str, str, int, bool], Correction] = {}
    for each in (*known, *more):
        key = (*each[:3], each.like)
        if each.like:
            found[key] = each
            continue
        before = found.get(key, each)
        level = before.level if each.level is None else each.level
        title = before.title if each.title is None else each.title
        found[key] = each._replace(level=level, title=title if level != 0 else None)
    return tuple(found.values())


def write_corrections(corrections: object, path: str | os.PathLike[str]) -> None:
    """Write corrections to a file that `load` and `Corpus.correct_headings` take.

    `corrections` is a corpus, whose own are written, or what `Options.corrections` holds; `path`
    is the file to write: a list in JSON, an entry a line of the text.

    Raises ValueError for something else than corrections, OSError where nothing can be written.

    >>> import os, tempfile
    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n学理论。\\n二、实践\\n去实践。"))
    >>> path = os.path.join(tempfile.mkdtemp(), "headings.json")
    >>> write_corrections(corpus.correct_headings({"2": "二、行动"}), path)
    >>> list(corpus.correct_headings(path).sections["title"])
    ['一、学习', '二、行动']
    """
    own = getattr(getattr(corrections, "options", None), "corrections", corrections)
    if not isinstance(own, Iterable) or not all(isinstance(each, Correction) for each in own):
        raise ValueError(
            f"corrections {corrections!r}: give a corpus, or corpus.options.corrections"
        )
    rows = [each._asdict() for each in own]
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
