"""Documents of the corpora are held to what was reached; unknown ones are told, not judged."""

import json

import pytest

from benchmarks import scores

TEXT = "报告\n一、成绩\n增长较快。\n二、打算\n再接再厉。\n"
HEADINGS = [
    {"start": 3, "length": 4, "level": 1, "kind": "block"},
    {"start": 14, "length": 4, "level": 1, "kind": "block"},
]


def entry(path, sections=HEADINGS):
    return {"path": path, "encoding": "utf-8", "genre": "report", "sections": sections}


@pytest.fixture
def corpora(tmp_path, monkeypatch):
    """Two documents, both named by the table."""
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT, "utf-8")
    write_gold(tmp_path, entry("a.txt"), entry("b.txt"))
    monkeypatch.setattr(scores, "table", lambda name: tmp_path / f"{name}.tsv")
    scores.write("structure", scores.compare("structure", tmp_path).rows)
    return tmp_path


def write_gold(folder, *entries):
    lines = [json.dumps(one) + "\n" for one in entries]
    (folder / "gold.jsonl").write_text("".join(lines), "utf-8")


def test_what_is_reached_is_counted(corpora):
    rows = scores.compare("structure", corpora).rows
    figures = {"asked": 2, "found": 2, "false": 0, "parents": 2}
    assert [row.items() >= figures.items() for row in rows] == [True, True]
    wrong = [HEADINGS[0], {**HEADINGS[1], "start": 9, "level": 2}]
    write_gold(corpora, entry("a.txt", wrong))
    (row,) = scores.compare("structure", corpora).rows
    assert row.items() >= {"asked": 2, "found": 1, "false": 1, "parents": 1}.items()


def test_a_parent_is_the_nearest_heading_before_with_a_smaller_level(corpora):
    write_gold(corpora, entry("a.txt", [HEADINGS[0], {**HEADINGS[1], "level": 2}]))
    (row,) = scores.compare("structure", corpora).rows
    assert row.items() >= {"found": 2, "parents": 1}.items()


def test_what_may_be_reported_or_not_is_left_out(corpora):
    write_gold(corpora, entry("a.txt", [HEADINGS[0], {**HEADINGS[1], "optional": True}]))
    (row,) = scores.compare("structure", corpora).rows
    assert row.items() >= {"asked": 1, "found": 1, "false": 0, "parents": 1}.items()


def test_other_formats_are_compared_by_titles(corpora):
    (corpora / "a.md").write_text(
        "# 报告\n\n## 一、成绩\n\n增长。\n\n## 三、别的\n\n别的。\n", "utf-8"
    )
    write_gold(corpora, entry("a.md") | {"reference": "a.txt"})
    (row,) = scores.compare("structure", corpora).rows
    assert row.items() >= {"asked": 2, "found": 1, "false": 1}.items()


def test_as_good_as_before_is_good(corpora):
    found = scores.compare("structure", corpora)
    assert found[1:] == ([], [], [], [])
    assert scores.named("structure", corpora) == [corpora / "a.txt", corpora / "b.txt"]


def test_each_document_is_held_to_its_own_row(corpora):
    """a.txt had found one heading of two, b.txt both of them with a false one."""
    rows = scores.compare("structure", corpora).rows
    scores.write("structure", [rows[0] | {"found": 1, "parents": 1}, rows[1] | {"false": 1}])
    found = scores.compare("structure", corpora)
    assert found.worse == []
    assert found.better == [
        "a.txt: 0 missed or false, 1 before",
        "b.txt: 0 missed or false, 1 before",
    ]


def test_a_document_that_loses_headings_is_worse(corpora, monkeypatch):
    def loses_one(corpora, path, entry, score=scores.structure):
        row = score(corpora, path, entry)
        return row | {"found": 1, "parents": 0} if path == "b.txt" else row

    entries, _, errors = scores.TABLES["structure"]
    monkeypatch.setitem(scores.TABLES, "structure", (entries, loses_one, errors))
    assert scores.compare("structure", corpora).worse == [
        "b.txt: 1 missed or false, 0 before",
        "b.txt: 1 with a wrong parent, 0 before",
    ]


def test_a_named_document_that_can_no_longer_be_read_is_worse(corpora, monkeypatch):
    def refuses(corpora, path, entry):
        raise ValueError(f"cannot read {path}")

    entries, _, errors = scores.TABLES["structure"]
    monkeypatch.setitem(scores.TABLES, "structure", (entries, refuses, errors))
    assert len(scores.compare("structure", corpora).worse) == 2


def test_documents_that_the_table_does_not_name_are_not_judged(corpora):
    (corpora / "new.txt").write_text(TEXT, "utf-8")
    (corpora / "broken.txt").write_bytes(b"")
    (corpora / "a.txt").write_text(TEXT + "完。\n", "utf-8")  # changed since
    write_gold(corpora, *map(entry, ["a.txt", "b.txt", "new.txt", "broken.txt", "away.txt"]))
    found = scores.compare("structure", corpora)
    assert found.worse == found.better == []
    assert found.unknown[:2] == ["a.txt", "new.txt"]
    assert found.unknown[2].startswith("broken.txt: ValueError: ")
    assert found.missing == ["a.txt"]
    assert scores.named("structure", corpora) == [corpora / "b.txt"]


def test_documents_that_are_not_there_are_named(corpora):
    (corpora / "b.txt").unlink()
    found = scores.compare("structure", corpora)
    assert found.missing == ["b.txt"]
    assert found.worse == []
    (corpora / "gold.jsonl").unlink()
    assert scores.compare("structure", corpora).missing == ["a.txt", "b.txt"]


def test_every_table_of_the_repository_is_in_its_folder():
    for name, (_, _, errors) in scores.TABLES.items():
        rows = scores.reached(name)
        assert len(rows) > 10
        assert all(count(row) >= 0 for row in rows.values() for count in errors.values())
