"""Bars as long as sections, lower headings under their own."""

import pytest
from drawn import below_of, texts_of, title_of

import analysis as an
from analysis import plots

TEXT = (
    "一、学习\n学习理论。\n（一）理论\n学习理论，提高认识。\n（二）经验\n学习经验。\n二、实践\n"
    "走进群众，服务群众。\n（一）理论\n开展活动，服务群众，走进群众，学习理论。\n"
)


@pytest.fixture(scope="module")
def corpus():
    return an.load(an.read_text(TEXT))


def test_bars_are_as_long_as_sections_with_what_lies_below(corpus):
    ax = plots.outline(corpus)
    table = an.outline(corpus)
    longest = table["n_tokens"].max()
    bars = [bar.get_width() for bar in ax.patches]
    assert [n / max(bars) for n in bars] == pytest.approx((table["n_tokens"] / longest).tolist())
    assert texts_of(ax, "heading") == ["一、学习", "二、实践"]
    assert texts_of(ax, "lower") == ["一、（一）理论", "（二）经验", "二、（一）理论"]
    assert below_of(ax).startswith(f"{len(corpus.tokens)} 词；")


def test_an_outline_is_as_good_as_a_corpus(corpus):
    ax = plots.outline(an.outline(corpus.sections), language="en")
    assert texts_of(ax, "heading") == ["一、学习", "二、实践"]
    assert "characters" in below_of(ax)


def test_sections_keep_their_colours_and_lower_ones_are_paler(corpus):
    ax = plots.outline(corpus)
    assert [bar.get_alpha() for bar in ax.patches] == [1.0, 0.5, 0.5, 1.0, 0.5]
    assert len({bar.get_facecolor()[:3] for bar in ax.patches}) == 2


def test_several_documents_stand_under_their_names(tmp_path):
    for name in "甲乙":
        (tmp_path / f"{name}.txt").write_text(TEXT, "utf-8")
    ax = plots.outline(an.load(tmp_path))
    assert sorted(texts_of(ax, "heading")) == ["乙", "甲"]
    assert texts_of(ax, "lower").count("二、实践") == 2
    assert title_of(ax) == "全文：提纲与篇幅"


@pytest.mark.parametrize("sections", [1, 12, 40, 150])
@pytest.mark.parametrize("size", [None, "a4-half", (9, 6)])
def test_what_has_no_room_is_counted_the_longest_stay(sections, size):
    text = "".join(
        f"第{n}条\u3000关于第{n}件事情的若干规定和要求\n" + "学习理论。" * (n % 7 + 1) + "\n"
        for n in range(1, sections + 1)
    )
    corpus = an.load(an.read_text(text))
    ax = plots.outline(corpus, size=size)
    assert plots.check(ax) == []
    shown = len(ax.patches)
    left_out = [text.get_text() for text in ax.texts if "没有画出" in text.get_text()]
    whole = len(corpus.sections)
    assert shown == whole or left_out == [f"另有 {whole - shown} 个标题没有画出"]
