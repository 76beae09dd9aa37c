"""The compact forms are the matrices that the updates, one after the other, lead to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sqp.errors import OptionError
from sqp.evaluation.values import Linearization, Values
from sqp.hessian.lbfgs import LBFGS, LBFGSRun
from sqp.hessian.lsr1 import LSR1, LSR1Run
from sqp.linalg.low_rank import LowRank

Array = NDArray[np.float64]
N = 6
seeds = st.integers(0, 2**32 - 1).map(np.random.default_rng)


def at(x: Array, grad: Array) -> Linearization:
    return Linearization(Values(x, 0.0, np.zeros(0)), grad, np.zeros((0, x.size)))


def after(run: LBFGSRun | LSR1Run, pairs: list[tuple[Array, Array]]) -> LowRank:
    zero = np.zeros(N)
    for s, w in pairs:
        run.accept(at(zero, zero), at(s, w), np.zeros(0))
    return run.matrix(at(zero, zero), np.zeros(0))


def entries(operator: LowRank) -> Array:
    return np.column_stack([operator @ column for column in np.eye(operator.n)])


def definite(random: np.random.Generator) -> Array:
    root = random.normal(size=(N, N))
    return root @ root.T + np.eye(N)


@given(seeds)
def test_lbfgs_is_the_bfgs_matrix_of_the_last_pairs(random: np.random.Generator) -> None:
    true = definite(random)
    pairs = [(s, true @ s) for s in random.normal(size=(5, N))]
    found = after(LBFGSRun(LBFGS(memory=3, damping=1e-12), N), pairs)
    expected = found.delta * np.eye(N)
    for s, w in pairs[-3:]:
        hs = expected @ s
        expected = expected - np.outer(hs, hs) / (s @ hs) + np.outer(w, w) / (s @ w)
    np.testing.assert_allclose(entries(found), expected, rtol=1e-6, atol=1e-7 * np.abs(expected).max())


@given(seeds)
def test_lbfgs_stays_positive_definite(random: np.random.Generator) -> None:
    pairs = [(s, w) for s, w in random.normal(size=(8, 2, N))]
    assert np.linalg.eigvalsh(entries(after(LBFGSRun(LBFGS(memory=4), N), pairs)))[0] > 0


@given(seeds)
def test_lsr1_satisfies_the_secant_equations_of_a_quadratic(random: np.random.Generator) -> None:
    root = random.normal(size=(N, N))
    true = root + root.T
    pairs = [(s, true @ s) for s in np.linalg.qr(random.normal(size=(N, N)))[0][:4]]
    found = after(LSR1Run(LSR1(memory=4), N), pairs)
    if found.W.shape[1] == 4:
        for s, w in pairs:
            np.testing.assert_allclose(found @ s, w, atol=1e-5 * np.abs(true).max())


@pytest.mark.parametrize("run", [LBFGSRun(LBFGS(memory=3), N), LSR1Run(LSR1(memory=3), N)])
def test_what_is_remembered_is_recalled(run: LBFGSRun | LSR1Run) -> None:
    random = np.random.default_rng(1)
    true = definite(random)
    learnt = after(run, [(s, true @ s) for s in random.normal(size=(5, N))])
    fresh = type(run)(run._settings, N)  # type: ignore[arg-type]
    fresh.recall(run.memory())
    zero = np.zeros(N)
    np.testing.assert_allclose(entries(fresh.matrix(at(zero, zero), np.zeros(0))), entries(learnt), rtol=1e-12)


def test_a_pair_that_makes_the_inner_matrix_singular_sends_the_oldest_away() -> None:
    run, s = LSR1Run(LSR1(memory=3), N), np.eye(N)[0]
    found = after(run, [(s, 3.0 * s), (s, 3.0 * s + np.eye(N)[1]), (2.0 * s, 6.0 * s)])
    assert np.isfinite(entries(found)).all()


def test_the_eigenvalues_are_those_of_the_matrix() -> None:
    random = np.random.default_rng(2)
    true = definite(random)
    found = after(LBFGSRun(LBFGS(memory=2), N), [(s, true @ s) for s in random.normal(size=(4, N))])
    vectors, values = found.eigen()
    full = np.sort(np.concatenate((values, np.full(N - values.size, found.delta))))
    np.testing.assert_allclose(np.linalg.eigvalsh(entries(found)), full, rtol=1e-9)
    np.testing.assert_allclose(vectors.T @ vectors, np.eye(values.size), atol=1e-12)


@pytest.mark.parametrize("model", [LBFGS, LSR1])
def test_a_memory_of_nothing(model: type) -> None:
    with pytest.raises(OptionError, match=f"{model.__name__}.memory must be at least 1, got 0"):
        model(memory=0)
