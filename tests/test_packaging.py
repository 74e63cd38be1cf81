"""On a fresh machine nothing may be missing: every import is declared, both lists agree."""

import ast
import pathlib
import re
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# carried by `pip: -e .`, as conda-forge lacks them (looked up when they were added)
NOT_ON_CONDA = {"opencc", "rjieba", "zhplot"}


def split(requirement):
    name, floor = re.fullmatch(r"([\w.-]+)(>=[\d.]+)", requirement).groups()
    return name.lower(), floor


def declared(*extras):
    lists = [PROJECT["dependencies"], *(PROJECT["optional-dependencies"][e] for e in extras)]
    return dict(split(requirement) for each in lists for requirement in each)


def imported(folder):
    """Top-level modules imported anywhere in the Python files of a folder."""
    names = set()
    for path in (ROOT / folder).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(node.module.split(".")[0])
    local = {"analysis", "benchmarks", "tests", "naive", "conftest"}
    return (
        names - set(sys.stdlib_module_names) - local - {p.stem for p in (ROOT / folder).glob("*")}
    )


@pytest.mark.parametrize(
    ("folder", "extras"), [("analysis", []), ("tests", ["test"]), ("benchmarks", ["test"])]
)
def test_every_import_is_declared(folder, extras):
    owners = packages_distributions()
    known = {name.replace("_", "-") for name in declared(*extras)}
    for module in sorted(imported(folder)):
        names = {name.lower().replace("_", "-") for name in owners.get(module, [module])}
        assert names & known, f"{folder}/ imports {module}, which pyproject.toml does not declare"


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
