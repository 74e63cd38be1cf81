"""What may be said of lines that may be headings, as numbers: of each, its series, its family.

A family is a look (or, in plain text, an indent) with a form of number. Each feature is a share
(0 to 1), a yes or no (1, 0) or the logarithm of a size; `data/heading_weights.csv` says what each
of them weighs.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Hashable
from itertools import pairwise

from ..characters import HAN
from .candidates import BLANKS, DATE, SHORT, Item
from .contents import without_page
from .lines import Line, ended, gap_between
from .nesting import body_look, prominence

Row = dict[str, float]

FIRST = 3  # lines at the head of a document
FORMATTED = 3  # headings of the format, and more, are nearly all that there are
FEW = 3  # places of the same words that may be a heading and its entry; more are a running head
RUN = 12  # members of a series that is as good as any longer one
UPPER = ("comma", "formal", "roman", "stem")  # forms that stand at the top as a rule
_LETTERS = re.compile(f"[A-Za-z，。、；：“”（）《》{HAN}]+")  # and signs that are frequent
_SYMBOL = re.compile(r"[^\w\s]|_")
_MENTIONED = frozenset("的中之与和及至到或等，。)）%％+-=/<>")  # after a number that heads nothing


def features(text: str, lines: list[Line]) -> tuple[list[Item], list[Row]]:
    """The lines that are no furniture, and the features of those that may be headings."""
    own = [line for line in lines if line.role not in ("furniture", "blank")]
    items = [Item(place, line, indent_of(text, line.begin)) for place, line in enumerate(own)]
    drop_words(items)
    whole = Whole(text, items)
    families = {key: family_row(group, whole) for key, group in whole.families.items()}
    series = series_rows(items)
    rows = [
        {}
        if item.barred
        else {
            **families[item.family],
            **series[item.place],
            **text_row(item),
            **place_row(item, whole),
            **kind_row(item, whole),
        }
        for item in items
    ]
    return items, rows


def indent_of(text: str, begin: int) -> int:
    """How far a line is indented, in characters (two narrow blanks are one).

    >>> indent_of("　　一、认识", 2), indent_of("    一、认识", 4), indent_of("认识一", 2)
    (2, 2, 0)
    """
    blanks = text[text.rfind("\n", 0, begin) + 1 : begin]
    return 0 if blanks.strip() else sum(2 if sign in "\u3000\t" else 1 for sign in blanks) // 2


def drop_words(items: list[Item]) -> None:
    """Take the number from lines with a word before it that does not count: 考点一, 考点二 do."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.form.startswith("word "):
            groups[item.form].append(item)
    for group in groups.values():
        counts = sum(two.number in (1, one.number + 1) for one, two in pairwise(group))
        if len(group) == 1 or counts < (len(group) - 1) / 2:
            for item in group:
                item.number_with(None)


class Whole:
    """What is known of all lines together."""

    def __init__(self, text: str, items: list[Item]) -> None:
        """Put them into families, and see what they are like together."""
        self.items = items
        self.body = body_look(item.line for item in items)
        self.characters = sum(item.size for item in items) or 1
        self.families: dict[Hashable, list[Item]] = defaultdict(list)
        self.looks: dict[Hashable, int] = defaultdict(int)
        free = [item for item in items if not item.fixed]
        for item in free:
            self.families[item.family].append(item)
            self.looks[item.look] += 1
        self.titled = share_of([item.titled for item in free])
        long = sum(item.size for item in free if item.size >= SHORT)
        self.long = long / max(sum(item.size for item in free), 1)
        self.formatted = sum(map(in_format, items)) > FORMATTED
        self.words = [words_of(item) for item in items]
        pairs = list(zip(items, self.words, strict=True))
        self.entries = {words for item, words in pairs if item.line.role == "contents"}
        self.again: dict[str, list[int]] = defaultdict(list)
        for item, words in pairs:
            self.again[words].append(item.place)
        self.gaps = gaps_of(text, items)

    def next(self, item: Item) -> Item | None:
        """The line below."""
        place = item.place + 1
        return self.items[place] if place < len(self.items) else None

    def last(self, item: Item) -> Item | None:
        """The line above."""
        return self.items[item.place - 1] if item.place else None

    def enters(self, item: Item) -> bool:
        """Whether the contents have a line of these words."""
        return self.words[item.place] in self.entries

    def shown(self, item: Item) -> float:
        """How much a line stands out."""
        return prominence(item.line, *self.body)


def share_of(answers: list[bool]) -> float:
    """The share of the answers that are yes."""
    return sum(answers) / max(len(answers), 1)


def gaps_of(text: str, items: list[Item]) -> list[bool]:
    """Whether a blank line stands above each line; formats that know looks have none."""
    plain = all(item.line.look is None for item in items)
    return [False, *(plain and gap_between(text, a.line, b.line) for a, b in pairwise(items))]


def in_format(item: Item) -> bool:
    """Whether the file format says that a line is a heading."""
    return item.line.fixed and item.line.role == "heading"


def words_of(item: Item) -> str:
    """The words of a line without its number, and without a page number."""
    words = without_page(item.rest)
    return words if item.size == len(item.line.text) else BLANKS.sub("", words)


def are_alike(one: Item, two: Item | None) -> bool:
    """Whether two lines are of one family, or numbered in one form."""
    if two is None:
        return False
    return one.family == two.family or (bool(one.form) and one.form == two.form)


def stands_over_text(item: Item, after: Item | None) -> bool:
    """Whether something longer, or a table, follows upon a line."""
    if after is None or are_alike(item, after):
        return False
    return after.fixed or after.size >= min(SHORT, 1.5 * item.size + 1)


def size_of(number: float) -> float:
    """The logarithm of a size, about 1 where it is large."""
    return math.log1p(number) / 4


# --- families --------------------------------------------------------------------------------


def family_row(group: list[Item], whole: Whole) -> Row:
    """What the lines of a family are like."""
    size, total = len(group), len(whole.items)
    titled = sum(item.titled for item in group) / size
    shown = sum(whole.shown(item) for item in group) / size
    befores = [None, *group]
    counts = sum(
        item.number == 1 or (before is not None and item.number == before.number + 1)
        for item, before in zip(group, befores, strict=False)
    )
    return {
        "family: titles": titled,
        "family: run in": sum(item.shape == "runin" for item in group) / size,
        "family: clauses": sum(item.shape in ("clause", "item") for item in group) / size,
        "family: next alike": sum(are_alike(item, whole.next(item)) for item in group) / size,
        "family: over text": sum(stands_over_text(one, whole.next(one)) for one in group) / size,
        "family: lines": size_of(size),
        "family: share": size / total,
        "family: characters": sum(item.size for item in group) / whole.characters,
        "family: spread": (group[-1].place - group[0].place) / max(total - 1, 1),
        "family: contents": sum(map(whole.enters, group)) / size,
        "family: at the head": float(group[0].place < FIRST),
        "family: counts": counts / size if group[0].form else 0.0,
        "family: stands out": titled * min(1.0, max(shown, 0.0)),
        "look: share": whole.looks[group[0].look] / total,
    }


# --- series ----------------------------------------------------------------------------------


def series_rows(items: list[Item]) -> list[Row]:
    """The features of the series in which each line counts; 0 for lines without a number."""
    forms: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if item.form and not item.fixed:
            forms[item.form].append(item)
    rows = [dict.fromkeys(SERIES, 0.0) for _ in items]
    for group in forms.values():
        for run in runs_of(group):
            row = series_row(run, items)
            for item in run:
                rows[item.place], item.group = row, run[0].place
    return rows


def runs_of(group: list[Item]) -> list[list[Item]]:
    """The numbered lines of one form in pieces that count on."""
    runs: list[list[Item]] = []
    for item in group:
        if not runs or item.number == 1 or not 0 <= item.number - runs[-1][-1].number <= 2:
            runs.append([])
        runs[-1].append(item)
    return runs


SERIES = (
    *("series: length", "series: from 1", "series: governs", "series: open"),
    *("series: items", "series: characters"),
)


def series_row(run: list[Item], items: list[Item]) -> Row:
    """What the lines of a series are like."""
    size = len(run)
    afters = (items[item.place + 1] for item in run if item.place + 1 < len(items))
    values = (
        min(size, RUN) / RUN,
        float(run[0].number == 1 and size > 1),
        sum(after.form != run[0].form for after in afters) / size,
        sum(item.open for item in run) / size,
        sum(item.shape == "item" for item in run) / size,
        size_of(sum(len(item.rest) for item in run) / size),
    )
    return dict(zip(SERIES, values, strict=True))


# --- lines -----------------------------------------------------------------------------------


def text_row(item: Item) -> Row:
    """What the text of a line is like."""
    rest = item.rest
    signs = max(len(rest), 1)
    return {
        "open": float(item.open),
        "length": size_of(len(rest)),
        "long": float(item.size > SHORT),
        "tiny": float(len(rest) <= 1),
        "stops": min(item.stops, 2) / 2,
        "commas": min(sum(map(rest.count, "，,、")), 3) / 3,
        "date": float(DATE.match(item.line.text) is not None),
        "named": float(item.named),
        "named, run in": float(item.inline),
        "mention": float(bool(item.form) and rest[:1] in _MENTIONED),
        "digits": sum(map(str.isdigit, _LETTERS.sub("", rest))) / signs,
        "symbols": len(_SYMBOL.findall(rest)) / signs,
    }


def place_row(item: Item, whole: Whole) -> Row:
    """What stands around a line."""
    after, before = whole.next(item), whole.last(item)
    above = None if before is None else before.line.text
    again = whole.again[whole.words[item.place]]
    return {
        "blank above": float(whole.gaps[item.place]),
        "next long": float(after is not None and after.size >= min(SHORT, 2 * item.size)),
        "last alike": float(before is not None and before.family == item.family),
        "last announces": float(above is not None and above[-1] in "：:"),
        "last ended": float(
            above is None or (before is not None and before.fixed) or ended(above)
        ),
        "at the head": float(item.place <= FIRST),
        "again below": float(1 < len(again) <= FEW and again[-1] > item.place + FEW),
        "again often": float(len(again) > FEW),
        "text: titles": whole.titled,
        "text: long lines": whole.long,
        "text: lines": math.log1p(len(whole.items)) / 8,
    }


def kind_row(item: Item, whole: Whole) -> Row:
    """What the format, the contents and the number say of a line."""
    look, form = item.line.look, item.form
    entry = whole.enters(item)
    plain = not form and item.titled and whole.shown(item) < 0.3
    return {
        "space above": max(-1.0, min(look.before, 3.0)) / 3 if look else 0.0,
        "centred": float(look is not None and look.centred),
        "in the format": float(in_format(item)),
        "outside the format": float(whole.formatted and not in_format(item)),
        "in the contents": float(entry),
        "outside the contents": float(len(whole.entries) > 5 and not entry),
        "run in": float(item.shape == "runin"),
        "upper form": float(form in UPPER),
        "lower form": float(item.line.kind == "item" or form in ("small", "letter")),
        "dash": float(item.line.kind == "dash"),
        "word form": float(form.startswith("word ")),
        "no number": float(not form),
        "no number, plain": float(plain),
    }
