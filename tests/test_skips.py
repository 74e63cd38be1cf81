"""A check that is left out says so, and in CI it does not count as met."""

import os
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
TESTS = """
import pytest

def test_allowed():
    pytest.skip("needs the evaluation corpora, and there is no folder x")

def test_known():
    pytest.xfail("known")

@pytest.mark.long
def test_long():
    raise AssertionError
"""


OTHER = "\ndef test_other():\n    pytest.importorskip('no_such')\n"


@pytest.mark.parametrize(("ci", "more"), [("1", ""), ("1", OTHER), ("", OTHER)])
def test_only_allowed_skips_pass_in_ci(ci, more, tmp_path):
    path = tmp_path / "test_it.py"
    path.write_text(TESTS + more, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-c", ROOT / "pyproject.toml", path],
        env=os.environ | {"CI": ci, "PYTHONPATH": f"{ROOT / 'tests'}{os.pathsep}{ROOT}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert "there is no folder x" in done.stdout
    assert ("not allowed to skip in CI" in done.stdout) == bool(ci and more)
    assert done.returncode == (1 if ci and more else 0), done.stdout
