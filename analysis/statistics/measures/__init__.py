"""The arithmetic, with its sources, on arrays.

Every measure of keyness and of association works on the same table; formulas use its letters:

               target    reference  |  both
  term            a           b      |  a + b
  other terms   c - a       d - b    |
  ----------------------------------+--------
  all             c           d      |  N = c + d

`a` and `b` are how often the term occurs in the target and in the reference, `c` and `d` how many
tokens there are in each. For collocations the term is the collocate, the target the window of the
node (the tokens near its occurrences) and the reference everything else; only for `dice` and
`log_dice` the target is the node itself (`c` = n of the node). `Ea = (a + b) c / N` and
`Eb = (a + b) d / N` are the counts to be expected if there were no difference.

A measure that is *signed* is positive where the term is more frequent in the target, and swapping
target and reference negates it. The letters are numbers or arrays that numpy can broadcast; the
result is an array of floats; impossible counts raise a ValueError. `MEASURES` lists the measures
by name, `DISPERSION` those that say how evenly a term is spread over the parts.
"""

from collections.abc import Callable
from typing import NamedTuple

from .association import (
    delta_p,
    delta_p_reversed,
    dice,
    log_dice,
    mi3,
    mutual_information,
    npmi,
    phi_squared,
    t_score,
    z_score,
)
from .contingency import Array
from .contingency import expected as expected
from .dispersion import DISPERSION as DISPERSION
from .dispersion import Parts as Parts
from .dispersion import parts as parts
from .effect import (
    conservative_log_ratio,
    conservative_log_ratio_normal,
    conservative_log_ratio_positive,
    difference_coefficient,
    ell,
    log_odds_ratio,
    log_odds_ratio_z,
    log_ratio,
    log_ratio_hardie,
    odds_ratio,
    percent_difference,
    simple_maths,
)
from .effect import log_ratio_interval as log_ratio_interval
from .evidence import (
    bayes_factor,
    bayes_factor_2term,
    chi_squared,
    chi_squared_yates,
    log_likelihood,
    log_likelihood_2term,
    log_likelihood_williams,
    weighted_log_odds,
    weighted_log_odds_informative,
    weighted_log_odds_tidylo,
)
from .evidence import dirichlet_log_odds as dirichlet_log_odds
from .exact import fisher
from .exact import fisher_log_p as fisher_log_p
from .exact import share_interval as share_interval
from .significance import adjust as adjust
from .significance import log_p_value as log_p_value
from .significance import p_value as p_value
from .significance import rank_sum as rank_sum


class Measure(NamedTuple):
    """A measure by its name.

    `function(a, b, c, d)`; `kind` is "evidence" (is there a difference?), "effect" (how large?) or
    "association" (for collocations); `signed` as the module says; `distribution` is how `p_value`
    reads the score, "" if it has no p; `source` is spelled out in the function's docstring.
    """

    function: Callable[..., Array]
    label: str
    kind: str
    signed: bool
    distribution: str
    source: str


_BY_KIND = {
    ("evidence", True, "chi2"): [
        (log_likelihood, "对数似然值（四项）", "Dunning 1993"),
        (log_likelihood_2term, "对数似然值（两项）", "Rayson & Garside 2000"),
        (log_likelihood_williams, "对数似然值（Williams 校正）", "Williams 1976"),
        (chi_squared, "卡方值", "Pearson 1900"),
        (chi_squared_yates, "卡方值（Yates 校正）", "Yates 1934"),
    ],
    ("evidence", True, "log10"): [(fisher, "Fisher 精确检验（-log10 p）", "Fisher 1935")],
    ("evidence", True, "normal"): [
        (weighted_log_odds, "加权对数优势（无信息先验）", "Monroe et al. 2008"),
        (weighted_log_odds_informative, "加权对数优势（信息先验）", "Monroe et al. 2008"),
        (log_odds_ratio_z, "对数优势比 z 值", "Blaheta & Johnson 2001"),
    ],
    ("evidence", False, ""): [
        (weighted_log_odds_tidylo, "加权对数优势（tidylo）", "Silge et al., tidylo"),
        (bayes_factor, "贝叶斯因子 BIC（四项）", "Wilson 2013"),
        (bayes_factor_2term, "贝叶斯因子 BIC（两项）", "Wilson 2013"),
    ],
    ("effect", True, ""): [
        (log_ratio, "对数比（Walter）", "Walter 1975; Hardie 2014"),
        (log_ratio_hardie, "对数比（Hardie）", "Hardie 2014"),
        (conservative_log_ratio, "保守对数比 LRC", "Evert 2022"),
        (conservative_log_ratio_normal, "保守对数比 CLR（正态近似）", "Hardie 2014"),
        (log_odds_ratio, "对数优势比", "Blaheta & Johnson 2001"),
        (difference_coefficient, "差异系数", "Hofland & Johansson 1982"),
    ],
    ("effect", False, ""): [
        (conservative_log_ratio_positive, "保守对数比 PositiveLRC", "Evert 2022"),
        (percent_difference, "百分比差 %DIFF", "Gabrielatos 2018"),
        (odds_ratio, "优势比", "Pojanapunya & Watson Todd 2018"),
        (simple_maths, "Simple Maths 比值", "Kilgarriff 2009"),
        (ell, "对数似然效应量 ELL", "Johnston et al. 2006"),
    ],
    ("association", False, ""): [
        (log_dice, "logDice", "Rychlý 2008"),
        (dice, "Dice 系数", "Dice 1945"),
        (mutual_information, "互信息 MI", "Church & Hanks 1990"),
        (mi3, "MI3", "Daille 1994"),
        (npmi, "归一化互信息 NPMI", "Bouma 2009"),
        (t_score, "t 值", "Church et al. 1991"),
        (z_score, "z 值", "Berry-Rogghe 1973"),
        (phi_squared, "φ²", "Gale & Church 1991"),
    ],
    ("association", True, ""): [
        (delta_p, "ΔP（节点词→搭配词）", "Gries 2013"),
        (delta_p_reversed, "ΔP（搭配词→节点词）", "Gries 2013"),
    ],
}

MEASURES: dict[str, Measure] = {
    function.__name__: Measure(function, label, *kind, source)
    for kind, rows in _BY_KIND.items()
    for function, label, source in rows
}
