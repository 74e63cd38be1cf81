"""Words that are counted as one term: lists of synonyms, and the column that tokens get."""

import pandas as pd
import pytest

from analysis.segmentation import counted_as, joined_synonyms, read_synonyms, with_synonyms


def test_a_mapping_and_a_file_say_the_same(tmp_path):
    path = tmp_path / "同义词.txt"
    path.write_bytes(
        "\ufeff# 我\r\n群众 老百姓 人民群众\r\n\r\n人工智能\tAI、machine intelligence\r\n".encode()
    )
    assert read_synonyms(path) == (
        ("群众", ("老百姓", "人民群众")),
        ("人工智能", ("AI", "machine intelligence")),
    )
    given = {"群众": ["老百姓", "人民群众"], "人工智能": ("AI", "machine intelligence")}
    assert read_synonyms(given) == read_synonyms(path)
    path.write_bytes("群众 老百姓\n群众 乡亲".encode("gb18030"))
    assert read_synonyms(str(path)) == (("群众", ("老百姓", "乡亲")),)


def test_a_term_may_be_among_its_own_variants_and_one_may_come_twice():
    assert read_synonyms({"群众": ["群众", "老百姓", "老百姓"]}) == (("群众", ("老百姓",)),)


def test_a_word_is_written_as_it_is_counted():
    assert read_synonyms({"⻓江": ["扬子\n江 "]}) == (("长江", ("扬子江",)),)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"群众": ["老百姓"], "人民": ["老百姓"]}, "is a variant of '群众' and of '人民'"),
        (
            {"群众": ["老百姓"], "老百姓": ["乡亲"]},
            "variants of its own: write them all to '群众'",
        ),
        (
            {"老百姓": ["乡亲"], "群众": ["老百姓"]},
            "variants of its own: write them all to '群众'",
        ),
        ({"群众": ["老百姓"], "老百姓": ["群众"]}, "variants of its own"),
        ({"群众": "老百姓"}, r"synonyms of '群众': '老百姓' is no list: write \['老百姓'\]"),
        ({"群众": []}, "'群众' stands alone"),
        ({"群众": ["……"]}, "'……' has no letter or digit"),
        ({"群众": [5]}, "synonyms of '群众': 5 is not a str"),
        (["群众", "老百姓"], "synonyms are a mapping of terms to lists of variants"),
    ],
)
def test_what_cannot_be_meant_is_refused(given, reason):
    with pytest.raises(ValueError, match=reason):
        read_synonyms(given)


def test_a_line_that_cannot_be_meant_is_named(tmp_path):
    path = tmp_path / "同义词.txt"
    path.write_text("群众 老百姓\n\n人民\n", "utf-8")
    with pytest.raises(ValueError, match=r"同义词\.txt, line 3: '人民' stands alone"):
        read_synonyms(path)
    path.write_text("群众 老百姓\n人民 老百姓\n", "utf-8")
    with pytest.raises(ValueError, match=r"同义词\.txt, line 2: '老百姓' is a variant of '群众'"):
        read_synonyms(path)
    with pytest.raises(FileNotFoundError, match=r"no file of synonyms '没有\.txt'"):
        read_synonyms("没有.txt")


def test_more_synonyms_come_to_those_that_are_known():
    known = read_synonyms({"群众": ["老百姓"]})
    more = [("here", "群众", ["乡亲"]), ("here", "企业", ["公司"])]
    assert joined_synonyms(known, more) == (("群众", ("老百姓", "乡亲")), ("企业", ("公司",)))
    with pytest.raises(ValueError, match="here: '老百姓' is a variant of '群众' and of '人民'"):
        joined_synonyms(known, [("here", "人民", ["老百姓"])])


def test_tokens_keep_what_stands_in_the_text_beside_what_it_is_counted_as():
    tokens = pd.DataFrame({"token": ["老百\n姓", "工作", "老百姓", "群众", "工\n作"]})
    made = with_synonyms(tokens, (("群众", ("老百姓",)),))
    assert made["token"].tolist() == tokens["token"].tolist()
    assert made["term"].tolist() == ["群众", "工作", "群众", "群众", "工作"]
    assert made["term"].cat.categories.tolist() == ["工作", "群众"]
    assert counted_as(made).tolist() == made["term"].tolist()
    assert counted_as(tokens).tolist() == tokens["token"].tolist()
