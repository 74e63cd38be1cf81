"""Web archives (MHTML, .mht): a page and its pictures as the parts of one message."""

from __future__ import annotations

import email
import re
from typing import NamedTuple

# The head of a message: fields, one of them about its content. A page begins with a tag.
HEAD = re.compile(rb"\s*(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.I)
FIELD = re.compile(rb"^(?:mime-version|content-type):", re.I | re.M)
FRAMES = re.compile(rb"<frameset", re.I)


class Page(NamedTuple):
    """The page of a web archive and the encoding that the archive names."""

    data: bytes
    charset: str


def is_archive(data: bytes) -> bool:
    """Say whether the bytes of a file, `data`, are those of a web archive."""
    head = HEAD.match(data)
    return head is not None and FIELD.search(head[0]) is not None


def page_of(data: bytes) -> Page:
    """Take the page out of a web archive.

    `data` are the bytes of the archive. If its page is one of frames, the longest of these is
    taken. Raises ValueError if there is no page in it.
    """
    parts = email.message_from_bytes(data.lstrip()).walk()
    pages = [
        Page(payload, part.get_content_charset() or "")
        for part in parts
        if part.get_content_type() in ("text/html", "application/xhtml+xml")
        and isinstance(payload := part.get_payload(decode=True), bytes)
    ]
    if not pages:
        raise ValueError("it is a web archive without a page in it")
    framed = FRAMES.search(pages[0].data) is not None
    return (
        max(pages[1:], key=lambda page: len(page.data), default=pages[0]) if framed else pages[0]
    )
