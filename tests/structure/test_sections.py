"""The tree of headings: golden cases, laws, fallbacks, outline, coarser grains."""

import json
import pathlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.reading import Mark
from analysis.structure import COUNTED, mark_blocks, outline, roll_up, show_outline, split_sections

CASES = [
    {**case, "file": path.stem}
    for path in sorted((pathlib.Path(__file__).parent / "cases").glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]
TEXT = (
    "报告\n开场白。\n一、成绩\n（一）经济。增长较快。\n（二）民生。改善明显。\n"
    "二、打算\n再接再厉。\n"
)


def frames(text, **options):
    documents = pd.DataFrame({"document": ["d"], "text": pd.Series([text], dtype="object")})
    blocks = mark_blocks(documents)
    return documents, blocks, split_sections(documents, blocks, **options)


def paths(sections):
    return [f"{s.section} {s.title}".strip() for s in sections.itertuples()]


# --- golden cases --------------------------------------------------------------------------


def parameter(case):
    marks = [pytest.mark.xfail(strict=True, reason=case["known"])] if "known" in case else []
    return pytest.param(case, id=f"{case['file']}: {case['label']}", marks=marks)


@pytest.mark.parametrize("case", [parameter(case) for case in CASES])
def test_outline_of_a_golden_case(case):
    """Each case is a form of heading, alone or in conflict; see its comment in the file."""
    assert paths(frames(case["text"])[2]) == case["expect"], case["comment"]


def test_there_are_enough_golden_cases():
    assert len(CASES) >= 120
    assert len({(case["file"], case["label"]) for case in CASES}) == len(CASES)


# --- laws ----------------------------------------------------------------------------------

MARKERS = "一、 二、 （一） （二） 1. 2. 第一章 第一条 第二条 一是 二是 总则 附件1 目录"
LIKELY = st.sampled_from([*MARKERS.split(), *"。；，\n\u3000\ud800\x00"])
DOCUMENTS = st.lists(LIKELY | st.text(max_size=5), max_size=60).map("".join)


@settings(max_examples=120, deadline=None)
@given(DOCUMENTS)
def test_sections_cover_the_text_in_order(text):
    """Text before the first heading is "0"; every other section begins with its heading."""
    _, blocks, sections = frames(text)
    assert sections["section"].is_unique
    assert (sections["start"].to_numpy()[1:] == sections["end"].to_numpy()[:-1]).all()
    assert sections["end"].iloc[-1] == len(text)
    heads = blocks[blocks["role"] == "heading"]
    assert sections.loc[sections["level"] > 0, "start"].tolist() == heads["start"].tolist()
    assert (
        sections["level"] == sections["section"].map(lambda s: 0 if s == "0" else s.count(".") + 1)
    ).all()
    first = min([*heads["start"], len(text)])
    before = blocks[(blocks["start"] < first) & (blocks["role"] != "blank")]
    assert ("0" in set(sections["section"])) == (
        len(before) > 0 or heads.empty or sections["section"].str.startswith("0.").any()
    )
    counted = blocks[blocks["role"].isin(COUNTED)]
    size = sum(len("".join(text[b.start : b.end].split())) for b in counted.itertuples())
    assert sections["n_chars"].sum() == size


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS)
def test_each_path_has_its_parent(text):
    """Cutting a path to fewer numbers must give a section that exists, or "0"."""
    names = set(frames(text)[2]["section"])
    for name in names - {"0"}:
        parent = name.rpartition(".")[0]
        assert not parent or parent in names


def test_labels_corrected_in_the_frame_are_followed():
    """A user who calls a paragraph a heading gets its section."""
    text = "工作总结\n加强学习\n坚持每周学习一次。\n狠抓落实\n建立工作台账。\n"
    documents = pd.DataFrame({"document": ["d"], "text": [text]})
    blocks = mark_blocks(documents)
    chosen = [
        text[b.start : b.end].strip() in ("加强学习", "狠抓落实") for b in blocks.itertuples()
    ]
    blocks.loc[chosen, "role"] = "heading"
    blocks.loc[chosen, "level"] = 1
    assert paths(split_sections(documents, blocks)) == ["0", "1 加强学习", "2 狠抓落实"]


def test_a_level_that_is_skipped_leaves_a_zero_in_the_path():
    text = "甲\n内容。\n乙\n内容。\n丙\n内容。\n"
    documents = pd.DataFrame({"document": ["d"], "text": [text]})
    documents["marks"] = [()]
    blocks = mark_blocks(documents)
    chosen = [text[b.start : b.end].strip() in "甲乙丙" for b in blocks.itertuples()]
    blocks.loc[chosen, "role"] = "heading"
    blocks.loc[chosen, "level"] = [1, 3, 2]
    assert split_sections(documents, blocks)["section"].tolist() == ["1", "1.0.1", "1.1"]


def test_titles_are_the_headings_as_they_stand():
    text = "## **第一章**　总则 ##\n内容。\n"
    documents = pd.DataFrame({"document": ["d"], "text": [text]})
    documents["marks"] = [(Mark(0, text.index("\n"), "heading", 2),)]
    sections = split_sections(documents, mark_blocks(documents))
    assert sections["title"].tolist() == ["第一章　总则"]
    assert sections["marker"].tolist() == ["第一章"]
    assert sections["start"].tolist() == [0]


# --- documents without headings ------------------------------------------------------------

PLAIN = "题目\n" + "".join(f"第{n}件事说来话长。不过总要说完。\n" for n in "甲乙丙丁戊己庚辛")


def test_a_document_without_headings_is_one_section():
    _, _, sections = frames(PLAIN)
    assert sections["section"].tolist() == ["0"]
    assert sections["end"].tolist() == [len(PLAIN)]


def test_paragraphs_as_sections():
    _, _, sections = frames(PLAIN, fallback="paragraphs")
    assert paths(sections)[:3] == ["0", "1 第1段", "2 第2段"]
    assert len(sections) == 9
    assert sections["n_chars"].tolist() == [0] + [16] * 8


def test_equal_parts_end_with_a_sentence():
    _, _, sections = frames(PLAIN, fallback=4)
    assert sections["section"].tolist() == ["0", "1", "2", "3", "4"]
    assert sections["n_chars"].tolist() == [0, 32, 32, 32, 32]
    text = "说来话长。" * 40
    _, _, sections = frames(text, fallback=3)
    assert len(sections) == 3
    assert all(text[: s.start].endswith("。") for s in sections.itertuples() if s.start)
    assert sections["n_chars"].max() - sections["n_chars"].min() <= 10


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.one_of(st.just("paragraphs"), st.integers(1, 9)))
def test_a_fallback_never_fails(text, fallback):
    _, _, sections = frames(text, fallback=fallback)
    assert (sections["start"].to_numpy()[1:] == sections["end"].to_numpy()[:-1]).all()
    assert sections["end"].iloc[-1] == len(text)
    assert sections["section"].is_unique


def test_headings_come_before_the_fallback():
    assert paths(frames(TEXT, fallback="paragraphs")[2]) == paths(frames(TEXT)[2])


@pytest.mark.parametrize("fallback", ["chapters", 0, -1])
def test_an_unknown_fallback_is_an_error(fallback):
    with pytest.raises(ValueError, match="no fallback"):
        frames(TEXT, fallback=fallback)


# --- outline -------------------------------------------------------------------------------


def tokens_for(sections):
    rows = [(s.document, s.section) for s in sections.itertuples() for _ in range(s.n_chars)]
    return pd.DataFrame(rows, columns=["document", "section"]).astype("category")


def test_outline_counts_subsections_in():
    _, _, sections = frames(TEXT)
    frame = outline(sections)
    assert frame["section"].tolist() == ["0", "1", "1.1", "1.2", "2"]
    assert frame["n_chars"].tolist() == [4, 10, 5, 5, 5]
    assert frame["n_tokens"].isna().all()
    top = frame[frame["level"] <= 1]
    assert top["share"].sum() == pytest.approx(1)
    counted = outline(sections, tokens_for(sections))
    assert counted["n_tokens"].tolist() == frame["n_chars"].tolist()
    assert counted["share"].tolist() == frame["share"].tolist()


def test_shares_are_of_each_document():
    documents = pd.DataFrame(
        {"document": ["a", "b"], "text": [TEXT, "一、甲\n子。\n二、乙\n丑。\n"]}
    )
    frame = outline(split_sections(documents, mark_blocks(documents)))
    top = frame[frame["level"] <= 1].groupby("document", observed=True)["share"].sum()
    assert top.tolist() == pytest.approx([1, 1])


def test_an_empty_document_has_an_outline():
    _, _, sections = frames("")
    assert outline(sections)["share"].tolist() == [0.0]
    assert "(no headings)" in show_outline(outline(sections))


def test_the_rendering_is_aligned_for_full_width_characters():
    frame = outline(frames(TEXT)[2])
    lines = show_outline(frame).split("\n")
    assert len(lines) == 6
    places = {
        sum(2 if ord(c) > 0x2E7F else 1 for c in line[: line.index("%")]) for line in lines[1:]
    }
    assert len(places) == 1, "the column of shares is straight"
    assert lines[3].index("（一）") == lines[2].index("一、") + 2, "indented by level"


def test_the_rendering_is_a_table_in_a_notebook():
    table = show_outline(
        outline(frames("一、<b>甲</b>\n内容。\n二、乙\n内容。\n")[2])
    )._repr_html_()
    assert "&lt;b&gt;甲" in table
    assert table.count("<tr>") == 3


def test_several_documents_are_named():
    documents = pd.DataFrame({"document": ["甲.txt", "乙.txt"], "text": [TEXT, TEXT]})
    shown = show_outline(outline(split_sections(documents, mark_blocks(documents))))
    assert [line for line in shown.split("\n") if line.endswith(".txt")] == ["甲.txt", "乙.txt"]


# --- roll_up -------------------------------------------------------------------------------


def test_roll_up_sums_counts_and_keeps_categories():
    section = pd.Categorical(
        ["1", "2.1", "2.2", "10.1.1"], categories=["1", "2.1", "2.2", "10.1.1"]
    )
    counts = pd.DataFrame({"section": section, "term": ["群众"] * 4, "n": [1, 2, 3, 4]})
    rolled = roll_up(counts, level=1)
    assert rolled["n"].tolist() == [1, 5, 4]
    assert list(rolled["section"].cat.categories) == ["1", "2", "10"], "the order of the document"
    assert roll_up(counts, level=2)["section"].tolist() == ["1", "2.1", "2.2", "10.1"]
    assert counts["section"].tolist() == ["1", "2.1", "2.2", "10.1.1"], "the argument is as before"


def test_roll_up_of_tokens_only_renames():
    tokens = pd.DataFrame({"section": ["1", "2.1"], "token": ["学习", "工作"]})
    assert roll_up(tokens)["section"].tolist() == ["1", "2"]
    assert roll_up(tokens)["token"].tolist() == ["学习", "工作"]


def test_roll_up_of_sections_gathers_what_lies_below():
    sections = frames(TEXT)[2]
    rolled = roll_up(sections, level=1)
    assert paths(rolled) == ["0", "1 一、成绩", "2 二、打算"]
    assert rolled["n_chars"].sum() == sections["n_chars"].sum()
    assert rolled["end"].tolist() == [rolled["start"][1], rolled["start"][2], len(TEXT)]


def test_roll_up_of_the_rest_of_a_missing_section():
    """Missing values of a categorical column stay missing."""
    frame = pd.DataFrame({"section": pd.Categorical(["1.1", None]), "token": ["甲", "乙"]})
    assert roll_up(frame)["section"].isna().tolist() == [False, True]


def test_roll_up_says_what_it_needs():
    with pytest.raises(ValueError, match="no column 'section'"):
        roll_up(pd.DataFrame({"term": ["甲"]}))
    with pytest.raises(ValueError, match="level 0"):
        roll_up(pd.DataFrame({"section": ["1"]}), level=0)


# --- layouts and real documents ------------------------------------------------------------


@pytest.mark.parametrize("between", ["\n\n", "\n　　", "\n\n\n　　", " ", "　"])
def test_the_layout_does_not_change_the_outline(seed, between):
    """Blank lines, indents, and even blanks in place of line breaks hold the same structure."""
    text = seed.read_text("utf-8")
    wanted, found = (frames(t)[2] for t in (text, between.join(text.split("\n"))))
    assert paths(found) == paths(wanted)
    assert found["n_chars"].tolist() == wanted["n_chars"].tolist()


def test_structure_of_the_corpora(corpora):
    """The bars of the evaluation corpora, for plain text: nothing here knows the files."""
    entries = [json.loads(line) for line in (corpora / "gold.jsonl").open(encoding="utf-8")]
    found = false = missed = 0
    for entry in entries:
        if not entry["path"].endswith(".txt") or entry["genre"] == "law-pdf":
            continue
        text = (corpora / entry["path"]).read_bytes().decode(entry["encoding"])
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        sections = frames(text)[2]
        reported = set(sections.loc[sections["level"] > 0, "start"])
        neutral = {s["start"] for s in entry["sections"] if s.get("optional") or s["level"] == 0}
        gold = {s["start"] for s in entry["sections"]} - neutral
        found += len(reported & gold)
        missed += len(gold - reported)
        false += len(reported - gold - neutral)
    assert np.divide(2 * found, 2 * found + false + missed) >= 0.99
