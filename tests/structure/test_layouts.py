"""The same report in five layouts gives the same outline and the same counts."""

import io

import pytest

import analysis as an

docx = pytest.importorskip("docx")

PARAGRAPHS = """
2023年度文化工作总结
一年来，我们坚持以人民为中心，各项工作取得新成效。
一、工作回顾
（一）抓好理论学习。全年组织集中学习十二次，参加人员三百人次。
（二）抓好文化惠民。建成文化广场五个，送戏下乡四十场。
二、存在问题
一是人才短缺。基层文化干部数量不足，年龄偏大。二是经费紧张。部分活动难以持续开展，群众意见较多。
三、下步打算
要加强队伍建设，办好群众文化活动，讲好文化故事。要健全制度，把经常性工作抓在日常、抓在经常。
要把群众满意作为检验工作的标准，深入基层听取意见，及时解决群众反映强烈的突出问题，不断提高服务水平。
要坚持分类指导，因地制宜推进重点项目建设，做到有计划、有检查、有落实，力求年年都有新变化。
要加强统筹协调，形成部门联动、齐抓共管的工作格局，确保各项任务按时完成。要加强宣传引导，总结推广好经验好做法，
营造全社会关心支持文化事业发展的良好氛围。要严格督促检查，对工作不力的严肃批评，对成效明显的予以表扬。
""".strip().split("\n")


def as_word():
    document = docx.Document()
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


LAYOUTS = {
    "plain.txt": "\n".join(PARAGRAPHS).encode(),
    "blank.txt": "\n\n".join(PARAGRAPHS).encode(),
    "crlf.txt": "\r\n".join(f"\u3000\u3000{line}" for line in PARAGRAPHS).encode(),
    "gb18030.txt": "\n".join(PARAGRAPHS).encode("gb18030"),
    "one_line.txt": "  ".join(PARAGRAPHS).encode(),
    "word.docx": as_word(),
}


def outline_and_counts(path):
    corpus = an.load(path)
    counts = an.count_terms(corpus.tokens, by="section").astype({"section": str, "term": str})
    return (
        corpus.sections[["section", "title"]].astype(str).values.tolist(),
        corpus.documents["title"].tolist(),
        counts.values.tolist(),
    )


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout_makes_no_difference(name, tmp_path):
    (tmp_path / "plain.txt").write_bytes(LAYOUTS["plain.txt"])
    (tmp_path / name).write_bytes(LAYOUTS[name])
    expected, found = (outline_and_counts(tmp_path / each) for each in ("plain.txt", name))
    assert [section for section, _ in expected[0]][:4] == ["0", "1", "1.1", "1.2"]
    assert found == expected
