"""The page with a session behind it, without a notebook: all can be seen and pressed."""

import json

import pytest
from pages import BOXES

from analysis.explorer import Session
from analysis.page import as_json, script, style_sheet

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning"),
]
MOUNT = """async ([code, data]) => {
    const file = new Blob([code], { type: "text/javascript" });
    const { mount } = await import(URL.createObjectURL(file));
    const root = document.createElement("div");
    document.body.append(root);
    window.told = [];
    mount(root, JSON.parse(data), {
        send: (message) => window.told.push(JSON.stringify(message)),
        on: (handler) => { window.hear = (answer) => handler(JSON.parse(answer)); },
    });
}"""


class Stand:
    """A page and its session; `answer` lets the session answer all that the page has said."""

    def __init__(self, page, given, folder, **options):
        self.page, self.answers = page, []
        self.session = Session(given, self.answers.append, folder=folder, **options)
        page.set_content(f"<style>body {{ margin: 0 }} {style_sheet()}</style>")
        page.evaluate(MOUNT, [script(), as_json(self.session.version.data)])
        self.root = page.locator(".ta")
        self.answer()

    def answer(self):
        for message in self.page.evaluate("window.told.splice(0)"):
            self.session.handle(json.loads(message))
        self.session.wait()
        while self.answers:
            self.page.evaluate("window.hear", as_json(self.answers.pop(0)))

    def press(self, selector):
        self.root.locator(selector).first.click()


@pytest.fixture
def stand(browser, seed, tmp_path):
    """Makes an explorer of a width on a page, in which nothing may go wrong."""
    made, errors = [], []

    def make(width=1280, height=680, **options):
        page = browser.new_page(viewport={"width": width, "height": height})
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        made.append(Stand(page, seed, tmp_path, **options))
        return made[-1]

    yield make
    for one in made:
        one.session.close()
        one.page.close()
    assert not errors


@pytest.mark.parametrize(("width", "language"), [(400, "zh"), (320, "en")])
def test_narrow_nothing_is_cut_and_all_can_be_pressed(stand, width, language):
    one = stand(width, language=language)
    page, root = one.page, one.root

    def check():
        assert page.evaluate(BOXES) == []

    check()
    one.press(".unfold")
    check()
    for control in root.locator(".tools button, .tools input, .tools select").all():
        control.click(trial=True)  # it is brought into sight, and nothing lies over it
    one.press('[data-do="code"]')
    one.answer()
    check()
    page.keyboard.press("Escape")
    one.press(".unfold")
    one.press(".facet .row")
    check()
    for control in root.locator(".evidence .chip, .evidence .quotes button").all():
        control.click(trial=True)
    one.press(".chip.drop")
    one.answer()
    one.press(".evidence > .close")
    one.press('[data-do="heading"]')
    check()
    for control in root.locator(".sheet button, .sheet input, .sheet select").all():
        control.click(trial=True)
    page.keyboard.press("Escape")
    one.press(".facet h3 button")
    check()
    for view in (1, 2):
        root.locator(".views button").nth(view).click()
        check()


def test_a_line_is_made_a_heading_by_mouse_and_taken_back(stand):
    one = stand(900, 900)
    root = one.root
    before = root.locator(".outline").inner_text()
    root.locator(".views button").nth(2).click()
    line = root.locator(".text p", has_text="想要做一名合格的网信引导工作者")
    words = line.text_content()
    line.click()
    assert root.locator(".lineBar [data-level]").count() == 4  # it is none yet
    one.press('.lineBar [data-level="1"]')
    one.answer()
    assert one.session.settings.headings[-1].line == words
    heading = root.locator(".text h2", has_text=words[:12])
    heading.click()
    assert root.locator('.lineBar [data-level="1"]').get_attribute("aria-pressed") == "true"
    one.press('.lineBar [data-level="2"]')
    one.answer()
    assert root.locator(".text h3", has_text=words[:12]).count() == 1
    one.press('[data-do="code"]')
    one.answer()
    code = root.locator(".sheet pre").inner_text()
    assert f"'line': {words!r}" in code
    assert "'level': 2" in code
    one.page.keyboard.press("Escape")
    root.locator(".text h3", has_text=words[:12]).click()
    one.press('.lineBar [data-level="0"]')
    one.answer()
    assert root.locator(".outline").inner_text() == before
    for _ in range(3):
        one.press(".undo")
        one.answer()
    assert root.locator(".outline").inner_text() == before
    assert root.locator(".edits .done").count() == 0


def test_a_line_is_made_a_heading_by_keyboard(stand):
    one = stand(900, 900)
    keys, root = one.page.keyboard, one.root
    root.locator(".views button").nth(2).click()
    root.focus()
    keys.press("h")
    lines = root.locator(".text h2[data-section], .text h3[data-section], .text p:not(.sub)")
    texts = lines.all_text_contents()

    def at():
        return root.locator(".lineBar").evaluate("bar => bar.previousElementSibling.textContent")

    start = texts.index(at())
    seen = [at()]
    for _ in range(3):
        keys.press("ArrowDown")
        seen.append(at())
    keys.press("ArrowUp")
    assert [*seen, at()] == [*texts[start : start + 4], texts[start + 2]]
    assert root.locator(".lineBar").count() == 1
    while root.locator(".lineBar [data-level]").count() != 4:  # a heading already
        keys.press("ArrowDown")
    words = at()
    keys.press("Enter")  # the first button: level 1
    one.answer()
    assert one.session.settings.headings[-1].line == words.strip()
    assert root.locator(".text h2", has_text=words[:12]).count() == 1
    keys.press("u")
    one.answer()
    assert one.session.settings.headings == ()
    root.locator(".views button").first.click()
    keys.press("h")  # only in the text
    assert root.locator(".lineBar").count() == 0


def test_a_heading_keeps_its_title_where_its_level_changes(stand):
    one = stand(900, 900)
    one.root.locator(".views button").nth(2).click()
    title = one.root.locator(".text h2").nth(1).inner_text()
    one.root.locator(".text h2").nth(1).click()
    one.press('.lineBar [data-level="2"]')
    one.answer()
    assert one.root.locator(".text h3").first.inner_text() == title
    assert one.session.version.corpus.sections["level"].tolist().count(2)


def test_ctrl_s_saves_what_the_button_saves(stand, tmp_path):
    one = stand()
    one.press(".chip.drop")
    one.answer()
    one.page.keyboard.press("Control+s")
    one.answer()
    (file,) = tmp_path.glob("*.json")
    assert json.loads(file.read_text("utf-8"))["drop"]
    assert file.name in one.root.locator(".log").inner_text()
