"""Other packages on the same folder: `python -m benchmarks.bench_others`

The documents are the seed in pieces, each eight times over: every fifth is GB18030, one is
empty, one has a character beyond the first plane. Every program reads the folder and counts words
by document, as its documentation shows it, in a process of its own; the others in an environment
of their own (build/others), which is made where it is not there. Printed are processor seconds,
the peak of memory, the documents of which something was counted, and how often the three words
were found of the times that a search finds them in the files (+n: inside longer words, which only
this package tells; what is left of 宣传 stands in the introduction of a site: 下面是小编…).
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLACE = ROOT / "build" / "others"
# what cntext and scattertext import and do not name themselves: ipython, six
NEEDED = ["cntext", "scattertext", "jieba", "pandas<3", "ipython", "six", "setuptools"]
WORDS = ["群众", "宣传", "学习"]

HEAD = """
import collections, json, pathlib, resource, sys, warnings
warnings.simplefilter("ignore")
folder, words = pathlib.Path(sys.argv[1]), sys.argv[2:]
"""
TAIL = """
used = resource.getrusage(resource.RUSAGE_SELF)
told = {"seconds": used.ru_utime + used.ru_stime, "mb": used.ru_maxrss / 1024}
told["documents"], told["found"] = documents, [int(found.get(word, 0)) for word in words]
told["inside"] = [int(globals().get("inside", {}).get(word, 0)) for word in words]
print(json.dumps(told))
"""
OURS = """
import analysis as an
corpus = an.load(an.read_documents(folder, metadata=()).assign(folder="one"))
counts = an.count_terms(corpus, by="document")
documents = int((counts.groupby("document", observed=False)["n"].sum() > 0).sum())
whole = an.frequency(an.count_terms(corpus, by="folder")).set_index("term")
found, inside = whole["n"].to_dict(), whole["inside"].to_dict()
"""
USUAL = """
import jieba, pandas as pd
texts = {p.stem: p.read_text("utf-8", errors="ignore") for p in folder.glob("*.txt")}
rows = pd.Series(texts).map(jieba.lcut).explode().rename_axis("document").reset_index(name="word")
rows = rows[rows["word"].astype(str).str.len() > 1]
counts = rows.groupby(["document", "word"]).size()
documents = counts.index.get_level_values(0).nunique()
found = counts.groupby("word").sum().to_dict()
"""
CNTEXT = """
import cntext as ct
found, documents = collections.Counter(), 0
for path in sorted(folder.glob("*.txt")):
    try:
        read = ct.read_file(str(path))
    except UnicodeDecodeError as error:  # of which a user of it would have to see to
        print(path.name, error, file=sys.stderr)
        continue
    counts = ct.word_count(str(read["doc"].iloc[0]) if len(read) else "", lang="chinese")
    found.update(counts)
    documents += bool(counts)
"""
SCATTERTEXT = """
import pandas as pd, scattertext as st
names = sorted(folder.glob("*.txt"))
texts = pd.DataFrame({"text": [p.read_text("utf-8", errors="ignore") for p in names]})
texts["document"] = [p.stem for p in names]
texts["parsed"] = texts["text"].map(st.chinese_nlp)
corpus = st.CorpusFromParsedDocuments(texts, category_col="document", parsed_col="parsed").build()
counts = corpus.get_term_freq_df("")
documents = int((counts.sum() > 0).sum())
found = counts.sum(axis=1).to_dict()
"""
PROGRAMS = {
    "this package": (OURS, False),
    "jieba, pandas (as tidytext)": (USUAL, True),
    "cntext": (CNTEXT, True),
    "scattertext": (SCATTERTEXT, True),
}


def write(folder: pathlib.Path) -> dict[str, int]:
    """Write the documents; how often each word stands in them."""
    whole = "".join(p.read_text("utf-8") for p in sorted((ROOT / "seeds").glob("*.txt")))
    paragraphs = [line for line in whole.split("\n") if len(line) > 40]
    texts = ["\n".join(paragraphs[n::12] * 8) for n in range(12)] * 5
    texts += ["", "𡋾字研究，服务群众。"]
    for number, text in enumerate(texts):
        encoding = "gb18030" if number % 5 == 1 else "utf-8"
        (folder / f"{number:02}.txt").write_text(text, encoding=encoding)
    return {word: sum(text.count(word) for text in texts) for word in WORDS}


def python_of_others() -> str:
    """The Python of the environment of the others, which is made once."""
    program = PLACE / "bin" / "python"
    if not program.exists():
        venv.create(PLACE, with_pip=True)
        install = [str(program), "-m", "pip", "install", "--quiet", *NEEDED]
        if subprocess.run(install).returncode:
            shutil.rmtree(PLACE)
            raise OSError("the other packages cannot be installed here")
    return str(program)


def main() -> dict[str, dict]:
    """Print a row for each program."""
    figures: dict[str, dict] = {}
    with tempfile.TemporaryDirectory() as name:
        there = write(pathlib.Path(name))
        print(f"{len(list(pathlib.Path(name).iterdir()))} documents, one of them empty; found of")
        print(f"{'':<30}{'s CPU':>7}{'MB':>7}{'documents':>11}", *map("{:>14}".format, WORDS))
        for title, (code, apart) in PROGRAMS.items():
            try:
                program = python_of_others() if apart else sys.executable
            except OSError as error:
                print(f"{title:<30} not measured: {error}")
                continue
            done = subprocess.run(
                [program, "-c", HEAD + code + TAIL, name, *WORDS],
                capture_output=True,
                text=True,
                cwd=ROOT if not apart else name,
            )
            if done.returncode:
                print(f"{title:<30} stopped: {done.stderr.strip().splitlines()[-1][:90]}")
                continue
            told = figures[title] = json.loads(done.stdout.strip().splitlines()[-1])
            both = zip(WORDS, told["found"], told["inside"], strict=True)
            shares = [f"{n}{f'+{more}' * bool(more)} of {there[w]}" for w, n, more in both]
            cells = f"{told['seconds']:>7.1f}{told['mb']:>7.0f}{told['documents']:>11}"
            print(f"{title:<30}{cells}", *map("{:>14}".format, shares))
    return figures


if __name__ == "__main__":
    main()
