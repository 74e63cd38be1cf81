"""Work in several processes, where the death of one costs what it was doing and no more."""

from __future__ import annotations

import os
import pickle
import queue
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from typing import Any

from ..pipes import Child, answering

SERVE = "from analysis.scale.workers import serve; serve()"


class Died(Exception):
    """The process that did the work is gone: killed, or out of memory."""


class NotSent(ValueError):
    """Something that another process cannot know, such as a function of a notebook."""


def _child() -> Child:
    """A process that finds what this one does."""
    path = os.pathsep.join(dict.fromkeys(part or os.getcwd() for part in sys.path))
    return Child(["-c", SERVE], env=os.environ | {"PYTHONPATH": path})


def _asked(child: Child, function: Callable, *arguments: object) -> Any:
    """What the function gives back there, or the error that it raises."""
    try:
        (answer,) = child.ask(pickle.dumps((function, arguments)))
    except (OSError, EOFError) as error:
        child.end()
        code = child.process.returncode
        raise Died(f"the process that counted it ended (exit code {code})") from error
    good, value = pickle.loads(answer)
    if not good:
        raise value
    return value


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
        self._idle: queue.SimpleQueue[Child | None] = queue.SimpleQueue()
        self._all: set[Child] = set()
        for _ in range(number):
            self._idle.put(None)

    def submit(self, function: Callable, /, *arguments: Any, **_: Any) -> Future:  # noqa: D102
        return super().submit(self._run, function, *arguments)

    def _run(self, function: Callable, *arguments: object) -> Any:
        child = self._idle.get()
        try:
            if child is None or not child.is_there:
                child = _child()
                self._all.add(child)
            return _asked(child, function, *arguments)
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


def serve() -> None:
    """Answer calls until nobody asks any more."""
    answering(_answer)


def _answer(question: bytes) -> tuple[bytes]:
    """What a call gives back, or raises."""
    try:
        function, arguments = pickle.loads(question)
        answer = True, function(*arguments)
    except Exception as error:
        answer = False, error
    return (pickle.dumps(answer),)
