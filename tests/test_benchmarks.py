"""The benches run and print their figures; here they are small, and the figures mean nothing."""

import pathlib
import sys

import pytest

from benchmarks import (
    bench_commands,
    bench_counting,
    bench_others,
    bench_page,
    bench_structure,
    bench_tables,
    calibration,
    sheets,
    snapshot,
)

pytestmark = pytest.mark.long


def test_counting(monkeypatch, capsys):
    monkeypatch.setattr(bench_counting, "CHARACTERS", 100_000)
    bench_counting.main()
    assert "ratio to jieba + Counter" in capsys.readouterr().out


def test_others_and_that_every_word_is_accounted_for(monkeypatch, capsys):
    programs = {"this package": bench_others.PROGRAMS["this package"]}
    monkeypatch.setattr(bench_others, "PROGRAMS", programs)
    told = bench_others.main()["this package"]
    assert told["documents"] == 61
    assert "241+40 of 281" in capsys.readouterr().out
    assert [n + more for n, more in zip(told["found"], told["inside"], strict=True)] == [
        281,
        600,
        160,
    ]


@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
def test_page(browser):
    assert "kB for 10,000" in bench_page.timed(browser, 2_000)


def test_commands(monkeypatch, capsys):
    monkeypatch.setattr(bench_commands, "ROUNDS", {"terms": 1, "report": 1})
    bench_commands.main()
    printed = capsys.readouterr().out
    assert "whole report, cold" in printed
    assert "pictures" in printed


def test_structure(monkeypatch, capsys):
    monkeypatch.setattr(bench_structure, "SIZES", [(10_000, 1)])
    monkeypatch.setattr(bench_structure, "CORPORA", bench_structure.ROOT)
    monkeypatch.setattr(bench_structure, "FOLDERS", ["seeds"])
    bench_structure.main()
    printed = capsys.readouterr().out
    assert printed.count("\n") == 5
    assert "seeds, " in printed


def test_tables(monkeypatch, capsys):
    monkeypatch.setattr(bench_tables, "SIZES", (2_000, 20_000))
    monkeypatch.setattr(bench_tables, "TERMS", 2_000)
    bench_tables.main()
    printed = capsys.readouterr().out
    assert printed.count("times one numpy pass") == 2
    assert "cooccurrence" in printed


def test_calibration(monkeypatch, capsys, seed):
    monkeypatch.setattr(calibration, "DOCUMENTS", {"the seed": seed, "a plan": seed})
    small = ["--shuffles", "2", "--permutations", "20", "--samples", "2", "--trials", "2"]
    monkeypatch.setattr(sys, "argv", ["calibration", *small])
    calibration.main()
    assert "| the seed |" in capsys.readouterr().out


def test_a_snapshot_differs_from_none_and_not_from_itself(monkeypatch, capsys, small):
    monkeypatch.setattr(sys, "argv", ["snapshot", str(small.parent)])
    assert snapshot.main() == 0
    lines = capsys.readouterr().out
    assert f"{small.name}\tcounts\t" in lines
    before = small.parent.parent / "before.tsv"
    before.write_text(lines, "utf-8")
    monkeypatch.setattr(sys, "argv", ["snapshot", str(small.parent), "--against", str(before)])
    assert (snapshot.main(), capsys.readouterr().out) == (0, "")
    before.write_text(lines.replace("\tcounts\t", "\tcounts\t0"), "utf-8")
    assert snapshot.main() == 1
    assert capsys.readouterr().out.count("\n") == 1


def test_a_third_of_the_documents_is_kept_aside():
    kept = [sheets.kept_aside(pathlib.Path(f"in/{n}.txt")) for n in range(300)]
    assert 80 < sum(kept) < 120
    assert kept == [sheets.kept_aside(pathlib.Path(f"other/{n}.txt")) for n in range(300)]


def test_sheets_are_written_marked_and_counted(monkeypatch, capsys, tmp_path):
    text = "一、供水\n" + "供水管网要检查。\n" * 30 + "二、绿化\n" + "绿化苗木要养护。\n" * 30
    for genre, name in [("reports", "一"), ("reports", "二"), ("notices", "三")]:
        (tmp_path / "in" / genre).mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / genre / f"{name}.txt").write_text(text, "utf-8")
    (tmp_path / "in" / "notices" / "无.txt").write_text("没有标题的通知。", "utf-8")
    monkeypatch.setattr(sheets, "kept_aside", lambda path: path.stem == "二")
    out, aside = tmp_path / "out", tmp_path / "aside"
    arguments = ["sheets", str(tmp_path / "in"), "--out", str(out), "--documents", "1"]
    monkeypatch.setattr(sys, "argv", arguments)
    sheets.main()
    assert [path.name for path in sorted(out.glob("*/*.md"))] == ["三.md", "一.md"]
    arguments = ["sheets", str(tmp_path / "in"), "--out", str(aside), "--aside"]
    monkeypatch.setattr(sys, "argv", arguments)
    sheets.main()
    assert [path.name for path in sorted(aside.glob("*/*.md"))] == ["二.md"]
    path = out / "reports" / "一.md"
    lines = path.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        *["# 一.txt", "## 1 一、供水", "## 2 二、绿化"]
    ], "each section once"
    assert lines[2] == f"Text: {tmp_path / 'in' / 'reports' / '一.txt'}"
    assert lines[6].startswith("- [ ] 供水")
    assert lines[6].endswith(" 30 : 0")
    path.write_text("\n".join(lines).replace("[ ]", "[x]", 1), "utf-8")
    monkeypatch.setattr(sys, "argv", ["sheets", "--count", str(out)])
    sheets.main()
    genre, n, terms, good, share = capsys.readouterr().out.splitlines()[-2].split()
    assert (genre, n, good) == ("reports", "1", "1")
    assert float(share) == round(1 / int(terms), 3)


@pytest.mark.parametrize("sections", [1, 3])
def test_every_figure_of_the_gallery_is_drawn_without_a_finding(sections, tmp_path):
    import matplotlib.pyplot as plt

    from analysis import plots
    from benchmarks import gallery

    corpus = gallery.corpus_of(sections, 300)
    told = {kind: plots.check(draw(size="a4")) for kind, draw in gallery.drawings(corpus, False)}
    plt.close("all")
    assert len(told) == {1: 5, 3: 13}[sections]
    assert not any(told.values()), told
    assert "<h2>facets</h2>" in gallery.page([("facets_3_300_zh", [])])
