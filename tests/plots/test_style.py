"""What all drawings share: glyphs, axes, colours, names, and errors that teach."""

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from drawn import COUNTS, ONE, SCORES, TOKENS, all_plots
from matplotlib.text import Text

from analysis import plots
from analysis.plots import fonts


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_written_in_a_typeface_that_has_its_characters(language):
    for ax in all_plots(language=language):
        texts = [text for text in ax.findobj(Text) if text.get_text().strip()]
        assert texts
        for text in texts:
            assert text.get_fontproperties().get_file() == str(fonts.font_path()), text
            assert fonts.missing_characters(text.get_text()) == ""


def test_plots_draw_into_the_axes_given_and_leave_settings_alone():
    before = dict(mpl.rcParams)
    _, ax = plt.subplots()
    assert plots.keyness(SCORES, group="2", ax=ax) is ax
    number = len(plt.get_fignums())
    assert plots.frequency(COUNTS, group="1", ax=ax) is ax
    assert len(plt.get_fignums()) == number
    assert dict(mpl.rcParams) == before


def test_a_section_has_one_colour_in_every_figure_and_its_parts_share_it():
    assert plots.colour("2") == plots.colour("2.3") != plots.colour("3")
    shade = plots.keyness(SCORES, group="2").lines[1].get_markerfacecolor()
    cloud = plots.cloud(COUNTS, group="2").patches[0].get_facecolor()
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


def test_an_empty_result_is_drawn_as_such():
    for ax in (
        plots.keyness(SCORES[SCORES["term"] == "群众"], group="1"),
        plots.heatmap(SCORES.head(0)),
        plots.cloud(COUNTS.head(0)),
        plots.comparison_cloud(SCORES.head(0)),
        plots.dispersion(TOKENS, []),
    ):
        assert [text.get_text() for text in ax.texts] == ["没有可画的词"]


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: plots.frequency(SCORES),
            "no column 'n' in frequencies .*: make it with frequency",
        ),
        (lambda: plots.keyness(COUNTS, group="1"), "no column 'target' in scores"),
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


def test_drawing_changes_no_frame():
    before = SCORES.copy(), COUNTS.copy(), TOKENS.copy()
    list(all_plots())
    for old, new in zip(before, (SCORES, COUNTS, TOKENS), strict=True):
        pd.testing.assert_frame_equal(old, new)


@pytest.mark.parametrize(
    ("draw", "old"),
    [
        (lambda: plots.keyness(SCORES, target="1"), "target"),
        (lambda: plots.cloud(COUNTS, section="2"), "section"),
    ],
)
def test_an_argument_that_was_renamed_says_its_new_name(draw, old):
    with pytest.raises(TypeError, match=rf"takes group= in place of {old}="):
        draw()


def test_an_argument_that_never_was_is_a_plain_error():
    with pytest.raises(TypeError, match="unexpected keyword argument 'part'"):
        plots.keyness(SCORES, group="1", part="2")
