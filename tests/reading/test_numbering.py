"""The automatic numbers of Word, which its files do not hold as text."""

import pytest
from makers import docx, p, r, read

from analysis.reading.formats.numbering import write_number

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


def _num(number, abstract, more=""):
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def _abstract(number, levels, more=""):
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{levels}</w:abstractNum>'


def lines(body, numbering, styles=""):
    return read("a.docx", docx(body, numbering=numbering, styles=styles)).text.split("\n")


def test_a_list_may_have_a_level_of_its_own_in_place_of_the_abstract_one():
    override = f'<w:lvlOverride w:ilvl="0">{_lvl(0, "chineseCounting", "%1、")}</w:lvlOverride>'
    levels = _lvl(0, "decimal", "%1.") + _lvl(1, "decimal", "%1.%2.")
    numbering = _abstract(0, levels) + _num(1, 0, override) + _num(2, 0)
    body = p("甲", numbered="1 0") + p("乙", numbered="1 0") + p("丙", numbered="1 1")
    assert lines(body, numbering) == ["一、甲", "二、乙", "二.1.丙"]
    assert lines(p("甲", numbered="2 0") + p("乙", numbered="2 0"), numbering) == ["1.甲", "2.乙"]


STYLE_OF_LISTS = (
    '<w:style w:type="numbering" w:styleId="L"><w:name w:val="公文编号"/><w:pPr><w:numPr>'
    '<w:numId w:val="9"/></w:numPr></w:pPr></w:style>'
)


def test_a_list_may_borrow_the_levels_of_a_style_of_lists():
    own = _abstract(5, _lvl(0, "chineseCounting", "%1、"), '<w:styleLink w:val="L"/>')
    borrowed = _abstract(6, "", '<w:numStyleLink w:val="L"/>')
    unlinked = _abstract(5, _lvl(0, "chineseCounting", "%1、"))
    body = p("甲", numbered="1 0") + p("乙", numbered="9 0")
    for lender in (own, unlinked):
        numbering = lender + borrowed + _num(9, 5) + _num(1, 6)
        assert lines(body, numbering, STYLE_OF_LISTS) == ["一、甲", "二、乙"], "one list"
    nowhere = _abstract(6, "", '<w:numStyleLink w:val="?"/>') + _num(1, 6)
    assert lines(p("甲", numbered="1 0"), nowhere, STYLE_OF_LISTS) == ["甲"]


def test_paragraphs_that_are_gone_do_not_count():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr>'

    def gone(mark, text):
        return f"<w:p><w:pPr>{numbered}<w:rPr><w:{mark}/></w:rPr></w:pPr>{text}</w:p>"

    old = "<w:del><w:r><w:delText>旧的一节</w:delText></w:r></w:del>"
    body = p("甲", numbered="2 0") + gone("del", old) + p("乙", numbered="2 0")
    body += gone("moveFrom", f"<w:moveFrom>{r('移走')}</w:moveFrom>") + p("丙", numbered="2 0")
    body += gone("vanish", r("隐藏", "<w:vanish/>")) + p("丁", numbered="2 0")
    row = "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + p("", numbered="2 0") + "</w:tc></w:tr>"
    body += f"<w:tbl>{row}</w:tbl>" + p("戊", numbered="2 0")
    assert lines(body, NUMBERING) == ["一、甲", "二、乙", "三、丙", "四、丁", "五、戊"]


def test_paragraphs_in_boxes_and_cells_have_their_numbers():
    box = p("摸底排查", numbered="2 0") + p("集中整治", numbered="2 0")
    body = f"<w:p>{r('正文。')}<w:r><w:txbxContent>{box}</w:txbxContent></w:r></w:p>"
    rows = "".join(
        f"<w:tr><w:tc>{p('', numbered='2 0')}</w:tc><w:tc>{p(name)}</w:tc></w:tr>"
        for name in ("张三", "李四")
    )
    expected = ["正文。", "一、摸底排查", "二、集中整治", "三、\t张三", "四、\t李四"]
    assert lines(body + f"<w:tbl>{rows}</w:tbl>", NUMBERING) == expected


def test_a_list_gives_a_styled_paragraph_the_level_that_names_its_style():
    levels = _lvl(0, "chineseCounting", "%1、") + _lvl(
        1, "decimal", "%2．", '<w:pStyle w:val="2"/>'
    )
    numbering = _abstract(0, levels) + _num(7, 0)
    own = '<w:pStyle w:val="2"/><w:numPr><w:numId w:val="7"/></w:numPr>'
    body = p("甲", numbered="7 0") + p("乙", properties=own)
    assert lines(body, numbering, STYLES) == ["一、甲", "1．乙"]


@pytest.mark.parametrize("form", ["upperLetter", "lowerLetter", "upperRoman", "lowerRoman"])
def test_numbers_beyond_those_of_word_are_decimal(form):
    assert write_number(780, "lowerLetter") == "z" * 30
    assert write_number(32767, "lowerRoman") == "m" * 32 + "dcclxvii"
    assert write_number(999_999_999, form) == "999999999"


def test_a_list_cannot_make_a_small_file_a_large_text():
    start = _lvl(0, "upperLetter", "%1").replace('w:start w:val="1"', 'w:start w:val="999999999"')
    long = _abstract(0, start) + _num(1, 0) + _abstract(1, _lvl(0, "decimal", "长" * 90_000))
    body = "".join(p("甲", numbered=f"{n} 0") for n in (1, 2) for _ in range(50))
    text = read("a.docx", docx(body, numbering=long + _num(2, 1))).text
    assert text.startswith("999999999 甲\n1000000000 甲")
    assert len(text) < 100 * 300
