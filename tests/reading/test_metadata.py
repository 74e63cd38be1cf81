"""Columns of the documents' own: read from a table, a pattern or names, and counted by."""

import pickle
import warnings

import pandas as pd
import pytest

import analysis as an
from analysis.reading import read_documents, read_text

YEARS = (2019, 2021, 2023)


@pytest.fixture
def folder(tmp_path):
    for year in YEARS:
        path = tmp_path / f"{year}年" / f"报告{year}.txt"
        path.parent.mkdir()
        text = f"一、学习\n学习理论。{'数字经济。' * (year - 2018)}\n二、实践\n走进群众。"
        path.write_text(text, "utf-8")
    return tmp_path


def table(**columns):
    return pd.DataFrame({"file": [f"报告{year}.txt" for year in YEARS], **columns})


def test_a_year_in_every_name_is_a_column_and_said(folder):
    with pytest.warns(UserWarning, match=r"have a year \(2019 to 2023\)") as told:
        documents = read_documents(folder)
    assert documents["year"].tolist() == list(YEARS)
    assert documents["year"].dtype == "int64"
    assert len(told) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("报告2021", "通知"),  # one without
        ("报告2021甲", "报告2021乙"),  # all of one year
        ("规划2016-2020", "规划2021-2025"),  # two each
        ("GB18030甲", "令第20215号"),
    ],
)
def test_no_year_is_taken_where_names_do_not_say(tmp_path, names):
    for name in names:
        (tmp_path / f"{name}.txt").write_text("学习理论。", "utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert "year" not in read_documents(tmp_path)


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "frame"])
def test_a_table_by_file_name_with_or_without_suffix_and_folder(folder, suffix):
    given = pd.DataFrame(
        {
            "file": ["报告2021", "2019年/报告2019.txt", "报告2023.txt"],
            "city": ["上海", "北京", "北京"],
            "code": ["007", "012", "1"],
            "n_people": ["3", "", "5"],
        }
    )
    path = given if suffix == "frame" else folder / f"meta.{suffix}"
    if suffix == "csv":
        given.to_csv(path, index=False, encoding="gb18030")
    elif suffix == "xlsx":
        given.assign(n_people=[3, None, 5]).to_excel(path, index=False)
    documents = read_documents(folder, metadata=path)
    assert list(documents["document"]) == ["报告2019", "报告2021", "报告2023"]
    assert documents["city"].tolist() == ["北京", "上海", "北京"]
    assert documents["code"].tolist() == ["012", "007", "1"], "leading noughts are kept"
    if suffix != "frame":
        assert documents["n_people"].dtype == "Int64"


def test_rows_without_documents_and_documents_without_rows_are_said(folder):
    given = table(city=list("甲乙丙")).iloc[1:]
    given = pd.concat([given, pd.DataFrame({"file": ["报告2030"], "city": ["丁"]})])
    with pytest.warns(UserWarning, match="metadata") as told:
        corpus = an.load(folder, metadata=given)
    said = [str(each.message) for each in told]
    assert "报告2019 have no row in metadata" in said
    assert "报告2030 are rows of metadata without a document" in said
    with pytest.raises(ValueError, match="'报告2019' has no value in its column 'city'"):
        an.count_terms(corpus, by="city")
    with pytest.raises(ValueError, match=r"no column 'year' in tokens .*: pass the corpus"):
        an.count_terms(corpus.tokens, by="year")
    with pytest.raises(ValueError, match=r"no column 'token' .*: make it with tokenize"):
        an.count_terms(corpus.tokens.drop(columns="token"), by="section")
    rest = corpus.select(documents=["报告2021", "报告2023"])
    assert set(an.count_terms(rest, by="city")["city"]) == {"乙", "丙"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (table(text=list("甲乙丙")), "cannot have a column 'text'"),
        (table(section=list("甲乙丙")), "cannot have a column 'section'"),
        (
            table(city=list("甲乙丙")).rename(columns={"file": "x"}),
            "no column 'document' or 'file'",
        ),
        (table(city=list("甲乙丙")).iloc[[0, 0]], "two rows for '报告2019.txt'"),
        (table(city=list("甲乙丙")).assign(file=list("子丑寅")), "names a document"),
        ("{year}.docx", "fits no document"),
        ("{year}_{year}.docx", "no name for one field"),
        ("报告.txt", "is no table"),
        (3, "not int"),
    ],
)
def test_metadata_that_fits_nothing_is_refused(folder, given, reason):
    with pytest.raises(ValueError, match=reason):
        read_documents(folder, metadata=given)


@pytest.mark.parametrize("pattern", ["{year}年/…", "{kind}{year}.txt", "*{year}"])
def test_a_pattern_of_names_and_folders(folder, pattern):
    documents = read_documents(folder, metadata=pattern)
    assert documents["year"].tolist() == list(YEARS)
    assert documents.get("kind", pd.Series(["报告"])).unique().tolist() == ["报告"]


def test_columns_go_to_counts_and_comparisons_and_keep_their_order(folder):
    size = pd.Categorical(["大", "小", "中"], ["小", "中", "大"], ordered=True)
    corpus = an.load(folder, metadata=table(year=YEARS, size=size, city=["十号", "二号", "二号"]))
    assert corpus.tokens.columns.tolist() == an.load(read_text("学习")).tokens.columns.tolist()
    counts = an.count_terms(corpus, by="year")
    digital = counts[counts["term"] == "数字"].set_index("year")["n"]
    assert digital.to_dict() == {year: year - 2018 for year in YEARS}
    assert an.matrix(counts).index.tolist() == list(YEARS)
    assert list(an.matrix(an.count_terms(corpus, by="size")).index) == ["小", "中", "大"]
    assert list(an.matrix(an.count_terms(corpus, by="city")).index) == ["二号", "十号"]
    by_both = an.count_terms(corpus, by=["year", "section"])
    assert by_both["n"].sum() == len(corpus.tokens)
    scores = an.keyness(
        counts, target=2023, reference=2021, tokens=corpus, stop=(), permutations=9
    )
    row = scores[scores["term"] == "数字"].iloc[0]
    assert (row["n_target"], row["n_reference"], row["by"]) == (5, 3, "year")
    city = an.keyness(an.count_terms(corpus, by="city"), target="二号", permutations=9)
    assert set(city["reference"]) == {"all others"}
    quoted = an.evidence(scores, corpus, show="all")
    assert set(quoted["document"]) == {"报告2023"}
    assert an.rates(counts, ["数字"])["group"].tolist() == ["2019", "2021", "2023"]
    assert an.diversity(corpus, by="year")["year"].tolist() == list(YEARS)


def test_a_corpus_keeps_its_columns_and_selects_by_them(folder):
    corpus = an.load(folder, metadata="{year}年/…")
    for other in (
        corpus.recut(),
        pickle.loads(pickle.dumps(corpus)),
        corpus.with_terms(["数字经济"]),
    ):
        assert other.documents["year"].tolist() == list(YEARS)
    assert list(corpus.select(year=2021).documents["document"]) == ["报告2021"]
    assert len(corpus.select(year=[2019, 2023], sections="2").sections) == 2
    with pytest.raises(ValueError, match=r"year='2020'; there are: 2019, 2021, 2023"):
        corpus.select(year=2020)
    with pytest.raises(ValueError, match="no column 'city' of their own; there are: year"):
        an.count_terms(corpus, by="city")


def test_the_file_of_the_metadata_is_no_document(folder):
    table(city=list("甲乙丙")).to_csv(folder / "表.csv", index=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(read_documents(folder, metadata=folder / "表.csv")) == 3
