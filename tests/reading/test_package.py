"""The parts of an Office file are found by their relations, however their names are written."""

import io
import zipfile

import pytest
from makers import docx, marked, p, read, zipped


def test_entities_in_a_word_file_are_not_expanded():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE d [<!ENTITY a0 "炸弹">{entities}]>'
    files = {}
    with zipfile.ZipFile(io.BytesIO(docx(p("&a9;")))) as archive:
        for name in archive.namelist():
            files[name] = archive.read(name).decode()
    files["word/document.xml"] = bomb + files["word/document.xml"]
    with pytest.raises(ValueError, match="declares entities"):
        read("a.docx", zipped(files))


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name.replace("/", "\\") if name.startswith("word") else name,
        lambda name: name.replace("word/document", "word/Document"),
        lambda name: f"/{name}",
    ],
)
def test_parts_are_found_whatever_way_their_names_are_written(rename):
    styles = '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    data = docx(p("一、总体要求", "1") + p("正文。"), styles=styles)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo("a")
            info.filename = rename(name)  # the constructor would mend it
            new.writestr(info, old.read(name))
    reading = read("a.docx", stream.getvalue())
    assert marked(reading) == [("heading", 1, "一、总体要求")]
    assert reading.text == "一、总体要求\n正文。"


def test_a_broken_part_beside_the_text_costs_that_part_and_is_named():
    data = docx(p("正文。"), header="<w:p>", footer=p("第1页"), styles="<w:style>")
    reading = read("a.docx", data)
    assert reading.text == "正文。\n第1页"
    assert len(reading.remarks) == 2
    assert "a part of the file was not read: word/styles.xml is broken XML" in reading.remarks[0]
    assert "word/header.xml is broken XML" in reading.remarks[1]


def test_a_comment_before_the_root_is_passed_over():
    files = {}
    with zipfile.ZipFile(io.BytesIO(docx(p("正文。"), header=p("内部资料")))) as archive:
        for name in archive.namelist():
            files[name] = archive.read(name).decode()
    for name in ("word/document.xml", "word/header.xml"):
        files[name] = f"<!-- made by hand --><?a b?>{files[name]}"
    assert read("a.docx", zipped(files)).text == "正文。\n内部资料"
