"""Bars say what the table says."""

import pandas as pd
import pytest
from drawn import COUNTS, labels_of

from analysis import plots


def test_frequency_bars_are_the_numbers_best_on_top():
    table = pd.DataFrame({"term": ["工作", "活动", "群众"], "n": [9, 7, 2]})
    ax = plots.frequency(table, top=2)
    assert [bar.get_width() for bar in ax.patches] == [9, 7]
    assert labels_of(ax) == ["工作", "活动"]
    assert ax.yaxis_inverted()


def test_frequency_of_one_group_and_of_one_that_is_not_there():
    ax = plots.frequency(COUNTS, group="2.1")
    assert labels_of(ax) == ["活动", "群众"]
    with pytest.raises(ValueError, match=r"no section '9'; there are: 1, 2, 2.1"):
        plots.frequency(COUNTS, group="9")
