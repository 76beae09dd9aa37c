from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sqp.algorithm.record import Counts, Residuals, Seconds
from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind, StopReason
from sqp.arrays import Vector


class View:
    """Two variables, w (scalar, mm) and v (20 entries), and one constraint."""

    def variables(self, x: Vector) -> dict[str, Any]:
        return {"w": float(x[0]), "v": x[1:]}

    def multipliers(self, y: Vector, z: Vector) -> dict[str, Any]:
        return {"limit": float(y[0]), "bounds of w": float(z[0]), "bounds of v": z[1:]}

    def value(self, expression: Any, x: Vector) -> Any:
        raise AssertionError("not asked for")

    def units(self) -> dict[str, str]:
        return {"w": "mm"}


def result(x: Vector, y: Vector, z: Vector, **fields: Any) -> Result:
    residuals = Residuals(0.0, 0.0, 0.0, 0.0)
    stop, point = StopReason.CONVERGED, PointKind.KKT
    return Result(x, y, z, 1.5, stop, point, "", residuals, residuals, Counts(), Seconds(), **fields)


def test_names_units_bounds_and_multipliers() -> None:
    x, z = np.arange(21.0), np.zeros(21)
    z[0], z[3] = -2.5, 4.0
    lines = result(x, np.array([7.0]), z, view=View()).table().splitlines()
    assert lines[0] == "solved: CONVERGED, KKT; objective 1.5; largest violation 0.0e+00"
    assert lines[2].split() == ["variable", "value", "unit", "at", "bound", "multiplier"]
    assert lines[4].split() == ["w", "0", "mm", "lower", "-2.5"]
    assert next(line for line in lines if line.startswith("v[2]")).split() == ["v[2]", "3", "upper", "4"]
    assert lines[-1].split() == ["limit", "7"]


def test_a_failed_solve_is_not_taken_for_a_solution() -> None:
    ends: dict[str, Any] = {
        "stop": StopReason.ITERATION_LIMIT,
        "point": PointKind.INFEASIBLE,
        "residuals": Residuals(1.0, 2.0, 0.0, 3.0),
    }
    first = replace(result(np.ones(1), np.ones(1), np.zeros(1)), **ends).table().splitlines()[0]
    assert first == "NOT SOLVED: ITERATION_LIMIT, INFEASIBLE; objective 1.5; largest violation 3.0e+00"


def test_long_vectors_are_abbreviated() -> None:
    lines = result(np.arange(21.0), np.array([7.0]), np.zeros(21), view=View()).table().splitlines()
    assert any(line.startswith("... 10 more") and "1 to 20" in line for line in lines)
    assert any(line.startswith("v[7]") for line in lines)
    assert not any(line.startswith("v[8]") for line in lines)
    assert any(line.startswith("v[19]") for line in lines)


def test_rounding_noise_is_no_active_bound() -> None:
    table = result(np.zeros(2), np.zeros(0), np.array([1e-12, -1e-14])).table()
    assert "upper" not in table
    assert "lower" not in table


@pytest.mark.parametrize(("n", "m"), [(0, 0), (1, 0), (3, 2), (40, 30)])
def test_a_problem_without_names_has_a_table(n: int, m: int) -> None:
    table = result(np.ones(n), np.ones(m), np.zeros(n)).table()
    assert ("x[0]" in table) == (n > 0)
    assert ("c[0]" in table) == (m > 0)


def test_flat_names_are_used() -> None:
    names: dict[str, Any] = {"variable_names": ("width", "height"), "constraint_names": ("volume",)}
    table = result(np.ones(2), np.ones(1), np.zeros(2), **names).table()
    assert all(name in table for name in ("width", "height", "volume"))
