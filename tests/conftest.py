"""What the tests share: the seed, and the evaluation corpora where they are at hand."""

import os
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "宣传干事培训班心得体会.txt"
CORPORA = pathlib.Path(os.environ.get("CORPORA", ROOT.parent / "shared" / "corpora"))


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
