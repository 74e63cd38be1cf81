"""Files that are whole or not there, and names that every system takes."""

import contextlib
import os
import pathlib
import tempfile
from collections.abc import Iterator


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


def file_name(name: str) -> str:
    """A name as a file may have it: signs that some system forbids become "_".

    >>> file_name("cloud_2019/2020")
    'cloud_2019_2020'
    """
    return "".join("_" if character in '/\\:*?"<>|' else character for character in name)
