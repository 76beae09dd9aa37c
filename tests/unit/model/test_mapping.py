"""Mapped functions: the same values and derivatives as written out, and mistakes that are refused."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import sqp
from sqp.errors import ModelError
from sqp.model.casadi_problem import CasadiProblem
from sqp.model.expression import symbolic
from tests.derivatives import dense

Builder = Callable[[sqp.Model, Callable[..., Any]], None]


def written_out(function: Callable[..., Any], over: Any, *, shared: Any = (), **_: Any) -> Any:
    """What ``Model.map`` promises, instance by instance."""
    columns = [ca.MX(ca.DM(a)) if isinstance(a, np.ndarray) else a for a in over]
    columns = [a if a.shape[1] > 1 else a.T for a in columns]
    results = [function(*(a[:, k] for a in columns), *shared) for k in range(columns[0].shape[1])]
    stacked = [ca.vertcat(*r) if isinstance(r, list) else r for r in results]
    return symbolic(ca.horzcat(*stacked))


def problems(build: Builder) -> tuple[Any, Any]:
    """The problem of a model with mapped functions, and of the same written out."""
    mapped, plain = sqp.Model("mapped"), sqp.Model("plain")
    build(mapped, mapped.map)
    build(plain, written_out)
    return mapped.problem(), plain.problem()


def assert_same(build: Builder, seed: int = 0) -> Any:
    """Values and all derivatives agree; the problem with mapped functions."""
    mapped, plain = problems(build)
    random = np.random.default_rng(seed)
    x = random.normal(size=plain.start.size)
    y, v = random.normal(size=plain.constraint_bounds.size), random.normal(size=x.size)
    same: dict[str, Any] = {"rtol": 1e-10, "atol": 1e-10}
    assert_allclose(mapped.objective(x), plain.objective(x), **same)
    assert_allclose(mapped.gradient(x), plain.gradient(x), **same)
    assert_allclose(mapped.constraints(x), plain.constraints(x), **same)
    assert_allclose(dense(mapped.jacobian(x)), dense(plain.jacobian(x)), **same)
    hessian = dense(plain.lagrangian_hessian(x, y, 0.7))
    assert_allclose(dense(mapped.lagrangian_hessian(x, y, 0.7)), hessian, **same)
    assert_allclose(mapped.lagrangian_hessian_product(x, y, 0.7, v), hessian @ v, rtol=1e-9, atol=1e-9)
    return mapped


def step(x: Any, u: Any, z: Any, h: Any) -> Any:
    k = sqp.stack(x[1], sqp.sin(x[0]) + u)
    middle = x + h / 2 * k
    return x + h * sqp.stack(middle[1], sqp.sin(middle[0]) + u) - z


def chain(m: sqp.Model, mapped: Callable[..., Any], stages: int = 4) -> None:
    x, u = m.variable("x", (2, stages + 1)), m.variable("u", (1, stages))
    h = m.parameter("h", value=0.1)
    m.subject_to(mapped(step, (x[:, :-1], u, x[:, 1:]), shared=[h]) == 0, name="dynamics")
    m.subject_to(x[:, 0] == 1)
    m.minimize(sqp.sum(mapped(lambda state, force: state[0] ** 2 * sqp.cosh(force), (x[:, 1:], u))))


@st.composite
def stage_functions(draw: Any) -> tuple[Callable[..., Any], int, int, int]:
    """A random function of two columns and one shared pair, with their heights and the number of its results."""
    p, q, r = (draw(st.integers(1, 3)) for _ in range(3))
    seed = draw(st.integers(0, 2**31))

    def function(a: Any, b: Any, shared: Any) -> Any:
        random = np.random.default_rng(seed)
        entries = [a[i] for i in range(p)] + [b[i] for i in range(q)] + [shared[0], shared[1]]
        results: list[Any] = []
        for _ in range(r):
            i, j, k = random.integers(0, len(entries), 3)
            results.append(random.normal() * entries[i] * sqp.sin(entries[j]) + sqp.exp(0.3 * entries[k]))
        return results

    return function, p, q, r


@settings(max_examples=25)
@given(drawn=stage_functions(), count=st.integers(2, 5), overlap=st.booleans(), seed=st.integers(0, 1000))
def test_any_function_has_the_derivatives_of_its_instances_written_out(
    drawn: Any, count: int, overlap: bool, seed: int
) -> None:
    function, p, q, _ = drawn

    def build(m: sqp.Model, mapped: Callable[..., Any]) -> None:
        x, y = m.variable("x", (p, count + 1)), m.variable("y", (q, count))
        s, t = m.variable("s", 2), m.parameter("t", value=0.3)
        first = x[:, :-1] if overlap else x[:, 1:]
        m.subject_to(mapped(function, (first, y), shared=[s]) <= 1, name="mapped")
        m.subject_to(sqp.sum(mapped(function, (x[:, ::-1][:, 1:], y), shared=[s])) - y[0, 0] * t >= 0)
        costs = mapped(function, (first, np.full((q, count), 0.2)), shared=[s])
        m.minimize(sqp.sum(costs) + sqp.sum(costs[0, :] ** 2 * first[0, :]) + s[0] * s[1])

    assert_same(build, seed)


def test_a_chain_of_stages() -> None:
    problem = assert_same(chain)
    assert problem.constraint_names[:3] == ("dynamics[0,0]", "dynamics[1,0]", "dynamics[0,1]")


def test_results_may_be_moved_and_combined_with_variables() -> None:
    def build(m: sqp.Model, mapped: Callable[..., Any]) -> None:
        x, weight = m.variable("x", (2, 4)), m.parameter("weight", value=3.0)
        squares = mapped(lambda a: a**2, (x[:, :-1],))
        m.subject_to(squares - x[:, 1:] == 0)
        m.subject_to(weight * squares[1, :].T <= 2)
        m.minimize(sqp.sum(squares[:, 1:] * x[:, 1:-1]))

    assert_same(build)


def test_arguments_that_are_computed() -> None:
    def build(m: sqp.Model, mapped: Callable[..., Any]) -> None:
        x = m.variable("x", (2, 4))
        inner = mapped(lambda a, b: a * b, (x[:, :-1], x[:, 1:]))
        m.subject_to(mapped(lambda a, b: a[0] * b[1], (inner, 2 * x[:, 1:])) <= 1)
        m.minimize(sqp.sum(mapped(sqp.sin, (inner[0, :],))))

    assert_same(build)


def test_one_argument_given_twice_and_the_same_variable_for_all() -> None:
    def build(m: sqp.Model, mapped: Callable[..., Any]) -> None:
        x, s = m.variable("x", 3), m.variable("s")
        m.minimize(sqp.sum(mapped(lambda a, b, c: a * b * c + c**3, (x, x), shared=[s])))

    assert_same(build)


def test_sums_of_squares_have_residuals_by_instance() -> None:
    def build(m: sqp.Model, mapped: Callable[..., Any]) -> None:
        slope = m.variable("slope", 2)
        times = np.linspace(0, 1, 5)
        residuals = mapped(lambda t, b, a: a[0] * sqp.exp(-a[1] * t) - b, (times, times**2), shared=[slope])
        m.minimize_sum_of_squares(residuals)

    mapped, plain = problems(build)
    x = np.array([0.3, 0.7])
    assert_allclose(mapped.residuals(x), plain.residuals(x))
    assert_allclose(dense(mapped.residual_jacobian(x)), dense(plain.residual_jacobian(x)))
    assert_same(build)


def test_threads_give_the_same_numbers() -> None:
    def build(m: sqp.Model, mapped: Callable[..., Any]) -> None:
        x, y = m.variable("x", (2, 5)), m.variable("y", 5)
        m.subject_to(mapped(lambda a, b: a * sqp.sin(b), (x, y), threads=3) == 0)
        m.minimize(sqp.sum(mapped(lambda a: a**4, (y,), threads=2)))

    assert_same(build)


def test_a_casadi_function_is_mapped_too() -> None:
    a = ca.SX.sym("a", 2)
    function = ca.Function("length", [a], [ca.sumsqr(a)])
    m = sqp.Model("lengths")
    x = m.variable("x", (2, 3))
    assert m.map(function, (x,)).shape == (1, 3)
    with pytest.raises(ModelError, match=r"length takes arguments of the shapes \[\(2, 1\)\]"):
        m.map(function, (x[0, :],))


def test_functions_that_have_no_scalar_form_and_several_results() -> None:
    a, b = ca.MX.sym("a", 2), ca.MX.sym("b", 2, 2)
    stage = ca.Function("solve", [a, b], [ca.solve(b, a), ca.dot(a, a), a[0]])

    def problem(mapped: bool) -> CasadiProblem:
        x = ca.MX.sym("x", 2, 4)
        matrices = ca.repmat(ca.DM([[2, 1], [0, 3]]), 1, 3)
        if mapped:
            solved, squares, _ = stage.map(3)(x[:, 1:], matrices)
        else:
            parts = [stage(x[:, k], matrices[:, :2]) for k in range(1, 4)]
            solved, squares = (ca.horzcat(*(part[i] for part in parts)) for i in range(2))
        f = ca.sumsqr(solved) * x[0, 0] + ca.sum2(squares)
        c = ca.vertcat(ca.vec(squares), ca.vec(solved))
        return CasadiProblem(x, f, c, constraint_bounds=sqp.Bounds.free(9), dense=True)

    mapped, plain = problem(True), problem(False)
    x, y = np.random.default_rng(1).normal(size=8), np.arange(9.0)
    assert_allclose(mapped.gradient(x), plain.gradient(x))
    assert_allclose(dense(mapped.jacobian(x)), dense(plain.jacobian(x)))
    first, second = (dense(problem.lagrangian_hessian(x, y, 2.0)) for problem in (mapped, plain))
    assert_allclose(first, second, atol=1e-14)


def test_problems_with_mapped_functions_pickle() -> None:
    m = sqp.Model("chain")
    chain(m, m.map)
    problem = m.problem()
    before = problem.jacobian(problem.start)
    copied = pickle.loads(pickle.dumps(problem))
    assert_allclose(dense(copied.jacobian(problem.start)), dense(before))
    y = np.ones(problem.constraint_bounds.size)
    assert_allclose(
        dense(copied.lagrangian_hessian(problem.start, y, 1.0)),
        dense(problem.lagrangian_hessian(problem.start, y, 1.0)),
    )


def test_nothing_is_written_out() -> None:
    m = sqp.Model("long")
    chain(m, m.map, stages=2000)
    functions = m.problem().functions
    for function in (functions.constraints, functions.gradient, functions.jacobian, functions.lagrangian_hessian):
        assert function.n_instructions() < 100
    assert functions.coloured_hessian is None


def test_a_model_with_mapped_functions_is_solved_and_listed() -> None:
    m = sqp.Model("chain")
    chain(m, m.map)
    result = m.solve()
    assert result.success
    assert result.value(sqp.sum(m.variables["x"].expression)) == pytest.approx(np.sum(result["x"]))
    assert "dynamics:  step([x[0,0], x[1,0], " in str(m)
    assert ", h) == 0   (2 x 4)" in str(m)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        (lambda m, x: m.map(lambda a: a, ()), "at least one matrix"),
        (lambda m, x: m.map(lambda a, b: a, (x, x[:, 1:])), "equally many columns .* got shapes 2 x 3, 2 x 2"),
        (lambda m, x: m.map(lambda a, b: a, (x, x[:, 0])), r"over\[1\] is 2 x 1 .*, expected 3 columns"),
        (lambda m, x: m.map(lambda a: a, (x, x)), "stage cannot take 2 arguments"),
        (lambda m, x: m.map(lambda a: a * x[0, 0], (x,)), "stage uses x from outside: pass it in over, or in shared"),
        (lambda m, x: m.map(lambda a: a @ a.T, (x,)), r"stage must return a scalar or a column .* \(2, 2\)"),
        (lambda m, x: m.map(3, (x,)), "must be callable, got int"),
        (lambda m, x: m.map(lambda a: a, (x,), threads=0), "threads must be a positive integer, got 0"),
        (lambda m, x: m.map(lambda a: a, (x,), count=-1), "count must be a positive integer, got -1"),
        (lambda m, x: m.map(lambda a: a, (np.ones((2, 3, 4)),)), "at most two axes"),
    ],
)
def test_mistakes_are_refused(state: Callable[..., Any], message: str) -> None:
    m = sqp.Model("mistaken")
    with pytest.raises(ModelError, match=message):
        state(m, m.variable("x", (2, 3)))
