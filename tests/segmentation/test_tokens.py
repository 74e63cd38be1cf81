"""The frame of tokens: laws, what is a token, what is a sentence."""

import re

import pandas as pd
import pytest
from frames import SCRAPS, frames, words
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.segmentation import Segmenter, place_tokens, spelt, tokenize, view_of
from analysis.statistics.passages import passages_of

QUICK = examples(60)


@QUICK
@given(st.lists(st.lists(SCRAPS, max_size=3), min_size=1, max_size=3))
def test_a_token_is_a_span_of_the_text_and_the_gaps_hold_no_word(texts):
    documents, sections, blocks = frames(*texts)
    tokens = tokenize(documents, sections, blocks)
    for row in documents.itertuples():
        gaps, end = [], 0
        own = tokens[tokens["document"] == row.document]
        for token, start in zip(own["token"], own["start"], strict=True):
            assert row.text[start : start + len(token)] == token
            gaps.append(row.text[end:start])
            end = start + len(token)
        gaps.append(row.text[end:])
        left = "".join(gaps).replace("XX", "").replace("X", "")
        assert not any(map(str.isalnum, left)), "a word fell between the tokens"
        assert own["position"].tolist() == list(range(len(own)))


def slow_tokens(documents, sections, blocks):
    """The same frame, a token at a time."""
    rows = []
    segmenter = Segmenter()
    for name, text in documents[["document", "text"]].itertuples(index=False):
        position, sentence, over = 0, -1, True
        own = sections[sections["document"] == name].sort_values("start")
        chosen = blocks[(blocks["document"] == name) & (blocks["role"] == "body")]
        spans = chosen.sort_values("start")[["start", "end"]].itertuples(index=False)
        for paragraph, (start, end) in enumerate(spans):
            over = True
            for piece in segmenter.cut(text[start:end], numbers=True):
                if any(c.isalnum() or c == "😀" for c in piece) and set(piece) != {"X"}:
                    sentence, over = sentence + over, False
                    section = own[own["start"] <= start]["section"].iloc[-1]
                    rows.append((name, section, sentence, position, start, piece, paragraph))
                    position += 1
                elif set(piece) & set("。！？!?…"):
                    over = True
                start += len(piece)
    return rows


@QUICK
@given(
    st.lists(st.lists(SCRAPS.map(lambda text: re.sub("[\n\u200b]", "", text)), max_size=4)),
    st.data(),
)
def test_tokens_agree_with_a_slow_oracle(texts, data):
    texts = [[part + "\n" for part in parts] for parts in texts]
    documents, sections, blocks = frames(*texts)
    more = []
    for name, text in documents.itertuples(index=False):
        for number in range(data.draw(st.integers(0, 3))):
            more.append((name, str(number + 1), data.draw(st.integers(0, len(text) + 1))))
    more = pd.DataFrame(more, columns=sections.columns)
    # Sections begin where blocks do, as headings make them.
    if len(more):
        begins = blocks.groupby("document")["start"].apply(list).to_dict()
        more["start"] = [
            max([s for s in begins.get(name, [0]) if s <= start], default=0)
            for name, _, start in more.itertuples(index=False)
        ]
    sections = pd.concat([sections, more], ignore_index=True)
    made = tokenize(documents, sections, blocks.sample(frac=1, random_state=1))
    made = made.astype({"document": str, "section": str, "token": str})
    assert list(made.itertuples(index=False, name=None)) == slow_tokens(
        documents, sections, blocks
    )


def test_columns_and_types():
    tokens = tokenize(*frames("增长5.2%。"), tags=True)
    names = ["document", "section", "sentence", "position", "start", "token"]
    names += ["paragraph", "tag"]
    assert list(tokens) == names
    for name in ("document", "section", "token", "tag"):
        assert isinstance(tokens[name].dtype, pd.CategoricalDtype)
        assert tokens[name].cat.categories.dtype == "str"
    assert tokens["tag"].tolist() == ["v", "m"]


def test_nothing_to_cut_gives_an_empty_frame_of_the_same_kind():
    some, none = tokenize(*frames("增长。")), tokenize(*frames("。"))
    assert len(none) == 0
    assert list(none) == list(some)
    assert len(tokenize(*(frame.iloc[:0] for frame in frames("增长。")))) == 0


def test_arguments_are_left_as_they_were():
    given_frames = frames("一是抓好工作。\n", "要\n继续。")
    before = [frame.copy(deep=True) for frame in given_frames]
    tokenize(*given_frames)
    for frame, copy in zip(given_frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_masked_names_are_gaps_and_no_tokens():
    tokens = tokenize(*frames("XX县X同志在××镇、ＸＸ村和某某的X光、xx"))
    assert words(tokens) == ["县", "同志", "在", "镇", "村", "和", "某某", "的", "X光"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("她问：“好吗？”我说好。", [0, 0, 0, 0, 1, 1]),
        ("好！！！真好……是", [0, 1, 1, 2]),
        ("增长5.2%。", [0, 0]),
        ("一；二，三：四", [0, 0, 0, 0]),
    ],
)
def test_sentences_end_at_their_marks(text, sentences):
    assert tokenize(*frames(text))["sentence"].tolist() == sentences


@pytest.mark.parametrize("mark", ["。", "｡", "！", "？", "!", "?", "…", "。”", "｡）"])
def test_a_sentence_ends_at_the_same_marks_everywhere(mark):
    corpus = an.load(an.read_text(f"学习很好{mark}服务很好"), parts=2)
    assert corpus.tokens["sentence"].nunique() == 2
    assert corpus.sections["start"].tolist() == [0, 4 + len(mark)]
    assert an.readability(corpus)["sentences"].tolist() == [2]
    passage = passages_of(an.load(corpus.documents), None, ["body"])[0]
    assert passage.sentence(0) == (0, 4 + len(mark))


@pytest.mark.parametrize("mark", ["，", "；", "：", "、", ".", "．", "·"])
def test_a_sentence_goes_on_over_other_marks(mark):
    corpus = an.load(an.read_text(f"学习很好{mark}服务很好"))
    assert corpus.tokens["sentence"].nunique() == 1


def test_a_block_ends_a_sentence_and_a_soft_line_break_does_not():
    assert tokenize(*frames(["加强\n\n", "领导\n"]))["sentence"].tolist() == [0, 1]
    assert tokenize(*frames("加强；\n领导\n"))["sentence"].tolist() == [0, 0]


def test_a_soft_line_break_breaks_no_token():
    text = "\n推进意识形\n  态工作，2022\n年5月,GDP\ngrowth\n增长\n"
    tokens = tokenize(*frames(text))
    assert words(tokens) == [
        *["推进", "意识形\n  态", "工作", "2022\n年5月", "GDP", "growth", "增长"],
    ]


def test_headings_are_cut_on_request_only():
    given_frames = frames(["一、总体要求\n", "坚持。\n"], roles=["heading", "body"])
    assert words(tokenize(*given_frames)) == ["坚持"]
    assert words(tokenize(*given_frames, headings=True)) == ["一", "总体", "要求", "坚持"]


def test_sections_are_in_natural_order():
    documents, sections, blocks = frames(["甲。\n"] * 12)
    sections = pd.DataFrame(
        {"document": "文0", "section": map(str, range(12)), "start": range(0, 36, 3)}
    )
    tokens = tokenize(documents, sections, blocks)
    assert tokens["section"].tolist() == [str(number) for number in range(12)]
    assert tokens["section"].cat.categories.tolist() == [str(number) for number in range(12)]


def test_a_section_may_begin_within_a_block():
    documents, _, blocks = frames("工作一，工作二")
    sections = pd.DataFrame({"document": "文0", "section": ["1", "2"], "start": [0, 4]})
    assert tokenize(documents, sections, blocks)["section"].tolist() == ["1", "1", "2", "2"]


def test_missing_pieces_are_named():
    documents, sections, blocks = frames("甲。", "乙。")
    with pytest.raises(ValueError, match="no section at the beginning of '文1'"):
        tokenize(documents, sections[:1], blocks)
    with pytest.raises(ValueError, match="no document '文1' in documents"):
        tokenize(documents[:1], sections, blocks)
    with pytest.raises(ValueError, match=r"no column 'role' in blocks \(there are: document"):
        tokenize(documents, sections, blocks.drop(columns="role"))


# --- sections, also where they hold no word ------------------------------------------------

A = "第一章 总则\n各单位要认真落实。\n第二章 分则\n按规定执行到位。\n第三章 附则"
B = "第一章 总则\n各单位要认真落实。\n第二章 分则\n按规定执行到位。"


@pytest.mark.parametrize("texts", [[A, B], [B, A], [A, A, B], [B, "\n", A, "", B]])
def test_a_heading_without_text_may_end_a_document_that_is_not_the_last(texts):
    documents = pd.DataFrame({"document": [f"文{n}" for n in range(len(texts))], "text": texts})
    blocks = an.mark_blocks(documents)
    sections = an.split_sections(documents, blocks)
    tokens = tokenize(documents, sections, blocks)
    for name, text in documents.itertuples(index=False):
        own = tokens[tokens["document"] == name]
        counts = own.groupby("section", observed=True).size().to_dict()
        assert counts == ({"1": 4, "2": 3} if text.strip() else {})
        assert own["position"].tolist() == list(range(len(own)))


STARTS = st.lists(st.integers(0, 12), min_size=1, max_size=4, unique=True).map(sorted)


@QUICK
@given(st.lists(st.tuples(SCRAPS, STARTS), min_size=1, max_size=3), st.randoms())
def test_tokens_are_placed_as_if_they_were_cut_anew(drawn, random):
    documents, _, blocks = frames(*(text for text, _ in drawn))
    sections = pd.DataFrame(
        [
            (f"文{document}", str(number), start if number else 0)
            for document, (_, starts) in enumerate(drawn)
            for number, start in enumerate(starts)
        ],
        columns=["document", "section", "start"],
    )
    one = sections.drop_duplicates("document")
    cut = tokenize(documents, sections, blocks)
    placed = place_tokens(tokenize(documents, one, blocks), sections)
    pd.testing.assert_frame_equal(placed, cut, check_categorical=False)
    some = cut.sample(frac=0.7, random_state=random.randrange(100))  # in any order, not all
    placed = place_tokens(some.drop(columns="section").assign(section="?"), sections)
    assert placed["section"].astype(str).tolist() == some["section"].astype(str).tolist()


def test_a_corpus_stands_for_its_frames():
    corpus = an.load(an.read_text(A))
    pd.testing.assert_frame_equal(tokenize(corpus), corpus.tokens)
    assert len(tokenize(corpus, blocks=corpus.blocks.iloc[:2])) == 4
    with pytest.raises(ValueError, match=r"no column 'section' in sections .* split_sections"):
        tokenize(corpus.documents)


LINES = st.lists(
    st.sampled_from(
        [
            "营商环",
            "境优",
            "化",
            "machine",
            "learning",
            "\n",
            "\n　　",
            "\u200b",
            "，",
            "。",
            "-3",
            "5元",
        ]
    ),
    min_size=1,
    max_size=12,
).map(lambda parts: "".join(parts) + "\n" * (len(parts) % 2))


@QUICK
@given(st.lists(st.lists(LINES, max_size=4), min_size=1, max_size=3))
def test_blocks_cut_together_are_cut_as_each_alone(texts):
    documents, sections, blocks = frames(*texts)
    tokens = tokenize(documents, sections, blocks)
    found = {}
    for name, paragraph, token in tokens[["document", "paragraph", "token"]].values.tolist():
        found.setdefault((name, paragraph), []).append(token)
    text_of = dict(documents[["document", "text"]].values.tolist())
    for name, own in blocks.groupby("document", sort=False):
        spans = own.sort_values("start")[["start", "end"]].values.tolist()
        for paragraph, (start, end) in enumerate(spans):
            view = view_of(text_of[name], start, end).text
            pieces = Segmenter().cut(view, numbers=True)
            expected = [piece for piece in pieces if any(map(str.isalnum, piece))]
            assert spelt(found.get((name, paragraph), [])) == expected


def test_a_word_of_ones_own_reaches_over_a_soft_break_but_over_no_heading():
    text = "学习 machine\n一、新的\nlearning 也好\n"
    documents = pd.DataFrame({"document": ["甲", "乙"], "text": [text, "machine\nlearning\n"]})
    spans = [("甲", 0, 11), ("甲", 16, 28), ("乙", 0, 17)]
    blocks = pd.DataFrame(spans, columns=["document", "start", "end"]).assign(role="body")
    sections = pd.DataFrame({"document": ["甲", "乙"], "section": ["0", "0"], "start": [0, 0]})
    own = Segmenter(["machine learning"])
    tokens = tokenize(documents, sections, blocks, segmenter=own)
    assert words(tokens) == ["学习", "machine", "learning", "也好", "machine\nlearning"]


@pytest.mark.parametrize("filler", ["\u3164", "\u115f", "\u200b"])
def test_a_character_that_is_not_seen_is_no_token_though_it_may_be_a_letter(filler):
    corpus = an.load(an.read_text(f"学习{filler}，{filler}理{filler}论。"))
    assert words(corpus.tokens) == ["学习", f"理{filler}论"]
    assert corpus.lost.empty
