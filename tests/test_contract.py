"""The contract: one list of frames, the tables that show it, and the frames really made."""

import pathlib
import re

import numpy as np
import pandas as pd
import pytest

import analysis as an
from analysis.contract import FRAMES, frame_of

ROOT = pathlib.Path(__file__).parent.parent
TEXT = """工作报告
一、总体要求
加强文明实践，推进营商环境建设。服务群众，服务{}。
（一）学习
学习理论，学习{}。
二、重点任务
走进群众，服务群众！开展文明实践活动。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Every frame of the contract, made of several documents."""
    folder = tmp_path_factory.mktemp("texts")
    for name, words in {
        "甲": ("群众", "先进"),
        "乙": ("企业", "法律"),
        "丙": ("学校", "书"),
    }.items():
        (folder / f"{name}.txt").write_text(TEXT.format(*words), "utf-8")
    corpus = an.load(folder)
    counts = an.count_terms(corpus.tokens, by=["document", "section"])
    scores = an.keyness(an.count_terms(corpus.tokens, by="document"), tokens=corpus.tokens)
    return {
        **corpus._asdict(),
        "terms": an.discover_terms(corpus),
        "counts": counts,
        "frequencies": an.frequency(counts),
        "scores": scores,
        "rates": an.rates(counts, ["群众"]),
        "trends": an.trend(
            an.count_terms(corpus.tokens, by="document"), tokens=corpus.tokens, permutations=9
        ),
        "spread": an.dispersion(counts),
        "lines": an.kwic(corpus, "群众"),
        "pairs": an.collocates(corpus.tokens, "服务"),
    }


def holds(column, kind):
    """Whether a column holds what the contract says."""
    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        dtype = dtype.categories.dtype
    if kind is str:
        return dtype == "str"
    if kind is tuple:
        return all(isinstance(value, tuple) for value in column)
    kinds = {int: np.integer, float: np.number, bool: np.bool_}
    return isinstance(dtype, np.dtype) and np.issubdtype(dtype, kinds[kind])


def test_every_frame_is_made(made):
    assert list(made) == [*FRAMES][: len(made)]
    assert set(made) == set(FRAMES)
    assert all(len(frame) for frame in made.values())


@pytest.mark.parametrize("name", FRAMES)
def test_frames_have_the_columns_of_the_contract(made, name):
    frame, columns = made[name], FRAMES[name].columns
    assert [column for column in frame if column in columns] == list(columns)
    for column, kind in columns.items():
        assert holds(frame[column], kind), f"{name}.{column} is {frame[column].dtype}"


@pytest.mark.parametrize("name", FRAMES)
def test_frames_of_nothing_have_them_too(name):
    nothing = {
        "documents": lambda: an.load(an.read_text("。")).documents.head(0),
        "blocks": lambda: an.mark_blocks(pd.DataFrame({"document": [], "text": []}, dtype="str")),
        "sections": lambda: an.split_sections(
            *(an.load(an.read_text("。"))[n].head(0) for n in (0, 1))
        ),
        "tokens": lambda: an.load(an.read_text("。")).tokens,
        "terms": lambda: an.discover_terms(an.load(an.read_text("学习。"))),
        "counts": lambda: an.count_terms(an.load(an.read_text("。")).tokens, by="section"),
        "frequencies": lambda: an.frequency(an.count_terms(an.load(an.read_text("。")).tokens)),
    }
    if name not in nothing:  # these refuse to be made of nothing
        return
    frame = nothing[name]()
    assert len(frame) == 0
    for column, kind in FRAMES[name].columns.items():
        assert holds(frame[column], kind), f"{name}.{column} is {frame[column].dtype}"


@pytest.mark.parametrize("name", FRAMES)
def test_what_makes_a_frame_is_at_the_front_door(name):
    functions = re.findall(r"(\w+)\(", FRAMES[name].made_by)
    assert functions
    assert set(functions) <= set(an.__all__)


# --- the tables that show it ---------------------------------------------------------------


def in_the_docstring():
    """Name, row and columns of each frame in the table of the package's docstring."""
    _, rule, text = re.split(r"^(=+ =+ =+)$", an.__doc__, maxsplit=1, flags=re.M)
    lines = text.partition(rule)[2].partition(rule)[0].strip("\n").split("\n")
    cuts = [0, *(found.end() for found in re.finditer(" ", rule)), None]
    rows = []
    for line in lines:
        cells = [line[cuts[n] : cuts[n + 1]].strip() for n in range(3)]
        rows += [cells] if cells[0] else []
        rows[-1][2] += "" if cells[0] else f" {cells[2]}"
    return rows


def in_markdown(path, head):
    """The same of a table under a heading of a file."""
    text = (ROOT / path).read_text("utf-8").partition(head)[2].partition("\n#")[0]
    lines = [line.strip("| ").split(" | ") for line in text.split("\n") if line.startswith("| ")]
    return [[cell.strip("*") for cell in line] for line in lines if line[0] != "frame"]


TABLES = {
    "docstring": in_the_docstring,
    "README.md": lambda: in_markdown("README.md", "## The data contract"),
    "docs/design.md": lambda: in_markdown("docs/design.md", "## 2. The data contract"),
}


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_say_what_the_contract_says(table):
    rows = {name: (row, told) for name, row, told in TABLES[table]()}
    matrix = rows.pop("matrix")  # as wide as there are terms or groups
    assert matrix == ("group (wide)", "terms or groups in columns")
    assert list(rows) == list(FRAMES)
    for name, (row, told) in rows.items():
        assert row == FRAMES[name].row
        told = told.removeprefix("the `by` columns, ")
        told = re.sub(r" \(.*?\)| \[.*?\]", "", told).replace("`", "")  # remarks, and what may be
        assert re.split(r",\s+", told) == list(FRAMES[name].columns), name


# --- the check -----------------------------------------------------------------------------


def test_a_frame_is_taken_from_a_corpus_or_as_it_is(made):
    corpus = an.Corpus(*(made[name] for name in ("documents", "blocks", "sections", "tokens")))
    for name in ("documents", "blocks", "sections", "tokens"):
        assert frame_of(corpus, name) is made[name]
        assert frame_of(made[name], name) is made[name]
    some = made["tokens"][["document", "token"]]
    assert frame_of(some, "tokens", ["token"]) is some
    assert frame_of(some, "tokens", []) is some


def test_what_is_no_such_frame_is_named(made):
    with pytest.raises(ValueError, match=r"tokens is a DataFrame, not a str: make it with token"):
        frame_of("报告.txt", "tokens")
    with pytest.raises(ValueError, match="reference is a DataFrame, not a list: make it with tok"):
        frame_of([], "tokens", called="reference")
    with pytest.raises(ValueError, match=r"no column 'end' in blocks \(there are: document, sta"):
        frame_of(made["blocks"].drop(columns="end"), "blocks")
    with pytest.raises(ValueError, match=r"no column 'term' in counts \(there are: none\)"):
        frame_of(pd.DataFrame(), "counts")


# --- what the columns hold ------------------------------------------------------------------


def test_numbers_as_names_of_sections_and_documents_are_refused():
    counts = pd.DataFrame({"section": [1.0, 1.1, 1.1, 2.1], "term": "学习", "n": [1, 2, 3, 4]})
    for function in (an.frequency, an.keyness, an.matrix, an.similarity):
        with pytest.raises(ValueError, match=r"'section' of counts .* dtype={'section': 'str'}"):
            function(counts)
    apart = counts.assign(section=["1", "1.1", "1.10", "2.1"])
    assert an.matrix(apart).index.tolist() == ["1", "1.1", "1.10", "2.1"]
    with pytest.raises(ValueError, match="column 'document' of counts holds int64"):
        an.frequency(counts.rename(columns={"section": "document"}).assign(document=2019))
    with pytest.raises(ValueError, match="column 'section' of counts holds"):
        frame_of(counts.astype({"section": "category"}), "counts")
    with pytest.raises(ValueError, match="column 'section' of counts holds"):
        frame_of(counts.astype({"section": object}), "counts")
    years = counts.rename(columns={"section": "year"})
    assert an.frequency(years)["year"].tolist() == [1.0, 1.1, 2.1], "other columns may be numbers"


def test_years_are_names_of_documents():
    texts = {"document": [2019, 2020], "text": ["一、学习\n学习理论。", "一、学习\n学习政策。"]}
    numbers = an.load(pd.DataFrame(texts))
    names = an.load(pd.DataFrame(texts | {"document": ["2019", "2020"]}))
    assert numbers == names
    assert an.kwic(numbers, "学习")["document"].tolist() == ["2019", "2020"]
    with pytest.raises(ValueError, match="column 'document' of documents holds float64"):
        an.load(pd.DataFrame(texts | {"document": [2019.5, 2020]}))


def test_a_missing_value_is_refused_by_every_table():
    counts = pd.DataFrame({"g": list("AABB"), "term": ["群众", "工作"] * 2, "n": [1, 2, 3, None]})
    for function in (an.frequency, an.keyness, an.matrix, an.dispersion, an.similarity, an.tf_idf):
        with pytest.raises(ValueError, match="a value is missing in column 'n' of counts"):
            function(counts)


def test_two_corpora_with_one_name_are_refused():
    one = an.load(an.read_text("学习理论。学习政策。学习文件。", "报告"))
    two = an.load(an.read_text("服务群众。走进群众。群众满意。", "报告"))
    both = [pd.concat(pair, ignore_index=True) for pair in zip(one, two, strict=True)]
    with pytest.raises(ValueError, match="two documents are called '报告'"):
        an.Corpus(*both)
    for function in (an.count_terms, an.readability, an.diversity):
        with pytest.raises(ValueError, match="two tokens at position 0 of document '报告'"):
            function(both[3])
    other = an.load(an.read_text("服务群众。", "纪要"))
    tokens = pd.concat([one.tokens, other.tokens], ignore_index=True)
    assert an.count_terms(tokens)["n"].sum() == len(one.tokens) + len(other.tokens)
    shuffled = tokens.sort_values("token")
    assert an.count_terms(shuffled).equals(an.count_terms(tokens)), "any order, no place twice"


def test_text_in_place_of_a_path_is_told_of_read_text():
    for text in ("一、学习理论。", "学习理论，\n学习政策", ["群众；"]):
        with pytest.raises(OSError, match="for text that you have as a string there is read_text"):
            an.load(text)
    with pytest.raises(OSError, match=r"no file or folder 'report\.txt'$"):
        an.load("report.txt")
