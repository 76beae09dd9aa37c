"""The determinant at matrices with zeros, where an elimination in scalars has nothing to eliminate."""

from __future__ import annotations

import numpy as np
import pytest

import sqp
from sqp.errors import EvaluationError, ModelError

RNG = np.random.default_rng(1)
TWIST = np.array([[0.0, 0.5], [-0.5, 0.0]])
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


def cofactors(A: np.ndarray) -> np.ndarray:
    """The gradient of the determinant, from its minors."""
    n = len(A)
    found = np.zeros((n, n))
    for i, j in np.ndindex(n, n):
        found[i, j] = (-1) ** (i + j) * np.linalg.det(np.delete(np.delete(A, i, 0), j, 1))
    return found


@pytest.mark.parametrize("n", [6, 8])
@pytest.mark.parametrize("equal", [1, 2, 3])
def test_a_singular_matrix_has_the_cofactors_as_gradient(n: int, equal: int) -> None:
    rng = np.random.default_rng(n)
    A, D, E = rng.standard_normal((3, n, n))
    A[:, :equal] = A[:, [equal]]  # rank n - 1, n - 2, n - 3
    np.testing.assert_allclose(sqp.gradient(sqp.det, A), cofactors(A), atol=1e-9)
    t = 1e-4  # det(A + t D + s E) is a polynomial, so that differences of the cofactors know its second derivative
    change = (cofactors(A + t * D) - cofactors(A - t * D)) / (2 * t)
    found = float(sqp.second_derivative(sqp.det, A)(D, E))
    assert found == pytest.approx(float(np.sum(change * E)), rel=1e-5, abs=1e-4)


def test_a_large_singular_matrix_has_no_derivative_rather_than_a_wrong_one() -> None:
    A = np.diag(np.arange(12.0))
    with pytest.raises(EvaluationError, match="not finite"):
        sqp.gradient(sqp.det, A)
    with pytest.raises(EvaluationError, match="not finite"):
        sqp.second_derivative(sqp.det, A)(np.eye(12), np.eye(12))
    A[0, 0] = 1e-3
    np.testing.assert_allclose(sqp.gradient(sqp.det, A), cofactors(A), rtol=1e-10)


def test_a_factorisation_that_fails_does_not_give_the_value_of_the_point_before() -> None:
    A = np.random.default_rng(3).standard_normal((12, 12))
    m = sqp.Model("determinant")
    V = m.variable("V", (12, 12), start=A)
    m.minimize(sqp.det(V))
    problem = m.problem()
    assert problem.objective(A.ravel(order="F")) == pytest.approx(np.linalg.det(A), rel=1e-10)
    assert np.isnan(problem.objective(np.zeros(144)))
    assert problem.gradient(A.ravel(order="F")) == pytest.approx(cofactors(A).ravel(order="F"), rel=1e-8)
    assert np.isnan(problem.gradient(np.zeros(144))).all()


def test_the_log_determinant_is_that_of_the_symmetric_part() -> None:
    S = np.array([[2.0, 1.0], [1.0, 3.0]])
    np.testing.assert_allclose(sqp.gradient(sqp.logdet, S), np.linalg.inv(S))
    np.testing.assert_allclose(sqp.gradient(sqp.logdet, S + TWIST), np.linalg.inv(S))
    with pytest.raises(ModelError, match=r"differ by 1; write log\(det\(A\)\)"):
        sqp.logdet(S + TWIST)
    full = sqp.gradient(lambda A: sqp.log(sqp.det(A)), S + TWIST)
    np.testing.assert_allclose(full, np.linalg.inv(S + TWIST).T)
