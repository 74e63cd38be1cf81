"""One view of a text: what is cut, counted and searched, and where it is in the text."""

import unicodedata

import pytest
from frames import frames, words
from hypothesis import given
from hypothesis import strategies as st

import analysis as an
from analysis import plots
from analysis.segmentation import mended, spelt, tokenize, view_of

ANY = st.text(
    st.one_of(
        st.sampled_from("一长⻓⼈a1é’•· \n\t　\u200b\u00ad\ufe0f\u200d❤👩豈，"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)


@given(ANY)
def test_every_character_of_the_view_is_one_of_the_text(text):
    view = view_of(text)
    assert len(view.text) == len(view.shown)
    offsets = [view.offset(place) for place in range(len(view.text))]
    assert offsets == sorted(set(offsets))
    assert [view.place(offset) for offset in offsets] == list(range(len(offsets)))
    kept = [" " if text[offset].isspace() else text[offset] for offset in offsets]
    assert "".join(kept) == view.shown
    left = [text[at] for at in range(len(text)) if at not in set(offsets)]
    assert all(c.isspace() or unicodedata.category(c) in ("Cf", "Mn", "Lo", "Cn") for c in left)
    assert not any(c.isalnum() and unicodedata.category(c) != "Lo" for c in left)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("⼈⼯智能，⻓江⻛光，⺠⽣", "人工智能，长江风光，民生"),
        ("豈有此理\U0002f800", "豈有此理丽"),
        ("人工\u200b智\u00ad能\ufeff", "人工智能"),
        ("葛\U000e0100城", "葛城"),
        ("冯•诺伊曼 冯・诺伊曼 冯‧诺伊曼 冯∙诺伊曼 冯．诺伊曼", " ".join(["冯·诺伊曼"] * 5)),
        ("• 一是 •", "• 一是 •"),
        ("We’ll don’t “好”的‘甲’", "We'll don't “好”的‘甲’"),
        ("machine \t learning", "machine learning"),
        ("café\nau lait", "café au lait"),
        ("营商环\n　　境", "营商环境"),
        ("甲　乙", "甲 乙"),
        ("👩\u200d🌾❤\ufe0f\u200d🔥", "👩\u200d🌾❤\u200d🔥"),
        ("ＧＤＰ網絡", "ＧＤＰ網絡"),  # normalised where they are counted, if it is asked for
    ],
)
def test_the_view_is_the_text_as_it_is_meant(text, seen):
    assert view_of(text).text == seen


def test_a_term_is_the_token_as_it_stands_in_the_view():
    tokens = ["营商\n　　环境", "2022\n年5月", "文明实践", "\u3000甲\xa0乙", "GDP", "⻓\u200b江"]
    assert spelt(tokens) == ["营商环境", "2022年5月", "文明实践", "甲乙", "GDP", "长江"]
    assert spelt(["machine  learning", "a\n b c"]) == ["machine learning", "a b c"]
    assert mended("We’ll") == "We'll"


RADICAL = "⼈⼯智能发展，⻓江⻛光好。人工智能发展，长江风光好。人工\u200b智能，人工智\n能。"


def test_every_way_to_write_a_word_is_cut_counted_and_found_as_one():
    corpus = an.load(an.read_text(RADICAL))
    counts = an.count_terms(corpus.tokens).set_index("term")["n"]
    assert counts[["人工智能", "长江", "风光"]].tolist() == [4, 2, 2]
    for row in corpus.tokens.itertuples():
        assert RADICAL[row.start : row.start + len(row.token)] == row.token
    for how in (False, True):
        lines = an.kwic(corpus, "人工智能", term=how)
        assert lines["keyword"].tolist() == ["⼈⼯智能", *["人工智能"] * 3]
        assert lines["start"].tolist() == [0, 13, 26, 32]
    assert len(an.kwic(corpus, "⻓江")) == 2
    assert an.sentences(corpus, "长江")["text"].tolist()[0] == "⼈⼯智能发展，⻓江⻛光好。"
    shown = [text.get_text() for text in plots.dispersion(corpus.tokens, ["人工智能"]).texts]
    assert shown[shown.index("人工智能") + 1] == "4"


def test_a_term_of_latin_words_keeps_its_blank():
    corpus = an.load(an.read_text("研究 machine learning 方法。machine  learning 好。机器 学习。"))
    own = corpus.with_terms(["machine learning"])
    assert an.count_terms(own.tokens).set_index("term")["n"]["machine learning"] == 2
    lines = an.kwic(own, "machine learning", term=True)
    assert lines["keyword"].tolist() == ["machine learning"] * 2
    assert len(an.collocates(own, "machine learning"))


def test_a_word_of_the_users_is_found_with_any_dot():
    own = an.Segmenter(["冯·诺伊曼"])
    for dot in "·•‧・∙．":
        assert own.cut(f"冯{dot}诺伊曼提出")[0] == f"冯{dot}诺伊曼"


def test_full_width_letters_are_cut_as_half_width():
    tokens = tokenize(*frames("ＧＤＰ增长，５Ｇ网络，Ａ４纸"))
    assert words(tokens) == ["ＧＤＰ", "增长", "５Ｇ", "网络", "Ａ４", "纸"]
    assert "gdp" in an.count_terms(tokens, terms="folded")["term"].tolist()
    assert an.Segmenter(["GDP增速"]).cut("ＧＤＰ增速好") == ["ＧＤＰ增速", "好"]
