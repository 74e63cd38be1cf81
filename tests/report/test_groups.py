"""A report over a collection by a column of its documents."""

import warnings

import pandas as pd
import pytest

from analysis.report import figures, write_again, write_report
from analysis.report.gallery import MOST_GROUPS
from analysis.report.job import analyse


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


def test_of_many_groups_every_one_is_in_the_tables_and_none_has_a_figure(tmp_path):
    several = MOST_GROUPS + 1
    documents = pd.DataFrame(
        {
            "document": [f"d{n}" for n in range(several)],
            "text": [f"学习理论，服务群众。词{n}。" for n in range(several)],
            "group": [f"组{n}" for n in range(several)],
        }
    )
    made = quiet(analyse, documents, by="group")
    assert made.scores["target"].nunique() == several
    assert not [name for name in dict(figures(made)) if "组" in name]


@pytest.mark.long
def test_a_report_by_year_says_so_and_is_made_again(folder):
    made = quiet(write_report, "texts", "out", by="year")
    assert not [note for note in made.notes if "could not" in note]
    assert (folder / "out" / "report.docx").is_file()
    assert quiet(write_again, "out/report.json", "again") == []
