"""The command: `python -m analysis report|outline|terms|keyness|kwic|versions|count` (see --help).

Exit code 0, or 1 after one line that says what was wrong and what would be right; `count` ends
with 3 where it counted a collection but for files that could not be read.
"""

from __future__ import annotations

import argparse
import codecs
import contextlib
import io
import locale
import os
import pathlib
import re
import sys
import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # opened by the command that needs them
    import pandas as pd

    from .corpus import Corpus, Paths
    from .report import Analysis

NAMED = {"kwic": "TERM PATH …", "versions": "OLD NEW"}  # what a command is given, if not paths
NOT_ALL = 3  # exit code where some files could not be read
OUT = "build/report"  # where a report goes, unless another folder is named
COLUMNS_SHOWN = {
    "terms": ["term", "n", "rate", "range", "inside", "across"],
    "found": ["term", "n", "range", "score"],
    "keyness": [
        "target",
        "term",
        "n_target",
        "n_reference",
        "inside_reference",
        "score",
        "effect",
    ],
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    typed = list(map(_as_typed, given))
    language = _language_of(typed)
    options = _parser(language).parse_args(typed, argparse.Namespace(spoken=language))
    if not sys.stderr.isatty():
        os.environ.setdefault("TQDM_DISABLE", "1")  # no progress bars into files and pipes
    with _plain_warnings(options), _any_character():
        try:
            code = options.run(options)
            sys.stdout.flush()
        except BrokenPipeError:  # the reader of a pipe has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        except (ValueError, OSError) as error:
            print(f"error: {_one_line(error)}", file=sys.stderr)
            return 1
        else:
            return code or 0
    return 0


def _as_typed(argument: str) -> str:
    """An option as a Chinese keyboard types it, with other hyphens: ——out is --out."""
    return re.sub(r"^[—–－―]+(?=[A-Za-z])", "--", argument)


@contextlib.contextmanager
def _any_character() -> Iterator[None]:
    """Write a ? for what the output cannot encode (GBK on Windows), and say so at the end."""
    missing: dict[str, None] = {}

    def replace(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        signs = error.object[error.start : error.end]
        missing.update(dict.fromkeys(signs))
        return "?" * len(signs), error.end

    codecs.register_error("analysis.replace", replace)
    if not isinstance(sys.stdout, io.TextIOWrapper):
        yield
        return
    before, encoding = sys.stdout.errors, sys.stdout.encoding
    sys.stdout.reconfigure(errors="analysis.replace")
    try:
        yield
    finally:
        with contextlib.suppress(BrokenPipeError):
            sys.stdout.reconfigure(errors=before)
    if missing:
        named = ", ".join(f"U+{ord(sign):04X}" for sign in list(missing)[:5])
        print(
            f"note: the output is {encoding}, which cannot write {named}: there is a ? for each; "
            "set PYTHONIOENCODING=utf-8 to get them all",
            file=sys.stderr,
        )


def _one_line(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, OSError) and error.strerror:  # a full disk has no file
        return error.strerror
    return " ".join(str(error).split("\n"))


def _printed(options: argparse.Namespace) -> Mapping[str, str]:
    """What a command prints, in the language of the user."""
    from .glossary import words

    return words(options.spoken)["command"]["printed"]


@contextlib.contextmanager
def _plain_warnings(options: argparse.Namespace) -> Iterator[None]:
    """Warnings as one line each, without the place in our code."""
    from .glossary import Note

    def show(message: Warning | str, *_: Any, **__: Any) -> None:
        told = message.args[0] if isinstance(message, Warning) else message
        if isinstance(told, Note) and options.spoken != "en":  # its own language
            told = told.said(options.spoken)
        print(_printed(options)["note"].format(told), file=sys.stderr)

    with warnings.catch_warnings():
        warnings.simplefilter("default", UserWarning)
        warnings.showwarning = show
        yield


# --- the commands --------------------------------------------------------------------------


def _report(options: argparse.Namespace) -> None:
    from .report import write_report

    if options.again:
        _report_again(options)
        return
    result = write_report(
        _paths(options),
        options.out or OUT,
        formats=[each for some in options.formats for each in some.split()],
        terms=_terms(options),
        stop=_stop(options),
        level=options.level,
        parts=options.parts,
        encoding=options.encoding,
        found=_found(options),
        synonyms=options.synonyms,
        roles=options.roles,
        corrections=options.corrections,
        metadata=options.metadata,
        text_column=options.text_column,
        by=options.by,
        settings=options.settings,
        language=options.language or "zh",
        template=options.template,
        text=options.text,
    )
    _print_summary(result, options)


def _report_again(options: argparse.Namespace) -> None:
    """A report from its record; an error where anything differs."""
    from .report import write_again

    paths = _paths(options) if options.paths else None
    other = write_again(options.again, options.out, paths=paths, template=options.template)
    if other:
        raise ValueError(f"made again, and not the same: {'; '.join(other)}")
    print(_printed(options)["again"].format(options.again))


def _print_summary(result: Analysis, options: argparse.Namespace) -> None:
    """The outline, the key terms, and where to look."""
    from .statistics import key_terms, left_out
    from .structure import show_outline

    said = _printed(options)
    print(show_outline(result.corpus, language=options.spoken))
    print()
    if not result.scores.empty:
        stars = _stars(result.scores)
        print(said["keyTerms"])
        names = {name: f"{star:<2}" for name, star in stars.items()}
        for told in _legend(result.scores, names, options.spoken):
            print(f"  {told}")
        best = key_terms(result.scores, top=options.top)
        if (best["inside_reference"] > 0).any():
            print(f"  {said['inside']}")
        for target, rows in best.groupby("target", sort=False, observed=True):
            marked = (_marked(row, stars) for row in rows.to_dict("records"))
            print(f"  {target}  " + "  ".join(marked))
        if told := left_out(result.scores, language=options.spoken):
            print(f"  {said['allIn'].format(told)}")
        print()
    out = options.out or OUT
    places = {"report": "report.docx", "figures": "figures", "tables": "tables"}
    for name, place in places.items():
        print(said[name].format(os.path.join(out, place)))
    if len(result.terms) and options.terms == "auto":
        print(said["terms"].format(os.path.join(out, "terms.txt")))
    if result.notes:
        print(said["notes"].format(os.path.join(out, "notes.txt"), len(result.notes)))


def _stars(scores: pd.DataFrame) -> dict[str, str]:
    """The stars of each claim: one for the weakest, two for the next."""
    from .wording import claims

    return {name: "*" * place for place, name in enumerate(claims(scores, "en"), start=1)}


def _legend(scores: pd.DataFrame, names: dict[str, str], language: str) -> list[str]:
    """A line for each claim that some term of the table has, or one that says there is none."""
    from .glossary import words
    from .wording import claims

    if not scores["supported"].any():
        entries = words(language)
        return [entries["command"]["printed"]["noneSupported"].format(entries["claims"][""])]
    held = {str(claim) or "interval" for claim in scores["survives"][scores["supported"]]}
    told = claims(scores, language)
    return [f"{names[name]} {what}" for name, what in told.items() if name in held]


def _marked(row: dict, stars: dict[str, str]) -> str:
    """A key term with its counts, the stars of what is claimed of it, and where else it stands."""
    claim = row["survives"] or "interval"
    star = stars.get(claim, "") if row["supported"] else ""
    more = f"+{row['inside_reference']:.0f}" if row["inside_reference"] > 0 else ""
    return f"{row['term']}{star} {row['n_target']:.0f}:{row['n_reference']:.0f}{more}"


def _outline(options: argparse.Namespace) -> None:
    from .structure import outline, show_outline

    corpus = _corpus(options)
    table = outline(corpus.sections, corpus.tokens)
    _show(table, options, render=lambda _: show_outline(corpus, language=options.spoken))


def _list_terms(options: argparse.Namespace) -> None:
    from .segmentation import discover_terms, write_terms
    from .statistics import count_terms, frequency

    if options.discover or options.write:
        options.no_found = True  # they are what is asked for
        found = discover_terms(_corpus(options))
        if options.write:
            write_terms(found.head(options.top), options.write)
        _show(found.head(options.top), options, COLUMNS_SHOWN["found"])
        return
    corpus = _corpus(options)
    part = corpus if options.section is None else corpus.select(sections=options.section)
    by = "document" if part.tokens["document"].nunique() > 1 else "section"
    counts, nested = count_terms(part, by=by), count_terms(part, by=by, nested=True)
    table = frequency(counts, stop=_stop(options), together=True, nested=nested)
    _show(table.head(options.top), options, COLUMNS_SHOWN["terms"])


def _keyness(options: argparse.Namespace) -> None:
    from .report import analyse
    from .statistics import key_terms, left_out

    level = options.level
    if level is None and options.section and set(options.section) <= set(".0123456789"):
        level = max(1, options.section.count(".") + 1) if "." in options.section else None
    result = analyse(
        _paths(options),
        terms=_terms(options),
        stop=_stop(options),
        level=level,
        parts=options.parts,
        encoding=options.encoding,
        found=_found(options),
        synonyms=options.synonyms,
        roles=options.roles,
        corrections=options.corrections,
        metadata=options.metadata,
        text_column=options.text_column,
        by=options.by,
    )
    _tell_of_found(list(result.terms["term"]), options)
    scores = result.scores
    if scores.empty:
        raise ValueError(result.notes[0].said(options.spoken))
    for note in result.notes:
        warnings.warn(note.said(options.spoken), stacklevel=1)
    if options.section is not None:
        known = list(dict.fromkeys(scores["target"].astype(str)))
        if options.section not in known:
            raise ValueError(f"no section {options.section!r}; there are: {', '.join(known)}")
        scores = scores[scores["target"].astype(str) == options.section]
    show = options.show.split(",") if options.show else []
    rows = key_terms(scores, top=options.top, show=show)
    if told := left_out(scores, show=show, language=options.spoken):
        print(_printed(options)["showAll"].format(told), file=sys.stderr)
    if not options.csv:
        names = {name: f"survives {name}:" for name in _stars(scores)}
        for told in _legend(scores, names, options.spoken):
            print(told, file=sys.stderr)
    _show(rows, options, [*COLUMNS_SHOWN["keyness"], "p_permuted", "supported", "survives"])


def _kwic(options: argparse.Namespace) -> None:
    from .statistics import kwic
    from .structure import COUNTED, width

    corpus = _corpus(options)
    lines = kwic(
        corpus,
        options.term,
        width=options.width,
        regex=options.regex,
        section=options.section,
        roles=(*COUNTED, "heading", "title") if options.headings else COUNTED,
    )
    if options.csv:
        _show(lines, options)
        return
    several = lines["document"].nunique() > 1
    for line in lines.head(options.top).to_dict("records"):
        name = f"{line['document']}  " if several else ""
        left = " " * max(0, 2 * options.width - width(line["left"])) + line["left"]
        print(f"{name}{line['section']:>5}  {left} 【{line['keyword']}】 {line['right']}")


def _versions(options: argparse.Namespace) -> None:
    from .report import save_versions
    from .statistics import compare_versions

    options.paths = [options.old, options.new]
    both = _corpus(options)  # cut by the same terms
    names = both.documents["document"].tolist()
    if len(names) != 2:
        raise ValueError(f"two versions are two files, and here are {len(names)} documents")
    old, new = (both.select(documents=name) for name in names)
    if options.out:
        stop, language = _stop(options), options.language or "zh"
        print(save_versions(old, new, options.out, language=language, stop=stop))
        return
    _show(compare_versions(old, new), options, ["change", "section_new", "text_old", "text_new"])


def _count(options: argparse.Namespace) -> int:
    from .files import whole
    from .report import csv_of
    from .scale import count_corpus
    from .segmentation import Segmenter

    for name in ("synonyms", "corrections", "stop"):
        if getattr(options, name) is not None:
            raise ValueError(f"count takes no --{name}: load the documents to count them with it")
    own = None if options.terms in ("auto", "none") else options.terms
    counts, manifest = count_corpus(
        options.paths,
        by=options.by,
        store=options.store,
        processes=options.processes,
        segmenter=Segmenter(own),
        encoding=options.encoding,
        text=options.text_column,
        metadata=options.metadata,
        parts=options.parts,
    )
    if options.out:
        with whole(pathlib.Path(options.out)) as place:
            place.write_text(csv_of(counts), encoding="utf-8-sig", newline="")
    else:
        _show(counts if options.csv else counts.head(options.top), options, list(counts.columns))
    bad = int((manifest["problem"] != "").sum())
    size, n = int(manifest["n_tokens"].sum()), len(manifest) - bad
    print(_printed(options)["counted"].format(f"{n:,}", f"{size:,}", f"{bad:,}"), file=sys.stderr)
    return NOT_ALL if bad else 0


# --- what they share -----------------------------------------------------------------------


def _paths(options: argparse.Namespace) -> Paths | pd.DataFrame:
    """The paths as given; `-` is text from standard input, as a documents frame."""
    if not options.paths:
        raise ValueError("name the documents: files, folders, globs, or -")
    if "-" not in options.paths:
        return options.paths
    if options.paths != ["-"]:
        raise ValueError("- (standard input) stands alone, without other paths")
    from .reading import decode, read_text

    return read_text(decode(sys.stdin.buffer.read(), encoding=options.encoding).text, "stdin")


def _corpus(options: argparse.Namespace) -> Corpus:
    """What was read, with the user's terms and those found in the texts kept whole."""
    from .corpus import load

    corpus = load(
        _paths(options),
        encoding=options.encoding,
        corrections=options.corrections,
        metadata=options.metadata,
        text=options.text_column,
    )
    if options.terms not in ("auto", "none"):
        corpus = corpus.with_terms(options.terms)
    if options.synonyms is not None:
        corpus = corpus.with_synonyms(options.synonyms)
    if _found(options):
        corpus = corpus.with_found_terms()
        _tell_of_found(corpus.options.found or (), options)
    return corpus


def _found(options: argparse.Namespace) -> bool:
    """Whether terms that are found in the texts are kept whole."""
    return options.terms != "none" and not options.no_found


def _tell_of_found(terms: Sequence[str], options: argparse.Namespace) -> None:
    """Say which terms are kept whole, and how to switch it off."""
    if terms:
        more = ", …" if len(terms) > 5 else ""
        said = _printed(options)
        told = said["found"].format(len(terms), f"{', '.join(terms[:5])}{more}")
        print(said["note"].format(told), file=sys.stderr)


def _terms(options: argparse.Namespace) -> str | None:
    return None if options.terms == "none" else options.terms


def _stop(options: argparse.Namespace) -> frozenset[str] | None:
    """The words to leave out: None for the default list, which a file adds to."""
    from .segmentation import stop_words

    if options.stop is None:
        return None
    return frozenset() if options.stop == "none" else stop_words() | stop_words(options.stop)


def _show(
    table: pd.DataFrame,
    options: argparse.Namespace,
    columns: Sequence[str] = (),
    render: Callable[[pd.DataFrame], str] | None = None,
) -> None:
    """A table for the eye (some columns, or as `render` writes it), or all of it as CSV."""
    import pandas as pd

    from .report import csv_of

    if options.csv:
        sys.stdout.write(csv_of(table))
    elif render is not None:
        print(render(table))
    else:
        table = table[[column for column in columns if column in table]]
        with pd.option_context("display.unicode.east_asian_width", True):
            print(table.to_string(index=False, float_format="{:.3g}".format))


def _language_of(arguments: Sequence[str]) -> str:
    """The language of the help: the one that is asked for, or that of the system."""
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--language":
            value = value or "".join(arguments[number + 1 : number + 2])
            return "zh" if value == "zh" else "en"
    told = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    system = next(filter(None, told), None) or locale.getlocale()[0] or ""
    return "zh" if system.lower().startswith(("zh", "chinese")) else "en"


def _parser(language: str) -> argparse.ArgumentParser:
    """The commands with their options, explained in a language."""
    from .glossary import words

    said = words(language)["command"]

    class Help(argparse.RawDescriptionHelpFormatter):
        """Help in the language."""

        def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
            super().add_usage(usage, actions, groups, said["usage"] if prefix is None else prefix)

    def prepared(one: argparse.ArgumentParser) -> argparse.ArgumentParser:
        one.add_argument("-h", "--help", action="help", help=said["help"])
        one._optionals.title, one._positionals.title = said["optionsHead"], said["pathsHead"]
        return one

    examples = "\n".join(said["examples"].values())
    parser = prepared(
        argparse.ArgumentParser(
            prog="python -m analysis",
            description=said["about"],
            epilog=f"{said['example'].format('').strip()}\n{examples}",
            formatter_class=Help,
            add_help=False,
        )
    )
    commands = parser.add_subparsers(title=said["commandsHead"], required=True, metavar="COMMAND")
    for name, (run, top, add) in COMMANDS.items():
        one = commands.add_parser(
            name,
            help=said[name],
            description=said[name],
            epilog=said["example"].format(said["examples"][name]),
            usage=f"%(prog)s {NAMED.get(name, 'PATH …')} [--OPTION …]",
            formatter_class=Help,
            add_help=False,
        )
        one.set_defaults(run=run)
        add(prepared(one), said)
        _add_common(one, said, top)
    return parser


def _add_report(one: argparse.ArgumentParser, said: Mapping[str, str]) -> None:
    one.add_argument("paths", nargs="*", metavar="PATH", help=said["paths"])
    one.add_argument("--out", metavar="FOLDER", help=said["out"])
    one.add_argument("--formats", nargs="+", default=["png"], type=_formats, help=said["formats"])
    one.add_argument("--template", metavar="FILE", help=said["template"])
    one.add_argument(
        "--text", choices=("full", "evidence", "none"), default="full", help=said["textOfPage"]
    )
    one.add_argument("--again", metavar="FILE", help=said["again"])
    one.add_argument("--settings", metavar="FILE", help=said["settings"])
    _add_comparison(one, said)


def _add_outline(one: argparse.ArgumentParser, said: Mapping[str, str]) -> None:
    one.add_argument("paths", nargs="+", metavar="PATH", help=said["paths"])


def _add_terms(one: argparse.ArgumentParser, said: Mapping[str, str]) -> None:
    one.add_argument("paths", nargs="+", metavar="PATH", help=said["paths"])
    one.add_argument("--section", type=_section, help=said["sectionUnder"])
    one.add_argument("--discover", action="store_true", help=said["discover"])
    one.add_argument("--write", metavar="FILE", help=said["write"])


def _add_keyness(one: argparse.ArgumentParser, said: Mapping[str, str]) -> None:
    one.add_argument("paths", nargs="+", metavar="PATH", help=said["paths"])
    one.add_argument("--section", type=_section, help=said["section"])
    one.add_argument("--show", metavar="REASONS", help=said["show"])
    _add_comparison(one, said)


def _add_kwic(one: argparse.ArgumentParser, said: Mapping[str, str]) -> None:
    one.add_argument("term", help=said["term"])
    one.add_argument("paths", nargs="+", metavar="PATH", help=said["paths"])
    one.add_argument("--section", type=_section, help=said["sectionUnder"])
    one.add_argument("--width", type=_positive, default=20, help=said["width"])
    one.add_argument("--headings", action="store_true", help=said["headings"])
    one.add_argument("--regex", action="store_true", help=said["regex"])


def _add_versions(one: argparse.ArgumentParser, said: Mapping[str, str]) -> None:
    one.add_argument("old", metavar="OLD", help=said["old"])
    one.add_argument("new", metavar="NEW", help=said["new"])
    one.add_argument("--out", metavar="FILE", help=said["outOfVersions"])


def _add_count(one: argparse.ArgumentParser, said: Mapping[str, str]) -> None:
    one.add_argument("paths", nargs="+", metavar="PATH", help=said["paths"])
    one.add_argument("--by", type=_names, default=[], metavar="COLUMNS", help=said["by"])
    one.add_argument("--store", metavar="FOLDER", help=said["store"])
    one.add_argument("--processes", type=_positive, metavar="N", help=said["processes"])
    one.add_argument("--parts", type=_parts, metavar="N", help=said["parts"])
    one.add_argument("--out", metavar="FILE", help=said["outOfCount"])


def _add_comparison(one: argparse.ArgumentParser, said: Mapping[str, str]) -> None:
    one.add_argument("--roles", type=_names, metavar="ROLES", help=said["roles"])
    one.add_argument("--by", metavar="COLUMN", help=said["byColumn"])
    one.add_argument("--level", type=_positive, help=said["level"])
    one.add_argument("--parts", type=_parts, metavar="N", help=said["parts"])


def _add_common(one: argparse.ArgumentParser, said: Mapping[str, str], top: int) -> None:
    """What every command takes."""
    one.add_argument("--encoding", help=said["encoding"])
    one.add_argument("--metadata", metavar="FILE|PATTERN", help=said["metadata"])
    one.add_argument("--text-column", metavar="NAME", help=said["textColumn"])
    one.add_argument("--terms", default="auto", metavar="FILE", help=said["terms_"])
    one.add_argument("--no-found", action="store_true", help=said["noFound"])
    one.add_argument("--synonyms", metavar="FILE", help=said["synonyms"])
    one.add_argument("--corrections", metavar="FILE", help=said["corrections"])
    one.add_argument("--stop", metavar="FILE", help=said["stop"])
    one.add_argument("--top", type=_positive, default=top, help=said["top"])
    one.add_argument("--csv", action="store_true", help=said["csv"])
    one.add_argument("--language", choices=("zh", "en"), help=said["language"])


# Of each command: what runs it, the rows it shows, and what adds its own options.
COMMANDS: dict[str, tuple[Callable[..., int | None], int, Callable[..., None]]] = {
    "report": (_report, 8, _add_report),
    "outline": (_outline, 1, _add_outline),
    "terms": (_list_terms, 30, _add_terms),
    "keyness": (_keyness, 10, _add_keyness),
    "kwic": (_kwic, 50, _add_kwic),
    "versions": (_versions, 1, _add_versions),
    "count": (_count, 30, _add_count),
}


def _names(text: str) -> list[str]:
    """Names, however they are separated."""
    return re.findall(r"[^,，、;；\s]+", text)


def _formats(text: str) -> str:
    """Formats with blanks between them, however they are separated."""
    from .report import FORMATS

    names = re.split(r"[,，、;；\s]+", text.strip().lower())
    unknown = [name for name in names if name not in FORMATS]
    if unknown:
        known = ", ".join(FORMATS)
        raise argparse.ArgumentTypeError(f"no figure format {unknown[0]!r}; there are: {known}")
    return " ".join(names)


def _section(text: str) -> str:
    """A section with figures of half width: １．２ is 1.2; a name stays as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain if re.fullmatch(r"[0-9]+(\.[0-9]+)*", plain) else text


def _parts(text: str) -> int | str:
    return text if text == "paragraphs" else _positive(text)


def _positive(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1")
    return number


if __name__ == "__main__":
    sys.exit(main())
