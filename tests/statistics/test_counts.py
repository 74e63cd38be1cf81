"""Counts and what is read off them: laws, slow oracles, other software, published numbers."""

import io
import math
import re

import jieba
import jieba.analyse
import naive
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from sklearn.feature_extraction.text import TfidfTransformer
from small_frames import QUICK, as_dict, counts_of, documents, text, token_tables

import analysis as an

# --- count_terms ---------------------------------------------------------------------------------


@pytest.mark.parametrize("by", [(), ("section",), ("document", "section"), ("sentence",)])
@QUICK
@given(tokens=token_tables())
def test_counts_equal_the_slow_way(by, tokens):
    counts = an.count_terms(tokens, by=list(by))
    groups = zip(*(tokens[name] for name in by), strict=True) if by else [()] * len(tokens)
    slow = naive.counts(groups, tokens["token"])
    assert as_dict(counts) == {(*group, term): n for (group, term), n in slow.items()}
    assert counts["n"].sum() == len(tokens)


def test_paragraphs_are_groups_like_any_other():
    texts = {
        "甲": "一、工作\n讲群众，群众满意。\n讲活动。\n二、生活\n讲群众。",
        "乙": "讲群众。\n讲活动。",
    }
    corpus = an.load(pd.DataFrame({"document": texts.keys(), "text": texts.values()}))
    counts = an.count_terms(corpus, by=["document", "paragraph"])
    own = counts[counts["term"] == "群众"][["document", "paragraph", "n"]]
    assert own.values.tolist() == [["甲", 0, 1], ["甲", 2, 1], ["乙", 0, 1]]
    assert an.count_terms(corpus, by="paragraph")["n"].sum() == len(corpus.tokens)


@QUICK
@given(token_tables())
def test_counts_of_a_whole_are_the_sum_of_its_parts(tokens):
    whole = as_dict(an.count_terms(tokens))
    for by in ("section", "document", "sentence"):
        parts = an.count_terms(tokens, by=by).groupby("term", observed=True)["n"].sum()
        assert {(term,): n for term, n in parts.items()} == whole


@QUICK
@given(token_tables())
def test_counts_come_in_order_and_are_the_same_each_time(tokens):
    before = tokens.copy()
    counts = an.count_terms(tokens, by=["document", "section"])
    order = {section: place for place, section in enumerate(["0", "1", "2", "10"])}
    rows = list(counts.itertuples(index=False))
    assert rows == sorted(rows, key=lambda r: (r.document, order[r.section], -r.n, r.term))
    assert_frame_equal(counts, an.count_terms(tokens, by=["document", "section"]))
    assert_frame_equal(tokens, before)
    plain = tokens.astype({"document": "str", "section": "str", "token": "str"})
    strings = an.count_terms(plain, by=["document", "section"])
    assert as_dict(strings) == as_dict(counts)
    assert strings["section"].tolist() == counts["section"].tolist(), "2 stands before 10"


@QUICK
@given(token_tables(), st.integers(2, 4))
def test_ngrams_equal_the_slow_way(tokens, n):
    grams = an.count_terms(tokens, n=n)
    rows = zip(
        tokens["document"],
        tokens["sentence"],
        tokens["position"],
        ("".join(word.split()) for word in tokens["token"]),
        strict=True,
    )
    assert as_dict(grams) == {(gram,): k for gram, k in naive.ngrams(list(rows), n).items()}


def test_ngrams_need_neighbours():
    """After a filter, words that never stood side by side must not become a term."""
    tokens = text("群众 的 工作 好")
    assert an.count_terms(tokens[tokens["token"] != "的"], n=2)["term"].tolist() == ["工作 好"]


def test_ngrams_of_quanteda():
    """quanteda, test-textstat_collocations.R: pairs and triples do not cross a full stop."""
    one = "a b c\n\na b c\n\na b c\n\n\na b c\n"
    two = "a b\n\na b\n\na b\n\na b\na b"
    tokens = documents(one, two)
    pairs = an.count_terms(tokens, n=2)
    assert as_dict(pairs) == {("a b",): 9, ("b c",): 4}
    assert as_dict(an.count_terms(tokens, n=3)) == {("a b c",): 4}


def test_terms_are_folded_only_when_asked():
    tokens = text("ＧＤＰ GDP gdp 網絡 网络").assign(
        token=["ＧＤＰ", "GDP", "gdp", "網絡", "网络"]
    )
    assert len(an.count_terms(tokens)) == 5
    assert as_dict(an.count_terms(tokens, terms="folded")) == {
        ("gdp",): 3,
        ("网络",): 1,
        ("網絡",): 1,
    }
    assert as_dict(an.count_terms(tokens, terms="simplified")) == {("gdp",): 3, ("网络",): 2}


def test_line_breaks_in_tokens_are_no_part_of_the_term():
    tokens = text("甲 乙 丙").assign(token=["文明\n实践", "文明实践", "文明\u3000实践"])
    assert as_dict(an.count_terms(tokens)) == {("文明实践",): 3}


def test_counts_of_no_tokens():
    empty = text("群众").iloc[:0]
    for counts in (an.count_terms(empty), an.count_terms(empty, by="document")):
        assert counts.empty
        assert counts["n"].sum() == 0
        assert an.frequency(counts).empty
    columns = ["document", "term", "n", "n_group", "n_all"]
    assert list(an.count_terms(empty, by="document")) == columns
    assert an.count_terms(empty, n=2).empty


def test_many_groups_and_columns():
    """Group numbers that no machine integer holds if simply multiplied out."""
    tokens = pd.DataFrame({"token": ["甲", "乙", "甲"] * 400})
    names = [f"c{i}" for i in range(8)]
    rng = np.random.default_rng(1)
    for name in names:
        tokens[name] = rng.integers(0, 10**6, len(tokens))
    counts = an.count_terms(tokens, by=names)
    assert counts["n"].sum() == len(tokens)
    assert as_dict(counts) == {
        (*row[1:], row[0]): 1 for row in tokens[["token", *names]].itertuples(index=False)
    }


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": "chapter"}, "no column 'chapter' in tokens .*document"),
        ({"n": 0}, "n=0"),
        ({"n": 1.5}, "n=1.5"),
        ({"terms": "traditional"}, "written, folded, simplified"),
        ({"by": "n"}, "by='n': results have a column of that name"),
        ({"by": ["document", "rate"]}, "by='rate': results have a column of that name"),
    ],
)
def test_bad_counting_is_refused(options, words):
    tokens = text("群众 工作").assign(n=1, rate=2)
    with pytest.raises(ValueError, match=words):
        an.count_terms(tokens, **options)


def test_missing_values_are_named():
    tokens = text("群众 工作").assign(year=[2024, None])
    with pytest.raises(ValueError, match="missing in column 'year'"):
        an.count_terms(tokens, by="year")
    with pytest.raises(ValueError, match="missing in column 'token'"):
        an.count_terms(tokens.assign(token=["群众", None]))
    with pytest.raises(ValueError, match="no column 'token'"):
        an.count_terms(pd.DataFrame({"word": ["群众"]}))


# --- frequency and dispersion --------------------------------------------------------------------


def test_frequency_of_quanteda():
    """quanteda, textstat_frequency: frequency and document frequency."""
    counts = an.count_terms(documents("a a b b c d", "a d d d", "a a a"), by="document")
    spread = an.dispersion(counts, stop=())
    assert spread[["term", "n", "range"]].to_numpy().tolist() == [
        ["a", 6, 3],
        ["d", 4, 2],
        ["b", 2, 1],
        ["c", 1, 1],
    ]


@QUICK
@given(token_tables())
def test_frequency_adds_up(tokens):
    counts = an.count_terms(tokens, by="section")
    table = an.frequency(counts, stop=())
    assert as_dict(table[["section", "term", "n"]]) == as_dict(counts)
    rates = table.groupby("section", observed=True)["rate"].sum()
    assert rates.to_numpy() == pytest.approx(10_000)
    groups = tokens["section"].nunique()
    assert (table["relative_range"] * groups).to_numpy() == pytest.approx(
        table["range"].to_numpy()
    )
    for row in table.itertuples():
        assert (
            row.range
            == tokens.loc[
                tokens["token"].map(lambda t: "".join(t.split())) == row.term, "section"
            ].nunique()
        )


def test_stop_words_leave_the_result_but_not_the_rates():
    counts = an.count_terms(text("的 的 群众 工作"))
    table = an.frequency(counts)
    assert table["term"].tolist() == ["工作", "群众"]
    assert table["rate"].tolist() == [2500, 2500]
    assert an.frequency(counts, stop=["工作"])["term"].tolist() == ["群众"]
    assert len(an.frequency(counts, stop=())) == 3
    with pytest.raises(ValueError, match="list of terms"):
        an.frequency(counts, stop="的")


def test_a_cell_that_comes_twice_is_one_cell():
    """Dropping a column that was counted by must not make two terms of one."""
    tokens = documents("群众 工作", "群众 群众")
    both = an.count_terms(tokens, by=["document", "sentence"]).drop(columns="document")
    assert as_dict(an.frequency(both, stop=())[["term", "n"]]) == {("群众",): 3, ("工作",): 1}


@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
@pytest.mark.parametrize("read_off", [an.frequency, an.tf_idf, an.dispersion, an.keyness])
@pytest.mark.parametrize("made", [an.frequency, an.tf_idf])
def test_a_table_made_of_counts_is_not_counts(made, read_off):
    """Its rates would be taken for groups: one for every row."""
    counts = an.count_terms(documents("群众 工作", "群众 活动", "活动"), by="document")
    assert len(read_off(counts))
    with pytest.raises(ValueError, match="was worked out from counts, not counted by: pass the c"):
        read_off(made(counts))


@QUICK
@given(token_tables(words=["甲", "乙", "丙"]))
def test_dispersion_equals_the_slow_way(tokens):
    counts = an.count_terms(tokens, by="section")
    if tokens["section"].nunique() < 2:
        with pytest.raises(ValueError, match="at least two groups"):
            an.dispersion(counts)
        return
    names = ["dp", "dp_norm", "juilland_d", "kl_divergence", "da", "rosengren_s"]
    spread = an.dispersion(counts, measures=names, stop=())
    wide = an.matrix(counts)
    sizes = wide.sum(axis=1).tolist()
    for row in spread.itertuples():
        n = wide[row.term].tolist()
        assert row.n == sum(n)
        assert row.range == naive.range_(n, sizes)
        for name in names:
            slow = getattr(naive, name)(n, sizes)
            assert getattr(row, name) == pytest.approx(max(slow, 0), rel=1e-9, abs=1e-9), name


def test_dispersion_of_scattertext():
    """scattertext, test_Dispersion.py after Gries (2019), from the texts themselves."""
    texts = [
        "b a m n i b e u p",
        "b a s a t b e w q n",
        "b c a g a b e s t a",
        "b a g h a b e a a t",
        "b a h a a b e a x a t",
    ]
    counts = an.count_terms(documents(*texts), by="document")
    spread = an.dispersion(counts, stop=()).set_index("term")
    assert spread.loc["b"].round(3).tolist() == [10, 5, 0.02, 0.024, 0.968, 0.003]
    assert spread.loc["i"].round(3).tolist() == [1, 1, 0.82, 1, 0, 2.474]
    assert spread.loc["a"].round(4).tolist()[2:] == [0.18, 0.2195, 0.7852, 0.137]
    with pytest.raises(ValueError, match="dp_norm, juilland_d"):
        an.dispersion(counts, measures=["evenness"])


# --- tf-idf --------------------------------------------------------------------------------------


def test_tf_idf_of_tidytext():
    """tidytext, test-tf-idf.R: the two sentences of its test."""
    tokens = documents("the quick brown fox jumped jumped", "over the lazy brown dog dog")
    counts = an.count_terms(tokens, by="document")
    table = an.tf_idf(counts, stop=()).set_index(["document", "term"])["tf_idf"]
    assert table["d0", "the"] == 0
    assert round(table["d0", "quick"], 6) == 0.115525
    assert round(table["d1", "dog"], 6) == 0.231049
    voyant = an.tf_idf(counts, idf="voyant", stop=()).set_index(["document", "term"])["tf_idf"]
    assert voyant["d1", "dog"] == pytest.approx(math.log10(2) / 3)


@QUICK
@given(token_tables(), st.booleans(), st.booleans(), st.sampled_from([None, "l1", "l2"]))
def test_tf_idf_equals_scikit_learn(tokens, smooth, log, norm):
    counts = an.count_terms(tokens, by="document")
    idf = "sklearn" if smooth else "sklearn_unsmoothed"
    table = an.tf_idf(counts, idf=idf, tf="log" if log else "count", norm=norm, stop=())
    ours = an.matrix(table, values="tf_idf").to_numpy()
    model = TfidfTransformer(smooth_idf=smooth, sublinear_tf=log, norm=norm)
    theirs = model.fit_transform(an.matrix(counts).to_numpy()).toarray() if len(counts) else ours
    np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-12)


@pytest.fixture(scope="module")
def jieba_tfidf():
    extractor = jieba.analyse.TFIDF()
    extractor.tokenizer = jieba.Tokenizer()
    return extractor


def test_tf_idf_of_jieba(jieba_tfidf):
    """jieba.analyse.extract_tags, as its users know the weights."""
    sentence = "干部教育培训是干部队伍建设的先导性、基础性、战略性工程。要加强干部教育培训。"
    tokens = text(" ".join(jieba_tfidf.tokenizer.lcut(sentence)))
    table = an.tf_idf(an.count_terms(tokens), idf="jieba", stop=()).head(8)
    weights = dict(zip(table["term"], table["tf_idf"], strict=True))
    assert list(weights) == [
        "培训", "干部", "先导性", "教育", "干部队伍", "基础性", "战略性", "工程",
    ]  # fmt: skip
    assert weights["培训"] == pytest.approx(1.1215356318861538, rel=1e-12)
    assert weights["工程"] == pytest.approx(0.4387029933, rel=1e-9)


@QUICK
@given(
    st.lists(
        st.sampled_from(["群众", "工作", "的", "新质生产力", "The", "GDP", "一二三四五"]),
        min_size=1,
    )
)
def test_tf_idf_equals_jieba_analyse(jieba_tfidf, words):
    class Cut:
        def cut(self, _):
            return iter(words)

    jieba_tfidf.tokenizer, kept = Cut(), jieba_tfidf.tokenizer
    expected = dict(jieba_tfidf.extract_tags("", topK=None, withWeight=True))
    jieba_tfidf.tokenizer = kept
    table = an.tf_idf(an.count_terms(text(" ".join(words))), idf="jieba", stop=())
    assert dict(zip(table["term"], table["tf_idf"], strict=True)) == pytest.approx(expected)


def test_idf_of_jieba_is_the_same_in_both_scripts():
    groups = {"简": {"学习": 2, "发展": 1, "踔厉": 1}, "繁": {"學習": 2, "發展": 1, "踔厲": 1}}
    table = an.tf_idf(counts_of(groups, by="document"), idf="jieba", stop=())
    weights = table.set_index(["document", "term"])["tf_idf"]
    for written, other in zip(groups["简"], groups["繁"], strict=True):
        assert weights["简", written] == weights["繁", other]
    assert weights["繁", "發展"] < weights["繁", "踔厲"]


def test_bad_tf_idf_is_refused():
    counts = an.count_terms(text("群众 工作"))
    for options in ({"idf": "bm25"}, {"tf": "binary"}, {"norm": "max"}):
        with pytest.raises(ValueError, match="idf is one of"):
            an.tf_idf(counts, **options)


# --- matrix --------------------------------------------------------------------------------------


@QUICK
@given(token_tables())
def test_matrix_holds_the_counts(tokens):
    counts = an.count_terms(tokens, by=["document", "section"])
    wide = an.matrix(counts)
    assert wide.to_numpy().sum() == len(tokens)
    for document, section, term, n, *_ in counts.itertuples(index=False):
        assert wide.loc[(document, section), term] == n
    assert wide.columns.tolist() == sorted(wide.columns)


def test_matrix_of_rates_and_of_strings():
    counts = an.count_terms(documents("群众 工作", "群众"), by="document")
    rates = an.matrix(an.frequency(counts, stop=()), values="rate")
    assert rates.loc["d1"].tolist() == [0, 10_000]
    as_text = counts.astype({"term": "str"})
    assert_frame_equal(an.matrix(as_text), an.matrix(counts))
    with pytest.raises(ValueError, match="no column 'rate'"):
        an.matrix(counts, values="rate")


# --- the seed ------------------------------------------------------------------------------------


def test_the_seed_is_counted(seed):
    corpus = an.load(seed)
    counts = an.count_terms(corpus.tokens, by=["document", "section"])
    assert counts["n"].sum() == len(corpus.tokens)
    assert an.frequency(an.count_terms(corpus.tokens))["n"].is_monotonic_decreasing
    table = an.readability(corpus, by="section")
    assert (table["clauses"] >= table["sentences"]).all()
    assert (an.diversity(corpus.tokens, by="section")["types"] > 0).all()


def test_a_group_whose_every_value_is_zero_keeps_its_row():
    groups = {"甲": {"群众": 2, "工作": 1}, "乙": {"群众": 1, "舆论": 4}, "丙": {"群众": 3}}
    wide = an.matrix(an.tf_idf(counts_of(groups, by="document"), stop=()), values="tf_idf")
    assert sorted(wide.index) == sorted(groups)
    assert set(wide.columns) == {"群众", "工作", "舆论"}
    assert (wide.loc["丙"] == 0).all()
    assert (wide["群众"] == 0).all()


# --- terms inside longer ones ---------------------------------------------------------------


def test_frequency_says_how_often_a_term_stands_inside_longer_ones():
    counts = counts_of(
        {
            "甲": {"文明实践": 6, "新时代文明实践": 11, "好": 7, "做好": 2, "好好": 3},
            "乙": {"新时代文明实践": 5, "实践": 1},
        },
        by="document",
    )
    table = an.frequency(counts, stop=()).set_index(["document", "term"])["inside"]
    assert table["甲", "文明实践"] == 11
    assert table["甲", "好"] == 2 + 2 * 3
    assert table["乙", "实践"] == 5
    assert table.sum() == 11 + 8 + 5
    with pytest.raises(ValueError, match="column 'rate' was worked out"):
        an.keyness(an.frequency(counts))


@QUICK
@given(token_tables())
def test_inside_is_what_a_naive_count_finds_in_each_document(tokens):
    table = an.frequency(an.count_terms(tokens, by="document"), stop=())
    by_document = {name: part for name, part in table.groupby("document", observed=True)}
    for part in by_document.values():
        terms = dict(zip(part["term"], part["n"], strict=True))
        for term, inside in zip(part["term"], part["inside"], strict=True):
            longer = [(other, n) for other, n in terms.items() if other != term]
            assert inside == sum(n * other.count(term) for other, n in longer)


# -- sizes of groups travel with counts -----------------------------------------------------------


def ten_tokens():
    """甲 2 of 4 tokens, 1 of 4 and 0 of 2 in three sections, each in a document of its own."""
    sections = list("1111222233")
    return pd.DataFrame(
        {
            "document": [f"d{section}" for section in sections],
            "section": sections,
            "sentence": 0,
            "position": range(10),
            "token": list("甲乙甲乙丙丁甲丁丙丙"),
        }
    )


def test_rates_are_those_of_the_text_where_counts_were_filtered():
    counts = an.count_terms(ten_tokens(), by="section")
    assert counts.columns.tolist() == ["section", "term", "n", "n_group", "n_all"]
    assert counts.drop_duplicates("section")["n_group"].tolist() == [4, 4, 2]
    assert counts["n_all"].unique().tolist() == [10]
    some = counts[counts["term"] == "甲"]
    with pytest.warns(UserWarning, match=r"groups of 2 of 10 tokens have no row left: filter the"):
        table = an.frequency(some, stop=())
    assert table["rate"].tolist() == [5000, 2500]
    with pytest.warns(UserWarning, match="left out, and a group of which no row is left is miss"):
        an.frequency(some.drop(columns="n_all"), stop=())


def test_terms_may_be_left_out_where_every_group_keeps_a_row(recwarn):
    counts = an.count_terms(ten_tokens(), by="section")
    some = counts[counts["term"].isin(["甲", "丙"])]
    found = an.dispersion(some, measures=["dp"], stop=()).set_index("term")["dp"]
    whole = an.dispersion(counts, measures=["dp"], stop=()).set_index("term")["dp"]
    assert found["甲"] == pytest.approx(whole["甲"])
    assert found["甲"] == pytest.approx(4 / 15)  # by hand: (.267 + .067 + .2) / 2
    assert an.frequency(some, stop=())["relative_range"].tolist() == [2 / 3] * 4
    scores = an.keyness(some, target="1", stop=())
    row = scores[scores["term"] == "甲"].iloc[0]
    assert (row["size_target"], row["size_reference"], row["rate_target"]) == (4, 6, 5000)
    an.tf_idf(some, stop=())
    assert not [warning for warning in recwarn if "left out" in str(warning.message)]


@pytest.mark.parametrize(
    "function",
    [an.dispersion, an.keyness, an.tf_idf, an.similarity, an.correspondence],
)
def test_a_group_that_lost_all_its_rows_is_not_overlooked(function):
    tokens = ten_tokens()
    for by in ("section", ["document", "section"]):
        some = an.count_terms(tokens, by=by).query("term == '甲' or term == '乙'")
        lines = io.StringIO(some.to_csv(index=False))
        back = pd.read_csv(lines, dtype={"section": "str"})
        mixed = some.sample(frac=1, random_state=1)
        for filtered in (some, back, mixed, an.roll_up(some)):
            with pytest.raises(ValueError, match="groups of 2 of 10 tokens have no row left"):
                function(filtered, stop=())


def test_whole_groups_that_are_taken_are_no_rows_left_out(recwarn):
    counts = an.count_terms(ten_tokens(), by="section")
    an.frequency(counts[counts["section"] != "3"], stop=())
    an.dispersion(counts[counts["section"] != "3"], stop=())
    an.keyness(counts, stop=())
    said = [str(warning.message) for warning in recwarn if "left out" in str(warning.message)]
    assert said == []


def test_counts_that_are_put_together_know_their_groups_and_warn_of_rows_left_out():
    one, two = ten_tokens(), ten_tokens().iloc[4:].assign(document="e")
    counts = [an.count_terms(tokens, by="document") for tokens in (one, two)]
    both = pd.concat(counts)
    an.dispersion(both, stop=())
    with pytest.warns(UserWarning, match="a group of which no row is left is missing"):
        an.dispersion(both[both["term"] == "甲"], stop=())


def test_sizes_travel_through_files_and_coarser_sections():
    tokens = ten_tokens().assign(section=["1.1"] * 4 + ["1.2"] * 4 + ["2"] * 2)
    counts = an.count_terms(tokens, by="section")
    lines = io.StringIO(counts.to_csv(index=False))
    back = pd.read_csv(lines, dtype={"section": "str"})
    rolled = an.roll_up(back[back["term"] == "甲"])
    assert rolled.values.tolist() == [["1", "甲", 3, 8, 10]]
    whole = an.roll_up(counts)
    assert whole.groupby("section")["n"].sum().tolist() == [8, 2]
    assert whole.drop_duplicates("section")["n_group"].tolist() == [8, 2]
    assert whole["n_all"].unique().tolist() == [10]


def test_counts_of_your_own_need_no_sizes_and_merged_ones_keep_theirs(recwarn):
    counts = an.count_terms(ten_tokens(), by=["document", "section"])
    own = counts.drop(columns=["n_group", "n_all"])
    merged = counts.drop(columns=["document", "section"])
    assert an.frequency(own, stop=())["rate"].tolist() == (
        an.frequency(counts, stop=())["rate"].tolist()
    )
    assert an.frequency(merged, stop=()).set_index("term")["rate"]["甲"] == 3000
    assert an.matrix(own).equals(an.matrix(counts))
    assert not [warning for warning in recwarn if "left out" in str(warning.message)]


# -- n-grams and what stands between tokens; paragraphs -------------------------------------------


def two_texts():
    texts = [
        "我们做工作，群众都满意。\n\n群众（很）高兴。",
        "用machine learning做\u200b工作、活动。",
    ]
    corpus = an.load(pd.DataFrame({"document": ["甲", "乙"], "text": texts}))
    return corpus.recut(an.Segmenter(words=["群众", "满意", "工作", "活动"]))


def test_ngrams_stop_at_punctuation_only_where_that_is_asked_for():
    corpus = two_texts()
    over = set(an.count_terms(corpus, n=2)["term"])
    touching = set(an.count_terms(corpus, n=2, punctuation=False)["term"])
    assert over - touching == {"工作 群众", "群众 很", "很 高兴", "工作 活动"}
    assert touching - over == set()
    assert {"machine learning", "做 工作", "群众 都"} <= touching  # blanks and unseen signs
    assert an.count_terms(corpus, punctuation=False).equals(an.count_terms(corpus))


def test_ngrams_within_punctuation_need_the_text():
    with pytest.raises(ValueError, match=r"punctuation=False .* corpus"):
        an.count_terms(two_texts().tokens, n=2, punctuation=False)


def test_paragraphs_are_counted_by_their_number():
    counts = an.count_terms(two_texts(), by=["document", "paragraph"])
    rows = {(d, p, term): n for d, p, term, n, *_ in counts.itertuples(index=False)}
    assert rows["甲", 0, "群众"] == rows["甲", 1, "群众"] == 1
    assert ("乙", 1, "工作") not in rows
    assert counts["n"].sum() == len(two_texts().tokens)


# -- inside and across, on both sides, and of synonyms --------------------------------------------

VILLAGE = "国内生产要内生动力，走群众路线。老百姓家，人民群众。\n\n群众，群众路线，生产。"
TOWN = "内生动力。人民群众，群众群众，百姓人家。\n\n老百姓家。"
PEOPLE = {"群众": ["老百姓", "人民群众"], "动力": ["内生动力"]}


def two_places(words=("老百姓家", "百姓人家"), synonyms=None):
    corpus = an.load(pd.DataFrame({"document": ["村", "镇"], "text": [VILLAGE, TOWN]}))
    corpus = corpus.with_terms([*words, "内生"])
    return corpus if synonyms is None else corpus.with_synonyms(synonyms)


def searched(corpus, term):
    """How often a term or one of its variants stands in each document, the longest first."""
    known = dict(corpus.options.synonyms)
    ways = sorted([term, *known.get(term, ())], key=len, reverse=True)
    expression = re.compile("|".join(map(re.escape, ways)))
    documents = corpus.documents[["document", "text"]].itertuples(index=False)
    return {
        name: sum(len(expression.findall(block)) for block in text.split("\n"))
        for name, text in documents
    }


@pytest.mark.parametrize("synonyms", [None, PEOPLE])
def test_itself_inside_and_across_are_what_a_search_finds_in_each_document(synonyms):
    corpus = two_places(synonyms=synonyms)
    counts = an.count_terms(corpus, by="document")
    nested = an.count_terms(corpus, by="document", nested=True)
    table = an.frequency(counts, stop=(), nested=nested)
    assert table.columns.tolist()[-2:] == ["inside", "across"]
    for row in table.itertuples():
        assert row.n + row.inside + row.across == searched(corpus, row.term)[row.document]
    by_name = table.set_index(["document", "term"])
    if synonyms is None:
        assert by_name.loc[("村", "内生"), ["n", "inside", "across"]].tolist() == [1, 0, 1]


def test_places_of_synonyms_that_overlap_are_never_less_than_none():
    corpus = an.load(pd.DataFrame({"document": ["甲"], "text": ["学习，理论。学习理论课。"]}))
    corpus = corpus.with_synonyms({"学": ["学习", "理论", "习理论课", "学习理论课"]})
    tokens = corpus.tokens[corpus.tokens["token"] != "学习理论课"]
    assert len(tokens) == 2
    more = tokens.iloc[[0, 1]].assign(start=[6, 8], token=["学习", "理论"], position=[2, 3])
    corpus = corpus._replace(tokens=pd.concat([tokens, more]))
    counts = an.count_terms(corpus)
    nested = an.count_terms(corpus, nested=True)
    assert (counts["n"].tolist(), nested["n"].tolist()) == ([4], [3])
    assert an.frequency(counts, nested=nested)["across"].tolist() == [0]


def test_inside_of_synonyms_is_what_stands_in_other_tokens():
    corpus = two_places(synonyms=PEOPLE)
    counts = an.count_terms(corpus, by="document").set_index(["document", "term"])
    # itself: 人民群众, 群众; inside: 群众路线 twice, 老百姓 in 老百姓家
    assert counts.loc[("村", "群众"), ["n", "inside"]].tolist() == [2, 3]
    assert counts.loc[("镇", "群众"), ["n", "inside"]].tolist() == [3, 1]
    assert counts["n"].sum() == len(corpus.tokens)


def test_a_term_that_stands_inside_others_only_is_told_of():
    corpus = an.load(pd.DataFrame({"document": ["甲", "乙"], "text": ["群众。", "老百姓家。"]}))
    corpus = corpus.with_terms(["老百姓家"]).with_synonyms({"群众": ["老百姓"]})
    counts = an.count_terms(corpus, by="document")
    assert counts[["document", "term", "n", "inside"]].values.tolist() == [
        ["甲", "群众", 1, 0],
        ["乙", "老百姓家", 1, 0],
        ["乙", "群众", 0, 1],
    ]
    assert an.frequency(counts)[["term", "range"]].values.tolist() == [
        ["群众", 1],
        ["老百姓家", 1],
    ]
    scores = an.keyness(counts, target="甲", tokens=corpus).set_index("term")
    sides = ["n_target", "n_reference", "inside_target", "inside_reference", "range"]
    assert scores.loc["群众", sides].tolist() == [1, 0, 0, 1, 1]


def test_key_terms_say_how_often_they_stand_inside_others_on_both_sides():
    counts = counts_of(
        {
            "甲": {"营商环境": 6, "优化营商环境": 1, "环境": 1},
            "乙": {"优化营商环境": 5, "环境": 2, "工作": 2},
            "丙": {"营商环境": 1, "环境环境": 2},
        },
        by="document",
    )
    scores = an.keyness(counts, stop=(), absent=True).set_index(["target", "term"])
    sides = ["inside_target", "inside_reference"]
    assert scores.loc[("甲", "营商环境"), sides].tolist() == [1, 5]
    assert scores.loc[("乙", "营商环境"), sides].tolist() == [5, 1]
    assert scores.loc[("丙", "环境"), sides].tolist() == [1 + 4, 7 + 5]
    assert scores.loc[("乙", "工作"), sides].tolist() == [0, 0]
    background = an.keyness(counts, reference="background", stop=()).set_index(["target", "term"])
    assert background.loc[("甲", "营商环境"), "inside_target"] == 1
    assert background["inside_reference"].isna().all()


def test_inside_is_summed_where_sections_are_compared_at_a_coarser_level():
    text = "一、甲\n（一）子\n学群众。\n（二）丑\n走群众路线。\n二、乙\n学理论。"
    for synonyms in ({}, {"群众": ["老百姓"]}):
        corpus = an.load(an.read_text(text)).with_synonyms(synonyms)
        counts = an.count_terms(corpus, by="section")
        scores = an.keyness(counts, stop=()).set_index(["target", "term"])
        assert scores.loc[("1", "群众"), ["n_target", "inside_target"]].tolist() == [1, 1]
        rolled = an.frequency(an.roll_up(counts), stop=()).set_index(["section", "term"])
        assert rolled.loc[("1", "群众"), ["n", "inside"]].tolist() == [1, 1]


def test_nested_counts_of_another_text_are_refused():
    corpus, other = two_places(), two_places(words=())
    counts = an.count_terms(corpus, by="document")
    nested = an.count_terms(corpus, nested=True)
    with pytest.raises(ValueError, match="no column 'document' in nested"):
        an.frequency(counts, nested=nested)
    with pytest.raises(ValueError, match="nested are not the counts of the same text"):
        an.frequency(counts, nested=an.count_terms(other, by="document"))
    finer = an.count_terms(corpus, by=["document", "paragraph"], nested=True)
    with pytest.raises(ValueError, match="nested are not the counts of the same text"):
        an.frequency(counts, nested=finer)


def test_range_of_one_document_counts_its_sections():
    corpus = an.load(an.read_text("一、甲\n学群众。\n二、乙\n走群众路线，学群众。\n三、丙\n学。"))
    counts = an.count_terms(corpus, by="section")
    nested = an.count_terms(corpus, by="section", nested=True)
    table = an.frequency(counts, stop=(), together=True, nested=nested).set_index("term")
    columns = ["n", "range", "relative_range", "inside", "across"]
    assert table.loc["群众", columns].tolist() == [2, 2, 2 / 3, 1, 0]
    assert table.loc["学", columns].tolist() == [3, 3, 1, 0, 0]
    alone = an.frequency(an.count_terms(corpus), stop=()).set_index("term")
    assert table["n"].to_dict() == alone["n"].to_dict()
    assert table["rate"].to_dict() == alone["rate"].to_dict()
    assert list(table.index) == list(alone.index)
