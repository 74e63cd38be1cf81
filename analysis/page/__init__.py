"""A corpus as a page: one HTML file that a colleague opens, or what lives in a notebook.

In: a corpus (and **scores**, if they are there). Out: one object for JSON (`page_data`, its form
is in docs/page.md), and a file that stands alone (`write_page`).

`cutting` says where words stand in the text that is sent, `data` makes the object, `html` puts it
with `static/` (the front end: plain JavaScript and CSS) into one file.
"""

from .data import comparison, page_data

__all__ = ["comparison", "page_data"]
