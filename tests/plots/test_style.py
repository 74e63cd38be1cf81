"""Drawings, judged by their artists: they say what the frame says, in glyphs that exist."""

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from analysis import plots
from analysis.plots import fonts

SCORES = pd.DataFrame(
    {
        "target": ["1", "1", "1", "2", "2"],
        "term": ["意识形态", "防范", "群众", "活动", "防范"],
        "n_target": [8, 6, 0, 9, 0],
        "n_reference": [1, 0, 5, 2, 6],
        "rate_target": [400.0, 300.0, 0.0, 250.0, 0.0],
        "rate_reference": [10.0, 0.0, 80.0, 40.0, 150.0],
        "score": [21.0, 15.0, -4.0, 9.0, -8.0],
        "effect": [4.0, 3.5, -2.0, 2.0, -3.0],
        "lower": [1.5, -0.2, -5.0, 0.4, -6.0],
        "upper": [6.5, 7.2, 0.1, 3.6, -0.5],
        "supported": [True, False, False, True, False],
    }
)
ONE = SCORES[SCORES["target"] == "1"]
COUNTS = pd.DataFrame(
    {
        "section": ["1", "1", "2", "2.1", "2.1"],
        "term": ["意识形态", "的", "活动", "活动", "群众"],
        "n": [8, 30, 4, 5, 3],
    }
)
TOKENS = pd.DataFrame(
    {
        "document": "a",
        "section": ["1", "1", "1", "2.1", "2.2", "2.2"],
        "sentence": [0, 0, 1, 2, 3, 3],
        "position": range(6),
        "start": range(0, 12, 2),
        "token": ["防范", "风险", "防范", "活动", "活动", "群众"],
    }
)


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def words_of(ax):
    return [patch.get_label() for patch in ax.patches if not patch.get_label().startswith("_")]


def labels_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def all_plots(**options):
    table = COUNTS.assign(rate=1.0)
    yield plots.frequency(table, **options)
    yield plots.keyness(SCORES, target="1", **options)
    yield plots.heatmap(SCORES, **options)
    yield plots.dispersion(TOKENS, ["防范", "活动"], **options)
    yield plots.cloud(COUNTS, **options)
    yield plots.comparison_cloud(SCORES, **options)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_written_in_a_typeface_that_has_its_characters(language):
    for ax in all_plots(language=language):
        texts = [text for text in ax.findobj(Text) if text.get_text().strip()]
        assert texts
        for text in texts:
            assert text.get_fontproperties().get_file() == str(fonts.font_path()), text
            assert fonts.missing_characters(text.get_text()) == ""


def test_a_character_without_a_glyph_is_an_error_that_names_it():
    table = pd.DataFrame({"term": ["好🙂"], "n": [3]})
    with pytest.raises(ValueError, match="U\\+1F642"):
        plots.frequency(table)
    with pytest.raises(ValueError, match="U\\+1F642"):
        plots.cloud(table)


def test_plots_draw_into_the_axes_given_and_leave_settings_alone():
    before = dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert plots.keyness(SCORES, target="2", ax=ax) is ax
    number = len(plt.get_fignums())
    assert plots.frequency(COUNTS, ax=ax) is ax
    assert len(plt.get_fignums()) == number
    assert dict(mpl.rcParams) == before


def test_frequency_bars_are_the_numbers_best_on_top():
    table = pd.DataFrame({"term": ["工作", "活动", "群众"], "n": [9, 7, 2]})
    ax = plots.frequency(table, top=2)
    assert [bar.get_width() for bar in ax.patches] == [9, 7]
    assert labels_of(ax) == ["工作", "活动"]
    assert ax.yaxis_inverted()


def test_frequency_of_one_group_and_of_one_that_is_not_there():
    ax = plots.frequency(COUNTS, group="2.1")
    assert labels_of(ax) == ["活动", "群众"]
    with pytest.raises(ValueError, match=r"no section '9'; there are: 1, 2, 2.1"):
        plots.frequency(COUNTS, group="9")


def test_keyness_draws_effect_interval_and_what_is_not_supported():
    ax = plots.keyness(SCORES, target="1")
    assert labels_of(ax) == ["意识形态", "防范"], "only terms more frequent in the target"
    bars = [line for line in ax.lines if list(line.get_xdata()) == [1.5, 6.5]]
    assert len(bars) == 1
    assert bars[0].get_linestyle() == "-"
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [dot.get_xdata()[0] for dot in dots] == [4.0, 3.5]
    assert dots[0].get_markerfacecolor() == plots.colour("1")
    assert dots[1].get_markerfacecolor() == "white", "unsupported: hollow, and still drawn"
    assert "8 : 1" in [text.get_text() for text in ax.texts]


def test_a_term_that_is_absent_from_the_target_is_never_key():
    # in a section of a few tokens the half occurrences of the log ratio turn its sign
    tiny = SCORES.assign(n_target=0, rate_target=0.0, effect=3.3, lower=-1.0, upper=7.0)
    ax = plots.keyness(tiny, target="1")
    assert [text.get_text() for text in ax.texts] == ["没有可画的词"]


def test_a_section_has_one_colour_in_every_figure_and_its_parts_share_it():
    assert plots.colour("2") == plots.colour("2.3") != plots.colour("3")
    shade = plots.keyness(SCORES, target="2").lines[1].get_markerfacecolor()
    cloud = plots.cloud(COUNTS, section="2").patches[0].get_facecolor()
    assert mpl.colors.to_rgb(cloud) == mpl.colors.to_rgb(shade)


def test_neighbouring_colours_differ_for_colour_blind_readers():
    # Machado, Oliveira & Fernandes (2009), IEEE TVCG 15(6):1291-1298, severity 1.0
    deutan = [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ]
    protan = [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
    for matrix in (deutan, protan):
        seen = [np.array(matrix) @ mpl.colors.to_rgb(shade) for shade in plots.PALETTE[:5]]
        for first in range(5):
            for second in range(first):
                assert np.linalg.norm(seen[first] - seen[second]) > 0.12, (first, second)


def test_heatmap_cells_show_rates_and_frames_show_what_is_key():
    ax = plots.heatmap(SCORES)
    assert labels_of(ax) == ["意识形态", "防范", "活动"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["第 1 部分", "第 2 部分"]
    assert "400" in [text.get_text() for text in ax.texts]
    styles = [patch.get_linestyle() for patch in ax.patches]
    assert len(styles) == 3
    assert sorted({str(style) for style in styles}) != [":"], "supported ones are solid"


def test_dispersion_strokes_stand_where_the_terms_stand():
    ax = plots.dispersion(TOKENS, ["防范", "活动"])
    strokes = [
        [segment[0][0] for segment in collection.get_segments()] for collection in ax.collections
    ]
    assert strokes == [[0, 2], [3, 4]]
    with pytest.raises(ValueError, match="one document"):
        plots.dispersion(pd.concat([TOKENS, TOKENS.assign(document="b")]), ["防范"])


def test_cloud_leaves_out_stop_words_and_takes_a_section_with_its_parts():
    assert "的" not in words_of(plots.cloud(COUNTS))
    assert "的" in words_of(plots.cloud(COUNTS, stop=()))
    assert set(words_of(plots.cloud(COUNTS, section="2"))) == {"活动", "群众"}
    with pytest.raises(ValueError, match="no section '9'; there are"):
        plots.cloud(COUNTS, section="9")


def test_cloud_words_do_not_overlap_and_stay_on_the_sheet():
    counts = pd.DataFrame({"term": [chr(0x4E00 + i) + chr(0x4F00 + i) for i in range(60)]})
    counts["n"] = range(80, 20, -1)
    ax = plots.cloud(counts)
    ax.figure.canvas.draw()
    boxes = [patch.get_window_extent() for patch in ax.patches]
    assert len(boxes) >= 50
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


def test_an_empty_result_is_drawn_as_such():
    for ax in (
        plots.keyness(SCORES[SCORES["term"] == "群众"], target="1"),
        plots.heatmap(SCORES.head(0)),
        plots.cloud(COUNTS.head(0)),
        plots.comparison_cloud(SCORES.head(0)),
        plots.dispersion(TOKENS, []),
    ):
        assert [text.get_text() for text in ax.texts] == ["没有可画的词"]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (lambda: plots.frequency(SCORES), "no column 'n' in table: make it with frequency"),
        (lambda: plots.keyness(COUNTS, target="1"), "no column 'target' in scores"),
        (lambda: plots.dispersion(COUNTS, ["群众"]), "no column 'document' in tokens"),
        (lambda: plots.cloud(COUNTS, language="fr"), "no language 'fr'; there are: zh, en"),
    ],
)
def test_errors_teach(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()


def test_nine_groups_fit_side_by_side_and_more_are_refused():
    many = pd.concat([ONE.assign(target=str(number)) for number in range(9)])
    for draw in (plots.heatmap, plots.comparison_cloud):
        ax = draw(many)
        ax.figure.canvas.draw()
        boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
        assert all(a.x1 <= b.x0 for a, b in itertools.pairwise(boxes))
        with pytest.raises(ValueError, match="12 groups do not fit"):
            draw(pd.concat([ONE.assign(target=str(number)) for number in range(12)]))


def test_long_names_of_documents_do_not_run_into_each_other():
    laws = [f"最高人民法院关于审理第{number}类案件适用法律若干问题的解释" for number in range(6)]
    ax = plots.heatmap(pd.concat([ONE.assign(target=law) for law in laws]))
    ax.figure.canvas.draw()
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    assert all(a.x1 <= b.x0 for a, b in itertools.pairwise(boxes))


def test_drawing_changes_no_frame():
    before = SCORES.copy(), COUNTS.copy(), TOKENS.copy()
    list(all_plots())
    for old, new in zip(before, (SCORES, COUNTS, TOKENS), strict=True):
        pd.testing.assert_frame_equal(old, new)
