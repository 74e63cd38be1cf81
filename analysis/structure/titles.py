"""What stands round the text of a document: site text, office lines, contents, titles."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from .lines import Line, ended, join_lines, punctuated

# --- site text and office lines ------------------------------------------------------------

# Sought in the first and the last lines of a document only: in the middle, "来源：" is text.
SITE = {
    "site's introduction": r"小编|范文网|文库网|资料网|24小时内?删除|(?i:txt)(?:下载|全集|电子书)"
    r"|(?:整理|收集|搜集|精选).{0,60}(?:供.{0,6}参考|欢迎|希望|范文|全文)",
    "reading list": r"^[【\[]?(?:扩展|推荐|相关|延伸|拓展|精彩|热门|最新|猜你喜欢|更多)"
    r"(?:阅读|文章|推荐|内容|链接|新闻|信息|资讯|范文)|^[【\[]?[上下]一[篇条页]",
    "copyright, record number or address of the site": r"(?i)copyright|©|版权所有|powered by"
    r"|all rights reserved|ICP备|ICP证|公网安备|网站标识码|备案号|https?://|www\.",
    "source and editor": r"^[（(【\[]?(?:责任编辑|责\s*编|编\s*辑|(?:稿件|文章|信息)?来\s*源"
    r"|发布(?:时间|日期|机构)|(?:浏览|阅读|点击)(?:次数|数|量)|字[号体])\s*[:：】]",
    "navigation": r"扫一扫|扫描二维码|分享到|打印本页|关闭窗口|收藏本站|加入收藏|设为首页|网站地图"
    r"|联系我们|返回顶部|当前位置|您现?在的位置|^首页\s*[>＞»|｜]|【打印】|【关闭】|主办单位[:：]"
    r"|建议使用.{0,30}浏览",
}
_SITE = {reason: re.compile(pattern) for reason, pattern in SITE.items()}
_OFFICE = re.compile(
    r"更新时间[:：].*字数|(?:主题词|抄\s*送|抄\s*报|分\s*送|报\s*送|印发机关)\s*[：:]"
    r"|[（(](?:此件|本文有删减|此页无正文|共印).{0,12}[）)]$"
)
_ISSUED = re.compile(r"\S{2,20}?\s+\d{4}年\d{1,2}月\d{1,2}日印发$")
_PAGE = re.compile(
    r"(?:[-—–－·]\s*\d{1,4}\s*[-—–－·]|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d{1,4}.{0,12})$"
)

_BEGINS = frozenset("更主抄分报印（(-—–－·第0123456789Pp")  # with these such lines begin


def find_site(lines: list[Line]) -> None:
    """Label site text at both ends, office lines (抄送：…), and page numbers."""
    for line in lines:
        text = line.text
        if text[0] in _BEGINS and len(text) <= 200 and line.role == "body" and not line.fixed:
            if _PAGE.match(text):
                line.label("furniture", "page number")
            elif _OFFICE.match(text):
                line.label("boilerplate", "office line")
        elif text[-1] == "发" and _ISSUED.match(text) and not line.fixed:
            line.label("boilerplate", "office line")
    tail = lines[-40:]
    for line in lines[:6] + tail:
        _label_site(line)
    for place, line in enumerate(tail):
        if line.reason == "reading list":
            rest = [other for other in tail[place:] if other.role == "body" and not other.fixed]
            if all(len(other.text) <= _LONGEST for other in rest):
                for other in rest:
                    other.label("boilerplate", "in the reading list")
            break


def _label_site(line: Line) -> None:
    if line.fixed or line.role != "body" or len(line.text) > 120:
        return
    for reason, pattern in _SITE.items():
        if pattern.search(line.text):
            if reason != "source and editor" or not ended(line.text):
                line.label("boilerplate", reason)
            return


# --- contents ------------------------------------------------------------------------------

_CONTENTS = re.compile(r"[【\[#*\s]*(?:目\s*[录錄次]|contents)[】\]*\s：:]*$", re.IGNORECASE)
_LEADER = re.compile(r"(?:\s*[.．…·。]{3,}\s*|\s{2,}|\t)[-—（(]*\d{1,4}[-—）)]*$")
_LONGEST = 60  # characters of an entry
_FURTHEST = 500  # entries


def _entry(line: Line) -> str:
    """A line of a table of contents without its page number and blanks."""
    return "".join(_LEADER.sub("", line.text).split())


def find_contents(lines: list[Line]) -> None:
    """Label tables of contents: under 目录, with page numbers, or repeated by the text below."""
    end = 0
    for place, line in enumerate(lines):
        if place < end or line.text[0] not in "目【[#*cC" or len(line.text) > 20:
            continue
        if line.role == "body" and not line.fixed and _CONTENTS.match(line.text):
            end = _contents_end(lines, place + 1)
            for other in lines[place:end]:
                other.label("contents", "table of contents")
    _find_bare_contents(lines)


def _contents_end(lines: list[Line], place: int) -> int:
    """Where the text begins: its first line repeats the first entry, or is no entry."""
    for here in range(place, min(place + _FURTHEST, len(lines))):
        line, first = lines[here], lines[place]
        if line.fixed or len(line.text) > _LONGEST:
            return here
        again = first.match and line.match and line.match[:2] == first.match[:2]
        if here > place and (again or _entry(line) == _entry(first)):
            return here
        if ended(line.text) and not _LEADER.search(line.text):
            return here
    return min(place + _FURTHEST, len(lines))


def _find_bare_contents(lines: list[Line]) -> None:
    """Three or more headings without text between them that all come again are contents."""
    entries = [
        (place, _entry(line))
        for place, line in enumerate(lines)
        if line.match and len(line.text) <= _LONGEST and not punctuated(line.text)
        if line.role == "body" and not line.fixed
    ]
    left = Counter(entry for _, entry in entries)
    run: list[int] = []
    for place, entry in [*entries, (len(lines) + 1, "")]:
        left[entry] -= 1
        if run and place != run[-1] + 1:
            if len(run) >= 3:
                for at in run:
                    lines[at].label("contents", "comes again below")
            run = []
        if place < len(lines) and (left[entry] > 0 or _LEADER.search(lines[place].text)):
            run.append(place)


# --- titles --------------------------------------------------------------------------------

_NUMBER = re.compile(
    r"\S{1,14}?\s*[〔\[（(【［]\s*\d{4}\s*[〕\]）)】］]\s*第?\s*\d+\s*号$|第?\s*\d+\s*号令?$"
)
_HEAD = re.compile(  # lines that stand with the title: subtitle, date, passing of a law, author
    r"^(?:——|--|─)|^[（(].*[）)]$|^[〇○零一二三四五六七八九十\d]{2,4}\s*年.{0,4}月"
    r"|(?:通过|公布|施行|批准|发布|修[订正]|印发)[）)]?$|^(?:作者|发言人|报告人|单位)[:：]"
)
_OFFICIAL = re.compile(r"关于|印发|转发|批转|[院厅府委会局]对")
_DOCUMENT = re.compile(  # with these the title of an official document ends
    r"(?:通知|意见|决定|办法|规定|方案|函|批复|答复|报告|公告|通告|通报|命令|令|纲要|规划|计划|条例|细则"
    r"|决议|请示|议案|纪要)$"
)
_MOST = 6  # lines that are the title, its number, and a name
_DATED = r"[〇○零一二三四五六七八九十\d]{2,4}\s*年.{1,6}月.{1,4}日"
_CLOSING = re.compile(rf"[（(]此件|{_DATED}$|附\s*(?:件|录|錄|表)?\s*\d{{0,2}}\s*[：:]?$")


def find_titles(text: str, lines: list[Line]) -> None:
    """Label the title and what stands with it at the head, and titles inside (annexes, plans)."""
    own = [line for line in lines[:20] if line.role in ("body", "title", "heading")]
    head: list[Line] = []
    for place, line in enumerate(own):
        after = own[place + 1] if place + 1 < len(own) else None
        if line.role == "title" or (_is_title(line, first=not head) and not _is_broken(after)):
            head.append(line)
        else:
            break
    if len(head) == len(own):  # nothing but short lines: no document with a title
        head = head[:1] if len(own) > 1 else []
    if sum(not _HEAD.search(line.text) for line in head) > _MOST:  # a list, or verses
        head = head[:1]
    for line in head:
        if not line.fixed:
            number = _NUMBER.match(line.text)
            line.label("title", "number of the document" if number else "at the head")
    _join_title(text, lines, head)
    for before, line in pairwise(lines):
        last = before.text
        if (last[-1] in "日）)" or last[0] == "附") and len(last) <= 20 and _CLOSING.match(last):
            plain = line.role == "body" and not line.fixed and line.match is None
            if plain and len(line.text) <= 40 and not punctuated(line.text):
                line.label("title", "title of a part")


def _join_title(text: str, lines: list[Line], head: list[Line]) -> None:
    """An official title broken in two or three lines is one: 关于加强…, 工作的意见."""
    if not head or head[0].fixed or not _OFFICIAL.search(head[0].text):
        return
    for number, line in enumerate(head[:3]):
        if line.fixed or _NUMBER.match(line.text) or (number and _HEAD.search(line.text)):
            return
        if _DOCUMENT.search(line.text):
            if number:
                join_lines(text, head[0], line)
                first = lines.index(head[0])
                del lines[first + 1 : first + 1 + number]
            return


def _is_broken(after: Line | None) -> bool:
    """Whether the next line goes on with the sentence of the line before."""
    if after is None or after.text[0] not in "（(，。、；：”》）":
        return False
    return not _HEAD.search(after.text)


def _is_title(line: Line, *, first: bool) -> bool:
    if line.role != "body" or line.fixed or len(line.text) > _LONGEST:
        return False
    if line.kind not in ("", "dash"):
        return False
    if _HEAD.search(line.text) or _NUMBER.match(line.text):
        return not (first and line.match)
    if first and line.text[-1] in "！？!?":
        return True
    return not punctuated(line.text) and "。" not in line.text
