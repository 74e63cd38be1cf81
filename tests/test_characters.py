"""One definition of a Han character and of a soft line break."""

import itertools
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.characters import HAN, HAN_RUN, RADICALS, is_han, soft_breaks

JOINED = {
    "营商环\n境": "营商环境",
    "营商环 \n\n　　境": "营商环境",
    "New\nYork": "New\nYork",
    "New \n  York": "New York",
    "5\n000": "5\n000",
    "经济\nGDP": "经济GDP",
    "GDP\n增长": "GDP增长",
    "，\n并": "，并",
    "a b": "a b",
    "\n一\n二\n": "\n一二\n",
    "": "",
}


def joined(text, *bounds):
    for first, last in reversed(list(soft_breaks(text, *bounds))):
        text = text[:first] + text[last:]
    return text


@pytest.mark.parametrize("text", JOINED)
def test_a_soft_break_stands_for_nothing_or_between_latin_words_for_a_blank(text):
    assert joined(text) == JOINED[text]


def test_only_the_breaks_inside_the_bounds_are_found():
    assert list(soft_breaks("一\n二\n三\n四", 2, 5)) == [(3, 4)]
    assert list(soft_breaks("一\n二\n三\n四", 1, 6)) == [(3, 4)]


@given(st.text("一a \n\u3000，", max_size=30))
def test_only_white_space_goes_and_no_word_is_joined_to_another(text):
    spans = list(soft_breaks(text))
    assert all(first < last and text[first:last].isspace() for first, last in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert re.findall("[a-z]+", joined(text)) == re.findall("[a-z]+", text)


@pytest.mark.parametrize("character", "〇㐀䶿一鿿豈\ufaff\U00020000𠮷𡋾\U0003ffff")
def test_han(character):
    assert is_han(character)
    assert re.fullmatch(f"[^{HAN}]", character) is None


@pytest.mark.parametrize("character", ["A", "１", "⼈", "⻓", "䷀", "の", "ア", "한", "。", "\n"])
def test_not_han(character):
    assert not is_han(character)
    assert not is_han("一" + character)
    assert HAN_RUN.search("一" + character)[0] == "一"


def test_nothing_is_not_han():
    assert not is_han("")


def test_every_radical_but_one_stands_for_one_character():
    assert all(is_han(chr(code)) for code in RADICALS.values())
    radicals = {code for code in range(0x2E80, 0x2FE0) if unicodedata.category(chr(code)) == "So"}
    assert radicals - set(RADICALS) == {0x2E80}  # two dots that are no character
    assert set(RADICALS) <= radicals
    assert "⼈⺠⻓⻅⻛⻢⻔".translate(RADICALS) == "人民长见风马门"
