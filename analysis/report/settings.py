"""What an explorer was set to, as a small file that a report takes as well."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
from collections.abc import Iterable
from typing import Any

from ..corpus import Corpus
from ..files import whole
from ..statistics import MEASURES
from ..structure import Correction

FORM = 1  # of the file; a higher one is refused
TAGS = ("", "n", "v", "a")  # parts of speech that can be asked for, by the letters of jieba
MOST = 40  # terms of a group


@dataclasses.dataclass(frozen=True)
class Settings:
    """What is compared, what is shown of it, and how the text was mended.

    ``documents`` are those chosen (None: all), ``by`` what is compared ("section", "document" or
    a column of documents; None: sections of one document, otherwise documents), ``level`` the
    level of sections, ``target`` the one looked at (None: all), ``reference`` what it is compared
    with (None: all others; "background": general Chinese), ``measure`` what terms are ordered by.
    ``tags`` keeps one part of speech ("n", "v", "a"; "": all), ``numbers`` shows numbers as well,
    ``single`` single characters, ``top`` is the number of terms.  ``terms`` are words that stand
    together and count as one, each with its parts, ``drop`` the words that are not listed,
    ``headings`` the headings put right.  ``permutations`` and ``seed`` are those of `keyness`.
    """

    documents: tuple[str, ...] | None = None
    by: str | None = None
    level: int | None = None
    target: str | None = None
    reference: str | None = None
    measure: str = "log_likelihood"
    tags: str = ""
    numbers: bool = False
    single: bool = True
    top: int = 12
    terms: tuple[tuple[str, ...], ...] = ()
    drop: tuple[str, ...] = ()
    headings: tuple[Correction, ...] = ()
    permutations: int = 1000
    seed: int = 0

    @property
    def words(self) -> list[str]:
        """The words that count as one, each whole."""
        return ["".join(parts) for parts in self.terms]

    @property
    def stop(self) -> frozenset[str] | None:
        """The words that are not listed: None for the default list, which `drop` comes to."""
        return self.stop_with(None)

    def stop_with(self, stop: Iterable[str] | None) -> frozenset[str] | None:
        """The words that are not listed, if `stop` are such already (None: the default list)."""
        if not self.drop:
            return stop if stop is None else frozenset(stop)
        return frozenset(stop or ()) | set(self.drop)

    def applied(self, corpus: Corpus) -> Corpus:
        """The corpus as it was mended: headings, documents, and words that count as one.

        Raises ValueError as `Corpus.correct_headings` and `Corpus.select` do.
        """
        if self.headings:
            corpus = corpus.correct_headings(list(self.headings))
        if self.documents is not None:
            corpus = corpus.select(documents=self.documents)
        return corpus.with_terms(self.words) if self.terms else corpus


def write_settings(settings: Settings, path: str | os.PathLike) -> pathlib.Path:
    """Write `settings` into a JSON file at `path`, which is returned.

    >>> import tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp()) / "settings.json"
    >>> read_settings(write_settings(Settings(drop=("会议",)), file)).drop
    ('会议',)
    """
    path = pathlib.Path(path)
    with whole(path) as file:
        made = json.dumps({"form": FORM, **plain_settings(settings)}, ensure_ascii=False, indent=1)
        file.write_text(made + "\n", "utf-8", errors="surrogatepass", newline="\n")
    return path


def plain_settings(settings: Settings) -> dict[str, Any]:
    """The `settings` as plain values for JSON."""
    rows = {each.name: getattr(settings, each.name) for each in dataclasses.fields(settings)}
    return rows | {"headings": [heading._asdict() for heading in settings.headings]}


def read_settings(settings: Settings | str | os.PathLike | None) -> Settings:
    """Settings as they are, or from a file that `write_settings` wrote; None: the usual ones.

    Raises ValueError where `settings` is a file that holds none, or one of them cannot be; OSError
    where there is no such file.
    """
    if settings is None:
        return Settings()
    if isinstance(settings, Settings):
        return settings
    try:
        held = json.loads(pathlib.Path(settings).read_text("utf-8", errors="surrogatepass"))
        if not isinstance(held, dict) or held.pop("form", FORM + 1) > FORM:
            raise ValueError("another form")
        return settings_of(held)
    except (ValueError, TypeError) as error:
        raise ValueError(
            f"{settings} holds no settings ({error}): write them with the explorer"
        ) from None


def settings_of(held: dict[str, Any]) -> Settings:
    """Settings from plain values, such as those of JSON.

    Raises ValueError for one that is not there or cannot be, where `held` has such.
    """
    known = {field.name: field for field in dataclasses.fields(Settings)}
    for name in held:
        if name not in known:
            raise ValueError(f"no setting {name!r}; there are: {', '.join(known)}")
    made = dict(held)
    if made.get("documents") is not None:
        made["documents"] = _texts(made["documents"], "documents")
    made["terms"] = tuple(_texts(parts, "terms") for parts in made.get("terms", ()))
    made["drop"] = _texts(made.get("drop", ()), "drop")
    made["headings"] = tuple(_heading(row) for row in made.get("headings", ()))
    settings = Settings(**made)
    _check(settings)
    return settings


def _texts(values: Any, name: str) -> tuple[str, ...]:
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise ValueError(f"{name}={values!r}: it is a list of texts")
    return tuple(values)


def _heading(row: Any) -> Correction:
    if isinstance(row, Correction):
        return row
    if not isinstance(row, dict) or not {"document", "line", "number"} <= row.keys():
        raise ValueError(f"{row!r} is no heading: it has document, line, number, level, title")
    return Correction(**row)


def _check(settings: Settings) -> None:
    """Refuse what no comparison knows."""
    if settings.measure not in MEASURES:
        raise ValueError(f"no measure {settings.measure!r}; there are: {', '.join(MEASURES)}")
    if settings.tags not in TAGS:
        raise ValueError(f"tags={settings.tags!r}: it is one of {', '.join(map(repr, TAGS))}")
    if not isinstance(settings.top, int) or not 1 <= settings.top <= MOST:
        raise ValueError(f"top={settings.top!r}: it is a whole number from 1 to {MOST}")
    for name in ("permutations", "seed"):
        value = getattr(settings, name)
        if not isinstance(value, int) or value < (name == "permutations"):
            raise ValueError(f"{name}={value!r}: it is a whole number")
