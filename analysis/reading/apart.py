"""Reading in a process of its own, where a library cannot be stopped or may take all with it.

A PDF of two kilobytes can make PDFium take all memory, or hours, or end the program; a Word file
of 500 holds millions of cells. So they are read in a process that may have so much memory and so
much time, and whose end is one file not read.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import math
import os
import pathlib
import subprocess
import sys
import threading
import time
from collections.abc import Callable

from ..pipes import Child, answering
from . import formats
from .marks import Look, Mark, Reading

MEMORY = 1 << 30  # bytes that the process may have (where the system keeps to it: not Windows)
SECONDS = 60  # of processor time that one file may take
PATIENCE = 5 * SECONDS  # by the clock, on a machine with other work
LOOKS = 0.1  # seconds from one look at the time to the next
# The exit codes of a process whose file took too long, or too much.
OUT_OF_TIME, OUT_OF_MEMORY = 75, 76

TOO_LONG = f"it takes more than {SECONDS} seconds to read: divide it"
BROKE = (
    f"reading it takes more than {MEMORY >> 30} GB of memory, or breaks the library that reads "
    "it: divide it, or save or print it anew"
)

# The doors of these two open pandas, which takes three times as long as all that is needed.
START = """
import sys, types
memory, folder, *sys.path = sys.argv[1:]
for name, path in (("analysis", folder), ("analysis.reading", folder + "/reading")):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [path]
from analysis.reading.apart import serve
serve(int(memory))
"""

Reader = Callable[[bytes, str | None], Reading]


def problem_of(error: Exception, name: str) -> str:
    """What went wrong in reading a file of the format `name`, in one line.

    An `error` that no reader should raise is named with its type.
    """
    text = " ".join(str(error).split())
    if isinstance(error, ValueError | OSError) and text:
        return text
    return f"the reader of .{name} files failed ({type(error).__name__}: {text})"


def read_apart(reader: Reader, data: bytes, encoding: str | None) -> Reading:
    """What a `reader` of `formats` makes of the bytes `data`.

    The same as ``reader(data, encoding)``, but that it ends, and leaves this process whole.

    Raises ValueError as the reader does, and where it takes too long or too much memory.
    """
    question = json.dumps([reader.__name__, encoding, SECONDS]).encode()
    with _lock:
        fresh = not _process.is_there
        while True:
            answer, text = _process.ask(question, data)
            if not _process.died or fresh:
                break
            fresh = True  # files before this one may have left it little memory
    if isinstance(answer, str):
        raise ValueError(answer)
    marks, title, found, margin, remarks = answer
    return Reading(text, tuple(map(_mark, marks)), title, found, margin, tuple(remarks))


def _mark(row: list) -> Mark:
    mark = Mark(*row)
    return mark._replace(look=mark.look and Look(*mark.look))


class _Process:
    """The process that reads, started when it is first needed and after each end."""

    def __init__(self) -> None:
        self.child: Child | None = None
        self.owner = 0
        self.died = False  # of the last file, other than by its time

    @property
    def is_there(self) -> bool:
        """Whether there is one, and it is not that of a process from which this was forked."""
        return self.child is not None and self.child.is_there and self.owner == os.getpid()

    def ask(self, question: bytes, data: bytes) -> tuple[list | str, str]:
        """What was read and its text, or why nothing was."""
        if self.child is None or not self.is_there:
            self.child = self.start()
        process = self.child.process
        self.died = False
        timer = threading.Timer(PATIENCE, process.kill)
        timer.start()
        try:
            answer, text = self.child.ask(question, data)
            return json.loads(answer), text.decode("utf-8", "surrogatepass")
        except (OSError, EOFError):
            late = not timer.is_alive() or process.wait() == OUT_OF_TIME
            self.died = not late
            return TOO_LONG if late else BROKE, ""
        except BaseException:  # it was asked and not heard
            self.end()
            raise
        finally:
            timer.cancel()

    def start(self) -> Child:
        self.end()
        folder = str(pathlib.Path(__file__).parents[1])
        path = [part or os.getcwd() for part in sys.path]
        self.owner = os.getpid()
        return Child(
            ["-P", "-c", START, str(MEMORY), folder, *path],
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def end(self) -> None:
        child, self.child = self.child, None
        if child is not None and self.owner == os.getpid():
            child.end()


_lock = threading.Lock()
_process = _Process()
atexit.register(_process.end)


# --- in the process ------------------------------------------------------------------


def serve(memory: int) -> None:
    """Read what is asked for until nobody asks any more, with so many bytes of `memory`."""
    _limit_memory(memory)
    due = [math.inf]
    threading.Thread(target=_watch, args=[due], daemon=True).start()

    def answer(question: bytes, data: bytes) -> tuple[bytes, bytes]:
        reader, encoding, seconds = json.loads(question)
        due[0] = time.process_time() + seconds
        made, text = _answer(reader, encoding, data)
        due[0] = math.inf
        return json.dumps(made).encode(), text.encode("utf-8", "surrogatepass")

    answering(answer)


def _answer(reader: str, encoding: str | None, data: bytes) -> tuple[str | list[object], str]:
    """What a reader makes of some bytes, as plain values."""
    try:
        text, *rest = getattr(formats, reader)(data, encoding)
        return rest, text
    except MemoryError:
        os._exit(OUT_OF_MEMORY)  # what is left of it would be missed by the next file
    except Exception as error:
        return problem_of(error, reader.removeprefix("read_")), ""


def _limit_memory(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        with contextlib.suppress(ValueError, OSError):  # macOS
            limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (limit, hard))


def _watch(due: list[float]) -> None:
    """End the process when it has taken the processor longer than one file may."""
    while time.process_time() < due[0]:
        time.sleep(LOOKS)
    os._exit(OUT_OF_TIME)
