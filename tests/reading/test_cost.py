"""A PDF that would take all memory, or for ever, is one clear error; others are read."""

import zlib

import pytest
from makers import raw_pdf, read, stream

from analysis.reading.formats.cost import check_cost

HELLO = "BT /F1 12 Tf 50 700 Td (Hello) Tj ET "
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def drawing(content, resources="<</Font<</F1 5 0 R>>/XObject<</X 6 0 R>>>>"):
    kind = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    return stream(content, kind + (f"/Resources {resources}" if resources else ""))


def drawn(*drawings, content=HELLO + "/X Do"):
    """A PDF that draws object 6, the first of these."""
    given = "/XObject<</X 6 0 R>>"
    return raw_pdf(stream(content), "<</F1 5 0 R>>", FONT, *drawings, resources=given)


def inner(number):
    return f"<</Font<</F1 5 0 R>>/XObject<</X {number} 0 R>>>>"


@pytest.mark.parametrize(
    "drawings",
    [
        [drawing(HELLO + "/X Do /X Do")],
        [drawing("/X Do /X Do", resources="7 0 R"), inner(6)],  # its resources stand elsewhere
        [drawing("/X Do /X Do", "<</XObject 7 0 R>>"), "<</X 6 0 R>>"],
        [drawing("/X Do /X Do", resources="")],  # it takes those of its page
        [drawing("/X Do", inner(7)), drawing("/X Do /X Do", inner(6))],
        [drawing("/X Do /X Do", inner(7 + n)) for n in range(25)] + [drawing(HELLO)],
    ],
)
def test_drawings_within_drawings_without_end_are_refused(drawings):
    with pytest.raises(ValueError, match="draws one thing within another without end"):
        read("a.pdf", drawn(*drawings))


def test_resources_packed_with_other_objects_are_found():
    packed = b"9 0 7 20 " + b"<</Kids[]>>         " + inner(6).encode()
    kind = "/Type/ObjStm/N 2/First 9/Filter/FlateDecode"
    file = drawn(drawing("/X Do /X Do", "7 0 R"), stream(zlib.compress(packed), kind))
    with pytest.raises(ValueError, match="without end"):
        check_cost(file.replace(b"\n7 0 obj", b"\n8 0 obj"))


@pytest.mark.parametrize(
    "drawings",
    [
        [drawing(HELLO + "/X Do")],  # itself, once: PDFium stops at forty
        [drawing(HELLO + "/X Do /X Do", inner(7)), drawing("/X Do /X Do", inner(8)), drawing("")],
        [drawing("/X Do /X Do", "<</XObject<</Y 6 0 R>>>>")],  # there is no X
    ],
)
def test_other_drawings_are_read(drawings):
    assert read("a.pdf", drawn(*drawings)).text == "Hello"
    assert read("a.pdf", drawn(drawing(HELLO), content=HELLO + "/X Do " * 200)).text == "Hello"


@pytest.fixture(scope="module")
def blanks():
    """300 MB of blanks, packed."""
    packer = zlib.compressobj(1)
    return b"".join([*(packer.compress(b" " * (1 << 20)) for _ in range(300)), packer.flush()])


def test_streams_that_unpack_without_bound_are_refused(blanks):
    for packed, filters in [(blanks, ""), (zlib.compress(blanks), "/FlateDecode")]:
        content = stream(packed, f"/Filter[/FlateDecode{filters}]")
        with pytest.raises(ValueError, match="unpacks to more than 256 MB"):
            read("a.pdf", raw_pdf(content, "<</F1 5 0 R>>", FONT))


def test_pictures_and_damaged_streams_are_passed_over(blanks):
    picture = stream(blanks, "/Subtype/Image/Filter/FlateDecode")
    damaged = stream(b"no zlib", "/Filter/FlateDecode")
    file = raw_pdf(stream(HELLO), "<</F1 5 0 R>>", FONT, picture, damaged)
    assert read("a.pdf", file).text == "Hello"
