"""The title of a document, what stands with it, and titles inside."""

import pandas as pd
import pytest
from texts import blocks_of, line_of, lines_of, pieces

import analysis as an
from analysis.structure.titles import (
    closes_document,
    could_be_inner_title,
    could_be_title,
    document_title,
    goes_on,
    is_document_number,
    official_title,
    stands_beside,
)

TEXT = "各单位要认真组织学习，结合实际抓好落实。\n"


def titles(text):
    return pieces(text, blocks_of(text), "title")


@pytest.mark.parametrize(
    "line", ["国发〔2024〕5号", "某政办发[2024] 12 号", "某〔2024〕第5号", "第5号", "第12号令"]
)
def test_the_number_of_a_document(line):
    assert is_document_number(line)


@pytest.mark.parametrize("line", ["国发〔2024〕5号文件", "2024年第5期", "国务院令第5号", "5"])
def test_no_number_of_a_document(line):
    assert not is_document_number(line)


@pytest.mark.parametrize(
    "line",
    [
        *[
            "——在大会上的报告",
            "（2017年10月18日）",
            "2024年3月1日",
            "二〇二四年三月",
            "作者：某某",
        ],
        *["2024年3月1日某市人大常委会通过", "（2020年5月28日通过）", "自公布之日起施行"],
    ],
)
def test_what_stands_with_a_title(line):
    assert stands_beside(line)


@pytest.mark.parametrize("line", ["某某", "工作总结", "（一）总则", "第3号", "作者的话", "通过率"])
def test_what_does_not(line):
    assert not stands_beside(line)


@pytest.mark.parametrize("after", ["，并组织实施", "（试行）的通知", "”的决定", "。", "：甲"])
def test_a_line_that_goes_on_with_the_one_before(after):
    assert goes_on(line_of(after))


@pytest.mark.parametrize("after", ["（试行）", "某某", "“十四五”规划", "一、总则"])
def test_a_line_that_does_not_go_on(after):
    """A line in brackets stands with the title."""
    assert not goes_on(line_of(after))


@pytest.mark.parametrize("line", ["工作总结", "怎么办？", "前进！", "（试行）", "总" * 60])
def test_a_title_at_the_head(line):
    assert could_be_title(line_of(line), None, first=True)


@pytest.mark.parametrize("line", ["工作总结。", "一、总则", "各位代表：", "先说。再做", "总" * 61])
def test_no_title_at_the_head(line):
    assert not could_be_title(line_of(line), None, first=True)


def test_a_title_is_not_broken_off():
    assert not could_be_title(line_of("关于加强"), line_of("，并改进工作"), first=True)
    assert could_be_title(line_of("关于加强"), line_of("改进工作"), first=True)


def test_what_only_the_first_line_may_be():
    assert could_be_title(line_of("怎么办？"), None, first=True)
    assert not could_be_title(line_of("怎么办？"), None, first=False)
    assert could_be_title(line_of("——在会上的报告"), None, first=False)
    assert not could_be_title(line_of("——在会上的报告"), None, first=True)


def test_titles_stand_at_the_head():
    assert titles("工作总结\n某某\n" + TEXT) == ["工作总结", "某某"]
    assert titles(TEXT + "工作总结\n" + TEXT) == []
    assert titles("工作总结\n") == [], "nothing follows"
    assert titles("工作总结\n某某\n") == ["工作总结"], "nothing but short lines"


def test_many_short_lines_are_a_list_or_verses():
    six = "".join(f"{name}队\n" for name in "甲乙丙丁戊己")
    assert len(titles(six + TEXT)) == 6
    assert titles(six + "庚队\n" + TEXT) == ["甲队"]
    assert len(titles(six + "（2024年3月）\n" + TEXT)) == 7, "a date stands with the title"


def test_the_title_stands_among_the_first_lines():
    date = "（2024年3月）\n"
    assert len(titles("题目\n" + date * 18 + TEXT)) == 19
    assert titles("题目\n" + date * 19 + TEXT) == ["题目"], "all of those looked at are short"


@pytest.mark.parametrize(
    ("lines", "size"),
    [
        (["关于加强学习的通知"], 1),
        (["国务院办公厅关于加强", "绩效考核工作的意见"], 2),
        (["关于加强", "绩效考核", "工作的意见"], 3),
        (["关于加强", "绩效", "考核", "工作的意见"], 0),
        (["关于加强学习"], 0),
        (["加强学习", "的通知"], 0),
        (["关于加强学习", "国发〔2024〕5号", "的通知"], 0),
        (["关于加强学习", "（试行）", "的通知"], 0),
        ([], 0),
    ],
)
def test_lines_of_an_official_title(lines, size):
    assert official_title(lines_of("".join(f"{line}\n" for line in lines))) == size


def test_an_official_title_is_one_block():
    text = "国务院办公厅关于加强\n绩效考核工作的意见\n国办发〔2019〕4号\n" + TEXT
    assert titles(text) == ["国务院办公厅关于加强\n绩效考核工作的意见", "国办发〔2019〕4号"]
    text = "学习心得\n工作的意见\n" + TEXT
    assert titles(text) == ["学习心得", "工作的意见"]


# --- inside --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["2024年3月1日", "二〇二四年三月一日", "（此件公开发布）", "附：", "附件1", "附录 2："],
)
def test_a_line_that_closes_a_document(line):
    assert closes_document(line)


@pytest.mark.parametrize(
    "line", ["3月1日", "2024年3月", "2024年3月1日起", "附近", "（完）", "附件：表"]
)
def test_a_line_that_closes_none(line):
    assert not closes_document(line)


def test_a_long_line_closes_none():
    assert closes_document("（此件" + "公" * 16 + "）")
    assert not closes_document("（此件" + "公" * 17 + "）")


@pytest.mark.parametrize("line", ["评分表", "某某方案（试行）", "表" * 40])
def test_a_title_inside(line):
    assert could_be_inner_title(line_of(line))


@pytest.mark.parametrize("line", ["一、总则", "要学习。", "如下：", "表" * 41])
def test_no_title_inside(line):
    assert not could_be_inner_title(line_of(line))


def test_titles_inside_stand_after_the_end_of_a_document():
    text = "通知\n" + TEXT + "2024年3月1日\n工作方案\n" + TEXT
    assert titles(text) == ["通知", "工作方案"]
    assert titles(text.replace("2024年3月1日", "某局")) == ["通知"]


# --- the name of a document ----------------------------------------------------------------

SUBTITLE = "——在某某大会上的报告"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["决胜全面小康社会", "夺取伟大胜利", SUBTITLE],
            f"决胜全面小康社会 夺取伟大胜利{SUBTITLE}",
        ),
        (["坚定信心", "--在会上的讲话", "某某"], "坚定信心——在会上的讲话"),
        (["在全市宣传思想文化工作会议上的", "讲话", "某某"], "在全市宣传思想文化工作会议上的讲话"),
        (["在全市工作会议上", "的讲话"], "在全市工作会议上的讲话"),
        (["某市人民政府文件", "某政发〔2024〕5号", "关于加强学习的意见"], "关于加强学习的意见"),
        (["某某部令第 87 号", "--招标投标管理办法"], "招标投标管理办法"),
        (["某市人民政府办公室", "2024年工作要点", "学习方案"], "学习方案"),
    ],
)
def test_the_name_of_a_document_over_several_lines(lines, title):
    assert document_title(lines) == title


@pytest.mark.parametrize(
    "lines",
    [
        ["政府工作报告", "国务院总理 李克强", "——2019年3月5日在会议上"],
        ["坚定信心", "某某某", SUBTITLE],
        ["坚定信心", "中共某某市委书记某某", SUBTITLE],
        ["坚定信心", "（2017年10月18日）", SUBTITLE],
        ["工作总结", "某某街道"],
        ["心得体会", "奋力夺取伟大胜利", "某某"],
        ["学习和", "（2024年3月）"],
        ["某市人民政府", "某某"],
        ["某市人民政府工作报告", "某某条例"],
        ["全市宣传思想工作座谈会", "某某方案"],
        ["某某公司"],
    ],
)
def test_lines_that_are_no_part_of_it(lines):
    assert document_title(lines) == lines[0]


def test_documents_without_a_title():
    assert document_title([]) == ""


def test_titles_of_several_documents_are_their_own():
    head = f"决胜全面小康社会\n夺取伟大胜利\n{SUBTITLE}\n（2017年10月18日）\n"
    texts = [head + TEXT, TEXT, "工作总结\n某某\n" + TEXT + "2024年3月1日\n工作方案\n" + TEXT]
    corpus = an.load(pd.DataFrame({"document": ["甲", "乙", "丙"], "text": texts}))
    assert corpus.documents["title"].tolist() == [
        f"决胜全面小康社会 夺取伟大胜利{SUBTITLE}",
        "",
        "工作总结",
    ]
    assert corpus.with_blocks(corpus.blocks).documents["title"].tolist() == (
        corpus.documents["title"].tolist()
    )


# --- the one heading above all others -------------------------------------------------------


def sections_in(name, text, tmp_path):
    (tmp_path / name).write_text(text, "utf-8")
    sections = an.load(str(tmp_path / name)).sections
    return [f"{row.section} {row.title}".strip() for row in sections.itertuples()]


PARTS = "{0} 引言\n要学习。\n{0} 方法\n要实干。\n{0} 结论\n要总结。\n"


@pytest.mark.parametrize("name", ["需求说明书", "第二章 机器学习基础"])
def test_the_one_heading_above_all_others_is_the_title_of_markdown(name, tmp_path):
    found = sections_in("a.md", f"# {name}\n" + PARTS.format("##"), tmp_path)
    assert found == ["0", "1 引言", "2 方法", "3 结论"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("# 甲\n" + PARTS.format("##") + "# 乙\n要登记。\n", "1 甲"),  # not alone
        ("# 甲\n## 乙\n要登记。\n", "1 甲"),  # too few below it
        ("# 一、甲\n" + PARTS.format("##"), "1 一、甲"),  # a number of a series
        ("# 某法\n" + PARTS.format("##") + "第一条 甲。\n第二条 乙。\n", "1 某法"),  # a law
    ],
)
def test_a_first_heading_that_is_no_title(text, first, tmp_path):
    assert sections_in("a.md", text, tmp_path)[0] == first


COVER = (
    "{0} 某某园区\n{0} 洗碗项目\n采购人：某公司\n"
    "# 第一章 采购邀请\n欢迎参加。\n# 第二章 须知\n请看清。\n"
)


def test_headings_of_a_cover_are_its_title(tmp_path):
    found = sections_in("a.md", COVER.format("#"), tmp_path)
    assert found == ["0", "1 第一章 采购邀请", "2 第二章 须知"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (COVER.replace("采购人：某公司", "采购人欢迎各单位参加。").format("#"), "1 某某园区"),
        (COVER.replace("第一章", "第二章").format("#"), "1 某某园区"),
        (COVER.format("##"), "1 某某园区"),
    ],
)
def test_headings_that_are_no_cover(text, first, tmp_path):
    """There is text below them, the count does not begin with 1, or another level has chapters."""
    found = sections_in("a.md", text, tmp_path)
    assert found[0] == first
    assert any("某某园区" in section for section in found)


LETTER = (
    "# 关于报送情况的{0}\n请及时报送。\n## 内容\n情况。\n## 要求\n及时。\n# 附表\n## 说明\n略。\n"
)


def test_the_name_of_a_letter_is_its_title_though_its_annexes_stand_beside_it(tmp_path):
    found = sections_in("a.md", LETTER.format("函"), tmp_path)
    assert found == ["0", "1 内容", "2 要求", "3 附表", "3.1 说明"]


@pytest.mark.parametrize(
    "text",
    [
        LETTER.format("背景"),
        "正文在前。\n" + LETTER.format("函"),
        LETTER.format("函").replace("##", "#"),
    ],
)
def test_a_first_part_that_is_no_letter(text, tmp_path):
    found = sections_in("a.md", text, tmp_path)
    assert any("关于报送情况" in section for section in found)


def test_one_heading_of_the_format_above_numbered_lines_is_the_title(tmp_path):
    numbered = "一、范围\n全市各单位。\n二、方式\n采取抽查方式。\n三、时间\n年底以前完成。\n"
    found = sections_in("a.md", "# 检查公告\n" + numbered, tmp_path)
    assert found == ["0", "1 一、范围", "2 二、方式", "3 三、时间"]
    assert sections_in("a.md", numbered + "# 检查公告\n略。\n", tmp_path)[-1][2:] == "检查公告"
    two = sections_in("a.md", "# 检查公告\n" + numbered + "# 附表\n略。\n", tmp_path)
    assert two[0] == "1 检查公告", "there is another one beside it"
