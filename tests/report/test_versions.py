"""Two versions on paper and on a page: what came is underlined, what went struck out."""

import datetime

import docx
import lxml.html
import pandas as pd
import pytest

import analysis as an
from analysis.report import save_versions

OLD = an.read_text("一、学习\n学习理论。加强队伍建设。\n二、实践\n去实践。", "草案<1>")
NEW = an.read_text("一、学习\n学习理论和文件。\n二、实践\n加强队伍建设。\n讲政治。", "定稿")


@pytest.fixture(scope="module")
def versions():
    return an.load(OLD), an.load(NEW)


def test_the_word_file_marks_what_came_and_went(versions, tmp_path):
    path = save_versions(*versions, tmp_path / "不同.docx", date=datetime.date(2025, 1, 1))
    document = docx.Document(path)
    runs = [run for paragraph in document.paragraphs for run in paragraph.runs]
    assert [run.text for run in runs if run.font.underline] == ["新增的文字", "和文件", "讲政治。"]
    assert [run.text for run in runs if run.font.strike] == ["删去的文字", "去实践。"]
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text[0] == "《定稿》与《草案<1>》的不同"
    assert text[1] == "新增 1 句，删去 1 句，改动 1 句，移动 1 句。"
    assert "加强队伍建设。（原在“一、学习”）" in text
    again = save_versions(*versions, tmp_path / "again.docx", date=datetime.date(2025, 1, 1))
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_the_same(versions, tmp_path, language):
    path = save_versions(*versions, tmp_path / "changes.html", language=language)
    page = lxml.html.fromstring(path.read_bytes())
    assert [each.text for each in page.iter("ins")][1:] == ["和文件", "讲政治。"]
    assert [each.text for each in page.iter("del")][1:] == ["去实践。"]
    assert "草案<1>" in page.findtext(".//h1")


def test_the_table_is_that_of_the_front_door(versions, tmp_path):
    path = save_versions(*versions, tmp_path / "changes.csv")
    table = pd.read_csv(path, dtype={"section_old": "str"}, keep_default_na=False)
    assert table["text_new"].tolist() == an.compare_versions(*versions)["text_new"].tolist()


def test_the_same_text_says_so(versions, tmp_path):
    path = save_versions(versions[0], versions[0], tmp_path / "same.html")
    assert "两个版本的句子完全相同" in path.read_text("utf-8")


def test_another_suffix_is_refused(versions, tmp_path):
    with pytest.raises(ValueError, match=r"changes.txt.*\.docx"):
        save_versions(*versions, tmp_path / "changes.txt")
