"""The judge is judged: points whose standing is known from the textbook."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import casadi as ca
import numpy as np
import pytest
from numpy.typing import NDArray

from sqp.algorithm.stop import PointKind
from sqp.bounds import Bounds
from sqp.model.casadi_problem import CasadiProblem
from tests import oracle
from tests.derivatives import derivative_errors, least_curvature

INF = np.inf


def problem(
    n: int, f: Any, c: Sequence[Any] = (), rows: Sequence[tuple[float, float]] = (), box: Any = None
) -> CasadiProblem:
    """A problem from functions of a column symbol x."""
    x = ca.SX.sym("x", n)
    low, up = zip(*rows, strict=True) if rows else ((), ())
    return CasadiProblem(
        x,
        f(x),
        ca.vertcat(*[row(x) for row in c]) if c else None,
        variable_bounds=Bounds(*box) if box else None,
        constraint_bounds=Bounds(low, up),
    )


def hs71() -> CasadiProblem:
    return problem(
        4,
        lambda x: x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2],
        [lambda x: x[0] * x[1] * x[2] * x[3], ca.sumsqr],
        [(25, INF), (40, 40)],
        ([1] * 4, [5] * 4),
    )


HS71_X = np.array([1.0, 4.742999637169, 3.821149984226, 1.379408293215])


def hs13() -> CasadiProblem:
    """min (x−2)² + y² s.t. (1−x)³ − y >= 0, x, y >= 0: the constraints touch in a cusp at (1, 0)."""
    return problem(
        2, lambda x: (x[0] - 2) ** 2 + x[1] ** 2, [lambda x: (1 - x[0]) ** 3 - x[1]], [(0, INF)], ([0, 0], [INF, INF])
    )


def contradictory() -> CasadiProblem:
    """x² + 1 <= 0 has no point; its violation is stationary at 0 only."""
    return problem(2, lambda x: x[0] + x[1], [lambda x: ca.sumsqr(x) + 1], [(-INF, 0)])


def result(kind: PointKind, x: NDArray[np.float64], y: Any, z: Any, f: float) -> Any:
    success = kind in (PointKind.KKT, PointKind.KKT_ACCEPTABLE)
    return SimpleNamespace(success=success, point=kind, x=x, y=np.asarray(y), z=np.asarray(z), f=f)


def test_multipliers_of_hs71_are_the_published_ones() -> None:
    y, z = oracle.multipliers(hs71(), HS71_X)
    np.testing.assert_allclose(y, [-0.55229366, 0.16146857], atol=1e-7)
    np.testing.assert_allclose(z, [-1.0878712, 0, 0, 0], atol=1e-6)


def test_known_kkt_point_passes_tightly() -> None:
    assert oracle.residuals(hs71(), HS71_X).worst < 1e-8
    assert oracle.classify(hs71(), HS71_X) is PointKind.KKT


@pytest.mark.parametrize("axis", range(4))
@pytest.mark.parametrize("distance", [-1e-4, 1e-4])
def test_perturbed_point_is_rejected(axis: int, distance: float) -> None:
    x = HS71_X.copy()
    x[axis] += distance
    assert oracle.classify(hs71(), x) in (PointKind.FEASIBLE, PointKind.INFEASIBLE)


def test_multiplier_with_the_wrong_sign_is_rejected() -> None:
    y, z = oracle.multipliers(hs71(), HS71_X)
    assert oracle.residuals(hs71(), HS71_X, y, -z).stationarity > 1
    held_above = problem(1, lambda x: -x[0], box=([0], [1]))
    assert oracle.classify(held_above, [1.0], [], [1.0]) is PointKind.KKT
    assert oracle.classify(held_above, [0.0], [], [1.0]) is PointKind.FEASIBLE, "stationary, but at the other bound"


def test_infinite_bound_with_a_rounding_sized_multiplier_is_complementary() -> None:
    free = problem(1, lambda x: x[0] ** 2)
    assert oracle.residuals(free, [0.0], [], [1e-13]).complementarity <= 1e-13


def test_cusp_is_fritz_john_and_not_kkt() -> None:
    assert oracle.classify(hs13(), [1.0, 0.0]) is PointKind.FRITZ_JOHN
    assert oracle.residuals(hs13(), [1.0, 0.0]).stationarity > 0.1


def test_ordinary_feasible_points_are_not_fritz_john() -> None:
    assert oracle.classify(hs13(), [0.5, 0.0]) is PointKind.FEASIBLE
    assert oracle.fritz_john(hs71(), [2.0, 3.0, 3.0, np.sqrt(18.0)]) > 1e-3


def test_dependent_equalities_are_fritz_john() -> None:
    twice = problem(2, lambda x: x[0], [lambda x: x[0] + x[1], lambda x: 2 * x[0] + 2 * x[1]], [(0, 0), (0, 0)])
    assert oracle.fritz_john(twice, [0.0, 0.0]) < 1e-12


def test_infeasible_stationary_point() -> None:
    assert oracle.classify(contradictory(), [0.0, 0.0]) is PointKind.INFEASIBLE_STATIONARY
    assert oracle.classify(contradictory(), [0.5, 0.0]) is PointKind.INFEASIBLE


def test_conflict_between_two_rows_is_stationary_in_between() -> None:
    conflict = problem(1, lambda x: x[0], [lambda x: x[0], lambda x: x[0]], [(2, INF), (-INF, 1)])
    assert oracle.classify(conflict, [1.5]) is PointKind.INFEASIBLE_STATIONARY
    assert oracle.classify(conflict, [3.0]) is PointKind.INFEASIBLE


def test_bounds_on_variables_can_stop_the_violation_from_falling() -> None:
    blocked = problem(1, lambda x: x[0], [lambda x: x[0]], [(2, INF)], ([0], [1]))
    assert oracle.classify(blocked, [1.0]) is PointKind.INFEASIBLE_STATIONARY
    assert oracle.classify(blocked, [0.5]) is PointKind.INFEASIBLE


def test_nan_is_unknown() -> None:
    root = problem(1, lambda x: ca.sqrt(x[0]))
    assert oracle.classify(root, [-1.0]) is PointKind.UNKNOWN


def test_false_success_names_the_lie() -> None:
    y, z = oracle.multipliers(hs71(), HS71_X)
    f = hs71().objective(HS71_X)
    assert oracle.false_success(hs71(), result(PointKind.KKT, HS71_X, y, z, f)) == ""
    assert "objective" in oracle.false_success(hs71(), result(PointKind.KKT, HS71_X, y, z, f + 1))
    assert "residuals" in oracle.false_success(hs71(), result(PointKind.KKT, HS71_X, 0 * y, z, f))
    assert "residuals" in oracle.false_success(hs71(), result(PointKind.KKT_ACCEPTABLE, HS71_X + 0.01, y, z, f))
    assert oracle.false_success(hs71(), result(PointKind.INFEASIBLE, HS71_X + 1, y, z, f)) == ""


def test_false_claims_of_degenerate_endings() -> None:
    none = np.zeros(2)
    honest = result(PointKind.FRITZ_JOHN, np.array([1.0, 0.0]), [0.0], none, 1.0)
    assert oracle.false_claim(hs13(), honest) == ""
    honest.x = np.array([0.5, 0.0])
    assert "FRITZ_JOHN" in oracle.false_claim(hs13(), honest)
    stuck = result(PointKind.INFEASIBLE_STATIONARY, np.zeros(2), [0.0], none, 0.0)
    assert oracle.false_claim(contradictory(), stuck) == ""
    stuck.x = np.ones(2)
    assert "can be reduced" in oracle.false_claim(contradictory(), stuck)
    assert "feasible point" in oracle.false_claim(hs13(), replace_point(stuck, [0.5, 0.0]))
    feasible = result(PointKind.FEASIBLE, np.array([2.0, 0.0]), [0.0], none, 0.0)
    assert "violated" in oracle.false_claim(hs13(), feasible)


def replace_point(record: Any, x: Sequence[float]) -> Any:
    return SimpleNamespace(**{**vars(record), "x": np.array(x)})


class Wrong:
    """A problem whose derivatives can be spoilt one at a time."""

    def __init__(self, inner: CasadiProblem, spoilt: str) -> None:
        self._inner, self._spoilt = inner, spoilt

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)
        if name != self._spoilt:
            return method
        return lambda *arguments: method(*arguments) * 1.001


@pytest.mark.parametrize("spoilt", ["gradient", "jacobian", "lagrangian_hessian"])
def test_a_derivative_that_is_off_by_a_thousandth_is_found(spoilt: str) -> None:
    x, y = np.array([1.2, 4.0, 3.5, 1.5]), np.array([-0.5, 0.3])
    assert derivative_errors(hs71(), x, y).worst < 1e-9
    wrong: Any = Wrong(hs71(), spoilt)
    found = derivative_errors(wrong, x, y)
    assert getattr(found, spoilt.removeprefix("lagrangian_")) > 1e-4


def test_curvature_tells_minimum_from_saddle() -> None:
    y, z = oracle.multipliers(hs71(), HS71_X)
    assert least_curvature(hs71(), HS71_X, y, z) > 0.1
    saddle = problem(2, lambda x: x[0] ** 2 - x[1] ** 2)
    assert least_curvature(saddle, [0, 0], [], [0, 0]) == pytest.approx(-2, abs=1e-6)
    vertex = problem(2, lambda x: -x[0] - x[1], box=([0, 0], [1, 1]))
    assert least_curvature(vertex, [1, 1], [], [1, 1]) == INF
