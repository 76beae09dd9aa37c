"""Descent from face to face of the feasible set, by conjugate gradients: never uphill, never outside.

Serves where the model is not convex or where primal-dual working sets cycle.  Each run of conjugate gradients stays on
one face, goes as far as the next bound where the curvature is negative, and leaves bounds whose multipliers ask for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from sqp.arrays import Mask, Vector, norm_inf
from sqp.bounds import Bounds
from sqp.qp.conjugate_gradients import ConstraintPreconditioner, Search
from sqp.qp.program import QPSolution, QPStatus, QuadraticProgram, Sides, WorkingSet

_FEASIBLE = 1e-8
#: A variable that is nearer to its bound than this has reached it.
_REACHED = 1e-12

System = Callable[[Mask, Mask], ConstraintPreconditioner]


def descend(
    qp: QuadraticProgram, search: Search, system: System, d: Vector, accuracy: float, faces: int
) -> QPSolution | None:
    """A step that lowers the model, with the multipliers of its face; None if no feasible step to start from is known.

    Parameters
    ----------
    qp : QuadraticProgram
    search : Search
    system : callable
        The constraint preconditioner for masks of working rows and of free variables.
    d : (n,)
        A step to start from if it is feasible inside the box; otherwise the step 0 is tried.
    accuracy : float
        Residual at which a face counts as minimised.
    faces : int
        Most faces.
    """
    start = _feasible_start(qp, system, d)
    if start is None:
        return None
    d, y, held, total = start, np.zeros(qp.rows.size), _touched(qp, start), 0
    search = replace(search, room=partial(_room, qp))
    solved = False
    for _ in range(faces):
        rows, box = held.rows, held.box
        face = system(rows != 0, box == 0)
        found = search.minimise(d, np.zeros_like(y), search.P @ d + qp.q, face, accuracy)
        d, y, total = qp.box.project(found.d), found.y, total + found.iterations
        z = np.where(box != 0, -found.residual, 0.0)
        if found.stopped:
            held = _touched(qp, d, held)
            continue
        released = _released(qp, held, y, z, accuracy)
        if released is held:
            solved = found.stationarity <= 10 * accuracy
            break
        held = released
    z = np.where(held.box != 0, -(search.P @ d + qp.q + qp.A.T @ y), 0.0)
    z = np.where(held.box * z > 0.0, z, np.where(qp.box.equalities, z, 0.0))
    y = np.where((held.rows * y > 0.0) | qp.equality_rows, y, 0.0)
    status = QPStatus.SOLVED if solved else QPStatus.INACCURATE
    return QPSolution(status, d, y, z, held, total)


def _feasible_start(qp: QuadraticProgram, system: System, d: Vector) -> Vector | None:
    """The lower of two feasible steps, ``d`` and 0, moved into the box and onto the equality rows."""
    best, value = None, np.inf
    for candidate in (qp.box.project(d), qp.box.project(np.zeros_like(d))):
        equal, at = qp.equality_rows, candidate
        if equal.any():
            free = qp.box.lower < qp.box.upper
            at = at + system(equal, free).towards(np.where(equal, qp.rows.lower - qp.A @ at, 0.0))
        off = max(norm_inf(qp.box.violation(at)), norm_inf(qp.rows.violation(qp.A @ at)))
        if not off <= _FEASIBLE * max(1.0, norm_inf(at)):
            continue
        at = qp.box.project(at)
        model = float(qp.q @ at) + 0.5 * float(at @ (qp.P @ at))
        if model < value:
            best, value = at, model
    return best


def _touched(qp: QuadraticProgram, d: Vector, before: WorkingSet | None = None) -> WorkingSet:
    """What ``d`` has reached, in addition to what was held before."""
    rows, box = _sides_at(qp.A @ d, qp.rows), _sides_at(d, qp.box)
    if before is not None:
        rows = np.where(before.rows != 0, before.rows, rows)
        box = np.where(before.box != 0, before.box, box)
    return WorkingSet(rows, box)


def _sides_at(values: Vector, bounds: Bounds) -> Sides:
    sides = np.zeros(values.size, dtype=np.int8)
    reach = _REACHED * bounds.scale
    sides[values <= bounds.lower + reach] = -1
    sides[values >= bounds.upper - reach] = 1
    sides[bounds.equalities] = 1
    return sides


def _released(qp: QuadraticProgram, held: WorkingSet, y: Vector, z: Vector, slack: float) -> WorkingSet:
    """Without the bounds whose multipliers have the wrong sign; the same object if there are none."""
    rows_wrong = (held.rows * y < -slack) & ~qp.equality_rows
    box_wrong = (held.box * z < -slack) & ~qp.box.equalities
    if not (rows_wrong.any() or box_wrong.any()):
        return held
    rows, box = np.where(rows_wrong, 0, held.rows), np.where(box_wrong, 0, held.box)
    return WorkingSet(rows.astype(np.int8), box.astype(np.int8))


def _room(qp: QuadraticProgram, d: Vector, p: Vector) -> float:
    """The largest t with d + t p inside the box and the rows."""
    room = _ratio(d, p, qp.box)
    if qp.rows.size:
        room = min(room, _ratio(qp.A @ d, _clean(qp.A @ p, p), qp.rows))
    return room


def _clean(moved: Vector, p: Vector) -> Vector:
    """Changes of the rows without those that are rounding."""
    return np.where(np.abs(moved) > 1e-12 * norm_inf(p), moved, 0.0)


def _ratio(values: Vector, change: Vector, bounds: Bounds) -> float:
    room = np.inf
    for part, gap in ((change > 0.0, bounds.upper - values), (change < 0.0, values - bounds.lower)):
        if part.any():
            room = min(room, float(np.min(np.maximum(gap[part], 0.0) / np.abs(change[part]))))
    return room
