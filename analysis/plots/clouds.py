"""Drawings from frames: bars, effects with intervals, heat map, dispersion, clouds.

Every function takes a frame that the package made, draws into `ax` (a new figure where it is
None) and returns the Axes.  No statistics are computed here, nothing is shown or saved, no
rcParams change.  Figures are made for half an A4 page, in colours that a colour-blind reader
can tell apart and that survive black-and-white print: what colour says is also said by
position, filling or text.  The same section has the same colour in every figure.

Labels are Chinese; `language="en"` writes them in English.
"""

import math
import textwrap
from collections.abc import Iterable, Sequence

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D, Bbox

from ..segmentation import stop_words
from ..statistics import key_terms
from ..structure import roll_up, within
from .fonts import check_glyphs, font, font_path

HALF_A4 = (6.3, 4.4)  # inches: the width between the margins of A4, and half its height
PALETTE = ["#333333", "#0072B2", "#C44E00", "#00916B", "#A8508F", "#946F00", "#3C9BD6", "#7A2E2E"]
INK, PALE = "#222222", "#8C8C8C"
SEED = 20240601
NAME = 16  # characters of a group's name
PANELS = 9  # groups that one figure can show side by side
SMALLEST = 9  # of the 630 units that a cloud is wide: 6.5 points on half an A4 page

LABELS = {
    "zh": {
        "n": "次数",
        "rate": "每万词次数",
        "effect": "对数比（以 2 为底，正值：本部分更多）",
        "supported": "获支持",
        "unsupported": "未获支持（区间含零或置换检验不显著）",
        "counts": "本部分 : 其余部分（次数）",
        "position": "位置（第几个词）",
        "whole": "全文",
        "section": "第 {} 部分",
        "front": "首部",
        "frequency": "{}：最常用的词",
        "keyness": "{}：与其余部分相比最突出的词",
        "heatmap": "各部分的特征词（每万词次数）",
        "frames": "框线：该部分的特征词（虚线：未获支持）",
        "dispersion": "词在全文中的分布",
        "cloud": "{}：词云",
        "comparison": "各部分的特征词（浅色：未获支持）",
        "none": "没有可画的词",
    },
    "en": {
        "n": "occurrences",
        "rate": "rate per 10,000 tokens",
        "effect": "log ratio, base 2 (positive: more in this part)",
        "supported": "supported",
        "unsupported": "not supported (interval reaches zero, or chance explains it)",
        "counts": "this part : the rest (occurrences)",
        "position": "position (running token)",
        "whole": "whole text",
        "section": "section {}",
        "front": "opening",
        "frequency": "{}: most frequent terms",
        "keyness": "{}: terms that mark it off from the rest",
        "heatmap": "key terms of the sections (rate per 10,000 tokens)",
        "frames": "framed: key in that section (dotted: not supported)",
        "dispersion": "where the terms occur",
        "cloud": "{}: word cloud",
        "comparison": "key terms of each section (pale: not supported)",
        "none": "no term to draw",
    },
}


# --- what all plots share ------------------------------------------------------------------


def colour(group: object, groups: Sequence[object] = ()) -> str:
    """The colour of a section (or of another group, by its place among `groups`).

    >>> colour("2.1") == colour("2")
    True
    """
    head = str(group).split(".")[0]
    number = int(head) if head.isascii() and head.isdigit() else 1 + list(groups).index(group)
    return PALETTE[0] if number == 0 else PALETTE[1 + (number - 1) % (len(PALETTE) - 1)]


def group_name(group: object, language: str = "zh") -> str:
    """How a chart calls a group: "第 2 部分" for a section, its own name for others."""
    words = _words(language)
    if str(group) == "0":
        return words["front"]
    if str(group).replace(".", "").isdigit():
        return words["section"].format(group)
    name = str(group)
    return name if len(name) <= NAME else name[: NAME - 1] + "…"


def _words(language: str) -> dict[str, str]:
    if language not in LABELS:
        raise ValueError(f"no language {language!r}; there are: {', '.join(LABELS)}")
    return LABELS[language]


def _need(frame: pd.DataFrame, name: str, columns: Iterable[str], source: str) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ValueError(f"no column {missing[0]!r} in {name}: make it with {source}")


def _axes(ax: Axes | None, rows: int | None = None) -> Axes:
    if ax is not None:
        return ax
    width, height = HALF_A4
    if rows is not None:
        height = max(1.6, min(height, 0.9 + 0.24 * rows) if rows <= 14 else 0.9 + 0.22 * rows)
    return plt.figure(figsize=(width, height), layout="constrained").add_subplot()


def _finish(ax: Axes) -> Axes:
    """Write all texts of the axes in the Chinese typeface, or say which cannot be written."""
    for axis in (ax.xaxis, ax.yaxis):
        axis.get_ticklabels()  # writes the labels of the ticks, which a drawing would do later
    texts = [text for text in ax.findobj(Text) if text.get_text()]
    check_glyphs(text.get_text() for text in texts)
    for text in texts:
        properties = text.get_fontproperties().copy()
        properties.set_file(str(font_path()))
        text.set_fontproperties(properties)
    return ax


def _plain(ax: Axes) -> None:
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_color(PALE)
    ax.tick_params(axis="y", length=0, labelsize=9, labelcolor=INK)
    ax.tick_params(axis="x", labelsize=8, color=PALE, labelcolor=INK)


def _title(ax: Axes, text: str) -> None:
    ax.set_title(text, loc="left", fontsize=11, color=INK, pad=8)


def _empty(ax: Axes, language: str) -> Axes:
    ax.set_axis_off()
    ax.text(0.5, 0.5, _words(language)["none"], ha="center", va="center", fontsize=10)
    return _finish(ax)


# --- bars ----------------------------------------------------------------------------------


def frequency(
    table: pd.DataFrame,
    *,
    group: object = None,
    top: int = 15,
    measure: str = "n",
    language: str = "zh",
    ax: Axes | None = None,
) -> Axes:
    """Bars of the most frequent terms of a table from `frequency(counts)`.

    `group` chooses one section (or other group) of the table; `measure` is "n" (occurrences)
    or "rate" (per 10,000 tokens).  Longest bar on top, the figure at its end.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"term": ["群众", "活动"], "n": [5, 3], "rate": [50.0, 30.0]})
    >>> [int(bar.get_width()) for bar in frequency(table).patches]
    [5, 3]
    """
    _need(table, "table", ["term", measure], "frequency(counts)")
    words = _words(language)
    rows = _choose(table, group).head(top)
    ax = _axes(ax, len(rows))
    if rows.empty:
        return _empty(ax, language)
    bars = ax.barh(range(len(rows)), rows[measure], height=0.68, color=_bar_colour(group))
    form = "{:.0f}" if measure == "n" else "{:.1f}"
    ax.bar_label(bars, fmt=form, padding=3, fontsize=8, color=INK)
    ax.set_yticks(range(len(rows)), rows["term"])
    ax.invert_yaxis()
    ax.margins(x=0.08, y=0.02)
    ax.set_xlabel(words[measure], fontsize=9)
    ax.xaxis.set_major_locator(MaxNLocator(6, integer=measure == "n"))
    name = words["whole"] if group is None else group_name(group, language)
    _title(ax, words["frequency"].format(name))
    _plain(ax)
    return _finish(ax)


def _bar_colour(group: object) -> str:
    return PALETTE[1] if group is None else colour(group, [group])


def _choose(table: pd.DataFrame, group: object) -> pd.DataFrame:
    """The rows of one group; the first column of such a table names the group."""
    if group is None:
        return table
    column = next((c for c in ("target", "section", "document") if c in table), table.columns[0])
    groups = table[column].astype(str)
    if str(group) not in set(groups):
        known = ", ".join(dict.fromkeys(groups))
        raise ValueError(f"no {column} {str(group)!r}; there are: {known}")
    return table[groups == str(group)]


# --- effects with their intervals ----------------------------------------------------------


def keyness(
    scores: pd.DataFrame,
    *,
    target: object,
    top: int = 12,
    language: str = "zh",
    ax: Axes | None = None,
) -> Axes:
    """The terms that mark one section off: effect (log ratio) with its interval and counts.

    The order is that of `score`, best on top, and only terms more frequent in the target.
    A filled dot is supported; a hollow grey one with a dashed interval is not: a difference
    of that size is what chance gives.  At the right stand the counts, target : reference.
    """
    _need(scores, "scores", ["target", "term", "effect", "rate_target"], "keyness(counts)")
    words = _words(language)
    rows = _choose(scores, target)
    rows = key_terms(rows).head(top)
    ax = _axes(ax, len(rows) + 1)
    if rows.empty:
        return _empty(ax, language)
    shade = colour(target, list(dict.fromkeys(scores["target"])))
    for place, row in enumerate(rows.itertuples()):
        line = {"color": shade} if row.supported else {"color": PALE, "linestyle": (0, (3, 2))}
        ax.plot([row.lower, row.upper], [place, place], linewidth=1.6, **line)
        face = shade if row.supported else "white"
        ax.plot(row.effect, place, "o", markersize=6, markerfacecolor=face, **line)
        ax.annotate(
            f"{row.n_target:.0f} : {row.n_reference:.0f}",
            (1.01, place),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=8,
            color=INK,
        )
    ax.axvline(0, color=INK, linewidth=0.8)
    ax.set_yticks(range(len(rows)), rows["term"])
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_xlabel(words["effect"], fontsize=9)
    place = {"transform": ax.transAxes, "ha": "right", "va": "bottom", "fontsize": 8}
    ax.text(1.08, 1.01, words["counts"], **place)
    _title(ax, words["keyness"].format(group_name(target, language)) + "\n")
    _plain(ax)
    handles = [
        Line2D([], [], label=words["supported"], marker="o", color=shade),
        Line2D([], [], label=words["unsupported"], marker="o", color=PALE),
    ]
    handles[1].set(markerfacecolor="white", linestyle=(0, (3, 2)))
    below = -0.16 if len(rows) > 8 else -0.3
    ax.legend(
        handles=[handles[0]] * bool(rows["supported"].any())
        + [handles[1]] * bool(not rows["supported"].all()),
        loc="upper center",
        bbox_to_anchor=(0.5, below),
        ncols=2,
        frameon=False,
        prop=font(8),
    )
    return _finish(ax)


def heatmap(
    scores: pd.DataFrame, *, top: int = 5, language: str = "zh", ax: Axes | None = None
) -> Axes:
    """The best key terms of each section (rows) across all sections (columns).

    A cell shows the rate per 10,000 tokens, as its darkness and in figures; a frame around
    it marks the section for which the term is key, a dotted one that it is not supported.
    At most nine sections, and about 24 terms in all (so fewer than `top` for many sections).
    """
    _need(scores, "scores", ["target", "term", "effect", "rate_target"], "keyness(counts)")
    words = _words(language)
    targets = _few(scores["target"])
    top = min(top, max(2, 24 // max(len(targets), 1)))  # rows for half a page
    best = key_terms(scores, top=top)
    terms = list(dict.fromkeys(best["term"]))
    ax = _axes(ax, len(terms) + 1)
    if not terms:
        return _empty(ax, language)
    table = scores.assign(target=scores["target"].astype(str), term=scores["term"].astype(str))
    rates = table.pivot(index="term", columns="target", values="rate_target")
    rates = rates.reindex(index=terms, columns=targets).fillna(0).to_numpy()
    # the square root keeps rare terms visible; half the scale keeps figures and frames so
    ax.imshow(np.sqrt(rates), cmap="Greys", aspect="auto", vmin=0, vmax=np.sqrt(rates.max()) * 2)
    for row, column in np.ndindex(*rates.shape):
        rate = rates[row, column]
        label = f"{rate:.0f}" if rate else "·"
        ax.text(column, row, label, ha="center", va="center", fontsize=8, color=INK)
    for item in best.itertuples():
        column, row = targets.index(str(item.target)), terms.index(item.term)
        style = {"linewidth": 2.2} if item.supported else {"linewidth": 1.2, "linestyle": ":"}
        edge = colour(item.target, targets)
        corner = (column - 0.47, row - 0.44)
        ax.add_patch(plt.Rectangle(corner, 0.94, 0.88, fill=False, edgecolor=edge, **style))
    ax.set_yticks(range(len(terms)), terms)
    ax.set_xticks(range(len(targets)), _narrow(targets, 40 // len(targets), language))
    _title(ax, words["heatmap"])
    ax.set_xlabel(words["frames"], fontsize=9, labelpad=8)
    _plain(ax)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0, labelsize=9)
    return _finish(ax)


# --- where terms occur ---------------------------------------------------------------------


def dispersion(
    tokens: pd.DataFrame, terms: Sequence[str], *, language: str = "zh", ax: Axes | None = None
) -> Axes:
    """Where each term occurs: one row a term, one stroke an occurrence, bands for sections.

    Draws one document; the axis counts running tokens.  The count stands at the right.
    """
    _need(tokens, "tokens", ["document", "section", "position", "token"], "tokenize(…)")
    if tokens["document"].nunique() != 1:
        raise ValueError(
            "dispersion draws one document: choose it with tokens[tokens.document == …]"
        )
    words = _words(language)
    ax = _axes(ax, len(terms) + 1)
    if not len(terms):
        return _empty(ax, language)
    sections = roll_up(tokens, level=1)["section"].astype(str).to_numpy()
    positions = tokens["position"].to_numpy()
    _bands(ax, sections, positions, language)
    for row, term in enumerate(terms):
        places = positions[(tokens["token"] == term).to_numpy()]
        ax.vlines(places, row - 0.36, row + 0.36, color=INK, linewidth=1.1)
        ax.annotate(
            str(len(places)),
            (1.01, row),
            xycoords=("axes fraction", "data"),
            va="center",
            fontsize=8,
        )
    ax.set_yticks(range(len(terms)), terms)
    ax.set_ylim(len(terms) - 0.4, -0.6)
    ax.set_xlim(positions.min() - 1, positions.max() + 1)
    ax.set_xlabel(words["position"], fontsize=9)
    _title(ax, words["dispersion"] + "\n")
    _plain(ax)
    return _finish(ax)


def _bands(ax: Axes, sections: np.ndarray, positions: np.ndarray, language: str) -> None:
    """A band for every run of one section, named above it where there is room."""
    starts = np.flatnonzero(np.r_[True, sections[1:] != sections[:-1]])
    ends = np.r_[positions[starts[1:]], positions[-1] + 1]
    width = positions[-1] + 1 - positions[0]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        section, left = sections[start], positions[start]
        ax.axvspan(left, end, color=colour(section, [section]), alpha=0.16 if number % 2 else 0.07)
        name = group_name(section, language) if (end - left) / width > 0.12 else section
        if (end - left) / width > 0.02:
            middle = ((left + end) / 2, 1.01)
            place = ("data", "axes fraction")
            ax.annotate(name, middle, xycoords=place, ha="center", va="bottom", fontsize=8)


# --- clouds --------------------------------------------------------------------------------


def cloud(
    counts: pd.DataFrame,
    *,
    section: str | None = None,
    stop: Iterable[str] | None = None,
    top: int = 80,
    language: str = "zh",
    ax: Axes | None = None,
) -> Axes:
    """A word cloud of counts: the area of a word is its count, darkness says it again.

    `counts` is from `count_terms` or `frequency`; `section` takes one section with all that
    lies under it (or one of the groups that were counted by).  Stop words are left out:
    the default list, `stop`, or none of them with `stop=()`.  A cloud is a picture for the
    eye; the figures stand in the table.
    """
    _need(counts, "counts", ["term", "n"], "count_terms(tokens)")
    rows = counts if section is None else within(counts, str(section))
    rows = rows[~rows["term"].isin(list(stop_words() if stop is None else stop))]
    totals = rows.groupby("term", observed=True)["n"].sum()
    weights = totals[totals > 0].rename_axis("term").reset_index()
    weights = weights.sort_values(["n", "term"], ascending=[False, True]).head(top)
    words = _words(language)
    ax = _axes(ax)
    if weights.empty:
        return _empty(ax, language)
    shade = PALETTE[1] if section is None else colour(section, [section])
    frame = _frame(ax)
    _place_words(ax, dict(zip(weights["term"], weights["n"], strict=True)), frame, shade)
    name = words["whole"] if section is None else group_name(section, language)
    _title(ax, words["cloud"].format(name))
    return _finish(ax)


def comparison_cloud(
    scores: pd.DataFrame, *, top: int = 25, language: str = "zh", ax: Axes | None = None
) -> Axes:
    """One panel a section with its key terms, area by score; pale ones are not supported."""
    _need(scores, "scores", ["target", "term", "score", "effect"], "keyness(counts)")
    words = _words(language)
    ax = _axes(ax)
    chosen = key_terms(scores[scores["score"] > 0])
    targets = _few(chosen["target"])
    if not targets:
        return _empty(ax, language)
    width, height = _frame(ax)
    columns = 1 if len(targets) == 1 else 2 if len(targets) <= 4 else 3
    rows = -(-len(targets) // columns)
    head, gap = 20, 8
    for number, target in enumerate(targets):
        left = (number % columns) * width / columns + gap / 2
        upper = (number // columns) * height / rows
        part = chosen[chosen["target"].astype(str) == target].head(top)
        box = (width / columns - gap, height / rows - head - gap)
        shade = colour(target, targets)
        weak = set(part.loc[~part["supported"].astype(bool), "term"])
        weights = dict(zip(part["term"], part["score"], strict=True))
        ax.text(left, upper + head / 2, group_name(target, language), va="center", fontsize=9)
        ax.plot([left, left + box[0]], [upper + head] * 2, color=shade, linewidth=1.5)
        _place_words(ax, weights, box, shade, (left, upper + head + gap / 2), weak)
    _title(ax, words["comparison"])
    return _finish(ax)


def _share_covered(box: Bbox, other: Bbox) -> float:
    """The share of one box's area that lies in another."""
    common = Bbox.intersection(box, other)
    return 0.0 if common is None else common.width * common.height / (box.width * box.height)


def _narrow(groups: Sequence[str], width: int, language: str) -> list[str]:
    """Names of groups that stand side by side: numbers alone, or in lines, if they are long."""
    names = [group_name(group, language) for group in groups]
    if max(map(len, names)) <= width:
        return names
    if all(group.replace(".", "").isdigit() for group in groups):
        return list(groups)
    return [textwrap.fill(name, width) for name in names]


def _few(groups: pd.Series) -> list[str]:
    """The groups of a figure that shows them side by side, in their order."""
    names = list(dict.fromkeys(groups.astype(str)))
    if len(names) > PANELS:
        raise ValueError(
            f"{len(names)} groups do not fit into one figure, at most {PANELS} do: choose some, "
            "as in scores[scores['target'].isin([…])]"
        )
    return names


def _frame(ax: Axes) -> tuple[int, int]:
    """Lay the axes out as a sheet of 630 x 400 units, origin at the upper left."""
    width, height = 630, 400
    ax.set_xlim(0, width)
    ax.set_ylim(height, 0)
    ax.set_aspect("equal")
    ax.set_axis_off()
    return width, height


def _place_words(
    ax: Axes,
    weights: dict[str, float],
    box: tuple[float, float],
    shade: str,
    corner: tuple[float, float] = (0, 0),
    weak: Iterable[str] = (),
) -> None:
    """Draw words as outlines, sharp at any size, where word_cloud places them."""
    check_glyphs(weights)
    words = _arrange({word: float(weight) for word, weight in weights.items()}, box)
    largest = max(size for _, size, *_ in words)
    for word, size, outline, place in words:
        left, top = outline.vertices[:, 0].min(), outline.vertices[:, 1].max()
        move = Affine2D().translate(-left, -top).scale(1, -1)
        move.translate(corner[0] + place.x0, corner[1] + place.y0)
        alpha = 0.45 if word in weak else 0.65 + 0.35 * (size / largest)
        patch = PathPatch(outline, transform=move + ax.transData, color=shade, alpha=alpha)
        patch.set(linewidth=0, label=word, in_layout=False)
        ax.add_artist(patch)  # add_patch would measure every curve anew


def _arrange(
    weights: dict[str, float], box: tuple[float, float]
) -> list[tuple[str, float, TextPath, Bbox]]:
    """Word, size, outline and place of every word, laid out small and with a fixed seed.

    The area of a word is proportional to its weight.  word_cloud shrinks words for which no
    room is left, and puts others into the gaps of larger characters: then all are made
    smaller and laid out anew; what still lies in another word is left out.
    """
    from wordcloud import WordCloud  # costs 0.2 s, and only clouds need it

    roots = {word: math.sqrt(weight / max(weights.values())) for word, weight in weights.items()}
    ink = sum(len(word) * root**2 for word, root in roots.items())
    largest = min(math.sqrt(0.5 * box[0] * box[1] / ink), box[1] / 4)
    for _ in range(4):
        layout = WordCloud(
            font_path=str(font_path()),
            width=int(box[0]),
            height=int(box[1]),
            prefer_horizontal=1.0,
            relative_scaling=1.0,
            min_font_size=SMALLEST,
            max_font_size=int(largest),
            margin=4,
            random_state=SEED,
        ).generate_from_frequencies(roots)
        kept: list[tuple[str, float, TextPath, Bbox]] = []
        for (word, root), size, (row, column), *_ in layout.layout_:
            outline = TextPath((0, 0), word, size=size, prop=font())
            place = Bbox.from_bounds(column, row, *np.ptp(outline.vertices, axis=0))
            shrunk = size < 0.9 * root * int(largest)
            if not shrunk and all(_share_covered(place, other) <= 0.1 for *_, other in kept):
                kept.append((word, size, outline, place))
        if len(kept) >= 0.95 * sum(root * largest >= SMALLEST for root in roots.values()):
            break
        largest *= 0.88
    return kept
