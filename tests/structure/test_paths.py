"""Dotted paths: what lies within a section, coarser sections, the order of names."""

import pandas as pd
import pytest
from texts import REPORT, paths, sections_of

from analysis.structure import natural_key, roll_up, within

# --- within --------------------------------------------------------------------------------


def test_a_section_holds_what_lies_under_it_and_no_other():
    frame = pd.DataFrame({"document": "a", "section": ["1", "2", "2.1", "2.10.3", "20", "12"]})
    assert within(frame, "2")["section"].tolist() == ["2", "2.1", "2.10.3"]
    assert within(frame, "2.1")["section"].tolist() == ["2.1"]
    assert within(frame, None)["section"].tolist() == frame["section"].tolist()


def test_a_section_of_categories_is_found_as_well():
    frame = pd.DataFrame({"section": pd.Categorical(["1", "2.1", "2"])})
    assert within(frame, "2")["section"].tolist() == ["2.1", "2"]


@pytest.mark.parametrize("name", ["报告", "2024", "1"])
def test_names_of_documents_are_no_paths(name):
    """A document 报告.修订 is another one than 报告, and so are years and versions."""
    others = [f"{name}.修订", f"{name}.1", f"{name}0"]
    frame = pd.DataFrame({"document": [name, *others], "term": "群众", "n": 1})
    assert within(frame, name)["document"].tolist() == [name]


def test_a_name_that_does_not_exist_is_an_error_that_lists_those_that_do():
    with pytest.raises(ValueError, match=r"no section '3'; there are: 1, 2$"):
        within(pd.DataFrame({"section": ["1", "2", "2"]}), "3")
    with pytest.raises(ValueError, match=r"no document '甲'; there are: 甲\.txt$"):
        within(pd.DataFrame({"document": ["甲.txt"]}), "甲")


def test_numbers_in_names_are_put_in_order():
    assert sorted(["10", "9", "2.10", "2.9", "甲"], key=natural_key) == [
        *["2.9", "2.10", "9", "10", "甲"]
    ]


# --- roll_up -------------------------------------------------------------------------------


def test_roll_up_sums_counts_and_keeps_categories():
    section = pd.Categorical(
        ["1", "2.1", "2.2", "10.1.1"], categories=["1", "2.1", "2.2", "10.1.1"]
    )
    counts = pd.DataFrame({"section": section, "term": ["群众"] * 4, "n": [1, 2, 3, 4]})
    rolled = roll_up(counts, level=1)
    assert rolled["n"].tolist() == [1, 5, 4]
    assert list(rolled["section"].cat.categories) == ["1", "2", "10"], "the order of the document"
    assert roll_up(counts, level=2)["section"].tolist() == ["1", "2.1", "2.2", "10.1"]
    assert counts["section"].tolist() == ["1", "2.1", "2.2", "10.1.1"], "the argument is as before"


def test_groups_stay_in_the_order_in_which_they_appear():
    counts = pd.DataFrame({"section": ["2.1", "1", "2.2"], "term": ["乙", "甲", "乙"], "n": 1})
    assert roll_up(counts).values.tolist() == [["2", "乙", 2], ["1", "甲", 1]]


def test_roll_up_of_tokens_only_renames():
    tokens = pd.DataFrame({"section": ["1", "2.1"], "token": ["学习", "工作"]})
    assert roll_up(tokens)["section"].tolist() == ["1", "2"]
    assert roll_up(tokens)["token"].tolist() == ["学习", "工作"]


def test_roll_up_of_sections_gathers_what_lies_below():
    sections = sections_of(REPORT)
    rolled = roll_up(sections, level=1)
    assert paths(rolled) == ["0", "1 一、成绩", "2 二、打算"]
    assert rolled["n_chars"].sum() == sections["n_chars"].sum()
    assert rolled["end"].tolist() == [rolled["start"][1], rolled["start"][2], len(REPORT)]


def test_roll_up_refuses_a_missing_section():
    for section in (pd.Categorical(["1.1", None]), pd.Series(["1.1", None], dtype="str")):
        frame = pd.DataFrame({"section": section, "token": ["甲", "乙"]})
        with pytest.raises(ValueError, match="a value is missing in column 'section'"):
            roll_up(frame)


def test_names_with_chinese_numbers_are_in_the_order_of_the_numbers():
    names = ["第十一章", "第二章", "第十章", "第二十章", "第一章", "第一百零二章", "第一百章"]
    order = ["第一章", "第二章", "第十章", "第十一章", "第二十章", "第一百章", "第一百零二章"]
    assert sorted(names, key=natural_key) == order
    assert sorted(["三", "一", "二", "10", "2"], key=natural_key) == ["一", "2", "二", "三", "10"]
    assert sorted(["二〇二一年", "二〇一九年"], key=natural_key) == ["二〇一九年", "二〇二一年"]


def test_roll_up_says_what_it_needs():
    with pytest.raises(ValueError, match=r"no column 'section' in counts \(there are: term\)"):
        roll_up(pd.DataFrame({"term": ["甲"]}))
    with pytest.raises(ValueError, match="level 0"):
        roll_up(pd.DataFrame({"section": ["1"]}), level=0)
