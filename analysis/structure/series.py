"""Which lines that look like headings are headings: context decides.

Divisions (第一章) and articles (第一条) are known by their sequence. Numbered lines are judged
as a *series* 1, 2, 3 …: whether its members look like titles, and whether text stands between
them. So are points in mid-paragraph (一是…。二是…。).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from ..characters import HAN
from .grammar import C, Form, Match
from .lines import Line, ended, join_lines, punctuated

LONGEST = 60  # characters of a title; the longest of the 1,100 that were read had 38
SHORT = 30  # … of a title in mid-paragraph
CLAUSE = 40  # … of a numbered paragraph, on average, that is worth a section of its own
MOST = 40  # headings in one series of 1. 2. 3.; a longer one numbers paragraphs
WINDOW = 1500  # characters within which the next point of a series stands
UPPER = 24  # the rank down to which a colon may close a title: 一、 （一）

_STOP = re.compile(r"[。！？!?；;](?:[”’」』）)]+)?")
_COLON = re.compile(r"[^，。、：:]{2,12}[：:](?=\s*\S{6})")
_SPACED = re.compile(rf"[^\s。，；：]{{1,20}}[{HAN}”）][ \u3000]+(?=[{HAN}“《]\S{{11}})")
_APART = frozenset(["", "\n", " ", "\t", "\u3000", "\xa0"])  # after a number that stands apart
# After 第X条 and 第X章 these go on with a sentence: 第三条规定的…, 第五章至第七章 …
_MENTIONS = frozenset("的中里之与與和及至到或等、，,。）)》”规規所款项項")
_FOLLOWS = _MENTIONS | frozenset(
    "第是为為有以对對在也就将將把从從其不被由关關于於课課天次年月日代个個名位"
)


# --- shapes --------------------------------------------------------------------------------


def shape(line: str, start: int, *, upper: bool = True) -> tuple[str, int]:
    """How a numbered line is built after its marker, and where its title ends.

    "line": all of it is a title; "closed": a title with a full stop; "runin": a first sentence
    that could be a title, and text after it; "item": it ends in ；; "clause": a long sentence.
    In the `upper` forms a colon or a blank may divide the title from its text.

    >>> [shape(line, 2)[0] for line in ["一、总则", "一、总则。", "一、目的。为了…", "一、其他；"]]
    ['line', 'closed', 'runin', 'item']
    """
    if upper and (early := _COLON.match(line, start) or _SPACED.match(line, start)):
        return "runin", early.end()
    found = _STOP.search(line, start)
    if found is None:
        long = len(line) - start > LONGEST or line[-1] in "，,、"
        return ("clause" if long else "line"), len(line)
    stop = found.end()
    if stop - start <= LONGEST and found[0][0] not in ";；":
        return ("closed" if stop == len(line) else "runin"), stop
    return ("item" if line[-1] in ";；" or found[0][0] in ";；" else "clause"), stop


def _shape(line: Line) -> tuple[str, int]:
    return shape(line.text, line.match.end, upper=line.match.form.rank <= UPPER)


def _is_division(line: str, match: Match) -> bool:
    """Whether a line that starts with 第X章 is the heading of that chapter."""
    rest = line[match.end :]
    title = rest.strip(" \t\u3000\xa0：:、.．】〗*")
    if not title:
        return True
    if len(line) > LONGEST or title[-1] in "。；;，,：:" or "。" in title:
        return False
    if rest[0] in _APART or rest[0] in "：:、.．】〗（(":
        return True
    return rest[0] not in _FOLLOWS and "，" not in title and len(title) <= SHORT


# --- divisions, articles, words ------------------------------------------------------------


def join_split_titles(text: str, lines: list[Line]) -> list[Line]:
    """A number alone on its line and the title on the next one are one heading."""
    taken = set()
    for place, line in enumerate(lines):
        if line.match and len(line.text) < line.match.end + 3 and _lacks_title(line):
            for below in range(place + 1, min(place + 3, len(lines))):
                if _lacks_title(line) and _could_be_title(lines[below]):
                    join_lines(text, line, lines[below])
                    taken.add(below)
    return [line for place, line in enumerate(lines) if place not in taken] if taken else lines


def _lacks_title(line: Line) -> bool:
    if line.kind not in ("division", "number") or line.role != "body" or line.fixed:
        return False
    if line.match.form.name == "alone":
        return False
    head, _, rest = line.text.partition("\n")  # 第一回 has its title in two halves
    alone = not head[line.match.end :].strip(" \u3000】*：:")
    halves = line.match.form.name == "chapter" and 5 <= len(rest) <= 12
    return alone and (not rest or halves)


def _could_be_title(line: Line) -> bool:
    plain = line.role == "body" and not line.fixed and line.match is None and not line.cut
    return plain and len(line.text) <= SHORT and not punctuated(line.text)


def find_divisions(lines: list[Line]) -> None:
    """Mark the headings known by themselves: 第一章, 第一条, 前言, 附件1 and the user's own."""
    last: dict[str, int] = {}
    articles = []
    for place, line in enumerate(lines):
        if line.match is None or line.role != "body" or line.fixed:
            continue
        kind = line.match.form.kind
        if kind == "article":
            articles.append(line)
        elif kind == "division" and _is_division(line.text, line.match):
            form, number = line.match.form.name, line.match.number
            apart = line.text[line.match.end : line.match.end + 1] in _APART
            before = lines[place - 1] if place else None
            if number - last.get(form, 0) in (0, 1) or number == 1 or (apart and _settled(before)):
                last[form] = number
                line.accept("names a division of the text")
        elif kind == "own":
            line.accept(f"the form {line.match.form.name}", _own_stop(line))
        elif kind == "named" and len(line.text) <= SHORT and place + 1 < len(lines):
            line.accept("a word that is a heading when it stands alone")
        elif kind == "annex":
            _judge_annex(line, lines[place + 1] if place + 1 < len(lines) else None)
    _find_articles(articles)


def _settled(before: Line | None) -> bool:
    """Whether the line before is at its end, so that a new one may begin."""
    if before is None or before.role != "body":
        return True
    return before.text[-1] in ";；" or ended(before.text)


def _own_stop(line: Line) -> int:
    """A form of the user's is taken at its word; only its end has to be found."""
    kind, stop = _shape(line)
    return line.match.end if kind in ("clause", "item") else stop


def _judge_annex(line: Line, after: Line | None) -> None:
    """附件1 begins an annex; 附件：… names one that is not here; 附： begins one unnamed."""
    rest = line.text[line.match.end :]
    name = rest.strip(" \u3000：:")
    if after is None or after.kind == "annex" or (name and (rest[0] in "：:" or punctuated(name))):
        line.label("boilerplate", "list of annexes")
    elif line.text[-1] in "：:" or line.text == "附":
        line.label("title", "begins an annex")
    elif len(line.text) <= LONGEST:
        line.accept("begins an annex")


_CAPTION = re.compile(r"\s*(?:【[^】]{1,30}】|[（(][^）)。]{1,30}[）)](?=\s|$))|\*+")
_CAPTION_SIGNS = frozenset("【（(*")


def _find_articles(found: list[Line]) -> None:
    """Mark the articles that stand in sequence; a mention of 第三条 in a sentence does not."""
    accepted, last = [], 0
    for place, line in enumerate(found):
        number, after = line.match.number, line.text[line.match.end : line.match.end + 1]
        apart = after in _APART or after in _CAPTION_SIGNS
        if number == last + 1 or number == last:
            good = apart or after not in _MENTIONS
        else:
            coming = {other.match.number for other in found[place + 1 : place + 4]}
            good = apart and (number == 1 or (number > last and last + 1 not in coming))
        if good:
            accepted.append(line)
            last = number
    if len(accepted) > 1 or (accepted and accepted[0].match.number == 1):
        for line in accepted:
            line.accept("article, in its place in the sequence", _caption_end(line))


def _caption_end(line: Line) -> int:
    """Where the heading of an article ends: after its number and a name in brackets."""
    start = line.match.end
    if _CAPTION_SIGNS.isdisjoint(line.text[start : start + 2]):
        return start
    found = _CAPTION.match(line.text, start)
    return found.end() if found else start


# --- series of numbered lines --------------------------------------------------------------


def find_series(lines: list[Line]) -> None:
    """Mark the numbered lines that are headings, series by series."""
    runs: dict[Form, list[list[int]]] = defaultdict(list)
    in_article, before = False, {}
    for place, line in enumerate(lines):
        if line.role in ("heading", "title"):
            in_article = line.role == "heading" and line.kind == "article"
        if line.match is None or line.role != "body" or line.fixed:
            continue
        form, number = line.match.form, line.match.number
        if form.kind not in ("number", "item", "dash"):
            continue
        if in_article:
            if _heads_articles(lines, place, before.get(form, 0)):
                line.accept("a title straight before an article")
                before[form], in_article = number, False
            else:
                line.reason = "an item inside an article"
            continue
        if form.kind == "dash":
            fresh = not runs[form] or _divided(lines, runs[form][-1][-1], place)
        else:
            fresh = number == 1 or not 0 <= number - before.get(form, -9) <= 2
        if fresh:
            runs[form].append([])
        runs[form][-1].append(place)
        before[form] = number
    for form, series in runs.items():
        _judge_all(lines, form, series)


def _divided(lines: list[Line], left: int, right: int) -> bool:
    """Whether a heading stands between two lines."""
    return any(line.role == "heading" or line.kind == "number" for line in lines[left + 1 : right])


def _heads_articles(lines: list[Line], place: int, before: int) -> bool:
    """Among articles only a title is a heading that the next article or chapter follows."""
    line, last = lines[place], lines[place - 1]
    counted = line.match.number == 1 or (before and line.match.number in (before + 1, before + 2))
    if line.kind != "number" or not counted or place + 1 == len(lines):
        return False
    if last.text[-1] in "：:︰" or (last.kind in ("number", "item") and not punctuated(last.text)):
        return False
    return lines[place + 1].role == "heading" and _shape(line)[0] == "line"


def _judge_all(lines: list[Line], form: Form, series: list[list[int]]) -> None:
    """Decide for the series of one form; the doubtful go with the clear ones."""
    doubtful, accepted = [], 0
    for run in series:
        shapes = [_shape(lines[place]) for place in run]
        verdict, reason = _judge(lines, run, [kind for kind, _ in shapes])
        if verdict == "yes":
            accepted += len(run)
            _accept_run(lines, run, shapes)
        elif verdict == "doubt":
            doubtful.append((run, shapes))
        for place in run if verdict != "yes" else ():
            lines[place].reason = reason
    if accepted >= 2 * sum(len(run) for run, _ in doubtful):
        for run, shapes in doubtful:
            _accept_run(lines, run, shapes)
    if not accepted and form.name in ("comma", "formal"):
        _find_clauses(lines, series)


def _judge(lines: list[Line], run: list[int], kinds: list[str]) -> tuple[str, str]:
    """Whether one series is one of headings: "yes", "no" or "doubt", and why not."""
    form, size = lines[run[0]].match.form, len(run)
    if kinds.count("item") > size / 5:
        return "no", "an item: its list goes on after ；"
    good = ("line",) if form.kind == "item" else ("line", "closed", "runin")
    titles = sum(kind in good for kind in kinds) / size
    if titles < 0.5 or (size > MOST and form.rank > UPPER):
        return "no", "a sentence that begins with a number"
    texts = [kind == "runin" and form.kind != "item" for kind in kinds]  # in the same line
    governs = sum(own or _governs(lines, run, place) for place, own in enumerate(texts)) / size
    if governs < (0.85 if form.rank > UPPER else 0.6):
        some = form.rank <= UPPER and governs >= 0.3 and "clause" not in kinds
        return "doubt" if some else "no", "an item: its own line is all its text"
    numbers = [lines[place].match.number for place in run]
    first = numbers[0]
    gaps = first > 1 and numbers != list(range(first, first + size))
    trusted = form.name.startswith("decimal") or (form.rank <= UPPER and form.name != "alone")
    alone = size == 1 and (first != 1 or not trusted or kinds[0] != "line")
    if titles < 0.75 or alone or gaps or (form.kind == "dash" and size < 3):
        return "doubt", "a number, but hardly a title"
    return "yes", ""


def _governs(lines: list[Line], run: list[int], place: int) -> bool:
    """Whether text of its own, or a series of its own, stands after a member of a run."""
    here = run[place] + 1
    while here < len(lines) and lines[here].role in ("furniture", "blank"):
        here += 1
    if here >= len(lines) or (place + 1 < len(run) and here == run[place + 1]):
        return False
    match = lines[here].match
    if match is None:
        return lines[here].role in ("body", "table", "note")
    if match.number == 1 or match.form.kind in ("dash", "article", "division"):
        return True
    # A series that runs through goes on inside this one, or outside it.
    for at in range(here - 1, run[0], -1):
        if lines[at].match and lines[at].match.form is match.form:
            return True
    return False


def _accept_run(lines: list[Line], run: list[int], shapes: list[tuple[str, int]]) -> None:
    for place, (_, stop) in zip(run, shapes, strict=True):
        line = lines[place]
        if stop - line.match.end > 2 * LONGEST:
            stop = line.match.end
        where = "first sentence of a paragraph" if stop < len(line.text) else "line of its own"
        number = f"{line.match.number} " if line.match.number else ""
        line.accept(f"{where}, {number}in a series of {len(run)}", stop)


def _find_clauses(lines: list[Line], series: list[list[int]]) -> None:
    """Long numbered paragraphs divide a text that nothing else divides, headed by the marker."""
    if any(line.role == "heading" for line in lines):
        return
    for run in series:
        kinds = {_shape(lines[place])[0] for place in run}
        long = sum(len(lines[place].text) for place in run) >= CLAUSE * len(run)
        first = lines[run[0]].match.number
        if len(run) > 1 and first == 1 and long and not kinds & {"item", "line"}:
            for place in run:
                lines[place].accept("a numbered clause", lines[place].match.end)


# --- points in mid-paragraph ---------------------------------------------------------------

_NUMERALS = ["", *"一二三四五六七八九十", *(f"十{digit}" for digit in "一二三四五六七八九")]
_ENDING = re.compile(r"[。！？；;：:\n]")
_SETTLED = frozenset(" \t\n\u3000\xa0。！？；;”’）)")  # what may stand before a point
_OPENS = _SETTLED | frozenset("，,：:、")  # … before the first one


@lru_cache(maxsize=256)
def _member(pattern: str, number: int) -> re.Pattern:
    """The marker of the point of that number."""
    if C in pattern:
        pattern = pattern.replace(C, _NUMERALS[number])
    else:  # 首先 … 其次 … 再次 … 最后
        pattern = "首先[，,、]" if number == 1 else "(?:其次|再次|再者|最后|最後)[，,、]"
    return re.compile(pattern)


def find_points(text: str, headings: list[int], forms: Iterable[Form]) -> list[Line]:
    """Points such as 一是…。 that are headings, in text order.

    `headings` are the places of the other headings, beyond which no series goes on. A point is
    a heading if its first sentence is short and more is said before the next point.
    """
    points: list[Line] = []
    for form in forms:
        if form.kind == "point":
            spans = [found.span() for found in _member(form.pattern, 1).finditer(text)]
            firsts = [span for span in spans if not span[0] or text[span[0] - 1] in _OPENS]
            for first, following in pairwise([*firsts, (len(text), 0)]):
                after = bisect_right(headings, first[0])
                limit = min([following[0], *headings[after : after + 1]])
                points += _judge_points(text, _chain(text, form, first, limit), form, limit)
    return sorted(points, key=lambda point: point.begin)


def _chain(text: str, form: Form, first: tuple[int, int], limit: int) -> list[tuple[int, int]]:
    """The spans of the markers that count on from the first one, within reach of each other."""
    chain = [first]
    while len(chain) < len(_NUMERALS) - 1:
        start = chain[-1][1]
        found = _member(form.pattern, len(chain) + 1).search(
            text, start, min(start + WINDOW, limit)
        )
        while found and text[found.start() - 1] not in _SETTLED:
            found = found.re.search(text, found.end(), min(start + WINDOW, limit))
        if found is None:
            break
        chain.append(found.span())
    return chain


def _judge_points(text: str, chain: list[tuple[int, int]], form: Form, limit: int) -> list[Line]:
    """The points of a chain as headings, if all of them have a title and a text."""
    points: list[Line] = []
    ends = [start for start, _ in chain[1:]] + [min(chain[-1][0] + WINDOW, limit)]
    for number, ((start, stop), end) in enumerate(zip(chain, ends, strict=True), 1):
        before = text[max(start - 8, 0) : start].rstrip(" \t\u3000\xa0")
        opens = not before or before[-1] == "\n"
        found = _ENDING.search(text, start, start + (LONGEST if opens else SHORT) + 3)
        if len(chain) == 1 or found is None or found[0] in "；;：:":
            return []
        if len(text[found.end() : end].strip()) < 4:
            return []
        match = Match(form, number, stop - start, text[start:stop])
        point = Line(start, text[start : found.end()], match)
        point.accept(f"first sentence of a point, {number} in a series of {len(chain)}")
        points.append(point)
    return points
