"""Changes of the working set that the signs of multipliers and violated bounds ask for."""

from __future__ import annotations

from math import isfinite

import numpy as np

from sqp.arrays import Mask, Vector, norm_inf
from sqp.bounds import Bounds
from sqp.qp.program import QuadraticProgram, Sides, WorkingSet

#: A working row that is met worse than this, relative to the size of its terms, contradicts another one.
_ROW_TOLERANCE = 1e-9
#: A bound is violated if it is exceeded by more than this, relative to its size; for the box, a step that is short may
#: exceed it by no more than this fraction of its length, for what is beyond a bound is lost when x is put back.
_OUTSIDE = 1e-10


def sides_of(sides: Sides, bounds: Bounds) -> Vector:
    """The bounds that are held, and anything where none is."""
    return np.where(sides < 0, bounds.lower, bounds.upper)


def corrected(
    qp: QuadraticProgram,
    working_set: WorkingSet,
    targets: Vector,
    d: Vector,
    y: Vector,
    z: Vector,
    slack: float = 0.0,
) -> WorkingSet | None:
    """The working set that signs and violations ask for: the same object if it is right, None if hopeless.

    Parameters
    ----------
    qp : QuadraticProgram
    working_set : WorkingSet
    targets : (m,)
        What the working rows should be equal to.
    d, y, z : (n,), (m,), (n,)
        The step and the multipliers that the working set gives.
    slack : float
        How large a multiplier of the wrong sign may be, for multipliers that are not exact.
    """
    activity = qp.A @ d
    if not isfinite(d @ d + y @ y + activity @ activity):
        return None
    size = max(1.0, norm_inf(y), norm_inf(z))
    if _missed(qp, activity, targets, working_set.rows, d):
        return None
    rows, rows_changed = _updated(working_set.rows, activity, y, qp.rows, max(1e-11 * size, slack), _OUTSIDE)
    box, box_changed = _updated(
        working_set.box, d, z, qp.box, max(1e-11 * size, slack), _OUTSIDE * min(1.0, norm_inf(d))
    )
    return WorkingSet(rows, box) if rows_changed or box_changed else working_set


def _missed(qp: QuadraticProgram, activity: Vector, targets: Vector, sides: Sides, d: Vector) -> bool:
    """Whether a row of the working set is not met: the working rows contradict each other."""
    held = sides.astype(np.bool_)
    error = np.abs(activity - targets)[held]
    if norm_inf(error) <= _ROW_TOLERANCE:
        return False
    size = np.maximum(1.0, abs(qp.A) @ np.abs(d))[held]
    return bool((error > _ROW_TOLERANCE * size).any())


def _updated(
    sides: Sides, values: Vector, mult: Vector, bounds: Bounds, slack: float, tolerance: float
) -> tuple[Sides, bool]:
    if not sides.size:
        return sides, False
    wrong: Mask = sides * mult < -slack
    below, above = bounds.lower - values, values - bounds.upper
    excess = np.maximum(below, above)
    outside: Mask = excess > tolerance
    outside &= sides == 0
    some_outside, some_wrong = np.count_nonzero(outside), np.count_nonzero(wrong)
    if not (some_outside or some_wrong):
        return sides, False
    wrong &= ~bounds.equalities
    if some_outside:
        outside &= excess > tolerance * bounds.scale
    if not (np.count_nonzero(outside) or np.count_nonzero(wrong)):
        return sides, False
    changed = sides.copy()
    changed[wrong] = 0
    changed[outside] = np.where(above > below, 1, -1)[outside]
    return changed, True
