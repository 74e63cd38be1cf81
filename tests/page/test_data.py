"""The object of a page: what is sent of a corpus, and what is not."""

import json

import pandas as pd
import pytest
from makers import column, pdf
from pages import ASTRAL, BROKEN, SMALL, TEXTS, TRADITIONAL, WIDE, corpus_of, places

import analysis as an
from analysis.page import page_data

FEW = {"permutations": 20}
pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")


def words_of(data, doc=0):
    """The words of a document as a browser cuts them out of its UTF-16."""
    one = data["documents"][doc]
    units = one["text"].encode("utf-16-le", "surrogatepass")
    return [
        units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")
        for start, end in places(one["cuts"])[0]
    ]


@pytest.mark.parametrize("name", TEXTS)
def test_words_are_cut_where_the_tokens_are(name):
    corpus = corpus_of(TEXTS[name])
    assert words_of(page_data(corpus, **FEW)) == corpus.tokens["token"].tolist()


@pytest.mark.parametrize("name", TEXTS)
def test_sentences_are_those_that_are_quoted(name):
    corpus = corpus_of(TEXTS[name])
    data = page_data(corpus, **FEW)
    units = data["documents"][0]["text"].encode("utf-16-le", "surrogatepass")
    _, sentences, _ = places(data["documents"][0]["cuts"])
    starts = {
        len(units[: 2 * start].decode("utf-16-le", "surrogatepass")) for start, _ in sentences
    }
    for term in an.count_terms(corpus)["term"].astype(str).head(8):
        quoted = an.sentences(corpus, term, term=True)
        assert set(quoted["start"]) <= starts, term


def test_a_word_broken_over_two_lines_is_whole():
    data = page_data(corpus_of(BROKEN), **FEW)
    assert "soft" in data["documents"][0]
    assert data["spelt"] == {}


def test_variants_are_counted_as_their_term():
    corpus = corpus_of("一、河\n⻓江。⻓江长。\n二、湖\n长江。湖。")
    assert page_data(corpus, **FEW)["spelt"] == {"⻓江": "长江"}


def test_synonyms_are_counted_as_their_term():
    corpus = corpus_of(SMALL).with_synonyms({"群众": ["经验"]})
    data = page_data(corpus, text="none", **FEW)
    assert page_data(corpus, **FEW)["spelt"] == {"经验": "群众"}
    assert "经验" not in data["counts"]["terms"]


def test_paragraphs_have_the_numbers_of_the_tokens():
    corpus = corpus_of("一、甲\n第一段话。\n\n第二段话。\n二、乙\n第三段话。")
    data = page_data(corpus, **FEW)
    assert len(places(data["documents"][0]["cuts"])[2]) == 1 + corpus.tokens["paragraph"].max()
    assert "numbers" not in data["documents"][0]


def test_pages_of_a_pdf_begin_with_a_paragraph(tmp_path):
    end = "各地要把这项工作摆上重要位置，明确责任分工，强化督促检查，"
    texts = [end + "落实𡋾好。", end + "检查好。", end + "总结好。"]
    (tmp_path / "a.pdf").write_bytes(pdf([column(text) for text in texts]))
    corpus = an.load(tmp_path / "a.pdf")
    for text in ("full", "evidence"):
        data = page_data(corpus, text=text, **FEW)
        (one,) = data["documents"]
        units = one["text"].encode("utf-16-le")
        assert [page for _, page in one["pages"]] == [1, 2, 3]
        if text == "full":
            starts = [units[2 * place :].decode("utf-16-le")[:4] for place, _ in one["pages"]]
            assert starts == ["各地要把"] * 3
    assert "pages" not in page_data(corpus_of(SMALL), **FEW)["documents"][0]


def test_headings_and_their_bodies():
    data = page_data(corpus_of(ASTRAL), **FEW)
    text = data["documents"][0]["text"].encode("utf-16-le")
    heads = [
        text[2 * one["start"] : 2 * one["body"]].decode("utf-16-le").strip()
        for one in data["sections"]
    ]
    assert heads == ["一、𡋾字", "二、实践"]


def test_a_comparison_has_what_chance_says_and_nothing_else():
    corpus = corpus_of(*[SMALL * 3, ASTRAL * 3, WIDE * 3])
    data = page_data(corpus, **FEW)
    (entry,) = data["comparisons"]
    scores = an.keyness(an.count_terms(corpus, by="document"), tokens=corpus, permutations=20)
    assert entry["groups"] == ["文件1", "文件2", "文件3"]
    assert entry["unit"] == scores["unit"].iloc[0]
    near = scores[scores["p_permuted"] <= 0.2]
    sent = {(target, term) for target, terms in entry["p"].items() for term in terms}
    assert sent == set(zip(near["target"], near["term"], strict=True))
    assert data["alike"]["values"][0][0] == 1000


def test_scores_that_are_there_are_taken():
    corpus = corpus_of(SMALL)
    scores = an.keyness(an.count_terms(corpus, by="section"), tokens=corpus, permutations=10)
    made = page_data(corpus, scores=scores)
    assert made["comparisons"][0]["p"] == page_data(corpus, permutations=10)["comparisons"][0]["p"]


def test_scores_without_shuffles_are_refused():
    corpus = corpus_of(SMALL)
    with pytest.raises(ValueError, match=r"pass keyness\(…, tokens=…\)"):
        page_data(corpus, scores=an.keyness(an.count_terms(corpus, by="section")))


def test_years_are_groups_of_documents():
    corpus = corpus_of(SMALL, ASTRAL, WIDE)
    years = corpus.documents.assign(year=["2019", "2019", "2021"])
    data = page_data(corpus._replace(documents=years), by="year", **FEW)
    assert data["comparisons"][0]["groups"] == ["2019", "2021"]
    assert [one["group"] for one in data["documents"]] == ["2019", "2019", "2021"]


def test_a_document_in_two_groups_is_refused():
    corpus = corpus_of(SMALL, WIDE)
    tokens = corpus.tokens.assign(half=(corpus.tokens["position"] > 5).astype(str))
    with pytest.raises(ValueError, match="has several values"):
        page_data(corpus._replace(tokens=tokens), by="half", **FEW)


def test_one_part_is_compared_with_nothing():
    data = page_data(corpus_of("学习理论。学习经验。"), **FEW)
    assert data["comparisons"] == []


def test_other_wishes_are_refused():
    with pytest.raises(ValueError, match="full, evidence, none"):
        page_data(corpus_of(SMALL), text="all")
    with pytest.raises(ValueError, match="column of tokens"):
        page_data(corpus_of(SMALL), by="author")
    with pytest.raises(ValueError, match="nothing to show"):
        page_data(corpus_of("。。。"))


# --- drafts that may not be sent ----------------------------------------------------------------


def test_without_text_no_sentence_of_it_is_sent():
    data = page_data(corpus_of(SMALL, TRADITIONAL), text="none", **FEW)
    assert [one["text"] for one in data["documents"]] == ["", ""]
    assert "满意，服务" not in json.dumps(data, ensure_ascii=False)


def test_counts_stand_in_for_the_text():
    corpus = corpus_of(SMALL, TRADITIONAL)
    counts = page_data(corpus, text="none", **FEW)["counts"]
    found = {
        (name, path, counts["terms"][term]): n
        for name, path, pairs in counts["rows"]
        for term, n in zip(pairs[::2], pairs[1::2], strict=True)
    }
    table = an.count_terms(corpus, by=["document", "section"])
    columns = (table[name].tolist() for name in ("document", "section", "term", "n"))
    assert found == {(d, s, t): n for d, s, t, n in zip(*columns, strict=True)}


def test_evidence_is_whole_sentences_and_a_quarter_at_most():
    text = "\n".join(
        f"{number}、第{number}部分\n"
        + f"{word}很重要。其他话说了{word}。还有一句话。再有一句。" * 8
        for number, word in zip("一二三", ["理论", "群众", "企业"], strict=True)
    )
    corpus = corpus_of(text)
    data = page_data(corpus, text="evidence", permutations=100)
    whole = corpus.documents["text"].iloc[0]
    kept = data["documents"][0]["text"].split("\n")
    assert kept != [""]
    assert all(line in whole for line in kept)
    sentences = places(data["documents"][0]["cuts"])[1]
    assert 0 < len(sentences) <= data["sentences"] / 4


def test_evidence_keeps_the_numbers_of_its_paragraphs():
    paragraphs = "".join(f"闲话{number}说一说。\n\n" for number in range(30))
    corpus = corpus_of(
        f"一、甲\n{paragraphs}理论，理论，理论。\n\n理论很重要。\n二、乙\n{paragraphs}"
    )
    data = page_data(corpus, text="evidence", **FEW)
    numbers = data["documents"][0]["numbers"]
    sent = data["documents"][0]["text"].split("\n")
    shown = dict(zip(numbers, sent, strict=False))
    tokens = corpus.tokens[corpus.tokens["token"] == "理论"]
    assert 1 + tokens["paragraph"].iloc[0] in numbers
    assert "理论" in shown[1 + tokens["paragraph"].iloc[0]]


def test_only_what_is_selected_is_sent():
    data = page_data(corpus_of(SMALL).select(sections="2"), **FEW)
    assert "学习理论" not in data["documents"][0]["text"]
    assert words_of(data)[0] == "服务"


def test_documents_need_no_more_than_a_name_and_a_text():
    corpus = corpus_of(SMALL)
    bare = corpus._replace(documents=corpus.documents[["document", "text"]])
    data = page_data(bare, **FEW)
    assert data["documents"][0]["title"] == data["documents"][0]["name"]


def test_a_corpus_is_not_changed():
    corpus = corpus_of(SMALL, WIDE)
    before = [frame.copy() for frame in corpus]
    page_data(corpus, text="evidence", **FEW)
    for frame, old in zip(corpus, before, strict=True):
        pd.testing.assert_frame_equal(frame, old)
