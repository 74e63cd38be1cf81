"""Text with a blank between all its characters, as programs that recognise text write it.

`ocrmypdf -l chi_sim` (Tesseract) gives 全 面 贯 彻 for 全面贯彻, and some widely set PDFs do. Such
blanks mean nothing, and with them every character would be a word of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left

import numpy as np

from ..characters import HAN, codes_of, table_of
from .marks import Reading

# Of the pairs of neighbouring Chinese characters so many have to be set apart. Text that is
# divided into words has about 60 % of them apart, other text next to none.
SPACED = 0.9
# Fewer pairs say nothing: 目 录, a column of names.
FEW = 10
# What stands with Chinese characters: their punctuation, full-width signs.
SIGNS = "\u2e80-\u2fdf\u3001-\u303f\u30fb\uff01-\uff60\uffe0-\uffe6“”‘’…—·"
_HAN = table_of(HAN)
REMARK = "blanks between all characters taken out"


def closed(text: str) -> str:
    """The text, without blanks between its characters if there are blanks between nearly all.

    Numbers and Latin words are closed as well if none of them is set close. Gaps of several
    blanks stay.

    >>> closed("全 面 贯 彻 新 发 展 理 念 ， 推 进 振 兴")
    '全面贯彻新发展理念，推进振兴'
    >>> closed("目 录")
    '目 录'
    """
    gaps = _gaps(text)
    return gaps.sub("", text) if gaps else text


def without_gaps(reading: Reading) -> Reading:
    """A `reading` with its text closed, its marks moved with it, and a remark that says so."""
    gaps = _gaps(reading.text)
    if not gaps:
        return reading
    gone = [gap.start() for gap in gaps.finditer(reading.text)]
    marks = (
        mark._replace(
            start=mark.start - bisect_left(gone, mark.start),
            end=mark.end - bisect_left(gone, mark.end),
            marker=gaps.sub("", mark.marker),
        )
        for mark in reading.marks
    )
    text, remarks = gaps.sub("", reading.text), (*reading.remarks, REMARK)
    return reading._replace(text=text, marks=tuple(marks), remarks=remarks)


def _gaps(text: str) -> re.Pattern[str] | None:
    """The blanks that mean nothing, if the text has one between nearly all characters."""
    if not is_spaced(text):
        return None
    kinds = HAN + SIGNS
    for others in ("0-9", "A-Za-z"):
        if not re.search(f"[{others}]{{2}}", text):
            kinds += others
    return _gap(kinds)


def is_spaced(text: str) -> bool:
    """Whether there are blanks between nearly all Chinese characters of a text."""
    if text.count(" ") + text.count("\u00a0") < FEW:
        return False
    codes = codes_of(text)
    is_han = _HAN[codes]
    is_blank = (codes == ord(" ")) | (codes == ord("\u00a0"))
    apart = np.count_nonzero(is_han[:-2] & is_blank[1:-1] & is_han[2:])
    close = np.count_nonzero(is_han[:-1] & is_han[1:])
    return bool(apart >= FEW and apart >= SPACED * (apart + close))


def _gap(kinds: str) -> re.Pattern[str]:
    """One blank between two characters of these kinds."""
    return re.compile(f"(?<=[{kinds}])[ \u00a0](?=[{kinds}])")
