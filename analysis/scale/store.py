"""The folder of a collection: tables of counts, each whole or not there, and who has it open."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from ..files import held, whole
from .kernel import HEAD, MANIFEST, Job
from .listing import File

PATTERN = re.compile(r"counts-[0-9a-f]{16}\.parquet")
LOCK = "lock"


class Store:
    """The tables in a folder that were made by one job, for one run at a time.

    A table holds the counts of some files. It is written beside its place and moved there, so
    that it is whole whenever a run ends; the next run goes on with the files that are in none.
    """

    def __init__(self, folder: Path, job: Job) -> None:  # noqa: D107
        self.folder, self.key = folder, job.key()
        self.accounts: dict[Path, dict[str, Any]] = {}
        folder.mkdir(parents=True, exist_ok=True)
        self._lock: BinaryIO | None = None

    def __enter__(self) -> Store:
        """Open it, for this run alone; what a killed run had begun to write goes."""
        self._lock = held(self.folder / LOCK)
        if self._lock is None:
            raise ValueError(
                f"another run is counting into {str(self.folder)!r}: wait for it, or take another "
                "folder"
            )
        for path in sorted(self.folder.iterdir()):
            if PATTERN.fullmatch(path.name):
                self.accounts[path] = self._account(path)
            elif path.name.startswith(".") and path.suffix in (".parquet", ".csv"):
                path.unlink()
        return self

    def __exit__(self, *_: object) -> None:
        """Leave it to others."""
        if self._lock:
            self._lock.close()

    def _account(self, path: Path) -> dict[str, Any]:
        """What a table says of its files; refused where another job made it."""
        account = json.loads(pq.read_schema(path).metadata[HEAD])
        if account["key"] != self.key:
            raise ValueError(
                f"{str(self.folder)!r} holds counts that were made with other options, or by "
                "another version: take another folder, or delete it"
            )
        return account

    def add(self, data: bytes) -> None:
        """Keep one table.

        Raises OSError where it cannot be written; what is there stays.
        """
        path = self.write(f"counts-{hashlib.sha256(data).hexdigest()[:16]}.parquet", data)
        self.accounts[path] = self._account(path)

    def write(self, name: str, data: bytes) -> Path:
        """A file of the folder, whole or not there."""
        path = self.folder / name
        with whole(path) as place:
            place.write_bytes(data)
        return path

    def places(self, files: Iterable[File]) -> dict[File, tuple[Path, int]]:
        """The table of every file that was counted or tried, and its number in the table."""
        found: dict[File, tuple[Path, int]] = {}
        for path, account in self.accounts.items():
            for number, file in enumerate(account["all"]):
                if File(*file) not in found or not self.problem(path, number):
                    found[File(*file)] = path, number
        return {file: found[file] for file in files if file in found}

    def rows(self, path: Path, number: int) -> list[tuple[int, list]]:
        """What is known of the documents of a file, each with its number in the table."""
        account = self.accounts[path]
        pairs = zip(account["files"], account["rows"], strict=True)
        return [(code, row) for code, (own, row) in enumerate(pairs) if own == number]

    def problem(self, path: Path, number: int) -> bool:
        """Whether something of the file could not be read; it is tried again in the next run."""
        return any(row[MANIFEST.index("problem")] for _, row in self.rows(path, number))

    def tables(self, paths: Iterable[Path]) -> Iterator[tuple[Path, pa.Table]]:
        """These tables, one at a time."""
        for path in sorted(paths):
            yield path, pq.read_table(path)
