"""One glossary: the same keys, with the same places, in every language."""

import ast
import json
import pathlib
import pickle
import re

import pandas as pd
import pytest

import analysis as an
from analysis import wording
from analysis.contract import FRAMES
from analysis.glossary import LANGUAGES, Note, glossary, reason_in, words
from analysis.structure.families import sayings
from analysis.structure.series import RULES
from analysis.structure.site import DOUBTFUL, SURE, WHOLE
from analysis.wording import claims, labels, section_names, short_names


def test_every_language_has_the_same_keys_and_places():
    assert set(glossary()) == set(LANGUAGES)
    places = {
        language: {
            key: sorted(set(re.findall(r"\{\d\}", str(word)))) for key, word in entries.items()
        }
        for language, entries in glossary().items()
    }
    assert places["zh"] == places["en"]


def test_no_key_is_there_twice():
    def once(pairs):
        keys = [key for key, _ in pairs]
        assert sorted(keys) == sorted(set(keys)), "the last of them would hide the others"
        return dict(pairs)

    path = pathlib.Path(wording.__file__).parent / "data" / "words.json"
    json.loads(path.read_text("utf-8"), object_pairs_hook=once)


def test_a_language_it_does_not_have_is_named():
    with pytest.raises(ValueError, match="zh, en, not 'fr'"):
        words("fr")


# --- reasons -------------------------------------------------------------------------------

# Where a reason stands among what these are given; and what fills the places of f-strings.
GIVEN = {"label": 1, "make_heading": 1, "make_text": 1, "accept": 0}
FILLED = {"kind[:6]": "header", "kind": "header", "where": "line of its own", "number": "2 "}
# Those that stand in tables or rows: no call gives them.
LISTED = {*(reason for _, _, reason in RULES), *SURE, *DOUBTFUL, *WHOLE, "white space"}
LISTED |= {said for both in sayings().values() for said in both}
ASIDE = {"text box", "WordArt", "chart", "diagram", "footnote", "endnote"}
READ = {"style toc 1", "not shown", "page footer", *ASIDE}  # parts, kinds and names of files
READ |= {"corrected by hand"} | {
    f"{where}, {number}in a series of 3"
    for where in ("line of its own", "first sentence of a paragraph")
    for number in ("", "2 ")
}


def texts_in(node, names):
    """The texts that an expression may be, f-strings with something in their places."""
    if isinstance(node, ast.JoinedStr):
        told = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                told += part.value
            else:
                told += FILLED.get(ast.unparse(part.value), "1")
                told += "%" if part.format_spec and "%" in ast.unparse(part.format_spec) else ""
        return {told}
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) and node.value else set()
    if isinstance(node, ast.Name):
        return texts_in(names[node.id], {}) if node.id in names else set()
    if isinstance(node, ast.Call | ast.Compare):
        return set()
    return set().union(*(texts_in(each, names) for each in ast.iter_child_nodes(node)))


def reasons_of(path):
    """The reasons that a module gives: to calls, to `reason`, and out of `_role` and `_reason`."""
    tree = ast.parse(path.read_text("utf-8"))
    names = {}
    for node in (each for each in ast.walk(tree) if isinstance(each, ast.Assign)):
        target, value = node.targets[0], node.value
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            pairs = zip(target.elts, value.elts, strict=True)
        names |= {one.id: given for one, given in pairs if isinstance(one, ast.Name)}
        names |= {"reason": value} if getattr(target, "attr", "") == "reason" else {}
    found = [names["reason"]] if "reason" in names else []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            found += node.args[GIVEN[called] :][:1] if called in GIVEN else []
            found += [each.value for each in node.keywords if each.arg == "reason"]
        if isinstance(node, ast.FunctionDef) and node.name in ("_role", "_reason"):
            told = (each.value for each in ast.walk(node) if isinstance(each, ast.Return))
            found += [each.elts[1] if isinstance(each, ast.Tuple) else each for each in told]
    return set().union(*(texts_in(each, names) for each in found))


def test_every_reason_that_the_code_gives_is_said_in_chinese_and_no_other_is_there():
    package = pathlib.Path(wording.__file__).parent
    folders = ("reading", "structure", "segmentation")
    paths = [path for folder in folders for path in (package / folder).rglob("*.py")]
    given = set().union(*map(reasons_of, paths), LISTED)
    assert len(given) > 60
    silent = {each for each in given | READ if not re.search("[一-鿿]", reason_in("zh", each))}
    assert silent == set()
    assert {each for each in given if reason_in("en", each) != each} == set()
    said = {reason_in("zh", each) for each in given | READ}
    patterns = {
        each: re.compile(re.sub(r"\{\d\}", ".+", re.sub("[()（）]", ".", each)))
        for each in words("zh")["reasons"].values()
    }
    unused = {each for each, like in patterns.items() if not any(map(like.fullmatch, said))}
    assert unused == set()


def test_what_fills_a_reason_is_said_too_and_a_reason_of_ones_own_stays():
    hardly = "hardly a heading among its like"
    assert reason_in("zh", "site text: not shown") == "网站文字：不显示"
    assert reason_in("zh", "site text: class footer") == "网站文字：class footer"
    assert reason_in("zh", f"{hardly} (14%): it has commas; it is rather long") == (
        "同类的行不像标题（14%）：有逗号；这一行较长"
    )
    assert reason_in("zh", "line of its own") == "line of its own"
    shown = labels(pd.DataFrame({"reason": ["at the foot of page 66", "我定的"]}))
    assert shown["理由"].tolist() == ["第 66 页的页脚", "我定的"]


# --- names ---------------------------------------------------------------------------------

HEADINGS = (
    "引言。\n一、坚定文化自信，推动社会主义文化繁荣兴盛\n学习。\n（一）总体要求\n学理论。\n"
    "（二）重点任务\n走群众路线。\n二、坚持和完善中国特色社会主义行政体制建设服务型政府\n服务。\n"
    "（一）总体要求\n做实事。\n（二）重点任务\n开展活动。\n"
)


def names_of(text, **options):
    return section_names(an.load(an.read_text(text)), **options)["name"].tolist()


def test_sections_are_called_by_their_headings_cut_at_a_clause():
    assert names_of(HEADINGS, short=12)[:2] == ["首部", "一、坚定文化自信"]
    assert names_of(HEADINGS, short=12)[4] == "二、坚持和完善中国特色…"
    assert names_of(HEADINGS)[1] == "一、坚定文化自信，推动社会主义文化繁荣兴盛"
    assert names_of(HEADINGS, language="en")[0] == "Opening"
    assert names_of("没有标题的一段话。") == ["全文"]


def test_headings_that_are_the_same_have_the_number_of_the_one_above():
    assert names_of(HEADINGS)[2:4] == ["一、（一）总体要求", "一、（二）重点任务"]
    assert names_of(HEADINGS)[5:] == ["二、（一）总体要求", "二、（二）重点任务"]


@pytest.mark.parametrize("room", [4, 6, 9, 20])
def test_no_two_names_are_alike_however_short(room):
    names = [
        *[f"{year}年国民经济和社会发展计划执行情况的报告" for year in (2019, 2020, 2021)],
        *[
            f"关于国民经济和社会发展计划第{n}次执行情况的报告（草案）"
            for n in "一二三四五六七八九"
        ],
        *["坚持和完善中国特色社会主义制度若干问题", "坚持和完善中国特色社会主义制度重大问题"],
    ]
    short = short_names(names, room)
    assert len(set(short)) == len(names)
    assert all(len(name) <= room + 2 for name in short)
    assert short_names(["一样", "一样"], room) == ["一样", "一样"]


def test_a_short_first_clause_does_not_stand_for_a_heading():
    assert short_names(["第一，坚持党对一切工作的全面领导和监督"], 10) == ["第一，坚持党对一切…"]
    assert short_names(["work report of the committee 2024"], 9) == ["work report of…"]


def test_each_document_has_names_of_its_own(tmp_path):
    for name in "甲乙":
        (tmp_path / f"{name}.txt").write_text("一、总则\n学习。\n二、附则\n实践。\n", "utf-8")
    names = section_names(an.load(tmp_path))
    assert sorted(names["document"]) == ["乙", "乙", "甲", "甲"]
    assert names["name"].tolist() == ["一、总则", "二、附则"] * 2


def test_names_too_short_to_tell_are_refused():
    with pytest.raises(ValueError, match="short=3: a name needs 4 characters at least"):
        names_of(HEADINGS, short=3)


# --- what is claimed -----------------------------------------------------------------------


def scores_that(unit, *survives):
    frame = pd.DataFrame({"survives": survives, "unit": unit})
    return frame.astype({"survives": "category", "unit": "category"})


def test_each_unit_has_its_claim_the_weakest_first():
    both = scores_that("sentence", "", "paragraphs", "sentences")
    assert list(claims(both)) == ["sentences", "paragraphs"]
    assert list(claims(scores_that("sentence", "", "sentences"))) == ["sentences"]
    alone = claims(scores_that("paragraph", "", "paragraphs"), "en")
    assert "not about years or kinds" in alone["paragraphs"]
    assert alone["paragraphs"] != claims(both, "en")["paragraphs"]
    assert "整篇文件" in claims(scores_that("document", "documents"))["documents"]
    from_file = both.astype(str).replace("", None)
    assert claims(from_file) == claims(both)
    for unit in ("", None):
        assert list(claims(scores_that(unit, ""))) == ["interval"]
    for language in LANGUAGES:
        values = [claims(table, language) for table in (both, scores_that("document", ""))]
        assert all(text for value in values for text in value.values())
    with pytest.raises(ValueError, match="no column 'unit' in scores"):
        claims(both[["survives"]])


# --- tables for people ---------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_the_contract_has_a_head_and_a_meaning(language):
    columns = glossary()[language]["columns"]
    for name, frame in FRAMES.items():
        for column in frame.columns:
            assert len(columns[column]) == 2, f"{column} of {name}"
    heads = [head for head, _ in columns.values()]
    assert len(set(heads)) == len(heads)


def test_the_glossary_of_columns_has_the_same_keys_in_every_language():
    zh, en = (glossary()[language] for language in ("zh", "en"))
    for key in ("columns", "tables", "values", "reasons"):
        assert zh[key].keys() == en[key].keys()
    for column, codes in zh["values"].items():
        assert codes.keys() == en["values"][column].keys()


@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
def test_every_column_of_a_report_has_a_head(corpus):
    counts = an.count_terms(corpus, by="section")
    tables = [
        an.outline(corpus),
        an.frequency(counts),
        an.dispersion(counts),
        an.keyness(counts, tokens=corpus),
        an.kwic(corpus, "群众"),
        an.sentences(corpus, "群众"),
        an.hits(corpus, ["群众"]),
        an.evidence(an.keyness(counts, tokens=corpus), corpus, show="all"),
        an.diversity(corpus.tokens, by="section"),
        an.stability(corpus.tokens),
        an.collocates(corpus, "群众"),
        an.tf_idf(counts),
        an.reduced_frequency(corpus.tokens),
        an.correspondence(counts)[0].iloc[:, :3],
    ]
    known = glossary()["zh"]["columns"]
    for table in tables:
        assert set(table.columns) <= set(known)
        assert list(labels(table).columns) == [known[name][0] for name in table.columns]


TEXTS = pd.DataFrame(
    {
        "document": ["甲", "乙"],
        "text": [
            "一、学习\n学习理论，学习群众经验。学习要联系群众。\n二、服务\n走进群众，服务群众。",
            "一、宣传\n宣传政策。群众听宣传。\n二、活动\n开展活动，群众参加活动。活动很多。",
        ],
    }
)


@pytest.fixture
def corpus():
    return an.load(TEXTS)


def scores_of(**columns):
    row = {"target": "1", "term": "活动", "n_target": 16, "n_reference": 1, "effect": 4.0}
    row |= {"lower": 0.5, "upper": 7.0, "lrc": 0.0, "p": 0.0000123, "supported": True}
    row |= {"survives": "paragraphs", "hidden": "", "rate_target": 455.84, "n_group": 7}
    return pd.DataFrame([row | columns])


def test_log_ratios_are_said_as_multiples():
    row = labels(scores_of()).iloc[0]
    assert row[["倍数", "倍数下限", "倍数上限", "保守倍数"]].tolist() == [16, 1.4, 128, 1]
    assert row[["目标每万词", "有把握", "成立到"]].tolist() == [*[455.8, "是", "段落"]]
    assert row["p（按词）"] == 0.000012
    english = labels(scores_of(), "en").iloc[0]
    assert english[["Times", "Supported", "Holds for"]].tolist() == [16, "yes", "paragraphs"]


def test_no_multiple_rests_on_half_occurrences():
    only = labels(scores_of(n_reference=0)).iloc[0]
    assert only[["倍数", "倍数上限"]].isna().all()
    assert only["倍数下限"] == 1.4
    never = labels(scores_of(n_target=0, effect=-4.0, lower=-7.0, upper=-0.5)).iloc[0]
    assert never[["倍数", "倍数下限"]].isna().all()
    assert never["倍数上限"] == 0.71


def test_the_interval_of_a_rate_is_a_rate_and_no_multiple():
    counts = pd.DataFrame({"year": ["2020", "2021"], "term": ["群众", "群众"], "n": [5, 7]})
    counts["n_group"] = [100, 100]
    shown = labels(an.rates(counts, ["群众"]))
    assert shown[["每万词", "每万词下限", "每万词上限"]].iloc[0].tolist() == [500, 164.3, 1128.3]
    assert "Per 10,000, from" in labels(an.rates(counts, ["群众"]), "en")


def test_rows_keep_their_names_and_terms_over_a_matrix_stay(corpus):
    matrix = an.matrix(an.count_terms(corpus, by="document"))
    odd = matrix.rename(columns={"群众": "left"})  # a Latin word of the text
    shown = labels(odd)
    assert list(shown.columns) == list(odd.columns)
    assert shown.index.tolist() == odd.index.tolist()
    assert shown.index.name == "文件"
    plain = labels(pd.DataFrame({"n": [3], "my own": [0.123456]}, index=["甲"]))
    assert plain.index.tolist() == ["甲"]
    assert plain.to_dict("records") == [{"次数": 3, "my own": 0.123}]


def test_a_frame_is_not_changed_and_missing_values_stay_missing():
    frame = pd.DataFrame({"rate": [1.26, None], "share": [0.5, None], "n": [12345, 0]})
    before = frame.copy()
    shown = labels(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert shown["每万词"].tolist()[0] == 1.3
    assert shown.isna().sum().sum() == 2
    assert shown["次数"].tolist() == [12345, 0]
    assert labels(frame.head(0)).shape == (0, 3)


def test_a_note_is_said_in_both_languages_and_can_be_copied():
    note = Note("in", Note("notDrawn", "cloud", "no room"), "cloud_1")
    assert note == "cloud could not be drawn: no room (in cloud_1)"
    assert note.said("zh") == "cloud 没有画成（no room）（见 cloud_1）"
    assert pickle.loads(pickle.dumps(note)).said("zh") == note.said("zh")


def test_only_the_one_place_warns():
    """Warnings stand at the line of the user: `tell` looks for it."""
    folder = pathlib.Path(an.__file__).parent
    texts = {path.name: path.read_text("utf-8") for path in folder.rglob("*.py")}
    warns = {name for name, text in texts.items() if "warnings.warn(" in text}
    assert warns == {"glossary.py", "__main__.py"}
