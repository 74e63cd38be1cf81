"""What was filled into a form is read where it stands."""

import io

import pytest
from makers import marked, raw_pdf, read, stream


def form(*fields, labels=()):
    """A PDF with labels (x, y, text) and fields (kind, x, y, width, options)."""
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(500, 600))
    for x, y, text in labels:
        canvas.drawString(x, y, text)
    for number, (kind, x, y, width, options) in enumerate(fields):
        make = getattr(canvas.acroForm, kind)
        make(name=f"f{number}", x=x, y=y, **({"width": width} if width else {}), **options)
    canvas.showPage()
    canvas.save()
    return stream.getvalue()


def text_of(*fields, labels=()):
    return read("a.pdf", form(*fields, labels=labels)).text.split("\n")


def field(x, y, value, **options):
    return "textfield", x, y, 100, {"height": 20, "value": value, **options}


LABELS = [(50, 500, "Name:"), (250, 500, "Unit:"), (50, 460, "End")]


def test_a_value_follows_its_label():
    assert text_of(field(90, 495, "Zhang San"), labels=LABELS[:1]) == ["Name: Zhang San"]


def test_a_line_of_a_form_is_no_title():
    reading = read("a.pdf", form(field(90, 495, "Zhang San"), labels=LABELS[:1]))
    assert marked(reading) == [("body", 0, "Name: Zhang San")]
    assert marked(read("a.pdf", form(labels=LABELS[:1]))) == []


def test_values_stand_among_several_labels_of_a_line():
    fields = field(290, 495, "Office"), field(90, 495, "Zhang San")
    assert text_of(*fields, labels=LABELS) == ["Name: Zhang San Unit: Office", "End"]


def test_a_value_without_a_label_is_a_line_of_its_own_where_it_stands():
    assert text_of(field(90, 475, "Zhang San"), labels=LABELS[1:]) == ["Unit:", "Zhang San", "End"]
    assert text_of(field(90, 475, "Zhang San")) == ["Zhang San"]


def test_the_lines_of_a_value_stay_lines():
    notes = field(50, 300, "One\nTwo", fieldFlags="multiline")
    assert text_of(notes, labels=LABELS[2:]) == ["End", "One", "Two"]


def test_a_choice_is_what_the_list_shows():
    choice = ("choice", 90, 495, 100, {"value": "m", "options": [("Male", "m"), ("Female", "f")]})
    assert text_of(choice, labels=LABELS[:1]) == ["Name: Male"]


@pytest.mark.parametrize(
    "other",
    [
        field(90, 495, ""),
        field(90, 495, "hidden", annotationFlags="hidden"),
        field(90, 495, "secret", fieldFlags="password"),
        ("checkbox", 90, 495, 0, {"checked": True}),
    ],
)
def test_what_says_nothing_or_is_not_shown_is_left_out(other):
    assert text_of(other, labels=LABELS[:1]) == ["Name:"]


def annotated(kind, **more):
    """A PDF with a line of text and a remark of this kind."""
    content = "BT /F1 12 Tf 50 500 Td (Name:) Tj ET"
    entries = "".join(f"/{key} {value}" for key, value in more.items())
    return raw_pdf(
        stream(content),
        "<</F1 5 0 R>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        f"<</Type/Annot/Subtype/{kind}/Rect[90 495 200 515]/Contents(Zhang San){entries}>>",
        page="/Annots[6 0 R]",
    )


def test_text_typed_onto_the_page_is_read_and_remarks_are_not():
    assert read("a.pdf", annotated("FreeText")).text == "Name: Zhang San"
    for kind, more in [("Text", {}), ("Highlight", {}), ("FreeText", {"F": 2})]:
        assert read("a.pdf", annotated(kind, **more)).text == "Name:"
