"""An independent judge of answers: it knows the problem and the point, and trusts nobody else.

Everything is recomputed from the functions of the problem.  With L = f + y'c + z'x, the residuals are

    stationarity      |grad f + J'y + z|_inf / s,            s = max(1, mean |(y, z)| / 100)
    feasibility       violation / unit,                       unit = max(1, |finite bounds|)
    complementarity   min(gap / unit, force / s),             gap to the bound that the multiplier's sign names,
                                                              force = |multiplier| max(1, largest entry of its gradient)

and a point is what the smallest tolerance-sized story makes it: KKT, Fritz John, infeasible stationary, feasible, or
infeasible.  Multipliers that nobody supplies are the best bounded least-squares ones on the near-active set.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import linalg, sparse
from scipy.optimize import lsq_linear

from sqp.algorithm.result import Result
from sqp.algorithm.stop import PointKind
from sqp.model.problem import Problem

Array = NDArray[np.float64]

#: A row is near-active when it is this close to its bound, relative to max(1, |value|).
NEAR = 1e-5


@dataclass(frozen=True)
class Residuals:
    """How far a point with multipliers is from the optimality conditions."""

    stationarity: float
    feasibility: float
    complementarity: float

    @property
    def worst(self) -> float:
        return max(self.stationarity, self.feasibility, self.complementarity)


@dataclass(frozen=True, eq=False)
class Local:
    """The problem at one point, constraints and variables stacked as v = (c(x), x) with low <= v <= up.

    ``rows`` are the gradients of v: the Jacobian above the identity, (m + n, n).
    """

    x: Array
    f: float
    grad: Array
    rows: sparse.csr_array
    v: Array
    low: Array
    up: Array

    @cached_property
    def unit(self) -> Array:
        """max(1, |finite bounds|), the unit of a violation."""
        finite = [np.where(np.isfinite(bound), np.abs(bound), 0.0) for bound in (self.low, self.up)]
        return np.maximum(1.0, np.maximum(*finite))

    @cached_property
    def violation(self) -> Array:
        """Signed distance to the interval: negative below, positive above, zero inside."""
        return np.minimum(self.v - self.low, 0.0) + np.maximum(self.v - self.up, 0.0)

    @property
    def feasibility(self) -> float:
        return float(np.max(np.abs(self.violation) / self.unit, initial=0.0))

    def near(self, width: float = NEAR) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Which entries are close to (or beyond) their lower and their upper bound."""
        margin = width * np.maximum(1.0, np.abs(self.v))
        return self.v - self.low <= margin, self.up - self.v <= margin


def local(problem: Problem, x: ArrayLike) -> Local:
    """Evaluate everything of first order at ``x``."""
    point = np.array(x, dtype=float).ravel()
    jac: Any = problem.jacobian(point)
    c = np.asarray(problem.constraints(point), dtype=float)
    variables, constraints = problem.variable_bounds, problem.constraint_bounds
    return Local(
        x=point,
        f=float(problem.objective(point)),
        grad=np.asarray(problem.gradient(point), dtype=float),
        rows=sparse.csr_array(sparse.vstack([sparse.csr_array(jac), sparse.eye_array(point.size)])),
        v=np.concatenate([c, point]),
        low=np.concatenate([constraints.lower, variables.lower]),
        up=np.concatenate([constraints.upper, variables.upper]),
    )


def multipliers(problem: Problem, x: ArrayLike) -> tuple[Array, Array]:
    """Least-squares multipliers (y, z) with the right signs on the near-active set, zero elsewhere."""
    at = local(problem, x)
    mult = _least_squares(at, -at.grad)
    return mult[: -at.x.size], mult[-at.x.size :]


def residuals(problem: Problem, x: ArrayLike, y: ArrayLike | None = None, z: ArrayLike | None = None) -> Residuals:
    """Residuals of the optimality conditions; multipliers that are not given are computed here."""
    at = local(problem, x)
    if y is None or z is None:
        y, z = multipliers(problem, x)
    mult = np.concatenate([np.ravel(np.asarray(y, dtype=float)), np.ravel(np.asarray(z, dtype=float))])
    if mult.size != at.v.size:
        raise ValueError(f"expected {at.v.size} multipliers for {at.v.size - at.x.size} rows, found {mult.size}")
    s = max(1.0, float(np.mean(np.abs(mult))) / 100)
    gap = np.where(mult > 0, np.abs(at.up - at.v), np.abs(at.v - at.low)) / at.unit
    gap = np.where(mult == 0, 0.0, gap)
    force = np.abs(mult) * np.maximum(1.0, abs(at.rows).max(axis=1).toarray().ravel())
    found = Residuals(
        stationarity=float(np.max(np.abs(at.grad + at.rows.T @ mult), initial=0.0)) / s,
        feasibility=at.feasibility,
        complementarity=float(np.max(np.minimum(gap, force / s), initial=0.0)),
    )
    numbers = [at.f, found.stationarity, found.feasibility, found.complementarity]
    return found if np.all(np.isfinite(numbers)) else Residuals(np.inf, np.inf, np.inf)


def fritz_john(problem: Problem, x: ArrayLike) -> float:
    """Smallest |sigma grad f + J'y + z| over multipliers of size one with the right signs; 0 at a Fritz John point.

    Either the multipliers of the objective and the inequalities add up to one, or they all vanish and the gradients
    of the active equalities alone are dependent.
    """
    at = local(problem, x)
    lower, upper = at.near()
    fixed = at.low == at.up
    one_sided = np.flatnonzero((lower | upper) & ~fixed)
    sign = np.where(upper[one_sided], 1.0, -1.0)
    unit_rows = _unit_rows(at.rows)
    equalities = unit_rows[np.flatnonzero(fixed)].toarray()
    signed = np.vstack([at.grad / max(1.0, linalg.norm(at.grad)), sign[:, None] * unit_rows[one_sided].toarray()])
    matrix = np.hstack([equalities.T, signed.T])
    total = np.concatenate([np.zeros(len(equalities)), np.ones(len(signed))])
    low = np.concatenate([np.full(len(equalities), -np.inf), np.zeros(len(signed))])
    answer = lsq_linear(np.vstack([matrix, total]), np.append(np.zeros(at.x.size), 1.0), (low, np.inf), tol=1e-14).x
    weight = float(total @ answer)
    with_signs = float(np.max(np.abs(matrix @ answer))) / weight if weight > 0 else np.inf
    dependent = float(linalg.svdvals(equalities)[-1]) if len(equalities) else np.inf
    return min(with_signs, 0.0 if len(equalities) > at.x.size else dependent)


def infeasible_stationarity(problem: Problem, x: ArrayLike) -> float:
    """How stationary the violation is: the smaller of the l1 and the squared measure, per unit of violated gradient.

    l1: violated rows pull with weight one, rows at their bound (to 1e-6) may push back with a weight of at most one.
    Squared: violated rows pull with their violation, only the bounds on the variables push back.
    """
    at = local(problem, x)
    violated = np.abs(at.violation) / at.unit > 1e-6
    if not np.any(violated):
        return np.inf
    m = at.v.size - at.x.size
    measures = []
    for weight, hard in ((np.sign(at.violation), False), (at.violation / np.abs(at.violation).max(), True)):
        pull = at.rows.T @ np.where(violated, weight, 0.0)
        limit = np.where(np.arange(at.v.size) < m, 0.0 if hard else 1.0, np.inf)
        limit = np.where(violated, 0.0, limit)
        push = _least_squares(at, -pull, limit=limit)
        size = max(1.0, float(np.max(np.abs(at.rows[np.flatnonzero(violated)].toarray()))))
        measures.append(float(np.max(np.abs(pull + at.rows.T @ push))) / size)
    return min(measures)


def classify(
    problem: Problem,
    x: ArrayLike,
    y: ArrayLike | None = None,
    z: ArrayLike | None = None,
    *,
    tolerance: float = 1e-6,
) -> PointKind:
    """What the point is, from the problem alone."""
    found = residuals(problem, x, y, z)
    if not np.isfinite(found.worst):
        return PointKind.UNKNOWN
    if found.worst <= tolerance:
        return PointKind.KKT
    if found.feasibility <= tolerance:
        return PointKind.FRITZ_JOHN if fritz_john(problem, x) <= tolerance else PointKind.FEASIBLE
    stationary = infeasible_stationarity(problem, x) <= np.sqrt(tolerance)
    return PointKind.INFEASIBLE_STATIONARY if stationary else PointKind.INFEASIBLE


def false_success(problem: Problem, result: Result, *, tolerance: float = 1e-6, acceptable: float = 1e-4) -> str:
    """Why a claimed success is not one; an empty string if it is, or if none is claimed."""
    if not result.success:
        return ""
    allowed = tolerance if result.point is PointKind.KKT else acceptable
    found = residuals(problem, result.x, result.y, result.z)
    if found.worst > allowed:
        return f"claims {result.point.name} but the residuals are {found}, allowed {allowed:g}"
    value = getattr(problem, "sense", 1) * local(problem, result.x).f
    if abs(value - result.f) > 1e-9 * max(1.0, abs(value)):
        return f"claims the objective {result.f!r} but it is {value!r} at the returned point"
    return ""


def false_claim(problem: Problem, result: Result, *, tolerance: float = 1e-6) -> str:
    """Why what the result says of its point is not so: as ``false_success``, and for the degenerate endings too."""
    if result.success:
        return false_success(problem, result, tolerance=tolerance)
    feasibility = local(problem, result.x).feasibility
    claims_feasible = result.point in (PointKind.FEASIBLE, PointKind.FRITZ_JOHN, PointKind.UNBOUNDED)
    if claims_feasible and feasibility > tolerance:
        return f"claims {result.point.name} but is violated by {feasibility:g}"
    if result.point is PointKind.FRITZ_JOHN and (size := fritz_john(problem, result.x)) > np.sqrt(tolerance):
        return f"claims FRITZ_JOHN but the smallest combination of gradients has size {size:g}"
    if result.point is PointKind.INFEASIBLE_STATIONARY:
        if feasibility <= tolerance:
            return "claims INFEASIBLE_STATIONARY at a feasible point"
        if (size := infeasible_stationarity(problem, result.x)) > np.sqrt(tolerance):
            return f"claims INFEASIBLE_STATIONARY but the violation can be reduced: {size:g}"
    return ""


def _least_squares(at: Local, target: Array, limit: Array | float = np.inf) -> Array:
    """Signed multipliers on the near-active set, at most ``limit`` in size, that best reproduce ``target``."""
    lower, upper = at.near()
    most = np.broadcast_to(np.asarray(limit, dtype=float), at.v.shape)
    active = np.flatnonzero((lower | upper) & (most > 0))
    mult = np.zeros(at.v.size)
    if active.size:
        low = np.where(lower[active], -most[active], 0.0)
        high = np.where(upper[active], most[active], 0.0)
        mult[active] = lsq_linear(at.rows[active].toarray().T, target, (low, high), tol=1e-14).x
    return mult


def _unit_rows(rows: sparse.csr_array) -> sparse.csr_array:
    """Rows divided by their length; rows shorter than 1e-9 vanish, and are left as they are."""
    size = np.sqrt(np.asarray((rows * rows).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1.0 / np.where(size > 1e-9, size, 1.0)) @ rows)
