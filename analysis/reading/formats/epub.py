"""Electronic books (.epub): the chapters in the order in which they are read.

Read as EPUB 3.3 (https://www.w3.org/TR/epub-33/) and its forerunner describe them: container,
package, spine. Headings are those of the chapters, and lines that the contents of the book name.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from ..archives import open_archive
from ..encodings import decode
from ..marks import Lines, Reading
from .hiding import hidden_elements
from .package import Element, Package, attribute, local
from .page import HEADINGS, NOT_SHOWN, Line, collect, parse_page, squeezed

PAGES = ("application/xhtml+xml", "text/html")
NCX = "application/x-dtbncx+xml"
SITE_ROLES = {"<nav>": "contents", "<aside>": "note", NOT_SHOWN: "boilerplate"}
MOST_LEVELS = 6


class _Book(NamedTuple):
    """What the package of a book says: its title, its chapters in order, its contents."""

    title: str
    chapters: list[str]
    contents: list[str]


def read_epub(data: bytes, encoding: str | None = None) -> Reading:
    """Read an electronic book from the bytes `data`, its chapters in order.

    `encoding` is that of its chapters where it is known. Raises ValueError for a file that is
    protected, broken, or not an electronic book.
    """
    with open_archive(data) as archive:
        package = Package(archive)
        book = _book(package)
        _check_protection(package, book)
        named = _named(package, book)
        lines, lost = Lines(), []
        for chapter in book.chapters:
            if chapter not in package:
                lost.append(f"a chapter is missing: {chapter}")
                continue
            for line, hides in _lines(package.bytes_of(chapter), encoding):
                _add(lines, line, hides, named.get((chapter.casefold(), line.text), 0))
    if not lines.has_text:
        raise ValueError("there is no text in its chapters: is it a book of pictures?")
    return lines.reading()._replace(title=book.title, encoding="utf-8", remarks=tuple(lost))


def _place(package: Package) -> str:
    """The package document of a book: the first that its container names."""
    container = "META-INF/container.xml"
    if container not in package:
        raise ValueError("it is not an electronic book: META-INF/container.xml is missing")
    for element in package.elements(container, 2):
        place = attribute(element, "full-path") or ""
        if local(element) == "rootfile" and place in package:
            return place
    raise ValueError("it is not an electronic book: its package document is missing")


def _book(package: Package) -> _Book:
    """What the package document of a book says."""
    parts = list(_parts(package, _place(package)))
    items = {part.id: part for part in parts if part.name == "item"}
    spine = dict.fromkeys(part.id for part in parts if part.name == "itemref")
    known = [items[one] for one in spine if one in items]
    return _Book(
        next((part.target for part in parts if part.name == "title"), ""),
        [part.target for part in known if part.kind in PAGES],
        [part.target for part in items.values() if part.kind == NCX or "nav" in part.properties],
    )


class _Part(NamedTuple):
    """An element of the package document; of a title, the target is its text."""

    name: str
    id: str
    target: str
    kind: str = ""
    properties: tuple[str, ...] = ()


def _parts(package: Package, place: str) -> Iterator[_Part]:
    """The titles, items and references of the package document at `place`."""

    def said(element: Element, name: str) -> str:
        return attribute(element, name) or ""

    for element in package.elements(place, 2):
        name = local(element)
        if name == "title":
            yield _Part(name, "", squeezed("".join(element.itertext())))
        elif name == "itemref":
            yield _Part(name, said(element, "idref"), "")
        elif name == "item":
            target = _target(place, said(element, "href"))
            properties = tuple(said(element, "properties").split())
            yield _Part(name, said(element, "id"), target, said(element, "media-type"), properties)


def _target(place: str, href: str | None) -> str:
    """The name in the zip file of what a part at `place` refers to, without a fragment."""
    path = unquote((href or "").partition("#")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(place), path)).lstrip("/")


def _check_protection(package: Package, book: _Book) -> None:
    """Raise ValueError if chapters are encrypted (fonts may be: nobody reads these here)."""
    name = "META-INF/encryption.xml"
    if name not in package:
        return
    chapters = {chapter.casefold() for chapter in book.chapters}
    for element in package.elements(name, 1):
        for inner in element.iter():
            place = unquote(attribute(inner, "URI") or "").lstrip("/").casefold()
            if place in chapters:
                raise ValueError("it is protected against copying (DRM): it cannot be read here")


def _lines(data: bytes, encoding: str | None) -> Iterator[tuple[Line, bool]]:
    """The lines of a chapter, and whether the page is the contents of the book."""
    root = _page(data, encoding)
    if root is not None:
        is_contents = root.find(".//nav") is not None
        for line in collect(root, hidden_elements(root), names=False)[0]:
            yield line, is_contents


def _page(data: bytes, encoding: str | None = None) -> Element | None:
    """The tree of a page; None for one without text, such as that of a picture."""
    try:
        text = data.decode(encoding or "utf-8-sig")
    except (UnicodeDecodeError, LookupError):
        text = decode(data, encoding=encoding).text
    # The parser of pages takes <title/> and <script/> to be open; those of XML are closed.
    try:
        return parse_page(text.replace("<title/>", "").replace("<title />", ""))
    except ValueError as error:
        if "no text" in str(error):
            return None
        raise


def _add(lines: Lines, line: Line, is_contents: bool, named: int) -> None:
    """Add a line with the mark of its element, or as a heading that the contents name."""
    if line.site:
        role = SITE_ROLES.get(line.site, "furniture")
        lines.add(line.text, role, reason=line.site)
    elif line.tag in HEADINGS and not is_contents:
        lines.add(line.text, "heading", level=HEADINGS[line.tag], reason=f"<{line.tag}>")
    elif named and not is_contents:
        lines.add(line.text, "heading", level=named, reason="named in the contents of the book")
    elif line.tag == "table":
        lines.add(line.text, "table", reason="<table>")
    else:
        role = "paragraph" if line.tag in ("p", "li") and line.whole else ""
        lines.add(line.text, role, reason=f"<{line.tag}>")


def _named(package: Package, book: _Book) -> dict[tuple[str, str], int]:
    """The lines that the contents of a book name, by chapter: at which level."""
    named: dict[tuple[str, str], int] = {}
    for part in book.contents:
        root = _page(package.bytes_of(part)) if part in package else None
        for element in () if root is None else root.iter("a", "content"):
            place = _target(part, element.get("href") or element.get("src")).casefold()
            if element.tag == "a":
                text, around = "".join(element.itertext()), "li"
            else:
                label = next(element.itersiblings("navlabel", preceding=True), element)
                text, around = "".join(label.itertext()), "navpoint"
            level = sum(1 for _ in element.iterancestors(around))
            named.setdefault((place, squeezed(text)), min(max(level, 1), MOST_LEVELS))
    return named
