"""A model as this package reads it, against CasADi's importer where that reads it, and against differences."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import casadi as ca
import numpy as np

from sqp.adapters.ampl.problem import AmplProblem
from sqp.adapters.ampl.read import read_nl
from sqp.bounds import Bounds
from tests.derivatives import dense

#: Up to so many variables the matrix of second derivatives is formed, beyond only its product with a vector.
WITH_MATRIX = 300


def imported(path: Path) -> Any:
    """CasADi's reading of a file; a RuntimeError is its reason not to."""
    builder = ca.NlpBuilder()
    builder.import_nl(str(path), {"verbose": False})
    return builder


def read(path: Path) -> AmplProblem:
    """Our reading, without warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return read_nl(path)


def compare(problem: AmplProblem, other: Any, rtol: float = 1e-11) -> None:
    """Data, values, and first and second derivatives at the start and beside it; AssertionError where they differ."""
    n, m = len(other.x), len(other.g)
    x, c = ca.vertcat(*other.x), ca.vertcat(*other.g) if other.g else ca.MX(0, 1)
    f = other.f if other.f.numel() else ca.MX(0.0)  # CasADi keeps nothing where there is no objective
    y, v = ca.MX.sym("y", m), ca.MX.sym("v", n)
    program = ca.Function("fc", [x], [f, c]).expand()
    f, c = program(x)
    slope = ca.gradient(f, x), ca.gradient(f + ca.dot(y, c), x), ca.jtimes(c, x, v)
    curve = ca.jtimes(slope[1], x, v)
    function: Any = ca.Function("f", [x, y, v], [f, c, slope[0], slope[1], slope[2], curve])
    random = np.random.default_rng(0)
    start = np.array(other.x_init, dtype=float)
    multipliers, direction = random.normal(size=m), random.normal(size=n)
    for point in (start, start + 1e-3 * random.normal(size=n) * np.maximum(1, np.abs(start))):
        expected = [value.full().ravel() for value in function(point, multipliers, direction)]
        if not all(np.isfinite(value).all() for value in expected):
            continue
        jacobian, gradient = problem.jacobian(point), problem.gradient(point)
        found = [
            np.array([problem.objective(point)]),
            problem.constraints(point),
            gradient,
            gradient + jacobian.T @ multipliers,
            jacobian @ direction,
            curvature(problem, point, multipliers, direction),
        ]
        for mine, theirs in zip(found, expected, strict=True):
            size = 1 + np.abs(theirs).max(initial=0.0)
            np.testing.assert_allclose(mine, theirs, rtol=rtol, atol=rtol * size)
    np.testing.assert_array_equal(problem.start, start)
    _compare_bounds(problem.variable_bounds, other.x_lb, other.x_ub)
    _compare_bounds(problem.constraint_bounds, other.g_lb, other.g_ub)


def curvature(problem: AmplProblem, x: Any, y: Any, direction: Any) -> Any:
    """The Hessian of the Lagrangian times a direction; the matrix itself where it is small enough to be formed."""
    if x.size <= WITH_MATRIX:
        return problem.lagrangian_hessian(x, y, 1.0) @ direction
    return problem.lagrangian_hessian_product(x, y, 1.0, direction)


def _compare_bounds(bounds: Bounds, lower: Any, upper: Any) -> None:
    theirs = Bounds(lower, upper)
    np.testing.assert_array_equal(bounds.lower, theirs.lower)
    np.testing.assert_array_equal(bounds.upper, theirs.upper)


def compare_with_differences(problem: AmplProblem) -> None:
    """Slopes of the objective, the rows and the gradient of the Lagrangian along one direction."""
    n, m = problem.start.size, problem.constraint_bounds.size
    x = problem.variable_bounds.project(0.99 * problem.start + 1e-3 * np.cos(np.arange(n)))
    direction, y = np.sin(1 + np.arange(n)), np.cos(2 + np.arange(m))
    step = 1e-6 * max(1.0, float(np.abs(x).max()))

    def slope(function: Any) -> Any:
        return (function(x + step * direction) - function(x - step * direction)) / (2 * step)

    def lagrangian(point: Any) -> Any:
        return problem.gradient(point) + problem.jacobian(point).T @ y

    pairs = [
        (problem.gradient(x) @ direction, slope(problem.objective)),
        (problem.jacobian(x) @ direction, slope(problem.constraints)),
        (curvature(problem, x, y, direction), slope(lagrangian)),
    ]
    for exact, difference in pairs:
        size = 1 + np.abs(dense(exact)).max(initial=0.0)
        np.testing.assert_allclose(dense(difference), dense(exact), rtol=1e-4, atol=1e-5 * size)
