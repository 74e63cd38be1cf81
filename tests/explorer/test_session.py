"""What the kernel answers: every message, over one document and over several."""

import dataclasses
import json
import pathlib
import re
import threading

import pandas as pd
import pytest
from pages import HOSTILE, POINTS

import analysis as an
from analysis.explorer import Session
from analysis.page import page_data
from analysis.report import Settings, read_settings, write_report, write_settings

pytestmark = pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
PARTS = {
    "一、学习": "学习理论，学习经验。理论联系实际。学习要有笔记。2021年学习文明实践活动。",
    "二、服务": "服务群众，群众满意。走进群众家里。群众的事情群众办。文明实践活动服务群众。",
    "三、宣传": "宣传政策，政策入户。网络宣传要及时。舆论引导和网络宣传。文明实践活动要宣传。",
}
LONG = "".join(f"{head}\n{text * 4}\n（一）做法\n{text * 3}\n" for head, text in PARTS.items())
SHORT = "".join(f"{head}\n{text * 5}\n" for head, text in list(PARTS.items())[:2])
VIEW = {
    **{"level": 1, "target": None, "reference": None, "measure": "log_likelihood", "tags": ""},
    **{"numbers": False, "single": True, "top": 12, "language": "zh"},
}


class Talk:
    """A session with all its answers."""

    def __init__(self, given, folder, **options):
        self.got, self.folder = [], folder
        options = {"settings": Settings(permutations=60), "folder": folder} | options
        self.session = Session(given, self.got.append, **options)

    def ask(self, do, **more):
        """The answers to one message, without progress."""
        before = len(self.got)
        self.session.handle({**VIEW, "do": do, **more})
        self.session.wait()
        return [one for one in self.got[before:] if one.get("progress", "") in ("", None)]

    def told(self, kind, answers):
        return [one[kind] for one in answers if kind in one]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "体会.txt"
    path.write_text(LONG, "utf-8")
    return path


@pytest.fixture
def several(tmp_path):
    for number, text in enumerate([LONG, SHORT, POINTS * 4, HOSTILE * 3], start=1):
        (tmp_path / f"文件{number}.txt").write_text(text, "utf-8")
    return str(tmp_path / "*.txt")


@pytest.fixture
def talk(file, folder):
    made = Talk(str(file), folder)
    yield made
    made.session.close()


@pytest.fixture
def many(several, folder):
    made = Talk(several, folder)
    yield made
    made.session.close()


def loaded(path):
    return an.load(path).with_found_terms()


def p_of(scores, target):
    own = scores[(scores["target"].astype(str) == target) & (scores["p_permuted"] <= 0.2)]
    return {
        term: round(float(p), 4) for term, p in zip(own["term"], own["p_permuted"], strict=True)
    }


def same(entry, scores):
    for target in scores["target"].astype(str).unique():
        assert entry["p"][target] == p_of(scores, target), target
    assert entry["tested"] is True


# --- what is compared ---------------------------------------------------------------------------


def test_nothing_is_called_tested_before_it_is(talk):
    first = talk.session.version.data
    assert [entry["tested"] for entry in first["comparisons"]] == [False, False]
    assert not any(any(p.values()) for entry in first["comparisons"] for p in [entry["p"]])
    answers = talk.told("comparison", talk.ask("hello"))
    assert [(one["level"], one["tested"]) for one in answers] == [(1, True), (2, True)]
    # a page that is opened once more finds it in the data
    assert all(entry["tested"] for entry in talk.session.version.data["comparisons"])


def test_a_test_is_a_fresh_keyness(talk, file):
    answers = talk.told("comparison", talk.ask("hello"))
    corpus = loaded(file)
    counts = an.count_terms(corpus, by="section")
    for entry in answers:
        scores = an.keyness(counts, tokens=corpus, level=entry["level"], permutations=60)
        same(entry, scores)


def test_documents_are_compared_with_documents(many, several):
    (entry,) = many.told("comparison", many.ask("hello"))
    corpus = loaded(several)
    scores = an.keyness(an.count_terms(corpus, by="document"), tokens=corpus, permutations=60)
    assert (entry["by"], entry["level"]) == ("document", None)
    same(entry, scores)


@pytest.mark.parametrize("reference", ["2", "background"])
def test_another_reference(talk, file, reference):
    talk.ask("hello")
    (entry,) = talk.told("comparison", talk.ask("compare", reference=reference))
    corpus = loaded(file)
    scores = an.keyness(
        an.count_terms(corpus, by="section"), tokens=corpus, reference=reference, permutations=60
    )
    if reference == "background":
        sure = scores[scores["supported"]]
        for target, p in entry["p"].items():
            assert p.keys() == set(sure["term"][sure["target"].astype(str) == target])
        once = scores.drop_duplicates("term")
        assert entry["outside"] == dict(zip(once["term"], once["n_reference"], strict=True))
        assert entry["size"] == scores["size_reference"].iloc[0]
    else:
        same(entry, scores)
        assert entry["reference"] == [reference]


def test_another_measure_shuffles_nothing_anew(talk, file, monkeypatch):
    talk.ask("hello")
    monkeypatch.setattr("analysis.explorer.session.keyness_together", None)  # would fail
    (entry,) = talk.told("comparison", talk.ask("compare", measure="log_ratio"))
    corpus = loaded(file)
    scores = an.keyness(
        an.count_terms(corpus, by="section"), tokens=corpus, measure="log_ratio", permutations=60
    )
    same(entry, scores)
    here = scores[(scores["target"].astype(str) == "2") & (scores["n_target"] > 0)]
    assert entry["order"]["2"] == here["term"].astype(str).head(300).tolist()


def test_a_level_that_was_tested_is_answered_at_once(talk):
    talk.ask("hello")
    before = len(talk.got)
    talk.session.handle({**VIEW, "do": "compare", "level": 2})  # not waited for
    assert [one["comparison"]["level"] for one in talk.got[before:]] == [2]


# --- edits ---------------------------------------------------------------------------------------


def test_a_merged_term_is_cut_and_tested(talk, file):
    edits = [{"merge": ["文明", "实践"]}]
    answers = talk.ask("edit", edits=edits, turn=3)
    (data,) = talk.told("data", answers)
    corpus = loaded(file).with_terms(["文明实践"])
    fresh = page_data(corpus, permutations=60)
    assert data["documents"] == fresh["documents"]
    assert data["explorer"]["edits"] == edits
    assert data["explorer"]["turn"] == 3
    assert not data["comparisons"][0]["tested"] or talk.told("comparison", answers)
    entries = talk.told("comparison", answers)
    for entry, other in zip(entries, fresh["comparisons"], strict=True):
        assert entry["p"] == other["p"]


def test_a_dropped_word_leaves_the_lists_not_the_sizes(talk, file):
    answers = talk.ask("edit", edits=[{"drop": "群众"}], turn=1)
    (data,) = talk.told("data", answers)
    assert "群众" in data["stop"]
    corpus = loaded(file)
    scores = an.keyness(
        an.count_terms(corpus, by="section"), tokens=corpus, stop=["群众"], permutations=60
    )
    same(talk.told("comparison", answers)[0], scores)
    assert "群众" not in set(scores["term"])


def test_a_line_made_a_heading_and_then_none_is_as_it_was(talk):
    before = talk.session.version.corpus.sections["title"].tolist()
    line = PARTS["一、学习"] * 4
    place = {"document": "体会", "line": line, "number": 1}
    made = {"heading": place | {"level": 1}}
    talk.ask("edit", edits=[made], turn=1)
    titles = talk.session.version.corpus.sections["title"].tolist()
    assert len(titles) == len(before) + 1
    assert [each.line for each in talk.session.settings.headings] == [line]
    answers = talk.ask("edit", edits=[made, {"heading": place | {"level": 0}}], turn=2)
    assert talk.told("error", answers) == []
    assert talk.session.version.corpus.sections["title"].tolist() == before
    assert talk.session.settings.headings == ()
    talk.ask("edit", edits=[made], turn=3)  # one step back
    assert talk.session.version.corpus.sections["title"].tolist() == titles


def test_headings_are_put_right_and_undone(talk):
    name = talk.session.base.documents["document"].iloc[0]
    first = talk.session.version.data["sections"]
    heading = {"document": name, "section": "2", "title": "二、为群众服务", "shown": "x"}
    none = {"document": name, "section": "3", "level": 0}
    (data,) = talk.told(
        "data", talk.ask("edit", edits=[{"heading": heading}, {"heading": none}], turn=1)
    )
    titles = [section["title"] for section in data["sections"]]
    assert "二、为群众服务" in titles
    assert "三、宣传" not in titles
    # the words of section 3 are now those of section 2
    assert [section["path"] for section in data["sections"]][-1].startswith("2.")
    kept = data["explorer"]["edits"]
    assert [edit["heading"]["line"] for edit in kept] == ["二、服务", "三、宣传"]
    # the first one taken back: the second still means the same line
    (data,) = talk.told("data", talk.ask("edit", edits=kept[1:], turn=2))
    assert "二、服务" in [section["title"] for section in data["sections"]]
    assert "三、宣传" not in [section["title"] for section in data["sections"]]
    (data,) = talk.told("data", talk.ask("edit", edits=[], turn=3))
    assert data["sections"] == first


def test_undo_gives_the_tested_version_at_once(talk):
    talk.ask("hello")
    talk.ask("edit", edits=[{"drop": "群众"}], turn=1)
    answers = talk.ask("edit", edits=[], turn=2)
    (data,) = talk.told("data", answers)
    assert all(entry["tested"] for entry in data["comparisons"])
    assert not talk.told("comparison", answers)


def test_an_edit_that_cannot_be_leaves_the_page_as_it_was(talk):
    talk.ask("edit", edits=[{"drop": "群众"}], turn=1)
    bad = {"heading": {"document": "nowhere", "section": "1", "level": 0}}
    answers = talk.ask("edit", edits=[{"drop": "群众"}, bad], turn=2)
    assert "no document 'nowhere'" in talk.told("error", answers)[0]
    (data,) = talk.told("data", answers)
    assert data["explorer"]["edits"] == [{"drop": "群众"}]
    assert data["explorer"]["turn"] == 2
    assert talk.session.settings.drop == ("群众",)


# --- documents -----------------------------------------------------------------------------------


def test_some_documents_and_one(many):
    (data,) = many.told("data", many.ask("choose", documents=["文件1", "文件3"], by=None, turn=1))
    assert [one["name"] for one in data["documents"]] == ["文件1", "文件3"]
    assert data["explorer"]["kinds"] == ["document"]
    assert len(data["explorer"]["documents"]) == 4
    (data,) = many.told("data", many.ask("choose", documents=["文件1"], by=None, turn=2))
    assert data["comparisons"][0]["by"] == "section"
    answers = many.ask("choose", documents=[], by=None, turn=3)
    assert many.told("error", answers)


def test_years_are_a_column_of_documents(folder):
    texts = pd.concat([an.read_text(LONG), an.read_text(SHORT), an.read_text(LONG)])
    documents = texts.assign(document=["甲", "乙", "丙"], year=[2021, 2022, 2022])
    talk = Talk(documents.reset_index(drop=True), folder)
    assert talk.session.version.data["explorer"]["kinds"] == ["document", "year"]
    (data,) = talk.told("data", talk.ask("choose", documents=None, by="year", turn=1))
    assert data["comparisons"][0]["groups"] == ["2021", "2022"]
    assert [one["group"] for one in data["documents"]] == ["2021", "2022", "2022"]
    talk.session.close()


def test_parts_of_speech(talk):
    (tags,) = talk.told("tags", talk.ask("tags"))
    assert "群众" in tags["n"]
    assert "学习" in tags["v"]
    assert not set(tags["n"]) & set(tags["v"])


# --- the newest wish -----------------------------------------------------------------------------


def test_a_test_is_stopped_and_asked_for_again(file, folder):
    talk = Talk(str(file), folder, settings=Settings(permutations=4000))
    begun = threading.Event()
    talk.session.tell = lambda answer: (talk.got.append(answer), begun.set())
    talk.session.handle({**VIEW, "do": "hello"})
    assert begun.wait(30)
    assert "progress" in talk.got[0]
    talk.session.handle({**VIEW, "do": "cancel"})
    talk.session.wait()
    assert not talk.told("comparison", talk.got)
    assert talk.told("said", talk.got)
    assert len(talk.told("comparison", talk.ask("test"))) == 2
    talk.session.close()


def test_only_the_newest_of_several_edits_is_answered(talk):
    for turn in (1, 2, 3):
        talk.session.handle(
            {**VIEW, "do": "edit", "edits": [{"drop": "群众"}] * (turn < 3), "turn": turn}
        )
    talk.session.wait()
    shown = talk.told("data", talk.got)
    assert shown[-1]["explorer"]["turn"] == 3
    tested = {one["of"] for one in talk.told("comparison", talk.got)}
    assert tested == {shown[-1]["explorer"]["of"]}


def test_a_message_is_answered_while_a_test_runs(file, folder):
    talk = Talk(str(file), folder, settings=Settings(permutations=4000))
    talk.session.handle({**VIEW, "do": "hello"})
    before = len(talk.got)
    talk.session.handle({**VIEW, "do": "code"})
    assert any("code" in one for one in talk.got[before:])
    assert talk.session.waiting == 1  # the test goes on
    talk.session.handle({**VIEW, "do": "cancel"})
    talk.session.close()


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ({"do": "nothing"}, "no message 'nothing'"),
        ({"do": "compare", "measure": "luck"}, "no measure 'luck'"),
        ({"do": "table", "top": 0}, "top=0"),
        ({"do": "compare", "tags": "x"}, "tags='x'"),
    ],
)
def test_what_cannot_be_is_said(talk, message, told):
    talk.session.handle({**VIEW, **message})
    assert told in talk.got[-1]["error"]


def test_two_sessions_do_not_meet(file, folder):
    one, two = Talk(str(file), folder), Talk(str(file), folder)
    one.ask("edit", edits=[{"drop": "群众"}], turn=1)
    assert not two.got
    assert "群众" not in two.session.version.data["stop"]
    for talk in (one, two):
        talk.session.close()


# --- code and files ------------------------------------------------------------------------------

NAME = 'x\'); raise SystemExit(1) #\n"""'
SCREENS = {
    "all": {},
    "one": {"target": "2", "top": 5},
    "against": {"target": "2", "reference": "1", "measure": "log_ratio"},
    "general": {"target": "3", "reference": "background"},
    "fine": {"level": 2, "single": False, "numbers": True},
    "nouns": {"target": "2", "tags": "n"},
}


def run(code, folder, monkeypatch):
    monkeypatch.chdir(folder)
    found = {}
    exec(compile(code, "code", "exec"), found)
    return found


def words_of(axes):
    return [text.get_text() for text in axes.texts]


@pytest.mark.parametrize("name", SCREENS)
def test_the_code_makes_table_and_figure(talk, name, monkeypatch):
    import matplotlib.pyplot as plt

    view = SCREENS[name]
    talk.ask("edit", edits=[{"merge": ["文明", "实践"]}, {"drop": "舆论"}], turn=1)
    talk.ask("compare", **view)
    drawn = []
    monkeypatch.setattr(
        "analysis.explorer.session.save_figure", lambda axes, *_, **__: drawn.append(axes) or []
    )
    assert not talk.told("error", talk.ask("figure", **view))
    (code,) = talk.told("code", talk.ask("code", **view))
    found = run(code, talk.folder, monkeypatch)
    assert words_of(found["ax"]) == words_of(drawn[0])
    assert found["ax"].figure.get_size_inches() == pytest.approx(drawn[0].figure.get_size_inches())
    assert not talk.told("error", talk.ask("table", **view))
    (saved,) = talk.folder.glob("*.xlsx")
    heads = pd.read_excel(saved, sheet_name=None)
    rows = next(frame for frame in heads.values() if "目标次数" in frame)
    assert rows["词"].astype(str).tolist() == found["table"]["term"].astype(str).tolist()
    assert len(rows) > 0
    plt.close("all")


def test_nothing_typed_gets_into_code_but_as_text(tmp_path, folder, monkeypatch):
    path = tmp_path / "o'b\"r.txt"
    path.write_text(LONG, "utf-8")
    talk = Talk(str(path), folder)
    document = talk.session.base.documents["document"].iloc[0]
    edits = [{"drop": NAME}, {"heading": {"document": document, "section": "2", "title": NAME}}]
    answers = talk.ask("edit", edits=edits, turn=1)
    assert not talk.told("error", answers)
    (code,) = talk.told("code", talk.ask("code"))
    found = run(code, folder, monkeypatch)
    assert "raise SystemExit(1)" in " ".join(found["corpus"].sections["title"])
    talk.session.close()


def test_a_corpus_goes_into_a_file_for_the_code(file, folder, monkeypatch):
    corpus = an.load(file).with_terms(["文明实践活动"])
    talk = Talk(corpus, folder)
    talk.ask("hello")
    (code,) = talk.told("code", talk.ask("code"))
    found = run(code, folder, monkeypatch)
    assert found["corpus"] == corpus
    assert [path.name for path in folder.iterdir()] == ["corpus.pickle"]
    talk.session.close()


def test_files_never_take_the_place_of_others(talk):
    talk.ask("hello")
    for _ in range(2):
        assert not talk.told("error", talk.ask("figure", target="2"))
        assert not talk.told("error", talk.ask("table", target="2"))
    names = sorted(path.name for path in talk.folder.iterdir())
    assert names == [
        *("图_二、服务.png", "图_二、服务.svg", "图_二、服务_2.png", "图_二、服务_2.svg"),
        *("特征词_二、服务.xlsx", "特征词_二、服务_2.xlsx"),
    ]


def test_names_stay_in_the_folder(tmp_path, folder):
    text = LONG.replace("二、服务", "二、../../外面<b>")
    talk = Talk(an.read_text(text), folder)
    talk.ask("hello")
    answers = talk.ask("table", target="2")
    assert talk.told("files", answers) == [["特征词_二、.._.._外面_b_.xlsx"]]
    assert [path.name for path in tmp_path.iterdir()] == ["work"]
    talk.session.close()


def test_what_is_not_tested_is_not_saved(talk):
    for what in ("figure", "table"):
        assert "没有检验完" in talk.told("error", talk.ask(what))[0]
    assert not list(talk.folder.iterdir())


def test_a_single_section_has_nothing_to_save(folder):
    talk = Talk(an.read_text("学习理论。服务群众。"), folder)
    assert talk.session.version.data["comparisons"] == []
    assert talk.told("error", talk.ask("table"))
    assert not talk.told("error", talk.ask("hello"))
    talk.session.close()


# --- settings and reports ------------------------------------------------------------------------


def test_settings_come_back(talk, file, folder):
    document = talk.session.base.documents["document"].iloc[0]
    edits = [
        {"heading": {"document": document, "section": "2", "title": "二、为民"}},
        {"merge": ["文明", "实践"]},
        {"drop": "舆论"},
    ]
    (data,) = talk.told("data", talk.ask("edit", edits=edits, turn=1))
    answers = talk.ask("settings", level=2, measure="log_ratio", top=7)
    path = folder / talk.told("files", answers)[0][0]
    again = Talk(str(file), folder, settings=path)
    assert again.session.version.data["documents"] == data["documents"]
    assert again.session.version.data["sections"] == data["sections"]
    view = again.session.version.data["explorer"]["view"]
    assert (view["level"], view["measure"], view["top"]) == (2, "log_ratio", 7)
    assert len(again.session.version.data["explorer"]["edits"]) == 3
    again.session.close()


@pytest.mark.parametrize(
    "text", ["[]", "{", '{"form": 9}', '{"form": 1, "luck": 1}', '{"form": 1, "drop": "会"}']
)
def test_a_file_that_holds_no_settings(tmp_path, text):
    path = tmp_path / "settings.json"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="holds no settings"):
        read_settings(path)


def test_settings_are_plain_json(tmp_path):
    some = Settings(drop=("会议",), terms=(("文明", "实践"),), target="2", numbers=True)
    path = write_settings(some, tmp_path / "a.json")
    assert json.loads(path.read_text("utf-8"))["terms"] == [["文明", "实践"]]
    assert read_settings(path) == some
    assert {field.name for field in dataclasses.fields(Settings)} <= json.loads(
        path.read_text()
    ).keys()


@pytest.mark.long
def test_a_report_takes_the_same_settings(many, several, folder):
    edits = [{"merge": ["走进", "群众"]}, {"drop": "舆论"}]
    many.ask("choose", documents=["文件1", "文件2"], by=None, turn=1)
    many.ask("edit", edits=edits, turn=2)
    answers = many.ask("report")
    assert many.told("files", answers) == [["报告"]]
    assert {"report.docx", "tables.xlsx"} <= {path.name for path in (folder / "报告").iterdir()}
    made = pd.read_csv(folder / "报告" / "tables" / "keyness.csv")
    settings = many.session.settings
    result = write_report(several, folder / "again", settings=dataclasses.replace(settings))
    assert made["term"].tolist() == result.scores["term"].astype(str).tolist()
    assert set(made["target"].astype(str)) == {"文件1", "文件2"}
    assert "走进群众" in set(made["term"])
    assert "舆论" not in set(made["term"])
    assert pathlib.Path(folder / "报告" / "report.json").is_file()


def keys_of(data):
    """The names of all that page and explorer are sent, but for what is called by the text."""
    several = [one for name in ("documents", "sections", "comparisons") for one in data[name]]
    for one in [data, *several, data["explorer"], data["made"], data["alike"] or {}]:
        yield from one


def test_every_key_of_the_page_is_described(talk):
    described = (pathlib.Path(__file__).parents[2] / "docs" / "page.md").read_text("utf-8")
    talk.ask("hello")
    against = talk.told("comparison", talk.ask("compare", reference="background"))
    other = talk.told("comparison", talk.ask("compare", measure="log_ratio"))
    assert "outside" in against[-1]
    assert "order" in other[-1]
    many = an.load(an.read_text(SHORT))
    evidence = page_data(many, text="evidence", permutations=0)
    keys = {*keys_of(talk.session.version.data), *against[-1], *other[-1], *evidence}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", described)] == []
