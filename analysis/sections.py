"""The tree of headings: sections, outline, and coarser grains of both."""

from __future__ import annotations

import pandas as pd


def split_sections(
    documents: pd.DataFrame, blocks: pd.DataFrame, *, fallback=None
) -> pd.DataFrame:
    """One row per heading, each reaching to the next heading of any level."""
    rows = []
    texts = dict(zip(documents["document"], documents["text"], strict=True))
    for document, text in texts.items():
        own = blocks[blocks["document"] == document]
        heads = own[own["role"] == "heading"]
        starts = [*heads["start"], len(text)]
        if text[: starts[0]].strip() or heads.empty:
            rows.append((document, "0", 0, "", "", 0, starts[0]))
        path = []
        for head, end in zip(heads.itertuples(), starts[1:], strict=True):
            path = path[: head.level] + [0] * (head.level - len(path))
            path[-1] += 1
            title = text[head.start : head.end].strip().rstrip("。：；，:;,")
            name = ".".join(map(str, path))
            rows.append((document, name, head.level, head.marker, title, head.start, end))
    columns = ["document", "section", "level", "marker", "title", "start", "end"]
    sections = pd.DataFrame(rows, columns=columns)
    counted = blocks[blocks["role"].isin(["body", "table", "note"])]
    sections["n_chars"] = [
        sum(
            len("".join(texts[s.document][max(b.start, s.start) : min(b.end, s.end)].split()))
            for b in counted[
                (counted["document"] == s.document)
                & (counted["end"] > s.start)
                & (counted["start"] < s.end)
            ].itertuples()
        )
        for s in sections.itertuples()
    ]
    return sections


def outline(sections: pd.DataFrame, tokens: pd.DataFrame | None = None) -> pd.DataFrame:
    """Sections with their sizes, subsections included."""
    frame = sections[["document", "section", "level", "title", "n_chars"]].copy()
    own = frame[["document", "section"]].copy()
    own["n_chars"] = frame["n_chars"]
    if tokens is None:
        own["n_tokens"] = pd.NA
    else:
        sizes = tokens.groupby(["document", "section"], observed=True).size().to_dict()
        own["n_tokens"] = [
            sizes.get(k, 0) for k in zip(own["document"], own["section"], strict=True)
        ]
    for column in ("n_chars", "n_tokens"):
        frame[column] = [
            own.loc[
                (own["document"] == row.document)
                & (
                    (own["section"] == row.section)
                    | own["section"].str.startswith(row.section + ".")
                ),
                column,
            ].sum()
            for row in frame.itertuples()
        ]
    size = own.groupby("document", observed=True)["n_chars"].transform("sum")
    frame["share"] = frame["n_chars"] / size.where(size > 0, 1)
    return frame


def roll_up(frame: pd.DataFrame, *, level: int = 1) -> pd.DataFrame:
    """The same frame by coarser sections: "2.1" becomes "2" at level 1."""
    names = frame["section"].astype(str).str.split(".").str[:level].str.join(".")
    result = frame.assign(section=names)
    if isinstance(frame["section"].dtype, pd.CategoricalDtype):
        result["section"] = names.astype("category")
    if "n" not in frame.columns:
        return result
    keys = [column for column in result.columns if column != "n"]
    return result.groupby(keys, observed=True, sort=False, as_index=False)["n"].sum()
