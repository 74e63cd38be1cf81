"""What marks a part off from the others, and is it more than chance?

How far the answer depends on single sentences and on the segmentation is in `robustness`, how
similar whole parts are in `similarity`.
"""

from __future__ import annotations

import inspect
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..corpus import Corpus
from ..glossary import tell
from .cells import (
    Both,
    Compared,
    Rows,
    adjusted_p,
    compared,
    inside,
    occurring,
    p_of,
    rows_at,
    score_of,
    with_general_chinese,
)
from .coding import names_of
from .counts import PER
from .groups import Sides, Table, sides_of, table_of
from .measures import (
    MEASURES,
    conservative_log_ratio,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
)
from .sampling import UNITS, UnitGroups, unit_groups, usual_units, with_term
from .showing import with_reasons
from .shuffling import Answer, Progress, shuffled, surprise

LEVEL = 0.05  # of `supported`, over all terms and targets together
TOLD = 10  # parts that a warning names


class SmallSectionWarning(UserWarning):
    """A part of the text is so small that none of its terms could be supported."""


def keyness(
    counts: pd.DataFrame,
    *,
    target: str | Sequence[str] | None = None,
    reference: str | Sequence[str] | None = None,
    measure: str = "log_likelihood",
    level: int | None = None,
    tokens: Corpus | pd.DataFrame | None = None,
    stop: Iterable[str] | None = None,
    unit: str | None = None,
    adjust: str = "holm",
    absent: bool = False,
    permutations: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Which terms mark each part off from the others, and is that more than random variation?

    `counts` is from `count_terms`. Every group of it (sections, documents, years: any columns) is
    compared with all the others together, or `target` with `reference`; `reference="background"`
    is general Chinese, the word frequencies that come with jieba. Sections are compared at the
    coarsest level that has two of them, unless `level` or a finer target such as "2.1" asks
    otherwise; a section that is named stands for all that is below it. Groups by several columns
    are named by their values, joined by "/".

    One row per target and term that it has, or is supported for missing there; the targets in
    order, then by descending `score` (ties by term). With `absent=True` also the other terms of
    its reference, which are many: targets x terms of all groups.

    - `n_target`, `n_reference` occurrences; `size_target`, `size_reference` tokens;
      `rate_target`, `rate_reference` per 10,000 tokens;
    - `score`: the `measure`, one of `measures.MEASURES`;
    - `effect`: log ratio (+1: twice the rate, -1: half), `lower` to `upper` its 95 % interval.
      Where one side has none of the term, the effect rests on the half occurrences added, and what
      can be said is the limit nearest 0 (8 : 0 in parts of one size: `lower` .77, at least 1.7
      times). `lrc` is its conservative value (0 where the interval, adjusted for all pairs
      of target and term, reaches 0);
    - `p` of the measure and `p_adjusted` for all pairs of target and term that could have a row
      (`adjust`: "holm", "bonferroni" or "bh").
      They take every token as independent and so are too small, as words of one topic come in
      bursts. Missing for a measure without a p;
    - `range`: how many of the groups have the term;
    - `inside_target`, `inside_reference`: how often the term also stands inside longer terms of
      either side, which `n_target` and `n_reference` leave out (missing of general Chinese);
    - `by`: what the groups were counted by ("section", "document/section" …), and `reference`:
      what they are compared with, the names that were given, "all others" or "background";
    - `supported`: is the difference more than random variation, at 5 % over all terms and targets
      together? `support` names the basis. "permutation", where `tokens` are given: whole units of
      text are shuffled between the groups, `permutations` times (`seed` makes this repeatable),
      and `p_permuted` is the share of shuffles in which some term does as well. "interval"
      otherwise, and against the background, which has no sentences: `lrc` is not 0. A term whose
      interval reaches 0 is never supported, and never left out;
    - `unit`: what was shuffled: "sentence", "paragraph" or "document". Sections are shuffled by
      sentences, groups of whole documents by documents, or by paragraphs where a side has fewer
      than eight of them (the claim is then about these texts, not about their kind); `unit=` asks
      for another one;
    - `survives`: the strongest claim that holds: "" (none), "sentences", "paragraphs" or
      "documents". Of sections, "paragraphs" says that the difference is still there when whole
      paragraphs are shuffled, so that it does not depend on one paragraph about the word.

    - `hidden`: why `key_terms` and the figures do not show the row, "" where they do; the first
      that holds of "small part" (a target of fewer than 100 tokens, unless it was named or all
      are so small), "number" (with what is counted, and dates), "character" (a single one that is
      no word of content), "light word" (adverbs, pronouns, adjectives and the like by jieba's
      dictionary, verbs and nouns for no matter in particular such as 加强, 达到, 今年, 情况, and
      what is made of these alone), "one sentence" (where it is more frequent, the term stands in
      one sentence; where no sentences are known, it occurs once), "wrong cut" (发生的纠纷, in
      stories 王进道) and "slight" (the term is not supported, and most of it is on the other side
      while the rate is not surely twice as high, or it occurs twice and p is above 0.01);
    - `small`: the target is so small that none of its terms could be supported, even if it
      occurred nowhere else; the warning says what it would take.

    `target`, `term`, `measure`, `by`, `reference`, `support`, `unit`, `survives` and `hidden` are
    categorical.

    The statistic that is permuted is the binomial tail of the count with effective numbers, those
    divided by the design effect of the term in units, its burstiness (Korn & Graubard 1998); the
    largest over all terms and targets is compared (Westfall & Young 1993), which holds the
    family-wise level where the groups do not differ. Stop words (the default
    list and `stop`; `()`: none) leave the result, not the sizes. `tokens` is a corpus or its
    tokens; where terms were counted with options, it is their counts by group, document,
    paragraph and sentence. Another `measure` needs no new shuffles, see `rescore`; several
    comparisons at once share them, see `keyness_together`. `progress`, if given, is called with
    the share of the shuffles that are done (0 to 1, about a hundred times); where it gives back
    False, the call ends with `Cancelled`.

    Westfall, P. H. & Young, S. S. (1993). Resampling-Based Multiple Testing. Wiley. Korn, E. L. &
    Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data. Survey Methodology 24(2), 193-201. Rao, J. N. K.
    & Scott, A. J. (1984). On chi-squared tests for multiway contingency tables with cell
    proportions estimated from survey data. Annals of Statistics 12(1), 46-60.
    https://doi.org/10.1214/aos/1176346391

    Warns (`SmallSectionWarning`) of groups too small to support anything. Raises ValueError for
    less than two groups, a name that does not exist, a table that was made of counts, and tokens
    that are not those of counts; Cancelled where `progress` says so.

    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "活动", "群众", "舆论"], "n": [40, 60, 10, 90]})
    >>> keyness(counts)[["target", "term", "n_target", "n_reference", "score"]].round(2)
      target term  n_target  n_reference   score
    0      1   活动        60            0  109.74
    1      1   群众        40           10   25.32
    2      1   舆论         0           90 -210.24
    3      2   舆论        90            0  210.24
    4      2   群众        10           40  -25.32
    5      2   活动         0           60 -109.74
    """
    plan = _plan(
        counts,
        target=target,
        reference=reference,
        measure=measure,
        level=level,
        tokens=tokens,
        stop=stop,
        unit=unit,
        adjust=adjust,
        absent=absent,
    )
    return _carried_out([plan], permutations=permutations, seed=seed, progress=progress)[0]


def keyness_together(
    comparisons: Mapping[Hashable, Mapping[str, Any]],
    *,
    permutations: int = 1000,
    seed: int = 0,
    progress: Progress | None = None,
    **common: Any,
) -> dict[Hashable, pd.DataFrame]:
    """Several comparisons at once, such as two levels of sections, on the same shuffles.

    `comparisons` gives each a name of your own and its options, those of `keyness` with `counts`
    among them; options that all have in `common` are given once. Each table is the one that
    `keyness` gives by itself; those that shuffle the same units (sections of two levels, or
    sections of two measures) share the work. `permutations`, `seed` and `progress` are as in
    `keyness`, the latter over the work of all.

    Returns the tables by name, in the order given. Warns and raises as `keyness` does.

    >>> import analysis as an
    >>> text = "一、甲\\n（一）子\\n学习理论。\\n（二）丑\\n学习文件。\\n二、乙\\n服务群众。"
    >>> corpus = an.load(an.read_text(text))
    >>> both = an.keyness_together(
    ...     {"coarse": {"level": 1}, "fine": {"level": 2}},
    ...     counts=an.count_terms(corpus, by="section"), tokens=corpus, permutations=20)
    >>> {name: list(scores["target"].cat.categories) for name, scores in both.items()}
    {'coarse': ['1', '2'], 'fine': ['1.1', '1.2', '2']}
    """
    plans = [_plan(**_asked(**{**common, **options})) for options in comparisons.values()]
    tables = _carried_out(plans, permutations=permutations, seed=seed, progress=progress)
    return dict(zip(comparisons, tables, strict=True))


def _asked(**options: Any) -> dict[str, Any]:
    """The options of one comparison, with those that `keyness` has for itself."""
    bound = inspect.signature(keyness).bind(**options)
    bound.apply_defaults()
    of_all = ("permutations", "seed", "progress")
    return {name: value for name, value in bound.arguments.items() if name not in of_all}


# --- one comparison after the other -----------------------------------------------------------


class _Plan(NamedTuple):
    """A comparison as it was asked for, with the units that are to be shuffled by their kind."""

    both: Compared
    inside: Both
    targets: list[str]
    measure: str
    adjust: str
    absent: bool
    groups: dict[str, UnitGroups]
    sentences: Both | None


def _plan(
    counts: pd.DataFrame,
    *,
    target: str | Sequence[str] | None,
    reference: str | Sequence[str] | None,
    measure: str,
    level: int | None,
    tokens: Corpus | pd.DataFrame | None,
    stop: Iterable[str] | None,
    unit: str | None,
    adjust: str,
    absent: bool,
) -> _Plan:
    """The two sides of a comparison; no unit is shuffled against the background."""
    known(measure)
    if unit is not None and unit not in UNITS:
        raise ValueError(f"no unit {unit!r}; there are: {', '.join(UNITS)}")
    targets, references = named(target), named(reference)
    table, sides, both = _sides(counts, targets, references, level, stop)
    plan = _Plan(both, inside(table, both, sides), targets, measure, adjust, absent, {}, None)
    if sides is None or tokens is None:
        return plan
    cut: dict[str, Any] = {"level": level, "names": targets + references}
    units = usual_units(tokens, table, sides) if unit is None else [unit]
    groups = {each: unit_groups(tokens, table, sides, unit=each, **cut) for each in units}
    return plan._replace(groups=groups, sentences=with_term(tokens, table, sides, **cut))


def _sides(
    counts: pd.DataFrame,
    targets: list[str],
    references: list[str],
    level: int | None,
    stop: Iterable[str] | None,
) -> tuple[Table, Sides | None, Compared]:
    """The table, which groups are which side (None against general Chinese), and their counts."""
    if references == ["background"]:
        table = table_of(counts, level=level, names=targets)
        return table, None, with_general_chinese(table, targets, stop)
    table = table_of(counts, level=level, names=targets + references)
    sides = sides_of(table, targets, references)
    return table, sides, compared(table, sides, stop)


def _carried_out(
    plans: list[_Plan], *, permutations: int, seed: int, progress: Progress | None
) -> list[pd.DataFrame]:
    """The tables of comparisons, one after the other."""
    jobs = [(groups, plan.both.shown) for plan in plans for groups in plan.groups.values()]
    found = iter(shuffled(jobs, permutations=permutations, seed=seed, progress=progress))
    tables = []
    for plan in plans:
        answers = {unit: next(found) for unit in plan.groups}
        small = _too_small(plan.both, answers)
        tables.append(_scores(plan, answers, small))
        if small:
            told = "; ".join(list(small.values())[:TOLD])
            told += f"; and {len(small) - TOLD:,} others" if len(small) > TOLD else ""
            message = f"too small for any term to be supported: {told}"
            tell(message, SmallSectionWarning)
    return tables


def known(measure: str) -> None:
    """Refuse a measure that does not exist."""
    if measure not in MEASURES:
        raise ValueError(f"no measure {measure!r}; there are: {', '.join(MEASURES)}")


def named(value: object) -> list[str]:
    """The names of groups in an argument that takes none, one or several."""
    return [str(name) for name in names_of(value)]


def _scores(plan: _Plan, answers: dict[str, Answer], small: Mapping[str, str]) -> pd.DataFrame:
    """The rows of `keyness`."""
    both = plan.both
    rows = _listed(plan, answers)
    score = score_of(both, rows, plan.measure)
    order = _order(rows, score)
    score, rows = score[order], rows.taken(order)
    number, column, *cells = rows
    p = p_of(score, plan.measure)
    g2 = score if plan.measure == "log_likelihood" else log_likelihood(*cells)
    lower, upper = log_ratio_interval(*cells)
    within = plan.inside.at(number, column)
    n_target, n_reference, size_target, size_reference = cells
    scores = {
        "target": _categories(number, both.names),
        "term": _categories(column, both.terms),
        "n_target": n_target.astype(np.int64),
        "n_reference": n_reference.astype(np.int64),
        "size_target": size_target.astype(np.int64),
        "size_reference": size_reference.astype(np.int64),
        "rate_target": PER * n_target / size_target,
        "rate_reference": PER * n_reference / size_reference,
        "score": score,
        "measure": _always(plan.measure, len(number)),
        "effect": log_ratio(*cells),
        "lower": lower,
        "upper": upper,
        "lrc": _conservative(rows, g2, both.tests),
        "p": p,
        "p_adjusted": adjusted_p(both, rows, p, plan.measure, plan.adjust),
        "p_permuted": np.full(len(number), np.nan),
        "range": both.range[column],
        "inside_target": _whole(within[0]),
        "inside_reference": _whole(within[1]),
        "by": _always(both.by, len(number)),
        "reference": _always(both.against, len(number)),
    }
    frame = pd.DataFrame(scores, copy=False)
    shuffles = {unit: answer.p(column, rows.cells) for unit, answer in answers.items()}
    frame = _with_support(frame, shuffles)
    there = n_target if plan.sentences is None else plan.sentences.at(number, column)[0]
    outside = n_reference if plan.sentences is None else plan.sentences.at(number, column)[1]
    frame = with_reasons(frame, plan.targets, there, outside, both.there)
    too_small = np.isin(np.array(both.names), list(small))[number]
    frame = frame.assign(small=too_small)
    kept = plan.absent | (n_target > 0) | frame["supported"].to_numpy(dtype=bool)
    return frame if kept.all() else frame[kept].reset_index(drop=True)


def _listed(plan: _Plan, answers: dict[str, Answer]) -> Rows:
    """The pairs of target and term that may have a row, of the absent those that may be supported.

    Where nothing of a term is in the target, chance gives that with probability (d/N)^n, n over
    its design effect where units are shuffled.
    """
    both = plan.both
    strength, least = both.n.base, np.zeros(len(both.names))
    if answers and not plan.absent:
        answer, *_ = answers.values()
        strength, needed = strength / np.nan_to_num(answer.bursts, nan=np.inf), answer.limit
    else:
        needed = np.log(2 * max(both.tests, 1) / LEVEL)
    if not plan.absent:
        share = both.size_target / (both.size_target + both.size_reference)
        least = needed / -np.log1p(-share) * (1 - 1e-6)
    return occurring(both, strength, least)


def _with_support(frame: pd.DataFrame, shuffles: dict[str, np.ndarray]) -> pd.DataFrame:
    """The rows with the verdict: of the units that were shuffled, or of the interval."""
    if not shuffles:
        unit, support, survives = "", "interval", _always("", len(frame))
        supported = (frame["lrc"] != 0).to_numpy()
    else:
        unit, support = next(iter(shuffles)), "permutation"
        holds = ((frame["lower"] > 0) | (frame["upper"] < 0)).to_numpy()
        claims = np.zeros(len(frame), dtype=np.int8)  # the number of the last unit that holds
        for place, p in enumerate(shuffles.values(), start=1):
            holds = holds & (p <= LEVEL)
            claims[holds] = place
        survives = _categories(claims, ["", *(f"{unit}s" for unit in shuffles)])
        supported = claims > 0
        frame = frame.assign(p_permuted=shuffles[unit])
    return frame.assign(
        supported=supported,
        support=_always(support, len(frame)),
        unit=_always(unit, len(frame)),
        survives=survives,
    )


def _whole(values: np.ndarray) -> np.ndarray:
    """Numbers of places as whole numbers, where they are known."""
    return values.astype(np.int64) if np.isfinite(values).all() else values


def _order(rows: Rows, score: np.ndarray) -> np.ndarray:
    """The order of rows: target by target, best first, ties by term."""
    return np.lexsort((rows.column, -score, rows.number))


def _categories(codes: np.ndarray, values: Iterable[str]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(pd.Index(list(values), dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=dtype)


def _always(value: str, times: int) -> pd.Categorical:
    """A categorical column that is the same in every row."""
    return _categories(np.zeros(times, dtype=np.int8), [value])


def _conservative(rows: Rows, g2: np.ndarray, tests: int) -> np.ndarray:
    """`conservative_log_ratio`, adjusted for all pairs, worked out only where it may not be 0.

    It is 0 unless a binomial tail is under 0.05 / 2m, and no tail is under
    exp(-G2 / 2) / sqrt(2n) (Ash, R. B. 1965, Information Theory, lemma 4.7.2).
    """
    n = np.maximum(rows.n_target + rows.n_reference, 1)
    far = np.abs(g2) >= 2 * np.log(2 * tests / LEVEL) - np.log(2 * n)
    lrc = np.zeros(len(n))
    lrc[far] = conservative_log_ratio(*(values[far] for values in rows.cells), tests=tests)
    return lrc


def _too_small(both: Compared, answers: dict[str, Answer]) -> dict[str, str]:
    """The targets whose terms would not be supported even if they occurred nowhere else.

    By name, each with its counts and what it would take.
    """
    if answers:
        limit = next(iter(answers.values())).limit

        def holds(n: np.ndarray, *rest: Any) -> np.ndarray:
            """A term of one unit is never supported."""
            return (n > 1) & (surprise(n, *rest) >= limit)
    else:
        tests = both.tests

        def holds(n: np.ndarray, *rest: Any) -> np.ndarray:
            return conservative_log_ratio(n, *rest, tests=tests) > 0

    number, column = both.n.target.nonzero()
    most_of = np.zeros(len(both.names))
    np.maximum.at(most_of, number, both.n.target[number, column] * both.shown[column])
    tried = most_of > 0
    enough = np.ones(len(most_of), dtype=bool)
    sizes = both.size_target, both.size_reference
    enough[tried] = holds(most_of[tried], 0, *(size[tried] for size in sizes))
    small = {}
    # what it would take is looked for among the next 1,000 counts, or up to all its tokens
    for place in np.flatnonzero(~(tried & enough)):
        most, size, rest = most_of[place], *(each[place] for each in sizes)
        more = np.arange(most + 1, min(size, most + 1000) + 1)
        found = more[holds(more, 0, size, rest)]
        needed = f"{found[0]:.0f} times" if len(found) else "more often than it has tokens"
        name = both.names[place]
        small[name] = (
            f"{name!r} ({size:.0f} tokens, its most frequent term occurs {most:.0f} times and "
            f"would have to occur {needed}, and nowhere else)"
        )
    return small


# --- another measure --------------------------------------------------------------------------


def rescore(
    scores: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    measure: str = "log_likelihood",
    target: str | Sequence[str] | None = None,
    reference: str | Sequence[str] | None = None,
    level: int | None = None,
    stop: Iterable[str] | None = None,
    adjust: str = "holm",
) -> pd.DataFrame:
    """The same comparison by another measure, without new shuffles.

    `scores` is the table of `keyness`, `counts` what it was made of; `target`, `reference`,
    `level` and `stop` are those that `keyness` was given, `measure` and `adjust` may be others.
    Whether a term is supported does not depend on the measure: `score`, `measure`, `p`,
    `p_adjusted` and the order of the rows are new, and all else is carried over, so that the
    table is the one that `keyness` would give.

    Raises ValueError for an unknown measure, and for scores that are not those of `counts` with
    these options.

    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "活动", "群众", "舆论"], "n": [40, 60, 10, 90]})
    >>> rescore(keyness(counts), counts, measure="log_ratio")[["target", "term", "score"]].head(2)
      target term     score
    0      1   活动  6.918863
    1      1   群众  1.947533
    """
    known(measure)
    scores = frame_of(scores, "scores", ["target", "term", "n_target", "n_reference"])
    both = _sides(counts, named(target), named(reference), level, stop)[2]
    rows = _rows_of(scores, both)
    score = score_of(both, rows, measure)
    order = _order(rows, score)
    made = scores.iloc[order].reset_index(drop=True)
    rows, score = rows.taken(order), score[order]
    p = p_of(score, measure)
    return made.assign(
        score=score,
        measure=_always(measure, len(made)),
        p=p,
        p_adjusted=adjusted_p(both, rows, p, measure, adjust),
    )


def _rows_of(scores: pd.DataFrame, both: Compared) -> Rows:
    """The pairs of target and term of every row; refused where they are not of this table."""
    number = pd.Index(both.names).get_indexer(pd.Index(scores["target"].astype("str")))
    column = pd.Index(both.terms).get_indexer(pd.Index(scores["term"].astype("str")))
    if (number >= 0).all() and (column >= 0).all() and both.shown[column].all():
        rows = rows_at(both, number.astype(np.int64), column.astype(np.int64))
        if all(np.array_equal(getattr(rows, n), scores[n]) for n in ("n_target", "n_reference")):
            return rows
    raise ValueError(
        "scores are not those of counts: pass the counts that keyness was given, and the same "
        "target, reference, level and stop"
    )
