"""The laws of the data contract, on the seed and on any text; each fails when broken."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an

# text that looks like documents: headings, items, breaks, masks, and anything else
WORDS = (
    "一、 （一） 第一章 1. 一是 。 ； ， 群众 工作 XX县 “十四五” 2022年3月 目录 版权所有 abc 𠮷"
)
BREAKS = ["\n", "\n\n", "；\n", "文明\n实践", "\u3000\u3000"]
PIECES = st.sampled_from(WORDS.split(" ") + BREAKS)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=6)
TEXTS = st.lists(PIECES | ANYTHING, max_size=30).map("".join).filter(str.strip)
QUICK = examples(60)


def frames(text):
    documents = an.read_text(text)
    blocks = an.mark_blocks(documents)
    sections = an.split_sections(documents, blocks)
    return documents, blocks, sections, an.tokenize(documents, sections, blocks)


def check_laws(documents, blocks, sections, tokens):
    text = documents["text"].iloc[0]
    ends = [0, *blocks["end"]]
    assert blocks["start"].tolist() == ends[:-1], "blocks tile the text"
    assert ends[-1] == len(text)
    for token in tokens.itertuples():
        assert text[token.start : token.start + len(token.token)] == token.token
    starts = tokens["start"].to_numpy()
    stops = starts + tokens["token"].astype(str).str.len().to_numpy(dtype=int)
    assert (starts[1:] >= stops[:-1]).all(), "tokens do not overlap"
    counted = np.zeros(len(text) + 1, dtype=bool)
    for block in blocks[blocks["role"].isin(["body", "table", "note"])].itertuples():
        counted[block.start : block.end] = True
    covered = np.zeros(len(text) + 1, dtype=bool)
    for start, stop in zip(starts, stops, strict=True):
        covered[start:stop] = True
    assert not (covered & ~counted).any(), "headings and site text are not counted"
    gaps = "".join(text[place] for place in np.flatnonzero(counted & ~covered))
    assert not any("\u4e00" <= character <= "\u9fff" for character in gaps), "no word is lost"
    spans = {s.section: (s.start, s.end) for s in sections.itertuples()}
    for token in tokens.itertuples():
        start, end = spans[str(token.section)]
        assert start <= token.start < end
    assert tokens["position"].tolist() == list(range(len(tokens)))
    assert (np.diff(tokens["sentence"]) >= 0).all()


def test_laws_hold_on_the_seed(seed):
    check_laws(*an.load(seed))


@QUICK
@given(TEXTS)
def test_laws_hold_on_any_text(text):
    documents = an.read_text(text)
    blocks = an.mark_blocks(documents)
    sections = an.split_sections(documents, blocks)
    check_laws(documents, blocks, sections, an.tokenize(documents, sections, blocks))


def test_a_lone_surrogate_is_no_text():
    with pytest.raises(ValueError, match="surrogate pair at character 4"):
        an.read_text("一、学习\ud800")


def test_text_before_the_first_heading_is_section_0():
    *_, sections, tokens = frames(
        "这是引言，说明来历。\n一、学习\n学习理论。\n二、实践\n走进群众。"
    )
    assert sections["section"].astype(str).tolist() == ["0", "1", "2"]
    first = tokens[tokens["section"].astype(str) == "0"]
    assert "引言" in first["token"].tolist()


def test_headings_are_counted_only_when_asked():
    documents, blocks, sections, tokens = frames("一、调研\n学习理论。\n二、走访\n走进群众。")
    assert "调研" not in tokens["token"].tolist()
    with_headings = an.tokenize(documents, sections, blocks, headings=True)
    assert "调研" in with_headings["token"].tolist()


@QUICK
@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(0, 3)), max_size=40))
def test_counts_of_a_whole_are_the_sum_of_any_parts(rows):
    tokens = pd.DataFrame(
        {
            "document": "d",
            "section": [str(part) for _, part in rows],
            "sentence": 0,
            "position": range(len(rows)),
            "start": range(len(rows)),
            "token": [term for term, _ in rows],
        }
    )
    whole = an.count_terms(tokens)
    parts = an.count_terms(tokens, by="section")
    assert whole["n"].sum() == parts["n"].sum() == len(tokens)
    summed = parts.groupby("term", observed=True)["n"].sum().to_dict()
    assert summed == dict(zip(whole["term"], whole["n"], strict=True))


@pytest.fixture(scope="module")
def counts(seed):
    return an.count_terms(an.roll_up(an.load(seed).tokens, level=1), by="section")


def test_rolling_up_counts_or_tokens_is_the_same(seed, counts):
    deep = an.count_terms(an.load(seed).tokens, by="section")
    rolled = an.roll_up(deep, level=1)
    both = [
        frame.assign(section=frame["section"].astype(str), term=frame["term"].astype(str))
        .set_index(["section", "term"])["n"]
        .sort_index()
        for frame in (rolled, counts)
    ]
    pd.testing.assert_series_equal(*both, check_dtype=False)


@pytest.mark.parametrize("measure", [name for name, m in an.MEASURES.items() if m.signed])
def test_swapping_target_and_reference_negates_signed_scores(counts, measure):
    options = {"measure": measure, "stop": (), "absent": True}
    there = an.keyness(counts, target="2", reference="3", **options)
    back = an.keyness(counts, target="3", reference="2", **options)
    scores = there.set_index("term")["score"], back.set_index("term")["score"]
    assert np.allclose(scores[0], -scores[1].reindex(scores[0].index), equal_nan=True)


def test_intervals_contain_effects_and_p_orders_as_scores_do(counts):
    scores = an.keyness(counts, stop=())
    assert (scores["lower"] <= scores["effect"]).all()
    assert (scores["effect"] <= scores["upper"]).all()
    order = scores.iloc[scores["score"].abs().argsort(kind="stable")]
    assert (np.diff(order["p"]) <= 1e-12).all(), "a larger score never has a larger p"
    assert ((scores["p"] > 0) & (scores["p"] <= 1)).all()
    assert (scores["p_adjusted"] >= scores["p"]).all()


def test_p_keeps_its_order_where_floats_end():
    huge = pd.DataFrame(
        {
            "section": ["1", "1", "1", "2"],
            "term": ["甲", "乙", "丙", "丁"],
            "n": [4_000_000, 2_000_000, 30, 9_000_000],
        }
    )
    scores = an.keyness(huge, target="1", stop=())
    assert (scores["p"] >= 0).all()
    assert scores["score"].nunique() == len(scores)
    assert scores["term"].tolist()[:3] == ["甲", "乙", "丙"]


def test_dp_lies_between_0_and_1_and_similarity_is_symmetric(counts):
    spread = an.dispersion(counts)
    assert spread["dp"].between(0, 1).all()
    table = (
        an.similarity(counts).set_index("section")
        if "section" in an.similarity(counts)
        else an.similarity(counts)
    )
    values = table.to_numpy(dtype=float)
    assert np.allclose(values, values.T)
    assert np.allclose(np.diag(values), 1)


def test_functions_do_not_change_their_arguments(seed):
    corpus = an.load(seed)
    copies = [frame.copy(deep=True) for frame in corpus]
    an.split_sections(corpus.documents, corpus.blocks)
    an.tokenize(corpus.documents, corpus.sections, corpus.blocks)
    an.outline(corpus.sections, corpus.tokens)
    an.roll_up(corpus.tokens, level=1)
    an.discover_terms(corpus.tokens)
    counts = an.count_terms(corpus.tokens, by="section")
    kept = counts.copy(deep=True)
    an.frequency(counts)
    an.keyness(counts, tokens=corpus.tokens)
    an.dispersion(counts)
    an.kwic(corpus, "群众")
    pd.testing.assert_frame_equal(counts, kept)
    for frame, copy in zip(corpus, copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
