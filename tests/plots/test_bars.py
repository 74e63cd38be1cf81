"""Bars say what the table says."""

import time

import pandas as pd
import pytest
from drawn import COUNTS, bars_of, labels_of, texts_of, title_of

import analysis as an
from analysis import plots


def test_frequency_bars_are_the_numbers_best_on_top():
    table = pd.DataFrame({"term": ["工作", "活动", "群众"], "n": [9, 7, 2]})
    ax = plots.frequency(table, top=2)
    assert bars_of(ax) == pytest.approx({"工作": 1, "活动": 7 / 9})
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
    assert title_of(plots.frequency(one)) == "第 1 部分：最常用的词"
    assert title_of(plots.frequency(one.drop(columns="section"))) == "全文：最常用的词"
    assert title_of(plots.frequency(one.assign(extra=[1, 2]))).startswith("第 1")


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
    assert bars_of(ax) == pytest.approx({"活动": 1, "舆论": 3 / 9, "群众": 1 / 9})
    # section 2 has 100 tokens of its own, and 2.1 has 50
    rates = plots.frequency(table, group="2", measure="rate")
    assert [text for text in texts_of(rates, "figure")] == ["600.0", "200.0", "66.7"]
    own = plots.frequency(table, group="2.1")
    assert bars_of(own) == pytest.approx({"活动": 1, "舆论": 3 / 5})


def test_a_document_stands_for_itself_alone():
    table = pd.DataFrame({"document": ["1", "1.1"], "term": ["扶贫", "振兴"], "n": [3, 3]})
    assert labels_of(plots.frequency(table, group="1")) == ["扶贫"]


def test_a_measure_that_bars_do_not_know_is_named():
    with pytest.raises(ValueError, match="measure='tf_idf': bars are of n or rate"):
        plots.frequency(COUNTS.assign(tf_idf=1.0), group="1", measure="tf_idf")


def test_the_other_measure_and_the_groups_of_a_term_stand_beside():
    counts = pd.DataFrame(
        {"section": list("1122"), "term": ["群众", "活动", "群众", "舆论"], "n": [40, 60, 10, 90]}
    )
    ax = plots.frequency(an.frequency(counts), group="1", names={"1": "一、学习"})
    assert texts_of(ax, "head") == ["每万词", "见于几组"]
    assert texts_of(ax, "figure") == ["60", "40"]
    assert texts_of(ax, "beside") == ["6000.0", "1", "4000.0", "2"]
    assert title_of(ax) == "一、学习：最常用的词"
    assert texts_of(ax, "below")[0].startswith("100 词；")
    whole = plots.frequency(an.frequency(counts.drop(columns="section")))
    assert "head" in {text.get_gid() for text in whole.texts}
    assert "见于几组" not in texts_of(whole, "head")


def test_stop_words_are_said_to_be_left_out_only_where_they_are():
    table = pd.DataFrame({"term": ["群众", "活动"], "n": [9, 7]})
    assert "常用虚词不列出" in texts_of(plots.frequency(table), "below")[0]
    with_stop = pd.DataFrame({"term": ["的", "活动"], "n": [9, 7]})
    assert "虚词" not in "".join(texts_of(plots.frequency(with_stop), "below"))


def test_terms_of_ten_thousand_characters_lack_their_middle_and_cost_no_time():
    long = pd.DataFrame({"term": ["long" * 2_500, "长" * 10_000], "n": [2, 1]})
    start = time.process_time()
    ax = plots.frequency(long, title="题" * 10_000)
    assert time.process_time() - start < 5
    shown = [text.get_text() for text in ax.texts if text.get_gid() == "term"]
    assert len(shown) == 2
    assert all("…" in text and len(text) < 130 for text in shown)
