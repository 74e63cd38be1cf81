"""The groups of a table: which rows each has, what it is called, and its colour."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ..corpus import Corpus
from ..glossary import words
from ..wording import section_names, short_names
from .sheet import BLUE, PALETTE, Look

NAME = 16  # characters of a group's name where there is little room
SECTION = re.compile(r"[0-9]+(\.[0-9]+)*")
YEARS = 1000  # numbers from here on are no sections, where the column is not known
MANY = len(PALETTE) - 1  # groups that have colours of their own

Names = Corpus | pd.DataFrame | Mapping[str, str] | None
Colours = str | Sequence[str] | Mapping[str, str] | None


def colour(
    group: object, groups: Sequence[object] = (), *, by: str = "section", colours: Colours = None
) -> str:
    """The colour of a `group`: of a section by its number, of others by their place in `groups`.

    Above ten groups all are of one blue: thirteen colours are not told apart.  Subsections have
    the colour of their section.  `by` is the column that the groups come from, `colours` your
    own: one, a list by place, or a dict by group.

    >>> colour("2.1") == colour("2")
    True
    >>> colour("2021", ["2020", "2021"], by="year") == colour("2")
    True
    >>> colour("3", [str(number) for number in range(12)]) == colour("11")
    True
    """
    name, names = str(group), [str(each) for each in groups]
    place = _place(name, names, by)
    if isinstance(colours, str):
        return colours
    if isinstance(colours, Mapping):
        own = {str(key): value for key, value in colours.items()}
        return own.get(name, own.get(name.partition(".")[0], BLUE))
    if colours is not None:
        number = names.index(name) if name in names else place
        return colours[number % len(colours)]
    many = max([place, *(_place(each, names, by) for each in names)]) > MANY
    return BLUE if many else PALETTE[place]


def _place(name: str, names: Sequence[str], by: str) -> int:
    """The number of a section, or which of the groups it is, from 1."""
    if by == "section" and SECTION.fullmatch(name):
        return int(name.partition(".")[0])
    return names.index(name) + 1 if name in names else 1


def group_name(
    group: object, language: str = "zh", *, by: str = "section", names: Names = None
) -> str:
    """What a `group` is called: a section by its heading where `names` know it.

    `names` is a corpus, its sections, a table of `section_names` or a dict; without it a section
    is "第 2 部分".  `language` is "zh" or "en", `by` the column that the group comes from.

    >>> group_name("2"), group_name("0"), group_name("2", "en"), group_name("2021", by="year")
    ('第 2 部分', '首部', 'section 2', '2021')
    >>> group_name("2", names={"2": "二、实践"})
    '二、实践'
    """
    entries, name = words(language), str(group)
    known = called_by(names, language)
    if name in known:
        return known[name]
    document, _, section = name.rpartition("/")
    if document and section in known:
        return f"{document}{entries['colon']}{known[section]}"
    if by != "section" or not SECTION.fullmatch(name):
        return name
    return entries["front"] if name == "0" else entries["part"].format(name)


def called_by(names: Names, language: str) -> dict[str, str]:
    """The names that were given, by group: of sections by path, and by document and path."""
    if names is None:
        return {}
    if isinstance(names, Mapping):
        return {str(group): str(name) for group, name in names.items()}
    if isinstance(names, pd.DataFrame) and "name" in names.columns:
        table = names
    else:
        table = section_names(names, language=language)
    columns = [table[column].astype(str) for column in ("document", "section", "name")]
    rows = list(zip(*columns, strict=True))
    colon = words(language)["colon"]
    called = {
        f"{document}/{section}": f"{document}{colon}{name}" for document, section, name in rows
    }
    alone = len({document for document, _, _ in rows}) == 1
    return called | ({section: name for _, section, name in rows} if alone else {})


class Groups(NamedTuple):
    """What the groups of a table were counted by, in order, their names and colours."""

    by: str
    names: list[str]
    language: str = "zh"
    called: Mapping[str, str] = {}
    colours: Colours = None

    def colour(self, group: object) -> str:
        """The same in every figure of these groups."""
        return colour(group, self.names, by=self.by, colours=self.colours)

    def name(self, group: object, room: int | None = None) -> str:
        """As it stands in a title; in at most `room` characters."""
        whole = group_name(group, self.language, by=self.by, names=self.called)
        return whole if room is None else short_names([whole], room)[0]

    def short(self, groups: Sequence[str], room: int = NAME) -> list[str]:
        """As they stand side by side: in so many characters, and different where they are."""
        return short_names([self.name(group) for group in groups], room)

    @property
    def words(self) -> Mapping[str, Any]:
        """The glossary in the language of the figure."""
        return words(self.language)

    def word(self, key: str) -> Any:
        """A word of the glossary, as it is for sections or for other groups."""
        return self.words[key if self.by == "section" else f"{key}Group"]


def grouping(
    table: pd.DataFrame,
    names: Names = None,
    *,
    language: str = "zh",
    colours: Colours = None,
) -> Groups:
    """The groups of a table: all its categories, or those that are there.

    >>> grouping(pd.DataFrame({"year": ["2020", "2021"], "term": "群众", "n": [1, 2]}))[:2]
    ('year', ['2020', '2021'])
    """
    by = _grouped_by(table)
    if len(by) == 1 and isinstance(table[by[0]].dtype, pd.CategoricalDtype):
        groups = [str(name) for name in table[by[0]].cat.categories]
    else:
        groups = list(dict.fromkeys(groups_of(table)))
    called = called_by(names, language)
    kind = _kind_of(table, groups, called) if by == ["target"] else " and ".join(map(str, by))
    return Groups(kind, groups, language, called, colours)


def _kind_of(table: pd.DataFrame, names: list[str], called: Mapping[str, str]) -> str:
    """What the targets of scores were counted by; those of your own may not say it."""
    if "by" in table and len(told := table["by"].dropna()):
        return str(told.iloc[0]).replace("/", " and ")
    heads = [name.partition(".")[0] for name in names]
    numbered = all(SECTION.fullmatch(name) for name in names)
    known = bool(called) and all(name in called for name in names)
    return "section" if numbered and (known or all(int(n) < YEARS for n in heads)) else "group"


def of_look(look: Look) -> dict[str, Any]:
    """What of a look is about groups."""
    return {"language": look.get("language", "zh"), "colours": look.get("colours")}


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
