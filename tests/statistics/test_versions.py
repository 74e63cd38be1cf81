"""Two versions of a document: every sentence of both is accounted for, once."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as an
from analysis.statistics import differences

OLD = """一、总体要求
坚持稳中求进工作总基调。扩大国内需求。
二、重点任务
防范金融风险。改善营商环境，减轻企业负担。
加强队伍建设。
"""
NEW = """一、总体要求
坚持稳中求进工作总基调，以进促稳。加强队伍建设。
二、重点工作
改善营商环境，减轻企业的负担。
发展数字经济。
"""


def corpus(text, name="文件"):
    return an.load(an.read_text(text, name))


def told(old, new, **options):
    changes = an.compare_versions(corpus(old), corpus(new), **options)
    return changes[["change", "text_old", "text_new"]].values.tolist()


def test_a_draft_and_its_final_version():
    assert told(OLD, NEW) == [
        ["changed", "坚持稳中求进工作总基调。", "坚持稳中求进工作总基调，以进促稳。"],
        ["dropped", "扩大国内需求。", ""],
        ["moved", "加强队伍建设。", "加强队伍建设。"],
        ["changed", "二、重点任务", "二、重点工作"],
        ["dropped", "防范金融风险。", ""],
        ["changed", "改善营商环境，减轻企业负担。", "改善营商环境，减轻企业的负担。"],
        ["new", "", "发展数字经济。"],
    ]


def test_sections_and_places_are_those_of_each_version():
    changes = an.compare_versions(corpus(OLD), corpus(NEW)).set_index("change")
    moved = changes.loc["moved"]
    assert (moved["section_old"], moved["section_new"]) == ("2", "1")
    assert OLD[moved["start_old"] :].startswith("加强队伍建设。")
    assert NEW[moved["start_new"] :].startswith("加强队伍建设。")
    assert changes.loc["new", "start_old"] == -1


def test_the_same_text_has_no_changes_whatever_its_form():
    assert told(OLD, OLD) == []
    assert told("坚持 machine learning 。\n", "  坚持 machine  learning。") == []
    assert told("GDP增长5%。", "ＧＤＰ增长5%。") == []
    assert [row[0] for row in told(OLD, OLD, same=True)] == ["same"] * 7


def test_a_sentence_that_is_there_twice_is_dropped_once():
    assert told("要实干。要实干。", "要实干。") == [["dropped", "要实干。", ""]]


def test_other_words_are_no_change_but_a_new_sentence():
    assert [row[0] for row in told("扩大国内需求。", "发展数字经济。")] == ["dropped", "new"]


def test_versions_are_compared_one_by_one():
    texts = [an.read_text("甲。", "甲"), an.read_text("乙。", "乙")]
    two = an.load(pd.concat(texts, ignore_index=True))
    with pytest.raises(ValueError, match="old has 2 documents"):
        an.compare_versions(two, corpus("甲。"))
    with pytest.raises(ValueError, match="new has 2 documents"):
        an.changed_terms(corpus("甲。"), two)


def test_terms_that_came_and_went():
    table = an.changed_terms(corpus("学习、工作、工作。"), corpus("学习、工作、实践、实践。"))
    assert table[["term", "change", "n_old", "n_new"]].values.tolist() == [
        ["实践", "came", 0, 2],
        ["工作", "less", 2, 1],
    ]
    assert table["rate_new"].tolist() == [5000, 2500]


TEXTS = st.lists(
    st.sampled_from(["要实干。", "去实践。", "去实践！", "学理论，学文件。", "干。"]), max_size=9
)


@given(TEXTS, TEXTS)
def test_every_sentence_of_both_is_there_once(old, new):
    old, new = ["开头。", *old], ["开头。", *new]
    changes = an.compare_versions(corpus("".join(old)), corpus("".join(new)), same=True)
    assert [text for text in changes["text_new"] if text] == new
    assert sorted(text for text in changes["text_old"] if text) == sorted(old)
    alike = changes["change"].isin(["same", "moved"])
    assert (changes["text_old"] == changes["text_new"]).equals(alike)


@given(st.text("甲乙丙，。", max_size=12), st.text("甲乙丙，。", max_size=12))
def test_differences_hold_both_texts(old, new):
    pieces = differences(old, new)
    assert "".join(text for kind, text in pieces if kind != "new") == old
    assert "".join(text for kind, text in pieces if kind != "dropped") == new
    assert all(text for _, text in pieces)
