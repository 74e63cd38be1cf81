"""The places of many terms at once, and the sentences quoted: equal to what kwic finds."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.segmentation import spelt
from analysis.statistics import count_terms, evidence, hits, key_terms, keyness, kwic, sentences

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")

TEXTS = {
    "甲.txt": (
        "前言要关心群众。\n一、学习\n　　做工作，要关心群众，要服务群众！XX县工作。\n"
        "　　学习machine learning与文件。\n（一）理论\n　　学习理论，学习⻓江文件。\n"
        "二、实践\n　　群众的事情群众办。"
    ),
    "乙.txt": "一、学习\n群众工作。\n\n二、空白\n三、网络\n做群众工\u200b作。网络群众",
}
TERMS = [
    "群众",
    "工作",
    "长江",
    "machine learning",
    "关心群众",
    "众",
    "XX",
    "没有",
    "学习",
    "。群",
]


def corpus_of(texts):
    return an.load(pd.DataFrame({"document": list(texts), "text": list(texts.values())}))


@pytest.fixture(scope="module")
def corpus():
    return corpus_of(TEXTS)


def agrees_with_kwic(corpus, terms, **roles):
    """Every column of hits, against the concordance and the sentences of each term by itself."""
    found = hits(corpus, terms, **roles)
    texts = dict(zip(corpus.documents["document"], corpus.documents["text"], strict=True))
    assert set(found["term"]) <= set(terms)
    for term in terms:
        own = found[found["term"] == term]
        lines = kwic(corpus, term, missing="empty", **roles)
        for column in ("document", "section", "start", "how"):
            assert own[column].tolist() == lines[column].tolist(), (term, column)
        quoted = sentences(corpus, term, missing="empty", **roles)
        worded = own[own["how"] != ""]
        at = worded.drop_duplicates(["document", "sentence"])
        if len(worded) == len(own):
            assert len(at) == len(quoted)
        for line, end in zip(lines.itertuples(), own["end"], strict=True):
            there = texts[line.document][line.start : end]
            assert spelt([there]) == spelt([line.keyword]), (term, there)
    numbers = {(row.document, row.start): row.sentence for row in corpus.tokens.itertuples()}
    itself = found[found["how"] == "itself"]
    for row in itself.itertuples():
        assert numbers[row.document, row.start] == row.sentence
    return found


def test_hits_are_those_of_kwic_and_of_sentences(corpus):
    found = agrees_with_kwic(corpus, TERMS)
    assert list(dict.fromkeys(found["term"])) == [t for t in TERMS if t not in ("没有", "。群")]
    assert set(found["how"]) == {"itself", "inside", "across", ""}
    masked = found[found["term"] == "XX"]
    assert masked["sentence"].tolist() == [-1]
    broken = found[found["end"] - found["start"] > found["term"].str.len()]
    assert set(broken["term"]) == {"工作"}, "what is not seen stands in it"


def test_hits_in_a_paragraph_of_several_lines():
    corpus = corpus_of({"甲": "服务群\n　　众，服务\n群众。\n群"})
    blocks = corpus.blocks.iloc[:1].assign(start=0, end=15, role="body", marker="")
    corpus = corpus.with_blocks(pd.concat([blocks, blocks.assign(start=15, end=16)]))
    found = agrees_with_kwic(corpus, ["群众", "服务群众", "服务"])
    own = found[found["term"] == "群众"]
    assert own[["start", "end"]].values.tolist() == [[2, 7], [11, 13]]


def test_hits_of_roles_that_are_asked_for(corpus):
    assert len(hits(corpus, "学习")) == len(kwic(corpus, "学习"))
    found = agrees_with_kwic(corpus, ["学习", "实践"], roles=["heading"])
    assert found["section"].tolist() == ["1", "1", "2"]
    assert found["sentence"].tolist() == [-1, -1, -1], "headings hold no words that are counted"


def test_hits_of_no_term_and_of_a_corpus_without_words(corpus):
    columns = ["term", "document", "section", "sentence", "start", "end", "how"]
    for found in (hits(corpus, []), hits(corpus_of({"空": ""}), ["群众"]), hits(corpus, "没有")):
        assert found.columns.tolist() == columns
        assert found.empty
    with pytest.raises(ValueError, match="a term is empty"):
        hits(corpus, ["群众", ""])
    assert len(hits(corpus, ["群众", "群众"])) == len(hits(corpus, "群众"))


def test_hits_find_synonyms_as_kwic_does():
    corpus = corpus_of(TEXTS).with_synonyms({"群众": ["百姓", "做群众"]})
    found = agrees_with_kwic(corpus, ["群众", "百姓", "工作"])
    assert "做群众" in {TEXTS[row.document][row.start : row.end] for row in found.itertuples()}


LETTERS = st.text(st.sampled_from(list("群众工作。！a b\n\u200b⻓X，”")), max_size=40)


@examples(60)
@given(st.lists(LETTERS, min_size=1, max_size=3))
def test_hits_of_any_texts_are_those_of_kwic(texts):
    made = {f"{n}": f"一、群众\n{text}\n二、工作\n{text}" for n, text in enumerate(texts)}
    corpus = corpus_of(made)
    found = hits(corpus, ["群众", "众工", "群", "长", "b", "作。"])
    for term, own in found.groupby("term", sort=False):
        lines = kwic(corpus, term)
        columns = ["document", "section", "start", "how"]
        assert own[columns].values.tolist() == lines[columns].values.tolist()


# --- evidence ---------------------------------------------------------------------------------

TALK = {
    "甲": (
        "一、学习\n大家都要认真学习。学习理论，学习文件，用理论来武装头脑，也用文件来指导工作。学习。\n"
        "学习理论要读文件。\n（一）读书\n学习理论要读文件。读书要写笔记。\n"
        "二、服务\n服务村民要讲实际。服务。村民满意不满意，要看服务好不好。\n"
    ),
    "乙": (
        "一、学习\n村民也学习。\n二、道路\n修好道路，服务村民，道路通到每一个村子，村民走路方便，"
        "车辆走路也方便，大家都说好，还要继续修好其余的道路，让大家走得更加方便更加安心！\n"
    ),
}


@pytest.fixture(scope="module")
def talk():
    return corpus_of(TALK)


def test_evidence_prefers_short_whole_sentences_with_several_key_terms(talk):
    one = talk.select(documents="甲")
    scores = keyness(count_terms(one, by="section"))
    rows = evidence(scores, one, n=2, show="all")
    own = rows[(rows["target"] == "1") & (rows["term"] == "学习")]
    assert own["text"].iloc[0] == "学习理论要读文件。", "three key terms, short"
    assert own["text"].tolist()[1].startswith("学习理论，学习文件"), "and never the same twice"
    first = own.iloc[0]
    assert (first["section"], first["document"]) == ("1", "甲")
    service = rows[(rows["target"] == "2") & (rows["term"] == "服务")]["text"].tolist()
    assert service == ["服务村民要讲实际。", "村民满意不满意，要看服务好不好。"], (
        "not 服务。 alone"
    )


def test_every_row_of_evidence_leads_to_its_place(talk):
    for by in ("section", "document", ["document", "section"]):
        scores = keyness(count_terms(talk, by=by), tokens=talk, permutations=20)
        rows = evidence(scores, talk, n=3, show="all", top=None)
        wanted = key_terms(scores, show="all")
        pairs = list(zip(wanted["target"], wanted["term"], strict=True))
        assert list(dict.fromkeys(zip(rows["target"], rows["term"], strict=True))) == pairs
        for row in rows.itertuples():
            text = TALK[row.document]
            assert text[row.start : row.end].strip() == row.text
            assert row.hits
            for start, end in row.hits:
                assert text[start:end] == row.term
                assert row.start <= start < end <= row.end
            quoted = sentences(talk, row.term, term=True)
            there = quoted[(quoted["document"] == row.document) & (quoted["start"] == row.start)]
            assert there["n"].tolist() == [len(row.hits)]
            assert there["section"].tolist() == [row.section]
            inside = talk.tokens[
                (talk.tokens["document"] == row.document)
                & (talk.tokens["start"] == row.hits[0][0])
            ].iloc[0]
            assert (inside["sentence"], inside["paragraph"]) == (row.sentence, row.paragraph)
            names = {row.document, row.section, f"{row.document}/{row.section}"}
            uppers = {name.rpartition(".")[0] or name for name in names}
            assert row.target in names | uppers
        assert rows.groupby(["target", "term"], sort=False).size().max() == 3
        assert not rows.duplicated(["target", "term", "text"]).any()


def test_a_section_with_targets_below_it_is_quoted_from_its_own_text(talk):
    one = talk.select(documents="甲")
    counts = count_terms(one, by="section")
    fine = evidence(keyness(counts, level=2), one, n=9, show="all")
    assert set(fine.loc[fine["target"] == "1", "section"]) == {"1"}
    assert set(fine.loc[fine["target"] == "1.1", "section"]) == {"1.1"}
    coarse = evidence(keyness(counts), one, n=9, show="all", top=None)
    assert set(coarse.loc[coarse["target"] == "1", "section"]) == {"1", "1.1"}


def test_evidence_takes_the_rows_that_key_terms_gives(talk):
    scores = keyness(count_terms(talk, by="document"), tokens=talk, permutations=20)
    rows = evidence(scores, talk, top=1)
    assert set(rows["term"]) == set(key_terms(scores, top=1)["term"])
    assert evidence(scores.iloc[:0], talk, by="document").empty
    headed = talk.recut(cut_headings=True)
    again = keyness(count_terms(headed, by="document"))
    texts = evidence(again, headed, by="document", n=9, show="all", top=None)["text"]
    assert "一、学习" not in set(texts)
    assert not texts.str.contains("、学习").any(), "headings are counted here, and not quoted"


def test_evidence_follows_spellings_and_synonyms():
    corpus = corpus_of({"甲": "做ＧＤＰ核算。算GDP增长。", "乙": "老百姓满意。群众高兴。"})
    folded = keyness(count_terms(corpus, by="document", terms="folded"))
    rows = evidence(folded, corpus, by="document", terms="folded", show="all")
    assert rows.loc[rows["term"] == "gdp", "text"].tolist() == ["做ＧＤＰ核算。", "算GDP增长。"]
    joined = corpus.with_synonyms({"群众": ["老百姓"]})
    rows = evidence(keyness(count_terms(joined, by="document")), joined, by="document", show="all")
    own = rows[rows["term"] == "群众"]
    assert own["text"].tolist() == ["群众高兴。", "老百姓满意。"]
    assert own["hits"].tolist() == [((6, 8),), ((0, 3),)]


def test_what_the_corpus_lacks_is_told(talk):
    scores = keyness(count_terms(talk, by="document"))
    with pytest.raises(ValueError, match="n=0: at least 1 sentence"):
        evidence(scores, talk, by="document", n=0)
    with pytest.raises(ValueError, match=r"no section '甲'; there are: 1, 1.1, 2"):
        evidence(scores, talk, by="section", show="all")
    with pytest.raises(ValueError, match="no column 'by' in scores"):
        evidence(scores.drop(columns="by"), talk, show="all")
    with pytest.raises(ValueError, match="no column 'year' of their own"):
        evidence(scores, talk, by="year", show="all")
    with pytest.raises(ValueError, match="no term '方便' in this corpus: pass the corpus"):
        evidence(scores, talk.select(documents="甲"), by="document", show="all", top=None)
