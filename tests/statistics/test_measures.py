"""The arithmetic: other people's numbers, other software, and laws that hold for any table."""

import csv
import math
import pathlib
import subprocess
import sys
from fractions import Fraction

import naive
import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import assume, example, given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.statistics import measures as m

ORACLES = pathlib.Path(__file__).parent / "oracles"
QUICK = examples(100)


def rows(name):
    with open(ORACLES / f"{name}.tsv", encoding="utf-8") as file:
        next(file)  # where the numbers come from
        return list(csv.DictReader(file, delimiter="\t"))


def matches(value, printed):
    """The value is the printed number: to 1e-9, or to the last digit that is printed."""
    digits = len(printed.partition(".")[2])
    return float(value) == pytest.approx(float(printed), rel=1e-9, abs=0.51 * 10**-digits)


def from_cells(o11, o12, o21, o22):
    """The letters of a table given by its cells."""
    return o11, o12, o11 + o21, o12 + o22


def score(function, *letters, **options):
    return function(*letters, **options).item()


# --- published numbers ---------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("r_corpora_keyness"), ids=lambda row: row["lemma"])
def test_r_corpora(row):
    """R corpora 0.6, tests/keyness.R."""
    letters = int(row["f1"]), int(row["f2"]), 1177, 341805
    assert matches(m.log_likelihood(*letters), row["G2"])
    assert matches(m.log_ratio(*letters), row["LogRatio"])
    assert matches(m.simple_maths(*letters, smoothing=100), row["SM100"])
    assert matches(m.conservative_log_ratio(*letters, tests=20109), row["LRC"])
    assert matches(m.conservative_log_ratio_positive(*letters, tests=20109), row["PositiveLRC"])


def test_r_corpora_limit_of_the_filter():
    """R corpora 0.6: G2 that is significant at .05, Bonferroni over 20109 terms."""
    assert 20109 * m.p_value(22.176920338806916) == pytest.approx(0.05, rel=1e-9)


def test_r_corpora_example_of_the_manual():
    """R corpora, man/keyness.Rd: "3.5 times more frequent", and nothing one can be sure of."""
    letters = 7, 2, 1000, 1000
    assert matches(m.log_likelihood(*letters), "2.95449418")
    assert matches(m.log_ratio(*letters), "1.5849625")
    assert m.conservative_log_ratio(*letters) == 0
    assert matches(m.conservative_log_ratio_positive(*letters), "-0.28741792")
    assert matches(m.simple_maths(*letters, smoothing=1), "3.498750624687656")


@pytest.mark.parametrize(
    "row", rows("association_measures_log_ratio"), ids=lambda row: row["lemma"]
)
def test_association_measures_log_ratio(row):
    """pandas-association-measures, tests/data/log-ratio-gold.tsv."""
    f, whole = int(row["f"]), int(row["f2"])
    letters = f, whole - f, 168329, 19720567 - 168329
    assert matches(m.log_ratio_hardie(*letters), row["lr"])
    assert matches(m.conservative_log_ratio_normal(*letters, tests=599), row["clr"])
    assert matches(m.conservative_log_ratio(*letters, tests=599), row["lrc"])
    assert matches(m.conservative_log_ratio_positive(*letters, tests=599), row["lrc_positive"])


@pytest.mark.parametrize(
    ("a", "b", "g2", "ratio", "conservative"),
    [
        (40, 10, "19.736032", "1.947533", "0.703328"),
        (3, 9, "-3.157598", "-1.440573", "0"),
        (0, 5, "-6.944003", "-3.459432", "0"),
    ],
)
def test_association_measures_package(a, b, g2, ratio, conservative):
    """pandas-association-measures 0.3.2: N1 = N2 = 1000, five words."""
    assert matches(m.log_likelihood(a, b, 1000, 1000), g2)
    assert matches(m.log_ratio(a, b, 1000, 1000), ratio)
    assert matches(m.conservative_log_ratio(a, b, 1000, 1000, tests=5), conservative)


@pytest.mark.parametrize(
    ("f", "f2", "numbers"),
    [
        (
            1,
            2,
            {
                "log_likelihood": "2.4487567246743",
                "chi_squared": "4.80398096104896",
                "chi_squared_yates": "0.78778847254683",
                "mutual_information": "0.796611250194937",
                "t_score": "0.840269169470515",
                "z_score": "2.10244214695804",
            },
        ),
        (
            7,
            120,
            {
                "log_likelihood": "-0.829802488929075",
                "chi_squared": "-0.757555937349874",
                "mutual_information": "-0.136441960174449",
            },
        ),
        (1, 8, {"log_likelihood": "0.191806"}),
        (2, 47, {"log_likelihood": "-1.059386"}),
    ],
    ids=["appreciated", "certain", "measuring", "particularly"],
)
def test_ucs_toolkit(f, f2, numbers):
    """UCS toolkit, ucs-gold-100.ds: f1 = 15334, N = 191998; its MI is a decimal logarithm."""
    for name, number in numbers.items():
        value = m.MEASURES[name].function(f, f2 - f, 15334, 191998 - 15334)
        assert matches(value * (math.log10(2) if name == "mutual_information" else 1), number)


def quanteda_g2(g2, size):
    """G2 as quanteda has it: 1e-9 added to O/E within the logarithm, which makes 2e-9 N of it."""
    return g2 + np.sign(g2) * 2e-9 * size


def test_quanteda_word_b():
    """quanteda.textstats, test-textstat_keyness.R: b x 7 of 10 against 2 of 9."""
    letters = 7, 2, 10, 9
    assert matches(m.chi_squared_yates(*letters), "2.632438271604938")
    assert matches(m.chi_squared(*letters), "4.33716049382716")
    assert matches(m.log_likelihood(*letters), "4.534939332256226")
    assert matches(quanteda_g2(m.log_likelihood(*letters), 19), "4.534939370")
    assert matches(quanteda_g2(m.log_likelihood_williams(*letters), 19), "4.200833447")
    assert matches(m.p_value(m.fisher(*letters), "log10"), "0.06977851869")
    assert matches(m.odds_ratio(*letters), "8.1667")


TARGET, REFERENCE = "a a a b b c c c c c c d e f g h h", "a a b c c d d d d e f h"


@pytest.mark.parametrize("row", rows("quanteda_keyness"), ids=lambda row: row["word"])
def test_quanteda_eight_words(row):
    """quanteda.textstats, src/keyness.cpp: it corrects only where its own rules say so."""
    a, b = (text.split().count(row["word"]) for text in (TARGET, REFERENCE))
    c, d = len(TARGET.split()), len(REFERENCE.split())
    assert matches(m.chi_squared(a, b, c, d), row["chi2"])
    assert matches(quanteda_g2(m.log_likelihood(a, b, c, d), c + d), row["lr"])
    williams = m.log_likelihood_williams if a * b else m.log_likelihood
    assert matches(williams(a, b, c, d), row["lr_williams"])
    assert matches(m.mutual_information(a, b, c, d) * math.log(2), row["pmi"])
    # Yates there: if |ad - bc| reaches N/2 and one of the cells expected is under 5
    e_a, e_b = m.expected(a, b, c, d)
    rare = min(e_a, e_b, c - e_a, d - e_b) < 5
    corrected = abs(a * (d - b) - b * (c - a)) >= (c + d) / 2 and rare
    yates = m.chi_squared_yates if corrected else m.chi_squared
    assert matches(yates(a, b, c, d), row["chi2_default"])
    half = 0.5 * corrected * (1 if a > e_a else -1)
    shifted = m.log_likelihood(a - half, b + half, c, d)
    assert matches(quanteda_g2(shifted, c + d), row["lr_default"])


def test_quanteda_order_of_the_eight_words():
    """quanteda.textstats, test-textstat_keyness.R checks this order."""
    words = "abcdefgh"
    a, b = ([text.split().count(word) for word in words] for text in (TARGET, REFERENCE))
    for function, order in [(m.chi_squared, "cgbhaefd"), (m.log_likelihood, "cgbhaefd")]:
        scores = function(a, b, 17, 12)
        assert "".join(words[i] for i in np.argsort(-scores.round(12), kind="stable")) == order


def test_wordless_keyness():
    """Wordless, tests/tests_measures: Dunning 1993, Pedersen 1996, Kilgarriff 2001 and others."""
    assert matches(m.log_likelihood(*from_cells(10, 0, 3, 31764)), "167.23")
    assert m.chi_squared(*from_cells(3, 0, 0, 31774)) == pytest.approx(31777)
    pedersen = from_cells(1, 3, 3, 1)
    assert matches(-m.chi_squared_yates(*pedersen), "0.5")
    assert matches(m.p_value(m.chi_squared_yates(*pedersen)), "0.48")
    for alternative, p in [("two-sided", "0.486"), ("less", "0.243"), ("greater", "0.986")]:
        assert matches(np.exp(m.fisher_log_p(*pedersen, alternative=alternative)), p)
    assert m.rank_sum([12, 15, 18, 24, 88], [3, 3, 13, 27, 33])[0] == 31
    e_a, e_b = m.expected(*from_cells(1, 2, 3, 4))
    assert [e_a, e_b, 4 - e_a, 6 - e_b] == pytest.approx([1.2, 1.8, 2.8, 4.2])
    assert matches(m.difference_coefficient(18, 35, 10**6, 10**6), "-0.32")
    kilgarriff = m.simple_maths(35, 263, 112289811, 1559717242, smoothing=1)
    assert matches(kilgarriff, "1.1224")
    assert matches(m.odds_ratio(16217, 735, 2796938, 2087946), "16.561211971")
    assert matches(m.percent_difference(206523, 178174, 959641, 1562358), "88.71040904")


def test_sketch_engine_simple_maths():
    """Kilgarriff's example on the page of Sketch Engine, from the BNC."""
    a, b, c, d = 35, 263, 112289776, 1559716979
    assert matches(1e6 * a / c, "0.3117")
    assert matches(1e6 * b / d, "0.1686")
    assert matches(m.simple_maths(a, b, c, d, smoothing=1), "1.1224")


def test_wordless_association():
    """Wordless, tests/tests_measures: Church & Hanks, Bouma, Gries, Gale & Church, Manning."""
    assert matches(m.mutual_information(8, 36, 1105, 15_000_000 - 1105), "11.3")
    for cells, value in [((10, 0, 0, 90), 1), ((1, 9, 9, 81), 0), ((0, 10, 10, 80), -1)]:
        assert score(m.npmi, *from_cells(*cells)) == pytest.approx(value, abs=1e-12)
    o11, o12, o21, o22 = 5610, 168938, 2257, 10233063
    node_first = from_cells(o11, o21, o12, o22)
    assert matches(m.delta_p(*node_first), "0.032")
    assert matches(m.delta_p_reversed(*node_first), "0.697")
    assert matches(m.dice(130, 143 - 130, 3121, 10**6), "0.08")
    assert matches(m.phi_squared(*from_cells(31950, 12004, 4793, 848330)), "0.62")
    assert matches(m.t_score(*from_cells(8, 4667, 15820, 14287173)), "0.999932")


@pytest.mark.parametrize("row", rows("ucrel"), ids=lambda row: f"{row['f1']}-{row['f2']}")
def test_ucrel_wizard(row):
    """Formulas of ucrel.lancs.ac.uk/llwizard.html; KeynessMeasures has the same."""
    letters = int(row["f1"]), int(row["f2"]), int(row["n1"]), int(row["n2"])
    names = {
        "g2_2term": m.log_likelihood_2term,
        "g2": m.log_likelihood,
        "bic_2term": m.bayes_factor_2term,
        "bic": m.bayes_factor,
        "ell": m.ell,
        "percent_difference": m.percent_difference,
        "log_ratio_plain": m.log_ratio_hardie,  # without a zero count it is the plain one
        "log_ratio": m.log_ratio,
        "odds_ratio": m.odds_ratio,
    }
    for name, function in names.items():
        assert matches(function(*letters), row[name]), name
    assert matches(m.simple_maths(*letters, smoothing=1), row["sm1"])
    assert matches(m.simple_maths(*letters), row["sm100"])


def test_ucrel_thresholds():
    """KeynessMeasures, vignettes/LLtable.csv: G2 and the p it stands for."""
    limits = m.p_value([3.84, 6.63, 10.83, 15.13])
    assert limits == pytest.approx([0.05, 0.01, 0.001, 0.0001], rel=0.01)


def test_scattertext_weighted_log_odds():
    """scattertext, test_logOddsRatioUninformativeDirichletPrior.py and …PriorScore.py."""
    a, b = [1, 5, 1, 9], [100, 510, 100, 199]
    delta, z = m.dirichlet_log_odds(a, b, 16, 909, prior=0.01, prior_size=0.04)
    expected = [-0.58984491, -1.90568407, -0.58984491, 2.98306431]
    assert z == pytest.approx(expected, abs=5e-9)
    assert m.weighted_log_odds(a, b, 16, 909) == pytest.approx(expected, abs=5e-9)
    expected = [-0.60953205, -1.03457665, -0.60953205, 1.52010051]
    assert delta == pytest.approx(expected, abs=5e-9)
    expected = [0.4447054, 0.9433088, 0.4447054, -0.9971462]  # the other way round there
    assert -np.sign(z) * (1 - m.p_value(z, "normal")) == pytest.approx(expected, abs=5e-8)


def test_scattertext_weighted_log_odds_with_threshold():
    """scattertext, test_logOddsUninformativePriorScore.py."""
    z = m.weighted_log_odds([1, 5, 2, 7, 10], [10, 10, 1, 5, 10], 25, 36)
    expected = [-2.04658541, -0.69089186, 0.88679092, 1.33998368, 0.99444074]
    assert z == pytest.approx(expected, abs=5e-9)
    sure = np.sign(z) * (1 - m.p_value(z, "normal"))
    assert np.where(np.abs(sure) > 0.8, sure, 0) == pytest.approx(
        [-0.9593012, 0, 0, 0.8197493, 0], abs=5e-8
    )
    assert 1 - m.p_value(1.96, "normal") / 2 == pytest.approx(0.97500210485177952, rel=1e-12)


def test_tidylo_weighted_log_odds():
    """tidylo, R/bind_log_odds.R on the two documents of its test."""
    one = ["the", "quick", "brown", "fox", "jumped", "jumped"]
    two = ["over", "the", "lazy", "brown", "dog", "dog"]
    words = sorted({*one, *two})
    a, b = ([text.count(word) for word in words] for text in (one, two))
    for uninformative, single, double in [(False, 0.77319, 1.23810), (True, 0.798508, 1.059401)]:
        z = m.weighted_log_odds_tidylo(a, b, 6, 6, uninformative=uninformative)
        scores = dict(zip(words, z, strict=True))
        assert scores["quick"] == scores["fox"] == pytest.approx(single, abs=5e-6)
        assert scores["jumped"] == pytest.approx(double, abs=5e-6)
        assert np.isnan(scores["lazy"])
        if not uninformative:
            assert scores["the"] == pytest.approx(0, abs=1e-12)


def test_tidylo_of_several_texts_at_once_is_that_of_each():
    a, b, c, d = [[2, 1, 3], [5, 0, 1]], [[0, 1, 3], [2, 2, 2]], [[6], [7]], [[4], [9]]
    both = m.weighted_log_odds_tidylo(a, b, c, d)
    each = [m.weighted_log_odds_tidylo(a[i], b[i], c[i], d[i]) for i in range(2)]
    np.testing.assert_allclose(both, each)


def test_tidylo_plain_log_odds():
    """tidylo, R/bind_log_odds.R: the log-odds of "jumped", before weighting."""
    z = m.weighted_log_odds_tidylo([1, 1, 1, 1, 2, 0, 0, 0], [1, 0, 1, 0, 0, 1, 1, 2], 6, 6)
    assert z[4] * math.sqrt(1 / 4 + 1 / 4) == pytest.approx(0.875469, abs=5e-7)


def test_quanteda_collocations():
    """quanteda, test-textstat_collocations.R: n11, n10, n01, n00 = 2, 0, 0, 7."""
    letters = from_cells(2, 0, 0, 7)
    assert matches(m.log_odds_ratio(*letters), "4.317488")
    assert matches(m.log_odds_ratio_z(*letters), "2.027787")


# --- dispersion ----------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("scattertext_dispersion"), ids=lambda row: row["word"])
def test_dispersion_in_unequal_parts(row):
    """scattertext, test_Dispersion.py after Gries (2019)."""
    parts = m.parts([int(n) for n in row["counts"].split()], [9, 10, 10, 10, 11])
    for name in ("range", "juilland_d", "rosengren_s", "dp", "dp_norm", "kl_divergence"):
        assert matches(m.DISPERSION[name].function(parts).item(), row[name]), name


def test_da_in_unequal_parts():
    """Burch, Egbert & Biber's DA of the words a and b of scattertext's text."""
    parts = m.parts([[1, 2, 3, 4, 5], [2] * 5], [9, 10, 10, 10, 11])
    assert m.DISPERSION["da"].function(parts).round(4).tolist() == [0.6975, 0.9598]


@pytest.mark.parametrize(
    ("name", "counts", "value"),
    [
        ("carroll_d2", [2, 1, 1, 1, 0], "0.8277"),
        ("juilland_d", [0, 4, 3, 2, 1], "0.6464"),
        ("lyne_d3", [1, 2, 3, 4, 5], "0.944"),
        ("rosengren_s", [1, 2, 3, 4, 5], "0.937"),
        ("dp_norm", [2, 1, 0], "0.5"),
        ("dp", [3, 3, 3], "0"),
    ],
)
def test_dispersion_in_equal_parts(name, counts, value):
    """Wordless, test_measures_dispersion.py. Zhang's DC of 1 … 5, .937, is S for equal parts."""
    assert matches(m.DISPERSION[name].function(m.parts(counts)).item(), value)


PARTS = st.integers(2, 6).flatmap(
    lambda k: st.tuples(
        st.lists(st.integers(0, 30), min_size=k, max_size=k).filter(any),
        st.lists(st.integers(31, 500), min_size=k, max_size=k),
    )
)


@pytest.mark.parametrize("name", m.DISPERSION)
@QUICK
@example(([3, 3, 3], [31, 31, 31]))
@given(case=PARTS)
def test_dispersion_equals_the_slow_way(name, case):
    counts, sizes = case
    slow = getattr(naive, name if name != "range" else "range_")(counts, sizes)
    if name == "juilland_d":
        slow = max(slow, 0)
    fast = m.DISPERSION[name].function(m.parts([counts, counts[::-1]], sizes))
    assert fast[0] == pytest.approx(slow, rel=1e-9, abs=1e-9)


@QUICK
@given(PARTS)
def test_dispersion_stays_in_its_range(case):
    parts = m.parts(*case)
    for name in ("dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s"):
        assert -1e-12 <= m.DISPERSION[name].function(parts).item() <= 1 + 1e-12, name
    even = m.parts(np.array(case[1]), np.array(case[1]) * 10)
    assert m.DISPERSION["dp"].function(even).item() == pytest.approx(0, abs=1e-12)


def test_dispersion_of_a_term_that_does_not_occur():
    """A term that a stop list or a filter left without tokens is not "perfectly even"."""
    parts = m.parts([[0, 0], [1, 1]], [5, 5])
    for name in ("dp", "juilland_d", "kl_divergence", "carroll_d2", "da", "lyne_d3"):
        values = m.DISPERSION[name].function(parts)
        assert np.isnan(values[0])
        assert not np.isnan(values[1])


# --- other software ------------------------------------------------------------------------------


@st.composite
def tables(draw, most=400):
    c, d = draw(st.integers(1, most)), draw(st.integers(1, most))
    return draw(st.integers(0, c)), draw(st.integers(0, d)), c, d


def contingency(a, b, c, d):
    return [[a, b], [c - a, d - b]]


@QUICK
@given(tables(10**6))
def test_log_likelihood_and_chi_squared_equal_scipy(case):
    a, b, c, d = case
    assume(0 < a + b < c + d)
    cells = contingency(a, b, c, d)
    for function, options in [
        (m.log_likelihood, {"lambda_": "log-likelihood", "correction": False}),
        (m.chi_squared, {"correction": False}),
        (m.chi_squared_yates, {"correction": True}),
    ]:
        result = scipy.stats.chi2_contingency(cells, **options)
        assert abs(score(function, *case)) == pytest.approx(result.statistic, rel=1e-9, abs=1e-8)
    assert m.p_value(m.chi_squared(*case)) == pytest.approx(
        scipy.stats.chi2_contingency(cells, correction=False).pvalue, rel=1e-7, abs=1e-300
    )


@QUICK
@example((0, 0, 5, 5))
@example((5, 0, 5, 5))
@example((3, 3, 10, 10))
@given(tables(2000))
def test_fisher_equals_scipy(case):
    for alternative in ("two-sided", "less", "greater"):
        expected = scipy.stats.fisher_exact(contingency(*case), alternative=alternative).pvalue
        got = np.exp(m.fisher_log_p(*case, alternative=alternative))
        assert got == pytest.approx(expected, rel=1e-9, abs=1e-300)


@pytest.mark.parametrize("letters", [(16, 17, 150, 250), (40, 20, 300, 900), (3, 30, 90, 100)])
@pytest.mark.parametrize("alternative", ["greater", "less", "two-sided"])
def test_fisher_equals_whole_numbers(letters, alternative):
    a, b, c, d = letters
    ways = {k: math.comb(c, k) * math.comb(d, a + b - k) for k in range(a + b + 1)}
    chosen = {
        "greater": [ways[k] for k in ways if k >= a],
        "less": [ways[k] for k in ways if k <= a],
        "two-sided": [n for n in ways.values() if n <= ways[a]],
    }[alternative]
    expected = float(Fraction(sum(chosen), math.comb(c + d, a + b)))
    got = m.fisher_log_p(a, b, c, d, alternative=alternative)
    assert got == pytest.approx(math.log(expected), abs=2e-12)


def test_fisher_orders_what_no_p_can_hold():
    """Two terms whose p is 0 in a computer are still told apart, and in the right order."""
    scores = m.fisher([3000, 4000, 5000], [100, 100, 100], 10**6, 10**7)
    assert (m.p_value(scores, "log10") == 0).all()
    assert (np.diff(scores) > 500).all()
    exact = scipy.stats.hypergeom(11 * 10**6, 10**6, 3100).logsf(2999)
    assert -scores[0] * np.log(10) == pytest.approx(exact, rel=1e-6)


def test_fisher_takes_arrays_of_any_shape():
    a, b, c = [[1, 2], [2, 1]], [3, 4], [[10], [20]]
    scores = m.fisher(a, b, c, 30)
    for i, j in np.ndindex(2, 2):
        assert scores[i, j] == m.fisher(a[i][j], b[j], c[i][0], 30)


@QUICK
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p(p):
    adjusted = m.adjust(p, "bh")
    assert adjusted == pytest.approx(scipy.stats.false_discovery_control(p), abs=1e-12)
    assert m.adjust(p) == pytest.approx(naive.holm(p), abs=1e-12)
    assert m.adjust(p, "bonferroni") == pytest.approx([min(1, x * len(p)) for x in p])


def test_adjusted_p_leaves_out_what_is_missing():
    """Terms without a test make the correction for the others no harder."""
    assert m.adjust([0.01, math.nan, 0.02]).tolist() == pytest.approx(
        [0.02, math.nan, 0.02], nan_ok=True
    )


@QUICK
@given(st.floats(0, 2000))
def test_p_equals_scipy(value):
    assert m.log_p_value(value) == pytest.approx(
        scipy.stats.chi2.logsf(value, 1) if value < 700 else m.log_p_value(value),
        rel=1e-7,
        abs=1e-9,
    )
    assert m.p_value(value, "normal") == pytest.approx(2 * scipy.stats.norm.sf(value), rel=1e-9)


@QUICK
@given(
    st.lists(st.integers(0, 20), min_size=2, max_size=8),
    st.lists(st.integers(0, 20), min_size=2, max_size=8),
)
def test_rank_sum_equals_scipy(target, reference):
    expected = scipy.stats.mannwhitneyu(
        target, reference, use_continuity=False, method="asymptotic"
    )
    total, p = m.rank_sum(target, reference)
    assert total == expected.statistic + len(target) * (len(target) + 1) / 2
    if len({*target, *reference}) > 1:
        assert p == pytest.approx(expected.pvalue, rel=1e-9)
    else:
        assert p == 1


# --- laws ----------------------------------------------------------------------------------------

SIGNED = [name for name, measure in m.MEASURES.items() if measure.signed]


@pytest.mark.parametrize("name", SIGNED)
@QUICK
@given(tables(5000))
def test_swapping_target_and_reference_negates(name, case):
    a, b, c, d = case
    if name == "delta_p_reversed":
        assume(0 < a + b < c + d)
    there, back = (score(m.MEASURES[name].function, *x) for x in ((a, b, c, d), (b, a, d, c)))
    assert there == pytest.approx(-back, rel=1e-9, abs=1e-9)


HALVES = {"log_odds_ratio", "log_odds_ratio_z"}  # 0.5 in every cell, and so in the sign


@pytest.mark.parametrize("name", sorted(HALVES))
@QUICK
@example((1, 8, 1, 10))
@example((5, 122, 8, 197))
@given(tables(5000))
def test_the_sign_of_a_log_odds_ratio_is_that_of_the_cells_with_halves(name, case):
    a, b, c, d = case
    cells = (a + 0.5) * (d - b + 0.5) - (b + 0.5) * (c - a + 0.5)
    assert np.sign(round(score(m.MEASURES[name].function, *case), 12)) == np.sign(cells)


@pytest.mark.parametrize("name", [name for name in SIGNED if name not in HALVES])
@QUICK
@given(tables(5000))
def test_the_sign_says_where_the_term_is_more_frequent(name, case):
    a, b, c, d = case
    value = score(m.MEASURES[name].function, *case)
    if "conservative" in name:
        assume(value != 0)
    # with a prior or 0.5 added a small difference may be turned; a large one may not
    if (a + 1) * d < b * c and a + 1 <= c:
        assert value < 1e-9
    if a * d > (b + 1) * c and b + 1 <= d:
        assert value > -1e-9


@pytest.mark.parametrize("name", m.MEASURES)
@QUICK
@given(tables(5000))
def test_arrays_give_what_single_numbers_give(name, case):
    function = m.MEASURES[name].function
    if name.startswith(("weighted", "conservative")):
        return  # these depend on all terms given, which the tests of published numbers show
    one = function(*case)
    two = function(*(np.array([[x, x]]) for x in case))
    assert one.shape == ()
    assert two.shape == (1, 2)
    np.testing.assert_allclose(two, np.broadcast_to(one, (1, 2)), rtol=1e-12)


@QUICK
@given(tables(10**6), st.sampled_from([0.01, 0.5, 0.95, 0.999]), st.integers(1, 10**5))
def test_an_interval_contains_its_effect(case, confidence, tests):
    low, high = m.log_ratio_interval(*case, confidence=confidence, tests=tests)
    assert low <= m.log_ratio(*case) <= high
    assert np.isfinite([low, high]).all()


@QUICK
@given(tables(10**5))
def test_the_conservative_ratio_never_exceeds_the_plain_one(case):
    plain, sure = score(m.log_ratio_hardie, *case), score(m.conservative_log_ratio, *case)
    if case[0] and case[1]:
        assert abs(sure) <= abs(plain) + 1e-9
        assert sure * plain >= 0


def test_a_larger_score_is_a_smaller_p_where_p_underflows():
    """Sorting a table by p must never put the strongest term anywhere but first."""
    g2 = m.log_likelihood([10_000, 20_000, 30_000], 10, 10**6, 10**7)
    log_p = m.log_p_value(g2)
    assert (np.diff(log_p) < 0).all()
    assert np.isfinite(log_p).all()
    assert m.p_value([0.0, 1e-12]).tolist() == pytest.approx([1, 1], abs=1e-5)


def test_a_large_corpus_loses_no_digits():
    """One token more in ten billion is no difference; rounding must not make it one."""
    share = 10**5
    score_ = score(m.log_likelihood, share, share, 10**10, 10**10)
    assert score_ == 0
    tiny = score(m.log_likelihood, share + 1, share, 10**10, 10**10)
    assert tiny == pytest.approx(1 / (2 * share + 1), rel=1e-4)


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        ((-1, 0, 5, 5), "negative"),
        ((1, 0, 0, 5), "empty"),
        ((1, 0, 5, 0), "empty"),
        ((6, 0, 5, 5), "more often"),
        ((math.nan, 0, 5, 5), "missing"),
    ],
)
@pytest.mark.parametrize("name", m.MEASURES)
def test_impossible_counts_are_refused(name, letters, words):
    with pytest.raises(ValueError, match=words):
        m.MEASURES[name].function(*letters)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: m.adjust([0.5], "sidak"), "holm, bonferroni, bh"),
        (lambda: m.adjust([3.84]), "p_value"),
        (lambda: m.p_value(1, "t"), "chi2, normal, log10"),
        (lambda: m.fisher_log_p(1, 1, 2, 2, alternative="more"), "two-sided, greater, less"),
        (lambda: m.log_ratio_interval(1, 1, 2, 2, confidence=95), "confidence"),
        (lambda: m.simple_maths(1, 1, 2, 2, smoothing=0), "smoothing"),
        (lambda: m.weighted_log_odds(1, 1, 2, 2, alpha=0), "prior"),
        (lambda: m.rank_sum([], [1]), "each side"),
        (lambda: m.parts([1, 2], [5]), "2 sizes"),
        (lambda: m.parts([9, 2], [5, 5]), "tokens"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


# --- the list ------------------------------------------------------------------------------------


def test_every_measure_is_named_and_sourced():
    kinds = {"evidence", "effect", "association"}
    for name, measure in m.MEASURES.items():
        assert measure.function.__name__ == name
        assert measure.kind in kinds
        assert measure.distribution in {"", "chi2", "normal", "log10"}
        first = measure.source.split(";")[0].split(",")[0].split()[0]
        assert first.lower() in measure.function.__doc__.lower(), f"{name} does not cite {first}"
    labels = [measure.label for measure in m.MEASURES.values()]
    assert len(set(labels)) == len(labels)


def test_statistics_cost_nothing_at_import():
    """scipy.stats takes most of a second to import: a notebook should not wait for it."""
    code = "import sys, analysis.statistics.measures; print('scipy.stats' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "False"


def test_the_documentation_names_every_measure():
    page = (pathlib.Path(__file__).parents[2] / "docs" / "measures.md").read_text("utf-8")
    missing = [name for name in (*m.MEASURES, *m.DISPERSION) if f"`{name}`" not in page]
    assert not missing


def test_documents_are_compared_as_the_documentation_shows():
    texts = {
        "2020": "群众满意。群众群众。",
        "2021": "群众工作。",
        "2022": "活动很多。群众。",
        "2023": "工作。",
    }
    corpus = an.load(pd.DataFrame({"document": texts.keys(), "text": texts.values()}))
    page = (pathlib.Path(__file__).parents[2] / "docs" / "measures.md").read_text("utf-8")
    recipe = (
        page.split("## Documents in place of tokens")[1].split("```")[1].removeprefix("python")
    )
    names = {"an": an, "pd": pd, "measures": m, "corpus": corpus}
    exec(recipe, names)
    score = dict(zip(names["having"].index, names["score"], strict=True))
    assert score["群众"] == pytest.approx(m.log_likelihood(2, 1, 2, 2).item())
    assert score["活动"] < 0 < score["群众"]
    assert score["工作"] == 0
