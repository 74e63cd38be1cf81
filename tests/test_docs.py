"""Every block of code in the documentation runs, in two languages; the site builds."""

import importlib.util
import pathlib
import re
import shlex
import subprocess
import sys

import docx
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from makers import column, pdf

from analysis import plots
from analysis.__main__ import main

ROOT = pathlib.Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [
    DOCS / each / f"{name}.md" for each in ("zh", "en") for name in ("start", "howto", "limits")
]
# Pages on one part each, and what their code takes for granted.
PARTS_OF_IT = {
    "explorer": "",
    "measures": "import analysis as an; corpus = an.load('年报')",
    "reading": "frame = __import__('pandas').DataFrame({'document': ['a'], 'text': ['学习。']})",
    "scale": "import pytest; pytest.importorskip('pyarrow')",
    "segmentation": "import analysis as an; other = an.load('年报')",
    "structure": "import analysis as an; path = '报告.txt'; corpus = an.load(path)",
}
GALLERIES = [DOCS / each / "gallery.md" for each in ("zh", "en")]
spec = importlib.util.spec_from_file_location("draw", DOCS / "draw.py")
draw = importlib.util.module_from_spec(spec)
spec.loader.exec_module(draw)

PARTS = [
    ("一、产业发展", "产业项目"),
    ("二、乡村振兴工作", "乡村振兴"),
    ("三、民生保障", "医疗卫生"),
    ("四、下一步", "基层治理"),
]
ABOUT = "我们抓好{0}。第{1}次会议研究了{0}，干部下村了解困难。群众对{0}满意，老百姓也说好。"


def word_file(path):
    """A Word file as people have them: headings by their numbers alone."""
    file = docx.Document()
    for line in ["关于今年工作的报告", *(line for part in PARTS for line in written(*part))]:
        file.add_paragraph(line)
    file.save(str(path))


def written(heading, topic):
    return [heading, *(ABOUT.format(topic, number) for number in range(1, 9))]


def years(folder):
    folder.mkdir()
    for year, (_, topic) in zip(("2021", "2022", "2023"), PARTS, strict=False):
        text = "\n".join(ABOUT.format(topic, number) for number in range(1, 13))
        (folder / f"{year}.txt").write_text(text, "utf-8")


def comments(path, head):
    rows = [
        (
            str(number),
            f"路{'灯' if number % 2 else '面'}坏了，请{'修灯' if number % 2 else '补路'}。",
        )
        for number in range(1, 41)
    ]
    table = pd.DataFrame(rows, columns=head[:2])
    table[head[2]] = ["东区" if number % 2 else "西区" for number in range(1, 41)]
    table.to_csv(path, index=False)


def shelf(folder):
    """What the pages on one part each speak of, besides."""
    for year in (2021, 2023):
        for city in ("北京", "上海"):
            (folder / "各地").mkdir(exist_ok=True)
            word_file(folder / "各地" / f"{year}_{city}.docx")
    pd.read_csv(folder / "留言.csv").to_excel(folder / "留言.xlsx", index=False)
    (folder / "讲话.pdf").write_bytes(pdf([column("\n".join(written(*PARTS[0])))]))
    (folder / "terms.txt").write_text("文明实践\n", "utf-8")
    parts = [
        f"{n}、{head}\n"
        for n, head in zip("一二三四", ["学习", "工作", "打算", "保障"], strict=True)
    ]
    inner = "".join(f"（{n}）加强{n}项工作\n要落实{n}。\n" for n in "一二三四五六七八九")
    parts[1] += inner
    parts[2] += "【学习目标】\n要学好。\n【学习重点】\n要学透。\n"
    parts[2] += "专栏1 学习\n要学习。\n专栏2 实践\n要实践。\n"
    text = "关于今年工作的报告\n" + "要落实。\n".join(parts) + "要落实。\n加强学习\n要学习。\n"
    (folder / "报告.txt").write_text(text, "utf-8")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with the files that the pages speak of."""
    names = ["报告", "草案", "定稿", "模板", "report", "draft", "final", "template"]
    for name in (f"{name}.docx" for name in names):
        word_file(tmp_path / name)
    for name in ("词典.txt", "words.txt"):
        (tmp_path / name).write_text("产业项目\n医疗卫生\n", "utf-8")
    for name in ("年报", "reports"):
        years(tmp_path / name)
    comments(tmp_path / "留言.csv", ["编号", "内容", "地区"])
    comments(tmp_path / "comments.csv", ["id", "text", "district"])
    across = np.hypot(*np.mgrid[-1:1:60j, -1:1:60j])
    for name in ("心形.png", "heart.png"):
        plt.imsave(tmp_path / name, across, cmap="gray", vmax=1)
    shelf(tmp_path)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    plt.close("all")


def some(pages):
    """All pages, those in English where there is time: the code is the same."""
    return [
        pytest.param(page, marks=pytest.mark.long if page.parent.name == "en" else ())
        for page in pages
    ]


def name_of(page):
    return f"{page.parent.name}-{page.stem}"


@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("page", some(PAGES), ids=name_of)
def test_every_block_of_a_page_runs(page, desk):
    names = {}
    blocks = draw.examples(page)
    assert blocks
    for block in blocks:
        exec(block.code, names)
    for commands in re.findall(r"^```sh\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S):
        for line in commands.splitlines():
            python, _, module, *arguments = shlex.split(line, comments=True)
            assert (python, module) == ("python", "analysis")
            assert main(arguments) == 0, line


@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=pytest.mark.long if n == "segmentation" else ()) for n in PARTS_OF_IT],
)
def test_every_block_of_a_page_on_one_part_runs(name, desk):
    names = {}
    blocks = draw.examples(DOCS / f"{name}.md")
    assert blocks
    for block in blocks:
        exec(PARTS_OF_IT[name], names)
        exec(block.code, names)


def test_no_page_has_code_that_is_not_run():
    run = {*PAGES, *GALLERIES, *(DOCS / f"{name}.md" for name in PARTS_OF_IT)}
    assert {page for page in DOCS.rglob("*.md") if "```python" in page.read_text("utf-8")} <= run


@pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning")
@pytest.mark.parametrize("page", some(GALLERIES), ids=name_of)
def test_the_gallery_draws_what_it_shows(page, desk):
    names = {}
    for block in draw.examples(page):
        plt.close("all")
        exec(block.code, names)
        assert bool(block.picture) == bool(plt.get_fignums())
        if block.picture:
            assert plots.check(plt.gcf()) == []
            assert (page.parent / block.picture).is_file(), "make docs draws it"


def test_every_promise_of_the_page_names_tests_that_there_are():
    rows = re.findall(r"^\| (\d+) \|.*\| ([^|]+) \|$", (DOCS / "page.md").read_text("utf-8"), re.M)
    assert [int(number) for number, _ in rows] == list(range(1, 26))
    there = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for number, checks in rows:
        named = re.findall(r"`(test_\w+|bench_\w+)`", checks)
        assert named, number
        for name in named:
            bench = (ROOT / "benchmarks" / f"{name}.py").is_file()
            assert bench or f"def {name}(" in there, name


def test_both_languages_show_the_same():
    """The same number of blocks under as many headings; figures have all drawing functions."""

    def shape(page):
        text = page.read_text("utf-8")
        return len(draw.examples(page)), len(re.findall(r"^#", text, re.M))

    for page in [*PAGES, *GALLERIES]:
        assert shape(page) == shape(DOCS / "en" / page.name) > (0, 0)
    drawn = set(re.findall(r"^plots\.(\w+)\(", GALLERIES[0].read_text("utf-8"), re.M))
    assert drawn == set(plots.__all__) - {
        *("PALETTE", "SIZES", "check", "colour", "families", "font", "font_path"),
        *("group_name", "missing_characters"),
    }


@pytest.mark.parametrize("page", [*PAGES, *GALLERIES, DOCS / "index.md"], ids=name_of)
def test_links_lead_somewhere(page):
    text = page.read_text("utf-8")
    places = [place.split("#")[0] for place in re.findall(r"\]\(([^)\n]+)\)", text)]
    for tree in re.findall(r"^```\{toctree\}\n(.*?)^```$", text, re.M | re.S):
        places += [f"{line}.md" for line in re.findall(r"^[a-z/]+$", tree, re.M)]
    assert places or page.stem == "howto"
    assert [place for place in places if place and not (page.parent / place).is_file()] == []


@pytest.mark.long
def test_the_site_builds_without_a_warning(tmp_path):
    pytest.importorskip("sphinx")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", DOCS, tmp_path / "site"]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    asked = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=\"https?://(?!example)[^>]+>")
    for page in (tmp_path / "site").rglob("*.html"):
        assert asked.findall(page.read_text("utf-8")) == [], page.name
    assert (tmp_path / "site" / "zh" / "gallery.html").is_file()
    search = (tmp_path / "site" / "_static" / "language_data.js").read_text("utf-8")
    assert re.search(r"var (\w+)=.*window.Stemmer = \1;", search, re.S), "the search would stop"
