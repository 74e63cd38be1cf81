"""Keyness and collocates on large tables: `python -m benchmarks.bench_tables`.

Keyness over all groups of a table of 20 sections and 100,000 terms is held against one numpy pass
over that table (the same log-likelihood of every cell, without checks, order, intervals, p or a
frame); collocates of one word against counting all pairs of neighbours; and both, with counting,
at 0.1, 1 and 10 million tokens. The best of each is compared.
"""

import time
import warnings
from collections import Counter
from collections.abc import Callable

import numpy as np
import pandas as pd

import analysis as an

SECTIONS, TERMS = 20, 100_000
SENTENCE = 25  # tokens
SIZES = (100_000, 1_000_000, 10_000_000)  # tokens


def best(function: Callable[[], object], times: int = 3) -> float:
    seconds = []
    for _ in range(times):
        begin = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - begin)
    return min(seconds)


def zipf(terms: int) -> np.ndarray:
    share = 1 / np.arange(1, terms + 1) ** 1.05
    return share / share.sum()


def table(full: bool) -> np.ndarray:
    """Counts of sections x terms: every cell filled, or as in 2 million running words."""
    random = np.random.default_rng(0)
    rate = zipf(TERMS) * 2_000_000 / SECTIONS
    uneven = random.gamma(2, 0.5, size=(SECTIONS, TERMS))
    return random.poisson(rate * uneven) + full


def counts_of(n: np.ndarray) -> pd.DataFrame:
    row, column = np.nonzero(n)
    sections = [str(i + 1) for i in range(SECTIONS)]
    terms = [f"词{i:06d}" for i in range(TERMS)]
    return pd.DataFrame(
        {
            "section": pd.Categorical.from_codes(row, sections),
            "term": pd.Categorical.from_codes(column, terms),
            "n": n[row, column],
        }
    )


def numpy_pass(n: np.ndarray) -> np.ndarray:
    """Four-term G2 of every section against the others, as one would write it down."""
    both, sizes = n.sum(axis=0), n.sum(axis=1, keepdims=True)
    total = sizes.sum()
    g2 = np.zeros(n.shape)
    for observed, row, column in (
        (n, both, sizes),
        (both - n, both, total - sizes),
        (sizes - n, total - both, sizes),
        (total - sizes - both + n, total - both, total - sizes),
    ):
        with np.errstate(divide="ignore", invalid="ignore"):
            g2 += np.where(observed > 0, observed * np.log(observed * total / (row * column)), 0)
    return 2 * g2


def tokens_of(n: int) -> pd.DataFrame:
    random = np.random.default_rng(0)
    terms = pd.CategoricalDtype([f"词{i:05d}" for i in range(50_000)])
    codes = random.choice(50_000, n, p=zipf(50_000)).astype(np.int32)
    position = np.arange(n, dtype=np.int32)
    section = (position.astype(np.int64) * SECTIONS // n).astype(np.int8)
    return pd.DataFrame(
        {
            "document": pd.Categorical.from_codes(np.zeros(n, dtype=np.int8), ["d"]),
            "section": pd.Categorical.from_codes(section, [str(i + 1) for i in range(SECTIONS)]),
            "sentence": position // SENTENCE,
            "position": position,
            "token": pd.Categorical.from_codes(codes, dtype=terms),
        }
    )


def all_pairs(tokens: pd.DataFrame, window: int = 5) -> Counter:
    """Every pair of tokens in a window, as a tool that has no node in mind counts them."""
    codes = tokens["token"].cat.codes.to_numpy()
    sentence = tokens["sentence"].to_numpy()
    pairs = Counter()
    for step in range(1, window + 1):
        same = sentence[step:] == sentence[:-step]
        keys = codes[:-step][same].astype(np.int64) * 50_000 + codes[step:][same]
        pairs.update(dict(zip(*np.unique(keys, return_counts=True), strict=True)))
    return pairs


def main() -> None:
    warnings.simplefilter("ignore", an.SmallSectionWarning)
    for full, label in ((False, "as in 2 M running words"), (True, "every cell filled")):
        n = table(full)
        counts, floats = counts_of(n), n.astype(float)
        one = best(lambda floats=floats: numpy_pass(floats))
        ours = best(lambda counts=counts: an.keyness(counts, stop=()))
        print(
            f"keyness, {SECTIONS} x {TERMS:,} {label}: {ours:.2f} s, "
            f"{ours / one:.1f} times one numpy pass ({one:.3f} s); at most 10"
        )
    figures = {}
    for size in SIZES:
        tokens = tokens_of(size)
        jobs = {
            "keyness": lambda t=tokens: an.keyness(an.count_terms(t, by="section")),
            "collocates": lambda t=tokens: an.collocates(t, "词00100"),
            "ngrams": lambda t=tokens: an.ngrams(t, "词00100"),
            "cooccurrence": lambda t=tokens: an.cooccurrence(t),
        }
        times = 3 if size < 10_000_000 else 1
        figures[size] = {name: best(job, times) for name, job in jobs.items()}
        if size == SIZES[1]:
            pairs = best(lambda t=tokens: all_pairs(t), 1)
    one = figures[SIZES[1]]["collocates"]
    size = f"{SIZES[1] / 1e6:g} M tokens"
    print(f"collocates of one word in {size}: {one:.3f} s, all pairs {pairs:.1f} s")
    print("seconds per million tokens (level: linear)")
    print(f"{'':14}" + "".join(f"{size / 1e6:>8} M" for size in SIZES))
    for name in figures[SIZES[0]]:
        row = [figures[size][name] / (size / 1e6) for size in SIZES]
        print(f"{name:14}" + "".join(f"{seconds:>10.3f}" for seconds in row))


if __name__ == "__main__":
    main()
