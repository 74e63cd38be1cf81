"""Units shuffled and drawn again: slow oracles, levels and coverage."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from small_frames import TALK, row, tokens_of

import analysis as an
from analysis.statistics import count_terms, keyness, stability
from analysis.statistics.shuffling import surprise

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")


def slow_p(sections, permutations, seed):
    """The permutation p by plain counting, the sentences shuffled in the same order."""
    rows = [(name, text.split()) for name, texts in sections.items() for text in texts]
    groups = np.array([name for name, _ in rows])
    terms = sorted({word for _, words in rows for word in words})
    lengths = np.array([len(words) for _, words in rows])
    n = np.array([[words.count(term) for term in terms] for _, words in rows])
    movable = (n > 0).sum(axis=0) > 1
    m, rate = len(rows), n.sum(axis=0) / lengths.sum()
    spread = ((n - np.outer(lengths, rate)) ** 2).sum(axis=0) / n.sum(axis=0) * m / (m - 1)
    effect = np.maximum(spread, 1)

    def statistic(groups):
        table = []
        for name in sorted(sections):
            inside = groups == name
            share = lengths[inside].sum() / lengths.sum()
            here, all_of = n[inside].sum(axis=0) / effect, n.sum(axis=0) / effect
            more = stats.beta.cdf(share, np.maximum(here, 1e-9), all_of - here + 1)
            less = stats.beta.cdf(1 - share, np.maximum(all_of - here, 1e-9), here + 1)
            table.append(-np.log(np.where(here >= all_of * share, more, less)))
        return np.where(movable, table, 0)

    random, observed = np.random.default_rng(seed), statistic(groups)
    largest = [statistic(random.permutation(groups)).max() for _ in range(permutations)]
    p = (1 + (np.array(largest)[:, None, None] >= observed - 1e-7).sum(axis=0)) / (
        1 + permutations
    )
    return pd.DataFrame(np.where(movable, p, 1), index=sorted(sections), columns=terms)


def test_the_permutation_agrees_with_a_slow_one():
    sections = {"1": TALK["1"][:6], "2": TALK["2"][:5], "3": ["群众 舆论 工作", "群众 群众 安排"]}
    tokens = tokens_of(sections)
    scores = keyness(
        count_terms(tokens, by="section"), tokens=tokens, stop=(), permutations=99, seed=5
    )
    expected = slow_p(sections, 99, 5)
    for one in scores.itertuples():
        assert one.p_permuted == pytest.approx(expected.loc[one.target, one.term]), one


def test_frequent_and_rare_terms_are_held_against_one_largest():
    random = np.random.default_rng(8)
    rare = [f"词{n}" for n in range(40)]

    def sentence():
        return " ".join([*["常"] * random.poisson(25), *random.choice(rare, 3), "多", "的"])

    sections = {name: [sentence() for _ in range(12)] for name in "123"}
    tokens = tokens_of(sections)
    counts = count_terms(tokens, by="section")
    scores = keyness(counts, tokens=tokens, stop=(), permutations=199, seed=2)
    expected = slow_p(sections, 199, 2)
    for one in scores.itertuples():
        assert one.p_permuted == pytest.approx(expected.loc[one.target, one.term]), one


@pytest.mark.parametrize(("a", "b", "c", "d"), [(5, 3, 40, 60), (0, 7, 50, 50), (9, 0, 10, 90)])
def test_surprise_is_a_binomial_tail(a, b, c, d):
    share = c / (c + d)
    more, less = stats.binom.sf(a - 1, a + b, share), stats.binom.cdf(a, a + b, share)
    expected = -np.log(more if a >= (a + b) * share else less)
    assert surprise(a, b, c, d) == pytest.approx(expected)


@pytest.mark.parametrize("burst", [1.0, 1.6, 4.0])
def test_a_word_in_bursts_counts_for_as_much_less(burst):
    """The tail of Korn & Graubard: n/D occurrences of which a/D are inside, as a beta integral."""
    a, b, c, d = 9, 3, 40, 60
    more = stats.beta.cdf(c / (c + d), a / burst, b / burst + 1)
    assert surprise(a, b, c, d, burst) == pytest.approx(-np.log(more))
    less = stats.beta.cdf(d / (c + d), a / burst, b / burst + 1)
    assert surprise(b, a, c, d, burst) == pytest.approx(-np.log(less))
    assert surprise(0, 0, c, d, burst) == 0


def test_surprise_keeps_the_order_where_the_tail_is_too_small_for_a_float():
    n = np.array([200.0, 400.0, 2000.0, 20000.0])
    values = surprise(n, np.zeros(4), 1.0, 99.0)
    assert np.isfinite(values).all()
    assert (np.diff(values) > 0).all()


# --- what is shuffled -------------------------------------------------------------------------

PLAIN = "要抓好各项工作任务。要落实会议精神。要提高服务水平。要解决实际困难。"


def corpus_of(**texts):
    return an.load(pd.DataFrame({"document": list(texts), "text": list(texts.values())}))


def sections_with(word_in_one, word_in_many):
    """Two sections of twelve paragraphs: one word fills a paragraph, one stands in each."""
    first = [PLAIN + f"还要讲{word_in_many}。" for _ in range(12)]
    first[5] += f"要讲{word_in_one}。" * 12
    second = [PLAIN + "还要讲别的。" for _ in range(12)]
    lines = ["一、甲", *first, "二、乙", *second]
    return corpus_of(甲="\n".join(lines), 乙="\n".join(lines))


def test_a_word_of_one_paragraph_survives_sentences_and_a_spread_one_paragraphs():
    corpus = sections_with("生态", "文化").select(documents="甲")
    scores = keyness(count_terms(corpus, by="section"), tokens=corpus)
    survives = scores[scores["target"] == "1"].set_index("term")["survives"]
    assert survives["生态"] == "sentences"
    assert survives["文化"] == "paragraphs"
    assert survives["任务"] == ""
    assert (scores["supported"] == (scores["survives"] != "")).all()
    assert set(scores["unit"]) == {"sentence"}


def test_a_unit_that_is_asked_for_is_the_only_one():
    corpus = sections_with("生态", "文化")
    counts = count_terms(corpus, by="section")
    scores = keyness(counts, tokens=corpus, unit="paragraph", target="1")
    survives = scores.set_index("term")["survives"]
    assert (survives["生态"], survives["文化"]) == ("", "paragraphs")
    assert set(scores["unit"]) == {"paragraph"}
    with pytest.raises(ValueError, match="no unit 'line'; there are: sentence, paragraph"):
        keyness(counts, tokens=corpus, unit="line")


def test_a_unit_that_lies_in_two_groups_is_refused():
    corpus = sections_with("生态", "文化")
    counts = count_terms(corpus, by="section")
    with pytest.raises(ValueError, match="a document lies in two groups by section"):
        keyness(counts, tokens=corpus, unit="document")


@pytest.mark.parametrize(("each", "unit"), [(8, "document"), (7, "paragraph")])
def test_whole_documents_are_shuffled_where_there_are_enough(each, unit):
    kinds = ("法律", "小说")
    texts = {f"{kind}{n}": f"讲{kind}。{PLAIN}" * 2 for n in range(each) for kind in kinds}
    corpus = corpus_of(**texts)
    tokens = corpus.tokens.assign(kind=corpus.tokens["document"].astype("str").str[:2])
    scores = keyness(count_terms(tokens, by="kind"), tokens=tokens)
    assert set(scores["unit"]) == {unit}
    found = scores[(scores["target"] == "法律") & (scores["term"] == "法律")].iloc[0]
    assert found["survives"] == ("documents" if unit == "document" else "paragraphs")
    bare = tokens.drop(columns="paragraph")
    again = keyness(count_terms(bare, by="kind"), tokens=bare)
    assert set(again["unit"]) == {"document" if unit == "document" else "sentence"}


def test_tokens_from_a_file_give_the_same_p(tmp_path):
    corpus = sections_with("生态", "文化")
    corpus.tokens.to_csv(tmp_path / "tokens.csv", index=False)
    text = {"section": "str", "document": "str"}
    tokens = pd.read_csv(tmp_path / "tokens.csv", dtype=text)[::-1].reset_index(drop=True)
    for by in ("section", "document"):
        one = keyness(count_terms(corpus, by=by), tokens=corpus)
        two = keyness(count_terms(tokens, by=by), tokens=tokens)
        names = ["target", "term"]
        tables = [frame.astype(dict.fromkeys(names, "str")) for frame in (one, two)]
        tables = [frame.sort_values(names, ignore_index=True) for frame in tables]
        one, two = (frame[[*names, "p_permuted", "survives"]] for frame in tables)
        pd.testing.assert_frame_equal(one, two, check_categorical=False)


def test_a_named_pair_shuffles_only_its_own_sentences():
    tokens = tokens_of({**TALK, "3": ["别的 东西 很多"] * 9})
    counts = count_terms(tokens, by="section")
    pair = keyness(counts, target="1", reference="2", tokens=tokens, permutations=99)
    two = tokens[tokens["section"] != "3"]
    alone = keyness(count_terms(two, by="section"), tokens=two, target="1", permutations=99)
    columns = ["term", "n_target", "p_permuted", "supported"]
    pair, alone = (frame[columns].astype({"term": str}) for frame in (pair, alone))
    pd.testing.assert_frame_equal(pair, alone)


def test_counts_by_sentence_serve_where_terms_were_counted_with_options():
    tokens = tokens_of(TALK).replace({"token": {"群众": "ＰＡＲＴＹ"}})
    by_section = count_terms(tokens, by="section", terms="folded")
    with pytest.raises(ValueError, match="tokens are not those of counts"):
        keyness(by_section, tokens=tokens)
    by_sentence = count_terms(tokens, by=["section", "document", "sentence"], terms="folded")
    scores = keyness(by_section, tokens=by_sentence, permutations=99)
    assert row(scores, "1", "party").supported


def test_counts_may_have_come_from_a_file_that_forgot_the_order_of_categories():
    tokens = tokens_of(TALK).replace({"section": {"1": "会后", "2": "会前"}})
    tokens["section"] = pd.Categorical(tokens["section"], ["会后", "会前"])
    counts = count_terms(tokens, by="section")
    scores = keyness(counts.astype({"section": "str"}), tokens=tokens, permutations=99)
    assert row(scores, "会后", "群众").supported
    assert row(scores, "会前", "舆论").supported


def test_tokens_must_be_those_of_counts():
    tokens = tokens_of(TALK)
    counts = count_terms(tokens, by="section")
    with pytest.raises(ValueError, match="tokens are not those of counts"):
        keyness(counts, tokens=tokens.iloc[5:])
    with pytest.raises(ValueError, match="no column 'sentence' in tokens"):
        keyness(counts, tokens=tokens.drop(columns="sentence"))
    odd = tokens.assign(half=np.arange(len(tokens)) % 2)
    with pytest.raises(ValueError, match="a sentence lies in two groups by half"):
        keyness(count_terms(odd, by="half"), tokens=odd)
    with pytest.raises(ValueError, match="permutations=0"):
        keyness(counts, tokens=tokens, permutations=0)


def test_random_shuffles_seldom_have_a_supported_term():
    """Sentences without any difference between the sections: at most 5 in 100 find one."""
    random = np.random.default_rng(11)
    words = np.array([f"词{i}" for i in range(60)])
    weight = 1 / np.arange(1, 61)
    found = 0
    for shuffle in range(60):
        sentences = [
            " ".join(np.repeat(random.choice(words, 4, p=weight / weight.sum()), 2))
            for _ in range(40)
        ]
        tokens = tokens_of({"1": sentences[:10], "2": sentences[10:18], "3": sentences[18:]})
        counts = count_terms(tokens, by="section")
        found += keyness(counts, tokens=tokens, permutations=99, seed=shuffle)["supported"].any()
    assert stats.binomtest(int(found), 60, 0.05, alternative="greater").pvalue > 0.01


def test_intervals_cover_the_true_effect():
    """Two languages with known rates: 95 of 100 intervals hold the true ratio."""
    random = np.random.default_rng(2)
    covered = total = 0
    for _ in range(60):
        one = [" ".join(["甲"] * random.binomial(3, 0.30) + ["乙"] * 8) for _ in range(60)]
        two = [" ".join(["甲"] * random.binomial(3, 0.15) + ["乙"] * 8) for _ in range(80)]
        tokens = tokens_of({"1": one, "2": two})
        rows = stability(tokens, target="1", resamples=300, top=1, stop=())
        true = np.log2((0.9 / 8.9) / (0.45 / 8.45))
        rows = rows[rows["term"] == "甲"]
        covered += ((rows["lower"] <= true) & (true <= rows["upper"])).sum()
        total += len(rows)
    assert total >= 58
    assert stats.binomtest(int(covered), int(total), 0.95).pvalue > 0.01
