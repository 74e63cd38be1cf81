"""The automatic numbers of Word, which its files do not hold as text."""

from makers import docx, p, read

STYLES = """
<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr>
 <w:outlineLvl w:val="0"/><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="2"><w:name w:val="节标题"/><w:basedOn w:val="1"/><w:pPr>
 <w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
"""


def _lvl(place, form, text, more=""):
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + _lvl(0, "chineseCountingThousand", "第%1章", '<w:suff w:val="space"/>')
    + _lvl(1, "chineseCounting", "第%2节")
    + _lvl(2, "decimal", "%3．", '<w:lvlRestart w:val="0"/>')
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + _lvl(0, "japaneseCounting", "%1、", '<w:suff w:val="nothing"/>')
    + _lvl(1, "decimal", "%1.%2", "<w:isLgl/>")
    + _lvl(2, "bullet", "\uf0b7")
    + "</w:abstractNum>"
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
    '<w:startOverride w:val="1"/></w:lvlOverride></w:num>'
)


def test_word_numbers_that_are_not_in_the_text_are_put_back():
    body = p("总则", "1") + p("范围", "2") + p("对象", "2") + p("罚则", "1") + p("罚款", "2")
    body += p("甲", numbered="1 2") + p("附则", "1") + p("乙", numbered="1 2")
    reading = read("a.docx", docx(body, styles=STYLES, numbering=NUMBERING))
    assert reading.text.split("\n") == [
        "第一章 总则",
        "第一节 范围",
        "第二节 对象",
        "第二章 罚则",
        "第一节 罚款",
        "1．甲",
        "第三章 附则",
        "2．乙",
    ]
    assert [mark.marker for mark in reading.marks[:2]] == ["第一章", "第一节"]


def test_word_lists_count_on_together_and_begin_anew_where_they_say_so():
    body = p("甲", numbered="2 0") + p("乙", numbered="2 0") + p("丙", numbered="2 1")
    body += p("丁", numbered="3 0") + p("戊", numbered="2 0") + p("己", numbered="2 2")
    body += p("庚", numbered="0 0") + p("辛", numbered="99 0")
    reading = read("a.docx", docx(body, numbering=NUMBERING))
    expected = ["一、甲", "二、乙", "2.1 丙", "一、丁", "二、戊", "• 己", "庚", "辛"]
    assert reading.text.split("\n") == expected
