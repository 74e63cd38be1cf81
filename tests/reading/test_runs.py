"""The text of a Word paragraph is what Word shows of it."""

from makers import docx, p, r, read


def test_word_tracked_deletions_and_hidden_text_are_left_out_insertions_kept():
    body = (
        f"<w:p>{r('保留')}<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        f"<w:ins>{r('插入')}</w:ins><w:moveFrom>{r('移走')}</w:moveFrom>"
        f"<w:moveTo>{r('移来')}</w:moveTo>{r('隐藏', '<w:vanish/>')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('前半，')}</w:p><w:p>{r('后半。')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('文末')}</w:p>"
    )
    assert read("a.docx", docx(body)).text.split("\n") == ["保留插入移来", "前半，后半。", "文末"]


def test_word_fields_give_their_result_and_signs_their_blanks():
    body = (
        "<w:p><w:r><w:fldChar/><w:instrText>PAGEREF _Toc1</w:instrText></w:r>"
        f"<w:hyperlink>{r('总则')}</w:hyperlink><w:r><w:tab/><w:t>3</w:t><w:br/></w:r>"
        "<w:r><w:ruby><w:rt><w:r><w:t>zé</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>则</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert read("a.docx", docx(body)).text == "总则\t3\n则"


STYLES = """
<w:style w:type="paragraph" w:styleId="z"><w:name w:val="z-窗体顶端"/><w:rPr><w:vanish/></w:rPr>
</w:style>
<w:style w:type="character" w:styleId="h"><w:name w:val="隐藏字"/><w:rPr><w:vanish/></w:rPr>
</w:style>
<w:style w:type="character" w:styleId="h2"><w:name w:val="也隐藏"/><w:basedOn w:val="h"/></w:style>
<w:style w:type="character" w:styleId="s"><w:name w:val="显示字"/><w:rPr>
<w:vanish w:val="0"/></w:rPr></w:style>
"""


def test_text_that_a_style_hides_is_left_out_and_text_that_a_run_shows_is_kept():
    def styled(text, style, more=""):
        return r(text, f'<w:rStyle w:val="{style}"/>{more}')

    body = p("窗体顶端", "z") + p("正文。")
    body += f"<w:p>{r('前')}{styled('中', 'h')}{r('后')}</w:p>"
    body += f"<w:p>{r('前')}{styled('中', 'h2')}</w:p>"
    shown = '<w:vanish w:val="0"/>'
    body += f"<w:p>{r('前')}{styled('中', 'h', shown)}</w:p>"
    body += f'<w:p><w:pPr><w:pStyle w:val="z"/></w:pPr>{styled("显", "s")}</w:p>'
    reading = read("a.docx", docx(body, styles=STYLES))
    assert reading.text.split("\n") == ["正文。", "前后", "前", "前中", "显"]


def test_signs_are_the_characters_of_their_font():
    def sign(font, place):
        return f'<w:r><w:sym w:font="{font}" w:char="{place}"/></w:r>'

    signs = [("宋体", "2460"), ("Symbol", "F061"), ("Wingdings", "F0FE"), ("Wingdings", "82")]
    unknown = [("Webdings", "F021"), ("宋体", "xyz"), ("宋体", "D800"), ("Wingdings", "F020")]
    body = f"<w:p>{r('甲')}{''.join(sign(*one) for one in signs + unknown)}{r('乙')}</w:p>"
    assert read("a.docx", docx(body)).text == "甲①α☑②□□□□乙"


def test_line_breaks_of_the_file_are_no_line_breaks_of_the_text():
    pieces = r("\n   前半\n   后半\n") + r("末。")
    assert read("a.docx", docx(f"<w:p>{pieces}</w:p>")).text == "前半 后半末。"


def test_the_prompt_of_an_empty_content_control_is_no_text():
    def control(content, properties=""):
        return (
            f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
        )

    empty, filled = "<w:showingPlcHdr/>", '<w:showingPlcHdr w:val="0"/>'
    body = control(p("单击或点击此处输入文字。"), empty) + control(p("已填写。"))
    body += f"<w:p>{r('姓名：')}{control(r('单击输入'), empty)}{control(r('张三'))}</w:p>"
    body += f"<w:p>{r('电话：')}{control(r('010'), filled)}</w:p>"
    reading = read("a.docx", docx(body))
    assert reading.text.split("\n") == ["已填写。", "姓名：张三", "电话：010"]


def test_of_several_ways_to_draw_a_thing_one_is_read():
    choices = f"<mc:Choice>{r('甲')}</mc:Choice><mc:Choice>{r('乙')}</mc:Choice>"
    fallback = f"<mc:Fallback>{r('丙')}</mc:Fallback>"
    both = f"<mc:AlternateContent>{choices}{fallback}</mc:AlternateContent>"
    old = f"<mc:AlternateContent>{fallback}</mc:AlternateContent>"
    assert read("a.docx", docx(f"<w:p>{both}{old}</w:p>")).text == "甲丙"


def test_paragraphs_that_were_moved_away_or_are_hidden_leave_nothing():
    mark = "<w:pPr><w:rPr><w:{}/></w:rPr></w:pPr>"
    moved = f"<w:p>{mark.format('moveFrom')}<w:moveFrom>{r('移走')}</w:moveFrom></w:p>"
    hidden = f"<w:p>{mark.format('vanish')}{r('隐藏', '<w:vanish/>')}</w:p>"
    shown = f"<w:p>{mark.format('vanish')}{r('标题')}</w:p>"
    split = f"<w:p><w:pPr><w:rPr><w:vanish/><w:specVanish/></w:rPr></w:pPr>{r('一、甲')}</w:p>"
    body = p("前。") + moved + hidden + shown + split + p("后。")
    assert read("a.docx", docx(body)).text.split("\n") == ["前。", "标题", "一、甲", "后。"]


def test_a_fraction_is_no_whole_number():
    def m(name, inner):
        return f"<w:{name}>{inner}</w:{name}>"  # the namespace of equations is not asked for

    fraction = m("f", m("fPr", "") + m("num", r("1")) + m("den", r("2")))
    root = m("rad", m("radPr", "") + m("deg", "") + m("e", r("x")))
    shape = "<v:shapetype><v:formulas><v:f eqn='1'/></v:formulas></v:shapetype>"
    body = f"<w:p>{r('约')}{m('oMath', fraction)}{r('，')}{root}<w:pict>{shape}</w:pict></w:p>"
    assert read("a.docx", docx(body)).text == "约1/2，√x"
