"""The front end: plain JavaScript and CSS, with the words it says; no build step, no library."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from ..glossary import glossary

# In the order in which they need one another; as one module they need no names of files.
MODULES = ("counting", "drawing", "evidence", "tools", "views", "page")
# Words that are asked for by what a view, a row or a group is.
BY_STATE = ("compare", "table", "text", "yes", "no", "open", "kinds")
_IMPORT = re.compile(r"^import \{[^}]*\} from \"[^\"]*\";\n", re.M)


@cache
def script() -> str:
    """The front end as one module of JavaScript, which exports `mount(root, data, host)`."""
    return "\n".join(_IMPORT.sub("", static(f"{name}.js")) for name in MODULES)


def alone() -> str:
    """The same as a page needs it that stands alone."""
    return f"{script()}\n{_IMPORT.sub('', static('alone.js'))}"


def notebook() -> str:
    """The same for a notebook: a module with `render({model, el})`, as anywidget has it."""
    return f"{script()}\n{_IMPORT.sub('', static('notebook.js'))}"


def style_sheet() -> str:
    """The style of the page; all of it lies under `.ta`."""
    return static("report.css")


@cache
def static(name: str) -> str:
    """A file of the front end."""
    return (files(__package__) / "static" / name).read_text("utf-8")


def said() -> dict[str, dict[str, Any]]:
    """The words of the front end, by language: of the glossary those that it asks for."""
    named = {*re.findall(r"\bW\.(\w+)", notebook()), *BY_STATE}
    return {
        language: {key: word for key, word in entries.items() if key in named}
        for language, entries in glossary().items()
    }
