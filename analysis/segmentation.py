"""Text to tokens: words, numbers and dates, each a span of the text, in any script."""

from __future__ import annotations

import bisect
import itertools
import logging
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

COUNTED = ("body", "table", "note")  # the roles of blocks whose words are counted
WITH_HEADINGS = (*COUNTED, "heading", "title")
ENGINES = ("rjieba", "jieba")
STRETCH = 2000  # characters that an engine is given at a time
STOP_LISTS = ("function", "genre")
DATA = Path(__file__).parent / "data"

# --- numbers, dates and quantities ---------------------------------------------------------

_NUMERAL = "〇零一二两三四五六七八九十百千万亿"
# Where a number may begin: an Arabic digit, two numerals, or 百分之…; the rest is NUMBER's work.
_CANDIDATE = re.compile(rf"[0-9０-９{_NUMERAL}](?:(?<=[0-9０-９])|[○{_NUMERAL}]|分之)")
_ARABIC = "(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9０-９]++)(?:[.．][0-9０-９]++)?"
_YEAR = "年(?![级轻龄报鉴会货画])|月(?![球亮饼刊])"
_UNIT = (
    "世纪(?:[0-9]0年代)?|年代|年[度底初末]|月[份底初末]|月[上中下]旬|日(?![本益常])"
    "|[%％‰]|(?:美|欧|日|港)?元(?![素件旦宵])|平方公里|平方米|立方米|公里|千米|米|公顷|亩|吨"
    f"|公斤|千克|克|千瓦时|千瓦|小时|分钟|秒|岁|℃|{_YEAR}"
)
_CHINESE = (
    f"(?:[{_NUMERAL}]+分之[{_NUMERAL}]+(?:点[{_NUMERAL}]+)?"  # 百分之五点二
    "|[〇○零一二三四五六七八九]{4}(?=年)"  # 一九七八年
    f"|(?=[{_NUMERAL}]*[〇○])[○{_NUMERAL}]{{2,}}"  # 二〇二四
    f"|(?=[{_NUMERAL}]*[十百千万亿])[{_NUMERAL}]{{3,}}(?:点[{_NUMERAL}]+)?"  # 三百二十, 十四五
    f"|[{_NUMERAL}]{{2,}}(?=[多余几]?[万亿]*(?:{_UNIT})))"  # 三十元
)
_NUM = f"(?>{_ARABIC}|{_CHINESE})"
_TIMES = "(?:[十百万亿]|千(?![瓦米克]))*"
_DAY = f"(?:{_NUM}|[一二三四五六七八九十])"
# A quantity: an ordinal; or a number as a date, as a time of day, or with its unit.
_NUMBER = re.compile(
    rf"(?<![0-9０-９A-Za-zＡ-Ｚａ-ｚ.．])(?<![A-Za-z]-)(?>"
    rf"(?<=第){_NUM}(?:[条章节编款项届次号]|季度)?|{_NUM}(?>"
    rf"年{_DAY}月(?:{_DAY}[日号])?[份底初末]?|月{_DAY}[日号]"
    rf"|[:：][0-9]{{2}}(?:[:：][0-9]{{2}})?(?![0-9])|[时点]{_NUM}分(?:{_NUM}秒)?"
    rf"|(?:[-–—~～/]{_ARABIC}){{0,2}}{_TIMES}(?:[多余几]{_TIMES})?(?:{_UNIT})?"
    rf"))(?![0-9０-９A-Za-zＡ-Ｚａ-ｚ]|[.．][0-9０-９])"
)
_DATE = re.compile("[年月日:：]|世纪|[时点].+分")


def _numbers(text: str) -> Iterator[tuple[int, int]]:
    """The spans of numbers, dates and quantities, from left to right."""
    end = 0
    for candidate in _CANDIDATE.finditer(text):
        start = candidate.start()
        if start >= end and (found := _NUMBER.match(text, start)):
            end = found.end()
            yield start - (text[start - 1 : start] == "第"), end


# --- traditional script --------------------------------------------------------------------


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    return OpenCC("t2s").convert


@cache
def _traditional() -> re.Pattern[str]:
    """Any character that simplified script writes otherwise."""
    ranges = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xF900, 0xFB00))
    characters = "".join(map(chr, itertools.chain(*ranges)))
    simplified = _converter()(" ".join(characters)).split(" ")
    pairs = zip(characters, simplified, strict=True)
    return re.compile(f"[{''.join(old for old, new in pairs if old != new)}]")


def _simplified(text: str) -> str:
    """The text in simplified script, character for character."""
    if not _traditional().search(text):
        return text
    whole = _converter()(text)
    if len(whole) == len(text):
        return whole
    # A phrase that changes its length would move every offset after it.
    return "".join(new if len(new := _converter()(old)) == 1 else old for old in text)


def fold(terms: Iterable[str], form: str = "simplified") -> list[str]:
    """Write terms in one script, so that both spellings of a word are counted together.

    `form` is "simplified" (OpenCC's table t2s, which looks at words: 乾隆 keeps its 乾).
    Returns a list as long as `terms`, in their order; every term keeps its length.

    Raises ValueError if `form` is another word.

    >>> fold(["網絡輿論", "网络舆论"])
    ['网络舆论', '网络舆论']
    """
    if form != "simplified":
        raise ValueError(f"no form {form!r}; there is: simplified")
    return [_simplified(term) for term in terms]


# --- words of the user ---------------------------------------------------------------------


class Word(NamedTuple):
    """A word of a user's dictionary: ``frequency`` 0 and ``tag`` "" where not given."""

    word: str
    frequency: int = 0
    tag: str = ""


_LINE = re.compile(r"(?P<word>\S.*?)(?:\s+(?P<frequency>[0-9]+))?(?:\s+(?P<tag>[a-z]+))?")
_HAN = re.compile("[㐀-䶿一-鿿豈-\ufaff]+")


def read_words(path: str | os.PathLike) -> list[Word]:
    """Read a user dictionary in jieba's format: a word a line, with frequency and tag if any.

    The file is UTF-8; a byte order mark, CRLF, blank lines and lines that begin with ``#``
    are passed over.  Returns the words in the order of the file.

    Raises OSError if there is no such file, and ValueError if it is not UTF-8 or a line
    is not of this form (its number is named).
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path}: not UTF-8 (byte {error.start + 1}): save the dictionary as UTF-8"
        ) from None
    words = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            found = _LINE.fullmatch(line.strip())
            words.append(_checked(found.groupdict(), f"{path}, line {number}"))
    return words


def _checked(fields: dict, place: str) -> Word:
    word, frequency, tag = fields["word"], fields.get("frequency"), fields.get("tag")
    wrong = None
    if not any(map(str.isalnum, word)):
        wrong = f"{word!r} is no word"
    elif re.search(r"\s", word) and _HAN.search(word):
        wrong = f"{word!r} has a blank in it"
    elif frequency is not None and int(frequency) < 1:
        wrong = f"the frequency of {word!r} is {frequency}"
    if wrong:
        raise ValueError(f"{place}: {wrong}; write 词 or 词 100 n (frequency and tag if you like)")
    return Word(word, int(frequency or 0), tag or "")


def _user_words(words: object) -> list[Word]:
    """The words given as a path, a list of terms, or a frame with a column ``term``."""
    if words is None:
        return []
    if isinstance(words, (str, os.PathLike)):
        if not Path(words).is_file():
            raise FileNotFoundError(
                f"no dictionary file {os.fspath(words)!r}; terms themselves go into a list"
            )
        return read_words(words)
    if isinstance(words, pd.DataFrame):
        if "term" not in words:
            raise ValueError("no column 'term' in words: make it with discover_terms(tokens)")
        words = words["term"]
    made = []
    for number, term in enumerate(words, 1):
        if not isinstance(term, str):
            raise ValueError(f"words, item {number}: {term!r} is not a str")
        made.append(_checked({"word": term.strip()}, f"words, item {number}"))
    return made


# --- the segmenter -------------------------------------------------------------------------


class Segmenter:
    """Cuts text into words; keeps the words of a user's dictionary whole.

    ``words`` is the path of a dictionary in jieba's format (see `read_words`), a list of
    terms, or a frame with a column ``term`` from `discover_terms`.  The longest word wins
    where they nest, and a frequency too low to win is raised (as jieba's suggest_freq does).
    ``engine`` is "rjieba" (the default: the words of jieba, thirty times faster), "jieba",
    or any function ``str -> list[str]`` whose pieces join up to what it was given; it is
    never given white space.  ``hmm=False`` makes the two engines find no words outside
    their dictionary.  Nothing is shared: another segmenter, and jieba itself, stay as they
    are.  Traditional text is cut by way of its simplified form.

    Raises ValueError if there is no such engine or a word is none, OSError if there is no
    such dictionary.

    >>> Segmenter(words=["文明实践"]).cut("新时代文明实践")
    ['新', '时代', '文明实践']
    >>> Segmenter(engine=list).cut("好的 OK")
    ['好', '的', ' ', 'O', 'K']
    """

    def __init__(  # noqa: D107
        self,
        words: object = None,
        *,
        engine: str | Callable[[str], list[str]] = "rjieba",
        hmm: bool = True,
    ) -> None:
        self.engine, self.hmm = engine, hmm
        self.words = {fold([entry.word])[0]: entry for entry in _user_words(words)}
        if callable(engine):
            dictionary, forced = {}, self.words
            self._engine = _checking(engine)
        else:
            # jieba's dictionary holds words of Han characters; the others are looked for first.
            dictionary = {word: entry for word, entry in self.words.items() if _is_plain(word)}
            forced = self.words.keys() - dictionary.keys()
            self._engine = _load_engine(engine, dictionary, hmm)
        self._forced = _alternatives(forced)
        self._is_traditional = _traditional().search

    def cut(self, text: str, *, numbers: bool = False) -> list[str]:
        """Cut text into pieces that join up to it: words, punctuation, white space.

        With ``numbers=True`` a number, date or quantity is one piece whatever the engine
        makes of it; this is how `tag` and `tokenize` cut.

        >>> Segmenter().cut("2022年3月18日，增长5.2%。")
        ['2022', '年', '3', '月', '18', '日', '，', '增长', '5.2%', '。']
        >>> Segmenter().cut("2022年3月18日，增长5.2%。", numbers=True)
        ['2022年3月18日', '，', '增长', '5.2%', '。']
        """
        view = _simplified(text) if self._is_traditional(text) else text
        if self._forced:
            pieces = self._cut_kept(view, numbers)
        elif numbers and _CANDIDATE.search(view):
            pieces = self._cut_numbers(view)
        else:
            pieces = self._engine(view)
        return pieces if view is text else _slices(text, map(len, pieces))

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
        """The part of speech of each word on its own; see `tag`."""
        import rjieba

        return [self._tag_of(_simplified(word), rjieba.tag) for word in words]

    def _tag_of(self, word: str, tagger: Callable) -> str:
        if word in self.words:
            return self.words[word].tag or "n"
        if (0, len(word)) in _numbers(word):
            return "t" if _DATE.search(word) else "m"
        pieces = tagger(word)
        return pieces[-1][1] if pieces else "x"

    def _cut_numbers(self, text: str) -> list[str]:
        pieces, done = [], 0
        for start, end in _numbers(text):
            if start > done:
                pieces += self._engine(text[done:start])
            pieces.append(text[start:end])
            done = end
        if done < len(text):
            pieces += self._engine(text[done:])
        return pieces

    def _cut_kept(self, text: str, numbers: bool) -> list[str]:
        """Cut around the words that no engine would keep whole."""
        cut = self._cut_numbers if numbers else self._engine
        pieces, done = [], 0
        for found in self._forced.finditer(text):
            pieces += cut(text[done : found.start()])
            pieces.append(found[0])
            done = found.end()
        return pieces + cut(text[done:])


def _slices(text: str, lengths: Iterable[int]) -> list[str]:
    ends = list(itertools.accumulate(lengths))
    return [text[start:end] for start, end in zip([0, *ends], ends, strict=False)]


def _is_plain(word: str) -> bool:
    return bool(_HAN.fullmatch(word)) and not any(_numbers(word))


def _alternatives(words: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern that finds the longest of these words; Latin ones not inside another word."""
    parts = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        before = r"(?<![0-9A-Za-z])" if word[0].isascii() and word[0].isalnum() else ""
        after = r"(?![0-9A-Za-z])" if word[-1].isascii() and word[-1].isalnum() else ""
        parts.append(before + re.escape(word) + after)
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


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _load_engine(engine: object, words: dict[str, Word], hmm: bool) -> Callable:
    """The cut of an engine of its own that keeps these words whole."""
    if engine == "rjieba":
        import rjieba

        if not words:
            own, cut = None, rjieba.cut  # no one can add words to this one
        else:
            own = rjieba.Jieba()
            cut = own.cut
        made = cut if hmm else lambda text: cut(text, False)
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


def _new_jieba() -> object:
    """A tokenizer of one's own; jieba's remarks on loading are kept off the screen."""
    import jieba

    tokenizer, level = jieba.Tokenizer(), jieba.default_logger.level
    jieba.default_logger.setLevel(logging.WARNING)
    try:
        tokenizer.initialize()
    finally:
        jieba.default_logger.setLevel(level)
    return tokenizer


# --- tokens --------------------------------------------------------------------------------

_SENTENCE_END = re.compile("[。！？!?…]")
_MASK = re.compile("[XＸ]+|[xｘ]{2,}")  # a name that was made unreadable: XX县, X同志
_SOFT_BREAK = re.compile(r"[^\S\n]*\n\s*")


def tokenize(
    documents: pd.DataFrame,
    sections: pd.DataFrame,
    blocks: pd.DataFrame,
    *,
    segmenter: Segmenter | None = None,
    headings: bool = False,
    tags: bool = False,
) -> pd.DataFrame:
    """Cut the bodies of documents into tokens: words, numbers, Latin words.

    Blocks of the roles body, table and note are cut, with ``headings=True`` headings and
    titles too.  Punctuation, white space and masked names (XX, ××) are the gaps between
    tokens.  Returns a frame with one row a token in text order: ``document``, ``section``,
    ``sentence`` and ``position`` (from 0 in each document), ``start`` (offset in the
    document's text) and ``token``; with ``tags=True`` also ``tag`` (see `Segmenter.tag`).
    ``text[start:start + len(token)] == token``, so a token that a soft line break divides
    has the line break in it.

    Raises ValueError if a column is missing, a block's document is not among the documents,
    or the segmenter changes the text.
    """
    _need(documents, "documents", ["document", "text"])
    _need(sections, "sections", ["document", "section", "start"])
    _need(blocks, "blocks", ["document", "start", "end", "role"])
    segmenter = segmenter or Segmenter()
    names = documents["document"].astype(str).tolist()
    blocks = _counted(names, blocks, WITH_HEADINGS if headings else COUNTED)
    types, codes = _cut_blocks(documents["text"].tolist(), blocks, segmenter)
    return _frame(names, sections, blocks, types, codes, segmenter if tags else None)


def _need(frame: pd.DataFrame, name: str, columns: list[str]) -> None:
    for column in columns:
        if column not in frame:
            raise ValueError(f"no column {column!r} in {name}; there are: {', '.join(frame)}")


def _counted(names: list[str], blocks: pd.DataFrame, roles: tuple[str, ...]) -> pd.DataFrame:
    """The blocks to be cut, in text order, with the number of their document."""
    numbers = pd.Index(names).get_indexer(blocks["document"].astype(str))
    if (numbers < 0).any():
        unknown = blocks["document"].astype(str)[numbers < 0].iloc[0]
        raise ValueError(f"no document {unknown!r} in documents, but blocks of it")
    chosen = blocks.assign(number=numbers)[blocks["role"].isin(roles).to_numpy()]
    return chosen.sort_values(["number", "start"], kind="stable")


def _cut_blocks(
    texts: list[str], blocks: pd.DataFrame, segmenter: Segmenter
) -> tuple[list[str], np.ndarray]:
    """Every piece of every block as the number of its type; and the types.

    Pieces become numbers at once, without a step of Python for each.
    """
    table = defaultdict(itertools.count().__next__)
    columns = (blocks[column].tolist() for column in ("number", "start", "end"))
    cut = _cut_stretches(texts, zip(*columns, strict=True), segmenter)
    pieces = itertools.chain.from_iterable(cut)
    codes = np.fromiter(map(table.__getitem__, pieces), np.int32)
    return list(table), codes


def _cut_stretches(
    texts: list[str], blocks: Iterable[tuple[int, int, int]], segmenter: Segmenter
) -> Iterator[list[str]]:
    """The pieces of all blocks, in order.

    Neighbours that a line end keeps apart are cut in one call, since calls cost time; a
    block with soft line breaks is cut alone.
    """
    number, start, end = -1, 0, 0  # the stretch not yet cut
    for here, first, last in blocks:
        text = texts[here]
        inner = text.find("\n", first, last)
        soft = -1 < inner < last - 1 and "\n" in text[first:last].strip()
        grows = here == number and first == end and text[end - 1] == "\n"
        if soft or not grows or end - start > STRETCH:
            if start < end:
                yield segmenter.cut(texts[number][start:end], numbers=True)
            number, start = here, first
        if soft:
            yield _cut_soft(text[first:last], segmenter)
            start = last
        end = last
    if start < end:
        yield segmenter.cut(texts[number][start:end], numbers=True)


def _cut_soft(text: str, segmenter: Segmenter) -> list[str]:
    """Pieces of a block as if its soft line breaks were not there; they join up to it."""
    clean, breaks, done = "", [], 0
    for found in _SOFT_BREAK.finditer(text):
        beside = text[: found.start()][-1:] + text[found.end() :][:1]
        if beside.isascii() and beside.isalnum():
            continue  # a break between Latin words parts them
        clean += text[done : found.start()]
        breaks.append((len(clean), found[0]))
        done = found.end()
    pieces = segmenter.cut(clean + text[done:], numbers=True)
    ends = list(itertools.accumulate(map(len, pieces)))
    for where, blank in reversed(breaks):
        number = bisect.bisect_left(ends, where)
        if number == len(pieces) or ends[number] == where:
            pieces.insert(number + 1, blank)
        else:
            cut = where - ends[number]
            pieces[number] = pieces[number][:cut] + blank + pieces[number][cut:]
    return pieces


def _is_word(text: str) -> bool:
    return (text.isalnum() or any(map(str.isalnum, text))) and not _MASK.fullmatch(text)


def _frame(
    names: list[str],
    sections: pd.DataFrame,
    blocks: pd.DataFrame,
    types: list[str],
    codes: np.ndarray,
    tagger: Segmenter | None,
) -> pd.DataFrame:
    """Tokens from numbered pieces: facts about a type are looked up, never computed twice."""
    is_word = np.fromiter(map(_is_word, types), bool, len(types))
    closes = np.fromiter((bool(_SENTENCE_END.search(t)) for t in types), bool, len(types))
    closes &= ~is_word
    lengths = np.fromiter(map(len, types), np.int64, len(types))

    # Offsets in the blocks laid end to end, of all pieces, then of the words among them.
    after = np.cumsum(lengths[codes])
    words = np.flatnonzero(is_word[codes])
    codes_of_words = codes[words]
    laid = after[words] - lengths[codes_of_words]
    number, starts, ends = (blocks[name].to_numpy() for name in ("number", "start", "end"))
    begins = np.cumsum(ends - starts) - (ends - starts)
    bounds = np.append(np.searchsorted(laid, begins), len(words))
    sizes = np.diff(bounds)
    documents = np.bincount(number, sizes, minlength=len(names)).astype(np.int64)
    first = np.cumsum(documents) - documents
    # A sentence is over after its closing mark and at the end of its block.
    over = np.zeros(len(words) + 1, bool)
    over[bounds] = over[np.searchsorted(words, np.flatnonzero(closes[codes]))] = True
    sentence = np.cumsum(over, dtype=np.int32)
    columns = {
        "document": _repeated(np.arange(len(names)), documents, names),
        "section": _sections(names, sections, blocks, begins, laid, first, documents),
        "sentence": sentence[:-1] - np.repeat(sentence[first], documents),
        "position": np.arange(len(words), dtype=np.int32)
        - np.repeat(first.astype(np.int32), documents),
        "start": (laid + np.repeat(starts - begins, sizes)).astype(np.int32),
        "token": _categorical(
            (np.cumsum(is_word, dtype=np.int32) - 1)[codes_of_words],
            list(itertools.compress(types, is_word)),
        ),
    }
    if tagger:
        known = tagger.tags_of(columns["token"].categories)
        tags = sorted(set(known))
        numbers = np.array([tags.index(tag) for tag in known], np.int32)
        columns["tag"] = _categorical(numbers[columns["token"].codes], tags)
    return pd.DataFrame(columns, copy=False)


def _sections(
    names: list[str],
    sections: pd.DataFrame,
    blocks: pd.DataFrame,
    begins: np.ndarray,
    laid: np.ndarray,
    first: np.ndarray,
    documents: np.ndarray,
) -> pd.Categorical:
    """The section in which each token starts: found once a section, not once a token."""
    numbers = pd.Index(names).get_indexer(sections["document"].astype(str))
    sections = sections.assign(number=numbers)[numbers >= 0]
    sections = sections.sort_values(["number", "start"], kind="stable")
    number, start = sections["number"].to_numpy(), sections["start"].to_numpy()
    span = np.int64(1) << 40  # longer than any text, so that documents do not meet
    block = np.searchsorted(
        blocks["number"] * span + blocks["end"], number * span + start, "right"
    )
    within = np.append(begins, np.int64(1) << 62)[block]
    within += np.maximum(start - np.append(blocks["start"], start.max(initial=0))[block], 0)
    bounds = np.searchsorted(laid, within)
    covered = np.isin(np.arange(len(names)), number[bounds <= first[number]])
    if not covered[documents > 0].all():
        name = names[np.flatnonzero(~covered & (documents > 0))[0]]
        raise ValueError(f"no section at the beginning of {name!r}: make them with split_sections")
    paths = sections["section"].astype(str)
    categories = sorted(set(paths), key=_natural)
    codes = pd.Index(categories, dtype="str").get_indexer(paths)
    return _repeated(codes, np.diff(bounds, append=len(laid)), categories)


def _repeated(codes: np.ndarray, times: np.ndarray, categories: list[str]) -> pd.Categorical:
    return _categorical(np.repeat(codes.astype(np.int32), times), categories)


def _categorical(codes: np.ndarray, categories: list[str]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(pd.Index(categories, dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)


def _natural(path: str) -> tuple:
    return tuple(
        (part.isdigit(), int(part) if part.isdigit() else 0, part) for part in path.split(".")
    )


# --- stop words ----------------------------------------------------------------------------


def stop_words(kind: str | os.PathLike | Iterable[str] = "function") -> frozenset[str]:
    """Words to leave out of results (never out of counts, sizes or positions).

    `kind` is "function" (the default: particles, pronouns, prepositions, conjunctions,
    auxiliaries, plain numerals and measure words, 一是 二是 一要 …; no word that could be a
    topic), "genre" (verbs that every report uses, such as 坚持 推进 加强; never on by
    default), the path of your own list (UTF-8, one word a line, ``#`` for comments), or the
    words themselves.  Join lists with ``|``.

    Raises ValueError if there is no such list.

    >>> "的" in stop_words(), "坚持" in stop_words(), "坚持" in stop_words("genre")
    (True, False, True)
    """
    if not isinstance(kind, (str, os.PathLike)):
        return frozenset(kind)
    path = DATA / f"stop_words_{kind}.txt" if kind in STOP_LISTS else Path(kind)
    if not path.is_file():
        raise ValueError(
            f"no list of stop words {os.fspath(kind)!r}; there are: {', '.join(STOP_LISTS)},"
            " the path of a file, or a list of words"
        )
    return frozenset(entry.word for entry in read_words(path))


def dropped(counts: pd.DataFrame, stop: Iterable[str] | None = None) -> pd.DataFrame:
    """What the stop words take out of a result, and how often it occurs.

    `counts` is from `count_terms`; `stop=None` means `stop_words()`, `stop=()` none.
    Returns ``term``, ``n`` and ``share`` (of all counted tokens), most frequent first,
    then by term.

    >>> counts = pd.DataFrame({"term": ["的", "工作", "的"], "n": [3, 2, 5]})
    >>> dropped(counts).to_dict("records")
    [{'term': '的', 'n': 8, 'share': 0.8}]
    """
    _need(counts, "counts", ["term", "n"])
    stop = stop_words() if stop is None else frozenset(stop)
    terms = counts["term"].astype(str)
    found = counts["n"].groupby(terms[terms.isin(stop)]).sum().rename("n").reset_index()
    found["share"] = found["n"] / max(counts["n"].sum(), 1)
    return found.sort_values(["n", "term"], ascending=[False, True], ignore_index=True)
