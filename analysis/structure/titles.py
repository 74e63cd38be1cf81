"""The title of a document and what stands with it, and titles inside: of annexes, of plans."""

from __future__ import annotations

import re
from itertools import pairwise

from .lines import Line, ended, join_lines, punctuated

_NUMBER = re.compile(
    r"\S{1,14}?\s*[〔\[（(【［]\s*\d{4}\s*[〕\]）)】］]\s*第?\s*\d+\s*号$|第?\s*\d+\s*号令?$"
)
_BESIDE = re.compile(  # lines that stand with the title: subtitle, date, passing of a law, author
    r"^(?:——|--|─)|^[（(].*[）)]$|^[〇○零一二三四五六七八九十\d]{2,4}\s*年.{0,4}月"
    r"|(?:通过|公布|施行|批准|发布|修[订正]|印发)[）)]?$|^(?:作者|发言人|报告人|单位)[:：]"
)
_OFFICIAL = re.compile(r"关于|印发|转发|批转|[院厅府委会局]对")
_DOCUMENT = re.compile(  # with these the title of an official document ends
    r"(?:通知|意见|决定|办法|规定|方案|函|批复|答复|报告|公告|通告|通报|命令|令|纲要|规划|计划|条例|细则"
    r"|决议|请示|议案|纪要)$"
)
_AGREED = re.compile(rf"{_DOCUMENT.pattern}|(?:合同|协议书?)$")
_DATED = r"[〇○零一二三四五六七八九十\d]{2,4}\s*年.{1,6}月.{1,4}日"
_CLOSING = re.compile(
    rf"[（(]此件.*[日）)]$|{_DATED}$|附\s*(?:件|录|錄|表)?\s*\d{{0,2}}\s*[：:]?$"
)
_LAST = frozenset("日）)")  # with these such a line ends, if it does not begin with 附

WHERE = 20  # lines at the head of a document among which its title stands
MOST = 6  # lines that are the title, its number, and a name
FEWEST_BELOW = 2  # headings below the one that is the title
LONGEST = 60  # characters of a title
PARTS = 3  # lines in which an official title may be broken
CLOSING = 20  # characters of the line that closes a document, before the title of an annex
INNER = 40  # characters of a title inside


def find_titles(text: str, lines: list[Line]) -> None:
    """Label the title and what stands with it at the head, and titles inside (annexes, plans)."""
    for heading in headings_of_cover(lines):
        heading.label("title", "above the first chapter, with no text below it")
        heading.level = 0
    if alone := heading_of_all(lines):
        alone.label("title", "the one heading above all others")
        alone.level = 0
    head = _head(lines)
    for line in head:
        if not line.fixed:
            number = is_document_number(line.text)
            line.label("title", "number of the document" if number else "at the head")
    _join_title(text, lines, head)
    for before, line in pairwise(lines):
        text = before.text
        may_close = text[-1] in _LAST or text[0] == "附"  # most lines need no closer look
        if may_close and closes_document(text) and could_be_inner_title(line):
            line.label("title", "title of a part")


# --- above all others ----------------------------------------------------------------------


def heading_of_all(lines: list[Line]) -> Line | None:
    """The first heading of the format, if it alone has its level and is no 一、 or 1. of a series.

    In markdown the name of a law stands as a heading above its chapters, and stays one.
    """
    headings = [line for line in lines if line.fixed and line.role == "heading"]
    if len(headings) <= FEWEST_BELOW or headings[0].kind not in ("", "division"):
        return None
    first, *others = headings
    if first.look is None and any(line.kind == "article" for line in lines):
        return None
    if all(other.level > first.level for other in others):
        return first
    named = lines[0] is first and not first.match and _AGREED.search(first.text)
    return first if named and others[0].level > first.level else None


def headings_of_cover(lines: list[Line]) -> list[Line]:
    """The headings of the format without a number, and with nothing but short lines below them.

    They stand on the cover, at the level of the first heading with a number.
    """
    cover: list[Line] = []
    for line in lines:
        if line.role == "heading":
            if line.match is not None:
                same = bool(cover) and cover[0].level == line.level and line.head.number == 1
                return cover if same and line.kind in ("division", "number") else []
            cover.append(line)
        elif line.role == "body" and (len(line.text) > LONGEST or ended(line.text)):
            return []
    return []


def find_title_alone(lines: list[Line]) -> None:
    """Label the one heading of the format as title, where all others are numbered lines below."""
    headings = [line for line in lines if line.role == "heading"]
    if len(headings) <= FEWEST_BELOW or not headings[0].fixed or headings[0].match:
        return
    if all(line.kind == "number" and not line.fixed for line in headings[1:]):
        headings[0].label("title", "the one heading above all others")
        headings[0].level = 0


# --- at the head ---------------------------------------------------------------------------


def _head(lines: list[Line]) -> list[Line]:
    """The lines at the head of a document that are its title and stand with it."""
    own = [line for line in lines[:WHERE] if line.role in ("body", "title", "heading")]
    head: list[Line] = []
    for place, line in enumerate(own):
        after = own[place + 1] if place + 1 < len(own) else None
        if line.role != "title" and not could_be_title(line, after, first=not head):
            break
        head.append(line)
    if len(head) == len(own):  # nothing but short lines: no document with a title
        head = head[:1] if len(own) > 1 else []
    if sum(not stands_beside(line.text) for line in head) > MOST:  # a list, or verses
        head = head[:1]
    return head


def could_be_title(line: Line, after: Line | None, *, first: bool) -> bool:
    """Whether a line at the head is a title (the `first` one), or stands with it."""
    if not line.undecided or len(line.text) > LONGEST or line.kind not in ("", "dash"):
        return False
    if after is not None and goes_on(after):
        return False
    if stands_beside(line.text) or is_document_number(line.text):
        return not (first and line.match)
    if first and line.text[-1] in "！？!?":
        return True
    return not punctuated(line.text) and "。" not in line.text


def stands_beside(text: str) -> bool:
    """Whether a line is one that stands with a title: a subtitle, a date, an author."""
    return _BESIDE.search(text) is not None


def is_document_number(text: str) -> bool:
    """Whether a line is the number of an official document: 国发〔2024〕5号."""
    return _NUMBER.match(text) is not None


def goes_on(after: Line) -> bool:
    """Whether a line goes on with the sentence of the line before."""
    return after.text[0] in "（(，。、；：”》）" and not stands_beside(after.text)


def _join_title(text: str, lines: list[Line], head: list[Line]) -> None:
    """An official title broken in two or three lines is one: 关于加强…, 工作的意见."""
    size = official_title(head)
    if size > 1:
        join_lines(text, head[0], head[size - 1])
        first = lines.index(head[0])
        del lines[first + 1 : first + size]


def official_title(head: list[Line]) -> int:
    """How many lines the title of an official document takes; 0 if there is none."""
    if not head or head[0].fixed or not _OFFICIAL.search(head[0].text):
        return 0
    for place, line in enumerate(head[:PARTS]):
        if line.fixed or is_document_number(line.text) or (place and stands_beside(line.text)):
            return 0
        if _DOCUMENT.search(line.text):
            return place + 1
    return 0


# --- the name of a document ----------------------------------------------------------------

_SUBTITLE = re.compile(r"^(?:——|--|──)\s*")
_UNFINISHED = re.compile(r"[的和与及暨、《“（(]$")  # the line goes on in the next one
_FINISHING = re.compile(r"^[的和与及暨、》”）]")
_NAME = re.compile(  # of a person, with or without an office
    r"^\S{2,4}$|\s|(?:总理|主席|书记|主任|[省市县区镇乡院校部局厅处]长|发言人|同志|教授)\S{0,4}$"
)
_OFFICE = re.compile(  # a letterhead, or the number of an order
    r"(?:人民政府|国务院|办公[厅室]|委员会|委|[部局厅署院])(?:文件|(?:命?令|公告)(?:\s*第?\s*\d+\s*号)?)?$"
)


def document_title(lines: list[str]) -> str:
    """The name of a document: of the lines at its head, those that are its title, as one.

    `lines` are the title blocks, each in one line. The office or the order above a title is not
    part of it; a title of two lines with a subtitle, and a line that is not finished, go on in the
    next one.

    >>> document_title(["不忘初心牢记使命", "奋力夺取新的伟大胜利", "——在大会上的报告", "某某"])
    '不忘初心牢记使命 奋力夺取新的伟大胜利——在大会上的报告'
    >>> document_title(["国务院办公厅文件", "国办发〔2019〕4号", "关于加强学习的意见"])
    '关于加强学习的意见'
    """
    lines = lines[_first_of(lines) :]
    title = _SUBTITLE.sub("", "".join(lines[:1]))
    for place, line in enumerate(lines[1:MOST], 1):
        after = lines[place + 1] if place + 1 < len(lines) else ""
        if _SUBTITLE.match(line):
            return title + _SUBTITLE.sub("——", line)
        beside = stands_beside(line) or is_document_number(line)
        if not beside and (_UNFINISHED.search(title) or _FINISHING.match(line)):
            title += line
        elif _SUBTITLE.match(after) and not (beside or _NAME.search(line)):
            title += f" {line}"
        else:
            break
    return title


def _first_of(lines: list[str]) -> int:
    """The number of the line with which the title begins: not with an office or an order."""
    if not lines or not (_OFFICE.search(lines[0]) or is_document_number(lines[0])):
        return 0
    named = (n for n, line in enumerate(lines[1:], 1) if _names_document(line))
    return next(named, 0)


def _names_document(line: str) -> bool:
    """Whether a line is, with its end, the title of an official document."""
    plain = _SUBTITLE.sub("", line)
    return not is_document_number(plain) and _DOCUMENT.search(plain) is not None


# --- inside --------------------------------------------------------------------------------


def closes_document(text: str) -> bool:
    """Whether a line closes a document (its date, 此件公开发布), or begins an annex (附：)."""
    return len(text) <= CLOSING and _CLOSING.match(text) is not None


def could_be_inner_title(line: Line) -> bool:
    """Whether a line may be a title where another document begins."""
    plain = line.undecided and line.match is None
    return plain and len(line.text) <= INNER and not punctuated(line.text)
