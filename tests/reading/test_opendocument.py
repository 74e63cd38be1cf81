"""OpenDocument texts: what is read, what is marked, what is left out, what is refused."""

import pytest
from makers import marked, read, zipped

NAMES = "".join(
    f' xmlns:{short}="urn:{short}"' for short in ("office", "text", "style", "table", "draw", "fo")
)


def odt(body, styles="", common="", **more):
    """An OpenDocument text with this XML in its body, its own styles and the common ones."""
    content = (
        f"<office:document-content{NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    common = f"<office:document-styles{NAMES}>{common}</office:document-styles>"
    return zipped({"content.xml": content, "styles.xml": common} | more)


def test_headings_paragraphs_and_what_stands_inside_them():
    reading = read(
        "a.odt",
        odt(
            '<text:p text:style-name="Title">工作报告</text:p>'
            '<text:h text:outline-level="1">一、总体<text:span>要求</text:span></text:h>'
            '<text:p>坚持<text:span>稳中<text:s text:c="2"/>求进</text:span>，<text:tab/>不动摇。'
            "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>见附件。</text:p></text:note-body></text:note>继续前进。</text:p>"
            '<text:h text:outline-level="2">（一）目标</text:h>'
            "<text:p>上<text:line-break/>下</text:p><text:p>学\n习 a\n b</text:p>"
        ),
    )
    assert reading.text == (
        "工作报告\n一、总体要求\n坚持稳中  求进，\t不动摇。继续前进。\n"
        "[1] 见附件。\n（一）目标\n上\n下\n学习 a b"
    )
    assert marked(reading) == [
        ("title", 0, "工作报告"),
        ("heading", 1, "一、总体要求"),
        ("note", 0, "[1] 见附件。"),
        ("heading", 2, "（一）目标"),
    ]


def test_deleted_and_hidden_text_and_comments_are_left_out():
    hidden = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    reading = read(
        "a.odt",
        odt(
            "<text:tracked-changes><text:p>删去</text:p></text:tracked-changes>"
            '<text:p>留下<text:span text:style-name="H">隐藏</text:span>'
            "<office:annotation><text:p>批注</text:p></office:annotation>的。</text:p>",
            hidden,
        ),
    )
    assert reading.text == "留下的。"


def test_tables_of_data_are_rows_and_those_of_layout_paragraphs():
    def table(rows):
        cells = "".join(
            "<table:table-row>"
            + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in row)
            + "</table:table-row>"
            for row in rows
        )
        return f"<table:table>{cells}</table:table>"

    reading = read("a.odt", odt(table([["项目", "数"], ["道路", "三"]]) + table([["正文。"]])))
    assert reading.text == "项目\t数\n道路\t三\n正文。"
    assert marked(reading) == [("table", 0, "项目\t数"), ("table", 0, "道路\t三")]


def test_contents_and_heads_of_pages():
    head = (
        "<style:master-page><style:header><text:p>机密</text:p></style:header></style:master-page>"
    )
    reading = read(
        "a.odt",
        odt(
            "<text:table-of-content><text:table-of-content-source>x</text:table-of-content-source>"
            "<text:index-body><text:p>一、目标<text:tab/>1</text:p></text:index-body>"
            '</text:table-of-content><text:list text:style-name="L"><text:list-item>'
            "<text:p>修路</text:p></text:list-item></text:list>",
            "",
            f"<office:master-styles>{head}</office:master-styles>",
        ),
    )
    assert reading.text == "一、目标\t1\n修路\n机密"
    assert [role for role, *_ in marked(reading)] == ["contents", "furniture"]
    assert reading.remarks == ()


LIST = """<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..."
 style:num-suffix="、"/>
<text:list-level-style-number text:level="2" style:num-format="1" text:display-levels="2"
 style:num-suffix="."/>
<text:list-level-style-bullet text:level="3" text:bullet-char="●"/></text:list-style>
<style:style style:name="P1" style:list-style-name="L1" style:parent-style-name="Title"/>"""


def items(*texts, attributes="", inner="", style='text:style-name="L1"'):
    rows = [f"<text:list-item><text:p>{text}</text:p>{inner}</text:list-item>" for text in texts]
    return f"<text:list {style} {attributes}>{''.join(rows)}</text:list>"


def test_numbers_of_lists_are_put_back():
    third = items("小点", style="")
    inner = items("细目", style="", inner=third)
    body = items("学习", "实践", inner=inner) + "<text:p>间。</text:p>" + items("再来")
    body += items("接着", attributes='text:continue-numbering="true"')
    body += items("又接着", attributes='text:continue-list="x"')
    header = "<text:list-header><text:p>说明</text:p></text:list-header>"
    body += f'<text:list text:style-name="L1">{header}</text:list>'
    assert read("a.odt", odt(body, LIST)).text.split("\n") == [
        *["一、学习", "一.1.细目", "● 小点", "二、实践", "二.1.细目", "● 小点", "间。"],
        *["一、再来", "二、接着", "三、又接着", "说明"],
    ]


def test_a_list_whose_paragraphs_name_its_style_and_a_style_of_titles():
    item = '<text:list-item><text:p text:style-name="P1">学习</text:p></text:list-item>'
    reading = read("a.odt", odt(f"<text:list>{item}</text:list>", LIST))
    assert marked(reading) == [("title", 0, "一、学习")]


def test_a_paragraph_in_a_style_of_headings_is_one():
    styles = '<style:style style:name="P9" style:parent-style-name="Heading_20_2"/>'
    body = '<text:p text:style-name="P9">（一）目标</text:p><text:p>正文。</text:p>'
    assert marked(read("a.odt", odt(body, styles))) == [("heading", 2, "（一）目标")]


def test_numbers_of_headings_are_put_back():
    outline = """<text:outline-style><text:outline-level-style style:num-format="1" text:level="1"
    style:num-prefix="第" style:num-suffix="章"/></text:outline-style>"""
    body = (
        '<text:h text:outline-level="1">总则</text:h><text:h text:outline-level="2">目的</text:h>'
    )
    body += '<text:h text:outline-level="1">附则</text:h>'
    body += '<text:h text:outline-level="1" text:is-list-header="true">后记</text:h>'
    reading = read("a.odt", odt(body, common=f"<office:styles>{outline}</office:styles>"))
    texts = [(level, text.replace(" ", "")) for _, level, text in marked(reading)]
    assert texts == [(1, "第1章总则"), (2, "目的"), (1, "第2章附则"), (1, "后记")]
    assert [mark.marker for mark in reading.marks] == ["第1章", "", "第2章", ""]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"a.txt": "x"}), "not an OpenDocument text"),
        (odt("", **{"META-INF/manifest.xml": "<encryption-data/>"}), "encrypted"),
        (odt("<text:p>"), "broken XML"),
        (odt("<text:section>" * 200 + "</text:section>" * 200), "nested more than 100"),
        (odt("<text:p>" + "<text:span>" * 200 + "</text:span>" * 200 + "</text:p>"), "nested"),
        (zipped({"content.xml": '<!DOCTYPE d [<!ENTITY a "b">]><d><e/></d>'}), "entities"),
    ],
)
def test_what_is_no_such_text_is_one_clear_error(data, reason):
    with pytest.raises(ValueError, match=reason):
        read("a.odt", data)
