"""A matrix is recovered exactly from the products with its groups, whatever its pattern."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sqp.model.colouring import column_colouring, star_colouring
from sqp.model.pattern import Pattern, stacked
from tests.derivatives import dense

masks = hnp.arrays(np.bool_, hnp.array_shapes(min_dims=2, max_dims=2, max_side=9))
square_masks = st.integers(1, 10).flatmap(lambda n: hnp.arrays(np.bool_, (n, n)))


def recovered(matrix, colouring, steps):
    """What is read off the products A S, where S holds the steps of each group."""
    seed = np.zeros((matrix.shape[1], colouring.count))
    seed[np.arange(matrix.shape[1]), colouring.groups] = steps
    values = (matrix @ seed)[colouring.read_row, colouring.read_group] / steps[colouring.read_column]
    return colouring.pattern.matrix(values, dense=True)


def numbers(shape):
    """Different integers, so that no wrong entry can pass for a right one."""
    return np.arange(1.0, 1.0 + np.prod(shape)).reshape(shape)


@settings(max_examples=150, deadline=None)
@given(masks)
def test_column_groups(mask):
    matrix = mask * numbers(mask.shape)
    steps = 2.0 ** np.arange(mask.shape[1])  # powers of two divide exactly
    colouring = column_colouring(Pattern.of(mask))
    np.testing.assert_array_equal(recovered(matrix, colouring, steps), matrix)
    for row in mask:
        groups = colouring.groups[row]
        assert len(set(groups.tolist())) == groups.size
    assert colouring.count <= mask.shape[1]


@settings(max_examples=300, deadline=None)
@given(square_masks)
def test_star_groups(mask):
    mask = mask | mask.T
    n = len(mask)
    matrix = mask * (numbers((n, n)) + numbers((n, n)).T)
    colouring = star_colouring(Pattern.of(mask))
    np.testing.assert_array_equal(recovered(matrix, colouring, 2.0 ** np.arange(n)), matrix)
    assert colouring.count <= column_colouring(Pattern.of(mask | np.eye(n, dtype=bool))).count + 2


@settings(max_examples=100, deadline=None)
@given(square_masks)
def test_no_path_of_four_has_two_colours(mask):
    adjacent = (mask | mask.T) & ~np.eye(len(mask), dtype=bool)
    groups = star_colouring(Pattern.of(adjacent)).groups
    if adjacent.sum() == adjacent.size - len(mask):
        return
    edges = np.argwhere(adjacent)
    for w, x in edges:
        assert groups[w] != groups[x]
        ends_at_w = [v for v in np.flatnonzero(adjacent[w]) if v != x and groups[v] == groups[x]]
        ends_at_x = [y for y in np.flatnonzero(adjacent[x]) if y != w and groups[y] == groups[w]]
        assert not (ends_at_w and ends_at_x)


@settings(max_examples=100, deadline=None)
@given(st.lists(masks, min_size=1, max_size=3), st.booleans())
def test_patterns_stack_like_matrices(parts, as_dense):
    width = min(part.shape[1] for part in parts)
    parts = [part[:, :width] for part in parts]
    whole, places = stacked([Pattern.of(part) for part in parts])
    values = np.zeros(whole.nnz)
    for part, place in zip(parts, places, strict=True):
        values[place] = Pattern.of(part).nonzeros(part * numbers(part.shape), "part")
    result = whole.matrix(values, dense=as_dense)
    np.testing.assert_array_equal(dense(result), np.vstack([part * numbers(part.shape) for part in parts]))
