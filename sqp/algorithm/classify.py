"""What a point is, from residuals alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sqp.algorithm.record import Residuals
from sqp.algorithm.stop import PointKind
from sqp.arrays import Matrix, Vector, is_sparse, norm_inf
from sqp.bounds import Bounds

#: Part of the objective's gradient that the constraints must explain at a KKT point, whatever the multipliers are.
_EXPLAINED = 1e-3
#: Part of the largest multiplier that the gradient it explains must have: beyond, a constraint's gradient vanishes.
_HUGE = 1e-14


@dataclass(frozen=True)
class Judgement:
    """The residuals that decide what a point is, all in the user's units.

    Attributes
    ----------
    kkt : Residuals
    without_objective : bool
        Whether the stationarity is small only relative to huge multipliers: the gradient of the objective is not
        explained by the constraints.
    without_limit : bool
        Whether the multipliers are too large to be any; see :func:`are_without_limit`.
    fritz_john : float
        Stationarity without the objective: |J'y + z| for multipliers scaled to a largest entry of one, together with
        their complementarity.
    infeasible : float
        Stationarity of the l1 violation; see :func:`infeasibility_residual`.
    unbounded : bool
        Whether the run ended because the objective falls without limit, as far as it could tell.
    """

    kkt: Residuals
    without_objective: bool = False
    without_limit: bool = False
    fritz_john: float = np.inf
    infeasible: float = np.inf
    unbounded: bool = False


def classify(judgement: Judgement, tolerance: float, acceptable: float) -> PointKind:
    """The kind of a point.

    Examples
    --------
    >>> classify(Judgement(Residuals(1e-9, 0.0, 0.0, 0.0)), 1e-8, 1e-6)
    <PointKind.KKT: 'A Karush-Kuhn-Tucker point: feasible, stationary and complementary to the requested tolerance.'>
    """
    kkt = judgement.kkt
    if not np.isfinite(kkt.feasibility):
        return PointKind.UNKNOWN
    lacking = judgement.without_objective and kkt.feasibility <= acceptable and judgement.fritz_john <= acceptable
    if lacking or (judgement.without_limit and kkt.worst <= acceptable):
        return PointKind.FRITZ_JOHN
    if kkt.worst <= tolerance:
        return PointKind.KKT
    if kkt.worst <= acceptable:
        return PointKind.KKT_ACCEPTABLE
    if kkt.feasibility <= max(tolerance, acceptable):
        if judgement.unbounded:
            return PointKind.UNBOUNDED
        if judgement.fritz_john <= acceptable:
            return PointKind.FRITZ_JOHN
        return PointKind.FEASIBLE
    return PointKind.INFEASIBLE_STATIONARY if judgement.infeasible <= acceptable else PointKind.INFEASIBLE


def lacks_objective(lagrangian_gradient: Vector, grad: Vector) -> bool:
    """Whether grad f + J'y + z is not small against grad f itself, however small it is against the multipliers.

    Examples
    --------
    >>> lacks_objective(np.array([0.5]), np.array([2.0]))
    True
    """
    return norm_inf(lagrangian_gradient) > _EXPLAINED * max(1.0, norm_inf(grad))


def are_without_limit(grad: Vector, jac: Matrix, y: Vector, z: Vector, acceptable: float) -> bool:
    """Whether the largest multiplier exceeds all that the multipliers explain by more than any scaling would.

    Then the gradient of an active constraint vanishes, as that of x**2 <= 0 does, and rounding takes the part of a
    slope: there are no multipliers.

    Parameters
    ----------
    grad, jac : (n,), (m, n)
    y, z : (m,), (n,)
    acceptable : float
        Size of a gradient of the objective that needs no multipliers.

    Examples
    --------
    >>> slope, none = np.array([1.0]), np.zeros(1)
    >>> [are_without_limit(slope, np.array([[a]]), np.array([-1 / a]), none, 1e-6) for a in (1e-3, 1e-16)]
    [False, True]
    """
    largest = max(norm_inf(y), norm_inf(z))
    return norm_inf(grad) > acceptable and norm_inf(jac.T @ y + z) <= _HUGE * largest


def infeasibility_residual(
    x: Vector, c: Vector, jac: Matrix, y: Vector, z: Vector, variable_bounds: Bounds, constraint_bounds: Bounds
) -> float:
    """How far (y, z) is from certifying that the l1 violation is stationary at x.

    A certificate has J'y + z = 0 with y in [-1, 1], y = 1 on rows above their upper bound, -1 on rows below their
    lower bound, 0 strictly inside, and z with the sign of an active variable bound.  Multipliers that are scaled
    otherwise are scaled to a largest entry of y of one first.

    Returns
    -------
    float
        The largest defect of these conditions; infinite if y vanishes.
    """
    size = norm_inf(y)
    if not (np.isfinite(size) and size > 0.0):
        return np.inf
    y, z = y / size, z / size
    entries = jac.data if is_sparse(jac) else np.asarray(jac)
    defect = norm_inf(jac.T @ y + z) / float(np.max(np.abs(entries), initial=1.0))
    unit = constraint_bounds.scale
    above, below = (c - constraint_bounds.upper) / unit, (constraint_bounds.lower - c) / unit
    reach = 1e-6
    wanted = np.where(above > reach, 1.0, np.where(below > reach, -1.0, np.nan))
    fixed = np.isfinite(wanted)
    defect = max(defect, norm_inf(np.abs(y - wanted)[fixed]))
    gap = np.where(y > 0, np.abs(above), np.abs(below))
    defect = max(defect, norm_inf(np.minimum(gap, np.abs(y))[~fixed]))
    room = np.where(z > 0, variable_bounds.upper - x, x - variable_bounds.lower) / variable_bounds.scale
    return max(defect, norm_inf(np.minimum(np.abs(room), np.abs(z))))


def fritz_john_residual(
    x: Vector, c: Vector, jac: Matrix, y: Vector, z: Vector, variable_bounds: Bounds, constraint_bounds: Bounds
) -> float:
    """How far (0, y, z), scaled to a largest entry of one, is from the Fritz John conditions without the objective."""
    size = max(norm_inf(y), norm_inf(z))
    if not (np.isfinite(size) and size > 0.0):
        return np.inf
    y, z = y / size, z / size
    defect = norm_inf(jac.T @ y + z)
    for values, multipliers, bounds in ((c, y, constraint_bounds), (x, z, variable_bounds)):
        gap = np.where(multipliers > 0, bounds.upper - values, values - bounds.lower) / bounds.scale
        defect = max(defect, norm_inf(np.minimum(np.abs(gap), np.abs(multipliers))))
    return defect
