"""The explorer: the page in a notebook, with a kernel behind it.

In: a corpus, or paths. Out: a widget for JupyterLab (`explore`), which answers what its controls
ask (docs/explorer.md lists control, message and answer), and files in the notebook's folder.

`code` says in Python what is on the screen, `saving` writes files under names of their own,
`session` answers messages and knows nothing of notebooks, `widget` carries them (anywidget).
"""

from .session import Session
from .widget import explore

__all__ = ["Session", "explore"]
