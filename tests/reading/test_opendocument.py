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
            "<text:p>上<text:line-break/>下</text:p>"
        ),
    )
    assert reading.text == (
        "工作报告\n一、总体要求\n坚持稳中  求进，\t不动摇。继续前进。\n"
        "[1] 见附件。\n（一）目标\n上\n下"
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


def test_contents_heads_of_pages_and_numbers_that_are_not_read():
    numbered = (
        '<text:list-style style:name="L"><text:list-level-style-number style:num-format="1"/>'
        "</text:list-style>"
    )
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
            numbered,
            f"<office:master-styles>{head}</office:master-styles>",
        ),
    )
    assert reading.text == "一、目标\t1\n修路\n机密"
    assert [role for role, *_ in marked(reading)] == ["contents", "furniture"]
    assert reading.remarks == (
        "automatic numbers of 1 list items were not read: save it as .docx",
    )


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
