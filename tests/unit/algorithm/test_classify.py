"""What a point is: by residuals alone, and on problems whose endings are known."""

from __future__ import annotations

import numpy as np
import pytest

import sqp
from sqp.algorithm.classify import Judgement, classify, fritz_john_residual, infeasibility_residual
from sqp.algorithm.record import Residuals
from sqp.algorithm.stop import PointKind, StopReason
from sqp.bounds import Bounds
from sqp.model.casadi_problem import CasadiProblem
from tests import oracle
from tests.unit.algorithm.small_problems import cusp, hs71, rosenbrock, slide, two_discs

FREE = Bounds.free(1)


@pytest.mark.parametrize(
    ("residuals", "more", "kind"),
    [
        (Residuals(1e-9, 1e-9, 1e-9, 1.0), {}, PointKind.KKT),
        (Residuals(1e-7, 0.0, 0.0, 0.0), {}, PointKind.KKT_ACCEPTABLE),
        (Residuals(1.0, 0.0, 0.0, 0.0), {}, PointKind.FEASIBLE),
        (Residuals(1.0, 0.0, 0.0, 0.0), {"fritz_john": 1e-7}, PointKind.FRITZ_JOHN),
        (Residuals(1.0, 0.0, 0.0, 0.0), {"unbounded": True}, PointKind.UNBOUNDED),
        (Residuals(1.0, 1.0, 0.0, 0.0), {"unbounded": True}, PointKind.INFEASIBLE),
        (Residuals(1.0, 1.0, 0.0, 0.0), {"fritz_john": 0.0}, PointKind.INFEASIBLE),
        (Residuals(1.0, 1.0, 0.0, 0.0), {"infeasible": 1e-7}, PointKind.INFEASIBLE_STATIONARY),
        (Residuals(0.0, 1.0, 0.0, 0.0), {}, PointKind.INFEASIBLE),
        (Residuals(np.nan, np.nan, 0.0, 0.0), {}, PointKind.UNKNOWN),
        (Residuals(np.inf, np.inf, np.inf, np.inf), {"infeasible": 0.0}, PointKind.UNKNOWN),
    ],
)
def test_the_residuals_decide(residuals: Residuals, more: dict[str, float], kind: PointKind) -> None:
    assert classify(Judgement(residuals, **more), 1e-8, 1e-6) is kind  # pyright: ignore[reportArgumentType]


def infeasibility(c: float, y: float, slope: float = 0.0, x: float = 0.0, box: Bounds = FREE) -> float:
    """Of one row c <= 0 with the given slope."""
    z = np.array([-slope * np.sign(y)])
    rows = Bounds([-np.inf], [0.0])
    return infeasibility_residual(np.array([x]), np.array([c]), np.array([[slope]]), np.array([y]), z, box, rows)


def test_a_certificate_of_infeasibility_holds_only_where_a_row_is_violated_and_flat() -> None:
    assert infeasibility(c=1.0, y=1.0) == 0.0
    assert infeasibility(c=1.0, y=7.0) == 0.0  # any length: it is normalised
    assert infeasibility(c=1.0, y=-1.0) > 0.1  # the wrong side
    assert infeasibility(c=1.0, y=0.0) == np.inf
    assert infeasibility(c=-1.0, y=1.0) > 0.1  # nothing is violated


def test_a_certificate_may_lean_on_an_active_bound_only() -> None:
    at_bound, away = (infeasibility(1.0, 1.0, slope=-1.0, x=x, box=Bounds([-5.0], [2.0])) for x in (2.0, 0.0))
    assert at_bound == 0.0
    assert away > 0.1


def test_fritz_john_needs_gradients_that_cancel_and_constraints_that_touch() -> None:
    rows, jac, y = Bounds([0.0, 0.0], [np.inf, np.inf]), np.array([[1.0], [-1.0]]), np.array([-3.0, -3.0])
    x, z = np.zeros(1), np.zeros(1)
    assert fritz_john_residual(x, np.zeros(2), jac, y, z, FREE, rows) == 0.0
    assert fritz_john_residual(x, np.ones(2), jac, y, z, FREE, rows) > 0.1
    assert fritz_john_residual(x, np.zeros(2), jac, np.array([-3.0, 0.0]), z, FREE, rows) > 0.1
    assert fritz_john_residual(x, np.zeros(2), jac, np.zeros(2), z, FREE, rows) == np.inf


@pytest.mark.parametrize(
    ("problem", "stop", "kind"),
    [
        (rosenbrock(), StopReason.CONVERGED, PointKind.KKT),
        (hs71(), StopReason.CONVERGED, PointKind.KKT),
        (two_discs(), StopReason.LOCALLY_INFEASIBLE, PointKind.INFEASIBLE_STATIONARY),
        (slide(), StopReason.UNBOUNDED, PointKind.UNBOUNDED),
    ],
    ids=["rosenbrock", "hs71", "two discs", "slide"],
)
def test_endings(problem: CasadiProblem, stop: StopReason, kind: PointKind) -> None:
    result = sqp.solve(problem)
    assert (result.stop, result.point) == (stop, kind)
    assert oracle.false_claim(problem, result) == ""


def test_a_point_without_multipliers_is_no_success() -> None:
    result = sqp.solve(cusp())
    assert result.point is PointKind.FRITZ_JOHN
    assert not result.success
    np.testing.assert_allclose(result.x, [1.0, 0.0], atol=0.02)
    assert oracle.false_claim(cusp(), result) == ""


def test_the_multipliers_of_an_infeasible_point_name_the_rows_that_conflict() -> None:
    result = sqp.solve(two_discs())
    np.testing.assert_allclose(result.x, [0.0, 0.0], atol=1e-4)
    np.testing.assert_allclose(result.y, [1.0, 1.0], atol=1e-3)
    assert result.least_violation is not None
    assert result.least_violation.violation >= 3.0 - 1e-6
