"""The tree of headings: sections, the outline a person reads at a glance, and coarser grains."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import pandas as pd

COUNTED = ("body", "table", "note")  # the roles whose words are counted
_CLOSING = "。：；，:;, \t\n\u3000\xa0"


def split_sections(
    documents: pd.DataFrame, blocks: pd.DataFrame, *, fallback: str | int | None = None
) -> pd.DataFrame:
    """The sections of every document: one row per heading, in text order.

    A section is its *own* text, from its heading to the next heading of any level; its
    subsections have rows of their own. The row "0" is what stands before the first heading
    (or the whole of a document without headings); "0.1" is a subsection that comes before the
    first chapter. `fallback` divides documents without headings: "paragraphs" (each body
    block), or a number of parts of about equal length that end where a paragraph or a
    sentence ends.

    Columns: ``document``; ``section`` (dotted path, "2.1"); ``level`` (numbers in the path; 0
    for "0"); ``marker`` (一、); ``title`` (the heading as it stands in the text, without the
    closing punctuation); ``start``, ``end`` (offsets in the text); ``n_chars`` (characters of
    body, tables and notes of the section itself, blanks not counted).

    Raises ValueError for a fallback that does not exist.

    >>> from analysis import mark_blocks
    >>> text = "一、认识\\n要学习。\\n（一）学什么。学理论。\\n（二）怎么学。多读书。\\n"
    >>> text += "二、行动\\n要实干。\\n"
    >>> documents = pd.DataFrame({"document": ["a"], "text": [text]})
    >>> sections = split_sections(documents, mark_blocks(documents))
    >>> sections[["section", "title", "start", "end", "n_chars"]]
      section   title  start  end  n_chars
    0       1    一、认识      0   10        4
    1     1.1  （一）学什么     10   22        4
    2     1.2  （二）怎么学     22   34        4
    3       2    二、行动     34   44        4
    """
    if fallback not in (None, "paragraphs") and (isinstance(fallback, str) or fallback < 1):
        raise ValueError(f'no fallback {fallback!r}: "paragraphs", a number of parts, or None')
    rows: list[tuple] = []
    spots = blocks.groupby("document", observed=True, sort=False).indices
    starts, ends, levels = (blocks[name].to_numpy() for name in ("start", "end", "level"))
    markers = blocks["marker"].to_numpy(dtype=object)
    is_heading, is_blank = (blocks["role"] == role for role in ("heading", "blank"))
    is_heading, is_blank = is_heading.to_numpy(), is_blank.to_numpy()
    is_counted = np.logical_or.reduce([(blocks["role"] == role).to_numpy() for role in COUNTED])
    for name, text in zip(documents["document"], documents["text"], strict=True):
        own = spots.get(name, np.array([], dtype=np.intp))
        own = own[np.argsort(starts[own], kind="stable")]
        filled, titled, full = own[~is_blank[own]], own[is_heading[own]], own[is_counted[own]]
        begins = int(starts[filled[0]]) if len(filled) else len(text)
        heads = _rows(titled, starts, ends, levels, markers)
        counted = _rows(full, starts, ends)
        if heads or fallback is None:
            found = list(_by_headings(text, heads, begins))
        elif fallback == "paragraphs":
            found = _parts(text, counted, [start for start, _ in counted], "第{}段")
        else:
            found = _parts(text, counted, _equal(text, counted, int(fallback)), "第{}部分")
        sizes = _sizes(text, counted, [row[4] for row in found])
        rows += [(name, *row, size) for row, size in zip(found, sizes, strict=True)]
    return _frame(rows)


def _rows(places: np.ndarray, *columns: np.ndarray) -> list[tuple]:
    return list(zip(*(column[places].tolist() for column in columns), strict=True))


def _frame(rows: list[tuple]) -> pd.DataFrame:
    names = ["document", "section", "level", "marker", "title", "start", "end", "n_chars"]
    numbers = ("level", "start", "end", "n_chars")
    columns = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return pd.DataFrame(
        {
            name: pd.Series(column, dtype="int64" if name in numbers else "str")
            for name, column in columns.items()
        }
    )


def _by_headings(text: str, heads: list[tuple], begins: int) -> Iterator[tuple]:
    """(section, level, marker, title, start, end) for each heading, and "0" before them."""
    first = heads[0][0] if heads else len(text)
    orphans = bool(heads) and heads[0][2] > 1
    if begins < first or not heads or orphans:
        yield ("0", 0, "", "", 0, first)
    path, above = [], ""
    ends = [start for start, *_ in [*heads, (len(text),)][1:]]
    for (start, stop, level, marker), end in zip(heads, ends, strict=True):
        level = max(level, 1)
        if level != len(path):
            path = path[:level] + [0] * (level - len(path))
            above = "".join(f"{number}." for number in path[:-1])
        path[-1] += 1
        yield (f"{above}{path[-1]}", level, marker, title_of(text[start:stop]), start, end)


_MARKDOWN = re.compile(r"^[#>\s]+|\s+#+\s*$|\*\*|__")
_BREAK = re.compile(r"\s*\n\s*")


def title_of(heading: str) -> str:
    """A heading as a title: in one line, without closing punctuation and marks of markdown.

    >>> title_of("## **第一章**　总则\\n"), title_of("（一）坚持改革，\\n扩大开放。")
    ('第一章　总则', '（一）坚持改革，扩大开放')
    """
    if "#" in heading or "*" in heading or "_" in heading:
        heading = _MARKDOWN.sub("", heading)
    title = heading.strip(_CLOSING) or heading.strip()
    if not title.isprintable():  # line breaks, and lone surrogates that no table can hold
        title = _in_one_line(title).encode("utf-8", "replace").decode()
    return title


def _in_one_line(title: str) -> str:
    """A title whose lines were the number, the halves of a couplet, or broken anywhere."""
    pieces = _BREAK.split(title)
    if len(pieces) > 1 and len(pieces[0]) <= 6:
        between = "" if pieces[0][-1] in "、.．）)" else " "
        couplet = len(pieces) == 3 and len(pieces[1]) == len(pieces[2])
        return pieces[0] + between + (" " if couplet else "").join(pieces[1:])
    return "".join(pieces)


_IS_BLANK = np.array([chr(code).isspace() for code in range(0x3001)] + [False])


def _sizes(text: str, counted: list[tuple[int, int]], starts: list[int]) -> list[int]:
    """Characters without blanks of the counted blocks in each section."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    bounds = [0, *(place for span in counted for place in span), len(text)]
    inside = np.repeat(np.arange(len(bounds) - 1) % 2 == 1, np.diff(bounds))
    letters = np.flatnonzero(inside & ~_IS_BLANK.take(codes, mode="clip"))
    return np.diff(np.searchsorted(letters, [*starts, len(text)])).tolist()


def _parts(text: str, counted: list, starts: list[int], name: str) -> list[tuple]:
    """Sections without headings, from where each starts."""
    if not starts:
        return [("0", 0, "", "", 0, len(text))]
    before = [("0", 0, "", "", 0, starts[0])] if text[: starts[0]].strip() else []
    parts = [
        (str(number), 1, "", name.format(number), start, end)
        for number, (start, end) in enumerate(
            zip(starts, [*starts[1:], len(text)], strict=True), 1
        )
    ]
    return before + parts


_SENTENCE = re.compile(r"[。！？!?…][”’」』）)]*\s*")


def _equal(text: str, counted: list[tuple[int, int]], number: int) -> list[int]:
    """Where parts of about equal length start: at a paragraph, or else at a sentence."""
    if not counted:
        return []
    spots = [start for start, _ in counted]
    if len(spots) < 3 * number:
        for start, end in counted:
            found = (match.end() for match in _SENTENCE.finditer(text, start, end))
            spots += [place for place in found if place < end]
    spots = np.array(sorted(spots))
    goals = np.linspace(spots[0], counted[-1][1], number, endpoint=False)
    after = np.clip(np.searchsorted(spots, goals), 1, len(spots) - 1) if len(spots) > 1 else 0
    nearer = np.where(
        goals - spots[after - 1] <= spots[after] - goals, spots[after - 1], spots[after]
    )
    return sorted({int(spots[0]), *np.atleast_1d(nearer).tolist()})


# --- outline -------------------------------------------------------------------------------


def outline(sections: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """What is where, and how much of it: one row per section, subsections included.

    Columns: ``document``, ``section``, ``level``, ``title``, ``n_chars``, ``n_tokens`` (missing
    where no tokens are given), ``share`` (of the tokens of the document; of its characters
    where no tokens are given). Numbers *include* the subsections: the row "2" counts 2, 2.1
    and 2.2, so the shares of the first level sum to 1. (In `split_sections` and in counts
    each section stands for its own text alone.)

    >>> from analysis import mark_blocks
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

    >>> from analysis import mark_blocks
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


# --- coarser grains ------------------------------------------------------------------------


def within(frame: pd.DataFrame, section: str | None) -> pd.DataFrame:
    """The rows of one section and of all that lies under it (all rows for None).

    A frame without the column `section` is taken by its first column, such as `document`.

    Raises ValueError that lists the names there are.

    >>> frame = pd.DataFrame({"section": ["1", "2", "2.1", "20"]})
    >>> within(frame, "2")["section"].tolist()
    ['2', '2.1']
    """
    if section is None:
        return frame
    column = "section" if "section" in frame else frame.columns[0]
    names = frame[column].astype(str)
    inside = (names == section) | names.str.startswith(f"{section}.")
    if not inside.any():
        known = ", ".join(dict.fromkeys(names))
        raise ValueError(f"no {column} {section!r}; there are: {known}")
    return frame[inside]


def natural_key(name: object) -> list[tuple[int, int, str]]:
    """A sorting key that puts "2" before "10" and "2.9" before "2.10".

    >>> sorted(["10", "2.10", "2", "2.9"], key=natural_key)
    ['2', '2.9', '2.10', '10']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", str(name))
    return [(0, int(part), part) if part[0] in "0123456789" else (1, 0, part) for part in parts]


def roll_up(frame: pd.DataFrame, *, level: int = 1) -> pd.DataFrame:
    """The same frame by coarser sections: at level 1, "2.1" and "2.2" become "2".

    `frame` has a column ``section`` (tokens, counts, sections …). The path is cut to `level`
    numbers. Counts (a column ``n``) are summed per group, in the order in which the groups
    first appear; of `sections` the rows above the cut remain, each with the ends and the sizes
    of those below it. Categorical columns stay so.

    Raises ValueError where there is no column ``section``, or for a level below 1.

    >>> counts = pd.DataFrame({"section": ["1", "2.1", "2.2"], "term": "群众", "n": [1, 2, 3]})
    >>> roll_up(counts)
      section term  n
    0       1   群众  1
    1       2   群众  5
    """
    if "section" not in frame.columns:
        raise ValueError(
            f"no column 'section' to roll up; there are: {', '.join(map(str, frame.columns))}"
        )
    if level < 1:
        raise ValueError(f"level {level}: give 1 for the coarsest sections, or more")
    result = frame.assign(section=_cut(frame["section"], level))
    if "n" in frame.columns:
        keys = [name for name in result.columns if name != "n"]
        return result.groupby(keys, observed=True, sort=False, as_index=False)["n"].sum()
    if {"title", "n_chars", "end"} <= set(frame.columns):
        groups = result.groupby(["document", "section"], observed=True, sort=False)
        result = result.assign(
            end=groups["end"].transform("max"), n_chars=groups["n_chars"].transform("sum")
        )
        return result.drop_duplicates(["document", "section"]).reset_index(drop=True)
    return result


def _cut(section: pd.Series, level: int) -> pd.Series:
    """Paths cut to their first numbers; categories keep their order and stay categories."""
    if isinstance(section.dtype, pd.CategoricalDtype):
        short = {name: ".".join(str(name).split(".")[:level]) for name in section.cat.categories}
        kept = list(dict.fromkeys(short.values()))
        codes = np.array([kept.index(short[name]) for name in section.cat.categories] + [-1])
        values = pd.Categorical.from_codes(
            codes[section.cat.codes], kept, ordered=section.cat.ordered
        )
        return pd.Series(values, index=section.index, name=section.name)
    short = {name: ".".join(str(name).split(".")[:level]) for name in section.unique()}
    return section.map(short).astype(section.dtype)
