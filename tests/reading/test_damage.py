"""Damage done to a text before it was a file is named with what it was, and never mended."""

import warnings

import pytest

from analysis import load
from analysis.reading import read_documents, read_text
from analysis.reading.damage import damage

SIMPLIFIED = "一、总体要求\n本月工作情况如下，要认真落实，确保完成任务。\n" * 3
TRADITIONAL = "第一章　總則\n前項申請，應備具下列文件，向直轄市、縣（市）政府提出。\n" * 3


def western(data):
    """Bytes as a browser reads them in the code page of Western Windows."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


@pytest.mark.parametrize(
    ("text", "was", "read_as", "names"),
    [
        (SIMPLIFIED, "utf-8", "gb18030", "UTF-8 .* GB18030"),
        (SIMPLIFIED, "utf-8", "gbk", "UTF-8 .* GB18030"),
        (SIMPLIFIED, "utf-8", "big5", "UTF-8 .* Big5"),
        (SIMPLIFIED, "gb18030", "big5", "GB18030 .* Big5"),
        (TRADITIONAL, "big5", "gb18030", "Big5 .* GB18030"),
        (TRADITIONAL, "utf-8", "gb18030", "UTF-8 .* GB18030"),
    ],
)
def test_a_text_read_wrongly_and_saved_is_named_and_left_alone(
    tmp_path, text, was, read_as, names
):
    wrong = text.encode(was).decode(read_as, "replace")
    (tmp_path / "a.txt").write_text(wrong, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    with pytest.warns(UserWarning, match=rf"a\.txt: its text is {names} and saved") as seen:
        documents = read_documents(tmp_path)
    assert "b.txt" not in str(seen[0].message)
    assert documents.set_index("document").loc["a", "text"] == wrong


@pytest.mark.parametrize("was", ["utf-8", "gb18030"])
def test_a_text_read_as_western_is_named(was):
    assert (
        f"{was.upper()} that was once read as Western"
        in damage(western(SIMPLIFIED.encode(was)))[0]
    )


def test_damage_of_a_part_of_a_text_is_named():
    wrong = SIMPLIFIED.encode().decode("gb18030", "replace")
    assert "GB18030" in damage(SIMPLIFIED * 40 + wrong * 30 + SIMPLIFIED * 40)[0]


def test_characters_in_place_of_what_was_lost_are_counted():
    text = "一、总体要求\n要认真\ufffd\ufffd，确保完成任务。"
    with pytest.warns(UserWarning, match="text: it holds '\ufffd' 2 times, first in line 2"):
        frame = read_text(text)
    assert frame["text"][0] == text
    assert "锟斤拷" in damage("要认真锟斤拷落实")[0]
    assert "8 of" not in damage("?" * 40 + "，" * 9)[0]
    assert damage("?" * 40 + "，" * 9)[0].startswith("40 of its 49 characters are question marks")


@pytest.mark.parametrize("read_as", ["gb18030", "cp950"])
def test_a_text_of_which_less_is_left_is_named_or_doubted(read_as):
    for text in (SIMPLIFIED, TRADITIONAL):
        left = text.encode().decode(read_as, "ignore")
        assert "UTF-8 that was" in damage(left)[0] or "rare ones" in damage(left)[0]


@pytest.mark.parametrize(
    "text",
    [
        SIMPLIFIED,
        TRADITIONAL,
        "Le café est très bon, señor Müller! " * 9,
        "これは日本語の文章です。カメラとテレビを買いました。" * 3,
        "정부는 오늘 새로운 계획을 발표하였습니다." * 3,
        "Москва — столица России, крупнейший город страны." * 3,
        "落日雙闕昏，回輿九重暮。長煙散初碧，皎月澄輕素。搴幌玩琴書，開軒引雲霧。",
        "议员：潘兆平, B.B.S., M.H.; 邓家彪, J.P.; 镕基、喆、堃、頔、赟、昇、垚、淼。",
        "真的吗？为什么??? 不会吧?!",
        "涓",
        "",
        " \n",
    ],
)
def test_real_text_in_any_language_is_no_damage(text):
    assert damage(text) == ()


def test_a_guess_at_an_encoding_is_called_one(tmp_path):
    (tmp_path / "a.txt").write_bytes("条".encode("gb18030"))
    with pytest.warns(UserWarning, match=r"a\.txt: its encoding is a guess .*encoding="):
        load(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_bytes(SIMPLIFIED.encode("gb18030"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        load(tmp_path / "a.txt")
