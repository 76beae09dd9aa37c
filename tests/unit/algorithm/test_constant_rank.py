"""Rows that repeat each other are no reason to call a point a Fritz John point."""

from __future__ import annotations

import numpy as np
import pytest

import sqp
from sqp.algorithm.constant_rank import are_dependent_beside
from sqp.algorithm.iterate import Iterate
from sqp.evaluation.evaluator import Evaluator
from sqp.evaluation.ledger import Ledger


def repeated(*, nonlinear: bool) -> sqp.Model:
    m = sqp.Model()
    x = m.variable("x", 2, start=[1.0, -1.0])
    m.minimize((x[0] - 1) ** 4 + (x[1] - 2) ** 4)
    row = x[0] ** 2 - x[1] ** 2 if nonlinear else x[0] + x[1]
    m.subject_to(row == 0, name="row")
    m.subject_to(row == 0, name="the same")
    return m


@pytest.mark.parametrize("nonlinear", [False, True])
@pytest.mark.parametrize("iterations", [0, 1])
def test_multipliers_that_cancel_say_nothing_where_a_run_was_cut_short(iterations: int, *, nonlinear: bool) -> None:
    limits = sqp.Limits(iterations=iterations)
    result = sqp.solve(repeated(nonlinear=nonlinear).problem(), y0=[1e4, -1e4], limits=limits)
    assert result.stop is sqp.StopReason.ITERATION_LIMIT
    assert result.point is sqp.PointKind.FEASIBLE


def test_a_point_that_touches_is_still_one() -> None:
    m = sqp.Model()
    x = m.variable("x", 2)
    m.minimize(x[0] + x[1])
    m.subject_to(x[1] - x[0] ** 2 >= 0, name="above")
    m.subject_to(x[1] + x[0] ** 2 <= 0, name="below")
    result = sqp.solve(m.problem(), y0=[-1e4, 1e4], limits=sqp.Limits(iterations=0))
    assert result.point is sqp.PointKind.FRITZ_JOHN


def iterate(ask: Evaluator) -> Iterate:
    at = ask.linearization(ask.values(np.array([1.0, -1.0])))
    return Iterate(at, np.array([1.0, -1.0]), np.zeros(2), 0.0)


def test_one_jacobian_is_asked_for() -> None:
    ask = Evaluator(repeated(nonlinear=True).problem())
    at = iterate(ask)
    assert are_dependent_beside(ask, at)
    assert ask.calls["jacobian"] == 2
    assert ask.calls["objective"] == 1


def test_without_time_nothing_can_be_told() -> None:
    problem = repeated(nonlinear=True).problem()
    assert are_dependent_beside(Evaluator(problem, None, Ledger(deadline=0.0)), iterate(Evaluator(problem)))
