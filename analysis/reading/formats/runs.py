"""The text of a Word paragraph, run by run, and what stands aside: boxes, notes, charts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from .fields import Fields, shown_by
from .package import Element, attribute, child, children, local, switched_on, value
from .styles import Style, hides

# Elements without text of the document: properties, what was deleted, codes of fields, pinyin.
_UNREAD = """
    pPr rPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr sectPr del moveFrom delText delInstrText rt
    rubyPr Fallback
"""
UNREAD = frozenset(_UNREAD.split())
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
UNKNOWN_SIGN = "□"  # of a font of symbols

# What some places in the fonts of symbols show; there they begin at U+F000.
_SYMBOL = dict(
    zip(
        b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\xa3\xa5\xb0\xb1\xb3\xb4\xb8\xb9\xbb",
        "αβχδεφγηιϕκλμνοπθρστυϖωξψζΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ≤∞°±≥×÷≠≈",
        strict=True,
    )
)
_WINGDINGS = dict(
    zip(
        b"lno\xa8\xfb\xfc\xfd\xfe" + bytes(range(0x81, 0x8B)) + bytes(range(0x8C, 0x96)),
        "●■□□✗✓☒☑①②③④⑤⑥⑦⑧⑨⑩❶❷❸❹❺❻❼❽❾❿",
        strict=True,
    )
)
FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}

_LINE_BREAK = re.compile(r"[ \t\r]*\n\s*")  # of the XML, which Word shows as a blank


class Aside(NamedTuple):
    """What a paragraph points to, and where that is.

    ``kind`` is "text box", "WordArt", "footnote", "endnote", "chart" or "diagram"; ``key`` the id
    of a note or part, or the text of WordArt; ``label`` the number of a note as shown;
    ``element`` what a text box holds.
    """

    kind: str
    key: str = ""
    label: str = ""
    element: Element | None = None


class Runs:
    """Reads paragraphs in their order, as fields and the numbers of notes go on through them."""

    def __init__(self, styles: Mapping[str, Style]) -> None:
        """Take the `styles` of the document, which may hide text."""
        self._styles = styles
        self._fields = Fields()
        self._notes: Counter[str] = Counter()
        self._hidden = False  # what the style of the paragraph says
        self._asides: list[Aside] = []
        self.objects: Counter[str] = Counter()  # embedded objects, by the program of each

    def text(self, paragraph: Element, style: Style) -> str:
        """The text of a `paragraph` that has this `style`."""
        self._hidden = bool(style.hidden)
        return "".join(self._pieces(paragraph)) + self._fields.end_paragraph()

    def asides(self) -> list[Aside]:
        """What the paragraphs since the last call point to."""
        asides, self._asides = self._asides, []
        return asides

    def _pieces(self, element: Element) -> Iterator[str]:
        for inner in element:
            name = local(inner)
            if name in UNREAD or (name == "r" and self._is_hidden(inner)):
                continue
            if name in SIGNS:
                yield self._fields.text(SIGNS[name])
            elif name in _READ:
                yield _READ[name](self, inner)
            else:
                yield from self._pieces(inner)

    def _is_hidden(self, run: Element) -> bool:
        properties = child(run, "rPr")
        own = hides(properties)
        if own is None:
            name = value(child(properties, "rStyle")) or ""
            own = self._styles.get(name, Style()).hidden
        return self._hidden if own is None else own

    def _whole(self, element: Element | None) -> str:
        return "" if element is None else "".join(self._pieces(element))

    # --- elements of a run

    def _written(self, element: Element) -> str:
        text = element.text or ""
        if "\n" in text:
            text = _LINE_BREAK.sub(" ", text)
            text = text if attribute(element, "space") == "preserve" else text.strip(" ")
        return self._fields.text(text)

    def _sign(self, element: Element) -> str:
        return self._fields.text(_symbol(element))

    def _field(self, element: Element) -> str:
        return self._fields.turn(element)

    def _code(self, element: Element) -> str:
        self._fields.code(element.text or "")
        return ""

    def _simple_field(self, element: Element) -> str:
        return self._whole(element) or shown_by(attribute(element, "instr") or "")

    def _control(self, element: Element) -> str:
        """A content control; one that still shows its prompt is empty."""
        return "" if is_prompt(element) else self._whole(element)

    def _alternative(self, element: Element) -> str:
        """The first of several ways to draw one thing: the latest, as Word takes it."""
        choice = child(element, "Choice")
        return self._whole(child(element, "Fallback") if choice is None else choice)

    def _fraction(self, element: Element) -> str:
        """A fraction of an equation in one line, so that 1/2 does not become 12."""
        parts = [self._whole(child(element, name)) for name in ("num", "den")]
        return "/".join(filter(None, parts))

    def _root(self, element: Element) -> str:
        return "√".join(self._whole(child(element, name)) for name in ("deg", "e"))

    # --- what stands aside

    def _box(self, element: Element) -> str:
        self._asides.append(Aside("text box", element=element))
        return ""

    def _word_art(self, element: Element) -> str:
        self._asides.append(Aside("WordArt", attribute(element, "string") or ""))
        return ""

    def _note(self, element: Element) -> str:
        """A footnote or endnote: numbers are counted, whatever the ids in the file."""
        kind = local(element).removesuffix("Reference")
        if attribute(element, "customMarkFollows") in ("1", "true", "on"):
            label = "".join(text.text or "" for text in children(element.getparent(), "t"))
        else:
            self._notes[kind] += 1
            label = str(self._notes[kind])
        self._asides.append(Aside(kind, attribute(element, "id") or "", label))
        return ""

    def _object(self, element: Element) -> str:
        self.objects[attribute(element, "ProgID") or "of an unknown program"] += 1
        return ""

    def _chart(self, element: Element) -> str:
        self._asides.append(Aside("chart", attribute(element, "id") or ""))
        return ""

    def _diagram(self, element: Element) -> str:
        self._asides.append(Aside("diagram", attribute(element, "dm") or ""))
        return ""


_READ: dict[str, Callable[[Runs, Element], str]] = {
    "t": Runs._written,
    "sym": Runs._sign,
    "fldChar": Runs._field,
    "instrText": Runs._code,
    "fldSimple": Runs._simple_field,
    "sdt": Runs._control,
    "AlternateContent": Runs._alternative,
    "f": Runs._fraction,
    "rad": Runs._root,
    "txbxContent": Runs._box,
    "textpath": Runs._word_art,
    "footnoteReference": Runs._note,
    "endnoteReference": Runs._note,
    "OLEObject": Runs._object,
    "chart": Runs._chart,
    "relIds": Runs._diagram,
}


def is_prompt(control: Element) -> bool:
    """Whether a content `control` holds nothing but the words that ask for its content."""
    return switched_on(child(child(control, "sdtPr"), "showingPlcHdr"))


def _symbol(element: Element) -> str:
    """The character of w:sym: a place in a font, which may be one of symbols."""
    text = attribute(element, "char") or ""
    code = int(text, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", text) else 0
    font = FONTS.get((attribute(element, "font") or "").lower())
    if font is not None or 0xE000 <= code < 0xF900:
        return (font or {}).get(code & 0xFF, UNKNOWN_SIGN)
    return chr(code) if chr(code).isprintable() else UNKNOWN_SIGN
