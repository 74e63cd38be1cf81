"""The styles of Word say what is a heading, a title, contents, and what is hidden."""

from makers import docx, marked, p, read

STYLES = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr>
 <w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="节标题"/><w:basedOn w:val="1"/><w:pPr>
 <w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="a"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="b"><w:name w:val="正文加粗"/><w:basedOn w:val="1"/><w:pPr>
 <w:outlineLvl w:val="9"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>
"""


def test_word_styles_make_titles_headings_and_contents():
    body = p("办法", "a") + p("总则\t1", "TOC1") + p("总则", "1") + p("正文。")
    body += p("一般规定", "2") + p("强调的话", "b")
    body += p("附件", properties='<w:outlineLvl w:val="2"/>')
    reading = read("a.docx", docx(body, styles=STYLES))
    assert marked(reading) == [
        ("title", 0, "办法"),
        ("contents", 0, "总则\t1"),
        ("heading", 1, "总则"),
        ("heading", 2, "一般规定"),
        ("heading", 3, "附件"),
    ]


def test_outline_levels_that_are_none_are_text():
    body = "".join(p(f"第{n}段", properties=f'<w:outlineLvl w:val="{n}"/>') for n in (-1, 9, 12))
    assert marked(read("a.docx", docx(body))) == []


def test_styles_based_on_each_other_in_a_circle_are_read():
    circle = "".join(
        f'<w:style w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/></w:style>'
        for a, b in ("xy", "yx")
    )
    assert read("a.docx", docx(p("正文。", "x"), styles=circle)).text == "正文。"
