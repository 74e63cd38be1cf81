"""One glossary: the same keys, with the same places, in every language."""

import re

import pytest

import analysis as an
from analysis.wording import LANGUAGES, glossary, section_names, short_names, words


def test_every_language_has_the_same_keys_and_places():
    assert set(glossary()) == set(LANGUAGES)
    places = {
        language: {
            key: sorted(set(re.findall(r"\{\d\}", str(word)))) for key, word in entries.items()
        }
        for language, entries in glossary().items()
    }
    assert places["zh"] == places["en"]


def test_a_language_it_does_not_have_is_named():
    with pytest.raises(ValueError, match="zh, en, not 'fr'"):
        words("fr")


# --- names ---------------------------------------------------------------------------------

HEADINGS = (
    "引言。\n一、坚定文化自信，推动社会主义文化繁荣兴盛\n学习。\n（一）总体要求\n学理论。\n"
    "（二）重点任务\n走群众路线。\n二、坚持和完善中国特色社会主义行政体制建设服务型政府\n服务。\n"
    "（一）总体要求\n做实事。\n（二）重点任务\n开展活动。\n"
)


def names_of(text, **options):
    return section_names(an.load(an.read_text(text)), **options)["name"].tolist()


def test_sections_are_called_by_their_headings_cut_at_a_clause():
    assert names_of(HEADINGS, short=12)[:2] == ["首部", "一、坚定文化自信"]
    assert names_of(HEADINGS, short=12)[4] == "二、坚持和完善中国特色…"
    assert names_of(HEADINGS)[1] == "一、坚定文化自信，推动社会主义文化繁荣兴盛"
    assert names_of(HEADINGS, language="en")[0] == "Opening"
    assert names_of("没有标题的一段话。") == ["全文"]


def test_headings_that_are_the_same_have_the_number_of_the_one_above():
    assert names_of(HEADINGS)[2:4] == ["一、（一）总体要求", "一、（二）重点任务"]
    assert names_of(HEADINGS)[5:] == ["二、（一）总体要求", "二、（二）重点任务"]


@pytest.mark.parametrize("room", [4, 6, 9, 20])
def test_no_two_names_are_alike_however_short(room):
    names = [
        *[f"{year}年国民经济和社会发展计划执行情况的报告" for year in (2019, 2020, 2021)],
        *[
            f"关于国民经济和社会发展计划第{n}次执行情况的报告（草案）"
            for n in "一二三四五六七八九"
        ],
        *["坚持和完善中国特色社会主义制度若干问题", "坚持和完善中国特色社会主义制度重大问题"],
    ]
    short = short_names(names, room)
    assert len(set(short)) == len(names)
    assert all(len(name) <= room + 2 for name in short)
    assert short_names(["一样", "一样"], room) == ["一样", "一样"]


def test_a_short_first_clause_does_not_stand_for_a_heading():
    assert short_names(["第一，坚持党对一切工作的全面领导和监督"], 10) == ["第一，坚持党对一切…"]
    assert short_names(["work report of the committee 2024"], 9) == ["work report of…"]


def test_each_document_has_names_of_its_own(tmp_path):
    for name in "甲乙":
        (tmp_path / f"{name}.txt").write_text("一、总则\n学习。\n二、附则\n实践。\n", "utf-8")
    names = section_names(an.load(tmp_path))
    assert sorted(names["document"]) == ["乙", "乙", "甲", "甲"]
    assert names["name"].tolist() == ["一、总则", "二、附则"] * 2


def test_names_too_short_to_tell_are_refused():
    with pytest.raises(ValueError, match="short=3: a name needs 4 characters at least"):
        names_of(HEADINGS, short=3)
