"""What the tests of drawings share: small frames, and what is read off the artists."""

import pandas as pd

from analysis import plots

SCORES = pd.DataFrame(
    {
        "target": ["1", "1", "1", "2", "2"],
        "term": ["意识形态", "防范", "群众", "活动", "防范"],
        "n_target": [8, 6, 0, 9, 0],
        "n_reference": [1, 0, 5, 2, 6],
        "rate_target": [400.0, 300.0, 0.0, 250.0, 0.0],
        "rate_reference": [10.0, 0.0, 80.0, 40.0, 150.0],
        "score": [21.0, 15.0, -4.0, 9.0, -8.0],
        "effect": [4.0, 3.5, -2.0, 2.0, -3.0],
        "lower": [1.5, -0.2, -5.0, 0.4, -6.0],
        "upper": [6.5, 7.2, 0.1, 3.6, -0.5],
        "supported": [True, False, False, True, False],
    }
)
ONE = SCORES[SCORES["target"] == "1"]
COUNTS = pd.DataFrame(
    {
        "section": ["1", "1", "2", "2.1", "2.1"],
        "term": ["意识形态", "的", "活动", "活动", "群众"],
        "n": [8, 30, 4, 5, 3],
    }
)
TOKENS = pd.DataFrame(
    {
        "document": "a",
        "section": ["1", "1", "1", "2.1", "2.2", "2.2"],
        "sentence": [0, 0, 1, 2, 3, 3],
        "position": range(6),
        "start": range(0, 12, 2),
        "token": ["防范", "风险", "防范", "活动", "活动", "群众"],
    }
)


def words_of(ax):
    return [patch.get_label() for patch in ax.patches if not patch.get_label().startswith("_")]


def labels_of(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def all_plots(**options):
    table = COUNTS.drop(columns="section").assign(rate=1.0)
    yield plots.frequency(table, **options)
    yield plots.keyness(SCORES, group="1", **options)
    yield plots.heatmap(SCORES, **options)
    yield plots.dispersion(TOKENS, ["防范", "活动"], **options)
    yield plots.cloud(COUNTS, **options)
    yield plots.comparison_cloud(SCORES, **options)
