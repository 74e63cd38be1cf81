"""Effects with their intervals, and what is not supported."""

import pandas as pd
import pytest
from drawn import SCORES, labels_of

from analysis import plots


def test_keyness_draws_effect_interval_and_what_is_not_supported():
    ax = plots.keyness(SCORES, group="1")
    assert labels_of(ax) == ["意识形态", "防范"], "only terms more frequent in the target"
    bars = [line for line in ax.lines if list(line.get_xdata()) == [1.5, 6.5]]
    assert len(bars) == 1
    assert bars[0].get_linestyle() == "-"
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_xdata()[0] for dot in dots] == [4.0, 3.5]
    assert dots[0].get_markerfacecolor() == plots.colour("1")
    assert dots[1].get_markerfacecolor() == "white", "unsupported: hollow, and still drawn"
    assert "8 : 1" in [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("rows", [1, 2, 5, 12, 20])
def test_the_legend_stands_below_the_label_and_in_the_figure(rows):
    scores = pd.concat([SCORES.head(1).assign(term=f"词{n}") for n in range(rows)])
    ax = plots.keyness(scores, group="1", top=rows)
    ax.figure.canvas.draw()
    legend, label = ax.get_legend().get_window_extent(), ax.xaxis.label.get_window_extent()
    assert ax.figure.bbox.y0 <= legend.y0 + 1
    assert legend.y1 <= label.y0 + 3
    assert label.y0 - legend.y1 < 20


def test_a_term_that_is_absent_from_the_target_is_never_key():
    # in a section of a few tokens the half occurrences of the log ratio turn its sign
    tiny = SCORES.assign(n_target=0, rate_target=0.0, effect=3.3, lower=-1.0, upper=7.0)
    ax = plots.keyness(tiny, group="1")
    assert [text.get_text() for text in ax.texts] == ["没有可画的词"]
