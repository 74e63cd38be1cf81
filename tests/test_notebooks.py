"""The notebooks run from a clean kernel on any document, and are stored without outputs."""

import itertools
import pathlib
import re

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
OWN_PATH = re.compile(r"^PATH = (None|\"[^\"]*\")", re.M)

TOPICS = ["产业发展", "乡村旅游", "民生保障", "教育改革", "环境治理", "河道整治", "干部培训"]


def report_on(topics, headings=True):
    """A generated text: a part a topic, with or without headings."""
    lines = ["关于今年工作的报告"]
    for number, (one, other) in enumerate(itertools.pairwise(topics)):
        if headings:
            lines.append(f"{'一二三四五六七'[number]}、{one}情况")
        for meeting in range(1, 7):
            lines.append(
                f"我们抓好{one}，推进{other}。第{meeting}次会议研究了{one}。群众对{other}满意。"
            )
    return "\n".join(lines)


def documents(kind, folder):
    """The path of other documents than the seed, made in a folder."""
    folder.mkdir()
    if kind == "a text without headings":
        path = folder / "随笔.txt"
        path.write_text(report_on(TOPICS[:5], headings=False), "utf-8")
        return path
    for name, topics in (("2022", TOPICS[:4]), ("2023", TOPICS[3:])):
        (folder / f"{name}.md").write_text(report_on(topics), "utf-8")
    return folder


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def read(path):
    return nbformat.read(path, as_version=4)


def run(notebook, folder):
    """Run it in a folder of its own, so that ../build is not the reader's; the outputs."""
    place = folder / "notebooks"
    place.mkdir()
    (folder / "seeds").symlink_to(FOLDER.parent / "seeds")
    NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": place}}
    ).execute()
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def pictures(outputs):
    return [output for output in outputs if "image/png" in output.get("data", {})]


def shows_enough(path, outputs):
    """Two pictures, or the explorer."""
    if "explore" in path.stem:
        widget = "application/vnd.jupyter.widget-view+json"
        return any(widget in output.get("data", {}) for output in outputs)
    return len(pictures(outputs)) >= 2


def printed(outputs):
    """What was said in the notebook besides results: warnings."""
    return [output.text for output in outputs if output.get("name") == "stderr"]


def test_there_are_six_at_most():
    assert 3 <= len(NOTEBOOKS) <= 6


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_thin_and_without_outputs(path):
    for cell in code_cells(read(path)):
        assert cell.outputs == []
        assert cell.execution_count is None
        assert len(cell.source.splitlines()) <= 6, cell.source
        assert "def " not in cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_nothing_in_it_belongs_to_one_document(path):
    notebook = read(path)
    first, *rest = code_cells(notebook)
    assert OWN_PATH.search(first.source)
    assert not any("seeds" in cell.source for cell in rest)
    assert not any(re.search(r'group="|意识形态|文明实践', cell.source) for cell in rest)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_asks_a_question_in_two_languages_and_ends_with_what_to_doubt(path):
    told = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    assert re.match(r"# \d .+？\n\n\*[A-Z].+\?\*", told[0])
    assert told[-1].startswith("## 该怀疑什么 *What to doubt*")
    assert re.search(r"\n- .+\n\n\*.+\*$", told[-1], re.S)


# The first one each time: the set-up works. All of them run in JupyterLab (tests/explorer).
@pytest.mark.parametrize("path", NOTEBOOKS[:1], ids=lambda path: path.stem)
def test_runs_from_a_clean_kernel(path, tmp_path, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)  # pictures come into the notebook
    outputs = run(read(path), tmp_path)
    assert shows_enough(path, outputs)
    assert not any("Glyph" in text or "Traceback" in text for text in printed(outputs))
    for picture in pictures(outputs):  # as many points as a screen of twice the density has
        sizes = picture["metadata"]["image/png"]
        assert sizes["width"] <= 1000


@pytest.mark.long
@pytest.mark.parametrize("kind", ["a text without headings", "a folder of two"])
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_runs_on_other_documents(path, kind, tmp_path, monkeypatch):
    monkeypatch.delenv("MPLBACKEND", raising=False)
    own = documents(kind, tmp_path / "own")
    notebook = read(path)
    first = code_cells(notebook)[0]
    first.source, changed = OWN_PATH.subn(f"PATH = {str(own)!r}", first.source)
    assert changed == 1
    outputs = run(notebook, tmp_path)
    assert shows_enough(path, outputs)
    assert not any("Glyph" in text or "Traceback" in text for text in printed(outputs))
