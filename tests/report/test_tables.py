"""Tables on paper: they come back as they went, the same bytes, or none."""

import pandas as pd
import pytest

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
