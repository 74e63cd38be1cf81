"""One HTML file that holds everything: style, script and data; it loads nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import pathlib
import re
from string import Template
from typing import Any

from ..corpus import Corpus
from ..files import whole
from ..wording import words
from .data import page_data
from .front import alone, static, style_sheet

_LONE = re.compile("[\ud800-\udfff]")
BODY = "body { margin: 0; }\n@page { size: A4; margin: 18mm 17mm; }\n"


def write_page(
    corpus: Corpus,
    path: str | os.PathLike,
    *,
    text: str = "full",
    language: str = "zh",
    **options: Any,
) -> pathlib.Path:
    """Write one HTML file that a colleague opens in any browser: outline, comparison, text.

    `corpus` is from `load`, `path` the file, which takes its place when it is whole.  `text` says
    how much of the text is in it: "full"; "evidence", up to two sentences for each key term, a
    quarter of all sentences at most; "none", headings and counts alone, for a draft that may not
    be sent.  It opens in `language` ("zh" or "en") and can be switched.  `options` are the others
    of `page_data`: `by`, `title`, `scores`, `stop`, `date`, `permutations`, `seed`.

    Everything is in the file: it loads nothing, and no path of this machine is in it.  Returns
    the path.  Raises ValueError as `page_data` does, OSError where it cannot write.

    >>> import tempfile, analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n学习理论。\\n二、实践\\n服务群众。"))
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "report.html"
    >>> write_page(corpus, file, permutations=20).name
    'report.html'
    """
    path = pathlib.Path(path)
    made = page_of(page_data(corpus, text=text, language=language, **options))
    with whole(path) as file:
        file.write_text(made, "utf-8", newline="\n")
    return path


def page_of(data: dict[str, Any]) -> str:
    """The page that shows this data (from `page_data`), as the text of one file."""
    said = words(data["language"])
    code, style = f"\n{alone()}", f"\n{BODY}{style_sheet()}"
    documents = data["documents"]
    name = (
        documents[0]["title"] if len(documents) == 1 else said["documents"].format(len(documents))
    )
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_digest(code)}'",
            f"style-src '{_digest(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    return Template(static("report.html")).substitute(
        lang="zh-CN" if data["language"] == "zh" else "en",
        policy=html.escape(policy, quote=False),
        title=html.escape(_LONE.sub("\ufffd", data["title"] or name)),
        style=style,
        noscript=html.escape(said["noscript"]),
        data=as_json(data),
        script=code,
    )


def as_json(data: object) -> str:
    """Write `data` as JSON that may stand in a page: nothing in it ends a script or begins a tag.

    >>> as_json(["</script><!--", "\\u2028", "\\ud800"])
    '["\\\\u003c/script>\\\\u003c!--","\\\\u2028","\\\\ud800"]'
    """
    made = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<\u2028\u2029":
        made = made.replace(sign, f"\\u{ord(sign):04x}")
    return _LONE.sub(lambda lone: f"\\u{ord(lone.group()):04x}", made)


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
