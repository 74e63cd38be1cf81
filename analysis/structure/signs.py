"""With which characters a pattern can begin: a cheap look at a line before the search."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

# The parser of `re` is not a public part of it. Where it is missing, or gives what is not
# known here, the answer is "any character": lines are searched more slowly, but rightly.
_PARSER = getattr(re, "_parser", None)
_MOST = 4096  # characters; with more of them the look saves nothing
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_ZERO_WIDTH = ("AT", "ASSERT", "ASSERT_NOT")

# The characters (None for any), and whether the part of the pattern may match nothing at all.
_Beginning = tuple[set[str] | None, bool]


def first_signs(pattern: str) -> frozenset[str] | None:
    """The characters with which a match of `pattern` can begin; None if it may be any.

    >>> sorted(first_signs("第[一二]章|(?:附|录)?件"))
    ['件', '录', '第', '附']
    >>> first_signs("第?.") is None
    True
    """
    if _PARSER is None:
        return None
    parsed = _PARSER.parse(pattern)
    signs, empty = _of_sequence(parsed)
    if signs is None or empty or len(signs) > _MOST or parsed.state.flags & re.IGNORECASE:
        return None
    return frozenset(signs)


def _of_sequence(items: Iterable[tuple[Any, Any]]) -> _Beginning:
    """A sequence begins with its first item, and while that may be empty with the next."""
    signs: set[str] = set()
    for kind, value in items:
        own, empty = _of_item(str(kind), value)
        if own is None:
            return None, False
        signs |= own
        if not empty:
            return signs, False
    return signs, True


def _of_item(kind: str, value: Any) -> _Beginning:
    if kind == "LITERAL":
        return {chr(value)}, False
    if kind == "IN":
        return _of_class(value), False
    if kind in _REPEATS:
        least, _, inner = value
        signs, empty = _of_sequence(inner)
        return signs, empty or least == 0
    if kind == "BRANCH":
        return _of_branches(value[1])
    if kind == "SUBPATTERN" and not value[1]:  # no flags of its own
        return _of_sequence(value[3])
    if kind == "FAILURE" or (kind == "ASSERT_NOT" and not value[1]):
        return set(), False  # (?!), which never matches
    return (set(), True) if kind in _ZERO_WIDTH else (None, False)


def _of_branches(branches: Iterable[Iterable[tuple[Any, Any]]]) -> _Beginning:
    signs: set[str] = set()
    maybe_empty = False
    for branch in branches:
        own, empty = _of_sequence(branch)
        if own is None:
            return None, False
        signs |= own
        maybe_empty |= empty
    return signs, maybe_empty


def _of_class(items: Iterable[tuple[Any, Any]]) -> set[str] | None:
    """The characters of a class such as [一二] or [①-⑳]."""
    signs: set[str] = set()
    for kind, value in items:
        if str(kind) == "LITERAL":
            signs.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] < _MOST:
            signs.update(map(chr, range(value[0], value[1] + 1)))
        else:  # all but these, all digits, …
            return None
    return signs
