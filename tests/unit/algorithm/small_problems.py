"""Small problems whose endings are known, and one whose functions do as they are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import casadi as ca
import numpy as np

from sqp.arrays import Vector
from sqp.bounds import Bounds
from sqp.model.casadi_problem import CasadiProblem


def rosenbrock() -> CasadiProblem:
    x = ca.SX.sym("x", 2)
    f = (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2
    return CasadiProblem(x, f, start=[-1.2, 1.0], variable_names=("u", "v"))


def hs71() -> CasadiProblem:
    x = ca.SX.sym("x", 4)
    return CasadiProblem(
        x,
        x[0] * x[3] * (x[0] + x[1] + x[2]) + x[2],
        ca.vertcat(x[0] * x[1] * x[2] * x[3], ca.sumsqr(x)),
        variable_bounds=Bounds([1] * 4, [5] * 4),
        constraint_bounds=Bounds([25, 40], [np.inf, 40]),
        start=[1, 5, 5, 1],
    )


def cusp() -> CasadiProblem:
    """HS13: (1, 0) is optimal and has no multipliers."""
    x = ca.SX.sym("x", 2)
    return CasadiProblem(
        x,
        (x[0] - 2) ** 2 + x[1] ** 2,
        (1 - x[0]) ** 3 - x[1],
        variable_bounds=Bounds([0, 0], [np.inf, np.inf]),
        constraint_bounds=Bounds([0], [np.inf]),
        start=[0, 0],
    )


def two_discs() -> CasadiProblem:
    """Discs of radius 1 around (-2, 0) and (2, 0): no common point, the least violation is halfway."""
    x = ca.SX.sym("x", 2)
    return CasadiProblem(
        x,
        x[1] ** 2,
        ca.vertcat((x[0] + 2) ** 2 + x[1] ** 2, (x[0] - 2) ** 2 + x[1] ** 2),
        constraint_bounds=Bounds([-np.inf] * 2, [1, 1]),
        start=[1.0, 3.0],
        constraint_names=("left", "right"),
    )


def slide() -> CasadiProblem:
    """Falls without limit along feasible points."""
    x = ca.SX.sym("x", 2)
    return CasadiProblem(x, -x[0], x[1] - x[0], constraint_bounds=Bounds([0], [np.inf]), start=[0, 1])


def logarithm(start: float = 5.0) -> CasadiProblem:
    """x - log(x): a Newton step from 5 leads to where log is not defined; the minimum is at 1."""
    x = ca.SX.sym("x")
    return CasadiProblem(x, x - ca.log(x), start=[start])


class Watched:
    """A problem whose objective first calls ``watch(number of the call)``, which may raise or return a value."""

    def __init__(self, problem: CasadiProblem, watch: Callable[[int], Any]) -> None:
        self._problem, self._watch, self._calls = problem, watch, 0
        self.variable_bounds, self.constraint_bounds = problem.variable_bounds, problem.constraint_bounds
        self.start = problem.start

    def objective(self, x: Vector, /) -> float:
        self._calls += 1
        value = self._watch(self._calls)
        return self._problem.objective(x) if value is None else value

    def gradient(self, x: Vector, /) -> Vector:
        return self._problem.gradient(x)

    def constraints(self, x: Vector, /) -> Vector:
        return self._problem.constraints(x)

    def jacobian(self, x: Vector, /) -> Any:
        return self._problem.jacobian(x)

    def lagrangian_hessian(self, x: Vector, y: Vector, sigma: float, /) -> Any:
        return self._problem.lagrangian_hessian(x, y, sigma)
