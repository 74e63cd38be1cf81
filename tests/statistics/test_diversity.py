"""Richness, bursts and readability: slow oracles, other software, numbers by hand."""

from typing import NamedTuple

import naive
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_frames import QUICK, text, token_tables

import analysis as an

# --- diversity -----------------------------------------------------------------------------------


def test_diversity_of_quanteda():
    """quanteda, test-textstat_lexdiv.R."""
    tokens = text("one one two one one two one")
    mattr = [an.diversity(tokens, window=w)["mattr"].item() for w in (2, 3, 4)]
    assert mattr == pytest.approx([5 / 6, 2 / 3, 1 / 2])
    tokens = text("apple orange apple orange pear pear apple orange")
    msttr = [an.diversity(tokens, window=w)["msttr"].item() for w in (2, 3, 4)]
    assert msttr == pytest.approx([0.875, 2 / 3, 0.625])
    assert an.diversity(text("a b c d d e e f f f"))["yule_k"].item() == pytest.approx(1000)
    more = an.diversity(text("a b c d d e e f f f g g g g"))
    assert more["yule_k"].item() == pytest.approx(1122.449, abs=5e-4)
    assert more[["n", "types", "hapaxes"]].to_numpy().tolist() == [[14, 7, 3]]


@pytest.mark.parametrize(("threshold", "mtld"), [(0.66, 14.162), (0.72, 10.181), (0.75, 10.062)])
def test_mtld_of_textacy(threshold, mtld):
    """textacy, tests/text_stats/test_diversity.py."""
    tokens = text(
        "Burton loves cats and cats love Burton Burton loves dogs not as much as cats "
        "but dogs do not love Burton very much"
    )
    table = an.diversity(tokens, threshold=threshold)
    assert table["mtld"].item() == pytest.approx(mtld, abs=6e-4)


def test_mtld_of_lexicalrichness():
    """LexicalRichness, README: 18 types in 25 tokens are .72, and end a stretch there."""
    tokens = text(
        "measure of textual lexical diversity computed as the mean length of sequential words in "
        "a text that maintains a minimum threshold ttr score iterates over words until ttr scores "
        "falls below a threshold then increase factor counter by and start over mccarthy and "
        "jarvis pg recommends a factor threshold in the range of mccarthy mccarthy and jarvis"
    )
    one = an.diversity(tokens, window=25, inclusive=True).iloc[0]
    assert (one["n"], one["types"]) == (57, 39)
    assert one["mtld"] == pytest.approx(46.7923, abs=5e-5)
    assert one["mattr"] == pytest.approx(0.8352, abs=5e-5)
    assert one["msttr"] == pytest.approx(0.88)
    assert an.diversity(tokens, window=25)["mtld"].item() == pytest.approx(48.009464)


@QUICK
@given(st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=40), st.integers(1, 12))
def test_diversity_equals_the_slow_way(words, window):
    row = an.diversity(text(" ".join(words)), window=window).iloc[0]
    distinct = naive.distinct_in_windows(words, window)
    if distinct:
        assert row["mattr"] == pytest.approx(sum(distinct) / len(distinct) / window)
        pieces = distinct[::window]
        assert row["msttr"] == pytest.approx(sum(pieces) / len(pieces) / window)
    else:
        assert np.isnan(row["mattr"])
        assert np.isnan(row["msttr"])
    assert row["ttr"] == len(set(words)) / len(words)
    assert row["yule_k"] == pytest.approx(naive.yule_k(words))


@QUICK
@given(token_tables())
def test_diversity_of_a_group_is_that_of_its_tokens(tokens):
    table = an.diversity(tokens, by="section", window=3)
    assert table["section"].tolist() == [
        s for s in ["0", "1", "2", "10"] if s in set(tokens["section"])
    ]
    for row in table.to_dict("records"):
        alone = an.diversity(tokens[tokens["section"] == row["section"]], window=3).iloc[0]
        for name in alone.index:
            assert row[name] == pytest.approx(alone[name], nan_ok=True), name


def test_bad_windows_are_refused():
    for options in ({"window": 0}, {"window": -3}, {"threshold": 1.5}):
        with pytest.raises(ValueError, match="window="):
            an.diversity(text("群众 工作"), **options)


# --- reduced frequency ---------------------------------------------------------------------------


def test_reduced_frequency_of_wordless():
    """Wordless, test_measures_adjusted_freq.py: distances after Savický & Hlaváčová (2002)."""
    tokens = text(
        "b a m n i b e u p k b a s a t b e w q n b c a g a b e s t a b a g h a b e a a t "
        "b a h a a b e a x a"
    )
    table = an.reduced_frequency(tokens, stop=()).set_index("term")
    row = table.loc["a"].round(3).to_dict()
    expected = {"n": 15, "arf": 10.8, "ald": 0.628, "fald": 11.764, "awt": 3.18, "fawt": 9.328}
    assert row == expected


def test_words_of_which_no_row_is_left_have_no_reduced_frequency():
    some = pd.Categorical(list("甲丙丙甲"), categories=list("乙甲丁丙戊"))
    table = an.reduced_frequency(pd.DataFrame({"token": some}))
    plain = an.reduced_frequency(pd.DataFrame({"token": list("甲丙丙甲")}))
    assert table["term"].tolist() == plain["term"].tolist() == ["丙", "甲"]
    pd.testing.assert_frame_equal(table.drop(columns="term"), plain.drop(columns="term"))


@QUICK
@given(st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=30))
def test_reduced_frequency_equals_the_slow_way(words):
    table = an.reduced_frequency(text(" ".join(words)), stop=())
    assert sorted(table["term"]) == sorted(set(words))
    for row in table.itertuples():
        assert row.arf == pytest.approx(naive.arf(words, row.term))
        assert 1 - 1e-9 <= row.arf <= row.n + 1e-9
        assert row.fald <= row.n * (1 + 1e-9)
        assert row.fawt <= row.n * (1 + 1e-9)


# --- readability ---------------------------------------------------------------------------------


class Pages(NamedTuple):
    documents: pd.DataFrame
    tokens: pd.DataFrame


def page(tags=False):
    """Two sentences: three clauses of 4, 5 and 3 characters (、 ends none), and one of 6."""
    words = ["群众", "满意", "工作", "更", "有力", "再", "出发", "继续", "努力", "奋斗"]
    tag = ["n", "v", "n", "d", "a", "d", "v", "v", "v", "v"]
    body = "群众满意，工作更有力；再、出发。继续努力奋斗！"
    starts, at = [], 0
    for word in words:
        at = body.index(word, at)
        starts.append(at)
    tokens = pd.DataFrame(
        {"document": "a", "sentence": [0] * 7 + [1] * 3, "start": starts, "token": words}
    )
    tokens = tokens.assign(tag=tag) if tags else tokens
    return Pages(pd.DataFrame({"document": ["a"], "text": [body]}), tokens)


def test_readability_by_hand():
    row = an.readability(page(tags=True)).iloc[0]
    assert row[["n", "sentences", "clauses"]].tolist() == [10, 2, 4]
    assert row["sentence_characters"] == 18 / 2
    assert row["sentence_tokens"] == 10 / 2
    assert row["token_characters"] == 18 / 10
    assert row["clause_characters"] == 18 / 4
    assert row["adverb_conjunction_share"] == pytest.approx((2 / 7 + 0) / 2)
    assert row["xu_yao_chen"] == pytest.approx((18 / 4 + 1 / 7) / 2)


def test_readability_without_tags_and_by_group():
    table = an.readability(page(), by="sentence")
    assert table["clauses"].tolist() == [3, 1]
    assert table["clause_characters"].tolist() == [4, 6]
    assert table["adverb_conjunction_share"].isna().all()


def test_readability_knows_common_words():
    """群众 and 工作 are common; 踔厉 is not; a number is no Chinese word and does not count."""
    text_ = "群众工作踔厉5.2%"
    tokens = pd.DataFrame(
        {
            "document": "a",
            "sentence": 0,
            "start": [0, 2, 4, 6],
            "token": ["群众", "工作", "踔厉", "5.2%"],
        }
    )
    pages = Pages(pd.DataFrame({"document": ["a"], "text": [text_]}), tokens)
    assert an.readability(pages)["rare_share"].item() == pytest.approx(1 / 3)


def test_readability_is_the_same_in_both_scripts():
    simplified = "我们学习理论，加强建设。群众满意，经济发展。"
    traditional = "我們學習理論，加強建設。群眾滿意，經濟發展。"
    frame = pd.DataFrame({"document": ["简", "繁"], "text": [simplified, traditional]})
    table = an.readability(an.load(frame), by="document").set_index("document")
    assert table.loc["简"].drop("adverb_conjunction_share").dropna().to_dict() == (
        table.loc["繁"].drop("adverb_conjunction_share").dropna().to_dict()
    )
    assert table["rare_share"].max() < 0.2
