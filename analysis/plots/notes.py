"""What a drawing has to say: a warning at the line that asked for it."""

import sys
import warnings

HERE = __name__.rpartition(".")[0]


def tell(message: str) -> None:
    """Warn with a message, as of the line outside this package that called."""
    frame, level = sys._getframe(1), 2  # who called this
    while frame.f_back and frame.f_globals.get("__name__", "").startswith(HERE):
        frame, level = frame.f_back, level + 1
    warnings.warn(message, stacklevel=level)
