"""Sheets of shown key terms for a reader to mark, and the share of terms marked good by genre.

    python -m benchmarks.sheets FOLDER --out SHEETS [--documents N] [--aside]
    python -m benchmarks.sheets --count SHEETS

The first command writes a sheet for up to N documents (3) of each genre in the folder of the
corpora: under the title of every section its first ten key terms as `key_terms` shows them, with
the terms found in the text kept whole, and "occurrences here : elsewhere".  The reader has the
text alone, which the sheet names, and writes an x into the box of each term that "I would name as
marking this section off".  The second command counts: asked is 80 %.

A third of the documents, by a hash of their names, is kept aside for such readers (`--aside`);
what is shown is tried out on the others alone.
"""

import argparse
import hashlib
import pathlib
import re
import warnings

import pandas as pd

import analysis as an

from .scores import CORPORA

# Where the documents of each genre are; essays lie beside the corpora.
GENRES = {
    "reports": "reports/*.txt",
    "notices": "notices/*.txt",
    "laws": "laws_prc/*.txt",
    "novels": "novels/*.txt",
    "essays": "../seeds/*.txt",
}
TOP, SECTIONS = 10, 12
BOX = re.compile(r"- \[([ x])\] ")


def spread(values, most):
    """At most so many values, the first and others at equal distances."""
    most = min(most, len(values))
    return [values[n * len(values) // most] for n in range(most)]


def kept_aside(path):
    """Whether a document is one of the third that is kept for the last reading."""
    return int(hashlib.sha256(path.name.encode()).hexdigest(), 16) % 3 == 0


def sheet(path, *, parts=None):
    """The sheet of one document, or None where its sections cannot be compared.

    Of a document with very many sections, as a novel has, some spread over it are on the sheet;
    one without headings may be cut into `parts`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        corpus = an.load(path, parts=parts).with_found_terms()
        counts = an.count_terms(corpus, by="section")
        if counts["section"].nunique() < 2:
            return None
        scores = an.keyness(counts, tokens=corpus, permutations=200)
    rows = an.key_terms(scores, top=TOP)
    titles = corpus.sections.set_index(corpus.sections["section"].astype(str))["title"]
    lines = [f"# {path.name}", "", f"Text: {path}"]
    for target in spread(list(rows["target"].unique()), SECTIONS):
        lines += ["", f"## {target} {titles.get(target, '')}", ""]
        part = rows[rows["target"] == target]
        lines += [
            f"- [ ] {row.term} {row.n_target} : {row.n_reference}" for row in part.itertuples()
        ]
    return "\n".join(lines) + "\n"


def write(folder, out, documents, *, aside):
    """Write the sheets of all genres, as GENRE/DOCUMENT.md."""
    for genre, pattern in GENRES.items():
        paths = [path for path in sorted(folder.glob(pattern)) if kept_aside(path) == aside]
        made = ((path, sheet(path)) for path in paths)
        for path, text in spread([pair for pair in made if pair[1]], documents):
            (out / genre).mkdir(parents=True, exist_ok=True)
            (out / genre / f"{path.stem}.md").write_text(text, "utf-8")


def shares(out):
    """A row a genre: sheets, terms, and the share of them that is marked."""
    rows = []
    for path in sorted(out.glob("*/*.md")):
        boxes = BOX.findall(path.read_text("utf-8"))
        rows.append((path.parent.name, 1, len(boxes), boxes.count("x")))
    table = pd.DataFrame(rows, columns=["genre", "sheets", "terms", "good"])
    table = table.groupby("genre", as_index=False).sum()
    table.loc[len(table)] = ["all", *table.drop(columns="genre").sum()]
    return table.assign(share=(table["good"] / table["terms"]).round(3))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=pathlib.Path, default=CORPORA)
    parser.add_argument("--documents", type=int, default=3, help="at most so many of each genre")
    parser.add_argument("--aside", action="store_true", help="of the documents kept aside")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--out", type=pathlib.Path, help="write the sheets into this folder")
    asked.add_argument("--count", type=pathlib.Path, help="count the marks in this folder")
    given = parser.parse_args()
    if given.out:
        write(given.folder, given.out, given.documents, aside=given.aside)
    else:
        print(shares(given.count).to_string(index=False))


if __name__ == "__main__":
    main()
