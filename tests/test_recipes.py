"""The recipes of DEVELOPING.md, followed on a copy: each edit fits, the tests it names pass."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
from typing import NamedTuple

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = (ROOT / "DEVELOPING.md").read_text("utf-8")
COPIED = ["analysis", "benchmarks", "docs", "tests"]
FILES = ["README.md", "pyproject.toml"]

EDIT = re.compile(
    r"^`(?P<path>[^`\n]+)`, "
    r"(?P<where>new|at the end|(?P<how>after|in place of) `(?P<anchor>[^\n]+)`):"
    r"\n\n```\w+\n(?P<text>.*?)^```$",
    re.M | re.S,
)
COMMAND = re.compile(r"^```sh\npytest (.+)\n```$", re.M)


class Recipe(NamedTuple):
    """The edits in order, and what pytest is asked to run after them."""

    edits: list
    command: list


def recipes():
    """By name, all sections of the page that end in a command for pytest."""
    parts = re.split(r"^##? (.+)$", PAGE, flags=re.M)
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        if found := COMMAND.search(text):
            yield name, Recipe([one.groupdict() for one in EDIT.finditer(text)], found[1].split())


RECIPES = dict(recipes())


def follow(edit, folder):
    """Make one edit; the place that it names has to be there."""
    path = folder / edit["path"]
    if edit["where"] == "new":
        assert not path.exists(), f"{edit['path']} is there already"
        path.write_text(edit["text"], "utf-8")
        return
    before = path.read_text("utf-8")
    if edit["where"] == "at the end":
        after = f"{before}\n\n{edit['text']}"
    elif edit["how"] == "in place of":
        assert before.count(edit["anchor"]) == 1, f"{edit['anchor']} in {edit['path']}"
        after = before.replace(edit["anchor"], edit["text"].strip())
    else:
        lines = before.splitlines(keepends=True)
        places = [n for n, line in enumerate(lines) if line.startswith(edit["anchor"])]
        assert places, f"no line of {edit['path']} begins with {edit['anchor']}"
        after = "".join([*lines[: places[0] + 1], edit["text"], *lines[places[0] + 1 :]])
    path.write_text(after, "utf-8")


@pytest.fixture
def copy(tmp_path):
    for name in COPIED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    return tmp_path


def test_there_is_a_recipe_for_each_kind_of_addition():
    assert list(RECIPES) == ["A measure", "A heading form", "A plot", "A reader"]
    written = len(re.findall(r"^`[^`\n]+`, (?:new:|at |after |in )", PAGE, re.M))
    assert written == sum(len(recipe.edits) for recipe in RECIPES.values())


@pytest.mark.parametrize("name", RECIPES)
def test_a_recipe_leads_to_what_it_says(name, copy):
    for edit in RECIPES[name].edits:
        follow(edit, copy)
    done = subprocess.run(
        [
            *[sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"],
            *["--hypothesis-profile=few", *RECIPES[name].command],
        ],
        cwd=copy,
        env=os.environ | {"CORPORA": str(copy / "none"), "CI": ""},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
