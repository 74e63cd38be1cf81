"""Who is compared with whom: groups, levels of sections, the background."""

import numpy as np
import pandas as pd
import pytest
from small_frames import COUNTS, counts_of, row

from analysis.statistics import SmallSectionWarning, keyness, similarity

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")


SECTIONS = counts_of(
    {
        "0": {"丙": 2},
        "1": {"甲": 3},
        "1.1": {"甲": 4, "乙": 1},
        "1.2": {"乙": 6},
        "2": {"乙": 1, "丙": 5},
    }
)


def test_the_coarsest_level_with_two_sections_is_compared():
    assert keyness(SECTIONS)["target"].drop_duplicates().tolist() == ["0", "1", "2"]
    assert row(keyness(SECTIONS), "1", "甲").n_target == 7
    one_chapter = SECTIONS[SECTIONS["section"].isin(["0", "1", "1.1", "1.2"])]
    assert keyness(one_chapter)["target"].drop_duplicates().tolist() == ["0", "1", "1.1", "1.2"]


def test_a_finer_level_is_compared_when_asked_for():
    scores = keyness(SECTIONS, level=2)
    assert scores["target"].drop_duplicates().tolist() == ["0", "1", "1.1", "1.2", "2"]
    fine = keyness(SECTIONS, target="1.1")
    assert set(fine["target"]) == {"1.1"}
    assert row(fine, "1.1", "甲").n_reference == 3
    whole = keyness(SECTIONS, target="1.1", reference="2")
    assert row(whole, "1.1", "乙").n_reference == 1


def test_a_named_section_stands_for_all_that_is_below_it():
    rest = keyness(SECTIONS, target="1.1", reference="1")
    assert (row(rest, "1.1", "乙").n_reference, rest["size_reference"].iloc[0]) == (6, 9)


def test_several_columns_are_joint_groups():
    counts = pd.DataFrame(
        {
            "document": ["a", "a", "b", "b"],
            "section": ["1", "2", "1", "2"],
            "term": list("甲乙甲丙"),
            "n": [1, 2, 3, 4],
        }
    )
    scores = keyness(counts)
    assert scores["target"].drop_duplicates().tolist() == ["a/1", "a/2", "b/1", "b/2"]
    assert row(keyness(counts, target="b", reference="a"), "b", "甲").n_target == 3
    assert row(keyness(counts, target="1"), "1", "甲").n_target == 4


def test_years_are_compared_by_the_same_call():
    scores = keyness(
        COUNTS.rename(columns={"section": "year"}).assign(year=[2020] * 6 + [2021] * 3)
    )
    assert scores["target"].drop_duplicates().tolist() == ["2020", "2021"]


def named(**columns):
    """Counts of two terms in four groups, which have these names."""
    frame = pd.DataFrame({name: np.repeat(values, 2) for name, values in columns.items()})
    return frame.assign(term=["甲", "乙"] * 4, n=range(1, 9))


def test_only_sections_stand_for_what_is_below_them():
    names = ["报告", "报告.修订", "2", "2.1"]
    sections = keyness(named(section=["1", "1.1", "2", "2.1"]), target="2", stop=())
    assert sections["size_target"].iloc[0] == 5 + 6 + 7 + 8
    documents = named(document=names)
    assert keyness(documents, target="报告", stop=())["size_target"].iloc[0] == 1 + 2
    assert keyness(documents, target="2", stop=())["size_target"].iloc[0] == 5 + 6
    years = keyness(named(year=["2019", "2019.5", "2020", "2021"]), target="2019", stop=())
    assert years["size_target"].iloc[0] == 1 + 2


def test_sections_stand_for_what_is_below_them_in_groups_by_several_columns():
    counts = named(document=["甲", "甲", "甲.一", "乙"], section=["1", "1.1", "1.2", "1.1"])
    options = {"level": 2, "stop": ()}
    sizes = {
        name: keyness(counts, target=name, **options)["size_target"].iloc[0]
        for name in ("甲", "甲/1", "甲.一/1", "1.1", "乙/1.1")
    }
    assert sizes == {
        "甲": 1 + 2 + 3 + 4,
        "甲/1": 1 + 2 + 3 + 4,
        "甲.一/1": 5 + 6,
        "1.1": 3 + 4 + 7 + 8,
        "乙/1.1": 7 + 8,
    }


def test_a_name_of_another_column_does_not_choose_the_level():
    counts = named(year=["2019.5", "2019.5", "2020", "2020"], section=["1.1", "1.2", "2.1", "2.2"])
    scores = keyness(counts, target="2019.5", stop=())
    assert set(scores["target"]) == {"2019.5"}
    assert scores["range"].max() == 2, "two groups: sections are compared at level 1"
    assert keyness(counts, target="2019.5/1.1", stop=())["range"].max() == 4


def test_groups_come_in_the_order_of_their_categories():
    order = ["会前", "会上", "会后", "10", "9"]
    counts = named(phase=["会后", "会前", "9", "10"])
    ordered = counts.assign(phase=pd.Categorical(counts["phase"], order))
    targets = keyness(ordered, stop=())["target"].drop_duplicates().tolist()
    assert targets == ["会前", "会后", "10", "9"]
    assert similarity(ordered, stop=()).index.tolist() == ["会前", "会后", "10", "9"]
    plain = keyness(counts, stop=())["target"].drop_duplicates().tolist()
    assert plain == ["9", "10", "会前", "会后"], "strings are in natural order"


def test_sections_keep_the_order_of_their_categories_when_they_are_cut():
    counts = named(section=["2.1", "1.2", "1.1", "10"])
    ordered = counts.assign(section=pd.Categorical(counts["section"], ["2.1", "10", "1.2", "1.1"]))
    assert keyness(ordered, stop=())["target"].drop_duplicates().tolist() == ["2", "10", "1"]
    assert keyness(counts, stop=())["target"].drop_duplicates().tolist() == ["1", "2", "10"]


def test_sections_that_a_file_gave_back_as_numbers_are_refused():
    with pytest.raises(ValueError, match="column 'section' of counts holds float64"):
        keyness(named(section=[1, 1.1, 2, 2.1]), stop=())


@pytest.mark.parametrize("column", ["section", "document"])
def test_a_missing_group_is_refused(column):
    counts = named(**{column: ["1", "2", None, "3"]})
    with pytest.raises(ValueError, match=f"a value is missing in column '{column}'"):
        keyness(counts)


def test_a_missing_term_is_refused():
    counts = named(section=["1", "2", "3", "4"])
    with pytest.raises(ValueError, match="a value is missing in column 'term'"):
        keyness(counts.assign(term=[None, *counts["term"][1:]]))


def test_a_name_that_is_no_string_is_written_as_one():
    counts = named(year=[2019, 2020, 2021, 2022])
    by_number = keyness(counts, target=2020, stop=())
    pd.testing.assert_frame_equal(by_number, keyness(counts, target="2020", stop=()))
    pd.testing.assert_frame_equal(by_number, keyness(counts, target=[2020], stop=()))


def test_an_empty_section_takes_no_part():
    scores = keyness(pd.concat([COUNTS, pd.DataFrame([("0", "群众", 0)], columns=COUNTS.columns)]))
    assert "0" not in set(scores["target"])


def test_general_chinese_is_a_reference_like_any_other():
    jieba = pytest.importorskip("jieba")
    jieba.setLogLevel(60)
    counts = counts_of({"1": {"群众": 30, "意识形态": 20, "文明实践": 9, "2022": 9, "的": 40}})
    scores = keyness(counts, reference="background")
    frequency = jieba.Tokenizer()
    frequency.initialize()
    one = row(scores, "1", "意识形态")
    assert (one.n_reference, one.size_reference) == (frequency.FREQ["意识形态"], frequency.total)
    assert row(scores, "1", "文明实践").n_reference == 0
    assert "2022" not in set(scores["term"])
    assert set(keyness(counts.drop(columns="section"), reference="background")["target"]) == {
        "all"
    }


def test_general_chinese_is_known_in_both_scripts():
    counts = counts_of(
        {"简": {"群众": 3, "发展": 2, "踔厉": 1}, "繁": {"群眾": 3, "發展": 2, "踔厲": 1}},
        by="document",
    )
    scores = keyness(counts, reference="background", stop=())
    for written, other in (("群众", "群眾"), ("发展", "發展"), ("踔厉", "踔厲")):
        one, two = row(scores, "简", written), row(scores, "繁", other)
        assert (one.n_reference, one.score) == (two.n_reference, two.score)
    assert row(scores, "繁", "群眾").n_reference > 0


def test_a_text_without_chinese_words_has_no_background():
    counts = counts_of({"1": {"GDP": 3, "18.2%": 2}})
    with pytest.raises(ValueError, match="no term of counts can be in the word list"):
        keyness(counts, reference="background", stop=())
    with pytest.warns(SmallSectionWarning, match="'2' .5 tokens, its most frequent .* 0 times"):
        both = keyness(
            counts_of({"1": {"群众": 30, "活动": 40}, "2": {"GDP": 5}}), reference="background"
        )
    assert both["target"].cat.categories.tolist() == ["1", "2"]
