"""Zip files are read like folders, and never trusted."""

import io
import zipfile

import pytest
from makers import docx, p, zipped

from analysis.reading import documents, read_documents

TEXT = "一、总体要求\n坚持稳中求进工作总基调。\n二、重点任务\n着力扩大国内需求。"


def test_a_zip_file_is_read_like_a_folder(tmp_path):
    data = zipped({"报告/一.txt": TEXT, "报告/二.docx": docx(p("正文。")), "__MACOSX/一.txt": "x"})
    (tmp_path / "包.zip").write_bytes(data)
    documents = read_documents(tmp_path / "包.zip")
    assert list(documents["document"]) == ["一", "二"]
    assert documents["path"].iloc[0].endswith("包.zip/报告/一.txt")


def test_names_in_a_zip_file_of_chinese_windows(tmp_path):
    """Such files hold names in GBK and do not say so."""
    data = zipped({"aabbccdd.txt": TEXT}).replace(b"aabbccdd", "工作报告".encode("gbk"))
    (tmp_path / "a.zip").write_bytes(data)
    assert list(read_documents(tmp_path)["document"]) == ["工作报告"]


def test_a_zip_member_that_points_outside_is_refused_and_the_rest_read(tmp_path):
    files = {"../../外.txt": "x", "/etc/外.txt": "x", "C:\\外.txt": "x", "内.txt": TEXT}
    (tmp_path / "a.zip").write_bytes(zipped(files))
    with pytest.warns(UserWarning, match="3 files could not be read"):
        documents = read_documents(tmp_path / "a.zip")
    assert documents["document"].iloc[0] == "内"
    assert set(documents["problem"][1:]) == {"its name points out of the zip file: not opened"}
    assert not (tmp_path.parent / "外.txt").exists()


def test_zip_bombs_are_not_unpacked(tmp_path):
    bomb = zipped({"炸.txt": b"\0" * (40 << 20), "好.txt": TEXT})
    (tmp_path / "a.zip").write_bytes(bomb)
    with pytest.warns(UserWarning, match="unpacks to 1,0.. times its size: not opened"):
        documents = read_documents(tmp_path / "a.zip")
    assert list(documents["document"]) == ["好", "炸"]
    many = zipped({f"{n}.txt": b"\0" * (30 << 20) for n in range(9)})
    (tmp_path / "a.zip").write_bytes(many)
    with pytest.raises(ValueError, match="unpacks to more than 10,000 files or 256 MB"):
        read_documents(tmp_path / "a.zip")


def test_an_encrypted_zip_member_is_named(tmp_path):
    data = bytearray(zipped({"a.txt": TEXT}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(ValueError, match="it is encrypted"):
        read_documents(tmp_path / "a.zip")


def test_a_zip_file_in_a_zip_file_is_named_and_the_rest_read(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": TEXT, "内.zip": zipped({"b.txt": TEXT})}))
    with pytest.warns(UserWarning, match="内.zip: it is a zip file inside a zip file: unpack"):
        documents = read_documents(tmp_path / "a.zip")
    assert list(documents["document"]) == ["a", "内"]


def test_a_member_without_a_name_is_one_line(tmp_path):
    data = zipped({"a.txt": TEXT, "b.txt": TEXT})
    data = data.replace(b"b.txt", b"").replace(b"\x05\0\0\0b", b"")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", TEXT)
        info = zipfile.ZipInfo("b")
        info.filename = ""
        archive.writestr(info, TEXT)
    (tmp_path / "a.zip").write_bytes(stream.getvalue())
    with pytest.warns(UserWarning, match="without a name.*a file without suffix"):
        documents = read_documents(tmp_path / "a.zip")
    assert list(documents["text"]) == [TEXT, ""]


@pytest.mark.parametrize("packing", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2, zipfile.ZIP_DEFLATED])
def test_a_damaged_member_of_any_packing_is_one_line(tmp_path, packing):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        archive.writestr("b.txt", TEXT * 9)
    for place in range(50, 60):
        data = bytearray(stream.getvalue())
        data[place] ^= 0xFF
        (tmp_path / "a.zip").write_bytes(data)
        with pytest.raises(ValueError, match=r"b\.txt cannot be unpacked") as caught:
            read_documents(tmp_path / "a.zip")
        assert "\n" not in str(caught.value)


def test_files_that_share_their_bytes_are_not_opened(tmp_path):
    """A table of contents may name the same bytes ten thousand times."""
    data = zipped({"a.txt": TEXT, "b.txt": TEXT * 99})
    assert len(read_documents(_saved(tmp_path, data))) == 2
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0.txt", TEXT * 99)
        for number in range(1, 9):
            info = zipfile.ZipInfo(f"{number}.txt")
            first = archive.filelist[0]
            for name in ("compress_type", "compress_size", "file_size", "CRC", "header_offset"):
                setattr(info, name, getattr(first, name))
            info.filename = info.orig_filename = f"{number}.txt"
            archive.filelist.append(info)
        archive._didModify = True
    with pytest.raises(ValueError, match="its files share the same bytes"):
        read_documents(_saved(tmp_path, stream.getvalue()))


def test_a_zip_file_of_many_small_bombs_is_not_opened(tmp_path):
    many = zipped({f"{n}.txt": "工作" * 60_000 for n in range(99)})
    with pytest.raises(ValueError, match=r"it unpacks to \d+ times its size: not opened"):
        read_documents(_saved(tmp_path, many))
    few = zipped({f"{n}.txt": "工作" * 600 for n in range(99)})
    assert len(read_documents(_saved(tmp_path, few))) == 99


def test_a_zip_file_that_holds_too_much_is_read_up_to_there(tmp_path, monkeypatch):
    files = {"1.txt": TEXT, "2.docx": docx(p("正文。") * 50), "3.txt": TEXT, "4.txt": TEXT}
    monkeypatch.setattr(documents, "MOST_IN_ZIP", 2 * len(TEXT) + 1000)
    with pytest.warns(UserWarning, match=r"3\.txt: the files before it .* hold too much: unpack"):
        read = read_documents(_saved(tmp_path, zipped(files)))
    assert list(read["document"]) == ["1", "2", "3", "4"]
    assert list(read["text"] == "") == [False, False, True, True]
    monkeypatch.setattr(documents, "MOST_IN_ZIP", 1 << 28)
    assert all(read_documents(_saved(tmp_path, zipped(files)))["problem"] == "")


def _saved(folder, data):
    (folder / "a.zip").write_bytes(data)
    return folder / "a.zip"
