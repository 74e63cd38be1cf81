"""One view of a text, for cutting, counting and searching: what stands in it, as it is meant.

A text may hold the same word in several guises: broken over two lines, with characters inside
that are not seen, with radicals for characters (⻓江), with another dot in a name (冯•诺伊曼) or
another apostrophe (we’ll). The view is without the first two and has one form for the others,
character for character, so that every place of it is a place of the text.
"""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from ..characters import HAN, RADICALS, has_unseen, soft_breaks
from .script import simplified, traditional


def _unified() -> Iterator[tuple[int, int]]:
    """Compatibility ideographs, each with the character that it is."""
    for code in itertools.chain(range(0xF900, 0xFB00), range(0x2F800, 0x2FA1E)):
        form = unicodedata.normalize("NFKC", chr(code))
        if len(form) == 1 and form != chr(code):
            yield code, ord(form)


_FORMS = RADICALS | dict(_unified())
_KANA = "\u3041-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_LETTER = f"[^\\W\\d_{HAN}{_KANA}]"
_CURLY, _DOTS = "’ʼ＇‘", "•‧・∙．⋅･"
_APOSTROPHE = re.compile(f"(?<={_LETTER})[{_CURLY}](?={_LETTER})")
_DOT = re.compile(f"(?<=[{HAN}{_KANA}])[{_DOTS}](?=[{HAN}{_KANA}])")
# In ranges: a class of many characters, some of them beyond U+FFFF, is searched one by one.
_CHANGED = f"\u2e80-\u2fd5\uf900-\ufaff\U0002f800-\U0002fa1d{_CURLY}{_DOTS}"
_IS_CHANGED = re.compile(f"[{_CHANGED}]").search
_IS_BLANK = re.compile(r"[^\S ]").search
_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code).isalnum()}
_FULL |= {ord("％"): ord("%")}
_ANY_BLANK = re.compile(r"\s").search
_IS_FULL = re.compile(f"[{''.join(map(chr, _FULL))}]").search


class View(NamedTuple):
    """What stands in a text, as it is meant, and where each piece of it is in the text.

    ``text`` is the view, ``shown`` the same characters as the text has them; ``places`` are those
    in the view where a piece of the text begins, ``starts`` the offsets of these pieces.
    """

    text: str
    shown: str
    places: list[int]
    starts: list[int]

    def offset(self, place: int) -> int:
        """Where a character of the view is in the text."""
        piece = bisect.bisect_right(self.places, place) - 1
        return self.starts[piece] + place - self.places[piece]

    def place(self, offset: int) -> int:
        """Where a character of the text is in the view; the next one if it is not in it."""
        piece = max(bisect.bisect_right(self.starts, offset) - 1, 0)
        last = self.places[piece + 1] if piece + 1 < len(self.places) else len(self.text)
        return min(self.places[piece] + max(offset - self.starts[piece], 0), last)


def view_of(text: str, start: int = 0, end: int | None = None) -> View:
    """The view of a text, or of one paragraph of it: what is cut, counted and searched.

    Without line breaks and characters that are not seen (see `soft_breaks`); any white space is
    a blank, and one between two Latin words; characters as `mended` gives them.  `start` and
    `end` bound the part of the text that is looked at; offsets are those of the whole text.

    >>> text = "优化营商环\\n境，⻓期抓\u200b好 machine  learning"
    >>> view = view_of(text)
    >>> view.text, view.offset(view.text.index("长期")), text.index("⻓")
    ('优化营商环境，长期抓好 machine learning', 8, 8)
    """
    end = len(text) if end is None else end
    parts, places, starts, length, done = [], [], [], 0, start
    for first, last in [*soft_breaks(text, start, end), (end, end)]:
        if done < first:
            places.append(length)
            starts.append(done)
            parts.append(text[done:first])
            length += first - done
        done = last
    shown = "".join(parts)
    if _IS_BLANK(shown):
        shown = re.sub(r"\s", " ", shown)
    return View(mended(shown), shown, places, starts)


def mended(text: str) -> str:
    """The text with one form of each character, character for character.

    Radicals and compatibility ideographs are the characters they stand for, an apostrophe inside
    a word is straight, the dot in a name is ·.

    >>> mended("⻓江，冯•诺伊曼，We’ll，“好”"), mended("• 一是")
    ("长江，冯·诺伊曼，We'll，“好”", '• 一是')
    """
    if not _IS_CHANGED(text):
        return text
    return _DOT.sub("·", _APOSTROPHE.sub("'", text.translate(_FORMS)))


def cut_form(text: str) -> str:
    """The text as the dictionaries of general Chinese are written, character for character.

    `mended`, full width letters and figures as half width, traditional script as simplified.

    >>> cut_form("ＧＤＰ網絡⻓江")
    'GDP网络长江'
    """
    text = mended(text)
    if _IS_FULL(text):
        text = text.translate(_FULL)
    return simplified(text)


@cache
def other_forms() -> str:
    """The characters that `cut_form` may write otherwise, as a class for patterns."""
    return f"{''.join(map(chr, _FULL))}{traditional().pattern[1:-1]}{_CHANGED}"


@cache
def traditional_forms() -> str:
    """Those of them that are traditional script, or a radical of it, as a class for patterns."""
    radicals = "".join(filter(traditional().search, map(chr, sorted(set(_FORMS.values())))))
    mended = "".join(chr(code) for code, form in _FORMS.items() if chr(form) in radicals)
    return traditional().pattern[1:-1] + mended


@cache
def in_other_form() -> Callable[[str], re.Match[str] | None]:
    """Whether a text has a character that `cut_form` may write otherwise."""
    return re.compile(f"[{other_forms()}]").search


def spelt(tokens: Iterable[str]) -> list[str]:
    """Tokens as terms: as they stand in the view of the text (see `view_of`).

    `tokens` are words as a text has them; a line break inside one is gone, and what is not seen;
    a blank is left between two Latin words only.  Returns one term for each, in their order.

    >>> spelt(["营商\\n　　环境", "GDP", "machine\\nlearning", "人工\u200b智能", "⻓江"])
    ['营商环境', 'GDP', 'machine learning', '人工智能', '长江']
    """
    tokens = list(tokens)
    whole = "\x00".join(tokens)
    if not (_IS_CHANGED(whole) or has_unseen(whole) or _ANY_BLANK(whole)):
        return tokens
    return [
        _term(token) if _IS_CHANGED(token) or has_unseen(token) or _ANY_BLANK(token) else token
        for token in tokens
    ]


def _term(token: str) -> str:
    text = view_of(token.strip()).text
    if " " not in text:
        return text
    # A blank that stays is one that soft_breaks would leave in a line that is broken there.
    return view_of(text.replace(" ", "\n")).text
