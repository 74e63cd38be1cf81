"""A corpus as a page: one HTML file that a colleague opens, or what lives in a notebook.

In: a corpus (and **scores**, if they are there). Out: one object for JSON (`page_data`, its form
is in docs/page.md), and a file that stands alone (`write_page`).

`cutting` says where words stand in the text that is sent, `front` is the front end (`static/`:
plain JavaScript and CSS), `data` makes the object, `html` puts both into one file.
"""

from .data import comparison, grouped, page_data
from .front import notebook, script, style_sheet
from .html import as_json, page_of, write_page

__all__ = [
    "as_json",
    "comparison",
    "grouped",
    "notebook",
    "page_data",
    "page_of",
    "script",
    "style_sheet",
    "write_page",
]
