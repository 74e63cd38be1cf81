"""Fields of Word without a stored result: what their code shows, and that none is left open."""

import pytest
from lxml import etree
from makers import docx, r, read

from analysis.reading.formats.fields import LONGEST_CODE, Fields, shown_by


def turn(kind, form=""):
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{form}</w:fldChar></w:r>'


def code(text):
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'


def shown(*pieces):
    """The text of two paragraphs: one of these pieces, and one after it."""
    body = f"<w:p>{''.join(pieces)}</w:p><w:p>{r('后一段。')}</w:p>"
    text, after = read("a.docx", docx(body)).text.split("\n")
    assert after == "后一段。"
    return text


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r" EQ \o\ac(○,1)", "①"),
        (r"eq \o\ac(○,21)", "㉑"),
        (r"EQ \o\ac(○,三)", "㊂"),
        (r"EQ \o\ac(○,密)", "密"),
        (r"EQ \o\ac(□,印)", "印"),
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(chuáng),幢)', "幢"),
        (r"EQ \o(\s\up 6(合并),\s\do 2(字符))", "合并字符"),
        (r"EQ \f(1,2)", "1/2"),
        (r"EQ \r(3,x)", "3√x"),
        (r"EQ \r(x)", "√x"),
        (r"EQ \a\al(甲,乙\,丙)", "甲 乙,丙"),
        (r"EQ x\s\up5(2)+\b(y)", "x2+(y)"),
        (r"EQ f(x,y)", "f(x,y)"),
        ("EQ ((", "(())"),
        ("EQ", ""),
        ("MACROBUTTON NoMacro 甲方：", "甲方："),
        (r"PAGE \* MERGEFORMAT", ""),
        ("TOC 目录", ""),
    ],
)
def test_a_field_without_a_result_shows_what_its_code_says(instruction, text):
    assert shown_by(instruction) == text
    pieces = [r("第"), turn("begin"), code(instruction), turn("end"), r("项")]
    assert shown(*pieces) == f"第{text}项"


def test_a_code_in_two_runs_is_one_and_a_stored_result_is_preferred():
    halves = [code(r"EQ \o\ac("), code("○,2)")]
    assert shown(turn("begin"), *halves, turn("end"), r("乙")) == "②乙"
    stored = [turn("separate"), r("②"), turn("end")]
    assert shown(turn("begin"), *halves, *stored, r("乙")) == "②乙"
    simple = f'<w:fldSimple w:instr="EQ \\o\\ac(○,3)">{r("")}</w:fldSimple>'
    assert shown(simple, r("丙")) == "③丙"
    assert shown(f'<w:fldSimple w:instr="PAGE">{r("7")}</w:fldSimple>') == "7"


def test_the_results_of_fields_within_a_code_are_no_text_of_their_own():
    inner = [turn("begin"), code("PAGE"), turn("separate"), r("1"), turn("end")]
    outer = [turn("begin"), code("IF "), *inner, code(' = 1 "首页"'), turn("separate"), r("首页")]
    assert shown(*outer, turn("end"), r("。")) == "首页。"
    circle = [turn("begin"), code(r"EQ \o\ac(○,"), *inner, code(")"), turn("end")]
    assert shown(*circle, r("甲")) == "①甲"


def test_a_field_that_does_not_say_where_its_result_begins_is_shown():
    assert shown(turn("begin"), code("PAGE"), r("7"), turn("end"), r("页")) == "7页"


def test_a_field_that_never_ends_takes_nothing_with_it():
    assert shown(turn("begin"), code("PAGE"), r("正文。")) == "正文。"
    assert shown(turn("end"), turn("separate"), r("正文。")) == "正文。"
    assert shown(code("PAGE"), r("正文。")) == "正文。"


def test_contents_over_several_paragraphs_are_shown():
    body = f"<w:p>{turn('begin')}{code('TOC')}{turn('separate')}{r('总则 1')}</w:p>"
    body += f"<w:p>{r('附则 9')}</w:p><w:p>{turn('end')}</w:p><w:p>{r('正文。')}</w:p>"
    assert read("a.docx", docx(body)).text == "总则 1\n附则 9\n\n正文。"


def listed(*options, chosen=""):
    entries = "".join(f'<w:listEntry w:val="{option}"/>' for option in options)
    return f"<w:ffData><w:ddList>{chosen}{entries}</w:ddList></w:ffData>"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (listed("甲类", "乙类", chosen='<w:result w:val="1"/>'), "乙类"),
        (listed("甲类", "乙类", chosen='<w:default w:val="1"/>'), "乙类"),
        (listed("甲类", "乙类"), "甲类"),
        (listed("甲类", chosen='<w:result w:val="7"/>'), ""),
        ("<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>", "☒"),
        ('<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>', "☒"),
        ('<w:ffData><w:checkBox><w:checked w:val="0"/></w:checkBox></w:ffData>', "☐"),
    ],
)
def test_what_is_chosen_in_a_form_is_shown(form, text):
    field = [turn("begin", form), code("FORM"), turn("end")]
    assert shown(r("类别："), *field) == f"类别：{text}"


def test_a_filled_field_of_a_form_is_its_result():
    form = "<w:ffData><w:textInput><w:default w:val='某'/></w:textInput></w:ffData>"
    filled = [turn("begin", form), code("FORMTEXT"), turn("separate"), r("张三"), turn("end")]
    assert shown(r("姓名："), *filled) == "姓名：张三"


def test_a_code_without_end_costs_no_time():
    fields = Fields()
    begin, separate = (
        etree.fromstring(f'<f fldCharType="{kind}"/>') for kind in ("begin", "separate")
    )
    for _ in range(100_000):
        fields.turn(begin)
        fields.turn(separate)
        assert fields.text("正文") == "正文"
    assert len(shown_by("EQ " + "\\a" * 1_000_000)) <= LONGEST_CODE
    assert len(shown_by("EQ " + "\\o(" * 1_000_000)) <= 2 * LONGEST_CODE
