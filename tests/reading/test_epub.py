"""Electronic books: the order of the spine, headings, notes, contents, what is refused."""

import pytest
from makers import marked, read, zipped

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>'
HTML = "application/xhtml+xml"


def page(body):
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html '
        f'xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>{body}</body></html>'
    )


def epub(pages, spine=None, items="", **more):
    """A book of pages by name, in the order of `spine` or of the pages."""
    items += "".join(f'<item id="{n}" href="{n}.xhtml" media-type="{HTML}"/>' for n in pages)
    refs = "".join(f'<itemref idref="{name}"/>' for name in spine or pages)
    package = (
        '<package xmlns:dc="urn:dc"><metadata><dc:title>红楼 梦</dc:title></metadata>'
        f"<manifest>{items}</manifest><spine>{refs}</spine></package>"
    )
    files = {f"OEBPS/{name}.xhtml": page(body) for name, body in pages.items()}
    return zipped({"META-INF/container.xml": CONTAINER, "OEBPS/a.opf": package} | files | more)


def test_chapters_stand_in_the_order_of_the_spine():
    book = epub(
        {
            "b": "<h2>第二回</h2><p>贾夫人仙逝。</p>",
            "a": "<h1>卷一</h1><h2>第一回</h2><p>甄士隐梦幻，<i>识</i>通灵。</p>",
            "cover": "<img src='a.png'/>",
        },
        ["cover", "a", "b"],
    )
    reading = read("a.epub", book)
    assert reading.text == "卷一\n第一回\n甄士隐梦幻，识通灵。\n第二回\n贾夫人仙逝。"
    assert marked(reading) == [
        ("heading", 1, "卷一"),
        ("heading", 2, "第一回"),
        ("heading", 2, "第二回"),
    ]
    assert (reading.title, reading.encoding) == ("红楼 梦", "utf-8")


@pytest.mark.parametrize("kind", ["nav", "ncx"])
def test_lines_that_the_contents_name_are_headings(kind):
    nav = '<item id="n" href="n.xhtml" properties="nav" media-type="x"/>'
    ncx = '<item id="n" href="n.xhtml" media-type="application/x-dtbncx+xml"/>'
    text = {
        "nav": "<nav><ol><li><a href='a.xhtml#x'>楔子</a></li></ol></nav>",
        "ncx": "<navMap><navPoint><navLabel><text>楔子</text></navLabel>"
        "<content src='a.xhtml'/></navPoint></navMap>",
    }[kind]
    pages = {"a": "<p>楔子</p><p>话说楔子。</p>", "b": "<p>楔子</p>"}
    book = epub(pages, items={"nav": nav, "ncx": ncx}[kind], **{"OEBPS/n.xhtml": page(text)})
    reading = read("a.epub", book)
    assert marked(reading) == [("heading", 1, "楔子")], "once: that of its own chapter"
    assert reading.text == "楔子\n话说楔子。\n楔子"


def test_notes_tables_and_contents_are_marked():
    body = (
        "<p>正文。</p><aside>注一。</aside>"
        "<table><tr><td>年</td><td>数</td></tr><tr><td>一</td><td>二</td></tr></table>"
    )
    reading = read("a.epub", epub({"c": "<nav><h1>目录</h1><p>第一回</p></nav>", "a": body}))
    assert [(role, text) for role, _, text in marked(reading)] == [
        ("contents", "目录"),
        ("contents", "第一回"),
        ("note", "注一。"),
        ("table", "年\t数"),
        ("table", "一\t二"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"a.txt": "x"}), "not an electronic book"),
        (zipped({"META-INF/container.xml": CONTAINER}), "package document is missing"),
        (epub({"a": "<img/>"}), "no text in its chapters"),
        (
            epub(
                {"a": "<p>文</p>"},
                **{"META-INF/encryption.xml": '<e><d><c URI="OEBPS/a.xhtml"/></d></e>'},
            ),
            "protected against copying",
        ),
    ],
)
def test_what_is_no_such_book_is_one_clear_error(data, reason):
    with pytest.raises(ValueError, match=reason):
        read("a.epub", data)


def test_a_missing_chapter_is_named_and_fonts_may_be_encrypted():
    book = epub(
        {"a": "<p>文。</p>"},
        ["a", "x"],
        f'<item id="x" href="x.xhtml" media-type="{HTML}"/>',
        **{"META-INF/encryption.xml": '<e><d><c URI="OEBPS/a.ttf"/></d></e>'},
    )
    reading = read("a.epub", book)
    assert reading.text == "文。"
    assert reading.remarks == ("a chapter is missing: OEBPS/x.xhtml",)
