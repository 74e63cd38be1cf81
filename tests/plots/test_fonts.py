"""Every character is drawn: in the typeface, in another one, or as a box that is named."""

import warnings

import pandas as pd
import pypdfium2
import pytest
from drawn import labels_of, title_of, words_of

from analysis import plots, report
from analysis.plots import fonts

SECOND = ["CO₂", "Erdoğan", "⅓", "سلام"]  # Noto Sans SC lacks a character of each


def table(*terms):
    return pd.DataFrame({"term": terms, "n": range(len(terms) + 1, 1, -1)})


@pytest.mark.parametrize("term", SECOND)
def test_what_the_typeface_lacks_is_written_in_another_one(term, tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of glyphs that it does not find
        bars, cloud = plots.frequency(table(term, "群众")), plots.cloud(table(term, "群众"))
        report.save_figure(bars, tmp_path / "bars", formats=["png", "svg", "pdf"])
        report.save_figure(cloud, tmp_path / "cloud.png")
    assert labels_of(bars) == [term, "群众"]
    assert words_of(cloud) == [term, "群众"]


@pytest.mark.parametrize(("term", "shown"), [("好🙂", "好□"), ("𡋾甲", "□甲"), ("한국", "□□")])
def test_what_no_face_has_is_a_box_and_a_note(term, shown, tmp_path):
    named = f"U\\+{ord(next(sign for sign in term if sign not in shown)):04X}"
    with pytest.warns(UserWarning, match=rf"can write .*\({named}\).*: drawn as □") as told:
        ax = plots.frequency(table("群众", term))
    assert told[0].filename == __file__
    report.save_figure(ax, tmp_path / "bars.svg")
    assert labels_of(ax) == ["群众", shown]
    with pytest.warns(UserWarning, match=named) as told:
        assert words_of(plots.cloud(table("群众", term))) == ["群众", shown]
    assert told[0].filename == __file__


def test_many_missing_characters_are_counted():
    with pytest.warns(UserWarning, match=r"가 .*너 \(U\+B108\) and 3 more: drawn as □"):
        plots.frequency(table("가까각", "거너더", "러머"))


def test_dollars_are_signs_and_no_formula(tmp_path):
    names = ["a$b$c", "$^$", "10$"]
    ax = plots.frequency(table(*names))
    (path,) = report.save_figure(ax, tmp_path / "bars.svg")
    assert labels_of(ax) == names
    assert path.stat().st_size > 1000
    assert words_of(plots.cloud(table(*names))) == names
    scores = pd.DataFrame({"document": ["a$b$", "乙"], "term": ["群众", "活动"], "n": [3, 2]})
    ax = plots.frequency(scores, group="a$b$")
    report.save_figure(ax, tmp_path / "one.png")
    assert title_of(ax).startswith("a$b$：")


def test_a_second_face_is_used_only_where_it_is_needed():
    plain, mixed = plots.font(9, "群众"), plots.font(9, "CO₂")
    assert type(plain) is not type(mixed)
    assert plain.get_file() == mixed.get_file() == str(plots.font_path())


def test_a_face_of_your_own_is_a_file(tmp_path):
    path = fonts.font_path("serif")
    ax = plots.frequency(table("群众", "CO₂"), font=path)
    files = {text.get_fontproperties().get_file() for text in ax.texts}
    assert files == {str(path)}
    with pytest.raises(
        FileNotFoundError, match=r"no typeface 'SimSun': it is 'sans', 'serif', or"
    ):
        plots.frequency(table("群众"), font="SimSun")
    (tmp_path / "no.ttf").write_text("no font")
    with pytest.raises(ValueError, match=r"no\.ttf is no font that can be read"):
        plots.frequency(table("群众"), font=tmp_path / "no.ttf")


def test_a_text_is_as_wide_as_it_is_measured():
    figure = plots.frequency(table("群众")).figure
    for face in ("sans", "serif"):
        for text in ("坚定文化自信", "Work report 2021", "CO₂，×16"):
            line = figure.text(0, 0, text, fontproperties=plots.font(9, text, face))
            drawn = 2.54 * line.get_window_extent().width / figure.dpi
            assert 0.99 <= fonts.measured(text, 9, face) / drawn <= 1.1, "rather too much"


@pytest.mark.parametrize("face", ["sans", "serif"])
def test_text_of_a_pdf_can_be_searched(face, tmp_path):
    ax = plots.frequency(table("群众", "活动"), font=face, title="坚定文化自信")
    (path,) = report.save_figure(ax, tmp_path / "bars.pdf")
    with pypdfium2.PdfDocument(path) as document:
        page = document[0].get_textpage().get_text_bounded()
    assert {"坚定文化自信", "群众", "活动"} <= set(page.split())
    # Song comes as OpenType, which a PDF cannot hold as TrueType: it is written as drawings
    assert (b"/FontFile2" in path.read_bytes()) is (face == "sans")
