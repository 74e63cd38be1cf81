"""What is done with every file, in whatever process: bytes in, counts out."""

from __future__ import annotations

import hashlib
import io
import json
import warnings
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..corpus import Corpus, Forms, load
from ..reading import read_file, read_text
from ..segmentation import Segmenter
from ..statistics import count_terms
from .listing import File, at_hand

# What is known of every document, beside its counts.
DOCUMENT = ["document", "path", "format", "encoding", "margin", "title", "n_chars", "n_tokens"]
MANIFEST = [*DOCUMENT, "problem", "remark"]
MADE_BY = ("chinese-text-analysis", "rjieba", "jieba", "opencc")  # another version, another count
HEAD = b"analysis"  # where the account of the files lies in the table


class Job(NamedTuple):
    """How texts are read, cut and counted: the same for all files of a collection."""

    segmenter: Segmenter
    encoding: str | None
    text: str | None
    headings: Forms
    parts: int | str | None
    cut_headings: bool
    form: str
    n: int
    columns: tuple[str, ...]  # counted by these, within a document

    def key(self) -> str:
        """A mark that is the same where the counts of the same bytes are the same."""
        words, engine, hmm = self.segmenter.__getstate__()
        name = engine if isinstance(engine, str) else f"{engine.__module__}.{engine.__qualname__}"
        told = [
            *map(version, MADE_BY),
            sorted(map(repr, words.values())),
            name,
            hmm,
            *map(repr, self[1:]),
        ]
        return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]


def count_files(job: Job, files: Sequence[File]) -> bytes:
    """The counts of some files by document and the columns of the job, and an account of them.

    They are a parquet table with a column of numbers `document`, the columns of the job, `term`
    and `n`; its schema holds the account, a row of `MANIFEST` a document and the file of each.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    documents, own = _read(job, files)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        corpus = _cut(job, documents)
    counts = count_terms(corpus, by=["document", *job.columns], n=job.n, terms=job.form)
    place = pd.Index(documents["document"]).get_indexer(counts["document"].astype("str"))
    table = {"document": pa.array(place.astype(np.int32))}
    for name in (*job.columns, "term"):
        table[name] = pa.array(counts[name])
    table["n"] = pa.array(counts["n"].to_numpy(np.int64))
    account = _account(documents, corpus, [str(warning.message) for warning in caught])
    sink = io.BytesIO()
    head = {HEAD: _json({"key": job.key(), "rows": account, "files": own, "all": files})}
    pq.write_table(pa.table(table).replace_schema_metadata(head), sink, compression="zstd")
    return sink.getvalue()


def try_out(job: Job) -> None:
    """Raise what any file would raise because of the job."""
    corpus = _cut(job, read_text("一、"))
    count_terms(corpus, by=["document", *job.columns], n=job.n, terms=job.form)


def unread(file: File, problem: str) -> list:
    """The row of `MANIFEST` of a file that no process could count."""
    frame = read_file(file.path, problem=problem).assign(n_chars=0, n_tokens=0)
    return frame[MANIFEST].values.tolist()[0]


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _read(job: Job, files: Iterable[File]) -> tuple[pd.DataFrame, list[int]]:
    """The documents of the files, and the number of the file that each came from."""
    frames, own = [], []
    for number, file in enumerate(files):
        try:
            with at_hand(file) as path:
                frame = read_file(path, encoding=job.encoding, text=job.text)
        except OSError as error:
            frame = read_file(file.path, problem=str(error))
        if "://" in file.path:
            frame["path"] = [file.path + one.partition(path)[2] for one in frame["path"]]
        frames.append(frame)
        own += [number] * len(frame)
    documents = pd.concat(frames, ignore_index=True)
    # names of their own for the time being; the collection gives each its name
    return documents.assign(stem=documents["document"], document=_numbers(len(documents))), own


def _numbers(n: int) -> pd.Series:
    return pd.Series([f"{number:09d}" for number in range(n)], dtype="str")


def _cut(job: Job, documents: pd.DataFrame) -> Corpus:
    return load(
        documents,
        segmenter=job.segmenter,
        headings=job.headings,
        parts=job.parts,
        cut_headings=job.cut_headings,
        tags="tag" in job.columns,
    )


def _account(documents: pd.DataFrame, corpus: Corpus, told: list[str]) -> list[list]:
    """A row of `MANIFEST` for every document."""
    sizes = corpus.tokens["document"].value_counts()
    remarks = {
        name: [text] if text else []
        for name, text in zip(documents["document"], documents["remark"], strict=True)
    }
    for text in told:
        name, _, remark = text.partition(": ")
        remarks.get(name, []).append(remark)
    frame = documents.assign(
        n_chars=documents["text"].str.len(),
        n_tokens=[int(sizes.get(name, 0)) for name in documents["document"]],
        title=corpus.documents["title"],
        remark=["; ".join(remarks[name]) for name in documents["document"]],
        document=documents["stem"],
    )
    return frame[MANIFEST].values.tolist()
