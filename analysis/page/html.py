"""One HTML file that holds everything: style, script and data; it loads nothing."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import pathlib
import re
from collections.abc import Mapping
from string import Template
from typing import Any
from urllib.parse import quote

from ..contract import frame_of
from ..corpus import Corpus
from ..files import file_names, whole
from ..glossary import words
from .data import page_data
from .front import alone, static, style_sheet

_LONE = re.compile("[\ud800-\udfff]")
MOST, LONGEST = 40, 1_000_000  # documents and characters of a page that holds the whole text
FOLDER = "documents"  # what is put behind the name of an index for the folder of its documents
PASSED_ON = ("stop", "date", "permutations", "seed")  # options of an index that its pages share
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

    More than 40 documents, or a million characters, are too much for one page that holds all of
    the text.  The page is then an index: all comparisons, counts, and sentences as in "evidence";
    and in a folder beside it, `report-documents` for `report.html`, is one page for each
    document, to which it leads.

    Everything is in the file: it loads nothing, and no path of this machine is in it.  Returns
    the path.  Raises ValueError as `page_data` does, OSError where it cannot write.

    >>> import tempfile, analysis as an
    >>> corpus = an.load(an.read_text("一、学习\\n学习理论。\\n二、实践\\n服务群众。"))
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "report.html"
    >>> write_page(corpus, file, permutations=20).name
    'report.html'
    """
    path = pathlib.Path(path)
    index = text == "full" and _are_many(corpus)
    data = page_data(corpus, text="evidence" if index else text, language=language, **options)
    if index:
        _write_documents(corpus, path, data, language, options)
    with whole(path) as file:
        file.write_text(page_of(data), "utf-8", newline="\n")
    return path


def _are_many(corpus: Corpus) -> bool:
    """Whether the documents are too many, or too long, for one page."""
    lengths = frame_of(corpus, "documents", ["document", "text"])["text"].str.len()
    return len(lengths) > 1 and (len(lengths) > MOST or int(lengths.sum()) > LONGEST)


def _write_documents(
    corpus: Corpus,
    path: pathlib.Path,
    data: dict[str, Any],
    language: str,
    options: Mapping[str, Any],
) -> None:
    """One page for each document in a folder beside the index, and the links to them."""
    folder = path.with_name(f"{path.stem}-{FOLDER}")
    shared = {name: options[name] for name in PASSED_ON if name in options}
    names = [one["name"] for one in data["documents"]]
    for one, name, file in zip(data["documents"], names, file_names(names), strict=True):
        if not (corpus.tokens["document"] == name).any():
            continue  # nothing of it is counted
        made = page_data(corpus.select(documents=name), language=language, **shared)
        with whole(folder / f"{file}.html") as written:
            written.write_text(page_of(made), "utf-8", newline="\n")
        one["link"] = quote(f"{folder.name}/{file}.html")


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
