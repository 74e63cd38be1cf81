"""Lines that may be headings: which number they begin with, and what their text is like."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from functools import cached_property

from ..characters import HAN
from .contents import names_contents
from .grammar import FORMS, Form, Match
from .lines import Line, punctuated
from .numbers import number_of
from .shapes import shape_of

LONGEST = 60  # characters of a line with a number that only its family can bear out
SHORT = 40  # characters of a line without a number that may be a heading
ASKS = 25  # … of one that ends in a colon or a question mark
INDENTS = 8  # an indent of so many characters and more is one look
BLANKS = re.compile(r"[\s\u200b\ufeff#*_>|`]+")

# --- number forms that only a family can bear out --------------------------------------------

_UNITS = (  # after a number that counts something
    "小图张篇钟字所年月日时点分秒个名位人元万亿千百十岁周天次倍度条项种类家所户级层米吨克公号届路平多余至到期章节版幢栋"
    "楼室座台件页"
)
_DOT = r"\s?[.．·畅]\s?"  # 畅: a full-width point as many journals' PDFs give it
_TITLE = rf"[.．、]?(?![{_UNITS}\d%％])\s*(?=[{HAN}A-Za-z“《（(])"
LOOSE = (
    Form("decimal4", rf"\d{{1,2}}(?:{_DOT}\d{{1,2}}){{3}}{_TITLE}", 33, "number", "2．1．1．1"),
    Form("decimal3", rf"\d{{1,2}}(?:{_DOT}\d{{1,2}}){{2}}{_TITLE}", 32, "number", "2．1．1"),
    Form("decimal2", rf"\d{{1,2}}{_DOT}\d{{1,2}}{_TITLE}", 31, "number", "2．1"),
    Form(
        "decimal1",
        rf"\d{{1,3}}(?![{_UNITS}\d])(?=[{HAN}《“])|0\d{{1,3}}(?=[{HAN}])|\d{{1,2}}[.．]?\s+(?=[A-Z])",
        30,
        "number",
        "1引言",
    ),
)
_LOOSE = [(form, re.compile(form.pattern)) for form in LOOSE]
_WORD = re.compile(  # 考点二, 学习任务一: a form where it counts
    rf"[【\[#*\s]*([{HAN}]{{1,4}}?)\s*([一二三四五六七八九十]{{1,3}}|\d{{1,3}}(?:[-.．]\d{{1,3}})*)"
    r"(?=[\s：:、.．，,）)】]|$)"
)
_WORD_RANK = 28
DATE = re.compile(r"[\s（(]*(?:[〇○零一二三四五六七八九十\d]{2,4}\s*年|\d{4}[-/.]\d{1,2}|公元)")


def loose_match(line: Line) -> Match | None:
    """The number that a line begins with, in a form of the grammar or a looser one.

    >>> [loose_match(Line(0, text, None)).number for text in ["1引言", "2．1　方法", "考点二"]]
    [1, 1, 2]
    >>> [loose_match(Line(0, text, None)) for text in ["2019年", "3个目标", "12%的人"]]
    [None, None, None]
    """
    text = line.text
    settled = line.match is not None and line.match.form.name not in ("figure", "decimal1")
    if settled or len(text) > LONGEST:
        return line.match
    if text[0].isdigit():
        for form, pattern in _LOOSE:
            if found := pattern.match(text):
                marker = re.sub("[·畅]", ".", re.sub(r"\s", "", found[0]))
                return Match(form, number_of(marker), found.end(), found[0].strip())
    elif line.match is None and (found := _WORD.match(text)) and not DATE.match(text):
        form = Form(f"word {found[1]}", re.escape(found[1]), _WORD_RANK, "number", found[1])
        return Match(form, number_of(found[2]), found.end(), found[0].strip())
    return line.match


_FULL = {form.name: form for form in FORMS}
_COUNTED = 0.8  # of the numbers such as 1. 2 count on one from another; then they are 1.2
_FEWEST = 2  # such numbers


def find_decimals(lines: list[Line]) -> None:
    """Read 1. 2 and 2．1 with blanks inside as 1.2 and 2.1, where they count on."""
    found: list[tuple[Line, Match]] = []
    last: tuple[list[int], int] = ([], 0)
    counted = 0
    for line in lines:
        figure = line.match is not None and line.match.form.name == "figure"
        match = loose_match(line) if figure and line.undecided else None
        if match is None or match is line.match or match.form.name == "decimal1":
            continue
        found.append((line, match._replace(form=_FULL[match.form.name])))
        *above, number = map(int, re.findall(r"\d+", match.marker))
        counted += number == 1 or (above, number - 1) == last
        last = (above, number)
    if len(found) >= _FEWEST and counted >= _COUNTED * len(found):
        for line, match in found:
            line.match = match


# --- lines -----------------------------------------------------------------------------------

_NAME = re.compile(
    r"[\s【\[#*]*(?:前\s*言|引\s*言|序\s*言|绪\s*论|緒\s*論|导\s*[言论]|摘\s*要|abstract|致\s*[谢謝]|謝\s*[誌辭]"
    r"|参\s*考\s*文\s*献|參\s*考\s*文\s*獻|参考资料|附\s*[录錄]|结\s*[语論论]|結\s*[語論]|结束语|总\s*结|小\s*结"
    r"|[后後]\s*[记記]|背景|目的|概述|概要|简介|介绍|说明|references|introduction|conclusion)[\s】\]：:]*$",
    re.IGNORECASE,
)
INLINE = re.compile(  # a name that runs on into its paragraph
    r"[\s【〔\[（(]*(?:摘\s*要|内容提要|提\s*要|abstract|ａｂｓｔｒａｃｔ|致\s*谢)[\s】〕\]）)：:]+",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"[（(【\[]?(?:图|表|圖|附图|附表|代码清单|程序清单|清单|插图|Fig|Table|公式|式|注|資料來源|资料来源|数据来源"
    r"|Figure)\s*[\d一二三四五六七八九十（(：:.．]"
)
_STOPS = frozenset("。；;！？!?")
_FIXED = ("table", "note", "contents", "boilerplate")


class Item:
    """A line that may be a heading, or stands among such, and what its text is like.

    ``size`` is without blanks, ``rest`` the text after the number; ``titled`` says that it looks
    like a title, ``fixed`` that something else has decided what it is. ``look`` is the same for
    lines that look alike, ``family`` for those that are numbered alike as well.
    """

    group: Hashable = None  # the series in which it counts
    row: Mapping[str, float] | None = None  # its features, where it may be a heading

    def __init__(self, place: int, line: Line, indent: int) -> None:
        """Look at the text of a line."""
        text = line.text
        self.place, self.line = place, line
        self.size = len(BLANKS.sub("", text))
        self.fixed = line.role in _FIXED or (line.fixed and line.role == "body")
        self.open = not punctuated(text)
        self.named = _NAME.match(text) is not None
        self.inline = self.size > 8 and INLINE.match(text) is not None
        look = line.look
        self.look: tuple[Hashable, ...] = (min(indent, INDENTS),)
        if look is not None:
            bold, size = look.bold > 0.5, round(look.size * 2) / 2
            self.look = (look.face, bold, size, look.centred, look.indent > 0.5)
        self.number_with(loose_match(line))

    def number_with(self, match: Match | None) -> None:
        """Let it begin with this number, or with none."""
        text = self.line.text
        self.match = match
        self.form = match.form.name if match else ""
        self.number = match.number if match else 0
        self.rest = text[match.end :].strip() if match else text
        self.stops = sum(map(self.rest[:-1].count, _STOPS))
        asks = self.size <= ASKS and text[-1] in "：:？?！!"
        self.titled = ((self.open and self.size <= SHORT) or asks) and not self.stops
        self.family: tuple[Hashable, ...] = (self.look, self.form or ("~" if self.titled else ""))

    @cached_property
    def shape(self) -> str:
        """The kind of its shape, as the rules see it."""
        match = self.line.match
        if match is not None and match.end < len(self.line.text):
            return shape_of(self.line).kind
        return "line" if self.titled else "clause"

    @cached_property
    def barred(self) -> bool:
        """Whether it cannot be a heading whatever its family is."""
        if self.fixed or not self.size or names_contents(self.line.text):
            return True
        if self.line.role == "heading":
            return False
        bare = not self.form and not self.inline and not self.titled
        return bare or _CAPTION.match(self.line.text) is not None
