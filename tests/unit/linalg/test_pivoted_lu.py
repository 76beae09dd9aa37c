"""Where static pivots fail, pivoting takes over."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from sqp.linalg.kkt import PRIMAL_REGULARISATION
from sqp.linalg.pivoted_lu import PivotedLU
from sqp.linalg.sparse_kkt import SparseKKT


def stored(matrix: list[list[float]]) -> sparse.csc_array:
    """Every entry stored, zero or not."""
    dense = np.array(matrix)
    m, n = dense.shape
    pattern = np.tile(np.arange(m), n), m * np.arange(n + 1)
    return sparse.csc_array((dense.ravel(order="F"), *pattern), shape=(m, n))


def residual_with_a_tiny_pivot() -> float:
    tiny = 1e-15 - PRIMAL_REGULARISATION
    P, A = stored([[tiny, 1.0], [1.0, tiny]]), stored([[1.0, -1.0]])
    q, b = np.array([1.0, 2.0]), np.array([1.0])
    system = SparseKKT()
    system.load(P, A)
    assert system.factorise(np.array([True]), np.zeros(2, dtype=bool)) == 0.0
    d, y, _ = system.solve(q, b, np.zeros(2))
    return float(np.abs(np.concatenate((P @ d + q + A.T @ y, A @ d - b))).max())


def test_a_system_that_static_pivots_spoil_is_solved_with_pivoting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert residual_with_a_tiny_pivot() <= 1e-12
    monkeypatch.setattr(PivotedLU, "of", lambda _: None)
    assert residual_with_a_tiny_pivot() > 1e-8


def test_a_singular_or_infinite_matrix_has_no_factorisation() -> None:
    assert PivotedLU.of(stored([[1.0, 1.0], [0.0, 1.0]])) is None
    assert PivotedLU.of(stored([[np.nan, 1.0], [0.0, 1.0]])) is None
