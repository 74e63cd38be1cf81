"""Which numbered lines are headings: a series 1, 2, 3 … is judged as a whole.

The numbered lines of one form are headings if they look like titles, and if text of its own
stands after each of them. Otherwise they are items of a list, or sentences.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property

from .grammar import Form
from .lines import Line, punctuated
from .shapes import LONGEST, shape_of

NUMBERED = ("number", "item", "dash")  # the kinds of forms that make series
GAP = 2  # a series goes on at most so many numbers after the last one: one may be missing


def find_series(lines: list[Line]) -> None:
    """Mark the numbered lines that are headings, series by series."""
    for form, runs in collect_series(lines).items():
        _judge_all(form, [Series(lines, run) for run in runs])


# --- which lines belong together -----------------------------------------------------------


def collect_series(lines: list[Line]) -> dict[Form, list[list[int]]]:
    """The places of the numbered lines, series by series; those inside articles are decided."""
    runs: dict[Form, list[list[int]]] = defaultdict(list)
    last: dict[Form, int] = {}  # the last number of each form
    in_article = False
    for place, line in enumerate(lines):
        if line.role in ("heading", "title"):
            in_article = line.role == "heading" and line.kind == "article"
        if line.match is None or not line.undecided or line.match.form.kind not in NUMBERED:
            continue
        form = line.match.form
        if in_article:
            if heads_articles(lines, place, last.get(form, 0)):
                line.accept("a title straight before an article")
                last[form], in_article = line.match.number, False
            else:
                line.reason = "an item inside an article"
            continue
        own = runs[form]
        if not own or begins_anew(lines, own[-1], place, last[form]):
            own.append([])
        own[-1].append(place)
        last[form] = line.match.number
    return runs


def begins_anew(lines: list[Line], run: list[int], place: int, last: int) -> bool:
    """Whether a line begins a new series of its form, after a run that ended in `last`."""
    number = lines[place].head.number
    if lines[place].kind == "dash":  # without numbers, a heading between them divides two series
        between = lines[run[-1] + 1 : place]
        return any(line.role == "heading" or line.kind == "number" for line in between)
    return number == 1 or not 0 <= number - last <= GAP


def heads_articles(lines: list[Line], place: int, last: int) -> bool:
    """Whether a numbered line among articles is the title of those that follow.

    It has to count on from the `last` one and to look like a title, straight before an article
    or a chapter; anything else is an item of the article in which it stands.
    """
    if place + 1 == len(lines) or lines[place + 1].role != "heading":
        return False
    line, before = lines[place], lines[place - 1]
    number = line.head.number
    counted = number == 1 or (last > 0 and 0 < number - last <= GAP)
    if line.kind != "number" or not counted or opens_list(before):
        return False
    return shape_of(line).kind == "line"


def opens_list(before: Line) -> bool:
    """Whether the line before announces items (…：), or is itself one without punctuation."""
    is_item = before.kind in ("number", "item") and not punctuated(before.text)
    return before.text[-1] in "：:︰" or is_item


# --- what a series is like -----------------------------------------------------------------


class Series:
    """Numbered lines of one form that count on, and what decides whether they are headings."""

    def __init__(self, lines: list[Line], places: list[int]) -> None:
        """Take those of the lines that stand at these places."""
        self.lines, self.places = lines, places
        self.members = [lines[place] for place in places]
        self.form: Form = self.members[0].head.form
        self.numbers = [line.head.number for line in self.members]
        self.shapes = [shape_of(line) for line in self.members]
        self.kinds = [shape.kind for shape in self.shapes]
        # The part of the members that look like titles; run in, an item never does.
        titles = ("line",) if self.form.kind == "item" else ("line", "closed", "runin")
        self.titled = sum(kind in titles for kind in self.kinds) / len(self.members)

    @cached_property
    def governing(self) -> float:
        """The part of the members with text of their own, in the same line or below it."""
        inline = self.form.kind != "item"
        texts = (
            (inline and kind == "runin") or governs(self.lines, self.places, member)
            for member, kind in enumerate(self.kinds)
        )
        return sum(texts) / len(self.members)


def governs(lines: list[Line], run: list[int], member: int) -> bool:
    """Whether text of its own, or a series of its own, stands after a member of a run."""
    here = run[member] + 1
    while here < len(lines) and lines[here].role in ("furniture", "blank"):
        here += 1
    if here >= len(lines) or here in run[member + 1 : member + 2]:
        return False
    match = lines[here].match
    if match is None:
        return lines[here].role in ("body", "table", "note")
    if match.number == 1 or match.form.kind in ("dash", "article", "division"):
        return True
    # A series that runs through (（一）… in 一、, （三）… in 二、) goes on here, inside this one.
    return any(_form_of(lines[at]) is match.form for at in range(here - 1, run[0], -1))


def _form_of(line: Line) -> Form | None:
    return line.match.form if line.match else None


# --- the rules -----------------------------------------------------------------------------

ITEMS = 1 / 5  # of the members may end in ；, by mistake or as the last of another list
TITLES = 0.5  # of the members look like titles, at least …
SURE_TITLES = 0.75  # … and so many of them if nothing else is to confirm it
TEXTS = 0.6  # of the members have text of their own, at least …
TEXTS_IN_LISTS = 0.85  # … in forms that number lists as often
SOME_TEXTS = 0.3  # of the members: too few for headings, too many for a list
MOST = 40  # headings in one series of 1. 2. 3.; a longer one numbers paragraphs
DASHES = 3  # a series of dashes is at least so long, since no numbers confirm it


def has_items(series: Series) -> bool:
    """A list whose members end in ； (the last one in 。)."""
    return series.kinds.count("item") > ITEMS * len(series.members)


def is_prose(series: Series) -> bool:
    """Sentences that happen to begin with a number."""
    return series.titled < TITLES


def numbers_paragraphs(series: Series) -> bool:
    """A number for every paragraph of a long text."""
    return series.form.in_lists and len(series.members) > MOST


def lacks_text(series: Series) -> bool:
    """A list: its members follow upon each other, with nothing between them."""
    return series.governing < (TEXTS_IN_LISTS if series.form.in_lists else TEXTS)


def has_some_text(series: Series) -> bool:
    """Between a list and headings: some members of 一、 or （一） have text, others have none."""
    some = series.governing >= SOME_TEXTS and "clause" not in series.kinds
    return lacks_text(series) and not series.form.in_lists and some


def is_mixed(series: Series) -> bool:
    """Some members are titles, some sentences."""
    return series.titled < SURE_TITLES


def is_doubtful_alone(series: Series) -> bool:
    """One member alone that is not number 1, or not a title, or whose form needs a second one."""
    if len(series.members) > 1:
        return False
    return series.numbers[0] != 1 or not series.form.single or series.kinds[0] != "line"


def has_gaps(series: Series) -> bool:
    """A series that does not begin with 1, and misses numbers after that."""
    first = series.numbers[0]
    return first > 1 and series.numbers != list(range(first, first + len(series.numbers)))


def is_short_of_dashes(series: Series) -> bool:
    """One or two dashes."""
    return series.form.kind == "dash" and len(series.members) < DASHES


# The first rule that holds decides: not headings, or in doubt; and the reason for the account.
_LIST = "an item: its list goes on after ；"
_SENTENCE = "a sentence that begins with a number"
_BARE = "an item: its own line is all its text"
_HARDLY = "a number, but hardly a title"
RULES: tuple[tuple[Callable[[Series], bool], str, str], ...] = (
    (has_items, "no", _LIST),
    (is_prose, "no", _SENTENCE),
    (numbers_paragraphs, "no", _SENTENCE),
    (has_some_text, "doubt", _BARE),
    (lacks_text, "no", _BARE),
    (is_mixed, "doubt", _HARDLY),
    (is_doubtful_alone, "doubt", _HARDLY),
    (has_gaps, "doubt", _HARDLY),
    (is_short_of_dashes, "doubt", _HARDLY),
)


def judge(series: Series) -> tuple[str, str]:
    """Whether a series is one of headings: "yes", "no" or "doubt", and why not."""
    for rule, verdict, reason in RULES:
        if rule(series):
            return verdict, reason
    return "yes", ""


# --- the verdict on all series of a form ---------------------------------------------------

SURE = 2  # times as many members in clear series carry the doubtful series of their form along
CLAUSE = 40  # characters of a numbered paragraph, on average, that is worth its own section


def _judge_all(form: Form, found: list[Series]) -> None:
    """Decide for the series of one form; the doubtful go with the clear ones."""
    doubtful: list[Series] = []
    accepted = 0
    for series in found:
        verdict, reason = judge(series)
        if verdict == "yes":
            accepted += len(series.members)
            _accept(series)
            continue
        for line in series.members:
            line.reason = reason
        if verdict == "doubt":
            doubtful.append(series)
    if accepted >= SURE * sum(len(series.members) for series in doubtful):
        for series in doubtful:
            _accept(series)
    if form.clauses and not accepted:
        _find_clauses(found)


def _accept(series: Series) -> None:
    for line, (_, stop) in zip(series.members, series.shapes, strict=True):
        if stop - line.head.end > 2 * LONGEST:  # in doubt, and a long sentence: no title
            stop = line.head.end
        where = "first sentence of a paragraph" if stop < len(line.text) else "line of its own"
        number = f"{line.head.number} " if line.head.number else ""
        line.accept(f"{where}, {number}in a series of {len(series.members)}", stop)


def _find_clauses(found: list[Series]) -> None:
    """Long numbered paragraphs divide a text that nothing else divides, headed by the marker."""
    if any(line.role == "heading" for line in found[0].lines):
        return
    for series in found:
        if are_clauses(series):
            for line in series.members:
                line.accept("a numbered clause", line.head.end)


def are_clauses(series: Series) -> bool:
    """Whether a series from 1 on numbers long paragraphs, and neither items nor titles."""
    size = len(series.members)
    long = sum(len(line.text) for line in series.members) >= CLAUSE * size
    return (
        size > 1 and series.numbers[0] == 1 and long and not {"item", "line"} & set(series.kinds)
    )
