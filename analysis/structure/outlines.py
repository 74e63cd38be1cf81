"""The outline that a person reads at a glance: what is where, and how much of it."""

from __future__ import annotations

import html
import unicodedata

import numpy as np
import pandas as pd


def outline(sections: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """What is where, and how much of it: one row per section, subsections included.

    Columns: ``document``, ``section``, ``level``, ``title``, ``n_chars``, ``n_tokens`` (missing
    where no tokens are given), ``share`` (of the tokens of the document; of its characters
    where no tokens are given). Numbers *include* the subsections: the row "2" counts 2, 2.1
    and 2.2, so the shares of the first level sum to 1. (In `split_sections` and in counts
    each section stands for its own text alone.)

    >>> from analysis import mark_blocks, split_sections
    >>> text = "一、认识\\n要学习。\\n（一）学什么。学理论。\\n（二）怎么学。多读书。\\n"
    >>> text += "二、行动\\n要实干。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> frame = outline(split_sections(documents, mark_blocks(documents)))
    >>> frame[["section", "title", "n_chars", "share"]]
      section   title  n_chars  share
    0       1    一、认识       12   0.75
    1     1.1  （一）学什么        4   0.25
    2     1.2  （二）怎么学        4   0.25
    3       2    二、行动        4   0.25
    """
    keys = list(
        zip(sections["document"].astype(str), sections["section"].astype(str), strict=True)
    )
    frame = sections[["document", "section", "level", "title"]].reset_index(drop=True)
    frame["n_chars"] = _with_subsections(keys, sections["n_chars"].tolist())
    frame["n_tokens"] = pd.array([pd.NA] * len(keys), dtype="Int64")
    basis = sections["n_chars"].to_numpy()
    if tokens is not None:
        sizes = tokens.groupby(["document", "section"], observed=True).size().to_dict()
        basis = np.array([sizes.get(key, 0) for key in keys], dtype=np.int64)
        frame["n_tokens"] = _with_subsections(keys, basis.tolist())
    whole = pd.Series(basis).groupby(frame["document"].astype(str)).transform("sum")
    parts = frame["n_chars" if tokens is None else "n_tokens"]
    frame["share"] = (parts / whole.where(whole > 0, 1)).astype("float64")
    return frame


def _with_subsections(keys: list[tuple[str, str]], own: list[int]) -> list[int]:
    """Each number with those of the sections below it added."""
    totals = dict.fromkeys(keys, 0)
    for (document, section), number in zip(keys, own, strict=True):
        names = section.split(".")
        for depth in range(1, len(names) + 1):
            above = (document, ".".join(names[:depth]))
            if above in totals:
                totals[above] += number
    return [totals[key] for key in keys]


class Rendering(str):
    """An outline as text, which a notebook shows as a table."""

    table: str

    def _repr_html_(self) -> str:
        return self.table


def show_outline(frame: pd.DataFrame) -> Rendering:
    """An outline to read at a glance: aligned text for a terminal, a table in a notebook.

    `frame` is what `outline` gives. Titles are indented by level; the bar is the share of the
    document, subsections included.

    >>> from analysis import mark_blocks, split_sections
    >>> text = "一、认识\\n要学习。\\n（一）学什么。学理论。\\n（二）怎么学。多读书。\\n"
    >>> text += "二、行动\\n要实干。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> print(show_outline(outline(split_sections(documents, mark_blocks(documents)))))
    section  title           characters  share
    1        一、认识                12    75%  ███████████████
    1.1        （一）学什么           4    25%  █████
    1.2        （二）怎么学           4    25%  █████
    2        二、行动                 4    25%  █████
    """
    several = len(set(frame["document"])) > 1
    counted = frame["n_tokens"].notna().any() if len(frame) else False
    names = ["section", "title", "characters", *(["tokens"] if counted else []), "share"]
    lines, rows, document = [[*names, ""]], [], None
    for row in frame.itertuples():
        if several and row.document != document:
            document = row.document
            lines.append([str(document)])
            rows.append(
                f'<tr><th colspan="{len(names) + 1}">{html.escape(str(document))}</th></tr>'
            )
        numbers = [
            f"{row.n_chars:,}",
            *([f"{row.n_tokens:,}"] if counted else []),
            f"{row.share:.0%}",
        ]
        title = row.title or ("(before the first heading)" if len(frame) > 1 else "(no headings)")
        deep = max(row.level - 1, 0)
        lines.append(
            [str(row.section), "  " * deep + title, *numbers, "█" * round(20 * row.share)]
        )
        rows.append(_table_row(str(row.section), title, deep, numbers, row.share))
    result = Rendering(_align(lines))
    heads = "".join(f"<th>{name}</th>" for name in [*names, ""])
    result.table = f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    return result


def _table_row(section: str, title: str, deep: int, numbers: list[str], share: float) -> str:
    left = 'style="text-align:left'
    cells = "".join(f"<td>{number}</td>" for number in numbers)
    bar = f'<div style="background:#4477aa;height:0.8em;width:{max(share, 0) * 8:.2f}em"></div>'
    return (
        f'<tr><td {left}">{section}</td><td {left};padding-left:{0.5 + 1.5 * deep}em">'
        f'{html.escape(title)}</td>{cells}<td {left}">{bar}</td></tr>'
    )


def width(text: str) -> int:
    """Columns in a terminal: two for full-width characters, none for marks that combine."""
    return sum(
        2
        if unicodedata.east_asian_width(sign) in "WF"
        else 0
        if unicodedata.combining(sign)
        else 1
        for sign in text
    )


def _align(lines: list[list[str]]) -> str:
    """Columns of equal width: the first two to the left, numbers to the right."""
    size = len(lines[0])
    wide = [
        max((width(line[at]) for line in lines if len(line) > 1), default=0) for at in range(size)
    ]
    aligned = []
    for line in lines:
        cells = [
            cell + " " * (wide[at] - width(cell))
            if at in (0, 1, size - 1)
            else " " * (wide[at] - width(cell)) + cell
            for at, cell in enumerate(line if len(line) > 1 else [])
        ]
        aligned.append("  ".join(cells or line).rstrip())
    return "\n".join(aligned)
