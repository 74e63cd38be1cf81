"""What the tests of drawings share: small frames, and what is read off the artists."""

import matplotlib as mpl
import pandas as pd

from analysis import plots

SCORES = pd.DataFrame(
    {
        "target": ["1", "1", "1", "1", "2", "2", "2", "2"],
        "term": ["意识形态", "防范", "群众", "活动", "活动", "群众", "防范", "意识形态"],
        "n_target": [8, 6, 5, 2, 9, 9, 0, 1],
        "n_reference": [1, 0, 9, 9, 2, 5, 6, 8],
        "size_target": [200, 200, 200, 200, 360, 360, 360, 360],
        "size_reference": [360, 360, 360, 360, 200, 200, 200, 200],
        "rate_target": [400.0, 300.0, 250.0, 100.0, 250.0, 250.0, 0.0, 28.0],
        "rate_reference": [28.0, 0.0, 250.0, 250.0, 100.0, 250.0, 300.0, 400.0],
        "score": [21.0, 15.0, 0.0, -9.0, 9.0, 0.0, -15.0, -21.0],
        "effect": [4.0, 3.5, 0.0, -2.0, 2.0, 0.0, -3.5, -4.0],
        "lower": [1.5, -0.2, -1.5, -3.6, 0.4, -1.5, -7.2, -6.5],
        "upper": [6.5, 7.2, 1.5, -0.4, 3.6, 1.5, 0.2, -1.5],
        "supported": [True, False, False, True, True, False, False, True],
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


def texts_of(ax, gid):
    """What is written for one purpose: title, below, note, term, word, said, counts …"""
    return [text.get_text() for text in ax.texts if text.get_gid() == gid]


def words_of(ax):
    return [text.replace("\n", "") for text in texts_of(ax, "word")]


def labels_of(ax):
    """The terms at the rows, those in several lines put together."""
    return [text.replace("\n", "") for text in texts_of(ax, "term")]


def title_of(ax):
    return "".join(texts_of(ax, "title"))


def below_of(ax):
    return "".join(texts_of(ax, "below"))


def bars_of(ax):
    """How long the bar of each term is, the longest being 1."""
    bars = {bar.get_label(): bar.get_width() for bar in ax.patches}
    return {term: wide / max(bars.values()) for term, wide in bars.items()}


def hex_of(colour):
    return mpl.colors.to_hex(colour)


def all_plots(**options):
    table = COUNTS.drop(columns="section").assign(rate=1.0)
    yield plots.frequency(table, **options)
    yield plots.keyness(SCORES, group="1", **options)
    yield plots.facets(SCORES, **options)
    yield plots.heatmap(SCORES, **options)
    yield plots.dispersion(TOKENS, ["防范", "活动"], **options)
    yield plots.cloud(COUNTS, **options)
