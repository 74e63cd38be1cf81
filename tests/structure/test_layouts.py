"""Lines from any layout; the same report in five of them gives the same outline and counts."""

import io

import pytest
from texts import blocks_of, line_of, lines_of, pieces

import analysis as an
from analysis.reading import Mark
from analysis.structure.layouts import cut_line, full_width, page_numbers
from analysis.structure.lines import Line

PARAGRAPHS = """
2023年度文化工作总结
一年来，我们坚持以人民为中心，各项工作取得新成效。
一、工作回顾
（一）抓好理论学习。全年组织集中学习十二次，参加人员三百人次。
（二）抓好文化惠民。建成文化广场五个，送戏下乡四十场。
二、存在问题
一是人才短缺。基层文化干部数量不足，年龄偏大。二是经费紧张。部分活动难以持续开展，群众意见较多。
三、下步打算
要加强队伍建设，办好群众文化活动，讲好文化故事。要健全制度，把经常性工作抓在日常、抓在经常。
要把群众满意作为检验工作的标准，深入基层听取意见，及时解决群众反映强烈的突出问题，不断提高服务水平。
要坚持分类指导，因地制宜推进重点项目建设，做到有计划、有检查、有落实，力求年年都有新变化。
要加强统筹协调，形成部门联动、齐抓共管的工作格局，确保各项任务按时完成。要加强宣传引导，总结推广好经验好做法，
营造全社会关心支持文化事业发展的良好氛围。要严格督促检查，对工作不力的严肃批评，对成效明显的予以表扬。
""".strip().split("\n")


def as_word():
    docx = pytest.importorskip("docx")
    document = docx.Document()
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


LAYOUTS = {
    "plain.txt": "\n".join(PARAGRAPHS).encode(),
    "blank.txt": "\n\n".join(PARAGRAPHS).encode(),
    "crlf.txt": "\r\n".join(f"\u3000\u3000{line}" for line in PARAGRAPHS).encode(),
    "gb18030.txt": "\n".join(PARAGRAPHS).encode("gb18030"),
    "one_line.txt": "  ".join(PARAGRAPHS).encode(),
    "word.docx": as_word(),
}


def outline_and_counts(path):
    corpus = an.load(path)
    counts = an.count_terms(corpus.tokens, by="section").astype({"section": str, "term": str})
    return (
        corpus.sections[["section", "title"]].astype(str).values.tolist(),
        corpus.documents["title"].tolist(),
        counts.values.tolist(),
    )


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_makes_no_difference(name, tmp_path):
    (tmp_path / "plain.txt").write_bytes(LAYOUTS["plain.txt"])
    (tmp_path / name).write_bytes(LAYOUTS[name])
    expected, found = (outline_and_counts(tmp_path / each) for each in ("plain.txt", name))
    assert [section for section, _ in expected[0]][:4] == ["0", "1", "1.1", "1.2"]
    assert found == expected


# --- lines and marks -----------------------------------------------------------------------


def texts(lines):
    return [line.text for line in lines]


def test_lines_are_without_blanks_around_them():
    lines = lines_of(" \n  甲 \u3000\n\n\u3000\u3000乙\n")
    assert texts(lines) == ["甲", "乙"]
    assert [line.begin for line in lines] == [4, 11]
    assert lines_of(" \n\u3000") == []


def test_debris_of_a_web_page_is_blank():
    lines = lines_of("&nbsp;&nbsp; 甲\n\u200b\n&amp;乙\n")
    assert [(line.text, line.role) for line in lines] == [
        *[("&nbsp;&nbsp; ", "blank"), ("甲", "body"), ("\u200b", "blank"), ("&amp;乙", "body")]
    ]


def test_what_is_not_seen_before_a_line_is_blank():
    lines = lines_of("\u200e\u2068甲\u00ad乙\n\u202a\n👩\u200d🌾丙\n\ud800丁\n\x00戊\n")
    assert [(line.text, line.role) for line in lines] == [
        *[("\u200e\u2068", "blank"), ("甲\u00ad乙", "body"), ("\u202a", "blank")],
        *[("👩\u200d🌾丙", "body"), ("\ud800丁", "body"), ("\x00戊", "body")],
    ]


def test_what_the_format_has_marked_is_one_line():
    text = "前文\n# 一、 总则\n分行的\n引文\n后文"
    marks = [
        Mark(3, 11, "heading", 2),
        Mark(11, 17, "body", 0, "", "quotation"),
        Mark(17, 18, "blank"),
    ]
    lines = lines_of(text, marks)
    assert texts(lines) == ["前文", "# 一、 总则", "分行的\n引文", "后文"]
    assert [line.fixed for line in lines] == [False, True, True, False]
    assert (lines[1].role, lines[1].level, lines[1].marker) == ("heading", 2, "一、")
    assert [line.reason for line in lines[1:3]] == ["file format", "quotation"]


@pytest.mark.parametrize("mark", [Mark(0, 99, "body"), Mark(3, 2, "body"), Mark(-1, 2, "body")])
def test_a_mark_outside_the_text_is_an_error(mark):
    with pytest.raises(ValueError, match="out of order or outside the text"):
        blocks_of("一二三四五", [mark])


def test_marks_that_overlap_are_an_error():
    with pytest.raises(ValueError, match="out of order or outside the text"):
        blocks_of("一二三四五", [Mark(0, 3, "body"), Mark(2, 5, "body")])


# --- line breaks that were lost ------------------------------------------------------------

SENTENCE = "各单位要认真组织学习，结合实际抓好落实。"


def cut(text):
    """The pieces of a line, also of a short one."""
    return texts(cut_line(line_of(text), lambda piece: line_of(piece).match))


def test_blanks_far_apart_are_line_breaks():
    pieces = [SENTENCE] * 6
    assert cut(" ".join(pieces)) == pieces
    assert cut("\u3000\u3000".join(pieces)) == pieces
    assert len(cut(" ".join(pieces[:5]))) == 1, "too few of them"


def test_blanks_between_words_are_none():
    assert len(cut(" ".join(["加强学习"] * 40))) == 1
    assert len(cut("Regional Development Plans " * 20)) == 1


def test_the_blank_after_a_number_is_none():
    pieces = ["第一章 总则"] + [SENTENCE] * 6
    assert cut(" ".join(pieces)) == pieces


def test_a_short_line_is_not_cut_at_all():
    text = " ".join([SENTENCE] * 7)
    assert texts(lines_of(text)) == [text]
    longer = " ".join([SENTENCE] * 20)
    assert texts(lines_of(longer)) == [SENTENCE] * 20
    assert [line.cut for line in lines_of(longer)] == [False] + [True] * 19


def test_numbers_that_count_on_begin_lines():
    assert cut("前言。一、甲。二、乙。") == ["前言。", "一、甲。", "二、乙。"]
    assert cut("一、总则。（一）甲。（二）乙。") == ["一、总则。", "（一）甲。", "（二）乙。"]
    assert cut("第一章 总则。 第二章 附则。") == ["第一章 总则。", "第二章 附则。"]


def test_numbers_that_do_not_count_on_begin_none():
    assert len(cut("前言。一、甲。")) == 1, "one alone"
    assert len(cut("前言。二、甲。三、乙。")) == 1, "not from the first on"
    assert len(cut("说的是一、二、三、四。")) == 1, "no stop before them"


def test_brackets_may_follow_a_short_title_without_a_stop():
    assert cut("一、总则（一）甲。（二）乙。") == ["一、总则", "（一）甲。", "（二）乙。"]
    long = "要" * 46
    assert cut(f"一、{long}（一）甲。（二）乙。") == [f"一、{long}（一）甲。（二）乙。"]
    assert cut("一、要。按照规定（一）甲。（二）乙。") == ["一、要。按照规定（一）甲。（二）乙。"]
    assert cut("一、方案A（一）甲。（二）乙。") == ["一、方案A（一）甲。（二）乙。"]


# --- lines broken at a fixed width ---------------------------------------------------------


def paragraph(width):
    """A paragraph of three full lines, the first with its indent, and a short one."""
    full = "要" * width
    return f"\u3000\u3000{full[2:]}\n{full}\n{full}\n完毕。\n"


def width_of(text):
    return full_width([Line(0, line.strip(), None) for line in text.splitlines()])


def test_lines_of_one_width_are_joined_to_paragraphs():
    lines = lines_of(paragraph(30) * 8)
    assert len(lines) == 8
    assert all(line.text.endswith("要\n完毕。") for line in lines)


@pytest.mark.parametrize(
    ("word", "joined"), [("摘要：", False), ("第一章　", False), ("提要，", True)]
)
def test_an_abstract_begins_a_line_of_its_own(word, joined):
    text = paragraph(30) * 8 + f"某某大学某某学院某某系{'要' * 19}\n{word}{'要' * 9}\n"
    assert (lines_of(text)[-1].text.startswith(word)) != joined


def test_few_broken_lines_are_none():
    assert width_of(paragraph(30) * 6) is None, "18 of them"
    assert width_of(paragraph(30) * 7) == 54, "21, of 60 columns: 54 of them are a full line"


def test_short_lines_are_not_broken():
    assert width_of(f"{'要' * 15}\n" * 20) == 24
    assert width_of(f"{'要' * 14}\n" * 20) is None


def test_broken_lines_of_many_widths_are_none():
    assert width_of("".join(f"{'要' * (16 + 2 * n)}\n" for n in range(25))) is None
    short, long = f"{'要' * 20}\n", f"{'要' * 30}\n"
    assert width_of(short * 9 + long * 21) == 54
    assert width_of(short * 10 + long * 20) is None, "two thirds are of one width"


def test_lines_that_end_as_sentences_do_are_not_broken():
    whole, broken = f"{'要' * 29}。\n", f"{'要' * 30}\n"
    assert width_of(whole * 60 + broken * 20) is None, "a quarter of the long lines"
    assert width_of(whole * 40 + broken * 20) == 54, "a third of them"
    assert width_of("完毕。\n" * 60 + broken * 20) == 54, "short lines are not asked"


def test_what_ends_a_paragraph_of_full_lines():
    """A stop, a line that is not full, a blank line, and what the format has marked."""
    full, whole = "要" * 30, "要" * 29 + "。"
    text = f"{full}\n" * 22 + f"{whole}\n{full}\n短\n{full}\n\n{full}\n记\n"
    mark = Mark(text.index("记"), text.index("记") + 1, "note")
    lines = lines_of(text, [mark])
    assert [line.text.count("\n") for line in lines] == [22, 1, 0, 0, 0]


# --- page numbers inside lines -------------------------------------------------------------

SENTENCES = [
    "各单位要认真组织学习，结合实际抓好落实。",
    "这项工作事关全局；",
    "要常抓不懈，务求实效，",
    "学生的",
]


def paged(first=1, last=24, page=12):
    """A text with the number of each page inside a line, where the page ends."""
    lengths = (page + number % 3 for number in range(first, last + 1))
    body = "各单位要认真组织学习，结合实际抓好落实。\n"
    return "".join(
        body * length + SENTENCES[number % 4] + str(number)
        for number, length in enumerate(lengths, first)
    )


def test_page_numbers_inside_lines_are_furniture_and_part_lines():
    text = paged() + "第四节附则\n要学习。\n"
    found = page_numbers(text)
    assert [text[mark.start : mark.end] for mark in found] == [str(n) for n in range(1, 25)]
    assert {mark.role for mark in found} == {"furniture"}
    assert "第四节附则" in [line.text for line in lines_of(text)]


@pytest.mark.parametrize(
    "text",
    [
        paged(last=15),  # too few
        paged(first=30, last=60),  # not from the first page on
        paged().replace("7各", "各"),  # not without a gap
        paged(page=1, last=12) + paged(first=13, last=24, page=60),  # not at even distances
        "".join("要学习，如图" + str(n) + "所示。\n" * 3 for n in range(1, 40)),  # after one word
        "".join(f"第{n}回\n话说天下大势，分久必合。\n" for n in range(1, 40)),
        "本法自2021年1月1日起施行。",
        "",
    ],
)
def test_numbers_that_are_no_page_numbers(text):
    assert page_numbers(text) == []


def test_a_chapter_does_not_go_on_with_a_full_line_above():
    """畢竟如何 at the end of a full line has no stop; 第七回 below it is a heading."""
    line = "話說天下大勢，分久必合，合久必分，周末七國分爭，并入於秦及秦滅\n"
    text = line * 30 + "第一回：宴桃園豪傑三結義，斬黃巾英雄首立功\n" + line * 20
    text += (
        "第二回：張翼德怒鞭督郵，何國舅謀誅宦豎\n" + line * 20 + "第一章的規定適用於此\n" + line
    )
    found = pieces(text, blocks_of(text), "heading")
    assert [heading[:3] for heading in found] == ["第一回", "第二回"]
