"""Files that are whole or not there, of one date, and with names that every system takes."""

import contextlib
import datetime
import hashlib
import io
import os
import pathlib
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator

LONGEST = 200  # bytes of a name, of the 255 that systems take, without number and suffix

NO_DATE = datetime.date(2000, 1, 1)  # of files that were made without one


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


def dated(archive: bytes, date: datetime.date) -> bytes:
    """A zip archive (.docx, .xlsx) with all its dates made one: equal contents, equal bytes."""
    buffer = io.BytesIO()
    moment = f"{date.isoformat()}T00:00:00Z".encode()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", moment, content)
            info = zipfile.ZipInfo(name, (date.year, date.month, date.day, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return buffer.getvalue()
