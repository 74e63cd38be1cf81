"""Clouds: which words, how large, and where."""

import pandas as pd
import pytest
from drawn import COUNTS, SCORES, labels_of, words_of
from matplotlib.patches import PathPatch

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
    ax.figure.canvas.draw()
    boxes = [patch.get_window_extent() for patch in ax.findobj(PathPatch) if patch.get_label()]
    frame = ax.get_window_extent()
    for number, box in enumerate(boxes):
        assert frame.x0 - 1 <= box.x0
        assert box.x1 <= frame.x1 + 1
        for other in boxes[:number]:
            width = min(box.x1, other.x1) - max(box.x0, other.x0)
            height = min(box.y1, other.y1) - max(box.y0, other.y0)
            covered = max(width, 0) * max(height, 0)
            assert covered <= 0.11 * box.width * box.height


def test_comparison_cloud_names_sections_and_pales_what_is_not_supported():
    ax = plots.comparison_cloud(SCORES)
    assert words_of(ax) == ["意识形态", "防范", "活动"]
    assert {"第 1 部分", "第 2 部分"} <= {text.get_text() for text in ax.texts}
    alphas = {patch.get_label(): patch.get_alpha() for patch in ax.patches}
    assert alphas["防范"] < alphas["意识形态"]


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
    assert plots.cloud(one).get_title(loc="left") == "第 1 部分：词云"
    assert plots.cloud(COUNTS).get_title(loc="left") == "全文：词云"


LONG = "中华人民共和国反不正当竞争法实施条例"  # a term of 18 characters
WORDS = ["活动", "群众", "文明", "实践", "学习", "理论", "政策", "工作"]


def cloud_of(terms, numbers, **options):
    return plots.cloud(pd.DataFrame({"term": terms, "n": numbers}), **options)


def heights_of(ax):
    """How tall each word stands, by word."""
    ax.figure.canvas.draw()
    return {
        patch.get_label(): patch.get_window_extent().height
        for patch in ax.findobj(PathPatch)
        if not patch.get_label().startswith("_")
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
    assert tall["口"] / tall["日"] == pytest.approx(0.5 * ratio_of("口", "日"), rel=0.03)
    assert tall["田"] / tall["日"] == pytest.approx(0.25 * ratio_of("田", "日"), rel=0.05)


def ratio_of(one, other):
    """How tall two characters are at one size."""
    tall = heights_of(cloud_of([one, other], [5, 5]))
    return tall[one] / tall[other]


def test_what_has_no_room_is_counted_on_the_sheet():
    terms = [f"{chr(0x4E00 + i)}{chr(0x4F00 + i)}{LONG}" for i in range(200)]
    ax = cloud_of(terms, [5] * 200, top=200)
    drawn = len(words_of(ax))
    assert 50 < drawn < 200
    assert f"另有 {200 - drawn} 个词放不下" in [text.get_text() for text in ax.texts]
    english = cloud_of(terms, [5] * 200, top=200, language="en")
    assert f"{200 - drawn} more have no room" in [text.get_text() for text in english.texts]
    assert list(cloud_of(terms[:3], [5] * 3).texts) == []


def test_long_key_terms_stay_in_their_panels():
    rows = [
        {"target": target, "term": term, "score": score, "supported": True}
        for target in ("1", "2", "3")
        for term, score in [(LONG, 20.0), ("群众" + target, 9.0), ("活动" + target, 3.0)]
    ]
    scores = pd.DataFrame(rows).assign(rate_target=2.0, rate_reference=1.0)
    ax = plots.comparison_cloud(scores)
    assert len(words_of(ax)) == 9
    check_places(ax)


def test_a_term_may_be_a_number_or_have_a_blank():
    ax = plots.cloud(pd.DataFrame({"term": ["群众", 2024, "machine learning"], "n": [5, 3, 4]}))
    assert set(words_of(ax)) == {"群众", "2024", "machine learning"}
    bars = plots.frequency(pd.DataFrame({"term": ["群众", 2024], "n": [5, 3]}))
    assert labels_of(bars) == ["群众", "2024"]
