"""Dictionaries of the user's and stop words."""

import pandas as pd
import pytest

from analysis import segmentation
from analysis.segmentation import Segmenter, dropped, read_words, stop_set, stop_words


def test_a_dictionary_file_may_be_untidy(tmp_path):
    path = tmp_path / "词典.txt"
    path.write_bytes(
        "\ufeff# 我的词\r\n\r\n文明实践 12 n\r\n  网络舆论\t3\r\nNew York nz\r\n".encode()
    )
    assert [tuple(word) for word in read_words(path)] == [
        ("文明实践", 12, "n"),
        ("网络舆论", 3, ""),
        ("New York", 0, "nz"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("文明实践 3.5 n", "'文明实践 3.5' has a blank in it"),
        ("iPhone 15", "'15' may belong to the word or be its frequency"),
        ("文明实践,多,n", "'多 n' is no frequency and tag of '文明实践'"),
        ("文明实践 5 n x", "'5 n x' is no frequency and tag of '文明实践'"),
        ("文明 实践", "'文明 实践' has a blank in it"),
        ("文明实践 0", "the frequency of '文明实践' is 0"),
        ("……", "'……' has no letter or digit"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path, line, reason):
    path = tmp_path / "词典.txt"
    path.write_text(f"网络舆论\n\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=rf"词典\.txt, line 3: {reason}"):
        Segmenter(path)


def test_lists_are_read_in_any_encoding(tmp_path):
    path = tmp_path / "词典.txt"
    path.write_bytes("文明实践\n新时代的人们\n网络舆论\n".encode("gb18030"))
    assert [word.word for word in read_words(path)] == ["文明实践", "新时代的人们", "网络舆论"]
    assert stop_words(path) == {"文明实践", "新时代的人们", "网络舆论"}


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("machine learning", ("machine learning", 0, "")),
        ("machine learning 10 n", ("machine learning", 10, "n")),
        ("machine learning\t10", ("machine learning", 10, "")),
        ("iPhone 15\tnz", ("iPhone 15", 0, "nz")),
        ("甲乙科技,5,nt", ("甲乙科技", 5, "nt")),
        ("甲乙科技，5", ("甲乙科技", 5, "")),
        ("招商银行 5 ORG", ("招商银行", 5, "ORG")),
        ("招商银行 nt 5", ("招商银行", 5, "nt")),
        ("招商银行 n_new", ("招商银行", 0, "n_new")),
        ("招商银行 5 nr1", ("招商银行", 5, "nr1")),
        ("😂", ("😂", 0, "")),
    ],
)
def test_dictionaries_in_other_forms(tmp_path, line, word):
    path = tmp_path / "词典.txt"
    path.write_text(f"{line}\n", "utf-8")
    assert [tuple(found) for found in read_words(path)] == [word]


def test_a_word_of_latin_parts_is_kept_whole(tmp_path):
    path = tmp_path / "词典.txt"
    path.write_text("machine learning\n", "utf-8")
    assert "machine learning" in Segmenter(path).cut("我们研究machine learning的方法")


def test_a_stop_list_may_hold_marks(tmp_path):
    path = tmp_path / "stop.txt"
    path.write_text("$\n0\n——\n，\n的\n了\n一 一\naccording to\n", "utf-8")
    assert stop_words(path) == {"0", "的", "了", "一 一", "according to"}


def test_words_of_a_wrong_kind():
    with pytest.raises(FileNotFoundError, match="no dictionary file '文明实践'; terms themselves"):
        Segmenter("文明实践")
    with pytest.raises(ValueError, match="words, item 2: None is not a str"):
        Segmenter(["文明实践", None])
    with pytest.raises(ValueError, match="no column 'term' in words"):
        Segmenter(pd.DataFrame({"word": ["文明实践"]}))
    assert Segmenter(pd.DataFrame({"term": ["文明实践"]})).cut("文明实践") == ["文明实践"]


def test_function_words_hold_no_topic():
    words = stop_words()
    topics = "坚持 加强 全面 安全 促进 发展 工作 人 年 社会 新 开始 结果 防范 群众 活动 舆论"
    assert not words & set(topics.split())
    needed = "的 了 和 是 在 也 就 要 一个 等 我们 以及 通过 一是 二是 一要 四要"
    assert words >= {*needed.split()}


def test_function_words_know_traditional_script():
    assert {"我們", "這個", "於是", "為了"} <= stop_words()


def test_function_words_of_english_are_there_and_no_names_symbols_or_content():
    words = stop_words()
    assert {"the", "The", "of", "and", "with", "is", "in", "it", "us", "may"} <= words
    content = "IT US May Will Can He In As No A I model learning state use new one data AI mine"
    assert not words & set(content.split())
    assert not [
        word for word in words if word.isascii() and word != word.lower() and len(word) < 3
    ]


def test_genre_words_are_never_on_by_default():
    assert {"坚持", "推进", "加强"} <= stop_words("genre")
    assert not {"坚持", "推进", "加强"} & stop_words()


def test_the_function_words_state_their_licence():
    head = (segmentation.lists.DATA / "stop_words_function.txt").read_text("utf-8")[:600]
    assert "stopwords-iso" in head
    assert "The MIT License" in head


def test_own_stop_words(tmp_path):
    path = tmp_path / "stop.txt"
    path.write_text("# mine\n工作\n", "utf-8")
    assert stop_words(path) == stop_words(["工作"]) == {"工作"}
    with pytest.raises(
        ValueError, match="no list of stop words 'baidu'; there are: function, gen"
    ):
        stop_words("baidu")


def test_dropped_says_what_and_how_often():
    counts = pd.DataFrame(
        {"section": ["1", "1", "2", "2"], "term": ["的", "工作", "的", "和"], "n": [3, 4, 2, 1]}
    )
    assert dropped(counts).values.tolist() == [["的", 5, 0.5], ["和", 1, 0.1]]
    assert dropped(counts, ()).empty
    assert dropped(counts, ["工作"])["n"].tolist() == [5, 4, 1]
    with pytest.raises(ValueError, match="stop='工作': it takes a list of terms"):
        dropped(counts, "工作")


def test_stop_means_the_same_everywhere(tmp_path):
    assert stop_set(None) == stop_words()
    assert stop_set(()) == frozenset()
    assert stop_set([]) == stop_set(pd.Series([], dtype="str")) == frozenset()
    assert stop_set(word for word in ["工作", "工作"]) == stop_words() | {"工作"}
    assert stop_set(pd.Series(["工作"])) == stop_words() | {"工作"}
    assert stop_set(stop_words("genre")) == stop_words() | stop_words("genre")
    for given in ("工作", tmp_path / "工作"):
        with pytest.raises(ValueError, match=r"it takes a list of terms.*for a file, stop_words"):
            stop_set(given)
