"""Draws the pictures of the gallery: each block of code, saved under the picture that follows it.

`make docs` runs it; the tests run the same blocks without saving.
"""

import io
import pathlib
import re
import sys
import warnings
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
GALLERIES = [HERE / "zh" / "gallery.md", HERE / "en" / "gallery.md"]
BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```$(?:\n\n!\[[^\]\n]*\]\((?P<picture>[^)\n]+)\))?", re.M | re.S
)
DPI = 160
COLOURS = 64  # of a picture: small enough to be kept


class Example(NamedTuple):
    """A block of code of a page, and the picture below it ("" for none)."""

    code: str
    picture: str


def examples(page: pathlib.Path) -> list[Example]:
    """The Python of a page, in order."""
    found = BLOCK.finditer(page.read_text("utf-8"))
    return [Example(block["code"], block["picture"] or "") for block in found]


def draw(page: pathlib.Path) -> list[pathlib.Path]:
    """Run a gallery from the root of the repository, and save its pictures."""
    import matplotlib.pyplot as plt
    from PIL import Image

    names: dict[str, object] = {}
    made = []
    for example in examples(page):
        plt.close("all")
        exec(example.code, names)
        if example.picture:
            made.append((page.parent / example.picture).resolve())
            made[-1].parent.mkdir(parents=True, exist_ok=True)
            drawn = io.BytesIO()
            plt.gcf().savefig(drawn, format="png", dpi=DPI)
            Image.open(drawn).convert("RGB").quantize(COLOURS).save(made[-1], optimize=True)
    plt.close("all")
    return made


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # what is small is said in the figures
    sys.path.insert(0, str(HERE.parent))
    for gallery in GALLERIES:
        for path in draw(gallery):
            print(path.relative_to(HERE.parent))
