"""How Sphinx builds the site (`make docs`); it needs no network, and neither does the site."""

from sphinx.application import Sphinx
from sphinx.search.zh import SearchChinese

project = "中文文本分析 · Chinese text analysis"
author = "the authors of chinese-text-analysis"
extensions = ["myst_parser"]
language = "zh_CN"  # of the search, which cuts Chinese by jieba and leaves English words whole
html_theme = "furo"
html_title = "中文文本分析"
html_theme_options = {"navigation_with_keys": True}
html_copy_source = False
html_show_search_summary = False  # a browser reads no other file beside the one that it opened
html_show_sphinx = html_show_copyright = False
myst_heading_anchors = 3
exclude_patterns = ["_build"]
# Pages that lead to files of the repository, which are no pages of the site.
suppress_warnings = ["myst.xref_missing"]


class SearchBoth(SearchChinese):
    """Cuts Chinese by jieba and stems English; Sphinx 9 asks for a stemmer by the wrong name."""

    language_name = "English"  # whose stemmer the browser uses


def setup(app: Sphinx) -> None:
    """Let the search find Chinese and English."""
    app.add_search_language(SearchBoth)
