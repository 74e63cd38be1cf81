"""Quotations: the places of many terms at once, and the sentences that show best what is key.

Both go once over the texts, laid end to end by `places`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from ..characters import CLOSERS, SENTENCE_ENDS
from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import mended
from ..structure import COUNTED
from .coding import groups_of, names_of, terms_of
from .groups import Table, chosen
from .passages import SENTENCE
from .places import Words, laid_of, spots_of, words_of
from .showing import key_terms

HOW = ["", "itself", "inside", "across"]


def _how(words: Words, start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How spans are counted, as places in `HOW`, and the place of the first word in each.

    In a span with how "" stands no word: the place is -1.
    """
    if not len(words.start):
        return np.zeros(len(start), dtype=np.int64), np.full(len(start), -1)
    first = np.searchsorted(words.start, start, "right") - 1
    before = first >= 0
    reaches = before & (words.end[first] > start)
    first = np.where(reaches, first, first + 1)
    last = np.searchsorted(words.start, end, "left")
    there = first < last
    one, final = np.minimum(first, len(words.start) - 1), np.maximum(last - 1, 0)
    begin, after = words.start[one], words.end[final]
    across = (last - first > 1) | (start < begin) | (after < end)
    itself = (begin == start) & (after == end)
    kind = np.select([~there, across, itself], [0, 3, 1], 2)
    return kind, np.where(there, one, -1)


# --- the places of many terms -----------------------------------------------------------------


def hits(
    corpus: Corpus, terms: str | Iterable[str], *, roles: Sequence[str] = COUNTED
) -> pd.DataFrame:
    """Every place of many terms at once: what `kwic` finds of each, in one pass over the text.

    `corpus` is from `load`, `terms` are one or several, each found as it is written, also across
    a soft line break, in paragraphs, tables and notes (`roles`). A term with synonyms is found in
    all its variants. Terms that do not occur have no row.

    One row per hit, term by term as they were given, then in text order: `term`, `document`,
    `section`, `sentence` (its number in the tokens; -1 where no word is), `start` and `end` of
    the hit in `documents.text`, `how` it is counted: "itself" (a token), "inside" a longer
    token, "across" two or more, "" where no word is.

    Raises ValueError for an empty term.

    >>> import analysis as an
    >>> text = "一、开头\\n做工作，要关心群众；\\n要服务群众。大家都工作。"
    >>> corpus = an.load(an.read_text(text))
    >>> an.hits(corpus, ["工作", "群众", "天"])[["term", "sentence", "start", "end", "how"]]
      term  sentence  start  end     how
    0   工作         0      6    8  itself
    1   工作         1     25   27  itself
    2   群众         0     12   14  inside
    3   群众         0     19   21  itself
    """
    wanted = [str(term) for term in dict.fromkeys(names_of(terms))]
    if not all(wanted):
        raise ValueError("a term is empty: give words that may stand in the text")
    numbers = frame_of(corpus, "tokens", ["sentence"])["sentence"].to_numpy(np.int64)
    laid, words = laid_of(corpus, roles), words_of(corpus)
    spots = spots_of(corpus, laid, [mended(term) for term in wanted])
    start, end = laid.offset(spots.start), laid.offset(spots.end - 1) + 1
    how, word = _how(words, start, end)
    sentence = np.append(numbers[words.order], -1)[word]
    passage = laid.passage_of(spots.start)
    start, end = start - laid.bases[passage], end - laid.bases[passage]
    at = zip(passage.tolist(), start.tolist(), strict=True)
    sections = [laid.passages[number].section_at(offset) for number, offset in at]
    documents = [flat.document for flat in laid.passages]
    return pd.DataFrame(
        {
            "term": pd.array(wanted, dtype="str").take(spots.term),
            "document": pd.array(documents, dtype="str").take(passage),
            "section": pd.array(sections, dtype="str"),
            "sentence": sentence,
            "start": start,
            "end": end,
            "how": pd.array(HOW, dtype="str").take(how),
        }
    )


# --- evidence ---------------------------------------------------------------------------------

COLUMNS = ["target", "term", "document", "section", "paragraph", "sentence"]
SHORT, LONG = 8, 60  # characters of a sentence that is good to quote
_WHOLE = re.compile(f"[{SENTENCE_ENDS}][{CLOSERS}]*$")


def evidence(
    scores: pd.DataFrame,
    corpus: Corpus,
    *,
    n: int = 2,
    top: int | None = 10,
    by: str | Sequence[str] | None = None,
    show: str | Iterable[str] = (),
    terms: str = "written",
) -> pd.DataFrame:
    """The sentences to quote for key terms: the best `n` of each target and term.

    `scores` is from `keyness`, and of it those rows are quoted that `key_terms` gives with `top`
    and `show`. `corpus` is what was compared, `by` the column or columns that its terms were
    counted by (None: those that `scores` names in its column ``by``), and `terms` the spelling,
    as for `count_terms`. Only sentences that are counted
    (no headings) and hold the term as a token of its own are taken. Best are whole sentences
    (they end with 。！？ or …) of 8 to 60 characters, then those with more of the key terms of
    the target (three are enough), then the shorter ones, then the first; the same words are not
    quoted twice.

    One row per sentence, targets and terms in the order of `scores`, the best first: `target`,
    `term`, `document`, `section`, `paragraph` and `sentence` (numbers as in the tokens, from 0),
    `start` and `end` of the sentence in `documents.text`, `text` (without line breaks), `hits`:
    (start, end) of each place of the term in it, in `documents.text`.

    Raises ValueError for n below 1, a column that is missing, and a target or term that the
    corpus does not have.

    >>> import analysis as an
    >>> text = "一、学习\\n大家要学习理论。学习学习再学习。\\n二、实践\\n深入实践，服务群众。"
    >>> corpus = an.load(an.read_text(text))
    >>> scores = an.keyness(an.count_terms(corpus, by="section"))
    >>> rows = an.evidence(scores, corpus, n=1, show="all")
    >>> rows[["target", "term", "text", "hits"]].head(2).values.tolist()
    [['1', '学习', '大家要学习理论。', ((8, 10),)], ['1', '理论', '大家要学习理论。', ((10, 12),)]]
    """
    if n < 1:
        raise ValueError(f"n={n}: at least 1 sentence is needed")
    rows = key_terms(scores, top=top, show=show)
    columns = _columns_of(scores, by)
    needed = ["document", "section", "start", "token", "sentence", *columns]
    tokens = frame_of(corpus, "tokens", needed)
    codes, known = terms_of(tokens, terms)
    numbers = known.get_indexer(pd.Index(rows["term"].astype("str")))
    if (numbers < 0).any():
        missing = rows["term"].astype("str")[numbers < 0].iloc[0]
        raise ValueError(
            f"no term {missing!r} in this corpus: pass the corpus that was counted, and "
            "terms= as for count_terms"
        )
    quotable = _Quotable(corpus, tokens, codes)
    parts = []
    targets = rows["target"].astype("str").to_numpy(dtype=object)
    for target, inside in _inside(tokens, columns, scores, list(dict.fromkeys(targets))):
        wanted = numbers[targets == target]
        parts += [
            {"target": target, "term": known[term], **row}
            for term, best in quotable.best(inside, wanted, n)
            for row in best
        ]
    columns = [*COLUMNS, "start", "end", "text", "hits"]
    return pd.DataFrame(parts, columns=columns)


def _columns_of(scores: pd.DataFrame, by: str | Sequence[str] | None) -> list[str]:
    """What the terms were counted by: as given, or as the scores say."""
    if by is not None:
        return names_of(by)
    named = frame_of(scores, "scores", ["by"])["by"]
    return str(named.iloc[0]).split("/")


def _inside(
    tokens: pd.DataFrame, by: list[str], scores: pd.DataFrame, targets: list[str]
) -> Iterator[tuple[str, np.ndarray]]:
    """The places in the tokens of each target.

    A section stands for all that is below it, unless the parts below it are targets themselves:
    then the number of tokens tells which of the two it is.
    """
    group, groups = groups_of(tokens, by)
    names = list(groups.astype(str).itertuples(index=False, name=None))
    table = Table(by, names, np.array([]), sparse.csr_array((len(names), 0)), np.bincount(group))
    sizes = dict(zip(scores["target"].astype("str"), scores["size_target"], strict=True))
    for target in targets:
        chosen_ones = chosen(table, target)
        own = np.array([label == target for label in table.labels])
        if own.any() and table.sizes[chosen_ones].sum() != sizes[target]:
            chosen_ones = own
        yield target, np.flatnonzero(chosen_ones[group])


class _Quotable:
    """The sentences of a corpus, and which of them each token stands in."""

    def __init__(self, corpus: Corpus, tokens: pd.DataFrame, codes: np.ndarray) -> None:
        self.tokens, self.codes = tokens, codes
        laid, words = laid_of(corpus, COUNTED), words_of(corpus)
        self.shown, paragraphs = laid.shown, laid.paragraphs.tolist()
        found = (SENTENCE.finditer(laid.text, first, end) for first, end in paragraphs)
        spans = [one.span() for each in found for one in each]
        self.spans = np.array(spans, dtype=np.int64).reshape(-1, 2)
        begins, ends = laid.offset(self.spans[:, 0]), laid.offset(self.spans[:, 1] - 1) + 1
        base = laid.bases[laid.passage_of(self.spans[:, 0])]
        self.begins, self.ends = begins - base, ends - base
        order = np.argsort(begins, kind="stable")
        number = np.searchsorted(begins[order], words.start, "right") - 1
        number = order[np.maximum(number, 0)] if len(order) else number
        inside = words.start < ends[number] if len(order) else number >= 0
        self.sentence = np.full(len(tokens), -1)  # a heading has none
        self.sentence[words.order] = np.where(inside, number, -1)
        self.length = np.zeros(len(tokens), dtype=np.int64)
        self.length[words.order] = words.end - words.start

    def best(
        self, inside: np.ndarray, wanted: np.ndarray, n: int
    ) -> Iterator[tuple[int, list[dict[str, Any]]]]:
        """The best sentences of each term, as rows, of the tokens inside a target."""
        here = inside[np.isin(self.codes[inside], wanted) & (self.sentence[inside] >= 0)]
        pairs = pd.DataFrame({"sentence": self.sentence[here], "term": self.codes[here]})
        several = pairs.drop_duplicates().groupby("sentence", sort=False)["term"].size()
        rank = {
            number: self._rank(number, many)
            for number, many in zip(several.index.tolist(), several.tolist(), strict=True)
        }
        for term in wanted:
            own = here[self.codes[here] == term]
            of_own = self.sentence[own]
            rows: dict[str, dict[str, Any]] = {}
            for number in sorted(pd.unique(of_own), key=rank.__getitem__):
                text = self._text(number)
                if text not in rows:
                    rows[text] = self._row(number, text, own[of_own == number])
                if len(rows) == n:
                    break
            yield term, list(rows.values())

    def _text(self, number: int) -> str:
        """A sentence as it is read."""
        first, end = self.spans[number]
        return self.shown[first:end].strip()

    def _rank(self, number: int, several: int) -> tuple[bool, bool, int, int, int]:
        """The place of a sentence with several of the key terms among the others."""
        text = self._text(number)
        whole, fits = bool(_WHOLE.search(text)), SHORT <= len(text) <= LONG
        return not whole, not fits, -min(several, 3), len(text), number

    def _row(self, number: int, text: str, places: np.ndarray) -> dict[str, Any]:
        """A sentence with the places of a term in it."""
        first = self.tokens.iloc[places[0]]
        starts = self.tokens["start"].to_numpy()[places].tolist()
        return {
            "document": str(first["document"]),
            "section": str(first["section"]),
            "paragraph": int(first.get("paragraph", -1)),
            "sentence": int(first["sentence"]),
            "start": int(self.begins[number]),
            "end": int(self.ends[number]),
            "text": text,
            "hits": tuple(
                (start, start + int(length))
                for start, length in zip(starts, self.length[places], strict=True)
            ),
        }
