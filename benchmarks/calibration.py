"""How sure are `supported` and the resampling intervals? `python -m benchmarks.calibration`

Level: what is random is shuffled between sections of the true sizes (sentences, or whole
paragraphs; or whole documents between two groups), so that every finding is a false alarm, and
tested by sentences and by the larger unit. Power: a word is planted that is four times as frequent
in one section, singly or in pairs, and tested with the statistic of the package and with the
log-likelihood over the design effect that it had before. `--only units` prints these two alone,
`--only trends` the same of `trend` over years.

Then the sentences of real documents are shuffled between sections of the true sizes: there is no
difference to be found, so every shuffle with a supported term is a false alarm. At 5 % at most
about 5 shuffles in 100 may raise one, whatever the length of the document; the tests by tokens are
shown beside it. Then sentences are drawn from real documents whose rates are known, and the
intervals of `stability` are compared with the true effect.

Prints tables in Markdown. `--shuffles` and `--samples` make it shorter; the full run takes
about an hour on one core.
"""

import argparse
import pathlib
import time
import warnings
from collections.abc import Iterator

import numpy as np
import pandas as pd

import analysis as an
from analysis.statistics import SmallSectionWarning
from analysis.statistics.comparison import LEVEL
from analysis.statistics.groups import sides_of, table_of
from analysis.statistics.measures import log_likelihood
from analysis.statistics.sampling import UnitGroups, unit_groups
from analysis.statistics.shuffling import design_effect, surprise

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


# --- what is shuffled, and how much is found ---------------------------------------------------

DEALS = 199  # permutations of one test: with 199, p is at most 0.05 in exactly 5 % of them


def unit_counts(path: pathlib.Path) -> pd.DataFrame:
    """Counts by section (of the first level), paragraph and sentence."""
    corpus = an.load(path)
    by = ["section", "document", "paragraph", "sentence"]
    counts = an.count_terms(corpus.tokens, by=by)
    counts["section"] = counts["section"].astype(str).str.split(".").str[0]
    if counts["section"].nunique() < 2:  # no headings: thirds, at the ends of paragraphs
        part = 1 + 3 * counts["paragraph"] // (counts["paragraph"].max() + 1)
        counts["section"] = part.astype(str)
    return counts.astype({"document": "str", "term": "str"})


def is_found(counts: pd.DataFrame, unit: str, seed: int, group: str = "section") -> bool:
    """Whether `keyness` has any supported term."""
    groups = counts.groupby([group, "term"], as_index=False)["n"].sum()
    scores = an.keyness(groups, tokens=counts, unit=unit, permutations=DEALS, seed=seed)
    return bool(scores["supported"].any())


def shares(found: list[bool]) -> str:
    share = np.mean(found)
    return f"{share:.1%} ± {np.sqrt(share * (1 - share) / len(found)):.1%}"


def levels_of_sections(name: str, counts: pd.DataFrame, trials: int) -> list[dict]:
    """Rows: the share of trials with a false alarm, by what is random and what is shuffled."""
    random, rows = np.random.default_rng(2026), []
    for dealt in ("sentence", "paragraph"):
        unit, row = np.unique(counts[dealt], return_inverse=True)
        sections = counts.groupby(row)["section"].first().to_numpy()
        found: dict[str, list[bool]] = {"sentence": [], "paragraph": []}
        for _ in range(trials):
            mixed = counts.assign(section=random.permutation(sections)[row])
            if dealt == "sentence":  # sentences of one paragraph are in different sections now
                mixed["paragraph"] = mixed["sentence"]
            seed = int(random.integers(2**31))
            for test in found if dealt == "paragraph" else ["sentence"]:
                found[test].append(is_found(mixed, test, seed))
        rows.append(
            {
                "text": name,
                "random": f"{len(unit)} {dealt}s",
                "by sentences": shares(found["sentence"]),
                "by the larger unit": shares(found["paragraph"]) if found["paragraph"] else "",
            }
        )
    return rows


def levels_of_documents(counts: pd.DataFrame, trials: int) -> dict:
    """The same for whole documents in two random groups of half of them."""
    names = counts["document"].unique()
    random = np.random.default_rng(2026)
    found: dict[str, list[bool]] = {"sentence": [], "document": []}
    for _ in range(trials):
        half = dict(zip(random.permutation(names), np.arange(len(names)) % 2, strict=True))
        mixed = counts.assign(half=counts["document"].map(half).map({0: "a", 1: "b"}))
        seed = int(random.integers(2**31))
        for test, list_ in found.items():
            list_.append(is_found(mixed, test, seed, group="half"))
    return {
        "text": "laws in two groups",
        "random": f"{len(names)} documents",
        "by sentences": shares(found["sentence"]),
        "by the larger unit": shares(found["document"]),
    }


def old_statistic(groups: UnitGroups, group: np.ndarray, bursts: np.ndarray) -> np.ndarray:
    return np.abs(log_likelihood(*groups.cells(group))) / bursts


def new_statistic(groups: UnitGroups, group: np.ndarray, bursts: np.ndarray) -> np.ndarray:
    return surprise(*groups.cells(group), bursts)


def powers(name: str, counts: pd.DataFrame, trials: int, *, n: int = 20, times: int = 4) -> dict:
    """One row: how often a planted word is found, by statistic, alone and in pairs."""
    random = np.random.default_rng(2026)
    units = counts[["section", "document", "paragraph", "sentence"]].drop_duplicates()
    sizes = counts.groupby("section")["n"].sum()
    target = (sizes / sizes.sum() - 0.25).abs().idxmin()
    weight = np.where(units["section"] == target, times, 1)
    length = units.merge(counts.groupby("sentence", as_index=False)["n"].sum())["n"].to_numpy()
    chance = weight * length / (weight * length).sum()
    row: dict = {"text": name, "part": f"{sizes[target] / sizes.sum():.0%}"}
    for each, label in ((1, "singly"), (2, "in pairs")):
        found: dict[str, list[bool]] = {"old": [], "new": []}
        for _ in range(trials):
            where = random.choice(len(units), n // each, p=chance)
            planted = units.iloc[where].assign(term="★", n=each)
            rows = pd.concat([counts, planted])
            rows = rows.groupby([*units.columns, "term"], as_index=False)["n"].sum()
            table = table_of(rows[["section", "term", "n"]])
            groups = unit_groups(rows, table, sides_of(table, [], []), unit="sentence")
            for key, statistic in (("old", old_statistic), ("new", new_statistic)):
                found[key].append(_is_planted_found(groups, table, target, statistic, random))
        for key in found:
            row[f"{key}, {label}"] = shares(found[key])
    return row


def _is_planted_found(groups, table, target, statistic, random) -> bool:
    """Whether the planted word is beyond the largest statistic in 95 of 100 shuffles."""
    movable = np.bincount(groups.term, minlength=groups.n_terms) > 1
    moving = groups.only(movable)
    bursts = design_effect(moving)
    column = list(table.terms[movable]).index("★")
    observed = statistic(moving, groups.group, bursts)[table.labels.index(target), column]
    largest = [
        statistic(moving, random.permutation(groups.group), bursts).max() for _ in range(DEALS)
    ]
    return bool((1 + np.sum(np.array(largest) >= observed)) / (1 + DEALS) <= LEVEL)


def show_units(here: dict[str, pathlib.Path], trials: int) -> None:
    """The tables of levels and of power, and what holds in the true sections."""
    levels, power, true = [], [], []
    for name in [name for name in UNIT_TEXTS if name in here]:
        counts = unit_counts(here[name])
        levels += levels_of_sections(name, counts, trials)
        power.append(powers(name, counts, trials))
        groups = counts.groupby(["section", "term"], as_index=False)["n"].sum()
        claims = an.keyness(groups, tokens=counts)["survives"].value_counts()
        true.append({"text": name, **{claim: claims.get(claim, 0) for claim in CLAIMS}})
    laws = sorted((CORPORA / "laws_prc").glob("*.txt"), key=lambda path: path.stat().st_size)[:24]
    if laws:
        levels.append(levels_of_documents(pd.concat(map(named_counts, laws)), trials))
    print(f"Trials with a false alarm at {LEVEL:.0%}, of {trials}\n")
    show(levels)
    print(f"Trials of {trials} in which a word planted 20 times, 4 times as often, is found\n")
    show(power)
    print("Terms in the true sections, by the strongest claim that holds\n")
    show(true)


UNIT_TEXTS = ["the seed", "a plan", "a work report"]
CLAIMS = ["sentences", "paragraphs"]


def named_counts(path: pathlib.Path) -> pd.DataFrame:
    return unit_counts(path).assign(document=path.stem)


# --- intervals ---------------------------------------------------------------------------------


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


def years(random: np.random.Generator, growth: float) -> pd.DataFrame:
    """Six documents in each of five years, each with a word it likes; 上升 grows by a factor."""
    words, rows = np.array([f"词{i}" for i in range(30)]), []
    for year, document in np.ndindex(5, 6):
        liked = random.choice(words)
        for sentence in range(8):
            more = ["上升"] * random.poisson(0.05 * growth**year)
            for word in [*random.choice(words, 5), liked, *more]:
                rows.append((2019 + year, f"{year}_{document}", sentence, word))
    return pd.DataFrame(rows, columns=["year", "document", "sentence", "token"])


def trends(trials: int) -> Iterator[dict]:
    """How often `trend` finds a term where there is no trend, and the one that was planted."""
    for growth in (1.0, 1.65):
        found = {"document": 0, "sentence": 0}
        for seed in range(trials):
            tokens = years(np.random.default_rng(seed), growth)
            counts = an.count_terms(tokens, by="year")
            for unit in found:
                rows = an.trend(counts, tokens=tokens, unit=unit, permutations=99, seed=seed)
                hits = rows["supported"] & ((growth == 1) | (rows["term"] == "上升"))
                found[unit] += bool(hits.any())
        what = "collections with a supported term, no trend" if growth == 1 else "planted, found"
        shares = {f"by {unit}s": f"{n / trials:.1%}" for unit, n in found.items()}
        yield {"trend over years": f"{what}, of {trials}", **shares}


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
    parser.add_argument("--trials", type=int, default=200, help="of each row about units")
    parser.add_argument("--only", choices=["units", "trends", "rest"])
    options = parser.parse_args()
    warnings.simplefilter("ignore", SmallSectionWarning)
    here = {name: path for name, path in DOCUMENTS.items() if path.is_file()}
    if options.only in (None, "units"):
        show_units(here, options.trials)
    if options.only in (None, "trends"):
        show(list(trends(options.trials)))
    if options.only in ("units", "trends"):
        return
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
