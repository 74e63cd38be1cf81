"""The whole job: tables that fit together, terms kept whole, and what there is to compare."""

import pandas as pd
import pytest

import analysis as an
from analysis import report

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
    own = report.analyse(small, terms=["先进经验"])
    assert "先进经验" in set(own.corpus.tokens["token"])


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


def test_one_section_is_nothing_to_compare_and_parts_make_it_so():
    with pytest.raises(ValueError, match=r"text: no headings, so one section.*parts=4"):
        report.analyse(an.read_text(PLAIN))
    halves = report.analyse(an.read_text(PLAIN), parts=2)
    assert set(halves.scores["target"]) == {"1", "2"}


def test_evidence_leads_back_to_the_text(small):
    analysis = report.analyse(small)
    evidence, text = analysis.tables["evidence"], analysis.corpus.documents["text"].iloc[0]
    assert "群众" in set(evidence["term"])
    for line in evidence.itertuples():
        assert text[line.start :].startswith(line.keyword)
