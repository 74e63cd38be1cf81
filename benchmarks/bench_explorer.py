"""The kernel behind an explorer: `python -m benchmarks.bench_explorer`.

For 30,000 and 300,000 characters in twelve sections: how long a message for another measure and
for another level takes until it is answered, once both levels are tested (the middle of five).
Another section needs no message: the browser has all numbers (see bench_page). They may take 0.2
and 0.6 seconds.
"""

import tempfile
import time
import warnings

import analysis as an
from analysis.explorer import Session
from analysis.report import Settings

from .bench_page import SIZES, document

MEASURES = ("log_ratio", "chi_squared", "weighted_log_odds_informative")
VIEW = {"level": 1, "target": None, "reference": None, "measure": "log_likelihood"}


def middle(session: Session, messages: list[dict]) -> float:
    """Seconds until an answer, the middle of some."""
    took = []
    for message in messages:
        begun = time.perf_counter()
        session.handle({"do": "compare", **VIEW, **message})
        took.append(time.perf_counter() - begun)
    return sorted(took)[len(took) // 2]


def main() -> None:
    """Print the seconds of each kind of message."""
    warnings.simplefilter("ignore")
    for size in SIZES:
        answers: list[dict] = []
        corpus = an.load(an.read_text(document(size)))
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(permutations=10)  # the test is not what is timed
            session = Session(corpus, answers.append, settings=settings, folder=folder)
            session.handle({"do": "hello", **VIEW})
            session.wait()
            measure = middle(session, [{"measure": name} for name in (*MEASURES, *MEASURES[:2])])
            levels = session.version.levels
            level = middle(session, [{"level": levels[k % len(levels)]} for k in range(5)])
            session.close()
        assert all("error" not in answer for answer in answers)
        print(f"{size:>8,} characters   measure {measure:.3f} s   level {level:.3f} s")


if __name__ == "__main__":
    main()
