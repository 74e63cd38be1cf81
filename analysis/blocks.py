"""What each stretch of a text *is*: title, heading, body, contents, site text, furniture, blank.

Nothing is deleted: `mark_blocks` gives every span a role and the reason for it, and the spans
in order are the text. Labels can be corrected in the frame before the next step.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from .grammar import Form, Match, choose_forms, matcher
from .structure import Line, ended, find_divisions, find_points, find_series, nest

ROLES = (
    "title",
    "heading",
    "body",
    "contents",
    "boilerplate",
    "furniture",
    "blank",
    "note",
    "table",
)


class Mark(NamedTuple):
    """What a file format knows about one span of the text, in offsets of ``documents.text``.

    ``start`` and ``end`` are character offsets, ``role`` one of the roles of a block,
    ``level`` the rank of a heading (1, 2, 3 ...; 0 where there is none), ``marker`` its
    number as written in the text or "", ``reason`` a few words for `explain`.
    A mark of role "body" says that the span is text whatever it looks like (a list item,
    a block of code): nothing in it is taken for a heading.
    """

    start: int
    end: int
    role: str
    level: int = 0
    marker: str = ""
    reason: str = ""


def mark_blocks(
    documents: pd.DataFrame, *, headings: Iterable[str | Form] | None = None
) -> pd.DataFrame:
    """Give every span of every text a role; the spans in order are the text.

    `headings` restricts the heading forms to those named, by name or by example
    (``["一、", "（一）"]``; ``[]`` for none but those of the file format), or adds forms of your
    own: ``[*FORMS, Form("box", r"专栏\\d+", 3, "own", "专栏1")]``; see `analysis.grammar`.

    Columns: ``document``, ``start``, ``end`` (offsets in the text), ``role`` (title, heading,
    body, contents, boilerplate, furniture, blank, note, table), ``level`` (1, 2, 3 … for
    headings, else 0), ``marker`` (the number as written: 一、, 第三章, else ""), ``reason``
    (what decided). Rows are in text order. A body block is one paragraph; a heading that
    runs on into its paragraph is a block of its own, up to and with the full stop.

    Raises ValueError for a heading form that does not exist.

    >>> text = "学习体会\\n一、提高认识\\n我们要学习。\\n（一）坚持学习。学以致用。\\n"
    >>> blocks = mark_blocks(pd.DataFrame({"document": ["a"], "text": [text]}), headings=None)
    >>> blocks[["start", "end", "role", "level", "marker"]]
       start  end     role  level marker
    0      0    5    title      0
    1      5   12  heading      1     一、
    2     12   19     body      0
    3     19   27  heading      2    （一）
    4     27   33     body      0
    """
    forms = choose_forms(headings)
    match = matcher(forms)
    texts = documents["text"]
    marks = documents["marks"] if "marks" in documents.columns else [()] * len(documents)
    counts, rows = [], []
    for text, known in zip(texts, marks, strict=True):
        before = len(rows)
        rows += _mark(text, known, forms, match)
        counts.append(len(rows) - before)
    return _frame(documents["document"], counts, rows)


def _frame(names: pd.Series, counts: list[int], rows: list[tuple]) -> pd.DataFrame:
    """The rows as a frame with small columns: names, roles and reasons are categories."""
    names = names.astype("str")
    categories = pd.Index(names.unique())
    codes = np.repeat(categories.get_indexer(names), counts)
    start, end, role, level, marker, reason = zip(*rows, strict=True) if rows else [()] * 6
    return pd.DataFrame(
        {
            "document": pd.Categorical.from_codes(codes, categories),
            "start": np.array(start, dtype=np.int64),
            "end": np.array(end, dtype=np.int64),
            "role": pd.Categorical(role, categories=ROLES),
            "level": np.array(level, dtype=np.int64),
            "marker": pd.Series(marker, dtype="str"),
            "reason": pd.Series(reason, dtype="str").astype("category"),
        }
    )


def _mark(text: str, marks, forms: tuple[Form, ...], match) -> list[tuple]:
    """The blocks of one text as (start, end, role, level, marker, reason)."""
    lines = read_lines(text, marks, match)
    if not lines:
        return [(0, len(text), "blank", 0, "", "white space")] if text else []
    _find_site(lines)
    _find_contents(lines)
    _find_titles(lines)
    find_divisions(lines)
    find_series(lines)
    heads = [line for line in lines if line.role == "heading"]
    laws = any(_is_article(line) for line in heads)
    starts = [line.begin for line in heads]
    points = [] if laws else find_points(text, starts, forms)
    _set_levels([*heads, *points])
    return list(_emit(text, lines, points))


# --- lines ---------------------------------------------------------------------------------

_DEBRIS = re.compile(r"(?:&nbsp;|[\s\u200b\u2060\ufeff])+")
_LONG = 400  # a line longer than this may hold several paragraphs
_INSIDE = re.compile(
    r"(?<=[。！？；：”’）\s])(?:第\s*[〇零一二三四五六七八九十百千0-9]+\s*(?:[编編章节節条條]|部分|分[编編])(?=\s)"
    r"|[〇零一二三四五六七八九十百]{1,5}、|[（(][一二三四五六七八九十]{1,4}[）)])"
)

Matcher = Callable[[str], Match | None]


def read_lines(text: str, marks: Iterable[Mark], match: Matcher) -> list[Line]:
    """The lines that are not blank; what the format has marked is one line each."""
    lines: list[Line] = []
    place = 0
    for mark in marks:
        if not place <= mark.start <= mark.end <= len(text):
            raise ValueError(
                f"mark {tuple(mark)} is out of order or outside the text: "
                "marks are sorted, do not overlap, and count characters of documents.text"
            )
        own = text[mark.start : mark.end].strip()
        if not own or mark.role == "blank":
            continue
        lines += _plain_lines(text, place, mark.start, match)
        begin = text.index(own, mark.start)
        place = mark.end + text.startswith("\n", mark.end)
        line = Line(mark.start, begin, place, own, role=mark.role, fixed=True)
        line.level, line.marker = mark.level, mark.marker
        line.reason = mark.reason or "file format"
        if mark.role == "heading":
            line.match = match(own.lstrip("#* \t") or "#")
            line.marker = line.marker or (line.match.marker if line.match else "")
        lines.append(line)
    lines += _plain_lines(text, place, len(text), match)
    return _unwrap(text, lines)


def _plain_lines(text: str, start: int, end: int, match: Matcher) -> list[Line]:
    lines, gap = [], False
    for raw in text[start:end].split("\n"):
        after = min(start + len(raw) + 1, end)
        own = raw.strip()
        if own and (own[0] in "&\u200b\u2060\ufeff"):
            own = own[_DEBRIS.match(own).end() :] if _DEBRIS.match(own) else own
        if own:
            begin = start + raw.index(own)
            line = Line(start, begin, after, own, gap, match(own))
            lines.append(line)
            if len(own) > _LONG:
                lines += _cut(lines.pop(), match)
            gap = False
        else:
            gap = True
        start = after
    return lines


def _cut(line: Line, match: Matcher) -> list[Line]:
    """A long line in pieces, where a series of numbers shows that line breaks were lost."""
    last: dict[str, int] = {}
    if line.match:
        last[line.match.form.name] = line.match.number
    cuts, members = [0], {}
    for found in _INSIDE.finditer(line.text):
        head = match(line.text[found.start() : found.start() + 40])
        if head and head.number in (1, last.get(head.form.name, 0) + 1):
            last[head.form.name] = head.number
            members[head.form.name] = max(members.get(head.form.name, 0), head.number)
            cuts.append(found.start())
    if max(members.values(), default=0) < 2:
        return [line]
    pieces = []
    for left, right in pairwise([*cuts, len(line.text)]):
        own = line.text[left:right].strip()
        start = line.begin + left if left else line.start
        end = line.begin + right if right < len(line.text) else line.end
        begin = line.begin + left
        pieces.append(Line(start, begin, end, own, line.gap, match(own), cut=bool(left)))
    return [piece for piece in pieces if piece.text]


def _unwrap(text: str, lines: list[Line]) -> list[Line]:
    """Join the lines of a text that was broken at a fixed width, as in a PDF."""
    long = [line for line in lines if len(line.text) >= 15 and not line.fixed]
    broken = [line for line in long if line.text[-1] > "\u3400" and line.text[-1] < "\ua000"]
    if len(broken) < 20 or len(broken) < 0.3 * len(long):
        return lines
    widths = sorted(_width(line.text) for line in broken)
    full = widths[int(0.9 * len(widths))]
    if sum(full - 6 <= width <= full + 2 for width in widths) < 0.7 * len(widths):
        return lines
    joined = [lines[0]]
    for line in lines[1:]:
        last = joined[-1]
        tail = last.text.rsplit("\n", 1)[-1]
        breaks = line.gap or line.fixed or last.fixed or ended(tail) or _width(tail) < full - 6
        if breaks:
            joined.append(line)
        else:
            last.end = line.end
            last.text = text[last.begin : line.begin + len(line.text)]
    return joined


def _width(text: str) -> int:
    """Columns in print: two for a Chinese character."""
    return len(text) + sum(character > "\u2e7f" for character in text)


# --- what is not text ----------------------------------------------------------------------

_SITE = (
    (
        "site's introduction",
        re.compile(
            r"小编|(?:整理|收集|搜集|精选).{0,60}(?:供.{0,6}参考|欢迎|希望|范文|全文)|范文网|文库网|资料网"
        ),
    ),
    (
        "reading list",
        re.compile(
            r"^[【\[]?(?:扩展|推荐|相关|延伸|拓展|精彩|热门|最新|猜你喜欢|更多)(?:阅读|文章|推荐|内容|链接|新闻|信息|资讯|范文)"
            r"|^[【\[]?[上下]一[篇条页章]"
        ),
    ),
    (
        "copyright, record number, address of the site",
        re.compile(
            r"(?i)copyright|©|版权所有|all rights reserved|powered by|ICP备|ICP证|公网安备|网站标识码|备案号|https?://|www\."
        ),
    ),
    (
        "source and editor",
        re.compile(
            r"^[（(【\[]?(?:责任编辑|责\s*编|编\s*辑|来\s*源|稿件来源|文章来源|信息来源|发布时间|发布日期|浏览次数|阅读次数|点击数|点击量"
            r"|点击次数|字号|字体|发布机构|索引号|分享到?)\s*[:：】]"
        ),
    ),
    (
        "navigation",
        re.compile(
            r"扫一扫|扫描二维码|分享到|打印本页|关闭窗口|收藏本站|加入收藏|设为首页|网站地图|联系我们|返回顶部|当前位置|您现?在的位置"
            r"|^首页\s*[>＞»|｜]|【打印】|【关闭】|主办单位[:：]|建议使用.{0,30}浏览"
        ),
    ),
)
_OFFICE = re.compile(
    r"^(?:主题词|抄\s*送|抄\s*报|分\s*送|报\s*送|主\s*送)\s*[：:]|^[（(](?:此件|本文有删减|此页无正文|共印).{0,12}[）)]$"
    r"|^\S{2,20}?\s+\d{4}年\d{1,2}月\d{1,2}日印发$|印发机关[：:]"
)
_PAGE = re.compile(
    r"^(?:[-—–－·]\s*\d{1,4}\s*[-—–－·]|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d{1,4}.{0,12})$"
)


def _find_site(lines: list[Line]) -> None:
    """Label site text at both ends of a page, office lines, and page numbers."""
    for line in lines:
        if line.fixed or len(line.text) > 40:
            continue
        if line.text[0] in "-—–－·第0123456789Pp" and _PAGE.match(line.text):
            line.role, line.reason = "furniture", "page number"
        elif line.text[0] in "主抄分报（(国印" and _OFFICE.match(line.text):
            line.role, line.reason = "boilerplate", "office line"
    for line in lines[:6]:
        _label_site(line)
    tail = lines[-40:]
    listed = False
    for place, line in enumerate(tail):
        if _label_site(line) == "reading list":
            rest = [
                other
                for other in tail[place:]
                if len(other.text) > 60 and not _site_of(other.text)
            ]
            listed = not rest
        elif listed and line.role == "body" and line.match is None:
            line.role, line.reason = "boilerplate", "in the reading list"


def _label_site(line: Line) -> str:
    reason = (
        "" if line.fixed or line.role != "body" or len(line.text) > 120 else _site_of(line.text)
    )
    if reason:
        line.role, line.reason = "boilerplate", reason
    return reason


def _site_of(text: str) -> str:
    return next((reason for reason, pattern in _SITE if pattern.search(text)), "")


_CONTENTS = re.compile(r"^[【\[#*\s]*(?:目\s*[录錄次]|contents)[】\]*\s：:]*$", re.IGNORECASE)
_LEADER = re.compile(r"(?:\s*[.．…·。]{3,}\s*|\s{2,}|\t)[-—（(]*\d{1,4}[-—）)]*$")
_SPACE = re.compile(r"\s+")


def _entry(line: Line) -> str:
    """A line of a table of contents without its page number and blanks."""
    return _SPACE.sub("", _LEADER.sub("", line.text))


def _find_contents(lines: list[Line]) -> None:
    """Label tables of contents: under 目录, with page numbers, or repeated by the text below."""
    place = 0
    while place < len(lines):
        line = lines[place]
        if line.fixed or line.role != "body":
            place += 1
        elif len(line.text) < 20 and _CONTENTS.match(line.text):
            end = _contents_end(lines, place + 1)
            for other in lines[place:end]:
                other.role, other.reason = "contents", "table of contents"
            place = max(end, place + 1)
        else:
            place += 1
    _find_bare_contents(lines)


def _contents_end(lines: list[Line], place: int) -> int:
    """Where the text begins: its first line repeats the first entry, or is no entry."""
    if place == len(lines):
        return place
    first, here = lines[place], place + 1
    name = _entry(first)
    while here < len(lines) and here < place + 500:
        line = lines[here]
        again = first.match and line.match and line.match[:2] == first.match[:2]
        if line.fixed or again or _entry(line) == name:
            return here
        if len(line.text) > 60 or (ended(line.text) and not _LEADER.search(line.text)):
            return here
        here += 1
    return here


def _find_bare_contents(lines: list[Line]) -> None:
    """Three or more headings without text between them that all come again are contents."""
    run: list[Line] = []
    later: dict[str, int] = {}
    for place, line in enumerate(lines):
        if line.match and line.role == "body" and len(line.text) <= 60:
            later[_entry(line)] = place
    for place, line in enumerate([*lines, None]):
        if line and line.match and line.role == "body" and not line.fixed and len(line.text) <= 60:
            if _LEADER.search(line.text) or later[_entry(line)] > place:
                run.append(line)
                continue
        if len(run) >= 3:
            for other in run:
                other.role, other.reason = "contents", "comes again below"
        run = []


# --- titles --------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"^\S{1,14}?\s*[〔\[（(【［]\s*\d{4}\s*[〕\]）)】］]\s*第?\s*\d+\s*号$|^第?\s*\d+\s*号令?$"
)
_HEAD = re.compile(
    r"^(?:——|--|─)|^[（(].*[）)]$|^[〇○零一二三四五六七八九十\d]{2,4}\s*年.{0,4}月|(?:通过|公布|施行|批准|发布|修[订正]|印发)[）)]?$|^(?:作者|发言人|报告人|单位)[:：]"
)
_KINDS = re.compile(
    r"(?:通知|意见|决定|办法|规定|方案|函|批复|答复|报告|公告|通告|通报|命令|令|纲要|规划|计划|条例|细则|决议|请示|议案|纪要|讲话|致辞|心得|体会|总结|预案|法)$"
)
_CLOSING = re.compile(
    r"^[（(]此件|^[〇○零一二三四五六七八九十\d]{2,4}\s*年.{1,6}月.{1,4}日$|^附\s*件"
)


def _find_titles(lines: list[Line]) -> None:
    """Label the title and what stands with it at the head, and titles inside (annexes, plans)."""
    own = [line for line in lines if line.role not in ("boilerplate", "furniture", "contents")]
    head = []
    for line in own[:12]:
        if line.role == "title":
            head.append(line)
        elif _titles(line, first=not head):
            head.append(line)
        else:
            break
    if len(head) == len(own):
        head = head[:1] if len(own) > 1 else []
    for line in head:
        if not line.fixed:
            line.role = "title"
            line.reason = "number of the document" if _NUMBER.match(line.text) else "at the head"
    for before, line in pairwise(lines[len(head) :]):
        closes = before.role in ("boilerplate", "body", "title") and len(before.text) < 20
        if closes and not line.fixed and line.role == "body" and _CLOSING.match(before.text):
            if line.match is None and len(line.text) <= 40 and not _punctuated(line.text):
                line.role, line.reason = "title", "title of a part"


def _titles(line: Line, *, first: bool) -> bool:
    if line.role != "body" or line.fixed or len(line.text) > 60:
        return False
    if line.match is not None and line.match.form.kind != "dash":
        return False
    if _HEAD.search(line.text) or _NUMBER.match(line.text):
        return not (first and line.match)
    end = line.text[-1]
    return not _punctuated(line.text) and "。" not in line.text or (first and end in "！？!?")


def _punctuated(text: str) -> bool:
    return text[-1] in "。；;，,、：:︰！？!?"


# --- levels and blocks ---------------------------------------------------------------------


def _set_levels(heads: list[Line]) -> None:
    """Nest the headings as the document does."""
    heads.sort(key=lambda line: line.begin)
    over = {  # forms whose headings stand straight before an article: 一、… then 第五条
        line.match.form.name
        for line, after in pairwise(heads)
        if line.match and line.match.form.kind == "number" and _is_article(after)
    }
    keys = []
    for line in heads:
        level = line.level if line.fixed else 0
        if line.match is None:
            keys.append((f"level {level}", 0, 0.5 + level / 100, level))
        else:
            form = line.match.form
            rank = 8.5 if form.name in over else form.rank
            keys.append((form.name, line.match.number, rank, level))
    for line, level in zip(heads, nest(keys), strict=True):
        line.level = level


def _is_article(line: Line) -> bool:
    return line.match is not None and line.match.form.kind == "article"


def _emit(text: str, lines: list[Line], points: list[Line]) -> Iterator[tuple]:
    """The blocks in order, from the lines and the points; paragraphs are put together."""
    place = 0
    body: list[int] = []  # where the open paragraph starts and ends
    last = None
    waiting = iter([*points, None])
    point = next(waiting)

    def close() -> Iterator[tuple]:
        nonlocal point
        start, end = body
        body.clear()
        while point is not None and point.begin < end:
            if start < point.begin:
                yield _span(text, start, point.begin, "text")
            start = point.end if text[point.end : end].strip() else end
            yield (point.begin, start, "heading", point.level, point.marker, point.reason)
            point = next(waiting)
        if start < end:
            yield _span(text, start, end, reason)

    reason = "text"
    for line in lines:
        if line.role == "body" and body and _goes_on(last, line):
            body[1] = place = line.end
            last = line
            continue
        if body:
            yield from close()
        start = line.begin if line.role == "heading" else line.start
        if start > place:
            yield (place, start, "blank", 0, "", "white space")
        place = line.end
        if line.role == "body":
            body[:] = [start, place]
            reason = line.reason
        elif line.role == "heading" and 0 < line.stop < len(line.text):
            stop = line.begin + line.stop
            yield (start, stop, "heading", line.level, line.marker, line.reason)
            body[:] = [stop, place]
            reason = "text"
        else:
            yield (start, place, line.role, line.level, line.marker, line.reason)
        last = line
    if body:
        yield from close()
    if place < len(text):
        yield (place, len(text), "blank", 0, "", "white space")


def _span(text: str, start: int, end: int, reason: str) -> tuple:
    if text[start:end].strip():
        return (start, end, "body", 0, "", reason)
    return (start, end, "blank", 0, "", "white space")


def _goes_on(last: Line, line: Line) -> bool:
    """Whether a paragraph that the line before breaks off goes on in this one."""
    if line.cut:
        return True
    if last.fixed or line.fixed or line.match is not None or ended(last.text):
        return False
    if last.text[-1] in "，,、；;":
        return True
    broken = len(last.text) >= 15 and any(sign in last.text for sign in "，。；,;")
    return broken and (not line.gap or line.text[0] in "（(，。、；：”》")


# --- account -------------------------------------------------------------------------------


def explain(blocks: pd.DataFrame, documents: pd.DataFrame | None = None) -> str:
    """An account of the blocks: where, which role, what decided it; and how each begins.

    One line per block but blanks, under the name of its document. With `documents` the
    first characters of each block stand beside it.

    >>> documents = pd.DataFrame({"document": ["a"], "text": ["一、认识\\n要学习。\\n二、行动\\n要做。\\n"]})
    >>> print(explain(mark_blocks(documents), documents))
    a
           0-5  heading 1    a line of its own, 1 of 2 in its series: 一、认识
          5-10  body         text: 要学习。
         10-15  heading 1    a line of its own, 2 of 2 in its series: 二、行动
         15-19  body         text: 要做。
    """
    texts = (
        {}
        if documents is None
        else dict(zip(documents["document"], documents["text"], strict=True))
    )
    account, name = [], None
    for block in blocks[blocks["role"] != "blank"].itertuples():
        if block.document != name:
            name = block.document
            account.append(str(name))
        role = f"{block.role} {block.level}" if block.role == "heading" else block.role
        quote = (
            _SPACE.sub(" ", texts[name][block.start : block.end].strip()) if name in texts else ""
        )
        quote = f": {quote[:24]}{'…' if len(quote) > 24 else ''}" if quote else ""
        account.append(f"{block.start:>8}-{block.end:<7}{role:<12} {block.reason}{quote}")
    return "\n".join(account)
