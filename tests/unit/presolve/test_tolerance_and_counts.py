"""Presolve judges by the tolerances of the solve, and what it evaluates is counted and limited like everything else."""

from __future__ import annotations

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.bounds import Bounds
from sqp.model.casadi_problem import CasadiProblem


@pytest.mark.parametrize("excess", [1e-10, 1e-7, 1e-5])
def test_what_a_solve_would_accept_is_no_contradiction(excess):
    def solved(*, presolve):
        m = sqp.Model()
        x = m.variable("x", upper=1 - excess, start=0)
        m.minimize(x**2)
        m.subject_to(1e6 * x >= 1e6, name="row")
        return m.solve(presolve=presolve)

    result, without = solved(presolve=True), solved(presolve=False)
    assert result.success is without.success is (excess < 1e-6)
    if excess > 1e-6:
        assert result.stop is sqp.StopReason.INFEASIBLE
        assert result.point is sqp.PointKind.INFEASIBLE_STATIONARY


@pytest.mark.parametrize("value", [1e-7, 1e-5])
def test_a_constant_row_is_judged_by_the_same_tolerance(value):
    m = sqp.Model()
    x = m.variable("x", start=1)
    fixed = m.variable("fixed", lower=2, upper=2)
    m.minimize((x - 3) ** 2)
    m.subject_to(fixed <= 2 * (1 - value), name="row")
    result = m.solve()
    assert result.success is (value < 1e-6)
    assert (result.stop is sqp.StopReason.INFEASIBLE) is (value > 1e-6)


def counting():
    """A problem that counts what is asked of it: y is fixed, and the linear row "cover" is a bound on x."""
    calls = {"objective": 0, "constraints": 0, "gradient": 0, "jacobian": 0}
    x = ca.SX.sym("x", 2)
    problem = CasadiProblem(
        x,
        ca.sumsqr(x - 3) + ca.exp(x[0]),
        ca.vertcat(x[0], x[0] ** 2 + x[1]),
        variable_bounds=Bounds([-5, 2], [5, 2]),
        constraint_bounds=Bounds([1, -np.inf], [np.inf, 9]),
    )
    for name in calls:
        ask = getattr(problem, name)

        def counted(x, ask=ask, name=name):
            calls[name] += 1
            return ask(x)

        setattr(problem, name, counted)
    return problem, calls


def test_what_presolve_evaluates_is_counted():
    problem, calls = counting()
    result = sqp.solve(problem)
    assert "presolve removed" in result.notes[0]
    assert {name: getattr(result.counts, name) for name in calls} == calls


def test_what_presolve_evaluates_is_limited():
    problem, calls = counting()
    result = sqp.solve(problem, limits=sqp.Limits(evaluations=3))
    assert result.stop is sqp.StopReason.EVALUATION_LIMIT
    assert calls["objective"] <= 3
    assert calls["constraints"] <= 4  # one of them for the report


def test_with_very_few_evaluations_none_is_spent_on_presolve():
    problem, _ = counting()
    result = sqp.solve(problem, limits=sqp.Limits(evaluations=1))
    assert result.point is not sqp.PointKind.UNKNOWN
