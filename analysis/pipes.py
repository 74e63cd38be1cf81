"""A process that answers through pipes, one question at a time: so its end costs one answer."""

from __future__ import annotations

import contextlib
import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, cast

SIZE = struct.Struct("<Q")  # of a part of a message, before it


class Child:
    """A process that is asked through its standard input, and answers through its output.

    It calls `answering`. It needs no ``if __name__ == "__main__"`` in the program that starts it.
    """

    def __init__(self, command: Sequence[str], **options: Any) -> None:  # noqa: D107
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            **options,
        )

    @property
    def is_there(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def ask(self, *parts: bytes) -> list[bytes]:
        """The parts of its answer; OSError or EOFError where it has ended."""
        send(cast(BinaryIO, self.process.stdin), *parts)
        return receive(cast(BinaryIO, self.process.stdout))

    def end(self) -> None:
        """End it, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()


def send(pipe: BinaryIO, *parts: bytes) -> None:
    """Write a message of several parts."""
    pipe.write(SIZE.pack(len(parts)))
    for part in parts:
        pipe.write(SIZE.pack(len(part)))
        pipe.write(part)
    pipe.flush()


def receive(pipe: BinaryIO) -> list[bytes]:
    """Read a message; EOFError where none comes any more."""
    return [_exactly(pipe, _size(pipe)) for _ in range(_size(pipe))]


def _size(pipe: BinaryIO) -> int:
    return SIZE.unpack(_exactly(pipe, SIZE.size))[0]


def _exactly(pipe: BinaryIO, size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def answering(answer: Callable[..., Sequence[bytes]]) -> None:
    """In the process: answer every question until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who asks says when to end
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            send(answers, *answer(*receive(questions)))
