"""Texts put through the steps of structure: what its tests share."""

import pandas as pd
from hypothesis import strategies as st

from analysis.structure import FORMS, mark_blocks, split_sections
from analysis.structure.grammar import matcher
from analysis.structure.layouts import read_lines

REPORT = (
    "报告\n开场白。\n一、成绩\n（一）经济。增长较快。\n（二）民生。改善明显。\n"
    "二、打算\n再接再厉。\n"
)
# Any characters, surrogates and NUL as well, and in between what looks like structure.
ANYTHING = st.text(st.characters(exclude_categories=()))
MARKERS = """一、 二、 （一） （二） (二) 1. 2. 第一章 第二章 第一条 第二条 一是 二是 首先， 其次，
—— 附件1 附： 目录 前言 ① Ⅰ. **第三条** 总则 要加强学习 。 ； ， ： &nbsp; 相关阅读 责任编辑：
……3 2024年 Copyright"""
SPACED = ["1.1 ", "第一章 ", "第二条\u3000", "\n", "\n\n", "\u3000\u3000", " ", "- 1 -"]
STRANGE = ["\u200b", "\x00", "\ud800", "\x0c"]
LIKELY = st.sampled_from([*MARKERS.split(), *SPACED, *STRANGE])
DOCUMENTS = st.one_of(ANYTHING, st.lists(LIKELY | ANYTHING, max_size=60).map("".join))


def documents_of(*texts, marks=(), source="txt"):
    """A frame of documents of one format, called a, b, c …; `marks` are those of the first."""
    frame = pd.DataFrame(
        {"document": list("abcdefgh"[: len(texts)]), "text": pd.Series(texts, dtype="object")}
    )
    frame["format"] = source
    frame["marks"] = [tuple(marks), *[()] * (len(texts) - 1)]
    return frame


def blocks_of(text, marks=(), headings=None, source="txt"):
    """The blocks of one text."""
    return mark_blocks(documents_of(text, marks=marks, source=source), headings=headings)


def sections_of(text, **options):
    """The sections of one text."""
    documents = documents_of(text)
    return split_sections(documents, mark_blocks(documents), **options)


def pieces(text, blocks, *roles):
    """The texts of the blocks, or of those with these roles, without blanks around them."""
    chosen = blocks[blocks["role"].isin(roles)] if roles else blocks
    return [text[block.start : block.end].strip() for block in chosen.itertuples()]


def paths(sections):
    """Path and title of each section, as the golden cases say them."""
    return [f"{s.section} {s.title}".strip() for s in sections.itertuples()]


def lines_of(text, marks=()):
    """The lines of one text, before anything has been decided about them."""
    return read_lines(text, marks, matcher(FORMS))


def line_of(text):
    """A single line."""
    (line,) = lines_of(text)
    return line
