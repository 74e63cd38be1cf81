"""The page in a real browser: its numbers and sentences are the package's, and all of it works."""

import json

import pytest
from pages import TEXTS, corpus_of

import analysis as an
from analysis.page import page_data, script

pytestmark = [
    pytest.mark.long,
    pytest.mark.filterwarnings("ignore::analysis.SmallSectionWarning"),
]
NUMBERS = ["n_target", "n_reference", "effect", "lower", "upper", "score"]
# The module from its own text, on a page without any address.
COUNTING = """async ([code, data]) => {
    const file = new Blob([code], {type: "text/javascript"});
    const module = await import(URL.createObjectURL(file));
    const decoded = module.decode(data), model = module.build(data, decoded, []);
    const found = {scores: [], sentences: {}, inside: {}, tokens: model.tokens.length};
    for (const comparison of data.comparisons) {
        const table = module.grouped(data, model, comparison);
        found.scores.push(table.groups.flatMap((group, i) => (group.size ? module.scores(
            table, model, i, null) : []).map((row) => [group.key, row.term, row.a, row.b,
            row.effect, row.lower, row.upper, row.g2,
            row.sure === "yes", row.claim, row.hidden])));
    }
    const page = {data, decoded, model, table: module.grouped(data, model, data.comparisons[0])};
    for (const [term, hits] of model.hits) {
        found.inside[term] = module.insideOf(model, term);
        const groups = module.byGroup(page, hits.map((i) => model.tokens[i]));
        found.sentences[term] = groups.flatMap(([, some]) => some.map(({sentence, spots}) => [
            data.documents[sentence.doc].name, sentence.start, spots.length,
            decoded.texts[sentence.doc].shown(sentence.start, sentence.end)]));
    }
    return found;
}"""


def counted(browser, data):
    """What the browser makes of the data."""
    page = browser.new_page()
    try:
        return page.evaluate(COUNTING, [script(), json.loads(json.dumps(data))])
    finally:
        page.close()


def units(text, start):
    """An offset of characters as one of UTF-16."""
    return len(text[:start].encode("utf-16-le", "surrogatepass")) // 2


CORPORA = {name: [text] for name, text in TEXTS.items()} | {
    "several": list(TEXTS.values()),
    "repeated": [text * 4 for text in list(TEXTS.values())[:3]],
}


@pytest.mark.parametrize("name", CORPORA)
def test_numbers_and_sentences_are_the_packages(browser, name):
    corpus = corpus_of(*CORPORA[name])
    data = page_data(corpus, permutations=50)
    found = counted(browser, data)
    assert found["tokens"] == len(corpus.tokens)
    by = data["comparisons"][0]["by"]
    counts = an.count_terms(corpus, by=by)
    for entry, rows in zip(data["comparisons"], found["scores"], strict=True):
        options = {"level": entry["level"], "absent": True, "permutations": 50}
        scores = an.keyness(counts, tokens=corpus, **options)
        same_scores(rows, scores)
    inside = an.frequency(an.count_terms(corpus), stop=())
    assert found["inside"] == dict(zip(inside["term"].astype(str), inside["inside"], strict=True))
    same_sentences(found["sentences"], corpus)


def same_scores(rows, scores):
    mine = {(target, term): rest for target, term, *rest in rows}
    columns = ["target", "term", *NUMBERS, "supported", "survives", "hidden"]
    columns += ["size_target", "size_reference"]
    theirs = {
        (str(target), str(term)): rest
        for target, term, *rest in scores[columns].itertuples(index=False)
    }
    assert mine.keys() == theirs.keys()
    unit = f"{scores['unit'].iloc[0]}s"
    for key, (*numbers, supported, survives, hidden, n, rest) in theirs.items():
        sizes = n, rest
        *own, sure, claim, reason = mine[key]
        assert own == pytest.approx(numbers, abs=1e-9), key
        assert sure == supported, key
        assert claim == ("" if survives in ("", unit) else survives), key
        n_target, n_reference = numbers[:2]
        if supported or (n_target > 1 and n_target * sizes[1] > n_reference * sizes[0]):
            assert reason == hidden, key  # of rows that charts may show


def same_sentences(found, corpus):
    texts = dict(zip(corpus.documents["document"], corpus.documents["text"], strict=True))
    for term, rows in found.items():
        quoted = an.sentences(corpus, term, term=True)
        theirs = sorted(
            [str(name), units(texts[name], start), n, text]
            for name, start, text, n in quoted[["document", "start", "text", "n"]].itertuples(
                index=False
            )
        )
        assert sorted([*rest, text.strip()] for *rest, text in rows) == theirs, term
