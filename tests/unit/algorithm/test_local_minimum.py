"""A stationary point of the violation that is not a minimum of it is no evidence of infeasibility."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

import sqp
from sqp.algorithm.iterate import Iterate
from sqp.algorithm.local_minimum import examine, in_conflict
from sqp.algorithm.stop import PointKind, StopReason
from sqp.evaluation.evaluator import Evaluator

Build = Callable[[sqp.Model], None]


def bell(start: float, centre: float) -> Build:
    def build(m: sqp.Model) -> None:
        x = m.variable("x", start=start)
        m.minimize(x**2)
        m.subject_to(sqp.exp(-((x - centre) ** 2)) >= 0.5, name="bell")

    return build


def power(k: int) -> Build:
    def build(m: sqp.Model) -> None:
        x = m.variable("x")
        m.minimize(x**2)
        m.subject_to(x**k >= 1, name="power")

    return build


def saturated(m: sqp.Model) -> None:
    x = m.variable("x", start=-25.0)
    m.minimize(x**2)
    m.subject_to(sqp.tanh(x - 3.3) >= 0.5, name="saturated")


def product(m: sqp.Model) -> None:
    x = m.variable("x", 4)
    m.minimize(sqp.sum(x**2))
    m.subject_to(x[0] * x[1] * x[2] * x[3] <= -1, name="product")


def curved_both_ways(m: sqp.Model) -> None:
    x, y = m.variable("x"), m.variable("y")
    m.minimize(x**2 + y**2)
    m.subject_to(x**3 - y**2 >= 1, name="row")


FEASIBLE = {
    "bell from the right": bell(10.0, 0.0),
    "bell from the left": bell(-10.0, 0.0),
    "bell off the centre": bell(23.7, 3.3),
    "square": power(2),
    "cube": power(3),
    "fifth power": power(5),
    "saturated": saturated,
    "product": product,
    "curved both ways": curved_both_ways,
}


@pytest.mark.parametrize("build", FEASIBLE.values(), ids=FEASIBLE)
def test_a_way_out_is_found_where_derivatives_show_none(build: Build) -> None:
    m = sqp.Model()
    build(m)
    assert m.solve().success


def two_squares(m: sqp.Model) -> None:
    x = m.variable("x", 2, start=0.3)
    m.minimize(sqp.sum(x**2))
    m.subject_to((x[0] - x[1]) ** 2 <= -1, name="square")


def cosine(m: sqp.Model) -> None:
    x = m.variable("x", start=0.3)
    m.minimize(x**2)
    m.subject_to(sqp.cos(x) >= 1.5, name="cosine")


def discs(m: sqp.Model) -> None:
    x = m.variable("x", 2, start=[0.3, 2])
    m.minimize(sqp.sum(x**2))
    m.subject_to(x[0] ** 2 + x[1] ** 2 <= 1, name="left")
    m.subject_to((x[0] - 5) ** 2 + x[1] ** 2 <= 1, name="right")


def cube_at_a_bound(m: sqp.Model) -> None:
    x = m.variable("x", lower=0, start=0.3)
    m.minimize(x)
    m.subject_to(x**3 + 1 <= 0, name="cube")


@pytest.mark.parametrize("build", [two_squares, cosine, discs, cube_at_a_bound], ids=lambda build: build.__name__)
def test_a_minimum_of_the_violation_is_called_one(build: Build) -> None:
    m = sqp.Model()
    build(m)
    result = m.solve()
    assert result.stop is StopReason.LOCALLY_INFEASIBLE
    assert result.point is PointKind.INFEASIBLE_STATIONARY


def test_a_variable_that_may_not_be_in_the_row_raises_no_doubt() -> None:
    result = sqp.minimize(lambda x: x[1], [0.0, 2.0], constraints=lambda x: [x[0] ** 2], constraint_bounds=(None, -1.0))
    assert result.point is PointKind.INFEASIBLE_STATIONARY


def test_linear_rows_are_not_examined() -> None:
    m = sqp.Model()
    x = m.variable("x", 2)
    m.minimize(x[0])
    m.subject_to(x[0] + x[1] <= -1, name="below")
    m.subject_to(x[0] + x[1] >= 1, name="above")
    ask = Evaluator(m.problem())
    at = Iterate(ask.linearization(ask.values(np.zeros(2))), np.array([1.0, -1.0]), np.zeros(2), 2.0)
    before = ask.calls["constraints"]
    verdict = examine(ask, at)
    assert verdict.lower is None
    assert not verdict.doubt
    assert ask.calls["constraints"] == before


def test_the_point_with_less_is_within_the_bounds() -> None:
    m = sqp.Model()
    x = m.variable("x", lower=-1, upper=0.5)
    m.minimize(x)
    m.subject_to(x**3 >= 1, name="cube")
    ask = Evaluator(m.problem())
    verdict = examine(ask, Iterate(ask.linearization(ask.values(np.zeros(1))), -np.ones(1), np.zeros(1), 1.0))
    np.testing.assert_array_equal(verdict.lower, [0.5])
    assert ask.problem.variable_bounds.violation(np.array([0.5])).max() == 0.0


def test_no_more_than_a_few_hundred_evaluations() -> None:
    n = 400
    m = sqp.Model()
    x = m.variable("x", n)
    m.minimize(x[0])
    m.subject_to(sqp.sum(x**3) >= 1, name="cubes")
    ask = Evaluator(m.problem())
    examine(ask, Iterate(ask.linearization(ask.values(np.zeros(n))), -np.ones(1), np.zeros(n), 1.0))
    assert ask.calls["constraints"] <= 310


def test_what_has_no_part_is_not_in_conflict() -> None:
    assert in_conflict(np.array([1e-3, 1e-12, 0.0])).tolist() == [True, False, False]
