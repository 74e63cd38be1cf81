"""What rises and falls: blocks, changes in words, intervals and counts."""

import numpy as np
import pandas as pd
import pytest
from drawn import below_of, labels_of, texts_of

from analysis import plots

# term, n_first, n_last, slope, half its interval, supported
ROWS = [
    ("扶贫", 40, 4, -1.0, 0.4, True),
    ("振兴", 3, 60, 0.32, 0.1, True),
    ("新质生产力", 0, 50, 20.0, np.nan, True),
    ("改革", 20, 22, 0.07, 0.3, False),
    ("开放", 9, 6, -0.1, 0.3, False),
]


def table_of(rows=ROWS, by="year"):
    columns = ["term", "n_first", "n_last", "slope", "half", "supported"]
    table = pd.DataFrame(rows, columns=columns)
    lower, upper = table["slope"] - table["half"], table["slope"] + table["half"]
    table = table.assign(n=table["n_first"] + table["n_last"], by=by)
    return table.assign(slope_lower=lower, slope_upper=upper).drop(columns="half")


def test_what_rises_what_falls_and_hints_stand_apart():
    ax = plots.slopes(table_of())
    assert texts_of(ax, "way") == ["增多（有把握）", "减少（有把握）", "证据不足"]
    assert labels_of(ax) == ["振兴", "新质生产力", "扶贫", "改革", "开放"]
    said = ["每年 +25%", "只见于一端", "每年 −50%", "每年 +5%", "每年 −7%"]
    assert texts_of(ax, "said") == said
    assert texts_of(ax, "counts") == ["3 → 60", "0 → 50", "40 → 4", "20 → 22", "9 → 6"]
    assert "每过一年" in below_of(ax)
    assert "次数随各组长短而变" in "".join(texts_of(ax, "note"))


def test_dots_and_lines_lie_at_the_slopes_and_hints_are_hollow():
    ax = plots.slopes(table_of())
    places = {t.get_text(): t.get_position()[0] for t in ax.texts if t.get_gid() == "tick"}
    unit = places["0%"] - places["−50%"]  # of 1
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    found = [(dot.get_xdata()[0] - places["0%"]) / unit for dot in dots]
    assert found == pytest.approx([0.32, -1.0, 0.07, -0.1]), "none for a term at one end"
    hollow = [dot.get_markerfacecolor() == "white" for dot in dots]
    assert hollow == [False, False, True, True]
    lines = [line for line in ax.lines if line.get_gid() == "interval"]
    wide = [(line.get_xdata()[1] - line.get_xdata()[0]) / unit for line in lines]
    assert wide == pytest.approx([0.2, 0.8, 0.6, 0.6])


def test_groups_that_are_no_years_are_steps_in_both_languages():
    ax = plots.slopes(table_of(by="quarter"), language="en")
    assert texts_of(ax, "said")[0] == "+25% a step"
    assert "from group to group" in below_of(ax)
    assert texts_of(ax, "way")[-1] == "not enough evidence"


def test_hints_fill_up_and_top_is_the_most():
    hints = [(f"词{n}", 5, 6, 0.1, 0.3, False) for n in range(30)]
    assert len(labels_of(plots.slopes(table_of([*ROWS[:2], *hints])))) == 9
    assert len(labels_of(plots.slopes(table_of(hints), top=4))) == 4
    assert texts_of(plots.slopes(table_of(hints)), "way") == ["证据不足"]
    assert texts_of(plots.slopes(table_of().head(0)), "empty")


def test_another_table_is_refused():
    with pytest.raises(ValueError, match="no column 'slope_lower' in trends"):
        plots.slopes(table_of().drop(columns="slope_lower"))


@pytest.mark.parametrize("size", [None, "a4", "a4-half", "slide", (7, 6)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_cut_or_overlaps(size, language):
    rows = [*ROWS, ("中华人民共和国反不正当竞争法实施条例", 3, 12345, 2.5, 4.0, True)]
    ax = plots.slopes(table_of(rows), size=size, language=language)
    assert plots.check(ax) == []
