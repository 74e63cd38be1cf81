"""Old Word files: through LibreOffice where it is installed, else the advice to save them anew."""

import pytest
from docx import Document
from makers import docx, p

from analysis import read_documents
from analysis.reading import office
from analysis.reading.documents import read_file

OLD = office.OLE_HEAD + b"\0" * 2000


@pytest.fixture
def calls(monkeypatch):
    """The number of files in each call of a program that makes a Word file of each but "bad"."""
    made = []

    def converted(files):
        made.append(len(files))
        return [b"" if b"bad" in file else docx(p(f"正文{len(file)}。")) for file in files]

    monkeypatch.setattr(office, "program", lambda: "soffice")
    monkeypatch.setattr(office, "_converted", converted)
    return made


def test_all_old_files_of_a_folder_are_converted_in_one_call(tmp_path, calls):
    for number, name in enumerate(("甲.doc", "乙.wps", "丙.DOC")):
        (tmp_path / name).write_bytes(OLD + b"x" * number)
    (tmp_path / "丁.txt").write_text("正文。", encoding="utf-8")
    documents = read_documents(tmp_path).set_index("document")
    assert documents["text"].str.strip().to_dict() == {
        "丁": "正文。",
        "丙": "正文2010。",
        "乙": "正文2009。",
        "甲": "正文2008。",
    }
    assert calls == [3]


def test_one_that_cannot_be_converted_is_tried_by_itself_and_named(tmp_path, calls):
    (tmp_path / "甲.doc").write_bytes(OLD)
    (tmp_path / "乙.doc").write_bytes(OLD + b"bad")
    with pytest.warns(UserWarning, match=r"乙\.doc: LibreOffice could not read it"):
        documents = read_documents(tmp_path)
    assert list(documents["problem"]) == ["", office.FAILED]
    assert calls == [2, 1]


def test_a_single_file_is_converted_too(tmp_path, calls):
    (tmp_path / "甲.doc").write_bytes(OLD)
    assert read_file(str(tmp_path / "甲.doc")).loc[0, "text"].strip() == "正文2008。"
    assert calls == [1]


def test_without_the_program_there_is_advice(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "program", lambda: "")
    (tmp_path / "甲.doc").write_bytes(OLD)
    with pytest.raises(ValueError, match=r"save it as \.docx, or install LibreOffice"):
        read_documents(tmp_path)


def test_what_is_named_doc_and_is_not_needs_no_program(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "_converted", None)
    (tmp_path / "甲.doc").write_bytes(b"{\\rtf1\\ansicpg936 \\'bc\\'d7\\'d2\\'d2\\'b1\\'fb}")
    (tmp_path / "乙.doc").write_bytes(docx(p("正文。")))
    assert list(read_documents(tmp_path)["text"]) == ["正文。", "甲乙丙"]


@pytest.mark.long
@pytest.mark.skipif(not office.program(), reason="LibreOffice is not installed")
def test_real_old_files_are_read(tmp_path):
    made = tmp_path / "made"
    folder = tmp_path / "old"
    folder.mkdir()
    for name in "甲乙":
        made_by_word = Document()
        made_by_word.add_heading(f"一、{name}的总体要求", 1)
        made_by_word.save(tmp_path / f"{name}.docx")
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office.program(), profile, "--headless", "--convert-to", "doc"]
        office._run([*command, "--outdir", str(made), f"{name}.docx"], tmp_path, 120)
        (made / f"{name}.doc").rename(folder / f"{name}.doc")
    (folder / "坏.doc").write_bytes(office.OLE_HEAD + b"x" * 2000)
    with pytest.warns(UserWarning, match=r"坏\.doc: LibreOffice could not read it"):
        documents = read_documents(folder)
    assert [text.strip() for text in documents["text"]] == [
        "一、乙的总体要求",
        "一、甲的总体要求",
        "",
    ]
