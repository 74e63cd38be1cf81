"""Terms that rise and fall over groups in an order: slope, test by units, and what is refused."""

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats

import analysis as an

WORDS = np.array([f"词{i}" for i in range(30)])


def collection(random, *, years=5, each=6, sentences=8, rising=0.0):
    """Documents of some years without a trend, but for 上升, whose rate grows by a factor."""
    rows = []
    for year in range(2019, 2019 + years):
        for document in range(each):
            liked = random.choice(WORDS)  # of one document, so that its words come in bursts
            for sentence in range(sentences):
                words = [*random.choice(WORDS, 5), liked]
                words += ["上升"] * random.poisson(0.05 * np.exp(rising * (year - 2019)))
                rows += [(year, f"{year}_{document}", sentence, word) for word in words]
    frame = pd.DataFrame(rows, columns=["year", "document", "sentence", "token"])
    return frame.assign(paragraph=frame["sentence"] // 4)


def trend_of(tokens, **options):
    counts = an.count_terms(tokens, by="year")
    return an.trend(counts, tokens=tokens, permutations=99, **options).set_index("term")


def test_a_planted_term_rises_and_nothing_else_does():
    tokens = collection(np.random.default_rng(3), rising=0.9)
    rows = trend_of(tokens)
    assert rows.index[0] == "上升"
    assert rows["supported"].sum() == 1
    one = rows.loc["上升"]
    assert (one["kind"], one["unit"]) == ("rising", "document")
    assert set(rows["kind"][1:]) == {"unclear"}
    inside = tokens.groupby("year")["token"].agg(lambda t: 10_000 * (t == "上升").mean())
    assert (one["first"], one["last"]) == pytest.approx((inside.iloc[0], inside.iloc[-1]))
    counts = tokens[tokens["token"] == "上升"]["year"].value_counts()
    assert (one["n_first"], one["n_last"], one["by"]) == (counts[2019], counts[2023], "year")
    assert one["slope_lower"] < 0.9 / np.log(2) < one["slope_upper"]
    crosses = (rows["slope_lower"] < 0) & (rows["slope_upper"] > 0)
    assert (crosses == (rows["z"].abs() < 1.959964)).all()
    back = trend_of(tokens.assign(year=-tokens["year"])).loc["上升"]
    assert back["kind"] == "falling"
    assert back["slope"] == pytest.approx(-one["slope"])


def test_the_slope_is_that_of_a_poisson_regression():
    n, sizes = np.array([3.0, 4.0, 9.0, 20.0]), np.array([100.0, 220.0, 150.0, 180.0])
    rows = [
        (y, t)
        for y, k, s in zip("1245", n, sizes, strict=True)
        for t in ["甲"] * int(k) + ["乙"] * int(s - k)
    ]
    tokens = pd.DataFrame(rows, columns=["year", "token"]).assign(document="d")
    tokens["sentence"] = np.arange(len(tokens)) // 10 + tokens["year"].astype(int) * 1000
    x = np.array([1, 2, 4, 5.0])

    def loss(parameters):
        expected = sizes * np.exp(parameters[0] + parameters[1] * x)
        return (expected - n * np.log(expected)).sum()

    slope = optimize.minimize(loss, [-3.0, 0.0]).x[1] / np.log(2)
    assert trend_of(tokens).loc["甲", "slope"] == pytest.approx(slope, abs=1e-4)


def test_terms_appear_and_vanish():
    texts = {2020: "旧词 常词", 2021: "旧词 常词 新词", 2022: "常词 新词", 2023: "常词 新词 新词"}
    rows = [
        (year, f"{year}{document}", document, word)
        for year, text in texts.items()
        for document in range(6)
        for word in text.split()
    ]
    tokens = pd.DataFrame(rows, columns=["year", "document", "sentence", "token"])
    kinds = trend_of(tokens, unit="document")["kind"]
    assert (kinds["新词"], kinds["旧词"]) == ("appears", "vanishes")


def test_random_collections_seldom_have_a_trend():
    """Bursts of one document in one year are no trend where documents are shuffled."""
    random = np.random.default_rng(8)
    found = sum(trend_of(collection(random, sentences=4))["supported"].any() for _ in range(60))
    assert stats.binomtest(int(found), 60, 0.05, alternative="greater").pvalue > 0.01


def test_paragraphs_are_shuffled_where_a_year_is_one_document():
    tokens = collection(np.random.default_rng(1), each=1, rising=0.8)
    assert set(trend_of(tokens)["unit"]) == {"paragraph"}
    assert set(trend_of(tokens.drop(columns="paragraph"))["unit"]) == {"sentence"}
    two = trend_of(tokens, terms=["上升", "词1"], unit="sentence")
    assert set(two.index) == {"上升", "词1"}


def test_what_has_no_order_or_no_trend_is_refused():
    tokens = collection(np.random.default_rng(2), years=2, each=2)
    with pytest.raises(ValueError, match="needs three groups and more, and 'year' has 2"):
        trend_of(tokens)
    tokens = collection(np.random.default_rng(2), years=3, each=2)
    both = an.count_terms(tokens, by=["year", "document"])
    with pytest.raises(ValueError, match="over one column, and counts are by year, document"):
        an.trend(both, tokens=tokens)
    with pytest.raises(ValueError, match="no term '没有' in counts"):
        trend_of(tokens, terms=["没有"])
    with pytest.raises(ValueError, match="terms='词1': it takes a list"):
        trend_of(tokens, terms="词1")
    with pytest.raises(an.Cancelled):
        trend_of(tokens, progress=lambda share: False)


def test_intervals_of_slopes_of_nothing_and_of_terms_at_one_end():
    rows = [
        (year, f"{year}{document}", 0, word)
        for year, words in {2020: "甲乙丙", 2021: "甲丙", 2022: "甲丙", 2023: "甲乙丙丁"}.items()
        for document in range(6)
        for word in words * (1 + document % 2)
    ]
    table = trend_of(pd.DataFrame(rows, columns=["year", "document", "sentence", "token"]))
    wide = table["slope_upper"] - table["slope_lower"]
    assert abs(table["slope"]["乙"]) < 0.2
    assert wide["乙"] > 0.1, "no certainty where the two ends are alike"
    assert table["slope"]["丁"] == pytest.approx(20, abs=0.1)
    assert np.isnan(wide["丁"])
    assert wide.drop("丁").notna().all()
