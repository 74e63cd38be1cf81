"""Segmentation: laws, engines, dictionaries, numbers, scripts, stop words."""

import jieba
import numpy as np
import pandas as pd
import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import segmentation
from analysis.segmentation import (
    Segmenter,
    dropped,
    fold,
    read_words,
    stop_words,
    tokenize,
)

PLAIN, LETTERS = Segmenter(), Segmenter(engine=list)
OWN = Segmenter(["代文明", "乾隆 3", "新-时"])
QUICK = settings(max_examples=60, deadline=None)
# Everything that a token, a gap or a border can be made of.
SCRAPS = st.lists(
    st.sampled_from(
        [
            *[
                "新时代文明实践",
                "意识形态",
                "網絡輿論",
                "的",
                "我们",
                "乾隆",
                "二〇二四年",
                "第3条",
            ],
            *[
                "5.2%",
                "126万亿元",
                "XX",
                "××",
                "GDP",
                "C++",
                " ",
                "　",
                "\n",
                "。",
                "”",
                "……",
                "？！",
            ],
            *["𠮷", "é", "\u200b", "·", "①", "-", "3", "十", "第", "e\u0301", "😀"],
        ]
    ),
    max_size=25,
).map("".join)


def frames(*texts, roles=None):
    """Documents of blocks: a paragraph each, ended by a blank line; one section each."""
    documents, blocks, sections = [], [], []
    for number, parts in enumerate(texts):
        parts = [parts] if isinstance(parts, str) else parts
        name, start = f"文{number}", 0
        for place, part in enumerate(parts):
            role = roles[place] if roles else "body"
            blocks.append((name, start, start + len(part), role))
            start += len(part)
        documents.append((name, "".join(parts)))
        sections.append((name, "0", 0))
    return (
        pd.DataFrame(documents, columns=["document", "text"]),
        pd.DataFrame(sections, columns=["document", "section", "start"]),
        pd.DataFrame(blocks, columns=["document", "start", "end", "role"]),
    )


def words(tokens):
    return tokens["token"].astype(str).tolist()


# --- laws ----------------------------------------------------------------------------------


@QUICK
@given(SCRAPS)
def test_pieces_join_up_to_the_text(text):
    for segmenter in (
        Segmenter(),
        Segmenter(["代文明", "乾隆 3", "新-时"]),
        Segmenter(engine=list),
    ):
        for numbers in (False, True):
            assert "".join(segmenter.cut(text, numbers=numbers)) == text


@QUICK
@given(st.lists(st.lists(SCRAPS, max_size=3), min_size=1, max_size=3))
def test_a_token_is_a_span_of_the_text_and_the_gaps_hold_no_word(texts):
    documents, sections, blocks = frames(*texts)
    tokens = tokenize(documents, sections, blocks)
    for row in documents.itertuples():
        gaps, end = [], 0
        own = tokens[tokens["document"] == row.document]
        for token, start in zip(own["token"], own["start"], strict=True):
            assert row.text[start : start + len(token)] == token
            gaps.append(row.text[end:start])
            end = start + len(token)
        gaps.append(row.text[end:])
        left = "".join(gaps).replace("XX", "").replace("X", "")
        assert not any(map(str.isalnum, left)), "a word fell between the tokens"
        assert own["position"].tolist() == list(range(len(own)))


def slow_tokens(documents, sections, blocks):
    """The same frame, a token at a time."""
    rows = []
    segmenter = Segmenter()
    for name, text in documents[["document", "text"]].itertuples(index=False):
        position, sentence, over = 0, -1, True
        own = sections[sections["document"] == name].sort_values("start")
        chosen = blocks[(blocks["document"] == name) & (blocks["role"] == "body")]
        for start, end in chosen.sort_values("start")[["start", "end"]].itertuples(index=False):
            over = True
            for piece in segmenter.cut(text[start:end], numbers=True):
                if any(map(str.isalnum, piece)) and set(piece) != {"X"}:
                    sentence, over = sentence + over, False
                    section = own[own["start"] <= start]["section"].iloc[-1]
                    rows.append((name, section, sentence, position, start, piece))
                    position += 1
                elif set(piece) & set("。！？!?…"):
                    over = True
                start += len(piece)
    return rows


@QUICK
@given(st.lists(st.lists(SCRAPS.map(lambda text: text.replace("\n", "")), max_size=4)), st.data())
def test_tokens_agree_with_a_slow_oracle(texts, data):
    texts = [[part + "\n" for part in parts] for parts in texts]
    documents, sections, blocks = frames(*texts)
    more = []
    for name, text in documents.itertuples(index=False):
        for number in range(data.draw(st.integers(0, 3))):
            more.append((name, str(number + 1), data.draw(st.integers(0, len(text) + 1))))
    more = pd.DataFrame(more, columns=sections.columns)
    # Sections begin where blocks do, as headings make them.
    if len(more):
        begins = blocks.groupby("document")["start"].apply(list).to_dict()
        more["start"] = [
            max([s for s in begins.get(name, [0]) if s <= start], default=0)
            for name, _, start in more.itertuples(index=False)
        ]
    sections = pd.concat([sections, more], ignore_index=True)
    made = tokenize(documents, sections, blocks.sample(frac=1, random_state=1))
    made = made.astype({"document": str, "section": str, "token": str})
    assert list(made.itertuples(index=False, name=None)) == slow_tokens(
        documents, sections, blocks
    )


def test_columns_and_types():
    tokens = tokenize(*frames("增长5.2%。"), tags=True)
    names = ["document", "section", "sentence", "position", "start", "token", "tag"]
    assert list(tokens) == names
    for name in ("document", "section", "token", "tag"):
        assert isinstance(tokens[name].dtype, pd.CategoricalDtype)
        assert tokens[name].cat.categories.dtype == "str"
    assert tokens["tag"].tolist() == ["v", "m"]


def test_nothing_to_cut_gives_an_empty_frame_of_the_same_kind():
    some, none = tokenize(*frames("增长。")), tokenize(*frames("。"))
    assert len(none) == 0
    assert list(none) == list(some)
    assert len(tokenize(*(frame.iloc[:0] for frame in frames("增长。")))) == 0


def test_arguments_are_left_as_they_were():
    given_frames = frames("一是抓好工作。\n", "要\n继续。")
    before = [frame.copy(deep=True) for frame in given_frames]
    tokenize(*given_frames)
    for frame, copy in zip(given_frames, before, strict=True):
        pd.testing.assert_frame_equal(frame, copy)


def test_no_global_state_changes():
    cut = rjieba.cut("云计算新引擎"), jieba.lcut("云计算新引擎")
    Segmenter(["云计算新引擎"]).cut("云计算新引擎")
    Segmenter(["云计算新引擎"], engine="jieba").cut("云计算新引擎")
    assert Segmenter(["云计算新引擎"]).cut("云计算新引擎") == ["云计算新引擎"]
    assert (rjieba.cut("云计算新引擎"), jieba.lcut("云计算新引擎")) == cut
    assert Segmenter().cut("云计算新引擎") == cut[0]


# --- what is a token, what is a sentence ---------------------------------------------------


def test_masked_names_are_gaps_and_no_tokens():
    tokens = tokenize(*frames("XX县X同志在××镇、ＸＸ村和某某的X光、xx"))
    assert words(tokens) == ["县", "同志", "在", "镇", "村", "和", "某某", "的", "X光"]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("她问：“好吗？”我说好。", [0, 0, 0, 0, 1, 1]),
        ("好！！！真好……是", [0, 1, 1, 2]),
        ("增长5.2%。", [0, 0]),
        ("一；二，三：四", [0, 0, 0, 0]),
    ],
)
def test_sentences_end_at_their_marks(text, sentences):
    assert tokenize(*frames(text))["sentence"].tolist() == sentences


def test_a_block_ends_a_sentence_and_a_soft_line_break_does_not():
    assert tokenize(*frames(["加强\n\n", "领导\n"]))["sentence"].tolist() == [0, 1]
    assert tokenize(*frames("加强；\n领导\n"))["sentence"].tolist() == [0, 0]


def test_a_soft_line_break_breaks_no_token():
    text = "\n推进意识形\n  态工作，2022\n年5月,GDP\ngrowth\n增长\n"
    tokens = tokenize(*frames(text))
    assert words(tokens) == [
        *["推进", "意识形\n  态", "工作", "2022\n年5月", "GDP", "growth", "增长"],
    ]


def test_headings_are_cut_on_request_only():
    given_frames = frames(["一、总体要求\n", "坚持。\n"], roles=["heading", "body"])
    assert words(tokenize(*given_frames)) == ["坚持"]
    assert words(tokenize(*given_frames, headings=True)) == ["一", "总体", "要求", "坚持"]


def test_sections_are_in_natural_order():
    documents, sections, blocks = frames(["甲。\n"] * 12)
    sections = pd.DataFrame(
        {"document": "文0", "section": map(str, range(12)), "start": range(0, 36, 3)}
    )
    tokens = tokenize(documents, sections, blocks)
    assert tokens["section"].tolist() == [str(number) for number in range(12)]
    assert tokens["section"].cat.categories.tolist() == [str(number) for number in range(12)]


def test_a_section_may_begin_within_a_block():
    documents, _, blocks = frames("工作一，工作二")
    sections = pd.DataFrame({"document": "文0", "section": ["1", "2"], "start": [0, 4]})
    assert tokenize(documents, sections, blocks)["section"].tolist() == ["1", "1", "2", "2"]


def test_missing_pieces_are_named():
    documents, sections, blocks = frames("甲。", "乙。")
    with pytest.raises(ValueError, match="no section at the beginning of '文1'"):
        tokenize(documents, sections[:1], blocks)
    with pytest.raises(ValueError, match="no document '文1' in documents"):
        tokenize(documents[:1], sections, blocks)
    with pytest.raises(ValueError, match="no column 'role' in blocks; there are: document"):
        tokenize(documents, sections, blocks.drop(columns="role"))


# --- numbers -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("二〇二四年的", "二〇二四年/的"),
        ("二○二四年三月十八日", "二○二四年三月十八日"),
        ("增长5.2%，", "增长/5.2%/，"),
        ("达到126万亿元。", "达到/126万亿元/。"),
        ("2022年3月18日上午8时30分", "2022年3月18日/上午/8时30分"),
        ("“十四五”规划", "“/十四五/”/规划"),
        ("百分之五点二", "百分之五点二"),
        ("12,345.6亿元", "12,345.6亿元"),
        ("６．５％", "６．５％"),
        ("第二十四条规定", "第二十四条/规定"),
        ("2015—2024年", "2015—2024年"),
        ("三百二十一万元", "三百二十一万元"),
        ("20世纪80年代", "20世纪80年代"),
        ("100多万元", "100多万元"),
        ("35亿千瓦时", "35亿千瓦时"),
        ("2022年度宣传", "2022年度/宣传"),
        # not numbers, or not to be joined
        ("2022年报告", "2022/年/报告"),
        ("3年级", "3/年级"),
        ("千万不要", "千万/不要"),
        ("亿万人民", "亿万人民"),
        ("一个", "一个"),
        ("5G网络", "5G/网络"),
    ],
)
def test_a_number_a_date_a_quantity_is_one_token(text, expected):
    made = Segmenter().cut(text, numbers=True)
    if text == "2022年报告":  # 年报 is a word, 年/报告 is meant: the number must not take 年 or 报
        assert made[0] == "2022"
    else:
        assert "/".join(made) == expected


@pytest.mark.parametrize("engine", ["rjieba", "jieba", list])
def test_numbers_are_one_token_with_every_engine(engine):
    tokens = tokenize(*frames("二〇二四年增长5.2%"), segmenter=Segmenter(engine=engine))
    assert words(tokens)[0] == "二〇二四年"
    assert words(tokens)[-1] == "5.2%"


def test_numbers_and_dates_are_tagged_as_such():
    tagged = dict(Segmenter(["网信办 5 nt"]).tag("二〇二四年网信办投入126万亿元，GDP增长5.2%"))
    assert tagged["二〇二四年"] == "t"
    assert tagged["126万亿元"] == tagged["5.2%"] == "m"
    assert tagged["GDP"] == "eng"


# --- engines -------------------------------------------------------------------------------


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
    heard = []
    engine = lambda text: heard.append(text) or [text]  # noqa: E731
    assert Segmenter(engine=engine).cut("加强 领导\n　工作") == [
        "加强",
        " ",
        "领导",
        "\n　",
        "工作",
    ]
    assert heard == ["加强", "领导", "工作"]


def test_unknown_engine():
    with pytest.raises(ValueError, match="no engine 'pkuseg'; there are: rjieba, jieba, or a"):
        Segmenter(engine="pkuseg")


# --- words of the user ---------------------------------------------------------------------

NESTED = ["新时代文明实践", "文明实践", "文明实践活动", "时代文明"]


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
@pytest.mark.parametrize(
    "word",
    [
        *[
            "新时代文明实践",
            "意识形态工作",
            "阿布都·热西提",
            "3-甲基",
            "5G网络",
            "AI大模型",
            "T恤衫",
        ],
        *[
            "十四五规划",
            "四个意识",
            "C919大飞机",
            "三个代表",
            "一带一路",
            "2035年远景目标",
            "新质生产力",
        ],
    ],
)
def test_a_word_of_the_users_is_kept_whole(word, engine):
    text = f"我们对{word}的要求，就是{word}。"
    cut = Segmenter([word], engine=engine).cut(text, numbers=True)
    assert cut.count(word) == 2, cut


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
        ("文明 实践", "'文明 实践' has a blank in it"),
        ("文明实践 0", "the frequency of '文明实践' is 0"),
        ("……", "'……' is no word"),
    ],
)
def test_a_bad_line_is_named_by_file_and_number(tmp_path, line, reason):
    path = tmp_path / "词典.txt"
    path.write_text(f"网络舆论\n\n{line}\n", "utf-8")
    with pytest.raises(ValueError, match=rf"词典\.txt, line 3: {reason}"):
        Segmenter(path)


def test_a_dictionary_in_another_encoding_is_refused(tmp_path):
    path = tmp_path / "词典.txt"
    path.write_bytes("文明实践\n".encode("gb18030"))
    with pytest.raises(ValueError, match=r"词典\.txt: not UTF-8 \(byte 1\): save"):
        Segmenter(path)


def test_words_of_a_wrong_kind():
    with pytest.raises(FileNotFoundError, match="no dictionary file '文明实践'; terms themselves"):
        Segmenter("文明实践")
    with pytest.raises(ValueError, match="words, item 2: None is not a str"):
        Segmenter(["文明实践", None])
    with pytest.raises(ValueError, match="no column 'term' in words"):
        Segmenter(pd.DataFrame({"word": ["文明实践"]}))
    assert Segmenter(pd.DataFrame({"term": ["文明实践"]})).cut("文明实践") == ["文明实践"]


# --- traditional script --------------------------------------------------------------------


def test_traditional_text_is_cut_like_simplified():
    text = "網絡輿論的傳播，體現在新聞媒體；乾隆皇帝乾杯"
    plain = "网络舆论的传播，体现在新闻媒体；乾隆皇帝干杯"
    cut = Segmenter().cut(text)
    assert "".join(cut) == text
    assert [len(piece) for piece in cut] == [len(piece) for piece in Segmenter().cut(plain)]


def test_a_word_of_the_users_works_in_both_scripts():
    for word in ("网络舆论", "網絡輿論"):
        assert Segmenter([word]).cut("網絡輿論與网络舆论") == ["網絡輿論", "與", "网络舆论"]


def test_fold_joins_both_scripts_and_keeps_lengths():
    assert fold(["網絡", "网络", "乾隆", "GDP"]) == ["网络", "网络", "乾隆", "GDP"]
    with pytest.raises(ValueError, match="no form 'traditional'; there is: simplified"):
        fold(["網絡"], "traditional")


def test_both_scripts_are_cut_at_the_same_places(corpora):
    opencc = pytest.importorskip("opencc")
    convert, segmenter = opencc.OpenCC("s2t").convert, Segmenter()
    path = corpora / "segmentation" / "zh_gsdsimp-ud-dev.conllu"
    lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("# text = ")]
    same = total = 0
    for line in lines:
        text = line.removeprefix("# text = ")
        if len(other := convert(text)) == len(text):
            one, two = segmenter.cut(text), segmenter.cut(other)
            ends = np.cumsum([len(w) for w in one]), np.cumsum([len(w) for w in two])
            both = set(zip(np.r_[0, ends[0]], ends[0])) & set(zip(np.r_[0, ends[1]], ends[1]))  # noqa: B905
            same, total = same + len(both), total + len(one)
    assert total > 10_000
    assert same / total >= 0.99


# --- stop words ----------------------------------------------------------------------------


def test_function_words_hold_no_topic():
    words = stop_words()
    topics = "坚持 加强 全面 安全 促进 发展 工作 人 年 社会 新 开始 结果 防范 群众 活动 舆论"
    assert not words & set(topics.split())
    needed = "的 了 和 是 在 也 就 要 一个 等 我们 以及 通过 一是 二是 一要 四要"
    assert words >= {*needed.split()}


def test_function_words_know_traditional_script():
    assert {"我們", "這個", "於是", "為了"} <= stop_words()


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
    assert dropped(counts, ["工作"])["n"].tolist() == [4]
    with pytest.raises(ValueError, match="stop='工作': it takes a list of terms"):
        dropped(counts, "工作")
