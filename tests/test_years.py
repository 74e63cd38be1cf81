"""Nineteen years of reports, year by trend, in six lines; every number is what a search finds."""

import random

import matplotlib.pyplot as plt
import pytest

import analysis as an
from analysis import plots

YEARS = range(2001, 2020)
SAID = ["建设工业。", "服务群众。", "发展农业。", "改善环境。", "学习理论。"]
CODE = """
import analysis as an
from analysis import plots
corpus = an.load(folder)
counts = an.count_terms(corpus, by="year")
trends = an.trend(counts, tokens=corpus)
ax = plots.trend(an.rates(counts, trends.loc[trends["supported"], "term"]))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A report for every year: 环境 rises from none, 工业 falls, the others wander."""
    place, rng = tmp_path_factory.mktemp("reports"), random.Random(19)
    for number, year in enumerate(YEARS):
        weights = [40 - 2 * number, 10, 10, 2 * number, 10]
        lines = ["".join(rng.choices(SAID, weights, k=6)) for _ in range(20)]
        text = "\n".join([f"{year}年的报告", "一、工作", *lines[:10], "二、打算", *lines[10:]])
        (place / f"{year}年报告.txt").write_text(text, "utf-8")
    return place


@pytest.mark.filterwarnings("ignore:the names of the documents have a year")
@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
def test_six_lines_give_what_a_search_of_the_texts_finds(folder):
    assert len(CODE.strip().splitlines()) == 6
    names = {"folder": folder}
    exec(CODE, names)
    kinds = names["trends"].set_index("term")["kind"]
    assert kinds["环境"] == kinds["改善"] == "appears"
    assert kinds["工业"] == kinds["建设"] == "falling"
    assert kinds["学习"] == kinds["服务"] == "unclear"
    rates = an.rates(names["counts"], names["trends"]["term"])
    assert len(rates) == rates["term"].nunique() * len(YEARS)
    assert rates["group"].unique().tolist() == [str(year) for year in YEARS]
    for row in rates.itertuples():
        text = (folder / f"{row.group}年报告.txt").read_text("utf-8")
        assert row.n == text.count(row.term), (row.term, row.group)
        assert row.n_group == 2 * text.count("。")  # every sentence is two words
        assert row.rate == pytest.approx(10_000 * row.n / row.n_group)
        assert row.lower <= row.rate <= row.upper
    found = rates.pivot(index="group", columns="term", values="n")
    assert found.loc["2001", "环境"] == 0 < found.loc["2010", "环境"] < found.loc["2019", "环境"]
    assert found.loc["2001", "工业"] > found.loc["2010", "工业"] > found.loc["2019", "工业"]
    assert names["ax"].get_lines()
    assert plots.check(names["ax"]) == []
    plt.close("all")
