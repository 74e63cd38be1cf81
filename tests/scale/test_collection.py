"""A collection counted in pieces is the one counted at once, whatever happens on the way."""

import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pandas as pd
import psutil
import pytest
from docx import Document

import analysis as an
from analysis.scale import Counted, Done, collection, count_corpus
from analysis.scale.workers import SERVE

sys.path.insert(0, str(Path(__file__).parent))
import engines

TEXTS = {
    "2021.txt": "一、学习\n学理论，学文件。服务群众。\n二、实践\n去实践，群众满意。",
    "2022.txt": "一、总则\n工作报告。群众路线。\n（一）任务\n扩大内需。GDP增长5.2%。\n二、略",
    "甲/报告.txt": "没有标题的一段话，群众很多。\n第二段话，工作很多。",
    "乙/报告.txt": "第一章 总则\n第一条 为了服务群众，制定本法。\n第二条 工作照办。",
}
BYS = [(), "document", "section", ["document", "section"], ["section", "sentence"], "format"]


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "texts"
    for name, text in TEXTS.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8" if "2021" in name else "gb18030")
    word = Document()
    word.add_heading("一、文件", 1)
    word.add_paragraph("文件里的群众。")
    word.save(place / "文件.docx")
    with zipfile.ZipFile(place / "两个.zip", "w") as archive:
        archive.writestr("丙.txt", "压缩的群众。")
        archive.writestr("丁.txt", "一、压缩\n工作。")
    return place


def at_once(folder, by):
    corpus = an.load(folder)
    formats = corpus.documents.set_index("document")["format"]
    formats = corpus.tokens["document"].astype(str).map(formats).astype("category")
    tokens = corpus.tokens.assign(format=formats)
    return an.count_terms(tokens, by=by)


def same(counted, wanted):
    """The same table; categories that no row has do not matter."""

    def used(frame):
        names = [name for name in frame if isinstance(frame[name].dtype, pd.CategoricalDtype)]
        return frame.assign(**{name: frame[name].cat.remove_unused_categories() for name in names})

    pd.testing.assert_frame_equal(used(counted.counts), used(wanted))


@pytest.mark.parametrize("by", BYS, ids=str)
def test_the_counts_are_those_of_the_whole(folder, by):
    same(count_corpus(folder, by=by, processes=1), at_once(folder, by))


CITIES = pd.DataFrame(
    {
        "document": ["2021", "2022", "甲/报告.txt", "乙/报告.txt", "丙", "丁", "文件"],
        "city": ["青岛", "青岛", "济南", "青岛", "济南", "青岛", "济南"],
        "year": [2021, 2022, 2021, 2022, 2022, 2021, 2021],
    }
)


@pytest.mark.parametrize("by", ["city", "year", ["year", "city"], ["city", "section"]], ids=str)
def test_groups_are_columns_of_the_documents_own(folder, by):
    wanted = an.count_terms(an.load(folder, metadata=CITIES), by=by)
    same(count_corpus(folder, by=by, metadata=CITIES), wanted)


def test_a_year_is_found_in_names_and_said(folder):
    for path in [*folder.iterdir()]:
        if not path.name.startswith("202"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    with pytest.warns(UserWarning, match="2021 to 2022"):
        counted = count_corpus(folder, by="year")
    with pytest.warns(UserWarning, match="2021 to 2022"):
        same(counted, an.count_terms(an.load(folder), by="year"))


def test_a_document_without_a_value_is_named(folder):
    with pytest.warns(UserWarning, match="文件"), pytest.raises(ValueError, match=r"文件.*'city'"):
        count_corpus(folder, by="city", metadata=CITIES.iloc[:-1])


def test_other_columns_of_metadata_cost_no_new_count(folder, tmp_path):
    count_corpus(folder, by="document", store=tmp_path / "store")
    counted, n = counted_files(folder, tmp_path / "store", by="city", metadata=CITIES)
    assert n == 0
    assert (
        counted.manifest["city"].tolist()
        == an.load(folder, metadata=CITIES).documents["city"].tolist()
    )


def test_the_files_are_those_of_load_however_they_are_named(folder):
    CITIES.to_csv(folder / "cities.csv", index=False)
    paths = [folder, folder / "甲" / ".." / "2021.txt"]
    wanted = an.count_terms(an.load(paths, metadata=folder / "cities.csv"), by="city")
    same(count_corpus(paths, by="city", metadata=folder / "cities.csv"), wanted)


def test_a_document_without_a_counted_word_needs_no_value(folder):
    (folder / "空话.txt").write_text("——", encoding="utf-8")
    with pytest.warns(UserWarning, match="空话"):
        wanted = an.count_terms(an.load(folder, metadata=CITIES), by="city")
    with pytest.warns(UserWarning, match="空话"):
        same(count_corpus(folder, by="city", metadata=CITIES), wanted)


def test_rows_of_a_table_are_documents(tmp_path):
    table = tmp_path / "留言.csv"
    rows = pd.DataFrame({"id": ["甲", "乙"], "内容": ["路灯坏了，请修灯。", "路面坏了，请补路。"]})
    rows.to_csv(table, index=False)
    wanted = an.count_terms(an.load(table, text="内容"), by="document")
    same(count_corpus(table, by="document", text="内容"), wanted)


def test_processes_change_nothing(folder):
    same(
        count_corpus(folder, by=["document", "section"], processes=2),
        at_once(folder, ["document", "section"]),
    )


def test_a_small_collection_starts_no_process(tmp_path, monkeypatch):
    """A process takes a second of the processor until it counts."""

    def started(number):
        raise AssertionError(f"{number} processes were started")

    monkeypatch.setattr(collection, "Processes", started)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    text = "服务群众。" * 100_000  # 1.5 MB
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert count_corpus(tmp_path, by="document").counts["n"].tolist() == [100_000] * 2
    monkeypatch.setattr(collection, "SMALL", 1000)
    with pytest.raises(AssertionError, match="2 processes were started"):
        count_corpus(tmp_path)


def test_the_manifest_tells_of_every_document(folder):
    corpus = an.load(folder)
    manifest = count_corpus(folder, processes=1).manifest
    told = manifest[["document", "path", "format", "encoding", "title"]]
    pd.testing.assert_frame_equal(told, corpus.documents[told.columns])
    sizes = corpus.tokens["document"].value_counts()
    assert manifest["n_tokens"].tolist() == [sizes[name] for name in manifest["document"]]
    assert manifest["n_chars"].tolist() == corpus.documents["text"].str.len().tolist()


def test_options_are_those_of_load_and_count_terms(folder):
    segmenter = an.Segmenter(["服务群众"], hmm=False)
    corpus = an.load(folder, segmenter=segmenter, cut_headings=True)
    wanted = an.count_terms(corpus, by="document", terms="folded", n=2)
    counted = count_corpus(
        folder, by="document", segmenter=segmenter, cut_headings=True, terms="folded", n=2
    )
    same(counted, wanted)


def test_tables_take_what_was_counted(folder):
    counted = count_corpus(folder, by="document")
    assert isinstance(counted, Counted)
    assert an.frequency(counted).equals(an.frequency(counted.counts))
    assert an.keyness(counted).equals(an.keyness(counted.counts))
    assert an.dispersion(counted).equals(an.dispersion(counted.counts))
    assert an.similarity(counted).equals(an.similarity(counted.counts))


def test_files_that_cannot_be_read_cost_themselves(folder):
    wanted = at_once(folder, "document")
    (folder / "坏.docx").write_bytes(b"no word file")
    (folder / "空.txt").write_bytes(b"")
    with pytest.warns(UserWarning, match="坏.docx"):
        counted = count_corpus(folder, by="document")
    same(counted, wanted)
    bad = counted.manifest[counted.manifest["problem"] != ""]
    assert "坏" in set(bad["document"])
    assert counted.manifest["problem"].tolist() == sorted(counted.manifest["problem"], key=bool)


def test_where_no_file_can_be_read_is_an_error(tmp_path):
    (tmp_path / "坏.docx").write_bytes(b"no word file")
    with pytest.raises(ValueError, match=r"坏\.docx"):
        count_corpus(tmp_path)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"by": "town"}, "by='town'"),
        ({"terms": "long"}, "long"),
        ({"n": 0}, "n=0"),
        ({"headings": "&"}, "&"),
        ({"segmenter": an.Segmenter(engine=lambda text: list(text)), "processes": 2}, "module"),
    ],
    ids=str,
)
def test_what_no_file_could_be_counted_with_is_refused(folder, options, told):
    with pytest.raises(ValueError, match=told):
        count_corpus(folder, **options)


# --- a store ------------------------------------------------------------------------------------


def counted_files(folder, store, **options):
    """The table, and how many files were counted for it."""
    seen = []
    counted = count_corpus(folder, store=store, progress=seen.append, **options)
    return counted, seen[-1].all_files if seen else 0


def test_nothing_is_counted_twice(folder, tmp_path):
    store = tmp_path / "store"
    first, n = counted_files(folder, store, by="document")
    assert n == 6
    again, n = counted_files(folder, store, by="document")
    assert n == 0
    same(again, first.counts)
    _, n = counted_files(folder, store, by="format")
    assert n == 0
    same(_, at_once(folder, "format"))


def test_a_changed_file_is_counted_again_and_no_other(folder, tmp_path):
    store = tmp_path / "store"
    counted_files(folder, store, by="document")
    (folder / "2021.txt").write_text("改了，群众。", encoding="utf-8")
    (folder / "甲" / "报告.txt").unlink()
    (folder / "新.txt").write_text("新的工作。", encoding="utf-8")
    counted, n = counted_files(folder, store, by="document")
    assert n == 2
    same(counted, at_once(folder, "document"))
    manifest = pd.read_csv(store / "manifest.csv", dtype=str, keep_default_na=False)
    assert manifest["document"].tolist() == counted.manifest["document"].tolist()


def test_a_file_that_could_not_be_read_is_tried_again(folder, tmp_path):
    bad = folder / "坏.docx"
    bad.write_bytes(b"no word file")
    with pytest.warns(UserWarning, match="坏"):
        _, n = counted_files(folder, tmp_path / "store")
    with pytest.warns(UserWarning, match="坏"):
        _, n = counted_files(folder, tmp_path / "store")
    assert n == 1


def test_a_store_belongs_to_one_job_and_one_run(folder, tmp_path):
    store = tmp_path / "store"
    count_corpus(folder, store=store)
    with pytest.raises(ValueError, match="other options"):
        count_corpus(folder, store=store, segmenter=an.Segmenter(["群众路线"]))

    def again(done):
        count_corpus(folder, store=store, by="section")

    (folder / "2021.txt").write_text("改了。", encoding="utf-8")
    with pytest.raises(ValueError, match="another run"):
        count_corpus(folder, store=store, progress=again)


def test_a_cancelled_run_goes_on(folder, tmp_path):
    store = tmp_path / "store"
    with pytest.raises(an.Cancelled):
        count_corpus(folder, store=store, by="document", progress=lambda done: False)
    same(count_corpus(folder, store=store, by="document"), at_once(folder, "document"))


def test_progress_says_how_far_it_is():
    half = Done(1, 2, 500_000, 1_000_000, 3.0)
    assert str(half) == "1 of 2 files, 0.5 of 1.0 MB, 3 s left"


def test_addresses_are_read_by_fsspec(folder):
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.put(str(folder), "/texts", recursive=True)
    try:
        counted = count_corpus("memory://texts", by="document", processes=1)
    finally:
        memory.rm("/texts", recursive=True)
    same(counted, at_once(folder, "document"))
    assert counted.manifest["path"].str.startswith("memory://").all()


# --- processes that die -------------------------------------------------------------------------


@pytest.mark.long
def test_a_file_that_kills_its_process_costs_itself(folder):
    segmenter = an.Segmenter(engine=engines.by_character)
    wanted = count_corpus(folder, by="document", segmenter=segmenter)
    (folder / "毒.txt").write_text("有毒的文件。", encoding="utf-8")
    poisoned = an.Segmenter(engine=engines.dies_of_poison)
    with pytest.warns(UserWarning, match="ended"):
        counted = count_corpus(folder, by="document", segmenter=poisoned, processes=2)
    same(counted, wanted.counts)
    assert counted.manifest["document"].iloc[-1] == "毒"
    assert "exit code" in counted.manifest["problem"].iloc[-1]


def many(folder, n):
    folder.mkdir(exist_ok=True)
    for number in range(n):
        text = f"一、学习\n第{number}个文件，群众的工作。\n二、实践\n{'去实践。' * 50}"
        (folder / f"{number:03d}.txt").write_text(text, encoding="utf-8")


@pytest.mark.long
def test_workers_that_are_killed_change_nothing(folder, tmp_path):
    many(folder, 700)
    wanted = count_corpus(folder, by="document", processes=1)
    killed = []

    def ours(child):
        return child.status() != psutil.STATUS_ZOMBIE and SERVE in child.cmdline()

    def kill(done):
        for child in list(filter(ours, psutil.Process().children()))[: len(killed) < 3]:
            child.kill()
            killed.append(child)

    counted = count_corpus(folder, by="document", processes=2, progress=kill)
    assert len(killed) == 3
    same(counted, wanted.counts)


RUN = """
import sys, analysis as an
an.count_corpus(sys.argv[1], by="document", processes=2, store=sys.argv[2])
"""


@pytest.mark.long
def test_a_run_that_is_killed_goes_on_where_it_was(folder, tmp_path):
    many(folder, 600)
    wanted = count_corpus(folder, by="document", processes=1)
    store = tmp_path / "store"
    for moment in range(10):
        run = subprocess.Popen([sys.executable, "-c", RUN, folder, store], cwd=Path.cwd())
        time.sleep(1 + 0.3 * moment)
        run.send_signal(signal.SIGKILL)
        run.wait()
        time.sleep(0.2)
        if store.exists():
            whole = [path for path in store.iterdir() if path.name.startswith("counts-")]
            assert all(pd.read_parquet(path) is not None for path in whole)
        counted = count_corpus(folder, by="document", processes=1, store=store)
        same(counted, wanted.counts)
        assert not [path for path in store.iterdir() if path.name.startswith(".")]
        for path in list(store.glob("counts-*"))[::2]:
            path.unlink()


FULL = """
import resource, signal, sys, analysis as an
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    an.count_corpus(sys.argv[1], by="document", processes=1, store=sys.argv[2])
except OSError as error:
    sys.exit(f"stopped: {error}")
"""


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are set with POSIX")
def test_a_full_disk_stops_the_run_and_leaves_what_is_whole(folder, tmp_path):
    many(folder, 50)
    store = tmp_path / "store"
    run = subprocess.run([sys.executable, "-c", FULL, folder, store], capture_output=True)
    assert run.returncode == 1
    assert b"stopped:" in run.stderr
    assert not list(store.glob("*.parquet"))
    assert not list(store.glob(".*.parquet"))
    same(count_corpus(folder, store=store, by="document"), at_once(folder, "document"))


@pytest.mark.long
def test_a_cluster_counts_the_same_also_when_a_worker_is_killed(folder):
    distributed = pytest.importorskip("distributed")
    many(folder, 600)
    wanted = count_corpus(folder, by=["document", "section"], processes=1)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        by = ["document", "section"]
        same(count_corpus(folder, by=by, client=client), wanted.counts)
        killed = []

        def kill(done):
            if not killed:
                killed.append(next(iter(client.run(os.getpid).values())))
                os.kill(killed[0], signal.SIGKILL)

        counted = count_corpus(folder, by=by, client=client, progress=kill)
        assert killed
        same(counted, wanted.counts)
