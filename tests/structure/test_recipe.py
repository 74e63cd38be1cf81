"""The recipe "A heading form" of DEVELOPING.md, followed word for word on a copy."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from conftest import ROOT

CHECKS = ["test_grammar.py", "test_signs.py", "test_sections.py"]


@pytest.fixture
def copy(tmp_path):
    for folder in ("analysis", "tests", "benchmarks"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=ignored)
    for file in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / file, tmp_path)
    return tmp_path


def checked(folder):
    """What the checks of forms and golden cases say there."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider"]
    command += [f"tests/structure/{name}" for name in CHECKS]
    command += ["-k", "example or golden"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    return done.returncode, done.stdout + done.stderr


def test_a_heading_form_is_added_as_the_recipe_says(copy):
    recipe = (ROOT / "DEVELOPING.md").read_text("utf-8")
    recipe = recipe[recipe.index("## A heading form") : recipe.index("## A plot")]
    (row,) = re.findall(r"```python\n(.*?)```", recipe, re.S)
    (cases,) = re.findall(r"```json\n(.*?)```", recipe, re.S)
    cases = json.loads(f"[{cases}]")
    assert len(cases) >= 2

    path = copy / "tests/structure/cases/more.json"
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) + cases), "utf-8")
    failed, said = checked(copy)
    assert failed, "the cases need the form"
    assert "golden_case[more: boxes]" in said

    path = copy / "analysis/structure/grammar.py"
    source = path.read_text("utf-8")
    assert source.count("FORMS = (\n") == 1
    path.write_text(source.replace("FORMS = (\n", f"FORMS = (\n    {row.strip()},\n"), "utf-8")
    failed, said = checked(copy)
    assert not failed, said
    assert (
        "box"
        in subprocess.run(
            [
                sys.executable,
                "-c",
                "import analysis; print([form.name for form in analysis.FORMS])",
            ],
            capture_output=True,
            text=True,
            cwd=copy,
        ).stdout
    )
