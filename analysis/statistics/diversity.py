"""Diversity of the vocabulary, bursts of terms, and how hard a text is to read.

These need the order of the tokens, and so start from tokens rather than from counts.
"""

from __future__ import annotations

import functools
import heapq
import re
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from ..characters import SENTENCE_ENDS, is_han
from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import fold
from .coding import by_term, groups_of, names_of, terms_of, without_stop, word_list

COMMON = 5_000  # words taken for common: as many as the word list of the HSK (2012) has
_CLAUSE_END = re.compile(f"[，,；;{SENTENCE_ENDS}]")


def _runs(tokens: pd.DataFrame, by: list[str]) -> tuple[pd.DataFrame, list[np.ndarray]]:
    """The groups, and for each the numbers of its rows, in the order of the tokens."""
    group, groups = groups_of(tokens, by)
    order = np.argsort(group, kind="stable")
    sizes = np.bincount(group, minlength=len(groups))
    return groups, np.split(order, np.cumsum(sizes)[:-1]) if len(groups) else []


def diversity(
    tokens: Corpus | pd.DataFrame,
    *,
    by: str | Sequence[str] = (),
    window: int = 50,
    threshold: float = 0.72,
    inclusive: bool = False,
    terms: str = "written",
) -> pd.DataFrame:
    """How rich the vocabulary of each group is.

    `tokens` is a corpus or its frame of tokens, `by` a column of it or several, `terms` how tokens
    are written as terms (see `count_terms`); `window`, `threshold` and `inclusive` are explained
    below.

    Returns the `by` columns and `n`, `types` (different terms), `hapaxes` (terms that occur once),

    - `ttr`: types / n. Falls with length: only for groups of the same length;
    - `mattr`: mean types / `window` over all windows of that many tokens;
    - `msttr`: the same over windows that follow one another, without the rest;
    - `mtld`: mean length of stretches until their TTR falls below `threshold` (from both ends, a
      rest counted in proportion), as in textacy; with `inclusive` a stretch ends where its
      TTR is at the threshold already, as in LexicalRichness. About 100 tokens are the least it
      should be used for;
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
    tokens = frame_of(tokens, "tokens", ["token", *by])
    if not isinstance(window, int) or window < 1 or not 0 < threshold < 1:
        raise ValueError(
            f"window={window!r}, threshold={threshold!r}: at least 1; between 0 and 1"
        )
    codes = terms_of(tokens, terms)[0]
    groups, rows = _runs(tokens, by)
    table = pd.DataFrame(
        [_richness(codes[row], window, threshold, inclusive) for row in rows],
        columns=["n", "types", "hapaxes", "ttr", "mattr", "msttr", "mtld", "yule_k"],
    )
    return pd.concat([groups, table], axis=1)


def _richness(
    codes: np.ndarray, window: int, threshold: float, inclusive: bool
) -> tuple[float, ...]:
    """The row of one group, as `diversity` returns it."""
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
        _mtld(codes, threshold, inclusive),
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
    # A window counts each code at its first place in it, so a place counts in the windows it is
    # in that begin after `before`: add 1 to these windows, as steps up and down.
    place = np.arange(n)
    begin = np.maximum(np.maximum(before + 1, place - window + 1), 0)
    end = np.minimum(place, n - window) + 1
    counts = begin < end
    steps = np.bincount(begin[counts], minlength=n + 1) - np.bincount(end[counts], minlength=n + 1)
    return np.cumsum(steps)[: n - window + 1]


def _mtld(codes: np.ndarray, threshold: float, inclusive: bool) -> float:
    """The mean of both directions of the mean length of a stretch (McCarthy & Jarvis 2010)."""
    directions = (codes.tolist(), codes[::-1].tolist())
    stretches = [_stretches(direction, threshold, inclusive) for direction in directions]
    return sum(len(codes) / number if number else np.nan for number in stretches) / 2


def _stretches(codes: list[int], threshold: float, inclusive: bool) -> float:
    """In how many stretches the TTR falls below the threshold; the rest counts in proportion."""
    number, size = 0.0, 0
    margin = 1e-12 if inclusive else -1e-12  # 18 of 25 is .72, whatever the rounding
    seen: set[int] = set()
    for code in codes:
        seen.add(code)
        size += 1
        if len(seen) / size < threshold + margin:
            number, size = number + 1, 0
            seen.clear()
    if size:
        number += (1 - len(seen) / size) / (1 - threshold)
    return number


def reduced_frequency(
    tokens: Corpus | pd.DataFrame,
    *,
    terms: str = "written",
    stop: Iterable[str] | None = None,
) -> pd.DataFrame:
    """Frequencies that count a burst for less, from the distances between occurrences.

    `tokens` is a corpus or its frame of tokens, `terms` how tokens are written as terms (see
    `count_terms`), `stop` words to leave out besides the default list (`()`: none at all).

    The tokens are taken in their order, as a ring: the first one follows the last. Of a term with
    n occurrences at distances d in N tokens, `arf` is Σ min(d, N/n) / (N/n): n if evenly spread,
    near 1 if all are in one place. `ald` is Σ d/N log10 d, a mean distance as a logarithm, with
    `fald` = N 10^-ald, and `awt` the average waiting time (1 + Σ d²/N) / 2, with `fawt` = N² / Σ
    d². All three frequencies are n for an even spread, and less otherwise.

    Returns `term`, `n`, `arf`, `ald`, `fald`, `awt`, `fawt`; by descending `arf`, then by term.

    Savický, P. & Hlaváčová, J. (2002). Measures of word commonness. Journal of Quantitative
    Linguistics 9(3), 215-231. https://doi.org/10.1076/jqul.9.3.215.14124

    >>> tokens = pd.DataFrame({"token": "群众 工作 群众 工作 活动 活动".split()})
    >>> reduced_frequency(tokens)[["term", "n", "arf"]].round(3).values.tolist()
    [['工作', 2, 1.667], ['群众', 2, 1.667], ['活动', 2, 1.333]]
    """
    tokens = frame_of(tokens, "tokens", ["token"])
    codes, index = terms_of(tokens, terms)
    size, n = len(codes), np.bincount(codes, minlength=len(index))
    # places sorted by term: the distance of each to the one before it, and of the first of a
    # term round the ring to its last
    order = np.argsort(codes, kind="stable")
    term = codes[order]
    distance = np.diff(order, prepend=0)
    first = (np.cumsum(n) - n)[n > 0]
    last = (np.cumsum(n) - 1)[n > 0]
    distance[first] = order[first] + size - order[last]

    def total(values: np.ndarray) -> np.ndarray:
        """The sum over the places of each term that occurs."""
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
    return without_stop(by_term(there[order], index, **columns), stop)


def readability(corpus: Corpus, *, by: str | Sequence[str] = ()) -> pd.DataFrame:
    """How hard each group of a corpus is to read, by what Chinese text shows on its surface.

    `corpus` is from `load` (its documents and tokens are used), `by` a column of its tokens or
    several. Only differences between texts of one kind mean something; none of these numbers is
    a school grade. Returns the `by` columns, `n` tokens, `sentences` and `clauses` (which end at
    ，；。！？… within sentences), and

    - `sentence_characters`, `sentence_tokens`, `token_characters`: mean lengths. Characters are
      those of the tokens, so punctuation does not count;
    - `rare_share`: the share of the Chinese tokens that are not among the 5,000 most frequent
      words of jieba's word list, in either script;
    - `clause_characters`: mean characters in a clause, R1 of Xu, Yao and Chen;
    - `adverb_conjunction_share`: mean over the sentences of the share of adverbs and conjunctions
      (tags d…, c…), their R2; NaN without the column `tag`, see `tokenize(tags=True)`;
    - `xu_yao_chen`: the mean of R1 and R2, their R3. All three rise with difficulty.

    徐巍, 姚振晔 & 陈冬华 (2021). 中文年报可读性：衡量与检验. 会计研究 (3), 28-44.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("群众满意，工作有力。"))
    >>> readability(corpus)[["sentences", "clauses", "clause_characters"]].values.tolist()
    [[1.0, 2.0, 4.0]]
    """
    by = names_of(by)
    tokens = frame_of(corpus, "tokens", ["document", "sentence", "start", "token", *by])
    documents = frame_of(corpus, "documents", ["document", "text"])
    group, groups = groups_of(tokens, by)
    codes, terms = terms_of(tokens, "written")
    sentence = groups_of(tokens.assign(group=group), ["group", "document", "sentence"])[0]
    common = _common_words()
    rare = [float(t not in common) if is_han(t) else np.nan for t in fold(terms)]
    marked = tokens["tag"].astype(str).str[:1].isin(["c", "d"]) if "tag" in tokens else np.nan
    rows = pd.DataFrame(
        {
            "group": group,
            "sentence": sentence,
            "characters": terms.str.len().to_numpy(dtype=np.int64)[codes],
            "ends": _clause_ends(documents, tokens, sentence),
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


def _clause_ends(
    documents: pd.DataFrame, tokens: pd.DataFrame, sentence: np.ndarray
) -> np.ndarray:
    """Whether a clause ends after each token while its sentence goes on."""
    number, names = pd.factorize(tokens["document"])
    by_name = documents.set_index(documents["document"].astype(str))["text"]
    texts = by_name.loc[names.astype(str)].tolist()
    start = tokens["start"].to_numpy()
    words = tokens["token"].astype("category").cat
    lengths = words.categories.str.len().to_numpy(dtype=np.int64)
    stop = start + lengths[words.codes.to_numpy()]
    ends = np.zeros(len(tokens), dtype=bool)
    # a clause ends where one of its marks stands in the gap before the next token
    gaps = np.flatnonzero((stop[:-1] < start[1:]) & (sentence[1:] == sentence[:-1]))
    spans = zip(number[gaps].tolist(), stop[gaps].tolist(), start[gaps + 1].tolist(), strict=True)
    ends[gaps] = [_CLAUSE_END.search(texts[number], a, b) is not None for number, a, b in spans]
    return ends


@functools.cache
def _common_words() -> frozenset[str]:
    words = ((-int(n), word) for word, n, *_ in word_list("dict.txt"))
    return frozenset(word for _, word in heapq.nsmallest(COMMON, words))
