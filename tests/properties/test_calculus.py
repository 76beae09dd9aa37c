"""Second derivatives of random expressions are bilinear, symmetric, and the quadratic term of the expansion."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import sqp
from sqp.calculus.check import check_derivatives

N = 3

#: Each example differentiates an expression of its own, which takes a while.
fewer = settings(max_examples=settings().max_examples // 4)

#: Functions that are smooth, and of moderate size, for every real argument.
SMOOTH = [
    sqp.sin,
    sqp.cos,
    sqp.tanh,
    sqp.atan,
    lambda X: sqp.exp(sqp.sin(X)),
    lambda X: sqp.log(1.5 + sqp.cos(X)),
    lambda X: sqp.sqrt(1.0 + X * X),
    lambda X: 1.0 / (2.0 + X * X),
]
COMBINATIONS = [
    lambda X, Y: X + Y,
    lambda X, Y: X - 0.5 * Y,
    lambda X, Y: X * Y,
    lambda X, Y: X @ Y / N,
    lambda X, Y: sqp.linsolve(3.0 * np.eye(N) + sqp.tanh(X) / N, Y),
]
REDUCTIONS = [
    lambda X: X,
    sqp.trace,
    lambda X: sqp.dot(X, X),
    lambda X: sqp.norm(np.eye(N) + X @ X.T),
    lambda X: sqp.det(np.eye(N) + X / N),
    lambda X: sqp.logdet(np.eye(N) + X @ X.T),
    lambda X: sqp.inv(3.0 * np.eye(N) + sqp.tanh(X) / N),
]


@st.composite
def matrix_functions(draw: st.DrawFn, depth: int = 3) -> Any:
    """A random function of an N x N matrix with values of the same shape."""
    if depth == 0 or draw(st.booleans()):
        shift = draw(st.integers(-2, 2)) * 0.5
        return draw(st.sampled_from([lambda X: X, lambda X: X.T, lambda X: X + shift * np.eye(N)]))
    if draw(st.booleans()):
        outer, inner = draw(st.sampled_from(SMOOTH)), draw(matrix_functions(depth=depth - 1))
        return lambda X: outer(inner(X))
    join = draw(st.sampled_from(COMBINATIONS))
    left, right = (draw(matrix_functions(depth=depth - 1)) for _ in range(2))
    return lambda X: join(left(X), right(X))


@st.composite
def functions(draw: st.DrawFn) -> Any:
    """A random function of an N x N matrix with values of any shape."""
    outer, inner = draw(st.sampled_from(REDUCTIONS)), draw(matrix_functions())
    return lambda X: outer(inner(X))


points = st.integers(0, 10_000).map(lambda seed: np.random.default_rng(seed).uniform(-1.0, 1.0, (N, N)))


@fewer
@given(functions(), points)
def test_second_derivatives_are_symmetric_and_bilinear(f: Any, A: Any) -> None:
    B = sqp.second_derivative(f, A)
    scale = 1.0 + abs(B.matrix()).max()
    rng = np.random.default_rng(0)
    D, E, F = rng.uniform(-1.0, 1.0, (3, N, N))
    np.testing.assert_allclose(B(D, E), B(E, D), atol=1e-12 * scale)
    np.testing.assert_allclose(B(2 * D - E, F), 2 * B(D, F) - B(E, F), atol=1e-12 * scale)
    np.testing.assert_allclose(B(F, 2 * D - E), 2 * B(F, D) - B(F, E), atol=1e-12 * scale)
    np.testing.assert_allclose(B(D)(E), B(D, E), atol=1e-12 * scale)


@fewer
@given(functions(), points)
def test_the_adjoint_belongs_to_the_derivative(f: Any, A: Any) -> None:
    slope, B = sqp.derivative(f, A), sqp.second_derivative(f, A)
    rng = np.random.default_rng(1)
    D, E = rng.uniform(-1.0, 1.0, (2, N, N))
    W = slope.codomain.random(rng)
    for linear in (slope, B(D)):
        value = linear(E)
        size = 1.0 + np.abs(value).max()
        assert abs(np.sum(np.asarray(W) * value) - np.sum(linear.adjoint(W) * E)) < 1e-11 * size


@fewer
@given(functions(), points)
def test_remainders_of_the_expansion_fall_with_the_second_and_third_power(f: Any, A: Any) -> None:
    report = check_derivatives(f, A)
    assert report.ok, str(report)
