"""What each stretch of text is: nothing lost, the right role, the reason given, in linear time."""

import json
import pathlib
import time

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from makers import examples
from texts import DOCUMENTS, blocks_of, documents_of, pieces

import analysis as an
from analysis.reading import Mark
from analysis.structure import ROLES, explain, mark_blocks, split_sections, width

ROLE_CASES = json.loads(
    (pathlib.Path(__file__).parent / "cases" / "roles" / "roles.json").read_text("utf-8")
)


@pytest.mark.parametrize("case", ROLE_CASES, ids=lambda case: case["label"])
def test_roles(case):
    """A wrong role counts site text as words of the document, or leaves out its own."""
    text = case["text"]
    blocks = blocks_of(text)
    found = blocks[blocks["role"] != "blank"]
    rows = list(zip(found["role"], pieces(text, found), strict=True))
    assert [role for role, _ in rows] == [role for role, _ in case["expect"]]
    for (_, own), (_, begins) in zip(rows, case["expect"], strict=True):
        assert own.startswith(begins)


# --- the laws ------------------------------------------------------------------------------


@examples(300)
@given(DOCUMENTS)
def test_blocks_tile_any_text(text):
    """Whatever the input, joined in order the blocks are the text."""
    blocks = blocks_of(text)
    assert [0, *blocks["end"]][:-1] == blocks["start"].tolist()
    assert "".join(text[b.start : b.end] for b in blocks.itertuples()) == text
    assert (blocks["end"] > blocks["start"]).all()
    assert set(blocks["role"]) <= set(ROLES)
    assert ((blocks["level"] > 0) == (blocks["role"] == "heading")).all()
    assert (blocks["reason"] != "").all()
    for heading in pieces(text, blocks, "heading"):
        assert heading, "no heading is blank"


@st.composite
def marked(draw):
    text = draw(DOCUMENTS)
    places = draw(st.lists(st.integers(0, len(text)), max_size=10).map(sorted))
    roles = st.sampled_from([*ROLES, "paragraph"])
    pairs = zip(places[::2], places[1::2], strict=False)
    return text, [Mark(a, b, draw(roles), draw(st.integers(1, 6))) for a, b in pairs]


@examples(200)
@given(marked())
@example(("目录\n第一章 总则\n", [Mark(3, 9, "heading", 1)]))
def test_marks_of_the_format_are_kept(document):
    """What the file format knows is not overruled, and still nothing is lost.

    But one heading above all others is the title.
    """
    text, marks = document
    blocks = blocks_of(text, marks)
    assert "".join(text[b.start : b.end] for b in blocks.itertuples()) == text
    for mark in marks:
        place = (
            mark.start
            + len(text[mark.start : mark.end])
            - len(text[mark.start : mark.end].lstrip())
        )
        if text[mark.start : mark.end].strip() and mark.role != "blank":
            (found,) = blocks[(blocks["start"] <= place) & (blocks["end"] > place)]["role"]
            title = (mark.role, found) == ("heading", "title")
            assert found == mark.role or mark.role == "paragraph" or title


def test_no_argument_is_changed_and_the_same_input_gives_the_same_frame():
    documents = pd.DataFrame({"document": ["a", "b"], "text": ["一、学\n学。\n", ""]})
    before = documents.copy(deep=True)
    first, second = mark_blocks(documents), mark_blocks(documents)
    pd.testing.assert_frame_equal(documents, before)
    pd.testing.assert_frame_equal(first, second)


def test_documents_are_judged_one_by_one():
    """A table of contents or a law beside it must not change how a document is read."""
    texts = [
        "第一条 总则。\n第二条 附则。\n",
        "一、学习\n（一）读书。要多读。\n（二）思考。要多想。\n",
    ]
    documents = pd.DataFrame({"document": ["law", "speech"], "text": texts})
    both = mark_blocks(documents)
    for name, text in zip(documents["document"], texts, strict=True):
        alone = blocks_of(text)
        own = both[both["document"] == name].reset_index(drop=True)
        columns = ["start", "end", "role", "level", "marker"]
        pd.testing.assert_frame_equal(
            own[columns], alone[columns], check_categorical=False, check_dtype=False
        )


def test_blocks_tile_every_file_of_the_corpora(known_files):
    """Real files hold what nobody thinks of; in the wrong encoding they hold anything."""
    texts = [path.read_bytes()[:300_000].decode("utf-8", "replace") for path in known_files]
    names = [str(path) for path in known_files]
    blocks = mark_blocks(pd.DataFrame({"document": names, "text": texts}))
    ends = blocks.groupby("document", observed=True)["end"].max()
    assert ends.to_dict() == {
        name: len(text) for name, text in zip(names, texts, strict=True) if text
    }
    follows = blocks["start"].to_numpy()[1:] == blocks["end"].to_numpy()[:-1]
    same = blocks["document"].to_numpy()[1:] == blocks["document"].to_numpy()[:-1]
    assert follows[same].all()


# --- marks ----------------------------------------------------------------------------------


def test_text_marked_as_body_is_never_a_heading():
    """Lists and code of markdown look like headings."""
    text = "# 说明\n1. 安装\n先装好环境。\n2. 运行\n再运行程序。\n"
    marks = [Mark(0, 4, "heading", 1)]
    marks += [
        Mark(text.index(item), text.index(item) + 5, "body") for item in ("1. 安装", "2. 运行")
    ]
    blocks = blocks_of(text, marks)
    assert pieces(text, blocks, "heading") == ["# 说明"]


HALF = "各单位要认真落实，确保完成各项任务"  # long, and without a full stop


def paragraphs_of(text):
    """A mark for each line: what a format with paragraphs knows."""
    place, marks = 0, []
    for line in text.split("\n"):
        marks += [Mark(place, place + len(line), "paragraph")] if line else []
        place += len(line) + 1
    return marks


def test_paragraphs_that_the_format_knows_are_never_joined():
    text = f"一、概况\n{HALF}\n{HALF}\n{HALF}，\n（另见附表）\n\n，{HALF}\n二、任务\n任务如下。"
    assert len(pieces(text, blocks_of(text), "body")) == 3, "of a text without paragraphs"
    marks = paragraphs_of(text)
    assert pieces(text, blocks_of(text, marks), "body") == [*text.split()[1:-2], "任务如下。"]
    one = [marks[2]]
    assert len(pieces(text, blocks_of(text, one), "body")) == 5, "nor with the text around them"


def test_lines_of_a_marked_paragraph_may_go_on_in_each_other():
    text = f"一、概况\n{HALF}\n{HALF}\n{HALF}\n二、任务\n任务如下。"
    first, second, third = paragraphs_of(text)[1:4]
    marks = [first._replace(end=second.end), third]
    assert pieces(text, blocks_of(text, marks), "body") == [f"{HALF}\n{HALF}", HALF, "任务如下。"]


def test_paragraphs_of_one_width_are_paragraphs_where_the_format_knows_them():
    text = "一、概况\n" + "\n".join(
        "这是一行没有句号的文字而且每行一样长" + "甲乙丙丁"[n % 4] for n in range(40)
    )
    assert len(pieces(text, blocks_of(text), "body")) == 1
    marked = pieces(text, blocks_of(text, paragraphs_of(text)), "body")
    assert [piece[0] for piece in marked].count("这") == 40


def test_what_a_marked_paragraph_is_its_words_say():
    text = f"工作方案\n一、目标\n{HALF}。\n二、任务。{HALF}\n第 1 页"
    marked, plain = blocks_of(text, paragraphs_of(text)), blocks_of(text)
    assert marked.equals(plain)
    assert pieces(text, marked, "heading") == ["一、目标", "二、任务。"]


def test_a_missing_column_is_an_error_that_says_where_it_comes_from():
    with pytest.raises(ValueError, match=r"no column 'text' in documents .*read_documents"):
        mark_blocks(pd.DataFrame({"document": ["a"]}))
    with pytest.raises(ValueError, match=r"no column 'reason' in blocks .*mark_blocks"):
        explain(blocks_of("一段。\n").drop(columns="reason"))


def test_of_a_corpus_documents_and_blocks_are_taken():
    corpus = an.load(documents_of("一、学\n学。\n", "二段。\n"))
    pd.testing.assert_frame_equal(mark_blocks(corpus), mark_blocks(corpus.documents))
    assert explain(corpus) == explain(corpus.blocks, corpus.documents)
    assert "正文: 二段。" in explain(corpus)


LONG = "各单位要认真组织学习，结合实际抓好落实"  # 19 characters


@pytest.mark.parametrize(
    "text",
    [
        "要认真学习，\n抓好落实。",  # unfinished
        "要认真学习；\n\n抓好落实。",
        f"{LONG}\n抓好落实。",  # long, with a comma in it
        "我们要认真学习，抓好各项的工作\n落实。",  # of 15 characters
        f"{LONG}\n\n，并抓好总结。",  # over a blank line, as the sign at its beginning says
    ],
)
def test_a_paragraph_goes_on_in_the_next_line(text):
    assert len(blocks_of(f"先说。\n{text}\n")) == 2


def test_pieces_of_a_line_are_one_paragraph_where_nothing_parts_them():
    text = " ".join([f"{LONG}。"] * 25)
    assert pieces(text, blocks_of(text), "body") == [text]


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG}。\n抓好落实。",
        f"{LONG}\n\n抓好落实。",  # a blank line
        f"{LONG}\n一、抓好落实。",
        f"{LONG.replace('，', '')}\n抓好落实。",  # without a comma: a title
        "我们要认真学习，抓好各项的工\n作落实。",  # of 14 characters
    ],
)
def test_a_paragraph_ends_with_its_line(text):
    assert len(blocks_of(f"先说。\n{text}\n")) == 3


def test_a_list_is_not_a_title_of_many_lines():
    text = (
        "采购清单\n" + "".join(f"{fruit}一箱\n" for fruit in "苹果桃子葡萄杏仁") + "以上请照办。\n"
    )
    assert pieces(text, blocks_of(text), "title") == ["采购清单"]


# --- account and cost ----------------------------------------------------------------------


def test_explain_reads_like_an_account():
    text = "学习体会\n一、认识\n要学习。\n二、行动\n要做。\n责任编辑：某某\n"
    documents = documents_of(text).assign(document="a.txt")
    account = explain(mark_blocks(documents), documents, language="en").split("\n")
    assert account[0] == "a.txt"
    assert "title" in account[1]
    assert "at the head: 学习体会" in account[1]
    assert "heading 1" in account[2]
    assert "1 in a series of 2: 一、认识" in account[2]
    assert "site text      source and editor: 责任编辑：某某" in account[-1]
    assert "学习体会" not in explain(mark_blocks(documents))
    account = explain(mark_blocks(documents), documents).split("\n")
    assert account[2].split(maxsplit=3)[1:] == [
        "小标题",
        "1",
        "独立成行，一组 2 个中的第 1 个: 一、认识",
    ]
    before = (
        line.partition(word)[0] for line, word in zip(account[2:4], ("独立", "正文:"), strict=True)
    )
    assert len({width(each) for each in before}) == 1, "straight also for full-width characters"


@pytest.mark.parametrize(
    "unit",
    [
        "一、学习。要多读书，多思考。",  # one line of numbers
        "我们要加强学习，提高认识，狠抓落实",  # one line without a stop
        "一是学习。要多读书，多思考。",  # one line of points
        "（一）学习\n5、读书\n",
        "第一条 学习\n",
        "要加强学习，提高认识，狠抓落实，务求实效\n",  # unfinished lines
        "目录\n第一章 总则\n",
        "——要加强学习。要提高认识。\n\n",
        " ",
        "\n",
    ],
)
def test_time_is_linear_in_length(unit):
    """A text of ten times the length must not take a hundred times as long."""

    def seconds(length):
        text = unit * (length // len(unit))
        documents = pd.DataFrame({"document": ["d"], "text": [text]})
        start = time.process_time()
        split_sections(documents, mark_blocks(documents))
        return time.process_time() - start

    seconds(1_000)
    short, long = min(seconds(20_000) for _ in range(3)), seconds(200_000)
    assert long < 40 * short + 0.2


def test_a_blank_ends_the_paragraph_of_points_where_line_breaks_were_lost():
    before = ["各单位要认真组织学习，结合实际抓好落实。"] * 10
    points = "要做两件事。一是早谋划。提前研究方案。二是快行动。立即组织，"
    text = " ".join([*before, points, "认真实施。", *before])
    assert pieces(text, blocks_of(text), "body", "heading") == [
        *[" ".join([*before, "要做两件事。"]), "一是早谋划。", "提前研究方案。", "二是快行动。"],
        *["立即组织， 认真实施。", " ".join(before)],
    ]
