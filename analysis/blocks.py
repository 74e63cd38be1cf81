"""What each stretch of a text *is*: title, heading, body, contents, site text, page furniture, blank."""

from __future__ import annotations

import re
from typing import NamedTuple

import pandas as pd

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


_LINE = re.compile(r"[^\n]*\n?")
_HEADING = re.compile(
    r"\s*(?:(?P<first>第\s*[一二三四五六七八九十百零〇\d]+\s*[编編章节節回])|(?P<second>[一二三四五六七八九十]+、)"
    r"|(?P<third>[（(][一二三四五六七八九十]+[）)]))"
)
_POINT = re.compile(
    r"(?<![^\s，,。；;：:])[一二三四五六七八九十][是要](?=[^。；;\n]{2,30}。[^\n])"
)
_SITE = re.compile(
    r"小编|供大家参考|阅读文章|Copyright|版权所有|All Rights Reserved|https?://|ICP备|责任编辑|扫一扫"
)


def mark_blocks(documents: pd.DataFrame, *, headings=None) -> pd.DataFrame:
    """Give every span of every text a role; the spans in order are the text."""
    rows = []
    for document, text in zip(documents["document"], documents["text"], strict=True):
        rows += [(document, *row) for row in _simple(text)]
    columns = ["document", "start", "end", "role", "level", "marker", "reason"]
    return pd.DataFrame(rows, columns=columns).astype({"role": pd.CategoricalDtype(ROLES)})


def _simple(text):
    rows, titled = [], False
    for match in _LINE.finditer(text):
        start, end = match.span()
        line = match[0].strip()
        if start == end:
            continue
        heading = _HEADING.match(text, start, end)
        if not line:
            rows.append((start, end, "blank", 0, "", "white space"))
        elif _SITE.search(line) and len(line) < 90:
            rows.append((start, end, "boilerplate", 0, "", "site text"))
        elif not titled and len(line) < 40 and line[-1] not in "。：:！？；":
            rows.append((start, end, "title", 0, "", "short first line"))
            titled = True
        elif heading and (len(line) < 50 or "。" in line[:50]):
            level = {"first": 1, "second": 1, "third": 2}[heading.lastgroup]
            stop = text.find("。", start, end) + 1 or end
            begin = start + len(match[0]) - len(match[0].lstrip())
            rows += [(start, begin, "blank", 0, "", "indent")] if begin > start else []
            rows.append((begin, stop, "heading", level, heading[heading.lastgroup], "numbered"))
            rows += [(stop, end, "body", 0, "", "text")] if stop < end else []
            titled = True
        else:
            points = [m.start() for m in _POINT.finditer(text, start, end)]
            cuts = sorted({start, *points, end})
            for left, right in zip(cuts, cuts[1:], strict=False):
                if left in points:
                    stop = text.find("。", left, right) + 1
                    rows.append((left, stop, "heading", 2, text[left : left + 2], "run-in point"))
                    left = stop
                if left < right:
                    rows.append((left, right, "body", 0, "", "text"))
            titled = True
    return _join(text, rows)


def _join(text, rows):
    """Lines that break off inside a sentence go on in the next one."""
    joined = []
    for row in rows:
        last = joined[-1] if joined else None
        if (
            last
            and last[2] == row[2] == "body"
            and text[last[0] : last[1]].rstrip()[-1:] not in "。！？："
        ):
            joined[-1] = (last[0], row[1], *last[2:])
        else:
            joined.append(row)
    return joined


def explain(blocks: pd.DataFrame, documents: pd.DataFrame | None = None) -> str:
    """The blocks as an account: one line each, with the reason that decided."""
    return "\n".join(f"{b.start}-{b.end} {b.role}: {b.reason}" for b in blocks.itertuples())
