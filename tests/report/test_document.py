"""The Word file: what it says is what was found, in styles, fields and tables of Word."""

import datetime
import re
import shutil
import subprocess
import warnings
import zipfile

import docx
import pandas as pd
import pytest
from docx.shared import Pt

import analysis as an
from analysis import report
from analysis.glossary import glossary
from analysis.report.account import FREQUENT, TERMS, account
from analysis.report.gallery import printed
from analysis.report.word import LONGEST, SHORT, Heading, Picture, See, Table, Text, write_word

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
DAY = datetime.date(2026, 3, 5)
# Two sections that differ, so that something is supported, and one that is too small.
TEXT = (
    "工作总结\n一、学习理论，提高认识\n"
    + "".join(f"第{n}次学习理论，理论学习要有笔记。大家讨论理论。\n" for n in "一二三四五六七八九")
    + "二、走进群众\n"
    + "".join(f"第{n}次走进群众，服务群众。群众满意。\n" for n in "一二三四五六七八九")
    + "三、附则\n按此办理。\n"
)


@pytest.fixture(scope="module")
def results():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return report.analyse(an.read_text(TEXT), found=False)


@pytest.fixture(scope="module")
def written(results, tmp_path_factory):
    """The document in both languages, read back by python-docx."""
    folder = tmp_path_factory.mktemp("word")
    index = {"cloud_1": "cloud_1", "heatmap": "heatmap"}
    return {
        language: docx.Document(
            report.save_document(
                results, folder / f"{language}.docx", language=language, date=DAY, index=index
            )
        )
        for language in ("zh", "en")
    }


def styled(document, style):
    return [p.text for p in document.paragraphs if p.style.name == style]


def said(document):
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def rows_of(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def fields_of(document):
    """The instruction and the result of every field."""
    found = []
    for paragraph in document.paragraphs:
        xml = paragraph._p.xml
        texts = re.findall(
            r"<w:instrText[^>]*>([^<]*)</w:instrText>.*?separate.*?<w:t[^>]*>([^<]*)<", xml, re.S
        )
        found += [(code.strip(), result) for code, result in texts]
    return found


def test_headings_are_those_of_word(written):
    zh, en = written["zh"], written["en"]
    assert styled(zh, "Title") == ["《工作总结》文本分析"]
    assert styled(zh, "Heading 1") == [
        "概要",
        "各部分的特征词",
        "全文",
        "方法",
        "附：随报告保存的图和表",
    ]
    assert styled(zh, "Heading 2")[:3] == ["一、学习理论，提高认识", "二、走进群众", "三、附则"]
    assert styled(en, "Heading 1")[:2] == ["Summary", "Key terms of each section"]
    assert len(styled(en, "Heading 1")) == len(styled(zh, "Heading 1"))


def test_captions_are_numbered_by_fields_and_references_lead_to_them(written):
    for language, figure, table in (("zh", "图", "表"), ("en", "Figure", "Table")):
        document = written[language]
        captions = styled(document, "Caption")
        for kind in (figure, table):
            own = [text for text in captions if text.startswith(kind)]
            numbers = [int(re.match(rf"{kind} (\d+)", text)[1]) for text in own]
            assert numbers == list(range(1, len(own) + 1))
            assert len(own) >= 3
        fields = fields_of(document)
        assert [code for code, _ in fields if code.startswith("SEQ")] == [
            f"SEQ {text.split()[0]} \\* ARABIC" for text in captions
        ]
        marks = {
            mark.get(docx.oxml.ns.qn("w:name")): mark
            for mark in document.element.body.iter(docx.oxml.ns.qn("w:bookmarkStart"))
        }
        assert len(marks) == len(captions)
        references = [(code.split()[1], result) for code, result in fields if code[:3] == "REF"]
        assert len(references) >= 6
        for name, result in references:
            caption = marks[name].getparent()
            assert docx.text.paragraph.Paragraph(caption, None).text.startswith(result)


def test_the_summary_is_written_from_the_results(written, results):
    text = said(written["zh"])
    scores = results.scores
    supported = scores[scores["supported"] & (scores["effect"] > 0)]
    assert len(supported) > 1
    for row in supported.groupby("target", observed=True).head(3).to_dict("records"):
        if not row["hidden"]:
            assert f"“{row['term']}”（{row['n_target']} 次，其余没有）" in text
    n = len(results.corpus.tokens)
    counted = results.corpus.sections["n_chars"].sum()
    assert f"本报告分析《工作总结》，正文共 {counted} 字、" in text
    assert f"、{n} 词，分为 3 个部分（见表 1）。" in text
    assert "“三、附则”（2 词）文字太少" in text
    english = said(written["en"])
    assert f"{n} running words of text; it has 3 sections (see Table 1). " in english
    assert "There is too little text in “三、附则” (2 words)" in english
    assert not re.search(r"[{}]", text + english)
    assert not re.search(r"[a-z][.;][A-Z]|  ", english)


def test_each_section_has_its_figure_its_table_and_its_evidence(written):
    zh = written["zh"]
    heads = ["词", "本处", "其余", "倍数", "95% 区间", "把握"]
    tables = [rows_of(table) for table in zh.tables if rows_of(table)[0] == heads]
    assert len(tables) == 2
    terms = {row[0]: row for row in tables[1][1:]}
    assert terms["群众"][1:3] == ["18", "0"]
    assert re.fullmatch(r"至少 [\d.]+ 倍", terms["群众"][3])
    assert terms["群众"][5].startswith("有把握")
    quotes = styled(zh, "Report Quotation")
    assert 2 <= len(quotes) <= 4
    assert all(any(sign in quote for sign in "，。") for quote in quotes)
    for quote in quotes:
        words, number = re.fullmatch(r"(.+)（正文第 (\d+) 段）", quote).groups()
        assert (
            words in TEXT.splitlines()[[2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14][int(number) - 1]]
        )
    bold = [
        r.text
        for p in zh.paragraphs
        if p.style.name == "Report Quotation"
        for r in p.runs
        if r.bold
    ]
    assert "群众" in bold


def test_methods_name_version_segmenter_unit_number_and_correction(written):
    for language, words in {
        "zh": [
            "analysis " + an.__version__,
            "rjieba",
            "句子随机分给",
            "1,000 次",
            "一并校正",
            "p 的含义",
        ],
        "en": [
            an.__version__,
            "rjieba",
            "sentences were dealt",
            "1,000 times",
            "corrected for",
            "What p",
        ],
    }.items():
        text = said(written[language])
        for word in words:
            assert word in text, word


def test_methods_say_what_was_counted_and_what_was_put_right(tmp_path):
    text = "一、学习\n学习理论，学习经验。\n工作打算\n要实干，靠百姓。\n二、实践\n走进群众。\n"
    asked = {"corrections": {"工作打算": 2}, "synonyms": {"群众": ["百姓"]}, "terms": None}
    results = report.analyse(an.read_text(text), **asked)
    document = docx.Document(report.save_document(results, tmp_path / "a.docx"))
    assert "上下文识别，其中 1 处由人改正；计数的是正文，" in said(document)
    assert "（HMM），1 组同义词合并计数。" in said(document)
    assert "有把握（按句）：把各句随机分给各部分" in said(document)
    assert "有把握（按文件）" not in said(document)


def test_tables_have_three_lines_and_widths_of_columns(written):
    table = written["zh"].tables[0]
    xml = table._tbl.xml
    assert re.findall(r'<w:(top|bottom) w:val="single" w:sz="(\d+)"', xml)[:2] == [
        ("top", "12"),
        ("bottom", "12"),
    ]
    assert {cell._tc.xml.count('w:sz="6"') for cell in table.rows[0].cells} == {1}
    assert {cell._tc.xml.count("tcBorders") for cell in table.rows[1].cells} == {0}
    assert "w:insideV" not in xml
    widths = [column.width for column in table.columns]
    assert widths[0] > 2 * widths[1]
    assert [cell.width for cell in table.rows[1].cells] == widths
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_pictures_have_words_for_those_who_cannot_see_them(written):
    shapes = written["zh"].inline_shapes
    told = [shape._inline.docPr.get("descr") for shape in shapes]
    assert len(told) == 5
    assert all(told)
    assert any("群众 18 : 0（有把握" in text for text in told)
    section = written["zh"].sections[0]
    room = section.page_width - section.left_margin - section.right_margin
    assert all(shape.width <= room for shape in shapes)


def test_faces_are_those_of_chinese_reports(written):
    styles = written["zh"].styles
    faces = {
        name: styles[name].element.rPr.rFonts.get(docx.oxml.ns.qn("w:eastAsia"))
        for name in ("Normal", "Heading 1", "Heading 2", "Caption", "Title", "Report Quotation")
    }
    assert faces["Normal"] == "宋体"
    assert faces["Heading 1"] == faces["Heading 2"] == faces["Caption"] == "黑体"
    assert faces["Report Quotation"] == "楷体"
    assert "asciiTheme" not in styles["Heading 1"].element.xml


def test_the_index_names_the_files(written):
    rows = [row for table in written["zh"].tables[-2:] for row in rows_of(table)]
    assert ["cloud_1", "词云：一、学习理论，提高认识"] in rows
    assert ["heatmap", "各处特征词的热图"] in rows
    assert ["keyness", "特征词，每个部分与其他部分相比的词，含未列出的"] in rows


def test_the_same_bytes_and_the_date_it_was_given(results, tmp_path):
    one, two = (report.save_document(results, tmp_path / f"{n}.docx", date=DAY) for n in range(2))
    assert one.read_bytes() == two.read_bytes()
    assert docx.Document(one).core_properties.created.date() == DAY
    with zipfile.ZipFile(one) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 3, 5, 0, 0, 0)}


def test_a_text_of_one_part_has_frequent_terms_and_says_why(tmp_path):
    results = report.analyse(an.read_text("走进群众，服务群众。学习理论。学习经验。"))
    document = docx.Document(report.save_document(results, tmp_path / "a.docx"))
    assert "没有可比的对象" in said(document)
    assert "置换检验" not in said(document)
    assert rows_of(document.tables[1])[:2] == [["词", "次数", "每万词"], ["学习", "2", "2500.0"]]
    assert "说明" in styled(document, "Heading 1")


def test_several_documents_are_called_by_their_names(tmp_path):
    texts = pd.DataFrame({"document": ["2023", "2024"], "text": ["理论。" * 40, "群众。" * 40]})
    results = report.analyse(texts)
    document = docx.Document(report.save_document(results, tmp_path / "a.docx"))
    assert styled(document, "Title") == ["2 个文件的文本分析"]
    assert styled(document, "Heading 2")[:2] == ["2023", "2024"]
    assert "每个文件与其余文件合在一起比较" in said(document)
    rows = [["2023", "120", "40", "50.0"], ["　全文", "120", "40", "100.0"]]
    assert rows_of(document.tables[0])[1:3] == rows


def test_an_outline_goes_as_deep_as_there_is_room(tmp_path):
    numbers = "一二三四五六七八"
    lower = "".join(f"（{n}）小节\n抓好工作。\n" for n in numbers)
    upper = "".join(f"{n}、大节\n做好准备。\n{lower}" for n in numbers)
    results = report.analyse(an.read_text(upper))
    document = docx.Document(report.save_document(results, tmp_path / "a.docx"))
    first = [row[0] for row in rows_of(document.tables[0])]
    assert first[1:9] == [f"{n}、大节" for n in numbers]
    assert first[9:] == ["另有 64 行，见 tables/outline.csv"]


WORDS = (["工作开展", "活动完成"], ["群众来了", "群众走了"])


def test_many_documents_have_figures_only_where_something_is_supported(tmp_path):
    names = [f"第{n}篇" for n in range(20)]
    usual, odd = ("".join(f"{word}。\n" * 30 for word in words) for words in WORDS)
    texts = [odd if n == 3 else usual for n in range(20)]
    results = report.analyse(pd.DataFrame({"document": names, "text": texts}))
    document = docx.Document(report.save_document(results, tmp_path / "a.docx"))
    assert styled(document, "Heading 2")[:1] == ["第3篇"]
    assert "另有 19 处不单独列图，长短和最突出的词（见表" in said(document)
    index = next(rows for rows in map(rows_of, document.tables) if rows[0][0] == "名称")
    assert [row[0] for row in index[1:]] == [name for name in names if name != "第3篇"]


def test_a_figure_that_cannot_be_drawn_costs_itself_and_its_references(
    results, tmp_path, monkeypatch
):
    monkeypatch.setattr("analysis.plots.facets", lambda *_, **__: 1 / 0)
    with pytest.warns(UserWarning, match="main could not be drawn: division by zero"):
        path = report.save_document(results, tmp_path / "a.docx")
    document = docx.Document(path)
    assert "每个部分与其余部分合在一起比较。" in said(document)
    assert styled(document, "Caption")[1].startswith("图 1　“一、学习理论")


def test_a_template_gives_styles_and_heads_and_loses_its_text(results, tmp_path):
    own = docx.Document()
    own.add_paragraph("样张")
    own.sections[0].header.paragraphs[0].text = "某某研究院"
    own.styles["Heading 1"].font.size = Pt(33)
    own.styles["Caption"].delete()
    own.save(tmp_path / "own.docx")
    kinds = b"application/vnd.openxmlformats-officedocument.wordprocessingml."
    with (
        zipfile.ZipFile(tmp_path / "own.docx") as old,
        zipfile.ZipFile(tmp_path / "own.dotx", "w") as new,
    ):
        for name in old.namelist():
            wrong = kinds + b"document.main+xml", kinds + b"template.main+xml"
            new.writestr(name, old.read(name).replace(*wrong))
    for template in (tmp_path / "own.docx", tmp_path / "own.dotx"):
        path = report.save_document(results, tmp_path / "a.docx", template=template)
        document = docx.Document(path)
        assert "样张" not in said(document)
        assert document.sections[0].header.paragraphs[0].text == "某某研究院"
        assert document.styles["Heading 1"].font.size == Pt(33)
        assert styled(document, "Caption")


@pytest.mark.parametrize("content", [b"text", b"PK"])
def test_a_template_that_is_no_word_file_is_refused(content, results, tmp_path):
    (tmp_path / "own.docx").write_bytes(content)
    with pytest.raises(ValueError, match=r"own.docx is no Word file: save it as .docx or .dotx"):
        report.save_document(results, tmp_path / "a.docx", template=tmp_path / "own.docx")
    report.save_workbook({"t": pd.DataFrame({"n": [1]})}, tmp_path / "own.docx")
    with pytest.raises(ValueError, match="is no Word file"):
        report.save_document(results, tmp_path / "a.docx", template=tmp_path / "own.docx")


def test_the_words_of_the_file_are_there_in_both_languages():
    zh, en = (glossary()[language]["paper"] for language in ("zh", "en"))
    assert zh.keys() == en.keys()
    for key, word in zh.items():
        places = [sorted(set(re.findall(r"\{\d\}", str(each)))) for each in (word, en[key])]
        assert places[0] == places[1], key
        if isinstance(word, list):
            assert len(word) == len(en[key]), key


# --- blocks --------------------------------------------------------------------------------


def made(blocks, folder):
    path = folder / "blocks.docx"
    write_word(blocks, path, language="zh", date=DAY)
    return docx.Document(path)


def test_long_tables_may_be_parted_but_no_row_is_alone_and_short_ones_stay_together(tmp_path):
    def kept(rows):
        table = Table("t", ["甲"], [["乙"]] * rows, "表题", (1,))
        document = made([table], tmp_path)
        cells = [row.cells[0].paragraphs[0] for row in document.tables[0].rows]
        return [bool(cell.paragraph_format.keep_with_next) for cell in cells]

    assert kept(SHORT) == [True] * SHORT + [False]
    assert kept(SHORT + 1) == [True, True, *[False] * (SHORT - 2), True, False]


def test_a_section_shows_its_sentences_then_figure_and_table_of_the_same_terms(results, written):
    blocks = account(results, lambda key: b"", language="zh", version="1")
    starts = [n for n, block in enumerate(blocks) if isinstance(block, Heading)]
    start = next(n for n in starts if blocks[n].level == 2)
    end = next(n for n in starts if n > start)
    kinds = [getattr(block, "kind", type(block).__name__) for block in blocks[start:end]]
    assert kinds == ["Heading", "body", "quote", "Picture", "Table"]
    drawings = printed(results, "zh", top=TERMS, frequent=FREQUENT)
    for target in ("1", "2"):
        table = next(b for b in blocks if getattr(b, "key", "") == f"table_{target}")
        drawn = [t.get_text() for t in drawings[f"key_{target}"]().texts if t.get_gid() == "term"]
        assert sorted(row[0] for row in table.rows) == sorted(drawn)
        assert len(drawn) <= TERMS


def test_references_to_what_is_not_there_leave_no_trace(tmp_path):
    document = made([Text(["甲", See(("nowhere",)), "乙"])], tmp_path)
    assert document.paragraphs[0].text == "甲乙"


def test_hostile_text_is_text(tmp_path):
    hostile = "<script>alert(1)</script>&amp;\x00\x07\ud800\u202e$x_{$=1+1"
    inert = "<script>alert(1)</script>&amp;$x_{$=1+1"
    rows = [[hostile], ["字" * 10_000], ["x" * 10_000], ["w" * 2 * LONGEST]]
    table = Table("t", [hostile], rows, hostile, (1,))
    document = made([Heading(hostile), Text([hostile], "quote"), table], tmp_path)
    assert [p.text for p in document.paragraphs][:2] == [inert, inert]
    assert styled(document, "Caption") == [f"表 1　{inert}"]
    rows = rows_of(document.tables[0])
    assert rows[:2] == [[inert], [inert]]
    assert rows[2] == ["字" * (LONGEST - 1) + "…"]
    assert rows[3] == ["x" * (2 * LONGEST - 2) + "…"]
    assert rows[4] == ["w" * 2 * LONGEST]


def test_pictures_are_not_wider_than_the_text(tmp_path):
    import io

    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (4000, 400)).save(buffer, "png", dpi=(100, 100))
    shape = made([Picture("p", buffer.getvalue(), "图题", "黑")], tmp_path).inline_shapes[0]
    assert shape.width == pytest.approx(16 * 360_000, abs=1000)
    assert shape.width / shape.height == pytest.approx(10, rel=0.01)


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
def test_libreoffice_opens_it_and_no_page_is_half_empty(language, seed, tmp_path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs soffice (LibreOffice)")
    import pypdfium2

    results = report.analyse(seed)
    path = report.save_document(results, tmp_path / "seed.docx", language=language, date=DAY)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, path],
        check=True,
        capture_output=True,
        timeout=120,
    )
    paper = list(pypdfium2.PdfDocument(tmp_path / "seed.pdf"))
    pages = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in paper]
    assert 4 <= len(pages) <= 7
    margin = 2.4 / 2.54 * 72
    room = paper[0].get_height() - 2 * margin
    ends = [min(made.get_bounds()[1] for made in page.get_objects()) for page in paper[:-1]]
    assert max(end - margin for end in ends) < 0.3 * room, ends
    document = docx.Document(path)
    for caption in styled(document, "Caption"):
        assert sum(re.sub(r"\s", "", caption) in page for page in pages) == 1, caption
