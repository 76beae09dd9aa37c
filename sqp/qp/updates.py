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
#: Part of the largest share in a contradiction from which on a bound is given up.
_SHARE = 0.1


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
    missed = _missed(qp, activity, targets, working_set.rows, d)
    if missed is not None:
        return _without_contradicted(qp, working_set, activity - targets, missed)
    rows, rows_changed = _updated(working_set.rows, activity, y, qp.rows, max(1e-11 * size, slack), _OUTSIDE)
    box, box_changed = _updated(
        working_set.box, d, z, qp.box, max(1e-11 * size, slack), _OUTSIDE * min(1.0, norm_inf(d))
    )
    return WorkingSet(rows, box) if rows_changed or box_changed else working_set


def _missed(qp: QuadraticProgram, activity: Vector, targets: Vector, sides: Sides, d: Vector) -> Mask | None:
    """The rows of the working set that are not met, which contradict each other; None if all are met."""
    held = sides.astype(np.bool_)
    error = np.abs(activity - targets)
    if norm_inf(error[held]) <= _ROW_TOLERANCE:
        return None
    missed: Mask = held & (error > _ROW_TOLERANCE * np.maximum(1.0, abs(qp.A) @ np.abs(d)))
    return missed if missed.any() else None


def _without_contradicted(qp: QuadraticProgram, held: WorkingSet, excess: Vector, missed: Mask) -> WorkingSet | None:
    """The working set without the members that keep it from meeting its rows; None if there are none.

    The sum of squares of what is missed is least for the variables that are free.  Its derivatives tell of which
    bounds a move to the inside makes it smaller; an inequality that is missed on its inner side need not be held.
    """
    error = np.where(missed, excess, 0.0)
    change: Vector = qp.A.T @ error
    slope = np.where(qp.box.equalities, 0.0, held.box * change)
    slack: Mask = ~qp.equality_rows & (held.rows * error < 0.0)
    blocking: Mask = slope > max(_SHARE * norm_inf(slope), _ROW_TOLERANCE * norm_inf(error))
    if not (slack.any() or blocking.any()):
        return None
    rows, box = np.where(slack, 0, held.rows), np.where(blocking, 0, held.box)
    return WorkingSet(rows.astype(np.int8), box.astype(np.int8))


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
