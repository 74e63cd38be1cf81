"""Columns as numbers: order of groups, and the one way from token to term."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_frames import QUICK

from analysis.statistics.coding import codes_of, groups_of, names_of, shown, terms_of

WORDS = ["文明\n实践", "文明实践", "文明\u3000实践", "ＧＤＰ", "GDP", "gdp", "網絡", "网络"]
SPELLINGS = ["written", "folded", "simplified"]


# --- groups --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["10", "2", "2.10", "2.9"], ["2", "2.9", "2.10", "10"]),
        ([2021, -3, 7], [-3, 7, 2021]),
        (pd.Categorical(["中", "下", "上"], ["上", "中", "下"]), ["上", "中", "下"]),
        ([pd.Timestamp("2024-05-01"), pd.Timestamp("2023-12-01")], None),
    ],
)
def test_groups_come_in_order(values, order):
    frame = pd.DataFrame({"group": values, "row": range(len(values))})
    codes, groups = groups_of(frame, ["group"])
    assert groups["group"].tolist() == (sorted(values) if order is None else order)
    assert [groups["group"][code] for code in codes] == list(values)


@QUICK
@given(st.lists(st.tuples(st.sampled_from("甲乙"), st.integers(0, 12).map(str)), max_size=20))
def test_groups_by_several_columns_are_ordered_by_the_first_then_the_second(rows):
    frame = pd.DataFrame(rows, columns=["document", "section"], dtype="str")
    codes, groups = groups_of(frame, ["document", "section"])
    found = list(groups.itertuples(index=False, name=None))
    order = sorted(set(rows), key=lambda row: ("甲乙".index(row[0]), int(row[1])))
    assert sorted(found) == sorted(order)
    assert [found[code] for code in codes] == rows
    by_category = frame.astype({"document": pd.CategoricalDtype(["甲", "乙"])})
    again = groups_of(by_category, ["document", "section"])[1]
    assert list(again.itertuples(index=False, name=None)) == order


def test_categories_without_rows_are_no_groups():
    column = pd.Categorical(["二", "二"], ["一", "二", "三"])
    codes, groups = groups_of(pd.DataFrame({"group": column}), ["group"])
    assert (codes.tolist(), groups["group"].tolist()) == ([0, 0], ["二"])


@pytest.mark.parametrize("column", [["甲", None], [2020, np.nan], pd.Categorical(["甲", None])])
def test_a_missing_value_has_no_code(column):
    with pytest.raises(ValueError, match="a value is missing in column 'year': fill it first"):
        codes_of(pd.Series(column, name="year"))


@pytest.mark.parametrize(
    ("value", "names"),
    [(None, []), ("section", ["section"]), (2, [2]), (("a", "b"), ["a", "b"]), ((), [])],
)
def test_none_one_or_several_names(value, names):
    assert names_of(value) == names


# --- terms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "terms"),
    [
        ("written", ["GDP", "gdp", "文明实践", "網絡", "网络", "ＧＤＰ"]),
        ("folded", ["gdp", "文明实践", "網絡", "网络"]),
        ("simplified", ["gdp", "文明实践", "网络"]),
    ],
)
def test_each_form_takes_more_spellings_for_one_term(form, terms):
    assert terms_of(pd.DataFrame({"token": WORDS}), form)[1].tolist() == terms


@QUICK
@given(st.lists(st.sampled_from(WORDS), max_size=12), st.sampled_from(SPELLINGS))
def test_every_token_has_its_term(tokens, form):
    frame = pd.DataFrame({"token": pd.Series(tokens, dtype="str")})
    codes, terms = terms_of(frame, form)
    assert terms.tolist() == sorted(set(terms))
    found = [terms[code] for code in codes]
    if form == "written":
        assert found == ["".join(token.split()) for token in tokens]
    categories, again = terms_of(frame.astype("category"), form)
    assert [again[code] for code in categories] == found


def test_terms_tell_what_is_wrong():
    with pytest.raises(ValueError, match="there are: written, folded, simplified"):
        terms_of(pd.DataFrame({"token": ["工作"]}), "traditional")


@pytest.mark.parametrize(
    "kind", [pd.Series, pd.Index, np.array, lambda terms: pd.Series(terms, dtype="category")]
)
def test_stop_words_are_not_shown(kind):
    terms = kind(["的", "工作", "的", "群众"])
    assert shown(terms, None).tolist() == [False, True, False, True]
    assert shown(terms, ["工作"]).tolist() == [False, False, False, True]  # these as well
    assert shown(terms, ()).all()
    with pytest.raises(ValueError, match=r"it takes a list of terms, such as \['工作'\]"):
        shown(terms, "工作")
