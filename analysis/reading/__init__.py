"""Bytes to documents: any file a user has, read once, nothing lost, every failure named.

In: paths, or text as a string. Out: the frame **documents** (``document``, ``path``, ``format``,
``encoding``, ``margin``, ``title``, ``text``, ``marks``, ``problem``), one row a file, or a row
of a table; their own columns (a year) come after these.

`encodings` turns bytes into text (with `plausibility`, and `foreign` for what is only named),
`damage` says what a text has suffered before, `spacing` closes text with blanks between all
characters, `archives` opens zip files safely, `marks` is what a reader gives (`Reading`, `Mark`,
`Look`), `formats` has a reader for each format, `apart` runs one in a process of its own, `office`
has LibreOffice convert old Word files, `tables` reads csv, xlsx and the like, `metadata` gives
documents columns of their own, `documents` finds the files.
"""

from .documents import (
    READERS,
    complaint,
    completed,
    given_metadata,
    is_document,
    list_files,
    read_documents,
    read_file,
    read_text,
    unique_names,
)
from .encodings import Decoded, decode
from .marks import Look, Mark, Reading
from .metadata import year_of
from .tables import typed

__all__ = [
    "READERS",
    "Decoded",
    "Look",
    "Mark",
    "Reading",
    "complaint",
    "completed",
    "decode",
    "given_metadata",
    "is_document",
    "list_files",
    "read_documents",
    "read_file",
    "read_text",
    "typed",
    "unique_names",
    "year_of",
]
