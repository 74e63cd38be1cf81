"""Tables are added up cell by cell, and files are put together in order."""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.scale.folding import Numbers, Sums, batches

CELLS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(1, 1000)))


@given(st.lists(CELLS, max_size=6))
def test_sums_are_those_of_a_counter(tables):
    sums, wanted = Sums(), Counter()
    for table in tables:
        rows = np.array(table, dtype=np.int64).reshape(-1, 3)
        sums.add(*rows.T)
        for group, term, n in table:
            wanted[group, term] += n
    cells = sums.cells()
    found = zip(cells.group.tolist(), cells.term.tolist(), cells.n.tolist(), strict=True)
    assert [((group, term), n) for group, term, n in found] == sorted(wanted.items())


@given(st.lists(st.integers(0, 100)), st.integers(1, 150), st.integers(1, 7))
def test_batches_tile_the_files_in_order(sizes, most, files):
    parts = [sizes[some] for some in batches(sizes, most=most, files=files)]
    assert [size for part in parts for size in part] == sizes
    assert all(len(part) == 1 or (sum(part) <= most and len(part) <= files) for part in parts)


def test_numbers_stay():
    numbers = Numbers()
    assert numbers.of("甲乙甲").tolist() == [0, 1, 0]
    assert numbers.of("丙甲").tolist() == [2, 0]
