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
    again = plots.frequency(table.iloc[[2, 0, 1]], top=2)
    assert labels_of(again) == labels_of(ax), "whatever the order of the rows"


def test_frequency_of_one_group_and_of_one_that_is_not_there():
    ax = plots.frequency(COUNTS, group="2.1")
    assert labels_of(ax) == ["活动", "群众"]
    with pytest.raises(ValueError, match=r"no section '9'; there are: 1, 2, 2.1"):
        plots.frequency(COUNTS, group="9")


def test_a_table_of_several_groups_is_not_drawn_as_the_whole():
    with pytest.raises(ValueError, match=r"by section \(1, 2, 2\.1\).* group='1'"):
        plots.frequency(COUNTS)
    by_two = COUNTS.assign(document=list("甲甲甲乙乙"))[["document", "section", "term", "n"]]
    with pytest.raises(ValueError, match=r"by document and section \(甲/1, 甲/2, 乙/2\.1\)"):
        plots.frequency(by_two)
    assert labels_of(plots.frequency(by_two, group="甲/1")) == ["的", "意识形态"]
    with pytest.raises(ValueError, match=r"no document and section '1'; there are: 甲/1"):
        plots.frequency(by_two, group="1")


def test_a_table_of_one_group_says_which():
    one = COUNTS[COUNTS["section"] == "1"]
    assert plots.frequency(one).get_title(loc="left") == "第 1 部分：最常用的词"
    assert plots.frequency(one.drop(columns="section")).get_title(loc="left") == "全文：最常用的词"
    assert plots.frequency(one.assign(extra=[1, 2])).get_title(loc="left").startswith("第 1")


def test_a_section_stands_for_all_that_lies_under_it():
    table = pd.DataFrame(
        {
            "section": ["1", "2", "2", "2.1", "2.1", "20"],
            "term": ["工作", "活动", "群众", "活动", "舆论", "活动"],
            "n": [4, 4, 1, 5, 3, 7],
            "rate": [400.0, 400.0, 100.0, 1000.0, 600.0, 700.0],
        }
    )
    ax = plots.frequency(table, group="2")
    assert labels_of(ax) == ["活动", "舆论", "群众"]
    assert [bar.get_width() for bar in ax.patches] == [9, 3, 1]
    # section 2 has 100 tokens of its own, and 2.1 has 50
    rates = plots.frequency(table, group="2", measure="rate").patches
    assert [bar.get_width() for bar in rates] == pytest.approx([600, 200, 1e4 / 150])
    assert [bar.get_width() for bar in plots.frequency(table, group="2.1").patches] == [5, 3]


def test_a_document_stands_for_itself_alone():
    table = pd.DataFrame({"document": ["1", "1.1"], "term": ["扶贫", "振兴"], "n": [3, 3]})
    assert labels_of(plots.frequency(table, group="1")) == ["扶贫"]


def test_a_measure_that_bars_do_not_know_is_named():
    with pytest.raises(ValueError, match="measure='tf_idf': bars are of n or rate"):
        plots.frequency(COUNTS.assign(tf_idf=1.0), group="1", measure="tf_idf")
