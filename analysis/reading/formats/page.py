"""From the tree of a web page to its lines, and to the elements that they stand in."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Any

from ...characters import HAN


def word_set(words: str) -> frozenset[str]:
    """The names that `words` holds, with blanks between them."""
    return frozenset(words.split())


# Elements that begin a line of their own, and elements whose text nobody reads; rt, rp and rtc
# hold the reading of the characters beside them.
BLOCKS = word_set("""
    address article aside blockquote body caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre
    section summary table tbody td tfoot th thead tr ul
""")
UNSEEN = word_set("""
    audio button canvas datalist embed head iframe math noscript object rp rt rtc script select
    style svg template textarea video
""")
CODE = word_set("code kbd pre samp tt xmp")
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}

# Elements that hold no main text, by tag or by the words of their class or id.
SITE_TAGS = ("nav", "footer", "aside")
SITE_NAMES = re.compile(
    r"(?<![a-z])(nav|navbar|navigation|menu|breadcrumbs?|crumbs?|footer|sidebar|related|recommend"
    r"|share|comments?|copyright|advert|login|search|toolbar|pager|qrcode|daohang|dibu|banquan)"
    r"(?![a-z])",
    re.I,
)
NOT_SHOWN = "not shown"

CELL = 500  # characters of a cell of data, at most
RUNNING = re.compile("[，。；、！？]")
SENTENCES = re.compile("[。；！？]")
NUMBERED = re.compile(r"\d+[.、．)）]|[（(第]?[一二三四五六七八九十]+[、章节条)）]")
SPACES = re.compile("[ \t\n\r\f\v]+")
WIDE = f"\u2e80-\u33ff{HAN}\uff00-\uffef“”‘’—…"
FOLDED = re.compile(f"(?<=[{WIDE}])[ \t]*\n[ \t\n]*(?=[{WIDE}])")
# A link to a file is an annex, and text.
FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|caj|zip|rar)(?:$|[?#])", re.I)
ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z][A-Za-z0-9]{1,30});")


@dataclass(eq=False)
class Box:
    """An element of the layout: what it holds, as numbers of lines, and how it is called."""

    tag: str
    site: str
    first: int
    hider: Any = None
    last: int = 0
    running: int = 0
    plain: int = 0
    number: int = 0
    boxes: list[Box] = field(default_factory=list)


@dataclass(eq=False)
class Line:
    """A line of the page and what its element says about it.

    ``site`` is why it is not main text, or "", ``hider`` the element that hides it; ``links``
    and ``anchors`` are its characters in links and in links into the page, ``sentence`` is
    whether a sentence ends in it outside of them; ``whole`` is whether it is all of its element.
    """

    text: str
    tag: str
    site: str
    hider: Any = None
    links: int = 0
    anchors: int = 0
    sentence: bool = False
    whole: bool = False


def parse_page(text: str) -> Any:
    """Make the tree of a page from its `text`, however deep it is.

    Raises ValueError where it is too deep to be a page, or empty.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(error.type == etree.ErrorTypes.ERR_NO_MEMORY for error in parser.error_log):
        raise MemoryError  # what there is of the tree is not the page
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise ValueError("its elements are nested more than 2,000 deep: it is not a readable page")
    if root is None:
        raise ValueError("it holds no text")
    return root


def collect(root: Any, hidden: set[Any], names: bool = True) -> tuple[list[Line], Box]:
    """Gather the lines of a page, and the tree of the elements that they stand in.

    `root` is the tree of the page, `hidden` are the elements that it does not show, `names`
    says whether classes and ids tell which elements are not main text.
    """
    from lxml import etree

    page = _Collector(hidden, names)
    walk = etree.iterwalk(root, events=("start", "end", "comment"))
    for event, element in walk:
        if event == "comment":
            page.add(element.tail)
        elif event == "end":
            page.end(element)
        elif page.passes_over(element):
            walk.skip_subtree()
        elif element.tag == "table" and (rows := _rows(element, hidden)):
            page.open(element)
            page.add_table(rows)
            walk.skip_subtree()
        else:
            page.start(element)
    page.end_line()
    page.stack[0].last = len(page.lines)
    return page.lines, page.stack[0]


def running(line: Line) -> int:
    """Count the running text of a `line`: characters outside links, if it has commas."""
    if line.tag == "table" or not RUNNING.search(line.text):
        return 0
    return max(len(line.text) - line.links, 0)


def squeezed(text: str) -> str:
    """Give a `text` as `folded` does, without blanks around it."""
    return folded(text).strip()


def folded(text: str) -> str:
    """Give a `text` one blank for each run of blanks, and none for a line break in Chinese."""
    return SPACES.sub(" ", FOLDED.sub("", text))


class _Collector:
    """Goes through a page once, element by element, and gathers its lines."""

    def __init__(self, hidden: set[Any], names: bool) -> None:
        self.hidden = hidden
        self.names = names
        self.lines: list[Line] = []
        self.stack = [Box("html", "", 0)]
        self.pieces: list[str] = []
        self.links = self.anchors = 0
        self.sentence = False
        self.link = ""
        self.code = 0  # elements of code around this place
        self.passed: Any = None

    def passes_over(self, element: Any) -> bool:
        """Whether nothing of an element is taken up."""
        if element.tag not in UNSEEN and (element not in self.hidden or element.tag in BLOCKS):
            return False
        if element.tag not in UNSEEN and next(element.iter(*BLOCKS), None) is not None:
            element.tag = "div"  # it holds lines, so it is one of the layout
            return False
        self.passed = element
        return True

    def start(self, element: Any) -> None:
        """Take up the start of an element, and the text up to the first one inside it."""
        if element.tag in BLOCKS:
            self.open(element)
        elif element.tag == "br":
            self.end_line()
        elif element.tag == "a" and not FILE.search(element.get("href") or ""):
            self.link = element.get("href") or "?"
        self.code += element.tag in CODE
        self.add(element.text)

    def end(self, element: Any) -> None:
        """Take up the end of an element, and the text that follows it."""
        if element.tag in BLOCKS:
            self.close()
        elif element.tag == "a":
            self.link = ""
        if element is not self.passed:
            self.code -= element.tag in CODE
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        """Take up a piece of running text."""
        if not text:
            return
        if not self.code:
            text = _unescaped(text)
        self.pieces.append(text)
        if self.link:
            n = len(text.strip())
            self.links += n
            self.anchors += n * self.link.startswith("#")
        elif SENTENCES.search(text):
            self.sentence = True

    def end_line(self) -> None:
        """Make a line of the pieces."""
        if not self.pieces:
            return
        box = self.stack[-1]
        text = "".join(self.pieces)
        for part in text.split("\n") if box.tag == "pre" else [text]:
            line = squeezed(part)
            if line:
                counts = (self.links, self.anchors, self.sentence)
                self.add_line(Line(line, box.tag, box.site, box.hider, *counts))
        self.pieces = []
        self.links = self.anchors = 0
        self.sentence = False

    def add_line(self, line: Line) -> None:
        """Add a line and count it for the element around it."""
        box = self.stack[-1]
        if box.number and box.tag != "ol":
            if not NUMBERED.match(line.text):
                line.text = f"{box.number}. {line.text}"
            box.number = 0
        self.lines.append(line)
        if not line.site:
            box.plain += max(len(line.text) - line.links, 0)
            box.running += running(line)

    def add_table(self, rows: list[list[str]]) -> None:
        """Add a line for each row of a table, with tabs between the cells."""
        box = self.stack[-1]
        for row in rows:
            line = "\t".join(row).strip()
            if line:
                self.add_line(Line(line, "table", box.site, box.hider))

    def open(self, element: Any) -> None:
        """Enter an element of the layout."""
        self.end_line()
        tag, around = element.tag, self.stack[-1]
        box = Box(tag, around.site or self.site(element), len(self.lines), around.hider)
        if box.site == NOT_SHOWN and not around.site:
            box.hider = element
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
        if box.last - box.first == 1:
            self.lines[box.first].whole = True
        around = self.stack[-1]
        around.boxes.append(box)
        around.running += box.running
        around.plain += box.plain

    def site(self, element: Any) -> str:
        """Why an element is not part of the main text, or ""."""
        if element.tag in SITE_TAGS:
            return f"<{element.tag}>"
        if element in self.hidden:
            return NOT_SHOWN
        if self.names and element.tag not in ("html", "body", "main", "article"):
            for name in ("class", "id"):
                found = SITE_NAMES.search(element.get(name) or "")
                if found:
                    return f"{name} {found[0]}"
        return ""


def _unescaped(text: str) -> str:
    """The text without the entities that remain of those that were escaped twice (&amp;mdash;)."""
    for _ in range(2):
        if "&" not in text or not ENTITY.search(text):
            break
        text = ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text


# --- tables --------------------------------------------------------------------------


def _rows(table: Any, hidden: set[Any]) -> list[list[str]]:
    """The rows of a table of data, or none for one of layout.

    A table of data has several rows of several cells, which are short.
    """
    from lxml import etree

    if table.find(".//table") is not None:
        return []
    rows: list[list[str]] = []
    walk = etree.iterwalk(table, events=("start",))
    for _, element in walk:
        if element.tag in ("tr", "caption"):
            rows.append([])
        if rows and element.tag in ("td", "th", "caption"):
            rows[-1].append(_cell_text(element, hidden))
            walk.skip_subtree()  # rows that stand in a cell are text of that cell
    several = [row for row in rows if sum(map(bool, row)) > 1]
    if len(several) < 2 or max(len(cell) for row in several for cell in row) > CELL:
        return []
    return rows


def _cell_text(cell: Any, hidden: set[Any]) -> str:
    """What a cell shows, in one line; also one in a row that is folded up."""
    return " ".join(line.text for line in collect(cell, hidden, names=False)[0])
