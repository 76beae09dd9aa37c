"""Damped BFGS: positive definite whatever the pairs, secant where they allow it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import sparse

from sqp.arrays import Matrix
from sqp.errors import OptionError
from sqp.evaluation.values import Linearization, Values
from sqp.hessian.bfgs import BFGS, BFGSRun
from tests.derivatives import dense

Array = NDArray[np.float64]


def at(x: Array, grad: Array, jac: Matrix | None = None) -> Linearization:
    rows = np.zeros((0, x.size)) if jac is None else jac
    return Linearization(Values(x, 0.0, np.zeros(rows.shape[0])), grad, rows)


def updated(run: BFGSRun, s: Array, w: Array) -> Array:
    """The matrix after a step s along which the gradient of the Lagrangian changes by w."""
    zero = np.zeros(s.size)
    run.accept(at(zero, zero), at(s, w), np.zeros(0))
    return dense(run.matrix(at(zero, zero), np.zeros(0)))


def start(n: int, damping: float = 0.2) -> BFGSRun:
    return BFGSRun(BFGS(damping=damping), n)


vectors = st.integers(0, 2**32 - 1).map(lambda seed: np.random.default_rng(seed).normal(size=(6, 2, 4)))


@given(vectors)
def test_the_matrix_stays_symmetric_and_positive_definite(pairs: Array) -> None:
    run = start(4)
    for s, w in pairs:
        hess = updated(run, s, w)
        np.testing.assert_allclose(hess, hess.T, rtol=1e-8, atol=1e-12 * np.abs(hess).max())
        assert np.linalg.eigvalsh(hess)[0] > 0


@given(vectors)
def test_the_secant_equation_holds_where_curvature_is_positive(pairs: Array) -> None:
    root = pairs[0, :, :].T @ pairs[0, :, :] + np.eye(4)
    run = start(4)
    for s, _ in pairs:
        hess = updated(run, s, root @ s)  # scaled before, so not damped
        np.testing.assert_allclose(hess @ s, root @ s, rtol=1e-6, atol=1e-8)


def test_an_overestimate_goes_at_once() -> None:
    s = np.array([1.0, 0.0])
    np.testing.assert_allclose(updated(start(2), s, 0.25 * s), 0.25 * np.eye(2))


def test_more_curvature_than_expected_changes_nothing_across_the_step() -> None:
    s = np.array([1.0, 0.0])
    np.testing.assert_allclose(updated(start(2), s, 100.0 * s), np.diag([100.0, 1.0]))


@pytest.mark.parametrize("pair", [(np.zeros(2), np.ones(2)), (np.ones(2), np.array([np.nan, 1.0]))])
def test_a_pair_that_says_nothing_changes_nothing(pair: tuple[Array, Array]) -> None:
    np.testing.assert_array_equal(updated(start(2), *pair), np.eye(2))


def test_the_gradient_is_that_of_the_lagrangian() -> None:
    run, y = start(1), np.array([3.0])
    old, new = (at(np.array([x]), np.zeros(1), np.array([[2.0 * x]])) for x in (0.0, 1.0))
    run.accept(old, new, y)
    assert dense(run.matrix(new, y))[0, 0] == pytest.approx(6.0)


def test_it_is_sparse_where_the_problem_is() -> None:
    run, jac = start(2), sparse.csc_array((1, 2))
    assert isinstance(run.matrix(at(np.zeros(2), np.zeros(2), jac), np.zeros(1)), sparse.csc_array)


def test_damping_out_of_range() -> None:
    with pytest.raises(OptionError, match=r"BFGS.damping must be in \(0, 1\), got 1.0"):
        BFGS(damping=1.0)
