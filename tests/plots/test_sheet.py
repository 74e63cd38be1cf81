"""What all drawings share: size, typeface, title and note, colours, and errors that teach."""

import itertools

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from drawn import (
    COUNTS,
    SCORES,
    TOKENS,
    all_plots,
    below_of,
    hex_of,
    labels_of,
    texts_of,
    title_of,
)

from analysis import plots
from analysis.plots import fonts

LONG = (
    "中共中央关于坚持和完善中国特色社会主义制度推进国家治理体系和治理能力现代化若干重大问题的决定"
)
NAME = "关于进一步加强和改进新时代全市机关党建工作的意见" * 3


def cm_of(ax):
    return [round(2.54 * side, 2) for side in ax.figure.get_size_inches()]


@pytest.mark.parametrize("face", ["sans", "serif"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_text_is_written_in_the_typeface_that_was_asked_for(language, face):
    for ax in all_plots(language=language, font=face):
        assert ax.texts
        for text in ax.texts:
            assert text.get_fontproperties().get_file() == str(fonts.font_path(face)), text
            assert fonts.missing_characters(text.get_text()) == ""


@pytest.mark.parametrize(
    ("size", "cm"),
    [("a4", [15.6, 22]), ("a4-half", [14, 8]), ("slide", [24, 12]), ((9, 5.5), [9, 5.5])],
)
def test_a_figure_has_the_size_that_was_asked_for(size, cm):
    for ax in all_plots(size=size):
        assert cm_of(ax) == cm
        assert plots.check(ax) == []


def test_a_slide_has_larger_type():
    slide, page = (plots.frequency(COUNTS, group="1", size=size) for size in ("slide", "a4"))
    assert slide.texts[0].get_fontsize() == pytest.approx(1.7 * page.texts[0].get_fontsize())


def test_without_a_size_a_figure_is_as_high_as_it_needs():
    few = plots.frequency(pd.DataFrame({"term": ["群众"], "n": [3]}))
    many = plots.frequency(pd.DataFrame({"term": list("甲乙丙丁戊己庚辛壬癸"), "n": 3}))
    assert cm_of(few)[0] == cm_of(many)[0] == 14
    assert 3 <= cm_of(few)[1] < cm_of(many)[1] < 8


@pytest.mark.parametrize("size", ["a5", (14,), (0.5, 8), "14x8", (14, float("nan")), (300, 200)])
def test_a_size_that_is_none_is_refused(size):
    with pytest.raises(ValueError, match="size"):
        plots.frequency(COUNTS, group="1", size=size)


def test_titles_and_notes_of_your_own_and_none():
    own = plots.keyness(SCORES, group="1", title="文化自信", note="自注：$x_{$")
    assert title_of(own) == "文化自信"
    assert texts_of(own, "note") == ["自注：$x_{$"]
    bare = plots.keyness(SCORES, group="1", title=None, note=None)
    assert texts_of(bare, "title") == texts_of(bare, "note") == []
    assert below_of(bare), "what is compared with what stays"
    first = min(text.get_position()[1] for text in bare.texts)
    assert first < min(text.get_position()[1] for text in own.texts if text.get_gid() == "below")


def test_colours_of_your_own():
    one = plots.frequency(COUNTS, group="1", colours="#aa0000")
    listed = plots.frequency(COUNTS, group="2", colours=["#aa0000", "#00aa00"])
    named = plots.frequency(COUNTS, group="2.1", colours={"2": "#0000aa"})
    shades = [hex_of(ax.patches[0].get_facecolor()) for ax in (one, listed, named)]
    assert shades == ["#aa0000", "#00aa00", "#0000aa"]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("length", [17, 48, 72])
def test_a_title_with_a_long_name_is_whole(length, language):
    name = NAME[:length]
    scores = SCORES.replace({"target": {"1": name}}).replace({"term": {"防范": LONG[:15]}})
    table = pd.DataFrame({"document": [name, "乙"], "term": ["群众", "活动"], "n": [3, 2]})
    for ax in (
        plots.keyness(scores, group=name, language=language),
        plots.frequency(table, group=name, language=language),
        plots.cloud(table, group=name, language=language),
    ):
        assert name in title_of(ax)
        assert plots.check(ax) == []


def test_a_latin_title_breaks_between_words_and_behind_the_name():
    name = "Annual report on the work of the municipal committee and its offices in the year 2024"
    table = pd.DataFrame({"document": [name], "term": ["群众"], "n": [3]})
    lines = texts_of(plots.frequency(table, language="en"), "title")
    assert lines[-1] == "most frequent terms"
    assert " ".join(lines) == f"{name}: most frequent terms"


@pytest.mark.parametrize("length", [8, 13, 18, 30, 44])
@pytest.mark.parametrize("rows", [3, 15])
def test_a_long_term_is_never_cut_and_leaves_room(length, rows):
    terms = ["群众", LONG[:length], *(f"词{n}" for n in range(rows - 2))]
    table = pd.DataFrame({"term": terms, "n": range(rows + 3, 3, -1)})
    scores = SCORES.replace({"term": {"防范": LONG[:length], "活动": LONG[1 : length + 1]}})
    tokens = TOKENS.assign(token=[LONG[:length], *TOKENS["token"][1:]])
    for ax in (
        plots.frequency(table),
        plots.keyness(scores, group="1"),
        plots.heatmap(scores),
        plots.facets(scores.assign(supported=True)),
        plots.dispersion(tokens, [LONG[:length]]),
    ):
        (shown,) = [label for label in labels_of(ax) if label.startswith("中共中央")]
        assert shown == LONG[:length] or (length > 24 and "…" in shown), "whole if it can be"
        assert shown.endswith(LONG[:length][-3:])
        assert plots.check(ax) == []


def test_nothing_is_cut_off_in_axes_of_the_user():
    before = dict(mpl.rcParams)
    figure, grid = plt.subplots(2, 3, figsize=(15, 8), layout="constrained")
    draw = [
        lambda ax: plots.frequency(COUNTS, group="1", ax=ax),
        lambda ax: plots.keyness(SCORES, group="2", ax=ax),
        lambda ax: plots.facets(SCORES, ax=ax, title="这是一个很长很长的标题" * 3),
        lambda ax: plots.heatmap(SCORES, ax=ax),
        lambda ax: plots.dispersion(TOKENS, ["防范"], ax=ax),
        lambda ax: plots.cloud(COUNTS, ax=ax),
    ]
    number = len(plt.get_fignums())
    for one, ax in zip(draw, grid.flat, strict=True):
        assert one(ax) is ax
    assert len(plt.get_fignums()) == number
    assert dict(mpl.rcParams) == before
    assert plots.check(figure) == []
    for ax in grid.flat:
        frame = ax.get_window_extent()
        for text in ax.texts:
            box = text.get_window_extent()
            assert frame.x0 - 2 <= box.x0
            assert box.x1 <= frame.x1 + 2
            assert frame.y0 - 2 <= box.y0
            assert box.y1 <= frame.y1 + 2


def test_axes_that_are_too_small_say_so():
    _, grid = plt.subplots(4, 4)
    with pytest.warns(UserWarning, match=r"too small for a drawing .* give 5 x 3 cm at least"):
        plots.frequency(COUNTS, group="1", ax=grid[0, 0])


# --- colours -----------------------------------------------------------------------------------


def test_a_section_has_one_colour_in_every_figure_and_its_parts_share_it():
    assert plots.colour("2") == plots.colour("2.3") != plots.colour("3")
    marks = [line for line in plots.keyness(SCORES, group="2").lines if line.get_marker() == "o"]
    word = plots.cloud(COUNTS, group="2").texts[-1]
    bar = plots.frequency(COUNTS, group="2").patches[0]
    shades = [marks[0].get_markerfacecolor(), word.get_color(), bar.get_facecolor()]
    assert {hex_of(shade) for shade in shades} == {plots.colour("2")}


def test_above_ten_groups_all_are_of_one_blue():
    ten, eleven = ([str(number) for number in range(1, n + 1)] for n in (10, 11))
    assert len({plots.colour(name, ten) for name in ten}) == 10
    assert {plots.colour(name, eleven) for name in eleven} == {plots.PALETTE[1]}
    years = [str(year) for year in range(2010, 2022)]
    assert {plots.colour(year, years, by="year") for year in years} == {plots.PALETTE[1]}


def test_every_colour_can_be_read_on_white():
    for shade in plots.PALETTE:
        linear = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in mpl.colors.to_rgb(shade)
        ]
        luminance = np.dot([0.2126, 0.7152, 0.0722], linear)
        assert 1.05 / (luminance + 0.05) >= 4.5, shade


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
        seen = [np.array(matrix) @ mpl.colors.to_rgb(shade) for shade in plots.PALETTE[1:6]]
        for one, other in itertools.pairwise(seen):
            assert np.linalg.norm(one - other) > 0.12


# --- errors --------------------------------------------------------------------------------------


def test_an_empty_result_is_a_sentence():
    for ax in (
        plots.keyness(SCORES[SCORES["term"] == "群众"], group="1"),
        plots.facets(SCORES.head(0)),
        plots.heatmap(SCORES.head(0)),
        plots.cloud(COUNTS.head(0)),
        plots.dispersion(TOKENS, []),
        plots.frequency(COUNTS.head(0)),
    ):
        (said,) = texts_of(ax, "empty")
        assert said.startswith("没有")
        assert plots.check(ax) == []


@pytest.mark.parametrize(
    ("draw", "message"),
    [
        (
            lambda: plots.frequency(SCORES),
            "no column 'n' in frequencies .*: make it with frequency",
        ),
        (lambda: plots.keyness(COUNTS, group="1"), "no column 'target' in scores"),
        (lambda: plots.dispersion(COUNTS, ["群众"]), "no column 'document' in tokens"),
        (lambda: plots.cloud(COUNTS, language="fr"), "language is one of zh, en, not 'fr'"),
    ],
)
def test_errors_teach(draw, message):
    with pytest.raises(ValueError, match=message):
        draw()


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


def test_an_argument_that_never_was_says_which_there_are():
    with pytest.raises(
        TypeError, match="no argument part=; how a figure looks: size, font, title"
    ):
        plots.keyness(SCORES, group="1", part="2")


# --- check ---


def test_check_finds_what_is_cut_overlaps_or_is_too_small():
    figure = plt.figure(figsize=(4, 2))
    figure.text(0.98, 0.5, "reaches beyond")
    figure.text(0.1, 0.5, "one")
    figure.text(0.11, 0.51, "other")
    figure.text(0.1, 0.1, "tiny", fontsize=5)
    assert plots.check(figure) == [
        "cut off: reaches beyond",
        "overlap: one / other",
        "5.0 points: tiny",
    ]


def test_check_looks_at_what_is_drawn_only():
    figure, ax = plt.subplots()
    ax.plot([0, 1])
    ax.set_xticks([0, 0.5, 9], ["a", "b", "beyond the axis"])
    ax.set_xlim(0, 1)
    ax.text(0.5, 0.5, "hidden", visible=False)
    ax.text(0.5, 0.5, "seen")
    assert plots.check(figure) == []
    ax.set_axis_off()
    ax.set_title("a title is drawn without axes too " * 5)
    assert plots.check(ax)[0].startswith("cut off: a title")
