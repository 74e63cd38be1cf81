"""What users get, as hashes: every table of a report, outline, terms and key terms, file by file.

    python -m benchmarks.snapshot seeds ../shared/corpora > before.tsv
    …                                                          # change the code
    python -m benchmarks.snapshot seeds ../shared/corpora --against before.tsv

A line is path, table, hash. With `--against` only the lines that differ are printed, and the
exit code says whether there are any.  Files above `--most` characters get no comparison of their
sections (minutes each), but everything else.
"""

import argparse
import hashlib
import pathlib
import sys
import warnings

import analysis as an
from analysis.report import analyse


def tables_of(path: pathlib.Path, most: int) -> dict[str, object]:
    """Every table that a user can get of one file; an error is its text."""
    try:
        corpus = an.load(path)
    except (ValueError, OSError) as error:
        return {"error": type(error).__name__}
    counts = an.count_terms(corpus.tokens, by=["document", "section"])
    tables = {
        "documents": corpus.documents[["encoding", "title", "text"]],
        "blocks": corpus.blocks,
        "sections": corpus.sections,
        "tokens": corpus.tokens,
        "counts": counts,
        "outline": an.outline(corpus.sections, corpus.tokens),
        "terms": an.discover_terms(corpus.tokens),
    }
    if len(counts[["document", "section"]].drop_duplicates()) > 1:
        tables["spread"] = an.dispersion(counts)
    if len(corpus.tokens) <= most and len(corpus.sections) > 1:
        found = analyse(path).tables
        found["documents"] = found["documents"].drop(columns="path")
        tables |= {f"report/{name}": table for name, table in found.items()}
    return tables


def fingerprint(table: object) -> str:
    """The hash of a table as CSV (of categories only what they say), or of a text."""
    text = table.to_csv(index=False) if hasattr(table, "to_csv") else str(table)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--against", type=pathlib.Path, help="lines of an earlier run")
    parser.add_argument("--most", type=int, default=60_000, help="tokens of a file compared")
    options = parser.parse_args()
    old = options.against.read_text("utf-8").splitlines() if options.against else []
    known = dict(line.rsplit("\t", 1) for line in old)
    differ, seen = 0, set()
    for folder in options.folders:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and "README" not in p.name):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tables = tables_of(path, options.most)
            for name, table in tables.items():
                key = f"{path.relative_to(folder)}\t{name}"
                seen.add(key)
                line = f"{key}\t{fingerprint(table)}"
                if known.get(key) != line.rsplit("\t", 1)[1]:
                    differ += bool(options.against)
                    print(line, flush=True)
    for key in known.keys() - seen:
        differ += 1
        print(f"{key}\tis not there any more")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
