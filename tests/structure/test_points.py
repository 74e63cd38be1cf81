"""Points in mid-paragraph: 一是…。二是…。"""

import pytest
from texts import blocks_of, pieces

from analysis.structure.points import TEXT, WINDOW, says_more, title_end


def headings(text):
    return pieces(text, blocks_of(text), "heading")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("一是早谋划。提前研究。", "一是早谋划。"),
        ("一是早谋划！提前研究。", "一是早谋划！"),
        ("一是早谋划\n提前研究。", "一是早谋划\n"),
        ("一是" + "要" * 60 + "。", "一是" + "要" * 60 + "。"),
    ],
)
def test_the_first_sentence_of_a_point_is_its_title(text, title):
    assert text[: title_end(text, 0)] == title


@pytest.mark.parametrize(
    "text",
    ["一是早谋划；二是快", "一是早谋划：提前", "一是" + "要" * 61 + "。", "一是"],
)
def test_a_clause_or_a_long_sentence_is_no_title(text):
    assert title_end(text, 0) is None


def test_in_mid_paragraph_a_title_is_shorter():
    for size, found in [(30, True), (31, False)]:
        text = "先说。一是" + "要" * size + "。"
        assert (title_end(text, 3) is not None) is found
        assert title_end("先说。\n" + text[3:], 4) is not None
        assert title_end("先说。\n\u3000\u3000" + text[3:], 6) is not None, "after its indent"


def test_more_has_to_be_said():
    assert says_more("一是早。要快" + "点" * 2, 4, 8)
    assert not says_more("一是早。要快点", 4, 7)
    assert not says_more("一是早。 要快 \n", 4, 9)
    assert TEXT == 4


ONE = "一是早谋划。提前研究方案。"
TWO = "二是快行动。立即组织实施。"
THREE = "三是严考核。逐项对账销号。"
TITLES = ["一是早谋划。", "二是快行动。", "三是严考核。"]


def test_points_that_count_on_are_headings():
    assert headings(f"要做三件事。{ONE}{TWO}{THREE}\n") == TITLES
    assert headings(f"要做到，{ONE}{TWO}\n") == TITLES[:2]


@pytest.mark.parametrize(
    "text",
    [
        ONE,  # one alone
        ONE + THREE,  # no second
        TWO + THREE,  # no first
        "一是早谋划。二是快行动。三是严考核。",  # nothing is said about them
        "一是早谋划；" + TWO,
        "这" + ONE + TWO,  # 这一是…
        ONE + "第" + TWO,
        ONE + "话" * WINDOW + "。" + TWO,  # out of reach
        "第一条 为了管理。\n第二条 要做好。" + ONE + TWO,  # articles have items
    ],
)
def test_points_that_are_none(text):
    assert not set(TITLES) & set(headings(text + "\n"))


def test_no_series_goes_on_beyond_a_heading():
    text = f"一、甲\n{ONE}\n二、乙\n{TWO}\n"
    assert headings(text) == ["一、甲", "二、乙"]


def test_points_in_a_contents_or_a_title_are_none():
    text = f"目录\n一、甲\n二、乙\n一、甲\n{ONE}{TWO}\n二、乙\n要做。\n"
    assert headings(text) == ["一、甲", "一是早谋划。", "二是快行动。", "二、乙"]


def test_first_next_last():
    text = "首先，抓学习。大家要多读书。其次，抓落实。大家要多做事。最后，抓总结。大家要多思考。\n"
    assert headings(text) == ["首先，抓学习。", "其次，抓落实。", "最后，抓总结。"]
    assert headings("其次，抓落实。大家要多做事。最后，抓总结。大家要多思考。\n") == []
