"""The tree of headings: golden cases, laws, fallbacks."""

import json
import pathlib

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples
from texts import DOCUMENTS, REPORT, documents_of, paths, sections_of

import analysis as an
from analysis.reading import Mark
from analysis.structure import COUNTED, mark_blocks, section_spans, split_sections, title_of

CASES = [
    {**case, "file": path.stem}
    for path in sorted((pathlib.Path(__file__).parent / "cases").glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]


# --- golden cases --------------------------------------------------------------------------


def parameter(case):
    marks = [pytest.mark.xfail(strict=True, reason=case["known"])] if "known" in case else []
    return pytest.param(case, id=f"{case['file']}: {case['label']}", marks=marks)


@pytest.mark.parametrize("case", [parameter(case) for case in CASES])
def test_outline_of_a_golden_case(case):
    """Each case is a form of heading, alone or in conflict; see its comment in the file."""
    assert paths(sections_of(case["text"])) == case["expect"], case["comment"]


def test_there_are_enough_golden_cases():
    assert len(CASES) >= 120
    assert len({(case["file"], case["label"]) for case in CASES}) == len(CASES)


# --- laws ----------------------------------------------------------------------------------


@examples(120)
@given(DOCUMENTS)
def test_sections_cover_the_text_in_order(text):
    """Text before the first heading is "0"; every other section begins with its heading."""
    documents = documents_of(text)
    blocks = mark_blocks(documents)
    sections = split_sections(documents, blocks)
    assert sections["section"].is_unique
    spans = section_spans(sections)
    assert (spans["start"].to_numpy()[1:] == spans["end"].to_numpy()[:-1]).all()
    assert spans["end"].iloc[-1] == len(text)
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


@examples(60)
@given(DOCUMENTS)
def test_each_path_has_its_parent(text):
    """Cutting a path to fewer numbers must give a section that exists, or "0"."""
    names = set(sections_of(text)["section"])
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


def test_a_title_of_several_lines_is_read_in_one():
    titles = {
        "（一）坚持改革，\n扩大开放。": "（一）坚持改革，扩大开放",
        "第一回\n\n桃园结义\n英雄立功": "第一回 桃园结义 英雄立功",
        "第一章\n总则": "第一章 总则",
        "一、\n  总体要求": "一、总体要求",
        "关于加强作风建设\n　　的意见": "关于加强作风建设的意见",
        "Notes on Regional \n Planning": "Notes on Regional Planning",
        "第十二章 Regional\nPlanning": "第十二章 Regional Planning",
    }
    assert {heading: title_of(heading) for heading in titles} == titles


# --- documents without headings ------------------------------------------------------------

PLAIN = "题目\n" + "".join(f"第{n}件事说来话长。不过总要说完。\n" for n in "甲乙丙丁戊己庚辛")


def test_a_document_without_headings_is_one_section():
    sections = sections_of(PLAIN)
    assert sections["section"].tolist() == ["0"]
    assert sections["end"].tolist() == [len(PLAIN)]


def test_paragraphs_as_sections():
    sections = sections_of(PLAIN, fallback="paragraphs")
    assert paths(sections)[:3] == ["0", "1 第1段", "2 第2段"]
    assert len(sections) == 9
    assert sections["n_chars"].tolist() == [0] + [16] * 8


def test_equal_parts_end_with_a_sentence():
    sections = sections_of(PLAIN, fallback=4)
    assert sections["section"].tolist() == ["0", "1", "2", "3", "4"]
    assert sections["n_chars"].tolist() == [0, 32, 32, 32, 32]
    text = "说来话长。" * 40
    sections = sections_of(text, fallback=3)
    assert len(sections) == 3
    assert all(text[: s.start].endswith("。") for s in sections.itertuples() if s.start)
    assert sections["n_chars"].max() - sections["n_chars"].min() <= 10


@examples(60)
@given(DOCUMENTS, st.one_of(st.just("paragraphs"), st.integers(1, 9)))
def test_a_fallback_never_fails(text, fallback):
    sections = sections_of(text, fallback=fallback)
    assert (sections["start"].to_numpy()[1:] == sections["end"].to_numpy()[:-1]).all()
    assert sections["end"].iloc[-1] == len(text)
    assert sections["section"].is_unique


def test_headings_come_before_the_fallback():
    assert paths(sections_of(REPORT, fallback="paragraphs")) == paths(sections_of(REPORT))


@pytest.mark.parametrize(
    ("sizes", "start"),
    [((10, 8, 22), 20), ((10, 12, 18), 24), ((10, 5, 10, 15), 17), ((10, 21, 10), 11)],
)
def test_parts_start_at_the_nearest_paragraph(sizes, start):
    """The one nearest to the middle; of two as near (the last case) the earlier one."""
    text = "".join(f"{'说' * (size - 1)}。\n" for size in sizes)
    assert sections_of(text, fallback=2)["start"].tolist() == [0, start]


@pytest.mark.parametrize("fallback", ["chapters", 0, -1])
def test_an_unknown_fallback_is_an_error(fallback):
    with pytest.raises(ValueError, match="no fallback"):
        sections_of(REPORT, fallback=fallback)


@pytest.mark.parametrize("fallback", [None, "paragraphs", 2])
def test_of_a_corpus_documents_and_blocks_are_taken(fallback):
    corpus = an.load(documents_of(REPORT, "一段。\n二段。\n三段。\n"))
    pd.testing.assert_frame_equal(
        split_sections(corpus, fallback=fallback),
        split_sections(corpus.documents, corpus.blocks, fallback=fallback),
    )


def test_a_missing_column_is_an_error_that_says_what_makes_it():
    documents = documents_of(REPORT)
    with pytest.raises(ValueError, match=r"no column 'text' in documents .*read_documents"):
        split_sections(documents.drop(columns="text"), mark_blocks(documents))
    with pytest.raises(ValueError, match=r"no column 'marker' in blocks .*mark_blocks"):
        split_sections(documents, mark_blocks(documents).drop(columns="marker"))
    with pytest.raises(ValueError, match=r"no column 'start' in blocks .*mark_blocks"):
        split_sections(documents)


# --- layouts and real documents ------------------------------------------------------------


@pytest.mark.parametrize("between", ["\n\n", "\n　　", "\n\n\n　　", " ", "　"])
def test_the_layout_does_not_change_the_outline(seed, between):
    """Blank lines, indents, and even blanks in place of line breaks hold the same structure."""
    text = seed.read_text("utf-8")
    wanted, found = (sections_of(t) for t in (text, between.join(text.split("\n"))))
    assert paths(found) == paths(wanted)
    assert found["n_chars"].tolist() == wanted["n_chars"].tolist()


def test_no_document_of_the_corpora_loses_headings(not_worse):
    """Known headings of real documents: what was reached is in reached.tsv (`make scores`)."""
    not_worse("structure")


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("安装说明\n=======", "安装说明"),
        ("其他\n------\n", "其他"),
        ("## <a name='one'>一：认识杭州</a>", "一：认识杭州"),
        ("### [新增各地控规文件](#控规)", "新增各地控规文件"),
        ("2、[Wt](https://www.webtoolkit.eu/wt/)", "2、Wt"),
        # nothing of these is a mark
        ("一、收入 - 支出", "一、收入 - 支出"),
        ("二、a < b 的条件", "二、a < b 的条件"),
        ("二、<b>甲</b>", "二、<b>甲</b>"),
        ("三、[草案](./略)的说明", "三、[草案](./略)的说明"),
        ("四、等号 ==", "四、等号 =="),
    ],
)
def test_titles_lose_the_marks_of_markdown(heading, title):
    assert title_of(heading) == title
