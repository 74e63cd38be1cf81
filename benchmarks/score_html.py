"""How much of the main text of web pages is kept, and how much of the site's own text.

Run it from the root of the project, with the evaluation corpora at hand::

    python -m benchmarks.score_html [FOLDER]

kept    share of the characters of the text given beside the page that the reader does not label
        boilerplate, contents or furniture
site    the same for what the page shows beyond that text. An annex in a table stands in the page,
        but not in the text beside it: `tables` counts its characters apart.
"""

import pathlib
import sys

from analysis.reading.formats import read_html

DROPPED = ("boilerplate", "contents", "furniture")
LAWS = {"pages": "laws_prc"}


def pairs(corpora):
    """Pages, and the files with their main text."""
    for folder in ("notices", "pages"):
        for page in sorted((corpora / folder).glob("*.html")):
            beside = corpora / LAWS.get(folder, folder) / f"{page.stem}.txt"
            if beside.is_file():
                yield page, beside.read_text("utf-8")


def compact(text):
    return "".join(text.split())


def measure(page, reference):
    """(kept of the main text, kept of the site text, in tables), each over its characters."""
    reading = read_html(page.read_bytes())
    kept, tables = list(reading.text), set()
    for mark in reading.marks:
        if mark.role in DROPPED:
            kept[mark.start : mark.end] = "\n" * (mark.end - mark.start)
        if mark.role == "table":
            tables.add(reading.text[mark.start : mark.end])
    whole, left = compact(reference), compact("".join(kept))
    lines = [compact(line) for line in reference.split("\n") if line.strip()]
    main = sum(len(line) for line in lines if line in left) / sum(map(len, lines))
    other = [
        line for line in reading.text.split("\n") if compact(line) and compact(line) not in whole
    ]
    site = [line for line in other if line not in tables]
    shown = sum(len(compact(line)) for line in site if line in "".join(kept))
    every = sum(len(compact(line)) for line in site)
    return main, shown / every if every else 0.0, sum(map(len, tables))


def score(corpora):
    """(name, kept, site) of every page."""
    for page, reference in pairs(corpora):
        main, site, _ = measure(page, reference)
        yield page.name, main, site


def main():
    default = pathlib.Path(__file__).resolve().parents[2] / "shared" / "corpora"
    corpora = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else default
    print(f"{'page':24} {'kept':>6} {'site':>6} {'tables':>7}")
    for page, reference in pairs(corpora):
        kept, site, tables = measure(page, reference)
        print(f"{page.name:24} {kept:6.3f} {site:6.3f} {tables:7}")


if __name__ == "__main__":
    main()
