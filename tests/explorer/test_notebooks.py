"""Every notebook from top to bottom in a real JupyterLab: no error, and all it shows is there."""

import pathlib
import re
import shutil

import pytest

pytestmark = pytest.mark.long
NOTEBOOKS = sorted((pathlib.Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
# What the cells put out, from the notebook itself: what is out of sight is not in the page.
OUTPUTS = """() => [...jupyterapp.shell.currentWidget.content.model.cells]
    .filter((cell) => cell.type === "code")
    .flatMap((cell) => Array.from({ length: cell.outputs.length }, (_, i) => cell.outputs.get(i)))
    .map((one) => ({ type: one.type, kinds: Object.keys(one.data), text: one.toJSON().text }))
"""
PICTURES = ".jp-OutputArea-output img"


def seen(page):
    """Sizes of the pictures that are on the page, each brought into sight."""
    sizes = []
    for picture in page.locator(PICTURES).all():
        picture.scroll_into_view_if_needed()
        sizes.append(picture.evaluate("one => [one.naturalWidth, one.width, one.height]"))
    return sizes


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_all_of_it_is_shown(path, lab, seed, all_run):
    (lab[1] / "seeds").mkdir(exist_ok=True)
    shutil.copy(seed, lab[1] / "seeds")
    (lab[1] / "notebooks").mkdir(exist_ok=True)
    shutil.copy(path, lab[1] / "notebooks")
    page = all_run(f"notebooks/{path.name}")
    outputs = page.evaluate(OUTPUTS)
    assert outputs
    assert not [one for one in outputs if one["type"] == "error"]
    assert not [one for one in outputs if re.search("Glyph|Traceback", str(one["text"]))]
    pictures = sum("image/png" in one["kinds"] for one in outputs)
    sizes = seen(page)
    assert len(sizes) == pictures
    for points, width, height in sizes:  # drawn, and twice as sharp as it is shown at least
        assert height > 100
        assert points > 1.98 * width > 200
    if "explore" not in path.stem:
        assert pictures >= 2
        return
    root = page.locator(".ta")
    root.locator(".facet .row.yes").first.wait_for()
    assert root.locator(".evidence .quotes mark").count()
    assert page.locator(".ta-note").is_hidden()
