"""Effects with their intervals, and what is not supported."""

from drawn import SCORES, labels_of

from analysis import plots


def test_keyness_draws_effect_interval_and_what_is_not_supported():
    ax = plots.keyness(SCORES, group="1")
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
    ax = plots.keyness(tiny, group="1")
    assert [text.get_text() for text in ax.texts] == ["没有可画的词"]
