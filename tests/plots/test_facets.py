"""Panels side by side: supported terms of every section, on one axis."""

import pandas as pd
import pytest
from drawn import SCORES, below_of, labels_of, texts_of, title_of

from analysis import plots

NAMES = {"1": "一、坚定文化自信", "2": "二、贯彻新发展理念"}


def test_every_section_has_a_panel_with_its_supported_terms():
    ax = plots.facets(SCORES, names=NAMES)
    assert texts_of(ax, "heading") == list(NAMES.values())
    assert labels_of(ax) == ["意识形态", "活动"], "only what is supported"
    assert texts_of(ax, "said") == ["×16", "×4"]
    assert texts_of(ax, "counts") == ["8:1", "9:2"]
    assert title_of(ax) == "各部分比其余部分多用的词"
    assert below_of(ax).startswith("560 词；2 个部分")


def test_one_axis_for_all_panels():
    ax = plots.facets(pd.concat([SCORES] * 1), names=NAMES)
    places = [text.get_position()[0] for text in ax.texts if text.get_gid() == "tick"]
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    ones, last = places[0], places[2]
    for dot, start in zip(dots, (places[0], places[3]), strict=True):
        share = (dot.get_xdata()[0] - start) / (last - ones)
        assert share in (pytest.approx(4 / 8), pytest.approx(2 / 8))


def test_sections_without_support_are_named_below():
    scores = pd.concat(
        [SCORES, SCORES[SCORES["target"] == "2"].assign(target="3", supported=False)]
    )
    ax = plots.facets(scores, names=NAMES | {"3": "三、附则"})
    assert "没有一处有把握的差别：三、附则。" in "".join(texts_of(ax, "note"))
    assert "三、附则" not in texts_of(ax, "heading")


def test_where_nothing_is_supported_a_sentence_says_so_and_hints_are_words():
    ax = plots.facets(SCORES.assign(supported=False), names=NAMES)
    assert texts_of(ax, "empty") == ["没有一处有把握的差别。"]
    assert texts_of(ax, "hints") == ["意识形态、防范", "活动"]
    assert not [line for line in ax.lines if line.get_marker() == "o"]


@pytest.mark.parametrize("groups", [1, 3, 12, 40])
@pytest.mark.parametrize("size", [None, "a4-half", "a4", "slide", (9, 7)])
def test_any_number_of_sections_finds_its_place(groups, size):
    one = SCORES[SCORES["target"] == "1"].assign(supported=True)
    scores = pd.concat([one.assign(target=str(number + 1)) for number in range(groups)])
    ax = plots.facets(scores, size=size)
    assert plots.check(ax) == []
    shown = len(texts_of(ax, "heading"))
    left_out = [text.get_text() for text in ax.texts if "没有画出" in text.get_text()]
    assert shown == groups or left_out == [f"另有 {groups - shown} 个没有画出"]


def test_where_room_is_scarce_headings_are_shorter_before_a_section_is_left_out():
    one = SCORES[SCORES["target"] == "1"].assign(supported=True)
    scores = pd.concat([one.assign(target=str(number + 1)) for number in range(10)])
    names = {str(n + 1): f"第{n}项，关于这件事情的一个很长很长的标题，以及其他" for n in range(10)}
    tight = plots.facets(scores, names=names, size="a4-half")
    assert len(texts_of(tight, "heading")) == 10
    assert not any("没有画出" in text.get_text() for text in tight.texts)
    wide = plots.facets(scores, names=names)
    assert len(labels_of(wide)) > len(labels_of(tight))


def test_terms_stay_in_a_line_where_fewer_panels_side_by_side_let_them():
    rows = SCORES[SCORES["target"] == "1"].assign(supported=True)
    long = rows.assign(term=[f"行政机关和法{n}" for n in "律规人事治定院"[: len(rows)]])
    many = pd.concat([long.assign(target=str(n + 1)) for n in range(4)])
    assert all("\n" not in term for term in texts_of(plots.facets(many, names=NAMES), "term"))
    tight = plots.facets(many, names=NAMES, size="a4-half")
    assert len(texts_of(tight, "heading")) == 4
    assert plots.check(tight) == []


def test_sizes_stand_apart_from_the_axis():
    scores = SCORES.assign(size_target=351, term="好")
    ax = plots.facets(scores, names=NAMES, size="slide", language="en")
    ax.figure.draw_without_rendering()
    first = next(t for t in ax.texts if t.get_gid() == "tick").get_window_extent()
    size = next(t for t in ax.texts if t.get_gid() == "size").get_window_extent()
    centimetre = 1.7 / 2.54 * ax.figure.dpi  # of a slide
    assert first.x0 - size.x1 > 0.25 * centimetre
