"""Lines from group to group."""

import itertools

import pandas as pd
import pytest
from drawn import labels_of, texts_of

import analysis as an
from analysis import plots


def counts_of(groups, column="year"):
    rows = [
        (name, term, n)
        for place, name in enumerate(groups)
        for term, n in (("扶贫", 40 - 3 * place), ("振兴", 2 + 4 * place), ("改革", 20))
    ]
    return pd.DataFrame(rows, columns=[column, "term", "n"])


TABLE = an.rates(counts_of(["2019", "2020", "2021"]), ["扶贫", "振兴", "改革"])


def lines_of(ax, gid="line"):
    return [line for line in ax.lines if line.get_gid() == gid]


def test_lines_are_the_rates_in_the_order_of_the_groups():
    ax = plots.trend(TABLE)
    assert texts_of(ax, "head") == ["2019", "2020", "2021"]
    ticks = {
        float(text.get_text().replace(",", "")): text.get_position()[1]
        for text in ax.texts
        if text.get_gid() == "tick"
    }
    unit = (ticks[0.0] - ticks[2000.0]) / 2000
    for line in lines_of(ax):
        own = TABLE[TABLE["term"] == line.get_label()]
        rates = [(ticks[0.0] - y) / unit for y in line.get_ydata()]
        assert rates == pytest.approx(own["rate"].tolist())
    assert len(lines_of(ax, "interval")) == 9
    assert texts_of(ax, "size") == ["62 词", "63 词", "64 词"]


def test_names_stand_at_the_lines_with_their_last_rate():
    ax = plots.trend(TABLE)
    assert sorted(labels_of(ax)) == ["扶贫", "振兴", "改革"]
    last = TABLE[TABLE["group"] == "2021"].set_index("term")["rate"]
    shown = dict(zip(labels_of(ax), texts_of(ax, "rate"), strict=True))
    assert shown == {term: f"{rate:,.0f}" for term, rate in last.items()}


def test_dashes_say_again_what_colours_say():
    ax = plots.trend(TABLE)
    styles = {line.get_label(): (line.get_color(), line.get_linestyle()) for line in lines_of(ax)}
    assert styles["扶贫"] != styles["振兴"]
    assert len({dash for _, dash in styles.values()}) > 1
    assert "第一组最多" in "".join(texts_of(ax, "note"))


def test_one_group_has_no_trend():
    with pytest.raises(ValueError, match="there is one group, '2019': a trend needs two and more"):
        plots.trend(an.rates(counts_of(["2019"]), ["扶贫"]))
    assert texts_of(plots.trend(TABLE.head(0)), "empty")


@pytest.mark.parametrize("groups", [2, 3, 12, 40])
@pytest.mark.parametrize("size", [None, "a4-half", "slide", (9, 6)])
def test_any_number_of_groups_finds_its_place(groups, size):
    names = [f"{1980 + n}年政府工作报告" for n in range(groups)]
    table = an.rates(counts_of(names, "document"), ["扶贫", "振兴", "改革"])
    ax = plots.trend(table, size=size)
    assert plots.check(ax) == []
    assert lines_of(ax)


def test_many_terms_have_labels_that_do_not_meet():
    counts = pd.DataFrame(
        {
            "year": ["2020"] * 14 + ["2021"] * 14,
            "term": [f"词语{n}" for n in range(14)] * 2,
            "n": 9,
        }
    )
    ax = plots.trend(an.rates(counts, [f"词{n}" for n in range(14)]), top=14)
    assert len(labels_of(ax)) == 14
    assert plots.check(ax) == []


@pytest.mark.parametrize(("groups", "size"), [(19, None), (60, None), (12, (9, 7)), (19, "slide")])
def test_of_many_years_some_are_named_in_a_line_first_and_last_among_them(groups, size):
    years = [str(2000 + k) for k in range(groups)]
    counts = pd.DataFrame([(year, term, 20) for year in years for term in ("改革", "振兴")])
    counts.columns = ["year", "term", "n"]
    ax = plots.trend(an.rates(counts, ["改革", "振兴"]), size=size)
    heads = texts_of(ax, "head")
    assert (heads[0], heads[-1]) == (years[0], years[-1])
    assert {len(head) for head in heads} == {4}, "no year is parted"
    steps = {int(b) - int(a) for a, b in itertools.pairwise(heads[:-1])}
    assert len(steps) == 1
    assert plots.check(ax) == []


def test_names_of_many_groups_stand_upright_and_are_all_there():
    names = [f"第{sign}组" for sign in "一二三四五六七八九十甲乙丙丁"]
    ax = plots.trend(an.rates(counts_of(names, "team"), ["改革"]))
    assert sorted("".join(texts_of(ax, "head"))) == sorted("".join(names))
