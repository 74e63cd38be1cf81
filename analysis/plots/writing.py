"""Text where there is little room: in lines, shortened, and still different from others."""

import re
from collections.abc import Callable, Sequence

from ..structure import width

# What stays together in a line: Latin words and numbers, blanks; all else breaks anywhere,
# but no line begins with a closing sign.
PIECES = re.compile(r"[!-~\u00c0-\u024f]+|\s+|.")
CLOSING = "，。、；：？！…）》〉」』】”’%"


def wrapped(text: str, columns: int) -> list[str]:
    """Lines of about so many columns, a Chinese character being two.

    >>> wrapped("坚持和完善中国特色社会主义制度", 16)
    ['坚持和完善中国特', '色社会主义制度']
    >>> wrapped("work report of 2024", 11)
    ['work report', 'of 2024']
    """
    lines = [""]
    for piece in PIECES.findall(text):
        if lines[-1] and width(lines[-1] + piece.rstrip()) > columns and piece not in CLOSING:
            lines.append("")
        if lines[-1] or not piece.isspace():
            lines[-1] += piece
        while width(lines[-1]) > columns + 2:  # a word that is longer than a line
            lines[-1:] = [lines[-1][:columns], lines[-1][columns:]]
    return [line.rstrip() for line in lines if line.strip()] or [""]


def shortened(text: str, limit: int) -> str:
    """A text of at most so many characters, the middle left out.

    >>> shortened("中共中央关于若干重大问题的决定", 9)
    '中共中央…的决定'
    """
    if len(text) <= limit:
        return text
    return f"{text[: limit // 2]}…{text[len(text) - (limit - 1) // 2 + 1 :]}"


def different(names: Sequence[str], limit: int) -> list[str]:
    """Names of at most so many characters: cut where those that differ stay different.

    >>> different(["工作报告（2023年）", "工作报告（2024年）"], 6)
    ['…023年）', '…024年）']
    """
    start = next((i for i, signs in enumerate(zip(*names, strict=False)) if len({*signs}) > 1), 0)
    cuts: list[Callable[[str], str]] = [
        lambda name: f"{name[: limit - 1]}…",
        lambda name: f"…{name[1 - limit :]}",
        lambda name: f"…{name[start:][: limit - 1]}",
    ]
    for cut in cuts:
        short = [name if len(name) <= limit else cut(name) for name in names]
        if len(set(short)) == len(set(names)):
            return short
    places = {name: place for place, name in enumerate(dict.fromkeys(names), start=1)}
    return [f"{name[: limit - 4]}…{places[name]}" for name in names]
