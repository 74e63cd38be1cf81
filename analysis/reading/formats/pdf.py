"""PDF files with a text layer: lines put together into paragraphs, page furniture told apart.

A PDF knows lines on pages, not paragraphs. Which lines belong together is told by their shape: a
paragraph goes on while its lines are full, keep the same distance and are not indented. What
stands at the top or foot of several pages, and the number of the page, is furniture. The text
is read with pypdfium2 (PDFium).
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile
from statistics import median

from ..marks import Lines, Reading

# Where page headers, footers and numbers stand: this share of the page, from either edge.
EDGE = 0.12
LEADER = re.compile(r"(?:[.．·…⋯‥]\s?){3,}\s*[-－—]?[\dIVXivx]{1,5}[-－—]?\s*$")
PAGE_NUMBER = re.compile(
    r"[-－—–─·•~\s]*第?\s*(\d{1,4}|[ivxlIVXL]{1,6})\s*[页頁]?\s*"
    r"(?:[/／,，共of\s]+\d{1,4}\s*[页頁]?)?[-－—–─·•~\s]*$"
)
NUMBER_AFTER = re.compile(r"(.*?\S)\s*(?<!\d)(\d{1,4})$", re.S)
NUMBER_BEFORE = re.compile(r"(\d{1,4})(?!\d)\s*(\D.*)$", re.S)
HEADING_START = re.compile(
    r"第\s*\S{1,5}\s*[编篇章节編節]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]"
)
MARKER = re.compile(
    r"第\S{1,5}?[编篇章节条編節條]|(?:[A-Z]\.)?\d{1,3}(?:[.．]\d+)*[.．、]?"
    r"|[（(]?[一二三四五六七八九十]+[）)、]"
)
NOTE_START = re.compile(r"[①-⑳⑴-⒇*＊※]|注|[\[［〔【(（]?\d{1,3}[\]］〕】)）.．\s]")
SENTENCE_END = re.compile(r"[。！？：；!?:;][”’」』）)]*$")
LATIN = re.compile(r"[A-Za-z0-9,.;:)%]")
KANGXI = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}

NO_TEXT = (
    "it has no text layer, only pictures of pages: recognise the text first, for example with "
    "`ocrmypdf -l chi_sim in.pdf out.pdf`"
)


@dataclass(eq=False, slots=True)
class _Line:
    """A line of text and where it stands on its page, in points from the lower left corner."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    height: float
    where: float  # the middle of the line, as a share of the page from its foot
    ends: tuple[float, float] = (0.0, 0.0)  # gaps after a number in front, before one at the end
    role: str = ""


@dataclass(eq=False, slots=True)
class _Setting:
    """How the document is set: measures in points."""

    em: float
    pitch: float
    left: dict[bool, float]
    right: dict[bool, float]
    middle: float
    indents: bool = False
    gaps: bool = False


def read_pdf(data: bytes, encoding: str | None = None) -> Reading:
    """Read a PDF; `encoding` is not used, the file says it."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise ValueError("it is encrypted: save it without its password") from None
        raise ValueError(f"it is no PDF, or a broken one ({error})") from None
    try:
        lines, width = _all_lines(document)
        outline = [
            (entry.level, _compact(entry.get_title() or ""), entry.get_dest())
            for entry in document.get_toc()
        ]
        outline = [(lvl, name, dest.get_index()) for lvl, name, dest in outline if dest and name]
    except pypdfium2.PdfiumError as error:
        raise ValueError(f"it is a broken PDF ({error})") from None
    finally:
        document.close()
    lines = list(_without_numbers(lines, _find_furniture(lines)))
    _find_notes(lines)
    return _written(list(_paragraphs(lines, width)), outline)


# --- lines ---------------------------------------------------------------------------


def _all_lines(document) -> tuple[list[_Line], float]:
    """The lines of all pages, and the width of the first."""
    from pypdfium2 import raw

    lines: list[_Line] = []
    pictures, width = [], 0.0
    for number in range(len(document)):
        page = document[number]
        width = width or page.get_width()
        before = len(lines)
        lines += _page_lines(page, number)
        if len(lines) == before and next(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]), None):
            pictures.append(number + 1)
        page.close()
    if not lines:
        raise ValueError(NO_TEXT if pictures else "it holds no text")
    text = "".join(line.text for line in lines)
    odd = sum(unicodedata.category(c) in ("Co", "Cn", "Cc") for c in text)
    if odd > len(text) / 4:
        raise ValueError(
            f"its fonts do not say which characters they draw; treat it as a picture: {NO_TEXT}"
        )
    if pictures:
        shown = ", ".join(map(str, pictures[:10])) + (" …" if len(pictures) > 10 else "")
        warnings.warn(f"pages {shown} are pictures without text: they are not read", stacklevel=2)
    return lines, width


def _page_lines(page, number: int) -> Iterator[_Line]:
    """The lines of one page, in the order of the file."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    codes: list[int] = []
    places: list[int] = []
    for place in range(textpage.count_chars()):
        code = raw.FPDFText_GetUnicode(textpage, place)
        if code in (10, 13):
            yield from _line(textpage, page, number, codes, places)
            codes, places = [], []
        elif code >= 32 and code not in (0xFFFE, 0xFFFF):
            codes.append(code)
            places.append(place)
    yield from _line(textpage, page, number, codes, places)
    textpage.close()


def _line(textpage, page, number: int, codes: list[int], places: list[int]) -> Iterator[_Line]:
    """The line of these characters, if they are more than blanks."""
    text = "".join(map(chr, codes))
    kept = text.strip()
    if not kept:
        return
    begin = len(text) - len(text.lstrip())
    places = places[begin : begin + len(kept)]
    first, last = _box(textpage, places[0]), _box(textpage, places[-1])
    bottom, top = min(first[1], last[1]), max(first[3], last[3])
    yield _Line(
        _mended(kept),
        number,
        first[0],
        last[2],
        bottom,
        top - bottom,
        (bottom + top) / 2 / (page.get_height() or 1),
        _number_gaps(textpage, kept, places),
    )


def _box(textpage, place: int) -> tuple[float, float, float, float]:
    return textpage.get_charbox(place, loose=True)


def _number_gaps(textpage, text: str, places: list[int]) -> tuple[float, float]:
    """How far a number at either end of the line stands from the rest."""
    before = after = 0.0
    if front := re.match(r"\d{1,4}(?=\s*\D)", text):
        rest = front.end() + len(text[front.end() :]) - len(text[front.end() :].lstrip())
        before = _box(textpage, places[rest])[0] - _box(textpage, places[front.end() - 1])[2]
    if end := re.search(r"(?<=\D)\d{1,4}$", text):
        rest = len(text[: end.start()].rstrip()) - 1
        after = _box(textpage, places[end.start()])[0] - _box(textpage, places[rest])[2]
    return before, after


def _mended(text: str) -> str:
    """The text with radicals that stand for characters, and halves of characters, put right."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.translate(KANGXI)


# --- furniture -----------------------------------------------------------------------


def _find_furniture(lines: list[_Line]) -> int | None:
    """Give what stands at the edges of the pages its role: page numbers, headers, footers.

    Returns what the page numbers are ahead of the count of pages, if they are known.
    """
    edge = [line for line in lines if _at_edge(line)]
    repeated = Counter((_shape(line), round(line.where, 2)) for line in edge)
    ahead: Counter[int] = Counter()
    for line in edge:
        near = sum(repeated[_shape(line), round(line.where + d, 2)] for d in (-0.01, 0, 0.01))
        number = PAGE_NUMBER.match(line.text)
        if number or (near > 1 and len(line.text) > 1):
            line.role = "furniture"
        if number and number[1].isdigit():
            ahead[int(number[1]) - line.page] += 1
    return ahead.most_common(1)[0][0] if ahead else None


def _at_edge(line: _Line) -> bool:
    return not EDGE <= line.where <= 1 - EDGE


def _shape(line: _Line) -> str:
    """The line with its digits made equal: page numbers differ from page to page."""
    return re.sub(r"\d+", "0", _compact(line.text))


def _without_numbers(lines: list[_Line], ahead: int | None) -> Iterator[_Line]:
    """The lines, with page numbers that are glued to one taken off and put after it."""
    for line in lines:
        number = "" if line.role or not _at_edge(line) else _glued_number(line, ahead)
        if not number:
            yield line
            continue
        front = line.text.startswith(number) and not line.text.endswith(number)
        rest = line.text.removeprefix(number) if front else line.text.removesuffix(number)
        yield replace(line, text=rest.strip())
        yield replace(line, text=number, role="furniture")


def _glued_number(line: _Line, ahead: int | None) -> str:
    """The page number that a line begins or ends with, or ""."""
    after, before = NUMBER_AFTER.match(line.text), NUMBER_BEFORE.match(line.text)
    sides = [(after[2], after[1], line.ends[1])] if after else []
    sides += [(before[1], before[2], line.ends[0])] if before else []
    for number, rest, gap in [] if LEADER.search(line.text) else sides:
        expected = ahead is not None and int(number) == line.page + ahead
        apart = gap > 2 * line.height and (expected or ahead is None)
        if apart or (expected and HEADING_START.match(rest)):
            return number
    return ""


def _find_notes(lines: list[_Line]) -> None:
    """Mark footnotes: small print that ends a page, from a line that begins with a note mark."""
    body = [line for line in lines if not line.role]
    usual = median(line.height for line in body) if body else 0.0
    for _, page in groupby(body, key=lambda line: line.page):
        small = list(takewhile(lambda one: one.height < 0.9 * usual, reversed(list(page))))
        while small and not NOTE_START.match(small[-1].text):
            small.pop()
        for line in small:
            line.role = "note"


# --- paragraphs ----------------------------------------------------------------------


def _paragraphs(lines: list[_Line], width: float) -> Iterator[list[_Line]]:
    """Lines that belong together; furniture and notes follow the paragraph they stand in."""
    body = [line for line in lines if not line.role]
    setting = _measure(body, width) if body else None
    paragraph: list[_Line] = []
    waiting: list[list[_Line]] = []
    for line in lines:
        if line.role:
            goes_on = line.role == "note" and not NOTE_START.match(line.text)
            if goes_on and waiting and waiting[-1][0].role == "note":
                waiting[-1].append(line)
            else:
                waiting.append([line])
            continue
        if paragraph and not _goes_on(paragraph, line, setting):
            yield paragraph
            yield from waiting
            paragraph, waiting = [], []
        paragraph.append(line)
    if paragraph:
        yield paragraph
    yield from waiting


def _measure(body: list[_Line], width: float) -> _Setting:
    """How the text is set: its em, its line distance, its margins, how paragraphs are told."""
    height = median(line.height for line in body)
    wide = [line for line in body if len(line.text) >= 10 and line.text[0] > "\u2e80"]
    em = median((line.right - line.left) / len(line.text) for line in wide) if wide else height
    pairs = [(a, b) for a, b in pairwise(body) if a.page == b.page]
    distances = sorted(a.bottom - b.bottom for a, b in pairs if a.bottom - b.bottom > em / 2)
    pitch = distances[len(distances) // 3] if distances else 1.5 * em
    setting = _Setting(em, pitch, {}, {}, width / 2)
    for column in (False, True):
        own = [line for line in body if (line.left > setting.middle) == column] or body
        setting.left[column] = _mode([line.left for line in own], em)
        longest = sorted(line.right for line in own)
        setting.right[column] = longest[int(0.9 * (len(longest) - 1))]
    ends = [(a, b) for a, b in pairs if _short(a, setting) and SENTENCE_END.search(a.text)]
    if ends:
        setting.indents = sum(_indented(b, setting) for _, b in ends) > len(ends) / 2
        far = sum(a.bottom - b.bottom > 1.3 * pitch for a, b in ends)
        setting.gaps = far > len(ends) / 2
    return setting


def _mode(values: list[float], em: float) -> float:
    """The most frequent value, to half an em; the smallest of those as frequent."""
    counts = Counter(round(2 * value / em) for value in values)
    best = min(counts, key=lambda key: (-counts[key], key))
    return median(value for value in values if round(2 * value / em) == best)


def _short(line: _Line, setting: _Setting) -> bool:
    return line.right < setting.right[line.left > setting.middle] - 2.2 * setting.em


def _indented(line: _Line, setting: _Setting) -> bool:
    return line.left > setting.left[line.left > setting.middle] + 1.2 * setting.em


def _goes_on(paragraph: list[_Line], line: _Line, setting: _Setting) -> bool:
    """Whether a line continues a paragraph."""
    last = paragraph[-1]
    fall = last.bottom - line.bottom
    same_column = last.page == line.page and fall > 0
    hangs = len(paragraph) > 1 and abs(line.left - last.left) < setting.em / 2
    if (
        _short(last, setting)
        or LEADER.search(last.text)
        or abs(last.height - line.height) > 0.15 * last.height
        or (_indented(line, setting) and not hangs)
        or (same_column and fall > 1.3 * setting.pitch)
    ):
        return False
    if SENTENCE_END.search(last.text):
        return setting.indents or (setting.gaps and same_column)
    return True


# --- text ----------------------------------------------------------------------------


def _written(paragraphs: list[list[_Line]], outline: list[tuple[int, str, int]]) -> Reading:
    """The text, with the marks of furniture, contents and the headings of the outline."""
    named = _outlined(paragraphs, outline)
    text = Lines()
    for number, paragraph in enumerate(paragraphs):
        line = _joined(paragraph)
        role = paragraph[0].role
        if role:
            at = "at the foot" if role == "note" else "at the edge"
            text.add(line, role, reason=f"{at} of page {paragraph[0].page + 1}")
        elif LEADER.search(line):
            text.add(line, "contents", reason="dots to a page number")
        elif number in named:
            role, level = named[number]
            text.add(line, role, level=level, reason="outline of the PDF")
        else:
            text.add(line)
    return text.reading()


def _joined(paragraph: list[_Line]) -> str:
    """The lines as one, with a blank between words of Latin letters."""
    text = paragraph[0].text
    for line in paragraph[1:]:
        blank = LATIN.match(text[-1]) and LATIN.match(line.text[0])
        text += (" " if blank else "") + line.text
    return text


def _outlined(
    paragraphs: list[list[_Line]], outline: list[tuple[int, str, int]]
) -> dict[int, tuple[str, int]]:
    """The paragraphs that the outline names, with their role and level."""
    places: dict[tuple[str, int], int] = {}
    for number, paragraph in enumerate(paragraphs):
        if not paragraph[0].role:
            line = _compact(_joined(paragraph))
            for name in (_bare(line), line):
                places[name, paragraph[0].page] = number
    first = next((n for n, paragraph in enumerate(paragraphs) if not paragraph[0].role), None)
    named: dict[int, tuple[str, int]] = {}
    alone = sum(level == 0 for level, _, _ in outline) == 1
    for level, name, page in outline:
        number = places.get((name, page), places.get((_bare(name), page)))
        if number is not None:
            title = alone and level == 0 and number == first
            named[number] = ("title", 0) if title else ("heading", level + 1)
    return named


def _bare(name: str) -> str:
    """A heading without its number, which outlines leave out as often as not."""
    marker = MARKER.match(name)
    return name[marker.end() :] or name if marker else name


def _compact(text: str) -> str:
    return "".join(text.split())
