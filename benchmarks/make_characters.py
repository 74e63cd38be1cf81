"""Make analysis/data/characters.txt: how surprising each character is in Chinese text, in bits.

Run from the root of the project, in an environment with ``opencc`` (Apache-2.0) beside the
package's own dependencies::

    python benchmarks/make_characters.py

The counts are the word frequencies of the dictionary of jieba 0.42.1 (MIT licence, Copyright
(c) 2013 Sun Junyi), once as they are (simplified) and once converted word by word with OpenCC
to the traditional forms of Taiwan and of Hong Kong. Half of the probability goes to the
simplified and half to the traditional characters. The dictionary has no punctuation, digits
or letters: their bits are set by hand below.
"""

import math
import pathlib
from collections import Counter, defaultdict

import jieba
import opencc

TARGET = pathlib.Path(__file__).resolve().parent.parent / "analysis" / "data" / "characters.txt"

HEADER = """\
# How surprising a character is in Chinese text, in bits, and the characters of that surprise.
# Made by benchmarks/make_characters.py from the word frequencies of jieba's dictionary
# (MIT licence, Copyright (c) 2013 Sun Junyi), converted to traditional characters by OpenCC
# (Apache-2.0).
"""

# Surprise of what the dictionary lacks: common marks, the marks of lists and titles, the rest.
BY_HAND = {
    5: "，。、",
    6: " 　0123456789",
    8: "；：“”（）《》",
    9: "「」()—…？！.,:;-/%" + "abcdefghijklmnopqrstuvwxyz",
    10: "·‘’％〔〕【】『』ABCDEFGHIJKLMNOPQRSTUVWXYZ０１２３４５６７８９．－／～~?!\"'<>=&_*#@+[]",
    11: "①②③④⑤⑥⑦⑧⑨⑩〈〉×\xa0│─，°℃—–|",
    12: "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ●○■□◆◇★☆※→←↑↓▲△▪•‧﹑々〇{}\\$^`©®™﹐﹔﹕﹙﹚﹝﹞",
}
LAST = 19


def word_counts():
    path = pathlib.Path(jieba.__file__).parent / "dict.txt"
    for line in path.read_text(encoding="utf-8").splitlines():
        word, n, *_ = line.split(" ")
        yield word, int(n)


def character_counts(words, convert):
    counts = Counter()
    for word, n in words:
        for character in convert(word):
            if character >= "\u2e80":
                counts[character] += n
    return counts


def bits():
    words = list(word_counts())
    halves = [
        [character_counts(words, str)],
        [character_counts(words, opencc.OpenCC(name).convert) for name in ("s2tw", "s2hk")],
    ]
    share = defaultdict(float)
    for half in halves:
        for counts in half:
            total = counts.total() * len(half) * len(halves)
            for character, n in counts.items():
                share[character] += n / total
    result = {character: round(-math.log2(part)) for character, part in share.items()}
    for surprise, characters in BY_HAND.items():
        for character in characters:
            result.setdefault(character, surprise)
    return result


def main():
    rows = defaultdict(list)
    for character, surprise in sorted(bits().items()):
        if surprise <= LAST:
            rows[surprise].append(character)
    lines = [f"{surprise} {''.join(rows[surprise])}" for surprise in sorted(rows)]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
