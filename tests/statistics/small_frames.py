"""Small frames of tokens and counts, made on the spot for the tests of statistics."""

import pandas as pd
from hypothesis import strategies as st
from makers import examples

QUICK = examples(60)


WORDS = [
    "群众",
    "工作",
    "文明\n实践",
    "文明实践",
    "ＧＤＰ",
    "GDP",
    "gdp",
    "網絡",
    "网络",
    "的",
    "𠮷",
]


@st.composite
def token_tables(draw, words=WORDS, min_size=1):
    """Tokens of two documents in sections and sentences, as `tokenize` lays them out."""
    rows = []
    for document in ("甲.txt", "乙.txt"):
        position = start = 0
        for sentence in range(draw(st.integers(0, 4))):
            section = draw(st.sampled_from(["0", "1", "2", "10"]))
            for word in draw(st.lists(st.sampled_from(words), min_size=min_size, max_size=8)):
                rows.append((document, section, sentence, position, start, word))
                position, start = position + 1, start + len(word)
    names = ["document", "section", "sentence", "position", "start", "token"]
    tokens = pd.DataFrame(rows, columns=names)
    tokens[["document", "token"]] = tokens[["document", "token"]].astype("str").astype("category")
    order = pd.CategoricalDtype(pd.Index(["0", "1", "2", "10"], dtype="str"))
    return tokens.assign(section=tokens["section"].astype(order))


def text(words, **columns):
    """Tokens of one text, a sentence for each line."""
    rows = [(s, word) for s, line in enumerate(words.splitlines()) for word in line.split()]
    tokens = pd.DataFrame(rows, columns=["sentence", "token"])
    return tokens.assign(document="d", position=range(len(rows)), **columns)


def documents(*texts):
    return pd.concat([text(t).assign(document=f"d{i}") for i, t in enumerate(texts)])


def as_dict(counts):
    by = [name for name in counts if name not in ("term", "n", "n_group", "n_all")]
    return {
        (*key, term): n for *key, term, n in counts[[*by, "term", "n"]].itertuples(index=False)
    }


def counts_of(groups, by="section"):
    """Counts of groups given as {name: {term: n}}."""
    rows = [(name, term, n) for name, terms in groups.items() for term, n in terms.items()]
    return pd.DataFrame(rows, columns=[by, "term", "n"])


def tokens_of(sections):
    """Tokens of sections given as {name: [sentence, …]}, a sentence being words with blanks."""
    rows, sentence = [], 0
    for section, texts in sections.items():
        for text in texts:
            rows += [("d", section, sentence, word) for word in text.split()]
            sentence += 1
    frame = pd.DataFrame(rows, columns=["document", "section", "sentence", "token"])
    return frame.assign(position=range(len(frame)), start=range(len(frame)))


def row(scores, target, term):
    (one,) = scores[(scores["target"] == target) & (scores["term"] == term)].itertuples()
    return one


COUNTS = counts_of(
    {
        "1": {"群众": 40, "活动": 60, "的": 100},
        "2": {"群众": 10, "舆论": 90, "的": 120},
        "3": {"群众": 5, "媒体": 30, "的": 70},
    }
)


tables = st.lists(
    st.lists(st.integers(0, 30), min_size=4, max_size=4).filter(any), min_size=2, max_size=4
)


def counts_from(table):
    groups = {str(i + 1): dict(zip("甲乙丙丁", row, strict=True)) for i, row in enumerate(table)}
    return counts_of(groups)


FILLER = ["工作 开展 情况", "情况 工作 大家", "大家 开展 会议 工作", "会议 情况 安排"]


TALK = {
    "1": [f"群众 {FILLER[i % 4]}" for i in range(20)],
    "2": [f"舆论 {FILLER[i % 4]}" for i in range(20)] + ["爆发 " * 12],
}
