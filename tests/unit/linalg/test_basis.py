"""A basis of columns: which are taken, and that its solves are solves."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from sqp.linalg.basis import find_basis

WIDE, NARROW = 10.0, 1.0


def with_controls(m: int) -> sparse.csc_array:
    line = sparse.diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(m, m))
    return sparse.csc_array(sparse.hstack([line, -sparse.eye_array(m)]))


def test_states_are_preferred_to_controls() -> None:
    A = with_controls(6)
    for room in (np.full(12, WIDE), np.r_[np.full(6, WIDE), np.full(6, NARROW)]):
        basis = find_basis(A, room)
        assert basis is not None
        assert np.array_equal(basis.basic, np.arange(6))
        assert np.array_equal(basis.others, np.arange(6, 12))


def test_variables_that_cannot_move_are_not_taken() -> None:
    A = with_controls(4)
    room = np.full(8, WIDE)
    room[1] = 0.0
    basis = find_basis(A, room)
    assert basis is not None
    assert 1 not in basis.basic
    b = np.array([1.0, -2.0, 0.5, 3.0])
    np.testing.assert_allclose(A[:, basis.basic] @ basis.solve(b), b, atol=1e-12)
    np.testing.assert_allclose(A[:, basis.basic].T @ basis.solve_transposed(b), b, atol=1e-12)
    np.testing.assert_allclose(basis.remaining_transposed(b), A[:, basis.others].T @ b)


def test_dependent_rows_have_no_basis() -> None:
    A = sparse.csc_array(np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 6.0]]))
    assert find_basis(A, np.full(3, WIDE)) is None
    assert find_basis(A, np.zeros(3)) is None
