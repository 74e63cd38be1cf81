"""Rates of chosen terms in every group, with exact intervals."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import analysis as an
from analysis.statistics.measures import share_interval

COUNTS = pd.DataFrame(
    {
        "year": ["2019", "2019", "2020", "2020", "2021"],
        "term": ["群众", "活动", "群众", "舆论", "活动"],
        "n": [40, 60, 10, 90, 200],
    }
)


@pytest.mark.parametrize(("n", "size"), [(0, 9), (9, 9), (1, 30), (17, 5000), (4999, 5000)])
@pytest.mark.parametrize("confidence", [0.9, 0.99])
def test_the_interval_is_that_of_scipy(n, size, confidence):
    exact = stats.binomtest(n, size).proportion_ci(confidence, method="exact")
    assert share_interval(n, size, confidence) == pytest.approx((exact.low, exact.high))


def test_every_group_has_a_row_also_where_the_term_is_not():
    table = an.rates(COUNTS, ["舆论", "群众"])
    assert table["term"].tolist() == ["舆论"] * 3 + ["群众"] * 3
    assert table["group"].tolist() == ["2019", "2020", "2021"] * 2
    assert table["n"].tolist() == [0, 90, 0, 40, 10, 0]
    assert table["n_group"].tolist() == [100, 100, 200] * 2
    assert table["rate"].tolist() == [0, 9000, 0, 4000, 1000, 0]
    assert (table["lower"] <= table["rate"]).all()
    assert (table["rate"] <= table["upper"]).all()
    assert an.rates(COUNTS, ["没有"])["n"].tolist() == [0, 0, 0]


def test_groups_keep_the_order_of_their_categories():
    order = pd.CategoricalDtype(["2021", "2019", "2020"])
    table = an.rates(COUNTS.astype({"year": order}), ["群众"])
    assert table["group"].tolist() == ["2021", "2019", "2020"]


def test_scores_choose_three_supported_terms_of_each_target():
    scores = an.keyness(COUNTS)
    table = an.rates(COUNTS, scores)
    assert set(table["term"]) <= {"群众", "活动", "舆论"}
    sure = an.key_terms(scores)
    sure = sure[sure["supported"]]
    assert list(dict.fromkeys(table["term"])) == list(dict.fromkeys(sure["term"].astype(str)))
    none = an.rates(COUNTS, scores.assign(supported=False))
    assert none.empty
    assert list(none.columns) == list(table.columns)


def test_wrong_arguments_teach():
    with pytest.raises(ValueError, match="terms='群众': it takes a list of terms"):
        an.rates(COUNTS, "群众")
    with pytest.raises(ValueError, match=r"confidence=95: it is a share, such as 0\.95"):
        an.rates(COUNTS, ["群众"], confidence=95)


def test_a_higher_confidence_is_a_wider_interval():
    narrow, wide = (an.rates(COUNTS, ["群众"], confidence=c) for c in (0.8, 0.99))
    assert np.all(wide["upper"] > narrow["upper"])
