from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import linalg

import sqp
from sqp.calculus.linear_map import LinearMap
from sqp.calculus.space import Space
from sqp.errors import ProblemError

RNG = np.random.default_rng(5)
A = RNG.standard_normal((3, 3))
M: Any = sqp.derivative(lambda X: A @ X @ X, A)  # D -> A (D A + A D)
D = RNG.standard_normal((3, 3))


def test_it_is_linear() -> None:
    E = RNG.standard_normal((3, 3))
    np.testing.assert_allclose(M(2 * D - E), 2 * M(D) - M(E), rtol=1e-12)


def test_the_matrix_acts_on_stacked_columns() -> None:
    np.testing.assert_allclose(M.matrix() @ D.ravel(order="F"), M(D).ravel(order="F"), rtol=1e-12)


def test_the_matrix_of_few_rows_comes_from_the_adjoint() -> None:
    slope = sqp.derivative(sqp.trace, A)
    np.testing.assert_array_equal(slope.matrix(), np.eye(3).ravel()[None, :])


def test_maps_add_scale_and_compose() -> None:
    transpose = sqp.derivative(lambda X: X.T, A)
    np.testing.assert_allclose((M + 3 * transpose)(D), M(D) + 3 * D.T, rtol=1e-12)
    np.testing.assert_allclose((M - M * 0.5)(D), 0.5 * M(D), rtol=1e-12)
    np.testing.assert_allclose((M @ transpose)(D), M(D.T), rtol=1e-12)
    np.testing.assert_allclose((-M)(D), -M(D))


def test_the_adjoint_moves_the_map_to_the_other_side() -> None:
    W = RNG.standard_normal((3, 3))
    assert np.sum(W * M(D)) == pytest.approx(np.sum(M.adjoint(W) * D), rel=1e-12)
    np.testing.assert_allclose(M.adjoint.matrix(), M.matrix().T, rtol=1e-12)


def test_scipy_solves_with_it_without_a_matrix() -> None:
    image = M(D).ravel(order="F")
    found = linalg.lsmr(M.as_linear_operator(), image, atol=1e-14, btol=1e-14, maxiter=1000)[0]
    np.testing.assert_allclose(M(M.domain.element(found)), M(D), rtol=1e-6, atol=1e-8)


def test_a_map_by_hand_has_the_adjoint_that_it_is_given() -> None:
    V, W = Space(((2, 3),)), Space(((2, 2),))
    B = RNG.standard_normal((3, 2))
    by_hand = LinearMap.defined_by(lambda X: X @ B, lambda Y: Y @ B.T, V, W)
    X, Y = V.random(RNG), W.random(RNG)
    assert np.sum(by_hand(X) * Y) == pytest.approx(np.sum(X * by_hand.adjoint(Y)))


def test_spaces_must_fit() -> None:
    trace = sqp.derivative(sqp.trace, A)
    with pytest.raises(ProblemError, match="only maps between the same spaces"):
        _ = M + trace
    with pytest.raises(ProblemError, match="B ends in"):
        _ = trace @ trace
    with pytest.raises(ProblemError, match=r"d must have shape \(3, 3\), got \(2, 2\)"):
        M(np.eye(2))
    with pytest.raises(ProblemError, match="operator must have shape"):
        LinearMap(M.domain, M.codomain, np.eye(2))


def test_tuples_of_arrays_are_one_space() -> None:
    slope = sqp.derivative(lambda a, X, b: (a * X @ b, sqp.dot(b, b)), (2.0, A, np.ones(3)))
    value, square = slope((1.0, np.zeros((3, 3)), np.ones(3)))
    np.testing.assert_allclose(value, A @ np.ones(3) + 2 * A @ np.ones(3))
    assert square == 6.0
    assert slope.matrix().shape == (4, 13)
    with pytest.raises(ProblemError, match="must be a tuple of 3 arrays"):
        slope((1.0, A))


def test_maps_are_divided_and_summed() -> None:
    np.testing.assert_allclose((M / 2)(D), 0.5 * M(D))
    total: Any = sum([M, M, -M])
    np.testing.assert_allclose(total(D), M(D))
    np.testing.assert_allclose((np.float64(3.0) * M - M)(D), 2 * M(D))


@pytest.mark.parametrize(
    "meaningless", [lambda: M + 1, lambda: M - 1, lambda: M * M, lambda: M / M, lambda: M @ D, lambda: M * D]
)
def test_what_means_nothing_is_refused(meaningless: Any) -> None:
    with pytest.raises(TypeError, match="operand"):
        meaningless()
