"""Typefaces that can write Chinese, on any machine, and others for what they lack.

A bare machine has no Chinese font, and matplotlib then draws boxes.  Two packages carry one
each (SIL Open Font License 1.1), whose files are found without importing them: `zhplot` Noto Sans
SC (黑体, TrueType, 30,890 characters, simplified and traditional), `pylopdf-fonts-zh-cn` Noto
Serif SC (宋体, OpenType).  What the chosen face lacks is written in Noto Sans SC, what that lacks
(subscripts, fractions, Arabic, some letters) in DejaVu Sans, which comes with matplotlib; what all
lack is drawn as a box, with a warning that names it.  The faces are set on the texts of one
figure: nothing is registered with matplotlib and no rcParams change.
"""

import functools
import importlib.util
import pathlib
from collections.abc import Iterable

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags

from ..glossary import Note, tell

FACES = {  # name: package that carries it, its module, the file
    "sans": ("zhplot", "zhplot", "fonts/NotoSansSC-Regular.ttf"),
    "serif": ("pylopdf-fonts-zh-cn", "pylopdf_fonts_zh_cn", "NotoSerifSC-Regular.otf"),
}
# By what names a browser finds a face, or one of Chinese that is like it.
LIKE = {
    "sans-serif": ("Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"),
    "serif": ("Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun"),
}
SECOND_FILE = "fonts/ttf/DejaVuSans.ttf"
BOX = "□"
NAMED = 5  # characters that a warning names
CM = 2.54 / 72  # a point in centimetres
MEASURED = 1000  # points at which characters are measured
HINTED = 1.03  # how much wider a screen draws them, which puts them on whole pixels
FULL_WIDTH, NARROW = 0x2E80, 1.05  # characters below are narrow, and what that adds is more

Face = str | pathlib.PurePath  # "sans", "serif", or the path of a font file


def font_path(face: Face = "sans") -> pathlib.Path:
    """The file of a typeface: "sans" (Hei), "serif" (Song), or the path of one of your own.

    >>> font_path().name, font_path("serif").name
    ('NotoSansSC-Regular.ttf', 'NotoSerifSC-Regular.otf')

    Raises FileNotFoundError for a `face` that is not there, ValueError for a file that is no font.
    """
    if face in FACES:
        return _carried(str(face))
    path = pathlib.Path(face)
    if not path.is_file():
        known = ", ".join(map(repr, FACES))
        raise FileNotFoundError(f"no typeface {str(face)!r}: it is {known}, or the path of a file")
    try:
        get_font(str(path))
    except RuntimeError:
        raise ValueError(f"{path} is no font that can be read: name a .ttf or .otf file") from None
    return path


@functools.cache
def _carried(face: str) -> pathlib.Path:
    """The file of a face that a package carries."""
    package, module, file = FACES[face]
    spec = importlib.util.find_spec(module)
    for folder in (spec and spec.submodule_search_locations) or []:
        path = pathlib.Path(folder) / file
        if path.exists():
            return path
    raise FileNotFoundError(f"no {face} typeface for Chinese: install it, pip install {package}")


@functools.cache
def faces(face: Face) -> tuple[pathlib.Path, ...]:
    """A typeface, and those that write what it lacks, in order.

    >>> [path.stem for path in faces("serif")]
    ['NotoSerifSC-Regular', 'NotoSansSC-Regular', 'DejaVuSans']
    """
    paths = [font_path(face), font_path("sans"), pathlib.Path(mpl.get_data_path()) / SECOND_FILE]
    return tuple(dict.fromkeys(paths))


def families(path: str | pathlib.PurePath) -> list[str]:
    """The names of the font file at `path` for a browser: its own, Chinese ones like it, a kind.

    >>> families(font_path("serif"))
    ['Noto Serif SC', 'Source Han Serif SC', 'Songti SC', 'SimSun', 'serif']
    """
    own = get_font(str(path)).family_name
    kind = "serif" if own in LIKE["serif"] else "sans-serif"
    return list(dict.fromkeys([own, *LIKE[kind], kind]))


@functools.cache
def _characters(path: pathlib.Path) -> frozenset[int]:
    return frozenset(get_font(str(path)).get_charmap())


def _lacks(path: pathlib.Path, text: str) -> list[str]:
    """The characters of a text that a face does not have, blanks aside."""
    known = _characters(path)
    return [sign for sign in text if ord(sign) not in known and not sign.isspace()]


def missing_characters(text: str, face: Face = "sans") -> str:
    """The characters of `text` that neither `face` nor another one writes, each once, in order.

    >>> missing_characters("新时代文明实践 CO₂ ⅓")
    ''
    >>> missing_characters("表情🙂")
    '🙂'
    """
    for path in faces(face):
        text = "".join(_lacks(path, text))
    return "".join(dict.fromkeys(text))


def writable(text: str, face: Face = "sans") -> str:
    """The text with a box in place of every character that no face can write.

    >>> writable("好🙂")
    '好□'
    """
    missing = missing_characters(text, face)
    return text.translate(dict.fromkeys(map(ord, missing), BOX)) if missing else text


def warn_of_boxes(texts: Iterable[str], face: Face = "sans") -> None:
    """Name the characters of texts that are drawn as boxes, if there are any."""
    missing = missing_characters("".join(texts), face)
    if missing:
        named = ", ".join(f"{sign} (U+{ord(sign):04X})" for sign in missing[:NAMED])
        more = len(missing) - NAMED
        note = Note("boxesMore", named, BOX, more) if more > 0 else Note("boxes", named, BOX)
        tell(note)


class Faces(FontProperties):
    """A typeface, and others where it lacks a character.

    matplotlib looks for the families of a font one by one; each of these is a file.
    """

    def __init__(self, size: float | None = None, face: Face = "sans") -> None:
        """All of `faces`, at `size` points."""
        super().__init__(family=[str(path) for path in faces(face)], size=size)
        self.set_file(str(font_path(face)))

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


def font(size: float | None = None, text: str = "", face: Face = "sans") -> FontProperties:
    """A typeface for matplotlib, at `size` points; with others where `text` needs them.

    `face` is "sans", "serif" or the path of a font file.

    >>> font(9).get_size()
    9.0
    """
    if _lacks(font_path(face), text):
        return Faces(size, face)
    return _plain(size, face).copy()


@functools.cache
def _plain(size: float | None, face: Face) -> FontProperties:
    """One face alone."""
    path = str(font_path(face))
    return FontProperties(family=[path], fname=path, size=size)  # an SVG names the family


# --- how wide a text is ----------------------------------------------------------------------


def measured(text: str, size: float, face: Face = "sans") -> float:
    """How wide a line is on paper, in centimetres, at `size` points.

    >>> round(measured("群众", 10), 2)
    0.73
    """
    return sum(_advance(sign, face) for sign in text) * size * CM * HINTED


@functools.cache
def _advance(sign: str, face: Face) -> float:
    """The width of a character, in ems."""
    known = [path for path in faces(face) if ord(sign) in _characters(path)]
    file = get_font(str(known[0] if known else font_path("sans")))
    file.set_size(MEASURED, 72)
    glyph = file.load_char(ord(sign if known else BOX), flags=LoadFlags.NO_HINTING)
    wide = glyph.linearHoriAdvance / 65536 / MEASURED
    return wide if ord(sign) >= FULL_WIDTH else wide * NARROW
