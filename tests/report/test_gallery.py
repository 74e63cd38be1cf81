"""The figures of a report: all of them, each of the group that its name says."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from drawn import labels_of, title_of, words_of

import analysis as an
from analysis import report

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")

TEXT = (
    "一、学习\n各部门学习理论文章，学习先进经验。\n（一）理论\n学习理论，提高认识。\n"
    "（二）经验\n学习经验，提高能力。\n二、实践\n走进群众，服务群众。\n（一）活动\n开展活动。\n"
)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def drawn(analysis):
    return dict(report.figures(analysis))


def test_a_document_is_drawn_by_section():
    names = list(drawn(report.analyse(an.read_text(TEXT))))
    assert names == [
        *["frequency", "cloud", "facets", "heatmap", "dispersion", "outline"],
        *["frequency_1", "keyness_1", "cloud_1", "frequency_2", "keyness_2", "cloud_2"],
    ]


def test_documents_are_drawn_one_by_one():
    texts = pd.DataFrame(
        {"document": [f"文{n}" for n in range(11)], "text": "走进群众，服务群众。"}
    )
    texts.loc[0, "text"] = "学习理论，学习经验。"
    names = list(drawn(report.analyse(texts)))
    assert {"heatmap", "facets", "similarity", "cloud_文10"} <= set(names)
    assert not {"dispersion", "outline"} & set(names)


def test_all_figures_of_a_section_are_of_the_same_text():
    figures = drawn(report.analyse(an.read_text(TEXT), level=2))
    bars, cloud = figures["frequency_1"](), figures["cloud_1"]()
    shown = set(labels_of(bars))
    assert set(words_of(cloud)) == shown, "section 1 itself, as it was compared with 1.1 and 1.2"
    assert not any("提高" in word for word in shown)
    assert any("提高" in word for word in words_of(figures["cloud_1.1"]()))
    assert title_of(bars).startswith("一、学习")


def test_stop_words_hold_in_every_figure():
    for stop, there in ((), True), (["的", "学习"], False):
        analysis = report.analyse(an.read_text(TEXT.replace("学习理论", "学习的理论")), stop=stop)
        figures = drawn(analysis)
        for name in ("cloud", "cloud_1"):
            assert ("的" in words_of(figures[name]())) is there, name
        for name in ("frequency", "frequency_1"):
            assert ("的" in labels_of(figures[name]())) is there, name


@pytest.mark.parametrize(
    ("names", "drawn_too"), [(["2019", "2020", "2021"], True), ("甲乙丙", False)]
)
def test_what_rises_and_falls_is_drawn_of_groups_in_an_order(names, drawn_too):
    texts = ["脱贫攻坚取得进展。\n" * n + "乡村振兴推进。\n" * (90 - n) for n in (80, 45, 5)]
    analysis = report.analyse(pd.DataFrame({"document": list(names), "text": texts}))
    figures = drawn(analysis)
    assert ("slopes" in figures) == drawn_too
    if drawn_too:
        told = {text.get_text() for text in figures["slopes"]().texts}
        assert told >= {"10 → 85", "攻坚", "80 → 5"}


def test_documents_that_differ_have_a_trend_and_those_of_two_no_similarity():
    texts = pd.DataFrame(
        {
            "document": ["2020", "2021"],
            "text": ["脱贫攻坚取得进展。\n" * 30, "乡村振兴全面推进。\n" * 30],
        }
    )
    figures = drawn(report.analyse(texts))
    assert "trend" in figures
    assert "similarity" not in figures
    ax = figures["trend"]()
    assert len(labels_of(ax)) >= 2
