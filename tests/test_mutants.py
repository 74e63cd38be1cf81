"""Mutants: one small change each, and the ones that no test notices are found."""

import pytest

from benchmarks import mutants

SOURCE = '''"""Small."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    WIDTH = 3


def larger(一: int = 1 + 1, other: "int | None" = None) -> int:
    """The larger one."""
    if 一 < 0 and not other:
        raise ValueError(f"{一 + 1} is " + "no number")
    return 一 if 一 > (other or 0) else other
'''
TESTS = """
from analysis.demo import larger


def test_the_larger_one():
    assert (larger(3, 2), larger(2, 3)) == (3, 3)
    assert larger() == 2
"""


FEW = """
from hypothesis import settings

settings.register_profile("few", max_examples=10)
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    for name, text in {
        "analysis/__init__.py": "",
        "analysis/demo/__init__.py": SOURCE,
        "tests/demo/test_demo.py": TESTS,
        "tests/conftest.py": FEW,
        "pyproject.toml": '[tool.pytest.ini_options]\npythonpath = ["."]\n',
        "README.md": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    monkeypatch.setattr(mutants, "COPIED", ("analysis", "tests"))
    return tmp_path


def test_types_and_messages_are_left_alone(project):
    found = [(one.line, one.before, one.after) for one in mutants.sample(["demo"], 99, 0)]
    assert sorted(found) == [
        (9, "1", "2"),
        (9, "1", "2"),
        (9, "1 + 1", "(1 - 1)"),
        (11, "0", "1"),
        (11, "not other", "(other)"),
        (11, "一 < 0", "(一 <= 0)"),
        (11, "一 < 0 and not other", "(一 < 0 or not other)"),
        (13, "0", "1"),
        (13, "other or 0", "(other and 0)"),
        (13, "一 > (other or 0)", "(一 >= (other or 0))"),
        (13, "一 if 一 > (other or 0) else other", "(other if 一 > (other or 0) else 一)"),
    ]


def test_a_sample_is_the_same_each_time(project):
    assert mutants.sample(["demo"], 4, 1) == mutants.sample(["demo"], 4, 1)
    assert mutants.sample(["demo"], 4, 1) != mutants.sample(["demo"], 4, 2)


def test_survivors_are_what_no_test_notices(project):
    chosen = [
        one for one in mutants.sample(["demo"], 99, 0) if one.before in ("1 + 1", "not other")
    ]
    said = []
    assert mutants.survivors_of(chosen, 2, said.append) == [chosen[1]]
    assert [line.split()[0] for line in said] == ["killed", "SURVIVED"]
    assert (project / "analysis/demo/__init__.py").read_text("utf-8") == SOURCE


def test_tests_that_fail_anyway_tell_nothing(project):
    (project / "tests/demo/test_demo.py").write_text("def test_it():\n    assert 0\n", "utf-8")
    with pytest.raises(SystemExit, match="the tests of demo fail without a mutant"):
        mutants.survivors_of(mutants.sample(["demo"], 1, 0), 1)
