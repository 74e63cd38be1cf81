"""On a fresh machine nothing may be missing: imports, pyproject, conda and docs agree."""

import ast
import functools
import pathlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# carried by `pip: -e .`, as conda-forge lacks them (looked up when they were added)
NOT_ON_CONDA = {"opencc", "pylopdf-fonts-zh-cn", "rjieba", "textalloc", "zhplot"}


def split(requirement):
    name, floor = re.fullmatch(r"([\w.-]+)(>=[\d.]+)", requirement).groups()
    return name.lower(), floor


def declared(*extras):
    lists = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][e] for e in extras)]
    return dict(split(requirement) for each in lists for requirement in each)


def imported(folder):
    """Top-level modules imported anywhere in the Python files of a folder and of its folders."""
    names, paths = set(), list((ROOT / folder).rglob("*.py"))
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(node.module.split(".")[0])
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.importorskip":
                names.add(node.args[0].value.split(".")[0])
    local = {"analysis", "benchmarks"} | {path.stem for path in paths}
    return names - set(sys.stdlib_module_names) - local


_distributions = functools.cache(packages_distributions)


def owners(module):
    """The packages that a module may come from."""
    found = _distributions().get(module, [module])
    return {name.lower().replace("_", "-") for name in found}


@pytest.mark.parametrize(
    ("folder", "extras"),
    [
        ("analysis", ["scale"]),
        ("tests", ["scale", "test", "docs", "fuzz"]),
        ("benchmarks", ["scale", "test"]),
    ],
)
def test_every_import_is_declared(folder, extras):
    for module in sorted(imported(folder)):
        known = owners(module) & declared(*extras).keys()
        assert known, f"{folder}/ imports {module}, which pyproject.toml does not declare"


def test_what_few_users_need_is_imported_where_they_need_it():
    few = declared("scale").keys() - declared().keys()
    for path in (ROOT / "analysis").iterdir():
        if path.is_dir() and path.name != "scale":
            used = set().union(*map(owners, imported(f"analysis/{path.name}") or {"re"}))
            assert not few & used, f"analysis/{path.name} needs {few & used}, an extra"


# what is used otherwise than by an import
NOT_IMPORTED = {
    "pylopdf-fonts-zh-cn": "its font is used as a file",
    "zhplot": "its font is used as a file",
    "jupyterlab": "make lab",
    "wordcloud": "part of the environment that users asked for",
    "pytest-randomly": "a plugin of pytest",
    "pytest-xdist": "a plugin of pytest",
    "wapic-cws-model": "the model that wapic opens",
}


def test_every_declared_package_is_used():
    used = set().union(*map(owners, imported("analysis")))
    assert declared().keys() - used - NOT_IMPORTED.keys() == set()
    used |= set().union(*map(owners, imported("tests") | imported("benchmarks")))
    assert declared("scale").keys() - used - NOT_IMPORTED.keys() == set()
    assert declared("test").keys() - used - NOT_IMPORTED.keys() == set()


def test_the_design_names_every_declared_package_with_its_licence():
    text = (ROOT / "docs" / "design.md").read_text("utf-8")
    table = text.split("## 5. Dependencies")[1].split("Looked at and left")[0]
    named = set()
    for row in re.findall(r"^\| (?!package|\*\*|---)(.+) \|$", table, re.M):
        packages, licence, use = row.split(" | ")
        assert licence.strip(), row
        named |= {*packages.split(", ")} | set(re.findall(r"`([a-z]+-[a-z]+)`", use))
    assert named == declared(*PROJECT["optional-dependencies"]).keys()


def test_environment_says_the_same_as_pyproject():
    text = (ROOT / "environment.yml").read_text("utf-8").split("dependencies:")[1]
    lines = re.findall(r"^  - ([\w.-]+)(>=[\d.]+)?$", text, re.M)
    conda = {name: floor for name, floor in lines if name not in ("python", "pip")}
    expected = {name: floor for name, floor in declared().items() if name not in NOT_ON_CONDA}
    assert conda == expected
    assert ("python", PROJECT["requires-python"]) in lines


def test_floors_are_met_by_what_is_installed():
    from importlib.metadata import version

    for name, floor in declared("test").items():
        have = [int(part) for part in re.findall(r"\d+", version(name))[:3]]
        assert have >= [int(part) for part in re.findall(r"\d+", floor)], name


def test_a_citation_names_the_version_and_the_licence():
    """A plain file of the Citation File Format: what a reader cites is what is installed."""
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    fields = dict(re.findall(r"^([a-z-]+): (\S.*)$", text, re.M))
    assert fields["cff-version"] == "1.2.0"
    assert fields["version"] == PROJECT["version"]
    assert fields["license"] == PROJECT["license"]
    assert {"message", "title"} <= fields.keys()
    assert re.search(r"^authors:\n  - name: \S", text, re.M)
