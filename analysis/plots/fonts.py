"""A typeface that can write Chinese, on any machine, checked glyph by glyph.

A bare machine has no Chinese font, and matplotlib then draws boxes.  The package `zhplot`
carries Noto Sans SC (SIL Open Font License 1.1, TrueType, 30,890 characters, simplified and
traditional); its file is found without importing it, and is set on the texts of one figure.
Nothing is registered with matplotlib and no rcParams change.
"""

import functools
import importlib.util
import pathlib
from collections.abc import Iterable

from matplotlib.font_manager import FontProperties, get_font

FONT_FILE = "fonts/NotoSansSC-Regular.ttf"


@functools.cache
def font_path() -> pathlib.Path:
    """The file of the Chinese typeface.

    >>> font_path().name
    'NotoSansSC-Regular.ttf'

    Raises FileNotFoundError if the package that carries it is not installed.
    """
    spec = importlib.util.find_spec("zhplot")
    for folder in (spec and spec.submodule_search_locations) or []:
        path = pathlib.Path(folder) / FONT_FILE
        if path.exists():
            return path
    raise FileNotFoundError("no Chinese typeface: install one with `pip install zhplot`")


@functools.cache
def _characters() -> frozenset[int]:
    return frozenset(get_font(str(font_path())).get_charmap())


def missing_characters(text: str) -> str:
    """The characters of `text` that the typeface cannot write, each once, in order.

    >>> missing_characters("新时代文明实践 2024")
    ''
    >>> missing_characters("表情🙂")
    '🙂'
    """
    known = _characters()
    return "".join(dict.fromkeys(c for c in text if ord(c) not in known and not c.isspace()))


def check_glyphs(texts: Iterable[str]) -> None:
    """Raise ValueError naming every character that would be drawn as a box.

    >>> check_glyphs(["第一章", "总则"])
    """
    missing = missing_characters("".join(texts))
    if missing:
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing)
        raise ValueError(f"the typeface {font_path().name} cannot write {named}: leave them out")


def font(size: float | None = None) -> FontProperties:
    """The typeface for matplotlib, at `size` points.

    >>> font(9).get_size()
    9.0
    """
    return FontProperties(fname=str(font_path()), size=size)
