"""Both scripts, and how a token is written."""

import numpy as np
import pytest

from analysis.segmentation import Segmenter, fold


def test_traditional_text_is_cut_like_simplified():
    text = "網絡輿論的傳播，體現在新聞媒體；乾隆皇帝乾杯"
    plain = "网络舆论的传播，体现在新闻媒体；乾隆皇帝干杯"
    cut = Segmenter().cut(text)
    assert "".join(cut) == text
    assert [len(piece) for piece in cut] == [len(piece) for piece in Segmenter().cut(plain)]


def test_a_word_of_the_users_works_in_both_scripts():
    for word in ("网络舆论", "網絡輿論"):
        assert Segmenter([word]).cut("網絡輿論與网络舆论") == ["網絡輿論", "與", "网络舆论"]


def test_fold_joins_both_scripts_and_keeps_lengths():
    assert fold(["網絡", "网络", "乾隆", "GDP"]) == ["网络", "网络", "乾隆", "GDP"]
    with pytest.raises(ValueError, match="no form 'traditional'; there is: simplified"):
        fold(["網絡"], "traditional")


def test_both_scripts_are_cut_at_the_same_places(corpora):
    opencc = pytest.importorskip("opencc")
    convert, segmenter = opencc.OpenCC("s2t").convert, Segmenter()
    path = corpora / "segmentation" / "zh_gsdsimp-ud-dev.conllu"
    if not path.is_file():
        pytest.skip(f"needs the evaluation corpora, and there is no file {path.name}")
    lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("# text = ")]
    same = total = 0
    for line in lines:
        text = line.removeprefix("# text = ")
        if len(other := convert(text)) == len(text):
            one, two = segmenter.cut(text), segmenter.cut(other)
            ends = np.cumsum([len(w) for w in one]), np.cumsum([len(w) for w in two])
            both = set(zip(np.r_[0, ends[0]], ends[0])) & set(zip(np.r_[0, ends[1]], ends[1]))  # noqa: B905
            same, total = same + len(both), total + len(one)
    assert total > 10_000
    assert same / total >= 0.99
