"""Which rows of a comparison are worth reading: the reasons to leave one out of what is shown."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..glossary import words
from ..segmentation import Segmenter, fold, stop_words
from .measures import log_likelihood, p_value

# The reasons, as they stand in the column `hidden`; the first that holds is given.
REASONS = (
    *("small part", "number", "character", "light word", "one sentence", "wrong cut"),
    "slight",
)
FEW = 3  # occurrences from which a term may be read as a hint, whatever its p
SMALL = 100  # tokens: parts with fewer are not shown beside larger ones
LEAST = 1.0  # log ratio of what is mostly elsewhere: surely twice as frequent

# Numbers in figures with what is counted, and numbers in characters that are well formed: 十四五
# is a name, as nobody counts so.
_DIGIT, _PLACE = "一二三四五六七八九两几", "十百千万亿"
_MEASURE = "斤里丈尺寸匹头只套级卷册幅篇封杯碗盏壶斗顷亩株棵粒颗滴堆群伙间座栋幢层阵番遍趟顿"
_NUMBER = re.compile(
    rf"""(?:\d{{4}}年)?\d{{1,2}}月(?:\d{{1,2}}[日号]|份)?[初中底末]?[前后]?|\d{{4}}年[初中底末][前后]?
    |[-+−±]?\d[\d.,，:：/~～–—-]*[%％‰℃]?[十百千万亿]*[\u4e00-\u9fff]{{0,3}}
    |第?(?:(?:零?[{_DIGIT}]?[{_PLACE}])+(?:零?[{_DIGIT}])?|[{_DIGIT}零〇]|[一二三四五六七八九〇零○]{{4}})
    (?:年|月|日|号|个|项|件|次|条|款|章|节|回|人|元|亿元|万元|万人|万亩|百分点|岁|位|名|种|倍|成|里)?
    |百分之.+
    |[{_DIGIT}数{_PLACE}]+[余多来几]?[{_MEASURE}][余内外]?""",
    re.VERBOSE,
)

# Single characters that are whole words and name a thing by themselves. Most others are parts of
# words (设, 站), measures (件) or say too little without their neighbours (事, 好).
_WORDS = frozenset(
    "党税法罪刑水电煤油气粮米面茶酒盐糖肉鱼菜果花草树木林山河江湖海田地矿铁铜金银钱马牛羊猪鸡狗虎龙"
    "船车桥路城村县门墙房屋庙寺塔刀剑枪弓箭旗鼓兵军将王帝僧神鬼佛妖药病医酒血心诗书画歌棋琴文字雪雨风云雷"
    "黨稅電氣糧鹽魚樹鐵銅銀錢馬豬雞龍車橋門牆廟劍槍軍將藥醫詩書畫雲"
)

# Words of little content are those that the dictionary calls adjectives, adverbs, pronouns,
# prepositions, conjunctions and auxiliaries, the verbs of every report (the stop list "genre"),
# and the like of them that it calls verbs, nouns, times or numerals ("light_words").
# "words_of_content" lists what these would be wrong about.
_TAGS = frozenset(["a", "d", "df", "ad", "vd", "r", "p", "c", "u"])
# What no term begins with, ends with, or has inside, where it is not in the dictionary.
_FIRST = frozenset(["拒不", *"之的其而则且乃并及或与于向"])
_LAST = frozenset(["或者", *"的之于向以为而及与或和等并应须将"])
_INSIDE = re.compile("的|或者|以及|之日起|第[一二三四五六七八九十百0-9]+[条项款]")
_SAYS = re.compile("(?:[笑喝叫答骂问怒哭大忙便又]*[道曰])$")
SPEAKERS = 5  # so many people who say something make a story
_DATA = Path(__file__).parent.parent / "data"


@functools.cache
def _light_words() -> tuple[frozenset[str], frozenset[str]]:
    """Words of little content, and those that are none whatever the dictionary says."""
    content = stop_words(_DATA / "words_of_content.txt")
    return (stop_words("genre") | stop_words(_DATA / "light_words.txt")) - content, content


class _Parts:
    """Terms in simplified script, with the words of the dictionary that each is made of."""

    def __init__(self, terms: Iterable[str]) -> None:
        known = Segmenter(hmm=False)  # what is guessed is no word of the dictionary
        self.words = fold(terms)
        self.parts = [known.cut(word) if len(word) > 1 else [word] for word in self.words]
        kinds = sorted({part for parts in self.parts for part in parts})
        alike = [tag in _TAGS for tag in known.tags_of(kinds)]
        light, content = _light_words()
        self.light = {
            kind
            for kind, like in zip(kinds, alike, strict=True)
            if kind in light or (like and kind not in content)
        } | light

    def are_light(self) -> np.ndarray:
        """Which terms are words of little content, or are made of nothing else: 解决问题."""
        little = self.light | stop_words()
        return np.array(
            [
                word in self.light
                or (max(map(len, parts)) > 1 < len(parts) and little.issuperset(parts))
                or any(
                    word[:n] in little and word[n:] in little
                    for n in range(1 if len(word) == 3 else 2, len(word) - 1)
                )
                for word, parts in zip(self.words, self.parts, strict=True)
            ],
            dtype=bool,
        )

    def are_cut(self) -> np.ndarray:
        """Which strings are no terms: 发生的纠纷, 村民或者; in stories 王进道.

        What the dictionary has is a term, as are names of single characters.
        """
        there = set(self.words)
        stems = [_SAYS.sub("", word) for word in self.words]
        said = [
            stem != word and (word[-1] == "曰" or (len(stem) > 1 and stem in there))
            for stem, word in zip(stems, self.words, strict=True)
        ]
        story = sum(said) >= SPEAKERS  # 自行车道 is a term where nobody speaks
        return np.array(
            [
                (story and says) or (max(map(len, parts)) > 1 < len(parts) and _ends_oddly(parts))
                for parts, says in zip(self.parts, said, strict=True)
            ],
            dtype=bool,
        )


def _ends_oddly(parts: list[str]) -> bool:
    """Whether a string of these words has a word at an end, or inside, that belongs to none."""
    return parts[0] in _FIRST or parts[-1] in _LAST or bool(_INSIDE.search("".join(parts)))


def reasons(
    kinds: np.ndarray,
    names: np.ndarray,
    in_sentences: np.ndarray,
    small: np.ndarray,
    slight: np.ndarray,
) -> pd.Categorical:
    """Why each row is not shown, the first reason that holds of `REASONS`; "" for the others.

    `kinds` are the terms of both sides, `names` that of each row by its number; `in_sentences` is
    in how many sentences the term stands where it is more frequent, `small` whether the target is
    too small, `slight` whether the difference is.
    """
    number = np.array([bool(_NUMBER.fullmatch(term)) for term in kinds], dtype=bool)[names]
    single = np.array([len(t) == 1 and t not in _WORDS for t in kinds], dtype=bool)[names]
    parts = _Parts(kinds)
    light, cut = parts.are_light()[names], parts.are_cut()[names]
    holds = [small, number, single, light, in_sentences <= 1, cut, slight]
    code = np.select(holds, range(1, len(holds) + 1), 0)
    dtype = pd.CategoricalDtype(pd.Index(["", *REASONS], dtype="str"))
    return pd.Categorical.from_codes(code, dtype=dtype)


def with_reasons(
    scores: pd.DataFrame,
    named: list[str],
    inside: np.ndarray,
    outside: np.ndarray,
    there: np.ndarray,
) -> pd.DataFrame:
    """The rows with the column `hidden`; `named` are the targets that were asked for.

    `there` says which of the categories of terms either side has; `inside` and `outside` say in
    how many sentences each term stands on the two sides.
    """
    more = (scores["rate_target"] >= scores["rate_reference"]).to_numpy()
    few = (scores["size_target"] < SMALL).to_numpy()
    slight = _is_slight(scores, more)
    hidden = reasons(
        scores["term"].cat.categories.to_numpy(dtype=object)[there],
        (np.cumsum(there) - 1)[scores["term"].cat.codes.to_numpy()],
        np.where(more, inside, outside),
        few & (not named and not few.all()),
        slight & ~scores["supported"].to_numpy(dtype=bool),
    )
    return scores.assign(hidden=hidden)


def _is_slight(scores: pd.DataFrame, more: np.ndarray) -> np.ndarray:
    """Which rows say hardly anything of their term, where it is `more` frequent or less.

    Most of it is on the other side, and the rate is not surely twice as high; or it occurs twice,
    and a test by tokens, which is too ready to find something, has p above 0.01.
    """
    names = ["n_target", "n_reference", "size_target", "size_reference"]
    cells = [scores[name].to_numpy(dtype=float) for name in names]
    frequent, rare = np.where(more, cells[:2], cells[1::-1])
    sure = np.where(more, scores["lower"], -scores["upper"]) >= LEAST
    slight = ~sure & (rare > frequent)
    few = np.flatnonzero((frequent < FEW) & ~slight)
    g2 = np.abs(log_likelihood(*(cell[few] for cell in cells)))
    slight[few] = p_value(g2, "chi2") > 0.01
    return slight


def key_terms(
    scores: pd.DataFrame, *, top: int | None = None, show: str | Iterable[str] = ()
) -> pd.DataFrame:
    """The rows of `keyness` whose term is more frequent in the target, `top` of each target.

    `scores` is from `keyness`. What counts are the plain rates, not `effect`: the half occurrences
    added to it can turn its sign where a term is absent from a very small section. The order is
    that of `scores`. `top=None` gives all of them; otherwise terms with equal scores stay
    together, so that a target may have fewer than `top`.

    Rows with a reason in the column `hidden` are left out (see `keyness`), but for the reasons in
    `show`: "small part", "number", "character", "light word", "one sentence", "wrong cut",
    "slight", or "all". `left_out` says how many they are. Raises ValueError for another reason, or
    a column that is missing.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "活动", "群众", "舆论"], "n": [40, 60, 10, 90]})
    >>> an.key_terms(an.keyness(counts), top=1)[["target", "term"]].values.tolist()
    [['1', '活动'], ['2', '舆论']]
    """
    scores = frame_of(scores, "scores", ["target", "rate_target", "rate_reference"])
    rows = scores[_more_frequent(scores) & which_shown(scores, show)]
    return rows if top is None else cut_at_ties(rows, top)


def _more_frequent(scores: pd.DataFrame) -> pd.Series:
    return scores["rate_target"] > scores["rate_reference"]


def left_out(scores: pd.DataFrame, *, show: str | Iterable[str] = (), language: str = "zh") -> str:
    """One line that says how many terms `key_terms` does not show, and why; "" if it shows all.

    `scores` is from `keyness`, `show` as in `key_terms`, `language` "zh" or "en".  Raises
    ValueError for another language, and as `key_terms` does.

    >>> from analysis.statistics import keyness
    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "18.2%", "群众", "舆论"], "n": [40, 60, 10, 1]})
    >>> left_out(keyness(counts, target="1"), language="en")
    'not shown: 1 numbers'
    """
    scores = frame_of(scores, "scores", ["target", "rate_target", "rate_reference"])
    rows = scores[_more_frequent(scores) & ~which_shown(scores, show)]
    if rows.empty:
        return ""
    entries, n = words(language), rows["hidden"].value_counts()
    told = [entries["notShown"][name].format(f"{n[name]:,}") for name in REASONS if n.get(name, 0)]
    return entries["notShown"]["all"].format(entries["comma"].join(told))


def which_shown(scores: pd.DataFrame, show: str | Iterable[str]) -> np.ndarray:
    """The rows that are shown, as a mask: those without a reason, or with one in `show`."""
    wanted = [show] if isinstance(show, str) else list(show)
    unknown = [name for name in wanted if name not in {*REASONS, "all"}]
    if unknown:
        raise ValueError(f"no reason {unknown[0]!r} to show; there are: {', '.join(REASONS)}, all")
    if "hidden" not in scores.columns or "all" in wanted:
        return np.ones(len(scores), dtype=bool)
    hidden = scores["hidden"].astype("object").fillna("")  # a file gives "" back as missing
    return hidden.isin(["", *wanted]).to_numpy()


def cut_at_ties(rows: pd.DataFrame, top: int) -> pd.DataFrame:
    """At most `top` rows of each target: equal scores stay together, in or out.

    Where the first scores alone are more than `top` equal ones, the first `top` are given.
    """
    groups = [rows["target"].astype("object"), rows["score"]]
    place = rows.groupby("target", sort=False, observed=True).cumcount()
    last = place.groupby(groups, sort=False).transform("max")
    first = place.groupby(groups, sort=False).transform("min")
    return rows[(last < top) | ((first == 0) & (place < top))]
