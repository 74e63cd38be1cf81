"""Terms of several words: found in the text itself, with the evidence for each."""

from __future__ import annotations

import itertools
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from ..contract import FRAMES, frame_of
from .lists import DATA, stop_words
from .segmenter import Segmenter
from .tokens import tokenize
from .view import spelt

LONGEST = 6  # tokens of a term
EXPLAINED = 2 / 3  # share of the places of a fragment that are in one longer candidate
LATIN = re.compile("[A-Za-zÀ-ɏ][-'0-9A-Za-zÀ-ɏ]*")
PHRASE = 4  # Latin words in a row: more are a sentence, a title or code
NEEDED = ("document", "section", "sentence", "start", "token")
# A law defines its terms: 本法所称X，是指 …; （一）X，是指 …; 以下简称X; 本法所称X，包括 ….
NAMED_BY = ("所称", "称", "简称", "下称", "所谓", "统称")
MEANT_BY = ("是指", "指", "系指")
HELD_BY = ("包括", "即")
PREFIXES = tuple("非无可再自前下不未")  # function words that begin terms too: 非化石能源
# What each piece of evidence is worth, fitted to terms that readers listed for eleven documents
# (benchmarks/fit_terms.py).
WEIGHTS = {
    "base": -0.70,
    "frequency": 0.50,  # bits of n
    "twice": -1.42,  # no more than twice
    "freedom": 0.41,  # bits of the less free side's entropy
    "cohesion": 0.13,  # bits
    "bound": 0.07,  # bits: how much of its rarer end word it takes up
    "loose": -0.14,  # bits: how much of its commoner end word
    "extension": 0.48,  # bits by which it is rarer than a term inside it (beyond one)
    "length": 0.17,  # doublings away from six or seven characters, negative
    "fragment": -0.25,  # the same character always completes it
    "rarity": 0.03,  # bits of the mean word, in general Chinese
    "inner_stop": -0.79,  # function words inside it
    "named": 2.77,  # stands once after 所称, 简称 …
    "defined": 4.21,  # stands once between 所称, or a gap, and 是指
    "verb_before": 0.41,  # share of places after a verb
    "verb_after": 0.34,  # share of places before a verb
    "begins_verb": -0.58,
    "begins_action": -0.17,  # verbal nouns and adjectives
    "begins_badly": -0.90,  # adverbs, prepositions, pronouns, numerals ...
    "begins_genre": -0.64,  # 推进, 加强 and their like
    "ends_badly": -0.12,  # adjectives, numerals, words of place
    "ends_genre": -0.77,
    "explained": -2.00,  # and one longer candidate holds two thirds of its places
    "begins_light": -0.17,  # 采取, 有关 and their like
    "ends_light": -0.17,
}


def discover_terms(
    tokens: object, *, reference: object = None, min_n: int | None = None
) -> pd.DataFrame:
    """Find the terms of two to six words that a text uses, the best first.

    A candidate is a sequence of tokens that stand together at least `min_n` times (by
    default 2, and one more for each tenfold beyond 5,000 tokens) and neither begin nor end
    with a function word or a number (“四个意识” may: it is set off by punctuation; 非化石能源
    may, and what is defined: 所称X，是指 …).  Latin words with a blank between them are terms
    too (machine learning), though not more than four in a row, nor in code and references.  Of a
    corpus headings and titles are read as well as what is counted, and a line break parts no
    term; from the frame of tokens neither can be known, nor a blank.  Fragments of one longer
    candidate, which the same character always completes (时代文明实践 for 新时代文明实践), come
    far down.  Each candidate comes with its evidence:

    - ``n``, how often it occurs, and ``range``, in how many documents (or, in a single one,
      sections);
    - ``cohesion``: how much more often its weakest joint holds than chance would have it,
      in bits (pointwise mutual information; Church and Hanks 1990, Word association norms,
      mutual information, and lexicography, Computational Linguistics 16(1), 22-29);
    - ``left`` and ``right``: how freely its neighbours vary, in bits of entropy (Luo and Sun
      2003, Two-character Chinese word extraction based on hybrid of internal and contextual
      measures, Second SIGHAN Workshop, 24-30, doi 10.3115/1119250.1119254);
    - ``c_value``: how often it stands on its own rather than in longer candidates, times the
      logarithm of its length (Frantzi, Ananiadou and Mima 2000, Automatic recognition of
      multi-word terms: the C-value/NC-value method, International Journal on Digital
      Libraries 3(2), 115-130, doi 10.1007/s007999900023).

    ``score`` weighs frequency, cohesion and freedom against each other and against the parts of
    speech, the length, how common the parts are in general Chinese, whether the same character
    always completes it and whether the text defines it; its weights were fitted to terms that
    readers had listed.  It orders candidates
    of one text and means nothing beyond that.
    With `reference`, the tokens of other texts, candidates that are as frequent there move
    down: the columns ``n_reference`` and ``log_ratio`` (of the rates, to base 2, half added
    to each count) are added, and the latter to the score.

    Returns the columns above, best first, ties by term.  A term is spelt without white space.

    Raises ValueError if a column is missing or `min_n` is below 2.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("新时代文明实践站。文明实践活动。加强文明实践。"))
    >>> discover_terms(corpus)[["term", "n"]].values.tolist()
    [['文明实践', 3]]
    """
    running = running_words(tokens)
    other = None if reference is None else running_words(reference, called="reference")
    found = candidates(running, other, min_n)
    found["score"] = found[[f"{name}?" for name in WEIGHTS]].to_numpy(float) @ [*WEIGHTS.values()]
    columns = list(FRAMES["terms"].columns)
    if other is not None:
        rates = (found["n"] + 0.5) / (len(running) + 0.5)
        found["log_ratio"] = np.log2(rates / (found["n_reference"] + 0.5))
        found["log_ratio"] += np.log2(len(other) + 0.5)
        found["score"] += found["log_ratio"]
        columns[-1:] = ["n_reference", "log_ratio", "score"]
    found = found.sort_values(["score", "term"], ascending=[False, True], ignore_index=True)
    return found[columns]


# --- what is read --------------------------------------------------------------------------


def running_words(value: object, *, called: str = "") -> pd.DataFrame:
    """The tokens with ``soft``, after which of them a term may go on over what is not seen.

    Of a corpus with those of its headings, which carry terms too; and only there it is known
    what stands between tokens: a line break parts no term, nor does a blank two Latin words.
    """
    running = frame_of(value, "tokens", NEEDED, called=called)
    if running is value or not hasattr(value, "options"):
        return running.assign(soft=False)
    running = _with_headings(running, value)
    return running.assign(soft=_soft(running, value))


def _with_headings(running: pd.DataFrame, corpus: Any) -> pd.DataFrame:
    """The tokens of a corpus and, after them, those of its titles and headings."""
    roles = corpus.blocks["role"].astype(str)
    heads = corpus.blocks[roles.isin(["title", "heading"])]
    if corpus.options.cut_headings or heads.empty or not (roles == "body").any():
        return running
    segmenter = corpus.options.segmenter
    more = tokenize(corpus.documents, corpus.sections, heads, segmenter=segmenter, headings=True)
    more = more.assign(
        sentence=more["sentence"] + running["sentence"].to_numpy().max(initial=-1) + 1
    )
    both: dict[str, Any] = {}
    for name in NEEDED:
        parts = [running[name], more[name]]
        text = name in ("document", "section", "token")
        parts = [part.astype("category") for part in parts] if text else parts
        both[name] = union_categoricals(parts) if text else np.concatenate(parts)
    return pd.DataFrame(both)


def _soft(tokens: pd.DataFrame, corpus: Any) -> np.ndarray:
    """After which tokens the same phrase goes on though something not seen stands there."""
    texts = corpus.documents["text"].tolist()
    written = tokens["token"].astype("category")
    words = written.cat.categories.astype(str)
    codes = written.cat.codes.to_numpy()
    number = _numbers(corpus, tokens)
    start, sentence = tokens["start"].to_numpy(np.int64), tokens["sentence"].to_numpy()
    end = start + np.array([len(word) for word in words], np.int64)[codes]
    near = (number[1:] == number[:-1]) & (sentence[1:] == sentence[:-1]) & (start[1:] > end[:-1])
    latin = np.array([LATIN.fullmatch(word) is not None for word in words], bool)[codes]
    soft, blank = np.zeros((2, len(start)), bool)
    for at in np.flatnonzero(near).tolist():
        between = texts[number[at]][end[at] : start[at + 1]]
        if between.isspace():
            soft[at] = "\n" in between and not (latin[at] or latin[at + 1])
            blank[at] = latin[at] and latin[at + 1]
    return soft | (blank & ~_long(blank))


def _numbers(corpus: Any, frame: pd.DataFrame) -> np.ndarray:
    """The document of each row as its place among the documents."""
    names = pd.Index(corpus.documents["document"].astype(str))
    documents = frame["document"].astype("category")
    return names.get_indexer(documents.cat.categories.astype(str))[documents.cat.codes]


def _long(blank: np.ndarray) -> np.ndarray:
    """Which blanks are in a row of Latin words that is too long for a term."""
    changes = np.flatnonzero(np.diff(blank.astype(np.int8), prepend=0, append=0))
    begins, ends = changes[::2], changes[1::2]
    long = np.zeros(len(blank) + 1, np.int8)
    for begin, end in zip(begins, ends, strict=True):
        long[begin:end] = end - begin >= PHRASE
    return long[:-1].astype(bool)


# --- counting what follows what ------------------------------------------------------------


class _Runs(NamedTuple):
    """Tokens as numbers: what follows what without a gap."""

    codes: np.ndarray  # the term of each token
    terms: list[str]
    near: np.ndarray  # does token i stand before token i + 1 in one sentence?
    joined: np.ndarray  # and directly before it, or with no more than a soft break between?
    place: np.ndarray  # document of each token, or its section if there is one document


def _runs(tokens: pd.DataFrame) -> _Runs:
    written = tokens["token"].astype("category")
    categories = written.cat.categories.astype(str)
    plain = spelt(categories)
    terms = list(dict.fromkeys(plain))
    codes = pd.Index(terms).get_indexer(pd.Index(plain))[written.cat.codes]
    start = tokens["start"].to_numpy(np.int64)
    length = np.array([len(word) for word in categories], np.int64)[written.cat.codes]
    document = pd.factorize(tokens["document"])[0]
    sentence = tokens["sentence"].to_numpy()
    near = (document[1:] == document[:-1]) & (sentence[1:] == sentence[:-1])
    joined = near & ((start[1:] == (start + length)[:-1]) | tokens["soft"].to_numpy()[:-1])
    place = document if document.max(initial=0) else pd.factorize(tokens["section"])[0]
    near, joined = (np.append(which, False)[: len(codes)] for which in (near, joined))
    return _Runs(codes, terms, near, joined, place)


class _Grams(NamedTuple):
    """All n-grams of one length that are frequent enough."""

    ids: np.ndarray  # at each token: the number of the n-gram that begins there, or -1
    n: np.ndarray  # of each n-gram
    first: np.ndarray  # the token at which it is first found


def _grams(runs: _Runs, min_n: int) -> list[_Grams]:
    """The frequent n-grams by length, from 1 (where all count) to the longest."""
    n = np.bincount(runs.codes)
    grams = [_Grams(runs.codes.astype(np.int64), n, _first(runs.codes, len(n)))]
    follows: Any = runs.joined[:-1]
    for _ in range(2, LONGEST + 1):
        shorter = grams[-1].ids
        # A frequent n-gram is two frequent (n-1)-grams that overlap in all but one token.
        at = np.flatnonzero(follows & (shorter[:-1] >= 0) & (shorter[1:] >= 0))
        codes, _ = pd.factorize(shorter[at] * len(runs.codes) + shorter[at + 1])
        n = np.bincount(codes)
        keep = n >= min_n
        number = np.where(keep, np.cumsum(keep) - 1, -1)
        ids = np.full(len(runs.codes), -1)
        ids[at] = number[codes]
        grams.append(_Grams(ids, n[keep], _first(ids, keep.sum())))
        follows = True
    return grams


def _elsewhere(runs: _Runs, grams: list[_Grams], other: _Runs) -> list[np.ndarray]:
    """How often the n-grams from length 2 occur in another text."""
    ids = pd.Index(runs.terms).get_indexer(pd.Index(other.terms))[other.codes]
    counts = []
    follows: Any = other.joined[:-1]
    for shorter, known in itertools.pairwise(grams):
        pair = shorter.ids[known.first] * len(runs.codes) + shorter.ids[known.first + 1]
        at = np.flatnonzero(follows & (ids[:-1] >= 0) & (ids[1:] >= 0))
        found = pd.Index(pair).get_indexer(ids[at] * len(runs.codes) + ids[at + 1])
        ids = np.full(len(ids), -1)
        ids[at] = found
        counts.append(np.bincount(found[found >= 0], minlength=len(pair)))
        follows = True
    return counts


def _first(ids: np.ndarray, size: int) -> np.ndarray:
    first = np.zeros(size, np.int64)
    at = np.flatnonzero(ids >= 0)[::-1]
    first[ids[at]] = at
    return first


# --- the evidence for each -----------------------------------------------------------------


def candidates(
    tokens: pd.DataFrame, reference: pd.DataFrame | None = None, min_n: int | None = None
) -> pd.DataFrame:
    """All candidates with their evidence: what is shown, and (with a ?) what is weighed."""
    if min_n is None:
        min_n = 2 + max(0, int(np.log10(max(len(tokens), 1) / 5000)))
    if min_n < 2:
        raise ValueError(
            f"min_n is {min_n}: a term has to occur twice to be found; give 2 or more"
        )
    runs = _runs(tokens)
    grams = _grams(runs, min_n)
    words = _word_facts(runs.terms)
    parts = [_evidence(runs, grams, size, words) for size in range(2, LONGEST + 1)]
    _nest(grams, parts)
    if reference is not None:
        for part, n in zip(parts, _elsewhere(runs, grams, _runs(reference)), strict=True):
            part["n_reference"] = n
    found = pd.concat(parts, ignore_index=True)
    found = found[found["whole"]].sort_values(["n", "term"], ascending=[False, True])
    # One spelling may have been cut in several ways: the most frequent one stands for all.
    counts = ["n"] if reference is None else ["n", "n_reference"]
    found[counts] = found.groupby("term")[counts].transform("sum")
    return found.drop_duplicates("term")


def _word_facts(terms: list[str]) -> pd.DataFrame:
    """What is known of each word by itself."""
    words = pd.Series(terms, dtype="str")
    tag = pd.Series(Segmenter().tags_of(terms), dtype="str")
    stop = words.isin(stop_words())
    light = stop_words(DATA / "light_words.txt") - stop_words(DATA / "words_of_content.txt")
    general = _general().suggest_freq
    return pd.DataFrame(
        {
            "stop": stop,
            "genre": words.isin(stop_words("genre")),
            "light": words.isin(light),
            "digits": words.str.match("[0-9０-９]"),
            "numeral": stop & words.str.match("[一二两三四五六七八九十]"),
            "any_verb": tag.str.startswith("v"),
            "verb": tag.str.startswith("v") & ~tag.str.startswith("vn"),
            "action": tag.str.match("vn|a"),
            "bad_head": tag.str.match("[cdepqrumtxyo]"),
            "bad_tail": tag.str.match("[abmftq]"),
            "rarity": -np.log2([float(max(general(term), 1)) for term in terms]),
            "letters": words.str.len(),
            "prefix": words.isin(PREFIXES),
            "names": words.isin(NAMED_BY),
            "means": words.isin(MEANT_BY),
            "holds": words.isin(HELD_BY),
            "is": words == "是",
            # 是指为 … is cut 是|指为; not 是|指引
            "points": words.str.startswith("指") & words.str[1:].isin({"", *stop_words()}),
        }
    )


@cache
def _general() -> Any:
    """General Chinese: a dictionary of one's own, asked for the frequency of words."""
    import rjieba

    return rjieba.Jieba()


class _Places(NamedTuple):
    """The places of all n-grams of one length, and what stands there."""

    at: np.ndarray  # the tokens at which an n-gram begins
    ids: np.ndarray  # of which n-gram
    first: np.ndarray  # of each n-gram: which of these places is its first
    before: np.ndarray  # the term before each place, or -1 for a gap
    after: np.ndarray  # the term after it
    n: np.ndarray  # of each n-gram


def _places(runs: _Runs, grams: _Grams, size: int) -> _Places:
    at = np.flatnonzero(grams.ids >= 0)
    before = np.where((at > 0) & runs.joined[at - 1], runs.codes[at - 1], -1)
    after = np.append(runs.codes, -1)[at + size]
    after = np.where(runs.joined[at + size - 1], after, -1)
    first = np.searchsorted(at, grams.first)
    return _Places(at, grams.ids[at], first, before, after, grams.n)


def _evidence(runs: _Runs, grams: list[_Grams], size: int, words: pd.DataFrame) -> pd.DataFrame:
    """The evidence for the n-grams of one length, apart from what surrounds them.

    What is weighed has the names of `WEIGHTS` with a question mark, but for ``extension?``.
    """
    places = _places(runs, grams[size - 1], size)
    parts = runs.codes[grams[size - 1].first[:, None] + np.arange(size)]
    ends = grams[0].n[parts[:, [0, -1]]]
    left, right = (_entropy(places.ids, near, places.n) for near in (places.before, places.after))
    cohesion = _cohesion(grams, size)
    weighed = {
        "base": np.ones(len(places.n)),
        "frequency": np.log2(places.n),
        "twice": places.n == 2,
        "freedom": np.log2(np.minimum(left, right) + 0.1),
        "cohesion": cohesion,
        "bound": np.log2(places.n / ends.min(axis=1)),
        "loose": np.log2(places.n / ends.max(axis=1)),
        **_of_words(parts, words),
        **_of_places(runs, places, words, size),
    }
    bad = [weighed[f"{end}_{what}"] for end in ("begins", "ends") for what in ("badly", "genre")]
    whole = _may_be_whole(places, parts, words, weighed["named"] & weighed["defined"])
    good = whole & ~weighed["fragment"] & (np.minimum(left, right) > 0) & ~np.any(bad, axis=0)
    return pd.DataFrame(
        {
            "term": _spelling(runs.terms, parts),
            "n": places.n,
            "range": _range(places.ids, runs.place[places.at], places.n),
            "cohesion": cohesion,
            "left": left,
            "right": right,
            "whole": whole,
            "good": good,
            **{f"{name}?": values for name, values in weighed.items()},
        }
    ).astype({"term": "str"})


def _spelling(terms: list[str], parts: np.ndarray) -> list[str]:
    """The terms as they are written: with a blank between two Latin words."""
    made = ["".join(map(terms.__getitem__, row)) for row in parts.tolist()]
    latin = np.array([LATIN.fullmatch(term) is not None for term in terms], bool)[parts]
    blank = latin[:, 1:] & latin[:, :-1]
    for at in np.flatnonzero(blank.any(axis=1)).tolist():
        words = [terms[code] for code in parts[at]]
        gaps = [" " if each else "" for each in blank[at]]
        made[at] = "".join(itertools.chain(*zip(words, [*gaps, ""], strict=True)))
    return made


def _of_words(parts: np.ndarray, words: pd.DataFrame) -> dict[str, np.ndarray]:
    """What the words themselves say of the n-grams made of them."""
    head, tail = words.take(parts[:, 0]), words.take(parts[:, -1])
    return {
        "length": -np.abs(np.log2(words["letters"].to_numpy()[parts].sum(axis=1) / 6.5)),
        "rarity": words["rarity"].to_numpy()[parts].mean(axis=1),
        "inner_stop": words["stop"].to_numpy()[parts[:, 1:-1]].sum(axis=1),
        "begins_verb": head["verb"].to_numpy(),
        "begins_action": head["action"].to_numpy(),
        "begins_badly": head["bad_head"].to_numpy(),
        "begins_genre": head["genre"].to_numpy(),
        "ends_badly": tail["bad_tail"].to_numpy(),
        "ends_genre": tail["genre"].to_numpy(),
        "begins_light": head["light"].to_numpy(),
        "ends_light": tail["light"].to_numpy(),
    }


def _of_places(
    runs: _Runs, places: _Places, words: pd.DataFrame, size: int
) -> dict[str, np.ndarray]:
    """What stands beside the places of each n-gram."""
    ids, n = places.ids, places.n
    verb = np.append(words["any_verb"].to_numpy(), False)  # a gap is not a verb
    named, defined = _defined(runs, places, words, size)
    return {
        "named": _share(ids, named, n) > 0,
        "defined": _share(ids, defined, n) > 0,
        "fragment": _is_completed(runs, places, words, -1) | _is_completed(runs, places, words, 0),
        "verb_before": _share(ids, verb[places.before], n),
        "verb_after": _share(ids, verb[places.after], n),
    }


def _defined(
    runs: _Runs, places: _Places, words: pd.DataFrame, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Which places stand after 所称, and which are defined there: 所称X，是指; （一）X，是指."""
    facts = {
        name: words[name].to_numpy()[runs.codes] for name in ("names", "means", "holds", "is")
    }
    points = words["points"].to_numpy()[runs.codes]
    means = facts["means"] | (facts["is"] & runs.joined & np.roll(points, -1))
    near = runs.near[places.at + size - 1]  # over a comma too
    meant, held = (
        np.append(which, False)[places.at + size] & near for which in (means, facts["holds"])
    )
    named = facts["names"][places.at - 1] & runs.near[places.at - 1]
    naming = np.any([facts["names"][places.at + n] for n in range(size)], axis=0)
    begins = (places.before < 0) & ~naming  # not 本法所称X
    return named, (named & (meant | held)) | (begins & meant)


def _may_be_whole(
    places: _Places, parts: np.ndarray, words: pd.DataFrame, defined: np.ndarray
) -> np.ndarray:
    """Which n-grams may be terms: no function word or number at either end."""
    head, tail = words.take(parts[:, 0]), words.take(parts[:, -1])
    set_off = (places.before < 0) & (places.after < 0)  # as “四个意识” is
    quoted = _share(places.ids, set_off, places.n) >= 0.7
    begins = ~head["stop"] | head["prefix"] | (head["numeral"] & quoted) | defined
    ends = ~tail[["stop", "digits"]].any(axis=1).to_numpy() | defined
    return begins.to_numpy() & ends & ~head["digits"].to_numpy()


def _is_completed(runs: _Runs, places: _Places, words: pd.DataFrame, side: int) -> np.ndarray:
    """Which n-grams the same character always completes, before (-1) or after them (0).

    The character, not the word: in 各新|时代 the word before was cut wrongly.  A function word
    or a governing verb beside a term does not belong to it.
    """
    near = places.before if side else places.after
    stop = np.append(words["stop"].to_numpy(), True)
    governs = np.append(words["verb"].to_numpy(), False)
    letters = _touching(runs.terms, side)[near]
    same = (letters == letters[places.first][places.ids]) & ~stop[near]
    governed = _share(places.ids, governs[near], places.n) > 0
    return (_share(places.ids, same, places.n) == 1) & (~governed | (places.n >= 8))


def _touching(terms: list[str], side: int) -> np.ndarray:
    """The last (-1) or first (0) character of each word as a number; -1 for a gap."""
    return np.array([*(ord(term[side]) for term in terms), -1])


def _share(ids: np.ndarray, which: np.ndarray, n: np.ndarray) -> np.ndarray:
    return np.bincount(ids[which], minlength=len(n)) / n


def _range(ids: np.ndarray, place: np.ndarray, n: np.ndarray) -> np.ndarray:
    width = place.max(initial=0) + 1
    return np.bincount(pd.unique(ids * width + place) // width, minlength=len(n))


def _cohesion(grams: list[_Grams], size: int) -> np.ndarray:
    """Pointwise mutual information at the weakest joint, in bits."""
    _, n, first = grams[size - 1]
    weakest = np.full(len(n), np.inf)
    for split in range(1, size):
        head, tail = grams[split - 1], grams[size - split - 1]
        by_chance = head.n[head.ids[first]] * tail.n[tail.ids[first + split]] / len(head.ids)
        weakest = np.minimum(weakest, np.log2(n / by_chance))
    return weakest


def _entropy(ids: np.ndarray, neighbour: np.ndarray, n: np.ndarray) -> np.ndarray:
    """How freely the neighbours of a gram vary, in bits; a gap is a new neighbour each time."""
    gap = neighbour < 0
    width = neighbour.max(initial=0) + 1
    pair, pairs = pd.factorize(ids[~gap] * width + neighbour[~gap])
    gram = pairs // width
    share = np.bincount(pair, minlength=len(gram)) / n[gram]
    known = np.bincount(gram, -share * np.log2(share), minlength=len(n)).astype(float)
    return known + _share(ids, gap, n) * np.log2(n)


def _nest(grams: list[_Grams], parts: list[pd.DataFrame]) -> None:
    """Add what depends on the candidates inside and around: ``c_value`` and ``extension``."""
    good = [part["good"].to_numpy() for part in parts]
    inner = [np.zeros(len(part), np.int64) for part in parts]
    around = [np.zeros(len(part)) for part in parts]
    longer = [np.zeros(len(part)) for part in parts]
    whole = [np.zeros(len(part)) for part in parts]
    for size in range(3, LONGEST + 1):
        _, n, first = grams[size - 1]
        for short in range(2, size):
            for offset in range(size - short + 1):
                held = grams[short - 1].ids[first + offset]
                most = np.where(good[short - 2][held], grams[short - 1].n[held], 0)
                inner[size - 2] = np.maximum(inner[size - 2], most)
                np.add.at(around[short - 2], held, n * good[size - 2])
                np.add.at(longer[short - 2], held, good[size - 2])
                np.maximum.at(whole[short - 2], held, n * good[size - 2])
    for size, part in enumerate(parts, 2):
        n = grams[size - 1].n
        own = n - around[size - 2] / np.maximum(longer[size - 2], 1)
        part["c_value"] = np.log2(size) * own
        # 时代文明实践 is always in 新时代文明实践, which explains it.
        part["explained?"] = part["fragment?"] & (whole[size - 2] >= EXPLAINED * n)
        # An addition to a term counts against it where it is seldom made.
        seldom = np.log2(n / np.maximum(inner[size - 2], n)) + 1
        part["extension?"] = np.minimum(seldom, 0)


# --- what is done with them ----------------------------------------------------------------


def write_terms(terms: object, path: str | os.PathLike) -> Path:
    """Write terms as a dictionary that the next run reads: `Segmenter(words=path)`.

    `terms` is from `discover_terms`, or any part of it that you accept; each line is term,
    frequency and tag (n), as in jieba's dictionaries.  Edit the file as you like: a line
    that begins with ``#`` is passed over.  Returns the path.

    Raises ValueError if there is no column ``term`` or ``n``, OSError if it cannot be written.

    >>> import pathlib, tempfile
    >>> found = pd.DataFrame({"term": ["文明实践"], "n": [17]})
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     print(write_terms(found, pathlib.Path(folder, "terms.txt")).read_text("utf-8"))
    文明实践 17 n
    """
    frame = frame_of(terms, "terms", ["term", "n"])
    path = Path(path)
    lines = [f"{term} {n} n\n" for term, n in zip(frame["term"], frame["n"], strict=True)]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return path


def merge_log(before_tokens: object, after_tokens: object) -> pd.DataFrame:
    """Say which tokens became which terms when the same texts were cut again, and how often.

    `before_tokens` and `after_tokens` are the tokens of two cuts, or the corpora of them, the
    second with a dictionary.
    Returns ``term``, ``parts`` (what stood in its place before, joined by /; a first or
    last part may reach beyond the term where it was cut across) and ``n``, most frequent
    first, then by term and parts.

    Raises ValueError if a column is missing.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("加强文明实践。"))
    >>> merge_log(corpus, corpus.with_terms(["文明实践"])).values.tolist()
    [['文明实践', '文明/实践', 1]]
    """
    before = frame_of(before_tokens, "tokens", NEEDED, called="before_tokens")
    after = frame_of(after_tokens, "tokens", NEEDED, called="after_tokens")
    names = pd.Index(pd.unique(before["document"].astype(str)))
    starts, ends, words = _laid_out(before, names)
    new_starts, new_ends, new_words = _laid_out(after, names)
    first = np.searchsorted(ends, new_starts, "right")
    last = np.searchsorted(starts, new_ends, "left")
    pairs = Counter(
        (new_words[at], "/".join(words[first[at] : last[at]]))
        for at in np.flatnonzero(last - first > 1)
    )
    log = pd.DataFrame([(*pair, n) for pair, n in pairs.items()], columns=["term", "parts", "n"])
    order = {"n": False, "term": True, "parts": True}
    return log.sort_values(list(order), ascending=list(order.values()), ignore_index=True)


def _laid_out(tokens: pd.DataFrame, names: pd.Index) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Starts and ends of tokens in all documents laid end to end, and the words."""
    words = tokens["token"].astype(str).to_numpy(dtype=object)
    starts = names.get_indexer(pd.Index(tokens["document"].astype(str))) * (np.int64(1) << 40)
    starts += tokens["start"].to_numpy(np.int64)
    order = np.argsort(starts, kind="stable")
    ends = starts + np.fromiter(map(len, words), np.int64, len(words))
    plain = np.array(spelt(words), dtype=object)
    return starts[order], ends[order], plain[order]
