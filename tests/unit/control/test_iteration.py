"""One iteration of a controller against the solver: for a linear-quadratic problem it is the whole solution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sqp
import sqp.control
from sqp.control.curvature import StageHessian
from sqp.control.iteration import Iteration
from sqp.control.plan import Plan
from sqp.control.recursion import Recursion
from sqp.control.step_solver import StepQP

Array = Any


def problem(*, soft: bool, states: int = 2) -> sqp.control.OptimalControlProblem:
    """Linear, with bounds of states, a constraint of state and control, and one at the end."""
    ocp = sqp.control.OptimalControlProblem("linear", horizon=8)
    random = np.random.default_rng(states)
    x, u = ocp.state("x", states, initial=np.ones(states), lower=-0.6), ocp.control("u", 2, lower=-0.7, upper=0.7)
    A, B = 0.9 * np.eye(states) + 0.1 * random.standard_normal((states, states)), random.standard_normal((states, 2))
    ocp.next_state({x: A @ x + B @ u + 0.01})
    ocp.path(x[0] + u[0] <= 0.9, "mixed", soft=soft)
    ocp.path(x[1] >= -0.3, "speed", soft="L2" if soft else None)
    ocp.terminal(sqp.between(-0.1, x[0], 0.1), "end")
    ocp.stage_squares(sqp.stack([x[0] - 0.3, x[1], u]))
    ocp.stage_cost(0.2 * x[0] * u[1] + x[1] ** 2)
    ocp.terminal_squares(x, 3.0)
    return ocp


def direction(ocp: sqp.control.OptimalControlProblem, x0: Array, u0: Array) -> tuple[Iteration, Any, Any]:
    stages = ocp.stages()
    iteration = Iteration(stages, StageHessian(), StepQP())
    start = Plan.at_start(stages)
    plan = Plan(start.x + 0.3, start.u + u0, start.a, start.y, start.y_end)
    prepared = iteration.prepared(plan, stages.p, stages.g)
    assert prepared is not None
    return iteration, prepared, iteration.direction(prepared, x0)


@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("states", [2, 9])
def test_one_step_solves_a_linear_quadratic_problem(*, soft: bool, states: int) -> None:
    ocp = problem(soft=soft, states=states)
    for x0, u0 in ((np.full(states, 0.5), 0.0), (np.linspace(0.2, 0.7, states), 0.4)):
        iteration, prepared, found = direction(ocp, x0, u0)
        plan = iteration.stepped(prepared, found)
        result = ocp.solve(initial={"x": x0}, tolerance=1e-10)
        assert result.success
        assert plan.u == pytest.approx(result["u"].T, abs=1e-5)
        assert plan.x == pytest.approx(result["x"].T, abs=1e-5)
        assert plan.a == pytest.approx(result.multiplier("dynamics of x").T, abs=1e-4)
        if not soft:
            assert plan.y[:, 0] == pytest.approx(result.multiplier("mixed"), abs=1e-4)


def test_the_two_ways_through_the_recursion_agree() -> None:
    random = np.random.default_rng(0)
    A = random.standard_normal((6, 3, 3))
    band, blocks = Recursion(A), Recursion(A)
    blocks._band = None
    right, back = random.standard_normal((18, 4)), random.standard_normal((6, 3))
    assert band.forwards(right) == pytest.approx(blocks.forwards(right))
    assert band.backwards(back) == pytest.approx(blocks.backwards(back))
    assert np.sum(band.forwards(right)[:, 0] * back.ravel()) == pytest.approx(
        np.sum(band.backwards(back).ravel() * right[:, 0])
    )
