"""Tables to figures: every drawing takes a frame of the contract and returns its Axes.

In: **counts**, **scores**, **tokens**. Out: matplotlib Axes, with a typeface that can write
Chinese. No statistics are computed here, nothing is shown or saved, no rcParams change.

`fonts` finds the typeface, `clouds` draws.
"""

from .clouds import *  # noqa: F403
