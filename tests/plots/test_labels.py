"""Long labels, titles and names: nothing is cut off, bars stay readable, names stay different."""

import itertools

import pandas as pd
import pytest
from drawn import SCORES, TOKENS, labels_of
from matplotlib.text import Text

from analysis import plots

LONG = (
    "中共中央关于坚持和完善中国特色社会主义制度推进国家治理体系和治理能力现代化若干重大问题的决定"
)
NAME = "关于进一步加强和改进新时代全市机关党建工作的意见" * 3


def check_room(ax, share=0.5):
    """All texts lie in the figure, labels in no other, and the axes keep their share of it."""
    figure = ax.figure
    figure.canvas.draw()
    whole = figure.bbox
    outside = [tick for tick in ax.get_xticklabels() if tick.get_position()[0] > ax.get_xlim()[1]]
    hidden = [] if ax.axison else [*ax.get_xticklabels(), *ax.get_yticklabels()]
    for text in set(figure.findobj(Text)) - {*outside, *hidden}:
        box = text.get_window_extent()
        if text.get_text() and text.get_visible() and box.width:
            assert box.x0 >= whole.x0 - 1, text
            assert box.x1 <= whole.x1 + 1, text
            assert box.y1 <= whole.y1 + 1, text
    rows = [label.get_window_extent() for label in ax.get_yticklabels() if label.get_text()]
    for one, other in itertools.pairwise(rows):
        assert other.y1 <= one.y0 + 1 or one.y1 <= other.y0 + 1
    assert ax.get_position().width >= share


@pytest.mark.parametrize("length", [13, 20, 30, 44])
@pytest.mark.parametrize("rows", [3, 15])
def test_long_terms_leave_room_for_bars(length, rows):
    terms = ["群众", LONG[:length], *(f"词{n}" for n in range(rows - 2))]
    table = pd.DataFrame({"term": terms, "n": range(rows + 3, 3, -1)})
    ax = plots.frequency(table)
    check_room(ax)
    label = labels_of(ax)[1]
    assert len(label.split("\n")) == 2
    shown = label.replace("\n", "")
    assert shown == LONG[:length] if length <= 24 else "…" in shown
    assert shown.startswith(LONG[:8])
    assert shown.endswith(LONG[:length][-6:])


def test_long_terms_in_other_figures():
    scores = SCORES.replace({"term": {"防范": LONG[:15], "活动": LONG}})
    check_room(plots.keyness(scores, group="1"))
    check_room(plots.heatmap(scores))
    tokens = TOKENS.assign(token=["防范", "风险", LONG, "活动", "活动", "群众"])
    check_room(plots.dispersion(tokens, ["防范", LONG]))


@pytest.mark.parametrize("length", [17, 24, 48, 72])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_title_with_a_long_name_is_whole(length, language):
    name = NAME[:length]
    scores = SCORES.replace({"target": {"1": name}}).replace({"term": {"防范": LONG[:15]}})
    table = pd.DataFrame({"document": [name, "乙"], "term": ["群众", "活动"], "n": [3, 2]})
    for ax in (
        plots.keyness(scores, group=name, language=language),
        plots.frequency(table, group=name, language=language),
        plots.cloud(table, group=name, language=language),
    ):
        assert name in ax.get_title(loc="left").replace("\n", "")
        check_room(ax)


def test_a_latin_title_breaks_between_words():
    name = "Annual report on the work of the municipal committee and its offices 2024"
    table = pd.DataFrame({"document": [name], "term": ["群众"], "n": [3]})
    lines = plots.frequency(table, language="en").get_title(loc="left").split("\n")
    assert len(lines) == 3
    assert " ".join(lines) == f"{name}: most frequent terms"


def test_a_short_title_stays_on_one_line():
    ax = plots.keyness(SCORES, group="1")
    assert ax.get_title(loc="left").strip() == "第 1 部分：与其余部分相比最突出的词"


@pytest.mark.parametrize(
    "names",
    [
        [f"{year}年国民经济和社会发展计划执行情况的报告" for year in (2019, 2020, 2021)],
        [f"关于国民经济和社会发展计划执行情况的报告{year}" for year in (2019, 2020, 2021)],
        [f"关于国民经济和社会发展计划第{n}次执行情况的报告（草案）" for n in "一二三四五六七八九"],
    ],
)
def test_shortened_names_stay_different(names):
    scores = pd.concat([SCORES[SCORES["target"] == "1"].assign(target=name) for name in names])
    ax = plots.heatmap(scores)
    shown = [label.get_text() for label in ax.get_xticklabels()]
    assert len(set(shown)) == len(names)
    check_room(ax)
    heads = [text.get_text() for text in plots.comparison_cloud(scores).texts]
    assert len(set(heads)) == len(names)
