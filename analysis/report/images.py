"""Figures on paper: PNG, SVG and PDF, the same bytes for the same figure."""

from __future__ import annotations

import contextlib
import io
import os
import pathlib
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from ..files import whole

if TYPE_CHECKING:  # opening matplotlib takes half a second
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FORMATS = ("png", "svg", "pdf")
DPI = 300
# SVG: letters as text, to be searched and changed; no dates and no random identifiers.
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "analysis",
}
OPTIONS: dict[str, dict[str, Any]] = {
    "png": {"pil_kwargs": {"compress_level": 3}},  # half the time of 6, files a tenth larger
    "svg": {"metadata": {"Date": None}},
    "pdf": {"metadata": {"CreationDate": None}},
}


def save_figure(
    figure: Figure | Axes, path: str | os.PathLike, *, formats: Sequence[str] | None = None
) -> list[pathlib.Path]:
    """Write a `figure` (or the figure of an Axes) and return the paths written.

    The format is that of the suffix of `path`; with `formats`, one file for each of them
    ("png" at 300 dpi, "svg" and "pdf" with text that can be searched; an SVG names Chinese faces
    that take the place of ours where it is shown without them).  Pixels of a figure of half an
    A4 page at 300 dpi: 1890 x 1320.

    Raises ValueError for another format.

    >>> import tempfile, pathlib, matplotlib.pyplot as plt
    >>> folder = pathlib.Path(tempfile.mkdtemp())
    >>> [path.name for path in save_figure(plt.figure(), folder / "blank", formats=["svg"])]
    ['blank.svg']
    """
    import matplotlib as mpl

    path = pathlib.Path(path)
    suffix = path.suffix.lstrip(".").lower()
    stem = path.with_suffix("") if suffix in FORMATS else path
    formats = [suffix] if formats is None else formats
    unknown = [each for each in formats if each not in FORMATS]
    if unknown:
        known = ", ".join(FORMATS)
        raise ValueError(f"{path.name}: no figure format {unknown[0]!r}; there are: {known}")
    written = []
    sheet = _figure_of(figure)
    with mpl.rc_context(SETTINGS | {"pdf.fonttype": _font_type(sheet)}), _laid_out(sheet):
        for each in formats:
            target = stem.with_name(f"{stem.name}.{each}")
            with whole(target) as file:
                sheet.savefig(file, format=each, dpi=DPI, **OPTIONS[each])
                if each == "svg":
                    _name_families(file, _font_files(sheet))
            written.append(target)
    return written


def png_of(figure: Figure | Axes, *, dpi: int = DPI) -> bytes:
    """A `figure` as the bytes of a PNG picture, at so many dots an inch; it is closed then."""
    import matplotlib.pyplot as plt

    sheet, buffer = _figure_of(figure), io.BytesIO()
    sheet.savefig(buffer, format="png", dpi=dpi, **OPTIONS["png"])
    plt.close(sheet)
    return buffer.getvalue()


def _figure_of(drawing: Figure | Axes) -> Figure:
    """The figure that axes are in, or the figure itself."""
    from matplotlib.axes import Axes

    figure = drawing.get_figure(root=True) if isinstance(drawing, Axes) else drawing
    if figure is None:
        raise ValueError("these axes are in no figure any more: draw them anew")
    return figure


def _font_type(figure: Figure) -> int:
    """How a PDF holds the typefaces: as TrueType (42), or as drawings (3), if one is no TrueType.

    Outlines of the other kind (CFF, as in Song) are not what a PDF calls TrueType.  The text
    can be searched in both.
    """
    return 3 if any(_begins_with(file, b"OTTO") for file in _font_files(figure)) else 42


def _font_files(figure: Figure) -> set[str]:
    """The font files that the texts of a figure are written in."""
    from matplotlib.text import Text

    fonts = [text.get_fontproperties() for text in figure.findobj(Text) if isinstance(text, Text)]
    named = [[font.get_file(), *font.get_family()] for font in fonts if font.get_file()]
    files = {str(file) for files in named for file in files if file}
    return {file for file in files if pathlib.Path(file).is_file()}


def _name_families(path: pathlib.Path, files: Iterable[str]) -> None:
    """Put the names of typefaces in place of the paths of their files, in an SVG."""
    from ..plots import families

    svg = path.read_text("utf-8")
    for file in files:
        *named, kind = families(file)
        names = ", ".join([*(f"'{name}'" for name in named), kind])
        svg = svg.replace(escape(repr(file), {'"': "&quot;"}), names)
    path.write_text(svg, "utf-8")


def _begins_with(file: str | bytes, sign: bytes) -> bool:
    with open(file, "rb") as stream:
        return stream.read(len(sign)) == sign


@contextlib.contextmanager
def _laid_out(figure: Figure) -> Iterator[None]:
    """Lay the figure out once for all formats; it costs more than the drawing."""
    engine, dpi = figure.get_layout_engine(), figure.get_dpi()
    figure.set_dpi(DPI)
    if engine is not None:
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
    try:
        yield
    finally:
        figure.set_layout_engine(engine)
        figure.set_dpi(dpi)
