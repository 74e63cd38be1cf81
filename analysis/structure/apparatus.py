"""What stands with the text and is none of it: references, code, who signed it and when, times.

The lines keep their place and can be given back their words by a correction; they are not
counted, since who counts 大学出版社 in a list of references, or the office below a notice, counts
what nobody said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .lines import Line, ended

# --- references --------------------------------------------------------------------------

_LIST = re.compile(
    r"(?i)\W*(?:参\s*考\s*文\s*[献獻]|參\s*考\s*文\s*獻|引用文[献獻]|主要参考|参考书目|文\s*献\s*目\s*录"
    r"|references|bibliography|works cited)"
)
_ENTRY = re.compile(  # how an entry begins: [1]  ［1］  【1】  (1)  1.  1、
    r"[\[［【(（〔]\s*\d{1,3}\s*[\]］】)）〕]|\d{1,3}\s*[.．、]"
)
_TYPE = r"[\[［]\s*(?:[JMDCNRSPGAZ]|EB|DB|CP|OL|EB/OL|J/OL|M/OL|N/OL|DB/OL)\s*[\]］]"  # GB/T 7714
_CITED = re.compile(
    rf"{_TYPE}|https?://|doi|\bet al\b"
    r"|(?:出版社|书局|學報|学报|日报|杂志|Press|Journal).{0,30}\d{4}"
    r"|(?:19|20)\d\d\s*[,，(（.．:：)]"
)
_SURE = re.compile(rf"[\[［]\s*\d{{1,3}}\s*[\]］].{{5,400}}{_TYPE}", re.DOTALL)
LONGEST_HEAD = 30  # characters of such a heading
_MOSTLY = 0.5  # of the lines in a list of references, that they are cited works

# --- signature ---------------------------------------------------------------------------

_NUMERALS = "〇○零一二三四五六七八九十\\d"
_DATE = re.compile(
    rf"[（(]?[{_NUMERALS}]{{4}}\s*年\s*[{_NUMERALS}]{{1,2}}\s*月(?:\s*[{_NUMERALS}]{{1,3}}\s*日)?[）)]?$"
    r"|(?:19|20)\d\d([./-])\d{1,2}\1\d{1,2}$"
)
_OFFICE = re.compile(
    r"(?:委|局|府|会|會|院|厅|廳|部|办|署|所|站|处|處|社|中心|公司|党组|黨組|支部|大学|学校|中学|小学|学院"
    r"|银行|集团|法院|检察院|办公室|领导小组|指挥部|编辑部|课题组)$"
)
_SIGNED = re.compile(
    r"(?:[汇報报述检承起申][报告職职讨查诺草请][人者]|报告人|签名|署名|签字|法定代表人|作者|撰稿|执笔)\s*[:：]"
)
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}$|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]$")
SIGNERS = 4  # lines of signers above the date, at most …
SIGNER = 30  # … and characters of one

# --- times -------------------------------------------------------------------------------

_TIME = r"\d{1,2}\s*[:：]\s*[0-5]\d(?:\s*[:：]\s*[0-5]\d)?(?:[.,]\d{1,3})?"
_TIMES = re.compile(rf"[\[(（【]?{_TIME}(?:\s*(?:-->|—|-|~|至)\s*{_TIME})?[\])）】]?$")
SEVERAL = 3  # lines of nothing but a time: of a recording, not of one meeting


def find_apparatus(lines: list[Line]) -> None:
    """Label references, the signature and its date, and times; code is marked by its format."""
    for part in _parts(lines):
        _find_references(part)
    _find_signature(lines)
    times = [line for line in lines if line.undecided and _TIMES.match(line.text)]
    if len(times) >= SEVERAL:
        for line in times:
            line.label("furniture", "time code")


def _parts(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines of every heading, with it."""
    part: list[Line] = []
    for line in lines:
        if line.role in ("heading", "title") or (line.undecided and _is_head_of_list(line)):
            yield part
            part = []
        part.append(line)
    yield part


def _is_head_of_list(line: Line) -> bool:
    """Whether a line is 参考文献 and no more, also where it is no heading."""
    if len(line.text) > LONGEST_HEAD:
        return False
    number = line.match.marker if line.match else ""  # which is the word itself, where it has none
    found = _LIST.match(line.text) or _LIST.match(line.text, len(number))
    return found is not None and not line.text[found.end() :].strip(" :：】])）*#")


def _find_references(part: list[Line]) -> None:
    own = [line for line in part if line.undecided]
    listed = bool(part) and _is_head_of_list(part[0]) and _are_cited(own[own[:1] == part[:1] :])
    for line in own:
        if listed:
            line.label("reference", "in the list of references")
        elif _SURE.match(line.text):
            line.label("reference", "cited as in a list of references")


def _are_cited(lines: list[Line]) -> bool:
    """Whether most of the lines look like cited works."""
    cited = sum(bool(_CITED.search(line.text)) for line in lines)
    others = sum(bool(_ENTRY.match(line.text)) for line in lines if not _CITED.search(line.text))
    return cited + others >= _MOSTLY * len(lines) and cited >= _MOSTLY * (cited + others) > 0


def _find_signature(lines: list[Line]) -> None:
    """The date at the end of the text, or of the part before an annex, and who stands above it."""
    own = [line for line in lines if line.role not in ("furniture", "blank", "boilerplate")]
    for place, line in enumerate(own):
        if not (line.undecided and place and _DATE.match(line.text)):
            continue
        after = own[place + 1] if place + 1 < len(own) else None
        if after is not None and after.role not in ("title", "heading", "reference"):
            continue
        signers = []
        for above in reversed(own[max(0, place - SIGNERS) : place]):
            if not _is_signer(above):
                break
            signers.append(above)
        if after is None or signers:
            for each in (line, *signers):
                each.label("signature", "who signed it, and when")


def _is_signer(line: Line) -> bool:
    if not line.undecided or len(line.text) > SIGNER or ended(line.text):
        return False
    return bool(_OFFICE.search(line.text) or _SIGNED.match(line.text) or _NAME.match(line.text))
