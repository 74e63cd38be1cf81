"""How a text is woven: the richness of its vocabulary, bursts of terms, how hard it is to read.

These need the order of the tokens, and so start from tokens rather than from counts.
"""

import functools
import heapq
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from .coding import frame_of, groups_of, names_of, need, terms_of, without_stop, word_list

COMMON = 5_000  # words taken for common: as many as the word list of the HSK (2012) has
_CLAUSE_END = re.compile("[，,；;。！!？?…]")
_HAN = re.compile(r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]+")


def _runs(tokens: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, list[np.ndarray]]:
    """The groups, and for each the numbers of its rows, in the order of the tokens."""
    group, groups = groups_of(tokens, by)
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group, minlength=len(groups))
    return groups, np.split(order, np.cumsum(sizes)[:-1]) if len(groups) else []


def diversity(
    tokens: pd.DataFrame,
    *,
    by: str | Sequence[str] = (),
    window: int = 50,
    threshold: float = 0.72,
    terms: str = "written",
) -> pd.DataFrame:
    """How rich the vocabulary of each group is.

    Returns the `by` columns and `n`, `types` (different terms), `hapaxes` (terms that occur once),

    - `ttr`: types / n. Falls with length: only for groups of the same length;
    - `mattr`: mean types / `window` over all windows of that many tokens;
    - `msttr`: the same over windows that follow one another, without the rest;
    - `mtld`: mean length of stretches until their TTR falls below `threshold` (from both ends, a
      rest counted in proportion). About 100 tokens are the least it should be used for;
    - `yule_k`: Yule's K, 10⁴ (Σ f² - n) / n² over the terms: the lower the richer.

    `mattr`, `msttr` are NaN for groups shorter than `window`, `mtld` where no term comes twice.

    Covington, M. A. & McFall, J. D. (2010). Cutting the Gordian knot: the moving-average
    type-token ratio (MATTR). Journal of Quantitative Linguistics 17(2), 94-100.
    https://doi.org/10.1080/09296171003643098. Johnson, W. (1944). Studies in language behavior: a
    program of research. Psychological Monographs 56(2), 1-15. https://doi.org/10.1037/h0093508.
    McCarthy, P. M. & Jarvis, S. (2010). MTLD, vocd-D, and HD-D. Behavior Research Methods 42(2),
    381-392. https://doi.org/10.3758/BRM.42.2.381. Yule, G. U. (1944). The Statistical Study of
    Literary Vocabulary. Cambridge University Press.

    >>> tokens = pd.DataFrame({"token": "群众 工作 群众 群众 工作 群众".split()})
    >>> diversity(tokens, window=3).round(3)[["n", "types", "mattr", "yule_k"]].values.tolist()
    [[6.0, 2.0, 0.667, 3888.889]]
    """
    by = names_of(by)
    need(tokens, "tokens", ["token", *by], "make tokens with load() or tokenize()")
    if not isinstance(window, int) or window < 1 or not 0 < threshold < 1:
        raise ValueError(
            f"window={window!r}, threshold={threshold!r}: at least 1; between 0 and 1"
        )
    codes = terms_of(tokens, terms)[0]
    groups, rows = _runs(tokens, by)
    table = pd.DataFrame(
        [_richness(codes[row], window, threshold) for row in rows],
        columns=["n", "types", "hapaxes", "ttr", "mattr", "msttr", "mtld", "yule_k"],
    )
    return pd.concat([groups, table], axis=1)


def _richness(codes: np.ndarray, window: int, threshold: float) -> tuple:
    n = len(codes)
    times = np.bincount(codes)
    times = times[times > 0]
    distinct = _distinct_in_windows(codes, window)
    return (
        n,
        len(times),
        int((times == 1).sum()),
        len(times) / n,
        distinct.mean() / window if distinct.size else np.nan,
        distinct[::window].mean() / window if distinct.size else np.nan,
        _mtld(codes, threshold),
        1e4 * float((times.astype(float) ** 2).sum() - n) / n**2,
    )


def _distinct_in_windows(codes: np.ndarray, window: int) -> np.ndarray:
    """How many different codes there are in each stretch of `window` of them."""
    n = len(codes)
    if n < window:
        return np.empty(0)
    order = np.argsort(codes, kind="stable")
    same = codes[order][1:] == codes[order][:-1]
    before = np.full(n, -1)  # where the same code came last
    before[order[1:][same]] = order[:-1][same]
    # a place counts in the windows it is in that begin after `before`: add 1 to these windows
    place = np.arange(n)
    begin = np.maximum(np.maximum(before + 1, place - window + 1), 0)
    end = np.minimum(place, n - window) + 1
    counts = begin < end
    steps = np.bincount(begin[counts], minlength=n + 1) - np.bincount(end[counts], minlength=n + 1)
    return np.cumsum(steps)[: n - window + 1]


def _mtld(codes: np.ndarray, threshold: float) -> float:
    lengths = []
    for direction in (codes.tolist(), codes[::-1].tolist()):
        factors, seen, size = 0.0, set(), 0
        for code in direction:
            seen.add(code)
            size += 1
            if len(seen) / size < threshold:
                factors, seen, size = factors + 1, set(), 0
        if size:
            factors += (1 - len(seen) / size) / (1 - threshold)
        lengths.append(len(codes) / factors if factors else np.nan)
    return sum(lengths) / 2


def reduced_frequency(
    tokens: pd.DataFrame, *, terms: str = "written", stop: Iterable[str] | None = None
) -> pd.DataFrame:
    """Frequencies that count a burst for less, from the distances between occurrences.

    The tokens are taken in their order as one ring. Of a term with n occurrences at distances
    d in N tokens, `arf` is Σ min(d, N/n) / (N/n): n if evenly spread, near 1 if all are in one
    place. `ald` is Σ d/N log10 d, a mean distance as a logarithm, with `fald` = N 10^-ald, and
    `awt` the average waiting time (1 + Σ d²/N) / 2, with `fawt` = N² / Σ d². All three
    frequencies are n for an even spread, and less otherwise.

    Returns `term`, `n`, `arf`, `ald`, `fald`, `awt`, `fawt`; by descending `arf`, then by term.

    Savický, P. & Hlaváčová, J. (2002). Measures of word commonness. Journal of Quantitative
    Linguistics 9(3), 215-231. https://doi.org/10.1076/jqul.9.3.215.14124

    >>> tokens = pd.DataFrame({"token": "群众 工作 群众 工作 活动 活动".split()})
    >>> reduced_frequency(tokens)[["term", "n", "arf"]].round(3).values.tolist()
    [['工作', 2, 1.667], ['群众', 2, 1.667], ['活动', 2, 1.333]]
    """
    need(tokens, "tokens", ["token"], "make tokens with load() or tokenize()")
    codes, index = terms_of(tokens, terms)
    size, n = len(codes), np.bincount(codes, minlength=len(index))
    order = np.argsort(codes, kind="stable")
    term = codes[order]
    distance = np.diff(order, prepend=0)
    first = (np.cumsum(n) - n)[n > 0]
    last = (np.cumsum(n) - 1)[n > 0]
    distance[first] = order[first] + size - order[last]

    def total(values: np.ndarray) -> np.ndarray:
        return np.bincount(term, values, minlength=len(index))[n > 0]

    even = size / np.maximum(n, 1)
    arf = total(np.minimum(distance / even[term], 1))
    ald = total(distance * np.log10(distance)) / max(size, 1)
    squares = total(distance.astype(float) ** 2) / max(size, 1)
    there = np.flatnonzero(n)
    columns = {
        "n": n[there],
        "arf": arf,
        "ald": ald,
        "fald": size / 10**ald,
        "awt": (1 + squares) / 2,
        "fawt": size / squares,
    }
    order = np.lexsort((there, -arf))
    columns = {name: values[order] for name, values in columns.items()}
    return without_stop(frame_of(None, None, there[order], index, **columns), stop)


def readability(corpus: NamedTuple, *, by: str | Sequence[str] = ()) -> pd.DataFrame:
    """How hard each group of a corpus is to read, by what Chinese text shows on its surface.

    `corpus` is from `load` (its `documents` and `tokens` are used). Only differences between
    texts of one kind mean something; none of these numbers is a school grade. Returns the `by`
    columns, `n` tokens, `sentences` and `clauses` (which end at ，；。！？… within sentences), and

    - `sentence_characters`, `sentence_tokens`, `token_characters`: mean lengths. Characters are
      those of the tokens, so punctuation does not count;
    - `rare_share`: the share of the Chinese tokens that are not among the 5,000 most frequent
      words of jieba's word list;
    - `clause_characters`: mean characters in a clause, R1 of Xu, Yao and Chen;
    - `adverb_conjunction_share`: mean over the sentences of the share of adverbs and conjunctions
      (tags d…, c…), their R2; NaN without the column `tag`, see `tokenize(tags=True)`;
    - `xu_yao_chen`: the mean of R1 and R2, their R3. All three rise with difficulty.

    徐巍, 姚振晔 & 陈冬华 (2021). 中文年报可读性：衡量与检验. 会计研究 (3), 28-44.

    >>> from typing import NamedTuple
    >>> class Pages(NamedTuple):
    ...     documents: pd.DataFrame
    ...     tokens: pd.DataFrame
    >>> page = Pages(
    ...     pd.DataFrame({"document": ["a"], "text": ["群众满意，工作有力。"]}),
    ...     pd.DataFrame({"document": ["a"] * 4, "sentence": [0] * 4, "start": [0, 2, 5, 7],
    ...                   "token": ["群众", "满意", "工作", "有力"]}),
    ... )
    >>> readability(page)[["sentences", "clauses", "clause_characters"]].values.tolist()
    [[1.0, 2.0, 4.0]]
    """
    by, tokens = names_of(by), corpus.tokens
    columns = ["document", "sentence", "start", "token", *by]
    need(tokens, "tokens", columns, "make the corpus with load()")
    group, groups = groups_of(tokens, by)
    codes, terms = terms_of(tokens, "written")
    sentence = groups_of(tokens.assign(group=group), ["group", "document", "sentence"])[0]
    common = _common_words()
    rare = [float(t not in common) if _HAN.fullmatch(t) else np.nan for t in terms]
    marked = tokens["tag"].astype(str).str[:1].isin(["c", "d"]) if "tag" in tokens else np.nan
    rows = pd.DataFrame(
        {
            "group": group,
            "sentence": sentence,
            "characters": terms.str.len().to_numpy(dtype=np.int64)[codes],
            "ends": _clause_ends(corpus, sentence),
            "rare": np.array(rare, dtype=float)[codes],
            "marked": np.asarray(marked, dtype=float),
        }
    )
    of_sentence = rows.groupby("sentence").agg({"group": "first", "marked": "mean"})
    sums = rows.groupby("group").agg({"characters": "sum", "ends": "sum", "rare": "mean"})
    n, sentences = rows.groupby("group").size(), of_sentence.groupby("group").size()
    clauses = sentences + sums["ends"]
    clause_characters = sums["characters"] / clauses
    share = of_sentence.groupby("group")["marked"].mean()
    return groups.assign(
        n=n,
        sentences=sentences,
        clauses=clauses,
        sentence_characters=sums["characters"] / sentences,
        sentence_tokens=n / sentences,
        token_characters=sums["characters"] / n,
        rare_share=sums["rare"],
        clause_characters=clause_characters,
        adverb_conjunction_share=share,
        xu_yao_chen=(clause_characters + share) / 2,
    )


def _clause_ends(corpus: NamedTuple, sentence: np.ndarray) -> np.ndarray:
    """Whether a clause ends after each token while its sentence goes on."""
    tokens, documents = corpus.tokens, corpus.documents
    number, names = pd.factorize(tokens["document"])
    texts = documents.set_index(documents["document"].astype(str))["text"]
    texts = texts.loc[names.astype(str)].tolist()
    start = tokens["start"].to_numpy()
    words = tokens["token"].astype("category").cat
    lengths = words.categories.str.len().to_numpy(dtype=np.int64)
    stop = start + lengths[words.codes.to_numpy()]
    ends = np.zeros(len(tokens), dtype=bool)
    gaps = np.flatnonzero((stop[:-1] < start[1:]) & (sentence[1:] == sentence[:-1]))
    spans = zip(number[gaps].tolist(), stop[gaps].tolist(), start[gaps + 1].tolist(), strict=True)
    ends[gaps] = [_CLAUSE_END.search(texts[number], a, b) is not None for number, a, b in spans]
    return ends


@functools.cache
def _common_words() -> frozenset[str]:
    words = ((-int(n), word) for word, n, *_ in word_list("dict.txt"))
    return frozenset(word for _, word in heapq.nsmallest(COMMON, words))
