"""Clouds: which words, how large, and where."""

import numpy as np
import pandas as pd
import pytest
from drawn import COUNTS, SCORES, labels_of, title_of, words_of

from analysis import plots


def test_cloud_leaves_out_stop_words_and_takes_a_section_with_its_parts():
    assert "的" not in words_of(plots.cloud(COUNTS))
    assert "的" in words_of(plots.cloud(COUNTS, stop=()))
    assert set(words_of(plots.cloud(COUNTS, group="2"))) == {"活动", "群众"}
    with pytest.raises(ValueError, match="no section '9'; there are"):
        plots.cloud(COUNTS, group="9")


def test_cloud_words_do_not_overlap_and_stay_on_the_sheet():
    counts = pd.DataFrame({"term": [chr(0x4E00 + i) + chr(0x4F00 + i) for i in range(60)]})
    counts["n"] = range(80, 20, -1)
    ax = plots.cloud(counts)
    assert len(words_of(ax)) == 60
    check_places(ax)


def check_places(ax):
    """No word stands in another one, or beside the sheet."""
    assert plots.check(ax) == []


def test_stop_words_are_a_list_and_no_string():
    with pytest.raises(ValueError, match="stop='活动': it takes a list of terms"):
        plots.cloud(COUNTS, stop="活动")
    words = words_of(plots.cloud(COUNTS, stop=["活动"]))
    assert {"意识形态", "群众"} <= set(words)
    assert "活动" not in words


def test_a_cloud_of_one_document_is_of_that_document_alone():
    table = pd.DataFrame({"document": ["1", "1.1"], "term": ["扶贫", "振兴"], "n": [3, 3]})
    assert words_of(plots.cloud(table, group="1")) == ["扶贫"]


def test_a_cloud_of_one_group_says_which():
    one = COUNTS[COUNTS["section"] == "1"]
    assert title_of(plots.cloud(one)) == "第 1 部分：词云"
    assert title_of(plots.cloud(COUNTS)) == "全文：词云"


LONG = "中华人民共和国反不正当竞争法实施条例"  # a term of 18 characters
WORDS = ["活动", "群众", "文明", "实践", "学习", "理论", "政策", "工作"]


def cloud_of(terms, numbers, **options):
    return plots.cloud(pd.DataFrame({"term": terms, "n": numbers}), **options)


def heights_of(ax):
    """The size of the letters of each word, in points."""
    return {
        text.get_text().replace("\n", ""): text.get_fontsize()
        for text in ax.texts
        if text.get_gid() == "word"
    }


@pytest.mark.parametrize("length", [8, 14, 18, 32])
@pytest.mark.parametrize("rank", [0, 1, 8])
def test_a_long_term_leaves_room_for_all_others(length, rank):
    terms, numbers = list(WORDS), [12, 10, 8, 7, 6, 5, 4, 3]
    plain = heights_of(cloud_of(terms, numbers))
    terms.insert(rank, (LONG * 2)[:length])
    numbers.insert(rank, [13, 11, 2][[0, 1, 8].index(rank)])
    ax = cloud_of(terms, numbers)
    assert set(words_of(ax)) == set(terms)
    tall = heights_of(ax)
    assert all(tall[word] >= 0.6 * plain[word] for word in WORDS), "the others stay large"
    check_places(ax)


@pytest.mark.parametrize("rank", [1, 2, 40])
def test_eighty_words_and_a_long_one_are_all_there(rank):
    terms = [chr(0x4E00 + i) + chr(0x4F00 + i) for i in range(79)]
    terms.insert(rank, LONG)
    ax = cloud_of(terms, [round(600 / (i + 1)) for i in range(80)])
    assert set(words_of(ax)) == set(terms)
    check_places(ax)


def test_a_single_term_longer_than_the_sheet_is_drawn_small():
    for term in (LONG * 4, "internationalisation" * 5):
        ax = cloud_of([term], [3])
        assert words_of(ax) == [term]
        check_places(ax)
        ax = cloud_of([term, "群众"], [3, 9])
        assert set(words_of(ax)) == {term, "群众"}


def test_the_area_of_a_word_is_its_count():
    tall = heights_of(cloud_of(["日", "口", "田"], [16, 4, 1]))
    assert tall["口"] / tall["日"] == pytest.approx(0.5, rel=0.03)
    assert tall["田"] / tall["日"] == pytest.approx(0.25, rel=0.05)


def test_words_that_are_supported_are_dark():
    ax = plots.cloud(COUNTS, scores=SCORES)
    inks = {text.get_text(): text.get_color() for text in ax.texts if text.get_gid() == "word"}
    assert inks["意识形态"] == inks["活动"] != inks["群众"]


def test_a_picture_is_the_shape():
    terms = [chr(0x4E00 + i) + chr(0x4F00 + i) for i in range(40)]
    left = np.full((40, 80), 255)
    left[:, :40] = 0  # what is dark is cut out, and stands in the middle
    ring = np.full((60, 60), 255)
    ring[5:55, 5:55] = 0
    ring[20:40, 20:40] = 255
    ax = cloud_of(terms, [3] * 40, shape=ring, size=(9, 9))
    places = [text.get_position() for text in ax.texts if text.get_gid() == "word"]
    assert len(places) == 40
    assert all(abs(x - 4.5) > 1 or abs(y - 4.9) > 1 for x, y in places), "nothing in the hole"
    square = cloud_of(terms, [3] * 40, shape=left, size=(14, 8))
    xs = [text.get_position()[0] for text in square.texts if text.get_gid() == "word"]
    assert max(xs) - min(xs) < 8
    check_places(square)


def test_a_shape_without_dark_parts_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no dark parts to be filled"):
        cloud_of(["群众"], [3], shape=np.full((9, 9), 255))
    with pytest.raises(ValueError, match="is no picture: it has 1 dimensions"):
        cloud_of(["群众"], [3], shape=np.zeros(9))
    with pytest.raises(OSError, match="none"):
        cloud_of(["群众"], [3], shape=tmp_path / "none.png")


def test_what_has_no_room_is_counted_on_the_sheet():
    terms = [f"{chr(0x4E00 + i)}{chr(0x4F00 + i)}{LONG}" for i in range(200)]
    ax = cloud_of(terms, [5] * 200, top=200, size="a4-half")
    drawn = len(words_of(ax))
    assert 50 < drawn < 200
    assert f"另有 {200 - drawn} 个词放不下" in [text.get_text() for text in ax.texts]
    english = cloud_of(terms, [5] * 200, top=200, language="en", size="a4-half")
    assert f"{200 - drawn} more have no room" in [text.get_text() for text in english.texts]
    few = cloud_of(terms[:3], [5] * 3)
    assert not any("放不下" in text.get_text() for text in few.texts)


def test_a_term_may_be_a_number_or_have_a_blank():
    ax = plots.cloud(pd.DataFrame({"term": ["群众", 2024, "machine learning"], "n": [5, 3, 4]}))
    assert set(words_of(ax)) == {"群众", "2024", "machine learning"}
    bars = plots.frequency(pd.DataFrame({"term": ["群众", 2024], "n": [5, 3]}))
    assert labels_of(bars) == ["群众", "2024"]
