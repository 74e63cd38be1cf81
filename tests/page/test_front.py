"""The page as a reader uses it, in a real browser: terms, keys, undo, paper, hostile text."""

import re

import numpy as np
import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import BOXES, HOSTILE, SMALL, TEXTS, corpus_of

import analysis as an
from analysis.page import as_json, page_data, page_of, script, style_sheet, write_page

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning"),
]
SIZES = {"wide": (1280, 900), "narrow": (400, 800)}


def many(sections):
    """Sections of which every fourth has a word of its own."""
    words = ["理论学习", "服务群众", "经济增长", "生态保护"]
    lines = [
        f"第{number}章　{words[number % 4]}\n" + f"{words[number % 4]}很重要，要做好工作。" * 12
        for number in range(1, sections + 1)
    ]
    return "\n".join(lines)


@pytest.fixture(scope="session")
def files(seed, tmp_path_factory):
    """Pages of one document, of several, of years, of drafts and of hostile text."""
    folder = tmp_path_factory.mktemp("pages")
    one, several = an.load(seed).with_found_terms(), corpus_of(*[SMALL * 4, *TEXTS.values()])
    years = several.documents.assign(year=[str(2015 + n) for n in range(len(several.documents))])
    made = {
        "one": page_data(one, permutations=100),
        "several": page_data(several, permutations=100),
        "years": page_data(several._replace(documents=years), by="year", permutations=100),
        "evidence": page_data(one, text="evidence", permutations=100),
        "none": page_data(one, text="none", permutations=100),
        "alone": page_data(corpus_of("学习理论。学习经验。"), permutations=10),
        "hostile": page_data(corpus_of(HOSTILE), permutations=10),
        "endless": page_data(
            corpus_of(f"一、{'长' * 80}\n{'A' * 10_000} 学习{'B' * 3000}。\n二、短\n学习。"),
            permutations=10,
        ),
        "many": page_data(corpus_of(many(64)), permutations=10),
    }
    for name, data in made.items():
        (folder / f"{name}.html").write_text(page_of(data), "utf-8")
    return folder


@pytest.fixture
def opened(browser, files):
    """Opens a page from the disk; nothing may go wrong in it, and it may ask for nothing."""
    errors, asked, open_ = [], [], []

    def open_page(name, fragment="", size="wide", theme="light", offline=True):
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, offline=offline
        )
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda said: errors.append(said.text) if said.type in ("error", "warning") else None,
        )
        page.on("request", lambda request: asked.append(request.url))
        page.goto((files / f"{name}.html").as_uri() + fragment)
        page.wait_for_selector(".ta .main", timeout=10_000)
        open_.append(context)
        return page

    yield open_page
    for context in open_:
        context.close()
    assert not errors
    assert len(asked) == len(open_)
    assert all(url.startswith("file:") for url in asked)


def quotes(page):
    return page.evaluate(
        "() => [...document.querySelectorAll('.quotes li')].map((li) => ["
        "li.querySelector('q').textContent, [...li.querySelectorAll('mark')].map((m) => "
        "m.textContent), li.querySelector('.place').textContent])"
    )


@pytest.mark.parametrize("name", ["one", "several", "years"])
@pytest.mark.parametrize("view", ["compare", "table"])
def test_every_listed_term_leads_to_marked_sentences(opened, name, view):
    page = opened(name, f"#v={view}")
    if view == "table" and page.locator(".table input[type=checkbox]").count():
        page.locator(".table input[type=checkbox]").uncheck()
    terms = page.locator(".main [data-term]").evaluate_all("all => all.map(a => a.dataset.term)")
    assert len(set(terms)) > 5
    for term in dict.fromkeys(terms[:60]):
        page.evaluate(
            "term => [...document.querySelectorAll('.main [data-term]')]"
            ".find((one) => one.dataset.term === term).click()",
            term,
        )
        assert page.locator(".evidence h2").text_content() == term
        found = quotes(page)
        assert found, term
        for text, marks, place in found:
            assert marks, (term, text)
            assert re.search(r"第 \d+ 段", place), (term, text)


def test_evidence_has_sentences_for_what_is_supported(opened):
    page = opened("evidence")
    assert page.locator(".facet .row").count()
    for row in page.locator(".facet .row").all():
        row.click()
        assert quotes(page), row.text_content()
    page.locator(".views button").nth(2).click()
    assert page.locator(".text mark").count()


def test_a_draft_that_may_not_be_sent_has_numbers_and_no_sentences(opened):
    page, whole = opened("none"), opened("one")
    assert page.locator(".views button").count() == 2
    for locator in (".facet .row", ".facet .counts", ".outline .n", ".facet .hints"):
        there = [one.text_content() for one in whole.locator(locator).all()]
        assert there
        assert [one.text_content() for one in page.locator(locator).all()] == there
    page.locator(".facet .row").first.click()
    assert quotes(page) == []
    assert page.locator(".profile .n").count()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("place", "size"),
    [
        *[("one", "wide"), ("one#v=table", "wide"), ("one#v=text", "wide"), ("one#s=2", "wide")],
        *[("years", "wide"), ("alone", "wide"), ("one", "narrow"), ("one#v=table", "narrow")],
    ],
)
def test_nobody_is_kept_out(opened, place, size, theme):
    name, _, fragment = place.partition("#")
    page = opened(name, f"#{fragment}", size, theme)
    found = Axe().run(page).response["violations"]
    assert {one["id"]: one["nodes"][0]["html"][:120] for one in found} == {}


def test_all_by_keyboard(opened):
    page = opened("one")
    press, chosen = page.keyboard.press, lambda: page.locator(".evidence h2").text_content()
    view = lambda: page.locator(".ta").get_attribute("data-view")  # noqa: E731
    press("ArrowDown")
    first = chosen()
    press("ArrowDown")
    assert chosen() != first
    press("ArrowUp")
    assert chosen() == first
    press("ArrowRight")
    assert page.locator(".depth h2").count() == 1
    press("Escape")
    assert page.locator(".facets").count() == 1
    press("2")
    assert view() == "table"
    press("3")
    assert view() == "text"
    press("n")
    assert page.locator("mark.now").count() == 1
    press("/")
    page.keyboard.type("群众")
    press("Enter")
    assert chosen() == "群众"
    press("?")
    assert page.locator(".sheet").count() == 1
    press("Escape")
    assert page.locator(".sheet").count() == 0
    press("1")
    assert view() == "compare"


def test_focus_is_seen_and_stays_on_the_page(opened):
    page = opened("one")
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "() => { const one = document.activeElement; return ["
            "one.closest('.ta') !== null, getComputedStyle(one).outlineStyle]; }"
        )
        assert style == [True, "solid"]


def test_a_sentence_leads_to_its_place_in_the_text(opened):
    page = opened("one")
    page.locator(".facet .row").first.click()
    text = page.locator(".quotes li q").nth(1).text_content()
    page.locator(".quotes li button").nth(1).click()
    assert page.locator(".ta").get_attribute("data-view") == "text"
    now = page.locator("mark.now")
    assert now.is_visible()
    assert text in now.evaluate("mark => mark.parentElement.textContent")


def test_any_string_is_found(opened):
    page = opened("several")
    page.locator(".find input").fill("理论，学")
    page.locator(".found .plain").click()
    assert all(marks == ["理论，学"] for _, marks, _ in quotes(page))
    assert quotes(page)


def test_the_state_is_in_the_address(opened):
    page = opened("one")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("2")
    fragment = page.evaluate("location.hash")
    again = opened("one", fragment)
    same = [one.locator(".evidence h2").text_content() for one in (page, again)]
    assert same[0] == same[1]
    assert again.locator(".ta").get_attribute("data-view") == "table"


def test_it_speaks_english_without_being_loaded_again(opened):
    page = opened("years")
    page.locator(".switches button").first.click()
    told = page.locator(".ta").evaluate(
        "root => [...root.querySelectorAll('.head, .lead, .legend, .method, .trends > .sub, "
        ".whole .title, .verdict > b')].map((one) => one.textContent).join(' ')"
    )
    assert "years" in told
    without = told.replace("中文", "")
    assert not re.search(r"[\u4e00-\u9fff]", without.replace("6 documents", ""))


def test_documents_and_years_are_called_so(opened):
    assert "个文件" in opened("several").locator(".lead").text_content()
    assert "年份" in opened("years").locator(".lead").text_content()
    assert "部分" in opened("one").locator(".lead").text_content()


@pytest.mark.parametrize("name", ["several", "years"])
def test_trend_and_similarity_have_their_place(opened, name):
    page = opened(name)
    cells = page.locator(".alike tbody tr").first.locator("td")
    assert cells.count() == len(TEXTS) + 1
    assert re.fullmatch(r"[01]\.\d\d", cells.nth(1).text_content())


@pytest.mark.parametrize("name", ["one", "several", "alone", "evidence", "none", "endless"])
@pytest.mark.parametrize("view", ["compare", "table", "text"])
def test_on_a_narrow_screen_only_table_and_outline_scroll_sideways(opened, name, view):
    page = opened(name, f"#v={view}", "narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    main = page.locator(".main").evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert view == "table" or main[0] <= main[1]
    wide = page.locator(".main").evaluate(
        """main => [...main.querySelectorAll("*")].filter((one) => !one.closest("table, .curve")
        && one.getBoundingClientRect().right > 401).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert wide == []
    if name != "endless":  # words of thousands of letters are cut, on purpose
        assert page.evaluate(BOXES) == []


def test_a_trend_has_the_intervals_of_the_package(browser, tmp_path):
    years = {
        2021 + n: "服务群众。\n" * (4 + 12 * n) + "学习理论。走进课堂。\n" * 40 for n in range(3)
    }
    frames = [an.read_text(text, f"{year}") for year, text in years.items()]
    corpus = an.load(pd.concat(frames, ignore_index=True).assign(year=list(years)))
    (tmp_path / "a.html").write_text(page_of(page_data(corpus, by="year", permutations=100)))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "a.html").as_uri())
    course = page.locator('.trend[data-term="群众"]')
    found = course.locator(".point").evaluate_all("all => all.map(a => a.title)")
    wanted = an.rates(an.count_terms(corpus, by="year"), ["群众"])
    limits = [re.search(r"; ([\d,.]+)–([\d,.]+)\)$", title).groups() for title in found]
    shown = [[float(one.replace(",", "")) for one in pair] for pair in limits]
    assert np.allclose(shown, wanted[["lower", "upper"]], rtol=0.01)
    bars = course.locator(".limits path").get_attribute("d")
    assert len(re.findall("M.*?V", bars)) == 3
    page.close()


@pytest.mark.parametrize("name", ["one", "several", "years"])
def test_words_before_numbers_and_no_term_is_cut(opened, name):
    """No log ratio and no p on the screen outside the table; headings stand for sections."""
    page = opened(name)
    shown = [page.locator(".ta").inner_text()]
    page.locator(".outline .section").first.click()
    shown.append(page.locator(".ta").inner_text())
    page.locator(".main [data-term]").first.click()
    shown.append(page.locator(".ta").inner_text())
    assert "倍" in shown[0] + shown[1]
    for text in shown:
        assert not re.search(r"(?i)log[ -]?(ratio|likelihood)|对数|\bp ?[=<≤]|[GΔ]²", text)
    cut = page.locator("[data-term]").evaluate_all(
        "all => all.filter(a => a.scrollWidth > a.clientWidth + 1 && a.clientWidth)"
        ".map(a => a.dataset.term)"
    )
    assert cut == []
    headings = page.locator(".outline .section").all_inner_texts()
    names = [re.sub(r"[\s\d,.%]", "", heading) for heading in headings]
    assert all(names) or name == "years"


def test_a_table_of_64_sections_fits_on_the_screen(opened):
    page = opened("many", "#v=table")
    main = page.locator(".main").evaluate("one => [one.scrollWidth, one.clientWidth]")
    assert main[0] <= main[1]
    row = page.locator('tbody tr[data-term="群众"]')
    assert row.locator(".strips i").count() == 64
    cell = row.locator(".strips i").nth(4)
    assert cell.get_attribute("title") == "第5章 服务群众 12"
    cell.click()
    assert page.locator(".quotes h3").first.text_content().startswith("第5章")
    assert "第5章" in page.locator(".verdict").text_content()


def test_a_table_of_few_sections_has_a_column_for_each(opened):
    page = opened("one", "#v=table")
    assert page.locator(".strips").count() == 0
    assert (
        page.locator("th.cell").count() == page.locator("tbody tr").first.locator(".cell").count()
    )


def test_hostile_text_is_text(opened):
    page = opened("hostile")
    for view in "123":
        page.keyboard.press(view)
        assert page.locator(".ta img, .ta script").count() == 0
    assert "<script>alert(1)</script>" in page.locator(".outline").text_content()
    assert "onerror=alert(2)" in page.locator(".text").text_content()


def test_paper_has_all_groups_and_no_controls(opened):
    page = opened("one")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".views, .find, .evidence").count() == 0
    assert page.locator(".depth").count() == page.locator(".facet").count() > 1
    assert page.locator(".quote q").count()
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".evidence h2").count() == 1


def test_an_index_leads_to_the_pages_of_its_documents(browser, monkeypatch, tmp_path):
    monkeypatch.setattr("analysis.page.html.MOST", 2)
    corpus = corpus_of(SMALL * 4, *list(TEXTS.values())[1:4])
    path = write_page(corpus, tmp_path / "全部 文件.html", permutations=50)
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.locator(".outline a.open").count() == 4
    page.locator(".outline a.open").nth(1).click()
    page.wait_for_selector(".ta .outline")
    assert page.locator("h1").text_content() == "文件2"
    assert page.locator(".views button").count() == 3
    page.close()


# --- with a kernel behind it, and twice in one document ----------------------------------------

TWICE = """async ([code, data]) => {
    const file = new Blob([code], {type: "text/javascript"});
    const { mount } = await import(URL.createObjectURL(file));
    window.told = [[], []];
    window.hear = [];
    window.stop = [0, 1].map((k) => {
        const root = document.createElement("div");
        document.body.append(root);
        return mount(root, JSON.parse(data), {
            send: (message) => { // the first is its greeting
                const plain = JSON.parse(JSON.stringify(message));
                if (plain.do !== "hello") window.told[k].push(plain);
            },
            on: (handler) => {
                window.hear[k] = handler;
                return () => { window.hear[k] = null; };
            },
        });
    });
}"""


@pytest.fixture
def twice(browser, seed):
    """Two explorers of one document, with a kernel that only listens."""
    page, errors = browser.new_page(viewport={"width": 1280, "height": 1500}), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    data = as_json(page_data(an.load(seed), permutations=50))
    page.set_content(f"<style>{style_sheet()}</style>")
    page.evaluate(TWICE, [script(), data])
    yield page
    page.close()
    assert not errors


def rows_of(root):
    return root.locator(".main").inner_text()


def test_two_explorers_do_not_meet(twice):
    one, two = twice.locator(".ta").all()
    before = rows_of(two), two.locator(".evidence h2").inner_text()
    one.locator(".facet .row").last.click()
    one.locator(".chip.drop").click()
    twice.keyboard.press("2")
    assert one.get_attribute("data-view") == "table"
    assert (rows_of(two), two.locator(".evidence h2").inner_text()) == before
    assert twice.evaluate("window.told[1].length") == 0


def test_an_edit_counts_at_once_and_claims_no_support(twice):
    one = twice.locator(".ta").first
    one.locator(".facet .row").first.click()
    one.locator(".chip.merge").first.click()
    left, right = twice.evaluate("window.told[0][0].edits[0].merge")
    assert one.locator(".evidence h2").inner_text() == left + right
    assert one.locator(".verdict.yes").count() == 0
    row = one.locator(f'.main .row.yes[data-term="{left + right}"]')
    assert row.count() == 0


def test_undo_brings_numbers_and_marks_back(twice):
    one = twice.locator(".ta").first
    one.locator(".facet .row").first.click()
    before = rows_of(one), one.locator(".evidence").inner_text()
    for chip in (".chip.drop", ".chip.merge"):
        one.locator(chip).first.click()
        assert rows_of(one) != before[0]
        one.locator(".undo").click()
        one.locator(".facet .row").first.click()
        assert (rows_of(one), one.locator(".evidence").inner_text()) == before
    assert twice.evaluate("window.told[0].map((one) => one.edits.length)") == [1, 0, 1, 0]


def test_what_the_kernel_answers_is_shown(twice):
    one = twice.locator(".ta").first
    sure = one.locator(".facet .row.yes").count()
    assert sure
    twice.evaluate("window.hear[0]({said: 'kernel', comparison: null})")
    assert one.locator(".log").inner_text() == "kernel"
    twice.evaluate(
        """() => window.hear[0]({comparison: {by: "section", level: 1, reference: "rest",
        small: [], p: {}, permutations: 1, unit: "sentence", measure: "log_likelihood"}})"""
    )
    assert one.locator(".facet .row.yes").count() == 0


def test_it_can_be_taken_away(twice):
    twice.evaluate("window.stop.forEach((stop) => stop())")
    assert twice.locator(".evidence").count() == 0
    assert twice.evaluate("window.hear") == [None, None]


def test_keys_do_not_leave_an_explorer(twice):
    twice.evaluate(
        "() => { window.leaked = 0; document.addEventListener('keydown', () => window.leaked++); }"
    )
    twice.locator(".facet .row").first.click()
    for key in ("ArrowDown", "n", "2", "Escape", "d"):
        twice.keyboard.press(key)
    assert twice.evaluate("window.leaked") == 0
