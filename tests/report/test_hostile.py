"""Text that would do harm elsewhere is text in every file of a report, and stays in its folder."""

import html
import io
import json
import re
import zipfile

import docx
import openpyxl
import pandas as pd
import pytest
from lxml import etree

from analysis import report

pytestmark = [
    pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning"),
    pytest.mark.filterwarnings("ignore:.*drawn as"),
]
SCRIPT = "<script>alert(1)</script></style>"
LINK = '=HYPERLINK("http://x","y")'
SUM, MATH = "@SUM(1+1)*cmd|' /C calc'!A0", "$x_{$"
SIGNS = "\x01\x08\x1b\u202e\u200f\u2066\u2028\ufeff\ufffe"
LONG = "long" * 2_500  # a token of Latin letters
NAMES = ["../../x", "..\\..\\y", "/etc/z", "A", "a", "con", LINK, SUM, "-1+1", MATH, SCRIPT]


def text_of(number):
    return (
        f"{LINK}群众\n{SUM}活动\n-1+1工作，{MATH}。{SCRIPT}群众{SIGNS}活动。\n"
        f"群众来了{number}次。走进群众，服务群众。{LONG}。\n"
    )


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the report of documents with hostile names, words and terms."""
    folder = tmp_path_factory.mktemp("hostile")
    texts = [text_of(number) for number in range(len(NAMES))]
    terms = ["alert(1)", "x_{$", "script"]
    texts = pd.DataFrame({"document": NAMES, "text": texts})
    report.write_report(
        texts, folder / "inside" / "out", terms=terms, formats=["png", "svg"], language="zh"
    )
    return folder


def test_nothing_is_outside_the_folder_and_no_file_over_another(place):
    assert [path.name for path in place.iterdir()] == ["inside"]
    assert [path.name for path in (place / "inside").iterdir()] == ["out"]
    out = place / "inside" / "out"
    for kind in ("cloud", "frequency", "keyness"):
        own = [path.name.casefold() for path in (out / "figures").glob(f"{kind}_*.svg")]
        assert len(set(own)) == len(NAMES), kind
    for path in out.rglob("*"):
        assert not set(path.name) & set('<>:"|?*\\')
    assert not (out / "notes.txt").exists() or "could not be made" not in (
        (out / "notes.txt").read_text("utf-8")
    )


def test_no_cell_is_a_formula(place):
    out = place / "inside" / "out"
    for path in (out / "tables").glob("*.csv"):
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        cells = [str(name) for name in frame] + [cell for row in frame.values for cell in row]
        assert not [cell for cell in cells if re.match(r"[=@\t\r]|[+-](?![\d.]+$)", cell)], path
    book = openpyxl.load_workbook(out / "tables.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "inlineStr", "n"}
    documents = [cell.value for cell in book["文件"]["A"]]
    assert {LINK, SUM, "-1+1", SCRIPT} <= set(documents)


def test_word_has_it_as_text(place):
    path = place / "inside" / "out" / "report.docx"
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                content = archive.read(name)
                etree.parse(io.BytesIO(content))
                assert b"<script" not in content, name
    document = docx.Document(path)
    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert SCRIPT in said
    assert LINK in said
    assert not set(SIGNS) & set(said) - {"\u2028", "\ufeff"}
    assert {code.strip().split()[0] for code in fields(document)} == {"SEQ", "REF"}


def fields(document):
    codes = re.findall(r"<w:instrText[^>]*>([^<]*)<", document.element.xml)
    return codes + re.findall(r'w:fldSimple w:instr="([^"]*)"', document.element.xml)


def test_the_page_has_it_as_text(place):
    page = (place / "inside" / "out" / "report.html").read_text("utf-8")
    assert page.count("<script") == 2, "its data and its code"
    assert "alert(1)</script>" not in page
    assert html.escape("=HYPERLINK") in page


def test_figures_are_whole(place):
    for path in (place / "inside" / "out" / "figures").glob("*.svg"):
        etree.parse(path)


def test_the_record_is_json_with_every_name(place):
    record = json.loads((place / "inside" / "out" / "report.json").read_text("utf-8"))
    assert [row["document"] for row in record["inputs"]] == NAMES


def test_files_that_differ_in_case_alone_are_two(tmp_path):
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, word in (("Report", "群众"), ("report", "理论"), ("=1+1", "活动")):
        (texts / f"{name}.txt").write_text(f"{word}。" * 30, "utf-8")
    report.write_report(texts, tmp_path / "out", formats=["svg"])
    clouds = {path.name.lower() for path in (tmp_path / "out" / "figures").glob("cloud_*")}
    assert len(clouds) == 3
