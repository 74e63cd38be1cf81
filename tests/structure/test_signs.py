"""With which characters a pattern can begin: never too few, or lines would be overlooked."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.structure import FORMS, Form
from analysis.structure.grammar import ORNAMENT, matcher
from analysis.structure.signs import first_signs

PATTERNS = {
    "第[一二]章": "第",
    "(?:附|录)?件": "附录件",
    "甲*乙": "甲乙",
    "甲+?乙": "甲",
    "甲++乙": "甲",
    "(?>甲|乙)丙": None,
    "(?=甲)乙|丙": "乙丙",
    "(?!甲)[甲乙]": "甲乙",
    "^甲$": "甲",
    "(?P<name>甲)(乙)": "甲",
    "(甲|)(?:乙|丙丁)": "甲乙丙",
    "(?!)|甲": "甲",
    r"\*\*": "*",
    "[①-③]": "①②③",
    ".甲": None,
    "甲?.": None,
    r"\d": None,
    r"[\d甲]": None,
    "[^甲]": None,
    "甲*": None,
    "": None,
    r"(甲)?\1": None,
    "(?i)a": None,
    "(?i:a)": None,
    "[\u4e00-\u9fff]": None,
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_first_signs(pattern):
    expected = PATTERNS[pattern]
    assert first_signs(pattern) == (None if expected is None else frozenset(expected))


def whole(forms):
    """The pattern in one piece, without the look at the first sign."""
    inner = "|".join(form.pattern for form in forms if form.kind != "point")
    return re.compile(f"{ORNAMENT}(?:{inner})")


def test_most_lines_need_no_search():
    signs = first_signs(whole(FORMS).pattern)
    assert signs.isdisjoint("，。的我们要全市工作今年\u3000 xyz“《")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_example_of_every_form_passes(form):
    signs = first_signs(form.pattern)
    assert signs is not None
    assert form.example[0] in signs


@pytest.mark.parametrize("pattern", [r"专栏\d+", r"\d{2}#", "[^第]栏", "Box [A-Z]"])
def test_the_user_s_own_forms_pass(pattern):
    lines = {r"专栏\d+": "专栏7 甲", r"\d{2}#": "12#甲", "[^第]栏": "专栏", "Box [A-Z]": "Box A"}
    own = Form("own", pattern, 23, "own", lines[pattern])
    match = matcher((*FORMS, own))
    assert match(lines[pattern]).form is own
    assert match("第一章 总则").form.name == "chapter"
    assert match("我们要努力。") is None or pattern == "[^第]栏"


def test_no_line_of_the_basic_plane_is_overlooked():
    match, search = matcher(FORMS), whole(FORMS).match
    for code in range(0x20, 0xFFFF):
        for rest in ("", "一章 总则", "、甲", "甲", "言", "）甲"):
            line = chr(code) + rest
            assert (match(line) is None) == (search(line) is None), line


@given(st.text(min_size=1))
@example("\U0001f31f一、甲")
@example("**第一条** 甲")
def test_no_line_is_overlooked(line):
    assert (matcher(FORMS)(line) is None) == (whole(FORMS).match(line) is None)


def test_without_the_parser_every_line_is_searched(monkeypatch):
    monkeypatch.setattr("analysis.structure.signs._PARSER", None)
    assert first_signs("第") is None
