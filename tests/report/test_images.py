"""Figures on paper: what the name says, searchable, the same bytes every time."""

import os
import pathlib
import subprocess
import sys

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from lxml import etree

from analysis import plots, report

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TABLE = pd.DataFrame({"term": ["群众", "活动"], "n": [5, 2]})


@pytest.fixture
def figure():
    yield plots.frequency(TABLE)
    plt.close("all")


def test_each_format_is_what_its_name_says(figure, tmp_path):
    paths = report.save_figure(figure, tmp_path / "bars", formats=["png", "svg", "pdf"])
    assert [path.name for path in paths] == ["bars.png", "bars.svg", "bars.pdf"]
    heads = [path.read_bytes()[:5] for path in paths]
    assert heads == [b"\x89PNG\r", b"<?xml", b"%PDF-"]


def test_pdf_text_can_be_searched_in_order(figure, tmp_path):
    pdfium = pytest.importorskip("pypdfium2")
    (path,) = report.save_figure(figure, tmp_path / "bars.pdf")
    document = pdfium.PdfDocument(str(path))
    assert "最常用的词" in document[0].get_textpage().get_text_range()
    document.close()


@pytest.mark.parametrize(
    ("face", "families", "kind"),
    [
        ("sans", ["Noto Sans SC", "PingFang SC", "Microsoft YaHei"], "sans-serif"),
        ("serif", ["SimSun"], "serif"),
    ],
)
def test_the_text_of_an_svg_is_text_in_faces_that_are_named(face, families, kind, tmp_path):
    table = pd.DataFrame({"term": ['<群众> & "CO₂"', "活动⅓"], "n": [5, 2]})
    (path,) = report.save_figure(plots.frequency(table, font=face), tmp_path / "bars.svg")
    texts = list(etree.parse(path).iter("{http://www.w3.org/2000/svg}text"))
    assert {*table["term"], "5"} <= {text.text for text in texts}
    for text in texts:
        assert all(f"'{name}'" in text.get("style") for name in families)
        assert f", {kind}" in text.get("style")
        assert ".ttf" not in text.get("style")
        assert ".otf" not in text.get("style")
    assert not any(
        str(plots.font_path(each).parent) in path.read_text("utf-8") for each in ("sans", face)
    )


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_same_figure_same_bytes(suffix, tmp_path):
    written = []
    for name in ("one", "two"):
        ax = plots.cloud(TABLE)
        (path,) = report.save_figure(ax, tmp_path / f"{name}.{suffix}")
        plt.close("all")
        written.append(path.read_bytes())
    assert written[0] == written[1]


def test_an_unknown_format_names_the_known_ones(figure, tmp_path):
    with pytest.raises(ValueError, match="no figure format 'gif'; there are: png, svg, pdf"):
        report.save_figure(figure, tmp_path / "a", formats=["gif"])


@pytest.mark.parametrize("suffix", ["svg", "pdf"])
def test_same_bytes_from_processes_with_other_hash_seeds(suffix, tmp_path):
    code = (
        "import pandas as pd; from analysis import plots, report;"
        "table = pd.DataFrame({'term': ['群众', '活动', 'GDP'], 'n': [5, 3, 2]});"
        "import sys; report.save_figure(plots.frequency(table), sys.argv[1])"
    )
    paths = [tmp_path / f"{seed}.{suffix}" for seed in "12"]
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path)],
            env=os.environ | {"PYTHONHASHSEED": path.stem},
            cwd=ROOT,
        )
        for path in paths
    ]
    assert [process.wait() for process in running] == [0, 0]
    assert paths[0].read_bytes() == paths[1].read_bytes()
