"""The house: floors, the front door, and nothing that happens at import."""

import ast
import pathlib
import subprocess
import sys

import pytest

PACKAGE = pathlib.Path(__file__).resolve().parent.parent / "analysis"

# Every room, from the ground up: a room may import only what stands before it.
NUMBERS = ["measures"]
TEXT = [
    *["grammar", "lines", "structure", "edges", "blocks", "sections"],
    *["segmentation", "coding", "terms"],
    *["encodings", "archives", "formats", "reading"],
]
TABLES = [
    *["texture", "counts", "groups", "sampling", "comparison", "likeness"],
    *["context", "collocation"],
]
FACES = ["fonts", "plots", "export", "report", "__main__"]
HOUSE = NUMBERS + TEXT + TABLES + FACES


def files_of(room):
    path = PACKAGE / room
    return sorted(path.glob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def rooms():
    files = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"}
    return sorted(files | {path.parent.name for path in PACKAGE.glob("*/__init__.py")})


def imports_of(room):
    """What a room imports, wherever in its files: other rooms, and packages from outside."""
    inside, outside = set(), set()
    for path in files_of(room):
        depth = 2 if (PACKAGE / room).is_dir() else 1
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                outside |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                outside.add(node.module.split(".")[0])
            elif isinstance(node, ast.ImportFrom) and node.level == depth:
                inside |= (
                    {node.module.split(".")[0]} if node.module else {a.name for a in node.names}
                )
    return inside, outside


def test_the_plan_shows_every_room():
    assert sorted(HOUSE) == rooms()


@pytest.mark.parametrize("room", HOUSE)
def test_imports_go_down_only(room):
    inside, _ = imports_of(room)
    higher = [name for name in inside if HOUSE.index(name) >= HOUSE.index(room)]
    assert not higher, f"{room} imports {higher}, which stand above it"


@pytest.mark.parametrize("room", NUMBERS + TEXT + TABLES)
def test_what_lies_under_the_faces_draws_nothing(room):
    assert "matplotlib" not in imports_of(room)[1]


def test_numbers_know_no_frames():
    assert "pandas" not in imports_of("measures")[1]


def test_front_door_lists_what_it_exports():
    import analysis

    assert len(analysis.__all__) == len(set(analysis.__all__))
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
    heavy = "matplotlib wordcloud jieba rjieba scipy.stats lxml pypdfium2 openpyxl opencc"
    code = f"import sys, analysis; print(*[m for m in '{heavy}'.split() if m in sys.modules])"
    assert run(code) == []


def test_import_changes_no_settings_of_others():
    code = (
        "import warnings, pandas, scipy.special, matplotlib.pyplot, matplotlib as mpl;"
        "filters, settings = list(warnings.filters), dict(mpl.rcParams);"
        "import analysis; from analysis import plots, export, report;"
        "print(dict(mpl.rcParams) == settings, filters == list(warnings.filters))"
    )
    assert run(code) == ["True", "True"]
