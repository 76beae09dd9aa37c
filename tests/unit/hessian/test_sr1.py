"""SR1: exact on quadratics after n steps, indefinite where they are, and unmoved by pairs that say nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sqp.errors import OptionError
from sqp.evaluation.values import Linearization, Values
from sqp.hessian.sr1 import SR1, SR1Run
from tests.derivatives import dense

Array = NDArray[np.float64]


def at(x: Array, grad: Array) -> Linearization:
    return Linearization(Values(x, 0.0, np.zeros(0)), grad, np.zeros((0, x.size)))


def updated(run: SR1Run, s: Array, w: Array) -> Array:
    zero = np.zeros(s.size)
    run.accept(at(zero, zero), at(s, w), np.zeros(0))
    return dense(run.matrix(at(zero, zero), np.zeros(0)))


seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


@given(seeds)
def test_n_independent_steps_find_an_indefinite_matrix(random: np.random.Generator) -> None:
    root = random.normal(size=(4, 4))
    true = root + root.T
    basis = np.linalg.qr(random.normal(size=(4, 4)))[0]
    run = SR1Run(SR1(), 4)
    for s in basis:
        hess = updated(run, s, true @ s)
        np.testing.assert_allclose(hess @ s, true @ s, rtol=1e-5, atol=1e-5 * np.abs(true).max())
    np.testing.assert_allclose(hess, true, rtol=1e-3, atol=1e-3 * np.abs(true).max())


@pytest.mark.parametrize(("curvature", "across"), [(0.5, 0.25), (100.0, 1.0), (-0.5, 0.25)])
def test_the_first_pair_may_lower_the_scale(curvature: float, across: float) -> None:
    s = np.array([1.0, 0.0])
    np.testing.assert_allclose(updated(SR1Run(SR1(), 2), s, curvature * s), np.diag([curvature, across]))


def test_an_update_without_a_denominator_is_skipped() -> None:
    run = SR1Run(SR1(), 2)
    before = updated(run, np.array([1.0, 0.0]), np.array([2.0, 0.0]))  # diag(2, 1)
    error_across_the_step = updated(run, np.array([0.0, 1.0]), np.array([5.0, 1.0]))
    np.testing.assert_array_equal(before, error_across_the_step)


def test_a_pair_that_is_not_finite_changes_nothing() -> None:
    np.testing.assert_array_equal(updated(SR1Run(SR1(), 2), np.ones(2), np.array([np.nan, 1.0])), np.eye(2))


def test_least_out_of_range() -> None:
    with pytest.raises(OptionError, match=r"SR1.least must be in \(0, 1\), got 0"):
        SR1(least=0.0)
