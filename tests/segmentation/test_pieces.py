"""Blocks laid out and cut many at a time: as each of them would be by itself."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from makers import examples

from analysis.characters import has_unseen, soft_breaks
from analysis.segmentation import Segmenter
from analysis.segmentation.pieces import cut_blocks

QUICK = examples(100)

PARTS = [
    "营商",
    "é",
    "한",
    "ab",
    "7",
    "\n",
    " ",
    "　",
    "\u200b",
    "👩\u200d🌾",
    "，",
    "。",
    "網",
    "\x1c",
]
BLOCK = st.lists(st.sampled_from(PARTS), max_size=9).map("".join)


def laid(texts):
    """Numbers and spans of blocks that make up these texts."""
    number = [n for n, blocks in enumerate(texts) for _ in blocks]
    ends = [np.cumsum([0, *map(len, blocks)]) for blocks in texts]
    spans = [span for own in ends for span in pairwise(own)]
    return np.array(number, np.int64), np.array(spans, np.int64).reshape(-1, 2)


@QUICK
@given(st.lists(st.lists(BLOCK, max_size=4), min_size=1, max_size=3))
@example([["\u200b", "", "營商"], [], ["商\n"]])
def test_what_is_not_cut_is_what_is_soft_in_a_block(texts):
    whole = ["".join(blocks) for blocks in texts]
    number, spans = laid(texts)
    pieces = cut_blocks(whole, number, spans, Segmenter())
    begins = np.cumsum([0, *map(len, whole)])
    text = "".join(whole)
    kept = set()
    for n, (start, end) in zip(number.tolist(), spans.tolist(), strict=True):
        block = whole[n][start:end]
        soft = "\n" in block.strip() or has_unseen(block)
        left = {at for gap in soft_breaks(block) for at in range(*gap)} if soft else set()
        kept |= {int(begins[n]) + start + at for at in range(len(block)) if at not in left}
    covered = set()
    for place, code in zip(pieces.places.tolist(), pieces.codes.tolist(), strict=True):
        covered |= set(range(place, place + len(piece := pieces.types[code])))
        if not piece.isspace():
            assert text[place : place + len(piece)] == piece
            assert {place, place + len(piece) - 1} <= kept
            assert not any(piece[at].isspace() and place + at in kept for at in range(len(piece)))
    assert kept <= covered
    assert len(pieces.firsts) == len(number) + 1
    for block, (n, span) in enumerate(zip(number.tolist(), spans.tolist(), strict=True)):
        own = pieces.places[pieces.firsts[block] : pieces.firsts[block + 1]].tolist()
        inside = range(*(span + begins[n]).tolist())
        assert all(place in inside for place in own if place < begins[-1])


@pytest.mark.parametrize("size", [1, 7, 40])
def test_chunks_and_stretches_of_any_size_give_the_same_pieces(monkeypatch, size):
    texts = [["一是学习\n", "营商环\n　　境好\n", "完。"], ["又是 GDP\n", "重要\u200b的事\n"]]
    made = cut_blocks(["".join(text) for text in texts], *laid(texts), Segmenter())
    words = [made.types[code].strip() for code in made.codes.tolist()]
    monkeypatch.setattr("analysis.segmentation.pieces.CHUNK", size)
    again = cut_blocks(["".join(text) for text in texts], *laid(texts), Segmenter())
    others = [again.types[code].strip() for code in again.codes.tolist()]
    assert [word for word in others if word] == [word for word in words if word]
    assert "环\n　　境" in words


def test_a_character_in_another_form_does_not_cut_a_text_otherwise(monkeypatch):
    """Full width and the like are one to one; only traditional script looks at its neighbours."""
    lines = ["ＧＤＰ增长５％，", "冯•诺伊曼说。\n", "We’ll 推进⼈⼯智能", "营商环\n境。\n"]
    texts = ["".join(lines), "没有别的字。"]
    pieces = cut_blocks(texts, *laid([lines, ["没有别的字。"]]), Segmenter())
    words = [pieces.types[code] for code in pieces.codes.tolist() if pieces.types[code].strip()]
    assert "".join(words).replace("\n", "") == "".join(texts).replace("\n", "").replace(" ", "")
    assert words[:4] == ["ＧＤＰ", "增长", "５％", "，"]
    assert {"We’ll", "⼈⼯智能", "环\n境"} <= set(words)
    called = []
    monkeypatch.setattr(Segmenter, "cut", lambda *args, **options: called.append(args) or [])
    cut_blocks(texts, *laid([lines, ["没有别的字。"]]), Segmenter())
    assert not called


@pytest.mark.parametrize("text", ["乾隆年間", "⻑江⿓", "豈有此理"])
def test_traditional_script_in_any_form_is_cut_with_its_neighbours(monkeypatch, text):
    called = []
    monkeypatch.setattr(Segmenter, "cut", lambda *args, **options: called.append(args) or [text])
    cut_blocks([text], *laid([[text]]), Segmenter())
    assert called
