"""The heading forms of Chinese documents, as a table to read; their numbers and their nesting.

What looks like a heading is decided here, line by line. What *is* one is decided in context,
by `analysis.structure`: the same "（一）" is a heading in a report and an item in an article.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..characters import HAN

N = "[〇○零一二三四五六七八九十百千两廿卅0-9０-９]{1,9}"  # a number in either writing
C = "[〇○零一二三四五六七八九十百]{1,7}"  # … in Chinese
D = "[0-9０-９]{1,3}"  # … in figures
U = "亿万千百十元个人年月日时分秒倍米公吨克升度平多余至到项家户名位"  # after a quantity


ORNAMENT = r"(?:\*\*|[【〖■□●○◆◇★☆▲△◎※•✦❖➤▌\U0001f300-\U0001faff][\ufe0f\u3000 ]*)?"


class Form(NamedTuple):
    """One way of writing a heading.

    ``name`` says which one, ``pattern`` is a regular expression for its marker, ``rank``
    the usual place in the hierarchy (a smaller one stands above; the document may differ),
    ``kind`` how its context is judged (see `KINDS`), ``example`` a marker or a line,
    ``comment`` what to know about it.
    """

    name: str
    pattern: str
    rank: int
    kind: str
    example: str
    comment: str = ""


KINDS = {
    "division": "a line of its own that names a part of the whole: 第一章 总则",
    "article": "第一条: a heading by its place in the sequence; its text follows in the same line",
    "number": "a line of its own, or the first sentence of a paragraph, in a series 1, 2, 3 …",
    "item": "as number, but only where it is a line of its own: run in, it is a list item",
    "point": "the short first sentence of a point, also in mid-paragraph: 一是…。",
    "dash": "as point, without a number: ——…。",
    "named": "a word that is a heading when it stands alone: 前言",
    "annex": "begins an annex, whose numbers start anew: 附件1",
    "own": "a form given by the user, taken at its word",
}

FORMS = (
    Form("volume", rf"第\s*{N}\s*[部册冊](?!分|[门門署队])|卷之?{N}", 1, "division", "第一部"),
    Form(
        "part",
        rf"第\s*{N}\s*(?:部\s*分|[编編篇])(?:\s*之{N})?|[上中下][编編篇](?=\s|$)",
        2,
        "division",
        "第一编",
        "also 第一部分, 第一篇, 上篇",
    ),
    Form("scroll", rf"第\s*{N}\s*卷|[上中下]卷(?=\s|$)", 3, "division", "第一卷"),
    Form("subpart", rf"第\s*{N}\s*分[编編]", 4, "division", "第一分编", "of the Civil Code"),
    Form(
        "chapter",
        rf"(?:正文\s*)?第\s*{N}\s*(?:章(?:\s*之{N})?|[回讲講课課集幕])",
        5,
        "division",
        "第一章",
        "第 二 章之一 (Taiwan); 第一回 of novels",
    ),
    Form("section", rf"第\s*{N}\s*[节節](?:\s*之{N})?", 6, "division", "第一节"),
    Form("subsection", rf"第\s*{N}\s*款", 7, "division", "第一款", "Taiwan: 編章節款目條"),
    Form("topic", rf"第\s*{N}\s*目", 8, "division", "第一目"),
    Form(
        "article",
        rf"第\s*{N}(?:\s*[-－—之]\s*{N})?\s*[条條](?:\s*之{N})?",
        9,
        "article",
        "第一条",
        "第五条之一, 第 5-1 條",
    ),
    Form("roman", r"(?:[Ⅰ-Ⅻ]|[IVX]{1,5})\s*[.．、]|[Ⅰ-Ⅻ](?=\s)", 19, "number", "Ⅰ."),
    Form("formal", r"[壹贰叁肆伍陆柒捌玖拾貳參陸]{1,3}\s*[、.．]", 20, "number", "壹、"),
    Form("stem", r"[甲乙丙丁戊己庚辛壬癸]\s*[、.．]", 21, "number", "甲、"),
    Form("comma", rf"{C}\s*[、．.]|{C}[\u3000 ]+(?=\S)", 22, "number", "一、"),
    Form("alone", rf"{C}$", 23, "number", "一", "a numeral alone on its line"),
    Form("brackets", rf"[（(〔［]\s*{C}\s*[）)〕］][、.．]?|[㈠-㈩]", 24, "number", "（一）"),
    Form("bracket", rf"{C}[）)]", 25, "number", "一）"),
    Form("letter", rf"[A-HＡ-Ｈ]\s*[.．、](?=\s*[{HAN}])", 28, "number", "A."),
    Form("figure", rf"{D}\s*[．、]|{D}\s*\.(?![0-9０-９])|[⒈-⒛]", 30, "number", "1."),
    Form("decimal1", rf"{D}[\u3000 \t]+(?=[{HAN}])", 30, "number", "1　总则"),
    Form("decimal2", rf"{D}[.．]{D}[.．]?(?=\s|(?![{U}])[{HAN}])", 31, "number", "1.1"),
    Form(
        "decimal3",
        rf"{D}(?:[.．]{D}){{2}}[.．]?(?=\s|(?![{U}])[{HAN}])",
        32,
        "number",
        "1.1.1",
    ),
    Form(
        "decimal4",
        rf"{D}(?:[.．]{D}){{3}}[.．]?(?=\s|(?![{U}])[{HAN}])",
        33,
        "number",
        "1.1.1.1",
    ),
    Form("figures", rf"[（(]\s*{D}\s*[）)]|[⑴-⒇]", 40, "item", "（1）"),
    Form("figure)", rf"{D}[）)]", 41, "item", "1）"),
    Form("circle", r"[①-⑳]", 42, "item", "①"),
    Form("small", rf"[a-h]\s*[.．、](?=\s*[{HAN}])|[（(][a-h][）)]", 43, "item", "a."),
    Form("is", rf"{C}是", 50, "point", "一是"),
    Form("must", rf"{C}要", 50, "point", "一要"),
    Form("first", rf"第{C}[，,、：:](?!第)", 51, "point", "第一，"),
    Form("firstly", r"(?:首先|其次|再次|再者|最后|最後)[，,、]", 52, "point", "首先，"),
    Form("among", rf"其{C}[，,、：:是]", 52, "point", "其一，"),
    Form("dash", rf"(?:——|──)(?=[{HAN}“])", 53, "dash", "——"),
    Form(
        "named",
        r"(?:前\s*言|引\s*言|序\s*言|绪\s*论|導\s*論|导\s*[言论]|自?序|凡例|后\s*记|後\s*記|跋|结\s*语|結\s*語"
        r"|结束语|结\s*论|摘\s*要|致\s*谢|参考文献|尾\s*声)$"
        r"|(?:楔\s*子|引\s*子|引\s*首|序\s*章|序\s*幕|尾\s*声|终\s*章|番\s*外)(?=\s|$)",
        0,
        "named",
        "前言",
    ),
    Form(
        "annex",
        rf"附\s*(?:件|录|錄|表)\s*(?:{N}|[A-HＡ-Ｈ])?(?=[\s：:.．、]*$|[\s：:.．、]+\S)|附\s*[：:]\s*$",
        0,
        "annex",
        "附件1",
    ),
)


class Match(NamedTuple):
    """How one line begins: its form, number, the end of the marker and the marker itself."""

    form: Form
    number: int
    end: int
    marker: str


# No built-in form begins with another sign, so most lines need no closer look.
FIRST = frozenset(
    "第卷上中下正附前引序绪導导自凡后後跋结結摘致参尾楔终番*【〖■□●○◆◇★☆▲△◎※•✦❖➤▌（(〔［—─－―ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫIVX"
    "甲乙丙丁戊己庚辛壬癸壹贰叁肆伍陆柒捌玖拾貳參陸〇○零一二三四五六七八九十百0123456789０１２３４５６７８９"
    "ABCDEFGHＡＢＣＤＥＦＧＨabcdefgh㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
    "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
)


EMOJI = "\U0001f300"


@lru_cache(maxsize=8)
def matcher(forms: tuple[Form, ...] = FORMS) -> Callable[[str], Match | None]:
    """A function from a line (without blanks before it) to its `Match`, or None.

    >>> match = matcher(FORMS)
    >>> match("（十二）坚持党的领导。").number, match("十二月的天气。")
    (12, None)
    """
    # The commonest are tried first, which makes laws half as slow; no two match the same marker.
    common = ("article", "brackets", "comma", "figure")
    forms = sorted(forms, key=lambda form: form.name not in common)
    table = {f"f{place}": form for place, form in enumerate(forms) if form.kind != "point"}
    inner = "|".join(f"(?P<{key}>{form.pattern})" for key, form in table.items())
    # Bold in markdown, brackets round a chapter and ornaments stand before the marker.
    expression = re.compile(rf"{ORNAMENT}(?:{inner or '(?!)'})").match  # (?!): no form
    first = None if set(forms) - set(FORMS) else FIRST

    known: dict[tuple[str, str], Match] = {}

    def match(line: str) -> Match | None:
        if first and line[0] not in first and line[0] < EMOJI:
            return None
        found = expression(line)
        if found is None:
            return None
        key = found.lastgroup, found[0]
        if key not in known:
            marker = found[key[0]]
            known[key] = Match(table[key[0]], number_of(marker), found.end(), marker.strip())
        return known[key]

    return match


def choose_forms(headings: Iterable[str | Form] | None) -> tuple[Form, ...]:
    """The forms to use: all, or those named (by name or by example), or those given.

    >>> [form.name for form in choose_forms(["一、", "brackets"])]
    ['comma', 'brackets']
    >>> len(choose_forms([*FORMS, Form("box", "专栏[0-9]+", 3, "own", "专栏1")])) - len(FORMS)
    1
    """
    if headings is None:
        return FORMS
    if isinstance(headings, str | Form):
        headings = [headings]
    known = {key: form for form in FORMS for key in (form.example, form.name)}
    chosen = []
    for entry in headings:
        if isinstance(entry, str) and entry not in known:
            names = ", ".join(form.example for form in FORMS)
            raise ValueError(f"no heading form {entry!r}; there are: {names} (or give a Form)")
        chosen.append(known[entry] if isinstance(entry, str) else entry)
    for form in chosen:
        if form.kind not in KINDS:
            raise ValueError(
                f"heading form {form.name!r}: no kind {form.kind!r}; kinds: {', '.join(KINDS)}"
            )
    return tuple(dict.fromkeys(chosen))


_FIGURES = str.maketrans("０１２３４５６７８９", "0123456789")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_DIGITS |= {character: value for value, character in enumerate("〇壹贰叁肆伍陆柒捌玖")}
_DIGITS |= {"○": 0, "两": 2, "貳": 2, "參": 3, "陸": 6}
_UNITS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_ORDERS = ("甲乙丙丁戊己庚辛壬癸", "ABCDEFGH", "ＡＢＣＤＥＦＧＨ", "abcdefgh", "首其再最")
_SPANS = (("①", 20), ("⑴", 20), ("⒈", 20), ("Ⅰ", 12), ("㈠", 10))
_NUMERAL = re.compile(
    r"[0-9０-９]+(?:[.．-][0-9０-９]+)*|[〇○零一二三四五六七八九十百千两廿卅壹贰叁肆伍陆柒捌玖拾貳參陸]+"
)


@lru_cache(maxsize=4096)
def number_of(marker: str) -> int:
    """The number that a marker bears; of 1.2.3 the last one; 0 where it bears none.

    >>> [number_of(marker) for marker in ["第二十三条", "（十）", "1.2", "③", "丙、", "——"]]
    [23, 10, 2, 3, 3, 0]
    """
    found = _NUMERAL.search(marker)
    if found is None:
        return _order_of(marker)
    numeral = found[0].translate(_FIGURES)
    if numeral[0].isascii():
        parts = re.split(r"[.．]", numeral)
        return int(parts[-1].split("-")[0] or 0)
    return chinese_number(numeral)


def chinese_number(numeral: str) -> int:
    """The value of a Chinese numeral, by units (二十三) or by places (二三).

    >>> [chinese_number(n) for n in ["十", "十二", "二十", "一百零八", "一〇八", "廿一"]]
    [10, 12, 20, 108, 108, 21]
    """
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if not any(character in _UNITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total, digit = 0, 0
    for character in numeral:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit


def _order_of(marker: str) -> int:
    """The place of the marker's first sign in a series such as 甲乙丙 or ①②③."""
    if roman := re.match("[IVX]+", marker):
        return _roman(roman[0])
    for sign in marker:
        for series in _ORDERS:
            if sign in series:
                return series.index(sign) + 1
        for first, length in _SPANS:
            if 0 <= ord(sign) - ord(first) < length:
                return ord(sign) - ord(first) + 1
    return 0


def _roman(numeral: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[sign] for sign in numeral]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


# --- nesting -------------------------------------------------------------------------------


ANNEX = "annex"

# What decides the level of a heading: its form, number, rank, and level in the format or 0.
Head = tuple[str, int, float, int]


def nest(heads: list[Head]) -> list[int]:
    """The level of each heading, in text order.

    What starts anew inside another series lies below it; where the document does not say so,
    the usual order of the forms holds. Rank 0 (前言, 附件) stands beside the highest, and the
    numbers of an annex start at the top again, as those of a document of its own. What comes
    before the first heading of the highest rank lies below the "0" in front of it.

    >>> rank = {"一、": 22, "（一）": 24}
    >>> nest([(key, 1, rank[key], 0) for key in ["一、", "（一）", "（一）", "一、"]])
    [1, 2, 2, 1]
    """
    ranked = [head for head in heads if head[2]]
    order = _order(ranked)
    top = min(order.values(), default=0)
    waits = bool(ranked) and order[ranked[0][0]] != top and not ranked[0][3]
    levels, stack = [], [top] if waits else []
    for key, _, rank, _ in heads:
        place = order[key] if rank else top
        while stack and stack[-1] >= place:
            stack.pop()
        levels.append(len(stack) + 1)
        if key != ANNEX:
            stack.append(place)
    return levels


def _order(heads: list[Head]) -> dict[str, int]:
    """The place of each form in the document's own hierarchy."""
    ranks = {key: rank for key, _, rank, _ in heads}
    marked = {key: level for key, _, _, level in reversed(heads) if level}
    above = _evidence(heads)

    def compare(one: str, two: str) -> float:
        if one in marked and two in marked and marked[one] != marked[two]:
            return marked[one] - marked[two]
        if all(5 <= ranks[key] <= 9 for key in (one, two)):  # 章节款目条, always in this order
            return ranks[one] - ranks[two]
        return (above[two, one] - above[one, two]) or ranks[one] - ranks[two]

    wins = {key: sum(compare(key, other) > 0 for other in ranks) for key in ranks}
    ordered = sorted(ranks, key=lambda key: (wins[key], ranks[key]))
    places, place = dict.fromkeys(ordered[:1], 0), 0
    for before, key in pairwise(ordered):
        place += compare(key, before) != 0
        places[key] = place
    return places


def _evidence(heads: list[Head]) -> dict[tuple[str, str], int]:
    """How often a whole series 1, 2, … of one form stands between n and n + 1 of another."""
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
