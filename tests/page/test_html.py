"""One file: whole, without paths, and what it shows is no more than text to a browser."""

import html.parser
import json
import re
from urllib.parse import unquote

import pytest
from pages import HOSTILE, SMALL, corpus_of

import analysis as an
from analysis.glossary import glossary
from analysis.page import page_data, page_of, write_page
from analysis.page.front import MODULES, said, script, static


class Tags(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.data, self.inside = [], {}, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = len(self.tags) - 1

    def handle_data(self, data):
        self.data[self.inside] = self.data.get(self.inside, "") + data


def test_the_file_is_written_whole(tmp_path):
    path = write_page(corpus_of(SMALL), tmp_path / "new" / "report.html", permutations=10)
    assert path.read_text("utf-8").startswith("<!doctype html>")
    assert [one.name for one in path.parent.iterdir()] == ["report.html"]


def test_no_path_of_the_machine_is_in_it(tmp_path):
    source = tmp_path / "secret-folder" / "文件.txt"
    source.parent.mkdir()
    source.write_text(SMALL, "utf-8")
    text = write_page(an.load(source), tmp_path / "r.html", permutations=10).read_text("utf-8")
    assert "secret-folder" not in text
    assert "文件" in text


def test_it_loads_nothing():
    text = page_of(page_data(corpus_of(SMALL), permutations=10))
    for tag, attributes in Tags(text).tags:
        assert not {"src", "href", "action"} & attributes.keys(), tag
    assert not re.search(r"https?://(?!www\.w3\.org)", text)


def test_hostile_text_ends_no_script_and_opens_no_tag():
    data = page_data(corpus_of(HOSTILE), permutations=10)
    page = Tags(page_of(data))
    assert [tag for tag, _ in page.tags if tag in ("script", "style", "img")] == [
        "style",
        "script",
        "script",
    ]
    place = next(n for n, (_, a) in enumerate(page.tags) if a.get("type") == "application/json")
    assert json.loads(page.data[place]) == json.loads(json.dumps(data))


def test_a_title_is_text():
    data = page_data(corpus_of(SMALL), title="</title><script>\ud800", permutations=10)
    assert "<title>&lt;/title&gt;&lt;script&gt;\ufffd</title>" in page_of(data)


def test_the_same_corpus_and_date_give_the_same_bytes():
    made = {
        page_of(page_data(corpus_of(SMALL), date="2026-01-01", permutations=10)) for _ in range(2)
    }
    assert len(made) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_opens_in_the_language_that_is_asked_for(language):
    data = page_data(corpus_of(SMALL), language=language, permutations=10)
    assert data["language"] == language
    assert f'<html lang="{"zh-CN" if language == "zh" else "en"}">' in page_of(data)


# --- many documents ----------------------------------------------------------------------


@pytest.fixture
def collection(monkeypatch):
    """Three documents, one of a hostile name, where one page may hold two."""
    monkeypatch.setattr("analysis.page.html.MOST", 2)
    corpus = corpus_of(SMALL, SMALL * 2, SMALL * 3)
    names = {"文件1": "../../x", "文件2": "a/b?", "文件3": "A_b_"}
    frames = [frame.assign(document=frame["document"].astype(str).map(names)) for frame in corpus]
    return corpus._replace(**dict(zip(corpus._fields, frames, strict=True)))


def test_of_many_documents_there_is_an_index_and_a_page_for_each(collection, tmp_path):
    path = write_page(collection, tmp_path / "all.html", permutations=10, date="2026-01-01")
    page = Tags(path.read_text("utf-8"))
    place = next(n for n, (_, a) in enumerate(page.tags) if a.get("type") == "application/json")
    data = json.loads(page.data[place])
    links = [unquote(one["link"]) for one in data["documents"]]
    assert sorted(str(one.relative_to(tmp_path)) for one in tmp_path.rglob("*.html")) == sorted(
        ["all.html", *links]
    )
    assert len({link.casefold() for link in links}) == 3
    assert all(link.startswith("all-documents/") and link.count("/") == 1 for link in links)
    assert data["text"] == "evidence"
    for link, name in zip(links, ["../../x", "a/b?", "A_b_"], strict=True):
        assert f'"name":{json.dumps(name)}' in (tmp_path / link).read_text("utf-8")


def test_a_draft_of_many_documents_has_no_pages_of_its_documents(collection, tmp_path):
    write_page(collection, tmp_path / "all.html", text="none", permutations=10)
    assert [one.name for one in tmp_path.iterdir()] == ["all.html"]


def test_few_documents_are_one_page(tmp_path):
    write_page(corpus_of(SMALL, SMALL * 2), tmp_path / "all.html", permutations=10)
    assert [one.name for one in tmp_path.iterdir()] == ["all.html"]


# --- the front end ----------------------------------------------------------------------


def test_every_word_that_the_front_end_says_is_in_the_glossary():
    asked = set(re.findall(r"\bW\.(\w+)", script()))
    for language, entries in said().items():
        assert asked <= entries.keys(), (language, asked - entries.keys())


def test_the_front_end_holds_no_words_of_its_own():
    for name in (*MODULES, "alone"):
        found = re.sub(r"//.*", "", static(f"{name}.js"))
        assert not re.findall(r"[\u4e00-\u9fff]", found), name


def test_kinds_of_groups_have_words_that_there_are():
    for language, entries in glossary().items():
        for kind, words in entries["kinds"].items():
            assert words.keys() <= entries.keys(), (language, kind)
            for key, word in words.items():
                places = set(re.findall(r"\{\d\}", entries[key]))
                assert set(re.findall(r"\{\d\}", word)) <= places, (language, kind, key)


def test_the_front_end_uses_no_globals_and_no_ids():
    assert not re.search(r"\.id\b|getElementById|window\.\w+ =|globalThis", script())
