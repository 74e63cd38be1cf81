"""The house: floors, the front door, and nothing that happens at import."""

import ast
import pathlib
import subprocess
import sys

import pytest

PACKAGE = pathlib.Path(__file__).resolve().parent.parent / "analysis"
FLOORS = [
    ["measures"],
    ["blocks", "encodings", "formats", "grammar", "reading", "sections", "segmentation", "terms"],
    ["comparison", "context", "counts"],
    ["export", "fonts", "plots", "report", "__main__"],
]
# Down means towards earlier rooms; within a floor, towards earlier rooms of this list.
ORDER = [
    "measures",
    "grammar",
    "blocks",
    "sections",
    "segmentation",
    "terms",
    "encodings",
    "formats",
    "reading",
    "counts",
    "context",
    "comparison",
    "fonts",
    "plots",
    "export",
    "report",
    "__main__",
]


def rooms():
    return sorted(path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__")


def imports_of(room):
    """The rooms a module imports, wherever in the file."""
    tree = ast.parse((PACKAGE / f"{room}.py").read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module} if node.module else {alias.name for alias in node.names}
    return found


def test_every_room_has_a_place_in_the_order():
    assert set(rooms()) <= set(ORDER)


@pytest.mark.parametrize("room", rooms())
def test_imports_go_down_only(room):
    higher = [name for name in imports_of(room) if ORDER.index(name) >= ORDER.index(room)]
    assert not higher, f"{room} imports {higher}, which stand above it"


def test_tables_do_not_draw_and_numbers_know_no_frames():
    def outside(room):
        tree = ast.parse((PACKAGE / f"{room}.py").read_text("utf-8"))
        names = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(node.module.split(".")[0])
        return names

    assert "pandas" not in outside("measures")
    for room in ORDER[: ORDER.index("fonts")]:
        assert "matplotlib" not in outside(room), room


def test_front_door_lists_what_it_exports():
    import analysis

    assert sorted(analysis.__all__, key=str.casefold) == sorted(
        set(analysis.__all__), key=str.casefold
    )
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__, f"{name} has no docstring"


def test_no_public_function_is_named_like_its_module():
    import analysis

    assert not set(analysis.__all__) & set(rooms())


def run(code):
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=PACKAGE.parent
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_import_opens_neither_matplotlib_nor_a_dictionary():
    heavy = "matplotlib wordcloud jieba rjieba scipy.stats docx trafilatura pypdfium2 openpyxl"
    code = f"import sys, analysis; print(*[m for m in '{heavy}'.split() if m in sys.modules])"
    assert run(code) == []


def test_import_and_plots_change_no_global_state():
    code = (
        "import warnings, matplotlib as mpl; filters = list(warnings.filters);"
        "before = dict(mpl.rcParams); import matplotlib.pyplot; drawn = dict(mpl.rcParams);"
        "import analysis; from analysis import plots, export;"
        "print(dict(mpl.rcParams) == drawn, filters == list(warnings.filters))"
    )
    assert run(code) == ["True", "True"]
