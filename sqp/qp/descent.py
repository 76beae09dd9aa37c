"""Primal active-set descent: from a feasible step towards the solution of the QP with the exact Hessian.

Every step stays feasible and lowers the model, so it can be stopped at any time with a usable answer.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sqp.arrays import Vector, is_sparse, largest_entry, norm_inf
from sqp.bounds import Bounds
from sqp.linalg.kkt import KKTSystem
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, Sides, WorkingSet
from sqp.qp.updates import sides_of
from sqp.qp.verify import qp_residual

#: How far a working row may move in one step, relative to the largest row.
_DRIFT = 1e-8
#: A correction of the Hessian below this fraction of its largest entry is rounding: the face is convex.
_ROUNDING = 1e-7

#: Least eigenvalue of a corrected reduced Hessian, relative to the largest, that stops no step on a flat model.
_LOW_FLOOR = 1e-13
#: Curvature, relative to the largest, of a step on which the model is flat.
_FLAT = 1e-14
#: How far the way on from there is looked along.
_FAR = 1e20
#: How far, relative to its length, the solution of the KKT system may be from the step that it polishes.
_NEAR = 1e-3


def descend(kkt: KKTSystem, qp: QuadraticProgram, start: QPSolution, changes: int, *, flat: bool = False) -> QPSolution:
    """At most ``changes`` changes of the working set from the feasible step ``start.d``.

    Parameters
    ----------
    kkt : KKTSystem
        With the values of ``qp`` loaded.
    qp : QuadraticProgram
    start : QPSolution
        A feasible step with a working set that holds there.
    changes : int
    flat : bool
        Whether the model is so flat that what is to be found is a vertex.

    Returns
    -------
    QPSolution
        SOLVED at a solution of the exact model; ``start`` if nothing could be improved; INACCURATE, with the
        multipliers of ``start``, where the descent stopped early, for one because P is not positive definite on the
        working set.

    References
    ----------
    Nocedal, Wright (2006), Algorithm 16.3.
    """
    best: QPSolution = start
    d, working_set = start.d, start.working_set
    convex = _ROUNDING * largest_entry(qp.stored)
    for _ in range(changes):
        if flat:
            kkt.load(qp.stored, qp.A, _LOW_FLOOR)
        shift = kkt.factorise(working_set.rows.astype(np.bool_), working_set.box.astype(np.bool_))
        if shift == np.inf or (shift > convex and not (flat or is_sparse(qp.A))):
            return best  # the start has been made convex eigenvalue by eigenvalue: there is nothing to mend
        activity = qp.A @ d
        step, y, z = kkt.solve(qp.q + qp.P @ d, np.zeros(activity.size), np.zeros(d.size))
        if not (np.isfinite(step).all() and np.isfinite(y).all()):
            return best
        moved = qp.A @ step
        if norm_inf(moved[working_set.rows != 0]) > _DRIFT * max(1.0, norm_inf(activity)):
            return best  # the system was not solved accurately enough to stay on the working rows
        length, working_set = _blocked(qp, working_set, d, activity, step, moved)
        d = d + length * step
        best = replace(best, status=QPStatus.INACCURATE, d=d, working_set=working_set, shift=shift)
        if length < 1.0 or shift > convex:
            continue
        dropped = _without_worst(qp, working_set, y, z)
        if dropped is working_set:
            return replace(best, status=QPStatus.SOLVED, y=y, z=z)
        working_set = dropped
    return best


def is_cut_short(kkt: KKTSystem, qp: QuadraticProgram, d: Vector, working_set: WorkingSet) -> bool:
    """Whether ``d`` ends before the next bound only because a flat model was corrected.

    Parameters
    ----------
    kkt : KKTSystem
        Factorised for ``working_set``, with a correction of the Hessian.
    qp : QuadraticProgram
    d : (n,)
        The solution with that correction.
    working_set : WorkingSet
    """
    slope = qp.q + qp.P @ d
    step, _, _ = kkt.solve(slope, np.zeros(qp.rows.size), np.zeros(d.size))
    if not (np.isfinite(step).all() and slope @ step < 0.0):
        return False
    if norm_inf(qp.P @ step) > _FLAT * largest_entry(qp.stored) * norm_inf(step):
        return False
    far = step * (_FAR / max(norm_inf(step), 1e-300))
    return _blocked(qp, working_set, d, qp.A @ d, far, qp.A @ far)[1] is not working_set


def polish(kkt: KKTSystem, qp: QuadraticProgram, rough: QPSolution) -> QPSolution:
    """The solution of the KKT system of the working set of ``rough``, if its residual is smaller; else ``rough``.

    An interior method leaves gaps and multipliers of weakly active bounds of the size of the square root of its
    accuracy; held or dropped, they vanish.  The system is solved for the changes, the smallest ones where the members
    of the working set depend on each other: there the multipliers of an interior method have the right signs.
    """
    working_set = rough.working_set
    if not np.isfinite(kkt.factorise(working_set.rows.astype(np.bool_), working_set.box.astype(np.bool_))):
        return rough
    y = np.where(working_set.rows != 0, rough.y, 0.0)
    slope, activity = qp.q + qp.P @ rough.d + qp.A.T @ y, qp.A @ rough.d
    targets, values = sides_of(working_set.rows, qp.rows), sides_of(working_set.box, qp.box)
    step, change, z = kkt.solve(slope, targets - activity, values - rough.d)
    d, y = rough.d + step, y + change
    if not norm_inf(d - rough.d) <= _NEAR * max(1.0, norm_inf(rough.d)):
        return rough
    if not qp_residual(qp, d, y, z) < qp_residual(qp, rough.d, rough.y, rough.z):
        return rough
    return replace(rough, d=d, y=y, z=z)


def _blocked(
    qp: QuadraticProgram, working_set: WorkingSet, d: Vector, activity: Vector, step: Vector, moved: Vector
) -> tuple[float, WorkingSet]:
    """How far the step can go, in [0, 1], and the working set with what blocks it."""
    row_length, row, row_side = _nearest(activity, moved, working_set.rows, qp.rows)
    box_length, column, box_side = _nearest(d, step, working_set.box, qp.box)
    length = min(row_length, box_length)
    if length >= 1.0:
        return 1.0, working_set
    rows, box = working_set.rows.copy(), working_set.box.copy()
    if row_length <= box_length:
        rows[row] = row_side
    else:
        box[column] = box_side
    return length, WorkingSet(rows, box)


def _nearest(values: Vector, change: Vector, sides: Sides, bounds: Bounds) -> tuple[float, int, int]:
    """First bound that ``values + t change`` meets among those not held: t, index and side."""
    tiny = 1e-12 * max(1.0, float(np.abs(change).max(initial=0.0)))
    free = sides == 0
    up, down = free & (change > tiny), free & (change < -tiny)
    lengths = np.full(values.size, np.inf)
    lengths[up] = (bounds.upper[up] - values[up]) / change[up]
    lengths[down] = (bounds.lower[down] - values[down]) / change[down]
    if not lengths.size:
        return np.inf, 0, 0
    index = int(lengths.argmin())
    return max(0.0, float(lengths[index])), index, 1 if change[index] > 0 else -1


def _without_worst(qp: QuadraticProgram, working_set: WorkingSet, y: Vector, z: Vector) -> WorkingSet:
    """The working set without the member of the most wrongly signed multiplier; the same object if none is."""
    size = max(1.0, float(np.abs(y).max(initial=0.0)), float(np.abs(z).max(initial=0.0)))
    wrong_rows = np.where(qp.rows.equalities, 0.0, working_set.rows * y)
    wrong_box = np.where(qp.box.equalities, 0.0, working_set.box * z)
    worst_row, worst_box = float(wrong_rows.min(initial=0.0)), float(wrong_box.min(initial=0.0))
    if min(worst_row, worst_box) >= -1e-10 * size:
        return working_set
    rows, box = working_set.rows.copy(), working_set.box.copy()
    if worst_row <= worst_box:
        rows[int(wrong_rows.argmin())] = 0
    else:
        box[int(wrong_box.argmin())] = 0
    return WorkingSet(rows, box)
