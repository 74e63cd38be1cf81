"""What the tests share: the seed, and the evaluation corpora where they are at hand."""

import os
import pathlib
import subprocess
import sys
import warnings

import pytest

from benchmarks import scores
from benchmarks.scores import CORPORA

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "宣传干事培训班心得体会.txt"


@pytest.fixture(scope="session")
def seed() -> pathlib.Path:
    """The user's own document."""
    return SEED


@pytest.fixture(scope="session")
def corpora() -> pathlib.Path:
    """The folder of evaluation corpora, which are not part of the repository."""
    if not CORPORA.is_dir():
        pytest.skip(f"needs the evaluation corpora, and there is no folder {CORPORA}")
    return CORPORA


@pytest.fixture(scope="session")
def known_files(corpora) -> list[pathlib.Path]:
    """The documents with known headings that tests/structure/reached.tsv names, as they were.

    What else lies in the folder is not judged: it grows without the repository.
    """
    paths = scores.named("structure", corpora)
    if not paths:
        pytest.skip("needs the evaluation corpora, and none of their documents are there")
    return paths


@pytest.fixture
def not_worse(corpora):
    """A check: no document is worse than its row in `reached.tsv` of this folder of tests."""

    def check(folder):
        found = scores.compare(folder, corpora)
        if found.unknown:
            warnings.warn(f"not in the table, not judged: {found.unknown}", stacklevel=2)
        if found.missing:
            warnings.warn(f"in the table, not there, skipped: {found.missing}", stacklevel=2)
        if not set(scores.reached(folder)) & {(r["document"], r["digest"]) for r in found.rows}:
            pytest.skip("needs the evaluation corpora, and none of their documents are there")
        assert not found.worse, "\n".join(found.worse)

    return check


SMALL = """学习体会
一、学习理论
要学习新时代文明实践的理论。学习新时代文明实践，学习先进经验。
（一）读书笔记
理论学习要联系实际，学习要有笔记。
（二）交流经验
新时代文明实践的经验要交流，理论要交流。
二、服务群众
走进群众，服务群众。新时代文明实践站服务群众，群众满意。群众的事情群众办。
"""


@pytest.fixture(scope="session")
def small(tmp_path_factory) -> pathlib.Path:
    """A document of two sections, one of them with subsections, and a term of several words."""
    path = tmp_path_factory.mktemp("small") / "体会.txt"
    path.write_text(SMALL, "utf-8")
    return path


@pytest.fixture(scope="session")
def reports(small, tmp_path_factory) -> list[tuple[pathlib.Path, str]]:
    """The report of it from two processes with different hash seeds, with what each printed.

    The first is in every format, the second without PDF, which takes half a second a figure.
    """
    folder = tmp_path_factory.mktemp("reports")
    running = []
    for name, formats in (("1", ["png", "svg", "pdf"]), ("2", ["png", "svg"])):
        arguments = ["report", small, "--out", folder / name, "--formats", *formats]
        running.append(
            subprocess.Popen(
                [sys.executable, "-m", "analysis", *map(str, arguments)],
                env=os.environ | {"PYTHONHASHSEED": name},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=ROOT,
            )
        )
    printed = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0, 0], printed
    return [(folder / name, out) for name, (out, _) in zip("12", printed, strict=True)]
