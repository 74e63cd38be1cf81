"""Text after points in mid-paragraph goes on in the section around them."""

import pandas as pd
import pytest
from hypothesis import example, given
from makers import examples
from texts import DOCUMENTS, documents_of, paths, sections_of

import analysis as an
from analysis.structure import mark_blocks, roll_up, section_spans, split_sections
from analysis.structure.spans import stretches

ONE = "一是早谋划。提前研究方案。"
TWO = "二是快行动。立即组织实施。"
REST = "这些都要落实到位。\n"
TEXT = f"一、行动\n要做两件事。{ONE}{TWO}\n{REST}"


def own_text(text):
    """Each section with its own text, as far as it is told apart by spans."""
    sections = sections_of(text)
    found: dict[str, list[str]] = {}
    for span in section_spans(sections).itertuples():
        found.setdefault(span.section, []).append(text[span.start : span.end])
    return found


def test_the_last_point_ends_with_its_paragraph():
    sections = sections_of(TEXT)
    assert paths(sections) == ["1 一、行动", "1.1 一是早谋划", "1.2 二是快行动"]
    assert own_text(TEXT) == {
        "1": ["一、行动\n要做两件事。", REST],
        "1.1": [ONE],
        "1.2": [TWO + "\n"],
    }
    assert sections["n_chars"].tolist() == [6 + 9, 7, 7]
    assert sections["end"].tolist() == [len(TEXT), TEXT.index("二是"), TEXT.index("这些")]


@pytest.mark.parametrize(
    "text",
    [
        f"一、行动\n{ONE}\n{TWO}\n{REST}",  # each has paragraphs of its own
        f"一、行动\n要做两件事。{ONE}\n{TWO}\n{REST}",  # the last one has
        f"一、行动\n要做两件事。{ONE}{TWO}\n二、保障\n{REST}",  # nothing is left
        f"一、行动\n要做好。{ONE}二是快行动。立即做到：\n甲要做好。\n",  # it announces more
        f"一、行动\n要做两件事。{ONE}二是快行动。\n立即组织实施。\n",  # its text follows
        f"要做两件事。{ONE}{TWO}\n{REST}",  # no section around them
        f"一、行动\n（一）早谋划。提前研究。\n（二）快行动。立即实施。\n{REST}",  # no points
    ],
)
def test_where_it_does_not(text):
    sections = sections_of(text)
    assert len(section_spans(sections)) == len(sections)
    assert sections["end"].tolist() == [*sections["start"][1:], len(text)]


def test_a_series_that_goes_on_in_another_paragraph():
    text = (
        f"一、行动\n要做三件事。{ONE}{TWO}\n甲要做好。\n还有。三是严考核。逐项对账销号。\n{REST}"
    )
    assert own_text(text)["1.2"] == [f"{TWO}\n甲要做好。\n还有。"]
    assert own_text(text)["1.3"] == ["三是严考核。逐项对账销号。\n"]
    assert own_text(text)["1"][1:] == [REST]


def test_two_series_in_one_section():
    text = f"一、行动\n先说。{ONE}{TWO}\n{REST}再说。{ONE}{TWO}\n{REST}二、保障\n要保障。\n"
    assert [len(parts) for parts in own_text(text).values()] == [3, 1, 1, 1, 1, 1]
    assert own_text(text)["1"] == ["一、行动\n先说。", f"{REST}再说。", REST]


def test_series_inside_a_point():
    inner = "首先，抓方案。要研究好。其次，抓人员。要安排好。\n"
    text = f"一、行动\n要做好。{ONE}二是快行动。要做到：{inner}{REST}"
    found = own_text(text)
    assert list(found) == ["1", "1.1", "1.2", "1.2.1", "1.2.2"]
    assert found["1"] == ["一、行动\n要做好。", REST], "both series end with the paragraph"
    text = f"一、行动\n要做好。一是早谋划。要做到：{inner}{REST}{TWO}\n"
    found = own_text(text)
    assert list(found) == ["1", "1.1", "1.1.1", "1.1.2", "1.2"]
    assert found["1.1"] == ["一是早谋划。要做到：", REST]


def test_a_point_does_not_end_before_a_heading_below_it():
    text = f"一、行动\n要做好。{ONE}{TWO}\n甲要做好。\n方案\n研究方案。\n"
    documents = documents_of(text)
    blocks = mark_blocks(documents)
    title = blocks["start"] == text.index("方案\n研究")
    assert section_spans(split_sections(documents, blocks)).index.tolist() == [0, 1, 2, 0]
    blocks.loc[title, ["role", "level"]] = ["heading", 3]
    sections = split_sections(documents, blocks)
    assert sections["section"].tolist() == ["1", "1.1", "1.2", "1.2.1"]
    assert section_spans(sections).index.tolist() == [0, 1, 2, 3]


@examples(120)
@given(DOCUMENTS)
@example("\r第0章")
@example(" \n\u200b\n第0章")
@example(" \n\n")
def test_spans_tile_the_text_and_hold_what_is_counted(text):
    documents = documents_of(text)
    blocks = mark_blocks(documents)
    sections = split_sections(documents, blocks)
    spans = section_spans(sections)
    before = set(blocks["role"][blocks["start"] < spans["start"].iloc[0]])
    assert before <= {"blank"}, "blanks before the first heading are in no section"
    assert not before or sections["section"].iloc[0] != "0"
    assert spans["start"].tolist()[1:] == spans["end"].tolist()[:-1]
    assert spans["end"].iloc[-1] == len(text)
    assert spans.index.drop_duplicates().tolist() == list(range(len(sections)))


@pytest.fixture(scope="module")
def corpus():
    """Three documents; the text of two goes on after points."""
    names = {
        "甲": TEXT,
        "乙": "一、学习\n学理论。\n二、实践\n走进群众。\n",
        "丙": TEXT + "二、保障\n要保障。\n",
    }
    return an.load(pd.DataFrame({"document": list(names), "text": list(names.values())}))


def test_tokens_stand_in_the_section_whose_text_it_is(corpus):
    last = corpus.tokens[corpus.tokens["token"].astype(str) == "落实"]
    assert last[["document", "section"]].values.tolist() == [["甲", "1"], ["丙", "1"]]
    counts = an.count_terms(corpus, by=["document", "section"])
    sizes = an.outline(corpus).set_index(["document", "section"])["n_tokens"]
    assert sizes["甲", "1"] == (corpus.tokens["document"] == "甲").sum()
    assert counts["n"].sum() == len(corpus.tokens)
    assert corpus.with_sections(corpus.sections).tokens.equals(corpus.tokens)


def test_the_concordance_finds_it_once_in_text_order(corpus):
    lines = an.kwic(corpus, "落实|谋划", regex=True)
    assert lines[["document", "section", "keyword"]].values.tolist() == [
        ["甲", "1", "落实"],
        ["丙", "1", "落实"],
    ]
    assert an.kwic(corpus, "落实", section="1")["section"].tolist() == ["1", "1"]
    with pytest.raises(ValueError, match="does not occur"):
        an.kwic(corpus, "落实", section="1.2")


def test_a_selection_takes_it_along_with_its_section(corpus):
    assert "落实" not in set(corpus.select(sections="1.2").recut().tokens["token"])
    some = corpus.select(documents="丙", sections="1")
    assert some.recut().tokens["token"].tolist() == some.tokens["token"].tolist()
    assert some.tokens["token"].tolist()[-1] == "到位"
    assert an.kwic(some, "落实")["start"].tolist() == [TEXT.index("落实")]


def test_coarser_sections_reach_over_it(corpus):
    coarse = roll_up(corpus.sections, level=1)
    assert len(section_spans(coarse)) == len(coarse) == 5
    again = corpus.with_sections(coarse)
    assert again.tokens["section"].astype(str).tolist() == (
        roll_up(corpus.tokens, level=1)["section"].astype(str).tolist()
    )
    assert coarse["n_chars"].sum() == corpus.sections["n_chars"].sum()


def test_sections_of_ones_own_that_leave_gaps_or_have_starts_alone(corpus):
    assert list(stretches([0, 10, 30], [8, 20, 35])) == [(0, 0), (1, 10), (2, 30)]
    assert list(stretches([], [])) == []
    starts = corpus.sections[["document", "section", "start"]]
    last = corpus.with_sections(starts).tokens
    assert last["section"][last["token"].astype(str) == "落实"].tolist() == ["1.2", "1.2"]
