"""The styles of a Word file: which are headings, titles, contents, lists, or hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from .package import Element, attribute, child, local, switched_on, value, whole

HEADING_NAME = re.compile(r"(?:heading|标题|標題) ?([1-9])$", re.I)
TITLE_NAME = re.compile(r"(?:sub)?title$|副?标题$|副?標題$", re.I)
CONTENTS_NAME = re.compile(r"(?:toc|目录|目錄) ?(?:\d|heading|标题)?$", re.I)

BODY_LEVEL = 9  # outline levels are 0 to 8; 9 is text
LONGEST_CHAIN = 20  # of styles based on each other; a longer one goes in a circle


class Style(NamedTuple):
    """What a style of paragraphs, characters or lists says.

    ``role`` and ``level`` are those of a `Mark`, ``list`` and ``place`` the list that its
    paragraphs belong to and their level in it, ``name`` what Word calls it, ``hidden`` whether
    its text is (None where it does not say).
    """

    role: str = ""
    level: int = 0
    list: str = ""
    place: int | None = None
    name: str = ""
    hidden: bool | None = None


def read_styles(elements: Iterable[Element]) -> dict[str, Style]:
    """The styles among the `elements` of the part of styles, by their ids."""
    found: dict[str, tuple[Style, str]] = {}
    for element in elements:
        if local(element) == "style" and attribute(element, "type") != "table":
            based = value(child(element, "basedOn")) or ""
            found[attribute(element, "styleId") or ""] = (_own_style(element), based)
    return {name: _resolved(name, found) for name in found}


def _own_style(element: Element) -> Style:
    """What a style says itself."""
    name = value(child(element, "name")) or attribute(element, "styleId") or ""
    properties = child(element, "pPr")
    numbers = child(properties, "numPr")
    place = whole(value(child(numbers, "ilvl")))
    list_ = value(child(numbers, "numId")) or ""
    style = Style(list=list_, place=place, name=name, hidden=hides(child(element, "rPr")))
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


def _resolved(name: str, found: dict[str, tuple[Style, str]]) -> Style:
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
    return style
