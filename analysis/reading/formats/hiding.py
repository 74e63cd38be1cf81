"""What a web page does not show, by an attribute, a style or a rule of its style sheet.

Of style sheets only plain rules in the page itself are read (``.class``, ``#id``, also together),
and only where no other rule shows what they hide: there a script or the pointer decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
SHOWS = re.compile(r"display\s*:\s*(?!none|\s)|visibility\s*:\s*visible", re.I)

CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
# @media and the like, with the rules inside them; what holds for paper says nothing of the screen.
AT_RULE = re.compile(r"@[^{};@]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
SELECTOR = re.compile(r"\s*([a-z][a-z0-9]*)?((?:[.#][\w-]+)+)\s*", re.I)
NAME = re.compile(r"[.#][\w-]+")

# Elements that are hidden until somebody asks for them, and are text all the same.
TOGGLED = re.compile(
    r"(?<![a-z])(tab|tabs|pane|panel|tabpanel|accordion|collapse|fold|unfold|expand|more)(?![a-z])",
    re.I,
)
# Elements that lie over the page, and are not its article however much they hold.
OVERLAY = re.compile(
    r"(?<![a-z])(pop|popup|modal|dialog|layer|mask|overlay|tooltip|tips?|dropdown|policy|agreement"
    r"|privacy|cookies?|protocol)(?![a-z])",
    re.I,
)


def hidden_elements(root: Any) -> set[Any]:
    """Find the elements of a page that are not shown.

    `root` is its tree. What is inside such an element is not shown either, and is not listed
    for that. Tabs and the like, which are shown when somebody asks for them, are not hidden.
    """
    rules = _rules(root)
    return {
        element
        for element in root.iter("*")
        if (_hides_itself(element) or _is_hidden(element, rules)) and not _named(element, TOGGLED)
    }


def is_overlay(element: Any) -> bool:
    """Say whether an `element` lies over the page, such as a dialog."""
    return element.tag == "dialog" or _named(element, OVERLAY)


def _named(element: Any, names: re.Pattern[str]) -> bool:
    own = (element.get(key) for key in ("class", "id", "role"))
    return any(names.search(name) for name in own if name)


def _hides_itself(element: Any) -> bool:
    """Whether an attribute of an element hides it."""
    if HIDES.search(element.get("style") or ""):
        return True
    if element.tag == "dialog" and element.get("open") is None:
        return True
    return element.get("hidden", "until-found") != "until-found"


Rules = dict[str, list[tuple[str, frozenset[str]]]]  # by one name each: tag, and all names


def _rules(root: Any) -> Rules:
    """The rules that hide something, without those for what another rule shows."""
    sheets = [style.text or "" for style in root.iter("style") if _for_screens(style)]
    css = CSS_COMMENT.sub("", "\n".join(sheets))
    shown = {
        name
        for selectors, text in _pairs(css)
        if SHOWS.search(text)
        for name in NAME.findall(selectors)
    }
    rules: Rules = {}
    for selectors, text in _pairs(AT_RULE.sub("", css)):
        for tag, names in _plain(selectors) if HIDES.search(text) else ():
            if not names & shown:
                rules.setdefault(min(names), []).append((tag, names))
    return rules


def _pairs(css: str) -> Iterator[tuple[str, str]]:
    """The selectors and the text of each rule."""
    for rule in css.split("}"):
        selectors, _, text = rule.rpartition("{")
        yield selectors.rpartition("{")[2], text


def _for_screens(style: Any) -> bool:
    return "print" not in (style.get("media") or "") and style.getparent().tag != "noscript"


def _plain(selectors: str) -> Iterator[tuple[str, frozenset[str]]]:
    """The plain ones of some selectors: tag (or "") and names."""
    for selector in selectors.split(","):
        found = SELECTOR.fullmatch(selector)
        if found:
            yield (found[1] or "").lower(), frozenset(NAME.findall(found[2]))


def _is_hidden(element: Any, rules: Rules) -> bool:
    """Whether a rule of the style sheet hides an element."""
    names = {f".{name}" for name in (element.get("class") or "").split()} if rules else set()
    if rules and element.get("id"):
        names.add(f"#{element.get('id')}")
    return any(
        tag in ("", element.tag) and wanted <= names
        for name in names
        for tag, wanted in rules.get(name, ())
    )
