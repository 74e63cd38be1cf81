"""Files that are whole or not there, and names that every system takes."""

import contextlib
import hashlib
import os
import pathlib
import re
import tempfile
from collections.abc import Iterable, Iterator

LONGEST = 200  # bytes of a name, of the 255 that systems take, without number and suffix


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


def file_names(names: Iterable[str]) -> list[str]:
    """Names as files may have them, on every system, without suffix and all different.

    Signs that some system forbids become "_"; a name of more than 200 bytes (66 characters) is
    cut, and a mark made of all of it put behind.

    >>> file_names(["cloud_2019/2020", "cloud_2019:2020"])
    ['cloud_2019_2020', 'cloud_2019_2020_2']
    """
    made: dict[str, str] = {}
    for name in names:
        legal = re.sub(r'[/\\:*?"<>|\x00-\x1f]', "_", name).rstrip(". ") or "_"
        data = legal.encode("utf-8", "replace")
        if len(data) > LONGEST:
            mark = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:8]
            legal = f"{data[: LONGEST - 9].decode('utf-8', 'ignore')}_{mark}"
        other, number = legal, 1
        while other.casefold() in made:
            number += 1
            other = f"{legal}_{number}"
        made[other.casefold()] = other
    return list(made.values())
