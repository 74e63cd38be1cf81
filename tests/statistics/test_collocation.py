"""Collocates, co-occurrence, n-grams around a term: slow oracles and laws."""

import naive
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples
from small_frames import QUICK, documents, text, token_tables

from analysis.statistics import MEASURES, collocates, cooccurrence, ngrams


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
    plain = tokens[columns].astype({"document": "str", "token": "str"})
    return list(plain.itertuples(index=False, name=None))


one_document = st.tuples(
    st.text(alphabet="甲乙丙丁", min_size=2, max_size=40),
    st.sets(st.integers(1, 39), max_size=6),
    st.integers(1, 4),
    st.booleans(),
)


# --- collocates ----------------------------------------------------------------------------------


@QUICK
@given(token_tables(words=["甲", "乙", "丙"]), st.integers(1, 4), st.booleans())
def test_collocates_equal_the_slow_way(tokens, window, across):
    rows = rows_of(tokens)
    slow = naive.in_window(rows, "甲", window, across=across)
    if not any(row[3] == "甲" for row in rows):
        return
    table = collocates(tokens, "甲", window=window, across=across, measure="mi3", stop=())
    assert dict(zip(table["collocate"], table["n"], strict=True)) == slow


@examples(60)
@given(one_document)
def test_collocates_agree_with_a_slow_count(table):
    text, breaks, window, across = table
    tokens = frame(text, sorted(breaks))
    node = text[0]
    expected = naive.in_window(rows_of(tokens), node, window, across=across)
    found = collocates(tokens, node, window=window, across=across, measure="mi3", stop=())
    assert dict(zip(found["collocate"], found["n"], strict=True)) == expected
    assert (found["n_node"] == text.count(node)).all()
    assert found["n_collocate"].tolist() == [text.count(term) for term in found["collocate"]]


def test_the_table_behind_a_score_is_the_window_against_the_rest():
    tokens = frame("甲乙丙甲乙丁丁丁丙丁")
    (row,) = (
        collocates(tokens, "甲", window=1, measure="mutual_information", stop=())
        .head(1)
        .itertuples()
    )
    # window of 甲: 乙, 丙, 乙; the other tokens (甲 aside): 丁 four times and 丙
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


def test_the_first_and_the_last_token_of_all_are_neighbours_too():
    tokens = text("舆论 群众 活动 群众 会议")
    table = collocates(tokens, "群众", window=1, stop=()).set_index("collocate")
    assert table["n"].to_dict() == {"舆论": 1, "活动": 1, "会议": 1}


def test_a_text_of_one_token_has_no_neighbours():
    assert collocates(text("群众"), "群众", stop=()).empty
    assert ngrams(text("群众"), "群众").empty


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


# --- co-occurrence -------------------------------------------------------------------------------


@QUICK
@given(token_tables(words=["甲", "乙", "丙"]), st.integers(1, 4))
def test_cooccurrence_equals_the_slow_way(tokens, window):
    if tokens.empty:
        return
    for options, slow in [
        ({}, naive.together_in_sentences(rows_of(tokens))),
        ({"window": window}, naive.together_in_windows(rows_of(tokens), window)),
    ]:
        table = cooccurrence(tokens, top=None, min_n=1, stop=(), **options)
        found = {(row.node, row.collocate): row.n for row in table.itertuples()}
        assert found == slow


@examples(60)
@given(one_document)
def test_cooccurrence_in_sentences_agrees_with_a_slow_count(table):
    text, breaks, _, _ = table
    tokens = frame(text, sorted(breaks))
    groups = [set(part["token"]) for _, part in tokens.groupby("sentence")]
    expected = naive.together_in_sentences(rows_of(tokens))
    found = cooccurrence(tokens, min_n=1, top=None, stop=())
    assert {(row.node, row.collocate): row.n for row in found.itertuples()} == expected
    for row in found.itertuples():
        assert row.n_node == sum(row.node in group for group in groups)


@examples(60)
@given(one_document)
def test_cooccurrence_in_windows_agrees_with_a_slow_count(table):
    text, breaks, window, _ = table
    tokens = frame(text, sorted(breaks))
    expected = naive.together_in_windows(rows_of(tokens), window)
    found = cooccurrence(tokens, window=window, min_n=1, top=None, stop=(), measure="t_score")
    assert {(row.node, row.collocate): row.n for row in found.itertuples()} == dict(expected)
    for row in found.itertuples():
        assert row.n_node == sum(n for pair, n in expected.items() if row.node in pair)


def test_together_by_chance_is_the_share_of_the_one_of_the_places_of_the_other():
    tokens = text("服务 群众\n服务 群众 活动\n服务 会议\n会议")
    pair = cooccurrence(tokens, stop=(), measure="mutual_information").iloc[0]
    assert (pair.node, pair.collocate, pair.n) == ("服务", "群众", 2)
    assert (pair.n_node, pair.n_collocate) == (3, 2)  # of four sentences
    assert pair.expected == pytest.approx(3 * 2 / 4)
    assert pair.score == pytest.approx(np.log2(2 / 1.5))
    near = cooccurrence(tokens, stop=(), window=1, min_n=2, measure="mutual_information").iloc[0]
    assert (near.node, near.collocate, near.n) == ("服务", "群众", 2)
    assert (near.n_node, near.n_collocate) == (3, 3)  # of four pairs of neighbours
    assert near.expected == pytest.approx(3 * 3 / 4)
    assert near.score == pytest.approx(np.log2(2 / 2.25))


def test_only_the_most_frequent_terms_take_part():
    tokens = frame("甲乙甲乙甲乙丙甲丁", breaks=[2, 4, 6])
    assert set(cooccurrence(tokens, top=2, stop=())["node"]) == {"乙"}


# --- n-grams -------------------------------------------------------------------------------------


@examples(60)
@given(one_document)
def test_ngrams_are_the_runs_with_the_node(table):
    text, breaks, window, _ = table
    tokens, n = frame(text, sorted(breaks)), window + 1
    expected = naive.ngrams(rows_of(tokens), n)
    expected = {run: times for run, times in expected.items() if text[0] in run.split()}
    found = ngrams(tokens, text[0], n=n)
    assert dict(zip(found["ngram"], found["n"], strict=True)) == expected
    assert found["n"].tolist() == sorted(found["n"], reverse=True)


def test_ngrams_end_with_their_sentence_and_come_in_order():
    tokens = text("活动 群众\n会议 群众 群众 活动\n群众 活动\n群众")
    table = ngrams(tokens, "群众", n=2)
    assert table.values.tolist() == [
        ["群众", "群众 活动", 2],
        ["群众", "会议 群众", 1],
        ["群众", "活动 群众", 1],
        ["群众", "群众 群众", 1],
    ]


def test_a_window_may_lie_on_one_side_of_the_node():
    tokens = documents("甲 乙 节 丙 丁", "丙 节 甲 节", "节 戊")

    def found(window):
        pairs = collocates(tokens, "节", window=window, stop=())
        return dict(zip(pairs["collocate"], pairs["n"], strict=True))

    assert found((1, 0)) == {"乙": 1, "丙": 1, "甲": 1}
    assert found((2, 0)) == {"乙": 1, "丙": 1, "甲": 2}
    assert found((0, 1)) == {"丙": 1, "甲": 1, "戊": 1}
    assert found((2, 2)) == found(2)
    for window in ((0, 0), (-1, 2), 0):
        with pytest.raises(ValueError, match="window="):
            collocates(tokens, "节", window=window)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("window", [None, 2])
def test_where_no_pair_is_together_there_is_no_row(measure, window):
    tokens = text("群众\n舆论\n活动 活动")
    table = cooccurrence(tokens, window=window, measure=measure, min_n=1)
    assert table.empty
    assert list(table) == list(cooccurrence(text("群众 舆论"), min_n=1))
