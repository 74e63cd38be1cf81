"""A collection of any size to one table of counts, file by file, in several processes."""

from __future__ import annotations

import contextlib
import os
import pickle
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from ..contract import GROUP_SIZE, WHOLE_SIZE
from ..corpus import Forms, grouping, in_natural_order
from ..glossary import tell
from ..reading import complaint, given_metadata, unique_names
from ..segmentation import Segmenter
from ..statistics import Cancelled, by_group_and_term, groups_of, names_of
from ..structure import Form
from .folding import Numbers, Sums, batches
from .kernel import MANIFEST, Job, count_files, try_out, unread
from .listing import File, Paths, listed
from .workers import Here, NotSent, Processes, as_done

if TYPE_CHECKING:
    import distributed
    import pyarrow as pa

    from .store import Store

WITHIN = ("section", "paragraph", "sentence", "tag")  # columns of tokens within a document
MOST, FEWEST, FILES = 2 << 20, 100 << 10, 200  # bytes of a task at most and least; its files
SENT = (
    "the engine of the segmenter is not known to other processes: put its function into a module "
    "that they can import, or ask for processes=1"
)
TRIES = 3  # times that a file may end its process before it is given up
# Bytes that are sooner counted here: a process takes a second until it counts, in which 2 to 4 MB
# are counted, and with two of them half of the work has to be more than that.
SMALL = 6 << 20


class Counted(NamedTuple):
    """The counts of a collection, and what became of every file.

    ``counts`` is a frame as `count_terms` gives it. ``manifest`` has a row for each document, in
    order, those that could not be read last: ``document``, ``path``, ``format``, ``encoding``,
    ``margin``, ``title``, ``n_chars``, ``n_tokens``, ``problem`` ("" or why it could not be read),
    ``remark`` ("" or what looks damaged or was left out). What takes counts takes this as well.
    """

    counts: pd.DataFrame
    manifest: pd.DataFrame


class Done(NamedTuple):
    """How far a count is: files and bytes, of how many, and the seconds so far."""

    files: int
    all_files: int
    size: int
    all_size: int
    seconds: float

    @property
    def seconds_left(self) -> float:
        """The seconds that the rest takes at the pace so far."""
        return self.seconds * (self.all_size - self.size) / max(self.size, 1)

    def __str__(self) -> str:
        """One line for people.

        >>> print(Done(3, 12, 2_000_000, 8_000_000, 5.0))
        3 of 12 files, 2.0 of 8.0 MB, 15 s left
        """
        megabytes = f"{self.size / 1e6:.1f} of {self.all_size / 1e6:.1f} MB"
        files = f"{self.files:,} of {self.all_files:,} files"
        return f"{files}, {megabytes}, {self.seconds_left:.0f} s left"


def count_corpus(
    paths: Paths,
    *,
    by: str | Sequence[str] = (),
    store: str | os.PathLike[str] | None = None,
    processes: int | None = None,
    client: distributed.Client | None = None,
    segmenter: Segmenter | None = None,
    encoding: str | None = None,
    text: str | None = None,
    metadata: object = None,
    headings: Forms = None,
    parts: int | str | None = None,
    cut_headings: bool = False,
    terms: str = "written",
    n: int = 1,
    progress: Callable[[Done], object] | None = None,
) -> Counted:
    """How often each term occurs in each group of a collection that memory may not hold.

    The counts are those of ``count_terms(load(paths), by=by)``, number for number; the files are
    read, divided and cut a few at a time in `processes` (as many as there are processors), so
    that memory grows with the table of counts and the largest file, not with the collection.
    A file that cannot be read, or that ends the process that reads it, costs itself alone.

    `paths` is a file, a folder, a glob or a list of them; with ``://`` in it an address that
    fsspec knows (``s3://bucket/reports``). `by` are columns within documents ("section",
    "paragraph", "sentence", "tag") and of the manifest ("document", "format", and those of
    `metadata`, such as "year"; columns of a table's own are not among them). `segmenter`,
    `encoding`, `text`, `metadata`, `headings`, `parts` and `cut_headings` are those of `load`,
    `terms` and `n` those of `count_terms`.

    `store` is a folder in which the counts of every file are kept (parquet). A run that was
    interrupted goes on from there, changed and new files are counted and no others, and other
    groups by columns of documents cost no new count. It also gets ``manifest.csv``. `client` is
    a ``dask.distributed.Client`` whose workers do the work instead; they need to see the paths.
    `progress`, if given, is called with a `Done` after every few files; where it gives back
    False, the call ends with `Cancelled` (what is in the store stays).

    Returns `Counted`: ``counts`` and ``manifest``. Warns of files that could not be read.

    Raises what `load` and `count_terms` raise, ValueError for a store that another run has open
    or that was made with other options, and where no file could be read; OSError where the store
    cannot be written.

    >>> import pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     for year, text in {"2021": "服务群众。", "2022": "工作，服务工作。"}.items():
    ...         _ = pathlib.Path(folder, f"{year}.txt").write_text(text, encoding="utf-8")
    ...     counts, manifest = count_corpus(folder, by="document")
    >>> counts[["document", "term", "n"]].values.tolist()
    [['2021', '服务', 1], ['2021', '群众', 1], ['2022', '工作', 2], ['2022', '服务', 1]]
    >>> manifest[["document", "n_tokens", "problem"]].values.tolist()
    [['2021', 2, ''], ['2022', 3, '']]
    """
    from .store import Store

    columns = names_of(by)
    job = Job(
        segmenter or Segmenter(),
        encoding,
        text,
        headings if isinstance(headings, str | Form | None) else tuple(headings),
        parts,
        cut_headings,
        terms,
        n,
        tuple(name for name in WITHIN if name in columns),
    )
    if metadata is None or isinstance(metadata, tuple):
        _check(columns, [*MANIFEST, "year"])
    try_out(job)
    files = listed(paths, metadata)
    with contextlib.ExitStack() as stack:
        folder = Path(store or stack.enter_context(tempfile.TemporaryDirectory()))
        opened = stack.enter_context(Store(folder, job))
        gone = _count(opened, job, files, processes, client, progress)
        manifest, rows = _manifest(opened, files, gone)
        manifest = given_metadata(manifest, metadata)
        if (manifest["problem"] != "").all():
            raise ValueError(complaint(manifest[["path", "problem"]].to_dict("records")))
        if store:
            opened.write("manifest.csv", manifest.to_csv(index=False).encode("utf-8-sig"))
        counts = _folded(opened, manifest, rows, columns)
    bad = manifest[manifest["problem"] != ""]
    if len(bad):
        tell(complaint(bad.to_dict("records")))
    return Counted(counts, manifest)


def _check(by: list[str], known: Iterable[str]) -> None:
    """Refuse a column that there is not."""
    there = (*WITHIN, *known)
    unknown = [name for name in by if name not in there]
    if unknown:
        raise ValueError(f"by={unknown[0]!r}: a collection is counted by {', '.join(there)}")


# --- counting -----------------------------------------------------------------------------------


def _count(
    store: Store,
    job: Job,
    files: list[File],
    processes: int | None,
    client: distributed.Client | None,
    progress: Callable[[Done], object] | None,
) -> dict[File, str]:
    """Count what is not counted yet; gives the files that ended every process, with the reason."""
    known = store.places(files)
    todo = [file for file in files if file not in known or store.problem(*known[file])]
    size = sum(file.size for file in todo)
    number = processes or (os.cpu_count() or 1 if size > SMALL else 1)
    most = min(MOST, max(FEWEST, size // (4 * number)))
    sizes = [file.size for file in todo]
    tasks = deque(tuple(todo[some]) for some in batches(sizes, most=most, files=FILES))
    tries: Counter[File] = Counter()
    gone: dict[File, str] = {}
    with _executor(number, client) as executor, _teller(todo, progress) as done:
        counting = partial(_count_there, _packed(job))
        at_once = 4 * max(1, len(client.nthreads())) if client else 2 * number
        for task, future in as_done(executor, counting, tasks, at_once=at_once):
            error = future.exception()
            if error is None:
                store.add(future.result())
            elif isinstance(error, NotSent):
                raise error
            else:
                told = f"counting it failed ({type(error).__name__}: {error})"
                task = _again(task, told, tasks, tries, gone)
            done(task)
    return gone


def _again(
    task: tuple[File, ...],
    error: str,
    tasks: deque[tuple[File, ...]],
    tries: Counter[File],
    gone: dict[File, str],
) -> tuple[File, ...]:
    """Have a task tried again in two halves, down to the file that it fails of.

    A file alone has several tries, as processes may be killed for no fault of it; gives the one
    that is given up.
    """
    half = len(task) // 2
    if half:
        tasks.extendleft((task[half:], task[:half]))
        return ()
    tries.update(task)
    if tries[task[0]] < TRIES:
        tasks.append(task)
        return ()
    gone[task[0]] = error
    return task


def _packed(job: Job) -> bytes:
    try:
        return pickle.dumps(job)
    except Exception as error:
        raise NotSent(f"{SENT} ({error})") from error


@lru_cache(maxsize=1)
def _unpacked(job: bytes) -> Job:
    try:
        return pickle.loads(job)
    except Exception as error:
        raise NotSent(f"{SENT} ({error})") from error


def _count_there(job: bytes, files: tuple[File, ...]) -> bytes:
    """What a process does; it makes the segmenter once."""
    return count_files(_unpacked(job), files)


@contextlib.contextmanager
def _executor(number: int, client: distributed.Client | None) -> Iterator[Executor]:
    """Who does the work: the workers of a cluster, processes, or this process itself."""
    executor = client.get_executor() if client else Processes(number) if number > 1 else Here()
    try:
        yield executor
    finally:
        executor.shutdown(wait=False)


@contextlib.contextmanager
def _teller(
    todo: list[File], progress: Callable[[Done], object] | None
) -> Iterator[Callable[[Sequence[File]], None]]:
    """A function that takes the files that are done, and tells who looks on."""
    from tqdm.auto import tqdm

    begin, size = time.monotonic(), sum(file.size for file in todo)
    hidden = None if progress is None else True
    with tqdm(
        desc="counting",
        total=size,
        unit="B",
        unit_scale=True,
        delay=1,
        leave=False,
        disable=hidden,
    ) as bar:
        state = Done(0, len(todo), 0, size, 0.0)

        def done(files: Sequence[File]) -> None:
            nonlocal state
            more = sum(file.size for file in files)
            seconds = time.monotonic() - begin
            state = Done(state.files + len(files), len(todo), state.size + more, size, seconds)
            bar.update(more)
            bar.set_postfix_str(f"{state.files:,} of {len(todo):,} files", refresh=False)
            if progress is not None and progress(state) is False:
                raise Cancelled(f"counting was cancelled after {state.files:,} files")

        yield done


# --- the collection as a whole ------------------------------------------------------------------


def _manifest(
    store: Store, files: list[File], gone: dict[File, str]
) -> tuple[pd.DataFrame, dict[Path, np.ndarray]]:
    """A row for every document, and for each table the row of each of its documents (or -1)."""
    places = store.places(files)
    rows: list[list] = []
    own: list[tuple[Path | None, int]] = []
    for file in files:
        if file not in gone:
            path, number = places[file]
            for code, row in store.rows(path, number):
                rows.append(row)
                own.append((path, code))
        else:
            rows.append(unread(file, gone[file]))
            own.append((None, 0))
    manifest = pd.DataFrame(rows, columns=MANIFEST)
    order = np.argsort(manifest["problem"].to_numpy() != "", kind="stable")
    manifest = manifest.iloc[order].reset_index(drop=True)
    names = unique_names(manifest["document"].tolist(), manifest["path"].tolist())
    manifest["document"] = pd.Series(names, dtype="str")
    found: dict[Path, np.ndarray] = {}
    for number, (path, code) in enumerate(own[place] for place in order):
        if path is not None:
            if path not in found:
                found[path] = np.full(len(store.accounts[path]["rows"]), -1)
            found[path][code] = number
    return manifest, found


def _folded(
    store: Store, manifest: pd.DataFrame, rows: dict[Path, np.ndarray], by: list[str]
) -> pd.DataFrame:
    """All tables as one, by these columns."""
    own = [name for name in by if name not in WITHIN]
    within = [name for name in by if name in WITHIN]
    _check(by, manifest.columns)
    counted = ((manifest["problem"] == "") & (manifest["n_tokens"] > 0)).to_numpy()
    good = manifest[counted].reset_index(drop=True)
    columns = {name: grouping(good, name) for name in own}
    group_of = np.full(len(manifest), -1)
    group_of[counted], groups = groups_of(good.assign(**columns), own)
    values = {name: Numbers() for name in within}
    terms, pairs, sums = Numbers(), Numbers(), Sums()
    for path, table in store.tables(rows):
        row = rows[path][table["document"].to_numpy()]
        kept = row >= 0
        codes = [group_of[row[kept]]]
        codes += [_numbered(table[name], values[name])[kept] for name in within]
        group = _joined(codes, pairs)
        sums.add(group, _numbered(table["term"], terms)[kept], table["n"].to_numpy()[kept])
    cells = sums.cells()
    found: list[tuple[int, ...]] = list(pairs)  # type: ignore[arg-type]
    frame = groups.iloc[[key[0] for key in found]].reset_index(drop=True)
    for place, name in enumerate(within, start=1):
        known = list(values[name])
        frame[name] = _ordered([known[key[place]] for key in found])
    number, frame = groups_of(frame[by], by) if by else (np.zeros(len(found), int), frame)
    return _table(number[cells.group], frame, cells.term, pd.Index(terms, dtype="str"), cells.n)


def _numbered(column: pa.ChunkedArray, numbers: Numbers) -> np.ndarray:
    """A column as numbers that are the same in all tables."""
    column = column.combine_chunks().dictionary_encode()
    return numbers.of(column.dictionary.to_pylist())[column.indices.to_numpy()]


def _joined(codes: list[np.ndarray], found: Numbers) -> np.ndarray:
    """The number of every combination of codes."""
    if not len(codes[0]):
        return codes[0].astype(np.int64)
    pairs, where = np.unique(np.stack(codes), axis=1, return_inverse=True)
    return found.of(map(tuple, pairs.T.tolist()))[where.ravel()]


def _ordered(values: list) -> pd.Series:
    """Names as categories in their natural order, numbers as they are."""
    if not values or not isinstance(values[0], str):
        return pd.Series(values, dtype=np.int32)
    return in_natural_order(pd.Series(values, dtype="str"))


def _table(
    group: np.ndarray, groups: pd.DataFrame, code: np.ndarray, terms: pd.Index, n: np.ndarray
) -> pd.DataFrame:
    """The counts as `count_terms` gives them."""
    order = np.argsort(terms.to_numpy())
    place = np.empty(len(terms), dtype=np.int64)
    place[order] = np.arange(len(terms))
    code = place[code]
    sizes = np.bincount(group, n, len(groups)).astype(np.int64)
    rows = np.lexsort((code, -n, group))
    group, code, n = group[rows], code[rows], n[rows]
    columns = {"n": n, GROUP_SIZE: sizes[group], WHOLE_SIZE: int(sizes.sum())}
    return by_group_and_term(groups, group, code, terms[order], **columns)
