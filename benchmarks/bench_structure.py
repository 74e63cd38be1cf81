"""Reading, blocks and sections against segmentation (`python -m benchmarks.bench_structure`).

Takes the texts given, or the seed, repeated to 0.1, 1 and 10 million characters: with its line
breaks, as one line, and as one line without a stop. Milliseconds of processor time, the least
of a few runs. "cut" is bare rjieba on the whole text, "tokenize" the segmentation of the package;
"share" is (read + blocks + sections) / tokenize, which should be at most 2/3. The folders of the
corpora beside the repository, where they are at hand, are read as they are, file by file.
"""

import pathlib
import re
import sys
import tempfile
import time

import rjieba

import analysis as an
from analysis.structure import mark_blocks, split_sections

SIZES = [(100_000, 5), (1_000_000, 3), (10_000_000, 1)]  # characters, and runs
ROOT = pathlib.Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds"
CORPORA = ROOT.parent / "shared" / "corpora"
FOLDERS = ("laws_prc", "notices", "reports", "novels")


def seconds(function, *arguments, times=3):
    """The least processor time of a few runs, and the result."""
    least = float("inf")
    for _ in range(times):
        start = time.process_time()
        result = function(*arguments)
        least = min(least, time.process_time() - start)
    return least, result


def measure(name, text, times):
    """The figures of one text, as a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "text.txt")
        path.write_text(text, encoding="utf-8")
        measure_files(name, path, times)


def measure_files(name, paths, times):
    """Read files, find their blocks and sections, cut them; print what each step takes."""
    reading, documents = seconds(an.read_documents, paths, times=times)
    texts = documents["text"].tolist()
    blocking, blocks = seconds(mark_blocks, documents, times=times)
    splitting, sections = seconds(split_sections, documents, blocks, times=times)
    segmenting, _ = seconds(an.tokenize, documents, sections, blocks, times=times)
    cutting, _ = seconds(lambda: [rjieba.cut(text) for text in texts], times=times)
    structure = reading + blocking + splitting
    size = sum(map(len, texts)) / 1e6
    figures = [reading, blocking, splitting, cutting, segmenting]
    cells = [f"{1000 * figure:>9,.1f}" for figure in figures]
    print(f"{name:<22}{size:>7.2f}", *cells, f"{structure / segmenting:>7.2f}", sep="")


def main(paths=()):
    paths = paths or sorted(SEED.glob("*.txt"))
    whole = "\n".join(path.read_text("utf-8") for path in paths)
    names = ["read", "blocks", "sections", "cut", "tokenize"]
    print(f"{'':<22}{'M chars':>7}", *(f"{name:>9}" for name in names), f"{'share':>7}", sep="")
    for size, times in SIZES:
        text = (whole * (size // len(whole) + 1))[:size]
        measure("as it is", text, times)
        measure("one line", re.sub(r"\s+", "", text), times)
        measure("one line, no stop", re.sub(r"[\s。！？；：]+", "", text), times)
    for folder in FOLDERS:
        if files := sorted((CORPORA / folder).glob("*.txt")):
            measure_files(f"{folder}, {len(files)} files", files, 3)


if __name__ == "__main__":
    main([pathlib.Path(name) for name in sys.argv[1:]])
