"""What was filled into the fields of a PDF form, and typed onto its pages.

Such text is not among the text of the page. It is read where it stands: after its label, or as
a line of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from .glyphs import Frame, Glyph

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

# The size of type where a page has no other text.
USUAL_EM = 12.0
# A label stands so near its field, in em.
NEAR = 10.0
# Flags of annotations that are not shown (hidden, not to be viewed), and of secret fields.
NOT_SHOWN = 1 << 1 | 1 << 5
PASSWORD = 1 << 13


class Value(NamedTuple):
    """What was filled in, and the box of its field on the page as it is read."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


# --- what was filled in --------------------------------------------------------------


def values_of(page: PdfPage, frame: Frame) -> list[Value]:
    """The values of the fields of `page`, in the order of the file; those that are shown.

    `frame` says how the page is read. The form of the document has to be open (`init_forms`).
    """
    from pypdfium2 import raw

    values = []
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        item = raw.FPDFPage_GetAnnot(page, number)
        box = raw.FS_RECTF()
        shown = not raw.FPDFAnnot_GetFlags(item) & NOT_SHOWN
        if shown and raw.FPDFAnnot_GetRect(item, box) and (text := _text(item, page).strip()):
            values.append(Value(text, *frame.box(box.left, box.bottom, box.right, box.top)))
        raw.FPDFPage_CloseAnnot(item)
    return values


def _text(item: Any, page: PdfPage) -> str:
    """What was typed into a field, chosen from its list, or typed onto the page."""
    from pypdfium2 import raw

    kind = raw.FPDFAnnot_GetSubtype(item)
    if kind == raw.FPDF_ANNOT_FREETEXT:
        return _string(raw.FPDFAnnot_GetStringValue, item, b"Contents")
    if kind != raw.FPDF_ANNOT_WIDGET or not page.formenv:
        return ""
    form = page.formenv.raw
    field = raw.FPDFAnnot_GetFormFieldType(form, item)
    if field in (raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        return " ".join(_chosen(form, item)) or _string(
            raw.FPDFAnnot_GetFormFieldValue, form, item
        )
    secret = raw.FPDFAnnot_GetFormFieldFlags(form, item) & PASSWORD
    if field == raw.FPDF_FORMFIELD_TEXTFIELD and not secret:
        return _string(raw.FPDFAnnot_GetFormFieldValue, form, item)
    return ""


def _chosen(form: Any, item: Any) -> Iterator[str]:
    """The chosen entries of a list, as the list shows them."""
    from pypdfium2 import raw

    for number in range(raw.FPDFAnnot_GetOptionCount(form, item)):
        if raw.FPDFAnnot_IsOptionSelected(form, item, number):
            yield _string(raw.FPDFAnnot_GetOptionLabel, form, item, number)


def _string(get: Callable[..., int], *arguments: Any) -> str:
    """The text that a function of PDFium gives."""
    from pypdfium2 import raw

    size = get(*arguments, None, 0)
    buffer = (raw.FPDF_WCHAR * (size // 2 + 1))()
    get(*arguments, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


# --- where it stands -----------------------------------------------------------------


def with_values(lines: list[list[Glyph]], values: list[Value]) -> list[list[Glyph]]:
    """The lines of a page, with the values put where they stand.

    A value next to a line of text is put into it, another one is a line of its own.
    """
    if not values:
        return lines
    heights = [glyph.height for line in lines for glyph in line if glyph.height]
    em = median(heights) if heights else USUAL_EM
    filled = [list(line) for line in lines]
    for value in sorted(values, key=lambda value: (-value.top, value.left)):
        texts = [text for text in value.text.splitlines() if text.strip()]
        beside = _line_beside(filled, value, em) if len(texts) == 1 else None
        if beside:
            _insert(_set(texts[0], value.left, beside[0].bottom, em), beside)
        else:
            place = _place_between(filled, value)
            filled[place:place] = _stacked(texts, value, em)
    return filled


def _stacked(texts: list[str], value: Value, em: float) -> list[list[Glyph]]:
    """The lines of a value, one below the other in the middle of its field."""
    highest = (value.bottom + value.top + em * len(texts)) / 2 - em
    return [_set(text, value.left, highest - em * n, em) for n, text in enumerate(texts)]


def _set(text: str, left: float, bottom: float, em: float) -> list[Glyph]:
    """A text as glyphs of this size."""
    return [
        Glyph(character, left + em * n, bottom, left + em * (n + 1), bottom + em, filled=True)
        for n, character in enumerate(text)
    ]


def _line_beside(lines: list[list[Glyph]], value: Value, em: float) -> list[Glyph] | None:
    """The line on the level of a value that has a character near it, the nearest level first."""
    middle = (value.bottom + value.top) / 2
    level = [line for line in lines if line and value.bottom < _middle(line) < value.top]
    near = [line for line in level if min(_gap(glyph, value) for glyph in line) < NEAR * em]
    return min(near, key=lambda line: abs(_middle(line) - middle), default=None)


def _middle(line: list[Glyph]) -> float:
    return median(glyph.bottom + glyph.top for glyph in line) / 2


def _gap(glyph: Glyph, value: Value) -> float:
    """The space between a character and a field, on either side."""
    return max(value.left - glyph.right, glyph.left - value.right)


def _insert(text: list[Glyph], line: list[Glyph]) -> None:
    """Put a text into a line, with blanks between it and what stands around."""
    start = text[0]
    blank = [Glyph(" ", start.left, start.bottom, start.left, start.bottom)]
    place = sum(glyph.left < start.left for glyph in line)
    before, after = line[:place], line[place:]
    apart = blank * (bool(before) and not before[-1].character.isspace())
    line[:] = (
        before + apart + text + blank * (bool(after) and not after[0].character.isspace()) + after
    )


def _place_between(lines: list[list[Glyph]], value: Value) -> int:
    """Before which line a value stands: the first one that is lower."""
    middle = (value.bottom + value.top) / 2
    lower = (n for n, line in enumerate(lines) if line and _middle(line) < middle)
    return next(lower, len(lines))
