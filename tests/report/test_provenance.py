"""The record of a report: it makes the same files once more, or says what differs."""

import datetime
import inspect
import json

import docx
import pandas as pd
import pytest

import analysis as an
from analysis import report

pytestmark = [
    pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning"),
    pytest.mark.filterwarnings("ignore:.*has one part"),
]
DAY = datetime.date(2025, 1, 2)


def bytes_of(folder):
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def record_of(folder):
    return json.loads((folder / "report.json").read_text("utf-8"))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder to work in, with two documents, a dictionary and other lists."""
    monkeypatch.chdir(tmp_path)
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "甲.txt").write_text("学习理论，学习经验。\n党群服务中心的门开着。" * 3, "utf-8")
    (texts / "乙.txt").write_text("走进群众，服务百姓。\n党群服务中心的门开着。" * 3, "utf-8")
    (tmp_path / "own.txt").write_text("党群服务中心 9 nt\n群众\n", "utf-8")
    return tmp_path


def test_a_report_is_made_again_byte_for_byte(place):
    out, again = place / "out", place / "again"
    report.write_report(
        "texts",
        out,
        terms=str(place / "own.txt"),
        found=False,
        stop=["经验"],
        synonyms={"群众": ["百姓"]},
        formats=["svg"],
        language="en",
        text="none",
        date=DAY,
    )
    (place / "own.txt").unlink()  # the record holds its words
    assert report.write_again(out / "report.json", again) == []
    assert bytes_of(out) == bytes_of(again)
    assert report.write_again(out / "report.json") == []
    assert bytes_of(out) == bytes_of(again)
    table = pd.read_csv(again / "tables" / "frequency.csv").set_index("term")["n"]
    assert table["群众"] == 6
    assert table["党群服务中心"] == 6
    assert "经验" not in table
    assert docx.Document(again / "report.docx").core_properties.created.date() == DAY


def test_the_record_says_what_was_used_and_nothing_of_the_machine(place):
    out = place / "out"
    report.write_report(place / "texts" / "甲.txt", out, formats=["svg"], date=DAY)
    record = record_of(out)
    assert record["versions"]["analysis"] == an.__version__
    assert record["versions"]["numpy"]
    assert [row["file"] for row in record["inputs"]] == ["甲.txt"]
    assert len(record["inputs"][0]["sha256"]) == 64
    assert record["paths"] is None
    assert record["date"] == "2025-01-02"
    assert record["method"] | {"found_terms": []} == {
        "engine": "rjieba",
        "hmm": True,
        "found_terms": [],
        "measure": "log_likelihood",
        "permutations": 1000,
        "seed": 0,
    }
    assert set(record["files"]) == bytes_of(out).keys() - {"report.json"}
    for name, content in bytes_of(out).items():
        assert str(place).encode() not in content, name


def test_every_option_of_a_report_is_in_its_record(place):
    out = place / "out"
    report.write_report("texts", out, formats=["svg"], date=DAY, roles="body")
    record = record_of(out)
    asked = {
        name
        for function in (report.analyse, report.write_report)
        for name in inspect.signature(function).parameters
    }
    assert asked - {"paths", "folder", "date", "options"} == record["options"].keys()
    assert record["options"]["roles"] == ["body"]
    assert report.write_again(out / "report.json") == []


def test_without_relative_paths_the_documents_are_asked_for(place):
    out = place / "out"
    path = place / "texts" / "甲.txt"
    report.write_report([path], out, formats=["svg"], date=DAY)
    before = bytes_of(out)
    with pytest.raises(ValueError, match=r"does not say where the documents lie.*甲.txt"):
        report.write_again(out / "report.json")
    assert report.write_again(out / "report.json", paths=path) == []
    assert bytes_of(out) == before
    report.write_report("texts", out, formats=["svg"], date=DAY)
    before = bytes_of(out)
    (place / "texts").rename(place / "moved")
    with pytest.raises(FileNotFoundError, match="texts"):
        report.write_again(out / "report.json")
    assert report.write_again(out / "report.json", paths=place / "moved") == []
    assert bytes_of(out) == before


def test_an_input_that_changed_is_named_and_nothing_is_written(place):
    out = place / "out"
    report.write_report("texts", out, formats=["svg"], date=DAY)
    before = bytes_of(out)
    (place / "texts" / "甲.txt").write_text("另一篇。", "utf-8")
    with pytest.raises(ValueError, match=r"report.json: 甲.txt has changed$"):
        report.write_again(out / "report.json")
    (place / "texts" / "甲.txt").rename(place / "texts" / "丙.txt")
    with pytest.raises(ValueError, match="甲 is missing; 丙 is new"):
        report.write_again(out / "report.json")
    assert bytes_of(out) == before


def test_other_versions_and_other_files_are_named(place):
    out = place / "out"
    report.write_report("texts", out, formats=["svg"], date=DAY)
    record = record_of(out)
    record["versions"] |= {"numpy": "0.1"}
    record["files"]["tables.xlsx"] = "other"
    (out / "report.json").write_text(json.dumps(record), "utf-8")
    numpy, file = report.write_again(out / "report.json", place / "again")
    assert numpy.startswith("numpy is ")
    assert numpy.endswith(" and was 0.1")
    assert file == "tables.xlsx is not what it was"


def test_a_template_has_to_be_the_same(place):
    out = place / "out"
    docx.Document().save(place / "own.docx")
    report.write_report("texts", out, formats=["svg"], date=DAY, template=place / "own.docx")
    with pytest.raises(ValueError, match=r"made with the template own.docx: name it"):
        report.write_again(out / "report.json")
    assert report.write_again(out / "report.json", template=place / "own.docx") == []
    other = docx.Document()
    other.add_paragraph("x")
    other.save(place / "other.docx")
    with pytest.raises(ValueError, match=r"other.docx is not the template"):
        report.write_again(out / "report.json", template=place / "other.docx")


def test_texts_without_files_are_known_by_their_words(place):
    out = place / "out"
    texts = an.read_text("走进群众，服务群众。学习理论。")
    report.write_report(texts, out, formats=["svg"], date=DAY)
    with pytest.raises(ValueError, match="does not say where"):
        report.write_again(out / "report.json")
    assert report.write_again(out / "report.json", paths=texts) == []
    with pytest.raises(ValueError, match="has changed"):
        report.write_again(out / "report.json", paths=an.read_text("走进群众。"))


@pytest.mark.parametrize("content", ["no json", "{}", "[1]", '{"form": 99}'])
def test_what_is_no_record_is_refused(content, tmp_path):
    (tmp_path / "x.json").write_text(content, "utf-8")
    with pytest.raises(ValueError, match=r"x.json is no record of a report"):
        report.write_again(tmp_path / "x.json")


def test_corrections_are_in_the_record(place):
    text = "一、学习\n学习理论。\n工作打算\n要实干。\n二、实践\n走进群众。\n"
    (place / "texts" / "丁.txt").write_text(text, "utf-8")
    out = place / "out"
    made = report.write_report(
        "texts/丁.txt", out, formats=["svg"], date=DAY, corrections={"工作打算": 2}
    )
    assert "工作打算" in set(made.corpus.sections["title"])
    assert report.write_again(out / "report.json", place / "again") == []
    assert bytes_of(out) == bytes_of(place / "again")


def test_a_page_or_a_word_file_that_cannot_be_made_costs_itself(small, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.report.folder.write_page", lambda *_, **__: 1 / 0)
    monkeypatch.setattr("analysis.report.folder.save_document", lambda *_, **__: 1 / 0)
    with pytest.warns(UserWarning, match="没有做成（division by zero）"):
        made = report.write_report(small, tmp_path, formats=["svg"])
    assert {note.split()[0] for note in made.notes} == {"report.html", "report.docx"}
    assert (tmp_path / "tables.xlsx").exists()
