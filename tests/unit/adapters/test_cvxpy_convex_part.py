"""Convex constraints written in CVXPY inside models of this package, held against CVXPY's own solution."""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false
# pyright: reportOptionalSubscript=false, reportOperatorIssue=false, reportMissingImports=false

import cvxpy as cp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sqp
from sqp.adapters.cvxpy.cones import cone_form

LINEAR = np.array([1.0, -2.0, 0.5])


def solved_by_both(build, shape=3, tolerance=1e-6):
    """The same convex problem in CVXPY alone and as a model whose constraints come from CVXPY."""
    X = cp.Variable(shape)
    constraints = build(X)
    target = np.arange(X.size).reshape(X.shape, order="F") - 0.5
    expected = cp.Problem(cp.Minimize(cp.sum_squares(X - target)), constraints).solve(
        solver=cp.CLARABEL, tol_gap_abs=1e-11, tol_gap_rel=1e-11, tol_feas=1e-11
    )
    optimum = np.copy(X.value)
    m = sqp.Model()
    x = m.variable("x", X.shape, start=0.3)
    m.minimize(sqp.sum((x - target) ** 2))
    m.add_cvxpy(constraints, {X: x})
    result = m.solve()
    assert result.success, result.message
    assert result.f == pytest.approx(expected, abs=tolerance * (1 + abs(expected)))
    np.testing.assert_allclose(result["x"], optimum, atol=30 * tolerance)
    X.value = result["x"]
    for constraint in constraints:
        assert np.max(constraint.violation()) <= 1e-6, "rechecked by CVXPY"
    return result


@pytest.mark.parametrize(
    "build",
    [
        lambda x: [cp.sum(x) == 1, x >= -0.2, x[0] <= x[1]],
        lambda x: [cp.norm(x) <= 1],
        lambda x: [cp.norm(x - 2) <= 2 * x[1] - 1, cp.norm1(x) <= 4],
        lambda x: [cp.sum_squares(x) <= 2, cp.norm_inf(x) <= 1],
        lambda x: [cp.quad_over_lin(x[:2], x[2] + 1) <= 0.5],
        lambda x: [cp.exp(x[1]) + cp.exp(x[2]) <= 2, cp.log(x[0] + 2) >= 0.8],
        lambda x: [cp.log_sum_exp(x) <= 1],
        lambda x: [cp.sum(cp.kl_div(x, LINEAR**2)) <= 0.4, x[2] <= 1],
        lambda x: [cp.sum(cp.entr(x)) >= 0.9],
        lambda x: [cp.bmat([[x[0] + 1, x[1]], [x[1], 2 - x[2]]]) >> 0],
        lambda x: [cp.geo_mean(x[:2]) >= 1, cp.inv_pos(x[2]) <= 2],
    ],
)
def test_the_optimum_is_that_of_cvxpy(build):
    solved_by_both(build)


def test_matrices_are_stacked_by_columns():
    A = np.array([[1.0, 2.0], [3.0, -1.0]])
    solved_by_both(lambda X: [A @ X @ np.ones(3) <= [3.0, 4.0], cp.norm(X[:, 1]) <= 0.5, cp.sum(X) == 2], (2, 3))


def test_solutions_at_the_apex_of_cones():
    """Sums of norms are made for solutions at which some of the norms are zero."""
    rng = np.random.default_rng(5)
    A, b = rng.normal(size=(12, 6)), rng.normal(size=12)
    X, t = cp.Variable(6), cp.Variable(3)
    constraints = [cp.norm(X[2 * k : 2 * k + 2]) <= t[k] for k in range(3)]
    weight = 6.0
    expected = cp.Problem(cp.Minimize(cp.sum_squares(A @ X - b) + weight * cp.sum(t)), constraints).solve(
        solver=cp.CLARABEL
    )
    assert min(np.linalg.norm(np.asarray(X.value).reshape(3, 2), axis=1)) < 1e-6
    m = sqp.Model()
    x, r = m.variable("x", 6, start=0.1), m.variable("r", 3, start=1.0)
    m.minimize(sqp.sum((A @ x - b) ** 2) + weight * sqp.sum(r))
    m.add_cvxpy(constraints, {X: x, t: r})
    result = m.solve()
    assert result.success, result.message
    assert result.f == pytest.approx(expected, abs=1e-5)
    np.testing.assert_allclose(result["x"], X.value, atol=1e-5)


def test_a_nonlinear_objective_with_a_convex_set_is_the_problem_in_either_language():
    sqp.cvxpy.register()
    X = cp.Variable(3)
    convex = [cp.norm(X) <= 2, cp.sum(X) >= 1, cp.exp(X[0]) <= 3]
    near = np.array([1.0, 1.0, 0.1])  # from afar, either language may lead to another of the local optima
    X.value = near
    pure = cp.Problem(cp.Minimize(cp.nlp.sin(3 * X[0]) * X[1] + X[2] ** 2), [*convex, X[0] * X[2] == 0.1])
    expected = pure.solve(method="sqp")
    m = sqp.Model()
    x = m.variable("x", 3, start=near)
    m.minimize(sqp.sin(3 * x[0]) * x[1] + x[2] ** 2)
    m.subject_to(x[0] * x[2] == 0.1)
    m.add_cvxpy(convex, {X: x})
    assert m.solve().f == pytest.approx(expected, abs=1e-7)


def test_expressions_bounds_and_parameters():
    """A CVXPY variable stands for any expression; bounds among its attributes count; parameters have their values."""
    X, p = cp.Variable(2, nonneg=True), cp.Parameter(value=3.0)
    m = sqp.Model()
    angle = m.variable("angle", start=1.0)
    m.maximize(angle)
    added = m.add_cvxpy([cp.sum(X) <= p, X[0] >= -1], {X: sqp.stack(sqp.cos(angle), angle)}, name="set")
    assert list(added) == ["set.inequalities"]
    result = m.solve()
    assert result["angle"] == pytest.approx(np.pi / 2)  # cos(angle) is not negative
    assert result.multiplier("set.inequalities").shape == added["set.inequalities"].shape


def test_offsets_of_variables_and_auxiliary_columns():
    x, y = cp.Variable(2), cp.Variable((2, 2))
    form = cone_form([x + y[:, 1] <= 3, cp.norm1(x) <= 1], [y, x])
    assert form.auxiliary == 2
    v = np.array([1.0, 2.0, 3.0, 4.0, 10.0, 20.0, 0.0, 0.0])
    values = form.nonnegative.b - form.nonnegative.A @ v
    np.testing.assert_array_equal(np.sort(values[:2]), [3 - 24.0, 3 - 13.0])


def test_what_is_refused_is_named():
    X, y, z = cp.Variable((3, 3), name="X"), cp.Variable(2, name="y"), cp.Variable(2, name="z", integer=True)
    S = cp.Variable((2, 2), symmetric=True, name="S")
    m = sqp.Model()
    x, w = m.variable("x", (3, 3)), m.variable("w", 2)

    def refused(error, match, constraints, variables, **options):
        with pytest.raises(error, match=match):
            m.add_cvxpy(constraints, variables, **options)

    refused(sqp.UnsupportedError, "size 3", [X >> 0], {X: x})
    refused(sqp.UnsupportedError, "integer", [cp.sum(z) <= 1], {z: w})
    refused(sqp.UnsupportedError, "symmetric", [cp.trace(S) <= 1], {S: x[:2, :2]})
    refused(sqp.UnsupportedError, "power cones", [cp.power(y[0], 1.7, approx=False) <= y[1]], {y: w})
    refused(sqp.ModelError, "DCP", [cp.norm(y) >= 1], {y: w})
    refused(sqp.ModelError, "variable y has no expression", [cp.sum(y) <= 1], {})
    refused(sqp.ModelError, "variable X is in none", [cp.sum(y) <= 1], {y: w, X: x})
    refused(sqp.ModelError, "y is 2 x 1, its expression 3 x 3", [cp.sum(y) <= 1], {y: x})
    refused(sqp.OptionError, "apex", [cp.sum(y) <= 1], {y: w}, apex=0.0)


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_projections_onto_random_convex_sets(seed):
    rng = np.random.default_rng(seed)
    A, c = rng.normal(size=(2, 3)), rng.normal(size=3)
    solved_by_both(
        lambda x: [A @ x <= A @ c + 0.1, cp.norm(x - c) <= 0.3 + 0.1 * cp.sum(x - c), cp.exp(x[0] - c[0]) <= 1.2],
        tolerance=1e-5,
    )
