"""Four times the text takes four times as long, whatever is in it."""

import time
import warnings

import pytest
from makers import read

from analysis import kwic, load, read_text
from analysis.segmentation import discover_terms

UNITS = ["一", "零", "两", " ", "　", "我，\n", "我 ", "1 ", "“", "（", "一、\n", "-", "1."]


def _whole(text):
    corpus = load(read_text(f"工作正文。\n{text}\n工作正文。"))
    assert len(kwic(corpus, "工作")) == 2
    discover_terms(corpus)


def _markdown(text):
    read("a.md", f"# {text}\n正文".encode())
    read("a.md", f"正文{text}\n===".encode())


def _page(text):
    read("a.html", f"<p>正文{text}。<table><tr><td>{text}".encode())


def _cost(work, text):
    start = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work(text)
    return time.process_time() - start


@pytest.mark.parametrize("work", [_whole, _markdown, _page])
@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_as_the_text_does(work, unit):
    times = [_cost(work, unit * (size // len(unit))) for size in (8_000, 32_000)]
    assert times[1] < 8 * times[0] + 0.4


def _cells(text):
    read("a.html", f"<table>{text}".encode())


def test_cells_in_cells_are_read_once():
    # rows in a cell of a table that was never closed: the inmost were read once for each around
    inmost = "<tr><td>丙<td>丁" * 2_000
    times = [_cost(_cells, "<tr><td>甲<td>乙<tr><td>甲<ol>" * deep + inmost) for deep in (1, 200)]
    assert times[1] < 4 * times[0] + 0.4
