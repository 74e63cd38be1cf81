"""Points where the rates are, a map with the share of its axes, labels that do not overlap."""

import itertools

import numpy as np
import pandas as pd
import pytest
from drawn import below_of, texts_of, title_of

import analysis as an
from analysis import plots

TERMS = [chr(0x4E00 + 7 * n) + chr(0x5F00 + 5 * n) for n in range(60)]


def counts_of(groups, column="year"):
    rng = np.random.default_rng(2)
    rows = [
        (name, term, int(n))
        for name in groups
        for term, n in zip(TERMS, rng.poisson(9, 60), strict=True)
    ]
    return pd.DataFrame(rows, columns=[column, "term", "n"])


def test_a_point_stands_where_its_rates_are():
    counts = pd.DataFrame(
        {
            "year": ["2020"] * 3 + ["2021"] * 3,
            "term": ["群众", "活动", "企业"] * 2,
            "n": [100, 10, 890, 10, 90, 900],
        }
    )
    ax = plots.scatter(an.keyness(counts, target="2021", reference="2020", stop=()))
    ticks = {}
    for text in ax.texts:
        if text.get_gid() == "tick" and text.get_text() in ("300", "1000", "3000"):
            x, y = text.get_position()
            ticks.setdefault(text.get_text(), []).append((x, y))
    (x300, _), (_, y300) = sorted(ticks["300"], key=lambda place: -place[0])
    (x1000, _), (_, y1000) = sorted(ticks["1000"], key=lambda place: -place[0])
    unit_x, unit_y = (x1000 - x300) / np.log(1000 / 300), (y1000 - y300) / np.log(1000 / 300)
    points = [p for line in ax.lines if line.get_gid() == "points" for p in line.get_xydata()]
    shown = {
        (
            round(1000 * np.exp((x - x1000) / unit_x)),
            round(1000 * np.exp((y - y1000) / unit_y)),
        )
        for x, y in points
    }
    assert shown == {(1000, 100), (100, 900), (8900, 9000)}
    assert title_of(ax) == "2021 与 2020：同一个词在两边各有多常见"
    assert texts_of(ax, "axis") == ["2020，1,000 词", "2021，1,000 词"]


def test_supported_terms_are_blue_and_named_first():
    counts = pd.DataFrame(
        {
            "year": ["1", "1", "2", "2"],
            "term": ["群众", "活动", "群众", "活动"],
            "n": [90, 900, 10, 900],
        }
    )
    ax = plots.scatter(an.keyness(counts, target="1", reference="2", stop=()), top=1)
    assert texts_of(ax, "label") == ["群众"]
    blue = [line for line in ax.lines if line.get_gid() == "points"][1]
    assert blue.get_color() == plots.PALETTE[1]


def test_of_several_targets_one_is_chosen():
    scores = an.keyness(counts_of(["2019", "2020", "2021"]), stop=())
    with pytest.raises(ValueError, match="scores have 3 targets: choose one, group='2019'"):
        plots.scatter(scores)
    assert title_of(plots.scatter(scores, group="2020")).startswith("2020 与 其余各组")


@pytest.mark.parametrize("size", [None, "a4-half", "slide", (9, 7)])
def test_labels_do_not_overlap(size):
    scores = an.keyness(counts_of(["2020", "2021"]), target="2021", reference="2020", stop=())
    assert plots.check(plots.scatter(scores, size=size)) == []
    for groups in (3, 14):
        names = [f"关于第{n}件事情的规定" for n in range(groups)]
        result = an.correspondence(counts_of(names, "document"), stop=())
        ax = plots.correspondence(result, size=size)
        assert plots.check(ax) == []


def test_few_points_are_told_by_a_higher_least_count():
    rng = np.random.default_rng(1)
    terms = [chr(0x4E00 + n) + "词" for n in range(900)]
    rows = [
        (year, term, int(n))
        for year in "12"
        for term, n in zip(terms, rng.poisson(4, 900), strict=True)
    ]
    counts = pd.DataFrame(rows, columns=["year", "term", "n"])
    ax = plots.scatter(an.keyness(counts, target="1", reference="2", stop=()))
    points = sum(len(line.get_xydata()) for line in ax.lines if line.get_gid() == "points")
    assert 100 < points <= 350
    assert f"的 {points} 个词" in below_of(ax)


def test_a_map_says_what_its_axes_hold_and_names_every_group():
    counts = counts_of(["2019", "2020", "2021", "2022"])
    result = an.correspondence(counts, stop=())
    ax = plots.correspondence(result)
    first, second = result.inertia["explained"].head(2)
    axes = [f"第 1 轴（占 {first:.0%}）", f"第 2 轴（占 {second:.0%}）"]
    assert texts_of(ax, "axis") == axes
    assert f"{first + second:.0%}" in below_of(ax)
    assert sorted(texts_of(ax, "group")) == ["2019", "2020", "2021", "2022"]
    squares = {
        line.get_label(): line.get_xydata()[0] for line in ax.lines if line.get_marker() == "s"
    }
    own = result.points.set_index("name")
    moved = {name: (own.loc[name, "x1"], -own.loc[name, "x2"]) for name in squares}
    names = list(squares)
    for one, other in itertools.pairwise(names):
        drawn = squares[one] - squares[other]
        meant = np.subtract(moved[one], moved[other])
        scale = np.linalg.norm(drawn) / np.linalg.norm(meant)
        assert drawn == pytest.approx(meant * scale, abs=0.02)


def test_a_result_of_one_dimension_is_no_map():
    with pytest.raises(ValueError, match="a map needs two dimensions"):
        plots.correspondence(an.correspondence(counts_of(["1", "2", "3"]), dimensions=1, stop=()))
