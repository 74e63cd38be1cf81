"""What is reached on the evaluation corpora, document by document, beside what was reached before.

    python -m benchmarks.scores [--update] [FOLDER]      # or: make scores [UPDATE=1]

The tests hold each document to its row in `reached.tsv` of their folder: not more errors than
there.  A document counts as named when its bytes and what is right for it are those of the row
(`digest`); others are reported and not judged.  With --update the tables are written anew.

tests/structure      headings found and falsely reported of those asked for, and how many of the
                     found have the right parent (the nearest heading before with a smaller level)
tests/segmentation   listed terms among the first 50 (or as many as are listed), and how many of
                     the first 20 are listed
tests/reading        whether the bytes were decoded to exactly the right text

Where the folder with the corpora has scorers beside it (`../tools/score_*.py`), these run too.
"""

import argparse
import contextlib
import csv
import difflib
import hashlib
import itertools
import json
import os
import pathlib
import subprocess
import sys
import unicodedata
import warnings
from typing import NamedTuple

import analysis as an

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORPORA = pathlib.Path(os.environ.get("CORPORA", ROOT.parent / "shared" / "corpora"))


def digest(data, *right):
    """Eight digits that tell whether a document, or what is right for it, has changed."""
    return hashlib.sha256(data + json.dumps(right, sort_keys=True).encode()).hexdigest()[:8]


def rows_of(path):
    """A tab-separated file with a header as dicts, or none where there is no such file."""
    if not path.is_file():
        return []
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def decoded(data, encoding):
    text = data.decode(encoding).removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n")


# --- structure -----------------------------------------------------------------------------


def plain(title):
    """A heading without blanks, marks of Markdown and closing punctuation, in one width."""
    text = "".join(unicodedata.normalize("NFKC", title).split())
    return text.strip("#*>").rstrip("。：:;,")


def parents(levels):
    """For each heading the place of the nearest one before it with a smaller level."""
    open_headings = []
    for place, level in enumerate(levels):
        while open_headings and levels[open_headings[-1]] >= level:
            open_headings.pop()
        yield open_headings[-1] if open_headings else None
        open_headings.append(place)


def pairs(right, found, text, reference):
    """Places in `right` and `found` of the same heading: by offset, or in order by title."""
    if text == reference:
        at = {entry["start"]: place for place, entry in enumerate(right)}
        return [(at[one["start"]], n) for n, one in enumerate(found) if one["start"] in at]
    titles = [[plain(one["title"]) for one in headings] for headings in (right, found)]
    matcher = difflib.SequenceMatcher(None, *titles, autojunk=False)
    return [(m.a + n, m.b + n) for m in matcher.get_matching_blocks() for n in range(m.size)]


def headings_asked(corpora):
    """(document, its known headings) as the folder lists them."""
    path = corpora / "gold.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [(entry["path"], entry) for entry in map(json.loads, filter(str.strip, lines))]


def right_headings(entry, text):
    """The known headings in order, each with its title."""
    right = []
    for one in sorted(entry["sections"], key=lambda one: one["start"]):
        end = one["start"] + one.get("length", 0)
        right.append({"title": text[one["start"] : end], **one})
    return right


def nested_in(headings, chosen):
    """For each chosen heading the one it lies in, of the chosen ones; None for the uppermost."""
    above = parents([headings[place]["level"] for place in chosen])
    return {
        place: None if over is None else chosen[over]
        for place, over in zip(chosen, above, strict=True)
    }


def structure(corpora, path, entry):
    """Headings asked for, found, falsely reported, and found with the right parent."""
    source, encoding = (entry["reference"], "utf-8") if "reference" in entry else (path, None)
    reference = decoded((corpora / source).read_bytes(), encoding or entry["encoding"])
    documents = an.read_documents(corpora / path)
    sections = an.split_sections(documents, an.mark_blocks(documents))
    found = sections[sections["level"] > 0].to_dict("records")
    right = right_headings(entry, reference)
    same = {
        mine: theirs for theirs, mine in pairs(right, found, documents["text"].iloc[0], reference)
    }
    asked = [n for n, one in enumerate(right) if one["level"] and not one.get("optional")]
    wanted = nested_in(right, asked)
    # what is right to report and right to leave out is neither
    counted = [n for n in range(len(found)) if n not in same or same[n] in wanted]
    hits = [n for n in counted if n in same]
    over = nested_in(found, counted)
    inside = [None if over[n] is None else same.get(over[n], -1) for n in hits]
    return {
        "asked": len(asked),
        "found": len(hits),
        "false": len(counted) - len(hits),
        "parents": sum(place == wanted[same[n]] for n, place in zip(hits, inside, strict=True)),
    }


# --- terms and encodings -------------------------------------------------------------------


def terms_asked(corpora):
    """(document, its listed terms with their kinds): those to find, and those no mistake."""
    listed = sorted(rows_of(corpora / "term_probes.tsv"), key=lambda row: row["path"])
    groups = itertools.groupby(listed, key=lambda row: row["path"])
    return [(path, [(row["term"], row["kind"]) for row in group]) for path, group in groups]


def terms(corpora, path, listed):
    """Terms asked for, found among the first, and listed ones among the first 20."""
    asked = [term for term, kind in listed if kind == "probe"]
    found = an.discover_terms(an.load(corpora / path))["term"]
    return {
        "asked": len(asked),
        "found": len({*asked} & {*found.head(max(50, len(asked)))}),
        "listed": int(found.head(20).isin([term for term, _ in listed]).sum()),
    }


def encodings_known(corpora):
    """(document, the encodings it may be read with)."""
    return [(row["path"], row["encodings"]) for row in rows_of(corpora / "encodings.tsv")]


def encodings(corpora, path, known):
    """Whether the text is exactly right, and whether it is wrong with a high margin."""
    data, right = (corpora / path).read_bytes(), []
    for encoding in known.split("|"):
        with contextlib.suppress(UnicodeDecodeError):
            right.append(decoded(data, encoding))
    text, _, margin = an.decode(data)
    return {"right": int(text in right), "sure": int(text not in right and margin >= 0.5)}


# --- tables --------------------------------------------------------------------------------

# For each table: what there is to score, how, and what counts as an error.
TABLES = {
    "structure": (
        headings_asked,
        structure,
        {
            "missed or false": lambda row: row["asked"] - row["found"] + row["false"],
            "with a wrong parent": lambda row: row["found"] - row["parents"],
        },
    ),
    "segmentation": (
        terms_asked,
        terms,
        {
            "terms missed": lambda row: row["asked"] - row["found"],
            "of the first 20 not listed": lambda row: 20 - row["listed"],
        },
    ),
    "reading": (
        encodings_known,
        encodings,
        {
            "read wrongly": lambda row: 1 - row["right"],
            "wrong and sure of it": lambda row: row["sure"],
        },
    ),
}


def table(name):
    """The file with what was reached."""
    return ROOT / "tests" / name / "reached.tsv"


def reached(name):
    """What was reached, by document and digest."""
    return {
        (row.pop("document"), row.pop("digest")): {key: int(row[key]) for key in row}
        for row in rows_of(table(name))
    }


def listed(name, corpora):
    """(document, digest, what is right for it) of all that the folder lists and holds."""
    for path, right in TABLES[name][0](corpora):
        if (corpora / path).is_file():
            yield path, digest((corpora / path).read_bytes(), right), right


def named(name, corpora):
    """The files that the table names, and that are still the same."""
    before = reached(name)
    return [
        corpora / path for path, number, _ in listed(name, corpora) if (path, number) in before
    ]


class Comparison(NamedTuple):
    """What is reached now, and sentences on what differs from the table."""

    rows: list
    worse: list
    better: list
    unknown: list
    missing: list


def compare(name, corpora):
    """Score every document that the folder lists, and hold it to the row of the table."""
    before, (_, score, errors) = reached(name), TABLES[name]
    result = Comparison([], [], [], [], [])
    for path, number, right in listed(name, corpora):
        then = before.pop((path, number), None)
        try:
            row = score(corpora, path, right)
        except Exception as error:  # of a document that is not judged it is told like the rest
            (result.unknown if then is None else result.worse).append(
                f"{path}: {type(error).__name__}: {error!s:.160}"
            )
            continue
        result.rows.append({"document": path, "digest": number, **row})
        if then is None:
            result.unknown.append(path)
            continue
        for kind, count in errors.items():
            line = f"{path}: {count(row)} {kind}, {count(then)} before"
            result.worse.extend([line] * (count(row) > count(then)))
            result.better.extend([line] * (count(row) < count(then)))
    result.missing.extend(path for path, _ in before)
    return result


def write(name, rows):
    """The rows as the table that the tests go by."""
    with open(table(name), "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", nargs="?", type=pathlib.Path, default=CORPORA)
    parser.add_argument("--update", action="store_true", help="write the tables anew")
    options = parser.parse_args()
    if not options.corpora.is_dir():
        parser.error(f"needs the evaluation corpora, and there is no folder {options.corpora}")
    warnings.simplefilter("ignore")
    for name, (_, _, errors) in TABLES.items():
        found = compare(name, options.corpora)
        sums = [f"{sum(map(count, found.rows))} {kind}" for kind, count in errors.items()]
        print(f"{name}: {len(found.rows)} documents, {', '.join(sums)}")
        for kind in ("worse", "better", "unknown", "missing"):
            for line in getattr(found, kind):
                print(f"  {kind}: {line}")
        if options.update and found.rows:
            write(name, found.rows)
    for script in sorted((options.corpora.parent / "tools").glob("score_*.py")):
        print(f"\n{script.stem}", flush=True)
        subprocess.run([sys.executable, "-W", "ignore", script], cwd=ROOT, check=False)


if __name__ == "__main__":
    main()
