"""What carries meaning in a text, and the words that the engines would break or drop.

The engines know Han characters, a-z and figures; they give every other letter by itself, and
people who count take what is no letter for punctuation.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache

from ..characters import EMOJI, HAN, RADICALS

# Figures that are no digits: ² ½ Ⅷ ① ㈠; those of Han characters are among HAN.
_PLAIN = (
    "\u00bc-\u00be\u2150-\u218b\u2460-\u249b"
    "\u24ea-\u24ff\u2776-\u2793\u3192-\u3195\u3220-\u3229\u3248-\u324f\u3251-\u325f\u3280-\u3289"
    "\u32b1-\u32bf"
)
_FIGURES = f"\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089{_PLAIN}"
_LETTER = f"[^\\W\\d_{HAN}{_FIGURES}\u3005-\u3007\u3041-\u309f]"
_RAISED = "\u00b9\u00b2\u00b3\u2070-\u207b\u207f-\u208b"  # CO₂, m², 10⁻³
UNITS = "\u2100-\u2109\u2126\u212a\u3358-\u33ff"  # ℃ ㎡ ㏠
MONEY = "¢-¥֏؋৲৳฿₠-⃀￠￡￥￦"
_SIGN = re.compile(f"[{EMOJI}{UNITS}{MONEY}]")
# Where there may be such a word: anything but Han characters, ASCII and the usual punctuation.
_CANDIDATE = re.compile(
    f"[^\\x00-\\x26\\x28-\\x7f·—‘’“”…※×÷°±≤≥→{HAN}{_PLAIN}\u25a0-\u25ff\u3000-\u303f\uff00-\uff65]"
)
# What is in no such word; between two of these it is looked for.
_OUTSIDE = re.compile(f"[{HAN}\\s，。、；：！？“”（）《》]")
_SKIN = "[\U0001f3fb-\U0001f3ff]?"
_PICTURE = (
    "[\U0001f1e6-\U0001f1ff]{2}|\U0001f3f4[\U000e0020-\U000e007f]+|[0-9#*]\u20e3"
    f"|[{EMOJI}]{_SKIN}(?:\u200d[{EMOJI}]{_SKIN})*"
)


@cache
def _word() -> re.Pattern[str]:
    """A picture, or a word of letters, figures and what belongs to them."""
    codes = range(0x300, sys.maxunicode if sys.maxunicode < 0x20000 else 0x20000)
    marks = "".join(c for c in map(chr, codes) if unicodedata.category(c)[0] == "M")
    inside = f"{_LETTER}|[0-9{_RAISED}{marks}]|(?<={_LETTER})'(?={_LETTER})"
    return re.compile(f"{_PICTURE}|(?:{_LETTER}|[0-9])(?:{inside})*")


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of words that no engine would keep whole: naïve, Москва, CO₂, we'll, 👍."""
    done = 0
    for candidate in _CANDIDATE.finditer(text):
        if (place := candidate.start()) < done:
            continue
        first = place
        while first > done and not _OUTSIDE.match(text, first - 1):
            first -= 1
        outside = _OUTSIDE.search(text, place)
        done = outside.start() if outside else len(text)
        for found in _word().finditer(text, first, done):
            word = found[0]
            if len(word) > 1 and not (word.isascii() and word.isalnum()):
                yield found.span()


def is_sign(text: str) -> bool:
    """Whether a text has a sign that is no letter or digit and carries meaning: 👍, ㎡, €."""
    return _SIGN.search(text) is not None


_MAY_LINK = re.compile(r"\](?:\(\s*<?|:\s*)https?://").search
_LINK = re.compile(
    r"""\]\(\s*<?(https?://[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?
    (?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)|^[ ]{0,3}\[[^\[\]\n]+\]:[ \t]*(https?://\S+)""",
    re.X | re.M,
)


def link_addresses(text: str) -> list[tuple[int, int]]:
    """Where the web addresses of links in markdown stand: [通知](https://…), [1]: https://….

    Such an address is how a link works and no word that is read; one that stands in the open is.

    >>> link_addresses("见[通知](https://a.cn/b)和 https://a.cn/c")
    [(6, 20)]
    """
    if not _MAY_LINK(text):
        return []
    return [found.span(found.lastindex or 0) for found in _LINK.finditer(text)]


def carries(character: str) -> bool:
    """Whether a character carries meaning: a letter, a digit, a picture or the sign of a unit.

    A radical stands for a character, though Unicode calls it a symbol.
    """
    return character.isalnum() or ord(character) in RADICALS or is_sign(character)
