"""LDL' of sparse quasi-definite matrices: one symbolic factorisation, values that change, pivots that vanish."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from sqp.linalg.inertia import Inertia
from sqp.linalg.sparse_ldl import SparseLDL


def quasi_definite(seed: int, n: int, m: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    matrix = np.zeros((n + m, n + m))
    root = random.normal(size=(n, n))
    matrix[:n, :n] = root @ root.T + np.eye(n)
    matrix[n:, :n] = random.normal(size=(m, n))
    matrix[:n, n:] = matrix[n:, :n].T
    matrix[n:, n:] = -np.eye(m)
    return matrix


def upper(matrix: np.ndarray) -> sparse.csc_array:
    return sparse.csc_array(np.triu(matrix))


@given(st.integers(0, 2**32 - 1), st.integers(1, 7), st.integers(0, 5))
def test_inertia_and_solutions_while_values_change(seed: int, n: int, m: int) -> None:
    factor = SparseLDL()
    for step in range(3):
        matrix = quasi_definite(seed + step, n, m)
        assert factor.factorise(upper(matrix)) == Inertia(n, m, 0)
        rhs = np.arange(1.0, n + m + 1)
        np.testing.assert_allclose(matrix @ factor.solve(rhs), rhs, rtol=1e-8, atol=1e-8)


def test_a_vanished_pivot_is_reported_and_forgotten() -> None:
    factor = SparseLDL()
    singular = sparse.csc_array((np.zeros(2), np.array([0, 1]), np.array([0, 1, 2])), shape=(2, 2))
    assert factor.factorise(singular) is None
    good = sparse.csc_array((np.array([2.0, -1.0]), np.array([0, 1]), np.array([0, 1, 2])), shape=(2, 2))
    assert factor.factorise(good) == Inertia(1, 1, 0)
    np.testing.assert_allclose(factor.solve(np.array([2.0, 3.0])), [1.0, -3.0])


def test_a_factorisation_with_nan_is_no_factorisation() -> None:
    factor = SparseLDL()
    good = upper(quasi_definite(0, 2, 1))
    assert factor.factorise(good) == Inertia(2, 1, 0)
    bad = good.copy()
    bad.data[0] = np.nan
    assert factor.factorise(bad) is None
    assert factor.factorise(good) == Inertia(2, 1, 0)
