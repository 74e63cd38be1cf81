"""What a site or an office has put around a document: site text, 抄送：…, page numbers."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from ..characters import HAN
from .lines import Line, ended

COPYRIGHT, EDITOR = "copyright, record number or address of the site", "source and editor"
INTRODUCTION, READING, NAVIGATION = "site's introduction", "reading list", "navigation"

# --- signs of site text --------------------------------------------------------------------

# A line is site text where such signs make it up: in a sentence 版权所有 is a word like any
# other. No character goes on with a sign (版权所有者, 备案号牌); beside the signs, a name or two.
_URL = r"(?:https?://|www\.)[\x21-\x7e]+"
_VALUE = r"\s*[^\s，,。；;：:！!？?|｜]{1,20}"
_PRESS = rf"{_VALUE}(?<=[报网社刊台号端志])"
_DATE = r"\s*\d{4}[-年./]\d{1,2}[-月./]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"

SURE = {  # nothing but a site writes these
    COPYRIGHT: r"[Cc]opyright|COPYRIGHT|©|[Aa]ll [Rr]ights [Rr]eserved|[Pp]owered by"
    r"|(?:[^\s，,。；]{1,16}[网站社司部局厅府院所])?版权所有(?:[，,]?\s*(?:侵权|翻版|盗版)必究)?"
    r"|(?:备案序?号\s*[:：]?\s*)?[^\W\d_a-zA-Z]?ICP(?:备案?|证)[号:：\s]*\d+号?(?:-\d+)?"
    r"|[^\W\d_]?公网安备\s*\d+\s*号?|网站标识码\s*[:：]?\s*\w+"
    r"|未经(?:书面)?(?:授权|许可)[，,]?(?:不得|禁止|严禁)转载",
    EDITOR: rf"(?:责任编辑|责\s*编)\s*[:：】]{_VALUE}|(?:稿件|文章|信息)?来\s*源\s*[:：]{_PRESS}"
    rf"|发布(?:时间|日期)\s*[:：]{_DATE}|字[号体]\s*[:：]\s*\[?[大中小][大中小\s]*\]?"
    r"|(?:浏览|阅读|点击)(?:次数|数|量)\s*[:：]\s*\d+次?",
    NAVIGATION: r"(?:微信)?(?:扫一扫|扫描二维码)[，,]?(?:在?手机|关注|分享)\S{0,12}|打印本页"
    r"|收藏本站|加入收藏|设为首页|【打印】|【关闭】|\w{0,6}(?:范文网|文库网|资料网)"
    r"|(?:本?网?站)?建议使用[^，。；]{0,30}浏览[^，。；]{0,3}",
}
DOUBTFUL = {  # these alone are site text only beside other site text
    COPYRIGHT: rf"{_URL}|备案序?号\s*[:：]{_VALUE}",
    EDITOR: rf"(?:(?:稿件|文章|信息)?来\s*源|编\s*辑|发布机构)\s*[:：]{_VALUE}",
    NAVIGATION: r"网站(?:地图|首页|声明)|隐私声明|联系我们|关于我们|意见反馈|返回顶部|关闭窗口"
    rf"|分享到|扫一扫|扫描二维码|(?:(?:主办|承办)(?:单位)?|技术支持)\s*[:：]{_VALUE}",
}
WHOLE = {  # lines that may be sentences, and such as have a text of their own
    INTRODUCTION: r"(?:以下|下面|本文|这里|今天|接下来)[^。！？；]{0,14}"
    r"(?:小编|范文网|文库网|资料网)[^。！？；]{0,12}(?:整理|收集|搜集|精选|分享)[^。！？；]{0,70}(?:参考|欢迎|希望|帮助|范文|全文)"
    r"[^。！？；]{0,12}[。！]?|本文由\S{1,12}(?:网|文库)(?:整理|收集|发布)"
    r"|(?:更多)?[^，。；！？\s]{0,12}(?i:txt)(?:下载|全集|电子书)"
    rf"(?:下载)?(?:[,，]?请(?:访问|到)[^，。；]{{1,16}})?(?:{_URL})?"
    r"|[^，。；！？]{0,4}仅供[^。；！？]{2,12}下载后?[^。；！？]{0,4}24小时内?[^。；！？]{0,4}删除[。！]?",
    READING: r"[【\[]?[上下]一[篇条页][】\]]?(?:\s*[:：][^。；！？]{0,80})?",
    NAVIGATION: r"[^。；！？]{0,60}(?:当前位置|您现?在的位置)\s*[:：]?[^。；！？]{0,40}[>＞»]"
    r"[^。；！？]*|首页\s*[>＞»|｜][^。；！？]*",
}
_LIST = re.compile(  # the line above a list of other pages, the last two words in documents too
    r"[【\[]?(?:(?:扩展|推荐|相关|延伸|拓展|精彩|热门|最新|更多)(?:阅读|文章|推荐|链接|新闻|资讯|范文|(内容|信息)){1,2}"
    r"|猜你喜欢)[】\]]?\s*[:：]?"
)
# A first look: no line without one of these is site text. Each begins with a character that is
# given, so that the search can pass over all others.
_HINT = re.compile(
    r"opyright|OPYRIGHT|©|ights [Rr]|owered by|版权所有|ICP|公网安备|网站[标地首声建]|转载|:|：|】"
    r"|扫一扫|扫描二维码|打印本页|本站|加入收藏|设为首页|范文网|文库|资料网|建议使用|www\.|隐私声明|联系我们|关于我们"
    r"|意见反馈|返回顶部|关闭窗口|分享到|小编|本文由|t[xX][tT]|T[xX][tT]|仅供|上一[篇条页]|下一[篇条页]|前位置"
    r"|在位置|的位置|首页"
).search


def _compiled(patterns: dict[str, str]) -> dict[str, re.Pattern[str]]:
    bounded = rf"(?<![{HAN}])(?:{{}})(?![{HAN}])"
    return {reason: re.compile(bounded.format(signs)) for reason, signs in patterns.items()}


_SURE, _DOUBTFUL = _compiled(SURE), _compiled(DOUBTFUL)
_WHOLE = {reason: re.compile(pattern) for reason, pattern in WHOLE.items()}
_SENTENCE = re.compile(r"[，,。；;！!？?]")
_NAME = re.compile(r"[^\W\d_][^\W_]*|\d+[^\W\d_][^\W_]*")

_OFFICE = re.compile(
    r"更新时间[:：].*字数|(?:主题词|抄\s*送|抄\s*报|分\s*送|报\s*送|印发机关)\s*[：:]"
    r"|[（(](?:此件|本文有删减|此页无正文|共印).{0,12}[）)]$"
)
_ISSUED = re.compile(r"\S{2,20}?\s+\d{4}年\d{1,2}月\d{1,2}日印发$")
_PAGE = re.compile(
    r"(?:[-—–－·]\s*\d{1,4}\s*[-—–－·]|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?"
    r"|[0-9]\d{0,3}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d{1,4}.{0,12})$"
)


# With these such lines begin or end; the others need no closer look.
_BEGINS = frozenset("更主抄分报印（(-—–－·0123456789Pp")
_ENDS = frozenset("发页")


SITE_LINE = 120  # characters of a line of site text, at most
OFFICE_LINE = 200  # … of an office line: the offices a copy goes to are many
ENTRY = 60  # … of an entry in a list of other pages
NAMES, NAME = 2, 20  # names beside one sign of a site, and characters of a name, at most


class Reach(NamedTuple):
    """How many lines at the two ends of a document may be site text; whether lists of pages."""

    head: int
    tail: int
    lists: bool = False


# By the format of a document. A string or a frame has no site around it; what an author has
# written in Word may have been copied from a page, or printed from one to PDF.
NOWHERE, ENDS, PAGE = Reach(0, 0), Reach(6, 6), Reach(6, 40, lists=True)
REACHES = dict.fromkeys(["txt", "html", "htm", "xhtml", "mht", "mhtml"], PAGE) | {"text": NOWHERE}


def reach_of(source: str) -> Reach:
    """Where in a document of this format site text may stand."""
    return REACHES.get(source, ENDS)


def find_site(lines: list[Line], reach: Reach = PAGE) -> None:
    """Label site text at both ends, office lines (抄送：…), and page numbers."""
    for line in lines:
        text = line.text
        if (text[0] in _BEGINS or text[-1] in _ENDS) and line.undecided:
            _label_office(line)
    doubtful: list[int] = []
    tail = max(len(lines) - reach.tail, 0)
    for place in [*range(min(reach.head, tail)), *range(tail, len(lines))]:
        line = lines[place]
        if len(line.text) <= SITE_LINE and _HINT(line.text) and line.undecided:
            reason, sure = site_reason(line.text)
            if sure:
                line.label("boilerplate", reason)
            elif reason:
                doubtful.append(place)
    for place in [*doubtful, *reversed(doubtful)]:
        if any(line.role == "boilerplate" for line in lines[max(place - 1, 0) : place + 2]):
            lines[place].label("boilerplate", site_reason(lines[place].text)[0])
    if reach.lists:
        _label_reading_list(lines[tail:])


def _label_office(line: Line) -> None:
    if is_page_number(line.text):
        line.label("furniture", "page number")
    elif is_office_line(line.text):
        line.label("boilerplate", "office line")


def is_page_number(text: str) -> bool:
    """Whether a line is a page number: - 3 -, 第3页 共9页, 3/9, Page 3."""
    return _PAGE.match(text) is not None


def is_office_line(text: str) -> bool:
    """Whether an office has put a line below its document: 抄送：…, （此件公开发布）, …印发."""
    if text[-1] == "发" and _ISSUED.match(text):
        return True
    return len(text) <= OFFICE_LINE and _OFFICE.match(text) is not None


@lru_cache(maxsize=4096)  # the pages of a site end alike
def site_reason(text: str) -> tuple[str, bool]:
    """Which kind of site text makes up a line, or ""; and whether the line alone says so.

    >>> [site_reason(line) for line in ["设为首页", "联系我们", "保护版权所有者的权益"]]
    [('navigation', True), ('navigation', False), ('', False)]
    """
    if len(text) > SITE_LINE:
        return "", False
    for reason, pattern in _WHOLE.items():
        if pattern.fullmatch(text):
            return reason, True
    rest, sure = _without(text, _SURE)
    rest, doubtful = _without(rest, _DOUBTFUL)
    reasons = sure or doubtful
    names = _NAME.findall(rest)
    if not reasons or _SENTENCE.search(rest) or max(map(len, names), default=0) > NAME:
        return "", False
    several = len(doubtful) > 1 and set(doubtful) == {NAVIGATION}  # 网站地图 | 联系我们
    most = NAMES + len(sure) + len(doubtful) - 1 if sure or several else 0
    return (reasons[0], bool(sure) or several) if len(names) <= most else ("", False)


def _without(text: str, signs: dict[str, re.Pattern[str]]) -> tuple[str, list[str]]:
    """The text without the signs that stand in it, and the reason that each of them gives."""
    found: list[str] = []
    for reason, pattern in signs.items():
        text, number = pattern.subn("|", text)
        found += [reason] * number
    return text, found


def _label_reading_list(tail: list[Line]) -> None:
    """Label what stands below 相关阅读, if all of it is short and no sentence."""
    for at, line in enumerate(tail):
        if line.undecided and (found := _LIST.fullmatch(line.text)):
            rest = [below for below in tail[at:] if below.undecided]
            sure = not found[1] or any(below.reason in WHOLE for below in tail[at:])
            if sure and all(
                len(below.text) <= ENTRY and not ended(below.text) for below in rest[1:]
            ):
                line.label("boilerplate", READING)
                for below in rest[1:]:
                    below.label("boilerplate", "in the reading list")
                return


# --- headings with nothing below them --------------------------------------------------------

EMPTY = 3  # headings of one level in a row, at least, with nothing between them


def find_empty_headings(lines: list[Line]) -> None:
    """Headings of a web page, one straight after another, are buttons or links: no headings."""
    seen = [line for line in lines if line.role not in ("blank", "furniture", "boilerplate")]
    run: list[Line] = []
    for line, after in pairwise(seen):
        empty = line.role == after.role == "heading" and after.level <= line.level
        if empty and line.fixed and not line.match and (not run or run[0].level == line.level):
            run.append(line)
            continue
        _make_text(run)
        run = []
    _make_text(run)


def _make_text(run: list[Line]) -> None:
    if len(run) >= EMPTY:
        for line in run:
            line.label("body", "a heading in a row of them, with nothing below")
            line.level = 0
