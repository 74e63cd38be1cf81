"""Groups: their names and colours come from the column, and nothing is drawn as another one."""

import io
import itertools

import matplotlib as mpl
import pandas as pd
import pytest
from drawn import SCORES, below_of, labels_of, texts_of, title_of
from matplotlib.text import Text

import analysis as an
from analysis import plots

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
NAMES = ["2019", "2020", "2021"]
ODD = ["2019.5", "①", "0"]


def counts_by(column, names):
    rows = [
        (name, term, n + place)
        for place, name in enumerate(names)
        for term, n in (("群众", 5), ("工作", 3 + 4 * place), (f"词{name}", 6))
    ]
    return pd.DataFrame(rows, columns=[column, "term", "n"])


@pytest.mark.parametrize("column", ["document", "year", "genre"])
@pytest.mark.parametrize("names", [NAMES, ODD], ids=str)
def test_names_that_look_like_numbers_are_names(column, names):
    table = an.frequency(counts_by(column, names))
    for name in names:
        assert title_of(plots.frequency(table, group=name)).startswith(f"{name}：")
        assert title_of(plots.cloud(table, group=name)).startswith(f"{name}：")
    colours = [plots.frequency(table, group=name).patches[0].get_facecolor() for name in names]
    assert len(set(colours)) == len(names)


@pytest.mark.parametrize("column", ["document", "year"])
def test_years_are_years_in_figures_of_a_comparison(column):
    scores = an.keyness(counts_by(column, NAMES))
    assert title_of(plots.keyness(scores, group="2021")).startswith("2021：")
    assert texts_of(plots.heatmap(scores), "head") == NAMES
    assert texts_of(plots.facets(scores), "heading") == NAMES
    one = scores[scores["target"] == "2021"]
    assert title_of(plots.keyness(one, group="2021")).startswith("2021：")


def test_numbers_of_sections_are_sections():
    table = an.frequency(counts_by("section", ["0", "1", "2.1"]))
    titles = [title_of(plots.frequency(table, group=name)) for name in ("0", "1", "2.1")]
    assert [title.split("：")[0] for title in titles] == ["首部", "第 1 部分", "第 2.1 部分"]
    scores = an.keyness(counts_by("section", ["1", "2", "3"]))
    assert title_of(plots.keyness(scores, group="2")).startswith("第 2 部分：")
    assert plots.group_name("2021", by="year") == "2021"
    assert plots.group_name("2021") == "第 2021 部分"


def test_a_document_has_one_colour_in_every_figure():
    counts = counts_by("document", ["丙", "甲", "乙"]).astype({"document": "category"})
    table = an.frequency(counts)
    for name in ("甲", "乙", "丙"):
        bars = plots.frequency(table, group=name).patches[0].get_facecolor()
        alone = plots.frequency(table[table["document"] == name]).patches[0].get_facecolor()
        cloud = plots.cloud(table, group=name).texts[-1].get_color()
        shades = [mpl.colors.to_hex(shade) for shade in (bars, alone, cloud)]
        assert shades[0] == shades[1] == shades[2]
    pairs = [plots.frequency(table, group=n).patches[0].get_facecolor() for n in "甲乙丙"]
    assert all(one != other for one, other in itertools.combinations(pairs, 2))


def test_a_comparison_with_one_part_is_not_drawn_as_with_all_others():
    counts = counts_by("section", ["1", "2", "3"])
    rest = plots.keyness(an.keyness(counts), group="1")
    assert title_of(rest) == "第 1 部分：比其余部分多用的词"
    assert "次数 本部分 : 其余" in [text.get_text() for text in rest.texts]
    for scores in (
        an.keyness(counts, target="1", reference="3"),
        an.keyness(counts, target="1", reference=["2", "3"]),
        an.keyness(counts, target="1", reference="background"),
        an.keyness(counts).query("target == '1'").drop(columns="reference"),
    ):
        ax = plots.keyness(scores, group="1")
        assert "其余" not in title_of(ax)
        assert not any("其余" in text.get_text() for text in ax.texts)
        english = plots.keyness(scores, group="1", language="en")
        assert "the rest" not in title_of(english)


def test_a_heat_map_of_chosen_rows_is_refused_and_of_chosen_targets_is_drawn():
    with pytest.raises(ValueError, match=r"no row of '意识形态' in '2'.*all rows of keyness"):
        plots.heatmap(SCORES.drop(index=7))
    scores = an.keyness(counts_by("section", ["1", "2", "3"]))
    some = plots.heatmap(scores[scores["target"].isin(["1", "3"])])
    assert len(texts_of(some, "head")) == 2
    general = an.keyness(counts_by("section", ["1", "2"]), reference="background")
    assert "词1" not in labels_of(plots.heatmap(general))
    two = an.keyness(counts_by("section", ["1", "2", "3"]), target=["1", "2"], reference="3")
    assert labels_of(plots.heatmap(two))


def test_frames_of_other_people_are_read_by_their_names():
    names = SCORES.replace({"target": {"1": "甲", "2": "乙"}})
    assert title_of(plots.keyness(names, group="甲")).startswith("甲：")


def test_documents_are_no_sections_in_words():
    scores = an.keyness(counts_by("document", ["甲", "乙", "丙"]))
    texts = []
    for ax in (plots.keyness(scores, group="甲"), plots.heatmap(scores), plots.facets(scores)):
        texts += [text.get_text() for text in ax.findobj(Text)]
    assert not any("部分" in text for text in texts)
    assert "次数 本组 : 其余" in texts
    english = plots.heatmap(scores, language="en")
    assert "groups" in title_of(english)
    assert "部分" in title_of(plots.heatmap(SCORES))


def test_sections_are_called_by_their_headings_wherever_they_stand():
    text = "一、学习\n学习理论，学习经验。\n二、实践\n服务群众，走进群众。"
    corpus = an.load(an.read_text(text))
    scores = an.keyness(an.count_terms(corpus, by="section"))
    for names in (corpus, corpus.sections, an.section_names(corpus), {"1": "一、学习"}):
        assert title_of(plots.keyness(scores, group="1", names=names)).startswith("一、学习：")
    assert texts_of(plots.heatmap(SCORES, names=corpus), "head") == ["一、学习", "二、实践"]


def test_sections_of_several_documents_have_the_document_in_front(tmp_path):
    for name in "甲乙":
        (tmp_path / f"{name}.txt").write_text(
            "一、总则\n学习理论。\n二、附则\n服务群众。\n", "utf-8"
        )
    corpus = an.load(tmp_path)
    scores = an.keyness(an.count_terms(corpus, by=["document", "section"]))
    ax = plots.keyness(scores, group="甲/1", names=corpus)
    assert title_of(ax).startswith("甲：一、总则：")


def test_what_is_compared_with_what_is_told_with_sizes():
    scores = an.keyness(counts_by("year", NAMES))
    first = scores[scores["target"] == "2021"].iloc[0]
    here, rest = int(first["size_target"]), int(first["size_reference"])
    ax = plots.keyness(scores, group="2021")
    assert below_of(ax).startswith(f"本组 {here} 词，其余各组 {rest} 词；")


def test_documents_with_numbers_for_names_are_no_sections():
    terms = ["群众", "舆论", "群众", "企业", "舆论", "企业"]
    counts = pd.DataFrame({"document": list("112233"), "term": terms, "n": [40, 9, 8, 50, 30, 60]})
    scores = an.keyness(counts, stop=())
    assert plots.groups.grouping(scores)[:2] == ("document", ["1", "2", "3"])
    assert title_of(plots.keyness(scores, group="2")).startswith("2：")
    back = pd.read_csv(io.StringIO(scores.to_csv(index=False)), dtype={"target": "str"})
    assert plots.groups.grouping(back)[:2] == ("document", ["1", "2", "3"])
    sections = an.keyness(counts.rename(columns={"document": "section"}), stop=())
    assert plots.groups.grouping(sections)[:2] == ("section", ["1", "2", "3"])
    own = sections.drop(columns="by")  # a table of one's own
    assert plots.groups.grouping(own)[:2] == ("section", ["1", "2", "3"])
