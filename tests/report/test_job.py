"""The whole job: tables that fit together, terms kept whole, and what there is to compare."""

import pandas as pd
import pytest

import analysis as an
from analysis import report
from analysis.statistics import Concordance

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
PLAIN = "走进群众，服务群众。学习理论。学习经验。"


def test_one_document_is_compared_by_section_and_several_with_one_another(small):
    one = report.analyse(small)
    assert one.group == "section"
    assert set(one.scores["target"]) == {"1", "2"}
    assert set(one.counts["section"]) == {"1", "2"}
    finer = report.analyse(small, level=2)
    assert set(finer.scores["target"]) == set(finer.counts["section"]) == {"1", "1.1", "1.2", "2"}
    texts = pd.DataFrame({"document": ["甲", "乙"], "text": [PLAIN, "学习理论，提高认识。"]})
    several = report.analyse(texts)
    assert several.group == "document"
    assert set(several.scores["target"]) == {"甲", "乙"}
    assert "frequency_by_document" in several.tables


def test_found_terms_are_kept_whole_unless_told_otherwise(small):
    found = report.analyse(small)
    assert "新时代文明实践" in set(found.terms["term"]) & set(found.corpus.tokens["token"])
    plain = report.analyse(small, terms=None)
    assert plain.terms.empty
    assert "新时代文明实践" not in set(plain.corpus.tokens["token"])
    both = report.analyse(small, terms=["理论学习"])
    assert {"理论学习", "新时代文明实践"} <= set(both.corpus.tokens["token"])
    assert list(both.terms["term"]) == ["新时代文明实践"]
    own = report.analyse(small, terms=["理论学习"], found=False)
    assert "理论学习" in set(own.corpus.tokens["token"])
    assert "新时代文明实践" not in set(own.corpus.tokens["token"])
    assert own.terms.empty


def test_a_longer_term_does_not_take_a_shorter_one_apart():
    found = pd.DataFrame(
        {
            "term": ["文明实践", "文明实践活动", "网络舆论", "网络舆论工作", "志愿服务", "读书"],
            "n": [9, 3, 6, 5, 2, 8],
            "score": [9.0, 3.0, 6.0, 5.0, 2.0, 0.0],
        }
    )
    kept = report.accepted(found)["term"].tolist()
    assert kept == ["文明实践", "网络舆论", "网络舆论工作"]
    with pytest.raises(ValueError, match=r"no column 'n' in terms .* discover_terms"):
        report.accepted(found[["term", "score"]])


def test_one_section_gets_all_but_a_comparison_and_parts_make_it_so():
    whole = report.analyse(an.read_text(PLAIN))
    assert whole.scores.empty
    assert list(whole.scores.columns)[:2] == ["target", "term"]
    assert {"outline", "frequency", "evidence", "stop_words"} <= set(whole.tables)
    assert not {"keyness", "dispersion"} & set(whole.tables)
    assert "群众" in set(whole.tables["evidence"]["term"])
    (note,) = whole.notes
    assert "text has one part, so nothing is compared" in note
    assert "parts=4 (--parts 4)" in note
    paragraphs = an.read_text(PLAIN.replace("学习理论", "\n\n学习理论"))
    halves = report.analyse(paragraphs, parts="paragraphs")
    assert set(halves.scores["target"]) == {"1", "2"}
    assert halves.notes == ()


def test_a_document_among_empty_ones_is_no_comparison_either():
    texts = pd.DataFrame({"document": ["甲", "乙"], "text": [PLAIN, "。。。"]})
    analysis = report.analyse(texts)
    assert analysis.scores.empty
    assert "甲 has one part" in analysis.notes[0]


def test_a_text_without_words_is_refused():
    with pytest.raises(ValueError, match="no word that is counted"):
        report.analyse(an.read_text("。。。"))


def test_options_that_have_no_effect_say_so(small):
    deep = report.analyse(small, level=5)
    assert set(deep.scores["target"]) == {"1", "1.1", "1.2", "2"}
    assert "no sections of level 5: the finest are of level 2" in deep.notes[0]
    parts = report.analyse(small, parts=4)
    assert set(parts.scores["target"]) == {"1", "2"}
    assert "体会 has headings and is not cut into parts" in parts.notes[0]
    assert report.analyse(small, level=2).notes == ()


def test_stop_words_hold_in_every_table(small):
    texts = pd.DataFrame({"document": ["甲", "乙"], "text": [PLAIN, "学习的理论，的的。"]})
    for source in (small, texts):
        tables = report.analyse(source, stop=()).tables
        names = [name for name in tables if name.startswith(("frequency", "keyness", "disp"))]
        assert len(names) == 4
        for name in names:
            assert "的" in set(tables[name]["term"]), name
        own = report.analyse(source, stop=["学习"]).tables
        for name in [*names, "evidence"]:
            assert not {"的", "学习"} & set(own[name]["term"]), name
        assert {"的", "学习"} <= set(own["stop_words"]["term"])


def test_evidence_has_the_places_that_are_counted(small):
    analysis = report.analyse(small, terms=["文明实践", "新时代文明实践"])
    counted = analysis.tables["frequency"].set_index("term")["n"]
    shown = analysis.tables["evidence"]["term"].value_counts()
    assert all(shown[term] == min(10, counted[term]) for term in shown.index)


def test_a_term_that_is_not_found_costs_its_own_lines(small, monkeypatch):
    class Broken(Concordance):
        def __call__(self, term, top):
            if term == "群众":
                raise IndexError("list index out of range")
            return super().__call__(term, top)

    monkeypatch.setattr("analysis.report.job.Concordance", Broken)
    analysis = report.analyse(small)
    assert "群众" not in set(analysis.tables["evidence"]["term"])
    assert "学习" in set(analysis.tables["evidence"]["term"])
    assert analysis.notes == ("no evidence for '群众': list index out of range",)


def test_a_term_with_a_blank_ends_no_report():
    method = "研究 machine learning 方法。machine learning 好。machine learning 快。" * 3
    text, activities = f"一、方法\n{method}\n", "群众活动多。群众高兴。群众满意。" * 3
    for source in (
        an.read_text(f"{text}二、活动\n{activities}"),
        pd.DataFrame({"document": ["甲", "乙"], "text": [text, activities]}),
    ):
        analysis = report.analyse(source, terms=["machine learning"])
        lines = analysis.tables["evidence"]
        assert set(lines["term"].str.replace(" ", "")) >= {"machinelearning", "群众"}


def test_evidence_leads_back_to_the_text(small):
    analysis = report.analyse(small)
    evidence, text = analysis.tables["evidence"], analysis.corpus.documents["text"].iloc[0]
    assert "群众" in set(evidence["term"])
    for line in evidence.itertuples():
        assert text[line.start :].startswith(line.keyword)


def test_a_warning_stands_at_the_line_of_the_user(small):
    with pytest.warns(an.SmallSectionWarning) as told:
        report.analyse(small)
    assert {each.filename for each in told} == {__file__}


def test_a_document_that_was_not_read_is_a_note(tmp_path):
    for name in ("甲", "乙"):
        (tmp_path / f"{name}.txt").write_text(PLAIN, "utf-8")
    (tmp_path / "丙.docx").write_bytes(b"no Word file")
    with pytest.warns(UserWarning, match="丙"):
        analysis = report.analyse(tmp_path)
    note, *_ = analysis.notes
    assert note.startswith("丙 was not read")
    assert note.said("zh").startswith("《丙》没有读出来")
    assert "丙" in set(analysis.tables["documents"]["document"])


def test_years_without_a_difference_that_is_sure_say_why_no_trend_is_drawn():
    years = [an.read_text("服务群众，学习文件。", str(year)) for year in (2021, 2022, 2023)]
    analysis = report.analyse(pd.concat(years, ignore_index=True))
    assert [note.said("zh")[:14] for note in analysis.notes] == ["没有一个词的差别是有把握的，"]
    assert "no trend is drawn" in analysis.notes[0]
    assert "trend" not in dict(report.figures(analysis))
