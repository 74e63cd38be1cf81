"""The explorer in a real JupyterLab: each control does what it says, and nothing leaks."""

import json
import re
import time

import nbformat
import pandas as pd
import pytest
from nbclient import NotebookClient

import analysis as an

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning"),
]
YEARS = """import pandas as pd
texts = [an.read_text(open(f"{n}.txt", encoding="utf-8").read(), name=str(n)) for n in (1, 2, 3)]
documents = pd.concat(texts, ignore_index=True).assign(year=["2021", "2022", "2022"])
"""


def until(check, told="", seconds=120):
    begun = time.monotonic()
    while not check():
        assert time.monotonic() - begun < seconds, told or "it did not come"
        time.sleep(0.1)


def wait_for_test(page, k=0):
    """Until the kernel has tested what is on the screen."""
    root = page.locator(".ta").nth(k)
    waits = root.locator('.testing progress, [data-do="test"]')
    until(lambda: root.locator(".main .row").count() and not waits.count(), "not tested")
    return root


def choose(root, control, value):
    which = {"index": value} if isinstance(value, int) else {"value": value}
    root.locator(f'[data-control="{control}"]').select_option(**which)


def shown(root, kind="row"):
    """The terms on the screen, in order: of all rows, or of those that are supported."""
    return root.locator(f".main .row.{kind}[data-term]").evaluate_all(
        "all => all.map((one) => one.dataset.term)"
    )


EXPLORE = "an.explore('seed.txt')"


def test_a_click_shows_the_sentences(opened, seed):
    page = opened("click", EXPLORE)
    root = wait_for_test(page)
    assert page.locator(".ta-note").is_hidden()  # "run this cell"
    term = shown(root, "yes")[0]
    root.locator(f'.main .row[data-term="{term}"]').first.click()
    assert root.locator(".evidence h2").inner_text() == term
    quoted = root.locator(".quotes q").all_inner_texts()
    sentences = an.sentences(an.load(seed).with_found_terms(), term, term=True)
    assert quoted
    assert {text.strip() for text in quoted} <= set(sentences["text"])
    assert set(root.locator(".quotes mark").all_inner_texts()) == {term}


def test_edits_count_at_once_are_tested_and_undone(opened):
    root = wait_for_test(opened("edits", EXPLORE))
    before = shown(root), root.locator(".facet .counts").all_inner_texts()
    root.locator('.main .row[data-term="活动"]').first.click()
    root.locator(".chip.merge").first.click()
    assert root.locator(".evidence h2").inner_text() == "文明实践活动"
    assert root.locator(".edits .done").count() == 1
    counts = root.locator('.main .row[data-term="活动"] .counts').first.inner_text()
    assert counts not in before[1]
    # the kernel has cut and tested it: supported again, and nothing waits
    wait_for_test(root.page)
    until(lambda: root.locator('[data-do="test"]').count() == 0)
    until(lambda: root.locator(".main .row.open").count() == 0)
    root.locator('.main .row[data-term="活动"]').first.click()
    root.locator(".chip.drop").click()
    until(lambda: "活动" not in shown(root))
    until(lambda: root.locator(".main .row.open").count() == 0)
    for left in (1, 0):
        root.locator(".undo").click()
        until(lambda left=left: root.locator(".edits .done").count() == left)
    until(lambda: (shown(root), root.locator(".facet .counts").all_inner_texts()) == before)


def test_a_corrected_heading_moves_its_words(opened):
    root = wait_for_test(opened("headings", EXPLORE))
    sizes = root.locator(".outline .level1 .n").all_inner_texts()
    root.locator('[data-do="heading"]').click()
    choose(root, "which", 2)
    root.locator('[data-do="none"]').click()
    until(lambda: root.locator(".edits .done").count() == 1)
    point = '.outline .section:has-text("一是项目化打造")'
    until(lambda: root.locator(point).count() == 0, "the heading is still there")
    root.locator('[data-do="heading"]').click()
    root.locator('[data-control="title"]').fill("一、<b>思想</b>")
    root.locator(".sheet [data-do=apply]").click()
    until(lambda: root.locator('.outline .section:has-text("一、<b>思想</b>")').count() == 1)
    root.locator(".away").first.click()  # the first of the two is taken back, the other stays
    until(lambda: root.locator(point).count() == 1)
    until(lambda: root.locator('.outline .section:has-text("一、<b>思想</b>")').count() == 1)
    root.locator(".undo").click()
    until(lambda: root.locator(".outline .level1 .n").all_inner_texts() == sizes)


def test_code_table_and_figure_are_what_is_on_the_screen(opened, lab):
    _, folder = lab
    root = wait_for_test(opened("code", EXPLORE))
    choose(root, "target", 3)
    root.locator('[data-control="top"]').fill("6")
    root.locator('[data-control="top"]').press("Enter")
    terms = shown(root, "yes") + shown(root, "no")
    files = set(folder.iterdir())
    root.locator('[data-do="figure"]').click()
    until(lambda: "png" in root.locator(".log").inner_text())
    root.locator('[data-do="table"]').click()
    until(lambda: "xlsx" in root.locator(".log").inner_text())
    new = {path.suffix: path for path in set(folder.iterdir()) - files}
    assert new.keys() == {".png", ".svg", ".xlsx"}
    root.locator('[data-do="code"]').click()
    code = root.locator(".sheet pre").inner_text()
    last = "print(repr([list(table['term'].astype(str)), "
    last += "[t.get_text() for t in ax.texts if t.get_gid() == 'term']]))"
    save = "from analysis.report import save_figure; save_figure(ax, 'again.png')"
    fresh = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in (code, save, last)]
    )
    NotebookClient(
        fresh, timeout=180, kernel_name="python3", resources={"metadata": {"path": folder}}
    ).execute()
    table, drawn = eval(fresh.cells[-1].outputs[-1]["text"])
    assert drawn == terms
    assert (folder / "again.png").read_bytes() == new[".png"].read_bytes()
    sheets = pd.read_excel(new[".xlsx"], sheet_name=None).values()
    rows = next(frame for frame in sheets if "目标次数" in frame)
    assert rows["词"].astype(str).tolist() == table


def test_other_comparisons(opened):
    root = wait_for_test(opened("compare", EXPLORE))
    first = shown(root)
    choose(root, "measure", "log_ratio")
    until(lambda: shown(root) != first, "another measure")
    choose(root, "measure", "log_likelihood")
    until(lambda: shown(root) == first)
    choose(root, "level", 1)
    until(lambda: "2" in root.locator('[data-control="level"] option:checked').inner_text())
    wait_for_test(root.page)
    choose(root, "level", 0)
    choose(root, "reference", 2)
    until(lambda: "与“" in root.locator(".lead").inner_text())
    until(lambda: root.locator(".main .row.open").count() == 0)
    choose(root, "reference", "background")
    until(lambda: "一般汉语" in root.locator(".lead").inner_text())
    until(lambda: root.locator(".main .row.yes").count() > 5, "supported against general Chinese")
    choose(root, "reference", "")
    until(lambda: shown(root) == first)
    choose(root, "target", 3)
    every = shown(root)
    choose(root, "tags", "n")
    until(lambda: len(shown(root)) > 0 and "活动" not in shown(root), "only nouns")
    choose(root, "tags", "")
    assert shown(root) == every
    root.locator('[data-control="single"]').uncheck()
    assert all(len(term) > 1 for term in shown(root))
    root.locator('[data-control="top"]').fill("4")
    root.locator('[data-control="top"]').press("Enter")
    assert len(shown(root)) == 4


def test_numbers_are_shown_where_they_are_asked_for(opened):
    text = f"一、甲\n{'学习是37，学习有37。' * 40}\n二、乙\n{'服务是48，服务有48。' * 40}"
    cell = f"an.explore(an.load(an.read_text({text!r})))"
    root = wait_for_test(opened("numbers", cell))
    assert "37" not in shown(root)
    root.locator('[data-control="numbers"]').check()
    assert "37" in shown(root)


def test_documents_and_years(opened):
    page = opened("years", YEARS + "an.explore(documents)")
    root = page.locator(".ta")
    root.locator('[data-control="by"]').wait_for()
    until(lambda: "文件" in root.locator(".lead").inner_text())
    choose(root, "by", "year")
    until(lambda: "年份" in root.locator(".lead").inner_text())
    until(lambda: root.locator('[data-control="by"]').input_value() == "year")
    root.locator('[data-do="documents"]').click()
    for box in root.locator(".choicesList input").all()[1:]:
        box.uncheck()
    root.locator(".sheet [data-do=apply]").click()
    until(lambda: "部分" in root.locator(".lead").inner_text())
    assert root.locator('[data-control="by"]').count() == 0


def test_a_test_is_stopped_and_asked_for(opened, lab):
    _, folder = lab
    some = {"form": 1, "permutations": 60000}
    (folder / "slow.json").write_text(json.dumps(some), "utf-8")
    page = opened("slow", "an.explore('seed.txt', settings='slow.json')", "print(6 * 7)")
    root = page.locator(".ta")
    root.locator(".testing progress").wait_for()
    page.locator('.jp-OutputArea-output:has-text("42")').last.wait_for()  # the kernel is free
    assert root.locator(".facet .row.yes").count() == 0
    root.locator('[data-do="cancel"]').click()
    root.locator('[data-do="test"]').wait_for()
    assert root.locator(".testing progress").count() == 0
    assert root.locator(".facet .row.yes").count() == 0
    root.locator('[data-do="test"]').click()
    root.locator(".testing progress").wait_for()
    root.locator('[data-do="cancel"]').click()


def test_settings_and_report_are_written(opened, lab):
    _, folder = lab
    root = wait_for_test(opened("files", EXPLORE))
    root.locator('.main .row[data-term="活动"]').first.click()
    root.locator(".chip.drop").click()
    until(lambda: root.locator(".main .row.open").count() == 0)
    root.locator('[data-do="settings"]').click()
    until(lambda: "json" in root.locator(".log").inner_text())
    name = re.search(r"\S+\.json", root.locator(".log").inner_text())[0]
    held = json.loads((folder / name).read_text("utf-8"))
    assert held["drop"] == ["活动"]
    root.locator('[data-do="report"]').click()
    until(lambda: (folder / "报告" / "report.docx").is_file(), seconds=240)
    table = pd.read_csv(folder / "报告" / "tables" / "keyness.csv")
    assert "活动" not in set(table["term"])


def test_keys_stay_inside(opened):
    page = opened("keys", EXPLORE, "1 + 1")
    root = wait_for_test(page)
    cells = page.locator(".jp-Cell").count()
    root.locator(".facet .row").first.click()
    for key in ("d", "d", "a", "b", "x", "2"):
        page.keyboard.press(key)
    assert root.get_attribute("data-view") == "table"
    assert page.locator(".jp-Cell").count() == cells
    page.keyboard.press("1")
    page.keyboard.press("/")
    page.keyboard.type("dd")
    assert root.locator(".find input").input_value() == "dd"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    assert page.locator(".jp-Cell").count() == cells


def test_two_explorers_do_not_meet(opened):
    page = opened("two", EXPLORE, "an.explore('seed.txt', language='en')")
    page.locator(".ta").nth(1).wait_for()
    one, two = wait_for_test(page, 0), wait_for_test(page, 1)
    before = (
        shown(two),
        two.locator(".evidence h2").inner_text(),
        two.locator(".lead").inner_text(),
    )
    one.locator('.main .row[data-term="活动"]').first.click()
    one.locator(".chip.drop").click()
    until(lambda: "活动" not in shown(one))
    until(lambda: one.locator(".main .row.open").count() == 0)
    assert (
        shown(two),
        two.locator(".evidence h2").inner_text(),
        two.locator(".lead").inner_text(),
    ) == before
    assert two.locator(".edits .done").count() == 0
    assert "supported" in " ".join(before[1:])


def test_a_notebook_that_is_opened_again(opened, lab, end_kernels):
    address, folder = lab
    page = opened("again", EXPLORE)
    root = wait_for_test(page)
    root.locator('.main .row[data-term="活动"]').first.click()
    root.locator(".chip.drop").click()
    until(lambda: root.locator(".main .row.open").count() == 0)
    choose(root, "target", 3)
    rows = shown(root)
    page.locator('[data-command="docmanager:save"]').first.click()
    until(lambda: "ta-note" in (folder / "again.ipynb").read_text("utf-8"))
    page.reload()
    page.wait_for_selector(".ta .depth")
    root = page.locator(".ta")
    assert shown(root) == rows  # the kernel is there: the last state
    assert root.locator(".edits .done").count() == 1
    page.goto("about:blank")
    end_kernels()
    page.goto(f"{address}/lab/tree/again.ipynb?reset")
    page.locator(".ta-note").wait_for()
    assert "Shift+Enter" in page.locator(".ta-note").inner_text()  # without it: how to get it
    assert page.locator(".ta").count() == 0
