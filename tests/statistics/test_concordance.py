"""Concordance lines, sentences, collocates: is what stands beside a figure really in the text?"""

from typing import NamedTuple

import naive
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.statistics import collocates, cooccurrence, kwic, ngrams, sentences

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
        ({"pattern": "(", "regex": True}, "no regular expression"),
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


# --- collocates -------------------------------------------------------------------------------


def frame(sequence, breaks=(), documents=None):
    """Tokens in text order; a new sentence begins at each of `breaks`."""
    sentence = np.searchsorted(np.sort(breaks), np.arange(len(sequence)), side="right")
    document = ["d"] * len(sequence) if documents is None else documents
    position = pd.Series(document).groupby(document, sort=False).cumcount()
    return pd.DataFrame(
        {"document": document, "sentence": sentence, "position": position, "token": list(sequence)}
    )


def rows_of(tokens):
    """The tokens as the slow oracle takes them."""
    columns = ["document", "sentence", "position", "token"]
    return list(tokens[columns].itertuples(index=False, name=None))


token_tables = st.tuples(
    st.text(alphabet="甲乙丙丁", min_size=2, max_size=40),
    st.sets(st.integers(1, 39), max_size=6),
    st.integers(1, 4),
    st.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(token_tables)
def test_collocates_agree_with_a_slow_count(table):
    text, breaks, window, across = table
    tokens = frame(text, sorted(breaks))
    node = text[0]
    expected = naive.company(rows_of(tokens), node, window, across=across)
    found = collocates(tokens, node, window=window, across=across, measure="mi3", stop=())
    assert dict(zip(found["collocate"], found["n"], strict=True)) == expected
    assert (found["n_node"] == text.count(node)).all()
    assert found["n_collocate"].tolist() == [text.count(term) for term in found["collocate"]]


def test_the_table_behind_a_score_is_company_against_the_rest():
    tokens = frame("甲乙丙甲乙丁丁丁丙丁")
    (row,) = (
        collocates(tokens, "甲", window=1, measure="mutual_information", stop=())
        .head(1)
        .itertuples()
    )
    # company of 甲: 乙, 丙, 乙; the other tokens (甲 aside): 丁 four times and 丙
    assert (row.collocate, row.n) == ("乙", 2)
    assert row.expected == pytest.approx(2 * 3 / 8)
    assert row.score == pytest.approx(np.log2(2 / (2 * 3 / 8)))


def test_log_dice_is_rychlys_with_its_fourteen():
    tokens = frame("甲乙丙甲乙丁甲丁")
    score = collocates(tokens, "甲", window=1, stop=()).set_index("collocate")["score"]
    assert score["乙"] == pytest.approx(14 + np.log2(2 * 2 / (3 + 2)))
    assert (score <= 14).all()
    assert (collocates(frame("乙甲乙乙甲乙"), "甲", window=2, stop=())["score"] <= 14).all()


def test_stop_words_leave_the_result_but_keep_words_apart():
    tokens = frame(["服务", "的", "群众", "服务"])
    assert collocates(tokens, "群众", window=1)["collocate"].tolist() == ["服务"]
    far = frame(["活动", "的", "群众", "服务"])
    assert collocates(far, "群众", window=1)["collocate"].tolist() == ["服务"]
    filtered = far[far["token"] != "的"]
    assert collocates(filtered, "群众", window=1)["collocate"].tolist() == ["服务"]


def test_windows_do_not_cross_documents():
    tokens = frame("甲乙", documents=["a", "b"])
    assert collocates(tokens, "甲", across=True, stop=()).empty


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda t: collocates(t, "戊"), "'戊' does not occur"),
        (lambda t: collocates(t, "甲", window=-1), "window=-1"),
        (lambda t: collocates(t, "甲", measure="luck"), "there are: log_likelihood"),
        (lambda t: collocates(t.iloc[:0], "甲"), "tokens is empty"),
        (lambda t: collocates(t.iloc[::-1], "甲"), "not in text order"),
        (lambda t: collocates(t.drop(columns="sentence"), "甲"), "no column 'sentence'"),
        (lambda t: cooccurrence(t, window=0), "window=0"),
        (lambda t: cooccurrence(t, stop="甲"), "it takes a list of terms"),
        (lambda t: ngrams(t, "甲", n=1), "n=1"),
        (lambda t: ngrams(t, "戊"), "'戊' does not occur"),
    ],
)
def test_bad_input_for_tokens_is_told(call, message):
    with pytest.raises(ValueError, match=message):
        call(frame("甲乙丙"))


# --- co-occurrence ----------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(token_tables)
def test_cooccurrence_in_sentences_agrees_with_a_slow_count(table):
    text, breaks, _, _ = table
    tokens = frame(text, sorted(breaks))
    groups = [set(part["token"]) for _, part in tokens.groupby("sentence")]
    expected = naive.together_in_sentences(rows_of(tokens))
    found = cooccurrence(tokens, min_n=1, top=None, stop=())
    assert {(row.node, row.collocate): row.n for row in found.itertuples()} == expected
    for row in found.itertuples():
        assert row.n_node == sum(row.node in group for group in groups)


@settings(max_examples=60, deadline=None)
@given(token_tables)
def test_cooccurrence_in_windows_agrees_with_a_slow_count(table):
    text, breaks, window, _ = table
    tokens = frame(text, sorted(breaks))
    expected = naive.together_in_windows(rows_of(tokens), window)
    found = cooccurrence(tokens, window=window, min_n=1, top=None, stop=(), measure="t_score")
    assert {(row.node, row.collocate): row.n for row in found.itertuples()} == dict(expected)
    for row in found.itertuples():
        assert row.n_node == sum(n for pair, n in expected.items() if row.node in pair)


def test_only_the_most_frequent_terms_take_part():
    tokens = frame("甲乙甲乙甲乙丙甲丁", breaks=[2, 4, 6])
    assert set(cooccurrence(tokens, top=2, stop=())["node"]) == {"乙"}


# --- ngrams ---------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(token_tables)
def test_ngrams_are_the_runs_with_the_node(table):
    text, breaks, window, _ = table
    tokens, n = frame(text, sorted(breaks)), window + 1
    expected = naive.ngrams(rows_of(tokens), n)
    expected = {run: times for run, times in expected.items() if text[0] in run.split()}
    found = ngrams(tokens, text[0], n=n)
    assert dict(zip(found["ngram"], found["n"], strict=True)) == expected
    assert found["n"].tolist() == sorted(found["n"], reverse=True)


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
