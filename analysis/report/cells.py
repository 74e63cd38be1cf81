"""Text in cells of tables and on pages of Word: never a formula, never what XML refuses."""

import re

import pandas as pd

# What XML cannot hold (control characters, halves of pairs, no characters), and what turns the
# direction of all that follows it.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LONE = re.compile("[\ud800-\udfff]")
_TURNS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
# What a spreadsheet takes for a formula at the beginning of a cell; numbers with a sign are none.
_FORMULA = re.compile(r"[=@＝＠\t\r\n]|[+\-−＋－](?![\d.,０-９]+[%％‰]?$)")


def plain(text: str) -> str:
    """A text without what XML refuses, and without marks of direction that turn what follows.

    >>> plain("群众\\x00\\u202e活动")
    '群众活动'
    """
    return _TURNS.sub("", _REFUSED.sub("", text))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula.

    >>> [is_formula(text) for text in ["=1+1", "@SUM(A1)", "-2+3", "-3.2%", "a=b"]]
    [True, True, True, False, False]
    """
    return _FORMULA.match(text) is not None


def without_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """The table with a ' before each text that a spreadsheet would take for a formula.

    A carriage return, which would end the row, becomes a line feed.
    """
    made = frame.copy(deep=False)
    for place in range(frame.shape[1]):
        column = frame.iloc[:, place]
        if not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)):
            made.isetitem(place, _quoted(column).array)
    made.columns = pd.Index([_quote(name) for name in frame.columns])
    return made


def _quoted(column: pd.Series) -> pd.Series:
    """The values with a ' where it is needed; a column that needs none stays as it is."""
    changed = any(_quote(value) != value for value in column.unique() if isinstance(value, str))
    return column.astype("object").map(_quote) if changed else column


def _quote(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.replace("\r", "\n")  # a bare one ends the row, as no quotes are put around it
    text = _LONE.sub("?", text)  # what no file can hold
    return f"'{text}" if is_formula(text) else text
