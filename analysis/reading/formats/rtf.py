r"""Rich text (.rtf): what Word or WPS shows of it.

Read as the Rich Text Format Specification 1.9.1 describes it: characters in the encoding of their
typeface (``\'b1\'a8`` in GBK) or as ``\u25253?``. Hidden and deleted text, pictures, comments and
the codes of fields are left out; notes, page headers and footers are kept and marked. (striprtf
0.0.29 keeps neither apart, and knows nothing of headings.)
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from ..marks import Lines, Reading
from .numbering import CLOSE
from .page import word_set

HEAD = b"{\\rtf"
TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.S,
)
# Code pages of the character sets that typefaces name, and of the machine (others: cp…).
CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs"}
CHARSETS |= {0: "cp1252", 161: "cp1253", 162: "cp1254", 204: "cp1251", 238: "cp1250"}
CODE_PAGES = {936: "gb18030", 54936: "gb18030", 950: "big5hkscs", 65001: "utf-8", 10008: "gb2312"}
UNREAD = word_set("""
    colortbl info pict object themedata datastore listtable listoverridetable revtbl rsidtbl
    generator fldinst nonshppict annotation atnid atnauthor atndate atnref atnparent xe tc
    filetbl falt panose fontemb stylerestrictions xmlnstbl latentstyles userprops passwordhash
    mmathPr listpicture background bkmkstart bkmkend template sp sn sv
""")
KNOWN = frozenset(  # after \*
    ["shpinst", "shptxt", "ud", "footnote", "nesttableprops", "shppict", "listtext", "pntext"]
)
ASIDES = {"footnote": "note", "shptxt": "note"}
ASIDES |= dict.fromkeys(("header", "headerl", "headerr", "headerf"), "furniture")
ASIDES |= dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "furniture")
SIGNS = {"tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’"}
SIGNS |= {"ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u3000"}
SIGNS |= {"enspace": " ", "qmspace": " ", "~": "\xa0", "_": "\u2011"}
ENDS = frozenset(["par", "sect", "page", "row", "nestrow", "cell", "nestcell"])
HEADING = re.compile(r"\s*(?:heading|标题) ?([1-9])\b", re.I)  # the name of a style
LONGEST_HEADING = 120  # characters; a longer paragraph is text, whatever its style
DEEPEST = 1000  # groups one in another


@dataclass
class _State:
    """What holds in a group, and is as before after it."""

    into: str = ""  # where text goes: "" the document, "-" nowhere, or a name of ASIDES
    font: int = -1
    skip: int = 1  # characters that stand for a \u where it is not known
    hidden: bool = False
    style: int = 0
    level: int = 0  # of the outline, from 1
    in_table: bool = False
    number: int = -1  # the place where the number of a list begins, in a group that is one


@dataclass
class _Aside:
    """A note, box, page header or footer being read."""

    kind: str
    pieces: list[str] = field(default_factory=list)


def is_rtf(data: bytes) -> bool:
    """Say whether the bytes of a file, `data`, are those of rich text, whatever its suffix."""
    return data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(HEAD)


def read_rtf(data: bytes, encoding: str | None = None) -> Reading:
    r"""Read rich text from the bytes `data`.

    `encoding` is that of typefaces that name none, where the file names a wrong one. Raises
    ValueError for bytes that are no rich text, and for groups that are nested too deep.

    >>> read_rtf(b"{\\rtf1\\ansicpg936 \\'d7\\'dc\\'d4\\'f2\\par}").text
    '总则'
    """
    if not is_rtf(data):
        raise ValueError("it is not rich text: it does not begin with {\\rtf")
    return _Document(encoding).reading(data)


class _Document:
    """One document being read, from its controls to lines."""

    def __init__(self, encoding: str | None) -> None:
        self.given = encoding
        self.page = encoding or "cp1252"
        self.fonts: dict[int, str] = {}
        self.levels: dict[int, int] = {}  # of styles in the outline
        self.state = _State()
        self.stack: list[_State] = []
        self.asides: list[_Aside] = []
        self.open: list[tuple[int, _Aside]] = []  # with the depth of their group
        self.bytes = bytearray()
        self.pieces: list[str] = []
        self.lines = Lines()
        self.furniture: dict[str, str] = {}
        self.starred = False
        self.to_skip = 0
        self.defining = -1

    def reading(self, data: bytes) -> Reading:
        """The text, then page headers and footers."""
        at = 0
        while found := TOKEN.match(data, at):
            at = found.end()
            hexed, word, number, sign, brace, text = found.groups()
            if word == b"bin":
                at += min(max(int(number or 0), 0), len(data))
            elif word:
                self._control(word.decode("ascii"), int(number) if number else None)
            elif brace:
                self._group(brace == b"{")
            elif sign:
                self._sign(sign)
            elif hexed or text:
                self._text(bytes([int(hexed, 16)]) if hexed else text)
        self._flush()
        if self.pieces or self.asides:
            self._paragraph()
        for text, kind in self.furniture.items():
            self.lines.add(text, "furniture", reason=f"page {kind[:6]}")
        page = self.page if self.page != "cp1252" else "ascii"
        return self.lines.reading()._replace(encoding=page)

    # --- groups

    def _group(self, opens: bool) -> None:
        self._flush()
        self.to_skip, self.starred = 0, False
        if opens:
            if len(self.stack) >= DEEPEST:
                raise ValueError(f"its groups are nested more than {DEEPEST:,} deep")
            self.stack.append(self.state)
            self.state = replace(self.state, number=-1)
        elif self.stack:
            if self.open and self.open[-1][0] == len(self.stack):
                self._close_aside()
            if self.state.number >= 0:
                self._close_number(self.state.number)
            before = self.stack.pop()
            # What a group says of its paragraph goes on after it.
            self.state = before

    def _close_number(self, begin: int) -> None:
        """Put the number of a list close to its text where Word's would stand so."""
        number = "".join(self.pieces[begin:]).strip()
        self.pieces[begin:] = [number if not number or number[-1] in CLOSE else f"{number} "]

    def _close_aside(self) -> None:
        aside = self.open.pop()[1]
        text = " ".join("".join(aside.pieces).split())
        if not text:
            return
        if ASIDES[aside.kind] == "furniture":
            self.furniture.setdefault(text, aside.kind)
        else:
            self.asides.append(_Aside(aside.kind, [text]))

    # --- controls

    def _control(self, word: str, number: int | None) -> None:
        if word == "u":
            self._unicode(number or 0)
            return
        self._flush()
        starred, self.starred = self.starred, False
        state = self.state
        if word in UNREAD or (starred and word not in KNOWN) or word == "upr":
            # Of \upr the first form is that of old programs; the other is in \*\ud.
            state.into = "-"
        elif word == "ud":
            state.into = self.stack[-2].into if len(self.stack) > 1 else ""
        elif word in ASIDES:
            if state.into != "-":
                state.into = word
                self.open.append((len(self.stack), _Aside(word)))
        elif word in ("fonttbl", "stylesheet"):
            state.into = word
        elif word in SIGNS:
            self._put(SIGNS[word])
        elif word in ENDS:
            self._end(word)
        else:
            self._property(word, number)

    def _property(self, word: str, number: int | None) -> None:
        """What a control says of the text after it."""
        state = self.state
        if word in ("v", "deleted"):
            state.hidden = number != 0
        elif word in ("listtext", "pntext"):
            state.number = -1 if state.into else len(self.pieces)
        elif word == "plain":
            state.hidden, state.font = False, -1
        elif word == "pard":
            state.style = state.level = 0
            state.in_table = False
        elif word == "intbl":
            state.in_table = True
        elif number is not None:
            self._numbered(word, max(number, 0))

    def _numbered(self, word: str, number: int) -> None:
        """What a control with a number says: of typefaces, styles, and how bytes are read."""
        state = self.state
        if word == "ansicpg" and not self.given:
            self.page = _known(CODE_PAGES.get(number, f"cp{number}"))
        elif word == "f":
            state.font = self.defining = number
        elif word == "fcharset" and state.into == "fonttbl" and number in CHARSETS:
            self.fonts[self.defining] = CHARSETS[number]
        elif word == "uc":
            state.skip = min(number, 9)
        elif word == "s":
            state.style = number
        elif word == "outlinelevel" and number < 9:
            state.level = number + 1
            if state.into == "stylesheet":
                self.levels[state.style] = number + 1

    def _sign(self, sign: bytes) -> None:
        self._flush()
        self.starred = sign == b"*"
        if sign in b"\r\n":
            self._end("par")
        elif sign in b"\\{}":
            self._put(sign.decode("ascii"))
        elif sign in b"~_":
            self._put(SIGNS[sign.decode("ascii")])

    # --- text

    def _text(self, data: bytes) -> None:
        """Bytes of text, but those that stand for a character that was read."""
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        self.bytes += data[skipped:]

    def _unicode(self, number: int) -> None:
        """A character by its number, which may be half of one or negative."""
        self._flush()
        self._put(chr(number & 0xFFFF))
        self.to_skip = self.state.skip

    def _flush(self) -> None:
        """Decode the bytes gathered so far."""
        if self.bytes:
            page = self.fonts.get(self.state.font, self.page)
            # Programs name a Western typeface for Chinese text, not the other way round.
            if page == "cp1252" or self.given:
                page = self.page
            text, self.bytes = bytes(self.bytes), bytearray()
            self._put(text.decode(page, "replace"))

    def _put(self, text: str) -> None:
        state = self.state
        if state.into == "stylesheet" and (named := HEADING.match(text)):
            self.levels.setdefault(state.style, int(named[1]))
        if state.hidden or state.into in ("-", "fonttbl", "stylesheet"):
            return
        (self.open[-1][1].pieces if state.into else self.pieces).append(text)

    def _end(self, word: str) -> None:
        """The end of a paragraph, cell or row."""
        if self.state.into:
            self._put("\n")
        elif word in ("cell", "nestcell"):
            self.pieces.append("\t")
        elif self.state.in_table and word == "par":
            self.pieces.append(" ")  # a cell is one line
        else:
            self._paragraph("table" if word in ("row", "nestrow") else "")

    def _paragraph(self, role: str = "") -> None:
        self._flush()
        text, self.pieces = _whole("".join(self.pieces)), []
        if role == "table":
            text = "\t".join(" ".join(cell.split()) for cell in text.split("\t"))
        text = text.rstrip()
        level = self.state.level or self.levels.get(self.state.style, 0)
        if not text.strip():
            self.lines.add("")
        elif role:
            self.lines.add(text, role, reason="table")
        elif level and len(text) <= LONGEST_HEADING:
            self.lines.add(text, "heading", level=level, reason=f"outline level {level}")
        else:
            self.lines.add(text, "paragraph", reason="paragraph of the file")
        for aside in self.asides:
            kind = "footnote" if aside.kind == "footnote" else "text box"
            self.lines.add(_whole(aside.pieces[0]), "note", reason=kind)
        self.asides = []


def _known(page: str) -> str:
    """The code page, or that of Western machines for one that nobody knows."""
    try:
        return codecs.lookup(page).name
    except LookupError:
        return "cp1252"


def _whole(text: str) -> str:
    """The text, its characters that were given as two halves made whole."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
