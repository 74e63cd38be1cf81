"""A corpus: a tuple of frames that remembers how they were made."""

import copy
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an

REPORT = """工作报告
一、总体要求
加强文明实践，推进营商环境建设。
（一）学什么
学理论，读原著。
（二）怎么学
多读书。
二、重点任务
走进群众，服务群众！开展文明实践活动。
"""
ESSAY = """学习体会

我们学习了理论，我们读了原著。走进群众，服务群众。

加强文明实践。多读书，读好书。
"""
LAW = "第一章 总则\n各单位要认真落实。\n第二章 附则\n"
FRAMES = ("documents", "blocks", "sections", "tokens")


def texts(**named):
    return pd.concat([an.read_text(text, name) for name, text in named.items()], ignore_index=True)


@pytest.fixture(scope="module")
def several():
    return texts(报告=REPORT, 体会=ESSAY, 法=LAW)


@pytest.fixture(scope="module")
def corpus(several):
    return an.load(several)


def assert_same(one, two, *, but=()):
    for name in FRAMES:
        left, right = (
            getattr(c, name).drop(columns=list(but), errors="ignore") for c in (one, two)
        )
        assert list(left) == list(right)
        for column in left:
            pd.testing.assert_series_equal(
                left[column], right[column], check_category_order=False, obj=f"{name}.{column}"
            )


def words(corpus):
    return corpus.tokens["token"].astype(str).tolist()


# --- a tuple -------------------------------------------------------------------------------


def test_a_corpus_is_the_tuple_of_its_frames(corpus):
    documents, blocks, sections, tokens = corpus
    assert isinstance(corpus, tuple)
    assert [documents is corpus.documents, blocks is corpus.blocks] == [True, True]
    assert [sections is corpus.sections, tokens is corpus.tokens] == [True, True]
    assert corpus._fields == FRAMES
    assert list(corpus._asdict()) == list(FRAMES)


def test_a_frame_is_replaced_and_the_options_stay(several):
    segmenter = an.Segmenter(["文明实践"], engine=list)
    corpus = an.load(several, segmenter=segmenter, headings=["一、"], parts=3)
    fewer = corpus._replace(tokens=corpus.tokens.head(3))
    assert len(fewer.tokens) == 3
    assert fewer.options == corpus.options
    assert fewer.blocks is corpus.blocks
    with pytest.raises(TypeError, match="token"):
        corpus._replace(token=corpus.tokens)


def test_a_corpus_of_ones_own_frames(corpus):
    made = an.Corpus(*corpus)
    assert_same(made, corpus)
    assert made.options == an.Options()
    assert an.Corpus._make(corpus) == made
    with pytest.raises(ValueError, match="no column 'role' in blocks"):
        an.Corpus(corpus.documents, corpus.sections, corpus.blocks, corpus.tokens)


def test_frames_of_ones_own_may_lack_what_is_not_needed(corpus):
    made = an.Corpus(
        corpus.documents[["document", "text"]],
        corpus.blocks[["document", "start", "end", "role"]],
        corpus.sections[["document", "section", "start"]],
        corpus.tokens[["document", "section", "start", "token"]],
    )
    assert repr(made) == repr(corpus)
    assert "报告" in made._repr_html_()
    assert words(made.with_terms(["文明实践"])) == words(corpus.with_terms(["文明实践"]))
    for name in ("blocks", "sections", "tokens"):
        pd.testing.assert_frame_equal(
            getattr(made.with_headings(None), name), getattr(corpus.with_headings(None), name)
        )
    assert made.with_headings(None).documents["title"].tolist() == ["工作报告", "学习体会", ""]


def test_a_corpus_does_not_change(corpus):
    for name in (*FRAMES, "options", "other"):
        with pytest.raises(AttributeError, match="a corpus does not change"):
            setattr(corpus, name, None)
        with pytest.raises(AttributeError, match="a corpus does not change"):
            delattr(corpus, name)


@pytest.mark.parametrize("engine", ["rjieba", list])
def test_a_corpus_can_be_copied_and_sent(several, engine):
    segmenter = an.Segmenter(["文明实践"], engine=engine)
    own = an.Form("box", "专栏[0-9]+", 3, "own", "专栏1")
    corpus = an.load(several, segmenter=segmenter, headings=[*an.FORMS, own], parts=2)
    for other in (pickle.loads(pickle.dumps(corpus)), copy.deepcopy(corpus), copy.copy(corpus)):
        assert type(other) is an.Corpus
        assert_same(other, corpus)
        assert other == corpus
        assert_same(other.with_terms(["读原著"]), corpus.with_terms(["读原著"]))


def test_corpora_are_equal_if_frames_and_options_are(several, corpus):
    again = an.load(several)
    assert again == corpus
    assert not again.__ne__(corpus)
    others = [
        corpus._replace(tokens=corpus.tokens.head(3)),
        corpus._replace(options=an.Options(encoding="big5")),
        corpus.with_terms(["文明实践"]),
        tuple(corpus),
        None,
    ]
    for other in others:
        assert other != corpus
        assert corpus != other
        assert not corpus.__eq__(other)
    with pytest.raises(TypeError, match="unhashable"):
        hash(corpus)


# --- other words ---------------------------------------------------------------------------


def test_terms_add_to_those_that_are_kept(several):
    one = an.load(several, segmenter=an.Segmenter(["营商环境"], engine="jieba", hmm=False))
    both = one.with_terms(["文明实践"])
    assert words(both).count("营商环境") == 1
    assert words(both).count("文明实践") == 3
    assert (both.options.segmenter.engine, both.options.segmenter.hmm) == ("jieba", False)
    assert words(one).count("文明实践") == 0, "the first corpus was changed"
    whole = an.Segmenter(["营商环境", "文明实践"], engine="jieba", hmm=False)
    assert both == an.load(several, segmenter=whole)


def test_terms_leave_an_engine_of_ones_own_in_its_place(several):
    letters = an.load(several, segmenter=an.Segmenter(engine=list))
    made = letters.with_terms(["文明实践"]).with_terms(["群众"])
    assert set(map(len, words(made))) == {1, 2, 4}
    assert made.options.segmenter.engine is list


def test_terms_leave_tags_and_headings_in_their_place(several):
    corpus = an.load(several, tags=True, cut_headings=True)
    made = corpus.with_terms(["文明实践", "重点任务"])
    tags = dict(zip(made.tokens["token"], made.tokens["tag"], strict=True))
    assert tags["重点任务"] == "n"
    assert tags["走进"] == "v"
    assert "tag" not in made.recut(tags=False).tokens
    assert "重点任务" not in words(made.recut(cut_headings=False))
    # also tags that came with a frame of one's own
    plain = an.load(several)
    tagged = plain._replace(tokens=an.tokenize(plain, tags=True))
    assert "tag" in tagged.with_terms(["文明实践"]).tokens


def test_terms_come_as_a_file_or_a_table_too(corpus, tmp_path):
    path = tmp_path / "词典.txt"
    path.write_text("文明实践 9 nz\n", "utf-8")
    table = pd.DataFrame({"term": ["文明实践"], "n": [3]})
    assert words(corpus.with_terms(path)) == words(corpus.with_terms(table))
    assert words(corpus.with_terms([])) == words(corpus)
    with pytest.raises(FileNotFoundError, match="no dictionary file"):
        corpus.with_terms("文明实践")


def test_another_segmenter_takes_the_place_of_the_first(several):
    corpus = an.load(several, segmenter=an.Segmenter(["文明实践"]), tags=True, parts=2)
    letters = corpus.recut(an.Segmenter(engine=list))
    assert letters == an.load(several, segmenter=an.Segmenter(engine=list), tags=True, parts=2)
    assert corpus.recut() == corpus


# --- other sections ------------------------------------------------------------------------

OWN = an.Form("box", "专栏[0-9]+", 3, "own", "专栏1")
BOXES = "学习体会\n专栏1 要点\n学理论。\n专栏2 做法\n读原著。\n"


@pytest.mark.parametrize("headings", [None, [], ["一、"], "（一）", [*an.FORMS, OWN], OWN])
def test_with_headings_is_loading_with_them(headings):
    documents = texts(报告=REPORT, 体会=ESSAY, 专栏=BOXES, 又=BOXES.partition("\n")[2])
    documents.loc[0, "title"] = "我的报告"
    options = {"segmenter": an.Segmenter(["文明实践"]), "tags": True, "parts": 2}
    expected = an.load(documents, headings=headings, **options)
    made = an.load(documents, headings=["二"[:0] or "1."], **options).with_headings(headings)
    assert_same(made, expected)
    assert made == expected
    assert made.documents.loc[0, "title"] == "我的报告"


def test_forms_may_come_from_an_iterator(several):
    corpus = an.load(several, headings=(form for form in ["一、"]))
    assert corpus.options.headings == ("一、",)
    assert corpus.with_headings(iter(["一、"])) == corpus


def test_labels_that_were_put_right_hold_for_what_follows(several):
    corpus = an.load(several, segmenter=an.Segmenter(["文明实践"]), cut_headings=True)
    blocks = corpus.blocks.copy()
    blocks.loc[blocks["marker"] == "（一）", "role"] = "body"
    made = corpus.with_blocks(blocks)
    own = made.sections[made.sections["document"] == "报告"]
    assert own["section"].tolist() == ["0", "1", "1.1", "2"]
    assert own["title"].iloc[2] == "（二）怎么学"
    assert words(made) == words(corpus)
    assert made.options == corpus.options
    with pytest.raises(ValueError, match="no column 'marker' in blocks"):
        corpus.with_blocks(blocks.drop(columns="marker"))


@pytest.mark.parametrize("parts", [2, 3, "paragraphs", None])
def test_parts_are_those_of_loading(several, parts):
    options = {"segmenter": an.Segmenter(["文明实践"]), "tags": True}
    made = an.load(several, parts=7, **options).parts(parts)
    assert made == an.load(several, parts=parts, **options)
    assert made.options.parts == parts
    own = made.sections[made.sections["document"] == "报告"]
    assert own["title"].tolist()[-1] == "二、重点任务", "a document with headings keeps them"


def test_parts_of_a_wrong_kind(corpus):
    for wrong in (0, "halves", -1):
        with pytest.raises(ValueError, match=f"{wrong!r}"):
            corpus.parts(wrong)


def test_sections_of_ones_own(several):
    corpus = an.load(several, segmenter=an.Segmenter(["文明实践"]), tags=True)
    sections = pd.DataFrame(
        {
            "document": ["报告", "体会", "体会", "法"],
            "section": ["1", "1", "2", "1"],
            "start": [0, 0, ESSAY.index("加强"), 0],
        }
    )
    made = corpus.with_sections(sections)
    assert made.sections is sections
    own = made.tokens[made.tokens["document"] == "体会"].groupby("section", observed=True)
    assert own["token"].first().tolist() == ["我们", "加强"]
    assert_same(made, made.recut())
    assert "读书" in words(made.with_terms(["多读"]).select(documents="体会", sections="2"))
    with pytest.raises(ValueError, match="no section at the beginning of '报告'"):
        corpus.with_sections(sections.assign(start=99))
    with pytest.raises(
        ValueError, match=r"no document '论' in this corpus.*; there are: 报告, 体"
    ):
        corpus.with_sections(sections.replace("法", "论"))


# --- a part --------------------------------------------------------------------------------


def test_some_documents_are_what_loading_them_alone_gives(several, corpus):
    for names in ("报告", ["法", "报告"], ("体会",), several["document"][1:]):
        chosen = [names] if isinstance(names, str) else list(names)
        alone = several[several["document"].isin(chosen)].reset_index(drop=True)
        some = corpus.select(documents=names)
        assert_same(some, an.load(alone))
        assert some == an.load(alone)
    assert corpus.select() == corpus


def test_some_sections_are_counted_and_found_and_nothing_else(several):
    corpus = an.load(several, segmenter=an.Segmenter(["文明实践"]), tags=True)
    some = corpus.select(sections=["1.2", "2"])
    assert some.documents["document"].tolist() == ["报告", "法"]
    assert some.sections[["document", "section"]].values.tolist() == [
        ["报告", "1.2"],
        ["报告", "2"],
        ["法", "2"],
    ]
    for document, text in some.documents[["document", "text"]].itertuples(index=False):
        own = some.tokens[some.tokens["document"] == document]
        for token, start in zip(own["token"], own["start"], strict=True):
            assert text[start : start + len(token)] == token
    with pytest.raises(ValueError, match="'学理论' does not occur"):
        an.kwic(some, "学理论")
    assert an.kwic(some, "文明实践")["section"].tolist() == ["2"]
    assert an.kwic(corpus, "文明实践")["section"].tolist() == ["1", "2", "0"]


def test_a_section_stands_for_what_lies_below_it(corpus):
    assert corpus.select(sections="1").sections["section"].tolist() == ["1", "1.1", "1.2", "1"]
    assert corpus.select(documents="报告", sections="1.1").sections["section"].tolist() == ["1.1"]


def test_what_is_selected_can_be_cut_again_and_selected_further(corpus):
    numbers = ["sentence", "position"]
    one = corpus.select(sections=["1", "2"]).with_terms(["文明实践"])
    two = corpus.with_terms(["文明实践"]).select(sections=["1", "2"])
    assert_same(one, two, but=numbers)
    further = one.select(documents="报告").select(sections="1.1")
    assert words(further) == ["学", "理论", "读", "原著"]


@pytest.mark.parametrize("chosen", [["1"], ["2"], ["1", "3"], ["2", "3"], ["4", "1"]])
def test_a_paragraph_that_parts_divide_is_divided(several, chosen):
    corpus = an.load(texts(一="甲乙。丙丁！戊己？庚辛。" * 2, 二=ESSAY), parts=4)
    some = corpus.select(sections=chosen)
    assert words(some.recut()) == words(some)
    inside = corpus.tokens["section"].isin(chosen)
    assert words(some) == corpus.tokens["token"][inside].astype(str).tolist()
    assert some.blocks["end"].gt(some.blocks["start"]).all()


@examples(40)
@given(st.data())
def test_any_selection_points_to_its_places(data):
    lines = st.sampled_from(
        ["一、学习", "二、实践", "（一）读书", "学理论。", "走进群众，服务群众。", "", "多读书"]
    )
    drawn = data.draw(st.lists(st.lists(lines, max_size=7).map("\n".join), min_size=1, max_size=3))
    documents = pd.DataFrame({"document": [f"文{n}" for n in range(len(drawn))], "text": drawn})
    corpus = an.load(documents, parts=data.draw(st.sampled_from([None, 2, "paragraphs"])))
    paths = sorted(set(corpus.sections["section"]))
    chosen = data.draw(st.lists(st.sampled_from(paths), min_size=1, unique=True))
    some = corpus.select(sections=chosen)
    under = tuple(f"{path}." for path in chosen)
    inside = [f"{path}.".startswith(under) for path in corpus.tokens["section"].astype(str)]
    rows = corpus.tokens[np.array(inside, dtype=bool)]
    columns = ["document", "section", "start", "token"]
    assert some.tokens[columns].astype(str).values.tolist() == (
        rows[columns].astype(str).values.tolist()
    )
    assert some.recut().tokens[columns].astype(str).values.tolist() == (
        rows[columns].astype(str).values.tolist()
    )


def test_what_is_not_there_is_named(corpus):
    with pytest.raises(ValueError, match="no document '论'; there are: 报告, 体会, 法"):
        corpus.select(documents=["报告", "论"])
    with pytest.raises(ValueError, match=r"no section '3'; there are: 0, 1, 1\.1, 1\.2, 2"):
        corpus.select(sections="3")
    with pytest.raises(ValueError, match="no section '2'; there are: 0"):
        corpus.select(documents="体会", sections="2")
    with pytest.raises(ValueError, match=r"sections=2: give it as text, such as '2'"):
        corpus.select(sections=2)
    with pytest.raises(ValueError, match=r"sections=1\.1: give it as text"):
        corpus.select(sections=["2", 1.1])
    with pytest.raises(ValueError, match=r"documents=2024: give it as text"):
        corpus.select(documents=2024)
    assert len(corpus.select(documents=[]).tokens) == len(corpus.select(sections=[]).blocks) == 0


def test_options_go_with_whatever_is_made(several):
    corpus = an.load(
        several,
        segmenter=an.Segmenter(["文明实践"], hmm=False),
        headings=["一、", "（一）", "第一章"],
        encoding="utf-8",
        parts=2,
        cut_headings=True,
    )
    made = [
        corpus.recut(tags=True),
        corpus.with_blocks(corpus.blocks),
        corpus.select(documents="报告"),
        corpus.select(sections="1"),
        corpus.parts(2),
        corpus.with_headings(corpus.options.headings),
        corpus.with_sections(corpus.sections).parts(2),
    ]
    assert all(each.options == corpus.options for each in made)
    assert corpus.with_sections(corpus.sections).options.parts is None


# --- how it is shown -----------------------------------------------------------------------


def test_what_a_corpus_says_of_itself(corpus):
    assert repr(corpus) == "<Corpus: 3 documents, 8 sections, 44 tokens>"
    assert repr(corpus.select(documents="法")) == "<Corpus: 1 document, 2 sections, 4 tokens>"
    assert repr(an.Corpus(*(frame.iloc[:0] for frame in corpus))) == (
        "<Corpus: 0 documents, 0 sections, 0 tokens>"
    )


def test_what_was_not_read_is_said(tmp_path):
    (tmp_path / "甲.txt").write_text(REPORT, "utf-8")
    for name in "乙丙丁戊":
        (tmp_path / f"{name}.doc").write_bytes(b"\xd0\xcf")
    with pytest.warns(UserWarning, match="could not be read"):
        corpus = an.load(tmp_path)
    told = repr(corpus)
    assert told.startswith("<Corpus: 1 document, 5 sections, ")
    assert told.endswith(
        "; not read: 丁 (.doc cannot be read), 丙 (.doc cannot be read), "
        "乙 (.doc cannot be read) and 1 more>"
    )
    page = corpus._repr_html_()
    assert "4 not read" in page
    assert page.count("not read: .doc cannot be read; save it as .docx") == 4


def test_the_table_of_a_notebook(corpus):
    page = corpus.with_terms(["文明实践"])._repr_html_()
    assert "3 documents, 8 sections" in page
    assert "1 words of your own" in page
    assert "<th>报告</th><td>工作报告</td><td>5</td>" in page
    many = an.load(texts(**{f"<文{n}>": "学习。" for n in range(25)}))
    page = many._repr_html_()
    assert page.count("&lt;文") == 20
    assert "<文" not in page
    assert "… 5 more" in page


# --- terms found in the texts ---------------------------------------------------------------

SPEECHES = {
    "甲": "一、环境\n优化营商环境。营商环境向好。\n二、实践\n推进文明实践站建设。",
    "乙": "一、环境\n优化营商环境，持续优化营商环境。\n二、实践\n文明实践站很好。文明实践站多。",
    "丙": "优化营商环境。营商环境好。优化营商环境。",
}


def speeches():
    texts = {"document": list(SPEECHES), "text": list(SPEECHES.values())}
    return an.load(pd.DataFrame(texts))


def test_found_terms_are_kept_whole_in_one_pass_over_all_documents():
    plain, corpus = speeches(), speeches().with_found_terms()
    assert plain.options.found is None
    assert set(corpus.options.found) == {"营商环境", "文明实践站"}
    counts = an.count_terms(corpus, by="document").set_index(["document", "term"])["n"]
    for name, text in SPEECHES.items():
        for term in corpus.options.found:
            assert counts.get((name, term), 0) == text.count(term), (name, term)
            part = an.count_terms(corpus.select(documents=name)).set_index("term")["n"]
            assert part.get(term, 0) == text.count(term)
    assert "2 found terms kept whole" in repr(corpus)
    assert "found" not in repr(plain)


def test_a_verb_in_front_does_not_take_a_term_out_of_the_counts():
    found = an.discover_terms(speeches())
    assert "优化营商环境" in set(found["term"])
    assert "优化营商环境" not in set(speeches().found_terms()["term"])
    nouns = an.load(an.read_text("文明实践站。" * 3 + "实践站。" * 2))
    assert "文明实践站" in nouns.with_found_terms().options.found, "文明 is no verb"


def test_own_terms_come_before_those_found_and_nothing_is_looked_for_twice():
    own = speeches().with_found_terms(["优化营商环境"])
    counts = an.count_terms(own).set_index("term")["n"]
    assert counts["优化营商环境"] == 5
    assert "文明实践站" in own.options.found
    more = own.with_found_terms(["向好"])
    assert more.options.found == own.options.found
    assert "向好" in more.options.segmenter.words
    only = speeches().with_terms(["优化营商环境"])
    assert only.options.found is None
    assert "文明实践站" not in set(only.tokens["token"])
    assert own.recut(an.Segmenter()).options.found is None


def test_nothing_found_is_said_to_be_nothing():
    corpus = an.load(an.read_text("走进群众。")).with_found_terms()
    assert corpus.options.found == ()
    assert corpus.with_found_terms() == corpus


# --- words that are counted as one term ----------------------------------------------------

VILLAGE = (
    "一、工作\n老百姓满意，走群众路线，服务群众。\n二、生活\n老百\u200b姓生活好，人民群众安居。"
)
TOWN = "一、工作\n乡亲满意。\n二、生活\n群众生活好。"
PEOPLE = {"群众": ["老百姓", "人民群众", "乡亲"]}


@pytest.fixture(scope="module")
def people():
    return an.load(texts(村=VILLAGE, 镇=TOWN)).with_synonyms(PEOPLE)


def test_synonyms_are_counted_as_one_term_and_the_token_is_what_the_text_has(people):
    tokens, texts_of = people.tokens, dict(people.documents[["document", "text"]].values)
    for name, start, token in tokens[["document", "start", "token"]].itertuples(index=False):
        assert texts_of[name][start : start + len(token)] == token
    counts = an.count_terms(people, by=["document", "section"])
    own = counts[counts["term"] == "群众"]
    assert own[["document", "section", "n"]].values.tolist() == [
        ["村", "1", 2],
        ["村", "2", 2],
        ["镇", "1", 1],
        ["镇", "2", 1],
    ]
    assert not {"老百姓", "人民群众", "乡亲"} & set(counts["term"].astype(str))
    assert "1 term with synonyms" in repr(people)


def test_every_function_of_tokens_follows_synonyms(people):
    assert an.collocates(people, "群众", window=2)["n_node"].unique().tolist() == [6]
    pairs = an.cooccurrence(people, min_n=1)
    assert {"群众", "生活"} in [set(pair) for pair in pairs[["node", "collocate"]].values.tolist()]
    assert an.ngrams(people, "群众", n=2)["ngram"].tolist()[0] == "群众 满意"
    spread = an.dispersion(an.count_terms(people, by="document")).set_index("term")
    assert spread.loc["群众", ["n", "range"]].tolist() == [6, 2]
    scores = an.keyness(an.count_terms(people, by="document"), tokens=people, stop=())
    own = scores[(scores["term"] == "群众") & (scores["target"] == "村")].iloc[0]
    assert (own["n_target"], own["n_reference"]) == (4, 2)


def test_a_search_for_the_term_finds_its_variants_and_says_which(people):
    whole = an.kwic(people, "群众", term=True)
    assert whole["keyword"].tolist() == ["老百姓", "群众", "老百姓", "人民群众", "乡亲", "群众"]
    assert whole["token"].tolist() == whole["keyword"].tolist()
    every = an.kwic(people, "群众")
    assert every[["keyword", "how", "token"]].values.tolist() == [
        ["老百姓", "itself", "老百姓"],
        ["群众", "inside", "群众路线"],
        ["群众", "itself", "群众"],
        ["老百姓", "itself", "老百姓"],
        ["人民群众", "itself", "人民群众"],
        ["乡亲", "itself", "乡亲"],
        ["群众", "itself", "群众"],
    ]
    assert an.kwic(people, "群众", regex=True)["keyword"].unique().tolist() == ["群众"]
    assert an.sentences(people, "群众")["n"].tolist() == [3, 2, 1, 1]


def test_a_search_for_a_variant_finds_this_one(people):
    assert an.kwic(people, "老百姓")["keyword"].tolist() == ["老百姓"] * 2
    for search in (
        lambda: an.kwic(people, "老百姓", term=True),
        lambda: an.collocates(people, "老百姓"),
    ):
        with pytest.raises(ValueError, match=r"'老百姓' does not occur .*counted as '群众'"):
            search()


def test_a_corpus_keeps_its_synonyms(people):
    assert people.options.synonyms == (("群众", ("老百姓", "人民群众", "乡亲")),)
    again = pickle.loads(pickle.dumps(people))
    assert again == people
    others = [
        people.recut(tags=True),
        people.recut(an.Segmenter(hmm=False)),
        people.with_terms(["生活好"]),
        people.with_found_terms(),
        people.with_headings(None),
        people.with_sections(people.sections),
        people.with_synonyms({"生活": ["安居"]}),
    ]
    for other in others:
        terms = an.count_terms(other).set_index("term")["n"]
        assert terms["群众"] == 6
        assert other.options.synonyms[:1] == people.options.synonyms
    some = people.select(documents="镇")
    assert an.count_terms(some).set_index("term")["n"]["群众"] == 2
    assert "群众路线" not in some.tokens["term"].cat.categories


def test_variants_that_would_be_cut_apart_are_kept_whole_and_others_are_left_alone():
    text = an.read_text("抓好文明实践工作和精神文明工作，走群众路线。")
    corpus = an.load(text).with_synonyms({"文明实践": ["精神文明工作"], "群众": ["老百姓"]})
    assert set(corpus.options.segmenter.words) == {"文明实践", "精神文明工作"}
    for other in (corpus, corpus.recut(an.Segmenter(engine=list))):
        assert an.count_terms(other).set_index("term")["n"]["文明实践"] == 2


def test_synonyms_that_cannot_be_meant_are_refused(people):
    with pytest.raises(ValueError, match="'老百姓' is a variant of '群众' and of '居民'"):
        people.with_synonyms({"居民": ["老百姓"]})
    with pytest.raises(ValueError, match="'老百姓' is a variant of '群众' and has variants"):
        people.with_synonyms({"老百姓": ["居民"]})


ROLES = {
    "甲": [
        "一、学习",
        "学习理论，学习文件。",
        "表格文化站。",
        "注释文化馆。",
        "二、实践",
        "走进群众。",
    ],
    "乙": ["表格经济。", "一、服务", "服务群众。", "注释经济。"],
}


def corpus_with_roles():
    """Two documents whose format says what is a table and what a note."""
    rows = []
    for name, lines in ROLES.items():
        marks, place = [], 0
        for line in lines:
            role = {"表格": "table", "注释": "note"}.get(line[:2])
            if role:
                marks.append(an.Mark(place, place + len(line), role))
            place += len(line) + 1
        rows.append((name, "\n".join(lines), tuple(marks)))
    return an.load(pd.DataFrame(rows, columns=["document", "text", "marks"]))


def test_what_is_counted_can_be_chosen_by_its_role():
    corpus = corpus_with_roles()
    assert {"文化站", "文化馆", "经济"} & set(corpus.tokens["token"].astype(str))
    words = {}
    for role in ("body", "table", "note"):
        some = corpus.select(roles=role)
        texts = dict(zip(some.documents["document"], some.documents["text"], strict=True))
        lines = {
            texts[row.document][: row.start].rpartition("\n")[2][:2]
            or texts[row.document][row.start : row.start + 2]
            for row in some.tokens.itertuples()
        }
        assert ("表格" in lines, "注释" in lines) == (role == "table", role == "note")
        words[role] = some.tokens
    parts = pd.concat([part.astype({"token": str}) for part in words.values()])
    whole = corpus.tokens.astype({"token": str})
    columns = ["document", "section", "sentence", "position", "start", "token", "paragraph"]
    keys = ["document", "position"]
    pd.testing.assert_frame_equal(
        parts[columns]
        .astype({"document": str, "section": str})
        .sort_values(keys, ignore_index=True),
        whole[columns]
        .astype({"document": str, "section": str})
        .sort_values(keys, ignore_index=True),
    )


def test_roles_are_chosen_together_with_documents_and_kept_when_cut_again():
    corpus = corpus_with_roles()
    some = corpus.select(documents="甲", sections="1", roles=["body", "note"])
    assert set(some.tokens["document"]) == {"甲"}
    assert "表格" not in set(some.tokens["token"].astype(str))
    assert "注释" in set(some.tokens["token"].astype(str))
    again = some.recut()
    assert again.tokens["start"].tolist() == some.tokens["start"].tolist()
    assert an.kwic(corpus.select(roles="body"), "文化", missing="empty").empty
    assert corpus.select(roles=["body", "table", "note"]).tokens.equals(corpus.tokens)
    counts = an.count_terms(some, by="document")
    assert counts["n"].sum() == len(some.tokens)
    with pytest.raises(ValueError, match="no role 'heading' is counted; there are: body, table"):
        corpus.select(roles="heading")
    with pytest.raises(ValueError, match="roles=3: give it as text"):
        corpus.select(roles=[3])


def test_a_large_collection_is_loaded_with_a_word_about_counting_it(tmp_path, monkeypatch):
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("服务群众。", encoding="utf-8")
    monkeypatch.setattr("analysis.reading.documents.MANY_FILES", 4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(an.load(path for path in tmp_path.iterdir()).documents) == 4
    monkeypatch.setattr("analysis.reading.documents.MANY_FILES", 3)
    with pytest.warns(UserWarning, match="4 files.*count_corpus") as caught:
        an.load(tmp_path)
    assert caught[0].filename == __file__
    monkeypatch.setattr("analysis.reading.documents.MANY_BYTES", 10)
    with pytest.warns(UserWarning, match="1 files.*count_corpus"):
        an.load(tmp_path / "1.txt")
