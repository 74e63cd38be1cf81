"""A folder is the old one or the new one, whoever else writes, whenever a process is killed."""

import os
import pathlib
import random
import signal
import subprocess
import sys
import time

import pytest

from analysis import files
from analysis.files import LOCK, OLD, SCRATCH, beside, put_in_place

# Puts folders of ten equal files in one place, for ever; the first argument is what is in them.
WRITER = """
import contextlib, pathlib, sys
from analysis import files
from analysis.files import beside, put_in_place
folder, number = pathlib.Path(sys.argv[1]), 0
while True:
    number += 1
    with contextlib.suppress(FileExistsError):  # it was moved at this moment
        folder.mkdir(exist_ok=True)
    with beside(folder) as scratch:
        made = scratch / "made"
        made.mkdir()
        for name in "abcdefghij":
            (made / name).write_text(f"{sys.argv[2]} {number}")
        put_in_place(made, folder, scratch)
"""


def _writer(folder, word):
    root = pathlib.Path(__file__).parents[1]
    command = [sys.executable, "-c", WRITER, str(folder), word]
    return subprocess.Popen(command, cwd=root, stderr=subprocess.DEVNULL)


def _contents(folder):
    """What the ten files say; a folder being exchanged for another is looked at again."""
    while True:
        try:
            texts = [path.read_text() for path in sorted(folder.iterdir())]
        except FileNotFoundError:
            continue
        if len(texts) in (0, 10):
            return texts


def _put(folder, text):
    with beside(folder) as scratch:
        made = scratch / "made"
        made.mkdir()
        (made / "a").write_text(text)
        assert put_in_place(made, folder, scratch)


def test_a_folder_takes_the_place_of_another_and_nothing_is_left(tmp_path):
    folder = tmp_path / "report"
    folder.mkdir(mode=0o750)
    (folder / "b").write_text("old")
    _put(folder, "new")
    assert [path.name for path in folder.iterdir()] == ["a"]
    assert folder.stat().st_mode & 0o777 == 0o750
    assert list(tmp_path.iterdir()) == [folder]


def test_what_a_killed_process_left_goes_and_what_it_moved_away_comes_back(tmp_path):
    left = tmp_path / f"{SCRATCH}dead"
    (left / OLD / "report").mkdir(parents=True)
    (left / OLD / "report" / "a").write_text("old")
    (left / LOCK).touch()
    os.utime(left, (0, 0))
    with beside(tmp_path / "other") as running, beside(tmp_path / "report"):
        assert running.exists(), "that of a process at work stays"
        assert not left.exists()
    assert (tmp_path / "report" / "a").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_killed_at_any_moment_it_is_one_or_the_other(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "NEW", 0)
    folder = tmp_path / "report"
    chance = random.Random(1)
    for number in range(5):
        process = _writer(folder, f"run{number}")
        while not (folder / "a").exists() and process.poll() is None:
            time.sleep(0.01)
        time.sleep(0.3 * chance.random())
        process.send_signal(signal.SIGKILL)
        process.wait()
        with beside(folder):
            pass
        texts = [path.read_text() for path in folder.iterdir()]
        assert len(texts) in (0, 10)
        assert len(set(texts)) <= 1
        assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.skipif(os.name == "nt", reason="a folder that is read cannot be moved there")
def test_two_at_once_do_not_mix(tmp_path, monkeypatch):
    folder = tmp_path / "report"
    writers = [_writer(folder, "first"), _writer(folder, "second")]
    try:
        while not (folder / "a").exists():
            time.sleep(0.01)
        time.sleep(2)
        assert [process.poll() for process in writers] == [None, None]
    finally:
        for process in writers:
            process.kill()
            process.wait()
    monkeypatch.setattr(files, "NEW", 0)
    with beside(folder):
        pass
    assert len(set(_contents(folder))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
