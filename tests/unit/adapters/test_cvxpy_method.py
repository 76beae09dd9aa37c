"""Repeated solves: one reduction and one differentiation for all values of parameters, and what a start is."""

# pyright: reportArgumentType=false, reportCallIssue=false, reportAttributeAccessIssue=false
# pyright: reportOptionalSubscript=false, reportOperatorIssue=false, reportMissingImports=false

import copy
import pickle

import cvxpy as cp
import numpy as np
import pytest

import sqp
from sqp.adapters.cvxpy import engine, method


@pytest.fixture(autouse=True)
def _registered():
    sqp.cvxpy.register()


def pendulum(steps=10, h=0.1):
    angle, speed, torque = cp.Variable(steps + 1), cp.Variable(steps + 1), cp.Variable(steps, bounds=[-2, 2])
    now = cp.Parameter(2, value=[1.0, 0.0])
    motion = [
        angle[0] == now[0],
        speed[0] == now[1],
        angle[1:] == angle[:-1] + h * speed[:-1],
        speed[1:] == speed[:-1] + h * (torque - cp.nlp.sin(angle[:-1])),
    ]
    cost = cp.sum_squares(angle) + 0.1 * cp.sum_squares(speed) + 0.01 * cp.sum_squares(torque)
    return cp.Problem(cp.Minimize(cost), motion), now


def result_of(problem):
    return problem.solver_stats.extra_stats["result"]


@pytest.fixture
def built(monkeypatch):
    """How often CVXPY's engine was built and the problem reduced."""
    counts = {"engines": 0, "reductions": 0}
    init, reduced = engine.Engine.__init__, method._reduced

    def counted_init(self, canonical):
        counts["engines"] += 1
        init(self, canonical)

    def counted_reduction(problem):
        counts["reductions"] += 1
        return reduced(problem)

    monkeypatch.setattr(engine.Engine, "__init__", counted_init)
    monkeypatch.setattr(method, "_reduced", counted_reduction)
    return counts


def test_new_parameter_values_build_nothing(built):
    problem, now = pendulum()
    for value in ([1.0, 0.0], [1.1, -0.2], [0.9, 0.3]):
        now.value = value
        problem.solve(method="sqp")
        fresh, same = pendulum()
        same.value = value
        found = problem.value
        assert problem.status == cp.OPTIMAL
        assert found == pytest.approx(fresh.solve(nlp=True, solver="SQP"), abs=1e-7)
    assert built["reductions"] == 1
    assert built["engines"] == 1 + 3  # one for the problem, three for those that it is compared with


def test_a_solver_by_name_keeps_its_engine_too_and_under_a_key_of_its_own(built):
    problem, now = pendulum()
    problem.solve(nlp=True, solver="SQP")
    now.value = [1.1, 0.0]
    problem.solve(nlp=True, solver="SQP")
    assert built["engines"] == 1
    assert "oracles" not in problem._solver_cache["NLP"], "which other solvers would take, whatever its derivatives are"


def test_reduced_parameters_are_kept_up_to_date():
    """A symmetric parameter is replaced by one for its triangle when the problem is reduced."""
    P = cp.Parameter((2, 2), symmetric=True, value=np.array([[2.0, 0.5], [0.5, 1.0]]))
    for call in ({"method": "sqp"}, {"nlp": True, "solver": "SQP"}):
        x = cp.Variable(2)
        problem = cp.Problem(cp.Minimize(cp.sum_squares(P @ x - 1) + cp.sum(cp.power(x, 4))))
        for scale in (1.0, 3.0):
            P.value = scale * np.array([[2.0, 0.5], [0.5, 1.0]])
            problem.solve(**call)
            gradient = 2 * P.value @ (P.value @ x.value - 1) + 4 * np.asarray(x.value) ** 3
            np.testing.assert_allclose(gradient, 0, atol=1e-6)


@pytest.mark.parametrize("call", [{"method": "sqp"}, {"nlp": True, "solver": "SQP"}], ids=["method", "solver"])
def test_bounds_that_depend_on_parameters(call):
    """CVXPY 1.9 leaves them out of nonlinear programs, and its engine crashes at the second value."""
    top = cp.Parameter(value=1.0)
    x = cp.Variable(bounds=[0, top])
    problem = cp.Problem(cp.Maximize(cp.nlp.sin(x)))
    for value in (1.0, 0.5, 1.2):
        top.value = value
        problem.solve(**call)
        assert float(x.value) == pytest.approx(value)


def test_a_solve_starts_where_the_last_one_ended_with_its_multipliers():
    problem, _ = pendulum()
    problem.solve(method="sqp")
    assert result_of(problem).iterations > 0
    problem.solve(method="sqp")
    assert result_of(problem).iterations == 0


def test_values_that_the_user_assigns_are_the_start():
    x = cp.Variable()
    problem = cp.Problem(cp.Minimize(cp.power(x, 4) - 2 * x**2 + cp.exp(-cp.log(cp.exp(x)) * 0.0)))
    for start, end in ((0.7, 1.0), (-0.7, -1.0), (0.3, 1.0)):
        x.value = start
        problem.solve(method="sqp")
        assert float(x.value) == pytest.approx(end, abs=1e-6)


def test_copies_and_pickles_of_problems_start_afresh():
    problem, _ = pendulum()
    value = problem.solve(method="sqp")
    for other in (copy.deepcopy(problem), pickle.loads(pickle.dumps(problem))):
        assert other.solve(method="sqp") == pytest.approx(value, abs=1e-7)
    assert problem.solve(method="sqp") == pytest.approx(value, abs=1e-7)


def test_a_parameter_without_a_value_is_named():
    p = cp.Parameter(name="stiffness")
    x = cp.Variable()
    with pytest.raises(cp.error.ParameterError, match="stiffness"):
        cp.Problem(cp.Minimize((x - p) ** 2)).solve(method="sqp")
