"""LDL' of dense symmetric matrices: inertia against eigenvalues, solutions against the matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sqp.linalg.dense import DenseLDL
from sqp.linalg.inertia import Inertia

Array = NDArray[np.float64]


def with_eigenvalues(values: list[float], seed: int) -> Array:
    random = np.random.default_rng(seed)
    q, _ = np.linalg.qr(random.normal(size=(len(values), len(values))))
    matrix = q @ np.diag(values) @ q.T
    return (matrix + matrix.T) / 2


signs = st.lists(st.sampled_from([-10.0, -1.0, -0.01, 0.01, 1.0, 10.0]), min_size=1, max_size=9)
seeds = st.integers(0, 2**32 - 1)


@given(signs, seeds)
def test_inertia_counts_the_signs_of_the_eigenvalues(values: list[float], seed: int) -> None:
    found = DenseLDL(np.asfortranarray(with_eigenvalues(values, seed))).inertia
    positive = sum(value > 0 for value in values)
    assert found == Inertia(positive, len(values) - positive, 0)


@given(signs, seeds)
def test_solutions_satisfy_the_system(values: list[float], seed: int) -> None:
    matrix = with_eigenvalues(values, seed)
    rhs = np.random.default_rng(seed + 1).normal(size=len(values))
    found = DenseLDL(np.asfortranarray(matrix)).solve(rhs)
    np.testing.assert_allclose(matrix @ found, rhs, atol=1e-9)


def test_a_vanishing_pivot_is_counted_as_zero() -> None:
    assert DenseLDL(np.asfortranarray(np.diag([2.0, 0.0, -1.0]))).inertia == Inertia(1, 1, 1)


def test_only_the_lower_triangle_is_read() -> None:
    matrix = np.array([[2.0, 99.0], [1.0, 0.0]])
    found = DenseLDL(np.asfortranarray(matrix)).solve(np.array([3.0, 1.0]))
    np.testing.assert_allclose(found, [1.0, 1.0])


def test_an_empty_matrix() -> None:
    factor = DenseLDL(np.zeros((0, 0), order="F"))
    assert factor.inertia == Inertia(0, 0, 0)
    assert factor.solve(np.zeros(0)).size == 0


@pytest.mark.parametrize(
    ("inertia", "expected"), [(Inertia(3, 1, 0), True), (Inertia(2, 2, 0), False), (Inertia(3, 0, 1), False)]
)
def test_a_saddle_has_as_many_negative_eigenvalues_as_rows(inertia: Inertia, *, expected: bool) -> None:
    assert inertia.is_saddle(3, 1) is expected
