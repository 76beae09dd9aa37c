"""Verify what a result claims of its point from the problem alone: nothing that the solver computed is believed.

The conditions, with the multipliers y, z and the ray r that the result offers as its proof:

    KKT                     grad f + J'y + z = 0, not only against huge y and z; feasible, complementary
    FRITZ_JOHN              J'y + z = 0 with (y, z) not 0, feasible, complementary
    INFEASIBLE_STATIONARY   J'y + z = 0, y = +-1 on violated rows and within [-1, 1] on those at a limit; not feasible
    UNBOUNDED               f(x + t r) falls at least in proportion to t up to 10^6, x + t r is feasible up to 10^16
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sqp.algorithm.classify import fritz_john_residual, infeasibility_residual, lacks_objective
from sqp.algorithm.ray import row_rounding
from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind
from sqp.arrays import Vector, norm_inf
from sqp.bounds import Bounds
from sqp.model.problem import Problem
from sqp.report.judge import optimality

#: Lengths along a ray, relative to max(1, |x|), at which the objective is followed.
_LENGTHS = tuple(10.0**k for k in range(-2, 7))
#: Further ones at which the constraints are: a large bound is far away.
_FURTHER = tuple(10.0**k for k in range(7, 17))


@dataclass(frozen=True)
class Certificate:
    """Whether a claim about a point holds.

    Attributes
    ----------
    claim : PointKind
        What the result says.
    defect : float
        The largest residual of the conditions of that claim; infinite if the result offers no proof.
    tolerance : float
        What the defect was held against.
    """

    claim: PointKind
    defect: float
    tolerance: float

    @property
    def holds(self) -> bool:
        return self.defect <= self.tolerance

    def __bool__(self) -> bool:
        return self.holds


def verify_certificate(problem: Problem, result: Result, *, tolerance: float = 1e-6) -> Certificate:
    """Check what ``result.point`` claims by evaluating ``problem`` anew.

    Parameters
    ----------
    problem : Problem
        Stated by whoever checks; ``result.problem`` is not looked at.
    result : Result
        Its ``point``, ``x``, ``y``, ``z`` and ``ray`` are the claim and its proof.
    tolerance : float
        Largest residual of a true claim, in the user's units.

    Returns
    -------
    Certificate
        FEASIBLE holds at a feasible point, INFEASIBLE at one that is not; UNKNOWN claims nothing and does not hold.

    Examples
    --------
    >>> import sqp
    >>> m = sqp.Model()
    >>> x = m.variable("x", start=3.0)
    >>> low, high = m.subject_to(x <= 1.0), m.subject_to(x**2 >= 4.0)
    >>> far = m.subject_to(x >= 0.0)
    >>> result = m.solve()
    >>> result.point.name, bool(verify_certificate(m.problem(), result))
    ('INFEASIBLE_STATIONARY', True)
    """
    with np.errstate(all="ignore"):
        defect = _defect(problem, result, tolerance)
    return Certificate(result.point, defect if np.isfinite(defect) else np.inf, tolerance)


def _defect(problem: Problem, result: Result, tolerance: float) -> float:
    """The largest residual of the conditions that the claim stands for."""
    found = optimality(problem, result.x, result.y, result.z)
    kind = result.point
    if kind in (PointKind.KKT, PointKind.KKT_ACCEPTABLE):
        grad = problem.gradient(result.x)
        gradient = grad + problem.jacobian(result.x).T @ result.y + result.z
        return np.inf if lacks_objective(gradient, grad) else found.worst
    if kind is PointKind.FEASIBLE:
        return found.feasibility
    if kind is PointKind.UNKNOWN:
        return np.inf
    if kind is PointKind.UNBOUNDED:
        return max(found.feasibility, _ray_defect(problem, result.x, result.ray))
    if kind is PointKind.FRITZ_JOHN:
        return max(found.feasibility, _stationarity(problem, result, is_feasible=True))
    if not found.feasibility > tolerance:
        return np.inf  # a feasible point is called infeasible
    return 0.0 if kind is PointKind.INFEASIBLE else _stationarity(problem, result, is_feasible=False)


def _stationarity(problem: Problem, result: Result, *, is_feasible: bool) -> float:
    x, y, z = result.x, result.y, result.z
    residual = fritz_john_residual if is_feasible else infeasibility_residual
    c, jac = problem.constraints(x), problem.jacobian(x)
    return residual(x, c, jac, y, z, problem.variable_bounds, problem.constraint_bounds)


def _ray_defect(problem: Problem, x: Vector, ray: Vector | None) -> float:
    """The largest violation along the ray; infinite unless the objective falls at least in proportion to the length."""
    if ray is None or not np.isfinite(ray).all() or not norm_inf(ray) > 0.0:
        return np.inf
    unit = max(1.0, norm_inf(x)) / norm_inf(ray)
    f, slope = problem.objective(x), 0.0
    for length in _LENGTHS:
        mean = (problem.objective(x + length * unit * ray) - f) / length
        if not mean < 0.5 * slope or not np.isfinite(mean):
            return np.inf
        slope = mean
    return float(np.max([_violation(problem, x + length * unit * ray) for length in _LENGTHS + _FURTHER]))


def _violation(problem: Problem, x: Vector) -> float:
    """The largest violation relative to max(1, |bound|), apart from what rounding explains; NaN if a row is NaN."""
    box, rows = problem.variable_bounds, problem.constraint_bounds
    worst = np.max(box.violation(x) / box.scale, initial=0.0)
    violations = _violations(rows, problem.constraints(x))
    if violations.any():
        excess = violations - row_rounding(problem.jacobian(x), x)
        worst = np.maximum(worst, np.max(excess / rows.scale))
    return float(worst)


def _violations(bounds: Bounds, values: Vector) -> Vector:
    """Those of values of which some may have overflown."""
    largest = np.finfo(float).max
    return bounds.violation(np.clip(values, -largest, largest))
