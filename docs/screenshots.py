"""Takes the screenshots of the first walk: a Word document, the explorer, a report in Word.

`make screenshots` runs it. It needs Chromium, LibreOffice and pdftoppm on the system.
"""

import io
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import docx
import nbformat
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = pathlib.Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "figures" / "walk"
SEED = ROOT / "seeds" / "宣传干事培训班心得体会.txt"
CELLS = ["import analysis as an", 'an.explore("报告.docx")']
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
COLOURS = 128
NO_NEWS = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
LONG = 240  # seconds that a report may take on a busy machine


def keep(picture: bytes, name: str) -> None:
    """Save a picture with few colours, so that it is small."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    shown = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)
    shown.save(PICTURES / f"{name}.png", optimize=True)
    print(f"docs/figures/walk/{name}.png", flush=True)


def desk(folder: pathlib.Path) -> None:
    """The reader's folder: a Word file, and a notebook of the lines of the walk."""
    file = docx.Document()
    for line in SEED.read_text("utf-8").splitlines():
        file.add_paragraph(line)
    file.save(str(folder / "报告.docx"))
    cells = [nbformat.v4.new_code_cell(cell) for cell in CELLS]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
    nbformat.write(notebook, folder / "我的报告.ipynb")


def lab(folder: pathlib.Path, own: pathlib.Path) -> tuple[subprocess.Popen, str]:
    """JupyterLab on the folder with settings of its own, and its address."""
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        port = some.getsockname()[1]
    options = ["--no-browser", "--ip=127.0.0.1", "--IdentityProvider.token=", "--allow-root"]
    options += ["--LabApp.news_url=None", f"--LabApp.check_for_updates_class={NO_NEWS}"]
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    running = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", str(folder), f"--port={port}", *options],
        env=os.environ | {name: str(own / name) for name in names} | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/api", timeout=1)
            return running, address
        except OSError:
            time.sleep(0.3)
    raise OSError("jupyter lab does not answer")


def walk(page: Page, address: str) -> None:
    """Open the notebook, run it, and click from a term to a report."""
    page.set_default_timeout(90_000)
    page.goto(f"{address}/lab/tree/我的报告.ipynb?reset")
    page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
    first = page.locator(".jp-CodeCell").first
    while not re.search(r"[*\d]", first.locator(".jp-InputPrompt").inner_text()):
        first.locator(".cm-content").click()  # a kernel that is not connected takes nothing
        for _ in CELLS:
            page.keyboard.press("Shift+Enter")
        page.wait_for_timeout(1500)
    root = page.locator(".ta").first
    root.locator(".facet .row.yes").first.wait_for()
    root.locator(".testing progress").wait_for(state="detached")
    page.add_style_tag(content=".Toastify { display: none }")  # news of Jupyter
    root.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    keep(page.screenshot(), "explorer")
    root.locator(".facet .row.yes").first.click()
    root.locator(".quotes mark").first.wait_for()
    page.wait_for_timeout(500)
    keep(page.screenshot(), "sentences")
    for what, written in (("figure", "png"), ("report", "已写入 报告")):
        root.locator(f'[data-do="{what}"]').click()
        root.locator(f'.log:has-text("{written}")').wait_for(timeout=LONG * 1000)
    page.wait_for_timeout(500)
    keep(page.screenshot(), "saved")


def word(folder: pathlib.Path) -> None:
    """The page of the report in Word that shows a section with its figure."""
    (report,) = folder.glob("*/report.docx")
    with tempfile.TemporaryDirectory() as place:
        convert = ["soffice", "--headless", f"-env:UserInstallation=file://{place}/office"]
        subprocess.run(
            [*convert, "--convert-to", "pdf", "--outdir", place, str(report)],
            check=True,
            capture_output=True,
        )
        made = pathlib.Path(place) / "report.pdf"
        subprocess.run(["pdftoppm", "-r", "70", "-png", str(made), f"{place}/page"], check=True)
        pages = sorted(pathlib.Path(place).glob("page*.png"))[:3]
        pictures = [Image.open(page).convert("RGB") for page in pages]
        width = sum(picture.width for picture in pictures) + 12 * (len(pictures) - 1)
        sheet = Image.new("RGB", (width, pictures[0].height), "#c8ccd0")
        left = 0
        for picture in pictures:
            sheet.paste(picture, (left, 0))
            left += picture.width + 12
        written = io.BytesIO()
        sheet.save(written, format="png")
        keep(written.getvalue(), "word")


def main() -> None:
    """All screenshots, from one walk."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("screenshots need chromium (apt install chromium)")
    with tempfile.TemporaryDirectory() as own, tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        desk(folder)
        running, address = lab(folder, pathlib.Path(own))
        try:
            with sync_playwright() as play:
                browser = play.chromium.launch(executable_path=chromium, args=QUIET)
                page = browser.new_page(viewport={"width": 1440, "height": 900})
                walk(page, address)
                browser.close()
            word(folder)
        finally:
            running.terminate()
            running.wait(30)


if __name__ == "__main__":
    main()
