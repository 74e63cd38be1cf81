"""The folder of a report: all of it, the same bytes twice, nothing of others touched."""

import json
import os
import re
import shutil
import subprocess
import sys
import warnings

import pandas as pd
import pytest

import analysis as an
from analysis import page, report
from analysis.glossary import words

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")


def test_every_table_and_figure_is_there(reports):
    folder, _ = reports[0]
    figures = {suffix: set() for suffix in (".png", ".svg", ".pdf")}
    for path in (folder / "figures").iterdir():
        figures[path.suffix].add(path.stem)
    parts = {f"{kind}_{n}" for kind in ("frequency", "keyness", "cloud") for n in (1, 2)}
    whole = {"frequency", "cloud", "heatmap", "facets", "dispersion", "outline"}
    assert figures[".png"] == figures[".svg"] == figures[".pdf"] == whole | parts
    tables = {path.stem for path in (folder / "tables").glob("*.csv")}
    assert tables == {
        *["documents", "outline", "blocks", "terms_found", "frequency", "frequency_by_section"],
        *["keyness", "dispersion", "evidence", "stop_words", "groups"],
    }
    titles = {words()["tables"][name][0] for name in tables} | {"说明"}
    assert set(pd.read_excel(folder / "tables.xlsx", sheet_name=None)) == titles
    assert "新时代文明实践" in (folder / "terms.txt").read_text("utf-8")
    assert {path.name for path in folder.iterdir()} == {
        *["figures", "report.docx", "report.html", "report.json"],
        *["tables", "tables.xlsx", "terms.txt"],
    }


def bytes_of(folder):
    return {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_twice_gives_the_same_bytes(reports):
    first, second = (bytes_of(folder) for folder, _ in reports)
    assert {name for name in first if name.suffix != ".pdf"} == second.keys()
    other = [str(name) for name in second if first[name] != second[name]]
    assert other == ["report.json"], "one says that there are PDFs"


@pytest.mark.long
def test_the_seed_twice_gives_the_same_bytes_in_every_format(whole_reports):
    first, second = (bytes_of(folder) for folder, _ in whole_reports)
    assert len(first) > 60
    assert first.keys() == second.keys()
    assert [str(name) for name in first if first[name] != second[name]] == []


def points(path, numbers):
    """A document with a section for each number."""
    path.write_text("".join(f"{n}、要点\n抓好工作。\n" for n in numbers), "utf-8")
    return path


def test_no_figure_of_another_document_is_left(tmp_path):
    long, short = points(tmp_path / "a.txt", "一二三"), points(tmp_path / "b.txt", "一二")
    out = tmp_path / "out"
    report.write_report(long, out, formats=["svg"])
    (out / "figures" / "mine.svg").write_text("kept")
    (out / "mine.txt").write_text("kept")
    assert (out / "figures" / "keyness_3.svg").exists()
    report.write_report(short, out, formats=["svg"])
    assert not (out / "figures" / "keyness_3.svg").exists()
    assert (out / "figures" / "keyness_2.svg").exists()
    assert (out / "figures" / "mine.svg").read_text() == (out / "mine.txt").read_text() == "kept"


@pytest.mark.parametrize("given", [True, False])
def test_terms_of_the_user_stay_in_their_file(given, small, tmp_path):
    terms = tmp_path / "terms.txt"
    terms.write_text("宣传干事\n文明实践\n", "utf-8")
    options = {"terms": terms, "found": False} if given else {"terms": None}
    analysis = report.write_report(small, tmp_path, **options, formats=["svg"])
    assert terms.read_text("utf-8") == "宣传干事\n文明实践\n"
    assert ("文明实践" in set(analysis.corpus.tokens["token"])) is given
    assert analysis.terms.empty


LONG = "关于进一步加强和改进新时代全市机关党建工作的意见" * 4


def test_names_that_no_file_may_have_are_changed_and_stay_different(tmp_path):
    names = [LONG[:81], LONG[:81] + "乙", "2019/2020", "2019:2020", "a.", "A.", "x\ny", "😀"]
    texts = pd.DataFrame({"document": names, "text": "走进群众，服务群众。"})
    texts.loc[0, "text"] = "学习理论，学习经验。"
    report.write_report(texts, tmp_path, formats=["svg"])
    clouds = [path.name for path in (tmp_path / "figures").glob("cloud_*.svg")]
    assert len({name.lower() for name in clouds}) == len(names)
    assert all(len(name.encode()) <= 240 for name in clouds)
    assert not any(set(name) & set('/\\:*?"<>|\n') for name in clouds)
    assert any(name.startswith("cloud_" + LONG[:50]) for name in clouds)


def test_a_figure_that_cannot_be_drawn_costs_itself(small, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.plots.heatmap", lambda *_, **__: 1 / 0)
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "heatmap.svg").write_text("old")
    with pytest.warns(UserWarning, match="heatmap could not be drawn: division by zero"):
        analysis = report.write_report(small, tmp_path, formats=["svg"], language="en")
    assert not (tmp_path / "figures" / "heatmap.svg").exists()
    assert (tmp_path / "figures" / "cloud_2.svg").exists()
    assert (tmp_path / "tables.xlsx").exists()
    assert any("heatmap could not be drawn" in note for note in analysis.notes)
    assert "heatmap could not be drawn" in (tmp_path / "notes.txt").read_text("utf-8")
    monkeypatch.undo()
    analysis = report.write_report(small, tmp_path, formats=["svg"])
    assert analysis.notes == ()
    assert not (tmp_path / "notes.txt").exists()


def test_notes_of_somebody_else_are_left_alone(small, tmp_path, monkeypatch):
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    report.write_report(small, tmp_path, formats=["svg"])
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_characters_that_no_face_has_are_noted_once(tmp_path):
    texts = pd.DataFrame(
        {"document": ["甲", "乙😀"], "text": ["한국群众。" * 9, "群众活动。" * 9]}
    )
    dictionary = tmp_path / "words.txt"
    dictionary.write_text("한국\n", "utf-8")
    with warnings.catch_warnings():
        warnings.filterwarnings("error", "(?s).*drawn as")  # the report says it
        analysis = report.write_report(
            texts, tmp_path / "out", terms=str(dictionary), formats=["svg"], language="en"
        )
    boxes = [note for note in analysis.notes if "drawn as □" in note]
    assert boxes == list(dict.fromkeys(boxes))
    assert any("heatmap" in note and "facets" in note for note in boxes)
    assert (tmp_path / "out" / "tables" / "keyness.csv").exists()


def test_sheets_are_cut_and_files_of_text_are_not(small, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.report.folder.ROWS", 10)
    analysis = report.write_report(small, tmp_path, formats=["svg"])
    sheets = pd.read_excel(tmp_path / "tables.xlsx", sheet_name=None)
    assert len(sheets["特征词"]) == 10
    assert sheets["特征词"]["目标"].nunique() == 2
    assert len(pd.read_csv(tmp_path / "tables" / "keyness.csv")) > 10
    assert analysis.notes == ()


def test_a_document_without_headings_is_drawn_too(tmp_path):
    text = "走进群众，服务群众。学习理论。学习经验。"
    with pytest.warns(UserWarning, match="--parts 4"):
        report.write_report(an.read_text(text), tmp_path, formats=["svg"])
    figures = {path.stem for path in (tmp_path / "figures").iterdir()}
    assert figures == {"frequency", "cloud", "dispersion"}
    assert "--parts 4" in (tmp_path / "notes.txt").read_text("utf-8")


def test_a_failure_changes_nothing(small, tmp_path, monkeypatch):
    (tmp_path / "figures").mkdir()
    old = tmp_path / "figures" / "cloud.png"
    old.write_text("old")
    monkeypatch.setattr("analysis.report.folder.save_workbook", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        report.write_report(small, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [old]
    with pytest.raises(ZeroDivisionError):
        report.write_report(small, tmp_path / "new")
    assert not list(tmp_path.glob("new*"))
    assert not [*tmp_path.glob(".report-*"), *tmp_path.parent.glob(".report-*")]


FULL = """
import resource, signal, sys
from analysis.__main__ import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are set with POSIX")
@pytest.mark.long
def test_a_full_disk_leaves_the_report_that_was_there(small, reports, tmp_path):
    folder = tmp_path / "report"
    shutil.copytree(reports[0][0], folder)
    before = bytes_of(folder)
    asked = [sys.executable, "-c", FULL, "report", small, "--out"]
    for out in (folder, tmp_path / "new"):
        done = subprocess.run([*asked, out], capture_output=True, text=True)
        assert done.returncode == 1
        assert done.stderr.endswith("\nerror: File too large\n")
    assert bytes_of(folder) == before
    assert os.listdir(tmp_path) == ["report"]


def test_a_folder_is_not_made_of_a_file(small, tmp_path):
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(NotADirectoryError, match="file is a file: name a folder"):
        report.write_report(small, file)
    with pytest.raises(PermissionError, match="cannot write into"):
        report.write_report(small, file / "inside")


def test_notes_of_a_chinese_report_are_chinese_in_every_place(small, tmp_path, monkeypatch):
    import docx

    monkeypatch.setattr("analysis.plots.heatmap", lambda *_, **__: 1 / 0)
    with pytest.warns(UserWarning, match="没有第 5 级的部分") as told:
        made = report.write_report(small, tmp_path, formats=["svg"], level=5)
    assert {each.filename for each in told} == {__file__}
    deep, broken = made.notes
    assert broken == "heatmap 没有画成（division by zero）"
    assert deep.said("en").startswith(
        "there are no sections of level 5: the finest are of level 2"
    )
    lines = (tmp_path / "notes.txt").read_text("utf-8").splitlines()
    assert lines == ["关于本报告的说明", "", f"- {deep}", f"- {broken}"]
    paragraphs = [each.text for each in docx.Document(tmp_path / "report.docx").paragraphs]
    assert {str(deep), str(broken)} <= set(paragraphs)


ENGLISH = re.compile(r"[A-Za-z]+(?:,? [a-z]+){2,}")  # a sentence, or the most of one
LAW = "学习条例\n第一条　为了学习。\n（一）学习理论；\n（二）走进群众。\n第二条　服务群众。\n"
WEB = "<title>学习网</title><nav><a href='/'>首页</a></nav><h2>通知</h2><p>学习群众经验。</p>"
NOTE = "# 通知\n\n- 一项\n\n| 甲 | 乙 |\n|--|--|\n| 1 | 2 |\n\n走进群众。\n\n来源：学习网\n"


def _without_words(data):
    """What a page shows, but for the words of its other language and the text."""
    shown = {name: value for name, value in data.items() if name not in ("words", "documents")}
    return json.dumps(shown, ensure_ascii=False)


def test_nothing_in_a_chinese_report_is_an_english_sentence(tmp_path):
    import docx

    folder = tmp_path / "文件"
    folder.mkdir()
    for name, text in (("条例2021.txt", LAW), ("网页2022.html", WEB), ("通知2023.md", NOTE)):
        (folder / name).write_text(text * 3, "utf-8")
    (folder / "空2024.docx").write_bytes(b"PK")
    with pytest.warns(UserWarning, match="没有读出来"), pytest.warns(match="文件名里有年份"):
        made = report.write_report(folder, tmp_path / "out", formats=["svg"], by="document")
    out = tmp_path / "out"
    sheets = pd.read_excel(out / "tables.xlsx", sheet_name=None, dtype=str)
    cells = {
        (sheet, str(head)): "\n".join(frame[head].dropna().astype(str))
        for sheet, frame in sheets.items()
        for head in frame
        if head != "问题"  # what went wrong with a file is said in English everywhere
    }
    paper = docx.Document(out / "report.docx")
    lines = [each.text for each in paper.paragraphs]
    places = cells | {
        "docx": "\n".join(lines[: lines.index("方法") + 1]),
        "docx tables": "\n".join(
            cell.text for table in paper.tables for row in table.rows for cell in row.cells
        ),
        "notes": (out / "notes.txt").read_text("utf-8"),
        "outline": an.show_outline(made.tables["outline"]),
        "page": _without_words(page.page_data(made.corpus)),
        "account": an.explain(made.corpus),
        "left out": an.left_out(made.scores),
    }
    found = {place: ENGLISH.findall(text) for place, text in places.items()}
    assert {place: told for place, told in found.items() if told} == {}
    assert len(set(made.tables["blocks"]["reason"])) > 5


def test_what_libraries_warn_of_is_no_note(small, tmp_path, monkeypatch):
    from analysis.plots import heatmap

    def warned(*given, **options):
        warnings.warn("old", DeprecationWarning, stacklevel=1)
        return heatmap(*given, **options)

    monkeypatch.setattr("analysis.plots.heatmap", warned)
    with pytest.warns(DeprecationWarning, match="old"):
        made = report.write_report(small, tmp_path, formats=["svg"])
    assert made.notes == ()
    assert not (tmp_path / "notes.txt").exists()
