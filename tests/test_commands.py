"""The command line: the main job, the same bytes twice, and one clear line for every mistake."""

import os
import pathlib
import subprocess
import sys

import pandas as pd
import pytest

from analysis.__main__ import main

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(*arguments, stdin=b""):
    return subprocess.run(
        [sys.executable, "-m", "analysis", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
    )


@pytest.fixture(scope="module")
def reports(seed, tmp_path_factory):
    """The same report twice, from processes with different hash seeds."""
    folder = tmp_path_factory.mktemp("reports")
    outputs = []
    for name in ("one", "two"):
        done = subprocess.run(
            [
                *[sys.executable, "-m", "analysis", "report", seed],
                *["--out", folder / name, "--formats", "png", "svg", "pdf"],
            ],
            env=os.environ | {"PYTHONHASHSEED": "1" if name == "one" else "2"},
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        assert done.returncode == 0, done.stderr
        outputs.append(done.stdout)
    return folder, outputs


def test_report_writes_every_table_and_figure(reports):
    folder, outputs = reports
    pictures = {path.stem for path in (folder / "one" / "figures").glob("*.png")}
    assert len(pictures) >= 16
    kinds = {"frequency", "cloud", "heatmap", "comparison_cloud", "dispersion", "keyness_2"}
    assert kinds <= pictures
    tables = {path.stem for path in (folder / "one" / "tables").glob("*.csv")}
    wanted = {"outline", "blocks", "frequency", "keyness", "dispersion", "evidence", "terms_found"}
    assert wanted <= tables
    sheets = pd.read_excel(folder / "one" / "tables.xlsx", sheet_name=None)
    assert len(sheets) == len(tables)
    assert "文明实践" in (folder / "one" / "terms.txt").read_text("utf-8")
    assert "一是项目化打造" in outputs[0]
    assert "figures" in outputs[0]


def test_report_twice_gives_the_same_bytes(reports):
    folder, _ = reports
    first = {p.relative_to(folder / "one"): p for p in (folder / "one").rglob("*") if p.is_file()}
    second = {p.relative_to(folder / "two"): p for p in (folder / "two").rglob("*") if p.is_file()}
    assert first.keys() == second.keys()
    differing = [str(n) for n in first if first[n].read_bytes() != second[n].read_bytes()]
    assert differing == []


def test_terms_file_of_a_report_can_be_edited_and_used(reports, seed, capsys):
    folder, _ = reports
    assert main(["keyness", str(seed), "--terms", str(folder / "one" / "terms.txt")]) == 0
    assert "文明实践" in capsys.readouterr().out


def test_outline_and_terms_and_kwic(seed, capsys):
    assert main(["outline", str(seed)]) == 0
    assert "三是系统化操作" in capsys.readouterr().out
    assert main(["terms", str(seed), "--section", "3", "--csv"]) == 0
    assert capsys.readouterr().out.startswith("term,n,rate")
    assert main(["terms", str(seed), "--discover"]) == 0
    assert "新时代文明实践" in capsys.readouterr().out
    assert main(["kwic", "网络舆论", str(seed), "--top", "3"]) == 0
    assert capsys.readouterr().out.count("【网络舆论】") == 3


def test_an_essay_without_headings_is_compared_by_parts(tmp_path, capsys):
    essay = tmp_path / "essay.txt"
    essay.write_text(
        "".join(f"第{n}天走进群众。看了{n}个项目，收获很多。" for n in range(40)), "utf-8"
    )
    assert main(["report", str(essay), "--out", str(tmp_path / "out"), "--parts", "2"]) == 0
    assert (tmp_path / "out" / "figures" / "keyness_2.png").exists()
    assert main(["keyness", str(essay)]) == 1
    assert "--parts" in capsys.readouterr().err


def test_a_report_leaves_no_figure_of_another_document(tmp_path):
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text("".join(f"{n}、要点\n抓好工作。\n" for n in "一二三四"), "utf-8")
    second.write_text("".join(f"{n}、要点\n抓好工作。\n" for n in "一二"), "utf-8")
    out = tmp_path / "out"
    assert main(["report", str(first), "--out", str(out), "--formats", "png"]) == 0
    (out / "figures" / "mine.png").write_bytes(b"kept")
    assert (out / "figures" / "keyness_4.png").exists()
    assert main(["report", str(second), "--out", str(out), "--formats", "png"]) == 0
    assert not (out / "figures" / "keyness_4.png").exists()
    assert (out / "figures" / "mine.png").read_bytes() == b"kept"


def test_a_report_with_terms_of_the_user_leaves_their_file_alone(seed, tmp_path, capsys):
    terms = tmp_path / "out" / "terms.txt"
    terms.parent.mkdir()
    terms.write_text("宣传干事\n文明实践\n", "utf-8")
    out = ["--out", str(terms.parent), "--formats", "png"]
    assert main(["report", str(seed), "--terms", str(terms), *out]) == 0
    assert terms.read_text("utf-8") == "宣传干事\n文明实践\n"
    assert "Terms kept whole" not in capsys.readouterr().out
    assert main(["report", str(seed), "--terms", "none", *out]) == 0
    assert terms.read_text("utf-8") == "宣传干事\n文明实践\n"


def test_headings_are_searched_when_asked(seed, capsys):
    assert main(["kwic", "更深的认识", str(seed)]) == 1
    assert "headings left out" in capsys.readouterr().err
    assert main(["kwic", "更深的认识", str(seed), "--headings"]) == 0


def test_standard_input_and_folders(seed):
    piped = run("outline", "-", stdin=seed.read_bytes())
    assert piped.returncode == 0, piped.stderr
    assert "二是常态化开展" in piped.stdout.decode()
    assert run("outline", seed.parent).stdout.count("一是项目化打造".encode()) == 1


def test_a_pipe_that_closes_early_is_no_error(seed):
    line = f'"{sys.executable}" -m analysis kwic 工作 "{seed}" | head -1'
    done = subprocess.run(line, shell=True, capture_output=True, text=True, cwd=ROOT)
    assert done.stderr == ""
    assert "【工作】" in done.stdout


# --- mistakes ------------------------------------------------------------------------------


def files(folder):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "plain.txt").write_text("没有标题的一段话。只有这些。", "utf-8")
    (folder / "report.wps").write_bytes(b"\xd0\xcf\x11\xe0")
    (folder / "nothing").mkdir()
    (folder / "file").write_text("x", "utf-8")


MISTAKES = [
    (["outline", "missing.txt"], "missing.txt"),
    (["outline", "empty.txt"], "empty"),
    (["outline", "binary.txt"], "binary.txt"),
    (["outline", "nothing"], "nothing"),
    (["outline", "report.wps"], ".txt"),
    (["report", "plain.txt", "--out", "file/inside"], "file"),
    (["report", "plain.txt", "--out", "file"], "file"),
    (["keyness", "plain.txt"], "two"),
    (["report", "plain.txt", "--out", "out"], "two"),
    (["keyness", "seed", "--section", "9"], "no section '9'; there are: "),
    (["terms", "seed", "--section", "9"], "no section '9'; there are: "),
    (["terms", "seed", "--terms", "missing.txt"], "missing.txt"),
    (["kwic", "(", "seed", "--regex"], "("),
    (["outline", "seed", "--encoding", "nonsense"], "nonsense"),
]


@pytest.mark.parametrize(("arguments", "named"), MISTAKES, ids=lambda x: str(x)[:40])
def test_a_mistake_gets_one_line_and_exit_code_1(arguments, named, tmp_path, monkeypatch, seed):
    files(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    arguments = [str(seed) if argument == "seed" else argument for argument in arguments]
    done = subprocess.run(
        [sys.executable, "-m", "analysis", *arguments],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 1, done.stdout
    assert done.stdout == ""
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, done.stderr
    assert named in errors[0]
    assert "Traceback" not in done.stderr
    left = [path for path in tmp_path.rglob("*") if path not in before and path.is_file()]
    assert left == [], "nothing half-written"


def test_a_folder_that_cannot_be_written(seed, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("this user may write everywhere (root)")
    done = run("report", seed, "--out", locked / "report")
    assert done.returncode == 1
    assert b"cannot write into" in done.stderr
