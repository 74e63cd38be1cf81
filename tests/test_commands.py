"""The command line: the main job, the same bytes twice, and one clear line for every mistake."""

import io
import os
import pathlib
import re
import subprocess
import sys

import pandas as pd
import pytest

import analysis as an
from analysis.__main__ import main

ROOT = pathlib.Path(__file__).resolve().parent.parent


def run(*arguments, stdin=b"", **environment):
    return subprocess.run(
        [sys.executable, "-m", "analysis", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env=os.environ | environment,
    )


def test_report_prints_the_outline_the_key_terms_and_where_to_look(reports):
    folder, printed = reports[0]
    assert "（一）读书笔记" in printed
    assert "群众 5:0" in printed
    assert "Terms kept whole" in printed
    for place in ("figures", "tables", "terms.txt"):
        assert str(folder / place) in printed


SPREAD = "要抓好各项工作任务。要落实会议精神。要提高服务水平。要解决实际困难。"


def plan(words):
    """A text of two sections; the first has one of the words in every paragraph, one in one."""
    often, once = words
    first = [f"{SPREAD}还要讲{often}。" for _ in range(12)]
    first[5] += f"要讲{once}。" * 12
    second = [f"{SPREAD}还要讲别的。" for _ in range(12)]
    return "\n".join(["一、甲", *first, "二、乙", *second])


def test_what_is_claimed_of_key_terms_is_said_in_plain_words(tmp_path, capsys):
    path = tmp_path / "plan.txt"
    path.write_text(plan(("文化", "生态")), "utf-8")
    assert main(["report", str(path), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "*  sentences dealt to the parts at random: fewer than 5 deals in 100" in printed
    assert "** the same holds when whole paragraphs are dealt" in printed
    assert "文化** 12:0" in printed
    assert "生态* 12:0" in printed
    assert main(["keyness", str(path)]) == 0
    printed = capsys.readouterr()
    assert "survives sentences: sentences dealt to the parts" in printed.err
    assert "survives paragraphs: the same holds when whole paragraphs" in printed.err
    assert re.search(r"文化 .* True +paragraphs", printed.out)
    assert main(["keyness", str(path), "--csv"]) == 0
    printed = capsys.readouterr()
    assert "survives" not in printed.err
    assert "survives" in printed.out.splitlines()[0]


def test_tables_and_notes_are_counted_or_not(tmp_path, capsys):
    rows = "".join(f"<tr><td>税收{n}</td><td>预算</td></tr>" for n in range(9))
    body = "".join("<p>要讲文化。" + SPREAD + "</p>" for _ in range(6))
    page = f"<h2>一、甲</h2>{body}<table>{rows}</table><h2>二、乙</h2><p>{SPREAD * 9}</p>"
    path = tmp_path / "page.html"
    path.write_text(f"<html><body>{page}</body></html>", "utf-8")
    for roles, there in (
        ((), True),
        (("--roles", "body"), False),
        (("--roles", "body,table"), True),
    ):
        assert main(["keyness", str(path), "--csv", "--show", "all", *roles]) == 0
        printed = capsys.readouterr().out
        assert ("预算" in printed) == there
        assert "文化" in printed
    assert main(["keyness", str(path), "--roles", "tables"]) == 1
    assert "no role 'tables' is counted" in capsys.readouterr().err


def test_of_whole_documents_another_unit_is_claimed(tmp_path, capsys):
    paths = [tmp_path / f"{name}.txt" for name in ("one", "two")]
    for path, words in zip(paths, (("文化", "生态"), ("经济", "旅游")), strict=True):
        path.write_text(plan(words), "utf-8")
    assert main(["report", *map(str, paths), "--out", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "*  whole paragraphs dealt to the groups at random" in printed
    assert "not about years or kinds" in printed
    assert "sentences" not in printed.partition("Key terms")[2].partition("(not shown")[0]
    assert "文化* 12:0" in printed
    path = tmp_path / "short.txt"
    path.write_text("一、学习\n学习理论，学习文件。\n二、服务\n服务群众，服务基层。", "utf-8")
    assert main(["report", str(path), "--out", str(tmp_path / "out")]) == 0
    assert "no term is supported: no more than chance makes" in capsys.readouterr().out


def test_what_is_printed_is_chinese_where_it_is_asked_for(small, tmp_path, capsys):
    out = tmp_path / "out"
    assert main(["report", str(small), "--out", str(out), "--language", "zh"]) == 0
    printed, told = capsys.readouterr()
    assert {"部分", "占比"} <= set(printed.splitlines()[0].split())
    assert f"报告    {out / 'report.docx'} 和 report.html" in printed
    assert "特征词（目标 : 对照）" in printed
    assert not re.search("Section|Key terms|note:", printed + told)
    assert main(["keyness", str(small), "--language", "zh"]) == 0
    told = capsys.readouterr().err
    assert "注意：文中找到 1 个术语，作整词：新时代文明实践" in told
    assert "（--show all 全部列出）" in told


def test_terms_file_of_a_report_can_be_edited_and_used(reports, small, capsys):
    folder, _ = reports[0]
    terms = ["--terms", str(folder / "terms.txt"), "--no-found"]
    assert main(["keyness", str(small), *terms]) == 0
    assert "新时代文明实践" in capsys.readouterr().out


def test_outline_and_terms_and_kwic(seed, capsys):
    assert main(["outline", str(seed)]) == 0
    assert "三是系统化操作" in capsys.readouterr().out
    assert main(["terms", str(seed), "--section", "3", "--csv"]) == 0
    assert capsys.readouterr().out.startswith("term,n,rate")
    assert main(["terms", str(seed), "--discover"]) == 0
    assert "新时代文明实践" in capsys.readouterr().out
    assert main(["kwic", "网络舆论", str(seed), "--top", "3"]) == 0
    assert capsys.readouterr().out.count("【网络舆论】") == 3


def numbers(printed):
    """Term and number of a CSV that a command printed."""
    rows = [line.split(",") for line in printed.splitlines()[1:]]
    return {row[0]: int(row[1]) for row in rows}


def test_every_command_gives_the_same_number_for_a_word(reports, small, seed, tmp_path, capsys):
    folder, _ = reports[0]
    table = pd.read_csv(folder / "tables" / "frequency.csv").set_index("term")["n"]
    assert main(["terms", str(small), "--csv", "--top", "100"]) == 0
    assert numbers(capsys.readouterr().out) == table.to_dict()
    assert "新时代文明实践" in table
    scores = pd.read_csv(folder / "tables" / "keyness.csv")
    whole = scores[scores["target"] == 1].set_index("term")
    assert (whole["n_target"] + whole["n_reference"]).to_dict() == table[whole.index].to_dict()
    for path in (small, seed):
        assert main(["outline", str(path), "--csv"]) == 0
        outline = capsys.readouterr().out
        out = ["--out", str(tmp_path / path.stem), "--formats", "svg"]
        assert main(["report", str(path), *out]) == 0
        capsys.readouterr()
        written = (tmp_path / path.stem / "tables" / "outline.csv").read_text("utf-8-sig")
        assert outline == written


def test_found_terms_are_named_and_can_be_switched_off(small, tmp_path, capsys):
    own = tmp_path / "own.txt"
    own.write_text("理论学习\n", "utf-8")
    for command in (["terms"], ["kwic", "实践"], ["keyness"], ["outline"]):
        assert main([*command, str(small)]) == 0
        told = capsys.readouterr().err
        assert (
            "note: found terms that are kept whole (1): 新时代文明实践 (--terms none keeps none)"
            in told
        )
        assert main([*command, str(small), "--terms", "none"]) == 0
        assert "kept whole" not in capsys.readouterr().err
    for options, there in (
        ([], {"新时代文明实践"}),
        (["--terms", "none"], {"新", "时代", "文明"}),
        (["--terms", str(own)], {"新时代文明实践", "理论学习"}),
        (["--terms", str(own), "--no-found"], {"文明", "理论学习"}),
        (["--no-found"], {"文明"}),
    ):
        assert main(["terms", str(small), "--csv", "--top", "100", *options]) == 0
        terms = numbers(capsys.readouterr().out)
        assert there <= terms.keys(), options
        for term in ("新时代文明实践", "理论学习"):
            assert (term in terms) is (term in there), (options, term)


def test_an_essay_without_headings_is_compared_by_parts(tmp_path, capsys):
    essay = tmp_path / "essay.txt"
    essay.write_text(
        "".join(f"第{n}天走进群众。看了{n}个项目，收获很多。" for n in range(40)), "utf-8"
    )
    out = ["--out", str(tmp_path / "out"), "--formats", "svg"]
    assert main(["report", str(essay), "--parts", "2", *out]) == 0
    assert (tmp_path / "out" / "figures" / "keyness_2.svg").exists()
    assert main(["keyness", str(essay)]) == 1
    assert "--parts" in capsys.readouterr().err


def test_a_document_without_headings_gets_a_report_and_a_note(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("走进群众，服务群众。学习理论，学习经验。", "utf-8")
    out = tmp_path / "out"
    assert main(["report", str(tmp_path / "a.txt"), "--out", str(out), "--formats", "svg"]) == 0
    printed, told = capsys.readouterr()
    assert "Key terms" not in printed
    assert str(out / "notes.txt") in printed
    assert told.count("note: ") == 1
    assert "《a》只有一个部分，没有可比的对象" in told
    assert "--parts 4" in told
    assert (out / "figures" / "cloud.svg").exists()


def test_options_that_have_no_effect_say_so(small, capsys):
    assert main(["keyness", str(small), "--level", "5"]) == 0
    assert "note: there are no sections of level 5: the finest are of level 2" in (
        capsys.readouterr().err
    )
    assert main(["keyness", str(small), "--parts", "3"]) == 0
    assert "note: 体会 has headings and is not cut into parts" in capsys.readouterr().err
    assert main(["keyness", str(small)]) == 0
    assert "sections of level" not in capsys.readouterr().err


def test_options_as_chinese_keyboards_type_them(small, tmp_path, capsys):
    out = tmp_path / "out"
    typed = ["report", str(small), "——out", str(out), "—formats", "svg，pdf", "－－top", "２"]
    assert main(typed) == 0
    figures = {path.suffix for path in (out / "figures").iterdir()}
    assert figures == {".svg", ".pdf"}
    capsys.readouterr()
    plain = [main(["terms", str(small), "--section", "1.2"]), capsys.readouterr().out]
    wide = [main(["terms", str(small), "——section=１．２"]), capsys.readouterr().out]
    assert plain == wide
    with pytest.raises(SystemExit):
        main(["report", str(small), "--formats", "svg、gif"])
    assert "no figure format 'gif'; there are: png, svg, pdf" in capsys.readouterr().err


def test_what_the_output_cannot_encode_is_replaced_and_named(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("一、甲 • 概述\n我们\u00a0参加活动🙂。\n二、乙\n群众活动多é。".encode())
    for arguments in (["outline", path], ["kwic", "活动", path], ["kwic", "活动", path, "--csv"]):
        done = run(*arguments, PYTHONIOENCODING="gbk")
        assert done.returncode == 0, done.stderr
        assert "?" in done.stdout.decode("gbk")
        assert b"note: " in done.stderr
        assert b"PYTHONIOENCODING=utf-8" in done.stderr
        whole = run(*arguments, PYTHONIOENCODING="utf-8")
        assert "?" not in whole.stdout.decode("utf-8")
        assert b"PYTHONIOENCODING" not in whole.stderr
    done = run("terms", path, "--section", "2", PYTHONIOENCODING="gb18030")
    assert b"PYTHONIOENCODING" not in done.stderr


def test_a_report_with_terms_of_the_user_says_nothing_of_found_ones(small, tmp_path, capsys):
    arguments = ["report", str(small), "--out", str(tmp_path / "out"), "--formats", "svg"]
    assert main([*arguments, "--terms", "none"]) == 0
    assert "Terms kept whole" not in capsys.readouterr().out


def test_headings_are_searched_when_asked(seed, capsys):
    assert main(["kwic", "更深的认识", str(seed)]) == 1
    assert "headings left out" in capsys.readouterr().err
    assert main(["kwic", "更深的认识", str(seed), "--headings"]) == 0


def test_printed_csv_has_no_formulas(tmp_path, capsys):
    (tmp_path / "@a.txt").write_text("=SUM(A1)群众来了。\n走进群众。", "utf-8")
    assert main(["kwic", "群众", str(tmp_path / "@a.txt"), "--csv"]) == 0
    rows = capsys.readouterr().out.splitlines()[1:]
    assert [row[:2] for row in rows] == ["'@"] * 2
    assert ",'=SUM(A1),群众," in rows[0]


def test_standard_input_and_folders(seed):
    piped = run("outline", "-", stdin=seed.read_bytes())
    assert piped.returncode == 0, piped.stderr
    assert "二是常态化开展" in piped.stdout.decode()
    assert run("outline", seed.parent).stdout.count("一是项目化打造".encode()) == 1


def test_a_pipe_that_closes_early_is_no_error(seed):
    line = f'"{sys.executable}" -m analysis kwic 工作 "{seed}" | head -1'
    done = subprocess.run(line, shell=True, capture_output=True, text=True, cwd=ROOT)
    assert [line[:6] for line in done.stderr.splitlines()] == ["note: "]
    assert "kept whole" in done.stderr
    assert "【工作】" in done.stdout


# --- mistakes ------------------------------------------------------------------------------


def files(folder):
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "plain.txt").write_text("没有标题的一段话。只有这些。", "utf-8")
    (folder / "signs.txt").write_text("。。。……！！！", "utf-8")
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
    (["keyness", "plain.txt"], "one part"),
    (["keyness", "plain.txt", "--section", "2"], "--parts 4"),
    (["report", "signs.txt", "--out", "out"], "no word"),
    (["keyness", "seed", "--section", "9"], "no section '9'; there are: "),
    (["terms", "seed", "--section", "9"], "no section '9'; there are: "),
    (["terms", "seed", "--terms", "missing.txt"], "missing.txt"),
    (["kwic", "(", "seed", "--regex"], "("),
    (["outline", "seed", "--encoding", "nonsense"], "nonsense"),
]


def check_mistake(code, out, err, named):
    """Exit code 1, and one line that names what is wrong."""
    assert code == 1, out
    assert out == ""
    errors = [line for line in err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, err
    assert named in errors[0]
    assert "Traceback" not in err


@pytest.mark.parametrize(("arguments", "named"), MISTAKES, ids=lambda x: str(x)[:40])
def test_a_mistake_gets_one_line_and_exit_code_1(
    arguments, named, tmp_path, monkeypatch, seed, capsys
):
    files(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    code = main([str(seed) if argument == "seed" else argument for argument in arguments])
    check_mistake(code, *capsys.readouterr(), named)
    left = [path for path in tmp_path.rglob("*") if path not in before and path.is_file()]
    assert left == [], "nothing half-written"


def test_a_mistake_looks_so_from_outside_too(tmp_path):
    done = run("outline", tmp_path / "missing.txt")
    check_mistake(done.returncode, done.stdout.decode(), done.stderr.decode(), "missing.txt")


def test_a_folder_that_cannot_be_written(seed, tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    if os.access(locked, os.W_OK):
        pytest.skip("this user may write everywhere (root)")
    done = run("report", seed, "--out", locked / "report")
    assert done.returncode == 1
    assert b"cannot write into" in done.stderr


def test_synonyms_are_counted_as_one_term_in_every_command(tmp_path, capsys):
    path, words = tmp_path / "村.txt", tmp_path / "同义词.txt"
    path.write_text("一、工作\n老百姓满意，老百姓安居。\n二、生活\n群众生活好。", "utf-8")
    words.write_text("群众 老百姓\n", "utf-8")
    given = [str(path), "--synonyms", str(words)]
    assert main(["terms", *given, "--csv"]) == 0
    counts = pd.read_csv(io.StringIO(capsys.readouterr().out)).set_index("term")["n"]
    assert counts["群众"] == 3
    assert "老百姓" not in counts
    assert main(["kwic", "群众", *given, "--csv"]) == 0
    lines = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert lines["keyword"].tolist() == ["老百姓", "老百姓", "群众"]
    assert main(["keyness", *given, "--csv", "--show", "all"]) == 0
    scores = pd.read_csv(io.StringIO(capsys.readouterr().out)).set_index(["target", "term"])
    assert scores.loc[(1, "群众"), ["n_target", "n_reference"]].tolist() == [2, 1]
    words.write_text("群众 老百姓\n人民 老百姓\n", "utf-8")
    assert main(["terms", *given]) == 1
    assert "同义词.txt, line 2: '老百姓' is a variant of '群众'" in capsys.readouterr().err


def test_every_command_takes_headings_put_right(tmp_path, capsys):
    path, marks = tmp_path / "a.txt", tmp_path / "headings.json"
    path.write_text("一、学习\n学理论。\n工作打算\n要实干。\n二、实践\n走进群众。\n", "utf-8")
    an.write_corrections(an.load(path).correct_headings({"工作打算": 1, "2": "群众"}), marks)
    given = [str(path), "--corrections", str(marks)]
    assert main(["outline", *given, "--csv"]) == 0
    shown = pd.read_csv(io.StringIO(capsys.readouterr().out))
    assert shown["title"].tolist() == ["一、学习", "工作打算", "群众"]
    assert main(["kwic", "实干", *given, "--csv"]) == 0
    assert pd.read_csv(io.StringIO(capsys.readouterr().out))["section"].tolist() == [2]
    assert main(["keyness", *given, "--csv", "--show", "all"]) == 0
    assert set(pd.read_csv(io.StringIO(capsys.readouterr().out))["target"]) == {1, 2, 3}
    assert main(["report", *given, "--out", str(tmp_path / "report")]) == 0
    assert "工作打算" in (tmp_path / "report" / "tables" / "outline.csv").read_text("utf-8")
    marks.write_text('[{"document": "a", "section": "7", "level": 0}]', "utf-8")
    assert main(["outline", *given]) == 1
    assert "no heading of section '7' in a; there are: 1, 2" in capsys.readouterr().err


INSIDE = "一、工作\n群众很满意。群众放心。群众高兴。\n二、生活\n关心群众，关心群众。生活好。"


def test_a_key_term_that_stands_inside_other_words_elsewhere_is_marked(tmp_path, capsys):
    path = tmp_path / "村.txt"
    path.write_text(INSIDE, "utf-8")
    assert main(["report", str(path), "--out", str(tmp_path / "out"), "--terms", "none"]) == 0
    printed = capsys.readouterr().out
    assert "inside longer terms" in printed
    tables = tmp_path / "out" / "tables"
    scores = pd.read_csv(tables / "keyness.csv").set_index(["target", "term"])
    own = scores.loc[(1, "群众")]
    assert own[["n_target", "n_reference", "inside_target", "inside_reference"]].tolist() == (
        [3, 0, 0, 2]
    )
    assert f"群众{'*' if own['supported'] else ''} 3:0+2" in printed
    whole = pd.read_csv(tables / "frequency.csv").set_index("term")
    assert whole.loc["群众", ["n", "range", "inside", "across"]].tolist() == [3, 1, 2, 0]
    assert whole.loc["生活", "range"] == 1
    parts = pd.read_csv(tables / "frequency_by_section.csv").set_index(["section", "term"])
    assert parts.loc[(1, "群众"), "across"] == 0


def test_terms_says_in_how_many_sections_or_documents_each_occurs(tmp_path, capsys):
    for name, text in {"村": INSIDE, "镇": "群众很满意。国内生产，内生动力。内生。"}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")

    def table(*given):
        assert main(["terms", *given, "--terms", "none", "--csv"]) == 0
        return pd.read_csv(io.StringIO(capsys.readouterr().out)).set_index("term")

    one = table(str(tmp_path / "村.txt"))
    assert one.loc["群众", ["n", "range", "inside"]].tolist() == [3, 1, 2]
    assert one.loc["关心群众", "range"] == 1
    both = table(str(tmp_path))
    assert both.loc["群众", ["n", "range", "inside"]].tolist() == [4, 2, 2]
    part = table(str(tmp_path / "村.txt"), "--section", "2")
    assert "满意" not in part.index
    assert part.loc["关心群众", "n"] == 2


# --- help, language, once more -------------------------------------------------------------

COMMANDS = ("report", "outline", "terms", "keyness", "kwic", "versions", "count")


def helped(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_short_has_an_example_and_comes_in_both_languages(command, capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    english = helped([command, "--help"], capsys)
    assert f"example: python -m analysis {command} " in english
    assert not any("\u4e00" <= sign <= "\u9fff" for sign in english.split("example")[0])
    chinese = helped([command, "--help", "--language", "zh"], capsys)
    assert f"例：python -m analysis {command} " in chinese
    assert chinese.startswith(f"用法：python -m analysis {command} ")
    assert "show this help" not in chinese
    assert len(chinese.splitlines()) < 60
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert helped([command, "--help"], capsys) == chinese
    assert helped([command, "--help", "--language=en"], capsys) == english


def test_the_help_of_all_commands_names_each_with_an_example(capsys, monkeypatch):
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    told = helped(["--help"], capsys)
    for command in COMMANDS:
        assert f"python -m analysis {command} " in told
    assert "最常用的词" in told


def test_a_report_in_english_and_made_again(small, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_bytes(small.read_bytes())
    options = ["--formats", "svg", "--language", "en", "--text", "none", "--top", "2"]
    assert main(["report", "a.txt", "--out", "out", *options]) == 0
    assert "out/report.docx and report.html" in capsys.readouterr().out
    assert "Key terms" in pd.read_excel(tmp_path / "out" / "tables.xlsx", sheet_name=None)
    before = (tmp_path / "out" / "report.docx").read_bytes()
    record = str(tmp_path / "out" / "report.json")
    assert main(["report", "--again", record]) == 0
    assert "every file is the same" in capsys.readouterr().out
    assert main(["report", "--again", record, "a.txt", "--out", "other"]) == 0
    assert (tmp_path / "other" / "report.docx").read_bytes() == before
    capsys.readouterr()
    (tmp_path / "a.txt").write_text("走进群众。", "utf-8")
    assert main(["report", "--again", record]) == 1
    assert "a.txt has changed" in capsys.readouterr().err
    assert main(["report"]) == 1
    assert "name the documents" in capsys.readouterr().err


def test_a_collection_is_counted_and_what_is_not_read_is_in_the_exit_code(tmp_path, capsys):
    texts, store, out = tmp_path / "texts", tmp_path / "store", tmp_path / "counts.csv"
    texts.mkdir()
    for year, text in {"2021": "服务群众。", "2022": "工作，服务工作。"}.items():
        (texts / f"{year}.txt").write_text(text, encoding="utf-8")
    asked = ["count", str(texts), "--by", "document", "--store", str(store), "--out", str(out)]
    assert main(asked) == 0
    table = pd.read_csv(out, dtype={"document": "str"})
    assert table[["document", "term", "n"]].values.tolist()[2] == ["2022", "工作", 2]
    (texts / "坏.docx").write_bytes(b"no word file")
    assert main(asked) == 3
    said = capsys.readouterr().err
    assert "坏.docx" in said
    assert "2 documents, 5 tokens; 1 not read" in said
    assert "坏" in (store / "manifest.csv").read_text("utf-8-sig")


def test_what_count_cannot_do_is_refused_and_the_rest_is_done(tmp_path, capsys):
    for name, text in {"青岛_2021": "服务群众。", "济南_2022": "服务工作。"}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    asked = ["count", str(tmp_path), "--csv", "--by", "city", "--metadata", "{city}_{year}.txt"]
    assert main(asked) == 0
    table = pd.read_csv(io.StringIO(capsys.readouterr().out.lstrip("\ufeff")))
    assert table[["city", "term", "n"]].values.tolist()[0] == ["济南", "工作", 1]
    words = tmp_path / "words"
    words.write_text("群众 老百姓", encoding="utf-8")
    for name in ("synonyms", "corrections", "stop"):
        assert main([*asked, f"--{name}", str(words)]) == 1
        assert f"no --{name}" in capsys.readouterr().err


def test_two_versions_are_held_against_each_other(tmp_path, capsys):
    (tmp_path / "草案.txt").write_text("一、学习\n学习理论。\n去实践。", encoding="utf-8")
    (tmp_path / "定稿.txt").write_text("一、学习\n学习理论和文件。", encoding="utf-8")
    files = [str(tmp_path / "草案.txt"), str(tmp_path / "定稿.txt")]
    assert main(["versions", *files]) == 0
    shown = capsys.readouterr().out
    assert "changed" in shown
    assert "dropped" in shown
    out = tmp_path / "不同.docx"
    assert main(["versions", *files, "--out", str(out)]) == 0
    assert out.exists()
    assert main(["versions", *files, "--out", str(tmp_path / "不同.txt")]) == 1
    assert ".docx, .html, .csv" in capsys.readouterr().err
