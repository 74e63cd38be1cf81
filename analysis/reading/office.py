"""Old Word files (.doc, .wps) as .docx, through LibreOffice where it is installed.

One call converts all files of a folder, in a profile of its own that runs no macro and follows no
link, and may take so long; what it cannot convert beside others gets a call of its own.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SMALLEST = 1536  # bytes: a head, an allocation table and a directory
SUFFIXES = (".doc", ".dot", ".wps", ".wpt")
AT_ONCE = 200  # files that one call converts
SECONDS, OF_EACH = 60, 10  # to start and for one file; for each one more
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
)
FAILED = "LibreOffice could not read it (is it encrypted or broken?): open it, save it as .docx"

# No macros, no links to other files or to the network.
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop></item>
</oor:items>
"""


def is_old(data: bytes) -> bool:
    """Say whether the bytes of a file, `data`, are those of an old Office file."""
    return data.startswith(OLE_HEAD) and len(data) >= SMALLEST


def program() -> str:
    """The path of LibreOffice, or "" where it is not installed."""
    named = shutil.which("soffice") or shutil.which("libreoffice")
    return named or next((place for place in PLACES if os.path.exists(place)), "")


def as_docx(files: Iterable[bytes]) -> list[bytes]:
    """The bytes of `files` as those of Word files; b"" for one that cannot be converted."""
    given = list(files)
    made = [
        each
        for start in range(0, len(given), AT_ONCE)
        for each in _converted(given[start : start + AT_ONCE])
    ]
    if len(given) == 1:
        return made
    return [each or _converted([data])[0] for each, data in zip(made, given, strict=True)]


def _converted(files: list[bytes]) -> list[bytes]:
    """What one call of the program makes of some files."""
    with tempfile.TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(SETTINGS, encoding="utf-8")
        for number, data in enumerate(files):
            (folder / f"{number}.doc").write_bytes(data)
        _run(
            [
                *[program(), f"-env:UserInstallation={(folder / 'profile').as_uri()}"],
                *["--headless", "--norestore", "--nologo", "--nolockcheck"],
                "--infilter=MS Word 97",
                *["--convert-to", "docx:MS Word 2007 XML", "--outdir", "made"],
                *[f"{number}.doc" for number in range(len(files))],
            ],
            folder,
            SECONDS + OF_EACH * (len(files) - 1),
        )
        made = [folder / "made" / f"{number}.docx" for number in range(len(files))]
        return [file.read_bytes() if file.exists() else b"" for file in made]


def _run(command: list[str], folder: Path, seconds: int) -> None:
    """Run a command in a folder until it ends, or so many seconds; then with all it started."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
    finally:
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
