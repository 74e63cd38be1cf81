"""The segmenter: text to pieces."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from .lists import Word, user_words
from .numerals import DATE, number_spans
from .signs import word_spans
from .view import cut_form, in_other_form, spelt

ENGINES = ("rjieba", "jieba")
# The characters that both engines take for Han; words with others are kept whole without them.
_OF_ENGINES = re.compile("[一-鿕]+")


Engine = str | Callable[[str], list[str]]


class Segmenter:
    """Cuts text into words; keeps the words of a user's dictionary whole.

    ``words`` is the path of a dictionary in jieba's format (see `read_words`), a list of
    terms, or a frame with a column ``term`` from `discover_terms`.  The longest word wins
    where they nest, and a frequency too low to win is raised (as jieba's suggest_freq does).
    ``engine`` is "rjieba" (the default: the words of jieba, over ten times faster), "jieba",
    or any function ``str -> list[str]`` whose pieces join up to what it was given; it is
    never given white space.  ``hmm=False`` makes the two engines find no words outside
    their dictionary.  Nothing is shared: another segmenter, and jieba itself, stay as they
    are.  Traditional text is cut by way of its simplified form.

    Raises ValueError for an engine that does not exist and for a word without letter or digit,
    OSError for a dictionary file that does not exist.

    >>> Segmenter(words=["文明实践"]).cut("新时代文明实践")
    ['新', '时代', '文明实践']
    >>> Segmenter(engine=list).cut("好的 OK")
    ['好', '的', ' ', 'O', 'K']
    """

    def __init__(  # noqa: D107
        self,
        words: object = None,
        *,
        engine: Engine = "rjieba",
        hmm: bool = True,
    ) -> None:
        self._make(user_words(words), engine, hmm)

    def _make(self, words: Iterable[Word], engine: Engine, hmm: bool) -> None:
        self.engine, self.hmm = engine, hmm
        self.words = {cut_form(entry.word): entry for entry in words}
        if callable(engine):
            forced = set(self.words)
            self._engine = _checking(engine)
        else:
            dictionary = {word: entry for word, entry in self.words.items() if _is_plain(word)}
            forced = self.words.keys() - dictionary.keys()
            self._engine = _load_engine(engine, dictionary, hmm)
        self._forced = _alternatives(forced)
        self._is_other = in_other_form()
        # whether a word of one's own, with a blank in it, may be broken over two lines
        self.reaches_over_lines = any(map(re.compile(r"\s").search, forced))

    def with_words(self, words: object) -> Segmenter:
        """A segmenter like this one, engine and all, that keeps `words` whole as well.

        `words` is what ``Segmenter(words=…)`` takes; of a word that both have, the new entry
        counts.

        Raises what ``Segmenter(words=…)`` raises.

        >>> one = Segmenter(["文明实践"], hmm=False)
        >>> both = one.with_words(["舆论场"])
        >>> both.cut("文明实践舆论场"), both.hmm
        (['文明实践', '舆论场'], False)
        """
        made = object.__new__(type(self))
        made._make([*self.words.values(), *user_words(words)], self.engine, self.hmm)
        return made

    def __eq__(self, other: object) -> bool:  # noqa: D105
        return isinstance(other, Segmenter) and self.__getstate__() == other.__getstate__()

    def __hash__(self) -> int:  # noqa: D105
        return hash((self.engine, self.hmm, frozenset(self.words)))

    def __repr__(self) -> str:
        """What was asked for: own words, engine, hmm."""
        name = self.engine if isinstance(self.engine, str) else _name_of(self.engine)
        own = f", {len(self.words)} words of your own" if self.words else ""
        return f"<Segmenter: {name}{'' if self.hmm else ' without hmm'}{own}>"

    def __getstate__(self) -> tuple[dict[str, Word], Engine, bool]:
        """What makes a segmenter; engines themselves cannot be copied or sent."""
        return self.words, self.engine, self.hmm

    def __setstate__(self, state: tuple[dict[str, Word], Engine, bool]) -> None:
        """Make it anew from that."""
        words, engine, hmm = state
        self._make(words.values(), engine, hmm)

    def cut(self, text: str, *, numbers: bool = False) -> list[str]:
        """Cut text into pieces that join up to it: words, punctuation, white space.

        With ``numbers=True`` a number, date or quantity is one piece whatever the engine
        makes of it; this is how `tag` and `tokenize` cut.

        >>> Segmenter().cut("2022年3月18日，增长5.2%。")
        ['2022', '年', '3', '月', '18', '日', '，', '增长', '5.2%', '。']
        >>> Segmenter().cut("2022年3月18日，增长5.2%。", numbers=True)
        ['2022年3月18日', '，', '增长', '5.2%', '。']
        """
        view = cut_form(text) if self._is_other(text) else text
        pieces = list(itertools.chain.from_iterable(self._parts(view, numbers)))
        return pieces if view is text else _slices(text, map(len, pieces))

    def cut_plain(self, text: str) -> Iterator[str]:
        """`cut` with numbers whole, of a text that has none of the `other_forms`.

        Piece by piece: of a long text they are more than the cache holds.
        """
        return itertools.chain.from_iterable(self._parts(text, numbers=True))

    def tag(self, text: str) -> list[tuple[str, str]]:
        """Cut text (with numbers whole) and give each piece its part of speech.

        The tags are those of jieba's dictionary, for any engine: n noun, v verb, a
        adjective, m number or quantity, t time, eng Latin letters, x unknown or no word
        …  A word the dictionary lacks takes the tag of its last part; your own words
        have the tag you gave them, or n.

        >>> Segmenter().tag("2022年，经济增长5.2%")
        [('2022年', 't'), ('，', 'x'), ('经济', 'n'), ('增长', 'v'), ('5.2%', 'm')]
        """
        pieces = self.cut(text, numbers=True)
        return list(zip(pieces, self.tags_of(pieces), strict=True))

    def tags_of(self, words: Iterable[str]) -> list[str]:
        """The part of speech of each of `words` on its own; see `tag`."""
        import rjieba

        return [self._tag_of(cut_form(word), rjieba.tag) for word in spelt(words)]

    def _tag_of(self, word: str, tagger: Callable) -> str:
        if word in self.words:
            return self.words[word].tag or "n"
        if (0, len(word)) in number_spans(word):
            return "t" if DATE.search(word) else "m"
        pieces = tagger(word)
        return pieces[-1][1] if pieces else "x"

    def _parts(self, text: str, numbers: bool) -> Iterator[list[str]]:
        """The pieces of a text, part by part: cut around the words that no engine would keep."""
        done = 0
        for found in self._forced.finditer(text) if self._forced else ():
            yield from self._between(text[done : found.start()], numbers)
            yield [found[0]]
            done = found.end()
        yield from self._between(text[done:], numbers)

    def _between(self, text: str, numbers: bool) -> Iterator[list[str]]:
        """Cut, with words that no engine knows whole, and numbers too if they are wanted."""
        whole = list(number_spans(text)) if numbers else []
        if words := list(word_spans(text)):
            whole = _apart(whole, words)
        if whole and callable(self.engine):
            yield _joined(text, self._engine(text), whole)
            return
        done = 0
        for start, end in whole:
            if start > done:
                yield self._engine(text[done:start])
            yield [text[start:end]]
            done = end
        if done < len(text):
            yield self._engine(text[done:])


def _slices(text: str, lengths: Iterable[int]) -> list[str]:
    ends = list(itertools.accumulate(lengths))
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _apart(numbers: list[tuple[int, int]], words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Both in order; where a number and a word meet, the one that begins first is longer."""
    spans, done = [], 0
    for start, end in sorted([*numbers, *words], key=lambda span: (span[0], -span[1])):
        if start >= done:
            spans.append((start, end))
            done = end
    return spans


def _joined(text: str, pieces: list[str], whole: list[tuple[int, int]]) -> list[str]:
    """The pieces of a user's engine, not parted inside these spans; none is cut."""
    inside = {place for start, end in whole for place in range(start + 1, end)}
    ends = [end for end in itertools.accumulate(map(len, pieces)) if end not in inside]
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _is_plain(word: str) -> bool:
    """Whether an engine's dictionary keeps such a word whole."""
    plain = _OF_ENGINES.fullmatch(word) is not None
    return plain and not any(number_spans(word))


def _alternatives(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds the longest of these words; Latin ones not inside another word."""
    parts = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        before = r"(?<![0-9A-Za-z])" if word[0].isascii() and word[0].isalnum() else ""
        after = r"(?![0-9A-Za-z])" if word[-1].isascii() and word[-1].isalnum() else ""
        # a blank in a word may be any white space in a text
        parts.append(before + r"\s+".join(map(re.escape, word.split())) + after)
    return re.compile("|".join(parts)) if parts else None


def _checking(engine: Callable[[str], list[str]]) -> Callable[[str], list[str]]:
    """A user's engine, given no white space, its pieces compared with what it was given."""

    def cut(text: str) -> list[str]:
        pieces = []
        for part in re.split(r"(\s+)", text):
            if part.strip():
                given = [piece for piece in engine(part) if piece]
                if (joined := "".join(given)) != part:
                    at = _first_difference(joined, part)
                    raise ValueError(
                        f"the engine changed the text: after {part[max(at - 10, 0) : at]!r} it has"
                        f" {joined[at : at + 10]!r} for {part[at : at + 10]!r};"
                        " its pieces must join up to what it was given"
                    )
                pieces += given
            elif part:
                pieces.append(part)
        return pieces

    return cut


def _name_of(engine: Callable) -> str:
    return getattr(engine, "__qualname__", type(engine).__name__)


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _load_engine(engine: str, words: dict[str, Word], hmm: bool) -> Callable[[str], list[str]]:
    """The cut of an engine of its own that keeps these words whole."""
    if engine == "rjieba":
        import rjieba

        # The one without words of its own is shared: no one can add any to it.
        own = rjieba.Jieba() if words else rjieba
        made = own.cut if hmm else lambda text: own.cut(text, False)
    elif engine == "jieba":
        own = _new_jieba()
        made = lambda text: own.lcut(text, HMM=hmm)  # noqa: E731
    else:
        raise ValueError(f"no engine {engine!r}; there are: {', '.join(ENGINES)}, or a function")
    # Short words first, so that a longer one is made to win against them.
    for word, entry in sorted(words.items(), key=lambda item: (len(item[0]), item[0])):
        frequency = max(entry.frequency, own.suggest_freq(word))
        own.add_word(word, frequency, entry.tag or "n")
    return made


def _new_jieba() -> Any:
    """A tokenizer of one's own; jieba's remarks on loading are kept off the screen."""
    import jieba

    tokenizer, level = jieba.Tokenizer(), jieba.default_logger.level
    jieba.default_logger.setLevel(logging.WARNING)
    try:
        tokenizer.initialize()
    finally:
        jieba.default_logger.setLevel(level)
    return tokenizer
