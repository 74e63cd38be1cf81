"""What marks one section off, and how sure that is: multiples with their intervals."""

import itertools
from collections.abc import Mapping
from typing import Any, NamedTuple, Unpack

import pandas as pd
from matplotlib.axes import Axes

from ..contract import frame_of
from ..statistics import key_terms
from .groups import NAME, Groups, Names, grouping, of_look, rows_of
from .setting import SMALL, TEXT, TINY
from .sheet import FAINT, INK, RULE, SOFT, Look, Sheet, drawing, renamed

NEEDED = (
    *("target", "term", "n_target", "n_reference", "rate_target", "rate_reference"),
    *("effect", "lower", "upper", "supported"),
)
TIERS = ("documents", "paragraphs", "sentences", "supported", "")  # claims, the strongest first
STEP, LEAST_STEP = 0.46, 0.34  # centimetres of a row
HEAD, GAP = 0.5, 0.16  # above the rows, and between claims
TIER = 0.78  # the least height of a claim, which has two lines beside it
SAID = 9.0  # centimetres of a sheet that has room for words and not just for figures
ROWS = 9  # rows that hints fill up to
TERMS = 3.0


class Scale(NamedTuple):
    """An axis of multiples, by their logarithm to base 2: ×1 lies at 0, ×2 at 1."""

    left: float
    right: float
    low: float
    high: float

    def at(self, effect: float) -> float:
        """The place of an effect; what lies beyond stands at the end."""
        within = min(max(effect, self.low), self.high)
        return self.left + (within - self.low) / (self.high - self.low) * (self.right - self.left)


@drawing
@renamed(target="group")
def keyness(
    scores: pd.DataFrame,
    *,
    group: object,
    top: int = 12,
    names: Names = None,
    ax: Axes | None = None,
    **look: Unpack[Look],
) -> Axes:
    """What one section uses more than the others: how many times, how sure, and the counts.

    `scores` is from `keyness(counts)`, `group` one of its targets, `top` the number of terms at
    most.  Terms whose difference is supported come first, those of the strongest claim
    (`survives`) on top, then hints, hollow and pale, that fill up nine rows (three at least).  The
    axis counts multiples (×1: as frequent as in the rest); the line is the 95 % interval.  A term
    that occurs in this section alone has no multiple: a bar at the lower limit and an arrow say
    "at least so many times".
    Counts stand beside.  `names` is what sections are called: a corpus, its sections, a table of
    `section_names`, or a dict.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"section": list("1122"), "term": ["群众", "活动", "群众", "舆论"],
    ...     "n": [40, 60, 10, 90]})
    >>> ax = keyness(an.keyness(counts), group="1")
    >>> [text.get_text() for text in ax.texts if text.get_gid() == "term"]
    ['活动', '群众']
    """
    scores = frame_of(scores, "scores", NEEDED)
    groups = grouping(scores, names, **of_look(look))
    own = rows_of(scores, group)
    other = reference(scores, groups)
    rows = with_tiers(_chosen(key_terms(own), top))
    entries = groups.words
    said = [entries["axisOf"].format(other)]
    if len(rows) and not rows["supported"].any():
        said.insert(0, entries["none"].rstrip(entries["stop"].strip()))
    sheet = Sheet(
        ax,
        look,
        title=entries["figKeyness"].format(groups.name(group), other),
        below=entries["semicolon"].join([*sizes(own, groups, other), *said]),
        note=meaning(rows, scores, groups),
        content=_height(rows["tier"].tolist()) if len(rows) else 1.2,
    )
    if rows.empty:
        return sheet.empty(f"{entries['none']}{entries['noHints']}")
    rows = rows.head(sheet.rows(HEAD + 0.3, LEAST_STEP))
    _chart(sheet, rows, groups, groups.colour(group), other)
    return sheet.finish()


def _chosen(rows: pd.DataFrame, top: int) -> pd.DataFrame:
    """What is supported, and hints up to a number that can be read."""
    sure = rows[rows["supported"].astype(bool)].head(top)
    weak = rows[~rows["supported"].astype(bool)]
    several = weak[weak["n_target"] > 1]
    weak = several if len(several) else weak
    return pd.concat([sure, weak.head(min(top - len(sure), max(3, ROWS - len(sure))))])


def with_tiers(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the claim that each supports, in the column `tier`, the strongest first."""
    claims = pd.Series("supported", index=rows.index)
    if "survives" in rows:
        stated = rows["survives"].astype("object").fillna("").astype(str)
        claims = claims.mask(stated.isin(TIERS[:3]), stated)
    claims = claims.where(rows["supported"].astype(bool), "")
    return rows.assign(tier=claims).sort_values(
        "tier", key=lambda column: column.map(TIERS.index), kind="stable"
    )


def records_of(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows one by one, by the names of their columns."""
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.itertuples(index=False)]


# --- words -----------------------------------------------------------------------------------


def reference(scores: pd.DataFrame, groups: Groups) -> str:
    """What the targets were compared with: all others, general Chinese, or other groups by name.

    Scores of your own may not say it: then all others, where the sizes fit.
    """
    if "reference" in scores and len(told := scores["reference"].dropna().astype(str)):
        known = {"all others": groups.word("rest"), "background": groups.words["background"]}
        return known.get(told.iloc[0]) or _named(told.iloc[0].split(", "), groups)
    if {"size_target", "size_reference"} <= set(scores.columns):
        firsts = scores.drop_duplicates("target")
        both = firsts["size_target"] + firsts["size_reference"]
        if (both == firsts["size_target"].sum()).all():
            return groups.word("rest")
    return groups.word("other")


def _named(others: list[str], groups: Groups) -> str:
    """The groups that are the reference, by name; how many, where they are more than two."""
    if len(others) > 2:
        return groups.words["groups"].format(len(others))
    return groups.words["list"].join(f"“{groups.name(other, NAME)}”" for other in others)


def sizes(own: pd.DataFrame, groups: Groups, other: str) -> list[str]:
    """How many tokens the two sides have, where the table says so."""
    if own.empty or not {"size_target", "size_reference"} <= set(own.columns):
        return []
    first = own.iloc[0]
    here, there = (f"{int(first[name]):,}" for name in ("size_target", "size_reference"))
    return [groups.words["sides"].format(groups.word("here"), here, other, there)]


def meaning(rows: pd.DataFrame, scores: pd.DataFrame, groups: Groups) -> str:
    """What the marks mean, as far as there are such."""
    entries, told = groups.words, [groups.words["noteInterval"]]
    if len(rows) and (rows["n_reference"] == 0).any():
        told.append(entries["noteOnly"].format(only_word(scores, groups)))
    if len(rows) and rows["supported"].any():
        told.append(entries["noteSupported"][_basis(rows)])
    return entries["semicolon"].join(told) + entries["stop"].rstrip() if len(rows) else ""


def _basis(rows: pd.DataFrame) -> str:
    """What "supported" rests on: the unit that was dealt anew, or the interval."""
    sure = rows[rows["supported"].astype(bool)]
    if "support" in sure and (sure["support"].astype(str) == "interval").all():
        return "interval"
    return str(sure["unit"].iloc[0]) if "unit" in sure and sure["unit"].notna().all() else "any"


def only_word(scores: pd.DataFrame, groups: Groups) -> str:
    """How a term is called that the reference does not have."""
    rest = reference(scores, groups) == groups.word("rest")
    return groups.word("only") if rest else groups.words["notInOther"]


def multiple(effect: float) -> str:
    """A log ratio as "so many times".

    >>> multiple(1), multiple(2.2), multiple(5.17)
    ('2', '4.6', '36')
    """
    ratio = 2**effect
    return f"{ratio:,.0f}" if ratio >= 9.95 else f"{ratio:.1f}".removesuffix(".0")


def _said(row: Mapping[str, Any], groups: Groups, other: str, only: str, wide: bool) -> str:
    """What a row says in words, or in figures where there is no room for them."""
    entries = groups.words
    if row["n_reference"] > 0:
        times = multiple(row["effect"])
        return entries["ofOther"].format(times, other) if wide else f"×{times}"
    if not wide:
        return f"≥{multiple(row['lower'])}" if row["supported"] else entries["onlyShort"]
    bound = entries["comma"] + entries["atLeast"].format(multiple(row["lower"]))
    return only + (bound if row["supported"] else "")


# --- the chart -------------------------------------------------------------------------------


def _chart(sheet: Sheet, rows: pd.DataFrame, groups: Groups, shade: str, other: str) -> None:
    """Rows in their tiers, over one axis."""
    records, wide = records_of(rows), sheet.width >= SAID
    only = groups.word("only") if other == groups.word("rest") else groups.words["notInOther"]
    said = [_said(row, groups, other, only, wide) for row in records]
    counts = [f"{row['n_target']:,.0f} : {row['n_reference']:,.0f}" for row in records]
    head = groups.word("counts") if other == groups.word("rest") else groups.words["countsOther"]
    if not wide:
        head = ""
    end = sheet.right - sheet.widest(counts, SMALL) - 0.3
    end = min(end, sheet.right - sheet.room(head, TINY) - 0.3 if head else end)
    words_at = end - sheet.widest(said, SMALL)
    if wide:  # the head of the counts may stand above the words
        words_at = min(
            words_at + 0.9,
            sheet.right - sheet.widest(counts, SMALL) - 0.4 - sheet.widest(said, SMALL),
        )
    tiers = sheet.widest(_tier_words(rows["tier"], groups), SMALL) + 0.3 if wide else 0.0
    term = sheet.for_terms(rows["term"], TEXT, TERMS)
    left = sheet.left + tiers + term + 0.25
    scale = Scale(left, words_at - 0.25, *_limits(rows))
    places, bottom = _places(sheet, rows["tier"].tolist())
    _ticks(sheet, scale, bottom)
    sheet.text(sheet.right, sheet.top + 0.18, head, TINY, SOFT, ha="right")
    _tiers(sheet, rows["tier"].tolist(), places, groups, wide)
    step = min((b - a for a, b in itertools.pairwise(places)), default=STEP)
    for row, y, words, count in zip(records, places, said, counts, strict=True):
        ink = INK if row["supported"] else SOFT
        sheet.term(left - 0.2, y, row["term"], term, TEXT, ink, high=step, ha="right")
        interval(sheet, scale, y, row, shade)
        sheet.text(words_at, y, words, SMALL, ink, gid="said")
        sheet.text(sheet.right, y, count, SMALL, ink, ha="right", gid="counts")


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    """The ends of the axis: from ×1 (×½ where an interval reaches below) to ×256 at most."""
    known = rows[rows["n_reference"] > 0]
    most = max([4.0, rows["lower"].max() + 2, *known["upper"], *known["effect"]])
    low = -1.0 if (rows["lower"] < -0.05).any() else -0.15
    return low, min(8.0, 2 * -(-most // 2))


def _height(tiers: list[str]) -> float:
    """What the rows need, and what their claims need beside them."""
    return HEAD + sum(GAP + max(TIER, STEP * tiers.count(tier)) for tier in set(tiers))


def _places(sheet: Sheet, tiers: list[str]) -> tuple[list[float], float]:
    """The height of every row, those of a tier together; and where the last one ends."""
    numbers = [tiers.count(tier) for tier in dict.fromkeys(tiers)]
    room = sheet.bottom - sheet.top - HEAD - GAP * len(numbers)
    least = TIER if sheet.width >= SAID else 0.0
    steps = [room / len(tiers) * share / 100 for share in range(100, 40, -2)]
    fits = [step for step in steps if sum(max(least, n * step) for n in numbers) <= room]
    step = min(0.7, fits[0] if fits else steps[0])
    places, y = [], sheet.top + HEAD
    for number in numbers:
        places += [y + (k + 0.5) * step for k in range(number)]
        y += max(least if fits else 0.0, number * step) + GAP
    return places, y - GAP


def _ticks(sheet: Sheet, scale: Scale, bottom: float) -> None:
    """Lines at ×1, ×2, ×4, ×16, ×64, ×256."""
    last = 0.0
    for tick in (-1, 0, 1, 2, 4, 6, 8):
        if scale.low <= tick <= scale.high:
            ink, width = (INK, 0.8) if tick == 0 else (RULE, 0.5)
            x = scale.at(tick)
            sheet.line([x, x], [sheet.top + 0.36, bottom], ink, width)
            label = "×½" if tick < 0 else f"×{2**tick}"
            half = sheet.room(label, TINY) / 2
            if x - half > last:
                sheet.text(x, sheet.top + 0.18, label, TINY, SOFT, ha="center", gid="tick")
                last = x + half + 0.06


def _tier_words(tiers: pd.Series, groups: Groups) -> list[str]:
    return [word for tier in set(tiers) for word in groups.words["tiers"][tier]]


def _tiers(
    sheet: Sheet, tiers: list[str], places: list[float], groups: Groups, wide: bool
) -> None:
    """What each tier claims, beside its first row, and a rule between two."""
    for number, (tier, y) in enumerate(zip(tiers, places, strict=True)):
        if number and tiers[number - 1] != tier:
            middle = (places[number - 1] + y) / 2
            sheet.line([sheet.left, sheet.right], [middle, middle], RULE, 0.5)
        if wide and (not number or tiers[number - 1] != tier):
            for k, word in enumerate(groups.words["tiers"][tier]):
                ink, size = (INK if tier else SOFT, SMALL) if k == 0 else (SOFT, TINY)
                sheet.text(sheet.left, y + 0.3 * k, word, size, ink, gid="tier")


def interval(
    sheet: Sheet,
    scale: Scale,
    y: float,
    row: Mapping[str, Any],
    shade: str,
    *,
    small: bool = False,
) -> None:
    """The interval of a term; a dot at the multiple, or a bound with an arrow for "only here"."""
    sure, only = bool(row["supported"]), row["n_reference"] == 0
    pen, width = (shade, 1.0 if small else 1.4) if sure else (FAINT, 0.7)
    beyond = only or row["upper"] > scale.high
    end = scale.right if beyond else scale.at(row["upper"])
    begin = scale.at(row["lower"])
    sheet.line([begin, end - (0.12 if beyond else 0)], [y, y], pen, width, gid="interval")
    if beyond:
        sheet.arrow(end, y, pen)
    if only:
        sheet.line([begin, begin], [y - 0.1, y + 0.1], pen, width + 0.2, gid="bound")
        return
    if row["lower"] < scale.low:
        sheet.arrow(begin, y, pen, left=True)
    size = 3.4 if small else 4.6
    strong = sure and row.get("tier") in ("paragraphs", "documents")
    sheet.dot(
        scale.at(row["effect"]),
        y,
        shade if sure else SOFT,
        size * (1.25 if strong else 1),
        hollow=not sure,
    )
