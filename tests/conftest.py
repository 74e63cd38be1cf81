"""What the tests share: the seed, the evaluation corpora where they are at hand, the profiles.

A check that skips is printed with its reason; in CI it fails unless the reason is allowed here.
"""

import os
import pathlib
import shutil
import subprocess
import sys
import warnings

import pytest
from hypothesis import HealthCheck, settings

from benchmarks import scores
from benchmarks.scores import CORPORA

ROOT = pathlib.Path(__file__).resolve().parent.parent
os.environ.setdefault("MPLBACKEND", "agg")  # no test opens a window
IN_CI = bool(os.environ.get("CI"))
# Reasons for which a check may be left out in CI; it is then not met, but not asked for either.
ALLOWED_SKIPS = (
    "needs the evaluation corpora",  # they are not part of the repository
    "this user may write everywhere",  # root, in containers
)

# In CI Hypothesis draws the same examples each time; what it finds elsewhere stays as @example.
# `--hypothesis-profile=long` draws ten times as many (see makers.examples), `few` a tenth.
usual = settings(
    settings.get_profile("ci" if IN_CI else "default"),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # of a busy machine, not of the test
)
settings.register_profile("usual", usual)
settings.register_profile("long", usual, max_examples=1000)
settings.register_profile("few", usual, max_examples=10)
settings.load_profile("usual")

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


# The system's browser, and what it must not do in a test: open connections of its own.
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """The Chromium of the system, driven by Playwright; for `long` tests."""
    if CHROMIUM is None:
        pytest.skip("needs chromium, and there is none on this system (apt install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


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


def report_twice(path, folder, first, second):
    """Reports in these formats from two processes with different hash seeds, and their output."""
    running = []
    for name, formats in (("1", first), ("2", second)):
        arguments = ["report", path, "--out", folder / name, "--formats", *formats]
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


@pytest.fixture(scope="session")
def reports(small, tmp_path_factory) -> list[tuple[pathlib.Path, str]]:
    """Two reports of the small document, the second without PDF (half a second a figure)."""
    folder = tmp_path_factory.mktemp("reports")
    return report_twice(small, folder, ["png", "svg", "pdf"], ["png", "svg"])


@pytest.fixture(scope="session")
def whole_reports(seed, tmp_path_factory) -> list[tuple[pathlib.Path, str]]:
    """Two reports of the seed in every format; minutes, so for `long` tests only."""
    return report_twice(seed, tmp_path_factory.mktemp("whole"), *[["png", "svg", "pdf"]] * 2)


# --- what was left out ---------------------------------------------------------------------

UNEXPECTED = []


def pytest_runtest_logreport(report):
    """Remember every skip that CI does not allow."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        if not any(allowed in str(reason) for allowed in ALLOWED_SKIPS):
            UNEXPECTED.append(f"{report.nodeid}: {reason}")


pytest_collectreport = pytest_runtest_logreport


def pytest_sessionfinish(session):
    if IN_CI and UNEXPECTED and session.exitstatus == 0:
        session.exitstatus = 1


def pytest_terminal_summary(terminalreporter):
    for line in UNEXPECTED if IN_CI else ():
        terminalreporter.write_line(f"not allowed to skip in CI: {line}", red=True)
