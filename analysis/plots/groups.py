"""The groups of a table: which rows each has, what a chart calls it, and its colour."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from ..structure import width
from .style import PALETTE, labels
from .writing import different, wrapped

NAME = 16  # characters of a group's name
PANELS = 9  # groups that one figure can show side by side
SECTION = re.compile(r"[0-9]+(\.[0-9]+)*")
YEARS = 1000  # numbers from here on are no sections, where the column is not known


def colour(group: object, groups: Sequence[object] = (), *, by: str = "section") -> str:
    """The colour of a `group`: of a section by its number, of others by their place in `groups`.

    `by` is the column that the groups come from.

    >>> colour("2.1") == colour("2")
    True
    >>> colour("2021", ["2020", "2021"], by="year") == colour("2")
    True
    """
    name, names = str(group), [str(each) for each in groups]
    number = names.index(name) + 1 if name in names else 1
    if by == "section" and SECTION.fullmatch(name):
        number = int(name.partition(".")[0])
    return PALETTE[0] if number == 0 else PALETTE[1 + (number - 1) % (len(PALETTE) - 1)]


def group_name(group: object, language: str = "zh", *, by: str = "section") -> str:
    """How a chart calls a `group`: "第 2 部分" for a section, its own name for others.

    `language` is one of `LABELS`, `by` the column that the group comes from. A name of more than
    16 characters is shortened.

    >>> group_name("2"), group_name("0"), group_name("2", "en"), group_name("2021", by="year")
    ('第 2 部分', '首部', 'section 2', '2021')
    """
    return different([whole_name(group, language, by=by)], NAME)[0]


def whole_name(group: object, language: str, *, by: str) -> str:
    """The same, however long."""
    words, name = labels(language), str(group)
    if by != "section" or not SECTION.fullmatch(name):
        return name
    return words["front"] if name == "0" else words["section"].format(name)


class Groups(NamedTuple):
    """What the groups of a table were counted by, and their names in order."""

    by: str
    names: list[str]

    def colour(self, group: object) -> str:
        """The same in every figure of these groups."""
        return colour(group, self.names, by=self.by)

    def name(self, group: object, language: str) -> str:
        """As it stands in a title."""
        return whole_name(group, language, by=self.by)

    def short(self, groups: Sequence[str], language: str) -> list[str]:
        """As they stand side by side: shortened, and different where they are."""
        return different([self.name(group, language) for group in groups], NAME)

    def in_columns(self, groups: Sequence[str], characters: int, language: str) -> list[str]:
        """The same for columns that have room for so many characters.

        Where they are longer, sections are called by their numbers alone, others run over lines.
        """
        names = self.short(groups, language)
        if max(map(width, names)) <= 2 * characters:
            return names
        if self.by == "section":
            return list(groups)
        return ["\n".join(wrapped(name, 2 * characters)) for name in names]


def grouping(table: pd.DataFrame) -> Groups:
    """The groups of a table: all its categories, or those that are there.

    >>> grouping(pd.DataFrame({"year": ["2020", "2021"], "term": "群众", "n": [1, 2]}))
    Groups(by='year', names=['2020', '2021'])
    """
    by = _grouped_by(table)
    if len(by) == 1 and isinstance(table[by[0]].dtype, pd.CategoricalDtype):
        names = [str(name) for name in table[by[0]].cat.categories]
    else:
        names = list(dict.fromkeys(groups_of(table)))
    if by != ["target"]:
        return Groups(" and ".join(map(str, by)), names)
    told = table["by"].dropna() if "by" in table else ()
    if len(told):
        return Groups(str(told.iloc[0]).replace("/", " and "), names)
    # scores of your own may not say what they were counted by
    heads = [name.partition(".")[0] for name in names]
    numbered = all(SECTION.fullmatch(name) for name in names)
    return Groups("section" if numbered and all(int(n) < YEARS for n in heads) else "group", names)


# --- rows ----------------------------------------------------------------------------------


def groups_of(table: pd.DataFrame) -> pd.Series:
    """The group of every row: the values of the columns it was counted by, joined by "/".

    The series is named after these columns, and is empty where there are none.

    >>> table = pd.DataFrame({"document": ["甲"], "section": ["2.1"], "term": ["群众"]})
    >>> groups_of(table).tolist()
    ['甲/2.1']
    """
    by = _grouped_by(table)
    if not by:
        return pd.Series([], dtype="str", name="")
    groups = table[by[0]].astype(str)
    for column in by[1:]:
        groups = groups + "/" + table[column].astype(str)
    return groups.rename(" and ".join(map(str, by)))


def _grouped_by(table: pd.DataFrame) -> list[str]:
    """The columns that name the group of a row: those before the term."""
    if "target" in table:
        return ["target"]
    before = list(table.columns[: list(table.columns).index("term")])
    return before or [column for column in ("document", "section") if column in table]


def rows_of(table: pd.DataFrame, group: object) -> pd.DataFrame:
    """The rows of one group; a section stands for itself and all that lies under it.

    Raises ValueError that lists the groups there are.

    >>> table = pd.DataFrame({"section": ["2", "2.1", "20"], "term": ["甲", "乙", "丙"]})
    >>> rows_of(table, "2")["term"].tolist()
    ['甲', '乙']
    """
    groups, name = groups_of(table), str(group)
    if groups.name == "":
        raise ValueError(
            f"no group {name!r}: the table has no groups, make it with "
            "count_terms(tokens, by='section')"
        )
    chosen = groups == name
    if _grouped_by(table)[-1] == "section":
        chosen |= groups.str.startswith(f"{name}.")
    if not chosen.any():
        raise ValueError(f"no {groups.name} {name!r}; there are: {_listed(groups)}")
    return table[chosen]


def only_group(table: pd.DataFrame) -> str | None:
    """The group of a table that has just one, else None."""
    names = groups_of(table).unique()
    return names[0] if len(names) == 1 else None


def whole_or_one(table: pd.DataFrame) -> str | None:
    """The same for a figure of one group, which several would make wrong.

    Raises ValueError that says how to choose one.
    """
    groups = groups_of(table)
    if groups.nunique() > 1:
        raise ValueError(
            f"the table is by {groups.name} ({_listed(groups)}): choose one of them, as in "
            f"group={groups.iloc[0]!r}, or count the whole with count_terms(tokens)"
        )
    return only_group(table)


def _listed(groups: pd.Series) -> str:
    return ", ".join(dict.fromkeys(groups))


# --- side by side --------------------------------------------------------------------------


def side_by_side(groups: pd.Series) -> list[str]:
    """The groups of a figure that shows them next to each other, in their order.

    Raises ValueError for more than `PANELS`.
    """
    names = list(dict.fromkeys(groups.astype(str)))
    if len(names) > PANELS:
        raise ValueError(
            f"{len(names)} groups do not fit into one figure, at most {PANELS} do: choose some, "
            "as in scores[scores['target'].isin([…])]"
        )
    return names
