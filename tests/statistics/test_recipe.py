"""The recipe for a measure in DEVELOPING.md, followed to the letter on a copy."""

import pathlib
import re
import shutil
import subprocess
import sys
import textwrap

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
MEASURES = pathlib.Path("analysis", "statistics", "measures")


def blocks():
    """The blocks of code in the recipe, in order."""
    text = (ROOT / "DEVELOPING.md").read_text("utf-8")
    recipe = text.partition("## A measure\n")[2].partition("\n## ")[0]
    return [textwrap.dedent(code) for code in re.findall(r"```\w+\n(.*?)```", recipe, re.S)]


def insert(path, after, text):
    before = path.read_text("utf-8")
    assert before.count(after) == 1, after
    path.write_text(before.replace(after, after + text), "utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the project with the measure of the recipe in it."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("analysis", "benchmarks", "docs", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    function, row, line = blocks()
    with (folder / MEASURES / "effect.py").open("a", encoding="utf-8") as file:
        file.write(f"\n\n{function}")
    door = folder / MEASURES / "__init__.py"
    insert(door, "from .effect import (\n", "    rate_difference,\n")
    insert(door, '("effect", True, ""): [\n', f"        {row}")
    insert(folder / "docs" / "measures.md", "## Effect: how large is it?\n", f"\n{line}")
    return folder


def run(folder, *arguments):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_keyness_and_collocates_know_the_new_measure(copy):
    code = """
        import pandas as pd
        import analysis as an
        counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
                               "term": ["甲", "乙", "甲", "乙"], "n": [40, 960, 10, 990]})
        print(an.keyness(counts, measure="rate_difference")["score"].round(6).tolist())
        tokens = pd.DataFrame({"document": "d", "sentence": [0, 0, 1, 1], "position": range(4),
                               "token": ["甲", "乙", "甲", "丙"]})
        print(len(an.collocates(tokens, "甲", measure="rate_difference")))
    """
    out = run(copy, "-c", textwrap.dedent(code))
    assert out.split("\n")[:2] == ["[300.0, -300.0, 300.0, -300.0]", "2"]


def test_the_laws_and_the_documentation_know_it(copy):
    asked = "rate_difference or every_measure or documentation"
    out = run(
        copy,
        *["-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", "-k", asked],
        *["tests/statistics/test_measures.py", str(MEASURES / "effect.py")],
    )
    assert int(re.search(r"(\d+) passed", out)[1]) >= 8, out
