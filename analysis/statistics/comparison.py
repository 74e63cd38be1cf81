"""What marks a part off from the others, and how far the answer can be trusted.

`keyness` answers "which terms does this part use more than the others, and is the difference
larger than random variation?"; `stability` how much the answer depends on single sentences,
`sensitivity` how much on the segmentation. How similar whole parts are is in `similarity`.
"""

from __future__ import annotations

import functools
import inspect
import warnings
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from ..contract import frame_of
from ..corpus import Corpus
from ..segmentation import Segmenter
from .coding import names_of
from .counts import PER, count_terms
from .groups import (
    Cells,
    Compared,
    Sides,
    Table,
    compared,
    sides_of,
    table_of,
    with_general_chinese,
)
from .measures import (
    MEASURES,
    conservative_log_ratio,
    log_likelihood,
    log_ratio,
    log_ratio_interval,
    p_value,
)
from .measures import adjust as adjusted
from .sampling import (
    UNITS,
    UnitGroups,
    acceleration,
    bca_interval,
    by_unit,
    log_ratios,
    resampled,
    unit_groups,
    usual_units,
    with_term,
)
from .showing import FEW, LEAST, REASONS, cut_at_ties, reasons, which_shown
from .shuffling import Answer, Progress, shuffled, surprise

LEVEL = 0.05  # of `supported`, over all terms and targets together
SMALL = 100  # tokens: parts with fewer are not shown beside larger ones
Pairs = tuple[np.ndarray, np.ndarray]  # numbers of targets and of terms


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

    One row per target and term, the targets in order, then by descending `score` (ties by term).

    - `n_target`, `n_reference` occurrences; `size_target`, `size_reference` tokens;
      `rate_target`, `rate_reference` per 10,000 tokens;
    - `score`: the `measure`, one of `measures.MEASURES`;
    - `effect`: log ratio (+1: twice the rate, -1: half), `lower` to `upper` its 95 % interval.
      Where one side has none of the term, the effect rests on the half occurrences added, and what
      can be said is the limit nearest 0 (8 : 0 in parts of one size: `lower` .77, at least 1.7
      times). `lrc` is its conservative value (0 where the interval, adjusted for all rows,
      reaches 0);
    - `p` of the measure and `p_adjusted` for all rows (`adjust`: "holm", "bonferroni" or "bh").
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
    plans = [_plan(**{**common, **options}) for options in comparisons.values()]
    tables = _carried_out(plans, permutations=permutations, seed=seed, progress=progress)
    return dict(zip(comparisons, tables, strict=True))


# --- one comparison after the other -----------------------------------------------------------


class _Plan(NamedTuple):
    """A comparison as it was asked for, with the units that are to be shuffled by their kind."""

    both: Compared
    targets: list[str]
    measure: str
    adjust: str
    groups: dict[str, UnitGroups]
    sentences: tuple[np.ndarray, np.ndarray] | None


def _plan(
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
) -> _Plan:
    """The two sides of a comparison; no unit is shuffled against the background."""
    _known(measure)
    if unit is not None and unit not in UNITS:
        raise ValueError(f"no unit {unit!r}; there are: {', '.join(UNITS)}")
    targets, references = _named(target), _named(reference)
    table, sides, both = _sides(counts, targets, references, level, stop)
    if sides is None or tokens is None:
        return _Plan(both, targets, measure, adjust, {}, None)
    named: dict[str, Any] = {"level": level, "names": targets + references}
    units = usual_units(tokens, table, sides) if unit is None else [unit]
    groups = {each: unit_groups(tokens, table, sides, unit=each, **named) for each in units}
    sentences = with_term(tokens, table, sides, **named)
    return _Plan(both, targets, measure, adjust, groups, sentences)


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
    """The tables of comparisons, their units shuffled together."""
    jobs = [(groups, plan.both.shown) for plan in plans for groups in plan.groups.values()]
    found = iter(shuffled(jobs, permutations=permutations, seed=seed, progress=progress))
    tables = []
    for plan in plans:
        answers = {unit: next(found) for unit in plan.groups}
        small = _too_small(plan.both, answers)
        scores = _scores(plan.both, plan.measure, plan.adjust, answers)
        scores = _with_reasons(scores, plan.targets, plan.sentences)
        tables.append(scores.assign(small=scores["target"].isin(list(small)).to_numpy(dtype=bool)))
        if small:
            message = f"too small for any term to be supported: {'; '.join(small.values())}"
            warnings.warn(message, SmallSectionWarning, stacklevel=3)
    return tables


def _known(measure: str) -> None:
    if measure not in MEASURES:
        raise ValueError(f"no measure {measure!r}; there are: {', '.join(MEASURES)}")


def _named(value: object) -> list[str]:
    """The names of groups in an argument that takes none, one or several."""
    return [str(name) for name in names_of(value)]


def _scores(both: Compared, measure: str, method: str, answers: dict[str, Answer]) -> pd.DataFrame:
    """The rows of `keyness`."""
    present = both.present
    score = _score(both, measure, tests=present.sum())
    rows = _ordered(score, present)
    number, column = np.divmod(rows, len(both.terms))

    def picked(table: np.ndarray) -> np.ndarray:
        """The values of the rows, from a table of targets x terms."""
        return table.ravel()[rows]

    p = _p_of(picked(score), measure)
    lower, upper = log_ratio_interval(*both.cells)
    g2 = score if measure == "log_likelihood" else _by_target(log_likelihood, both.cells)
    scores = {
        "target": _categories(number, both.names),
        "term": _categories(column, both.terms),
        "n_target": picked(both.n_target).astype(np.int64),
        "n_reference": picked(both.n_reference).astype(np.int64),
        "size_target": both.size_target[number, 0].astype(np.int64),
        "size_reference": both.size_reference[number, 0].astype(np.int64),
        "rate_target": picked(PER * both.n_target / both.size_target),
        "rate_reference": picked(PER * both.n_reference / both.size_reference),
        "score": picked(score),
        "measure": _always(measure, len(number)),
        "effect": picked(log_ratio(*both.cells)),
        "lower": picked(lower),
        "upper": picked(upper),
        "lrc": picked(_conservative(both.cells, g2, present)),
        "p": p,
        "p_adjusted": adjusted(p, method),
        "p_permuted": np.full(len(number), np.nan),
        "range": both.range[column],
        "inside_target": _whole(picked(both.inside_target)),
        "inside_reference": _whole(picked(both.inside_reference)),
        "by": _always(both.by, len(number)),
        "reference": _always(both.against, len(number)),
    }
    frame = pd.DataFrame(scores, copy=False)
    tables = {unit: picked(p) for unit, (p, _) in answers.items()}
    return _with_support(frame, tables)


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


def _ordered(score: np.ndarray, present: np.ndarray) -> np.ndarray:
    """The rows, as places in the flat table: target by target, best first, ties by term."""
    order = np.argsort(-score, axis=1, kind="stable")  # terms are in order, so ties are too
    places = (order + np.arange(len(order))[:, None] * order.shape[1]).ravel()
    return places[present.ravel()[places]]


def _categories(codes: np.ndarray, values: Iterable[str]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(pd.Index(list(values), dtype="str"))
    return pd.Categorical.from_codes(codes, dtype=dtype)


def _always(value: str, times: int) -> pd.Categorical:
    """A categorical column that is the same in every row."""
    return _categories(np.zeros(times, dtype=np.int8), [value])


def _score(both: Compared, measure: str, tests: int) -> np.ndarray:
    """The measure for every target x term; some need to know how many tests or sets there are."""
    function = MEASURES[measure].function
    asked = inspect.signature(function).parameters
    if "tests" in asked:
        function = functools.partial(function, tests=int(tests))
    return _by_target(function, both.cells, both.sets if "sets" in asked else None)


def _by_target(
    function: Callable[..., np.ndarray], cells: Cells, sets: np.ndarray | None = None
) -> np.ndarray:
    """A measure for one target after the other, as some of them look at all terms of a text.

    They see the terms of the two sides alone: a third group changes nothing between two others.
    """
    n_target, n_reference, size_target, size_reference = cells
    scores = np.zeros(n_target.shape)
    for row, (size, rest) in enumerate(zip(size_target[:, 0], size_reference[:, 0], strict=True)):
        there = n_target[row] + n_reference[row] > 0
        own = {} if sets is None else {"sets": sets[row, there]}
        counts = n_target[row, there], n_reference[row, there]
        scores[row, there] = function(*counts, size, rest, **own)
    return scores


def _conservative(cells: Cells, g2: np.ndarray, present: np.ndarray) -> np.ndarray:
    """`conservative_log_ratio`, adjusted for all rows, worked out only where it may not be 0.

    It is 0 unless a binomial tail is under 0.05 / 2m, and no tail is under
    exp(-G2 / 2) / sqrt(2n) (Ash, R. B. 1965, Information Theory, lemma 4.7.2).
    """
    tests = int(present.sum())
    n = np.maximum(cells[0] + cells[1], 1)
    least = 2 * np.log(2 * tests / LEVEL) - np.log(2 * n)
    far = present & (np.abs(g2) >= least)
    lrc = np.zeros(present.shape)
    some = (np.broadcast_to(values, present.shape)[far] for values in cells)
    lrc[far] = conservative_log_ratio(*some, tests=tests)
    return lrc


def _with_reasons(
    scores: pd.DataFrame,
    named: list[str],
    sentences: tuple[np.ndarray, np.ndarray] | None = None,
) -> pd.DataFrame:
    """The rows with the column `hidden`; `named` are the targets that were asked for."""
    inside, outside = scores["n_target"].to_numpy(), scores["n_reference"].to_numpy()
    if sentences is not None:
        cells = scores["target"].cat.codes.to_numpy(), scores["term"].cat.codes.to_numpy()
        inside, outside = (side[cells] for side in sentences)
    more = (scores["rate_target"] >= scores["rate_reference"]).to_numpy()
    few = (scores["size_target"] < SMALL).to_numpy()
    slight = _is_slight(scores, more)
    hidden = reasons(
        scores["term"].to_numpy(),
        np.where(more, inside, outside),
        few & (not named and not few.all()),
        slight & ~scores["supported"].to_numpy(dtype=bool),
    )
    return scores.assign(hidden=hidden)


def _is_slight(scores: pd.DataFrame, more: np.ndarray) -> np.ndarray:
    """Which rows say hardly anything of their term, where it is `more` frequent or less.

    Most of it is on the other side, and the rate is not surely twice as high; or it occurs twice,
    and a test by tokens, which is too ready to find something, has p above 0.01.
    """
    names = ["n_target", "n_reference", "size_target", "size_reference"]
    cells = [scores[name].to_numpy(dtype=float) for name in names]
    frequent, rare = np.where(more, cells[:2], cells[1::-1])
    sure = np.where(more, scores["lower"], -scores["upper"]) >= LEAST
    slight = ~sure & (rare > frequent)
    few = np.flatnonzero((frequent < FEW) & ~slight)
    g2 = np.abs(log_likelihood(*(cell[few] for cell in cells)))
    slight[few] = p_value(g2, "chi2") > 0.01
    return slight


def _too_small(both: Compared, answers: dict[str, Answer]) -> dict[str, str]:
    """The targets whose terms would not be supported even if they occurred nowhere else.

    By name, each with its counts and what it would take.
    """
    if answers:
        (_, limit), *_ = answers.values()

        def holds(n: np.ndarray, *rest: Any) -> np.ndarray:
            """A term of one unit is never supported."""
            return (n > 1) & (surprise(n, *rest) >= limit)
    else:
        tests = int(both.present.sum())

        def holds(n: np.ndarray, *rest: Any) -> np.ndarray:
            return conservative_log_ratio(n, *rest, tests=tests) > 0

    small = {}
    # what it would take is looked for among the next 1,000 counts, or up to all its tokens
    rows = zip(both.names, both.n_target, *both.cells[2:], strict=True)
    for name, n_target, (size,), (rest,) in rows:
        most = n_target[both.shown].max()
        if most and holds(most, 0, size, rest):
            continue
        more = np.arange(most + 1, min(size, most + 1000) + 1)
        enough = more[holds(more, 0, size, rest)]
        needed = f"{enough[0]:.0f} times" if len(enough) else "more often than it has tokens"
        small[name] = (
            f"{name!r} ({size:.0f} tokens, its most frequent term occurs {most:.0f} times and "
            f"would have to occur {needed}, and nowhere else)"
        )
    return small


def key_terms(
    scores: pd.DataFrame, *, top: int | None = None, show: str | Iterable[str] = ()
) -> pd.DataFrame:
    """The rows of `keyness` whose term is more frequent in the target, `top` of each target.

    `scores` is from `keyness`. What counts are the plain rates, not `effect`: the half occurrences
    added to it can turn its sign where a term is absent from a very small section. The order is
    that of `scores`. `top=None` gives all of them; otherwise terms with equal scores stay
    together, so that a target may have fewer than `top`.

    Rows with a reason in the column `hidden` are left out (see `keyness`), but for the reasons in
    `show`: "small part", "number", "character", "light word", "one sentence", "wrong cut",
    "slight", or "all". `left_out` says how many they are. Raises ValueError for another reason, or
    a column that is missing.

    >>> import analysis as an
    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "活动", "群众", "舆论"], "n": [40, 60, 10, 90]})
    >>> an.key_terms(an.keyness(counts), top=1)[["target", "term"]].values.tolist()
    [['1', '活动'], ['2', '舆论']]
    """
    scores = frame_of(scores, "scores", ["target", "rate_target", "rate_reference"])
    rows = scores[_more_frequent(scores) & which_shown(scores, show)]
    return rows if top is None else cut_at_ties(rows, top)


def _more_frequent(scores: pd.DataFrame) -> pd.Series:
    return scores["rate_target"] > scores["rate_reference"]


def left_out(scores: pd.DataFrame, *, show: str | Iterable[str] = ()) -> str:
    """One line that says how many terms `key_terms` does not show, and why; "" if it shows all.

    `scores` is from `keyness`, `show` as in `key_terms`.

    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "18.2%", "群众", "舆论"], "n": [40, 60, 10, 1]})
    >>> left_out(keyness(counts, target="1"))
    'not shown: 1 numbers'
    """
    scores = frame_of(scores, "scores", ["target", "rate_target", "rate_reference"])
    rows = scores[_more_frequent(scores) & ~which_shown(scores, show)]
    if rows.empty:
        return ""
    n = rows["hidden"].value_counts()
    told = [f"{n[name]:,} {what}" for name, what in REASONS.items() if n.get(name, 0)]
    return f"not shown: {', '.join(told)}"


# --- another measure --------------------------------------------------------------------------


def rescore(
    scores: pd.DataFrame,
    counts: pd.DataFrame,
    *,
    measure: str = "log_likelihood",
    target: str | Sequence[str] | None = None,
    reference: str | Sequence[str] | None = None,
    level: int | None = None,
    adjust: str = "holm",
) -> pd.DataFrame:
    """The same comparison by another measure, without new shuffles.

    `scores` is the whole table of `keyness`, `counts` what it was made of; `target`, `reference`
    and `level` are those that `keyness` was given, `measure` and `adjust` may be others. Whether
    a term is supported does not depend on the measure: `score`, `measure`, `p`, `p_adjusted` and
    the order of the rows are new, and all else is carried over, so that the table is the one
    that `keyness` would give.

    Raises ValueError for an unknown measure, and for scores that are not those of `counts` with
    these options.

    >>> counts = pd.DataFrame({"section": ["1", "1", "2", "2"],
    ...     "term": ["群众", "活动", "群众", "舆论"], "n": [40, 60, 10, 90]})
    >>> rescore(keyness(counts), counts, measure="log_ratio")[["target", "term", "score"]].head(2)
      target term     score
    0      1   活动  6.918863
    1      1   群众  1.947533
    """
    _known(measure)
    scores = frame_of(scores, "scores", ["target", "term", "n_target", "n_reference"])
    both = _sides(counts, _named(target), _named(reference), level, ())[2]
    cells = _cells_of(scores, both)
    present: np.ndarray = np.zeros(both.n_target.shape, dtype=bool)
    present[cells] = True
    score = _score(both, measure, tests=len(scores))
    rows = _ordered(score, present)
    place = np.zeros(present.size, dtype=np.int64)
    place[np.ravel_multi_index(cells, present.shape)] = np.arange(len(scores))
    made = scores.iloc[place[rows]].reset_index(drop=True)
    p = _p_of(score.ravel()[rows], measure)
    return made.assign(
        score=score.ravel()[rows],
        measure=_always(measure, len(rows)),
        p=p,
        p_adjusted=adjusted(p, adjust),
    )


def _cells_of(scores: pd.DataFrame, both: Compared) -> Pairs:
    """The numbers of target and term of every row; refused where they are not of this table."""
    number = pd.Index(both.names).get_indexer(pd.Index(scores["target"].astype("str")))
    column = pd.Index(both.terms).get_indexer(pd.Index(scores["term"].astype("str")))
    same = (number >= 0).all() and (column >= 0).all()
    for name in ("n_target", "n_reference"):
        same = same and np.array_equal(getattr(both, name)[number, column], scores[name])
    if not same:
        raise ValueError(
            "scores are not those of counts: pass the counts that keyness was given, and the same "
            "target, reference and level"
        )
    return number, column


def _p_of(score: np.ndarray, measure: str) -> np.ndarray:
    """The p of every score; missing for a measure without one."""
    distribution = MEASURES[measure].distribution
    return p_value(score, distribution) if distribution else np.full(len(score), np.nan)


# --- how much the answer depends on single sentences ------------------------------------------


def stability(
    tokens: Corpus | pd.DataFrame,
    *,
    by: str | Sequence[str] = "section",
    target: str | Sequence[str] | None = None,
    reference: str | Sequence[str] | None = None,
    measure: str = "log_likelihood",
    level: int | None = None,
    stop: Iterable[str] | None = None,
    terms: Iterable[str] | None = None,
    top: int = 10,
    resamples: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """How much the top key terms depend on single sentences.

    `tokens` is a corpus or its tokens, or counts by group, document and sentence; `by` says what
    is compared, and `target`, `reference`, `measure`, `level` and `stop` are as in `keyness`. The
    sentences of every group are drawn again with replacement, `resamples` times (`seed` makes
    this repeatable), and the comparison is made again. One row per target and each of its `top`
    terms, or each of `terms`, in the order of `keyness`: `target`, `term`, `n_target`,
    `n_reference`; `sentences_target`, `sentences_reference`: in how many sentences; `effect`
    (log ratio), `lower`, `upper`: its 95 % interval (BCa, Efron 1987); `stays`: the share of
    samples in which the term is among the `top`.

    The interval covers the true effect in 93-97 % of cases for terms with at least 10 sentences
    on both sides, whatever their place; with less it is a rough guide. What is at the top of a
    list is there by good luck too: the effects of the `top` terms are on the whole smaller than
    here (see docs/keyness.md).

    Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American Statistical
    Association 82(397), 171-185. https://doi.org/10.1080/01621459.1987.10478410

    Raises ValueError as `keyness` does, for `top` or `resamples` under 1 and for a term that does
    not occur.

    >>> tokens = pd.DataFrame({"document": "d", "section": list("111122223333"),
    ...     "sentence": [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5],
    ...     "token": ["群众", "活动"] * 3 + ["舆论", "活动"] * 3})
    >>> stability(tokens, target="3", top=1)[["term", "n_target", "n_reference", "effect"]]
      term  n_target  n_reference    effect
    0   舆论         2            1  1.654503
    """
    if top < 1:
        raise ValueError(f"top={top}: at least 1 term is needed")
    _known(measure)
    by = names_of(by)
    rows = by_unit(tokens, by)
    targets, references = _named(target), _named(reference)
    named = targets + references
    table = table_of(rows[[*by, "term", "n"]], level=level, names=named)
    sides = sides_of(table, targets, references)
    both = compared(table, sides, stop)
    groups = unit_groups(rows, table, sides, level=level, names=named)

    def scored(cells: Cells) -> np.ndarray:
        """The measure of every target x term; what is not shown is never at the top."""
        return np.where(both.shown, _by_target(MEASURES[measure].function, cells), -np.inf)

    # the same comparison for the text itself and for every sample of it
    score = scored(both.cells)
    pairs = _best(score, top) if terms is None else _asked(score, both.terms, terms)
    samples = resampled(groups, resamples=resamples, seed=seed)
    stays, effects = _again(samples, scored, pairs, top)
    skew = np.array([acceleration(groups, *pair) for pair in zip(*pairs, strict=True)])
    effect = log_ratios(both.cells, *pairs)
    lower, upper = bca_interval(effect, effects, skew)
    rows = _sampled(both, groups, pairs)
    return rows.assign(effect=effect, lower=lower, upper=upper, stays=stays)


def _sampled(both: Compared, groups: UnitGroups, pairs: Pairs) -> pd.DataFrame:
    """The counts of each pair, in tokens and in sentences."""
    # as if each term were in a sentence once: in how many sentences it is
    sentences = groups._replace(n=np.ones(len(groups.n))).cells(groups.group)
    number, column = pairs
    return pd.DataFrame(
        {
            "target": pd.array(both.names, dtype="str").take(number),
            "term": pd.array(both.terms, dtype="str").take(column),
            "n_target": both.n_target[pairs].astype(np.int64),
            "n_reference": both.n_reference[pairs].astype(np.int64),
            "sentences_target": sentences[0][pairs].astype(np.int64),
            "sentences_reference": sentences[1][pairs].astype(np.int64),
        }
    )


def _best(score: np.ndarray, top: int) -> Pairs:
    """Target and term of the `top` highest positive scores of every target, best first."""
    order = np.argsort(-score, axis=1, kind="stable")[:, :top]
    number = np.repeat(np.arange(len(score)), order.shape[1])
    column = order.ravel()
    positive = score[number, column] > 0
    return number[positive], column[positive]


def _asked(score: np.ndarray, known: np.ndarray, terms: Iterable[str]) -> Pairs:
    """Target and term of each of `terms` for every target, best first."""
    wanted = list(dict.fromkeys(terms))
    column = np.sort(pd.Index(known).get_indexer(pd.Index(wanted)))
    if (column < 0).any():
        missing = next(term for term in wanted if term not in set(known))
        raise ValueError(f"no term {missing!r} in counts")
    order = column[np.argsort(-score[:, column], axis=1, kind="stable")]
    return np.repeat(np.arange(len(score)), len(column)), order.ravel()


def _again(
    samples: Iterable[Cells],
    scored: Callable[[Cells], np.ndarray],
    pairs: Pairs,
    top: int,
) -> tuple[np.ndarray, np.ndarray]:
    """In what share of the samples each pair is among the `top`, and its effect in each."""
    stays, effects = [], []
    for cells in samples:
        score = scored(cells)
        least = -np.sort(-score, axis=1)[:, min(top, score.shape[1]) - 1]
        # `least` is what it takes to be among the top of each target in this sample
        stays.append(score[pairs] >= least[pairs[0]])
        effects.append(log_ratios(cells, *pairs))
    return np.mean(stays, axis=0), np.array(effects)


# --- how much the answer depends on the segmentation ------------------------------------------


def sensitivity(
    corpus: Corpus,
    segmenters: Mapping[str, Segmenter | None] | None = None,
    *,
    top: int = 10,
    by: str | Sequence[str] = "section",
    **options: Any,
) -> pd.DataFrame:
    """How the top key terms change when the text is cut into words in another way.

    `corpus` is from `load`. Its text is cut by each of `segmenters` (name -> Segmenter, or None
    for the tokens of the corpus) and compared again (`by`, and `options` as for `keyness`). The
    default: "corpus", the tokens of the corpus; "no words", the default engine without a user
    dictionary; "jieba", the reference engine; "no HMM", new words not guessed.

    One row per target and term that is among the `top` anywhere, with its place there (1 =
    best; missing where it is not among the `top`) in one column per segmenter; `agreement`:
    in how many of them it is, 0 to 1. Ordered by target, then descending `agreement`, then best
    place.

    Raises ValueError as `keyness` does.

    >>> import analysis as an
    >>> corpus = an.load(an.read_text("一、群众\\n服务群众。\\n二、活动\\n开展活动。"))
    >>> rows = an.sensitivity(corpus, {"corpus": None, "characters": an.Segmenter(engine=list)})
    >>> rows[["target", "term", "corpus", "characters", "agreement"]].head(3)
      target term  corpus  characters  agreement
    0      1    众    <NA>           1        0.5
    1      1   服务       1        <NA>        0.5
    2      1    务    <NA>           2        0.5
    """
    if segmenters is None:
        segmenters = {
            "corpus": None,
            "no words": Segmenter(),
            "jieba": Segmenter(engine="jieba"),
            "no HMM": Segmenter(hmm=False),
        }
    parts = []
    for name, segmenter in segmenters.items():
        counts = count_terms(_cut_by(corpus, segmenter), by=by)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SmallSectionWarning)
            scores = keyness(counts, **options)
        # place 1, 2 … in the list of each target
        best = scores[scores["score"] > 0].groupby("target", sort=False).head(top)
        place = best.groupby("target", sort=False).cumcount() + 1
        parts.append(best[["target", "term"]].assign(segmenter=name, place=place))
    return _places(pd.concat(parts), list(segmenters))


def _cut_by(corpus: Corpus, segmenter: Segmenter | None) -> pd.DataFrame:
    """The tokens of a corpus as a segmenter cuts it, or as they are."""
    frame_of(corpus, "documents", ["document", "text"])
    return corpus.tokens if segmenter is None else corpus.recut(segmenter).tokens


def _places(best: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The places of each target and term side by side, one column a segmenter."""
    targets = {target: number for number, target in enumerate(best["target"].unique())}
    places = best.set_index(["target", "term", "segmenter"])["place"].unstack()
    wide = places.reindex(columns=names).astype("Int64").rename_axis(columns=None).reset_index()
    wide["agreement"] = wide[names].notna().mean(axis=1)
    keys = {
        "number": wide["target"].map(targets),
        "less": -wide["agreement"],
        "place": wide[names].min(axis=1),
        "term": wide["term"],
    }
    order = pd.DataFrame(keys).sort_values(list(keys), kind="stable").index
    return wide.loc[order].reset_index(drop=True)
