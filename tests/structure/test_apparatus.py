"""References, code, signatures and times: labelled, not counted, and nothing else is."""

import pandas as pd
import pytest
from makers import read

import analysis as an
from analysis.structure import mark_blocks

HEAD = "关于做好学习工作的通知\n一、总体要求\n坚持稳中求进工作总基调，贯彻新发展理念。\n"
ENTRIES = (
    "[1] 张三, 李四. 文本分析方法[J]. 情报学报, 2019, 38(2): 11-20.\n"
    "[2] 王五. 机器学习[M]. 北京: 清华大学出版社, 2016.\n"
)


def of_role(text, *roles):
    """The texts of the blocks of these roles."""
    blocks = mark_blocks(pd.DataFrame({"document": ["a"], "text": [text]}))
    chosen = blocks[blocks["role"].isin(roles)]
    return [text[a:b].strip() for a, b in zip(chosen["start"], chosen["end"], strict=True)]


@pytest.mark.parametrize(
    "head", ["参考文献\n", "参考文献：\n", "三、参考文献\n", "【参考文献】\n", "References\n"]
)
def test_the_list_of_references(head):
    text = f"{HEAD}二、结语\n要认真落实。\n{head}{ENTRIES}"
    assert of_role(text, "reference")[-2:] == ENTRIES.splitlines()
    assert of_role(text, "body")[-1] == "要认真落实。"
    plain = "张三（2019），文本分析方法，情报学报。\n李四. 机器学习. 清华大学出版社，2016。\n"
    text = f"{HEAD}二、结语\n要认真落实。\n{head}{plain}"
    assert of_role(text, "reference")[-2:] == plain.splitlines()


def test_entries_of_several_lines_and_without_a_number():
    text = (
        f"{HEAD}参考文献\n［１］ Pang B, Lee L. Opinion mining and\nsentiment［J］. Trends\n"
        "in Retrieval, 2008, 2(1): 1-135.\nAgirre E. and Rigau G. (1995), A proposal.\n"
        "附录\n本附录给出调查问卷。\n"
    )
    assert len(of_role(text, "reference")) == 4
    assert of_role(text, "body")[-1] == "本附录给出调查问卷。"


@pytest.mark.parametrize(
    "text",
    [
        # a chapter on sources, in sentences
        f"{HEAD}二、参考文献\n本文主要参考了三类材料，都来自2019年的调查。\n第一类是访谈，第二类是统计。\n",
        f"{HEAD}参考文献的选择要慎重。\n文献[1]认为学习重要，文献[2]认为实践重要。\n",
        # a list of works is no list of references where it is in the text
        f"{HEAD}1. 《红楼梦》\n2. 《西游记》\n3. 学习2019年的报告。\n",
        # provisions in square brackets
        f"{HEAD}[1] 本条所称机构，是指依法设立的机构。\n[2] 本条自公布之日起施行。\n",
    ],
)
def test_what_is_no_reference(text):
    assert of_role(text, "reference") == []


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("中共某市委员会\n2021年3月5日\n", 2),
        ("国务院办公厅\n二〇〇六年十月十八日\n", 2),
        ("工业和信息化部  国家统计局\n国家发展和改革委员会  财政部\n二○一一年六月十八日\n", 3),
        ("汇报人：张三\n2021年3月\n", 2),
        ("张 三\n2021.3.5\n", 2),
        ("2021年3月5日\n", 1),
        ("（2021年3月5日）\n", 1),
    ],
)
def test_the_signature_at_the_end(below, found):
    text = f"{HEAD}二、保障\n要加强领导。\n\n{below}"
    signed = of_role(text, "signature")
    assert signed == [line for line in below.splitlines() if line]
    assert len(signed) == found
    assert of_role(text, "body")[-1] == "要加强领导。"


def test_a_signature_before_an_annex_and_of_each_document_in_a_file():
    annex = "附件1\n实施细则\n一、范围\n本细则适用于全市。\n"
    text = f"{HEAD}某市人民政府\n2021年3月5日\n{annex}某市财政局\n2021年4月6日\n"
    assert of_role(text, "signature") == [
        "某市人民政府",
        "2021年3月5日",
        "某市财政局",
        "2021年4月6日",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}2021年3月5日\n今天参加了学习。\n2021年3月6日\n今天去了工厂。\n",  # a diary
        f"{HEAD}会议定于2021年3月5日\n",
        f"{HEAD}要学习，要实践，要总结。\n主办单位是某市人民政府\n协办是某公司，请到场。\n",
        f"{HEAD}二、名单\n人民政府\n教育局\n公安局\n",  # offices without a date
        "2021年3月5日\n",
    ],
)
def test_what_is_no_signature(text):
    assert of_role(text, "signature") == []


def test_times_of_a_recording_and_of_a_meeting():
    said = "张三 这项工作很重要。\n"
    recorded = f"{HEAD}00:00:12\n{said}00:01:03\n{said}[00:02:41]\n{said}"
    blocks = mark_blocks(pd.DataFrame({"document": ["a"], "text": [recorded]}))
    assert (blocks["reason"] == "time code").sum() == 3
    assert "很重要" in "".join(of_role(recorded, "body"))
    meeting = f"{HEAD}时间是\n8:30\n地点在会议室，请准时参加。\n9:30 开会，11:30 散会。\n"
    assert of_role(meeting, "furniture") == []


def test_code_of_markdown_is_not_counted():
    page = (
        "# 方法\n\n用下面的命令安装软件。\n\n```python\nimport jieba\n学习 = 1\n```\n\n要学习。\n"
    )
    reading = read("a.md", page.encode())
    documents = pd.DataFrame({"document": ["a"], "text": [reading.text], "marks": [reading.marks]})
    corpus = an.load(documents.assign(format="markdown"))
    assert (corpus.blocks["role"] == "code").sum() == 1
    counts = an.count_terms(corpus, by="document").set_index("term")["n"]
    assert "jieba" not in counts
    assert counts["学习"] == 1


def test_what_is_labelled_can_be_counted_after_all():
    text = f"{HEAD}参考文献\n{ENTRIES}"
    corpus = an.load(an.read_text(text))
    assert "出版社" not in set(corpus.tokens["token"])
    blocks = corpus.blocks.assign(role=corpus.blocks["role"].replace("reference", "body"))
    assert "清华大学出版社" in "".join(corpus.with_blocks(blocks).tokens["token"])
