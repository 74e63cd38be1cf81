"""Slow and obvious ways to get the same numbers: the fast code is held against these.

Tokens are lists of (document, sentence, position, term); nothing here uses numpy or pandas.
"""

import math
from collections import Counter
from itertools import combinations

# --- counting ---------------------------------------------------------------------------------


def counts(groups, terms):
    """How often each pair of group and term occurs."""
    found = Counter()
    for group, term in zip(groups, terms, strict=True):
        found[group, "".join(term.split())] += 1
    return found


def ngrams(tokens, n):
    """How often n terms stand at successive positions of a sentence."""
    at = {(d, s, p): term for d, s, p, term in tokens}
    found = Counter()
    for document, sentence, position, _ in tokens:
        places = [(document, sentence, position + i) for i in range(n)]
        if all(place in at for place in places):
            found[" ".join(at[place] for place in places)] += 1
    return found


# --- collocation ------------------------------------------------------------------------------


def in_window(tokens, node, window, *, across=False):
    """How often each term is at most `window` positions from the node; each token once."""
    found = Counter()
    for document, sentence, position, term in tokens:
        if term == node:
            continue
        for other_document, other_sentence, other_position, other in tokens:
            near = abs(position - other_position) <= window
            together = other_document == document and (across or other_sentence == sentence)
            if other == node and near and together:
                found[term] += 1
                break
    return found


def together_in_sentences(tokens):
    """In how many sentences each pair of different terms occurs."""
    sentences = {}
    for document, sentence, _, term in tokens:
        sentences.setdefault((document, sentence), set()).add(term)
    return Counter(pair for terms in sentences.values() for pair in combinations(sorted(terms), 2))


def together_in_windows(tokens, window):
    """How many pairs of tokens of different terms are so near in a sentence."""
    found = Counter()
    for one, other in combinations(tokens, 2):
        if one[:2] == other[:2] and abs(one[2] - other[2]) <= window and one[3] != other[3]:
            found[tuple(sorted((one[3], other[3])))] += 1
    return found


# --- dispersion, of one term: its counts in the parts, the sizes of all parts -----------------


def dp(n, sizes):
    shares = [x / sum(n) for x in n]
    expected = [size / sum(sizes) for size in sizes]
    return sum(abs(v - s) for v, s in zip(shares, expected, strict=True)) / 2


def dp_norm(n, sizes):
    return dp(n, sizes) / (1 - min(sizes) / sum(sizes))


def kl_divergence(n, sizes):
    total = 0.0
    for x, size in zip(n, sizes, strict=True):
        if x:
            v, s = x / sum(n), size / sum(sizes)
            total += v * math.log2(v / s)
    return total


def juilland_d(n, sizes):
    rates = [x / size for x, size in zip(n, sizes, strict=True)]
    mean = sum(rates) / len(rates)
    deviation = math.sqrt(sum((rate - mean) ** 2 for rate in rates) / len(rates))
    return 1 - deviation / mean / math.sqrt(len(rates) - 1)


def carroll_d2(n, sizes):
    rates = [x / size for x, size in zip(n, sizes, strict=True)]
    shares = [rate / sum(rates) for rate in rates]
    return -sum(p * math.log2(p) for p in shares if p) / math.log2(len(n))


def rosengren_s(n, sizes):
    parts = zip(n, sizes, strict=True)
    return sum(math.sqrt(x * size / sum(sizes)) for x, size in parts) ** 2 / sum(n)


def lyne_d3(n, sizes):
    expected = [sum(n) * size / sum(sizes) for size in sizes]
    chi_squared = sum((x - e) ** 2 / e for x, e in zip(n, expected, strict=True))
    return 1 - chi_squared / (4 * sum(n))


def da(n, sizes):
    rates = [x / size for x, size in zip(n, sizes, strict=True)]
    mean = sum(rates) / len(rates)
    differences = [abs(x - y) for x, y in combinations(rates, 2)]
    return 1 - sum(differences) / len(differences) / (2 * mean)


def range_(n, sizes):
    return sum(x > 0 for x in n)


# --- the order of the tokens ------------------------------------------------------------------


def distinct_in_windows(terms, window):
    """How many different terms there are in each window."""
    return [len(set(terms[i : i + window])) for i in range(len(terms) - window + 1)]


def yule_k(terms):
    n, times = len(terms), Counter(terms).values()
    return 10_000 * (sum(f * f for f in times) - n) / n**2


def arf(terms, term):
    """Average reduced frequency, with the distances round the ring one by one."""
    size, n = len(terms), terms.count(term)
    places = [i for i, other in enumerate(terms) if other == term]
    distances = [b - a for a, b in zip(places, [*places[1:], places[0] + size], strict=True)]
    return sum(min(distance, size / n) for distance in distances) / (size / n)


# --- p adjusted for many tests ----------------------------------------------------------------


def holm(p):
    """Holm (1979) step by step: the smallest p is tested against the most hypotheses."""
    adjusted, highest = {}, 0.0
    for step, i in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        highest = max(highest, min(1.0, (len(p) - step) * p[i]))
        adjusted[i] = highest
    return [adjusted[i] for i in range(len(p))]
