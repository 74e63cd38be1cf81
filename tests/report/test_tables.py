"""Tables on paper: they come back as they went, the same bytes, or none."""

import datetime
import io
import warnings
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

import analysis as an
from analysis import report
from analysis.report.tables import csv_of

TABLE = pd.DataFrame(
    {"term": ["群众", "政策", "活动"], "n": [5, 3, 2], "rate": [0.1, 1 / 3, None]}
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


# --- never a formula -----------------------------------------------------------------------

FORMULAS = [
    *['=HYPERLINK("http://x")', "@SUM(A1)", "+1+1", "-2+3", "\t=1+1", "\r=1", "＝1+1", "－A1"],
    *["−cmd|' /C calc'!A0", "=", "@"],
]
PLAIN = ["-3.2%", "+5", "−5", "a=b", "群众", "'", "－５", "-1,000"]


def test_no_text_is_a_formula_in_csv():
    frame = pd.DataFrame({"term": [*FORMULAS, *PLAIN], "n": -1}).set_index("term")
    back = pd.read_csv(io.StringIO(csv_of(frame)), keep_default_na=False)
    assert back["term"].tolist() == [
        *(f"'{text}".replace("\r", "\n") for text in FORMULAS),
        *PLAIN,
    ]
    assert back["n"].tolist() == [-1] * len(back)
    wide = pd.DataFrame([[1, 2]], columns=["=1+1", "群众"])
    assert csv_of(wide).startswith("'=1+1,群众\n")


def test_no_text_is_a_formula_in_a_workbook(tmp_path):
    names = [*FORMULAS, *PLAIN]
    long = pd.DataFrame({"term": names, "n": range(len(names))})
    wide = pd.DataFrame([range(len(names))], columns=names)
    for language in (None, "zh"):
        frames = {"=1+1": long, "wide": wide}
        book = openpyxl.load_workbook(
            report.save_workbook(frames, tmp_path / "t.xlsx", language=language)
        )
        for sheet in book:
            kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
            assert "f" not in kinds
        texts = [row[0].value for row in book["=1+1"].iter_rows(min_row=2)]
        assert [text.strip() for text in texts] == [text.strip() for text in names]
        quoted = [row[0].quotePrefix for row in book["=1+1"].iter_rows(min_row=2)]
        assert quoted == [True] * len(FORMULAS) + [False] * len(PLAIN)


def test_what_xml_refuses_and_what_turns_the_text_is_taken_out(tmp_path):
    texts = pd.Series(["群\x07众\ud800", "\u202e活动\u200f"], dtype=object)
    frame = pd.DataFrame({"a\x00\u202e": texts, "n": [1, 2]})
    book = pd.read_excel(report.save_workbook({"t": frame}, tmp_path / "t.xlsx"))
    assert book.to_dict("list") == {"a": ["群众", "活动"], "n": [1, 2]}
    csv = report.save_table(frame, tmp_path / "t.csv")
    assert pd.read_csv(csv).shape == (2, 2)


# --- for people ----------------------------------------------------------------------------


def sheets_of(path):
    return pd.read_excel(path, sheet_name=None)


def test_a_workbook_for_people_has_heads_filters_and_explanations(tmp_path):
    scores = pd.DataFrame(
        {"target": ["1", "2"], "term": ["群众", "活动"], "n_target": [5, 0], "effect": [1.0, -3.0]}
    ).assign(n_reference=[0, 3], p=1e-7, supported=[True, False])
    frames = {"keyness": scores, "mine": pd.DataFrame({"n": [1.23456]}, index=["甲"])}
    path = report.save_workbook(frames, tmp_path / "t.xlsx", language="zh")
    sheets = sheets_of(path)
    assert list(sheets) == ["说明", "特征词", "mine"]
    head = ["目标", "词", "目标次数", "倍数", "对照次数", "p（按词）", "有把握"]
    assert list(sheets["特征词"].columns) == head
    assert sheets["特征词"]["有把握"].tolist() == ["是", "否"]
    assert sheets["特征词"]["倍数"].isna().all()
    assert sheets["mine"].to_dict("list") == {"index": ["甲"], "次数": [1.23]}
    told = sheets["说明"]
    assert list(told.columns) == ["表", "列", "含义"]
    assert told["含义"][0] == "每个部分与其他部分相比的词，含未列出的，2 行"
    assert set(told["列"].dropna()) == {*head, "次数"}
    book = openpyxl.load_workbook(path)
    sheet = book["特征词"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:G3"
    assert sheet["F2"].number_format == '[<0.001]"<0.001";0.000'
    assert sheet.column_dimensions["A"].width >= 6
    english = report.save_workbook(frames, tmp_path / "en.xlsx", language="en")
    assert list(sheets_of(english)) == ["About", "Key terms", "mine"]


def test_long_tables_are_cut_alike_in_every_group_and_the_first_sheet_says_so(tmp_path):
    many = pd.DataFrame({"target": ["1"] * 50 + ["2"] * 5 + ["3"] * 45, "n": range(100)})
    frames = {"keyness": many, "blocks": many.rename(columns={"target": "x"})}
    path = report.save_workbook(frames, tmp_path / "t.xlsx", language="zh", rows=30)
    sheets = sheets_of(path)
    assert sheets["特征词"]["次数"].tolist() == [*range(10), *range(50, 55), *range(55, 65)]
    assert sheets["分段"]["次数"].tolist() == list(range(30))
    told = sheets["说明"].drop_duplicates("表")["含义"].tolist()
    assert "共 100 行，这里是 25 行" in told[0]
    assert told[0].endswith("全部在 tables/keyness.csv")
    assert "共 100 行，这里是 30 行" in told[1]


def test_a_workbook_has_the_date_it_was_given(tmp_path):
    day = datetime.date(2026, 3, 5)
    one, two = (
        report.save_workbook({"t": TABLE}, tmp_path / f"{n}.xlsx", date=day) for n in range(2)
    )
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 3, 5, 0, 0, 0)}
    assert openpyxl.load_workbook(one).properties.modified.date() == day
