"""A report over a collection by a column of its documents."""

import re
import warnings

import docx
import pandas as pd
import pytest

from analysis.report import figures, save_document, write_again, write_report
from analysis.report.account import PARTS
from analysis.report.gallery import EACH, OWN
from analysis.report.job import analyse, in_order


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "texts").mkdir()
    for number, year in enumerate((2020, 2021, 2021, 2022)):
        word = "数字经济" if year == 2021 else "群众"
        text = f"一、学习\n学习理论{number}。\n二、实践\n" + f"发展{word}，服务{word}。" * 9
        (tmp_path / "texts" / f"{year}年{number}号.txt").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def quiet(function, *given, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*given, **options)


def test_groups_of_documents_are_compared_in_their_order(folder):
    made = quiet(analyse, "texts", by="year")
    assert made.group == "year"
    assert list(made.scores["target"].cat.categories) == ["2020", "2021", "2022"]
    assert made.tables["frequency_by_group"]["year"].drop_duplicates().tolist() == [
        2020,
        2021,
        2022,
    ]
    assert "trend" in dict(figures(made)) or not made.scores["supported"].any()


def made_of(groups, marked=()):
    """The analysis of groups of documents, of which some have a word of their own."""
    own = [f"第{n}号" if n in marked else "学习" for n in range(len(groups))]
    documents = pd.DataFrame(
        {
            "document": [f"d{n}" for n in range(len(groups))],
            "text": [f"服务群众{word}。\n" * 9 for word in own],
            "group": groups,
        }
    )
    return quiet(analyse, documents, by="group", terms=["服务群众", *own])


def test_of_many_groups_every_one_is_in_the_tables_and_few_have_figures():
    several = EACH + 1
    made = made_of([f"组{n:02}" for n in range(several)], {1, 2})
    assert made.scores["target"].nunique() == several
    assert made.tables["groups"]["target"].tolist() == [f"组{n:02}" for n in range(several)]
    marked = made.tables["groups"].set_index("target")["n_supported"] > 0
    own = [name for name in dict(figures(made)) if "组" in name]
    assert own == [f"keyness_{name}" for name in marked.index[marked]][:OWN]
    assert made.tables["groups"]["key_terms"][1].split("、") == ["服务群众第1号"]
    fewer = made_of([f"组{n:02}" for n in range(several - 1)], {1, 2})
    assert len([name for name in dict(figures(fewer)) if "组" in name]) == 3 * EACH <= 60


def test_an_index_in_the_word_file_names_every_group_without_a_figure(tmp_path):
    made = made_of([f"组{n:02}" for n in range(25)], set(range(20)))
    assert (made.tables["groups"]["n_supported"] > 0).sum() > PARTS
    path = save_document(made, tmp_path / "report.docx")
    cells = [
        [cell.text for cell in row.cells] for t in docx.Document(path).tables for row in t.rows
    ]
    index = cells[cells.index(["名称", "词数", "有把握", "最突出的词"]) + 1 :]
    headings = {
        each.text for each in docx.Document(path).paragraphs if each.style.name == "Heading 2"
    }
    said = [each.text for each in docx.Document(path).paragraphs]
    assert sum(text.startswith("“组") and "多用" in text for text in said) == PARTS
    assert any(re.match("另有 [0-9]+ 处也有有把握的差别（见表 [0-9]+）", text) for text in said)
    named = {row[0] for row in index if row[0].startswith("组")}
    assert named | {h for h in headings if h.startswith("组")} == {f"组{n:02}" for n in range(25)}


def test_the_word_file_says_and_draws_what_rises_and_falls(tmp_path):
    def written(times, values=(2021, 2022, 2023)):
        texts = ["服务群众。\n" * (20 - n) + "安全生产。\n" * n for n in times]
        documents = pd.DataFrame({"document": list("甲乙丙"), "text": texts, "group": values})
        made = quiet(analyse, documents, by="group", terms=["服务群众", "安全生产"])
        paper = docx.Document(save_document(made, tmp_path / "report.docx"))
        return "\n".join(each.text for each in paper.paragraphs)

    rising = written([0, 8, 20])
    assert "逐渐增多而有把握的词 1 个：安全生产。" in rising
    assert "逐渐减少而有把握的词 1 个：服务群众。" in rising
    assert "用词随次序的变化" in rising
    steady = written([10, 9, 10])
    assert "没有一个词有把握地逐渐增多或减少。" in steady
    assert "用词随次序的变化" not in steady
    assert not re.search("逐渐|用词随", written([0, 8, 20], list("甲乙丙")))


@pytest.mark.parametrize(
    ("values", "ordered"),
    [
        ([2021, 2022, 2023], True),
        (["2021年", "2022年", "2023年"], True),
        (["2021Q1", "2021Q2", "2021Q3"], True),
        (pd.to_datetime(["2021-1-1", "2021-2-1", "2021-3-1"]), True),
        (pd.Categorical(["初", "中", "末"], ["初", "中", "末"], ordered=True), True),
        (pd.Categorical(["初", "中", "末"], ["初", "中", "末"]), False),
        (["甲", "乙", "丙"], False),
        ([True, False, True], False),
        (["2021届毕业生", "2022届毕业生", "教师"], False),
    ],
)
def test_only_groups_in_an_order_have_a_trend(values, ordered):
    made = made_of(values, {0})
    assert in_order(made.corpus, "group") == ordered
    if made.scores["target"].nunique() > 2:
        assert ("trends" in made.tables) == ordered
    drawn = "trend" in dict(figures(made))
    assert drawn == (ordered and made.scores["supported"].any())
    assert not ordered or made.scores["supported"].any(), "the rule is not tried"


@pytest.mark.parametrize(
    ("names", "ordered"), [("甲乙丙", False), (("2021", "2022", "2023"), True)]
)
def test_documents_have_a_trend_where_their_names_are_years(names, ordered):
    texts = [f"服务群众{word}。\n" * 9 for word in ("第1号", "学习", "学习")]
    documents = pd.DataFrame({"document": list(names), "text": texts})
    made = quiet(analyse, documents, terms=["第1号"])
    assert made.scores["supported"].any()
    assert ("trend" in dict(figures(made))) == ordered
    twice = quiet(analyse, documents.assign(year=2021))
    assert not in_order(twice.corpus, "document")


@pytest.mark.long
def test_a_report_by_year_says_so_and_is_made_again(folder):
    made = quiet(write_report, "texts", "out", by="year")
    assert not [note for note in made.notes if "could not" in note]
    assert (folder / "out" / "report.docx").is_file()
    assert quiet(write_again, "out/report.json", "again") == []


@pytest.mark.long
def test_categories_are_made_again_in_their_order(folder):
    stages = ["末", "初", "中", "中"]
    names = sorted(path.name for path in (folder / "texts").iterdir())
    table = pd.DataFrame(
        {"file": names, "stage": pd.Categorical(stages, [*"初中末"], ordered=True)}
    )
    made = quiet(write_report, "texts", "out", by="stage", metadata=table, formats=["svg"])
    assert made.tables["groups"]["target"].tolist() == ["初", "中", "末"]
    assert "trends" in made.tables
    assert quiet(write_again, "out/report.json", "again") == []
