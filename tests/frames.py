"""Frames of a few words, made on the spot for the tests."""

import pandas as pd
from hypothesis import strategies as st

# Everything that a token, a gap or a border can be made of.
SCRAPS = st.lists(
    st.sampled_from(
        [
            *[
                "新时代文明实践",
                "意识形态",
                "網絡輿論",
                "的",
                "我们",
                "乾隆",
                "二〇二四年",
                "第3条",
            ],
            *[
                "5.2%",
                "126万亿元",
                "XX",
                "××",
                "GDP",
                "C++",
                " ",
                "　",
                "\n",
                "。",
                "”",
                "……",
                "？！",
            ],
            *["𠮷", "é", "\u200b", "·", "①", "-", "3", "十", "第", "e\u0301", "😀"],
        ]
    ),
    max_size=25,
).map("".join)


def frames(*texts, roles=None):
    """Documents of blocks: a paragraph each, ended by a blank line; one section each."""
    documents, blocks, sections = [], [], []
    for number, parts in enumerate(texts):
        parts = [parts] if isinstance(parts, str) else parts
        name, start = f"文{number}", 0
        for place, part in enumerate(parts):
            role = roles[place] if roles else "body"
            blocks.append((name, start, start + len(part), role))
            start += len(part)
        documents.append((name, "".join(parts)))
        sections.append((name, "0", 0))
    return (
        pd.DataFrame(documents, columns=["document", "text"]),
        pd.DataFrame(sections, columns=["document", "section", "start"]),
        pd.DataFrame(blocks, columns=["document", "start", "end", "role"]),
    )


def words(tokens):
    return tokens["token"].astype(str).tolist()
