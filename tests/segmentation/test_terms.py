"""Terms of several words: what is found, what is not, and what is done with it."""

import math

import numpy as np
import pandas as pd
import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.segmentation import Segmenter, discover_terms, merge_log, tokenize, write_terms
from analysis.segmentation.terms import WEIGHTS

QUICK = examples(40)
COLUMNS = ["term", "n", "range", "cohesion", "left", "right", "c_value", "score"]


def tokens_of(text, sections=None):
    """Tokens of a text with blanks between words; ，and 。 are gaps, 。 ends a sentence."""
    rows, start, sentence = [], 0, 0
    for word in text.replace("，", " ， ").replace("。", " 。 ").split():
        if word == "。":
            sentence += 1
        elif word != "，":
            rows.append(("文", "0", sentence, start, word))
        start += len(word)
    names = ["document", "section", "sentence", "start", "token"]
    tokens = pd.DataFrame(rows, columns=names)
    return tokens.assign(position=range(len(tokens)))


def found(text, **options):
    return discover_terms(tokens_of(text), **options).set_index("term")


# --- the seed ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def of_seed(seed):
    return discover_terms(an.load(seed).tokens)


def test_the_terms_of_the_seed_come_first(of_seed):
    first = of_seed["term"].head(12).tolist()
    assert {"文明实践", "新时代文明实践", "意识形态工作", "网络舆论"} <= set(first)


def test_fragments_and_masks_are_not_among_the_terms_of_the_seed(of_seed):
    first = set(of_seed["term"].head(12))
    assert not first & {
        "时代文明",
        "时代文明实践",
        "新时代文明",
        "宣传思想文",
        "思想文化工作",
        "文化工作",
    }
    assert not of_seed["term"].str.contains("X").any()


def test_columns_and_order(of_seed):
    assert list(of_seed) == COLUMNS
    assert of_seed["term"].is_unique
    assert of_seed["score"].is_monotonic_decreasing
    assert (of_seed["range"] <= of_seed["n"]).all()


def test_same_tokens_same_terms(seed, of_seed):
    corpus = an.load(seed)
    pd.testing.assert_frame_equal(discover_terms(corpus.tokens), of_seed)
    shuffled = corpus.tokens["token"].cat.reorder_categories(
        sorted(corpus.tokens["token"].cat.categories)
    )
    other = discover_terms(corpus.tokens.assign(token=shuffled))
    pd.testing.assert_frame_equal(other, of_seed)


def test_tokens_are_left_as_they_were(seed):
    tokens = an.load(seed).tokens
    copy = tokens.copy(deep=True)
    discover_terms(tokens, reference=tokens)
    pd.testing.assert_frame_equal(tokens, copy)


# --- candidates ----------------------------------------------------------------------------


def test_evidence_by_hand():
    text = "做好 网络 舆论 引导。 分析 网络 舆论。 网络 舆论 工作。 网络 传播。"
    row = found(text).loc["网络舆论"]
    assert row["n"] == 3
    assert row["cohesion"] == pytest.approx(math.log2(3 * 12 / (4 * 3)))
    assert row["left"] == pytest.approx(math.log2(3))  # 做好, 分析, a gap
    assert row["right"] == pytest.approx(math.log2(3))  # 引导, a gap, 工作
    assert row["c_value"] == pytest.approx(3 * math.log2(2))


def test_a_score_is_its_evidence_by_its_weights():
    # once of three times after a verb (分析), and once before one (工作, a verbal noun)
    text = "分析 网络 舆论。 网络 舆论 工作。 网络 舆论。 分析 工作。"
    row = found(text).loc["网络舆论"]
    assert (row["left"], row["right"]) == pytest.approx((math.log2(3), math.log2(3)))
    general = rjieba.Jieba().suggest_freq
    evidence = {
        "base": 1,
        "frequency": math.log2(3),
        "freedom": math.log2(math.log2(3) + 0.1),
        "cohesion": math.log2(3 * 10 / (3 * 3)),
        "bound": 0,
        "loose": 0,
        "length": -abs(math.log2(4 / 6.5)),
        "rarity": -(math.log2(general("网络")) + math.log2(general("舆论"))) / 2,
        "verb_before": 1 / 3,
        "verb_after": 1 / 3,
    }
    expected = sum(WEIGHTS[name] * value for name, value in evidence.items())
    assert row["score"] == pytest.approx(expected)


def test_what_is_as_good_is_in_order_of_the_terms():
    # four characters that the dictionaries do not have, twice in pairs, in the same places
    tokens = tokens_of("㐂 㐁。 㐄 㐃。 㐂 㐁。 㐄 㐃。 ")
    table = discover_terms(tokens)
    assert table["score"].nunique() == 1
    assert table["term"].tolist() == ["㐂㐁", "㐄㐃"]
    assert table.index.tolist() == [0, 1]
    again = discover_terms(tokens_of("㐄 㐃。 㐂 㐁。 㐄 㐃。 㐂 㐁。 "))
    pd.testing.assert_frame_equal(again, table)


def test_c_value_takes_off_what_is_nested():
    # 舆论引导 stands 3 times within 网络舆论引导 (freely on both sides) and 2 times alone
    text = "抓 网络 舆论 引导。 网络 舆论 引导 强。 看 网络 舆论 引导 好。"
    text += "舆论 引导 难。 学 舆论 引导 课。"
    row = found(text).loc["舆论引导"]
    assert row["n"] == 5
    assert row["c_value"] == pytest.approx((5 - 3) * math.log2(2))


def test_terms_do_not_reach_over_gaps_and_sentences():
    terms = found("网络， 舆论。 网络， 舆论。 网络。 舆论。 网络。 舆论。")
    assert terms.empty


def test_neither_function_words_nor_numbers_begin_or_end_a_term():
    text = "我们 的 网络 舆论 是。 2022年 网络 舆论 和。 网络 舆论 2022年。 的 网络 舆论。" * 2
    assert found(text).index.tolist() == ["网络舆论"]


def test_a_function_word_may_stand_inside():
    text = "到 工业 和 信息化部 去。 问 工业 和 信息化部。 工业 和 信息化部 说。"
    assert "工业和信息化部" in found(text).index


def test_a_number_that_is_set_off_may_begin_a_term():
    assert "四个意识" in found("增强， 四个 意识， 牢记， 四个 意识，").index
    assert "四个意识" not in found("增强 四个 意识 牢记 四个 意识 啊").index
    assert "十四五规划" in found("看 十四五 规划。 用 十四五 规划 来。").index


def test_what_one_character_always_completes_is_a_fragment():
    text = "抓 新 时代 文明 实践 站。 看 新 时代 文明 实践。 新 时代 文明 实践 强。"
    # once the word before was cut wrongly, and still ends with 新
    score = found(text + "对新 时代 文明 实践。")["score"]
    assert score["新时代文明实践"] > score["时代文明实践"] + 2
    assert score["新时代文明实践"] > score["时代文明"] + 2


def test_what_no_longer_candidate_explains_is_kept():
    # always after 化, as the last character of other words: a fragment of none
    text = "优化 绿色 矿山。 深化 绿色 矿山 强。 强化 绿色 矿山 好。"
    assert "绿色矿山" in found(text).index


def test_what_a_text_defines_comes_first():
    # both as often, in the same places, but one is said to be defined, over a comma
    text = "所称 网络 舆论， 是指 话。 网络 舆论。 所在 新闻 媒体， 是非 话。 新闻 媒体。"
    assert found(text).index.tolist()[0] == "网络舆论"
    other = text.replace("网络 舆论", "新闻 传媒").replace("新闻 媒体", "网络 舆论")
    assert found(other).index.tolist()[0] == "新闻传媒"


@pytest.mark.parametrize("meant", ["是指", "是 指", "是 指为", "系指", "指"])
def test_an_item_that_says_what_it_means_is_defined(meant):
    # as real text is cut: 是|指, 是|指为; both terms stand in the same places else
    text = "看 新闻 媒体 人。 网络 舆论， 是指 话。 新闻 媒体， 是非 话。 看 网络 舆论 人。"
    score = found(text.replace("是指", meant))["score"]
    gained = score["网络舆论"] - score["新闻媒体"]
    assert gained == pytest.approx(WEIGHTS["defined"], abs=0.2)
    for other in ("是 指引", "指导", "是"):  # other words, and what is said of anything
        score = found(text.replace("是指", other))["score"]
        assert score["网络舆论"] - score["新闻媒体"] == pytest.approx(0, abs=0.2)


def test_what_names_a_term_is_no_part_of_it():
    score = found("本法 所称 网络 舆论， 是 指 话。 本法 所称 网络 舆论， 是 指 话。")["score"]
    assert score["网络舆论"] > 0 > score["本法所称网络舆论"]


def test_a_defined_term_may_begin_with_a_function_word():
    text = "所称 对 噪声 敏感 建筑物， 是指 学校。 在 对 噪声 敏感 建筑物 旁。"
    assert "对噪声敏感建筑物" in found(text).index
    assert "对噪声敏感建筑物" not in found(text.replace("所称", "有")).index
    assert "非化石能源" in found("用 非 化石 能源。 看 非 化石 能源 吧。").index


def test_a_sentence_does_not_define_what_the_next_begins_with():
    near = found("所称。 网络 舆论。 是指 话。 看 网络 舆论。").loc["网络舆论", "score"]
    assert near == found("所话。 网络 舆论。 话是 话。 看 网络 舆论。").loc["网络舆论", "score"]


def test_a_term_of_one_document_is_found_among_others():
    one = tokens_of("抓 网络 舆论 强。 看 网络 舆论。 网络 舆论 好。")
    other = tokens_of("抓 新闻 媒体 强。 看 新闻 媒体。 新闻 工作。").assign(document="另")
    both = discover_terms(pd.concat([one, other], ignore_index=True)).set_index("term")
    assert {"网络舆论", "新闻媒体"} <= set(both.index)
    alone = discover_terms(one).set_index("term").loc["网络舆论"]
    assert both.loc["网络舆论", ["n", "left", "right"]].tolist() == [
        *alone[["n", "left", "right"]]
    ]
    assert both.loc["网络舆论", "range"] == 1


def test_one_spelling_cut_in_two_ways_is_one_term():
    text = "抓 网络 舆论 强。 看 网络 舆论。 网 络舆论 好。 说 网 络舆论 差。"
    assert found(text).loc["网络舆论", "n"] == 4


def test_the_more_frequent_cut_gives_the_evidence():
    text = "抓 网 络舆论 强。 看 网 络舆论。 网络 舆论 好。 说 网络 舆论 差。 听 网络 舆论。"
    row = found(text).loc["网络舆论"]
    assert row["n"] == 2 + 3
    assert row["cohesion"] == pytest.approx(math.log2(3 * 17 / (3 * 3)))


def test_a_line_break_inside_a_token_is_not_spelt():
    tokens = tokens_of("抓 网络 舆论 强。 看 网络 舆论。")
    broken = tokens.assign(token=tokens["token"].replace({"网络": "网\n络"}))
    broken["start"] = tokens["start"] + np.cumsum(
        broken["token"].str.contains("\n").shift(fill_value=False)
    )
    assert discover_terms(broken)["term"].tolist() == ["网络舆论"]


def test_range_counts_sections_in_one_document_and_documents_in_several():
    tokens = tokens_of("抓 网络 舆论 强。 看 网络 舆论。 网络 舆论 好。")
    parts = tokens.assign(section=tokens["sentence"].astype(str))
    assert discover_terms(parts)["range"].tolist() == [3]
    other = tokens.assign(document="另")
    both = discover_terms(pd.concat([parts, other], ignore_index=True))
    assert both.set_index("term").loc["网络舆论", "range"] == 2


def test_rare_candidates_can_be_left_out():
    text = "抓 网络 舆论 强。 看 网络 舆论。 网络 舆论 好。 抓 新闻 媒体 强。 看 新闻 媒体。"
    assert set(found(text).index) == {"网络舆论", "新闻媒体"}
    assert set(found(text, min_n=3).index) == {"网络舆论"}


def test_with_a_reference_what_is_new_moves_up():
    old, new = "抓 新闻 媒体 强。 看 新闻 媒体。", "抓 网络 舆论 强。 看 网络 舆论。"
    terms = found(old + new, reference=tokens_of(old * 5))
    assert terms.index[0] == "网络舆论"
    assert terms["n_reference"].to_dict() == {"网络舆论": 0, "新闻媒体": 10}
    sizes = len(tokens_of(old + new)), len(tokens_of(old * 5))
    expected = math.log2((2.5 / (sizes[0] + 0.5)) / (10.5 / (sizes[1] + 0.5)))
    assert terms.loc["新闻媒体", "log_ratio"] == pytest.approx(expected)
    assert list(discover_terms(tokens_of(old), reference=tokens_of(new)))[-3:] == [
        *["n_reference", "log_ratio", "score"]
    ]


def test_nothing_to_find():
    for text in ("", "工作", "加强 领导。"):
        terms = discover_terms(tokens_of(text))
        assert list(terms) == COLUMNS
        assert terms.empty


def test_what_is_wrong_is_named():
    tokens = tokens_of("网络 舆论。")
    with pytest.raises(ValueError, match=r"no column 'start' in tokens .* make it with tokenize"):
        discover_terms(tokens.drop(columns="start"))
    with pytest.raises(ValueError, match="no column 'token' in reference"):
        discover_terms(tokens, reference=tokens.drop(columns="token"))
    with pytest.raises(ValueError, match="min_n is 1: a term has to occur twice"):
        discover_terms(tokens, min_n=1)
    with pytest.raises(ValueError, match="no column 'n' in terms"):
        write_terms(pd.DataFrame({"term": ["网络舆论"]}), "terms.txt")


WORDS = ["网络", "舆论", "引导", "的", "新", "时代", "四个", "，", "。"]


@QUICK
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_counts_agree_with_the_text(words):
    text = "".join(words)
    tokens = tokens_of(" ".join(words))
    cut = {word for word in WORDS if len(word) > 0}
    for term, n in discover_terms(tokens)[["term", "n"]].itertuples(index=False):
        # no two of these words overlap, so the text itself can be asked (overlaps counted)
        assert n == sum(text.startswith(term, at) for at in range(len(text)))
        assert term not in cut


# --- accepting -----------------------------------------------------------------------------


def test_accepted_terms_are_one_token_in_the_next_run(seed, of_seed, tmp_path):
    path = write_terms(of_seed.head(8), tmp_path / "terms.txt")
    assert path.read_bytes().startswith("文明实践 17 n\n".encode())
    corpus = an.load(seed)
    again = an.load(seed, segmenter=Segmenter(words=path))
    counts = again.tokens["token"].value_counts()
    assert counts["新时代文明实践"] == 11  # one of them had been cut 各新/时代
    assert counts["意识形态工作"] == 6
    assert counts["网络舆论"] == 5
    log = merge_log(corpus.tokens, again.tokens)
    assert list(log) == ["term", "parts", "n"]
    assert log.iloc[0].tolist() == ["新时代文明实践", "新/时代/文明/实践", 10]
    assert set(log["term"]) <= set(of_seed["term"].head(8)) | {"党建宣传员"}


def test_the_merge_log_shows_what_was_cut_across():
    documents = an.read_text("有利于活动深入、持久、有效开展。各新时代文明实践站组织活动")
    corpus = an.load(documents)
    after = tokenize(
        *(corpus.documents, corpus.sections, corpus.blocks),
        segmenter=Segmenter(["新时代文明实践站"]),
    )
    assert merge_log(corpus.tokens, after).values.tolist() == [
        ["新时代文明实践站", "各新/时代/文明/实践/站", 1]
    ]
    assert merge_log(corpus.tokens, corpus.tokens).empty


# --- what only a corpus tells ----------------------------------------------------------------


def in_text(text, **options):
    return discover_terms(an.load(an.read_text(text)), **options).set_index("term")


def test_headings_of_a_corpus_carry_terms_too():
    text = "一、优化营商环境\n加强服务。\n二、改善营商环境\n营商环境很好。\n"
    corpus = an.load(an.read_text(text))
    assert discover_terms(corpus)[["term", "n"]].values.tolist() == [["营商环境", 3]]
    assert discover_terms(corpus.tokens).empty
    # what is cut as text already is not read twice, and what is not selected not at all
    whole = an.load(an.read_text(text), cut_headings=True)
    assert discover_terms(whole).loc[0, "n"] == 3
    assert discover_terms(corpus.select(sections="2")).loc[0, "n"] == 2
    two = an.read_text(text), an.read_text(text).assign(document="另")
    both = discover_terms(an.load(pd.concat(two, ignore_index=True)))
    assert both.loc[0, ["term", "n", "range"]].tolist() == ["营商环境", 6, 2]


def test_a_heading_does_not_run_on_into_the_next_one():
    text = "一、学习营商\n环境好。\n二、营商\n环境好。\n三、营商\n好。"
    assert "营商环境" not in in_text(text).index


WRAPPED = """一、总体要求
　　各地各部门要把优化营商环境作为一项重要工作来抓，努力改善营商
环境，切实提高服务水平，让群众和企业满意。各级领导干部要深入了解营商
环境，认真听取企业的意见，切实解决他们的困难，为他们的发展创造好的营商
环境，不断推动经济社会平稳发展，让人民群众得到更多的实惠和好处。"""


def test_a_line_break_does_not_part_a_term():
    assert in_text(WRAPPED).loc["营商环境", "n"] == 4
    apart = WRAPPED.replace("营商\n", "营商、\n")
    assert "营商环境" not in in_text(apart).index


def test_phrases_of_latin_words_are_terms():
    text = "我们用 machine learning 的方法。学 machine\nlearning，即 Machine learning。"
    text += "看 Transformer model 好，用Transformer  model来，machine learning，又。"
    terms = in_text(text)
    assert terms["n"].to_dict() == {"machine learning": 3, "Transformer model": 2}
    # kept whole where they are accepted
    again = an.load(an.read_text(text)).with_terms(["machine learning"])
    assert "machine learning" in set(again.tokens["token"].astype(str))


def test_latin_words_that_are_no_phrase():
    for words in (
        "machine, learning",
        "machine-learning",
        "machine/learning",
        "machine，learning",
    ):
        assert "machine learning" not in in_text(f"用 {words} 好。看 {words} 吧。").index
    # English sentences, and what function words begin or end
    sentence = "The quick brown fox jumps over lazy dogs. "
    assert in_text(f"他说 {sentence}她说 {sentence}又说 {sentence}").empty
    assert in_text("用 the model 好。看 the model 吧。用 model of 好。看 model of 吧。").empty


CODE = """# 方法

用 machine learning 做，学 machine learning 的人。

```
pip install numpy
pip install numpy
pip install numpy
```

## 参考文献

[1] Hanks P. Word association norms[J]. 1990.
[2] Hanks P. Word association norms[J]. 1990.
"""


def test_code_and_references_hold_no_terms(tmp_path):
    path = tmp_path / "方法.md"
    path.write_text(CODE, "utf-8")
    assert discover_terms(an.load(path))["term"].tolist() == ["machine learning"]


# --- the evaluation corpora ----------------------------------------------------------------


def test_no_document_of_the_corpora_loses_terms(not_worse):
    """Listed terms of real documents: what was reached is in reached.tsv (`make scores`)."""
    not_worse("segmentation")
