"""What all drawings share: sizes, colours, labels, axes and their finish.

Figures are made for half an A4 page, in colours that a colour-blind reader can tell apart and
that survive black-and-white print: what colour says is also said by position, filling or text.
The same section has the same colour in every figure.
"""

import functools
import weakref
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from ..structure import width
from .fonts import font, warn_of_boxes, writable
from .writing import shortened, wrapped

HALF_A4 = (6.3, 4.4)  # inches: the width between the margins of A4, and half its height
PALETTE = ["#333333", "#0072B2", "#C44E00", "#00916B", "#A8508F", "#946F00", "#3C9BD6", "#7A2E2E"]
INK, PALE = "#222222", "#8C8C8C"
TITLE = 11  # points
LABEL = 12  # characters of a term in one line
OURS: weakref.WeakSet[Figure] = weakref.WeakSet()  # figures that drawings made for themselves

LABELS = {
    "zh": {
        "n": "次数",
        "rate": "每万词次数",
        "effect": "对数比（以 2 为底，正值：本部分更多）",
        "supported": "获支持",
        "unsupported": "未获支持（区间含零或置换检验不显著）",
        "counts": "本部分 : {}（次数）",
        "rest": "其余部分",
        "other": "参照部分",
        "position": "位置（第几个词）",
        "whole": "全文",
        "section": "第 {} 部分",
        "front": "首部",
        "frequency": "{}：最常用的词",
        "keyness": "{}：与{}相比最突出的词",
        "heatmap": "各部分的特征词（每万词次数）",
        "frames": "框线：该部分的特征词（虚线：未获支持）",
        "dispersion": "词在全文中的分布",
        "places": "“{}”在各文件中的位置",
        "share": "位置（占各文件长度的百分比）",
        "cloud": "{}：词云",
        "comparison": "各部分的特征词（浅色：未获支持）",
        "others": "另有 {} 个词放不下",
        "none": "没有可画的词",
    },
    "en": {
        "n": "occurrences",
        "rate": "rate per 10,000 tokens",
        "effect": "log ratio, base 2 (positive: more in this part)",
        "supported": "supported",
        "unsupported": "not supported (interval reaches zero, or chance explains it)",
        "counts": "this part : {} (occurrences)",
        "rest": "the rest",
        "other": "the reference",
        "position": "position (running token)",
        "whole": "whole text",
        "section": "section {}",
        "front": "opening",
        "frequency": "{}: most frequent terms",
        "keyness": "{}: terms that mark it off from {}",
        "heatmap": "key terms of the sections (rate per 10,000 tokens)",
        "frames": "framed: key in that section (dotted: not supported)",
        "dispersion": "where the terms occur",
        "places": "where “{}” occurs",
        "share": "position (per cent of the document)",
        "cloud": "{}: word cloud",
        "comparison": "key terms of each section (pale: not supported)",
        "others": "{} more have no room",
        "none": "no term to draw",
    },
}


# Where documents, years or the like are compared, and no sections.
OTHERS = {
    "zh": {
        "effect": "对数比（以 2 为底，正值：本组更多）",
        "counts": "本组 : {}（次数）",
        "rest": "其余各组",
        "other": "参照组",
        "heatmap": "各组的特征词（每万词次数）",
        "frames": "框线：该组的特征词（虚线：未获支持）",
        "comparison": "各组的特征词（浅色：未获支持）",
    },
    "en": {
        "effect": "log ratio, base 2 (positive: more in this group)",
        "counts": "this group : {} (occurrences)",
        "heatmap": "key terms of the groups (rate per 10,000 tokens)",
        "frames": "framed: key in that group (dotted: not supported)",
        "comparison": "key terms of each group (pale: not supported)",
    },
}


def labels(language: str, by: str = "section") -> dict[str, str]:
    """The words of a figure in a language, for sections or for other groups (`by`).

    >>> labels("en")["front"]
    'opening'

    Raises ValueError for a `language` that is not in `LABELS`.
    """
    if language not in LABELS:
        raise ValueError(f"no language {language!r}; there are: {', '.join(LABELS)}")
    return LABELS[language] | ({} if by == "section" else OTHERS[language])


# --- axes ----------------------------------------------------------------------------------


def axes(ax: Axes | None, rows: int | None = None) -> Axes:
    """The axes to draw into: `ax`, or a new figure with room for `rows`, or of half a page."""
    if ax is not None:
        return ax
    width, height = HALF_A4
    if rows is not None:
        height = max(1.6, min(height, 0.9 + 0.24 * rows) if rows <= 14 else 0.9 + 0.22 * rows)
    figure = plt.figure(figsize=(width, height), layout="constrained")
    OURS.add(figure)
    return figure.add_subplot()


def _grow(ax: Axes, inches: float) -> None:
    """Make a figure higher, if it is not the user's."""
    figure = ax.get_figure(root=True)
    if figure is not None and figure in OURS:
        figure.set_figheight(figure.get_figheight() + inches)


def title(ax: Axes, form: str, name: str = "", *, below: str = "") -> None:
    """The title of a figure, above its left edge; `name` fills the form, `below` follows it.

    Where it is too long for a line, it breaks after the name ("{}：…"), and in the name.
    """
    text, figure = form.format(name), ax.get_figure(root=True)
    inches = figure.get_figwidth() if figure else HALF_A4[0]
    columns = int(0.9 * ax.get_position().width * inches * 72 / (TITLE / 2))
    lines = [text]
    if width(text) > columns:
        rest = form.partition("{}")[2] if name else form
        lines = [*wrapped(name + rest[:1], columns), *wrapped(rest[1:].strip(), columns)]
    ax.set_title("\n".join(lines) + below, loc="left", fontsize=TITLE, color=INK, pad=8)
    _grow(ax, 0.19 * (len(lines) - 1))


def row_labels(ax: Axes, terms: Iterable[object]) -> None:
    """A term at every row, long ones in two lines, very long ones without their middle."""
    names = [shortened(" ".join(str(term).splitlines()), 2 * LABEL) for term in terms]
    names = ["\n".join(wrapped(name, _even(name))) for name in names]
    ax.set_yticks(range(len(names)), names)
    if any("\n" in name for name in names):
        _grow(ax, 0.06 * len(names))


def _even(name: str) -> int:
    """The columns at which a name breaks into lines of about one length."""
    lines = max(1, -(-width(name) // (2 * LABEL)))
    return 2 * -(-width(name) // (2 * lines))


def plain(ax: Axes) -> None:
    """A row a term: no frame but the line below, small figures, no ticks beside the terms."""
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(PALE)
    ax.tick_params(axis="y", length=0, labelsize=9, labelcolor=INK)
    for label in ax.get_yticklabels():
        label.set_fontsize(7 if "\n" in label.get_text() else 9)
    ax.tick_params(axis="x", labelsize=8, color=PALE, labelcolor=INK)


def beside(ax: Axes, row: int, text: str, **style: Any) -> None:
    """A figure at the right of a row, outside the axes."""
    place = (1.01, row)
    ax.annotate(text, place, xycoords=("axes fraction", "data"), va="center", fontsize=8, **style)


def empty(ax: Axes, language: str) -> Axes:
    """Axes that say that there is nothing to draw."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, labels(language)["none"], ha="center", va="center", fontsize=10)
    return finish(ax)


def finish(ax: Axes) -> Axes:
    """Write all texts of the axes in the Chinese typeface, as they are: a $ is a sign.

    What it lacks is written in another one, or a box with a warning.
    """
    for axis in (ax.xaxis, ax.yaxis):
        axis.get_ticklabels()  # writes the labels of the ticks, which a drawing would do later
    texts = [text for text in ax.findobj(Text) if isinstance(text, Text) and text.get_text()]
    warn_of_boxes(text.get_text() for text in texts)
    for axis in (ax.xaxis, ax.yaxis):
        names = [text.get_text() for text in axis.get_ticklabels()]
        if any(name != writable(name) for name in names):  # a tick forgets a text of its own
            axis.set_ticks(axis.get_majorticklocs(), [writable(name) for name in names])
    for text in texts:
        text.set_parse_math(False)
        text.set_text(writable(text.get_text()))
        size = text.get_fontproperties().get_size_in_points()
        text.set_fontproperties(font(size, text.get_text()))
    return ax


# --- arguments -----------------------------------------------------------------------------

P = ParamSpec("P")
T = TypeVar("T")


def renamed(**names: str) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """A decorator: arguments by an old name (`target="group"`) raise a TypeError, with the new.

    >>> renamed(lang="language")(labels)(lang="en")
    Traceback (most recent call last):
    TypeError: labels() takes language= in place of lang=
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
