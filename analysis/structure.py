"""Which lines that look like headings are headings, and how they nest: context decides.

Divisions (第一章) and articles (第一条) are known by their sequence. Numbered lines are judged
as a *series* 1, 2, 3 …: whether its members look like titles, and whether text stands between
them. Nesting is learned from the document: what begins anew inside another series lies below it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import pairwise

from .grammar import C, Form, Match, number_of

LONGEST = 60  # characters of a title; the longest of 1,100 read was 38
SHORT = 30  # … of a title in mid-paragraph
WINDOW = 1500  # characters within which the next point of a series stands


@dataclass(slots=True, eq=False)
class Line:
    """One line of text that is not blank, and what was found out about it.

    ``start`` is where it starts with its indent, ``begin`` without, ``end`` is after its line
    break; ``text`` is without blanks around it; ``gap`` says that a blank line stands before it.
    ``stop`` is where a heading ends inside the text (0: it takes the whole line).
    """

    start: int
    begin: int
    end: int
    text: str
    gap: bool = False
    match: Match | None = None
    role: str = "body"
    level: int = 0
    marker: str = ""
    reason: str = "text"
    stop: int = 0
    fixed: bool = False  # by the file format
    cut: bool = False  # the line was cut off from the one before, in a text without line breaks


CLOSERS = "”’」』）)》】〉\"'*"


def ended(text: str) -> bool:
    """Whether a line ends as a sentence does, and is not broken off inside one."""
    return text.rstrip(CLOSERS)[-1:] in ENDS


ENDS = tuple("。！？!?…：:︰")
_STOP = re.compile(r"[。！？!?；;](?:[”’」』）)]+)?")
_FOLLOWS = frozenset(
    "的中里之与和及至到、，,。）)》”规所第是为有以对在也就将把从等或其不被由关于课天次年月日代个名位"
)
_BLANK = frozenset(" \t\u3000\xa0")
_SPACED = re.compile(r"\S{2,20}?[\s\u3000]+(?=\S{12})")


# --- shapes --------------------------------------------------------------------------------


def shape(line: str, start: int) -> tuple[str, int]:
    """How a numbered line is built, and where its title ends.

    "line": all of it is a title; "closed": a title with a full stop; "runin": a first sentence
    that could be a title, and text after it; "item": it ends in ；; "clause": a long sentence.
    """
    found = _STOP.search(line, start)
    if found is None:
        if line[-1] in "，,、":
            return "clause", len(line)
        if len(line) - start <= LONGEST:
            return "line", len(line)
        spaced = _SPACED.match(line, start)
        return ("runin", spaced.end()) if spaced else ("clause", len(line))
    stop = found.end()
    if stop - start <= LONGEST and found[0][0] not in ";；":
        spaced = _SPACED.match(line, start)
        if spaced and spaced.end() < stop:
            return "runin", spaced.end()
        return ("closed" if stop == len(line) else "runin"), stop
    if line[-1] in ";；" or found[0][0] in ";；":
        return "item", stop
    return "clause", stop


def is_division(line: str, match: Match) -> bool:
    """Whether a line that starts with 第X章 is the heading of that chapter."""
    rest = line[match.end :]
    title = rest.strip(" \t\u3000\xa0：:、.．】〗*")
    if not title:
        return True
    if len(line) > LONGEST or title[-1] in "。；;，,：:" or "。" in title:
        return False
    if rest[0] in _BLANK or rest[0] in "：:、.．】〗（(":
        return True
    return rest[0] not in _FOLLOWS and "，" not in title and len(title) <= SHORT


# --- divisions, articles, words ------------------------------------------------------------


def find_divisions(lines: list[Line]) -> None:
    """Mark the headings known by themselves: 第一章, 第一条, 前言, 附件1 and the user's own."""
    last: dict[str, int] = {}
    for place, line in enumerate(lines):
        if line.match is None or line.role != "body" or line.fixed:
            continue
        kind, form, number = line.match.form.kind, line.match.form, line.match.number
        before = lines[place - 1] if place else None
        settled = (
            before is None
            or before.text[-1] in ";；"
            or ended(before.text)
            or before.role != "body"
            or line.gap
        )
        if kind == "division" and is_division(line.text, line.match):
            alone = line.text[line.match.end : line.match.end + 1] in ("", *_BLANK)
            if number in (1, last.get(form.name, 0), last.get(form.name, 0) + 1) or (
                alone and settled
            ):
                last[form.name] = number
                _accept(line, "names a division of the text")
        elif kind == "own":
            _accept(line, f"form {form.name}")
        elif kind == "named" and len(line.text) <= SHORT and place + 1 < len(lines):
            _accept(line, "a word that is a heading when it stands alone")
        elif kind == "annex":
            _judge_annex(lines, place)
    _find_articles(lines)


def _accept(line: Line, reason: str, stop: int = 0) -> None:
    line.role, line.reason, line.stop = "heading", reason, stop
    line.marker = line.match.marker


def _judge_annex(lines: list[Line], place: int) -> None:
    """附件1 begins an annex; 附件：… names one that is not here; 附： begins one without a name."""
    line = lines[place]
    after = lines[place + 1] if place + 1 < len(lines) else None
    rest = line.text[line.match.end :].strip(" \u3000：:")
    mention = rest and (
        line.text[line.match.end : line.match.end + 1] in "：:" or line.text[-1] in "。；"
    )
    if mention or after is None or (after.match and after.match.form.kind == "annex"):
        line.role, line.reason = "boilerplate", "list of annexes"
    elif line.text.rstrip(" ：:") == "附" or line.text[-1] in "：:":
        line.role, line.reason = "title", "begins an annex"
    elif len(line.text) <= LONGEST and line.text[-1] not in "。；，":
        _accept(line, "begins an annex")


def _find_articles(lines: list[Line]) -> None:
    found = [line for line in lines if _is(line, "article") and line.role == "body"]
    accepted, last = [], 0
    for place, line in enumerate(found):
        number, after = line.match.number, line.text[line.match.end : line.match.end + 1]
        apart = after in ("", *_BLANK) or after in "【（(*"
        if number in (last, last + 1):
            good = apart or after not in _FOLLOWS
        else:
            coming = {other.match.number for other in found[place + 1 : place + 4]}
            good = apart and (number == 1 or (number > last and last + 1 not in coming))
        if good:
            accepted.append(line)
            last = number
    if len(accepted) > 1 or (accepted and accepted[0].match.number == 1):
        for line in accepted:
            _accept(line, "article, in its place in the sequence", _caption_end(line))


_CAPTION = re.compile(r"[\s\u3000]*(?:【[^】]{1,30}】|[（(][^）)。]{1,30}[）)](?=\s|$))|\**")


def _caption_end(line: Line) -> int:
    """Where the heading of an article ends: after its number and a caption in brackets."""
    return _CAPTION.match(line.text, line.match.end).end()


def _is(line: Line, kind: str) -> bool:
    return line.match is not None and line.match.form.kind == kind


# --- series of numbered lines --------------------------------------------------------------


def find_series(lines: list[Line]) -> None:
    """Mark the numbered lines that are headings, series by series."""
    runs: dict[str, list[list[int]]] = defaultdict(list)
    in_article, number_before = False, {}
    for place, line in enumerate(lines):
        if line.role in ("heading", "title"):
            in_article = line.role == "heading" and _is(line, "article")
        if line.match is None or line.role != "body" or line.fixed:
            continue
        form, number = line.match.form, line.match.number
        if form.kind not in ("number", "item", "dash"):
            continue
        if in_article:
            if _heads_articles(lines, place, number_before.get(form.name, 0)):
                number_before[form.name] = number
                _accept(line, "a title straight before an article")
                in_article = False
            else:
                line.reason = "an item inside an article"
            continue
        family = runs[form.name]
        before = lines[family[-1][-1]].match.number if family else None
        if (
            family
            and (form.kind == "dash" or number in (before, before + 1, before + 2))
            and number != 1
        ):
            family[-1].append(place)
        else:
            family.append([place])
        number_before[form.name] = number
    for family in runs.values():
        for run in _split_dashes(lines, family):
            _judge(lines, run)


def _split_dashes(lines: list[Line], family: list[list[int]]) -> list[list[int]]:
    """Runs of dashes end where a heading stands between them."""
    if not _is(lines[family[0][0]], "dash"):
        return family
    runs: list[list[int]] = []
    for place in (place for run in family for place in run):
        between = lines[runs[-1][-1] + 1 : place] if runs else ()
        if runs and not any(line.role == "heading" for line in between):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _heads_articles(lines: list[Line], place: int, before: int) -> bool:
    """Among articles only a title is a heading that the next article or chapter follows."""
    line = lines[place]
    if line.match.number not in (1, before + 1, before + 2) or line.match.form.kind != "number":
        return False
    if place + 1 == len(lines) or lines[place - 1].text[-1] in "：:︰":
        return False
    return lines[place + 1].role == "heading" and shape(line.text, line.match.end)[0] == "line"


def _judge(lines: list[Line], run: list[int]) -> None:
    """Decide for one series whether it is one of headings or one of list items."""
    form = lines[run[0]].match.form
    shapes = [shape(lines[place].text, lines[place].match.end) for place in run]
    kinds = [kind for kind, _ in shapes]
    if kinds.count("item") > len(run) / 5:
        return _refuse(lines, run, "an item: its list goes on after ；")
    titles = sum(kind in ("line", "closed", "runin") for kind in kinds)
    governs = sum(
        kind == "runin" or _governs(lines, run, place) for place, (kind, _) in enumerate(shapes)
    )
    if form.kind == "item":
        titles = governs = sum(
            kind == "line" and _governs(lines, run, place) for place, kind in enumerate(kinds)
        )
    share = 0.85 if form.rank >= 30 else 0.6
    single = len(run) == 1 and (
        form.kind != "number" or lines[run[0]].match.number != 1 or form.name == "alone"
    )
    if titles < 0.75 * len(run) or single:
        clauses = form.name in ("comma", "formal") and not single and len(run) > 1
        if (
            clauses
            and lines[run[0]].match.number == 1
            and not any(_is_heading(line) for line in lines)
        ):
            for place in run:
                _accept(lines[place], "a numbered clause", lines[place].match.end)
            return None
        return _refuse(lines, run, "a sentence that begins with a number")
    if governs < share * len(run):
        return _refuse(lines, run, "an item: its text is all there is")
    total = len(run)
    for place, (kind, stop) in zip(run, shapes, strict=True):
        line = lines[place]
        if kind == "clause" or stop - line.match.end > 2 * LONGEST:
            stop = line.match.end if stop - line.match.end > 2 * LONGEST else stop
        number = f"{line.match.number} of {total}" if line.match.number else f"one of {total}"
        where = (
            "a line of its own" if stop == len(line.text) else "the first sentence of a paragraph"
        )
        _accept(line, f"{where}, {number} in its series", 0 if stop == len(line.text) else stop)
    return None


def _is_heading(line: Line) -> bool:
    return line.role == "heading"


def _refuse(lines: list[Line], run: list[int], reason: str) -> None:
    for place in run:
        lines[place].reason = reason


def _governs(lines: list[Line], run: list[int], place: int) -> bool:
    """Whether text of its own, or a series of its own, stands after a member of a run."""
    here = run[place] + 1
    while here < len(lines) and lines[here].role == "furniture":
        here += 1
    if here >= len(lines) or (place + 1 < len(run) and here == run[place + 1]):
        return False
    match = lines[here].match
    if match is None:
        return lines[here].role in ("body", "table", "note")
    if match.number == 1 or match.form.kind in ("dash", "article", "division"):
        return True
    # A series that runs through goes on inside this one, or outside it.
    before = next(
        (
            at
            for at in range(here - 1, -1, -1)
            if lines[at].match and lines[at].match.form is match.form
        ),
        -1,
    )
    return before > run[0]


# --- points in mid-paragraph ---------------------------------------------------------------

_FAMILIES = {
    "is": ("一是", rf"{C}是"),
    "must": ("一要", rf"{C}要"),
    "first": ("第一", rf"第{C}[，,、]"),
    "among": ("其一", rf"其{C}[，,、是]"),
    "firstly": ("首先", r"(?:首先|其次|再次|再者|最后|最後)[，,、]"),
}
_BEFORE = re.compile(r"[。！？；;”’）)]\s*$")


def find_points(text: str, headings: list[int], forms: Iterable[Form]) -> list[Line]:
    """Points such as 一是…。 that are headings, in text order.

    `headings` are the places of the other headings, beyond which no series goes on. A point is
    a heading if its first sentence is short and more is said before the next point.
    """
    points = []
    for form in forms:
        if form.kind != "point" or form.name not in _FAMILIES:
            continue
        first, pattern = _FAMILIES[form.name]
        if first not in text:
            continue
        found = [(m.start(), m[0]) for m in re.finditer(pattern, text)]
        for chain in _chains(found, headings):
            points += _judge_points(text, chain, form, headings)
    return sorted(points, key=lambda point: point.begin)


def _chains(found: list[tuple[int, str]], headings: list[int]) -> Iterable[list[tuple[int, str]]]:
    """Series of markers that count 1, 2, 3 … within reach of each other."""
    chain: list[tuple[int, str]] = []
    for start, marker in found:
        listed = marker[1] in "先次者后後"  # 首先 … 其次 … 再次 … 最后
        number = (1 if marker[0] == "首" else len(chain) + 1) if listed else number_of(marker)
        far = bool(chain) and (
            start - chain[-1][0] > WINDOW
            or bisect_left(headings, start) != bisect_left(headings, chain[0][0])
        )
        if number == 1 or far:
            if len(chain) > 1:
                yield chain
            chain = [(start, marker)] if number == 1 else []
        elif chain and number == len(chain) + 1:
            chain.append((start, marker))
    if len(chain) > 1:
        yield chain


def _judge_points(text, chain, form, headings):
    points = []
    limit = bisect_left(headings, chain[-1][0] + 1)
    end = headings[limit] if limit < len(headings) else len(text)
    starts = [start for start, _ in chain] + [min(end, chain[-1][0] + WINDOW)]
    for place, (start, marker) in enumerate(chain):
        line_start = text.rfind("\n", max(start - 8, 0), start) + 1 or (start < 8 and 1)
        opens = bool(line_start) and not text[line_start - (start < 8) : start].strip()
        if not (opens or _BEFORE.search(text, max(start - 3, 0), start)):
            if place or text[start - 1] not in "，,：:、":
                return []
        stop = _title_end(text, start, LONGEST if opens else SHORT)
        if stop is None or len(text[stop : starts[place + 1]].strip()) < 8:
            return []
        match = Match(form, place + 1, len(marker), marker)
        point = Line(start, start, stop, text[start:stop].strip(), match=match, role="heading")
        point.marker = marker
        point.reason = f"the short first sentence of a point, {place + 1} of {len(chain)}"
        points.append(point)
    return points


def _title_end(text: str, start: int, limit: int) -> int | None:
    """The end of a point's first sentence, if it is short enough and no part of a list."""
    found = re.compile(r"[。！？；;：:\n]").search(text, start, start + limit + 3)
    if found is None or found[0] in "；;：:":
        return None
    return found.end()


# --- nesting -------------------------------------------------------------------------------


def nest(heads: list[tuple[str, int, float, int]]) -> list[int]:
    """The level of each heading, from (key, number, rank, level of the format or 0) in order.

    What starts anew inside another series lies below it; where the document does not say so,
    the usual order of the forms holds. Rank 0 (前言, 附件) stands beside the highest.
    """
    order = _order([head for head in heads if head[2]])
    keys = [key for key, _, rank, _ in heads if rank]
    top = min((order[key] for key in keys), default=0)
    levels, stack = [], []
    waits = bool(keys) and order[keys[0]] != top and not heads[0][3]
    if waits:  # text numbered before the first chapter: under "0", not beside the chapters
        stack = [top]
    for key, _, rank, _ in heads:
        place = order[key] if rank else top
        while stack and stack[-1] >= place:
            stack.pop()
        stack.append(place)
        levels.append(len(stack))
    return levels


def _order(heads: list[tuple[str, int, float, int]]) -> dict[str, int]:
    """The place of each key in the document's own hierarchy."""
    ranks = {key: rank for key, _, rank, _ in heads}
    marked = {key: level for key, _, _, level in reversed(heads) if level}
    above = _evidence(heads)

    def compare(one: str, two: str) -> int:
        if one in marked and two in marked and marked[one] != marked[two]:
            return marked[one] - marked[two]
        if all(5 <= ranks[key] <= 9 for key in (one, two)):  # 章节款目条, always in this order
            return ranks[one] - ranks[two]
        return (above[two, one] - above[one, two]) or ranks[one] - ranks[two]

    wins = {key: sum(compare(key, other) > 0 for other in ranks) for key in ranks}
    ordered = sorted(ranks, key=cmp_to_key(lambda a, b: wins[a] - wins[b] or compare(a, b)))
    places, place = {}, 0
    for number, key in enumerate(ordered):
        place += number > 0 and compare(key, ordered[number - 1]) != 0
        places[key] = place
    return places


def _evidence(heads: list[tuple[str, int, float, int]]) -> dict[tuple[str, str], int]:
    """How often a whole series 1, 2, … of one key stands between n and n + 1 of another."""
    places, numbers = defaultdict(list), defaultdict(list)
    for place, (key, number, _, _) in enumerate(heads):
        places[key].append(place)
        numbers[key].append(number)
    above: dict[tuple[str, str], int] = defaultdict(int)
    for lower, spots in places.items():
        starts = [at for at, number in enumerate(numbers[lower]) if number == 1]
        for at, following in pairwise([*starts, len(spots)]):
            for upper, others in places.items():
                after = bisect_left(others, spots[at])
                if upper == lower or not 0 < after < len(others):
                    continue
                counted = numbers[upper][after] == numbers[upper][after - 1] + 1
                above[upper, lower] += counted and others[after] > spots[following - 1]
    return above
