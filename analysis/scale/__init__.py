"""Collections of any size: files to one table of counts, in processes, with flat memory.

In: paths, folders, addresses. Out: `Counted`, the frame **counts** of `count_terms` and a
manifest of every file.

`listing` finds the files, `kernel` is what is done with each, `store` keeps what was counted,
`workers` has processes that may die, `folding` adds tables up, `collection` joins them.
"""

from .collection import Counted, Done, count_corpus

__all__ = ["Counted", "Done", "count_corpus"]
