"""Multiples with their intervals, the claims they support, and what is not supported."""

import pandas as pd
import pytest
from drawn import SCORES, below_of, hex_of, labels_of, texts_of, title_of

import analysis as an
from analysis import plots


def lines_of(ax, gid):
    return [line for line in ax.lines if line.get_gid() == gid]


def dots_of(ax):
    return [line for line in ax.lines if line.get_marker() == "o"]


def test_a_multiple_stands_on_its_interval_with_its_counts():
    ax = plots.keyness(SCORES, group="1")
    assert labels_of(ax) == ["意识形态", "防范"], "only terms more frequent in the target"
    assert texts_of(ax, "said") == ["是其余部分的 16 倍", "仅见本部分"]
    assert texts_of(ax, "counts") == ["8 : 1", "6 : 0"]
    assert texts_of(ax, "tick") == ["×½", "×1", "×2", "×4", "×16", "×64", "×256"]
    assert title_of(ax) == "第 1 部分：比其余部分多用的词"
    assert below_of(ax).startswith("本部分 200 词，其余部分 360 词")


def test_places_on_the_axis_are_those_of_the_effects():
    ax = plots.keyness(SCORES, group="1")
    ticks = {
        text.get_text(): text.get_position()[0] for text in ax.texts if text.get_gid() == "tick"
    }
    unit = (ticks["×256"] - ticks["×1"]) / 8
    sure, hint = lines_of(ax, "interval")
    (dot,) = dots_of(ax)
    assert (dot.get_xdata()[0] - ticks["×1"]) / unit == pytest.approx(4.0)
    assert (sure.get_xdata()[0] - ticks["×1"]) / unit == pytest.approx(1.5)
    assert (sure.get_xdata()[1] - ticks["×1"]) / unit == pytest.approx(6.5)
    assert (hint.get_xdata()[0] - ticks["×1"]) / unit == pytest.approx(-0.2)


def test_only_here_has_a_bound_and_an_arrow_and_no_point():
    only = SCORES.assign(supported=True, lower=3.1, n_reference=0)
    ax = plots.keyness(only.head(1), group="1")
    assert dots_of(ax) == []
    assert len(lines_of(ax, "bound")) == 1
    assert len(ax.patches) == 1, "the head of the arrow"
    assert texts_of(ax, "said")[0].endswith("至少 8.6 倍")
    assert "只画下限" in "".join(texts_of(ax, "note"))


def test_supported_and_hints_differ_in_form_and_stand_apart():
    known = SCORES.assign(n_reference=[1, 2, 9, 9, 2, 5, 6, 8])
    ax = plots.keyness(known, group="1")
    sure, hint = dots_of(ax)
    assert hex_of(sure.get_markerfacecolor()) == plots.colour("1")
    assert sure.get_markerfacecolor() != "white" == hint.get_markerfacecolor()
    assert texts_of(ax, "tier") == ["有把握", "证据不足"]
    assert sure.get_ydata()[0] < hint.get_ydata()[0]


def test_the_stronger_claim_comes_first_and_is_named():
    scores = SCORES[SCORES["target"] == "1"].assign(
        supported=True,
        n_reference=3,
        survives=["sentences", "sentences", "paragraphs", ""],
        rate_reference=1.0,
    )
    ax = plots.keyness(scores, group="1")
    assert labels_of(ax)[0] == "群众"
    tiers = texts_of(ax, "tier")
    assert tiers[:4] == ["有把握", "整段重排仍成立", "有把握", "只按句子检验"]
    sizes = [dot.get_markersize() for dot in dots_of(ax)]
    assert sizes[0] > sizes[1] == sizes[2]


def test_nothing_supported_is_one_sentence_and_hints():
    weak = SCORES.assign(supported=False)
    ax = plots.keyness(weak, group="1")
    assert "没有一处有把握的差别" in below_of(ax)
    assert texts_of(ax, "tier") == ["证据不足"]
    assert "没有一处" not in below_of(plots.keyness(SCORES, group="1"))


def test_a_term_that_is_absent_from_the_target_is_never_key():
    # in a section of a few tokens the half occurrences of the log ratio turn its sign
    tiny = SCORES.assign(n_target=0, rate_target=0.0, effect=3.3, lower=-1.0, upper=7.0)
    ax = plots.keyness(tiny, group="1")
    assert texts_of(ax, "term") == []
    assert texts_of(ax, "empty")[0].startswith("没有一处有把握的差别。")


def test_what_there_is_no_room_for_is_left_out_from_below():
    scores = pd.concat([SCORES.head(1).assign(term=f"词{n}") for n in range(40)])
    ax = plots.keyness(scores, group="1", top=40, size="a4-half")
    shown = labels_of(ax)
    assert 10 < len(shown) < 20
    assert shown == [f"词{n}" for n in range(len(shown))]
    assert plots.check(ax) == []


def test_the_reference_is_called_by_its_name():
    counts = pd.DataFrame(
        {
            "section": list("112233"),
            "term": ["群众", "活动", "群众", "舆论", "群众", "企业"],
            "n": [40, 60, 10, 90, 20, 80],
        }
    )
    names = {"1": "一、学习", "2": "二、实践", "3": "三、宣传"}

    def title_against(reference):
        scores = an.keyness(counts, target="1", reference=reference)
        return title_of(plots.keyness(scores, group="1", names=names))

    assert title_against("3") == "一、学习：比“三、宣传”多用的词"
    assert title_against(["2", "3"]) == "一、学习：比“二、实践”、“三、宣传”多用的词"
    assert title_against("background") == "一、学习：比一般汉语多用的词"
    assert title_of(plots.keyness(an.keyness(counts), group="1", names=names)).endswith(
        "比其余部分多用的词"
    )
