"""Files changed at random are read, or are one sentence; what `make fuzz` found stays mended."""

import fuzz
import pytest
from makers import raw_pdf, read, stream

FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("kind", fuzz.SEEDS)
def test_a_few_mutated_files(kind, tmp_path):
    fuzz.run(kind, 30 if kind == "zip" else 90, seed=1, finds=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("kind", fuzz.SEEDS)
def test_the_files_that_are_mutated_can_be_read(kind):
    for data in fuzz.SEEDS[kind]:
        fuzz.check(kind, data)
        assert kind == "zip" or read(f"a.{kind}", data).text


def test_a_file_that_breaks_a_law_is_found_and_kept(tmp_path, monkeypatch):
    def broken(kind, data):
        raise KeyError(kind)

    monkeypatch.setattr(fuzz, "check", broken)
    with pytest.raises(KeyError):
        fuzz.run("txt", 9, seed=1, finds=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["txt-1-0.txt"]


def test_text_of_no_size_in_a_pdf():
    flat = stream("BT /F1 12 Tf 1 0 0 0 50 700 Tm (Hello) Tj ET")
    assert read("a.pdf", raw_pdf(flat, "<</F1 5 0 R>>", FONT)).text == "Hello"
