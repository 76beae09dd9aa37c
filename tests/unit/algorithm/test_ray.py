"""Unbounded problems end soon, with a direction that anybody can check."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import casadi as ca
import numpy as np
import pytest

import sqp
from sqp.algorithm.ray import is_ray
from sqp.algorithm.result import Result
from sqp.bounds import Bounds
from sqp.evaluation.evaluator import Evaluator
from sqp.model.casadi_problem import CasadiProblem


def linear(m: sqp.Model) -> None:
    x, y = m.variable("x", lower=0, start=0.5), m.variable("y", lower=0, start=0.2)
    m.minimize(-x - y)
    m.subject_to(x - y <= 1, name="wedge")


def with_equality(m: sqp.Model) -> None:
    x = m.variable("x", 3)
    m.minimize(x[0])
    m.subject_to(sqp.sum(x) == 1, name="sum")


def saddle(m: sqp.Model) -> None:
    x = m.variable("x", 2, start=[1, 2])
    m.minimize(x[0] * x[1] + x[0])
    m.subject_to(sqp.sum(x) >= -10, name="halfplane")


def square(m: sqp.Model) -> None:
    m.minimize(-(m.variable("x", start=1.0) ** 2))


def cubic(m: sqp.Model) -> None:
    m.minimize(-(m.variable("x", start=1.0) ** 3))


def exponential(m: sqp.Model) -> None:
    m.minimize(-sqp.exp(m.variable("x", start=1.0)))


def scaled(m: sqp.Model) -> None:
    x, y = m.variable("x", start=1e3, scale=1e3), m.variable("y", start=1e-3, scale=1e-3)
    m.minimize(x**2 - 1e6 * y)


UNBOUNDED = [linear, with_equality, saddle, square, cubic, exponential, scaled]


def solved(build: Callable[[sqp.Model], None], **settings) -> Result:
    m = sqp.Model()
    build(m)
    return m.solve(**settings)


@pytest.mark.parametrize("build", UNBOUNDED, ids=lambda build: build.__name__)
def test_a_ray_is_found_soon_and_is_one(build):
    result = solved(build)
    assert result.stop is sqp.StopReason.UNBOUNDED
    assert result.point is sqp.PointKind.UNBOUNDED
    assert result.iterations <= 40
    problem, ray = result.problem, result.ray
    assert problem is not None
    assert ray is not None
    assert np.abs(ray).max() == 1.0
    size = max(1.0, float(np.abs(result.x).max()))
    falling = [problem.objective(result.x + distance * size * ray) for distance in (0.0, 1.0, 1e2, 1e4)]
    assert all(later < earlier or later == -np.inf for earlier, later in itertools.pairwise(falling))
    for distance in (1.0, 1e3, 1e6):
        at = result.x + distance * size * ray
        assert problem.variable_bounds.violation(at).max() == 0.0
        assert problem.constraint_bounds.violation(problem.constraints(at)).max(initial=0.0) <= 1e-6


@pytest.mark.parametrize("build", [linear, with_equality, saddle, square], ids=lambda build: build.__name__)
def test_linear_and_quadratic_problems_need_a_few_iterations(build):
    assert solved(build).iterations <= 4


def test_a_curve_of_feasible_points_is_no_ray():
    m = sqp.Model()
    x, y = m.variable("x", lower=0, start=1.0), m.variable("y", lower=0, start=1.0)
    m.minimize(-x)
    m.subject_to(x * y == 1, name="hyperbola")
    result = m.solve()
    assert result.stop is sqp.StopReason.UNBOUNDED
    assert result.ray is None
    assert "no straight line" in result.message


def test_a_curve_that_bends_away_is_followed():
    m = sqp.Model()
    x, y = m.variable("x", start=1.0), m.variable("y", start=1.0)
    m.minimize(-x)
    m.subject_to(y == x**2, name="parabola")
    result = m.solve()
    assert result.stop is sqp.StopReason.UNBOUNDED
    assert result.ray is None
    assert result.iterations <= 20


def test_what_turns_around_far_away_is_bounded():
    m = sqp.Model()
    x = m.variable("x", start=1.0)
    m.minimize(1e-12 * x**2 - x)
    result = m.solve()
    assert result.success
    assert result["x"] == pytest.approx(5e11)


def test_a_constraint_far_away_is_seen():
    m = sqp.Model()
    x = m.variable("x", start=1.0, lower=0.5)
    m.minimize(-x)
    limit = m.subject_to(sqp.log(x) <= 10, name="limit")
    result = m.solve()
    assert result.success
    assert result["x"] == pytest.approx(np.exp(10))
    assert result.multiplier(limit.name) == pytest.approx(np.exp(10))


def test_presolve_hands_the_ray_over():
    m = sqp.Model()
    x, y = m.variable("x", lower=2, upper=2), m.variable("y", start=1.0)
    m.minimize(-x * y)
    assert m.solve().ray == pytest.approx([0.0, 1.0])


def exponential_in_a_box(m: sqp.Model) -> None:
    m.minimize(-sqp.exp(m.variable("x", lower=0, upper=50, start=1)))


def constant(m: sqp.Model) -> None:
    m.minimize((m.variable("x", start=3.0) - 1) ** 2 - 1e16)


def poor_start(m: sqp.Model) -> None:
    m.minimize(1e16 * (m.variable("x", start=3.0) - 1) ** 2 - 1)


def far_rows(m: sqp.Model) -> None:
    x = m.variable("x", 2)
    m.minimize(-x[0] - x[1])
    m.subject_to(x[0] + 2 * x[1] <= 1e10, name="far")
    m.subject_to(x[0] - x[1] <= 10, name="left")
    m.subject_to(x[1] - x[0] <= 10, name="right")


def large_disc(m: sqp.Model) -> None:
    x = m.variable("x", 2)
    m.minimize(-x[0] - x[1])
    m.subject_to(x[0] ** 2 + x[1] ** 2 <= 1e18, name="disc")


def exponential_below_a_bound(m: sqp.Model) -> None:
    m.minimize(-sqp.exp(m.variable("x", upper=50, start=1)))


def exponential_below_a_row(m: sqp.Model) -> None:
    x, y = m.variable("x", start=1), m.variable("y", start=1)
    m.minimize(-sqp.exp(x) + y**2)
    m.subject_to(x + 0.01 * y**2 <= 50, name="limit")


def steep_in_a_disc(m: sqp.Model) -> None:
    x = m.variable("x", 2)
    m.minimize(-1e16 * x[0])
    m.subject_to(x[0] ** 2 + x[1] ** 2 <= 100, name="disc")


def steep_between_rows(m: sqp.Model) -> None:
    x, y = m.variable("x"), m.variable("y")
    m.minimize(-1e16 * x)
    m.subject_to(x + y <= 10, name="right")
    m.subject_to(x - y <= 10, name="left")


@pytest.mark.parametrize(
    "build",
    [exponential_in_a_box, exponential_below_a_row, constant, poor_start, far_rows, large_disc, steep_in_a_disc],
    ids=lambda build: build.__name__,
)
def test_what_is_bounded_is_not_called_unbounded(build):
    result = solved(build)
    assert result.stop is not sqp.StopReason.UNBOUNDED
    assert result.point is not sqp.PointKind.UNBOUNDED
    assert result.ray is None


FAR_DOWN = [
    (exponential_in_a_box, -np.exp(50)),
    (exponential_below_a_bound, -np.exp(50)),
    (exponential_below_a_row, -np.exp(50)),
    (far_rows, -20e9 / 3),
    (steep_in_a_disc, -1e17),
    (steep_between_rows, -1e17),
]


@pytest.mark.parametrize(("build", "f"), FAR_DOWN, ids=lambda case: getattr(case, "__name__", ""))
def test_a_minimum_far_down_is_found(build, f):
    result = solved(build)
    assert result.success
    assert result.f == pytest.approx(f)


def test_a_constant_hides_no_ray():
    m = sqp.Model()
    m.minimize(-(m.variable("x", start=1.0) ** 2) - 1e16)
    result = m.solve()
    assert result.point is sqp.PointKind.UNBOUNDED


@pytest.mark.parametrize(("bound", "verdict"), [(np.inf, True), (1e10, False), (1e18, False)])
def test_rows_are_followed_to_where_the_objective_is_low(bound, verdict):
    x = ca.SX.sym("x", 2)
    rows = Bounds([-np.inf, -10.0], [bound, 10.0])
    e = Evaluator(CasadiProblem(x, -x[0] - x[1], ca.vertcat(1e4 * x[0], x[0] - x[1]), constraint_bounds=rows))
    assert is_ray(e, np.zeros(2), 0.0, np.ones(2), 1e-6, -1e15) is verdict
