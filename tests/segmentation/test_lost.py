"""Nothing is lost without a reason: letters, digits and signs of counted text are in tokens."""

import unicodedata
import warnings

import pandas as pd
import pytest
from frames import SCRAPS, frames, words
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.segmentation import lost_text, tokenize

STRANGE = st.lists(
    st.sampled_from(
        [
            *[
                "naïve",
                "Müller",
                "Москва",
                "カラオケ",
                "ひらがな",
                "한국어",
                "שלום",
                "हिन्दी",
                "ไทย",
            ],
            *["⼈", "⻓江", "ＧＤＰ", "㎡", "CO₂", "−3℃", "€100", "👍", "👩\u200d🌾", "🇨🇳", "½"],
            *["Ⅷ", "①", "㈠", "e\u0301", "\u200b", "\u00ad", "\ufeff", "\n", " ", "we’ll", "々"],
            *[
                "人工智能",
                "2023年终奖",
                "XX",
                "。",
                "，",
                "𠮷",
                "𝐀",
                "🏴\U000e0067\U000e007f",
                "°C",
            ],
        ]
    ),
    max_size=20,
).map("".join)


def missed(text, tokens):
    """Letters and figures of a text in no token, character by character."""
    taken = {
        place
        for token, start in zip(tokens["token"], tokens["start"], strict=True)
        for place in range(start, start + len(token))
    }
    return [
        character
        for place, character in enumerate(text)
        if unicodedata.category(character)[0] in "LN" and place not in taken
    ]


@examples(60)
@given(st.lists(st.lists(st.one_of(SCRAPS, STRANGE), max_size=3), min_size=1, max_size=3))
def test_only_masked_names_are_lost(texts):
    documents, sections, blocks = frames(*texts)
    tokens = tokenize(documents, sections, blocks)
    lost = lost_text(documents, blocks, tokens)
    assert set(lost["reason"]) <= {"masked name"}
    for name, text in documents.itertuples(index=False):
        own = tokens[tokens["document"] == name]
        told = "".join(lost.loc[lost["document"] == name, "text"])
        assert "".join(missed(text, own)) == told
        assert set(told) <= {"X"}


def test_what_tokens_leave_out_is_named():
    corpus = an.load(an.read_text("XX县学习，Ｘ同志。\n走进群众。"))
    lost = corpus._replace(tokens=corpus.tokens[corpus.tokens["token"] != "学习"]).lost
    assert lost["text"].tolist() == ["XX", "学习", "Ｘ"]
    assert lost["reason"].tolist() == ["masked name", "no token", "masked name"]
    assert lost["start"].tolist() == [0, 3, 6]
    assert list(lost) == ["document", "start", "end", "text", "reason"]


def test_a_word_of_radicals_alone_is_a_word():
    texts = ["⺠⽣⼯作⾛在前列。", "民生工作走在前列。", "⼈⼝。⻢！"]
    documents = pd.concat([an.read_text(text) for text in texts], ignore_index=True)
    documents["document"] = ["甲", "乙", "丙"]
    corpus = an.load(documents)
    counts = an.count_terms(corpus, by="document").set_index(["document", "term"])["n"]
    assert counts["甲"].to_dict() == counts["乙"].to_dict()
    assert counts["丙"].to_dict() == {"人口": 1, "马": 1}
    assert corpus.lost.empty
    few = corpus._replace(tokens=corpus.tokens[corpus.tokens["token"] != "⺠⽣"])
    assert few.lost[["text", "reason"]].values.tolist() == [["⺠⽣", "no token"]]


def test_headings_are_looked_at_where_they_are_counted():
    text = "一、学习XX\n学理论。"
    assert an.load(an.read_text(text)).lost.empty
    assert an.load(an.read_text(text), cut_headings=True).lost["text"].tolist() == ["XX"]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("naïve的Müller在café", "naïve 的 Müller 在 café"),
        ("Привет мир，α值，カラオケ，한국", "Привет мир α 值 カラオケ 한국"),
        ("We’ll go，don't worry", "We’ll go don't worry"),
        ("减少CO₂排放，每m²，100㎡，30°C", "减少 CO₂ 排放 每 m² 100㎡ 30°C"),
        ("今天👍很开心😂😂", "今天 👍 很 开心 😂 😂"),
        ("👨\u200d👩\u200d👧和🇨🇳", "👨\u200d👩\u200d👧 和 🇨🇳"),
        ("● 一是，★ 二是 → 好", "一是 二是 好"),
        ("他说‘好’，‘甲’", "他 说 好 甲"),
    ],
)
def test_words_of_all_scripts_and_signs_are_whole(text, cut):
    assert words(tokenize(*frames(text))) == cut.split(" ")


def test_words_are_whole_also_in_a_plain_cut():
    assert an.Segmenter().cut("naïve的Müller") == ["naïve", "的", "Müller"]
    assert an.Segmenter(engine=list).cut("naïve的") == ["naïve", "的"]
    apart = "cafe\u0301s"  # a letter and its accent as two characters
    assert an.Segmenter().cut(f"{apart}的") == [apart, "的"]


def test_words_between_blanks_stay_as_they_are():
    text = "二十四节气 是 传统 文化 。 百分之五十以上 的 人"
    segmenter = an.Segmenter(engine=lambda part: [part])
    assert an.load(an.read_text(text), segmenter=segmenter).tokens["token"].tolist() == [
        word for word in text.split(" ") if word != "。"
    ]
    assert an.Segmenter(engine=list).cut("在2022年", numbers=True) == ["在", "2022年"]


def warned(*texts):
    documents = pd.concat([an.read_text(text) for text in texts], ignore_index=True)
    documents["document"] = [f"文{number}" for number in range(len(texts))]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        an.load(documents)
    return [str(one.message) for one in caught if one.category is UserWarning]


def test_documents_of_which_little_is_counted_are_named():
    assert warned("学习理论，走进群众。" * 10, "一、学习") == []
    assert warned("XX" * 20, "学习理论。") == [
        "文0: it has 40 letters and digits, but no word of it is counted; "
        "see how corpus.blocks labels its lines"
    ]
    assert warned("学习。" + "X" * 2000)[0].startswith("文0: only 2 of 2,002 letters and digits")


def test_nothing_is_lost_on_any_file_of_the_corpora(corpora):
    from benchmarks import laws

    table = laws.table(corpora, limit=15)
    assert len(table)
    assert table["lost"].sum() == 0


def test_the_addresses_of_links_are_no_words_and_are_named():
    texts = {
        "甲": "请看[通知全文](https://www.gov.cn/a_(1).htm?id=3 '标题')，看 https://b.cn/x 。",
        "乙": "[1](见附件)学习。\n\n![图](<http://x.cn/a.png>)\n\n[ref]: https://ref.cn/abc\n",
        "丙": "文件[2023](https:不是地址)。",
    }
    corpus = an.load(pd.DataFrame({"document": list(texts), "text": list(texts.values())}))
    tokens = corpus.tokens.groupby("document", observed=True)["token"].agg(list)
    assert tokens["甲"] == [
        "请",
        "看",
        "通知",
        "全文",
        "标题",
        "看",
        "https",
        "b.cn",
        "x",
    ]
    assert tokens["乙"] == ["1", "见", "附件", "学习", "图", "ref"]
    assert "https" in tokens["丙"]
    assert corpus.tokens.loc[corpus.tokens["document"] == "甲", "sentence"].nunique() == 1
    for name, start, token in corpus.tokens[["document", "start", "token"]].itertuples(
        index=False
    ):
        assert texts[name][start : start + len(token)] == token
    assert set(corpus.lost["reason"]) == {"address of a link"}
    assert "www" in "".join(corpus.lost["text"])
    assert len(an.kwic(corpus, "gov.cn")) == 1
