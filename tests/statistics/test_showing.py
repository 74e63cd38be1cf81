"""What is shown of a comparison: nothing is left out without a reason in the table."""

import pandas as pd
import pytest
from small_frames import COUNTS, counts_of, row, tokens_of

from analysis.statistics import count_terms, key_terms, keyness, left_out

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")

NUMBERS = [
    "18.2%",
    "93.6",
    "1",
    "2021年",
    "3月",
    "500多万",
    "1.5亿元",
    "三",
    "二十",
    "第三",
    "二〇二一年",
    "三万元",
    "百分之五",
    "−3",
    "10:30",
]
NAMES = [
    "十四五",
    "三农",
    "一带一路",
    "4G",
    "G20",
    "一二三产业",
    "二氧化碳",
    "五角星",
    "百姓",
    "万物",
    "千方百计",
]


def scores_of(words: list[str]) -> pd.DataFrame:
    """A comparison in which the words stand in fifteen sentences of the first part."""
    plain = "大家 讨论 工作 情况 以后 回家"
    text = {"1": [f"{plain} {' '.join(words)}"] * 15, "2": [plain] * 30}
    tokens = tokens_of(text)
    counts = count_terms(tokens, by="section")
    return keyness(counts, target="1", tokens=tokens, permutations=20, stop=())


def test_numbers_are_no_key_terms_and_names_with_numbers_are():
    scores = scores_of([*NUMBERS, *NAMES])
    shown = set(key_terms(scores)["term"])
    assert shown == set(NAMES)
    assert set(scores.loc[scores["hidden"] == "number", "term"]) == set(NUMBERS)
    assert set(key_terms(scores, show="number")["term"]) == {*NAMES, *NUMBERS}
    assert left_out(scores, language="en") == f"not shown: {len(NUMBERS)} numbers"


def test_single_characters_are_shown_if_they_name_a_thing():
    scores = scores_of([*"件事设站好的", *"税党水马", "A", "企业"])
    assert set(key_terms(scores)["term"]) == {*"税党水马", "企业"}
    assert left_out(scores, language="en") == "not shown: 7 single characters"
    assert left_out(scores, show=["character"], language="en") == ""


def test_a_term_of_one_sentence_is_not_shown_where_it_is_more_frequent():
    text = {
        "1": ["防范 防范 防范 工作", "工作 群众 情况", *["群众 工作"] * 2] + ["工作 情况"] * 30,
        "2": ["防范 工作 情况"] * 3 + ["舆论 工作"] * 40,
    }
    tokens = tokens_of(text)
    counts = count_terms(tokens, by="section")
    scores = keyness(counts, tokens=tokens, permutations=20)
    assert row(scores, "1", "防范").hidden == "one sentence", "three times, and in one sentence"
    assert row(scores, "1", "群众").hidden == ""
    assert row(scores, "2", "防范").hidden == "one sentence", "it is more frequent in the other"
    assert row(scores, "2", "舆论").hidden == ""
    without = keyness(counts)
    assert row(without, "1", "防范").hidden == "", "no sentences are known: it occurs three times"
    once = keyness(counts_of({"1": {"甲乙": 1, "丙丁": 150}, "2": {"丙丁": 150}}))
    assert row(once, "1", "甲乙").hidden == "one sentence"


def test_small_parts_are_not_shown_beside_larger_ones_unless_asked_for():
    counts = counts_of(
        {
            "0": {"题目": 9, "工作": 20},
            "1": {"群众": 90, "工作": 60},
            "2": {"舆论": 80, "工作": 60},
        }
    )
    scores = keyness(counts)
    assert set(scores.loc[scores["hidden"] == "small part", "target"]) == {"0"}
    assert list(key_terms(scores)["target"].unique()) == ["1", "2"]
    assert "题目" in set(key_terms(scores, show=["small part"])["term"])
    assert "题目" in set(key_terms(keyness(counts, target="0"))["term"]), "it was asked for"
    small = keyness(COUNTS[COUNTS["n"] < 30])
    assert not (small["hidden"] == "small part").any(), "all are small"


def test_the_cut_is_never_between_equal_scores():
    n = {"甲乙": 40, "丙丁": 20, "戊己": 20, "庚辛": 20}
    scores = keyness(counts_of({"1": {**n, "工作": 100}, "2": {"工作": 300}}), target="1")
    assert [len(key_terms(scores, top=top)) for top in (1, 2, 3, 4, 9)] == [1, 1, 1, 4, 4]
    even = keyness(counts_of({"1": {"丙丁": 20, "戊己": 20}, "2": {"工作": 300}}), target="1")
    assert len(key_terms(even, top=1)) == 1, "all that there is is equal"


def test_tables_from_a_file_and_of_others_are_shown_alike(tmp_path):
    scores = scores_of(["企业", "18.2%"])
    scores.to_csv(tmp_path / "scores.csv", index=False)
    again = pd.read_csv(tmp_path / "scores.csv", dtype={"target": "str"})
    assert key_terms(again)["term"].tolist() == key_terms(scores)["term"].tolist() == ["企业"]
    assert (
        left_out(again, language="en") == left_out(scores, language="en") == "not shown: 1 numbers"
    )
    assert "18.2%" in set(key_terms(scores.drop(columns="hidden"))["term"])
    assert "18.2%" in set(key_terms(scores, show="all")["term"])
    with pytest.raises(ValueError, match="no reason 'numbers' to show; there are: small part"):
        key_terms(scores, show="numbers")


LIGHT = [
    *["始终", "不断", "进一步", "更好", "不少", "及时", "密切", "根据", "我国", "各项"],  # by tag
    *["进行", "提高", "进入", "达到", "属于", "今年", "目前", "一系列", "许多", "主要", "状况"],
    *["進一步", "達到", "屬於", "今後", "許多", "我國"],
]
TOPICS = [
    *["监督", "处罚", "执行", "保证", "维护", "申请", "适用", "养殖", "拍卖", "审批"],  # verbs
    *["自然", "同意", "立法", "公开", "自我", "所有者", "霍乱", "小偷", "更正", "整顿"],  # d, r, c
    *["春节", "老年", "少年", "两岸", "今上", "十常侍", "何后", "依法治国", "监督检查"],
    *["反對", "進步", "GDP"],
]


def test_words_of_little_content_are_no_key_terms_and_topics_are():
    scores = scores_of([*LIGHT, *TOPICS, "的确", "件"])
    assert set(key_terms(scores)["term"]) == set(TOPICS)
    light = scores[(scores["hidden"] == "light word") & (scores["n_reference"] == 0)]
    assert set(light["term"]) == {*LIGHT, "的确"}
    assert set(key_terms(scores, show="light word")["term"]) == {*LIGHT, *TOPICS, "的确"}
    told = f"not shown: 1 single characters, {len(LIGHT) + 1} words of little content"
    assert left_out(scores, language="en") == told


def test_dates_are_numbers_and_what_is_named_after_one_is_not():
    dates = ["2019年3月底", "2020年底前", "3月15日", "2021年1月1日", "1月份"]
    names = ["五四运动", "3D打印"]
    assert set(key_terms(scores_of([*dates, *names]))["term"]) == set(names)


def test_adjectives_are_no_key_terms_unless_they_name_a_matter():
    words = ["明显", "重大", "强大", "适度", "诚挚", "大规模", "历史性", "復雜"]
    topics = ["贫困", "公平", "健康", "绿色", "安全", "民族", "两岸", "平等"]
    scores = scores_of([*words, *topics])
    assert set(key_terms(scores)["term"]) == set(topics)
    assert set(scores.loc[scores["hidden"] == "light word", "term"]) >= set(words)


def test_terms_made_of_light_words_alone_are_light():
    light = ["解决问题", "主要包括", "须加盖", "具体内容", "相结合", "采取措施"]
    topics = ["解决纠纷", "主要矛盾", "依法治国", "国家安全", "党和国家事业", "王进", "不动产登记"]
    scores = scores_of([*light, *topics])
    assert set(key_terms(scores)["term"]) == set(topics)
    assert set(scores.loc[scores["hidden"] == "light word", "term"]) >= set(light)


def test_strings_that_are_no_terms_are_not_shown_and_names_are():
    cuts = ["发生的纠纷", "村民委员会或者乡", "投标人应", "其纠纷", "文件之日起"]
    terms = ["不动产", "未成年人", "被保险人", "王羲之", "百货公司", "非营利组织", "自行车道"]
    scores = scores_of([*cuts, *terms, "自行车"])
    assert set(key_terms(scores)["term"]) == {*terms, "自行车"}
    assert set(scores.loc[scores["hidden"] == "wrong cut", "term"]) == set(cuts)
    assert left_out(scores, language="en") == "not shown: 5 strings that are no term"


def test_where_people_say_something_a_name_ends_before_it():
    names = ["王进", "老者", "太公", "鲁达", "孔明"]
    says = ["王进道", "老者道", "太公笑道", "鲁达喝道", "孔明曰", "肃曰"]
    assert set(key_terms(scores_of([*names, *says, "人行道"]))["term"]) == {*names, "人行道"}
    few = scores_of([*names[:2], "王进道", "自行车", "自行车道"])
    assert set(key_terms(few)["term"]) == {*names[:2], "王进道", "自行车", "自行车道"}


def test_numbers_with_a_measure_are_numbers():
    numbers = ["四套", "十斤", "三十余里", "两匹", "数百里"]
    names = ["三国", "八戒", "五代", "万里长城", "百家讲坛"]
    scores = scores_of([*numbers, *names])
    assert set(scores.loc[scores["hidden"] == "number", "term"]) == set(numbers)
    assert set(key_terms(scores)["term"]) == set(names)


def test_what_is_common_elsewhere_is_not_shown_where_it_is_but_a_hint():
    plain = "学习 会议 安排 汇报"
    text = {
        "1": [f"企业 {plain}"] * 4 + [plain] * 26 + [f"税收 {plain}"] * 3,
        "2": [f"企业 {plain}"] * 9 + [plain] * 140 + [f"税收 {plain}"] * 2,
    }
    tokens = tokens_of(text)
    scores = keyness(count_terms(tokens, by="section"), tokens=tokens, permutations=99)
    assert not scores["supported"].any()
    enterprise = row(scores, "1", "企业")
    assert enterprise.rate_target > enterprise.rate_reference
    assert enterprise.lower < 1
    assert enterprise.hidden == "slight", "nine of thirteen are elsewhere"
    assert row(scores, "1", "税收").hidden == "", "most of it is here"
    assert row(scores, "2", "企业").hidden == "slight", "the same pair from the other side"
    assert row(scores, "2", "税收").hidden == "", "rarer, and most of it elsewhere"
    assert "企业" in set(key_terms(scores, show="slight")["term"])
    long = {name: lines * 12 for name, lines in text.items()}
    tokens = tokens_of(long)
    scores = keyness(count_terms(tokens, by="section"), tokens=tokens, permutations=99)
    supported = row(scores, "1", "企业")
    assert supported.supported
    assert supported.lower < 1.2
    assert supported.hidden == "", "what is supported is never slight"


def test_what_occurs_twice_is_a_hint_only_where_it_is_seldom_by_chance():
    """Twice in a third of the text is little, twice in a twentieth is something."""
    plain = "学习 会议 安排 汇报"
    for times, there in ((2, "slight"), (30, "")):
        text = {"1": [f"税收 {plain}"] * 2 + [plain] * 28, "2": [plain] * 30 * times}
        tokens = tokens_of(text)
        counts = count_terms(tokens, by="section")
        for measure in ("log_likelihood", "log_ratio"):
            scores = keyness(
                counts,
                tokens=tokens,
                permutations=50,
                unit="sentence",
                measure=measure,
                absent=True,
            )
            assert row(scores, "1", "税收").hidden == there
            assert row(scores, "2", "税收").hidden == there, "the same pair from the other side"
    thrice = {"1": [f"税收 {plain}"] * 3 + [plain] * 28, "2": [plain] * 60}
    tokens = tokens_of(thrice)
    scores = keyness(count_terms(tokens, by="section"), tokens=tokens, permutations=50)
    assert row(scores, "1", "税收").hidden == ""
