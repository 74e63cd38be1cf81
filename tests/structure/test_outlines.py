"""The outline: numbers with their subsections, shares of each document, aligned to be read."""

import pandas as pd
import pytest
from texts import REPORT, documents_of, sections_of

import analysis as an
from analysis.structure import mark_blocks, outline, show_outline, split_sections, width


def tokens_for(sections):
    rows = [(s.document, s.section) for s in sections.itertuples() for _ in range(s.n_chars)]
    return pd.DataFrame(rows, columns=["document", "section"]).astype("category")


def test_outline_counts_subsections_in():
    sections = sections_of(REPORT)
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
    documents = documents_of(REPORT, "一、甲\n子。\n二、乙\n丑。\n")
    frame = outline(split_sections(documents, mark_blocks(documents)))
    top = frame[frame["level"] <= 1].groupby("document", observed=True)["share"].sum()
    assert top.tolist() == pytest.approx([1, 1])


def test_an_empty_document_has_an_outline():
    sections = sections_of("")
    assert outline(sections)["share"].tolist() == [0.0]
    assert "全文" in show_outline(outline(sections))
    assert "Whole text" in show_outline(outline(sections), language="en")


def test_the_rendering_is_aligned_for_full_width_characters():
    frame = outline(sections_of(REPORT))
    lines = show_outline(frame).split("\n")
    assert len(lines) == 6
    places = {
        sum(2 if ord(c) > 0x2E7F else 1 for c in line[: line.index("%")]) for line in lines[1:]
    }
    assert len(places) == 1, "the column of shares is straight"
    assert lines[3].index("（一）") == lines[2].index("一、") + 2, "indented by level"


def test_the_rendering_is_a_table_in_a_notebook():
    table = show_outline(
        outline(sections_of("一、<b>甲</b>\n内容。\n二、乙\n内容。\n"))
    )._repr_html_()
    assert "&lt;b&gt;甲" in table
    assert table.count("<tr>") == 3


def test_subsections_are_indented_in_a_notebook_and_bars_as_long_as_their_share():
    table = show_outline(outline(sections_of(REPORT))).table
    assert [table.count(f"padding-left:{indent}em") for indent in (0.5, 2.0, 3.5)] == [3, 2, 0]
    assert table.count(f"width:{20 * 0.4 * 10 / 19:.2f}em") == 1, "一、成绩: 10 of 19 characters"


def test_several_documents_are_named():
    documents = pd.DataFrame({"document": ["甲.txt", "乙.txt"], "text": [REPORT, REPORT]})
    shown = show_outline(outline(split_sections(documents, mark_blocks(documents))))
    assert [line for line in shown.split("\n") if line.endswith(".txt")] == ["甲.txt", "乙.txt"]


def test_of_a_corpus_sections_and_tokens_are_taken():
    corpus = an.load(documents_of(REPORT, "一、甲\n子。\n"))
    expected = outline(corpus.sections, corpus.tokens)
    pd.testing.assert_frame_equal(outline(corpus), expected)
    assert expected["n_tokens"].notna().all()


def test_a_missing_column_is_an_error_that_says_what_makes_it():
    with pytest.raises(ValueError, match=r"no column 'level' in sections .*split_sections"):
        outline(sections_of(REPORT).drop(columns="level"))
    with pytest.raises(ValueError, match=r"no column 'section' in tokens .*tokenize"):
        outline(sections_of(REPORT), pd.DataFrame({"document": ["a"]}))
    with pytest.raises(ValueError, match="sections is a DataFrame, not a str"):
        outline("报告")


def test_width_counts_columns_of_a_terminal():
    assert [width(text) for text in ["", "ab", "一二", "，", "e\u0301"]] == [0, 2, 4, 2, 1]
