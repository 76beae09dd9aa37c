"""Detection of sparsity by trial, and what it is documented to miss."""

import numpy as np
import pytest

from sqp.bounds import Bounds
from sqp.errors import ProblemError
from sqp.model.sparsity import detect_sparsity


def chain(x):
    return np.array([x[0] * x[1], x[1] - x[2] ** 2, np.exp(x[2])])


EXPECTED = [[1, 1, 0], [0, 1, 1], [0, 0, 1]]


def dense(pattern):
    return pattern.matrix(np.ones(pattern.nnz), dense=True)


@pytest.mark.parametrize("with_nan", [False, True])
def test_chain(with_nan):
    np.testing.assert_array_equal(
        dense(detect_sparsity(chain, np.zeros(3), Bounds.free(3), with_nan=with_nan)), EXPECTED
    )


def test_zero_coefficients_count_only_with_nan():
    matrix = np.array([[1.0, 0.0], [0.0, 2.0]])
    by_moving = detect_sparsity(lambda x: matrix @ x, np.ones(2), Bounds.free(2))
    by_nan = detect_sparsity(lambda x: matrix @ x, np.ones(2), Bounds.free(2), with_nan=True)
    assert by_moving.nnz == 2
    assert by_nan.nnz == 4


def test_stays_inside_the_bounds():
    bounds = Bounds([0.0, 1.0, -1.0], [1.0, 1.0, 0.0])

    def watched(x):
        assert np.all((x >= bounds.lower) & (x <= bounds.upper))
        return chain(x)

    found = dense(detect_sparsity(watched, np.array([0.0, 1.0, 0.0]), bounds))
    np.testing.assert_array_equal(found, np.array(EXPECTED) * [1, 0, 1])


def test_nowhere_defined():
    with pytest.raises(ProblemError, match="cannot be detected"):
        detect_sparsity(lambda x: np.full(2, np.nan), np.ones(2), Bounds.free(2))
