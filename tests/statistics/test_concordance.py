"""Concordance lines, sentences, collocates: is what stands beside a figure really in the text?"""

from typing import NamedTuple

import pandas as pd
import pytest

import analysis as an
from analysis.statistics import Concordance, kwic, sentence_spans, sentences

TEXT = (
    "总标题\n"
    "一、群众工作\n"
    "　　我们服务群\n　　众，关心群众。群众说：“好！”大家都说好。\n"
    "　　第二段说 machine\nlearning 与群众。\n"
    "二、其他\n"
    "这里没有那个词；\n但有舆论。\n"
    "网站群众声明\n"
)


class Corpus(NamedTuple):
    """The frames that a concordance looks at."""

    documents: pd.DataFrame
    blocks: pd.DataFrame
    sections: pd.DataFrame
    tokens: pd.DataFrame


def find(part):
    start = TEXT.index(part)
    return start, start + len(part)


@pytest.fixture(scope="module")
def corpus():
    """One document with frames made by hand, so that only the concordance is tested."""
    spans = [
        (*find("总标题\n"), "title"),
        (*find("一、群众工作\n"), "heading"),
        (find("　　我们")[0], find("大家都说好。\n")[1], "body"),
        (find("　　第二段")[0], find("learning 与群众。\n")[1], "body"),
        (*find("二、其他\n"), "heading"),
        (find("这里没有")[0], find("但有舆论。\n")[1], "body"),
        (*find("网站群众声明\n"), "boilerplate"),
    ]
    assert "".join(TEXT[start:end] for start, end, _ in spans) == TEXT
    blocks = pd.DataFrame(spans, columns=["start", "end", "role"]).assign(document="d")
    sections = pd.DataFrame(
        {
            "document": "d",
            "section": ["0", "1", "2"],
            "start": [0, find("一、")[0], find("二、")[0]],
            "end": [find("一、")[0], find("二、")[0], len(TEXT)],
        }
    )
    words = ["我们", "服务", "群\n　　众", "关心", "群众", "群众", "说", "群众", "舆论"]
    rows, place = [], find("我们")[0]
    for word in words:
        place = TEXT.index(word, place)
        rows.append(("d", "1" if place < find("二、")[0] else "2", place, word))
        place += len(word)
    tokens = pd.DataFrame(rows, columns=["document", "section", "start", "token"])
    documents = pd.DataFrame({"document": ["d"], "text": [TEXT]})
    return Corpus(documents, blocks, sections, tokens.astype({"token": "category"}))


# --- kwic -------------------------------------------------------------------------------------


def test_hits_are_found_across_a_soft_line_break_and_lines_are_not_broken(corpus):
    lines = kwic(corpus, "群众", width=6)
    assert lines["start"].tolist() == [
        find("群\n")[0],
        find("群众。群众说")[0],
        find("群众说")[0],
        find("群众。\n二、")[0],
    ]
    assert lines["left"].iloc[0] == "我们服务"
    assert lines["right"].iloc[0] == "，关心群众。"
    assert lines["right"].iloc[2] == "说：“好！”"
    assert "\n" not in "".join(lines[["left", "keyword", "right"]].to_numpy().ravel())


def test_every_start_points_at_the_keyword_in_the_text(corpus):
    for line in kwic(corpus, "群众|说|舆论|learning", regex=True).itertuples():
        found = "".join(TEXT[line.start : line.start + len(line.keyword) + 3].split())
        assert found.startswith(line.keyword)


def test_headings_and_site_text_are_searched_only_when_asked(corpus):
    assert len(kwic(corpus, "群众")) == 4
    assert len(kwic(corpus, "群众", roles=("body", "heading"))) == 5
    with pytest.raises(ValueError, match="声明"):
        kwic(corpus, "声明")


def test_a_line_break_between_latin_words_is_a_blank_and_paragraphs_are_apart(corpus):
    (line,) = kwic(corpus, "machine learning", width=40).itertuples()
    assert line.left.endswith("大家都说好。 第二段说 ")
    with pytest.raises(ValueError, match="does not occur"):
        kwic(corpus, "好。第二段")


def test_term_takes_whole_tokens_only(corpus):
    lines = kwic(corpus, "说", term=True)
    assert lines["start"].tolist() == [find("说：")[0]]
    assert len(kwic(corpus, "说")) == 3
    assert (
        kwic(corpus, "群众", term=True)["start"].tolist() == kwic(corpus, "群众")["start"].tolist()
    )


def test_sorting_by_context_puts_like_beside_like(corpus):
    right = kwic(corpus, "群众", width=3, sort="right")["right"].tolist()
    assert right == sorted(right)
    left = [text[::-1] for text in kwic(corpus, "群众", width=3, sort="left")["left"]]
    assert left == sorted(left)


def test_sort_by_section_is_in_the_order_of_numbers(corpus):
    sections = pd.DataFrame(
        {
            "document": ["d"] * 3,
            "section": ["1.10", "1.2", "2"],
            "start": [0, find("　　第二")[0], find("二、")[0]],
            "end": [find("　　第二")[0], find("二、")[0], len(TEXT)],
        }
    )
    lines = kwic(corpus._replace(sections=sections), "说", sort="section")
    assert lines["section"].tolist() == ["1.2", "1.10", "1.10"]


def test_one_section_with_all_below_it(corpus):
    assert set(kwic(corpus, "说", section="1")["section"]) == {"1"}
    with pytest.raises(ValueError, match="no section '9'; there are: 0, 1, 2"):
        kwic(corpus, "说", section="9")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"pattern": "九天"}, "'九天' does not occur in the text"),
        ({"pattern": "群众们"}, "terms like it: 群众"),
        ({"pattern": "(", "regex": True}, "not a regular expression"),
        ({"pattern": ""}, "the pattern is empty"),
        ({"pattern": "群众", "width": -1}, "width=-1"),
        ({"pattern": "群众", "sort": "up"}, "there are: position, left, right, section"),
    ],
)
def test_bad_input_is_told_in_one_sentence(corpus, options, message):
    with pytest.raises(ValueError, match=message.replace("(", r"\(")) as told:
        kwic(corpus, **options)
    assert "\n" not in str(told.value)


# --- sentences --------------------------------------------------------------------------------


def test_sentences_are_whole_with_their_closing_marks(corpus):
    found = sentences(corpus, "说")
    assert found["text"].tolist() == [
        "群众说：“好！”",
        "大家都说好。",
        "第二段说 machine learning 与群众。",
    ]
    assert [TEXT[start] for start in found["start"]] == ["群", "大", "第"]
    assert sentences(corpus, "群众")["n"].tolist() == [2, 1, 1]


def test_a_line_break_after_a_semicolon_does_not_end_a_sentence(corpus):
    assert sentences(corpus, "舆论")["text"].tolist() == ["这里没有那个词；但有舆论。"]
    with pytest.raises(ValueError, match="does not occur"):
        sentences(corpus, "九天")


# --- laws -------------------------------------------------------------------------------------


def test_no_argument_is_changed(corpus):
    before = [frame.copy(deep=True) for frame in corpus]
    kwic(corpus, "群众", sort="left")
    sentences(corpus, "群众", term=True)
    for old, new in zip(before, corpus, strict=True):
        pd.testing.assert_frame_equal(old, new)


# --- the user's own document ------------------------------------------------------------------


def test_every_term_of_the_seed_leads_back_to_its_places_in_the_text(seed):
    from analysis import load
    from analysis.statistics import count_terms

    corpus = load(seed)
    written = corpus.tokens["token"].astype(str).str.replace(r"\s", "", regex=True)
    text = corpus.documents["text"].iloc[0]
    for term in count_terms(corpus.tokens)["term"].astype(str)[::4]:
        lines = kwic(corpus, term, term=True)
        own = corpus.tokens[written == term]
        assert lines["start"].tolist() == own["start"].tolist()
        assert lines["section"].tolist() == own["section"].astype(str).tolist()
        assert (lines["keyword"] == term).all()
        for line in lines.itertuples():
            around = "".join((line.left + line.keyword + line.right).split())
            assert around in "".join(text.split())


# --- how a hit is counted, and where it may be ----------------------------------------------


def two(**options):
    texts = {
        "甲": "一、学习\n国内生产好。学习文件。\n群众来信。\n二、生活\n大家都说生活好。",
        "乙": "一、学习\n新时代文明实践，文明实践。内生动力。\n群众满意。\n二、生活\n生活好。",
    }
    frame = pd.DataFrame({"document": list(texts), "text": list(texts.values())})
    return an.load(frame, **options)


def test_a_hit_says_whether_it_is_a_token_inside_one_or_across_several():
    corpus = two(
        segmenter=an.Segmenter(["新时代文明实践", "文明实践", "国内", "生产", "内生动力"])
    )
    lines = an.kwic(corpus, "文明实践")
    assert lines[["document", "how", "token"]].values.tolist() == [
        ["乙", "inside", "新时代文明实践"],
        ["乙", "itself", "文明实践"],
    ]
    lines = an.kwic(corpus, "内生")
    assert lines[["how", "token"]].values.tolist() == [
        ["across", "国内|生产"],
        ["inside", "内生动力"],
    ]
    assert an.kwic(corpus, "。", regex=False)["how"].unique().tolist() == [""]
    evidence = an.sentences(corpus, "文明实践")
    assert evidence[["n", "how"]].values.tolist() == [[2, "inside/itself"]]
    for term in ("文明实践", "群众", "学习"):
        itself = (an.kwic(corpus, term)["how"] == "itself").sum()
        assert itself == len(an.kwic(corpus, term, term=True)), term


def test_anchors_are_those_of_a_paragraph_and_no_hit_runs_over_one():
    corpus = two()
    assert len(an.kwic(corpus, "^群众", regex=True)) == 2
    assert an.kwic(corpus, "(信|满意)。$", regex=True)["keyword"].tolist() == ["信。", "满意。"]
    assert an.kwic(corpus, "学习.*信", regex=True, missing="empty").empty
    assert an.kwic(corpus, r"。\s群众", regex=True, missing="empty").empty


def test_a_word_that_is_not_there_need_not_stop_a_loop():
    corpus = two()
    lines = pd.concat([an.kwic(corpus, w, missing="empty") for w in ("群众", "农业", "学习")])
    assert lines["keyword"].tolist() == ["群众", "群众", "学习"]
    assert an.sentences(corpus, "农业", missing="empty").columns.tolist()[-1] == "how"
    assert an.kwic(corpus, "农业", term=True, missing="empty", sort="left").empty
    with pytest.raises(ValueError, match="'农业' does not occur"):
        an.kwic(corpus, "农业")
    with pytest.raises(ValueError, match="no missing='none'; there are: refuse, empty"):
        an.kwic(corpus, "群众", missing="none")


def test_terms_are_shown_only_where_the_text_that_is_searched_has_them():
    corpus = two()
    for roles in (("heading",), ("table",)):
        told = f"'学习' does not occur in the text, {roles[0]} only; it is a term of other text$"
        with pytest.raises(ValueError, match=told):
            an.kwic(corpus, "学习", term=True, roles=roles)
        with pytest.raises(ValueError, match="'学习' does not occur"):
            an.sentences(corpus, "学习", term=True, roles=roles)
    headings = two(cut_headings=True)
    assert an.kwic(headings, "学习", term=True)["left"].tolist()[0].endswith("。")
    assert len(an.kwic(headings, "学习", term=True)) == 1
    both = an.kwic(headings, "学习", term=True, roles=("body", "heading"))
    assert both["keyword"].tolist() == ["学习"] * 3


def test_tokens_that_the_text_does_not_have_are_refused_and_count_all_the_same():
    texts = {"甲": "老百姓满意。居民安居。", "乙": "老百姓生活好，群众生活好。"}
    corpus = an.load(pd.DataFrame({"document": texts.keys(), "text": texts.values()}))
    merged = corpus.tokens["token"].astype(str).replace(["老百姓", "居民"], "群众")
    tokens = corpus.tokens.assign(token=merged)
    counts = an.count_terms(tokens, by="document").set_index(["document", "term"])["n"]
    assert (counts["甲", "群众"], counts["乙", "群众"]) == (2, 2)
    for function in (an.kwic, an.sentences):
        with pytest.raises(
            ValueError, match="'群众' is a token at 0 of document '甲', where the "
        ):
            function(corpus._replace(tokens=tokens), "群众", term=True)
    lines = an.kwic(corpus, "老百姓|居民|群众", regex=True)
    assert lines["keyword"].tolist() == ["老百姓", "居民", "老百姓", "群众"]
    assert an.kwic(corpus, "老百姓", term=True)["keyword"].tolist() == ["老百姓", "老百姓"]


# --- sections that begin inside a paragraph -----------------------------------------------------

ESSAY = "学理论学原著悟原理，干实事开新局，走进群众，服务群众。"


def in_parts():
    """Two documents of one paragraph each, cut into parts in the middle of sentences."""
    texts = pd.DataFrame({"document": ["甲", "乙"], "text": [ESSAY * 4, "一、工作\n服务群众。"]})
    corpus = an.load(texts)
    cut = corpus.sections.iloc[[0, 0, 0, 1]].assign(section=["1", "2", "3", "1"])
    return corpus.with_sections(cut.assign(start=[0, 30, 76, 0], end=[30, 76, 108, 10]))


def test_hits_stand_in_the_section_in_which_they_begin_as_they_are_counted():
    corpus = in_parts()
    lines = an.kwic(corpus, "群众", width=6)
    counted = an.count_terms(corpus, by=["document", "section"])
    own = counted[counted["term"] == "群众"]
    found = lines.groupby(["document", "section"], sort=False).size().to_dict()
    assert found == {(d, s): n for d, s, n in own[["document", "section", "n"]].values.tolist()}
    assert set(found) == {("甲", "1"), ("甲", "2"), ("甲", "3"), ("乙", "1")}
    every = an.hits(corpus, "群众")
    assert every["section"].tolist() == lines["section"].tolist()
    spans = sentence_spans(corpus)
    quoted = an.sentences(corpus, "学|服务", regex=True)
    assert spans["section"].tolist() == quoted["section"].tolist() == ["1", "1", "2", "3", "1"]


def test_a_section_that_begins_inside_a_paragraph_is_searched_and_shows_the_text_around_it():
    corpus = in_parts()
    for section in "123":
        some = an.kwic(corpus, "群众", section=section)
        whole = an.kwic(corpus, "群众")
        same = whole[whole["section"] == section].reset_index(drop=True)
        pd.testing.assert_frame_equal(some, same)
    line = an.kwic(corpus, "学原著", section="2", width=5).iloc[0]
    assert line[["start", "left"]].tolist() == [30, "众。学理论"]
    across = an.kwic(corpus, "理论学原著").iloc[1]  # 理论 in 1, 学原著 in 2
    assert across[["section", "start"]].tolist() == ["1", 28]
    with pytest.raises(ValueError, match="'工作' does not occur in section '2'"):
        an.kwic(corpus, "工作", section="2")


def test_lines_of_one_term_after_another_are_those_of_kwic():
    texts = [
        "一、甲\n群众工作，群众\n满意。\n二、乙\n为 群众 服务。",
        "百姓满意，群众工作。XX县。",
    ]
    corpus = an.load(pd.DataFrame({"document": ["甲", "乙"], "text": texts}))
    for each in (corpus, corpus.with_synonyms({"群众": ["百姓"]})):
        lines = Concordance(each)
        for term in ("群众", "满意", "工作", "群众"):
            for top in (2, 99):
                whole = kwic(each, term, term=True)
                pd.testing.assert_frame_equal(lines(term, top), whole.head(top))
        assert len(lines("群众", 99)) > 2
        with pytest.raises(ValueError, match="'学习' does not occur in the text"):
            lines("学习", 2)
