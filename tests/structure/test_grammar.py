"""The table of heading forms: each is what its example says, and users choose or add some."""

import re

import pytest
from texts import blocks_of, pieces

from analysis.structure import FORMS, Form
from analysis.structure.grammar import KINDS, C, choose_forms, matcher
from analysis.structure.numbers import number_of


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_of_the_table_has_an_example_that_it_matches(form):
    """The table is documentation: an example that does not match would mislead."""
    assert form.kind in KINDS
    assert choose_forms([form.name]) == (form,)
    assert choose_forms([form.example]) == (form,)
    if form.kind == "point":
        assert re.fullmatch(form.pattern, form.example)
        assert form.following or C in form.pattern, "the next point has to have another number"
    else:
        rest = "" if form.kind in ("named", "annex") or form.untitled else "总则"
        found = matcher(FORMS)(form.example + rest)
        assert found is not None
        assert found.form is form
    if form.kind not in ("dash", "named"):
        assert number_of(form.example) == 1


def test_names_and_examples_tell_the_forms_apart():
    assert len({form.name for form in FORMS}) == len(FORMS)
    assert len({form.example for form in FORMS}) == len(FORMS)


def test_ranks_say_what_stands_above_what():
    ranks = {form.name: form.rank for form in FORMS}
    order = ["part", "chapter", "section", "article", "comma", "brackets", "figure", "figures"]
    assert [ranks[name] for name in order] == sorted(ranks[name] for name in order)
    ordered = [form.rank for form in FORMS if form.ordered]
    assert len(set(ordered)) == len(ordered), "one stands above the other"


def test_what_sets_forms_apart():
    def examples(field):
        return [form.example for form in FORMS if getattr(form, field)]

    assert examples("ordered") == ["第一章", "第一节", "第一款", "第一目", "第一条"]
    assert examples("clauses") == ["壹、", "一、"]
    assert examples("couplet") == ["第一章"]
    assert examples("untitled") == ["一"]
    listed = [
        "一）",
        "A.",
        "1.",
        "1　总则",
        "1.1",
        "1.1.1",
        "1.1.1.1",
        "（1）",
        "1）",
        "①",
        "a.",
        "——",
    ]
    assert examples("in_lists") == listed
    doubtful = [form.example for form in FORMS if not form.single]
    assert doubtful == [
        "一",
        *(example for example in listed if not example.startswith(("1.1", "1　"))),
    ]


def test_a_match_says_form_number_and_marker():
    found = matcher(FORMS)("■（十二）坚持党的领导")
    assert (found.form.name, found.number, found.end, found.marker) == (
        *("brackets", 12, len("■（十二）"), "（十二）"),
    )
    assert matcher(FORMS)("**第三条** 甲").marker == "第三条"
    assert matcher(FORMS)("我们要努力") is None


@pytest.mark.parametrize("line", ["1.5亿元", "十八大以来", "2024年的工作", "三农", "AB型", "附近"])
def test_words_that_begin_like_numbers_are_no_marker(line):
    assert matcher(FORMS)(line) is None


# --- forms chosen by the user --------------------------------------------------------------


def test_headings_restrict_the_forms():
    text = "一、学习\n（一）读书。要多读。\n（二）思考。要多想。\n二、实践\n要多做。\n"
    assert len(pieces(text, blocks_of(text), "heading")) == 4
    assert pieces(text, blocks_of(text, headings=["一、"]), "heading") == ["一、学习", "二、实践"]
    assert pieces(text, blocks_of(text, headings=[]), "heading") == []
    assert len(pieces(text, blocks_of(text, headings="brackets"), "heading")) == 2


def test_headings_add_forms_of_the_user():
    text = "一、概况\n概况如下。\n专栏1 重大工程\n工程如下。\n二、任务\n任务如下。\n"
    box = Form("box", r"专栏\s*\d+", 23, "own", "专栏1")
    blocks = blocks_of(text, headings=[*FORMS, box])
    heads = blocks[blocks["role"] == "heading"]
    assert pieces(text, heads) == ["一、概况", "专栏1 重大工程", "二、任务"]
    assert heads["level"].tolist() == [1, 2, 1]


def test_points_of_the_user_count_on_in_their_own_way():
    """By the number in the pattern, or by another pattern from the second one on."""
    numbered = Form("says", f"说{C}，", 50, "point", "说一，")
    words = Form("words", "起初，", 50, "point", "起初，", following="(?:随后|末了)，")
    text = "说一，要早。抓紧时间办。说二，要快。马上动手做。\n"
    text += "起初，无人知。大家都不说。随后，有人问。大家都说了。末了，都知道。事情就完了。\n"
    found = pieces(text, blocks_of(text, headings=[numbered, words]), "heading")
    assert found[:2] == ["说一，要早。", "说二，要快。"]
    assert found[2:] == ["起初，无人知。", "随后，有人问。", "末了，都知道。"]


def test_an_unknown_form_is_an_error_that_lists_the_known_ones():
    with pytest.raises(ValueError, match=r"no heading form '九、'; there are: .*一、"):
        blocks_of("", headings=["九、"])
    with pytest.raises(ValueError, match="no kind 'sort'; kinds: division, article"):
        blocks_of("", headings=[Form("x", "x", 1, "sort", "x")])


def test_a_form_that_cannot_be_used_is_an_error_that_says_why():
    with pytest.raises(ValueError, match=r"'x': '专栏\(' is not a regular expression: missing \)"):
        blocks_of("", headings=[Form("x", "专栏(", 1, "own", "x")])
    with pytest.raises(ValueError, match=r"'x': '\\\\d\*' matches where nothing stands"):
        blocks_of("", headings=[Form("x", r"\d*", 1, "own", "x")])


@pytest.mark.parametrize(
    ("line", "form"),
    [
        *(("1.1、背景", "decimal2"), ("1.1）背景", "decimal2"), ("1.1.2、背景", "decimal3")),
        *(
            ("一丶要求", "comma"),
            ("一﹑要求", "comma"),
            ("一､要求", "comma"),
            ("一：要求", "comma"),
        ),
        *(
            ("一，要求", "comma"),
            ("（甲）总则", "stem"),
            ("卷 第 一", "volume"),
            ("卷一", "volume"),
        ),
    ],
)
def test_numbers_as_they_are_typed(line, form):
    assert matcher(FORMS)(line).form.name == form


@pytest.mark.parametrize(
    "line",
    ["5.2的试验适用于手持设备。", "1.5与2.5之间", "3.2及以上", "一，2，3", "（甲方）", "卷土"],
)
def test_words_that_go_on_after_a_number(line):
    assert matcher(FORMS)(line) is None
