"""The user's own document, end to end: what the package must show on it."""

import pandas as pd
import pytest

import analysis as an
from analysis import report


@pytest.fixture(scope="module")
def corpus(seed):
    return an.load(seed)


@pytest.fixture(scope="module")
def result(seed):
    return report.analyse(seed)


def text_of(corpus, block):
    return corpus.documents["text"].iloc[0][block.start : block.end].strip()


def test_site_text_is_labelled_and_nothing_is_deleted(corpus):
    text = corpus.documents["text"].iloc[0]
    assert "".join(text[b.start : b.end] for b in corpus.blocks.itertuples()) == text
    site = corpus.blocks[corpus.blocks["role"] == "boilerplate"]
    lines = [line for b in site.itertuples() for line in text_of(corpus, b).split("\n")]
    assert lines[0].startswith("下面是小编为大家整理的")
    assert [line[:6] for line in lines[1:]] == [
        "扩展阅读文章",
        "推荐阅读文章",
        "77范文网 ",
        "Copyri",
        "Powere",
    ]
    (title,) = corpus.blocks[corpus.blocks["role"] == "title"].itertuples()
    assert text_of(corpus, title) == "宣传干事参加全市宣传思想文化干部培训班心得体会"
    assert corpus.documents["title"].iloc[0] == text_of(corpus, title)


def test_outline_is_exactly_the_one_a_reader_sees(corpus):
    sections = corpus.sections
    assert sections["section"].astype(str).tolist() == [
        *["0", "1", "2", "2.1", "2.2", "2.3", "3", "3.1", "3.2", "3.3", "3.4"]
    ]
    titles = dict(zip(sections["section"].astype(str), sections["title"], strict=True))
    assert titles["1"] == "一、对做好意识形态工作有了更深的认识"
    assert titles["2"] == "二、对做好新时代文明实践工作有了更宽的思路"
    assert [titles[f"2.{n}"] for n in (1, 2, 3)] == [
        "一是项目化打造",
        "二是常态化开展",
        "三是系统化操作",
    ]
    assert titles["3"] == "三、对做好网信舆论宣传工作有了更深的理解"
    assert titles["3.1"].startswith("一要“提前预警,及时处置")
    assert titles["3.4"].startswith("四要“疏通化解,顺势引导")
    assert sections["level"].tolist() == [0, 1, 1, 2, 2, 2, 1, 2, 2, 2, 2]


def test_line_breaks_do_not_break_sentences_or_concordance_lines(corpus):
    tokens = corpus.tokens
    # lines end after ； inside one sentence that runs from 新时代 to “最后一公里”的新平台
    text = corpus.documents["text"].iloc[0]
    first = text.index("新时代文明实践工作,是新时期")
    last = text.index("新平台")
    inside = tokens[(tokens["start"] >= first) & (tokens["start"] <= last)]
    assert inside["sentence"].nunique() == 1
    (line,) = an.kwic(corpus, "综合性活动阵地", width=30).itertuples()
    assert "是推动新时代中国特色社会主义思想" in line.right
    assert "\n" not in line.left + line.right


def test_terms_of_several_words_come_first_and_masks_do_not(corpus):
    found = an.discover_terms(corpus.tokens)["term"].astype(str).tolist()
    assert {"文明实践", "新时代文明实践", "意识形态工作", "网络舆论"} <= set(found[:12])
    assert not any("X" in term for term in found)


def test_accepted_terms_are_counted_as_one(corpus, tmp_path):
    found = an.discover_terms(corpus.tokens)
    an.write_terms(found.head(12), tmp_path / "terms.txt")
    again = corpus.with_terms(tmp_path / "terms.txt")
    counted = an.count_terms(again.tokens).set_index("term")["n"]
    text = corpus.documents["text"].iloc[0]
    assert counted["新时代文明实践"] + counted["文明实践"] <= text.count("文明实践")
    assert counted["网络舆论"] >= 3
    assert "X" not in counted.index
    assert "XX" not in counted.index


def test_key_terms_of_each_section(result):
    assert "防范" not in set(an.key_terms(result.scores)["term"]), "all six in one sentence"
    scores = an.key_terms(result.scores, show="one sentence")
    top = {
        str(target): set(rows.head(5)["term"])
        for target, rows in scores.groupby("target", observed=True)
    }
    assert "防范" in top["1"]
    assert top["1"] & {"意识形态", "意识形态工作"}
    assert {"活动", "群众"} <= top["2"]
    assert top["2"] & {"文明实践", "新时代文明实践"}
    assert top["3"] & {"网络舆论", "舆论"}


def test_each_score_comes_with_its_counts_and_interval(result):
    scores = result.scores
    assert (scores["lower"] <= scores["effect"]).all()
    assert (scores["effect"] <= scores["upper"]).all()
    doubtful = scores[(scores["lower"] <= 0) & (scores["upper"] >= 0)]
    assert len(doubtful), "on a page and a half most differences are doubtful"
    assert not doubtful["supported"].any()


def test_whole_is_the_sum_of_its_parts(corpus):
    whole = an.count_terms(corpus.tokens)
    parts = an.count_terms(corpus.tokens, by="section")
    assert whole["n"].sum() == parts["n"].sum() == len(corpus.tokens)
    summed = parts.groupby("term", observed=True)["n"].sum()
    pd.testing.assert_series_equal(
        summed.sort_index(), whole.set_index("term")["n"].sort_index(), check_index_type=False
    )
