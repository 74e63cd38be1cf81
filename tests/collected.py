"""Collections of documents, drawn, and what the tests read off them one by one."""

import pandas as pd
from hypothesis import strategies as st

import analysis as an
from analysis.segmentation import spelt

NAMES = ["甲", "乙.txt", "2021", "1.1"]
# Headings (some that a text ends with, or of one name), words of every script, words inside longer
# ones, what is not seen, what is no word, and the ends of sentences and paragraphs.
HEADINGS = ["一、学习\n", "二、实践\n", "（一）读书\n", "一、学习\n", "第一章 总则\n", "三、群众"]
SIGNS = ["\n", "\n\n", "。", "，", "！", "；\n", "”", " ", "　", "XX", "××", "\u200b", "\ufeff"]
WORDS = [
    *["国内生产", "内生动力", "国内生产总值", "文明实践", "新时代文明实践站", "群众", "关心群众"],
    *["人人", "营商环境", "GDP", "ＧＤＰ", "gdp", "naïve", "Москва", "한국", "ニュース", "عربي"],
    *["網絡", "网络", "𠮷", "的", "了", "好", "人\u200b民", "⻓江"],
    *["18.2%", "二〇二四年", "第3条", "㎡", "😀", "①", "文明\n实践", "machine\nlearning"],
    *["营商\n环境"],
]
PIECES = st.sampled_from([*HEADINGS, *SIGNS, *WORDS, *WORDS, "，文明实践。", "群众。"])
BODIES = st.lists(st.sampled_from([*SIGNS, *WORDS, *WORDS]), max_size=10).map("".join)


def divided(bodies):
    """A text of sections with these bodies, the third one below the second."""
    headings = ["", "一、学习\n", "二、群众\n", "（一）读书\n", "三、学习\n"]
    return "".join(f"{head}{body}\n" for head, body in zip(headings, bodies, strict=False))


TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(BODIES, min_size=3, max_size=5).map(divided),
    st.sampled_from(["", " \n", "好", "一、学习\n二、实践"]),
)


def documents_of(*texts, names=NAMES):
    """A frame of documents."""
    return pd.DataFrame({"document": names[: len(texts)], "text": pd.Series(texts, dtype="str")})


def corpora(min_size=1, max_size=4, texts=TEXTS):
    """Corpora of so many documents."""
    several = st.lists(texts, min_size=min_size, max_size=max_size)
    return several.map(lambda texts: an.load(documents_of(*texts)))


def terms_of(corpus):
    """The tokens of a corpus as tuples: document, section, sentence, position, term."""
    tokens = corpus.tokens
    columns = [tokens[name].astype(str) for name in ("document", "section")]
    columns += [tokens["sentence"], tokens["position"], spelt(tokens["token"].astype(str))]
    return list(zip(*columns, strict=True))


def alone(corpus, name):
    """The corpus of one document of these, made from its text alone."""
    documents = corpus.documents[["document", "text"]]
    return an.load(documents[documents["document"] == name].reset_index(drop=True))


def plain(frame):
    """The rows of a table as lists, whatever the types of its columns."""
    return frame.astype(object).where(frame.notna(), None).values.tolist()
