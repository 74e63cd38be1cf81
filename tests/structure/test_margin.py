"""The margin: how likely each line is a heading, whoever decided, and which lines are alike."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.structure import margin
from analysis.structure.candidates import Item
from analysis.structure.lines import Line

BODY = "这一段文字说明情况，分析原因，并且提出今后的办法和要求，要认真研究。"
NOTICE = "".join(f"{n}、部署\n{BODY}\n" for n in "一二三")
PLAN = "".join(f"【{name}】\n{BODY}\n" for name in ("学习目标", "学习重点", "学习过程", "作业"))
LETTER = f"老师：\n{BODY}\n{BODY}\n张三\n"


@pytest.fixture(scope="module")
def corpus():
    """Three documents: rules decide, nothing is sure, and no heading."""
    return an.load(
        pd.DataFrame({"document": ["通知", "教案", "信"], "text": [NOTICE, PLAN, LETTER]})
    )


def blocks_of(corpus, document):
    return corpus.blocks[corpus.blocks["document"] == document]


def test_every_line_that_may_be_a_heading_has_a_probability_and_a_family(corpus):
    for name in ("通知", "教案", "信"):
        own = blocks_of(corpus, name)
        assert (own["p"].notna() == (own["family"] > 0)).all()
        assert own["p"].dropna().between(0, 1).all()
    plan = blocks_of(corpus, "教案")
    assert plan["family"].tolist() == [1, 0] * 4  # the paragraphs cannot be headings
    assert blocks_of(corpus, "通知").loc[lambda own: own["role"] == "heading", "p"].min() > 0.5


def test_what_cannot_be_a_heading_has_none(corpus):
    own = blocks_of(corpus, "通知")
    body = own[own["role"] == "body"]
    assert body["p"].isna().all()
    assert not body["family"].any()


def test_a_heading_put_right_by_hand_is_sure(corpus):
    made = corpus.correct_headings({("通知", "2"): None, ("教案", "【作业】"): 1})
    by_hand = made.blocks[made.blocks["reason"] == "corrected by hand"]
    heads = by_hand[by_hand["role"] == "heading"]
    assert heads["p"].tolist() == [1.0]
    assert by_hand.loc[by_hand["role"] == "body", "p"].iloc[0] == 0.0


def test_blocks_without_margin_can_be_put_in(corpus):
    plain = corpus.blocks.drop(columns=["p", "family"])
    made = corpus.with_blocks(plain).correct_headings({("通知", "2"): None})
    assert "p" not in made.blocks
    assert len(made.sections) == len(corpus.sections) - 1


def test_the_cases_are_those_of_the_table_and_articles_are_sure():
    assert margin.slopes().shape == (len(margin.CASES), 2)
    assert (margin.slopes()[:3, 0] > 0).all()  # what is likelier stays likelier
    text = "".join(f"第{n}条 为了{n}，制定本办法，并且认真实施。\n" for n in "一二三四五")
    blocks = an.mark_blocks(pd.DataFrame({"document": ["法", "信"], "text": [text, LETTER]}))
    heads = blocks[blocks["role"] == "heading"]
    assert len(heads) == 5
    assert (heads["p"] > 0.98).all()


@examples(60)
@given(st.lists(st.floats(0, 1), max_size=6), st.booleans())
def test_any_chance_gives_a_probability_that_rises_with_it(chances, settled):
    items = [Item(n, Line(n, "情况", None), 0) for n in range(len(chances))]
    margin.set_margin(items, np.array(chances), settled=settled)
    found = [item.line.p for item in items]
    assert all(0 <= p <= 1 for p in found)
    order = np.argsort(chances, kind="stable")
    assert (np.diff(np.array(found)[order]) >= 0).all()
    assert {item.line.family for item in items} <= {1}


def test_long_texts_are_judged_as_well():
    chapters = "".join(f"第{n}章 远行\n{BODY}\n" for n in range(1, 1100))
    texts = [chapters, chapters[:4000], PLAN]
    blocks = an.mark_blocks(pd.DataFrame({"document": ["长", "短", "教案"], "text": texts}))
    judged = blocks["p"].notna().groupby(blocks["document"], observed=True).any()
    assert judged.to_dict() == {"长": True, "短": True, "教案": True}
    heads = blocks[(blocks["document"] == "长") & (blocks["role"] == "heading")]
    assert len(heads) == 1099
