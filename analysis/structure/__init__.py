"""Documents to sections: what each stretch of a text is, and the tree of its headings.

In: the frame **documents**. Out: **blocks** (``document``, ``start``, ``end``, ``role``,
``level``, ``marker``, ``reason``, ``p``, ``family``), spans that tile the text, and **sections**
(``document``,
``section``, ``level``, ``marker``, ``title``, ``start``, ``end``, ``n_chars``).

`grammar` is the table of heading forms (with `signs` and `numbers`), `lines` and `layouts` a text
as lines. `divisions`, `series` and `points` say which of them are headings (with `shapes`),
`site`, `contents` and `titles` what stands around them, `nesting` how deep they lie. `blocks`
puts it all together (`mark_blocks`), `sections` makes the tree (`split_sections`), `outlines`
shows it (`outline`), `doubts` where it is most likely wrong, `paths` selects sections and makes
coarser ones (`within`, `roll_up`).
"""

from .answers import Correction
from .blocks import COUNTED, LABELS, ROLES, explain, mark_blocks
from .corrections import (
    correct_blocks,
    correct_titles,
    joined_corrections,
    read_corrections,
    write_corrections,
)
from .doubts import doubts, questions
from .grammar import FORMS, Form
from .outlines import outline, show_outline, width
from .paths import natural_key, roll_up, within
from .sections import split_sections, title_of
from .spans import section_spans
from .titles import document_title

__all__ = [
    "COUNTED",
    "FORMS",
    "LABELS",
    "ROLES",
    "Correction",
    "Form",
    "correct_blocks",
    "correct_titles",
    "document_title",
    "doubts",
    "explain",
    "joined_corrections",
    "mark_blocks",
    "natural_key",
    "outline",
    "questions",
    "read_corrections",
    "roll_up",
    "section_spans",
    "show_outline",
    "split_sections",
    "title_of",
    "width",
    "within",
    "write_corrections",
]
