"""PDFs and large files are read in a process of their own: what takes all memory is one line."""

import os
import signal
import time
import zlib

import pytest
from makers import column, docx, pdf, raw_pdf, read, stream

from analysis import pipes
from analysis.reading import Reading, apart, read_documents
from analysis.reading.apart import read_apart
from analysis.reading.formats import read_pdf

TEXT = "一、总体要求\n坚持稳中求进工作总基调，贯彻新发展理念。\n二、重点任务\n着力扩大国内需求。"
GOOD = pdf([column(TEXT)], outline=[(0, "一、总体要求", 0)])
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
HELLO = "BT /F1 12 Tf 50 700 Td (Hello) Tj ET "
# A drawing that draws itself fifty times; its kind is written so that only PDFium knows it.
ITSELF = raw_pdf(
    stream(HELLO + "/X Do"),
    "<</F1 5 0 R>>",
    FONT,
    stream(
        HELLO + "/X Do " * 50,
        "/Type/XObject/Subtype/Fo#72m/BBox[0 0 595 842]"
        "/Resources<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>",
    ),
    resources="/XObject<</X 6 0 R>>",
)
SLOW = raw_pdf(
    stream(zlib.compress(HELLO.encode() * 300_000, 9), "/Filter/FlateDecode"),
    "<</F1 5 0 R>>",
    FONT,
)


def test_what_is_read_is_the_same():
    assert read_apart(read_pdf, GOOD, None) == read("a.pdf", GOOD)
    assert {mark.role for mark in read("a.pdf", GOOD).marks} == {"title", "look"}


@pytest.mark.parametrize("data", [b"x", b"%PDF-1.4", raw_pdf(stream(""), "<<>>")])
def test_what_is_wrong_is_said_in_the_same_words(data):
    with pytest.raises(ValueError) as here:  # noqa: PT011 - compared with the other one
        read("a.pdf", data)
    with pytest.raises(ValueError) as there:  # noqa: PT011
        read_apart(read_pdf, data, None)
    assert str(there.value) == str(here.value)


# Small files that hold a million cells, or a million paragraphs.  The limits are lower than those
# of every day, so that the tests are short; the process needs 230 MB of addresses for itself.
CELLS = "<w:tc><w:p><w:r><w:t>正</w:t></w:r></w:p></w:tc>" * 10
TABLE = docx(f"<w:tbl>{f'<w:tr>{CELLS}</w:tr>' * 40_000}</w:tbl>")
LINES = b"<p>a" * 2_000_000


@pytest.mark.parametrize(
    ("name", "bomb", "limit", "problem"),
    [
        ("b.pdf", ITSELF, ("MEMORY", 400 << 20), "more than 1 GB of memory, or breaks the lib"),
        ("b.pdf", SLOW, ("SECONDS", 0.5), "it takes more than 60 seconds to read: divide it"),
        ("b.docx", TABLE, ("SECONDS", 0.5), "it takes more than 60 seconds to read: divide it"),
        ("b.html", LINES, ("MEMORY", 400 << 20), "more than 1 GB of memory, or breaks the lib"),
    ],
)
def test_a_file_that_takes_all_memory_or_time_is_a_line_and_the_rest_is_read(
    monkeypatch, tmp_path, name, bomb, limit, problem
):
    for other, data in {"a.pdf": GOOD, name: bomb, "c.pdf": GOOD}.items():
        (tmp_path / other).write_bytes(data)
    apart._process.end()
    monkeypatch.setattr(apart, *limit)
    with pytest.warns(UserWarning, match=problem):
        documents = read_documents(tmp_path)
    apart._process.end()
    assert list(documents["document"]) == ["a", "c", "b"]
    assert list(documents["text"] != "") == [True, True, False]
    assert problem in documents["problem"].iloc[2]


def test_the_end_of_the_process_between_two_files_is_not_noticed():
    read_apart(read_pdf, GOOD, None)
    before = apart._process.child.process
    before.kill()
    before.wait()
    assert "总体要求" in read_apart(read_pdf, GOOD, None).text
    assert apart._process.child.process is not before


def test_a_death_is_tried_again_where_files_before_may_be_the_cause(monkeypatch):
    """PDFium may keep what it took for others: a process of its own tells."""
    read_apart(read_pdf, GOOD, None)
    send = pipes.send
    killed = []

    def killing(pipe, *parts):
        if not killed:
            killed.append(apart._process.child.process.pid)
            os.kill(killed[0], signal.SIGKILL)
            time.sleep(0.1)
        send(pipe, *parts)

    monkeypatch.setattr(pipes, "send", killing)
    assert "总体要求" in read_apart(read_pdf, GOOD, None).text
    assert killed


def test_an_answer_that_was_not_waited_for_is_not_that_of_the_next_file(monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(pipes, "receive", interrupted)
        with pytest.raises(KeyboardInterrupt):
            read_apart(read_pdf, pdf([column("另一份文件的正文。")]), None)
    assert "总体要求" in read_apart(read_pdf, GOOD, None).text


@pytest.mark.parametrize(("suffix", "apart"), [("md", True), ("srt", True), ("txt", False)])
def test_large_files_that_branch_out_are_read_apart(tmp_path, monkeypatch, suffix, apart):
    asked = []

    def recorded(reader, data, encoding):
        asked.append(reader.__name__)
        return Reading("正文。")

    monkeypatch.setattr("analysis.reading.documents.read_apart", recorded)
    (tmp_path / f"a.{suffix}").write_bytes("正文。\n".encode() * 900_000)
    (tmp_path / f"b.{suffix}").write_text("1\n00:00:01,000 --> 00:00:02,000\n好。\n", "utf-8")
    read_documents(tmp_path)
    assert len(asked) == apart
