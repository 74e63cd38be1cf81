"""Site text, office lines and page numbers: what is one, and what only looks so."""

import pytest
from texts import blocks_of, line_of, pieces

import analysis as an
from analysis.reading import Mark
from analysis.structure.site import (
    find_site,
    is_office_line,
    is_page_number,
    site_reason,
)

TEXT = "各单位要认真组织学习，结合实际抓好落实。\n"


@pytest.mark.parametrize(
    "line",
    ["- 3 -", "— 12 —", "第3页", "第 3 页 共 9 页", "第3页/共9页", "3/9", "Page 3 of 9"],
)
def test_a_page_number(line):
    assert is_page_number(line)


@pytest.mark.parametrize(
    "line", ["3", "2024", "第3页说到", "- 3 -的", "3/9的人", "3-9", "Pages", "12345/3", "共9页"]
)
def test_no_page_number(line):
    assert not is_page_number(line)


@pytest.mark.parametrize(
    "line",
    [
        *[
            "抄送：市委办公室。",
            "抄 报：省厅",
            "主题词：教育 通知",
            "分送：各处室",
            "（此件公开发布）",
        ],
        *["(此页无正文)", "（共印50份）", "更新时间:2007-11-16 本章字数:4804"],
        *["某市办公室 2024年3月1日印发", "报社办公室  2024年3月1日印发"],
        "抄送：" + "各" * 197,
    ],
)
def test_an_office_line(line):
    assert is_office_line(line)


@pytest.mark.parametrize(
    "line",
    [
        *["抄送给有关单位", "主题词是什么", "（此件是原件）的复印件", "更新时间：三月"],
        *["2024年3月1日印发", "通知已于2024年3月1日印发。", "某市2024年3月1日印发", "文件印发"],
        "抄送：" + "各" * 198,
    ],
)
def test_no_office_line(line):
    assert not is_office_line(line)


SURE = {
    "site's introduction": [
        *["本文由某某范文网整理", "以下是小编收集的范文，供大家参考", "txt下载"],
        *["下面是小编精心整理的总结范文，欢迎阅读！", "作品仅供预览,请在下载24小时内删除。"],
        "更多TXT电子书下载,请访问某某轩:http://www.example.com",
    ],
    "reading list": ["上一篇：总结", "【下一篇】", "上一条"],
    "copyright, record number or address of the site": [
        *[
            "版权所有 某网",
            "京ICP备1号",
            "某某局版权所有",
            "Copyright © 2015-2024 . 某某网 版权所有",
        ],
        *[
            "网站标识码：bm14000002 | 京ICP备19054529号-1 | 京公网安备11010602060068号",
            "ICP备案号：1",
        ],
        *[
            "某部 版权所有，侵权必究",
            "未经授权，禁止转载",
            "© 2024 某某部 版权所有 | 联系我们 | 意见反馈",
        ],
    ],
    "source and editor": [
        *[
            "责任编辑：某某",
            "来源: 某报",
            "浏览次数：3",
            "来源：某某日报 发布时间：2024-01-02 10:20",
        ],
        *["2024年07月05日 14:05 来源：某某采购网 【打印】 【显示概要】", "字号：大 中 小"],
    ],
    "navigation": [
        *[
            "打印本页",
            "首页 > 新闻",
            "扫一扫关注",
            "网站地图 | 联系我们",
            "【打印】【关闭】",
            "某某范文网",
        ],
        *["首页 法规 公告 当前位置：首页 » 公告 » 中央公告", "建议使用1024*768分辨率浏览本站"],
        *["扫一扫在手机打开当前页", "77范文网 https://www.example.com"],
    ],
}
BESIDE_OTHERS = [
    *[
        "https://www.example.com/a.htm",
        "www.example.cn",
        "联系我们",
        "网站地图",
        "来源：财政拨款",
        "分享到",
    ],
    *["编辑：某某", "主办单位：某市人民政府", "备案号：12345"],
]
# Where these stand in a document, they are what it says.
SENTENCES = [
    *[
        "全市推行“扫描二维码”办事，群众少跑腿、好办事。",
        "全面推行扫一扫办事服务，群众满意度提升。",
    ],
    *["对电动自行车实行备案号牌管理，登记率明显提高。", "开通“联系我们”栏目，及时回应企业诉求。"],
    *[
        "加强版权所有者权益保护，严厉打击侵权盗版行为。",
        "版权所有者应当得到尊重",
        "版权所有权属于作者",
    ],
    *["活动主办单位：市文旅局，承办单位：市图书馆。", "做好资料网上报送工作，实现材料一次提交。"],
    *[
        "关闭窗口服务超时现象，群众排队时间缩短。",
        "详见平台网址 https://www.example.gov.cn 的公告栏目。",
    ],
    *["广泛收集群众意见，群众对此十分欢迎。", "认真整理群众反映的问题，希望各部门抓好落实。"],
    *[
        "我们把联系我们群众的纽带系得更牢。",
        "相关内容要向群众公开，自觉接受监督。",
        "更多新闻要写群众身边的事",
    ],
    *["群众可登录www.gov.cn查询政策，实现一网通办。", "味道很好，详情见https://example.com/p/1"],
    *[
        "应当在网站主页标明服务许可证号或者服务备案号。",
        "小编推荐这家店，味道很好。",
        "精简机构，压缩小编制单位。",
    ],
    *[
        "这次学习收获很大",
        "来源于生活",
        "相关的内容很多",
        "首页写得很好",
        "下一步打算",
        "编辑部的故事",
    ],
    *[
        "推进ICP备案管理改革",
        "二、扫一扫办事",
        "上一篇文章谈到了学习",
        "来源：民间传说，作者不详。",
    ],
    *[
        "浏览量：3万",
        "阅读量达到10万次",
        "您现在的位置很重要",
        "打印本页的费用由申请人承担",
        "字体：宋体",
    ],
    *[
        "加入收藏者协会的人越来越多",
        "作品下载24小时内超过1000次",
        "收集整理范文20篇供干部参考",
        "设为首页的做法",
    ],
    *[
        "推荐阅读《论语》",
        "热门文章的写法",
        "责任编辑要把好关",
        "来源：城市维护建设资金，省级补助资金",
        "经版权所有人同意",
    ],
]


@pytest.mark.parametrize(
    ("reason", "line"), [(reason, line) for reason in SURE for line in SURE[reason]]
)
def test_what_makes_up_a_line_is_site_text(reason, line):
    """At either end of a page, whatever stands beside it."""
    assert site_reason(line) == (reason, True)
    for text in (f"{line}\n{TEXT * 3}", f"{TEXT * 3}{line}\n"):
        found = blocks_of(text).query("role == 'boilerplate'")
        assert pieces(text, found) == [line]
        assert list(found["reason"]) == [reason]


@pytest.mark.parametrize("line", BESIDE_OTHERS)
def test_what_a_document_may_say_as_well_is_site_text_beside_other_site_text(line):
    reason, sure = site_reason(line)
    assert reason
    assert not sure
    assert not pieces(TEXT + line, blocks_of(TEXT + line), "boilerplate")
    for site in ([line, "设为首页"], ["设为首页", line], ["设为首页", line, line]):
        text = TEXT + "\n".join(site)
        assert pieces(text, blocks_of(text), "boilerplate") == site


@pytest.mark.parametrize("source", ["text", "txt", "html", "docx", "pdf", "md"])
@pytest.mark.parametrize("line", SENTENCES)
def test_a_word_in_a_line_is_no_site_text(line, source):
    """Neither in front, nor in the middle, nor at the end, in no format."""
    assert site_reason(line) == ("", False)
    for text in (f"{line}\n{TEXT * 2}", f"{TEXT}{line}\n{TEXT}", f"{TEXT * 2}{line}", line):
        roles = set(blocks_of(text, source=source)["role"])
        assert roles <= {"body", "title", "heading"}


def test_no_sentence_of_the_seed_is_site_text_wherever_it_stands(seed):
    corpus = an.load(seed)
    text = corpus.documents["text"].iloc[0]
    body = " ".join(pieces(text, corpus.blocks, "body"))
    sentences = [sentence + "。" for sentence in body.replace("\n", "").split("。") if sentence]
    assert len(sentences) > 25
    for source in ("text", "txt", "docx", "pdf"):
        for line in sentences:
            for text in (line + "\n" + TEXT, TEXT + line + "\n" + TEXT, TEXT + line):
                assert "boilerplate" not in set(blocks_of(text, source=source)["role"])


def test_a_text_that_came_as_a_string_or_a_frame_has_no_site_around_it():
    text = TEXT + "责任编辑：某某\n某某网 版权所有\n"
    assert pieces(text, blocks_of(text), "boilerplate") == ["责任编辑：某某", "某某网 版权所有"]
    assert not pieces(text, blocks_of(text, source="text"), "boilerplate")
    bare = an.mark_blocks(an.read_text(text)[["document", "text"]])
    assert not pieces(text, bare, "boilerplate")
    assert not pieces(text, an.load(an.read_text(text)).blocks, "boilerplate")


def test_word_and_pdf_have_site_text_at_their_very_ends_only():
    for after, found in [(5, True), (6, False)]:
        text = TEXT * 20 + "责任编辑：某甲\n" + TEXT * after
        for source in ("docx", "pdf", "md"):
            assert bool(pieces(text, blocks_of(text, source=source), "boilerplate")) is found
    text = TEXT + "相关阅读\n工作总结范文\n"
    assert not pieces(text, blocks_of(text, source="docx"), "boilerplate")


def test_a_long_line_is_no_site_text():
    assert site_reason("首页>" + "新" * 117)[1]  # 120 characters
    assert not site_reason("首页>" + "新" * 118)[0]


@pytest.mark.parametrize(
    ("line", "sure"),
    [("甲 乙 版权所有", True), ("甲 乙 丙 版权所有", False), ("甲 乙 © 丙 版权所有", True)],
)
def test_beside_each_sign_of_a_site_stands_a_name_or_two(line, sure):
    assert site_reason(line)[1] is sure


def test_site_text_is_sought_at_both_ends_only():
    text = "责任编辑：某甲\n" + TEXT * 50 + "责任编辑：某乙\n" + TEXT * 41 + "责任编辑：某丙\n"
    assert pieces(text, blocks_of(text), "boilerplate") == ["责任编辑：某甲", "责任编辑：某丙"]
    for before, found in [(5, True), (6, False)]:
        text = TEXT * before + "责任编辑：某甲\n" + TEXT * 50
        assert bool(pieces(text, blocks_of(text), "boilerplate")) is found
    for after, found in [(39, True), (40, False)]:
        text = TEXT * 50 + "责任编辑：某甲\n" + TEXT * after
        assert bool(pieces(text, blocks_of(text), "boilerplate")) is found


@pytest.mark.parametrize(
    "head", ["相关阅读：", "【推荐文章】", "热门资讯", "猜你喜欢", "推荐阅读文章"]
)
def test_a_reading_list_ends_the_page_if_all_of_it_is_short(head):
    links = "工作总结范文\n个人述职报告\n"
    text = TEXT * 2 + head + "\n" + links
    assert pieces(text, blocks_of(text), "boilerplate") == [head, *links.split()]
    for other in ("要" * 61, "他读了很多书。"):
        text = TEXT * 2 + head + "\n" + links + other + "\n"
        assert pieces(text, blocks_of(text), "boilerplate") == []


def test_a_list_called_information_needs_other_site_text():
    text = TEXT * 2 + "相关信息\n工作总结范文\n"
    assert pieces(text, blocks_of(text), "boilerplate") == []
    text += "网站地图 联系我们\n"
    site = ["相关信息", "工作总结范文", "网站地图 联系我们"]
    assert pieces(text, blocks_of(text), "boilerplate") == site


def test_what_the_format_says_is_kept():
    line = line_of("- 3 -")
    line.fixed = True
    find_site([line])
    assert line.role == "body"


# --- headings with nothing below them --------------------------------------------------------


def empty_ones(*levels, between="\n", source="html"):
    """The headings of these levels that stay, of a page that ends in one with text."""
    names = [*(f"按钮{chr(0x7532 + n)}" for n in range(len(levels))), "简介"]
    text = between.join(names) + "\n要好好学习，天天向上。\n"
    levels = [*levels, 2]
    spans = [
        (text.index(name), len(name), level) for name, level in zip(names, levels, strict=True)
    ]
    marks = [Mark(start, start + size, "heading", level) for start, size, level in spans]
    blocks = blocks_of(text, marks, source=source)
    assert "".join(text[b.start : b.end] for b in blocks.itertuples()) == text
    return pieces(text, blocks, "heading")


def test_a_row_of_headings_with_nothing_below_is_none():
    assert empty_ones(6, 6, 6) == ["简介"]
    assert empty_ones(2, 2, 2, 2) == ["简介"], "also of the level of the rest"


@pytest.mark.parametrize(
    ("levels", "options"),
    [
        ((6, 6), {}),  # too few
        ((1, 1, 1), {}),  # the last one has a heading below it
        ((4, 5, 6), {}),  # each has one below it
        ((6, 6, 6), {"between": "\n文字，文字。\n"}),
        ((6, 6, 6), {"source": "markdown"}),  # a form to be filled in
    ],
)
def test_headings_that_stay(levels, options):
    assert len(empty_ones(*levels, **options)) > 2
