"""What SciPy is told about a solve."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.optimize import OptimizeResult

from sqp.adapters.scipy_constraints import Part
from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind, StopReason
from sqp.arrays import Vector
from sqp.model.nlp import NLP

SOLVED, LIMIT, INFEASIBLE, UNBOUNDED, OTHER, STOPPED = 0, 1, 2, 3, 4, 99


def told(**fields: Any) -> OptimizeResult:
    """A result of SciPy's with these entries.

    Examples
    --------
    >>> told(nit=3).nit
    3
    """
    answer = OptimizeResult()
    answer.update(fields)
    return answer


def status_of(point: PointKind, stop: StopReason) -> int:
    """SciPy's status: the codes of ``linprog``, and 99 after StopIteration.

    The point alone decides between solved, infeasible and unbounded; the reason to stop only says why it is none of
    these.

    Examples
    --------
    >>> status_of(PointKind.KKT, StopReason.ITERATION_LIMIT), status_of(PointKind.FEASIBLE, StopReason.ITERATION_LIMIT)
    (0, 1)
    """
    if point in (PointKind.KKT, PointKind.KKT_ACCEPTABLE):
        return SOLVED
    if stop is StopReason.STOPPED_BY_CALLBACK:
        return STOPPED
    if point is PointKind.INFEASIBLE_STATIONARY:
        return INFEASIBLE
    if point is PointKind.UNBOUNDED:
        return UNBOUNDED
    return LIMIT if stop.is_limit else OTHER


def converted(
    result: Result, problem: NLP, parts: Sequence[Part], *, bounded: bool, exact_slopes: bool
) -> OptimizeResult:
    """The result as SciPy's methods return it, with multipliers both as SLSQP and as trust-constr report them.

    Differences do not move a variable that its bounds fix, so its multiplier is then unknown: NaN.
    """
    z = result.z if exact_slopes else np.where(problem.variable_bounds.equalities, np.nan, result.z)
    y = np.split(result.y, np.cumsum([part.bounds.size for part in parts])[:-1]) if parts else []
    return told(
        x=result.x,
        fun=result.f,
        jac=_gradient(problem, result.x),
        success=result.success,
        status=status_of(result.point, result.stop),
        message=result.message,
        nit=result.iterations,
        maxcv=result.residuals.violation,
        constr_violation=result.residuals.violation,
        optimality=result.residuals.stationarity,
        v=[*y, z] if bounded else y,
        multipliers=slsqp_multipliers(parts, y),
        result=result,
    )


def undefined(x: Vector, f: float, message: str) -> OptimizeResult:
    """What is returned where the functions have no value at the start, so that nothing could be done."""
    nothing = np.full(x.size, np.nan)
    return told(
        x=x, fun=f, jac=nothing, success=False, status=OTHER, message=message, nit=0, maxcv=np.nan, v=[],
        multipliers=np.zeros(0),
    )  # fmt: skip


def slsqp_multipliers(parts: Sequence[Part], y: Sequence[Vector]) -> Vector:
    """Multipliers in SLSQP's order and sign.

    Equality rows come first; then, constraint by constraint, rows with a lower bound, and after them rows with an upper
    bound.  An inequality's is not negative; an equality's is the change of the optimal value as c - value grows.
    """
    equalities = [-values[part.bounds.equalities] for part, values in zip(parts, y, strict=True)]
    sides: list[Any] = []
    for part, values in zip(parts, y, strict=True):
        free = ~part.bounds.equalities
        sides.append(np.maximum(-values, 0.0)[free & np.isfinite(part.bounds.lower)])
        sides.append(np.maximum(values, 0.0)[free & np.isfinite(part.bounds.upper)])
    return np.concatenate([np.zeros(0), *equalities, *sides])


def _gradient(problem: NLP, x: Vector) -> Vector:
    try:
        return problem.gradient(x)
    except ArithmeticError:
        return np.full(x.size, np.nan)
