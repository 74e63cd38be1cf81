"""Zip files, opened with care: what they hold, no more than a document could, never on disk."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from pathlib import PurePosixPath

from .encodings import decode

# Beyond these sizes a file is more likely a bomb or a mistake than a document.
MAX_BYTES = 1 << 28
MAX_MEMBERS = 10_000
# Text packs to a third, a table in XML to a hundredth; only tricks pack further.
MAX_RATIO = 200
SMALL = 1 << 22
ENCRYPTED = 1  # bits of a member's flags
NAME_IS_UTF8 = 0x800
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """Open a zip file from its bytes `data`, if it fits in memory once unpacked.

    A member never gives more bytes than its header says, so the headers bound the memory.

    Raises ValueError if it is broken or too large.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise ValueError(f"it is not a zip file, or a broken one ({error})") from None
    infos = archive.infolist()
    if len(infos) > MAX_MEMBERS or sum(info.file_size for info in infos) > MAX_BYTES:
        raise ValueError(
            f"it unpacks to more than {MAX_MEMBERS:,} files or {MAX_BYTES >> 20} MB: not opened"
        )
    if sum(info.compress_size for info in infos) > len(data):
        raise ValueError("its files share the same bytes, as only bombs do: not opened")
    return archive


def is_bomb(info: zipfile.ZipInfo) -> bool:
    """Whether the member `info` of a zip file unpacks to more times its size than any text."""
    return info.file_size > SMALL and info.file_size > MAX_RATIO * info.compress_size


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of the member `info` of an `archive`.

    Raises ValueError if it is encrypted, broken or a bomb.
    """
    if is_bomb(info):
        times = info.file_size // max(info.compress_size, 1)
        raise ValueError(f"{info.filename} unpacks to {times:,} times its size: not opened")
    if info.flag_bits & ENCRYPTED:
        raise ValueError("it is encrypted: unpack it with its password first")
    try:
        return archive.read(info)
    except (*BROKEN, NotImplementedError) as error:
        raise ValueError(f"{info.filename} cannot be unpacked ({error})") from None


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of the member `info` in Chinese.

    Programs that set no UTF-8 flag write names in the encoding of their system.
    """
    if info.flag_bits & NAME_IS_UTF8:
        return info.filename
    try:
        return decode(info.filename.encode("cp437")).text
    except ValueError:
        return info.filename


def check_name(name: str) -> None:
    """Raise ValueError for the `name` of a member that points out of the zip file."""
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or re.match("[A-Za-z]:", name):
        raise ValueError("its name points out of the zip file: not opened")
