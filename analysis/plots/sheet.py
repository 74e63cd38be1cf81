"""The sheet that every drawing is made on: measured in centimetres, with a head and a foot.

A drawing is placed in centimetres from the upper left corner of its axes, so that type has the
size on paper that it is said to have, and everything, title and counts too, lies inside the axes:
in a figure of its own they are the whole figure, in a user's `ax=` nothing reaches beyond it.
"""

import functools
import inspect
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, ParamSpec, TypedDict, TypeVar

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.text import Text

from ..glossary import Note, tell, words
from .fonts import Face, font, font_path, measured, warn_of_boxes, writable
from .setting import LEAST, SMALL, TEXT, TINY, TITLE, fitted, term_lines, wrapped

INK, SOFT, FAINT, RULE = "#1a1f26", "#59636e", "#87919c", "#dfe3e8"
# The front of a text, then the sections: all 4.5 to 1 and more on white.
PALETTE = (
    *("#59636e", "#1f6fb2", "#b8420c", "#0f7757", "#9d3c86", "#806000"),
    *("#3f4fa6", "#b3263e", "#0f7482", "#6b4e9b", "#636325"),
)
BLUE = PALETTE[1]

Size = Literal["a4", "a4-half", "slide"] | tuple[float, float]
# Centimetres, and how much larger than on paper everything is. A page of A4 less its margins and
# a caption, half of it, and a slide of 25.4 x 14.3 below its own title.
SIZES: dict[str, tuple[float, float, float]] = {
    "a4": (15.6, 22.0, 1.0),
    "a4-half": (14.0, 8.0, 1.0),
    "slide": (24.0, 12.0, 1.7),
}
WIDTH = 14.0  # without a size: so wide, and as high as the drawing needs
LOWEST, HIGHEST = 3.0, 22.0
SMALLEST = (5.0, 3.0)  # below this a warning: text will be in the way of text
EDGE, INNER_EDGE = 0.3, 0.08  # centimetres around a sheet; in axes, which have air around them
LINES = 4  # of a title, or of a note, at most
AUTO = "auto"


class Look(TypedDict, total=False):
    """How a drawing looks, whatever it draws; see `LOOK`."""

    size: Size | None
    font: Face
    title: str | None
    note: str | None
    colours: str | Sequence[str] | Mapping[str, str] | None
    language: str


DEFAULTS: dict[str, Any] = {
    "size": None,
    "font": "sans",
    "title": AUTO,
    "note": AUTO,
    "colours": None,
    "language": "zh",
}
LOOK = """
    How it looks: `size` is "a4" (15.6 x 22 cm), "a4-half" (14 x 8), "slide" (24 x 12, larger
    type) or (width, height) in centimetres; without it 14 cm wide and as high as is needed. `font`
    is "sans" (Hei), "serif" (Song) or the path of a font file, `language` "zh" or "en".  `title`
    and `note` (the line below) are made unless you give your own, or None for none; `colours` is
    one colour, a list, or a dict by group.  `ax` are axes to draw into, in place of a new figure:
    title, labels and note lie inside them."""

P = ParamSpec("P")
T = TypeVar("T")


def drawing(function: Callable[P, T]) -> Callable[P, T]:
    """A decorator: `**look` is shown as the arguments it takes, and explained."""
    signature = inspect.signature(function)
    own = [p for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
    kind = inspect.Parameter.KEYWORD_ONLY
    more = [inspect.Parameter(name, kind, default=value) for name, value in DEFAULTS.items()]
    function.__dict__["__signature__"] = signature.replace(parameters=[*own, *more])
    lead, example, rest = (function.__doc__ or "").partition("\n    >>> ")
    function.__doc__ = f"{lead.rstrip()}\n{LOOK}\n{example}{rest}"
    return function


def renamed(**names: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A decorator: arguments by an old name (`target="group"`) raise a TypeError, with the new.

    >>> renamed(lang="language")(words)(lang="en")
    Traceback (most recent call last):
    TypeError: words() takes language= in place of lang=
    """

    def decorate(function: Callable[P, T]) -> Callable[P, T]:
        @functools.wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> T:
            for old, new in names.items():
                if old in kwargs:
                    name = function.__name__
                    raise TypeError(f"{name}() takes {new}= in place of {old}=")
            return function(*args, **kwargs)

        return call

    return decorate


# --- the sheet -------------------------------------------------------------------------------


class Sheet:
    """Axes measured in centimetres, and what is written on them.

    `title` and `below` stand at its head, `note` at its foot, each wrapped; the drawing has the
    place from `left` to `right` and from `top` to `bottom`, which is `content` centimetres high
    where no size is asked for.
    """

    def __init__(
        self,
        ax: Axes | None,
        look: Look,
        *,
        title: str = "",
        below: str = "",
        note: str = "",
        content: float = 6.0,
    ) -> None:
        """Lay out a sheet; what `look` says of title and note goes before."""
        for unknown in set(look) - set(DEFAULTS):
            raise TypeError(f"no argument {unknown}=; how a figure looks: {', '.join(DEFAULTS)}")
        self.words = words(look.get("language", "zh"))
        self.written: list[str] = []
        self.face = look.get("font", "sans")
        font_path(self.face)  # or it is not there
        head, foot = _own(look, "title", title), _own(look, "note", note)
        self.scale = 1.0
        if ax is None:
            size = look.get("size")
            self.width, height, self.scale = _measures(size)
        else:
            self.width, height = _inside(ax)
            size = (self.width, height)
        self.edge = EDGE if ax is None else INNER_EDGE
        lines = self._lines(head, TITLE), self._lines(below, SMALL), self._lines(foot, TINY)
        above = self.edge + 0.44 * len(lines[0]) + 0.32 * len(lines[1]) + 0.14
        under = self.edge * 0.5 + 0.3 * len(lines[2]) + (0.1 if lines[2] else 0)
        if size is None:
            height = min(max(above + content + under, LOWEST), HIGHEST)
        self.height = height
        self.ax = _new_axes(self.width * self.scale, height * self.scale) if ax is None else ax
        self.ax.set(xlim=(0, self.width), ylim=(height, 0))
        self.ax.set_axis_off()
        self.ax.set_label(head)
        self.top, self.bottom = above, height - under
        self.left, self.right = self.edge, self.width - self.edge
        self._head_and_foot(lines)

    def _lines(self, text: str, size: float) -> list[str]:
        """A text in lines as wide as the sheet."""
        room = self.width - 2 * self.edge
        if size == TITLE and self.room(text, size) > room:  # it breaks behind the name
            name, colon, rest = text.partition(self.words["colon"])
            parts = [f"{name}{colon}".rstrip(), rest] if rest else [name]
            lines = [line for part in parts[:-1] for line in self._at_most(part, size, 1)]
            return lines + self._at_most(parts[-1], size, len(lines))
        return self._at_most(text, size, 0) if text else []

    def _at_most(self, text: str, size: float, taken: int) -> list[str]:
        """A text in lines, cut where it has more than are left of `LINES`."""
        room, most = self.width - 2 * self.edge, LINES - taken
        lines = wrapped(text[: 400 * LINES], room, size, self.face)
        if len(lines) > most:
            lines = [*lines[: most - 1], fitted(lines[most - 1] + "……", room, size, self.face)]
        return lines

    def _head_and_foot(self, lines: tuple[list[str], ...]) -> None:
        y = self.edge + 0.14
        for kind, size, colour, step in ((0, TITLE, INK, 0.44), (1, SMALL, SOFT, 0.32)):
            for line in lines[kind]:
                self.text(self.left, y, line, size, colour, gid=("title", "below")[kind])
                y += step
            y -= 0.03 if lines[kind] else 0
        y = self.height - self.edge * 0.5 - 0.13 - 0.3 * (len(lines[2]) - 1)
        for line in lines[2]:
            self.text(self.left, y, line, TINY, SOFT, gid="note")
            y += 0.3

    # --- what is drawn ---

    def text(
        self,
        x: float,
        y: float,
        text: object,
        size: float = TEXT,
        colour: str = INK,
        *,
        ha: str = "left",
        va: str = "center",
        **more: Any,
    ) -> Text:
        """Write at a place, in the typeface, as it is: a $ is a sign."""
        self.written.append(str(text))
        line = writable(str(text), self.face)
        prop = font(size * self.scale, line, self.face)
        style: dict[str, Any] = {"parse_math": False, "clip_on": False, **more}
        style |= {"color": colour, "ha": ha, "va": va, "fontproperties": prop}
        return self.ax.text(x, y, line, **style)

    def line(
        self,
        x: Sequence[float],
        y: Sequence[float],
        colour: str = INK,
        width: float = 0.6,
        **more: Any,
    ) -> None:
        """A line through places."""
        more = {"solid_capstyle": "butt", "clip_on": False, **more}
        line = Line2D(x, y, color=colour, linewidth=width * self.scale, **more)
        self.ax.add_artist(line)  # plot and add_patch would reckon the limits anew for each

    def dot(
        self, x: float, y: float, colour: str, size: float = 4.6, *, hollow: bool = False
    ) -> None:
        """A round mark."""
        face = "white" if hollow else colour
        dot = Line2D(
            [x],
            [y],
            marker="o",
            linestyle="none",
            markersize=size * self.scale,
            markerfacecolor=face,
            markeredgecolor=colour,
            markeredgewidth=0.8 * self.scale,
            clip_on=False,
        )
        self.ax.add_artist(dot)

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, **more: Any
    ) -> Rectangle:
        """A filled rectangle, from its upper left corner."""
        more = {"facecolor": colour, "linewidth": 0, "clip_on": False, **more}
        patch = Rectangle((x, y), width, height, **more)
        self.ax.add_artist(patch)
        return patch

    def frame(
        self, x: float, y: float, width: float, height: float, colour: str = INK
    ) -> Rectangle:
        """An empty rectangle."""
        pen = {"edgecolor": colour, "linewidth": 1.0 * self.scale}
        return self.box(x, y, width, height, "none", **pen)

    def arrow(self, x: float, y: float, colour: str, *, left: bool = False) -> None:
        """The head of an arrow whose point is at a place."""
        back = 0.15 if left else -0.15
        places = [(x, y), (x + back, y - 0.075), (x + back, y + 0.075)]
        self.ax.add_artist(Polygon(places, facecolor=colour, linewidth=0, clip_on=False))

    def rows(self, head: float, step: float) -> int:
        """How many rows of at least `step` there is room for, below so much for heads."""
        return max(1, int((self.bottom - self.top - head) / step + 1e-6))

    def room(self, text: object, size: float = TEXT) -> float:
        """How wide a text is, in centimetres of the sheet."""
        return measured(str(text), size, self.face)

    def widest(self, texts: Iterable[object], size: float = TEXT) -> float:
        """How wide the widest of these is."""
        return max((self.room(text, size) for text in texts), default=0.0)

    def for_terms(self, terms: Iterable[object], size: float = TEXT, usual: float = 2.8) -> float:
        """The room of terms: what they need, `usual` at most, and more for very long ones."""
        terms = list(terms)
        least = min(self.widest(terms, LEAST), 0.3 * self.width)
        return max(min(self.widest(terms, size), usual, 0.3 * self.width), least)

    def term(
        self,
        x: float,
        y: float,
        term: object,
        room: float,
        size: float = TEXT,
        colour: str = INK,
        *,
        high: float = 0.42,
        **more: Any,
    ) -> None:
        """A term in a row so high: whole, in smaller type and in lines where it is long."""
        lines, size = term_lines(
            str(term), room, size, self.face, max(1, int((high + 0.05) / 0.2))
        )
        more = {"linespacing": 1.0, "gid": "term", **more}
        self.text(x, y, "\n".join(lines), size, colour, **more)

    def empty(self, text: str) -> Axes:
        """A sheet that says in a sentence that there is nothing to draw."""
        lines = wrapped(text, self.right - self.left, TEXT, self.face)
        self.text(self.left, self.top + 0.35, "\n".join(lines), TEXT, SOFT, va="top", gid="empty")
        return self.finish()

    def finish(self) -> Axes:
        """The axes, ready: nothing of it moves when a figure is laid out."""
        warn_of_boxes(self.written, self.face)
        for artist in self.ax.get_children():
            artist.set_in_layout(False)
        return self.ax


def _own(look: Look, name: Literal["title", "note"], made: str) -> str:
    """The title or note that was asked for, or the one that is made."""
    asked = look.get(name, AUTO)
    return made if asked == AUTO else asked or ""


def _measures(size: Size | None) -> tuple[float, float, float]:
    """Width and height in centimetres of a sheet, and how much larger all of it is drawn.

    >>> _measures((14, 8))
    (14.0, 8.0, 1.0)
    """
    if size is None:
        return WIDTH, 0.0, 1.0
    if isinstance(size, str):
        if size not in SIZES:
            known = ", ".join(SIZES)
            raise ValueError(f"no size {size!r}; there are: {known}, or (width, height) in cm")
        width, height, scale = SIZES[size]
        return width / scale, height / scale, scale
    try:
        width, height = (float(side) for side in size)
    except (TypeError, ValueError):
        raise ValueError(f"size={size!r}: give width and height in cm, such as (14, 8)") from None
    if not (math.isfinite(width) and math.isfinite(height) and min(width, height) >= 2):
        raise ValueError(f"size={size!r}: both sides are in centimetres, and 2 at least")
    if max(width, height) > 120:
        raise ValueError(f"size={size!r}: both sides are in centimetres, and 120 at most")
    return width, height, 1.0


def room_for(ax: Axes | None, look: Look) -> tuple[float, float]:
    """Width and height that a sheet will have inside its edges; a height of 0 is as needed."""
    if ax is None:
        width, height, _ = _measures(look.get("size"))
        return width - 2 * EDGE, max(height - 2 * EDGE, 0.0)
    width, height = _inside(ax)
    return width - 2 * INNER_EDGE, height - 2 * INNER_EDGE


def _inside(ax: Axes) -> tuple[float, float]:
    """Width and height of a user's axes, in centimetres."""
    ax.set_axis_off()
    figure = ax.get_figure(root=True)
    if not isinstance(figure, Figure):
        raise ValueError("these axes are in no figure any more: draw into new ones")
    if figure.get_layout_engine() is not None:
        figure.draw_without_rendering()  # their place is known only when it is laid out
    box = ax.get_window_extent()
    width, height = (2.54 * side / figure.dpi for side in (box.width, box.height))
    if width < SMALLEST[0] or height < SMALLEST[1]:
        sizes = (f"{side:.1f}" for side in (width, height))
        tell(Note("smallAxes", *sizes, *(f"{side:.0f}" for side in SMALLEST)))
    return width, height


def _new_axes(width: float, height: float) -> Axes:
    """Axes that are a whole new figure, of so many centimetres."""
    return plt.figure(figsize=(width / 2.54, height / 2.54)).add_axes((0, 0, 1, 1))
