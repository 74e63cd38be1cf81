"""What the tests share: the seed, and the evaluation corpora where they are at hand."""

import pathlib
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
