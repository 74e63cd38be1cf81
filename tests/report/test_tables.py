"""Tables on paper: they come back as they went, the same bytes, or none."""

import warnings

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis import report

TABLE = pd.DataFrame(
    {"term": ["群众", "=1+1", "活动"], "n": [5, 3, 2], "rate": [0.1, 1 / 3, None]}
)


def test_tables_come_back_as_they_went(tmp_path):
    path = report.save_table(TABLE, tmp_path / "t.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel needs the mark"
    pd.testing.assert_frame_equal(pd.read_csv(path), TABLE)
    book = report.save_workbook({"词频": TABLE, "b": TABLE}, tmp_path / "t.xlsx")
    back = pd.read_excel(book, sheet_name=None)
    assert list(back) == ["词频", "b"]
    pd.testing.assert_frame_equal(back["词频"], TABLE)
    again = report.save_workbook({"词频": TABLE, "b": TABLE}, tmp_path / "again.xlsx")
    assert book.read_bytes() == again.read_bytes()


def test_a_failure_leaves_nothing_behind(tmp_path, monkeypatch):
    old = tmp_path / "t.csv"
    old.write_text("old", "utf-8")
    monkeypatch.setattr(pd.DataFrame, "to_csv", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        report.save_table(TABLE, old)
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]
    assert old.read_text("utf-8") == "old"


COUNTS = pd.DataFrame(
    {
        "document": ["甲", "甲", "乙", "乙"],
        "section": ["1", "2", "1", "2"],
        "term": ["群众", "工作", "群众", "舆论"],
        "n": [5, 7, 2, 1],
    }
)


def both(frame, folder):
    """A table back from CSV and from a workbook, as text."""
    csv = pd.read_csv(report.save_table(frame, folder / "t.csv"), dtype=str)
    book = pd.read_excel(report.save_workbook({"t": frame}, folder / "t.xlsx"), dtype=str)
    assert list(csv.columns) == list(book.columns)
    return csv, book


def test_rows_keep_their_names(tmp_path):
    for by, names in (("document", ["乙", "甲"]), ("section", ["1", "2"])):
        counts = COUNTS[[by, "term", "n"]]
        for table in both(an.matrix(counts), tmp_path):
            assert sorted(table[by]) == names
            assert list(table.columns) == [by, "工作", "群众", "舆论"]
        for table in both(an.similarity(counts), tmp_path):
            assert sorted(table.iloc[:, 0]) == names
    for table in both(an.matrix(COUNTS), tmp_path):
        assert list(table.columns[:2]) == ["document", "section"]
        assert len(table) == 4
    by_name = pd.Series([1, 2], index=["甲", "乙"], name="n").to_frame()
    for table in both(by_name, tmp_path):
        assert table.iloc[:, 0].tolist() == ["甲", "乙"]
    same = by_name.rename_axis("n")
    for table in both(same, tmp_path):
        assert table.shape == (2, 2)


def test_rows_without_names_get_none(tmp_path):
    for table in both(COUNTS[COUNTS["n"] > 2], tmp_path):
        assert list(table.columns) == list(COUNTS)


def test_what_is_no_number_and_no_text_is_written_as_text(tmp_path):
    corpus = an.load(pd.DataFrame({"document": ["甲", "乙"], "text": ["学习。", "实践。"]}))
    for table in both(corpus.documents, tmp_path):
        assert table["marks"].tolist() == ["()", "()"]
    odd = pd.DataFrame({"a": [float("inf"), 1.5], "b": [["x"], {"y": 1}], "c": [None, pd.NA]})
    book = report.save_workbook({"t": odd}, tmp_path / "odd.xlsx")
    back = pd.read_excel(book, dtype=str)
    assert back["a"].tolist() == ["inf", "1.5"]
    assert back["b"].tolist() == ["['x']", "{'y': 1}"]
    assert back["c"].isna().all()


def test_a_text_that_a_cell_cannot_hold_is_named(tmp_path):
    long = pd.DataFrame({"document": ["甲", "乙"], "text": ["短", "群" * 40_000]})
    path = tmp_path / "t.xlsx"
    with pytest.warns(UserWarning, match=r"sheet 't', column 'text', row 3: .*32,767 of 40,000"):
        report.save_workbook({"t": long}, path)
    assert pd.read_excel(path)["text"].str.len().tolist() == [1, 32_767]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        report.save_workbook({"t": long.head(1)}, path)
        csv = report.save_table(long, tmp_path / "t.csv")
    assert pd.read_csv(csv)["text"].str.len().tolist() == [1, 40_000]


def test_sheets_have_names_that_excel_takes(tmp_path):
    names = ["2019/2020", "2019:2020", "a" * 40, "a" * 41, "表[1]?*", "'引'", "", "A" * 31, "词频"]
    path = report.save_workbook(dict.fromkeys(names, TABLE), tmp_path / "t.xlsx")
    sheets = list(pd.read_excel(path, sheet_name=None))
    assert len(sheets) == len({name.lower() for name in sheets}) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set(r"[]:*?/\\") for name in sheets)
    assert sheets[0] == "2019_2020"
    assert sheets[-1] == "词频"


def test_more_rows_than_a_sheet_holds_are_refused_at_once(tmp_path):
    many = pd.DataFrame({"n": np.zeros(1_048_576, dtype=np.int8)})
    with pytest.raises(ValueError, match=r"'many' has 1,048,576 rows.*1,048,575.*save_table"):
        report.save_workbook({"few": TABLE, "many": many}, tmp_path / "t.xlsx")
    assert not list(tmp_path.iterdir())
