"""Rows of ruled tables are tables; text in a frame, or beside a line, is text."""

import io

import pytest
from makers import marked, read
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from analysis.reading.formats.ruled import Rules, sides_of

ABOVE, BELOW = "一、总体要求", "二、主要任务"
ROWS = [["序号", "评审内容"], ["1.", "投标人资格要求"], ["2.", "项目实施方案"]]
X, WIDTHS, TOP, HEIGHT = 60, (60, 200), 480, 24


def page(draw):
    """A page with a heading, rows of two cells, and a heading; `draw` draws lines to them."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, (400, 600), invariant=True)
    canvas.setFont("STSong-Light", 12)
    canvas.drawString(X, 540, ABOVE)
    for n, row in enumerate(ROWS):
        for x, words in zip((X, X + WIDTHS[0]), row, strict=True):
            canvas.drawString(x + 4, TOP - n * HEIGHT + 6, words)
    canvas.drawString(X, 380, BELOW)
    draw(canvas)
    canvas.save()
    return read("a.pdf", data.getvalue())


def cells(canvas):
    for n in range(len(ROWS)):
        for x, width in zip((X, X + WIDTHS[0]), WIDTHS, strict=True):
            canvas.rect(x, TOP - n * HEIGHT, width, HEIGHT)


def lines(canvas):
    right, bottom = X + sum(WIDTHS), TOP - (len(ROWS) - 1) * HEIGHT
    for n in range(len(ROWS) + 1):
        canvas.line(X, TOP + HEIGHT - n * HEIGHT, right, TOP + HEIGHT - n * HEIGHT)
    for x in (X, X + WIDTHS[0], right):
        canvas.line(x, bottom, x, TOP + HEIGHT)


def filled(canvas):
    """The borders as thin filled boxes, one for each side of each cell."""
    for n in range(len(ROWS)):
        for x, width in zip((X, X + WIDTHS[0]), WIDTHS, strict=True):
            bottom = TOP - n * HEIGHT
            for left, low, right, high in sides_of((x, bottom, x + width, bottom + HEIGHT)):
                canvas.rect(left, low, right - left or 0.5, high - low or 0.5, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [cells, lines, filled])
def test_text_between_the_rules_of_a_table_is_a_table(draw):
    reading = page(draw)
    assert [row for role, _, row in marked(reading) if role == "table"] != []
    told = {row for role, _, row in marked(reading) if role == "table"}
    assert "".join(sorted("".join(told).replace(" ", ""))) == "".join(
        sorted("".join(map("".join, ROWS)))
    )
    assert ABOVE in reading.text.split("\n")
    assert BELOW in reading.text.split("\n")


def frame(canvas):
    canvas.rect(X - 10, 370, 300, 190)


def columns(canvas):
    canvas.line(X + WIDTHS[0] - 2, 370, X + WIDTHS[0] - 2, 560)


def underlines(canvas):
    for n in range(len(ROWS)):
        canvas.line(X, TOP - n * HEIGHT, 360, TOP - n * HEIGHT)


def shades(canvas):
    for n in range(3):
        canvas.setFillGray(0.9)
        canvas.rect(X + n * 100, 370, 100, 190, stroke=0, fill=1)


@pytest.mark.parametrize("draw", [frame, columns, underlines, shades])
def test_other_lines_make_no_table(draw):
    assert marked(page(draw)) == []


def test_text_that_reaches_beyond_the_columns_stands_in_no_cell():
    boxes = [(x, y, x + 50, y + 20) for x in (0, 50) for y in (0, 20)]
    grid = Rules(side for box in boxes for side in sides_of(box))
    assert grid.cell(5, 95, 10) == (20, 0)
    assert grid.cell(5, 130, 10) is None
    assert grid.cell(-30, 20, 10) is None
