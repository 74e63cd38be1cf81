"""What a site or an office has put around a document: site text, 抄送：…, page numbers."""

from __future__ import annotations

import re

from .lines import Line, ended

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
    r"|[0-9]\d{0,3}\s*[/／]\s*\d{1,4}|[Pp]age\s*\d{1,4}.{0,12})$"
)


# With these such lines begin or end; the others need no closer look.
_BEGINS = frozenset("更主抄分报印（(-—–－·0123456789Pp")
_ENDS = frozenset("发页")

HEAD, TAIL = 6, 40  # lines at the two ends of a document in which site text is sought
SITE_LINE = 120  # characters of a line of site text, at most
OFFICE_LINE = 200  # … of an office line: the offices a copy goes to are many
ENTRY = 60  # … of an entry in a list of other pages


def find_site(lines: list[Line]) -> None:
    """Label site text at both ends, office lines (抄送：…), and page numbers."""
    for line in lines:
        text = line.text
        if (text[0] in _BEGINS or text[-1] in _ENDS) and line.undecided:
            _label_office(line)
    tail = lines[-TAIL:]
    for line in lines[:HEAD] + tail:
        _label_site(line)
    _label_reading_list(tail)


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


def _label_site(line: Line) -> None:
    reason = site_reason(line.text) if line.undecided else ""
    if reason:
        line.label("boilerplate", reason)


def site_reason(text: str) -> str:
    """Which kind of site text a line at the end of a document is, or ""."""
    if len(text) > SITE_LINE:
        return ""
    for reason, pattern in _SITE.items():
        if pattern.search(text):
            is_sentence = reason == "source and editor" and ended(text)
            return "" if is_sentence else reason
    return ""


def _label_reading_list(tail: list[Line]) -> None:
    """Label what stands below 相关阅读, if all of it is short."""
    first = next((at for at, line in enumerate(tail) if line.reason == "reading list"), len(tail))
    rest = [line for line in tail[first:] if line.undecided]
    if all(len(line.text) <= ENTRY for line in rest):
        for line in rest:
            line.label("boilerplate", "in the reading list")
