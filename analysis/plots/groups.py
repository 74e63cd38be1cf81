"""The groups of a table: which rows each has, what a chart calls it, and its colour."""

from collections.abc import Sequence

import pandas as pd

from ..structure import width
from .style import PALETTE, labels
from .writing import different, wrapped

NAME = 16  # characters of a group's name
PANELS = 9  # groups that one figure can show side by side


def colour(group: object, groups: Sequence[object] = ()) -> str:
    """The colour of a section, or of another `group` by its place among `groups`.

    >>> colour("2.1") == colour("2")
    True
    """
    head = str(group).split(".")[0]
    number = int(head) if head.isascii() and head.isdigit() else 1 + list(groups).index(group)
    return PALETTE[0] if number == 0 else PALETTE[1 + (number - 1) % (len(PALETTE) - 1)]


def group_name(group: object, language: str = "zh") -> str:
    """How a chart calls a `group`: "第 2 部分" for a section, its own name for others.

    `language` is one of `LABELS`. A name of more than 16 characters is shortened.

    >>> group_name("2"), group_name("0"), group_name("2", "en")
    ('第 2 部分', '首部', 'section 2')
    """
    return different([whole_name(group, language)], NAME)[0]


def whole_name(group: object, language: str) -> str:
    """The same, however long."""
    words, name = labels(language), str(group)
    if name == "0":
        return words["front"]
    return words["section"].format(name) if name.replace(".", "").isdigit() else name


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


def short_names(groups: Sequence[str], language: str) -> list[str]:
    """What a chart calls groups, shortened, and different where they are."""
    return different([whole_name(group, language) for group in groups], NAME)


def in_columns(groups: Sequence[str], characters: int, language: str) -> list[str]:
    """The same for columns that have room for so many characters.

    Where they are longer, sections are called by their numbers alone, others run over lines.
    """
    names = short_names(groups, language)
    if max(map(width, names)) <= 2 * characters:
        return names
    if all(group.replace(".", "").isdigit() for group in groups):
        return list(groups)
    return ["\n".join(wrapped(name, 2 * characters)) for name in names]
