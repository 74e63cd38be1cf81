"""What a PDF would cost to read, before it is read.

A file of some kilobytes can unpack to gigabytes, or hold a drawing that draws itself twice, and
that again, forty levels deep. PDFium would do it all, and nothing can stop it then.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from ..archives import MAX_BYTES

# A drawing costs PDFium about 30 microseconds and three kilobytes.
MAX_DRAWN = 500_000
# PDFium follows drawings within drawings so deep.
DEPTH = 40
# Streams are unpacked in pieces of so many bytes; a dictionary is no longer than this.
PIECE = 1 << 20
LONGEST_HEAD = 1 << 16
LONGEST_NUMBER = 20

STREAM = re.compile(rb">>\s*stream\r?\n")
OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+\d{1,5}\s+obj\b")
NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+$")
NAMED = re.compile(rb"/([^\s/<>\[\]()]+)\s+(\d{1,10})\s+\d{1,5}\s+R\b")
DRAW = re.compile(rb"/([^\s/<>\[\]()]+)\s+Do\b")
IMAGE = re.compile(rb"/Subtype\s*/Image\b")
DRAWING = re.compile(rb"/Subtype\s*/Form\b")
PACKED_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
FIRST = re.compile(rb"/First\s+(\d+)")
FONT = re.compile(rb"/Length1\b|/Subtype\s*/(?:Type1C|CIDFontType0C|OpenType)\b")

TOO_LARGE = f"it unpacks to more than {MAX_BYTES >> 20} MB: divide it"
TOO_MANY = "it draws one thing within another without end: print it to a new PDF, and read that"


def check_cost(data: bytes) -> None:
    """Raise ValueError where reading the PDF of these bytes, `data`, would take all memory.

    What cannot be unpacked here (encrypted files, other kinds of packing) is passed over.
    """
    drawings: dict[int, _Drawing] = {}
    packed: list[tuple[bytes, bytes]] = []
    size = 0
    for stream in _streams(data):
        if IMAGE.search(stream.head):  # not looked at by who reads text
            continue
        pieces = _bounded(_unpacked(stream), size)
        if DRAWING.search(stream.head):
            content = b"".join(pieces)
            drawings[stream.number] = _Drawing(stream.head, Counter(DRAW.findall(content)))
            size += len(content)
        elif PACKED_OBJECTS.search(stream.head):
            packed.append((stream.head, b"".join(pieces)))
            size += len(packed[-1][1])
        else:
            unpacked = sum(map(len, pieces))
            size += unpacked * (not FONT.search(stream.head))  # fonts are opened one by one
    if any(drawing.uses for drawing in drawings.values()):
        _check_drawings(drawings, _Objects(data, packed))


# --- streams -------------------------------------------------------------------------


class _Stream(NamedTuple):
    """A stream of a PDF: the number of its object, its dictionary, and its bytes as packed."""

    number: int
    head: bytes
    body: bytes


def _streams(data: bytes) -> Iterator[_Stream]:
    """The streams of a file, found by their signs: its tables of contents may lie."""
    for found in STREAM.finditer(data):
        number, start = _object_before(data, found.start())
        end = data.find(b"endstream", found.end())
        body = data[found.end() : end if end >= 0 else len(data)]
        yield _Stream(number, data[start : found.start()], body)


def _object_before(data: bytes, end: int) -> tuple[int, int]:
    """The number of the object whose dictionary ends here, and where that begins."""
    start = end
    while (start := data.rfind(b"obj", max(0, end - LONGEST_HEAD), start)) >= 0:
        if number := NUMBER.search(data, max(0, start - LONGEST_NUMBER), start):
            return int(number[1]), start + len(b"obj")
    return 0, end


def _unpacked(stream: _Stream) -> Iterable[bytes]:
    """The bytes of a stream, unpacked as often as it says that they are packed."""
    pieces: Iterable[bytes] = [stream.body]
    for _ in range(stream.head.count(b"/FlateDecode")):
        pieces = _inflated(pieces)
    return pieces


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """What is packed in some bytes, up to where it is damaged."""
    inflater = zlib.decompressobj()
    for packed in pieces:
        while packed and not inflater.eof:
            try:
                yield inflater.decompress(packed, PIECE)
            except zlib.error:
                return
            packed = inflater.unconsumed_tail


def _bounded(pieces: Iterable[bytes], size: int) -> Iterator[bytes]:
    """The pieces, if they and `size` bytes before them are not too much to hold."""
    for piece in pieces:
        size += len(piece)
        if size > MAX_BYTES:
            raise ValueError(TOO_LARGE)
        yield piece


# --- drawings within drawings --------------------------------------------------------


class _Drawing(NamedTuple):
    """A drawing (a form XObject): its dictionary, and what it draws how often, by names."""

    head: bytes
    uses: Counter[bytes]


class _Objects:
    """The objects of a file that are no streams, looked up only where they are needed."""

    def __init__(self, data: bytes, packed: list[tuple[bytes, bytes]]) -> None:
        self._data = data
        self._packed = packed

    @cached_property
    def _texts(self) -> dict[int, bytes]:
        """What each object says, by its number."""
        texts = {}
        for found in OBJECT.finditer(self._data):
            end = self._data.find(b"endobj", found.end(), found.end() + LONGEST_HEAD)
            texts[int(found[1])] = self._data[found.end() : max(end, found.end())]
        for head, text in self._packed:
            texts |= _divided(head, text)
        return texts

    @cached_property
    def everywhere(self) -> dict[bytes, list[int]]:
        """The objects that have a name anywhere in the file."""
        named = defaultdict(list)
        for text in (self._data, *(text for _, text in self._packed)):
            for name, number in NAMED.findall(text):
                named[name].append(int(number))
        return named

    def named_in(self, text: bytes, depth: int = 2) -> dict[bytes, list[int]]:
        """The objects that a dictionary names, and the dictionaries of its resources."""
        named: defaultdict[bytes, list[int]] = defaultdict(list)
        for name, number in NAMED.findall(text):
            named[name].append(int(number))
            if name in (b"Resources", b"XObject") and depth:
                named |= self.named_in(self._texts.get(int(number), b""), depth - 1)
        return named


def _divided(head: bytes, text: bytes) -> dict[int, bytes]:
    """The objects that are packed in one stream."""
    first = FIRST.search(head)
    if not first:
        return {}
    numbers = list(map(int, re.findall(rb"\d+", text[: int(first[1])])))
    starts = [int(first[1]) + offset for offset in numbers[1::2]]
    ends = [*starts[1:], len(text)]
    spans = zip(numbers[::2], starts, ends, strict=False)
    return {number: text[start:end] for number, start, end in spans}


def _check_drawings(drawings: dict[int, _Drawing], objects: _Objects) -> None:
    """Raise ValueError where one drawing, with all that is drawn in it, is too much."""
    parts = {number: list(_parts(one, drawings, objects)) for number, one in drawings.items()}
    cost = dict.fromkeys(drawings, 1)
    for _ in range(DEPTH):
        new = {
            number: 1 + sum(times * max(map(cost.__getitem__, inner)) for times, inner in used)
            for number, used in parts.items()
        }
        if max(new.values()) > MAX_DRAWN:
            raise ValueError(TOO_MANY)
        if new == cost:
            return
        cost = new


def _parts(
    drawing: _Drawing, drawings: dict[int, _Drawing], objects: _Objects
) -> Iterator[tuple[int, list[int]]]:
    """How often a drawing draws others: each time one of these, where the name is not clear."""
    own = b"/Resources" in drawing.head
    named = objects.named_in(drawing.head) if own else objects.everywhere
    for name, times in drawing.uses.items():
        inner = [number for number in named.get(name, []) if number in drawings]
        if inner:
            yield times, inner
