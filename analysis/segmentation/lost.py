"""What of the counted text is in no token, and why."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..characters import has_unseen
from ..contract import frame_of
from ..glossary import tell
from ..structure import COUNTED
from .signs import carries, link_addresses
from .tokens import MASK, WITH_HEADINGS

COLUMNS = ["document", "start", "end", "text", "reason"]
FEW, MUCH, MANY = 20, 1000, 50


def lost_text(
    documents: object, blocks: object, tokens: object, *, headings: bool = False
) -> pd.DataFrame:
    """Letters, digits and signs of the counted blocks that are in no token, each with the reason.

    The frames are those of a corpus; with `headings` headings and titles are counted too.
    Signs that carry meaning are pictures (👍) and units (㎡, €); punctuation and characters that
    are not seen are not looked at.  Returns ``document``, ``start``, ``end``, ``text`` and
    ``reason``: "masked name" (XX县), "address of a link", or "no token" for what the tokens given
    have left out.

    Raises ValueError if a column is missing.

    >>> import analysis as an
    >>> lost_text(*(getattr(an.load(an.read_text("XX县学习。")), name) for name in
    ...     ("documents", "blocks", "tokens"))).values.tolist()
    [['text', 0, 2, 'XX', 'masked name']]
    """
    documents = frame_of(documents, "documents", ["document", "text"])
    blocks = frame_of(blocks, "blocks", ["document", "start", "end", "role"])
    tokens = frame_of(tokens, "tokens", ["document", "start", "token"])
    roles = WITH_HEADINGS if headings else COUNTED
    spans = _spans(blocks[blocks["role"].isin(roles)], "end")
    ends = tokens["start"].to_numpy(np.int64) + tokens["token"].astype(str).str.len().to_numpy()
    taken = _spans(tokens.assign(end=ends), "end")
    rows = [
        (name, start, end, text[start:end], _reason(text, start, end, addresses))
        for name, text in zip(documents["document"].astype(str), documents["text"], strict=True)
        for addresses in [link_addresses(text)]
        for start, end in _left(text, spans.get(name, []), taken.get(name, []))
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _spans(frame: pd.DataFrame, end: str) -> dict[str, list[tuple[int, int]]]:
    """Starts and ends by document."""
    found: dict[str, list[tuple[int, int]]] = {}
    columns = (frame[name].tolist() for name in ("document", "start", end))
    for name, *span in zip(*columns, strict=True):
        found.setdefault(str(name), []).append(tuple(span))
    return found


def _left(
    text: str, spans: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Runs of characters in these spans that carry meaning and are not taken."""
    free = np.zeros(len(text) + 1, bool)
    for start, end in spans:
        free[start:end] = True
    for start, end in taken:
        free[start:end] = False
    places = [
        place
        for place in np.flatnonzero(free).tolist()
        if carries(text[place]) and not has_unseen(text[place])
    ]
    for _, run in itertools.groupby(enumerate(places), lambda pair: pair[1] - pair[0]):
        found = [place for _, place in run]
        yield found[0], found[-1] + 1


def _reason(text: str, start: int, end: int, addresses: list[tuple[int, int]]) -> str:
    if any(first <= start and end <= last for first, last in addresses):
        return "address of a link"
    return "masked name" if MASK.fullmatch(text, start, end) else "no token"


def warn_of_gaps(documents: pd.DataFrame, tokens: pd.DataFrame) -> None:
    """Warn of documents in which little or nothing was counted, or characters instead of words."""
    words, own = (tokens[name].astype("category").cat for name in ("token", "document"))
    sizes = np.array([*map(len, words.categories.astype(str))], np.int64)[words.codes]
    names = [str(name) for name in own.categories]
    n = dict(zip(names, np.bincount(own.codes).tolist(), strict=False))
    letters = dict(zip(names, np.bincount(own.codes, sizes).tolist(), strict=False))
    for name, text in zip(documents["document"].astype(str), documents["text"], strict=True):
        told = _doubt(text, n.get(name, 0), int(letters.get(name, 0)))
        if told:
            tell(f"{name}: {told}")


def _doubt(text: str, n: int, letters: int) -> str:
    """What is doubtful about a text of which n tokens with so many letters were counted."""
    if len(text) < FEW or letters * 10 >= len(text):
        if n >= MANY and letters < 1.1 * n and len(re.findall(r"\w\s+(?=\w\s)", text)) > 0.8 * n:
            return "nearly all its tokens are single characters with blanks between them"
        return ""
    size = len(re.findall(r"\w", text))
    if size < FEW:
        return ""
    labels = "see how corpus.blocks labels its lines"
    if not n:
        return f"it has {size:,} letters and digits, but no word of it is counted; {labels}"
    if size >= MUCH and letters * 10 < size:
        return f"only {letters:,} of {size:,} letters and digits are counted; {labels}"
    return ""
