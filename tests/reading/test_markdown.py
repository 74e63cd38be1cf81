"""Markdown stays as it is written; what its signs say about lines is marked."""

import pytest
from makers import marked, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 一\n正文", [("heading", 1, "# 一")]),
        ("### 总则 ###\n", [("heading", 3, "### 总则 ###")]),
        ("#总则\n", [("heading", 1, "#总则")]),
        ("#㙟水\n", [("heading", 1, "#㙟水")]),
        ("#𡋾口村\n", [("heading", 1, "#𡋾口村")]),
        ("#话题#\n", []),
        ("    # 缩进的是代码\n", []),
        ("标题\n====\n正文", [("heading", 1, "标题\n====")]),
        ("标题\n----\n正文", [("heading", 2, "标题\n----")]),
        ("正文\n\n----\n", [("furniture", 0, "----")]),
        ("```\n# 代码\n```\n", [("body", 0, "```\n# 代码\n```")]),
        ("~~~py\n# 代码\n```\n", [("body", 0, "~~~py\n# 代码\n```\n")]),
        ("|甲|乙|\n|-|-|\n|1|2|\n\n后", [("table", 0, "|甲|乙|\n|-|-|\n|1|2|")]),
        ("- [总则](#总则)\n", [("contents", 0, "- [总则](#总则)")]),
        ("---\nlang: zh\n---\n正文", [("boilerplate", 0, "---\nlang: zh\n---\n")]),
        ("<!-- # 不是 -->\n正文", [("boilerplate", 0, "<!-- # 不是 -->")]),
        ("# 一\n\n1. 甲", [("heading", 1, "# 一"), ("body", 0, "1. 甲")]),
        ("1. 甲\n2. 乙", []),
        ("**第一条**　为了规范……", []),
    ],
)
def test_markdown_stays_as_it_is_written_and_is_marked(text, expected):
    reading = read("a.md", text.encode())
    assert reading.text == text
    assert marked(reading) == expected
