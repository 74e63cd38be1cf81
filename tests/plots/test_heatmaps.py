"""Heat maps: counts in cells on one scale, frames around what is supported."""

import pandas as pd
import pytest
from drawn import ONE, SCORES, labels_of, texts_of
from matplotlib.colors import to_rgb

from analysis import plots


def frames_of(ax):
    return [p.get_label() for p in ax.patches if p.get_label()]


def test_cells_hold_counts_and_frames_say_what_is_supported():
    ax = plots.heatmap(SCORES, names={"1": "一、学习", "2": "二、实践"})
    assert labels_of(ax) == ["意识形态", "防范", "活动"]
    assert texts_of(ax, "head") == ["一、学习", "二、实践"]
    assert texts_of(ax, "cell") == ["8", "1", "6", "2", "9"], "no figure where there is none"
    assert frames_of(ax) == ["1 意识形态", "2 活动"]


def test_one_scale_for_the_whole_map():
    ax = plots.heatmap(SCORES)
    cells = [patch for patch in ax.patches if not patch.get_label()]
    dark = [1 - sum(to_rgb(cell.get_facecolor())) / 3 for cell in cells]
    rates = [400, 28, 300, 0, 100, 250]
    order = sorted(range(6), key=lambda place: rates[place])
    assert sorted(range(6), key=lambda place: dark[place]) == order


def test_hints_are_left_out_where_enough_is_supported():
    many = pd.concat(
        [SCORES.head(2).assign(target=str(n), term=[f"词{n}", f"弱{n}"]) for n in range(1, 10)]
    ).assign(n_reference=0)
    assert labels_of(plots.heatmap(many)) == [f"词{n}" for n in range(1, 10)]


@pytest.mark.parametrize("groups", [2, 12, 40])
@pytest.mark.parametrize("size", [None, "a4-half", "slide", (9, 6)])
def test_long_names_do_not_run_into_each_other(groups, size):
    laws = [f"最高人民法院关于审理第{n}类案件适用法律若干问题的解释" for n in range(groups)]
    ax = plots.heatmap(pd.concat([ONE.assign(target=law) for law in laws]), size=size)
    assert plots.check(ax) == []


def test_columns_that_find_no_room_are_counted():
    many = pd.concat([ONE.assign(target=str(number)) for number in range(1, 100)])
    ax = plots.heatmap(many, size="a4-half")
    assert any("没有画出" in text.get_text() for text in ax.texts)
