"""A typeface that can write Chinese, on any machine, and others for what it lacks.

A bare machine has no Chinese font, and matplotlib then draws boxes.  The package `zhplot`
carries Noto Sans SC (SIL Open Font License 1.1, TrueType, 30,890 characters, simplified and
traditional); its file is found without importing it.  What it lacks (subscripts, fractions,
Arabic, some letters) is written in DejaVu Sans, which comes with matplotlib; what both lack is
drawn as a box, with a warning that names it.  The faces are set on the texts of one figure:
nothing is registered with matplotlib and no rcParams change.
"""

import functools
import importlib.util
import pathlib
from collections.abc import Iterable

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font

from .notes import tell

FONT_FILE = "fonts/NotoSansSC-Regular.ttf"
SECOND_FILE = "fonts/ttf/DejaVuSans.ttf"
BOX = "□"
NAMED = 5  # characters that a warning names


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
def second_path() -> pathlib.Path:
    """The file of the face for what the first one lacks.

    >>> second_path().name
    'DejaVuSans.ttf'
    """
    return pathlib.Path(mpl.get_data_path()) / SECOND_FILE


@functools.cache
def _characters(path: pathlib.Path) -> frozenset[int]:
    return frozenset(get_font(str(path)).get_charmap())


def _lacks(path: pathlib.Path, text: str) -> list[str]:
    """The characters of a text that a face does not have, blanks aside."""
    known = _characters(path)
    return [sign for sign in text if ord(sign) not in known and not sign.isspace()]


def missing_characters(text: str) -> str:
    """The characters of `text` that no face can write, each once, in order.

    >>> missing_characters("新时代文明实践 CO₂ ⅓")
    ''
    >>> missing_characters("表情🙂")
    '🙂'
    """
    return "".join(dict.fromkeys(_lacks(second_path(), "".join(_lacks(font_path(), text)))))


def writable(text: str) -> str:
    """The text with a box in place of every character that no face can write.

    >>> writable("好🙂")
    '好□'
    """
    missing = missing_characters(text)
    return text.translate(dict.fromkeys(map(ord, missing), BOX)) if missing else text


def warn_of_boxes(texts: Iterable[str]) -> None:
    """Name the characters of texts that are drawn as boxes, if there are any."""
    missing = missing_characters("".join(texts))
    if missing:
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:NAMED])
        more = f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        tell(f"no typeface at hand can write {named}{more}: drawn as {BOX}")


class Faces(FontProperties):
    """The typeface, and the second one where it lacks a character.

    matplotlib looks for the families of a font one by one; each of these is a file.
    """

    def __init__(self, size: float | None = None) -> None:
        """Both faces, at `size` points."""
        super().__init__(family=[str(font_path()), str(second_path())], size=size)
        self.set_file(str(font_path()))

    def set_family(self, family: str | Iterable[str] | None) -> None:
        """Take a family, and the file it is."""
        super().set_family(family)
        if isinstance(family, str):
            self.set_file(family)

    def __copy__(self) -> "Faces":
        """A copy that is of the same kind, which those of matplotlib are not."""
        new = Faces.__new__(Faces)
        new.__dict__.update(self.__dict__)
        return new


def font(size: float | None = None, text: str = "") -> FontProperties:
    """The typeface for matplotlib, at `size` points; with both faces where `text` needs them.

    >>> font(9).get_size()
    9.0
    """
    if _lacks(font_path(), text):
        return Faces(size)
    return FontProperties(fname=str(font_path()), size=size)
