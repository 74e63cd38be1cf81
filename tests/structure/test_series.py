"""Series of numbered lines: every rule where it has to hold, and where it must not."""

import pytest
from texts import blocks_of, lines_of, pieces

from analysis.structure import series as rules
from analysis.structure.divisions import find_divisions
from analysis.structure.series import Series, begins_anew, collect_series, governs, heads_articles

TEXT = "各单位要认真组织学习，结合实际抓好落实。\n"
LONG = "各单位要认真组织学习，结合实际抓好落实" * 4 + "\n"


def first_series(text):
    """The series of the form that comes first."""
    lines = lines_of(text)
    find_divisions(lines)
    runs = next(iter(collect_series(lines).values()))
    return Series(lines, runs[0])


def listed(*members, marks="一二三四五六七八九十"):
    """Numbered lines: "甲" alone, "甲+" with text below, "甲。" and the rest as they are."""
    lines = []
    for mark, member in zip(marks, members, strict=False):
        lines.append(f"{mark}、{member.removesuffix('+')}\n" + (TEXT if member[-1] == "+" else ""))
    return "".join(lines)


FIGURES = [str(number) for number in range(1, 60)]
TENS = ["", "十", "二十", "三十", "四十"]

# For each rule the texts in whose first series it holds, and those in which it does not.
HOLDS = {
    "has_items": [listed("甲；", "乙；", "丙。"), listed("甲；", "乙；", "丙+", "丁+", "戊+")],
    "is_prose": [listed("要学习，", "要工作，"), listed("要，", "要，", "甲+")],
    "numbers_paragraphs": [listed(*["甲+"] * 41, marks=FIGURES)],
    "lacks_text": [
        listed("甲", "乙", "丙"),
        listed("甲+", "乙", "丙+", "丁"),
        listed(*["甲+"] * 4, "甲", "甲+", marks=FIGURES),  # 5 of 6
        "（1）甲。说来话长。\n（2）乙。说来话长。\n",  # of an item the text has to stand below
    ],
    "has_some_text": [listed("甲+", "乙", "丙"), listed("甲+", "乙", "丙+", "丁")],
    "is_mixed": [listed("甲+", "乙+", "要学习，")],
    "is_doubtful_alone": ["二、甲\n" + TEXT, "1.甲\n" + TEXT, "一\n" + TEXT, "一、甲。" + TEXT],
    "has_gaps": ["二、甲\n文。\n四、乙\n文。\n", "二、甲\n文。\n二、乙\n文。\n"],
    "is_short_of_dashes": ["——甲\n文。\n", "——甲\n文。\n——乙\n文。\n"],
    "are_clauses": [f"一、{LONG}二、{LONG}"],
}
HOLDS_NOT = {
    "has_items": [listed("甲；", "乙+", "丙+", "丁+", "戊+"), listed("甲+", "乙+")],
    "is_prose": [listed("要学习，", "甲+"), listed("甲", "乙"), "一、甲。文。\n二、乙。文。\n"],
    "numbers_paragraphs": [
        listed(*["甲+"] * 40, marks=FIGURES),
        "".join(f"（{tens}{one}）甲。文。\n" for tens in TENS for one in "一二三四五六七八九"),
    ],
    "lacks_text": [
        listed("甲+", "乙+"),
        listed("甲+", "乙+", "丙+", "丁", "戊"),  # 3 of 5
        listed(*["甲+"] * 5, "甲", "甲+", marks=FIGURES),  # 6 of 7
        "一、甲。说来话长。\n二、乙。说来话长。\n",
        "（1）甲\n文。\n（2）乙\n文。\n",
    ],
    "has_some_text": [
        listed("甲+", "乙", "丙", "丁"),  # one of four
        listed("甲+", "乙", "要学习，"),  # with a clause
        listed("甲+", "乙", "丙", marks=FIGURES),  # a form of lists
        listed("甲+", "乙+"),  # all of them
    ],
    "is_mixed": [listed("甲+", "乙+", "丙+", "要学习，")],
    "is_doubtful_alone": ["一、甲\n" + TEXT, "1.1 甲\n" + TEXT, "二、甲\n文。\n三、乙\n文。\n"],
    "has_gaps": ["二、甲\n文。\n三、乙\n文。\n", "一、甲\n文。\n三、乙\n文。\n"],
    "is_short_of_dashes": ["——甲\n文。\n" * 3, "一、甲\n文。\n"],
    "are_clauses": [
        f"一、{LONG}",
        f"二、{LONG}三、{LONG}",
        f"一、{LONG}二、甲\n",
        f"一、{LONG}二、甲；\n",
        "一、要学习，\n二、要工作，\n",
    ],
}


@pytest.mark.parametrize(("rule", "text"), [(r, text) for r in HOLDS for text in HOLDS[r]])
def test_a_rule_holds(rule, text):
    assert getattr(rules, rule)(first_series(text))


@pytest.mark.parametrize(("rule", "text"), [(r, text) for r in HOLDS_NOT for text in HOLDS_NOT[r]])
def test_a_rule_does_not_hold(rule, text):
    assert not getattr(rules, rule)(first_series(text))


def test_every_rule_is_tried_both_ways():
    assert {rule.__name__ for rule, _, _ in rules.RULES} == set(HOLDS) - {"are_clauses"}
    assert set(HOLDS) == set(HOLDS_NOT)


# --- what belongs together -----------------------------------------------------------------


def numbers(text):
    """The numbers of all series, form by form."""
    lines = lines_of(text)
    return [
        [lines[place].match.number for place in run]
        for runs in collect_series(lines).values()
        for run in runs
    ]


def test_where_a_series_begins_anew():
    assert numbers(listed("甲", "乙", "丙")) == [[1, 2, 3]]
    assert numbers(listed("甲", "乙") + listed("丙")) == [[1, 2], [1]]
    assert numbers("一、甲\n三、乙\n三、丙\n") == [[1, 3, 3]], "one is missing, one comes twice"
    assert numbers("一、甲\n四、乙\n") == [[1], [4]], "two are missing"
    assert numbers("三、甲\n二、乙\n") == [[3], [2]]
    assert numbers("一、甲\n（一）乙\n二、丙\n") == [[1, 2], [1]], "each form by itself"


def test_dashes_are_parted_by_headings_between_them():
    lines = lines_of("——甲\n要做。\n——乙\n一、丙\n——丁\n")
    assert not begins_anew(lines, [0], 2, 0)
    assert begins_anew(lines, [0, 2], 4, 0)


def test_what_stands_below_a_member():
    def first(text):
        lines = lines_of(text)
        return governs(lines, [at for at, line in enumerate(lines) if line.kind], 0)

    assert first("一、甲\n要做。\n二、乙\n")
    assert not first("一、甲\n二、乙\n")
    assert not first("一、甲\n")


def test_a_series_below_a_member_is_text_of_its_own():
    def governed(text, *run):
        return governs(lines_of(text), list(run), len(run) - 2)

    assert governed("一、甲\n（一）子\n（二）丑\n二、乙\n", 0, 3), "it begins anew"
    assert governed("一、甲\n第三条 子\n二、乙\n", 0, 2)
    assert not governed("一、甲\n（三）子\n二、乙\n", 0, 2), "it begins nowhere"
    through = "一、甲\n（一）子\n二、乙\n（二）丑\n三、丙\n"
    assert governed(through, 0, 2, 4), "it runs through"


# --- among articles ------------------------------------------------------------------------


def heads(text, place, last):
    lines = lines_of(text)
    find_divisions(lines)
    return heads_articles(lines, place, last)


LAW = "第一条 甲。\n一、总则\n第二条 乙。\n"


def test_a_title_straight_before_an_article():
    assert heads(LAW, 1, 0)
    assert heads(LAW.replace("一、", "二、"), 1, 1)
    assert heads(LAW.replace("一、", "三、"), 1, 1), "one may be missing"


@pytest.mark.parametrize(
    ("text", "last"),
    [
        (LAW.replace("甲。", "包括："), 0),  # it announces items
        (LAW.replace("甲。", "甲。\n1.子"), 0),  # an item before it
        (LAW.replace("总则", "总则。"), 0),
        (LAW.replace("总则", "总则\n说明"), 0),
        (LAW.replace("一、", "①"), 0),
        (LAW.replace("一、", "二、"), 0),
        (LAW.replace("一、", "四、"), 1),
        (LAW.replace("\n第二条 乙。", ""), 0),
    ],
)
def test_an_item_of_the_article_before(text, last):
    place = next(
        at for at, line in enumerate(lines_of(text)) if line.text.endswith(("总则", "总则。"))
    )
    assert not heads(text, place, last)


# --- the verdict ---------------------------------------------------------------------------


def reasons(text):
    blocks = blocks_of(text)
    return dict(zip(pieces(text, blocks), blocks["reason"], strict=True))


def test_the_account_says_why():
    assert reasons(listed("甲；", "乙；"))["一、甲；"] == "an item: its list goes on after ；"
    assert reasons("1.我们要，\n")["1.我们要，"] == "a sentence that begins with a number"
    assert reasons(listed("甲", "乙"))["一、甲"] == "an item: its own line is all its text"
    assert reasons("二、甲\n" + TEXT)["二、甲"] == "a number, but hardly a title"
    found = reasons("一、甲。要做。\n二、乙\n要做。\n")
    assert found["一、甲。"] == "first sentence of a paragraph, 1 in a series of 2"
    assert found["二、乙"] == "line of its own, 2 in a series of 2"


def headings(text):
    return pieces(text, blocks_of(text), "heading")


def test_doubtful_series_go_with_twice_as_many_clear_ones():
    clear, doubtful = listed("甲+", "乙+"), "三、丁\n" + TEXT
    apart = "五十、隔\n" + TEXT  # begins another series, and is doubtful by itself
    assert headings(clear + apart) == ["一、甲", "二、乙", "五十、隔"]
    assert headings("一、甲\n" + TEXT + apart) == ["一、甲"], "one against one"
    assert headings(doubtful) == []


def test_a_doubtful_sentence_is_headed_by_its_number():
    long = "要" * 130 + "。\n"
    text = listed(*["甲+"] * 8) + f"三十、乙\n{TEXT}三十一、丙\n{TEXT}三十二、{long}"
    assert headings(text)[-2:] == ["三十一、丙", "三十二、"]


def test_long_numbered_paragraphs_divide_a_text_without_headings():
    assert headings(f"一、{LONG}二、{LONG}") == ["一、", "二、"]
    assert headings(f"前言\n{TEXT}一、{LONG}二、{LONG}") == ["前言"]
    assert headings(f"1.{LONG}2.{LONG}") == [], "figures number any paragraph"
