"""How many ordinary sentences are taken for site text (`python -m benchmarks.score_site`).

Each sentence of the texts given (or of the evaluation corpora: laws, reports, novels) is put as
first, middle and last line into short documents of each format. A sentence is lost where the line
is labelled as anything that is not counted and no heading or title. None should be.
"""

import pathlib
import re
import sys

import pandas as pd

import analysis as an
from analysis.structure import mark_blocks

SOURCES = ("text", "txt", "docx", "pdf")
KEPT = ("body", "title", "heading", "blank")
FOLDERS = ("reports", "laws_prc", "novels")
MOST = 10_000  # sentences
BODY = "各单位要认真组织学习，结合实际抓好落实。"
CORPORA = pathlib.Path(__file__).resolve().parents[2] / "shared" / "corpora"


def sentences_of(paths: list[pathlib.Path], most: int = MOST) -> list[str]:
    """Sentences of all texts, at most as many, taken evenly and each once."""
    found: dict[str, None] = {}
    for path in paths:
        text = an.read_documents(path)["text"].iloc[0]
        for sentence in re.findall(r"[^\s。！？][^\n。！？]*[。！？]", text):
            if re.search(r"[\u4e00-\u9fff]", sentence):
                found[sentence.strip()] = None
    every = list(found)
    return every[:: max(len(every) // most, 1)][:most]


def lost(sentences: list[str], source: str) -> list[tuple[str, str]]:
    """(place, sentence) of those that are not kept in documents of this format."""
    places = {"first": "{}\n" + BODY, "middle": f"{BODY}\n{{}}\n{BODY}", "last": BODY + "\n{}"}
    missing: list[tuple[str, str]] = []
    for place, form in places.items():
        texts = [form.format(sentence) for sentence in sentences]
        names = [str(number) for number in range(len(texts))]
        frame = pd.DataFrame({"document": names, "text": texts, "format": source})
        blocks = mark_blocks(frame)
        gone = blocks[~blocks["role"].isin(KEPT)]
        missing += [(place, sentences[int(name)]) for name in gone["document"].unique()]
    return missing


def main() -> int:
    paths = [pathlib.Path(name) for name in sys.argv[1:]]
    paths = paths or sorted(p for folder in FOLDERS for p in (CORPORA / folder).glob("*.txt"))
    sentences = sentences_of(paths)
    print(f"{len(sentences)} sentences, each as first, middle and last line")
    every = 0
    for source in SOURCES:
        missing = lost(sentences, source)
        every += len(missing)
        print(f"{source:6}{len(missing):>6} lost")
        for place, sentence in missing:
            print(f"      {place}: {sentence}")
    return int(every > 0)


if __name__ == "__main__":
    sys.exit(main())
