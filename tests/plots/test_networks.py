"""Words tied by lines, pruned to what can be read."""

import itertools

import numpy as np
import pandas as pd
import pytest
from drawn import below_of, texts_of, words_of

from analysis import plots

WORDS = [chr(0x4E00 + 7 * n) + chr(0x5F00 + 5 * n) for n in range(40)]


def pairs_of(number, words=WORDS):
    rng = np.random.default_rng(4)
    all_pairs = list(itertools.combinations(words, 2))
    chosen = rng.permutation(len(all_pairs))[:number]
    rows = [(*all_pairs[k], int(rng.integers(3, 30)), 14 - 0.01 * n) for n, k in enumerate(chosen)]
    table = pd.DataFrame(rows, columns=["node", "collocate", "n", "score"])
    return table.assign(measure="log_dice", n_node=50, n_collocate=40)


def edges_of(ax):
    return [line for line in ax.lines if line.get_gid() == "edge"]


def test_the_strongest_pairs_are_lines_between_words():
    pairs = pairs_of(9)
    ax = plots.network(pairs, top=4)
    assert set(words_of(ax)) == set(pairs.head(4)[["node", "collocate"]].to_numpy().ravel())
    assert len(edges_of(ax)) == 4
    places = {
        text.get_text(): text.get_position() for text in ax.texts if text.get_gid() == "word"
    }
    first = pairs.iloc[0]
    ends = edges_of(ax)[0].get_xydata()
    assert tuple(ends[0]) == pytest.approx(places[first["node"]])
    assert tuple(ends[1]) == pytest.approx(places[first["collocate"]])
    widths = [line.get_linewidth() for line in edges_of(ax)]
    assert np.argsort(widths).tolist() == np.argsort(pairs["n"].head(4), kind="stable").tolist()
    assert below_of(ax).startswith("最强的 4 对")


def test_no_word_is_tied_to_more_than_five_others():
    star = pairs_of(12).assign(node=WORDS[0], collocate=WORDS[1:13])
    ax = plots.network(star)
    assert len(edges_of(ax)) == 5
    blue = [text.get_text() for text in ax.texts if text.get_color() == plots.PALETTE[1]]
    assert blue == [WORDS[0]]


@pytest.mark.parametrize("number", [1, 20, 300])
@pytest.mark.parametrize("size", [None, "a4-half", "slide", (9, 6)])
def test_words_are_kept_apart_and_the_number_of_pairs_is_told(number, size):
    words = [word + "社会主义" * (place % 5 == 0) for place, word in enumerate(WORDS)]
    ax = plots.network(pairs_of(number, words), size=size)
    assert plots.check(ax) == []
    assert below_of(ax).startswith(f"最强的 {len(edges_of(ax))} 对")


def test_the_same_pairs_give_the_same_picture_and_none_a_sentence():
    one, other = (plots.network(pairs_of(20)) for _ in range(2))
    assert [t.get_position() for t in one.texts] == [t.get_position() for t in other.texts]
    assert texts_of(plots.network(pairs_of(9).head(0)), "empty")
