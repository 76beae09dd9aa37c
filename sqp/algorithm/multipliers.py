"""Multipliers that explain a point: least squares on the constraints that are active there."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from sqp.arrays import Matrix, Vector, is_sparse
from sqp.bounds import Bounds
from sqp.linalg.kkt import kkt_system
from sqp.qp.program import Sides, WorkingSet

_ROUNDS = 4


def active_set(x: Vector, c: Vector, variable_bounds: Bounds, constraint_bounds: Bounds, near: float) -> WorkingSet:
    """What is active at a point: bounds within ``near``, relative to max(1, |bound|), and all equalities."""
    return WorkingSet(_touched(c, constraint_bounds, near), _touched(x, variable_bounds, near))


def least_squares_multipliers(
    grad: Vector, jac: Matrix, active: WorkingSet, variable_bounds: Bounds, constraint_bounds: Bounds
) -> tuple[Vector, Vector]:
    """Multipliers (y, z) of the active constraints that minimise |grad + J'y + z|, with the right signs.

    Wrong-signed ones are dropped and the rest solved again, a few times (a heuristic for non-negative least squares).

    References
    ----------
    Nocedal, Wright (2006), eq. (18.21).
    """
    n = grad.size
    identity: Matrix = sparse.csc_array(sparse.eye_array(n, format="csc")) if is_sparse(jac) else np.eye(n)
    system = kkt_system(identity, jac)
    rows, box = active.rows.copy(), active.box.copy()
    y, z = np.zeros(jac.shape[0]), np.zeros(n)
    for _ in range(_ROUNDS):
        system.factorise(rows != 0, box != 0)
        _, y, z = system.solve(grad, np.zeros(rows.size), np.zeros(n))
        wrong_rows = (rows * y < 0) & ~constraint_bounds.equalities
        wrong_box = (box * z < 0) & ~variable_bounds.equalities
        if not (wrong_rows.any() or wrong_box.any()):
            return y, z
        rows[wrong_rows] = 0
        box[wrong_box] = 0
    y[(rows == 0)] = 0.0
    z[(box == 0)] = 0.0
    return y, z


def _touched(values: Vector, bounds: Bounds, near: float) -> Sides:
    sides = np.zeros(values.size, dtype=np.int8)
    reach = near * bounds.scale
    sides[values <= bounds.lower + reach] = -1
    sides[values >= bounds.upper - reach] = 1
    sides[bounds.equalities] = 1
    return sides
