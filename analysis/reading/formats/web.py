"""Web pages: every line of the page, and which of them are its main text.

Government pages are laid out in nested tables, with the particulars of the document, buttons and
lists of other pages around the text, so neither tags nor link counts alone tell the text apart.
Here the main text is the innermost element that holds most of the page's running text, that is
of the lines with commas and full stops in them that are no links. (Trafilatura 2.3 and
readability keep the particulars of such pages together with the text.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from ..encodings import decode
from ..marks import Lines, Reading


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Elements that begin a line of their own, and elements whose text nobody reads.
BLOCKS = _names("""
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section
    summary table tbody td tfoot th thead tr ul
""")
UNSEEN = _names("""
    audio button canvas datalist embed head iframe math noscript object script select style svg
    template textarea video
""")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

# Elements that hold no main text, by tag, by the words of their class or id, or unseen.
SITE_TAGS = ("nav", "footer", "aside")
SITE_NAMES = re.compile(
    r"(?<![a-z])(nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|sidebar|related|recommend"
    r"|share|comments?|copyright|advert|login|search|toolbar|pager|qrcode|daohang|dibu|banquan)"
    r"(?![a-z])",
    re.I,
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)

# What has to hold this share of the running text to be the main element, and how many
# characters of it make the elements beside that one parts of it. If the elements with names of
# site text leave less than this share, the names are misleading.
SHARE = 0.9
BESIDE = 80
LEFT = 0.5
# A line with more than this share of its characters in links is one of links; a line outside
# the main element is text all the same if it has a sentence and so many characters.
LINKS = 0.6
SENTENCE = 40
# A cell of data has at most so many characters, a line that <title> repeats at least so many.
CELL = 500
TITLE = 6
PARAGRAPHS = ("blockquote", "dd", "li", "p", "pre", *HEADINGS)
RUNNING = re.compile("[，。；、！？]")
NUMBERED = re.compile(r"\d+[.、．)）]|[（(第]?[一二三四五六七八九十]+[、章节条)）]")
SPACES = re.compile("[ \t\n\r\f\v]+")
SENTENCES = re.compile("[。；！？]")
WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…"
FOLDED = re.compile(f"(?<=[{WIDE}])[ \t]*\n[ \t\n]*(?=[{WIDE}])")


@dataclass(eq=False)
class _Box:
    """An element of the layout: what it holds, as numbers of lines, and how it is called."""

    tag: str
    site: str
    first: int
    last: int = 0
    running: int = 0
    plain: int = 0
    number: int = 0
    boxes: list[_Box] = field(default_factory=list)


@dataclass(eq=False)
class _Line:
    """A line of the page and what its element says about it."""

    text: str
    tag: str
    site: str
    links: int = 0
    anchors: int = 0


def read_html(data: bytes, encoding: str | None = None) -> Reading:
    """Read a web page: headings, tables and site text are marked, nothing seen is left out.

    `data` are the bytes of the page, `encoding` is its encoding if it is known (it is found
    from the bytes otherwise). Raises ValueError if the bytes are no text, as `decode` does, if
    there is no text in the page, or if its elements are nested too deep.

    >>> read_html("<h1>通知</h1><p>各单位要认真落实。</p>".encode()).text.split()
    ['通知', '各单位要认真落实。']
    """
    decoded = decode(data, encoding=encoding)
    root = _parse(decoded.text)
    lines, body = _collect(root)
    if body.running < LEFT * sum(_running(line) for line in lines):
        lines, body = _collect(root, names=False)
    page_title = _squeezed(root.findtext(".//head/title") or "")
    reading = _marked(lines, _main(body), page_title)
    return reading._replace(encoding=decoded.encoding, margin=decoded.margin)


def _parse(text: str) -> Any:
    """The tree of a page, however deep, or an error where it is too deep to be a page."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise ValueError("its elements are nested more than 2,000 deep: it is no readable page")
    if root is None:
        raise ValueError("it holds no text")
    return root


# --- from the tree to lines ------------------------------------------------------------


class _Collector:
    """Goes through a page once, element by element, and gathers its lines."""

    def __init__(self, names: bool) -> None:
        self.names = names
        self.lines: list[_Line] = []
        self.stack = [_Box("html", "", 0)]
        self.pieces: list[str] = []
        self.links = self.anchors = 0
        self.link = ""

    def start(self, element: Any) -> None:
        """Take up the start of an element, and the text up to the first one inside it."""
        if element.tag in BLOCKS:
            self.open(element)
        elif element.tag == "br":
            self.end_line()
        elif element.tag == "a":
            self.link = element.get("href") or "?"
        self.add(element.text)

    def end(self, element: Any) -> None:
        """Take up the end of an element, and the text that follows it."""
        if element.tag in BLOCKS:
            self.close()
        elif element.tag == "a":
            self.link = ""
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        """Take up a piece of running text."""
        if not text:
            return
        self.pieces.append(text)
        if self.link:
            n = len(text.strip())
            self.links += n
            self.anchors += n * self.link.startswith("#")

    def end_line(self) -> None:
        """Make a line of the pieces."""
        if not self.pieces:
            return
        box = self.stack[-1]
        text = "".join(self.pieces)
        for part in text.split("\n") if box.tag == "pre" else [text]:
            line = _squeezed(part)
            if line:
                self.add_line(_Line(line, box.tag, box.site, self.links, self.anchors))
        self.pieces = []
        self.links = self.anchors = 0

    def add_line(self, line: _Line) -> None:
        """Add a line and count it for the element around it."""
        box = self.stack[-1]
        if box.number and box.tag != "ol":
            if not NUMBERED.match(line.text):
                line.text = f"{box.number}. {line.text}"
            box.number = 0
        self.lines.append(line)
        if not line.site:
            box.plain += max(len(line.text) - line.links, 0)
            box.running += _running(line)

    def open(self, element: Any) -> None:
        """Enter an element of the layout."""
        self.end_line()
        tag, around = element.tag, self.stack[-1]
        box = _Box(tag, around.site or _site(element, self.names), len(self.lines))
        if tag == "li" and around.tag == "ol":  # the number is not in the text: restore it
            around.number += 1
            box.number = around.number
        elif around.tag == "li":
            box.number, around.number = around.number, 0
        self.stack.append(box)

    def close(self) -> None:
        """Leave it, and count what it holds for the element around it."""
        self.end_line()
        box = self.stack.pop()
        box.last = len(self.lines)
        around = self.stack[-1]
        around.boxes.append(box)
        around.running += box.running
        around.plain += box.plain


def _running(line: _Line) -> int:
    """How much running text a line holds: characters that are no links, in a line with commas."""
    if line.tag == "table" or not RUNNING.search(line.text):
        return 0
    return max(len(line.text) - line.links, 0)


def _collect(root: Any, names: bool = True) -> tuple[list[_Line], _Box]:
    """The lines of a page, and the tree of the elements that they stand in."""
    from lxml import etree

    page = _Collector(names)
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "comment":
            page.add(element.tail)
        elif event == "end":
            page.end(element)
        elif element.tag in UNSEEN:
            walk.skip_subtree()
        elif element.tag == "table" and _is_data(element):
            page.open(element)
            _add_table(page, element)
            walk.skip_subtree()
        else:
            page.start(element)
    page.end_line()
    page.stack[0].last = len(page.lines)
    return page.lines, page.stack[0]


def _site(element: Any, names: bool) -> str:
    """Why an element is no part of the main text, or ""."""
    if element.tag in SITE_TAGS:
        return f"<{element.tag}>"
    if HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
        return "not shown"
    if names and element.tag not in ("html", "body", "main", "article"):
        for name in ("class", "id"):
            found = SITE_NAMES.search(element.get(name) or "")
            if found:
                return f"{name} {found[0]}"
    return ""


def _is_data(table: Any) -> bool:
    """Whether a table is one of data and not of layout: several rows of several short cells."""
    if table.find(".//table") is not None:
        return False
    rows = [[len("".join(cell.itertext())) for cell in _cells(row)] for row in table.iter("tr")]
    several = [row for row in rows if sum(n > 0 for n in row) > 1]
    return len(several) > 1 and max(max(row) for row in several) <= CELL


def _cells(row: Any) -> list[Any]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _add_table(page: _Collector, table: Any) -> None:
    """A line for each row, with tabs between the cells."""
    for row in table.iter("caption", "tr"):
        cells = [row] if row.tag == "caption" else _cells(row)
        texts = [_squeezed(" ".join(cell.itertext())) for cell in cells]
        line = "\t".join(texts).strip()
        if line:
            page.add_line(_Line(line, "table", page.stack[-1].site))


def _squeezed(text: str) -> str:
    """The text with one blank for each run of blanks, and none for a line break in Chinese."""
    return SPACES.sub(" ", FOLDED.sub("", text)).strip()


# --- the main text -------------------------------------------------------------------


def _main(body: _Box) -> list[bool]:
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


def _marked(lines: list[_Line], inside: list[bool], page_title: str) -> Reading:
    """The text of the page with marks."""
    title = _title_line(lines, inside, page_title)
    text = Lines()
    for number, line in enumerate(lines):
        role, reason = _role(line, inside[number])
        if number == title:
            text.add(line.text, "title", reason="the page's own title")
        elif role == "heading":
            text.add(line.text, role, level=HEADINGS[line.tag], reason=reason)
        else:
            text.add(line.text, role, reason=reason)
    return text.reading()


def _role(line: _Line, inside: bool) -> tuple[str, str]:
    """The role of a line and the reason for it; no role where the words have to decide."""
    mostly_links = line.links > LINKS * len(line.text)
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
    return "", ""


def _has_sentence(line: _Line) -> bool:
    """Whether a line is long and has a full stop in it, as no line beside the text has."""
    long = len(line.text) >= SENTENCE and line.tag != "table"
    return long and SENTENCES.search(line.text) is not None


def _title_line(lines: list[_Line], inside: list[bool], page_title: str) -> int | None:
    """The line that is the page's title: its only <h1>, or a line that <title> repeats."""
    last = max((number for number, main in enumerate(inside) if main), default=-1)
    before = [number for number, line in enumerate(lines[: last + 1]) if not line.site]
    large = [number for number in before if lines[number].tag == "h1"]
    if len(large) == 1:
        return large[0]
    return next((number for number in before if _repeats(lines[number], page_title)), None)


def _repeats(line: _Line, page_title: str) -> bool:
    return len(line.text) >= TITLE and line.text in page_title and line.tag != "table"
