"""The widget that carries messages between a page in a notebook and its session (anywidget)."""

from __future__ import annotations

import asyncio
import os
import threading
from html import escape
from typing import Any

import anywidget
import pandas as pd
import traitlets

from ..corpus import Corpus, Paths
from ..glossary import words
from ..page import notebook, style_sheet
from ..report import Settings
from .session import Message, Session


class Explorer(anywidget.AnyWidget):
    """A page in a notebook: its data and view, and the session that answers it."""

    _esm = notebook()
    _css = style_sheet()
    data = traitlets.Dict().tag(sync=True)
    view = traitlets.Dict().tag(sync=True)

    def __init__(self, given: Corpus | Paths | pd.DataFrame, **options: Any) -> None:
        """`given` and `options` are those of `Session`."""
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:  # no notebook
            self._loop = None
        self._thread = threading.get_ident()
        self.session = Session(given, self._tell, **options)
        super().__init__(data=self.session.version.data)
        self.on_msg(self._heard)

    def _heard(self, widget: object, message: Message, buffers: object) -> None:
        self.session.handle(message)

    def _tell(self, answer: Message) -> None:
        """Answers of other threads go by the loop of the kernel, which sends all messages."""
        if self._loop is None or threading.get_ident() == self._thread:
            self._deliver(answer)
        else:
            self._loop.call_soon_threadsafe(self._deliver, answer)

    def _deliver(self, answer: Message) -> None:
        if "data" in answer:
            self.data = answer["data"]
        else:
            self.send(answer)

    def _repr_mimebundle_(self, **options: Any) -> Any:
        """The widget, with a line before it that is seen only where no kernel is behind it."""
        from IPython.display import HTML, display

        told = escape(words(self.session.language)["runCell"])
        display(HTML(f'<p class="ta-note">{told}</p>'))
        return super()._repr_mimebundle_(**options)

    def close(self) -> None:
        """Stop what runs, and go."""
        session = getattr(self, "session", None)
        if session is not None:
            session.close()
        super().close()


def explore(
    paths: Corpus | Paths | pd.DataFrame,
    *,
    language: str = "zh",
    settings: Settings | str | os.PathLike | None = None,
) -> Explorer:
    """Explore documents in JupyterLab: outline, comparison, table and text, with a kernel behind.

    `paths` are files, folders or globs as `load` takes them (the terms of several words that are
    found in the texts are kept whole), or a corpus.  `language` is "zh" or "en" and can be
    switched.  `settings` is a file that an explorer wrote: what was compared, and how the text
    was mended.  Files are written into the notebook's folder, never over another.

    Returns a widget, which a notebook shows where it is the last line of a cell.  Raises what
    `load` raises, and ValueError for a text without words and for settings that cannot be.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n学习理论。\\n二、实践\\n服务群众。"))
    >>> explorer = explore(corpus)
    >>> [section["title"] for section in explorer.data["sections"]]
    ['一、学习', '二、实践']
    >>> explorer.close()
    """
    return Explorer(paths, language=language, settings=settings)
