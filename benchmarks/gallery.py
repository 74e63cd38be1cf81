"""Every figure on texts of every kind, to be looked at: `make gallery`.

Texts are made of words of 1 to 18 characters: 1, 3, 12 and 40 sections, 300 and 300,000
characters, and years.  Each figure is drawn in Chinese and English into build/gallery, checked
(`plots.check`), and shown at print size in colour and in grey by index.html.
"""

import argparse
import html
import pathlib
import sys
import time
import warnings
from collections.abc import Callable, Iterator

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

import analysis as an
from analysis import plots

SECTIONS, CHARACTERS = (1, 3, 12, 40), (300, 300_000)
WORDS = [
    *["党", "法", "新", "工作", "群众", "活动", "发展", "改革", "建设", "创新", "文化", "教育"],
    *["安全", "生态", "网络", "舆论", "理论", "学习", "实践", "服务", "治理", "市场", "企业"],
    *["农业", "医疗", "就业", "收入", "科技", "能源", "环境", "意识形态", "公共服务", "乡村振兴"],
    *["营商环境", "社会保障", "基层治理", "人工智能", "高质量发展", "文明实践站"],
    *["全过程人民民主", "新时代文明实践中心", "中国特色社会主义制度"],
    *["国家治理体系和治理能力现代化", "社会主义核心价值观宣传教育活动"],
    *["习近平新时代中国特色社会主义思想", "推动构建人类命运共同体理念的提出与实践"],
    *["GDP", "CO₂", "Work"],
]
HEADINGS = (
    "总体要求",
    "坚定文化自信，推动社会主义文化繁荣兴盛",
    "健全人民当家作主制度体系，发展社会主义民主政治",
    "加快生态文明体制改革，建设美丽中国",
    "“十三五”时期发展成就和“十四五”时期主要目标任务",
    "2021年重点工作",
    "Digital China：数字中国建设",
    "保障措施",
)
NUMBERS = "零一二三四五六七八九"
OUT = pathlib.Path("build/gallery")
CSS = """
body { font: 14px/1.5 sans-serif; margin: 24px; max-width: 1240px }
figure { display: inline-block; margin: 0 16px 24px 0; vertical-align: top }
img { border: 1px solid #dfe3e8; display: block; width: 14cm }
.grey img { filter: grayscale(1) }
figcaption { color: #59636e; font-size: 12px }
.told { color: #b8420c }
"""


def number(n: int) -> str:
    """A number as headings have it."""
    tens, ones = divmod(n, 10)
    head = f"{NUMBERS[tens] if tens > 1 else ''}{'十' if tens else ''}"
    return head + (NUMBERS[ones] if ones else "")


def corpus_of(sections: int, characters: int) -> an.Corpus:
    """A text with so many sections and characters, each section with words of its own."""
    rng = np.random.default_rng(sections * characters)
    weights = 1 / np.arange(1, len(WORDS) + 1) ** 0.8
    parts = []
    for section in range(sections):
        own = weights.copy()
        own[[(5 * section + 7) % len(WORDS), (11 * section + 40) % len(WORDS)]] += 0.9
        heading = HEADINGS[section % len(HEADINGS)]
        parts.append(f"{number(section + 1)}、{heading}\n" if sections > 1 else "")
        share = (0.4 + rng.random()) * characters / sections
        while share > 0:
            sentence = "".join(rng.choice(WORDS, rng.integers(5, 12), p=own / own.sum())) + "。"
            share -= len(sentence)
            parts.append(sentence + ("\n" if rng.random() < 0.2 else ""))
        parts.append("\n")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return an.load(an.read_text("".join(parts)), segmenter=an.Segmenter(words=WORDS[3:-3]))


Draw = Callable[..., object]


def drawings(corpus: an.Corpus, tested: bool) -> Iterator[tuple[str, Draw]]:
    """Name and function of every figure of a corpus; they take how it looks."""
    whole = an.count_terms(corpus)
    yield "frequency", lambda **look: plots.frequency(an.frequency(whole, stop=()), **look)
    yield "cloud", lambda **look: plots.cloud(whole, stop=(), **look)
    yield "outline", lambda **look: plots.outline(corpus, **look)
    pairs = an.cooccurrence(corpus, top=60, min_n=2, stop=())
    yield "network", lambda **look: plots.network(pairs, **look)
    counts = an.count_terms(corpus, by="section")
    terms = [word for word in WORDS[::4] if word in set(whole["term"].astype(str))][:10]
    if counts["section"].nunique() < 2:
        yield "dispersion", lambda **look: plots.dispersion(corpus, terms, **look)
        return
    options = {"tokens": corpus, "permutations": 99} if tested else {}
    scores = an.keyness(counts, stop=(), absent=True, **options)
    yield "dispersion", lambda **look: plots.dispersion(corpus, scores, names=corpus, **look)
    yield "facets", lambda **look: plots.facets(scores, names=corpus, **look)
    yield "heatmap", lambda **look: plots.heatmap(scores, names=corpus, **look)
    group = scores["target"].astype(str).iloc[-1]
    yield "keyness", lambda **look: plots.keyness(scores, group=group, names=corpus, **look)
    yield "scatter", lambda **look: plots.scatter(scores, group=group, names=corpus, **look)
    alike = an.similarity(counts, stop=())
    yield "similarity", lambda **look: plots.similarity(alike, names=corpus, **look)
    rates = an.rates(counts, WORDS[3:9])
    yield "trend", lambda **look: plots.trend(rates, names=corpus, **look)
    if counts["section"].nunique() > 2:
        tested = an.trend(counts, tokens=corpus, permutations=99)
        yield "slopes", lambda **look: plots.slopes(tested, **look)
        result = an.correspondence(counts, stop=())
        yield "correspondence", lambda **look: plots.correspondence(result, names=corpus, **look)


def draw_all(out: pathlib.Path, only: str = "") -> list[tuple[str, list[str]]]:
    """Draw and check all figures into a folder; what the check said of each."""
    told = []
    for sections in SECTIONS:
        for characters in CHARACTERS:
            corpus = corpus_of(sections, characters)
            for kind, draw in drawings(corpus, characters == min(CHARACTERS)):
                for language in ("zh", "en") if kind.startswith(only) else ():
                    name = f"{kind}_{sections}_{characters}_{language}"
                    ax = draw(language=language)
                    told.append((name, plots.check(ax)))
                    ax.figure.savefig(out / f"{name}.png", dpi=200)
                    plt.close(ax.figure)
    return told


def page(told: list[tuple[str, list[str]]]) -> str:
    """The figures at print size, in colour and in grey."""
    parts = [f"<!doctype html><meta charset=utf-8><title>gallery</title><style>{CSS}</style>"]
    frame = pd.DataFrame(told, columns=["name", "told"])
    kinds = frame["name"].str.partition("_")[0]
    for kind, own in frame.groupby(kinds, sort=False):
        parts.append(f"<h2>{kind}</h2>")
        for name, said in own.itertuples(index=False):
            note = f'<span class="told">{html.escape("; ".join(said))}</span>'
            for grey in ("", "grey"):
                parts.append(
                    f'<figure class="{grey}"><img src="{name}.png">'
                    f"<figcaption>{name} {grey} {note}</figcaption></figure>"
                )
    return "".join(parts)


def main() -> None:
    """Draw all, print what the check says, write the page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, default=OUT)
    parser.add_argument("--only", default="", help="a kind of figure, such as heatmap")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    began = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        told = draw_all(asked.out, asked.only)
    (asked.out / "index.html").write_text(page(told), "utf-8")
    bad = [(name, said) for name, said in told if said]
    for name, said in bad:
        print(f"{name}: {'; '.join(said[:4])}")
    seconds = time.perf_counter() - began
    print(f"{len(told)} figures in {seconds:.0f} s, {len(bad)} with a finding")
    print(asked.out / "index.html")
    sys.exit(bool(bad))


if __name__ == "__main__":
    main()
