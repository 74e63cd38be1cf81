"""The house: its steps, the front door, and nothing that happens at import."""

import ast
import inspect
import pathlib
import re
import subprocess
import sys

import pytest
from radon.complexity import cc_visit

PACKAGE = pathlib.Path(__file__).resolve().parent.parent / "analysis"

# The steps in the order in which the data flow: each imports only what stands before it.
HOUSE = [
    *["contract", "glossary", "characters", "pipes", "reading", "structure", "segmentation"],
    *["corpus", "statistics", "wording", "files", "scale", "plots", "page", "report", "explorer"],
    "__main__",
]
# The modules of each step, in the same sense.
MODULES = {
    "reading": [
        *["plausibility", "foreign", "damage", "encodings", "archives", "marks", "spacing"],
        *["formats", "apart", "office", "tables", "metadata", "documents"],
    ],
    "reading/formats": [
        *["plain", "hiding", "mhtml", "page", "web", "inline", "markdown", "package"],
        *["styles", "numbering", "fields", "runs", "word", "cost", "glyphs", "layout"],
        *["ruled", "unshaped", "forms", "pdfium", "pdf", "opendocument", "epub", "rtf"],
        "subtitles",
    ],
    "structure": [
        *["signs", "numbers", "grammar", "lines", "shapes", "layouts", "contents", "divisions"],
        *[
            "series",
            "points",
            "site",
            "titles",
            "nesting",
            "candidates",
            "features",
            "margin",
            "families",
            "doubts",
            "outlines",
            "answers",
            "apparatus",
            "blocks",
            "returns",
            "spans",
        ],
        *["sections", "corrections", "paths"],
    ],
    "segmentation": [
        *["signs", "lists", "numerals", "script", "view", "synonyms", "segmenter", "pieces"],
        *["tokens", "lost", "terms"],
    ],
    "statistics": [
        *["measures", "coding", "passages", "places", "diversity", "counts", "groups"],
        *["cells", "sampling", "shuffling", "showing", "comparison", "robustness", "rates"],
        *["trends", "similarity"],
        "concordance",
        "quoting",
        "versions",
        "collocation",
    ],
    "statistics/measures": [
        *["contingency", "dispersion", "significance", "evidence", "exact", "effect"],
        "association",
    ],
    "plots": [
        "fonts",
        "setting",
        "sheet",
        "groups",
        "check",
        "bars",
        "effects",
        "facets",
        "slopes",
        "heads",
        "heatmaps",
        "spread",
        "structures",
        "trends",
        "likeness",
        "labelling",
        "scatters",
        "networks",
        "packing",
        "clouds",
    ],
    "scale": ["listing", "kernel", "store", "workers", "folding", "collection"],
    "explorer": ["code", "saving", "session", "widget"],
    "page": ["cutting", "front", "data", "html"],
    "report": [
        "dates",
        "cells",
        "tables",
        "images",
        "settings",
        "job",
        "gallery",
        "word",
        "account",
        "document",
        "versions",
        "provenance",
        "folder",
    ],
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


# --- small functions, and every parameter explained ----------------------------------------

COMPLEXITY, LINES = 15, 50


def lines_of_code(function, lines):
    """How many lines a function has, without docstring, comments and blanks."""
    text = function.body[0] if ast.get_docstring(function) is not None else None
    places = set(range(function.lineno, function.end_lineno + 1))
    places -= set(range(text.lineno, text.end_lineno + 1)) if text else set()
    return sum(bool(re.match(r"\s*[^\s#]", lines[place - 1])) for place in places)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.stem)
def test_functions_are_small(path):
    source = path.read_text("utf-8")
    for block in cc_visit(source):
        assert block.complexity <= COMPLEXITY, f"{path.name}: {block.name}"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            assert lines_of_code(node, source.splitlines()) <= LINES, f"{path.name}: {node.name}"


def public():
    """Name and object of every function, class and method that a user can call."""
    import analysis
    from analysis import page, plots, report

    for module in (analysis, page, plots, report):
        names = getattr(module, "__all__", [n for n in vars(module) if not n.startswith("_")])
        for name in names:
            value = getattr(module, name)
            if not getattr(value, "__module__", "").startswith("analysis"):
                continue
            is_class = inspect.isclass(value) and not issubclass(value, Exception)
            if is_class or inspect.isfunction(value):
                yield name, value
            for method, function in vars(value).items() if is_class else ():
                if not method.startswith("_") and inspect.isfunction(function):
                    yield f"{name}.{method}", function


def test_every_public_parameter_is_named_in_its_docstring():
    for name, value in public():
        parameters = set(inspect.signature(value).parameters) - {"self"}
        named = set(re.findall(r"\w+", value.__doc__))
        assert parameters <= named, f"{name} does not explain {parameters - named}"


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
        "import warnings, pandas, scipy.sparse, scipy.special;"
        "import matplotlib.pyplot, matplotlib as mpl;"
        "filters, settings = list(warnings.filters), dict(mpl.rcParams);"
        "import analysis; from analysis import plots, report;"
        "print(dict(mpl.rcParams) == settings, filters == list(warnings.filters))"
    )
    assert run(code) == ["True", "True"]
