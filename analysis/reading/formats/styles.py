"""The styles of a Word file: which are headings, titles, contents, lists, or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from ..marks import Look
from .package import Element, attribute, child, local, switched_on, value, whole

HEADING_NAME = re.compile(r"(?:heading|标题|標題) ?([1-9])$", re.I)
TITLE_NAME = re.compile(r"(?:sub)?title$|副?标题$|副?標題$", re.I)
CONTENTS_NAME = re.compile(r"(?:toc|目录|目錄) ?(?:\d|heading|标题)?$", re.I)

BODY_LEVEL = 9  # outline levels are 0 to 8; 9 is text
LONGEST_CHAIN = 20  # of styles based on each other; a longer one goes in a circle


HALF_POINTS, LINE, CHARACTER = 2, 240, 210  # of sizes; twentieths of a point of the usual ones
USUAL_SIZE = 10.5  # points, of a document that does not say


class Said(NamedTuple):
    """What properties say of the look of text; None where they are silent."""

    size: float | None = None
    bold: bool | None = None
    face: str | None = None
    centred: bool | None = None
    indent: float | None = None
    before: float | None = None

    def over(self, other: Said) -> Said:
        """These, and where they are silent what the `other` ones say."""
        pairs = zip(self, other, strict=True)
        return Said._make(below if own is None else own for own, below in pairs)

    def look(self, bold: float, size: float) -> Look:
        """The look of a paragraph of which these are said, and so much is bold."""
        place = bool(self.centred), self.indent or 0.0, self.before or 0.0
        return Look(size, bold, self.face or "", *place)


class Style(NamedTuple):
    """What a style of paragraphs, characters or lists says.

    ``role`` and ``level`` are those of a `Mark`, ``list`` and ``place`` the list that its
    paragraphs belong to and their level in it, ``name`` what Word calls it, ``hidden`` whether
    its text is (None where it does not say), ``said`` how it looks.
    """

    role: str = ""
    level: int = 0
    list: str = ""
    place: int | None = None
    name: str = ""
    hidden: bool | None = None
    said: Said = Said()


def read_styles(elements: Iterable[Element]) -> dict[str, Style]:
    """The styles among the `elements` of the part of styles, by their ids.

    That without a name, "", is the one of paragraphs without a style: it says only how they look.
    """
    found: dict[str, tuple[Style, str]] = {}
    usual, default = Said(), ""
    for element in elements:
        if local(element) == "docDefaults":
            usual = said(*(child(child(element, f"{p}Default"), p) for p in ("pPr", "rPr")))
        elif local(element) == "style" and attribute(element, "type") != "table":
            based = value(child(element, "basedOn")) or ""
            name = attribute(element, "styleId") or ""
            found[name] = (_own_style(element), based)
            if attribute(element, "default") in ("1", "true"):
                default = default or name * (attribute(element, "type") == "paragraph")
    styles = {name: _resolved(name, found, usual) for name in found}
    return {"": Style(said=styles[default].said if default in styles else usual)} | styles


def said(paragraph: Element | None, characters: Element | None) -> Said:
    """What the properties of a `paragraph` and of its `characters` say of its look."""
    size = whole(value(child(characters, "sz")))
    bold, place = child(characters, "b"), value(child(paragraph, "jc"))
    indent, space = child(paragraph, "ind"), child(paragraph, "spacing")
    return Said(
        size=None if size is None else size / HALF_POINTS,
        bold=None if bold is None else switched_on(bold),
        face=attribute(child(characters, "rFonts"), "eastAsia"),
        centred=None if place is None else place == "center",
        indent=_length(indent, "firstLineChars", "firstLine", CHARACTER),
        before=_length(space, "beforeLines", "before", LINE),
    )


def _length(
    element: Element | None, hundredths: str, twentieths: str, unit: float
) -> float | None:
    """A length in characters or lines: given in hundredths of one, or else in points."""
    own = whole(attribute(element, hundredths))
    if own is not None:
        return own / 100
    points = whole(attribute(element, twentieths))
    return None if points is None else points / unit


def _own_style(element: Element) -> Style:
    """What a style says itself."""
    name = value(child(element, "name")) or attribute(element, "styleId") or ""
    properties = child(element, "pPr")
    numbers = child(properties, "numPr")
    place = whole(value(child(numbers, "ilvl")))
    list_ = value(child(numbers, "numId")) or ""
    characters = child(element, "rPr")
    style = Style("", 0, list_, place, name, hides(characters), said(properties, characters))
    heading = HEADING_NAME.match(name)
    if CONTENTS_NAME.match(name):
        style = style._replace(role="contents")
    elif TITLE_NAME.match(name):
        style = style._replace(role="title")
    elif heading:
        style = style._replace(role="heading", level=int(heading[1]))
    return outlined(properties, style)


def hides(properties: Element | None) -> bool | None:
    """Whether these `properties` of characters hide their text; None if they do not say."""
    vanish = child(properties, "vanish")
    return None if vanish is None else switched_on(vanish)


def outlined(properties: Element | None, style: Style) -> Style:
    """The `style` with the outline level of these paragraph `properties`, if they have one."""
    text = value(child(properties, "outlineLvl"))
    if text is None or style.role in ("title", "contents"):
        return style
    level = whole(text)
    if level is None or not 0 <= level < BODY_LEVEL:
        return style._replace(role="body", level=0)
    return style._replace(role="heading", level=level + 1)


def _resolved(name: str, found: dict[str, tuple[Style, str]], usual: Said) -> Style:
    """A style with what it does not say itself taken from those it is based on."""
    style, based = found[name]
    for _ in range(LONGEST_CHAIN):
        if based not in found:
            break
        above, based = found[based]
        if not style.role and above.role in ("heading", "contents", "title"):
            style = style._replace(role=above.role, level=above.level)
        if not style.list:
            place = above.place if style.place is None else style.place
            style = style._replace(list=above.list, place=place)
        if style.hidden is None:
            style = style._replace(hidden=above.hidden)
        style = style._replace(said=style.said.over(above.said))
    return style._replace(said=style.said.over(usual))
