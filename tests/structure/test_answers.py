"""One answer for all lines that look and are numbered alike."""

import pandas as pd
import pytest

import analysis as an
from analysis.structure import Correction

BODY = "这一段文字说明情况，分析原因，并且提出今后的办法和要求，要认真研究。"
NAMES = ("学习目标", "学习重点", "学习过程", "作业")
PLAN = "".join(f"【{name}】\n{BODY}\n1．读书\n{BODY}\n2．写字\n{BODY}\n" for name in NAMES[:2])
NOTICE = "".join(f"{n}、部署{n}\n{BODY}\n" for n in "一二三")


@pytest.fixture(scope="module")
def corpus():
    """A plan whose names are not found, and two documents that stay as they are."""
    texts = {"教案": PLAN, "通知": NOTICE, "另一份": PLAN}
    return an.load(pd.DataFrame({"document": list(texts), "text": list(texts.values())}))


def outline(corpus, document="教案"):
    own = corpus.sections[corpus.sections["document"] == document]
    own = own[own["level"] > 0]
    return [f"{row.section} {row.title}" for row in own.itertuples()]


def answered(corpus, value, line="【学习目标】", document="教案"):
    return corpus.correct_headings({(document, line): value}, like=True)


def test_all_lines_that_are_alike_become_headings_that_nest_by_themselves(corpus):
    assert not any("【" in told for told in outline(corpus))
    made = answered(corpus, True)
    assert [told for told in outline(made) if "【" in told] == ["1 【学习目标】", "2 【学习重点】"]
    assert "1.1 1．读书" in outline(made)
    assert outline(made, "另一份") == outline(corpus, "另一份")
    assert outline(made, "通知") == outline(corpus, "通知")
    assert made.documents["text"].equals(corpus.documents["text"])
    by_hand = made.blocks[made.blocks["reason"] == "corrected by hand"]
    assert by_hand["p"].tolist() == [1.0, 1.0]
    assert an.doubts(made)["document"].tolist().count("教案") == 0


def test_they_are_of_the_level_that_is_given(corpus):
    made = answered(corpus, 2)
    heads = made.blocks[made.blocks["reason"] == "corrected by hand"]
    assert heads["level"].tolist() == [2, 2]
    assert answered(made, True).sections.equals(answered(corpus, True).sections)  # the last holds


@pytest.mark.parametrize("value", [None, False, 0])
def test_all_lines_that_are_alike_are_none(corpus, value):
    made = answered(corpus, value, "二、部署二", "通知")
    assert outline(made, "通知") == []
    assert outline(made) == outline(corpus)
    own = made.blocks[made.blocks["document"] == "通知"]
    assert set(own["role"]) <= {"body", "blank"}
    assert own["p"].max() == 0


def test_a_section_stands_for_its_family_too(corpus):
    made = answered(corpus, None, "2", "通知")
    assert made.options.corrections == (Correction("通知", "二、部署二", 1, 0, None, True),)


def test_single_lines_come_last_in_whatever_order(corpus):
    one = corpus.correct_headings({("通知", "2"): "二、行动", ("教案", "【学习重点】"): 2})
    for made in (
        answered(one, True),
        answered(corpus, True).correct_headings(
            {("通知", "2"): "二、行动", ("教案", "【学习重点】"): 2}
        ),
    ):
        assert "2 二、行动" in outline(made, "通知")
        assert "1.3 【学习重点】" in outline(made)
    none = answered(corpus, True).correct_headings({("教案", "【学习重点】"): None})
    assert [told for told in outline(none) if "【" in told] == ["1 【学习目标】"]


def test_answers_travel_in_a_file_also_with_single_lines_that_rest_on_them(corpus, tmp_path):
    made = answered(corpus, True).correct_headings({("教案", "【学习重点】"): None})
    an.write_corrections(made, tmp_path / "marks.json")
    again = an.load(corpus.documents, corrections=tmp_path / "marks.json")
    pd.testing.assert_frame_equal(again.sections, made.sections)
    pd.testing.assert_frame_equal(
        corpus.correct_headings(tmp_path / "marks.json").blocks, made.blocks
    )
    assert made.correct_headings(None).sections.equals(corpus.sections)


def test_rows_and_tables_have_a_column_for_it(corpus):
    rows = [{"document": "教案", "line": "【学习目标】", "like": True}]
    asked = answered(corpus, True)
    assert corpus.correct_headings(rows).sections.equals(asked.sections)
    rows += [{"document": "通知", "section": "1", "title": "一、行动"}]
    both = corpus.correct_headings(pd.DataFrame(rows))
    assert outline(both) == outline(asked)
    assert outline(both, "通知")[0] == "1 一、行动"


def test_a_line_that_stands_several_times_will_do_if_all_are_alike():
    text = f"【目标】\n{BODY}\n【过程】\n{BODY}\n" * 2
    corpus = an.load(an.read_text(text))
    made = corpus.correct_headings({"【目标】": True}, like=True)
    assert len(outline(made, "text")) == 4
    with pytest.raises(ValueError, match="stands 2 times"):
        corpus.correct_headings({"【目标】": 1})


def test_what_cannot_be_answered_is_refused(corpus):
    with pytest.raises(ValueError, match="does not stand in 教案"):
        answered(corpus, True, "【没有】")
    with pytest.raises(ValueError, match="is of no family, so no other is like it"):
        corpus.correct_headings([{"document": "通知", "line": BODY, "number": 1, "like": True}])
    with pytest.raises(ValueError, match="are alike, and are said to be different"):
        corpus.correct_headings(
            {("教案", "【学习目标】"): True, ("教案", "【学习重点】"): None}, like=True
        )
    with pytest.raises(ValueError, match="cannot be called"):
        answered(corpus, (1, "目标"))
    with pytest.raises(ValueError, match="with like True will do"):
        corpus.correct_headings({("教案", "【学习目标】"): True})
    with pytest.raises(ValueError, match="like 'yes' of a correction"):
        corpus.correct_headings([{"document": "教案", "line": "【学习目标】", "like": "yes"}])


def test_two_answers_that_agree_are_one(corpus):
    made = corpus.correct_headings(
        {("教案", "【学习目标】"): True, ("教案", "【学习重点】"): True}, like=True
    )
    assert made.sections.equals(answered(corpus, True).sections)
