"""The usual script for the same job, to measure against: jieba, Counter, pandas, two plots.

    python benchmarks/usual_script.py terms FILE
    python benchmarks/usual_script.py report FILE FOLDER

`report` draws one bar chart at 300 dpi and one word cloud of 1600 x 1000 pixels for the whole
document and for each of its top-level sections.
"""

import collections
import pathlib
import re
import sys

import jieba
import pandas as pd

jieba.setLogLevel("ERROR")


def count(text):
    words = jieba.lcut(text)
    return collections.Counter(word for word in words if len(word) > 1)


def terms(path):
    counts = count(path.read_text("utf-8"))
    print(pd.DataFrame(counts.most_common(30), columns=["term", "n"]).to_string(index=False))


def report(path, folder):
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt
    import zhplot
    from matplotlib.font_manager import FontProperties
    from wordcloud import WordCloud

    typeface = pathlib.Path(zhplot.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
    text = path.read_text("utf-8")
    folder.mkdir(parents=True, exist_ok=True)
    parts = re.split(r"(?m)^[一二三四五六七八九十]+、", text)
    for number, part in enumerate([text, *parts[1:]]):
        counts = count(part)
        names, values = zip(*counts.most_common(20), strict=True)
        figure, ax = plt.subplots(figsize=(10, 6))
        ax.barh(names, values)
        for label in ax.get_yticklabels():
            label.set_fontproperties(FontProperties(fname=str(typeface)))
        figure.savefig(folder / f"bars_{number}.png", dpi=300)
        plt.close(figure)
        cloud = WordCloud(font_path=str(typeface), width=1600, height=1000)
        cloud.generate_from_frequencies(counts).to_file(str(folder / f"cloud_{number}.png"))


if __name__ == "__main__":
    job, path, *rest = sys.argv[1:]
    if job == "terms":
        terms(pathlib.Path(path))
    else:
        report(pathlib.Path(path), pathlib.Path(rest[0]))
