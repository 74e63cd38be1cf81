"""Tables of drawn collections, held against a plain recount, and each document by itself."""

import math
import re
from collections import Counter

import naive
import numpy as np
import pytest
from collected import alone, corpora, plain, terms_of
from hypothesis import given
from hypothesis import strategies as st
from makers import examples

import analysis as an
from analysis.segmentation import spelt, view_of
from analysis.structure import COUNTED

QUICK = examples(10)
BY = {
    (): lambda document, section: (),
    ("document",): lambda document, section: (document,),
    ("section",): lambda document, section: (section,),
    ("document", "section"): lambda document, section: (document, section),
}
bys = st.sampled_from(list(BY))
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")


def counted(corpus, by, n=1):
    """How often each n-gram stands in each group, and how many the group has."""
    runs = terms_of(corpus)
    at = {(document, position): row for row in runs for document, position in [(row[0], row[3])]}
    found, sizes = Counter(), Counter()
    for document, section, sentence, position, _ in runs:
        run = [at.get((document, position + step)) for step in range(n)]
        if all(row is not None and row[2] == sentence for row in run):
            group = BY[by](document, section)
            found[(*group, " ".join(row[4] for row in run))] += 1
            sizes[group] += 1
    return found, sizes


def rows_by_key(table, *columns):
    """The columns of a table by those before them and the term, as text."""
    keys = [name for name in table.columns[: table.columns.get_loc("term") + 1]]
    keyed = zip(*(table[name].astype(str) for name in keys), strict=True)
    return dict(zip(keyed, plain(table[list(columns)]), strict=True))


# --- counts ---------------------------------------------------------------------------------


@QUICK
@given(corpora(), bys, st.integers(1, 3))
def test_counts_are_those_of_a_plain_count(corpus, by, n):
    found, sizes = counted(corpus, by, n)
    table = rows_by_key(an.count_terms(corpus, by=list(by), n=n), "n", "n_group", "n_all")
    total = sizes.total()
    assert table == {key: [times, sizes[key[:-1]], total] for key, times in found.items()}


@QUICK
@given(corpora(), st.integers(2, 3))
def test_ngrams_within_punctuation_have_no_sign_between_their_tokens(corpus, n):
    texts = corpus.documents.set_index("document")["text"]
    found, run = Counter(), []
    for row in corpus.tokens.astype({"document": str, "token": str}).itertuples():
        if run:
            last = run[-1]
            gap = texts[row.document][last.start + len(last.token) : row.start]
            beside = (last.document, last.sentence) == (row.document, row.sentence)
            if not beside or view_of(gap).text.strip():
                run = []
        run = [*run, row][-n:]
        if len(run) == n:
            found[" ".join(spelt(one.token for one in run))] += 1
    table = an.count_terms(corpus, n=n, punctuation=False)
    assert dict(zip(table["term"].astype(str), table["n"], strict=True)) == found


@QUICK
@given(corpora(), bys)
def test_frequencies_are_those_of_a_plain_count(corpus, by):
    found, sizes = counted(corpus, by)
    table = an.frequency(an.count_terms(corpus, by=list(by)), stop=())
    names = ["n", "rate", "range", "relative_range", "inside"]
    rows = rows_by_key(table, *names)
    assert set(rows) == set(found)
    groups = {key[:-1] for key in found}
    for (*group, term), n in found.items():
        having = sum((*other, term) in found for other in groups)
        longer = [(key[-1], times) for key, times in found.items() if key[:-1] == tuple(group)]
        inside = sum(other.count(term) * times for other, times in longer if other != term)
        rate = 10_000 * n / sizes[tuple(group)]
        expected = [n, rate, having, having / len(groups), inside]
        assert rows[(*group, term)] == pytest.approx(expected)


@QUICK
@given(corpora(min_size=2), st.sampled_from(["document", "section"]))
def test_dispersion_is_that_of_a_plain_count(corpus, by):
    found, sizes = counted(corpus, (by,))
    if len(sizes) < 2:
        with pytest.raises(ValueError, match="at least two groups"):
            an.dispersion(an.count_terms(corpus, by=by))
        return
    slow = {"dp": naive.dp, "juilland_d": naive.juilland_d, "da": naive.da, "range": naive.range_}
    table = an.dispersion(an.count_terms(corpus, by=by), measures=list(slow), stop=())
    terms = {key[-1] for key in found}
    assert set(table["term"]) == terms
    assert list(table.columns[:3]) == ["term", "n", "range"]
    for row in table.itertuples():
        n = [found[(*group, row.term)] for group in sizes]
        assert row.n == sum(n)
        for name, measure in slow.items():
            assert getattr(row, name) == pytest.approx(measure(n, list(sizes.values())), abs=1e-9)


@QUICK
@given(corpora(), bys)
def test_tf_idf_is_that_of_a_plain_count(corpus, by):
    found, sizes = counted(corpus, by)
    counts = an.count_terms(corpus, by=list(by))
    rows = rows_by_key(an.tf_idf(counts, stop=()), "tf_idf")
    having = Counter(key[-1] for key in found)
    assert set(rows) == set(found)
    for key, n in found.items():
        expected = n / sizes[key[:-1]] * math.log(len(sizes) / having[key[-1]])
        assert rows[key] == pytest.approx([expected])


@QUICK
@given(corpora(), bys)
def test_a_matrix_has_every_count_in_its_cell_and_0_elsewhere(corpus, by):
    found, sizes = counted(corpus, by)
    wide = an.matrix(an.count_terms(corpus, by=list(by)))
    assert wide.shape == (len(sizes), len({key[-1] for key in found}))
    assert wide.to_numpy().sum() == len(corpus.tokens)
    for (*group, term), n in found.items():
        assert (wide.loc[tuple(group), term] if group else wide[term].iloc[0]) == n


@QUICK
@given(corpora(), st.sampled_from([None, (), ["群众", "GDP"]]))
def test_what_stop_words_take_out_is_what_frequency_leaves_out(corpus, stop):
    counts = an.count_terms(corpus, by="document")
    left = an.frequency(counts, stop=stop)["n"].sum()
    taken = an.dropped(counts, stop)
    assert left + taken["n"].sum() == len(corpus.tokens)
    assert taken["share"].sum() == pytest.approx(taken["n"].sum() / max(len(corpus.tokens), 1))


@QUICK
@given(corpora())
def test_rolled_up_counts_are_the_counts_of_rolled_up_tokens(corpus):
    fine = an.count_terms(corpus, by=["document", "section"])
    coarse = an.count_terms(an.roll_up(corpus.tokens), by=["document", "section"])
    assert rows_by_key(an.roll_up(fine), "n", "n_group") == rows_by_key(coarse, "n", "n_group")


@QUICK
@given(
    corpora(min_size=2), st.lists(st.sampled_from(["群众", "GDP", "的"]), min_size=1, unique=True)
)
def test_rates_are_those_of_every_group_and_lie_in_their_intervals(corpus, words):
    found, sizes = counted(corpus, ("document",))
    if len(sizes) < 2:
        return
    table = an.rates(an.count_terms(corpus, by="document"), words)
    assert len(table) == len(words) * len(sizes)
    for row in table.itertuples():
        n, size = found[row.group, row.term], sizes[row.group,]
        assert (row.n, row.n_group) == (n, size)
        assert row.rate == pytest.approx(10_000 * n / size)
        assert row.lower <= row.rate <= row.upper


# --- comparison -----------------------------------------------------------------------------


def g2(a, b, c, d):
    """Dunning's statistic of the four cells, negative where the target has less."""
    expected = [[c * (a + b) / (c + d), d * (a + b) / (c + d)]]
    expected += [[c - expected[0][0], d - expected[0][1]]]
    cells = zip([a, b, c - a, d - b], [*expected[0], *expected[1]], strict=True)
    total = 2 * sum(n * math.log(n / e) for n, e in cells if n)
    return total if a / c >= b / d else -total


@QUICK
@given(corpora(min_size=2), st.booleans())
def test_keyness_is_that_of_a_plain_count(corpus, shuffled):
    found, sizes = counted(corpus, ("document",))
    counts = an.count_terms(corpus, by="document")
    if len(sizes) < 2:
        with pytest.raises(ValueError, match=r"two groups|empty"):
            an.keyness(counts)
        return
    tokens = corpus if shuffled else None
    scores = an.keyness(counts, tokens=tokens, permutations=9, stop=(), absent=True)
    total, terms = Counter(), {key[-1] for key in found}
    for (_, term), n in found.items():
        total[term] += n
    assert len(scores) == len(sizes) * len(terms)
    for row in scores.itertuples():
        n, size = found[row.target, row.term], sizes[row.target,]
        rest, other = total[row.term] - n, len(corpus.tokens) - size
        assert (row.n_target, row.n_reference) == (n, rest)
        assert (row.size_target, row.size_reference) == (size, other)
        rates = 10_000 * n / size, 10_000 * rest / other
        assert (row.rate_target, row.rate_reference) == pytest.approx(rates)
        assert row.score == pytest.approx(g2(n, rest, size, other), abs=1e-7)
        assert row.range == sum((name, row.term) in found for (name,) in sizes)
        assert row.lower <= row.effect <= row.upper
        assert row.support == ("permutation" if shuffled else "interval")
    order = scores.assign(place=-scores["score"])
    order["target"] = order["target"].cat.codes
    assert order.index.tolist() == order.sort_values(["target", "place", "term"]).index.tolist()


@QUICK
@given(corpora(min_size=2), st.sampled_from([None, 1, 2]))
def test_key_terms_are_the_more_frequent_ones_and_the_rest_is_told(corpus, top):
    counts = an.count_terms(corpus, by=["document", "section"])
    if counts["document"].astype(str).add(counts["section"].astype(str)).nunique() < 2:
        return
    scores = an.keyness(counts, stop=())
    more = scores[scores["rate_target"] > scores["rate_reference"]]
    shown = more[more["hidden"] == ""]
    expected = []
    for _, own in shown.groupby("target", observed=True, sort=False):
        values = own["score"].tolist()
        size = most = len(own) if top is None else min(top, len(own))
        while 0 < size < len(own) and values[size] == values[size - 1]:
            size -= 1  # of equal scores all are shown or none
        size = size or most  # unless they are the best there are
        expected += own.index[:size].tolist()
    assert an.key_terms(scores, top=top).index.tolist() == expected
    numbers = map(int, re.findall("[0-9]+", an.left_out(scores)))
    assert sum(numbers) == len(more) - len(shown)
    assert len(an.key_terms(scores, show="all")) == len(more)


@QUICK
@given(corpora(min_size=2))
def test_stability_tells_of_the_same_terms_as_keyness(corpus):
    counts = an.count_terms(corpus, by="document")
    if counts["document"].nunique() < 2:
        return
    rows = an.stability(corpus, by="document", resamples=9, top=2, stop=())
    scores = an.keyness(counts, stop=())
    best = scores[scores["score"] > 0].groupby("target", observed=True, sort=False).head(2)
    names = ["target", "term", "n_target", "n_reference"]
    assert plain(rows[names].astype(str)) == plain(best[names].astype(str))
    sentences = {(row[0], row[2], row[4]) for row in terms_of(corpus)}
    for row in rows.itertuples():
        having = Counter(document == row.target for document, _, t in sentences if t == row.term)
        assert (row.sentences_target, row.sentences_reference) == (having[True], having[False])
        assert 0 <= row.stays <= 1


@QUICK
@given(corpora(min_size=2))
def test_the_same_segmenter_puts_every_term_at_the_same_place(corpus):
    counts = an.count_terms(corpus, by="document")
    if counts["document"].nunique() < 2:
        return
    cuts = {"corpus": None, "again": corpus.options.segmenter}
    rows = an.sensitivity(corpus, cuts, by="document", stop=())
    assert rows["corpus"].equals(rows["again"].rename("corpus"))
    assert (rows["agreement"] == 1).all()


# --- back to the text -----------------------------------------------------------------------

WORDS = st.sampled_from(["群众", "文明实践", "GDP", "人民", "内生", "的", "营商环境", "人人"])


@QUICK
@given(corpora(), WORDS)
def test_lines_stand_where_they_say_and_whole_tokens_are_those_of_the_counts(corpus, word):
    texts = corpus.documents.set_index("document")["text"]
    lines = an.kwic(corpus, word, width=5, missing="empty")
    for row in lines.itertuples():
        assert max(len(row.left), len(row.right)) <= 5
        assert view_of(texts[row.document][row.start :]).text.startswith(word)
        assert spelt([row.keyword]) == [word]
    assert an.kwic(corpus, re.escape(word), width=5, regex=True, missing="empty").equals(lines)
    whole = an.kwic(corpus, word, term=True, missing="empty")
    starts = [
        (row[0], start)
        for row, start in zip(terms_of(corpus), corpus.tokens["start"], strict=True)
        if row[4] == word
    ]
    assert list(zip(whole["document"], whole["start"], strict=True)) == starts
    assert (whole["how"] == "itself").all()
    for sort in ("left", "right", "section"):
        other = an.kwic(corpus, word, width=5, sort=sort, missing="empty")
        assert sorted(plain(other)) == sorted(plain(lines))
    found = an.sentences(corpus, word, missing="empty")
    assert found["n"].sum() == len(lines)
    assert all(word in view_of(text).text for text in found["text"])


@QUICK
@given(corpora(), st.lists(WORDS, min_size=1, max_size=3, unique=True))
def test_terms_are_found_and_counted_wherever_they_stand(corpus, words):
    texts = corpus.documents.set_index("document")["text"]
    searched, found = Counter(), an.hits(corpus, words)
    for block in corpus.blocks[corpus.blocks["role"].isin(COUNTED)].itertuples():
        view = view_of(texts[block.document], block.start, block.end).text
        for word in words:
            searched[block.document, word] += view.count(word)
    pairs = zip(found["document"].astype(str), found["term"].astype(str), strict=True)
    assert Counter(pairs) == +searched
    for row in found.itertuples():
        assert spelt([texts[row.document][row.start : row.end]]) == [row.term]
    if len(corpus.tokens):
        table = an.count_terms(corpus, by="document", nested=words)
        assert rows_by_key(table, "n") == {key: [n] for key, n in (+searched).items()}
    lines = [an.kwic(corpus, word, missing="empty") for word in words]
    assert found["start"].tolist() == [start for one in lines for start in one["start"]]
    assert found["how"].tolist() == [how for one in lines for how in one["how"]]


# --- terms together -------------------------------------------------------------------------


@QUICK
@given(corpora(), WORDS, st.sampled_from([1, 3, (2, 0), (0, 2)]), st.booleans())
def test_collocates_are_those_of_a_plain_count(corpus, word, window, across):
    rows = [(d, s, p, t) for d, _, s, p, t in terms_of(corpus)]
    if word not in {row[3] for row in rows}:
        with pytest.raises(ValueError, match=r"does not occur|nothing to count"):
            an.collocates(corpus, word)
        return
    before, after = window if isinstance(window, tuple) else (window, window)
    found = Counter()
    for d, s, p, t in rows:
        nodes = [(q - p, r) for e, r, q, node in rows if (e, node) == (d, word)]
        near = [r == s or across for step, r in nodes if -before <= -step <= after]
        found[t] += t != word and any(near)
    table = an.collocates(corpus, word, window=window, across=across, stop=())
    assert dict(zip(table["collocate"], table["n"], strict=True)) == +found


@QUICK
@given(corpora(), st.sampled_from([None, 1, 3]))
def test_pairs_are_those_of_a_plain_count(corpus, window):
    rows = [(d, s, p, t) for d, _, s, p, t in terms_of(corpus)]
    if not rows:
        return
    slow = naive.together_in_sentences(rows)
    found = slow if window is None else naive.together_in_windows(rows, window)
    table = an.cooccurrence(corpus, window=window, min_n=1, top=None, stop=())
    pairs = zip(table["node"], table["collocate"], strict=True)
    assert dict(zip(pairs, table["n"], strict=True)) == found


@QUICK
@given(corpora(), WORDS, st.integers(2, 3))
def test_ngrams_around_a_word_are_those_of_a_plain_count(corpus, word, n):
    found = {key[0]: times for key, times in counted(corpus, (), n)[0].items()}
    found = {gram: times for gram, times in found.items() if word in gram.split(" ")}
    if word not in {row[4] for row in terms_of(corpus)}:
        return
    table = an.ngrams(corpus, word, n=n)
    assert dict(zip(table["ngram"], table["n"], strict=True)) == found


# --- how similar ----------------------------------------------------------------------------


@QUICK
@given(corpora(min_size=2))
def test_likeness_trees_and_maps_are_those_of_a_plain_count(corpus):
    found, sizes = counted(corpus, ("document",))
    if len(sizes) < 2:
        return
    counts = an.count_terms(corpus, by="document")
    table = an.similarity(counts, measure="jaccard", stop=())
    terms = {name: {term for document, term in found if document == name} for (name,) in sizes}
    assert set(table) == set(terms)
    for one in terms:
        for other in terms:
            both = len(terms[one] & terms[other]) / len(terms[one] | terms[other])
            assert table.loc[one, other] == pytest.approx(both)
    tree = an.hierarchical_clustering(table)
    assert sorted(tree.order) == sorted(table)
    assert tree.linkage["distance"].is_monotonic_increasing
    assert tree.linkage["n"].iloc[-1] == len(terms)
    every = sorted(set().union(*terms.values()))
    if len(every) < 2:
        return
    n = np.array([[found[name, term] for term in every] for name in terms], dtype=float)
    expected = np.outer(n.sum(axis=1), n.sum(axis=0)) / n.sum()
    chi_squared = ((n - expected) ** 2 / expected).sum()
    points, inertia = an.correspondence(counts, top=None, stop=())
    assert inertia["inertia"].sum() == pytest.approx(chi_squared / n.sum(), abs=1e-9)
    assert points.groupby("kind")["mass"].sum().tolist() == pytest.approx([1, 1])


# --- the order of the tokens ----------------------------------------------------------------


@QUICK
@given(corpora(), bys, st.integers(1, 5))
def test_diversity_and_readability_are_those_of_a_plain_count(corpus, by, window):
    texts = corpus.documents.set_index("document")["text"]
    runs, groups = terms_of(corpus), {}
    for row, start in zip(runs, corpus.tokens.itertuples(), strict=True):
        groups.setdefault(BY[by](row[0], row[1]), []).append((row, start))
    rich = an.diversity(corpus, by=list(by), window=window)
    hard = an.readability(corpus, by=list(by))
    assert len(rich) == len(hard) == len(groups)
    keys = list(zip(*(rich[name].astype(str) for name in by), strict=True)) if by else [()]
    for key, wide, long in zip(keys, rich.itertuples(), hard.itertuples(), strict=False):
        own = [row[4] for row, _ in groups[key]]
        times = Counter(own)
        assert (wide.n, wide.types) == (len(own), len(times))
        assert wide.hapaxes == list(times.values()).count(1)
        assert wide.yule_k == pytest.approx(naive.yule_k(own))
        each = naive.distinct_in_windows(own, window)
        mattr = sum(each) / len(each) / window if each else math.nan
        assert wide.mattr == pytest.approx(mattr, nan_ok=True)
        ends = set()
        for (row, token), (after, following) in zip(groups[key], groups[key][1:], strict=False):
            gap = texts[row[0]][token.start + len(str(token.token)) : following.start]
            if row[:1] + row[2:3] == after[:1] + after[2:3] and re.search("[，,；;…]", gap):
                ends.add((row[0], row[3]))
        sentences = len({(row[0], row[2]) for row, _ in groups[key]})
        characters = sum(map(len, own))
        assert (long.n, long.sentences) == (len(own), sentences)
        assert long.clauses == sentences + len(ends)
        assert long.clause_characters == pytest.approx(characters / long.clauses)
        assert long.sentence_tokens == pytest.approx(len(own) / sentences)


@QUICK
@given(corpora())
def test_reduced_frequencies_are_those_of_a_plain_count(corpus):
    own = [row[4] for row in terms_of(corpus)]
    table = an.reduced_frequency(corpus, stop=())
    assert dict(zip(table["term"], table["n"], strict=True)) == Counter(own)
    for row in table.itertuples():
        assert row.arf == pytest.approx(naive.arf(own, row.term))


# --- each document by itself ----------------------------------------------------------------


def rows_of_document(table, name):
    """The rows of one document, all values but its own name."""
    return plain(table[table["document"].astype(str) == name].drop(columns="document"))


ALONE = {
    "tokens": lambda corpus: corpus.tokens,
    "sections": lambda corpus: corpus.sections,
    "blocks": lambda corpus: corpus.blocks,
    "lost": lambda corpus: corpus.lost,
    "outline": an.outline,
    "counts": lambda corpus: an.count_terms(corpus, by=["document", "section"], n=2).drop(
        columns="n_all"  # of all documents
    ),
    "lines": lambda corpus: an.kwic(corpus, "群众", missing="empty"),
    "sentences": lambda corpus: an.sentences(corpus, "文明实践", missing="empty"),
    "diversity": lambda corpus: an.diversity(corpus, by="document", window=3),
    "readability": lambda corpus: an.readability(corpus, by=["document", "section"]),
    "frequency": lambda corpus: an.frequency(an.count_terms(corpus, by="document"), stop=())[
        ["document", "term", "n", "rate", "inside"]
    ],
}


@examples(20)
@given(corpora(min_size=2))
def test_a_document_has_the_same_rows_alone(corpus):
    for name in corpus.documents["document"]:
        own = alone(corpus, name)
        for what, table in ALONE.items():
            expected = rows_of_document(table(own), name)
            assert str(rows_of_document(table(corpus), name)) == str(expected), what


PLAIN = {
    "counts": lambda tokens: an.count_terms(tokens, by="document"),
    "bigrams": lambda tokens: an.count_terms(tokens, n=2),
    "diversity": lambda tokens: an.diversity(tokens, by=["document", "section"], window=2),
    "reduced": lambda tokens: an.reduced_frequency(tokens, stop=()),
    "pairs": lambda tokens: an.cooccurrence(tokens, min_n=1, stop=()),
    "found": an.discover_terms,
}


@QUICK
@given(corpora(min_size=2))
def test_words_that_were_filtered_away_leave_no_trace(corpus):
    tokens = corpus.tokens
    some = tokens[tokens["sentence"] == 0]
    if not len(some):
        return
    bare = some.astype({"token": str})
    for name in ("document", "section"):
        bare[name] = bare[name].cat.remove_unused_categories()
    for what, table in PLAIN.items():
        assert str(plain(table(some))) == str(plain(table(bare))), what


@QUICK
@given(corpora(min_size=2), WORDS)
def test_counts_of_neighbours_add_up_over_documents(corpus, word):
    rows = terms_of(corpus)
    if word not in {row[4] for row in rows}:
        return
    tables = {
        "collocate": lambda some: an.collocates(some, word, window=2, stop=()),
        "ngram": lambda some: an.ngrams(some, word, n=2),
    }
    for column, table in tables.items():
        total = Counter()
        for name in sorted({row[0] for row in rows if row[4] == word}):
            own = table(alone(corpus, name))
            total.update(dict(zip(own[column], own["n"], strict=True)))
        whole = table(corpus)
        assert dict(zip(whole[column], whole["n"], strict=True)) == total, column
