"""Similarities in cells, and the tree beside them."""

import numpy as np
import pandas as pd
import pytest
from drawn import texts_of, title_of

import analysis as an
from analysis import plots


def square(names, column="section"):
    rng = np.random.default_rng(1)
    values = rng.uniform(0, 0.6, (len(names), len(names)))
    values = (values + values.T) / 2
    np.fill_diagonal(values, 1)
    index = pd.Index(names, name=column)
    return pd.DataFrame(values, index=index, columns=index)


def test_cells_are_per_cent_in_the_order_of_the_tree():
    table = square(["1", "2", "3"])
    ax = plots.similarity(table, names={"1": "一、学习", "2": "二、实践", "3": "三、宣传"})
    order = an.hierarchical_clustering(table).order
    expected = [f"{100 * table.loc[a, b]:.0f}" for a in order for b in order if a != b]
    assert texts_of(ax, "cell") == expected
    called = {"1": "一、学习", "2": "二、实践", "3": "三、宣传"}
    assert texts_of(ax, "term") == [called[name] for name in order]
    assert len([line for line in ax.lines if line.get_gid() == "tree"]) == 2
    assert title_of(ax) == "哪些部分用词相近"


def test_what_is_most_alike_joins_farthest_right():
    ax = plots.similarity(square(list("甲乙丙丁"), "document"))
    joins = [line.get_xdata()[1] for line in ax.lines if line.get_gid() == "tree"]
    assert joins == sorted(joins, reverse=True)
    assert title_of(ax) == "哪些组用词相近"


@pytest.mark.parametrize("groups", [2, 12, 28])
@pytest.mark.parametrize("size", [None, "a4", (10, 9)])
def test_names_and_figures_do_not_run_into_each_other(groups, size):
    names = [f"关于第{n}类案件适用法律若干问题的解释" for n in range(groups)]
    ax = plots.similarity(square(names, "document"), size=size)
    assert plots.check(ax) == []


def test_more_groups_than_can_be_drawn_are_told():
    ax = plots.similarity(square([str(n) for n in range(80)]))
    assert texts_of(ax, "empty")[0].startswith("共 80 组")
    with pytest.raises(ValueError, match="fewer than two groups"):
        plots.similarity(square(["1"]))
