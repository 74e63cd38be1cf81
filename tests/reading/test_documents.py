"""Any file a user has is read, nothing in it is lost, and every failure is named."""

import contextlib
import os
import pathlib
import warnings

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import docx, examples, p, read

from analysis import load
from analysis.reading import READERS, Reading, read_documents, read_text
from analysis.reading.documents import ADVICE
from analysis.structure import ROLES

SENTENCE = "各地区要把这项工作摆上重要位置，结合实际制定方案，明确责任，强化督促检查。"
TEXT = "一、总体要求\n坚持稳中求进工作总基调。\n二、重点任务\n着力扩大国内需求。"


@pytest.fixture
def folder(tmp_path):
    """A folder of files as users have them."""
    (tmp_path / "乙.txt").write_text(TEXT, encoding="gb18030")
    (tmp_path / "甲.md").write_text("# 总则\n\n正文。", encoding="utf-8")
    (tmp_path / "附件").mkdir()
    (tmp_path / "附件" / "丙.docx").write_bytes(docx(p("正文。")))
    for name in ("README.md", "readme.txt", ".hidden.txt", "~$丙.docx", "Thumbs.db"):
        (tmp_path / name).write_text("不是文档", encoding="utf-8")
    return tmp_path


# --- paths -----------------------------------------------------------------------------


def test_a_folder_is_read_with_its_subfolders_and_without_what_is_no_document(folder):
    documents = read_documents(folder)
    assert list(documents["document"]) == ["乙", "甲", "丙"]
    assert list(documents["format"]) == ["txt", "md", "docx"]
    assert list(documents["encoding"]) == ["gb18030", "utf-8", ""]
    assert (documents["problem"] == "").all()


def test_a_glob_a_list_and_a_single_file(folder):
    assert list(read_documents(str(folder / "**" / "*.docx"))["document"]) == ["丙"]
    paths = [folder / "甲.md", str(folder / "乙.txt"), folder / "甲.md"]
    assert list(read_documents(paths)["document"]) == ["甲", "乙"], "each once, in order given"
    assert list(read_documents(folder / "README.md")["document"]) == ["README"], "if named"


def test_names_are_as_long_as_it_takes_to_be_unique(tmp_path):
    for year in ("2023", "2024"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "报告.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "2024" / "报告.md").write_text(TEXT, encoding="utf-8")
    names = list(read_documents(tmp_path)["document"])
    assert names == ["2023/报告.txt", "报告.md", "2024/报告.txt"]


def test_a_file_that_cannot_be_read_keeps_its_row_and_is_named(folder):
    (folder / "旧.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "空.txt").write_bytes(b"")
    with pytest.warns(UserWarning, match=r"2 files could not be read: .*旧\.doc: .*; .*空\.txt"):
        documents = read_documents(folder)
    assert list(documents["document"])[-2:] == ["旧", "空"]
    assert list(documents["text"])[-2:] == ["", ""]
    assert documents["problem"].iloc[-2].startswith(".doc cannot be read; save it as .docx")
    assert documents["problem"].iloc[-1] == "it holds no text"
    corpus = load(documents)
    assert set(corpus.blocks["document"]) == {"乙", "甲", "丙"}


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("空.txt", b"", "it holds no text"),
        ("白.txt", b" \r\n\xe3\x80\x80\n", "it holds no text"),
        ("图.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\2\0\0\0\2\0\x08", "binary file"),
        ("零.txt", "一\0二".encode(), "binary file"),
        ("半.txt", b"\xe4\xb8\x80\xed\xa0\x80\xe4\xba\x8c", "cannot be read"),
        ("坏.txt", "一、总体要求，坚持稳中求进".encode("gbk") + b"\xff\xd2\xbb", "offset 26"),
        ("文.doc", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("文.wps", b"\xd0\xcf\x11\xe0", "save it as .docx"),
        ("文.rtf", b"{\\rtf1}", "it holds no text"),
        ("图.png", b"PK", r"readable: .txt, .text, .md, .markdown, .docx, .docm"),
        ("无", b"a", "a file without suffix cannot be read"),
        ("假.docx", b"PK\3\4", "not a zip file"),
        ("假.pdf", b"%PDF-1.7\n%%EOF", "no PDF, or a broken one"),
        ("假.zip", b"PK", "not a zip file"),
        ("空.html", b"<html><body> <!-- x --></body></html>", "it holds no text"),
    ],
)
def test_a_single_bad_file_is_one_clear_error(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ValueError, match=reason) as caught:
        read_documents(tmp_path / name)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_what_a_reader_left_out_is_named_in_one_warning(tmp_path, monkeypatch):
    def half(data, encoding):
        return Reading(data.decode(), remarks=("an embedded table was not read",))

    monkeypatch.setitem(READERS, ".half", half)
    for name in "甲乙丙丁":
        (tmp_path / f"{name}.half").write_text("正文。", encoding="utf-8")
    (tmp_path / "戊.txt").write_text("正文。", encoding="utf-8")
    with pytest.warns(UserWarning, match="embedded table") as caught:
        documents = read_documents(tmp_path)
    assert (documents["problem"] == "").all(), "they were read"
    message = str(caught[0].message)
    assert len(caught) == 1
    assert message.count("丁.half: an embedded table was not read") == 1
    assert message.endswith("; and 1 more")
    assert "戊" not in message


def test_an_error_that_a_reader_should_not_raise_costs_its_file_only(tmp_path, monkeypatch):
    def broken(data, encoding):
        raise {b"1": IndexError("list index\nout of range"), b"2": MemoryError()}[data]

    monkeypatch.setitem(READERS, ".odd", broken)
    (tmp_path / "a.odd").write_bytes(b"1")
    (tmp_path / "b.odd").write_bytes(b"2")
    (tmp_path / "c.txt").write_text("正文。", encoding="utf-8")
    with pytest.warns(UserWarning, match="2 files could not be read"):
        documents = read_documents(tmp_path)
    assert list(documents["problem"]) == [
        "",
        "the reader of .odd files failed (IndexError: list index out of range)",
        "the reader of .odd files failed (MemoryError: )",
    ]
    with pytest.raises(ValueError, match=r"a.odd: the reader of .odd files failed"):
        read_documents(tmp_path / "a.odd")


@pytest.mark.parametrize("suffix", [".docm", ".dotx", ".DOTM"])
def test_the_other_suffixes_of_word_are_read(tmp_path, suffix):
    (tmp_path / f"a{suffix}").write_bytes(docx(p("正文。")))
    assert list(read_documents(tmp_path)["text"]) == ["正文。"]


def test_paths_that_are_wrong(tmp_path):
    with pytest.raises(FileNotFoundError, match="no file or folder"):
        read_documents(tmp_path / "没有.txt")
    with pytest.raises(FileNotFoundError, match="read_text"):
        read_documents("坚持稳中求进工作总基调，" * 20)
    with pytest.raises(ValueError, match="no document in"):
        read_documents(tmp_path)
    with pytest.raises(ValueError, match="no document in"):
        read_documents(str(tmp_path / "*.txt"))
    with pytest.raises(ValueError, match="no paths given"):
        read_documents([])
    with pytest.raises(ValueError, match="a path is a str or Path, not int"):
        read_documents([3])


def test_an_encoding_that_is_named_is_used(tmp_path):
    (tmp_path / "a.txt").write_bytes("條".encode("big5"))
    document = read_documents(tmp_path / "a.txt", encoding="big5").iloc[0]
    assert (document["text"], document["encoding"], document["margin"]) == ("條", "cp950", 1.0)


# --- load, text, frames ------------------------------------------------------------------


def test_load_finds_sections_and_fills_the_title(tmp_path):
    (tmp_path / "a.txt").write_text("关于扩大内需的意见\n" + TEXT, encoding="utf-8")
    corpus = load(tmp_path / "a.txt")
    assert corpus.documents["title"].iloc[0] == "关于扩大内需的意见"
    assert list(corpus.sections["section"]) == ["0", "1", "2"]
    assert set(corpus.tokens["section"]) == {"1", "2"}


def test_pasted_text_is_read_like_a_file():
    documents = read_text("\ufeff一、甲\r\n正文。\r二、乙", name="草稿")
    assert documents.loc[0, "text"] == "一、甲\n正文。\n二、乙"
    assert documents.loc[0, "document"] == "草稿"
    assert list(documents.columns) == list(read_text("一").columns)


@pytest.mark.parametrize(
    ("text", "reason"), [("", "no text"), ("一\ud800", "surrogate"), ("\0", "NUL"), (b"a", "str")]
)
def test_text_that_cannot_be_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        read_text(text)


def test_a_frame_of_ones_own_needs_names_and_texts_only():
    texts = {"document": ["甲", "乙"], "text": [TEXT, "正文。"]}
    frame = pd.DataFrame(texts | {"year": [2023, 2024]})
    before = frame.copy(deep=True)
    documents = load(frame).documents
    assert list(documents["year"]) == [2023, 2024]
    assert list(documents["marks"]) == [(), ()]
    pd.testing.assert_frame_equal(frame, before)
    with pytest.raises(ValueError, match="no column 'text'"):
        load(frame.drop(columns="text"))
    with pytest.raises(ValueError, match="two documents are called '甲'"):
        load(frame.assign(document="甲"))
    with pytest.raises(ValueError, match="the text of '乙' is not a str"):
        load(frame.assign(text=["正文", None]))


def test_reading_twice_gives_the_same(folder):
    pd.testing.assert_frame_equal(read_documents(folder), read_documents(folder))


# --- laws --------------------------------------------------------------------------------


def _check(reading):
    """Marks are sorted, apart, inside the text, and of roles that blocks know."""
    place = 0
    for mark in reading.marks:
        assert place <= mark.start < mark.end <= len(reading.text)
        assert mark.role in (*ROLES, "paragraph", "look")
        assert (mark.level > 0) == (mark.role == "heading")
        place = mark.end


@given(st.binary(max_size=400), st.sampled_from(sorted(READERS)))
@examples(300)
def test_any_bytes_are_read_or_refused_with_a_value_error(data, suffix):
    with contextlib.suppress(ValueError):
        _check(read(f"a{suffix}", data))


MARKUP = (
    "# ,---,```,- ,[a](#b),<!--,-->,一、,甲，乙。, ,===,<p>,</p>,<h1>,<table>,<tr>,<td>,<li>,<nav>"
)
MARKUP = ["\n", "|", "<a href='#'>", "</div>", *MARKUP.split(",")]


@given(st.lists(st.sampled_from(MARKUP), max_size=40), st.sampled_from([".md", ".html"]))
@examples(300)
def test_any_markup_is_read_with_marks_in_order(pieces, suffix):
    _check(read(f"a{suffix}", ("甲" + "".join(pieces)).encode()))


def test_every_file_of_the_corpora_is_read_and_nothing_is_lost(known_files):
    """Whatever the format, the text holds every line of the text file beside it."""
    documents = read_documents(known_files)
    assert (documents["problem"] == "").all()
    by_path = dict(zip(documents["path"].map(pathlib.Path), documents["text"], strict=True))
    compared = 0
    for document in documents.itertuples():
        _check(document)
        beside = by_path.get(pathlib.Path(document.path).with_suffix(".txt"))
        if document.format != "txt" and beside is not None:
            whole = "".join(document.text.split())
            assert all("".join(line.split()) in whole for line in beside.split("\n"))
            compared += 1
    assert compared >= 10


def test_html_of_government_pages_keeps_the_text_and_not_the_site(corpora, known_files):
    from benchmarks.score_html import score

    known = {path.name for path in known_files}
    for name, kept, site in score(corpora):
        assert name not in known or kept >= 0.98, name
        assert name not in known or site <= 0.02, name


def test_a_long_single_line_is_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(SENTENCE * 100_000, encoding="gb18030")
    assert len(read_documents(path)["text"].iloc[0]) == 100_000 * len(SENTENCE)


def test_reading_does_not_write_and_needs_no_rights_to(folder):
    before = sorted((entry, os.stat(entry).st_mtime_ns) for entry in folder.rglob("*"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_documents(folder)
    assert before == sorted((entry, os.stat(entry).st_mtime_ns) for entry in folder.rglob("*"))


def test_the_documentation_names_every_format():
    page = pathlib.Path(__file__).parents[2] / "docs" / "reading.md"
    assert [suffix for suffix in READERS if f"`{suffix}`" not in page.read_text("utf-8")] == []


def test_no_advice_is_given_on_what_can_be_read():
    assert set(READERS).isdisjoint(ADVICE)
