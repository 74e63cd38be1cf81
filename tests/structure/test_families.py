"""Lines that look and are numbered alike are judged together, where the rules are in doubt."""

import csv
import io

import numpy as np
import pytest
from texts import blocks_of

from analysis.reading import Look, Mark
from analysis.structure import families
from analysis.structure.candidates import Item, loose_match
from analysis.structure.families import (
    LINES,
    drawn_together,
    expected,
    is_doubtful,
    logits,
    probabilities,
    weights,
)
from analysis.structure.features import features, indent_of, runs_of
from analysis.structure.grammar import matcher
from analysis.structure.layouts import read_lines
from analysis.structure.lines import Line

BODY = "各单位要认真组织学习，结合实际抓好落实，确保各项任务按期完成，不断提高工作水平。"
MATCH = matcher()


def lines_of(text, marks=()):
    return read_lines(text, marks, MATCH)


def headings(text, marks=()):
    blocks = blocks_of(text, marks)
    found = blocks[blocks["role"] == "heading"]
    return [
        text[start:end].strip() for start, end in zip(found["start"], found["end"], strict=True)
    ]


def chapters(names, paragraphs=3):
    """A text with these lines, each over some paragraphs."""
    return "".join(f"{name}\n" + f"{BODY}\n" * paragraphs for name in names)


def looking(text, names, look, body):
    """Marks that say how every line looks: the names so, all others so."""
    marks, place = [], 0
    for line in text.split("\n"):
        if line:
            how = look if line in names else body
            marks.append(Mark(place, place + len(line), "look", look=how))
        place += len(line) + 1
    return marks


# --- numbers ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form", "number"),
    [
        ("1引言", "decimal1", 1),
        ("001张九龄", "decimal1", 1),
        ("2．1　主观句识别", "decimal2", 1),
        ("3畅2　文本情感强度研究", "decimal2", 2),
        ("3. 1　方法", "decimal2", 1),
        ("２．３．１　基于情感词", "decimal3", 1),
        ("3.2.1基于词典的方法", "decimal3", 1),
        ("1 Introduction", "decimal1", 1),
        ("考点二", "word 考点", 2),
        ("【学习任务一】阅读", "word 学习任务", 1),
        ("一、认识", "comma", 1),
    ],
)
def test_numbers_that_the_grammar_lacks(text, form, number):
    item = Item(0, lines_of(text)[0], 0)
    assert (item.form, item.number) == (form, number)


@pytest.mark.parametrize(
    "text", ["2019年工作总结", "3个目标", "12%的人", "5.2亿元", "6 月，", "二〇一九年"]
)
def test_quantities_and_dates_are_no_numbers_of_headings(text):
    assert loose_match(lines_of(text)[0]) is None


def test_a_word_with_a_number_is_a_form_only_where_it_counts():
    text = chapters(["考点一　词语", "考点二　句子", "考点三　段落"])
    items, _ = features(text, lines_of(text))
    assert [item.number for item in items if item.form] == [1, 2, 3]
    text = chapters(["图书馆二　楼", "图书馆五　楼"])
    items, _ = features(text, lines_of(text))
    assert not any(item.form for item in items)


# --- features --------------------------------------------------------------------------------


def test_every_weight_has_its_feature_and_every_feature_its_weight():
    text = chapters(["一、认识", "二、行动"])
    _, rows = features(text, lines_of(text))
    assert set(weights()[0]) == set().union(*rows)


def test_features_are_numbers_of_one_size():
    text = chapters(["1引言", "2方法", "摘要：本文讨论情感。", "参考文献"]) + "图1 结构\n目录\n"
    for row in features(text, lines_of(text))[1]:
        assert all(-1 <= value <= 3 for value in row.values()), row


@pytest.mark.parametrize("text", ["目录", "图1　系统结构", BODY, "表2 结果"])
def test_what_is_no_heading_whatever_its_family_is(text):
    assert Item(0, lines_of(text)[0], 0).barred


def test_series_count_on_with_a_gap_of_one_and_begin_anew_at_1():
    lines = lines_of("".join(f"{n}．甲\n" for n in (1, 2, 4, 1, 2, 9)))
    items = [Item(place, line, 0) for place, line in enumerate(lines)]
    assert [[item.number for item in run] for run in runs_of(items)] == [[1, 2, 4], [1, 2], [9]]


def test_an_indent_counts_wide_and_narrow_blanks():
    assert [
        indent_of(f"甲\n{blanks}乙", 2 + len(blanks)) for blanks in ("", "　　", "    ", "\t")
    ] == [
        *[0, 2, 2, 1],
    ]


# --- the judgement ---------------------------------------------------------------------------


def test_the_sum_is_that_of_the_table_by_hand():
    table, constant = weights()
    name, one = next(iter(table.items()))
    others = {key: weight.mean for key, weight in table.items() if key != name}
    row = others | {name: one.mean + 2 * one.deviation}
    assert logits([row])[0] == pytest.approx(constant + 2 * one.weight, abs=1e-9)


def test_lines_are_drawn_to_their_series_and_their_family():
    text = chapters(["一、认识", "二、行动", "三、打算"], 1)
    items, _ = features(text, lines_of(text))
    sums = np.arange(len(items), dtype=float)
    drawn = drawn_together(items, sums)
    numbered = [n for n, item in enumerate(items) if item.form]
    assert drawn[numbered].mean() == pytest.approx(sums[numbered].mean())
    assert np.ptp(drawn[numbered]) == pytest.approx(0.4 * np.ptp(sums[numbered]))


def test_the_expected_f1_of_what_the_rules_have_found():
    chances, ruled = np.array([0.9, 0.9, 0.1]), np.array([True, True, False])
    assert expected(chances, ruled) == pytest.approx(2 * 1.8 / (2 * 1.8 + 0.2 + 0.1))
    assert expected(np.zeros(3), np.zeros(3, dtype=bool)) == 1


def test_short_texts_laws_and_settled_outlines_are_left_to_the_rules():
    short = lines_of("总则\n内容\n说明\n附则\n")
    assert not is_doubtful(short)
    assert is_doubtful(lines_of("总则\n内容\n说明\n附则\n" * LINES))
    assert not is_doubtful(lines_of(f"{BODY}\n" * LINES))


POETS = [
    f"{n:03}{name}"
    for n, name in enumerate(["张九龄", "李白", "杜甫", "王维", "孟浩然", "白居易"], 1)
]


def test_names_with_numbers_glued_to_them_are_headings_of_an_anthology():
    assert headings(chapters(POETS, 6)) == POETS


def test_large_bold_lines_without_numbers_are_headings_over_their_text():
    names = ["社会媒体的出现", "社会计算研究", "社会网络分析", "话题传播"]
    text = chapters(names, 6)
    marks = looking(text, names, Look(16.0, 1.0, "黑体"), Look(10.5, 0.0, "宋体"))
    assert headings(text, marks) == names


@pytest.mark.parametrize(
    "lines",
    [
        ["2019年收入为三千万元", "2020年收入为四千万元", "2021年收入为五千万元"],
        ["联系人：张三", "电话：12345678", "地址：某某路1号"],
        ["图1 系统结构", "图2 数据流程", "图3 试验结果"],
        ["张三", "李四", "王五"],
    ],
)
def test_items_among_text_are_no_headings(lines):
    text = f"{BODY}\n" * 12 + "\n".join(lines) + "\n" + f"{BODY}\n" * 12
    assert headings(text) == []


def test_headings_of_the_format_stay():
    names = ["引言", "方法", "结论"]
    text = chapters(names, 8)
    marks = [Mark(text.index(name), text.index(name) + 2, "heading", 1) for name in names]
    assert headings(text, marks) == names


def test_the_reason_says_how_likely_it_is():
    blocks = blocks_of(chapters(POETS, 6))
    reasons = blocks.loc[blocks["role"] == "heading", "reason"].astype(str)
    assert reasons.str.fullmatch(r"a heading as its like are \(\d+%\): [^;]+; [^;]+").all()


def test_the_probability_is_that_of_every_line():
    text = chapters(POETS, 6)
    items, chances = probabilities(text, lines_of(text))
    assert len(items) == len(chances)
    assert all((chance == 0) == item.barred for item, chance in zip(items, chances, strict=True))
    assert ((chances >= 0) & (chances <= 1)).all()


def test_the_weights_can_be_read_as_a_table():
    from importlib.resources import files

    text = (files("analysis") / "data" / "heading_weights.csv").read_text("utf-8")
    table = list(csv.DictReader(io.StringIO(text)))
    assert [*table[0]] == ["feature", "weight", "mean", "deviation"]
    assert all(float(row["deviation"]) > 0 for row in table)


def test_clear_lines_are_decided_against_rules_that_stand(monkeypatch):
    """All else stays as the rules have it, also what is likely otherwise."""
    names = [f"{number}、总则" for number in "一二三四五六"] + ["某某说明", "某某方法"]
    chances = dict(zip(names, [*[0.94] * 4, 0.4, 0.04, 0.96, 0.6], strict=True))
    text = "".join(f"{name}\n{BODY * 3}\n\n" for name in names) + f"{BODY}\n" * 20

    def judged(text, lines):
        items, _ = features(text, lines)
        return items, np.array([chances.get(item.line.text, 0.0) for item in items])

    monkeypatch.setattr(families, "probabilities", judged)
    monkeypatch.setattr(families, "is_doubtful", lambda lines: True)
    assert headings(text) == [*names[:5], "某某说明"]
    monkeypatch.setattr(families, "AGREED", 1.1)
    assert headings(text) == [*names[:4], *names[6:]]


def test_every_feature_has_its_words_and_the_largest_terms_are_told():
    assert list(families.sayings()) == list(families.weights()[0])
    for high, low in families.sayings().values():
        assert "" not in (high, low)
        assert high != low
    table = families.weights()[0]
    item = Item(0, Line(0, "情况", None), 0)
    means = {name: weight.mean for name, weight in table.items()}
    item.row = means | {"named": 1.0, "commas": 1.0}
    assert families.largest_terms(item, 1)[0] == "it is a word such as 前言"
    assert families.largest_terms(item, -1)[0] == "it has commas"
    item.row = means | {"commas": -1.0}
    assert families.largest_terms(item, 1)[0] == "it has no commas"
