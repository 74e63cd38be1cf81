"""Work in several processes, where the death of one costs what it was doing and no more."""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import IO, Any

SIZE = struct.Struct("<Q")
SERVE = "from analysis.scale.workers import serve; serve()"


class Died(Exception):
    """The process that did the work is gone: killed, or out of memory."""


class NotSent(ValueError):
    """Something that another process cannot know, such as a function of a notebook."""


class _Child:
    """A process that answers calls, one at a time."""

    def __init__(self) -> None:
        path = os.pathsep.join(dict.fromkeys(part or os.getcwd() for part in sys.path))
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": path},
        )

    def ask(self, function: Callable, *arguments: object) -> Any:
        """What the function gives back there, or the error that it raises."""
        assert self.process.stdin
        assert self.process.stdout
        try:
            _send(self.process.stdin, (function, arguments))
            good, value = _receive(self.process.stdout)
        except (OSError, EOFError) as error:
            self.end()
            code = self.process.returncode
            raise Died(f"the process that counted it ended (exit code {code})") from error
        if not good:
            raise value
        return value

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


class Here(Executor):
    """An executor that does the work itself, at once."""

    def submit(self, function: Callable, /, *arguments: Any, **_: Any) -> Future:  # noqa: D102
        future: Future = Future()
        try:
            future.set_result(function(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future


class Processes(ThreadPoolExecutor):
    """An executor whose functions run in processes of their own; a dead one is replaced.

    The processes are started by themselves, so a script needs no ``if __name__ == "__main__"``.
    """

    def __init__(self, number: int) -> None:  # noqa: D107
        super().__init__(number)
        self._idle: queue.SimpleQueue[_Child | None] = queue.SimpleQueue()
        self._all: set[_Child] = set()
        for _ in range(number):
            self._idle.put(None)

    def submit(self, function: Callable, /, *arguments: Any, **_: Any) -> Future:  # noqa: D102
        return super().submit(self._run, function, *arguments)

    def _run(self, function: Callable, *arguments: object) -> Any:
        child = self._idle.get()
        try:
            if child is None or child.process.poll() is not None:
                child = _Child()
                self._all.add(child)
            return child.ask(function, *arguments)
        finally:
            self._idle.put(child)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, whatever they are doing."""
        super().shutdown(wait=False, cancel_futures=True)
        for child in list(self._all):
            child.end()
        super().shutdown(wait=wait)


def as_done(
    executor: Executor, function: Callable, tasks: deque, *, at_once: int
) -> Iterator[tuple[Any, Future]]:
    """Every task with its future once it is done, in any order, so many under way at a time.

    Tasks may be added on the way.
    """
    running: dict[Future, Any] = {}
    while tasks or running:
        while tasks and len(running) < at_once:
            task = tasks.popleft()
            running[executor.submit(function, task)] = task
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            yield running.pop(future), future


# --- in the process ---------------------------------------------------------------------------


def _send(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value, protocol=5)
    pipe.write(SIZE.pack(len(data)) + data)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:
    head = pipe.read(SIZE.size)
    if len(head) < SIZE.size:
        raise EOFError
    (size,) = SIZE.unpack(head)
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


def serve() -> None:
    """Answer calls until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            _send(answers, _answer())


def _answer() -> tuple[bool, object]:
    """What the next call gives back, or raises; EOFError where none comes any more."""
    try:
        function, arguments = _receive(sys.stdin.buffer)
        return True, function(*arguments)
    except EOFError:
        raise
    except Exception as error:
        return False, error
