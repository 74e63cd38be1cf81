"""Mutated files for the readers and the section finder: `make fuzz KIND=pdf RUNS=100000`.

Real files of each format are changed a little (bytes, tokens of the format, members of a zip
file), read, and what was read is held to the laws: an error is a sentence, marks lie in the text,
blocks tile it. With atheris installed (`pip install atheris`) the changes are led by what they
reach in the code of the package, and what that was is printed; without it they are random.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import pathlib
import random
import resource
import sys
import tempfile
import time
import warnings
import zipfile

from lxml import etree

ROOT = pathlib.Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from makers import column, docx, p, pdf, r, raw_pdf, stream, zipped  # noqa: E402

SECONDS = 5  # of processor time that one file of this size may take
PATIENCE = 60  # by the clock
LARGEST = 1_000_000
MEMORY = 2 << 30  # of the process, with all that it holds besides the file

TEXT = (
    "关于推进工作的报告\n一、总体要求\n坚持稳中求进，贯彻新发展理念。\n（一）基本原则\n"
    "1．坚持改革。\n二、任务"
)
CELLS = "<w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>" * 3
LIST = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="9"/>'
    '<w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
STYLE = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:sz w:val="32"/><w:b/></w:rPr></w:style>'
)
NOTE = '<w:footnote w:id="2"><w:p><w:r><w:t>注。</w:t></w:r></w:p></w:footnote>'
CITED = '<w:p><w:r><w:t>引用</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>EQ \\o\\ac(○,1)'
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
WORD = docx(
    p("总体要求", "1") + p("正文。", numbered="1 0")
    + f"<w:tbl>{f'<w:tr>{CELLS}</w:tr>' * 3}</w:tbl>"
    + CITED + FIELD + f"<w:ins>{p('添')}</w:ins><w:del>{r('删')}</w:del>" + p(TEXT),
    numbering=LIST, styles=STYLE, footnotes=NOTE, header=p("页眉"),
)  # fmt: skip
FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
DRAWN = raw_pdf(
    stream("BT /F1 12 Tf 50 700 Td (Hello 2024) Tj ET /X Do 10 10 m 200 10 l S"),
    "<</F1 5 0 R>>",
    FONT,
    stream("BT /F1 9 Tf (in) Tj ET", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
    resources="/XObject<</X 6 0 R>>",
)
PAGE = (
    "<html><head><title>通知</title><meta charset=utf-8><style>.h{display:none}</style></head>"
    "<body><div class=nav><a href=/>首页</a></div><h1>通知</h1><p>各单位，要认真落实。</p>"
    "<ol><li>一</ol>"
    "<table><tr><td>甲<td>乙<tr><td>1<td>2</table><p class=h>隐，藏。</p>&amp;mdash;</body></html>"
).encode()
MARKDOWN = (
    "---\na: b\n---\n# 一\n正文[链](a.md)`码`\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n"
    "```\n码\n```\n"
    "- 项\n标题\n===\n<table><tr><td>甲</td></tr></table>\n<!-- 注 -->\n\\*&amp;\n"
).encode()
MESSAGE = b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + PAGE
LAW = "第一章　总则\n第一条　为了。\n第二条　本法。\n一是学。二是用。三是干。"
SPACES = "".join(f' xmlns:{name}="urn:{name}"' for name in ("office", "text", "style", "table"))
LEVEL = '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="、"/>'
OPEN = {
    "content.xml": f"<office:d{SPACES}><office:s><text:list-style style:name='L'>{LEVEL}"
    "</text:list-style></office:s><office:body><office:text><text:h text:outline-level='1'>总则"
    "</text:h><text:list text:style-name='L'><text:list-item><text:p>学习<text:s text:c='2'/>"
    "<text:note><text:note-body><text:p>注</text:p></text:note-body></text:note></text:p>"
    "</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>甲"
    "</text:p></table:table-cell></table:table-row></table:table></office:text></office:body>"
    "</office:d>"
}
BOOK = {
    "META-INF/container.xml": "<c><r><rootfile full-path='a.opf'/></r></c>",
    "a.opf": "<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/>"
    "<item id='n' href='n.xhtml' properties='nav' media-type='application/xhtml+xml'/></manifest>"
    "<spine><itemref idref='a'/></spine></package>",
    "a.xhtml": "<html><body><h1>一</h1><p>学习，要学习。</p><aside>注</aside></body></html>",
    "n.xhtml": "<html><body><nav><ol><li><a href='a.xhtml'>一</a></li></ol></nav></body></html>",
}
RICH = (
    rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 x;}}{\stylesheet{\s1 heading 1;}}"
    rb"{\header h}\pard\s1{\listtext 1.\tab}\'d7\'dc\'d4\'f2\par\pard"
    rb"\u23398?{\footnote n}{\*\bin3 abc}{\v x}\par"
    rb"\trowd\intbl a\cell b\cell\row\pard{\upr{?}{\*\ud\u23398?}}\par}"
)
SAID = b"1\n00:00:01,000 --> 00:00:02,000\n<i>" + "学习，".encode() + b"</i>\n\nWEBVTT\n\nNOTE x\n"
SET = [column(TEXT)]
SEEDS = {
    "txt": [LAW.encode(), *map(TEXT.encode, ("utf-8", "gb18030", "utf-16"))],
    "md": [MARKDOWN],
    "html": [PAGE, MESSAGE],
    "docx": [WORD],
    "pdf": [DRAWN, pdf(SET, [(0, "总体要求", 0)], pageCompression=0), pdf(SET)],
    "odt": [zipped(OPEN)],
    "epub": [zipped(BOOK)],
    "rtf": [RICH],
    "srt": [SAID],
    "zip": [zipped({"甲.txt": TEXT, "乙.docx": WORD, "丙.html": PAGE, "b/d.md": MARKDOWN})],
}  # fmt: skip
# What means something in each format, divided by blanks; _ is a blank.
PIECES = {
    "txt": "一、 （一） 第二章 1. 　　 。 一是 ……1 目录 附件 零 一 \n \r \0",
    "md": "# #_ | |- ``` <!-- --> [ ]( <h2> </h2> === -_ &# \n",
    "html": "<table> <td> <tr> </ <div> <li> <ol> <script> <style> &# hidden } <a",
    "docx": '<w:p> </w:p> <w:tbl> <w:sdt> "-1" "999999999" <w:del> <!-- &#0; <w:tc/>',
    "pdf": "_Do /Form endstream endobj _0_R << >> /Filter/FlateDecode 99999999 -1 BT Tj",
    "odt": '<text:p> </text:p> <text:list> <text:h> <table:table> "999999999" "-1" <!-- &a;',
    "epub": "<ol> <li> </ol> <nav> href='../ a.xhtml <itemref/> <!DOCTYPE &a; <h1> </p> <aside>",
    "rtf": r"{ } {\* \par \'c4 \u-1? \bin9 \row \cell \uc9 {\upr {\listtext \v \plain {\footnote",
    "srt": "--> 00:00:01,000 \n\n {\\an8} <i> WEBVTT NOTE 1\n \r",
    "zip": "PK\1\2 PK\3\4 PK\5\6 \0\0 ../ \377\377",
}


def _piece(kind: str, chance: random.Random) -> bytes:
    piece = chance.choice(PIECES[kind].split(" ")).replace("_", " ")
    return piece.encode("latin-1" if kind == "zip" else "utf-8")


def mutated(kind: str, data: bytes, chance: random.Random) -> bytes:
    """A file with a few small changes; of a Word or zip file often within a member."""
    if kind in ("docx", "odt", "epub", "zip") and chance.random() < 0.8:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                files = {name: archive.read(name) for name in archive.namelist()}
            name = chance.choice(list(files))
            inner = pathlib.PurePath(name).suffix[1:]
            files[name] = mutated(inner if inner in PIECES else kind, files[name], chance)
            if inner in ("xml", "rels") and chance.random() < 0.8:  # well-formed, at least
                tree = etree.fromstring(files[name], etree.XMLParser(recover=True))
                files[name] = etree.tostring(tree)
            if len(files[name]) < LARGEST:
                return zipped(files)
        except Exception:  # no zip file any more
            pass
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        start = chance.randrange(len(changed) + 1)
        end = min(len(changed), start + chance.choice((1, 2, 8, 64, 512)))
        span = bytes(changed[start:end])
        piece = _piece(kind, chance)
        way = chance.randrange(6)
        if way == 0:
            changed[start:end] = bytes(byte ^ 1 << chance.randrange(8) for byte in span[:1])
        elif way == 1:
            del changed[start:end]
        elif way == 2:
            changed[start:start] = span * chance.choice((1, 2, 50))
        elif way == 3:
            changed[start:start] = piece * chance.choice((1, 1, 1, 3, 100))
        elif way == 4:
            place = chance.randrange(len(changed) + 1)
            changed[place:place] = span
        else:
            changed[start:end] = piece
    return bytes(changed[:LARGEST])


def check(kind: str, data: bytes) -> None:
    """Read a file and find its sections: an error is a sentence, and the laws hold."""
    from analysis.reading import READERS, read_documents, read_text
    from analysis.structure import mark_blocks, split_sections

    try:
        if kind == "zip":
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, "a.zip")
                path.write_bytes(data)
                documents = read_documents(path)
        else:
            reading = READERS[f".{kind}"](data, None)
            documents = read_text(reading.text).assign(
                marks=[reading.marks], format=kind, path=f"a.{kind}"
            )
    except (ValueError, OSError) as error:
        if not str(error):
            raise AssertionError("an error without a word") from error
        return
    for text, marks in documents[["text", "marks"]].itertuples(index=False):
        places = [place for mark in marks for place in (mark.start, mark.end)]
        assert places == sorted(places)
        assert not places or 0 <= places[0] <= places[-1] <= len(text)
    documents = documents[documents["text"] != ""]
    blocks = mark_blocks(documents)
    for name, text in documents[["document", "text"]].itertuples(index=False):
        own = blocks[blocks["document"] == name]
        assert "".join(text[a:b] for a, b in zip(own["start"], own["end"], strict=True)) == text
    split_sections(documents, blocks)


def timed(kind: str, data: bytes) -> None:
    """Check a file, in time."""
    start = time.process_time()
    check(kind, data)
    taken = time.process_time() - start
    assert taken < SECONDS, f"{taken:.1f} s for {len(data):,} bytes"


def run(kind: str, runs: int, seed: int, finds: pathlib.Path) -> None:
    """Check mutated files; what fails stays in the folder `finds`."""
    pool = list(SEEDS[kind])
    for number in range(runs):
        chance = random.Random(f"{seed} {number}")
        data = mutated(kind, chance.choice(pool), chance)
        last = finds / f"{kind}-{seed}-{number}.{kind}"
        last.write_bytes(data)
        faulthandler.dump_traceback_later(PATIENCE, exit=True)
        try:
            timed(kind, data)
        finally:
            faulthandler.cancel_dump_traceback_later()
        last.unlink()
        if len(pool) < 500 and number % 50 == 0:  # changes upon changes
            pool.append(data)


def led(kind: str, runs: int, seed: int, finds: pathlib.Path) -> None:
    """The same by atheris, which prints what of the package was reached ("cov:")."""
    import atheris

    for name in [name for name in sys.modules if name.partition(".")[0] == "analysis"]:
        del sys.modules[name]  # of the makers of files; to be opened anew, and watched
    with atheris.instrument_imports(include=["analysis.reading", "analysis.structure"]):
        import analysis  # noqa: F401

    corpus = finds / kind
    corpus.mkdir(exist_ok=True)
    for number, data in enumerate(SEEDS[kind]):
        (corpus / f"seed{number}").write_bytes(data)
    options = [
        f"-runs={runs}", f"-seed={seed}", f"-max_len={LARGEST}", f"-timeout={PATIENCE}",
        f"-rss_limit_mb={MEMORY >> 20}", f"-artifact_prefix={finds}/{kind}-", "-len_control=0",
    ]  # fmt: skip
    atheris.Setup(
        [sys.argv[0], *options, str(corpus)],
        lambda data: timed(kind, data),
        custom_mutator=lambda data, most, seed: mutated(kind, data, random.Random(seed))[:most],
    )
    atheris.Fuzz()


def main() -> None:
    """Fuzz one format from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=SEEDS)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--finds", type=pathlib.Path, default=ROOT / "build" / "fuzz")
    asked = parser.parse_args()
    asked.finds.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    try:
        import atheris  # noqa: F401
    except ImportError:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        run(asked.kind, asked.runs, asked.seed, asked.finds)
        print(f"{asked.kind}: {asked.runs} mutated files, nothing found")
    else:
        led(asked.kind, asked.runs, asked.seed, asked.finds)


if __name__ == "__main__":
    main()
