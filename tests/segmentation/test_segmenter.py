"""The segmenter: laws, engines, words of the user."""

import copy
import pickle

import jieba
import pytest
import rjieba
from frames import SCRAPS, frames
from hypothesis import given
from makers import examples

from analysis.segmentation import Segmenter, tokenize

QUICK = examples(60)
PLAIN, LETTERS = Segmenter(), Segmenter(engine=list)
OWN = Segmenter(["代文明", "乾隆 3", "新-时"])
NESTED = ["新时代文明实践", "文明实践", "文明实践活动", "时代文明"]


@QUICK
@given(SCRAPS)
def test_pieces_join_up_to_the_text(text):
    for segmenter in (PLAIN, LETTERS, OWN):
        for numbers in (False, True):
            assert "".join(segmenter.cut(text, numbers=numbers)) == text


def test_no_global_state_changes():
    cut = rjieba.cut("云计算新引擎"), jieba.lcut("云计算新引擎")
    Segmenter(["云计算新引擎"]).cut("云计算新引擎")
    Segmenter(["云计算新引擎"], engine="jieba").cut("云计算新引擎")
    assert Segmenter(["云计算新引擎"]).cut("云计算新引擎") == ["云计算新引擎"]
    assert (rjieba.cut("云计算新引擎"), jieba.lcut("云计算新引擎")) == cut
    assert Segmenter().cut("云计算新引擎") == cut[0]


def test_rjieba_is_jieba(seed):
    text = seed.read_text("utf-8").split("https")[0]  # the two differ in addresses
    expected = jieba.Tokenizer().lcut(text)
    assert Segmenter().cut(text) == expected
    assert Segmenter(engine="jieba").cut(text) == expected


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
def test_without_hmm_no_word_is_found_outside_the_dictionary(engine):
    assert "杭研" in Segmenter(engine=engine).cut("他来到了网易杭研大厦")
    assert "杭研" not in Segmenter(engine=engine, hmm=False).cut("他来到了网易杭研大厦")


def test_published_segmentation():
    assert Segmenter().cut("我来到北京清华大学") == ["我", "来到", "北京", "清华大学"]
    assert Segmenter().cut("一是抓实，二是抓细")[0] == "一是"
    cut = Segmenter().cut("习近平新时代中国特色社会主义思想")
    assert cut == ["习近平", "新", "时代", "中国", "特色", "社会主义", "思想"]


def test_an_engine_that_changes_the_text_is_told_where():
    with pytest.raises(ValueError, match=r"after '总体要求：坚' it has '持' for '.u200b持'"):
        Segmenter(engine=lambda text: [text.replace("\u200b", "")]).cut("总体要求：坚\u200b持")
    with pytest.raises(ValueError, match="must join up"):
        tokenize(*frames("加强领导"), segmenter=Segmenter(engine=lambda text: text[:-1]))


def test_an_engine_is_given_no_white_space():
    given_to_it = []
    engine = lambda text: given_to_it.append(text) or [text]  # noqa: E731
    assert Segmenter(engine=engine).cut("加强 领导\n　工作") == [
        "加强",
        " ",
        "领导",
        "\n　",
        "工作",
    ]
    assert given_to_it == ["加强", "领导", "工作"]


@pytest.mark.long  # opening the model takes eight seconds
def test_an_engine_of_others():
    """As docs/segmentation.md shows it."""
    import wapic

    segmenter = Segmenter(["新时代文明实践"], engine=wapic.Segmenter().segment)
    cut = segmenter.cut("推进新时代文明实践中心建设。")
    assert cut == ["推进", "新时代文明实践", "中心", "建设", "。"]


def test_unknown_engine():
    with pytest.raises(ValueError, match="no engine 'pkuseg'; there are: rjieba, jieba, or a"):
        Segmenter(engine="pkuseg")


WORDS = [
    *["新时代文明实践", "意识形态工作", "阿布都·热西提", "3-甲基", "5G网络", "AI大模型", "T恤衫"],
    *["十四五规划", "四个意识", "C919大飞机", "三个代表", "一带一路", "2035年远景目标"],
    "新质生产力",
    # Han characters that one of the engines takes for none
    *["㐀㐁店", "𠮷野家", "〇〇后", "豈有此理"],
]


def check_kept(word, segmenter):
    cut = segmenter.cut(f"我们对{word}的要求，就是{word}。", numbers=True)
    assert cut.count(word) == 2, cut


@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_users_is_kept_whole(word):
    check_kept(word, Segmenter([word]))


def test_words_of_the_users_are_kept_whole_by_jieba():
    """All of them at once: a new dictionary takes it most of a second."""
    segmenter = Segmenter(WORDS, engine="jieba")
    for word in WORDS:
        check_kept(word, segmenter)


@pytest.mark.parametrize("engine", ["rjieba", "jieba", list])
def test_the_longest_word_wins_where_they_nest(engine):
    cut = Segmenter(NESTED, engine=engine).cut("新时代文明实践与文明实践活动、文明实践")
    assert [piece for piece in cut if len(piece) > 3] == [
        *["新时代文明实践", "文明实践活动", "文明实践"]
    ]


def test_a_latin_word_is_not_found_inside_another():
    assert Segmenter(["AI-X"]).cut("用AI-X，不用MAI-X") == ["用", "AI-X", "，", "不用", "MAI-X"]


def test_a_low_frequency_is_raised_and_a_tag_is_kept(tmp_path):
    path = tmp_path / "词典.txt"
    path.write_text("云计算新引擎 1 nz\n", "utf-8")
    assert Segmenter(path).tag("云计算新引擎") == [("云计算新引擎", "nz")]


# --- with further words, copied, compared --------------------------------------------------


def test_further_words_join_the_earlier_ones_engine_and_all(tmp_path):
    path = tmp_path / "词典.txt"
    path.write_text("云计算新引擎 9 nz\n", "utf-8")
    first = Segmenter(path, engine="jieba", hmm=False)
    both = first.with_words(["文明实践", "云计算"])
    assert both.tag("云计算新引擎")[0] == ("云计算新引擎", "nz")
    assert both.cut("文明实践") == ["文明实践"]
    assert (both.engine, both.hmm) == ("jieba", False)
    assert "杭研" not in both.cut("他来到了网易杭研大厦")
    assert list(first.words) == ["云计算新引擎"], "the first one was changed"


def test_of_a_word_given_twice_the_later_entry_counts(tmp_path):
    path = tmp_path / "词典.txt"
    path.write_text("文明实践 9 nz\n", "utf-8")
    assert Segmenter(["文明实践"]).with_words(path).tag("文明实践") == [("文明实践", "nz")]
    assert Segmenter(path).with_words(["文明实践"]).tag("文明实践") == [("文明实践", "n")]


@pytest.mark.parametrize("engine", ["rjieba", "jieba", list])
def test_a_segmenter_can_be_copied_and_sent(engine):
    one = Segmenter(["文明实践", "5G网络"], engine=engine, hmm=False)
    for other in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), copy.copy(one)):
        assert other == one
        assert hash(other) == hash(one)
        assert other.cut("5G网络与文明实践") == one.cut("5G网络与文明实践")


def test_segmenters_are_equal_if_they_cut_the_same_way():
    assert Segmenter(["甲乙", "丙丁"]) == Segmenter(["丙丁", "甲乙"])
    others = [Segmenter(["甲乙"]), Segmenter(hmm=False), Segmenter(engine=list), "rjieba", None]
    assert not any(other == Segmenter() for other in others)


def test_a_segmenter_says_what_it_is():
    assert repr(Segmenter()) == "<Segmenter: rjieba>"
    assert repr(Segmenter(["甲乙", "丙丁"], engine=list, hmm=False)) == (
        "<Segmenter: list without hmm, 2 words of your own>"
    )
