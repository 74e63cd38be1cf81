"""What answers the controls of an explorer: messages in, answers out, long work in a thread.

Every message is a dict with ``do`` and what the controls stand at; every answer is one of
``{data}``, ``{comparison}``, ``{tags}``, ``{code}``, ``{progress}``, ``{said}`` and ``{error}``.
"""

from __future__ import annotations

import os
import pathlib
import pickle
import re
import threading
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pandas as pd

from ..contract import FRAMES
from ..corpus import Corpus, Paths, load
from ..files import whole
from ..glossary import words
from ..page import comparison, grouped, page_data
from ..report import (
    Settings,
    read_settings,
    save_figure,
    save_workbook,
    settings_of,
    write_settings,
)
from ..statistics import (
    Cancelled,
    SmallSectionWarning,
    count_terms,
    keyness,
    keyness_together,
    rescore,
)
from . import code as screen
from .saving import free, write_report_apart

Message = dict[str, Any]
Tell = Callable[[Message], object]
Key = tuple[int | None, str | None]  # level and reference of a comparison
ORDERED = 300  # terms of a target whose order is sent, where the measure is not the usual one
KEPT = 12  # versions of the text that are remembered, for undo
VIEW = ("level", "target", "reference", "measure", "tags", "numbers", "single", "top")


class Version:
    """The text as it was mended once, with what was found in it so far."""

    def __init__(self, corpus: Corpus, by: str, settings: Settings, data: Message) -> None:
        """`corpus` is grouped by `by`; `data` is what the page has of it."""
        self.corpus, self.by, self.settings, self.data = corpus, by, settings, data
        self.counts = count_terms(corpus, by=by)
        self.scores: dict[Key, pd.DataFrame] = {}
        self.guesses: dict[Key, pd.DataFrame] = {}  # not tested
        self.levels: list[int | None] = [one["level"] for one in data["comparisons"]]

    def kinds(self) -> dict[str, str]:
        """The usual part of speech of each term; found out once."""
        if not hasattr(self, "_kinds"):
            self._kinds = screen.kinds_of(self.corpus)
        return self._kinds


class Session:
    """One explorer: the corpus, its edits, and what was computed; it knows no notebook.

    `given` is a corpus, or what `load` takes as paths; `tell` is called with every answer, also
    from another thread.  `settings` are those to begin with, `language` is that of answers, and
    files go into `folder` (None: where Python runs).

    Raises what `load` and `page_data` raise, and ValueError for settings that cannot be.
    """

    def __init__(
        self,
        given: Corpus | Paths | pd.DataFrame,
        tell: Tell,
        *,
        language: str = "zh",
        settings: Settings | str | os.PathLike | None = None,
        folder: str | os.PathLike | None = None,
    ) -> None:
        """Read, and show what is there before anything is tested."""
        words(language)  # refuses another
        self.tell, self.language = tell, language
        self.folder = pathlib.Path.cwd() if folder is None else pathlib.Path(folder)
        self.given = given
        self.base = given if isinstance(given, Corpus) else load(given).with_found_terms()
        self.source: str | None = None
        self.settings = read_settings(settings)
        self.edits = _edits_of(self.settings)
        self.versions: dict[str, Version] = {}
        self.turn = self.generation = self.waiting = 0
        self.lock = threading.Lock()
        self.tests = ThreadPoolExecutor(1, "explorer")
        self.files = ThreadPoolExecutor(1, "explorer-files")
        self.version = self._version_of(self.edits)

    # --- messages ---

    def handle(self, message: Message) -> None:
        """Answer one message; whatever goes wrong is an answer as well."""
        answers = {
            "hello": self._hello,
            "compare": self._compare,
            "edit": self._edit,
            "choose": self._choose,
            "test": self._test,
            "cancel": self._cancel,
            "tags": self._tags,
            "code": self._code,
            "figure": self._figure,
            "table": self._table,
            "report": self._report,
            "settings": self._save_settings,
        }
        answer = answers.get(str(message.get("do")))
        try:
            if answer is None:
                raise ValueError(
                    f"no message {message.get('do')!r}; there are: {', '.join(answers)}"
                )
            self._look(message)
            answer(message)
        except Exception as error:
            self._failed(error)

    def wait(self) -> None:
        """Until all that runs in the background is done."""
        for pool in (self.tests, self.files):
            pool.submit(lambda: None).result()

    def close(self) -> None:
        """Stop what runs."""
        self.generation += 1
        for pool in (self.tests, self.files):
            pool.shutdown(wait=False, cancel_futures=True)

    def _failed(self, error: BaseException) -> None:
        told = " ".join(str(error).split())
        plain = isinstance(error, ValueError | OSError)
        self.tell({"error": told if plain else f"{type(error).__name__}: {told}"})

    def _look(self, message: Message) -> None:
        """Remember what the controls stand at."""
        view = {name: message[name] for name in VIEW if name in message}
        kept = {name: getattr(self.settings, name) for name in VIEW}
        checked = settings_of(kept | view)
        self.settings = replace(self.settings, **{name: getattr(checked, name) for name in VIEW})
        if message.get("language") in ("zh", "en"):
            self.language = message["language"]

    def _hello(self, message: Message) -> None:
        """A page is there: what was found before it came, and the test of what was not."""
        self._send_known(self.version)
        self._test(message)

    def _compare(self, message: Message) -> None:
        version, key = self.version, (self._level(), self.settings.reference)
        if key in version.scores:
            self.tell({"comparison": self._entry(version, key)})
            return

        def test(number: int) -> None:
            if self.settings.measure != "log_likelihood" and key[1] != "background":
                self.tell({"comparison": self._entry(version, key)})  # in order, not tested
            self._tested(version, [key], number)

        self._start(test)

    def _test(self, message: Message) -> None:
        version = self.version
        wanted: list[Key] = [(level, None) for level in version.levels]
        here = (self._level(), self.settings.reference)
        wanted += [] if here in wanted or not version.levels else [here]
        wanted = [key for key in wanted if key not in version.scores]
        if wanted:
            self._start(lambda number: self._tested(version, wanted, number))

    def _cancel(self, message: Message) -> None:
        self.generation += 1
        self.tell({"progress": None, "said": words(self.language)["stopped"]})

    def _edit(self, message: Message) -> None:
        self._again(list(message["edits"]), self.settings, message)

    def _choose(self, message: Message) -> None:
        chosen = message.get("documents")
        known = self.base.documents["document"].astype(str).tolist()
        documents = None if chosen is None or set(chosen) >= set(known) else tuple(chosen)
        if documents is not None and not documents:
            raise ValueError(words(self.language)["noDocuments"])
        settings = replace(
            self.settings,
            documents=documents,
            by=message.get("by"),
            level=None,
            target=None,
            reference=None,
        )
        self._again(self.edits, settings, message)

    def _again(self, edits: list[Message], settings: Settings, message: Message) -> None:
        """Another version of the text: made, shown, then tested; the newest wish counts."""
        self.turn = int(message.get("turn", self.turn + 1))
        self.generation += 1
        turn = self.turn

        def made(number: int) -> None:
            if number != self.generation:
                return
            before = self.settings, self.edits
            self.settings = replace(self.settings, documents=settings.documents, by=settings.by)
            try:
                version = self._version_of(edits)
            except Exception:
                self.settings, self.edits = before
                self._show(self.version, turn)  # the page as it was
                raise
            if number != self.generation:
                return
            self.version = version
            self._show(version, turn)
            wanted: list[Key] = [(level, None) for level in version.levels]
            wanted = [key for key in wanted if key not in version.scores]
            if wanted:
                self._tested(version, wanted, number)

        self._start(made)

    def _show(self, version: Version, turn: int) -> None:
        """All data anew, and the order of terms where it is not the usual one."""
        version.data["explorer"] = version.data["explorer"] | {"turn": turn, "edits": self.edits}
        self.tell({"data": dict(version.data)})
        if self.settings.measure != "log_likelihood":
            for level in version.levels:
                self.tell({"comparison": self._entry(version, (level, None))})

    # --- work in the background ---

    def _start(self, job: Callable[[int], None]) -> Future[None]:
        number = self.generation
        with self.lock:
            self.waiting += 1

        def run() -> None:
            try:
                job(number)
            except Cancelled:
                pass  # by a newer wish, or by the user, who was told
            except Exception as error:
                self._failed(error)
            finally:
                with self.lock:
                    self.waiting -= 1
                    done = not self.waiting
                if done:
                    self.tell({"progress": None})

        return self.tests.submit(run)

    def _tested(self, version: Version, keys: list[Key], number: int) -> None:
        """Shuffle, and tell: all levels at once."""
        keys = [key for key in keys if key not in version.scores]
        if not keys or number != self.generation:
            return
        chosen = version.settings

        def progress(share: float) -> bool:
            self.tell({"progress": round(float(share), 3)})
            return number == self.generation

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSectionWarning)  # the page says it itself
            made = keyness_together(
                {key: {"level": key[0], "reference": key[1]} for key in keys},
                counts=version.counts,
                tokens=version.corpus,
                stop=chosen.stop,
                permutations=chosen.permutations,
                seed=chosen.seed,
                progress=progress,
            )
        version.scores |= made  # type: ignore[arg-type]
        self._send_known(version, keys)

    def _send_known(self, version: Version, keys: Iterable[Key] | None = None) -> None:
        for key in list(version.scores if keys is None else keys):
            entry = self._entry(version, key)
            if key[1] is None:  # for a page that is opened once more
                version.data["comparisons"][version.levels.index(key[0])] = entry
            if version is self.version:
                self.tell({"comparison": entry})

    def _entry(self, version: Version, key: Key) -> Message:
        """One comparison as the page has it, by the measure that is asked for."""
        frame = self._scores(version, key)
        level, against = key
        reference = against if against == "background" else [str(against)]
        tested = key in version.scores
        entry = comparison(
            frame,
            by=version.by,
            level=level,
            reference="rest" if against is None or reference is None else reference,
            permutations=version.settings.permutations if tested else 0,
        )
        entry |= {"tested": tested, "of": version.data["explorer"]["of"]}
        if self.settings.measure != "log_likelihood":
            best = frame[frame["n_target"] > 0].groupby("target", sort=False, observed=True)
            entry["order"] = {
                str(target): rows["term"].astype(str).head(ORDERED).tolist()
                for target, rows in best
            }
        return entry

    def _scores(self, version: Version, key: Key) -> pd.DataFrame:
        """The scores by the measure that is asked for; not tested where they are not yet."""
        level, reference = key
        frame = version.scores.get(key)
        if frame is None:
            frame = version.guesses.get(key)
        if frame is None:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", SmallSectionWarning)
                frame = version.guesses[key] = keyness(
                    version.counts, level=level, reference=reference, stop=version.settings.stop
                )
        measure = self.settings.measure
        if measure == "log_likelihood":
            return frame
        options: dict[str, Any] = {"level": level, "reference": reference}
        stop = version.settings.stop
        return rescore(frame, version.counts, measure=measure, stop=stop, **options)

    # --- the text as it is mended ---

    def _version_of(self, edits: list[Message]) -> Version:
        corpus, self.edits = self.base, []
        headings = []
        for edit in edits:
            if "heading" in edit:
                corpus, rows = _corrected(corpus, edit["heading"])
                headings += rows
                edit = {"heading": dict(edit["heading"]) | rows[-1]._asdict()}
                edit["heading"].pop("section", None)
            self.edits.append(edit)
        self.settings = replace(
            self.settings,
            headings=tuple(each for each in _last_of_each(headings) if _says(self.base, each)),
            terms=tuple(tuple(edit["merge"]) for edit in edits if "merge" in edit),
            drop=tuple(edit["drop"] for edit in edits if "drop" in edit),
        )
        key = repr((self.settings.documents, self.settings.by, self.edits))
        if key in self.versions:
            self.versions[key] = self.versions.pop(key)  # the last one used is the last to go
        else:
            self.versions[key] = self._made(f"{len(self.versions)}-{self.turn}")
            for old in list(self.versions)[:-KEPT]:
                del self.versions[old]
        return self.versions[key]

    def _made(self, name: str) -> Version:
        settings = self.settings
        corpus, by = self._grouped(settings.applied(self.base))
        data = page_data(corpus, by=by, language=self.language, stop=settings.stop, permutations=0)
        names = self.base.documents["document"].astype(str).tolist()
        titles = [
            title or name for title, name in zip(self.base.documents["title"], names, strict=True)
        ]
        data["explorer"] = {
            "of": name,
            "turn": self.turn,
            "edits": self.edits,
            "documents": [list(pair) for pair in zip(names, titles, strict=True)],
            "chosen": list(settings.documents or names),
            "by": by,
            "kinds": self._kinds(corpus),
            "view": {each: getattr(settings, each) for each in VIEW},
        }
        return Version(corpus, by, settings, data)

    def _grouped(self, corpus: Corpus) -> tuple[Corpus, str]:
        """By what was asked for, where these documents have several of it."""
        by, several = self.settings.by, corpus.tokens["document"].nunique() > 1
        if by == "section" and several:
            by = None
        if by is not None and by not in ("section", "document") and by not in self._kinds(corpus):
            by = None
        return grouped(corpus, by)

    def _kinds(self, corpus: Corpus) -> list[str]:
        """What can be compared: documents where there are several, and columns of your own."""
        if corpus.tokens["document"].nunique() < 2:
            return ["section"]
        own = [str(name) for name in corpus.documents if name not in FRAMES["documents"].columns]
        return ["document", *(name for name in own if corpus.documents[name].nunique() > 1)]

    def _level(self) -> int | None:
        if self.version.by != "section":
            return None
        levels = self.version.levels
        return self.settings.level if self.settings.level in levels else (levels or [None])[0]

    # --- answers that are files or code ---

    def _tags(self, message: Message) -> None:
        kinds = self.version.kinds()
        made = {
            tag: [term for term, kind in kinds.items() if kind.startswith(tag)] for tag in "nva"
        }
        self.tell({"tags": made, "of": self.version.data["explorer"]["of"]})

    def _on_screen(self) -> screen.Shown:
        version = self.version
        settings = replace(self.settings, level=self._level())
        return screen.Shown(version.corpus, version.by, self._level(), settings, self.language)

    def _shown_scores(self) -> pd.DataFrame:
        """The rows on the screen's scores; refused where they are not tested yet."""
        version, key = self.version, (self._level(), self.settings.reference)
        if not version.levels:
            raise ValueError(words(self.language)["leadOne"])
        if key not in version.scores:
            raise ValueError(words(self.language)["waitTest"])
        kinds = version.kinds() if self.settings.tags else {}
        return screen.filtered(self._scores(version, key), self.settings, kinds)

    def _code(self, message: Message) -> None:
        self.tell({"code": screen.code(self._on_screen(), self._source())})

    def _source(self) -> str:
        """The expression that gives the corpus in another Python."""
        if self.source is None:
            given = self.given
            if not isinstance(given, Corpus | pd.DataFrame):
                self.source = f"an.load({_plain(given)!r}).with_found_terms()"
            else:
                path = free(self.folder, "corpus", ".pickle").with_suffix(".pickle")
                with whole(path) as file:
                    file.write_bytes(pickle.dumps(self.base))
                self.source = f"__import__('pandas').read_pickle({path.name!r})"
        return self.source

    def _name(self, what: str) -> str:
        """What a file is called: what it holds, and of which group."""
        target = self.settings.target
        called = (
            {str(one["path"]): one["title"] for one in self.version.data["sections"]}
            if self.version.by == "section"
            else {}
        )
        of = words(self.language)["all"] if target is None else called.get(target) or target
        return f"{words(self.language)[what]}_{of}"

    def _wrote(self, *paths: pathlib.Path) -> None:
        told = words(self.language)["list"].join(path.name for path in paths)
        self.tell(
            {"said": words(self.language)["wrote"].format(told), "files": [p.name for p in paths]}
        )

    def _figure(self, message: Message) -> None:
        import matplotlib.pyplot as plt

        scores = self._shown_scores()
        axes = screen.figure(scores, self._on_screen())
        place = free(self.folder, self._name("fileFigure"), ".png", ".svg")
        try:
            stem = place.with_name(f"{place.name}.png")
            written = save_figure(axes, stem, formats=["png", "svg"])
        finally:
            plt.close(axes.get_figure(root=True))
        self._wrote(*written)

    def _table(self, message: Message) -> None:
        rows = screen.table(self._shown_scores(), self.settings)
        place = free(self.folder, self._name("fileTable"), ".xlsx")
        path = place.with_name(f"{place.name}.xlsx")
        self._wrote(save_workbook({"keyness": rows}, path, language=self.language))

    def _save_settings(self, message: Message) -> None:
        place = free(self.folder, words(self.language)["fileSettings"], ".json")
        self._wrote(
            write_settings(self._on_screen().settings, place.with_name(f"{place.name}.json"))
        )

    def _report(self, message: Message) -> None:
        folder = free(self.folder, words(self.language)["fileReport"])
        settings, language = self._on_screen().settings, self.language
        source, options = self._documents()
        self.tell({"said": words(language)["writing"]})

        def job() -> None:
            try:
                notes = write_report_apart(source, folder, settings, options)
                self._wrote(folder)
                if notes:
                    self.tell(
                        {"said": words(language)["wroteNotes"].format(folder.name, len(notes))}
                    )
            except Exception as error:
                self._failed(error)

        folder.mkdir()  # its name is taken from now on
        self.files.submit(job)

    def _documents(self) -> tuple[Any, Message]:
        """What a report reads, and how: as the explorer did."""
        options: Message = {"language": self.language}
        if not isinstance(self.given, Corpus):
            given = self.given
            return given if isinstance(given, pd.DataFrame) else _plain(given), options
        own = self.base.options
        kept = [str(word) for word in own.segmenter.words]
        options |= {
            "terms": kept or None,
            "found": False,
            "parts": own.parts,
            "synonyms": {term: list(some) for term, some in own.synonyms} or None,
            "corrections": list(own.corrections) or None,
        }
        return self.base.documents, options


# --- edits -------------------------------------------------------------------------------------


def _edits_of(settings: Settings) -> list[Message]:
    """The edits that settings hold, one by one."""
    return [
        *({"heading": heading._asdict()} for heading in settings.headings),
        *({"merge": list(parts)} for parts in settings.terms),
        *({"drop": word} for word in settings.drop),
    ]


def _corrected(corpus: Corpus, row: Message) -> tuple[Corpus, list[Any]]:
    """The corpus with one heading put right, and the corrections that say so by its line."""
    names = ("document", "section", "line", "number", "level", "title", "like")
    given = {name: row[name] for name in names if row.get(name) is not None}
    made = corpus.correct_headings([given])
    before = set(corpus.options.corrections)
    return made, [each for each in made.options.corrections if each not in before]


def _last_of_each(headings: list[Any]) -> list[Any]:
    """Corrections of one line are one, the last."""
    return list({(*each[:3], each.like): each for each in headings}.values())


def _says(corpus: Corpus, each: Any) -> bool:
    """Whether a correction says anything: a line made a heading and then none says nothing."""
    if each.level != 0 or each.like:
        return True
    documents, blocks = corpus.documents, corpus.blocks
    text = dict(zip(documents["document"].astype(str), documents["text"], strict=True))
    places = [found.start() for found in re.finditer(re.escape(each.line), text[each.document])]
    heads = (blocks["role"] == "heading") & (blocks["document"].astype(str) == each.document)
    return places[each.number - 1] in set(blocks["start"][heads])


def _plain(paths: Paths) -> str | list[str]:
    """Paths as text."""
    if isinstance(paths, str | os.PathLike):
        return os.fspath(paths)
    return [os.fspath(path) for path in paths]
