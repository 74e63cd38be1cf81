"""Cold commands against the usual script, side by side: `python -m benchmarks.bench_commands`.

Each command runs in a new process, in turn with its rival, and the medians are compared.
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = next((ROOT / "seeds").glob("*.txt"))
USUAL = [sys.executable, str(ROOT / "benchmarks" / "usual_script.py")]
ROUNDS = {"terms": 5, "report": 3}
OURS = [sys.executable, "-m", "analysis"]


def seconds(command):
    start = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def side_by_side(name, ours, usual, bar, rounds):
    pairs = [(seconds(ours), seconds(usual)) for _ in range(rounds)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    verdict = "met" if mine / theirs <= bar else "MISSED"
    print(
        f"{name:<28} {mine:6.2f} s against {theirs:6.2f} s: "
        f"ratio {mine / theirs:.2f} (at most {bar}: {verdict})"
    )


def main():
    with tempfile.TemporaryDirectory() as folder:
        out, usual_out = f"{folder}/ours", f"{folder}/usual"
        for command in ([*OURS, "terms", SEED], [*USUAL, "terms", SEED]):
            seconds(command)  # jieba writes its cache once; files come into memory
        side_by_side(
            "terms, cold",
            [*OURS, "terms", SEED],
            [*USUAL, "terms", SEED],
            bar=1.0,
            rounds=ROUNDS["terms"],
        )
        side_by_side(
            "whole report, cold",  # figures, tables, Word file and page
            [*OURS, "report", SEED, "--out", out],
            [*USUAL, "report", SEED, usual_out],
            bar=0.7,
            rounds=ROUNDS["report"],
        )
        drawn = len(list(pathlib.Path(out, "figures").glob("*.png")))
        usual = len(list(pathlib.Path(usual_out).glob("*.png")))
        print(f"{'pictures':<28} {drawn} against {usual}: ratio {drawn / usual:.2f} (at least 2)")


if __name__ == "__main__":
    main()
