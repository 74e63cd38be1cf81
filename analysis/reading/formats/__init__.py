"""The formats: one reader each, a function of the bytes and the encoding asked for to a `Reading`.

`plain` (text), `markdown` (with `inline` for what stands inside its lines), `web` (HTML; `page`
gathers its lines, `hiding` knows what is not shown, `mhtml` opens web archives), `word` (.docx;
`package` opens its parts, `styles` and `numbering` say what its headings and lists are), `pdf`
(`cost` says what it may take to read, `pdfium` gives its lines with the help of `glyphs`,
`unshaped` and `forms`, `layout` puts them together), `opendocument` (.odt), `epub`, `rtf`,
`subtitles` (.srt, .vtt).
"""

from .epub import read_epub
from .markdown import read_markdown
from .opendocument import read_odt
from .pdf import read_pdf
from .plain import read_plain
from .rtf import is_rtf, read_rtf
from .subtitles import read_subtitles
from .web import read_html
from .word import read_docx

__all__ = [
    "is_rtf",
    "read_docx",
    "read_epub",
    "read_html",
    "read_markdown",
    "read_odt",
    "read_pdf",
    "read_plain",
    "read_rtf",
    "read_subtitles",
]
