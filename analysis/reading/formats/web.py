"""Web pages: every line of the page, and which of them are its main text.

Government pages are laid out in nested tables, with the particulars of the document, buttons and
lists of other pages around the text, so neither tags nor link counts alone tell the text apart.
Here the main text is the innermost element that holds most of the page's running text, that is
of the lines with commas and full stops in them, outside links. (Trafilatura 2.3 and
readability keep the particulars of such pages together with the text.)
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import groupby
from typing import Any

from ..encodings import decode
from ..marks import Lines, Reading
from .hiding import hidden_elements, is_overlay
from .mhtml import is_archive, page_of
from .page import HEADINGS, NOT_SHOWN, Box, Line, collect, parse_page, running, squeezed

# What has to hold this share of the running text to be the main element, and how many
# characters of it make the elements beside that one parts of it. If the elements with names of
# site text leave less than this share, the names are misleading.
SHARE = 0.9
BESIDE = 80
LEFT = 0.5
# Characters of running text that make an article: if so many are shown and more are hidden, it
# is not clear which of them is the article.
ARTICLE = 200
WRAPPED = 5  # hidden elements one in another, around an article
# A line with more than this share of its characters in links is one of links; a line outside
# the main element is text all the same if it has a sentence and so many characters. Up to so
# many paragraphs of links in a row, with running text around them, are text.
LINKS = 0.6
SENTENCE = 40
LINKED = 3
TITLE = 6  # characters of a line that <title> repeats, at least
PARAGRAPHS = ("blockquote", "dd", "li", "p", "pre", *HEADINGS)
SENTENCES = re.compile("[。；！？]")
# What a page declares of its encoding, in the first bytes of it.
DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{1,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.I
)
DECLARED_WITHIN = 1 << 14


def read_html(data: bytes, encoding: str | None = None) -> Reading:
    """Read a web page: headings, tables and site text are marked, nothing seen is left out.

    `data` are the bytes of the page or of a web archive (MHTML), `encoding` is its encoding if
    it is known (it is found from the bytes otherwise, and from what the page declares). Raises
    ValueError if the bytes are not text, as `decode` does, if there is no text in the page, or
    if its elements are nested too deep.

    >>> read_html("<h1>通知</h1><p>各单位要认真落实。</p>".encode()).text.split()
    ['通知', '各单位要认真落实。']
    """
    declared = ""
    if is_archive(data):
        data, declared = page_of(data)
    found = DECLARED.search(data, 0, DECLARED_WITHIN)
    if found and not declared:
        declared = found[1].decode("ascii", "ignore")
    decoded = decode(data, encoding=encoding, declared=declared)
    root = parse_page(decoded.text)
    lines, body, remarks = _shown(root)
    if not lines and root.find(".//script") is not None:
        raise ValueError(
            "it holds no text, only scripts that make it: open it in a browser and save the "
            "whole page there"
        )
    page_title = squeezed(root.findtext(".//head/title") or "")
    reading = _marked(lines, _main(body), page_title)
    return reading._replace(encoding=decoded.encoding, margin=decoded.margin, remarks=remarks)


# --- what is shown -------------------------------------------------------------------


def _shown(root: Any) -> tuple[list[Line], Box, tuple[str, ...]]:
    """The lines of a page, the tree of their elements, and what there is to remark about them.

    What is hidden is the article all the same if it holds most of the running text: a script
    shows it when the page is opened.
    """
    hidden = hidden_elements(root)
    lines, body, seen = _opened(root, hidden)
    if body.running < LEFT * sum(running(line) for line in lines if line.site != NOT_SHOWN):
        lines, body, seen = _opened(root, hidden, names=False)
    return lines, body, _remarks(seen, body.running - seen, _hidden(lines).total())


def _opened(root: Any, hidden: set[Any], names: bool = True) -> tuple[list[Line], Box, int]:
    """The lines of a page, its elements, and how much running text it shows by itself.

    An article is taken out of the elements that are `hidden`.
    """
    lines, body = collect(root, hidden, names)
    seen = body.running
    for _ in range(WRAPPED):
        articles = _articles(lines)
        if not articles:
            break
        hidden -= articles
        lines, body = collect(root, hidden, names)
    return lines, body, seen


def _hidden(lines: list[Line]) -> Counter[Any]:
    """How much running text each element hides."""
    hidden: Counter[Any] = Counter()
    for line in lines:
        if line.site == NOT_SHOWN:
            hidden[line.hider] += running(line)
    return hidden


def _articles(lines: list[Line]) -> set[Any]:
    """The element that is hidden and holds most of the running text of a page, if there is one."""
    most = LEFT * sum(map(running, lines))
    return {
        element for element, n in _hidden(lines).items() if n > most and not is_overlay(element)
    }


def _remarks(seen: int, opened: int, hidden: int) -> tuple[str, ...]:
    """What to say of a page that hides much of its text.

    `seen` characters of running text are shown, `opened` are hidden and were taken for the
    article all the same, `hidden` are hidden and not counted.
    """
    if opened and seen >= ARTICLE:
        return (
            f"the larger part of its text ({opened} characters, beside {seen} that are shown) is "
            "hidden until a script shows it, and was read as its article",
        )
    if hidden > seen + opened:
        return (
            f"most of its text ({hidden} of {hidden + seen + opened} characters) is hidden and "
            "was not counted: if it is the article, save the page as a browser shows it",
        )
    return ()


# --- the main text -------------------------------------------------------------------


def _main(body: Box) -> list[bool]:
    """For each line, whether it is in the innermost element that holds most of the running text.

    Elements beside that one, with running text of their own, are parts of it: chapters, annexes.
    """
    measure = "running" if body.running else "plain"
    box, beside = body, []
    while True:
        enough = SHARE * getattr(box, measure)
        inner = [one for one in box.boxes if getattr(one, measure) >= enough]
        if not inner or inner[0].tag in PARAGRAPHS:
            break
        box, beside = inner[0], [one for one in box.boxes if one.running >= BESIDE]
    inside = [False] * body.last
    for one in [box, *beside]:
        inside[one.first : one.last] = [True] * (one.last - one.first)
    return inside


def _marked(lines: list[Line], inside: list[bool], page_title: str) -> Reading:
    """The text of the page with marks."""
    title = _title_line(lines, inside, page_title)
    linked = _linked_paragraphs(lines, inside)
    text = Lines()
    for number, line in enumerate(lines):
        role, reason = _role(line, inside[number], number in linked)
        if number == title:
            text.add(line.text, "title", reason="the page's own title")
        elif role == "heading":
            text.add(line.text, role, level=HEADINGS[line.tag], reason=reason)
        else:
            text.add(line.text, role, reason=reason)
    return text.reading()


def _role(line: Line, inside: bool, linked: bool) -> tuple[str, str]:
    """The role of a line and the reason for it; no role where the words have to decide."""
    mostly_links = _is_links(line) and not linked
    to_page = line.anchors == line.links
    if line.site:
        return "boilerplate", f"site text: {line.site}"
    if inside and line.tag in HEADINGS and (to_page or not mostly_links):
        return "heading", f"<{line.tag}>"
    if mostly_links and to_page:
        return "contents", "links into this page"
    if mostly_links:
        return "boilerplate", "links"
    if not (inside or _has_sentence(line)):
        return "boilerplate", "outside the main text"
    if line.tag == "table":
        return "table", "<table>"
    if line.tag in ("p", "li") and line.whole:
        return "paragraph", f"<{line.tag}>"
    return "", ""


def _is_links(line: Line) -> bool:
    return line.links > LINKS * len(line.text)


def _linked_paragraphs(lines: list[Line], inside: list[bool]) -> set[int]:
    """The lines of links in the main text that are paragraphs of it.

    Such a line ends a sentence outside of the links, or is one of a few paragraphs with running
    paragraphs before and after them.
    """
    inner = [number for number, main in enumerate(inside) if main and not lines[number].site]
    linked = {n for n in inner if lines[n].sentence and lines[n].tag not in HEADINGS}
    runs = [(key, list(run)) for key, run in groupby(inner, lambda n: _kind(lines[n]))]
    for (before, _), (kind, run), (after, _) in zip(runs, runs[1:], runs[2:], strict=False):
        if (before, kind, after) == ("running", "links", "running") and len(run) <= LINKED:
            linked.update(run)
    return linked


def _kind(line: Line) -> str:
    """What a paragraph is to those beside it: "running", "links" or, as other lines, ""."""
    if line.tag != "p":
        return ""
    return "links" if _is_links(line) else "running" if running(line) else ""


def _has_sentence(line: Line) -> bool:
    """Whether a line is long and has a full stop in it, as no line beside the text has."""
    long = len(line.text) >= SENTENCE and line.tag != "table"
    return long and SENTENCES.search(line.text) is not None


def _title_line(lines: list[Line], inside: list[bool], page_title: str) -> int | None:
    """The line that is the page's title: its only <h1>, or a line that <title> repeats."""
    last = max((number for number, main in enumerate(inside) if main), default=-1)
    before = [number for number, line in enumerate(lines[: last + 1]) if not line.site]
    large = [number for number in before if lines[number].tag == "h1"]
    if len(large) == 1:
        return large[0]
    return next((number for number in before if _repeats(lines[number], page_title)), None)


def _repeats(line: Line, page_title: str) -> bool:
    return len(line.text) >= TITLE and line.text in page_title and line.tag != "table"
