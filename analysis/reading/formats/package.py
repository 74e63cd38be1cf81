"""The parts of an Office file: a zip file of XML parts, and relations that say what each is.

Read as ISO/IEC 29500-2 (Open Packaging Conventions) describes it. Elements are looked up by
their names without namespace, so that the strict and the transitional form read alike.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import unquote

from ..archives import unpack

Element = Any  # of lxml, which has no types


class Relation(NamedTuple):
    """What a part refers to.

    ``id`` is how the part names it, ``kind`` what it is, ``target`` the name of the part meant,
    or "" where that is outside the file.
    """

    id: str
    kind: str
    target: str


class Package:
    """The parts of one file, by their names.

    Names of parts do not tell upper from lower case, and some programs write them with
    backslashes.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Take the parts from an open `archive`."""
        self._archive = archive
        self._members = {_canonical(info.filename): info for info in archive.infolist()}

    def __contains__(self, part: str) -> bool:
        """Whether there is a part of this name."""
        return _canonical(part) in self._members

    @property
    def size(self) -> int:
        """The bytes of all parts together, unpacked."""
        return sum(info.file_size for info in self._members.values())

    def bytes_of(self, part: str) -> bytes:
        """The bytes of a `part`; ValueError if they cannot be unpacked."""
        return unpack(self._archive, self._members[_canonical(part)])

    def elements(self, part: str, depth: int) -> Iterator[Element]:
        """The elements at this `depth` of a `part`, one at a time, each forgotten afterwards.

        The root is at depth 0. Raises ValueError for broken XML and for entities.
        """
        from lxml import etree

        stream = io.BytesIO(self.bytes_of(part))
        try:
            walk = etree.iterparse(stream, ("start", "end"), resolve_entities=False)
            inside = 0
            for event, element in walk:
                inside += 1 if event == "start" else -1
                if event == "start" and inside == 1 and element.getroottree().docinfo.doctype:
                    raise ValueError(f"{part} declares entities, which no document needs")
                if event == "end" and inside == depth:
                    yield element
                    element.clear()
                    around = element.getparent()
                    while around is not None and element.getprevious() is not None:
                        del around[0]
        except etree.XMLSyntaxError as error:
            log: Any = error.error_log
            if any(each.type == etree.ErrorTypes.ERR_NO_MEMORY for each in log):
                raise MemoryError from None
            raise ValueError(f"{part} is broken XML: {error.msg}") from None

    def related(self, part: str) -> list[Relation]:
        """What a `part` refers to; "" is the file itself."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        elements = self.elements(rels, 1) if rels in self else ()
        return [_relation(element, folder) for element in elements]


def _relation(element: Element, folder: str) -> Relation:
    kind = (element.get("Type") or "").rpartition("/")[2]
    target = unquote(element.get("Target") or "").replace("\\", "/")
    if (element.get("TargetMode") or "").lower() == "external":
        return Relation(element.get("Id") or "", kind, "")
    path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(element.get("Id") or "", kind, path)


def _canonical(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


# --- elements ------------------------------------------------------------------------


def local(element: Element) -> str:
    """The name of an `element` without its namespace; "" for a comment."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def children(element: Element, name: str) -> Iterator[Element]:
    """The children of an `element` that have this `name`."""
    return (child for child in element if local(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first child of this `name`; None without one, or without the `element`."""
    return None if element is None else next(children(element, name), None)


def attribute(element: Element | None, name: str) -> str | None:
    """The attribute of this `name`, whatever its namespace; None without one."""
    pairs = () if element is None else element.items()
    return next((value for key, value in pairs if key.rpartition("}")[2] == name), None)


def value(element: Element | None) -> str | None:
    """The attribute ``val`` of an `element`; None without one."""
    return attribute(element, "val")


def whole(text: str | None) -> int | None:
    """The whole number that `text` writes, of at most nine digits; None if it is not one."""
    return int(text) if text and re.fullmatch("-?[0-9]{1,9}", text) else None


def switched_on(element: Element | None) -> bool:
    """Whether the `element` of a switch is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off")
