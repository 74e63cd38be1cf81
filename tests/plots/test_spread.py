"""Strokes stand where the terms stand."""

import pandas as pd
import pytest
from drawn import TOKENS

from analysis import plots


def test_dispersion_strokes_stand_where_the_terms_stand():
    ax = plots.dispersion(TOKENS, ["防范", "活动"])
    strokes = [
        [segment[0][0] for segment in collection.get_segments()] for collection in ax.collections
    ]
    assert strokes == [[0, 2], [3, 4]]
    with pytest.raises(ValueError, match="one document"):
        plots.dispersion(pd.concat([TOKENS, TOKENS.assign(document="b")]), ["防范"])
