"""Operators, and what says that it needs entries."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from sqp.errors import OptionError
from sqp.linalg.operators import StoredOperator, SymmetricOperator, is_operator, stored


class Plain(SymmetricOperator):
    n = 3

    def product(self, v):
        return 2.0 * v

    def diagonal(self):
        return np.full(3, 2.0)


def test_an_operator_multiplies_and_has_a_shape() -> None:
    assert np.array_equal(Plain() @ np.arange(3.0), [0.0, 2.0, 4.0])
    assert Plain().shape == (3, 3)
    assert Plain().approximation() is None


def test_entries_are_refused_with_advice() -> None:
    assert is_operator(Plain())
    with pytest.raises(OptionError, match="Plain gives products only; choose a QP method that works with products"):
        stored(Plain())
    assert stored(np.eye(2)).shape == (2, 2)


def test_a_stored_matrix_is_an_operator_with_a_positive_diagonal() -> None:
    matrix = sparse.csc_array(np.array([[-2.0, 1.0], [1.0, 0.0]]))
    operator = StoredOperator(matrix)
    np.testing.assert_array_equal(operator @ np.array([1.0, 1.0]), [-1.0, 1.0])
    np.testing.assert_array_equal(operator.diagonal(), [2.0, 1.0])
    assert operator.approximation() is matrix
    assert StoredOperator(np.eye(2)).approximation() is None
