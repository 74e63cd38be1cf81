"""Who is compared with whom: groups, levels of sections, the background."""

import pandas as pd
import pytest
from small_frames import COUNTS, counts_of, row

from analysis.statistics import keyness

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")


SECTIONS = counts_of(
    {
        "0": {"丙": 2},
        "1": {"甲": 3},
        "1.1": {"甲": 4, "乙": 1},
        "1.2": {"乙": 6},
        "2": {"乙": 1, "丙": 5},
    }
)


def test_the_coarsest_level_with_two_sections_is_compared():
    assert keyness(SECTIONS)["target"].drop_duplicates().tolist() == ["0", "1", "2"]
    assert row(keyness(SECTIONS), "1", "甲").n_target == 7
    one_chapter = SECTIONS[SECTIONS["section"].isin(["0", "1", "1.1", "1.2"])]
    assert keyness(one_chapter)["target"].drop_duplicates().tolist() == ["0", "1", "1.1", "1.2"]


def test_a_finer_level_is_compared_when_asked_for():
    scores = keyness(SECTIONS, level=2)
    assert scores["target"].drop_duplicates().tolist() == ["0", "1", "1.1", "1.2", "2"]
    fine = keyness(SECTIONS, target="1.1")
    assert set(fine["target"]) == {"1.1"}
    assert row(fine, "1.1", "甲").n_reference == 3
    whole = keyness(SECTIONS, target="1.1", reference="2")
    assert row(whole, "1.1", "乙").n_reference == 1


def test_a_named_section_stands_for_all_that_is_below_it():
    rest = keyness(SECTIONS, target="1.1", reference="1")
    assert (row(rest, "1.1", "乙").n_reference, rest["size_reference"].iloc[0]) == (6, 9)


def test_several_columns_are_joint_groups():
    counts = pd.DataFrame(
        {
            "document": ["a", "a", "b", "b"],
            "section": ["1", "2", "1", "2"],
            "term": list("甲乙甲丙"),
            "n": [1, 2, 3, 4],
        }
    )
    scores = keyness(counts)
    assert scores["target"].drop_duplicates().tolist() == ["a/1", "a/2", "b/1", "b/2"]
    assert row(keyness(counts, target="b", reference="a"), "b", "甲").n_target == 3
    assert row(keyness(counts, target="1"), "1", "甲").n_target == 4


def test_years_are_compared_by_the_same_call():
    scores = keyness(
        COUNTS.rename(columns={"section": "year"}).assign(year=[2020] * 6 + [2021] * 3)
    )
    assert scores["target"].drop_duplicates().tolist() == ["2020", "2021"]


def test_an_empty_section_takes_no_part():
    scores = keyness(pd.concat([COUNTS, pd.DataFrame([("0", "群众", 0)], columns=COUNTS.columns)]))
    assert "0" not in set(scores["target"])


def test_general_chinese_is_a_reference_like_any_other():
    jieba = pytest.importorskip("jieba")
    jieba.setLogLevel(60)
    counts = counts_of({"1": {"群众": 30, "意识形态": 20, "文明实践": 9, "2022": 9, "的": 40}})
    scores = keyness(counts, reference="background")
    frequency = jieba.Tokenizer()
    frequency.initialize()
    one = row(scores, "1", "意识形态")
    assert (one.n_reference, one.size_reference) == (frequency.FREQ["意识形态"], frequency.total)
    assert row(scores, "1", "文明实践").n_reference == 0
    assert "2022" not in set(scores["term"])
    assert set(keyness(counts.drop(columns="section"), reference="background")["target"]) == {
        "all"
    }
