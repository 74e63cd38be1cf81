"""What the fields of Word show: of most the result that is stored, of some what their code says.

A field is its code, and in most files the result that Word has worked out: `PAGE` and 3.  The
code itself is not shown.  But characters in a circle, combined characters and the older phonetic
guide are fields `EQ` without a result, and a form's choices stand beside the code.
"""

from __future__ import annotations

import re
from string import ascii_letters
from typing import NamedTuple

from .package import Element, attribute, child, children, switched_on, value, whole

LONGEST_CODE = 5000  # characters; of a longer code the rest is not read
DEEPEST = 50  # fields within fields; of more some have no end


class _Open:
    """A field that has begun and not ended."""

    def __init__(self, choice: str) -> None:
        self.choice = choice  # what a field of a form holds
        self.code: list[str] = []
        self.inside: list[str] = []  # text within the code
        self.own: list[str] = []  # the same without the results of other fields
        self.coded = True  # in its code, not yet in its result
        self.shown = False  # whether the result has text

    def without_result(self) -> str:
        """What is shown in place of a result; some programs leave out where that begins."""
        if self.shown:
            return ""
        inside = self.own if len(self.code) > len(self.inside) else self.inside
        own = "".join(inside) if self.coded else ""
        return self.choice or shown_by("".join(self.code)) or own


class Fields:
    """The fields that are open where a document is being read."""

    def __init__(self) -> None:
        """Begin outside any field."""
        self._open: list[_Open] = []

    def text(self, text: str) -> str:
        """The running `text` as shown: nothing where it is part of a code."""
        for field in reversed(self._open):
            if field.coded:
                field.code.append(text)
                field.inside.append(text)
                if field is self._open[-1]:
                    field.own.append(text)
                return ""
            field.shown = field.shown or bool(text.strip())
        return text

    def code(self, text: str) -> None:
        """Take up `text` of a code."""
        if self._open and self._open[-1].coded:
            self._open[-1].code.append(text)

    def turn(self, element: Element) -> str:
        """Begin, turn to the result of, or end a field, as the `element` fldChar says.

        Gives what a field without a result shows.
        """
        kind = attribute(element, "fldCharType")
        if kind == "begin":
            del self._open[:-DEEPEST]
            self._open.append(_Open(_choice(child(element, "ffData"))))
        elif kind == "separate" and self._open:
            self._open[-1].coded = False
        elif kind == "end" and self._open:
            return self.text(self._open.pop().without_result())
        return ""

    def end_paragraph(self) -> str:
        """Text that was taken for a code whose field has not come to its result by now.

        Damage and tracked changes leave fields without an end: they must not take the rest of
        the document with them.
        """
        left = [text for field in self._open if field.coded for text in field.inside]
        self._open = [field for field in self._open if not field.coded]
        return "".join(left)


def _choice(form: Element | None) -> str:
    """What is chosen in a drop-down list or a box of a form."""
    choices = child(form, "ddList")
    if choices is not None:
        entries = [value(entry) or "" for entry in children(choices, "listEntry")]
        chosen = whole(value(child(choices, "result")) or value(child(choices, "default"))) or 0
        return entries[chosen] if 0 <= chosen < len(entries) else ""
    box = child(form, "checkBox")
    if box is None:
        return ""
    checked = child(box, "checked")
    return "☒" if switched_on(child(box, "default") if checked is None else checked) else "☐"


_MACRO = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.*)", re.I | re.S)
_EQUATION = re.compile(r"\s*EQ\b(.*)", re.I | re.S)
_FORMATTING = re.compile(r'\\\*\s*(?:"[^"]*"|\w+)')  # \* MERGEFORMAT, \* "Font:宋体"


def shown_by(code: str) -> str:
    r"""What Word shows for the `code` of a field without a stored result.

    >>> shown_by(r"EQ \o\ac(○,3)"), shown_by(r"EQ \* hps10 \o\ad(\s\up 9(chuáng),幢)")
    ('③', '幢')
    """
    code = _FORMATTING.sub("", code[:LONGEST_CODE])
    if macro := _MACRO.match(code):
        return macro[1].strip()
    equation = _EQUATION.match(code)
    return _equation(equation[1]) if equation else ""


# --- the little language of EQ -----------------------------------------------------------

_TOKEN = re.compile(r"(?P<open>(?:\\[a-z]+\s*-?\d*\s*)*\()|(?P<sign>\\.|[^\\])", re.I | re.S)
_CIRCLES = frozenset("○〇◯")
_SHAPES = _CIRCLES | frozenset("□△◇")
_ENCLOSED = dict(
    zip(
        [
            *map(str, range(1, 51)),
            *"一二三四五六七八九十",
            *ascii_letters[26:],
            *ascii_letters[:26],
        ],
        "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
        "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉ⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩ",
        strict=True,
    )
)


class _Argument(NamedTuple):
    """One argument of a switch: its text, and whether all of it stands off the line."""

    text: str = ""
    off: bool = False


def _equation(code: str) -> str:
    """The text of an equation: its characters in the order in which they are read."""
    stack: list[tuple[str, list[_Argument]]] = [("", [_Argument()])]
    for token in _TOKEN.finditer(code):
        sign = token["sign"]
        if sign is None:
            stack.append((token["open"].replace(" ", "").lower(), [_Argument()]))
        elif sign == ")" and len(stack) > 1:
            _close(stack)
        elif sign == "," and stack[-1][0] not in ("", "("):
            stack[-1][1].append(_Argument())
        else:
            _append(stack, sign[-1], off=False)
    while len(stack) > 1:
        _close(stack)
    return stack[0][1][0].text.strip()


def _close(stack: list[tuple[str, list[_Argument]]]) -> None:
    """End the innermost switch, and give its text to the one around it."""
    switch, arguments = stack.pop()
    _append(stack, _shown(switch, arguments), off=switch.startswith("\\s"))


def _append(stack: list[tuple[str, list[_Argument]]], text: str, *, off: bool) -> None:
    arguments = stack[-1][1]
    before = arguments[-1]
    empty = not before.text.strip()
    arguments[-1] = _Argument(before.text + text, off if empty else before.off and off)


def _shown(switch: str, arguments: list[_Argument]) -> str:
    """The text of a switch with its arguments."""
    texts = [argument.text.strip() for argument in arguments]
    kind = switch[1:2]
    if kind == "o":
        base = [argument.text.strip() for argument in arguments if not argument.off]
        return _enclosed(base or texts)  # without the reading above them, if there is one
    if kind == "f":
        return "/".join(texts)
    if kind == "r":
        return "√".join(["", *texts] if len(texts) == 1 else texts)
    if kind == "b" or switch == "(":
        return f"({','.join(texts)})"
    return (" " if kind == "a" else "").join(texts)


def _enclosed(texts: list[str]) -> str:
    """Characters set over each other: one of them may be the circle round the rest."""
    inside = "".join(text for text in texts if text not in _SHAPES)
    if len(texts) > 1 and inside and _CIRCLES.intersection(texts):
        return _ENCLOSED.get(inside, inside)
    return inside or "".join(texts)
