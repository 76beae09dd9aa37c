"""Finite differences agree with exact derivatives of random expressions, in any box."""

import casadi as ca
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sqp.bounds import Bounds
from sqp.model.colouring import star_colouring
from sqp.model.differences import Differences, difference_hessian, difference_jacobian
from sqp.model.pattern import Pattern
from tests.derivatives import dense

N = 4
UNARY = (ca.sin, ca.cos, ca.tanh, ca.atan, lambda e: ca.sqrt(1 + e * e), lambda e: ca.exp(-e * e))
BINARY = (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a * b, lambda a, b: a / (2 + b * b))

terms = st.recursive(
    st.integers(0, N - 1).map(lambda i: lambda x: x[i]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(UNARY), inner).map(lambda t: lambda x: t[0](t[1](x))),
        st.tuples(st.sampled_from(BINARY), inner, inner).map(lambda t: lambda x: t[0](t[1](x), t[2](x))),
    ),
    max_leaves=6,
)
points = st.lists(st.floats(-2, 2), min_size=N, max_size=N).map(np.array)
rooms = st.lists(st.sampled_from([1e-3, 1.0, np.inf]), min_size=N, max_size=N).map(np.array)


def functions(expressions):
    x = ca.SX.sym("x", N)
    c = ca.vertcat(*[make(x) for make in expressions])
    return x, c, ca.Function("c", [x], [ca.densify(c)])


def evaluated(function, *arguments):
    return np.array(function(*arguments)).reshape(-1)


@settings(max_examples=60, deadline=None)
@given(st.lists(terms, min_size=1, max_size=5), points, rooms, rooms, st.booleans())
def test_sparse_jacobian(expressions, point, below, above, central):
    x, c, values = functions(expressions)
    exact = np.array(ca.Function("J", [x], [ca.densify(ca.jacobian(c, x))])(point))
    pattern = Pattern.of(np.array(ca.DM(ca.jacobian(c, x).sparsity(), 1)))
    bounds = Bounds(point - below, point + above)

    def watched(at):
        assert np.all((at >= bounds.lower) & (at <= bounds.upper))
        return evaluated(values, at)

    shape = (len(expressions), N)
    source = difference_jacobian(watched, shape, bounds, Differences(central=central), pattern)
    jac = source.pattern.matrix(source.nonzeros(point), dense=True)
    scale = max(1.0, np.abs(exact).max())
    np.testing.assert_allclose(dense(jac), exact, atol=(1e-7 if central else 1e-5) * scale**3)


@settings(max_examples=60, deadline=None)
@given(terms, points)
def test_sparse_hessian(expression, point):
    x, f, _ = functions([expression])
    hessian, gradient = ca.hessian(f, x)
    exact = np.array(ca.Function("H", [x], [ca.densify(hessian)])(point))
    slope = ca.Function("g", [x], [ca.densify(gradient)])
    pattern = Pattern.of(np.array(ca.DM(hessian.sparsity(), 1)))

    def lagrangian_gradient(at, y, sigma):
        return sigma * evaluated(slope, at)

    settings_ = Differences(central=True)
    source = difference_hessian(lagrangian_gradient, Bounds.free(N), settings_, pattern)
    hess = source.pattern.matrix(source.nonzeros(point, np.zeros(0), 1.0), dense=True)
    scale = max(1.0, np.abs(exact).max())
    np.testing.assert_allclose(dense(hess), exact, atol=1e-6 * scale**3)
    assert source.colouring.count == star_colouring(pattern).count
