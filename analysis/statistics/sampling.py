"""Units of sampling (sentences, paragraphs, documents), and samples drawn with replacement.

Tokens of one topic come in bursts, so they are not independent; whole sentences are nearly so,
paragraphs more, and what is said of a kind of document needs whole documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse, special
from tqdm import tqdm

from ..contract import INSIDE, frame_of
from ..corpus import Corpus
from .cells import Both, Cells, on_both
from .coding import groups_of, ranks
from .counts import count_terms
from .groups import Sides, Table, compared_groups, summed_up
from .measures import log_ratio

# The columns that number each kind of unit.
UNITS = {
    "sentence": ["document", "sentence"],
    "paragraph": ["document", "paragraph"],
    "document": ["document"],
}
DOCUMENTS = 8  # with fewer on a side, shuffling documents can hardly tell anything from chance


class UnitGroups(NamedTuple):
    """The units that take part in a comparison, in the order of documents and texts.

    Here groups that are on the same side in every comparison count as one. `unit`, `term` and
    `n` say how often which term occurs in which unit; `length` and `group` are the tokens and
    the group of each unit; `target` and `base` are the sides, as in `Sides`; `n_terms` is how many
    terms there are.
    """

    unit: np.ndarray
    term: np.ndarray
    n: np.ndarray
    length: np.ndarray
    group: np.ndarray
    target: sparse.csr_array
    base: np.ndarray
    n_terms: int

    @property
    def sides(self) -> tuple[np.ndarray, np.ndarray]:
        """Which groups are the target, and which the reference (targets x groups)."""
        target = self.target.toarray() > 0
        return target, ~target & self.base

    def cells(self, group: np.ndarray, times: np.ndarray | None = None) -> Cells:
        """The table of every target x term if the units were in these groups.

        `times` says how often each unit counts, if not once.
        """
        n = self.n if times is None else self.n * times[self.unit]
        length = self.length if times is None else self.length * times
        n_groups = self.target.shape[1]
        places = group[self.unit] * self.n_terms + self.term
        table = np.bincount(places, n, n_groups * self.n_terms).reshape(n_groups, self.n_terms)
        sizes = np.bincount(group, length, n_groups)[:, None]
        target, reference = (side.astype(float) for side in self.sides)
        return target @ table, reference @ table, target @ sizes, reference @ sizes

    def only(self, terms: np.ndarray) -> UnitGroups:
        """The same units with these terms alone (a mask)."""
        kept, place = terms[self.term], np.cumsum(terms) - 1
        return self._replace(
            unit=self.unit[kept],
            term=place[self.term[kept]],
            n=self.n[kept],
            n_terms=int(terms.sum()),
        )


def unit_groups(
    tokens: Corpus | pd.DataFrame,
    table: Table,
    sides: Sides,
    *,
    unit: str = "sentence",
    level: int | None = None,
    names: list[str] | None = None,
) -> UnitGroups:
    """The units of the groups compared.

    `level` and `names` are those that the table was made with. Raises ValueError where the
    tokens are not those of the table.
    """
    rows = by_unit(tokens, table.by, unit)
    group, term = _as_in_table(rows, table, unit, level, names or [])
    n = rows["n"].to_numpy(dtype=float)
    # units and groups by their names, whatever the order of categories: so the same tokens are
    # shuffled in the same way when they come back from a file
    number = groups_of(rows.assign(document=rows["document"].astype("str")), UNITS[unit])[0]
    by_name = np.array(sorted(range(len(table.groups)), key=table.groups.__getitem__))

    # groups that are on the same sides become one
    columns = sides.target.tocsc()
    pairs = zip(np.split(columns.indices, columns.indptr[1:-1]), sides.base, strict=True)
    kinds = np.array([f"{targets.tobytes().hex()} {base}" for targets, base in pairs])
    merged = pd.factorize(kinds[by_name])[0][ranks(by_name)]
    one = np.unique(merged, return_index=True)[1]
    target, base = sides.target[:, one], sides.base[one]

    # units without those that are on no side; their order is the same whatever the groups are
    group_of_unit = merged[_group_of_each(number, group, table, unit)]
    order = np.flatnonzero((base | (target.sum(axis=0) > 0))[group_of_unit])
    place = np.full(len(group_of_unit), -1)
    place[order] = np.arange(len(order))
    kept = place[number] >= 0
    return UnitGroups(
        unit=place[number[kept]],
        term=term[kept],
        n=n[kept],
        length=np.bincount(number, n)[order],
        group=group_of_unit[order],
        target=target,
        base=base,
        n_terms=len(table.terms),
    )


def with_term(
    tokens: Corpus | pd.DataFrame,
    table: Table,
    sides: Sides,
    *,
    level: int | None = None,
    names: list[str] | None = None,
) -> Both | None:
    """In how many sentences each term stands, on both sides.

    None where the tokens (or their counts) do not say which sentence they belong to.
    """
    if "sentence" not in frame_of(tokens, _kind(tokens), ["document"]).columns:
        return None
    rows = by_unit(tokens, table.by, "sentence")
    group, term = _as_in_table(rows, table, "sentence", level, names or [])
    return on_both(sides, summed_up(group, term, np.ones(len(rows)), table.n.shape))


def by_unit(tokens: Corpus | pd.DataFrame, by: list[str], unit: str = "sentence") -> pd.DataFrame:
    """The counts of every unit: of tokens, or counts by unit as they are."""
    columns = list(dict.fromkeys([*by, *UNITS[unit]]))
    if _kind(tokens) == "counts":
        rows = frame_of(tokens, "counts", [*columns, "term", "n"])[[*columns, "term", "n"]]
        rows = rows[rows["n"] > 0]
        return rows.groupby([*columns, "term"], observed=True, sort=False)["n"].sum().reset_index()
    counts = count_terms(tokens, by=columns)  # of synonyms, some rows only say what is inside
    return counts[counts["n"] > 0].reset_index(drop=True) if INSIDE in counts else counts


def usual_units(tokens: Corpus | pd.DataFrame, table: Table, sides: Sides) -> list[str]:
    """The units to shuffle where none is asked for, the one that decides support first.

    Sections: sentences, and then paragraphs as the stronger claim. Groups of whole documents:
    documents, if there are at least `DOCUMENTS` on each side of each comparison, else paragraphs.
    Tokens without a column `paragraph` have sentences only.
    """
    columns = frame_of(tokens, _kind(tokens), ["document"]).columns
    small = ["sentence"]
    if "paragraph" in columns and _whole(tokens, table.by, "paragraph") is not None:
        small.append("paragraph")
    pairs = None if "section" in table.by else _whole(tokens, table.by, "document")
    if pairs is None:
        return small
    group, groups = compared_groups(pairs, table.by, None, [])
    n = dict(zip(groups, np.bincount(group, minlength=len(groups)), strict=True))
    documents = np.array([n.get(name, 0) for name in table.groups])
    rest = sides.base @ documents - sides.own @ documents
    fewest = min((sides.target @ documents).min(), rest.min())
    return ["document"] if fewest >= DOCUMENTS else small[-1:]


def unit_over(tokens: Corpus | pd.DataFrame, by: list[str]) -> str:
    """The unit to shuffle over groups in an order, where none is asked for.

    Documents, if every group has two, so that it shows how far documents of one group differ.
    """
    pairs = _whole(tokens, by, "document")
    if pairs is not None and pairs.groupby(by, observed=True).size().min() > 1:
        return "document"
    columns = frame_of(tokens, _kind(tokens), ["document"]).columns
    is_whole = "paragraph" in columns and _whole(tokens, by, "paragraph") is not None
    return "paragraph" if is_whole else "sentence"


def _whole(tokens: Corpus | pd.DataFrame, by: list[str], unit: str) -> pd.DataFrame | None:
    """Each unit with its group; None if a unit lies in several, as a paragraph cut into parts."""
    keys = UNITS[unit]
    columns = list(dict.fromkeys([*by, *keys]))
    pairs = frame_of(tokens, _kind(tokens), columns)[columns].drop_duplicates()
    return None if pairs.duplicated(keys).any() else pairs


def _kind(tokens: Corpus | pd.DataFrame) -> str:
    """Whether a frame given as tokens holds counts by unit instead."""
    counted = isinstance(tokens, pd.DataFrame) and {"term", "n"} <= set(tokens.columns)
    return "counts" if counted else "tokens"


def _as_in_table(
    rows: pd.DataFrame, table: Table, unit: str, level: int | None, names: list[str]
) -> tuple[np.ndarray, np.ndarray]:
    """The number of the group and of the term of every row, as the table numbers them."""
    group, groups = compared_groups(rows, table.by, level, names)
    codes, values = pd.factorize(rows["term"])
    term = pd.Index(table.terms).get_indexer(pd.Index(values))[codes]
    known = {name: number for number, name in enumerate(table.groups)}
    group = np.array([known.get(name, -1) for name in groups], dtype=np.int64)[group]
    same = len(groups) == len(known) and (group >= 0).all() and (term >= 0).all()
    if same:
        n = summed_up(group, term, rows["n"].to_numpy(), table.n.shape)
        same = abs(n - table.n).sum() == 0
    if not same:
        raise ValueError(
            "tokens are not those of counts; if terms were counted with other options, pass as "
            f"tokens the counts by {', '.join(dict.fromkeys([*table.by, *UNITS[unit]]))}"
        )
    return group, term


def _group_of_each(number: np.ndarray, group: np.ndarray, table: Table, unit: str) -> np.ndarray:
    """The group of every unit, from the numbers of unit and group of every row."""
    found = np.zeros(number.max() + 1, dtype=np.int64)
    found[number] = group
    if not np.array_equal(found[number], group):
        raise ValueError(
            f"a {unit} lies in two groups by {', '.join(table.by)}, so {unit}s cannot be "
            "shuffled: take a smaller unit, or leave out tokens"
        )
    return found


def positive(number: int, name: str) -> None:
    """Refuse a number of samples or shuffles below 1."""
    if number < 1:
        raise ValueError(f"{name}={number}: at least 1 is needed, 1000 is usual")


# --- drawing with replacement -----------------------------------------------------------------


def resampled(groups: UnitGroups, *, resamples: int, seed: int) -> Iterator[Cells]:
    """The tables of samples of the same size: each group's units drawn with replacement."""
    positive(resamples, "resamples")
    sizes = np.bincount(groups.group)
    order = np.argsort(groups.group, kind="stable")
    first = np.repeat(np.cumsum(sizes) - sizes, sizes)
    size = np.repeat(sizes, sizes)
    random = np.random.default_rng(seed)
    for _ in tqdm(range(resamples), desc="resamples", delay=2, leave=False):
        drawn = order[first + random.integers(size)]
        yield groups.cells(groups.group, np.bincount(drawn, minlength=len(size)))


def bca_interval(
    effect: np.ndarray, drawn: np.ndarray, acceleration: np.ndarray, *, confidence: float = 0.95
) -> tuple[np.ndarray, np.ndarray]:
    """The bias-corrected and accelerated interval of each effect.

    `drawn` holds the effects of the samples (resamples x effects), `acceleration` is that of each
    effect. The interval always contains its effect.

    Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical
    Association 82(397), 171-185. https://doi.org/10.1080/01621459.1987.10478410
    """
    resamples = len(drawn)
    below = ((drawn < effect).sum(axis=0) + 0.5 * (drawn == effect).sum(axis=0)) / resamples
    bias = special.ndtri(np.clip(below, 1 / (resamples + 1), resamples / (resamples + 1)))
    ordered = np.sort(drawn, axis=0)
    limits = []
    for tail in ((1 - confidence) / 2, (1 + confidence) / 2):
        z = bias + special.ndtri(tail)
        # where this end of the interval lies among the ordered effects of the samples
        place = special.ndtr(bias + z / (1 - acceleration * z)) * resamples
        place = np.clip(place.astype(np.int64), 0, resamples - 1)
        limits.append(np.take_along_axis(ordered, place[None], axis=0)[0])
    return np.minimum(limits[0], effect), np.maximum(limits[1], effect)


def acceleration(groups: UnitGroups, target: int, term: int) -> float:
    """How skewed the influence of single units on a log ratio is (Efron 1987, formula 7.3)."""
    own = groups.term == term
    n = np.bincount(groups.unit[own], groups.n[own], len(groups.length))
    influence = np.zeros(len(n))
    for side, sign in zip(groups.sides, (1, -1), strict=True):
        inside = side[target][groups.group]
        total = n[inside].sum()
        expected = groups.length[inside] * total / groups.length[inside].sum()
        influence[inside] = sign * (n[inside] - expected) / max(total, 0.5)
    spread = (influence**2).sum() ** 1.5
    return float((influence**3).sum() / (6 * spread)) if spread else 0.0


def log_ratios(cells: Cells, targets: np.ndarray, terms: np.ndarray) -> np.ndarray:
    """The log ratio of chosen pairs of target and term."""
    n_target, n_reference, size_target, size_reference = cells
    sizes = size_target[targets, 0], size_reference[targets, 0]
    return log_ratio(n_target[targets, terms], n_reference[targets, terms], *sizes)
