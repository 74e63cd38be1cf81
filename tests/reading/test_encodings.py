"""A file in any of the encodings that Chinese texts come in is read right, or refused."""

import base64
import codecs
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

from analysis.reading import encodings
from analysis.reading.encodings import SAMPLE, UNMARKED, check_text, decode
from analysis.reading.plausibility import surprise

SIMPLIFIED = [
    "一、总体要求",
    "（二）基本原则",
    "第三条 本办法",
    "坚持稳中求进",
    "现将有关事项通知如下：",
    "各市人民政府要把这项工作摆上重要位置，定期研究，及时解决问题。",
    "2023年粮食产量达到1.39万亿斤，比上年增长1.3%。",
]
TRADITIONAL = [
    "第一章　總則",
    "主管機關應",
    "本條例自公布日施行。",
    "前項申請，應備具下列文件，向直轄市、縣（市）政府提出。",
    "圖書館週一至週五開放，每日上午9時至下午5時。",
]


@pytest.mark.parametrize("text", SIMPLIFIED + TRADITIONAL)
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "gb18030"],
)
def test_short_texts_are_read_right_without_being_told(text, encoding):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("text", TRADITIONAL)
@pytest.mark.parametrize("encoding", ["big5", "cp950", "big5hkscs"])
def test_big5_is_not_mistaken_for_gb18030(text, encoding):
    """GB18030 reads nearly all of Big5 without an error, as rare characters."""
    assert decode(text.encode(encoding)).text == text


def test_gbk_and_hong_kong_characters():
    assert decode("朱镕基、李瑭、陶喆等人出席".encode("gbk")).text == "朱镕基、李瑭、陶喆等人出席"
    text = "①香港㗎喇，冇嘢喺啲地方"
    assert decode(text.encode("big5hkscs")).text == text


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_settles_it_and_is_no_text(mark, encoding):
    decoded = decode(mark + "总则".encode(encoding))
    assert decoded.text == "总则"
    assert decoded.margin == 1.0


def test_line_ends_become_line_feeds():
    assert decode("一\r\n二\r三\n四".encode()).text == "一\n二\n三\n四"


def test_long_text_is_sure_and_short_text_is_not():
    assert decode(SIMPLIFIED[5].encode("gb18030")).margin > 0.99
    assert decode("条".encode("gb18030")).margin < 0.5


def test_a_long_english_head_does_not_hide_the_chinese():
    data = b"<!-- generator -->\n" * 5000 + TRADITIONAL[3].encode("big5")
    assert decode(data).text.endswith(TRADITIONAL[3])


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16-le"])
def test_a_long_text_on_one_line_is_read_from_a_sample(encoding):
    text = (TRADITIONAL[3] + "a") * 20_000
    assert decode(text.encode(encoding)).text == text


def test_an_encoding_asked_for_is_used():
    """What is called gb2312 or gbk is read as GB18030, which has all their characters."""
    assert decode("朱镕基".encode("gbk"), encoding="gb2312").text == "朱镕基"
    assert decode("條".encode("big5"), encoding="big5").text == "條"
    assert decode("é".encode("latin-1"), encoding="latin-1") == ("é", "iso8859-1", 1.0)


def test_damage_is_named_with_its_offset_and_never_becomes_a_question_mark():
    good = SIMPLIFIED[5].encode("gb18030")
    with pytest.raises(ValueError, match="0xff at offset 62 cannot be read as gb18030"):
        decode(good + b"\xff" + good)
    with pytest.raises(ValueError, match=r"as utf-8 \(the file ends within a character\)"):
        decode(SIMPLIFIED[5].encode()[:-1])
    with pytest.raises(ValueError, match="offset 2 cannot be read as cp950"):
        decode("一".encode(), encoding="cp950")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0",
        b"\x7fELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0>\0\1\0\0\0",
        bytes(range(256)) * 4,
        "Le café est très bon, señor Müller".encode("latin-1"),
    ],
)
def test_what_is_no_chinese_text_is_refused(data):
    with pytest.raises(ValueError, match="binary file"):
        decode(data)


@pytest.mark.parametrize("name", ["no-such", "base64", ""])
def test_an_unknown_encoding_is_named(name):
    with pytest.raises(ValueError, match="no encoding"):
        decode(b"a", encoding=name)


def test_texts_that_no_file_holds_are_refused():
    for text, reason in [
        ("", "no text"),
        (" \n　", "no text"),
        ("一\0", "NUL"),
        ("一\ud800", "1"),
    ]:
        with pytest.raises(ValueError, match=reason):
            check_text(text)


# --- what a file says of itself, and what is not Chinese ------------------------------------

JAPANESE = "これは日本語の文章です。政府は新しい計画を発表した。カメラとテレビを買いました。"
KOREAN = "정부는 오늘 새로운 계획을 발표하였습니다. 이것은 한국어 문장입니다."


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (JAPANESE, "euc_jp", "Japanese text in EUC-JP.*encoding='euc_jp'"),
        (JAPANESE, "cp932", "Japanese text in Shift-JIS.*encoding='cp932'"),
        (KOREAN, "euc_kr", "Korean text in EUC-KR.*encoding='cp949'"),
        (JAPANESE, "iso2022_jp", "ISO-2022-JP.*encoding='iso2022_jp_2'"),
        (KOREAN, "iso2022_kr", "ISO-2022-KR.*encoding='iso2022_kr'"),
    ],
)
def test_japanese_and_korean_are_named_and_not_read_as_chinese(text, encoding, name):
    """GB18030 or Big5 read nearly all of it without an error, as rare characters."""
    for length in (len(text), 14):
        data = text[:length].encode(encoding)
        with pytest.raises(ValueError, match=name):
            decode(data)
        assert decode(data, encoding=encoding).text == text[:length]


def test_a_few_characters_of_korean_leave_a_doubt():
    for n in range(1, 6):
        assert decode("안녕하세요"[:n].encode("euc_kr")).margin < 0.5


def _euc_tw(text):
    """Bytes of EUC-TW, whose first plane has (nearly) the order of Big5 from 0xA440 on."""
    data = b""
    for character in text:
        row, column = character.encode("big5")
        place = (row - 0xA4) * 157 + column - (0x40 if column < 0x7F else 0xA1 - 63)
        data += bytes([0xC4 + place // 94, 0xA1 + place % 94])
    return data


def test_euc_tw_is_named_with_a_way_to_convert_it():
    text = "本條例所稱主管機關在中央為內政部在地方為各縣市政府"
    with pytest.raises(ValueError, match=r"EUC-TW.*iconv -f EUC-TW -t UTF-8"):
        decode(_euc_tw(text))
    with pytest.raises(ValueError, match=r"ISO-2022-CN.*iconv"):
        decode(b"\x1b$)A\x0eRW\x0f")


@pytest.mark.parametrize(
    "text",
    [
        "第一课：あいうえお、かきくけこ。我们来学习五十音图。",
        "“ありがとう”和“すみません”",
        JAPANESE.replace("発", "發"),
    ],
)
def test_kana_in_gb18030_is_no_reason_to_take_it_for_japanese(text):
    assert decode(text.encode("gb18030"))[:2] == (text, "gb18030")


@pytest.mark.parametrize("text", ["一、总体要求", "各单位要认真落实。\n" * 9, "A~B：报告（草稿）"])
def test_hz_is_read(text):
    """RFC 1843: pairs of ASCII bytes between ~{ and ~}; as ASCII or UTF-16 it is nonsense."""
    decoded = decode(text.encode("hz"))
    assert decoded[:2] == (text, "hz")
    assert decoded.margin > 0.9


@pytest.mark.parametrize(
    "text", ["(format t ~{~a~^, ~} list of names)", "see ~{foo~} and ~{ab~}."]
)
def test_what_only_looks_like_hz_stays_ascii(text):
    assert decode(text.encode())[:2] == (text, "utf-8")


SCRIPT = b"document.write('<div class=\"x\">' + f(a, b)); var c = {d: [1, 2, 3]};\n" * 400
PICTURE = base64.b64encode(random.Random(1).randbytes(20_000))


def _page(text, encoding, first=""):
    head, body = (f"<p>{part}</p>".encode(encoding) for part in (first, text))
    return b"<html>" + head + SCRIPT + b'<img src="data:' + PICTURE + b'">' + body + b"</html>"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950"])
@pytest.mark.parametrize("first", ["", "—"])
@pytest.mark.parametrize("text", ["關於公告", "第一章總則", TRADITIONAL[2]])
def test_scripts_and_pictures_do_not_hide_the_little_text_after_them(text, encoding, first):
    """Weighed are the bytes around those that are not ASCII, wherever they stand."""
    decoded = decode(_page(text, encoding, first))
    assert text in decoded.text
    assert decode(_page(TRADITIONAL[2], encoding, first)).margin > 0.9


def test_ascii_after_a_single_sign_is_not_utf_16():
    """Pairs of letters are common characters in UTF-16: 慢 is the letters b and a."""
    data = "©".encode() + b"ba" * 20_000 + b"\n" + SCRIPT + "总则".encode()
    assert decode(data).encoding == "utf-8"


def test_leaders_of_dots_in_utf_16_are_no_ascii():
    """In UTF-16 a line of … is bytes of ASCII, "& & & "."""
    text = "第一章 总则" + "…" * 60 + "1\n第二章 附则" + "═" * 60
    assert decode(text.encode("utf-16-le"))[:2] == (text, "utf-16-le")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "cp950"])
@pytest.mark.parametrize(
    "declared", ["", "utf-8", "gb2312", "big5", "euc-kr", "no-such", "x" * 99]
)
def test_what_a_file_declares_counts_and_is_not_relied_on(encoding, declared):
    """Right, wrong or missing: the text is right, or the margin low."""
    for text in ["公告", "關於", "總則。", *TRADITIONAL]:
        decoded = decode(text.encode(encoding), declared=declared)
        assert decoded.text == text or decoded.margin < 0.5
        if len(text) > 4:
            assert decoded.text == text


def test_a_right_declaration_settles_a_toss_up():
    data = "公".encode("gb18030")
    assert decode(data, declared="gb2312").text == "公"
    assert decode(data, declared="gb2312").margin > decode(data).margin


def test_the_offset_of_damage_is_the_one_in_the_file():
    """A byte order mark counts: three bytes of UTF-8, two of UTF-16."""
    data = codecs.BOM_UTF8 + "一二三".encode() + b"\xff" + "四五".encode()
    assert data[12] == 0xFF
    with pytest.raises(ValueError, match="byte 0xff at offset 12"):
        decode(data)
    with pytest.raises(ValueError, match="byte 0xff at offset 12"):
        decode(data, encoding="utf-8-sig")
    with pytest.raises(ValueError, match="byte 0x00 at offset 4"):
        decode(codecs.BOM_UTF16_LE + "一".encode("utf-16-le") + b"\0\xd8" + b"\0N")


# --- laws ---------------------------------------------------------------------------------


@given(st.binary(max_size=200))
@examples(300)
def test_any_bytes_give_text_or_a_value_error(data):
    try:
        text, encoding, margin = decode(data)
    except ValueError:
        return
    assert 0 <= margin <= 1
    assert "\ufffd" not in text or "\ufffd" in data.decode(encoding)
    assert "\r" not in text


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\r\n\t")))
def test_utf8_with_its_mark_comes_back_whatever_it_says(text):
    expected = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert decode(text.encode("utf-8-sig")).text == expected


def _pieces(text, rng, n=60):
    text = "".join(text.split())
    for _ in range(n):
        start = rng.randrange(len(text) - 12)
        yield text[start : start + rng.randint(4, 12)]


@pytest.mark.parametrize("encoding", [name for name in UNMARKED if name != "big5hkscs"])
def test_no_piece_of_a_text_is_wrong_with_a_high_margin(encoding, seed):
    """Four to twelve characters from anywhere: nearly all right, and the rest unsure."""
    source = "".join(TRADITIONAL) * 2 if encoding == "cp950" else seed.read_text("utf-8")
    wrong = []
    for piece in _pieces(source, random.Random(1)):
        decoded = decode(piece.encode(encoding))
        if decoded.text != piece:
            wrong.append(decoded.margin)
    assert len(wrong) <= 1
    assert all(margin < 0.5 for margin in wrong)


def test_no_file_of_the_corpora_is_decoded_worse(not_worse):
    """Known encodings of real documents: what was reached is in reached.tsv (`make scores`)."""
    not_worse("reading")


def test_no_more_is_weighed_than_the_choice_needs(monkeypatch):
    weighed = []

    def counting(text, language="Chinese"):
        weighed.append(len(text))
        return surprise(text, language)

    monkeypatch.setattr(encodings, "surprise", counting)
    text = "坚持稳中求进，扩大内需。" * 600
    assert decode(text.encode()) == (text, "utf-8", 1.0)
    assert sum(weighed) < 3 * SAMPLE  # all of it in eight encodings: six times


@pytest.mark.parametrize("tail", ["utf-8", "gb18030", "big5", "utf-16-le", "euc_kr"])
@pytest.mark.parametrize("head", ["utf-8", "gb18030", "utf-16-le", "utf-32-be"])
def test_what_is_given_up_early_would_not_have_been_chosen(monkeypatch, head, tail):
    text = "坚持稳中求进，扩大内需。" * 40
    data = text.encode(head) + text.encode(tail, "ignore") * 5

    def answer():
        try:
            return decode(data)
        except ValueError as error:
            return str(error)

    early = answer()
    monkeypatch.setattr(encodings, "HOPELESS", 10**9)
    assert answer() == early
