"""Traditional script as simplified."""

import itertools
import re
from collections.abc import Callable, Iterable
from functools import cache


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC("t2s").convert


@cache
def traditional() -> re.Pattern[str]:
    """Any character that simplified script writes otherwise.

    The extensions beyond U+FFFF are left out: to go through them takes 0.2 s at every start, and
    the dictionaries have no word with one of their characters.
    """
    ranges = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))
    characters = "".join(map(chr, itertools.chain(*ranges)))
    plain = _converter()(" ".join(characters)).split(" ")
    pairs = zip(characters, plain, strict=True)
    return re.compile(f"[{''.join(old for old, new in pairs if old != new)}]")


def simplified(text: str) -> str:
    """The text in simplified script, character for character."""
    if not traditional().search(text):
        return text
    whole = _converter()(text)
    if len(whole) == len(text):
        return whole
    # A phrase that changes its length would move every offset after it.
    return "".join(new if len(new := _converter()(old)) == 1 else old for old in text)


def fold(terms: Iterable[str], form: str = "simplified") -> list[str]:
    """Write terms in one script, so that both spellings of a word are counted together.

    `form` is "simplified" (OpenCC's table t2s, which looks at words: 乾隆 keeps its 乾).
    Returns a list as long as `terms`, in their order; every term keeps its length.

    Raises ValueError if `form` is another word.

    >>> fold(["網絡輿論", "网络舆论"])
    ['网络舆论', '网络舆论']
    """
    if form != "simplified":
        raise ValueError(f"no form {form!r}; there is: simplified")
    return [simplified(term) for term in terms]
