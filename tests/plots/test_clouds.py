"""Clouds: which words, how large, and where."""

import pandas as pd
import pytest
from drawn import COUNTS, SCORES, words_of

from analysis import plots


def test_cloud_leaves_out_stop_words_and_takes_a_section_with_its_parts():
    assert "的" not in words_of(plots.cloud(COUNTS))
    assert "的" in words_of(plots.cloud(COUNTS, stop=()))
    assert set(words_of(plots.cloud(COUNTS, group="2"))) == {"活动", "群众"}
    with pytest.raises(ValueError, match="no section '9'; there are"):
        plots.cloud(COUNTS, group="9")


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


def test_stop_words_are_a_list_and_no_string():
    with pytest.raises(ValueError, match="stop='活动': it takes a list of terms"):
        plots.cloud(COUNTS, stop="活动")
    words = words_of(plots.cloud(COUNTS, stop=["活动"]))
    assert {"意识形态", "群众"} <= set(words)
    assert "活动" not in words


def test_a_cloud_of_one_document_is_of_that_document_alone():
    table = pd.DataFrame({"document": ["1", "1.1"], "term": ["扶贫", "振兴"], "n": [3, 3]})
    assert words_of(plots.cloud(table, group="1")) == ["扶贫"]


def test_a_cloud_of_one_group_says_which():
    one = COUNTS[COUNTS["section"] == "1"]
    assert plots.cloud(one).get_title(loc="left") == "第 1 部分：词云"
    assert plots.cloud(COUNTS).get_title(loc="left") == "全文：词云"
