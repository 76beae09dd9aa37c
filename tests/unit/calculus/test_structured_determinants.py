"""The determinant at matrices with zeros, where an elimination in scalars has nothing to eliminate."""

from __future__ import annotations

import numpy as np
import pytest

import sqp

RNG = np.random.default_rng(1)
MATRICES = {
    "identity": np.eye(6),
    "diagonal": np.diag(np.arange(1.0, 7.0)),
    "triangular": np.triu(RNG.standard_normal((6, 6))) + 3 * np.eye(6),
    "permutation": np.eye(6)[[2, 0, 1, 5, 3, 4]],
    "blocks": np.kron(np.eye(3), [[2.0, 1.0], [-1.0, 1.0]]),
}


@pytest.mark.parametrize("A", MATRICES.values(), ids=list(MATRICES))
def test_the_first_and_second_derivative_are_those_of_the_formula(A: np.ndarray) -> None:
    D, E = np.random.default_rng(2).standard_normal((2, 6, 6))
    inverse, det = np.linalg.inv(A), np.linalg.det(A)
    one, other = inverse @ D, inverse @ E
    expected = det * (np.trace(one) * np.trace(other) - np.trace(one @ other))
    assert float(sqp.second_derivative(sqp.det, A)(D, E)) == pytest.approx(expected, rel=1e-10)
    np.testing.assert_allclose(sqp.gradient(sqp.det, A), det * inverse.T, atol=1e-10)


@pytest.mark.parametrize("A", MATRICES.values(), ids=list(MATRICES))
def test_a_model_has_the_same_gradient(A: np.ndarray) -> None:
    m = sqp.Model("determinant")
    V = m.variable("V", (6, 6), start=np.eye(6))
    m.minimize(sqp.det(V))
    gradient = m.problem().gradient(A.ravel(order="F")).reshape(6, 6, order="F")
    np.testing.assert_allclose(gradient, np.linalg.det(A) * np.linalg.inv(A).T, atol=1e-10)
