"""Words of ten thousand characters, signs of other languages: drawn as text that fits."""

import time

import pandas as pd
import pytest
from drawn import SCORES, labels_of, texts_of, title_of

import analysis as an
from analysis import plots
from analysis.wording import short_names

LONG = "中华人民共和国" * 1500
ODD = ["<script>", "=HYPERLINK(1)", "$x_{$", "../../x", "a\tb", "甲\n乙", "\\frac{1}"]


@pytest.mark.parametrize("term", [LONG, "internationalisation" * 600])
def test_a_word_of_ten_thousand_characters_is_cut_in_its_middle(term):
    began = time.perf_counter()
    table = pd.DataFrame({"term": ["群众", term], "n": [5, 3]})
    scores = SCORES.replace({"term": {"意识形态": term}})
    for ax in (
        plots.frequency(table),
        plots.cloud(table),
        plots.keyness(scores, group="1"),
        plots.heatmap(scores),
        plots.facets(scores, names={"1": term, "2": term[:-1] + "乙"}),
    ):
        assert plots.check(ax) == []
    assert time.perf_counter() - began < 30
    (shown,) = [label for label in labels_of(plots.frequency(table)) if label != "群众"]
    assert "…" in shown
    assert shown.startswith(term[:4])


def test_a_title_of_ten_thousand_characters_has_four_lines_at_most():
    table = pd.DataFrame({"document": [LONG], "term": ["群众"], "n": [3]})
    ax = plots.frequency(table, size="a4-half")
    assert len(texts_of(ax, "title")) <= 4
    assert "…" in title_of(ax)
    assert plots.check(ax) == []
    short = plots.frequency(table, title="短题", note=LONG)
    assert title_of(short) == "短题"
    assert plots.check(short) == []


def test_names_of_ten_thousand_characters_are_shortened_in_no_time():
    began = time.perf_counter()
    names = short_names([LONG + "甲", LONG + "乙"], 12)
    assert len(set(names)) == 2
    assert max(map(len, names)) <= 14
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize("name", ODD)
def test_signs_of_other_languages_are_text(name):
    table = pd.DataFrame({"document": [name], "term": [name], "n": [3]})
    ax = plots.frequency(table)
    plain = " ".join(name.split())
    assert title_of(ax).startswith(plain)
    assert labels_of(ax) == [plain]
    scores = an.keyness(pd.DataFrame({"g": [name, "乙"], "term": ["甲甲", "群众"], "n": [30, 30]}))
    assert plain in texts_of(plots.heatmap(scores), "head")
    assert plots.check(plots.facets(scores)) == []
