"""Tables as collections: a row a document, the other columns its own."""

import datetime
import io
import json
import warnings

import openpyxl
import pandas as pd
import pytest

import analysis as an
from analysis.reading import read_documents
from analysis.reading.tables import TABLES, read_table

POSTS = """编号,正文,作者,日期,点赞
a1,"学习理论，服务群众。",甲,2021-3-5,3
a2,,乙,2021-03-06,
a3,走进群众，开展活动。,甲,2021-03-07,5
"""


def quiet(path, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return read_documents(path, **options)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
def test_a_row_is_a_document_with_columns_of_its_own(tmp_path, encoding):
    text = (
        POSTS
        if encoding != "big5"
        else POSTS.replace("编号", "id").translate(
            str.maketrans("学习论务众进开动赞点", "學習論務眾進開動讚點")
        )
    )
    (tmp_path / "posts.csv").write_bytes(text.encode(encoding))
    with pytest.warns(UserWarning, match=r"taken from column '正文'.*no text in 1 rows: 3"):
        documents = read_documents(tmp_path / "posts.csv")
    assert documents["document"].tolist() == ["a1", "a3"]
    assert documents["作者"].tolist() == ["甲", "甲"]
    assert documents["日期"].iloc[0] == pd.Timestamp(2021, 3, 5)
    assert documents.iloc[:, -1].tolist() == [3, 5]
    assert documents.iloc[:, -1].dtype == "int64"


def test_which_column_is_the_text(tmp_path):
    path = tmp_path / "问卷.tsv"
    path.write_text(
        "问\t答\n学习理论好不好\t学习理论很好的\n群众满意不满意\t群众很满意了\n", "utf-8"
    )
    with pytest.raises(ValueError, match=r"Name it with text= .*: 问, 答"):
        read_documents(path)
    with pytest.raises(ValueError, match=r"no column '回答'; there are: 问, 答"):
        read_documents(path, text="回答")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        documents = read_documents(path, text="答")
    assert documents["document"].tolist() == ["问卷-2", "问卷-3"]
    assert documents["问"].tolist() == ["学习理论好不好", "群众满意不满意"]


def test_a_workbook_with_formulas_dates_and_gaps(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    rows = [
        ("text", "on", "likes", "level"),
        ("学习理论。", datetime.date(2021, 3, 5), 1, 2),
        (),
        ("服务群众。", datetime.date(2022, 3, 5), None, 3),
        ("=A2&A4", None, 2, 4),
        (2021, None, 2, 4),
    ]
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "表.xlsx")
    with pytest.warns(UserWarning, match=r"1 formulas have no value.*=A2&A4 in row 5") as told:
        documents = read_documents(tmp_path / "表.xlsx", text="text")
    assert documents["document"].tolist() == ["表-2", "表-4", "表-6"]
    assert documents["text"].tolist() == ["学习理论。", "服务群众。", "2021"]
    assert documents["on"].tolist()[:2] == [pd.Timestamp(2021, 3, 5), pd.Timestamp(2022, 3, 5)]
    assert documents["likes"].dtype == "Int64"
    assert "position" not in str(told[0].message)


def test_columns_with_names_of_the_contract(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(
        "title,正文,section,document\n标题,学习理论，服务群众，走进基层。,党建,子\n题,服务群众，解决问题，改善民生。,民生,丑\n",
        "utf-8",
    )
    with pytest.warns(UserWarning, match="column 'section' is called 'section_' here"):
        documents = read_documents(path)
    assert documents["title"].tolist() == ["标题", "题"]
    assert documents["document"].tolist() == ["子", "丑"]
    assert documents["section_"].tolist() == ["党建", "民生"]


@pytest.mark.parametrize("lines", [True, False])
def test_json(tmp_path, lines):
    rows = [{"text": "学习理论。", "tags": ["a"], "likes": 1}, {"text": "服务群众。", "likes": 2}]
    told = "\n".join(json.dumps(row) for row in rows) if lines else json.dumps(rows)
    path = tmp_path / f"a.{'jsonl' if lines else 'json'}"
    path.write_text(told, "utf-8")
    documents = quiet(path)
    assert documents["text"].tolist() == ["学习理论。", "服务群众。"]
    assert documents["likes"].tolist() == [1, 2]
    assert documents["tags"].iloc[0] == '["a"]'


@pytest.mark.parametrize(
    ("suffix", "data", "reason"),
    [
        (".csv", "a,b\n1,2,3\n", "more cells than heads"),
        (".csv", "a,b\n", "without rows"),
        (".jsonl", '{"a": 1}\n{"a"\n', "line 2 is no JSON"),
        (".jsonl", "[1, 2]", "is no object"),
        (".xlsx", "PK", "not a zip file"),
    ],
)
def test_a_broken_table_is_one_clear_error(suffix, data, reason):
    with pytest.raises(ValueError, match=reason):
        read_table(data.encode(), suffix)


def test_a_table_in_a_folder_that_is_no_collection_is_named(tmp_path):
    (tmp_path / "甲.txt").write_text("学习理论。", "utf-8")
    (tmp_path / "名单.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.warns(UserWarning, match=r"名单\.csv: which column is the text\?"):
        documents = read_documents(tmp_path)
    assert documents["problem"].ne("").tolist() == [False, True]


def test_posts_are_compared_by_their_author(tmp_path):
    path = tmp_path / "posts.csv"
    rows = "".join(
        f"{name},{word}很重要。\n" for name, word in [("甲", "数字"), ("乙", "群众")] * 9
    )
    path.write_text("作者,正文\n" + rows, "utf-8")
    corpus = an.load(path, text="正文")
    scores = an.keyness(an.count_terms(corpus, by="作者"), tokens=corpus, permutations=99)
    best = an.key_terms(scores, top=1)
    assert dict(zip(best["target"], best["term"], strict=True)) == {"甲": "数字", "乙": "群众"}
    assert set(scores["unit"]) == {"document"}


def test_every_suffix_is_one_of_lower_case():
    assert all(suffix == suffix.lower() and suffix[0] == "." for suffix in TABLES)
    data = io.BytesIO()
    pd.DataFrame({"text": ["学习"]}).to_excel(data, index=False)
    assert read_table(data.getvalue(), ".xlsx").frame["text"].tolist() == ["学习"]
