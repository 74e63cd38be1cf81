"""Collections of 1 MB to 1 GB: seconds, memory of all processes, and what a kill costs.

    python -m benchmarks.bench_scale [--megabytes 1 10 100 1000] [--texts FOLDER] [--processes 2]

Files of 40 to 200 kB are written to a temporary folder, made of paragraphs drawn from the texts
(`seeds` if none are given), so that the vocabulary stops growing and what grows is the
collection. Memory is the sum over the processes of what each holds for itself and its share of
what they hold together (PSS), looked at ten times a second.
"""

import argparse
import json
import pathlib
import random
import tempfile
import threading
import time

import psutil

import analysis as an

MOST_ALONE = 40  # megabytes that are counted once more by one process (asked: 1.7 times as fast)
ROOT = pathlib.Path(__file__).resolve().parent.parent


def main(arguments=()):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=float, nargs="*", default=[1, 10])
    parser.add_argument("--texts", type=pathlib.Path, default=ROOT / "seeds")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--json", type=pathlib.Path)
    asked = parser.parse_args(arguments)
    found = []
    for megabytes in asked.megabytes:
        with tempfile.TemporaryDirectory() as folder:
            made = write_files(pathlib.Path(folder), asked.texts, megabytes)
            row = measured(folder, asked.processes) | {"megabytes": made}
            if made <= MOST_ALONE and asked.processes > 1:
                row["times_one"] = measured(folder, 1)["seconds"] / row["seconds"]
            found.append(row)
        print(
            f"{made:8.1f} MB: {row['seconds']:7.1f} s, {made / row['seconds']:5.2f} MB/s, "
            f"peak {row['peak_mb']:5.0f} MB, {row['tokens']:,} tokens, {row['rows']:,} rows"
            + (f", {row['times_one']:.2f} times one process" if "times_one" in row else ""),
            flush=True,
        )
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1), "utf-8")


def write_files(folder, texts, megabytes):
    """Files made of paragraphs of the texts, in ten folders that are years; how many megabytes."""
    pick = random.Random(0)
    corpus = an.load(texts)
    body = corpus.blocks[corpus.blocks["role"] == "body"]
    text = corpus.documents.set_index("document")["text"]
    paragraphs = [
        text[document][start:end]
        for document, start, end in body[["document", "start", "end"]].itertuples(index=False)
    ]
    written, number = 0, 0
    while written < megabytes * 1e6:
        parts, size, most = [], 0, pick.randint(40_000, 200_000)
        while size < most:
            parts.append(f"{len(parts) + 1}. 第{len(parts) + 1}部分" if size % 9 == 0 else "")
            parts.append(pick.choice(paragraphs))
            size += 3 * len(parts[-1])
        place = folder / str(2001 + number % 10) / f"{number:05d}.txt"
        place.parent.mkdir(exist_ok=True)
        place.write_text("\n".join(parts), encoding="utf-8")
        written, number = written + place.stat().st_size, number + 1
    return written / 1e6


def measured(folder, processes):
    """Seconds, peak memory of all processes in MB, and the size of the table."""
    peak, over = [0], threading.Event()

    def watch():
        own = psutil.Process()
        while not over.wait(0.1):
            total = 0
            for process in [own, *own.children(recursive=True)]:
                try:
                    total += process.memory_full_info().pss
                except (psutil.Error, OSError):
                    continue
            peak[0] = max(peak[0], total)

    watcher = threading.Thread(target=watch)
    watcher.start()
    begin = time.perf_counter()
    counts, manifest = an.count_corpus(folder, processes=processes)
    seconds = time.perf_counter() - begin
    over.set()
    watcher.join()
    return {
        "seconds": seconds,
        "peak_mb": peak[0] / 1e6,
        "tokens": int(manifest["n_tokens"].sum()),
        "rows": len(counts),
    }


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
