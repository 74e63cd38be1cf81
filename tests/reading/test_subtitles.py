"""Subtitles: what is said is text, numbers and times are furniture."""

import pytest
from makers import marked, read

from analysis import load

SRT = """1
00:00:01,000 --> 00:00:02,500
<i>我们要坚持</i>

2
00:00:02,500 --> 00:00:04,000
{\\an8}稳中求进，
不动摇。

3
00:00:05,000 --> 00:00:06,000
1984
"""


def test_a_sentence_over_two_cues_is_one_paragraph():
    reading = read("a.srt", SRT.encode("gb18030"))
    assert reading.text == (
        "1 00:00:01,000 --> 00:00:02,500 2 00:00:02,500 --> 00:00:04,000\n"
        "我们要坚持稳中求进，不动摇。\n"
        "3 00:00:05,000 --> 00:00:06,000\n1984"
    )
    assert [role for role, *_ in marked(reading)] == ["furniture", "body"] * 2
    assert reading.encoding == "gb18030"


def test_cues_without_full_stops_are_not_joined():
    text = SRT.replace("。", "")
    lines = read("a.srt", text.replace("\n", "\r\n").encode()).text.split("\n")
    assert lines[1::2] == ["我们要坚持", "稳中求进，不动摇", "1984"]


def test_webvtt_with_notes_voices_and_styles(tmp_path):
    text = (
        "WEBVTT 标题\n\nNOTE 说明\n\nSTYLE\n::cue {}\n\nid\n00:01.000 --> 00:02.000 align:start\n"
        "<v 张三>你<c.red>好</c>！\n\n01:00:02.000 --> 01:00:03.000\n"
        "- <ruby>漢<rt>hàn</rt></ruby>字。\n"
    )
    reading = read("a.vtt", text.encode())
    assert reading.text == (
        "WEBVTT 标题 NOTE 说明 STYLE ::cue {} id 00:01.000 --> 00:02.000 align:start\n你好！\n"
        "01:00:02.000 --> 01:00:03.000\n- 漢字。"
    )
    (tmp_path / "a.vtt").write_text(text, encoding="utf-8")
    (tmp_path / "b.srt").write_text(SRT, encoding="utf-8")
    tokens = load(tmp_path).tokens
    assert list(tokens["token"][tokens["document"] == "a"]) == ["你好", "漢字"]
    assert tokens["sentence"][tokens["document"] == "b"].max() == 1


def test_cues_without_a_blank_line_between_are_two():
    text = "1\n00:00:01,000 --> 00:00:02,000\n好。\n2\n00:00:02,000 --> 00:00:03,000\n是。"
    assert read("a.srt", text.encode()).text.split("\n")[1::2] == ["好。", "是。"]


def test_a_file_without_cues_is_one_clear_error():
    with pytest.raises(ValueError, match="no cue with times"):
        read("a.srt", "一、总体要求".encode())
