r"""Rich text: characters however they are written, headings, tables, notes; \bin, broken files."""

import pytest
from makers import marked, read

from analysis import read_documents


def rtf(body, head=r"\ansicpg936"):
    return rb"{\rtf1\ansi" + head.encode() + b" " + body.encode("ascii") + b"}"


def hexed(text, encoding="gbk"):
    return "".join(rf"\'{byte:02x}" for byte in text.encode(encoding))


def escaped(text):
    units = text.encode("utf-16-le")
    numbers = (
        int.from_bytes(units[n : n + 2], "little", signed=True) for n in range(0, len(units), 2)
    )
    return "".join(rf"\u{number}?" for number in numbers)


@pytest.mark.parametrize(
    ("body", "head", "text"),
    [
        (hexed("总则") + r"\par", r"\ansicpg936", "总则"),
        # The second bytes of these in Big5 are backslashes.
        (hexed("許功蓋", "big5"), r"\ansicpg950", "許功蓋"),
        (r"{\fonttbl{\f1\fcharset134 x;}}\f1 " + hexed("总则"), r"\ansicpg1252", "总则"),
        (escaped("总则𠮷"), r"\ansicpg1252", "总则𠮷"),
        (r"\uc2 \u24635" + hexed("总") + r"\u21017" + hexed("则"), r"\ansicpg936", "总则"),
        (r"\uc0 \u24635 \u21017 x", r"\ansicpg936", "总则x"),
        (r"{\upr{??}{\*\ud " + escaped("总则") + "}}", r"\ansicpg936", "总则"),
        (r"\{a\}\\\~b\emdash c\ldblquote d\rdblquote", "", "{a}\\\xa0b—c“d”"),
        (hexed("总")[:4] + "\n" + hexed("总")[4:], r"\ansicpg936", "总"),
    ],
)
def test_characters_however_they_are_written(body, head, text):
    assert read("a.rtf", rtf(body, head)).text == text


def test_headings_tables_notes_and_furniture_are_marked():
    body = (
        r"{\stylesheet{\s1 heading 1;}{\s2\outlinelevel1 x;}{\s3 Normal;}}"
        r"{\header " + hexed("机密") + r"\par}"
        r"\pard\s1 " + hexed("一、目标") + r"\par"
        r"\pard\s3 "
        + hexed("修路")
        + r"{\footnote "
        + hexed("见附件")
        + r"}"
        + hexed("。")
        + r"\par"
        r"\pard\s2 " + hexed("（一）路") + r"\par"
        r"\pard\outlinelevel0 " + hexed("二、") + r"\par"
        r"\trowd\pard\intbl a\cell b\par c\cell\row\pard " + hexed("完") + r"\par"
    )
    reading = read("a.rtf", rtf(body))
    assert reading.text == "一、目标\n修路。\n见附件\n（一）路\n二、\na\tb c\n完\n机密"
    assert marked(reading) == [
        ("heading", 1, "一、目标"),
        ("note", 0, "见附件"),
        ("heading", 2, "（一）路"),
        ("heading", 1, "二、"),
        ("table", 0, "a\tb c"),
        ("furniture", 0, "机密"),
    ]


def test_numbers_of_lists_stand_close_to_their_text():
    body = r"{\listtext " + hexed("一、") + r"\tab}" + hexed("学习") + r"\par"
    body += r"{\*\pntext 1\tab}" + hexed("实践") + r"\par{\listtext }" + hexed("完") + r"\par"
    assert read("a.rtf", rtf(body)).text == "一、学习\n1 实践\n完"


def test_what_word_does_not_show_is_left_out():
    body = (
        r"{\info{\title x}}{\*\generator y;}a{\v hidden}{\deleted gone}"
        r"{\field{\*\fldinst PAGE}{\fldrslt 7}}{\pict 0102}{\*\unknown z}\bin3 }}}b{\v0 c}"
    )
    assert read("a.rtf", rtf(body)).text == "a7bc"


def test_rich_text_is_known_by_its_first_bytes_whatever_its_suffix(tmp_path):
    for name in ("甲.txt", "乙.rtf", "丙.md"):
        (tmp_path / name).write_bytes(rtf(hexed(f"一、{name[0]}的总体要求，坚持稳中求进。")))
    documents = read_documents(tmp_path).set_index("document")
    assert documents["text"].to_dict() == {
        name: f"一、{name}的总体要求，坚持稳中求进。" for name in "丙乙甲"
    }


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"text", "not rich text"),
        (b"{\\rtf1" + b"{" * 2000, "nested more than 1,000"),
    ],
)
def test_what_is_no_rich_text_is_one_clear_error(data, reason):
    with pytest.raises(ValueError, match=reason):
        read("a.rtf", data)


@pytest.mark.parametrize(
    "body", ["}}}", r"\u", r"\bin99999999999 x", r"\'zz", r"\ansicpg77777 \'b1"]
)
def test_broken_rich_text_is_read_as_far_as_it_goes(body):
    reading = read("a.rtf", rtf("ab" + body))
    assert reading.text.startswith("ab")
