"""How sure are `supported` and the resampling intervals? `python -m benchmarks.calibration`

First the sentences of real documents are shuffled between sections of the true sizes: there is no
difference to be found, so every shuffle with a supported term is a false alarm. At 5 % at most
about 5 shuffles in 100 may raise one, whatever the length of the document; the tests by tokens are
shown beside it. Then sentences are drawn from real documents whose rates are known, and the
intervals of `stability` are compared with the true effect.

Prints two tables in Markdown. `--shuffles` and `--samples` make it shorter; the full run takes
about an hour on one core.
"""

import argparse
import pathlib
import time
import warnings

import numpy as np
import pandas as pd

import analysis as an
from analysis.statistics import SmallSectionWarning
from analysis.statistics.comparison import LEVEL

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
PAGE = 616  # characters: 22 lines of 28, as official documents are set (GB/T 9704-2012)
DOCUMENTS = {
    "a notice, in thirds": CORPORA / "notices" / "govcn_026.txt",
    "the seed": next((ROOT / "seeds").glob("*.txt")),
    "a plan": CORPORA / "notices" / "govcn_015.txt",
    "a work report": CORPORA / "reports" / "gwr2021.txt",
    "a novel": CORPORA / "novels" / "shuihuzhuan.txt",
}
COVERED = ["a plan", "a work report", "a novel"]
BINS = {"3-4": (3, 5), "5-9": (5, 10), "10-19": (10, 20), "20 and more": (20, np.inf)}


def sentence_counts(path: pathlib.Path) -> tuple[pd.DataFrame, int]:
    """Counts by section and sentence, sections as `keyness` compares them; and the characters."""
    corpus = an.load(path)
    counts = an.count_terms(corpus.tokens, by=["section", "document", "sentence"])
    names = counts["section"].astype(str).str.split(".").str[0]
    if names.nunique() < 2:  # no headings
        sentence = counts["sentence"]
        names = (1 + 3 * sentence // (sentence.max() + 1)).astype(str)
    characters = len("".join(corpus.documents["text"].iloc[0].split()))
    return counts.assign(section=names, term=counts["term"].astype(str)), characters


def compare(counts: pd.DataFrame, **options: object) -> pd.DataFrame:
    sections = counts.groupby(["section", "term"], as_index=False)["n"].sum()
    return an.keyness(sections, tokens=counts, **options)


def supported(scores: pd.DataFrame) -> dict[str, int]:
    """How many terms each way of deciding calls a finding."""
    return {
        "sentences shuffled": int(scores["supported"].sum()),
        "LRC": int((scores["lrc"] != 0).sum()),
        "G2, Holm": int((scores["p_adjusted"] <= LEVEL).sum()),
        "G2, p": int((scores["p"] <= LEVEL).sum()),
    }


def false_alarms(name: str, path: pathlib.Path, shuffles: int, permutations: int) -> dict:
    """One row: the share of shuffles with any finding, and what the true sections give."""
    counts, characters = sentence_counts(path)
    sentence, row = np.unique(counts["sentence"], return_inverse=True)
    sections = counts.groupby(row)["section"].first().to_numpy()
    random = np.random.default_rng(2026)
    alarms = dict.fromkeys(supported(compare(counts)), 0)
    for _ in range(shuffles):
        mixed = counts.assign(section=random.permutation(sections)[row])
        seed = int(random.integers(2**31))
        for way, n in supported(compare(mixed, permutations=permutations, seed=seed)).items():
            alarms[way] += n > 0
    found = supported(compare(counts))
    return {
        "document": name,
        "pages": f"{characters / PAGE:.0f}",
        "sentences": len(sentence),
        "sections": len(set(sections)),
        **{way: f"{n / shuffles:.1%}" for way, n in alarms.items()},
        **{f"found by {way}": n for way, n in found.items() if way != "G2, p"},
    }


def coverage(path: pathlib.Path, samples: int) -> pd.DataFrame:
    """For every sample and term: sentences with it on the smaller side, and if it is covered."""
    counts, _ = sentence_counts(path)
    counts = counts.sort_values("sentence", kind="stable")
    first = np.flatnonzero(np.diff(counts["sentence"], prepend=-1))
    length = np.diff(np.append(first, len(counts)))
    half = len(first) // 2
    sides = np.arange(len(first)) < half
    counts["section"] = np.where(np.repeat(sides, length), "1", "2")
    n = counts.pivot_table(
        index="term", columns="section", values="n", aggfunc="sum", fill_value=0
    )
    rates = n / n.sum()
    there = counts.groupby(["term", "section"]).size().unstack(fill_value=0).min(axis=1)
    terms = list(there.index[there >= 3])
    rates = rates.loc[terms]
    true = np.log2(rates["1"] / rates["2"])
    random, rows = np.random.default_rng(2026), []
    for sample in range(samples):
        drawn = np.r_[
            random.integers(half, size=half), random.integers(half, len(first), len(first) - half)
        ]
        take = np.concatenate([np.arange(first[i], first[i] + length[i]) for i in drawn])
        sentence = np.repeat(np.arange(len(drawn)), length[drawn])
        tokens = counts.iloc[take].assign(sentence=sentence)
        known = set(tokens["term"])
        asked = [term for term in terms if term in known]
        rows.append(an.stability(tokens, target="1", terms=asked, resamples=500, seed=sample))
    found = pd.concat(rows)
    truth = found["term"].map(true)
    return pd.DataFrame(
        {
            "seen": found[["sentences_target", "sentences_reference"]].min(axis=1),
            "true": found["term"].map(there),
            "covered": (found["lower"] <= truth) & (truth <= found["upper"]),
        }
    )


def covered(cases: pd.DataFrame, by: str) -> dict[str, str]:
    shares = {}
    for name, (least, most) in BINS.items():
        inside = cases.loc[(cases[by] >= least) & (cases[by] < most), "covered"]
        shares[name] = f"{inside.mean():.1%} of {len(inside)}" if len(inside) else "-"
    return shares


def show(rows: list[dict]) -> None:
    names = list(rows[0])
    print("| " + " | ".join(names) + " |\n|" + " --- |" * len(names))
    for row in rows:
        print("| " + " | ".join(str(row[name]) for name in names) + " |", flush=True)
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shuffles", type=int, default=1000)
    parser.add_argument("--permutations", type=int, default=1000)
    parser.add_argument("--samples", type=int, default=200)
    options = parser.parse_args()
    warnings.simplefilter("ignore", SmallSectionWarning)
    here = {name: path for name, path in DOCUMENTS.items() if path.is_file()}
    print(
        f"Share of {options.shuffles} shuffles with any finding at {LEVEL:.0%}, and terms found "
        "in the true sections\n"
    )
    rows = []
    for name, path in here.items():
        begin = time.perf_counter()
        rows.append(false_alarms(name, path, options.shuffles, options.permutations))
        print(f"{name}: {time.perf_counter() - begin:.0f} s", flush=True)
    print()
    show(rows)
    print("95 % intervals that cover the true effect, by sentences with the term (smaller side)\n")
    rows = []
    for name in COVERED:
        if name in here:
            cases = coverage(here[name], options.samples)
            for by, label in (("seen", "in the sample"), ("true", "expected")):
                rows.append({"document": name, "sentences": label, **covered(cases, by)})
    if rows:
        show(rows)


if __name__ == "__main__":
    main()
