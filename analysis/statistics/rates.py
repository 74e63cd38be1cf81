"""How often chosen terms occur in every group, and how well that is known: what a trend draws."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..segmentation import spelt
from .counts import PER
from .groups import table_of
from .measures import share_interval
from .showing import key_terms

EACH = 3  # key terms of each target


def rates(
    counts: pd.DataFrame,
    terms: Iterable[str] | pd.DataFrame,
    *,
    level: int | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How often terms occur in every group, also where they do not, with intervals.

    `counts` is from `count_terms`, by years, documents or sections (these at `level`, by default
    the coarsest that has two of them). `terms` is a list, or scores of `keyness`: then the first
    three supported terms of every target.

    One row per term and group, terms in their order, groups in theirs (that of the categories,
    where the column has them): `term`, `group`, `n`, `n_group` (tokens of the group), `rate` per
    10,000 tokens, and `lower` to `upper`, the exact interval of the rate at `confidence`. It takes
    every token as independent, and is rather too narrow for words that come in bursts.

    Clopper, C. J. & Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated
    in the case of the binomial. Biometrika 26(4), 404-413. https://doi.org/10.1093/biomet/26.4.404

    Raises ValueError for a string in place of a list, and for a `confidence` that is no share.

    >>> counts = pd.DataFrame({"year": ["2020", "2020", "2021"], "term": ["群众", "活动", "活动"],
    ...     "n": [5, 95, 100]})
    >>> rates(counts, ["群众"])[["group", "n", "rate", "lower", "upper"]].round(1)
      group  n   rate  lower   upper
    0  2020  5  500.0  164.3  1128.3
    1  2021  0    0.0    0.0   362.2
    """
    if isinstance(terms, str):
        raise ValueError(f"terms={terms!r}: it takes a list of terms, such as [{terms!r}]")
    if not 0 < confidence < 1:
        raise ValueError(f"confidence={confidence}: it is a share, such as 0.95")
    wanted = list(dict.fromkeys(_of_scores(terms) if isinstance(terms, pd.DataFrame) else terms))
    table = table_of(counts, level=level)
    column = {term: place for place, term in enumerate(table.terms)}
    places = [column.get(term, -1) for term in spelt(wanted)]
    there = np.array(places) >= 0
    n = np.zeros((len(table.groups), len(places)), dtype=np.int64)
    n[:, there] = table.n[:, np.array(places)[there]].toarray()
    sizes = np.broadcast_to(table.sizes[:, None], n.shape)
    lower, upper = share_interval(n, sizes, confidence)
    columns = {
        "n": n,
        "n_group": sizes.astype(np.int64),
        "rate": PER * n / sizes,
        "lower": PER * lower,
        "upper": PER * upper,
    }
    groups = pd.Categorical(np.tile(table.labels, len(wanted)), categories=table.labels)
    frame = pd.DataFrame({"term": np.repeat(wanted, len(table.labels)), "group": groups})
    return frame.assign(**{name: values.T.ravel() for name, values in columns.items()})


def _of_scores(scores: pd.DataFrame) -> list[str]:
    """The first supported terms of every target."""
    rows = key_terms(frame_of(scores, "scores", ["target", "term", "supported"]))
    rows = rows[rows["supported"].astype(bool)].astype({"term": str})
    return rows[rows.groupby("target", observed=True).cumcount() < EACH]["term"].tolist()
