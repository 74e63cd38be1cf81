"""The heading forms of Chinese documents, as a table to read.

What looks like a heading is decided here, line by line. What *is* one is decided in context,
by `series`, `divisions` and `points`: the same （一） is a heading in a report and an item of
a list in an article.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from ..characters import HAN
from .numbers import number_of
from .signs import first_signs

N = "[〇○零一二三四五六七八九十百千两廿卅0-9０-９]{1,9}"  # a number in either writing
C = "[〇○零一二三四五六七八九十百]{1,7}"  # … in Chinese
D = "[0-9０-９]{1,3}"  # … in figures
U = "亿万千百十元个人年月日时分秒倍米公吨克升度平多余至到项家户名位"  # after a quantity

H = f"[{HAN}]"
NAMED = "(?!\\s*[章节節][中提所给給介的将將已讲述])"  # a mention of a section: 2.1 节提到的
AFTER = rf"{NAMED}(?:[、）)]|[.．]?(?=\s|(?![{U}的所与與和及至或]){H}))"  # 1.1、 or before a title

# What may stand before the number: bold of markdown, brackets round a chapter, ornaments, emoji.
ORNAMENT = r"(?:\*\*|[【〖■□●○◆◇★☆▲△◎※•✦❖➤▌\U0001f300-\U0001faff][\ufe0f\u3000 ]*)?"


class Form(NamedTuple):
    """One way of writing a heading.

    ``name`` says which one, ``pattern`` is a regular expression for its marker (the number as
    it is written), ``rank`` its usual place in the hierarchy (a smaller one stands above; 0
    beside the highest; the document may differ), ``kind`` how its context is judged (see
    `KINDS`), ``example`` a marker or a line, ``comment`` what to know about it. The others say
    what sets the form apart:

    ``in_lists``: lists are numbered with it as often as headings are, so more is asked of a
    series, and no colon and no blank ends its titles.
    ``single``: one alone, with no second one after it, may be a heading.
    ``untitled``: the number is the whole heading; no title stands beside or below it.
    ``couplet``: its title may stand in two halves on two lines: 第一回.
    ``clauses``: long paragraphs that it numbers divide a text that nothing else divides.
    ``ordered``: its rank holds among the forms that are so marked, whatever the document says.
    ``following``: of points, the pattern from the second one on, where they bear no number.

    >>> Form("box", r"专栏[0-9]+", 23, "own", "专栏1").single
    True
    """

    name: str
    pattern: str
    rank: int
    kind: str
    example: str
    comment: str = ""
    in_lists: bool = False
    single: bool = True
    untitled: bool = False
    couplet: bool = False
    clauses: bool = False
    ordered: bool = False
    following: str = ""


KINDS = {
    "division": "a line of its own that names a part of the whole: 第一章 总则",
    "article": "第一条: a heading by its place in the sequence; its text follows in the same line",
    "number": "a line of its own, or the first sentence of a paragraph, in a series 1, 2, 3 …",
    "item": "as number, but only where it is a line of its own: run in, it is a list item",
    "point": "the short first sentence of a point, also in mid-paragraph: 一是…。",
    "dash": "as number, without one, in a series of three at least: ——…。",
    "named": "a word that is a heading when it stands alone: 前言",
    "annex": "begins an annex, whose numbers start anew: 附件1",
    "own": "a form of yours: every line that begins with it is a heading",
}

FORMS = (
    Form(
        "volume",
        rf"第\s*{N}\s*[部册冊](?!分|[门門署队])|卷\s*[之第]?\s*{N}",
        1,
        "division",
        "第一部",
    ),
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
        couplet=True,
        ordered=True,
    ),
    Form("section", rf"第\s*{N}\s*[节節](?:\s*之{N})?", 6, "division", "第一节", ordered=True),
    Form("scene", rf"第\s*{N}\s*[场場](?=[\s：:]|$)", 6, "division", "第一场 街上"),
    Form(
        "subsection",
        rf"第\s*{N}\s*款",
        7,
        "division",
        "第一款",
        "Taiwan: 編章節款目條",
        ordered=True,
    ),
    Form("topic", rf"第\s*{N}\s*目", 8, "division", "第一目", ordered=True),
    Form(
        "article",
        rf"第\s*{N}(?:\s*[-－—之]\s*{N})?\s*[条條](?:\s*之{N})?",
        9,
        "article",
        "第一条",
        "第五条之一, 第 5-1 條",
        ordered=True,
    ),
    Form("roman", r"(?:[Ⅰ-Ⅻ]|[IVX]{1,5})\s*[.．、]|[Ⅰ-Ⅻ](?=\s)", 19, "number", "Ⅰ."),
    Form(
        "formal",
        r"[壹贰叁肆伍陆柒捌玖拾貳參陸]{1,3}\s*[、.．]",
        20,
        "number",
        "壹、",
        clauses=True,
    ),
    Form(
        "stem",
        r"[甲乙丙丁戊己庚辛壬癸]\s*[、.．]|[（(][甲乙丙丁戊己庚辛壬癸][）)]",
        21,
        "number",
        "甲、",
    ),
    Form("branch", r"[子丑寅卯辰巳午未申酉戌亥]\s*[、.．]", 27, "number", "子、", "below 甲、"),
    Form(
        "comma",
        rf"{C}\s*[、．.丶﹑､：:]|{C}[，,](?={H})|{C}[\u3000 ]+(?=\S)",
        22,
        "number",
        "一、",
        clauses=True,
    ),
    Form(
        "alone",
        rf"{C}$",
        23,
        "number",
        "一",
        "a numeral alone on its line",
        single=False,
        untitled=True,
    ),
    Form("brackets", rf"[（(〔［]\s*{C}\s*[）)〕］][、.．]?|[㈠-㈩]", 24, "number", "（一）"),
    Form("bracket", rf"{C}[）)]", 25, "number", "一）", in_lists=True, single=False),
    Form(
        "letter",
        rf"[A-HＡ-Ｈ]\s*[.．、](?=\s*[{HAN}])",
        28,
        "number",
        "A.",
        in_lists=True,
        single=False,
    ),
    Form(
        "figure",
        rf"{D}\s*(?:、|．(?!{D}(?![0-9０-９]))|\.(?![0-9０-９]))|[⒈-⒛]",
        30,
        "number",
        "1.",
        in_lists=True,
        single=False,
    ),
    Form(
        "decimal1",
        rf"{D}[\u3000 \t]+(?=[{HAN}《“])(?![年月日号])",
        30,
        "number",
        "1　总则",
        in_lists=True,
    ),
    Form(
        "decimal2",
        rf"{D}[.．]{D}{AFTER}",
        31,
        "number",
        "1.1",
        in_lists=True,
    ),
    Form(
        "decimal3",
        rf"{D}(?:[.．]{D}){{2}}{AFTER}",
        32,
        "number",
        "1.1.1",
        in_lists=True,
    ),
    Form(
        "decimal4",
        rf"{D}(?:[.．]{D}){{3}}{AFTER}",
        33,
        "number",
        "1.1.1.1",
        in_lists=True,
    ),
    Form(
        "figures", rf"[（(]\s*{D}\s*[）)]|[⑴-⒇]", 40, "item", "（1）", in_lists=True, single=False
    ),
    Form("figure)", rf"{D}[）)]", 41, "item", "1）", in_lists=True, single=False),
    Form("circle", r"[①-⑳]", 42, "item", "①", in_lists=True, single=False),
    Form(
        "small",
        rf"[a-h]\s*[.．、](?=\s*[{HAN}])|[（(][a-h][）)]",
        43,
        "item",
        "a.",
        in_lists=True,
        single=False,
    ),
    Form("is", rf"{C}是", 50, "point", "一是"),
    Form("must", rf"{C}要", 50, "point", "一要"),
    Form("first", rf"第{C}[，,、：:](?!第)", 51, "point", "第一，"),
    Form(
        "firstly",
        "首先[，,、]",
        52,
        "point",
        "首先，",
        following="(?:其次|再次|再者|最后|最後)[，,、]",
    ),
    Form("among", rf"其{C}[，,、：:是]", 52, "point", "其一，"),
    Form("dash", rf"(?:——|──)(?=[{HAN}“])", 53, "dash", "——", in_lists=True, single=False),
    Form(
        "named",
        r"(?:前\s*言|引\s*言|序\s*言|绪\s*论|導\s*論|导\s*[言论]|自?序|凡例|后\s*记|後\s*記|跋|结\s*语|結\s*語"
        r"|结束语|结\s*论|摘\s*要|致\s*谢|参考文献|尾\s*声)$"
        r"|[〔\[]?(?:摘\s*要|内容提要|[Aa]bstract|ABSTRACT|Ａｂｓｔｒａｃｔ)\s*(?:[】〕\]]\s*[：:]?|[：:]|$)"
        rf"|(?:摘\s*要[\u3000 ]+(?={H})|(?:[Aa]bstract|ABSTRACT)[\u3000 ]+(?=[A-Z]))(?=.{{30}})"
        r"|(?:附中文)?参\s*考\s*文\s*献\s*[：:]?$|(?:References|REFERENCES)\s*[：:]?$"
        r"|(?:楔\s*子|引\s*子|引\s*首|序\s*章|序\s*幕|尾\s*声|终\s*章|番\s*外)(?=\s|$)",
        0,
        "named",
        "前言",
        "摘要：… and Abstract: … run in",
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


# These are tried first, which makes laws half as slow; no two forms match the same marker.
_COMMON = ("article", "brackets", "comma", "figure")


@lru_cache(maxsize=8)
def matcher(forms: tuple[Form, ...] = FORMS) -> Callable[[str], Match | None]:
    """A function from a line (without blanks before it) to its `Match`, or None.

    >>> match = matcher(FORMS)
    >>> match("（十二）坚持党的领导。").number, match("十二月的天气。")
    (12, None)
    """
    ordered = sorted(forms, key=lambda form: form.name not in _COMMON)
    table = {f"f{place}": form for place, form in enumerate(ordered) if form.kind != "point"}
    inner = "|".join(f"(?P<{key}>{form.pattern})" for key, form in table.items())
    pattern = rf"{ORNAMENT}(?:{inner or '(?!)'})"  # (?!): there is no form, and nothing matches
    search = re.compile(pattern).match
    # Most lines begin with a sign that no form begins with, and need no closer look.
    first = first_signs(pattern)
    known: dict[tuple[str, str], Match] = {}

    def match(line: str) -> Match | None:
        if first is not None and line[0] not in first:
            return None
        found = search(line)
        if found is None or found.lastgroup is None:
            return None
        key = found.lastgroup, found[0]
        if key not in known:
            marker = found[key[0]]
            known[key] = Match(table[key[0]], number_of(marker), found.end(), marker.strip())
        return known[key]

    return match


def choose_forms(headings: Iterable[str | Form] | None) -> tuple[Form, ...]:
    """The forms to use: all, or those named (by name or by example), or those given.

    Raises ValueError for a name that does not exist, and for a form that cannot be used.

    >>> [form.name for form in choose_forms(["一、", "brackets"])]
    ['comma', 'brackets']
    >>> len(choose_forms([*FORMS, Form("box", "专栏[0-9]+", 3, "own", "专栏1")])) - len(FORMS)
    1
    """
    if headings is None:
        return FORMS
    if isinstance(headings, str | Form):
        headings = [headings]
    chosen = [_named(entry) if isinstance(entry, str) else entry for entry in headings]
    for form in chosen:
        _check(form)
    return tuple(dict.fromkeys(chosen))


def _named(entry: str) -> Form:
    known = {key: form for form in FORMS for key in (form.example, form.name)}
    if entry not in known:
        names = ", ".join(form.example for form in FORMS)
        raise ValueError(f"no heading form {entry!r}; there are: {names} (or give a Form)")
    return known[entry]


def _check(form: Form) -> None:
    if form.kind not in KINDS:
        raise ValueError(
            f"heading form {form.name!r}: no kind {form.kind!r}; kinds: {', '.join(KINDS)}"
        )
    try:
        empty = re.match(form.pattern, "")
    except re.error as error:
        raise ValueError(
            f"heading form {form.name!r}: {form.pattern!r} is not a regular expression: {error}"
        ) from None
    if empty:
        raise ValueError(
            f"heading form {form.name!r}: {form.pattern!r} matches where nothing stands; "
            "it has to match the number or the word that such a heading begins with"
        )
