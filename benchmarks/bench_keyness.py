"""What keyness costs, cold, by length and by number of parts: `python -m benchmarks.bench_keyness`

Each case runs in a process of its own on one core: CPU seconds of `keyness(tokens=…)` with 1,000
permutations of sentences, of `rescore` afterwards, and the peak of memory, all of the
process. The text is drawn from a vocabulary like that of a novel (Zipf), so that nothing need be
downloaded. The last line is the exponent of time by length, parts of 50 tokens.
"""

import math
import subprocess
import sys

CASES = {  # tokens, parts, permutations
    "30,000 characters, 8 parts": (17_000, 8, 1000),
    "300,000 characters, 20 parts": (170_000, 20, 1000),
    "300,000 characters, 100 parts": (170_000, 100, 1000),
    "2,500 parts": (130_000, 2_500, 1000),
    "1,000 parts of 10 kB": (2_000_000, 1_000, 10),
}
GROWTH = [(50_000, 1_000, 20), (400_000, 8_000, 20)]


def text(tokens: int, parts: int, *, seed: int = 1):
    """Tokens in sentences of 15, paragraphs of four, and parts of equal size."""
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(seed)
    rank = np.minimum(random.zipf(1.25, tokens * 2), 10**9)
    rank = rank[rank < 60_000][:tokens]
    place = np.arange(len(rank))
    return pd.DataFrame(
        {
            "document": "d",
            "section": pd.Categorical((1 + place * parts // len(rank)).astype(str)),
            "paragraph": place // 60 + place * parts // len(rank) * 10**6,
            "sentence": place // 15 + place * parts // len(rank) * 10**6,
            "position": place,
            "token": pd.Categorical(np.char.add("词", rank.astype(str))),
        }
    )


def measured(tokens: int, parts: int, permutations: int) -> None:
    """Print the figures of one case."""
    import resource
    import time
    import warnings

    import analysis as an

    warnings.simplefilter("ignore")
    frame = text(tokens, parts)
    start = time.process_time()
    counts = an.count_terms(frame, by="section")
    counted = time.process_time()
    scores = an.keyness(counts, tokens=frame, unit="sentence", permutations=permutations)
    done = time.process_time()
    an.rescore(scores, counts, measure="log_ratio")
    again = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(counted - start, done - counted, again - done, peak, len(scores))


def child(*case: int) -> list[float]:
    """The figures of one case, of a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bench_keyness", *map(str, case)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(value) for value in done.stdout.split()]


def main() -> None:
    for name, case in CASES.items():
        count, keyness, again, peak, rows = child(*case)
        print(
            f"{name}: count {count:.2f} s, keyness {keyness:.2f} s, rescore {again:.2f} s, "
            f"{peak:,.0f} MB, {rows:,.0f} rows",
            flush=True,
        )
    (few, *_), (many, *_) = GROWTH
    slow, slower = (sum(child(*case)[:2]) for case in GROWTH)
    print(f"exponent of count and keyness by length: {math.log(slower / slow, many / few):.2f}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measured(*map(int, sys.argv[1:]))
    else:
        main()
