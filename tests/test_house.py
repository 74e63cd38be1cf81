"""The house: its steps, the front door, and nothing that happens at import."""

import ast
import pathlib
import subprocess
import sys

import pytest

PACKAGE = pathlib.Path(__file__).resolve().parent.parent / "analysis"

# The steps in the order in which the data flow: each imports only what stands before it.
HOUSE = [
    *["contract", "characters", "reading", "structure", "segmentation", "corpus"],
    *["statistics", "plots", "report", "__main__"],
]
# The modules of each step, in the same sense.
MODULES = {
    "reading": ["encodings", "archives", "marks", "formats", "documents"],
    "reading/formats": [
        *["plain", "markdown", "web", "package", "styles", "numbering", "word"],
        *["layout", "pdfium", "pdf"],
    ],
    "structure": ["grammar", "lines", "headings", "edges", "blocks", "sections"],
    "segmentation": ["lists", "numerals", "script", "segmenter", "tokens", "terms"],
    "statistics": [
        *["measures", "coding", "diversity", "counts", "groups", "sampling", "comparison"],
        *["similarity", "concordance", "collocation"],
    ],
    "statistics/measures": [
        *["contingency", "dispersion", "significance", "evidence", "exact", "effect"],
        "association",
    ],
    "plots": ["fonts", "style", "bars", "effects", "heatmaps", "spread", "clouds"],
    "report": ["files", "tables", "images", "job", "gallery", "folder"],
}


def files_of(place):
    path = PACKAGE / place
    return sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]


def imports_of(path):
    """The absolute names of what a file imports: `analysis.structure.lines`, `pandas` …"""
    package = ["analysis", *path.relative_to(PACKAGE).parts[:-1]]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] + (node.module or "").split(".")
            names = [".".join(filter(None, base))]
            yield from names if node.module else (f"{names[0]}.{a.name}" for a in node.names)


def listing(folder):
    names = {path.stem for path in (PACKAGE / folder).glob("*.py")} - {"__init__"}
    return sorted(names | {path.parent.name for path in (PACKAGE / folder).glob("*/__init__.py")})


def test_the_plan_shows_every_step_and_module():
    assert sorted(HOUSE) == listing(".")
    for folder, modules in MODULES.items():
        assert sorted(modules) == listing(folder), folder
    assert set(MODULES) == {
        str(path.parent.relative_to(PACKAGE)) for path in PACKAGE.glob("*/**/__init__.py")
    }


@pytest.mark.parametrize("step", HOUSE)
def test_a_step_imports_only_steps_before_it_and_by_their_door(step):
    for path in files_of(step):
        for name in imports_of(path):
            parts = name.split(".")
            if parts[0] != "analysis" or parts[1:2] in ([], [step]):
                continue
            assert HOUSE.index(parts[1]) < HOUSE.index(step), f"{path.name} imports {name}"
            assert len(parts) == 2, f"{path.name} reaches past the door of {parts[1]}: {name}"


@pytest.mark.parametrize("folder", MODULES)
def test_modules_import_only_those_before_them(folder):
    order, inside = MODULES[folder], ["analysis", *folder.split("/")]
    for place, module in enumerate(order):
        for path in files_of(f"{folder}/{module}"):
            for name in imports_of(path):
                parts = name.split(".")
                if parts[: len(inside)] == inside and len(parts) > len(inside):
                    other = parts[len(inside)]
                    known = order.index(other) if other in order else -1
                    assert known < place or other == module, f"{path.name} imports {name}"


@pytest.mark.parametrize("step", HOUSE[: HOUSE.index("plots")])
def test_nothing_below_the_plots_draws(step):
    for path in files_of(step):
        assert "matplotlib" not in {name.split(".")[0] for name in imports_of(path)}, path


def test_measures_know_no_frames():
    for path in files_of("statistics/measures"):
        assert "pandas" not in {name.split(".")[0] for name in imports_of(path)}, path


def test_reading_knows_nothing_of_structure():
    for path in files_of("reading"):
        assert not any(name.startswith("analysis.structure") for name in imports_of(path))


@pytest.mark.parametrize("folder", MODULES)
def test_every_folder_says_what_it_is(folder):
    module = ast.parse((PACKAGE / folder / "__init__.py").read_text("utf-8"))
    assert len(ast.get_docstring(module).splitlines()) >= 2


def test_front_door_lists_what_it_exports():
    import analysis

    assert len(analysis.__all__) == len(set(analysis.__all__))
    for name in analysis.__all__:
        assert getattr(analysis, name).__doc__, f"{name} has no docstring"


def test_no_public_function_is_named_like_its_module():
    import analysis

    assert not set(analysis.__all__) & set(HOUSE)


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
        "import analysis; from analysis import plots, report;"
        "print(dict(mpl.rcParams) == settings, filters == list(warnings.filters))"
    )
    assert run(code) == ["True", "True"]
