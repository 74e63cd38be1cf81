"""Headings put right by hand: blocks and sections follow, texts and offsets stay."""

import json

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples
from texts import paths

import analysis as an
from analysis.structure import Correction, joined_corrections

REPORT = "一、学习\n学理论。\n工作打算\n要实干。\n二、实践\n去实践。\n（一）走访\n走进群众。\n"
POINTS = "一、行动\n要做到：一是早谋划。提前研究。二是快行动。马上办。\n二、学习\n学理论。\n"


@pytest.fixture(scope="module")
def corpus():
    """Three documents; two of them have equal lines."""
    texts = [REPORT, POINTS, "工作打算\n要多学。\n工作打算\n要多做。\n"]
    return an.load(pd.DataFrame({"document": ["报告", "计划", "打算"], "text": texts}))


def outline(corpus, document):
    own = corpus.sections[corpus.sections["document"] == document]
    return paths(own)


def check(corpus, before):
    """Blocks tile, texts and words are as before, and frames are of the same make."""
    assert corpus.documents["text"].equals(before.documents["text"])
    for name, text in corpus.documents[["document", "text"]].itertuples(index=False):
        own = corpus.blocks[corpus.blocks["document"] == name]
        assert "".join(text[b.start : b.end] for b in own.itertuples()) == text
        tokens = corpus.tokens[corpus.tokens["document"] == name]
        for token, start in zip(tokens["token"], tokens["start"], strict=True):
            assert text[start : start + len(token)] == token
    for name in ("start", "end", "level", "marker"):
        assert corpus.blocks[name].dtype == before.blocks[name].dtype
    for name in ("document", "role"):
        assert isinstance(corpus.blocks[name].dtype, pd.CategoricalDtype)
    assert corpus.blocks.columns.equals(before.blocks.columns)


def test_a_heading_is_none(corpus):
    made = corpus.correct_headings({("报告", "2.1"): None})
    assert outline(made, "报告") == ["1 一、学习", "2 二、实践"]
    assert outline(made, "计划") == outline(corpus, "计划")
    words = made.tokens[(made.tokens["document"] == "报告") & (made.tokens["section"] == "2")]
    assert "走访" in words["token"].tolist()
    check(made, corpus)


def test_a_line_is_a_heading_of_a_level(corpus):
    made = corpus.correct_headings({("报告", "工作打算"): 2})
    assert outline(made, "报告") == ["1 一、学习", "1.1 工作打算", "2 二、实践", "2.1 （一）走访"]
    section = made.tokens["section"][made.tokens["token"].astype(str) == "实干"]
    assert section.astype(str).tolist() == ["1.1"]
    check(made, corpus)


def test_a_heading_has_another_level_or_title_or_both(corpus):
    made = corpus.correct_headings(
        {("报告", "2.1"): 1, ("报告", "2"): "二、行动", ("计划", "1.1"): (1, "谋划")}
    )
    assert outline(made, "报告") == ["1 一、学习", "2 二、行动", "3 （一）走访"]
    assert outline(made, "计划") == ["1 一、行动", "2 谋划", "2.1 二是快行动", "3 二、学习"]
    assert made.sections["marker"].tolist()[:3] == ["一、", "二、", "（一）"]
    check(made, corpus)


def test_a_point_that_is_none_is_one_paragraph_with_what_is_around_it(corpus):
    made = corpus.correct_headings({("计划", "1.1"): None, ("计划", "1.2"): None})
    own = made.blocks[(made.blocks["document"] == "计划") & (made.blocks["role"] == "body")]
    assert [POINTS[b.start : b.end] for b in own.itertuples()] == [
        "要做到：一是早谋划。提前研究。二是快行动。马上办。\n",
        "学理论。\n",
    ]
    check(made, corpus)


def test_words_in_mid_paragraph_are_a_heading_with_the_sign_that_closes_it(corpus):
    made = corpus.correct_headings({("计划", "马上办"): 3})
    assert outline(made, "计划")[3] == "1.2.1 马上办"
    (block,) = made.blocks[made.blocks["reason"] == "corrected by hand"].itertuples()
    assert POINTS[block.start : block.end] == "马上办。\n"
    check(made, corpus)


def test_sections_are_called_as_they_are_before_the_call(corpus):
    one = corpus.select(documents="报告")
    made = one.correct_headings({"1": None, "2": "二、行动", "2.1": 1})
    assert outline(made, "报告") == ["0", "1 二、行动", "2 （一）走访"]
    again = made.correct_headings({"1": "行动"})
    assert outline(again, "报告") == ["0", "1 行动", "2 （一）走访"]


def test_rows_tables_and_files_say_the_same(corpus, tmp_path):
    mapping = {("报告", "2.1"): None, ("打算", "要多做"): (1, "多做"), ("计划", "2"): "读书"}
    made = corpus.correct_headings(mapping)
    rows = [
        {"document": "报告", "section": "2.1", "level": 0},
        {"document": "打算", "line": "要多做", "level": 1, "title": "多做"},
        {"document": "计划", "section": "2", "title": "读书", "level": None},
    ]
    assert corpus.correct_headings(rows) == made
    assert corpus.correct_headings(pd.DataFrame(rows)) == made
    assert corpus.correct_headings(made.options.corrections) == made
    an.write_corrections(made, tmp_path / "标题.json")
    assert corpus.correct_headings(tmp_path / "标题.json") == made
    assert corpus.correct_headings(str(tmp_path / "标题.json")) == made
    assert an.load(corpus.documents[["document", "text"]], corrections=mapping) == made
    entry = json.loads((tmp_path / "标题.json").read_text("utf-8"))[1]
    assert entry == {
        "document": "打算",
        "line": "要多做",
        "number": 1,
        "level": 1,
        "title": "多做",
        "like": False,
    }


def test_equal_lines_are_told_apart_by_their_number(corpus):
    row = {"document": "打算", "line": "工作打算", "number": 2, "level": 1}
    made = corpus.correct_headings([row])
    assert made.sections.loc[made.sections["title"] == "工作打算", "start"].tolist() == [10]
    with pytest.raises(
        ValueError, match="line '工作打算' stands 2 times in 打算: give the section"
    ):
        corpus.correct_headings({("打算", "工作打算"): 1})
    with pytest.raises(ValueError, match=r"stands 2 times in 打算$"):
        corpus.correct_headings([row | {"number": 3}])


def test_a_line_is_meant_before_words_in_a_sentence():
    corpus = an.load(an.read_text("先说打算。\n打算\n要实干。\n"))
    made = corpus.correct_headings({"打算": 1})
    assert made.sections["start"].tolist() == [0, 6]
    assert made.options.corrections == (Correction("text", "打算", 2, 1, None),)


def test_options_remember_and_all_that_is_made_keeps_to_it(corpus):
    made = corpus.correct_headings({("报告", "工作打算"): 2, ("报告", "2"): "行动"})
    found = ["1 一、学习", "1.1 工作打算", "2 行动", "2.1 （一）走访"]
    assert outline(made.with_headings(None), "报告") == found
    assert outline(made.parts(2), "报告") == found
    assert outline(made.with_blocks(made.blocks), "报告") == found
    assert outline(made.with_terms(["学理论"]), "报告") == found
    assert outline(made.select(documents="报告").recut(tags=True), "报告") == found
    assert made.select(documents="计划").options.corrections == ()
    assert outline(made.with_headings([]), "报告") == ["0", "0.1 工作打算"]
    assert made.correct_headings(None) == corpus


def test_the_last_correction_of_a_line_holds(corpus):
    once = corpus.correct_headings({("报告", "2"): (3, "行动")})
    again = once.correct_headings({("报告", "1.0.1"): 1})
    assert outline(again, "报告")[1] == "2 行动"
    assert len(again.options.corrections) == 1
    none = again.correct_headings({("报告", "2"): None}).options.corrections
    assert none == (Correction("报告", "二、实践", 1, 0, None),)
    assert joined_corrections(none, [none[0]._replace(level=2)])[0].title is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"2": None}, r"of which document is section '2'\? There are: 报告, 计划, 打算"),
        ({("信", "2"): None}, r"no document '信'\? There are: 报告"),
        ({("报告", "7"): None}, r"no heading of section '7' in 报告; there are: 1, 2, 2\.1$"),
        ({("打算", "0"): None}, "no heading of section '0' in 打算; there are: none"),
        ({("报告", "谈学习"): 1}, "line '谈学习' does not stand in 报告"),
        (
            {("报告", "工作打算"): None},
            "line '工作打算' of 报告 is no heading: it is none already",
        ),
        ({("报告", "工作打算"): "打算"}, "is no heading: say its level as well"),
        ({("报告", "2"): (0, "行动")}, "is to be no heading, and to be called '行动'"),
        ({("报告", "2"): -1}, "level -1 of a heading: give 1, 2, 3"),
        ({("报告", "2"): 1.5}, r"level 1\.5 of a heading"),
        ({("报告", "2"): float("inf")}, "level inf of a heading"),
        ({("报告", "2"): True}, "level True of a heading"),
        ({("报告", "2"): (["1"], None)}, "level .* of a heading"),
        ({2: None}, "2 is no section or line: give its path or its words as text"),
        ({("报告", " "): 1}, "is no section or line"),
        (
            [{"document": "报告", "level": 1}],
            "a correction of nothing: it says neither section nor line",
        ),
        ([{"document": "报告", "section": "2"}], "nothing is said of section '2'"),
        (
            [{"document": "报告", "section": 2, "level": 1}],
            "section 2 of a correction: give it as",
        ),
        ([{"文件": "报告"}], "is no correction: it has document, section or line"),
        (["2"], "'2' is no correction"),
        (7, "corrections=7: give a mapping"),
    ],
)
def test_what_matches_nothing_or_says_nothing_is_refused(corpus, wrong, message):
    with pytest.raises(ValueError, match=message):
        corpus.correct_headings(wrong)


def test_files_that_hold_no_corrections(corpus, tmp_path):
    (tmp_path / "a.json").write_text("一、学习", "utf-8")
    with pytest.raises(ValueError, match=r"a\.json holds no corrections .*write_corrections"):
        corpus.correct_headings(tmp_path / "a.json")
    with pytest.raises(FileNotFoundError):
        corpus.correct_headings(tmp_path / "b.json")
    with pytest.raises(ValueError, match=r"give a corpus, or corpus\.options"):
        an.write_corrections(["一、学习"], tmp_path / "c.json")


@examples(60)
@given(st.data())
def test_any_corrections_keep_the_laws(data):
    line = st.sampled_from(
        ["一、学", "二、做", "（一）读", "学理论。", "要做：一是早。快去做。", "打算"]
    )
    drawn = data.draw(st.lists(st.lists(line, min_size=1, max_size=6), min_size=1, max_size=3))
    names = [f"文{n}" for n in range(len(drawn))]
    texts = ["\n".join(lines) for lines in drawn]
    corpus = an.load(pd.DataFrame({"document": names, "text": texts}))
    rows = []
    for name, text in zip(names, texts, strict=True):
        for place in data.draw(st.sets(st.sampled_from(text.split("\n")), max_size=3)):
            number = data.draw(st.integers(1, text.count(place)))
            level = data.draw(st.integers(1, 3))
            rows.append({"document": name, "line": place, "number": number, "level": level})
    made = corpus.correct_headings(rows)
    check(made, corpus)
    heads = set(zip(made.sections["document"], made.sections["start"], strict=True))
    for row, text in ((row, texts[names.index(row["document"])]) for row in rows):
        places = [n for n in range(len(text)) if text.startswith(row["line"], n)]
        assert (row["document"], places[row["number"] - 1]) in heads
    assert made.with_headings(None) == made
    assert made.correct_headings(None) == corpus
