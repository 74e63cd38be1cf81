"""A real JupyterLab, and notebooks that are run in it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest

WAIT = 120_000  # milliseconds; machines that run tests are busy
OFF = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
QUIET = [
    *["--no-browser", "--ip=127.0.0.1", "--IdentityProvider.token=", "--ServerApp.password="],
    "--ServerApp.disable_check_xsrf=True",  # for a kernel that a test ends
    *["--LabApp.news_url=None", f"--LabApp.check_for_updates_class={OFF}"],
    "--LabApp.expose_app_in_browser=True",  # to ask whether a kernel is connected
    *(["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]
# A notebook that is shown has no kernel yet ("idle" stands there from the start), and a cell that
# is run before it has one is not run, without a word.
READY = """() => {
    const one = window.jupyterapp && jupyterapp.shell.currentWidget;
    const context = one && one.sessionContext;
    return Boolean(context && context.isReady && context.session && context.session.kernel
        && context.session.kernel.connectionStatus === "connected");
}"""
RUN_ALL = """(wait) => Promise.race([
    jupyterapp.commands.execute("notebook:run-all-cells"),
    new Promise((_, fail) => setTimeout(() => fail(new Error("the cells run too long")), wait)),
])"""


def free_port():
    with socket.socket() as some:
        some.bind(("127.0.0.1", 0))
        return some.getsockname()[1]


def answers(address):
    try:
        return urllib.request.urlopen(address, timeout=1).status == 200
    except OSError:
        return False


@pytest.fixture(scope="session")
def lab(tmp_path_factory, seed):
    """JupyterLab as `make lab` starts it, on a folder of its own: its address and the folder."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(seed, folder / "seed.txt")
    text = seed.read_text("utf-8")
    for number in (1, 2, 3):
        (folder / f"{number}.txt").write_text(
            text.replace("活动", "工作") if number == 2 else text
        )
    own = tmp_path_factory.mktemp("own")
    port = free_port()
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    running = subprocess.Popen(
        [sys.executable, "-m", "jupyter", "lab", str(folder), f"--port={port}", *QUIET],
        env=os.environ
        | {name: str(own / name) for name in names}
        | {"PYTHONPATH": os.getcwd(), "MPLBACKEND": "module://matplotlib_inline.backend_inline"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address, begun = f"http://127.0.0.1:{port}", time.monotonic()
    while not answers(f"{address}/api"):
        assert running.poll() is None, "jupyter lab ended"
        assert time.monotonic() - begun < 90, "jupyter lab does not answer"
        time.sleep(0.3)
    yield address, folder
    running.terminate()
    try:
        running.wait(60)
    except subprocess.TimeoutExpired:  # it waits for kernels that still compute
        running.kill()


@pytest.fixture
def end_kernels(lab):
    """Ends all kernels."""

    def end():
        with urllib.request.urlopen(f"{lab[0]}/api/sessions") as told:
            sessions = json.load(told)
        for session in sessions:
            place = f"{lab[0]}/api/sessions/{session['id']}"
            urllib.request.urlopen(urllib.request.Request(place, method="DELETE")).close()

    return end


@pytest.fixture
def all_run(lab, browser, end_kernels):
    """Opens a notebook of the folder, runs all of its cells, and gives the page."""
    pages, errors = [], []

    def open_notebook(name, width=1280):
        page = browser.new_page(viewport={"width": width, "height": 1100})
        page.set_default_timeout(WAIT)
        page.on("pageerror", lambda error: errors.append(str(error)))
        pages.append(page)
        page.goto(f"{lab[0]}/lab/tree/{name}?reset")
        page.wait_for_function(READY)
        assert page.evaluate(RUN_ALL, WAIT), "a cell did not run"
        return page

    yield open_notebook
    for page in pages:
        page.close()
    end_kernels()
    assert not errors


@pytest.fixture
def opened(lab, all_run):
    """Makes a notebook of these cells, runs it, and gives the page with its explorer."""

    def notebook(name, *cells, width=1280):
        code = [nbformat.v4.new_code_cell(cell) for cell in ("import analysis as an", *cells)]
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        made = nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": spec})
        nbformat.write(made, lab[1] / f"{name}.ipynb")
        page = all_run(f"{name}.ipynb", width)
        page.wait_for_selector(".ta .main")
        return page

    return notebook
