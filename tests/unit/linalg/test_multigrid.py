"""Smoothed aggregation: groups cover the unknowns, the cycle is symmetric positive definite and does not slow down."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import sparse

from sqp.linalg.aggregation import aggregates, piecewise_constant
from sqp.linalg.multigrid import Multigrid


def laplacian(side: int) -> sparse.csr_array:
    line = sparse.diags_array([-1.0, 2.0, -1.0], offsets=[-1, 0, 1], shape=(side, side))
    eye = sparse.eye_array(side)
    return sparse.csr_array(sparse.kron(line, eye) + sparse.kron(eye, line))


def iterations(matrix: sparse.csr_array, cycle: Multigrid) -> int:
    """Preconditioned conjugate gradients until the residual has fallen by 1e-8."""
    b = np.random.default_rng(1).standard_normal(matrix.shape[0])
    x, r = np.zeros_like(b), b.copy()
    z = cycle(r)
    p, rz = z, r @ z
    for count in range(200):
        if np.abs(r).max() <= 1e-8 * np.abs(b).max():
            return count
        q = matrix @ p
        x, r = x + rz / (p @ q) * p, r - rz / (p @ q) * q
        z = cycle(r)
        p, rz = z + (r @ z) / rz * p, r @ z
    return 200


def test_every_unknown_is_in_one_group() -> None:
    groups = aggregates(laplacian(20))
    assert np.array_equal(np.unique(groups), np.arange(groups.max() + 1))
    prolongation = piecewise_constant(groups)
    np.testing.assert_allclose((prolongation.T @ prolongation).toarray(), np.eye(groups.max() + 1), atol=1e-12)


def test_groups_are_neighbourhoods() -> None:
    matrix = laplacian(20)
    groups = aggregates(matrix)
    for group in range(groups.max() + 1):
        inside = np.flatnonzero(groups == group)
        part = matrix[inside][:, inside]
        assert sparse.csgraph.connected_components(part)[0] == 1


def test_isolated_unknowns_are_groups_of_their_own() -> None:
    groups = aggregates(sparse.csr_array(sparse.eye_array(5)))
    assert sorted(groups) == [0, 1, 2, 3, 4]


def test_the_cycle_is_symmetric_and_positive_definite() -> None:
    matrix = laplacian(25)
    cycle = Multigrid(matrix)
    random = np.random.default_rng(0)
    u, v = random.standard_normal((2, matrix.shape[0]))
    assert u @ cycle(v) == pytest.approx(v @ cycle(u), rel=1e-10)
    inverse = np.column_stack([cycle(column) for column in np.eye(matrix.shape[0])])
    assert np.linalg.eigvalsh(0.5 * (inverse + inverse.T)).min() > 0


def test_the_number_of_iterations_hardly_depends_on_the_size() -> None:
    few, many = (iterations(laplacian(side), Multigrid(laplacian(side))) for side in (30, 120))
    assert few <= 15
    assert many <= few + 10
    assert Multigrid(laplacian(120)).complexity < 1.6


def test_a_small_matrix_is_inverted() -> None:
    matrix = laplacian(8)
    b = np.arange(64.0)
    np.testing.assert_allclose(matrix @ Multigrid(matrix)(b), b, atol=1e-9)


def test_some_of_the_unknowns_keep_the_groups_of_all() -> None:
    matrix = laplacian(60)
    whole = Multigrid(matrix)
    s, t = np.divmod(np.arange(3600), 60)
    inside = np.flatnonzero((s - 30) ** 2 + (t - 25) ** 2 > 200)
    part = sparse.csr_array(matrix[inside][:, inside])
    taken_over = Multigrid(part, whole.part(inside))
    assert iterations(part, taken_over) <= iterations(part, Multigrid(part)) + 4
