"""The files of a collection: where each stands, how large it is, and what its version is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ..reading import is_document, list_files

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


class File(NamedTuple):
    """One file: its path or address, its size in bytes, and a mark that changes with its bytes.

    The mark (`stamp`) is size and time of the last change, or what a storage says instead.
    """

    path: str
    size: int
    stamp: str


def listed(paths: Paths, metadata: object = None) -> list[File]:
    """Every file that the paths name, in the order of `read_documents`; not that of `metadata`.

    Addresses with ``://`` (``s3://bucket/reports``, a folder or a glob) are looked up by fsspec,
    and come last.

    Raises FileNotFoundError for a path that does not exist, ValueError for a folder without a
    document.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not given:
        raise ValueError("no paths given: name a file, a folder or a glob")
    addresses = [item for item in given if isinstance(item, str) and "://" in item]
    files = list_files([item for item in given if item not in addresses], metadata)
    found = [*map(_local, files), *(file for each in addresses for file in _remote(each))]
    return list(dict.fromkeys(found))


def _local(path: str) -> File:
    """A file of this machine; one that is gone since has no stamp and is named when it is read."""
    try:
        stat = os.stat(path)
    except OSError:
        return File(path, 0, "")
    return File(path, stat.st_size, f"{stat.st_size}-{stat.st_mtime_ns}")


def _remote(address: str) -> Iterator[File]:
    """The files behind an address, by path."""
    import fsspec

    system, path = fsspec.core.url_to_fs(address)
    if system.isdir(path):
        path = f"{path.rstrip('/')}/**"
    hits = system.glob(path, detail=True) if "*" in path else {path: system.info(path)}
    files = {
        name: info
        for name, info in sorted(hits.items())
        if info["type"] == "file" and is_document(PurePosixPath(name).name)
    }
    if not files:
        raise ValueError(f"no document in {address!r}")
    for name, info in files.items():
        yield File(
            system.unstrip_protocol(name), int(info.get("size") or 0), str(system.ukey(name))
        )


@contextmanager
def at_hand(file: File) -> Iterator[str]:
    """A path of this machine at which the file can be read, fetched for as long as it takes."""
    if "://" not in file.path:
        yield file.path
        return
    import fsspec

    system, path = fsspec.core.url_to_fs(file.path)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, PurePosixPath(path).name)
        system.get_file(path, str(place))
        yield str(place)
