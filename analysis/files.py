"""Files that are whole or not there, and names that every system takes."""

import contextlib
import hashlib
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from typing import BinaryIO

LONGEST = 200  # bytes of a name, of the 255 that systems take, without number and suffix

SCRATCH, LOCK, OLD = ".report-", "lock", "old"  # names of what lies beside a report being made
NEW = 10  # seconds in which a process surely locks what it has made
TRIES = 100  # of two processes that put theirs into one place at once


@contextlib.contextmanager
def whole(path: pathlib.Path) -> Iterator[pathlib.Path]:
    """A temporary file that takes the place of `path` once it is whole.

    It lies beside its place, so a failure leaves what was there, and nothing half-written.

    >>> path = pathlib.Path(tempfile.mkdtemp()) / "a.txt"
    >>> with whole(path) as file:
    ...     _ = file.write_text("whole")
    >>> path.read_text()
    'whole'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    os.close(handle)
    try:
        yield pathlib.Path(name)
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        pathlib.Path(name).unlink(missing_ok=True)


@contextlib.contextmanager
def beside(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """A folder beside `folder` in which to make what goes there, gone afterwards.

    What a process that was killed left of its own is taken away; one at work keeps its own.
    """
    _clean(folder.parent)
    with tempfile.TemporaryDirectory(
        dir=folder.parent, prefix=SCRATCH, ignore_cleanup_errors=True
    ) as name:
        lock = held(pathlib.Path(name, LOCK))
        try:
            yield pathlib.Path(name)
        finally:
            if lock:
                lock.close()


def put_in_place(made: pathlib.Path, folder: pathlib.Path, scratch: pathlib.Path) -> bool:
    """Put the folder `made`, whole, in the place of `folder`: in between there is none of them.

    `scratch` is the folder that `beside` gave, in which both are. False, and nothing done, where
    the system does not let a folder be moved (it is one that is worked in, or a disk).
    """
    old = scratch / OLD / folder.name
    old.parent.mkdir()
    with contextlib.suppress(FileNotFoundError):
        made.chmod(folder.stat().st_mode)
    for _ in range(TRIES):
        try:
            folder.rename(old)
        except FileNotFoundError:  # another process is about to put its own there
            pass
        except OSError:
            return False
        try:
            made.rename(folder)
            return True
        except OSError:  # another one did, in between
            shutil.rmtree(old, ignore_errors=True)
    return False


def _clean(parent: pathlib.Path) -> None:
    """Take away what killed processes left, and put back what one of them had moved away."""
    for left in parent.glob(f"{SCRATCH}*"):
        with contextlib.suppress(FileNotFoundError):  # its own process took it away just now
            _clean_one(left)


def _clean_one(left: pathlib.Path) -> None:
    if time.time() - left.stat().st_mtime < NEW:
        return  # it is perhaps not locked yet
    if lock := held(left / LOCK):
        for old in left.glob(f"{OLD}/*"):
            if not (left.parent / old.name).exists():
                old.rename(left.parent / old.name)
        lock.close()
        shutil.rmtree(left, ignore_errors=True)


def held(path: pathlib.Path) -> BinaryIO | None:
    """An open file that this process alone holds, until it ends; None where another one does."""
    file = path.open("a+b")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def file_names(names: Iterable[str]) -> list[str]:
    """Names as files may have them, on every system, without suffix and all different.

    Signs that some system forbids become "_"; a name of more than 200 bytes (66 characters) is
    cut, and a mark made of all of it put behind.

    >>> file_names(["cloud_2019/2020", "cloud_2019:2020"])
    ['cloud_2019_2020', 'cloud_2019_2020_2']
    """
    legals = []
    for name in names:
        legal = re.sub(r'[/\\:*?"<>|\x00-\x1f]', "_", name).rstrip(". ") or "_"
        data = legal.encode("utf-8", "replace")
        if len(data) > LONGEST:
            mark = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
            legal = f"{data[: LONGEST - 9].decode('utf-8', 'ignore')}_{mark}"
        legals.append(legal)
    return distinct(legals)


def distinct(names: Iterable[str], longest: int | None = None) -> list[str]:
    """Names that differ, also for systems that know no case: one that is there again is numbered.

    >>> distinct(["表", "表", "Terms", "terms"], longest=6)
    ['表', '表_2', 'Terms', 'term_2']
    """
    made: dict[str, str] = {}
    for name in names:
        other, number = name, 1
        while other.casefold() in made:
            number += 1
            end = f"_{number}"
            other = name[: longest and longest - len(end)] + end
        made[other.casefold()] = other
    return list(made.values())
