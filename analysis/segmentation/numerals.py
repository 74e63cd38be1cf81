"""Numbers, dates and quantities: where they stand in a text."""

import re
from collections.abc import Iterator

from ..characters import is_han
from .signs import MONEY

_NUMERAL = "〇零一二两三四五六七八九十百千万亿"
# Where a number may begin: an Arabic digit, two numerals, or 百分之…; the rest is NUMBER's work.

CANDIDATE = re.compile(rf"[0-9０-９{_NUMERAL}](?:(?<=[0-9０-９])|[○{_NUMERAL}]|分之)")
_ARABIC = "(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])|[0-9０-９]++)(?:[.．][0-9０-９]++)?"
_YEAR = "年(?![级轻龄报鉴会货画均]|终(?!于))|月(?![球亮饼刊均])"
_UNIT = (
    "世纪(?:[0-9]0年代)?|年代|年[度底初末]|月[份底初末]|月[上中下]旬|日(?![本益常均元])"
    "|[%％‰‱]|(?:美|欧|日|港|澳|加)?元(?![素件旦宵])|平方公里|平方米|立方米|公里|千米|米|公顷|亩|吨"
    f"|公斤|千克|克拉|克(?![拉隆服])|千瓦时|千瓦|小时|分钟|秒钟|秒|岁|℃|℉|°[CF]?"
    f"|[\u3358-\u33ff]|{_YEAR}"
)
# No number has more numerals; a line of thousands of 一 is not looked through from each of them.
_RUN = f"[{_NUMERAL}]{{1,40}}"
_CHINESE = (
    f"(?:{_RUN}分之{_RUN}(?:点{_RUN})?"  # 百分之五点二
    "|[〇○零一二三四五六七八九]{4}(?=年)"  # 一九七八年
    f"|(?=[{_NUMERAL}]{{0,40}}[〇○])[○{_NUMERAL}]{{2,}}"  # 二〇二四
    f"|(?=[{_NUMERAL}]{{0,40}}[十百千万亿])[{_NUMERAL}]{{3,}}(?:点{_RUN})?"  # 三百二十, 十四五
    f"|[{_NUMERAL}]{{2,40}}(?=[多余几]?[万亿]{{0,40}}(?:{_UNIT})))"  # 三十元
)
_NUM = f"(?>{_ARABIC}|{_CHINESE})"
_TIMES = "(?:[十百万亿]|千(?![瓦米克])){0,40}"
_DAY = f"(?:{_NUM}|[一二三四五六七八九十])"
# A quantity: an ordinal; or a number as a date, as a time of day, or with its unit.
_NUMBER = re.compile(
    rf"(?<![0-9０-９A-Za-zＡ-Ｚａ-ｚ.．])(?<![A-Za-z]-)(?>"
    rf"(?<=第){_NUM}(?:[条章节编款项届次号]|季度)?|{_NUM}(?>"
    rf"年{_DAY}月(?:{_DAY}[日号])?[份底初末]?|月{_DAY}[日号]"
    rf"|[:：][0-9]{{2}}(?:[:：][0-9]{{2}})?(?![0-9])|[时点]{_NUM}分(?:{_NUM}秒)?"
    rf"|(?:[-–—~～/]{_ARABIC}){{0,2}}{_TIMES}(?:[多余几]{_TIMES})?(?:{_UNIT})?"
    rf"))(?![0-9０-９A-Za-zＡ-Ｚａ-ｚ]|[.．][0-9０-９])"
)
_MONEY = re.compile(f"[${MONEY}]")
DATE = re.compile("[年月:：]|日(?!元)|世纪|[时点].+分")


def number_spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of numbers, dates and quantities, from left to right."""
    end = 0
    for candidate in CANDIDATE.finditer(text):
        start = candidate.start()
        if start >= end and (found := _NUMBER.match(text, start)):
            done, end = end, found.end()
            yield max(_begin(text, start, end), done), end


_OPEN = "（(，,、；;：:=＝≤≥<>～~【“"


def _begin(text: str, start: int, end: int) -> int:
    """Where a number begins with what stands before it: 第, the sign of a currency, its own sign.

    A hyphen is a minus sign only where it can be no other: not in 歼-20, 3-5 or a list.
    """
    if text[start - 1 : start] == "第":
        return start - 1
    start -= start > 0 and _MONEY.match(text[start - 1]) is not None
    sign, before = text[max(start - 1, 0) : start], text[max(start - 2, 0) : start - 1]
    if sign and sign in "−±" and not (before.isascii() and before.isalnum()):
        return start - 1
    if sign and sign in "-+－＋" and before and text[end : end + 1] not in ("-", "－"):
        return start - (before in _OPEN or (is_han(before) and text[end - 1] in "%％℃℉CF"))
    return start
