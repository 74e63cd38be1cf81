"""Chinese text analysis: what each section of a document talks about, and how sure one can be.

Everything is a plain DataFrame; its columns are the interface (the data contract):

=========== ======================= =============================================================
frame       one row per             columns (at least)
=========== ======================= =============================================================
documents   file                    document, path, format, encoding, margin, title, text, marks,
                                    problem
blocks      span of text, tiling it document, start, end, role, level, marker, reason, p, family
sections    heading                 document, section, level, marker, title, start, end, n_chars
tokens      running word            document, section, sentence, position, start, token,
                                    paragraph
terms       term of several words   term, n, range, cohesion, left, right, c_value, score
counts      group x term            the `by` columns, term, n [, n_group, n_all]
frequencies group x term            the `by` columns, term, n, rate, range, relative_range,
                                    inside
scores      target x term           target, term, n_target, n_reference, rate_target,
                                    rate_reference, score, measure, effect, lower, upper, p,
                                    p_adjusted, range, inside_target, inside_reference, by,
                                    reference, supported
rates       term x group            term, group, n, n_group, rate, lower, upper
trends      term of ordered groups  term, n, n_first, n_last, slope, slope_lower, slope_upper,
                                    supported, by
spread      term                    term, n, range, dp
lines       concordance hit         document, section, start, left, keyword, right, how,
                                    token
pairs       pair of terms           node, collocate, n, score, measure
matrix      group (wide)            terms or groups in columns
=========== ======================= =============================================================

All offsets are characters of `documents.text`, the decoded text, which is never rewritten:
cleaning is labelling (`blocks.role`), and any number can be followed back to its place.
Rates are per 10,000 tokens.  Sections have dotted paths ("2.1"); "0" is the text before the
first heading.  Each is its own text, from its heading to the next one; where it goes on after
points in mid-paragraph (一是…。二是…。), its `end` is behind theirs: `section_spans`.

>>> import analysis as an
>>> corpus = an.load(an.read_text("一、学习\\n学习理论。\\n二、实践\\n走进群众，服务群众。"))
>>> corpus.sections[["section", "title"]].values.tolist()
[['1', '一、学习'], ['2', '二、实践']]
>>> an.count_terms(corpus, by="section")[["section", "term", "n"]].head(2).values.tolist()
[['1', '学习', 1], ['1', '理论', 1]]

The drawings are in `analysis.plots`, the whole job and its files in `analysis.report`;
importing `analysis` opens neither matplotlib nor any dictionary.
"""

import sys
from typing import TYPE_CHECKING

from .corpus import Corpus, Options, load
from .reading import Mark, decode, read_documents, read_text
from .scale import count_corpus
from .segmentation import (
    Segmenter,
    discover_terms,
    dropped,
    merge_log,
    stop_words,
    tokenize,
    write_terms,
)
from .statistics import (
    MEASURES,
    Cancelled,
    SmallSectionWarning,
    changed_terms,
    collocates,
    compare_versions,
    cooccurrence,
    correspondence,
    count_terms,
    dispersion,
    diversity,
    evidence,
    frequency,
    hierarchical_clustering,
    hits,
    key_terms,
    keyness,
    keyness_together,
    kwic,
    left_out,
    matrix,
    ngrams,
    rates,
    readability,
    reduced_frequency,
    rescore,
    sensitivity,
    sentences,
    similarity,
    stability,
    tf_idf,
    trend,
)
from .structure import (
    FORMS,
    Correction,
    Form,
    doubts,
    explain,
    mark_blocks,
    outline,
    roll_up,
    section_spans,
    show_outline,
    split_sections,
    write_corrections,
)
from .wording import claims, labels, section_names

if TYPE_CHECKING:  # opens what a notebook needs
    from .explorer import explore

__version__ = "0.1.0"

# What went since 0.1.0, and what to use now (with the same table in CHANGELOG.md): a module or a
# name of the front door, below it with its path ("plots.heatmap").
RENAMED = {
    "archives": "analysis.reading",
    "blocks": "analysis.structure",
    "cluster": "analysis.hierarchical_clustering",
    "clusters": "analysis.ngrams",
    "coding": "analysis.statistics",
    "collocation": "analysis.statistics",
    "comparison": "analysis.statistics",
    "context": "analysis.statistics",
    "counts": "analysis.statistics",
    "edges": "analysis.structure",
    "encodings": "analysis.reading",
    "export": "analysis.report",
    "fonts": "analysis.plots",
    "formats": "analysis.reading.formats",
    "grammar": "analysis.structure",
    "groups": "analysis.statistics",
    "likeness": "analysis.statistics",
    "lines": "analysis.structure",
    "measures": "analysis.statistics.measures",
    "plots.HALF_A4": "analysis.plots.SIZES",
    "plots.LABELS": "analysis.wording.words",
    "plots.PANELS": "analysis.plots.facets",
    "plots.comparison_cloud": "analysis.plots.facets",
    "sampling": "analysis.statistics",
    "sections": "analysis.structure",
    "terms": "analysis.segmentation",
    "texture": "analysis.statistics",
    "with_terms": "corpus.with_terms(words)",
}

__all__ = [
    "FORMS",
    "MEASURES",
    "Cancelled",
    "Corpus",
    "Correction",
    "Form",
    "Mark",
    "Options",
    "Segmenter",
    "SmallSectionWarning",
    "changed_terms",
    "claims",
    "collocates",
    "compare_versions",
    "cooccurrence",
    "correspondence",
    "count_corpus",
    "count_terms",
    "decode",
    "discover_terms",
    "dispersion",
    "diversity",
    "doubts",
    "dropped",
    "evidence",
    "explain",
    "explore",
    "frequency",
    "hierarchical_clustering",
    "hits",
    "key_terms",
    "keyness",
    "keyness_together",
    "kwic",
    "labels",
    "left_out",
    "load",
    "mark_blocks",
    "matrix",
    "merge_log",
    "ngrams",
    "outline",
    "rates",
    "read_documents",
    "read_text",
    "readability",
    "reduced_frequency",
    "rescore",
    "roll_up",
    "section_names",
    "section_spans",
    "sensitivity",
    "sentences",
    "show_outline",
    "similarity",
    "split_sections",
    "stability",
    "stop_words",
    "tf_idf",
    "tokenize",
    "trend",
    "write_corrections",
    "write_terms",
]


def __getattr__(name: str) -> object:
    if name == "explore":
        from .explorer import explore

        return explore
    if name in RENAMED:
        raise AttributeError(f"analysis.{name} is gone: use {RENAMED[name]}")
    raise AttributeError(f"module 'analysis' has no attribute {name!r}")


class _Renamed:
    """Asked last by `import`: says what a module or name that went is called now."""

    @staticmethod
    def find_spec(name: str, path: object = None, target: object = None) -> None:
        old = name.removeprefix("analysis.")
        if old != name and old in RENAMED:
            raise ImportError(f"{name} is gone: use {RENAMED[old]}", name=name)


sys.meta_path.append(_Renamed)
