"""From a figure back to the text: concordance lines and whole sentences.

Both search the text itself, as it reads without its soft line breaks; every row says where in
`documents.text` it is. Which terms occur together is counted in `collocation`.
"""

from __future__ import annotations

import bisect
import collections
import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import mended, spelt
from ..structure import COUNTED
from .coding import terms_of
from .passages import Passage, passages_of, rows_of, variants_of

LINES = ["document", "section", "start", "left", "keyword", "right", "how", "token"]
WIDTH = 20  # characters on either side of a keyword
MISSING = ("refuse", "empty")
SORTS = ("position", "left", "right", "section")


# --- concordance ------------------------------------------------------------------------------


def kwic(
    corpus: Corpus,
    pattern: str,
    *,
    width: int = WIDTH,
    sort: str = "position",
    regex: bool = False,
    term: bool = False,
    section: str | None = None,
    roles: Sequence[str] = COUNTED,
    missing: str = "refuse",
) -> pd.DataFrame:
    """Every place of a string, a pattern or a term in the text, with the text around it.

    `corpus` is from `load`. `pattern` is found as it is written (`regex=True`: as a regular
    expression of Python's `re`; `term=True`: only where it is a whole token), also across a soft
    line break, in paragraphs, tables and notes (`roles`; add "heading" to search headings).
    `section` takes one section with all that is below it. A term with synonyms (see
    `Corpus.with_synonyms`) is found in all its variants, `keyword` and `token` say in which. A hit
    lies in one paragraph, and `^` and `$` are the ends of one.

    One row per hit: `document`, `section`, `start` (where the hit begins in `documents.text`),
    `left`, `keyword`, `right`: up to `width` characters of the same section on either side,
    without line breaks, a blank between paragraphs; `how` it is counted: "itself" (a token),
    "inside" a longer token, "across" two or more, "" where no word is; and `token`, the one it is
    or stands in (several joined by |). In text order; `sort="left"` by the context
    read leftwards from the keyword, `"right"` by that to its right, `"section"` by section
    across documents.

    Raises ValueError where nothing is found (naming similar terms; with `missing="empty"` the
    table has no row, as a loop over words needs it), for a regular expression that does not
    compile, a negative width and an unknown section.

    >>> import analysis as an
    >>> text = "一、开头\\n做工作，要关心群众；\\n要服务群众。他说：“好！”大家都关心群众。"
    >>> corpus = an.load(an.read_text(text))
    >>> an.kwic(corpus, "群众", width=4)[["section", "start", "left", "keyword", "right"]]
      section  start  left keyword right
    0       1     12  ，要关心      群众  ；要服务
    1       1     19  ；要服务      群众  。他说：
    2       1     34  家都关心      群众     。
    >>> an.kwic(corpus, "群众")[["how", "token"]].values.tolist()
    [['inside', '关心群众'], ['itself', '群众'], ['inside', '关心群众']]
    """
    if width < 0:
        raise ValueError(f"width={width}: the context is 0 characters or more on either side")
    if sort not in SORTS:
        raise ValueError(f"no sort {sort!r}; there are: {', '.join(SORTS)}")
    hits = _hits(corpus, pattern, regex, term, section, roles, missing)
    return _sorted(_lines(hits, _Tokens(corpus), width), sort)


class Concordance:
    """The lines of one term after another, as `kwic` gives them: the texts are laid out once.

    `corpus` is from `load`.  Calling it with a `term` gives the first `top` of its lines, as
    ``kwic(corpus, term, term=True).head(top)``; ValueError where there is none.

    >>> import analysis as an
    >>> lines = Concordance(an.load(an.read_text("走进群众，服务群众。学习理论。")))
    >>> [lines(term, 1)["left"].tolist() for term in ("群众", "理论")]
    [['走进'], ['走进群众，服务群众。学习']]
    """

    def __init__(self, corpus: Corpus) -> None:
        """Lay out the texts and look up their tokens."""
        self.flats = passages_of(corpus, None, COUNTED)
        self.texts, self.tokens = _texts_and_tokens(corpus)
        self.counted = _Tokens(corpus)
        codes, self.terms = terms_of(self.tokens)
        self.order = np.argsort(codes, kind="stable")
        self.bounds = np.searchsorted(codes[self.order], np.arange(len(self.terms) + 1))

    def __call__(self, term: str, top: int) -> pd.DataFrame:
        """The first lines of a term."""
        (number,) = self.terms.get_indexer(pd.Index(spelt([term])))
        bounds = self.bounds[[number, number + 1]] if number >= 0 else [0, 0]
        rows = self.order[bounds[0] : bounds[1]]
        hits = _places(self.flats, self.tokens.iloc[rows], self.texts)
        lines = _lines(itertools.islice(hits, top), self.counted, WIDTH)
        if lines.empty:
            raise ValueError(not_found(self.tokens, term, None))
        return lines


Hit = tuple[Passage, int, int]  # with start and end in the flat text


def _lines(hits: Iterable[Hit], counted: _Tokens, width: int) -> pd.DataFrame:
    """A row for each hit, with the text on either side."""
    rows = [
        (
            flat.document,
            flat.section_at(flat.offset(start)),
            flat.offset(start),
            flat.shown[max(start - width, 0) : start],
            flat.shown[start:end],
            flat.shown[end : end + width],
            *counted.at(flat.document, flat.offset(start), flat.offset(end - 1) + 1),
        )
        for flat, start, end in hits
    ]
    return pd.DataFrame(rows, columns=LINES)


def _texts_and_tokens(corpus: Corpus) -> tuple[dict[str, str], pd.DataFrame]:
    """The texts by document, and the tokens."""
    documents = frame_of(corpus, "documents", ["document", "text"])
    tokens = frame_of(corpus, "tokens", ["document", "section", "start", "token"])
    return dict(rows_of(documents, ["document", "text"])), tokens


def _hits(
    corpus: Corpus,
    pattern: str,
    regex: bool,
    term: bool,
    section: str | None,
    roles: Sequence[str],
    missing: str,
) -> list[Hit]:
    """The places of a pattern in text order, at least one where `missing` does not allow none."""
    if missing not in MISSING:
        raise ValueError(f"no missing={missing!r}; there are: {', '.join(MISSING)}")
    flats = passages_of(corpus, section, roles)
    pattern = spelt([pattern])[0] if term else mended(pattern)
    if term:
        texts, tokens = _texts_and_tokens(corpus)
        codes, terms = terms_of(tokens)
        found = tokens[codes == terms.get_indexer(pd.Index([pattern]))[0]]
        hits = list(_places(flats, found, texts))
    else:
        wanted = [pattern] if regex else variants_of(corpus, pattern)
        hits = list(_matches(flats, _compiled(wanted, regex)))
    if section is not None:
        hits = [hit for hit in hits if f"{_section_of(hit)}.".startswith(f"{section}.")]
    if not hits and missing == "refuse":
        tokens = frame_of(corpus, "tokens", ["token"])
        raise ValueError(not_found(tokens, pattern, section, roles))
    return hits


def _section_of(hit: Hit) -> str:
    flat, start, _ = hit
    return flat.section_at(flat.offset(start))


def _matches(flats: list[Passage], expression: re.Pattern) -> Iterator[Hit]:
    for flat in flats:
        for first, last in flat.spans():
            for match in expression.finditer(flat.text[first:last]):
                if match.end() > match.start():
                    yield flat, first + match.start(), first + match.end()


def _compiled(wanted: list[str], regex: bool) -> re.Pattern:
    """An expression that finds one of these, of several the first that there is."""
    if not all(wanted):
        raise ValueError("the pattern is empty: give a word or a regular expression")
    try:
        return re.compile("|".join(wanted if regex else map(re.escape, wanted)))
    except re.error as error:
        raise ValueError(
            f"{wanted[0]!r} is not a regular expression ({error}); "
            "put \\ before a sign that is meant literally, or leave out regex=True"
        ) from None


def _places(flats: list[Passage], found: pd.DataFrame, texts: dict[str, str]) -> Iterator[Hit]:
    """Where these tokens stand, as long as each is in the text."""
    own = collections.defaultdict(list)
    for document, start, token in rows_of(found, ["document", "start", "token"]):
        there = texts[document][start : start + len(token)]
        if there != token:
            raise ValueError(
                f"{token!r} is a token at {start} of document {document!r}, where the text has "
                f"{there!r}: tokens are what the text has; to count several words as one use "
                "corpus.with_synonyms({'甲': ['乙']})"
            )
        own[document].append((start, start + len(token)))
    for flat in flats:
        places = own.get(flat.document, [])
        for first, last in flat.spans():
            begin, end = flat.offset(first), flat.offset(last - 1) + 1
            at = bisect.bisect_left(places, (begin,))
            for start, after in places[at : bisect.bisect_left(places, (end,))]:
                yield flat, flat.place(start), flat.place(after - 1) + 1


class _Tokens:
    """The tokens by document, to look up which of them stand at a place."""

    def __init__(self, corpus: Corpus) -> None:
        tokens = frame_of(corpus, "tokens", ["document", "start", "token"])
        self.starts: dict[str, list[int]] = {}
        self.tokens: dict[str, list[str]] = {}
        for name, own in tokens.groupby("document", observed=True, sort=False):
            own = own.sort_values("start", kind="stable")
            self.starts[str(name)] = own["start"].tolist()
            self.tokens[str(name)] = own["token"].astype(str).tolist()

    def at(self, document: str, start: int, end: int) -> tuple[str, str]:
        """How the span of a text is counted, and the terms it is or stands in."""
        starts, tokens = self.starts.get(document, []), self.tokens.get(document, [])
        first = bisect.bisect_right(starts, start) - 1
        if first < 0 or starts[first] + len(tokens[first]) <= start:
            first += 1  # what stands before the span does not reach into it
        last = bisect.bisect_left(starts, end)
        there = "|".join(spelt(tokens[first:last]))
        if first >= last:
            return "", ""
        begin, after = starts[first], starts[last - 1] + len(tokens[last - 1])
        if last - first > 1 or start < begin or after < end:
            return "across", there
        return ("itself" if (begin, after) == (start, end) else "inside"), there


def _sorted(lines: pd.DataFrame, sort: str) -> pd.DataFrame:
    if sort == "position":
        return lines
    keys = {
        "left": lines["left"].str[::-1],
        "right": lines["right"],
        "section": lines["section"].map(lambda name: tuple(map(int, name.split(".")))),
    }
    order = keys[sort].sort_values(kind="stable").index
    return lines.loc[order].reset_index(drop=True)


def not_found(
    tokens: pd.DataFrame, pattern: str, section: str | None, roles: Sequence[str] = COUNTED
) -> str:
    """What to say where nothing is found: the terms most similar to what was asked for."""
    codes, terms = terms_of(tokens)
    known = terms.take(pd.unique(codes)).tolist()  # in the order in which they occur
    place = "the text" if section is None else f"section {section!r}"
    searched = "headings left out" if set(roles) == set(COUNTED) else f"{', '.join(roles)} only"
    similar = _similar(known, pattern)
    hint = f"; terms like it: {', '.join(similar[:5])}" if similar else ""
    if pattern in known:
        hint = "; it is a term of other text"
    elif "term" in tokens:
        variant = np.array(spelt(tokens["token"]), dtype=object) == pattern
        if variant.any():
            hint = f"; it is counted as {tokens['term'][variant].iloc[0]!r}"
    return f"{pattern!r} does not occur in {place}, {searched}{hint}"


def _similar(known: list[str], pattern: str) -> list[str]:
    """Terms that hold the pattern, then those inside it; if there are none, those spelt alike."""
    longer = [word for word in known if pattern in word]
    inside = [word for word in known if len(word) > 1 and word in pattern]
    return longer + inside or difflib.get_close_matches(pattern, known, n=5, cutoff=0.5)


# --- sentences --------------------------------------------------------------------------------


def sentences(
    corpus: Corpus,
    pattern: str,
    *,
    regex: bool = False,
    term: bool = False,
    section: str | None = None,
    roles: Sequence[str] = COUNTED,
    missing: str = "refuse",
) -> pd.DataFrame:
    """Every sentence that holds a string, a pattern or a term: the evidence, to be quoted.

    `corpus`, `pattern`, `regex`, `term`, `section`, `roles` and `missing` are those of `kwic`. One
    row per sentence, in text order: `document`, `section`, `start` (where the sentence begins in
    `documents.text`), `text` (without line breaks), `n` (hits in it) and `how` they are counted
    ("itself", or all that there are, joined by /).

    Raises ValueError as `kwic` does.

    >>> import analysis as an
    >>> text = "一、开头\\n做工作，要关心群众；\\n要服务群众。他说：“好！”大家都关心群众。"
    >>> an.sentences(an.load(an.read_text(text)), "群众")[["section", "start", "text", "n"]]
      section  start              text  n
    0       1      5  做工作，要关心群众；要服务群众。  2
    1       1     29          大家都关心群众。  1
    """
    rows: dict[tuple[str, int], tuple] = {}
    n: collections.Counter[tuple[str, int]] = collections.Counter()
    how: dict[tuple[str, int], dict[str, None]] = collections.defaultdict(dict)
    counted = _Tokens(corpus)
    for flat, start, end_of_hit in _hits(corpus, pattern, regex, term, section, roles, missing):
        first, end = flat.sentence(start)
        offset = flat.offset(first)
        key = flat.document, offset
        rows[key] = (flat.document, flat.section_at(offset), offset, flat.shown[first:end].strip())
        n[key] += 1
        span = flat.offset(start), flat.offset(end_of_hit - 1) + 1
        how[key][counted.at(flat.document, *span)[0]] = None
    frame = pd.DataFrame(list(rows.values()), columns=["document", "section", "start", "text"])
    return frame.assign(n=[n[key] for key in rows], how=["/".join(how[key]) for key in rows])
