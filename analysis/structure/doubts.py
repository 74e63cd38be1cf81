"""Which families of lines are most in doubt: headings, or none?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..contract import frame_of
from ..glossary import Note

LEAST = 1.0  # lines of a family that are wrong, as far as can be expected, before it is doubted
TOLD, ASKED = 2, 0.1  # families that are asked about; the share of their lines that is wrong
BY_HAND = "corrected by hand"  # the reason of what a reader has said
_SAMPLE = 30  # characters of a line that stands for its family
_COLUMNS = ["document", "start", "end", "role", "reason", "p", "family"]


def doubts(blocks: pd.DataFrame, documents: pd.DataFrame | None = None) -> pd.DataFrame:
    """Which lines that look alike may be taken for what they are not, most doubted first.

    `blocks` is what `mark_blocks` gives, or a corpus; `documents`, of which the blocks were made,
    gives the samples; a corpus has its own.

    Columns: ``document``, ``family`` (its number in the blocks), ``sample`` (how its first line
    begins; "" without documents), ``n`` (its lines), ``headings`` (so many of them are headings
    now), ``p`` (the mean probability that one is a heading), ``wrong`` (so many lines are expected
    to be wrong: the sum of 1 - p over headings and of p over other lines). There is a row for each
    family of which at least one line is, and that no correction has settled. One answer settles
    it: ``corpus.correct_headings({sample: True}, like=True)``.

    Raises ValueError for a column that is missing.

    >>> import analysis as an
    >>> said = "这一段文字说明情况，分析原因，并且提出今后的办法和要求，要认真研究。"
    >>> names = ["学习目标", "学习重点", "学习过程", "作业"]
    >>> corpus = an.load(an.read_text("".join(f"【{name}】\\n{said}\\n" for name in names)))
    >>> doubts(corpus)[["sample", "n", "headings"]].values.tolist()
    [['【学习目标】', 4, 0]]
    """
    if documents is None and not isinstance(blocks, pd.DataFrame):
        documents = getattr(blocks, "documents", None)  # of a corpus
    blocks = frame_of(blocks, "blocks", _COLUMNS)
    lines = blocks[(blocks["family"] > 0) & (blocks["reason"].astype(str) != BY_HAND)]
    heading, p = lines["role"] == "heading", lines["p"]
    names = lines["document"].astype(str)
    grouped = lines.assign(
        document=names, n=1, headings=heading.astype(int), wrong=p.mask(heading, 1 - p)
    ).groupby(["document", "family"], sort=False)
    kept = {"start": "first", "end": "first", "n": "sum", "headings": "sum", "p": "mean"}
    frame = grouped.agg({**kept, "wrong": "sum"}).reset_index()
    frame = frame[frame["wrong"] >= LEAST].sort_values("wrong", ascending=False, kind="stable")
    frame.insert(2, "sample", pd.Series(_samples(frame, documents), frame.index, dtype="str"))
    return frame.drop(columns=["start", "end"]).reset_index(drop=True)


def _samples(frame: pd.DataFrame, documents: pd.DataFrame | None) -> list[str]:
    """How the first line of each family begins."""
    if documents is None:
        return [""] * len(frame)
    documents = frame_of(documents, "documents", ["document", "text"])
    texts = dict(zip(documents["document"].astype(str), documents["text"], strict=True))
    places = zip(frame["document"], frame["start"], frame["end"], strict=True)
    lines = (texts[name][start:end].strip() for name, start, end in places)
    return [line.split("\n")[0][:_SAMPLE].strip() for line in lines]


def asked(found: pd.DataFrame) -> pd.DataFrame:
    """The rows of `doubts` that one answer may settle: a tenth of the lines is wrong, or more."""
    return found[found["wrong"] >= ASKED * found["n"]]


def questions(corpus: Any) -> list[Note]:
    """Ask about the one or two most doubted families of a corpus that one answer may settle.

    Blocks of one's own have no margin, and are not asked about.
    """
    if not {"p", "family"} <= set(corpus.blocks):
        return []
    found = asked(doubts(corpus))
    several = len(corpus.documents) > 1
    notes = []
    for row in found.head(TOLD).to_dict("records"):
        note = Note("doubted", row["n"], row["sample"], row["headings"])
        notes.append(Note("in", note, row["document"]) if several else note)
    return notes
