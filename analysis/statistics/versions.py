"""Two versions of one document: which sentences are new, gone, moved or changed, which terms."""

from __future__ import annotations

import bisect
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ..corpus import Corpus
from ..structure import COUNTED
from .coding import written_as
from .counts import count_terms, frequency
from .passages import SENTENCE, Passage, passages_of

LIKE = 0.5  # share of pairs of characters from which two sentences are two versions of one
SHORT = 2  # characters that stay between two changes and are shown as changed with them
HEADS = ("heading", "title")
ROLES = (*COUNTED, *HEADS)
SIDE = ("section", "start", "text")
COLUMNS = ["change", *(f"{name}_{side}" for side in ("old", "new") for name in SIDE), "similarity"]


class _Sentence(NamedTuple):
    section: str
    start: int
    text: str
    key: str  # what is compared: no white space, one form of every character
    is_head: bool


class _Match(NamedTuple):
    change: str
    old: int  # the number of the sentence, or -1
    new: int
    similarity: float


def compare_versions(
    old: Corpus, new: Corpus, *, roles: Sequence[str] = ROLES, same: bool = False
) -> pd.DataFrame:
    """Which sentences of two versions of a document are new, dropped, moved or changed.

    `old` and `new` are corpora of one document each: a draft and the final text, the report of
    last year and that of this year. `roles` are those of the blocks that are compared (headings
    too); with `same` the sentences that stay as they are are listed too.

    One row per sentence, in the order of the new text, what was dropped after what stood before
    it: `change` ("new", "dropped", "moved": the same words elsewhere, "changed", "same");
    `section_old`, `start_old` and `text_old`, `section_new`, `start_new` and `text_new`: where
    each stands (offsets in `documents.text`; "", -1 and "" where there is none); `similarity`,
    the share of pairs of neighbouring characters that the two have in common (Dice's coefficient;
    1 where the words are the same, 0 where there is one sentence only). Sentences of a
    similarity of .5 or more are versions of each other, the most similar first. White space and
    the form of characters (full width, traditional) are no change.

    Dice, L. R. (1945). Measures of the amount of ecologic association between species. Ecology
    26(3), 297-302. https://doi.org/10.2307/1932409

    Raises ValueError where a corpus has not exactly one document.

    >>> import analysis as an
    >>> old = an.load(an.read_text("坚持稳中求进。扩大国内需求。防范金融风险。"))
    >>> new = an.load(an.read_text("坚持稳中求进、以进促稳。防范金融风险。改善民生。"))
    >>> an.compare_versions(old, new)[["change", "text_old", "text_new"]].values.tolist()
    [['changed', '坚持稳中求进。', '坚持稳中求进、以进促稳。'],
     ['dropped', '扩大国内需求。', ''],
     ['new', '', '改善民生。']]
    """
    before, after = _sentences(old, "old", roles), _sentences(new, "new", roles)
    rows = _matched(before, after)
    made = [
        (change, *_side(before, a), *_side(after, b), share)
        for change, a, b, share in _ordered(rows)
        if same or change != "same"
    ]
    frame = pd.DataFrame(made, columns=COLUMNS)
    text = [name for name in COLUMNS if name.startswith(("section", "text", "change"))]
    numbers = {"start_old": "int64", "start_new": "int64", "similarity": "float64"}
    return frame.astype({**dict.fromkeys(text, "str"), **numbers})


def changed_terms(old: Corpus, new: Corpus, *, stop: Iterable[str] | None = None) -> pd.DataFrame:
    """Which terms two versions of a document use more or less often, and which came or went.

    `old` and `new` are corpora of one document each, `stop` is that of `frequency`. One row per
    term that is not as frequent in both: `term`, `change` ("came", "went", "more", "less"),
    `n_old`, `n_new`, `rate_old` and `rate_new` (per 10,000 tokens), by the difference of `n`,
    the largest first, then by term. It says what is different, and nothing of chance: the texts
    are no samples.

    Raises ValueError where a corpus has not exactly one document.

    >>> import analysis as an
    >>> old = an.load(an.read_text("学习、工作、工作。"))
    >>> new = an.load(an.read_text("学习、工作、实践。"))
    >>> an.changed_terms(old, new)[["term", "change", "n_old", "n_new"]].values.tolist()
    [['实践', 'came', 0, 1], ['工作', 'less', 2, 1]]
    """
    sides = []
    for corpus, side in ((old, "old"), (new, "new")):
        _one(corpus, side)
        table = frequency(count_terms(corpus), stop=stop)[["term", "n", "rate"]]
        sides.append(table.astype({"term": "str"}).set_index("term").add_suffix(f"_{side}"))
    both = sides[0].join(sides[1], how="outer").fillna(0).astype({"n_old": int, "n_new": int})
    both = both[both["n_old"] != both["n_new"]].rename_axis("term").reset_index()
    more = both["n_new"] > both["n_old"]
    change = np.where(more, "more", "less")
    change = np.where(both["n_old"] == 0, "came", np.where(both["n_new"] == 0, "went", change))
    both.insert(1, "change", pd.Series(change, dtype="str"))
    far = (both["n_new"] - both["n_old"]).abs()
    order = np.lexsort((both["term"].to_numpy(dtype=object), -far))
    columns = ["term", "change", "n_old", "n_new", "rate_old", "rate_new"]
    return both.iloc[order][columns].reset_index(drop=True)


def differences(old: str, new: str) -> list[tuple[str, str]]:
    """A changed sentence in pieces: what stays ("same"), goes ("dropped") and comes ("new").

    The pieces without the new ones are the old text, those without the dropped ones the new.

    >>> differences("坚持稳中求进。", "坚持稳中求进、以进促稳。")
    [('same', '坚持稳中求进'), ('new', '、以进促稳'), ('same', '。')]
    """
    made: list[tuple[str, str]] = []
    gone = come = ""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        between = (gone or come) and b < len(old)
        if kind == "equal" and not (between and b - a < SHORT):
            made += [("dropped", gone)] * bool(gone) + [("new", come)] * bool(come)
            made.append(("same", old[a:b]))
            gone = come = ""
        else:
            gone, come = gone + old[a:b], come + new[c:d]
    return made + [("dropped", gone)] * bool(gone) + [("new", come)] * bool(come)


# --- which sentence became which ----------------------------------------------------------------


def _one(corpus: Corpus, side: str) -> None:
    n = len(corpus.documents)
    if n != 1:
        raise ValueError(
            f"{side} has {n} documents: versions are compared one by one, see "
            "corpus.select(documents=…)"
        )


def _sentences(corpus: Corpus, side: str, roles: Sequence[str]) -> list[_Sentence]:
    """The sentences of a document in order; a heading is one."""
    _one(corpus, side)
    heads = [role for role in roles if role in HEADS]
    rest = [role for role in roles if role not in HEADS]
    found = [
        _Sentence(
            flat.section_at(start), start, shown.strip(), "".join(key.split()), kind is heads
        )
        for kind in (heads, rest)
        for flat in passages_of(corpus, None, kind)
        for start, shown, key in _pieces(flat)
    ]
    keys = written_as([sentence.key for sentence in found], "simplified")
    found = [sentence._replace(key=key) for sentence, key in zip(found, keys, strict=True)]
    return sorted(found, key=lambda sentence: sentence.start)


def _pieces(flat: Passage) -> Iterator[tuple[int, str, str]]:
    """Where every sentence of a passage begins, how it is shown, and what is compared."""
    for first, last in flat.spans():
        for hit in SENTENCE.finditer(flat.text, first, last):
            shown, key = flat.shown[hit.start() : hit.end()], "".join(hit.group().split())
            yield flat.offset(hit.start()), shown, key


def _matched(old: list[_Sentence], new: list[_Sentence]) -> list[_Match]:
    """What became of every sentence of both sides."""
    alike = _in_order(old, new)
    alike |= _elsewhere(old, new, alike)
    changed = _alike(old, new, alike)
    stay = _staying({**alike, **{b: a for b, (a, _) in changed.items()}}, new)
    rows = [_Match("same" if b in stay else "moved", a, b, 1.0) for b, a in alike.items()]
    rows += [_Match("changed", a, b, share) for b, (a, share) in changed.items()]
    used_old, used_new = ({row.old for row in rows}, {row.new for row in rows})
    rows += [_Match("new", -1, b, 0.0) for b in range(len(new)) if b not in used_new]
    rows += [_Match("dropped", a, -1, 0.0) for a in range(len(old)) if a not in used_old]
    return rows


def _staying(old_of: dict[int, int], new: list[_Sentence]) -> set[int]:
    """The new sentences that stand where they stood: headings first, then what is below them."""
    heads = _longest_line({b: a for b, a in old_of.items() if new[b].is_head})
    after, before = sorted(heads), sorted(old_of[b] for b in heads)
    below = {
        b: a
        for b, a in old_of.items()
        if not new[b].is_head and bisect.bisect(after, b) == bisect.bisect(before, a)
    }
    return heads | _longest_line(below)


def _longest_line(old_of: dict[int, int]) -> set[int]:
    """The largest set of new sentences whose old ones stand in the same order."""
    ends: list[int] = []  # the smallest old place in which a line of each length ends
    lines: list[int] = []  # the new place that it is
    before: dict[int, int] = {}
    for place in sorted(old_of):
        at = bisect.bisect_left(ends, old_of[place])
        ends[at : at + 1], lines[at : at + 1] = [old_of[place]], [place]
        if at:
            before[place] = lines[at - 1]
    found: set[int] = set()
    if lines:
        found.add(last := lines[-1])
        while last in before:
            found.add(last := before[last])
    return found


def _in_order(old: list[_Sentence], new: list[_Sentence]) -> dict[int, int]:
    """The old sentence of each new one that stays, in the same order."""
    before, after = ([sentence.key for sentence in side] for side in (old, new))
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {b + i: a + i for a, b, size in blocks for i in range(size)}


def _elsewhere(old: list[_Sentence], new: list[_Sentence], kept: dict[int, int]) -> dict[int, int]:
    """The old sentence of each new one with the same words in another place."""
    taken = set(kept.values())
    left = defaultdict(list)
    for place in reversed([place for place in range(len(old)) if place not in taken]):
        left[old[place].key].append(place)
    return {
        place: left[sentence.key].pop()
        for place, sentence in enumerate(new)
        if place not in kept and left.get(sentence.key)
    }


def _alike(
    old: list[_Sentence], new: list[_Sentence], known: dict[int, int]
) -> dict[int, tuple[int, float]]:
    """The old sentence of each new one that says nearly the same, and how nearly."""
    from scipy import sparse

    taken = set(known.values())
    a = [place for place in range(len(old)) if place not in taken]
    b = [place for place in range(len(new)) if place not in known]
    number: dict[str, int] = {}
    before, after = (
        _pairs([side[place].key for place in places], number)
        for side, places in ((old, a), (new, b))
    )
    width = len(number)
    first, second = (
        sparse.csr_array((np.ones(len(at)), (row, at)), shape=(n, width))
        for (row, at), n in ((before, len(a)), (after, len(b)))
    )
    common = (first @ second.T).tocoo()
    size: np.ndarray = first.sum(axis=1)[common.row] + second.sum(axis=1)[common.col]
    share = 2 * common.data / size
    enough = share >= LIKE
    rows, columns, share = common.row[enough], common.col[enough], share[enough]
    far = np.abs(rows / max(len(a), 1) - columns / max(len(b), 1))
    found: dict[int, tuple[int, float]] = {}
    gone: set[int] = set()
    for place in np.lexsort((columns, rows, far, -share)):
        from_old, to_new = a[rows[place]], b[columns[place]]
        if from_old not in gone and to_new not in found:
            gone.add(from_old)
            found[to_new] = from_old, float(share[place])
    return found


def _pairs(texts: list[str], number: dict[str, int]) -> tuple[list[int], list[int]]:
    """Row and number of every pair of characters in the texts, each once a text."""
    rows, columns = [], []
    for row, text in enumerate(texts):
        for pair in sorted({text[i : i + 2] for i in range(max(len(text) - 1, 1))}):
            rows.append(row)
            columns.append(number.setdefault(pair, len(number)))
    return rows, columns


def _ordered(rows: list[_Match]) -> Iterator[_Match]:
    """In the order of the new text; what was dropped after what stood before it in the old."""
    follows = defaultdict(list)
    last = -1
    for row in sorted((row for row in rows if row.old >= 0), key=lambda row: row.old):
        if row.new < 0:
            follows[last].append(row)
        else:
            last = row.new
    yield from follows[-1]
    for row in sorted((row for row in rows if row.new >= 0), key=lambda row: row.new):
        yield row
        yield from follows[row.new]


def _side(sentences: list[_Sentence], place: int) -> tuple[str, int, str]:
    if place < 0:
        return "", -1, ""
    return sentences[place][:3]
