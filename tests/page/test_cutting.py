"""Where words stand in what is sent, in units of UTF-16."""

from hypothesis import given
from hypothesis import strategies as st
from pages import places

from analysis.page.cutting import cuts, sent


def spans(lengths):
    made, place = [], 0
    for gap, length in lengths:
        made.append((place + gap, place + gap + length))
        place += gap + length
    return made


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 90))))
def test_cuts_say_where_every_word_stands(lengths):
    words = spans(lengths)
    assert places(cuts(words, [], [])) == (words, [], [])


def test_sentences_and_paragraphs_end_before_others_begin():
    words, sentences = [(0, 2), (3, 5)], [(0, 3), (3, 6)]
    assert places(cuts(words, sentences, [(0, 6)])) == (words, sentences, [(0, 6)])


def test_offsets_count_a_character_beyond_the_first_plane_as_two():
    whole = sent("𡋾a😀b", [(0, 4)])
    assert whole.at(range(5)).tolist() == [0, 2, 3, 5, 6]


def test_what_is_not_sent_is_at_the_end_of_the_piece_before():
    part = sent("0123456789", [(2, 4), (7, 9)])
    assert part.text == "23\n78"
    assert part.at([0, 2, 3, 5, 7, 8, 9]).tolist() == [0, 0, 1, 2, 3, 4, 5]
    assert part.holds([1, 2, 3, 4, 7, 9]).tolist() == [False, True, True, False, True, False]


def test_pieces_that_touch_are_one():
    assert sent("abcd", [(0, 2), (2, 4)]).text == "abcd"


def test_nothing_sent_is_at_the_beginning():
    none = sent("abc", [])
    assert (none.text, none.at([2]).tolist(), none.holds([0]).tolist()) == ("", [0], [False])
