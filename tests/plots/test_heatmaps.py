"""Heat maps: rates in cells, frames around key terms."""

import itertools

import pandas as pd
from drawn import ONE, SCORES, labels_of

from analysis import plots


def test_heatmap_cells_show_rates_and_frames_show_what_is_key():
    ax = plots.heatmap(SCORES)
    assert labels_of(ax) == ["意识形态", "防范", "活动"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["第 1 部分", "第 2 部分"]
    assert "400" in [text.get_text() for text in ax.texts]
    styles = [patch.get_linestyle() for patch in ax.patches]
    assert len(styles) == 3
    assert sorted({str(style) for style in styles}) != [":"], "supported ones are solid"


def test_long_names_of_documents_do_not_run_into_each_other():
    laws = [f"最高人民法院关于审理第{number}类案件适用法律若干问题的解释" for number in range(6)]
    ax = plots.heatmap(pd.concat([ONE.assign(target=law) for law in laws]))
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert all(a.x1 <= b.x0 for a, b in itertools.pairwise(boxes))
