"""Two versions of one document side by side, for a reader: a Word file, a page or a table."""

from __future__ import annotations

import datetime
import html
import os
import pathlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from ..corpus import Corpus
from ..files import whole
from ..glossary import words
from ..statistics import changed_terms, compare_versions, differences
from ..wording import labels, section_names
from .tables import csv_of
from .word import EDITED, Block, Edited, Heading, Part, Table, Text, write_word

KINDS = ("new", "dropped", "changed", "moved")
TERMS = 20  # of the table of terms
WRITERS = (".docx", ".html", ".csv")
STYLE = f"""
body {{ max-width: 46em; margin: 2em auto; padding: 0 1em; line-height: 1.7;
  font-family: "Noto Serif SC", "Source Han Serif SC", SimSun, serif; color: #1a1a1a; }}
h1, h2, caption {{ font-family: "Noto Sans SC", "Source Han Sans SC", SimHei, sans-serif; }}
h1 {{ font-size: 1.5em; }} h2 {{ font-size: 1.1em; margin-top: 1.6em; }}
ins {{ color: #{EDITED["new"]}; }} del {{ color: #{EDITED["dropped"]}; }}
table {{ border-collapse: collapse; border-top: 2px solid; border-bottom: 2px solid; }}
th {{ border-bottom: 1px solid; }} td, th {{ padding: .2em .8em; text-align: right; }}
td:first-child, th:first-child {{ text-align: left; }} caption {{ padding-bottom: .4em; }}
"""


def save_versions(
    old: Corpus,
    new: Corpus,
    path: str | os.PathLike,
    *,
    language: str = "zh",
    date: datetime.date | None = None,
    stop: Iterable[str] | None = None,
) -> pathlib.Path:
    """Write what is different between two versions of a document; returns the `path`.

    `old` and `new` are corpora of one document each.  A .docx or .html says how many sentences
    are new, dropped, changed and moved, which terms came, went or changed most, and then shows,
    heading by heading of the new version, each sentence that is different: what came underlined,
    what went struck out.  A .csv is the table of `compare_versions`.  `language` is "zh" or "en",
    `date` that of the Word file, `stop` leaves out words as in `frequency`.

    Raises ValueError for another suffix, another language, or a corpus that has not exactly one
    document; OSError where it cannot write.

    >>> import tempfile, analysis as an
    >>> old = an.load(an.read_text("一、学习\\n学习理论。", "草案"))
    >>> new = an.load(an.read_text("一、学习\\n学习理论和文件。", "定稿"))
    >>> save_versions(old, new, pathlib.Path(tempfile.mkdtemp()) / "changes.docx").name
    'changes.docx'
    """
    path = pathlib.Path(path)
    suffix = path.suffix.lower()
    if suffix not in WRITERS:
        raise ValueError(f"{path.name!r}: name a file that ends with {', '.join(WRITERS)}")
    changes = compare_versions(old, new)
    if suffix == ".csv":
        data = csv_of(changes).encode("utf-8-sig")
    else:
        blocks = list(_blocks(old, new, changes, stop, language))
        title = blocks[0].text if isinstance(blocks[0], Heading) else ""
        if suffix == ".docx":
            date = date or datetime.date.today()
            write_word(blocks, path, language=language, date=date, title=title)
            return path
        data = _page(blocks, title, language).encode("utf-8", "replace")
    with whole(path) as file:
        file.write_bytes(data)
    return path


def _blocks(
    old: Corpus,
    new: Corpus,
    changes: pd.DataFrame,
    stop: Iterable[str] | None,
    language: str,
) -> Iterator[Block]:
    """Title, numbers, terms, and the sentences heading by heading."""
    said = words(language)["versions"]
    one, other = (corpus.documents["document"].iloc[0] for corpus in (old, new))
    yield Heading(said["title"].format(one, other), 0)
    n = changes["change"].value_counts()
    if changes.empty:
        yield Text([said["none"]])
        return
    yield Text([said["found"].format(*(f"{n.get(kind, 0):,}" for kind in KINDS))])
    came, went = Edited(said["came"], "new"), Edited(said["went"], "dropped")
    yield Text([said["how"], came, said["and"], went, said["end"]])
    terms = changed_terms(old, new, stop=stop).head(TERMS)
    if len(terms):
        shown = labels(terms, language)
        rows = [[str(cell) for cell in row] for row in shown.itertuples(index=False)]
        caption = said["terms"].format(len(terms))
        yield Table("terms", list(shown.columns), rows, caption, (3, 2, 2, 2, 2, 2), (2, 3, 4, 5))
    names = {
        side: section_names(corpus, language=language).set_index("section")["name"]
        for side, corpus in (("old", old), ("new", new))
    }
    heading = None
    for row in changes.itertuples(index=False):
        side = "new" if row.section_new else "old"
        at = names[side].get(row.section_new or row.section_old, "")
        if at != heading:
            heading = at
            yield Heading(at, 1)
        yield Text(list(_shown(row, names["old"], said)))


def _shown(row: Any, old: pd.Series, said: Mapping[str, str]) -> Iterator[Part]:
    """A sentence that is different, with what is different in it marked."""
    if row.change == "changed":
        for change, text in differences(row.text_old, row.text_new):
            yield text if change == "same" else Edited(text, change)
    elif row.change == "moved":
        yield row.text_new
    else:
        yield Edited(row.text_new or row.text_old, row.change)
    if row.section_old and row.section_new and row.section_old != row.section_new:
        yield said["from"].format(old.get(row.section_old, row.section_old))


def _page(blocks: list[Block], title: str, language: str) -> str:
    """The same as one HTML file that loads nothing."""
    body = "\n".join(map(_as_html, blocks))
    head = f'<meta charset="utf-8"><title>{html.escape(title)}</title><style>{STYLE}</style>'
    lang = "zh-CN" if language == "zh" else "en"
    return f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>{head}</head>\n<body>\n{body}\n</body>\n'


def _as_html(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{html.escape(block.text)}</h{block.level + 1}>"
    if isinstance(block, Table):
        rows = [_row(block.heads, "th"), *(_row(row, "td") for row in block.rows)]
        return f"<table><caption>{html.escape(block.caption)}</caption>{''.join(rows)}</table>"
    if isinstance(block, Text):
        return f"<p>{''.join(map(_part, block.parts))}</p>"
    raise TypeError(f"no way to write {type(block).__name__} on a page")


def _row(cells: Iterable[str], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _part(part: Part) -> str:
    if isinstance(part, Edited):
        tag = "ins" if part.change == "new" else "del"
        return f"<{tag}>{html.escape(part.text)}</{tag}>"
    return html.escape(str(part))
