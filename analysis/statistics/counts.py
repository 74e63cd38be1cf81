"""How many, how often, how evenly: tables of counts and what is read off them.

`count_terms` turns tokens into counts, one row for each group and term; `frequency`, `dispersion`,
`tf_idf` and `matrix` are read off counts, whatever columns they were counted by. What needs the
order of the tokens is in `diversity`. Rates are per 10,000 tokens, stop words among them.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..contract import CARRIED, GROUP_SIZE, INSIDE, WHOLE_SIZE, frame_of
from ..corpus import Corpus
from ..segmentation import fold, spelt, view_of
from .coding import (
    DERIVED,
    by_group_and_term,
    by_term,
    coded_terms,
    codes_of,
    counted_by,
    group_sizes,
    groups_of,
    held_in,
    inside_longer,
    names_of,
    occurs,
    ranks,
    terms_of,
    whole_size,
    without_stop,
    word_list,
    written_as,
)
from .measures import DISPERSION, Parts
from .places import places_in

PER = 10_000  # tokens that a rate is given for
IDF: dict[str, Callable[[float, np.ndarray], np.ndarray]] = {
    "plain": lambda groups, having: np.log(groups / having),
    "voyant": lambda groups, having: np.log10(groups / having),
    "sklearn": lambda groups, having: np.log((1 + groups) / (1 + having)) + 1,
    "sklearn_unsmoothed": lambda groups, having: np.log(groups / having) + 1,
}
TF: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "share": lambda n, size: n / size,
    "count": lambda n, size: n,
    "log": lambda n, size: 1 + np.log(n),
}
# the stop words of jieba.analyse
_JIEBA_STOP = frozenset(
    re.findall(
        "[a-z]+",
        "the of is and to in that we for an are by be as on with can if from which you it this "
        "then at have all not one has or that",
    )
)


# -- counting -------------------------------------------------------------------------------------


def count_terms(
    tokens: Corpus | pd.DataFrame,
    *,
    by: str | Sequence[str] = (),
    n: int = 1,
    terms: str = "written",
    punctuation: bool = True,
    nested: bool | Iterable[str] = False,
) -> pd.DataFrame:
    """How often each term occurs in each group of tokens.

    `tokens` is a corpus or its frame of tokens, `by` any column of it or several ("section",
    ["document", "section"], "tag", a year you added); without it the tokens are one group. With
    `n=2` or more the terms are n-grams: neighbours in position within a sentence, with a space
    between them. Punctuation may stand between neighbours, as it is no token; with
    `punctuation=False` nothing but white space does (of a corpus, whose text says so).

    A term is the token without white space (a token may run over a line break); `terms="folded"`
    takes ＧＤＰ, gdp and GDP for one term (full width to half, capitals to small), and
    `terms="simplified"` traditional script for simplified as well. The text itself is not changed.

    With `nested=True` (of a corpus) each term of the corpus is counted wherever its characters
    stand in the counted text of the group, also inside longer words and across several, as a
    search of the text finds them (not overlapping, in one paragraph); a list counts the terms in
    it, such as `nested=["文明实践"]`, which need be no tokens. `n` then does not add up to the
    tokens. A term with synonyms is found in all its variants.

    Returns the `by` columns, `term` (categorical, sorted), `n`, `n_group`, the tokens of the
    group (all its n-grams), and `n_all`, those of all groups: they stay true where rows are left
    out. Tokens with synonyms also have `inside` (see `frequency`). Groups are in order, within a
    group by descending `n`, then by term. Nothing is left out: `n` adds up to the tokens.

    Raises ValueError for a column that is not there, `n` below 1, an unknown `terms`,
    `punctuation=False` or `nested` for tokens without their text, and `nested` for n-grams or
    terms that are not as written.

    >>> tokens = pd.DataFrame({"section": ["1", "1", "2"], "token": ["群众", "群众", "工作"]})
    >>> count_terms(tokens, by="section").values.tolist()
    [['1', '群众', 2, 2, 3], ['2', '工作', 1, 1, 3]]
    """
    by, corpus = names_of(by), tokens
    tokens = frame_of(tokens, "tokens", ["token", *by])
    if not isinstance(n, int) or n < 1:
        raise ValueError(f"n={n!r}: the terms are n-grams of 1, 2, 3 … tokens")
    taken = [name for name in by if name in {"term", "n", *CARRIED, *DERIVED}]
    if taken:
        raise ValueError(
            f"by={taken[0]!r}: results have a column of that name, and the two could not be told "
            "apart: rename the column of tokens"
        )
    group, groups = groups_of(tokens, by)
    if nested is not False:
        text = _with_text(corpus, n, terms, nested)
        codes, index, rows = _nested(text, tokens, nested)
        return _table(groups, group, codes, index, rows)
    codes, index = terms_of(tokens, terms)
    if n > 1:
        joined = None if punctuation else _joined(corpus, tokens)
        starts, codes, index = _ngrams(tokens, codes, index, n, joined)
        group = group[starts]
    if n == 1 and "term" in tokens:
        known = _ways_to_write(corpus, index, terms)
        return _with_inside(groups, group, codes, index, terms_of(tokens[["token"]], terms), known)
    return _table(groups, group, codes, index)


def _table(
    groups: pd.DataFrame,
    group: np.ndarray,
    codes: np.ndarray,
    index: pd.Index,
    rows: np.ndarray | None = None,
) -> pd.DataFrame:
    """The counts of these terms, which stand in the rows, or one in each."""
    sizes = np.bincount(group, minlength=len(groups))
    own = group if rows is None else group[rows]
    own, codes, count = _tally(own, codes, len(groups), len(index))
    columns = {"n": count, GROUP_SIZE: sizes[own], WHOLE_SIZE: len(group)}
    return by_group_and_term(groups, own, codes, index, **columns)


def _ways_to_write(corpus: Corpus | pd.DataFrame, index: pd.Index, form: str) -> dict[str, int]:
    """The number of each term under its own name and under those of its synonyms."""
    known = {term: code for code, term in enumerate(index)}
    synonyms = corpus.options.synonyms if isinstance(corpus, Corpus) else ()
    for written in ([term, *variants] for term, variants in synonyms):
        names = written_as(written, form)
        if names[0] in known:
            known.update(dict.fromkeys(names, known[names[0]]))
    return known


def _with_inside(
    groups: pd.DataFrame,
    group: np.ndarray,
    codes: np.ndarray,
    index: pd.Index,
    tokens: tuple[np.ndarray, pd.Index],
    known: dict[str, int],
) -> pd.DataFrame:
    """Counts of terms with synonyms, and how often they stand inside longer tokens.

    `tokens` are the tokens as they are written, as numbers. The name of a term does not say which
    tokens it stands for, so what is inside cannot be read off counts and is carried along, in
    rows of its own (`n` 0) where a term stands inside others only.
    """
    word, words = tokens
    own = np.full(len(words), -1, dtype=np.int64)
    own[word] = codes
    there = np.unique(word).tolist()
    held = held_in(
        {code: words[code] for code in there},
        own,
        known | {words[code]: int(own[code]) for code in there},
    )
    inner, part, times = held.within(*_tally(group, word, len(groups), len(words)))
    outer, term, count = _tally(group, codes, len(groups), len(index))
    keys = np.append(outer * len(index) + term, inner * len(index) + part)
    keys, where = np.unique(keys, return_inverse=True)
    values = np.zeros((2, len(keys)), dtype=np.int64)
    np.add.at(values[0], where[: len(count)], count)
    np.add.at(values[1], where[len(count) :], times)
    own_group, term = np.divmod(keys, max(len(index), 1))
    order = np.lexsort((term, -values[0], own_group))
    own_group, term, (n, inside) = own_group[order], term[order], values[:, order]
    size = np.bincount(group, minlength=len(groups))[own_group]
    columns = {"n": n, GROUP_SIZE: size, WHOLE_SIZE: len(group), INSIDE: inside}
    return by_group_and_term(groups, own_group, term, index, **columns)


def _with_text(
    corpus: Corpus | pd.DataFrame, n: int, terms: str, nested: bool | Iterable[str]
) -> Corpus:
    """The corpus in whose text terms can be searched."""
    if isinstance(nested, str):
        raise ValueError(f"nested={nested!r}: it takes a list of terms, such as [{nested!r}]")
    if isinstance(corpus, pd.DataFrame):
        raise ValueError("nested looks at the text: pass the corpus, not its tokens")
    if n > 1 or terms != "written":
        raise ValueError("nested counts single terms as they are written: leave out n= and terms=")
    return corpus


def _nested(
    corpus: Corpus, tokens: pd.DataFrame, nested: bool | Iterable[str]
) -> tuple[np.ndarray, pd.Index, np.ndarray]:
    """The term of every place, the terms in order, and the row of the token of every place."""
    if isinstance(nested, bool):
        codes, index = terms_of(tokens)
        index = index[np.bincount(codes, minlength=len(index)) > 0]
    else:
        index = pd.Index(sorted(set(spelt(nested))), dtype="str")
    if not index.str.len().all():
        raise ValueError("nested: a term is empty: give words to count")
    places = places_in(corpus, index.tolist())
    return places.term, index, places.token


def _tally(
    group: np.ndarray, codes: np.ndarray, n_groups: int, n_terms: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count the pairs of group and code; by group, descending count and code."""
    from scipy.sparse import coo_array  # its import changes the filters of warnings

    ones = np.ones(len(codes), np.int32)
    # By term, then turned about: both steps deal the pairs out in order, so nothing is sorted.
    table = coo_array((ones, (codes, group)), shape=(n_terms, n_groups)).tocsr().tocsc()
    count = table.data.astype(np.int64)
    group = np.repeat(np.arange(n_groups), np.diff(table.indptr))
    most = int(count.max(initial=0))
    # One number that sorts as group and count do; the codes stay in the order they are in.
    order = np.argsort(group * (most + 1) - count, kind="stable")
    return group[order], table.indices[order], count[order]


def _joined(corpus: Corpus | pd.DataFrame, tokens: pd.DataFrame) -> np.ndarray:
    """Which tokens have nothing that is seen between them and the next one, as a mask."""
    if isinstance(corpus, pd.DataFrame):
        raise ValueError(
            "punctuation=False looks at the text between tokens: pass the corpus, not its tokens"
        )
    documents = frame_of(corpus, "documents", ["document", "text"])
    texts = dict(zip(documents["document"].astype(str), documents["text"], strict=True))
    names, starts = tokens["document"].astype(str).tolist(), tokens["start"].tolist()
    ends = [start + len(token) for start, token in zip(starts, tokens["token"], strict=True)]
    pairs = zip(names, ends, starts[1:], strict=False)
    gaps = (texts[name][end:start] for name, end, start in pairs)
    return np.array([not gap or not view_of(gap).text.strip() for gap in gaps], dtype=bool)


def _ngrams(
    tokens: pd.DataFrame,
    codes: np.ndarray,
    index: pd.Index,
    n: int,
    joined: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray, pd.Index]:
    """The rows where an n-gram starts, its number there, and the n-grams."""
    tokens = frame_of(tokens, "tokens", ["document", "sentence", "position"])
    document, position = codes_of(tokens["document"])[0], tokens["position"].to_numpy()
    sentence = tokens["sentence"].to_numpy()
    next_to = (np.diff(position) == 1) & (np.diff(sentence) == 0) & (np.diff(document) == 0)
    next_to = next_to if joined is None else next_to & joined
    starts = np.arange(max(len(codes) - n + 1, 0))
    keys = np.zeros(len(starts), dtype=np.int64)
    # word by word: keep the starts whose next word is a neighbour, and add it to their key
    for i in range(n):
        keep = next_to[starts + i - 1] if i else np.ones(len(starts), dtype=bool)
        starts, keys = starts[keep], keys[keep] * len(index) + codes[starts[keep] + i]
        # after each step the keys are numbered anew, so that no length of n overflows
        keys, _ = pd.factorize(keys)
    # factorize numbers by appearance, so a key that is a new maximum is there for the first time
    first = np.flatnonzero(np.diff(np.maximum.accumulate(keys), prepend=-1))
    words = np.asarray(index, dtype=object)
    parts = [words[codes[starts[first] + i]] for i in range(n)]
    grams = functools.reduce(lambda left, right: left + " " + right, parts)
    order = np.array(sorted(range(len(grams)), key=grams.__getitem__), dtype=np.int64)
    return starts, ranks(order)[keys], pd.Index(grams[order], dtype="str")


# -- reading counts -------------------------------------------------------------------------------


class _Coded(NamedTuple):
    """Counts as numbers: group, term and n of each row; the groups, their sizes and the terms.

    `inside` is how often the term of each row stands inside longer tokens, where counts say so.
    """

    group: np.ndarray
    term: np.ndarray
    n: np.ndarray
    groups: pd.DataFrame
    sizes: np.ndarray
    terms: pd.Index
    inside: np.ndarray | None = None


def _coded(counts: pd.DataFrame, *, needs_all: bool = True) -> _Coded:
    """Counts as numbers, ordered by group and term; rows without occurrences are left out."""
    counts = frame_of(counts, "counts")
    by = counted_by(counts)
    if (counts["n"] < 0).any():
        raise ValueError("a count is negative: n is how often a term occurs")
    counts = counts[occurs(counts)]
    group, groups = groups_of(counts, by)
    sizes = group_sizes(counts, by, group, len(groups), needs_all=needs_all)
    codes, index = coded_terms(counts["term"])
    keys = group.astype(np.int64) * len(index) + codes
    # a pair that comes twice (a column of `by` was dropped) is one row
    keys, where = np.unique(keys, return_inverse=True)
    n = np.bincount(where, weights=counts["n"].to_numpy(), minlength=len(keys))
    n = n.astype(np.int64) if pd.api.types.is_integer_dtype(counts["n"].dtype) else n
    group, term = np.divmod(keys, max(len(index), 1))
    own = n > 0
    coded = _Coded(group[own], term[own], n[own], groups, sizes, index)
    if INSIDE not in counts:
        return coded
    inside = np.bincount(where, counts[INSIDE].to_numpy(), len(keys))[own]
    return coded._replace(inside=inside.astype(np.int64))


def frequency(
    counts: pd.DataFrame,
    *,
    stop: Iterable[str] | None = None,
    together: bool = False,
    nested: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """How often each term occurs in each group of counts, and in how many groups.

    `counts` is from `count_terms`. `stop=None` leaves out the function words of `stop_words()`,
    a list the words in it as well, `stop=()` nothing. Where rows were left out of counts, groups
    are as large as their `n_group` says; a warning tells of groups that have no row left.
    With `together=True` there is one row a term, for all groups together: `range` then counts
    the sections of a document, the documents of a corpus.

    Returns the columns that were counted by, then `term`, `n`, `rate` (per 10,000 tokens of the
    group, stop words included), `range` (in how many of the groups the term occurs),
    `relative_range` (`range` divided by the number of groups) and `inside` (how often it also
    stands inside longer terms of the group: `n` leaves these places out); groups in order, then
    by descending `n`, then by term. With `nested`, the same counts with `nested=True`, also
    `across`: how often its characters stand across several tokens (内生 in 国内|生产) or in none
    (a masked name). `n` + `inside` + `across` is what a search of the text finds.

    Raises ValueError for a column that is missing, for a table that was made of counts, and for
    `nested` that are not counts of the same text by the same columns.

    >>> counts = pd.DataFrame({"term": ["群众", "工作", "的"], "n": [3, 1, 6]})
    >>> frequency(counts)[["term", "n", "rate"]].values.tolist()
    [['群众', 3, 3000.0], ['工作', 1, 1000.0]]
    """
    coded = _coded(counts, needs_all=False)
    spread = np.bincount(coded.term, minlength=len(coded.terms))
    groups = len(coded.groups)
    if together:
        coded = _together(counts, coded)
    order = np.lexsort((coded.term, -coded.n, coded.group))
    group, term, n = coded.group[order], coded.term[order], coded.n[order]
    table = by_group_and_term(
        coded.groups,
        group,
        term,
        coded.terms,
        n=n,
        rate=PER * n / coded.sizes[group],
        range=spread[term],
        relative_range=spread[term] / max(groups, 1),
        inside=_inside_of(coded)[order],
    )
    if nested is not None:
        kind = {"together": together, "synonyms": INSIDE in counts}
        table = _with_across(table, nested, counted_by(counts), **kind)
    return without_stop(table, stop)


def _together(counts: pd.DataFrame, coded: _Coded) -> _Coded:
    """The same with all groups as one."""
    merged = counts.drop(columns=[*counted_by(counts), GROUP_SIZE, WHOLE_SIZE], errors="ignore")
    size = max(coded.sizes.sum(), whole_size(counts) or 0)
    return _coded(merged)._replace(sizes=np.array([size]))


def _with_across(
    table: pd.DataFrame, nested: pd.DataFrame, by: list[str], *, together: bool, synonyms: bool
) -> pd.DataFrame:
    """The table with what is left of all places after those in tokens."""
    nested = frame_of(nested, "counts", [*by, "term", "n"], called="nested")
    keys = ["term"] if together else [*by, "term"]
    places = nested.astype(dict.fromkeys(keys, "str")).groupby(keys)["n"].sum()
    rows = pd.MultiIndex.from_frame(table[keys].astype("str")) if len(keys) > 1 else table["term"]
    across = places.reindex(rows).to_numpy() - (table["n"] + table["inside"]).to_numpy()
    if synonyms:  # places of several words may overlap
        across = np.maximum(across, 0)
    if counted_by(nested) != by or not (across >= 0).all():
        raise ValueError(
            "nested are not the counts of the same text: make them with count_terms(corpus, "
            f"by={by}, nested=True)"
        )
    return table.assign(across=across.astype(np.int64))


def _inside_of(coded: _Coded) -> np.ndarray:
    """How often the term of each row stands inside longer ones, as counts say or their terms."""
    if coded.inside is not None:
        return coded.inside
    return inside_longer(coded.group, coded.term, coded.n, coded.terms)


def dispersion(
    counts: pd.DataFrame,
    *,
    measures: Sequence[str] = ("dp", "dp_norm", "juilland_d", "kl_divergence"),
    stop: Iterable[str] | None = None,
) -> pd.DataFrame:
    """How evenly each term is spread over the groups of counts, which may differ in size.

    `counts` is from `count_terms`, counted by at least one column. `measures` are names of
    `measures.DISPERSION`: dp, dp_norm and kl_divergence are 0 for an even spread, juilland_d,
    carroll_d2, rosengren_s, lyne_d3 and da are 1. A rare term cannot be evenly spread over many
    groups, so compare terms of similar `n`.

    `stop` is as in `frequency`: stop words leave the result, not the sizes of the groups, and so
    do rows that were left out of counts with `n_group`. Groups that have no row left are missing,
    and such counts are refused.

    Returns `term`, `n`, `range` (groups with the term) and the measures; by descending `n`, then
    by term.

    Raises ValueError if there are fewer than two groups, for an unknown measure, and where rows
    were left out of counts and with them whole groups.

    >>> counts = pd.DataFrame({"section": ["1", "1", "2"], "term": ["群众", "工作", "工作"],
    ...                        "n": [5, 5, 10]})
    >>> dispersion(counts, measures=["dp"]).round(3).values.tolist()
    [['工作', 15, 2, 0.167], ['群众', 5, 1, 0.5]]
    """
    unknown = [name for name in measures if name not in DISPERSION]
    if unknown:
        raise ValueError(f"no measure {unknown[0]!r}; there are: {', '.join(DISPERSION)}")
    coded = _coded(counts)
    if len(coded.groups) < 2:
        raise ValueError(
            f"dispersion needs at least two groups, and counts have {len(coded.groups)}: "
            "count by something, such as count_terms(tokens, by='section')"
        )
    spread = Parts(coded.term, coded.group, coded.n, coded.sizes, len(coded.terms))
    n = spread.total.astype(coded.n.dtype)
    order = np.argsort(-n, kind="stable")
    order = order[n[order] > 0]
    names = ["range", *(name for name in measures if name != "range")]
    values = {name: DISPERSION[name].function(spread)[order] for name in names}
    table = by_term(order, coded.terms, n=n[order], **values)
    return without_stop(table, stop)


def tf_idf(
    counts: pd.DataFrame,
    *,
    idf: str = "plain",
    tf: str = "share",
    norm: str | None = None,
    stop: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Which terms are frequent in a group and rare in the others: tf times idf.

    `counts` is from `count_terms`. With N groups, df of them with the term: `idf` is "plain"
    ln(N/df), "voyant" log10(N/df), "sklearn" ln((1+N)/(1+df)) + 1, "sklearn_unsmoothed"
    ln(N/df) + 1, or "jieba", the list that comes with jieba. `tf` is "share" of the group's
    tokens, "count" or "log" (1 + ln n). `norm` "l2" or "l1" makes each group's values have that
    norm 1. scikit-learn's defaults are `idf="sklearn", tf="count", norm="l2", stop=()`.

    "jieba" gives the weights of jieba.analyse.extract_tags: words of one character and its own
    (English) stop words do not count, and words that are not in its list get its median.

    A ranking, not a test: nothing says how sure it is (see `keyness`). With "plain" a term that
    all groups have is 0.

    Returns the columns counted by, `term`, `n`, `tf_idf`; groups in order, then by descending
    `tf_idf`, then by term. `stop` is as in `frequency`; stop words are taken out at the end.

    Spärck Jones, K. (1972). A statistical interpretation of term specificity and its application
    in retrieval. Journal of Documentation 28(1), 11-21. https://doi.org/10.1108/eb026526

    >>> counts = pd.DataFrame({"section": ["1", "1", "2"], "term": ["群众", "工作", "工作"],
    ...                        "n": [5, 5, 10]})
    >>> tf_idf(counts)[["term", "tf_idf"]].round(3).values.tolist()
    [['群众', 0.347], ['工作', 0.0], ['工作', 0.0]]
    """
    if idf not in {*IDF, "jieba"} or tf not in TF or norm not in {None, "l1", "l2"}:
        raise ValueError(
            f"idf={idf!r}, tf={tf!r}, norm={norm!r}: idf is one of {', '.join([*IDF, 'jieba'])}; "
            "tf is share, count or log; norm is l1, l2 or None"
        )
    counts = frame_of(counts, "counts")
    if idf == "jieba":
        taken = counts[_jieba_takes(counts["term"])]  # the others are not counted in groups
        counts = taken.drop(columns=[GROUP_SIZE, WHOLE_SIZE], errors="ignore")
    coded = _coded(counts)
    value = TF[tf](coded.n, coded.sizes[coded.group]) * _idf(coded, idf)[coded.term]
    if norm:
        power = 1 if norm == "l1" else 2
        length = np.bincount(coded.group, np.abs(value) ** power) ** (1 / power)
        value = value / np.where(length > 0, length, 1)[coded.group]
    order = np.lexsort((coded.term, -value, coded.group))
    group, term = coded.group[order], coded.term[order]
    columns = {"n": coded.n[order], "tf_idf": value[order]}
    return without_stop(by_group_and_term(coded.groups, group, term, coded.terms, **columns), stop)


def _idf(coded: _Coded, idf: str) -> np.ndarray:
    """The weight of each term."""
    if idf == "jieba":
        known, median = _jieba_idf()
        return np.array([known.get(term, median) for term in fold(coded.terms)])
    having = np.bincount(coded.term, minlength=len(coded.terms))
    return IDF[idf](len(coded.groups), np.maximum(having, 1))


def _jieba_takes(terms: pd.Series) -> np.ndarray:
    """Which terms jieba.analyse.extract_tags looks at, as a mask."""
    terms = terms.astype("str")
    return ((terms.str.len() >= 2) & ~terms.str.lower().isin(_JIEBA_STOP)).to_numpy()


@functools.cache
def _jieba_idf() -> tuple[dict[str, float], float]:
    """jieba's list of idf by word, and its median, which serves for all other words."""
    known = {word: float(value) for word, value in word_list("analyse", "idf.txt")}
    return known, sorted(known.values())[len(known) // 2]


def matrix(counts: pd.DataFrame, *, values: str = "n") -> pd.DataFrame:
    """The wide form of a table: one row for each group, one column for each term, 0 where none.

    `counts` is from `count_terms`, or another table with a number for each group and term, whose
    column `values` names ("n", or "tf_idf", "rate" …). The row labels are the columns that were
    counted by; groups and terms are in order. Takes groups x terms numbers of memory.

    >>> counts = pd.DataFrame({"section": ["1", "2"], "term": ["群众", "工作"], "n": [5, 7]})
    >>> matrix(counts)
    term     工作  群众
    section
    1         0   5
    2         7   0
    """
    counts = frame_of(counts, "counts", ["term", "n", values])
    by = [name for name in counts.columns if name not in {*DERIVED, *CARRIED, "term", "n", values}]
    # rows of 0 stay: a group whose every value is 0 (as tf-idf may be) is a row all the same
    group, groups = groups_of(counts, by)
    codes, terms = coded_terms(counts["term"])
    there, codes = np.unique(codes, return_inverse=True)
    wide = np.zeros((len(groups), len(there)), dtype=counts[values].to_numpy().dtype)
    np.add.at(wide, (group, codes), counts[values].to_numpy())
    rows = None
    if len(by) == 1:
        rows = pd.Index(groups[by[0]], name=by[0])
    elif by:
        rows = pd.MultiIndex.from_frame(groups)
    return pd.DataFrame(wide, index=rows, columns=terms.take(there).rename("term"))
