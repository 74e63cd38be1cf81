"""The page in a browser: `python -m benchmarks.bench_page`; needs Chromium and Playwright.

For 30,000 and 300,000 characters: the size of the page without what is the same in all of them
(script, style and words), when it is first painted, and how long a click takes until the page is
laid out anew (a term to its sentences, a section, the table, the text, another letter in a
search), the middle of twenty and the worst. It may be 45 kB for 10,000 characters, and takes 0.5
and 1 second to be painted, 50 ms for a click on a term at 30,000.
"""

import pathlib
import random
import re
import shutil
import tempfile
import time
import warnings

import analysis as an
from analysis.page import as_json, page_data, page_of, script, style_sheet

SEED = pathlib.Path(__file__).parent.parent / "seeds" / "宣传干事培训班心得体会.txt"
SIZES, SECTIONS, SENTENCES = (30_000, 300_000), 12, 6
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length"
TIMES = """async () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const took = async (acts) => {
        const all = [];
        for (const act of acts) {
            const begin = performance.now();
            act();
            document.body.getBoundingClientRect();
            all.push(performance.now() - begin);
            await frame();
        }
        all.sort((x, y) => x - y);
        return [all[all.length >> 1], all[all.length - 1]];
    };
    const all = (selector) => [...document.querySelectorAll(selector)];
    const click = (selector, k) => () => all(selector)[k].click();
    const twenty = [...Array(20).keys()];
    const terms = all(".main [data-term]").length, sections = all(".outline .section").length;
    const found = { paint: [paint ? paint.startTime : NaN] };
    found.term = await took(twenty.map((k) => click(".main [data-term]", k % terms)));
    found.section = await took(twenty.map((k) => click(".outline .section", k % sections)));
    document.querySelectorAll(".outline .section")[0].click();
    found.table = await took([click(".views button", 1)]);
    found.text = await took([click(".views button", 2)]);
    found.search = await took(["工", "工作", "文明", "人"].map((text) => () => {
        const box = document.querySelector(".find input");
        box.value = text;
        box.dispatchEvent(new Event("input"));
    }));
    return found;
}"""


def document(characters: int) -> str:
    """Twelve sections of sentences of the seed, half of them from a part of it of their own."""
    sentences = re.findall(r"[^。\s]{8,}。", SEED.read_text("utf-8"))
    dealt, lines = random.Random(0), []
    for section in range(1, SECTIONS + 1):
        lines.append(f"第{section}章　{dealt.choice(sentences)[:10]}")
        size = 0
        while size < characters / SECTIONS:
            own = sentences[section % SECTIONS :: SECTIONS]
            some = [dealt.choice(dealt.choice([own, sentences])) for _ in range(SENTENCES)]
            paragraph = "".join(some)
            lines.append(paragraph)
            size += len(paragraph)
    return "\n".join(lines)


def timed(browser: object, size: int) -> str:
    """One line of figures for a document of so many characters."""
    corpus = an.load(an.read_text(document(size)))
    begin = time.perf_counter()
    data = page_data(corpus, permutations=20)
    made = page_of(data)
    seconds = time.perf_counter() - begin
    fixed = len((script() + style_sheet() + as_json(data["words"])).encode())
    characters = sum(one["characters"] for one in data["documents"])
    share = (len(made.encode()) - fixed) / characters * 10
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "page.html"
        path.write_text(made, "utf-8")
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_function(PAINTED)
        times = page.evaluate(TIMES)
        page.close()
    told = (f"{name} {' / '.join(f'{t:.0f}' for t in all_)}" for name, all_ in times.items())
    return (
        f"{characters:>8,} characters: made in {seconds:.1f} s (20 shuffles), {share:.1f} kB "
        f"for 10,000 and {fixed / 1000:.0f} kB in every page; ms: {', '.join(told)}"
    )


def main() -> None:
    chromium = shutil.which("chromium")
    if chromium is None:
        print("left out: there is no chromium on this system")
        return
    from playwright.sync_api import sync_playwright

    warnings.simplefilter("ignore")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for size in SIZES:
            print(timed(browser, size), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
