"""Text of a PDF whose glyphs have no shape on this machine.

A PDF may name a typeface (SimSun, STSong) and not hold it. Where the machine has none for the
script either, its glyphs have no shape, and PDFium leaves out of the text of a page every piece
of text without extent: each character that is set by itself. What it says is known all the same.
So such pieces are given an extent, as if their outlines were drawn with a thick pen, and PDFium
reads them as it does with the typeface.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# PDFium takes text narrower than this (in points) for text without extent.
NO_WIDTH = 0.01
# The pen, in em: wide enough for PDFium to see lines and columns, too thin to touch the next one.
PEN = 0.5
# Drawings within drawings are followed so deep.
MAX_DEPTH = 15


def show_unshaped(page: PdfPage) -> None:
    """Make PDFium read the text of `page` whose font is not embedded and has no shapes here."""
    from pypdfium2 import raw

    unshaped = [one for one in _without_extent(page) if not _is_embedded(one)]
    if not unshaped:
        return
    for one in unshaped:
        _draw(one, raw.FPDF_TEXTRENDERMODE_STROKE, PEN * _em(one))
    textpage = page.get_textpage()
    blank = [one for one in unshaped if not _text(one, textpage.raw).strip()]
    textpage.close()
    for one in blank:
        _draw(one, raw.FPDF_TEXTRENDERMODE_FILL, 0.0)


def _without_extent(page: PdfPage) -> list[Any]:
    """The pieces of text of a page that have no extent, as PDFium holds them."""
    from pypdfium2 import raw

    bounds = left, _, right, _ = tuple(ctypes.c_float() for _ in range(4))

    def find(items: Iterable[Any], depth: int = 0) -> Iterator[Any]:
        for item in items:
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                raw.FPDFPageObj_GetBounds(item, *bounds)
                if right.value - left.value < NO_WIDTH:
                    yield item
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                inner = range(raw.FPDFFormObj_CountObjects(item))
                yield from find((raw.FPDFFormObj_GetObject(item, n) for n in inner), depth + 1)

    number = raw.FPDFPage_CountObjects(page)
    return list(find(raw.FPDFPage_GetObject(page.raw, n) for n in range(number)))


def _is_embedded(item: Any) -> bool:
    from pypdfium2 import raw

    return raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item)) == 1


def _em(item: Any) -> float:
    """The size of the type, in points."""
    from pypdfium2 import raw

    size, matrix = ctypes.c_float(), raw.FS_MATRIX()
    raw.FPDFTextObj_GetFontSize(item, size)
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return size.value * math.hypot(matrix.c, matrix.d)


def _draw(item: Any, mode: int, pen: float) -> None:
    """Set how a piece of text is drawn, and let PDFium measure it again."""
    from pypdfium2 import raw

    raw.FPDFTextObj_SetTextRenderMode(item, mode)
    raw.FPDFPageObj_SetStrokeWidth(item, pen)
    raw.FPDFPageObj_TransformF(item, raw.FS_MATRIX(1, 0, 0, 1, 0, 0))


def _text(item: Any, textpage: Any) -> str:
    """What a piece of text says."""
    from pypdfium2 import raw

    size = raw.FPDFTextObj_GetText(item, textpage, None, 0)
    buffer = (raw.FPDF_WCHAR * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(item, textpage, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")
