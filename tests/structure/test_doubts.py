"""Which families of lines are in doubt, and what is asked about them."""

import pandas as pd
import pytest

import analysis as an
from analysis.structure import questions

BODY = "这一段文字说明情况，分析原因，并且提出今后的办法和要求，要认真研究。"
NOTICE = "".join(f"{n}、部署\n{BODY}\n" for n in "一二三")
PLAN = "".join(f"【{name}】\n{BODY}\n" for name in ("学习目标", "学习重点", "学习过程", "作业"))
LETTER = f"老师：\n{BODY}\n{BODY}\n张三\n"


def read(**texts):
    return an.load(pd.DataFrame({"document": list(texts), "text": list(texts.values())}))


@pytest.fixture(scope="module")
def corpus():
    return read(通知=NOTICE, 教案=PLAN * 2, 信=LETTER, 短=PLAN)


def test_the_families_that_are_likely_wrong_come_first(corpus):
    found = an.doubts(corpus)
    assert found["document"].tolist() == ["教案", "短"]  # nothing of a notice or a letter
    assert list(found) == ["document", "family", "sample", "n", "headings", "p", "wrong"]
    assert found["sample"].tolist() == ["【学习目标】"] * 2
    assert found["n"].tolist() == [8, 4]
    assert found["wrong"].is_monotonic_decreasing
    assert (found["wrong"] >= 1).all()


def test_wrong_is_what_may_be_expected_of_headings_and_of_other_lines():
    rows = [
        ("甲", 0, 3, "heading", "x", 0.25, 1),
        ("甲", 3, 6, "body", "x", 0.75, 1),
        ("甲", 6, 9, "body", "x", float("nan"), 0),
        ("甲", 9, 12, "heading", "x", 0.6, 2),
        ("乙", 0, 3, "body", "x", 1.0, 1),
    ]
    names = ["document", "start", "end", "role", "reason", "p", "family"]
    found = an.doubts(pd.DataFrame(rows, columns=names))
    assert found[["document", "n", "headings", "wrong"]].values.tolist() == [
        ["甲", 2, 1, 1.5],
        ["乙", 1, 0, 1.0],
    ]
    assert found["p"].tolist() == [0.5, 1.0]
    assert found["sample"].tolist() == ["", ""]


def test_lines_that_were_put_right_are_left_out(corpus):
    made = corpus
    for name in ("【学习目标】", "【学习重点】", "【学习过程】", "【作业】"):
        made = made.correct_headings({("短", name): 1})
    assert an.doubts(made)["document"].tolist() == ["教案"]


def test_the_outline_asks_about_what_is_doubted_in_both_languages(corpus):
    told = an.show_outline(corpus, language="en").split("\n")
    assert told[-2:] == [
        "8 lines such as 【学习目标】 …: headings? (0 of them are now) (in 教案)",
        "4 lines such as 【学习目标】 …: headings? (0 of them are now) (in 短)",
    ]
    alone = an.show_outline(corpus.select(documents="短"))
    assert alone.split("\n")[-1] == "“【学习目标】”这样的有 4 行：是标题吗？（现有 0 行算作标题）"
    assert "<p>“【学习目标】”这样的有 4 行" in alone.table


def test_nothing_is_asked_where_nothing_is_in_doubt(corpus):
    sure = corpus.select(documents=["通知", "信"])
    assert questions(sure) == []
    assert an.show_outline(sure) == an.show_outline(an.outline(sure))


def test_blocks_of_ones_own_have_no_margin(corpus):
    plain = corpus.with_blocks(corpus.blocks.drop(columns=["p", "family"]))
    assert questions(plain) == []
    with pytest.raises(ValueError, match="column"):
        an.doubts(plain)


def test_a_report_notes_what_is_doubted():
    from analysis.report import analyse

    notes = analyse(pd.DataFrame({"document": ["短"], "text": [PLAN]})).notes
    told = [note.said("zh") for note in notes if note.key == "doubted"]
    assert told == ["“【学习目标】”这样的有 4 行：是标题吗？（现有 0 行算作标题）"]
