"""Text to counts by section, side by side with two others: `python -m benchmarks.bench_counting`.

The same documents, already read and split, are cut in turn by bare `rjieba.cut` (a list of words
for each document, nothing counted), by the usual script (`jieba.lcut` and a Counter for each
section) and by `tokenize` and `count_terms`; the best of each is compared. The third figure for
rjieba throws the words of a paragraph away before the next, which no one who counts can do.
The documents are the reports beside the repository where they are at hand, else the seed,
repeated. The last two ratios have the search for blocks and sections in them. Seconds are those of
the processor.
"""

import pathlib
import sys
import time
from collections import Counter, defaultdict

import jieba
import pandas as pd
import rjieba

from analysis.reading import read_documents
from analysis.segmentation import discover_terms, tokenize
from analysis.statistics import count_terms
from analysis.structure import COUNTED, mark_blocks, split_sections

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"
CHARACTERS = 2_000_000  # for rjieba and for us; jieba gets a part of it


def corpus(characters):
    """Documents, sections and blocks of about so many characters."""
    folder = CORPORA / "reports" if CORPORA.is_dir() else ROOT / "seeds"
    some = read_documents(sorted(folder.glob("*.txt")))[["document", "path", "text", "marks"]]
    times = max(1, characters // some["text"].str.len().sum())
    parts = [some.assign(document=some["document"] + f" {time}") for time in range(times)]
    documents = pd.concat(parts, ignore_index=True)
    blocks = mark_blocks(documents)
    return documents, split_sections(documents, blocks), blocks


def paragraphs(documents, sections, blocks):
    """(document, section) and text of each paragraph, for the two rivals."""
    texts = dict(zip(documents["document"], documents["text"], strict=True))
    starts = sections.rename(columns={"start": "from"}).sort_values("from")
    starts = starts.astype({"document": str})
    blocks = blocks[blocks["role"].isin(COUNTED)].sort_values("start").astype({"document": str})
    placed = pd.merge_asof(blocks, starts, left_on="start", right_on="from", by="document")
    placed = placed.sort_values(["document", "start"])
    columns = (placed[name] for name in ("document", "section", "start", "end_x"))
    return [((d, s), texts[d][start:end]) for d, s, start, end in zip(*columns, strict=True)]


def bare(texts):
    return [rjieba.cut(text) for text in texts]


def bare_forgetting(texts):
    for text in texts:
        rjieba.cut(text)


def usual(pieces):
    counts = defaultdict(Counter)
    for (_, section), text in pieces:
        counts[section].update(jieba.lcut(text))
    return counts


def ours(frames):
    documents, sections, blocks = frames
    tokens = tokenize(documents, sections, blocks)
    return count_terms(tokens, by="section")


def whole(texts):
    """Texts to counts, with blocks and sections."""
    documents = pd.DataFrame({"document": [f"{n}" for n in range(len(texts))], "text": texts})
    blocks = mark_blocks(documents)
    return ours((documents, split_sections(documents, blocks), blocks))


def best(function, argument, rounds):
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        function(argument)
        seconds.append(time.process_time() - start)
    return min(seconds)


def main():
    frames, few = corpus(CHARACTERS), corpus(CHARACTERS // 10)
    texts = frames[0]["text"].tolist()
    many, some = [text for _, text in paragraphs(*frames)], paragraphs(*few)
    jieba.setLogLevel("ERROR")
    usual(some)  # dictionaries come into memory
    jobs = [(bare, texts), (bare_forgetting, many), (ours, frames), (whole, texts)]
    turns = [[best(job, given, 1) for job, given in jobs] for _ in range(7)]
    kept, forgotten, counted, every = (min(column) for column in zip(*turns, strict=True))
    size = sum(map(len, many))
    characters = sum(map(len, texts))
    kept, every = kept / characters, every / characters
    forgotten, counted = forgotten / size, counted / size
    script = best(usual, some, 2) / sum(len(text) for _, text in some)
    for name, seconds in (
        ("bare rjieba.cut", kept),
        ("bare rjieba.cut, forgetting", forgotten),
        ("jieba.lcut + Counter", script),
        ("tokenize + count_terms", counted),
    ):
        print(f"{name:<28} {1e-6 / seconds:6.2f} M characters/s")
    print(f"ratio to bare rjieba.cut     {kept / counted:6.2f}")
    print(f"ratio to it, forgetting      {forgotten / counted:6.2f}")
    print(f"ratio to jieba + Counter     {script / counted:6.1f}")
    print("with blocks and sections:")
    print(f"ratio to bare rjieba.cut     {kept / every:6.2f} (asked: 0.40)")
    print(f"ratio to jieba + Counter     {script / every:6.1f} (asked: 10)")
    for characters in (CHARACTERS // 100, CHARACTERS // 10, CHARACTERS):
        tokens = tokenize(*corpus(characters))
        seconds = best(discover_terms, tokens, 1)
        print(f"discover_terms, {len(tokens):>9,} tokens: {seconds:6.2f} s")


if __name__ == "__main__":
    sys.exit(main())
